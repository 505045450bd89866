//! The conventional T of goal attainment scaling and the change of goal-based outcomes, against published values and
//! against what follows from the formula.

use crate::chance::Chance;
use crate::{day, shipped};
use chrono::NaiveDate;
use fingerpost::definitions::settings::Quarters;
use fingerpost::intake::rows::{GoalKind, GoalRow, GoalScale, PersonIx, Rows, TeamIx};
use fingerpost::period::Period;
use fingerpost::score::{self, ChangeCategory, GasRow, Results, attainment_t};

const CORRELATION: f64 = 0.3;
const FIRST: (i32, u32, u32) = (2026, 3, 2);
const LAST: (i32, u32, u32) = (2026, 8, 3);

fn t(goals: &[(f64, f64)]) -> f64 {
    attainment_t(goals, CORRELATION).expect("there are goals")
}

#[track_caller]
fn case(levels: &[f64], weights: &[f64], expected: f64) {
    let goals: Vec<(f64, f64)> = levels.iter().copied().zip(weights.iter().copied()).collect();
    assert_eq!(levels.len(), weights.len());
    assert!((t(&goals) - expected).abs() < 5e-6, "{levels:?} {weights:?}: {}", t(&goals));
}

/// Whatever the weight, as long as all goals share it.
#[track_caller]
fn equal(levels: &[f64], expected: f64) {
    for weight in [1.0, 3.0, 9.0, 0.0] {
        case(levels, &vec![weight; levels.len()], expected);
    }
}

#[test]
fn t_is_the_one_published_with_the_package_gasr() {
    equal(&[-1.0, -1.0, 0.0, 0.0, -1.0], 40.95466);
    for levels in [[0.0, -1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, -1.0]] {
        equal(&levels, 45.43565);
    }
    equal(&[1.0, 1.0, 1.0], 63.69306);
}

#[test]
fn t_of_equal_goals_is_the_calculated_one() {
    equal(&[0.0], 50.0);
    for (level, expected) in [(1.0, 60.0), (-1.0, 40.0), (2.0, 70.0), (-2.0, 30.0)] {
        equal(&[level], expected);
    }
    equal(&[1.0, 1.0], 62.40347);
    equal(&[-1.0, -1.0], 37.59653);
    equal(&[-2.0, -2.0], 25.19305);
    equal(&[1.0, 0.0, -1.0], 50.0);
    equal(&[-1.0; 3], 36.30694);
    equal(&[-2.0; 3], 22.61387);
    equal(&[2.0; 3], 77.38613);
    equal(&[0.0, 0.0, 1.0], 54.56435);
    equal(&[1.0; 4], 64.50953);
    equal(&[-1.0; 4], 35.49047);
    equal(&[-1.0; 5], 34.92443);
    equal(&[-2.0; 5], 19.84887);
    equal(&[2.0; 5], 80.15113);
}

#[test]
fn t_of_weighted_goals_is_the_calculated_one() {
    case(&[-2.0, 0.0, -1.0, 2.0, 0.0, 1.0], &[3.0, 5.0, 1.0, 4.0, 2.0, 6.0], 55.0);
    case(&[1.0, 0.0], &[2.0, 1.0], 58.03219);
    case(&[0.0, 1.0], &[2.0, 1.0], 54.01610);
    case(&[1.0, -1.0], &[9.0, 1.0], 58.55725);
    case(&[-1.0, -2.0, -1.0], &[2.0, 1.0, 3.0], 34.57716);
    case(&[0.0, 1.0, -1.0], &[2.0, 1.0, 3.0], 45.59347);
    case(&[0.0, 1.0, -1.0], &[4.0, 2.0, 6.0], 45.59347);
    case(&[0.0, 1.0, -1.0], &[1.0, 0.0, 3.0], 41.26666);
    case(&[1.0, 0.0, -1.0], &[6.0, 4.0, 2.0], 54.40653);
    let change = t(&[(1.0, 1.0); 3]) - t(&[(-1.0, 1.0); 3]);
    assert!((change - 27.38613).abs() < 5e-6, "{change}");
}

