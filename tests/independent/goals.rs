//! Goals: how each one went, and how those of one person went together.

use crate::people::{is_in_quarter, quarter};
use crate::reading::{Export, Row, day};
use crate::scoring::category;
use chrono::NaiveDate;
use std::collections::BTreeMap;

#[derive(Debug, Clone)]
pub struct Goal {
    pub id: String,
    pub person: String,
    pub team: String,
    pub kind: String,
    pub set_by: String,
    pub scale: String,
    pub set_on: NaiveDate,
    pub status: String,
    pub closed_on: Option<NaiveDate>,
    weight: f64,
    /// Day, value and row, in order of day; only those up to the end of the quarter.
    ratings: Vec<(NaiveDate, f64, u64)>,
}

pub fn goals(export: &Export) -> Vec<Goal> {
    let mut rows_of: BTreeMap<(String, String), Vec<&Row>> = BTreeMap::new();
    for row in export.table("goals") {
        rows_of.entry((row.text("person_id"), row.text("goal_id"))).or_default().push(row);
    }
    rows_of.into_values().map(goal).collect()
}

/// The last row says what the goal is and how it stands.
fn goal(rows: Vec<&Row>) -> Goal {
    let last = rows.iter().max_by_key(|row| (row.maybe_day("rated_on"), row.number)).expect("a goal has rows");
    let mut ratings: Vec<_> = rows.iter().filter_map(|row| rating(row)).collect();
    ratings.sort_by_key(|(on, _, row)| (*on, *row));
    Goal {
        id: last.text("goal_id"),
        person: last.text("person_id"),
        team: last.text("team_id"),
        kind: last.text("kind"),
        set_by: last.text("set_by"),
        scale: last.text("scale"),
        set_on: last.day("set_on"),
        status: last.text("status"),
        closed_on: last.maybe_day("closed_on"),
        weight: part(last.get("importance")) * part(last.get("difficulty")),
        ratings,
    }
}

fn rating(row: &Row) -> Option<(NaiveDate, f64, u64)> {
    let on = row.maybe_day("rated_on").filter(|on| *on <= quarter().1)?;
    Some((on, row.get("rating").parse().ok()?, row.number))
}

/// Importance or difficulty; 1 where nothing is said.
fn part(text: &str) -> f64 {
    text.parse().unwrap_or(1.0)
}

impl Goal {
    pub fn is_recovery(&self) -> bool {
        self.kind == "recovery"
    }

    pub fn first(&self) -> Option<(NaiveDate, f64)> {
        self.ratings.first().map(|(on, value, _)| (*on, *value))
    }

    pub fn last(&self) -> Option<(NaiveDate, f64)> {
        self.ratings.last().map(|(on, value, _)| (*on, *value))
    }

    /// Day and row of the last rating, for ties.
    fn last_place(&self) -> Option<(NaiveDate, u64)> {
        self.ratings.last().map(|(on, _, row)| (*on, *row))
    }

    pub fn is_rated_in_quarter(&self) -> bool {
        self.last().is_some_and(|(on, _)| is_in_quarter(on))
    }

    /// Rated at least twice, on different days.
    pub fn change(&self) -> Option<f64> {
        let ((first_on, first), (last_on, last)) = (self.first()?, self.last()?);
        (last_on > first_on).then_some(last - first)
    }

