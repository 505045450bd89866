//! Limits for shares over time when the number of people changes from point to point: each point has its own. When
//! the points scatter more than chance allows, the limits are widened by how much (Laney's p′), and the factor is
//! returned so that it can be printed.

use super::funnel::Share;
use super::intervals::Interval;
use super::{MEAN_RANGE_OF_TWO, mean, moving_ranges};
use std::f64::consts::FRAC_PI_2;

/// Limits of a chart of shares, 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareLimits {
    /// All achieved over all known.
    pub centre: f64,
    /// How many times as much as chance the points scatter from one to the next; 1 when exactly as chance has it.
    /// `None` when no two neighbours are known, or when it is nobody or everybody throughout; 0 when any other never varies.
    pub scatter: Option<f64>,
    /// One per point, clamped to 0 and 1; `None` where the point is a gap.
    pub limits: Vec<Option<Interval>>,
    /// How far the limits lie from the centre before they are clamped; `None` where the point is a gap.
    pub reaches: Vec<Option<f64>>,
}

/// Which of the three charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Widening {
    /// The p chart: limits as chance alone would have them.
    Never,
    /// Laney's p′: limits multiplied by the scatter.
    ByScatter,
    /// The I′ chart: how much shares scatter is taken from the steps between neighbours alone, each weighed by how many
    /// people stand behind its two ends; chance is not asked.
    BySteps,
}

/// Limits three standard errors either side of the centre, which the shares of a baseline make, as they make the scatter.
/// `None` when nothing is known of it.
///
/// Sources: Montgomery DC, Introduction to statistical quality control, chapter 7; Laney DB, Qual Eng 2002;14:531; for I′
/// Taylor WA, Normalized individuals chart, 2017, as in qicharts2.
pub fn share_limits(shares: &[Option<Share>], baseline: &[Option<Share>], widening: Widening) -> Option<ShareLimits> {
    let known = |shares: &[Option<Share>]| -> Vec<Option<Share>> {
        shares.iter().map(|share| share.filter(|share| share.known > 0.0)).collect()
    };
    let (shares, baseline) = (known(shares), known(baseline));
    let centre = overall(baseline.iter().flatten())?;
    let error = |share: &Share| (centre * (1.0 - centre) / share.known).sqrt();
    let scatter = match widening {
        Widening::Never | Widening::ByScatter => scatter_of_scores(&baseline, centre),
        Widening::BySteps => scatter_of_steps(&baseline, centre),
    };
    let scatter = scatter.filter(|scatter| scatter.is_finite());
    let factor = match widening {
        Widening::Never => 1.0,
        Widening::ByScatter | Widening::BySteps => scatter.unwrap_or(1.0),
    };
    let reaches: Vec<Option<f64>> =
        shares.iter().map(|share| share.as_ref().map(|share| 3.0 * error(share) * factor)).collect();
    let around = |reach: f64| Interval { lower: (centre - reach).max(0.0), upper: (centre + reach).min(1.0) };
    let limits = reaches.iter().map(|reach| reach.map(around)).collect();
    Some(ShareLimits { centre, scatter, limits, reaches })
}

/// Mean step between the standard scores of neighbours, as multiple of what chance gives.
fn scatter_of_scores(shares: &[Option<Share>], centre: f64) -> Option<f64> {
    let error = |share: &Share| (centre * (1.0 - centre) / share.known).sqrt();
    let score = |share: &Share| (share.value() - centre) / error(share);
    let scores: Vec<Option<f64>> = shares.iter().map(|share| share.as_ref().map(score)).collect();
    mean(&moving_ranges(&scores)).map(|range| range / MEAN_RANGE_OF_TWO)
}

/// Mean step between neighbours, each divided by what the numbers of people at its two ends make of it, as multiple of what
/// chance gives.
fn scatter_of_steps(shares: &[Option<Share>], centre: f64) -> Option<f64> {
    let step = |from: Share, to: Share| {
        FRAC_PI_2.sqrt() * (to.value() - from.value()).abs() / (1.0 / from.known + 1.0 / to.known).sqrt()
    };
    let steps: Vec<f64> = shares.windows(2).filter_map(|pair| Some(step(pair[0]?, pair[1]?))).collect();
    mean(&steps).map(|step| step / (centre * (1.0 - centre)).sqrt())
}

