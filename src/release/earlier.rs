//! Earlier outputs beside the one that is being made. A number that one of them printed is known; a figure that one of them
//! withheld stays withheld; and a number that has moved by so little that the difference is a few people is withheld too,
//! because the two could be subtracted.

use super::quantities::{Class, Printed};
use super::web::{Row, Source};
use super::{FigureKind, ReleaseRules};
use crate::indicators::Counts;
use crate::intake::{self, Spot};

/// What an earlier output tells of a number: that it lies between these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    pub lower: i64,
    pub upper: i64,
    /// Position of the output in the ledger.
    pub by: usize,
}

/// A row as an earlier output printed it, beside the row as it is now.
pub struct Before {
    by: usize,
    rounded_to: Option<u64>,
    /// Eligible, known, achieved and the n of a mean: then, where it was printed, and now.
    eligible: (Option<u64>, u64),
    known: (Option<u64>, u64),
    achieved: (Option<u64>, u64),
    mean: (Option<u64>, u64),
}

/// Whether an earlier output withheld a row.
pub fn withheld(row: Row, source: &Source) -> bool {
    let spot = spot(row, source);
    source.ledger.iter().any(|earlier| earlier.figures.get(&spot) == Some(&intake::Told::Withheld))
}

/// A row as each earlier output printed it.
pub fn before(row: Row, counts: &Counts, source: &Source) -> Vec<Before> {
    if source.ledger.is_empty() {
        return Vec::new();
    }
    let spot = spot(row, source);
    let figure = source.indicators[row.key.indicator].figure;
    let own = |(by, earlier): (usize, &intake::Earlier)| {
        let told = earlier.figures.get(&spot)?;
        Some(Before { by, rounded_to: earlier.rounded_to(), ..Before::of(told, counts, figure)? })
    };
    source.ledger.iter().enumerate().filter_map(own).collect()
}

pub fn spot(row: Row, source: &Source) -> Spot {
    let (unit, category) = (&source.units[row.key.unit], &source.categories[row.key.category]);
    Spot {
        period: source.periods[row.period].period.id.clone(),
        level: unit.level.name().to_owned(),
        unit: unit.id.clone(),
        breakdown: category.breakdown.to_owned(),
        category: category.id.clone(),
        indicator: source.indicators[row.key.indicator].id.clone(),
    }
}

impl Before {
    fn of(told: &intake::Told, counts: &Counts, figure: FigureKind) -> Option<Before> {
        let same_value = |value: f64| is_value(value, counts, figure);
        let before = |eligible, known, achieved, is_mean| Before {
            by: 0,
            rounded_to: None,
            eligible: (eligible, counts.eligible),
            known: (known, counts.known),
            achieved: (achieved, counts.achieved),
            mean: (known.filter(|_| is_mean), counts.known),
        };
        match *told {
            intake::Told::Withheld => None,
            intake::Told::Row { achieved, known, eligible, value } => {
                let is_mean = figure == FigureKind::Mean && value.is_some_and(same_value);
                Some(before(Some(eligible), Some(known), achieved, is_mean))
            }
            // A percentage of so few people fits one pair of counts.
            intake::Told::Point(value) => same_value(value)
                .then(|| before(None, Some(counts.known), Some(counts.achieved), figure == FigureKind::Mean)),
        }
    }

    /// Whether two outputs print a figure with a difference of a few people.
    pub fn moved_little(then: &intake::Told, now: &intake::Told, rules: &ReleaseRules) -> bool {
        use intake::Told::Row;
        let (
            Row { achieved, known, eligible, .. },
            Row { achieved: achieved_now, known: known_now, eligible: eligible_now, .. },
        ) = (*then, *now)
        else {
            return false;
        };
        let achieved = achieved.zip(achieved_now).into_iter();
        achieved
            .chain([(known, known_now), (eligible, eligible_now)])
            .any(|(then, now)| rules.is_small(then.abs_diff(now)))
    }

    fn of_class(&self, class: Class, printed: &Printed) -> (Option<u64>, u64) {
        match Some(class) {
            class if class == printed.eligible => self.eligible,
            class if class == printed.achieved => self.achieved,
            class if class == printed.mean => self.mean,
            _ => self.known,
        }
    }

    /// What it tells of a number as it is now; `None` where the number has changed since.
    pub fn told(&self, class: Class, printed: &Printed) -> Option<Told> {
        let (then, now) = self.of_class(class, printed);
        let (then, now) = (then? as i64, now as i64);
        let (below, above) = self.rounded_to.map_or((0, 0), |to| (to as i64 / 2, (to as i64 - 1) / 2));
        let told = Told { lower: (then - below).max(0), upper: then + above, by: self.by };
        (told.lower..=told.upper).contains(&now).then_some(told)
    }

    /// Whether then and now differ by a few people.
    pub fn has_moved_little(&self, class: Class, printed: &Printed, rules: &ReleaseRules) -> bool {
        let (then, now) = self.of_class(class, printed);
        self.rounded_to.is_none() && then.is_some_and(|then| rules.is_small(then.abs_diff(now)))
    }
}

/// Whether a printed percentage or mean is the one that the counts make.
fn is_value(value: f64, counts: &Counts, figure: FigureKind) -> bool {
    let own = match figure {
        FigureKind::Count => Some(counts.known as f64),
        FigureKind::Share => Some(100.0 * counts.achieved as f64 / counts.known as f64),
        FigureKind::Mean => counts.mean.map(|mean| mean.value),
    };
    own.is_some_and(|own| (own - value).abs() < AS_PRINTED)
}

