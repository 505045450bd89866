//! A team's pack: something to talk about. Strengths first, what people wanted and got, goals and roles, two patterns over
//! time, an hour's guide with three questions, what became of last quarter's commitments, and room for the next ones. No
//! other team is named.

use super::document::{Body, Document, Tone, Words, text};
use super::view::{OfCriterion, View, filled, whole};
use super::{blank, commitments, doubts, goals, over_time, pictures, sections, self_assessments, support, ways};
use crate::charts::over_time::Height;
use crate::definitions::{ActionPoint, Criterion, TableId};
use crate::release::CriterionFigure;
use crate::stats::{Signal, Trend};
use std::cmp::Reverse;

pub fn compose(view: View) -> Document {
    let mut document = blank(view, "team");
    document.title = view.plain("team.title");
    let body = &mut document.body;
    sections::cautions(body, view);
    let caseload = view.cell("caseload");
    if caseload.is_withheld() {
        too_few(body, view, "team.small");
    } else if caseload.numbers().is_none() {
        too_few(body, view, "team.nobody");
    } else {
        strengths(body, view);
        support(body, view);
        goals_and_roles(body, view);
        patterns(body, view);
    }
    self_assessments::of_one_team(body, view);
    questions(body, view);
    commitments::of_one_team(body, view);
    document
}

/// A team without figures still has its questions, its commitments and room to write.
fn too_few(body: &mut Body, view: View, key: &str) {
    let say = |part: &str| view.plain(&format!("{key}.{part}"));
    body.heading(1, say("heading"));
    body.callout(Tone::Note, say("title"), |inside| {
        inside.paragraph(say("why")).paragraph(view.plain("team.small.use"));
    });
}

fn strengths(body: &mut Body, view: View) {
    body.heading(1, view.plain("team.strengths.heading"));
    let strong = ways::strengths(view);
    if strong.is_empty() {
        body.paragraph(view.plain("team.strengths.none"));
    } else {
        body.callout(Tone::Strength, view.plain("team.strengths.title"), |inside| {
            inside.list(strong.iter().map(|of| strength(view, of)));
        });
    }
    // `87 of 94 people` tells the caseload too.
    let coverage_is_shown = view.cell("coverage.any").numbers().is_some();
    sections::figures(body, view, if coverage_is_shown { &["coverage.any"] } else { &["caseload", "coverage.any"] });
    let values = view.background.framework.values.iter().enumerate();
    body.list(
        values.map(|(at, value)| {
            text("").strong(format!("{}: ", value.label)).text(pictures::value_in_brief(view, at))
        }),
    );
}

fn strength(view: View, (figure, criterion): &(&CriterionFigure, &Criterion)) -> Words {
    let attained = figure.now.value().map_or_else(String::new, whole);
    let known = figure.now.numbers().map_or_else(String::new, |numbers| numbers.known.to_string());
    let words = view.say("team.strengths.line", &[("attained", &attained), ("known", &known)]);
    text("").strong(format!("{}: ", criterion.label)).text(words)
}

/// Which support people wanted and mostly got, and which they wanted and often did not: the three furthest out of each.
fn support(body: &mut Body, view: View) {
    body.heading(1, view.plain("support.heading"));
    if sections::missing(body, view, TableId::Measures) {
        return;
    }
    let mut rows = support::rows(view);
    if rows.is_empty() {
        body.paragraph(with_doubt(view, support::none_key(view)));
    } else {
        body.paragraph(with_doubt(view, "support.intro"));
        rows.sort_by(|a, b| a.unmet.total_cmp(&b.unmet));
        let (mostly_got, often_not): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.unmet < MOSTLY_GOT_BELOW);
        named(body, view, "team.support.got", Tone::Strength, mostly_got.into_iter());
        named(body, view, "team.support.not_got", Tone::Note, often_not.into_iter().rev());
    }
    let scores = ["score.inspire.support", "score.inspire.relationship"];
    if scores.iter().map(|id| view.cell(id)).any(|cell| cell.numbers().is_some() || cell.is_withheld()) {
        sections::figures(body, view, &scores);
    }
}

/// A sentence, and the doubt about the instrument behind this section and the strengths. In one paragraph: a pack has four
/// pages. Goals have a note of their own where they stand.
fn with_doubt(view: View, key: &str) -> String {
    let shown = doubts::of_criteria(view).chain(doubts::of_support(view)).filter(|id| !id.starts_with("goals."));
    std::iter::once(view.plain(key)).chain(doubts::in_brief(view, "doubts", shown)).collect::<Vec<_>>().join(" ")
}

/// Per cent of those who wanted it and did not get it.
const MOSTLY_GOT_BELOW: f64 = 25.0;

