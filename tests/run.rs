//! The program as a person uses it: commands, exit statuses, what is written and what is not.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]

#[path = "../sample-data/generate/main.rs"]
#[allow(dead_code)]
mod generate;
#[path = "run/languages.rs"]
mod languages;
#[path = "run/over_time.rs"]
mod over_time;
#[path = "run/pages.rs"]
mod pages;
#[path = "run/program.rs"]
mod program;
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
fn any_table_but_questionnaires_may_be_missing_and_the_reports_say_so() {
    for missing in TABLES.into_iter().filter(|table| *table != "measures") {
        let export = small_export();
        fs::remove_file(export.path().join(format!("{missing}.csv"))).unwrap();
        let out = export.path().join("out");
        let ran = run(export.path(), &out);
        assert_eq!(ran.status, 0, "{missing}: {}", ran.stderr);
        let page = fs::read_to_string(out.join("index.html")).unwrap();
        assert!(page.contains(&format!("There was no {missing}.csv")), "{missing}");
        assert!(out.join("commissioner-report.pdf").is_file(), "{missing}");
    }
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
    assert_eq!(run(export.path(), &out).status, 0);
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
    assert_eq!(seen, 10);
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
    assert!(hidden().count() > 0 && !out.exists(), "it was killed while it wrote");
    assert_eq!(run(export.path(), &out).status, 0);
    assert_eq!(hidden().count(), 0);
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
        assert_eq!(
            fingerpost(&["run", folder.to_str().unwrap(), "--out", out.to_str().unwrap(), "--quiet"]).status,
            0
        );
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
    fs::create_dir_all(export.path().join("schemas/measures")).unwrap();
    fs::write(export.path().join("schemas/measures/mood.toml"), "id = \"other\"\n").unwrap();
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

/// Answers of one team to the checklist about itself: so many of its 24 statements met, the others not.
fn checklist_of(team: &str, on: &str, met: usize) -> String {
    let answer = |at: usize| if at <= met { "met" } else { "no" };
    (1..=24).map(|at| format!(",{team},{on},practice-guidelines,{at},{},,\n", answer(at))).collect()
}

#[test]
fn what_teams_say_of_themselves_is_a_mean_over_teams_and_each_teams_own_latest_score() {
    let export = small_export();
    let measures = export.path().join("measures.csv");
    let text = fs::read_to_string(&measures).unwrap();
    let head = "person_id,team_id,completed_on,measure,item,answer,questionnaire_id,rated_by";
    assert_eq!(text.lines().next(), Some(head));
    // The earlier score of T01 is outdone by its later one; that of T03 is older than twelve months.
    let own =
        [("T01", "2026-03-02", 24), ("T01", "2026-08-03", 12), ("T02", "2026-01-05", 24), ("T03", "2025-09-30", 24)];
    let rows: String = own.iter().map(|(team, on, met)| checklist_of(team, on, *met)).collect();
    fs::write(&measures, format!("{}\n{rows}", text.trim_end())).unwrap();
    let out = export.path().join("out");
    let ran = run(export.path(), &out);
    assert_eq!(ran.status, 0, "{}", ran.stderr);

    let figures = fs::read_to_string(out.join("data/indicators.csv")).unwrap();
    let of_unit = |unit: &str| {
        let mut rows = figures.lines().filter(|row| row.contains(",score.practice-guidelines.total,"));
        rows.find(|row| row.contains(&format!(",{unit},"))).unwrap_or_default().to_owned()
    };
    assert!(of_unit("provider").contains(",,2,12,75,,,points,yes,"), "{}", of_unit("provider"));
    assert!(of_unit("T01").contains(",,1,1,50,,,points,yes,"), "{}", of_unit("T01"));
    assert!(of_unit("T03").is_empty(), "{}", of_unit("T03"));
    assert!(!figures.contains("coverage.practice-guidelines") && !figures.contains("paired.practice-guidelines"));

    let page = |name: &str| fs::read_to_string(out.join(format!("{name}.html"))).unwrap();
    let audit = page("service-audit");
    for wanted in ["Self-assessments of teams", "All statements", "2 of 12", "75.0", "The guidelines define none"] {
        assert!(audit.contains(wanted), "“{wanted}” is not in the audit");
    }
    assert!(page("teams/T01").contains("50.0 on a scale from 0 to 100."));
    assert!(!page("teams/T03").contains("How our team was assessed"));
    // Figures and pictures about people know nothing of it.
    let commissioner = page("commissioner-report");
    let (before_method, _) = commissioner.split_once("How it is worked out").unwrap();
    assert!(!before_method.contains("Practice Guidelines"));
}

#[test]
fn questionnaires_about_teams_alone_do_not_say_that_nobody_filled_one_in() {
    let export = small_export();
    let head = "person_id,team_id,completed_on,measure,item,answer,questionnaire_id,rated_by";
    let rows = checklist_of("T01", "2026-08-03", 12);
    fs::write(export.path().join("measures.csv"), format!("{head}\n{rows}")).unwrap();
    let out = export.path().join("out");
    let ran = run(export.path(), &out);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let figures = fs::read_to_string(out.join("data/indicators.csv")).unwrap();
    assert!(figures.contains("score.practice-guidelines.total") && !figures.contains("coverage.any"));
}

/// An anonymous survey of the service's own: two questions and no scale.
const ANONYMOUS: &str = r#"
id = "our-survey"
title = "Our survey"
short = "Our survey"
rated_by = "the person"
licence = "Our own."
subject = "anonymous"
provenance = "local"
source = "Our own."
items = [{ id = "1", label = "Question 1" }, { id = "2", label = "Question 2" }]

[answers.rating]
lowest = 1
highest = 5
"#;

#[test]
fn an_anonymous_form_that_names_a_person_is_left_out_and_the_mend_is_named() {
    let export = small_export();
    fs::create_dir_all(export.path().join("schemas/measures")).unwrap();
    fs::write(export.path().join("schemas/measures/our-survey.toml"), ANONYMOUS).unwrap();
    let measures = export.path().join("measures.csv");
    let text = fs::read_to_string(&measures).unwrap();
    let named = "P00001,T01,2026-08-03,our-survey,1,4,F1,\n";
    let nameless = ",T01,2026-08-03,our-survey,1,4,F2,\n";
    fs::write(&measures, format!("{}\n{named}{nameless}", text.trim_end())).unwrap();
    let out = export.path().join("out");
    let ran = run(export.path(), &out);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let rejected = fs::read_to_string(out.join("restricted/rejected.csv")).unwrap();
    let own: Vec<&str> = rejected.lines().filter(|row| row.contains("our-survey")).collect();
    assert_eq!(own.len(), 1, "{own:?}");
    assert!(own[0].contains("person-not-expected") && own[0].contains("F1"), "{own:?}");
    let checked = fingerpost(&["check", export.path().to_str().unwrap()]);
    let said = checked.stdout + &checked.stderr;
    assert!(said.contains("Take the ids out of the export"), "{said}");
}

/// Forms of the survey without names, question 1 only: of each answer so many.
fn nameless_forms(team: &str, counts: &[(&str, usize)]) -> String {
    let answers = counts.iter().flat_map(|(answer, forms)| vec![*answer; *forms]);
    let row = |(form, answer): (usize, &str)| format!(",{team},2026-08-03,yes-survey,1,{answer},{team}-{form},\n");
    answers.enumerate().map(row).collect()
}

#[test]
fn answers_on_forms_without_names_are_counted_protected_and_nowhere_else() {
    let export = small_export();
    let measures = export.path().join("measures.csv");
    let text = fs::read_to_string(&measures).unwrap();
    // Together 1: 12, 2: 11, 3: 14, 4: 3, 5: 20; the codes 9 and 99 are no answers.
    let one = nameless_forms("T01", &[("1", 12), ("3", 14), ("5", 10), ("9", 7)]);
    let other = nameless_forms("T02", &[("2", 11), ("4", 3), ("5", 10), ("99", 2)]);
    fs::write(&measures, format!("{}\n{one}{other}", text.trim_end())).unwrap();
    let out = export.path().join("out");
    let ran = run(export.path(), &out);
    assert_eq!(ran.status, 0, "{}", ran.stderr);

    let page = fs::read_to_string(out.join("commissioner-report.html")).unwrap();
    let (_, section) = page.split_once("Surveys without names</h2>").expect("there is such a section");
    assert!(section.contains("never joined to a person"));
    let (_, row) = section.split_once("Question 1</").unwrap();
    let row = row.split("</tr>").next().unwrap();
    let cells: Vec<&str> = row.split("<td").skip(1).map(|cell| cell.split_once('>').unwrap().1).collect();
    let cells: Vec<&str> = cells.iter().map(|cell| cell.split("</td>").next().unwrap()).collect();
    assert_eq!(cells.len(), 6, "{row}");
    assert_eq!((cells[0], cells[4]), ("60", "withheld"), "{row}");
    let withheld = cells.iter().filter(|cell| **cell == "withheld").count();
    assert!(withheld >= 2, "one alone could be worked out: {row}");
    let shown = ["12 (20%)", "11 (18%)", "14 (23%)", "", "20 (33%)"];
    let fits = |(cell, own): (&&str, &&str)| cell == own || *cell == "withheld";
    assert!(cells[1..].iter().zip(&shown).all(fits) && withheld < 5, "{row}");

    // What is wrong with rows is said by instrument; no table of figures or of people knows of these forms.
    let is_told = |name: &str| name.ends_with(".csv") && !name.contains("rejected") && !name.contains("findings");
    for (name, bytes) in tree(&out).iter().filter(|(name, _)| is_told(name)) {
        assert!(!String::from_utf8_lossy(bytes).contains("yes-survey"), "{name}");
    }
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
