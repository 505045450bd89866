//! Goal attainment scaling: the conventional T of one person's goals.

use super::goals::Goal;
use crate::definitions::{GoalRules, T_AS_EXPECTED};
use crate::intake::rows::{GoalKind, GoalScale, PersonIx, TeamIx};
use crate::period::Period;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// One line of `gas.csv`: the goals of one person with one team, of one kind, rated in the period.
#[derive(Debug, Clone, PartialEq)]
pub struct GasRow {
    pub person: PersonIx,
    pub team: TeamIx,
    pub kind: GoalKind,
    pub goals: u32,
    /// From each goal's first rating, and from its last in the period.
    pub t_first: f64,
    pub t_last: f64,
    /// Absent when no goal was rated again.
    pub t_change: Option<f64>,
    /// Day and row of the latest rating.
    pub last_on: NaiveDate,
    pub order: u32,
}

/// `T = 50 + 10 Σwx / √((1−ρ) Σw² + ρ (Σw)²)` over levels `x` and weights `w`; when all weights are 0 they all count as 1.
/// `None` without goals.
///
/// Source: Turner-Stokes 2009, Clinical Rehabilitation 23:362, with its erratum; ρ = 0.3 by convention.
pub fn attainment_t(goals: &[(f64, f64)], correlation: f64) -> Option<f64> {
    if goals.is_empty() {
        return None;
    }
    let unweighted = goals.iter().all(|(_, weight)| *weight == 0.0);
    let weighted = || goals.iter().map(|&(level, weight)| (level, if unweighted { 1.0 } else { weight }));
    let levels: f64 = weighted().map(|(level, weight)| weight * level).sum();
    let squares: f64 = weighted().map(|(_, weight)| weight * weight).sum();
    let sum: f64 = weighted().map(|(_, weight)| weight).sum();
    Some(T_AS_EXPECTED + 10.0 * levels / ((1.0 - correlation) * squares + correlation * sum * sum).sqrt())
}

/// One row per person, team of the latest rating and kind, for goals rated in the period.
pub fn rows(goals: &[Goal], rules: &GoalRules, period: &Period) -> Vec<GasRow> {
    let mut groups: BTreeMap<(PersonIx, TeamIx, GoalKind), Vec<&Goal>> = BTreeMap::new();
    for goal in goals.iter().filter(|goal| goal.scale == Some(GoalScale::Gas)) {
        if let Some(last) = goal.last_in(period) {
            groups.entry((goal.person, last.team, goal.kind)).or_default().push(goal);
        }
    }
    groups.into_values().filter_map(|goals| row(&goals, rules, period)).collect()
}

fn row(goals: &[&Goal], rules: &GoalRules, period: &Period) -> Option<GasRow> {
    let ratings: Vec<_> = goals.iter().filter_map(|g| Some((g, g.first()?, g.last_in(period)?))).collect();
    let levels = |pick: fn(&(f64, f64)) -> f64| -> Vec<(f64, f64)> {
        ratings.iter().map(|(goal, first, last)| (pick(&(first.value, last.value)), goal.weight())).collect()
    };
    let t_first = attainment_t(&levels(|(first, _)| *first), rules.gas_correlation)?;
    let t_last = attainment_t(&levels(|(_, last)| *last), rules.gas_correlation)?;
    let rated_again = ratings.iter().any(|(_, first, last)| last.on > first.on);
    let (goal, _, latest) = ratings.iter().max_by_key(|(.., last)| (last.on, last.order))?;
    Some(GasRow {
        person: goal.person,
        team: latest.team,
        kind: goal.kind,
        goals: goals.len() as u32,
        t_first,
        t_last,
        t_change: rated_again.then_some(t_last - t_first),
        last_on: latest.on,
        order: latest.order,
    })
}

#[cfg(test)]
mod tests {
    use super::attainment_t;

    #[track_caller]
    fn case(levels: &[f64], weights: &[f64], expected: f64) {
        let goals: Vec<_> = levels.iter().copied().zip(weights.iter().copied()).collect();
        let t = attainment_t(&goals, 0.3).unwrap();
        assert!((t - expected).abs() < 5e-6, "{levels:?} {weights:?}: {t}");
    }

    #[test]
    fn t_agrees_to_nine_digits_where_so_many_are_known() {
        let t = |levels: &[f64]| {
            let goals: Vec<_> = levels.iter().map(|level| (*level, 1.0)).collect();
            attainment_t(&goals, 0.3).unwrap()
        };
        for (levels, expected) in [(&[0.0; 3] as &[f64], 50.0), (&[1.0; 3], 63.693_063_937_6), (&[-1.0], 40.0)] {
            assert!((t(levels) - expected).abs() < 1e-9, "{levels:?}");
        }
    }

    /// Published with the R package gasr (equal weights) and calculated from the corrected formula (the others).
    #[test]
    fn t_agrees_with_published_values() {
        case(&[-1.0, -1.0, 0.0, 0.0, -1.0], &[1.0; 5], 40.95466);
        case(&[0.0, -1.0, 0.0], &[1.0; 3], 45.43565);
        case(&[1.0, 1.0, 1.0], &[1.0; 3], 63.69306);
        case(&[-2.0, 0.0, -1.0, 2.0, 0.0, 1.0], &[3.0, 5.0, 1.0, 4.0, 2.0, 6.0], 55.0);
        case(&[1.0, -1.0], &[9.0, 1.0], 58.55725);
        case(&[0.0, 1.0, -1.0], &[1.0, 0.0, 3.0], 41.26666);
        case(&[2.0; 5], &[0.0; 5], 80.15113);
    }

    #[test]
    fn no_goals_have_no_t() {
        assert_eq!(attainment_t(&[], 0.3), None);
    }
}
