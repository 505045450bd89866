//! Each goal's story: when it was set, by whom, how it was rated, and how it stands. A goal is known by person and goal
//! id; what it is (kind, who set it, weights, status) is what its latest row says.

use super::pairing::ChangeCategory;
use crate::definitions::GoalRules;
use crate::intake::rows::{GoalKind, GoalRow, GoalScale, GoalStatus, PersonIx, SetBy, TeamIx};
use crate::period::Period;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// One rating of a goal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rating {
    pub on: NaiveDate,
    pub value: f64,
    /// Team of the row that holds the rating.
    pub team: TeamIx,
    pub order: u32,
}

/// A goal with all of its ratings, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// Index into `Ids::goals`.
    pub goal: u32,
    pub person: PersonIx,
    /// Team of the latest row.
    pub team: TeamIx,
    pub kind: GoalKind,
    pub set_by: Option<SetBy>,
    pub set_on: NaiveDate,
    /// `None` only for goals that cannot have a rating.
    pub scale: Option<GoalScale>,
    pub importance: Option<u8>,
    pub difficulty: Option<u8>,
    pub status: Option<GoalStatus>,
    pub closed_on: Option<NaiveDate>,
    /// Position of the latest row.
    pub order: u32,
    pub ratings: Vec<Rating>,
    /// Every team that wrote a row about it, with the earliest day on which its rows say that the goal was set.
    pub teams: BTreeMap<TeamIx, NaiveDate>,
}

impl Goal {
    /// Set by the period's end and not closed before it began.
    pub fn in_force(&self, period: &Period) -> bool {
        self.set_on <= period.end && self.closed_on.is_none_or(|closed| closed >= period.start)
    }

    /// Set by the period's end and still open after its last day.
    pub fn open_at_end(&self, period: &Period) -> bool {
        self.set_on <= period.end && self.closed_on.is_none_or(|closed| closed > period.end)
    }

    /// First rating ever.
    pub fn first(&self) -> Option<&Rating> {
        self.ratings.first()
    }

    /// Latest rating dated in the period.
    pub fn last_in(&self, period: &Period) -> Option<&Rating> {
        self.ratings.iter().rev().find(|rating| period.holds(rating.on))
    }

    /// Latest rating dated in the period of each team that rated it then.
    pub fn last_in_by_team(&self, period: &Period) -> BTreeMap<TeamIx, Rating> {
        let dated = self.ratings.iter().filter(|rating| period.holds(rating.on));
        dated.map(|rating| (rating.team, *rating)).collect()
    }

    /// The teams that had written a row about it by the period's end.
    pub fn teams_by(&self, period: &Period) -> impl Iterator<Item = TeamIx> {
        self.teams.iter().filter(|(_, first)| **first <= period.end).map(|(team, _)| *team)
    }

    /// Latest rating up to the period's end.
    pub fn last_by(&self, period: &Period) -> Option<&Rating> {
        self.ratings.iter().rev().find(|rating| rating.on <= period.end)
    }

    /// Importance times difficulty, a missing one counting as 1.
    pub fn weight(&self) -> f64 {
        f64::from(self.importance.unwrap_or(1)) * f64::from(self.difficulty.unwrap_or(1))
    }
}

/// One line of `goals.csv`: a goal rated by the period's end.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalResult {
    /// Index into `Scored::goals`.
    pub goal: usize,
    pub first: Rating,
    pub last: Rating,
    /// Last minus first; absent when the goal was rated once.
    pub change: Option<f64>,
    pub category: Option<ChangeCategory>,
}

/// Gathers the rows of each goal, in order of person and goal.
pub fn gather(rows: &[GoalRow]) -> Vec<Goal> {
    let mut by_goal: BTreeMap<(PersonIx, u32), Vec<&GoalRow>> = BTreeMap::new();
    for row in rows {
        by_goal.entry((row.person, row.goal)).or_default().push(row);
    }
    by_goal.into_values().filter_map(|rows| goal(&rows)).collect()
}

fn goal(rows: &[&GoalRow]) -> Option<Goal> {
    let latest = rows.iter().max_by_key(|row| (row.day(), row.order))?;
    let mut teams: BTreeMap<TeamIx, NaiveDate> = BTreeMap::new();
    for row in rows {
        teams.entry(row.team).and_modify(|first| *first = row.set_on.min(*first)).or_insert(row.set_on);
    }
    let mut ratings: Vec<Rating> = rows.iter().filter_map(|row| rating(row)).collect();
    ratings.sort_by_key(|rating| (rating.on, rating.order));
    Some(Goal {
        goal: latest.goal,
        person: latest.person,
        team: latest.team,
        kind: latest.kind,
        set_by: latest.set_by,
        set_on: latest.set_on,
        scale: latest.scale,
        importance: latest.importance,
        difficulty: latest.difficulty,
        status: latest.status,
        closed_on: latest.closed_on,
        order: latest.order,
        ratings,
        teams,
    })
}

fn rating(row: &GoalRow) -> Option<Rating> {
    row.rating.map(|(on, value)| Rating { on, value, team: row.team, order: row.order })
}

/// All goals rated by the period's end, with their change where they were rated again.
pub fn results(goals: &[Goal], rules: &GoalRules, period: &Period) -> Vec<GoalResult> {
    let rated = goals.iter().enumerate();
    rated.filter_map(|(index, goal)| result(index, goal, rules, period)).collect()
}

fn result(index: usize, goal: &Goal, rules: &GoalRules, period: &Period) -> Option<GoalResult> {
    let last = *goal.last_by(period)?;
    let first = *goal.first()?;
    let change = (last.on > first.on).then_some(last.value - first.value);
    let category = change.map(|change| match goal.scale {
        Some(GoalScale::Gbo) => ChangeCategory::by_threshold(change, rules.gbo_threshold.points),
        Some(GoalScale::Gas) | None => ChangeCategory::NoThreshold,
    });
    Some(GoalResult { goal: index, first, last, change, category })
}
