//! What case-note audits, service checklists and scores of teams contribute. A record to which a point does not apply is an exception, not
//! a failure.

use super::facts::{Fact, Facts};
use super::{About, Basis, Family};
use crate::intake::rows::{AuditRow, ChecklistRow, Met, Sheets};
use crate::period::Period;
use crate::score::{Results, Score};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Months for which what a team says of itself counts.
const TEAM_MONTHS: u32 = 12;

pub fn gather(basis: &Basis, results: &Results, facts: &mut Facts) {
    let period = &results.period;
    let in_period: Vec<&AuditRow> = basis.rows.audit.iter().flatten().filter(|row| period.holds(row.on)).collect();
    in_period.iter().for_each(|row| audited(row, facts));
    not_judged(&in_period, facts);
    let first_day = period.window_of_months(TEAM_MONTHS);
    let counts = |on: NaiveDate| on >= first_day && on <= period.end;
    for row in basis.rows.checklist.iter().flatten().filter(|row| counts(row.on)) {
        answered(row, facts);
    }
    for sheets in basis.rows.measures.iter().flatten() {
        nameless(sheets, period, facts);
    }
    for score in basis.scored.scores.iter().filter(|score| counts(score.on)) {
        assessed(score, facts);
    }
}

fn audited(row: &AuditRow, facts: &mut Facts) {
    push(row, Family::AuditExceptions, Met::NotApplicable, facts);
    if row.met != Met::NotApplicable {
        push(row, Family::Audit, Met::Yes, facts);
        push(row, Family::AuditPartly, Met::Partly, facts);
    }
}

/// A record looked at in the period and not judged on a point is eligible there all the same: it belongs to the sample.
fn not_judged(rows: &[&AuditRow], facts: &mut Facts) {
    let mut records: BTreeMap<u32, (&AuditRow, BTreeSet<u8>)> = BTreeMap::new();
    for &row in rows {
        let (latest, points) = records.entry(row.record).or_insert((row, BTreeSet::new()));
        points.insert(row.point);
        if (row.on, row.order) > (latest.on, latest.order) {
            *latest = row;
        }
    }
    for (indicator, point) in facts.points_of(Family::AuditExceptions) {
        for (row, _) in records.values().filter(|(_, judged)| !judged.contains(&point)) {
            let at = Fact::new(indicator, row.team, row.record, (row.on, row.order));
            facts.push(Fact { known: false, achieved: false, ..at });
        }
    }
}

fn push(row: &AuditRow, family: Family, achieved_when: Met, facts: &mut Facts) {
    if let Some(indicator) = facts.find(family, |about| about.point == Some(row.point)) {
        facts.push(Fact {
            achieved: row.met == achieved_when,
            ..Fact::new(indicator, row.team, row.record, (row.on, row.order))
        });
    }
}

fn answered(row: &ChecklistRow, facts: &mut Facts) {
    for (family, achieved_when) in [(Family::Checklist, Met::Yes), (Family::ChecklistPartly, Met::Partly)] {
        if let Some(indicator) = facts.find(family, |about| about.point == Some(row.point)) {
            facts.push(Fact {
                known: row.in_place != Met::NotApplicable,
                achieved: row.in_place == achieved_when,
                ..Fact::new(indicator, row.team, row.team.0, (row.on, row.order))
            });
        }
    }
}

/// An instrument about a team: its score stands until there is a later one.
fn assessed(score: &Score, facts: &mut Facts) {
    let about = |about: &About| (about.measure, about.scale) == (Some(score.measure), Some(score.scale));
    if let (Some(indicator), Some(points)) = (facts.find(Family::TeamScore, about), score.score) {
        facts.push(Fact {
            value: Some(points),
            ..Fact::new(indicator, score.team, score.team.0, (score.on, score.order))
        });
    }
}

/// Forms without names, one by one: who filled in two of them cannot be known.
fn nameless(sheets: &Sheets, period: &Period, facts: &mut Facts) {
    for (item, answers) in sheets.answers.iter().enumerate() {
        let of_item = |about: &About| (about.measure, about.item) == (Some(sheets.measure), Some(item));
        for (indicator, code) in facts.find_all(Family::Answers, of_item) {
            let dated = sheets.sheets.iter().zip(answers).zip(0..).filter(|((sheet, _), _)| period.holds(sheet.on));
            for ((sheet, answer), form) in dated {
                let Some(answer) = answer else { continue };
                facts.push(Fact {
                    achieved: Some(*answer) == code,
                    ..Fact::new(indicator, sheet.team, form, (sheet.on, sheet.order))
                });
            }
        }
    }
}
