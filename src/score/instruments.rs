//! Answer sheets to scale scores: the item arithmetic, done by polars over one column per item. The closed vocabulary of
//! formulas lives here, one expression each; which items, reversals, minima and factors they take comes from definitions.

use super::columns::{self, frame, numbers, of_scale, points};
use super::scores::Outcome;
use super::{ScoreStatus, Scores};
use crate::definitions::{Formula, Measure, Scale};
use crate::intake::rows::Sheets;
use polars::lazy::dsl::sum_horizontal;
use polars::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

/// So many forms are scored at once, so that what polars works with stays small however many there are.
const FORMS_AT_ONCE: usize = 1 << 16;

/// Scores all questionnaires of one measure.
pub fn score_measure(sheets: &Sheets, measure: &Measure) -> PolarsResult<Scores> {
    let totals = totals_by_place(sheets, measure);
    let forms = sheets.sheets.len();
    let mut scores = Scores::of(measure, forms);
    for begin in (0..forms).step_by(FORMS_AT_ONCE) {
        let at_once = begin..forms.min(begin + FORMS_AT_ONCE);
        let columns = arithmetic(sheets, measure, at_once.clone())?;
        for form in at_once {
            for (scale, column) in columns.iter().enumerate() {
                let total = totals.get(&(form as u32, scale)).filter(|_| !has_answers(sheets, form));
                scores.push(total.map_or_else(|| column.at(form - begin), |total| Outcome::total(*total)));
            }
        }
    }
    Ok(scores)
}

/// Items beat a total on the same form, and an importance question is an item like any other.
fn has_answers(sheets: &Sheets, at: usize) -> bool {
    sheets.answers.iter().any(|answers| answers[at].is_some())
}

/// One scale's results over some forms.
struct ScaleColumn {
    score: Vec<Option<f64>>,
    /// Ratings that count in the score.
    answered: Vec<u32>,
    /// True where enough was answered and nothing was important.
    unimportant: Vec<bool>,
}

impl ScaleColumn {
    fn at(&self, sheet: usize) -> Outcome {
        let score = self.score[sheet];
        let status = match score {
            Some(_) => ScoreStatus::Scored,
            None if self.unimportant[sheet] => ScoreStatus::NothingImportant,
            None => ScoreStatus::TooFewAnswers,
        };
        Outcome { points: score.unwrap_or_default(), answered: self.answered[sheet], status }
    }
}

fn arithmetic(sheets: &Sheets, measure: &Measure, forms: Range<usize>) -> PolarsResult<Vec<ScaleColumn>> {
    let items = sheets.answers.iter().enumerate();
    let answers = items.map(|(index, answers)| Column::new(columns::item(index), &answers[forms.clone()]));
    let answers = frame(answers.collect())?;
    let mut wanted = Vec::new();
    for (index, scale) in measure.scales.iter().enumerate() {
        let expressions = match scale.formula {
            Formula::Sum | Formula::Mean => ungated(scale, measure, scale.min_answered)?,
            Formula::GatedMean { min_gates, min_rated } => gated(scale, measure, min_gates, min_rated)?,
            Formula::Share { applies_from, reached_from } => share(scale, applies_from, reached_from)?,
            // A table converts complete sums only, whatever the scale that it converts does with.
            Formula::Table { of, .. } => ungated(&measure.scales[of], measure, scale.min_answered)?,
            Formula::TotalOnly => nothing(),
        };
        wanted.extend(expressions.named(index));
    }
    let results = answers.lazy().select(wanted).collect()?;
    measure.scales.iter().enumerate().map(|(index, scale)| read_scale(&results, index, scale, forms.len())).collect()
}

/// The three results of a scale, as polars computes them.
struct Expressions {
    score: Expr,
    answered: Expr,
    unimportant: Expr,
}

impl Expressions {
    fn named(self, scale: usize) -> [Expr; 3] {
        [
            self.score.cast(DataType::Float64).alias(of_scale("score", scale)),
            self.answered.cast(DataType::UInt32).alias(of_scale("answered", scale)),
            self.unimportant.cast(DataType::UInt32).alias(of_scale("unimportant", scale)),
        ]
    }
}

