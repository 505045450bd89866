//! `schemas/framework.toml` as written, and its checks: every criterion must name an indicator that exists, take from
//! it what it can give, and point at action points of the handbook.

use super::faults::hint;
use super::framework::{ActionPoint, ContrastGroup, Criterion, Framework, Idea, Takes, Term, Value};
use super::goals::GoalRules;
use super::indicator::{self, FigureKind, Indicator};
use super::measure::{Better, Measure, Scale};
use super::reading::Written;
use super::roles::Roles;
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FrameworkFile {
    title: Spanned<String>,
    source: Spanned<String>,
    min_evidence: Spanned<f64>,
    strong_from: Spanned<f64>,
    low_below: Spanned<f64>,
    #[serde(default)]
    trends: Vec<Spanned<String>>,
    #[serde(default)]
    domains: Vec<Spanned<Term>>,
    #[serde(default)]
    tasks: Vec<Spanned<Term>>,
    #[serde(default)]
    chime: Vec<Spanned<Term>>,
    #[serde(default)]
    outcomes: Vec<Spanned<Term>>,
    #[serde(default)]
    contrasts: Vec<Spanned<ContrastGroup>>,
    value: Vec<Spanned<ValueFile>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ValueFile {
    id: String,
    label: Spanned<String>,
    statement: Spanned<String>,
    criteria: Vec<Spanned<CriterionFile>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CriterionFile {
    id: String,
    label: Spanned<String>,
    standard: Spanned<String>,
    indicator: Spanned<String>,
    takes: TakesFile,
    points: Vec<u8>,
    #[serde(default)]
    about: Vec<Spanned<String>>,
    target: Option<Spanned<f64>>,
    weight: Option<Spanned<f64>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum TakesFile {
    Share,
    Rest,
    Mean,
}

/// What criteria may speak of.
pub(super) struct Known<'a> {
    measures: &'a [Measure],
    points: &'a [ActionPoint],
    indicators: Vec<Indicator>,
}

impl<'a> Known<'a> {
    pub(super) fn new(measures: &'a [Measure], goals: &GoalRules, roles: &Roles, points: &'a [ActionPoint]) -> Self {
        Known { measures, points, indicators: indicator::all(measures, goals, roles, points) }
    }

    fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.id == id)
    }

    fn scale(&self, indicator: &Indicator) -> Option<&Scale> {
        self.measures.get(indicator.measure?)?.scales.get(indicator.scale?)
    }

    fn ids(&self) -> impl Iterator<Item = &str> {
        self.indicators.iter().map(|indicator| indicator.id.as_str())
    }
}

pub(super) fn read(written: &mut Written<'_>, known: &Known<'_>) -> Option<Framework> {
    let file: FrameworkFile = written.toml()?;
    if !(0.0..=1.0).contains(file.min_evidence.get_ref()) {
        written.fault(file.min_evidence.span(), "`min_evidence` is a share from 0 to 1.");
    }
    let (strong, low) = (*file.strong_from.get_ref(), *file.low_below.get_ref());
    if !(0.0 <= low && low <= strong && strong <= 100.0) {
        let message = "`low_below` and `strong_from` lie from 0 to 100, and `low_below` is not above `strong_from`.";
        written.fault(file.strong_from.span(), message);
    }
    check_unique(written, &file);
    check_trends(written, &file, known);
    let ideas = ideas(&file);
    let framework = Framework {
        title: written.filled("title", &file.title),
        source: written.filled("source", &file.source),
        values: file.value.iter().map(|entry| value(written, entry.get_ref(), known, &ideas)).collect(),
        min_evidence: *file.min_evidence.get_ref(),
        strong_from: strong,
        low_below: low,
        trends: file.trends.iter().map(|pattern| pattern.get_ref().clone()).collect(),
        domains: plain(&file.domains),
        tasks: plain(&file.tasks),
        chime: plain(&file.chime),
        outcomes: plain(&file.outcomes),
        contrasts: plain(&file.contrasts),
    };
    written.faults.is_empty().then_some(framework)
}

