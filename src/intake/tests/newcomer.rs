//! What somebody meets who brings an export that nobody has described yet: each fault is said so that it can be mended.

use super::{DEFINITIONS, PEOPLE, TEAMS, answers, intake, read_bytes, said, stops};
use crate::intake::Intake;

/// Why a table of questionnaires is refused, as it is printed.
#[track_caller]
fn refused(toml: &str, measures: &str) -> String {
    let error = read_bytes(toml, &[("measures.csv", measures.as_bytes())]).expect_err("it is refused");
    error.message(&DEFINITIONS.wording)
}

fn read(rows: &str) -> Intake {
    intake("", &[TEAMS, PEOPLE, ("measures.csv", &answers(rows))])
}

/// What is said of the first fault: what was found, and how to mend it.
fn told(read: &Intake) -> (String, String) {
    let first = &read.noted[0];
    (first.message(&DEFINITIONS.wording), first.help(&DEFINITIONS.wording))
}

#[test]
fn a_table_that_says_of_nobody_who_it_is_about_stops_by_the_name_of_the_column() {
    let wide = "team_id,completed_on,dialog_1,dialog_2\nT1,2025-05-01,4,4\n";
    let long = "team_id,completed_on,measure,item,answer\nT1,2025-05-01,DIALOG scale,1,3\n";
    let codes = "[tables.measures]\ncodes.measure = { \"DIALOG scale\" = \"dialog\" }";
    for (toml, text) in [("", wide), (codes, long), ("", &long.replace("DIALOG scale", "?"))] {
        let lines = stops(toml, &[("measures.csv", text.as_bytes())]);
        assert_eq!(lines.len(), 1, "{text}: {lines:?}");
        let start = "input.no-person-id table=measures file=measures.csv row=1 wanted=person_id";
        assert!(lines[0].starts_with(start), "{lines:?}");
    }
    let words = refused("", wide);
    assert!(words.contains("no column “person_id”") && words.contains("a number of your own"), "{words}");
    let said = stops("", &[("measures.csv", b"client,completed_on,dialog_1\nC1,2025-05-01,4\n")]);
    assert_eq!(said.len(), 2, "both columns that are missing: {said:?}");
}

#[test]
fn a_folder_that_holds_only_files_of_other_kinds_says_which() {
    let said = stops("", &[("answers.hl7", b"MSH|"), ("letter.pdf", b"%PDF"), ("audit.toml", b""), (".hidden", b"")]);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("input.nothing-readable"), "{said:?}");
    assert!(said[0].ends_with("found=answers.hl7, letter.pdf"), "{said:?}");
    assert!(stops("", &[("audit.toml", b"")])[0].starts_with("input.nothing-to-read"));
    assert!(stops("", &[("answers.txt", b"a,b")])[0].starts_with("input.nothing-known-to-read"));
}

/// Who filled in a form stands in one of two files; what every row needs must stand in both.
#[test]
fn a_column_that_no_row_needs_may_stand_in_one_of_several_files() {
    let one = "person_id,team_id,completed_on,By,reqol_10_1\nP1,T1,2025-05-01,Clinician,3\n";
    let other = "person_id,team_id,completed_on,dialog_1\nP1,T1,2025-05-01,3\n";
    let toml = "[tables.measures]\nfiles = [\"a.csv\", \"b.csv\"]\ncolumns = { rated_by = \"By\" }";
    let read = intake(toml, &[TEAMS, PEOPLE, ("a.csv", one), ("b.csv", other)]);
    let own: Vec<bool> = read.rows.measures.iter().flatten().map(|sheets| sheets.sheets[0].rater.counts).collect();
    assert_eq!(own, [true, false], "dialog by the person, reqol-10 by somebody else");
    let lost = stops(toml, &[("a.csv", other.as_bytes()), ("b.csv", other.as_bytes())]);
    assert!(
        lost.len() == 1 && lost[0].starts_with("input.missing-header") && lost[0].contains("rated_by"),
        "{lost:?}"
    );
}

