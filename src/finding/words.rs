//! How a fault is said: its place as a spreadsheet shows it, its sentence, what to do, and the open list of all faults.
//! No sentence holds a cell's text.

use super::{Findings, OTHER_ROW, Place, Tally, TeamRows};
use crate::definitions::Wording;
use crate::definitions::wording::thousands;
use crate::table::{Table, whole};

impl Place {
    /// `people.csv, row 9, column B "team_id"`.
    pub fn words(&self, wording: &Wording) -> String {
        let row = self.row.map_or(String::new(), |row| row.to_string());
        let key = match (self.row, self.column.is_empty()) {
            (None, true) => "place.file",
            (None, false) => "place.column",
            // A text editor counts lines, a spreadsheet rows.
            (Some(_), true) if self.file.ends_with(".toml") => "place.line",
            (Some(_), true) => "place.row",
            (Some(_), false) => "place.cell",
        };
        wording.say(key, &[("file", &self.file), ("row", &row), ("column", &self.column), ("header", &self.header)])
    }
}

/// A sentence below `finding.<code>` with its facts in place; empty where there is none of that part.
pub fn sentence(wording: &Wording, code: &str, part: &str, facts: &[(&'static str, String)]) -> String {
    let key = format!("finding.{code}.{part}");
    if !wording.has(&key) {
        return String::new();
    }
    let hints: Vec<(&str, String)> =
        HINTS.iter().map(|(place, fact)| (*place, hint(wording, place, fact, facts))).collect();
    let facts = facts.iter().map(|(name, fact)| (*name, fact.as_str()));
    let hints = hints.iter().map(|(place, words)| (*place, words.as_str()));
    wording.say(&key, &facts.chain(hints).collect::<Vec<_>>()).trim().to_owned()
}

/// Sentences that a help may open with, or a message end with, each where its fact is known: the place there, and the fact.
const HINTS: [(&str, &str); 13] = [
    ("beside", OTHER_ROW),
    ("fraction", "whole_number"),
    ("comma", "decimal_comma"),
    ("short_year", "two_digits"),
    ("alike", "nearly_there"),
    ("near", "nearest"),
    ("often_missing", "missing_code"),
    ("either", "also_like"),
    ("absent", "absent_names"),
    ("named", "name_of"),
    ("counted", "translation"),
    ("titles", "second_header"),
    ("in_one_team", "team_of_forms"),
];

/// Whether a place in a help is filled by a sentence that is said only where its fact is known.
pub fn is_hint(place: &str) -> bool {
    HINTS.iter().any(|(hint, _)| *hint == place)
}

/// One such sentence with a blank behind it; empty where its fact is not known.
fn hint(wording: &Wording, place: &str, fact: &str, facts: &[(&'static str, String)]) -> String {
    if !facts.iter().any(|(name, known)| *name == fact && !known.is_empty()) {
        return String::new();
    }
    let facts: Vec<(&str, &str)> = facts.iter().map(|(name, fact)| (*name, fact.as_str())).collect();
    format!("{} ", wording.say(&format!("place.{place}"), &facts))
}

impl Tally {
    /// What was found, in one sentence.
    pub fn message(&self, wording: &Wording) -> String {
        sentence(wording, self.code, "message", &self.facts)
    }

    /// What to do about it; empty when the sentence says it all.
    pub fn help(&self, wording: &Wording) -> String {
        sentence(wording, self.code, "help", &self.facts)
    }
}

impl TeamRows {
    /// What the faults do to the figures of a team, in one line; the empty id stands for rows of no team.
    pub fn words(&self, team: &str, wording: &Wording) -> String {
        let named = if team.is_empty() { wording.say("effect.no_team", &[]) } else { team.to_owned() };
        let [used, left_out, look] = [self.used, self.left_out, self.look].map(thousands);
        let places = [("team", named.as_str()), ("used", &used), ("left_out", &left_out), ("look", &look)];
        let mut words = wording.count("effect.rows", self.used + self.left_out, &places);
        for (key, forms) in [("effect.unscored", self.forms_unscored), ("effect.lost", self.forms_lost)] {
            if forms > 0 {
                let read = thousands(self.forms + self.forms_lost);
                words.push(' ');
                words.push_str(&wording.count(key, forms, &[("read", &read)]));
            }
        }
        words
    }
}

const FINDINGS: [&str; 7] = ["table", "code", "level", "count", "first_file", "first_row", "message"];

impl Findings {
    /// One row for every kind of fault in every table, for `findings.csv`.
    pub fn table(&self, wording: &Wording) -> Table {
        let mut table = Table::new("findings", &FINDINGS);
        table.rows = self.tallies().map(|tally| row(tally, wording)).collect();
        table
    }
}

fn row(tally: &Tally, wording: &Wording) -> Vec<String> {
    let first = tally.first.first();
    vec![
        tally.table.name().to_owned(),
        tally.code.to_owned(),
        tally.level.name().to_owned(),
        tally.count.to_string(),
        first.map_or(String::new(), |place| place.file.clone()),
        whole(first.and_then(|place| place.row)),
        tally.message(wording),
    ]
}
