//! Points that a scale's change or score is held against: stated by a source, or worked out from what it says of its samples.

use super::measure::{Better, ReferenceSample, Rule, Threshold, WorkedOut};
use super::measure_file::{CriterionFile, CutOffFile, NormFile, ThresholdFile};
use super::reading::Written;
use crate::stats::{CutOff, Norm, reliable_change};
use toml::Spanned;

/// From how many points on a change counts; `None` when that cannot be known, which has been noted.
pub(super) fn threshold(written: &mut Written<'_>, entry: &Spanned<ThresholdFile>) -> Option<Threshold> {
    let file = entry.get_ref();
    let worked_out = reference_sample(written, entry);
    let by_sample = worked_out.and_then(|sample| reliable_change(sample.deviation, sample.reliability));
    if worked_out.is_some() && by_sample.is_none() {
        let message = "`deviation` must be above 0, and `reliability` from 0 to below 1.";
        written.fault(entry.span(), message);
    }
    let source = written.filled("source", &file.source);
    let worked_out = worked_out.map(WorkedOut::Change);
    let rule = Rule { provenance: file.provenance, source };
    by_sample.or(file.points).map(|points| Threshold { points, worked_out, rule })
}

/// A change threshold is either stated in points or worked out from all of a sample's three facts.
fn reference_sample(written: &mut Written<'_>, entry: &Spanned<ThresholdFile>) -> Option<ReferenceSample> {
    let ThresholdFile { points, deviation, reliability, reliability_kind, .. } = *entry.get_ref();
    let sample = deviation.zip(reliability).zip(reliability_kind);
    let some = deviation.is_some() || reliability.is_some() || reliability_kind.is_some();
    let message = match (points, some, sample) {
        (Some(_), false, _) | (None, true, Some(_)) => None,
        (Some(_), true, _) => Some("give either `points` or the reference sample that they are worked out from."),
        (None, ..) => Some(
            "how large must a change be? Give `points`, or `deviation`, `reliability` and `reliability_kind` of a reference \
             sample.",
        ),
    };
    message.into_iter().for_each(|message| written.fault(entry.span(), message));
    sample.map(|((deviation, reliability), kind)| ReferenceSample { deviation, reliability, kind })
}

/// From which score on a person counts as outside the clinical range; `None` when that cannot be known, which has been noted.
pub(super) fn cut_off(written: &mut Written<'_>, entry: &Spanned<CutOffFile>, better: Better) -> Option<Threshold> {
    let file = entry.get_ref();
    let norms = norms(written, entry);
    let between = norms.and_then(|norms| norms.points(better == Better::Higher));
    if norms.is_some() && between.is_none() {
        let message =
            "a `deviation` must be above 0, and the mean of `general` lie on the better side of that of `clinical`.";
        written.fault(entry.span(), message);
    }
    let source = written.filled("source", &file.source);
    let worked_out = norms.map(WorkedOut::CutOff);
    let rule = Rule { provenance: file.provenance, source };
    between.or(file.points).map(|points| Threshold { points, worked_out, rule })
}

/// A cut-off is either stated in points or worked out from the samples that its criterion needs.
fn norms(written: &mut Written<'_>, entry: &Spanned<CutOffFile>) -> Option<CutOff> {
    let CutOffFile { points, criterion, clinical, general, .. } = *entry.get_ref();
    let norm = |file: NormFile| Norm { mean: file.mean, deviation: file.deviation };
    let cut_off = match (criterion, clinical.map(norm), general.map(norm)) {
        (Some(CriterionFile::A), Some(clinical), None) => Some(CutOff::A { clinical }),
        (Some(CriterionFile::B), None, Some(general)) => Some(CutOff::B { general }),
        (Some(CriterionFile::C), Some(clinical), Some(general)) => Some(CutOff::C { clinical, general }),
        _ => None,
    };
    let some = criterion.is_some() || clinical.is_some() || general.is_some();
    let message = match (points, some, cut_off) {
        (Some(_), false, _) | (None, true, Some(_)) => None,
        (Some(_), true, _) => {
            Some("give either `points` or the `criterion` and samples that they are worked out from.")
        }
        (None, true, None) => Some(
            "criterion \"a\" needs the sample `clinical`, \"b\" the sample `general`, \"c\" both; each as \
             `{ mean = 40, deviation = 7.5 }`.",
        ),
        (None, false, _) => {
            Some("`points` is missing: from which score on does a person count as outside the clinical range?")
        }
    };
    message.into_iter().for_each(|message| written.fault(entry.span(), message));
    cut_off
}
