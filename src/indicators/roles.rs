//! What recorded roles contribute: held now, held by the national rule, and gained, kept or lost over a spell.

use super::facts::{Fact, Facts};
use super::{About, Basis, Family};
use crate::definitions::{Domain, Status};
use crate::intake::rows::RoleRow;
use crate::score::{Known, Outcomes, Results, RoleResult};

pub fn gather(basis: &Basis, results: &Results, facts: &mut Facts) {
    let roles = &basis.definitions.roles;
    let first_day = results.period.window_of_months(roles.window_months);
    let rows = basis.rows.roles.iter().flatten();
    for row in rows.filter(|row| row.on >= first_day && row.on <= results.period.end) {
        let domain = &roles.domains[row.domain];
        held_now(row, domain, &domain.statuses[row.status], facts);
    }
    if let Some(indicator) = facts.only(Family::SocialOutcomes) {
        results.outcomes.iter().for_each(|outcomes| facts.push(points(outcomes, indicator)));
    }
    for result in &results.roles {
        if let (Some(first), Some(last)) = (result.first, result.last)
            && results.period.holds(last.on)
            && last.on > first.on
        {
            transition(result, first, last, facts);
        }
    }
}

/// The latest known status counts, except for the national indicators, where the latest of any kind does.
fn held_now(row: &RoleRow, domain: &Domain, status: &Status, facts: &mut Facts) {
    let about = |about: &About| about.domain == Some(row.domain);
    let national = facts.find(Family::Ascof, about);
    push(row, national, ONE_PART, status.ascof, facts);
    if status.known {
        let held = facts.find(Family::RoleHeld, about);
        push(row, held, ONE_PART, status.held, facts);
    }
    if status.known && domain.is_valued() {
        // Each domain's latest status is looked at on its own; then any valued role is enough.
        let valued = facts.only(Family::AnyValuedHeld);
        push(row, valued, row.domain as u32, status.valued, facts);
    }
}

/// One vote a person: the team with the latest record.
fn points(outcomes: &Outcomes, indicator: usize) -> Fact {
    Fact {
        value: Some(f64::from(outcomes.points)),
        ..Fact::new(indicator, outcomes.team, outcomes.person.0, (outcomes.on, outcomes.order))
    }
}

const ONE_PART: u32 = 0;

fn push(row: &RoleRow, indicator: Option<usize>, part: u32, achieved: bool, facts: &mut Facts) {
    if let Some(indicator) = indicator {
        facts.push(Fact { part, achieved, ..Fact::new(indicator, row.team, row.person.0, (row.on, row.order)) });
    }
}

fn transition(result: &RoleResult, first: Known, last: Known, facts: &mut Facts) {
    for (family, known, achieved) in [
        (Family::RoleGained, !first.held, last.held),
        (Family::RoleKept, first.held, last.held),
        (Family::RoleLost, first.held, !last.held),
    ] {
        let indicator = facts.find(family, |about| about.domain == Some(result.domain));
        if let Some(indicator) = indicator {
            facts.push(Fact {
                since: first.on,
                known,
                achieved: known && achieved,
                ..Fact::new(indicator, result.team, result.person.0, (last.on, last.order))
            });
        }
    }
}
