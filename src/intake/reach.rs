//! How far the tables of an export reach, held against each other: a table that was exported earlier than the others, that
//! begins too late, that holds only those who are still there, or a team that it leaves out. Nothing in any row shows it, and
//! every figure that needs the missing rows is wrong.

use super::rows::{Rows, Spell, TeamIx};
use super::stop::Facts;
use crate::definitions::TableId;
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// From fewer rows nothing is said: they may well come in now and then.
const FEWEST: usize = 30;
/// A table whose last row is so many days older than the newest one of the export was probably made earlier, if as many rows as
/// came in before would have made so many more.
const DAYS_BEHIND: i64 = 21;
const ROWS_EXPECTED: i64 = 20;
/// How far back it is looked how many rows come in.
const DAYS_LOOKED_AT: i64 = 90;
/// Figures of “the last twelve months” need rows from so many days before the newest.
const DAYS_BACK: u64 = 365;
/// The table of people must reach back so much further for that to be odd.
const DAYS_FURTHER: u64 = 180;
/// Of so many spells one has ended.
const FEWEST_SPELLS: usize = 20;
/// A team with so many people has a questionnaire now and then.
const FEWEST_PEOPLE: usize = 20;

/// Something to look at in a table as a whole.
pub(super) type Odd = (TableId, &'static str, Facts);

pub(super) fn look(rows: &Rows, team_name: impl Fn(TeamIx) -> String) -> Vec<Odd> {
    let of_tables = days(rows);
    let Some(newest) = newest(rows, &of_tables) else { return Vec::new() };
    let mut odd = Vec::new();
    for (table, days) in of_tables {
        let (Some(first), Some(last)) = (days.iter().min().copied(), days.iter().max().copied()) else { continue };
        let facts = || vec![("first", first.to_string()), ("last", last.to_string()), ("newest", newest.to_string())];
        if days.len() < FEWEST {
            continue;
        }
        let ends_early = rows_expected(&days, last, newest) >= ROWS_EXPECTED;
        odd.extend(ends_early.then(|| (table, "table-ends-early", facts())));
        // What people do is often asked for as it is now.
        let begins_late =
            table != TableId::Roles && first > newest - Days::new(DAYS_BACK) && reaches_back(rows, first);
        odd.extend(begins_late.then(|| (table, "table-begins-late", facts())));
    }
    odd.extend(nobody_left(rows));
    odd.extend(
        teams_without_forms(rows)
            .into_iter()
            .map(|team| (TableId::Measures, "team-without-forms", vec![("team", team_name(team))])),
    );
    odd
}

/// The newest day on which anything was recorded or begun. Ends of spells may be known beforehand.
fn newest(rows: &Rows, of_tables: &[(TableId, Vec<NaiveDate>)]) -> Option<NaiveDate> {
    let starts = rows.people.iter().flatten().map(|spell| spell.start);
    let goals = rows.goals.iter().flatten().map(|goal| goal.set_on);
    of_tables.iter().flat_map(|(_, days)| days).copied().chain(starts).chain(goals).max()
}

/// How many rows there would be between the last one and the newest of the export, had they gone on to come in.
fn rows_expected(days: &[NaiveDate], last: NaiveDate, newest: NaiveDate) -> i64 {
    let behind = (newest - last).num_days();
    let lately = days.iter().filter(|day| (last - **day).num_days() < DAYS_LOOKED_AT).count() as i64;
    if behind > DAYS_BEHIND { lately * behind / DAYS_LOOKED_AT } else { 0 }
}

/// The days that the rows of a table tell something of.
fn days(rows: &Rows) -> [(TableId, Vec<NaiveDate>); 3] {
    let forms = rows.measures.iter().flatten().flat_map(|sheets| &sheets.sheets).map(|sheet| sheet.on);
    let ratings = rows.goals.iter().flatten().filter_map(|goal| Some(goal.rating?.0));
    let roles = rows.roles.iter().flatten().map(|role| role.on);
    [(TableId::Measures, forms.collect()), (TableId::Goals, ratings.collect()), (TableId::Roles, roles.collect())]
}

/// Whether spells of people began long before a day: a tenth of them at least.
fn reaches_back(rows: &Rows, first: NaiveDate) -> bool {
    let spells = || rows.people.iter().flatten();
    let earlier = spells().filter(|spell| spell.start + Days::new(DAYS_FURTHER) < first).count();
    earlier > 0 && earlier * 10 >= spells().count()
}

/// A column of ends that is blank in every row: the export holds only people who are still there.
fn nobody_left(rows: &Rows) -> Option<Odd> {
    let spells = rows.people.as_ref().filter(|spells| spells.len() >= FEWEST_SPELLS)?;
    spells.iter().all(|spell| spell.end.is_none()).then_some((TableId::People, "no-ends", Facts::new()))
}

/// Teams that people are with, and that no questionnaire names although others have many.
fn teams_without_forms(rows: &Rows) -> Vec<TeamIx> {
    let sheets = || rows.measures.iter().flatten().flat_map(|sheets| &sheets.sheets);
    let with_forms: BTreeSet<TeamIx> = sheets().map(|sheet| sheet.team).collect();
    if sheets().count() < FEWEST {
        return Vec::new();
    }
    let first = sheets().map(|sheet| sheet.on).min();
    let mut people: BTreeMap<TeamIx, usize> = BTreeMap::new();
    let was_there = |spell: &&Spell| spell.end.is_none_or(|end| first.is_some_and(|first| end >= first));
    rows.people.iter().flatten().filter(was_there).for_each(|spell| *people.entry(spell.team).or_default() += 1);
    let without = people.into_iter().filter(|(team, people)| *people >= FEWEST_PEOPLE && !with_forms.contains(team));
    without.map(|(team, _)| team).collect()
}
