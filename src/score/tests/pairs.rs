//! Which forms are put together, and which two of them make a pair.

use super::*;
use crate::definitions::pairing::PairingUnit;
use crate::score::SpellOf;

/// Changes of ReQoL-20 by their first and last points, of forms given by person, day, points and order of the last row.
fn pairs(unit: PairingUnit, people: Vec<Spell>, forms: &[(Sheet, f64)]) -> Vec<(f64, f64)> {
    let mut definitions = SHIPPED.clone();
    definitions.pairing.unit = unit;
    let rows = Rows { people: Some(people), measures: Some(vec![totals(forms)]), ..Rows::default() };
    let scored = score(&rows, &definitions).unwrap();
    let results = at(&scored, &rows, &definitions, &quarter());
    results.changes.iter().map(|change| (change.first, change.last)).collect()
}

fn form(on: NaiveDate, order: u32) -> Sheet {
    Sheet { order, ..sheet(0, 0, on, order) }
}

#[test]
fn a_spell_touches_a_quarter_on_its_first_and_last_day() {
    let spell = |start, end| SpellOf { person: PersonIx(0), team: TeamIx(0), start, end };
    let touches = |start, end| spell(start, end).touches(&quarter());
    assert!(touches(day(2026, 1, 1), Some(day(2026, 7, 1))));
    assert!(!touches(day(2026, 1, 1), Some(day(2026, 6, 30))), "it ended the day before");
    assert!(touches(day(2026, 9, 30), None));
    assert!(!touches(day(2026, 10, 1), None), "it began the day after");
}

#[test]
fn whoever_has_a_spell_that_counts_can_have_a_pair() {
    let people = vec![spell(1, 0, day(2026, 8, 1), None), spell(0, 0, day(2026, 1, 1), Some(day(2026, 3, 31)))];
    let (_, results) = results(&Rows { people: Some(people), ..Rows::default() });
    assert_eq!(results.pairable, [(PersonIx(1), TeamIx(0))]);
}

#[test]
fn of_two_forms_of_one_day_the_later_one_in_the_file_makes_the_pair() {
    let people = vec![spell(0, 0, day(2026, 1, 1), None)];
    let first = day(2026, 2, 2);
    let forms = [(form(first, 1), 10.0), (form(first, 2), 20.0), (form(day(2026, 8, 3), 3), 30.0)];
    assert_eq!(pairs(PairingUnit::Spell, people, &forms), [(20.0, 30.0)]);
}

/// Two spells one after the other, each with one form; then two of which the second holds the day in the middle as well.
#[test]
fn spells_of_one_person_and_team_are_put_together_only_where_the_person_is_the_unit() {
    let two = || vec![spell(0, 0, day(2026, 1, 1), Some(day(2026, 7, 10))), spell(0, 0, day(2026, 7, 15), None)];
    let forms = [(form(day(2026, 2, 2), 1), 10.0), (form(day(2026, 8, 3), 2), 30.0)];
    assert_eq!(pairs(PairingUnit::Spell, two(), &forms), []);
    assert_eq!(pairs(PairingUnit::Person, two(), &forms), [(10.0, 30.0)]);

    let overlapping = vec![spell(0, 0, day(2026, 1, 1), None), spell(0, 0, day(2026, 7, 1), Some(day(2026, 7, 31)))];
    let forms =
        [(form(day(2026, 2, 2), 1), 10.0), (form(day(2026, 7, 6), 2), 20.0), (form(day(2026, 8, 3), 3), 30.0)];
    assert_eq!(pairs(PairingUnit::Person, overlapping, &forms), [(10.0, 30.0)], "by day, and not by spell");
}

#[test]
fn forms_of_somebody_else_and_of_other_people_make_no_pair() {
    let people = || vec![spell(0, 0, day(2026, 1, 1), None), spell(1, 0, day(2026, 1, 1), None)];
    let staff = |on, order| Sheet { rater: Rater { number: 2, counts: false }, ..form(on, order) };
    let [first, last] = [day(2026, 2, 2), day(2026, 8, 3)];
    assert_eq!(pairs(PairingUnit::Spell, people(), &[(staff(first, 1), 10.0), (staff(last, 2), 30.0)]), []);
    let other = Sheet { person: Some(PersonIx(1)), ..form(last, 2) };
    for unit in [PairingUnit::Spell, PairingUnit::Person] {
        assert_eq!(pairs(unit, people(), &[(form(first, 1), 10.0), (other.clone(), 30.0)]), []);
    }
}
