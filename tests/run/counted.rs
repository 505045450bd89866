//! Which rows count, and what becomes of those that do not.

use crate::program::fingerpost;
use crate::run;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

pub fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

/// A hundred people, of whom the last ones have no start.
pub fn people(faulty: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let start = |at: usize| if at > 100 - faulty { "" } else { "2026-01-05" };
    let rows: String = (1..=100).map(|at| format!("{at},North,{},\n", start(at))).collect();
    fs::write(folder.path().join("people.csv"), format!("person_id,team_id,start_date,end_date\n{rows}")).unwrap();
    folder
}

#[test]
fn the_tolerance_is_the_share_of_rows_that_may_be_left_out() {
    let folder = people(2);
    let status = |tolerance: &str| {
        let out = folder.path().join(format!("out-{tolerance}"));
        let [folder, out] = [folder.path(), &out].map(|path| path.to_str().unwrap());
        let ran = fingerpost(&["run", folder, "--out", out, "--quiet", "--only", "tables", "--tolerance", tolerance]);
        assert!(Path::new(out).join("index.html").exists(), "the output is there either way: {}", ran.stderr);
        ran.status
    };
    assert_eq!(["2", "1.9", "0"].map(status), [0, 1, 1]);
}

/// A whole form of every answer in the middle, by somebody.
fn form(person: &str, on: &str, by: &str) -> String {
    (1..=15).map(|item| format!("{person},North,{on},qpr-15,{item},2,,{by}\n")).collect()
}

