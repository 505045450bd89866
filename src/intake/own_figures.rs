//! A table of a service's own earlier figures, as somebody typed or saved it: a row for each figure. Decides which columns
//! there are and which cells hold a number; what a name in a cell means is for others. The file says itself how it is
//! encoded and what parts its cells, because there is nobody to declare it.

use super::export::{Export, Source};
use super::own_number::{Mark, OwnNumber, own_number};
use super::records::{Records, Written};
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
    /// Rows that are not blank.
    pub read: u64,
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
    let (mut cells, delimiter) = cells(&export, &name).map_err(|stop| vec![of_stop(stop)])?;
    let (header_row, header) = cells.remove(0);
    let columns = Columns::find(&name, header_row, &header)?;
    let ignored = columns.ignored(&header);
    cells.retain(|(_, record)| record.iter().any(|cell| !cell.trim().is_empty()));
    if cells.is_empty() {
        return Err(vec![of_file(&name, "no-rows")]);
    }
    let usual = usual_mark(&cells, &columns, delimiter);
    let mut own =
        OwnFigures { file: name, rows: Vec::new(), faults: Vec::new(), read: cells.len() as u64, ignored, columns };
    cells.iter().for_each(|(row, record)| own.take(*row, record, usual));
    Ok(own)
}

/// Every record and what parts the cells. Read as UTF-8, and otherwise as what its first odd byte says that it is.
fn cells(export: &Export, name: &str) -> Result<(Cells, u8), Stop> {
    match cells_as(export, name, TextEncoding::Utf8) {
        Err(stop) if stop.code == "not-utf-8" => cells_as(export, name, TextEncoding::Windows1252),
        Err(stop) if stop.code == "marked-utf-16" => cells_as(export, name, TextEncoding::Utf16),
        Err(stop) if stop.code == "nul-byte" => {
            let wide = cells_as(export, name, TextEncoding::Utf16).ok();
            wide.filter(|(cells, _)| cells.first().is_some_and(|(_, header)| names_a_column(header))).ok_or(stop)
        }
        other => other,
    }
}

/// Almost any bytes can be read as UTF-16; what comes of it need not be words.
fn names_a_column(header: &StringRecord) -> bool {
    header.iter().any(|name| COLUMNS.contains(&name.trim().to_lowercase().as_str()))
}

fn cells_as(export: &Export, name: &str, encoding: TextEncoding) -> Result<(Cells, u8), Stop> {
    let written = Written { encoding, delimiter: None, date_order: DateOrder::Iso, titles: 0 };
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
        match own_number(text, usual) {
            Some(number) => self.rows.push(OwnFigure { row, number, cells: self.columns.cells(record) }),
            None => {
                let (code, facts) = (not_a_number(text), Facts::new());
                self.faults.push(self.columns.fault(&self.file, row, OwnColumn::Value, code, text, facts));
            }
        }
    }
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
        let names: Vec<String> = header.iter().map(|name| name.trim().to_lowercase()).collect();
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
