//! Exports as record systems make them: titles above the header, a file for each instrument, words of their own.

use super::{PEOPLE, TEAMS, facts, intake, read_bytes, said, stops};

fn bytes<'t>(files: &[(&'t str, &'t str)]) -> Vec<(&'t str, &'t [u8])> {
    files.iter().map(|(name, text)| (*name, text.as_bytes())).collect()
}

const DIALOG_WIDE: &str = "person_id,Team,Day,DIALOG Q1,DIALOG Q2,DIALOG Q3,DIALOG Q4,DIALOG Q5,DIALOG Q6,DIALOG Q7,DIALOG Q8,DIALOG Q9,DIALOG Q10,DIALOG Q11\nP1,T1,2025-02-01,Good,4,4,4,4,4,4,4,4,4,4\n";
const QPR_WIDE: &str = "Answers to QPR\n\nperson_id;team_id;completed_on;QPR15_01;QPR15_02;QPR15_03\nP1;T1;2025-02-01;Good;2;3\nTotal;1\n";

/// Two systems, two files: each with its own headers, separator and title, and one word that means two numbers.
#[test]
fn files_of_one_table_may_each_hold_an_instrument_of_their_own() {
    let settings = "[tables.measures]\nfiles = [\"a.csv\", \"b.csv\"]\nheader_row = \"find\"\n\
                    columns = { team_id = [\"Team\", \"team_id\"], completed_on = [\"Day\", \"completed_on\"] }\n\
                    items = { dialog = \"DIALOG Q*\", qpr-15 = \"QPR15_*\" }\n\
                    codes.dialog = { Good = \"6\" }\ncodes.qpr-15 = { Good = \"3\" }\n";
    let read = intake(settings, &[TEAMS, PEOPLE, ("a.csv", DIALOG_WIDE), ("b.csv", QPR_WIDE)]);
    let wrong: Vec<String> = said(&read).into_iter().filter(|line| !line.starts_with("form-incomplete")).collect();
    assert_eq!(wrong, ["delimiter-detected look 1 at ", "row-of-totals left-out 1 at A5"]);
    let measures = read.rows.measures.unwrap();
    let first: Vec<Option<i8>> = measures.iter().map(|sheets| sheets.answers[0][0]).collect();
    assert_eq!(first, [Some(6), Some(3)]);
    assert_eq!(measures[1].answers[2][0], Some(3));
}

#[test]
fn a_header_that_is_named_for_one_of_several_files_must_stand_in_one_of_them() {
    let settings = "[tables.measures]\nfiles = [\"a.csv\", \"b.csv\"]\nheader_row = \"find\"\n\
                    columns = { team_id = [\"Team\", \"team_id\"], completed_on = [\"Day\", \"completed_on\"], dialog_1 = \"Q one\" }\n\
                    items = { dialog = \"DIALOG Q*\", qpr-15 = \"QPR15_*\" }\n";
    let said = stops(settings, &bytes(&[TEAMS, PEOPLE, ("a.csv", DIALOG_WIDE), ("b.csv", QPR_WIDE)]));
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("input.missing-header") && said[0].contains("Q one"), "{said:?}");
}

#[test]
fn items_are_found_by_their_numbers_with_noughts_in_front_and_signs_in_a_header_that_look_alike_are_alike() {
    let form = "person_id,Our\u{a0}team\n(of’  today),completed_on,RQ[SQ001],RQ[SQ002]\nP1,T1,2025-02-01,3,2\n";
    let form = form.replace("Our\u{a0}team\n(of’  today)", "\"Our\u{a0}team\n(of’  today)\"");
    let settings = "[tables.measures]\ncolumns.team_id = \"Our team (of' today)\"\n\
                    items = { reqol-10 = \"RQ[SQ*]\", qpr-15 = \"QPR*\" }\n";
    let read = intake(settings, &[TEAMS, PEOPLE, ("measures.csv", &form)]);
    let measures = read.rows.measures.as_ref().unwrap();
    assert_eq!(measures[0].answers[0][0], Some(3));
    // The other instrument is not there, which is said.
    assert!(said(&read).contains(&"items-not-there look 1 at ".to_owned()), "{:?}", said(&read));
}

#[test]
fn more_numbered_headers_than_items_are_said_because_another_instrument_may_be_meant() {
    let form = "person_id,team_id,completed_on,Q1,Q2,Q15,Q16,Q17,Qx\nP1,T1,2025-02-01,3,2,1,1,1,1\n";
    let read = intake("[tables.measures]\nitems.qpr-15 = \"Q*\"\n", &[TEAMS, PEOPLE, ("measures.csv", form)]);
    assert!(said(&read).contains(&"items-beyond look 1 at G1".to_owned()), "{:?}", said(&read));
    assert_eq!(facts(&read, "items-beyond")[1].1, "Q16”, “Q17");
}

