//! Why a row has not the cells of its header: separated otherwise, or no row of the table at all.

use super::records::DELIMITERS;
use csv::StringRecord;

/// A separator that would split a row into as many cells as the header has, and is not that of the file.
pub(super) fn other_delimiter(text: &str, expected: usize, delimiter: u8) -> Option<u8> {
    let splits = |other: &u8| text.bytes().filter(|byte| byte == other).count() + 1 == expected;
    DELIMITERS.into_iter().find(|other| *other != delimiter && expected > 1 && splits(other))
}

/// Words that a report prints below its table, in the first cell that holds anything.
const BELOW_A_TABLE: [&str; 7] =
    ["total", "grand total", "sum", "subtotal", "end of report", "number of records", "record count"];

pub(super) fn says_total(record: &StringRecord) -> bool {
    let first = record.iter().map(str::trim).find(|cell| !cell.is_empty()).unwrap_or_default().to_lowercase();
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    BELOW_A_TABLE.iter().any(|words| first.strip_prefix(words).is_some_and(ends))
}

/// Whether a row with all its cells says in the first one, and says nothing else there, that it is a total.
pub(super) fn begins_with_total(record: &StringRecord) -> bool {
    let first = record.get(0).unwrap_or_default();
    BELOW_A_TABLE.iter().any(|words| first.eq_ignore_ascii_case(words))
}

/// Whether a row reads like titles: words in most of its cells, in several at least, and a number or a day in none.
pub(super) fn are_titles(record: &StringRecord) -> bool {
    let filled: Vec<&str> = record.iter().map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let begins_with_digit = |cell: &str| cell.starts_with(|c: char| c.is_ascii_digit());
    let is_words = |cell: &str| cell.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let words = filled.iter().filter(|cell| is_words(cell)).count();
    words > 2 && words * 2 > filled.len() && !filled.iter().any(|cell| begins_with_digit(cell))
}
