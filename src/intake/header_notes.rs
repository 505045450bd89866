//! What the header of a file, and a sheet around it, give reason to say: nothing that costs a row.

use super::header::{Header, Wanted, numbered};
use super::missing::PERSON_ID;
use super::records::Records;
use super::stop::column_letter;
use super::workbook::SheetNote;
use crate::definitions::{Item, TableId};
use crate::finding::Place;

/// The last day of a spell. Without it nobody ever leaves, which no row shows.
const END_DATE: &str = "end_date";

/// Columns that say on which day something was so.
const ABOUT_DAYS: [&str; 5] = ["completed_on", "rated_on", "recorded_on", "set_on", "start_date"];
/// Words of headers that say when a row was typed in or changed.
const ENTRY_WORDS: [&str; 7] = ["modif", "updated", "created", "entered", "entry", "loaded", "extract"];
const DAY_WORDS: [&str; 3] = ["date", "day", "time"];

/// Who filled in a form.
const RATED_BY: &str = "rated_by";

/// How a goal stands. Without it goals are counted and nothing is known of their change.
const RATING: &str = "rating";

/// Something about a file that costs no row.
pub(super) struct Note {
    pub(super) code: &'static str,
    pub(super) place: Place,
    pub(super) facts: Vec<(&'static str, String)>,
}

impl Note {
    /// Numbered headers of an instrument's items that no file has.
    pub(super) fn of_items(file: &str, measure: &str, pattern: &str) -> Note {
        let wanted = numbered(pattern, "1").join("” or “");
        let place = Place { file: file.to_owned(), row: None, column: String::new(), header: String::new() };
        let facts = vec![("measure", measure.to_owned()), ("pattern", pattern.to_owned()), ("wanted", wanted)];
        Note { code: "items-not-there", place, facts }
    }
}

pub(super) fn notes(file: &str, records: &Records, header: &Header<'_>, wanted: &Wanted<'_>) -> Vec<Note> {
    let noting = Noting { file, header_row: records.header_row, header, wanted };
    let of_sheet = records.notes.iter().map(|note| noting.of_sheet(note));
    noting
        .joined()
        .into_iter()
        .chain(noting.second_headers())
        .chain(noting.other_numbers())
        .chain(noting.other_person())
        .chain(noting.deleted_not_read())
        .chain(noting.state_not_read())
        .chain(noting.rater_not_read())
        .chain(noting.days_of_entry())
        .chain(noting.no_ends())
        .chain(noting.no_ratings())
        .chain(noting.other_topics())
        .chain(noting.items_beyond())
        .chain(noting.items_of_other_times())
        .chain(of_sheet)
        .chain(noting.nearly_known())
        .collect()
}

struct Noting<'n> {
    file: &'n str,
    header_row: u64,
    header: &'n Header<'n>,
    wanted: &'n Wanted<'n>,
}

