//! Roles held, valued, gained, kept and lost; the national rule; the index of social outcomes.

use super::*;
use crate::intake::rows::RoleRow;

/// Person, team, domain, status and day, in the order of the file.
type Recorded = (u32, u32, &'static str, &'static str, NaiveDate);

fn row((order, (person, team, domain, status, on)): (usize, &Recorded)) -> RoleRow {
    let roles = &SHIPPED.roles;
    let domain = roles.domains.iter().position(|own| own.id == *domain).unwrap();
    let status = roles.domains[domain].status(status).unwrap();
    let [domain, status] = [domain, status].map(|at| u16::try_from(at).unwrap());
    let (person, team) = (PersonIx(*person), TeamIx(*team));
    RoleRow { person, team, on: *on, domain, status, order: order as u32 }
}

fn rows(teams: &[u32], recorded: &[Recorded]) -> Rows {
    Rows { roles: Some(recorded.iter().enumerate().map(row).collect()), ..on_caseload(teams) }
}

fn born(mut rows: Rows, years: &[i32]) -> Rows {
    for (spell, year) in rows.people.as_mut().unwrap().iter_mut().zip(years) {
        spell.birth_year = Given::Value(*year);
    }
    rows
}

const WORK: &str = "employment";
const IN_WORK: &str = "01";
const STUDENT: &str = "03";
const NOT_STATED: &str = "ZZ";

#[test]
fn a_role_is_held_by_the_latest_known_status_of_the_last_twelve_months() {
    let (first_day, last_day) = (day(2025, 10, 1), day(2026, 9, 30));
    let held = |recorded: &[Recorded]| made(&rows(&[0, 0], recorded)).provider("role.employment.held");
    assert_eq!(held(&[(0, 0, WORK, IN_WORK, first_day)]), Some([2, 1, 1]));
    assert_eq!(held(&[(0, 0, WORK, IN_WORK, last_day), (1, 0, WORK, "02", last_day)]), Some([2, 2, 1]));
    assert_eq!(held(&[(0, 0, WORK, IN_WORK, day(2025, 9, 30))]), Some([2, 0, 0]), "too long ago");
    assert_eq!(held(&[(0, 0, WORK, IN_WORK, day(2026, 10, 1))]), Some([2, 0, 0]), "after the quarter");
    assert_eq!(held(&[(0, 0, WORK, IN_WORK, first_day), (0, 0, WORK, "02", last_day)]), Some([2, 1, 0]));
    assert_eq!(held(&[(0, 0, WORK, IN_WORK, first_day), (0, 0, WORK, NOT_STATED, last_day)]), Some([2, 1, 1]));
    assert_eq!(held(&[(0, 0, "education", "yes", last_day)]), Some([2, 0, 0]), "another part of life");
}

#[test]
fn the_national_indicator_takes_the_latest_status_of_any_kind_of_people_from_18_to_69() {
    let (before, on) = (day(2026, 7, 1), day(2026, 8, 1));
    let recorded = [
        (0, 0, WORK, IN_WORK, on),
        (1, 0, WORK, IN_WORK, on),
        (2, 0, WORK, IN_WORK, on),
        (3, 0, WORK, IN_WORK, on),
        (4, 0, WORK, IN_WORK, before),
        (4, 0, WORK, NOT_STATED, on),
        (6, 0, WORK, IN_WORK, on),
    ];
    // In 2026 they turn 17, 18, 69, 70, 40 and 40; of the seventh nobody knows.
    let rows = born(rows(&[0; 7], &recorded), &[2009, 2008, 1957, 1956, 1986, 1986]);
    let made = made(&rows);
    assert_eq!(made.provider("ascof.employment"), Some([4, 4, 2]), "whoever has no status counts as not reached");
    assert_eq!(made.provider("role.employment.held"), Some([7, 6, 6]), "ages do not matter here");
    let people = Tally { known: 4, achieved: 2, not_achieved: 2 };
    assert_eq!(made.people("ascof.employment"), people);
    assert!(!made.has("ascof.settled"), "no row speaks of a settled home");
    // Of service South somebody of 17 is the only one.
    let rows = born(self::rows(&[0, 2], &[(0, 0, WORK, IN_WORK, on)]), &[1986, 2009]);
    let of = |unit| self::made(&rows).of("ascof.employment", unit);
    assert_eq!([NORTH, SOUTH].map(of), [Some([1, 1, 1]), None], "where nobody is of that age there is no figure");
}

#[test]
fn any_valued_role_is_enough_and_each_part_of_life_is_looked_at_on_its_own() {
    let (before, on) = (day(2026, 7, 1), day(2026, 8, 1));
    let recorded = [
        // Valued by the latest status of one part, although another was recorded later.
        (0, 0, WORK, STUDENT, before),
        (0, 0, "caring", "no", on),
        // No longer valued.
        (1, 0, WORK, IN_WORK, before),
        (1, 0, WORK, "02", on),
        // Held, and no valued part of life.
        (2, 0, "safety", "yes", on),
        (3, 0, "caring", "not_stated", on),
    ];
    let made = made(&rows(&[0; 4], &recorded));
    assert_eq!(made.provider("role.any_valued.held"), Some([4, 2, 1]));
}