#[test]
fn t_of_goals_all_a_step_above_follows_their_number() {
    for count in 1..=40 {
        let n = f64::from(count);
        let expected = 50.0 + 10.0 * n / (0.7 * n + 0.3 * n * n).sqrt();
        assert!((t(&vec![(1.0, 1.0); count as usize]) - expected).abs() < 1e-9, "{count} goals");
    }
}

/// Goals as they are written down: whole levels, weights of importance times difficulty, not all of them 0.
fn random_goals(chance: &mut Chance) -> Vec<(f64, f64)> {
    let weights = [0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 9.0];
    let count = 1 + chance.below(6);
    let goal = |_| (chance.below(5) as f64 - 2.0, chance.pick(&weights));
    (0..count).map(goal).collect()
}

#[test]
fn t_keeps_the_laws_of_its_formula() {
    let mut chance = Chance(77);
    for _ in 0..10_000 {
        let goals = random_goals(&mut chance);
        let found = t(&goals);
        let changed =
            |change: fn((f64, f64)) -> (f64, f64)| t(&goals.iter().copied().map(change).collect::<Vec<_>>());
        assert!((changed(|(level, weight)| (-level, weight)) - (100.0 - found)).abs() < 1e-9, "mirror: {goals:?}");
        assert!((changed(|(level, weight)| (level, 7.5 * weight)) - found).abs() < 1e-9, "weights: {goals:?}");
        assert!(changed(|(level, weight)| (level + 1.0, weight)) > found, "a step up: {goals:?}");
        let mut other_order = goals.clone();
        chance.shuffle(&mut other_order);
        assert!((t(&other_order) - found).abs() < 1e-9, "order: {goals:?}");
    }
}

// The same through rows of goals.

fn on((year, month, number): (i32, u32, u32)) -> NaiveDate {
    day(year, month, number)
}

fn period() -> Period {
    Period::parse("2026-27-Q2", Quarters::Financial).expect("a quarter")
}

fn row(person: usize, goal: usize, scale: GoalScale, rating: ((i32, u32, u32), f64)) -> GoalRow {
    GoalRow {
        goal: goal as u32,
        person: PersonIx(person as u32),
        team: TeamIx(0),
        kind: GoalKind::Recovery,
        set_by: None,
        set_on: on(FIRST),
        scale: Some(scale),
        rating: Some((on(rating.0), rating.1)),
        importance: None,
        difficulty: None,
        status: None,
        closed_on: None,
        order: 0,
    }
}

fn results(mut goals: Vec<GoalRow>) -> Results {
    goals.iter_mut().enumerate().for_each(|(at, row)| row.order = at as u32);
    let rows = Rows { goals: Some(goals), ..Rows::default() };
    let scored = score::score(&rows, shipped()).expect("hand-made rows can be combined");
    score::at(&scored, &rows, shipped(), &period())
}

/// Two ratings of each of some goals of some people, with weights.
fn random_rows(chance: &mut Chance) -> Vec<GoalRow> {
    let mut rows = Vec::new();
    for person in 0..200 {
        for goal in 0..1 + chance.below(4) {
            let weight = |chance: &mut Chance| chance.percent(80).then(|| chance.below(4) as u8);
            let (importance, difficulty) = (weight(chance), weight(chance));
            for when in [FIRST, LAST] {
                let rated = row(person, goal, GoalScale::Gas, (when, chance.below(5) as f64 - 2.0));
                rows.push(GoalRow { importance, difficulty, ..rated });
            }
        }
    }
    rows
}

/// T at first and last of one person, worked out from the rows.
fn plain_t(rows: &[GoalRow], person: PersonIx) -> [f64; 2] {
    [FIRST, LAST].map(|when| {
        let rated = rows.iter().filter(|row| row.person == person && row.rating.is_some_and(|r| r.0 == on(when)));
        let weight = |given: Option<u8>| given.map_or(1.0, f64::from);
        let goals =
            rated.map(|row| (row.rating.map_or(0.0, |r| r.1), weight(row.importance) * weight(row.difficulty)));
        plain_formula(&goals.collect::<Vec<_>>())
    })
}

