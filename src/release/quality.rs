//! How much is known of each unit's people, and how many of its rows were left out or want looking at: protected like
//! any other figure.

use super::Release;
use super::cell::{Cell, Numbers};
use crate::definitions::ReleaseRules;
use std::collections::BTreeMap;

/// Faults of one team's rows.
#[derive(Debug, Clone, PartialEq)]
pub struct RowFaults {
    /// Position of the team among the units.
    pub unit: usize,
    /// Rows left out, and rows used that want looking at; `known` is the number.
    pub left_out: Cell,
    pub look: Cell,
}

/// One line for every team, in order of units.
pub fn row_faults(release: &Release, by_team: &BTreeMap<String, (u64, u64)>) -> Vec<RowFaults> {
    let teams = release.units_at(super::Level::Team);
    teams
        .map(|(unit, team)| {
            let (left_out, look) = by_team.get(&team.id).copied().unwrap_or_default();
            RowFaults { unit, left_out: rows(left_out, &release.rules), look: rows(look, &release.rules) }
        })
        .collect()
}

fn rows(count: u64, rules: &ReleaseRules) -> Cell {
    if (1..rules.threshold).contains(&count) {
        Cell::withheld()
    } else {
        Cell::shown(Numbers { known: count, eligible: count, ..Numbers::default() })
    }
}

/// Of those eligible for a shown figure, the share that is known: how complete the record is.
pub fn completeness(cell: &Cell) -> Cell {
    let Some(numbers) = cell.numbers().filter(|numbers| numbers.eligible > 0) else { return cell.clone() };
    let value = 100.0 * numbers.known as f64 / numbers.eligible as f64;
    Cell::shown(Numbers {
        achieved: Some(numbers.known),
        known: numbers.eligible,
        eligible: numbers.eligible,
        value: Some(value),
        lower: None,
        upper: None,
    })
}
