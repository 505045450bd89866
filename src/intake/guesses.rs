//! What the cells of a foreign export say about it: how its days are written, which of its codes are ours under another
//! name, which texts stand for nothing, which rows are marked as deleted or as a test.

use super::dates;
use super::item_headers::ItemHeaders;
use super::recognise::{ColumnGuess, How};
use super::survey::Seen;
use crate::definitions::recognise::plain;
use crate::definitions::settings::{DateOrder, TableSettings};
use crate::definitions::{Definitions, Kind, TableId};
use std::collections::{BTreeMap, BTreeSet};

/// How the days of a table seem to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DateGuess {
    /// `None` where there is no day to look at.
    pub order: Option<DateOrder>,
    /// Days looked at, and how many of them read so.
    pub looked_at: usize,
    pub read: usize,
    /// Every one of them would read as month/day/year as well.
    pub ambiguous: bool,
}

/// What seems to be the foreign codes of one column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CodeGuess {
    pub column: String,
    /// Foreign code to ours.
    pub known: BTreeMap<String, String>,
    /// How many different ones could not be told.
    pub unknown: usize,
    /// Those of them that may be named: few short words, each met more than once, below a header that is no guess from cells.
    pub words: Vec<String>,
    /// Our own codes, with what they mean where that is said.
    pub ours: Vec<String>,
}

/// Answers of an instrument that are given in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerWords {
    /// Id of the instrument.
    pub measure: String,
    /// Word to the number that stands at its beginning, where one does.
    pub known: BTreeMap<String, String>,
    /// Words without one, in order.
    pub unknown: Vec<String>,
}

/// A column that marks rows which are not to count, and the values that do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    pub header: String,
    pub values: Vec<String>,
    pub why: Mark,
}

/// Why a row is not to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Deleted,
    /// Somebody tried the form out.
    TriedOut,
}

/// In the order in which they are preferred where several fit.
const ORDERS: [DateOrder; 5] =
    [DateOrder::Iso, DateOrder::DayMonthYear, DateOrder::MonthDayYear, DateOrder::DayNameYear, DateOrder::Excel];

fn is_missing(value: &str, definitions: &Definitions) -> bool {
    definitions.recognise.missing.iter().any(|missing| missing == value)
}

/// The cells of a column in all files, those aside that say nothing.
fn values<'s>(header: &str, files: &[&'s Seen], definitions: &Definitions) -> Vec<&'s str> {
    let of_file = |seen: &&'s Seen| {
        let seen: &'s Seen = seen;
        let at = seen.header.iter().position(|name| name == header);
        at.into_iter().flat_map(move |at| seen.values(at))
    };
    files.iter().flat_map(of_file).filter(|value| !is_missing(value, definitions)).collect()
}

pub(super) fn dates(
    table: TableId,
    columns: &[ColumnGuess],
    files: &[&Seen],
    definitions: &Definitions,
) -> DateGuess {
    let schema = definitions.table(table);
    let is_day = |name: &str| schema.and_then(|schema| schema.field(name)).is_some_and(|f| f.kind == Kind::Date);
    let headers = columns.iter().filter(|column| is_day(&column.name)).filter_map(|column| column.found.as_ref());
    let headers: Vec<&String> = headers.flat_map(|(headers, _)| headers).collect();
    let mut days: Vec<(&str, bool)> = Vec::new();
    for seen in files {
        let of_file = headers.iter().flat_map(|header| values(header, &[*seen], definitions));
        days.extend(of_file.map(|day| (day, seen.sheet.is_some())));
    }
    // A true day of a spreadsheet is written in whichever order is asked for.
    let true_day = |(day, in_sheet): &(&str, bool)| *in_sheet && dates::parse(day, DateOrder::Iso).is_ok();
    let reads =
        |order: DateOrder| days.iter().filter(|day| true_day(day) || dates::parse(day.0, order).is_ok()).count();
    let counts: Vec<(DateOrder, usize)> = ORDERS.into_iter().map(|order| (order, reads(order))).collect();
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or_default();
    let order = counts.iter().find(|(_, count)| *count == most && most > 0).map(|(order, _)| *order);
    let ambiguous = order == Some(DateOrder::DayMonthYear) && reads(DateOrder::MonthDayYear) == most;
    DateGuess { order, looked_at: days.len(), read: most, ambiguous }
}

