//! The person-level tables of `restricted/`, exactly as scored. They never pass through charts or reports.

use super::{Change, GasRow, Goal, GoalResult, Results, RoleResult, Score, Scored, Scores};
use crate::definitions::{Definitions, Domain};
use crate::intake::rows::{GoalScale, GoalStatus, Ids, PersonIx, Rows, SetBy, Sheet, Sheets, TeamIx};
use crate::table::{HandOver, Line, LongTable};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::io;

/// Hands over `scores`, `changes`, `goals`, `gas` and `roles`, one after the other, so that no two of them need stand in
/// memory. Ends with the first error that comes back.
pub fn each_table<E>(
    scored: &Scored,
    results: &Results,
    rows: &Rows,
    definitions: &Definitions,
    mut hand_over: impl FnMut(&LongTable) -> Result<(), E>,
) -> Result<(), E> {
    let context = Context::new(&rows.ids, definitions);
    hand_over(&context.scores(rows.measures.as_deref().unwrap_or_default(), &scored.scores))?;
    hand_over(&context.changes(&results.changes))?;
    hand_over(&context.goals(&results.goals, &scored.goals))?;
    hand_over(&context.gas(&results.gas))?;
    hand_over(&context.roles(&super::roles_at(scored, rows, definitions, &results.period)))
}

struct Context<'a> {
    ids: &'a Ids,
    definitions: &'a Definitions,
    /// Where each person and each team stands among all by its id.
    people: Vec<u32>,
    teams: Vec<u32>,
    /// The same of each scale of each measure.
    scales: BTreeMap<(usize, usize), u32>,
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
/// So many of the first columns are about the form as a whole.
const CELLS_OF_FORM: usize = 4;
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

/// Where a form comes among all by its first cells, and where it stands: its measure in the rows, and its place there.
type FormOf = ((Option<u32>, u32, NaiveDate), (u32, u32));

