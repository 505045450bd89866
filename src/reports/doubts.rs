//! How sure the rules behind a report's figures are: which were not verified, which are the service's own, and what an export
//! cannot tell apart.

use super::document::{Body, text};
use super::view::View;
use crate::definitions::{Measure, Provenance};
use crate::release::Family;

/// In a sentence or two, for a report without room for the rules: instruments that could not be checked, where one of these
/// figures is shown that was made with them, and goals that cannot be told apart. Words stand below `key`.
pub fn in_brief<'a>(view: View, key: &str, figures: impl Iterator<Item = &'a str>) -> Vec<String> {
    let shown: Vec<_> = figures.filter(|id| view.cell(id).numbers().is_some()).collect();
    let uses = |measure: &Measure| {
        let made_with = |id: &&str| view.indicator(id).and_then(|indicator| indicator.about.measure);
        shown.iter().filter_map(made_with).any(|at| view.background.all_measures[at].id == measure.id)
    };
    let uncertain = view.background.instruments.iter().filter(|measure| measure.is_provisional() && uses(measure));
    let mut names: Vec<&str> = uncertain.map(|measure| measure.short.as_str()).collect();
    let index = view.background.roles.index.as_ref().filter(|index| index.rule.is_provisional());
    names.extend(index.filter(|_| shown.contains(&"role.social_outcomes")).map(|index| index.label.as_str()));
    let rules =
        (!names.is_empty()).then(|| view.say(&format!("{key}.not_verified"), &[("instruments", &names.join(", "))]));
    let goals_are_shown = shown.iter().any(|id| id.starts_with("goals."));
    let slots = (view.background.goals_share_ids && goals_are_shown).then(|| view.plain(&format!("{key}.slots")));
    rules.into_iter().chain(slots).collect()
}

/// The figures that criteria rest on.
pub fn of_criteria<'a>(view: View<'a>) -> impl Iterator<Item = &'a str> {
    view.criteria().map(|(_, criterion)| criterion.indicator.as_str())
}

/// The figures about support that people wanted.
pub fn of_support<'a>(view: View<'a>) -> impl Iterator<Item = &'a str> {
    let wanted = view.release.indicators.iter().filter(|indicator| indicator.family == Family::Wanted);
    wanted.map(|indicator| indicator.id.as_str())
}

/// Instruments in the data, and the index over roles, whose rules could not all be verified, in words.
pub fn provisional(body: &mut Body, view: View) {
    let uncertain = view.background.instruments.iter().copied().filter(|m| m.is_provisional());
    let mut uncertain: Vec<(&str, String)> =
        uncertain.map(|measure| (measure.short.as_str(), doubts(view, measure))).collect();
    let index = view.background.roles.index.as_ref().filter(|index| index.rule.is_provisional());
    if let Some(index) = index.filter(|_| view.has("role.social_outcomes")) {
        let what = view.plain("provisional.points");
        uncertain.push((&index.label, view.say("provisional.measure", &[("what", &what)])));
    }
    let own = view.background.instruments.iter().filter(|measure| measure.is_local());
    let own: Vec<&str> = own.map(|measure| measure.short.as_str()).collect();
    if !own.is_empty() {
        body.paragraph(view.say("provisional.own", &[("instruments", &own.join(", "))]));
    }
    if uncertain.is_empty() {
        body.paragraph(view.plain(if own.is_empty() { "provisional.none" } else { "provisional.no_other" }));
        return;
    }
    body.paragraph(view.plain("provisional.intro"));
    body.list(uncertain.into_iter().map(|(name, doubts)| text("").strong(format!("{name}: ")).text(doubts)));
}

/// Scales in the data that do with fewer answers than they have items by a rule of the service's or our own.
pub fn local_rules(body: &mut Body, view: View) {
    let rules = &view.background.local_rules;
    if !rules.is_empty() {
        body.paragraph(view.plain("provisional.local"));
        body.list(rules.iter().map(|(scale, rule)| text("").strong(format!("{scale}: ")).text(rule.as_str())));
    }
}

fn doubts(view: View, measure: &Measure) -> String {
    let scales = measure.scales.iter().filter(|scale| scale.rule.provenance == Provenance::Provisional);
    let mut names: Vec<String> = scales.map(|scale| scale.label.clone()).collect();
    if measure.rule.provenance == Provenance::Provisional {
        names.insert(0, view.plain("provisional.items"));
    }
    view.say("provisional.measure", &[("what", &names.join(", "))])
}