#[test]
fn of_two_headers_for_one_column_in_one_file_the_second_is_not_passed_over_in_silence() {
    let people = "person_id,team_id,start_date,end_date,Left\nP1,T1,2025-01-01,,2025-06-01\n";
    let toml = "[tables.people]\ncolumns = { end_date = [\"end_date\", \"Left\"] }";
    let read = intake(toml, &[TEAMS, ("people.csv", people)]);
    assert_eq!(said(&read), ["header-also-there look 1 at E1"]);
}

#[test]
fn a_table_of_people_that_nobody_ever_leaves_is_looked_at() {
    let codes = |people: &str| -> Vec<&str> {
        let read = intake("", &[TEAMS, ("people.csv", people)]);
        read.findings.tallies().map(|tally| tally.code).collect()
    };
    assert_eq!(codes("person_id,team_id,start_date,Reason\nP1,T1,2025-01-01,x\n"), ["no-ends"]);
    assert_eq!(codes("person_id,team_id,start_date,end_date\nP1,T1,2025-01-01,\n"), Vec::<&str>::new());
}

#[test]
fn somebody_who_is_there_with_other_noughts_capitals_or_signs_is_told_from_a_stranger() {
    let help = |id: &str| {
        let people =
            "person_id,team_id,start_date,end_date\n0017,T1,2025-01-01,\n18,T1,2025-01-01,\nC-20,T1,2025-01-01,\n";
        let goals = format!("goal_id,person_id,team_id,kind,set_on\nG1,{id},T1,recovery,2025-02-01\n");
        let read = intake("", &[TEAMS, ("people.csv", people), ("goals.csv", &goals)]);
        assert_eq!(said(&read), ["person-unknown look 1 at B2"], "{id}");
        told(&read).1
    };
    for (id, known) in [("17", true), ("018", true), ("c 20", true), ("C21", false), ("19", false), ("00", false)] {
        assert_eq!(help(id).contains("noughts"), known, "{id}");
    }
}

#[test]
fn a_day_of_the_other_order_and_a_year_of_two_digits_are_told() {
    let told_of = |order: &str, day: &str| {
        let people = format!("person_id,team_id,start_date,end_date\nP1,T1,{day},\n");
        let read = intake(&format!("date_order = \"{order}\""), &[TEAMS, ("people.csv", &people)]);
        (said(&read)[0].split(' ').next().unwrap_or_default().to_owned(), told(&read).1)
    };
    let (code, help) = told_of("mdy", "25/12/2025");
    assert!(code == "date-other-order" && help.contains("date_order = \"dmy\""), "{code} {help}");
    assert_eq!(told_of("dmy", "31/02/2025").0, "date-impossible");
    let (code, help) = told_of("dmy", "25/12/25");
    assert!(code == "date-unreadable" && help.contains("two digits"), "{code} {help}");
    assert!(!told_of("dmy", "soon").1.contains("two digits"));
}

#[test]
fn a_second_review_beside_the_first_is_not_passed_over_without_a_word() {
    let goals = "goal_id,person_id,team_id,kind,set_on,scale,Review 1,On 1,Review 2,Review 3,Note 2\n\
                 G1,P1,T1,recovery,2025-02-01,gas,1,2025-03-01,2,,x\n";
    let settings = "[tables.goals]\ncolumns = { rating = \"Review 1\", rated_on = \"On 1\" }\n";
    let read = intake(settings, &[TEAMS, PEOPLE, ("goals.csv", goals)]);
    assert_eq!(said(&read), ["header-of-other-number look 1 at I1"]);
    assert!(told(&read).0.ends_with("in their number alone: “Review 2”, “Review 3”."), "{}", told(&read).0);
}

/// Beside an id of referrals stands that of people, beside rows a mark that some are deleted.
#[test]
fn columns_that_would_change_who_is_counted_are_not_passed_over_without_a_word() {
    let people =
        "ReferralID,PatientID,team_id,start_date,end_date,Deleted\nR1,P1,T1,2025-01-01,,N\nR2,P1,T1,2025-03-01,,Y\n";
    let said_with = |column: &str| {
        let settings = format!("[tables.people]\ncolumns.person_id = \"{column}\"\n");
        said(&intake(&settings, &[TEAMS, ("people.csv", people)]))
    };
    assert_eq!(said_with("ReferralID"), ["deleted-not-read look 1 at F1", "other-person-id look 1 at B1"]);
    assert_eq!(said_with("PatientID"), ["deleted-not-read look 1 at F1", "spells-overlap look 1 at 3"]);
}

