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
        // One alone is below the threshold, or it would not be hidden.
        let enough = hidden.is_empty() || hidden.iter().sum::<u64>() >= rules.threshold;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> ReleaseRules {
        crate::definitions::load(None).unwrap_or_else(|faults| panic!("{faults}")).release
    }

    /// Which of them are withheld; below five is small.
    fn hidden(counts: &[u64]) -> Vec<u64> {
        let cells = together(counts.to_vec(), &rules());
        counts.iter().zip(cells).filter(|(_, cell)| cell.is_withheld()).map(|(count, _)| *count).collect()
    }

    #[test]
    fn a_small_number_of_rows_is_never_withheld_alone() {
        assert!(hidden(&[0, 5, 30]).is_empty());
        assert_eq!(hidden(&[0, 30, 3, 12]), [3, 12]);
        // One and two are three: still few together.
        assert_eq!(hidden(&[1, 40, 2, 30]), [1, 2, 30]);
        assert_eq!(hidden(&[2, 3, 30]), [2, 3]);
        // A number of none hides nothing.
        assert_eq!(hidden(&[3, 0]), [3]);
        // The first of the list is withheld, and goes with others, like any other; and one is few.
        assert_eq!((hidden(&[3, 30]), hidden(&[30, 3]), hidden(&[1, 30])), (vec![3, 30], vec![30, 3], vec![1, 30]));
    }

    #[test]
    fn what_is_not_withheld_is_shown_as_it_is() {
        let shown = together(vec![0, 7], &rules());
        let numbers = |cell: &Cell| cell.numbers().map(|numbers| (numbers.known, numbers.eligible, numbers.value));
        assert_eq!(shown.iter().map(numbers).collect::<Vec<_>>(), [Some((0, 0, None)), Some((7, 7, None))]);
    }

    #[test]
    fn each_team_has_its_own_faults_and_other_units_none() {
        let release = crate::release::tests::release_of(2, &[0, 1]);
        let by_team = BTreeMap::from([("3".to_owned(), (9, 6)), ("4".to_owned(), (0, 20))]);
        let faults = row_faults(&release, &by_team);
        let known = |cell: &Cell| cell.numbers().map(|numbers| numbers.known);
        let found: Vec<_> = faults.iter().map(|own| (own.unit, known(&own.left_out), known(&own.look))).collect();
        assert_eq!(found, [(3, Some(9), Some(6)), (4, Some(0), Some(20))]);
    }

    #[test]
    fn a_record_of_eight_of_ten_is_complete_to_eighty_percent() {
        let of = |known, eligible| Cell::shown(Numbers { known, eligible, achieved: Some(3), ..Numbers::default() });
        let expected =
            Numbers { achieved: Some(8), known: 10, eligible: 10, value: Some(80.0), ..Numbers::default() };
        assert_eq!(completeness(&of(8, 10)).numbers(), Some(&expected));
        assert_eq!(completeness(&of(1, 1)).value(), Some(100.0));
        assert_eq!(completeness(&of(0, 0)), of(0, 0));
        assert!(completeness(&Cell::withheld()).is_withheld());
    }
}
