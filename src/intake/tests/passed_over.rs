//! What newcomers ran into without a word: rows and columns that are read and mean something else, or are passed over.

use super::{DEFINITIONS, PEOPLE, TEAMS, answers, intake, said, stops};

fn of_goals(header: &str, rows: &str) -> Vec<String> {
    let text = format!("goal_id,person_id,team_id,kind,set_on,scale,rated_on,rating,{header}\n{rows}");
    said(&intake("", &[TEAMS, PEOPLE, ("goals.csv", &text)]))
}

/// Only a day ends a goal, and only the last row of a goal says where it stands.
#[test]
fn a_goal_that_has_ended_on_no_day_is_named() {
    let goal =
        |id: usize, rated: &str, status: &str| format!("G{id},P1,T1,recovery,2025-02-01,gbo,{rated},3,{status}\n");
    let rows = [
        goal(1, "2025-03-01", "achieved,"),
        goal(2, "2025-03-01", "achieved,2025-03-01"),
        goal(3, "2025-03-01", "stopped,"),
        goal(3, "2025-04-01", "open,"),
        goal(4, "2025-03-01", "open,"),
        goal(4, "2025-04-01", "partly,"),
        goal(5, "2025-03-01", "revised,"),
        goal(6, "2025-03-01", ","),
    ];
    assert_eq!(of_goals("status,closed_on", &rows.concat()), ["goal-ended-without-day look 2 at 2"]);
}

/// Three ratings of one goal each year of a person's five goals; then the same with an id for each rating.
#[test]
fn an_id_that_numbers_ratings_is_told_from_one_that_numbers_goals() {
    let rows = |id: fn(usize, usize) -> usize| {
        let goal = |goal: usize| {
            let rating = move |rating: usize| {
                let (set, rated) = (format!("2025-02-{:02}", goal + 1), format!("2025-{:02}-20", rating + 3));
                format!("{},P1,T1,recovery,{set},gbo,{rated},{rating},\n", id(goal, rating))
            };
            (0..3).map(rating).collect::<String>()
        };
        (0..5).map(goal).collect::<String>()
    };
    assert_eq!(of_goals("importance", &rows(|goal, _| goal)), Vec::<String>::new());
    assert_eq!(of_goals("importance", &rows(|goal, rating| goal * 3 + rating)), ["goal-for-each-rating look 1 at 2"]);
}

#[test]
fn a_value_that_skips_no_row_of_a_column_that_is_filled_in_is_named() {
    let people = |deleted: [&str; 2]| {
        let [one, other] = deleted;
        let text = format!(
            "person_id,team_id,start_date,end_date,Deleted\nP1,T1,2025-01-01,,{one}\nP2,T1,2025-01-01,,{other}\n"
        );
        said(&intake("[tables.people]\nskip = { Deleted = [\"Y\"] }", &[TEAMS, ("people.csv", &text)]))
    };
    let named = |said: &[String]| said.iter().any(|fault| fault.starts_with("skip-meets-nothing"));
    assert!(named(&people(["-1", "0"])));
    assert!(!named(&people(["Y", "0"])), "one is met");
    assert!(!named(&people(["", ""])), "nothing stands there");
}

#[test]
fn one_header_for_the_items_of_two_instruments_stops() {
    let settings = "[tables.measures]\nitems = { brief-inspire = \"Q5_*\", reqol-10 = \"Q5_*\" }";
    let file = |columns: &str, row: &str| {
        format!("person_id,team_id,completed_on{columns},Q5_1,Q5_2,Q5_3,Q5_4,Q5_5\nP1,T1,2025-05-01{row},3,3,4,3,4\n")
    };
    let text = file("", "");
    let stopped = stops(settings, &[(TEAMS.0, TEAMS.1.as_bytes()), ("measures.csv", text.as_bytes())]);
    assert!(stopped.len() == 1 && stopped[0].starts_with("input.items-of-two"), "{stopped:?}");
    // A column says which one is meant.
    let text = file(",measure", ",brief-inspire");
    assert_eq!(
        stops(settings, &[(TEAMS.0, TEAMS.1.as_bytes()), ("measures.csv", text.as_bytes())]),
        Vec::<String>::new()
    );
}

