//! What rows left out do to questionnaires: which forms would have a score had none of their answers been lost, and
//! which forms are lost as a whole. It decides nothing about any row; it tells what the faults cost.

use super::header::Part;
use super::measures::FormCells;
use super::quick::hash_of;
use super::register::Register;
use super::rows::{Rater, TeamIx};
use super::sheets::{Book, SheetKey};
use super::team_rows::TeamCounts;
use crate::definitions::{Formula, Measure, Scale};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// An answer of a row that was left out, although its row says whose form it is.
#[derive(Debug)]
struct Lost {
    person: Option<String>,
    team: TeamIx,
    on: NaiveDate,
    questionnaire: String,
    rater: Rater,
    part: Option<Part>,
}

#[derive(Debug, Default)]
pub(super) struct LostAnswers {
    by_measure: BTreeMap<usize, Vec<Lost>>,
    /// Answers that were taken and then refused, because more than one row gave them.
    refused: BTreeMap<usize, Vec<(u32, usize)>>,
    /// Forms of rows that do not say whose form they are: a hash of their cells.
    nameless: BTreeMap<Option<TeamIx>, BTreeSet<u64>>,
}

impl LostAnswers {
    pub(super) fn note(
        &mut self,
        measure: usize,
        form: &FormCells<'_>,
        (team, rater): (TeamIx, Rater),
        part: Option<Part>,
    ) {
        let person = form.person.map(str::to_owned);
        let (on, questionnaire) = (form.on, form.questionnaire.to_owned());
        self.by_measure.entry(measure).or_default().push(Lost { person, team, on, questionnaire, rater, part });
    }

    pub(super) fn note_refused(&mut self, measure: usize, sheet: u32, item: usize) {
        self.refused.entry(measure).or_default().push((sheet, item));
    }

    /// Notes a row whose own cells do not tell whose form it is. Rows of one form say the same about it.
    pub(super) fn note_nameless(&mut self, team: Option<TeamIx>, cells: &[Option<&str>]) {
        self.nameless.entry(team).or_default().insert(hash_of(&cells));
    }

    /// Counts what became of the forms of one measure, once all of its rows have been read and settled.
    pub(super) fn count(
        &self,
        index: usize,
        measure: &Measure,
        book: &Book,
        register: &Register,
        teams: &mut TeamCounts,
    ) {
        let (lost, whole) = self.of_book(index, book, register);
        for (at, (sheet, last)) in book.sheets.iter().zip(book.last_rows()).enumerate() {
            let counts = teams.of(Some(sheet.team));
            if last == 0 {
                counts.forms_lost += 1;
                continue;
            }
            counts.forms += 1;
            let items = lost.get(&(at as u32));
            counts.forms_unscored += u64::from(items.is_some_and(|items| costs_a_score(measure, book, at, items)));
        }
        whole.into_iter().for_each(|(team, forms)| teams.of(Some(team)).forms_lost += forms);
    }

    /// Forms without any row that says whose they are, and forms of measures that nothing could be read of.
    pub(super) fn count_rest(&self, read: &BTreeSet<usize>, teams: &mut TeamCounts) {
        for (team, forms) in &self.nameless {
            teams.of(*team).forms_lost += forms.len() as u64;
        }
        for (_, lost) in self.by_measure.iter().filter(|(measure, _)| !read.contains(measure)) {
            distinct(lost.iter()).into_iter().for_each(|(team, forms)| teams.of(Some(team)).forms_lost += forms);
        }
    }

    /// Items lost by sheet, and by team how many forms have no sheet at all.
    fn of_book(
        &self,
        index: usize,
        book: &Book,
        register: &Register,
    ) -> (BTreeMap<u32, BTreeSet<usize>>, BTreeMap<TeamIx, u64>) {
        let mut items: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
        let mut without = Vec::new();
        for lost in self.by_measure.get(&index).into_iter().flatten() {
            match sheet_of(lost, book, register) {
                Some(sheet) => items.entry(sheet).or_default().extend(lost.part.and_then(Part::item)),
                None => without.push(lost),
            }
        }
        for (sheet, item) in self.refused.get(&index).into_iter().flatten() {
            items.entry(*sheet).or_default().insert(*item);
        }
        (items, distinct(without.into_iter()))
    }
}

fn sheet_of(lost: &Lost, book: &Book, register: &Register) -> Option<u32> {
    let person = match &lost.person {
        Some(id) => Some(register.known_person(id)?),
        None => None,
    };
    let key = SheetKey { person, team: lost.team, on: lost.on, rater: lost.rater };
    let sheet = book.find(key, &lost.questionnaire, &register.questionnaires)?;
    (book.last_row(sheet as usize) != 0).then_some(sheet)
}

/// How many forms there are among lost answers, by team.
fn distinct<'l>(lost: impl Iterator<Item = &'l Lost>) -> BTreeMap<TeamIx, u64> {
    let forms: BTreeSet<_> =
        lost.map(|lost| (lost.team, &lost.person, lost.on, &lost.questionnaire, lost.rater)).collect();
    let mut by_team = BTreeMap::new();
    forms.into_iter().for_each(|(team, ..)| *by_team.entry(team).or_insert(0) += 1);
    by_team
}

/// Whether some scale of the form has too few answers and would have enough with these.
fn costs_a_score(measure: &Measure, book: &Book, sheet: usize, lost: &BTreeSet<usize>) -> bool {
    let answered = |item: usize| book.answers[item][sheet].is_some();
    measure.scales.iter().enumerate().any(|(at, scale)| {
        let touched = lost.iter().any(|item| enters(measure, scale, *item));
        // A total is used where the form has no answer at all.
        let has_total =
            book.total(sheet as u32, at).is_some() && (0..measure.items.len()).all(|item| !answered(item));
        touched
            && !has_total
            && !is_scored(measure, scale, &|item| answered(item), book, sheet)
            && is_scored(measure, scale, &|item| answered(item) || lost.contains(&item), book, sheet)
    })
}

fn enters(measure: &Measure, scale: &Scale, item: usize) -> bool {
    scale.items.iter().any(|rated| *rated == item || measure.items[*rated].gate == Some(item))
}

/// Whether a scale has as many answers as its rule asks for. A lost importance is taken as important, and a lost
/// rating counts only where its importance was answered so.
fn is_scored(measure: &Measure, scale: &Scale, answered: &dyn Fn(usize) -> bool, book: &Book, sheet: usize) -> bool {
    let Formula::GatedMean { min_gates, min_rated } = scale.formula else {
        let given = scale.items.iter().filter(|item| answered(**item)).count();
        return !scale.items.is_empty() && given >= scale.min_answered;
    };
    let gates = || scale.items.iter().filter_map(|item| measure.items[*item].gate.map(|gate| (*item, gate)));
    let open = gates().filter(|(_, gate)| answered(*gate)).count();
    let not_wanted = |gate: usize| book.answers[gate][sheet] == Some(0);
    let wanted: Vec<usize> =
        gates().filter(|(_, gate)| answered(*gate) && !not_wanted(*gate)).map(|(item, _)| item).collect();
    let rated = wanted.iter().filter(|item| answered(**item)).count();
    let share = |part: usize, whole: usize| part as f64 / (whole as f64).max(1.0);
    !wanted.is_empty() && share(open, gates().count()) >= min_gates && share(rated, wanted.len()) >= min_rated
}
