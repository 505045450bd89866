//! Each table's own rules.

use super::{PEOPLE, TEAMS, facts, intake, said};
use crate::intake::rows::{ActionStatus, Given, GoalKind, GoalScale, GoalStatus, Met, SetBy};
use chrono::NaiveDate;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn clean_teams_and_people_are_used_as_they_stand() {
    let read = intake("", &[TEAMS, PEOPLE]);
    assert_eq!(said(&read), Vec::<String>::new());
    assert_eq!(read.rows.ids.teams, ["T1", "T2"]);
    assert_eq!(read.rows.ids.people, ["P1", "P2"]);
    let teams = read.rows.teams.unwrap();
    assert_eq!((teams[0].name.as_str(), teams[0].service_id.as_deref()), ("North", Some("S1")));
    assert_eq!((teams[1].service_id.as_deref(), teams[1].service_name.as_deref()), (None, None));
    let people = read.rows.people.unwrap();
    assert_eq!((people[0].start, people[0].end), (day("2025-01-01"), None));
    assert_eq!(people[0].birth_year, Given::Value(1980));
    assert_eq!(
        (people[1].ethnicity.clone(), people[1].imd_decile.clone()),
        (Given::Value("99".to_owned()), Given::Value(10))
    );
    assert_eq!((people[0].order, people[1].order), (1, 2));
    assert_eq!(read.newest, Some(day("2025-12-31")));
    assert!(read.rows.measures.is_none());
}

fn people(row: &str) -> crate::intake::Intake {
    let text = format!("person_id,team_id,start_date,end_date,birth_year,gender,ethnicity,imd_decile\n{row}\n");
    intake("", &[TEAMS, ("people.csv", &text)])
}

#[test]
fn a_name_that_the_typeface_lacks_letters_for_is_looked_at_and_kept_as_it_is() {
    for (name, expected) in [
        ("Łódź Tŷ Gwŷn Σ Ж", vec![]),
        ("🌱 Garden", vec!["cannot-be-printed look 1 at B2"]),
        ("فريق", vec!["cannot-be-printed look 1 at B2"]),
    ] {
        let read =
            intake("", &[("teams.csv", &format!("team_id,team_name,service_id,service_name\nT1,{name},S1,North\n"))]);
        assert_eq!(said(&read), expected, "{name}");
        assert_eq!(read.rows.teams.as_ref().unwrap()[0].name, name);
    }
}

#[test]
fn what_is_known_of_a_person_never_costs_the_spell() {
    let cases = [
        ("P1,T1,2025-01-01,,1066,1,A,3", "birth-year-invalid look 1 at E2"),
        ("P1,T1,2025-01-01,,2027,1,A,3", "birth-year-invalid look 1 at E2"),
        ("P1,T1,2025-01-01,,2026,1,A,3", "start-before-birth look 1 at E2"),
        ("P1,T1,2025-01-01,,1980,7,A,3", "gender-invalid look 1 at F2"),
        ("P1,T1,2025-01-01,,1980,1,Q,3", "ethnicity-invalid look 1 at G2"),
        ("P1,T1,2025-01-01,,1980,1,A,11", "imd-invalid look 1 at H2"),
        ("P1,T1,2025-01-01,,1980,1,A,0", "imd-invalid look 1 at H2"),
    ];
    for (row, expected) in cases {
        let read = people(row);
        assert_eq!(said(&read), [expected], "{row}");
        assert_eq!(read.files[1].rows_used, 1, "{row}");
    }
    let spell = &people("P1,T1,2025-01-01,,,,,").rows.people.unwrap()[0];
    assert_eq!((&spell.birth_year, &spell.gender, &spell.imd_decile), (&Given::Blank, &Given::Blank, &Given::Blank));
    let spell = &people("P1,T1,2025-01-01,,x,x,x,x").rows.people.unwrap()[0];
    assert_eq!(
        (&spell.birth_year, &spell.gender, &spell.imd_decile),
        (&Given::Invalid, &Given::Invalid, &Given::Invalid)
    );
    let spell = &people("P1,T1,2025-01-01,,,9,a2,01").rows.people.unwrap()[0];
    assert_eq!((&spell.ethnicity, &spell.imd_decile), (&Given::Value("A2".to_owned()), &Given::Value(1)));
}

