//! Which differences between units are larger than chance explains? Limits around the overall share, widened when the
//! units differ among themselves more than chance allows. Never a ranking.

use super::intervals::{Confidence, Interval};
use super::share_limits::overall;
use std::f64::consts::FRAC_PI_2;

/// Achieved out of known, in people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    pub achieved: f64,
    pub known: f64,
}

impl Share {
    /// 0 to 1; no number when nothing is known.
    pub fn value(&self) -> f64 {
        self.achieved / self.known
    }
}

/// Where a unit lies against what chance would give around the overall share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Expected {
    /// Below the 99.8 % limits.
    FarBelow,
    /// Below the 95 % limits.
    Below,
    Within,
    Above,
    FarAbove,
}

/// How a funnel is drawn where experts disagree; `schemas/statistics.toml` holds the settings with their sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FunnelRules {
    pub limits: FunnelLimits,
    /// Whether limits are widened when units differ among themselves by more than chance. Not with plain limits.
    pub over_dispersion: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FunnelLimits {
    /// On the scale where the spread of a share does not depend on the share (FunnelPlotR).
    Arcsine,
    /// The share and z times its standard error, cut off at nothing and everything (Fingertips).
    Plain,
}

/// The funnel of a set of units, on the arcsine scale, where the spread of a share does not depend on the share.
///
/// Sources: Spiegelhalter DJ, Stat Med 2005;24:1185, and Qual Saf Health Care 2005;14:347 (additive random effects);
/// settings as in FunnelPlotR 0.6.0: scores winsorised at 10 % and 90 %.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Funnel {
    /// Overall share, 0 to 1.
    pub target: f64,
    /// Units that count. With fewer than about ten, `tau2` is a poor estimate.
    pub units: usize,
    /// Over-dispersion: about 1 when units differ as chance would have it.
    pub phi: f64,
    /// Variance between units on the arcsine scale that chance does not explain; 0 when there is none.
    pub tau2: f64,
    pub rules: FunnelRules,
}

impl Funnel {
    /// `None` when nothing is known anywhere. Units of which nothing is known do not count.
    pub fn of(shares: &[Share], rules: FunnelRules) -> Option<Funnel> {
        let units: Vec<&Share> = shares.iter().filter(|share| share.known > 0.0).collect();
        let target = overall(units.iter().copied())?;
        let scores = winsorised(units.iter().map(|share| score(share, target)).collect());
        let phi = mean_square(&scores);
        let weights: Vec<f64> = units.iter().map(|share| 4.0 * share.known).collect();
        Some(Funnel { target, units: units.len(), phi, tau2: variance_between(phi, &weights), rules })
    }

    /// Limits for a unit of `known` people, 0 to 1. Where the limit would leave that range it is 0 or 1.
    pub fn limits(&self, known: f64, confidence: Confidence) -> Interval {
        if self.rules.limits == FunnelLimits::Plain {
            let reach = confidence.z() * (self.target * (1.0 - self.target) / known).sqrt();
            return Interval { lower: (self.target - reach).max(0.0), upper: (self.target + reach).min(1.0) };
        }
        let widening = if self.rules.over_dispersion { self.tau2 } else { 0.0 };
        let reach = confidence.z() * (1.0 / (4.0 * known) + widening).sqrt();
        let angle = self.target.clamp(0.0, 1.0).sqrt().asin();
        let share = |angle: f64| angle.clamp(0.0, FRAC_PI_2).sin().powi(2);
        Interval { lower: share(angle - reach), upper: share(angle + reach) }
    }

    /// Where a unit lies. A share exactly on a limit is within it; `None` when nothing is known.
    pub fn place(&self, share: &Share) -> Option<Expected> {
        let value = (share.known > 0.0).then(|| share.value())?;
        let inner = self.limits(share.known, Confidence::P95);
        let outer = self.limits(share.known, Confidence::P998);
        Some(Expected::among(value, inner, outer))
    }
}

impl Expected {
    /// A value exactly on a limit is within it.
    pub(super) fn among(value: f64, inner: Interval, outer: Interval) -> Expected {
        match value {
            _ if value < outer.lower => Expected::FarBelow,
            _ if value < inner.lower => Expected::Below,
            _ if value > outer.upper => Expected::FarAbove,
            _ if value > inner.upper => Expected::Above,
            _ => Expected::Within,
        }
    }
}

