//! The public summary: one plain page or two. What people told us, what happened, what we will do next.

use super::document::{Body, Document, KeyFigure, text};
use super::view::{View, filled, whole};
use super::{blank, doubts, sections};
use crate::background::CommitmentStatus;
use crate::definitions::wording::thousands;
use crate::definitions::{TableId, item_key};
use crate::release::FigureKind;

pub fn compose(view: View) -> Document {
    let mut document = blank(view, "public");
    let body = &mut document.body;
    body.paragraph(view.plain("public.intro"));
    sections::cautions(body, view);
    key_figures(body, view);
    told_us(body, view);
    happened(body, view);
    next(body, view);
    let shown = TOLD.iter().chain(GOALS).map(|(_, id)| *id).chain(doubts::of_support(view));
    let notes = doubts::in_brief(view, "public", shown).into_iter();
    body.notes(notes.chain([view.plain("public.small_numbers"), view.plain("public.contact")]));
    document
}

/// Sentences, each with its figure: what people said, their goals, their roles.
const TOLD: &[(&str, &str)] = &[
    ("public.told.coverage", "coverage.any"),
    ("public.told.support", "score.inspire.support"),
    ("public.told.relationship", "score.inspire.relationship"),
    ("public.told.life", "score.dialog.quality-of-life"),
    ("public.told.treatment", "score.dialog.treatment-satisfaction"),
];
const GOALS: &[(&str, &str)] = &[
    ("public.happened.goal", "goals.has_recovery_goal"),
    ("public.happened.set_with", "goals.set_with_person"),
    ("public.happened.attained", "goals.at_or_above_expected"),
];
const ROLE: &str = "public.happened.role";
/// The same where not every part of life is recorded.
const ROLE_IN_PART: &str = "public.happened.role_in_part";
const ROLES: &[(&str, &str)] = &[
    (ROLE, "role.any_valued.held"),
    ("public.happened.work_gained", "role.employment.gained"),
    ("public.happened.home", "role.settled_accommodation.held"),
];

fn key_figures(body: &mut Body, view: View) {
    let wanted = [
        ("caseload", "public.key.caseload"),
        ("goals.has_recovery_goal", "public.key.goal"),
        ("role.any_valued.held", "public.key.role"),
    ];
    // A figure in large type must not stand for parts of life that nobody wrote down.
    let in_part = sections::only_recorded(view).is_some();
    let shown = wanted.iter().filter(|(id, _)| view.cell(id).numbers().is_some());
    let shown = shown.filter(|(id, _)| !(in_part && *id == "role.any_valued.held"));
    let figures: Vec<KeyFigure> = shown
        .map(|(id, key)| KeyFigure {
            value: view.main(id),
            label: view.plain(key),
            detail: if *id == "caseload" { String::new() } else { view.counts(id).unwrap_or_default() },
        })
        .collect();
    if !figures.is_empty() {
        body.key_figures(figures);
    }
}

fn told_us(body: &mut Body, view: View) {
    body.heading(1, view.plain("public.told.heading"));
    if sections::missing(body, view, TableId::Measures) {
        return;
    }
    said(body, view, TOLD);
    most_wanted(body, view);
}

/// The kinds of support that most people called important, with how many of them did not get it.
fn most_wanted(body: &mut Body, view: View) {
    let indicators = view.release.indicators.iter().filter(|i| i.family == crate::release::Family::Wanted);
    let mut wanted: Vec<(f64, String, &str)> = indicators
        .filter_map(|indicator| {
            let share = view.cell(&indicator.id).value()?;
            let unmet = indicator.id.replacen("wanted.", "unmet.", 1);
            view.cell(&unmet).numbers()?;
            Some((share, unmet, indicator.id.as_str()))
        })
        .collect();
    wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
    if wanted.is_empty() {
        return;
    }
    body.paragraph(view.plain("public.told.wanted"));
    body.list(wanted.iter().take(3).map(|(_, unmet, id)| {
        let label = item_label(view, id);
        let places = [("wanted", share(view, id)), ("unmet", share(view, unmet))];
        text("").strong(format!("{label}: ")).text(view.say("public.told.wanted_line", &filled(&places)))
    }));
}

