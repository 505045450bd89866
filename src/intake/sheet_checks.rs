//! What only whole questionnaires can show: the same answer to everything, a total that disagrees with its items, two
//! forms on one day. All are for a person to look at; nothing is changed.

use super::desk::Desk;
use super::header::{Col, Part};
use super::measures::ANSWER;
use super::noted::What;
use super::plan::Plan;
use super::sheets::Book;
use super::stop::Facts;
use super::table_read::TableRead;
use super::twins;
use crate::definitions::settings::Layout;
use crate::definitions::{Formula, Item, Measure, Scale, Subject, TableId};
use std::collections::BTreeSet;

/// A shorter questionnaire is often answered alike all through, in earnest.
const FEWEST_ITEMS: usize = 7;
/// Totals are compared to two decimals, as exports round them.
const ROUNDING: f64 = 0.005;

pub(super) fn look(
    desk: &mut Desk<'_>,
    plan: &Plan<'_>,
    read: &mut TableRead,
    (index, measure): (usize, &Measure),
    book: &Book,
) {
    straight_lines(desk, read, measure, book);
    let cells = Cells { plan, measure: index };
    let incomplete = incomplete_forms(desk, &cells, read, measure, book);
    totals(desk, &cells, read, (measure, book), &incomplete);
    let forms = forms_by_day(book);
    forms_on_one_day(desk, read, measure, book, &forms);
    twins::look(desk, read, measure, book, &forms);
}

/// The forms of people; those of one person, day, team and rater stand together.
fn forms_by_day(book: &Book) -> Vec<usize> {
    let mut forms: Vec<usize> = (0..book.sheets.len()).filter(|at| book.sheets[*at].person.is_some()).collect();
    forms.sort_by_key(|at| {
        let sheet = &book.sheets[*at];
        (sheet.person, sheet.on, sheet.rater, sheet.team)
    });
    forms
}

/// Where the cells of one measure stand in the files.
struct Cells<'p> {
    plan: &'p Plan<'p>,
    measure: usize,
}

impl Cells<'_> {
    /// Position of the column that holds a part of a form in the file of a row; `None` where the file has none.
    fn at(&self, read: &TableRead, order: u32, part: Part) -> Option<usize> {
        let header = &self.plan.files.get(read.file_of(order)?)?.header;
        let of_part = |(_, measure, known): &&(Col, usize, Part)| (*measure, *known) == (self.measure, part);
        let col = match header.layout {
            Layout::Long => ANSWER,
            Layout::Wide => header.wide.iter().find(of_part)?.0,
        };
        header.columns.get(col.0)?.at
    }
}

