//! How far does the service live up to each of its values? One row per criterion, under the value it belongs to: a
//! dot with its interval on a line from 0 to 100, a hollow dot for the last period, a tick for the service's own
//! target. There is no figure across values, and none can be passed in.

use super::dots::{DotChart, DotGroup, DotRow};
use super::symbols::Symbol;
use super::{Caption, Drawing, Unit, Words};
use crate::release::cell::Cell;

/// What the profile shows: the values in the order of the framework.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueProfileSpec {
    pub caption: Caption,
    pub words: Words,
    pub key: ProfileKey,
    /// Under the axis: what 0 to 100 means.
    pub axis: String,
    pub values: Vec<ValueGroup>,
}

/// What the marks are called, printed once above the rows. A name is printed only when its mark occurs.
#[derive(Debug, Clone, PartialEq)]
pub struct ProfileKey {
    pub now: String,
    pub interval: String,
    pub last: String,
    pub target: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ValueGroup {
    /// The value.
    pub heading: String,
    /// The value's own figure with how many of its criteria had evidence, as words; empty when it may not be shown.
    pub aside: String,
    pub criteria: Vec<CriterionRow>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CriterionRow {
    pub label: String,
    /// `value`, `lower` and `upper` on the line from 0 to 100.
    pub now: Cell,
    /// The period before; `None` when there was none.
    pub last: Option<Cell>,
    /// 0 to 100; `None` when the service set none.
    pub target: Option<f64>,
}

/// One row per criterion, in the order given; the height follows their number.
pub fn draw(spec: &ValueProfileSpec) -> Drawing {
    let chart = DotChart {
        caption: &spec.caption,
        words: &spec.words,
        unit: Unit::Points { decimals: 0 },
        range: 0.0..100.0,
        axis: &spec.axis,
        key: key(spec),
        groups: spec.values.iter().map(group).collect(),
        reference: None,
    };
    chart.draw()
}

fn group(value: &ValueGroup) -> DotGroup<'_> {
    DotGroup { heading: &value.heading, aside: &value.aside, rows: value.criteria.iter().map(row).collect() }
}

fn row(criterion: &CriterionRow) -> DotRow<'_> {
    let CriterionRow { label, now, last, target } = criterion;
    DotRow { label, cell: now, last: last.as_ref(), target: *target }
}

/// Only the signs that occur.
fn key(spec: &ValueProfileSpec) -> Vec<(Symbol, &str)> {
    let any = |claim: fn(&CriterionRow) -> bool| spec.values.iter().flat_map(|value| &value.criteria).any(claim);
    let has_interval = |row: &CriterionRow| row.now.numbers().is_some_and(|numbers| numbers.lower.is_some());
    let entries = [
        (any(|row| row.now.value().is_some()), Symbol::Dot, spec.key.now.as_str()),
        (any(has_interval), Symbol::Whisker, &spec.key.interval),
        (any(|row| row.last.as_ref().and_then(Cell::value).is_some()), Symbol::Ring, &spec.key.last),
        (any(|row| row.target.is_some()), Symbol::Tick, &spec.key.target),
    ];
    entries.into_iter().filter(|(occurs, ..)| *occurs).map(|(_, symbol, words)| (symbol, words)).collect()
}
