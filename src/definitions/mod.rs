//! What belongs to the service and the field, not to the program: read from `schemas/`, refused when faulty (all
//! faults of all files at once), then believed. Embedded in the program; a `schemas/` folder beside `audit.toml`
//! overrides it file by file. No other room but `intake` reads files.

mod action_points;
mod completed;
pub mod faults;
mod files;
pub mod framework;
mod framework_file;
pub mod goals;
pub mod indicator;
mod load;
pub mod measure;
mod measure_build;
mod measure_checks;
mod measure_file;
mod measure_points;
mod measure_words;
mod method;
pub mod pairing;
mod pairing_file;
pub(crate) mod reading;
pub mod recognise;
pub mod release_rules;
pub mod roles;
mod scale_words;
pub mod settings;
pub mod statistics;
mod table_file;
pub mod tables;
mod translation;
pub(crate) mod tree;
pub mod wording;
mod wording_file;

pub use faults::{Fault, Faults, nearest};
pub use files::{hex, sha256};
pub use framework::{ActionPoint, Contrast, Criterion, Framework, Idea, Takes, Term, Value};
pub use goals::{GoalRules, T_AS_EXPECTED};
pub use indicator::{FigureKind, Indicator};
pub use load::{Proof, Unproved, documents, load, load_proved, template, templates};
pub use measure::{
    AnswerSheet, Better, Example, Formula, Improver, Item, Measure, Provenance, ReferenceSample, ReliabilityKind,
    Rule, Scale, Subject, Threshold,
};
pub use method::{FileChange, Method, MethodChange};
pub use pairing::Pairing;
pub use release_rules::{ReleaseProfile, ReleaseRules};
pub use roles::{Domain, OutcomesIndex, Roles, Status};
pub use statistics::{Rebase, Statistics};
pub use tables::{Field, Kind, OutputSchema, Personal, TableId, TableSchema};
pub use translation::{Translation, item_key};
pub use wording::Wording;

/// Every checked definition of a run.
#[derive(Debug, Clone)]
pub struct Definitions {
    /// The eight inputs, in the order of [`TableId::ALL`].
    pub tables: Vec<TableSchema>,
    /// The open tables that the run publishes, sorted by path.
    pub outputs: Vec<OutputSchema>,
    /// Sorted by id.
    pub measures: Vec<Measure>,
    pub goals: GoalRules,
    pub roles: Roles,
    pub framework: Framework,
    pub statistics: Statistics,
    /// All 100, in order of number.
    pub points: Vec<ActionPoint>,
    pub release: ReleaseRules,
    /// Ways of choosing a first and a last score, in the order of their file.
    pub pairings: Vec<Pairing>,
    /// The one of them that figures are made by.
    pub pairing: Pairing,
    /// How the exports of kinds of record system look, by id.
    pub profiles: Vec<settings::Profile>,
    /// How foreign exports are recognised.
    pub recognise: recognise::Recognise,
    pub wording: Wording,
    /// Wording in further languages, by id.
    pub translations: Vec<Translation>,
    /// What was read, for the run record: path below `schemas/`, SHA-256 of its bytes in hex, overridden or not.
    pub sources: Vec<Source>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub path: String,
    pub sha256: String,
    pub overridden: bool,
}

impl Definitions {
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.id == id)
    }

    /// The schema of an input; `None` only in a set of definitions that was not loaded.
    pub fn table(&self, id: TableId) -> Option<&TableSchema> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// A published table by its path, such as `data/indicators.csv`.
    pub fn output(&self, path: &str) -> Option<&OutputSchema> {
        self.outputs.iter().find(|output| output.path == path)
    }

    pub fn domain(&self, id: &str) -> Option<&Domain> {
        self.roles.domains.iter().find(|domain| domain.id == id)
    }

    pub fn point(&self, number: u8) -> Option<&ActionPoint> {
        self.points.iter().find(|point| point.number == number)
    }

    /// Has figures made by the pairing profile of this id; without such a profile nothing changes.
    pub fn pair_by(&mut self, id: &str) {
        if let Some(chosen) = self.pairings.iter().find(|pairing| pairing.id == id) {
            self.pairing = chosen.clone();
        }
    }
}

#[cfg(test)]
mod example_tests;
