//! `fingerpost backtest`: a service's own earlier figures beside an output. Every kind of difference is planted and has to be
//! explained, and whoever guesses at a withheld figure learns nothing.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]

#[path = "../sample-data/generate/main.rs"]
#[allow(dead_code)]
mod generate;
#[path = "backtest/order.rs"]
mod order;
#[path = "backtest/output.rs"]
mod output;
#[path = "run/program.rs"]
#[allow(dead_code)]
mod program;

use output::{HEADER, backtest, data, fits, outcomes, output};
use program::{fingerpost, small_export};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

/// That each row has this answer.
#[track_caller]
fn each<T: PartialEq<U> + std::fmt::Debug, U: std::fmt::Debug>(cases: &[(&str, U)], answers: Vec<T>) {
    assert_eq!(cases.len(), answers.len());
    for ((row, expected), answer) in cases.iter().zip(answers) {
        assert_eq!(answer, *expected, "{row}");
    }
}

fn rows<T>(cases: &[(&'static str, T)]) -> Vec<&'static str> {
    cases.iter().map(|(row, _)| *row).collect()
}

#[test]
fn every_way_in_which_a_figure_may_have_been_made_is_found() {
    let cases = [
        ("improved.reqol-10.total,,0.346", "fraction"),
        ("improved.reqol-10.total,,53", "achieved"),
        ("improved.reqol-10.total,,153", "known"),
        ("improved.reqol-10.total,,902", "eligible"),
        ("score.reqol-10.total,,234", "known"),
        ("improved.reqol-10.total,,5.88", "of_eligible"),
        ("role.employment.held,,80.8", "known_of_eligible"),
        ("improved.reqol-10.total,,65.36", "rest"),
        ("change.reqol-10.total,,-2.48", "reversed"),
        ("coverage.any,,85.1", "period 2026-27-Q1"),
        ("coverage.any,,88.2,2026-27-Q1", "period 2026-27-Q2"),
        ("coverage.any,,83.74", "unit T01"),
        ("coverage.any,T01,88.25", "unit NP"),
        ("caseload,T01,61", "unit T02"),
        ("improved.reqol-10.total,,57.52", "indicator unchanged.reqol-10.total"),
        ("improved.reqol-10.total,,20.79", "indicator score.reqol-10.total"),
        ("first.reqol-10.total,,64.04", "indicator later.reqol-10.total"),
        ("role.employment.held,,9.40", "indicator role.employment.gained"),
        ("goals.has_recovery_goal,,64.25", "indicator goals.recovery_share"),
        ("coverage.any,,53.88", "indicator coverage.reqol-10"),
        ("caseload,,900", "rounded_there"),
        ("improved.reqol-10.total,,35.48", "rounded_there"),
        ("improved.reqol-10.total,,0.0588", "of_eligible as a fraction"),
        ("improved.reqol-10.total,,0.575", "indicator unchanged.reqol-10.total as a fraction"),
    ];
    let cases = cases.map(|(row, expected)| (row, [expected]));
    each(&cases, fits(output("suppress").path(), &rows(&cases)));
}

/// A per cent sign says that no count is meant, and that no fraction is.
#[test]
fn a_per_cent_sign_is_taken_at_its_word() {
    let typed = ["improved.reqol-10.total,,53%", "improved.reqol-10.total,,0.0588%"];
    assert_eq!(fits(output("suppress").path(), &typed), [Vec::<String>::new(), Vec::new()]);
}

#[test]
fn under_the_rounding_profile_exact_counts_behind_ours_explain() {
    let out = output("round");
    let path = out.path().join("data/indicators.csv");
    let exact = fs::read_to_string(&path).unwrap();
    let rounded = exact.replace(",53,153,902,34.640522876", ",55,155,900,35.483870968");
    fs::write(&path, rounded.replace(",,902,902,,people", ",,900,900,,people")).unwrap();
    let fitting = ["improved.reqol-10.total,,34.64", "caseload,,898", "caseload,,902"];
    assert!(fits(out.path(), &fitting).iter().all(|found| found == &["rounded_here"]));
    let others = ["improved.reqol-10.total,,34.65", "caseload,,897", "caseload,,903"];
    assert!(fits(out.path(), &others).iter().all(Vec::is_empty));
}

#[test]
fn a_figure_agrees_to_the_digits_that_were_written() {
    let agreeing = ["35", "34.6", "34.6%", "34.64 %", "34.641", "\"34,6\"", "34.640522876"].map(|n| (n, "agrees"));
    let others = ["34", "34.7", "34.60", "34.65"].map(|number| (number, "differs, not explained"));
    let cases = [agreeing.as_slice(), &others].concat();
    let typed: Vec<String> = cases.iter().map(|(number, _)| format!("improved.reqol-10.total,,{number}")).collect();
    each(&cases, outcomes(output("suppress").path(), &typed.iter().map(String::as_str).collect::<Vec<_>>()));
}

#[test]
fn figures_units_periods_and_groups_are_found_by_their_names() {
    let cases = [
        "\"reqol-10,  TOTAL: clearly better\",,34.6",
        "Improved.ReQoL–10.total,northshire partnership,34.6",
        "improved.reqol-10.total,provider,34.6",
        "improved.reqol-10.total,alder community team,42.6",
        "improved.reqol-10.total,Team T01,42.6",
        "a figure of their own,NP,35",
        "coverage.any,,85.1,Q1 2026/27",
        "coverage.any,,85.1,26/27 q1",
        "coverage.any,,87.5,,Gender,female",
        "coverage.any,,87.5,,,Female",
        "coverage.any,,87.5,,gender,2",
        "coverage.any,,88.2,,gender,all",
        "coverage.any,,88.2,,Everyone,",
    ]
    .map(|row| (row, "agrees"));
    each(&cases, outcomes(output("suppress").path(), &rows(&cases)));
}

#[test]
fn what_cannot_be_compared_is_no_difference() {
    let cases = [
        ("improved.reqol-10.total,T02,3", "withheld"),
        ("role.employment.kept,,80", "withheld"),
        ("coverage.any,,80,2025-26-Q4", "withheld or no record"),
        ("coverage.any,T01,80,2026-27-Q1", "no record"),
        ("coverage.any,T03,80", "no record"),
        ("coverage.any,,80,1999-00-Q1", "no such period"),
        ("improved.reqol-10.total,,80,2026-27-Q1", "not over time"),
        ("coverage.any,,80,2026-27-Q1,gender,2", "not over time"),
        ("goals.reviewed,,80", "no record"),
    ];
    let out = output("suppress");
    each(&cases, outcomes(out.path(), &rows(&cases)));
    let table = format!("{HEADER}\n{}\n", rows(&cases).join("\n"));
    let ran = backtest(out.path(), table.as_bytes(), &[]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    assert!(ran.stdout.contains("Nothing could be compared"), "{}", ran.stdout);
}

#[test]
fn the_status_tells_what_came_of_it() {
    let out = output("suppress");
    let status = |rows: &str| backtest(out.path(), format!("indicator,unit,value\n{rows}\n").as_bytes(), &[]).status;
    assert_eq!(status("improved.reqol-10.total,,34.6"), 0);
    assert_eq!(status("improved.reqol-10.total,,34.6\nimproved.reqol-10.total,,53"), 1);
    assert_eq!(status("improved.reqol-10.total,,34.6\nimproved.reqol-10.total,,99.9"), 1);
    assert_eq!(status("improved.reqol-10.total,,34.6\nimproved.reqol-10.total,,many"), 4);
    assert_eq!(status("improved.reqol-10.total,,53\nimproved.reqol-10.total,,many"), 1);
}

#[test]
fn quiet_says_errors_only() {
    let out = output("suppress");
    let ran = backtest(out.path(), b"indicator,unit,value\nimproved.reqol-10.total,,53\n", &["--quiet"]);
    assert_eq!((ran.status, ran.stdout.as_str(), ran.stderr.as_str()), (1, "", ""));
    let ran = backtest(out.path(), b"indicator,unit,value\nimproved.reqol-10.total,,many\n", &["--quiet"]);
    assert!(ran.stdout.is_empty() && ran.stderr.contains("row 2, column C “value”: “many”"), "{}", ran.stderr);
}

#[test]
fn a_difference_that_nothing_explains_is_told_how_ours_is_counted() {
    let out = output("suppress");
    let ran = backtest(out.path(), b"indicator,unit,value\nimproved.reqol-10.total,,77.7\n", &[]);
    let expected = [
        "nothing that was tried fits: 1 row",
        "yours 77.7, ours 34.64% (53 achieved of 153 known, 902 eligible)",
        "Known: those with a first and a later score.",
        "100 × achieved ÷ known",
        "from 1 July 2026 to 30 September 2026",
        "749 of 902 eligible are not known. They are left out, and do not count as not achieved.",
    ];
    for words in expected {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
    let ran = backtest(out.path(), b"indicator,unit,value\ncoverage.any,,77.7\n", &[]);
    assert!(ran.stdout.contains("nobody is left out"), "{}", ran.stdout);
}

/// Finer than to two decimals, where it has to be seen that they differ.
#[test]
fn ours_is_printed_with_as_many_digits_as_theirs() {
    let ran = backtest(output("suppress").path(), b"indicator,unit,value\nimproved.reqol-10.total,,34.6421\n", &[]);
    assert!(ran.stdout.contains("yours 34.6421, ours 34.6405%"), "{}", ran.stdout);
}

#[test]
fn each_bad_row_is_named_by_row_and_column_with_what_to_do() {
    let cases = [
        ("improvd.reqol-10.total,,1", "column A “indicator”", "Did you mean “improved.reqol-10.total”?"),
        ("Paid wrk,,1", "column A", "Did you mean “Paid work”?"),
        ("the weather,,1", "column A", "fingerpost explain --list"),
        (",,1", "column A", "no figure is named"),
        ("caseload,Alder Comunity Team,1", "column B “unit”", "Did you mean “Alder Community Team”?"),
        ("caseload,somewhere else,1", "column B", "leave the cell blank for the whole provider"),
        ("caseload,,", "column C “value”", "there is no number"),
        ("caseload,,n/a", "column C", "“n/a” is not read as a number"),
        ("caseload,,90 2", "column C", "not read as a number"),
        ("caseload,,<5", "column C", "the number was withheld"),
        ("caseload,,#DIV/0!", "column C", "an error of the spreadsheet"),
        ("coverage.any,,1,last time", "column D “period”", "2026-27-Q2"),
        ("coverage.any,,1,,gendr,2", "column E “breakdown”", "Did you mean “Gender”?"),
        ("coverage.any,,1,,gender,Femal", "column F “category”", "Did you mean “Female”?"),
        ("coverage.any,,1,,gender,", "column F", "not said which group"),
        ("coverage.any,,1,,,Not recorded", "column F", "a group of several breakdowns"),
    ];
    let out = output("suppress");
    let typed: Vec<&str> = cases.iter().map(|(row, ..)| *row).collect();
    let table = format!("{HEADER}\n{}\n", typed.join("\n"));
    let ran = backtest(out.path(), table.as_bytes(), &[]);
    assert_eq!(ran.status, 4);
    assert!(ran.stderr.contains("has to be mended: 16 rows."), "{}", ran.stderr);
    for (at, (row, place, mend)) in cases.iter().enumerate() {
        let named = format!("earlier.csv, row {}, {place}", at + 2);
        let line = ran.stderr.lines().find(|line| line.trim().starts_with(&named));
        assert!(line.is_some_and(|line| line.contains(mend)), "{row}: {}", ran.stderr);
    }
    let two = backtest(out.path(), b"unit,value,indicator\nnobody,1,nothing like it\n", &[]).stderr;
    assert!(two.contains("column A “unit”") && two.contains("column C “indicator”"), "all faults of a row: {two}");
}

#[test]
fn names_that_mean_several_things_are_not_guessed_at() {
    let out = output("suppress");
    let path = out.path().join("data/indicators.csv");
    let text = fs::read_to_string(&path).unwrap().replace("Tŷ Bryn", "Alder Community Team");
    fs::write(&path, text).unwrap();
    let ran = backtest(out.path(), b"indicator,unit,value\ncaseload,Alder Community Team,61\n", &[]);
    assert!(ran.stderr.contains("Write the one that is meant: team T01, team T02."), "{}", ran.stderr);
    assert_eq!(backtest(out.path(), b"indicator,unit,value\ncaseload,team T02,61\n", &[]).status, 0);
}

#[test]
fn a_table_that_cannot_be_read_says_why() {
    let cases: [(&[u8], &str); 9] = [
        (b"", "no row with a figure"),
        (b"indicator,unit,value\n,,\n", "no row with a figure"),
        (b"improved.reqol-10.total,,34.6\n", "no row near the top names the columns"),
        (b"indicator,value\ncaseload,1\n", "no column “unit”"),
        (b"indicator,units,value\ncaseload,,1\n", "If “units” is meant"),
        (b"indicator,unit,value,Value\ncaseload,,1,2\n", "the columns C, D are all called “value”"),
        (b"indicator,unit,value\ncaseload,\"NP,902\n", "never closes"),
        (b"PK\x03\x04 and so on", "choose “Save as”"),
        (b"indicator,unit,value\ncaseload,\0,902\n", "not text"),
    ];
    let out = output("suppress");
    for (table, why) in cases {
        let ran = backtest(out.path(), table, &[]);
        assert_eq!((ran.status, ran.stdout.as_str()), (4, ""), "{why}");
        assert!(ran.stderr.contains("earlier.csv") && ran.stderr.contains(why), "{why}: {}", ran.stderr);
    }
    let (out, nowhere) = (out.path().to_str().unwrap(), "nowhere/earlier.csv");
    let ran = fingerpost(&["backtest", out, nowhere]);
    assert!(ran.status == 4 && ran.stderr.contains("nowhere/earlier.csv: there is no such file"), "{}", ran.stderr);
    let ran = fingerpost(&["backtest", "nowhere", nowhere]);
    assert!(ran.status == 4 && ran.stderr.contains("run.json"), "{}", ran.stderr);
}

#[test]
fn the_table_is_read_however_a_spreadsheet_wrote_it() {
    let out = output("suppress");
    let text =
        "Unit;Comment;VALUE;Indicator\r\n\r\nTŷ Bryn;why;61;caseload\r\n;;34,6 %;improved.reqol-10.total\r\n;;;\r\n";
    let wide: Vec<u8> = [0xFEFF_u16].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for table in [text.as_bytes().to_vec(), [b"\xEF\xBB\xBF", text.as_bytes()].concat(), wide] {
        let ran = backtest(out.path(), &table, &[]);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{}", ran.stdout);
        assert!(ran.stdout.contains(": 2 rows of earlier.csv") && ran.stdout.contains("“Comment”"), "{}", ran.stdout);
    }
    let latin = b"indicator\tunit\tvalue\tgr\xF6\xDFe\ncaseload\tNP\t902\t\n";
    let ran = backtest(out.path(), latin, &[]);
    assert!(ran.status == 0 && ran.stdout.contains("“größe”"), "{}{}", ran.stdout, ran.stderr);
}

/// As people save a sheet that was made to be printed.
#[test]
fn titles_totals_and_notes_are_no_figures_and_are_named() {
    let out = output("suppress");
    let text = "Recovery figures, by team, Q2\n\nPrepared by: audit\nIndicator;Unit;Value\nPeople;;\ncaseload;;902\ncaseload;T01;203\n\
                Total;;1105\nOutcomes;;\nimproved.reqol-10.total;;34.6\nSource: our own sheet of July;;\n";
    let commas = text.replace("by team, Q2", "by team Q2").replace(';', ",");
    for table in [text, &commas, &text.replace("Recovery figures, by team, Q2\n\n", "Period;Q2\n\n")] {
        let ran = backtest(out.path(), table.as_bytes(), &[]);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{}", ran.stdout);
        assert!(ran.stdout.contains(": 3 rows of earlier.csv"), "{}", ran.stdout);
        assert!(ran.stdout.contains("a total or a note: 1, 3, 5, 8, 9, 11."), "{}", ran.stdout);
        let data = backtest(out.path(), table.as_bytes(), &["--json"]).stdout;
        let data: serde_json::Value = serde_json::from_str(&data).unwrap();
        assert_eq!(data["rows_beside"], serde_json::json!([1, 3, 5, 8, 9, 11]));
        assert_eq!((&data["rows_read"], &data["rows_faulty"], &data["agree"]), (&3.into(), &0.into(), &3.into()));
    }
}

/// A figure that somebody forgot to type is no heading, and a total of one is compared.
#[test]
fn a_row_that_names_a_figure_is_one_whatever_it_looks_like() {
    let out = output("suppress");
    let path = out.path().join("data/indicators.csv");
    let text = fs::read_to_string(&path).unwrap().replace("A figure of their own", "Total of their own");
    fs::write(&path, text).unwrap();
    let table = "indicator,unit,value\nTotal of their own,,35\nPaid work,,\nCoverage.ani,,\n,,7\n";
    let ran = backtest(out.path(), table.as_bytes(), &[]);
    assert!(ran.stdout.contains("Agree, to the digits that were written: 1 row."), "{}", ran.stdout);
    assert!(!ran.stdout.contains("a total or a note"), "{}", ran.stdout);
    for row in 3..=5 {
        assert!(ran.stderr.contains(&format!("earlier.csv, row {row}, ")), "{}", ran.stderr);
    }
}

#[test]
fn a_workbook_of_any_kind_is_told_from_a_table_of_text() {
    let out = output("suppress");
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(0, 0, "indicator").unwrap();
    let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on".to_vec();
    for bytes in [book.save_to_buffer().unwrap(), old] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("Figures.xlsx");
        fs::write(&file, bytes).unwrap();
        let ran = fingerpost(&["backtest", out.path().to_str().unwrap(), file.to_str().unwrap()]);
        assert_eq!((ran.status, ran.stdout.as_str()), (4, ""));
        assert!(ran.stderr.starts_with("Figures.xlsx: this is a workbook"), "{}", ran.stderr);
        assert!(ran.stderr.contains("save it as “CSV UTF-8”"), "{}", ran.stderr);
    }
}

/// The export of a run made once, with its output and the tables about single people.
fn made() -> &'static tempfile::TempDir {
    static MADE: OnceLock<tempfile::TempDir> = OnceLock::new();
    MADE.get_or_init(|| {
        let export = small_export();
        let (folder, out) = (export.path().to_str().unwrap().to_owned(), export.path().join("out"));
        let run = ["run", &folder, "--out", out.to_str().unwrap(), "--quiet", "--only", "tables"];
        let ran = fingerpost(&run);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        export
    })
}

type Rows = Vec<BTreeMap<String, String>>;

fn table(path: &Path) -> Rows {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// One row of the open table as somebody would type it: its whole value, or how many people.
fn typed(row: &BTreeMap<String, String>, value: &str) -> String {
    let unit = format!("{} {}", row["level"], row["unit_id"]);
    format!("{},{unit},{value},,{},{}", row["indicator"], row["breakdown"], row["category"])
}

#[test]
fn every_figure_of_a_run_agrees_with_itself_and_every_withheld_one_is_called_so() {
    let export = made();
    let rows = table(&export.path().join("out/data/indicators.csv"));
    let own = |row: &BTreeMap<String, String>| match (row["shown"].as_str(), row["value"].as_str()) {
        ("no", _) => typed(row, "3"),
        (_, "") => typed(row, &row["known"]),
        (_, value) => typed(row, value),
    };
    let lines: Vec<String> = rows.iter().map(own).collect();
    let data = data(&export.path().join("out"), &lines.iter().map(String::as_str).collect::<Vec<_>>());
    let shown = rows.iter().filter(|row| row["shown"] == "yes").count();
    assert!(shown > 300 && rows.len() - shown > 100, "{shown} of {}", rows.len());
    let outcomes = data["rows"].as_array().unwrap().iter().map(|row| row["outcome"].as_str().unwrap());
    assert_eq!(outcomes.filter(|outcome| *outcome == "withheld").count(), rows.len() - shown);
    assert_eq!((&data["agree"], &data["not_comparable"]), (&shown.into(), &(rows.len() - shown).into()));
}

/// People of a team whom a change threshold calls clearly better, from the tables about single people.
fn improved(changes: &Rows, row: &BTreeMap<String, String>) -> usize {
    let mut id = row["indicator"].split('.').skip(1);
    let (measure, scale) = (id.next().unwrap(), id.next().unwrap());
    let own = |change: &&BTreeMap<String, String>| {
        change["team_id"] == row["unit_id"] && change["measure"] == measure && change["scale"] == scale
    };
    changes.iter().filter(own).filter(|change| change["category"] == "improved").count()
}

/// Whatever is typed for a withheld figure, the true number too, the answer is the same.
#[test]
fn nobody_learns_anything_about_a_withheld_figure() {
    let export = made();
    let out = export.path().join("out");
    let changes = table(&out.join("restricted/changes.csv"));
    let is_secret = |row: &&BTreeMap<String, String>| {
        row["shown"] == "no" && row["level"] == "team" && row["indicator"].starts_with("improved.")
    };
    let secrets: Rows = table(&out.join("data/indicators.csv")).iter().filter(is_secret).cloned().collect();
    let counts: Vec<usize> = secrets.iter().map(|row| improved(&changes, row)).collect();
    assert!(counts.iter().any(|count| (1..5).contains(count)), "small numbers were found: {counts:?}");
    let guesses = |count: &usize| {
        let numbers = (0..=12).map(|guess| guess.to_string()).chain([count.to_string()]);
        numbers.chain(["0.25", "25%", "33.3", "50", "100"].map(str::to_owned)).collect::<Vec<_>>()
    };
    let of_each = secrets
        .iter()
        .zip(&counts)
        .flat_map(|(row, count)| guesses(count).into_iter().map(|guess| typed(row, &guess)).collect::<Vec<_>>());
    let lines: Vec<String> = of_each.collect();
    let told = data(&out, &lines.iter().map(String::as_str).collect::<Vec<_>>());
    let answers = told["rows"].as_array().unwrap();
    assert!(answers.len() == lines.len() && answers.len() > 200, "{}", answers.len());
    for answer in answers {
        assert_eq!((&answer["outcome"], &answer["reason"]), (&"withheld".into(), &answers[0]["reason"]));
        let keys: Vec<&String> = answer.as_object().unwrap().keys().collect();
        assert_eq!(keys, answers[0].as_object().unwrap().keys().collect::<Vec<_>>(), "{answer:#}");
        assert!(answer.get("ours").is_none() && answer.get("would_fit").is_none(), "{answer:#}");
    }
    let page = |guess: &dyn Fn(usize) -> String| {
        let lines = secrets.iter().enumerate().map(|(at, row)| typed(row, &guess(at)));
        let table = format!("{HEADER}\n{}\n", lines.collect::<Vec<_>>().join("\n"));
        let ran = backtest(&out, table.as_bytes(), &[]);
        (ran.status, ran.stdout, ran.stderr)
    };
    assert_eq!(page(&|at| counts[at].to_string()), page(&|_| "77.7".to_owned()));
}
