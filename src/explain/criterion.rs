//! What a value means, and what a criterion of it asks, takes and speaks to.

use super::figure::{self, point_lines};
use super::{Explanation, Part};
use crate::definitions::{Criterion, Definitions, Idea, Takes, Term, Value};

/// A criterion or a value by its id, alone or after `criterion.` or `value.`; a criterion comes first.
pub(super) fn explanation(id: &str, definitions: &Definitions) -> Option<Explanation> {
    let (kind, name) = id.split_once('.').unwrap_or(("", id));
    let values = &definitions.framework.values;
    let criteria = values.iter().flat_map(|value| value.criteria.iter().map(move |criterion| (value, criterion)));
    let criterion = criteria.into_iter().find(|(_, criterion)| criterion.id == name && kind != "value");
    let value = values.iter().find(|value| value.id == name && kind != "criterion");
    match (kind, criterion, value) {
        ("" | "criterion", Some((value, criterion)), _) => Some(of_criterion(value, criterion, definitions)),
        ("" | "value", _, Some(value)) => Some(of_value(value, definitions)),
        _ => None,
    }
}

/// Every criterion and value, as an explanation is asked for.
pub fn ids(definitions: &Definitions) -> Vec<String> {
    let values = &definitions.framework.values;
    let criteria =
        values.iter().flat_map(|value| &value.criteria).map(|criterion| format!("criterion.{}", criterion.id));
    values.iter().map(|value| format!("value.{}", value.id)).chain(criteria).collect()
}

fn of_criterion(value: &Value, criterion: &Criterion, definitions: &Definitions) -> Explanation {
    let words = |key: &str, places: &[(&str, &str)]| definitions.wording.say(&format!("explain.{key}"), places);
    let mut parts = vec![
        Part { heading: words("heading.standard", &[]), lines: vec![criterion.standard.clone()] },
        Part { heading: words("heading.value", &[]), lines: vec![format!("{}: {}", value.label, value.statement)] },
        Part { heading: words("heading.attained", &[]), lines: attained_lines(criterion, definitions) },
    ];
    if let Some(indicator) = definitions.indicator(&criterion.indicator) {
        let of_figure = figure::explanation(&indicator, definitions).parts;
        let not_its_own = [words("heading.criteria", &[]), words("heading.points", &[])];
        parts.extend(of_figure.into_iter().filter(|part| !not_its_own.contains(&part.heading)));
    }
    let about: Vec<String> = criterion.about.iter().filter_map(|idea| idea_line(*idea, definitions)).collect();
    if !about.is_empty() {
        parts.push(Part { heading: words("heading.about", &[]), lines: about });
    }
    let points = point_lines(&criterion.points, definitions);
    parts.push(Part { heading: words("heading.points", &[]), lines: points });
    Explanation { id: format!("criterion.{}", criterion.id), title: criterion.label.clone(), parts }
}

/// `Domain of recovery, hope. Expecting …`, or `From control to choice`.
fn idea_line(idea: Idea, definitions: &Definitions) -> Option<String> {
    let frame = &definitions.framework;
    let words = |key: &str, places: &[(&str, &str)]| definitions.wording.say(&format!("explain.about.{key}"), places);
    let term = |key: &str, term: &Term| words(key, &[("label", &term.label), ("meaning", &term.meaning)]);
    Some(match idea {
        Idea::Domain(at) => term("domain", frame.domains.get(at)?),
        Idea::Chime(at) => term("chime", frame.chime.get(at)?),
        Idea::Outcome(at) => term("outcome", frame.outcomes.get(at)?),
        Idea::Contrast { group, pair } => {
            let pair = frame.contrasts.get(group)?.pairs.get(pair)?;
            words("contrast", &[("from", &pair.from), ("towards", &pair.towards)])
        }
    })
}

/// From which figure, by which arithmetic, and with which target and weight.
fn attained_lines(criterion: &Criterion, definitions: &Definitions) -> Vec<String> {
    let words = |key: &str, places: &[(&str, &str)]| definitions.wording.say(&format!("explain.{key}"), places);
    let mut lines = vec![words("from", &[("indicator", &criterion.indicator)])];
    lines.push(match criterion.takes {
        Takes::Share => words("takes.share", &[]),
        Takes::Rest => words("takes.rest", &[]),
        Takes::Mean { lowest, highest } => {
            words("takes.mean", &[("lowest", &lowest.to_string()), ("highest", &highest.to_string())])
        }
    });
    lines.push(match criterion.target {
        Some(target) => words("target", &[("target", &target.to_string())]),
        None => words("no_target", &[]),
    });
    lines.push(words("weight", &[("weight", &criterion.weight.to_string())]));
    lines
}

fn of_value(value: &Value, definitions: &Definitions) -> Explanation {
    let words = |key: &str, places: &[(&str, &str)]| definitions.wording.say(&format!("explain.{key}"), places);
    let least = format!("{:.0}", 100.0 * definitions.framework.min_evidence);
    let criteria = value.criteria.iter().map(|criterion| {
        let places = [("id", criterion.id.as_str()), ("label", &criterion.label), ("standard", &criterion.standard)];
        words("criterion_of_value", &places)
    });
    let frame = &definitions.framework;
    let parts = [
        ("meaning", vec![value.statement.clone()]),
        (
            "attained",
            ["value_formula", "value_interval", "value_none"].map(|key| words(key, &[("least", &least)])).into(),
        ),
        ("its_criteria", criteria.collect()),
        ("source", vec![frame.source.clone()]),
    ];
    let part = |(key, lines)| Part { heading: words(&format!("heading.{key}"), &[]), lines };
    Explanation { id: format!("value.{}", value.id), title: value.label.clone(), parts: parts.map(part).into() }
}
