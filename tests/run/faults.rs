//! What goes wrong: how it ends, what is said, and that an earlier output is as it was.

#[cfg(unix)]
use crate::program::{self, files};
use crate::program::{fingerpost, own_schema, small_export, tree};
use crate::run;
use std::fs;
use std::path::Path;

#[test]
fn wrong_use_ends_with_2_and_writes_nothing() {
    let export = small_export();
    let (folder, out) = (export.path().to_str().unwrap().to_owned(), export.path().join("out"));
    let ran = fingerpost(&["run", &folder, "--out", out.to_str().unwrap(), "--period", "2026-Q9"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("2026-27-Q2"), "{}", ran.stderr);
    assert_eq!(fingerpost(&["run", "--no-such-flag"]).status, 2);
    assert!(!out.exists());
}

#[test]
fn a_quarter_outside_the_data_is_refused_and_those_inside_are_named() {
    let export = small_export();
    let (folder, out) = (export.path().to_str().unwrap().to_owned(), export.path().join("out"));
    let ran = fingerpost(&["run", &folder, "--out", out.to_str().unwrap(), "--period", "2035-36-Q1"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("2026-27-Q3"), "{}", ran.stderr);
    assert!(!out.exists());
}

#[test]
fn a_folder_whose_dates_cannot_be_read_is_told_how_to_declare_them() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "person_id,team_id,completed_on,measure,item,answer\nP1,T1,30/09/2026,dialog,1,5\n";
    fs::write(folder.path().join("measures.csv"), rows).unwrap();
    let ran = run(folder.path(), &folder.path().join("out"));
    assert_eq!(ran.status, 4);
    assert!(ran.stderr.contains("date_order = \"dmy\""), "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn a_run_that_is_stopped_while_it_writes_leaves_nothing_behind() {
    let export = small_export();
    let out = export.path().join("out");
    let mut child =
        program::start(&["run", export.path().to_str().unwrap(), "--out", out.to_str().unwrap(), "--quiet"]);
    let building = || {
        let names = files(export.path()).into_iter().filter_map(|path| path.file_name()?.to_str().map(str::to_owned));
        names.into_iter().any(|name| name.starts_with(".fingerpost-")) && !out.exists()
    };
    // The target is tried once at the start; the second time a folder appears, files are being written.
    while child.try_wait().unwrap().is_none() && !(building() && program::has_reports(export.path())) {
        std::thread::yield_now();
    }
    program::interrupt(&child);
    let status = child.wait().unwrap();
    let left: Vec<_> =
        files(export.path()).into_iter().filter(|path| path.to_string_lossy().contains(".fingerpost-")).collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(status.code() == Some(130) && !out.exists() || status.code() == Some(0) && out.exists(), "{status}");
}

/// Person-level tables must not lie about in a hidden folder for ever.
#[cfg(unix)]
#[test]
fn what_a_killed_run_has_left_is_gone_after_the_next() {
    let export = small_export();
    let out = export.path().join("out");
    let hidden = || files(export.path()).into_iter().filter(|path| path.to_string_lossy().contains("/.fingerpost-"));
    let mut child =
        program::start(&["run", export.path().to_str().unwrap(), "--out", out.to_str().unwrap(), "--quiet"]);
    while child.try_wait().unwrap().is_none() && !program::has_reports(export.path()) {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // On a busy machine it may have been done before it was killed.
    if !out.exists() {
        assert!(hidden().count() > 0, "it was killed while it wrote");
    }
    let (folder, out_text) = (export.path().to_str().unwrap(), out.to_str().unwrap());
    assert_eq!(fingerpost(&["run", folder, "--out", out_text, "--force", "--quiet"]).status, 0);
    assert_eq!(hidden().count(), 0);
}

#[test]
fn a_faulty_audit_toml_ends_with_3_and_names_the_nearest_key() {
    let export = small_export();
    fs::write(export.path().join("audit.toml"), "provder = \"North\"\nquarters = \"lunar\"\n").unwrap();
    let ran = run(export.path(), &export.path().join("out"));
    assert_eq!(ran.status, 3);
    assert!(ran.stderr.contains("provider") && ran.stderr.contains("quarters"), "{}", ran.stderr);
    assert!(!export.path().join("out").exists());
}

#[test]
fn a_faulty_definition_of_the_service_ends_with_3() {
    let export = small_export();
    own_schema(export.path(), "measures/mood.toml", "id = \"other\"\n");
    let ran = run(export.path(), &export.path().join("out"));
    assert_eq!(ran.status, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("mood.toml"), "{}", ran.stderr);
}

#[test]
fn input_that_cannot_be_read_ends_with_4_and_leaves_an_earlier_output_alone() {
    let export = small_export();
    let out = export.path().join("out");
    assert_eq!(run(export.path(), &out).status, 0);
    let before = tree(&out);
    fs::write(export.path().join("people.csv"), "person_id,team,start_date\n1,T01,2026-01-01\n").unwrap();
    let (folder, out_text) = (export.path().to_str().unwrap().to_owned(), out.to_str().unwrap().to_owned());
    let ran = fingerpost(&["run", &folder, "--out", &out_text, "--force"]);
    assert_eq!(ran.status, 4);
    assert!(ran.stderr.contains("people.csv") && ran.stderr.contains("team_id"), "{}", ran.stderr);
    assert_eq!(tree(&out), before);
    assert_eq!(run(Path::new("/nowhere/at/all"), &out.join("x")).status, 4);
}

#[test]
fn a_column_with_names_stops_the_run() {
    let export = small_export();
    let people = export.path().join("people.csv");
    let text = fs::read_to_string(&people).unwrap();
    let named: Vec<String> =
        text.lines().enumerate().map(|(n, l)| format!("{l},{}", if n == 0 { "Surname" } else { "Smith" })).collect();
    fs::write(&people, named.join("\n")).unwrap();
    let ran = run(export.path(), &export.path().join("out"));
    assert_eq!(ran.status, 4, "{}", ran.stderr);
    assert!(ran.stderr.contains("Surname") && !ran.stderr.contains("Smith"), "{}", ran.stderr);
}

#[test]
fn an_output_that_cannot_be_written_ends_with_5() {
    let export = small_export();
    let out = export.path().join("letters");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("letter.txt"), "mine").unwrap();
    assert_eq!(run(export.path(), &out).status, 5);
    let (folder, out_text) = (export.path().to_str().unwrap().to_owned(), out.to_str().unwrap().to_owned());
    assert_eq!(fingerpost(&["run", &folder, "--out", &out_text, "--force"]).status, 5);
    assert_eq!(fs::read_to_string(out.join("letter.txt")).unwrap(), "mine");
}
