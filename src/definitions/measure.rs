//! One instrument as its definition file states it, after every check has passed.

use std::collections::BTreeMap;

/// How well a rule could be verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Provenance {
    /// Read at the source.
    Published,
    /// Read in a secondary source or public code.
    Secondary,
    /// Not verified: said so wherever it is used.
    Provisional,
    /// Fingerpost's own rule, or a service's.
    Local,
}

/// Which way a scale goes when the person is better off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    Higher,
    Lower,
}

/// A rule's standing and where it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    pub provenance: Provenance,
    pub source: String,
}

/// Whom an answer sheet is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// One person, named by `person_id`.
    #[default]
    Person,
    /// A team as a whole: `person_id` stays blank.
    Team,
    /// A person who must not be named: a row with a `person_id` is refused.
    Anonymous,
}

impl Rule {
    pub fn is_provisional(&self) -> bool {
        self.provenance == Provenance::Provisional
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Equals the file name and the value in the `measure` column.
    pub id: String,
    pub title: String,
    /// Short name for charts and tables, such as "ReQoL-10".
    pub short: String,
    /// Who fills it in, in words ("the person").
    pub rated_by: String,
    pub licence: String,
    /// True when rows are left out until the service confirms its licence in `audit.toml`.
    pub needs_licence: bool,
    pub subject: Subject,
    /// Whether the answers are the view of the person that they are about, alone or with somebody.
    pub own_view: bool,
    pub items: Vec<Item>,
    pub scales: Vec<Scale>,
    /// Answer sheets with the scores they must give: best, worst, one incomplete, and any others.
    pub examples: Vec<Example>,
    /// A pair of sheets where the person is better off the second time; none for a measure without scales.
    pub improver: Option<Improver>,
    /// Highest rating that counts as "wanted and not got"; `None` for a measure without importance gates.
    pub unmet_up_to: Option<i8>,
    /// Provenance of items, answers and missing codes.
    pub rule: Rule,
}

/// A worked example: what scoring must say about one answer sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    pub name: String,
    pub answers: AnswerSheet,
    /// Scale id to its score in points; `None` where there must be no score. Scales not named are not checked.
    pub expected: BTreeMap<String, Option<f64>>,
}

/// Two sheets of one person; `scale` must move in its better direction from `before` to `after`.
#[derive(Debug, Clone, PartialEq)]
pub struct Improver {
    pub scale: String,
    pub before: AnswerSheet,
    pub after: AnswerSheet,
}

/// Item id to the answer as an export writes it, such as `3`, `yes` or a missing code; items left out are blank.
/// Of a total-only scale, scale id to its total.
pub type AnswerSheet = BTreeMap<String, String>;

#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// As the `item` column writes it: `1`, `s4`, `s4_important`.
    pub id: String,
    /// Short neutral label of our own; never the item's wording.
    pub label: String,
    /// Inclusive range of valid answers, as coded in the export. A gate is 0 to 1.
    pub lowest: i8,
    pub highest: i8,
    /// Words that stand for a number, such as `yes` = 1 and `no` = 0.
    pub words: Vec<(String, i8)>,
    /// Codes that say "not answered" (DIALOG `0` and `8`): counted, never a number.
    pub missing: Vec<String>,
    /// Index of the item whose answer says whether this one was important to the person.
    pub gate: Option<usize>,
    /// Part of the instrument it belongs to, such as the CHIME process; for grouping in reports.
    pub group: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// `total`, `metric`, `quality-of-life`, `item-3` …
    pub id: String,
    pub label: String,
    pub formula: Formula,
    /// Indices into `Measure::items` of the ratings that enter.
    pub items: Vec<usize>,
    /// Which of `items` (by index into `Measure::items`) count as `lowest + highest - answer`.
    pub reversed: Vec<usize>,
    /// What the sum or mean is multiplied by at the end; 1 when nothing is said.
    pub factor: f64,
    /// Inclusive attainable range of the score, in points.
    pub lowest: f64,
    pub highest: f64,
    pub better: Better,
    /// How many of `items` must be answered. `items.len()` unless a rule allows fewer; a sum is then the mean of the
    /// answered ones times the number of items. Unused by `GatedMean`.
    pub min_answered: usize,
    /// Smallest change counted as a change, in points (inclusive); none when no source states one.
    pub threshold: Option<Threshold>,
    /// Score from which the source counts a person outside the clinical range.
    pub cut_off: Option<Threshold>,
    /// A warning that stands wherever the scale is reported, as one sentence.
    pub note: Option<String>,
    pub rule: Rule,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// Points.
    pub points: f64,
    /// What the points were worked out from; `None` where the source states them.
    pub worked_out: Option<WorkedOut>,
    pub rule: Rule,
}

/// What points were worked out from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum WorkedOut {
    Change(ReferenceSample),
    CutOff(crate::stats::CutOff),
}

/// Where a change counts because it is more than the instrument's own inexactness, after Jacobson and Truax: the sample in
/// which both were found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReferenceSample {
    /// Standard deviation of first scores, in points.
    pub deviation: f64,
    /// From 0 to below 1.
    pub reliability: f64,
    pub kind: ReliabilityKind,
}

