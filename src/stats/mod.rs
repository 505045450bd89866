//! Statistics: numbers in, numbers out, each with its source. This room knows no people, no teams and no instruments,
//! reads nothing and prints nothing. A question the numbers cannot answer comes back as `None`, never as zero.
//!
//! | file | answers |
//! |---|---|
//! | `intervals` | how sure is this share, count or mean? |
//! | `effect` | how large is this paired change? |
//! | `reliable_change` | from how many points on is a person's change more than error, and where does the clinical range end? |
//! | `run_chart` | is there a pattern in few points? |
//! | `process` | is there a pattern in many points? |
//! | `trend` | either of the two, whichever the number of points allows, as one value |
//! | `share_limits` | the same for shares of changing denominators |
//! | `funnel` | which differences between units are more than chance? |
//! | `ratio_funnel` | the same for events against those expected; no report has such figures yet |
//! | `quantiles` | tail points of the distributions the others need |

pub mod effect;
pub mod funnel;
pub mod intervals;
pub mod process;
pub mod quantiles;
pub mod ratio_funnel;
pub mod reliable_change;
pub mod run_chart;
pub mod share_limits;
pub mod trend;

pub use effect::{PairedEffect, correlation, paired_effect, standardised};
pub use funnel::{Expected, Funnel, FunnelLimits, FunnelRules, Share};
pub use intervals::{Confidence, Interval, clopper_pearson, mean_interval, poisson, wilson};
pub use ratio_funnel::{Ratio, RatioFunnel, RatioScale};
pub use reliable_change::{CutOff, Norm, reliable_change};
pub use trend::{
    Aim, Lines, Method, Observed, PointSignal, Rule, Run, ShareChart, Signal, Toward, Trend, TrendRules, Variation,
    trend,
};

/// Arithmetic mean; `None` for no values.
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// Standard deviation of a sample (divisor n − 1); `None` for fewer than two values.
pub fn standard_deviation(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let centre = mean(values)?;
    let squares: f64 = values.iter().map(|value| (value - centre).powi(2)).sum();
    Some((squares / (values.len() - 1) as f64).sqrt())
}

/// Middle value, or the mean of the two middle values; `None` for no values.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = *sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    Some((sorted[sorted.len() / 2 - 1] + upper) / 2.0)
}

/// Absolute steps between neighbours in time. A step into or out of a gap is not a step.
pub(crate) fn moving_ranges(points: &[Option<f64>]) -> Vec<f64> {
    points.windows(2).filter_map(|pair| Some((pair[1]? - pair[0]?).abs())).collect()
}

/// Expected range of two draws from a standard normal distribution (the constant d2 for n = 2).
pub(crate) const MEAN_RANGE_OF_TWO: f64 = 1.128;

#[cfg(test)]
pub(crate) mod testing {
    /// Fails at the caller's line unless both agree to one part in a thousand million.
    #[track_caller]
    pub fn close(found: f64, expected: f64) {
        within(found, expected, 1e-9);
    }

    /// For published values printed with fewer digits.
    #[track_caller]
    pub fn within(found: f64, expected: f64, tolerance: f64) {
        let allowed = tolerance * expected.abs().max(1.0);
        assert!((found - expected).abs() <= allowed, "found {found}, expected {expected}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_no_mean_no_spread_and_no_middle() {
        assert_eq!(mean(&[]), None);
        assert_eq!(standard_deviation(&[3.0]), None);
        assert_eq!(median(&[]), None);
    }

    /// By hand: each of the two lies one from their mean.
    #[test]
    fn two_values_have_a_spread() {
        testing::close(standard_deviation(&[1.0, 3.0]).unwrap(), 2.0_f64.sqrt());
    }

    #[test]
    fn the_middle_of_an_even_number_lies_between_two() {
        assert_eq!(median(&[4.0, 1.0, 3.0, 2.0]), Some(2.5));
        assert_eq!(median(&[9.0, 1.0, 3.0]), Some(3.0));
    }

    #[test]
    fn steps_across_a_gap_do_not_count() {
        assert_eq!(moving_ranges(&[Some(1.0), Some(4.0), None, Some(9.0), Some(8.0)]), vec![3.0, 1.0]);
    }
}
