//! What `check` hands back: said on the screen, written as a list, and with the cells hidden.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]

#[path = "../sample-data/generate/main.rs"]
#[allow(dead_code)]
mod generate;
#[path = "run/program.rs"]
#[allow(dead_code)]
mod program;

use program::{fingerpost, tree};
use std::fs;
use std::path::{Path, PathBuf};

const LIST: [&str; 5] = ["check.json", "findings.csv", "findings.html", "places.csv", "rejected.csv"];

/// A team misspelt twice, an impossible date, an answer out of range, a code for gender that is none, and a copy.
fn faulty() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("teams.csv", "team_id,team_name\nnorth,North\nsouth,South\n");
    write(
        "people.csv",
        "person_id,team_id,start_date,gender,end_date\nZQ001,north,2026-01-01,1,\nZQ002,south,2026-01-01,female-ish,\n",
    );
    let answers = [
        "ZQ001,north,2026-02-30,qpr-15,1,3",
        "ZQ001,nroth,2026-03-01,qpr-15,1,3",
        "ZQ001,nroth,2026-03-01,qpr-15,2,3",
        "ZQ001,north,2026-03-01,qpr-15,3,77",
        "ZQ002,south,2026-03-01,qpr-15,1,2",
        "ZQ002,south,2026-03-01,qpr-15,1,2",
    ];
    write("measures.csv", &format!("person_id,team_id,completed_on,measure,item,answer\n{}\n", answers.join("\n")));
    write("audit.toml", "extracted = 2026-10-09\n");
    folder
}

fn check(folder: &Path, more: &[&str]) -> (program::Ran, PathBuf) {
    let out = folder.join("list");
    let arguments = ["check", folder.to_str().unwrap(), "--out", out.to_str().unwrap()];
    (fingerpost(&[&arguments, more].concat()), out)
}

fn table(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// What is said of a folder without faults: that, which quarter a run would report, and how its answers were taken.
#[track_caller]
fn is_clean(ran: &program::Ran, start: &str) {
    let lines: Vec<&str> = ran.stderr.lines().collect();
    assert!(ran.status == 0 && lines[0].starts_with(start), "{}", ran.stderr);
    assert!(lines[2].starts_with("Unless --period asks for another quarter, a run reports "), "{}", ran.stderr);
    let lines: Vec<&str> =
        lines.into_iter().skip_while(|line| !line.starts_with("How answers were taken:")).collect();
    let taken = |line: &&str| line.is_empty() || line.starts_with("  ") || line.starts_with("How many rows say what");
    assert!(lines.len() > 1 && lines[1..].iter().all(taken), "{}", ran.stderr);
}

/// Two neighbours changed over, and all of them turned round.
#[test]
fn words_that_forms_print_in_another_order_are_pointed_out() {
    let folder = tempfile::tempdir().unwrap();
    let rows = ["Never", "Rarely", "Sometimes", "Often", "Always"].iter().zip(1..);
    let rows: String = rows.map(|(word, item)| format!("P1,T1,2026-03-01,swemwbs,{item},{word}\n")).collect();
    let head = "person_id,team_id,completed_on,measure,item,answer\n";
    fs::write(folder.path().join("measures.csv"), format!("{head}{rows}")).unwrap();
    let pointed_out = |numbers: [u8; 5]| {
        let words = ["Never", "Rarely", "Sometimes", "Often", "Always"].iter().zip(numbers);
        let pairs: Vec<String> = words.map(|(word, number)| format!("{word} = \"{number}\"")).collect();
        let settings = format!("[tables.measures]\ncodes.swemwbs = {{ {} }}\n", pairs.join(", "));
        fs::write(folder.path().join("audit.toml"), settings).unwrap();
        fingerpost(&["check", folder.path().to_str().unwrap()])
            .stderr
            .contains("forms print these words in another order")
    };
    assert!(!pointed_out([1, 2, 3, 4, 5]));
    assert!(pointed_out([1, 3, 2, 4, 5]) && pointed_out([5, 4, 3, 2, 1]) && pointed_out([1, 2, 3, 4, 4]));
}

/// No check of cells can see that a word was given the code of its opposite; who reads the numbers can.
#[test]
fn how_statuses_and_kinds_of_goals_were_taken_is_said_with_their_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("teams.csv", "team_id,team_name\nT1,North\n");
    write("people.csv", "person_id,team_id,start_date,end_date\nP1,T1,2026-01-01,\nP2,T1,2026-01-01,\n");
    write(
        "roles.csv",
        "person_id,team_id,recorded_on,employment,friendship\nP1,T1,2026-02-01,Yes,yes\nP2,T1,2026-02-01,No,\nP1,T1,2026-03-01,No,\n",
    );
    write(
        "goals.csv",
        "goal_id,person_id,team_id,kind,set_on,scale,rated_on,rating\nG1,P1,T1,Own,2026-02-01,gas,2026-02-01,Better\n\
         G2,P2,T1,treatment,2026-02-01,gbo,2026-02-01,1\nG2,P2,T1,treatment,2026-02-01,gbo,2026-03-01,5\n",
    );
    write(
        "audit.toml",
        "[tables.roles]\ncodes.employment = { Yes = \"02\", No = \"01\" }\n[tables.goals]\ncodes.kind = { Own = \"recovery\" }\ncodes.rating = { Better = \"1\" }\n",
    );
    let ran = fingerpost(&["check", folder.path().to_str().unwrap()]);
    let said: Vec<&str> = ran.stderr.lines().skip_while(|line| !line.starts_with("How many rows")).collect();
    let expected = [
        "How many rows say what, as they were taken:",
        "  employment: 2 say 01 (In paid work), 1 says 02 (Out of work and looking for it); words read as codes: “No” 01, “Yes” 02",
        "  friendship: 1 says yes (Has a friend to turn to)",
        "  goals, kind: 1 says recovery, 2 say treatment; words read as codes: “Own” recovery",
        "  gas: 1 rating, on numbers -2 to 2; found were 1 to 1; words read as numbers: “Better” 1",
        "  gbo: 2 ratings, on numbers 0 to 10; found were 1 to 5; words read as numbers: “Better” 1",
    ];
    assert_eq!(said[..6], expected, "{}", ran.stderr);
}

