//! `fingerpost init`: what it recognises in a folder nobody has described yet, what it writes, and what it leaves alone.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]

#[path = "../sample-data/generate/main.rs"]
#[allow(dead_code)]
mod generate;
#[path = "run/program.rs"]
#[allow(dead_code)]
mod program;
#[path = "init/questions.rs"]
mod questions;

use program::{Ran, fingerpost, tree};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

fn init(folder: &Path) -> Ran {
    fingerpost(&["init", folder.to_str().unwrap()])
}

fn check(folder: &Path) -> serde_json::Value {
    let ran = fingerpost(&["check", folder.to_str().unwrap(), "--dated", "2026-10-09", "--json", "--quiet"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

fn written(folder: &Path) -> String {
    fs::read_to_string(folder.join("audit.toml")).unwrap()
}

#[test]
fn after_init_every_sample_is_read_as_with_its_own_settings() {
    for name in ["canonical", "systmone", "rio", "national", "excel"] {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/profiles").join(name);
        let copy = tempfile::tempdir().unwrap();
        for (path, bytes) in tree(&sample).into_iter().filter(|(path, _)| path != "audit.toml") {
            fs::write(copy.path().join(path), bytes).unwrap();
        }
        let ran = init(copy.path());
        assert_eq!(ran.status, 0, "{name}: {}", ran.stderr);
        let [own, guessed] = [sample.as_path(), copy.path()].map(check);
        assert!(own["rows"]["used"].as_u64().unwrap() > 500);
        let of_file = |found: &serde_json::Value| {
            let findings = found["findings"].as_array().unwrap().iter();
            // The guesses are told until somebody has confirmed them.
            let findings = findings.filter(|f| f["code"] != "guesses-stand");
            findings.map(|f| (f["table"].clone(), f["code"].clone(), f["count"].clone())).collect::<Vec<_>>()
        };
        assert_eq!((&own["rows"], of_file(&own)), (&guessed["rows"], of_file(&guessed)), "{name}");
    }
}

const CLIENTS: &[u8] = b"Client No;Team;Referred;Date of referral;Discharge Date;Sex;Year of Birth;Removed;Post Code\n\
    17;North;x;30/09/2025 10:00;NULL;Female;1980;N;\n18;Zo\xEB;x;01/02/2026;12/03/2026;M;1990;N;\n19;North;x;02/02/2026;-;Male;1971;Y;\n";
const ANSWERS: &[u8] = b"Service User ID|Team Code|When|Questionnaire|Question|Response\n\
    17|North|2026-03-01|ReQoL-10|Q1|3\n17|North|2026-03-01|ReQoL-10|Q02|N/A\n18|Zo\xC3\xAB|2026-03-02|DIALOG scale|1|5\n";
const ROLES: &[u8] =
    b"patient_id,Team,Date,Life domain,Status\n17,North,01/03/2026,Employment status,1\n18,North,02/03/2026,Friends,FALSE\n";

fn foreign() -> TempDir {
    folder(&[
        ("clients.csv", CLIENTS),
        ("PROM answers.txt", ANSWERS),
        ("life.csv", ROLES),
        ("readme.txt", b"These are the exports of October.\n"),
        ("old.xls", b"\xD0\xCF\x11\xE0"),
    ])
}

#[test]
fn a_foreign_folder_is_described_and_every_guess_says_what_it_rests_on() {
    let folder = foreign();
    let before = tree(folder.path());
    let ran = init(folder.path());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let after = tree(folder.path());
    assert!(before.iter().all(|(path, bytes)| after[path] == *bytes), "what was there is as it was");
    let text = written(folder.path());
    let lines = [
        "# Please remove the column “Post Code” from clients.csv: it seems to hold postcodes.",
        "missing = [\"\", \"NULL\", \"N/A\", \"-\"]  # guess: these texts",
        "files = [\"clients.csv\"]  # guess: ",
        "encoding = \"windows-1252\"  # guess: clients.csv holds a letter in row 3 ",
        "date_order = \"dmy\"  # guess: the days read as day/month/year",
        "columns.person_id = \"Client No\"  # guess: others call it so",
        "columns.start_date = \"Date of referral\"  # guess: others call it so",
        "columns.end_date = \"Discharge Date\"  # guess: others call it so",
        "columns.birth_year = \"Year of Birth\"  # guess: others call it so",
        "codes.gender = { \"Female\" = \"2\", \"M\" = \"1\", \"Male\" = \"1\" }  # guess: ",
        "skip.\"Removed\" = [\"Y\"]  # guess: rows with such a value",
        "files = [\"PROM answers.txt\"]  # guess: ",
        "columns.completed_on = \"When\"  # guess: what stands in it fits",
        "codes.measure = { \"DIALOG scale\" = \"dialog\", \"ReQoL-10\" = \"reqol-10\" }  # guess: ",
        "codes.item = { \"Q02\" = \"2\", \"Q1\" = \"1\" }  # guess: ",
        "codes.domain = { \"Employment status\" = \"employment\", \"Friends\" = \"friendship\" }  # guess: ",
        "codes.status = { \"FALSE\" = \"no\" }  # guess: ",
        "# Not recognised as a table, and so not read: readme.txt",
    ];
    for line in lines {
        assert!(text.lines().any(|written| written.starts_with(line)), "{line}\n{text}");
    }
    assert!(ran.stderr.contains("people: clients.csv") && ran.stderr.contains("old.xls"), "{}", ran.stderr);
    assert_eq!(fs::read_to_string(folder.path().join("templates/actions.csv")).unwrap().lines().count(), 1);
    assert!(!folder.path().join("templates/people.csv").exists());
}

#[test]
fn after_the_one_thing_asked_for_a_foreign_folder_is_read_without_a_fault() {
    let folder = foreign();
    assert_eq!(init(folder.path()).status, 0);
    let ran = fingerpost(&["check", folder.path().to_str().unwrap(), "--dated", "2026-10-09"]);
    assert_eq!(ran.status, 4);
    assert!(ran.stderr.contains("Post Code"), "{}", ran.stderr);
    let without = CLIENTS.split(|b| *b == b'\n').flat_map(|line| {
        let cut = line.iter().rposition(|byte| *byte == b';').unwrap_or(line.len());
        [&line[..cut], b"\n"].concat()
    });
    fs::write(folder.path().join("clients.csv"), without.collect::<Vec<u8>>()).unwrap();
    let found = check(folder.path());
    assert_eq!((&found["rows"]["used"], &found["rows"]["left_out"]), (&7.into(), &1.into()), "{found}");
}

#[test]
fn roles_side_by_side_are_recognised_and_read() {
    let visits = b"Client ID,Team,Date,Employment Status,Settled accommodation indicator,Volunteering,Note\n\
        17,North,01/03/2026,In paid work,Yes,no,x\n18,North,30/03/2026,02,No,,y\n";
    let folder = folder(&[("visits.csv", visits)]);
    let ran = init(folder.path());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let text = written(folder.path());
    for line in [
        "columns.employment = \"Employment Status\"",
        "columns.settled_accommodation = \"Settled accommodation indicator\"",
        "columns.volunteering = \"Volunteering\"",
        "codes.employment = { \"In paid work\" = \"01\" }",
        "codes.settled_accommodation = { \"No\" = \"N\", \"Yes\" = \"Y\" }",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert!(!text.contains("columns.status") && !text.contains("columns.domain"), "{text}");
    let found = check(folder.path());
    assert_eq!(found["rows"]["used"], 2, "{found:#}");
}

/// Of two columns of days only one can be the day that is asked for, and only a person can tell which.
#[test]
fn other_days_that_may_be_meant_are_named_beside_the_one_that_was_taken() {
    let clients =
        b"Client ID,Team,Referral Received,Accepted,Note\n17,North,01/03/2026,04/03/2026,x\n18,North,20/03/2026,,y\n";
    let folder = folder(&[("clients.csv", clients), ("people2.csv", b"a,b\n1,2\n")]);
    assert_eq!(init(folder.path()).status, 0);
    let text = written(folder.path());
    assert!(text.contains("columns.start_date = \"Referral Received\""), "{text}");
    assert!(
        text.contains("# Days stand under other headers too: “Accepted”. If one of them tells start_date better"),
        "{text}"
    );
    let only = b"Client ID,Team,Referral Received,Note\n17,North,01/03/2026,x\n18,North,20/03/2026,y\n";
    fs::remove_file(folder.path().join("audit.toml")).unwrap();
    fs::write(folder.path().join("clients.csv"), only).unwrap();
    assert_eq!(init(folder.path()).status, 0);
    assert!(!written(folder.path()).contains("Days stand under other headers"));
}

/// A file that bears the name of a table is that one, even where it has the columns of another.
#[test]
fn goals_are_not_taken_for_people_because_they_have_a_person_a_team_and_a_day() {
    let goals = b"Client ID,Team,Goal text,Date set\n17,North,x,2026-03-01\n18,North,y,2026-03-02\n";
    let folder = folder(&[("Goals.csv", goals)]);
    let ran = init(folder.path());
    assert!(
        !ran.stderr.contains("people: Goals.csv") && ran.stderr.contains("may be the table goals"),
        "{}",
        ran.stderr
    );
    let text = written(folder.path());
    assert!(text.contains("# [tables.goals]") && !text.contains("[tables.people]"), "{text}");
}

#[test]
fn a_total_is_known_by_the_name_of_its_instrument_and_one_header_is_the_total_of_one_only() {
    let file = |instrument: &str, items: usize, total: &str| {
        let items: Vec<String> = (1..=items).map(|item| format!("{instrument} Q{item}")).collect();
        format!(
            "Client ID,Team,Date,{},{total}\n17,North,2026-03-01,{},9\n",
            items.join(","),
            vec!["1"; items.len()].join(",")
        )
    };
    let init_of = |first: &str, second: &str| {
        let (one, other) = (file("ReQoL 10", 10, first), file("QPR15", 15, second));
        let folder = folder(&[("a.csv", one.as_bytes()), ("b.csv", other.as_bytes())]);
        assert_eq!(init(folder.path()).status, 0);
        written(folder.path())
    };
    let each = init_of("ReQoL Total", "Total");
    assert!(
        each.contains("columns.reqol_10_total = \"ReQoL Total\"")
            && each.contains("columns.qpr_15_total = \"Total\""),
        "{each}"
    );
    let both = init_of("Total", "Total");
    assert!(!both.contains("_total"), "{both}");
}

#[test]
fn an_instrument_is_known_by_the_short_name_in_brackets() {
    let answers = b"Client ID,Team,Completed,Questionnaire,Question,Response\n\
        17,North,2026-03-01,Short Warwick-Edinburgh Mental Wellbeing Scale (SWEMWBS),1,3\n";
    let folder = folder(&[("measures.csv", answers)]);
    assert_eq!(init(folder.path()).status, 0);
    let text = written(folder.path());
    assert!(text.contains("(SWEMWBS)\" = \"swemwbs\" }"), "{text}");
}

#[test]
fn goals_that_were_never_rated_need_no_scale() {
    let goals = b"goal_id,Client ID,Team,Own goal?,Goal set on,Outcome\n\
        G1,17,North,Y,2026-03-01,Achieved\nG2,18,North,Y,2026-03-02,Achieved\n";
    let folder = folder(&[("goals.csv", goals)]);
    assert_eq!(init(folder.path()).status, 0);
    let text = written(folder.path());
    assert!(!text.contains("scale"), "{text}");
    let settings = text.replace("# columns.kind", "columns.kind");
    fs::write(folder.path().join("audit.toml"), settings).unwrap();
    let found = check(folder.path());
    assert_eq!(found["rows"]["used"], 2, "{found:#} {text}");
}

/// Nobody is advised to give every goal one id.
#[test]
fn goals_without_a_key_are_told_how_one_may_be_made() {
    let goals =
        b"Client ID,Team,Goal text,Date set,Review date,Score\n17,North,see my sister,2026-03-01,2026-04-01,3\n";
    let folder = folder(&[("goals.csv", goals)]);
    assert_eq!(init(folder.path()).status, 0);
    let text = written(folder.path());
    assert!(text.contains("write joined.goal_id = [") && text.contains("fixed.kind"), "{text}");
    assert!(!text.contains("fixed.goal_id") && !text.contains("sister"), "{text}");
}

#[test]
fn a_column_that_was_not_recognised_is_asked_for_and_check_names_it_too() {
    let folder = folder(&[("people.csv", b"person_id,Crew,start_date\nP1,T1,2026-01-05\n")]);
    let ran = init(folder.path());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let text = written(folder.path());
    assert!(text.contains("\n# columns.team_id = \"…\"   Please fill in"), "{text}");
    assert!(text.contains("The headers of people.csv are: person_id, Crew, start_date"), "{text}");
    let ran = fingerpost(&["check", folder.path().to_str().unwrap()]);
    assert_eq!(ran.status, 4);
    assert!(ran.stderr.contains("[tables.people]") && ran.stderr.contains("team_id"), "{}", ran.stderr);
}

#[test]
fn nothing_that_is_there_is_overwritten() {
    let there = folder(&[("audit.toml", b"provider = \"Ours\"\n"), ("people.csv", b"person_id\n")]);
    let before = tree(there.path());
    let ran = init(there.path());
    assert_eq!(ran.status, 5);
    assert!(ran.stderr.contains("audit.toml"), "{}", ran.stderr);
    assert_eq!(tree(there.path()), before);
    let there = folder(&[]);
    fs::create_dir(there.path().join("templates")).unwrap();
    fs::write(there.path().join("templates/goals.csv"), "mine").unwrap();
    assert_eq!(init(there.path()).status, 0);
    assert_eq!(fs::read_to_string(there.path().join("templates/goals.csv")).unwrap(), "mine");
    let all = tree(there.path());
    assert_eq!(all.len(), 9, "{:?}", all.keys());
    assert_eq!(all["templates/teams.csv"], b"team_id,team_name,service_id,service_name\n");
    assert_eq!(init(&there.path().join("nowhere")).status, 4);
}

#[test]
fn a_header_with_signs_and_line_breaks_cannot_break_the_settings() {
    let header = "person_id,team_id,start_date,\"Year of \n# \"\"Birth\"\" \\ = x\"\nP1,T1,2026-01-05,1980\n";
    // Windows allows no quotation mark in the name of a file.
    let weird = if cfg!(windows) { "we'ird # .csv" } else { "we\"ird # .csv" };
    let folder = folder(&[("people.csv", header.as_bytes()), (weird, b"a,b\n1,2\n")]);
    assert_eq!(init(folder.path()).status, 0);
    assert_eq!(check(folder.path())["rows"]["used"], 1);
}

const SPELLS: &[u8] = b"Moorland Trust\nRPT_0147, run by a clerk\n\nClient ID,Referral ID,Referral Received,Team Name,Discharge Dt/Tm\n\
    R1,7,02/02/2026 14:22,North,\nR2,8,03/02/2026 09:00,South,\nTotal,2\n";
const QPR: &[u8] = b"Client ID,Date Completed,Team Name,QPR15_01,QPR15_02,QPR15_03,QPR15_04,QPR15_05,QPR15_06,QPR15_07,QPR15_08,QPR15_09,\
    QPR15_10,QPR15_11,QPR15_12,QPR15_13,QPR15_14,QPR15_15\nR1,20/06/2026 17:30,North,Agree,Agree,Agree,Agree,Agree,Agree,Agree,Agree,Agree,\
    Agree,Agree,Agree,Agree,Caf\xE9,Caf\xE9\n";
const DIALOG: &str = "Title of the extract\r\n\r\nClient ID;Form Completed;Completed At Team;DIALOG Q1;DIALOG Q2;DIALOG Q3;DIALOG Q4;DIALOG Q5;\
    DIALOG Q6;DIALOG Q7;DIALOG Q8;DIALOG Q9;DIALOG Q10;DIALOG Q11\r\nR2;21/06/2026;South;7 - Very happy;7 - Very happy;7 - Very happy;\
    6 - Happy;6 - Happy;6 - Happy;6 - Happy;6 - Happy;6 - Happy;6 - Happy;Not asked\r\n";
const GOALS: &[u8] = b"Client ID,Goal Set On,Outcome\nR1,02/03/2026,Achieved\n";

/// The first row of a file without a header holds data, and nothing of it may get into the settings.
#[test]
fn a_file_without_a_header_leaves_nothing_of_itself_in_the_settings() {
    let rows = b"R100,Ann Summers,01/02/2026,recovery,gas\nR101,Bo Winter,02/02/2026,treatment,gbo\n";
    let folder = folder(&[("export.csv", rows), ("Referrals.csv", SPELLS)]);
    assert_eq!(init(folder.path()).status, 0);
    let text = written(folder.path());
    assert!(text.contains("so not read: export.csv"), "{text}");
    for cell in ["R100", "Summers", "01/02/2026"] {
        assert!(!text.contains(cell), "{cell}: {text}");
    }
}

/// Each file has its own title, separator, encoding and words, as record systems write them.
#[test]
fn a_file_for_each_questionnaire_is_recognised_and_read_once_the_words_are_filled_in() {
    let dialog: Vec<u8> = [0xFF, 0xFE].into_iter().chain(DIALOG.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let folder = folder(&[
        ("Referrals.csv", SPELLS),
        ("Q - QPR.csv", QPR),
        ("Q - DIALOG.csv", &dialog),
        ("Care goals.csv", GOALS),
    ]);
    assert_eq!(init(folder.path()).status, 0);
    let text = written(folder.path());
    let lines = [
        "header_row = 4  # guess: in Referrals.csv ",
        "columns.team_id = \"Team Name\"  # guess: ",
        "header_row = \"find\"  # guess: in Q - DIALOG.csv the names of the columns stand in row 3",
        "encodings = { \"Q - DIALOG.csv\" = \"utf-16\", \"Q - QPR.csv\" = \"windows-1252\" }  # guess: ",
        "columns.team_id = [\"Completed At Team\", \"Team Name\"]  # guess: ",
        "items.dialog = \"DIALOG Q*\"  # guess: 11 headers",
        "items.qpr-15 = \"QPR15_*\"  # guess: 15 headers",
        "codes.dialog = { \"6 - Happy\" = \"6\", \"7 - Very happy\" = \"7\" }  # guess: ",
        "# codes.qpr-15 = { \"Agree\" = \"…\"",
        "# Care goals.csv is not read. It may be the table goals, but no header was recognised for: goal_id, team_id, kind.",
        "# columns.set_on = \"Goal Set On\"  # guess: ",
    ];
    for line in lines {
        assert!(text.lines().any(|written| written.starts_with(line)), "{line}\n{text}");
    }
    let mended = text
        .replace("# codes.qpr-15 = { \"Agree\" = \"…\"", "codes.qpr-15 = { \"Agree\" = \"3\"")
        .replace("\"Café\" = \"…\"", "\"Café\" = \"\"");
    let mended = mended.replace("\"7 - Very happy\" = \"7\" }", "\"7 - Very happy\" = \"7\", \"Not asked\" = \"\" }");
    let mended: String = mended
        .lines()
        .map(|line| {
            format!(
                "{}\n",
                line.split(" }   Please").next().map_or(String::new(), |l| if l == line {
                    l.to_owned()
                } else {
                    format!("{l} }}")
                })
            )
        })
        .collect();
    fs::write(folder.path().join("audit.toml"), mended).unwrap();
    let found = check(folder.path());
    assert_eq!(found["rows"], serde_json::json!({ "read": 5, "used": 4, "left_out": 1 }));
    let codes: Vec<&str> =
        found["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"row-of-totals") && codes.contains(&"guesses-stand"), "{codes:?}");
}

#[test]
fn every_line_that_init_writes_is_marked_as_a_guess_and_check_and_run_count_them() {
    let folder = foreign();
    fs::write(folder.path().join("clients.csv"), "Client No;Team;Date of referral\n17;North;30/09/2025\n").unwrap();
    assert_eq!(init(folder.path()).status, 0);
    let text = written(folder.path());
    let settings = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with(['#', '[']));
    let (marked, unmarked): (Vec<&str>, Vec<&str>) = settings.partition(|line| line.contains("  # guess: "));
    let expected = ["provider", "provider_id"];
    assert!(unmarked.iter().all(|line| expected.contains(&line.split(' ').next().unwrap())), "{unmarked:?}");
    assert!(marked.len() > 8);
    let path = folder.path().to_str().unwrap();
    let out = folder.path().join("out");
    for command in [vec!["check", path], vec!["run", path, "--out", out.to_str().unwrap(), "--only", "tables"]] {
        let ran = fingerpost(&[command.as_slice(), &["--dated", "2026-10-09"]].concat());
        let count = format!(" {}.", marked.len());
        let told =
            ran.stderr.lines().chain(ran.stdout.lines()).find(|line| line.contains("guess") && line.contains(&count));
        assert!(told.is_some(), "{command:?} does not count {}: {}", marked.len(), ran.stderr);
    }
}

/// As a session app writes it: names for ids, a column for each topic, two more about each, and its own order of topics.
const SESSIONS: &str = "Client Name,Date Start,Mental Health Rank,Mental Health Discussed,Physical Health Rank,Job Situation Rank,\
    Accommodation Rank,Leisure Activities Rank,Partner / Family Rank,Friendships Rank,Personal Safety Rank,Medication Rank,\
    Practical Help Rank,Meetings Rank\nKim,9/1/2026 15:25,4,1,1,1,6,4,7,2,4,5,6,3\nLou,30/1/2026 11:00,4,0,1,1,6,4,6,3,4,5,6,3\n";

#[test]
fn columns_that_name_topics_are_taken_for_the_items_about_them_and_swapped_ones_are_noticed() {
    let folder = folder(&[("DIALOG+ Export.csv", SESSIONS.as_bytes()), ("message.hl7", b"MSH|^~\\&|")]);
    let ran = init(folder.path());
    for said in
        ["It may be the table measures", "identify people (Client Name)", "neither CSV nor Excel files: message.hl7"]
    {
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
    }
    let text = written(folder.path());
    for line in [
        "# columns.dialog_6 = \"Friendships Rank\"  # guess: the header seems to name item 6 of dialog, which is about: Friendships",
        "# columns.dialog_7 = \"Partner / Family Rank\"  # guess: ",
        "# columns.completed_on = \"Date Start\"  # guess: ",
        "# columns.person_id = \"…\"   Please fill in",
    ] {
        assert!(text.lines().any(|written| written.starts_with(line)), "{line}\n{text}");
    }
    // What it asks for: a number for each name, and one team for all.
    let numbered = SESSIONS.replace("Client Name", "person_id").replace("Kim", "1").replace("Lou", "2");
    fs::write(folder.path().join("DIALOG+ Export.csv"), numbered).unwrap();
    let uncommented = text.lines().map(|line| match line.strip_prefix("# ") {
        Some(setting) if setting.starts_with("columns.team_id") => "fixed.team_id = \"North\"",
        Some(setting) if setting.starts_with("columns.person_id") => "",
        Some(setting) if ["[tables", "files", "columns", "date_order"].iter().any(|key| setting.starts_with(key)) => {
            setting
        }
        _ => line,
    });
    let right = uncommented.collect::<Vec<_>>().join("\n");
    let topics = |settings: &str| {
        fs::write(folder.path().join("audit.toml"), settings).unwrap();
        let found = check(folder.path());
        assert_eq!((&found["rows"]["read"], &found["rows"]["used"]), (&2.into(), &2.into()), "{found:#}");
        let findings = found["findings"].as_array().unwrap().iter().filter(|f| f["code"] == "item-of-other-topic");
        findings.map(|finding| finding["count"].as_u64().unwrap()).sum::<u64>()
    };
    assert_eq!(topics(&right), 0);
    let swapped =
        right.replace("dialog_6 ", "dialog_x ").replace("dialog_7 ", "dialog_6 ").replace("dialog_x ", "dialog_7 ");
    assert_eq!(topics(&swapped), 2, "friends and family have changed places");
}

#[test]
fn codes_in_front_of_words_national_names_and_totals_are_guessed_and_the_rest_is_listed_with_what_may_be_meant() {
    let people = "Client ID,Team,Referral date,Ethnic Category,Sex\n1,North,2026-01-05,A - White British,Not stated\n\
        2,North,2026-01-06,Pakistani,Female\n3,North,2026-01-07,A - White British,Male\n";
    let jobs = "Client ID,Team,Date,Employment Status\n1,North,2026-01-05,Employed\n2,North,2026-01-06,Resting\n\
        3,North,2026-01-07,Resting\n";
    let header: String = (1..=15).map(|item| format!(",QPR15_{item}")).collect();
    let words = ["Agree", "Disagree"].map(|word| format!(",{word}").repeat(15));
    let qpr = format!(
        "Client ID,Team,Date Completed,Total{header}\n1,North,2026-02-03,45{}\n2,North,2026-02-04,15{}\n",
        words[0], words[1]
    );
    let folder =
        folder(&[("people.csv", people.as_bytes()), ("Social.csv", jobs.as_bytes()), ("QPR.csv", qpr.as_bytes())]);
    assert_eq!(init(folder.path()).status, 0);
    let text = written(folder.path());
    for line in [
        "codes.ethnicity = { \"A - White British\" = \"A\", \"Pakistani\" = \"J\" }  # guess: ",
        // Not 9, which is “indeterminate”.
        "codes.gender = { \"Female\" = \"2\", \"Male\" = \"1\", \"Not stated\" = \"\" }  # guess: ",
        "codes.employment = { \"Employed\" = \"01\" }  # guess: ",
        "# Codes of employment are these too: \"Resting\" = \"…\"   Please add them to codes.employment above",
        "columns.qpr_15_total = \"Total\"  # guess: ",
    ] {
        assert!(text.lines().any(|written| written.starts_with(line)), "{line}\n{text}");
    }
    assert!(text.contains("The codes are: 01 (In paid work), 02 ("), "{text}");
    assert!(text.contains("the form offers 0 to 4"), "{text}");
}

#[test]
fn rows_that_somebody_filled_in_to_try_a_form_out_are_to_be_skipped() {
    let mut form = String::from("Client ID,Team,Completed,Status,reqol_10_1\n");
    for (client, status) in [("1", "IP Address"), ("2", "Survey Preview"), ("3", "Finished")] {
        form.push_str(&format!("{client},North,2026-02-03,{status},3\n"));
    }
    let folder = folder(&[("measures.csv", form.as_bytes())]);
    assert_eq!(init(folder.path()).status, 0);
    let text = written(folder.path());
    let line = text.lines().find(|line| line.starts_with("skip.")).unwrap_or_else(|| panic!("{text}"));
    assert!(
        line.starts_with("skip.\"Status\" = [\"Survey Preview\"]  # guess: rows with such a value seem to be tests")
    );
}
