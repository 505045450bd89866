//! Whether people who stand high on one instrument stand low on another. Instruments ask for different things, but whoever is
//! well by one is rarely unwell by the next; where it is so for many people, the answers to one of the two are probably turned
//! round, and no answer shows it.

use super::desk::Desk;
use super::noted::What;
use super::sheets::Book;
use super::stop::Facts;
use super::table_read::TableRead;
use crate::definitions::{Better, Measure, Scale, TableId};
use crate::stats::correlation;
use std::collections::{BTreeMap, BTreeSet};

/// From fewer people with both nothing is said.
const FEWEST_PEOPLE: usize = 50;
/// A correlation below this is hardly met by chance among so many people, where any that is expected lies above nought.
const OPPOSED: f64 = -0.3;

/// Where people stand on one instrument, by their last form: 0 at its worse end, 1 at its better one.
struct Standing<'a> {
    measure: &'a Measure,
    book: &'a Book,
    /// A form that this is known from.
    form: usize,
    /// By number of the person.
    of: Vec<Option<f64>>,
}

/// Notes each instrument that runs against others, the one against most of them first.
pub(super) fn look(desk: &mut Desk<'_>, read: &TableRead, books: &[(&Measure, &Book)]) {
    let standings: Vec<Standing<'_>> = books.iter().filter_map(|(measure, book)| standing(measure, book)).collect();
    let mut against = opposed(&standings);
    while let Some((at, others)) = most(&against) {
        let own = &standings[at];
        let names: Vec<&str> = others.iter().map(|other| standings[*other].measure.id.as_str()).collect();
        let facts: Facts = vec![("measure", own.measure.id.clone()), ("others", names.join(", "))];
        let what = What::look(TableId::Measures, "measures-disagree", &facts);
        desk.note_form(read, own.book.last_row(own.form), own.book.sheets[own.form].team, &what, None);
        against.retain(|pair| !pair.contains(&at));
    }
}

/// The instrument that runs against most others, and these.
fn most(against: &[[usize; 2]]) -> Option<(usize, BTreeSet<usize>)> {
    let mut of: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for [one, other] in against {
        of.entry(*one).or_default().insert(*other);
        of.entry(*other).or_default().insert(*one);
    }
    // Of several, the first.
    of.into_iter().rev().max_by_key(|(_, others)| others.len())
}

/// Pairs of instruments that run against each other, by their places.
fn opposed(standings: &[Standing<'_>]) -> Vec<[usize; 2]> {
    let pairs = (0..standings.len()).flat_map(|one| (one + 1..standings.len()).map(move |other| [one, other]));
    pairs.filter(|pair| are_opposed(pair.map(|at| &standings[at].of))).collect()
}

fn are_opposed([one, other]: [&Vec<Option<f64>>; 2]) -> bool {
    let both = one.iter().zip(other).filter_map(|(one, other)| Some(((*one)?, (*other)?)));
    let (one, other): (Vec<f64>, Vec<f64>) = both.unzip();
    one.len() >= FEWEST_PEOPLE && correlation(&one, &other).is_some_and(|with| with < OPPOSED)
}

/// By the scale with most items; none where few people have a form.
fn standing<'a>(measure: &'a Measure, book: &'a Book) -> Option<Standing<'a>> {
    let scale = measure.scales.iter().max_by_key(|scale| scale.items.len())?;
    let mut latest: Vec<Option<usize>> = Vec::new();
    let own = book.sheets.iter().enumerate().filter(|(_, sheet)| sheet.rater.counts);
    for (at, person) in own.filter_map(|(at, sheet)| Some((at, sheet.person?.0 as usize))) {
        latest.resize(latest.len().max(person + 1), None);
        let is_later = latest[person].is_none_or(|before| book.sheets[before].on <= book.sheets[at].on);
        latest[person] = if is_later { Some(at) } else { latest[person] };
    }
    let of: Vec<Option<f64>> = latest.iter().map(|at| share(measure, scale, book, (*at)?)).collect();
    let form = latest.iter().flatten().copied().find(|at| book.last_row(*at) != 0)?;
    (of.iter().flatten().count() >= FEWEST_PEOPLE).then_some(Standing { measure, book, form, of })
}

/// Where a form stands between the ends of a scale; nothing where not half of its items are answered.
fn share(measure: &Measure, scale: &Scale, book: &Book, sheet: usize) -> Option<f64> {
    let answers = scale.items.iter().filter_map(|at| {
        let share = measure.items[*at].share(book.answers[*at][sheet]?);
        Some(if scale.reversed.contains(at) == (scale.better == Better::Lower) { share } else { 1.0 - share })
    });
    let answers: Vec<f64> = answers.collect();
    let enough = !answers.is_empty() && answers.len() * 2 >= scale.items.len();
    enough.then(|| answers.iter().sum::<f64>() / answers.len() as f64)
}
