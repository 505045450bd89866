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
    let teams: Vec<usize> = release.units_at(super::Level::Team).map(|(unit, _)| unit).collect();
    let of = |unit: &usize| by_team.get(&release.units[*unit].id).copied().unwrap_or_default();
    let left_out = together(teams.iter().map(|unit| of(unit).0).collect(), &release.rules);
    let look = together(teams.iter().map(|unit| of(unit).1).collect(), &release.rules);
    let both = left_out.into_iter().zip(look);
    teams.into_iter().zip(both).map(|(unit, (left_out, look))| RowFaults { unit, left_out, look }).collect()
}

/// Totals over all teams stand elsewhere, so a small number is never withheld alone: the next smallest go with it until
/// together they are no small number.
fn together(counts: Vec<u64>, rules: &ReleaseRules) -> Vec<Cell> {
    let mut cells: Vec<Cell> = counts.iter().map(|count| rows(*count, rules)).collect();
    loop {
        let hidden: Vec<u64> = (0..counts.len()).filter(|at| cells[*at].is_withheld()).map(|at| counts[at]).collect();
        let enough = hidden.is_empty() || (hidden.len() > 1 && hidden.iter().sum::<u64>() >= rules.threshold);
        let shown = (0..counts.len()).filter(|at| !cells[*at].is_withheld() && counts[*at] > 0);
        let Some(next) = shown.min_by_key(|at| counts[*at]).filter(|_| !enough) else { return cells };
        cells[next] = Cell::withheld();
    }
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
        ..Numbers::default()
    })
}
