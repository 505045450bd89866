//! Worked examples, scored by the very code that scores people, before any definition is believed: the shipped ones and a
//! service's own. An example that comes out otherwise, or an improver that does not rise, is a fault of its file.

use super::instruments::score_measure;
use crate::definitions::{AnswerSheet, Better, Measure, Unproved};
use crate::intake::rows::{PersonIx, Rater, Sheet, Sheets, TeamIx};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Whatever does not come out as an instrument's definition says; empty when every example does.
pub fn unproved(measure: &Measure) -> Vec<(Unproved, String)> {
    let mut unproved = Vec::new();
    for (at, example) in measure.examples.iter().enumerate() {
        let scores = scores(measure, &example.answers);
        for (scale, expected) in &example.expected {
            let found = scores.get(scale).copied().flatten();
            if !same(found, *expected) {
                let (found, expected) = (in_words(found), in_words(*expected));
                let message = format!(
                    "the example “{}” says {expected} on {scale}, and by the rules of this file it is {found}. If {expected} is \
                     right by your source, mend the scale (is an item `reversed`?), else the example.",
                    example.name
                );
                unproved.push((Unproved::Example(at), message));
            }
        }
    }
    unproved.extend(not_risen(measure).map(|message| (Unproved::Improver, message)));
    unproved
}

/// The known improver must come out better, in the scale's own direction.
fn not_risen(measure: &Measure) -> Option<String> {
    let improver = measure.improver.as_ref()?;
    let scale = &measure.scales[measure.scale(&improver.scale)?];
    let score = |sheet: &AnswerSheet| scores(measure, sheet).get(&improver.scale).copied().flatten();
    let (before, after) = (score(&improver.before), score(&improver.after));
    let better = match (before, after, scale.better) {
        (Some(before), Some(after), Better::Higher) => after > before,
        (Some(before), Some(after), Better::Lower) => after < before,
        _ => false,
    };
    (!better).then(|| {
        format!(
            "the improver does not come out better on {}: before it has {}, and after {}. Are the two sheets swapped, is an \
             item `reversed`, or is `better` the other way?",
            improver.scale,
            in_words(before),
            in_words(after)
        )
    })
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

fn scores(measure: &Measure, answers: &AnswerSheet) -> BTreeMap<String, Option<f64>> {
    let (person, rater) = (Some(PersonIx(0)), Rater::OWN);
    let sheet = Sheet { person, team: TeamIx(0), on: NaiveDate::MIN, questionnaire: 0, rater, order: 0 };
    let coded = measure.items.iter().map(|item| vec![answers.get(&item.id).and_then(|text| item.coded(text))]);
    let sheets =
        Sheets { measure: 0, sheets: vec![sheet], answers: coded.collect(), totals: totals(measure, answers) };
    let Ok(scores) = score_measure(&sheets, measure) else { return BTreeMap::new() };
    let scales = measure.scales.iter().enumerate();
    scales.map(|(at, scale)| (scale.id.clone(), scores.points(0, at))).collect()
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
        let unproved: Vec<_> = definitions.measures.iter().flat_map(unproved).collect();
        assert!(unproved.is_empty(), "{unproved:?}");
    }

    #[test]
    fn an_example_that_comes_out_otherwise_is_named() {
        let mut reqol = load(None).unwrap().measure("reqol-10").unwrap().clone();
        reqol.scales[0].reversed.clear();
        let unproved = unproved(&reqol);
        assert!(unproved.iter().any(|(place, _)| *place == Unproved::Example(0)), "{unproved:?}");
        assert!(unproved.iter().all(|(_, said)| said.contains("total")), "{unproved:?}");
    }
}
