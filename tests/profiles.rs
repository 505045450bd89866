//! The same facts as different record systems export them end in the same tables; ready profiles and what they decide.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]

#[path = "../sample-data/generate/main.rs"]
#[allow(dead_code)]
mod generate;
#[path = "run/program.rs"]
#[allow(dead_code)]
mod program;

use program::{Ran, fingerpost, tree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/profiles").join(name)
}

/// A copy of a sample that a test may change.
fn copy(name: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in tree(&sample(name)) {
        fs::write(folder.path().join(path), bytes).unwrap();
    }
    folder
}

fn run(folder: &Path, out: &Path) -> Ran {
    let [folder, out] = [folder, out].map(|path| path.to_str().unwrap());
    fingerpost(&["run", folder, "--out", out, "--quiet", "--only", "tables"])
}

/// Everything that a run wrote, by path.
fn written(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let out = tempfile::tempdir().unwrap();
    let ran = run(folder, &out.path().join("out"));
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    tree(&out.path().join("out"))
}

fn open_tables(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    written(folder).into_iter().filter(|(path, _)| path.starts_with("data/")).collect()
}

fn records(bytes: &[u8]) -> Vec<csv::ByteRecord> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    reader.byte_records().map(Result::unwrap).collect()
}

/// Takes out of every file the rows that are marked as deleted, and copies of a row that stands there already.
fn without_deleted_rows_and_copies(folder: &Path) -> usize {
    let marks: [(&[u8], &[&[u8]]); 3] =
        [(b"RemovedData", &[b"FALSE"]), (b"type12_DeletedDate", &[b"NULL"]), (b"Deleted", &[b"0"])];
    let mut taken_out = 0;
    for path in program::files(folder).into_iter().filter(|path| path.extension().is_some_and(|end| end == "csv")) {
        let all = records(&fs::read(&path).unwrap());
        let mark = marks.iter().find_map(|(name, kept)| Some((all[0].iter().position(|h| h == *name)?, kept)));
        let mut seen = BTreeSet::new();
        let mut writer = csv::WriterBuilder::new().flexible(true).from_path(&path).unwrap();
        for (number, record) in all.iter().enumerate() {
            let alive = number == 0 || mark.is_none_or(|(at, kept)| kept.contains(&&record[at]));
            if alive && seen.insert(record.as_slice().to_owned()) {
                writer.write_byte_record(record).unwrap();
            } else {
                taken_out += 1;
            }
        }
    }
    taken_out
}

#[test]
fn the_same_facts_end_in_the_same_tables_byte_for_byte() {
    let expected = open_tables(&sample("canonical"));
    assert_eq!(expected.len(), 6, "{:?}", expected.keys());
    for (name, least) in [("systmone", 12), ("rio", 17), ("excel", 0)] {
        let folder = copy(name);
        assert!(without_deleted_rows_and_copies(folder.path()) >= least, "{name}");
        let found = open_tables(folder.path());
        assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{name}");
        for (path, bytes) in &expected {
            assert!(*bytes == found[path], "{name}: {path} differs");
        }
    }
}

#[test]
fn deleted_rows_and_copies_change_no_figure_and_are_listed() {
    let expected = open_tables(&sample("canonical"));
    for (name, codes) in [("systmone", &["row-skipped"][..]), ("rio", &["exact-copy", "row-skipped"])] {
        let found = open_tables(&sample(name));
        for path in ["data/indicators.csv", "data/values.csv", "data/trends.csv"] {
            assert!(expected[path] == found[path], "{name}: {path} differs");
        }
        let findings = records(&found["data/findings.csv"]);
        let listed: BTreeSet<&[u8]> = findings.iter().skip(1).map(|finding| &finding[1]).collect();
        assert_eq!(listed, codes.iter().map(|code| code.as_bytes()).collect(), "{name}");
    }
}

#[test]
fn the_samples_look_like_the_systems_they_stand_for() {
    let bytes = |path: &str| fs::read(sample(path)).unwrap();
    let has = |path: &str, part: &[u8]| bytes(path).windows(part.len()).any(|window| window == part);
    assert!(String::from_utf8(bytes("systmone/SRTeam.csv")).is_err() && has("systmone/SRTeam.csv", b"Caf\xE9"));
    assert!(has("systmone/SRTeam.csv", b"Anne\x92s") && has("systmone/SRGoal.csv", b"Seen at home.\nWill call"));
    assert!(has("systmone/SRReferralIn.csv", b" 00:00:00\"") && has("systmone/SRReferralIn.csv", b"\"TRUE\"\r\n"));
    let answers = records(&bytes("systmone/SRAnsweredQuestionnaire.csv"));
    assert_eq!(answers.iter().filter(|answer| answer[0] == answers[1][0]).count(), 11 + 10 + 3);
    assert!(bytes("rio/Referrals.csv").starts_with("\u{feff}type12_NoteID".as_bytes()));
    assert!(has("rio/Referrals.csv", b",NULL,") && has("rio/Assessments.csv", b"dialog_1,dialog_2"));
    let goals = records(&bytes("rio/Goals.csv"));
    assert!(goals.len() > goals.iter().map(|goal| goal.as_slice()).collect::<BTreeSet<_>>().len());
    assert!(has("national/MHS606CodedScoreAssessmentRefer.csv", b"1037651000000100\r\n\""));
    assert!(has("national/MHS004EmpStatus.csv", b"EmployStatus,1\r\n"));
    assert!(bytes("excel/export.xlsx").starts_with(b"PK"));
}