/// Headers of days that no column was taken from: one of them may tell the day of the table better.
pub(super) fn other_days(columns: &[ColumnGuess], files: &[&Seen], definitions: &Definitions) -> Vec<String> {
    let taken = |header: &String| {
        columns.iter().filter_map(|c| c.found.as_ref()).any(|(headers, _)| headers.contains(header))
    };
    let is_day = |cell: &&str| ORDERS[..4].iter().any(|order| dates::parse(cell, *order).is_ok());
    let of_days = |header: &&String| {
        let cells = values(header, files, definitions);
        // Now and then a day is written otherwise.
        !cells.is_empty() && cells.iter().filter(|cell| is_day(cell)).count() * 10 >= cells.len() * 9
    };
    let free = files.iter().flat_map(|seen| &seen.header).filter(|header| !header.is_empty() && !taken(header));
    let distinct: BTreeSet<&String> = free.filter(of_days).collect();
    distinct.into_iter().cloned().collect()
}

pub(super) fn codes(
    table: TableId,
    columns: &[ColumnGuess],
    files: &[&Seen],
    definitions: &Definitions,
    given: Option<&TableSettings>,
) -> Vec<CodeGuess> {
    let found = columns.iter().filter_map(|column| Some((&column.name, column.found.as_ref()?)));
    let guesses = found.filter_map(|(name, (headers, how))| {
        let known = known_codes(table, name, definitions)?;
        let by_profile = given.and_then(|given| given.codes.get(name));
        let distinct: BTreeSet<&str> = headers.iter().flat_map(|header| values(header, files, definitions)).collect();
        let foreign = distinct
            .into_iter()
            .filter(|value| !known.contains(*value) && !by_profile.is_some_and(|codes| codes.contains_key(*value)));
        let mut guess =
            CodeGuess { column: name.clone(), ours: with_meanings(table, name, definitions), ..CodeGuess::default() };
        for value in foreign {
            match code(table, name, value, &known, definitions) {
                Some(code) => drop(guess.known.insert(value.to_owned(), code)),
                None => guess.words.push(value.to_owned()),
            }
        }
        guess.unknown = guess.words.len();
        let cells: Vec<&str> = headers.iter().flat_map(|header| values(header, files, definitions)).collect();
        let often = |word: &String| cells.iter().filter(|cell| *cell == word).count() > 1;
        let short = |word: &String| word.chars().count() <= LONGEST_ANSWER;
        if *how == How::Values || guess.unknown > MOST_ANSWERS || !guess.words.iter().all(|w| often(w) && short(w)) {
            guess.words.clear();
        }
        (!guess.known.is_empty() || guess.unknown > 0).then_some(guess)
    });
    guesses.collect()
}

/// More different words than this, or longer ones, are no answers but remarks, and are not copied.
const MOST_ANSWERS: usize = 12;
const LONGEST_ANSWER: usize = 60;

/// Answers in words below the headers of an instrument's items: each met more than once, so that no remark of one person is
/// copied.
pub(super) fn answers(items: &ItemHeaders, files: &[&Seen], definitions: &Definitions) -> Option<AnswerWords> {
    let (before, after) = items.pattern.split_once('*')?;
    let is_item = |header: &str| {
        let number = header.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
        number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let headers = files.iter().flat_map(|seen| &seen.header).filter(|header| is_item(header));
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    headers
        .flat_map(|header| values(header, files, definitions))
        .for_each(|value| *met.entry(value).or_default() += 1);
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let words: Vec<&str> =
        met.iter().filter(|(word, times)| **times > 1 && !is_number(word)).map(|(word, _)| *word).collect();
    if words.is_empty() || words.len() > MOST_ANSWERS || words.iter().any(|word| word.len() > LONGEST_ANSWER) {
        return None;
    }
    let number = |word: &str| word.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default().to_owned();
    let (known, unknown): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| !number(word).is_empty());
    let known = known.into_iter().map(|word| (word.to_owned(), number(word))).collect();
    let unknown = unknown.into_iter().map(str::to_owned).collect();
    Some(AnswerWords { measure: items.measure.clone(), known, unknown })
}

