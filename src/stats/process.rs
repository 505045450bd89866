//! Is there a pattern in many points? The individuals chart of Making Data Count: a mean, natural process limits from
//! the steps between neighbours, and four rules; and the same rules inside the limits of shares, which change with the
//! number of people. The settings are those of [`TrendRules`]; nothing is fixed or recalculated by itself.
//!
//! Four decisions of ours where the published code gives no number or a wrong picture. A series that never varies
//! has its limits on the mean and no signal; what leaves a fixed baseline that never varied is outside. When leaving out large
//! steps would leave no step larger than zero, none is left out. A gap is neither a step nor a point of a run. A point
//! exactly on a limit, or nearer to the centre than the last digits can tell, lies within it. Two points of one date
//! cannot be: a point is a whole quarter or month.
//!
//! Sources: NHS England, Making Data Count; NHSRplotthedots 0.2.2 (050b07d), which codes it; Wheeler DJ,
//! Understanding variation, 1993.

use super::funnel::Share;
use super::share_limits::{Widening, share_limits};
use super::trend::{Limits, Lines, Method, PointSignal, Rule, Run, ShareChart, Signal, Stretch, Toward, TrendRules};
use super::{MEAN_RANGE_OF_TWO, mean, moving_ranges};

/// Where the middle zone ends on the way from the mean to a limit.
const NEAR: f64 = 2.0 / 3.0;

/// Limits of shares lie this many standard errors from the centre.
const SIGMAS: f64 = 3.0;

/// Centre and limits of an individuals chart, in the unit of the points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProcessLimits {
    pub centre: f64,
    pub limits: Limits,
    /// Mean step between neighbours after screening.
    pub step: f64,
}

/// `None` when no two neighbours have values: a single point has no limits.
pub fn process_limits(points: &[Option<f64>], rules: &TrendRules) -> Option<ProcessLimits> {
    let points = &points[..fixed_end(points, rules)];
    let values: Vec<f64> = points.iter().flatten().copied().collect();
    let centre = mean(&values)?;
    let steps = moving_ranges(points);
    let every = mean(&steps)?;
    let kept = |screen: f64| steps.iter().copied().filter(|step| *step < screen * every).collect::<Vec<_>>();
    let screened = rules.screen.and_then(|screen| mean(&kept(screen))).filter(|step| *step > 0.0);
    let step = screened.unwrap_or(every);
    let reach = rules.limit_factor * step;
    Some(ProcessLimits { centre, limits: Limits { lower: centre - reach, upper: centre + reach }, step })
}

/// One past the last point that limits come from.
fn fixed_end(points: &[Option<f64>], rules: &TrendRules) -> usize {
    let nth_value = |nth: usize| points.iter().enumerate().filter(|(_, point)| point.is_some()).nth(nth - 1);
    let last = rules.fix_after.filter(|fewest| *fewest > 0).and_then(nth_value);
    last.map_or(points.len(), |(at, _)| at + 1)
}

/// `None` when there can be no limits.
pub(super) fn judge(points: &[Option<f64>], rules: &TrendRules) -> Option<Stretch> {
    let process = process_limits(points, rules)?;
    let reach = rules.limit_factor * process.step;
    let band = Band { centre: process.centre, reach };
    let lines = drawn(process.centre, Some(process.limits));
    let judged = inside(points, &vec![Some(band); points.len()], rules);
    let spread = Some(process.step / MEAN_RANGE_OF_TWO);
    Some(Stretch { lines: vec![lines; points.len()], spread, ..judged })
}

