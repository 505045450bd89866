//! The whole run on one page: exports to checked rows, to scores, to figures, to what may leave the building, to drawings
//! and reports, to files that appear together or not at all.

use crate::background::{Background, faults_by_team};
use crate::check::{Cells, Checked};
use crate::definitions::settings::{Quarters, TrendUnit};
use crate::definitions::{Definitions, TableId};
use crate::indicators::{self, Basis, Figures, Units, catalogue};
use crate::intake::{self, Earlier, EarlierError, Intake, IntakeError};
use crate::job::{Job, Target};
use crate::period::{Later, Period};
use crate::publish::{self, File, Output, PublishError};
use crate::record::{self, Record};
use crate::release::outputs::{OutputsError, Tried};
use crate::release::{self, Exact, Exposed, Release};
use crate::reports;
use crate::score::{self, Goal, Results, ScoreError, Scored};
use crate::table::{LongTable, Table};
use chrono::NaiveDate;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Why there is no output.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error("{0}")]
    Input(#[from] IntakeError),
    /// Findings that stop a run: figures made from these data would be wrong.
    #[error("The data hold faults that stop the run.")]
    Stopped(Box<Intake>),
    /// No accepted row has a date, so there is no quarter to report on.
    #[error("no accepted row has a date")]
    NothingDated(Box<Intake>),
    /// The quarter asked for lies outside the data: its id, and the first and last that lie inside.
    #[error("the quarter asked for lies outside the data")]
    Outside { asked: String, first: String, last: String },
    /// Stopped by the person before anything took its name.
    #[error("stopped")]
    Interrupted,
    /// A withheld figure could be worked out from what would be shown.
    #[error("the release could not be made safe")]
    Refused(Vec<Exposed>),
    /// What was named under `--ledger` is no earlier output.
    #[error(transparent)]
    Earlier(#[from] EarlierError),
    #[error(transparent)]
    Score(#[from] ScoreError),
    #[error(transparent)]
    Report(#[from] reports::ReportError),
    #[error("{0}")]
    Publish(PublishError),
}

/// Why outputs cannot be attacked.
#[derive(Debug, thiserror::Error)]
pub enum AttackError {
    #[error(transparent)]
    Unreadable(#[from] EarlierError),
    #[error(transparent)]
    Outputs(#[from] OutputsError),
}

impl From<PublishError> for RunError {
    fn from(error: PublishError) -> RunError {
        match error {
            PublishError::Stopped => RunError::Interrupted,
            error => RunError::Publish(error),
        }
    }
}

/// Where the run is, for whoever is waiting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stage {
    /// Bytes of all files read so far, and how many there are, where that is known.
    Reading {
        table: TableId,
        rows: u64,
        bytes: u64,
        of_bytes: Option<u64>,
    },
    Scoring,
    Counting {
        done: usize,
        of: usize,
    },
    Protecting,
    Composing,
    Writing,
}

/// What happened, for the person who ran it.
pub struct Outcome {
    pub intake: Intake,
    pub record: Record,
    /// The quarter reported on, in words.
    pub period: String,
    /// How many reports were made.
    pub reports: usize,
    /// A later quarter that may be meant, although no row reaches to its end; none where a quarter was asked for.
    pub later: Option<Later>,
}

/// Reads and checks only.
pub fn check(job: &Job, tell: &mut dyn FnMut(Stage)) -> Result<Intake, RunError> {
    let mut told = |progress: intake::Progress<'_>| {
        let intake::Progress { table, rows, bytes, of_bytes, .. } = progress;
        tell(Stage::Reading { table, rows, bytes, of_bytes });
    };
    Ok(intake::read(&job.export, &job.settings, &job.definitions, job.limit, &mut told)?)
}

/// Attacks outputs that exist already, from what they print.
pub fn attack(outputs: &[PathBuf], definitions: &Definitions) -> Result<Tried, AttackError> {
    let outputs = outputs.iter().map(|folder| intake::earlier(folder)).collect::<Result<Vec<_>, _>>()?;
    let restricted = outputs.iter().any(|output| output.pairing_restricts);
    Ok(release::outputs::attack(&outputs, &indicators::all_paired(definitions, restricted))?)
}

/// Writes the list that a check hands back: all of it or nothing. Where cells are shown, only the owner of the account
/// may read it.
pub fn hand_back(
    job: &Job,
    read: Result<&Intake, &IntakeError>,
    out: &Path,
    cells: Cells,
    stopped: &dyn Fn() -> bool,
) -> Result<(), RunError> {
    let date = Background::day_in_words(&job.definitions.wording, check_date(job, read));
    let wording = &job.definitions.wording;
    let checked = Checked { read, wording, provider: &job.settings.provider, date: &date, cells };
    let tables = [checked.findings(), checked.places(), checked.rejected()];
    let tables = tables.iter().map(|table| (format!("{}.csv", table.name), publish::csv(table)));
    let page = ("findings.html".to_owned(), checked.page().into_bytes());
    let file = |(path, bytes)| match cells {
        Cells::Shown => File::restricted(path, bytes),
        Cells::Hidden => File::public(path, bytes),
    };
    let mut files: Vec<File> = tables.chain([page]).map(file).collect();
    let record = record::check_record(job, read.ok(), &files.iter().map(File::written).collect::<Vec<_>>());
    files.push(file((publish::CHECK_RECORD.to_owned(), record.json())));
    Ok(publish::write(out, &files, stopped)?)
}

/// The day that the page of a check carries: as reports do, and the last day that is no fault where nothing was read.
fn check_date(job: &Job, read: Result<&Intake, &IntakeError>) -> NaiveDate {
    read.map_or(job.dated.unwrap_or(job.limit), |intake| Background::printed_date(job, intake))
}

/// The whole run. Between files, and before the output takes its name, `stopped` is asked whether to give up.
pub fn run(
    job: &Job,
    target: &Target,
    tell: &mut dyn FnMut(Stage),
    stopped: &dyn Fn() -> bool,
) -> Result<Outcome, RunError> {
    publish::check_target(&target.out, target.force, publish::RECORD)?;
    let ledger = target.ledger.iter().map(|folder| intake::earlier(folder)).collect::<Result<Vec<_>, _>>()?;
    let before = ledger.iter().max_by_key(|one| &one.period).map(|one| (one.period.clone(), one.method.clone()));
    let intake = believed(check(job, tell)?)?;
    tell(Stage::Scoring);
    let scored = score::score(&intake.rows, &job.definitions)?;
    let period = period(job, target, &intake, oldest(&scored.goals, &intake))?;
    let units = Units::new(&intake.rows, &job.settings);
    let results = score::at(&scored, &intake.rows, &job.definitions, &period);
    let release = figures(job, &intake, (&scored, &results), &units, &period, ledger, tell)?;

    tell(Stage::Composing);
    let background = Background::new(job, &intake, &units, &period, before.as_ref(), target.restricted);
    let words = background.period_words();
    let (files, reports) = open_files(job, target, &intake, &release, background)?;
    tell(Stage::Writing);
    // Nothing about single people is written before it is known that there will be an output.
    let mut output = Output::beside(&target.out, stopped)?;
    if target.restricted {
        person_level(job, target, &intake, (&scored, &results), &mut output)?;
    }
    files.iter().try_for_each(|file| output.add(file))?;
    let record = record::record(job, &intake, &release, &output.written());
    output.add(&File::public(publish::RECORD, record.json()))?;
    output.take_name()?;
    let later = later(job, &intake, &period).filter(|_| target.period.is_none());
    Ok(Outcome { intake, record, period: words, reports, later })
}

/// The quarter that somebody may rather want than the one that is reported.
fn later(job: &Job, intake: &Intake, period: &Period) -> Option<Later> {
    let exported = Some(job.limit).filter(|_| !job.limit_is_today);
    period.later(intake.newest?, exported, forms(intake), job.settings.quarters)
}

/// The day of every form.
fn forms(intake: &Intake) -> impl Iterator<Item = NaiveDate> + Clone {
    intake.rows.measures.iter().flatten().flat_map(|sheets| &sheets.sheets).map(|form| form.on)
}

/// Data that figures may be made from; a table without rows is as good as none.
fn believed(mut intake: Intake) -> Result<Intake, RunError> {
    if intake.findings.stops() {
        return Err(RunError::Stopped(Box::new(intake)));
    }
    if intake.newest.is_none() {
        return Err(RunError::NothingDated(Box::new(intake)));
    }
    intake.rows.forget_empty_tables();
    Ok(intake)
}

/// The quarter that a run reports where none is asked for, and one that may rather be meant; none where an export holds no
/// day, or stops a run.
pub fn unasked(job: &Job, intake: &Intake) -> Option<(Period, Option<Later>)> {
    let newest = intake.newest.filter(|_| !intake.findings.stops())?;
    let goals = score::gather(intake.rows.goals.as_deref().unwrap_or_default());
    let quarters = job.settings.quarters;
    let period = usual(newest, first_day(intake, newest, oldest(&goals, intake)), quarters);
    let later = later(job, intake, &period);
    Some((period, later))
}

/// The last quarter that had ended by the newest date in the data, and never one before the oldest.
fn usual(newest: NaiveDate, oldest: NaiveDate, quarters: Quarters) -> Period {
    let (ended, first) = (Period::last_ended_by(newest, quarters), Period::quarter_holding(oldest, quarters));
    if ended.end < first.start { first } else { ended }
}

/// Of spells alone figures can be made from the day on which the first one began.
fn first_day(intake: &Intake, newest: NaiveDate, oldest: NaiveDate) -> NaiveDate {
    let spells = intake.rows.people.iter().flatten().map(|spell| spell.start);
    if oldest == NaiveDate::MAX { spells.min().unwrap_or(newest) } else { oldest.min(newest) }
}

/// The quarter asked for, or else the usual one.
fn period(job: &Job, target: &Target, intake: &Intake, oldest: NaiveDate) -> Result<Period, RunError> {
    let newest = intake.newest.unwrap_or(job.limit);
    let quarters = job.settings.quarters;
    let oldest = first_day(intake, newest, oldest);
    let Some(asked) = &target.period else { return Ok(usual(newest, oldest, quarters)) };
    // What was exported later tells of nobody new until then.
    let known_until = if job.limit_is_today { newest } else { newest.max(job.limit) };
    if asked.start > known_until || asked.end < oldest {
        return Err(RunError::Outside {
            asked: asked.id.clone(),
            first: Period::quarter_holding(oldest, quarters).id,
            last: Period::quarter_holding(newest, quarters).id,
        });
    }
    Ok(asked.clone())
}

/// Exact figures of every period needed, protected.
fn figures(
    job: &Job,
    intake: &Intake,
    (scored, results): (&Scored, &Results),
    units: &Units,
    period: &Period,
    ledger: Vec<Earlier>,
    tell: &mut dyn FnMut(Stage),
) -> Result<Release, RunError> {
    let indicators = catalogue(&intake.rows, &job.definitions);
    let definitions = &job.definitions;
    let wanted = (0..indicators.len()).collect();
    let basis = Basis { scored, rows: &intake.rows, definitions, units, indicators: &indicators, wanted };

    let current = indicators::figures(&basis, results, &job.settings.breakdowns);

    let basis = Basis { wanted: release::looked_at_over_time(&indicators, &definitions.framework), ..basis };
    let periods = period.up_to(oldest(&scored.goals, intake), job.settings.trend, job.settings.quarters);
    let mut series = Vec::new();
    for at_once in periods.chunks(rayon::current_num_threads()) {
        tell(Stage::Counting { done: series.len(), of: periods.len() });
        series.par_extend(at_once.par_iter().map(|period| everybody(&basis, period)));
    }
    let before = period.previous(job.settings.quarters);
    let previous = match job.settings.trend {
        TrendUnit::Quarter => series.iter().find(|figures| figures.period == before).cloned(),
        TrendUnit::Month => Some(everybody(&basis, &before)),
    };
    tell(Stage::Protecting);
    let exact = Exact { current, previous, series, ledger, faults_by_team: faults_by_team(&intake.findings) };
    release::protect(exact, units, indicators, definitions).map_err(RunError::Refused)
}

/// Figures of one period without groups.
fn everybody(basis: &Basis, period: &Period) -> Figures {
    let results = score::at(basis.scored, basis.rows, basis.definitions, period);
    indicators::figures(basis, &results, &[])
}

/// The oldest day a figure can be made for.
fn oldest(goals: &[Goal], intake: &Intake) -> NaiveDate {
    let goals = goals.iter().map(|goal| goal.set_on);
    let roles = intake.rows.roles.iter().flatten().map(|row| row.on);
    let audits = intake.rows.audit.iter().flatten().map(|row| row.on);
    forms(intake).chain(goals).chain(roles).chain(audits).min().unwrap_or(NaiveDate::MAX)
}

/// Everything that may leave the building, and how many reports are among it.
fn open_files(
    job: &Job,
    target: &Target,
    intake: &Intake,
    release: &Release,
    background: Background,
) -> Result<(Vec<File>, usize), RunError> {
    let backgrounds = background.in_every_language();
    let english = &backgrounds[0];
    let reports = reports::plan(release, &backgrounds, &target.reports);
    let wording = &job.definitions.wording;
    let tables = [
        release::tables::indicators(release, wording),
        release::tables::values(release, &job.definitions),
        release::tables::trends(release),
        intake.findings.table(wording),
    ];
    // The same figures once more, so the workbook has no sheet of it.
    let national = target.national.then(|| release::national(release, wording));
    let written: Vec<&Table> = tables.iter().chain(&national).collect();
    let mut files: Vec<File> =
        written.iter().map(|table| File::public(format!("data/{}.csv", table.name), publish::csv(table))).collect();
    files.push(File::public("data/indicators.xlsx", reports::workbook(&tables, english)?));
    files.push(File::public("data/datapackage.json", record::datapackage(job, intake, english, &written)));
    let reports_written = reports::written(&reports, release, english)?;
    files.extend(reports_written.into_iter().map(|(path, bytes)| File::public(path, bytes)));
    Ok((files, reports.len()))
}

/// The tables about single people, of the reporting period, and the rows that were left out.
fn person_level(
    job: &Job,
    target: &Target,
    intake: &Intake,
    (scored, results): (&Scored, &Results),
    output: &mut Output,
) -> Result<(), PublishError> {
    let mut add = |table: &LongTable| {
        output.add_table(table)?;
        let schema = job.definitions.outputs.iter().find(|schema| schema.name == table.name);
        schema.filter(|_| target.parquet).map_or(Ok(()), |schema| output.add_parquet(table, schema))
    };
    score::export::each_table(scored, results, &intake.rows, &job.definitions, &mut add)?;
    add(&intake.rejected(&job.definitions.wording).long())
}
