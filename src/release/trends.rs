//! Protected cells in a row: trends, judged from what may be shown and nothing else.

use super::cell::Cell;
use super::{EVERYBODY, Family, Indicator, Key};
use crate::definitions::indicator::fits;
use crate::definitions::{Definitions, Framework, Statistics};
use crate::indicators::{Eligible, Units};
use crate::period::Period;
use crate::stats::{self, Observed, Share};
use std::collections::{BTreeMap, BTreeSet};

/// One indicator of one unit over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// Positions in the release's lists.
    pub indicator: usize,
    pub unit: usize,
    /// Oldest first; a cell without numbers is a gap.
    pub points: Vec<TrendPoint>,
    /// What the points say, worked out from the cells shown.
    pub reading: stats::Trend,
    /// Where and why it was begun anew, as positions among the points.
    pub rebases: Vec<(usize, String)>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TrendPoint {
    pub period: Period,
    pub cell: Cell,
}

type Series = [(Period, BTreeMap<Key, Cell>)];

/// Positions of the indicators that earlier periods are asked for: those drawn over time, those a criterion takes, and what
/// records and teams showed, which stands beside the last cycle.
pub fn looked_at_over_time(indicators: &[Indicator], framework: &Framework) -> BTreeSet<usize> {
    let criteria: BTreeSet<&str> = framework.criteria().map(|c| c.indicator.as_str()).collect();
    let looked_at = |own: &Indicator| {
        let is_audited = matches!(own.family, Family::Audit | Family::Checklist);
        is_audited || criteria.contains(own.id.as_str()) || is_drawn(&own.id, framework)
    };
    (0..indicators.len()).filter(|&at| looked_at(&indicators[at])).collect()
}

fn is_drawn(id: &str, framework: &Framework) -> bool {
    framework.trends.iter().any(|pattern| fits(pattern, id))
}

/// The trends that the framework asks for, of every unit that has at least one point.
pub fn trends(series: &Series, indicators: &[Indicator], units: &Units, definitions: &Definitions) -> Vec<Trend> {
    let wanted = (0..indicators.len()).filter(|&at| is_drawn(&indicators[at].id, &definitions.framework));
    let pairs = wanted.flat_map(|indicator| (0..units.list.len()).map(move |unit| (indicator, unit)));
    let statistics = &definitions.statistics;
    pairs.filter_map(|(indicator, unit)| trend(series, indicators, statistics, (indicator, unit))).collect()
}

fn trend(
    series: &Series,
    indicators: &[Indicator],
    statistics: &Statistics,
    (indicator, unit): (usize, usize),
) -> Option<Trend> {
    let key = Key { indicator, unit, category: EVERYBODY };
    let points: Vec<TrendPoint> = series
        .iter()
        .map(|(period, cells)| TrendPoint {
            period: period.clone(),
            cell: cells.get(&key).cloned().unwrap_or(Cell::nothing()),
        })
        .skip_while(|point| !has_begun(&point.cell, &indicators[indicator]))
        .skip(settling(indicators[indicator].family, series))
        .collect();
    let observed: Vec<Observed> = points.iter().map(|point| observed(&point.cell)).collect();
    let rebases = rebases(&points, &indicators[indicator].id, statistics);
    let starts: Vec<usize> = rebases.iter().map(|(start, _)| *start).collect();
    let reading = stats::trend(&observed, &starts, &statistics.over_time);
    (!points.is_empty()).then_some(Trend { indicator, unit, points, reading, rebases })
}

fn observed(cell: &Cell) -> Observed {
    let share = cell.numbers().and_then(|numbers| {
        let (achieved, known) = (numbers.achieved? as f64, numbers.known as f64);
        (known > 0.0).then_some(Share { achieved, known })
    });
    Observed { value: cell.value(), share }
}

/// Where the service begins this series anew; where it does so at the first point or before, nothing is begun anew.
fn rebases(points: &[TrendPoint], id: &str, statistics: &Statistics) -> Vec<(usize, String)> {
    let own = statistics.rebases.iter().filter(|rebase| fits(&rebase.indicator, id));
    let placed = own.filter_map(|rebase| {
        let start = points.iter().position(|point| point.period.end >= rebase.from)?;
        (start > 0).then(|| (start, rebase.reason.clone()))
    });
    placed.collect::<BTreeMap<_, _>>().into_iter().collect()
}

