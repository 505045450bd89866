//! The recovery values a service holds, the criteria that speak to them, and the 100 action points.

#[derive(Debug, Clone, PartialEq)]
pub struct Framework {
    pub title: String,
    pub source: String,
    pub values: Vec<Value>,
    /// A value's own figure is shown only when at least this share of its criteria had evidence (0.5).
    pub min_evidence: f64,
    /// On the line from 0 to 100, where the service has set no target of its own: from here on a criterion counts as a
    /// strength, and below here as one with most of the way to go.
    pub strong_from: f64,
    pub low_below: f64,
    /// Indicators drawn over time, by id; `*` stands for any run of characters without a dot.
    pub trends: Vec<String>,
    /// The four domains of recovery.
    pub domains: Vec<Term>,
    /// The four tasks, `T1` to `T4`.
    pub tasks: Vec<Term>,
    /// The five processes of CHIME; items of INSPIRE are grouped by their ids.
    pub chime: Vec<Term>,
    /// The two kinds of outcome.
    pub outcomes: Vec<Term>,
    pub contrasts: Vec<ContrastGroup>,
}

impl Framework {
    pub fn criteria(&self) -> impl Iterator<Item = &Criterion> {
        self.values.iter().flat_map(|value| &value.criteria)
    }

    /// The first contrast that a criterion is about.
    pub fn contrast_of(&self, criterion: &Criterion) -> Option<&Contrast> {
        criterion.about.iter().find_map(|idea| match idea {
            Idea::Contrast { group, pair } => self.contrasts.get(*group)?.pairs.get(*pair),
            _ => None,
        })
    }
}

/// An idea of the framework, by its position in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idea {
    Domain(usize),
    Chime(usize),
    Outcome(usize),
    Contrast { group: usize, pair: usize },
}

/// Contrasts of one kind.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContrastGroup {
    pub id: String,
    pub label: String,
    pub pairs: Vec<Contrast>,
}

/// What a service moves from, and what it moves towards. Nothing measures it by itself.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contrast {
    pub id: String,
    pub from: String,
    pub towards: String,
}

/// A named idea of the framework.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    pub id: String,
    pub label: String,
    /// One sentence, in our own words.
    pub meaning: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// `recovery`, `goals`, `charge`.
    pub id: String,
    pub label: String,
    /// The value in one sentence, in our own words.
    pub statement: String,
    pub criteria: Vec<Criterion>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Criterion {
    pub id: String,
    /// Short label for charts.
    pub label: String,
    /// What would be good, as one sentence: the audit standard.
    pub standard: String,
    /// Indicator that evidences it, by id.
    pub indicator: String,
    pub takes: Takes,
    /// Numbers of the action points it speaks to.
    pub points: Vec<u8>,
    /// Ideas of the framework that it is about; may be empty.
    pub about: Vec<Idea>,
    /// The service's own target, 0 to 100, if it set one.
    pub target: Option<f64>,
    /// Weight within its value; 1 when nothing is said.
    pub weight: f64,
}

/// What a criterion takes from its indicator to stand on a line from 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Takes {
    /// The share as it is.
    Share,
    /// 100 minus the share, for something a service wants less of.
    Rest,
    /// A scale mean rescaled by the scale's own attainable range.
    Mean { lowest: f64, highest: f64 },
}

impl Takes {
    /// The indicator's value on the line from 0 to 100.
    pub fn attained(self, value: f64) -> f64 {
        match self {
            Takes::Share => value,
            Takes::Rest => 100.0 - value,
            Takes::Mean { lowest, highest } => 100.0 * (value - lowest) / (highest - lowest),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionPoint {
    /// 1 to 100.
    pub number: u8,
    pub section: String,
    /// In our own words.
    pub label: String,
    /// `yes`, `partly` or `no`: whether data of this kind can show it.
    pub data: String,
    /// Letters M, G, R, A, S: measures, goals, roles, case-note audit, service checklist.
    pub streams: Vec<char>,
    /// Which of the three values it belongs to, 1 to 3.
    pub value: u8,
    /// `T1` to `T4` or `all`.
    pub task: String,
    pub shown_by: String,
}