fn plain<T: Clone>(entries: &[Spanned<T>]) -> Vec<T> {
    entries.iter().map(|entry| entry.get_ref().clone()).collect()
}

/// Every idea that a criterion may be about, as it is written there.
fn ideas(file: &FrameworkFile) -> Vec<(String, Idea)> {
    let terms = |kind: &str, terms: &[Spanned<Term>], idea: fn(usize) -> Idea| -> Vec<(String, Idea)> {
        terms.iter().enumerate().map(|(at, term)| (format!("{kind}.{}", term.get_ref().id), idea(at))).collect()
    };
    let groups = file.contrasts.iter().map(|entry| entry.get_ref()).enumerate();
    let contrasts = groups.flat_map(|(group, entry)| {
        let pairs = entry.pairs.iter().enumerate();
        pairs.map(move |(pair, own)| (format!("contrast.{}", own.id), Idea::Contrast { group, pair }))
    });
    let mut ideas = terms("domain", &file.domains, Idea::Domain);
    ideas.extend(terms("chime", &file.chime, Idea::Chime));
    ideas.extend(terms("outcome", &file.outcomes, Idea::Outcome));
    ideas.extend(contrasts);
    ideas
}

/// Ids of criteria are unique over all values: `values.csv` and the audit speak of a criterion by its id alone.
fn check_unique(written: &mut Written<'_>, file: &FrameworkFile) {
    let mut values = BTreeSet::new();
    let mut criteria = BTreeSet::new();
    for entry in &file.value {
        if entry.get_ref().id.trim().is_empty() || !values.insert(entry.get_ref().id.as_str()) {
            written.fault(entry.span(), format!("the value `{}` needs an id of its own.", entry.get_ref().id));
        }
        if entry.get_ref().criteria.is_empty() {
            written.fault(entry.span(), format!("the value `{}` has no criteria.", entry.get_ref().id));
        }
        for criterion in &entry.get_ref().criteria {
            let id = criterion.get_ref().id.as_str();
            if id.trim().is_empty() || !criteria.insert(id) {
                written.fault(criterion.span(), format!("the criterion `{id}` needs an id of its own."));
            }
        }
    }
    for list in [&file.domains, &file.tasks, &file.chime, &file.outcomes] {
        let mut seen = BTreeSet::new();
        for term in list.iter().filter(|term| !seen.insert(term.get_ref().id.as_str())) {
            written.fault(term.span(), format!("`{}` is listed twice.", term.get_ref().id));
        }
    }
    let mut seen = BTreeSet::new();
    for group in &file.contrasts {
        for pair in group.get_ref().pairs.iter().filter(|pair| !seen.insert(pair.id.as_str())) {
            written.fault(group.span(), format!("the contrast `{}` is listed twice.", pair.id));
        }
    }
}

fn check_trends(written: &mut Written<'_>, file: &FrameworkFile, known: &Known<'_>) {
    for pattern in &file.trends {
        if !known.ids().any(|id| indicator::fits(pattern.get_ref(), id)) {
            let message =
                format!("no indicator fits `{}`.{}", pattern.get_ref(), hint(pattern.get_ref(), known.ids()));
            written.fault(pattern.span(), message);
        }
    }
}

fn value(written: &mut Written<'_>, file: &ValueFile, known: &Known<'_>, ideas: &[(String, Idea)]) -> Value {
    Value {
        id: file.id.clone(),
        label: written.filled("label", &file.label),
        statement: written.filled("statement", &file.statement),
        criteria: file.criteria.iter().map(|entry| criterion(written, entry, known, ideas)).collect(),
    }
}

