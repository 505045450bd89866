//! What goals contribute. Recovery goals and treatment goals are never added together in anything attained.

use super::facts::{Fact, Facts};
use super::{Basis, Family};
use crate::definitions::GoalRules;
use crate::intake::rows::{GoalKind, GoalScale, GoalStatus, SetBy, TeamIx};
use crate::period::Period;
use crate::score::{GasRow, Goal, Rating, Results};
use chrono::{Days, NaiveDate};

pub fn gather(basis: &Basis, results: &Results, facts: &mut Facts) {
    let rules = &basis.definitions.goals;
    for (index, goal) in basis.scored.goals.iter().enumerate() {
        let mut goal = OfGoal { index: index as u32, goal, period: &results.period, facts };
        goal.in_force();
        if goal.goal.kind == GoalKind::Recovery {
            goal.has_recovery_goal();
            goal.reviewed(rules);
            goal.last_rated(rules);
            goal.attained(rules);
            goal.closed();
        }
    }
    if let Some(indicator) = facts.only(Family::GasT) {
        let recovery = results.gas.iter().filter(|row| row.kind == GoalKind::Recovery);
        recovery.for_each(|row| facts.push(conventional_t(row, indicator)));
    }
}

struct OfGoal<'a> {
    /// Position of the goal: what is counted.
    index: u32,
    goal: &'a Goal,
    period: &'a Period,
    facts: &'a mut Facts,
}

impl OfGoal<'_> {
    fn push(&mut self, family: Family, team: TeamIx, on: NaiveDate, known: bool, achieved: bool) {
        let indicator = self.facts.only(family);
        let subject = if family == Family::HasRecoveryGoal { self.goal.person.0 } else { self.index };
        self.push_to(indicator, subject, team, on, known, achieved);
    }

    /// At which level the goal stands; half points count with the level below.
    fn levels(&mut self, last: Rating) {
        let level = last.value.floor() as i8;
        for own in -2..=2 {
            let indicator = self.facts.find(Family::GasLevel, |about| about.level == Some(own));
            self.push_to(indicator, self.index, last.team, last.on, true, level == own);
        }
    }

    fn push_to(
        &mut self,
        indicator: Option<usize>,
        subject: u32,
        team: TeamIx,
        on: NaiveDate,
        known: bool,
        achieved: bool,
    ) {
        if let Some(indicator) = indicator {
            self.facts.push(Fact {
                person: self.goal.person.0,
                known,
                achieved,
                ..Fact::new(indicator, team, subject, (on, self.goal.order))
            });
        }
    }

    /// A goal that is counted is a goal that is known.
    fn push_to_teams(&mut self, indicator: Option<usize>, on: NaiveDate, achieved: bool) {
        let teams: Vec<TeamIx> = self.goal.teams_by(self.period).collect();
        teams.into_iter().for_each(|team| self.push_to(indicator, self.index, team, on, true, achieved));
    }

    /// Same, in every team that has a row about the goal.
    fn push_in_teams(&mut self, family: Family, on: NaiveDate, known: bool, achieved: bool) {
        let teams: Vec<TeamIx> = self.goal.teams_by(self.period).collect();
        teams.into_iter().for_each(|team| self.push(family, team, on, known, achieved));
    }

    /// All goals in force, and of the recovery goals among them, whether the person had a hand in setting them.
    fn in_force(&mut self) {
        if !self.goal.in_force(self.period) {
            return;
        }
        let recovery = self.goal.kind == GoalKind::Recovery;
        self.push_in_teams(Family::RecoveryShare, self.goal.set_on, true, recovery);
        if recovery {
            let with_person = matches!(self.goal.set_by, Some(SetBy::Person | SetBy::Joint));
            self.push_in_teams(Family::SetWithPerson, self.goal.set_on, self.goal.set_by.is_some(), with_person);
        }
    }

    fn has_recovery_goal(&mut self) {
        if self.goal.in_force(self.period) {
            self.push_in_teams(Family::HasRecoveryGoal, self.goal.set_on, true, true);
        }
    }

    /// Old enough to have been looked at again, and still open.
    fn reviewed(&mut self, rules: &GoalRules) {
        let set_early_enough = self.goal.set_on <= self.period.end - Days::new(u64::from(rules.review_days));
        if self.goal.open_at_end(self.period) && set_early_enough {
            let first_day = self.period.window_of_days(rules.review_days);
            let rated = self.goal.last_by(self.period).is_some_and(|rating| rating.on >= first_day);
            self.push_in_teams(Family::Reviewed, self.goal.set_on, true, rated);
        }
    }

    /// How long before the period's end an open goal was last rated, by whichever team.
    fn last_rated(&mut self, rules: &GoalRules) {
        if !self.goal.open_at_end(self.period) {
            return;
        }
        let last = self.goal.last_by(self.period).map(|rating| rating.on);
        let within = |days: &u32| last.is_some_and(|on| on >= self.period.window_of_days(*days));
        let span = rules.last_rated_days.iter().position(within);
        for at in 0..rules.last_rated_days.len() {
            let indicator = self.facts.find(Family::RatedWithin, |about| about.level == i8::try_from(at).ok());
            self.push_to_teams(indicator, self.goal.set_on, span == Some(at));
        }
        let [long_ago, never] = [Family::RatedLongAgo, Family::NeverRated].map(|family| self.facts.only(family));
        self.push_to_teams(long_ago, self.goal.set_on, span.is_none() && last.is_some());
        self.push_to_teams(never, self.goal.set_on, last.is_none());
    }

    /// By the latest rating of each team; in a unit of several teams the latest of all counts.
    fn attained(&mut self, rules: &GoalRules) {
        let Some(first) = self.goal.first().copied() else { return };
        for last in self.goal.last_in_by_team(self.period).into_values() {
            match self.goal.scale {
                GoalScale::Gas => {
                    let reached = last.value >= rules.gas_expected;
                    self.push(Family::AtOrAboveExpected, last.team, last.on, true, reached);
                    self.levels(last);
                }
                GoalScale::Gbo => {
                    let (known, change) = (last.on > first.on, last.value - first.value);
                    let threshold = rules.gbo_threshold.points - 1e-9;
                    self.push(Family::GboImproved, last.team, last.on, known, change >= threshold);
                    self.push(Family::GboDeteriorated, last.team, last.on, known, change <= -threshold);
                }
            }
        }
    }

    fn closed(&mut self) {
        if let Some(closed) = self.goal.closed_on.filter(|closed| self.period.holds(*closed)) {
            for (family, status) in [
                (Family::GoalsAchieved, GoalStatus::Achieved),
                (Family::GoalsPartly, GoalStatus::Partly),
                (Family::GoalsRevised, GoalStatus::Revised),
                (Family::GoalsStopped, GoalStatus::Stopped),
            ] {
                self.push_in_teams(family, closed, true, self.goal.status == Some(status));
            }
        }
    }
}

/// One vote a person: the team with the latest rating.
fn conventional_t(row: &GasRow, indicator: usize) -> Fact {
    Fact { value: Some(row.t_last), ..Fact::new(indicator, row.team, row.person.0, (row.last_on, row.order)) }
}
