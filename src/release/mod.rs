//! Exact figures to figures that may leave the building. [`Release`] is all that charts and reports can see, and only this
//! room makes one: everything in it, the values and the trends too, is worked out from protected cells.
//!
//! First each figure by itself, by the rules of `schemas/release.toml`: counts, complements, means and their spread. Then
//! as many others as it takes, so that no withheld figure can be worked out from totals, parts or another figure about the
//! same people. Then the attack, which tries to.

pub mod attack;
pub mod cell;
mod earlier;
mod national;
pub mod outputs;
mod part;
mod protect;
mod quality;
mod quantities;
mod relations;
mod second;
pub mod tables;
#[cfg(test)]
mod tests;
mod trends;
mod values;
mod walk;
mod web;
mod worlds;

pub use crate::definitions::ReleaseRules;
pub use crate::indicators::{About, Category, Counted, Family, FigureKind, Indicator, Key, Level, Reach, Unit};
pub use attack::Strength;
pub use cell::{Cell, Numbers};
pub use national::national;
pub use quality::{RowFaults, completeness};
pub use trends::{Trend, TrendPoint, looked_at_over_time};
pub use values::{CriterionFigure, ValueFigure};

use crate::definitions::Definitions;
use crate::indicators::{Counts, Figures, Units};
use crate::intake::Earlier;
use crate::period::Period;
use std::collections::{BTreeMap, BTreeSet};
use web::{Source, Web};

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
    pub protection: Protection,
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
    /// Outputs that the same readers may hold.
    pub ledger: Vec<Earlier>,
    /// By team id: rows left out, and rows that want looking at.
    pub faults_by_team: BTreeMap<String, (u64, u64)>,
}

const NOTHING: Cell = Cell::nothing();

/// What was withheld, and how well it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Protection {
    /// Rows withheld because a number in them is small.
    pub small: u64,
    /// Rows withheld so that those cannot be worked out.
    pub second: u64,
    /// Rows withheld because an earlier output withheld them.
    pub earlier: u64,
    /// The earlier outputs that were held against this one: quarter, and digest of `run.json`.
    pub ledger: Vec<(String, String)>,
    pub strength: Strength,
}

/// A withheld figure that could be worked out in spite of everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposed {
    pub period: String,
    pub unit: String,
    pub category: String,
    pub indicator: String,
    /// The folder of the earlier output that printed it.
    pub told_by: Option<String>,
}

/// Protects all figures. The exact ones are used up.
pub fn protect(
    exact: Exact,
    units: &Units,
    indicators: Vec<Indicator>,
    definitions: &Definitions,
) -> Result<Release, Vec<Exposed>> {
    let rules = &definitions.release;
    let categories = exact.current.categories.clone();
    let (now, before) = (exact.current.period.clone(), exact.previous.as_ref().map(|figures| figures.period.clone()));
    let shown: Vec<Period> = exact.series.iter().map(|figures| figures.period.clone()).collect();
    let periods = each_once([vec![exact.current], exact.previous.into_iter().collect(), exact.series].concat());
    let source = Source {
        periods: &periods,
        indicators: &indicators,
        units: &units.list,
        categories: &categories,
        rules,
        ledger: &exact.ledger,
        unseen: &BTreeSet::new(),
    };
    let (cells, protection) = cells(&source)?;
    let of = |period: &Period| -> BTreeMap<Key, Cell> {
        let at = periods.iter().position(|figures| figures.period == *period);
        at.map(|at| cells[at].clone()).unwrap_or_default()
    };
    let series: Vec<(Period, BTreeMap<Key, Cell>)> =
        shown.into_iter().map(|period| (period.clone(), of(&period))).collect();
    let trends = trends::trends(&series, &indicators, units, definitions);
    let mut release = Release {
        cells: of(&now),
        previous: before.map(|before| of(&before)).unwrap_or_default(),
        period: now,
        units: units.list.clone(),
        indicators,
        categories,
        rules: rules.clone(),
        protection,
        trends,
        criteria: Vec::new(),
        values: Vec::new(),
        row_faults: Vec::new(),
    };
    release.criteria = values::criteria(&release, &definitions.framework);
    release.values = values::values(&release, &definitions.framework);
    release.row_faults = quality::row_faults(&release, &exact.faults_by_team);
    Ok(release)
}

