//! Attacks that have undone published tables elsewhere, each tried on ours. Vector coordinates, alternative texts and the
//! like are tried on the files themselves, by the tests of whole runs.

use super::super::cell::Numbers;
use super::super::protect::shown;
use super::{CASELOAD, COVERAGE, Counts, FigureKind, Key, Provider, Tally, add, everybody, indicator, units};
use super::{Category, Family, ReleaseRules};
use crate::definitions::ReleaseProfile;
use crate::indicators::Mean;
use std::collections::{BTreeMap, BTreeSet};

fn counts(achieved: u64, known: u64) -> Counts {
    let people = Tally { known, achieved, not_achieved: known - achieved };
    Counts { eligible: known, known, achieved, mean: None, people }
}

fn printed(counts: &Counts, figure: FigureKind, profile: ReleaseProfile) -> Numbers {
    let rules = ReleaseRules { profile, ..super::RULES.clone() };
    *shown(counts, &indicator(Family::CoverageAny, figure), &rules).numbers().unwrap()
}

#[test]
fn a_percentage_beside_rounded_counts_fits_every_pair_that_is_rounded_so() {
    let mut percentages: BTreeMap<(Option<u64>, u64), BTreeSet<String>> = BTreeMap::new();
    for known in 5..80 {
        for achieved in 0..=known {
            let numbers = printed(&counts(achieved, known), FigureKind::Share, ReleaseProfile::Round);
            assert!([numbers.achieved.unwrap(), numbers.known, numbers.eligible].iter().all(|count| count % 5 == 0));
            let said = format!("{:?} {:?} {:?}", numbers.value, numbers.lower, numbers.upper);
            percentages.entry((numbers.achieved, numbers.known)).or_default().insert(said);
        }
    }
    assert!(percentages.values().all(|said| said.len() == 1), "{percentages:?}");
}

#[test]
fn twelve_of_thirteen_says_that_one_was_not_and_is_withheld() {
    let provider = Provider::new(&[&[(13, 12), (40, 20)], &[(30, 15)]]);
    let shown = provider.shown(super::COVERAGE);
    assert!(!shown[3], "{shown:?}");
}

/// Services by groups, with both totals: three cells below five, which the totals alone would give away.
const TABLE: [[u64; 3]; 3] = [[3, 12, 9], [2, 4, 14], [8, 10, 6]];

fn services_by_groups() -> Provider {
    let mut categories = vec![everybody()];
    categories.extend(["a", "b", "c"].map(|id| Category { breakdown: "gender", id: id.to_owned() }));
    let mut caseloads = BTreeMap::new();
    for unit in 0..4 {
        for category in 0..4 {
            let rows = (0..3).filter(|row| unit == 0 || row + 1 == unit);
            let cells = rows.flat_map(|row| (0..3).map(move |column| (row, column)));
            let own = cells.filter(|(_, column)| category == 0 || column + 1 == category);
            add(&mut caseloads, unit, category, (own.map(|(row, column)| TABLE[row][column]).sum(), 0));
        }
    }
    caseloads.retain(|key, _| key.indicator == CASELOAD);
    Provider::of(units(3, &[]), categories, caseloads)
}

#[test]
fn three_small_cells_of_a_table_with_totals_stay_hidden() {
    let released = services_by_groups().released().unwrap();
    let is_shown = |row: usize, column: usize| released[&Key { indicator: CASELOAD, unit: row, category: column }];
    assert!((0..4).all(|at| is_shown(0, at) && is_shown(at, 0)), "the totals stay");
    let mut ranges = TABLE.map(|row| row.map(|cell| (cell, cell)));
    let sum = |cells: [u64; 3]| cells.iter().sum::<u64>();
    let [rows, columns] = [TABLE.map(sum), [0, 1, 2].map(|column| sum(TABLE.map(|row| row[column])))];
    // Four cells make all nine.
    for code in 0_u64..25 * 25 * 25 * 25 {
        let free = [code % 25, code / 25 % 25, code / 625 % 25, code / 15_625];
        let Some(world) = filled(free, rows, columns) else { continue };
        let fits = |at: usize| !is_shown(at / 3 + 1, at % 3 + 1) || world[at / 3][at % 3] == TABLE[at / 3][at % 3];
        if (0..9).all(fits) {
            (0..9).for_each(|at| {
                let range = &mut ranges[at / 3][at % 3];
                *range = (range.0.min(world[at / 3][at % 3]), range.1.max(world[at / 3][at % 3]));
            });
        }
    }
    for at in (0..9).filter(|at| TABLE[at / 3][at % 3] < 5) {
        let (least, most) = ranges[at / 3][at % 3];
        assert!(most - least >= 4, "cell {at}: {least} to {most}");
    }
}

/// The table that has these four cells in its upper left and these totals, if there is one.
fn filled(free: [u64; 4], rows: [u64; 3], columns: [u64; 3]) -> Option<[[u64; 3]; 3]> {
    let mut table = [[free[0], free[1], 0], [free[2], free[3], 0], [0; 3]];
    for row in 0..2 {
        table[row][2] = rows[row].checked_sub(table[row][0] + table[row][1])?;
    }
    for column in 0..3 {
        table[2][column] = columns[column].checked_sub(table[0][column] + table[1][column])?;
    }
    Some(table)
}

#[test]
fn beside_rounded_parts_a_rounded_total_does_not_leave_one_or_nobody() {
    // 13 is printed as 15, 8 as 10, and 22 as 20: whoever adds up knows that the third team has one person at most.
    let mut provider = Provider::new(&[&[(13, 0), (8, 0), (1, 0)]]);
    provider.rules.profile = ReleaseProfile::Round;
    let shown = provider.shown(CASELOAD);
    assert!(!shown[4], "{shown:?}");
    let other_teams = shown[2] && shown[3];
    assert!(!(other_teams && (shown[0] || shown[1])), "{shown:?}");
}

#[test]
fn behind_few_people_a_mean_stands_without_spread_and_never_with_its_ends() {
    let mean = |known| Counts { mean: Some(Mean { value: 21.4, spread: Some(5.86) }), ..counts(0, known) };
    for known in 5..10 {
        // All there is: no smallest, no largest, no median.
        let Numbers { achieved, known: n, eligible: _, value: _, lower, upper, spread: _ } =
            printed(&mean(known), FigureKind::Mean, ReleaseProfile::Suppress);
        assert_eq!((achieved, n, lower, upper), (None, known, None, None));
    }
}

/// What has to be withheld beside a small number is what is least missed.
#[test]
fn the_smallest_that_will_do_is_withheld_beside_a_small_one() {
    let provider = Provider::new(&[&[(3, 0), (6, 0), (30, 0)], &[(40, 0)]]);
    // Provider, services, and the teams of 3, 6, 30 and 40.
    assert_eq!(provider.shown(CASELOAD), [true, true, true, false, false, true, true]);
}

#[test]
fn that_nobody_in_a_whole_service_was_reached_may_be_said() {
    let provider = Provider::new(&[&[(8, 0), (12, 0)], &[(20, 7), (25, 9)]]);
    let shown = provider.shown(COVERAGE);
    assert!(shown[1], "the service of twenty, of whom nobody was reached: {shown:?}");
    assert!(!shown[3], "nobody of eight is a small number by itself: {shown:?}");
}
