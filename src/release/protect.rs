//! One exact figure to one cell: the small-number rules, each by itself. Means hide behind fewer people than a count,
//! and show their spread later still, because a mean with its spread can be taken apart.

use super::cell::{Cell, Numbers};
use crate::definitions::{ReleaseProfile, ReleaseRules};
use crate::indicators::{Counted, Counts, FigureKind, Indicator, Tally};
use crate::stats::{Confidence, mean_interval, wilson};

/// The figure as it may be shown.
pub fn cell(counts: &Counts, indicator: &Indicator, rules: &ReleaseRules) -> Cell {
    let small_enough_to_hide = match indicator.figure {
        FigureKind::Count => rules.is_small(counts.known),
        _ if counts.known == 0 => return Cell::nothing(),
        // An answer about a team is not about a person.
        FigureKind::Share if indicator.counted == Counted::Teams => false,
        FigureKind::Share => hides(counts, rules),
        FigureKind::Mean => counts.known < rules.mean_minimum,
    };
    if small_enough_to_hide {
        return Cell::withheld();
    }
    Cell::shown(match indicator.figure {
        FigureKind::Count => count(counts, rules),
        FigureKind::Share => share(counts, indicator, rules),
        FigureKind::Mean => mean(counts, rules),
    })
}

/// A share is withheld when anything it is made of is small, in what is counted or in the people behind it.
fn hides(counts: &Counts, rules: &ReleaseRules) -> bool {
    let of_things =
        Tally { known: counts.known, achieved: counts.achieved, not_achieved: counts.known - counts.achieved };
    [of_things, counts.people].iter().any(|tally| {
        let small = [tally.known, tally.achieved, tally.not_achieved].iter().any(|&n| rules.is_small(n));
        let nobody_or_everybody = tally.achieved == 0 || tally.not_achieved == 0;
        small || (nobody_or_everybody && tally.known < rules.extremes_minimum)
    })
}

impl ReleaseRules {
    /// A count that would point at people.
    fn is_small(&self, count: u64) -> bool {
        (1..self.threshold).contains(&count)
    }

    /// A count as the profile prints it.
    fn printed(&self, count: u64) -> u64 {
        match self.profile {
            ReleaseProfile::Suppress => count,
            ReleaseProfile::Round => (count + self.round_to / 2) / self.round_to * self.round_to,
        }
    }
}

fn count(counts: &Counts, rules: &ReleaseRules) -> Numbers {
    let n = rules.printed(counts.known);
    Numbers { known: n, eligible: n, ..Numbers::default() }
}

/// Percentages come from the printed counts, so that they give away no more than these do.
fn share(counts: &Counts, indicator: &Indicator, rules: &ReleaseRules) -> Numbers {
    let printed = |n: u64| if indicator.counted == Counted::Teams { n } else { rules.printed(n) };
    let (achieved, known, eligible) = (printed(counts.achieved), printed(counts.known), printed(counts.eligible));
    let interval = wilson(achieved as f64, known as f64, Confidence::P95);
    Numbers {
        achieved: Some(achieved),
        known,
        eligible,
        value: Some(100.0 * achieved as f64 / known as f64),
        lower: interval.map(|interval| 100.0 * interval.lower),
        upper: interval.map(|interval| 100.0 * interval.upper),
    }
}

fn mean(counts: &Counts, rules: &ReleaseRules) -> Numbers {
    let spread = counts.mean.and_then(|mean| mean.spread).filter(|_| counts.known >= rules.spread_minimum);
    let interval = counts
        .mean
        .zip(spread)
        .and_then(|(mean, spread)| mean_interval(mean.value, spread, counts.known as usize, Confidence::P95));
    Numbers {
        achieved: None,
        known: rules.printed(counts.known),
        eligible: rules.printed(counts.eligible),
        value: counts.mean.map(|mean| mean.value),
        lower: interval.map(|interval| interval.lower),
        upper: interval.map(|interval| interval.upper),
    }
}
