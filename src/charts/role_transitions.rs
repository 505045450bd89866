//! Who gained, kept and lost valued roles? A row per life domain, three columns of bars: of the people who did not
//! hold the role at first, the share who gained it; of those who held it, the shares who kept and who lost it.

use super::panels::{BarChart, BarGroup, BarRow, CALM, STRONG};
use super::{Caption, Drawing, Words};
use crate::release::cell::Cell;

/// What became of valued roles, by life domain.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleTransitionsSpec {
    pub caption: Caption,
    pub words: Words,
    /// Column headings, each with the people it is a share of, such as `Gained, of those without it at first`.
    pub gained: String,
    pub kept: String,
    pub lost: String,
    pub domains: Vec<RoleRow>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct RoleRow {
    pub label: String,
    pub gained: Cell,
    pub kept: Cell,
    pub lost: Cell,
}

/// One row per life domain, in the order given.
pub fn draw(spec: &RoleTransitionsSpec) -> Drawing {
    let chart = BarChart {
        caption: &spec.caption,
        words: &spec.words,
        columns: vec![(&spec.gained, CALM), (&spec.kept, CALM), (&spec.lost, STRONG)],
        groups: vec![BarGroup { heading: "", rows: spec.domains.iter().map(row).collect() }],
    };
    chart.draw()
}

fn row(domain: &RoleRow) -> BarRow<'_> {
    BarRow { label: &domain.label, cells: vec![&domain.gained, &domain.kept, &domain.lost] }
}
