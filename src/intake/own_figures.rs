//! A table of a service's own earlier figures, as somebody typed or saved it: a row for each figure. Decides which columns
//! there are and which cells hold a number; what a name in a cell means is for others. The file says itself how it is
//! encoded and what parts its cells, because there is nobody to declare it.

use super::export::{Export, Source};
use super::own_number::{Mark, OwnNumber, own_number};
use super::records::{DELIMITERS, Records, Written};
use super::shape::says_total;
use super::stop::{Facts, Stop, column_letter};
use crate::definitions::settings::{DateOrder, TextEncoding};
use crate::definitions::{TableId, nearest};
use crate::finding::Place;
use csv::StringRecord;
use std::path::Path;

/// The columns that such a table can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnColumn {
    Indicator,
    Unit,
    Value,
    Period,
    Breakdown,
    Category,
}

/// In the order of [`OwnColumn`]; the first few must be there.
const COLUMNS: [&str; 6] = ["indicator", "unit", "value", "period", "breakdown", "category"];
const REQUIRED: usize = 3;

/// Rows above the header that may be titles.
const MOST_TITLES: usize = 20;

/// Characters of a cell that a message repeats.
const SHOWN: usize = 60;

/// One fault of the table or of a row; its sentence stands under `backtest.fault.<code>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnFault {
    pub place: Place,
    pub code: &'static str,
    pub facts: Facts,
}

/// A service's own earlier figures.
#[derive(Debug, Clone)]
pub struct OwnFigures {
    pub file: String,
    pub rows: Vec<OwnFigure>,
    /// Of rows that hold no number.
    pub faults: Vec<OwnFault>,
    /// Rows that look like a heading, a total or a note, and are one unless they name a figure.
    pub doubtful: Vec<Doubtful>,
    /// Rows below the header that are not blank.
    pub read: u64,
    /// Rows above the header that are not blank.
    pub titles: Vec<u64>,
    /// Headers of columns that nothing asks for.
    pub ignored: Vec<String>,
    columns: Columns,
}

/// One of them, its names as they were written.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnFigure {
    /// As a spreadsheet shows it.
    pub row: u64,
    pub number: OwnNumber,
    cells: [String; COLUMNS.len()],
}

impl OwnFigure {
    pub fn cell(&self, column: OwnColumn) -> &str {
        &self.cells[column as usize]
    }
}

/// A row that may be no figure, and what it is if it is one.
#[derive(Debug, Clone)]
pub struct Doubtful {
    pub row: u64,
    /// What stands where a figure is named.
    pub indicator: String,
    pub otherwise: Result<OwnFigure, OwnFault>,
}

impl OwnFigures {
    /// A fault in a cell; `found` is what stands there, and `facts` what else its sentence names.
    pub fn fault(&self, own: &OwnFigure, column: OwnColumn, code: &'static str, facts: Facts) -> OwnFault {
        let cell = own.cell(column);
        self.columns.fault(&self.file, own.row, column, code, cell, facts)
    }
}

/// Where each column stands in the file, and its header there.
#[derive(Debug, Clone, Default)]
struct Columns([Option<(usize, String)>; COLUMNS.len()]);

/// Rows as they stand, each with its number.
type Cells = Vec<(u64, StringRecord)>;

/// Reads the table, or says why it cannot be read.
pub fn own_figures(path: &Path) -> Result<OwnFigures, Vec<OwnFault>> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let export = Export::folder(path.parent().unwrap_or(Path::new("")));
    if !export.has(&name) {
        return Err(vec![of_file(&path.display().to_string(), "no-file")]);
    }
    let Grid { cells: mut above, delimiter, header_at } = grid(&export, &name).map_err(|stop| vec![of_stop(stop)])?;
    let mut cells = above.split_off(header_at);
    let (header_row, header) = cells.remove(0);
    let columns = Columns::find(&name, header_row, &header)?;
    let ignored = columns.ignored(&header);
    [&mut above, &mut cells]
        .into_iter()
        .for_each(|cells| cells.retain(|(_, record)| filled(record).next().is_some()));
    if cells.is_empty() {
        return Err(vec![of_file(&name, "no-rows")]);
    }
    let usual = usual_mark(&cells, &columns, delimiter);
    let (rows, faults, doubtful) = (Vec::new(), Vec::new(), Vec::new());
    let (read, titles) = (cells.len() as u64, above.iter().map(|(row, _)| *row).collect());
    let mut own = OwnFigures { file: name, rows, faults, doubtful, read, titles, ignored, columns };
    cells.iter().for_each(|(row, record)| own.take(*row, record, usual));
    Ok(own)
}

/// Every record of the file, and which of them names the columns.
struct Grid {
    cells: Cells,
    delimiter: u8,
    header_at: usize,
}

