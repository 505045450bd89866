//! A second, plain calculation of what the program should say about the sample data, written from the design and
//! never from the program: files are read with a CSV reader, everything else is loops. Where the two differ, one of
//! them is wrong.

#[path = "independent/addresses.rs"]
mod addresses;
#[path = "independent/answers.rs"]
mod answers;
#[path = "independent/apart.rs"]
mod apart;
#[path = "independent/comparing.rs"]
mod comparing;
#[path = "independent/counting.rs"]
mod counting;
#[path = "independent/cycles.rs"]
mod cycles;
#[path = "independent/figures.rs"]
mod figures;
#[path = "independent/frame.rs"]
mod frame;
#[path = "../sample-data/generate/main.rs"]
#[allow(dead_code, reason = "the generator is also a program of its own")]
mod generate;
#[path = "independent/goals.rs"]
mod goals;
#[path = "independent/leaks.rs"]
mod leaks;
#[path = "independent/packed.rs"]
mod packed;
#[path = "independent/packs.rs"]
mod packs;
#[path = "independent/pairs.rs"]
mod pairs;
#[path = "independent/people.rs"]
mod people;
#[path = "independent/person_lines.rs"]
mod person_lines;
#[path = "independent/program.rs"]
mod program;
#[path = "independent/protection.rs"]
mod protection;
#[path = "independent/reading.rs"]
mod reading;
#[path = "independent/reading_age.rs"]
mod reading_age;
#[path = "independent/reports.rs"]
mod reports;
#[path = "independent/roles.rs"]
mod roles;
#[path = "independent/said.rs"]
mod said;
#[path = "independent/scoring.rs"]
mod scoring;
#[path = "independent/values.rs"]
mod values;

use comparing::{Differences, lines};
use figures::{Everything, Figure};
use program::{Output, output};
use reading::{Export, TABLES};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn sample_data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data")
}

fn export() -> &'static Export {
    static EXPORT: OnceLock<Export> = OnceLock::new();
    EXPORT.get_or_init(|| Export::read(&sample_data()))
}

fn everything() -> &'static Everything {
    static EVERYTHING: OnceLock<Everything> = OnceLock::new();
    EVERYTHING.get_or_init(|| Everything::calculate(export()))
}

// The sample data itself.

#[test]
fn the_generator_makes_the_committed_files_byte_for_byte() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let order = generate::Order::usual(out.path());
    generate::write(&order).expect("the generator writes");
    let mut differing = Vec::new();
    for name in TABLES.iter().map(|table| format!("{table}.csv")).chain(["README.md".into(), "audit.toml".into()]) {
        let made = std::fs::read(out.path().join(&name)).expect("the generator wrote it");
        let committed = std::fs::read(sample_data().join(&name)).expect("it is committed");
        if made != committed {
            differing.push(name);
        }
    }
    assert!(differing.is_empty(), "run the generator again and commit what it makes: {differing:?}");
}

#[test]
fn the_generator_writes_exactly_as_many_answers_as_it_is_asked_for() {
    let out = tempfile::tempdir().expect("a temporary folder");
    // A number at which somebody's form breaks off.
    let order = generate::Order { answers: Some(4999), ..generate::Order::usual(out.path()) };
    generate::write(&order).expect("the generator writes");
    let text = std::fs::read_to_string(out.path().join("measures.csv")).expect("it wrote answers");
    assert_eq!(text.lines().skip(1).count(), 4999);
}

#[test]
fn the_rows_left_out_are_those_that_the_readme_names() {
    let readme = std::fs::read_to_string(sample_data().join("README.md")).expect("it is committed");
    let promised = reading::left_out_by_readme(&readme);
    let found: BTreeMap<&str, BTreeSet<u64>> = export()
        .left_out
        .iter()
        .map(|(table, rows)| (*table, rows.clone()))
        .filter(|(_, rows)| !rows.is_empty())
        .collect();
    for table in TABLES {
        let promised = promised.get(table).cloned().unwrap_or_default();
        let found = found.get(table).cloned().unwrap_or_default();
        let unexpected: Vec<_> = found.difference(&promised.either).collect();
        let forgotten: Vec<_> = promised.certainly.difference(&found).collect();
        assert!(unexpected.is_empty(), "{table}: left out, but not in the README: {unexpected:?}");
        assert!(forgotten.is_empty(), "{table}: in the README, but used: {forgotten:?}");
    }
}

// Rows in and rows out.