fn criterion(
    written: &mut Written<'_>,
    entry: &Spanned<CriterionFile>,
    known: &Known<'_>,
    ideas: &[(String, Idea)],
) -> Criterion {
    let file = entry.get_ref();
    check_points(written, entry, known);
    if let Some(target) = file.target.as_ref().filter(|target| !(0.0..=100.0).contains(target.get_ref())) {
        written.fault(target.span(), "a target lies from 0 to 100.");
    }
    if let Some(weight) = file.weight.as_ref().filter(|weight| *weight.get_ref() <= 0.0) {
        written.fault(weight.span(), "a weight is above 0. To leave a criterion out, remove it.");
    }
    Criterion {
        id: file.id.clone(),
        label: written.filled("label", &file.label),
        standard: written.filled("standard", &file.standard),
        indicator: file.indicator.get_ref().clone(),
        takes: takes(written, file, known),
        points: file.points.clone(),
        about: file.about.iter().filter_map(|name| idea(written, name, ideas)).collect(),
        target: file.target.as_ref().map(|target| *target.get_ref()),
        weight: file.weight.as_ref().map_or(1.0, |weight| *weight.get_ref()),
    }
}

fn idea(written: &mut Written<'_>, name: &Spanned<String>, ideas: &[(String, Idea)]) -> Option<Idea> {
    let found = ideas.iter().find(|(own, _)| own == name.get_ref()).map(|(_, idea)| *idea);
    if found.is_none() {
        let hint = hint(name.get_ref(), ideas.iter().map(|(own, _)| own.as_str()));
        written.fault(name.span(), format!("no idea of the frame is called `{}`.{hint}", name.get_ref()));
    }
    found
}

fn check_points(written: &mut Written<'_>, entry: &Spanned<CriterionFile>, known: &Known<'_>) {
    let points = &entry.get_ref().points;
    if points.is_empty() {
        written.fault(entry.span(), format!("the criterion `{}` speaks to no action point.", entry.get_ref().id));
    }
    for number in points {
        match known.points.iter().find(|point| point.number == *number) {
            None => {
                written.fault(entry.span(), format!("there is no action point {number}; they run from 1 to 100."))
            }
            Some(point) if point.data == "no" => {
                let message = format!(
                    "no data of this kind can show action point {number}, so no criterion can speak to it: it is for reflection."
                );
                written.fault(entry.span(), message);
            }
            Some(_) => {}
        }
    }
}

/// What the criterion takes, once it is sure that the indicator exists and can give it.
fn takes(written: &mut Written<'_>, file: &CriterionFile, known: &Known<'_>) -> Takes {
    let id = file.indicator.get_ref();
    let Some(indicator) = known.indicator(id) else {
        written.fault(file.indicator.span(), format!("there is no indicator `{id}`.{}", hint(id, known.ids())));
        return Takes::Share;
    };
    match (file.takes, indicator.kind) {
        (TakesFile::Share, FigureKind::Share) => Takes::Share,
        (TakesFile::Rest, FigureKind::Share | FigureKind::UnwantedShare) => Takes::Rest,
        (TakesFile::Mean, FigureKind::Mean) => known.scale(indicator).map(rescaled).unwrap_or_else(|| {
            written.fault(
                file.indicator.span(),
                format!("`{id}` has no range of its own, so it has no place from 0 to 100."),
            );
            Takes::Share
        }),
        (TakesFile::Share, FigureKind::UnwantedShare) => {
            let message = format!("less of `{id}` is better, so its criterion takes the `rest`, not the `share`.");
            written.fault(file.indicator.span(), message);
            Takes::Rest
        }
        (_, kind) => {
            written.fault(file.indicator.span(), format!("`{id}` cannot give that: it is {}.", kind_in_words(kind)));
            Takes::Share
        }
    }
}

/// The scale's own range, turned round where lower is better, so that more attained always means better off.
fn rescaled(scale: &Scale) -> Takes {
    match scale.better {
        Better::Higher => Takes::Mean { lowest: scale.lowest, highest: scale.highest },
        Better::Lower => Takes::Mean { lowest: scale.highest, highest: scale.lowest },
    }
}

fn kind_in_words(kind: FigureKind) -> &'static str {
    match kind {
        FigureKind::People => "a number of people",
        FigureKind::Share | FigureKind::UnwantedShare => "a share; use `takes = \"share\"` or `\"rest\"`",
        FigureKind::Mean => "a mean; use `takes = \"mean\"`",
        FigureKind::Change => "a change in points, which has no place from 0 to 100",
    }
}
