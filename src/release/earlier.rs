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