    pub fn category(&self) -> &'static str {
        match self.change() {
            None => "",
            Some(change) => category(change, (self.scale == "gbo").then_some(3.0)),
        }
    }

    /// Set by the end of the quarter and not closed before it began.
    pub fn is_in_force(&self) -> bool {
        self.set_on <= quarter().1 && self.closed_on.is_none_or(|closed| closed >= quarter().0)
    }

    /// Open at the end of the quarter and set at least 183 days before it.
    pub fn is_due_for_review(&self) -> bool {
        self.closed_on.is_none_or(|closed| closed > quarter().1) && self.set_on <= day("2026-03-31")
    }

    /// Rated within the 183 days that end with the quarter.
    pub fn is_reviewed(&self) -> bool {
        self.last().is_some_and(|(on, _)| on >= day("2026-04-01"))
    }

    pub fn is_gas(&self) -> bool {
        self.scale == "gas"
    }

    pub fn is_gbo(&self) -> bool {
        self.scale == "gbo"
    }

    pub fn is_rated_again(&self) -> bool {
        self.change().is_some()
    }

    pub fn is_at_or_above_expected(&self) -> bool {
        self.last().is_some_and(|(_, value)| value >= 0.0)
    }

    pub fn says_who_set_it(&self) -> bool {
        !self.set_by.is_empty()
    }

    pub fn is_set_with_person(&self) -> bool {
        matches!(self.set_by.as_str(), "person" | "joint")
    }

    pub fn is_achieved(&self) -> bool {
        self.status == "achieved"
    }

    pub fn is_open(&self) -> bool {
        self.set_on <= quarter().1 && self.closed_on.is_none_or(|closed| closed > quarter().1)
    }

    /// Whole days from the last rating to the end of the quarter, that last day counted as 1.
    fn days_since_rated(&self) -> Option<i64> {
        self.last().map(|(on, _)| (quarter().1 - on).num_days() + 1)
    }

    pub fn was_rated(&self, from: i64, to: i64) -> bool {
        self.days_since_rated().is_some_and(|days| (from..=to).contains(&days))
    }

    pub fn is_closed_in_quarter(&self) -> bool {
        self.closed_on.is_some_and(is_in_quarter)
    }
}

/// The attainment of the goals of one kind that one person had rated in the quarter with one team.
#[derive(Debug, Clone)]
pub struct Attainment {
    pub person: String,
    pub team: String,
    pub kind: String,
    pub goals: usize,
    pub t_first: f64,
    pub t_last: f64,
    /// `None` when no goal was rated again.
    pub t_change: Option<f64>,
    /// Day and row of the latest rating.
    pub place: Option<(NaiveDate, u64)>,
}

pub fn attainments(goals: &[Goal]) -> Vec<Attainment> {
    let mut together: BTreeMap<[&str; 3], Vec<&Goal>> = BTreeMap::new();
    for goal in goals.iter().filter(|goal| goal.scale == "gas" && goal.is_rated_in_quarter()) {
        together.entry([&goal.person, &goal.team, &goal.kind]).or_default().push(goal);
    }
    together.into_iter().map(|(names, goals)| attainment(names, &goals)).collect()
}

fn attainment([person, team, kind]: [&str; 3], goals: &[&Goal]) -> Attainment {
    let t = |value: fn(&Goal) -> Option<(NaiveDate, f64)>| {
        let ratings: Vec<(f64, f64)> =
            goals.iter().filter_map(|goal| value(goal).map(|(_, value)| (goal.weight, value))).collect();
        conventional_t(&ratings)
    };
    let (t_first, t_last) = (t(Goal::first), t(Goal::last));
    Attainment {
        person: person.to_owned(),
        team: team.to_owned(),
        kind: kind.to_owned(),
        goals: goals.len(),
        t_first,
        t_last,
        t_change: goals.iter().any(|goal| goal.change().is_some()).then_some(t_last - t_first),
        place: goals.iter().filter_map(|goal| goal.last_place()).max(),
    }
}

/// 50 + 10 Σwx / √(0.7 Σw² + 0.3 (Σw)²), from weight and rating; when all weights are 0 they all count as 1.
pub fn conventional_t(goals: &[(f64, f64)]) -> f64 {
    let nothing_weighs = goals.iter().all(|(weight, _)| *weight == 0.0);
    let weight = |weight: f64| if nothing_weighs { 1.0 } else { weight };
    let (mut attained, mut squares, mut sum) = (0.0, 0.0, 0.0);
    for (w, x) in goals {
        attained += weight(*w) * x;
        squares += weight(*w) * weight(*w);
        sum += weight(*w);
    }
    50.0 + 10.0 * attained / (0.7 * squares + 0.3 * sum * sum).sqrt()
}
