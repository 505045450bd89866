//! Two outputs side by side.

use super::{CASELOAD, COVERAGE, FigureKind, Provider};
use crate::definitions::ReleaseProfile;
use crate::indicators::Mean;
use crate::intake::{Earlier, PrintedUnit, Spot, Told};
use std::collections::BTreeMap;

/// What an output of this provider tells, but for what is changed afterwards.
pub fn told(provider: &Provider) -> Earlier {
    let released = provider.released().unwrap();
    let figures = released.iter().map(|(key, shown)| {
        let counts = &provider.periods[0].counts[key];
        let (known, achieved) = (counts.known, (key.indicator == COVERAGE).then_some(counts.achieved));
        let row = Told::Row { achieved, known, eligible: counts.eligible, value: counts.mean.map(|mean| mean.value) };
        (spot(provider, key.unit, key.indicator), if *shown { row } else { Told::Withheld })
    });
    let (folder, period, sha256) = ("out-1".to_owned(), "2026-27-Q2".to_owned(), String::new());
    let service = |at: usize| provider.units[at].id.clone();
    let unit = |unit: &super::Unit| PrintedUnit {
        level: unit.level.name().to_owned(),
        id: unit.id.clone(),
        service: unit.service.map(service),
    };
    let (rules, units) = (provider.rules.clone(), provider.units.iter().map(unit).collect());
    Earlier {
        folder,
        period,
        sha256,
        rules,
        units,
        method: Default::default(),
        pairing: String::new(),
        pairing_restricts: false,
        figures: figures.collect::<BTreeMap<_, _>>(),
    }
}

pub fn spot(provider: &Provider, unit: usize, indicator: usize) -> Spot {
    Spot {
        period: "2026-27-Q2".to_owned(),
        level: provider.units[unit].level.name().to_owned(),
        unit: unit.to_string(),
        breakdown: "all".to_owned(),
        category: "all".to_owned(),
        indicator: provider.indicators[indicator].id.clone(),
    }
}

fn caseload(known: u64) -> Told {
    Told::Row { achieved: None, known, eligible: known, value: None }
}

#[test]
fn the_same_data_beside_their_own_output_come_out_the_same() {
    let mut provider = Provider::new(&[&[(3, 2), (12, 6), (15, 8)], &[(9, 4), (20, 8)]]);
    let before = provider.released().unwrap();
    provider.ledger.push(told(&provider));
    assert_eq!(provider.released().unwrap(), before);
}

#[test]
fn another_second_figure_is_taken_where_the_usual_one_was_printed_before() {
    let mut provider = Provider::new(&[&[(3, 2), (12, 6), (15, 8)], &[(9, 4), (20, 8)]]);
    let usual = (4..6).find(|unit| !provider.shown(CASELOAD)[*unit]).unwrap();
    let other = 9 - usual;
    let mut earlier = told(&provider);
    earlier.figures.insert(spot(&provider, usual, CASELOAD), caseload([12, 15][usual - 4]));
    // The other one's coverage would tell its caseload too.
    for indicator in [CASELOAD, COVERAGE] {
        earlier.figures.remove(&spot(&provider, other, indicator));
    }
    provider.ledger.push(earlier);
    let shown = provider.shown(CASELOAD);
    assert!(!shown[3] && !shown[other], "{shown:?}");
}

#[test]
fn what_an_earlier_output_withheld_stays_withheld() {
    let mut provider = Provider::new(&[&[(10, 5), (12, 6)]]);
    assert!(provider.shown(CASELOAD).iter().all(|shown| *shown));
    let mut earlier = told(&provider);
    earlier.figures.insert(spot(&provider, 3, CASELOAD), Told::Withheld);
    provider.ledger.push(earlier);
    assert!(!provider.shown(CASELOAD)[3]);
}

#[test]
fn the_report_with_a_team_and_the_one_without_it_cannot_be_subtracted() {
    // 27 people with the third team, 22 without: of the five, two were reached.
    let without = Provider::new(&[&[(11, 5), (11, 5)]]);
    let mut with = Provider::new(&[&[(11, 5), (11, 5), (5, 2)]]);
    let mut earlier = told(&without);
    earlier.figures.retain(|spot, _| spot.level != "team");
    with.ledger.push(earlier);
    let shown = with.shown(COVERAGE);
    assert!(!shown[0] && !shown[1], "12 less 10 are two of five: {shown:?}");
}

#[test]
fn a_mean_that_one_person_was_added_to_does_not_tell_his_score() {
    let of = |known: u64, mean: f64| {
        let mut provider = Provider::new(&[&[(known, 0)]]);
        provider.indicators[COVERAGE].figure = FigureKind::Mean;
        for (key, counts) in &mut provider.periods[0].counts {
            counts.mean = (key.indicator == COVERAGE).then_some(Mean { value: mean, spread: None });
        }
        provider
    };
    let (then, mut now) = (of(6, 134.0 / 6.0), of(7, 153.0 / 7.0));
    assert!(now.shown(COVERAGE)[2]);
    now.ledger.push(told(&then));
    assert!(!now.shown(COVERAGE)[2], "153 less 134 is what the seventh scored");
}

#[test]
fn a_number_that_moved_by_many_is_shown() {
    let (then, mut now) = (Provider::new(&[&[(20, 10)]]), Provider::new(&[&[(30, 15)]]));
    now.ledger.push(told(&then));
    assert!(now.shown(COVERAGE).iter().all(|shown| *shown));
}

#[test]
fn a_small_number_that_was_printed_before_is_named_and_nothing_is_released() {
    let mut provider = Provider::new(&[&[(3, 2), (12, 6)]]);
    let mut earlier = told(&provider);
    earlier.figures.insert(spot(&provider, 2, CASELOAD), caseload(3));
    provider.ledger.push(earlier);
    let exposed = provider.released().unwrap_err();
    assert_eq!(exposed[0].unit, "2");
    assert_eq!(exposed[0].told_by.as_deref(), Some("out-1"));
    let mut harmless = told(&Provider::new(&[&[(3, 2), (12, 6)]]));
    harmless.folder = "out-0".to_owned();
    provider.ledger.insert(0, harmless);
    assert_eq!(provider.released().unwrap_err()[0].told_by.as_deref(), Some("out-1"));
}

#[test]
fn a_rounded_count_tells_no_more_than_where_it_lies() {
    let mut provider = Provider::new(&[&[(3, 0), (13, 0)], &[(20, 0)]]);
    let mut earlier = told(&provider);
    earlier.rules.profile = ReleaseProfile::Round;
    earlier.figures.insert(spot(&provider, 4, CASELOAD), caseload(15));
    provider.ledger.push(earlier);
    // 13 to 17 of a service of 16 leave from none to three for the small team: too little to hide it.
    let shown = provider.shown(CASELOAD);
    assert!(!shown[1], "{shown:?}");
}
