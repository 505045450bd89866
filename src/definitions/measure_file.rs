//! An instrument's file as written: `schemas/measures/<id>.toml`. Only this file knows its keys. It becomes a
//! [`Measure`] in `measure_build`, and is believed only when `measure_checks` has found no fault.

use super::measure::{Better, Provenance, ReliabilityKind, Subject};
use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};
use std::collections::BTreeMap;
use std::fmt;
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeasureFile {
    pub(super) id: Spanned<String>,
    pub(super) title: Spanned<String>,
    pub(super) short: Spanned<String>,
    pub(super) rated_by: Spanned<String>,
    pub(super) licence: Spanned<String>,
    #[serde(default)]
    pub(super) needs_licence: bool,
    #[serde(default)]
    pub(super) subject: Subject,
    pub(super) own_view: Option<bool>,
    /// True while the file waits for a service to complete it; such a file is refused.
    #[serde(default)]
    pub(super) template: Option<Spanned<bool>>,
    /// Words of a template that a service replaces by its own. Only those in the program count.
    #[serde(default)]
    pub(super) to_complete: Vec<String>,
    pub(super) unmet_up_to: Option<Spanned<i8>>,
    pub(super) provenance: Provenance,
    pub(super) source: Spanned<String>,
    /// Kinds of answer, by a name of the file's own; `rating` is the one that an item has when it names none.
    #[serde(default)]
    pub(super) answers: BTreeMap<String, Spanned<AnswersFile>>,
    #[serde(default)]
    pub(super) items: Vec<Spanned<ItemFile>>,
    #[serde(default)]
    pub(super) scale: Vec<Spanned<ScaleFile>>,
    #[serde(default)]
    pub(super) example: Vec<Spanned<ExampleFile>>,
    pub(super) improver: Option<Spanned<ImproverFile>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswersFile {
    pub(super) lowest: i8,
    pub(super) highest: i8,
    #[serde(default)]
    pub(super) words: BTreeMap<String, i8>,
    #[serde(default)]
    pub(super) missing: Vec<Answer>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ItemFile {
    pub(super) id: String,
    pub(super) label: String,
    #[serde(default = "rating")]
    pub(super) answers: String,
    pub(super) gate: Option<String>,
    pub(super) group: Option<String>,
}

fn rating() -> String {
    "rating".to_owned()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScaleFile {
    pub(super) id: Spanned<String>,
    pub(super) label: Spanned<String>,
    pub(super) formula: FormulaFile,
    /// Item ids, or runs of them in the order of the file: `"1 to 8"`.
    #[serde(default)]
    pub(super) items: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) reversed: Vec<Spanned<String>>,
    pub(super) factor: Option<Spanned<f64>>,
    pub(super) lowest: Spanned<f64>,
    pub(super) highest: Spanned<f64>,
    pub(super) better: Better,
    pub(super) min_answered: Option<Spanned<usize>>,
    pub(super) applies_from: Option<Spanned<i8>>,
    pub(super) reached_from: Option<Spanned<i8>>,
    pub(super) min_gates: Option<Spanned<f64>>,
    pub(super) min_rated: Option<Spanned<f64>>,
    pub(super) of: Option<Spanned<String>>,
    pub(super) table: Option<Spanned<Vec<(i32, f64)>>>,
    pub(super) threshold: Option<Spanned<ThresholdFile>>,
    pub(super) cut_off: Option<Spanned<CutOffFile>>,
    pub(super) note: Option<String>,
    pub(super) provenance: Provenance,
    pub(super) source: Spanned<String>,
}

/// The words a file may use for a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum FormulaFile {
    /// One item as it stands.
    Item,
    Sum,
    Mean,
    MeanOfImportant,
    /// Share of the items that apply whose answer is high enough.
    Share,
    Table,
    TotalOnly,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ThresholdFile {
    pub(super) points: Option<f64>,
    /// Instead of `points`: standard deviation and reliability of a reference sample.
    pub(super) deviation: Option<f64>,
    pub(super) reliability: Option<f64>,
    pub(super) reliability_kind: Option<ReliabilityKind>,
    pub(super) provenance: Provenance,
    pub(super) source: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CutOffFile {
    pub(super) points: Option<f64>,
    /// Instead of `points`: which line of Jacobson and Truax, and the samples that it needs.
    pub(super) criterion: Option<CriterionFile>,
    pub(super) clinical: Option<NormFile>,
    pub(super) general: Option<NormFile>,
    pub(super) provenance: Provenance,
    pub(super) source: Spanned<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum CriterionFile {
    A,
    B,
    C,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NormFile {
    pub(super) mean: f64,
    pub(super) deviation: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExampleFile {
    pub(super) name: Spanned<String>,
    pub(super) answers: BTreeMap<String, Answer>,
    pub(super) expected: BTreeMap<String, Expected>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ImproverFile {
    pub(super) scale: String,
    pub(super) before: BTreeMap<String, Answer>,
    pub(super) after: BTreeMap<String, Answer>,
}

/// A code as an export writes it; a file may write it as a number or as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer(pub(super) String);

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnswerVisitor)
    }
}

struct AnswerVisitor;

impl Visitor<'_> for AnswerVisitor {
    type Value = Answer;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number or text in quotation marks")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Answer, E> {
        Ok(Answer(value.to_string()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Answer, E> {
        Ok(Answer(value.to_owned()))
    }
}

/// The score that an example must give, or that there must be none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Expected(pub(super) Option<f64>);

/// How a file says that there must be no score.
const NO_SCORE: &str = "no score";

impl<'de> Deserialize<'de> for Expected {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ExpectedVisitor)
    }
}

struct ExpectedVisitor;

impl Visitor<'_> for ExpectedVisitor {
    type Value = Expected;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a number or \"{NO_SCORE}\"")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Expected, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Expected, E> {
        Ok(Expected(Some(value)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Expected, E> {
        match value {
            NO_SCORE => Ok(Expected(None)),
            other => Err(E::invalid_value(serde::de::Unexpected::Str(other), &self)),
        }
    }
}
