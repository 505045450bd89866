//! One fault in the data: where, what kind, how far it reaches. Facts only; the sentences stand in the wording file under
//! `finding.<code>`. What a cell held is kept apart, so that nothing that may travel further than the data can print it.

mod words;

pub use words::{is_hint, sentence};

use crate::definitions::TableId;
use std::collections::BTreeMap;

/// How far a fault reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The run stops: figures made from this would be wrong.
    Stops,
    /// The row is left out, and stands in `rejected.csv`.
    LeftOut,
    /// The row is used; a person should look.
    Look,
}

impl Level {
    pub fn name(self) -> &'static str {
        match self {
            Level::Stops => "stops",
            Level::LeftOut => "left out",
            Level::Look => "look",
        }
    }
}

impl Level {
    /// Key of its words.
    pub fn key(self) -> &'static str {
        match self {
            Level::Stops => "stops",
            Level::LeftOut => "left-out",
            Level::Look => "look",
        }
    }
}

/// A place as a spreadsheet shows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// Relative to the input folder.
    pub file: String,
    /// Counted from 1, the header included; `None` for a fault of the whole file.
    pub row: Option<u64>,
    /// Column letter (`A`, `B`, … `AA`); empty for a fault of the whole row.
    pub column: String,
    pub header: String,
}

/// All faults of one kind in one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    pub table: TableId,
    /// Stable code, such as `date-in-future`.
    pub code: &'static str,
    pub level: Level,
    /// Faults, not rows.
    pub count: u64,
    /// The first few, in file and row order; the full list of rows left out is in `rejected.csv`.
    pub first: Vec<Place>,
    /// Facts for the sentence, of the first one: never a cell's text. A usual missing code may be that of a later one.
    pub facts: Vec<(&'static str, String)>,
    /// How many there are per team id, where the row names a team. These are faults: a row with several of them counts
    /// once in [`TeamRows`] and once here for each kind.
    pub by_team: BTreeMap<String, u64>,
}

/// What became of the rows that name one team, over all tables. A row counts once, however many faults it has; rows
/// that the service has chosen to skip do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TeamRows {
    pub used: u64,
    pub left_out: u64,
    /// Rows used that a person should look at.
    pub look: u64,
    /// Questionnaires read, as far as any row of them is used.
    pub forms: u64,
    /// Of those, how many would have a score, or one more, had none of their rows been left out.
    pub forms_unscored: u64,
    /// Questionnaires of which no row is left.
    pub forms_lost: u64,
}

impl TeamRows {
    /// Whether anything about these rows wants mending or looking at.
    pub fn has_faults(&self) -> bool {
        self.left_out + self.look + self.forms_unscored + self.forms_lost > 0
    }
}

/// How many places of one kind are listed before only the count grows.
pub const LISTED: usize = 5;

/// Everything noticed on the way, one tally per table and code, in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Findings {
    by_kind: BTreeMap<(TableId, &'static str), Tally>,
    /// By team id; rows that name no team that may be used stand under the empty id.
    pub rows_by_team: BTreeMap<String, TeamRows>,
}

/// The fact that holds a text which exports often write where nothing was recorded.
pub const MISSING_CODE: &str = "missing_code";

/// The facts that hold the number which a system may count choices from, and the line of `audit.toml` for it.
pub const COUNTED_FROM: &str = "counted_from";
pub const TRANSLATION: &str = "translation";

/// The facts that hold the row that is meant beside the one at fault, and its file.
pub const OTHER_ROW: &str = "other_row";
pub const OTHER_FILE: &str = "other_file";

/// The fact that somebody is there whose id has other noughts in front, or other capitals, blanks or signs.
pub const NEARLY_THERE: &str = "nearly_there";

/// The fact that a year is written with two digits.
pub const SHORT_YEAR: &str = "two_digits";

/// The facts that hold the whole number which stands before a point or a comma and a nought, and that writing of it.
pub const WHOLE_NUMBER: &str = "whole_number";
pub const WITH_NOUGHT: &str = "with_nought";

/// The fact that a number would be read if its comma were a full stop.
pub const DECIMAL_COMMA: &str = "decimal_comma";

/// Facts that explain their kind of fault, whichever row they were met in first.
const EXPLAINING: [&[&str]; 6] = [
    &[MISSING_CODE],
    &[COUNTED_FROM, TRANSLATION],
    &[NEARLY_THERE],
    &[SHORT_YEAR],
    &[WHOLE_NUMBER, WITH_NOUGHT],
    &[DECIMAL_COMMA],
];

impl Findings {
    /// Notes one fault. `facts` are kept from the first of its kind.
    pub fn note(
        &mut self,
        table: TableId,
        code: &'static str,
        level: Level,
        place: Place,
        team: Option<&str>,
        facts: &[(&'static str, String)],
    ) {
        self.note_with(table, code, level, || place, team, facts);
    }

    /// Notes one fault whose place is worked out only if it is listed: a fault that every row has must not cost much.
    pub fn note_with(
        &mut self,
        table: TableId,
        code: &'static str,
        level: Level,
        place: impl FnOnce() -> Place,
        team: Option<&str>,
        facts: &[(&'static str, String)],
    ) {
        let tally = self.by_kind.entry((table, code)).or_insert_with(|| Tally {
            table,
            code,
            level,
            count: 0,
            first: Vec::new(),
            facts: facts.to_vec(),
            by_team: BTreeMap::new(),
        });
        tally.count += 1;
        for names in EXPLAINING {
            if !tally.facts.iter().any(|(name, _)| names.contains(name)) {
                tally.facts.extend(facts.iter().filter(|(name, _)| names.contains(name)).cloned());
            }
        }
        tally.level = tally.level.min(level);
        if let Some(team) = team {
            match tally.by_team.get_mut(team) {
                Some(count) => *count += 1,
                None => {
                    tally.by_team.insert(team.to_owned(), 1);
                }
            }
        }
        if tally.first.len() < LISTED {
            tally.first.push(place());
        }
    }

    /// What is told of each kind.
    pub(crate) fn facts_mut(&mut self) -> impl Iterator<Item = &mut Vec<(&'static str, String)>> {
        self.by_kind.values_mut().map(|tally| &mut tally.facts)
    }

    pub fn tallies(&self) -> impl Iterator<Item = &Tally> {
        self.by_kind.values()
    }

    pub fn count(&self, level: Level) -> u64 {
        self.tallies().filter(|tally| tally.level == level).map(|tally| tally.count).sum()
    }

    pub fn stops(&self) -> bool {
        self.count(Level::Stops) > 0
    }

    pub fn is_empty(&self) -> bool {
        self.by_kind.is_empty()
    }
}