#[test]
fn a_clean_folder_is_told_so() {
    let folder = faulty();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "people.csv",
        "person_id,team_id,start_date,gender,end_date\nZQ001,north,2026-01-01,1,\nZQ002,south,2026-01-01,2,\n",
    );
    let answers = "ZQ001,north,2026-03-01,dialog,1,3\nZQ002,south,2026-03-01,dialog,1,2\n";
    write("measures.csv", &format!("person_id,team_id,completed_on,measure,item,answer\n{answers}"));
    let ran = fingerpost(&["check", folder.path().to_str().unwrap()]);
    is_clean(&ran, "Nothing wants mending: 3 files and 6 rows read");
    let (ran, out) = check(folder.path(), &[]);
    is_clean(&ran, "Nothing wants mending: 3 files and 6 rows read");
    assert!(fs::read_to_string(out.join("findings.html")).unwrap().contains("Nothing wants mending"));
    assert_eq!(table(&out.join("places.csv")).len(), 0);
}

#[test]
fn an_invented_export_without_faults_is_clean() {
    let folder = tempfile::tempdir().unwrap();
    let order = generate::Order { clean: true, people: 260, ..generate::Order::usual(folder.path()) };
    generate::write(&order).unwrap();
    let ran = fingerpost(&["check", folder.path().to_str().unwrap()]);
    is_clean(&ran, "Nothing wants mending: 8 files");
}

/// Two forms of ReQoL-10, one with a total and one that ends early; one answer of DIALOG; totals of SWEMWBS alone.
#[test]
fn how_answers_were_taken_is_said_of_each_instrument_and_what_to_compare_where_no_total_would_show_a_slip() {
    let folder = tempfile::tempdir().unwrap();
    let row = |day: u32, measure: &str, item: &str, answer: u32| {
        format!("ZQ001,north,2026-03-{day:02},{measure},{item},{answer}\n")
    };
    let mut rows: String = (1..=10).map(|item| row(1, "reqol-10", &item.to_string(), 2)).collect();
    rows += &[row(1, "reqol-10", "total", 20), row(2, "reqol-10", "1", 2), row(3, "dialog", "1", 5)].concat();
    rows += &row(4, "swemwbs", "raw", 20);
    let text = format!("person_id,team_id,completed_on,measure,item,answer\n{rows}");
    fs::write(folder.path().join("measures.csv"), text).unwrap();
    let ran = fingerpost(&["check", folder.path().to_str().unwrap()]);
    let said: Vec<&str> = ran.stderr.lines().skip_while(|line| !line.starts_with("How answers")).skip(1).collect();
    let reqol = "  reqol-10: 2 questionnaires, numbers 0 to 4 from the first choice of a question to the last; found were 2 to 2; items 1, 3, 6, 9 are turned round here; \
                 1 of them has too few answers for a score; 1 has a total as well, which was held against its answers";
    assert_eq!(
        said[0],
        "  dialog: 1 questionnaire, numbers 1 to 7 from the first choice of a question to the last; found were 5 to 5; 1 of them has too few answers for a score"
    );
    assert_eq!(said[1], reqol);
    assert!(said[2].starts_with("  No total in the export would show a slip in these: dialog. "), "{said:?}");
    assert_eq!(said.get(3).copied().unwrap_or_default(), "", "totals alone hold no answers: {said:?}");
}

