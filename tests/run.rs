//! The program as a person uses it: commands, exit statuses, what is written and what is not.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]

#[path = "run/about_no_person.rs"]
mod about_no_person;
#[path = "run/claims.rs"]
mod claims;
#[path = "run/counted.rs"]
mod counted;
#[path = "run/days.rs"]
mod days;
#[path = "run/faults.rs"]
mod faults;
#[path = "../sample-data/generate/main.rs"]
#[allow(dead_code)]
mod generate;
#[path = "run/languages.rs"]
mod languages;
#[path = "run/national.rs"]
mod national;
#[path = "run/over_time.rs"]
mod over_time;
#[path = "run/pages.rs"]
mod pages;
#[path = "run/program.rs"]
mod program;
#[path = "run/record.rs"]
mod record;
#[path = "run/told.rs"]
mod told;
#[path = "run/values.rs"]
mod values;

use program::{Ran, files, fingerpost, small_export, tree};
use std::fs;
use std::path::Path;

const TABLES: [&str; 8] = ["teams", "people", "measures", "goals", "roles", "audit", "checklist", "actions"];

fn run(folder: &Path, out: &Path) -> Ran {
    fingerpost(&["run", folder.to_str().unwrap(), "--out", out.to_str().unwrap(), "--quiet"])
}

#[test]
fn questionnaires_alone_end_in_reports() {
    let export = small_export();
    for other in TABLES.into_iter().filter(|table| *table != "measures") {
        fs::remove_file(export.path().join(format!("{other}.csv"))).unwrap();
    }
    let out = export.path().join("out");
    let ran = run(export.path(), &out);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    for report in ["commissioner-report", "service-audit", "public-summary", "teams/T01"] {
        let page = fs::read_to_string(out.join(format!("{report}.html"))).unwrap();
        assert!(page.contains("the caseload was worked out"), "the reader of {report} is told");
    }
    assert!(fs::read_to_string(out.join("data/indicators.csv")).unwrap().contains("coverage.any"));
}

#[test]
fn a_questionnaire_nobody_was_given_is_not_called_too_few_answers() {
    let export = small_export();
    let measures = export.path().join("measures.csv");
    let text = fs::read_to_string(&measures).unwrap();
    let others: Vec<&str> = text.lines().filter(|line| !line.contains(",inspire,")).collect();
    assert!(others.len() < text.lines().count());
    fs::write(&measures, others.join("\n")).unwrap();
    let out = export.path().join("out");
    assert_eq!(run(export.path(), &out).status, 0);
    let page = fs::read_to_string(out.join("teams/T01.html")).unwrap();
    assert!(page.contains("No questionnaire that asks about support was answered"), "the reader is told why");
    assert!(!page.contains("too few people answered"), "and not told something else");
}

#[test]
fn without_questionnaires_the_other_tables_still_end_in_reports() {
    let export = small_export();
    fs::remove_file(export.path().join("measures.csv")).unwrap();
    let ran = run(export.path(), &export.path().join("out"));
    assert_eq!(ran.status, 0, "{}", ran.stderr);
}

#[test]
fn the_same_export_gives_the_same_bytes_whatever_the_threads_and_the_folder() {
    let export = small_export();
    let out = export.path().join("out");
    assert_eq!(run(export.path(), &out).status, 0);
    let elsewhere = small_export();
    let out_again = elsewhere.path().join("another place");
    let one_thread =
        [("RAYON_NUM_THREADS", "1"), ("POLARS_MAX_THREADS", "1"), ("TZ", "Pacific/Auckland"), ("LC_ALL", "C")];
    let folder = elsewhere.path().to_str().unwrap().to_owned();
    let ran = program::with(&["run", &folder, "--out", out_again.to_str().unwrap(), "--quiet"], &one_thread);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let (first, second) = (tree(&out), tree(&out_again));
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (path, bytes) in &first {
        assert!(bytes == &second[path], "{path} differs");
    }
}