/// All achieved over all known; `None` when nothing is known.
pub(super) fn overall<'a>(shares: impl Iterator<Item = &'a Share>) -> Option<f64> {
    let (achieved, known) = shares.fold((0.0, 0.0), |sum, share| (sum.0 + share.achieved, sum.1 + share.known));
    (known > 0.0).then(|| achieved / known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::testing::close;

    const ACHIEVED: [f64; 12] = [12.0, 9.0, 14.0, 7.0, 16.0, 11.0, 18.0, 8.0, 20.0, 10.0, 13.0, 15.0];
    const KNOWN: [f64; 12] = [40.0, 35.0, 42.0, 38.0, 45.0, 37.0, 50.0, 36.0, 52.0, 33.0, 41.0, 44.0];

    fn series() -> Vec<Option<Share>> {
        ACHIEVED.iter().zip(KNOWN).map(|(achieved, known)| Some(Share { achieved: *achieved, known })).collect()
    }

    /// Values from running qicharts2 (2025-09).
    #[test]
    fn limits_agree_with_qicharts2() {
        #[track_caller]
        fn case(widening: Widening, point: usize, lower: f64, upper: f64) {
            let found = share_limits(&series(), &series(), widening).unwrap();
            close(found.centre, 0.310_344_827_586_206_9);
            let limits = found.limits[point - 1].unwrap();
            close(limits.lower, lower);
            close(limits.upper, upper);
        }

        case(Widening::Never, 1, 0.090_897_895_493_8, 0.529_791_759_679);
        case(Widening::Never, 12, 0.101_110_387_511, 0.519_579_267_661);
        case(Widening::ByScatter, 1, 0.069_502_476_481_2, 0.551_187_178_691);
        case(Widening::ByScatter, 12, 0.080_710_655_901_7, 0.539_978_999_271);
        case(Widening::BySteps, 1, 0.070_963_144_173_1, 0.549_726_510_999);

        let scatter = |widening| share_limits(&series(), &series(), widening).unwrap().scatter.unwrap();
        close(scatter(Widening::ByScatter), 1.097_497_006_72);
        close(scatter(Widening::BySteps), 1.090_840_874_97);
    }

    #[test]
    fn a_gap_has_no_limits_and_a_share_that_never_varies_has_no_scatter() {
        let all = |known| Some(Share { achieved: known, known });
        let shares = [all(8.0), None, all(9.0), all(4.0)];
        let found = share_limits(&shares, &shares, Widening::ByScatter).unwrap();
        assert_eq!(found.scatter, None);
        assert_eq!(found.limits[1], None);
        assert_eq!(found.limits[0], Some(Interval { lower: 1.0, upper: 1.0 }));
    }

    #[test]
    fn without_neighbours_limits_are_those_of_chance() {
        let apart: Vec<Option<Share>> = series().into_iter().flat_map(|share| [share, None]).collect();
        let limits = |widening| share_limits(&apart, &apart, widening).unwrap().limits;
        assert_eq!(limits(Widening::ByScatter), limits(Widening::Never));
        assert_eq!(limits(Widening::BySteps), limits(Widening::Never));
    }

    #[test]
    fn a_share_of_nobody_is_a_gap() {
        let mut shares = series();
        let without = share_limits(&shares, &shares, Widening::Never).unwrap();
        shares.push(Some(Share { achieved: 0.0, known: 0.0 }));
        let found = share_limits(&shares, &shares, Widening::Never).unwrap();
        assert_eq!((found.limits[12], found.centre, found.scatter), (None, without.centre, without.scatter));
    }

    #[test]
    fn nothing_known_has_no_limits() {
        let nobody = [None, Some(Share { achieved: 0.0, known: 0.0 })];
        assert_eq!(share_limits(&nobody, &nobody, Widening::Never), None);
    }
}
