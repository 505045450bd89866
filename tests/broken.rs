//! A broken file that six well-known validators were run over, and what this program makes of it: every fault is
//! caught, placed as a spreadsheet shows it, explained, and given a way to mend it. The tables of who caught what stand
//! here, and the last column of each is held against what the program says.
//!
//! The file is made up: sixteen rows, fourteen faults, Windows line ends, one copy in UTF-8 and one in Windows-1252; a
//! second file with faults of the header, and a third with faults of structure. The form has four invented questions.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]

use chrono::NaiveDate;
use fingerpost::definitions::{Definitions, load, settings};
use fingerpost::intake::{Export, Intake, IntakeError, Noted, read};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Who caught which of the fourteen faults. **Y** caught and placed, **p** caught but misplaced, vague or indirect,
/// **–** missed, **stop** ended before it, **nc** not configured, **?** never reached. In order: frictionless without
/// and with a schema, qsv's own format, qsv with a schema, pandera on pandas, pointblank on polars, Great Expectations
/// on pandas, csvclean. Last: this program, as it says it.
const FAULTS: &str = "
UK date                       | – Y –    Y  p Y Y  – | row 4, column D: date-other-order, meant 2024-01-15
item out of range             | – Y –    Y  Y Y Y  – | row 5, column G: answer-out-of-range
word for a number             | – Y –    p  Y Y Y  – | row 6, column F: answer-not-a-code
required blank                | – Y –    Y  Y Y Y  – | row 7, column F: form-incomplete
same key twice                | – Y –    –  p Y Y  – | row 8: exact-copy, of row 2
misspelt team                 | – Y –    Y  Y Y Y  – | row 9, column B: team-unknown, meant South
total is not the sum          | – p –    –  p Y nc – | row 10, column J: total-disagrees, meant 14
short row                     | Y Y stop stop p p p  Y | row 11: row-too-short, without goal_attained
long row                      | Y Y stop stop – – –  Y | row 12: row-too-long
future date                   | – Y stop –  – Y nc – | row 13, column D: date-in-future
staff rate a self-rated form  | – Y stop Y  Y Y Y  – | row 14, column E: rated-by-other
trailing blank in an id       | – p stop p  p p p  – | row 15, column A: cell-trimmed
99 as an answer               | – Y stop Y  – Y Y  – | row 16, column F: answer-out-of-range, often missing
byte that is not UTF-8        | – – stop p  ? – ?  p | row 17, column B: not-utf-8
";

/// The same for header and structure: frictionless, the pandas reader, the polars reader, qsv's own format, csvclean.
const SHAPES: &str = "
byte-order mark               | Y Y Y – Y | nothing to mend: the first header is read without it
renamed header                | Y – – – – | row 1: missing-header-near, nearest Completed On
duplicate header              | Y p – – – | row 1, column I: duplicate-header, first in column H
unclosed quote                | p p p p p | row 17, column L: unclosed-quote
missing middle column         | p Y – – – | row 1: missing-header, wanted rater
blank line                    | p – p – p | row 6: blank-line
row of semicolons             | p p p p p | row 5: row-other-delimiter
";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken")
}

fn definitions() -> Definitions {
    load(Some(&folder().join("schemas"))).unwrap_or_else(|faults| panic!("{faults}"))
}

fn text_of(path: &str) -> Vec<u8> {
    std::fs::read(folder().join(path)).unwrap()
}

/// Reads one of the broken files beside the table of teams, with the settings and lines added to them.
fn read_with(measures: Vec<u8>, change: impl Fn(String) -> String) -> Result<Intake, IntakeError> {
    let toml = change(String::from_utf8(text_of("audit.toml")).unwrap());
    let settings = settings::read(Some(&toml)).unwrap_or_else(|faults| panic!("{faults}"));
    let definitions = definitions();
    settings::agree(Some(&toml), &settings, &definitions).unwrap_or_else(|faults| panic!("{faults}"));
    let files = [("teams.csv", text_of("teams.csv")), ("measures.csv", measures)];
    let export = Export::embedded(files.map(|(name, bytes)| (name.to_owned(), Cow::Owned(bytes))));
    let limit = NaiveDate::from_ymd_opt(2024, 4, 1).unwrap();
    read(&export, &settings, &definitions, limit, &mut |_| {})
}

