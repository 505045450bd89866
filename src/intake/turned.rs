//! Whether an export holds points where answers are expected. Some systems export the points of an item, turned round already
//! where the question is worded the other way; scored by the form's rule such items are turned a second time, and no single
//! answer shows it. Over many forms it shows: people who agree with one wording disagree with the other.

use super::desk::Desk;
use super::noted::What;
use super::rows::TeamIx;
use super::sheets::Book;
use super::stop::Facts;
use super::table_read::TableRead;
use crate::definitions::{Measure, Scale, TableId};
use crate::stats::correlation;
use std::collections::BTreeMap;

/// From fewer forms nothing is said.
const FEWEST_FORMS: usize = 30;
/// A correlation above this between answers to the two wordings is not met by chance, nor by people who agree with everything.
const STRONG: f64 = 0.3;

pub(super) fn look(desk: &mut Desk<'_>, read: &mut TableRead, measure: &Measure, book: &Book) {
    let turned = measure.scales.iter().find_map(|scale| Some((scale, turned(measure, scale, book)?)));
    let Some((scale, (first, in_one_team))) = turned else { return };
    let items: Vec<&str> = scale.reversed.iter().map(|item| measure.items[*item].id.as_str()).collect();
    let mut facts: Facts = vec![("measure", measure.id.clone()), ("items", items.join(", "))];
    let team = book.sheets[first].team;
    let name = desk.register.team_name(team).filter(|_| in_one_team);
    facts.extend(name.map(|name| ("team_of_forms", name.to_owned())));
    let what = What::look(TableId::Measures, "points-for-answers", &facts);
    desk.note_form(read, book.last_row(first), team, &what, None);
}

/// The first form of those that hold points, and whether they are those of one team: some systems write otherwise than others.
fn turned(measure: &Measure, scale: &Scale, book: &Book) -> Option<(usize, bool)> {
    let forms = stands(measure, scale, book);
    if let Some(first) = first_of_turned(&forms) {
        return Some((first, false));
    }
    let mut by_team: BTreeMap<TeamIx, Vec<Stand>> = BTreeMap::new();
    forms.into_iter().for_each(|form| by_team.entry(book.sheets[form.0].team).or_default().push(form));
    by_team.values().find_map(|forms| Some((first_of_turned(forms)?, true)))
}

/// A whole form, and where its answers stand between the ends: those to items that are turned round, and to the others.
type Stand = (usize, f64, f64);

/// All whole forms; none of a scale whose items are all worded one way.
fn stands(measure: &Measure, scale: &Scale, book: &Book) -> Vec<Stand> {
    let (reversed, others): (Vec<usize>, Vec<usize>) =
        scale.items.iter().partition(|item| scale.reversed.contains(item));
    if reversed.is_empty() || others.is_empty() {
        return Vec::new();
    }
    let share = |items: &[usize], sheet: usize| {
        let answers = items.iter().map(|item| Some(measure.items[*item].share(book.answers[*item][sheet]?)));
        Some(answers.sum::<Option<f64>>()? / items.len() as f64)
    };
    (0..book.sheets.len()).filter_map(|at| Some((at, share(&reversed, at)?, share(&others, at)?))).collect()
}

/// The first form, where the answers to items worded one way go along with those to items worded the other way.
fn first_of_turned(forms: &[Stand]) -> Option<usize> {
    let (one, other): (Vec<f64>, Vec<f64>) = forms.iter().map(|(_, one, other)| (*one, *other)).unzip();
    let goes_along = forms.len() >= FEWEST_FORMS && correlation(&one, &other)? > STRONG;
    forms.first().filter(|_| goes_along).map(|(at, ..)| *at)
}
