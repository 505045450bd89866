//! What recorded roles contribute: held now, held by the national rule, and gained, kept or lost over a spell.

use super::counts::Counting;
use super::facts::{Fact, Says, ask};
use super::{About, Basis, Family};
use crate::definitions::Status;
use crate::intake::rows::RoleRow;
use crate::score::{self, Known, Results, RoleResult};

pub fn count(basis: &Basis, results: &Results, counting: &mut Counting) {
    held_now(basis, results, counting);
    let outcomes = &results.outcomes;
    let points = |at: usize| Says::points(Some(f64::from(outcomes[at].points)));
    // One vote a person: the team with the latest record.
    counting.people([ask(counting.wanted.only(Family::SocialOutcomes), points)], || {
        let all = outcomes.iter().enumerate();
        all.map(|(at, one)| Fact::new(at, one.team, one.person.0, (one.on, one.order))).collect()
    });
    transitions(basis, results, counting);
}

/// The latest known status counts, except for the national indicators, where the latest of any kind does.
fn held_now(basis: &Basis, results: &Results, counting: &mut Counting) {
    let roles = &basis.definitions.roles;
    let first_day = results.period.window_of_months(roles.window_months);
    let rows = basis.scored.roles_of(basis.rows);
    let rows: Vec<&RoleRow> = rows.filter(|row| row.on >= first_day && row.on <= results.period.end).collect();
    let status = |row: &RoleRow| row.status_in(roles);
    let says = |of: fn(&Status) -> bool| {
        let rows = &rows;
        move |at: usize| Says::known(of(status(rows[at])))
    };
    let fact = |at: usize| {
        let row = rows[at];
        Fact::new(at, row.team, row.person.0, (row.on, row.order))
    };
    let is_known = |at: &usize| status(rows[*at]).known;
    for (domain, own) in by_domain(&rows, roles.domains.len()).iter().enumerate() {
        let about = |about: &About| about.domain == Some(domain);
        let [national, held] = [Family::Ascof, Family::RoleHeld].map(|family| counting.wanted.find(family, about));
        counting.people([ask(national, says(|status| status.ascof))], || own.iter().copied().map(fact).collect());
        counting.people([ask(held, says(|status| status.held))], || {
            own.iter().copied().filter(is_known).map(fact).collect()
        });
    }
    // Each domain's latest status is looked at on its own; then any valued role is enough.
    let valued = counting.wanted.only(Family::AnyValuedHeld);
    counting.people([ask(valued, says(|status| status.valued))], || {
        let known = (0..rows.len()).filter(is_known).filter(|at| rows[*at].domain_in(roles).is_valued());
        known.map(|at| Fact { part: u32::from(rows[at].domain), ..fact(at) }).collect()
    });
}

/// Positions of the rows of each domain.
fn by_domain(rows: &[&RoleRow], domains: usize) -> Vec<Vec<usize>> {
    let mut by_domain = vec![Vec::new(); domains];
    rows.iter().enumerate().for_each(|(at, row)| by_domain[usize::from(row.domain)].push(at));
    by_domain
}

fn transitions(basis: &Basis, results: &Results, counting: &mut Counting) {
    if !counting.wanted.any(&[Family::RoleGained, Family::RoleKept, Family::RoleLost]) {
        return;
    }
    let roles = score::roles_at(basis.scored, basis.rows, basis.definitions, &results.period);
    let dated = roles.iter().filter_map(|result| transition(result, results));
    let dated: Vec<Transition> = dated.collect();
    for domain in 0..basis.definitions.roles.domains.len() {
        let about = |about: &About| about.domain == Some(domain);
        let find = |family| counting.wanted.find(family, about);
        let says = |known: bool, achieved: bool| Says { known, achieved: known && achieved, value: None };
        let asked = [
            ask(find(Family::RoleGained), |at| says(!dated[at].first.held, dated[at].last.held)),
            ask(find(Family::RoleKept), |at| says(dated[at].first.held, dated[at].last.held)),
            ask(find(Family::RoleLost), |at| says(dated[at].first.held, !dated[at].last.held)),
        ];
        counting.people(asked, || {
            let own = dated.iter().enumerate().filter(|(_, own)| own.result.domain == domain);
            own.map(|(at, own)| own.fact(at)).collect()
        });
    }
}

/// First and last known status, where the last is of a later day and within the period.
struct Transition<'r> {
    result: &'r RoleResult,
    first: Known,
    last: Known,
}

fn transition<'r>(result: &'r RoleResult, results: &Results) -> Option<Transition<'r>> {
    let (first, last) = (result.first?, result.last?);
    (results.period.holds(last.on) && last.on > first.on).then_some(Transition { result, first, last })
}

impl Transition<'_> {
    fn fact(&self, at: usize) -> Fact {
        let RoleResult { team, person, .. } = self.result;
        Fact { since: self.first.on, ..Fact::new(at, *team, person.0, (self.last.on, self.last.order)) }
    }
}
