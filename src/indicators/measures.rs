//! What questionnaires contribute: coverage, scores, pairs and change, and item by item what people wanted and got.

use super::facts::{Fact, Facts};
use super::{About, Basis, Family};
use crate::definitions::Measure;
use crate::intake::rows::{Sheet, Sheets};
use crate::score::{Change, ChangeCategory, Results, Score, Start};

/// Months a score counts towards coverage.
const COVERAGE_MONTHS: u32 = 12;

pub fn gather(basis: &Basis, results: &Results, facts: &mut Facts) {
    if basis.rows.measures.is_none() {
        return;
    }
    coverage(basis, results, facts);
    scores(basis, results, facts);
    changes(basis, results, facts);
    starts(results, facts);
    for sheets in basis.rows.measures.iter().flatten() {
        items(sheets, &basis.definitions.measures[sheets.measure], results, facts);
    }
}

/// A fact about a person that is there simply because it happened.
fn reached(indicator: usize, score: &Score) -> Option<Fact> {
    let person = score.person?.0;
    Some(Fact { value: score.score, ..Fact::new(indicator, score.team, person, (score.on, score.order)) })
}

/// One scored scale is enough.
fn coverage(basis: &Basis, results: &Results, facts: &mut Facts) {
    let first_day = results.period.window_of_months(COVERAGE_MONTHS);
    let any = facts.only(Family::CoverageAny);
    let same_form = |a: &Score, b: &Score| (a.measure, a.order) == (b.measure, b.order);
    for form in basis.scored.scores.chunk_by(same_form) {
        let in_window = form[0].on >= first_day && form[0].on <= results.period.end && form[0].rater.counts;
        if let (true, Some(scored)) = (in_window, form.iter().find(|score| score.score.is_some())) {
            let own = facts.find(Family::Coverage, |about| about.measure == Some(scored.measure));
            for indicator in [any, own].into_iter().flatten() {
                reached(indicator, scored).into_iter().for_each(|fact| facts.push(fact));
            }
        }
    }
}

fn is_about(measure: usize, scale: usize) -> impl Fn(&About) -> bool {
    move |about| about.measure == Some(measure) && about.scale == Some(scale)
}

fn scores(basis: &Basis, results: &Results, facts: &mut Facts) {
    let in_period = |score: &&Score| score.score.is_some() && score.rater.counts && results.period.holds(score.on);
    for score in basis.scored.scores.iter().filter(in_period) {
        let indicator = facts.find(Family::Score, is_about(score.measure, score.scale));
        indicator.and_then(|indicator| reached(indicator, score)).into_iter().for_each(|fact| facts.push(fact));
    }
}

fn changes(basis: &Basis, results: &Results, facts: &mut Facts) {
    for change in &results.changes {
        let scale = &basis.definitions.measures[change.measure].scales[change.scale];
        let about = is_about(change.measure, change.scale);
        let fact = |indicator, achieved| of_change(change, indicator, achieved);
        for family in [Family::Paired, Family::Change] {
            facts.find(family, &about).map(|at| fact(at, true)).into_iter().for_each(|fact| facts.push(fact));
        }
        for (family, category) in [
            (Family::Improved, ChangeCategory::Improved),
            (Family::Unchanged, ChangeCategory::NoReliableChange),
            (Family::Deteriorated, ChangeCategory::Deteriorated),
        ] {
            let indicator = facts.find(family, &about);
            let fact = indicator.map(|indicator| fact(indicator, change.category == category));
            fact.into_iter().for_each(|fact| facts.push(fact));
        }
        let no_room = facts.find(Family::NoRoom, &about).map(|at| fact(at, !change.had_room(scale)));
        no_room.into_iter().for_each(|fact| facts.push(fact));
    }
}

/// Where people began, and whether those without a pair began elsewhere than those with one.
fn starts(results: &Results, facts: &mut Facts) {
    for (series, start) in (0..).zip(&results.starts) {
        let about = is_about(start.measure, start.scale);
        let mut push = |family, part, achieved| {
            let fact = facts.find(family, &about).map(|at| Fact { part, ..of_start(start, at, achieved) });
            facts.list.extend(fact);
        };
        push(Family::First, ONE_PART, true);
        // Several series of a person in one unit: a later score in any of them is enough.
        push(Family::Later, series, start.again);
        push(Family::FirstOfUnpaired, ONE_PART, true);
    }
    for change in &results.changes {
        let about = is_about(change.measure, change.scale);
        let paired = facts.find(Family::FirstOfPaired, &about).map(|at| of_change(change, at, true));
        let unpaired = facts.find(Family::FirstOfUnpaired, &about).map(|at| of_change(change, at, true));
        facts.list.extend(paired.map(|fact| Fact { value: Some(change.first), ..fact }));
        facts.list.extend(unpaired.map(|fact| has_a_pair(fact, results)));
    }
}

const ONE_PART: u32 = 0;

fn of_start(start: &Start, indicator: usize, achieved: bool) -> Fact {
    Fact {
        achieved,
        value: Some(start.first),
        ..Fact::new(indicator, start.team, start.person.0, (start.on, start.order))
    }
}

/// Outdoes every start of the same person: whoever has a pair is not among those without.
fn has_a_pair(of_change: Fact, results: &Results) -> Fact {
    Fact { on: results.period.end, order: u32::MAX, known: false, achieved: false, value: None, ..of_change }
}

fn of_change(change: &Change, indicator: usize, achieved: bool) -> Fact {
    Fact {
        since: change.first_on,
        achieved,
        value: Some(change.change),
        ..Fact::new(indicator, change.team, change.person.0, (change.last_on, change.order))
    }
}

/// The latest form of the period counts, scored or not, so a form without the answer still takes an earlier one's place.
fn items(sheets: &Sheets, measure: &Measure, results: &Results, facts: &mut Facts) {
    let dated: Vec<(usize, &Sheet)> =
        sheets.sheets.iter().enumerate().filter(|(_, sheet)| counts(sheet, results)).collect();
    for (index, item) in measure.items.iter().enumerate() {
        let about = |about: &About| about.measure == Some(sheets.measure) && about.item == Some(index);
        let wanted = facts.find(Family::Wanted, about);
        let unmet = facts.find(Family::Unmet, about);
        let share = facts.find(Family::ItemShare, about);
        for &(at, sheet) in &dated {
            let answer = sheets.answers[index][at];
            let important = item.gate.and_then(|gate| sheets.answers[gate][at]).map(|gate| gate == 1);
            let rated = answer.filter(|_| important == Some(true));
            let low = |answer: i8| measure.unmet_up_to.is_some_and(|most| answer <= most);
            push(facts, wanted, sheet, important);
            push(facts, unmet, sheet, rated.map(low));
            push(facts, share, sheet, answer.map(|answer| answer == 1));
        }
    }
}

fn counts(sheet: &Sheet, results: &Results) -> bool {
    sheet.rater.counts && results.period.holds(sheet.on)
}

fn push(facts: &mut Facts, indicator: Option<usize>, sheet: &Sheet, achieved: Option<bool>) {
    let (Some(indicator), Some(person)) = (indicator, sheet.person) else { return };
    facts.push(Fact {
        known: achieved.is_some(),
        achieved: achieved.unwrap_or_default(),
        ..Fact::new(indicator, sheet.team, person.0, (sheet.on, sheet.order))
    });
}
