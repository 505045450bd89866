//! Flags and `audit.toml` made ready: settings read and checked, definitions loaded, dates settled. The step that may
//! fail before any data is looked at.

use crate::cli::{CommonArgs, Only, OutputArgs};
use crate::definitions::settings::{self, ReportKind, Settings};
use crate::definitions::{self, Definitions, Faults};
use crate::intake::Export;
use crate::period::Period;
use crate::score;
use chrono::NaiveDate;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Why a job cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    #[error("{0}")]
    Faulty(#[from] Faults),
    #[error("{file} is a file. Give the folder that holds the exports.", file = .0.display())]
    NotAFolder(PathBuf),
    #[error("{file} is a packed folder. Unpack it first (in Windows: right click, “Extract all”), and give the folder that comes out.", file = .0.display())]
    Packed(PathBuf),
    #[error("There is no folder {folder}. Give the folder that holds the exports.", folder = .0.display())]
    NoFolder(PathBuf),
    #[error("“{0}” is not a quarter this service uses. Write it like {1}.")]
    NotAPeriod(String, String),
}

/// Everything a run needs to know, and nothing it has to look up.
pub struct Job {
    pub export: Export,
    pub settings: Settings,
    pub definitions: Definitions,
    /// Dates after this day are faults.
    pub limit: NaiveDate,
    /// Whether the limit is the day the program ran, because nobody said when the export was made.
    pub limit_is_today: bool,
    /// Printed on the reports; the newest date in the data when nobody said.
    pub dated: Option<NaiveDate>,
}

/// What to write, and where.
pub struct Target {
    pub out: PathBuf,
    /// Replace an earlier output.
    pub force: bool,
    /// Whether tables about single people are written, and whether as Parquet too.
    pub restricted: bool,
    pub parquet: bool,
    /// Whether the figures are written once more in the national layout.
    pub national: bool,
    pub period: Option<Period>,
    pub reports: BTreeSet<ReportKind>,
    /// Outputs that the same readers may hold.
    pub ledger: Vec<PathBuf>,
    /// Per cent of rows that may be left out; `None` when any number may.
    pub tolerance: Option<f64>,
}

impl Job {
    /// A folder of exports.
    pub fn of_folder(folder: &Path, common: &CommonArgs, today: NaiveDate) -> Result<Job, JobError> {
        is_folder(folder)?;
        let text = settings::text_of(folder)?;
        Job::new(Export::folder(folder), text.as_deref(), Some(&folder.join("schemas")), common, today)
    }

    /// The same work, where nothing will be recorded of what was read.
    #[must_use]
    pub fn unrecorded(self) -> Job {
        Job { export: self.export.without_digests(), ..self }
    }

    /// The sample data inside the program.
    pub fn of_sample(common: &CommonArgs, today: NaiveDate) -> Result<Job, JobError> {
        let files = SAMPLE.map(|(name, bytes)| (name.to_owned(), Cow::Borrowed(bytes)));
        Job::new(Export::embedded(files), Some(SAMPLE_SETTINGS), None, common, today)
    }

    fn new(
        export: Export,
        settings_text: Option<&str>,
        overrides: Option<&Path>,
        common: &CommonArgs,
        today: NaiveDate,
    ) -> Result<Job, JobError> {
        let overrides = overrides.filter(|folder| folder.is_dir());
        let mut definitions =
            proved(overrides).map_err(|faults| faults.and(faults_of_settings(settings_text, overrides)))?;
        let settings = settings::read_with(settings_text, &definitions.profiles)?;
        settings::agree(settings_text, &settings, &definitions)?;
        definitions.release = settings.release.applied_to(&definitions.release);
        definitions.statistics.rebases = settings.rebases.clone();
        definitions.pair_by(&settings.pairing);
        let said = common.dated.or(settings.extracted);
        Ok(Job {
            export,
            definitions,
            limit: said.unwrap_or(today),
            limit_is_today: said.is_none(),
            dated: said,
            settings,
        })
    }
}