#[test]
fn a_spell_ends_on_or_after_its_first_day() {
    assert_eq!(said(&people("P1,T1,2025-01-02,2025-01-01,,,,")), ["end-before-start left-out 1 at D2"]);
    assert_eq!(said(&people("P1,T1,2025-01-01,2025-01-01,,,,")), Vec::<String>::new());
}

#[test]
fn spells_that_overlap_are_kept_and_named() {
    let read = people(
        "P1,T1,2025-01-01,2025-03-31,,,,\nP1,T1,2025-03-31,,,,,\nP1,T2,2025-01-01,,,,,\nP1,T1,2026-01-01,,,,,",
    );
    assert_eq!(said(&read), ["spells-overlap look 2 at 3"]);
    assert_eq!(facts(&read, "spells-overlap")[1], ("other_row", "2".to_owned()));
    let read = people("P1,T1,2025-01-01,2025-03-31,,,,\nP1,T1,2025-04-01,,,,,");
    assert_eq!(said(&read), Vec::<String>::new());
    let read = people("P1,T1,2025-01-01,,,,,\nP1,T1,2025-02-01,2025-02-03,,,,\nP1,T1,2025-05-01,,,,,");
    assert_eq!(said(&read), ["spells-overlap look 2 at 3"]);
}

#[test]
fn spells_that_contradict_each_other_about_their_person_are_named() {
    let read = people(
        "P1,T1,2025-06-01,,1970,1,A,3\nP1,T2,2025-01-01,,1990,1,B,9\nP1,T1,2025-01-02,2025-03-01,,2,A,\nP2,T1,2025-01-01,,1990,,,",
    );
    // By the days on which they began: 3 and 4 differ, and then 4 and 2.
    assert_eq!(said(&read), ["person-differs look 2 at 2"]);
    let columns: Vec<String> = read.noted.iter().map(|noted| noted.facts[0].1.clone()).collect();
    assert_eq!(columns, ["gender", "gender, ethnicity"]);
    let alike = people("P1,T1,2025-06-01,,1970,1,A,3\nP1,T2,2025-01-01,,,9x,A,9");
    assert_eq!(said(&alike), ["gender-invalid look 1 at F3"]);
}

#[test]
fn a_team_whose_rows_are_all_left_out_is_unknown() {
    let teams = ("teams.csv", "team_id,team_name\nT1,North\nT1,South\nT2,West\n");
    let people = ("people.csv", "person_id,team_id,start_date\nP1,T1,2025-01-01\nP2,T2,2025-01-01\n");
    let read = intake("[tables.teams]\nduplicates = \"refuse\"", &[teams, people]);
    assert_eq!(said(&read), ["key-repeated left-out 2 at 2", "team-unknown left-out 1 at B2"]);
}

#[test]
fn a_team_id_that_looks_like_another_is_looked_at_once_and_used() {
    let teams = ("teams.csv", "team_id,team_name\nT1,North\n\u{422}1,South\nT2,West\n");
    let read = intake("", &[teams, ("people.csv", "person_id,team_id,start_date\nP1,\u{422}1,2025-01-01\n")]);
    assert_eq!(said(&read), ["team-looks-alike look 1 at A3"]);
    assert_eq!(facts(&read, "team-looks-alike"), [("other", "T1".to_owned())]);
    assert_eq!(read.rows.ids.teams, ["T1", "\u{422}1", "T2"]);
    let people =
        "person_id,team_id,start_date\nP1,T1,2025-01-01\nP2,Tl,2025-01-01\nP3,Tl,2025-01-01\nP4,T2,2025-01-01\n";
    let without = intake("", &[("people.csv", people)]);
    assert_eq!(said(&without), ["team-looks-alike look 1 at B3"]);
    assert_eq!(without.rows.people.as_ref().map(Vec::len), Some(4));
}

