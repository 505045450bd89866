//! Results per person to figures: who could have been counted, who is known, who reached it, by unit, group and period.
//! One person has one vote in a unit. After this room no person exists.
//!
//! Figures here are exact and unprotected. Only `release` may take them further.

mod catalogue;
mod counts;
mod facts;
mod fold;
mod goals;
mod groups;
mod measures;
mod practice;
mod roles;
mod units;

#[cfg(test)]
mod tests;

pub use catalogue::{About, Counted, Eligible, Family, FigureKind, Indicator, Reach, all, all_paired, catalogue};
pub use counts::{Counts, Mean, Tally};
pub use groups::Category;
pub use units::{Level, Unit, Units};

use crate::definitions::Definitions;
use crate::definitions::settings::Breakdown;
use crate::intake::rows::Rows;
use crate::period::Period;
use crate::score::{Results, Scored};
use std::collections::{BTreeMap, BTreeSet};

/// What a figure is about: positions in the lists of [`Figures`] and of the run's indicators and units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub indicator: usize,
    pub unit: usize,
    pub category: usize,
}

/// All exact figures of one period.
#[derive(Debug, Clone)]
pub struct Figures {
    pub period: Period,
    /// The first is everybody; then the categories of each breakdown, in the order they are printed.
    pub categories: Vec<Category>,
    pub counts: BTreeMap<Key, Counts>,
}

/// What does not change from one period to the next.
pub struct Basis<'a> {
    pub scored: &'a Scored,
    pub rows: &'a Rows,
    pub definitions: &'a Definitions,
    pub units: &'a Units,
    pub indicators: &'a [Indicator],
    /// Positions of the indicators to work out; the others have no figures.
    pub wanted: BTreeSet<usize>,
}

/// The figures of one period, for everybody and for the groups of each breakdown named.
pub fn figures(basis: &Basis, results: &Results, breakdowns: &[Breakdown]) -> Figures {
    let groups = groups::Groups::new(basis.rows, results, breakdowns);
    let mut counting = counts::Counting::new(basis, results, &groups);
    measures::count(basis, results, &mut counting);
    goals::count(basis, results, &mut counting);
    roles::count(basis, results, &mut counting);
    practice::count(basis, results, &mut counting);
    let counts = counting.finish();
    Figures { period: results.period.clone(), categories: groups.categories, counts }
}