/// What a profile takes a header for does not count where the service says what it is.
#[test]
fn a_header_that_the_service_names_is_taken_from_the_profile() {
    let roles = "LocalPatientId,team_id,EmployStatus,EmployStatusRecDate\nP1,T1,01,2025-05-01\n";
    let settings = "profile = \"national\"\n[tables.roles]\nfiles = [\"jobs.csv\"]\n\
                    columns = { employment = \"EmployStatus\", recorded_on = \"EmployStatusRecDate\" }\n";
    let read = intake(settings, &[TEAMS, PEOPLE, ("jobs.csv", roles)]);
    assert_eq!(read.rows.roles.as_ref().map(Vec::len), Some(1), "{:?}", said(&read));
}

#[test]
fn a_day_that_means_that_nothing_has_ended_is_told_from_a_slip() {
    let help = |end: &str| {
        let people = format!("person_id,team_id,start_date,end_date\nP1,T1,2025-01-01,{end}\n");
        told(&intake("", &[TEAMS, ("people.csv", &people)])).1
    };
    // Those of a calendar's end, and those of the beginnings of time in databases.
    for day in ["9999-12-31", "4712-12-31 00:00:00", "1900-01-01", "1753-01-01"] {
        assert!(help(day).contains(&format!("missing = [\"{day}\"]")), "{}", help(day));
    }
    for day in ["2029-12-31", "1901-01-01", "1753-02-01"] {
        assert!(!help(day).contains("“missing”"), "{}", help(day));
    }
}

/// Choices cannot be counted from 0 where the last one of the form is there as well.
#[test]
fn a_shift_of_all_answers_is_not_proposed_where_both_ends_of_the_form_are_there() {
    let form = |answers: [u8; 2]| {
        let rows =
            answers.iter().zip(1..).map(|(answer, item)| format!("P1,T1,2025-05-01,swemwbs,{item},{answer},\n"));
        told(&read(&rows.collect::<String>())).1
    };
    assert!(form([0, 4]).contains("codes.swemwbs = { \"0\" = \"1\""), "{}", form([0, 4]));
    assert!(!form([0, 5]).contains("codes.swemwbs"), "{}", form([0, 5]));
    let reqol = |answers: &str| told(&read(answers)).1;
    assert!(reqol("P1,T1,2025-05-01,reqol-10,1,5,\nP1,T1,2025-05-01,reqol-10,2,1,").contains("codes.reqol-10"));
    assert!(!reqol("P1,T1,2025-05-01,reqol-10,1,5,\nP1,T1,2025-05-01,reqol-10,2,0,").contains("codes.reqol-10"));
}

#[test]
fn two_choices_are_never_made_one() {
    let settings = "[tables.measures]\ncodes.swemwbs = { \"0\" = \"1\", \"4\" = \"5\", Often = \"4\" }\n";
    let rows = "P1,T1,2025-05-01,swemwbs,1,4,\nP1,T1,2025-05-01,swemwbs,2,5,\nP1,T1,2025-05-01,swemwbs,3,Often,\nP1,T1,2025-05-01,swemwbs,4,2,";
    let read = intake(settings, &[TEAMS, PEOPLE, ("measures.csv", &answers(rows))]);
    let said: Vec<String> = said(&read).into_iter().filter(|line| !line.starts_with("form-")).collect();
    assert_eq!(said, ["answer-also-translated left-out 1 at F3"]);
    // 5 has a code of its own among those of every questionnaire, and no longer stands for itself.
    let settings = settings.replace("[tables.measures]\n", "[tables.measures]\ncodes.answer = { \"5\" = \"3\" }\n");
    let read = intake(&settings, &[TEAMS, PEOPLE, ("measures.csv", &answers(rows))]);
    assert!(!read.noted.iter().any(|noted| noted.code == "answer-also-translated"));
}

