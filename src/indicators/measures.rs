//! What questionnaires contribute: coverage, scores, pairs and change, and item by item what people wanted and got.

use super::counts::Counting;
use super::facts::{Asked, Fact, Says, ask};
use super::{About, Basis, Family};
use crate::definitions::{Measure, Scale};
use crate::intake::rows::{Sheet, Sheets};
use crate::score::{self, Change, ChangeCategory, Results, Scores, Start};
use std::cell::LazyCell;

/// Months a score counts towards coverage.
const COVERAGE_MONTHS: u32 = 12;

pub fn count(basis: &Basis, results: &Results, counting: &mut Counting) {
    let Some(measures) = &basis.rows.measures else { return };
    coverage(basis, results, counting);
    for (sheets, of_forms) in measures.iter().zip(&basis.scored.scores) {
        let measure = &basis.definitions.measures[sheets.measure];
        scores(sheets, of_forms, results, counting);
        items(sheets, measure, results, counting);
    }
    let same_scale = |a: &Change, b: &Change| (a.measure, a.scale) == (b.measure, b.scale);
    for changes in results.changes.chunk_by(same_scale) {
        let scale = &basis.definitions.measures[changes[0].measure].scales[changes[0].scale];
        of_changes(changes, scale, counting);
    }
    if counting.wanted.any(&[Family::First, Family::FirstOfUnpaired, Family::Later]) {
        for starts in score::starts((basis.scored, basis.rows, basis.definitions), results) {
            starts.chunk_by(|a, b| a.scale == b.scale).for_each(|starts| of_starts(starts, results, counting));
        }
    }
}

/// A fact about a person that is there simply because a form was filled in.
fn reached(source: usize, sheet: &Sheet) -> Option<Fact> {
    Some(Fact::new(source, sheet.team, sheet.person?.0, (sheet.on, sheet.order)))
}

/// One scored scale is enough.
fn coverage(basis: &Basis, results: &Results, counting: &mut Counting) {
    let measures = basis.rows.measures.iter().flatten().zip(&basis.scored.scores);
    let facts = |(sheets, scores): (&Sheets, &Scores)| covered(sheets, scores, results);
    let all = || measures.clone().flat_map(facts).collect();
    counting.people([ask(counting.wanted.only(Family::CoverageAny), |_| Says::REACHED)], all);
    for (sheets, scores) in measures.clone() {
        let own = counting.wanted.find(Family::Coverage, |about| about.measure == Some(sheets.measure));
        counting.people([ask(own, |_| Says::REACHED)], || facts((sheets, scores)));
    }
}

/// Of each form that counts towards coverage and has a score on any scale.
fn covered(sheets: &Sheets, scores: &Scores, results: &Results) -> Vec<Fact> {
    let first_day = results.period.window_of_months(COVERAGE_MONTHS);
    let in_window = |form: &Sheet| form.on >= first_day && form.on <= results.period.end && form.rater.counts;
    let forms = sheets.sheets.iter().enumerate().filter(|(at, form)| in_window(form) && scores.any_points(*at));
    forms.filter_map(|(_, form)| reached(0, form)).collect()
}

fn is_about(measure: usize, scale: usize) -> impl Fn(&About) -> bool {
    move |about| about.measure == Some(measure) && about.scale == Some(scale)
}

/// Forms of the period that count, each with its place among all.
fn dated<'s>(sheets: &'s Sheets, results: &Results) -> Vec<(usize, &'s Sheet)> {
    let dated = |sheet: &Sheet| sheet.rater.counts && results.period.holds(sheet.on);
    sheets.sheets.iter().enumerate().filter(|(_, sheet)| dated(sheet)).collect()
}

fn scores(sheets: &Sheets, scores: &Scores, results: &Results, counting: &mut Counting) {
    let dated = LazyCell::new(|| dated(sheets, results));
    for scale in 0..scores.scales() {
        let indicator = counting.wanted.find(Family::Score, is_about(sheets.measure, scale));
        counting.people([ask(indicator, |at| Says::points(scores.points(at, scale)))], || {
            let scored = dated.iter().filter(|(at, _)| scores.points(*at, scale).is_some());
            scored.filter_map(|(at, form)| reached(*at, form)).collect()
        });
    }
}

