//! Two outputs that the same readers hold: whole runs with `--ledger`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]

#[path = "../sample-data/generate/main.rs"]
#[allow(dead_code)]
mod generate;
#[path = "run/program.rs"]
#[allow(dead_code)]
mod program;

use program::{Ran, fingerpost, small_export};
use std::fs;
use std::path::{Path, PathBuf};

fn tables(folder: &Path, out: &Path, ledger: &[&Path]) -> Ran {
    let mut arguments = vec!["run", folder.to_str().unwrap(), "--out", out.to_str().unwrap(), "--quiet"];
    arguments.extend(["--only", "tables"]);
    ledger.iter().for_each(|earlier| arguments.extend(["--ledger", earlier.to_str().unwrap()]));
    fingerpost(&arguments)
}

/// An export with one output made from it, and the folders of that output and of another one.
fn with_output() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let export = small_export();
    let (first, second) = (export.path().join("first"), export.path().join("second"));
    assert_eq!(tables(export.path(), &first, &[]).status, 0);
    (export, first, second)
}

#[test]
fn an_output_beside_itself_comes_out_the_same() {
    let (export, first, second) = with_output();
    let ran = tables(export.path(), &second, &[&first]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    for table in ["indicators", "values", "trends"] {
        let read = |out: &Path| fs::read(out.join(format!("data/{table}.csv"))).unwrap();
        assert!(read(&first) == read(&second), "{table}");
    }
    let record = fs::read_to_string(second.join("run.json")).unwrap();
    assert!(record.contains("\"run_sha256\""), "the record names what was held against it");
}

#[test]
fn what_an_earlier_output_has_printed_and_must_be_withheld_now_ends_with_6() {
    let export = small_export();
    let (first, second) = (export.path().join("first"), export.path().join("second"));
    let settings = export.path().join("audit.toml");
    let usual = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, format!("{usual}\n[release]\nthreshold = 3\n")).unwrap();
    assert_eq!(tables(export.path(), &first, &[]).status, 0);
    fs::write(&settings, usual).unwrap();
    let ran = tables(export.path(), &second, &[&first]);
    assert_eq!(ran.status, 6, "{}", ran.stderr);
    assert!(ran.stderr.contains(&format!("which {} has printed already", first.display())), "{}", ran.stderr);
    assert!(!second.exists());
}

#[test]
fn a_folder_that_is_no_output_ends_with_4_and_is_named() {
    let export = small_export();
    let ran = tables(export.path(), &export.path().join("out"), &[export.path()]);
    assert_eq!(ran.status, 4);
    assert!(ran.stderr.contains("run.json cannot be read"), "{}", ran.stderr);
}

#[test]
fn a_table_that_somebody_has_changed_is_named_with_the_row() {
    let (export, first, second) = with_output();
    let table = first.join("data/indicators.csv");
    let text = fs::read_to_string(&table).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    fs::write(&table, format!("{}\nnonsense\n{}", lines[0], lines[1..].join("\n"))).unwrap();
    let ran = tables(export.path(), &second, &[&first]);
    assert_eq!(ran.status, 4);
    assert!(ran.stderr.contains("indicators.csv, row 2:"), "{}", ran.stderr);
}

#[test]
fn outputs_are_attacked_from_what_they_print() {
    let (_export, first, second) = with_output();
    let check = |outputs: &[&Path]| {
        let outputs = outputs.iter().map(|output| output.to_str().unwrap());
        fingerpost(&["release", "--check"].into_iter().chain(outputs).collect::<Vec<_>>())
    };
    let ran = check(&[&first]);
    assert_eq!(ran.status, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("none can be narrowed to fewer than 5 people"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("could not be tried"), "{}", ran.stdout);

    // The same tables from data with one person more.
    fs::create_dir_all(second.join("data")).unwrap();
    for file in ["run.json", "data/indicators.csv", "data/trends.csv"] {
        fs::copy(first.join(file), second.join(file)).unwrap();
    }
    let table = second.join("data/indicators.csv");
    let text = fs::read_to_string(&table).unwrap();
    let caseload = text.lines().find(|line| line.contains(",provider,") && line.contains(",caseload,")).unwrap();
    let people: u64 = caseload.split(',').find_map(|cell| cell.parse().ok()).unwrap();
    let more = caseload.replace(&format!(",{people},{people},"), &format!(",{0},{0},", people + 1));
    fs::write(&table, text.replace(caseload, &more)).unwrap();
    let ran = check(&[&first, &second]);
    assert_eq!(ran.status, 6, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("group all: caseload, exactly"), "{}", ran.stdout);
}
