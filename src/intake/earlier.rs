//! An earlier output, read for what it has told: every figure of its open tables, and every one it withheld. Whoever holds
//! it can lay it beside the output that is being made.

use crate::definitions::{Method, ReleaseProfile, ReleaseRules, sha256};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Why a folder cannot be taken for an earlier output.
#[derive(Debug, thiserror::Error)]
pub enum EarlierError {
    #[error("{file} cannot be read: {reason}. Give the folder of an output, the one that holds run.json.", file = .file.display())]
    Unreadable { file: PathBuf, reason: String },
    #[error("{file}, row {row}: {reason}. This is no table that Fingerpost wrote, or somebody has changed it since.", file = .file.display())]
    NotOurs { file: PathBuf, row: u64, reason: String },
}

/// An earlier output.
#[derive(Debug, Clone)]
pub struct Earlier {
    /// Its folder, as given.
    pub folder: String,
    /// The quarter it reports on.
    pub period: String,
    /// Of its run.json.
    pub sha256: String,
    /// How it was protected.
    pub rules: ReleaseRules,
    /// Its units, the provider first; none in outputs of versions that did not record them.
    pub units: Vec<PrintedUnit>,
    /// How its figures were made.
    pub method: Method,
    /// Id of its pairing profile; empty in outputs of versions that knew one only.
    pub pairing: String,
    /// Its pairing profile left some of the caseload out of every figure of change.
    pub pairing_restricts: bool,
    pub figures: BTreeMap<Spot, Told>,
}

/// A unit by its ids.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PrintedUnit {
    pub level: String,
    pub id: String,
    /// Of a team.
    pub service: Option<String>,
}

/// Which figure: everything by its id, so that outputs made from different exports can be compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    pub period: String,
    pub level: String,
    pub unit: String,
    pub breakdown: String,
    pub category: String,
    pub indicator: String,
}

/// What an output told of a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Told {
    Withheld,
    /// A row of `indicators.csv`.
    Row {
        achieved: Option<u64>,
        known: u64,
        eligible: u64,
        /// Percent or points; absent for a plain count.
        value: Option<f64>,
    },
    /// A point of `trends.csv`, which gives no counts.
    Point(f64),
}

#[derive(Deserialize)]
struct IndicatorRow {
    period: String,
    level: String,
    unit_id: String,
    breakdown: String,
    category: String,
    indicator: String,
    achieved: Option<u64>,
    known: Option<u64>,
    eligible: Option<u64>,
    value: Option<f64>,
    shown: String,
}

#[derive(Deserialize)]
struct TrendRow {
    indicator: String,
    level: String,
    unit_id: String,
    point: String,
    value: Option<f64>,
}

#[derive(Deserialize)]
struct RecordOfRun {
    period: PeriodOfRun,
    #[serde(default)]
    units: Vec<PrintedUnit>,
    release_rules: ReleaseRules,
    /// None in outputs of versions that knew one profile only.
    #[serde(default)]
    pairing: PairingOfRun,
}

#[derive(Deserialize, Default)]
struct PairingOfRun {
    #[serde(default)]
    id: String,
    leaves_people_out: bool,
}

#[derive(Deserialize)]
struct PeriodOfRun {
    id: String,
}

impl Earlier {
    /// What its counts were rounded to; `None` where they were printed exactly.
    pub fn rounded_to(&self) -> Option<u64> {
        (self.rules.profile == ReleaseProfile::Round).then_some(self.rules.round_to)
    }
}

/// Reads what an earlier output told.
pub fn earlier(folder: &Path) -> Result<Earlier, EarlierError> {
    let file = folder.join("run.json");
    let bytes = bytes_of(&file)?;
    let whole: serde_json::Value = serde_json::from_slice(&bytes).map_err(|error| unreadable(&file, &error))?;
    let record = RecordOfRun::deserialize(&whole).map_err(|error| unreadable(&file, &error))?;
    let mut figures = BTreeMap::new();
    for row in rows::<IndicatorRow>(&folder.join("data").join("indicators.csv"))? {
        let told = row.told();
        figures.insert(row.spot(), told);
    }
    // A quarter's own rows say more than the point that stands for it in a trend.
    for row in rows::<TrendRow>(&folder.join("data").join("trends.csv"))? {
        let told = row.value.map_or(Told::Withheld, Told::Point);
        figures.entry(row.spot()).or_insert(told);
    }
    Ok(Earlier {
        method: Method::of(&whole),
        pairing: record.pairing.id,
        pairing_restricts: record.pairing.leaves_people_out,
        folder: folder.display().to_string(),
        period: record.period.id,
        sha256: sha256(&bytes),
        rules: record.release_rules,
        units: record.units,
        figures,
    })
}

