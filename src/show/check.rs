//! `fingerpost check`: what was read, what is wrong and where, what it does to each team, and the list to send back.

use super::{Bar, Stop, failed, not_started, pretty, print_line, read, say_later, status, unread};
use chrono::NaiveDate;
use fingerpost::background::Background;
use fingerpost::check::{self, Cells, Checked, Entry, FileFaults, Kind, LEVELS, by_file};
use fingerpost::cli::CheckArgs;
use fingerpost::definitions::Wording;
use fingerpost::definitions::wording::thousands;
use fingerpost::finding::Level;
use fingerpost::intake::{Intake, IntakeError};
use fingerpost::job::Job;
use fingerpost::pipeline::{self, RunError, Stage};
use fingerpost::publish;
use serde_json::{Value, json};
use std::path::Path;

pub fn command(args: &CheckArgs, today: NaiveDate) -> u8 {
    let job = match Job::of_folder(&args.folder, &args.common, today) {
        Ok(job) if args.out.is_none() => job.unrecorded(),
        Ok(job) => job,
        Err(error) => return not_started(&error),
    };
    let wording = &job.definitions.wording;
    let target = args.out.as_deref().map(|out| publish::check_target(out, args.force, publish::CHECK_RECORD));
    if let Some(Err(error)) = target {
        return failed(&error.into(), wording, &[]);
    }
    let mut bar = Bar::new(&args.common, wording);
    let read = pipeline::check(&job, &mut |stage| bar.tell(stage));
    bar.finish();
    match read {
        Ok(intake) => told(args, &job, &intake),
        Err(RunError::Input(error)) => unreadable(args, &job, error),
        Err(error) => failed(&error, wording, &[]),
    }
}

fn told(args: &CheckArgs, job: &Job, intake: &Intake) -> u8 {
    let wording = &job.definitions.wording;
    if args.common.json {
        print_line(&pretty(&data(intake, wording)));
    }
    if !args.common.quiet {
        in_words(args, job, intake);
    }
    if let Err(error) = handed_back(args, job, Ok(intake)) {
        return failed(&error, wording, &[]);
    }
    if intake.findings.stops() { status::UNREADABLE_INPUT } else { status::DONE }
}

fn unreadable(args: &CheckArgs, job: &Job, error: IntakeError) -> u8 {
    let checked = checked(args, job, Err(&error));
    for stop in &error.stops {
        eprintln!("{}", checked.stop_in_words(stop));
    }
    match handed_back(args, job, Err(&error)) {
        Ok(()) => status::UNREADABLE_INPUT,
        Err(error) => failed(&error, &job.definitions.wording, &[]),
    }
}

fn cells(args: &CheckArgs) -> Cells {
    if args.mask { Cells::Hidden } else { Cells::Shown }
}

fn checked<'a>(args: &CheckArgs, job: &'a Job, read: Result<&'a Intake, &'a IntakeError>) -> Checked<'a> {
    let wording = &job.definitions.wording;
    Checked { read, wording, provider: &job.settings.provider, date: "", cells: cells(args) }
}

/// Writes the list where it is asked for, and says where it is or how to get it.
fn handed_back(args: &CheckArgs, job: &Job, read: Result<&Intake, &IntakeError>) -> Result<(), RunError> {
    let wording = &job.definitions.wording;
    let clean = read.is_ok_and(|intake| intake.findings.is_empty());
    let Some(out) = &args.out else {
        if !clean && !args.common.quiet {
            eprintln!("\n{}", wording.say("check.nothing_written", &[]));
        }
        return Ok(());
    };
    let stop = Stop::listen();
    stop.at(Stage::Writing);
    pipeline::hand_back(job, read, out, cells(args), &|| stop.asked())?;
    if !clean && !args.common.quiet {
        written(out, cells(args), wording);
    }
    Ok(())
}

fn written(out: &Path, cells: Cells, wording: &Wording) {
    let page = out.join("findings.html").display().to_string();
    let key = match cells {
        Cells::Shown => "check.written",
        Cells::Hidden => "check.written_masked",
    };
    eprintln!("\n{}", wording.say(key, &[("page", &page)]));
}

fn in_words(args: &CheckArgs, job: &Job, intake: &Intake) {
    let (wording, checked) = (&job.definitions.wording, checked(args, job, Ok(intake)));
    if checked.is_clean() {
        eprintln!("{}", checked.rows(intake));
        not_read(intake, wording);
        quarter(job, intake);
        return taken(job, intake);
    }
    read(intake, wording);
    not_read(intake, wording);
    quarter(job, intake);
    taken(job, intake);
    let files = by_file(intake, wording);
    for level in LEVELS {
        of_level(level, &files, wording, cells(args));
    }
    effects(intake, wording);
    for kind in intake.listed_in_part() {
        eprintln!("\n{}", kind.words(wording));
    }
}

