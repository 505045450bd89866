//! Rows that differ in two cells only. A long export writes a questionnaire as one row after another with the same ids, day
//! and instrument, and only another item and its answer. What such rows have in common is compared as the file writes it,
//! and need not be taken apart into cells again.

use csv::StringRecord;

/// The text of a row without two of its cells.
#[derive(Debug, Default)]
pub(super) struct Alike {
    /// Before, between and after the two cells; all empty where no row is remembered.
    before: Vec<u8>,
    between: Vec<u8>,
    /// With the line feed.
    after: Vec<u8>,
    /// Whether the first of the two wanted cells stands behind the second.
    swapped: bool,
}

/// A row that is like the one remembered: its two cells, and how many bytes it takes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Another<'t> {
    pub(super) cells: [&'t str; 2],
    pub(super) length: usize,
}

impl Alike {
    pub(super) fn forget(&mut self) {
        self.after.clear();
    }

    /// Remembers a row. `text` is how the file writes it, `differ` are the positions of the two cells.
    pub(super) fn remember(&mut self, record: &StringRecord, text: &[u8], delimiter: u8, differ: [usize; 2]) {
        self.forget();
        self.swapped = differ[0] > differ[1];
        let [first, second] = if self.swapped { [differ[1], differ[0]] } else { differ };
        let Some((first, second)) = places(record, text, delimiter, (first, second)) else { return };
        self.before.clear();
        self.before.extend_from_slice(&text[..first.start]);
        self.between.clear();
        self.between.extend_from_slice(&text[first.end..second.start]);
        self.after.extend_from_slice(&text[second.end..]);
    }

    /// Whether a text begins with a row like the one remembered. Only letters, digits and low lines count as cells here: they
    /// cannot change how the row is taken apart.
    pub(super) fn another<'t>(&self, text: &'t [u8]) -> Option<Another<'t>> {
        let rest = Some(text).filter(|_| !self.after.is_empty())?.strip_prefix(self.before.as_slice())?;
        let (first, rest) = plain_cell(rest)?;
        let (second, rest) = plain_cell(rest.strip_prefix(self.between.as_slice())?)?;
        let rest = rest.strip_prefix(self.after.as_slice())?;
        let cells = if self.swapped { [second, first] } else { [first, second] };
        Some(Another { cells, length: text.len() - rest.len() })
    }
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The plain characters that a text begins with, and what follows.
fn plain_cell(text: &[u8]) -> Option<(&str, &[u8])> {
    let length = text.iter().position(|byte| !is_plain(*byte)).filter(|length| *length > 0)?;
    let (cell, rest) = text.split_at(length);
    Some((std::str::from_utf8(cell).ok()?, rest))
}

type Place = std::ops::Range<usize>;

/// Where two cells stand in the text of a row: without the quotation marks around them, if they have some.
fn places(
    record: &StringRecord,
    text: &[u8],
    delimiter: u8,
    (first, second): (usize, usize),
) -> Option<(Place, Place)> {
    let (mut at, mut found) = (0, None);
    for (number, cell) in record.iter().enumerate() {
        let quoted = text.get(at) == Some(&b'"');
        let start = at + usize::from(quoted);
        let end = start + cell.len();
        let behind = end + usize::from(quoted);
        let whole = text.get(start..end) == Some(cell.as_bytes()) && (!quoted || text.get(end) == Some(&b'"'));
        let ends = text.get(behind).is_some_and(|byte| *byte == delimiter || *byte == b'\n');
        if !whole || !ends {
            return None;
        }
        let plain = || cell.bytes().all(is_plain);
        if number == first {
            found = plain().then_some(start..end);
        }
        if number == second && plain() {
            return found.map(|found| (found, start..end));
        }
        at = behind + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remembered(text: &str, differ: [usize; 2]) -> Alike {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let record = reader.records().next().unwrap().unwrap();
        let mut alike = Alike::default();
        alike.remember(&record, text.as_bytes(), b',', differ);
        alike
    }

    #[track_caller]
    fn check(first: &str, differ: [usize; 2], next: &str, expected: Option<[&str; 2]>) {
        let alike = remembered(first, differ);
        let rest = format!("{next}P9,rest");
        let found = alike.another(rest.as_bytes());
        assert_eq!(found, expected.map(|cells| Another { cells, length: next.len() }), "{first:?} {next:?}");
    }

    #[test]
    fn a_row_is_alike_where_only_the_two_cells_differ() {
        check("P1,7,3,T1\n", [1, 2], "P1,8,24,T1\n", Some(["8", "24"]));
        check("P1,7,3,T1\n", [2, 1], "P1,8,24,T1\n", Some(["24", "8"]));
        check("7,P1,3\n", [0, 2], "s8_x,P1,yes\n", Some(["s8_x", "yes"]));
        check("\"P,1\",\"7\",\"3\"\n", [1, 2], "\"P,1\",\"8\",\"4\"\n", Some(["8", "4"]));
        check("P1,7,,3,\n", [1, 3], "P1,8,,4,\n", Some(["8", "4"]));
    }

    #[test]
    fn a_row_that_differs_elsewhere_or_says_less_or_more_is_not() {
        let rows =
            ["P2,8,4,T1\n", "P1,8,4,T2\n", "P1,8,,T1\n", "P1,,4,T1\n", "P1,8,4,T1,x\n", "P1,8,4\n", "P1,8,4,T1"];
        for next in rows {
            check("P1,7,3,T1\n", [1, 2], next, None);
        }
        for next in ["P1,\"8\",4,T1\n", "P1,8 ,4,T1\n", "P1,8,-4,T1\n", "P1,8,é,T1\n", "P1,8\n,4,T1\n"] {
            check("P1,7,3,T1\n", [1, 2], next, None);
        }
        check("\"7\",\"3\"\n", [0, 1], "\"8\"\"8\",\"4\"\n", None);
    }

    #[test]
    fn a_row_whose_cells_cannot_be_told_in_its_text_is_not_remembered() {
        for text in ["P1,\"7\"\"\",3\n", "P1,7 ,3\n", "P1,\"7\"x,3\n", "P1,7,3", "P\"1,\"\"7,3\n"] {
            check(text, [1, 2], text, None);
        }
        let mut alike = remembered("P1,7,3\n", [1, 2]);
        alike.forget();
        assert_eq!(alike.another(b"P1,8,4\n"), None);
    }
}
