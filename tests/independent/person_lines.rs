//! The lines that should stand in the person-level files.

use crate::comparing::{Line, Value, text};
use crate::figures::Everything;
use crate::goals::{Attainment, Goal};
use crate::pairs::Pair;
use crate::roles::{Course, Recorded};
use crate::scoring::Score;

impl Everything {
    pub fn score_lines(&self) -> Vec<Line> {
        let line = |score: &Score| Line {
            names: vec![
                ("person_id", score.person.clone()),
                ("team_id", score.team.clone()),
                ("completed_on", score.on.to_string()),
                ("questionnaire_id", score.id.clone()),
                ("measure", score.measure.to_owned()),
                ("scale", score.scale.to_owned()),
            ],
            values: vec![
                ("score", Value::Number(score.points)),
                ("answered", Value::Number(score.answered.map(|(answered, _)| answered as f64))),
                ("items", Value::Number(score.answered.map(|(_, items)| items as f64))),
                ("status", text(score.status)),
            ],
        };
        self.records.values().flat_map(|record| &record.scores).map(line).collect()
    }

    pub fn change_lines(&self) -> Vec<Line> {
        let line = |pair: &Pair| Line {
            names: vec![
                ("person_id", pair.last.person.clone()),
                ("team_id", pair.last.team.clone()),
                ("measure", pair.last.measure.to_owned()),
                ("scale", pair.last.scale.to_owned()),
            ],
            values: vec![
                ("first_on", text(pair.first.on.to_string())),
                ("first", Value::Number(pair.first.points)),
                ("last_on", text(pair.last.on.to_string())),
                ("last", Value::Number(pair.last.points)),
                ("change", Value::Number(Some(pair.change()))),
                ("category", text(pair.category())),
            ],
        };
        self.records.values().flat_map(|record| &record.pairs).map(line).collect()
    }

    pub fn goal_lines(&self) -> Vec<Line> {
        let line = |goal: &Goal| {
            let ((first_on, first), (last_on, last)) = (goal.first()?, goal.last()?);
            Some(Line {
                names: vec![("goal_id", goal.id.clone()), ("person_id", goal.person.clone())],
                values: vec![
                    ("team_id", text(&goal.team)),
                    ("kind", text(&goal.kind)),
                    ("set_by", text(&goal.set_by)),
                    ("scale", text(&goal.scale)),
                    ("first_on", text(first_on.to_string())),
                    ("first", Value::Number(Some(first))),
                    ("last_on", text(last_on.to_string())),
                    ("last", Value::Number(Some(last))),
                    ("change", Value::Number(goal.change())),
                    ("status", text(&goal.status)),
                    ("category", text(goal.category())),
                ],
            })
        };
        self.records.values().flat_map(|record| &record.goals).filter_map(line).collect()
    }

    pub fn gas_lines(&self) -> Vec<Line> {
        let line = |attainment: &Attainment| Line {
            names: vec![
                ("person_id", attainment.person.clone()),
                ("team_id", attainment.team.clone()),
                ("kind", attainment.kind.clone()),
            ],
            values: vec![
                ("goals", Value::Number(Some(attainment.goals as f64))),
                ("t_first", Value::Number(Some(attainment.t_first))),
                ("t_last", Value::Number(Some(attainment.t_last))),
                ("t_change", Value::Number(attainment.t_change)),
            ],
        };
        self.records.values().flat_map(|record| &record.attainments).map(line).collect()
    }

    pub fn role_lines(&self) -> Vec<Line> {
        let on = |status: &Option<Recorded>| text(status.as_ref().map(|s| s.on.to_string()).unwrap_or_default());
        let code = |status: &Option<Recorded>| text(status.as_ref().map(|s| s.status.clone()).unwrap_or_default());
        let line = |course: &Course| Line {
            names: vec![
                ("person_id", course.person.clone()),
                ("team_id", course.team.clone()),
                ("domain", course.domain.to_owned()),
            ],
            values: vec![
                ("first_on", on(&course.first)),
                ("first_status", code(&course.first)),
                ("last_on", on(&course.last)),
                ("last_status", code(&course.last)),
                ("transition", text(course.transition())),
            ],
        };
        self.records.values().flat_map(|record| &record.courses).map(line).collect()
    }
}
