//! Text to records, one at a time, each with the row a spreadsheet shows for it: the header is row 1, a line break
//! inside quotation marks does not start a new row, a blank line does. Stops where going on would read one cell into
//! another.

use super::alike::{Alike, Another};
use super::decode::{self, END_MARK, Passed, TextReader};
use super::export::{Export, Source};
use super::stop::Stop;
use super::workbook::SheetNote;
use crate::definitions::TableId;
use crate::definitions::settings::{DateOrder, TextEncoding, header_name};
use csv::{ErrorKind, StringRecord, Terminator};

/// The delimiters that are tried when none is declared.
pub(super) const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How one file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) encoding: TextEncoding,
    /// `None`: to be detected.
    pub(super) delimiter: Option<u8>,
    /// How the days of a workbook are written out, so that they read like those the service declared.
    pub(super) date_order: DateOrder,
    /// Records above the header, which are not read.
    pub(super) titles: u64,
}

#[cfg(test)]
impl Default for Written {
    fn default() -> Written {
        Written { encoding: TextEncoding::Utf8, delimiter: None, date_order: DateOrder::Iso, titles: 0 }
    }
}

/// The records of one file, in order.
pub(super) struct Records {
    reader: csv::Reader<TextReader>,
    table: TableId,
    file: String,
    encoding: TextEncoding,
    pub(super) delimiter: u8,
    pub(super) passed: Passed,
    pub(super) compressed: bool,
    pub(super) notes: Vec<SheetNote>,
    /// Records read so far, the header included.
    read: u64,
    titles: u64,
    /// Line breaks inside quotation marks so far.
    inner: u64,
    lines: u64,
    breaks_in_last: u64,
    /// The last row, where those that follow may be like it.
    alike: Alike,
    /// Rows that were taken because they were.
    passed_over: u64,
    /// The row that the header stands in.
    pub(super) header_row: u64,
    /// Headers, for naming the column of a stop.
    names: Vec<String>,
}

impl Records {
    pub(super) fn open(export: &Export, table: TableId, source: &Source, written: Written) -> Result<Records, Stop> {
        let (mut text, passed) = decode::open(export, table, source, written)?;
        let (compressed, notes) = (text.compressed, std::mem::take(&mut text.notes));
        let file = source.shown();
        let stop = |error: std::io::Error| unreadable(table, &file, compressed, written.encoding, &error);
        let delimiter = match written.delimiter {
            _ if source.sheet.is_some() => b',',
            Some(delimiter) => delimiter,
            None => likely_delimiter(text.peek().map_err(stop)?),
        };
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .terminator(Terminator::Any(b'\n'))
            .buffer_capacity(1 << 16)
            .from_reader(text);
        let encoding = written.encoding;
        let titles = written.titles;
        let (read, inner, lines, breaks_in_last, passed_over) = (0, 0, 0, 0, 0);
        let (header_row, names, alike) = (1, Vec::new(), Alike::default());
        Ok(Records {
            reader,
            table,
            file,
            encoding,
            delimiter,
            passed,
            compressed,
            notes,
            read,
            titles,
            inner,
            lines,
            breaks_in_last,
            alike,
            passed_over,
            header_row,
            names,
        })
    }

    /// The first record below the titles. Stops when there is none.
    pub(super) fn header(&mut self) -> Result<StringRecord, Stop> {
        let mut record = StringRecord::new();
        for _ in 0..self.titles {
            self.next(&mut record)?;
        }
        match self.next(&mut record)? {
            true => {
                self.header_row = self.row();
                self.names = record.iter().map(header_name).collect();
                Ok(record)
            }
            false => Err(Stop::of_file("empty-file", self.table, &self.file)),
        }
    }

    /// Reads the next record; false at the end of the file.
    pub(super) fn next(&mut self, record: &mut StringRecord) -> Result<bool, Stop> {
        self.reader.get_mut().begin_row();
        let found = self.reader.read_record(record);
        self.read += 1;
        if found.as_ref().is_err_and(is_too_long) {
            // Where it ends is unknown; it begins after the last one.
            self.lines += 1;
            return Err(self.stop("row-endless").at_row(self.row()));
        }
        let lines = self.reader.position().line() - 1 + self.passed_over;
        let taken = lines - self.lines;
        self.lines = lines;
        match found {
            Err(error) => return Err(self.stop_for(&error)),
            // The end mark was swallowed by a cell that never ended.
            Ok(false) => return Err(self.unclosed_quote(record)),
            Ok(true) => {}
        }
        // Most records take one line; only others can hold line breaks.
        let text = record.as_slice();
        self.breaks_in_last = if taken > 1 { text.bytes().filter(|byte| *byte == b'\n').count() as u64 } else { 0 };
        self.inner += self.breaks_in_last;
        if self.reader.get_ref().saw_nul && text.contains('\0') {
            return Err(self.nul_byte(record));
        }
        if text.ends_with("\0\n") {
            return Err(self.unclosed_quote(record));
        }
        Ok(!(record.len() == 1 && text == END_MARK))
    }

