//! Checks that only an instrument, other rows or other programs' habits explain: who rated, blanks that cost a score,
//! totals, long numbers, codes for "not recorded", names in place of ids, and what lost answers cost.

use super::{DEFINITIONS, PEOPLE, TEAMS, answers, facts, intake, said};
use crate::definitions::Definitions;
use crate::finding::TeamRows;
use crate::intake::Intake;

fn long(rows: &str) -> Intake {
    intake("", &[TEAMS, PEOPLE, ("measures.csv", &answers(rows))])
}

fn wide(text: &str) -> Intake {
    intake("", &[TEAMS, PEOPLE, ("measures.csv", text)])
}

fn form(measure: &str, given: &[&str]) -> String {
    let row = |(at, answer): (usize, &&str)| format!("P1,T1,2025-05-01,{measure},{},{answer},\n", at + 1);
    given.iter().enumerate().map(row).collect()
}

fn helps(read: &Intake) -> Vec<String> {
    read.noted.iter().map(|noted| noted.help(&DEFINITIONS.wording)).collect()
}

#[test]
fn a_form_that_somebody_else_filled_in_is_looked_at() {
    let rated = |measure: &str, by: &str| {
        let text = format!(
            "person_id,team_id,completed_on,measure,item,answer,rated_by\nP1,T1,2025-05-01,{measure},1,3,{by}\n"
        );
        said(&wide(&text))
    };
    assert_eq!(rated("qpr-15", "staff"), ["rated-by-other look 1 at G2"]);
    assert_eq!(rated("dialog", "Clinician"), ["rated-by-other look 1 at G2"]);
    for by in ["self", "Self", "joint", "Service user", "client", ""] {
        assert_eq!(rated("qpr-15", by), Vec::<String>::new(), "{by}");
    }
    let toml = "[tables.measures]\ncodes.rated_by = { SU = \"self\" }";
    let text = "person_id,team_id,completed_on,qpr_15_1,rated_by\nP1,T1,2025-05-01,3,SU\nP2,T1,2025-05-01,3,nurse\n";
    assert_eq!(said(&intake(toml, &[TEAMS, PEOPLE, ("measures.csv", text)])), ["rated-by-other look 1 at E3"]);
}

#[test]
fn whose_view_a_form_holds_and_the_words_for_it_stand_in_the_definitions() {
    let text = "person_id,team_id,completed_on,qpr_15_1,rated_by\nP1,T1,2025-05-01,3,carer\n";
    let files = super::export(&[TEAMS, PEOPLE, ("measures.csv", text)].map(|(name, text)| (name, text.as_bytes())));
    let settings = crate::definitions::settings::read(None).unwrap();
    let read = |definitions: &Definitions| {
        said(&crate::intake::read(&files, &settings, definitions, super::LIMIT, &mut |_| {}).unwrap())
    };
    assert_eq!(read(&DEFINITIONS), ["rated-by-other look 1 at E2"]);
    let mut by_staff = DEFINITIONS.clone();
    by_staff.measures.iter_mut().for_each(|measure| measure.own_view = false);
    assert_eq!(read(&by_staff), Vec::<String>::new());
    for words in [&["carer"][..], &[]] {
        let mut own = DEFINITIONS.clone();
        let fields = own.tables.iter_mut().flat_map(|table| &mut table.fields);
        fields
            .filter(|field| !field.usual.is_empty())
            .for_each(|field| field.usual = words.iter().map(|word| (*word).to_owned()).collect());
        assert_eq!(read(&own), Vec::<String>::new(), "{words:?}");
    }
}

#[test]
fn a_blank_that_costs_the_score_is_looked_at_where_it_stands() {
    assert_eq!(said(&long(&form("brief-inspire", &["1", "2", "", "3", ""]))), ["form-incomplete look 1 at F4"]);
    let read = long(&form("brief-inspire", &["1", "2", "", "3", "4"]));
    assert_eq!(facts(&read, "form-incomplete")[2..], [("least", "5".to_owned()), ("answered", "4".to_owned())]);
    assert_eq!(read.findings.rows_by_team["T1"].look, 0, "a person may leave a question out");
    assert_eq!(said(&long(&form("brief-inspire", &["", "", "", "", ""]))), Vec::<String>::new(), "nobody answered");
    assert_eq!(said(&long(&form("brief-inspire", &["1", "2"]))), Vec::<String>::new(), "rows that are not there");
    let rsa: Vec<&str> = (0..32).map(|item| if item < 24 { "3" } else { "" }).collect();
    assert_eq!(said(&long(&form("rsa-r", &rsa))), Vec::<String>::new(), "enough answers are there");
    let header = "person_id,team_id,completed_on,brief_inspire_1,brief_inspire_2,brief_inspire_4,brief_inspire_3,\
                  brief_inspire_5";
    let read = wide(&format!("{header}\nP1,T1,2025-05-01,1,2,,3,4\nP2,T1,2025-05-01,,,,,\n"));
    assert_eq!(said(&read), ["form-incomplete look 1 at F2"]);
    assert_eq!(read.files[2].rows_used, 2);
    let total =
        format!("{}P1,T1,2025-05-01,brief-inspire,total,45,\n", form("brief-inspire", &["1", "2", "", "3", "4"]));
    assert_eq!(said(&long(&total)), ["form-incomplete look 1 at F4"], "the total is not used beside answers");
}

