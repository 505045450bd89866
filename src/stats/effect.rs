//! How large is this paired change? Several standardised sizes are in use and they are not comparable with each
//! other, so each has its own name and a report says which one it prints.

use super::intervals::{Confidence, Interval, mean_interval};
use super::{mean, standard_deviation};

/// Change of the same people between a first and a last time, signed as `last − first`.
///
/// Sources: Lakens D, Front Psychol 2013;4:863; Morris SB, DeShon RP, Psychol Methods 2002;7:105; Hedges LV, J Educ
/// Stat 1981;6:107.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairedEffect {
    pub pairs: usize,
    /// Mean change, in points.
    pub mean: f64,
    /// Standard deviation of the changes, in points.
    pub deviation: f64,
    /// 95 % interval of the mean change, in points.
    pub interval: Interval,
    /// Correlation of first and last; `None` when all first or all last values are equal.
    pub correlation: Option<f64>,
    /// Standardised response mean: mean change over the spread of the changes. Rises with the correlation.
    pub srm: Option<f64>,
    /// Mean change over the spread of the first values. Comparable between services.
    pub d_first: Option<f64>,
    /// Mean change over the mean of the two spreads.
    pub d_average: Option<f64>,
    /// The response mean corrected for the correlation.
    pub d_repeated: Option<f64>,
    /// Hedges' factor that takes the small-sample bias out of a size: multiply one of the four by it.
    pub small_sample_factor: f64,
}

/// `None` unless there are at least two pairs and the two lists are equally long.
pub fn paired_effect(first: &[f64], last: &[f64]) -> Option<PairedEffect> {
    if first.len() != last.len() {
        return None;
    }
    let changes: Vec<f64> = first.iter().zip(last).map(|(before, after)| after - before).collect();
    let (mean_change, deviation) = (mean(&changes)?, standard_deviation(&changes)?);
    let (spread_first, spread_last) = (standard_deviation(first)?, standard_deviation(last)?);
    let correlation = correlation(first, last);
    let over = |spread: f64| standardised(mean_change, spread);
    let srm = over(deviation);
    Some(PairedEffect {
        pairs: changes.len(),
        mean: mean_change,
        deviation,
        interval: mean_interval(mean_change, deviation, changes.len(), Confidence::P95)?,
        correlation,
        srm,
        d_first: over(spread_first),
        d_average: over((spread_first + spread_last) / 2.0),
        d_repeated: srm.zip(correlation).map(|(size, r)| size * (2.0 * (1.0 - r)).sqrt()),
        small_sample_factor: small_sample_factor(changes.len() - 1),
    })
}

/// A mean change over a spread: the standardised response mean where it is the spread of the changes, the effect size by
/// first scores where it is theirs. `None` where nothing varies.
pub fn standardised(mean_change: f64, spread: f64) -> Option<f64> {
    (spread > 0.0).then(|| mean_change / spread)
}

/// Pearson's correlation; `None` when one of the two lists does not vary.
pub fn correlation(first: &[f64], last: &[f64]) -> Option<f64> {
    let products = products_of_deviations(first, last, (mean(first)?, mean(last)?));
    let whole = standard_deviation(first)? * standard_deviation(last)? * (first.len() - 1) as f64;
    (whole > 0.0).then(|| (products / whole).clamp(-1.0, 1.0))
}

fn products_of_deviations(first: &[f64], last: &[f64], (centre_first, centre_last): (f64, f64)) -> f64 {
    first.iter().zip(last).map(|(before, after)| (before - centre_first) * (after - centre_last)).sum()
}

