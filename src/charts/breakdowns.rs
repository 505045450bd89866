//! Is it the same for everyone? A dot with its interval per group of people, under the way of grouping it belongs to,
//! beside the figure of everyone.

use super::axis::range_around;
use super::dots::{DotChart, DotGroup, DotRow};
use super::{Caption, Drawing, Unit, Words};
use crate::release::cell::Cell;
use std::ops::Range;

/// One figure for groups of people.
#[derive(Debug, Clone, PartialEq)]
pub struct BreakdownsSpec {
    pub caption: Caption,
    pub words: Words,
    pub unit: Unit,
    /// Lowest and highest value that are possible, in the unit of the cells.
    pub range: (f64, f64),
    /// Under the axis: measure and unit.
    pub axis: String,
    /// Everyone together, drawn as a row and as a line through all rows.
    pub everyone: CategoryRow,
    pub breakdowns: Vec<BreakdownGroup>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct BreakdownGroup {
    pub heading: String,
    pub categories: Vec<CategoryRow>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CategoryRow {
    pub label: String,
    pub cell: Cell,
}

/// Everyone first, then a row per category under its breakdown, in the order given.
pub fn draw(spec: &BreakdownsSpec) -> Drawing {
    let everyone = DotGroup { heading: "", aside: "", rows: vec![row(&spec.everyone)] };
    let chart = DotChart {
        caption: &spec.caption,
        words: &spec.words,
        unit: spec.unit,
        range: range(spec),
        axis: &spec.axis,
        key: Vec::new(),
        groups: std::iter::once(everyone).chain(spec.breakdowns.iter().map(group)).collect(),
        reference: spec.everyone.cell.value(),
    };
    chart.draw()
}

fn row(category: &CategoryRow) -> DotRow<'_> {
    DotRow { label: &category.label, cell: &category.cell, last: None, target: None }
}

fn group(breakdown: &BreakdownGroup) -> DotGroup<'_> {
    DotGroup { heading: &breakdown.heading, aside: "", rows: breakdown.categories.iter().map(row).collect() }
}

/// Shares always stand on 0 to 100 %; a mean on a part of its scale that holds every figure and interval shown.
fn range(spec: &BreakdownsSpec) -> Range<f64> {
    let cells = spec.breakdowns.iter().flat_map(|group| &group.categories).chain([&spec.everyone]);
    let numbers = cells.filter_map(|category| category.cell.numbers());
    let values = numbers.flat_map(|numbers| [numbers.value, numbers.lower, numbers.upper]).flatten();
    match spec.unit {
        Unit::Percent => spec.range.0..spec.range.1,
        Unit::Points { .. } => range_around(values, spec.range),
    }
}
