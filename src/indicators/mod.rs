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

pub use catalogue::{About, Counted, Eligible, Family, FigureKind, Indicator, Reach, all, all_paired, catalogue};
pub use counts::{Counts, Mean, Tally};
pub use groups::Category;
pub use units::{Level, Unit, Units};

use crate::definitions::Definitions;
use crate::definitions::settings::Breakdown;
use crate::intake::rows::Rows;
use crate::period::Period;
use crate::score::{Results, ScoreError, Scored};
use facts::Facts;
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
pub fn figures(basis: &Basis, results: &Results, breakdowns: &[Breakdown]) -> Result<Figures, ScoreError> {
    let groups = groups::Groups::new(results, breakdowns);
    let facts = gather(basis, results);
    let about_people = fold::latest_by_unit(&facts.about_people, basis.units, Some(&results.caseload))?;
    let about_units = fold::latest_by_unit(&facts.about_units, basis.units, None)?;
    let mut counting = counts::Counting::new(basis, results, &groups);
    about_people.iter().for_each(|fact| counting.add(fact));
    about_units.iter().for_each(|fact| counting.add(fact));
    Ok(Figures { period: results.period.clone(), categories: groups.categories.clone(), counts: counting.finish() })
}

/// Facts about people on a caseload, and facts about records and teams, which belong to no caseload.
struct Gathered {
    about_people: Facts,
    about_units: Facts,
}

fn gather(basis: &Basis, results: &Results) -> Gathered {
    let mut about_people = Facts::new(basis);
    measures::gather(basis, results, &mut about_people);
    goals::gather(basis, results, &mut about_people);
    roles::gather(basis, results, &mut about_people);
    let mut about_units = Facts::new(basis);
    practice::gather(basis, results, &mut about_units);
    Gathered { about_people, about_units }
}
