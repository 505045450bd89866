//! What teams say of themselves, or observers of them: checklists and fidelity scales. A mean over teams for a service, the
//! latest score for a team's own pack. Teams are not listed beside each other, and nothing here counts people.

use super::document::{Body, Table, Words, text};
use super::view::{View, points};
use crate::definitions::{Better, Measure, Scale};
use crate::release::Family;

/// Of the provider: each scale with how many teams were assessed, and their mean.
pub fn of_all_teams(body: &mut Body, view: View) {
    let scales = scales(view);
    if scales.is_empty() {
        return;
    }
    body.heading(1, view.plain("self_assessment.heading"));
    body.paragraph(view.plain("self_assessment.intro"));
    let mut table = Table::new(view.plain("self_assessment.table"))
        .column(view.plain("column.instrument"))
        .column(view.plain("column.scale"))
        .number(view.plain("column.range"))
        .number(view.plain("column.teams_assessed"))
        .number(view.plain("column.mean"));
    for assessed in &scales {
        table.row(assessed.row(view));
    }
    body.table(table);
    body.notes(notes(view, &scales));
}

/// Of one team: its own latest scores. Nothing where it has none.
pub fn of_one_team(body: &mut Body, view: View) {
    let own: Vec<Assessed> = scales(view).into_iter().filter(|scale| scale.mean(view).is_some()).collect();
    if own.is_empty() {
        return;
    }
    body.heading(1, view.plain("self_assessment.own_heading"));
    body.paragraph(view.plain("self_assessment.own_intro"));
    body.list(own.iter().map(|scale| scale.line(view)));
    body.notes(notes(view, &own));
}

/// One scale of an instrument about teams.
struct Assessed<'a> {
    id: &'a str,
    measure: &'a Measure,
    scale: &'a Scale,
}

impl Assessed<'_> {
    fn mean(&self, view: View) -> Option<f64> {
        view.cell(self.id).numbers()?.value
    }

    fn range(&self) -> String {
        format!("{}–{}", self.scale.lowest, self.scale.highest)
    }

    fn row(&self, view: View) -> [String; 5] {
        let teams = view.cell(self.id).numbers().map(|numbers| {
            let (known, all) = (numbers.known.to_string(), numbers.eligible.to_string());
            view.say("self_assessment.teams", &[("assessed", &known), ("all", &all)])
        });
        let teams = teams.unwrap_or_else(|| view.plain("release.nothing"));
        [self.measure.short.clone(), self.scale.label.clone(), self.range(), teams, view.brief(self.id)]
    }

    fn line(&self, view: View) -> Words {
        let score = self.mean(view).map_or_else(String::new, points);
        let (lowest, highest) = (self.scale.lowest.to_string(), self.scale.highest.to_string());
        let places = [("score", score.as_str()), ("lowest", &lowest), ("highest", &highest)];
        let name = format!("{} · {}: ", self.measure.short, self.scale.label);
        text("").strong(name).text(view.say("self_assessment.line", &places))
    }
}

/// Every scale in the data that is about teams, in the order of its definition.
fn scales<'a>(view: View<'a>) -> Vec<Assessed<'a>> {
    let about_teams = view.release.indicators.iter().filter(|indicator| indicator.family == Family::TeamScore);
    let assessed = about_teams.filter_map(|indicator| {
        let measure = view.background.all_measures.get(indicator.about.measure?)?;
        Some(Assessed { id: &indicator.id, measure, scale: measure.scales.get(indicator.about.scale?)? })
    });
    assessed.collect()
}

/// Which way is better where that is the same for all, and what a definition warns of, each once.
fn notes(view: View, scales: &[Assessed]) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    if scales.iter().all(|assessed| assessed.scale.better == Better::Higher) {
        notes.push(view.plain("self_assessment.all_higher"));
    } else {
        let lower = scales.iter().filter(|assessed| assessed.scale.better == Better::Lower);
        let names: Vec<&str> = lower.map(|assessed| assessed.scale.label.as_str()).collect();
        notes.push(view.say("self_assessment.some_lower", &[("scales", &names.join(", "))]));
    }
    for note in scales.iter().filter_map(|assessed| assessed.scale.note.clone()) {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}
