//! One exact figure to one cell: the small-number rules, each by itself. Means hide behind fewer people than a count,
//! and show their spread later still, because a mean with its spread can be taken apart.

use super::cell::{Cell, Numbers};
use crate::definitions::{ReleaseProfile, ReleaseRules};
use crate::indicators::{Counted, Counts, Family, FigureKind, Indicator, Tally};
use crate::stats::{Confidence, mean_interval, wilson};

/// Which numbers of a figure point at so few people that they must stay secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Small {
    pub eligible: bool,
    pub known: bool,
    /// What was achieved, or what was not.
    pub achieved: bool,
    pub mean: bool,
}

/// The small numbers of a figure, taken by itself.
pub fn small(counts: &Counts, indicator: &Indicator, rules: &ReleaseRules) -> Small {
    let known = rules.is_small(counts.known) || rules.is_small(counts.people.known);
    let few = Small { eligible: rules.is_small(counts.eligible), known, ..Small::default() };
    match indicator.figure {
        // An answer about a team is not about a person.
        _ if indicator.counted == Counted::Teams => Small::default(),
        FigureKind::Count => few,
        // To how many records a point does not apply is like how many are not known, which may be shown.
        FigureKind::Share if indicator.family == Family::AuditExceptions => few,
        FigureKind::Share => Small { achieved: counts.known > 0 && is_taken_apart(counts, rules), ..few },
        FigureKind::Mean => {
            Small { mean: (1..rules.mean_minimum.max(rules.threshold)).contains(&counts.known), ..few }
        }
    }
}

/// Few reached it or few did not, counting things or the people behind them.
fn is_taken_apart(counts: &Counts, rules: &ReleaseRules) -> bool {
    let of_things =
        Tally { known: counts.known, achieved: counts.achieved, not_achieved: counts.known - counts.achieved };
    [of_things, counts.people].iter().any(|tally| {
        let small = rules.is_small(tally.achieved) || rules.is_small(tally.not_achieved);
        let nobody_or_everybody = tally.achieved == 0 || tally.not_achieved == 0;
        small || (nobody_or_everybody && tally.known < rules.extremes_minimum)
    })
}

/// A figure whose numbers may all be shown, as the profile prints them.
pub fn shown(counts: &Counts, indicator: &Indicator, rules: &ReleaseRules) -> Cell {
    match indicator.figure {
        FigureKind::Count => Cell::shown(count(counts, rules)),
        _ if counts.known == 0 => Cell::nothing(),
        FigureKind::Share => Cell::shown(share(counts, indicator, rules)),
        FigureKind::Mean => Cell::shown(mean(counts, indicator, rules)),
    }
}

impl ReleaseRules {
    /// A count that would point at people.
    pub(super) fn is_small(&self, count: u64) -> bool {
        (1..self.threshold).contains(&count)
    }