/// Two forms of one person with one team on one day, by the same rater: only one of them can be that day's, and the
/// later one is.
fn forms_on_one_day(desk: &mut Desk<'_>, read: &mut TableRead, measure: &Measure, book: &Book, forms: &[usize]) {
    let day = |at: &usize| {
        let sheet = &book.sheets[*at];
        (sheet.person, sheet.team, sheet.on, sheet.rater)
    };
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
    // A team may well have everything in place that a checklist asks for.
    if items.len() < FEWEST_ITEMS || measure.subject == Subject::Team {
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

/// Forms with blank answers that leave a scale without a score, which are noted. Forms of which rows are missing altogether are
/// not among them: what is not in the export may be in the next one.
fn incomplete_forms(
    desk: &mut Desk<'_>,
    cells: &Cells<'_>,
    read: &mut TableRead,
    measure: &Measure,
    book: &Book,
) -> BTreeSet<u32> {
    let mut incomplete = BTreeSet::new();
    for (at, sheet) in book.sheets.iter().enumerate() {
        // A total beside them is no way out: once a form has an answer, its totals are not used.
        let missing =
            measure.scales.iter().find_map(|scale| Some((scale, blank_cell(cells, read, scale, book, at)?)));
        let Some((scale, (answered, order, column))) = missing else { continue };
        let facts: Facts = vec![
            ("measure", measure.id.clone()),
            ("scale", scale.id.clone()),
            ("least", scale.min_answered.to_string()),
            ("answered", answered.to_string()),
        ];
        let what = What::look(TableId::Measures, "form-incomplete", &facts);
        desk.note_form(read, order, sheet.team, &what, column);
        incomplete.extend(u32::try_from(at));
    }
    incomplete
}

/// How many answers a scale has, and the first blank cell, where with those cells filled it would have enough.
fn blank_cell(
    cells: &Cells<'_>,
    read: &TableRead,
    scale: &Scale,
    book: &Book,
    sheet: usize,
) -> Option<(usize, u32, Option<usize>)> {
    let simple =
        matches!(scale.formula, Formula::Sum | Formula::Mean | Formula::Share { .. }) && scale.items.len() > 1;
    let answered = scale.items.iter().filter(|item| book.answers[**item][sheet].is_some()).count();
    if !simple || answered == 0 || answered >= scale.min_answered {
        return None;
    }
    let blank = |item: &usize| {
        let order = book.blank(sheet, *item)?;
        Some((order, cells.at(read, order, Part::Item(*item))?))
    };
    let blanks: Vec<(u32, usize)> = scale.items.iter().filter_map(blank).collect();
    let (order, at) = *blanks.first()?;
    (answered + blanks.len() >= scale.min_answered).then_some((answered, order, Some(at)))
}

fn totals(
    desk: &mut Desk<'_>,
    cells: &Cells<'_>,
    read: &mut TableRead,
    (measure, book): (&Measure, &Book),
    incomplete: &BTreeSet<u32>,
) {
    for (sheet, scale, order, total) in book.totals() {
        let Some((code, meant)) = doubt(measure, book, (sheet, scale), total) else { continue };
        // That answers are blank says why there is no score; it need not be said again of the total.
        if code == "total-not-used" && incomplete.contains(&sheet) {
            continue;
        }
        let mut facts: Facts = vec![("measure", measure.id.clone()), ("scale", measure.scales[scale].id.clone())];
        if let Formula::Table { of, .. } = measure.scales[scale].formula {
            facts.push(("other_scale", measure.scales[of].id.clone()));
        }
        let (found, meant) = (total.to_string(), meant.map(|meant| two_decimals(meant).to_string()));
        let (found, meant) = (found.as_str(), meant.as_deref());
        let what = What { found, meant, ..What::look(TableId::Measures, code, &facts) };
        let at = cells.at(read, order, Part::Scale(scale));
        desk.look_at(read, order, book.sheets[sheet as usize].team, &what, at);
    }
}

/// What is doubtful about a total, and what it should be where that is known: the items say otherwise, are there and too few,
/// the total that it is converted from says otherwise, or no answers give it.
fn doubt(
    measure: &Measure,
    book: &Book,
    (sheet, scale): (u32, usize),
    total: f64,
) -> Option<(&'static str, Option<f64>)> {
    let differs = |other: &f64| (other - total).abs() > ROUNDING;
    if let Some(score) = score(measure, scale, book, sheet as usize) {
        return differs(&score).then_some(("total-disagrees", Some(score)));
    }
    if is_passed_over(measure, scale, book, sheet as usize) {
        return Some(("total-not-used", None));
    }
    match &measure.scales[scale].formula {
        Formula::Table { of, values } => {
            let raw = book.total(sheet, *of);
            let converted =
                raw.and_then(|raw| values.iter().find(|(value, _)| f64::from(*value) == raw)).map(|(_, to)| *to);
            let unlikely = !values.iter().any(|(_, to)| !differs(to));
            let disagrees = converted.filter(differs).map(|converted| ("totals-disagree", Some(converted)));
            disagrees.or_else(|| unlikely.then_some(("total-unlikely", None)))
        }
        Formula::Sum if !measure.scales[scale].is_stretched() => {
            is_broken(total / measure.scales[scale].factor).then_some(("total-unlikely", None))
        }
        _ => None,
    }
}

/// Whether a total stands beside answers that are too few for its scale: the answers are used, and give no score.
fn is_passed_over(measure: &Measure, scale: usize, book: &Book, sheet: usize) -> bool {
    let own = match measure.scales[scale].formula {
        Formula::Table { of, .. } => &measure.scales[of],
        _ => &measure.scales[scale],
    };
    let answered = |item: &usize| book.answers[*item][sheet].is_some();
    let any = (0..measure.items.len()).any(|item| answered(&item));
    any && own.items.iter().filter(|item| answered(item)).count() < own.min_answered
}

fn is_broken(number: f64) -> bool {
    (number - number.round()).abs() > ROUNDING
}

fn two_decimals(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
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
        Formula::GatedMean { .. } | Formula::Share { .. } | Formula::TotalOnly => None,
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
