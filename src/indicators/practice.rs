//! What case-note audits, service checklists and scores of teams contribute. A record to which a point does not apply is an
//! exception, not a failure.

use super::counts::Counting;
use super::facts::{Asked, Fact, Says, ask};
use super::{About, Basis, Family};
use crate::intake::rows::{AuditRow, ChecklistRow, Met, Sheets};
use crate::period::Period;
use crate::score::{Results, Scores};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Months for which what a team says of itself counts.
const TEAM_MONTHS: u32 = 12;

pub fn count(basis: &Basis, results: &Results, counting: &mut Counting) {
    let period = &results.period;
    let audit = basis.rows.audit.iter().flatten().filter(|row| period.holds(row.on));
    audited(&by_point(audit, |row| row.point), counting);
    let first_day = period.window_of_months(TEAM_MONTHS);
    let counts = |on: NaiveDate| on >= first_day && on <= period.end;
    let checklist = basis.rows.checklist.iter().flatten().filter(|row| counts(row.on));
    answered(&by_point(checklist, |row| row.point), counting);
    for (sheets, scores) in basis.rows.measures.iter().flatten().zip(&basis.scored.scores) {
        nameless(sheets, period, counting);
        assessed(sheets, scores, counts, counting);
    }
}

type ByPoint<'a, R> = BTreeMap<u8, Vec<&'a R>>;

fn by_point<'a, R>(rows: impl Iterator<Item = &'a R>, point: impl Fn(&R) -> u8) -> ByPoint<'a, R> {
    let mut by_point = ByPoint::new();
    rows.for_each(|row| by_point.entry(point(row)).or_default().push(row));
    by_point
}

/// All that is asked about one action point.
fn asked<'s>(
    counting: &Counting,
    families: &[(Family, Met)],
    point: u8,
    says: impl Fn(Met, usize) -> Says + Copy + 's,
) -> Vec<Asked<'s>> {
    let find = |family| counting.wanted.find(family, |about| about.point == Some(point));
    let all = families.iter().filter_map(|&(family, met)| ask(find(family), move |at| says(met, at)));
    all.collect()
}

fn audited(by_point: &ByPoint<AuditRow>, counting: &mut Counting) {
    for (&point, rows) in by_point {
        let says = |achieved_when, at: usize| Says::known(rows[at].met == achieved_when);
        let families = [(Family::Audit, Met::Yes), (Family::AuditPartly, Met::Partly)];
        counting.units_all(asked(counting, &families, point, says), || {
            audit_facts(rows).filter(|fact| rows[fact.source as usize].met != Met::NotApplicable).collect()
        });
    }
    let records = records(by_point);
    for (indicator, point) in counting.wanted.points_of(Family::AuditExceptions) {
        let rows = by_point.get(&point).map_or(&[][..], Vec::as_slice);
        let says = |at: usize| rows.get(at).map_or(Says::NOT_KNOWN, |row| Says::known(row.met == Met::NotApplicable));
        // A record looked at in the period and not judged on a point is eligible there all the same: it belongs to the
        // sample.
        let not_judged = records.values().filter(|(_, judged)| !judged.contains(&point));
        let not_judged = not_judged.map(|(row, _)| audit_fact(rows.len(), row));
        counting.units_all(ask(Some(indicator), says).into_iter().collect(), || {
            audit_facts(rows).chain(not_judged).collect()
        });
    }
}

/// Of each record its latest row, and the points it was judged on.
fn records<'a>(by_point: &ByPoint<'a, AuditRow>) -> BTreeMap<u32, (&'a AuditRow, BTreeSet<u8>)> {
    let mut records: BTreeMap<u32, (&AuditRow, BTreeSet<u8>)> = BTreeMap::new();
    for &row in by_point.values().flatten() {
        let (latest, points) = records.entry(row.record).or_insert((row, BTreeSet::new()));
        points.insert(row.point);
        if (row.on, row.order) > (latest.on, latest.order) {
            *latest = row;
        }
    }
    records
}

fn audit_facts(rows: &[&AuditRow]) -> impl Iterator<Item = Fact> {
    rows.iter().enumerate().map(|(at, row)| audit_fact(at, row))
}

fn audit_fact(source: usize, row: &AuditRow) -> Fact {
    Fact::new(source, row.team, row.record, (row.on, row.order))
}

fn answered(by_point: &ByPoint<ChecklistRow>, counting: &mut Counting) {
    for (&point, rows) in by_point {
        let says = |achieved_when, at: usize| {
            let in_place = rows[at].in_place;
            Says { known: in_place != Met::NotApplicable, ..Says::known(in_place == achieved_when) }
        };
        let families = [(Family::Checklist, Met::Yes), (Family::ChecklistPartly, Met::Partly)];
        counting.units_all(asked(counting, &families, point, says), || {
            let all = rows.iter().enumerate();
            all.map(|(at, row)| Fact::new(at, row.team, row.team.0, (row.on, row.order))).collect()
        });
    }
}

/// An instrument about a team: its score stands until there is a later one.
fn assessed(sheets: &Sheets, scores: &Scores, counts: impl Fn(NaiveDate) -> bool, counting: &mut Counting) {
    for scale in 0..scores.scales() {
        let about = |about: &About| (about.measure, about.scale) == (Some(sheets.measure), Some(scale));
        let points = |form: usize| Says::points(scores.points(form, scale));
        let asked = ask(counting.wanted.find(Family::TeamScore, about), points);
        counting.units_all(asked.into_iter().collect(), || {
            let forms = sheets.sheets.iter().enumerate();
            let scored = forms.filter(|(at, form)| counts(form.on) && scores.points(*at, scale).is_some());
            scored.map(|(at, form)| Fact::new(at, form.team, form.team.0, (form.on, form.order))).collect()
        });
    }
}

/// Forms without names, one by one: who filled in two of them cannot be known.
fn nameless(sheets: &Sheets, period: &Period, counting: &mut Counting) {
    for (item, answers) in sheets.answers.iter().enumerate() {
        let of_item = |about: &About| (about.measure, about.item) == (Some(sheets.measure), Some(item));
        let codes = counting.wanted.find_all(Family::Answers, of_item).into_iter();
        let asked = codes.filter_map(|(indicator, code)| {
            ask(Some(indicator), move |form| Says::known(answers[form].is_some() && answers[form] == code))
        });
        counting.units_all(asked.collect(), || {
            let forms = sheets.sheets.iter().enumerate();
            let dated = forms.filter(|(form, sheet)| period.holds(sheet.on) && answers[*form].is_some());
            dated.map(|(form, sheet)| Fact::new(form, sheet.team, form as u32, (sheet.on, sheet.order))).collect()
        });
    }
}
