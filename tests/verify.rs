//! `fingerpost verify`: an output that is as the run wrote it, and every way in which it may not be.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]

#[path = "../sample-data/generate/main.rs"]
#[allow(dead_code)]
mod generate;
#[path = "run/program.rs"]
#[allow(dead_code)]
mod program;

use program::{Ran, fingerpost, small_export, tree};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use tempfile::TempDir;

/// Files of an output, by path.
type Files = BTreeMap<String, Vec<u8>>;

/// The output of one run, made once.
fn made() -> &'static Files {
    static MADE: OnceLock<Files> = OnceLock::new();
    MADE.get_or_init(|| run(&[]))
}

fn run(more: &[&str]) -> Files {
    let export = small_export();
    let out = export.path().join("out");
    let run = ["run", export.path().to_str().unwrap(), "--out", out.to_str().unwrap(), "--quiet"];
    let ran = fingerpost(&[&run, more].concat());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    tree(&out)
}

/// The output in a folder of its own, so that it does not stand where it was made.
fn laid_out(files: &Files) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn verify(folder: &Path) -> Ran {
    fingerpost(&["verify", folder.to_str().unwrap()])
}

/// The status, the answer in words, and the lists of the answer as data, of the output after something was done to it.
fn after(change: impl FnOnce(&Path)) -> (i32, String, serde_json::Value) {
    let folder = laid_out(made());
    change(folder.path());
    let before = tree(folder.path());
    let (words, data) = (verify(folder.path()), fingerpost(&["verify", folder.path().to_str().unwrap(), "--json"]));
    assert_eq!(words.status, data.status);
    assert_eq!((words.stderr.as_str(), data.stderr.as_str()), ("", ""));
    assert!(tree(folder.path()) == before, "looking changes nothing");
    (words.status, words.stdout, serde_json::from_str(&data.stdout).unwrap())
}

/// That this list, and no other, names these files; and that the words name them.
#[track_caller]
fn only(kind: &str, paths: &[&str], (status, words, data): &(i32, String, serde_json::Value)) {
    assert_eq!(*status, 1, "{words}");
    for list in ["changed", "line_endings", "missing", "added", "unreadable"] {
        let expected: &[&str] = if list == kind { paths } else { &[] };
        assert_eq!(data[list], serde_json::json!(expected), "{list}: {words}");
    }
    for path in paths {
        assert!(words.lines().any(|line| line.trim() == *path), "{path}: {words}");
    }
    assert!(!words.contains("Nothing has changed"), "{words}");
}

#[test]
fn an_output_that_nobody_touched_has_not_changed_wherever_it_stands() {
    let (status, words, data) = after(|_| ());
    assert_eq!(status, 0, "{words}");
    assert!(words.starts_with("Nothing has changed: ") && words.contains("not found out"), "{words}");
    assert_eq!((&data["same"], &data["restricted"]), (&(made().len() - 1).into(), &"here".into()));
    let folder = laid_out(made());
    let quiet = fingerpost(&["verify", folder.path().to_str().unwrap(), "--quiet"]);
    assert_eq!((quiet.status, quiet.stdout.as_str(), quiet.stderr.as_str()), (0, "", ""));
}

#[test]
fn one_changed_byte_is_noticed_in_every_file() {
    let paths: Vec<&str> = made().keys().map(String::as_str).filter(|path| *path != "run.json").collect();
    assert!(paths.len() > 30, "{paths:?}");
    let (status, words, data) = after(|out| {
        for path in &paths {
            let mut bytes = fs::read(out.join(path)).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(out.join(path), bytes).unwrap();
        }
    });
    assert_eq!((status, &data["same"]), (1, &0.into()), "{words}");
    let mut changed: Vec<&str> =
        data["changed"].as_array().unwrap().iter().filter_map(|path| path.as_str()).collect();
    changed.sort_unstable();
    assert_eq!(changed, paths);
}

#[test]
fn a_missing_file_is_named() {
    let path = "teams/T01.pdf";
    only("missing", &[path], &after(|out| fs::remove_file(out.join(path)).unwrap()));
    let one = "restricted/goals.csv";
    only("missing", &[one], &after(|out| fs::remove_file(out.join(one)).unwrap()));
}

#[test]
fn a_file_the_run_did_not_write_is_named() {
    let paths = ["teams/.hidden/letter.txt", "zoë.csv"];
    let added = after(|out| {
        fs::create_dir(out.join("teams/.hidden")).unwrap();
        paths.iter().for_each(|path| fs::write(out.join(path), "mine").unwrap());
    });
    only("added", &paths, &added);
}

#[test]
fn something_else_under_the_name_of_a_file_is_a_change() {
    let folder_instead = after(|out| {
        fs::remove_file(out.join("index.html")).unwrap();
        fs::create_dir(out.join("index.html")).unwrap();
    });
    only("changed", &["index.html"], &folder_instead);
}

