//! Goals set, looked at again, attained and closed.

use super::*;
use crate::intake::rows::{GoalStatus, SetBy};

const STAYS: u32 = 0;
const MOVES: u32 = 1;

/// Rows about goals of two people of team 0.
fn of_two(goals: Vec<GoalRow>) -> Made {
    made(&Rows { goals: Some(goals), ..on_caseload(&[0, 0]) })
}

fn rated(number: u32, on: NaiveDate, value: f64) -> GoalRow {
    GoalRow { rating: Some((on, value)), ..goal(number, STAYS, 0) }
}

#[test]
fn recovery_goals_are_counted_among_all_goals_in_force() {
    let treatment = GoalRow { kind: GoalKind::Treatment, ..goal(2, STAYS, 0) };
    let made = of_two(vec![goal(0, STAYS, 0), goal(1, STAYS, 0), treatment]);
    assert_eq!(made.provider("goals.recovery_share"), Some([3, 3, 2]));
    let people = Tally { known: 1, achieved: 1, not_achieved: 1 };
    assert_eq!(made.people("goals.recovery_share"), people, "one person stands on both sides");
    assert_eq!(made.provider("goals.has_recovery_goal"), Some([2, 2, 1]));
}

#[test]
fn a_goal_is_in_force_from_the_day_it_was_set_to_the_day_it_was_closed() {
    let in_force = |set_on, closed_on| {
        let made = of_two(vec![GoalRow { set_on, closed_on, ..goal(0, STAYS, 0) }]);
        assert_eq!(
            made.provider("goals.has_recovery_goal").map(|[_, _, have]| have > 0),
            Some(made.provider("goals.recovery_share").is_some())
        );
        made.provider("goals.recovery_share").is_some()
    };
    let (before, first, last, after) = (day(2026, 6, 30), day(2026, 7, 1), day(2026, 9, 30), day(2026, 10, 1));
    assert!(in_force(before, None) && in_force(last, None), "set by the last day");
    assert!(!in_force(after, None), "set a day too late");
    assert!(in_force(before, Some(first)), "closed on the first day");
    assert!(!in_force(before, Some(before)), "closed the day before");
}

#[test]
fn a_goal_was_set_with_the_person_where_the_person_set_it_or_both_did() {
    let set = |number, set_by| GoalRow { set_by, ..goal(number, STAYS, 0) };
    let treatment = GoalRow { kind: GoalKind::Treatment, ..set(4, Some(SetBy::Person)) };
    let closed = GoalRow { closed_on: Some(day(2026, 6, 30)), ..set(5, Some(SetBy::Person)) };
    let all = [Some(SetBy::Person), Some(SetBy::Joint), Some(SetBy::Staff), None];
    let mut goals: Vec<_> = all.into_iter().zip(0..).map(|(set_by, number)| set(number, set_by)).collect();
    goals.extend([treatment, closed]);
    assert_eq!(of_two(goals).provider("goals.set_with_person"), Some([4, 3, 2]));
}

#[test]
fn a_goal_of_half_a_year_or_more_was_reviewed_when_it_was_rated_within_183_days() {
    // The last of the 183 days is 30 September, and so the first is 1 April.
    let (too_early, first) = (day(2026, 3, 31), day(2026, 4, 1));
    let reviewed = |set_on, rating: Option<NaiveDate>| {
        let one = GoalRow { set_on, rating: rating.map(|on| (on, 0.0)), ..goal(0, STAYS, 0) };
        let other = GoalRow { person: PersonIx(MOVES), set_on: day(2026, 9, 1), ..rated(1, day(2026, 9, 2), 0.0) };
        of_two(vec![one, other]).provider("goals.reviewed")
    };
    let long_ago = day(2025, 5, 1);
    assert_eq!(reviewed(long_ago, Some(first)), Some([1, 1, 1]));
    assert_eq!(reviewed(long_ago, Some(too_early)), Some([1, 1, 0]));
    assert_eq!(reviewed(long_ago, Some(day(2026, 10, 1))), Some([1, 1, 0]), "rated after the quarter");
    assert_eq!(reviewed(long_ago, None), Some([1, 1, 0]));
    // 183 days before 30 September is 31 March: set then, it could have been reviewed.
    assert_eq!(reviewed(too_early, Some(first)), Some([1, 1, 1]));
    assert_eq!(reviewed(first, Some(first)), None, "not yet half a year old");
}

#[test]
fn open_recovery_goals_are_told_by_how_long_ago_they_were_last_rated() {
    // 92, 183 and 365 days that end on 30 September begin on 1 July, 1 April and 1 October of the year before.
    let on = [
        day(2026, 7, 1),
        day(2026, 6, 30),
        day(2026, 4, 1),
        day(2026, 3, 31),
        day(2025, 10, 1),
        day(2025, 9, 30),
        day(2026, 10, 1),
    ];
    let mut goals: Vec<_> = on.into_iter().zip(0..).map(|(on, number)| rated(number, on, 0.0)).collect();
    goals.push(goal(7, MOVES, 0));
    goals.push(GoalRow { kind: GoalKind::Treatment, ..goal(8, MOVES, 0) });
    goals.push(GoalRow { closed_on: Some(day(2026, 9, 30)), ..goal(9, MOVES, 0) });
    goals.push(GoalRow { closed_on: Some(day(2026, 10, 1)), ..goal(10, MOVES, 0) });
    let made = of_two(goals);
    let of = |span: &str| made.provider(&format!("goals.last_rated.{span}"));
    // The one rated after the quarter was not rated by its end; the one closed after the last day was open on it.
    assert_eq!(["92", "183", "365"].map(of), [Some([9, 9, 1]), Some([9, 9, 2]), Some([9, 9, 2])]);
    assert_eq!(["longer", "never"].map(of), [Some([9, 9, 1]), Some([9, 9, 3])]);
}

