//! How much of each team's caseload is known? A bar per team. Teams stand in the order of the alphabet whatever order
//! they come in, so that no list of best and worst can arise.

use super::panels::{BarChart, BarGroup, BarRow, CALM};
use super::rows::by_name;
use super::{Caption, Drawing, Words};
use crate::release::cell::Cell;

/// One share of each team's caseload.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageSpec {
    pub caption: Caption,
    pub words: Words,
    /// Heads the column of bars.
    pub heading: String,
    pub teams: Vec<CoverageRow>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CoverageRow {
    pub team: String,
    /// Percent of the caseload.
    pub cell: Cell,
}

/// One row per team, in the order of the alphabet.
pub fn draw(spec: &CoverageSpec) -> Drawing {
    let teams = by_name(&spec.teams, |row| &row.team);
    let chart = BarChart {
        caption: &spec.caption,
        words: &spec.words,
        columns: vec![(&spec.heading, CALM)],
        groups: vec![BarGroup { heading: "", rows: teams.into_iter().map(row).collect() }],
    };
    chart.draw()
}

fn row(team: &CoverageRow) -> BarRow<'_> {
    BarRow { label: &team.team, cells: vec![&team.cell] }
}