#[test]
fn totals_are_held_against_items_against_each_other_and_against_what_answers_can_give() {
    let totals = |rows: &[(&str, &str)]| {
        let row = |(scale, total): &(&str, &str)| format!("P1,T1,2025-05-01,swemwbs,{scale},{total},\n");
        long(&rows.iter().map(row).collect::<String>())
    };
    assert_eq!(said(&totals(&[("raw", "22"), ("metric", "19.98")])), Vec::<String>::new());
    assert_eq!(said(&totals(&[("metric", "19.98")])), Vec::<String>::new());
    let read = totals(&[("raw", "22"), ("metric", "35")]);
    assert_eq!(said(&read), ["totals-disagree look 1 at F3"]);
    assert_eq!((read.noted[0].found.as_str(), read.noted[0].meant.as_deref()), ("35", Some("19.98")));
    assert_eq!(said(&totals(&[("raw", "19.98")])), ["total-unlikely look 1 at F2"]);
    assert_eq!(said(&totals(&[("metric", "20.5")])), ["total-unlikely look 1 at F2"]);
    assert_eq!(said(&totals(&[("raw", "36")])), ["total-out-of-range left-out 1 at F2"]);
    let items = form("swemwbs", &["3", "3", "3", "3", "3", "3", "4"]);
    let with = |scale: &str, total: &str| {
        let read = long(&format!("{items}P1,T1,2025-05-01,swemwbs,{scale},{total},\n"));
        read.noted.iter().map(|noted| format!("{} {:?}", noted.code, noted.meant)).collect::<Vec<_>>()
    };
    assert_eq!(with("raw", "22"), Vec::<String>::new());
    assert_eq!(with("raw", "21"), ["total-disagrees Some(\"22\")"]);
    assert_eq!(with("metric", "22"), ["total-disagrees Some(\"19.98\")"], "raw in the place of metric");
    assert_eq!(with("metric", "19.98"), Vec::<String>::new());
    let wide = wide("person_id,team_id,completed_on,swemwbs_raw,swemwbs_metric\nP1,T1,2025-05-01,21,35\n");
    assert_eq!(said(&wide), ["totals-disagree look 1 at E2"]);
}

#[test]
fn long_numbers_that_a_spreadsheet_spoilt_are_named_as_such() {
    let of_answer = |cells: &str| said(&long(&format!("{cells}\n")));
    assert_eq!(of_answer("P1,T1,2025-05-01,1.03544E+15,1,3,"), ["number-shortened left-out 1 at D2"]);
    assert_eq!(of_answer("P1,T1,2025-05-01,1035441000000100,total,40,"), ["snomed-damaged left-out 1 at D2"]);
    assert_eq!(of_answer("P1,T1,2025-05-01,1035441000000106,total,40,"), ["measure-unknown left-out 1 at D2"]);
    assert_eq!(of_answer("P1,T1,2025-05-01,dialog,1.03765E+15,3,"), ["number-shortened left-out 1 at E2"]);
    assert_eq!(of_answer("P1,T1,2025-05-01,dialog,1037661000000100,3,"), ["snomed-damaged left-out 1 at E2"]);
    assert_eq!(of_answer("P1,T1,2025-05-01,dialog,1,1.03765E+15,"), ["number-shortened left-out 1 at F2"]);
    assert_eq!(of_answer("1.2E+11,T1,2025-05-01,dialog,1,3,"), ["number-shortened left-out 1 at A2"]);
    assert_eq!(of_answer("P1,1E+10,2025-05-01,dialog,1,3,"), ["number-shortened left-out 1 at B2"]);
    assert_eq!(of_answer("P1,T1,2025-05-01,dialog,1,3,1.2E+11"), ["number-shortened left-out 1 at G2"]);
    let roles = "person_id,team_id,recorded_on,domain,status\nP1,T1,2025-05-01,1.2E+15,yes\n\
                 P1,T1,2025-05-01,education,373066000\n";
    let read = intake("", &[TEAMS, PEOPLE, ("roles.csv", roles)]);
    assert_eq!(said(&read), ["number-shortened left-out 1 at D2", "snomed-damaged left-out 1 at E3"]);
    let goals = "goal_id,person_id,team_id,kind,set_on,scale\n1.2E+15,1.2E+11,T1,7.2E+17,2025-05-01,gas\n";
    let read = intake("", &[TEAMS, PEOPLE, ("goals.csv", goals)]);
    assert_eq!(said(&read), ["number-shortened left-out 3 at A2"]);
    let toml = "[tables.measures]\ncodes.measure = { 1035441000000106 = \"qpr-15\" }";
    let text = answers("P1,T1,2025-05-01,1035441000000100,total,40,\nP1,T1,2025-05-01,1035441000000106,total,40,\n");
    let read = intake(toml, &[TEAMS, PEOPLE, ("measures.csv", &text)]);
    assert_eq!(said(&read), ["snomed-damaged left-out 1 at D2"], "a declared code that is whole is understood");
    assert_eq!(read.noted[0].meant.as_deref(), Some("1035441000000106"));
}

