//! Released figures to drawings: which cells each chart shows, under which message. Every function gives nothing when the
//! data could not give the figures, so that no report holds an empty picture.

use super::messages::{self, Message};
use super::view::{self, View, filled, percent, whole};
use crate::charts::change::{self, ChangeRow, ChangeSpec};
use crate::charts::completion_flow::{self, CompletionFlowSpec, FlowStep};
use crate::charts::first_and_later::{self, FirstAndLaterSpec, ScaleGroup, UnitRow};
use crate::charts::goal_attainment::{self, AttainmentRow, GoalAttainmentSpec};
use crate::charts::role_transitions::{self, RoleRow, RoleTransitionsSpec};
use crate::charts::value_profile::{self, CriterionRow, ProfileKey, ValueGroup, ValueProfileSpec};
use crate::charts::wanted_and_got::{self, ProcessGroup, SupportRow, WantedAndGotSpec};
use crate::charts::{Caption, Drawing};
use crate::definitions::{Better, Measure};
use crate::release::{Cell, Level};

impl View<'_> {
    /// Title, subtitle and alternative text of a chart from `<key>.title`, `.subtitle`, `.description`; the description
    /// ends with the figures themselves.
    pub fn caption(&self, key: &str, places: &[(&str, &str)], figures: &[String]) -> Caption {
        self.caption_titled(key, "title", places, figures)
    }

    /// Same, with the title that the figures give.
    pub fn caption_saying(
        &self,
        key: &str,
        message: &Message,
        places: &[(&str, &str)],
        figures: &[String],
    ) -> Caption {
        self.caption_titled(key, message.title, &[places, &message.places()].concat(), figures)
    }

    /// Same, with the title from `<key>.<title>`, which says what these very figures show.
    pub fn caption_titled(&self, key: &str, title: &str, places: &[(&str, &str)], figures: &[String]) -> Caption {
        let description = self.say(&format!("{key}.description"), places);
        let withheld = self.plain("release.withheld_short");
        let some_withheld = figures.iter().any(|figure| figure.contains(&withheld));
        Caption {
            title: self.say(&format!("{key}.{title}"), places),
            subtitle: self.say(&format!("{key}.subtitle"), places),
            description: format!("{description} {}", figures.join("; ")).trim().to_owned(),
            notes: some_withheld.then(|| self.brief_note()).into_iter().collect(),
        }
    }
}

/// Every criterion of every value.
pub fn value_profile(view: View) -> Option<Drawing> {
    let framework = view.background.framework;
    let values: Vec<ValueGroup> = (0..framework.values.len())
        .map(|value| value_group(view, value))
        .filter(|g| !g.criteria.is_empty())
        .collect();
    if values.is_empty() {
        return None;
    }
    let rows = values.iter().flat_map(|group| &group.criteria);
    let figures: Vec<String> = rows.map(|row| format!("{}: {}", row.label, attained(view, &row.now))).collect();
    Some(value_profile::draw(&ValueProfileSpec {
        caption: view.caption_saying("chart.values", &messages::values(view), &[], &figures),
        words: view.chart_words(),
        key: ProfileKey {
            now: view.plain("chart.values.now"),
            interval: view.plain("chart.values.interval"),
            last: view.plain("chart.values.last"),
            target: view.plain("chart.values.target"),
        },
        axis: view.plain("chart.values.axis"),
        values,
    }))
}

fn attained(view: View, cell: &Cell) -> String {
    cell.value().map_or_else(|| view.absence(cell), whole)
}

/// Criteria without any record in this unit are listed in the text, not drawn.
fn value_group(view: View, value: usize) -> ValueGroup {
    let definition = &view.background.framework.values[value];
    let own = view.release.criteria.iter().filter(|c| c.unit == view.unit && c.value == value);
    let drawn = own.filter(|c| c.now.numbers().is_some() || c.now.is_withheld());
    let criteria = drawn
        .map(|figure| CriterionRow {
            label: definition.criteria[figure.criterion].label.clone(),
            now: figure.now.clone(),
            last: figure.last.clone().filter(|cell| cell.numbers().is_some()),
            target: definition.criteria[figure.criterion].target,
        })
        .collect();
    ValueGroup { heading: definition.label.clone(), aside: value_aside(view, value), criteria }
}

/// A value's own figure with how many of its criteria had evidence.
pub fn value_aside(view: View, value: usize) -> String {
    value_in_words(view, value, "values.own")
}

/// The same in few words, for a list.
pub fn value_in_brief(view: View, value: usize) -> String {
    value_in_words(view, value, "values.brief")
}

