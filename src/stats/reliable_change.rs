//! From how many points on is a person's change more than the instrument's own inexactness, and which score lies between
//! those who seek help and others?

use super::intervals::Confidence;

/// Smallest change that only one in twenty people would show by measurement error alone, in points: `z · √2 · SD · √(1 − r)`.
/// `deviation` is the spread of first scores in a reference sample, `reliability` that of the instrument there, from 0 to
/// below 1. It says something about people like those of that sample. `None` for values that no sample can have.
///
/// Source: Jacobson NS, Truax P, J Consult Clin Psychol 1991;59:12, with the √2 that Christensen and Mendoza 1986 put in.
pub fn reliable_change(deviation: f64, reliability: f64) -> Option<f64> {
    let possible = deviation > 0.0 && deviation.is_finite() && (0.0..1.0).contains(&reliability);
    let of_difference = 2.0_f64.sqrt() * deviation * (1.0 - reliability).sqrt();
    possible.then(|| Confidence::P95.z() * of_difference)
}

/// Mean and standard deviation of the scores of a sample, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Norm {
    pub mean: f64,
    pub deviation: f64,
}

/// The three ways of Jacobson and Truax to draw a line between the scores of people who seek help (`clinical`) and those of
/// people in general.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CutOff {
    /// Two standard deviations away from those who seek help.
    A { clinical: Norm },
    /// Within two standard deviations of people in general.
    B { general: Norm },
    /// Nearer to the mean of people in general than to that of those who seek help, each weighed by its spread.
    C { clinical: Norm, general: Norm },
}

impl CutOff {
    /// The score at the line, in points. `higher_is_better` says on which side health lies, which a single sample does not.
    /// `None` for samples that cannot be, or that lie the other way round.
    pub fn points(self, higher_is_better: bool) -> Option<f64> {
        let possible = |norm: Norm| {
            (norm.mean.is_finite() && norm.deviation.is_finite() && norm.deviation > 0.0).then_some(norm)
        };
        let healthwards = if higher_is_better { 2.0 } else { -2.0 };
        match self {
            CutOff::A { clinical } => possible(clinical).map(|norm| norm.mean + healthwards * norm.deviation),
            CutOff::B { general } => possible(general).map(|norm| norm.mean - healthwards * norm.deviation),
            CutOff::C { clinical, general } => {
                let (clinical, general) = (possible(clinical)?, possible(general)?);
                let weighed = clinical.deviation * general.mean + general.deviation * clinical.mean;
                let in_order =
                    if higher_is_better { clinical.mean < general.mean } else { clinical.mean > general.mean };
                in_order.then(|| weighed / (clinical.deviation + general.deviation))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CutOff, Norm, reliable_change};
    use crate::stats::testing::close;

    /// A published test value of an R package, and the same by hand.
    #[test]
    fn a_change_is_reliable_from_the_published_number_of_points() {
        close(reliable_change(7.5, 0.8).unwrap(), 9.296_925_484_568_419);
        close(reliable_change(5.0, 0.8).unwrap(), 1.959_963_984_540_054 * 3.162_277_660_168_379_5);
    }

    /// Values asserted by the test suite of the R package clinicalsignificance.
    #[test]
    fn the_three_cut_offs_are_the_published_ones() {
        let (clinical, general) = (Norm { mean: 40.0, deviation: 7.5 }, Norm { mean: 60.0, deviation: 7.5 });
        let points = |cut_off: CutOff| (cut_off.points(true), cut_off.points(false));
        assert_eq!(points(CutOff::A { clinical }), (Some(55.0), Some(25.0)));
        assert_eq!(points(CutOff::B { general }), (Some(45.0), Some(75.0)));
        assert_eq!(points(CutOff::C { clinical, general }), (Some(50.0), None));
        assert_eq!(points(CutOff::C { clinical: general, general: clinical }), (None, Some(50.0)));
        assert_eq!(points(CutOff::C { clinical, general: clinical }), (None, None));
    }

    /// By hand: with unequal spreads the line lies nearer to the sample that scatters less.
    #[test]
    fn unequal_spreads_move_the_line() {
        let (clinical, general) = (Norm { mean: 40.0, deviation: 9.0 }, Norm { mean: 60.0, deviation: 3.0 });
        assert_eq!(CutOff::C { clinical, general }.points(true), Some(55.0));
        assert_eq!(CutOff::B { general: Norm { deviation: 0.0, ..general } }.points(true), None);
        assert_eq!(CutOff::A { clinical: Norm { mean: f64::NAN, ..clinical } }.points(true), None);
    }

    #[test]
    fn impossible_samples_have_no_reliable_change() {
        for (deviation, reliability) in [(0.0, 0.8), (-1.0, 0.8), (f64::NAN, 0.8), (5.0, 1.0), (5.0, -0.1)] {
            assert_eq!(reliable_change(deviation, reliability), None, "{deviation} {reliability}");
        }
    }
}
