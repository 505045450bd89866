//! What stops a run before or while it reads: faults after which figures would be wrong. All of them are gathered, so
//! that one look is enough to mend them. The sentences stand in the wording file under `input.<code>`, beside what
//! each code means and an example of it.

use crate::definitions::TableId;
use crate::finding::Place;
use std::fmt;

/// Named facts for the places in a sentence. Never a cell's text.
pub type Facts = Vec<(&'static str, String)>;

/// One reason why an export cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Key of its sentences: `unclosed-quote` for those under `input.unclosed-quote`.
    pub code: &'static str,
    /// `None` for a fault of the whole folder.
    pub table: Option<TableId>,
    /// Boxed, because a `Stop` travels as the error of almost every function here.
    pub place: Box<Place>,
    /// Whether the first row of the file names no column of its table: it may then be no header at all, and hold the
    /// cells of a person.
    pub without_header: bool,
    /// Whether another stop of the file lists its columns.
    pub(super) listed_before: bool,
    facts: Facts,
}

/// The fact that lists the columns of a file.
pub(super) const LIST: &str = "found";

impl Stop {
    pub(super) fn of_folder(code: &'static str) -> Stop {
        let place = Box::default();
        Stop { code, table: None, place, without_header: false, listed_before: false, facts: Facts::new() }
    }

    pub(super) fn of_file(code: &'static str, table: TableId, file: &str) -> Stop {
        let place = Box::new(Place { file: file.to_owned(), ..Place::default() });
        Stop { code, table: Some(table), place, ..Stop::of_folder(code) }
    }

    pub(super) fn at_row(mut self, row: u64) -> Stop {
        self.place.row = Some(row);
        self
    }

    /// What was found in the first row stands in this one.
    pub(super) fn move_to_row(&mut self, row: u64) {
        self.place.row = self.place.row.map(|_| row);
    }

    /// `column` is the position in the file, counted from 0.
    pub(super) fn at_column(mut self, column: usize, header: &str) -> Stop {
        self.place.column = column_letter(column);
        self.place.header = header.to_owned();
        self
    }

    pub(super) fn with(mut self, name: &'static str, fact: impl Into<String>) -> Stop {
        self.facts.push((name, fact.into()));
        self
    }

    /// Does not list the columns of the file once more.
    pub(super) fn without_list(&mut self) {
        self.facts.retain(|(name, _)| *name != LIST);
        self.listed_before = true;
    }

    /// Whether a column stops the run because it may identify a person.
    pub(super) fn is_of_identifying_column(&self) -> bool {
        ["identifying-column", "birth-date-column"].contains(&self.code)
    }

    /// Everything a sentence may name: `table`, `file`, `row`, `column`, `header` and the facts of this kind of
    /// fault.
    pub fn facts(&self) -> Facts {
        let mut facts = vec![
            ("table", self.table.map_or("", TableId::name).to_owned()),
            ("file", self.place.file.clone()),
            ("row", self.place.row.map_or(String::new(), |row| row.to_string())),
            ("column", self.place.column.clone()),
            ("header", self.place.header.clone()),
        ];
        facts.extend(self.facts.iter().cloned());
        facts
    }
}

/// Why an export cannot be read: every reason found, in the order of the tables. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeError {
    pub stops: Vec<Stop>,
}

impl fmt::Display for IntakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, stop) in self.stops.iter().enumerate() {
            let line_end = if index == 0 { "" } else { "\n" };
            write!(f, "{line_end}input.{}", stop.code)?;
            for (name, fact) in stop.facts().iter().filter(|(_, fact)| !fact.is_empty()) {
                write!(f, " {name}={fact}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for IntakeError {}

impl From<Stop> for IntakeError {
    fn from(stop: Stop) -> IntakeError {
        IntakeError { stops: vec![stop] }
    }
}

/// The letter a spreadsheet shows above a column: 0 is `A`, 26 is `AA`.
pub(super) fn column_letter(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_a_spreadsheet_letters_them() {
        let cases = [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")];
        for (column, letter) in cases {
            assert_eq!(column_letter(column), letter, "{column}");
        }
    }

    #[test]
    fn a_stop_tells_its_place_and_its_facts() {
        let stop =
            Stop::of_file("duplicate-header", TableId::People, "people.csv").at_column(3, "team_id").with("n", "2");
        let error = IntakeError::from(stop);
        assert_eq!(
            error.to_string(),
            "input.duplicate-header table=people file=people.csv column=D header=team_id n=2"
        );
    }
}
