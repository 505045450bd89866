//! `audit.toml`: what a service says about its own export and reports. Keys it does not know are refused with the nearest
//! one that exists; all faults are reported at once.
//!
//! Two doors: [`read`] needs the text only; [`agree`] then holds what it says against the definitions (columns, codes,
//! instruments), which may themselves come from a folder beside the file.

mod agree;
mod date_order;
mod file;
mod merge;
mod place;
mod profile;
mod read;
mod record;
#[cfg(test)]
mod tests;

pub use agree::{agree, header_name, wide_column};
pub use place::text_of;
pub use profile::Profile;
pub(super) use profile::{faults as profile_faults, read as read_profile};
pub use read::{read, read_with};

use super::release_rules::ReleaseProfile;
use super::statistics::Rebase;
use super::tables::TableId;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The column that says which goal a row is about. Nothing else that is kept can say it.
pub const GOAL_ID: &str = "goal_id";
pub const TEAM_ID: &str = "team_id";
/// Tables whose rows are about a person on a day, so that the table of people can tell their team.
pub const TOLD_BY_PEOPLE: [TableId; 3] = [TableId::Measures, TableId::Goals, TableId::Roles];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quarters {
    /// April to March, the default.
    Financial,
    Calendar,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextEncoding {
    Utf8,
    Windows1252,
    Utf16,
}

/// Where the names of the columns stand, when not in the first row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderRow {
    /// In this row of every file, counted as a spreadsheet does.
    At(u64),
    /// In the first row that holds every column that is needed.
    Find,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    Iso,
    DayMonthYear,
    MonthDayYear,
    /// `29 Sep 2011`, with an optional time.
    DayNameYear,
    /// Serial numbers of a spreadsheet.
    Excel,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duplicates {
    /// The later row is used.
    Latest,
    /// Exact copies only; all rows of a conflicting key are left out.
    Identical,
    /// All rows of any repeated key are left out.
    Refuse,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    Long,
    Wide,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrendUnit {
    Quarter,
    Month,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReportKind {
    Commissioner,
    Audit,
    Team,
    Public,
}

/// The groups people are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Breakdown {
    Gender,
    EthnicGroup,
    AgeBand,
    ImdQuintile,
}

/// The file after checking; every key has its default.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    pub provider: String,
    pub provider_id: String,
    /// Id of the profile whose settings stand where the service set none.
    pub profile: Option<String>,
    pub quarters: Quarters,
    pub extracted: Option<NaiveDate>,
    pub encoding: TextEncoding,
    /// `None`: detected, and said.
    pub delimiter: Option<u8>,
    pub date_order: DateOrder,
    pub missing: Vec<String>,
    pub trim: bool,
    pub pairing: String,
    pub trend: TrendUnit,
    pub breakdowns: Vec<Breakdown>,
    pub reports: Vec<ReportKind>,
    pub licences: Vec<String>,
    pub allow_columns: Vec<String>,
    /// What the people are called, in the plural.
    pub term: String,
    /// Further languages that reports are also written in, by the names of their wording files.
    pub languages: Vec<String>,
    /// How the records of the case-note audit were chosen, in a sentence; `None` where the service has not said.
    pub audit_sample: Option<String>,
    /// Figures over time that are begun anew, with reasons.
    pub rebases: Vec<Rebase>,
    /// Keys of `[release]` that override `schemas/release.toml`.
    pub release: ReleaseOverride,
    /// Under which licence the open tables may be used, such as `OGL-UK-3.0`; for `datapackage.json`.
    pub data_licence: Option<String>,
    /// Lines that still say that they are guesses of `fingerpost init`: how many, and the first of them.
    pub guesses: Option<(usize, u64)>,
    pub tables: BTreeMap<TableId, TableSettings>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReleaseOverride {
    pub profile: Option<ReleaseProfile>,
    pub threshold: Option<u64>,
    pub mean_minimum: Option<u64>,
    pub spread_minimum: Option<u64>,
    pub extremes_minimum: Option<u64>,
    pub round_to: Option<u64>,
    pub decided_by: Option<String>,
    pub decided_on: Option<String>,
}

/// What was declared, and by whom. What a service declares must be there; a profile only knows what exports of its kind
/// may hold, so what it names may be absent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Declared<T> {
    pub value: T,
    pub by_profile: bool,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableSettings {
    /// Names or globs, in this order; empty: `<table>.csv` or `<table>.csv.gz`, or else a workbook or a sheet of that name.
    pub files: Declared<Vec<String>>,
    /// Name of the sheet in a workbook; `None`: the table's own name, or the only sheet there is.
    pub sheet: Option<String>,
    pub layout: Option<Layout>,
    pub missing: Vec<String>,
    pub duplicates: Option<Duplicates>,
    /// Column and the values that skip a row; `*` stands for any value but a blank or a missing code.
    pub skip: BTreeMap<String, Declared<Vec<String>>>,
    /// Canonical name to the headers it may have in the export; the first one that is there counts.
    pub columns: BTreeMap<String, Declared<Vec<String>>>,
    /// Id of an instrument to the headers of its items in the wide layout, `*` for the item: `QPR15_*`.
    pub items: BTreeMap<String, String>,
    /// Id of a row's subject, such as `goal_id`, to the headers of the columns that make it together.
    pub joined: BTreeMap<String, Vec<String>>,
    /// Canonical column to what every row says there, where the export has no such column.
    pub fixed: BTreeMap<String, String>,
    /// Whether the team of a row is the one that its person was with on its day, because no column says it.
    pub team_from_people: bool,
    pub header_row: Option<HeaderRow>,
    /// Canonical column, id of an instrument for the answers of its items, or id of a part of life for its statuses, to
    /// (export's code to canonical code).
    pub codes: BTreeMap<String, BTreeMap<String, String>>,
    pub encoding: Option<TextEncoding>,
    /// Names or globs of files that are written otherwise than the table's others.
    pub encodings: BTreeMap<String, TextEncoding>,
    pub delimiter: Option<u8>,
    pub date_order: Option<DateOrder>,
}
