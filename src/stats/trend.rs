//! The one door to trends. It decides which chart the number of points allows, and returns one value that feeds the
//! picture, the icon and the sentence, so that the three cannot disagree. It says nothing about better or worse: that
//! comes from the definition of what was measured.

use super::funnel::Share;
use super::{process, run_chart};

/// Below this many points off the centre line no rule can speak: with eight, even the most extreme order of values
/// breaks neither run-chart rule.
pub const FEWEST_TO_JUDGE: usize = 9;

/// A way to move or a side to lie on. Whether that is better is not known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Toward {
    Higher,
    Lower,
}

/// The rules that can mark a pattern as more than chance, in the order in which they name a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// One point beyond a limit.
    Outside,
    /// Seven points in a row, each higher (or each lower) than the one before.
    Trend,
    /// Two of three points in a row near the same limit.
    TwoOfThree,
    /// A run on one side of the centre: seven points, or the length fitted to the number of points on a run chart.
    Shift,
    /// The line crosses the centre too seldom (run chart only).
    FewCrossings,
}

/// Why one point is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PointSignal {
    pub rule: Rule,
    pub toward: Toward,
}

/// A stretch of points that one rule marks. `first` and `last` are indices into the points, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    pub rule: Rule,
    pub toward: Toward,
    pub first: usize,
    pub last: usize,
    /// How many points of the stretch the rule marks. Can be fewer than the stretch is long: points on the centre
    /// line and points that are not near the limit do not count.
    pub length: usize,
}

/// What can be said of the whole series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Too few points for any rule to speak. Not the same as "nothing seen".
    TooFewPoints { counted: usize, needed: usize },
    /// No rule was broken. Not proof that nothing changed: see [`Trend::visible_shift`].
    NotSeen,
    /// The most recent pattern; of several that end together, the one whose rule comes first.
    Seen(Run),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// No points at all.
    #[default]
    Nothing,
    /// Median and run rules.
    RunChart,
    /// Individuals chart: mean and natural process limits.
    Process,
}

/// Natural process limits, in the unit of the points. They can lie beyond what is possible (below 0 %, above 100 %).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    pub lower: f64,
    pub upper: f64,
}

/// How series are judged where experts disagree. Each setting is printed in reports; `schemas/statistics.toml` holds them with
/// their sources.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrendRules {
    /// From this many points on, limits are worked out; below, the run-chart rules are used.
    pub fewest_for_limits: usize,
    /// Limits lie this many mean steps from the mean.
    pub limit_factor: f64,
    /// A step of this many mean steps or more is left out of the limits, once; `None` leaves none out.
    pub screen: Option<f64>,
    /// Mean and limits come from this many first points of a stretch that have a value, and later ones are held against
    /// them; `None` takes all points.
    pub fix_after: Option<usize>,
    /// Points in a row on one side of the centre that make a shift.
    pub shift: usize,
    /// Points in a row that rise, or fall, and make a trend.
    pub trend: usize,
    pub shares: ShareChart,
}

/// How shares of changing numbers of people are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareChart {
    /// As any other number.
    Individuals,
    /// Limits as chance alone would have them, wider where fewer are known.
    P,
    /// The same, widened by how much more than chance the points scatter (Laney).
    PPrime,
    /// Limits for each point's number of people, as wide as the steps between neighbours have them (I′).
    IPrime,
}

impl TrendRules {
    /// As Making Data Count has them, and the run-chart rules below twelve points, where its limits are provisional: those
    /// hold their rate of false alarms near 5 % whatever the number of points (Anhøj and Olesen, PLoS ONE
    /// 2014;9:e113825).
    pub const NATIONAL: TrendRules = TrendRules {
        fewest_for_limits: 12,
        limit_factor: 2.66,
        screen: Some(3.267),
        fix_after: None,
        shift: 7,
        trend: 7,
        shares: ShareChart::Individuals,
    };
}

/// One point in time.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Observed {
    /// In the unit of the series, percent for a share; `None` is a gap.
    pub value: Option<f64>,
    /// What the value is a share of, where it is one.
    pub share: Option<Share>,
}

/// The lines drawn at one point.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Lines {
    /// Of the stretch that the point lies in.
    pub method: Method,
    /// Median (run chart) or mean, in the unit of the points; `None` when no point is shown.
    pub centre: Option<f64>,
    /// Only for [`Method::Process`].
    pub limits: Option<Limits>,
    /// Its stretch has too few points for any rule to speak.
    pub too_few: bool,
}

/// A series looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// Of the stretch in force: the whole series, or what follows the last point at which it was begun anew.
    pub method: Method,
    /// One entry per point of the input.
    pub lines: Vec<Lines>,
    /// One entry per point of the input: why it is marked, if it is.
    pub marks: Vec<Option<PointSignal>>,
    /// Every pattern found, in order of its last point.
    pub runs: Vec<Run>,
    /// Of the stretch in force.
    pub signal: Signal,
    /// How many points have a value.
    pub shown: usize,
    /// How many of them lie in the stretch in force.
    pub in_force: usize,
    /// Points at which the series is begun anew, as indices; none of them is 0.
    pub starts: Vec<usize>,
    /// Index of the last point that has a value.
    pub latest: Option<usize>,
    /// Spread of the points around the centre in the stretch in force, from their neighbours, in the unit of the points;
    /// `None` when no two neighbours are shown.
    pub spread: Option<f64>,
    /// How many times as much as chance the shares scatter, where limits are those of shares.
    pub scatter: Option<f64>,
}

/// What the latest point says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variation {
    /// Nothing but what is usual.
    Usual,
    /// A rule marks it, towards one side.
    Unusual(Toward),
}

