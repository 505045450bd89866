//! Roles in life over a spell: the first and the last known status, and whether a role was gained, kept or lost.

use super::{Scored, SpellOf};
use crate::definitions::{Domain, Roles};
use crate::intake::rows::{PersonIx, RoleRow, Rows, TeamIx};
use crate::period::Period;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What became of a role between the first and the last known status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Transition {
    Gained,
    Kept,
    Lost,
    NotHeld,
    /// Fewer than two known statuses.
    Unknown,
}

impl Transition {
    /// As the `transition` column writes it.
    pub fn name(self) -> &'static str {
        match self {
            Transition::Gained => "gained",
            Transition::Kept => "kept",
            Transition::Lost => "lost",
            Transition::NotHeld => "not held",
            Transition::Unknown => "unknown",
        }
    }

    fn between(first: bool, last: bool) -> Transition {
        match (first, last) {
            (false, true) => Transition::Gained,
            (true, true) => Transition::Kept,
            (true, false) => Transition::Lost,
            (false, false) => Transition::NotHeld,
        }
    }
}

/// A known status on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    pub on: NaiveDate,
    /// Index into the domain's statuses.
    pub status: usize,
    pub held: bool,
    pub order: u32,
}

/// One line of `roles.csv`: a spell and a domain with any status by the period's end.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleResult {
    pub person: PersonIx,
    pub team: TeamIx,
    pub domain: usize,
    /// First and last known status by the period's end; both absent when none is known, equal when one is.
    pub first: Option<Known>,
    pub last: Option<Known>,
    pub transition: Transition,
}

/// All spells and domains with a status by the period's end, in order of person, team and start of spell.
pub fn results(scored: &Scored, rows: &Rows, roles: &Roles, period: &Period) -> Vec<RoleResult> {
    let by_team = rows_by_person_and_team(rows, roles, period);
    let mut spells: Vec<&SpellOf> = scored.spells.iter().collect();
    spells.sort_by_key(|spell| (spell.person, spell.team, spell.start, spell.end));
    spells.dedup();
    spells.into_iter().flat_map(|spell| of_spell(spell, &by_team, roles)).collect()
}

type ByPersonAndTeam<'a> = BTreeMap<(PersonIx, TeamIx), Vec<&'a RoleRow>>;

fn rows_by_person_and_team<'a>(rows: &'a Rows, roles: &Roles, period: &Period) -> ByPersonAndTeam<'a> {
    let mut by_team = ByPersonAndTeam::new();
    let rows = rows.roles.iter().flatten();
    for row in rows.filter(|row| row.on <= period.end && roles.domains[row.domain].can_be_held) {
        by_team.entry((row.person, row.team)).or_default().push(row);
    }
    for rows in by_team.values_mut() {
        rows.sort_by_key(|row| (row.domain, row.on, row.order));
    }
    by_team
}

fn of_spell(spell: &SpellOf, by_team: &ByPersonAndTeam, roles: &Roles) -> Vec<RoleResult> {
    let rows = by_team.get(&(spell.person, spell.team)).map_or(&[][..], Vec::as_slice);
    let in_spell: Vec<&RoleRow> = rows.iter().copied().filter(|row| spell.holds(row.on)).collect();
    in_spell.chunk_by(|a, b| a.domain == b.domain).map(|rows| of_domain(rows, roles)).collect()
}

fn of_domain(rows: &[&RoleRow], roles: &Roles) -> RoleResult {
    let domain = &roles.domains[rows[0].domain];
    let known: Vec<Known> = rows.iter().filter_map(|row| known(row, domain)).collect();
    let (first, last) = (known.first().copied(), known.last().copied());
    let transition = match (first, last) {
        (Some(first), Some(last)) if last.on > first.on => Transition::between(first.held, last.held),
        _ => Transition::Unknown,
    };
    RoleResult { person: rows[0].person, team: rows[0].team, domain: rows[0].domain, first, last, transition }
}

fn known(row: &RoleRow, domain: &Domain) -> Option<Known> {
    let status = &domain.statuses[row.status];
    status.known.then_some(Known { on: row.on, status: row.status, held: status.held, order: row.order })
}

/// A person's points on the index of social outcomes, from what one team has recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcomes {
    pub person: PersonIx,
    pub team: TeamIx,
    pub points: u32,
    /// Of the latest record among its parts.
    pub on: NaiveDate,
    pub order: u32,
}

/// Of each person and team of whom every part is known within the window that ends with the period.
pub fn outcomes(rows: &Rows, roles: &Roles, period: &Period) -> Vec<Outcomes> {
    let Some(index) = &roles.index else { return Vec::new() };
    let parts: BTreeSet<usize> = index.domains().collect();
    let first_day = period.window_of_months(roles.window_months);
    let mut latest: BTreeMap<(PersonIx, TeamIx), BTreeMap<usize, &RoleRow>> = BTreeMap::new();
    for row in rows.roles.iter().flatten() {
        let is_known = roles.domains[row.domain].statuses[row.status].known;
        if parts.contains(&row.domain) && is_known && row.on >= first_day && row.on <= period.end {
            let of_person = latest.entry((row.person, row.team)).or_default();
            let kept = of_person.entry(row.domain).or_insert(row);
            if (row.on, row.order) > (kept.on, kept.order) {
                *kept = row;
            }
        }
    }
    let whole = latest.into_iter().filter(|(_, of_person)| of_person.len() == parts.len());
    whole.filter_map(|((person, team), rows)| added_up(person, team, rows.into_values().collect(), roles)).collect()
}

fn added_up(person: PersonIx, team: TeamIx, rows: Vec<&RoleRow>, roles: &Roles) -> Option<Outcomes> {
    let points = rows.iter().map(|row| roles.domains[row.domain].statuses[row.status].points.map(u32::from));
    let (on, order) = rows.iter().map(|row| (row.on, row.order)).max()?;
    Some(Outcomes { person, team, points: points.sum::<Option<u32>>()?, on, order })
}