#[test]
fn what_often_stands_for_not_recorded_is_said_to() {
    let said_so = |rows: &str| helps(&long(rows))[0].clone();
    let hint = "is often a code for “not recorded”";
    for answer in ["99", "9", "NULL", "N/A", "-1"] {
        let help = said_so(&format!("P1,T1,2025-05-01,qpr-15,1,{answer},\n"));
        assert!(help.starts_with(&format!("{answer} {hint}")), "{answer}: {help}");
    }
    assert!(!said_so("P1,T1,2025-05-01,qpr-15,1,7,\n").contains(hint));
    let read = long("P1,T1,2025-05-01,qpr-15,1,7,\nP1,T1,2025-05-01,qpr-15,2,99,\n");
    let tally = read.findings.tallies().next().unwrap();
    assert!(tally.help(&DEFINITIONS.wording).starts_with("99 is often"), "though it was the second one");
    assert!(said_so("P1,T1,unknown,qpr-15,1,3,\n").starts_with("unknown is often"));
}

#[test]
fn a_team_that_is_named_in_place_of_its_id_is_told() {
    let read = long(
        "P1,North,2025-05-01,qpr-15,1,3,\nP1,Suoth,2025-05-01,qpr-15,1,3,\nP1,Elsewhere,2025-05-01,qpr-15,1,3,\n",
    );
    let meant: Vec<Option<&str>> = read.noted.iter().map(|noted| noted.meant.as_deref()).collect();
    assert_eq!(meant, [Some("T1"), Some("T2"), None]);
    assert!(helps(&read)[1].starts_with("It looks like the name of team T2; the column takes the id."));
}

#[test]
fn a_row_separated_otherwise_and_a_row_that_ends_early_say_what_is_missing() {
    let read = intake(
        "",
        &[("teams.csv", "team_id,team_name,service_id\nT1;North;S1\nT2,South\nT3|West|S1\nT4\tEast\tS1\n")],
    );
    assert_eq!(said(&read), ["row-other-delimiter left-out 3 at 2", "row-too-short left-out 1 at 3"]);
    let messages: Vec<String> = read.noted.iter().map(|noted| noted.message(&DEFINITIONS.wording)).collect();
    assert!(messages[0].contains("separated by “;”, and those of the header by “,”"), "{}", messages[0]);
    assert!(messages[3].contains("separated by “tab”"), "{}", messages[3]);
    assert!(helps(&read)[1].starts_with("If they are missing at the end of the row, they are: service_id."));
}

fn effects(read: &Intake, team: &str) -> (u64, u64, u64) {
    let TeamRows { forms, forms_unscored, forms_lost, .. } = read.findings.rows_by_team[team];
    (forms, forms_unscored, forms_lost)
}

#[test]
fn what_rows_left_out_cost_the_questionnaires_is_counted() {
    let whole = form("brief-inspire", &["1", "2", "1", "3", "4"]);
    assert_eq!(effects(&long(&whole), "T1"), (1, 0, 0));
    assert_eq!(effects(&long(&form("brief-inspire", &["1", "2", "7", "3", "4"])), "T1"), (1, 1, 0));
    assert_eq!(
        effects(&long(&form("brief-inspire", &["x", "2", "1", "3", "4"])), "T1"),
        (1, 1, 0),
        "the first row too"
    );
    assert_eq!(effects(&long(&form("brief-inspire", &["x", "2", "", "3", "4"])), "T1"), (1, 0, 0), "it had no score");
    assert_eq!(effects(&long(&form("brief-inspire", &["x", "x"])), "T1"), (0, 0, 1), "one form, though two rows");
    let dated = whole.replace("2025-05-01", "2025-02-30");
    assert_eq!(effects(&long(&dated), "T1"), (0, 0, 1));
    assert_eq!(effects(&long(&dated.replace("T1", "T9")), ""), (0, 0, 1), "of no team that may be used");
    assert_eq!(effects(&long(&whole.replace("brief-inspire", "brief")), "T1"), (0, 0, 1));
    assert_eq!(effects(&long(&whole.replace("brief-inspire", "csq-8")), "T1"), (0, 0, 0), "nothing wrong with it");
    let inspire = |rating: &str| {
        let row = |item: usize| {
            let rating = if item == 1 { rating } else { "3" };
            format!("P1,T1,2025-05-01,inspire,s{item},{rating},\nP1,T1,2025-05-01,inspire,s{item}_important,yes,\n")
        };
        (1..=4).map(row).collect::<String>()
    };
    assert_eq!(effects(&long(&inspire("9")), "T1"), (1, 1, 0), "three of four important items of connectedness");
    assert_eq!(effects(&long(&inspire("3")), "T1"), (1, 0, 0));
}

