//! The open tables of `data/`: every released figure, value and trend, as other programs may rely on them.

use super::{Category, Cell, FigureKind, Key, Reach, Release, Trend};
use crate::definitions::{Definitions, Wording};
use crate::stats::{Method, Toward};
use crate::table::{Table, number, whole};

const INDICATORS: [&str; 19] = [
    "period",
    "period_start",
    "period_end",
    "level",
    "unit_id",
    "unit_name",
    "breakdown",
    "category",
    "indicator",
    "label",
    "achieved",
    "known",
    "eligible",
    "value",
    "lower",
    "upper",
    "unit",
    "shown",
    "note",
];
const VALUES: [&str; 13] = [
    "period",
    "level",
    "unit_id",
    "value",
    "criterion",
    "indicator",
    "attained",
    "target",
    "lower",
    "upper",
    "known",
    "shown",
    "note",
];
const TRENDS: [&str; 11] =
    ["indicator", "level", "unit_id", "point", "date", "value", "centre", "lower", "upper", "signal", "method"];

/// Every figure of the period; figures of which nothing is known have no row.
pub fn indicators(release: &Release, wording: &Wording) -> Table {
    let mut table = Table::new("indicators", &INDICATORS);
    table.rows = listed(release).into_iter().map(|(key, cell)| indicator_row(release, wording, *key, cell)).collect();
    table
}

/// The cells of open tables: by unit, then by group, then by indicator.
pub(super) fn listed(release: &Release) -> Vec<(&Key, &Cell)> {
    let mut cells: Vec<(&Key, &Cell)> =
        release.cells().filter(|(key, cell)| is_listed(release, **key, cell)).collect();
    cells.sort_by_key(|(key, _)| (key.unit, key.category, key.indicator));
    cells
}

/// Parts of another figure stand in reports beside it and are no indicators of their own.
fn is_listed(release: &Release, key: Key, cell: &Cell) -> bool {
    let is_open = release.indicators[key.indicator].reach == Reach::Groups;
    is_open && (cell.numbers().is_some() || cell.is_withheld())
}

fn indicator_row(release: &Release, wording: &Wording, key: Key, cell: &Cell) -> Vec<String> {
    let (unit, indicator) = (&release.units[key.unit], &release.indicators[key.indicator]);
    let Category { breakdown, id: category } = &release.categories[key.category];
    let numbers = cell.numbers();
    let unit_of_value = match indicator.figure {
        FigureKind::Count => "people",
        FigureKind::Share => "percent",
        FigureKind::Mean => "points",
    };
    vec![
        release.period.id.clone(),
        release.period.start.to_string(),
        release.period.end.to_string(),
        unit.level.name().to_owned(),
        unit.id.clone(),
        unit.name.clone(),
        (*breakdown).to_owned(),
        category.clone(),
        indicator.id.clone(),
        indicator.label.clone(),
        whole(numbers.and_then(|n| n.achieved)),
        whole(numbers.map(|n| n.known)),
        whole(numbers.map(|n| n.eligible)),
        number(numbers.and_then(|n| n.value)),
        number(numbers.and_then(|n| n.lower)),
        number(numbers.and_then(|n| n.upper)),
        unit_of_value.to_owned(),
        shown(cell).to_owned(),
        note(cell, release, wording),
    ]
}

fn shown(cell: &Cell) -> &'static str {
    if cell.numbers().is_some() { "yes" } else { "no" }
}

fn note(cell: &Cell, release: &Release, wording: &Wording) -> String {
    if cell.is_withheld() {
        wording.say("release.withheld", &[("n", &release.rules.threshold.to_string())])
    } else if cell.numbers().is_none() {
        wording.say("release.nothing", &[])
    } else {
        String::new()
    }
}

/// A row for every criterion of every unit, and one for each value with the criterion left empty.
pub fn values(release: &Release, definitions: &Definitions) -> Table {
    let mut table = Table::new("values", &VALUES);
    for figure in &release.values {
        let own = release.criteria.iter().filter(|c| c.unit == figure.unit && c.value == figure.value);
        let value = &definitions.framework.values[figure.value];
        for criterion in own {
            let definition = &value.criteria[criterion.criterion];
            table.rows.push(criterion_row(release, definitions, &value.id, definition, criterion));
        }
        table.rows.push(value_row(release, definitions, &value.id, figure));
    }
    table
}

fn criterion_row(
    release: &Release,
    definitions: &Definitions,
    value: &str,
    definition: &crate::definitions::Criterion,
    criterion: &super::CriterionFigure,
) -> Vec<String> {
    let (unit, numbers) = (&release.units[criterion.unit], criterion.now.numbers());
    vec![
        release.period.id.clone(),
        unit.level.name().to_owned(),
        unit.id.clone(),
        value.to_owned(),
        definition.id.clone(),
        definition.indicator.clone(),
        number(numbers.and_then(|n| n.value)),
        number(definition.target),
        number(numbers.and_then(|n| n.lower)),
        number(numbers.and_then(|n| n.upper)),
        whole(numbers.map(|n| n.known)),
        shown(&criterion.now).to_owned(),
        note(&criterion.now, release, &definitions.wording),
    ]
}

fn value_row(release: &Release, definitions: &Definitions, value: &str, figure: &super::ValueFigure) -> Vec<String> {
    let unit = &release.units[figure.unit];
    let (found, all) = (figure.with_evidence.to_string(), figure.criteria.to_string());
    vec![
        release.period.id.clone(),
        unit.level.name().to_owned(),
        unit.id.clone(),
        value.to_owned(),
        String::new(),
        String::new(),
        number(figure.attained),
        String::new(),
        number(figure.interval.map(|interval| interval.lower)),
        number(figure.interval.map(|interval| interval.upper)),
        String::new(),
        if figure.attained.is_some() { "yes" } else { "no" }.to_owned(),
        definitions.wording.say("release.evidence", &[("found", &found), ("all", &all)]),
    ]
}

/// A row for every point of every trend.
pub fn trends(release: &Release) -> Table {
    let mut table = Table::new("trends", &TRENDS);
    table.rows = release.trends.iter().flat_map(|trend| trend_rows(release, trend)).collect();
    table
}

fn trend_rows(release: &Release, trend: &Trend) -> Vec<Vec<String>> {
    let unit = &release.units[trend.unit];
    let row = |(at, point): (usize, &super::TrendPoint)| {
        let lines = trend.reading.lines.get(at).copied().unwrap_or_default();
        vec![
            release.indicators[trend.indicator].id.clone(),
            unit.level.name().to_owned(),
            unit.id.clone(),
            point.period.id.clone(),
            point.period.end.to_string(),
            number(point.cell.value()),
            number(lines.centre),
            number(lines.limits.map(|limits| limits.lower)),
            number(lines.limits.map(|limits| limits.upper)),
            signal(trend, at).to_owned(),
            method(lines.method).to_owned(),
        ]
    };
    trend.points.iter().enumerate().map(row).collect()
}

/// Which way a marked point lies; empty where no rule marks it.
fn signal(trend: &Trend, at: usize) -> &'static str {
    match trend.reading.marks.get(at).copied().flatten().map(|mark| mark.toward) {
        Some(Toward::Higher) => "higher",
        Some(Toward::Lower) => "lower",
        None if trend.reading.lines.get(at).is_some_and(|lines| lines.too_few) => "too few points",
        None => "",
    }
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Nothing => "",
        Method::RunChart => "run chart",
        Method::Process => "process chart",
    }
}