#[test]
fn an_unknown_team_leaves_the_row_out_and_names_the_nearest() {
    let read = people("P1,t1,2025-01-01,,,,,\nP2,Elsewhere,2025-01-01,,,,,");
    assert_eq!(said(&read), ["team-unknown left-out 2 at B2"]);
    assert_eq!(facts(&read, "team-unknown"), [("nearest", "T1".to_owned())]);
    assert_eq!(read.rejects[0].found, "t1");
    assert_eq!(read.rejects[0].record, "P1,t1,2025-01-01,,,,,");
    let without = intake("", &[("people.csv", "person_id,team_id,start_date\nP1,T9,2025-01-01\n")]);
    assert_eq!(said(&without), Vec::<String>::new());
}

const GOALS: &str = "goal_id,person_id,team_id,kind,set_by,set_on,life_area,scale,\
    rated_on,rating,importance,difficulty,status,closed_on,rated_by\n";

fn goals(rows: &str) -> crate::intake::Intake {
    intake("", &[TEAMS, PEOPLE, ("goals.csv", &format!("{GOALS}{rows}\n"))])
}

#[test]
fn a_goal_may_be_set_rated_and_closed() {
    let read = goals(
        "G1,P1,T1,recovery,joint,2025-03-01,home,gas,,,2,3,open,,self\n\
         G1,P1,T1,recovery,joint,2025-03-01,home,gas,2025-06-01,-1,2,3,open,,self\n\
         G2,P1,T1,treatment,,2025-03-01,,gbo,2025-03-01,10,,,achieved,2025-06-01,",
    );
    assert_eq!(said(&read), Vec::<String>::new());
    let goals = read.rows.goals.unwrap();
    assert_eq!((goals[0].kind, goals[0].set_by, goals[0].rating), (GoalKind::Recovery, Some(SetBy::Joint), None));
    assert_eq!(goals[1].rating, Some((day("2025-06-01"), -1.0)));
    assert_eq!(
        (goals[1].importance, goals[1].difficulty, goals[1].status),
        (Some(2), Some(3), Some(GoalStatus::Open))
    );
    assert_eq!(
        (goals[2].scale, goals[2].set_by, goals[2].closed_on),
        (Some(GoalScale::Gbo), None, Some(day("2025-06-01")))
    );
    assert_eq!(goals[0].goal, goals[1].goal);
}

#[test]
fn a_rating_that_cannot_be_scored_leaves_the_row_out() {
    let rating = |scale: &str, on: &str, rating: &str| {
        said(&goals(&format!("G1,P1,T1,recovery,joint,2025-03-01,,{scale},{on},{rating},,,,,")))
    };
    assert_eq!(rating("gas", "2025-06-01", "0.5"), ["gas-half-point left-out 1 at J2"]);
    assert_eq!(rating("gas", "2025-06-01", "3"), ["out-of-range left-out 1 at J2"]);
    assert_eq!(rating("gas", "2025-06-01", "-2"), Vec::<String>::new());
    assert_eq!(rating("gbo", "2025-06-01", "11"), ["out-of-range left-out 1 at J2"]);
    assert_eq!(rating("gbo", "2025-06-01", "-1"), ["out-of-range left-out 1 at J2"]);
    assert_eq!(rating("gbo", "2025-06-01", "good"), ["not-a-number left-out 1 at J2"]);
    assert_eq!(rating("gas", "", "1"), ["rating-without-date left-out 1 at I2"]);
    assert_eq!(rating("gas", "2025-06-01", ""), ["date-without-rating left-out 1 at J2"]);
    assert_eq!(rating("gas", "2025-02-28", "1"), ["rated-before-set left-out 1 at I2"]);
    assert_eq!(rating("gas", "2025-03-01", "1"), Vec::<String>::new());
    assert_eq!(rating("gaz", "2025-06-01", "1"), ["code-unknown left-out 1 at H2"]);
}

