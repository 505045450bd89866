//! Who is on whose caseload, and what is known of each person at a period's end. Without a table of people a person has
//! one open spell with each team that has rows of theirs, and the caseload is whoever has a row in the period.

use super::Scored;
use crate::intake::rows::{PersonIx, Rows, Spell, TeamIx};
use crate::period::Period;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A stretch of days in which rows of a person with a team belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpellOf {
    pub person: PersonIx,
    pub team: TeamIx,
    pub start: NaiveDate,
    /// Last day, or `None` while it lasts.
    pub end: Option<NaiveDate>,
}

impl SpellOf {
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.start <= day && self.end.is_none_or(|end| day <= end)
    }

    pub fn touches(&self, period: &Period) -> bool {
        self.start <= period.end && self.end.is_none_or(|end| end >= period.start)
    }
}

/// All spells, and whether they were given.
pub fn spells_of(rows: &Rows) -> (Vec<SpellOf>, bool) {
    match &rows.people {
        Some(people) => (people.iter().map(given).collect(), true),
        None => (made_from_rows(rows), false),
    }
}

fn given(spell: &Spell) -> SpellOf {
    SpellOf { person: spell.person, team: spell.team, start: spell.start, end: spell.end }
}

fn made_from_rows(rows: &Rows) -> Vec<SpellOf> {
    let mut first: BTreeMap<(PersonIx, TeamIx), NaiveDate> = BTreeMap::new();
    for (person, team, day) in days_of_rows(rows) {
        let start = first.entry((person, team)).or_insert(day);
        *start = day.min(*start);
    }
    first.into_iter().map(|((person, team), start)| SpellOf { person, team, start, end: None }).collect()
}

/// Person, team and day of every row about a person.
fn days_of_rows(rows: &Rows) -> impl Iterator<Item = (PersonIx, TeamIx, NaiveDate)> {
    let sheets = rows.measures.iter().flatten().flat_map(|sheets| &sheets.sheets);
    let sheets = sheets.filter_map(|sheet| sheet.person.map(|person| (person, sheet.team, sheet.on)));
    let goals = rows.goals.iter().flatten();
    let goals = goals.map(|row| (row.person, row.team, row.rating.map_or(row.set_on, |(on, _)| on)));
    let roles = rows.roles.iter().flatten().map(|row| (row.person, row.team, row.on));
    sheets.chain(goals).chain(roles)
}

/// Who is on the caseload of which team in a period, each once, sorted.
pub fn caseload(scored: &Scored, rows: &Rows, period: &Period) -> Vec<(PersonIx, TeamIx)> {
    let mut pairs: Vec<(PersonIx, TeamIx)> = if scored.spells_given {
        scored.spells.iter().filter(|spell| spell.touches(period)).map(|spell| (spell.person, spell.team)).collect()
    } else {
        let in_period = days_of_rows(rows).filter(|(.., day)| period.holds(*day));
        in_period.map(|(person, team, _)| (person, team)).collect()
    };
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// By person, the position of the spell that started last, not after the period's end (later rows win ties): it says what
/// is known of them.
pub fn people(rows: &Rows, period: &Period) -> Vec<usize> {
    let spells = rows.people.as_deref().unwrap_or_default();
    let mut latest: Vec<Option<usize>> = Vec::new();
    for (at, spell) in spells.iter().enumerate().filter(|(_, spell)| spell.start <= period.end) {
        let person = spell.person.0 as usize;
        latest.resize(latest.len().max(person + 1), None);
        let begins = |spell: &Spell| (spell.start, spell.order);
        if latest[person].is_none_or(|kept| begins(spell) >= begins(&spells[kept])) {
            latest[person] = Some(at);
        }
    }
    latest.into_iter().flatten().collect()
}