/// Files and columns that nothing is read from.
fn not_read(intake: &Intake, wording: &Wording) {
    unread(intake, wording);
    check::unread_columns(intake, wording).iter().for_each(|line| eprintln!("{line}"));
}

/// Which quarter a run would report, so that nobody learns it from the finished reports.
fn quarter(job: &Job, intake: &Intake) {
    let wording = &job.definitions.wording;
    let Some((period, later)) = pipeline::unasked(job, intake) else { return };
    let period = Background::period_in_words(wording, &period);
    eprintln!("\n{}", wording.say("check.quarter", &[("period", &period)]));
    later.iter().for_each(|later| say_later(later, intake, wording));
}

/// How cells were taken that no check can judge: answers, statuses, kinds of goals and their ratings.
fn taken(job: &Job, intake: &Intake) {
    answers(job, intake);
    let statuses = check::statuses(intake, &job.settings, &job.definitions);
    if !statuses.is_empty() {
        eprintln!("\n{}", job.definitions.wording.say("check.statuses.taken", &[]));
    }
    for of in &statuses {
        eprintln!("  {}", of.in_words(&job.definitions.wording));
    }
    for of in check::ratings(intake, &job.settings, &job.definitions) {
        eprintln!("  {}", of.in_words(&job.definitions.wording));
    }
}

/// How the answers of each instrument were taken, and what to compare by hand.
fn answers(job: &Job, intake: &Intake) {
    let wording = &job.definitions.wording;
    let taken = check::taken(intake, &job.settings, &job.definitions);
    if taken.is_empty() {
        return;
    }
    eprintln!("\n{}", wording.say("check.answers.taken", &[]));
    for measure in &taken {
        eprintln!("  {}", measure.words(wording));
    }
    if let Some(compare) = check::on_trust(&taken, wording) {
        eprintln!("  {compare}");
    }
}

fn of_level(level: Level, files: &[FileFaults], wording: &Wording, cells: Cells) {
    let mut entries = files.iter().flat_map(|file| file.of_level(level)).peekable();
    if entries.peek().is_some() {
        eprintln!("\n{}", wording.say(&format!("cli.level.{}", level.key()), &[]));
    }
    for entry in entries {
        match entry {
            Entry::Kind(kind) => one(kind, wording, cells),
            Entry::More { code, faults } => {
                eprintln!("           {}", wording.count("check.more_kinds", faults, &[("code", code)]));
            }
        }
    }
}

/// One kind of fault: how often, where first, what was found there, and how to mend it.
fn one(kind: &Kind, wording: &Wording, cells: Cells) {
    let Some(first) = kind.places.first() else { return };
    let message = match cells {
        Cells::Shown => first.message(wording),
        Cells::Hidden => first.masked_message(wording),
    };
    eprintln!("  {:>7}  {}  {message}", thousands(kind.places.len() as u64), first.place.words(wording));
    for line in [&kind.others_in_words(wording, cells), &kind.mend].into_iter().filter(|line| !line.is_empty()) {
        eprintln!("           {line}");
    }
}

/// What the faults do to each team's figures.
fn effects(intake: &Intake, wording: &Wording) {
    let touched: Vec<_> = intake.findings.rows_by_team.iter().filter(|(_, rows)| rows.has_faults()).collect();
    if touched.is_empty() {
        return;
    }
    eprintln!("\n{}", wording.say("cli.by_team", &[]));
    for (team, rows) in touched {
        eprintln!("  {}", rows.words(team, wording));
    }
}

fn data(intake: &Intake, wording: &Wording) -> Value {
    let totals = intake.totals();
    let findings = intake.findings.tallies().map(|tally| {
        json!({
            "table": tally.table.name(),
            "code": tally.code,
            "level": tally.level.name(),
            "count": tally.count,
            "message": tally.message(wording),
            "help": tally.help(wording),
            "first": tally.first.iter().map(|place| json!({
                "file": place.file,
                "row": place.row,
                "column": place.column,
                "header": place.header,
            })).collect::<Vec<_>>(),
        })
    });
    json!({
        "rows": { "read": totals.read, "used": totals.used, "left_out": totals.left_out },
        "findings": findings.collect::<Vec<_>>(),
    })
}