/// The closed list of a column; `None` where any text may stand.
fn known_codes(table: TableId, column: &str, definitions: &Definitions) -> Option<BTreeSet<String>> {
    let domains = || definitions.roles.domains.iter();
    match (table, column) {
        (TableId::Measures, "measure") => Some(definitions.measures.iter().map(|m| m.id.clone()).collect()),
        (TableId::Measures, "item") => {
            let items = definitions.measures.iter().flat_map(|m| m.items.iter().map(|item| item.id.clone()));
            let scales = definitions.measures.iter().flat_map(|m| m.scales.iter().map(|scale| scale.id.clone()));
            Some(items.chain(scales).collect())
        }
        (TableId::People, "ethnicity") => Some(super::people::ethnic_codes().collect()),
        (TableId::Roles, "domain") => Some(domains().map(|domain| domain.id.clone()).collect()),
        (TableId::Roles, "status") => {
            let statuses = domains().flat_map(|domain| &domain.statuses);
            Some(statuses.flat_map(|s| s.also.iter().chain([&s.code]).cloned()).collect())
        }
        (TableId::Roles, id) if domains().any(|domain| domain.id == id) => {
            let statuses = domains().filter(|domain| domain.id == id).flat_map(|domain| &domain.statuses);
            Some(statuses.flat_map(|s| s.also.iter().chain([&s.code]).cloned()).collect())
        }
        _ => match &definitions.table(table)?.field(column)?.kind {
            Kind::Code(codes) => Some(codes.iter().cloned().collect()),
            _ => None,
        },
    }
}

/// A foreign code as one of ours: the same letters and digits, what others call it, the title of an instrument, or the
/// number behind a word (`Q3`).
fn code(
    table: TableId,
    column: &str,
    value: &str,
    known: &BTreeSet<String>,
    definitions: &Definitions,
) -> Option<String> {
    let same = known.iter().find(|code| plain(code) == plain(value)).cloned();
    let domain = definitions.roles.domains.iter().find(|domain| table == TableId::Roles && domain.id == column);
    let column = if domain.is_some() { "status" } else { column };
    let says_nothing_or_known = |code: &&str| code.is_empty() || known.contains(*code);
    let word = || definitions.recognise.code(column, value).filter(says_nothing_or_known).map(str::to_owned);
    let before = || coded_in_front(value).filter(|code| known.contains(*code)).map(str::to_owned);
    same.or_else(word).or_else(before).or_else(|| match (table, column) {
        (TableId::Measures, "measure") => {
            let short = in_brackets(value).unwrap_or(value);
            let mut measures = definitions.measures.iter();
            measures.find(|m| plain(&m.title) == plain(value) || plain(&m.id) == plain(short)).map(|m| m.id.clone())
        }
        (TableId::Measures, "item") => {
            let number = value.trim_start_matches(|c: char| !c.is_ascii_digit());
            known.get(number.trim_start_matches('0')).cloned()
        }
        (TableId::Roles, "domain") => {
            definitions.roles.domains.iter().find(|d| plain(&d.label) == plain(value)).map(|d| d.id.clone())
        }
        _ => {
            let mut statuses = domain?.statuses.iter();
            statuses.find(|status| plain(&status.label) == plain(value)).map(|status| status.code.clone())
        }
    })
}

/// The code in `A - White British` or `01: Employed`.
fn coded_in_front(value: &str) -> Option<&str> {
    let end = [" - ", " – ", ": "].iter().filter_map(|sign| value.find(sign)).min()?;
    Some(value[..end].trim())
}

