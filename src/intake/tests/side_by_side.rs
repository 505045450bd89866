//! Roles with a column for each part of life: what a row says, what a blank says, and what two rows of one day say.

use super::{DEFINITIONS, PEOPLE, TEAMS, facts, intake, said, stops};
use crate::definitions::settings::Layout;
use crate::intake::Intake;
use std::collections::BTreeMap;

const MAPPED: &str = "[tables.roles]\ncolumns = { employment = \"Work\", settled_accommodation = \"Settled?\" }\n\
                      codes.employment = { Yes = \"01\", No = \"02\" }\ncodes.settled_accommodation = { Yes = \"Y\", No = \"N\" }\n";

fn roles(toml: &str, rows: &str) -> Intake {
    let text = format!("person_id,team_id,recorded_on,Work,Remark,Settled?\n{rows}\n");
    intake(toml, &[TEAMS, PEOPLE, ("roles.csv", &text)])
}

/// Every status: row in the file, part of life, code.
fn statuses(read: &Intake) -> Vec<String> {
    let roles = &DEFINITIONS.roles;
    let line = |role: &crate::intake::rows::RoleRow| {
        format!("{} {} {}", role.order, role.domain_in(roles).id, role.status_in(roles).code)
    };
    read.rows.roles.iter().flatten().map(line).collect()
}

#[test]
fn each_column_says_a_status_of_its_own_and_a_blank_says_nothing() {
    let read = roles(
        MAPPED,
        "P1,T1,2025-05-01,Yes,,No\nP1,T1,2025-06-01,,x,Yes\nP2,T1,2025-06-01,,,\nP2,T1,2025-07-01,1,,9",
    );
    assert_eq!(said(&read), Vec::<String>::new());
    assert_eq!(
        statuses(&read),
        [
            "1 employment 01",
            "1 settled_accommodation N",
            "2 settled_accommodation Y",
            "4 employment 01",
            "4 settled_accommodation 9"
        ]
    );
    let file = &read.files[2];
    assert_eq!((file.rows_read, file.rows_used, file.layout), (4, 4, Layout::Wide));
    assert_eq!(file.columns_ignored, ["Remark"]);
    assert_eq!((file.codes_translated["employment"], file.codes_translated["settled_accommodation"]), (2, 2));
}

#[test]
fn columns_named_after_parts_of_life_need_no_settings() {
    let text = "person_id,team_id,recorded_on,employment,friendship\nP1,T1,2025-05-01,01,yes\n";
    for settings in ["", "[tables.roles]\nlayout = \"wide\"\n"] {
        let read = intake(settings, &[TEAMS, PEOPLE, ("roles.csv", text)]);
        assert_eq!(said(&read), Vec::<String>::new());
        assert_eq!(statuses(&read), ["1 employment 01", "1 friendship yes"]);
    }
}

/// `yes` may stand for one thing here and for another there, in rows of one status too.
#[test]
fn codes_of_one_part_of_life_are_no_codes_of_another() {
    let toml = "[tables.roles]\ncodes.employment = { Yes = \"01\" }\ncodes.settled_accommodation = { Yes = \"Y\" }\n\
                codes.status = { Yes = \"yes\" }";
    let text = "person_id,team_id,recorded_on,domain,status\nP1,T1,2025-05-01,employment,Yes\n\
                P1,T1,2025-05-01,settled_accommodation,Yes\nP1,T1,2025-05-01,friendship,Yes\nP1,T1,2025-05-01,caring,\n";
    let read = intake(toml, &[TEAMS, PEOPLE, ("roles.csv", text)]);
    assert_eq!(said(&read), ["cell-blank left-out 1 at E5"]);
    assert_eq!(statuses(&read), ["1 employment 01", "2 settled_accommodation Y", "3 friendship yes"]);
}

#[test]
fn a_status_that_is_not_known_is_named_by_its_own_column() {
    let read = roles(MAPPED, "P1,T1,2025-05-01,09,,Yes\nP1,T1,2025-05-02,01,,Ja");
    assert_eq!(said(&read), ["status-unknown left-out 2 at D2"]);
    assert_eq!(facts(&read, "status-unknown").iter().find(|(name, _)| *name == "domain").unwrap().1, "employment");
    assert_eq!(read.rejects[1].place.header, "Settled?");
}

