//! One sheet of an Excel workbook to text that reads like a CSV file, row for row as the spreadsheet numbers them. Decides
//! how a cell is written out: as a person sees it, dates in the order the service declared. Cells beside the table and
//! merged cells are not repaired, but said. Hidden rows and columns count like any other.

use super::dates;
use super::export::Source;
use super::reject::push_cell;
use super::stop::Stop;
use super::survey::header_among;
use super::swapped_days::SwappedDays;
use super::workbook_limits::{self, COLUMNS, MOST, ROWS};
use crate::definitions::TableId;
use crate::definitions::settings::DateOrder;
use calamine::{Data, ExcelDateTime, Reader, SheetVisible, Xlsx, XlsxError};
use std::io::Cursor;
use std::ops::Range;

/// Why a workbook is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refused {
    /// It opens with a password only.
    Locked,
    /// An Excel of before 2007 wrote it, whatever its name says.
    OtherKind,
    /// Its numbers of days begin in 1904, while the settings declare numbers that begin in 1900.
    From1904,
    Broken(String),
    /// Broken too, but to say how might repeat what stands in a cell.
    Damaged,
    /// It would fill more memory than a reading may take.
    TooLarge,
}

/// Something a person should know about a sheet, and the cell it is about, counted from 0; `None` for the whole sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SheetNote {
    pub(super) code: &'static str,
    pub(super) cell: Option<(u32, u32)>,
}

/// A sheet as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SheetText {
    /// Comma-separated UTF-8, one line for every row of the sheet down to the last one that holds anything.
    pub(super) text: Vec<u8>,
    pub(super) notes: Vec<SheetNote>,
}

impl Refused {
    pub(super) fn stop(self, table: TableId, source: &Source) -> Stop {
        let stop = |code| Stop::of_file(code, table, &source.file);
        match self {
            Refused::Locked => stop("workbook-locked"),
            Refused::OtherKind => stop("other-workbook"),
            Refused::From1904 => stop("workbook-from-1904"),
            Refused::Broken(reason) => stop("workbook-broken").with("reason", reason),
            Refused::Damaged => stop("workbook-damaged"),
            Refused::TooLarge => stop("workbook-too-large"),
        }
    }
}

pub(super) struct Workbook(Xlsx<Cursor<Vec<u8>>>);

/// The days that have a date. What is before or after is shown as the number it is, as no spreadsheet shows it as a day.
const DAYS: Range<f64> = 0.0..2_958_466.0;

/// A filled cell: row and column counted from 0.
type Filled = (u32, u32, String);

impl Workbook {
    pub(super) fn open(bytes: Vec<u8>) -> Result<Workbook, Refused> {
        workbook_limits::look(&bytes)?;
        Xlsx::new(Cursor::new(bytes)).map(Workbook).map_err(refused)
    }

    /// The names of the sheets that can hold rows, in the order of the workbook.
    pub(super) fn sheets(&self) -> Vec<String> {
        let sheets = self.0.sheets_metadata().iter();
        sheets.filter(|sheet| sheet.typ == calamine::SheetType::WorkSheet).map(|sheet| sheet.name.clone()).collect()
    }

    fn is_hidden(&self, name: &str) -> bool {
        self.0.sheets_metadata().iter().any(|sheet| sheet.name == name && sheet.visible != SheetVisible::Visible)
    }

    pub(super) fn text(&mut self, sheet: &str, order: DateOrder) -> Result<SheetText, Refused> {
        if order == DateOrder::Excel && self.0.has_1904_epoch() {
            return Err(Refused::From1904);
        }
        let hidden = self.is_hidden(sheet).then_some(SheetNote { code: "sheet-hidden", cell: None });
        let mut swapped = SwappedDays::new(order);
        let cells = self.cells(sheet, order, MOST, &mut swapped)?;
        let merged = self.0.merge_cells_by_sheet_name(sheet).map_err(refused)?;
        // Titles above the header are no measure of how wide the table is.
        let at = header_among(cells.chunk_by(|one, other| one.0 == other.0).map(<[Filled]>::len));
        let first = cells.chunk_by(|one, other| one.0 == other.0).nth(at).unwrap_or_default();
        let (header, width) = first.last().map_or((0, 0), |(row, column, _)| (*row, column + 1));
        let beside = cells.iter().find(|(row, column, _)| *row >= header && *column >= width);
        let beside = beside.map(|(row, column, _)| SheetNote { code: "cells-beside", cell: Some((*row, *column)) });
        let merged = merged.into_iter().filter(|region| region.end.0 > header && region.start.1 < width);
        let merged = merged.map(|region| SheetNote { code: "cells-merged", cell: Some(region.start) });
        let notes = hidden.into_iter().chain(beside).chain(merged).chain(swapped.notes()).collect();
        let rows = cells.chunk_by(|one, other| one.0 == other.0).count();
        if rows as u64 * u64::from(width) > MOST {
            return Err(Refused::TooLarge);
        }
        Ok(SheetText { text: lines(&cells, width), notes })
    }

