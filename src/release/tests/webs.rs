//! What becomes of rows in the web: which numbers there are, what is known of them, and what they come to.

use super::super::quantities::Class;
use super::super::web::{Number, Row, Source, Web};
use super::super::{EVERYBODY, Level};
use super::{CASELOAD, COVERAGE, Counts, Family, FigureKind, Key, Provider, Tally, Unit, add, everybody, indicator};
use super::{Category, ledger, units};
use crate::intake::Told;
use std::collections::{BTreeMap, BTreeSet};

fn number(web: &Web, class: Class, unit: usize, category: usize) -> &Number {
    let is = |own: &&Number| (own.class, own.place.unit, own.place.category) == (class, unit, category);
    web.numbers.iter().find(is).unwrap()
}

fn key(indicator: usize, unit: usize) -> Key {
    Key { indicator, unit, category: EVERYBODY }
}

/// A provider, its service, the service's team and a team of none.
fn with_a_team_of_no_service() -> Vec<Unit> {
    let mut units = units(1, &[0, 0]);
    units[3].service = None;
    units
}

#[test]
fn teams_of_no_service_stand_beside_the_services_where_there_are_any() {
    let of = |units: Vec<Unit>| Provider::of(units, vec![everybody()], BTreeMap::new()).source().without_service();
    assert_eq!(of(with_a_team_of_no_service()), Some(4));
    assert_eq!(of(units(1, &[0, 0])), None);
    let without_services = with_a_team_of_no_service().into_iter().filter(|unit| unit.level != Level::Service);
    assert_eq!(of(without_services.map(|unit| Unit { service: None, ..unit }).collect()), None);
}

/// Twenty of a group, twelve of them in the service: eight are with the team that has none.
#[test]
fn groups_of_teams_of_no_service_are_what_the_services_leave() {
    let categories = vec![everybody(), Category { breakdown: "gender", id: "a".to_owned() }];
    let mut counts = BTreeMap::new();
    for (unit, category, team) in
        [(0, 0, (50, 20)), (0, 1, (20, 9)), (1, 0, (30, 12)), (1, 1, (12, 6)), (2, 0, (30, 12)), (3, 0, (20, 8))]
    {
        add(&mut counts, unit, category, team);
    }
    let provider = Provider::of(with_a_team_of_no_service(), categories, counts);
    let web = provider.web();
    let others = web.numbers.iter().filter(|own| own.place.unit == 4);
    let others: Vec<_> = others.map(|own| (own.class, own.place.category, own.value, own.rows.len())).collect();
    assert_eq!(others, [(Class::Caseload, 1, 8, 0), (Class::Achieved(COVERAGE), 1, 3, 0)]);
    let category = |number: usize| web.numbers[number].place.category;
    let adds_groups = |terms: &[(usize, i8)]| category(terms[0].0) != category(terms[terms.len() - 1].0);
    for sum in web.relations.iter().filter(|own| !own.at_most) {
        assert_eq!(sum.is_loose, !adds_groups(&sum.terms), "teams may share people, groups may not: {sum:?}");
    }
    let ranks = [(3, 0), (1, 1), (4, 1), (0, 1), (1, 0), (0, 0)].map(|(unit, category)| {
        let is = |own: &Number| (own.class, own.place.unit, own.place.category) == (Class::Caseload, unit, category);
        web.rank(web.numbers.iter().position(is).unwrap(), &provider.units)
    });
    assert_eq!(ranks, [0, 1, 1, 2, 3, 4]);
}

/// Twenty and thirty in a service of 48: two are with both teams.
#[test]
fn by_how_much_parts_come_to_more_than_their_whole_is_known() {
    let mut provider = Provider::new(&[&[(20, 8), (30, 12)]]);
    for indicator in [CASELOAD, COVERAGE] {
        let counts = provider.periods[0].counts.get_mut(&key(indicator, 1)).unwrap();
        (counts.eligible, counts.known) = (48, 48);
    }
    let web = provider.web();
    let sums = web.relations.iter().filter(|own| !own.at_most);
    let of_caseload = sums.filter(|own| web.numbers[own.terms[0].0].class == Class::Caseload);
    let totals: BTreeSet<(usize, i64)> = of_caseload.map(|own| (own.terms.len(), own.total)).collect();
    // Of two teams and their service, and of the service and the provider.
    assert_eq!(totals, BTreeSet::from([(3, 2), (2, -2)]));
    for (at, relations) in web.relations_of.iter().enumerate() {
        let has = |relation: &usize| web.relations[*relation].terms.iter().any(|(number, _)| *number == at);
        let with: Vec<usize> = (0..web.relations.len()).filter(has).collect();
        assert_eq!(*relations, with);
    }
}

