//! Support that people wanted and got, kind by kind and process by process.

use super::document::{Body, Table};
use super::view::{View, percent, three_counts};
use super::{pictures, sections};
use crate::definitions::wording::thousands;
use crate::definitions::{Item, Measure, TableId};
use crate::release::Family;
use std::iter::Sum;

/// Support wanted and got.
pub fn compose(body: &mut Body, view: View, level: u8) {
    body.heading_at(level, view.plain("support.heading"), "support");
    if sections::missing(body, view, TableId::Measures) {
        return;
    }
    let Some(drawing) = pictures::wanted_and_got(view) else {
        body.paragraph(view.plain(none_key(view)));
        return;
    };
    body.paragraph(view.plain("support.intro"));
    sections::figures(body, view, &["score.inspire.support", "score.inspire.relationship"]);
    if let Some(table) = processes_table(view) {
        body.table(table);
    }
    body.figure(drawing, view.plain("chart.wanted.caption"), Some(items_table(view)));
}

/// A recovery process by its name, and its kinds of support.
type Process<'a> = (String, Vec<&'a Item>);

/// The instrument that asks what matters, and its kinds of support by recovery process.
fn processes<'a>(view: View<'a>) -> Option<(&'a Measure, Vec<Process<'a>>)> {
    let with_gates = |measure: &&&Measure| measure.items.iter().any(|item| item.gate.is_some());
    let measure = view.background.measures.iter().find(with_gates)?;
    let items: Vec<&Item> = measure.items.iter().filter(|item| item.gate.is_some()).collect();
    let of_one = |items: &[&'a Item]| {
        let name = items[0].group.as_ref().map(|group| pictures::process(view, group));
        (name.unwrap_or_default(), items.to_vec())
    };
    Some((measure, items.chunk_by(|a, b| a.group == b.group).map(of_one).collect()))
}

fn ids(measure: &Measure, item: &Item) -> [String; 2] {
    ["wanted", "unmet"].map(|family| format!("{family}.{}.{}", measure.id, item.id))
}

fn empty_table(view: View, caption: &str, first: &str) -> Table {
    Table::new(view.plain(caption))
        .column(view.plain(first))
        .number(view.plain("column.wanted"))
        .number(view.plain("column.answered"))
        .number(view.plain("column.got"))
        .number(view.plain("column.unmet"))
        .number(view.plain("column.wanted_and_rated"))
        .compact()
}

fn items_table(view: View) -> Table {
    let mut table = empty_table(view, "support.table", "column.support");
    let Some((measure, processes)) = processes(view) else { return table };
    for (process, items) in processes {
        table.group(process);
        for item in items {
            table.row(item_cells(view, item, &ids(measure, item)));
        }
    }
    table
}

/// What was wanted and got of each process; none where not even one process can be shown.
fn processes_table(view: View) -> Option<Table> {
    let (measure, processes) = processes(view)?;
    let mut table = empty_table(view, "support.processes_table", "column.process");
    let together = |items: &[&Item]| {
        let counted = items.iter().map(|item| Counted::new(view, &ids(measure, item)));
        counted.sum::<Option<Counted>>().filter(|all| all.answered > 0 && all.rated > 0)
    };
    let together: Vec<_> = processes.iter().map(|(process, items)| (process, together(items))).collect();
    if together.iter().all(|(_, counted)| counted.is_none()) {
        return None;
    }
    for (process, counted) in together {
        table.row(process_cells(process, counted));
    }
    let low = measure.unmet_up_to.unwrap_or_default().to_string();
    Some(table.note(view.say("support.processes_note", &[("low", &low)])))
}

fn item_cells(view: View, item: &Item, [wanted, unmet]: &[String; 2]) -> [String; 6] {
    let known = |id: &str| three_counts(view.cell(id))[1].clone();
    let got = view.cell(unmet).value().map_or_else(|| view.brief(unmet), |unmet| percent(100.0 - unmet));
    [item.label.clone(), view.brief(wanted), known(wanted), got, view.brief(unmet), known(unmet)]
}

/// The kinds of support of one process, answer by answer: who wanted two of them counts twice.
#[derive(Default, Clone, Copy)]
struct Counted {
    answered: u64,
    wanted: u64,
    rated: u64,
    not_got: u64,
}

impl Counted {
    /// Of one kind of support, from what may be shown.
    fn new(view: View, [wanted, unmet]: &[String; 2]) -> Option<Counted> {
        let (wanted, unmet) = (view.cell(wanted).numbers()?, view.cell(unmet).numbers()?);
        Some(Counted {
            answered: wanted.known,
            wanted: wanted.achieved?,
            rated: unmet.known,
            not_got: unmet.achieved?,
        })
    }
}

impl Sum for Counted {
    fn sum<I: Iterator<Item = Counted>>(all: I) -> Counted {
        all.fold(Counted::default(), |all, own| Counted {
            answered: all.answered + own.answered,
            wanted: all.wanted + own.wanted,
            rated: all.rated + own.rated,
            not_got: all.not_got + own.not_got,
        })
    }
}

/// A process of which one kind of support is not shown has no figure of its own.
fn process_cells(process: &str, counted: Option<Counted>) -> [String; 6] {
    let Some(Counted { answered, wanted, rated, not_got }) = counted else {
        return [process.to_owned(), "–".into(), "–".into(), "–".into(), "–".into(), "–".into()];
    };
    let share = |part: u64, whole: u64| percent(100.0 * part as f64 / whole as f64);
    [
        process.to_owned(),
        share(wanted, answered),
        thousands(answered),
        share(rated - not_got, rated),
        share(not_got, rated),
        thousands(rated),
    ]
}

/// Why no kind of support is shown: nobody was asked, which is not the same as too few having answered.
pub fn none_key(view: View) -> &'static str {
    let asked = view.release.indicators.iter().filter(|i| matches!(i.family, Family::Wanted | Family::Unmet));
    let withheld = asked.map(|indicator| view.cell(&indicator.id)).any(|cell| cell.is_withheld());
    if withheld { "support.none_shown" } else { "support.none" }
}

/// One kind of support that people wanted, with both of its figures shown.
pub struct Support {
    pub label: String,
    /// Per cent of those who wanted it.
    pub unmet: f64,
    /// People who wanted and rated it, and those of them who did not get it.
    pub known: u64,
    pub unmet_people: u64,
}

/// Every kind of support whose unmet share may be shown, in the order of the form.
pub fn rows(view: View) -> Vec<Support> {
    let unmet = view.release.indicators.iter().filter(|indicator| indicator.family == Family::Unmet);
    unmet
        .filter_map(|indicator| {
            let item =
                view.background.all_measures.get(indicator.about.measure?)?.items.get(indicator.about.item?)?;
            let numbers = view.cell(&indicator.id).numbers()?;
            let (unmet, unmet_people) = (numbers.value?, numbers.achieved?);
            Some(Support { label: item.label.clone(), unmet, known: numbers.known, unmet_people })
        })
        .collect()
}