    /// Cell by cell, because a sheet may claim to be as wide and as long as Excel allows.
    fn cells(
        &mut self,
        sheet: &str,
        order: DateOrder,
        most: u64,
        swapped: &mut SwappedDays,
    ) -> Result<Vec<Filled>, Refused> {
        let mut reader = self.0.worksheet_cells_reader(sheet).map_err(refused)?;
        let mut cells: Vec<Filled> = Vec::new();
        let mut held = 0;
        while let Some(cell) = reader.next_cell().map_err(refused)? {
            let (row, column) = cell.get_position();
            if row >= ROWS || column >= COLUMNS {
                return Err(Refused::Damaged);
            }
            let value = cell.get_value().clone().into();
            swapped.take((row, column), &value);
            let text = as_seen(&value, order);
            if text.is_empty() {
                continue;
            }
            // One long text may stand in every cell of a sheet, and the file holds it once.
            held += text.len() + size_of::<Filled>();
            if held as u64 > most {
                return Err(Refused::TooLarge);
            }
            cells.push((row, column, text));
        }
        cells.sort_by_key(|(row, column, _)| (*row, *column));
        Ok(cells)
    }
}

fn refused(error: XlsxError) -> Refused {
    match error {
        XlsxError::Password => Refused::Locked,
        XlsxError::Xml(_)
        | XlsxError::XmlAttr(_)
        | XlsxError::CellError(_)
        | XlsxError::CellTAttribute(_)
        | XlsxError::Unrecognized { .. } => Refused::Damaged,
        other => Refused::Broken(other.to_string()),
    }
}

fn lines(cells: &[Filled], width: u32) -> Vec<u8> {
    let mut text = String::new();
    let mut next_row = 0;
    let inside: Vec<&Filled> = cells.iter().filter(|(_, column, _)| *column < width).collect();
    for row in inside.chunk_by(|one, other| one.0 == other.0) {
        (next_row..row[0].0).for_each(|_| text.push('\n'));
        next_row = row[0].0 + 1;
        let mut filled = row.iter().peekable();
        for column in 0..width {
            if column > 0 {
                text.push(',');
            }
            if let Some((_, _, cell)) = filled.next_if(|(_, at, _)| *at == column) {
                push_cell(&mut text, cell, ',');
            }
        }
        text.push('\n');
    }
    text.into_bytes()
}

/// A cell as the spreadsheet shows it, number formats aside: calamine does not hand on more than whether a number is a day.
fn as_seen(value: &Data, order: DateOrder) -> String {
    match value {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number_as_seen(*number),
        Data::Bool(true) => "TRUE".to_owned(),
        Data::Bool(false) => "FALSE".to_owned(),
        Data::Error(error) => error.to_string(),
        Data::DateTime(moment) => moment_as_seen(moment, order),
    }
}

/// A spreadsheet works with fifteen digits: what stands behind them is how a computer writes a number, not what was typed.
fn number_as_seen(number: f64) -> String {
    format!("{number:.14e}").parse::<f64>().unwrap_or(number).to_string()
}

fn moment_as_seen(moment: &ExcelDateTime, order: DateOrder) -> String {
    if !DAYS.contains(&moment.as_f64()) {
        return number_as_seen(moment.as_f64());
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let clock = format!("{hour:02}:{minute:02}:{second:02}");
    if moment.is_duration() || moment.as_f64() < 1.0 {
        return clock;
    }
    if order == DateOrder::Excel {
        return number_as_seen(moment.as_f64());
    }
    let timed = hour > 0 || minute > 0 || second > 0 || milli > 0;
    let date = dates::written(i32::from(year), usize::from(month), u32::from(day), order);
    if timed { format!("{date} {clock}") } else { date }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::Worksheet;

    #[test]
    fn a_text_counts_in_every_cell_that_shares_it() {
        let mut sheet = Worksheet::new();
        for row in 0..10 {
            sheet.write(row, 0, "x".repeat(1000)).unwrap();
        }
        let mut book = rust_xlsxwriter::Workbook::new();
        book.push_worksheet(sheet);
        let mut book = Workbook::open(book.save_to_buffer().unwrap()).unwrap();
        let most = 10 * (1000 + size_of::<Filled>() as u64);
        let mut cells = |most| book.cells("Sheet1", DateOrder::Iso, most, &mut SwappedDays::new(DateOrder::Iso));
        assert_eq!(cells(most).map(|cells| cells.len()), Ok(10));
        assert_eq!(cells(most - 1), Err(Refused::TooLarge));
    }

    #[test]
    fn a_reason_that_may_repeat_a_cell_is_not_told() {
        assert_eq!(refused(XlsxError::CellError("P0193".to_owned())), Refused::Damaged);
        assert_eq!(refused(XlsxError::XmlEof("row")), Refused::Broken(XlsxError::XmlEof("row").to_string()));
    }
}