/// The word in brackets at the end: `Short Warwick Edinburgh Mental Wellbeing Scale (SWEMWBS)`.
fn in_brackets(value: &str) -> Option<&str> {
    value.trim_end().strip_suffix(')')?.rsplit_once('(').map(|(_, inside)| inside)
}

/// Our own codes of a column, those of a part of life with their labels.
fn with_meanings(table: TableId, column: &str, definitions: &Definitions) -> Vec<String> {
    let domain = definitions.roles.domains.iter().find(|domain| table == TableId::Roles && domain.id == column);
    match domain {
        Some(domain) => domain.statuses.iter().map(|status| format!("{} ({})", status.code, status.label)).collect(),
        None => known_codes(table, column, definitions).into_iter().flatten().collect(),
    }
}

/// The one header whose cells could only be this column: days, or codes of its list.
pub(super) fn by_values(
    table: TableId,
    column: &str,
    seen: &Seen,
    free: &[&String],
    definitions: &Definitions,
) -> Option<String> {
    let field = definitions.table(table)?.field(column)?;
    let codes = known_codes(table, column, definitions).filter(|_| !["item", "status"].contains(&column));
    let fits = |header: &&&String| {
        let cells = values(header, &[seen], definitions);
        let day = |cell: &&str| ORDERS[..4].iter().any(|order| dates::parse(cell, *order).is_ok());
        let coded =
            |cell: &&str| codes.as_ref().is_some_and(|known| code(table, column, cell, known, definitions).is_some());
        let is_it = |cell: &&str| if field.kind == Kind::Date { day(cell) } else { coded(cell) };
        !cells.is_empty() && cells.iter().all(is_it)
    };
    let mut fitting = free.iter().filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(header), None) => Some((*header).clone()),
        _ => None,
    }
}

/// Texts that say "nothing recorded" and stand in the files.
pub(super) fn missing(files: &[&Seen], definitions: &Definitions) -> Vec<String> {
    let stands = |code: &&String| files.iter().flat_map(|seen| &seen.rows).flatten().any(|cell| cell == *code);
    definitions.recognise.missing.iter().filter(stands).cloned().collect()
}

pub(super) fn deleted(files: &[&Seen], definitions: &Definitions, given: Option<&TableSettings>) -> Option<Skipped> {
    let words = &definitions.recognise;
    let by_profile = |header: &String| given.is_some_and(|given| given.skip.contains_key(header));
    let header = files.first()?.header.iter().find(|header| words.marks_deleted(header) && !by_profile(header))?;
    let distinct: BTreeSet<&str> = values(header, files, definitions).into_iter().collect();
    let is_day = |value: &&str| ORDERS[..4].iter().any(|order| dates::parse(value, *order).is_ok());
    let values: Vec<String> = match !distinct.is_empty() && distinct.iter().all(is_day) {
        true => vec!["*".to_owned()],
        false => distinct.into_iter().filter(|value| words.says_deleted(value)).map(str::to_owned).collect(),
    };
    (!values.is_empty()).then(|| Skipped { header: header.clone(), values, why: Mark::Deleted })
}

/// Rows that somebody filled in to try a form out, told by a column that stands for nothing else.
pub(super) fn tried_out(columns: &[ColumnGuess], files: &[&Seen], definitions: &Definitions) -> Vec<Skipped> {
    let taken = |header: &String| {
        columns.iter().filter_map(|column| column.found.as_ref()).any(|(headers, _)| headers.contains(header))
    };
    let marked = |header: &String| {
        let says = |value: &&str| definitions.recognise.says_tried_out(value);
        let distinct: BTreeSet<&str> = values(header, files, definitions).into_iter().filter(says).collect();
        let values: Vec<String> = distinct.into_iter().map(str::to_owned).collect();
        (!values.is_empty()).then(|| Skipped { header: header.clone(), values, why: Mark::TriedOut })
    };
    let first = files.first().map(|seen| seen.header.as_slice()).unwrap_or_default();
    first.iter().filter(|header| !header.is_empty() && !taken(header)).filter_map(marked).collect()
}
