//! The worked examples of every instrument, proved with the plainest evaluator that can be written: one answer at a
//! time, no columns, no shortcuts. The scoring room proves them again with its own arithmetic.

use super::measure::{AnswerSheet, Better, Formula, Item, Measure, Scale};
use super::{Definitions, load};

fn definitions() -> Definitions {
    load(None).expect("the program's own definitions load")
}

/// The answer as a number; `None` when it is blank, a missing code or nothing valid.
fn answer(item: &Item, sheet: &AnswerSheet) -> Option<f64> {
    let text = sheet.get(&item.id)?;
    if item.missing.contains(text) {
        return None;
    }
    let word = item.words.iter().find(|(word, _)| word == text).map(|(_, code)| *code);
    let code = word.or_else(|| text.parse().ok())?;
    (item.lowest..=item.highest).contains(&code).then_some(f64::from(code))
}

fn rating(measure: &Measure, scale: &Scale, place: usize, sheet: &AnswerSheet) -> Option<f64> {
    let item = &measure.items[place];
    let code = answer(item, sheet)?;
    let turned = f64::from(item.lowest) + f64::from(item.highest) - code;
    Some(if scale.reversed.contains(&place) { turned } else { code })
}

fn score(measure: &Measure, scale: &Scale, sheet: &AnswerSheet) -> Option<f64> {
    match &scale.formula {
        Formula::TotalOnly => sheet.get(&scale.id)?.parse().ok(),
        Formula::Table { of, values } => {
            let raw = score(measure, &measure.scales[*of], sheet)?;
            values.iter().find(|(from, _)| f64::from(*from) == raw).map(|(_, to)| *to)
        }
        Formula::GatedMean { min_gates, min_rated } => important(measure, scale, sheet, *min_gates, *min_rated),
        Formula::Share { applies_from, reached_from } => {
            let codes: Option<Vec<f64>> =
                scale.items.iter().map(|place| answer(&measure.items[*place], sheet)).collect();
            let from = |least: &i8| codes.iter().flatten().filter(|code| **code >= f64::from(*least)).count() as f64;
            (from(applies_from) > 0.0).then(|| from(reached_from) / from(applies_from) * scale.factor)
        }
        Formula::Sum | Formula::Mean => {
            let ratings: Vec<f64> =
                scale.items.iter().filter_map(|place| rating(measure, scale, *place, sheet)).collect();
            let sum: f64 = ratings.iter().sum();
            let mean = sum / ratings.len() as f64;
            let whole = if scale.formula == Formula::Sum { mean * scale.items.len() as f64 } else { mean };
            (ratings.len() >= scale.min_answered).then_some(whole * scale.factor)
        }
    }
}

fn important(measure: &Measure, scale: &Scale, sheet: &AnswerSheet, min_gates: f64, min_rated: f64) -> Option<f64> {
    let gate = |place: &usize| measure.items[*place].gate.and_then(|gate| answer(&measure.items[gate], sheet));
    let gates = scale.items.iter().filter_map(gate).count();
    let important: Vec<usize> = scale.items.iter().copied().filter(|place| gate(place) == Some(1.0)).collect();
    let rated: Vec<f64> = important.iter().filter_map(|place| rating(measure, scale, *place, sheet)).collect();
    let enough_gates = gates as f64 >= min_gates * scale.items.len() as f64 - 1e-9;
    let enough_rated = !important.is_empty() && rated.len() as f64 >= min_rated * important.len() as f64 - 1e-9;
    let mean = rated.iter().sum::<f64>() / rated.len() as f64;
    (enough_gates && enough_rated).then_some(mean * scale.factor)
}

#[test]
fn every_instrument_scores_its_examples_as_it_says() {
    for measure in definitions().measures {
        for example in &measure.examples {
            for (id, expected) in &example.expected {
                let scale = &measure.scales[measure.scale(id).expect("checked at loading")];
                let got = score(&measure, scale, &example.answers);
                let same = match (got, expected) {
                    (Some(got), Some(expected)) => (got - expected).abs() < 1e-9,
                    (got, expected) => got == *expected,
                };
                assert!(same, "{} {id}, \"{}\": {got:?} instead of {expected:?}", measure.id, example.name);
            }
        }
    }
}