/// A rating as it enters its scale: reversed where the definition says so.
fn rating(item: usize, scale: &Scale, measure: &Measure) -> Expr {
    let answer = col(columns::item(item)).cast(DataType::Int32);
    if scale.reversed.contains(&item) {
        let item = &measure.items[item];
        lit(i32::from(item.lowest) + i32::from(item.highest)) - answer
    } else {
        answer
    }
}

fn sum_of(parts: Vec<Expr>) -> PolarsResult<Expr> {
    sum_horizontal(parts, true)
}

fn count_of(parts: impl Iterator<Item = Expr>) -> PolarsResult<Expr> {
    sum_of(parts.map(|part| part.cast(DataType::Int32)).collect())
}

/// Sum or mean of the answered items, when at least so many of them are answered. A sum of fewer than all is stretched
/// to the number of items; multiplied before it is divided, so that a complete sum stays the whole number that it is.
fn ungated(scale: &Scale, measure: &Measure, least: usize) -> PolarsResult<Expressions> {
    let answered = count_of(scale.items.iter().map(|&item| col(columns::item(item)).is_not_null()))?;
    let sum = sum_of(scale.items.iter().map(|&item| rating(item, scale, measure)).collect())?;
    let sum = sum.cast(DataType::Float64) * lit(scale.factor);
    let per_answer = |points: Expr| points / answered.clone().cast(DataType::Float64);
    let score = match scale.formula {
        Formula::Mean => per_answer(sum),
        _ => per_answer(sum * lit(scale.items.len() as f64)),
    };
    let enough = answered.clone().gt_eq(lit(least.max(1) as i32));
    Ok(Expressions { score: when(enough).then(score).otherwise(lit(NULL)), answered, unimportant: lit(0) })
}

/// Share of the items that were reached, of those that apply; no share of nothing.
fn share(scale: &Scale, applies_from: i8, reached_from: i8) -> PolarsResult<Expressions> {
    let answer = |item: usize| col(columns::item(item)).cast(DataType::Int32);
    let from = |least: i8| {
        let reaches = move |&item: &usize| answer(item).gt_eq(lit(i32::from(least))).fill_null(lit(false));
        count_of(scale.items.iter().map(reaches))
    };
    let given = count_of(scale.items.iter().map(|&item| answer(item).is_not_null()))?;
    let (apply, reached) = (from(applies_from)?, from(reached_from)?);
    let enough = given.gt_eq(lit(scale.min_answered as i32)).and(apply.clone().gt(lit(0)));
    let score = reached.cast(DataType::Float64) * lit(scale.factor) / apply.clone().cast(DataType::Float64);
    Ok(Expressions { score: when(enough).then(score).otherwise(lit(NULL)), answered: apply, unimportant: lit(0) })
}

/// Mean of the ratings that the person called important.
fn gated(scale: &Scale, measure: &Measure, min_gates: f64, min_rated: f64) -> PolarsResult<Expressions> {
    let gate = |item: usize| col(columns::item(measure.items[item].gate.unwrap_or(item)));
    let items = &scale.items;
    let gates = count_of(items.iter().map(|&item| gate(item).is_not_null()))?;
    let important = count_of(items.iter().map(|&item| gate(item).eq(lit(1)).fill_null(lit(false))))?;
    let counts =
        |item: usize| gate(item).eq(lit(1)).fill_null(lit(false)).and(col(columns::item(item)).is_not_null());
    let rated = count_of(items.iter().map(|&item| counts(item)))?;
    let rating_if_important =
        |item: usize| when(counts(item)).then(rating(item, scale, measure)).otherwise(lit(NULL));
    let sum = sum_of(items.iter().map(|&item| rating_if_important(item)).collect())?;

    let enough_gates = gates.gt_eq(lit(at_least(min_gates, items.len())));
    let enough_rated = rated
        .clone()
        .cast(DataType::Float64)
        .gt_eq(important.clone().cast(DataType::Float64) * lit(min_rated) - lit(1e-9));
    let mean = sum.cast(DataType::Float64) / rated.clone().cast(DataType::Float64) * lit(scale.factor);
    let some_important = important.clone().gt(lit(0));
    let unimportant = enough_gates.clone().and(important.eq(lit(0)));
    let score = when(enough_gates.and(some_important).and(enough_rated)).then(mean).otherwise(lit(NULL));
    Ok(Expressions { score, answered: rated, unimportant })
}