#[test]
fn a_role_was_gained_kept_or_lost_between_the_first_and_the_last_known_status() {
    let (first, last) = (day(2026, 1, 5), day(2026, 8, 3));
    let of = |person, before, after| [(person, 0, WORK, before, first), (person, 0, WORK, after, last)];
    let pairs = [("02", IN_WORK), ("02", "02"), (IN_WORK, IN_WORK), (IN_WORK, IN_WORK), (IN_WORK, "02")];
    let mut recorded: Vec<Recorded> =
        pairs.into_iter().zip(0..).flat_map(|((before, after), person)| of(person, before, after)).collect();
    // One status is no change, and neither is one that was last recorded before the quarter.
    recorded.push((5, 0, WORK, IN_WORK, last));
    recorded.extend([(6, 0, WORK, IN_WORK, first), (6, 0, WORK, IN_WORK, day(2026, 6, 30))]);
    recorded.extend([(7, 0, WORK, "02", last), (7, 0, WORK, IN_WORK, last)]);
    let made = made(&rows(&[0; 8], &recorded));
    // Of five with a first and a last, two could gain and three could keep or lose.
    assert_eq!(made.provider("role.employment.gained"), Some([5, 2, 1]));
    assert_eq!(made.provider("role.employment.kept"), Some([5, 3, 2]));
    assert_eq!(made.provider("role.employment.lost"), Some([5, 3, 1]));
    assert_eq!(made.provider("role.education.gained"), None, "nobody could have been counted");
}

#[test]
fn of_two_spells_that_end_on_one_record_the_longer_one_counts() {
    let recorded = [(0, 0, WORK, "02", day(2026, 1, 5)), (0, 0, WORK, IN_WORK, day(2026, 7, 6))];
    let last = [(0, 0, WORK, IN_WORK, day(2026, 8, 3))];
    let mut rows = rows(&[0], &[&recorded[..], &last[..]].concat());
    rows.people.as_mut().unwrap().push(Spell { start: day(2026, 7, 6), order: 1, ..spell(0, 0) });
    let made = made(&rows);
    assert_eq!(made.provider("role.employment.gained"), Some([1, 1, 1]));
    assert_eq!(made.provider("role.employment.kept"), Some([1, 0, 0]));
}

#[test]
fn points_of_social_outcomes_are_those_of_the_team_with_the_latest_record() {
    let with_all = |person, team, work, on| {
        [(person, team, WORK, work, on), (person, team, "accommodation_type", "01", on)].into_iter().chain([(
            person,
            team,
            "friendship",
            "yes",
            on,
        )])
    };
    // Paid work adds 2 points, none adds 0; a home of one's own adds 2 and a friend 1.
    let mut recorded: Vec<Recorded> = with_all(0, 0, IN_WORK, day(2026, 8, 3)).collect();
    recorded.extend(with_all(0, 2, "02", day(2026, 8, 4)));
    recorded.extend(with_all(1, 0, IN_WORK, day(2026, 8, 3)));
    recorded.push((2, 0, WORK, IN_WORK, day(2026, 8, 3)));
    let mut rows = rows(&[0, 0, 0], &recorded);
    rows.people.as_mut().unwrap().push(Spell { order: 3, ..spell(0, 2) });
    let made = made(&rows);
    assert_eq!(made.provider("role.social_outcomes").map(|[eligible, known, _]| [eligible, known]), Some([3, 2]));
    // 3 and 5 points: a mean of 4, and each lies 1 from it, so that the spread is the root of 2.
    assert_eq!(made.mean("role.social_outcomes", PROVIDER), Some((4000, Some(1414))));
    assert_eq!(made.of("role.social_outcomes", NORTH), None, "only of the provider as a whole");
}

#[test]
fn a_subject_has_what_any_of_its_parts_has() {
    use crate::indicators::facts::Says;
    let (yes, no, unknown) = (Says::known(true), Says::known(false), Says::NOT_KNOWN);
    let of = |one: Says, other: Says| {
        let both = one.or(other);
        (both.known, both.achieved)
    };
    assert_eq!([of(yes, no), of(no, yes), of(yes, unknown), of(unknown, yes)], [(true, true); 4]);
    assert_eq!([of(no, no), of(no, unknown), of(unknown, no)], [(true, false); 3]);
    assert_eq!(of(unknown, unknown), (false, false));
    let points = [Some(1.0), None].map(Says::points);
    assert_eq!([points[0].or(points[1]).value, points[1].or(points[0]).value], [Some(1.0); 2]);
}
