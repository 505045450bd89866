//! Why a row has not the cells of its header: separated otherwise, or no row of the table at all.

use super::records::DELIMITERS;
use csv::StringRecord;

/// A separator that would split a row into as many cells as the header has, and is not that of the file.
pub(super) fn other_delimiter(text: &str, expected: usize, delimiter: u8) -> Option<u8> {
    let splits = |other: &u8| text.bytes().filter(|byte| byte == other).count() + 1 == expected;
    DELIMITERS.into_iter().find(|other| *other != delimiter && expected > 1 && splits(other))
}

/// Words that a report prints below its table, in the first cell that holds anything.
const TOTALS: [&str; 7] =
    ["total", "grand total", "sum", "subtotal", "end of report", "number of records", "record count"];
/// Words that remarks below a table begin with: which filters were set, how many rows there are, that some are missing.
const REMARKS: [&str; 10] = [
    "applied filters",
    "filters applied",
    "no filters applied",
    "exported data",
    "records",
    "total records",
    "rows",
    "report run",
    "generated",
    "printed",
];

/// Where the total or the remark stands, in a row that has not all its cells or nothing in the others.
pub(super) fn says_total(record: &StringRecord) -> Option<usize> {
    let (at, first) = record.iter().map(str::trim).enumerate().find(|(_, cell)| !cell.is_empty())?;
    let first = first.to_lowercase();
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    let mut words = TOTALS.iter().chain(&REMARKS);
    words.any(|words| first.strip_prefix(words).is_some_and(ends)).then_some(at)
}

/// Where a row with all its cells says that it is a total: in the first one, or where others name the person; or in its only
/// one.
pub(super) fn total_among(record: &StringRecord, person: Option<usize>) -> Option<usize> {
    let is_total = |at: &usize| {
        let cell = record.get(*at).unwrap_or_default();
        TOTALS.iter().any(|words| cell.eq_ignore_ascii_case(words))
    };
    let alone = || record.len() > 1 && record.iter().filter(|cell| !cell.trim().is_empty()).take(2).count() == 1;
    [Some(0), person].into_iter().flatten().find(is_total).or_else(|| says_total(record).filter(|_| alone()))
}

/// Whether a row reads like titles: words in most of its cells, in several at least, and a number or a day in none.
pub(super) fn are_titles(record: &StringRecord) -> bool {
    let filled: Vec<&str> = record.iter().map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let begins_with_digit = |cell: &str| cell.starts_with(|c: char| c.is_ascii_digit());
    let is_words = |cell: &str| cell.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let words = filled.iter().filter(|cell| is_words(cell)).count();
    words > 2 && words * 2 > filled.len() && !filled.iter().any(|cell| begins_with_digit(cell))
}