/// Distance from the target in standard errors, on the arcsine scale.
fn score(share: &Share, target: f64) -> f64 {
    let angle = |share: f64| share.clamp(0.0, 1.0).sqrt().asin();
    (angle(share.value()) - angle(target)) * 2.0 * share.known.sqrt()
}

/// Scores beyond their own 10 % and 90 % points are drawn in to these, so that a few units do not make the spread of all.
pub(super) fn winsorised(scores: Vec<f64>) -> Vec<f64> {
    let mut sorted = scores.clone();
    sorted.sort_by(f64::total_cmp);
    match (quantile(&sorted, 0.1), quantile(&sorted, 0.9)) {
        (Some(low), Some(high)) => scores.into_iter().map(|score| score.max(low).min(high)).collect(),
        _ => scores,
    }
}

/// About 1 when units differ as chance would have it.
pub(super) fn mean_square(scores: &[f64]) -> f64 {
    scores.iter().map(|score| score * score).sum::<f64>() / scores.len() as f64
}

/// Quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996).
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * sorted.len().checked_sub(1)? as f64;
    let (below, part) = (place.floor() as usize, place.fract());
    let lower = *sorted.get(below)?;
    let upper = sorted.get(below + 1).copied().unwrap_or(lower);
    Some(lower + part * (upper - lower))
}

