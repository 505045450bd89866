//! `measures.csv` with one form a row and a column per item. A row may hold several instruments side by side; each
//! becomes a questionnaire of its own, and the row is used while one of them is read from it.

use super::header::{Col, Part};
use super::measures::{COMPLETED_ON, Forms, MEASURE, OF_THE_FORM, Points, TEAM};
use super::register::Register;
use super::row::Row;
use super::rows::Given;
use super::sheets::{SheetKey, Slot};
use crate::finding::Level;
use std::collections::BTreeMap;

/// What one row says about one instrument.
type Answers = Vec<(Part, Option<Points>)>;

pub(super) fn take(forms: &mut Forms<'_>, row: &mut Row<'_>, register: &mut Register) -> bool {
    let named = if row.raw(MEASURE).is_some() { forms.measure(row) } else { Given::Blank };
    let answers = answers(forms, row, &named);
    let first = named.clone().value().or_else(|| answers.keys().next().copied());
    let about = first.map_or(Given::Invalid, Given::Value);
    let form = forms.form_cells(row, register, &about);
    let rated_by = forms.rated_by(row, first);
    if row.is_left_out() {
        note_lost(forms, row, register, answers.keys());
        return false;
    }
    let Some(form) = form else {
        let _: Given<()> = row.blank(COMPLETED_ON);
        return false;
    };
    if answers.is_empty() {
        forms.without_slot += 1;
    }
    let key = Forms::key_of(row, register, &form);
    for (measure, answers) in answers {
        let key = SheetKey { rater: forms.rater(rated_by, measure), ..key };
        let sheet = forms.sheet_of(register, measure, key, &form);
        fill(forms, measure, sheet, row.order, answers);
    }
    true
}

/// Notes the forms of a row that is left out: one for each instrument it holds.
fn note_lost<'k>(
    forms: &mut Forms<'_>,
    row: &Row<'_>,
    register: &Register,
    measures: impl ExactSizeIterator<Item = &'k usize>,
) {
    let team = register.usable_team(row.raw(TEAM).unwrap_or_default().trim());
    let mut cells: Vec<Option<&str>> = OF_THE_FORM.iter().map(|col| row.raw(*col)).collect();
    for _ in 0..measures.len().max(1) {
        // The same cells once more for each further instrument, so that each is a form of its own.
        cells.push(None);
        forms.lost.note_nameless(team, &cells);
    }
}

/// The answers of a row by instrument: the one that the row names, or else every one with a filled cell.
fn answers(forms: &Forms<'_>, row: &mut Row<'_>, named: &Given<usize>) -> BTreeMap<usize, Answers> {
    let mut found: BTreeMap<usize, Answers> = BTreeMap::new();
    if let Given::Value(measure) = named {
        found.insert(*measure, Answers::new());
    }
    let mut unlicensed: Option<(Col, usize)> = None;
    for (col, measure, part) in &row.header.wide {
        let filled = row.is_filled(*col);
        match named {
            Given::Value(named) if named != measure => {
                if filled {
                    row.look(*col, "answer-of-other-measure");
                }
                continue;
            }
            _ if filled && !forms.instruments.all[*measure].may_be_used => {
                unlicensed = unlicensed.or(Some((*col, *measure)));
                continue;
            }
            _ => {}
        }
        let points = forms.points(row, *col, *measure, *part);
        if filled {
            found.entry(*measure).or_default().push((*part, points));
        }
    }
    if let Some((col, measure)) = unlicensed {
        note_unlicensed(forms, row, col, measure, found.is_empty());
    }
    found
}

fn note_unlicensed(forms: &Forms<'_>, row: &mut Row<'_>, col: Col, measure: usize, alone: bool) {
    let facts = vec![("measure", forms.instruments.all[measure].measure.id.clone())];
    let (code, level) = match alone {
        true => ("licence-not-confirmed", Level::LeftOut),
        false => ("licence-cells-unused", Level::Look),
    };
    let _: Given<()> = row.fault(Some(col), code, level, facts);
}

fn fill(forms: &mut Forms<'_>, measure: usize, sheet: u32, order: u32, answers: Answers) {
    if let Some(before) = forms.book(measure).put_form(sheet, order) {
        forms.note_repeat((measure, sheet, Slot::Form), before, order);
    }
    let book = forms.book(measure);
    for (part, points) in answers {
        match part {
            Part::Item(item) => book.fill_answer(sheet, item, points.and_then(Points::answer)),
            Part::Scale(scale) => {
                book.put_total(sheet, scale, points.and_then(Points::total), order);
            }
        }
    }
}