#[test]
fn being_better_off_is_a_rise_in_the_better_direction_of_every_instrument() {
    for measure in definitions().measures {
        let Some(improver) = &measure.improver else { continue };
        let scale = &measure.scales[measure.scale(&improver.scale).expect("checked at loading")];
        let before = score(&measure, scale, &improver.before).expect("a score before");
        let after = score(&measure, scale, &improver.after).expect("a score after");
        let better = match scale.better {
            Better::Higher => after - before,
            Better::Lower => before - after,
        };
        let threshold = scale.threshold.as_ref().map_or(f64::MIN_POSITIVE, |threshold| threshold.points);
        assert!(better >= threshold, "{}: {before} then {after}", measure.id);
    }
}

#[test]
fn no_answer_sheet_leaves_the_range_of_its_scales() {
    for measure in definitions().measures {
        for step in 0..50_i32 {
            let sheet: AnswerSheet = measure
                .items
                .iter()
                .enumerate()
                .map(|(place, item)| {
                    let span = i32::from(item.highest) - i32::from(item.lowest) + 1;
                    let code = i32::from(item.lowest) + (step * 7 + place as i32 * 3 + step * place as i32) % span;
                    (item.id.clone(), code.to_string())
                })
                .collect();
            for scale in &measure.scales {
                let got = score(&measure, scale, &sheet);
                let inside = got.is_none_or(|got| (scale.lowest - 1e-9..=scale.highest + 1e-9).contains(&got));
                assert!(inside, "{} {}: {got:?}", measure.id, scale.id);
            }
        }
    }
}

/// The ids, item names and ranges that exports and independent checks rely on.
#[test]
fn the_instruments_are_those_agreed() {
    let cases = [
        ("brief-inspire", 5, "total", 0.0, 100.0, None),
        ("brief-inspire-o", 5, "total", 0.0, 100.0, Some(8.0)),
        ("csq-8", 8, "total", 8.0, 32.0, None),
        ("dialog", 11, "quality-of-life", 1.0, 7.0, None),
        ("dialog", 11, "treatment-satisfaction", 1.0, 7.0, None),
        ("dialog", 11, "item-8", 1.0, 7.0, Some(1.0)),
        ("dialog", 11, "item-9", 1.0, 7.0, None),
        ("herth-hope", 12, "total", 12.0, 48.0, None),
        ("inspire", 47, "support", 0.0, 100.0, None),
        ("inspire", 47, "relationship", 0.0, 100.0, None),
        ("mansa", 16, "mean", 1.0, 7.0, None),
        ("mhrm", 30, "total", 0.0, 120.0, None),
        ("practice-guidelines", 24, "total", 0.0, 100.0, None),
        ("qpr-15", 15, "total", 0.0, 60.0, Some(5.0)),
        ("qpr-22", 22, "interpersonal", 0.0, 20.0, None),
        ("qpr-22", 22, "intrapersonal", 0.0, 68.0, None),
        ("reqol-10", 10, "total", 0.0, 40.0, Some(5.0)),
        ("reqol-20", 0, "total", 0.0, 80.0, None),
        ("rsa-r", 32, "mean", 1.0, 5.0, None),
        ("swemwbs", 7, "raw", 7.0, 35.0, None),
        ("swemwbs", 7, "metric", 7.0, 35.0, Some(3.0)),
        ("wemwbs", 14, "total", 14.0, 70.0, Some(9.0)),
    ];
    let definitions = definitions();
    for (id, items, scale, lowest, highest, threshold) in cases {
        let measure = definitions.measure(id).unwrap_or_else(|| panic!("{id} is missing"));
        let scale = &measure.scales[measure.scale(scale).unwrap_or_else(|| panic!("{id} {scale} is missing"))];
        let got = (measure.items.len(), scale.lowest, scale.highest, scale.threshold.as_ref().map(|t| t.points));
        assert_eq!(got, (items, lowest, highest, threshold), "{id} {}", scale.id);
    }
    assert!(definitions.measure("csq-8").is_some_and(|measure| measure.needs_licence));
}