/// The service's two rows print 75 and 74. Of the first team one row is withheld, of the second the other one, of the third
/// both.
#[test]
fn whoever_has_only_what_is_printed_knows_what_some_row_prints_and_adds_up_nothing_that_is_disputed() {
    let mut provider = Provider::new(&[&[(20, 8), (30, 12), (25, 10)]]);
    let counts = &mut provider.periods[0].counts;
    counts.get_mut(&key(COVERAGE, 1)).unwrap().known -= 1;
    let withheld = [key(COVERAGE, 2), key(CASELOAD, 3), key(CASELOAD, 4), key(COVERAGE, 4)];
    withheld.iter().for_each(|key| *counts.get_mut(key).unwrap() = Counts::default());
    let unseen = withheld.map(|key| Row { period: 0, key }).into();
    let web = Web::new(&Source { unseen: &unseen, ..provider.source() });
    let is_disputed = web.numbers.iter().filter(|own| own.is_disputed);
    let disputed: Vec<(Class, usize)> = is_disputed.map(|own| (own.class, own.place.unit)).collect();
    assert_eq!(disputed, [(Class::Caseload, 1)]);
    let known = |class, unit| {
        let own = number(&web, class, unit, EVERYBODY);
        (own.value, own.of, own.is_seen)
    };
    assert_eq!(
        [2, 3, 4].map(|unit| known(Class::Caseload, unit)),
        [(20, None, true), (30, None, true), (0, None, false)]
    );
    let achieved = Class::Achieved(COVERAGE);
    assert_eq!([2, 3].map(|unit| known(achieved, unit)), [(0, None, false), (12, Some(30), true)]);
    let relations = web.relations.iter().map(|own| (own.at_most, web.numbers[own.terms[0].0].class));
    let relations: BTreeSet<(bool, Class)> = relations.collect();
    assert_eq!(relations, BTreeSet::from([(false, achieved), (true, achieved)]));
}

/// Twenty goals of three people are few; three people are few whoever counts them; 20 of 12 people are not.
#[test]
fn a_number_is_small_for_the_people_behind_it_or_for_how_little_it_moved() {
    let mut provider = Provider::new(&[&[(20, 8), (3, 1)], &[(40, 20)]]);
    let before = ledger::told(&provider);
    for (unit, people) in [(3, 3), (5, 12)] {
        provider.periods[0].counts.get_mut(&key(COVERAGE, unit)).unwrap().people.known = people;
    }
    let of = |provider: &Provider| {
        let web = provider.web();
        [3, 4, 5, 1].map(|unit| {
            let own = number(&web, Class::Caseload, unit, EVERYBODY);
            (own.small, own.by_people)
        })
    };
    assert_eq!(of(&provider), [(true, true), (true, false), (false, false), (false, false)]);
    // The first service had 25 people and has 23.
    let mut earlier = before;
    let then = Told::Row { achieved: None, known: 25, eligible: 25, value: None };
    earlier.figures.insert(ledger::spot(&provider, 1, CASELOAD), then);
    provider.ledger.push(earlier);
    assert_eq!(of(&provider), [(true, true), (true, false), (false, false), (true, true)]);
}

/// Nine better and eight worse of twenty leave three who are the same, whom no row prints.
#[test]
fn what_parts_leave_is_a_number_of_its_own_where_all_parts_are_there() {
    let row = |known: u64, achieved: u64| {
        let people = Tally { known, achieved, not_achieved: known - achieved };
        Counts { eligible: known, known, achieved, mean: None, people }
    };
    let counts = BTreeMap::from([
        (key(0, 0), row(20, 9)),
        (key(1, 0), row(20, 8)),
        (key(0, 1), row(20, 9)),
        (key(0, 2), row(30, 10)),
        (key(1, 2), row(30, 11)),
    ]);
    let mut provider = Provider::of(units(1, &[0]), vec![everybody()], counts);
    provider.indicators =
        [Family::GboImproved, Family::GboDeteriorated].map(|family| indicator(family, FigureKind::Share)).to_vec();
    let rests = |web: &Web| -> Vec<(usize, u64, Option<u64>, bool)> {
        let rests = web.numbers.iter().filter(|own| own.class == Class::Rest(0) && own.rows.is_empty());
        rests.map(|own| (own.place.unit, own.value, own.of, own.small)).collect()
    };
    assert_eq!(rests(&provider.web()), [(0, 3, Some(20), true), (2, 9, Some(30), false)]);
    let unseen = [key(0, 0), key(1, 0)].map(|key| Row { period: 0, key }).into();
    let web = Web::new(&Source { unseen: &unseen, ..provider.source() });
    assert_eq!(rests(&web)[0], (0, 0, None, false));
}