/// A title above the header may mislead about what parts the cells, so each kind is tried until a row names all columns that
/// must be there. Where none does, the first that names one is judged, or else the first of all.
fn grid(export: &Export, name: &str) -> Result<Grid, Stop> {
    let (cells, delimiter, encoding) = cells(export, name)?;
    if let Some(header_at) = header_at(&cells, names_all_columns) {
        return Ok(Grid { cells, delimiter, header_at });
    }
    let others = DELIMITERS.into_iter().filter(|other| *other != delimiter);
    let found = others.filter_map(|other| {
        let (cells, delimiter) = cells_as(export, name, encoding, Some(other)).ok()?;
        header_at(&cells, names_all_columns).map(|header_at| Grid { cells, delimiter, header_at })
    });
    let header_at = header_at(&cells, names_a_column).unwrap_or_default();
    Ok(found.into_iter().next().unwrap_or(Grid { cells, delimiter, header_at }))
}

fn header_at(cells: &Cells, is_header: fn(&StringRecord) -> bool) -> Option<usize> {
    cells.iter().take(MOST_TITLES + 1).position(|(_, record)| is_header(record))
}

fn filled(record: &StringRecord) -> impl Iterator<Item = (usize, &str)> {
    record.iter().map(str::trim).enumerate().filter(|(_, cell)| !cell.is_empty())
}

/// Every record, what parts the cells, and how they are encoded: as UTF-8, and otherwise as what its first odd byte says.
fn cells(export: &Export, name: &str) -> Result<(Cells, u8, TextEncoding), Stop> {
    let read = |encoding| cells_as(export, name, encoding, None).map(|(cells, parts)| (cells, parts, encoding));
    match read(TextEncoding::Utf8) {
        Err(stop) if stop.code == "not-utf-8" => read(TextEncoding::Windows1252),
        Err(stop) if stop.code == "marked-utf-16" => read(TextEncoding::Utf16),
        Err(stop) if stop.code == "nul-byte" => {
            let wide = read(TextEncoding::Utf16).ok();
            wide.filter(|(cells, ..)| header_at(cells, names_a_column).is_some()).ok_or(stop)
        }
        other => other,
    }
}

fn names_of(record: &StringRecord) -> impl Iterator<Item = String> {
    record.iter().map(|name| name.trim().to_lowercase())
}

/// Almost any bytes can be read as UTF-16; what comes of it need not be words.
fn names_a_column(record: &StringRecord) -> bool {
    names_of(record).any(|name| COLUMNS.contains(&name.as_str()))
}

fn names_all_columns(record: &StringRecord) -> bool {
    COLUMNS[..REQUIRED].iter().all(|column| names_of(record).any(|name| name == *column))
}

fn cells_as(export: &Export, name: &str, encoding: TextEncoding, delimiter: Option<u8>) -> Result<(Cells, u8), Stop> {
    let written = Written { encoding, delimiter, date_order: DateOrder::Iso, titles: 0 };
    // This is none of the tables; a stop is named by its code and place only.
    let mut records = Records::open(export, TableId::Measures, &Source::file(name), written)?;
    let mut record = records.header()?;
    let mut cells = vec![(records.header_row, record.clone())];
    while records.next(&mut record)? {
        cells.push((records.row(), record.clone()));
    }
    Ok((cells, records.delimiter))
}

/// Where no number of the file tells, a file with semicolons between its cells keeps the comma for decimals.
fn usual_mark(cells: &Cells, columns: &Columns, delimiter: u8) -> Mark {
    let values = cells.iter().map(|(_, record)| columns.cell(record, OwnColumn::Value));
    let of_delimiter = if delimiter == b';' { Mark::Comma } else { Mark::Point };
    Mark::of_all(values).unwrap_or(of_delimiter)
}

impl OwnFigures {
    fn take(&mut self, row: u64, record: &StringRecord, usual: Mark) {
        let text = self.columns.cell(record, OwnColumn::Value);
        let figure = match own_number(text, usual) {
            Some(number) => Ok(OwnFigure { row, number, cells: self.columns.cells(record) }),
            None => {
                let (code, facts) = (not_a_number(text), Facts::new());
                Err(self.columns.fault(&self.file, row, OwnColumn::Value, code, text, facts))
            }
        };
        let indicator = self.columns.cell(record, OwnColumn::Indicator);
        match figure {
            otherwise if is_doubtful(record, indicator, text) => {
                self.doubtful.push(Doubtful { row, indicator: indicator.to_owned(), otherwise });
            }
            Ok(figure) => self.rows.push(figure),
            Err(fault) => self.faults.push(fault),
        }
    }
}

