//! The case-note audit and the service checklists point by point: met, partly, not met, and where a point does not apply.

use super::document::{Body, Table};
use super::view::View;
use crate::release::{Cell, Family, Indicator};

pub fn compose(body: &mut Body, view: View) {
    let tables = [records(view), teams(view)];
    if tables.iter().any(|table| !table.rows.is_empty()) {
        body.heading(1, view.plain("by_point.heading"));
    }
    for table in tables.into_iter().filter(|table| !table.rows.is_empty()) {
        body.table(table);
    }
}

fn records(view: View) -> Table {
    let mut table = started(view, "by_point.records", "column.does_not_apply");
    let mut any_withheld = false;
    for indicator in of(view, Family::Audit) {
        let [met, partly, exceptions] = cells(view, indicator);
        any_withheld |= [met, partly, exceptions].iter().any(|cell| cell.is_withheld());
        table.row(row(view, indicator, [met, partly], achieved(view, exceptions)));
    }
    table.note(view.plain("by_point.records_note")).note_if(any_withheld, view.brief_note())
}

fn teams(view: View) -> Table {
    let mut table = started(view, "by_point.teams", "column.no_answer");
    for indicator in of(view, Family::Checklist) {
        let [met, partly, _] = cells(view, indicator);
        let silent = met.numbers().map_or_else(String::new, |n| n.eligible.saturating_sub(n.known).to_string());
        table.row(row(view, indicator, [met, partly], silent));
    }
    table.note(view.plain("by_point.teams_note"))
}

fn started(view: View, title: &str, aside: &str) -> Table {
    Table::new(view.plain(title))
        .column(view.plain("column.point"))
        .number(view.plain("column.met"))
        .number(view.plain("column.partly"))
        .number(view.plain("column.not_met"))
        .number(view.plain(aside))
        .number(view.plain("column.met_share"))
        .number(view.plain("column.last_cycle"))
        .compact()
}

/// Of the points of which anything is known or withheld.
fn of<'a>(view: View<'a>, family: Family) -> impl Iterator<Item = &'a Indicator> {
    let own = view.release.indicators.iter().filter(move |indicator| indicator.family == family);
    own.filter(move |indicator| {
        view.cell(&indicator.id).numbers().is_some() || view.cell(&indicator.id).is_withheld()
    })
}

fn cells<'a>(view: View<'a>, indicator: &Indicator) -> [&'a Cell; 3] {
    ["", ".partly", ".exceptions"].map(|part| view.cell(&format!("{}{part}", indicator.id)))
}

fn row(view: View, indicator: &Indicator, [met, partly]: [&Cell; 2], aside: String) -> Vec<String> {
    let not_met = met.numbers().zip(partly.numbers()).and_then(|(met, partly)| {
        Some(met.known.saturating_sub(met.achieved?).saturating_sub(partly.achieved?).to_string())
    });
    let before = view.release.last(&indicator.id, view.unit);
    vec![
        view.point(indicator.about.point.unwrap_or_default()),
        achieved(view, met),
        achieved(view, partly),
        not_met.unwrap_or_else(|| view.plain("release.withheld_short")),
        aside,
        view.brief(&indicator.id),
        before.map_or_else(|| "–".to_owned(), |before| view.brief_of(&indicator.id, before)),
    ]
}

fn achieved(view: View, cell: &Cell) -> String {
    let number = cell.numbers().and_then(|numbers| numbers.achieved);
    number.map_or_else(|| view.attained(cell), |number| number.to_string())
}