fn value_in_words(view: View, value: usize, key: &str) -> String {
    let figure = view.release.values.iter().find(|v| v.unit == view.unit && v.value == value);
    let Some(figure) = figure else { return String::new() };
    let (found, all) = (figure.with_evidence.to_string(), figure.criteria.to_string());
    let places = [("found", found.as_str()), ("all", all.as_str())];
    match figure.attained {
        Some(attained) => {
            let attained = whole(attained);
            let interval = figure.interval.map(|ends| {
                view.say("values.own_interval", &[("lower", &whole(ends.lower)), ("upper", &whole(ends.upper))])
            });
            let interval = interval.unwrap_or_default();
            view.say(key, &[places[0], places[1], ("attained", &attained), ("interval", &interval)])
        }
        None => view.say(&format!("{key}_too_few"), &places),
    }
}

/// People at each step from the caseload to a pair.
pub fn completion_flow(view: View) -> Option<Drawing> {
    let mut steps = vec![("flow.caseload".to_owned(), "caseload".to_owned(), String::new())];
    if view.has("coverage.any") {
        steps.push(("flow.any".to_owned(), "coverage.any".to_owned(), String::new()));
    }
    for measure in &view.background.measures {
        if let Some(scale) = main_scale(measure) {
            let paired = format!("paired.{}.{scale}", measure.id);
            steps.push(("flow.covered".to_owned(), format!("coverage.{}", measure.id), measure.short.clone()));
            steps.push(("flow.paired".to_owned(), paired, measure.short.clone()));
        }
    }
    if steps.len() < 2 {
        return None;
    }
    let flow: Vec<FlowStep> = steps
        .iter()
        .map(|(key, id, measure)| FlowStep {
            label: view.say(key, &[("measure", measure)]),
            people: view.cell(id).clone(),
        })
        .collect();
    if flow.iter().filter(|step| step.people.numbers().is_some()).count() < 2 {
        return None;
    }
    let figures: Vec<String> = flow.iter().map(|step| flow_in_words(view, step)).collect();
    let title = if view.cell("coverage.any").numbers().is_some() { "title" } else { "title_plain" };
    Some(completion_flow::draw(&CompletionFlowSpec {
        caption: view.caption_titled("chart.flow", title, &[("coverage", &view.main("coverage.any"))], &figures),
        words: view.chart_words(),
        axis: view.plain("chart.flow.axis"),
        steps: flow,
    }))
}

fn flow_in_words(view: View, step: &FlowStep) -> String {
    let people = step.people.numbers().map(|n| n.achieved.unwrap_or(n.known).to_string());
    format!("{}: {}", step.label, people.unwrap_or_else(|| view.absence(&step.people)))
}

/// Id of the scale a measure is summed up by.
pub fn main_scale(measure: &Measure) -> Option<&str> {
    Some(measure.scales[measure.main_scale()?].id.as_str())
}

/// Support that people wanted, and did not get, by the part of the instrument it belongs to.
pub fn wanted_and_got(view: View) -> Option<Drawing> {
    let measure = view.background.measures.iter().find(|measure| measure.items.iter().any(|i| i.gate.is_some()))?;
    let mut groups: Vec<ProcessGroup> = Vec::new();
    for item in measure.items.iter().filter(|item| item.gate.is_some()) {
        let heading = process(view, item.group.as_deref().unwrap_or_default());
        if groups.last().is_none_or(|group| group.heading != heading) {
            groups.push(ProcessGroup { heading, items: Vec::new() });
        }
        let row = SupportRow {
            label: item.label.clone(),
            wanted: view.cell(&format!("wanted.{}.{}", measure.id, item.id)).clone(),
            unmet: view.cell(&format!("unmet.{}.{}", measure.id, item.id)).clone(),
        };
        if let Some(group) = groups.last_mut() {
            group.items.push(row);
        }
    }
    let rows: Vec<&SupportRow> = groups.iter().flat_map(|group| &group.items).collect();
    if rows.iter().all(|row| row.wanted.numbers().is_none()) {
        return None;
    }
    let figures: Vec<String> = rows.iter().map(|row| support_in_words(view, row)).collect();
    let message = messages::wanted_and_got(&rows);
    Some(wanted_and_got::draw(&WantedAndGotSpec {
        caption: view.caption_saying("chart.wanted", &message, &[("measure", &measure.short)], &figures),
        words: view.chart_words(),
        wanted: view.plain("chart.wanted.wanted"),
        unmet: view.plain("chart.wanted.unmet"),
        processes: groups,
    }))
}

/// A recovery process by its name in the framework.
pub fn process(view: View, group: &str) -> String {
    let known = view.background.framework.chime.iter().find(|term| term.id == group);
    known.map_or_else(|| group.to_owned(), |term| term.label.clone())
}

