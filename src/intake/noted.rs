//! Everything noticed while reading, one fault at a time and with what the cell held: the list for whoever mends the
//! export. The same faults by kind, without any cell's text, are the findings.

use super::stop::Facts;
use crate::definitions::TableId;
use crate::finding::{COUNTED_FROM, Findings, Level, Place, TRANSLATION};
use std::collections::{BTreeMap, BTreeSet};

/// One fault at its place. Holds a cell's text, so it belongs on the screen of whoever sent the export, and in
/// restricted output only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    pub table: TableId,
    pub place: Place,
    pub code: &'static str,
    pub level: Level,
    /// For the places in its sentences; never a cell's text.
    pub facts: Facts,
    /// What the cell held; empty for a fault of the row or the file as a whole, and for cells that are never copied.
    pub found: String,
    /// What the cell was probably meant to hold; `None` where nothing can be said.
    pub meant: Option<String>,
}

/// How many faults of one kind in one table are listed one by one where their rows are used all the same. Rows left
/// out are all listed.
pub const LOOKS_LISTED: u64 = 100_000;

/// What one fault is about, beside its place.
pub(super) struct What<'a> {
    pub(super) table: TableId,
    pub(super) code: &'static str,
    pub(super) level: Level,
    pub(super) facts: &'a Facts,
    pub(super) found: &'a str,
    pub(super) meant: Option<&'a str>,
}

impl<'a> What<'a> {
    /// A fault that no single cell shows, of a row that is used.
    pub(super) fn look(table: TableId, code: &'static str, facts: &'a Facts) -> What<'a> {
        What { table, code, level: Level::Look, facts, found: "", meant: None }
    }
}

/// A kind of fault of which only the first are listed one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedInPart {
    pub table: TableId,
    pub code: &'static str,
    pub listed: u64,
    pub found: u64,
}

#[derive(Debug)]
pub(super) struct Notebook {
    pub(super) findings: Findings,
    /// Each with the order of its row, for sorting; 0 for a fault of a file.
    of_table: Vec<(u32, usize, Noted)>,
    listed: Vec<Noted>,
    looks: BTreeMap<(TableId, &'static str), u64>,
    /// How many looks of one kind are listed.
    most_looks: u64,
}

impl Notebook {
    pub(super) fn new(most_looks: u64) -> Notebook {
        let (of_table, listed, looks) = (Vec::new(), Vec::new(), BTreeMap::new());
        Notebook { findings: Findings::default(), of_table, listed, looks, most_looks }
    }

    /// Whether anything of a kind was noted in a table.
    pub(super) fn has(&self, table: TableId, code: &'static str) -> bool {
        self.looks.contains_key(&(table, code))
    }

    /// Notes one fault. `order` and `at` say where it stands in the list: the order of its row, and its column.
    pub(super) fn note(
        &mut self,
        what: &What<'_>,
        (order, at): (u32, Option<usize>),
        place: impl Fn() -> Place,
        team: Option<&str>,
    ) {
        let What { table, code, level, .. } = *what;
        self.findings.note_with(table, code, level, &place, team, what.facts);
        if level == Level::Look {
            let looks = self.looks.entry((table, code)).or_insert(0);
            *looks += 1;
            if *looks > self.most_looks {
                return;
            }
        }
        let (facts, found) = (what.facts.clone(), in_part(what.found));
        let meant = what.meant.map(str::to_owned);
        let noted = Noted { table, place: place(), code, level, facts, found, meant };
        self.of_table.push((order, at.map_or(0, |at| at + 1), noted));
    }

    /// Takes back proposals to translate answers which the whole table has shown to be wrong.
    pub(super) fn take_back(&mut self, translations: &BTreeSet<String>) {
        let is_one =
            |facts: &Facts| facts.iter().any(|(name, fact)| *name == TRANSLATION && translations.contains(fact));
        let noted = self.of_table.iter_mut().map(|(.., noted)| &mut noted.facts);
        for facts in noted.chain(self.findings.facts_mut()).filter(|facts| is_one(facts)) {
            facts.retain(|(name, _)| ![COUNTED_FROM, TRANSLATION].contains(name));
        }
    }

    /// Puts the faults of a table that has been read through in the order of its files, rows and columns.
    pub(super) fn close_table(&mut self) {
        self.of_table.sort_by_key(|(order, at, _)| (*order, *at));
        self.listed.extend(self.of_table.drain(..).map(|(.., noted)| noted));
    }

    pub(super) fn into_parts(mut self) -> (Findings, Vec<Noted>) {
        self.close_table();
        (self.findings, self.listed)
    }
}

/// How many letters of a cell are repeated: enough to know it by, and no more of what somebody may have written.
const SHOWN: usize = 60;

/// The beginning of what a cell held; all of it where it is short.
pub(super) fn in_part(cell: &str) -> String {
    match cell.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", cell[..end].trim_end()),
        None => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Intake, Rows};
    use super::*;

    #[test]
    fn a_kind_that_is_listed_in_part_says_of_how_many_and_rows_left_out_are_all_listed() {
        let (mut notes, facts) = (Notebook::new(2), Facts::new());
        for row in 1..=3 {
            for (code, level) in [("cell-trimmed", Level::Look), ("cell-blank", Level::LeftOut)] {
                let what = What { level, ..What::look(TableId::Roles, code, &facts) };
                notes.note(&what, (row, None), Place::default, None);
            }
        }
        let ((findings, noted), rows) = (notes.into_parts(), Rows::default());
        let intake = Intake {
            rows,
            findings,
            noted,
            rejects: Vec::new(),
            files: Vec::new(),
            unread: Vec::new(),
            newest: None,
        };
        assert_eq!(intake.noted.len(), 5);
        let part = ListedInPart { table: TableId::Roles, code: "cell-trimmed", listed: 2, found: 3 };
        assert_eq!(intake.listed_in_part(), [part]);
    }
}
