//! Rows that name no team, where the table of people tells it.

use super::{TEAMS, answers, facts, intake, said, stops};
use crate::intake::Intake;

/// P1 is with T1 and from June with T2 as well; P2 was with T1 until the end of March, and with T2 from May.
const SPELLS: (&str, &str) = (
    "people.csv",
    "person_id,team_id,start_date,end_date\n\
     P1,T1,2025-01-01,2025-06-30\nP1,T2,2025-06-01,\n\
     P2,T1,2025-01-01,2025-03-31\nP2,T2,2025-05-01,\n",
);

const TOLD: &str = "team_from = \"people\"";

fn goals(rows: &str) -> Intake {
    let goals = format!("goal_id,person_id,kind,set_on,scale,rated_on,rating\n{rows}");
    intake(&format!("[tables.goals]\n{TOLD}"), &[TEAMS, SPELLS, ("goals.csv", &goals)])
}

fn teams_of_goals(read: &Intake) -> Vec<&str> {
    let goals = read.rows.goals.as_deref().unwrap_or_default();
    goals.iter().map(|goal| read.rows.ids.teams[goal.team.0 as usize].as_str()).collect()
}

#[test]
fn a_row_belongs_to_the_team_that_its_person_was_with_on_its_day() {
    // The first and the last day of a spell belong to it.
    let days = ["2025-01-01", "2025-03-31", "2025-05-01", "2025-12-01"];
    let rows: String = days.iter().map(|day| format!("{day},P2,recovery,{day},gbo,,\n")).collect();
    let read = goals(&rows);
    assert_eq!(said(&read), Vec::<String>::new());
    assert_eq!(teams_of_goals(&read), ["T1", "T1", "T2", "T2"]);
    let used = |team: &str| read.findings.rows_by_team[team].used;
    assert_eq!((used("T1"), used("T2")), (1 + 2 + 2, 1 + 2 + 2), "each its team, two spells and two goals");
}

#[test]
fn a_goal_that_is_rated_belongs_to_the_team_of_the_rating() {
    let read = goals("G1,P2,recovery,2025-02-01,gbo,,\nG1,P2,recovery,2025-02-01,gbo,2025-05-02,4\n");
    assert_eq!((said(&read), teams_of_goals(&read)), (Vec::new(), vec!["T1", "T2"]));
}

#[test]
fn where_no_team_or_more_than_one_was_there_the_row_is_left_out_and_that_is_said() {
    let read = goals(
        "G1,P2,recovery,2025-04-15,gbo,,\nG2,P1,recovery,2025-06-15,gbo,,\nG3,P9,recovery,2025-02-01,gbo,,\n\
         G4,,recovery,2025-02-01,gbo,,\nG5,P2,recovery,28/02/2025,gbo,,\n",
    );
    let expected = [
        "cell-blank left-out 1 at B5",
        "date-other-order left-out 1 at D6",
        "no-team-that-day left-out 3 at 2",
        "several-teams-that-day left-out 1 at 3",
    ];
    assert_eq!(said(&read), expected);
    assert_eq!(facts(&read, "several-teams-that-day"), [("teams", "2".to_owned())]);
    assert_eq!(read.findings.rows_by_team[""].left_out, 5);
}

#[test]
fn answers_and_statuses_are_told_apart_in_the_same_way_and_a_column_of_teams_is_not_asked() {
    let long = answers("P2,T9,2025-03-01,qpr-15,1,3,\nP2,T9,2025-05-02,qpr-15,1,3,\n");
    let wide = "person_id,completed_on,qpr_15_1\nP2,2025-03-01,3\nP2,2025-05-02,3\n";
    for text in [long.as_str(), wide] {
        let read = intake(&format!("[tables.measures]\n{TOLD}"), &[TEAMS, SPELLS, ("measures.csv", text)]);
        let sheets = &read.rows.measures.as_deref().unwrap_or_default()[0].sheets;
        let teams: Vec<&str> =
            sheets.iter().map(|sheet| read.rows.ids.teams[sheet.team.0 as usize].as_str()).collect();
        assert_eq!(teams, ["T1", "T2"], "{text}");
    }
    for text in [
        "person_id,recorded_on,domain,status\nP2,2025-03-01,employment,01\n",
        "person_id,recorded_on,employment\nP2,2025-03-01,01\n",
    ] {
        let read = intake(&format!("[tables.roles]\n{TOLD}"), &[TEAMS, SPELLS, ("roles.csv", text)]);
        let roles = read.rows.roles.as_deref().unwrap_or_default();
        assert_eq!(
            roles.iter().map(|role| read.rows.ids.teams[role.team.0 as usize].as_str()).collect::<Vec<_>>(),
            ["T1"]
        );
    }
}

#[test]
fn without_a_table_of_people_nothing_is_read_and_without_a_word_of_teams_the_way_out_is_named() {
    let goals = "goal_id,person_id,kind,set_on\nG1,P1,recovery,2025-02-01\n";
    let files: [(&str, &[u8]); 1] = [("goals.csv", goals.as_bytes())];
    assert_eq!(stops(&format!("[tables.goals]\n{TOLD}"), &files), ["input.teams-untold table=goals file=goals.csv"]);
    let said = stops("", &files);
    assert!(said.len() == 1 && said[0].starts_with("input.no-team-id table=goals"), "{said:?}");
}
