//! Which figures the tables at hand can give: none is made from a file that is not there.

use super::*;
use crate::indicators::{Counted, Eligible, FigureKind, Reach, all_paired};
use crate::intake::rows::{AuditRow, ChecklistRow, Met, RoleRow};
use std::collections::BTreeSet;

/// Ids without the part after the first dot, or whole where they have none.
fn families(rows: &Rows) -> BTreeSet<String> {
    let ids = catalogue(rows, &SHIPPED).into_iter().map(|indicator| indicator.id);
    ids.map(|id| id.split('.').next().unwrap().to_owned()).collect()
}

fn ids(rows: &Rows) -> BTreeSet<String> {
    catalogue(rows, &SHIPPED).into_iter().map(|indicator| indicator.id).collect()
}

#[track_caller]
fn case(rows: &Rows, expected: &[&str]) {
    assert_eq!(families(rows), expected.iter().map(|family| (*family).to_owned()).collect());
}

#[test]
fn each_table_gives_its_own_figures() {
    let people = on_caseload(&[0]);
    case(&people, &["caseload"]);
    case(&Rows { goals: Some(vec![goal(0, 0, 0)]), ..people.clone() }, &["caseload", "goals"]);
    let role =
        |domain| RoleRow { person: PersonIx(0), team: TeamIx(0), on: day(2026, 8, 3), domain, status: 0, order: 0 };
    case(&Rows { roles: Some(vec![role(0)]), ..people.clone() }, &["ascof", "caseload", "role"]);
    let (team, on) = (TeamIx(0), day(2026, 8, 3));
    let audit = vec![AuditRow { record: 0, team, on, point: 34, met: Met::No, order: 0 }];
    let audited = Rows { audit: Some(audit), ..people.clone() };
    let expected = ["audit.34", "audit.34.exceptions", "audit.34.partly", "caseload"];
    assert_eq!(ids(&audited), expected.map(str::to_owned).into());
    let checklist = vec![ChecklistRow { team, on, point: 11, in_place: Met::No, order: 0 }];
    let answered = Rows { checklist: Some(checklist), ..people };
    assert_eq!(ids(&answered), ["caseload", "checklist.11", "checklist.11.partly"].map(str::to_owned).into());
}

#[test]
fn a_questionnaire_nobody_was_given_has_no_figures() {
    let rows = Rows { measures: Some(vec![totals(&[(0, 0, day(2026, 8, 3), 40.0)])]), ..on_caseload(&[0]) };
    let ids = ids(&rows);
    assert!(ids.contains("coverage.any") && ids.contains("coverage.reqol-20"));
    assert!(ids.iter().all(|id| ["caseload", "coverage.any"].contains(&id.as_str()) || id.contains("reqol-20")));
}

#[test]
fn forms_about_teams_or_without_names_say_nothing_of_how_many_people_filled_one_in() {
    let of = |id: &str| {
        let measures = Some(vec![forms(id, vec![(sheet(None, 0, day(2026, 8, 3), 0), Vec::new())])]);
        Rows { measures, ..on_caseload(&[0]) }
    };
    case(&of("practice-guidelines"), &["caseload", "score"]);
    case(&of("yes-survey"), &["answers", "caseload"]);
    case(&Rows { measures: Some(Vec::new()), ..on_caseload(&[0]) }, &["caseload", "coverage"]);
}

#[test]
fn where_no_goal_was_ever_rated_nothing_is_said_of_reviews() {
    let with = |rating, fixed| {
        let goals = Some(vec![GoalRow { rating, ..goal(0, 0, 0) }]);
        ids(&Rows { goals, goals_of_fixed_kind: fixed, ..on_caseload(&[0]) })
    };
    let rated = Some((day(2026, 8, 3), 0.0));
    let of_ratings = ["goals.reviewed", "goals.last_rated.92", "goals.last_rated.longer", "goals.last_rated.never"];
    assert!(of_ratings.iter().all(|id| with(rated, false).contains(*id) && !with(None, false).contains(*id)));
    // Where one line of the settings says of which kind all goals are, their share says nothing.
    assert!(
        with(rated, false).contains("goals.recovery_share") && !with(rated, true).contains("goals.recovery_share")
    );
    assert!(with(None, true).contains("goals.has_recovery_goal"));
}

