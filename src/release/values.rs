//! How far a service lives up to its own values, worked out from protected cells: each criterion on a line from 0 to 100,
//! and for each value the mean of its criteria that had evidence. There is no figure across values.

use super::cell::{Cell, Numbers};
use super::{Release, Unit};
use crate::definitions::{Criterion, Framework};
use crate::stats::Interval;

/// One criterion of one unit.
#[derive(Debug, Clone, PartialEq)]
pub struct CriterionFigure {
    /// Positions of unit, value, and criterion within the value.
    pub unit: usize,
    pub value: usize,
    pub criterion: usize,
    /// Value, lower and upper on the line from 0 to 100; counts as in the indicator.
    pub now: Cell,
    /// The quarter before; `None` when there was none.
    pub last: Option<Cell>,
}

/// One value of one unit.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueFigure {
    pub unit: usize,
    pub value: usize,
    /// 0 to 100: weighted mean of the criteria with evidence; absent when fewer than the framework asks for had any.
    pub attained: Option<f64>,
    /// An interval that holds whatever the criteria have in common; absent where one of them has none. The same people answer
    /// for several criteria, and how much these go together is not known once figures are all there is: so it is taken
    /// that they go together wholly, which makes it as wide as it can be.
    pub interval: Option<Interval>,
    pub with_evidence: usize,
    pub criteria: usize,
}

pub fn criteria(release: &Release, framework: &Framework) -> Vec<CriterionFigure> {
    let units = 0..release.units.len();
    units.flat_map(|unit| criteria_of(release, framework, unit)).collect()
}

fn criteria_of(release: &Release, framework: &Framework, unit: usize) -> Vec<CriterionFigure> {
    let values = framework.values.iter().enumerate();
    let criteria = values.flat_map(|(at, value)| value.criteria.iter().enumerate().map(move |c| (at, c)));
    criteria
        .map(|(value, (criterion, definition))| CriterionFigure {
            unit,
            value,
            criterion,
            now: attained(release.cell(&definition.indicator, unit), definition),
            last: release.last(&definition.indicator, unit).map(|cell| attained(cell, definition)),
        })
        .collect()
}

/// The cell on the line from 0 to 100. What is withheld stays withheld.
fn attained(cell: &Cell, criterion: &Criterion) -> Cell {
    let Some(numbers) = cell.numbers() else { return cell.clone() };
    let on_line = |value: Option<f64>| value.map(|value| criterion.takes.attained(value).clamp(0.0, 100.0));
    let (one, other) = (on_line(numbers.lower), on_line(numbers.upper));
    // Taking the rest, or a scale on which lower is better, turns the interval round.
    let (lower, upper) = if one > other { (other, one) } else { (one, other) };
    Cell::shown(Numbers { value: on_line(numbers.value), lower, upper, spread: None, ..*numbers })
}

pub fn values(release: &Release, framework: &Framework) -> Vec<ValueFigure> {
    let units: Vec<(usize, &Unit)> = release.units.iter().enumerate().collect();
    let pairs = units.iter().flat_map(|(unit, _)| (0..framework.values.len()).map(move |value| (*unit, value)));
    pairs.map(|(unit, value)| value_of(release, framework, unit, value)).collect()
}

fn value_of(release: &Release, framework: &Framework, unit: usize, value: usize) -> ValueFigure {
    let definition = &framework.values[value];
    let own = release.criteria.iter().filter(|figure| figure.unit == unit && figure.value == value);
    let evidence: Vec<(&Numbers, f64)> = own
        .filter_map(|figure| Some((figure.now.numbers()?, definition.criteria[figure.criterion].weight)))
        .collect();
    let criteria = definition.criteria.len();
    let enough = !evidence.is_empty() && evidence.len() as f64 >= framework.min_evidence * criteria as f64;
    let mean = |end: fn(&Numbers) -> Option<f64>| weighted_mean(&evidence, end).filter(|_| enough);
    ValueFigure {
        unit,
        value,
        attained: mean(|numbers| numbers.value),
        interval: mean(|numbers| numbers.lower)
            .zip(mean(|numbers| numbers.upper))
            .map(|(lower, upper)| Interval { lower, upper }),
        with_evidence: evidence.len(),
        criteria,
    }
}