#[test]
fn decimals_behind_a_comma_are_told_from_words() {
    let help = |total: &str| told(&read(&format!("P1,T1,2025-05-01,qpr-15,total,\"{total}\",\n"))).1;
    assert!(help("42,00").starts_with("The decimals stand behind a comma"), "{}", help("42,00"));
    assert!(["42,", "many", "1,000,000"].iter().all(|total| !help(total).contains("comma")));
}

#[test]
fn a_number_with_a_nought_behind_it_is_no_answer_and_the_way_out_is_told() {
    let help = |answer: &str| told(&read(&format!("P1,T1,2025-05-01,qpr-15,1,{answer},\n"))).1;
    assert!(help("3.0").contains("codes.qpr-15 = { \"3.0\" = \"3\" }"), "{}", help("3.0"));
    assert!(help("\"3,0\"").contains("codes.qpr-15 = { \"3,0\" = \"3\" }"), "{}", help("\"3,0\""));
    assert!(["2.5", "often", ".0", "7.0"].iter().all(|answer| !help(answer).contains("whole numbers")));
}

#[test]
fn a_goal_is_on_a_scale_only_where_it_is_rated() {
    let never = "goal_id,person_id,team_id,kind,set_on\nG1,P1,T1,recovery,2025-02-01\n";
    let read = intake("", &[TEAMS, PEOPLE, ("goals.csv", never)]);
    let goals = read.rows.goals.as_deref().unwrap_or_default();
    assert_eq!(goals.iter().map(|goal| goal.scale).collect::<Vec<_>>(), [None]);
    let rated = "goal_id,person_id,team_id,kind,set_on,rated_on,rating\nG1,P1,T1,recovery,2025-02-01,2025-03-01,4\n";
    let said = stops("", &[("goals.csv", rated.as_bytes())]);
    assert!(said[0].starts_with("input.missing-header") && said[0].contains("wanted=scale"), "{said:?}");
}

#[test]
fn instruments_about_nobody_need_no_column_of_people() {
    let fixed = "[tables.measures]\nfixed = { measure = \"yes-survey\" }";
    let find = "[tables.measures]\nheader_row = \"find\"";
    let cases = [
        ("", "team_id,completed_on,practice_guidelines_1,yes_survey_1\nT1,2025-05-01,1,3\n"),
        ("", "team_id,completed_on,measure,item,answer\nT1,2025-05-01,yes-survey,1,3\n,,,,\n"),
        (find, "Answers\n\nteam_id,completed_on,measure,item,answer\nT1,2025-05-01,yes-survey,1,3\n"),
        (fixed, "team_id,completed_on,item,answer\nT1,2025-05-01,1,3\n"),
    ];
    for (toml, text) in cases {
        assert_eq!(stops(toml, &[("measures.csv", text.as_bytes())]), Vec::<String>::new(), "{text}");
    }
    let lines = stops("", &[("measures.csv", b"team_id,measure,item,answer\nT1,yes-survey,1,3\n")]);
    assert!(lines.len() == 1 && lines[0].contains("wanted=completed_on"), "only what else is missing: {lines:?}");
}

#[test]
fn a_blank_cell_is_named_by_its_column() {
    let read =
        intake("", &[TEAMS, ("people.csv", "person_id,team_id,start_date,end_date\n,T1,2025-01-01,\nP1,T1,,\n")]);
    let words: Vec<String> = read.noted.iter().map(|noted| noted.message(&DEFINITIONS.wording)).collect();
    assert!(words[0].contains("person_id") && words[1].contains("start_date"), "{words:?}");
}

#[test]
fn answers_packed_into_one_cell_are_told_as_such_and_shown_in_part() {
    let packed = format!("\"[{{\"\"QuestionNumber\"\":1,\"\"Score\"\":{}}}]\"", "3".repeat(900));
    for cells in [format!("qpr-15,1,{packed}"), format!("qpr-15,total,{packed}"), format!("qpr-15,{packed},3")] {
        let read = read(&format!("P1,T1,2025-05-01,{cells},\n"));
        assert!(said(&read)[0].starts_with("cell-packed left-out 1 at "), "{:?}", said(&read));
        let (message, help) = told(&read);
        assert!(message.contains("[{\"QuestionNumber\":1") && message.contains("…”"), "{message}");
        assert!(message.chars().count() < 250 && help.contains("supplier"), "{message} {help}");
    }
    let survey = read("P1,T1,2025-05-01,qpr-15,1,\"{\"\"ImportId\"\":\"\"QID7\"\"}\",\n");
    assert!(told(&survey).1.contains("second row of titles"), "{}", told(&survey).1);
    let short = read("P1,T1,2025-05-01,qpr-15,1,{3},\n");
    assert_eq!(said(&short), ["answer-not-a-code left-out 1 at F2"]);
}