    /// To be called before the header is read, where rows that are alike will be asked for.
    pub(super) fn by_lines(&mut self) {
        self.reader.get_mut().by_lines();
    }

    /// Remembers the last record, so that those that follow may be taken by the two cells in which they differ; forgets it
    /// where there are no such cells.
    pub(super) fn remember(&mut self, record: &StringRecord, differ: Option<[usize; 2]>) {
        match (self.reader.get_ref().row(), differ) {
            (Some(text), Some(differ)) => self.alike.remember(record, text, self.delimiter, differ),
            _ => self.alike.forget(),
        }
    }

    /// The record that follows, where it is like the one remembered.
    pub(super) fn another(&self) -> Option<Another<'_>> {
        self.alike.another(self.reader.get_ref().ahead())
    }

    /// Counts that record as read.
    pub(super) fn pass(&mut self, length: usize) {
        self.reader.get_mut().pass(length);
        self.read += 1;
        (self.lines, self.passed_over) = (self.lines + 1, self.passed_over + 1);
    }

    /// The row of the last record, as a spreadsheet shows it.
    pub(super) fn row(&self) -> u64 {
        self.read + self.blank_lines()
    }

    /// Whether the last record is the one below the header and its titles.
    pub(super) fn is_first_below_header(&self) -> bool {
        self.read == self.titles + 2
    }

    /// Blank lines before the last record.
    pub(super) fn blank_lines(&self) -> u64 {
        self.lines.saturating_sub(self.inner + self.read)
    }

    /// Line breaks inside the last record.
    pub(super) fn breaks_in_last(&self) -> u64 {
        self.breaks_in_last
    }

    fn stop_for(&self, error: &csv::Error) -> Stop {
        match error.kind() {
            ErrorKind::Utf8 { err, .. } => self.stop_at("not-utf-8", err.field()),
            ErrorKind::Io(error) => unreadable(self.table, &self.file, self.compressed, self.encoding, error),
            _ => self.stop("unreadable").with("reason", error.to_string()),
        }
    }

    fn nul_byte(&self, record: &StringRecord) -> Stop {
        let column = record.iter().position(|cell| cell.contains('\0')).unwrap_or_default();
        self.stop_at("nul-byte", column)
    }

    fn unclosed_quote(&self, record: &StringRecord) -> Stop {
        self.stop_at("unclosed-quote", record.len().saturating_sub(1))
    }

    fn stop_at(&self, code: &'static str, column: usize) -> Stop {
        let header = self.names.get(column).map_or("", String::as_str);
        self.stop(code).at_row(self.row()).at_column(column, header)
    }

    fn stop(&self, code: &'static str) -> Stop {
        Stop::of_file(code, self.table, &self.file)
    }
}

/// Whether a row took more text than one may.
fn is_too_long(error: &csv::Error) -> bool {
    matches!(error.kind(), ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::FileTooLarge)
}

fn unreadable(table: TableId, file: &str, compressed: bool, encoding: TextEncoding, error: &std::io::Error) -> Stop {
    match encoding {
        _ if compressed => Stop::of_file("broken-gzip", table, file),
        TextEncoding::Utf16 if error.kind() == std::io::ErrorKind::InvalidData => {
            Stop::of_file("not-utf-16", table, file)
        }
        _ => Stop::of_file("unreadable", table, file).with("reason", error.to_string()),
    }
}

/// As `audit.toml` writes it.
pub(super) fn delimiter_words(delimiter: u8) -> String {
    if delimiter == b'\t' { "tab".to_owned() } else { char::from(delimiter).to_string() }
}

