//! The ideas of the frame (domains, tasks, CHIME, outcomes, contrasts), and which criteria are about each. No idea has a
//! figure of its own: none of them is a measure.

use super::annex;
use super::document::{Body, Table};
use super::view::{OfCriterion, View};
use crate::definitions::{ActionPoint, Idea, Term};

pub fn compose(body: &mut Body, view: View) {
    let frame = view.background.framework;
    let lists = [
        ("domains", &frame.domains, Idea::Domain as fn(usize) -> Idea),
        ("chime", &frame.chime, Idea::Chime),
        ("outcomes", &frame.outcomes, Idea::Outcome),
    ];
    let mut table = Table::new(view.plain("frame.table"))
        .column(view.plain("column.idea"))
        .column(view.plain("column.criteria_about"))
        .compact();
    for (key, terms, idea) in lists {
        if !terms.is_empty() {
            table.group(view.plain(&format!("frame.{key}")));
        }
        for (at, term) in terms.iter().enumerate() {
            table.row([in_words(view, term), about(view, |(_, criterion)| criterion.about.contains(&idea(at)))]);
        }
    }
    tasks(&mut table, view);
    contrasts(&mut table, view);
    if !table.rows.is_empty() {
        body.heading(1, view.plain("frame.heading"));
        body.paragraph(view.plain("frame.intro"));
        body.table(table.note(view.plain("frame.note")));
    }
}

/// A task has action points and no criteria of its own.
fn tasks(table: &mut Table, view: View) {
    let tasks = &view.background.framework.tasks;
    if !tasks.is_empty() {
        table.group(view.plain("frame.tasks"));
    }
    for task in tasks {
        let own: Vec<&ActionPoint> = view.background.points.iter().filter(|point| point.task == task.id).collect();
        let found = own.iter().filter(|point| annex::is_evidenced(view, point)).count().to_string();
        let places = [("found", found.as_str()), ("all", &own.len().to_string())];
        table.row([in_words(view, task), view.say("frame.of_task", &places)]);
    }
}

fn contrasts(table: &mut Table, view: View) {
    for (group, entry) in view.background.framework.contrasts.iter().enumerate() {
        table.group(view.say("frame.contrasts", &[("group", &entry.label)]));
        for (pair, contrast) in entry.pairs.iter().enumerate() {
            let places = [("from", contrast.from.as_str()), ("towards", &contrast.towards)];
            let own = Idea::Contrast { group, pair };
            let criteria = about(view, |(_, criterion)| criterion.about.contains(&own));
            table.row([view.say("frame.contrast", &places), criteria]);
        }
    }
}

fn in_words(view: View, term: &Term) -> String {
    view.say("frame.term", &[("label", &term.label), ("meaning", &term.meaning)])
}

/// `Choice of worker: 50; …`, or that there is none yet.
fn about(view: View, is_about: impl Fn(&OfCriterion) -> bool) -> String {
    let own = view.criteria().filter(|of| is_about(of));
    let named: Vec<String> = own
        .map(|(figure, criterion)| {
            let places = [("criterion", criterion.label.as_str()), ("attained", &view.attained(&figure.now))];
            view.say("annex.criterion", &places)
        })
        .collect();
    if named.is_empty() { view.plain("frame.none") } else { named.join("; ") }
}
