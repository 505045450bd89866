//! Is there a pattern in many points? The individuals chart of Making Data Count: a mean, natural process limits from
//! the steps between neighbours, and four rules. Settings, each printed in reports: factor 2.66, steps of 3.267 times
//! the mean step or more are left out of the limits (once), a run is seven points, nothing is fixed or recalculated
//! by itself.
//!
//! Three decisions of ours where the published code gives no number or a wrong picture. A series that never varies
//! has its limits on the mean and no signal. When leaving out large steps would leave no step larger than zero, none
//! is left out. A gap is neither a step nor a point of a run.
//!
//! Sources: NHS England, Making Data Count; NHSRplotthedots 0.2.2 (050b07d), which codes it; Wheeler DJ,
//! Understanding variation, 1993.

use super::trend::{Limits, Method, PointSignal, Rule, Run, Signal, Toward, Trend};
use super::{MEAN_RANGE_OF_TWO, mean, moving_ranges};

/// Limits lie this many mean steps from the mean (3 ÷ 1.128, as Making Data Count rounds it).
pub const LIMIT_FACTOR: f64 = 2.66;

/// A step of this many mean steps or more is left out of the limits (the constant D4 for two values).
pub const SCREEN_FACTOR: f64 = 3.267;

/// Points in a row that make a shift or a trend.
pub const RUN_LENGTH: usize = 7;

/// Where the middle zone ends on the way from the mean to a limit.
const NEAR: f64 = 2.0 / 3.0;

/// Centre and limits of an individuals chart, in the unit of the points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProcessLimits {
    pub centre: f64,
    pub limits: Limits,
    /// Mean step between neighbours after screening.
    pub step: f64,
}

/// `None` when no two neighbours have values: a single point has no limits.
pub fn process_limits(points: &[Option<f64>], screened: bool) -> Option<ProcessLimits> {
    let values: Vec<f64> = points.iter().flatten().copied().collect();
    let centre = mean(&values)?;
    let steps = moving_ranges(points);
    let every = mean(&steps)?;
    let kept: Vec<f64> = steps.into_iter().filter(|step| *step < SCREEN_FACTOR * every).collect();
    let step = if screened { mean(&kept).filter(|step| *step > 0.0).unwrap_or(every) } else { every };
    let reach = LIMIT_FACTOR * step;
    Some(ProcessLimits { centre, limits: Limits { lower: centre - reach, upper: centre + reach }, step })
}

/// `None` when there can be no limits.
pub(super) fn judge(points: &[Option<f64>]) -> Option<Trend> {
    let process = process_limits(points, true)?;
    let flagged = if process.step > 0.0 { patterns(points, &process) } else { Vec::new() };
    let marks = (0..points.len()).map(|index| mark(&flagged, index)).collect();
    let runs = in_order(flagged.into_iter().map(|pattern| pattern.run).collect());
    Some(Trend {
        method: Method::Process,
        centre: Some(process.centre),
        limits: Some(process.limits),
        marks,
        signal: most_recent(&runs),
        runs,
        shown: points.iter().flatten().count(),
        latest: points.iter().rposition(Option::is_some),
        spread: Some(process.step / MEAN_RANGE_OF_TWO),
    })
}

/// A run and the points in it that its rule marks.
pub(super) struct Pattern {
    pub run: Run,
    pub points: Vec<usize>,
}

impl Pattern {
    pub(super) fn new(rule: Rule, toward: Toward, points: Vec<usize>) -> Option<Pattern> {
        let (first, last, length) = (*points.first()?, *points.last()?, points.len());
        Some(Pattern { run: Run { rule, toward, first, last, length }, points })
    }
}

/// The rule that names a point: the first in the order of rules, and within a rule the later run.
pub(super) fn mark(patterns: &[Pattern], index: usize) -> Option<PointSignal> {
    let here = patterns.iter().filter(|pattern| pattern.points.contains(&index)).map(|pattern| pattern.run);
    let run = here.min_by(|one, other| one.rule.cmp(&other.rule).then(other.last.cmp(&one.last)))?;
    Some(PointSignal { rule: run.rule, toward: run.toward })
}

pub(super) fn in_order(mut runs: Vec<Run>) -> Vec<Run> {
    runs.sort_by_key(|run| (run.last, run.rule, run.first));
    runs
}

/// The run that ends last; of several, the one whose rule comes first.
pub(super) fn most_recent(runs: &[Run]) -> Signal {
    let latest = runs.iter().min_by(|one, other| other.last.cmp(&one.last).then(one.rule.cmp(&other.rule)));
    latest.map_or(Signal::NotSeen, |run| Signal::Seen(*run))
}