#[test]
fn the_index_of_social_outcomes_needs_every_part_and_a_national_figure_its_own() {
    let domain = |id: &str| SHIPPED.roles.domains.iter().position(|own| own.id == id).unwrap();
    let with = |domains: &[&str]| {
        let row = |id: &&str| {
            let domain = u16::try_from(domain(id)).unwrap();
            RoleRow { person: PersonIx(0), team: TeamIx(0), on: day(2026, 8, 3), domain, status: 0, order: 0 }
        };
        ids(&Rows { roles: Some(domains.iter().map(row).collect()), ..on_caseload(&[0]) })
    };
    let index = "role.social_outcomes";
    assert!(with(&["employment", "accommodation_type", "friendship"]).contains(index));
    assert!(!with(&["employment", "accommodation_type"]).contains(index));
    let employment = with(&["employment"]);
    assert!(employment.contains("ascof.employment") && !employment.contains("ascof.settled"));
    assert!(employment.contains("role.any_valued.held") && employment.contains("role.caring.held"));
}

#[test]
fn what_is_counted_and_of_whom_follows_from_the_family() {
    let of = |id: &str, restricted| {
        let all = all_paired(&SHIPPED, restricted);
        let found = all.into_iter().find(|indicator| indicator.id == id).unwrap();
        (found.figure, found.counted, found.eligible, found.reach)
    };
    use Counted::{Goals, People, Records, Teams};
    use Eligible::{Caseload, Everybody, EverybodyPairable, OfAge, Pairable, WithFact};
    use FigureKind::{Count, Mean, Share};
    let cases = [
        ("caseload", (Count, People, Everybody, Reach::Groups)),
        ("coverage.any", (Share, People, Everybody, Reach::Groups)),
        ("coverage.qpr-15", (Share, People, Everybody, Reach::Groups)),
        ("score.qpr-15.total", (Mean, People, Caseload, Reach::Groups)),
        ("paired.qpr-15.total", (Share, People, Everybody, Reach::Groups)),
        ("change.qpr-15.total", (Mean, People, Caseload, Reach::Groups)),
        ("improved.qpr-15.total", (Share, People, Caseload, Reach::Groups)),
        ("no-room.qpr-15.total", (Share, People, Caseload, Reach::Provider)),
        ("first.qpr-15.total", (Share, People, Everybody, Reach::Provider)),
        ("later.qpr-15.total", (Share, People, Caseload, Reach::Provider)),
        ("first-of-paired.qpr-15.total", (Mean, People, Caseload, Reach::Services)),
        ("first-of-paired.dialog.item-1", (Mean, People, Caseload, Reach::Provider)),
        ("first-of-unpaired.qpr-15.total", (Mean, People, Caseload, Reach::Provider)),
        ("wanted.inspire.s1", (Share, People, Caseload, Reach::Groups)),
        ("goals.has_recovery_goal", (Share, People, Everybody, Reach::Groups)),
        ("goals.recovery_share", (Share, Goals, WithFact, Reach::Groups)),
        ("goals.gas_level.0", (Share, Goals, WithFact, Reach::Units)),
        ("goals.partly", (Share, Goals, WithFact, Reach::Units)),
        ("goals.last_rated.never", (Share, Goals, WithFact, Reach::Provider)),
        ("goals.gas_t", (Mean, People, Caseload, Reach::Groups)),
        ("role.employment.held", (Share, People, Caseload, Reach::Groups)),
        ("role.employment.gained", (Share, People, WithFact, Reach::Groups)),
        ("role.social_outcomes", (Mean, People, Caseload, Reach::Provider)),
        ("ascof.employment", (Share, People, OfAge, Reach::Groups)),
        ("audit.34", (Share, Records, WithFact, Reach::Groups)),
        ("audit.34.partly", (Share, Records, WithFact, Reach::Provider)),
        ("audit.34.exceptions", (Share, Records, WithFact, Reach::Units)),
        ("checklist.11", (Share, Teams, Eligible::Teams, Reach::Groups)),
        ("checklist.11.partly", (Share, Teams, Eligible::Teams, Reach::Provider)),
        ("score.practice-guidelines.access", (Mean, Teams, Eligible::Teams, Reach::Groups)),
        ("answers.yes-survey.1.5", (Share, Records, WithFact, Reach::Units)),
    ];
    for (id, expected) in cases {
        assert_eq!(of(id, false), expected, "{id}");
    }
    // A pairing profile that leaves some of the caseload out changes of whom pairs are told, and nothing else.
    for (id, eligible) in [
        ("paired.qpr-15.total", EverybodyPairable),
        ("first.qpr-15.total", EverybodyPairable),
        ("change.qpr-15.total", Pairable),
        ("later.qpr-15.total", Pairable),
        ("first-of-unpaired.qpr-15.total", Pairable),
        ("coverage.qpr-15", Everybody),
        ("score.qpr-15.total", Caseload),
    ] {
        assert_eq!(of(id, true).2, eligible, "{id}");
    }
}