fn support_in_words(view: View, row: &SupportRow) -> String {
    let share = |cell: &Cell| cell.value().map_or_else(|| view.absence(cell), percent);
    view.say(
        "chart.wanted.row",
        &[("label", &row.label), ("wanted", &share(&row.wanted)), ("unmet", &share(&row.unmet))],
    )
}

/// Improved, about the same, deteriorated, for every scale with a stated threshold.
pub fn change(view: View) -> Option<Drawing> {
    let scales: Vec<ChangeRow> = view.background.measures.iter().flat_map(|measure| changes(view, measure)).collect();
    if scales.iter().all(|row| row.improved.numbers().is_none()) {
        return None;
    }
    let figures: Vec<String> = scales.iter().map(|row| change_in_words(view, row)).collect();
    Some(change::draw(&ChangeSpec {
        caption: view.caption_saying("chart.change", &messages::change(&scales), &[], &figures),
        words: view.chart_words(),
        improved: view.plain("change.improved"),
        unchanged: view.plain("change.unchanged"),
        deteriorated: view.plain("change.deteriorated"),
        scales,
    }))
}

/// Where people with a pair began and where they are, on the main scale of each instrument: the provider, then its services.
pub fn first_and_later(view: View) -> Option<Drawing> {
    let groups = view.background.measures.iter().filter_map(|measure| scale_group(view, measure));
    let (scales, clearly): (Vec<ScaleGroup>, Vec<bool>) = groups.unzip();
    if scales.is_empty() {
        return None;
    }
    let further = clearly.into_iter().filter(|clearly| *clearly).count();
    let figures: Vec<String> = scales.iter().flat_map(|scale| first_and_later_in_words(view, scale)).collect();
    let message = messages::some_of(further, scales.len(), false);
    Some(first_and_later::draw(&FirstAndLaterSpec {
        caption: view.caption_saying("chart.first_and_later", &message, &[], &figures),
        words: view.chart_words(),
        first: view.plain("chart.first_and_later.first"),
        later: view.plain("chart.first_and_later.later"),
        scales,
    }))
}

/// With whether the provider's people are clearly further along. None where its own two means may not be shown.
fn scale_group(view: View, measure: &Measure) -> Option<(ScaleGroup, bool)> {
    let scale = measure.scales.get(measure.main_scale()?)?;
    let id = |family: &str| format!("{family}.{}.{}", measure.id, scale.id);
    let row = |unit: usize| {
        let own = view.of(unit);
        let first = own.cell(&id("first-of-paired")).clone();
        UnitRow { label: own.name().to_owned(), later: first.moved_by(own.cell(&id("change"))), first }
    };
    let services = view.release.by_name(Level::Service).into_iter().map(|(unit, _)| row(unit));
    // A service that does not use the instrument has nothing to withhold.
    let services = services.filter(|row| row.first.numbers().is_some() || row.first.is_withheld());
    let units: Vec<UnitRow> = std::iter::once(row(view.unit)).chain(services).collect();
    units[0].later.numbers()?;
    let better = if scale.better == Better::Lower { "lower" } else { "higher" };
    let range = [scale.lowest, scale.highest].map(|end| end.to_string());
    let aside =
        view.say(&format!("chart.first_and_later.{better}"), &[("lowest", &range[0]), ("highest", &range[1])]);
    // A scale on which lower is better is turned round, so that further along is always to the right.
    let ends = if better == "lower" { (scale.highest, scale.lowest) } else { (scale.lowest, scale.highest) };
    let heading = format!("{} · {}", measure.short, scale.label);
    let clearly = is_clearly_better(view.cell(&id("change")), scale.better);
    Some((ScaleGroup { heading, aside, range: ends, units }, clearly))
}

/// Whether the whole interval of a mean change lies on the better side of no change. Without an interval nothing is claimed.
fn is_clearly_better(change: &Cell, better: Better) -> bool {
    let interval = change.numbers().and_then(|numbers| numbers.lower.zip(numbers.upper));
    interval.is_some_and(|(lower, upper)| if better == Better::Lower { upper < 0.0 } else { lower > 0.0 })
}

fn first_and_later_in_words(view: View, scale: &ScaleGroup) -> Vec<String> {
    let written = |cell: &Cell| cell.value().map_or_else(|| view.absence(cell), view::points);
    let unit = |unit: &UnitRow| {
        let places = [
            ("scale", scale.heading.clone()),
            ("name", unit.label.clone()),
            ("first", written(&unit.first)),
            ("later", written(&unit.later)),
        ];
        view.say("chart.first_and_later.in_words", &filled(&places))
    };
    scale.units.iter().map(unit).collect()
}

