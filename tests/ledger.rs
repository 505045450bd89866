//! Two outputs that the same readers hold: whole runs with `--ledger`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]

#[path = "../sample-data/generate/main.rs"]
#[allow(dead_code)]
mod generate;
#[path = "run/program.rs"]
#[allow(dead_code)]
mod program;

use program::{Ran, fingerpost, own_schema, small_export};
use sha2::{Digest, Sha256};
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

/// A change of method is not to be taken for a change in the service.
#[test]
fn what_has_changed_in_how_figures_are_made_stands_in_the_reports() {
    let export = small_export();
    let [first, second, third] = ["first", "second", "third"].map(|name| export.path().join(name));
    let run = |out: &Path, more: &[&str]| {
        let [folder, out] = [export.path(), out].map(|path| path.to_str().unwrap());
        let ran = fingerpost(&[&["run", folder, "--out", out, "--quiet"], more].concat());
        assert_eq!(ran.status, 0, "{}", ran.stderr);
    };
    run(&first, &["--only", "tables", "--period", "2026-27-Q1"]);

    let settings = export.path().join("audit.toml");
    fs::write(
        &settings,
        format!("pairing = \"like-community-dashboard\"\n{}", fs::read_to_string(&settings).unwrap()),
    )
    .unwrap();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let statistics = fs::read_to_string(shipped.join("statistics.toml")).unwrap();
    assert!(statistics.contains("shift = 7"));
    own_schema(export.path(), "statistics.toml", &statistics.replace("shift = 7", "shift = 8"));
    let questionnaire = fs::read_to_string(shipped.join("measures/qpr-15.toml")).unwrap();
    own_schema(export.path(), "measures/qpr-15.toml", &format!("# Ours.\n{questionnaire}"));
    run(&second, &["--ledger", first.to_str().unwrap()]);
    for report in ["commissioner-report", "service-audit"] {
        let page = fs::read_to_string(second.join(format!("{report}.html"))).unwrap();
        for said in [
            "Since the report for April to June 2026 (Q1 2026/27).",
            "Points in a row on one side that make a pattern: 8; before, 7.",
            "QPR-15: the definition has changed.",
            "before, First score of a spell and latest score of the period.",
        ] {
            assert!(page.contains(said), "{report} does not say “{said}”");
        }
        assert!(!page.contains("DIALOG: the definition"), "{report}");
    }
    run(&third, &["--ledger", second.to_str().unwrap(), "--only", "commissioner"]);
    let page = fs::read_to_string(third.join("commissioner-report.html")).unwrap();
    assert!(page.contains("nothing has changed in how figures are made"));
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

/// What a profile looks at is another figure under the same name, and still known to whoever holds both.
#[test]
fn outputs_of_different_pairing_profiles_are_held_against_each_other() {
    let (export, first, second) = with_output();
    let settings = export.path().join("audit.toml");
    let usual = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, format!("pairing = \"like-community-dashboard\"\n{usual}")).unwrap();
    let ran = tables(export.path(), &second, &[&first]);
    assert_eq!((ran.status, second.exists()), (6, false), "{}", ran.stderr);
    assert!(ran.stderr.contains("paired.brief-inspire.total, which"), "{}", ran.stderr);
    let alone = tables(export.path(), &second, &[]);
    assert_eq!(alone.status, 0, "{}", alone.stderr);
}

#[test]
fn several_earlier_outputs_are_held_against_one_and_stay_as_they_are() {
    let (export, first, second) = with_output();
    let quarter_before = ["--period", "2026-27-Q1", "--only", "tables", "--quiet"];
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    let arguments = ["run", &path(export.path()), "--out", &path(&second), "--ledger", &path(&first)];
    let ran = fingerpost(&[arguments.as_slice(), &quarter_before].concat());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let before = [&first, &second].map(|output| program::tree(output));
    let third = export.path().join("third");
    let ran = tables(export.path(), &third, &[&first, &second]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(before == [&first, &second].map(|output| program::tree(output)), "they stay as they are");
    let record = fs::read_to_string(third.join("run.json")).unwrap();
    let digest = |output: &Path| {
        Sha256::digest(fs::read(output.join("run.json")).unwrap())
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect::<String>()
    };
    for earlier in [&first, &second] {
        assert!(record.contains(&digest(earlier)), "{} is not in the record", earlier.display());
    }
}
