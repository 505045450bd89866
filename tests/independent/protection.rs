//! Which figures must not be shown, by the plain rule; and which ones may be withheld to protect those.

use crate::figures::{Figure, Kind};

/// Counts of people of one to four.
fn is_small(count: u64) -> bool {
    (1..5).contains(&count)
}

/// A small count, a small rest, or nobody or everybody among fewer than ten.
fn is_small_share(achieved: u64, known: u64) -> bool {
    let nobody_or_everybody = achieved == 0 || achieved == known;
    is_small(achieved) || is_small(known - achieved) || (nobody_or_everybody && known < 10)
}

/// Whether the rule withholds the figure, whatever stands around it.
pub fn must_be_withheld(figure: &Figure) -> bool {
    if figure.known == 0 {
        return false;
    }
    match figure.kind {
        Kind::Teams => false,
        Kind::People => is_small(figure.known),
        Kind::Mean => figure.known < 5,
        Kind::Share => is_small_share(figure.achieved, figure.known) || people_are_few(figure),
    }
}

/// Few people behind many goals.
fn people_are_few(figure: &Figure) -> bool {
    figure.people.is_some_and(|(achieved, not_achieved)| is_small(achieved) || is_small(not_achieved))
}

/// The rule, or a reading of it that is a little stricter: the people behind goals instead of the goals.
pub fn may_be_withheld(figure: &Figure) -> bool {
    let few = figure
        .people
        .is_some_and(|(achieved, not_achieved)| achieved + not_achieved < 10 && (achieved == 0 || not_achieved == 0));
    figure.known == 0 || few || must_be_withheld(figure)
}

/// Means of five to nine people are shown without their interval.
pub fn must_be_without_spread(figure: &Figure) -> bool {
    figure.kind == Kind::Mean && (5..10).contains(&figure.known)
}

/// Figures that share numbers, so that one may have to be withheld for another: those of one scale, of one domain, of
/// goals.
pub fn family(indicator: &str) -> String {
    let mut parts = indicator.split('.');
    match parts.next() {
        Some("paired" | "score" | "change" | "improved" | "unchanged" | "deteriorated" | "coverage") => {
            parts.next().unwrap_or_default().to_owned()
        }
        Some("role") => format!("role.{}", parts.next().unwrap_or_default()),
        Some("wanted" | "unmet") => format!("inspire.{}", parts.nth(1).unwrap_or_default()),
        Some("goals") => "goals".to_owned(),
        _ => indicator.to_owned(),
    }
}