#[test]
fn every_row_read_is_used_or_left_out() {
    let run = output().run();
    for table in TABLES {
        let input = run["inputs"]
            .as_array()
            .and_then(|inputs| inputs.iter().find(|input| input["table"] == table))
            .unwrap_or_else(|| panic!("run.json says nothing about {table}"));
        let count = |field: &str| input[field].as_u64().unwrap_or_else(|| panic!("{table}: no {field}"));
        assert_eq!(input["file"], format!("{table}.csv"));
        assert_eq!(count("rows_read"), export().rows_read[table], "{table}: rows read");
        assert_eq!(count("rows_left_out"), export().left_out[table].len() as u64, "{table}: rows left out");
        assert_eq!(count("rows_read"), count("rows_used") + count("rows_left_out"), "{table}: rows must add up");
    }
}

#[test]
fn every_row_left_out_stands_in_the_list_of_rejected_rows() {
    let mut listed: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for line in output().rows("restricted/rejected.csv") {
        listed.entry(line["file"].clone()).or_default().push(line["row"].parse().expect("a row number"));
    }
    for table in TABLES {
        let mut rows = listed.remove(&format!("{table}.csv")).unwrap_or_default();
        // Of exact copies, either may be the one left out.
        rows.iter_mut().for_each(|row| *row = export().first_copy(table, *row));
        rows.sort_unstable();
        let ours: Vec<u64> = export().left_out[table].iter().map(|row| export().first_copy(table, *row)).collect();
        assert_eq!(rows, ours, "{table}: rows in rejected.csv (left) and rows that the readings leave out (right)");
    }
    assert!(listed.is_empty(), "rows of files that are not there: {listed:?}");
}

// Person by person.

#[test]
fn scores_agree_for_everybody() {
    compare_lines("restricted/scores.csv", everything().score_lines());
}

#[test]
fn changes_agree_for_everybody() {
    compare_lines("restricted/changes.csv", everything().change_lines());
}

#[test]
fn goals_agree_for_everybody() {
    compare_lines("restricted/goals.csv", everything().goal_lines());
}

#[test]
fn attainment_agrees_for_everybody() {
    compare_lines("restricted/gas.csv", everything().gas_lines());
}

#[test]
fn roles_agree_for_everybody() {
    compare_lines("restricted/roles.csv", everything().role_lines());
}

#[track_caller]
fn compare_lines(file: &str, ours: Vec<comparing::Line>) {
    assert!(ours.len() > 100, "{file}: too few lines to mean anything");
    let theirs = lines(&output().rows(file), &ours[0]);
    let mut differences = Differences::new(file);
    differences.compare(&theirs, &ours);
    differences.report();
}

// Figures of units, from the rows of the export to the printed percentage.

#[test]
fn figures_about_questionnaires_agree() {
    let prefixes =
        ["caseload", "coverage.", "paired.", "score.", "change.", "improved.", "unchanged.", "deteriorated."];
    compare_figures(&prefixes);
    compare_figures(&["wanted.", "unmet."]);
}

#[test]
fn figures_about_goals_agree() {
    compare_figures(&["goals."]);
}

#[test]
fn figures_about_roles_agree() {
    compare_figures(&["role.", "ascof."]);
}

#[test]
fn figures_of_the_case_note_audit_agree() {
    compare_figures(&["audit."]);
}

#[test]
fn figures_of_the_checklist_agree() {
    compare_figures(&["checklist."]);
}

/// Every printed figure of these kinds equals ours, and a figure of ours that somebody is in is printed or withheld.
#[track_caller]
fn compare_figures(prefixes: &[&str]) {
    let is_one = |indicator: &str| prefixes.iter().any(|prefix| indicator.starts_with(prefix));
    let mut differences = Differences::new("data/indicators.csv");
    let mut shown: BTreeMap<String, usize> = BTreeMap::new();
    let mut printed = BTreeSet::new();
    for row in output().current_rows().iter().filter(|row| is_one(&row.indicator)) {
        printed.insert(row.place());
        let Some(ours) = everything().figure(&row.place()) else {
            if row.is_shown() && row.known != "0" {
                differences.note(format!("{}: {} known, but nobody is", row.place(), row.known));
            }
            continue;
        };
        if row.is_shown() {
            let kind = if row.breakdown == "all" { row.level.clone() } else { "breakdown".into() };
            *shown.entry(kind).or_default() += 1;
            differences.note_all(ours.differences_to(row));
        }
    }
    for (place, figure) in everything().figures().filter(|(place, _)| is_one(&place.indicator)) {
        let nobody_is_asked = figure.achieved == 0 && asks(&place.indicator);
        if figure.known > 0 && !nobody_is_asked && !printed.contains(place) {
            differences.note(format!("{place}: not printed ({figure:?})"));
        }
    }
    differences.report();
    for kind in ["provider", "service", "team"] {
        assert!(shown.get(kind).is_some_and(|count| *count >= 3), "too few figures shown to compare: {shown:?}");
    }
}

