//! Open tables of a release made by hand.

use super::super::cell::{Cell, Numbers};
use super::super::{CriterionFigure, EVERYBODY, Reach, Release, Trend, TrendPoint, ValueFigure, national, tables};
use super::{Category, Family, FigureKind, Indicator, Key, indicator, release_of};
use crate::definitions::settings::Quarters;
use crate::definitions::{Definitions, load};
use crate::period::Period;
use crate::stats::trend::Limits;
use crate::stats::{Interval, Lines, Method, PointSignal, Rule, Toward, TrendRules, trend};
use crate::table::Table;
use std::collections::BTreeMap;

fn definitions() -> Definitions {
    load(None).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Rows with a bar between their fields.
fn rows(table: Table) -> Vec<String> {
    table.rows.iter().map(|row| row.join("|")).collect()
}

/// A provider, a service and a team; everybody and one gender.
fn release() -> Release {
    let mut release = release_of(1, &[0]);
    release.categories.push(Category { breakdown: "gender", id: "2".to_owned() });
    for (unit, name) in ["Trust", "North", "East"].into_iter().enumerate() {
        release.units[unit].name = name.to_owned();
    }
    let named = |family, figure, id: &str, label: &str| Indicator {
        id: id.to_owned(),
        label: label.to_owned(),
        ..indicator(family, figure)
    };
    release.indicators = vec![
        named(Family::Caseload, FigureKind::Count, "caseload", "People"),
        named(Family::CoverageAny, FigureKind::Share, "coverage.any", "Rated"),
        named(Family::Score, FigureKind::Mean, "score", "Score"),
        Indicator { reach: Reach::Units, ..named(Family::Caseload, FigureKind::Count, "part", "Part") },
    ];
    let key = |indicator, unit, category| Key { indicator, unit, category };
    let of = |known, eligible| Numbers { known, eligible, ..Numbers::default() };
    let (value, lower, upper) = (Some(25.0), Some(11.5), Some(47.0));
    release.cells = BTreeMap::from([
        (key(0, 2, EVERYBODY), Cell::shown(of(20, 20))),
        (key(1, 0, EVERYBODY), Cell::shown(Numbers { achieved: Some(5), value, lower, upper, ..of(20, 25) })),
        (key(1, 2, 1), Cell::withheld()),
        (key(2, 0, EVERYBODY), Cell::nothing()),
        (key(2, 1, EVERYBODY), Cell::shown(Numbers { value: Some(21.5), ..of(12, 12) })),
        (key(3, 0, EVERYBODY), Cell::shown(of(9, 9))),
    ]);
    release
}

/// Figures of which nothing is known have no row, nor has what stands in reports only.
#[test]
fn figures_stand_by_unit_and_group_and_a_withheld_one_says_so() {
    let expected = [
        "2026-27-Q2|2026-07-01|2026-09-30|provider|0|Trust|all|all|coverage.any|Rated|5|20|25|25|11.5|47|percent|yes|",
        "2026-27-Q2|2026-07-01|2026-09-30|service|1|North|all|all|score|Score||12|12|21.5|||points|yes|",
        "2026-27-Q2|2026-07-01|2026-09-30|team|2|East|all|all|caseload|People||20|20||||people|yes|",
        "2026-27-Q2|2026-07-01|2026-09-30|team|2|East|gender|2|coverage.any|Rated|||||||percent|no|\
         withheld (fewer than 5 in a part)",
    ];
    assert_eq!(rows(tables::indicators(&release(), &definitions().wording)), expected);
}

#[test]
fn in_the_national_layout_each_number_has_a_row_and_a_withheld_one_an_asterisk() {
    let expected = [
        "Provider|0|Trust|NONE|NONE|coverage.any.numerator|Rated: number|5",
        "Provider|0|Trust|NONE|NONE|coverage.any.denominator|Rated: out of how many|20",
        "Provider|0|Trust|NONE|NONE|coverage.any|Rated|25",
        "Service|1|North|NONE|NONE|score.denominator|Score: out of how many|12",
        "Service|1|North|NONE|NONE|score|Score|21.5",
        "Team|2|East|NONE|NONE|caseload|People|20",
        "Team; Gender|2|East|2|Female|coverage.any.numerator|Rated: number|*",
        "Team; Gender|2|East|2|Female|coverage.any.denominator|Rated: out of how many|*",
        "Team; Gender|2|East|2|Female|coverage.any|Rated|*",
    ];
    let found = rows(national(&release(), &definitions().wording));
    assert_eq!(found, expected.map(|row| format!("2026-07-01|2026-09-30|Local|{row}")));
}

#[test]
fn criteria_stand_before_the_value_that_they_make() {
    let mut definitions = definitions();
    definitions.framework.values.truncate(2);
    for (at, value) in definitions.framework.values.iter_mut().enumerate() {
        value.id = format!("v{at}");
        value.criteria.truncate(1);
        let criterion = &mut value.criteria[0];
        (criterion.id, criterion.target) = (format!("c{at}"), (at == 0).then_some(80.0));
        criterion.indicator = ["coverage.any", "score"][at].to_owned();
    }
    let numbers =
        Numbers { known: 20, value: Some(62.5), lower: Some(40.0), upper: Some(80.0), ..Numbers::default() };
    let criterion = |unit, value, now| CriterionFigure { unit, value, criterion: 0, now, last: None };
    let value = |unit, value, attained: Option<f64>| ValueFigure {
        unit,
        value,
        attained,
        interval: attained.map(|_| Interval { lower: 40.0, upper: 80.0 }),
        with_evidence: usize::from(attained.is_some()),
        criteria: 1,
    };
    let mut release = release();
    release.criteria = vec![
        criterion(0, 0, Cell::shown(numbers)),
        criterion(0, 1, Cell::withheld()),
        criterion(1, 0, Cell::nothing()),
    ];
    release.values = vec![value(0, 0, Some(62.5)), value(0, 1, None), value(1, 0, None)];
    let expected = [
        "provider|0|v0|c0|coverage.any|62.5|80|40|80|20|yes|",
        "provider|0|v0|||62.5||40|80||yes|1 of 1 criteria had evidence",
        "provider|0|v1|c1|score||||||no|withheld (fewer than 5 in a part)",
        "provider|0|v1||||||||no|0 of 1 criteria had evidence",
        "service|1|v0|c0|coverage.any||80||||no|no record",
        "service|1|v0||||||||no|0 of 1 criteria had evidence",
    ];
    assert_eq!(rows(tables::values(&release, &definitions)), expected.map(|row| format!("2026-27-Q2|{row}")));
}

#[test]
fn a_point_of_a_trend_stands_beside_its_lines_and_what_marks_it() {
    let quarter = |at: usize| Period::parse(&format!("2026-27-Q{}", at + 1), Quarters::Financial).unwrap();
    let shown = |value| Cell::shown(Numbers { value: Some(value), ..Numbers::default() });
    let cells = [shown(40.0), Cell::withheld(), shown(60.0), shown(61.0)];
    let points = cells.into_iter().enumerate().map(|(at, cell)| TrendPoint { period: quarter(at), cell }).collect();
    let mut reading = trend(&[], &[], &TrendRules::NATIONAL);
    let limits = Some(Limits { lower: 30.0, upper: 70.0 });
    let process = Lines { method: Method::Process, centre: Some(50.0), limits, too_few: false };
    reading.lines =
        vec![Lines { method: Method::RunChart, limits: None, too_few: true, ..process }, process, process];
    let mark = |toward| Some(PointSignal { rule: Rule::Outside, toward });
    reading.marks = vec![None, mark(Toward::Higher), mark(Toward::Lower)];
    let mut release = release();
    release.trends = vec![Trend { indicator: 1, unit: 0, points, reading, rebases: Vec::new() }];
    let expected = [
        "2026-27-Q1|2026-06-30|40|50|||too few points|run chart",
        "2026-27-Q2|2026-09-30||50|30|70|higher|process chart",
        "2026-27-Q3|2026-12-31|60|50|30|70|lower|process chart",
        "2026-27-Q4|2027-03-31|61|||||",
    ];
    assert_eq!(rows(tables::trends(&release)), expected.map(|row| format!("coverage.any|provider|0|{row}")));
}
