//! Outputs that exist already, attacked from what they print.

use super::super::outputs::{OutputsError, attack};
use super::ledger::{spot, told};
use super::{CASELOAD, COVERAGE, Provider};
use crate::intake::{Earlier, Told};

/// Services of 15 and 29 people; one team of three would be the first service less its other team.
fn provider() -> Provider {
    Provider::new(&[&[(3, 2), (12, 6)], &[(9, 4), (20, 8)]])
}

fn print_again(output: &mut Earlier, provider: &Provider, unit: usize) {
    for indicator in [CASELOAD, COVERAGE] {
        let counts =
            provider.periods[0].counts.iter().find(|(key, _)| (key.unit, key.indicator) == (unit, indicator));
        let counts = counts.unwrap().1;
        let achieved = (indicator == COVERAGE).then_some(counts.achieved);
        let row = Told::Row { achieved, known: counts.known, eligible: counts.eligible, value: None };
        output.figures.insert(spot(provider, unit, indicator), row);
    }
}

#[test]
fn what_we_protect_holds() {
    let provider = provider();
    let tried = attack(&[told(&provider)], &provider.indicators).unwrap();
    assert!(tried.withheld >= 4, "{tried:?}");
    assert_eq!((tried.unsettled, &tried.found), (0, &Vec::new()));
}

#[test]
fn a_small_team_is_found_when_only_it_is_withheld() {
    let provider = provider();
    let mut output = told(&provider);
    print_again(&mut output, &provider, 4);
    let tried = attack(&[output], &provider.indicators).unwrap();
    let found: Vec<(&str, u64)> =
        tried.found.iter().map(|found| (found.spot.unit.as_str(), found.possible)).collect();
    assert!(found.contains(&("3", 1)), "{found:?}");
}

#[test]
fn two_outputs_that_hold_alone_are_found_together() {
    let provider = provider();
    let (one, mut other) = (told(&provider), told(&provider));
    print_again(&mut other, &provider, 4);
    other.figures.retain(|spot, _| spot.unit == "4");
    assert_eq!(attack(std::slice::from_ref(&one), &provider.indicators).unwrap().found, []);
    assert_eq!(attack(std::slice::from_ref(&other), &provider.indicators).unwrap().found, []);
    assert!(!attack(&[one, other], &provider.indicators).unwrap().found.is_empty());
}

#[test]
fn a_number_that_differs_by_a_few_people_between_two_outputs_is_found() {
    let then = told(&Provider::new(&[&[(20, 10)]]));
    let now = Provider::new(&[&[(22, 11)]]);
    let tried = attack(&[then, told(&now)], &now.indicators).unwrap();
    assert!(tried.found.iter().any(|found| found.spot.unit == "0"), "{tried:?}");
}

#[test]
fn teams_that_share_people_are_not_added_up() {
    // 18 people in a service of which one team alone lists 20: nothing adds up, and the small team is not 18 less the others.
    let mut provider = Provider::new(&[&[(20, 5), (20, 5), (3, 0)], &[(30, 12)]]);
    for (key, counts) in &mut provider.periods[0].counts {
        let shared = if key.unit < 2 { 25 } else { 0 };
        (counts.known, counts.eligible) = (counts.known - shared, counts.eligible - shared);
        counts.people.known -= shared;
        counts.people.not_achieved = counts.known - counts.achieved;
    }
    let tried = attack(&[told(&provider)], &provider.indicators).unwrap();
    assert!(tried.withheld > 0 && tried.holds(), "{tried:?}");
}

#[test]
fn what_cannot_be_tried_is_not_called_safe() {
    let provider = provider();
    let mut output = told(&provider);
    for indicator in [CASELOAD, COVERAGE] {
        output.figures.insert(spot(&provider, 1, indicator), Told::Withheld);
    }
    let tried = attack(&[output], &provider.indicators).unwrap();
    assert!(tried.holds(), "{tried:?}");
    assert!(!super::super::outputs::Tried { unsettled: 1, ..tried }.holds());
}

#[test]
fn an_output_that_does_not_name_its_units_cannot_be_tried() {
    let provider = provider();
    let output = Earlier { units: Vec::new(), ..told(&provider) };
    assert_eq!(attack(&[output], &provider.indicators), Err(OutputsError::NoUnits("out-1".to_owned())));
}
