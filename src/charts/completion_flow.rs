//! How many people stand behind the figures? Bars of counts from everyone eligible down to those with a pair, in the
//! order given.

use super::counts::{CountChart, CountRow};
use super::{Caption, Drawing, Words};
use crate::release::cell::Cell;

/// The steps from everyone eligible to those with a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct CompletionFlowSpec {
    pub caption: Caption,
    pub words: Words,
    /// Under the axis: what is counted, such as `People`.
    pub axis: String,
    pub steps: Vec<FlowStep>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct FlowStep {
    pub label: String,
    /// `achieved` is the number of people at this step; without it (the caseload), `known` is.
    pub people: Cell,
}

/// One bar per step, in the order given.
pub fn draw(spec: &CompletionFlowSpec) -> Drawing {
    let rows = spec.steps.iter().map(row).collect();
    CountChart { caption: &spec.caption, words: &spec.words, axis: &spec.axis, rows }.draw()
}

fn row(step: &FlowStep) -> CountRow<'_> {
    CountRow { label: &step.label, cell: &step.people, full: true }
}
