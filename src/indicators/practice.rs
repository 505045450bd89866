//! What case-note audits and service checklists contribute. A record to which a point does not apply is an exception, not
//! a failure.

use super::facts::{Fact, Facts};
use super::{Basis, Family};
use crate::intake::rows::{AuditRow, ChecklistRow, Met};
use crate::score::Results;

/// Months an answer of the checklist counts.
const CHECKLIST_MONTHS: u32 = 12;

pub fn gather(basis: &Basis, results: &Results, facts: &mut Facts) {
    let period = &results.period;
    for row in basis.rows.audit.iter().flatten().filter(|row| period.holds(row.on)) {
        audited(row, facts);
    }
    let first_day = period.window_of_months(CHECKLIST_MONTHS);
    for row in basis.rows.checklist.iter().flatten().filter(|row| row.on >= first_day && row.on <= period.end) {
        answered(row, facts);
    }
}

fn audited(row: &AuditRow, facts: &mut Facts) {
    push(row, Family::AuditExceptions, Met::NotApplicable, facts);
    if row.met != Met::NotApplicable {
        push(row, Family::Audit, Met::Yes, facts);
        push(row, Family::AuditPartly, Met::Partly, facts);
    }
}

fn push(row: &AuditRow, family: Family, achieved_when: Met, facts: &mut Facts) {
    if let Some(indicator) = facts.find(family, |about| about.point == Some(row.point)) {
        facts.push(Fact {
            indicator,
            team: row.team,
            subject: row.record,
            part: 0,
            person: row.record,
            on: row.on,
            order: row.order,
            since: row.on,
            known: true,
            achieved: row.met == achieved_when,
            value: None,
        });
    }
}

fn answered(row: &ChecklistRow, facts: &mut Facts) {
    if let Some(indicator) = facts.find(Family::Checklist, |about| about.point == Some(row.point)) {
        facts.push(Fact {
            indicator,
            team: row.team,
            subject: row.team.0,
            part: 0,
            person: row.team.0,
            on: row.on,
            order: row.order,
            since: row.on,
            known: row.in_place != Met::NotApplicable,
            achieved: row.in_place == Met::Yes,
            value: None,
        });
    }
}