/// What kind of reliability was found: the two are not the same, and a threshold depends on which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReliabilityKind {
    /// Cronbach's alpha and its like.
    InternalConsistency,
    TestRetest,
}

impl Threshold {
    /// As a reader sees it: what was worked out has two decimals at most.
    pub fn points_in_digits(&self) -> String {
        ((self.points * 100.0).round() / 100.0).to_string()
    }
}

/// The closed vocabulary of scoring.
#[derive(Debug, Clone, PartialEq)]
pub enum Formula {
    Sum,
    Mean,
    /// Mean of the ratings whose gate says "important"; minimum shares of gates answered and of important items
    /// rated.
    GatedMean {
        min_gates: f64,
        min_rated: f64,
    },
    /// Share of the items whose answer is at least `reached_from`, of those whose answer is at least `applies_from`.
    /// A lower answer says that the item does not apply, which is not the same as no answer.
    Share {
        applies_from: i8,
        reached_from: i8,
    },
    /// Published conversion of another scale (index into `Measure::scales`, earlier in the list): raw to converted,
    /// for every whole raw score. `items` repeats those of the other scale; all must be answered, because a sum that
    /// stands for missing answers has no line in the table.
    Table {
        of: usize,
        values: Vec<(i32, f64)>,
    },
    /// Only ever read from the export as a total; the item key is not shipped.
    TotalOnly,
}

impl Item {
    /// The number an answer stands for; `None` for "not answered" and for anything the form does not offer.
    pub fn coded(&self, answer: &str) -> Option<i8> {
        if self.missing.iter().any(|code| code == answer) {
            return None;
        }
        let word = self.words.iter().find(|(word, _)| word == answer).map(|(_, points)| *points);
        word.or_else(|| answer.parse().ok()).filter(|points| (self.lowest..=self.highest).contains(points))
    }

    /// Where an answer stands between the lowest, which is 0, and the highest, which is 1.
    pub fn share(&self, answer: i8) -> f64 {
        let above = |points: i8| f64::from(points) - f64::from(self.lowest);
        above(answer) / above(self.highest)
    }
}

impl Scale {
    /// Whether it is a sum that does with fewer answers than it has items: the mean of the answered ones stands for
    /// those that are missing.
    pub fn is_stretched(&self) -> bool {
        self.formula == Formula::Sum && self.min_answered < self.items.len()
    }

    /// Whether it does with fewer answers than it has items. No publication states how many would do for any of these
    /// instruments, so whoever says so has made a rule of their own, however well the rest of the scale is known.
    pub fn has_local_minimum(&self) -> bool {
        matches!(self.formula, Formula::Sum | Formula::Mean | Formula::Share { .. })
            && self.min_answered < self.items.len()
    }
}

impl Measure {
    pub fn item(&self, id: &str) -> Option<usize> {
        self.items.iter().position(|item| item.id == id)
    }

    /// Whether this item is a yes/no question outside every scale, reported as a plain share.
    pub fn is_plain_share(&self, item: usize) -> bool {
        let yes_or_no = self.items.get(item).is_some_and(|item| item.lowest == 0 && item.highest == 1);
        let is_gate = self.items.iter().any(|other| other.gate == Some(item));
        yes_or_no && !is_gate && !self.scales.iter().any(|scale| scale.items.contains(&item))
    }

    /// Whether any rule that figures depend on could not be verified.
    pub fn is_provisional(&self) -> bool {
        self.least_sure() == Provenance::Provisional
    }

    /// Whether any score of it follows a rule that no publication states.
    pub fn is_local(&self) -> bool {
        let rules = self.scales.iter().map(|scale| &scale.rule).chain([&self.rule]);
        rules.into_iter().any(|rule| rule.provenance == Provenance::Local)
    }

    /// The least sure of all of its rules.
    pub fn least_sure(&self) -> Provenance {
        let of_scale = |scale: &Scale| {
            let points =
                [&scale.threshold, &scale.cut_off].into_iter().flatten().map(|points| points.rule.provenance);
            points.chain([scale.rule.provenance]).collect::<Vec<_>>()
        };
        let own = self.scales.iter().flat_map(of_scale).chain([self.rule.provenance]);
        own.filter(|provenance| *provenance != Provenance::Local).max().unwrap_or(self.rule.provenance)
    }

    /// The scale it is summed up by: of those made of several items the first with a change threshold, else the first.
    pub fn main_scale(&self) -> Option<usize> {
        let whole = || (0..self.scales.len()).filter(|at| self.scales[*at].items.len() != 1);
        whole().find(|at| self.scales[*at].threshold.is_some()).or_else(|| whole().next())
    }

    /// How many ratings a scale is made of; of one that converts another, that other's.
    pub fn ratings(&self, scale: &Scale) -> usize {
        match &scale.formula {
            Formula::Table { of, .. } => self.scales[*of].items.len(),
            _ => scale.items.len(),
        }
    }

    pub fn scale(&self, id: &str) -> Option<usize> {
        self.scales.iter().position(|scale| scale.id == id)
    }
}
