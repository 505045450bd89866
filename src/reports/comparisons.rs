//! Released figures to drawings that compare groups of people, and teams. Teams stand in the order of the alphabet, and are named in the commissioner report only where chance does not explain where they lie.

use super::messages;
use super::view::{View, filled, percent};
use crate::charts::breakdowns::{self, BreakdownGroup, BreakdownsSpec, CategoryRow};
use crate::charts::coverage::{self, CoverageRow, CoverageSpec};
use crate::charts::data_quality::{self, DataQualitySpec, QualityRow};
use crate::charts::team_funnel::{self, FunnelNames, FunnelTeam, TeamFunnelSpec};
use crate::charts::{Caption, Drawing, Unit};
use crate::release::{Cell, Level, completeness};
use crate::stats::{Expected, Funnel, FunnelLimits, Share};
use std::collections::BTreeMap;

/// One figure for every group of people.
pub fn breakdowns(view: View, id: &str) -> Option<Drawing> {
    let mut groups: BTreeMap<usize, BreakdownGroup> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    for (at, category) in view.release.categories.iter().enumerate().skip(1) {
        let cell = view.release.in_category(id, view.unit, at);
        let a_group_of_people = !matches!(category.id.as_str(), "blank" | "invalid");
        // What could not be read is for the table: a picture compares people.
        if cell.numbers().is_none() && !(cell.is_withheld() && a_group_of_people) {
            continue;
        }
        let position = order.iter().position(|seen| *seen == category.breakdown).unwrap_or_else(|| {
            order.push(category.breakdown);
            order.len() - 1
        });
        let heading = view.plain(&format!("breakdown.{}", category.breakdown));
        let group = groups.entry(position).or_insert(BreakdownGroup { heading, categories: Vec::new() });
        group.categories.push(CategoryRow { label: category_label(view, at), cell: cell.clone() });
    }
    if groups.values().flat_map(|group| &group.categories).all(|row| row.cell.numbers().is_none()) {
        return None;
    }
    let rows = groups.values().flat_map(|group| &group.categories);
    let share = |cell: &Cell| cell.value().map_or_else(|| view.absence(cell), percent);
    let figures: Vec<String> = rows.map(|row| format!("{}: {}", row.label, share(&row.cell))).collect();
    let label = view.label(id);
    let everyone = CategoryRow { label: view.plain("chart.groups.everyone"), cell: view.cell(id).clone() };
    let rows: Vec<&CategoryRow> = groups.values().flat_map(|group| &group.categories).collect();
    let message = messages::groups(&everyone, &rows);
    Some(breakdowns::draw(&BreakdownsSpec {
        caption: view.caption_saying("chart.groups", &message, &[("indicator", &label)], &figures),
        words: view.chart_words(),
        unit: Unit::Percent,
        range: (0.0, 100.0),
        axis: label.clone(),
        everyone,
        breakdowns: groups.into_values().collect(),
    }))
}

/// A group's name for readers.
pub fn category_label(view: View, at: usize) -> String {
    let category = &view.release.categories[at];
    view.plain(&format!("category.{}.{}", category.breakdown, category.id))
}

/// Coverage of each team's caseload.
pub fn coverage(view: View, id: &str) -> Option<Drawing> {
    let teams: Vec<CoverageRow> = view
        .release
        .by_name(Level::Team)
        .into_iter()
        .map(|(unit, team)| CoverageRow { team: team.name.clone(), cell: view.release.cell(id, unit).clone() })
        .collect();
    if teams.iter().all(|team| team.cell.numbers().is_none()) {
        return None;
    }
    let share = |cell: &Cell| cell.value().map_or_else(|| view.absence(cell), percent);
    let figures: Vec<String> = teams.iter().map(|team| format!("{}: {}", team.team, share(&team.cell))).collect();
    let title = if view.cell(id).numbers().is_some() { "title.counted" } else { "title.plain" };
    Some(coverage::draw(&CoverageSpec {
        caption: view.caption_titled("chart.coverage", title, &[("coverage", &view.main(id))], &figures),
        words: view.chart_words(),
        heading: view.label(id),
        teams,
    }))
}

