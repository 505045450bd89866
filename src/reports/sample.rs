//! Whose records the case-note audit looked at: how many, where, when, and how they were chosen.

use super::document::{Body, Table};
use super::view::View;
use crate::release::{Family, Level};

/// Nothing where no record was looked at in the period.
pub fn compose(body: &mut Body, view: View) {
    if view.background.audited.is_empty() {
        return;
    }
    body.heading(2, view.plain("sample.heading"));
    match view.background.audit_sample {
        Some(how) => body.paragraph(view.say("sample.chosen", &[("how", how)])),
        None => body.paragraph(view.plain("sample.not_said")),
    };
    let mut table = Table::new(view.plain("sample.table"))
        .column(view.plain("column.part"))
        .number(view.plain("column.records"))
        .number(view.plain("column.teams_looked_at"))
        .number(view.plain("column.of_caseload"))
        .column(view.plain("column.looked_at"))
        .compact();
    // One service is all there is.
    let services = view.release.by_name(Level::Service).into_iter().map(|(unit, _)| unit);
    let services = services.filter(|_| view.release.by_name(Level::Service).len() > 1);
    for unit in std::iter::once(view.unit).chain(services) {
        if let Some(row) = row(view.of(unit)) {
            table.row(row);
        }
    }
    body.table(table.note(view.plain("sample.note")));
}

fn row(view: View) -> Option<[String; 5]> {
    let audited = view.background.audited.get(&view.unit)?;
    let days = [("first", view.background.day(audited.first)), ("last", view.background.day(audited.last))];
    let days = days.each_ref().map(|(name, day)| (*name, day.as_str()));
    Some([
        view.name().to_owned(),
        records(view),
        audited.teams.len().to_string(),
        view.brief("caseload"),
        view.say("sample.days", &days),
    ])
}

/// Every point of the audit is asked of the same records, so that any point with a figure tells how many there were.
fn records(view: View) -> String {
    let points = view.release.indicators.iter().filter(|indicator| indicator.family == Family::AuditExceptions);
    let cells: Vec<_> = points.map(|indicator| view.cell(&indicator.id)).collect();
    let shown = cells.iter().find_map(|cell| cell.numbers()).map(|numbers| numbers.eligible.to_string());
    shown.unwrap_or_else(|| match cells.iter().find(|cell| cell.is_withheld()) {
        Some(cell) => view.attained(cell),
        None => view.plain("release.nothing"),
    })
}
