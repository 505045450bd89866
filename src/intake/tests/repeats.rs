//! Rows with the same key.

use super::{TEAMS, answers, facts, intake, said};
use crate::intake::Intake;

fn left_out(read: &Intake) -> Vec<String> {
    let line = |reject: &crate::intake::Reject| format!("{} {}", reject.place.row.unwrap_or(0), reject.code);
    read.rejects.iter().map(line).collect()
}

fn people(toml: &str, rows: &str) -> Intake {
    let text = format!("person_id,team_id,start_date,end_date,gender,extra\n{rows}\n");
    intake(toml, &[TEAMS, ("people.csv", &text)])
}

#[test]
fn the_later_row_is_used_and_its_row_is_named() {
    let read = people(
        "",
        "P1,T1,2025-01-01,,1,a\nP2,T1,2025-01-01,,2,b\nP1,T1,2025-01-01,2025-06-01,1,c\n\nP2,T1,2025-01-01,,2,d",
    );
    assert_eq!(
        said(&read),
        ["blank-line look 1 at 5", "exact-copy left-out 1 at 6", "replaced-by-later-row left-out 1 at 2"]
    );
    assert_eq!(left_out(&read), ["2 replaced-by-later-row", "6 exact-copy"]);
    assert_eq!(
        facts(&read, "replaced-by-later-row"),
        [("other_file", "people.csv".to_owned()), ("other_row", "4".to_owned())]
    );
    assert_eq!(facts(&read, "exact-copy")[1], ("other_row", "3".to_owned()));
    assert_eq!(read.rejects[0].record, "P1,T1,2025-01-01,,1,a");
    let people = read.rows.people.unwrap();
    assert_eq!(
        people.iter().map(|spell| (spell.order, spell.end.is_some())).collect::<Vec<_>>(),
        [(2, false), (3, true)]
    );
    let by_team = read.findings.tallies().find(|tally| tally.code == "exact-copy").map(|tally| tally.by_team.clone());
    assert_eq!(by_team.unwrap().get("T1"), Some(&1));
}

#[test]
fn identical_and_refuse_leave_out_more() {
    let rows = "P1,T1,2025-01-01,,1,\nP1,T1,2025-01-01,,2,\nP2,T1,2025-01-01,,2,\nP2,T1,2025-01-01,,2,\n\
         P3,T1,2025-01-01,,2,";
    let read = people("[tables.people]\nduplicates = \"identical\"", rows);
    assert_eq!(left_out(&read), ["2 key-conflict", "3 key-conflict", "5 exact-copy"]);
    let read = people("[tables.people]\nduplicates = \"refuse\"", rows);
    assert_eq!(left_out(&read), ["2 key-repeated", "3 key-repeated", "4 key-repeated", "5 key-repeated"]);
    assert_eq!(read.rows.people.unwrap().len(), 1);
}

#[test]
fn a_row_with_a_fault_never_takes_the_place_of_a_sound_one() {
    let read = people("", "P1,T1,2025-01-01,,1,\nP1,T1,2025-01-01,2024-01-01,1,");
    assert_eq!(left_out(&read), ["3 end-before-start"]);
}

#[test]
fn answers_follow_the_same_rules_one_by_one() {
    let text = answers(
        "P1,T1,2025-05-01,qpr-15,1,3,\nP1,T1,2025-05-01,qpr-15,2,3,\nP1,T1,2025-05-01,qpr-15,1,4,\n\
         P1,T1,2025-05-01,qpr-15,2,3,\nP1,T1,2025-05-01,qpr-15,2,3,F2\nP1,T1,2025-05-01,qpr-15,1,,F2\n",
    );
    let read = intake("", &[("measures.csv", &text)]);
    assert_eq!(left_out(&read), ["2 replaced-by-later-row", "5 exact-copy"]);
    let sheets = &read.rows.measures.unwrap()[0];
    assert_eq!(sheets.sheets.len(), 2);
    assert_eq!(sheets.sheets.iter().map(|sheet| sheet.order).collect::<Vec<_>>(), [3, 6]);
    assert_eq!((sheets.answers[0][0], sheets.answers[1][0], sheets.answers[0][1]), (Some(4), Some(3), None));
}

#[test]
fn a_form_that_loses_every_answer_is_gone() {
    let rows = "P1,T1,2025-05-01,qpr-15,1,3,\nP1,T1,2025-05-01,qpr-15,1,4,\nP2,T1,2025-05-01,qpr-15,1,2,\n\
         P2,T1,2025-05-01,qpr-15,total,40,\n";
    let read = intake("[tables.measures]\nduplicates = \"identical\"", &[("measures.csv", &answers(rows))]);
    assert_eq!(left_out(&read), ["2 key-conflict", "3 key-conflict"]);
    let sheets = &read.rows.measures.unwrap()[0];
    assert_eq!(sheets.sheets.len(), 1);
    assert_eq!(sheets.answers[0], [Some(2)]);
    assert_eq!(sheets.totals.iter().map(|(sheet, _, total)| (*sheet, *total)).collect::<Vec<_>>(), [(0, 40.0)]);
}

#[test]
fn copies_in_another_file_are_named_with_it() {
    let toml = "[tables.measures]\nfiles = [\"b.csv\", \"a/*.csv\"]";
    let first = answers("P1,T1,2025-05-01,qpr-15,1,3,\n");
    let second = "item;answer;person_id;team_id;completed_on;measure;questionnaire_id\n\
         1;3;P1;T1;2025-05-01;qpr-15;\n2;3;P1;T1;2025-05-01;qpr-15;\n";
    let read = intake(toml, &[("a/x.csv", second), ("b.csv", &first)]);
    assert_eq!(said(&read), ["delimiter-detected look 1 at ", "exact-copy left-out 1 at 2"]);
    assert_eq!(read.rejects[0].place.file, "a/x.csv");
    assert_eq!(facts(&read, "exact-copy"), [("other_file", "b.csv".to_owned()), ("other_row", "2".to_owned())]);
    assert_eq!(
        read.files.iter().map(|file| (file.file.as_str(), file.delimiter)).collect::<Vec<_>>(),
        [("b.csv", ','), ("a/x.csv", ';')]
    );
}
