//! What was read from each file and what became of its rows, for the run record: nothing is lost, and this adds up.

use crate::definitions::TableId;
use crate::definitions::settings::{Layout, TextEncoding};
use std::collections::BTreeMap;

/// One file as it was read. Always `rows_read = rows_used + rows_left_out`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    pub table: TableId,
    /// Relative to the input folder.
    pub file: String,
    /// Of the file's bytes as they lie on the disk, in hex; empty where nobody records what was read.
    pub sha256: String,
    /// Length of the file as it lies on the disk.
    pub bytes: u64,
    /// Rows below the header; blank lines are not rows of data.
    pub rows_read: u64,
    pub rows_used: u64,
    /// Rows that are not used, the skipped ones included.
    pub rows_left_out: u64,
    /// Rows that the settings told to skip; they stand in no list.
    pub rows_skipped: u64,
    pub blank_lines: u64,
    /// Cells whose outer blanks were removed.
    pub cells_trimmed: u64,
    /// Dates whose time of day was not used.
    pub times_dropped: u64,
    /// Missing code to how often it was met.
    pub missing_codes: BTreeMap<String, u64>,
    /// Column to how many of its cells held a code that was translated.
    pub codes_translated: BTreeMap<String, u64>,
    /// Headers of columns that nothing was read from.
    pub columns_ignored: Vec<String>,
    pub encoding: TextEncoding,
    pub delimiter: char,
    /// False when the delimiter was detected from the header.
    pub delimiter_was_declared: bool,
    pub layout: Layout,
    /// True for a gzip file.
    pub compressed: bool,
}