/// The delimiter that splits the first line into most cells; a comma when none does.
pub(super) fn likely_delimiter(text: &[u8]) -> u8 {
    let first_line = text.split(|byte| *byte == b'\n').find(|line| !line.is_empty()).unwrap_or_default();
    let cells = |delimiter: u8| {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(first_line);
        let first = reader.byte_records().next();
        first.and_then(Result::ok).map_or(0, |record| record.len())
    };
    let mut best = (DELIMITERS[0], cells(DELIMITERS[0]));
    for delimiter in DELIMITERS.into_iter().skip(1) {
        let count = cells(delimiter);
        if count > best.1 {
            best = (delimiter, count);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    fn open(text: &[u8]) -> Records {
        let export = Export::embedded([("a.csv".to_owned(), Cow::Owned(text.to_vec()))]);
        Records::open(&export, TableId::People, &Source::file("a.csv"), Written::default()).unwrap()
    }

    fn rows(text: &str) -> Vec<(u64, String)> {
        let mut records = open(text.as_bytes());
        let mut record = StringRecord::new();
        let mut found = Vec::new();
        while records.next(&mut record).unwrap() {
            found.push((records.row(), record.iter().collect::<Vec<_>>().join("|")));
        }
        found
    }

    fn stop(text: &[u8]) -> String {
        let mut records = open(text);
        let mut record = StringRecord::new();
        loop {
            match records.next(&mut record) {
                Ok(true) => {}
                Ok(false) => return "read".to_owned(),
                Err(stop) => {
                    return format!("{} row {} {}", stop.code, stop.place.row.unwrap_or(0), stop.place.column);
                }
            }
        }
    }

    #[test]
    fn a_row_that_no_memory_should_have_to_hold_is_named() {
        let long = |length: u64| format!("a,b\n1,2\n3,\"{}\"\n5,6\n", "x\n".repeat(length as usize / 2));
        assert_eq!(stop(long(decode::LONGEST_ROW + (1 << 18)).as_bytes()), "row-endless row 3 ");
        assert_eq!(stop(long(decode::LONGEST_ROW - (1 << 18)).as_bytes()), "read");
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them_whatever_ends_the_lines() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "1,2", "", "\"x", "y\",3", "", "", "4,5"].join(end);
            let expected =
                [(1, "a|b"), (2, "1|2"), (4, "x\ny|3"), (7, "4|5")].map(|(row, text)| (row, text.to_owned()));
            assert_eq!(rows(&text), expected, "{end:?}");
            assert_eq!(rows(&format!("{text}{end}")), expected, "{end:?} at the end");
        }
    }

    #[test]
    fn the_last_record_needs_no_line_end_and_may_end_in_a_quoted_cell() {
        assert_eq!(rows("a,b\n1,\"2\""), [(1, "a|b".to_owned()), (2, "1|2".to_owned())]);
        assert_eq!(rows("a,b\n1,"), [(1, "a|b".to_owned()), (2, "1|".to_owned())]);
        assert_eq!(rows(""), []);
        assert_eq!(rows("\n\n"), []);
    }

    #[test]
    fn an_unclosed_quotation_mark_is_named_by_the_row_it_opens_in() {
        assert_eq!(stop(b"a,b\n1,2\n3,\"4\n5,6\n"), "unclosed-quote row 3 B");
        assert_eq!(stop(b"a,b\n1,2\n3,\"4"), "unclosed-quote row 3 B");
        assert_eq!(stop(b"a,b\n1,2\n3,\""), "unclosed-quote row 3 B");
        assert_eq!(stop(b"a,b\n1,2\n3,\"4\"\n"), "read");
    }

    #[test]
    fn bytes_that_are_not_utf_8_and_nul_bytes_are_named_by_row_and_column() {
        assert_eq!(stop(b"a,b\n\n1,Zo\xEB\n"), "not-utf-8 row 3 B");
        assert_eq!(stop(b"a,b\n1,2\n\0,3\n"), "nul-byte row 3 A");
        assert_eq!(stop(b"a,b\n1,2\n\0\n3,4\n"), "nul-byte row 3 A");
    }

    #[test]
    fn the_delimiter_is_the_one_that_splits_the_header_most() {
        let cases = [
            ("a,b,c", b','),
            ("a;b;c", b';'),
            ("a\tb", b'\t'),
            ("a|b|\"c,d\"", b'|'),
            ("\"a;b\",c,d", b','),
            ("a", b','),
        ];
        for (header, expected) in cases {
            assert_eq!(likely_delimiter(header.as_bytes()), expected, "{header}");
        }
    }
}
