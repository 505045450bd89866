//! What only whole questionnaires can show: the same answer to everything, a total that disagrees with its items, two
//! forms on one day. All are for a person to look at; nothing is changed.

use super::desk::{Desk, TableRead};
use super::sheets::Book;
use super::stop::Facts;
use crate::definitions::{Formula, Item, Measure, Scale, TableId};
use std::collections::BTreeSet;

/// A shorter questionnaire is often answered alike all through, in earnest.
const FEWEST_ITEMS: usize = 7;
/// Totals are compared to two decimals, as exports round them.
const ROUNDING: f64 = 0.005;

pub(super) fn look(desk: &mut Desk<'_>, read: &mut TableRead, measure: &Measure, book: &Book) {
    straight_lines(desk, read, measure, book);
    totals(desk, read, measure, book);
    forms_on_one_day(desk, read, measure, book);
}

/// Two forms of one person with one team on one day: only one of them can be that day's, and the later one is.
fn forms_on_one_day(desk: &mut Desk<'_>, read: &mut TableRead, measure: &Measure, book: &Book) {
    let day = |at: &usize| {
        let sheet = &book.sheets[*at];
        sheet.person.map(|person| (person, sheet.team, sheet.on))
    };
    let mut forms: Vec<usize> = (0..book.sheets.len()).filter(|at| day(at).is_some()).collect();
    forms.sort_by_key(|at| day(at));
    // A form that lost every row to others is there no more.
    let last = |at: usize| book.last_row(at);
    let pairs =
        forms.windows(2).filter(|pair| day(&pair[0]) == day(&pair[1]) && last(pair[0]).min(last(pair[1])) != 0);
    let mut later: Vec<(u32, usize)> = pairs.map(|pair| (last(pair[0]).max(last(pair[1])), pair[1])).collect();
    later.sort_unstable();
    for (order, at) in later {
        let facts: Facts = vec![("measure", measure.id.clone())];
        desk.look(read, TableId::Measures, order, "two-forms-one-day", book.sheets[at].team, facts);
    }
}

fn straight_lines(desk: &mut Desk<'_>, read: &mut TableRead, measure: &Measure, book: &Book) {
    let items = ratings(measure);
    if items.len() < FEWEST_ITEMS {
        return;
    }
    let reversed = measure.scales.iter().any(|scale| !scale.reversed.is_empty());
    let range = items.first().map(|item| &measure.items[*item]);
    for (at, sheet) in book.sheets.iter().enumerate() {
        let Some(answer) = same_answer(book, &items, at) else { continue };
        let at_an_end = range.is_some_and(|item| answer == item.lowest || answer == item.highest);
        if reversed || at_an_end {
            let facts: Facts = vec![("measure", measure.id.clone())];
            desk.look(read, TableId::Measures, book.last_row(at), "straight-line", sheet.team, facts);
        }
    }
}

/// Items that are answered on one and the same range: no gates, no yes-or-no questions beside the ratings.
fn ratings(measure: &Measure) -> Vec<usize> {
    let gates: BTreeSet<usize> = measure.items.iter().filter_map(|item| item.gate).collect();
    let range = |item: &Item| (item.lowest, item.highest);
    let rated = (0..measure.items.len()).filter(|item| !gates.contains(item));
    let first = rated.clone().next().map(|item| range(&measure.items[item]));
    rated.filter(|item| Some(range(&measure.items[*item])) == first).collect()
}

/// The answer that every one of the items has; none where one is missing or differs.
fn same_answer(book: &Book, items: &[usize], sheet: usize) -> Option<i8> {
    let first = book.answers[*items.first()?][sheet]?;
    items.iter().all(|item| book.answers[*item][sheet] == Some(first)).then_some(first)
}

fn totals(desk: &mut Desk<'_>, read: &mut TableRead, measure: &Measure, book: &Book) {
    for (sheet, scale, order, total) in book.totals() {
        let from_items = score(measure, scale, book, sheet as usize);
        if from_items.is_some_and(|score| (score - total).abs() > ROUNDING) {
            let facts: Facts = vec![("measure", measure.id.clone()), ("scale", measure.scales[scale].id.clone())];
            desk.look(read, TableId::Measures, order, "total-disagrees", book.sheets[sheet as usize].team, facts);
        }
    }
}

/// A scale worked out from a complete set of items, for holding a total against. None where items are missing or the
/// scale depends on more than its items.
fn score(measure: &Measure, scale: usize, book: &Book, sheet: usize) -> Option<f64> {
    let scale = measure.scales.get(scale)?;
    match &scale.formula {
        Formula::Sum => Some(sum(measure, scale, book, sheet)? * scale.factor),
        Formula::Mean => Some(sum(measure, scale, book, sheet)? / scale.items.len() as f64 * scale.factor),
        Formula::Table { of, values } => {
            let raw = score(measure, *of, book, sheet)?;
            values.iter().find(|(value, _)| f64::from(*value) == raw).map(|(_, converted)| *converted)
        }
        Formula::GatedMean { .. } | Formula::TotalOnly => None,
    }
}

fn sum(measure: &Measure, scale: &Scale, book: &Book, sheet: usize) -> Option<f64> {
    let points = scale.items.iter().map(|item| {
        let answer = i32::from(book.answers[*item][sheet]?);
        let range = &measure.items[*item];
        let turned = i32::from(range.lowest) + i32::from(range.highest) - answer;
        Some(f64::from(if scale.reversed.contains(item) { turned } else { answer }))
    });
    points.sum::<Option<f64>>().filter(|_| !scale.items.is_empty())
}
