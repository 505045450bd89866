//! What the person at the keyboard sees: progress on work that takes longer than a second, what was found, what was made,
//! and the exit status. Messages for people go to standard error, what was asked for to standard output.

use chrono::NaiveDate;
use fingerpost::background::Background;
use fingerpost::cli::{Cli, Command, CommonArgs, MeasuresArgs, OutputArgs, status};
use fingerpost::definitions::wording::thousands;
use fingerpost::definitions::{self, Definitions, Wording};
use fingerpost::finding::Level;
use fingerpost::intake::Intake;
use fingerpost::job::{self, Job, JobError, Target};
use fingerpost::period::Later;
use fingerpost::pipeline::{self, Outcome, RunError, Stage};
use fingerpost::release::Exposed;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

mod about;
mod assurance;
mod backtest;
mod check;
mod explain;
mod init;
mod release;
mod time_left;
mod verify;

pub fn command(cli: &Cli, today: NaiveDate) -> u8 {
    match &cli.command {
        Command::Run(args) => {
            run(Job::of_folder(&args.folder, &args.output.common, today), &args.output, &args.ledger)
        }
        Command::Demo(output) => demo(Job::of_sample(&output.common, today), output),
        Command::Check(args) => check::command(args, today),
        Command::Verify(args) => verify::command(args),
        Command::Backtest(args) => backtest::command(args),
        Command::Init(args) => init::command(args),
        Command::Measures(args) => measures(args),
        Command::Explain(args) => explain::command(args),
        Command::Release(args) => release::command(args),
        Command::Assurance(args) => assurance::command(args, today),
        Command::Completions(args) => about::completions(args),
        Command::Man(args) => about::man(args),
    }
}

/// The faults that are planted in the sample come first, and should frighten nobody.
fn demo(job: Result<Job, JobError>, output: &OutputArgs) -> u8 {
    if let Some(job) = job.as_ref().ok().filter(|_| !output.common.quiet) {
        eprintln!("{}\n", job.definitions.wording.say("cli.demo", &[]));
    }
    run(job, output, &[])
}

fn run(job: Result<Job, JobError>, output: &OutputArgs, ledger: &[PathBuf]) -> u8 {
    let prepared = job.and_then(|job| Ok((Target::new(output, ledger, &job.settings)?, job)));
    let (target, job) = match prepared {
        Ok(prepared) => prepared,
        Err(error) => return not_started(&error),
    };
    let mut bar = Bar::new(&output.common, &job.definitions.wording);
    let stop = Stop::listen();
    let mut tell = |stage| {
        stop.at(stage);
        bar.tell(stage);
    };
    let outcome = pipeline::run(&job, &target, &mut tell, &|| stop.asked());
    bar.finish();
    match outcome {
        Ok(outcome) => {
            if output.common.json {
                print_line(&pretty(outcome.record.value()));
            }
            if !output.common.quiet {
                made(&job, &target, &outcome);
            }
            within_tolerance(&target, &outcome.intake)
        }
        Err(error) => failed(&error, &job.definitions.wording, &target.ledger),
    }
}

/// The definitions that a command about them uses, or how it ends without.
fn definitions_beside(folder: &Path) -> Result<Definitions, u8> {
    job::definitions_of(folder).map_err(|faults| {
        eprintln!("{faults}");
        status::FAULTY_DEFINITION
    })
}

fn not_started(error: &JobError) -> u8 {
    eprintln!("{error}");
    match error {
        JobError::Faulty(_) => status::FAULTY_DEFINITION,
        JobError::NoFolder(_) | JobError::NotAFolder(_) | JobError::Packed(_) => status::UNREADABLE_INPUT,
        JobError::NotAPeriod(..) => status::WRONG_USE,
    }
}

fn failed(error: &RunError, wording: &Wording, ledger: &[PathBuf]) -> u8 {
    match error {
        RunError::Stopped(intake) => {
            eprintln!("{}", wording.say("cli.stopped", &[]));
            findings(intake, wording, true);
            status::UNREADABLE_INPUT
        }
        RunError::Input(error) => {
            eprintln!("{}", error.message(wording));
            status::UNREADABLE_INPUT
        }
        RunError::NothingDated(intake) => {
            eprintln!("{}", wording.say("cli.nothing_dated", &[]));
            findings(intake, wording, false);
            status::UNREADABLE_INPUT
        }
        RunError::Earlier(error) => {
            eprintln!("{error}");
            status::UNREADABLE_INPUT
        }
        RunError::Outside { asked, first, last } => {
            eprintln!("{}", wording.say("cli.outside", &[("asked", asked), ("first", first), ("last", last)]));
            status::WRONG_USE
        }
        RunError::Refused(exposed) => {
            refused(exposed, !ledger.is_empty(), wording);
            status::RELEASE_REFUSED
        }
        RunError::Interrupted => {
            eprintln!("{}", wording.say("cli.interrupted", &[]));
            status::INTERRUPTED
        }
        RunError::Score(_) | RunError::Report(_) => {
            eprintln!("{}", wording.say("cli.internal", &[("error", &error.to_string())]));
            status::UNWRITABLE_OUTPUT
        }
        RunError::Publish(error) => {
            eprintln!("{error}");
            status::UNWRITABLE_OUTPUT
        }
    }
}