#[test]
fn numbered_headers_of_which_there_is_none_are_named_with_what_they_would_be() {
    let form = "person_id,team_id,completed_on,QPR_1,QPR_2\nP1,T1,2025-02-01,3,2\n";
    let settings = "[tables.measures]\nitems.qpr-15 = \"QPR*\"\n";
    let said = stops(settings, &bytes(&[TEAMS, PEOPLE, ("measures.csv", form)]));
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].starts_with("input.items-nowhere") && said[0].contains("QPR1” or “QPR01” or “QPR001"),
        "{said:?}"
    );
    assert!(said[0].contains("QPR_1, QPR_2"), "{said:?}");
}

#[test]
fn what_every_row_says_need_not_stand_in_a_column() {
    let goals = "goal_id,person_id,set_on\nG1,P1,2025-02-01\n";
    let settings = "[tables.goals]\nfixed = { kind = \"recovery\", scale = \"gbo\", team_id = \"T1\" }\n";
    let read = intake(settings, &[TEAMS, PEOPLE, ("goals.csv", goals)]);
    assert_eq!(said(&read), Vec::<String>::new());
    assert_eq!(read.rows.goals.as_ref().map(Vec::len), Some(1));
    let counted = &read.findings.rows_by_team["T1"];
    assert_eq!(counted.used, 4, "a team, two people and the goal");
}

/// A row that lost cells is no total because somebody's name begins like one.
#[test]
fn a_total_is_told_by_the_word_and_not_by_its_first_letters() {
    for (first, code) in [("Total", "row-of-totals"), ("Total: 2", "row-of-totals"), ("Records: 2", "row-of-totals")]
    {
        let people = format!("person_id,team_id,start_date\nP1,T1,2025-01-01\n{first},T1\n");
        let read = intake("", &[TEAMS, ("people.csv", &people)]);
        assert_eq!(said(&read), [format!("{code} left-out 1 at A3")], "{first}");
    }
    for (first, code) in [("Summers", "row-too-short"), ("Recordson", "row-too-short")] {
        let people = format!("person_id,team_id,start_date\nP1,T1,2025-01-01\n{first},T1\n");
        let read = intake("", &[TEAMS, ("people.csv", &people)]);
        assert_eq!(said(&read), [format!("{code} left-out 1 at 3")], "{first}");
    }
    for (first, faults) in [("TOTAL", vec!["row-of-totals left-out 1 at A3"]), ("Totals", vec![])] {
        let people = format!("person_id,team_id,start_date\nP1,T1,2025-01-01\n{first},T1,2025-01-01\n");
        assert_eq!(said(&intake("", &[TEAMS, ("people.csv", &people)])), faults, "{first}");
    }
}

/// As a workbook has them: every row has all cells, and most of them are blank. Totals of each team stand where others name a
/// person.
#[test]
fn remarks_and_totals_in_rows_with_all_their_cells_are_told_from_data() {
    let last = |row: &str| {
        let people = format!("team_id,person_id,start_date\nT1,P1,2025-01-01\n{row}\n");
        said(&intake("", &[TEAMS, ("people.csv", &people)]))
    };
    for row in
        ["Applied filters: Status is Open,,", "Exported data exceeded the allowed volume.,,", "Total,,", "Total,P2,"]
    {
        assert_eq!(last(row), ["row-of-totals left-out 1 at A3"], "{row}");
    }
    assert_eq!(last("T1,Total,2025-09-01"), ["row-of-totals left-out 1 at B3"]);
    assert_eq!(last("T1,Totals,2025-09-01"), Vec::<String>::new());
    assert_eq!(last("T1,,"), ["cell-blank left-out 2 at B3"]);
}

#[test]
fn a_row_that_is_named_as_the_header_is_judged_as_one() {
    let people = "Caseload\nrun by A. Clerk\n\nperson_id,team_id,start_date\nP1,T1,2025-01-01\n";
    let read = intake("[tables.people]\nheader_row = 4", &[TEAMS, ("people.csv", people)]);
    assert_eq!(said(&read), Vec::<String>::new());
    assert_eq!(read.files[1].rows_read, 1);
    let said = stops("[tables.people]\nheader_row = 2", &bytes(&[TEAMS, ("people.csv", people)]));
    assert_eq!(said, ["input.header-lower table=people file=people.csv row=4"]);
    let dated =
        people.replace("start_date", "start_date,Date of Birth").replace("2025-01-01", "2025-01-01,1980-02-03");
    let said = stops("[tables.people]\nheader_row = 4", &bytes(&[TEAMS, ("people.csv", &dated)]));
    assert!(said[0].starts_with("input.birth-date-column"), "{said:?}");
}