impl<'a> Context<'a> {
    fn new(ids: &'a Ids, definitions: &'a Definitions) -> Context<'a> {
        let scales = definitions.measures.iter().enumerate().flat_map(|(measure, of)| {
            let scales = of.scales.iter().enumerate();
            scales.map(move |(scale, own)| ((of.id.as_str(), own.id.as_str()), (measure, scale)))
        });
        let scales: BTreeMap<_, _> = scales.collect();
        let scales = scales.into_values().zip(0..).collect();
        Context { ids, definitions, people: ranks(&ids.people), teams: ranks(&ids.teams), scales }
    }

    fn person(&self, person: PersonIx) -> &'a str {
        &self.ids.people[person.0 as usize]
    }

    fn team(&self, team: TeamIx) -> &'a str {
        &self.ids.teams[team.0 as usize]
    }

    /// Where a person and a team stand among all, by their ids.
    fn rank(&self, person: PersonIx, team: TeamIx) -> (u32, u32) {
        (self.people[person.0 as usize], self.teams[team.0 as usize])
    }

    /// Where a scale stands among all, by its measure's id and its own.
    fn scale_rank(&self, measure: usize, scale: usize) -> u32 {
        self.scales.get(&(measure, scale)).copied().unwrap_or_default()
    }

    fn measure_and_scale(&self, measure: usize, scale: usize) -> [&'a str; 2] {
        let measure = &self.definitions.measures[measure];
        [&measure.id, &measure.scales[scale].id]
    }

    /// Forms are put in order, and then the scores of each: there are far fewer of them than of scores.
    fn scores(&'a self, measures: &'a [Sheets], scores: &'a [Scores]) -> LongTable<'a> {
        let mut forms: Vec<FormOf> = Vec::new();
        for (sheets, at) in measures.iter().zip(0..) {
            forms.extend(sheets.sheets.iter().zip(0..).map(|(sheet, form)| self.form_of(sheet, (at, form))));
        }
        let id = |(.., (measure, form)): &FormOf| {
            let sheet = &measures[*measure as usize].sheets[*form as usize];
            self.ids.questionnaires.get(sheet.questionnaire)
        };
        forms.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| id(a).cmp(id(b))));
        let each_row = move |hand_over: &mut HandOver| {
            let mut line = Line::default();
            forms.chunk_by(|a, b| a.0 == b.0 && id(a) == id(b)).try_for_each(|same| {
                let of_form = |(.., (measure, form)): &FormOf| {
                    let (sheets, scores) = (&measures[*measure as usize], &scores[*measure as usize]);
                    let form = *form as usize;
                    (0..scores.scales()).map(move |scale| scores.score(sheets, form, scale))
                };
                self.hand_over_scores(same.iter().flat_map(of_form).collect(), &mut line, hand_over)
            })
        };
        LongTable { name: "scores", columns: SCORES.to_vec(), each_row: Box::new(each_row) }
    }

    /// No person comes first, as an empty cell does.
    fn form_of(&self, sheet: &Sheet, place: (u32, u32)) -> FormOf {
        let person = sheet.person.map(|person| self.people[person.0 as usize]);
        ((person, self.teams[sheet.team.0 as usize], sheet.on), place)
    }

    /// Scores of one form, or of several whose first cells are the same: they differ in their scale, or only in what comes
    /// after it.
    fn hand_over_scores(&self, mut scores: Vec<Score>, line: &mut Line, hand_over: &mut HandOver) -> io::Result<()> {
        let by_cells = |a: &Score, b: &Score| {
            let (mut line, mut other) = (Line::default(), Line::default());
            self.score(a, &mut line);
            self.score(b, &mut other);
            line.cells().cmp(other.cells())
        };
        let rank = |score: &Score| self.scale_rank(score.measure, score.scale);
        scores.sort_unstable_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| by_cells(a, b)));
        line.clear();
        scores.first().into_iter().for_each(|first| self.form(first, line));
        scores.iter().try_for_each(|score| {
            line.keep(CELLS_OF_FORM);
            self.score(score, line);
            hand_over(line)
        })
    }

    /// What is the same in every score of a form.
    fn form(&self, score: &Score, line: &mut Line) {
        line.add_text(score.person.map_or("", |person| self.person(person)));
        line.add_text(self.team(score.team));
        line.add(score.on);
        line.add_text(self.ids.questionnaires.get(score.questionnaire));
    }

    fn score(&self, score: &Score, line: &mut Line) {
        let [measure, scale] = self.measure_and_scale(score.measure, score.scale);
        line.add_text(measure);
        line.add_text(scale);
        line.add_number(score.score);
        line.add_given(score.answered);
        line.add_given(score.items);
        line.add_text(score.status.name());
    }

    fn changes(&'a self, changes: &'a [Change]) -> LongTable<'a> {
        let key = |change: &Change| {
            (self.rank(change.person, change.team), self.scale_rank(change.measure, change.scale), change.first_on)
        };
        LongTable::in_order(("changes", &CHANGES), changes, key, |change, line| self.change(change, line))
    }

    fn change(&self, change: &Change, line: &mut Line) {
        let [measure, scale] = self.measure_and_scale(change.measure, change.scale);
        line.add_text(self.person(change.person));
        line.add_text(self.team(change.team));
        line.add_text(measure);
        line.add_text(scale);
        line.add(change.first_on);
        line.add_number(Some(change.first));
        line.add(change.last_on);
        line.add_number(Some(change.last));
        line.add_number(Some(change.change));
        line.add_text(change.category.name());
    }

    fn goals(&'a self, results: &'a [GoalResult], goals: &'a [Goal]) -> LongTable<'a> {
        let key = |result: &GoalResult| {
            let goal = &goals[result.goal];
            (self.goal_id(goal), self.people[goal.person.0 as usize])
        };
        LongTable::in_order(("goals", &GOALS), results, key, |result, line| {
            self.goal(result, &goals[result.goal], line);
        })
    }

    fn goal_id(&self, goal: &Goal) -> &'a str {
        &self.ids.goals[goal.goal as usize]
    }

    fn goal(&self, result: &GoalResult, goal: &Goal, line: &mut Line) {
        line.add_text(self.goal_id(goal));
        line.add_text(self.person(goal.person));
        line.add_text(self.team(result.last.team));
        line.add_text(goal.kind.code());
        line.add_text(goal.set_by.map_or("", SetBy::code));
        line.add_text(goal.scale.map_or("", GoalScale::code));
        line.add(result.first.on);
        line.add_number(Some(result.first.value));
        line.add(result.last.on);
        line.add_number(Some(result.last.value));
        line.add_number(result.change);
        line.add_text(goal.status.map_or("", GoalStatus::code));
        line.add_text(result.category.map_or("", super::ChangeCategory::name));
    }

    fn gas(&'a self, rows: &'a [GasRow]) -> LongTable<'a> {
        let key = |row: &GasRow| (self.rank(row.person, row.team), row.kind.code());
        LongTable::in_order(("gas", &GAS), rows, key, |row, line| self.gas_row(row, line))
    }

    fn gas_row(&self, row: &GasRow, line: &mut Line) {
        line.add_text(self.person(row.person));
        line.add_text(self.team(row.team));
        line.add_text(row.kind.code());
        line.add(row.goals);
        line.add_number(Some(row.t_first));
        line.add_number(Some(row.t_last));
        line.add_number(row.t_change);
    }

    fn roles(&'a self, results: &'a [RoleResult]) -> LongTable<'a> {
        let key = |result: &RoleResult| (self.rank(result.person, result.team), self.domain(result).id.as_str());
        LongTable::in_order(("roles", &ROLES), results, key, |result, line| self.role(result, line))
    }

    fn domain(&self, result: &RoleResult) -> &'a Domain {
        &self.definitions.roles.domains[result.domain]
    }

    fn role(&self, result: &RoleResult, line: &mut Line) {
        let domain = self.domain(result);
        let known = [result.first, result.last];
        line.add_text(self.person(result.person));
        line.add_text(self.team(result.team));
        line.add_text(&domain.id);
        for known in known {
            line.add_given(known.map(|known| known.on));
            line.add_given(known.map(|known| &domain.statuses[known.status].code));
        }
        known.iter().for_each(|known| line.add_given(known.map(|known| yes_or_no(known.held))));
        line.add_text(result.transition.name());
    }
}

/// Where each stands among all, by the text itself.
fn ranks(ids: &[String]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..ids.len()).collect();
    order.sort_unstable_by_key(|at| &ids[*at]);
    let mut ranks = vec![0; ids.len()];
    order.into_iter().zip(0..).for_each(|(at, rank)| ranks[at] = rank);
    ranks
}

fn yes_or_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}