#[test]
fn two_rows_of_one_day_are_settled_part_by_part() {
    let rows = "P1,T1,2025-05-01,01,,\nP1,T1,2025-05-01,,,Y\nP1,T1,2025-05-01,02,,Y\n\
                P2,T1,2025-05-01,01,,Y\nP2,T1,2025-05-01,01,,Y\nP2,T1,2025-06-01,01,,N\nP2,T1,2025-06-01,02,,";
    let read = roles(MAPPED, rows);
    assert_eq!(
        said(&read),
        ["exact-copy left-out 1 at 6", "replaced-by-later-row left-out 1 at 2", "status-not-used look 1 at D7"]
    );
    let expected = [
        "2 settled_accommodation Y",
        "3 employment 02",
        "4 employment 01",
        "4 settled_accommodation Y",
        "6 settled_accommodation N",
        "7 employment 02",
    ];
    let used = statuses(&read);
    assert_eq!(used.len(), expected.len(), "{used:?}");
    assert_eq!(used, expected);
    let rejected: Vec<u64> = read.rejects.iter().map(|reject| reject.place.row.unwrap()).collect();
    assert_eq!(rejected, [2, 6]);
    let refused =
        roles(&format!("{MAPPED}duplicates = \"refuse\"\n"), "P1,T1,2025-06-01,01,,N\nP1,T1,2025-06-01,02,,");
    assert_eq!(said(&refused), ["key-repeated left-out 1 at 3", "status-not-used look 1 at D2"]);
    assert_eq!(statuses(&refused), ["1 settled_accommodation N"]);
}

#[test]
fn a_table_without_any_status_says_how_to_name_the_columns() {
    let text = b"person_id,team_id,recorded_on,Work,Settled?\nP1,T1,2025-05-01,01,Y\n";
    let said = stops("", &[("roles.csv", text)]);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].starts_with("input.no-status-columns table=roles file=roles.csv row=1 found=person_id"),
        "{said:?}"
    );
    let other = "[tables.roles]\ncolumns = { employment = \"Wrok\", settled_accommodation = \"Settled?\" }";
    let said = stops(other, &[("roles.csv", text)]);
    assert!(said.len() == 1 && said[0].contains("wanted=Wrok") && said[0].contains("nearest=Work"), "{said:?}");
}

/// Each kind of visit may have a file of its own.
#[test]
fn files_may_hold_a_part_of_life_each() {
    let toml = "[tables.roles]\nfiles = [\"a.csv\", \"b.csv\"]\ncolumns = { employment = \"Work\", settled_accommodation = \"Home\" }";
    let a = ("a.csv", "person_id,team_id,recorded_on,Work\nP1,T1,2025-05-01,01\n");
    let b = ("b.csv", "person_id,team_id,recorded_on,Home\nP1,T1,2025-05-01,Y\n");
    let read = intake(toml, &[TEAMS, PEOPLE, a, b]);
    assert_eq!((said(&read), statuses(&read).len()), (Vec::<String>::new(), 2));
    let c = ("b.csv", "person_id,team_id,recorded_on,Homes\nP1,T1,2025-05-01,Y\n");
    let files = [TEAMS, PEOPLE, a, c].map(|(name, text)| (name, text.as_bytes()));
    let said = stops(toml, &files);
    assert!(said.iter().all(|line| line.contains("file=b.csv")) && !said.is_empty(), "{said:?}");
}

/// By person, team and day: the status in each part of life.
type Days = BTreeMap<(String, String, String), BTreeMap<String, String>>;

fn days(read: &Intake) -> Days {
    let ids = &read.rows.ids;
    let mut days = Days::new();
    for role in read.rows.roles.iter().flatten() {
        let roles = &DEFINITIONS.roles;
        let key = (ids.people[role.person.0 as usize].clone(), ids.teams[role.team.0 as usize].clone());
        let says = days.entry((key.0, key.1, role.on.to_string())).or_default();
        says.insert(role.domain_in(roles).id.clone(), role.status_in(roles).code.clone());
    }
    days
}

#[test]
fn the_sample_says_the_same_in_either_layout() {
    let long = days(&intake("", &[("roles.csv", include_str!("../../../sample-data/roles.csv"))]));
    let domains: Vec<&str> = DEFINITIONS.roles.domains.iter().map(|domain| domain.id.as_str()).collect();
    let mut text = format!("person_id,team_id,recorded_on,{}\n", domains.join(","));
    for ((person, team, on), says) in &long {
        let cells = domains.iter().map(|domain| says.get(*domain).map_or("", String::as_str));
        text += &format!("{person},{team},{on},{}\n", cells.collect::<Vec<_>>().join(","));
    }
    let read = intake("", &[("roles.csv", &text)]);
    assert!(long.len() > 2_000 && read.files[0].layout == Layout::Wide);
    assert_eq!(read.files[0].rows_used, long.len() as u64);
    assert_eq!(days(&read), long);
}