/// Person, day, measure, scale and score of what was scored.
fn scores(folder: &Path, measure: &str) -> BTreeSet<[String; 5]> {
    let written = written(folder);
    let text = |cell: &[u8]| String::from_utf8(cell.to_vec()).unwrap();
    let scores = records(&written["restricted/scores.csv"]);
    let of_measure = scores.iter().filter(|score| score[4] == *measure.as_bytes() && score[9] == *b"scored");
    of_measure.map(|score| [0, 2, 4, 5, 6].map(|at| text(&score[at]))).collect()
}

#[test]
fn national_ids_name_questionnaire_and_item() {
    let expected = scores(&sample("canonical"), "dialog");
    assert!(expected.len() > 900, "{}", expected.len());
    assert_eq!(scores(&sample("national"), "dialog"), expected);
    let ran = fingerpost(&["check", sample("national").to_str().unwrap(), "--json"]);
    let found: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(found["rows"]["left_out"], 0, "{}", ran.stderr);
    let codes: Vec<&str> =
        found["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["cell-trimmed"]);
}

fn settings(folder: &Path, lines: &str) {
    fs::write(folder.join("audit.toml"), lines).unwrap();
}

#[test]
fn what_a_service_says_wins_over_its_profile() {
    let folder = copy("rio");
    let people = folder.path().join("Referrals.csv");
    let text = fs::read_to_string(&people).unwrap();
    fs::remove_file(&people).unwrap();
    fs::write(folder.path().join("who.csv"), text.replace("ClientID", "Number").replace(",F,", ",Woman,")).unwrap();
    settings(
        folder.path(),
        "profile = \"rio\"\nprovider = \"Northshire Partnership\"\nprovider_id = \"NP\"\nextracted = 2026-10-09\n\
         [tables.people]\nfiles = [\"who.csv\"]\ncolumns.person_id = \"Number\"\ncodes.gender = { Woman = \"2\" }\n",
    );
    let (expected, found) = (open_tables(&sample("canonical")), open_tables(folder.path()));
    assert!(expected["data/indicators.csv"] == found["data/indicators.csv"]);
}

#[test]
fn a_profile_that_is_not_known_is_refused_with_the_nearest() {
    let folder = copy("rio");
    settings(folder.path(), "profile = \"systemone\"\n");
    let ran = run(folder.path(), &folder.path().join("out"));
    assert_eq!(ran.status, 3);
    let expected = "audit.toml, line 1: there is no profile `systemone`. There are: `national`, `rio`, `systmone`. \
                    Did you mean `systmone`?";
    assert_eq!(ran.stderr.trim_end(), expected);
}

#[test]
fn a_service_may_keep_a_profile_of_its_own_and_its_faults_are_named() {
    let folder = copy("canonical");
    let teams = fs::read_to_string(folder.path().join("teams.csv")).unwrap();
    fs::write(folder.path().join("teams.csv"), teams.replacen("team_id", "Unit", 1)).unwrap();
    settings(folder.path(), "profile = \"ours\"\nextracted = 2026-10-09\n");
    let profiles = folder.path().join("schemas/profiles");
    fs::create_dir_all(&profiles).unwrap();
    let write = |text: &str| fs::write(profiles.join("ours.toml"), text).unwrap();
    write("title = \"Ours\"\nabout = \"Units.\"\n[tables.teams]\ncolumns.team_id = [\"Unit\", \"Ward\"]\n");
    let ran = run(folder.path(), &folder.path().join("out"));
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    write("title = \"Ours\"\nabout = \"Units.\"\nencodin = \"utf-8\"\n[tables.teams]\ncolumns.tem_id = [\"Unit\"]\n");
    let ran = run(folder.path(), &folder.path().join("out2"));
    assert_eq!(ran.status, 3);
    assert!(ran.stderr.contains("schemas/profiles/ours.toml, line 3: the key `encodin`"), "{}", ran.stderr);
}
