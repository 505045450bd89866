//! What a release is made of, and how its figures are found in it.

use super::super::cell::{Cell, Numbers};
use super::super::{Counted, EVERYBODY, Exact, Trend, close_small_units, each_once, protect};
use super::{CASELOAD, COVERAGE, Counts, Family, FigureKind, Figures, Key, Level, Provider, ledger, release_of};
use super::{everybody, indicator, units};
use crate::definitions::settings::Quarters;
use crate::period::Period;
use std::collections::BTreeMap;

fn count(known: u64) -> Cell {
    Cell::shown(Numbers { known, eligible: known, ..Numbers::default() })
}

fn period(id: &str) -> Period {
    Period::parse(id, Quarters::Financial).unwrap()
}

#[test]
fn every_withheld_row_is_counted_once_and_with_its_reason() {
    // One of thirteen was not reached; whoever has the other coverages could work that out.
    let mut provider = Provider::new(&[&[(13, 12), (40, 20)], &[(30, 15)]]);
    let of = |provider: &Provider| {
        let (cells, protection) = super::super::cells(&provider.source()).unwrap();
        (cells[0].values().filter(|cell| cell.is_withheld()).count() as u64, protection)
    };
    let (withheld, protection) = of(&provider);
    assert_eq!((protection.small, protection.earlier), (1, 0));
    assert!(protection.second > 0 && protection.small + protection.second == withheld, "{protection:?}");
    assert!(protection.strength.attacked > 0 && protection.ledger.is_empty(), "{protection:?}");
    let mut earlier = ledger::told(&provider);
    earlier.sha256 = "abc".to_owned();
    earlier.figures.insert(ledger::spot(&provider, 5, CASELOAD), crate::intake::Told::Withheld);
    provider.ledger.push(earlier);
    let (withheld, protection) = of(&provider);
    assert_eq!(protection.ledger, [("2026-27-Q2".to_owned(), "abc".to_owned())]);
    assert!(protection.earlier > 0, "{protection:?}");
    assert_eq!(protection.small + protection.second + protection.earlier, withheld);
}

/// Which groups there are would describe the few.
#[test]
fn a_unit_whose_caseload_is_withheld_has_no_groups_and_shows_only_what_it_says_of_itself() {
    let indicators = [
        (Family::Caseload, FigureKind::Count),
        (Family::CoverageAny, FigureKind::Share),
        (Family::Reviewed, FigureKind::Share),
        (Family::Checklist, FigureKind::Share),
    ];
    let mut indicators = indicators.map(|(family, figure)| indicator(family, figure));
    (indicators[2].counted, indicators[3].counted) = (Counted::Goals, Counted::Teams);
    let key = |indicator, unit, category| Key { indicator, unit, category };
    let mut cells = BTreeMap::from([
        (key(CASELOAD, 1, EVERYBODY), Cell::withheld()),
        (key(CASELOAD, 1, 1), count(0)),
        (key(COVERAGE, 1, 1), count(0)),
        (key(2, 1, EVERYBODY), count(29)),
        (key(3, 1, EVERYBODY), count(1)),
        // Here a group is small, or another figure is, and not the unit.
        (key(CASELOAD, 2, EVERYBODY), count(30)),
        (key(CASELOAD, 2, 1), Cell::withheld()),
        (key(COVERAGE, 2, EVERYBODY), Cell::withheld()),
        (key(COVERAGE, 2, 2), count(20)),
    ]);
    assert_eq!(close_small_units(&mut cells.clone(), &indicators[1..]), 0, "there is no caseload to go by");
    assert_eq!(close_small_units(&mut cells, &indicators), 1);
    assert!(cells[&key(2, 1, EVERYBODY)].is_withheld() && cells[&key(3, 1, EVERYBODY)].numbers().is_some());
    let left: Vec<(usize, usize, usize)> = cells.keys().map(|key| (key.indicator, key.unit, key.category)).collect();
    assert_eq!(left, [(0, 1, 0), (0, 2, 0), (0, 2, 1), (1, 2, 0), (1, 2, 2), (2, 1, 0), (3, 1, 0)]);
}