/// Which withheld figures could be worked out; never what they are.
fn refused(exposed: &[Exposed], has_ledger: bool, wording: &Wording) {
    eprintln!("{}", wording.say("cli.refused", &[]));
    for figure in exposed {
        let places = [
            ("period", figure.period.as_str()),
            ("unit", &figure.unit),
            ("group", &figure.category),
            ("indicator", &figure.indicator),
            ("folder", figure.told_by.as_deref().unwrap_or_default()),
        ];
        let key = if figure.told_by.is_some() { "cli.refused_told" } else { "cli.refused_figure" };
        eprintln!("  {}", wording.say(key, &places));
    }
    if exposed.iter().any(|figure| figure.told_by.is_some()) {
        eprintln!("{}", wording.say("cli.refused_told_mend", &[]));
    }
    if exposed.iter().any(|figure| figure.told_by.is_none()) {
        let key = if has_ledger { "cli.refused_ledger_mend" } else { "cli.refused_mend" };
        eprintln!("{}", wording.say(key, &[]));
    }
}

fn made(job: &Job, target: &Target, outcome: &Outcome) {
    let wording = &job.definitions.wording;
    read(&outcome.intake, wording);
    findings(&outcome.intake, wording, false);
    let reports = wording.count("count.reports", outcome.reports as u64, &[]);
    let start = target.out.join("index.html").display().to_string();
    eprintln!(
        "\n{}",
        wording.say("cli.made", &[("reports", &reports), ("period", &outcome.period), ("start", &start)])
    );
    outcome.later.iter().for_each(|later| say_later(later, &outcome.intake, wording));
    if target.restricted {
        eprintln!("{}", wording.say("cli.restricted", &[]));
    }
}

/// That a later quarter may be meant than the one that is reported.
fn say_later(later: &Later, intake: &Intake, wording: &Wording) {
    let newest = intake.newest.map_or_else(String::new, |day| Background::day_in_words(wording, day));
    let places = [("newest", newest.as_str()), ("later", &later.period.id)];
    let words = match later.forms_only_there {
        true => wording.say("cli.forms_later", &places),
        false => wording.say("cli.later", &places),
    };
    eprintln!("{words}");
}

/// Rows read, used and left out, file by file.
fn read(intake: &Intake, wording: &Wording) {
    eprintln!("{}", wording.say("cli.read", &[]));
    let width = intake.files.iter().map(|file| file.file.len()).max().unwrap_or_default();
    for file in &intake.files {
        let [used, left] = [file.rows_used, file.rows_left_out].map(thousands);
        let rows = wording.count("count.rows", file.rows_read, &[]);
        let words = wording.say("cli.read_file", &[("read", &rows), ("used", &used), ("left_out", &left)]);
        eprintln!("  {:width$}  {words}", file.file);
    }
}

/// Files that lie in the folder and hold no table, as far as anybody has said.
fn unread(intake: &Intake, wording: &Wording) {
    if !intake.unread.is_empty() {
        eprintln!("{}", wording.say("cli.unread", &[("files", &intake.unread.join(", "))]));
    }
}

/// Of several, the first is told, and others of the kind may say it of something else.
fn such_as(count: u64, place: &str, wording: &Wording) -> String {
    if count == 1 { place.to_owned() } else { wording.say("cli.such_as", &[("place", place)]) }
}

/// What was found, most consequential first; every place of a fault that stops.
fn findings(intake: &Intake, wording: &Wording, stopping_only: bool) {
    for level in [Level::Stops, Level::LeftOut, Level::Look] {
        let tallies: Vec<_> = intake.findings.tallies().filter(|tally| tally.level == level).collect();
        if tallies.is_empty() || (stopping_only && level != Level::Stops) {
            continue;
        }
        eprintln!("\n{}", wording.say(&format!("cli.level.{}", level.key()), &[]));
        for tally in tallies {
            let place = tally.first.first().map_or_else(String::new, |place| place.words(wording));
            let place = such_as(tally.count, &place, wording);
            eprintln!("  {:>7}  {}  {}", thousands(tally.count), place, tally.message(wording));
            let help = tally.help(wording);
            if !help.is_empty() {
                eprintln!("           {help}");
            }
        }
    }
}

