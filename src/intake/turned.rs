//! Whether an export holds points where answers are expected. Some systems export the points of an item, turned round already
//! where the question is worded the other way; scored by the form's rule such items are turned a second time, and no single
//! answer shows it. Over many forms it shows: people who agree with one wording disagree with the other.

use super::desk::Desk;
use super::noted::What;
use super::sheets::Book;
use super::stop::Facts;
use super::table_read::TableRead;
use crate::definitions::{Measure, Scale, TableId};
use crate::stats::correlation;

/// From fewer forms nothing is said.
const FEWEST_FORMS: usize = 30;
/// A correlation above this between answers to the two wordings is not met by chance, nor by people who agree with everything.
const STRONG: f64 = 0.3;

pub(super) fn look(desk: &mut Desk<'_>, read: &mut TableRead, measure: &Measure, book: &Book) {
    let turned = measure.scales.iter().find_map(|scale| Some((scale, first_of_turned(measure, scale, book)?)));
    let Some((scale, first)) = turned else { return };
    let items: Vec<&str> = scale.reversed.iter().map(|item| measure.items[*item].id.as_str()).collect();
    let facts: Facts = vec![("measure", measure.id.clone()), ("items", items.join(", "))];
    let what = What::look(TableId::Measures, "points-for-answers", &facts);
    desk.note_form(read, book.last_row(first), book.sheets[first].team, &what, None);
}

/// The first whole form, where the answers to items worded one way go along with those to items worded the other way.
fn first_of_turned(measure: &Measure, scale: &Scale, book: &Book) -> Option<usize> {
    let (reversed, others): (Vec<usize>, Vec<usize>) =
        scale.items.iter().partition(|item| scale.reversed.contains(item));
    if reversed.is_empty() || others.is_empty() {
        return None;
    }
    let share = |items: &[usize], sheet: usize| {
        let answers = items.iter().map(|item| {
            let (item, answer) = (&measure.items[*item], book.answers[*item][sheet]?);
            Some(f64::from(answer - item.lowest) / f64::from(item.highest - item.lowest))
        });
        Some(answers.sum::<Option<f64>>()? / items.len() as f64)
    };
    let whole = (0..book.sheets.len()).filter_map(|at| Some((at, share(&reversed, at)?, share(&others, at)?)));
    let whole: Vec<(usize, f64, f64)> = whole.collect();
    let (one, other): (Vec<f64>, Vec<f64>) = whole.iter().map(|(_, one, other)| (*one, *other)).unzip();
    let goes_along = whole.len() >= FEWEST_FORMS && correlation(&one, &other)? > STRONG;
    whole.first().filter(|_| goes_along).map(|(at, ..)| *at)
}