/// The reporting period is also the last point of its trends: one period, one set of figures, the fullest.
fn each_once(figures: Vec<Figures>) -> Vec<Figures> {
    let mut periods: Vec<Figures> = Vec::new();
    for own in figures {
        match periods.iter_mut().find(|other| other.period == own.period) {
            Some(other) => own.counts.into_iter().for_each(|(key, counts)| {
                other.counts.entry(key).or_insert(counts);
            }),
            None => periods.push(own),
        }
    }
    periods
}

/// The cells of one period.
type Cells = BTreeMap<Key, Cell>;

/// The cells of each period, after everything that must be withheld is.
fn cells(source: &Source) -> Result<(Vec<Cells>, Protection), Vec<Exposed>> {
    let web = Web::new(source);
    let settled = second::settle(&web, source.units, source.rules);
    if !settled.leaks.is_empty() {
        return Err(settled.leaks.iter().map(|leak| exposed(leak, &web, source)).collect());
    }
    let ledger = source.ledger.iter().map(|earlier| (earlier.period.clone(), earlier.sha256.clone())).collect();
    let mut protection = Protection { strength: settled.strength, ledger, ..Protection::default() };
    let mut cells: Vec<Cells> = Vec::new();
    for figures in source.periods {
        let cell = |(key, counts): (&Key, &Counts)| {
            (*key, protect::shown(counts, &source.indicators[key.indicator], source.rules))
        };
        cells.push(figures.counts.iter().map(cell).collect());
    }
    for (row, numbers) in &web.rows {
        let any = |is: &dyn Fn(usize) -> bool| numbers.iter().any(|number| is(*number));
        let reason = match () {
            () if any(&|number| web.numbers[number].small) => &mut protection.small,
            () if any(&|number| settled.secrets.secret[number]) => &mut protection.second,
            () if earlier::withheld(*row, source) => &mut protection.earlier,
            () => continue,
        };
        *reason += 1;
        cells[row.period].insert(row.key, Cell::withheld());
    }
    protection.second += cells.iter_mut().map(|cells| close_small_units(cells, source.indicators)).sum::<u64>();
    Ok((cells, protection))
}

fn exposed(leak: &attack::Leak, web: &Web, source: &Source) -> Exposed {
    let number = &web.numbers[leak.number];
    let category = &source.categories[number.place.category];
    let row = number.rows.first().map(|row| web.rows[*row].0.key.indicator);
    Exposed {
        period: source.periods[number.place.period].period.id.clone(),
        unit: source.units[number.place.unit].name.clone(),
        category: category.id.clone(),
        indicator: row.map(|indicator| source.indicators[indicator].id.clone()).unwrap_or_default(),
        told_by: number.told.filter(|_| leak.lower == leak.upper).map(|told| source.ledger[told.by].folder.clone()),
    }
}

/// A unit whose caseload is withheld shows nothing about its people, their goals or records: which groups there are would
/// already describe the few. How many more rows that withholds.
fn close_small_units(cells: &mut BTreeMap<Key, Cell>, indicators: &[Indicator]) -> u64 {
    let Some(caseload) = indicators.iter().position(|indicator| indicator.family == Family::Caseload) else {
        return 0;
    };
    let is_small = |key: &Key| key.indicator == caseload && key.category == EVERYBODY;
    let small = cells.iter().filter(|(key, cell)| is_small(key) && cell.is_withheld());
    let small: BTreeSet<usize> = small.map(|(key, _)| key.unit).collect();
    cells.retain(|key, _| key.category == EVERYBODY || !small.contains(&key.unit));
    let about_people = |key: &Key| small.contains(&key.unit) && indicators[key.indicator].counted != Counted::Teams;
    let shown = cells.iter_mut().filter(|(key, cell)| about_people(key) && cell.numbers().is_some());
    shown.map(|(_, cell)| *cell = Cell::withheld()).count() as u64
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
