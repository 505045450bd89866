//! How good are each team's data? One row per team in the order of the alphabet, a column of bars per question asked
//! of the data.

use super::panels::{BarChart, BarGroup, BarRow, CALM};
use super::rows::by_name;
use super::{Caption, Drawing, Words};
use crate::release::cell::Cell;

/// How many columns fit the width of a chart.
pub const MOST_COLUMNS: usize = 3;

/// Up to three shares that say how complete each team's data are.
#[derive(Debug, Clone, PartialEq)]
pub struct DataQualitySpec {
    pub caption: Caption,
    pub words: Words,
    /// At most [`MOST_COLUMNS`]; further ones are not drawn.
    pub headings: Vec<String>,
    pub teams: Vec<QualityRow>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct QualityRow {
    pub team: String,
    /// Percent, one per heading.
    pub cells: Vec<Cell>,
}

/// One row per team, in the order of the alphabet.
pub fn draw(spec: &DataQualitySpec) -> Drawing {
    let teams = by_name(&spec.teams, |row| &row.team);
    let chart = BarChart {
        caption: &spec.caption,
        words: &spec.words,
        columns: spec.headings.iter().take(MOST_COLUMNS).map(|heading| (heading.as_str(), CALM)).collect(),
        groups: vec![BarGroup { heading: "", rows: teams.into_iter().map(row).collect() }],
    };
    chart.draw()
}

fn row(team: &QualityRow) -> BarRow<'_> {
    BarRow { label: &team.team, cells: team.cells.iter().take(MOST_COLUMNS).collect() }
}