#[test]
fn one_bad_cell_hides_no_other() {
    let read = goals("G1,P1,T9,recovered,boss,2025-02-30,,gas,2025-13-01,7,4,x,opened,2030-01-01,");
    assert_eq!(
        said(&read),
        [
            "code-unknown left-out 3 at D2",
            "date-impossible left-out 2 at F2",
            "date-in-future left-out 1 at N2",
            "not-a-whole-number left-out 1 at L2",
            "out-of-range left-out 2 at J2",
            "team-unknown left-out 1 at C2",
        ]
    );
    assert_eq!(read.rejects.len(), 1);
    assert_eq!((read.rejects[0].code, read.rejects[0].place.column.as_str()), ("team-unknown", "C"));
}

#[test]
fn a_goal_id_used_for_two_kinds_of_goal_is_looked_at() {
    let read = goals(
        "G1,P1,T1,recovery,joint,2025-03-01,,gas,2025-06-01,1,,,,,\n\
         G1,P1,T1,recovery,joint,2025-03-01,,gbo,2025-07-01,9,,,,,\n\
         G2,P2,T1,recovery,joint,2025-03-01,,gbo,2025-07-01,9,,,,,\n\
         G2,P2,T1,recovery,joint,2025-07-02,,gbo,2025-08-01,9,,,,,",
    );
    assert_eq!(said(&read), ["goal-changed look 2 at 3"]);
}

#[test]
fn ids_that_most_people_share_are_places_on_a_form() {
    let with_ids = |ids: [&str; 4]| {
        let row = |(id, person): (&str, &str)| format!("{id},{person},T1,recovery,joint,2025-03-01,,gbo,,,,,,,");
        let rows: Vec<String> = ids.into_iter().zip(["P1", "P1", "P2", "P2"]).map(row).collect();
        said(&goals(&rows.join("\n")))
    };
    assert_eq!(with_ids(["1", "2", "1", "2"]), ["goal-slots look 1 at 4"]);
    assert_eq!(with_ids(["1", "2", "1", "3"]), Vec::<String>::new());
    assert_eq!(with_ids(["G1", "G2", "G3", "G4"]), Vec::<String>::new());
}

#[test]
fn weights_run_from_nought_to_three() {
    let weight =
        |importance: &str| said(&goals(&format!("G1,P1,T1,recovery,joint,2025-03-01,,gas,,,{importance},,,,")));
    assert_eq!(weight("0"), Vec::<String>::new());
    assert_eq!(weight("3"), Vec::<String>::new());
    assert_eq!(weight("4"), ["out-of-range left-out 1 at K2"]);
    assert_eq!(weight("1.5"), ["not-a-whole-number left-out 1 at K2"]);
}

fn roles(rows: &str) -> crate::intake::Intake {
    intake("", &[TEAMS, PEOPLE, ("roles.csv", &format!("person_id,team_id,recorded_on,domain,status\n{rows}\n"))])
}

#[test]
fn statuses_are_those_of_their_domain_and_one_digit_is_counted() {
    let read = roles("P1,T1,2025-05-01,employment,1\nP1,T1,2025-06-01,employment,01\nP1,T1,2025-05-01,education,yes");
    assert_eq!(said(&read), Vec::<String>::new());
    assert_eq!(read.files[2].codes_translated.get("status"), Some(&1));
    let rows = read.rows.roles.unwrap();
    assert_eq!(rows[0].status, rows[1].status);
    let read =
        roles("P1,T1,2025-05-01,employment,09\nP1,T1,2025-05-01,educaton,yes\nP1,T1,2025-05-01,volunteering,Yes");
    assert_eq!(said(&read), ["domain-unknown left-out 1 at D3", "status-unknown left-out 2 at E2"]);
    assert_eq!(facts(&read, "domain-unknown"), [("nearest", "education".to_owned())]);
}

#[test]
fn settled_in_a_hostel_is_looked_at() {
    let read = roles(
        "P1,T1,2025-05-01,accommodation_type,13\nP1,T1,2025-05-01,settled_accommodation,Y\n\
         P2,T1,2025-05-01,accommodation_type,13\nP2,T1,2025-05-01,settled_accommodation,N\n\
         P2,T1,2025-06-01,accommodation_type,11\nP2,T1,2025-06-01,settled_accommodation,Y",
    );
    assert_eq!(said(&read), ["settled-disagrees look 1 at 2"]);
}

