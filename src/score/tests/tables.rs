//! The tables about single people, line by line.

use super::*;
use crate::intake::rows::{GoalStatus, Ids, SetBy};
use crate::score::export::each_table;
use std::convert::Infallible;

/// Ids in another order than that of their numbers.
fn ids() -> Ids {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let mut ids = Ids { people: texts(&["P2", "P1"]), teams: texts(&["T2", "T1"]), ..Ids::default() };
    ids.questionnaires.push("q9");
    ids.questionnaires.push("q1");
    ids.goals = texts(&["g2", "g1"]);
    ids
}

const P2: u32 = 0;
const P1: u32 = 1;
const T2: u32 = 0;
const T1: u32 = 1;
const Q9: u32 = 0;
const Q1: u32 = 1;

/// The lines of a table below its header, with commas between the cells.
fn lines(name: &str, rows: &Rows) -> Vec<String> {
    let (scored, results) = results(rows);
    let (mut lines, mut names) = (Vec::new(), Vec::new());
    let done = each_table(&scored, &results, rows, &SHIPPED, |table| {
        names.push(table.name);
        let mut keep = |line: &crate::table::Line| {
            assert_eq!(line.cells().count(), table.columns.len());
            lines.extend((table.name == name).then(|| line.cells().collect::<Vec<_>>().join(",")));
            Ok(())
        };
        (table.each_row)(&mut keep).unwrap();
        Ok::<(), Infallible>(())
    });
    assert!(done.is_ok());
    assert_eq!(names, ["scores", "changes", "goals", "gas", "roles"]);
    lines
}

#[test]
fn scores_stand_in_the_order_of_their_cells() {
    let on = day(2026, 8, 3);
    let swemwbs = same_box(
        "swemwbs",
        &[
            (sheet(P2, T2, on, Q9), Some(1)),
            (sheet(P2, T2, on, Q1), Some(5)),
            (sheet(P2, T1, on, Q9), None),
            (sheet(P2, T1, day(2026, 8, 2), Q9), Some(5)),
        ],
    );
    let reqol = totals(&[(sheet(P2, T2, on, Q9), 40.0), (sheet(P1, T2, on, Q1), 30.0)]);
    let rows = Rows { ids: ids(), measures: Some(vec![swemwbs, reqol]), ..Rows::default() };
    let expected = [
        "P1,T2,2026-08-03,q1,reqol-20,total,30,,,not re-scored",
        "P2,T1,2026-08-02,q9,swemwbs,metric,35,7,7,scored",
        "P2,T1,2026-08-02,q9,swemwbs,raw,35,7,7,scored",
        "P2,T1,2026-08-03,q9,swemwbs,metric,,0,7,too few answers",
        "P2,T1,2026-08-03,q9,swemwbs,raw,,0,7,too few answers",
        "P2,T2,2026-08-03,q1,swemwbs,metric,35,7,7,scored",
        "P2,T2,2026-08-03,q1,swemwbs,raw,35,7,7,scored",
        "P2,T2,2026-08-03,q9,reqol-20,total,40,,,not re-scored",
        "P2,T2,2026-08-03,q9,swemwbs,metric,7,7,7,scored",
        "P2,T2,2026-08-03,q9,swemwbs,raw,7,7,7,scored",
    ];
    assert_eq!(lines("scores", &rows), expected);
}

#[test]
fn changes_name_person_team_scale_and_both_days() {
    let (first, last) = (day(2026, 5, 4), day(2026, 8, 3));
    let twice = |person, team, points: [f64; 2]| {
        [(sheet(person, team, first, Q9), points[0]), (sheet(person, team, last, Q9), points[1])]
    };
    let forms = [twice(P2, T2, [30.0, 45.5]), twice(P2, T1, [50.0, 40.0]), twice(P1, T2, [20.0, 20.0])].concat();
    let well = [(sheet(P2, T2, day(2026, 4, 6), Q9), Some(1)), (sheet(P2, T2, last, Q9), Some(5))];
    let measures = Some(vec![totals(&forms), same_box("swemwbs", &well)]);
    let rows = Rows { ids: ids(), measures, ..Rows::default() };
    let expected = [
        "P1,T2,reqol-20,total,2026-05-04,20,2026-08-03,20,0,no threshold",
        "P2,T1,reqol-20,total,2026-05-04,50,2026-08-03,40,-10,no threshold",
        "P2,T2,reqol-20,total,2026-05-04,30,2026-08-03,45.5,15.5,no threshold",
        "P2,T2,swemwbs,metric,2026-04-06,7,2026-08-03,35,28,improved",
        "P2,T2,swemwbs,raw,2026-04-06,7,2026-08-03,35,28,no threshold",
    ];
    assert_eq!(lines("changes", &rows), expected);
}

