//! Small-number rules, owned by whoever decides them in the service.

use super::reading::Written;
use serde::Deserialize;
use toml::Spanned;

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ReleaseProfile {
    /// Small counts are withheld, the rest stand as they are.
    Suppress,
    /// Small counts are withheld, the rest are rounded; percentages come from the rounded counts.
    Round,
}

impl ReleaseProfile {
    /// Key of its words.
    pub fn key(self) -> &'static str {
        match self {
            ReleaseProfile::Suppress => "suppress",
            ReleaseProfile::Round => "round",
        }
    }
}

/// Also as the run record holds them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ReleaseRules {
    pub profile: ReleaseProfile,
    /// Counts of people from 1 up to one less than this are withheld, and so is a complement of that size (5).
    pub threshold: u64,
    /// Means are withheld on fewer people than this (5) …
    pub mean_minimum: u64,
    /// … and shown without spread on fewer than this (10).
    pub spread_minimum: u64,
    /// Nobody and everybody are treated as small when fewer than this are known (10).
    pub extremes_minimum: u64,
    /// Multiple that the `round` profile rounds to (5).
    pub round_to: u64,
    pub decided_by: String,
    pub decided_on: String,
}

impl ReleaseRules {
    /// The rules as the run record holds them.
    pub fn for_record(&self) -> serde_json::Value {
        serde_json::json!({
            "profile": self.profile,
            "threshold": self.threshold,
            "mean_minimum": self.mean_minimum,
            "spread_minimum": self.spread_minimum,
            "extremes_minimum": self.extremes_minimum,
            "round_to": self.round_to,
            "decided_by": self.decided_by,
            "decided_on": self.decided_on,
        })
    }
}

/// `schemas/release.toml` as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReleaseFile {
    profile: ReleaseProfile,
    threshold: Spanned<u64>,
    mean_minimum: Spanned<u64>,
    spread_minimum: Spanned<u64>,
    extremes_minimum: Spanned<u64>,
    round_to: Spanned<u64>,
    decided_by: Spanned<String>,
    decided_on: Spanned<String>,
}

pub(super) fn read(written: &mut Written<'_>) -> Option<ReleaseRules> {
    let file: ReleaseFile = written.toml()?;
    check(written, &file);
    let rules = ReleaseRules {
        profile: file.profile,
        threshold: *file.threshold.get_ref(),
        mean_minimum: *file.mean_minimum.get_ref(),
        spread_minimum: *file.spread_minimum.get_ref(),
        extremes_minimum: *file.extremes_minimum.get_ref(),
        round_to: *file.round_to.get_ref(),
        decided_by: written.filled("decided_by", &file.decided_by),
        decided_on: file.decided_on.get_ref().trim().to_owned(),
    };
    written.faults.is_empty().then_some(rules)
}

fn check(written: &mut Written<'_>, file: &ReleaseFile) {
    if *file.threshold.get_ref() < 2 {
        written.fault(file.threshold.span(), "a threshold below 2 protects nobody.");
    }
    if *file.mean_minimum.get_ref() < 2 {
        written.fault(file.mean_minimum.span(), "a mean of fewer than 2 people is one person's answer.");
    }
    if file.spread_minimum.get_ref() < file.mean_minimum.get_ref() {
        let message = "`spread_minimum` must not be below `mean_minimum`: a spread tells more than a mean.";
        written.fault(file.spread_minimum.span(), message);
    }
    if *file.round_to.get_ref() < 2 {
        written.fault(file.round_to.span(), "`round_to` must be at least 2; rounding to 1 changes nothing.");
    }
    let date = file.decided_on.get_ref().trim();
    if !date.is_empty() && date.parse::<chrono::NaiveDate>().is_err() {
        written.fault(file.decided_on.span(), "`decided_on` is a date such as \"2026-09-30\", or empty.");
    }
}