/// A value of a unit as an output printed it, on the line from 0 to 100; `attained` is absent where too few of its criteria
/// had evidence.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct PrintedValue {
    pub level: String,
    pub unit_id: String,
    /// Id of the value.
    pub value: String,
    criterion: String,
    pub attained: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
}

/// The values of every unit that an output printed, without their criteria.
pub fn printed_values(folder: &Path) -> Result<Vec<PrintedValue>, EarlierError> {
    let all = rows::<PrintedValue>(&folder.join("data").join("values.csv"))?;
    Ok(all.into_iter().filter(|row| row.criterion.is_empty()).collect())
}

/// What an output calls its units and figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrintedNames {
    /// Level, id and name, in the order of the table: the provider, then services, then teams.
    pub units: Vec<(String, String, String)>,
    /// Id, label and unit of the value, in the order of the table.
    pub indicators: Vec<(String, String, String)>,
}

#[derive(Deserialize)]
struct NamesRow {
    level: String,
    unit_id: String,
    unit_name: String,
    indicator: String,
    label: String,
    unit: String,
}

/// The names of units and figures that an output printed.
pub fn printed_names(folder: &Path) -> Result<PrintedNames, EarlierError> {
    let mut names = PrintedNames::default();
    for row in rows::<NamesRow>(&folder.join("data").join("indicators.csv"))? {
        if !names.units.iter().any(|(level, id, _)| *level == row.level && *id == row.unit_id) {
            names.units.push((row.level, row.unit_id, row.unit_name));
        }
        if !names.indicators.iter().any(|(id, ..)| *id == row.indicator) {
            names.indicators.push((row.indicator, row.label, row.unit));
        }
    }
    Ok(names)
}

impl IndicatorRow {
    fn told(&self) -> Told {
        match (self.shown == "yes", self.known, self.eligible) {
            (true, Some(known), Some(eligible)) => {
                Told::Row { achieved: self.achieved, known, eligible, value: self.value }
            }
            _ => Told::Withheld,
        }
    }

    fn spot(self) -> Spot {
        let IndicatorRow { period, level, unit_id: unit, breakdown, category, indicator, .. } = self;
        Spot { period, level, unit, breakdown, category, indicator }
    }
}

impl TrendRow {
    fn spot(self) -> Spot {
        let TrendRow { point: period, level, unit_id: unit, indicator, .. } = self;
        let [breakdown, category] = ["all", "all"].map(str::to_owned);
        Spot { period, level, unit, breakdown, category, indicator }
    }
}

fn bytes_of(file: &Path) -> Result<Vec<u8>, EarlierError> {
    std::fs::read(file).map_err(|error| unreadable(file, &error))
}

fn unreadable(file: &Path, reason: &impl ToString) -> EarlierError {
    EarlierError::Unreadable { file: file.to_owned(), reason: reason.to_string() }
}

fn rows<Row: for<'de> Deserialize<'de>>(file: &Path) -> Result<Vec<Row>, EarlierError> {
    let bytes = bytes_of(file)?;
    let mut reader = csv::Reader::from_reader(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes));
    let not_ours = |error: csv::Error| EarlierError::NotOurs {
        file: file.to_owned(),
        row: error.position().map_or(1, csv::Position::line),
        reason: match error.kind() {
            csv::ErrorKind::Deserialize { err, .. } => err.to_string(),
            _ => error.to_string(),
        },
    };
    reader.deserialize().collect::<Result<Vec<Row>, _>>().map_err(not_ours)
}
