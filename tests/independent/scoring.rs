//! Questionnaires to scores, and scores to changes.

use crate::answers::{self, MEASURES, Rule, Scale, is_gate, is_given, is_total};
use crate::reading::Export;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// One questionnaire: what one person answered on one form on one day.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub person: String,
    pub team: String,
    pub measure: &'static str,
    pub on: NaiveDate,
    pub id: String,
    /// Item and answer, only those given. Gates are 1 or 0.
    answers: BTreeMap<String, f64>,
    /// Scale and total, only those given.
    totals: BTreeMap<String, f64>,
    /// Its last row in the file.
    pub last_row: u64,
}

/// One scale of one questionnaire.
#[derive(Debug, Clone)]
pub struct Score {
    pub person: String,
    pub team: String,
    pub measure: &'static str,
    pub scale: &'static str,
    pub on: NaiveDate,
    pub id: String,
    /// `None` when it could not be scored.
    pub points: Option<f64>,
    /// Ratings that count, and ratings of the scale; `None` for a total that was sent without answers.
    pub answered: Option<(usize, usize)>,
    pub status: &'static str,
    pub threshold: Option<f64>,
    pub row: u64,
}

pub fn sheets(export: &Export) -> Vec<Sheet> {
    let mut sheets: BTreeMap<[String; 5], Sheet> = BTreeMap::new();
    for row in export.table("measures") {
        let key =
            ["person_id", "team_id", "measure", "completed_on", "questionnaire_id"].map(|column| row.text(column));
        let measure =
            MEASURES.into_iter().find(|measure| *measure == row.get("measure")).expect("checked in reading");
        let sheet = sheets.entry(key).or_insert_with(|| Sheet {
            person: row.text("person_id"),
            team: row.text("team_id"),
            measure,
            on: row.day("completed_on"),
            id: row.text("questionnaire_id"),
            answers: BTreeMap::new(),
            totals: BTreeMap::new(),
            last_row: 0,
        });
        sheet.last_row = row.number;
        sheet.take(row.get("item"), row.get("answer"));
    }
    sheets.into_values().collect()
}

impl Sheet {
    fn take(&mut self, item: &str, answer: &str) {
        if !is_given(self.measure, answer) {
            return;
        }
        let number = match answer {
            "yes" => 1.0,
            "no" => 0.0,
            number => number.parse().expect("checked in reading"),
        };
        let into = if is_total(self.measure, item) { &mut self.totals } else { &mut self.answers };
        into.insert(item.to_owned(), number);
    }

    /// Whether the kind of support matters to the person; `None` when that was not answered.
    pub fn is_important(&self, item: &str) -> Option<bool> {
        self.answers.get(&format!("{item}_important")).map(|gate| *gate == 1.0)
    }

    /// The rating of a kind of support that matters; ratings of others do not count.
    pub fn important_rating(&self, item: &str) -> Option<f64> {
        self.is_important(item).filter(|important| *important)?;
        self.answers.get(item).copied()
    }

    /// One score for each scale of the measure, whether it could be scored or not.
    pub fn scores(&self) -> Vec<Score> {
        let has_ratings = self.answers.keys().any(|item| !is_gate(item));
        answers::scales(self.measure)
            .into_iter()
            .map(|scale| match self.total(&scale).filter(|_| !has_ratings) {
                Some(total) => self.score(&scale, Some(total), None, "not re-scored"),
                None => self.score_answers(&scale),
            })
            .collect()
    }

    /// A total as sent. SWEMWBS: the metric total follows from the raw one.
    fn total(&self, scale: &Scale) -> Option<f64> {
        let sent = self.totals.get(scale.id).copied();
        match scale.rule {
            Rule::Swemwbs => sent.or_else(|| self.totals.get("raw").map(|raw| answers::swemwbs_metric(*raw))),
            _ => sent,
        }
    }

    fn score_answers(&self, scale: &Scale) -> Score {
        if scale.rule == Rule::ImportantTimes25 {
            return self.score_support(scale);
        }
        let points: Vec<f64> = scale.items.iter().filter_map(|item| self.points(item)).collect();
        let counted = Some((points.len(), scale.items.len()));
        if points.len() < scale.items.len() {
            return self.score(scale, None, counted, "too few answers");
        }
        let sum: f64 = points.iter().sum();
        let score = match scale.rule {
            Rule::Sum => sum,
            Rule::SumTimesFive => sum * 5.0,
            Rule::Mean => sum / points.len() as f64,
            Rule::MeanTimes25 | Rule::ImportantTimes25 => 25.0 * sum / points.len() as f64,
            Rule::Swemwbs => answers::swemwbs_metric(sum),
        };
        self.score(scale, Some(score), counted, "scored")
    }

    /// ReQoL-10 turns items 1, 3, 6 and 9 round.
    fn points(&self, item: &str) -> Option<f64> {
        let turned = self.measure == "reqol-10" && matches!(item, "1" | "3" | "6" | "9");
        self.answers.get(item).map(|answer| if turned { 4.0 - answer } else { *answer })
    }

    /// At least four fifths of the gates, one important kind of support, and ratings of four fifths of the important
    /// ones.
    fn score_support(&self, scale: &Scale) -> Score {
        let items = scale.items.len();
        let gates: Vec<bool> = scale.items.iter().filter_map(|item| self.is_important(item)).collect();
        let important = gates.iter().filter(|important| **important).count();
        let ratings: Vec<f64> = scale.items.iter().filter_map(|item| self.important_rating(item)).collect();
        let counted = Some((ratings.len(), items));
        if gates.len() * 5 < items * 4 {
            return self.score(scale, None, counted, "too few answers");
        }
        if important == 0 {
            return self.score(scale, None, counted, "nothing important");
        }
        if ratings.len() * 5 < important * 4 {
            return self.score(scale, None, counted, "too few answers");
        }
        let mean = ratings.iter().sum::<f64>() / ratings.len() as f64;
        self.score(scale, Some(25.0 * mean), counted, "scored")
    }

    fn score(
        &self,
        scale: &Scale,
        points: Option<f64>,
        answered: Option<(usize, usize)>,
        status: &'static str,
    ) -> Score {
        Score {
            person: self.person.clone(),
            team: self.team.clone(),
            measure: self.measure,
            scale: scale.id,
            on: self.on,
            id: self.id.clone(),
            points,
            answered,
            status,
            threshold: scale.threshold,
            row: self.last_row,
        }
    }
}

/// On one day, of several scored questionnaires the one whose last row is later in the file counts.
pub fn one_a_day(scores: &[Score]) -> Vec<Score> {
    let mut latest: BTreeMap<_, &Score> = BTreeMap::new();
    for score in scores.iter().filter(|score| score.points.is_some()) {
        let place = (&score.person, &score.team, score.measure, score.scale, score.on);
        let kept = latest.entry(place).or_insert(score);
        if score.row > kept.row {
            *kept = score;
        }
    }
    latest.into_values().cloned().collect()
}

/// Which way a change went; a change of exactly the threshold counts. Higher is better on every scale here.
pub fn category(change: f64, threshold: Option<f64>) -> &'static str {
    match threshold {
        None => "no threshold",
        Some(points) if change >= points - 1e-9 => "improved",
        Some(points) if change <= -points + 1e-9 => "deteriorated",
        Some(_) => "no reliable change",
    }
}
