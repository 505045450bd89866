//! Roles in life over a spell: the first and the last known status, and whether a role was gained, kept or lost.

use super::{Scored, SpellOf};
use crate::definitions::Roles;
use crate::intake::rows::{PersonIx, RoleRow, Rows, TeamIx};
use crate::period::Period;
use chrono::NaiveDate;
use std::collections::BTreeSet;

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

/// Positions of the rows, by person, team, domain and day.
pub fn in_order(rows: &[RoleRow]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..rows.len() as u32).collect();
    let place = |at: &u32| {
        let row = &rows[*at as usize];
        (row.person, row.team, row.domain, row.on, row.order)
    };
    if !order.is_sorted_by_key(place) {
        order.sort_by_cached_key(place);
    }
    order
}

/// All spells and domains with a status by the period's end, in order of person, team and start of spell.
pub fn results(scored: &Scored, rows: &Rows, roles: &Roles, period: &Period) -> Vec<RoleResult> {
    let by_end = scored.roles_of(rows).filter(|row| row.on <= period.end && row.domain_in(roles).can_be_held);
    let rows: Vec<&RoleRow> = by_end.collect();
    let mut spells: Vec<&SpellOf> = scored.spells.iter().collect();
    spells.sort_by_key(|spell| (spell.person, spell.team, spell.start, spell.end));
    spells.dedup();
    let mut by_team = rows.chunk_by(|a, b| place(a) == place(b)).peekable();
    let mut results = Vec::new();
    for spell in spells {
        let own = (spell.person, spell.team);
        while by_team.next_if(|rows| place(rows[0]) < own).is_some() {}
        if let Some(rows) = by_team.peek().filter(|rows| place(rows[0]) == own) {
            results.extend(of_spell(spell, rows, roles));
        }
    }
    results
}

fn place(row: &RoleRow) -> (PersonIx, TeamIx) {
    (row.person, row.team)
}

fn of_spell(spell: &SpellOf, rows: &[&RoleRow], roles: &Roles) -> Vec<RoleResult> {
    let in_spell: Vec<&RoleRow> = rows.iter().copied().filter(|row| spell.holds(row.on)).collect();
    in_spell.chunk_by(|a, b| a.domain == b.domain).map(|rows| of_domain(rows, roles)).collect()
}

fn of_domain(rows: &[&RoleRow], roles: &Roles) -> RoleResult {
    let known: Vec<Known> = rows.iter().filter_map(|row| known(row, roles)).collect();
    let (first, last) = (known.first().copied(), known.last().copied());
    let transition = match (first, last) {
        (Some(first), Some(last)) if last.on > first.on => Transition::between(first.held, last.held),
        _ => Transition::Unknown,
    };
    let row = rows[0];
    RoleResult { person: row.person, team: row.team, domain: usize::from(row.domain), first, last, transition }
}

fn known(row: &RoleRow, roles: &Roles) -> Option<Known> {
    let status = row.status_in(roles);
    status.known.then_some(Known { on: row.on, status: usize::from(row.status), held: status.held, order: row.order })
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
pub fn outcomes(scored: &Scored, rows: &Rows, roles: &Roles, period: &Period) -> Vec<Outcomes> {
    let Some(index) = &roles.index else { return Vec::new() };
    let parts: BTreeSet<usize> = index.domains().collect();
    let first_day = period.window_of_months(roles.window_months);
    let is_known = |row: &RoleRow| row.status_in(roles).known;
    let in_window = |row: &RoleRow| row.on >= first_day && row.on <= period.end;
    let known = scored
        .roles_of(rows)
        .filter(|row| in_window(row) && parts.contains(&usize::from(row.domain)) && is_known(row));
    let known: Vec<&RoleRow> = known.collect();
    let by_team = known.chunk_by(|a, b| place(a) == place(b));
    let latest = by_team.map(latest_by_domain);
    latest.filter(|latest| latest.len() == parts.len()).filter_map(|latest| added_up(&latest, roles)).collect()
}

/// The last row of each domain, of rows that are in order of domain and day.
fn latest_by_domain<'r>(rows: &[&'r RoleRow]) -> Vec<&'r RoleRow> {
    rows.chunk_by(|a, b| a.domain == b.domain).filter_map(|rows| rows.last().copied()).collect()
}

fn added_up(rows: &[&RoleRow], roles: &Roles) -> Option<Outcomes> {
    let points = rows.iter().map(|row| row.status_in(roles).points.map(u32::from));
    let (on, order) = rows.iter().map(|row| (row.on, row.order)).max()?;
    let (person, team) = place(rows.first()?);
    Some(Outcomes { person, team, points: points.sum::<Option<u32>>()?, on, order })
}