/// Shares inside limits of their own; points are in percent. `None` where they are to be judged as any other number, where
/// one of them is no share, or where all are nothing or all everything.
pub(super) fn judge_shares(points: &[Option<f64>], shares: &[Option<Share>], rules: &TrendRules) -> Option<Stretch> {
    let widening = match rules.shares {
        ShareChart::Individuals => return None,
        ShareChart::P => Widening::Never,
        ShareChart::PPrime => Widening::ByScatter,
        ShareChart::IPrime => Widening::BySteps,
    };
    if points.iter().zip(shares).any(|(point, share)| point.is_some() != share.is_some()) {
        return None;
    }
    // Shares of the baseline alone make the centre and the scatter; each point has limits for its own number.
    let baseline = &shares[..fixed_end(points, rules)];
    let found = share_limits(shares, baseline, widening).filter(|found| 0.0 < found.centre && found.centre < 1.0)?;
    let centre = 100.0 * found.centre;
    let bands: Vec<Option<Band>> =
        found.reaches.iter().map(|reach| reach.map(|reach| Band { centre, reach: 100.0 * reach })).collect();
    let limits = found
        .limits
        .iter()
        .map(|limits| limits.map(|limits| Limits { lower: 100.0 * limits.lower, upper: 100.0 * limits.upper }));
    let lines = limits.map(|limits| drawn(centre, limits)).collect();
    let reaches: Vec<f64> = bands.iter().flatten().map(|band| band.reach).collect();
    let spread = mean(&reaches).map(|reach| reach / SIGMAS);
    Some(Stretch { lines, spread, scatter: found.scatter, ..inside(points, &bands, rules) })
}

fn drawn(centre: f64, limits: Option<Limits>) -> Lines {
    Lines { method: Method::Process, centre: Some(centre), limits, too_few: false }
}

/// The four rules inside limits; lines and spread are for the caller to add.
fn inside(points: &[Option<f64>], bands: &[Option<Band>], rules: &TrendRules) -> Stretch {
    let never_varies = rules.fix_after.is_none() && bands.iter().flatten().all(|band| band.reach <= 0.0);
    let flagged = if never_varies { Vec::new() } else { patterns(points, bands, rules) };
    let marks = (0..points.len()).map(|index| mark(&flagged, index)).collect();
    let runs = in_order(flagged.into_iter().map(|pattern| pattern.run).collect());
    Stretch {
        method: Method::Process,
        lines: Vec::new(),
        marks,
        signal: most_recent(&runs),
        runs,
        shown: points.iter().flatten().count(),
        spread: None,
        scatter: None,
    }
}

/// The centre at a point, and how far its limits lie from it.
#[derive(Debug, Clone, Copy)]
struct Band {
    centre: f64,
    reach: f64,
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

fn patterns(points: &[Option<f64>], bands: &[Option<Band>], rules: &TrendRules) -> Vec<Pattern> {
    let both = points.iter().zip(bands);
    let zones: Vec<Option<Zone>> = both.map(|(point, band)| Some(zone((*point)?, (*band)?))).collect();
    let outside = stretches(&zones, |zone| zone.toward.filter(|_| zone.outside));
    let shifts = stretches(&zones, |zone| zone.toward);
    let found = |rule: Rule, fewest: usize, all: Vec<(Toward, Vec<usize>)>| {
        let long = all.into_iter().filter(move |(_, points)| points.len() >= fewest);
        long.filter_map(move |(toward, points)| Pattern::new(rule, toward, points))
    };
    found(Rule::Outside, 1, outside)
        .chain(found(Rule::Trend, rules.trend, monotone(points)))
        .chain(found(Rule::TwoOfThree, 2, near_limits(&zones)))
        .chain(found(Rule::Shift, rules.shift, shifts))
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

fn zone(value: f64, Band { centre, reach }: Band) -> Zone {
    let distance = value - centre;
    let outside = is_beyond(distance, reach);
    // Limits of a flat baseline lie on the centre: what rounding can make is then held against the centre itself.
    Zone { toward: side(distance, reach.max(centre.abs())), outside, near: !outside && distance.abs() > NEAR * reach }
}

fn is_beyond(distance: f64, reach: f64) -> bool {
    distance.abs() > reach * (1.0 + LAST_DIGITS)
}

/// What rounding alone can make, relative to the limits.
const LAST_DIGITS: f64 = 1e-12;

/// The side a point lies on. Distances that only rounding in the last digits can make count as none.
pub(super) fn side(distance: f64, scale: f64) -> Option<Toward> {
    match distance {
        _ if distance.abs() <= LAST_DIGITS * scale.abs() => None,
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
pub(super) mod tests;
