//! The service audit: for each criterion its standard, how far it is met and how sure that is, the last cycle beside it,
//! and room for the service's own findings, actions and signatures.

use super::commissioner::list_of;
use super::document::{Body, Document, Table, Tone, text};
use super::view::{OfCriterion, View, difference, three_counts, whole};
use super::{annex, blank, by_point, doubts, frame, method, pictures, sample, sections, self_assessments, ways};
use crate::definitions::{Criterion, TableId};
use crate::release::{Cell, CriterionFigure, Level};

pub fn compose(view: View) -> Document {
    let mut document = blank(view, "audit");
    document.contents = true;
    let body = &mut document.body;
    sections::cautions(body, view);
    background(body, view);
    if let Some(drawing) = pictures::value_profile(view) {
        body.heading(1, view.plain("audit.overview"));
        body.figure(drawing, view.plain("chart.values.caption"), None);
    }
    for (at, value) in view.background.framework.values.iter().enumerate() {
        body.heading(1, &value.label);
        body.paragraph(text(format!("{} ", value.statement)).emphasis(pictures::value_aside(view, at)));
        body.table(standards(view, at));
        body.table(results(view, at));
        if view.release.by_name(Level::Service).len() > 1 {
            body.table(by_service(view, at));
        }
    }
    by_point::compose(body, view);
    self_assessments::of_all_teams(body, view);
    findings(body, view);
    action_plan(body, view);
    sign_off(body, view);
    annex::compose(body, view);
    frame::compose(body, view);
    document
}

/// Why, what, whom and how: what a reader needs before the first figure.
fn background(body: &mut Body, view: View) {
    body.heading(1, view.plain("audit.background"));
    body.paragraph(view.plain("audit.purpose"));
    body.list([
        view.plain("audit.standards"),
        view.say("audit.population", &[("caseload", &view.full("caseload"))]),
        view.plain("audit.exceptions"),
        view.plain("audit.method"),
    ]);
    body.notes(doubts::in_brief(view, "doubts", doubts::of_criteria(view)));
    for table in [TableId::Audit, TableId::Checklist] {
        sections::missing(body, view, table);
    }
    sample::compose(body, view);
    method::changes(body, view, 2);
}

fn of_value<'a>(view: View<'a>, value: usize) -> impl Iterator<Item = OfCriterion<'a>> {
    view.criteria().filter(move |(figure, _)| figure.value == value)
}

fn standards(view: View, value: usize) -> Table {
    let mut table = Table::new(view.plain("audit.standards_table"))
        .column(view.plain("column.criterion"))
        .column(view.plain("column.standard"))
        .column(view.plain("column.points"))
        .compact();
    for (_, criterion) in of_value(view, value) {
        table.row([criterion.label.clone(), criterion.standard.clone(), list_of(&criterion.points)]);
    }
    table
}

fn results(view: View, value: usize) -> Table {
    let mut table = Table::new(view.plain("audit.results_table"))
        .column(view.plain("column.criterion"))
        .number(view.plain("column.achieved"))
        .number(view.plain("column.known"))
        .number(view.plain("column.eligible"))
        .number(view.plain("column.exceptions"))
        .number(view.plain("column.attained"))
        .number(view.plain("column.interval"))
        .number(view.plain("column.last_cycle"))
        .number(view.plain("column.change"))
        .compact();
    for (figure, criterion) in of_value(view, value) {
        table.row(result_cells(view, figure, criterion));
    }
    table.note(view.plain("audit.results_note"))
}

fn result_cells(view: View, figure: &CriterionFigure, criterion: &Criterion) -> Vec<String> {
    let [achieved, known, eligible] = three_counts(&figure.now);
    let numbers = figure.now.numbers();
    let now = figure.now.value();
    let before = figure.last.as_ref().and_then(Cell::value);
    let on_line = |value: Option<f64>| value.map_or("–".to_owned(), whole);
    let interval = numbers.and_then(|n| Some(format!("{}–{}", whole(n.lower?), whole(n.upper?))));
    vec![
        criterion.label.clone(),
        achieved,
        known,
        eligible,
        exceptions(view, criterion),
        view.attained(&figure.now),
        interval.unwrap_or_else(|| "–".to_owned()),
        on_line(before),
        now.zip(before).map_or("–".to_owned(), |(now, before)| difference(now, before)),
    ]
}

/// Records to which the point of a criterion did not apply.
fn exceptions(view: View, criterion: &Criterion) -> String {
    let id = format!("{}.exceptions", criterion.indicator);
    if !view.has(&id) {
        return "–".to_owned();
    }
    view.cell(&id).numbers().and_then(|numbers| numbers.achieved).map_or_else(|| view.brief(&id), |n| n.to_string())
}

/// The same criteria for each service, services in the order of the alphabet.
fn by_service(view: View, value: usize) -> Table {
    let services = view.release.by_name(Level::Service);
    let mut table = Table::new(view.plain("audit.services_table")).column(view.plain("column.criterion")).compact();
    for (_, service) in &services {
        table = table.number(&service.name);
    }
    for (figure, criterion) in of_value(view, value) {
        let of_unit = |unit: usize| {
            let of_service = view
                .release
                .criteria
                .iter()
                .find(|c| (c.unit, c.value, c.criterion) == (unit, figure.value, figure.criterion));
            of_service.map_or(String::new(), |c| view.attained(&c.now))
        };
        let cells = std::iter::once(criterion.label.clone()).chain(services.iter().map(|(unit, _)| of_unit(*unit)));
        table.row(cells.collect::<Vec<_>>());
    }
    table
}

/// What stands out, strengths first, and the ways to act that others have found.
fn findings(body: &mut Body, view: View) {
    body.heading(1, view.plain("audit.findings"));
    body.paragraph(ways::rule(view));
    let strong = ways::strengths(view);
    let low = ways::to_look_at(view);
    let line = |(figure, criterion): &(&CriterionFigure, &Criterion)| {
        let attained = figure.now.value().map_or_else(String::new, whole);
        text("").strong(format!("{}: ", criterion.label)).text(view.say("audit.of_100", &[("attained", &attained)]))
    };
    if !strong.is_empty() {
        body.callout(Tone::Strength, view.plain("audit.strong"), |inside| {
            inside.list(strong.iter().map(line));
        });
    }
    if !low.is_empty() {
        body.callout(Tone::Note, view.plain("audit.low"), |inside| {
            inside.list(low.iter().map(line));
        });
    }
    match ways::table(view) {
        Some(table) => {
            body.table(table);
        }
        None => {
            body.paragraph(view.plain("ways.nothing"));
        }
    }
}

fn action_plan(body: &mut Body, view: View) {
    body.heading(1, view.plain("audit.plan"));
    body.paragraph(view.plain("audit.plan_intro"));
    let mut table = Table::new(view.plain("audit.plan_table"))
        .column(view.plain("column.criterion"))
        .column(view.plain("column.action"))
        .column(view.plain("column.lead"))
        .column(view.plain("column.due"))
        .column(view.plain("column.evidence"))
        .without_row_headers()
        .with_room(3);
    for _ in 0..5 {
        table.row([""; 5]);
    }
    body.table(table);
}

fn sign_off(body: &mut Body, view: View) {
    body.heading(1, view.plain("audit.sign_off"));
    for key in ["audit.reaudit", "audit.approved", "audit.people"] {
        body.write_on(view.plain(key), 1);
    }
}
