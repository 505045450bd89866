//! Means and how far people lie apart.

use super::*;

const ON: (i32, u32, u32) = (2026, 8, 3);

fn on() -> NaiveDate {
    day(ON.0, ON.1, ON.2)
}

fn of_points(points: &[f64]) -> Made {
    let forms: Vec<_> = points.iter().zip(0..).map(|(points, person)| (person, 0, on(), *points)).collect();
    made(&Rows { measures: Some(vec![totals(&forms)]), ..on_caseload(&vec![0; points.len()]) })
}

#[test]
fn the_spread_is_that_of_a_sample() {
    // 10, 20 and 60 have the mean 30; −20, −10 and 30 squared are 1400, and half of it is 700.
    assert_eq!(of_points(&[10.0, 20.0, 60.0]).mean("score.reqol-20.total", PROVIDER), Some((30_000, Some(26_458))));
    // Two that lie 4 apart: twice 2 squared is 8.
    assert_eq!(of_points(&[4.0, 8.0]).mean("score.reqol-20.total", PROVIDER), Some((6000, Some(2828))));
}

#[test]
fn one_person_has_a_mean_and_no_spread() {
    let made = of_points(&[17.0]);
    assert_eq!(made.mean("score.reqol-20.total", PROVIDER), Some((17_000, None)));
    assert_eq!(made.provider("score.reqol-20.total"), Some([1, 1, 1]));
    assert_eq!(made.mean("coverage.reqol-20", PROVIDER), None, "a share is no mean");
}

#[test]
fn the_conventional_t_of_recovery_goals_is_that_of_the_latest_team() {
    let rated = |number, person, team, on, value| GoalRow { rating: Some((on, value)), ..goal(number, person, team) };
    let treatment = GoalRow { kind: GoalKind::Treatment, ..rated(3, 1, 0, day(2026, 8, 9), 2.0) };
    let mut rows = on_caseload(&[0, 0]);
    rows.people.as_mut().unwrap().push(Spell { order: 2, ..spell(0, 2) });
    // One goal at +1 has a T of 60, one at −1 a T of 40, and one at +2 a T of 70.
    let goals = vec![
        rated(0, 0, 0, day(2026, 8, 3), 2.0),
        rated(1, 0, 2, day(2026, 8, 4), 1.0),
        rated(2, 1, 0, day(2026, 8, 3), -1.0),
        treatment,
    ];
    let made = made(&Rows { goals: Some(goals), ..rows });
    assert_eq!(made.mean("goals.gas_t", PROVIDER), Some((50_000, Some(14_142))));
    assert_eq!(made.mean("goals.gas_t", NORTH), Some((55_000, Some(21_213))));
    assert_eq!(made.mean("goals.gas_t", SOUTH), Some((60_000, None)));
    assert_eq!(made.of("goals.gas_t", OF_TEAM[1]), None, "nobody is on its caseload");
}
