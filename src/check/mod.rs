//! What a check hands back to whoever mends an export: a page in plain words, every fault at its place, the findings
//! counted, and the rows left out. Decides what is listed, how repeats are gathered, and what is hidden when the list is to
//! travel; finds nothing itself.

mod answers;
mod kinds;
mod page;
mod ratings;
mod statuses;
mod tables;

use crate::definitions::settings::Settings;
use crate::definitions::{TableId, Wording};
use crate::finding::Level;
use crate::intake::{FileFacts, Intake, IntakeError, Noted, Stop};
pub use answers::{Taken, on_trust, taken};
pub use kinds::{Entry, FileFaults, Kind, by_file};
pub use ratings::{Ratings, ratings};
pub use statuses::{Statuses, statuses};
use std::collections::BTreeMap;

/// The service's words for codes, of these columns; a later column's own come before those of an earlier one.
fn words(settings: &Settings, table: TableId, columns: &[&str]) -> BTreeMap<String, String> {
    let given = settings.tables.get(&table);
    let codes = columns.iter().filter_map(|column| given?.codes.get(*column)).flatten();
    let mut words: BTreeMap<String, String> = codes.map(|(word, code)| (word.clone(), code.clone())).collect();
    words.retain(|word, code| !code.is_empty() && word != code);
    words
}

/// Whether what stood in cells is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cells {
    /// For the service alone.
    Shown,
    /// For a list that is passed on: places, reasons and mends stay.
    Hidden,
}

/// A check that is done, ready to be handed back.
#[derive(Clone, Copy)]
pub struct Checked<'a> {
    /// What was read, or why the export cannot be read at all.
    pub read: Result<&'a Intake, &'a IntakeError>,
    pub wording: &'a Wording,
    /// Name of the service, printed on the page.
    pub provider: &'a str,
    /// The day the page carries, in words.
    pub date: &'a str,
    pub cells: Cells,
}

impl<'a> Checked<'a> {
    /// Whether nothing at all wants mending.
    pub fn is_clean(&self) -> bool {
        self.read.is_ok_and(|intake| intake.findings.is_empty())
    }

    fn noted(&self) -> &'a [Noted] {
        self.read.map_or(&[], |intake| &intake.noted)
    }

    fn stops(&self) -> &'a [Stop] {
        self.read.err().map_or(&[], |error| &error.stops)
    }

    /// Why the export cannot be read, in one sentence. Headers are names of columns and are said, unless the first row
    /// names no column that is known: then it may be no header but the first person's row, and hidden it is not repeated.
    pub fn stop_in_words(&self, stop: &Stop) -> String {
        let hidden = self.wording.say("check.hidden", &[]);
        let mut facts = stop.places(self.wording);
        if self.hides_header(&stop.place.file) {
            let of_cells = facts.iter_mut().filter(|(name, _)| FROM_THE_HEADER.contains(name));
            of_cells.for_each(|(_, fact)| fact.clone_from(&hidden));
        }
        let facts: Vec<(&str, &str)> = facts.iter().map(|(name, fact)| (*name, fact.as_str())).collect();
        self.wording.say(&format!("input.{}.message", stop.code), &facts)
    }

    /// Whether cells are hidden and the first row of a file may hold some.
    fn hides_header(&self, file: &str) -> bool {
        let mut of_file = self.stops().iter().filter(|stop| stop.place.file == file);
        self.cells == Cells::Hidden && of_file.any(|stop| stop.without_header)
    }

    /// What the cell held and was probably meant to hold; nothing where that is hidden or there is no such cell.
    fn found(&self, noted: &'a Noted) -> Option<(&'a str, Option<&'a str>)> {
        let shown = self.cells == Cells::Shown && !noted.found.is_empty();
        shown.then_some((noted.found.as_str(), noted.meant.as_deref()))
    }
}

/// Facts of a stop that were read from the first row of a file.
const FROM_THE_HEADER: [&str; 3] = ["found", "nearest", "header"];

/// So many headers of one file are listed.
const HEADERS_LISTED: usize = 40;

/// For each file the headers of the columns that nothing is read from: what stands in them is nowhere heeded.
pub fn unread_columns(intake: &Intake, wording: &Wording) -> Vec<String> {
    let with_some = intake.files.iter().filter(|file| !file.columns_ignored.is_empty());
    let line = |file: &FileFacts| {
        let names = file.columns_ignored.iter().take(HEADERS_LISTED);
        let mut columns = names.map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ");
        let more = file.columns_ignored.len().saturating_sub(HEADERS_LISTED);
        if more > 0 {
            columns.push_str(&wording.count("check.more_columns", more as u64, &[]));
        }
        wording.say("check.unread_columns", &[("file", &file.file), ("columns", &columns)])
    };
    with_some.map(line).collect()
}

/// Every level, most serious first.
pub const LEVELS: [Level; 3] = [Level::Stops, Level::LeftOut, Level::Look];