/// Whether an aim lies within what is to be expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// Everything to be expected lies above it.
    Exceeded,
    /// Everything to be expected lies below it.
    OutOfReach,
    /// It lies within the limits, or on one: reached or not as chance has it.
    Within,
}

/// Looks at points in order of time. A point without a value is a gap: it ends every run, and the step across it is never
/// counted, because nobody may know what lay there. `starts` are points at which the series is begun anew: each stretch is
/// judged by itself, with lines of its own, and no run crosses.
pub fn trend(points: &[Observed], starts: &[usize], rules: &TrendRules) -> Trend {
    let mut starts: Vec<usize> = starts.iter().copied().filter(|start| (1..points.len()).contains(start)).collect();
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().copied().chain([points.len()]);
    let firsts = std::iter::once(0).chain(starts.iter().copied());
    let stretches: Vec<(usize, Stretch)> =
        firsts.zip(ends).map(|(first, end)| (first, stretch(&points[first..end], rules))).collect();
    let mut whole = Trend {
        method: Method::Nothing,
        lines: Vec::new(),
        marks: Vec::new(),
        runs: Vec::new(),
        signal: Signal::NotSeen,
        shown: 0,
        in_force: 0,
        starts,
        latest: points.iter().rposition(|point| finite(point).is_some()),
        spread: None,
        scatter: None,
    };
    stretches.into_iter().for_each(|(first, stretch)| whole.go_on(first, stretch));
    whole
}

/// A stretch of a series judged by itself; places count from its first point.
pub(super) struct Stretch {
    pub method: Method,
    pub lines: Vec<Lines>,
    pub marks: Vec<Option<PointSignal>>,
    pub runs: Vec<Run>,
    pub signal: Signal,
    pub shown: usize,
    pub spread: Option<f64>,
    pub scatter: Option<f64>,
}

fn finite(point: &Observed) -> Option<f64> {
    point.value.filter(|value| value.is_finite())
}

fn stretch(points: &[Observed], rules: &TrendRules) -> Stretch {
    let values: Vec<Option<f64>> = points.iter().map(finite).collect();
    if values.iter().flatten().count() >= rules.fewest_for_limits {
        let shares: Vec<Option<Share>> = points.iter().map(|point| finite(point).and(point.share)).collect();
        let of_shares = process::judge_shares(&values, &shares, rules);
        if let Some(judged) = of_shares.or_else(|| process::judge(&values, rules)) {
            return judged;
        }
    }
    run_chart::judge(&values)
}

impl Trend {
    /// Adds the stretch that begins at a point.
    fn go_on(&mut self, first: usize, stretch: Stretch) {
        let moved = |run: Run| Run { first: run.first + first, last: run.last + first, ..run };
        self.method = stretch.method;
        let too_few = matches!(stretch.signal, Signal::TooFewPoints { .. });
        self.lines.extend(stretch.lines.into_iter().map(|lines| Lines { too_few, ..lines }));
        self.marks.extend(stretch.marks);
        self.runs.extend(stretch.runs.into_iter().map(moved));
        self.signal = match stretch.signal {
            Signal::Seen(run) => Signal::Seen(moved(run)),
            other => other,
        };
        self.shown += stretch.shown;
        self.in_force = stretch.shown;
        (self.spread, self.scatter) = (stretch.spread, stretch.scatter);
    }

    /// The lines at the latest point that has any: those in force.
    pub fn now(&self) -> Lines {
        let at_latest = self.latest.and_then(|at| self.lines.get(at)).copied();
        at_latest.unwrap_or_default()
    }

    /// What the latest point says, as the variation icon of Making Data Count does; `None` where no rule can speak.
    pub fn variation(&self) -> Option<Variation> {
        if matches!(self.signal, Signal::TooFewPoints { .. }) {
            return None;
        }
        let mark = self.marks.get(self.latest?)?;
        Some(mark.map_or(Variation::Usual, |mark| Variation::Unusual(mark.toward)))
    }

    /// Whether an aim can be expected to be reached, as the assurance icon of Making Data Count has it: an aim on a limit lies
    /// within. `None` without limits.
    pub fn aim(&self, aim: f64) -> Option<Aim> {
        let limits = self.now().limits?;
        Some(match aim {
            _ if aim > limits.upper => Aim::OutOfReach,
            _ if aim < limits.lower => Aim::Exceeded,
            _ => Aim::Within,
        })
    }

    /// Whether the pattern reaches the latest point that has a value.
    pub fn is_current(&self) -> bool {
        match self.signal {
            Signal::Seen(run) => Some(run.last) == self.latest,
            _ => false,
        }
    }

    /// Size of a lasting shift, half way through the series, that these rules would find four times in five; in the
    /// unit of the points. `None` when there are too few points, no two neighbours, or rules of which this is not known. From
    /// simulated independent normal values; quarters that share much of their caseload are less informative than this
    /// says.
    pub fn visible_shift(&self, rules: &TrendRules) -> Option<f64> {
        if matches!(self.signal, Signal::TooFewPoints { .. }) || *rules != TrendRules::NATIONAL {
            return None;
        }
        let in_spreads = VISIBLE.iter().rev().find(|(points, _)| *points <= self.in_force)?.1;
        self.spread.map(|spread| spread * in_spreads).filter(|shift| *shift > 0.0)
    }
}

/// Number of points, and the lasting shift in standard deviations that is found four times in five; a test repeats
/// the simulation. Twelve points see less than ten because limits from so few points are themselves pulled by the
/// shift.
const VISIBLE: [(usize, f64); 8] =
    [(10, 3.1), (12, 4.1), (14, 2.65), (16, 2.4), (20, 2.1), (24, 1.8), (30, 1.5), (36, 1.3)];

#[cfg(test)]
#[path = "trend_tests.rs"]
mod tests;