fn plain_formula(goals: &[(f64, f64)]) -> f64 {
    let all_zero = goals.iter().all(|goal| goal.1 == 0.0);
    let goals: Vec<(f64, f64)> = goals.iter().map(|goal| (goal.0, if all_zero { 1.0 } else { goal.1 })).collect();
    let attained: f64 = goals.iter().map(|(x, w)| w * x).sum();
    let squares: f64 = goals.iter().map(|(_, w)| w * w).sum();
    let weights: f64 = goals.iter().map(|(_, w)| w).sum();
    50.0 + 10.0 * attained / (0.7 * squares + 0.3 * weights * weights).sqrt()
}

#[test]
fn t_of_rows_takes_importance_times_difficulty_and_a_missing_weight_as_1() {
    let rows = random_rows(&mut Chance(5));
    let found = results(rows.clone()).gas;
    assert_eq!(found.len(), 200);
    for one in found {
        let [first, last] = plain_t(&rows, one.person);
        assert!((one.t_first - first).abs() < 1e-9 && (one.t_last - last).abs() < 1e-9, "{one:?}: {first} {last}");
        assert!(one.t_change.is_some_and(|change| (change - (last - first)).abs() < 1e-9), "{one:?}");
    }
}

fn same(a: &[GasRow], b: &[GasRow]) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
    let same_row = |(a, b): (&GasRow, &GasRow)| {
        (a.person, a.goals, a.last_on) == (b.person, b.goals, b.last_on)
            && near(a.t_first, b.t_first)
            && near(a.t_last, b.t_last)
    };
    a.len() == b.len() && a.iter().zip(b).all(same_row)
}

#[test]
fn the_order_of_goal_rows_changes_nothing() {
    let mut chance = Chance(6);
    let rows = random_rows(&mut chance);
    let mut shuffled = rows.clone();
    chance.shuffle(&mut shuffled);
    assert_ne!(rows, shuffled);
    assert!(same(&results(rows).gas, &results(shuffled).gas));
}

#[test]
fn the_numbering_of_goals_changes_nothing() {
    let rows = random_rows(&mut Chance(8));
    let renumbered = rows.iter().map(|row| GoalRow { goal: 1000 - row.goal, ..row.clone() }).collect();
    assert!(same(&results(rows).gas, &results(renumbered).gas));
}

#[test]
fn weighing_every_goal_three_times_as_much_changes_nothing() {
    let mut rows = random_rows(&mut Chance(9));
    rows.iter_mut().for_each(|row| row.importance = row.importance.map(|given| given.min(1)).or(Some(1)));
    let heavier = rows.iter().map(|row| GoalRow { importance: row.importance.map(|w| 3 * w), ..row.clone() });
    let heavier: Vec<GoalRow> = heavier.collect();
    assert_ne!(rows, heavier);
    assert!(same(&results(rows).gas, &results(heavier).gas));
}

#[test]
fn a_goal_based_outcome_changes_from_3_points_on() {
    use ChangeCategory::{Deteriorated, Improved, NoReliableChange};
    let steps = (0..=10).flat_map(|first| (0..=10).map(move |last| (first, last)));
    let steps: Vec<(i32, i32)> = steps.collect();
    let rated = |(person, (first, last)): (usize, &(i32, i32))| {
        let gbo = |when, value: i32| row(person, 0, GoalScale::Gbo, (when, f64::from(value)));
        [gbo(FIRST, *first), gbo(LAST, *last)]
    };
    let found = results(steps.iter().enumerate().flat_map(rated).collect()).goals;
    assert_eq!(found.len(), steps.len());
    for (result, (first, last)) in found.iter().zip(steps) {
        let expected = match last - first {
            3.. => Improved,
            ..=-3 => Deteriorated,
            _ => NoReliableChange,
        };
        assert_eq!(result.category, Some(expected), "{first} to {last}");
    }
}
