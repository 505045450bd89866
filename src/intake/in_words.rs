//! What intake tells people: totals that add up, the list of rows left out, and why an export could not be read at all.

use super::stop::{Facts, LIST, Stop};
use super::{Intake, IntakeError, ListedInPart, Noted, Reject};
use crate::definitions::wording::thousands;
use crate::definitions::{Wording, sha256};
use crate::finding::{OTHER_FILE, OTHER_ROW, sentence};
use crate::table::{Table, whole};
use std::collections::BTreeMap;

/// Rows over all files. Always `read = used + left_out`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    pub read: u64,
    pub used: u64,
    pub left_out: u64,
}

const REJECTED: [&str; 7] = ["file", "row", "column", "header", "code", "message", "record"];

impl Intake {
    pub fn totals(&self) -> Totals {
        self.files.iter().fold(Totals::default(), |sum, file| Totals {
            read: sum.read + file.rows_read,
            used: sum.used + file.rows_used,
            left_out: sum.left_out + file.rows_left_out,
        })
    }

    /// The kinds of fault of which there are more than are listed one by one.
    pub fn listed_in_part(&self) -> Vec<ListedInPart> {
        let mut listed = BTreeMap::new();
        for noted in &self.noted {
            *listed.entry((noted.table, noted.code)).or_insert(0) += 1;
        }
        let all = self.findings.tallies().map(|tally| ListedInPart {
            table: tally.table,
            code: tally.code,
            listed: listed.get(&(tally.table, tally.code)).copied().unwrap_or_default(),
            found: tally.count,
        });
        all.filter(|kind| kind.listed < kind.found).collect()
    }

    /// One SHA-256 over those of all files, in hex: the same export gives the same one.
    pub fn digest(&self) -> String {
        let all: String = self.files.iter().map(|file| file.sha256.as_str()).collect();
        sha256(all.as_bytes())
    }

    /// The list of rows left out where nothing could be read: its columns and no row.
    pub fn nothing_rejected() -> Table {
        Table::new("rejected", &REJECTED)
    }

    /// Every row left out by a fault, for `restricted/rejected.csv`. The only list that holds cells as they stood.
    pub fn rejected(&self, wording: &Wording) -> Table {
        let mut table = Table::new("rejected", &REJECTED);
        table.rows = self.rejects.iter().map(|reject| rejected(reject, wording)).collect();
        table
    }
}

fn rejected(reject: &Reject, wording: &Wording) -> Vec<String> {
    vec![
        reject.place.file.clone(),
        whole(reject.place.row),
        reject.place.column.clone(),
        reject.place.header.clone(),
        reject.code.to_owned(),
        reject.message(wording),
        reject.record.clone(),
    ]
}

impl ListedInPart {
    pub fn words(&self, wording: &Wording) -> String {
        let [listed, found] = [self.listed, self.found].map(thousands);
        let places = [("table", self.table.name()), ("code", self.code), ("listed", &listed), ("found", &found)];
        wording.say("check.listed_in_part", &places)
    }
}

impl Reject {
    /// What was found, and what was probably meant.
    pub fn message(&self, wording: &Wording) -> String {
        message(wording, (self.code, &self.facts), &self.found, self.meant.as_deref())
    }
}

impl Noted {
    /// What was found, and what was probably meant.
    pub fn message(&self, wording: &Wording) -> String {
        message(wording, (self.code, &self.facts), &self.found, self.meant.as_deref())
    }

    /// The same without anything that stood in the cell or was made from it, for lists that travel.
    pub fn masked_message(&self, wording: &Wording) -> String {
        sentence(wording, self.code, "message", &self.facts)
    }

    /// The same for any row of its kind, whichever other row stands beside it.
    pub fn message_of_kind(&self, wording: &Wording) -> String {
        let shared: Facts = self.facts.iter().filter(|(name, _)| *name != OTHER_ROW).cloned().collect();
        sentence(wording, self.code, "message", &shared)
    }

    /// The other row that is meant, where there is one.
    pub fn other_row(&self, wording: &Wording) -> Option<String> {
        let fact = |wanted: &str| self.facts.iter().find(|(name, _)| *name == wanted).map(|(_, fact)| fact.as_str());
        let (row, file) = (fact(OTHER_ROW)?, fact(OTHER_FILE)?);
        Some(wording.say("place.beside", &[(OTHER_ROW, row), (OTHER_FILE, file)]))
    }

    /// What to do about it.
    pub fn help(&self, wording: &Wording) -> String {
        sentence(wording, self.code, "help", &self.facts)
    }
}

fn message(wording: &Wording, (code, facts): (&str, &Facts), found: &str, meant: Option<&str>) -> String {
    let mut message = sentence(wording, code, "message", facts);
    if !found.is_empty() {
        message = wording.say("place.found", &[("message", &message), ("found", found)]);
    }
    match meant {
        Some(meant) => wording.say("place.meant", &[("message", &message), ("meant", meant)]),
        None => message,
    }
}

impl Stop {
    /// What fills the places in its sentence.
    pub fn places(&self, wording: &Wording) -> Facts {
        let above = self.listed_before.then(|| (LIST, wording.say("place.columns_above", &[])));
        self.facts().into_iter().chain(above).collect()
    }
}

impl IntakeError {
    /// Every reason, one line each.
    pub fn message(&self, wording: &Wording) -> String {
        let lines = self.stops.iter().map(|stop| {
            let facts = stop.places(wording);
            let facts: Vec<(&str, &str)> = facts.iter().map(|(name, fact)| (*name, fact.as_str())).collect();
            wording.say(&format!("input.{}.message", stop.code), &facts)
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}
