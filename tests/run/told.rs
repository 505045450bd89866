//! What every report has to tell its reader before figures are believed: what was missing, what is a draft, an
//! approximation or not verified, and that a quarter was not over.

use crate::program::{fingerpost, small_export};
use crate::run;
use std::fs;
use std::path::Path;

const REPORTS: [&str; 4] = ["commissioner-report", "service-audit", "public-summary", "teams/T01"];

fn page(out: &Path, report: &str) -> String {
    fs::read_to_string(out.join(report).with_extension("html")).unwrap()
}

/// The reports that tell this.
fn telling(out: &Path, words: &str) -> Vec<&'static str> {
    REPORTS.into_iter().filter(|report| page(out, report).contains(words)).collect()
}

#[test]
fn any_table_but_questionnaires_may_be_missing_and_every_report_that_would_have_shown_it_says_so() {
    let everywhere = REPORTS.as_slice();
    let cases: [(&str, &[&str]); 7] = [
        ("people", &["commissioner-report"]),
        ("teams", &["commissioner-report"]),
        ("goals", &["commissioner-report", "public-summary", "teams/T01"]),
        ("roles", &["commissioner-report", "public-summary", "teams/T01"]),
        ("audit", &["service-audit"]),
        ("checklist", &["service-audit"]),
        ("actions", &["commissioner-report", "public-summary", "teams/T01"]),
    ];
    for (missing, expected) in cases {
        let export = small_export();
        fs::remove_file(export.path().join(format!("{missing}.csv"))).unwrap();
        let out = export.path().join("out");
        let ran = run(export.path(), &out);
        assert_eq!(ran.status, 0, "{missing}: {}", ran.stderr);
        assert!(page(&out, "index").contains(&format!("There was no {missing}.csv")), "{missing}");
        assert!(out.join("commissioner-report.pdf").is_file(), "{missing}");
        let told = telling(&out, &format!("There was no {missing}.csv, or no row of it could be used."));
        // A caseload that had to be worked out has a caution of its own.
        let cautioned = telling(&out, "the caseload was worked out");
        assert_eq!(cautioned, if missing == "people" { everywhere } else { &[] }, "{missing}");
        assert_eq!(told, expected, "{missing}");
    }
}

/// The quarter of the newest date has not ended by that date.
#[test]
fn a_quarter_that_was_not_over_is_called_so_in_every_report() {
    let export = small_export();
    let folder = export.path().to_str().unwrap();
    let [ended, open] = ["ended", "open"].map(|name| export.path().join(name));
    let of = |out: &Path, period: &str| {
        fingerpost(&["run", folder, "--out", out.to_str().unwrap(), "--quiet", "--period", period]).status
    };
    assert_eq!((of(&ended, "2026-27-Q2"), of(&open, "2026-27-Q3")), (0, 0));
    assert_eq!(telling(&ended, "The quarter was not over"), Vec::<&str>::new());
    assert_eq!(telling(&open, "The quarter was not over"), REPORTS);
    let beyond = export.path().join("beyond");
    assert_ne!(of(&beyond, "2027-28-Q1"), 0, "a quarter that lies outside the data");
    assert!(!beyond.exists());
}

#[test]
fn goals_that_cannot_be_told_apart_are_named_beside_every_figure_about_goals() {
    let export = small_export();
    let goals = export.path().join("goals.csv");
    let text = fs::read_to_string(&goals).unwrap();
    let telling_of = |out: &Path| {
        let [short, long] = ["when one goal took the place of another", "Where one goal took the place of another"];
        [telling(out, short), telling(out, long)].concat()
    };
    let out = export.path().join("before");
    assert_eq!(run(export.path(), &out).status, 0);
    assert_eq!(telling_of(&out), Vec::<&str>::new());
    // The number of a place on the form: one goal for each person.
    let numbered = |(at, line): (usize, &str)| {
        if at == 0 { line.to_owned() } else { format!("1{}", &line[line.find(',').unwrap()..]) }
    };
    let lines: Vec<String> = text.lines().enumerate().map(numbered).collect();
    fs::write(&goals, lines.join("\n")).unwrap();
    let out = export.path().join("out");
    assert_eq!(run(export.path(), &out).status, 0);
    let mut told = telling_of(&out);
    told.sort_unstable();
    assert_eq!(told, ["commissioner-report", "public-summary", "service-audit", "teams/T01"]);
}

/// Of a whole export, of one that began after its only quarter had ended, and of spells alone.
#[test]
fn a_check_names_the_quarter_that_a_run_reports() {
    let whole = small_export();
    let [begun, spells] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let rows: String = (1..=7).map(|item| format!("P1,T1,2026-08-03,swemwbs,{item},3\n")).collect();
    let header = "person_id,team_id,completed_on,measure,item,answer\n";
    fs::write(begun.path().join("measures.csv"), format!("{header}{rows}")).unwrap();
    fs::write(begun.path().join("audit.toml"), "extracted = 2026-10-09\n").unwrap();
    fs::write(spells.path().join("people.csv"), "person_id,team_id,start_date\nP1,T1,2025-02-03\n").unwrap();
    fs::write(spells.path().join("audit.toml"), "extracted = 2026-10-09\n").unwrap();
    let said = |ran: &crate::program::Ran, before: &str, after: &str| {
        let line =
            ran.stderr.lines().find_map(|line| line.split_once(before)).unwrap_or_else(|| panic!("{}", ran.stderr));
        line.1.split_once(after).unwrap().0.to_owned()
    };
    for (folder, quarter) in [
        (&whole, "July to September 2026 (Q2 2026/27)"),
        (&begun, "July to September 2026 (Q2 2026/27)"),
        (&spells, "January to March 2025 (Q4 2024/25)"),
    ] {
        let (folder, out) = (folder.path().to_str().unwrap(), folder.path().join("out"));
        let checked = fingerpost(&["check", folder]);
        assert_eq!(said(&checked, "a run reports ", "."), quarter);
        let ran = fingerpost(&["run", folder, "--out", out.to_str().unwrap(), "--only", "tables"]);
        let named = said(&ran, "Made ", ". Start with");
        assert!(named.ends_with(&format!(" for {quarter}")), "{named}");
    }
}
