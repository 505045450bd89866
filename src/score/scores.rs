//! All scores of one measure, form by form: whose form it is stands once, in its sheet, and not with every scale of it.

use super::{Score, ScoreStatus};
use crate::definitions::Measure;
use crate::intake::rows::Sheets;

/// What every form of one measure scored on every scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// Of each scale how many ratings it has.
    items: Vec<u32>,
    /// Of each form its scales, one after the other; 0 where there are no points.
    points: Vec<f64>,
    answered: Vec<u32>,
    status: Vec<ScoreStatus>,
}

/// What became of one scale on one form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Outcome {
    pub(super) points: f64,
    /// Ratings that count in the score.
    pub(super) answered: u32,
    pub(super) status: ScoreStatus,
}

impl Outcome {
    pub(super) fn total(points: f64) -> Outcome {
        Outcome { points, answered: 0, status: ScoreStatus::NotRescored }
    }
}

impl Scores {
    /// Of a measure, with room for so many forms.
    pub(super) fn of(measure: &Measure, forms: usize) -> Scores {
        let items: Vec<u32> = measure.scales.iter().map(|scale| measure.ratings(scale) as u32).collect();
        let room = forms * items.len();
        let (points, answered, status) =
            (Vec::with_capacity(room), Vec::with_capacity(room), Vec::with_capacity(room));
        Scores { items, points, answered, status }
    }

    /// The next scale of the form at hand.
    pub(super) fn push(&mut self, outcome: Outcome) {
        self.points.push(outcome.points);
        self.answered.push(outcome.answered);
        self.status.push(outcome.status);
    }

    pub fn scales(&self) -> usize {
        self.items.len()
    }

    /// Points of a form on a scale; absent unless it is scored or came as a total.
    pub fn points(&self, form: usize, scale: usize) -> Option<f64> {
        let at = self.at(form, scale);
        self.status[at].has_points().then(|| self.points[at])
    }

    /// Whether a form has points on any scale.
    pub fn any_points(&self, form: usize) -> bool {
        (0..self.scales()).any(|scale| self.status[self.at(form, scale)].has_points())
    }

    /// Everything about one score of a form; `sheets` are those that were scored.
    pub fn score(&self, sheets: &Sheets, form: usize, scale: usize) -> Score {
        let (sheet, at) = (&sheets.sheets[form], self.at(form, scale));
        let status = self.status[at];
        let rated = status != ScoreStatus::NotRescored;
        Score {
            person: sheet.person,
            team: sheet.team,
            on: sheet.on,
            questionnaire: sheet.questionnaire,
            rater: sheet.rater,
            measure: sheets.measure,
            scale,
            score: self.points(form, scale),
            answered: rated.then(|| self.answered[at]),
            items: rated.then(|| self.items[scale]),
            status,
            order: sheet.order,
        }
    }

    fn at(&self, form: usize, scale: usize) -> usize {
        form * self.scales() + scale
    }
}
