//! The one door to trends. It decides which chart the number of points allows, and returns one value that feeds the
//! picture, the icon and the sentence, so that the three cannot disagree. It says nothing about better or worse: that
//! comes from the definition of what was measured.

use super::{process, run_chart};

/// From this many points on, limits are worked out; below, the run-chart rules are used.
///
/// Making Data Count calls limits on fewer than 12 points provisional; the run-chart rules hold their rate of false
/// alarms near 5 % whatever the number of points (Anhøj and Olesen, PLoS ONE 2014;9:e113825).
pub const FEWEST_FOR_LIMITS: usize = 12;

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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// No points at all.
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

/// A series looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    pub method: Method,
    /// Median (run chart) or mean (process), in the unit of the points; `None` when no point is shown.
    pub centre: Option<f64>,
    /// Only for `Method::Process`.
    pub limits: Option<Limits>,
    /// One entry per point of the input: why it is marked, if it is.
    pub marks: Vec<Option<PointSignal>>,
    /// Every pattern found, in order of its last point.
    pub runs: Vec<Run>,
    pub signal: Signal,
    /// How many points have a value.
    pub shown: usize,
    /// Index of the last point that has a value.
    pub latest: Option<usize>,
    /// Spread of the points around the centre, from their neighbours, in the unit of the points; `None` when no two
    /// neighbours are shown.
    pub spread: Option<f64>,
}

/// Looks at points in order of time. `None` is a point that is withheld or has no data: a gap. A gap ends every run,
/// and the step across it is never counted, because nobody may know what lay there.
pub fn trend(points: &[Option<f64>]) -> Trend {
    let points: Vec<Option<f64>> = points.iter().map(|point| point.filter(|value| value.is_finite())).collect();
    let points = points.as_slice();
    let shown = points.iter().flatten().count();
    if shown >= FEWEST_FOR_LIMITS
        && let Some(judged) = process::judge(points)
    {
        return judged;
    }
    run_chart::judge(points)
}

impl Trend {
    /// Whether the pattern reaches the latest point that has a value.
    pub fn is_current(&self) -> bool {
        match self.signal {
            Signal::Seen(run) => Some(run.last) == self.latest,
            _ => false,
        }
    }

    /// Size of a lasting shift, half way through the series, that these rules would find four times in five; in the
    /// unit of the points. `None` when there are too few points or no two neighbours. From simulated independent
    /// normal values; quarters that share much of their caseload are less informative than this says.
    pub fn visible_shift(&self) -> Option<f64> {
        if matches!(self.signal, Signal::TooFewPoints { .. }) {
            return None;
        }
        let in_spreads = VISIBLE.iter().rev().find(|(points, _)| *points <= self.shown)?.1;
        self.spread.map(|spread| spread * in_spreads).filter(|shift| *shift > 0.0)
    }
}

/// Number of points, and the lasting shift in standard deviations that is found four times in five; a test repeats
/// the simulation. Twelve points see less than ten because limits from so few points are themselves pulled by the
/// shift.
const VISIBLE: [(usize, f64); 8] =
    [(10, 3.1), (12, 4.1), (14, 2.65), (16, 2.4), (20, 2.1), (24, 1.8), (30, 1.5), (36, 1.3)];

#[cfg(test)]
mod tests {
    use super::*;

    /// Independent normal values from a fixed start, so that the simulation is the same everywhere.
    struct Normal(u64);

    impl Normal {
        fn uniform(&mut self) -> f64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((self.0 >> 11) as f64 + 0.5) / (1u64 << 53) as f64
        }

        fn draw(&mut self) -> f64 {
            let (radius, angle) = (self.uniform(), self.uniform());
            (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
        }
    }

    /// Share of series with a lasting shift half way in which any rule is broken.
    fn found(points: usize, shift: f64, times: usize) -> f64 {
        let mut normal = Normal(points as u64);
        let seen = (0..times).filter(|_| {
            let level = |index: usize| if index >= points / 2 { shift } else { 0.0 };
            let series: Vec<Option<f64>> = (0..points).map(|index| Some(normal.draw() + level(index))).collect();
            matches!(trend(&series).signal, Signal::Seen(_))
        });
        seen.count() as f64 / times as f64
    }

    #[test]
    fn the_visible_shift_is_found_four_times_in_five() {
        for (points, shift) in VISIBLE {
            let share = found(points, shift, 1500);
            assert!((share - 0.8).abs() < 0.04, "{points} points, {shift} deviations: {share}");
        }
    }

    /// Rates of the same simulation by others, with 40,000 series each.
    #[test]
    fn false_alarms_are_as_frequent_as_published() {
        for (points, share) in [(12, 0.071), (20, 0.147), (24, 0.183), (36, 0.295)] {
            assert!((found(points, 0.0, 3000) - share).abs() < 0.03, "{points} points");
        }
    }

    fn numbers(count: u32) -> Vec<Option<f64>> {
        (0..count).map(|index| Some(f64::from(index % 2))).collect()
    }

    #[test]
    fn the_number_of_points_shown_decides_the_method() {
        assert_eq!(trend(&[]).method, Method::Nothing);
        assert_eq!(trend(&numbers(11)).method, Method::RunChart);
        assert_eq!(trend(&numbers(12)).method, Method::Process);
        let mut with_gap = numbers(12);
        with_gap[4] = None;
        assert_eq!(trend(&with_gap).method, Method::RunChart);
    }

    #[test]
    fn twelve_points_without_neighbours_have_no_limits() {
        let apart: Vec<Option<f64>> = (0..24).map(|index| (index % 2 == 0).then_some(f64::from(index))).collect();
        let looked_at = trend(&apart);
        assert_eq!((looked_at.method, looked_at.limits), (Method::RunChart, None));
        assert_eq!(looked_at.visible_shift(), None);
    }

    #[test]
    fn a_number_that_is_none_is_a_gap() {
        assert_eq!(trend(&[Some(f64::NAN), Some(3.0)]).shown, 1);
    }

    #[test]
    fn too_few_points_make_no_promise_of_what_could_be_seen() {
        assert_eq!(trend(&numbers(8)).visible_shift(), None);
        assert_eq!(trend(&[Some(5.0); 11]).visible_shift(), None);
        assert!(trend(&numbers(10)).visible_shift().is_some_and(|shift| shift > 1.0));
    }

    #[test]
    fn a_pattern_that_ended_is_not_current() {
        let mut values = numbers(24);
        for (index, value) in values.iter_mut().enumerate().take(8) {
            *value = Some(index as f64 * 4.0);
        }
        let looked_at = trend(&values);
        assert!(matches!(looked_at.signal, Signal::Seen(_)));
        let ended = Trend { latest: Some(23), signal: Signal::Seen(looked_at.runs[0]), ..looked_at };
        assert!(!ended.is_current());
    }
}
