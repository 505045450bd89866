//! A service's own earlier figures held against those of an output: which agree, which differ, and what would explain a
//! difference. All of it comes from what the output has published. Nothing is tried on a figure that is withheld, so whoever
//! types a number for it learns nothing, whatever they type.

mod figures;
mod fits;
mod groups;
mod names;

pub use figures::{Figure, Figures, NamedUnit};
pub use fits::{Fit, What};

use crate::definitions::Wording;
use crate::intake::{OwnFault, OwnFigure, OwnFigures, OwnNumber, Spot, Told};
use names::Names;

/// What came of it, in the order of the rows.
#[derive(Debug, Clone)]
pub struct Backtest {
    pub rows: Vec<Compared>,
    /// Rows that could not be read, or that name what nobody knows.
    pub faults: Vec<OwnFault>,
    /// Rows that are no figures: titles, headings, totals and notes.
    pub beside: Vec<u64>,
    /// Rows that are figures, or meant as such.
    pub read: u64,
}

/// One earlier figure and what it was held against.
#[derive(Debug, Clone)]
pub struct Compared {
    pub row: u64,
    pub yours: OwnNumber,
    pub spot: Spot,
    pub outcome: Outcome,
}

#[derive(Debug, Clone)]
pub enum Outcome {
    /// To the digits that were written.
    Agrees(Told),
    /// What would explain the difference, in the order in which it was tried; empty where nothing does.
    Differs(Told, Vec<Fit>),
    Withheld,
    /// A point over time is empty when it is withheld and when there was no record; the table does not say which.
    WithheldOrNone,
    NoSuchFigure(Absent),
}

/// Why an output has no figure to compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// It has figures of the period, but this one would have no record behind it.
    NoRecord,
    /// It has none of this period at all.
    NoSuchPeriod,
    /// Of other periods it has only what is drawn over time.
    NotOverTime,
}

impl Backtest {
    pub fn count(&self, wanted: impl Fn(&Outcome) -> bool) -> u64 {
        self.rows.iter().filter(|row| wanted(&row.outcome)).count() as u64
    }
}

impl Outcome {
    pub fn agrees(&self) -> bool {
        matches!(self, Outcome::Agrees(_))
    }

    pub fn differs(&self) -> bool {
        matches!(self, Outcome::Differs(..))
    }

    pub fn is_explained(&self) -> bool {
        matches!(self, Outcome::Differs(_, fits) if !fits.is_empty())
    }
}

/// Holds every row against the output.
pub fn compare(own: &OwnFigures, figures: &Figures<'_>, wording: &Wording) -> Backtest {
    let names = Names::new(figures, wording);
    let mut backtest =
        Backtest { rows: Vec::new(), faults: own.faults.clone(), beside: own.titles.clone(), read: own.read };
    let (figures_after_all, beside): (Vec<_>, Vec<_>) =
        own.doubtful.iter().partition(|doubtful| names.may_name_a_figure(&doubtful.indicator));
    backtest.beside.extend(beside.iter().map(|doubtful| doubtful.row));
    backtest.read -= beside.len() as u64;
    let (more, faulty): (Vec<_>, Vec<_>) =
        figures_after_all.iter().map(|doubtful| doubtful.otherwise.as_ref()).partition(|row| row.is_ok());
    backtest.faults.extend(faulty.into_iter().filter_map(Result::err).cloned());
    for row in own.rows.iter().chain(more.into_iter().flatten()) {
        match names.spot(own, row) {
            Ok(spot) => backtest.rows.push(compared(row, spot, figures)),
            Err(faults) => backtest.faults.extend(faults),
        }
    }
    backtest.rows.sort_by_key(|row| row.row);
    backtest.faults.sort_by_key(|fault| fault.place.row);
    backtest
}

fn compared(own: &OwnFigure, spot: Spot, figures: &Figures<'_>) -> Compared {
    let outcome = match figures.told(&spot) {
        None => Outcome::NoSuchFigure(figures.why_absent(&spot)),
        Some(Told::Withheld) if figures.is_current(&spot) => Outcome::Withheld,
        Some(Told::Withheld) => Outcome::WithheldOrNone,
        Some(told) if told.figure().is_some_and(|figure| own.number.is(figure)) => Outcome::Agrees(told),
        Some(told) => Outcome::Differs(told, fits::fits(&own.number, &spot, told, figures)),
    };
    Compared { row: own.row, yours: own.number.clone(), spot, outcome }
}

impl Told {
    /// The number that stands for it: per cent or points, and how many people where these are all there is.
    pub fn figure(self) -> Option<f64> {
        match self {
            Told::Withheld => None,
            Told::Row { value: Some(value), .. } | Told::Point(value) => Some(value),
            Told::Row { value: None, known, .. } => Some(known as f64),
        }
    }
}