#[test]
fn open_and_restricted_tables_have_the_columns_of_their_schemas() {
    let export = small_export();
    let out = export.path().join("out");
    let [folder, target] = [export.path(), &out].map(|path| path.to_str().unwrap().to_owned());
    assert_eq!(fingerpost(&["run", &folder, "--out", &target, "--quiet", "--national-format"]).status, 0);
    let mut seen = 0;
    for schema in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/tables")) {
        let name = schema.file_stem().unwrap().to_str().unwrap().to_owned();
        let Some((folder, table)) = name.split_once('-') else { continue };
        let schema: serde_json::Value = serde_json::from_slice(&fs::read(&schema).unwrap()).unwrap();
        let fields = schema["fields"].as_array().unwrap();
        let wanted: Vec<&str> = fields.iter().filter_map(|field| field["name"].as_str()).collect();
        let text = fs::read_to_string(out.join(folder).join(format!("{table}.csv"))).unwrap();
        let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
        assert_eq!(header, wanted, "{name}");
        seen += 1;
    }
    assert_eq!(seen, 11);
}

#[test]
fn everything_that_was_written_stands_in_the_record_with_its_digest() {
    let export = small_export();
    let out = export.path().join("out");
    assert_eq!(run(export.path(), &out).status, 0);
    let record: serde_json::Value = serde_json::from_slice(&fs::read(out.join("run.json")).unwrap()).unwrap();
    let listed: Vec<&str> =
        record["outputs"].as_array().unwrap().iter().filter_map(|output| output["path"].as_str()).collect();
    let mut written: Vec<String> = tree(&out).into_keys().filter(|path| path != "run.json").collect();
    written.sort();
    let mut sorted: Vec<String> = listed.iter().map(|path| (*path).to_owned()).collect();
    sorted.sort();
    assert_eq!(sorted, written);
    let rows = &record["rows"];
    let [read, used, left_out] = ["read", "used", "left_out"].map(|name| rows[name].as_u64().unwrap());
    assert!(read > 1000 && read == used + left_out);
}

