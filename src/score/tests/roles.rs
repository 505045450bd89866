//! What became of roles, spell by spell.

use super::*;
use crate::score::{Transition, roles_at};

const WORK: &str = "employment";

/// Person, team and what became of it, in order of person, team and start of spell.
fn told(people: Option<Vec<Spell>>, recorded: &[(u32, u32, &str, &str, NaiveDate)]) -> Vec<(u32, u32, Transition)> {
    let rows = Rows { people, roles: Some(roles(recorded)), ..Rows::default() };
    let (scored, _) = results(&rows);
    let all = roles_at(&scored, &rows, &SHIPPED, &quarter());
    all.into_iter().map(|result| (result.person.0, result.team.0, result.transition)).collect()
}

#[test]
fn a_role_is_gained_kept_lost_or_never_held() {
    let (first, last) = (day(2026, 5, 4), day(2026, 9, 30));
    let between = |before, after| told(None, &[(0, 0, WORK, before, first), (0, 0, WORK, after, last)])[0].2;
    assert_eq!(between("02", "01"), Transition::Gained);
    assert_eq!(between("01", "01"), Transition::Kept);
    assert_eq!(between("01", "02"), Transition::Lost);
    assert_eq!(between("02", "03"), Transition::NotHeld);
    assert_eq!(between("01", "ZZ"), Transition::Unknown, "one status is known");
    let names = [Transition::Gained, Transition::Kept, Transition::Lost, Transition::NotHeld, Transition::Unknown];
    assert_eq!(names.map(Transition::name), ["gained", "kept", "lost", "not held", "unknown"]);
}

#[test]
fn two_statuses_of_one_day_are_no_transition() {
    let on = day(2026, 8, 3);
    assert_eq!(told(None, &[(0, 0, WORK, "02", on), (0, 0, WORK, "01", on)]), [(0, 0, Transition::Unknown)]);
}

#[test]
fn what_was_recorded_after_the_quarter_and_what_cannot_be_held_is_left_out() {
    let (first, last) = (day(2026, 5, 4), day(2026, 10, 1));
    assert_eq!(told(None, &[(0, 0, WORK, "02", first), (0, 0, WORK, "01", last)]), [(0, 0, Transition::Unknown)]);
    assert_eq!(told(None, &[(0, 0, WORK, "02", last)]), []);
    assert_eq!(told(None, &[(0, 0, "accommodation_type", "01", first)]), []);
}

#[test]
fn each_spell_has_the_rows_of_its_own_days_and_team() {
    let given = |person, team, from, to| spell(person, team, from, Some(to));
    let spells = vec![
        given(1, 0, day(2026, 1, 1), day(2026, 9, 30)),
        given(0, 2, day(2026, 1, 1), day(2026, 9, 30)),
        given(0, 1, day(2026, 6, 1), day(2026, 9, 30)),
        given(0, 1, day(2026, 1, 1), day(2026, 5, 31)),
    ];
    let recorded = [
        (0, 1, WORK, "02", day(2026, 1, 1)),
        (0, 1, WORK, "01", day(2026, 5, 31)),
        (0, 1, WORK, "01", day(2026, 6, 1)),
        (0, 1, WORK, "02", day(2026, 9, 30)),
        // With a team that has no spell of theirs, and of somebody who has none.
        (0, 0, WORK, "01", day(2026, 6, 1)),
        (0, 3, WORK, "01", day(2026, 6, 1)),
        (2, 0, WORK, "01", day(2026, 6, 1)),
        (1, 0, WORK, "01", day(2026, 3, 2)),
        (1, 0, WORK, "01", day(2026, 8, 3)),
        (1, 0, "caring", "yes", day(2026, 3, 2)),
        (1, 0, "caring", "no", day(2026, 8, 3)),
    ];
    let expected =
        [(0, 1, Transition::Gained), (0, 1, Transition::Lost), (1, 0, Transition::Kept), (1, 0, Transition::Lost)];
    assert_eq!(told(Some(spells), &recorded), expected);
}

/// Every part of the index in the window; then one of them before it, not known, or in its place a part of life that is none.
#[test]
fn an_index_is_made_only_where_each_of_its_parts_is_known_within_the_window() {
    let index = SHIPPED.roles.index.as_ref().unwrap();
    let domains = &SHIPPED.roles.domains;
    let parts: Vec<usize> = index.domains().collect();
    let code = |domain: usize, known: bool| {
        domains[domain].statuses.iter().find(|s| s.known == known).map(|s| s.code.as_str())
    };
    let known = |domain: usize, on| (0, 0, domains[domain].id.as_str(), code(domain, true).unwrap(), on);
    let [within, before] = [day(2026, 5, 4), day(2024, 5, 4)];
    let outcomes = |recorded: &[(u32, u32, &str, &str, NaiveDate)]| {
        let rows = Rows { roles: Some(roles(recorded)), ..Rows::default() };
        results(&rows).1.outcomes.len()
    };
    let (last, others) = parts.split_last().unwrap();
    let with = |one| others.iter().map(|at| known(*at, within)).chain([one]).collect::<Vec<_>>();
    assert_eq!(outcomes(&with(known(*last, within))), 1);
    assert_eq!(outcomes(&with(known(*last, before))), 0, "before the window");
    let unknown = (0, 0, domains[*last].id.as_str(), code(*last, false).unwrap(), within);
    assert_eq!(outcomes(&with(unknown)), 0, "not known");
    let other = (0..domains.len()).find(|at| !parts.contains(at) && code(*at, true).is_some()).unwrap();
    assert_eq!(outcomes(&with(known(other, within))), 0, "no part of it");
}
