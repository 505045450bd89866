//! The annex of the service audit: all 100 action points, and how each was evidenced here, or that it was not.

use super::document::{Body, Table};
use super::view::View;
use crate::definitions::ActionPoint;

/// What the data of this quarter say of an action point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// A criterion or a figure of its own is shown.
    Evidenced,
    /// There is a figure, and it is withheld.
    Withheld,
    /// Data could show it, and these do not.
    Open,
    /// No data of this kind can show it.
    Reflection,
}

impl State {
    const ALL: [State; 4] = [State::Evidenced, State::Withheld, State::Open, State::Reflection];

    /// Key of its words, below `annex.`.
    fn key(self) -> &'static str {
        match self {
            State::Evidenced => "evidenced",
            State::Withheld => "withheld",
            State::Open => "open",
            State::Reflection => "reflection",
        }
    }
}

pub fn compose(body: &mut Body, view: View) {
    body.heading_at(1, view.plain("annex.heading"), "annex");
    let points: Vec<(&ActionPoint, State, String)> =
        view.background.points.iter().map(|point| evidence(view, point)).collect();
    let count = |state: State| points.iter().filter(|(_, own, _)| *own == state).count().to_string();
    let counts = State::ALL.map(|state| (state.key(), count(state)));
    body.paragraph(view.say("annex.intro", &counts.each_ref().map(|(key, count)| (*key, count.as_str()))));
    let mut table = Table::new(view.plain("annex.table"))
        .column(view.plain("column.number_of_point"))
        .column(view.plain("column.point"))
        .column(view.plain("column.state"))
        .column(view.plain("column.shown_how"))
        .compact();
    for section in points.chunk_by(|a, b| a.0.section == b.0.section) {
        table.group(view.say("annex.section", &[("section", &section[0].0.section)]));
        for (point, state, evidence) in section {
            let state = view.plain(&format!("annex.{}", state.key()));
            table.row([&point.number.to_string(), &point.label, &state, evidence].map(String::as_str));
        }
    }
    body.table(table.note(view.plain("annex.note")));
}

/// Whether a figure that speaks to a point is shown.
pub fn is_evidenced(view: View, point: &ActionPoint) -> bool {
    evidence(view, point).1 == State::Evidenced
}

/// What evidences a point, or would.
fn evidence<'a>(view: View, point: &'a ActionPoint) -> (&'a ActionPoint, State, String) {
    let figures = [criteria(view, point), own_figures(view, point)].concat();
    let shown: Vec<&str> =
        figures.iter().filter(|figure| figure.is_shown).map(|figure| figure.words.as_str()).collect();
    if !shown.is_empty() {
        return (point, State::Evidenced, shown.join("; "));
    }
    let withheld: Vec<&str> = figures.iter().map(|figure| figure.words.as_str()).collect();
    if !withheld.is_empty() {
        return (point, State::Withheld, withheld.join("; "));
    }
    match point.data.as_str() {
        "no" => (point, State::Reflection, point.shown_by.clone()),
        _ => (point, State::Open, view.say("annex.would", &[("shown_by", &point.shown_by)])),
    }
}

/// A figure that speaks to a point.
#[derive(Clone)]
struct Figure {
    words: String,
    is_shown: bool,
}

/// The criteria that speak to it, as far as there is a figure.
fn criteria(view: View, point: &ActionPoint) -> Vec<Figure> {
    let own = view.criteria();
    own.filter_map(|(figure, criterion)| {
        let is_shown = figure.now.value().is_some();
        let speaks = criterion.points.contains(&point.number) && (is_shown || figure.now.is_withheld());
        let places = [("criterion", criterion.label.as_str()), ("attained", &view.attained(&figure.now))];
        speaks.then(|| Figure { words: view.say("annex.criterion", &places), is_shown })
    })
    .collect()
}

/// The point's own figures of records and teams, unless a criterion stands for them already.
fn own_figures(view: View, point: &ActionPoint) -> Vec<Figure> {
    let is_criterion = |id: &str| {
        let criteria = view.background.framework.criteria();
        criteria.into_iter().any(|criterion| criterion.indicator == id && criterion.points.contains(&point.number))
    };
    let ids = ["audit", "checklist"].map(|family| (family, format!("{family}.{}", point.number)));
    let there = ids.iter().filter(|(_, id)| !is_criterion(id)).filter_map(|(family, id)| {
        let cell = view.cell(id);
        let is_shown = cell.numbers().is_some();
        let key = format!("annex.{family}");
        (is_shown || cell.is_withheld())
            .then(|| Figure { words: view.say(&key, &[("figure", &view.full(id))]), is_shown })
    });
    there.collect()
}
