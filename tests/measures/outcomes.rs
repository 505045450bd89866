//! The index of social outcomes of one person by hand: what each status adds, and who has none.

use crate::{day, shipped};
use chrono::NaiveDate;
use fingerpost::definitions::settings::Quarters;
use fingerpost::intake::rows::{PersonIx, RoleRow, Rows, TeamIx};
use fingerpost::period::Period;
use fingerpost::score;

const WORK: &str = "employment";
const HOME: &str = "accommodation_type";
const FRIEND: &str = "friendship";

/// Points of somebody of whom this was recorded: domain, status and day, in the order of the file.
fn points(recorded: &[(&str, &str, NaiveDate)]) -> Option<u32> {
    let roles = &shipped().roles;
    let row = |(order, (domain, status, on)): (usize, &(&str, &str, NaiveDate))| {
        let domain = roles.domains.iter().position(|own| own.id == *domain).expect("it is shipped");
        let status = roles.domains[domain].status(status).expect("it is a code");
        let [domain, status] = [domain, status].map(|at| u16::try_from(at).expect("few"));
        RoleRow { person: PersonIx(0), team: TeamIx(0), on: *on, domain, status, order: order as u32 }
    };
    let mut rows =
        Rows { roles: Some(recorded.iter().enumerate().map(row).collect()), people: None, ..Rows::default() };
    rows.ids.people = vec!["P".to_owned()];
    rows.ids.teams = vec!["T".to_owned()];
    let scored = score::score(&rows, shipped()).expect("hand-made rows can be combined");
    let period = Period::parse("2026-27-Q2", Quarters::Financial).expect("a quarter");
    let outcomes = score::at(&scored, &rows, shipped(), &period).outcomes;
    outcomes.first().map(|outcomes| outcomes.points)
}

#[track_caller]
fn case(work: &str, home: &str, friend: &str, expected: Option<u32>) {
    let on = day(2026, 8, 3);
    assert_eq!(
        points(&[(WORK, work, on), (HOME, home, on), (FRIEND, friend, on)]),
        expected,
        "{work} {home} {friend}"
    );
}

#[test]
fn each_status_adds_its_points() {
    case("01", "01", "yes", Some(5));
    case("07", "01", "yes", Some(4));
    for work in ["02", "03", "04", "05", "06", "08"] {
        case(work, "01", "yes", Some(3));
    }
    for home in ["02", "03", "04", "05", "06", "07"] {
        case("01", home, "no", Some(4));
    }
    case("01", "11", "no", Some(3));
    for home in ["09", "10", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21"] {
        case("01", home, "no", Some(2));
    }
    case("02", "12", "no", Some(0));
}

#[test]
fn whoever_lacks_a_part_has_no_points_at_all() {
    case("ZZ", "01", "yes", None);
    case("01", "98", "yes", None);
    case("01", "08", "yes", None);
    case("01", "01", "not_stated", None);
    let on = day(2026, 8, 3);
    assert_eq!(points(&[(WORK, "01", on), (HOME, "01", on)]), None);
    assert_eq!(points(&[(WORK, "01", on), (HOME, "01", on), ("close_relationship", "yes", on)]), None);
}

#[test]
fn the_latest_known_status_of_the_last_twelve_months_counts() {
    let (first_day, too_old, last_day, too_late) =
        (day(2025, 10, 1), day(2025, 9, 30), day(2026, 9, 30), day(2026, 10, 1));
    let with_work = |work: &[(&'static str, NaiveDate)]| {
        let mut recorded = vec![(HOME, "01", last_day), (FRIEND, "yes", last_day)];
        recorded.extend(work.iter().map(|(status, on)| (WORK, *status, *on)));
        points(&recorded)
    };
    assert_eq!(with_work(&[("01", first_day)]), Some(5));
    assert_eq!(with_work(&[("01", too_old)]), None);
    assert_eq!(with_work(&[("01", too_late)]), None);
    assert_eq!(with_work(&[("01", first_day), ("02", last_day)]), Some(3));
    assert_eq!(with_work(&[("02", last_day), ("01", first_day)]), Some(3));
    assert_eq!(with_work(&[("02", last_day), ("01", last_day)]), Some(5));
    assert_eq!(with_work(&[("01", first_day), ("ZZ", last_day)]), Some(5));
}
