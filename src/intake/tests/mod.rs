//! Whole exports, read from bytes: what is used, what is left out, what is said about it.

mod alike;
mod cells;
mod damage;
mod doubts;
mod files;
mod foreign;
mod forms;
mod hostile_workbooks;
mod listing;
mod newcomer;
mod passed_over;
mod reach;
mod repeats;
mod side_by_side;
mod tables;
mod told;
mod turned;
mod wording;
mod workbooks;

use super::{Export, Intake, IntakeError, read};
use crate::definitions::{Definitions, load, settings};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::sync::LazyLock;

static DEFINITIONS: LazyLock<Definitions> = LazyLock::new(|| load(None).expect("the embedded definitions are sound"));

const LIMIT: NaiveDate = NaiveDate::from_ymd_opt(2026, 10, 9).unwrap();

fn export(files: &[(&str, &[u8])]) -> Export {
    Export::embedded(files.iter().map(|(name, bytes)| ((*name).to_owned(), Cow::Owned(bytes.to_vec()))))
}

fn read_bytes(toml: &str, files: &[(&str, &[u8])]) -> Result<Intake, IntakeError> {
    let settings = settings::read(Some(toml)).unwrap_or_else(|faults| panic!("{faults}"));
    settings::agree(Some(toml), &settings, &DEFINITIONS).unwrap_or_else(|faults| panic!("{faults}"));
    let intake = read(&export(files), &settings, &DEFINITIONS, LIMIT, &mut |_| {})?;
    adds_up(&intake);
    Ok(intake)
}

/// Reads files given as text, with the lines of `audit.toml`.
fn intake(toml: &str, files: &[(&str, &str)]) -> Intake {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    read_bytes(toml, &files).unwrap_or_else(|error| panic!("{error}"))
}

/// Why an export is refused, one line a reason.
fn stops(toml: &str, files: &[(&str, &[u8])]) -> Vec<String> {
    match read_bytes(toml, files) {
        Ok(_) => Vec::new(),
        Err(error) => error.to_string().lines().map(str::to_owned).collect(),
    }
}

/// Rows read are rows used and rows left out, and every row left out is listed.
#[track_caller]
fn adds_up(intake: &Intake) {
    for file in &intake.files {
        assert_eq!(file.rows_read, file.rows_used + file.rows_left_out, "{}", file.file);
        let of_file = intake.rejects.iter().filter(|reject| reject.place.file == file.file);
        let of_table = of_file.filter(|reject| reject.table == file.table);
        assert_eq!(of_table.count() as u64, file.rows_left_out - file.rows_skipped, "{}", file.file);
    }
    for tally in intake.findings.tallies() {
        let words = [tally.message(&DEFINITIONS.wording), tally.help(&DEFINITIONS.wording)];
        assert!(words.iter().all(|words| !words.is_empty() && !has_open_place(words)), "{}: {words:?}", tally.code);
    }
}

/// Whether a sentence still has a place, such as `{measure}`, that no fact has filled.
fn has_open_place(words: &str) -> bool {
    let name = |part: &str| {
        part.split_once('}').is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
    };
    words.split('{').skip(1).any(name)
}

/// Findings, one line each: code, level, count, first place. That a table says of nobody when a spell ended is true of many small
/// tables here, and has a test of its own.
fn said(intake: &Intake) -> Vec<String> {
    let tallies = intake.findings.tallies().filter(|tally| tally.code != "no-ends");
    let line = |tally: &crate::finding::Tally| {
        let place = &tally.first[0];
        let row = place.row.map_or(String::new(), |row| row.to_string());
        format!("{} {} {} at {}{row}", tally.code, tally.level.key(), tally.count, place.column)
    };
    tallies.map(line).collect()
}

/// Facts of the first finding of a code.
fn facts(intake: &Intake, code: &str) -> Vec<(&'static str, String)> {
    let mut tallies = intake.findings.tallies();
    tallies.find(|tally| tally.code == code).map(|tally| tally.facts.clone()).unwrap_or_default()
}

const TEAMS: (&str, &str) =
    ("teams.csv", "team_id,team_name,service_id,service_name\nT1,North,S1,Coast\nT2,South,,\n");
const PEOPLE: (&str, &str) = (
    "people.csv",
    "person_id,team_id,start_date,end_date,birth_year,gender,ethnicity,imd_decile\n\
     P1,T1,2025-01-01,,1980,1,A,3\n\
     P2,T1,2025-02-01,2025-12-31,1990,2,99,10\n",
);

/// A table of measures with these rows below the canonical header.
fn answers(rows: &str) -> String {
    format!("person_id,team_id,completed_on,measure,item,answer,questionnaire_id\n{rows}")
}