fn item_label(view: View, id: &str) -> String {
    let about = view.indicator(id).map(|indicator| indicator.about).unwrap_or_default();
    let Some((measure, item)) = about.measure.zip(about.item) else { return id.to_owned() };
    let measure = &view.background.all_measures[measure];
    let item = &measure.items[item];
    let translated = item_key(&measure.id, &item.id);
    if view.background.wording.has(&translated) { view.plain(&translated) } else { item.label.clone() }
}

fn happened(body: &mut Body, view: View) {
    body.heading(1, view.plain("public.happened.heading"));
    let mut lines: Vec<(&str, &str)> = Vec::new();
    if !sections::missing(body, view, TableId::Goals) {
        lines.extend(GOALS);
    }
    if !sections::missing(body, view, TableId::Roles) {
        lines.extend(ROLES);
    }
    if sections::only_recorded(view).is_some() {
        lines.iter_mut().filter(|(key, _)| *key == ROLE).for_each(|line| line.0 = ROLE_IN_PART);
    }
    if !lines.is_empty() {
        said(body, view, &lines);
    }
}

/// One plain sentence for each figure that may be shown.
fn said(body: &mut Body, view: View, lines: &[(&str, &str)]) {
    let shown = lines.iter().filter(|(_, id)| view.cell(id).numbers().is_some());
    let lines: Vec<_> = shown
        .map(|(key, id)| {
            let known = view.cell(id).numbers().map_or_else(String::new, |numbers| thousands(numbers.known));
            view.say(key, &[("figure", &plain_figure(view, id)), ("known", &known)])
        })
        .collect();
    if lines.is_empty() {
        body.paragraph(view.plain("public.too_little"));
    } else {
        body.list(lines);
    }
}

/// Of fewer people than this, a percentage says less than the number: `7 of 12`, and not `58% of 12`.
const FEWEST_FOR_PERCENT: u64 = 20;

/// What stands before `of {known}`. A mean out of 100 goes without its decimal: a page for everyone needs no tenth of a
/// point.
fn plain_figure(view: View, id: &str) -> String {
    let is_mean = view.indicator(id).is_some_and(|indicator| indicator.figure == FigureKind::Mean);
    match (view.cell(id).value(), few(view, id)) {
        (Some(value), _) if is_mean && value >= 10.0 => whole(value),
        (_, Some(achieved)) => thousands(achieved),
        _ => view.main(id),
    }
}

/// A share that stands alone: `58%`, or `7 of 12`.
fn share(view: View, id: &str) -> String {
    few(view, id).and_then(|_| view.counts(id)).unwrap_or_else(|| view.main(id))
}

/// How many reached it, where few are known.
fn few(view: View, id: &str) -> Option<u64> {
    let numbers = view.cell(id).numbers().filter(|numbers| numbers.known < FEWEST_FOR_PERCENT)?;
    numbers.achieved
}

fn next(body: &mut Body, view: View) {
    body.heading(1, view.plain("public.next.heading"));
    if sections::missing(body, view, TableId::Actions) {
        return;
    }
    let is_open = |status| matches!(status, CommitmentStatus::Open | CommitmentStatus::Overdue);
    let mut open: Vec<_> = view.background.commitments.iter().filter(|c| is_open(c.status)).collect();
    open.sort_by_key(|commitment| (std::cmp::Reverse(commitment.agreed_on), commitment.text.as_str()));
    let mut texts: Vec<&str> = Vec::new();
    for commitment in &open {
        if !texts.contains(&commitment.text.as_str()) {
            texts.push(&commitment.text);
        }
    }
    if texts.is_empty() {
        body.paragraph(view.plain("public.next.none"));
        return;
    }
    let all = texts.len().to_string();
    let key = if texts.len() > MOST_COMMITMENTS { "public.next.intro_some" } else { "public.next.intro" };
    body.paragraph(view.say(key, &[("n", &MOST_COMMITMENTS.to_string()), ("all", &all)]));
    body.list(texts.into_iter().take(MOST_COMMITMENTS));
}

/// A page people read holds a few commitments, the newest, not all.
const MOST_COMMITMENTS: usize = 6;