/// Method-of-moments variance between units, never negative; none for one unit, which differs from no other.
pub(super) fn variance_between(phi: f64, weights: &[f64]) -> f64 {
    let (n, whole) = (weights.len() as f64, weights.iter().sum::<f64>());
    let excess = n * phi - (n - 1.0);
    let scale = whole - weights.iter().map(|weight| weight * weight).sum::<f64>() / whole;
    // Of one unit the scale is nothing, or what rounding leaves of it.
    if weights.len() > 1 { (excess / scale).max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: FunnelRules = FunnelRules { limits: FunnelLimits::Arcsine, over_dispersion: true };
    const CHANCE: FunnelRules = FunnelRules { over_dispersion: false, ..USUAL };
    const PLAIN: FunnelRules = FunnelRules { limits: FunnelLimits::Plain, over_dispersion: false };

    use crate::stats::testing::{close, within};

    fn ten_units() -> Vec<Share> {
        let achieved = [12.0, 30.0, 18.0, 41.0, 9.0, 22.0, 35.0, 27.0, 15.0, 50.0];
        let known = [20.0, 45.0, 40.0, 60.0, 25.0, 40.0, 50.0, 36.0, 30.0, 80.0];
        achieved.into_iter().zip(known).map(|(achieved, known)| Share { achieved, known }).collect()
    }

    /// Values from running FunnelPlotR 0.6.0.
    #[test]
    fn the_funnel_agrees_with_funnel_plot_r() {
        let funnel = Funnel::of(&ten_units(), USUAL).unwrap();
        close(funnel.target, 0.607_981_220_657);
        close(funnel.phi, 1.641_309_206_75);
        close(funnel.tau2, 0.004_918_048_372_12);
    }

    /// Values from running FunnelPlotR 0.6.0, which rounds the normal point to six decimals.
    #[test]
    fn its_limits_agree_with_funnel_plot_r() {
        #[track_caller]
        fn case(funnel: Funnel, known: f64, lower: f64, upper: f64) {
            let limits = funnel.limits(known, Confidence::P95);
            within(limits.lower, lower, 1e-8);
            within(limits.upper, upper, 1e-8);
        }

        let funnel = Funnel::of(&ten_units(), USUAL).unwrap();
        let chance = Funnel { rules: CHANCE, ..funnel };
        case(chance, 20.0, 0.390_600_318_732, 0.804_951_703_893);
        case(chance, 80.0, 0.499_273_394_226, 0.711_524_694_319);
        case(funnel, 20.0, 0.352_400_070_667, 0.835_300_826_27);
        case(funnel, 80.0, 0.433_262_937_778, 0.769_491_180_765);
    }

    #[test]
    fn limits_narrow_as_numbers_grow_and_stay_possible() {
        let funnel = Funnel { target: 0.95, units: 3, phi: 1.0, tau2: 0.0, rules: USUAL };
        let widths = (1..500).map(|n| funnel.limits(f64::from(n), Confidence::P998)).map(|l| (l.lower, l.upper));
        let all: Vec<(f64, f64)> = widths.collect();
        assert!(all.windows(2).all(|pair| pair[0].0 <= pair[1].0 && pair[0].1 >= pair[1].1));
        assert!(all.iter().all(|(lower, upper)| *lower >= 0.0 && *upper <= 1.0));
    }

    #[test]
    fn a_unit_on_a_limit_lies_within() {
        let funnel = Funnel { target: 0.5, units: 2, phi: 1.0, tau2: 0.0, rules: USUAL };
        let upper = funnel.limits(100.0, Confidence::P95).upper;
        let place = |achieved: f64| funnel.place(&Share { achieved, known: 100.0 }).unwrap();
        assert_eq!(place(100.0 * upper), Expected::Within);
        assert_eq!(place(60.0), Expected::Above);
        assert_eq!(place(70.0), Expected::FarAbove);
        assert_eq!(place(40.0), Expected::Below);
        assert_eq!(place(30.0), Expected::FarBelow);
        assert_eq!(funnel.place(&Share { achieved: 0.0, known: 0.0 }), None);
    }

    #[test]
    fn a_value_on_either_limit_of_either_level_lies_within_it() {
        let (inner, outer) = (Interval { lower: 0.4, upper: 0.6 }, Interval { lower: 0.3, upper: 0.7 });
        let place = |value| Expected::among(value, inner, outer);
        assert_eq!([0.4, 0.6].map(place), [Expected::Within; 2]);
        assert_eq!([0.3, 0.7].map(place), [Expected::Below, Expected::Above]);
    }

    #[test]
    fn a_unit_of_which_nothing_is_known_does_not_count() {
        let with_unknown = [ten_units(), vec![Share { achieved: 0.0, known: 0.0 }]].concat();
        assert_eq!(Funnel::of(&with_unknown, USUAL), Funnel::of(&ten_units(), USUAL));
    }

    #[test]
    fn a_unit_of_one_person_counts() {
        let one = Share { achieved: 1.0, known: 1.0 };
        let funnel = Funnel::of(&[ten_units(), vec![one]].concat(), USUAL).unwrap();
        assert_eq!((funnel.units, funnel.place(&one)), (11, Some(Expected::Within)));
    }

    /// A weight squared and divided by itself is not always itself again in floating point.
    #[test]
    fn one_unit_alone_has_no_variance_between_units() {
        for weight in 1..500 {
            assert_eq!(variance_between(25.0, &[3.3 * f64::from(weight)]), 0.0);
        }
    }

    #[test]
    fn units_that_all_agree_are_not_over_dispersed() {
        let same = [Share { achieved: 10.0, known: 20.0 }; 4];
        assert_eq!(Funnel::of(&same, USUAL).unwrap().tau2, 0.0);
        assert_eq!(Funnel::of(&[], USUAL), None);
    }

    /// Values asserted by the test suite of PHEindicatormethods 2.1.0, in percent, to the digits printed there.
    #[test]
    fn plain_limits_agree_with_phe_indicator_methods() {
        let funnel = Funnel { target: 0.806_424_48, units: 100, phi: 1.0, tau2: 0.0, rules: PLAIN };
        #[track_caller]
        fn case(found: f64, expected: f64) {
            assert!((100.0 * found - expected).abs() < 1e-6, "found {}, expected {expected}", 100.0 * found);
        }

        let limits = |known: f64, confidence| funnel.limits(known, confidence);
        case(limits(1.0, Confidence::P95).lower, 3.204_264);
        case(limits(1.0, Confidence::P95).upper, 100.0);
        case(limits(2.0, Confidence::P95).lower, 25.885_383);
        case(limits(5.0, Confidence::P95).lower, 46.011_039);
        case(limits(3.0, Confidence::P998).lower, 10.150_815);
    }
}
