//! The command line as typed: checked for shape, nothing looked up yet.

use chrono::NaiveDate;
use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

pub mod status;

/// A path of the command line, as it was meant.
fn path() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(as_meant).map(PathBuf::from)
}

/// Windows takes the quotation mark that closes `"C:\exports\"` for a part of the
/// path; no name of a file may hold one there.
fn as_meant(word: OsString) -> OsString {
    match word.to_str().and_then(|text| text.strip_suffix('"')) {
        Some(text) if cfg!(windows) => OsString::from(text),
        _ => word,
    }
}

/// Turns the exports of a recovery-oriented mental health service into audits, commissioner reports and team packs.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    bin_name = "fingerpost",
    after_help = "Nothing leaves this computer: Fingerpost makes no network connection."
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check, score, protect, draw and write all reports
    Run(RunArgs),
    /// Read and check only; say what is wrong, where, and how to mend it
    Check(CheckArgs),
    /// Make all reports from the invented sample data inside the program
    Demo(OutputArgs),
    /// Say whether anything in an output folder has changed since it was made
    Verify(VerifyArgs),
    /// Compare an output with figures worked out before, say in Excel, and say what would explain each difference
    Backtest(BacktestArgs),
    /// Look at the exports in a folder and write a first audit.toml, every guess marked as one
    Init(InitArgs),
    /// List the instruments, or print the rules of one and where each rule comes from
    Measures(MeasuresArgs),
    /// Say in words how a figure is made, or what a finding means and how to mend it
    Explain(ExplainArgs),
    /// Attack outputs that exist already: can a withheld figure be worked out from what they print?
    Release(ReleaseArgs),
    /// Write what IT and governance ask for: data, network, packages, safety, drafts to judge and sign
    Assurance(AssuranceArgs),
    /// Print what makes a shell complete these commands with the Tab key
    Completions(CompletionsArgs),
    /// Print the manual page, for man
    Man(ManArgs),
}

#[derive(Debug, Args)]
pub struct RunArgs {
    /// Folder with the exports and, if there is one, audit.toml
    #[arg(default_value = ".", value_parser = path())]
    pub folder: PathBuf,
    /// Folder of an earlier output that the same readers may hold (may be given several times): nothing can be worked out
    /// by laying it beside this one
    #[arg(long, value_name = "OUT", value_parser = path())]
    pub ledger: Vec<PathBuf>,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Debug, Args)]
pub struct OutputArgs {
    /// Quarter to report on, such as 2026-27-Q2; the last one that had ended by the newest date, if not given
    #[arg(long, value_name = "QUARTER")]
    pub period: Option<String>,
    /// Folder to write; it appears complete or not at all
    #[arg(long, value_name = "FOLDER", default_value = "out", value_parser = path())]
    pub out: PathBuf,
    /// Replace an earlier output in that folder
    #[arg(long)]
    pub force: bool,
    /// Make only these (may be given several times); the tables and the index are always made
    #[arg(long, value_name = "WHAT", value_enum)]
    pub only: Vec<Only>,
    /// Leave out the person-level tables
    #[arg(long)]
    pub no_restricted: bool,
    /// Write the person-level tables as Parquet too, for a data warehouse
    #[arg(long, conflicts_with = "no_restricted")]
    pub parquet: bool,
    /// Write the figures once more in the long layout of England's national statistics, data/national.csv
    #[arg(long)]
    pub national_format: bool,
    /// Most rows that may be left out, in per cent of those read, before the exit status becomes 1
    #[arg(long, value_name = "PERCENT", value_parser = per_cent)]
    pub tolerance: Option<f64>,
    #[command(flatten)]
    pub common: CommonArgs,
}

