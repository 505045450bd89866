//! From forms to scores and change where the shipped instruments give no occasion.

use super::*;
use crate::definitions::Better;
use crate::score::{Change, ChangeCategory};

#[test]
fn a_total_counts_only_where_no_item_was_answered() {
    let on = day(2026, 8, 3);
    let mut sheets = same_box("swemwbs", &[(sheet(0, 0, on, 0), Some(5)), (sheet(1, 0, on, 0), None)]);
    let raw = SHIPPED.measures[sheets.measure].scale("raw").unwrap();
    sheets.totals = vec![(0, raw, 20.0), (1, raw, 20.0)];
    let rows = Rows { measures: Some(vec![sheets]), ..Rows::default() };
    let scores = &results(&rows).0.scores[0];
    assert_eq!([0, 1].map(|form| scores.points(form, raw)), [Some(35.0), Some(20.0)]);
}

#[test]
fn more_forms_than_are_scored_at_once_have_each_its_own_score() {
    let forms = (1 << 16) + 3;
    let on = day(2026, 8, 3);
    let answer = |at: u32| Some(1 + (at % 5) as i8);
    let all: Vec<_> = (0..forms).map(|at| (sheet(at, 0, on, 0), answer(at))).collect();
    let sheets = same_box("swemwbs", &all);
    let measure = &SHIPPED.measures[sheets.measure];
    let scores = crate::score::instruments::score_measure(&sheets, measure).unwrap();
    let raw = measure.scale("raw").unwrap();
    // Seven times the same answer.
    let wrong =
        (0..forms).find(|at| scores.points(*at as usize, raw) != answer(*at).map(|code| 7.0 * f64::from(code)));
    assert_eq!(wrong, None);
}

/// A change of ReQoL-10, from so many points to so many.
fn change(first: f64, last: f64) -> Change {
    let (first_on, last_on) = (day(2026, 5, 4), day(2026, 8, 3));
    let (person, team, change) = (PersonIx(0), TeamIx(0), last - first);
    let measure = measure("reqol-10");
    let category = ChangeCategory::NoThreshold;
    Change { person, team, measure, scale: 0, first_on, first, last_on, last, change, category, order: 0 }
}

#[test]
fn where_less_is_better_a_fall_is_an_improvement_and_room_ends_at_the_lowest_score() {
    let mut scale = SHIPPED.measures[measure("reqol-10")].scales[0].clone();
    assert_eq!((scale.lowest, scale.highest, scale.better), (0.0, 40.0, Better::Higher));
    assert_eq!([35.0, 36.0].map(|first| change(first, 40.0).had_room(&scale)), [true, false]);
    scale.better = Better::Lower;
    let of = |points| ChangeCategory::of(points, &scale);
    assert_eq!(
        [-5.0, -4.0, 4.0, 5.0].map(of),
        [
            ChangeCategory::Improved,
            ChangeCategory::NoReliableChange,
            ChangeCategory::NoReliableChange,
            ChangeCategory::Deteriorated
        ]
    );
    scale.lowest = 2.0;
    assert_eq!([7.0, 6.0].map(|first| change(first, 2.0).had_room(&scale)), [true, false]);
}
