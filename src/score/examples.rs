//! Worked examples, scored by the very code that scores people, before any definition is believed: the shipped ones and a
//! service's own. An example that comes out otherwise, or an improver that does not rise, is a fault of its file.

use super::instruments::score_measure;
use crate::definitions::{AnswerSheet, Better, Definitions, Faults, Measure};
use crate::intake::rows::{PersonIx, Rater, Sheet, Sheets, TeamIx};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// All faults of all instruments; empty when every example comes out as written.
pub fn faults(definitions: &Definitions) -> Faults {
    let mut faults = Faults::default();
    for (index, measure) in definitions.measures.iter().enumerate() {
        let file = format!("measures/{}.toml", measure.id);
        for message in wrong(index, measure) {
            faults.note(&file, None, message);
        }
    }
    faults
}

fn wrong(index: usize, measure: &Measure) -> Vec<String> {
    let mut wrong = Vec::new();
    for example in &measure.examples {
        let scores = scores(index, measure, &example.answers);
        for (scale, expected) in &example.expected {
            let found = scores.get(scale).copied().flatten();
            if !same(found, *expected) {
                let (found, expected) = (in_words(found), in_words(*expected));
                wrong.push(format!("the example “{}” gives {found} on {scale}, not {expected}.", example.name));
            }
        }
    }
    wrong.extend(not_risen(index, measure));
    wrong
}

/// The known improver must come out better, in the scale's own direction.
fn not_risen(index: usize, measure: &Measure) -> Option<String> {
    let improver = measure.improver.as_ref()?;
    let scale = &measure.scales[measure.scale(&improver.scale)?];
    let score = |sheet: &AnswerSheet| scores(index, measure, sheet).get(&improver.scale).copied().flatten();
    let better = match (score(&improver.before), score(&improver.after), scale.better) {
        (Some(before), Some(after), Better::Higher) => after > before,
        (Some(before), Some(after), Better::Lower) => after < before,
        _ => false,
    };
    (!better).then(|| format!("the improver does not come out better on {}.", improver.scale))
}

/// Points agree to the digits that a definition can write.
fn same(found: Option<f64>, expected: Option<f64>) -> bool {
    match (found, expected) {
        (Some(found), Some(expected)) => (found - expected).abs() < 5e-3,
        (None, None) => true,
        _ => false,
    }
}

fn in_words(score: Option<f64>) -> String {
    score.map_or_else(|| "no score".to_owned(), |score| crate::table::number(Some(score)))
}

fn scores(index: usize, measure: &Measure, answers: &AnswerSheet) -> BTreeMap<String, Option<f64>> {
    let (person, rater) = (Some(PersonIx(0)), Rater::OWN);
    let sheet = Sheet { person, team: TeamIx(0), on: NaiveDate::MIN, questionnaire: 0, rater, order: 0 };
    let coded = measure.items.iter().map(|item| vec![answers.get(&item.id).and_then(|text| item.coded(text))]);
    let sheets =
        Sheets { measure: index, sheets: vec![sheet], answers: coded.collect(), totals: totals(measure, answers) };
    let scores = score_measure(&sheets, measure).unwrap_or_default();
    scores.into_iter().map(|score| (measure.scales[score.scale].id.clone(), score.score)).collect()
}

/// Answers given under the id of a scale are totals that came as totals.
fn totals(measure: &Measure, answers: &AnswerSheet) -> Vec<(u32, usize, f64)> {
    let of_scales = measure.scales.iter().enumerate();
    of_scales.filter_map(|(at, scale)| Some((0, at, answers.get(&scale.id)?.parse().ok()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definitions::load;

    #[test]
    fn every_shipped_example_comes_out_as_written() {
        let definitions = load(None).unwrap();
        assert!(definitions.measures.iter().map(|measure| measure.examples.len()).sum::<usize>() > 40);
        let faults = faults(&definitions);
        assert!(faults.is_empty(), "{faults}");
    }

    #[test]
    fn an_example_that_comes_out_otherwise_is_named() {
        let mut definitions = load(None).unwrap();
        let reqol = definitions.measures.iter_mut().find(|measure| measure.id == "reqol-10").unwrap();
        reqol.scales[0].reversed.clear();
        let said = faults(&definitions).to_string();
        assert!(said.contains("reqol-10.toml") && said.contains("total"), "{said}");
    }
}