/// With a table of people the other spelling is not in it, which is said anyway.
#[test]
fn an_id_that_is_spelt_otherwise_is_named_where_there_is_no_table_of_people() {
    let rows = "A 104,T1,2025-05-01,dialog,1,3,\na104,T1,2025-06-01,dialog,1,4,\n0a104,T1,2025-07-01,dialog,1,4,\n\
                a104,T1,2025-08-01,dialog,1,4,\nA-104,T1,2025-08-01,dialog,1,4,\n";
    let read = intake("", &[TEAMS, ("measures.csv", &answers(rows))]);
    assert_eq!(said(&read), ["person-spelt-otherwise look 2 at A3"]);
    let read = intake("", &[TEAMS, PEOPLE, ("measures.csv", &answers(rows))]);
    assert!(!said(&read).iter().any(|fault| fault.starts_with("person-spelt-otherwise")));
}

#[test]
fn answers_of_a_later_visit_beside_those_of_the_first_are_named() {
    let visit = |end: &str| (1..=11).map(|item| format!(",dialog{item:02}_{end}")).collect::<String>();
    let header = format!("person_id,team_id,completed_on{}{}", visit("pre"), visit("post"));
    let row = format!("P1,T1,2025-05-01{}", ",4".repeat(22));
    let text = format!("{header}\n{row}\n");
    let settings = "[tables.measures]\nitems = { dialog = \"dialog*_pre\" }";
    let found = said(&intake(settings, &[TEAMS, PEOPLE, ("measures.csv", &text)]));
    assert!(found.contains(&"items-of-other-time look 1 at O1".to_owned()), "{found:?}");
    let one = "person_id,team_id,completed_on,dialog1,dialog2,dialog1_why\nP1,T1,2025-05-01,4,5,often\n";
    let found =
        said(&intake("[tables.measures]\nitems = { dialog = \"dialog*\" }", &[TEAMS, PEOPLE, ("measures.csv", one)]));
    assert!(!found.iter().any(|fault| fault.starts_with("items-of-other-time")), "a remark: {found:?}");
}

/// A total read beside them must not hide that the answers are not.
#[test]
fn answers_that_stand_under_no_header_are_named_beside_a_total_too() {
    let settings = "[tables.measures]\nitems = { qpr-15 = \"QPR_*\" }\ncolumns = { qpr_15_total = \"Total\" }";
    let text = "person_id,team_id,completed_on,Total,1. I feel better\nP1,T1,2025-05-01,30,3\n";
    let found = said(&intake(settings, &[TEAMS, PEOPLE, ("measures.csv", text)]));
    assert!(found.iter().any(|fault| fault.starts_with("items-not-there")), "{found:?}");
}

#[test]
fn a_team_without_its_noughts_is_known_again() {
    let teams = ("teams.csv", "team_id,team_name\n0012,North\n0007,South\n");
    let read = intake("", &[teams, ("measures.csv", &answers("P1,12,2025-05-01,dialog,1,3,\n"))]);
    assert_eq!(read.noted.iter().find_map(|noted| noted.meant.clone()).as_deref(), Some("0012"));
    let help: Vec<String> = read.findings.tallies().map(|tally| tally.help(&DEFINITIONS.wording)).collect();
    assert!(help.iter().any(|help| help.contains("Did you mean 0012?")), "{help:?}");
}

#[test]
fn ratings_that_stand_under_a_header_of_their_own_are_named() {
    let goals = |header: &str| {
        let text = format!("goal_id,person_id,team_id,kind,set_on,{header}\nG1,P1,T1,recovery,2025-02-01,3\n");
        said(&intake("", &[TEAMS, PEOPLE, ("goals.csv", &text)]))
    };
    assert_eq!(goals("Goal Review: Score (0-10)"), ["ratings-not-read look 1 at F1"]);
    assert_eq!(goals("Remark"), Vec::<String>::new());
}
