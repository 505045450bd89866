//! Which support did people want, and did they get it? One row per kind of support, under the recovery process it
//! belongs to; on the left the share of people who wanted it, on the right the share of those who did not get it. The
//! two have different denominators, so neither is drawn inside the other.

use super::panels::{BarChart, BarGroup, BarRow, CALM, STRONG};
use super::{Caption, Drawing, Words};
use crate::release::cell::Cell;

/// What the chart shows, by recovery process.
#[derive(Debug, Clone, PartialEq)]
pub struct WantedAndGotSpec {
    pub caption: Caption,
    pub words: Words,
    /// Heads the left column: the share who wanted it.
    pub wanted: String,
    /// Heads the right column: the share of those who did not get it.
    pub unmet: String,
    pub processes: Vec<ProcessGroup>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ProcessGroup {
    /// Connectedness, hope, identity, meaning or empowerment, as the report calls it.
    pub heading: String,
    pub items: Vec<SupportRow>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct SupportRow {
    pub label: String,
    /// Percent of the people who answered.
    pub wanted: Cell,
    /// Percent of the people who wanted it and rated it.
    pub unmet: Cell,
}

/// One row per kind of support, in the order given.
pub fn draw(spec: &WantedAndGotSpec) -> Drawing {
    let chart = BarChart {
        caption: &spec.caption,
        words: &spec.words,
        columns: vec![(&spec.wanted, CALM), (&spec.unmet, STRONG)],
        groups: spec.processes.iter().map(group).collect(),
    };
    chart.draw()
}

fn row(item: &SupportRow) -> BarRow<'_> {
    BarRow { label: &item.label, cells: vec![&item.wanted, &item.unmet] }
}

fn group(process: &ProcessGroup) -> BarGroup<'_> {
    BarGroup { heading: &process.heading, rows: process.items.iter().map(row).collect() }
}