    /// A count as the profile prints it.
    pub(super) fn printed(&self, count: u64) -> u64 {
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
    let printed = |n: u64| printed(n, indicator, rules);
    let (achieved, known, eligible) = (printed(counts.achieved), printed(counts.known), printed(counts.eligible));
    let interval = wilson(achieved as f64, known as f64, Confidence::P95);
    Numbers {
        achieved: Some(achieved),
        known,
        eligible,
        value: Some(100.0 * achieved as f64 / known as f64),
        lower: interval.map(|interval| 100.0 * interval.lower),
        upper: interval.map(|interval| 100.0 * interval.upper),
        spread: None,
    }
}

/// Counts of teams are nobody's secret.
fn printed(count: u64, indicator: &Indicator, rules: &ReleaseRules) -> u64 {
    if indicator.counted == Counted::Teams { count } else { rules.printed(count) }
}

/// Teams are all there are and no sample of others, so that their mean has no interval.
fn mean(counts: &Counts, indicator: &Indicator, rules: &ReleaseRules) -> Numbers {
    let of_people = indicator.counted != Counted::Teams;
    let spread =
        counts.mean.and_then(|mean| mean.spread).filter(|_| of_people && counts.known >= rules.spread_minimum);
    let interval = counts
        .mean
        .zip(spread)
        .and_then(|(mean, spread)| mean_interval(mean.value, spread, counts.known as usize, Confidence::P95));
    Numbers {
        achieved: None,
        known: printed(counts.known, indicator, rules),
        eligible: printed(counts.eligible, indicator, rules),
        value: counts.mean.map(|mean| if of_people { points(mean.value, rules) } else { mean.value }),
        lower: interval.map(|interval| points(interval.lower, rules)),
        upper: interval.map(|interval| points(interval.upper, rules)),
        spread: spread.map(|spread| points(spread, rules)),
    }
}

/// Beside a rounded count stands a mean of one decimal: all its digits would fit one count only.
fn points(value: f64, rules: &ReleaseRules) -> f64 {
    match rules.profile {
        ReleaseProfile::Suppress => value,
        ReleaseProfile::Round => (value * 10.0).round() / 10.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::{About, Eligible, Mean};

    fn cell(counts: &Counts, indicator: &Indicator, rules: &ReleaseRules) -> Cell {
        if small(counts, indicator, rules) != Small::default() {
            Cell::withheld()
        } else {
            shown(counts, indicator, rules)
        }
    }

    fn rules() -> ReleaseRules {
        ReleaseRules {
            profile: ReleaseProfile::Suppress,
            threshold: 5,
            mean_minimum: 5,
            spread_minimum: 10,
            extremes_minimum: 10,
            round_to: 5,
            decided_by: String::new(),
            decided_on: String::new(),
        }
    }

    fn indicator(figure: FigureKind, counted: Counted) -> Indicator {
        let (id, label) = (String::new(), String::new());
        let (family, eligible) = (Family::CoverageAny, Eligible::Everybody);
        Indicator {
            id,
            label,
            family,
            figure,
            counted,
            eligible,
            reach: crate::release::Reach::Groups,
            about: About::default(),
        }
    }

    fn of_people(achieved: u64, known: u64) -> Counts {
        let people = Tally { known, achieved, not_achieved: known - achieved };
        Counts { eligible: known, known, achieved, mean: None, people }
    }

    #[test]
    fn a_share_is_shown_only_when_all_it_is_made_of_is_large_enough() {
        #[track_caller]
        fn case(achieved: u64, known: u64, shown: bool) {
            let cell = cell(&of_people(achieved, known), &indicator(FigureKind::Share, Counted::People), &rules());
            assert_eq!(cell.numbers().is_some(), shown, "{achieved} of {known}");
        }
        case(4, 20, false);
        case(5, 20, true);
        case(15, 20, true);
        case(16, 20, false);
        case(2, 4, false);
        case(0, 9, false);
        case(9, 9, false);
        case(0, 10, true);
        case(10, 10, true);
        case(5, 9, false);
        case(5, 10, true);
    }

    #[test]
    fn goals_are_protected_by_the_people_behind_them_too() {
        let share = indicator(FigureKind::Share, Counted::Goals);
        let behind = |achieved, not_achieved| Counts {
            people: Tally { known: 12, achieved, not_achieved },
            ..of_people(20, 40)
        };
        assert!(cell(&behind(8, 9), &share, &rules()).numbers().is_some());
        assert!(cell(&behind(4, 9), &share, &rules()).is_withheld(), "20 goals of 4 people");
        assert!(cell(&behind(9, 3), &share, &rules()).is_withheld());
    }

    #[test]
    fn answers_about_teams_are_not_about_people() {
        let share = indicator(FigureKind::Share, Counted::Teams);
        assert_eq!(cell(&of_people(1, 3), &share, &rules()).numbers().map(|n| n.known), Some(3));
    }

    #[test]
    fn a_mean_over_teams_is_shown_as_it_is_and_has_no_interval() {
        let score = indicator(FigureKind::Mean, Counted::Teams);
        for profile in [ReleaseProfile::Suppress, ReleaseProfile::Round] {
            for known in [1, 3, 12] {
                let mean = Some(Mean { value: 58.82, spread: (known > 1).then_some(9.0) });
                let counts = Counts { mean, ..of_people(known, known) };
                let cell = cell(&counts, &score, &ReleaseRules { profile, ..rules() });
                let numbers = cell.numbers().expect("a team is nobody");
                assert_eq!((numbers.known, numbers.value, numbers.lower), (known, Some(58.82), None));
            }
        }
    }

    #[test]
    fn a_mean_is_withheld_below_five_and_bare_below_ten() {
        #[track_caller]
        fn case(known: u64, shown: bool, spread: bool) {
            let mean = Some(Mean { value: 20.0, spread: Some(4.0) });
            let counts = Counts { mean, ..of_people(0, known) };
            let cell = cell(&counts, &indicator(FigureKind::Mean, Counted::People), &rules());
            assert_eq!(cell.value().is_some(), shown, "{known}");
            assert_eq!(cell.numbers().is_some_and(|n| n.lower.is_some()), spread, "{known}");
        }
        case(4, false, false);
        case(5, true, false);
        case(9, true, false);
        case(10, true, true);
    }

    #[test]
    fn a_count_of_nobody_is_not_small_and_one_to_four_are() {
        let count = indicator(FigureKind::Count, Counted::People);
        let shown = |n| cell(&of_people(0, n), &count, &rules()).numbers().is_some();
        assert_eq!([0, 1, 4, 5].map(shown), [true, false, false, true]);
    }

    #[test]
    fn rounding_prints_percentages_of_the_rounded_counts_and_nothing_exact() {
        let rules = ReleaseRules { profile: ReleaseProfile::Round, ..rules() };
        let cell = cell(&of_people(7, 13), &indicator(FigureKind::Share, Counted::People), &rules);
        let numbers = cell.numbers().copied().unwrap();
        assert_eq!((numbers.achieved, numbers.known, numbers.eligible), (Some(5), 15, 15));
        assert!((numbers.value.unwrap() - 100.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn beside_rounded_counts_a_mean_and_its_spread_have_one_decimal() {
        let counts = Counts { mean: Some(Mean { value: 21.4567, spread: Some(5.8612) }), ..of_people(0, 12) };
        let score = indicator(FigureKind::Mean, Counted::People);
        let of = |profile| *cell(&counts, &score, &ReleaseRules { profile, ..rules() }).numbers().unwrap();
        let rounded = of(ReleaseProfile::Round);
        assert_eq!((rounded.known, rounded.value, rounded.spread), (10, Some(21.5), Some(5.9)));
        // Twelve values: 2.201 standard errors of 1.692 either side.
        assert_eq!((rounded.lower, rounded.upper), (Some(17.7), Some(25.2)));
        assert_eq!(of(ReleaseProfile::Suppress).value, Some(21.4567));
    }

    #[test]
    fn a_share_has_its_interval_in_percent() {
        let numbers =
            *cell(&of_people(7, 20), &indicator(FigureKind::Share, Counted::People), &rules()).numbers().unwrap();
        let interval = wilson(7.0, 20.0, Confidence::P95).unwrap();
        assert_eq!(numbers.value, Some(35.0));
        assert_eq!((numbers.lower, numbers.upper), (Some(100.0 * interval.lower), Some(100.0 * interval.upper)));
    }

    #[test]
    fn a_count_is_printed_as_known_and_as_eligible() {
        let count = indicator(FigureKind::Count, Counted::People);
        let expected = Numbers { known: 12, eligible: 12, ..Numbers::default() };
        assert_eq!(cell(&of_people(0, 12), &count, &rules()).numbers(), Some(&expected));
    }

    #[test]
    fn few_eligible_or_few_people_behind_many_goals_are_small() {
        let share = indicator(FigureKind::Share, Counted::Goals);
        assert!(small(&Counts { eligible: 3, ..of_people(10, 20) }, &share, &rules()).eligible);
        let people = Tally { known: 4, achieved: 6, not_achieved: 6 };
        assert!(small(&Counts { people, ..of_people(20, 40) }, &share, &rules()).known);
        assert_eq!(small(&of_people(10, 20), &share, &rules()), Small::default());
        let one = small(&of_people(1, 1), &share, &rules());
        assert!(one.known && one.achieved, "one of one");
    }

    #[test]
    fn a_mean_of_few_is_small_though_their_number_is_not() {
        let rules = ReleaseRules { mean_minimum: 8, ..rules() };
        let of = |known| small(&of_people(0, known), &indicator(FigureKind::Mean, Counted::People), &rules);
        assert_eq!(of(7), Small { mean: true, ..Small::default() });
        assert_eq!((of(8), of(0)), (Small::default(), Small::default()));
        assert!(of(1).mean && of(1).known, "the mean of one is what that one said");
    }

    #[test]
    fn few_goals_that_were_not_reached_are_small_whoever_stands_behind_them() {
        let people = Tally { known: 30, achieved: 20, not_achieved: 10 };
        let of = |achieved| {
            small(
                &Counts { people, ..of_people(achieved, 40) },
                &indicator(FigureKind::Share, Counted::Goals),
                &rules(),
            )
        };
        assert_eq!([20, 37].map(|achieved| of(achieved).achieved), [false, true]);
    }

    /// To how few records a point does not apply is no secret.
    #[test]
    fn how_many_exceptions_there_are_may_be_small() {
        let exceptions =
            Indicator { family: Family::AuditExceptions, ..indicator(FigureKind::Share, Counted::Records) };
        assert_eq!(small(&of_people(2, 20), &exceptions, &rules()), Small::default());
    }

    #[test]
    fn nothing_known_is_not_withheld() {
        let none = cell(&of_people(0, 0), &indicator(FigureKind::Share, Counted::People), &rules());
        assert!(none.numbers().is_none() && !none.is_withheld());
    }
}
