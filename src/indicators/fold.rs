//! One vote each: of all facts of a subject in a unit, the latest counts, and only for people on that unit's caseload.
//! The joins and groupings of the room, done by polars in one query for all indicators.

use super::Units;
use super::facts::{Fact, Facts};
use crate::intake::rows::{PersonIx, TeamIx};
use crate::score::columns::{
    ACHIEVED, DAY, INDICATOR, KNOWN, ORDER, PART, PERSON, SINCE, SUBJECT, TEAM, UNIT, VALUE, flags, frame, numbers,
    points,
};
use chrono::{Datelike, NaiveDate};
use polars::prelude::*;
use std::collections::BTreeSet;

/// A subject's vote in a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Vote {
    pub unit: usize,
    pub indicator: usize,
    pub subject: u32,
    pub person: u32,
    pub known: bool,
    pub achieved: bool,
    pub value: Option<f64>,
}

/// All votes, by unit, indicator and subject. With a caseload, only people on a unit's caseload vote there.
pub fn latest_by_unit(
    facts: &Facts,
    units: &Units,
    caseload: Option<&[(PersonIx, TeamIx)]>,
) -> PolarsResult<Vec<Vote>> {
    if facts.list.is_empty() {
        return Ok(Vec::new());
    }
    let mut in_units = facts_frame(&facts.list)?.lazy().join(
        membership(units)?.lazy(),
        [col(TEAM)],
        [col(TEAM)],
        JoinArgs::new(JoinType::Inner),
    );
    if let Some(caseload) = caseload {
        let on_caseload = caseload_frame(caseload, units)?.lazy();
        let keys = [col(UNIT), col(PERSON)];
        in_units = in_units.join(on_caseload, &keys, &keys, JoinArgs::new(JoinType::Inner));
    }
    votes(&latest(in_units).collect()?)
}

fn latest(facts: LazyFrame) -> LazyFrame {
    let parts = facts
        .sort_by_exprs(
            [col(DAY), col(ORDER), col(SINCE)],
            SortMultipleOptions::default().with_order_descending_multi([false, false, true]),
        )
        .group_by_stable([col(UNIT), col(INDICATOR), col(SUBJECT), col(PART)])
        .agg([col(PERSON).last(), col(KNOWN).last(), col(ACHIEVED).last(), col(VALUE).last()]);
    parts
        .group_by_stable([col(UNIT), col(INDICATOR), col(SUBJECT)])
        .agg([col(PERSON).last(), col(KNOWN).any(true), col(ACHIEVED).any(true), col(VALUE).last()])
        .sort_by_exprs([col(UNIT), col(INDICATOR), col(SUBJECT)], SortMultipleOptions::default())
}

fn facts_frame(facts: &[Fact]) -> PolarsResult<DataFrame> {
    let column =
        |name: &str, of: fn(&Fact) -> u32| Column::new(name.into(), facts.iter().map(of).collect::<Vec<u32>>());
    let days = |name: &str, of: fn(&Fact) -> NaiveDate| {
        Column::new(name.into(), facts.iter().map(|fact| of(fact).num_days_from_ce()).collect::<Vec<i32>>())
    };
    let flag =
        |name: &str, of: fn(&Fact) -> bool| Column::new(name.into(), facts.iter().map(of).collect::<Vec<bool>>());
    frame(vec![
        column(INDICATOR, |fact| fact.indicator as u32),
        column(TEAM, |fact| fact.team.0),
        column(SUBJECT, |fact| fact.subject),
        column(PART, |fact| fact.part),
        column(PERSON, |fact| fact.person),
        days(DAY, |fact| fact.on),
        column(ORDER, |fact| fact.order),
        days(SINCE, |fact| fact.since),
        flag(KNOWN, |fact| fact.known),
        flag(ACHIEVED, |fact| fact.achieved),
        Column::new(VALUE.into(), facts.iter().map(|fact| fact.value).collect::<Vec<Option<f64>>>()),
    ])
}

/// Team and each unit it counts in.
fn membership(units: &Units) -> PolarsResult<DataFrame> {
    let pairs = units.of_team.iter().flat_map(|(team, units)| units.iter().map(|unit| (team.0, *unit as u32)));
    let (teams, units): (Vec<u32>, Vec<u32>) = pairs.unzip();
    frame(vec![Column::new(TEAM.into(), teams), Column::new(UNIT.into(), units)])
}

fn caseload_frame(caseload: &[(PersonIx, TeamIx)], units: &Units) -> PolarsResult<DataFrame> {
    let (units, people): (Vec<u32>, Vec<u32>) =
        people_by_unit(caseload, units).into_iter().map(|(unit, person)| (unit as u32, person.0)).unzip();
    frame(vec![Column::new(UNIT.into(), units), Column::new(PERSON.into(), people)])
}

/// Who is on the caseload of each unit, each once.
pub fn people_by_unit(caseload: &[(PersonIx, TeamIx)], units: &Units) -> BTreeSet<(usize, PersonIx)> {
    let counts_in = |team: &TeamIx| units.of_team.get(team).map_or(&[][..], Vec::as_slice);
    caseload.iter().flat_map(|(person, team)| counts_in(team).iter().map(|unit| (*unit, *person))).collect()
}

fn votes(frame: &DataFrame) -> PolarsResult<Vec<Vote>> {
    let [units, indicators, subjects, people] =
        [numbers(frame, UNIT)?, numbers(frame, INDICATOR)?, numbers(frame, SUBJECT)?, numbers(frame, PERSON)?];
    let (known, achieved, values) = (flags(frame, KNOWN)?, flags(frame, ACHIEVED)?, points(frame, VALUE)?);
    let vote = |at: usize| Vote {
        unit: units[at] as usize,
        indicator: indicators[at] as usize,
        subject: subjects[at],
        person: people[at],
        known: known[at],
        achieved: achieved[at],
        value: values[at],
    };
    Ok((0..units.len()).map(vote).collect())
}