/// `"C:\exports\"` reaches a program on Windows with its last quotation mark.
#[cfg(windows)]
#[test]
fn a_folder_may_end_in_a_stroke_and_a_quotation_mark() {
    let folder = faulty();
    let typed = format!("{}\\\"", folder.path().display());
    assert_eq!(fingerpost(&["check", &typed]).status, 0);
}

#[test]
fn files_that_no_table_is_read_from_are_named() {
    let folder = faulty();
    fs::write(folder.path().join("SRGoals.csv"), "a,b\n1,2\n").unwrap();
    fs::write(folder.path().join("letter.pdf"), "%PDF").unwrap();
    let (ran, out) = check(folder.path(), &[]);
    let said = "Not read, because nothing says which table they hold: SRGoals.csv. ";
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
    assert!(fs::read_to_string(out.join("findings.html")).unwrap().contains(said));
    fs::remove_file(folder.path().join("SRGoals.csv")).unwrap();
    assert!(!check(folder.path(), &["--force"]).0.stderr.contains("Not read"));
}

#[test]
fn every_word_that_is_no_code_is_named_so_that_all_can_be_translated_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let words = ["often", "never", "often", "sometimes", "never", "never"];
    let rows =
        words.iter().enumerate().map(|(at, word)| format!("ZQ001,north,2026-03-01,qpr-15,{},{word}\n", at + 1));
    let text = format!("person_id,team_id,completed_on,measure,item,answer\n{}", rows.collect::<String>());
    fs::write(folder.path().join("measures.csv"), text).unwrap();
    let (ran, out) = check(folder.path(), &[]);
    assert!(
        ran.stderr.contains("Found: “often”.\n           Found there as well: “never”, “sometimes”.\n"),
        "{}",
        ran.stderr
    );
    let page = fs::read_to_string(out.join("findings.html")).unwrap();
    assert!(page.contains("Found there as well: “never”, “sometimes”."), "{page}");
    let (ran, out) = check(folder.path(), &["--force", "--mask"]);
    let page = fs::read_to_string(out.join("findings.html")).unwrap();
    assert!(!ran.stderr.contains("sometimes") && !page.contains("sometimes"), "{}", ran.stderr);
}

#[test]
fn without_a_place_to_write_nothing_is_written_and_that_is_said() {
    let folder = faulty();
    let before = tree(folder.path());
    let ran = fingerpost(&["check", folder.path().to_str().unwrap()]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("Nothing was written.") && ran.stderr.contains("--out"), "{}", ran.stderr);
    assert_eq!(before, tree(folder.path()));
}

