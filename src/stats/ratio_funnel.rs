//! Which differences between units are larger than chance explains, where a figure is a number of events against those
//! expected, or against another count? For whoever brings expected numbers: the reports hold shares only, whose funnel is
//! in [`super::funnel`].

use super::funnel::{Expected, mean_square, variance_between, winsorised};
use super::intervals::{Confidence, Interval, events_about};

/// Events, and those expected (or the other count), which need not be whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    pub observed: f64,
    /// Above 0.
    pub expected: f64,
}

/// On which scale units are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RatioScale {
    /// Logarithm of observed to expected, target 1; the tenth of units at either end is left out (as in SHMI).
    Log,
    /// Square root of observed to expected, target 1; the tenth at either end is drawn in (as at the CQC).
    Root,
    /// Logarithm of one count to another, target their overall ratio; the tenth at either end is drawn in.
    Counts,
}

/// The funnel of a set of units.
///
/// Sources: Spiegelhalter DJ, Stat Med 2005;24:1185; Spiegelhalter DJ et al, J R Stat Soc A 2012;175:1; settings as in
/// FunnelPlotR 0.6.0, from which limits depart where it is at odds with itself: those of `Root` are squared, so that they
/// stand on the scale of the ratios, and those of `Counts` take the same standard error as the scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatioFunnel {
    pub scale: RatioScale,
    pub target: f64,
    /// Units that made `phi` and `tau2`. With fewer than about ten, `tau2` is a poor estimate.
    pub units: usize,
    /// Over-dispersion: about 1 when units differ as chance would have it.
    pub phi: f64,
    /// Variance between units on the scale that chance does not explain; 0 when there is none.
    pub tau2: f64,
}

impl RatioFunnel {
    /// `None` without units or without any event. Units of which nothing is expected do not count, nor those without events on the scale `Log`,
    /// which has no place for them.
    pub fn of(ratios: &[Ratio], scale: RatioScale) -> Option<RatioFunnel> {
        let has_place = |ratio: &&Ratio| ratio.expected > 0.0 && (ratio.observed > 0.0 || scale != RatioScale::Log);
        let units: Vec<&Ratio> = ratios.iter().filter(has_place).collect();
        let target = target(&units, scale)?;
        let scored = units.iter().map(|ratio| (score(ratio, target, scale), error(ratio, scale).powi(-2))).collect();
        let (scores, weights): (Vec<f64>, Vec<f64>) = kept(scored, scale).into_iter().unzip();
        let phi = mean_square(&scores);
        let tau2 = variance_between(phi, &weights);
        (!scores.is_empty()).then_some(RatioFunnel { scale, target, units: scores.len(), phi, tau2 })
    }

    /// Limits of the ratio of a unit with this number expected, as chance alone has them: exact.
    pub fn by_chance(&self, expected: f64, confidence: Confidence) -> Option<Interval> {
        let events = events_about(self.target * expected, confidence)?;
        Some(Interval { lower: events.lower / expected, upper: events.upper / expected })
    }

    /// Limits widened by how much more than chance units differ.
    pub fn widened(&self, expected: f64, confidence: Confidence) -> Interval {
        let by_chance = match self.scale {
            RatioScale::Log => 1.0 / expected,
            RatioScale::Root => 1.0 / (4.0 * expected),
            RatioScale::Counts => (1.0 / self.target + 1.0) / expected,
        };
        let reach = confidence.z() * (by_chance + self.tau2).sqrt();
        match self.scale {
            RatioScale::Root => Interval { lower: (1.0 - reach).max(0.0).powi(2), upper: (1.0 + reach).powi(2) },
            _ => Interval { lower: self.target * (-reach).exp(), upper: self.target * reach.exp() },
        }
    }

    /// Where a unit lies against the widened limits; `None` when nothing is expected.
    pub fn place(&self, ratio: &Ratio) -> Option<Expected> {
        let value = (ratio.expected > 0.0).then(|| ratio.observed / ratio.expected)?;
        let limits = |confidence| self.widened(ratio.expected, confidence);
        Some(Expected::among(value, limits(Confidence::P95), limits(Confidence::P998)))
    }
}

fn target(units: &[&Ratio], scale: RatioScale) -> Option<f64> {
    let (observed, expected) =
        units.iter().fold((0.0, 0.0), |sum, ratio| (sum.0 + ratio.observed, sum.1 + ratio.expected));
    let overall = (observed > 0.0).then_some(observed / expected)?;
    Some(if scale == RatioScale::Counts { overall } else { 1.0 })
}