#[test]
fn a_period_that_comes_twice_is_one_with_what_the_first_lacked() {
    let key = |indicator| Key { indicator, unit: 0, category: EVERYBODY };
    let known = |known| Counts { known, ..Counts::default() };
    let figures = |id, counts: &[(usize, u64)]| Figures {
        period: period(id),
        categories: Vec::new(),
        counts: counts.iter().map(|(indicator, n)| (key(*indicator), known(*n))).collect(),
    };
    let once = each_once(vec![
        figures("2026-27-Q2", &[(0, 40)]),
        figures("2026-27-Q1", &[(0, 30)]),
        figures("2026-27-Q2", &[(0, 99), (1, 7)]),
    ]);
    let found: Vec<(&str, Vec<u64>)> = once
        .iter()
        .map(|own| (own.period.id.as_str(), own.counts.values().map(|counts| counts.known).collect()))
        .collect();
    assert_eq!(found, [("2026-27-Q2", vec![40, 7]), ("2026-27-Q1", vec![30])]);
}

#[test]
fn a_figure_is_found_by_its_name_and_unit() {
    let mut release = release_of(1, &[0, 0]);
    let named = |id: &str| super::Indicator { id: id.to_owned(), ..indicator(Family::Caseload, FigureKind::Count) };
    release.indicators = vec![named("caseload"), named("coverage.any")];
    let key = |indicator, unit, category| Key { indicator, unit, category };
    release.cells = BTreeMap::from([(key(1, 2, EVERYBODY), count(20)), (key(1, 2, 3), count(8))]);
    release.previous = BTreeMap::from([(key(1, 2, EVERYBODY), count(18))]);
    let reading = crate::stats::trend(&[], &[], &crate::stats::TrendRules::NATIONAL);
    let trend = |indicator, unit| Trend {
        indicator,
        unit,
        points: Vec::new(),
        reading: reading.clone(),
        rebases: Vec::new(),
    };
    release.trends = vec![trend(0, 2), trend(1, 1), trend(1, 2)];
    assert_eq!(["caseload", "coverage.any", "other"].map(|id| release.indicator(id)), [Some(0), Some(1), None]);
    assert_eq!((release.cell("coverage.any", 2), release.in_category("coverage.any", 2, 3)), (&count(20), &count(8)));
    assert_eq!((release.cell("caseload", 2), release.cell("other", 2)), (&Cell::nothing(), &Cell::nothing()));
    assert_eq!((release.last("coverage.any", 2), release.last("coverage.any", 1)), (Some(&count(18)), None));
    assert_eq!(release.trend("coverage.any", 2), Some(&trend(1, 2)));
    assert_eq!((release.trend("coverage.any", 3), release.trend("other", 2)), (None, None));
    assert_eq!(release.cells().count(), 2);
}

#[test]
fn units_stand_by_name_whatever_its_capitals() {
    let mut release = release_of(1, &[0, 0, 0]);
    assert_eq!(release.units, units(1, &[0, 0, 0]));
    for (unit, name) in [(2, "north"), (3, "East"), (4, "West")] {
        release.units[unit].name = name.to_owned();
    }
    let at = |level| release.by_name(level).into_iter().map(|(unit, _)| unit).collect::<Vec<_>>();
    assert_eq!([Level::Provider, Level::Service, Level::Team].map(at), [vec![0], vec![1], vec![3, 2, 4]]);
}

#[test]
fn a_release_shows_each_period_with_its_own_figures() {
    let of = |team, id| {
        let figures = Provider::new(&[&[team]]).periods.remove(0);
        Figures { period: period(id), categories: vec![everybody()], ..figures }
    };
    let (current, previous) = (of((30, 12), "2026-27-Q2"), of((40, 20), "2026-27-Q1"));
    let provider = Provider::new(&[&[(30, 12)]]);
    let units = crate::indicators::Units { list: provider.units.clone(), of_team: BTreeMap::new() };
    let definitions = crate::definitions::load(None).unwrap_or_else(|faults| panic!("{faults}"));
    let exact = Exact {
        series: vec![of((50, 25), "2025-26-Q4"), previous.clone(), current.clone()],
        current,
        previous: Some(previous),
        ledger: Vec::new(),
        faults_by_team: BTreeMap::new(),
    };
    let release = protect(exact, &units, provider.indicators, &definitions).unwrap();
    let known = |cell: &Cell| cell.numbers().map(|numbers| numbers.known);
    assert_eq!((known(release.cell("Caseload", 2)), release.period.id.as_str()), (Some(30), "2026-27-Q2"));
    assert_eq!(release.last("Caseload", 2).and_then(known), Some(40));
    assert_eq!(release.row_faults.len(), 1);
}