/// Changes of one scale.
fn of_changes(changes: &[Change], scale: &Scale, counting: &mut Counting) {
    let about = is_about(changes[0].measure, changes[0].scale);
    let find = |family| counting.wanted.find(family, &about);
    let is = |category| move |at: usize| Says::known(changes[at].category == category);
    let asked = [
        ask(find(Family::Paired), |_| Says::REACHED),
        ask(find(Family::Change), |at| Says::points(Some(changes[at].change))),
        ask(find(Family::Improved), is(ChangeCategory::Improved)),
        ask(find(Family::Unchanged), is(ChangeCategory::NoReliableChange)),
        ask(find(Family::Deteriorated), is(ChangeCategory::Deteriorated)),
        ask(find(Family::NoRoom), |at| Says::known(!changes[at].had_room(scale))),
        ask(find(Family::FirstOfPaired), |at| Says::points(Some(changes[at].first))),
    ];
    counting.people(asked, || changes.iter().enumerate().map(|(at, change)| of_change(at, change)).collect());
}

/// Where people began on one scale, and whether those without a pair began elsewhere than those with one.
fn of_starts(starts: &[Start], results: &Results, counting: &mut Counting) {
    let about = is_about(starts[0].measure, starts[0].scale);
    let find = |family| counting.wanted.find(family, &about);
    let again = ask(find(Family::Later), |at| Says::known(starts[at].again));
    let [first, unpaired] = [
        ask(find(Family::First), |_| Says::REACHED),
        ask(find(Family::FirstOfUnpaired), |at| {
            starts.get(at).map_or(Says::NOT_KNOWN, |start| Says::points(Some(start.first)))
        }),
    ];
    let facts = || starts.iter().enumerate().map(|(at, start)| of_start(at, start));
    counting.people([first], || facts().collect());
    // Several series of a person in one unit: a later score in any of them is enough.
    counting.people([again], || facts().map(|fact| Fact { part: fact.source, ..fact }).collect());
    counting.people([unpaired], || {
        let paired = results.changes.iter().filter(|c| (c.measure, c.scale) == (starts[0].measure, starts[0].scale));
        facts().chain(paired.map(|change| has_a_pair(starts.len(), change, results))).collect()
    });
}

fn of_start(at: usize, start: &Start) -> Fact {
    Fact::new(at, start.team, start.person.0, (start.on, start.order))
}

/// Outdoes every start of the same person: whoever has a pair is not among those without.
fn has_a_pair(no_start: usize, change: &Change, results: &Results) -> Fact {
    Fact { on: results.period.end, order: u32::MAX, ..of_change(no_start, change) }
}

fn of_change(at: usize, change: &Change) -> Fact {
    let fact = Fact::new(at, change.team, change.person.0, (change.last_on, change.order));
    Fact { since: change.first_on, ..fact }
}

/// The latest form of the period counts, scored or not, so a form without the answer still takes an earlier one's place.
fn items(sheets: &Sheets, measure: &Measure, results: &Results, counting: &mut Counting) {
    let asked = (0..measure.items.len()).flat_map(|item| of_item(item, sheets, measure, counting));
    let asked: Vec<Asked> = asked.flatten().collect();
    counting.people_all(asked, || {
        dated(sheets, results).into_iter().filter_map(|(at, sheet)| reached(at, sheet)).collect()
    });
}

fn of_item<'s>(
    index: usize,
    sheets: &'s Sheets,
    measure: &'s Measure,
    counting: &Counting,
) -> [Option<Asked<'s>>; 3] {
    let about = |about: &About| about.measure == Some(sheets.measure) && about.item == Some(index);
    let find = |family| counting.wanted.find(family, about);
    let gate = measure.items[index].gate;
    let important = move |at: usize| gate.and_then(|gate| sheets.answers[gate][at]).map(|answer| answer == 1);
    let answer = move |at: usize| sheets.answers[index][at];
    let low = |answer: i8| measure.unmet_up_to.is_some_and(|most| answer <= most);
    [
        ask(find(Family::Wanted), move |at| Says::answer(important(at))),
        ask(find(Family::Unmet), move |at| Says::answer(answer(at).filter(|_| important(at) == Some(true)).map(low))),
        ask(find(Family::ItemShare), move |at| Says::answer(answer(at).map(|answer| answer == 1))),
    ]
}