#[test]
fn choices_that_are_counted_from_one_are_told_from_slips() {
    let help = |cells: &str| told(&read(&format!("P1,T1,2025-05-01,{cells},\n"))).1;
    let shape = "codes.reqol-10 = { \"1\" = \"0\", \"2\" = \"1\", \"3\" = \"2\", \"4\" = \"3\", \"5\" = \"4\" }";
    let counted = help("reqol-10,1,5");
    assert!(counted.contains("from 1") && counted.contains(shape), "{counted}");
    let counted = help("swemwbs,1,0");
    assert!(counted.contains("from 0") && counted.contains("codes.swemwbs = { \"0\" = \"1\", "), "{counted}");
    for other in ["reqol-10,1,6", "swemwbs,1,6", "reqol-10,1,-1"] {
        assert!(!help(other).contains("codes."), "{other}: {}", help(other));
    }
    let later = read("P1,T1,2025-05-01,reqol-10,1,7,\nP1,T1,2025-05-01,reqol-10,2,5,\n");
    let tally = later.findings.tallies().next().map(|tally| tally.help(&DEFINITIONS.wording));
    assert!(tally.is_some_and(|help| help.contains(shape)), "the fact of a later row is kept");
}

#[test]
fn an_instrument_is_known_by_its_short_name_within_a_longer_one() {
    let meant = |name: &str| {
        let read = read(&format!("P1,T1,2025-05-01,{name},1,3,\n"));
        assert_eq!(said(&read), ["measure-unknown left-out 1 at D2"], "{name}");
        read.noted[0].meant.clone()
    };
    let cases = [
        ("Short Warwick Edinburgh Mental Wellbeing Scale (SWEMWBS)", Some("swemwbs")),
        ("Outcome measure: ReQoL 10 (v2)", Some("reqol-10")),
        ("Brief INSPIRE - service user", Some("brief-inspire")),
        ("Warwick-Edinburgh Mental Wellbeing Scale", Some("wemwbs")),
        ("Process of Recovery (QPR)", None),
        ("Dialogue of the team", None),
        ("753813425", None),
    ];
    for (name, expected) in cases {
        assert_eq!(meant(name).as_deref(), expected, "{name}");
    }
    let read = read("P1,T1,2025-05-01,Form SWEMWBS,1,3,\n");
    let help = told(&read).1;
    assert!(help.contains("Did you mean swemwbs?") && help.contains("codes.measure = {"), "{help}");
}

#[test]
fn an_item_that_is_not_known_can_be_translated() {
    let help = told(&read("P1,T1,2025-05-01,swemwbs,I have been feeling useful,3,\n")).1;
    assert!(help.contains("codes.item = {"), "{help}");
}

#[test]
fn the_columns_of_a_file_are_listed_once() {
    let words = refused("", "a1,b2,c3\nx,y,z\n");
    assert_eq!(words.matches("a1, b2, c3").count(), 1, "{words}");
    for column in ["person_id", "team_id", "completed_on"] {
        assert!(words.lines().any(|line| line.contains(&format!("“{column}”"))), "{column}: {words}");
    }
    assert!(words.contains("in no column which question a row answers") && words.contains("items.qpr-15"), "{words}");
    let error = read_bytes("", &[("roles.csv", b"a1,b2,c3\nx,y,z\n")]).expect_err("it is refused");
    let words = error.message(&DEFINITIONS.wording);
    assert_eq!(words.matches("a1, b2, c3").count(), 1, "{words}");
    let toml =
        "[tables.measures]\nfiles = [\"a.csv\", \"b.csv\"]\ncolumns = { dialog_1 = \"Q 1\", dialog_2 = \"Q 2\" }";
    let file = "person_id,team_id,completed_on,dialog_3\nP1,T1,2025-05-01,3\n".as_bytes();
    let error = read_bytes(toml, &[("a.csv", file), ("b.csv", file)]).expect_err("it is refused");
    let words = error.message(&DEFINITIONS.wording);
    assert_eq!(words.matches("completed_on, dialog_3").count(), 1, "{words}");
}

