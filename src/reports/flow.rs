//! Who is counted: the way from the caseload to people with two ratings, and whether those who got there began where the
//! others did.

use super::document::{Body, Table};
use super::view::{View, three_counts};
use super::{pictures, sections};
use crate::definitions::TableId;

/// Who is counted: from everyone on the caseload to people with two questionnaires.
pub fn compose(body: &mut Body, view: View) {
    body.heading_at(1, view.plain("flow.heading"), "who-is-counted");
    body.paragraph(view.plain("flow.intro"));
    if sections::missing(body, view, TableId::Measures) {
        return;
    }
    if let Some(drawing) = pictures::completion_flow(view) {
        body.figure(drawing, view.plain("chart.flow.caption"), Some(steps_table(view)));
    }
    body.paragraph(view.plain("flow.why"));
    if let Some(table) = pairs_table(view) {
        body.table(table);
    }
}

fn steps_table(view: View) -> Table {
    let mut table = Table::new(view.plain("flow.table"))
        .column(view.plain("column.figure"))
        .number(view.plain("column.people"))
        .number(view.plain("column.of_caseload"))
        .number(view.plain("column.share"));
    let mut ids = vec!["caseload".to_owned(), "coverage.any".to_owned()];
    for measure in &view.background.measures {
        ids.push(format!("coverage.{}", measure.id));
        ids.extend(pictures::main_scale(measure).map(|scale| format!("paired.{}.{scale}", measure.id)));
    }
    for id in ids.iter().filter(|id| view.has(id)) {
        let [achieved, known, _] = three_counts(view.cell(id));
        let (people, of) = if id == "caseload" { (known, String::new()) } else { (achieved, known) };
        let share = if id == "caseload" { String::new() } else { view.brief(id) };
        let people = if view.cell(id).numbers().is_some() { people } else { view.brief(id) };
        table.row([view.label(id), people, of, share]);
    }
    table
}

/// The columns of the table about pairs, after those who could have one.
const OF_PAIRS: [&str; 5] = ["first", "later", "paired", "first-of-paired", "first-of-unpaired"];

/// Each instrument's way from those who could have a pair to those who have one, and where both began. None where nobody has
/// a first rating that can be shown.
fn pairs_table(view: View) -> Option<Table> {
    let mut table = Table::new(view.plain("flow.pairs_table"))
        .column(view.plain("column.scale"))
        .number(view.plain("column.could_have"))
        .number(view.plain("column.first"))
        .number(view.plain("column.later"))
        .number(view.plain("column.pair"))
        .number(view.plain("column.first_of_paired"))
        .number(view.plain("column.first_of_unpaired"))
        .compact();
    let mut any_withheld = false;
    for measure in &view.background.measures {
        let Some(scale) = measure.main_scale().map(|at| &measure.scales[at]) else { continue };
        let id = |family: &str| format!("{family}.{}.{}", measure.id, scale.id);
        let [first, later, paired, of_paired, of_unpaired] = OF_PAIRS.map(id);
        if view.cell(&first).numbers().is_some_and(|numbers| numbers.achieved > Some(0)) {
            let reached = |id: &str| counted(view, id);
            let [of_paired, of_unpaired] = [of_paired, of_unpaired].map(|id| view.brief(&id));
            any_withheld |= OF_PAIRS.iter().any(|family| view.cell(&id(family)).is_withheld());
            let could = three_counts(view.cell(&first))[1].clone();
            let label = format!("{} · {}", measure.short, scale.label);
            table.row([label, could, reached(&first), reached(&later), reached(&paired), of_paired, of_unpaired]);
        }
    }
    let has_rows = !table.rows.is_empty();
    has_rows.then(|| table.note(view.plain("flow.pairs_note")).note_if(any_withheld, view.brief_note()))
}

/// How many reached it, or why that is not said.
fn counted(view: View, id: &str) -> String {
    let cell = view.cell(id);
    if cell.numbers().is_some() { three_counts(cell)[0].clone() } else { view.brief(id) }
}
