//! Answer sheets made by chance or by hand, and the rows that the program takes them as.

use crate::chance::Chance;
use crate::keys::{IMPORTANT_OR_NOT, Instrument, Item};
use crate::{day, shipped};
use chrono::NaiveDate;
use fingerpost::definitions::{Definitions, Measure};
use fingerpost::intake::rows::{PersonIx, Rater, Rows, Sheet, Sheets, TeamIx};
use fingerpost::score::{self, Score, Scored};

/// One questionnaire: texts in the order of the instrument's items, blank where nothing was answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    pub person: u32,
    pub on: NaiveDate,
    pub answers: Vec<&'static str>,
    pub totals: Vec<(&'static str, f64)>,
}

impl Form {
    pub fn new(person: usize, answers: Vec<&'static str>) -> Form {
        Form { person: person as u32, on: day(2026, 5, 4), answers, totals: Vec::new() }
    }

    pub fn total(person: usize, instrument: &Instrument, scale: &'static str, points: f64) -> Form {
        let answers = vec![""; instrument.items.len()];
        Form { totals: vec![(scale, points)], ..Form::new(person, answers) }
    }

    pub fn on(self, on: NaiveDate) -> Form {
        Form { on, ..self }
    }
}

/// Every item answered, each answer as likely as any other.
pub fn complete(instrument: &Instrument, chance: &mut Chance) -> Vec<&'static str> {
    instrument.items.iter().map(|item| chance.pick(item.answers)).collect()
}

/// A sheet as they come: complete, the same box all the way down, with a gap or two, with many, or blank.
pub fn random(instrument: &Instrument, chance: &mut Chance) -> Vec<&'static str> {
    let mut answers = answered(instrument, chance);
    let gaps = chance.pick(&[0, 0, 0, 1, 1, 2, 10, 20, 30]);
    let share = if chance.percent(1) { 100 } else { gaps };
    for (place, answer) in answers.iter_mut().enumerate() {
        let is_gap = if share > 2 { chance.percent(share) } else { chance.below(instrument.items.len()) < share };
        if is_gap {
            *answer = unanswered(instrument, place, chance);
        }
    }
    answers
}

/// Codes that say "not answered" belong to ratings only.
fn unanswered(instrument: &Instrument, place: usize, chance: &mut Chance) -> &'static str {
    let codes = instrument.not_scored;
    let takes_codes = instrument.items[place].is_rating() && !codes.is_empty();
    if takes_codes && chance.percent(60) { chance.pick(codes) } else { "" }
}

fn answered(instrument: &Instrument, chance: &mut Chance) -> Vec<&'static str> {
    let same_box = chance.percent(10).then(|| chance.below(7));
    let often_important = chance.pick(&[0, 10, 50, 90, 100]);
    let mut answer = |item: &Item| match same_box {
        _ if item.answers == IMPORTANT_OR_NOT => importance(often_important, chance),
        Some(place) => item.answers[place.min(item.answers.len() - 1)],
        None => chance.pick(item.answers),
    };
    instrument.items.iter().map(&mut answer).collect()
}

fn importance(often: usize, chance: &mut Chance) -> &'static str {
    let words = if chance.percent(often) { ["yes", "1"] } else { ["no", "0"] };
    chance.pick(&words)
}

/// The table that intake would make of these forms.
pub fn sheets(definitions: &Definitions, instrument: &Instrument, forms: &[Form]) -> Sheets {
    let place = definitions.measures.iter().position(|measure| measure.id == instrument.id);
    let place = place.unwrap_or_else(|| panic!("{} is not shipped", instrument.id));
    let measure = &definitions.measures[place];
    Sheets {
        measure: place,
        sheets: forms.iter().enumerate().map(|(at, form)| sheet(at as u32, form)).collect(),
        answers: columns(measure, instrument, forms),
        totals: totals(measure, forms),
    }
}

fn sheet(at: u32, form: &Form) -> Sheet {
    let person = Some(PersonIx(form.person));
    Sheet { person, team: TeamIx(0), on: form.on, questionnaire: at, rater: Rater::OWN, order: at }
}

/// Answers as the definition understands them, one column an item.
fn columns(measure: &Measure, instrument: &Instrument, forms: &[Form]) -> Vec<Vec<Option<i8>>> {
    let mut columns = vec![vec![None; forms.len()]; measure.items.len()];
    for (place, item) in instrument.items.iter().enumerate() {
        let known = measure.item(&item.id).unwrap_or_else(|| panic!("{}: no item {}", measure.id, item.id));
        let understood = |form: &Form| measure.items[known].coded(form.answers[place]);
        columns[known] = forms.iter().map(understood).collect();
    }
    columns
}

fn totals(measure: &Measure, forms: &[Form]) -> Vec<(u32, usize, f64)> {
    let scale = |id: &str| measure.scale(id).unwrap_or_else(|| panic!("{}: no scale {id}", measure.id));
    let of_form = |(at, form): (usize, &Form)| {
        form.totals.iter().map(|(id, points)| (at as u32, scale(id), *points)).collect::<Vec<_>>()
    };
    forms.iter().enumerate().flat_map(of_form).collect()
}

pub fn rows(measures: Vec<Sheets>) -> Rows {
    Rows { measures: Some(measures), ..Rows::default() }
}

pub fn scored(rows: &Rows, definitions: &Definitions) -> Scored {
    score::score(rows, definitions).expect("hand-made rows can be combined")
}

/// Every score of every form.
pub fn scores(rows: &Rows, definitions: &Definitions) -> Vec<Score> {
    scored(rows, definitions).all(rows).collect()
}

/// Scores of one sheet of a shipped instrument, by scale.
pub fn score_of(instrument: &Instrument, form: Form, scale: &str) -> Score {
    let rows = rows(vec![sheets(shipped(), instrument, &[form])]);
    let place = shipped().measure(instrument.id).and_then(|measure| measure.scale(scale));
    let found = scores(&rows, shipped()).into_iter().find(|score| Some(score.scale) == place);
    found.unwrap_or_else(|| panic!("{}: no score on {scale}", instrument.id))
}