#[derive(Debug, Args)]
pub struct CommonArgs {
    /// The day the export was made, YYYY-MM-DD: dates after it are faults, and it is printed on the reports
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub dated: Option<NaiveDate>,
    /// Say nothing but errors
    #[arg(long)]
    pub quiet: bool,
    /// Print what happened as JSON on standard output
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Folder with the exports and, if there is one, audit.toml
    #[arg(default_value = ".", value_parser = path())]
    pub folder: PathBuf,
    /// Folder for the list to send back: a page, tables of findings and places, and the rows left out
    #[arg(long, value_name = "FOLDER", value_parser = path())]
    pub out: Option<PathBuf>,
    /// Replace an earlier list in that folder
    #[arg(long, requires = "out")]
    pub force: bool,
    /// Hide what stood in cells, so that the list can be passed on; places, reasons and mends stay
    #[arg(long)]
    pub mask: bool,
    #[command(flatten)]
    pub common: CommonArgs,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Files are compared with the digests in the folder's run.json. Somebody who changes a file and \
                        run.json to fit it is not found out: where that matters, keep a copy of run.json elsewhere.\n\n\
                        Exit status: 0 nothing has changed, 1 something has, 4 the folder or a file in it cannot be read."
)]
pub struct VerifyArgs {
    /// The output folder, wherever it stands now
    #[arg(default_value = "out", value_parser = path())]
    pub folder: PathBuf,
    /// Say nothing but errors; the exit status tells
    #[arg(long)]
    pub quiet: bool,
    /// Print what was found as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "EARLIER is a table with the columns indicator, unit and value, and, where wanted, period, breakdown and \
                        category. A figure agrees when it comes out as the number that was typed, to the digits that were \
                        typed. Nothing is tried on a figure that is withheld.\n\n\
                        Exit status: 0 all that can be compared agree, 1 some differ, 4 a file or a row cannot be read."
)]
pub struct BacktestArgs {
    /// The output folder
    #[arg(value_name = "OUT", value_parser = path())]
    pub folder: PathBuf,
    /// Table of the service's own earlier figures, a row for each
    #[arg(value_name = "EARLIER", value_parser = path())]
    pub earlier: PathBuf,
    /// Folder with audit.toml, whose own schemas, if it has any, are used
    #[arg(long = "folder", value_name = "FOLDER", default_value = ".", value_parser = path())]
    pub definitions: PathBuf,
    /// Say nothing but errors; the exit status tells
    #[arg(long)]
    pub quiet: bool,
    /// Print what was found as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct InitArgs {
    /// Folder with the exports
    #[arg(default_value = ".", value_parser = path())]
    pub folder: PathBuf,
}

#[derive(Debug, Args)]
pub struct MeasuresArgs {
    /// Id of one instrument, such as reqol-10
    pub id: Option<String>,
    /// Folder with audit.toml, whose own schemas, if it has any, are used
    #[arg(long, value_name = "FOLDER", default_value = ".", value_parser = path())]
    pub folder: PathBuf,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Id of an indicator (improved.qpr-15.total), criterion (criterion.asked) or value (value.recovery), or code of a finding
    /// (date-in-future)
    #[arg(required_unless_present = "list")]
    pub id: Option<String>,
    /// List every id and code that can be explained
    #[arg(long, conflicts_with = "id")]
    pub list: bool,
    /// Folder with audit.toml, whose own schemas, if it has any, are used
    #[arg(long, value_name = "FOLDER", default_value = ".", value_parser = path())]
    pub folder: PathBuf,
    /// Folder of an output: also say what the figure is there, for every unit
    #[arg(long, value_name = "OUT", conflicts_with = "list", value_parser = path())]
    pub out: Option<PathBuf>,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct ReleaseArgs {
    /// Folders of outputs that the same readers hold, attacked together
    #[arg(long, value_name = "OUT", num_args = 1.., required = true, value_parser = path())]
    pub check: Vec<PathBuf>,
    /// Folder with audit.toml, whose own schemas, if it has any, are used
    #[arg(long, value_name = "FOLDER", default_value = ".", value_parser = path())]
    pub folder: PathBuf,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct AssuranceArgs {
    /// Folder to write; it appears complete or not at all
    #[arg(long, value_name = "FOLDER", default_value = "assurance", value_parser = path())]
    pub out: PathBuf,
    /// Replace an earlier pack in that folder
    #[arg(long)]
    pub force: bool,
    /// Folder with audit.toml, whose own schemas and small-number rules, if it has any, are described
    #[arg(long, value_name = "FOLDER", default_value = ".", value_parser = path())]
    pub folder: PathBuf,
    /// The day printed on the documents, YYYY-MM-DD; today, if not given
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub dated: Option<NaiveDate>,
    /// Say nothing but errors
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
pub struct CompletionsArgs {
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub struct ManArgs {
    /// The command to describe, such as check; the program as a whole, if not given
    pub command: Option<String>,
}

fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| "write the day as year-month-day, such as 2026-10-09".to_owned())
}

fn per_cent(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| (0.0..=100.0).contains(number));
    number.ok_or_else(|| "write a number from 0 to 100".to_owned())
}

/// The kinds of output that can be asked for alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Only {
    /// No reports: the open and person-level tables
    Tables,
    Commissioner,
    Audit,
    Team,
    Public,
}
