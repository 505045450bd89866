//! What goals contribute. Recovery goals and treatment goals are never added together in anything attained.

use super::counts::Counting;
use super::facts::{Asked, Fact, Says, ask};
use super::{Basis, Family};
use crate::definitions::GoalRules;
use crate::intake::rows::{GoalKind, GoalScale, GoalStatus, SetBy, TeamIx};
use crate::period::Period;
use crate::score::{GasRow, Goal, Rating, Results};
use chrono::{Days, NaiveDate};

pub fn count(basis: &Basis, results: &Results, counting: &mut Counting) {
    let rules = &basis.definitions.goals;
    let goals = Goals { all: &basis.scored.goals, period: &results.period, rules };
    goals.in_force(counting);
    goals.open(counting);
    goals.closed(counting);
    goals.attained(counting);
    conventional_t(&results.gas, counting);
}

struct Goals<'a> {
    all: &'a [Goal],
    period: &'a Period,
    rules: &'a GoalRules,
}

impl Goals<'_> {
    /// One fact in every team that has a row about the goal, for goals of which there is one to say, as of a day.
    fn in_teams(&self, on: impl Fn(&Goal) -> Option<NaiveDate>) -> Vec<Fact> {
        let dated = self.all.iter().enumerate().filter_map(|(at, goal)| Some((at, goal, on(goal)?)));
        let facts = dated.flat_map(|(at, goal, on)| {
            let teams = goal.teams_by(self.period);
            teams.map(move |team| of_goal(at, (at, goal), team, on))
        });
        facts.collect()
    }

    /// All goals in force, and of the recovery goals among them, whether the person had a hand in setting them.
    fn in_force(&self, counting: &mut Counting) {
        let is_recovery = |goal: &Goal| goal.kind == GoalKind::Recovery;
        let recovery = |at: usize| Says::known(is_recovery(&self.all[at]));
        let is_in_force = |goal: &Goal| goal.in_force(self.period);
        let recovery_only = |goal: &Goal| (is_recovery(goal) && is_in_force(goal)).then_some(goal.set_on);
        let share = counting.wanted.only(Family::RecoveryShare);
        counting.people([ask(share, recovery)], || self.in_teams(|goal| is_in_force(goal).then_some(goal.set_on)));
        let with_person = |at: usize| {
            Says::answer(self.all[at].set_by.map(|set_by| matches!(set_by, SetBy::Person | SetBy::Joint)))
        };
        let set_with = counting.wanted.only(Family::SetWithPerson);
        counting.people([ask(set_with, with_person)], || self.in_teams(recovery_only));
        let has_one = counting.wanted.only(Family::HasRecoveryGoal);
        counting.people([ask(has_one, |_| Says::REACHED)], || {
            self.in_teams(recovery_only).into_iter().map(|fact| Fact { subject: fact.person, ..fact }).collect()
        });
    }

    fn is_open(&self, goal: &Goal) -> bool {
        goal.kind == GoalKind::Recovery && goal.open_at_end(self.period)
    }

    /// Open goals: whether those old enough to have been looked at again have been, and how long ago each was last rated, by
    /// whichever team.
    fn open(&self, counting: &mut Counting) {
        let long_ago = self.period.end - Days::new(u64::from(self.rules.review_days));
        let first_day = self.period.window_of_days(self.rules.review_days);
        let last = |at: usize| self.all[at].last_by(self.period).map(|rating| rating.on);
        let reviewed = |at: usize| Says::known(last(at).is_some_and(|on| on >= first_day));
        counting.people([ask(counting.wanted.only(Family::Reviewed), reviewed)], || {
            self.in_teams(|goal| (self.is_open(goal) && goal.set_on <= long_ago).then_some(goal.set_on))
        });
        let within = |on: NaiveDate, days: u32| on >= self.period.window_of_days(days);
        let span = |on| self.rules.last_rated_days.iter().position(|days| within(on, *days));
        let mut asked: Vec<Option<Asked>> = Vec::new();
        for own in 0..self.rules.last_rated_days.len() {
            let indicator = counting.wanted.find(Family::RatedWithin, |about| about.level == i8::try_from(own).ok());
            asked.push(ask(indicator, move |at| Says::known(last(at).and_then(span) == Some(own))));
        }
        asked.push(ask(counting.wanted.only(Family::RatedLongAgo), |at| {
            Says::known(last(at).is_some_and(|on| span(on).is_none()))
        }));
        asked.push(ask(counting.wanted.only(Family::NeverRated), |at| Says::known(last(at).is_none())));
        counting.people_all(asked.into_iter().flatten().collect(), || {
            self.in_teams(|goal| self.is_open(goal).then_some(goal.set_on))
        });
    }

    fn closed(&self, counting: &mut Counting) {
        let asked = [
            (Family::GoalsAchieved, GoalStatus::Achieved),
            (Family::GoalsPartly, GoalStatus::Partly),
            (Family::GoalsRevised, GoalStatus::Revised),
            (Family::GoalsStopped, GoalStatus::Stopped),
        ]
        .map(|(family, status)| {
            ask(counting.wanted.only(family), move |at: usize| Says::known(self.all[at].status == Some(status)))
        });
        let closed = |goal: &Goal| goal.closed_on.filter(|closed| self.period.holds(*closed));
        counting.people(asked, || self.in_teams(|goal| closed(goal).filter(|_| goal.kind == GoalKind::Recovery)));
    }

    /// By the latest rating of each team; in a unit of several teams the latest of all counts.
    fn attained(&self, counting: &mut Counting) {
        let gas = self.rated_on(GoalScale::Gas);
        let at_level = |own: i8| {
            let gas = &gas;
            // Half points count with the level below.
            move |at: usize| Says::known(gas[at].last.value.floor() as i8 == own)
        };
        let reached = |at: usize| Says::known(gas[at].last.value >= self.rules.gas_expected);
        let mut asked = vec![ask(counting.wanted.only(Family::AtOrAboveExpected), reached)];
        for own in -2..=2 {
            let indicator = counting.wanted.find(Family::GasLevel, |about| about.level == Some(own));
            asked.push(ask(indicator, at_level(own)));
        }
        counting.people_all(asked.into_iter().flatten().collect(), || facts(&gas));

        let gbo = self.rated_on(GoalScale::Gbo);
        let threshold = self.rules.gbo_threshold.points - 1e-9;
        let asked = [
            ask(counting.wanted.only(Family::GboImproved), |at| gbo[at].says(|change| change >= threshold)),
            ask(counting.wanted.only(Family::GboDeteriorated), |at| gbo[at].says(|change| change <= -threshold)),
        ];
        counting.people(asked, || facts(&gbo));
    }

    /// Recovery goals of a scale by the latest rating in the period of each team.
    fn rated_on(&self, scale: GoalScale) -> Vec<Rated<'_>> {
        let goals = self.all.iter().enumerate();
        let goals = goals.filter(|(_, goal)| goal.kind == GoalKind::Recovery && goal.scale == Some(scale));
        let rated = goals.filter_map(|(index, goal)| Some((index, goal, *goal.first()?)));
        let by_team = rated.flat_map(|(index, goal, first)| {
            let latest = goal.last_in_by_team(self.period).into_values();
            latest.map(move |last| Rated { index, goal, first, last })
        });
        by_team.collect()
    }
}