#[test]
fn recovery_goals_closed_in_the_quarter_are_told_by_how_they_ended() {
    let closed = |number, status, closed_on| GoalRow { status, closed_on: Some(closed_on), ..goal(number, STAYS, 0) };
    let all = [
        (Some(GoalStatus::Achieved), day(2026, 7, 1)),
        (Some(GoalStatus::Achieved), day(2026, 9, 30)),
        (Some(GoalStatus::Partly), day(2026, 8, 1)),
        (Some(GoalStatus::Revised), day(2026, 8, 1)),
        (Some(GoalStatus::Stopped), day(2026, 8, 1)),
        (None, day(2026, 8, 1)),
        (Some(GoalStatus::Achieved), day(2026, 6, 30)),
        (Some(GoalStatus::Achieved), day(2026, 10, 1)),
    ];
    let mut goals: Vec<_> =
        all.into_iter().zip(0..).map(|((status, on), number)| closed(number, status, on)).collect();
    let treatment = closed(8, Some(GoalStatus::Achieved), day(2026, 8, 1));
    goals.push(GoalRow { kind: GoalKind::Treatment, ..treatment });
    let made = of_two(goals);
    let of = |what: &str| made.provider(&format!("goals.{what}"));
    let expected = [Some([6, 6, 2]), Some([6, 6, 1]), Some([6, 6, 1]), Some([6, 6, 1])];
    assert_eq!(["achieved", "partly", "revised", "stopped"].map(of), expected);
}

#[test]
fn attained_goals_are_told_by_level_and_a_half_point_counts_with_the_level_below() {
    let on = day(2026, 8, 1);
    let values = [2.0, 1.0, 1.0, 0.0, -0.5, -1.0, -2.0, 0.5];
    let mut goals: Vec<_> = values.into_iter().zip(0..).map(|(value, number)| rated(number, on, value)).collect();
    goals.push(GoalRow { scale: Some(GoalScale::Gbo), ..rated(8, on, 2.0) });
    goals.push(GoalRow { kind: GoalKind::Treatment, ..rated(9, on, 2.0) });
    goals.push(rated(10, day(2026, 6, 30), 2.0));
    goals.push(rated(11, day(2026, 10, 1), 2.0));
    let made = of_two(goals);
    let at = |level: i8| made.provider(&format!("goals.gas_level.{level}"));
    let expected = [Some([8, 8, 1]), Some([8, 8, 2]), Some([8, 8, 2]), Some([8, 8, 2]), Some([8, 8, 1])];
    assert_eq!([2, 1, 0, -1, -2].map(at), expected);
    assert_eq!(made.provider("goals.at_or_above_expected"), Some([8, 8, 5]));
}

#[test]
fn a_goal_based_outcome_improved_by_3_points_or_more_and_is_known_once_rated_again() {
    let (first, last) = (day(2026, 5, 4), day(2026, 8, 3));
    let twice = |number, from, to| {
        let of = |on, value| GoalRow { scale: Some(GoalScale::Gbo), ..rated(number, on, value) };
        [of(first, from), GoalRow { order: 100 + number, ..of(last, to) }]
    };
    let pairs = [(4.0, 7.0), (4.0, 6.0), (7.0, 4.0), (7.0, 5.0), (2.0, 9.0)];
    let mut goals: Vec<_> = pairs.into_iter().zip(0..).flat_map(|((from, to), at)| twice(at, from, to)).collect();
    goals.push(GoalRow { scale: Some(GoalScale::Gbo), ..rated(5, last, 9.0) });
    let gas = twice(6, 1.0, 9.0).map(|row| GoalRow { scale: Some(GoalScale::Gas), ..row });
    goals.extend(gas);
    let made = of_two(goals);
    assert_eq!(made.provider("goals.gbo_improved"), Some([6, 5, 2]));
    assert_eq!(made.provider("goals.gbo_deteriorated"), Some([6, 5, 1]));
}

#[test]
fn where_two_teams_rated_a_goal_each_has_its_own_and_the_latest_is_the_providers() {
    let by = |team, on, value| GoalRow { team: TeamIx(team), order: team, ..rated(0, on, value) };
    let mut rows = on_caseload(&[0]);
    rows.people.as_mut().unwrap().push(Spell { order: 1, ..spell(STAYS, 2) });
    let rows = Rows { goals: Some(vec![by(0, day(2026, 8, 1), 1.0), by(2, day(2026, 8, 2), -1.0)]), ..rows };
    let made = made(&rows);
    let of = |unit| made.of("goals.at_or_above_expected", unit).unwrap()[2];
    assert_eq!([OF_TEAM[0], NORTH, OF_TEAM[2], SOUTH, PROVIDER].map(of), [1, 1, 0, 0, 0]);
}

#[test]
fn a_goal_counts_with_every_team_that_wrote_of_it_and_once_where_they_belong_to_one_service() {
    let by = |team, on| GoalRow { team: TeamIx(team), rating: Some((on, 0.0)), order: team, ..goal(0, STAYS, 0) };
    let mut rows = on_caseload(&[0]);
    rows.people
        .as_mut()
        .unwrap()
        .extend([Spell { order: 1, ..spell(STAYS, 1) }, Spell { order: 2, ..spell(STAYS, 2) }]);
    let rows = Rows { goals: Some(vec![by(0, day(2026, 8, 1)), by(1, day(2026, 9, 30))]), ..rows };
    let made = made(&rows);
    let of = |unit| made.of("goals.recovery_share", unit);
    let one = Some([1, 1, 1]);
    assert_eq!([PROVIDER, NORTH, SOUTH].map(of), [one, one, None]);
    assert_eq!(OF_TEAM.map(of), [one, one, None]);
}
