//! A goal's story from its rows.

use super::*;
use crate::intake::rows::{GoalStatus, SetBy};
use crate::score::{ChangeCategory, Goal};

fn gathered(goals: Vec<GoalRow>) -> (Vec<Goal>, Results) {
    let (scored, results) = results(&Rows { goals: Some(goals), ..Rows::default() });
    (scored.goals, results)
}

fn one(goals: Vec<GoalRow>) -> Goal {
    let (mut goals, _) = gathered(goals);
    assert_eq!(goals.len(), 1);
    goals.remove(0)
}

#[test]
fn a_goal_is_in_force_until_the_day_it_was_closed_and_open_before_it() {
    let of = |set_on, closed_on| {
        let goal = one(vec![GoalRow { set_on, closed_on, ..goal(None) }]);
        (goal.in_force(&quarter()), goal.open_at_end(&quarter()))
    };
    let (before, first, last, after) = (day(2026, 6, 30), day(2026, 7, 1), day(2026, 9, 30), day(2026, 10, 1));
    assert_eq!(of(before, None), (true, true));
    assert_eq!(of(last, None), (true, true));
    assert_eq!(of(after, None), (false, false));
    assert_eq!(of(before, Some(before)), (false, false));
    assert_eq!(of(before, Some(first)), (true, false));
    assert_eq!(of(before, Some(last)), (true, false));
    assert_eq!(of(before, Some(after)), (true, true));
}

#[test]
fn a_goal_is_what_its_latest_row_says() {
    let said = |rating, closed_on, set_by, order| GoalRow { closed_on, set_by: Some(set_by), order, ..goal(rating) };
    let rated = |on| Some((on, 0.0));
    let (early, late) = (day(2026, 7, 6), day(2026, 8, 3));
    let latest = |rows: [GoalRow; 2]| one(rows.to_vec()).set_by;
    // A row is about the day of its rating, else of the goal's end, else of its beginning.
    let person = Some(SetBy::Person);
    let of = |rating, closed_on| said(rating, closed_on, SetBy::Person, 0);
    let other = |rating, closed_on| said(rating, closed_on, SetBy::Staff, 1);
    assert_eq!(latest([of(rated(late), None), other(rated(early), None)]), person);
    assert_eq!(latest([of(None, Some(late)), other(rated(early), None)]), person);
    assert_eq!(latest([of(rated(early), None), other(None, None)]), person);
    assert_eq!(latest([of(rated(late), None), other(rated(early), Some(day(2026, 9, 7)))]), person);
    assert_eq!(latest([of(rated(late), None), other(rated(late), None)]), Some(SetBy::Staff), "the later row");
    let status =
        GoalRow { status: Some(GoalStatus::Revised), importance: Some(3), difficulty: Some(2), ..goal(None) };
    let revised = one(vec![status]);
    assert_eq!((revised.status, revised.weight()), (Some(GoalStatus::Revised), 6.0));
}

#[test]
fn ratings_stand_in_order_of_day_and_the_last_is_that_of_the_quarters_end() {
    let rated = |on, value, order| GoalRow { order, ..goal(Some((on, value))) };
    let rows = vec![
        rated(day(2026, 10, 1), 2.0, 0),
        rated(day(2026, 9, 30), 1.0, 1),
        rated(day(2026, 5, 4), -1.0, 2),
        rated(day(2026, 5, 4), -2.0, 3),
    ];
    let (goals, results) = gathered(rows);
    let values: Vec<f64> = goals[0].ratings.iter().map(|rating| rating.value).collect();
    assert_eq!(values, [-1.0, -2.0, 1.0, 2.0]);
    let result = &results.goals[0];
    assert_eq!((result.first.value, result.last.value, result.change), (-1.0, 1.0, Some(2.0)));
    assert_eq!(result.category, Some(ChangeCategory::NoThreshold));
}

#[test]
fn a_goal_rated_once_has_not_changed() {
    let (_, results) = gathered(vec![goal(Some((day(2026, 8, 3), 1.0)))]);
    let result = &results.goals[0];
    assert_eq!((result.first, result.change, result.category), (result.last, None, None));
    assert_eq!((results.gas[0].t_first, results.gas[0].t_change), (60.0, None));
    let twice_a_day =
        vec![goal(Some((day(2026, 8, 3), 1.0))), GoalRow { order: 1, ..goal(Some((day(2026, 8, 3), 2.0))) }];
    let (_, results) = gathered(twice_a_day);
    assert_eq!((results.goals[0].change, results.gas[0].t_change), (None, None));
}

#[test]
fn goals_of_one_team_are_rated_together_and_recovery_apart_from_treatment() {
    let of = |number, kind, value| GoalRow { goal: number, kind, ..goal(Some((day(2026, 8, 3), value))) };
    let rows = vec![of(0, GoalKind::Treatment, 2.0), of(1, GoalKind::Recovery, 1.0), of(2, GoalKind::Recovery, -1.0)];
    let (_, results) = gathered(rows);
    let told: Vec<_> = results.gas.iter().map(|row| (row.kind, row.goals, row.t_last)).collect();
    assert_eq!(told, [(GoalKind::Recovery, 2, 50.0), (GoalKind::Treatment, 1, 70.0)]);
}
