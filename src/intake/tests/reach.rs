//! Tables that do not reach as far as the others, and columns that nothing is read from.

use super::{TEAMS, intake, said};
use chrono::{Days, NaiveDate};

fn day(days: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(days)
}

/// Sixty people from the first days on, a third of whom have left, and one who came last.
fn people(ends: bool) -> String {
    let row = |at: u64| {
        let end = if ends && at.is_multiple_of(3) { day(920 + at).to_string() } else { String::new() };
        format!("P{at},T{},{},{end}\n", 1 + at % 2, day(at))
    };
    let last = format!("P60,T1,{},\n", day(977));
    format!("person_id,team_id,start_date,end_date\n{}{last}", (0..60).map(row).collect::<String>())
}

/// Forms of these days, one a day, of people in turn.
fn forms(days: std::ops::Range<u64>, team: impl Fn(u64) -> u64) -> String {
    let answers = "1,2,3,4,5,6,7,6,5,4,3";
    let row = |at: u64| format!("P{},T{},{},{answers}\n", at % 60, team(at), day(at));
    let items: Vec<String> = (1..=11).map(|item| format!("dialog_{item}")).collect();
    format!("person_id,team_id,completed_on,{}\n{}", items.join(","), days.map(row).collect::<String>())
}

fn own(at: u64) -> u64 {
    1 + at % 2
}

fn odd(people: &str, forms: &str) -> Vec<String> {
    let read = intake("", &[TEAMS, ("people.csv", people), ("measures.csv", forms)]);
    let codes = ["table-ends-early", "table-begins-late", "team-without-forms", "no-ends"];
    let tallies = read.findings.tallies().filter(|tally| codes.contains(&tally.code));
    tallies.map(|tally| tally.code.to_owned()).collect()
}

#[test]
fn a_table_that_ends_long_before_the_others_is_named() {
    // The last spell begins on day 977.
    let ends = |last: u64| odd(&people(true), &forms(0..last, own));
    assert_eq!(ends(978), Vec::<String>::new());
    assert_eq!(ends(957), Vec::<String>::new(), "21 days behind");
    assert_eq!(ends(956), ["table-ends-early"]);
}

#[test]
fn a_table_of_the_last_months_beside_spells_of_years_is_named() {
    let begins = |first: u64| odd(&people(true), &forms(first..970, own));
    assert_eq!(begins(612), Vec::<String>::new());
    assert_eq!(begins(613), ["table-begins-late"]);
    let all_new = people(true).replace("2024-0", "2026-0").replace("2026-02", "2026-07");
    assert!(!odd(&all_new, &forms(900..970, own)).contains(&"table-begins-late".to_owned()));
}

#[test]
fn a_team_that_no_questionnaire_names_is_named_and_nobody_who_left_is_missed() {
    assert_eq!(odd(&people(true), &forms(0..970, |_| 1)), ["team-without-forms"]);
    assert_eq!(odd(&people(false), &forms(0..970, own)), ["no-ends"]);
}

#[test]
fn columns_that_say_in_which_state_a_row_is_or_who_filled_it_in_are_named() {
    let with = |header: &str| {
        let text = format!("person_id,team_id,completed_on,dialog_1,{header}\nP1,T1,2026-05-01,3,x\n");
        let said = said(&intake("", &[TEAMS, ("measures.csv", &text)]));
        said.into_iter().filter(|fault| fault.contains("not-read")).collect::<Vec<_>>()
    };
    assert_eq!(with("AssessmentStatus"), ["state-not-read look 1 at E1"]);
    assert_eq!(with("Entered in Error"), ["state-not-read look 1 at E1"]);
    assert_eq!(with("Completed by"), ["rater-not-read look 1 at E1"]);
    assert_eq!(with("rated_by"), Vec::<String>::new());
    assert_eq!(with("Remark"), Vec::<String>::new());
}

#[test]
fn a_day_of_entry_is_named_where_another_day_is_not_read() {
    let with = |taken: &str, other: &str| {
        let settings = format!("[tables.measures]\ncolumns.completed_on = \"{taken}\"\n");
        let text = format!("person_id,team_id,{taken},dialog_1,{other}\nP1,T1,2026-05-01,3,2026-04-01\n");
        let said = said(&intake(&settings, &[TEAMS, ("measures.csv", &text)]));
        said.into_iter().filter(|fault| fault.starts_with("day-of")).collect::<Vec<_>>()
    };
    assert_eq!(with("ModifiedDateTime", "AssessmentDate"), ["day-of-entry look 1 at C1"]);
    assert_eq!(with("AssessmentDate", "ModifiedDateTime"), Vec::<String>::new());
    assert_eq!(with("ModifiedDateTime", "Remark"), Vec::<String>::new());
    assert_eq!(with("Entry date", "Updated on date"), Vec::<String>::new());
}
