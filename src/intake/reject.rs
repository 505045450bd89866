//! The rows that were left out, as the restricted list prints them.

use super::header::Header;
use super::stop::Facts;
use crate::definitions::TableId;
use crate::finding::Place;
use csv::StringRecord;

/// One row that is not used. Holds cell texts, so it belongs in restricted output only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    pub table: TableId,
    /// The row, and the first cell at fault from the left; no column for a fault of the row as a whole.
    pub place: Place,
    /// Of the fault that left the row out; its sentence stands under `finding.<code>`.
    pub code: &'static str,
    /// For the places in that sentence; never a cell's text.
    pub facts: Facts,
    /// What the cell at fault held; empty for a fault of the row as a whole.
    pub found: String,
    /// What the cell at fault was probably meant to hold.
    pub meant: Option<String>,
    /// The row as it stood, without the cells of columns that may identify a person and were not asked for.
    pub record: String,
}

/// What stands for a cell that is never copied.
const NOT_COPIED: &str = "[not copied]";

/// A record as one line of text, quoted where needed.
pub(super) fn record_text(record: &StringRecord, header: &Header<'_>, delimiter: u8) -> String {
    let delimiter = char::from(delimiter);
    let mut line = String::with_capacity(record.as_slice().len() + record.len());
    for (at, cell) in record.iter().enumerate() {
        if at > 0 {
            line.push(delimiter);
        }
        let cell = if header.never_copied.contains(&at) { NOT_COPIED } else { cell };
        push_cell(&mut line, cell, delimiter);
    }
    line
}

/// Writes a cell behind what is there, in quotation marks where it needs them.
pub(super) fn push_cell(line: &mut String, cell: &str, delimiter: char) {
    if cell.contains([delimiter, '"', '\n', '\r']) {
        line.push('"');
        line.push_str(&cell.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(cell);
    }
}