#[test]
fn goals_are_told_with_their_first_and_last_rating() {
    let (first, last) = (day(2026, 5, 4), day(2026, 8, 3));
    let of = |number: u32, person, on, value| GoalRow {
        goal: number,
        person: PersonIx(person),
        ..goal(Some((on, value)))
    };
    let outcome = |on, value| GoalRow {
        scale: Some(GoalScale::Gbo),
        kind: GoalKind::Treatment,
        set_by: Some(SetBy::Joint),
        status: Some(GoalStatus::Partly),
        ..of(0, P2, on, value)
    };
    let attained = |person, on, value| GoalRow {
        set_by: Some(SetBy::Person),
        status: Some(GoalStatus::Open),
        ..of(1, person, on, value)
    };
    let staff = |person| GoalRow {
        set_by: Some(SetBy::Staff),
        status: Some(GoalStatus::Revised),
        ..of(0, person, last, 1.0)
    };
    let goals =
        vec![outcome(first, 2.0), outcome(last, 6.0), attained(P2, first, -1.0), attained(P2, last, 0.0), staff(P1)];
    let rows = Rows { ids: ids(), goals: Some(goals), ..Rows::default() };
    let expected = [
        "g1,P2,T2,recovery,person,gas,2026-05-04,-1,2026-08-03,0,1,open,no threshold",
        "g2,P1,T2,recovery,staff,gas,2026-08-03,1,2026-08-03,1,,revised,",
        "g2,P2,T2,treatment,joint,gbo,2026-05-04,2,2026-08-03,6,4,partly,improved",
    ];
    assert_eq!(lines("goals", &rows), expected);
}

#[test]
fn attainment_is_told_by_person_team_and_kind() {
    let (first, last) = (day(2026, 5, 4), day(2026, 8, 3));
    let of =
        |person, team, on, value| GoalRow { person: PersonIx(person), team: TeamIx(team), ..goal(Some((on, value))) };
    let treatment = GoalRow { goal: 1, kind: GoalKind::Treatment, ..of(P2, T2, last, 2.0) };
    let outcome = GoalRow { goal: 1, scale: Some(GoalScale::Gbo), ..of(P1, T1, last, 2.0) };
    let goals = vec![treatment, outcome, of(P2, T2, first, -1.0), of(P2, T2, last, 1.0), of(P1, T1, last, 0.0)];
    let rows = Rows { ids: ids(), goals: Some(goals), ..Rows::default() };
    // One goal at −2, −1, 0, 1 or 2 has a T of 30, 40, 50, 60 or 70; one that was rated once has not changed.
    let expected = ["P1,T1,recovery,1,50,50,", "P2,T2,recovery,1,40,60,20", "P2,T2,treatment,1,70,70,"];
    assert_eq!(lines("gas", &rows), expected);
}

#[test]
fn roles_are_told_with_their_first_and_last_known_status() {
    let (first, last) = (day(2026, 5, 4), day(2026, 8, 3));
    let recorded = [
        (P2, T2, "employment", "02", first),
        (P2, T2, "employment", "01", last),
        (P2, T2, "caring", "yes", last),
        (P2, T1, "employment", "01", last),
        (P1, T2, "employment", "ZZ", last),
    ];
    let rows = Rows { ids: ids(), roles: Some(roles(&recorded)), ..Rows::default() };
    let expected = [
        "P1,T2,employment,,,,,,,unknown",
        "P2,T1,employment,2026-08-03,01,2026-08-03,01,yes,yes,unknown",
        "P2,T2,caring,2026-08-03,yes,2026-08-03,yes,yes,yes,unknown",
        "P2,T2,employment,2026-05-04,02,2026-08-03,01,no,yes,gained",
    ];
    assert_eq!(lines("roles", &rows), expected);
}