/// Tables print nine digits behind the point.
const AS_PRINTED: f64 = 1e-8;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::Mean;

    fn counts() -> Counts {
        Counts {
            eligible: 40,
            known: 30,
            achieved: 12,
            mean: Some(Mean { value: 21.5, spread: None }),
            ..Counts::default()
        }
    }

    fn before(eligible: Option<u64>, known: Option<u64>, rounded_to: Option<u64>) -> Before {
        Before {
            by: 7,
            rounded_to,
            eligible: (eligible, 40),
            known: (known, 30),
            achieved: (None, 12),
            mean: (None, 30),
        }
    }

    fn printed() -> Printed {
        let (eligible, achieved, mean) = (Some(Class::Caseload), Some(Class::Achieved(0)), Some(Class::Mean(0)));
        Printed { eligible, known: Class::Known(0), achieved, mean }
    }

    #[test]
    fn a_printed_value_is_that_of_the_counts_to_the_digits_printed() {
        assert!(is_value(30.0, &counts(), FigureKind::Count) && !is_value(31.0, &counts(), FigureKind::Count));
        // Twelve of thirty.
        assert!(is_value(40.0, &counts(), FigureKind::Share) && !is_value(40.000_001, &counts(), FigureKind::Share));
        assert!(is_value(21.5, &counts(), FigureKind::Mean) && is_value(21.500_000_001, &counts(), FigureKind::Mean));
        assert!(!is_value(21.5, &Counts { mean: None, ..counts() }, FigureKind::Mean));
    }

    #[test]
    fn a_number_printed_as_it_is_tells_itself_until_it_changes() {
        let told = |known| before(None, Some(known), None).told(Class::Known(0), &printed());
        assert_eq!(told(30), Some(Told { lower: 30, upper: 30, by: 7 }));
        assert_eq!(told(29), None);
        assert_eq!(before(Some(40), None, None).told(Class::Known(0), &printed()), None);
    }

    /// 28 to 32 are printed as 30 to the nearest five, and 25 to 34 to the nearest ten.
    #[test]
    fn a_rounded_number_tells_what_is_printed_so() {
        let told = |known, to| before(None, Some(known), Some(to)).told(Class::Known(0), &printed());
        assert_eq!(told(30, 5), Some(Told { lower: 28, upper: 32, by: 7 }));
        assert_eq!(told(30, 10), Some(Told { lower: 25, upper: 34, by: 7 }));
        assert_eq!(told(35, 5), None);
        let few = Before { known: (Some(0), 1), ..before(None, None, Some(5)) };
        assert_eq!(few.told(Class::Known(0), &printed()), Some(Told { lower: 0, upper: 2, by: 7 }));
    }

    #[test]
    fn each_number_of_a_row_is_held_against_its_own() {
        let row = intake::Told::Row { achieved: Some(11), known: 29, eligible: 38, value: Some(21.5) };
        let of = |figure| {
            let before = Before::of(&row, &counts(), figure).unwrap();
            [Class::Caseload, Class::Known(0), Class::Achieved(0), Class::Mean(0)]
                .map(|class| before.of_class(class, &printed()))
        };
        let [eligible, known, achieved] = [(Some(38), 40), (Some(29), 30), (Some(11), 12)];
        assert_eq!(of(FigureKind::Mean), [eligible, known, achieved, (Some(29), 30)]);
        assert_eq!(of(FigureKind::Share), [eligible, known, achieved, (None, 30)]);
        // The percentage that a share prints is no mean.
        let same = intake::Told::Row { achieved: Some(12), known: 30, eligible: 40, value: Some(40.0) };
        assert_eq!(Before::of(&same, &counts(), FigureKind::Share).unwrap().mean, (None, 30));
    }

    #[test]
    fn a_percentage_alone_tells_the_counts_that_make_it() {
        let of = |value, figure| Before::of(&intake::Told::Point(value), &counts(), figure);
        let share = of(40.0, FigureKind::Share).unwrap();
        assert_eq!(
            (share.eligible.0, share.known.0, share.achieved.0, share.mean.0),
            (None, Some(30), Some(12), None)
        );
        assert_eq!(of(21.5, FigureKind::Mean).unwrap().mean.0, Some(30));
        assert!(of(41.0, FigureKind::Share).is_none());
    }

    #[test]
    fn few_people_more_or_less_are_little_unless_counts_are_rounded() {
        let rules = crate::definitions::load(None).unwrap_or_else(|faults| panic!("{faults}")).release;
        let moved = |then, to| before(None, Some(then), to).has_moved_little(Class::Known(0), &printed(), &rules);
        assert_eq!([25, 26, 30, 34, 35].map(|then| moved(then, None)), [false, true, false, true, false]);
        assert!(!moved(34, Some(5)));
        let row = |achieved, known, eligible| intake::Told::Row { achieved, known, eligible, value: None };
        let little = |then, now| Before::moved_little(&then, &now, &rules);
        assert!(little(row(Some(10), 30, 40), row(Some(12), 30, 40)));
        assert!(little(row(None, 30, 40), row(None, 31, 50)) && little(row(None, 30, 40), row(None, 50, 41)));
        assert!(!little(row(Some(10), 30, 40), row(Some(10), 30, 40)));
        assert!(!little(row(Some(10), 30, 40), intake::Told::Withheld));
    }
}
