//! Released figures to drawings that compare: groups of people, teams, and one time with another. Teams stand in the order
//! of the alphabet, and are named in the commissioner report only where chance does not explain where they lie.

use super::document::Table;
use super::view::{View, percent, points};
use crate::background;
use crate::charts::breakdowns::{self, BreakdownGroup, BreakdownsSpec, CategoryRow};
use crate::charts::coverage::{self, CoverageRow, CoverageSpec};
use crate::charts::data_quality::{self, DataQualitySpec, QualityRow};
use crate::charts::over_time::{self, LineNames, OverTimeSpec, RuleName, RuleNames, TimePoint};
use crate::charts::team_funnel::{self, FunnelNames, FunnelTeam, TeamFunnelSpec};
use crate::charts::{Drawing, Unit};
use crate::definitions::Scale;
use crate::release::{Cell, FigureKind, Level, Trend, completeness};
use crate::stats::{Expected, Funnel, Method, Rule, Share, Signal, Toward};
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
    if groups.is_empty() {
        return None;
    }
    let rows = groups.values().flat_map(|group| &group.categories);
    let share = |cell: &Cell| cell.value().map_or_else(|| view.absence(cell), percent);
    let figures: Vec<String> = rows.map(|row| format!("{}: {}", row.label, share(&row.cell))).collect();
    let label = view.label(id);
    Some(breakdowns::draw(&BreakdownsSpec {
        caption: view.caption("chart.groups", &[("indicator", &label)], &figures),
        words: view.chart_words(),
        unit: Unit::Percent,
        range: (0.0, 100.0),
        axis: label.clone(),
        everyone: CategoryRow { label: view.plain("chart.groups.everyone"), cell: view.cell(id).clone() },
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
    Some(coverage::draw(&CoverageSpec {
        caption: view.caption("chart.coverage", &[], &figures),
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
    Some(data_quality::draw(&DataQualitySpec {
        caption: view.caption("chart.quality", &[], &figures),
        words: view.chart_words(),
        headings: columns.iter().map(|(key, ..)| view.plain(key)).collect(),
        teams,
    }))
}

/// One indicator over time, with what the points say.
pub fn over_time(view: View, id: &str) -> Option<Drawing> {
    let trend = view.release.trend(id, view.unit)?;
    if trend.reading.shown < 2 {
        return None;
    }
    let figure = view.indicator(id)?.figure;
    let (unit, range) = match figure {
        FigureKind::Share => (Unit::Percent, (0.0, 100.0)),
        _ => (Unit::Points { decimals: 1 }, scale_range(view, id)),
    };
    let written = if figure == FigureKind::Share { percent } else { points };
    let in_words = |point: &crate::release::TrendPoint| {
        let value = point.cell.value().map_or_else(|| view.absence(&point.cell), written);
        format!("{}: {value}", background::short(&point.period))
    };
    let figures: Vec<String> = trend.points.iter().map(in_words).collect();
    let label = view.label(id);
    let mut caption = view.caption("chart.trend", &[("indicator", &label)], &figures);
    caption.title = trend_message(view, id, trend);
    let rule = |name: &str| RuleName {
        letter: view.plain(&format!("trend.rule.{name}.letter")).chars().next().unwrap_or('•'),
        words: view.plain(&format!("trend.rule.{name}.words")),
    };
    Some(over_time::draw(&OverTimeSpec {
        caption,
        words: view.chart_words(),
        unit,
        points: trend
            .points
            .iter()
            .map(|point| TimePoint { label: background::short(&point.period), cell: point.cell.clone() })
            .collect(),
        trend: trend.reading.clone(),
        range,
        axis: String::new(),
        lines: LineNames {
            centre: view.plain(if trend.reading.method == Method::Process { "trend.mean" } else { "trend.median" }),
            upper: view.plain("trend.upper"),
            lower: view.plain("trend.lower"),
        },
        rules: RuleNames {
            outside: rule("outside"),
            trend: rule("trend"),
            two_of_three: rule("two-of-three"),
            shift: rule("shift"),
            few_crossings: rule("few-crossings"),
        },
        target: None,
    }))
}

fn scale_range(view: View, id: &str) -> (f64, f64) {
    let scale = view.indicator(id).and_then(|indicator| {
        let measure = indicator.about.measure?;
        let measures = &view.background.all_measures;
        measures.get(measure)?.scales.get(indicator.about.scale?)
    });
    scale.map_or((0.0, 100.0), |scale: &Scale| (scale.lowest, scale.highest))
}

/// What the points of a trend say, in one sentence. Never a bare "no concern": with few points, that little can be seen.
pub fn trend_message(view: View, id: &str, trend: &Trend) -> String {
    let label = view.label(id);
    match trend.reading.signal {
        Signal::TooFewPoints { counted, needed } => view.say(
            "trend.too_few",
            &[("indicator", &label), ("n", &counted.to_string()), ("needed", &needed.to_string())],
        ),
        Signal::NotSeen => match trend.reading.visible_shift() {
            Some(shift) => {
                view.say("trend.not_seen_below", &[("indicator", &label), ("shift", &format!("{shift:.0}"))])
            }
            None => view.say("trend.not_seen", &[("indicator", &label)]),
        },
        Signal::Seen(run) => {
            let toward = if run.toward == Toward::Higher { "higher" } else { "lower" };
            let rule = match run.rule {
                Rule::Outside => "outside",
                Rule::Trend => "trend",
                Rule::TwoOfThree => "two-of-three",
                Rule::Shift => "shift",
                Rule::FewCrossings => "few-crossings",
            };
            let since = background::short(&trend.points[run.first].period);
            let until = background::short(&trend.points[run.last].period);
            view.say(
                &format!("trend.seen.{rule}.{toward}"),
                &[("indicator", &label), ("n", &run.length.to_string()), ("since", &since), ("until", &until)],
            )
        }
    }
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
    let funnel = Funnel::of(&shares).filter(|_| shares.len() >= FEWEST_TEAMS)?;
    let label = view.label(id);
    let places: Vec<(&str, &Cell, Expected)> =
        shown.iter().filter_map(|(name, cell, share)| Some((*name, *cell, funnel.place(share)?))).collect();
    let outside: Vec<String> = places
        .iter()
        .filter(|(_, cell, expected)| *expected != Expected::Within && is_named(cell))
        .map(|(name, cell, _)| format!("{name}: {}", cell.value().map_or_else(String::new, percent)))
        .collect();
    let mut caption = view.caption("chart.funnel", &[("indicator", &label)], &outside);
    if outside.is_empty() {
        caption.description = view.plain("chart.funnel.description_none");
    }
    Some(team_funnel::draw(&TeamFunnelSpec {
        caption,
        words: view.chart_words(),
        funnel,
        people: view.plain("chart.funnel.people"),
        share: view.plain("chart.funnel.share"),
        lines: FunnelNames {
            target: view.plain("chart.funnel.all"),
            inner: view.plain("chart.funnel.inner"),
            outer: view.plain("chart.funnel.outer"),
        },
        teams: places
            .into_iter()
            .map(|(name, cell, expected)| FunnelTeam {
                name: (expected != Expected::Within && is_named(cell)).then(|| name.to_owned()),
                cell: cell.clone(),
            })
            .collect(),
    }))
}

/// Fewer teams make no funnel.
const FEWEST_TEAMS: usize = 4;

/// A team is named outside the limits only when this many people stand behind its figure.
const FEWEST_TO_NAME: u64 = 10;

fn is_named(cell: &Cell) -> bool {
    cell.numbers().is_some_and(|numbers| numbers.known >= FEWEST_TO_NAME)
}

fn share_of(cell: &Cell) -> Option<Share> {
    let numbers = cell.numbers()?;
    Some(Share { achieved: numbers.achieved? as f64, known: numbers.known as f64 })
}

/// The points of a trend as a table.
pub fn trend_table(view: View, id: &str) -> Option<Table> {
    let trend = view.release.trend(id, view.unit)?;
    let mut table = Table::new(view.label(id))
        .column(view.plain("column.period"))
        .number(view.plain("column.value"))
        .number(view.plain("column.known"))
        .compact();
    for point in &trend.points {
        let known = point.cell.numbers().map_or("–".to_owned(), |numbers| numbers.known.to_string());
        table.row([background::short(&point.period), view.main_of(id, &point.cell), known]);
    }
    Some(table)
}