#[test]
fn a_form_that_staff_filled_in_is_listed_and_counts_in_no_figure() {
    let folder = people(0);
    let head = "person_id,team_id,completed_on,measure,item,answer,questionnaire_id,rated_by\n";
    // Ten by the person, ten more by staff; the words for the person's own view are written in any way.
    let own = ["self", "Person", " joint ", "SERVICE USER", "patient", "client", "", "Self", "PATIENT", "Client"];
    let own: String = own.iter().enumerate().map(|(at, by)| form(&(at + 1).to_string(), "2026-08-03", by)).collect();
    let staff: String = (11..=20).map(|person| form(&person.to_string(), "2026-08-04", "key worker")).collect();
    fs::write(folder.path().join("measures.csv"), format!("{head}{own}{staff}")).unwrap();
    let out = folder.path().join("out");
    let [path, to] = [folder.path(), &out].map(|path| path.to_str().unwrap());
    let ran = fingerpost(&["run", path, "--out", to, "--quiet", "--only", "tables", "--period", "2026-27-Q2"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let scores = text(&out.join("restricted/scores.csv"));
    assert_eq!(["2026-08-03", "2026-08-04"].map(|day| scores.matches(day).count()), [10, 10], "{scores}");
    let figures = text(&out.join("data/indicators.csv"));
    let of = |id: &str| {
        let mut rows = figures.lines().filter(|row| row.contains(",provider,") && row.contains(&format!(",{id},")));
        let row = rows.next().unwrap_or_else(|| panic!("no row of {id}"));
        let record = csv::ReaderBuilder::new().has_headers(false).from_reader(row.as_bytes()).records().next();
        let record = record.unwrap().unwrap();
        (record[10].to_owned(), record[11].to_owned())
    };
    assert_eq!(of("coverage.qpr-15"), ("10".to_owned(), "100".to_owned()));
    assert_eq!(of("score.qpr-15.total").1, "10");
}

/// `skip` is the service's own word that a row is not one; the others are listed, file by file.
#[test]
fn every_row_left_out_is_listed_but_those_that_the_settings_skip() {
    let folder = people(3);
    let file = folder.path().join("people.csv");
    let marked: String = text(&file)
        .lines()
        .enumerate()
        .map(|(at, row)| {
            format!(
                "{row},{}\n",
                if at == 0 {
                    "gone"
                } else if at < 6 {
                    "yes"
                } else {
                    ""
                }
            )
        })
        .collect();
    fs::write(&file, marked).unwrap();
    fs::write(folder.path().join("audit.toml"), "[tables.people]\nskip = { gone = [\"yes\"] }\n").unwrap();
    let out = folder.path().join("out");
    assert_eq!(run(folder.path(), &out).status, 0);
    let rejected = text(&out.join("restricted/rejected.csv"));
    assert_eq!(rejected.lines().count(), 1 + 3, "{rejected}");
    let record: Value = serde_json::from_str(&text(&out.join("run.json"))).unwrap();
    let input = &record["inputs"][0];
    let counts: BTreeMap<&str, u64> = ["rows_read", "rows_used", "rows_left_out", "rows_skipped"]
        .map(|key| (key, input[key].as_u64().unwrap_or_else(|| panic!("{key}: {input}"))))
        .into();
    assert_eq!(counts["rows_read"], counts["rows_used"] + counts["rows_left_out"]);
    assert_eq!((counts["rows_left_out"], counts["rows_skipped"]), (8, 5));
}

/// The day that is typed wins over the one in `audit.toml`, and dates after it are faults.
#[test]
fn dates_after_the_day_of_the_export_are_faults() {
    let folder = people(0);
    fs::write(folder.path().join("audit.toml"), "extracted = 2026-10-09\n").unwrap();
    let file = folder.path().join("people.csv");
    fs::write(&file, format!("{}101,North,2026-10-01,\n", text(&file))).unwrap();
    let faults = |more: &[&str]| {
        let ran = fingerpost(&[&["check", folder.path().to_str().unwrap(), "--json"], more].concat());
        ran.stdout.matches("date-in-future").count()
    };
    assert_eq!(faults(&[]), 0);
    assert!(faults(&["--dated", "2026-09-30"]) > 0);
}

/// Everybody came in January: the quarter before it had ended, and nobody was there.
#[test]
fn no_quarter_before_the_first_one_of_the_data_is_reported_unasked() {
    let folder = people(0);
    let out = folder.path().join("out");
    let [path, to] = [folder.path(), &out].map(|path| path.to_str().unwrap());
    let ran = fingerpost(&["run", path, "--out", to, "--quiet", "--only", "tables", "--dated", "2026-01-31"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let figures = text(&out.join("data/indicators.csv"));
    let caseload = figures.lines().find(|row| row.contains(",provider,") && row.contains(",caseload,"));
    assert!(caseload.is_some_and(|row| row.starts_with("2025-26-Q4,") && row.contains(",100,100,")), "{caseload:?}");
    // And asked for, it is made of spells alone too.
    let asked = ["run", path, "--out", to, "--quiet", "--only", "tables", "--force", "--period", "2025-26-Q4"];
    let ran = fingerpost(&asked);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    // Nobody came or left in spring, and the export is of autumn: a hundred were there.
    fs::write(folder.path().join("audit.toml"), "extracted = 2026-10-09\n").unwrap();
    let asked = ["run", path, "--out", to, "--quiet", "--only", "tables", "--force", "--period", "2026-27-Q1"];
    let ran = fingerpost(&asked);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let figures = text(&out.join("data/indicators.csv"));
    assert!(
        figures
            .lines()
            .any(|row| row.contains(",provider,") && row.contains(",caseload,") && row.contains(",100,100,"))
    );
}

/// Two of twenty are clearly better, so no share can be shown; their average change can.
#[test]
fn where_only_shares_are_withheld_the_report_shows_how_far_ratings_moved() {
    let folder = people(0);
    let form = |person: u32, on: &str, answer: &dyn Fn(u32) -> u32| -> String {
        (1..=10).map(|item| format!("{person},North,{on},reqol-10,{item},{}\n", answer(item))).collect()
    };
    let later = |person: u32, item: u32| match (person, item) {
        (1 | 2, 2 | 4 | 5) => 4,
        (_, 2) => 3,
        _ => 2,
    };
    let rows: String = (1..=20)
        .map(|person| form(person, "2026-03-02", &|_| 2) + &form(person, "2026-08-03", &|item| later(person, item)))
        .collect();
    let head = "person_id,team_id,completed_on,measure,item,answer\n";
    fs::write(folder.path().join("measures.csv"), format!("{head}{rows}")).unwrap();
    let out = folder.path().join("out");
    let [path, to] = [folder.path(), &out].map(|path| path.to_str().unwrap());
    let asked = ["--quiet", "--only", "commissioner", "--period", "2026-27-Q2", "--dated", "2026-10-09"];
    let ran = fingerpost(&[&["run", path, "--out", to], asked.as_slice()].concat());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let page = text(&out.join("commissioner-report.html"));
    assert!(page.contains("how far ratings moved on average"), "the average is told");
    assert!(!page.contains("Nothing can be shown about change"), "and nothing else is claimed");
    // Two by 6 points and eighteen by 1.
    assert!(page.contains(">1.5<"), "the mean change of twenty people");
}