#[test]
fn files_that_are_no_tables_are_told_by_their_beginning() {
    let cases = [
        ("MSH|^~\\&|Roqua|RGOc|||20140730142614||ORU^R01\rPID|1||1\r", "HL7"),
        ("{\"answers\": [1, 2],\n\"more\": 3}\n", "JSON"),
        ("[\n{\"a\": 1}\n]\n", "JSON"),
        ("[{\"a\":1,\"b\":2}]", "JSON"),
        ("<?xml version=\"1.0\"?>\n<a/>\n", "XML"),
        ("<html><body>Please sign in, or ask</body></html>\n", "XML"),
    ];
    for (text, kind) in cases {
        let words = refused("", text);
        assert!(words.contains(kind) && words.contains("supplier"), "{words}");
        assert_eq!(words.lines().count(), 1, "{words}");
    }
    let toml = "[tables.measures]\nfiles = [\"export.hl7\"]";
    let lines = stops(toml, &[("export.hl7", cases[0].0.as_bytes())]);
    assert!(lines[0].starts_with("input.no-table table=measures file=export.hl7"), "{lines:?}");
    let bracketed = "[person_id],<team_id>\nP1,T1\n";
    assert!(!stops("", &[("people.csv", bracketed.as_bytes())])[0].starts_with("input.no-table"));
}

#[test]
fn a_second_row_of_titles_is_told_from_damage() {
    let help = |first: &str| {
        let text = format!("person_id,team_id,completed_on,measure,item,answer\n{first}\n");
        let read = intake("", &[TEAMS, PEOPLE, ("measures.csv", &text)]);
        assert_eq!(said(&read), ["row-too-short left-out 1 at 2"]);
        told(&read).1
    };
    let titles = help("Client,Team of the client,Day,Which form");
    assert!(titles.contains("second row of titles"), "{titles}");
    for row in ["P1,T1,2025-05-01,dialog,1", "P1,North,South", "P1"] {
        assert!(!help(row).contains("titles"), "{row}");
    }
}

#[test]
fn telephone_numbers_stop_the_run_by_their_header_or_their_shape() {
    let people = |header: &str, cells: [&str; 2]| {
        let text = format!(
            "person_id,team_id,start_date,{header}\nP1,T1,2025-01-01,{}\nP2,T1,2025-01-01,{}\n",
            cells[0], cells[1]
        );
        stops("", &[("people.csv", text.as_bytes())])
    };
    for header in ["mobilenumber", "MobileNo", "Mob No", "contact_phone"] {
        let lines = people(header, ["", ""]);
        assert!(lines.len() == 1 && lines[0].contains("kind=telephone numbers"), "{header}: {lines:?}");
    }
    let numbers =
        ["+44 7000 000000", "07000 000 000", "07700900123", "020 7946 0018", "(0161) 496 0000", "+31612345678"];
    for number in numbers {
        let lines = people("reach", [number, ""]);
        assert!(lines.len() == 1 && lines[0].contains("kind=telephone numbers"), "{number}: {lines:?}");
    }
    let harmless = [
        "01/02/2026",
        "2026-01-02 10:30",
        "01 02 2026 10",
        "753813425",
        "00000012345",
        "07000000001",
        "0123456788",
        "1035441000000106",
        "+1",
        "T-07700",
        "7700900123",
    ];
    for cell in harmless {
        assert_eq!(people("reach", [cell, cell]), Vec::<String>::new(), "{cell}");
    }
    assert_eq!(people("automobile_club", ["", ""]), Vec::<String>::new());
}

#[test]
fn the_year_of_a_date_of_birth_may_stay() {
    let error =
        read_bytes("", &[("people.csv", b"person_id,team_id,start_date,Date of Birth\n")]).expect_err("refused");
    let words = error.message(&DEFINITIONS.wording);
    assert!(words.contains("birth_year") && words.contains("full dates of birth"), "{words}");
}