fn within_tolerance(target: &Target, intake: &Intake) -> u8 {
    let totals = intake.totals();
    let share = 100.0 * totals.left_out as f64 / (totals.read as f64).max(1.0);
    match target.tolerance {
        Some(most) if share > most => status::BEYOND_TOLERANCE,
        _ => status::DONE,
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

fn measures(args: &MeasuresArgs) -> u8 {
    let definitions = match definitions_beside(&args.folder) {
        Ok(definitions) => definitions,
        Err(status) => return status,
    };
    match &args.id {
        None => list(&definitions, args.json),
        Some(id) => one(&definitions, id, args.json),
    }
}

fn list(definitions: &Definitions, as_json: bool) -> u8 {
    if as_json {
        let all: Vec<Value> = definitions.measures.iter().map(definitions::Measure::for_record).collect();
        print_line(&pretty(&json!(all)));
        return status::DONE;
    }
    let width = definitions.measures.iter().map(|measure| measure.id.len()).max().unwrap_or_default();
    for measure in &definitions.measures {
        let sure = definitions.wording.say(&format!("cli.measures.{}", measure.least_sure().key()), &[]);
        print_line(&format!("{:width$}  {}  ({sure})", measure.id, measure.title));
    }
    eprintln!("\n{}", definitions.wording.say("cli.measures.more", &[]));
    status::DONE
}

fn one(definitions: &Definitions, id: &str, as_json: bool) -> u8 {
    let Some(measure) = definitions.measure(id) else {
        let known = definitions.measures.iter().map(|measure| measure.id.as_str());
        let template = definitions::templates().iter().any(|template| template == id);
        let (key, nearest) = match definitions::nearest(id, known) {
            _ if template => ("cli.measures.template", ""),
            Some(nearest) => ("cli.measures.unknown", nearest),
            None => ("cli.measures.unknown_far", ""),
        };
        eprintln!("{}", definitions.wording.say(key, &[("id", id), ("nearest", nearest)]));
        return status::WRONG_USE;
    };
    if as_json {
        print_line(&pretty(&measure.for_record()));
    } else {
        print_text(&measure.in_words(definitions));
    }
    status::DONE
}

/// Ctrl-C, and the other ways of asking a program to stop. Until files are written the program simply ends; from then on
/// it finishes the file at hand, removes what it wrote, and says so.
#[derive(Clone)]
struct Stop {
    writing: Arc<AtomicBool>,
    asked: Arc<AtomicBool>,
}

impl Stop {
    fn listen() -> Stop {
        let stop = Stop { writing: Arc::default(), asked: Arc::default() };
        let heard = stop.clone();
        let listening = ctrlc::set_handler(move || {
            heard.asked.store(true, Ordering::SeqCst);
            if !heard.writing.load(Ordering::SeqCst) {
                std::process::exit(i32::from(status::INTERRUPTED));
            }
        });
        if let Err(error) = listening {
            eprintln!("{error}");
        }
        stop
    }

    fn at(&self, stage: Stage) {
        self.writing.store(stage == Stage::Writing, Ordering::SeqCst);
    }

    fn asked(&self) -> bool {
        self.asked.load(Ordering::SeqCst)
    }
}

/// Progress, shown only when the work takes longer than a second and nobody asked for silence.
struct Bar<'a> {
    started: Instant,
    bar: Option<ProgressBar>,
    wanted: bool,
    wording: &'a Wording,
}

const NOTHING_SHOWN_FOR: Duration = Duration::from_secs(1);

impl Bar<'_> {
    fn new<'a>(common: &CommonArgs, wording: &'a Wording) -> Bar<'a> {
        Bar { started: Instant::now(), bar: None, wanted: !common.quiet, wording }
    }

    fn tell(&mut self, stage: Stage) {
        if !self.wanted || self.started.elapsed() < NOTHING_SHOWN_FOR {
            return;
        }
        let bar = self.bar.get_or_insert_with(spinner);
        let stage_in_words = |stage: &str| self.wording.say(&format!("cli.stage.{stage}"), &[]);
        let message = match stage {
            Stage::Reading { table, rows, bytes, of_bytes } => {
                let rows = self.wording.count("count.rows", rows, &[]);
                let so_far = format!("{} {}: {rows}", stage_in_words("reading"), table.name());
                let left = time_left::time_left(self.wording, self.started.elapsed(), bytes, of_bytes);
                left.map_or(so_far.clone(), |left| format!("{so_far}, {left}"))
            }
            Stage::Scoring => stage_in_words("scoring"),
            Stage::Counting { done, of } => format!("{} {}/{of}", stage_in_words("counting"), done + 1),
            Stage::Protecting => stage_in_words("protecting"),
            Stage::Composing => stage_in_words("composing"),
            Stage::Writing => stage_in_words("writing"),
        };
        bar.set_message(message);
        bar.tick();
    }

    fn finish(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

fn spinner() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}  {elapsed}") {
        bar.set_style(style);
    }
    bar
}

/// Prints what was asked for. Whoever reads it may stop early, as `head` does; that is no fault.
fn print_text(text: &str) {
    let printed = std::io::stdout().lock().write_all(text.as_bytes());
    if let Some(error) = printed.err().filter(|error| error.kind() != std::io::ErrorKind::BrokenPipe) {
        eprintln!("{error}");
    }
}

fn print_line(line: &str) {
    print_text(&format!("{line}\n"));
}
