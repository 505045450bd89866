//! Exact figures to figures that may leave the building. [`Release`] is all that charts and reports can see, and only this
//! room makes one: everything in it, the values and the trends too, is worked out from protected cells.
//!
//! What is protected here, by the rules of `schemas/release.toml`: each figure by itself (counts, complements, means and
//! their spread), and parts of one whole that stand side by side. A withheld figure that could be worked out from totals
//! over units or groups is not yet protected; reports say so.

pub mod cell;
mod parts;
mod protect;
mod quality;
pub mod tables;
mod trends;
mod values;

pub use crate::definitions::ReleaseRules;
pub use crate::indicators::{About, Category, Counted, Family, FigureKind, Indicator, Key, Level, Unit};
pub use cell::{Cell, Numbers};
pub use quality::{RowFaults, completeness};
pub use trends::{Trend, TrendPoint, looked_at_over_time};
pub use values::{CriterionFigure, ValueFigure};

use crate::definitions::Definitions;
use crate::indicators::{Counts, Figures, Units};
use crate::period::Period;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that charts, reports and open tables may show.
#[derive(Debug, Clone)]
pub struct Release {
    pub period: Period,
    /// The provider first, then services, then teams.
    pub units: Vec<Unit>,
    pub indicators: Vec<Indicator>,
    /// The first is everybody.
    pub categories: Vec<Category>,
    pub rules: ReleaseRules,
    cells: BTreeMap<Key, Cell>,
    /// The quarter before, for everybody.
    previous: BTreeMap<Key, Cell>,
    pub trends: Vec<Trend>,
    pub criteria: Vec<CriterionFigure>,
    pub values: Vec<ValueFigure>,
    pub row_faults: Vec<RowFaults>,
}

/// The exact figures of a run, by period.
pub struct Exact {
    /// The reporting period, with its groups.
    pub current: Figures,
    /// The quarter before it, for everybody; `None` when the data begin with the reporting period.
    pub previous: Option<Figures>,
    /// The points of the trends, oldest first, for everybody.
    pub series: Vec<Figures>,
    /// By team id: rows left out, and rows that want looking at.
    pub faults_by_team: BTreeMap<String, (u64, u64)>,
}

const NOTHING: Cell = Cell::nothing();

/// Protects all figures. The exact ones are used up.
pub fn protect(exact: Exact, units: &Units, indicators: Vec<Indicator>, definitions: &Definitions) -> Release {
    let rules = &definitions.release;
    let cells = protected(&exact.current.counts, &indicators, rules);
    let previous = exact.previous.map(|previous| protected(&previous.counts, &indicators, rules));
    let series: Vec<(Period, BTreeMap<Key, Cell>)> = exact
        .series
        .into_iter()
        .map(|figures| (figures.period, protected(&figures.counts, &indicators, rules)))
        .collect();
    let trends = trends::trends(&series, &indicators, units, &definitions.framework);
    let mut release = Release {
        period: exact.current.period,
        units: units.list.clone(),
        indicators,
        categories: exact.current.categories,
        rules: rules.clone(),
        cells,
        previous: previous.unwrap_or_default(),
        trends,
        criteria: Vec::new(),
        values: Vec::new(),
        row_faults: Vec::new(),
    };
    release.criteria = values::criteria(&release, &definitions.framework);
    release.values = values::values(&release, &definitions.framework);
    release.row_faults = quality::row_faults(&release, &exact.faults_by_team);
    release
}

fn protected(counts: &BTreeMap<Key, Counts>, indicators: &[Indicator], rules: &ReleaseRules) -> BTreeMap<Key, Cell> {
    let mut cells: BTreeMap<Key, Cell> =
        counts.iter().map(|(key, counts)| (*key, protect::cell(counts, &indicators[key.indicator], rules))).collect();
    parts::hide_second_parts(&mut cells, counts, indicators, rules);
    drop_groups_of_small_units(&mut cells, indicators);
    cells
}

/// Which groups there are would already describe the few people of a unit whose caseload is withheld.
fn drop_groups_of_small_units(cells: &mut BTreeMap<Key, Cell>, indicators: &[Indicator]) {
    let Some(caseload) = indicators.iter().position(|indicator| indicator.family == Family::Caseload) else { return };
    let is_small = |key: &Key| key.indicator == caseload && key.category == EVERYBODY;
    let small = cells.iter().filter(|(key, cell)| is_small(key) && cell.is_withheld());
    let small: BTreeSet<usize> = small.map(|(key, _)| key.unit).collect();
    cells.retain(|key, _| key.category == EVERYBODY || !small.contains(&key.unit));
}

impl Release {
    /// Position of an indicator; `None` when the data could not give it.
    pub fn indicator(&self, id: &str) -> Option<usize> {
        self.indicators.iter().position(|indicator| indicator.id == id)
    }

    /// A unit's figure for everybody. Nothing when the data could not give it.
    pub fn cell(&self, id: &str, unit: usize) -> &Cell {
        self.in_category(id, unit, EVERYBODY)
    }

    /// A unit's figure for one group.
    pub fn in_category(&self, id: &str, unit: usize, category: usize) -> &Cell {
        self.indicator(id).map_or(&NOTHING, |indicator| self.at(Key { indicator, unit, category }))
    }

    pub fn at(&self, key: Key) -> &Cell {
        self.cells.get(&key).unwrap_or(&NOTHING)
    }

    /// A unit's figure in the quarter before; `None` when there was none to compare with.
    pub fn last(&self, id: &str, unit: usize) -> Option<&Cell> {
        self.previous.get(&Key { indicator: self.indicator(id)?, unit, category: EVERYBODY })
    }

    pub fn trend(&self, id: &str, unit: usize) -> Option<&Trend> {
        let indicator = self.indicator(id)?;
        self.trends.iter().find(|trend| trend.indicator == indicator && trend.unit == unit)
    }

    pub fn units_at(&self, level: Level) -> impl Iterator<Item = (usize, &Unit)> {
        self.units.iter().enumerate().filter(move |(_, unit)| unit.level == level)
    }

    /// Units of a level by name, so that no other order can be read into them.
    pub fn by_name(&self, level: Level) -> Vec<(usize, &Unit)> {
        let mut units: Vec<(usize, &Unit)> = self.units_at(level).collect();
        units.sort_by_key(|(_, unit)| (unit.name.to_lowercase(), unit.id.clone()));
        units
    }

    /// All cells, by indicator, unit and category.
    pub fn cells(&self) -> impl Iterator<Item = (&Key, &Cell)> {
        self.cells.iter()
    }
}

/// Position of the category that is everybody.
pub const EVERYBODY: usize = 0;