#[test]
fn people_unknown_or_outside_every_spell_are_kept_and_looked_at() {
    let read = roles(
        "P9,T1,2025-05-01,education,yes\nP1,T2,2025-05-01,education,yes\n\
         P2,T1,2025-01-31,education,yes\nP2,T1,2025-02-01,education,yes\nP2,T1,2025-12-31,education,yes",
    );
    assert_eq!(said(&read), ["outside-spell look 2 at C3", "person-unknown look 1 at A2"]);
    assert_eq!(read.files[2].rows_used, 5);
}

#[test]
fn points_run_from_one_to_a_hundred() {
    let audit = "record_id,team_id,audited_on,point,met\nR1,T1,2026-05-01,1,yes\nR1,T1,2026-05-01,100,partly\n\
                 R1,T1,2026-05-01,0,no\nR1,T1,2026-05-01,101,na\nR1,T1,2026-05-01,2,maybe\n";
    let read = intake("", &[TEAMS, ("audit.csv", audit)]);
    assert_eq!(said(&read), ["code-unknown left-out 1 at E6", "point-unknown left-out 2 at D4"]);
    let rows = read.rows.audit.unwrap();
    assert_eq!((rows[0].point, rows[1].point, rows[1].met), (1, 100, Met::Partly));
}

#[test]
fn the_checklist_and_the_commitments_are_read() {
    let checklist = "team_id,answered_on,point,in_place,evidence\nT1,2026-05-01,3,na,\"in the \"\"folder\"\"\"\n";
    let actions = "action_id,team_id,agreed_on,point,text,due_on,status,closed_on\n\
                   A1,T1,2026-05-01,3,Ask everyone,2027-01-31,open,\nA2,T1,2026-05-01,,,,,\n\
                   A3,T1,2026-05-01,3,x,2026-04-30,done,2026-04-30\n\
                        A4,T1,2026-05-01,3,x,2026-04-30,done,2026-05-01\n";
    let read = intake("", &[TEAMS, ("checklist.csv", checklist), ("actions.csv", actions)]);
    assert_eq!(said(&read), ["closed-before-agreed left-out 1 at H4", "due-before-agreed look 2 at F4"]);
    assert_eq!(read.rows.checklist.unwrap()[0].in_place, Met::NotApplicable);
    let actions = read.rows.actions.unwrap();
    assert_eq!((actions[0].due_on, actions[0].status), (Some(day("2027-01-31")), Some(ActionStatus::Open)));
    assert_eq!((actions[1].point, actions[1].status, actions[1].text.as_str()), (None, None, ""));
    assert_eq!(read.newest, Some(day("2026-05-01")));
}

#[test]
fn the_codes_of_the_table_schemas_are_the_ones_that_are_read() {
    use crate::definitions::{Kind, TableId};
    use crate::intake::{actions, audit, goals};
    fn names<T>(codes: &[(&'static str, T)]) -> Vec<String> {
        codes.iter().map(|(code, _)| (*code).to_owned()).collect()
    }
    let cases = [
        (TableId::Goals, "kind", names(&goals::KINDS)),
        (TableId::Goals, "set_by", names(&goals::SETTERS)),
        (TableId::Goals, "scale", names(&goals::SCALES)),
        (TableId::Goals, "status", names(&goals::STATUSES)),
        (TableId::Audit, "met", names(&audit::JUDGED)),
        (TableId::Checklist, "in_place", names(&audit::JUDGED)),
        (TableId::Actions, "status", names(&actions::STATUSES)),
    ];
    for (table, column, codes) in cases {
        let schema = super::DEFINITIONS.tables.iter().find(|schema| schema.id == table).unwrap();
        assert_eq!(schema.field(column).unwrap().kind, Kind::Code(codes), "{} {column}", table.name());
    }
}

#[test]
fn every_column_that_is_read_stands_in_its_schema() {
    use crate::definitions::TableId;
    for table in TableId::ALL {
        let schema = super::DEFINITIONS.tables.iter().find(|schema| schema.id == table).unwrap();
        let fields: Vec<&str> = schema.fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(crate::intake::plan::columns_of(table), fields, "{}", table.name());
    }
}