/// The definitions alone, with a service's own where its folder holds an `audit.toml` and `schemas`, the pairing
/// profile that it chose and its small-number rules. Faults of its settings are for those who run it.
pub fn definitions_of(folder: &Path) -> Result<Definitions, Faults> {
    let own = folder.join("schemas");
    let is_a_service = settings::text_of(folder)?.is_some() && own.is_dir();
    let mut definitions = proved(is_a_service.then_some(own.as_path()))?;
    if let Ok(settings) = settings::read_with(settings::text_of(folder)?.as_deref(), &definitions.profiles) {
        definitions.pair_by(&settings.pairing);
        definitions.release = settings.release.applied_to(&definitions.release);
    }
    Ok(definitions)
}

/// Whether there are exports to be looked for at all.
pub fn is_folder(folder: &Path) -> Result<(), JobError> {
    match (folder.is_dir(), folder.is_file()) {
        (true, _) => Ok(()),
        (false, true) if folder.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip")) => {
            Err(JobError::Packed(folder.to_owned()))
        }
        (false, true) => Err(JobError::NotAFolder(folder.to_owned())),
        (false, false) => Err(JobError::NoFolder(folder.to_owned())),
    }
}

/// The same for a folder that is to get its `audit.toml` only now.
pub fn definitions_beside(folder: &Path) -> Result<Definitions, JobError> {
    let own = folder.join("schemas");
    Ok(proved(Some(own.as_path()).filter(|own| own.is_dir()))?)
}

/// A definition is believed when its worked examples come out as it says.
fn proved(overrides: Option<&Path>) -> Result<Definitions, Faults> {
    definitions::load_proved(overrides, &score::examples::unproved)
}

/// Faults of the settings that can be seen while definitions are faulty: those that depend on no definition of the service's.
fn faults_of_settings(settings_text: Option<&str>, overrides: Option<&Path>) -> Faults {
    let own_profiles = overrides.is_some_and(|folder| folder.join("profiles").is_dir());
    let shipped = definitions::load(None).ok().filter(|_| !own_profiles);
    let read = shipped.map(|shipped| settings::read_with(settings_text, &shipped.profiles));
    read.and_then(Result::err).unwrap_or_default()
}

impl Target {
    pub fn new(output: &OutputArgs, ledger: &[PathBuf], settings: &Settings) -> Result<Target, JobError> {
        Ok(Target {
            out: output.out.clone(),
            force: output.force,
            restricted: !output.no_restricted,
            parquet: output.parquet,
            national: output.national_format,
            period: output.period.as_deref().map(|id| period(id, settings)).transpose()?,
            reports: reports(&output.only, settings),
            ledger: ledger.to_vec(),
            tolerance: output.tolerance,
        })
    }
}

fn period(id: &str, settings: &Settings) -> Result<Period, JobError> {
    let example = match settings.quarters {
        settings::Quarters::Financial => "2026-27-Q2",
        settings::Quarters::Calendar => "2026-Q3",
    };
    Period::parse(id, settings.quarters).ok_or_else(|| JobError::NotAPeriod(id.to_owned(), example.to_owned()))
}

fn reports(only: &[Only], settings: &Settings) -> BTreeSet<ReportKind> {
    if only.is_empty() {
        return settings.reports.iter().copied().collect();
    }
    only.iter().filter_map(|only| only.report()).collect()
}

impl Only {
    fn report(self) -> Option<ReportKind> {
        match self {
            Only::Tables => None,
            Only::Commissioner => Some(ReportKind::Commissioner),
            Only::Audit => Some(ReportKind::Audit),
            Only::Team => Some(ReportKind::Team),
            Only::Public => Some(ReportKind::Public),
        }
    }
}

const SAMPLE_SETTINGS: &str = include_str!("../sample-data/audit.toml");

const SAMPLE: [(&str, &[u8]); 8] = [
    ("teams.csv", include_bytes!("../sample-data/teams.csv")),
    ("people.csv", include_bytes!("../sample-data/people.csv")),
    ("measures.csv", include_bytes!("../sample-data/measures.csv")),
    ("goals.csv", include_bytes!("../sample-data/goals.csv")),
    ("roles.csv", include_bytes!("../sample-data/roles.csv")),
    ("audit.csv", include_bytes!("../sample-data/audit.csv")),
    ("checklist.csv", include_bytes!("../sample-data/checklist.csv")),
    ("actions.csv", include_bytes!("../sample-data/actions.csv")),
];