#[test]
fn every_fault_stands_in_the_list_at_its_place_with_what_was_found_and_what_to_do() {
    let folder = faulty();
    let (ran, out) = check(folder.path(), &[]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(tree(&out).keys().collect::<Vec<_>>(), LIST);
    let places = table(&out.join("places.csv"));
    let short: Vec<String> =
        places.iter().map(|row| format!("{}:{}{} {} {}", row[0], row[2], row[1], row[5], row[6])).collect();
    assert_eq!(
        short,
        [
            "people.csv:D3 gender-invalid female-ish",
            "measures.csv:C2 date-impossible 2026-02-30",
            "measures.csv:B3 team-unknown nroth",
            "measures.csv:B4 team-unknown nroth",
            "measures.csv:F5 answer-out-of-range 77",
            "measures.csv:7 exact-copy ",
        ]
    );
    assert!(places.iter().all(|row| !row[7].is_empty() && !row[8].is_empty()), "{places:?}");
    let page = fs::read_to_string(out.join("findings.html")).unwrap();
    let said = ["row 3, column B “team_id”: “nroth”, meant perhaps “north”", "row 4, column B", "<h2 id=\"file-1\">"];
    assert!(said.iter().all(|part| page.contains(part)), "{page}");
    assert_eq!(table(&out.join("rejected.csv")).len(), 5, "a row used stands in no list of rows left out");
}

#[test]
fn a_list_that_is_masked_holds_nothing_that_stood_in_a_cell() {
    let folder = faulty();
    let (ran, out) = check(folder.path(), &["--mask"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let mut said = tree(&out);
    said.insert("the screen".to_owned(), ran.stderr.into_bytes());
    for (path, bytes) in said {
        let text = String::from_utf8(bytes).unwrap();
        for cell in ["ZQ00", "nroth", "2026-02-30", "77", "female-ish"] {
            let digest = path == "check.json" || path == "findings.html";
            let text = if digest && cell == "77" { "" } else { &text };
            assert!(!text.contains(cell), "{path} holds {cell}");
        }
    }
    let rejected = table(&out.join("rejected.csv"));
    let addresses: Vec<String> = rejected.iter().map(|row| format!("{}{} {}", row[2], row[1], row[4])).collect();
    let expected =
        ["C2 date-impossible", "B3 team-unknown", "B4 team-unknown", "F5 answer-out-of-range", "7 exact-copy"];
    assert_eq!(addresses, expected);
    assert!(rejected.iter().all(|row| row[6] == "[hidden]"));
}

#[test]
fn repeats_are_capped_on_the_page_and_complete_in_the_file() {
    let folder = faulty();
    let mut answers = "person_id,team_id,completed_on,measure,item,answer\n".to_owned();
    for day in 1..=28 {
        answers.push_str(&format!("ZQ001,north,2026-05-{day:02},qpr-15,1,9\n"));
    }
    fs::write(folder.path().join("measures.csv"), answers).unwrap();
    let (ran, out) = check(folder.path(), &[]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let page = fs::read_to_string(out.join("findings.html")).unwrap();
    assert!(page.contains("and 23 more like this") && page.contains("row 6, column F"), "{page}");
    assert!(!page.contains("row 7, column F"));
    let listed = table(&out.join("places.csv"));
    assert_eq!(listed.iter().filter(|row| row[5] == "answer-out-of-range").count(), 28);
}

#[test]
fn an_export_that_cannot_be_read_still_gives_a_list_to_send_back() {
    let folder = faulty();
    fs::write(folder.path().join("people.csv"), "ZQ001,north,2026-01-01,ZQ001 home address\n").unwrap();
    let (ran, out) = check(folder.path(), &["--mask"]);
    assert_eq!(ran.status, 4, "{}", ran.stderr);
    let mut said: Vec<String> = tree(&out).into_values().map(|bytes| String::from_utf8(bytes).unwrap()).collect();
    assert!(said.iter().any(|text| text.contains("has no column “person_id”")));
    said.push(ran.stderr);
    assert!(
        said.iter().all(|text| !text.contains("ZQ001")),
        "the first row is a person’s where the header is missing"
    );
    let counted = table(&out.join("findings.csv"));
    assert!(counted.iter().any(|row| row[0] == "people" && row[2] == "stops" && !row[6].is_empty()), "{counted:?}");
}

#[test]
fn a_header_that_is_not_read_may_be_shown_and_what_stands_below_it_never() {
    let folder = faulty();
    let answers = "person_id,team_id,completed_on,measure,item,answer,Ward diary\n\
                   ZQ001,nroth,2026-03-01,qpr-15,1,3,ZQ001 slept badly\nZQ002,south,2026-03-01,qpr-15,1,2,ZQ002 went home\n";
    fs::write(folder.path().join("measures.csv"), answers).unwrap();
    let (ran, out) = check(folder.path(), &[]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(fs::read_to_string(out.join("rejected.csv")).unwrap().contains("slept badly"));
    let (ran, out) = check(folder.path(), &["--mask", "--force"]);
    let mut said: Vec<String> = tree(&out).into_values().map(|bytes| String::from_utf8(bytes).unwrap()).collect();
    assert!(said.iter().any(|text| text.contains("\"Ward diary\"")), "the record names columns that are not read");
    said.push(ran.stderr);
    for cell in ["ZQ00", "slept", "went home"] {
        assert!(said.iter().all(|text| !text.contains(cell)), "{cell} is repeated");
    }
}

#[test]
fn headers_are_names_where_one_of_them_is_known_and_may_be_a_persons_row_where_none_is() {
    let folder = faulty();
    let masked = |text: &str| {
        fs::write(folder.path().join("people.csv"), text).unwrap();
        let (ran, out) = check(folder.path(), &["--mask", "--force"]);
        assert_eq!(ran.status, 4, "{}", ran.stderr);
        let files = tree(&out).into_values().map(|bytes| String::from_utf8(bytes).unwrap());
        files.chain([ran.stderr]).collect::<String>()
    };
    let said = masked("Client,team_id,Ward diary\nZQ001,north,slept badly\n");
    assert!(said.contains("Its columns are: Client, team_id, Ward diary."), "{said}");
    assert!(!said.contains("ZQ00") && !said.contains("slept"), "{said}");
    let said = masked("ZQ001,north,slept badly\nZQ002,south,went home\n");
    assert!(said.contains("Its columns are: [hidden]."), "{said}");
    assert!(["ZQ00", "slept", "went home"].iter().all(|cell| !said.contains(cell)), "{said}");
}

#[test]
fn a_kind_that_is_not_listed_to_its_end_says_so_wherever_it_is_told() {
    let folder = faulty();
    let mut people =
        "person_id,team_id,start_date,gender,end_date\nZQ001,north,2026-01-01,1,\nZQ002,south,2026-01-01,2,\n"
            .to_owned();
    (0..100_001).for_each(|person| people.push_str(&format!("P{person} ,north,2026-01-01,1,\n")));
    fs::write(folder.path().join("people.csv"), people).unwrap();
    let (ran, out) = check(folder.path(), &[]);
    let said = "Of the 100,001 places with the code cell-trimmed in the table people, the first 100,000 are listed";
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
    assert!(fs::read_to_string(out.join("findings.html")).unwrap().contains(said));
    let record: serde_json::Value = serde_json::from_slice(&fs::read(out.join("check.json")).unwrap()).unwrap();
    let expected =
        serde_json::json!([{"table": "people", "code": "cell-trimmed", "listed": 100_000, "found": 100_001}]);
    assert_eq!(record["listed_in_part"], expected);
    assert_eq!(table(&out.join("places.csv")).iter().filter(|row| row[5] == "cell-trimmed").count(), 100_000);
}

/// Whoever mends an export can show later which files the list was made of.
#[test]
fn the_record_of_a_list_holds_the_digest_of_every_file() {
    let folder = faulty();
    let (_, out) = check(folder.path(), &[]);
    let record: serde_json::Value = serde_json::from_slice(&fs::read(out.join("check.json")).unwrap()).unwrap();
    for input in record["inputs"].as_array().unwrap() {
        let bytes = fs::read(folder.path().join(input["file"].as_str().unwrap())).unwrap();
        assert_eq!(input["sha256"], fingerpost::definitions::sha256(&bytes), "{input}");
    }
}

#[test]
fn an_earlier_list_is_replaced_only_when_asked_and_nothing_else_ever_is() {
    let folder = faulty();
    assert_eq!(check(folder.path(), &[]).0.status, 0);
    let (ran, out) = check(folder.path(), &[]);
    assert_eq!(ran.status, 5, "{}", ran.stderr);
    assert_eq!(check(folder.path(), &["--force"]).0.status, 0);
    fs::remove_file(out.join("check.json")).unwrap();
    assert_eq!(check(folder.path(), &["--force"]).0.status, 5, "a folder that is no list of ours");
}

#[cfg(unix)]
#[test]
fn a_list_that_shows_cells_is_for_the_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = faulty();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let (_, out) = check(folder.path(), &[]);
    assert_eq!(mode(&out), 0o700);
    assert!(LIST.iter().all(|name| mode(&out.join(name)) == 0o600));
}

#[test]
fn ids_and_codes_are_explained_and_the_nearest_is_named() {
    let ran = fingerpost(&["explain", "date-in-future"]);
    assert_eq!(ran.status, 0);
    assert!(ran.stdout.contains("What it means") && ran.stdout.contains("What to do"), "{}", ran.stdout);
    let ran = fingerpost(&["explain", "caseloat"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("Did you mean caseload?"), "{}", ran.stderr);
    let ids = fingerpost(&["explain", "--list"]).stdout;
    assert!(ids.lines().any(|id| id == "improved.qpr-15.total") && ids.lines().any(|id| id == "unclosed-quote"));
}

#[test]
fn shells_and_man_are_told_about_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(fingerpost(&["completions", shell]).stdout.contains("explain"), "{shell}");
    }
    let page = fingerpost(&["man"]).stdout;
    assert!(page.starts_with(".ie") && page.contains("check"), "{page}");
    assert!(fingerpost(&["man", "check"]).stdout.contains("mask"));
    assert!(fingerpost(&["man", "verify"]).stdout.contains("not found out"));
    assert_eq!(fingerpost(&["man", "chekc"]).status, 2);
}