/// Where everybody on the caseload counts as known, quarters before a record was kept show nobody reaching anything: such
/// a trend starts with the first that shows somebody. Any other starts with the first that has a figure.
fn has_begun(cell: &Cell, indicator: &Indicator) -> bool {
    let everybody = matches!(indicator.eligible, Eligible::Everybody | Eligible::EverybodyPairable);
    cell.numbers().is_some_and(|numbers| numbers.value.is_some() && !(everybody && numbers.achieved == Some(0)))
}

/// How many further points to leave out, because the stretch that a figure looks back on reaches to before the record.
fn settling(family: Family, series: &Series) -> usize {
    let looks_back_on = match family {
        Family::Coverage | Family::CoverageAny | Family::RoleHeld | Family::AnyValuedHeld | Family::Ascof => 12,
        Family::Reviewed => 6,
        _ => return 0,
    };
    let days = series.first().map_or(1, |(period, _)| (period.end - period.start).num_days());
    let months = if days > 31 { 3 } else { 1 };
    looks_back_on / months - 1
}

#[cfg(test)]
mod tests {
    use super::super::cell::Numbers;
    use super::super::{Counted, FigureKind, Reach};
    use super::*;
    use crate::definitions::Rebase;
    use crate::definitions::settings::Quarters;
    use crate::indicators::About;

    fn share(achieved: u64, known: u64) -> Cell {
        let value = (known > 0).then(|| 100.0 * achieved as f64 / known as f64);
        Cell::shown(Numbers { achieved: Some(achieved), known, eligible: known, value, ..Numbers::default() })
    }

    fn indicator(family: Family, eligible: Eligible) -> Indicator {
        let (id, label) = ("coverage.any".to_owned(), String::new());
        let (figure, counted, reach) = (FigureKind::Share, Counted::People, Reach::Groups);
        Indicator { id, label, family, figure, counted, eligible, reach, about: About::default() }
    }

    /// Quarters in a row, from April 2025 on.
    fn quarters(count: usize) -> Vec<Period> {
        let ids = (0..count).map(|at| format!("{}-{}-Q{}", 2025 + at / 4, 26 + at / 4, at % 4 + 1));
        ids.map(|id| Period::parse(&id, Quarters::Financial).unwrap()).collect()
    }

    fn definitions() -> Definitions {
        crate::definitions::load(None).unwrap_or_else(|faults| panic!("{faults}"))
    }

    fn statistics() -> Statistics {
        definitions().statistics
    }

    #[test]
    fn where_everybody_counts_as_known_a_trend_begins_with_the_first_who_was_reached() {
        for everybody in [Eligible::Everybody, Eligible::EverybodyPairable] {
            let own = indicator(Family::CoverageAny, everybody);
            assert!(!has_begun(&share(0, 20), &own) && has_begun(&share(1, 20), &own));
        }
        let own = indicator(Family::RoleHeld, Eligible::Caseload);
        assert!(has_begun(&share(0, 20), &own));
        assert!(!has_begun(&share(0, 0), &own) && !has_begun(&Cell::withheld(), &own));
    }

    /// A figure that looks back on a year has looked back on a whole one from the fourth quarter, or the twelfth month, on.
    #[test]
    fn a_trend_leaves_out_points_that_look_back_to_before_the_record() {
        let in_quarters: Vec<(Period, BTreeMap<Key, Cell>)> =
            quarters(2).into_iter().map(|quarter| (quarter, BTreeMap::new())).collect();
        let month = Period::month_holding(in_quarters[0].0.start);
        let in_months = [(month, BTreeMap::new())];
        let of = |family| (settling(family, &in_quarters), settling(family, &in_months));
        assert_eq!(of(Family::CoverageAny), (3, 11));
        assert_eq!(of(Family::Reviewed), (1, 5));
        assert_eq!(of(Family::Score), (0, 0));
        let may = [(Period::month_holding(month_of_31_days()), BTreeMap::new())];
        assert_eq!(settling(Family::CoverageAny, &may), 11);
    }

    fn month_of_31_days() -> chrono::NaiveDate {
        quarters(1)[0].start + chrono::Months::new(1)
    }

    #[test]
    fn a_share_is_looked_at_with_the_people_behind_it() {
        assert_eq!(observed(&share(5, 20)).share, Some(Share { achieved: 5.0, known: 20.0 }));
        assert_eq!(observed(&share(1, 1)).share, Some(Share { achieved: 1.0, known: 1.0 }));
        assert_eq!(observed(&share(0, 0)), Observed::default());
        assert_eq!(observed(&Cell::withheld()), Observed::default());
    }

