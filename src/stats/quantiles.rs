//! Tail points of the distributions that intervals need. The numerical work is done by the crate `statrs`; here
//! stands only which tail is asked for. A question outside a distribution's domain gets `None`.

use super::intervals::Confidence;
use statrs::distribution::{Beta, Binomial, ChiSquared, ContinuousCDF, DiscreteCDF, StudentsT};

impl Confidence {
    /// Share of repeated samples whose interval would cover the truth.
    pub fn level(self) -> f64 {
        match self {
            Confidence::P95 => 0.95,
            Confidence::P998 => 0.998,
        }
    }

    /// Share left in each tail.
    pub fn tail(self) -> f64 {
        (1.0 - self.level()) / 2.0
    }

    /// Standard normal point that leaves this much in the upper tail.
    pub fn z(self) -> f64 {
        match self {
            Confidence::P95 => 1.959_963_984_540_054,
            Confidence::P998 => 3.090_232_306_167_813,
        }
    }
}

/// Upper point of Student's t with `freedom` degrees of freedom.
pub fn student_t(confidence: Confidence, freedom: f64) -> Option<f64> {
    let t = StudentsT::new(0.0, 1.0, freedom).ok()?;
    Some(t.inverse_cdf(1.0 - confidence.tail()))
}

/// Point of the beta distribution with these two shapes below which lies `share`.
pub fn beta(share: f64, first: f64, second: f64) -> Option<f64> {
    Beta::new(first, second).ok().map(|distribution| distribution.inverse_cdf(share))
}

/// Point of the chi-square distribution below which lies `share`.
pub fn chi_square(share: f64, freedom: f64) -> Option<f64> {
    ChiSquared::new(freedom).ok().map(|distribution| distribution.inverse_cdf(share))
}

/// Smallest count of heads in `tosses` of a fair coin that has at least `share` of the probability at or below it.
pub fn fair_coin(share: f64, tosses: u64) -> u64 {
    Binomial::new(0.5, tosses).map_or(0, |distribution| distribution.inverse_cdf(share))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::testing::close;

    #[test]
    fn tail_points_equal_printed_tables() {
        close(student_t(Confidence::P95, 7.0).unwrap(), 2.364_624_251_592_784);
        close(student_t(Confidence::P998, 7.0).unwrap(), 4.785_289_628_638_333);
        close(student_t(Confidence::P95, 1.0).unwrap(), 12.706_204_736_174_7);
        close(chi_square(0.975, 4.0).unwrap() / 2.0, 5.571_643_390_938_898);
        close(chi_square(0.001, 2.0).unwrap() / 2.0, 0.001_000_500_333_583_5);
    }

    #[test]
    fn no_degrees_of_freedom_have_no_tail() {
        assert_eq!(student_t(Confidence::P95, 0.0), None);
        assert_eq!(chi_square(0.5, 0.0), None);
        assert_eq!(fair_coin(0.05, 0), 0);
    }
}
