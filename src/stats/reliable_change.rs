//! From how many points on is a person's change more than the instrument's own inexactness?

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

#[cfg(test)]
mod tests {
    use super::reliable_change;
    use crate::stats::testing::close;

    /// A published test value of an R package, and the same by hand.
    #[test]
    fn a_change_is_reliable_from_the_published_number_of_points() {
        close(reliable_change(7.5, 0.8).unwrap(), 9.296_925_484_568_419);
        close(reliable_change(5.0, 0.8).unwrap(), 1.959_963_984_540_054 * 3.162_277_660_168_379_5);
    }

    #[test]
    fn impossible_samples_have_no_reliable_change() {
        for (deviation, reliability) in [(0.0, 0.8), (-1.0, 0.8), (f64::NAN, 0.8), (5.0, 1.0), (5.0, -0.1)] {
            assert_eq!(reliable_change(deviation, reliability), None, "{deviation} {reliability}");
        }
    }
}