/// Whether a figure says how many were asked; where a team does not use a questionnaire at all there need not be one.
fn asks(indicator: &str) -> bool {
    indicator.starts_with("coverage.") || indicator.starts_with("paired.")
}

// Small numbers.

#[test]
fn no_small_number_is_shown() {
    let mut differences = Differences::new("data/indicators.csv");
    each_figure(|output_row, figure| {
        if output_row.is_shown() && protection::must_be_withheld(figure) {
            differences.note(format!("{}: shown, but it is small: {figure:?}", output_row.place()));
        }
        if output_row.is_shown() && protection::must_be_without_spread(figure) && !output_row.has_no_spread() {
            differences.note(format!("{}: a mean of so few is shown without spread", output_row.place()));
        }
    });
    differences.report();
}

#[test]
fn a_withheld_row_prints_no_number_and_a_reason() {
    let rows = output().current_rows();
    let withheld: Vec<_> = rows.iter().filter(|row| !row.is_shown()).collect();
    assert!(withheld.len() > 50, "the two tiny teams alone should have more withheld figures");
    for row in withheld {
        assert!(row.has_no_numbers(), "{}: withheld, but a number stands there", row.place());
        assert!(!row.note.is_empty(), "{}: withheld without a reason", row.place());
    }
}

#[test]
fn whatever_is_withheld_is_small_or_protects_something_small() {
    let mut small: BTreeSet<String> = BTreeSet::new();
    for (place, figure) in everything().figures() {
        if protection::must_be_withheld(figure) {
            small.insert(protection::family(&place.indicator));
        }
    }
    let mut differences = Differences::new("data/indicators.csv");
    each_figure(|row, figure| {
        let explained = protection::may_be_withheld(figure) || small.contains(&protection::family(&row.indicator));
        if !row.is_shown() && !explained {
            differences.note(format!("{}: withheld, but nothing near it is small: {figure:?}", row.place()));
        }
    });
    differences.report();
}

#[test]
fn most_figures_that_need_no_protection_are_shown() {
    let (mut shown, mut safe) = (0, 0);
    each_figure(|row, figure| {
        if row.breakdown == "all" && !protection::may_be_withheld(figure) {
            safe += 1;
            shown += usize::from(row.is_shown());
        }
    });
    assert!(shown * 10 >= safe * 6, "only {shown} of {safe} figures that are not small are shown");
}

fn each_figure(mut look: impl FnMut(&program::Printed, &Figure)) {
    for row in output().current_rows() {
        if let Some(figure) = everything().figure(&row.place()) {
            look(&row, figure);
        }
    }
}

// The second calculation, held against numbers that others have published and against the readings.

#[test]
fn the_plain_rule_protects_small_counts_small_rests_and_extremes_of_few() {
    #[track_caller]
    fn case(achieved: usize, known: usize, withheld: bool) {
        let figure = Figure::share(achieved, known, known);
        assert_eq!(protection::must_be_withheld(&figure), withheld, "{achieved} of {known}");
    }
    case(5, 10, false);
    case(4, 10, true);
    case(6, 10, true);
    case(0, 9, true);
    case(9, 9, true);
    case(0, 10, false);
    case(10, 10, false);
    case(1, 1, true);
    case(0, 0, false);
}

#[test]
fn a_printed_number_agrees_when_it_is_ours_rounded() {
    assert!(comparing::number_agrees(44.36, "44.4"));
    assert!(comparing::number_agrees(44.36, "44.36"));
    assert!(!comparing::number_agrees(44.36, "44.3"));
    assert!(!comparing::number_agrees(44.36, "44"));
    assert!(comparing::number_agrees(44.0, "44"));
    assert!(!comparing::number_agrees(44.0, ""));
}

#[test]
fn the_plain_attainment_score_agrees_with_published_values() {
    let t = |ratings: &[f64]| goals::conventional_t(&ratings.iter().map(|x| (1.0, *x)).collect::<Vec<_>>());
    assert!((t(&[-1.0, -1.0, 0.0, 0.0, -1.0]) - 40.95466).abs() < 1e-5);
    assert!((t(&[0.0, -1.0, 0.0]) - 45.43565).abs() < 1e-5);
    assert!((t(&[1.0, 1.0, 1.0]) - 63.69306).abs() < 1e-5);
}

#[test]
fn the_run_is_about_the_last_full_quarter() {
    let rows = Output::read_indicators(output());
    let newest = rows.iter().map(|row| row.period.as_str()).max();
    assert_eq!(newest, Some("2026-27-Q2"));
}