/// Smallest whole number that is at least this share of so many.
fn at_least(share: f64, of: usize) -> i32 {
    (share * of as f64 - 1e-9).ceil() as i32
}

fn nothing() -> Expressions {
    Expressions { score: lit(NULL), answered: lit(0), unimportant: lit(0) }
}

fn read_scale(results: &DataFrame, index: usize, scale: &Scale, sheets: usize) -> PolarsResult<ScaleColumn> {
    let mut score = spread(points(results, &of_scale("score", index))?, sheets);
    let answered = spread(numbers(results, &of_scale("answered", index))?, sheets);
    let unimportant = spread(numbers(results, &of_scale("unimportant", index))?, sheets);
    if let Formula::Table { values, .. } = &scale.formula {
        score = score.into_iter().map(|raw| raw.and_then(|raw| converted(raw, values))).collect();
    }
    Ok(ScaleColumn { score, answered, unimportant: unimportant.into_iter().map(|n| n == 1).collect() })
}

/// polars gives a single value where a result is the same for every form.
fn spread<T: Clone>(values: Vec<T>, sheets: usize) -> Vec<T> {
    match values.as_slice() {
        [one] => vec![one.clone(); sheets],
        _ => values,
    }
}

/// A whole raw score in a conversion table; a raw score without a row has no conversion.
fn converted(raw: f64, values: &[(i32, f64)]) -> Option<f64> {
    let row = values.binary_search_by_key(&(raw.round() as i32), |(raw, _)| *raw).ok()?;
    (raw.fract() == 0.0).then(|| values[row].1)
}

/// Totals that came as totals, by form and scale, and what a conversion table makes of them.
fn totals_by_place(sheets: &Sheets, measure: &Measure) -> BTreeMap<(u32, usize), f64> {
    let mut totals: BTreeMap<(u32, usize), f64> =
        sheets.totals.iter().map(|&(sheet, scale, total)| ((sheet, scale), total)).collect();
    for (index, scale) in measure.scales.iter().enumerate() {
        let Formula::Table { of, values } = &scale.formula else { continue };
        for &(sheet, from, total) in &sheets.totals {
            if from == *of
                && let Some(converted) = converted(total, values)
            {
                totals.entry((sheet, index)).or_insert(converted);
            }
        }
    }
    totals
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definitions::load;

    #[test]
    fn a_single_value_stands_for_every_form() {
        assert_eq!(spread(vec![7], 3), [7, 7, 7]);
        assert_eq!(spread(vec![1, 2], 2), [1, 2]);
        assert!(spread(Vec::<i32>::new(), 0).is_empty());
    }

    #[test]
    fn a_conversion_table_takes_the_total_of_its_own_scale() {
        let definitions = load(None).unwrap();
        let at = definitions.measures.iter().position(|measure| measure.id == "swemwbs").unwrap();
        let measure = &definitions.measures[at];
        let [raw, metric] = ["raw", "metric"].map(|id| measure.scale(id).unwrap());
        let sheets =
            |scale| Sheets { measure: at, sheets: Vec::new(), answers: Vec::new(), totals: vec![(0, scale, 35.0)] };
        let made = |scale| totals_by_place(&sheets(scale), measure);
        assert_eq!(made(raw), BTreeMap::from([((0, raw), 35.0), ((0, metric), 35.0)]));
        assert_eq!(made(metric), BTreeMap::from([((0, metric), 35.0)]));
    }
}
