//! A first look at a folder nobody has described yet: every file and sheet that may hold a table, how it is written, its
//! header, and its first rows. Nothing is judged here, and nothing that is seen here is ever used in a figure.

use super::export::{Export, Source};
use super::identifying;
use super::records::{DELIMITERS, Records, Written};
use super::sources::{self, Sources};
use super::stop::{IntakeError, Stop};
use crate::definitions::TableId;
use crate::definitions::settings::{DateOrder, TextEncoding, header_name};
use csv::StringRecord;

/// Rows of each file that are kept to be looked at.
const KEPT_ROWS: usize = 2_000;
/// Rows among which the header is looked for.
const HEADER_WITHIN: usize = 20;

/// One file or sheet as it stands.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Below the folder.
    pub file: String,
    pub sheet: Option<String>,
    pub encoding: TextEncoding,
    /// False for plain English letters only, which read the same in most encodings.
    pub tells_encoding: bool,
    /// The row of the first character that is not UTF-8.
    pub first_odd_row: Option<u64>,
    pub header_row: u64,
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// What stands in a folder: what can be looked at, and why the rest cannot.
#[derive(Debug, Default)]
pub struct Survey {
    pub seen: Vec<Seen>,
    pub not_readable: Vec<Stop>,
    /// Files that are neither text nor workbooks, so that nothing was looked at in them.
    pub other: Vec<String>,
}

/// Looks at every file at the top of the folder that may hold a table.
pub fn survey(export: &Export) -> Result<Survey, IntakeError> {
    let sources = Sources::look(export)?;
    let mut survey = Survey { other: sources.others(), ..Survey::default() };
    for found in sources.all() {
        match found.and_then(|source| seen(export, &source)) {
            Ok(seen) => survey.seen.push(seen),
            Err(stop) => survey.not_readable.push(stop),
        }
    }
    Ok(survey)
}

/// Reads a file as UTF-8, and otherwise as what its first odd byte says that it is.
fn seen(export: &Export, source: &Source) -> Result<Seen, Stop> {
    match seen_as(export, source, TextEncoding::Utf8) {
        Err(stop) if stop.code == "not-utf-8" => {
            let seen = seen_as(export, source, TextEncoding::Windows1252)?;
            Ok(Seen { first_odd_row: stop.place.row, ..seen })
        }
        Err(stop) if ["marked-utf-16", "nul-byte"].contains(&stop.code) => {
            seen_as(export, source, TextEncoding::Utf16).map_err(|_| stop)
        }
        other => other,
    }
}

/// A title above the header tells nothing of the separator, so where one cell is all there is, the others are tried.
fn seen_as(export: &Export, source: &Source, encoding: TextEncoding) -> Result<Seen, Stop> {
    let seen = seen_with(export, source, encoding, None)?;
    if seen.header.len() > 1 || source.sheet.is_some() {
        return Ok(seen);
    }
    let others = DELIMITERS.iter().filter_map(|other| seen_with(export, source, encoding, Some(*other)).ok());
    // Of two that split alike, the first one.
    Ok(others.fold(seen, |best, other| if other.header.len() > best.header.len() { other } else { best }))
}

fn seen_with(export: &Export, source: &Source, encoding: TextEncoding, delimiter: Option<u8>) -> Result<Seen, Stop> {
    let written = Written { encoding, delimiter, date_order: DateOrder::Iso, titles: 0 };
    // The table is not known yet; a stop names the file only.
    let mut records = Records::open(export, TableId::Measures, source, written)?;
    let mut record = records.header()?;
    let mut kept = vec![(records.header_row, cells(&record))];
    let mut ascii = record.as_slice().is_ascii();
    while records.next(&mut record)? {
        ascii &= record.as_slice().is_ascii();
        if kept.len() <= KEPT_ROWS {
            kept.push((records.row(), cells(&record)));
        }
    }
    let filled = |(_, cells): &(u64, Vec<String>)| cells.iter().filter(|cell| !cell.is_empty()).count();
    let at = header_among(kept.iter().map(filled));
    let mut rows = kept.split_off(at);
    let (header_row, header) = rows.remove(0);
    let header = header.iter().map(|name| header_name(name)).collect();
    Ok(Seen {
        file: source.file.clone(),
        sheet: source.sheet.clone(),
        encoding,
        tells_encoding: source.sheet.is_none() && (!ascii || encoding == TextEncoding::Utf16),
        first_odd_row: None,
        header_row,
        header,
        rows: rows.into_iter().map(|(_, cells)| cells).collect(),
    })
}

fn cells(record: &StringRecord) -> Vec<String> {
    record.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// Which of the first rows is the header, by how many of their cells are filled: the first one, unless it has less than half
/// the cells of a row soon after it: then it is a title.
pub(super) fn header_among(filled: impl Iterator<Item = usize>) -> usize {
    let filled: Vec<usize> = filled.take(HEADER_WITHIN).collect();
    let widest = filled.iter().copied().max().unwrap_or_default();
    if filled.first().is_none_or(|first| first * 2 >= widest) {
        return 0;
    }
    filled.iter().position(|cells| *cells == widest).unwrap_or_default()
}

impl Seen {
    /// A text file in UTF-8 whose header stands in its first row.
    #[cfg(test)]
    pub(super) fn example(file: &str, header: Vec<String>, rows: Vec<Vec<String>>) -> Seen {
        Seen {
            file: file.to_owned(),
            sheet: None,
            encoding: TextEncoding::Utf8,
            tells_encoding: false,
            first_odd_row: None,
            header_row: 1,
            header,
            rows,
        }
    }

    /// For people: the file, and the sheet in it.
    pub fn shown(&self) -> String {
        Source { file: self.file.clone(), sheet: self.sheet.clone() }.shown()
    }

    /// Headers that seem to name a person, and what they seem to hold.
    pub fn identifying(&self) -> Vec<(String, &'static str)> {
        let telling = self.header.iter().filter_map(|header| Some((header, identifying::header(header)?)));
        telling.map(|(header, kind)| (header.clone(), kind.words())).collect()
    }

    /// Whether a run finds it without being told, because its name is that of the table.
    pub fn is_found_as(&self, table: TableId) -> bool {
        let named = |name: &str, ending: &str| name.eq_ignore_ascii_case(&format!("{}{ending}", table.name()));
        match &self.sheet {
            Some(sheet) => sheet.trim().eq_ignore_ascii_case(table.name()),
            None => [".csv", ".csv.gz"].iter().any(|ending| named(&self.file, ending)),
        }
    }

    /// Whether its name is one of these patterns.
    pub fn is_named(&self, patterns: &[String]) -> bool {
        patterns.iter().any(|pattern| super::export::fits(pattern, &self.file))
    }

    /// The name of its sheet, or else of its file.
    pub(super) fn place(&self) -> &str {
        self.sheet.as_ref().unwrap_or(&self.file)
    }

    /// The filled cells of a column in the rows that were kept.
    pub fn values(&self, at: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().filter_map(move |row| row.get(at)).map(String::as_str).filter(|cell| !cell.is_empty())
    }
}

impl Sources<'_> {
    /// Every text file and every sheet at the top of the folder, or why a workbook cannot be opened.
    fn all(&self) -> Vec<Result<Source, Stop>> {
        let mut all = Vec::new();
        for name in self.names() {
            match self.sheets_of(name) {
                Some(Ok(sheets)) => all.extend(sheets.iter().map(|sheet| Ok(Source::sheet(name, sheet)))),
                Some(Err(stop)) => all.push(Err(stop)),
                None if sources::is_text(name) => all.push(Ok(Source::file(name))),
                None => {}
            }
        }
        all
    }
}