#[test]
fn only_what_was_asked_for_is_written() {
    let export = small_export();
    let (folder, out) = (export.path().to_str().unwrap().to_owned(), export.path().join("out"));
    let out_text = out.to_str().unwrap();
    let ran = fingerpost(&["run", &folder, "--out", out_text, "--quiet", "--only", "tables", "--no-restricted"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let paths: Vec<String> = tree(&out).into_keys().collect();
    assert!(paths.iter().all(|path| !path.ends_with(".pdf") && !path.starts_with("restricted")), "{paths:?}");
    assert!(paths.contains(&"data/indicators.csv".to_owned()));
    let ran = fingerpost(&["run", &folder, "--out", out_text, "--quiet", "--only", "public", "--force"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let paths: Vec<String> = tree(&out).into_keys().filter(|path| path.ends_with(".pdf")).collect();
    assert_eq!(paths, ["public-summary.pdf"]);
}

/// Wherever programs like to keep things: a home, a cache, settings, temporary files, and the exports themselves.
#[test]
fn a_run_stores_nothing_outside_its_output() {
    let (export, homes, outputs) = (small_export(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let before = tree(export.path());
    let [folder, home, out] =
        [export.path(), homes.path(), &outputs.path().join("out")].map(|path| path.to_str().unwrap().to_owned());
    let places =
        ["HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"];
    let places = places.map(|place| (place, home.as_str()));
    let ran = program::with(&["run", &folder, "--out", &out, "--only", "public", "--quiet"], &places);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(files(homes.path()), Vec::<std::path::PathBuf>::new());
    assert_eq!(files(outputs.path()).len(), 1, "nothing is left beside it");
    assert!(tree(export.path()) == before, "exports are as they were");
}

/// The order of rows in an export says nothing, wherever no rule asks for it.
#[test]
fn rows_in_another_order_give_the_same_figures() {
    let (export, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for folder in [export.path(), other.path()] {
        let order = generate::Order { people: 260, clean: true, ..generate::Order::usual(folder) };
        generate::write(&order).unwrap();
    }
    for path in files(other.path()).into_iter().filter(|path| path.extension().is_some_and(|end| end == "csv")) {
        let text = fs::read_to_string(&path).unwrap();
        let (header, rows) = text.split_once('\n').unwrap();
        let rows: Vec<&str> = rows.lines().rev().collect();
        fs::write(&path, format!("{header}\n{}\n", rows.join("\n"))).unwrap();
    }
    let read = |folder: &Path| {
        let out = folder.join("out");
        assert_eq!(run(folder, &out).status, 0);
        tree(&out)
    };
    let (first, second) = (read(export.path()), read(other.path()));
    for (path, bytes) in &first {
        // The record and the foot of reports hold the digest of what was read.
        if path.starts_with("data/") && path.ends_with(".csv")
            || path.starts_with("charts/")
            || path.starts_with("restricted/")
        {
            assert!(bytes == &second[path], "{path} differs");
        }
    }
}

#[test]
fn rows_left_out_beyond_the_tolerance_end_with_1_and_the_output_is_there() {
    let export = small_export();
    let (folder, out) = (export.path().to_str().unwrap().to_owned(), export.path().join("out"));
    let ran = fingerpost(&["run", &folder, "--out", out.to_str().unwrap(), "--quiet", "--tolerance", "0"]);
    assert_eq!(ran.status, 1);
    assert!(out.join("index.html").is_file());
}

#[test]
fn check_lists_what_is_wrong_and_writes_nothing() {
    let export = small_export();
    let before = tree(export.path());
    let ran = fingerpost(&["check", export.path().to_str().unwrap(), "--json"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(tree(export.path()), before);
    let found: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert!(found["findings"].as_array().unwrap().len() > 10);
    assert!(ran.stderr.contains("row ") && ran.stderr.contains("column "), "places as a spreadsheet shows them");
}

#[test]
fn measures_prints_the_rules_of_an_instrument_with_their_sources() {
    let list = fingerpost(&["measures"]);
    assert!(list.stdout.contains("reqol-10") && list.stdout.contains("inspire"), "{}", list.stdout);
    let one = fingerpost(&["measures", "swemwbs"]);
    assert_eq!(one.status, 0);
    assert!(one.stdout.contains("10.1186/1477-7525-7-15"), "the source is named: {}", one.stdout);
    let unknown = fingerpost(&["measures", "swemwb"]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.stderr.contains("swemwbs"), "{}", unknown.stderr);
}

#[test]
fn a_profile_that_is_no_national_figure_says_so_in_every_report_and_in_the_record() {
    let export = small_export();
    let text = fs::read_to_string(export.path().join("audit.toml")).unwrap_or_default();
    fs::write(export.path().join("audit.toml"), format!("pairing = \"like-community-dashboard\"\n{text}")).unwrap();
    let out = export.path().join("out");
    assert_eq!(run(export.path(), &out).status, 0);
    let reports = ["commissioner-report.html", "service-audit.html", "public-summary.html"];
    let pages: Vec<_> = tree(&out).into_iter().filter(|(path, _)| reports.contains(&path.as_str())).collect();
    assert_eq!(pages.len(), reports.len());
    for (path, bytes) in pages {
        let page = String::from_utf8(bytes).unwrap();
        assert!(page.contains("may be quoted as the national one"), "{path} has no caution");
        let description = page.contains("at least two direct contacts");
        assert_eq!(description, path == "commissioner-report.html", "{path}");
        if description {
            assert!(page.contains("who have a spell that the pairing profile counts"), "who is eligible");
            assert!(!page.contains("{pair"), "an unfilled place");
        }
    }
    let record: serde_json::Value = serde_json::from_slice(&fs::read(out.join("run.json")).unwrap()).unwrap();
    assert_eq!(record["pairing"]["id"], "like-community-dashboard");
    assert!(record["pairing"]["description"].as_str().unwrap().contains("must not be quoted"));
    assert_eq!(record["pairing"]["leaves_people_out"], true);
}
