//! How ratings of goals were taken: the numbers of each scale, those that were found, and the words of the export that were
//! read as numbers. Ratings given on another scale than the export says show here, and in no check of cells.

use super::words;
use crate::definitions::settings::Settings;
use crate::definitions::{Definitions, TableId, Wording};
use crate::intake::Intake;
use crate::intake::rows::GoalScale;
use crate::table::number;

/// The ratings of all goals on one scale.
pub struct Ratings {
    /// As the export names it.
    pub scale: &'static str,
    pub count: usize,
    /// Numbers of the scale, from one end to the other.
    pub numbers: (f64, f64),
    pub found: (f64, f64),
    /// Words of the export, and the number that each is read as.
    pub words: Vec<(String, String)>,
}

/// One for each scale that goals were rated on.
pub fn ratings(intake: &Intake, settings: &Settings, definitions: &Definitions) -> Vec<Ratings> {
    let of_scale = |scale: GoalScale| {
        let goals = intake.rows.goals.iter().flatten().filter(|goal| goal.scale == Some(scale));
        let values: Vec<f64> = goals.filter_map(|goal| Some(goal.rating?.1)).collect();
        let found = (values.iter().copied().reduce(f64::min)?, values.iter().copied().reduce(f64::max)?);
        let words = words(settings, TableId::Goals, &["rating"]).into_iter().collect();
        Some(Ratings {
            scale: scale.code(),
            count: values.len(),
            numbers: scale.range(&definitions.goals),
            found,
            words,
        })
    };
    [GoalScale::Gas, GoalScale::Gbo].into_iter().filter_map(of_scale).collect()
}

impl Ratings {
    /// In one line.
    pub fn in_words(&self, wording: &Wording) -> String {
        let ends = |(lowest, highest): (f64, f64)| [number(Some(lowest)), number(Some(highest))];
        let ([lowest, highest], [least, most]) = (ends(self.numbers), ends(self.found));
        let places = [("scale", self.scale), ("lowest", &lowest), ("highest", &highest)];
        let mut line = vec![wording.count("check.ratings", self.count as u64, &places)];
        if self.found != self.numbers {
            line.push(wording.say("check.answers.found", &[("lowest", &least), ("highest", &most)]));
        }
        if !self.words.is_empty() {
            let words = self.words.iter().map(|(word, number)| format!("“{word}” {number}")).collect::<Vec<_>>();
            line.push(wording.say("check.answers.words", &[("words", &words.join(", "))]));
        }
        line.join("; ")
    }
}
