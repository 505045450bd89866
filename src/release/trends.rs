//! Protected cells in a row: trends, judged from what may be shown and nothing else.

use super::cell::Cell;
use super::{EVERYBODY, Family, Indicator, Key};
use crate::definitions::indicator::fits;
use crate::definitions::{Definitions, Framework, Statistics};
use crate::indicators::{Eligible, Units};
use crate::period::Period;
use crate::stats::{self, Observed, Share};
use std::collections::{BTreeMap, BTreeSet};

/// One indicator of one unit over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// Positions in the release's lists.
    pub indicator: usize,
    pub unit: usize,
    /// Oldest first; a cell without numbers is a gap.
    pub points: Vec<TrendPoint>,
    /// What the points say, worked out from the cells shown.
    pub reading: stats::Trend,
    /// Where and why it was begun anew, as positions among the points.
    pub rebases: Vec<(usize, String)>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TrendPoint {
    pub period: Period,
    pub cell: Cell,
}

type Series = [(Period, BTreeMap<Key, Cell>)];

/// Positions of the indicators that earlier periods are asked for: those drawn over time, those a criterion takes, and what
/// records and teams showed, which stands beside the last cycle.
pub fn looked_at_over_time(indicators: &[Indicator], framework: &Framework) -> BTreeSet<usize> {
    let criteria: BTreeSet<&str> = framework.criteria().map(|c| c.indicator.as_str()).collect();
    let looked_at = |own: &Indicator| {
        let is_audited = matches!(own.family, Family::Audit | Family::Checklist);
        is_audited || criteria.contains(own.id.as_str()) || is_drawn(&own.id, framework)
    };
    (0..indicators.len()).filter(|&at| looked_at(&indicators[at])).collect()
}

fn is_drawn(id: &str, framework: &Framework) -> bool {
    framework.trends.iter().any(|pattern| fits(pattern, id))
}

/// The trends that the framework asks for, of every unit that has at least one point.
pub fn trends(series: &Series, indicators: &[Indicator], units: &Units, definitions: &Definitions) -> Vec<Trend> {
    let wanted = (0..indicators.len()).filter(|&at| is_drawn(&indicators[at].id, &definitions.framework));
    let pairs = wanted.flat_map(|indicator| (0..units.list.len()).map(move |unit| (indicator, unit)));
    let statistics = &definitions.statistics;
    pairs.filter_map(|(indicator, unit)| trend(series, indicators, statistics, (indicator, unit))).collect()
}

fn trend(
    series: &Series,
    indicators: &[Indicator],
    statistics: &Statistics,
    (indicator, unit): (usize, usize),
) -> Option<Trend> {
    let key = Key { indicator, unit, category: EVERYBODY };
    let points: Vec<TrendPoint> = series
        .iter()
        .map(|(period, cells)| TrendPoint {
            period: period.clone(),
            cell: cells.get(&key).cloned().unwrap_or(Cell::nothing()),
        })
        .skip_while(|point| !has_begun(&point.cell, &indicators[indicator]))
        .skip(settling(indicators[indicator].family, series))
        .collect();
    let observed: Vec<Observed> = points.iter().map(|point| observed(&point.cell)).collect();
    let rebases = rebases(&points, &indicators[indicator].id, statistics);
    let starts: Vec<usize> = rebases.iter().map(|(start, _)| *start).collect();
    let reading = stats::trend(&observed, &starts, &statistics.over_time);
    (!points.is_empty()).then_some(Trend { indicator, unit, points, reading, rebases })
}

fn observed(cell: &Cell) -> Observed {
    let share = cell.numbers().and_then(|numbers| {
        let (achieved, known) = (numbers.achieved? as f64, numbers.known as f64);
        (known > 0.0).then_some(Share { achieved, known })
    });
    Observed { value: cell.value(), share }
}

/// Where the service begins this series anew; where it does so at the first point or before, nothing is begun anew.
fn rebases(points: &[TrendPoint], id: &str, statistics: &Statistics) -> Vec<(usize, String)> {
    let own = statistics.rebases.iter().filter(|rebase| fits(&rebase.indicator, id));
    let placed = own.filter_map(|rebase| {
        let start = points.iter().position(|point| point.period.end >= rebase.from)?;
        (start > 0).then(|| (start, rebase.reason.clone()))
    });
    placed.collect::<BTreeMap<_, _>>().into_iter().collect()
}

/// Where everybody on the caseload counts as known, quarters before a record was kept show nobody reaching anything: such
/// a trend starts with the first that shows somebody. Any other starts with the first that has a figure.
fn has_begun(cell: &Cell, indicator: &Indicator) -> bool {
    let everybody = matches!(indicator.eligible, Eligible::Everybody | Eligible::EverybodyPairable);
    cell.numbers().is_some_and(|numbers| numbers.value.is_some() && !(everybody && numbers.achieved == Some(0)))
}

/// How many further points to leave out, because the stretch that a figure looks back on reaches to before the record.
fn settling(family: Family, series: &Series) -> usize {
    let looks_back_on = match family {
        Family::Coverage | Family::CoverageAny | Family::RoleHeld | Family::AnyValuedHeld | Family::Ascof => 12,
        Family::Reviewed => 6,
        _ => return 0,
    };
    let days = series.first().map_or(1, |(period, _)| (period.end - period.start).num_days());
    let months = if days > 31 { 3 } else { 1 };
    looks_back_on / months - 1
}