/// Distance from the target in standard errors.
fn score(ratio: &Ratio, target: f64, scale: RatioScale) -> f64 {
    let Ratio { observed, expected } = *ratio;
    let distance = match scale {
        RatioScale::Log => (observed / expected).ln(),
        RatioScale::Root => (observed / expected).sqrt() - 1.0,
        RatioScale::Counts => ((observed + 0.5) / (expected + 0.5)).ln() - target.ln(),
    };
    distance / error(ratio, scale)
}

fn error(ratio: &Ratio, scale: RatioScale) -> f64 {
    let Ratio { observed, expected } = *ratio;
    match scale {
        RatioScale::Log => expected.sqrt().recip(),
        RatioScale::Root => (2.0 * expected.sqrt()).recip(),
        RatioScale::Counts => (observed / (observed + 0.5).powi(2) + expected / (expected + 0.5).powi(2)).sqrt(),
    }
}

/// Scores and weights of the units that make the spread.
fn kept(scored: Vec<(f64, f64)>, scale: RatioScale) -> Vec<(f64, f64)> {
    if scale != RatioScale::Log {
        let (scores, weights): (Vec<f64>, Vec<f64>) = scored.into_iter().unzip();
        return winsorised(scores).into_iter().zip(weights).collect();
    }
    let all = scored.len() as f64;
    let rank = |own: f64| {
        let below = scored.iter().filter(|(score, _)| *score < own).count();
        let alike = scored.iter().filter(|(score, _)| *score == own).count();
        below as f64 + (alike as f64 + 1.0) / 2.0
    };
    let is_kept = |own: f64| (1.0..9.0).contains(&(10.0 * rank(own) / (all + 1.0)).floor());
    scored.iter().copied().filter(|(score, _)| is_kept(*score)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::testing::{close, within};

    fn six() -> Vec<Ratio> {
        let observed = [100.0, 150.0, 180.0, 80.0, 120.0, 225.0];
        let expected = [108.0, 112.0, 165.0, 95.0, 100.0, 220.0];
        observed.into_iter().zip(expected).map(|(observed, expected)| Ratio { observed, expected }).collect()
    }

    fn funnel(scale: RatioScale) -> RatioFunnel {
        RatioFunnel::of(&six(), scale).unwrap()
    }

    /// Values from running FunnelPlotR 0.6.0; the first `phi` is asserted by its test suite.
    #[test]
    fn over_dispersion_agrees_with_funnel_plot_r() {
        let log = funnel(RatioScale::Log);
        within(log.phi, 2.948_033, 1e-6);
        close(log.tau2, 0.019_477_530_578);
        let scores = [-0.799_802_600_707, 3.091_681_294_544, 1.117_681_374_422, -1.674_989_112_367, 1.823_215_567_94];
        for (ratio, expected) in six().iter().zip(scores.into_iter().chain([0.333_326_319_142])) {
            close(score(ratio, 1.0, RatioScale::Log), expected);
        }
        let root = funnel(RatioScale::Root);
        close(root.phi, 2.327_178_257_59);
        close(root.tau2, 0.003_439_780_154_19);
        let counts = funnel(RatioScale::Counts);
        close(counts.target, 1.068_75);
        close(counts.phi, 0.920_435_365_745);
        close(counts.tau2, 0.001_548_674_762_98);
    }

    /// Values from running FunnelPlotR 0.6.0, which rounds the normal point to six decimals.
    #[test]
    fn widened_limits_agree_with_funnel_plot_r() {
        let limits = funnel(RatioScale::Log).widened(100.0, Confidence::P95);
        within(limits.lower, 0.714_261_137_817, 1e-8);
        within(limits.upper, 1.400_048_171_54, 1e-8);
    }

    /// By hand: the square root of 100 events is 10 half standard errors, and the standard error of a log ratio of 100 to
    /// 100 is the root of two hundredths.
    #[test]
    fn without_over_dispersion_each_scale_has_its_own_standard_error() {
        let plain = |scale| RatioFunnel { scale, target: 1.0, units: 6, phi: 1.0, tau2: 0.0 };
        let z = Confidence::P95.z();
        let root = plain(RatioScale::Root).widened(100.0, Confidence::P95);
        close(root.upper, (1.0 + z / 20.0).powi(2));
        close(root.lower, (1.0 - z / 20.0).powi(2));
        close(plain(RatioScale::Counts).widened(100.0, Confidence::P95).upper, (z * 0.02_f64.sqrt()).exp());
        let half = RatioFunnel { target: 0.5, ..plain(RatioScale::Counts) };
        close(half.widened(100.0, Confidence::P95).upper, 0.5 * (z * (1.0 / 50.0 + 1.0 / 100.0_f64).sqrt()).exp());
        assert_eq!(plain(RatioScale::Root).widened(0.5, Confidence::P95).lower, 0.0);
    }

    /// Values asserted by the test suite of FunnelPlotR 0.6.0, to the digits printed there; and the inverse of
    /// PHEindicatormethods 2.1.0, which is the same limits read the other way round.
    #[test]
    fn limits_by_chance_agree_with_funnel_plot_r() {
        let funnel = RatioFunnel { scale: RatioScale::Log, target: 1.0, units: 6, phi: 1.0, tau2: 0.0 };
        for (expected, confidence, lower, upper) in [
            (15.0, Confidence::P95, 0.559_692_4, 1.649_348),
            (20.0, Confidence::P95, 0.610_826_0, 1.544_419),
            (30.0, Confidence::P95, 0.674_695_8, 1.427_562),
            (15.0, Confidence::P998, 0.386_265_0, 2.082_907),
            (20.0, Confidence::P998, 0.447_910_7, 1.902_094),
            (30.0, Confidence::P998, 0.528_972_4, 1.702_771),
        ] {
            let found = funnel.by_chance(expected, confidence).unwrap();
            within(found.lower, lower, 5e-8);
            within(found.upper, upper, 5e-7);
        }
        for (events, lower, upper) in [
            (1.0, 0.025_317_898, 5.571_644_585),
            (2.0, 0.242_209_467, 7.224_687_515),
            (3.0, 0.618_671_905, 8.767_273_828),
        ] {
            let exact = events_about(events, Confidence::P95).unwrap();
            within(exact.lower, lower, 2e-6);
            within(exact.upper, upper, 2e-6);
        }
    }

    #[test]
    fn one_unit_alone_does_not_say_how_units_differ() {
        let alone = RatioFunnel::of(&[Ratio { observed: 150.0, expected: 100.0 }], RatioScale::Root).unwrap();
        assert_eq!((alone.units, alone.tau2), (1, 0.0));
    }

    /// By hand: of nineteen, the unit of rank r lies in the tenth ⌊10·r ÷ 20⌋, of which 0 and 9 are left out.
    #[test]
    fn the_lowest_and_the_highest_tenth_do_not_make_the_spread() {
        let scores = |all: Vec<f64>| -> Vec<f64> {
            let scored = all.into_iter().map(|score| (score, 1.0)).collect();
            kept(scored, RatioScale::Log).into_iter().map(|(score, _)| score).collect()
        };
        let each = |ranks: std::ops::RangeInclusive<u32>| ranks.map(f64::from).collect::<Vec<f64>>();
        assert_eq!(scores(each(1..=19)), each(2..=17));
        // Two that are alike share their rank: 1.5, which lies in the lowest tenth too.
        assert_eq!(scores([vec![2.0], each(2..=19)].concat()), each(3..=17));
    }

    #[test]
    fn units_that_have_no_place_on_a_scale_do_not_count() {
        let (none_expected, no_events) =
            (Ratio { observed: 3.0, expected: 0.0 }, Ratio { observed: 0.0, expected: 50.0 });
        let with = |more: &[Ratio], scale| RatioFunnel::of(&[six(), more.to_vec()].concat(), scale);
        assert_eq!(with(&[none_expected, no_events], RatioScale::Log), Some(funnel(RatioScale::Log)));
        assert_eq!(with(&[none_expected], RatioScale::Root), Some(funnel(RatioScale::Root)));
        assert_eq!(with(&[no_events], RatioScale::Root).map(|funnel| funnel.units), Some(7));
        assert_eq!(RatioFunnel::of(&[no_events; 2], RatioScale::Root), None);
    }

    #[test]
    fn a_unit_far_out_is_told_from_one_within() {
        let funnel = funnel(RatioScale::Log);
        let place = |observed| funnel.place(&Ratio { observed, expected: 100.0 });
        assert_eq!(place(100.0), Some(Expected::Within));
        assert_eq!(place(150.0), Some(Expected::Above));
        assert_eq!(place(300.0), Some(Expected::FarAbove));
        assert_eq!(funnel.place(&Ratio { observed: 1.0, expected: 0.0 }), None);
        assert_eq!(RatioFunnel::of(&[], RatioScale::Root), None);
        assert_eq!(RatioFunnel::of(&[Ratio { observed: 0.0, expected: 9.0 }], RatioScale::Log), None);
    }
}
