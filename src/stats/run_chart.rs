//! Is there a pattern in few points? The run chart: the median as centre line and two rules fitted to the number of
//! points. Points on the centre line do not count. A gap ends a run, and the line across it is not compared.
//!
//! Sources: Anhøj J, Olesen AV, PLoS ONE 2014;9:e113825; Anhøj J, Wentzel-Larsen T, BMC Med Res Methodol 2018;18:176;
//! rules as in qicharts2 (2025-09).

use super::process::{Pattern, in_order, mark, most_recent, side};
use super::quantiles::fair_coin;
use super::trend::{FEWEST_TO_JUDGE, Lines, Method, Rule, Signal, Stretch, Toward};
use super::{MEAN_RANGE_OF_TWO, mean, median, moving_ranges};

/// A run on one side of the centre longer than this is more than chance, given the number of points off the centre.
pub fn longest_run(points: usize) -> usize {
    if points == 0 { 0 } else { (points as f64).log2().round() as usize + 3 }
}

/// Fewer crossings of the centre than this are more than chance, given the number of neighbouring pairs compared.
pub fn fewest_crossings(pairs: usize) -> usize {
    fair_coin(0.05, pairs as u64) as usize
}

pub(super) fn judge(points: &[Option<f64>]) -> Stretch {
    let values: Vec<f64> = points.iter().flatten().copied().collect();
    let centre = median(&values);
    let series = Series::of(points, centre);
    let patterns = series.patterns();
    let runs = in_order(patterns.iter().map(|pattern| pattern.run).collect());
    let method = centre.map_or(Method::Nothing, |_| Method::RunChart);
    Stretch {
        method,
        lines: vec![Lines { method, centre, ..Lines::default() }; points.len()],
        marks: (0..points.len()).map(|index| mark(&patterns, index)).collect(),
        signal: series.signal(&runs),
        runs,
        shown: values.len(),
        spread: mean(&moving_ranges(points)).map(|range| range / MEAN_RANGE_OF_TWO),
        scatter: None,
    }
}

/// What the two rules look at.
#[derive(Default)]
struct Series {
    /// Runs on one side, as indices of the points off the centre.
    runs: Vec<(Toward, Vec<usize>)>,
    /// Points off the centre.
    counted: usize,
    /// Neighbours off the centre with no gap between them, and how many of those lie on opposite sides.
    pairs: usize,
    crossings: usize,
}

impl Series {
    fn of(points: &[Option<f64>], centre: Option<f64>) -> Series {
        let mut series = Series::default();
        let mut before = None;
        for (index, point) in points.iter().enumerate() {
            let Some((value, centre)) = point.zip(centre) else {
                before = None;
                continue;
            };
            if let Some(toward) = side(value - centre, centre) {
                series.take(index, toward, before);
                before = Some(toward);
            }
        }
        series
    }

    fn take(&mut self, index: usize, toward: Toward, before: Option<Toward>) {
        self.counted += 1;
        self.pairs += usize::from(before.is_some());
        self.crossings += usize::from(before.is_some_and(|before| before != toward));
        match self.runs.last_mut() {
            Some((_, run)) if before == Some(toward) => run.push(index),
            _ => self.runs.push((toward, vec![index])),
        }
    }

    fn is_enough(&self) -> bool {
        self.counted >= FEWEST_TO_JUDGE
    }

    fn patterns(&self) -> Vec<Pattern> {
        if !self.is_enough() {
            return Vec::new();
        }
        let limit = longest_run(self.counted);
        let long = self.runs.iter().filter(|(_, run)| run.len() > limit).map(|run| (Rule::Shift, run));
        let seldom = self.crossings < fewest_crossings(self.pairs);
        let last = self.runs.last().filter(|_| seldom).map(|run| (Rule::FewCrossings, run));
        let all = long.chain(last);
        all.filter_map(|(rule, (toward, run))| Pattern::new(rule, *toward, run.clone())).collect()
    }

