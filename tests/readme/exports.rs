//! The examples of `audit.toml` read exports of the kind they describe, to the last row.

use super::text::examples;
use super::typed;
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const PEOPLE: &str = "person_id,team_id,start_date,end_date\n17,North,2026-01-05,\n18,South,2026-02-01,\n";

fn example(start: &str) -> String {
    let found = examples("toml").into_iter().find(|example| example.contains(start));
    found.unwrap_or_else(|| panic!("no example with {start}"))
}

fn folder(settings: &str, files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("audit.toml"), settings).unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// What `check` found, after every row was used.
fn every_row_is_used(folder: &Path, rows: u64) -> Value {
    let ran = typed("fingerpost check . --json --dated 2026-10-09", folder);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let found: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&found["rows"]["read"], &found["rows"]["used"]), (&rows.into(), &rows.into()), "{found:#}");
    found
}

#[test]
fn the_first_example_reads_headers_codes_and_dates_that_differ() {
    let answers = "ClientID,team_id,Completed On,measure,item,answer\n\
        17,North,30/09/2026,DIALOG scale,1,5\n17,North,30/09/2026,DIALOG scale,2,6\n";
    let people = PEOPLE.replace("2026-01-05", "05/01/2026").replace("2026-02-01", "01/02/2026");
    let files: [(&str, &[u8]); 2] = [("people.csv", people.as_bytes()), ("answers-1.csv", answers.as_bytes())];
    let folder = folder(&example("date_order = \"dmy\""), &files);
    every_row_is_used(folder.path(), 4);
    // A date after the day of the export is a fault, and a key that does not exist is refused.
    let settings = folder.path().join("audit.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, text.replace("2026-10-09", "2026-09-29")).unwrap();
    let ran = typed("fingerpost check . --json", folder.path());
    assert!(ran.stdout.contains("date-in-future"), "{}", ran.stdout);
    fs::write(&settings, text.replace("provider_id", "providr_id")).unwrap();
    let ran = typed("fingerpost check .", folder.path());
    assert_eq!(ran.status, 3);
    assert!(ran.stderr.contains("provider_id"), "the nearest key is named: {}", ran.stderr);
}

/// Row after row as it is typed, with a title above.
fn sheet(title: &str, header: &[String], rows: &[Vec<String>]) -> String {
    let lines = [header].into_iter().chain(rows.iter().map(Vec::as_slice)).map(|cells| cells.join(","));
    format!("{title}\n\n{}\n", lines.collect::<Vec<_>>().join("\n"))
}

fn header(first: [&str; 3], item: &str, items: usize) -> Vec<String> {
    let numbered = (1..=items).map(|number| format!("{item}{number}"));
    first.iter().map(|name| (*name).to_owned()).chain(numbered).collect()
}

fn row(person: &str, day: &str, answers: &[&str]) -> Vec<String> {
    [person, "North", day].iter().chain(answers).map(|cell| (*cell).to_owned()).collect()
}

#[test]
fn the_second_example_reads_titles_a_file_a_questionnaire_words_joined_ids_and_roles_side_by_side() {
    let words = ["Agree strongly", "Disagree strongly", "3", "2", "1"].repeat(3);
    let qpr = sheet(
        "Questionnaire – QPR",
        &header(["Client ID", "Team", "Assessment Date"], "QPR15_", 15),
        &[row("17", "2026-08-03", &words)],
    );
    // A dash of Windows-1252, which is no UTF-8.
    let qpr: Vec<u8> = qpr.chars().map(|sign| if sign == '–' { 0x96 } else { sign as u8 }).collect();
    let dialog = sheet(
        "Questionnaire – DIALOG",
        &header(["Client ID", "Team Name", "Date Completed"], "DIALOG Q", 11),
        &[row("17", "2026-08-03", &["5"; 11]), row("18", "2026-08-04", &["4"; 11])],
    );
    let goals = "Care plan,Goal number,person_id,set_by,set_on,rated_on,rating\n\
        CP1,1,17,person,2026-02-01,2026-02-01,2\nCP1,2,17,person,2026-02-01,2026-02-01,3\n\
        CP1,1,17,person,2026-02-01,2026-08-01,7\n";
    let roles = "person_id,team_id,Date,Employment Status,Settled\n17,North,2026-03-01,Paid job,Y\n\
        18,South,2026-03-01,Job seeker,N\n";
    let files: [(&str, &[u8]); 5] = [
        ("people.csv", PEOPLE.as_bytes()),
        ("Questionnaire - QPR.csv", &qpr),
        ("Questionnaire - DIALOG.csv", dialog.as_bytes()),
        ("Care plan goals.csv", goals.as_bytes()),
        ("Social circumstances.csv", roles.as_bytes()),
    ];
    let folder = folder(&example("header_row = \"find\""), &files);
    let found = every_row_is_used(folder.path(), 10);
    let codes: Vec<_> = found["findings"].as_array().unwrap().iter().map(|one| one["code"].clone()).collect();
    assert!(codes.contains(&"id-joined".into()), "{codes:?}");
    let ran = typed("fingerpost run . --out out --dated 2026-10-09 --only tables --quiet", folder.path());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let table = |name: &str| fs::read_to_string(folder.path().join("out/restricted").join(name)).unwrap();
    let qpr: Vec<String> =
        table("scores.csv").lines().filter(|line| line.contains("qpr-15")).map(str::to_owned).collect();
    assert!(qpr.iter().any(|line| line.split(',').any(|cell| cell == "30")), "three times 4+0+3+2+1: {qpr:?}");
    let goals: Vec<String> = table("goals.csv").lines().skip(1).map(str::to_owned).collect();
    assert_eq!(goals.len(), 2, "two goals, one of them rated twice");
    assert!(goals.iter().all(|line| line.split(',').nth(2) == Some("North")), "the team of people.csv: {goals:?}");
}

#[test]
fn a_series_is_begun_anew_as_the_example_says_and_the_reason_is_printed() {
    let place = super::program::small_export();
    let settings = place.path().join("audit.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, format!("{text}\n{}", example("[[rebase]]"))).unwrap();
    let ran = typed("fingerpost run . --out out --only commissioner --quiet", place.path());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let report = fs::read_to_string(place.path().join("out/commissioner-report.html")).unwrap();
    assert!(report.contains("From January the form is offered on tablets too."));
}
