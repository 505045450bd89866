//! How sure is this share, count or mean? The methods are those of public health in England (Fingertips technical
//! guidance): Wilson for shares; exact Poisson below ten events and Byar's approximation from ten; Student's t for
//! means.

use super::quantiles::{beta, chi_square, student_t};

/// Lower and upper end, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    pub lower: f64,
    pub upper: f64,
}

/// The two levels in use in public health: 95 % and 99.8 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confidence {
    P95,
    P998,
}

/// From this many events on, Byar's approximation is used.
pub const FEWEST_FOR_BYAR: u64 = 10;

/// Interval of a share, 0 to 1. `achieved` and `known` count the same things and need not be whole.
///
/// `None` when nothing is known, or when `achieved` is negative or more than `known`.
///
/// Source: Wilson EB, J Am Stat Assoc 1927;22:209, as in Newcombe RG, Stat Med 1998;17:857, method 3.
pub fn wilson(achieved: f64, known: f64, confidence: Confidence) -> Option<Interval> {
    if !(known > 0.0 && (0.0..=known).contains(&achieved)) {
        return None;
    }
    let z = confidence.z();
    let middle = 2.0 * achieved + z * z;
    let spread = z * (z * z + 4.0 * achieved * (1.0 - achieved / known)).sqrt();
    let whole = 2.0 * (known + z * z);
    let interval = Interval { lower: (middle - spread) / whole, upper: (middle + spread) / whole };
    Some(Interval { lower: interval.lower.clamp(0.0, 1.0), upper: interval.upper.clamp(0.0, 1.0) })
}

/// Exact interval of a share, 0 to 1, which covers the truth at least as often as it says and mostly oftener: wider than
/// Wilson's, most of all for few. `None` when nothing is known, or when `achieved` is more than `known`.
///
/// Source: Clopper CJ, Pearson ES, Biometrika 1934;26:404, through the beta distribution.
pub fn clopper_pearson(achieved: u64, known: u64, confidence: Confidence) -> Option<Interval> {
    let missed = known.checked_sub(achieved).filter(|_| known > 0)?;
    let (achieved, not) = (achieved as f64, missed as f64);
    let lower = if achieved == 0.0 { 0.0 } else { beta(confidence.tail(), achieved, not + 1.0)? };
    let upper = if not == 0.0 { 1.0 } else { beta(1.0 - confidence.tail(), achieved + 1.0, not)? };
    Some(Interval { lower, upper })
}

/// Interval of a count of events, in events: exact below ten, Byar from ten.
pub fn poisson(events: u64, confidence: Confidence) -> Option<Interval> {
    if events < FEWEST_FOR_BYAR {
        return poisson_exact(events, confidence);
    }
    let Byar { lower, upper } = byar(events, confidence);
    Some(Interval { lower: lower?, upper })
}

/// Exact interval of a count of events. The lower end for no events is 0.
///
/// Source: Garwood F, Biometrika 1936;28:437, through the chi-square distribution.
pub fn poisson_exact(events: u64, confidence: Confidence) -> Option<Interval> {
    events_about(events as f64, confidence)
}

/// The same for a number of events that need not be whole, such as one expected from the numbers of others.
pub(super) fn events_about(events: f64, confidence: Confidence) -> Option<Interval> {
    let lower = if events == 0.0 { 0.0 } else { chi_square(confidence.tail(), 2.0 * events)? / 2.0 };
    let upper = chi_square(1.0 - confidence.tail(), 2.0 * events + 2.0)? / 2.0;
    Some(Interval { lower, upper })
}

/// Byar's interval. `lower` is absent where the approximation would be negative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Byar {
    pub lower: Option<f64>,
    pub upper: f64,
}

/// Byar's approximation to the exact Poisson interval.
///
/// Source: Breslow NE, Day NE, Statistical methods in cancer research, volume II, IARC 1987, page 69.
pub fn byar(events: u64, confidence: Confidence) -> Byar {
    let root = |count: f64, z: f64| 1.0 - 1.0 / (9.0 * count) + z / (3.0 * count.sqrt());
    let (z, below, above) = (confidence.z(), events as f64, events as f64 + 1.0);
    let lower = if events == 0 { 0.0 } else { below * root(below, -z).powi(3) };
    Byar { lower: (lower >= 0.0).then_some(lower), upper: above * root(above, z).powi(3) }
}

/// Student-t interval of a mean, in its unit. `deviation` is the sample's standard deviation (divisor n − 1).
///
/// `None` for fewer than two values.
pub fn mean_interval(mean: f64, deviation: f64, n: usize, confidence: Confidence) -> Option<Interval> {
    let freedom = n.checked_sub(1)?;
    let reach = student_t(confidence, freedom as f64)? * deviation / (n as f64).sqrt();
    Some(Interval { lower: mean - reach, upper: mean + reach })
}

#[cfg(test)]
mod tests {
    use super::Confidence::{P95, P998};
    use super::*;
    use crate::stats::testing::close;
    use crate::stats::{mean, standard_deviation};

    #[track_caller]
    fn case(found: Option<Interval>, lower: f64, upper: f64) {
        let found = found.expect("an interval");
        close(found.lower, lower);
        close(found.upper, upper);
    }

