//! `goals.csv`: goals as they stood and their ratings. Decides which ratings can be scored; scores nothing.

use super::desk::Desk;
use super::gather::gather;
use super::goal_checks;
use super::header::Col;
use super::meant::not_a_number;
use super::plan::Plan;
use super::register::Register;
use super::row::{Row, decimal};
use super::rows::{Given, GoalKind, GoalRow, GoalScale, GoalStatus, PersonIx, SetBy};
use super::stop::Stop;
use super::table_read::TableRead;
use crate::definitions::GoalRules;
use crate::finding::Level;
use chrono::NaiveDate;

pub(super) const COLUMNS: [&str; 15] = [
    "goal_id",
    "person_id",
    "team_id",
    "kind",
    "set_by",
    "set_on",
    "life_area",
    "scale",
    "rated_on",
    "rating",
    "importance",
    "difficulty",
    "status",
    "closed_on",
    "rated_by",
];
const GOAL: Col = Col(0);
const PERSON: Col = Col(1);
const TEAM: Col = Col(2);
const KIND: Col = Col(3);
const SET_BY: Col = Col(4);
const SET_ON: Col = Col(5);
const SCALE: Col = Col(7);
const RATED_ON: Col = Col(8);
const RATING: Col = Col(9);
const IMPORTANCE: Col = Col(10);
const DIFFICULTY: Col = Col(11);
const STATUS: Col = Col(12);
const CLOSED_ON: Col = Col(13);

pub(super) const KINDS: [(&str, GoalKind); 2] =
    [("recovery", GoalKind::Recovery), ("treatment", GoalKind::Treatment)];
pub(super) const SETTERS: [(&str, SetBy); 3] =
    [("person", SetBy::Person), ("joint", SetBy::Joint), ("staff", SetBy::Staff)];
pub(super) const SCALES: [(&str, GoalScale); 2] = [("gas", GoalScale::Gas), ("gbo", GoalScale::Gbo)];
pub(super) const STATUSES: [(&str, GoalStatus); 5] = [
    ("open", GoalStatus::Open),
    ("achieved", GoalStatus::Achieved),
    ("partly", GoalStatus::Partly),
    ("revised", GoalStatus::Revised),
    ("stopped", GoalStatus::Stopped),
];

type Key = (PersonIx, u32, Option<NaiveDate>);

pub(super) fn read(
    desk: &mut Desk<'_>,
    plan: &Plan<'_>,
    rules: &GoalRules,
) -> Result<(Vec<GoalRow>, TableRead), Stop> {
    let mut gathered = gather(desk, plan, |row, register| check(row, register, rules), |goal| goal.team)?;
    goal_checks::look(desk, &mut gathered);
    Ok(gathered.into_rows())
}

/// Whether no file says of which kind a goal is, and `audit.toml` says it for all.
pub(super) fn of_fixed_kind(plan: &Plan<'_>) -> bool {
    plan.files.iter().all(|file| file.header.columns[KIND.0].fixed.is_some())
}

fn check(row: &mut Row<'_>, register: &mut Register, rules: &GoalRules) -> Option<(Key, GoalRow)> {
    let (goal, person, team) = (row.id(GOAL), row.id(PERSON), register.team_of(row, TEAM));
    let (kind, set_by, set_on) = (row.code(KIND, &KINDS), row.code(SET_BY, &SETTERS), row.day(SET_ON));
    let scale = row.code(SCALE, &SCALES);
    let rated_on = row.day(RATED_ON);
    let rating = rating(row, scale.clone(), rules);
    let (importance, difficulty) = (weight(row, IMPORTANCE, rules), weight(row, DIFFICULTY, rules));
    let (status, closed_on) = (row.code(STATUS, &STATUSES), row.day(CLOSED_ON));
    one_without_the_other(row, &rated_on, &rating);
    not_before(row, (RATED_ON, &rated_on), &set_on, "rated-before-set");
    not_before(row, (CLOSED_ON, &closed_on), &set_on, "closed-before-set");
    if row.is_left_out() {
        return None;
    }
    let (person, team) = (register.person(person.value()?), register.team(team.value()?));
    let (goal, set_on, rated_on) = (register.goals.number(goal.value()?), set_on.value()?, rated_on.value());
    let when = rated_on.map_or((SET_ON, set_on), |day| (RATED_ON, day));
    register.look_at_spell(row, (PERSON, person), team, when);
    let typed = GoalRow {
        goal,
        person,
        team,
        kind: kind.value()?,
        set_by: set_by.value(),
        set_on,
        scale: scale.value(),
        rating: rated_on.zip(rating.value()),
        importance: importance.value(),
        difficulty: difficulty.value(),
        status: status.value(),
        closed_on: closed_on.value(),
        order: row.order,
    };
    Some(((person, goal, rated_on), typed))
}

/// A rating within the range of its scale. Without a usable scale only its form is checked.
fn rating(row: &mut Row<'_>, scale: Given<GoalScale>, rules: &GoalRules) -> Given<f64> {
    row.text(RATING).and_then(|text| {
        let Some(rating) = decimal(text) else {
            return row.fault(Some(RATING), "not-a-number", Level::LeftOut, not_a_number(text));
        };
        let Some(scale) = scale.value() else { return Given::Value(rating) };
        let (lowest, highest) = scale.range(rules);
        if !(lowest..=highest).contains(&rating) {
            return row.out_of_range(RATING, text, lowest, highest);
        }
        let half = rating.fract() != 0.0;
        let halves_are_fine = rules.gas_half_points && (rating * 2.0).fract() == 0.0;
        match scale {
            GoalScale::Gas if half && !halves_are_fine => row.left_out(RATING, "gas-half-point"),
            GoalScale::Gbo if half => row.left_out(RATING, "not-a-whole-number"),
            _ => Given::Value(rating),
        }
    })
}

fn weight(row: &mut Row<'_>, col: Col, rules: &GoalRules) -> Given<u8> {
    row.whole_within(col, 0, i64::from(rules.weight_highest))
        .and_then(|weight| u8::try_from(weight).map_or(Given::Invalid, Given::Value))
}

fn one_without_the_other(row: &mut Row<'_>, rated_on: &Given<NaiveDate>, rating: &Given<f64>) {
    match (rated_on, rating) {
        (Given::Value(_), Given::Blank) => row.refuse(RATING, "date-without-rating"),
        (Given::Blank, Given::Value(_)) => row.refuse(RATED_ON, "rating-without-date"),
        _ => {}
    }
}

/// Notes a day that lies before the day the goal was set.
fn not_before(row: &mut Row<'_>, day: (Col, &Given<NaiveDate>), set_on: &Given<NaiveDate>, code: &'static str) {
    if let (Given::Value(later), Given::Value(set_on)) = (day.1, set_on)
        && later < set_on
    {
        row.too_early(day.0, *later, code);
    }
}