#[test]
fn each_file_is_read_in_the_encoding_that_is_named_for_it() {
    let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(TEAMS.1.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let export = [("t1.csv", wide), ("t2.csv", b"team_id,team_name\nT9,Caf\xE9\n".to_vec())];
    let files: Vec<(&str, &[u8])> = export.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let settings =
        "[tables.teams]\nfiles = [\"t*.csv\"]\nencodings = { \"t1.csv\" = \"utf-16\", \"t2.*\" = \"windows-1252\" }";
    let read = read_bytes(settings, &files).unwrap();
    let names: Vec<String> = read.rows.teams.unwrap().into_iter().map(|team| team.name).collect();
    assert_eq!(names.last().map(String::as_str), Some("Café"));
    assert_eq!(names.len(), 3);
}

const JOINED: &str = "[tables.goals]\njoined = { goal_id = [\"Plan\", \"No\"] }\nmissing = [\"NULL\"]\n\
                      fixed = { kind = \"recovery\", scale = \"gbo\" }\n";

fn goals(toml: &str, header: &str, rows: &str) -> crate::intake::Intake {
    let text = format!("{header},person_id,team_id,set_on,rated_on,rating\n{rows}");
    intake(toml, &[TEAMS, PEOPLE, ("goals.csv", &text)])
}

#[test]
fn a_goal_may_be_known_by_several_columns_together_and_that_is_said() {
    let rows = "CP 1,1,P1,T1,2025-02-01,2025-02-01,3\nCP 1,2,P1,T1,2025-02-01,2025-02-01,5\n\
                \"CP 1 \",1,P1,T1,2025-02-01,2025-05-01,6\nNULL,1,P1,T1,2025-02-01,2025-02-01,4\n";
    let read = goals(JOINED, "Plan,No", rows);
    assert_eq!(said(&read), ["cell-blank left-out 1 at A5", "cell-trimmed look 1 at A4", "id-joined look 1 at A1"]);
    assert_eq!(read.files[2].missing_codes.get("NULL"), Some(&1));
    assert_eq!(read.rows.ids.goals, ["CP 1/1", "CP 1/2"]);
    let ids: Vec<u32> = read.rows.goals.iter().flatten().map(|goal| goal.goal).collect();
    assert_eq!(ids, [0, 1, 0]);
    assert_eq!(read.files[2].columns_ignored, Vec::<String>::new());
}

/// Parts may hold the very sign that stands between them; goals that differ stay apart all the same.
#[test]
fn parts_of_an_id_that_hold_a_stroke_make_no_two_goals_one() {
    for parts in [["1/2,3", "1,2/3"], ["1/,2", "1,/2"], ["1\\,2", "1,\\2"], ["1\\/,2", "1\\,/2"]] {
        let rows: String = parts.map(|parts| format!("{parts},P1,T1,2025-02-01,2025-02-01,3\n")).concat();
        let ids = goals(JOINED, "Plan,No", &rows).rows.ids.goals;
        assert_eq!(ids.len(), 2, "{parts:?}: {ids:?}");
    }
}

/// What somebody wants of life is no key, and would stand in every table about single people.
#[test]
fn the_words_of_a_goal_are_no_part_of_its_id() {
    let rows = "1,I want to see my sister again,P1,T1,2025-02-01,,\n1,Find a job,P1,T1,2025-02-01,,\n";
    let read = goals(&JOINED.replace("No", "Goal"), "Plan,Goal", rows);
    assert_eq!(said(&read), ["id-joined look 1 at A1", "id-of-words left-out 1 at A2"]);
    let long = format!("1,{},P1,T1,2025-02-01,,\n", "a".repeat(41));
    assert_eq!(said(&goals(JOINED, "Plan,No", &long)), ["id-joined look 1 at A1", "id-of-words left-out 1 at A2"]);
}

#[test]
fn goals_without_a_key_say_what_to_ask_for() {
    let text = b"person_id,team_id,kind,scale,set_on,Goal text\nP1,T1,recovery,gbo,2025-02-01,Find work\n";
    let said = stops("", &[("goals.csv", text)]);
    assert!(said.len() == 1 && said[0].starts_with("input.no-goal-id table=goals file=goals.csv row=1"), "{said:?}");
    let said = stops(JOINED, &[("goals.csv", text)]);
    assert!(said[0].starts_with("input.missing-part") && said[0].contains("wanted=Plan”, “No"), "{said:?}");
    let near = String::from_utf8_lossy(text).replace("Goal text", "Goal ID");
    let said = stops("", &[("goals.csv", near.as_bytes())]);
    assert!(said[0].starts_with("input.missing-header-near") && said[0].contains("nearest=Goal ID"), "{said:?}");
    let twice = b"Plan,No,No,person_id,team_id,set_on\n";
    assert!(stops(JOINED, &[("goals.csv", twice)])[0].starts_with("input.duplicate-header"));
}
