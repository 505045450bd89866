//! The settings in force, for the run record, and the service's own release rules laid over the shipped ones.

use super::{Breakdown, Quarters, ReleaseOverride, ReportKind, Settings, TrendUnit};
use crate::definitions::{Rebase, ReleaseRules};
use serde_json::{Value, json};

impl Settings {
    /// What shaped the figures. File names stand with the inputs.
    pub fn for_record(&self) -> Value {
        json!({
            "provider": self.provider,
            "provider_id": self.provider_id,
            "profile": self.profile,
            "quarters": match self.quarters { Quarters::Financial => "financial", Quarters::Calendar => "calendar" },
            "trend": match self.trend { TrendUnit::Quarter => "quarter", TrendUnit::Month => "month" },
            "pairing": self.pairing,
            "trim": self.trim,
            "missing": self.missing,
            "breakdowns": self.breakdowns.iter().map(|breakdown| Breakdown::name(*breakdown)).collect::<Vec<_>>(),
            "reports": self.reports.iter().map(|report| report.name()).collect::<Vec<_>>(),
            "licences": self.licences,
            "term": self.term,
            "languages": self.languages,
            "audit_sample": self.audit_sample,
            "rebase": self.rebases.iter().map(Rebase::for_record).collect::<Vec<_>>(),
        })
    }
}

impl Breakdown {
    /// As `audit.toml` and the `breakdown` column write it.
    pub fn name(self) -> &'static str {
        match self {
            Breakdown::Gender => "gender",
            Breakdown::EthnicGroup => "ethnic_group",
            Breakdown::AgeBand => "age_band",
            Breakdown::ImdQuintile => "imd_quintile",
        }
    }
}

impl ReportKind {
    pub const ALL: [ReportKind; 4] =
        [ReportKind::Commissioner, ReportKind::Audit, ReportKind::Team, ReportKind::Public];

    /// As `audit.toml` writes it.
    pub fn name(self) -> &'static str {
        match self {
            ReportKind::Commissioner => "commissioner",
            ReportKind::Audit => "audit",
            ReportKind::Team => "team",
            ReportKind::Public => "public",
        }
    }
}

impl ReleaseOverride {
    /// The rules with what the service set in `audit.toml`.
    pub fn applied_to(&self, rules: &ReleaseRules) -> ReleaseRules {
        ReleaseRules {
            profile: self.profile.unwrap_or(rules.profile),
            threshold: self.threshold.unwrap_or(rules.threshold),
            mean_minimum: self.mean_minimum.unwrap_or(rules.mean_minimum),
            spread_minimum: self.spread_minimum.unwrap_or(rules.spread_minimum),
            extremes_minimum: self.extremes_minimum.unwrap_or(rules.extremes_minimum),
            round_to: self.round_to.unwrap_or(rules.round_to),
            decided_by: self.decided_by.clone().unwrap_or_else(|| rules.decided_by.clone()),
            decided_on: self.decided_on.clone().unwrap_or_else(|| rules.decided_on.clone()),
        }
    }
}