/// Γ(f/2) ÷ (√(f/2) · Γ((f−1)/2)), built up from one and two degrees of freedom because Γ(x+1) = x·Γ(x).
/// With one degree of freedom the factor is 0: a size from two pairs has no unbiased form.
fn small_sample_factor(freedom: usize) -> f64 {
    if freedom < 2 {
        return 0.0;
    }
    let root = std::f64::consts::PI.sqrt();
    let (first, start) = if freedom.is_multiple_of(2) { (2, root.recip()) } else { (3, root / 2.0) };
    let ratio = (first..freedom).step_by(2).fold(start, |ratio, f| ratio * f as f64 / (f - 1) as f64);
    ratio / (freedom as f64 / 2.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::testing::{close, within};

    #[test]
    fn every_size_agrees_with_the_worked_example() {
        let first = [14.0, 20.0, 9.0, 25.0, 17.0, 11.0, 22.0, 18.0, 13.0, 16.0];
        let last = [19.0, 24.0, 15.0, 24.0, 25.0, 12.0, 27.0, 17.0, 20.0, 22.0];
        let effect = paired_effect(&first, &last).unwrap();
        close(effect.mean, 4.0);
        close(effect.deviation, 3.231_786_571_7);
        close(effect.correlation.unwrap(), 0.781_429_452_0);
        close(effect.srm.unwrap(), 1.237_705_495_5);
        close(effect.d_first.unwrap(), 0.804_481_827_8);
        close(effect.d_average.unwrap(), 0.819_489_040_5);
        close(effect.d_repeated.unwrap(), 0.818_329_368_6);
        close(effect.small_sample_factor, 0.913_874_891_8);
        close(effect.srm.unwrap() * effect.small_sample_factor, 1.131_107_975_8);
        close(effect.d_first.unwrap() * effect.small_sample_factor, 0.735_195_743_3);
        close(effect.interval.lower, 1.688_119_157_4);
        close(effect.interval.upper, 6.311_880_842_6);
    }

    #[test]
    fn the_factor_is_near_its_usual_approximation() {
        for freedom in 4..200 {
            let approximate = 1.0 - 3.0 / (4.0 * freedom as f64 - 1.0);
            assert!((small_sample_factor(freedom) - approximate).abs() < 0.004, "{freedom}");
        }
    }

    /// Hedges 1981 prints 0.5642, 0.7236 and 0.7979; with two degrees of freedom it is one over the root of π.
    #[test]
    fn the_factor_of_few_pairs_is_the_published_one() {
        assert_eq!(small_sample_factor(1), 0.0);
        close(small_sample_factor(2), std::f64::consts::PI.sqrt().recip());
        within(small_sample_factor(3), 0.7236, 5e-5);
        within(small_sample_factor(4), 0.7979, 5e-5);
    }

    /// Each last value is three times the first and one: rounding alone would make the correlation more than 1.
    #[test]
    fn a_perfect_correlation_is_one_in_either_direction_and_unit() {
        let (first, last) = ([1.0, 2.0, 4.0], [4.0, 7.0, 13.0]);
        let effect = paired_effect(&first, &last).unwrap();
        assert_eq!((effect.correlation, effect.d_repeated), (Some(1.0), Some(0.0)));
        let falling = paired_effect(&first, &last.map(|value| -value)).unwrap();
        assert_eq!(falling.correlation, Some(-1.0));
        let small = paired_effect(&first.map(|value| value / 100.0), &last).unwrap();
        close(small.correlation.unwrap(), 1.0);
    }

    #[test]
    fn a_list_that_does_not_vary_has_no_correlation() {
        let effect = paired_effect(&[2.0, 2.0, 2.0], &[3.0, 4.0, 5.0]).unwrap();
        assert_eq!((effect.correlation, effect.d_first, effect.d_repeated), (None, None, None));
    }

    #[test]
    fn the_same_change_for_everyone_has_no_response_mean() {
        let effect = paired_effect(&[1.0, 2.0, 3.0], &[3.0, 4.0, 5.0]).unwrap();
        assert_eq!((effect.srm, effect.d_repeated), (None, None));
        close(effect.d_first.unwrap(), 2.0);
    }

    #[test]
    fn too_few_or_unmatched_pairs_have_no_effect() {
        assert_eq!(paired_effect(&[1.0], &[2.0]), None);
        assert_eq!(paired_effect(&[1.0, 2.0], &[2.0]), None);
    }
}