/// Whether a row looks like a total, or like words of a heading or a note that stand alone.
fn is_doubtful(record: &StringRecord, indicator: &str, value: &str) -> bool {
    let alone = value.is_empty() && filled(record).count() == 1;
    let of_first = || filled(record).next().is_some_and(|(_, first)| indicator.is_empty() || indicator == first);
    alone || says_total(record).is_some() && of_first()
}

fn not_a_number(text: &str) -> &'static str {
    match text.chars().next() {
        None => "value-empty",
        Some('<' | '*') => "value-small",
        Some('#') => "value-error",
        Some(_) => "value-unreadable",
    }
}

impl Columns {
    fn find(file: &str, row: u64, header: &StringRecord) -> Result<Columns, Vec<OwnFault>> {
        if !names_a_column(header) {
            return Err(vec![of_file(file, "no-header")]);
        }
        let names: Vec<String> = names_of(header).collect();
        let places = COLUMNS.map(|column| places_of(column, &names));
        let missing = COLUMNS.into_iter().zip(&places).take(REQUIRED).filter(|(_, at)| at.is_empty());
        let mut faults: Vec<OwnFault> = missing.map(|(column, _)| missing_header(file, column, &names)).collect();
        let twice = COLUMNS.into_iter().zip(&places).filter(|(_, at)| at.len() > 1);
        faults.extend(twice.map(|(column, at)| duplicate_header(file, row, column, at)));
        if !faults.is_empty() {
            return Err(faults);
        }
        let header_at = |at: usize| header.get(at).unwrap_or_default().trim().to_owned();
        Ok(Columns(places.map(|at| at.first().map(|at| (*at, header_at(*at))))))
    }

    fn ignored(&self, header: &StringRecord) -> Vec<String> {
        let used = |at: usize| self.0.iter().flatten().any(|(own, _)| *own == at);
        let others = header.iter().enumerate().filter(|(at, name)| !used(*at) && !name.trim().is_empty());
        others.map(|(_, name)| name.trim().to_owned()).collect()
    }

    fn cell<'a>(&self, record: &'a StringRecord, column: OwnColumn) -> &'a str {
        let at = self.0[column as usize].as_ref().map(|(at, _)| *at);
        at.and_then(|at| record.get(at)).unwrap_or_default().trim()
    }

    fn cells(&self, record: &StringRecord) -> [String; COLUMNS.len()] {
        let cell = |at: &Option<(usize, String)>| Some(record.get(at.as_ref()?.0)?.trim().to_owned());
        std::array::from_fn(|column| cell(&self.0[column]).unwrap_or_default())
    }

    fn fault(
        &self,
        file: &str,
        row: u64,
        column: OwnColumn,
        code: &'static str,
        found: &str,
        mut facts: Facts,
    ) -> OwnFault {
        let (at, header) = self.0[column as usize].clone().unzip();
        let place = Place {
            file: file.to_owned(),
            row: Some(row),
            column: at.map_or(String::new(), column_letter),
            header: header.unwrap_or_default(),
        };
        facts.push(("found", found.chars().take(SHOWN).collect()));
        OwnFault { place, code, facts }
    }
}

fn places_of(column: &str, names: &[String]) -> Vec<usize> {
    names.iter().enumerate().filter(|(_, name)| *name == column).map(|(at, _)| at).collect()
}

/// The nearest header is named, and no other: a first row that is no header may hold anything.
fn missing_header(file: &str, column: &'static str, names: &[String]) -> OwnFault {
    let strange = names.iter().map(String::as_str).filter(|name| !COLUMNS.contains(name));
    let near = nearest(column, strange).map(str::to_owned);
    let code = if near.is_some() { "missing-header-near" } else { "missing-header" };
    let facts = vec![("wanted", column.to_owned()), ("near", near.unwrap_or_default())];
    OwnFault { facts, ..of_file(file, code) }
}

fn duplicate_header(file: &str, row: u64, column: &str, at: &[usize]) -> OwnFault {
    let columns: Vec<String> = at.iter().map(|at| column_letter(*at)).collect();
    let facts = vec![("wanted", column.to_owned()), ("columns", columns.join(", "))];
    let place = Place { file: file.to_owned(), row: Some(row), ..Place::default() };
    OwnFault { place, code: "duplicate-header", facts }
}

fn of_file(file: &str, code: &'static str) -> OwnFault {
    OwnFault { place: Place { file: file.to_owned(), ..Place::default() }, code, facts: Facts::new() }
}

fn of_stop(stop: Stop) -> OwnFault {
    let code = match stop.code {
        "excel" => "excel",
        "unclosed-quote" => "unclosed-quote",
        "empty-file" => "no-rows",
        "unreadable" => "unreadable",
        _ => "not-text",
    };
    OwnFault { place: *stop.place.clone(), code, facts: stop.facts() }
}