    fn signal(&self, runs: &[super::Run]) -> Signal {
        if self.is_enough() {
            most_recent(runs)
        } else {
            Signal::TooFewPoints { counted: self.counted, needed: FEWEST_TO_JUDGE }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{PointSignal, Run};

    /// Values of the rules of qicharts2 (2025-09).
    #[test]
    fn the_rules_fit_the_number_of_points() {
        #[track_caller]
        fn case(points: usize, longest: usize, crossings: usize) {
            assert_eq!((longest_run(points), fewest_crossings(points - 1)), (longest, crossings), "{points} points");
        }

        case(8, 6, 1);
        case(9, 6, 2);
        case(10, 6, 2);
        case(11, 6, 2);
        case(12, 7, 3);
        case(16, 7, 4);
        case(20, 7, 6);
        case(24, 8, 8);
    }

    fn all(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    #[test]
    fn a_clean_step_crosses_too_seldom() {
        let found = judge(&all(&[1., 2., 1., 2., 1., 6., 7., 6., 7., 6.]));
        let expected = Run { rule: Rule::FewCrossings, toward: Toward::Higher, first: 5, last: 9, length: 5 };
        assert_eq!(found.signal, Signal::Seen(expected));
        let marked = Some(PointSignal { rule: Rule::FewCrossings, toward: Toward::Higher });
        assert_eq!(found.marks, [[None; 5], [marked; 5]].concat());
    }

    #[test]
    fn a_long_run_is_a_shift_even_when_others_alternate() {
        let found = judge(&all(&[1., 9., 1., 9., 1., 1., 6., 6., 6., 7., 7., 6., 6., 1., 1., 1.]));
        assert!(found.runs.iter().all(|run| run.rule != Rule::Shift));
        let longer = judge(&all(&[1., 9., 1., 1., 1., 1., 6., 6., 6., 7., 7., 6., 6., 6., 1., 1., 1., 1.]));
        assert!(longer.runs.iter().any(|run| run.rule == Rule::Shift && run.length == 8));
    }

    /// Sixteen points off the centre: seven in a row and four crossings are what chance gives.
    #[test]
    fn a_run_as_long_and_crossings_as_few_as_chance_has_them_show_nothing() {
        let found = judge(&all(&[1., 6., 1., 1., 6., 6., 6., 6., 6., 6., 6., 1., 1., 1., 1., 1.]));
        assert_eq!(found.signal, Signal::NotSeen);
    }

    /// By hand: the mean step over the constant for two draws.
    #[test]
    fn the_spread_is_that_of_the_steps() {
        crate::stats::testing::close(judge(&all(&[3., 5.])).spread.unwrap(), 2.0 / 1.128);
    }

    #[test]
    fn alternating_points_show_nothing() {
        assert_eq!(judge(&all(&[1.0, 2.0].repeat(5))).signal, Signal::NotSeen);
    }

    #[test]
    fn eight_points_cannot_speak() {
        let found = judge(&all(&[1., 2., 3., 4., 5., 6., 7., 8.]));
        assert_eq!(found.signal, Signal::TooFewPoints { counted: 8, needed: 9 });
        assert_eq!(found.lines[0].centre, Some(4.5));
    }

    #[test]
    fn a_series_that_never_varies_cannot_speak() {
        let found = judge(&[Some(70.1); 11]);
        assert_eq!(found.signal, Signal::TooFewPoints { counted: 0, needed: 9 });
    }

    #[test]
    fn nothing_has_no_centre() {
        let found = judge(&[None, None]);
        assert_eq!((found.method, found.lines[1].centre), (Method::Nothing, None));
    }

    #[test]
    fn a_gap_ends_a_run_and_is_not_a_crossing() {
        let mut points = all(&[1., 2., 1., 2., 1., 6., 7., 6., 7., 6.]);
        points.insert(5, None);
        let series = Series::of(&points, Some(4.0));
        assert_eq!((series.counted, series.pairs, series.crossings), (10, 8, 0));
        assert_eq!(series.runs.len(), 2);
    }

    #[test]
    fn points_on_the_centre_do_not_end_a_run() {
        let series = Series::of(&all(&[6., 5., 7., 5., 6.]), Some(5.0));
        assert_eq!(series.runs, vec![(Toward::Higher, vec![0, 2, 4])]);
    }
}
