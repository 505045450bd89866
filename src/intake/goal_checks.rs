//! What only all rows of a goal, or all goals, can show: ids that were used twice, that number something else than goals, and goals
//! that have ended on no day. All are for a person to look at; nothing is changed.

use super::desk::Desk;
use super::gather::Gathered;
use super::quick::QuickMap;
use super::rows::{GoalKind, GoalRow, GoalStatus, PersonIx, TeamIx};
use super::stop::Facts;
use crate::definitions::TableId;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Code of the finding that goals cannot be told apart by their ids alone.
pub const SLOTS: &str = "goal-slots";

/// Days of the ratings of goals that were set together, and the first row that says so.
type Rated = (BTreeSet<NaiveDate>, u32, TeamIx);

/// A few people may well set two goals on one day and rate them on two.
const FEWEST_ALIKE: usize = 5;

pub(super) fn look(desk: &mut Desk<'_>, gathered: &mut Gathered<GoalRow>) {
    changed(desk, gathered);
    slots(desk, gathered);
    ended(desk, gathered);
    each_rated_once(desk, gathered);
}

/// A goal id that changes its kind, its scale or the day it was set was probably used for two goals: their ratings would be
/// mixed.
fn changed(desk: &mut Desk<'_>, gathered: &mut Gathered<GoalRow>) {
    let Gathered { rows, read } = gathered;
    let mut first: QuickMap<(PersonIx, u32), &(u32, GoalRow)> = QuickMap::default();
    for row in rows.iter() {
        let (order, goal) = row;
        let (first_order, before) = first.entry((goal.person, goal.goal)).or_insert(row);
        if (before.kind, before.scale, before.set_on) != (goal.kind, goal.scale, goal.set_on) {
            let facts = read.other(*first_order);
            desk.look(read, TableId::Goals, *order, "goal-changed", goal.team, facts);
        }
    }
}

/// Where most ids serve several people they are places on a form, and nobody can see whether one goal took another's place.
fn slots(desk: &mut Desk<'_>, gathered: &mut Gathered<GoalRow>) {
    let Gathered { rows, read } = gathered;
    let mut owner: QuickMap<u32, PersonIx> = QuickMap::default();
    let mut shared: BTreeMap<u32, (u32, TeamIx)> = BTreeMap::new();
    for (order, goal) in rows.iter() {
        if *owner.entry(goal.goal).or_insert(goal.person) != goal.person {
            shared.entry(goal.goal).or_insert((*order, goal.team));
        }
    }
    let first = shared.values().min_by_key(|(order, _)| *order);
    if let Some((order, team)) = first.filter(|_| shared.len() * 2 >= owner.len()) {
        desk.look(read, TableId::Goals, *order, SLOTS, *team, Facts::new());
    }
}

/// Goals whose last row says that they have ended, and not when: they count as open for ever.
fn ended(desk: &mut Desk<'_>, gathered: &mut Gathered<GoalRow>) {
    let Gathered { rows, read } = gathered;
    let mut last: BTreeMap<(PersonIx, u32), (u32, &GoalRow)> = BTreeMap::new();
    for (order, goal) in rows.iter() {
        let own = last.entry((goal.person, goal.goal)).or_insert((*order, goal));
        if (own.1.day(), own.0) <= (goal.day(), *order) {
            *own = (*order, goal);
        }
    }
    let has_ended = [GoalStatus::Achieved, GoalStatus::Partly, GoalStatus::Stopped];
    let ended = |goal: &GoalRow| goal.closed_on.is_none() && goal.status.is_some_and(|s| has_ended.contains(&s));
    let mut without_day: Vec<(u32, TeamIx)> =
        last.into_values().filter(|(_, goal)| ended(goal)).map(|(order, goal)| (order, goal.team)).collect();
    without_day.sort_unstable();
    for (order, team) in without_day {
        desk.look(read, TableId::Goals, order, "goal-ended-without-day", team, Facts::new());
    }
}

/// Where no goal was ever rated twice, and goals of one person that were set on one day were rated on several: the id probably
/// numbers the rating, and each rating became a goal of its own.
fn each_rated_once(desk: &mut Desk<'_>, gathered: &mut Gathered<GoalRow>) {
    let Gathered { rows, read } = gathered;
    let mut ratings: QuickMap<(PersonIx, u32), u32> = QuickMap::default();
    let mut set_together: BTreeMap<(PersonIx, NaiveDate, bool), Rated> = BTreeMap::new();
    for (order, goal) in rows.iter() {
        let Some((on, _)) = goal.rating else { continue };
        *ratings.entry((goal.person, goal.goal)).or_default() += 1;
        let key = (goal.person, goal.set_on, goal.kind == GoalKind::Recovery);
        set_together.entry(key).or_insert((BTreeSet::new(), *order, goal.team)).0.insert(on);
    }
    let apart: Vec<_> = set_together.values().filter(|(days, ..)| days.len() > 1).collect();
    let many = apart.len() >= FEWEST_ALIKE && apart.len() * 4 >= set_together.len();
    let first = apart.iter().map(|(_, order, team)| (*order, *team)).min();
    if let Some((order, team)) = first.filter(|_| many && ratings.values().all(|ratings| *ratings == 1)) {
        desk.look(read, TableId::Goals, order, "goal-for-each-rating", team, Facts::new());
    }
}
