//! How goals are scored: goal attainment scaling and goal-based outcomes.

use super::measure::{Provenance, Rule, Threshold};
use super::reading::Written;
use serde::Deserialize;
use toml::Spanned;

/// The T of somebody whose goals all came out as expected, by the formula.
pub const T_AS_EXPECTED: f64 = 50.0;

#[derive(Debug, Clone, PartialEq)]
pub struct GoalRules {
    /// Assumed mean correlation between goals in the conventional T (0.3).
    pub gas_correlation: f64,
    /// Inclusive range of a GAS rating (-2 to 2).
    pub gas_lowest: f64,
    pub gas_highest: f64,
    /// Whether half points are accepted.
    pub gas_half_points: bool,
    /// Inclusive range of importance and of difficulty (0 to 3).
    pub weight_highest: u8,
    /// Rating from which a GAS goal counts as at or above what was expected (0).
    pub gas_expected: f64,
    /// How far a unit's average T may lie from 50 before goals look set too easy or too hard, in points of T.
    /// `None` where a service does not want to be told.
    pub gas_usual_within: Option<f64>,
    /// Inclusive range of a goal-based outcome rating (0 to 10).
    pub gbo_lowest: f64,
    pub gbo_highest: f64,
    /// Smallest change of a goal-based outcome counted as a change (3).
    pub gbo_threshold: Threshold,
    /// A goal counts as reviewed when it was rated within this many days ending at the period's end (183).
    pub review_days: u32,
    /// Within how many days of the period's end an open goal was last rated, shortest first: reports tell these apart.
    pub last_rated_days: Vec<u32>,
    /// Of goal attainment scaling.
    pub gas_rule: Rule,
    /// Of when a goal counts as reviewed.
    pub rule: Rule,
}

/// `schemas/goals.toml` as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GoalsFile {
    review_days: Spanned<u32>,
    last_rated_days: Spanned<Vec<u32>>,
    provenance: Provenance,
    source: Spanned<String>,
    gas: GasFile,
    gbo: GboFile,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GasFile {
    correlation: Spanned<f64>,
    lowest: Spanned<f64>,
    highest: Spanned<f64>,
    half_points: bool,
    expected: Spanned<f64>,
    usual_within: Option<Spanned<f64>>,
    weight_highest: Spanned<u8>,
    provenance: Provenance,
    source: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GboFile {
    lowest: Spanned<f64>,
    highest: Spanned<f64>,
    threshold: Spanned<f64>,
    provenance: Provenance,
    source: Spanned<String>,
}

/// More would be no help to a reader.
const MOST_BANDS: usize = 9;

pub(super) fn read(written: &mut Written<'_>) -> Option<GoalRules> {
    let file: GoalsFile = written.toml()?;
    check_gas(written, &file.gas);
    check_gbo(written, &file.gbo);
    if *file.review_days.get_ref() == 0 {
        written.fault(file.review_days.span(), "`review_days` must be at least 1.");
    }
    check_last_rated(written, &file.last_rated_days);
    let gbo_rule = Rule { provenance: file.gbo.provenance, source: written.filled("source", &file.gbo.source) };
    let rules = GoalRules {
        gas_correlation: *file.gas.correlation.get_ref(),
        gas_lowest: *file.gas.lowest.get_ref(),
        gas_highest: *file.gas.highest.get_ref(),
        gas_half_points: file.gas.half_points,
        weight_highest: *file.gas.weight_highest.get_ref(),
        gas_expected: *file.gas.expected.get_ref(),
        gas_usual_within: file.gas.usual_within.as_ref().map(|points| *points.get_ref()),
        gbo_lowest: *file.gbo.lowest.get_ref(),
        gbo_highest: *file.gbo.highest.get_ref(),
        gbo_threshold: Threshold { points: *file.gbo.threshold.get_ref(), worked_out: None, rule: gbo_rule },
        review_days: *file.review_days.get_ref(),
        last_rated_days: file.last_rated_days.get_ref().clone(),
        gas_rule: Rule { provenance: file.gas.provenance, source: written.filled("source", &file.gas.source) },
        rule: Rule { provenance: file.provenance, source: written.filled("source", &file.source) },
    };
    written.faults.is_empty().then_some(rules)
}

fn check_last_rated(written: &mut Written<'_>, spans: &Spanned<Vec<u32>>) {
    let days = spans.get_ref();
    if days.is_empty() || days.len() > MOST_BANDS || days.first() == Some(&0) || !days.is_sorted_by(|a, b| a < b) {
        let message =
            "`last_rated_days` holds one to nine numbers of days, each above 0 and larger than the one before.";
        written.fault(spans.span(), message);
    }
}

fn check_gas(written: &mut Written<'_>, gas: &GasFile) {
    if !(0.0..1.0).contains(gas.correlation.get_ref()) {
        written.fault(gas.correlation.span(), "`correlation` lies from 0 to below 1.");
    }
    if gas.lowest.get_ref() >= gas.highest.get_ref() {
        written.fault(gas.lowest.span(), "`lowest` must be below `highest`.");
    }
    if !(*gas.lowest.get_ref()..=*gas.highest.get_ref()).contains(gas.expected.get_ref()) {
        written.fault(gas.expected.span(), "`expected` must lie within the range of a rating.");
    }
    if let Some(within) = gas.usual_within.as_ref().filter(|within| *within.get_ref() <= 0.0) {
        written.fault(within.span(), "`usual_within` is above 0.");
    }
    if *gas.weight_highest.get_ref() == 0 {
        written.fault(gas.weight_highest.span(), "`weight_highest` must be at least 1.");
    }
}

fn check_gbo(written: &mut Written<'_>, gbo: &GboFile) {
    let range = gbo.highest.get_ref() - gbo.lowest.get_ref();
    if range <= 0.0 {
        written.fault(gbo.lowest.span(), "`lowest` must be below `highest`.");
    }
    if *gbo.threshold.get_ref() <= 0.0 || *gbo.threshold.get_ref() > range.max(0.0) {
        written.fault(gbo.threshold.span(), "the change threshold is above 0 and no larger than the range.");
    }
}