fn read_file(name: &str) -> Result<Intake, IntakeError> {
    read_with(text_of(&format!("{name}/measures.csv")), |toml| toml)
}

fn fact<'f>(facts: &'f [(&'static str, String)], name: &str) -> Option<&'f str> {
    facts.iter().find(|(known, fact)| *known == name && !fact.is_empty()).map(|(_, fact)| fact.as_str())
}

/// Place, code and what is said besides, as the tables above write it. Fails where a reader would be left alone.
fn line(noted: &Noted, definitions: &Definitions) -> String {
    let place = &noted.place;
    let column = if place.column.is_empty() { String::new() } else { format!(", column {}", place.column) };
    let mut line = format!("row {}{column}: {}", place.row.unwrap(), noted.code);
    for (name, words) in [("other_row", "of row"), ("absent_names", "without")] {
        let told = fact(&noted.facts, name).filter(|_| noted.code != "row-other-delimiter");
        told.into_iter().for_each(|told| line.push_str(&format!(", {words} {told}")));
    }
    if fact(&noted.facts, "missing_code").is_some() {
        line.push_str(", often missing");
    }
    noted.meant.iter().for_each(|meant| line.push_str(&format!(", meant {meant}")));
    let words = [noted.message(&definitions.wording), noted.help(&definitions.wording)];
    assert!(words.iter().all(|words| words.len() > 20), "{line} is explained and can be mended: {words:?}");
    line
}

fn lines(intake: &Intake) -> Vec<String> {
    let definitions = definitions();
    intake.noted.iter().map(|noted| line(noted, &definitions)).collect()
}

fn stops(error: &IntakeError) -> Vec<String> {
    let definitions = definitions();
    let line = |stop: &fingerpost::intake::Stop| {
        let (facts, column) = (stop.facts(), &stop.place.column);
        let column = if column.is_empty() { String::new() } else { format!(", column {column}") };
        let mut line = format!("row {}{column}: {}", stop.place.row.unwrap_or_default(), stop.code);
        let told = match stop.code {
            "missing-header" => fact(&facts, "wanted").map(|wanted| format!(", wanted {wanted}")),
            "missing-header-near" => fact(&facts, "nearest").map(|near| format!(", nearest {near}")),
            "duplicate-header" => fact(&facts, "first_column").map(|first| format!(", first in column {first}")),
            _ => None,
        };
        line.push_str(&told.unwrap_or_default());
        line
    };
    let message = error.message(&definitions.wording);
    assert_eq!(message.lines().count(), error.stops.len(), "one fault, one line: {message}");
    error.stops.iter().map(line).collect()
}

/// Fault and last column of each row of a table, which must have as many columns for the others as there are others.
fn ours(table: &'static str, others: usize) -> Vec<(&'static str, &'static str)> {
    let rows = table.trim().lines().map(|row| {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        assert_eq!((cells.len(), cells[1].split_whitespace().count()), (3, others), "{row}");
        (cells[0], cells[2])
    });
    rows.collect()
}

fn our(table: &'static str, others: usize, fault: &str) -> &'static str {
    ours(table, others).into_iter().find(|(known, _)| *known == fault).unwrap().1
}

#[test]
fn each_of_the_fourteen_faults_is_caught_once_at_its_own_row() {
    let claimed: Vec<&str> = ours(FAULTS, 8).into_iter().map(|(_, ours)| ours).collect();
    assert_eq!(claimed.len(), 14);
    let intake = read_file("utf-8").unwrap();
    // In UTF-8 the last row has no odd byte; its team is simply not known.
    let mut expected: Vec<String> = claimed[..13].iter().map(|line| (*line).to_owned()).collect();
    expected.push("row 17, column B: team-unknown".to_owned());
    assert_eq!(lines(&intake), expected);
    let totals = intake.totals();
    assert_eq!((totals.read, totals.used, totals.left_out), (18, 8, 10));
}

#[test]
fn a_byte_that_is_not_utf_8_is_placed_and_the_likely_encoding_named() {
    let error = read_file("windows-1252").unwrap_err();
    assert_eq!(stops(&error), [our(FAULTS, 8, "byte that is not UTF-8")]);
    assert!(error.message(&definitions().wording).contains("encoding = \"windows-1252\""));
    let declared = |toml: String| format!("encoding = \"windows-1252\"\n{toml}");
    let intake = read_with(text_of("windows-1252/measures.csv"), declared).unwrap();
    assert_eq!(lines(&intake), lines(&read_file("utf-8").unwrap()), "once declared, the two copies say the same");
    assert_eq!(intake.noted.last().unwrap().found, "Zoë team");
}

#[test]
fn what_the_faults_do_to_each_team_is_told_in_rows_and_in_questionnaires() {
    let intake = read_file("utf-8").unwrap();
    let words = |team: &str| intake.findings.rows_by_team[team].words(team, &definitions().wording);
    assert_eq!(
        words("North"),
        "North: 6 rows read, 3 used and 3 left out of its figures, 0 to be looked at. \
         2 of 4 questionnaires are lost as a whole."
    );
    let south = words("South");
    assert!(
        south.starts_with("South: 10 rows read, 5 used and 5 left out of its figures, 3 to be looked at."),
        "{south}"
    );
    let none = words("");
    assert!(none.starts_with("No team that is known: 2 rows read, 0 used and 2 left out"), "{none}");
}

#[test]
fn faults_of_the_header_are_told_all_at_once() {
    let header = text_of("header/measures.csv");
    assert!(header.starts_with(b"\xEF\xBB\xBF"), "the file has a byte-order mark");
    let error = read_file("header").unwrap_err();
    let said = stops(&error);
    for fault in ["renamed header", "duplicate header"] {
        assert!(said.contains(&our(SHAPES, 5, fault).to_owned()), "{fault}: {said:?}");
    }
    assert!(!said.iter().any(|line| line.contains("person_id")), "the mark is no part of the first header");
    assert_eq!(said.len(), 3, "and item_4, which the second item_3 was meant to be: {said:?}");
    let mended = String::from_utf8(header).unwrap().replace("Completed On", "completed_on");
    let mended = mended.replace("item_3,item_3", "item_3,item_4");
    let error = read_with(mended.into_bytes(), |toml| toml).unwrap_err();
    assert_eq!(stops(&error), [our(SHAPES, 5, "unclosed quote")]);
}

#[test]
fn faults_of_structure_have_messages_of_their_own() {
    let error = read_file("structure").unwrap_err();
    assert_eq!(stops(&error), [our(SHAPES, 5, "missing middle column")]);
    // The column may be missing; once that is said, nothing else has moved into its place.
    let without = |toml: String| toml.replace("rated_by = \"rater\"\n", "");
    let intake = read_with(text_of("structure/measures.csv"), without).unwrap();
    let said = lines(&intake);
    assert_eq!(said, [our(SHAPES, 5, "row of semicolons"), our(SHAPES, 5, "blank line")]);
    let sheets = &intake.rows.measures.as_ref().unwrap()[0];
    assert_eq!(sheets.sheets.len(), 5);
    assert_eq!(sheets.answers.iter().map(|column| column[0]).collect::<Vec<_>>(), [3, 4, 2, 3].map(Some));
}

#[test]
fn the_rows_of_the_broken_files_are_used_or_left_out_with_a_reason() {
    let intake = read_file("utf-8").unwrap();
    let rejected = intake.rejected(&definitions().wording);
    assert_eq!(rejected.rows.len() as u64, intake.totals().left_out);
    let rows: Vec<&str> = rejected.rows.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(rows, ["4", "5", "6", "8", "9", "11", "12", "13", "16", "17"]);
    assert!(rejected.rows.iter().all(|row| !row[4].is_empty() && !row[5].is_empty() && !row[6].is_empty()));
}