/// How complete each team's record is: employment and home known, and goals looked at again.
pub fn data_quality(view: View) -> Option<Drawing> {
    let columns: [(&str, &str, bool); 3] = [
        ("chart.quality.employment", "role.employment.held", true),
        ("chart.quality.home", "role.settled_accommodation.held", true),
        ("chart.quality.reviewed", "goals.reviewed", false),
    ];
    let columns: Vec<_> = columns.into_iter().filter(|(_, id, _)| view.has(id)).collect();
    let row = |unit: usize| -> Vec<Cell> {
        let cell = |id: &str| view.release.cell(id, unit).clone();
        columns.iter().map(|(_, id, known)| if *known { completeness(&cell(id)) } else { cell(id) }).collect()
    };
    let teams: Vec<QualityRow> = view
        .release
        .by_name(Level::Team)
        .into_iter()
        .map(|(unit, team)| QualityRow { team: team.name.clone(), cells: row(unit) })
        .collect();
    if columns.is_empty() || teams.iter().all(|team| team.cells.iter().all(|cell| cell.numbers().is_none())) {
        return None;
    }
    let share = |cell: &Cell| cell.value().map_or_else(|| view.absence(cell), percent);
    let in_words = |team: &QualityRow| {
        let cells: Vec<String> = team.cells.iter().map(share).collect();
        format!("{}: {}", team.team, cells.join(", "))
    };
    let figures: Vec<String> = teams.iter().map(in_words).collect();
    let headings: Vec<String> = columns.iter().map(|(key, ..)| view.plain(key)).collect();
    let whole = headings.iter().cloned().zip(row(view.unit));
    let shares: Vec<(String, f64)> = whole.filter_map(|(label, cell)| Some((label, cell.value()?))).collect();
    let message = messages::completeness(&shares, |label, share| {
        view.say("chart.quality.figure", &[("label", label), ("share", &percent(share))])
    });
    Some(data_quality::draw(&DataQualitySpec {
        caption: view.caption_saying("chart.quality", &message, &[], &figures),
        words: view.chart_words(),
        headings,
        teams,
    }))
}

/// How team limits are made, with every setting that experts set differently.
pub fn funnel_settings(view: View) -> String {
    let statistics = view.background.statistics;
    let limits = match statistics.funnel.limits {
        FunnelLimits::Arcsine => "arcsine",
        FunnelLimits::Plain => "plain",
    };
    let widened = if statistics.funnel.over_dispersion { "widened" } else { "not_widened" };
    let places = [
        ("widened", view.plain(&format!("settings.funnel.{widened}"))),
        ("source", statistics.funnel_rule.source.clone()),
    ];
    view.say(&format!("settings.funnel.{limits}"), &filled(&places))
}

/// Where each team lies against what chance would give; named when far outside and large enough.
pub fn funnel(view: View, id: &str) -> Option<Drawing> {
    let teams = view.release.by_name(Level::Team);
    let shown: Vec<(&str, &Cell, Share)> = teams
        .iter()
        .filter_map(|(unit, team)| {
            let cell = view.release.cell(id, *unit);
            Some((team.name.as_str(), cell, share_of(cell)?))
        })
        .collect();
    let shares: Vec<Share> = shown.iter().map(|(.., share)| *share).collect();
    let funnel = Funnel::of(&shares, view.background.statistics.funnel).filter(|_| shares.len() >= FEWEST_TEAMS)?;
    let team = |(name, cell, share): &(&str, &Cell, Share)| FunnelTeam {
        name: is_named(cell, funnel.place(share)).then(|| (*name).to_owned()),
        cell: (*cell).clone(),
    };
    let teams: Vec<FunnelTeam> = shown.iter().map(team).collect();
    Some(team_funnel::draw(&TeamFunnelSpec {
        caption: funnel_caption(view, id, &teams, &funnel),
        words: view.chart_words(),
        funnel,
        people: view.plain("chart.funnel.people"),
        share: view.plain("chart.funnel.share"),
        lines: FunnelNames {
            target: view.plain("chart.funnel.all"),
            inner: view.plain("chart.funnel.inner"),
            outer: view.plain("chart.funnel.outer"),
        },
        teams,
    }))
}

fn funnel_caption(view: View, id: &str, teams: &[FunnelTeam], funnel: &Funnel) -> Caption {
    let named =
        teams.iter().filter_map(|team| Some(format!("{}: {}", team.name.as_ref()?, percent(team.cell.value()?))));
    let named: Vec<String> = named.collect();
    let outside = teams.iter().filter_map(|team| funnel.place(&share_of(&team.cell)?));
    let outside = outside.filter(|place| *place != Expected::Within).count();
    let label = view.label(id);
    let message = messages::some_of(outside, teams.len(), true);
    let mut caption = view.caption_saying("chart.funnel", &message, &[("indicator", &label)], &named);
    let [phi, tau] = [format!("{:.2}", funnel.phi), format!("{:.4}", funnel.tau2)];
    let places = [("n", funnel.units.to_string()), ("phi", phi), ("tau", tau)];
    let is_widened = funnel.rules.over_dispersion && funnel.tau2 > 0.0;
    caption
        .notes
        .push(view.say(if is_widened { "chart.funnel.widened" } else { "chart.funnel.by_chance" }, &filled(&places)));
    if named.is_empty() {
        Caption { description: view.plain("chart.funnel.description_none"), ..caption }
    } else {
        caption
    }
}

/// Fewer teams make no funnel.
const FEWEST_TEAMS: usize = 4;

/// A team is named outside the limits only when this many people stand behind its figure.
const FEWEST_TO_NAME: u64 = 10;

fn is_named(cell: &Cell, place: Option<Expected>) -> bool {
    let outside = place.is_some_and(|place| place != Expected::Within);
    outside && cell.numbers().is_some_and(|numbers| numbers.known >= FEWEST_TO_NAME)
}

fn share_of(cell: &Cell) -> Option<Share> {
    let numbers = cell.numbers()?;
    Some(Share { achieved: numbers.achieved? as f64, known: numbers.known as f64 })
}
