//! How were goals rated? A bar of counts per level of goal attainment, from much more than expected (+2) at the top
//! to much less than expected (−2), the expected level marked. One kind of goal at a time: recovery goals and
//! treatment goals are never added together.

use super::counts::{CountChart, CountRow};
use super::{Caption, Drawing, Words};
use crate::release::cell::Cell;

/// The levels of one kind of goal.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalAttainmentSpec {
    pub caption: Caption,
    pub words: Words,
    /// Under the axis: what is counted, such as `Recovery goals`.
    pub axis: String,
    /// In the order to be drawn.
    pub levels: Vec<AttainmentRow>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct AttainmentRow {
    /// Such as `+1  More than expected`.
    pub label: String,
    /// `achieved` is the number of goals at this level and `known` the number of goals rated; without `achieved`,
    /// `known` is the number at this level.
    pub goals: Cell,
    /// Whether the level is at or above what was expected (0, +1, +2).
    pub as_expected: bool,
}

/// One bar per level, in the order given.
pub fn draw(spec: &GoalAttainmentSpec) -> Drawing {
    let rows = spec.levels.iter().map(row).collect();
    CountChart { caption: &spec.caption, words: &spec.words, axis: &spec.axis, rows }.draw()
}

fn row(level: &AttainmentRow) -> CountRow<'_> {
    CountRow { label: &level.label, cell: &level.goals, full: level.as_expected }
}