fn changes(view: View, measure: &Measure) -> Vec<ChangeRow> {
    let with_threshold = measure.scales.iter().filter(|scale| scale.threshold.is_some());
    let known = with_threshold.map(|scale| {
        let cell = |family: &str| view.cell(&format!("{family}.{}.{}", measure.id, scale.id)).clone();
        let points = scale.threshold.as_ref().map_or(0.0, |threshold| threshold.points);
        let points = view.points_in_words(points);
        let places = [("measure", measure.short.as_str()), ("scale", &scale.label), ("points", &points)];
        ChangeRow {
            label: view.say("chart.change.row", &places),
            improved: cell("improved"),
            unchanged: cell("unchanged"),
            deteriorated: cell("deteriorated"),
        }
    });
    known.filter(|row| row.improved.numbers().is_some() || row.improved.is_withheld()).collect()
}

impl View<'_> {
    /// `1 point`, `5 points`; thresholds are mostly whole.
    fn points_in_words(&self, points: f64) -> String {
        if points.fract() == 0.0 {
            self.background.wording.count("count.points", points as u64, &[])
        } else {
            self.say("count.points.many", &[("n", &points.to_string())])
        }
    }
}

fn change_in_words(view: View, row: &ChangeRow) -> String {
    let share = |cell: &Cell| cell.value().map_or_else(|| view.absence(cell), percent);
    let places = [
        ("label", row.label.as_str()),
        ("improved", &share(&row.improved)),
        ("unchanged", &share(&row.unchanged)),
        ("deteriorated", &share(&row.deteriorated)),
    ];
    view.say("chart.change.in_words", &places)
}

/// Recovery goals at each level of attainment, most attained first.
pub fn goal_attainment(view: View) -> Option<Drawing> {
    let levels: Vec<AttainmentRow> = [2, 1, 0, -1, -2]
        .map(|level: i8| AttainmentRow {
            label: view.plain(&format!("gas.level.{level}")),
            goals: view.cell(&format!("goals.gas_level.{level}")).clone(),
            as_expected: level >= 0,
        })
        .into();
    // A picture with most of its bars hidden shows nothing.
    if levels.iter().filter(|row| row.goals.numbers().is_some()).count() < 3 {
        return None;
    }
    let figures: Vec<String> = levels.iter().map(|row| level_in_words(view, row)).collect();
    let title = if view.cell(ATTAINED).numbers().is_some() { "title" } else { "title_plain" };
    Some(goal_attainment::draw(&GoalAttainmentSpec {
        caption: view.caption_titled("chart.goals", title, &[("attained", &view.main(ATTAINED))], &figures),
        words: view.chart_words(),
        axis: view.plain("chart.goals.axis"),
        levels,
    }))
}

const ATTAINED: &str = "goals.at_or_above_expected";

fn level_in_words(view: View, row: &AttainmentRow) -> String {
    let goals = row.goals.numbers().and_then(|numbers| numbers.achieved).map(|n| n.to_string());
    format!("{}: {}", row.label, goals.unwrap_or_else(|| view.absence(&row.goals)))
}

/// Roles gained, kept and lost.
pub fn role_transitions(view: View) -> Option<Drawing> {
    let cell = |domain: &str, part: &str| view.cell(&format!("role.{domain}.{part}")).clone();
    let domains: Vec<RoleRow> = view
        .background
        .roles
        .domains
        .iter()
        .filter(|domain| domain.can_be_held)
        .map(|domain| RoleRow {
            label: domain.label.clone(),
            gained: cell(&domain.id, "gained"),
            kept: cell(&domain.id, "kept"),
            lost: cell(&domain.id, "lost"),
        })
        .filter(|row| [&row.gained, &row.kept].iter().any(|cell| cell.numbers().is_some()))
        .collect();
    if domains.is_empty() {
        return None;
    }
    let figures: Vec<String> = domains.iter().map(|row| role_in_words(view, row)).collect();
    Some(role_transitions::draw(&RoleTransitionsSpec {
        caption: view.caption_saying("chart.roles", &messages::roles(&domains), &[], &figures),
        words: view.chart_words(),
        gained: view.plain("chart.roles.gained"),
        kept: view.plain("chart.roles.kept"),
        lost: view.plain("chart.roles.lost"),
        domains,
    }))
}

fn role_in_words(view: View, row: &RoleRow) -> String {
    let share = |cell: &Cell| cell.value().map_or_else(|| view.absence(cell), percent);
    let places = [
        ("label", row.label.as_str()),
        ("gained", &share(&row.gained)),
        ("kept", &share(&row.kept)),
        ("lost", &share(&row.lost)),
    ];
    view.say("chart.roles.in_words", &places)
}