/// A box of at most three kinds of support; none when there is none to name.
fn named<'a>(body: &mut Body, view: View, key: &str, tone: Tone, rows: impl Iterator<Item = &'a support::Support>) {
    let lines: Vec<Words> = rows.take(3).map(|row| wanted_line(view, key, row)).collect();
    if !lines.is_empty() {
        body.callout(tone, view.plain(&format!("{key}_title")), |inside| {
            inside.list(lines);
        });
    }
}

fn wanted_line(view: View, key: &str, row: &support::Support) -> Words {
    let (got, not_got, known) = (row.known - row.unmet_people, row.unmet_people, row.known);
    let places = [("got", got), ("not_got", not_got), ("known", known)].map(|(name, n)| (name, n.to_string()));
    text("").strong(format!("{}: ", row.label)).text(view.say(key, &filled(&places)))
}

fn goals_and_roles(body: &mut Body, view: View) {
    goals::compose(body, view, 1);
    goals::story_in_brief(body, view);
    body.heading(1, view.plain("roles.heading"));
    if !sections::missing(body, view, TableId::Roles) {
        sections::figures(
            body,
            view,
            &[
                "role.any_valued.held",
                "role.employment.held",
                "role.employment.gained",
                "role.settled_accommodation.held",
            ],
        );
        body.notes(sections::recorded_note(view));
    }
}

/// The two patterns most worth a talk: first those that a rule marks, then those with most points shown.
fn patterns(body: &mut Body, view: View) {
    let reading = |id: &str| view.release.trend(id, view.unit).map(|trend| &trend.reading).filter(|r| r.shown >= 2);
    let mut readings: Vec<(&str, &Trend)> = WATCHED.iter().filter_map(|id| Some((*id, reading(id)?))).collect();
    readings.sort_by_key(|(_, reading)| (!matches!(reading.signal, Signal::Seen(_)), Reverse(reading.shown)));
    readings.truncate(2);
    match readings.len() {
        0 | 1 => body.heading(1, view.plain("team.pattern.heading_one")),
        _ => body.heading(1, view.plain("team.pattern.heading")),
    };
    if readings.is_empty() {
        body.paragraph(view.plain("team.pattern.none"));
    }
    for (id, _) in readings {
        if let Some(drawing) = over_time::drawing(view, id, Height::Low) {
            body.figure(drawing, "", over_time::table(view, id));
        }
    }
}

const WATCHED: [&str; 5] = [
    "coverage.any",
    "score.inspire.support",
    "goals.has_recovery_goal",
    "goals.at_or_above_expected",
    "role.any_valued.held",
];

/// How to spend an hour with the figures, most of it on what could be done.
fn hour(body: &mut Body, view: View) {
    body.heading(1, view.plain("team.hour.heading"));
    body.paragraph(view.plain("team.hour.intro"));
    let step = |part: &str| {
        let say = |what: &str| view.plain(&format!("team.hour.{part}.{what}"));
        text("").strong(say("minutes")).text(" ").text(say("words"))
    };
    body.list(["well", "fit", "real", "next"].map(step));
}

/// Three questions from the action points that speak to what has most way to go.
fn questions(body: &mut Body, view: View) {
    let has_figures = view.cell("caseload").numbers().is_some();
    if has_figures {
        hour(body, view);
    }
    body.heading(if has_figures { 2 } else { 1 }, view.plain("team.questions.heading"));
    if ways::to_look_at(view).is_empty() {
        body.paragraph(view.plain("team.questions.no_figures"));
    }
    for ((figure, criterion), point) in points_to_ask(view) {
        let (number, attained) = (point.number.to_string(), view.attained(&figure.now));
        let key = if figure.now.value().is_some() { "ask" } else { "ask_no_figure" };
        let places = [("number", number.as_str()), ("label", &point.label), ("attained", &attained)];
        let asked = view.say(&format!("team.questions.{key}"), &places);
        body.write_on(text("").strong(format!("{}. ", criterion.label)).text(asked), 2);
    }
}

/// One point of each criterion with most way to go; then of criteria without evidence, in the order of the framework.
fn points_to_ask<'a>(view: View<'a>) -> Vec<(OfCriterion<'a>, &'a ActionPoint)> {
    let low = ways::to_look_at(view).into_iter();
    let silent = view.criteria().filter(|(figure, _)| figure.now.value().is_none());
    let mut asked: Vec<(OfCriterion<'a>, &ActionPoint)> = Vec::new();
    for of in low.chain(silent).chain(view.criteria()) {
        let numbers = of.1.points.iter().filter(|number| !asked.iter().any(|(_, point)| point.number == **number));
        let point = numbers.filter_map(|number| view.background.points.iter().find(|p| p.number == *number)).next();
        asked.extend(point.map(|point| (of, point)));
        if asked.len() == 3 {
            break;
        }
    }
    asked
}