/// `None` where one of them lacks the number.
fn weighted_mean(evidence: &[(&Numbers, f64)], number: fn(&Numbers) -> Option<f64>) -> Option<f64> {
    let weights: f64 = evidence.iter().map(|(_, weight)| weight).sum();
    let sum: Option<f64> = evidence.iter().map(|(numbers, weight)| Some(number(numbers)? * weight)).sum();
    sum.map(|sum| sum / weights)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definitions::Takes;

    fn framework() -> Framework {
        crate::definitions::load(None).unwrap_or_else(|faults| panic!("{faults}")).framework
    }

    fn figure(value: f64, lower: Option<f64>, upper: Option<f64>) -> Cell {
        Cell::shown(Numbers { known: 20, value: Some(value), lower, upper, spread: Some(9.0), ..Numbers::default() })
    }

    #[test]
    fn a_criterion_stands_on_the_line_from_nothing_to_everything() {
        let of = |takes, value, lower, upper| {
            let criterion = Criterion { takes, ..framework().values[0].criteria[0].clone() };
            let attained = attained(&figure(value, Some(lower), Some(upper)), &criterion);
            let numbers = *attained.numbers().unwrap();
            assert_eq!((numbers.known, numbers.spread), (20, None));
            [numbers.value, numbers.lower, numbers.upper].map(Option::unwrap)
        };
        assert_eq!(of(Takes::Share, 70.0, 60.0, 78.0), [70.0, 60.0, 78.0]);
        assert_eq!(of(Takes::Share, 0.0, 0.0, 100.0), [0.0, 0.0, 100.0]);
        assert_eq!(of(Takes::Rest, 70.0, 60.0, 78.0), [30.0, 22.0, 40.0]);
        assert_eq!(of(Takes::Mean { lowest: 10.0, highest: 50.0 }, 30.0, 20.0, 60.0), [50.0, 25.0, 100.0]);
        assert_eq!(of(Takes::Mean { lowest: 50.0, highest: 10.0 }, 20.0, 10.0, 30.0), [75.0, 50.0, 100.0]);
        assert!(attained(&Cell::withheld(), &framework().values[0].criteria[0]).is_withheld());
    }

    /// A value of so many criteria, the second of which weighs three times as much, with evidence for the first of them.
    fn value(criteria: usize, evidence: &[Cell]) -> ValueFigure {
        let mut framework = framework();
        let one = framework.values[0].criteria[0].clone();
        framework.values[0].criteria =
            (0..criteria).map(|at| Criterion { weight: if at == 1 { 3.0 } else { 1.0 }, ..one.clone() }).collect();
        framework.min_evidence = 0.5;
        let mut release = crate::release::tests::release_of(1, &[0]);
        let of = |unit, value| {
            let own = evidence.iter().enumerate();
            own.map(move |(criterion, now)| CriterionFigure { unit, value, criterion, now: now.clone(), last: None })
        };
        release.criteria = of(2, 0).collect();
        // Neither another unit's figures nor those of another value have a part in it.
        let others = [(1, 0), (2, 1)].into_iter().flat_map(|(unit, value)| of(unit, value));
        release
            .criteria
            .extend(others.map(|own| CriterionFigure { now: figure(10.0, Some(1.0), Some(99.0)), ..own }));
        value_of(&release, &framework, 2, 0)
    }

    #[test]
    fn a_value_is_the_weighted_mean_of_its_criteria() {
        let (one, other) = (figure(40.0, Some(30.0), Some(50.0)), figure(80.0, Some(60.0), Some(90.0)));
        let found = value(2, &[one.clone(), other]);
        assert_eq!((found.attained, found.with_evidence, found.criteria), (Some(70.0), 2, 2));
        assert_eq!(found.interval, Some(Interval { lower: 52.5, upper: 80.0 }));
        let without = value(2, &[one, figure(80.0, None, None)]);
        assert_eq!((without.attained, without.interval), (Some(70.0), None));
    }

    #[test]
    fn a_value_with_evidence_for_fewer_than_half_of_its_criteria_has_no_figure() {
        let one = figure(40.0, Some(30.0), Some(50.0));
        assert_eq!(value(2, std::slice::from_ref(&one)).attained, Some(40.0));
        let of_three = value(3, &[one]);
        assert_eq!((of_three.attained, of_three.interval, of_three.with_evidence), (None, None, 1));
        assert_eq!(value(0, &[]).attained, None);
        assert_eq!(value(2, &[Cell::withheld(), Cell::nothing()]).with_evidence, 0);
    }

    /// One value of two criteria: of the second, which takes the rest, nothing may be shown.
    #[test]
    fn every_unit_has_its_criteria_and_the_values_that_they_make() {
        let mut framework = framework();
        framework.values.truncate(1);
        let one = framework.values[0].criteria[0].clone();
        let criterion = |id: &str, takes| Criterion { indicator: id.to_owned(), takes, ..one.clone() };
        framework.values[0].criteria = vec![criterion("a", Takes::Share), criterion("b", Takes::Rest)];
        framework.min_evidence = 0.5;
        let mut release = crate::release::tests::release_of(1, &[0]);
        let all = crate::indicators::all_paired(
            &crate::definitions::load(None).unwrap_or_else(|faults| panic!("{faults}")),
            false,
        );
        let named = |id: &str| super::super::Indicator { id: id.to_owned(), ..all[0].clone() };
        release.indicators = vec![named("a"), named("b")];
        let key = |indicator| super::super::Key { indicator, unit: 2, category: super::super::EVERYBODY };
        release.cells = [(key(0), figure(70.0, None, None)), (key(1), Cell::withheld())].into();
        release.previous = [(key(0), figure(60.0, None, None))].into();
        release.criteria = criteria(&release, &framework);
        let found: Vec<_> = release.criteria.iter().map(|own| (own.unit, own.criterion, own.now.value())).collect();
        assert_eq!(found, [(0, 0, None), (0, 1, None), (1, 0, None), (1, 1, None), (2, 0, Some(70.0)), (2, 1, None)]);
        let last: Vec<Option<f64>> =
            release.criteria.iter().map(|own| own.last.as_ref().and_then(Cell::value)).collect();
        assert_eq!(last, [None, None, None, None, Some(60.0), None]);
        assert!(release.criteria[5].now.is_withheld() && release.criteria[5].last.is_none());
        let values: Vec<_> = values(&release, &framework).iter().map(|own| (own.unit, own.attained)).collect();
        assert_eq!(values, [(0, None), (1, None), (2, Some(70.0))]);
    }
}