    /// Values asserted by the test suite of PHEindicatormethods 2.1.0.
    #[test]
    fn shares_agree_with_phe_indicator_methods() {
        case(wilson(65.0, 100.0, P95), 0.552_544_432_968_88, 0.736_357_517_569_02);
        case(wilson(65.0, 100.0, P998), 0.495_494_657_407_04, 0.778_354_061_408_97);
        case(wilson(1045.0, 5000.0, P95), 0.197_955_498_800_133, 0.220_491_303_731_89);
        case(wilson(1045.0, 5000.0, P998), 0.191_793_817_990_152, 0.227_315_629_025_26);
        case(wilson(1.0, 100.0, P95), 0.001_767_432_064_140_7, 0.054_486_196_178_705_3);
        case(wilson(1.0, 100.0, P998), 0.000_873_065_697_299_98, 0.104_554_452_837_058_2);
        case(wilson(5.0, 100.0, P95), 0.021_543_679_154_368, 0.111_750_469_231_919_1);
        case(wilson(5.0, 100.0, P998), 0.013_865_320_725_997, 0.164_588_522_825_964_4);
        case(wilson(20.0, 100.0, P95), 0.133_366_933_331_032_5, 0.288_829_165_593_158_9);
        case(wilson(20.0, 100.0, P998), 0.105_191_620_667, 0.347_110_941_700_860_1);
        case(wilson(0.445, 1.0, P95), 0.043_817_447_720_588, 0.933_462_127_697_92);
        case(wilson(0.445, 1.0, P998), 0.019_347_006_132_901, 0.970_225_994_701_95);
    }

    #[test]
    fn shares_of_small_teams_agree_with_hand_calculation() {
        case(wilson(0.0, 8.0, P95), 0.0, 0.324_407_564_9);
        case(wilson(8.0, 8.0, P95), 0.675_592_435_1, 1.0);
        case(wilson(1.0, 8.0, P95), 0.022_417_491_5, 0.470_888_182_2);
        case(wilson(3.0, 8.0, P95), 0.136_844_285_8, 0.694_257_605_4);
        case(wilson(7.0, 10.0, P95), 0.396_778_147_5, 0.892_208_732_6);
        case(wilson(12.0, 20.0, P95), 0.386_581_500_8, 0.781_193_467_6);
    }

    /// By hand; the upper end for none of eight is one minus the eighth root of 0.025.
    #[test]
    fn exact_shares_agree_with_hand_calculation() {
        case(clopper_pearson(0, 8, P95), 0.0, 0.369_416_647_6);
        case(clopper_pearson(8, 8, P95), 1.0 - 0.369_416_647_6, 1.0);
        case(clopper_pearson(1, 8, P95), 0.003_159_723_5, 0.526_509_670_9);
        case(clopper_pearson(1, 1, P95), 0.025, 1.0);
        assert_eq!(clopper_pearson(0, 0, P95), None);
        assert_eq!(clopper_pearson(3, 2, P95), None);
    }

    #[test]
    fn a_share_that_cannot_be_has_no_interval() {
        assert_eq!(wilson(0.0, 0.0, P95), None);
        assert_eq!(wilson(3.0, 2.0, P95), None);
        assert_eq!(wilson(-1.0, 2.0, P95), None);
        assert_eq!(wilson(f64::NAN, 2.0, P95), None);
    }

    /// Values asserted by the test suite of PHEindicatormethods 2.1.0.
    #[test]
    fn counts_agree_with_phe_indicator_methods() {
        case(poisson(1, P95), 0.025_317_807_984_290, 5.571_643_390_938_9);
        case(poisson(1, P998), 0.001_000_500_333_583_5, 9.233_413_476_451_6);
        case(poisson(5, P95), 1.623_486_390_118_4, 11.668_332_079_323);
        case(poisson(5, P998), 0.739_371_731_917_84, 16.454_745_203_680);
        case(poisson(20, P95), 12.211_428_834_876, 30.889_880_369_197);
        case(poisson(20, P998), 8.922_802_365_144_2, 38.085_035_625_042);
        case(poisson(65, P95), 50.163_187_710_459_45, 82.849_138_545_939_84);
        case(poisson(65, P998), 42.880_261_471_480_2, 94.000_290_844_318_02);
        case(poisson(1045, P95), 982.593_201_807_332_6, 1_110.331_212_985_65);
        case(poisson(1045, P998), 947.940_703_561_037, 1_148.806_160_988_033);
    }

    /// By hand, with Byar's formula; the exact interval of ten events is 4.795 to 18.390.
    #[test]
    fn from_ten_events_on_the_approximation_is_used() {
        case(poisson(10, P95), 4.787_449_913_967_563, 18.391_458_605_756_473);
        assert_eq!(poisson(9, P95), poisson_exact(9, P95));
    }

    #[test]
    fn byar_below_its_range_has_no_lower_end() {
        close(byar(1, P95).lower.unwrap(), 0.013_072_132_901_504);
        close(byar(1, P95).upper, 5.563_755_582_475_26);
        assert_eq!(byar(1, P998).lower, None);
        close(byar(1, P998).upper, 9.362_180_217_908_36);
    }

    #[test]
    fn no_events_begin_at_zero() {
        assert_eq!(poisson(0, P95).unwrap().lower, 0.0);
        assert_eq!(byar(0, P95).lower, Some(0.0));
    }

    /// Values asserted by the test suite of PHEindicatormethods 2.1.0.
    #[test]
    fn means_agree_with_phe_indicator_methods() {
        let values = [33.09375, 48.38596, 64.83495, 67.98475, 22.93556, 71.23587, 38.78465, 82.37927];
        let (centre, deviation) = (mean(&values).unwrap(), standard_deviation(&values).unwrap());
        close(centre, 53.704345);
        close(deviation, 20.975_575_257_709);
        case(mean_interval(centre, deviation, 8, P95), 36.168_325_241_337, 71.240_364_758_664);
        case(mean_interval(centre, deviation, 8, P998), 18.216_705_294_789, 89.191_984_705_211);
        assert_eq!(mean_interval(centre, 0.0, 1, P95), None);
        assert_eq!(mean_interval(centre, 0.0, 0, P95), None);
    }
}
