//! The lists of a check as tables: findings counted by kind, every fault at its place, and the rows left out.

use super::{Cells, Checked};
use crate::finding::{Findings, Level, Place};
use crate::intake::{Intake, Noted, Stop};
use crate::table::{Table, whole};

const PLACES: [&str; 9] = ["file", "row", "column", "header", "level", "code", "found", "message", "mend"];

impl Checked<'_> {
    /// `findings.csv`: one row for each kind of fault in each table. What stops reading counts among them; a fault of the
    /// whole folder belongs to no table and stands on the page alone.
    pub fn findings(&self) -> Table {
        match self.read {
            Ok(intake) => intake.findings.table(self.wording),
            Err(_) => self.stops_counted(),
        }
    }

    fn stops_counted(&self) -> Table {
        let mut counted = Findings::default();
        let mut said: Vec<((&str, &str), String)> = Vec::new();
        for stop in self.stops() {
            let Some(table) = stop.table else { continue };
            counted.note(table, stop.code, Level::Stops, (*stop.place).clone(), None, &[]);
            said.push(((table.name(), stop.code), self.stop_in_words(stop)));
        }
        let mut table = counted.table(self.wording);
        for row in &mut table.rows {
            let words = said.iter().find(|((table, code), _)| row[0] == *table && row[1] == *code);
            row[6] = words.map(|(_, words)| words.clone()).unwrap_or_default();
        }
        table
    }

    /// `places.csv`: one row for each fault, in the order of files, rows and columns.
    pub fn places(&self) -> Table {
        let mut table = Table::new("places", &PLACES);
        let stops = self.stops().iter().map(|stop| self.stopping(stop));
        table.rows = stops.chain(self.noted().iter().map(|noted| self.place(noted))).collect();
        table
    }

    fn stopping(&self, stop: &Stop) -> Vec<String> {
        let (words, mut place) = (self.stop_in_words(stop), (*stop.place).clone());
        if self.hides_header(&place.file) {
            place.header.clear();
        }
        row(&place, Level::Stops, stop.code, [String::new(), words, String::new()])
    }

    fn place(&self, noted: &Noted) -> Vec<String> {
        let found = match self.cells {
            Cells::Shown => noted.found.clone(),
            Cells::Hidden if noted.found.is_empty() => String::new(),
            Cells::Hidden => self.wording.say("check.hidden", &[]),
        };
        let message = noted.masked_message(self.wording);
        row(&noted.place, noted.level, noted.code, [found, message, noted.help(self.wording)])
    }

    /// `rejected.csv`: the rows left out, as a run writes them; hidden, without anything that stood in them.
    pub fn rejected(&self) -> Table {
        let Ok(intake) = self.read else { return Intake::nothing_rejected() };
        let mut table = intake.rejected(self.wording);
        if self.cells == Cells::Hidden {
            for (row, reject) in table.rows.iter_mut().zip(&intake.rejects) {
                row[5] = crate::finding::sentence(self.wording, reject.code, "message", &reject.facts);
                row[6] = self.wording.say("check.hidden", &[]);
            }
        }
        table
    }
}

fn row(place: &Place, level: Level, code: &str, [found, message, mend]: [String; 3]) -> Vec<String> {
    let Place { file, row, column, header } = place;
    let [level, code] = [level.name(), code].map(str::to_owned);
    vec![file.clone(), whole(*row), column.clone(), header.clone(), level, code, found, message, mend]
}
