//! The person-level tables of `restricted/`, exactly as scored. They never pass through charts or reports.

use super::{Change, GasRow, Goal, GoalResult, Results, RoleResult, Score, Scored};
use crate::definitions::Definitions;
use crate::intake::rows::{GoalKind, GoalScale, GoalStatus, Ids, SetBy};
use crate::table::{Table, number, whole};
use chrono::NaiveDate;

/// `scores`, `changes`, `goals`, `gas` and `roles`, in that order.
pub fn tables(scored: &Scored, results: &Results, ids: &Ids, definitions: &Definitions) -> Vec<Table> {
    let context = Context { ids, definitions };
    let tables = [
        context.scores(&scored.scores),
        context.changes(&results.changes),
        context.goals(&results.goals, &scored.goals),
        context.gas(&results.gas),
        context.roles(&results.roles),
    ];
    tables.map(Table::in_order).into()
}

struct Context<'a> {
    ids: &'a Ids,
    definitions: &'a Definitions,
}

const SCORES: [&str; 10] = [
    "person_id",
    "team_id",
    "completed_on",
    "questionnaire_id",
    "measure",
    "scale",
    "score",
    "answered",
    "items",
    "status",
];
const CHANGES: [&str; 10] =
    ["person_id", "team_id", "measure", "scale", "first_on", "first", "last_on", "last", "change", "category"];
const GOALS: [&str; 13] = [
    "goal_id",
    "person_id",
    "team_id",
    "kind",
    "set_by",
    "scale",
    "first_on",
    "first",
    "last_on",
    "last",
    "change",
    "status",
    "category",
];
const GAS: [&str; 7] = ["person_id", "team_id", "kind", "goals", "t_first", "t_last", "t_change"];
const ROLES: [&str; 10] = [
    "person_id",
    "team_id",
    "domain",
    "first_on",
    "first_status",
    "last_on",
    "last_status",
    "held_first",
    "held_last",
    "transition",
];

impl Context<'_> {
    fn person(&self, person: crate::intake::rows::PersonIx) -> String {
        self.ids.people[person.0 as usize].clone()
    }

    fn team(&self, team: crate::intake::rows::TeamIx) -> String {
        self.ids.teams[team.0 as usize].clone()
    }

    fn measure_and_scale(&self, measure: usize, scale: usize) -> [String; 2] {
        let measure = &self.definitions.measures[measure];
        [measure.id.clone(), measure.scales[scale].id.clone()]
    }

    fn scores(&self, scores: &[Score]) -> Table {
        let mut table = Table::new("scores", &SCORES);
        table.rows = scores.iter().map(|score| self.score(score)).collect();
        table
    }

    fn score(&self, score: &Score) -> Vec<String> {
        let [measure, scale] = self.measure_and_scale(score.measure, score.scale);
        vec![
            score.person.map_or(String::new(), |person| self.person(person)),
            self.team(score.team),
            day(score.on),
            self.ids.questionnaires[score.questionnaire as usize].clone(),
            measure,
            scale,
            number(score.score),
            whole(score.answered),
            whole(score.items),
            score.status.name().to_owned(),
        ]
    }

    fn changes(&self, changes: &[Change]) -> Table {
        let mut table = Table::new("changes", &CHANGES);
        table.rows = changes.iter().map(|change| self.change(change)).collect();
        table
    }

    fn change(&self, change: &Change) -> Vec<String> {
        let [measure, scale] = self.measure_and_scale(change.measure, change.scale);
        vec![
            self.person(change.person),
            self.team(change.team),
            measure,
            scale,
            day(change.first_on),
            number(Some(change.first)),
            day(change.last_on),
            number(Some(change.last)),
            number(Some(change.change)),
            change.category.name().to_owned(),
        ]
    }

    fn goals(&self, results: &[GoalResult], goals: &[Goal]) -> Table {
        let mut table = Table::new("goals", &GOALS);
        table.rows = results.iter().map(|result| self.goal(result, &goals[result.goal])).collect();
        table
    }

    fn goal(&self, result: &GoalResult, goal: &Goal) -> Vec<String> {
        vec![
            self.ids.goals[goal.goal as usize].clone(),
            self.person(goal.person),
            self.team(result.last.team),
            kind(goal.kind).to_owned(),
            goal.set_by.map_or("", set_by).to_owned(),
            scale(goal.scale).to_owned(),
            day(result.first.on),
            number(Some(result.first.value)),
            day(result.last.on),
            number(Some(result.last.value)),
            number(result.change),
            goal.status.map_or("", status).to_owned(),
            result.category.map_or("", super::ChangeCategory::name).to_owned(),
        ]
    }

    fn gas(&self, rows: &[GasRow]) -> Table {
        let mut table = Table::new("gas", &GAS);
        table.rows = rows.iter().map(|row| self.gas_row(row)).collect();
        table
    }

    fn gas_row(&self, row: &GasRow) -> Vec<String> {
        vec![
            self.person(row.person),
            self.team(row.team),
            kind(row.kind).to_owned(),
            row.goals.to_string(),
            number(Some(row.t_first)),
            number(Some(row.t_last)),
            number(row.t_change),
        ]
    }

    fn roles(&self, results: &[RoleResult]) -> Table {
        let mut table = Table::new("roles", &ROLES);
        table.rows = results.iter().map(|result| self.role(result)).collect();
        table
    }

    fn role(&self, result: &RoleResult) -> Vec<String> {
        let domain = &self.definitions.roles.domains[result.domain];
        let known = [result.first, result.last];
        let [first_on, last_on] = known.map(|known| known.map_or(String::new(), |known| day(known.on)));
        let [first, last] =
            known.map(|known| known.map_or("", |known| &domain.statuses[known.status].code).to_owned());
        let [held_first, held_last] = known.map(|known| known.map_or("", |known| yes_or_no(known.held)).to_owned());
        vec![
            self.person(result.person),
            self.team(result.team),
            domain.id.clone(),
            first_on,
            first,
            last_on,
            last,
            held_first,
            held_last,
            result.transition.name().to_owned(),
        ]
    }
}

fn day(day: NaiveDate) -> String {
    day.to_string()
}

fn yes_or_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn kind(kind: GoalKind) -> &'static str {
    match kind {
        GoalKind::Recovery => "recovery",
        GoalKind::Treatment => "treatment",
    }
}

fn set_by(set_by: SetBy) -> &'static str {
    match set_by {
        SetBy::Person => "person",
        SetBy::Joint => "joint",
        SetBy::Staff => "staff",
    }
}

fn scale(scale: GoalScale) -> &'static str {
    match scale {
        GoalScale::Gas => "gas",
        GoalScale::Gbo => "gbo",
    }
}

fn status(status: GoalStatus) -> &'static str {
    match status {
        GoalStatus::Open => "open",
        GoalStatus::Achieved => "achieved",
        GoalStatus::Partly => "partly",
        GoalStatus::Revised => "revised",
        GoalStatus::Stopped => "stopped",
    }
}