    #[test]
    fn a_series_is_begun_anew_where_the_service_says_so_and_not_at_its_first_point() {
        let points: Vec<TrendPoint> =
            quarters(4).into_iter().map(|period| TrendPoint { period, cell: share(5, 20) }).collect();
        let rebase = |day: chrono::NaiveDate, indicator: &str| Rebase {
            indicator: indicator.to_owned(),
            from: day,
            reason: day.to_string(),
        };
        let (first, third) = (points[0].period.start, points[2].period.end);
        let after = points[3].period.end + chrono::Days::new(1);
        let of = |own: Vec<Rebase>| rebases(&points, "coverage.any", &Statistics { rebases: own, ..statistics() });
        assert_eq!(of(vec![rebase(third, "coverage.*")]), [(2, third.to_string())]);
        let second = points[1].period.start;
        assert_eq!(of(vec![rebase(second, "coverage.*")]), [(1, second.to_string())]);
        assert_eq!(of(vec![rebase(first, "coverage.any"), rebase(after, "coverage.any")]), []);
        assert_eq!(of(vec![rebase(third, "paired.dialog")]), []);
    }

    #[test]
    fn a_trend_has_a_point_for_every_quarter_since_it_began() {
        let key = Key { indicator: 0, unit: 1, category: EVERYBODY };
        let reached = [0, 0, 3, 4, 5, 6, 7, 8];
        let series: Vec<(Period, BTreeMap<Key, Cell>)> = quarters(8)
            .into_iter()
            .zip(reached)
            .map(|(quarter, reached)| (quarter, BTreeMap::from([(key, share(reached, 20))])))
            .collect();
        let indicators = [indicator(Family::CoverageAny, Eligible::Everybody)];
        let found = trend(&series, &indicators, &statistics(), (0, 1)).unwrap();
        let values: Vec<Option<f64>> = found.points.iter().map(|point| point.cell.value()).collect();
        // The third quarter is the first that shows anybody; it and the two after it look back to before the record.
        assert_eq!(values, [Some(30.0), Some(35.0), Some(40.0)]);
        assert_eq!(trend(&series, &indicators, &statistics(), (0, 0)), None);
    }

    /// One indicator that is drawn, an audited one, one that a criterion takes, and one that nobody asks for.
    #[test]
    fn earlier_periods_are_asked_for_what_is_drawn_audited_or_taken_by_a_criterion() {
        let named = |id: &str, family| Indicator { id: id.to_owned(), ..indicator(family, Eligible::Everybody) };
        let indicators = [
            named("coverage.any", Family::CoverageAny),
            named("audit.1", Family::Audit),
            named("goals.any", Family::HasRecoveryGoal),
            named("other", Family::Score),
        ];
        let mut framework = definitions().framework;
        framework.trends = vec!["coverage.*".to_owned()];
        framework.values.truncate(1);
        framework.values[0].criteria.truncate(1);
        framework.values[0].criteria[0].indicator = "goals.any".to_owned();
        assert_eq!(looked_at_over_time(&indicators, &framework), BTreeSet::from([0, 1, 2]));
    }

    #[test]
    fn a_trend_is_drawn_of_each_unit_that_has_a_point_of_what_the_framework_asks_for() {
        let other = Indicator { id: "other".to_owned(), ..indicator(Family::Score, Eligible::Everybody) };
        let indicators = [indicator(Family::Score, Eligible::Everybody), other];
        let keys = [(0, 0), (0, 2), (1, 2)];
        let keys = keys.map(|(indicator, unit)| Key { indicator, unit, category: EVERYBODY });
        let cells: BTreeMap<Key, Cell> = keys.into_iter().map(|key| (key, share(5, 20))).collect();
        let series: Vec<(Period, BTreeMap<Key, Cell>)> =
            quarters(2).into_iter().map(|quarter| (quarter, cells.clone())).collect();
        let list = super::super::tests::units(1, &[0]);
        let mut definitions = definitions();
        definitions.framework.trends = vec!["coverage.any".to_owned()];
        let found = trends(&series, &indicators, &Units { list, of_team: BTreeMap::new() }, &definitions);
        let found: Vec<(usize, usize, usize)> =
            found.iter().map(|trend| (trend.indicator, trend.unit, trend.points.len())).collect();
        assert_eq!(found, [(0, 0, 2), (0, 2, 2)]);
    }
}