impl Noting<'_> {
    fn place(&self, row: Option<u64>, at: Option<usize>) -> Place {
        let header = at.and_then(|at| self.header.names.get(at)).cloned().unwrap_or_default();
        Place { file: self.file.to_owned(), row, column: at.map(column_letter).unwrap_or_default(), header }
    }

    fn of_header(&self, code: &'static str, at: Option<usize>, facts: Vec<(&'static str, String)>) -> Note {
        Note { code, place: self.place(Some(self.header_row), at), facts }
    }

    fn of_sheet(&self, note: &SheetNote) -> Note {
        let (row, at) = note.cell.map_or((None, None), |(row, at)| (Some(u64::from(row) + 1), Some(at as usize)));
        Note { code: note.code, place: self.place(row, at), facts: Vec::new() }
    }

    fn joined(&self) -> Vec<Note> {
        let columns = self.header.columns.iter().filter(|column| !column.joined.is_empty());
        let note = columns.map(|column| {
            let facts = vec![("name", column.name.clone()), ("columns", self.names(&column.joined))];
            self.of_header("id-joined", column.at, facts)
        });
        note.collect()
    }

    fn second_headers(&self) -> Vec<Note> {
        let others = self.wanted.second_headers(self.header).into_iter();
        let note = others.map(|(at, column)| {
            let read = column.at.and_then(|at| self.header.names.get(at)).cloned().unwrap_or_default();
            self.of_header("header-also-there", Some(at), vec![("name", column.name.clone()), ("read", read)])
        });
        note.collect()
    }

    /// Headers that differ from one that is read in their number only, such as those of a second review beside the first.
    fn other_numbers(&self) -> Vec<Note> {
        let own = self.header.columns.iter().filter(|column| self.wanted.names.contains(&column.name.as_str()));
        let note = own.filter_map(|column| {
            let read = &self.header.names[column.at?];
            let alike = |at: &&usize| without_digits(&self.header.names[**at]) == without_digits(read);
            let others: Vec<usize> = self.header.ignored.iter().filter(alike).copied().collect();
            let facts = vec![("name", column.name.clone()), ("read", read.clone()), ("columns", self.names(&others))];
            others.first().map(|at| self.of_header("header-of-other-number", Some(*at), facts))
        });
        note.collect()
    }

    /// A header that others give to the id of a person, where that id is read from another one: an id of a referral would count
    /// a person once for each.
    fn other_person(&self) -> Option<Note> {
        let words = &self.wanted.definitions.recognise;
        let column = self.header.columns.iter().find(|column| column.name == PERSON_ID)?;
        let read = &self.header.names[column.at?];
        let says_who = |header: &str| words.calls(self.wanted.table, PERSON_ID, header, false);
        let other = self.header.ignored.iter().find(|at| says_who(&self.header.names[**at]))?;
        let facts = vec![("name", column.name.clone()), ("read", read.clone())];
        (!says_who(read) && read != PERSON_ID).then(|| self.of_header("other-person-id", Some(*other), facts))
    }

    /// A header that others give to a mark of deleted rows, which nothing is read from.
    fn deleted_not_read(&self) -> Option<Note> {
        let marks = |at: &&usize| self.wanted.definitions.recognise.marks_deleted(&self.header.names[**at]);
        let at = self.header.ignored.iter().find(marks)?;
        let facts = vec![("table", self.wanted.table.name().to_owned())];
        Some(self.of_header("deleted-not-read", Some(*at), facts))
    }

    /// Headers that others give to the state of a row, which nothing is read from.
    fn state_not_read(&self) -> Vec<Note> {
        let marks = |at: &&usize| self.wanted.definitions.recognise.marks_state(&self.header.names[**at]);
        let facts = |at: usize| {
            vec![("table", self.wanted.table.name().to_owned()), ("column", self.header.names[at].clone())]
        };
        let of_states = self.header.ignored.iter().filter(marks);
        of_states.map(|at| self.of_header("state-not-read", Some(*at), facts(*at))).collect()
    }

    /// A header that others give to who filled in a form, where that is read from no column.
    fn rater_not_read(&self) -> Option<Note> {
        let rater = self.header.columns.iter().find(|column| column.name == RATED_BY)?;
        let words = &self.wanted.definitions.recognise;
        let says_who = |at: &&usize| words.calls(self.wanted.table, RATED_BY, &self.header.names[**at], false);
        let at = self.header.ignored.iter().find(says_who).filter(|_| rater.at.is_none())?;
        Some(self.of_header("rater-not-read", Some(*at), vec![("column", self.header.names[*at].clone())]))
    }

    /// Days that are read from a column whose header says when something was typed in, beside another one that is not read.
    fn days_of_entry(&self) -> Vec<Note> {
        let is_of = |header: &str, words: &[&str]| {
            let header = header.to_lowercase();
            words.iter().any(|word| header.contains(word))
        };
        let other = |at: &&usize| {
            let header = &self.header.names[**at];
            is_of(header, &DAY_WORDS) && !is_of(header, &ENTRY_WORDS)
        };
        let others: Vec<usize> = self.header.ignored.iter().filter(other).copied().collect();
        let of_entry = self.header.columns.iter().filter(|column| ABOUT_DAYS.contains(&column.name.as_str()));
        let of_entry = of_entry.filter_map(|column| Some((column, column.at?)));
        let of_entry = of_entry.filter(|(_, at)| !others.is_empty() && is_of(&self.header.names[*at], &ENTRY_WORDS));
        let note = of_entry.map(|(column, at)| {
            let facts = vec![("name", column.name.clone()), ("others", self.names(&others))];
            self.of_header("day-of-entry", Some(at), facts)
        });
        note.collect()
    }

    fn no_ends(&self) -> Option<Note> {
        let is_end = |name: &str| self.wanted.table == TableId::People && name == END_DATE;
        let end = self.header.columns.iter().find(|column| is_end(&column.name))?;
        (end.at.is_none() && end.fixed.is_none()).then(|| Note {
            code: "no-ends",
            place: self.place(None, None),
            facts: Vec::new(),
        })
    }

    /// Goals without ratings beside columns that speak of some: each goal then seems to be written down again and again.
    fn no_ratings(&self) -> Option<Note> {
        let is_rating = |name: &str| self.wanted.table == TableId::Goals && name == RATING;
        let rating = self.header.columns.iter().find(|column| is_rating(&column.name))?;
        let speaks = |at: &&usize| self.wanted.definitions.recognise.speaks_of(RATING, &self.header.names[**at]);
        let others: Vec<usize> = self.header.ignored.iter().filter(speaks).copied().collect();
        let facts = vec![("columns", self.names(&others))];
        let first = others.first().filter(|_| rating.at.is_none() && rating.fixed.is_none())?;
        Some(self.of_header("ratings-not-read", Some(*first), facts))
    }

    fn other_topics(&self) -> Vec<Note> {
        let name = |item: &Item| format!("{} ({})", item.id, item.label);
        let others = self.wanted.other_topics(self.header).into_iter();
        let note = others.map(|(at, read, meant)| {
            self.of_header("item-of-other-topic", Some(at), vec![("item", name(read)), ("meant", name(meant))])
        });
        note.collect()
    }

    /// Numbered headers that look like items of an instrument and have a number that none of its items has: most often another
    /// instrument is meant.
    fn items_beyond(&self) -> Vec<Note> {
        let patterns = self.wanted.given.into_iter().flat_map(|given| &given.items);
        let note = patterns.filter_map(|(measure, pattern)| {
            let (before, after) = pattern.split_once('*')?;
            let number = |name: &str| Some(name.strip_prefix(before)?.strip_suffix(after)?.to_owned());
            let is_number = |text: String| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let beyond = |at: &&usize| number(&self.header.names[**at]).is_some_and(is_number);
            let at = self.header.ignored.iter().filter(beyond).copied().collect::<Vec<usize>>();
            let facts = vec![("measure", measure.clone()), ("columns", self.names(&at))];
            Some(self.of_header("items-beyond", Some(*at.first()?), facts))
        });
        note.collect()
    }

    /// Numbered headers that begin as the items of an instrument do and end otherwise, as where the answers of a later visit stand
    /// beside those of the first.
    fn items_of_other_times(&self) -> Vec<Note> {
        let patterns = self.wanted.given.into_iter().flat_map(|given| &given.items);
        let note = patterns.filter_map(|(measure, pattern)| {
            let (before, after) = pattern.split_once('*')?;
            let known = self.wanted.definitions.measures.iter().find(|known| known.id == *measure)?;
            let is_item = |number: &str| known.items.iter().any(|item| item.id == number.trim_start_matches('0'));
            let is_other = |at: &&usize| {
                let Some(rest) = self.header.names[**at].strip_prefix(before) else { return false };
                let (number, end) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
                !end.is_empty() && end != after && is_item(number)
            };
            let at = self.header.ignored.iter().filter(is_other).copied().collect::<Vec<usize>>();
            let facts =
                vec![("measure", measure.clone()), ("pattern", pattern.clone()), ("columns", self.names(&at))];
            // One alone may be a remark.
            (at.len() > 1).then(|| self.of_header("items-of-other-time", at.first().copied(), facts))
        });
        note.collect()
    }

    fn nearly_known(&self) -> Vec<Note> {
        let near = self.wanted.nearly_known(self.header).into_iter();
        near.map(|(at, near)| self.of_header("header-not-read", Some(at), vec![("nearest", near)])).collect()
    }

    /// Headers at these positions, to stand between quotation marks.
    fn names(&self, positions: &[usize]) -> String {
        positions.iter().map(|at| self.header.names[*at].as_str()).collect::<Vec<_>>().join("”, “")
    }
}

fn without_digits(header: &str) -> String {
    header.chars().filter(|c| !c.is_ascii_digit()).collect()
}
