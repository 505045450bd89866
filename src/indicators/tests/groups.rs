//! The groups that people fall into, each by its category.

use super::*;

const ALL: [Breakdown; 4] = [Breakdown::Gender, Breakdown::EthnicGroup, Breakdown::AgeBand, Breakdown::ImdQuintile];

/// Size of the caseload of each category of a breakdown that has anybody, in the order they are printed.
fn caseloads(people: Vec<Spell>, breakdown: Breakdown) -> Vec<(String, u64)> {
    let rows = Rows { people: Some(people), ..on_caseload(&[0; 12]) };
    let made = made_by(&rows, &SHIPPED, &ALL);
    let categories = made.figures.categories.iter().enumerate();
    let own = categories.filter(|(_, category)| category.breakdown == breakdown.name());
    own.filter_map(|(at, category)| Some((category.id.clone(), made.counts("caseload", PROVIDER, at)?.eligible)))
        .collect()
}

/// Somebody for each of these.
fn people<T: Clone>(values: &[Given<T>], with: impl Fn(Spell, Given<T>) -> Spell) -> Vec<Spell> {
    values.iter().zip(0..).map(|(value, person)| with(spell(person, 0), value.clone())).collect()
}

#[track_caller]
fn case(found: Vec<(String, u64)>, expected: &[(&str, u64)]) {
    let found: Vec<(&str, u64)> = found.iter().map(|(id, people)| (id.as_str(), *people)).collect();
    assert_eq!(found, expected);
}

#[test]
fn ethnic_groups_are_those_of_the_first_letter() {
    let of = |codes: &[&str]| {
        let codes: Vec<_> = codes.iter().map(|code| Given::Value((*code).to_owned())).collect();
        caseloads(people(&codes, |spell, ethnicity| Spell { ethnicity, ..spell }), Breakdown::EthnicGroup)
    };
    case(of(&["A", "B", "C"]), &[("White", 3)]);
    case(of(&["D", "E", "F", "G"]), &[("Mixed", 4)]);
    case(of(&["H", "J", "K", "L"]), &[("Asian", 4)]);
    case(of(&["M", "N", "P"]), &[("Black", 3)]);
    case(of(&["R", "S"]), &[("Other", 2)]);
    case(of(&["Z", "99"]), &[("not stated", 1), ("not known", 1)]);
    case(of(&["A", "P", "S"]), &[("White", 1), ("Black", 1), ("Other", 1)]);
}

#[test]
fn age_bands_begin_at_18_and_then_at_25_and_every_ten_years() {
    let of = |ages: &[i32]| {
        let years: Vec<_> = ages.iter().map(|age| Given::Value(2026 - age)).collect();
        caseloads(people(&years, |spell, birth_year| Spell { birth_year, ..spell }), Breakdown::AgeBand)
    };
    let edges = [17, 18, 24, 25, 34, 35, 44, 45, 54, 55, 64, 65];
    let bands =
        [("under 18", 1), ("18-24", 2), ("25-34", 2), ("35-44", 2), ("45-54", 2), ("55-64", 2), ("65 and over", 1)];
    case(of(&edges), &bands);
}

#[test]
fn two_deciles_of_deprivation_make_a_fifth() {
    let deciles: Vec<_> = (1..=10).map(Given::Value).collect();
    let found =
        caseloads(people(&deciles, |spell, imd_decile| Spell { imd_decile, ..spell }), Breakdown::ImdQuintile);
    case(found, &[("1-2", 2), ("3-4", 2), ("5-6", 2), ("7-8", 2), ("9-10", 2)]);
}

#[test]
fn blank_and_invalid_stay_apart_from_what_is_not_stated() {
    let genders = ["1", "2", "9"].map(|code| Given::Value(code.to_owned()));
    let genders = [&genders[..], &[Given::Blank, Given::Invalid, Given::Invalid]].concat();
    let found = caseloads(people(&genders, |spell, gender| Spell { gender, ..spell }), Breakdown::Gender);
    case(found, &[("1", 1), ("2", 1), ("9", 1), ("blank", 1), ("invalid", 2)]);
}

#[test]
fn groups_are_shown_of_the_provider_and_its_services_and_of_no_team() {
    let decile = |spell: Spell, decile| Spell { imd_decile: Given::Value(decile), ..spell };
    let people = vec![decile(spell(0, 0), 1), decile(spell(1, 0), 9), decile(spell(2, 2), 9)];
    let rows = Rows { people: Some(people), ..on_caseload(&[0; 3]) };
    let form = (0, 0, day(2026, 8, 3), 40.0);
    let rows = Rows { measures: Some(vec![totals(&[form])]), ..rows };
    let made = made_by(&rows, &SHIPPED, &ALL);
    let category = |id: &str| {
        let of = |category: &super::super::Category| {
            category.breakdown == Breakdown::ImdQuintile.name() && category.id == id
        };
        made.figures.categories.iter().position(of).unwrap()
    };
    let of = |id: &str, unit, quintile: &str| {
        let counts = made.counts(id, unit, category(quintile));
        counts.map(|counts| [counts.eligible, counts.known, counts.achieved])
    };
    assert_eq!([PROVIDER, NORTH, SOUTH].map(|unit| of("caseload", unit, "9-10").unwrap()[0]), [2, 1, 1]);
    assert_eq!([PROVIDER, NORTH].map(|unit| of("caseload", unit, "1-2").unwrap()[0]), [1, 1]);
    assert_eq!([SOUTH, OF_TEAM[0], OF_TEAM[2]].map(|unit| of("caseload", unit, "1-2")), [None; 3]);
    assert_eq!(of("coverage.reqol-20", NORTH, "1-2"), Some([1, 1, 1]));
    assert_eq!(of("coverage.reqol-20", NORTH, "9-10"), Some([1, 1, 0]), "nobody of them filled one in");
    assert_eq!(of("score.reqol-20.total", PROVIDER, "9-10"), Some([2, 0, 0]));
    assert_eq!(made.of("coverage.reqol-20", OF_TEAM[0]), Some([2, 2, 1]));
}

#[test]
fn what_is_known_of_somebody_is_what_their_latest_spell_says() {
    let decile = |spell: Spell, start, decile| Spell { start, imd_decile: Given::Value(decile), ..spell };
    let spells = vec![
        decile(Spell { order: 0, ..spell(0, 0) }, day(2025, 3, 1), 5),
        decile(Spell { order: 1, ..spell(0, 0) }, day(2024, 3, 1), 1),
        decile(Spell { order: 2, ..spell(0, 0) }, day(2026, 10, 1), 9),
    ];
    case(caseloads(spells, Breakdown::ImdQuintile), &[("5-6", 1)]);
}