#[test]
fn converted_line_endings_are_a_change_and_are_called_what_they_are() {
    let path = "data/values.csv";
    let converted = after(|out| {
        let text = fs::read_to_string(out.join(path)).unwrap();
        fs::write(out.join(path), text.replace('\n', "\r\n")).unwrap();
    });
    only("line_endings", &[path], &converted);
    let edited_too = after(|out| {
        let text = fs::read_to_string(out.join(path)).unwrap();
        fs::write(out.join(path), text.replace('\n', "\r\n").replace("yes", "no")).unwrap();
    });
    only("changed", &[path], &edited_too);
}

#[test]
fn an_output_passed_on_without_the_restricted_folder_has_not_changed_and_this_is_said() {
    let (status, words, data) = after(|out| fs::remove_dir_all(out.join("restricted")).unwrap());
    assert_eq!((status, &data["restricted"]), (0, &"removed".into()), "{words}");
    assert!(
        words.contains("The folder restricted is not here.") && words.contains("not count as a change"),
        "{words}"
    );
    let emptied = after(|out| {
        fs::remove_dir_all(out.join("restricted")).unwrap();
        fs::create_dir(out.join("restricted")).unwrap();
    });
    assert_eq!(emptied.0, 1, "{}", emptied.1);
}

#[test]
fn a_run_without_restricted_tables_says_so_and_whoever_adds_some_is_noticed() {
    let folder = laid_out(&run(&["--no-restricted"]));
    let ran = verify(folder.path());
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    assert!(ran.stdout.contains("because the run was made without"), "{}", ran.stdout);
    fs::create_dir(folder.path().join("restricted")).unwrap();
    fs::write(folder.path().join("restricted/goals.csv"), "").unwrap();
    let ran = verify(folder.path());
    assert_eq!(ran.status, 1);
    assert!(
        ran.stdout.contains("  restricted/goals.csv") && !ran.stdout.contains("was made without"),
        "{}",
        ran.stdout
    );
}

/// Status 4, nothing on standard output, and these words.
#[track_caller]
fn cannot_tell(change: impl FnOnce(&Path), reason: &str) {
    let folder = laid_out(made());
    change(folder.path());
    let ran = verify(folder.path());
    assert_eq!((ran.status, ran.stdout.as_str()), (4, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains(reason), "{}", ran.stderr);
}

fn with_record(record: &str) -> impl FnOnce(&Path) {
    move |out| fs::write(out.join("run.json"), record).unwrap()
}

#[test]
fn without_a_readable_record_nothing_is_claimed() {
    cannot_tell(|out| fs::remove_file(out.join("run.json")).unwrap(), "There is no run.json in");
    let record = String::from_utf8(made()["run.json"].clone()).unwrap();
    cannot_tell(with_record(&record[..record.len() / 2]), "was damaged");
    cannot_tell(with_record("{}"), "not one that a run wrote");
    cannot_tell(with_record(&record.replace("\"sha256\"", "\"sha\"")), "not one that a run wrote");
    assert_eq!(verify(Path::new("/nowhere/at/all")).status, 4);
    assert_eq!(verify(&Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).status, 4);
}

#[test]
fn a_record_that_leads_out_of_its_folder_is_not_followed() {
    let record = String::from_utf8(made()["run.json"].clone()).unwrap();
    for outside in ["../index.html", "/etc/hostname", ""] {
        let led_out = record.replace("\"path\": \"index.html\"", &format!("\"path\": \"{outside}\""));
        assert_ne!(led_out, record);
        cannot_tell(with_record(&led_out), "not one that a run wrote");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_opened_is_neither_changed_nor_the_same() {
    let folder = laid_out(made());
    // A link to itself: not even the owner of the computer can open it.
    fs::remove_file(folder.path().join("index.html")).unwrap();
    std::os::unix::fs::symlink("index.html", folder.path().join("index.html")).unwrap();
    let ran = verify(folder.path());
    assert_eq!(ran.status, 4, "{}", ran.stdout);
    assert!(ran.stdout.starts_with("Nothing that could be read has changed"), "{}", ran.stdout);
    assert!(ran.stdout.lines().any(|line| line == "  index.html"), "{}", ran.stdout);
    fs::write(folder.path().join("letter.txt"), "mine").unwrap();
    assert_eq!(verify(folder.path()).status, 1, "what is known to differ is said first");
}

#[test]
fn wrong_use_ends_with_2() {
    for wrong in [["verify", "--no-such-flag"].as_slice(), &["verify", "one", "two"]] {
        let ran = fingerpost(wrong);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
        assert!(ran.stderr.contains("fingerpost verify [OPTIONS] [FOLDER]"), "{}", ran.stderr);
    }
}

/// The README and the help say so: nothing vouches for `run.json` itself.
#[test]
fn whoever_changes_a_file_and_the_record_to_fit_it_is_not_found_out() {
    let (status, words, _) = after(|out| {
        let [old, new] = [made()["data/values.csv"].clone(), b"period,level\n".to_vec()].map(|bytes| {
            fs::write(out.join("data/values.csv"), &bytes).unwrap();
            let digest = Sha256::digest(&bytes);
            digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
        });
        let record = fs::read_to_string(out.join("run.json")).unwrap();
        assert!(record.contains(&old));
        fs::write(out.join("run.json"), record.replace(&old, &new)).unwrap();
    });
    assert_eq!(status, 0, "{words}");
    assert!(words.contains("not found out"), "{words}");
}
