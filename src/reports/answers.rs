//! Surveys without names: how often each answer was given to each question, and nothing that would join a form to a person.

use super::document::{Body, Table};
use super::view::{View, percent};
use crate::definitions::{Item, Measure, Subject};

pub fn compose(body: &mut Body, view: View) {
    let nameless = view.background.instruments.iter().filter(|measure| measure.subject == Subject::Anonymous);
    let surveys: Vec<&&Measure> = nameless.collect();
    if surveys.is_empty() {
        return;
    }
    body.heading_at(1, view.plain("answers.heading"), "answers");
    body.paragraph(view.plain("answers.intro"));
    for survey in surveys {
        for codes in ranges(survey) {
            body.table(table(view, survey, codes));
        }
    }
}

/// Answers, lowest to highest.
type Codes = (i8, i8);

/// Questions with the same answers stand in one table.
fn ranges(survey: &Measure) -> Vec<Codes> {
    let mut ranges: Vec<Codes> = Vec::new();
    for item in &survey.items {
        if !ranges.contains(&range(item)) {
            ranges.push(range(item));
        }
    }
    ranges
}

fn range(item: &Item) -> Codes {
    (item.lowest, item.highest)
}

fn table(view: View, survey: &Measure, codes: Codes) -> Table {
    let mut table = Table::new(view.say("answers.table", &[("measure", &survey.short)]))
        .column(view.plain("column.question"))
        .number(view.plain("column.forms"))
        .compact();
    for code in codes.0..=codes.1 {
        table = table.number(view.say("answers.code", &[("code", &code.to_string())]));
    }
    for item in survey.items.iter().filter(|item| range(item) == codes) {
        table.row(row(view, survey, item));
    }
    table.note(format!("{} {}", view.plain("answers.note"), view.brief_note()))
}

fn row(view: View, survey: &Measure, item: &Item) -> Vec<String> {
    let ids: Vec<String> =
        (item.lowest..=item.highest).map(|code| format!("answers.{}.{}.{code}", survey.id, item.id)).collect();
    let known = ids.iter().find_map(|id| Some(view.cell(id).numbers()?.known.to_string()));
    let cells = ids.iter().map(|id| given(view, id));
    [item.label.clone(), known.unwrap_or_else(|| "–".to_owned())].into_iter().chain(cells).collect()
}

/// Number and share of the forms with an answer, or why there is none.
fn given(view: View, id: &str) -> String {
    let numbers = view.cell(id).numbers().and_then(|numbers| Some((numbers.achieved?, numbers.value?)));
    match numbers {
        Some((forms, share)) => {
            view.say("answers.given", &[("forms", &forms.to_string()), ("share", &percent(share))])
        }
        None => view.brief(id),
    }
}