/// A goal as one team rated it last.
struct Rated<'a> {
    /// Position of the goal: what is counted.
    index: usize,
    goal: &'a Goal,
    first: Rating,
    last: Rating,
}

impl Rated<'_> {
    /// Whether a change since the first rating is such a one; known once there is a later rating.
    fn says(&self, is_such: impl Fn(f64) -> bool) -> Says {
        Says { known: self.last.on > self.first.on, ..Says::known(is_such(self.last.value - self.first.value)) }
    }
}

fn facts(rated: &[Rated]) -> Vec<Fact> {
    let all = rated.iter().enumerate();
    all.map(|(at, own)| of_goal(at, (own.index, own.goal), own.last.team, own.last.on)).collect()
}

fn of_goal(source: usize, (index, goal): (usize, &Goal), team: TeamIx, on: NaiveDate) -> Fact {
    Fact { person: goal.person.0, ..Fact::new(source, team, index as u32, (on, goal.order)) }
}

/// One vote a person: the team with the latest rating.
fn conventional_t(gas: &[GasRow], counting: &mut Counting) {
    let t = |at: usize| Says::points(Some(gas[at].t_last));
    counting.people([ask(counting.wanted.only(Family::GasT), t)], || {
        let recovery = gas.iter().enumerate().filter(|(_, row)| row.kind == GoalKind::Recovery);
        recovery.map(|(at, row)| Fact::new(at, row.team, row.person.0, (row.last_on, row.order))).collect()
    });
}