fn patterns(points: &[Option<f64>], process: &ProcessLimits) -> Vec<Pattern> {
    let zones: Vec<Option<Zone>> = points.iter().map(|point| point.map(|value| zone(value, process))).collect();
    let outside = stretches(&zones, |zone| zone.toward.filter(|_| zone.outside));
    let shifts = stretches(&zones, |zone| zone.toward);
    let found = |rule: Rule, fewest: usize, all: Vec<(Toward, Vec<usize>)>| {
        let long = all.into_iter().filter(move |(_, points)| points.len() >= fewest);
        long.filter_map(move |(toward, points)| Pattern::new(rule, toward, points))
    };
    found(Rule::Outside, 1, outside)
        .chain(found(Rule::Trend, RUN_LENGTH, monotone(points)))
        .chain(found(Rule::TwoOfThree, 2, near_limits(&zones)))
        .chain(found(Rule::Shift, RUN_LENGTH, shifts))
        .collect()
}

/// Where one point lies.
#[derive(Clone, Copy)]
struct Zone {
    /// `None` exactly on the centre.
    toward: Option<Toward>,
    outside: bool,
    /// Beyond two thirds of the way to a limit, but not beyond the limit.
    near: bool,
}

fn zone(value: f64, process: &ProcessLimits) -> Zone {
    let reach = LIMIT_FACTOR * process.step;
    let distance = value - process.centre;
    let outside = value > process.limits.upper || value < process.limits.lower;
    Zone { toward: side(distance, reach), outside, near: !outside && distance.abs() > NEAR * reach }
}

/// The side a point lies on. Distances that only rounding in the last digits can make count as none.
pub(super) fn side(distance: f64, scale: f64) -> Option<Toward> {
    match distance {
        _ if distance.abs() <= 1e-12 * scale.abs() => None,
        _ if distance > 0.0 => Some(Toward::Higher),
        _ => Some(Toward::Lower),
    }
}

/// Longest stretches of neighbouring points that a claim puts on one side. A gap ends a stretch.
fn stretches(zones: &[Option<Zone>], claim: impl Fn(&Zone) -> Option<Toward>) -> Vec<(Toward, Vec<usize>)> {
    let mut found: Vec<(Toward, Vec<usize>)> = Vec::new();
    for (index, zone) in zones.iter().enumerate() {
        let Some(toward) = zone.as_ref().and_then(&claim) else {
            continue;
        };
        match found.last_mut() {
            Some((same, points)) if *same == toward && points.last() == Some(&(index.wrapping_sub(1))) => {
                points.push(index);
            }
            _ => found.push((toward, vec![index])),
        }
    }
    found
}

/// Longest stretches in which every point is higher (or lower) than the one before. A turning point belongs to both.
fn monotone(points: &[Option<f64>]) -> Vec<(Toward, Vec<usize>)> {
    let mut found: Vec<(Toward, Vec<usize>)> = Vec::new();
    for index in 1..points.len() {
        let step = points[index - 1].zip(points[index]).map(|(before, after)| after - before);
        let Some(toward) = step.and_then(|step| side(step, 0.0)) else {
            continue;
        };
        match found.last_mut() {
            Some((same, stretch)) if *same == toward && stretch.last() == Some(&(index - 1)) => stretch.push(index),
            _ => found.push((toward, vec![index - 1, index])),
        }
    }
    found
}

/// Points near a limit that have another such point within a window of three on the same side. Windows that share a
/// point make one pattern.
fn near_limits(zones: &[Option<Zone>]) -> Vec<(Toward, Vec<usize>)> {
    let mut found: Vec<(Toward, Vec<usize>)> = Vec::new();
    for (start, window) in zones.windows(3).enumerate() {
        let Some(toward) = common_side(window) else { continue };
        let near: Vec<usize> =
            (start..start + 3).filter(|index| zones[*index].is_some_and(|zone| zone.near)).collect();
        if near.len() < 2 {
            continue;
        }
        match found.last_mut() {
            Some((same, points)) if *same == toward && points.iter().any(|point| near.contains(point)) => {
                points.extend(near);
                points.sort_unstable();
                points.dedup();
            }
            _ => found.push((toward, near)),
        }
    }
    found
}

fn common_side(window: &[Option<Zone>]) -> Option<Toward> {
    let toward = window.first()?.as_ref()?.toward?;
    window.iter().all(|zone| zone.is_some_and(|zone| zone.toward == Some(toward))).then_some(toward)
}

#[cfg(test)]
#[path = "process_tests.rs"]
mod tests;
