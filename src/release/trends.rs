//! Protected cells in a row: trends, judged from what may be shown and nothing else.

use super::cell::Cell;
use super::{EVERYBODY, Indicator, Key};
use crate::definitions::Framework;
use crate::definitions::indicator::fits;
use crate::indicators::Units;
use crate::period::Period;
use crate::stats;
use std::collections::BTreeMap;

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
}

#[derive(Debug, Clone, PartialEq)]
pub struct TrendPoint {
    pub period: Period,
    pub cell: Cell,
}

type Series = [(Period, BTreeMap<Key, Cell>)];

/// The trends that the framework asks for, of every unit that has at least one point.
pub fn trends(series: &Series, indicators: &[Indicator], units: &Units, framework: &Framework) -> Vec<Trend> {
    let drawn = |id: &str| framework.trends.iter().any(|pattern| fits(pattern, id));
    let wanted = (0..indicators.len()).filter(|&at| drawn(&indicators[at].id));
    let pairs = wanted.flat_map(|indicator| (0..units.list.len()).map(move |unit| (indicator, unit)));
    pairs.filter_map(|(indicator, unit)| trend(series, indicator, unit)).collect()
}

fn trend(series: &Series, indicator: usize, unit: usize) -> Option<Trend> {
    let key = Key { indicator, unit, category: EVERYBODY };
    let points: Vec<TrendPoint> = series
        .iter()
        .map(|(period, cells)| TrendPoint {
            period: period.clone(),
            cell: cells.get(&key).cloned().unwrap_or(Cell::nothing()),
        })
        .skip_while(|point| point.cell.value().is_none())
        .collect();
    let values: Vec<Option<f64>> = points.iter().map(|point| point.cell.value()).collect();
    (!points.is_empty()).then(|| Trend { indicator, unit, points, reading: stats::trend(&values) })
}
