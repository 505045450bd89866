//! The list of faults one by one, and what they do to each team's rows.

use super::{DEFINITIONS, PEOPLE, TEAMS, answers, intake};
use crate::finding::TeamRows;
use crate::intake::Intake;

fn listed(read: &Intake) -> Vec<String> {
    let line = |noted: &crate::intake::Noted| {
        let row = noted.place.row.map_or(String::new(), |row| row.to_string());
        format!("{}{row} {} “{}”", noted.place.column, noted.code, noted.found)
    };
    read.noted.iter().map(line).collect()
}

fn long(rows: &str) -> Intake {
    intake("", &[TEAMS, PEOPLE, ("measures.csv", &answers(rows))])
}

#[test]
fn a_row_with_three_faults_is_listed_three_times_and_counted_once() {
    let read = long("P1,T1,2025-02-30,qpr-15,16,9,\nP1,T1,15/01/2025,qpr-15,1,7,\nP1 ,T1,2025-05-01,qpr-15,1,3,\n");
    assert_eq!(
        listed(&read),
        [
            "C2 date-impossible “2025-02-30”",
            "E2 item-unknown “16”",
            "C3 date-other-order “15/01/2025”",
            "F3 answer-out-of-range “7”",
            "A4 cell-trimmed “P1 ”",
        ]
    );
    assert_eq!(read.rejects.len(), 2);
    let rows = TeamRows { used: 3, left_out: 2, look: 1, ..TeamRows::default() };
    let counted = read.findings.rows_by_team["T1"];
    assert_eq!((counted.used, counted.left_out, counted.look), (rows.used + 1, rows.left_out, rows.look));
}

#[test]
fn a_row_that_is_lost_to_a_later_one_is_no_longer_one_to_look_at() {
    let read = long("P9,T1,2025-05-01,qpr-15,1,3,\nP9,T1,2025-05-01,qpr-15,1,4,\nP9 ,T1,2025-05-01,qpr-15,2,4,\n");
    let rows = read.findings.rows_by_team["T1"];
    assert_eq!((rows.used, rows.left_out, rows.look), (3 + 2, 1, 2), "with the team's own row and two people");
}

#[test]
fn rows_of_no_usable_team_stand_together_and_skipped_rows_nowhere() {
    let toml = "[tables.people]\nskip = { gone = [\"1\"] }";
    let people = "person_id,team_id,start_date,gone\nP1,T9,2025-01-01,\nP1,,2025-01-01,\nP1,T1,2025-01-01,1\n";
    let read = intake(toml, &[TEAMS, ("people.csv", people)]);
    let rows = &read.findings.rows_by_team;
    assert_eq!((rows[""].used, rows[""].left_out), (0, 2));
    assert_eq!((rows["T1"].used, rows["T1"].left_out, rows["T1"].look), (1, 0, 0));
}

#[test]
fn the_list_of_rows_left_out_says_what_was_found_and_what_was_probably_meant() {
    let read = long("P1,t1,2025-05-01,qpr-15,1,3,\nP1,T1,15/01/2025,qpr-15,1,3,\nP1,T1,03/04/2025,qpr-15,1,3,\n");
    let said: Vec<String> = read.noted.iter().map(|noted| noted.message(&DEFINITIONS.wording)).collect();
    assert!(said[0].ends_with("Found: “t1”. Meant, perhaps: “T1”."), "{}", said[0]);
    assert!(said[1].ends_with("Found: “15/01/2025”. Meant, perhaps: “2025-01-15”."), "{}", said[1]);
    assert!(said[2].ends_with("Found: “03/04/2025”."), "a day that could be two is not guessed: {}", said[2]);
    assert!(read.noted[2].help(&DEFINITIONS.wording).starts_with("It could also be month/day/year"));
    let rejected = read.rejected(&DEFINITIONS.wording);
    assert_eq!(rejected.rows.iter().map(|row| row[5].clone()).collect::<Vec<_>>(), said);
    for noted in &read.noted {
        assert!(!noted.masked_message(&DEFINITIONS.wording).contains(&noted.found), "{}", noted.code);
    }
}