#[test]
fn a_wide_row_left_out_costs_every_form_it_holds() {
    let text = "person_id,team_id,completed_on,qpr_15_1,dialog_1\nP1,T1,2025-02-30,3,5\nP2,T1,2025-05-01,9,\n\
                P2,T1,2025-06-01,3,\n";
    assert_eq!(effects(&wide(text), "T1"), (1, 0, 3));
}

#[test]
fn rows_that_are_all_refused_cost_their_form() {
    let toml = "[tables.measures]\nduplicates = \"refuse\"";
    let whole = form("brief-inspire", &["1", "2", "1", "3", "4"]);
    let one_twice = format!("{whole}P1,T1,2025-05-01,brief-inspire,1,4,\n");
    let read = |text: &str| intake(toml, &[TEAMS, PEOPLE, ("measures.csv", &answers(text))]);
    assert_eq!(effects(&read(&one_twice), "T1"), (1, 1, 0));
    assert_eq!(effects(&read(&format!("{whole}{whole}")), "T1"), (0, 0, 1));
}

const RATED: &str = "person_id,team_id,completed_on,measure,item,answer,questionnaire_id,rated_by";

/// Raters and first answers of the forms of the first measure.
fn raters(read: &Intake) -> Vec<(u32, bool, Option<i8>)> {
    let sheets = &read.rows.measures.as_ref().unwrap()[0];
    let answers = sheets.answers[0].iter();
    sheets
        .sheets
        .iter()
        .zip(answers)
        .map(|(sheet, answer)| (sheet.rater.number, sheet.rater.counts, *answer))
        .collect()
}

#[test]
fn rows_of_different_raters_are_different_forms_even_on_one_day_and_with_one_id() {
    let row = |by: &str, answer: u8| format!("P1,T1,2025-05-01,qpr-15,1,{answer},Q1,{by}\n");
    let read = wide(&format!("{RATED}\n{}{}{}{}", row("self", 1), row("Staff", 2), row("nurse", 3), row("", 4)));
    assert_eq!(raters(&read), [(0, true, Some(4)), (2, false, Some(2)), (3, false, Some(3))]);
    assert_eq!(
        read.files[2].rows_used, 3,
        "a row without a rater is the person's own, so it takes the first one's place"
    );
    let read = wide(&format!("{RATED}\n{}{}{}", row("STAFF", 1), row(" staff ", 2), row("Joint", 3)));
    assert_eq!(raters(&read), [(2, false, Some(2)), (0, true, Some(3))]);
    assert!(!said(&read).iter().any(|fault| fault.starts_with("two-forms-one-day")), "{:?}", said(&read));
}

#[test]
fn wide_forms_of_different_raters_are_different_forms_too() {
    let read =
        wide("person_id,team_id,completed_on,qpr_15_1,rated_by\nP1,T1,2025-05-01,1,self\nP1,T1,2025-05-01,2,staff\n");
    assert_eq!(raters(&read), [(0, true, Some(1)), (2, false, Some(2))]);
    assert_eq!(read.files[2].rows_used, 2);
}

#[test]
fn an_instrument_about_somebody_elses_view_keeps_every_rater_and_keeps_them_apart() {
    let text = format!(
        "{RATED}\nP1,T1,2025-05-01,qpr-15,1,1,,\nP1,T1,2025-05-01,qpr-15,1,2,,self\nP1,T1,2025-05-01,qpr-15,1,3,,staff\n"
    );
    let text = [TEAMS, PEOPLE, ("measures.csv", text.as_str())].map(|(name, text)| (name, text.as_bytes()));
    let settings = crate::definitions::settings::read(None).unwrap();
    let mut by_staff = DEFINITIONS.clone();
    by_staff.measures.iter_mut().for_each(|measure| measure.own_view = false);
    let read = crate::intake::read(&super::export(&text), &settings, &by_staff, super::LIMIT, &mut |_| {}).unwrap();
    assert_eq!(raters(&read), [(0, true, Some(1)), (1, true, Some(2)), (2, true, Some(3))]);
}
