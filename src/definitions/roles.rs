//! Life domains, their statuses, and which statuses count as holding a valued role.

use super::measure::{Provenance, Rule};
use super::reading::Written;
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

#[derive(Debug, Clone, PartialEq)]
pub struct Roles {
    pub domains: Vec<Domain>,
    /// How far back a status counts as current, in months ending at the period's end (12).
    pub window_months: u32,
    /// Inclusive ages, at period end, of the two national indicators (18 to 69).
    pub ascof_ages: (i32, i32),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Domain {
    /// As the `domain` column writes it.
    pub id: String,
    pub label: String,
    pub statuses: Vec<Status>,
    /// False for `accommodation_type`, which is shown as a distribution only and never held, gained or lost.
    pub can_be_held: bool,
    /// Name of the national indicator that this domain feeds: `employment` of `ascof.employment`; `None` for most.
    pub ascof: Option<String>,
    pub rule: Rule,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    /// Canonical code.
    pub code: String,
    /// Other spellings accepted and counted, such as `1` for `01`.
    pub also: Vec<String>,
    pub label: String,
    /// False for "not stated" and "unknown": never counted as known.
    pub known: bool,
    pub held: bool,
    /// Counts for `role.any_valued`.
    pub valued: bool,
    /// Counts for the national indicator of this domain, if there is one.
    pub ascof: bool,
}

impl Domain {
    /// Index of the status with this code or accepted spelling.
    pub fn status(&self, code: &str) -> Option<usize> {
        self.statuses.iter().position(|s| s.code == code || s.also.iter().any(|a| a == code))
    }

    /// Whether this domain takes part in `role.any_valued`.
    pub fn is_valued(&self) -> bool {
        self.statuses.iter().any(|status| status.valued)
    }
}

/// `schemas/roles.toml` as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RolesFile {
    window_months: Spanned<u32>,
    ascof_ages: Spanned<(i32, i32)>,
    domain: Vec<Spanned<DomainFile>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DomainFile {
    id: String,
    label: Spanned<String>,
    #[serde(default = "yes")]
    can_be_held: bool,
    ascof: Option<String>,
    provenance: Provenance,
    source: Spanned<String>,
    statuses: Vec<Spanned<StatusFile>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StatusFile {
    code: String,
    #[serde(default)]
    also: Vec<String>,
    label: String,
    #[serde(default = "yes")]
    known: bool,
    #[serde(default)]
    held: bool,
    #[serde(default)]
    valued: bool,
    #[serde(default)]
    ascof: bool,
}

fn yes() -> bool {
    true
}

/// Domains that the program itself speaks of: the two national indicators and the check on homelessness.
const NEEDED: [&str; 3] = ["employment", "settled_accommodation", "accommodation_type"];

pub(super) fn read(written: &mut Written<'_>) -> Option<Roles> {
    let file: RolesFile = written.toml()?;
    if *file.window_months.get_ref() == 0 {
        written.fault(file.window_months.span(), "a status must count as current for at least one month.");
    }
    let ages = *file.ascof_ages.get_ref();
    if ages.0 < 0 || ages.0 > ages.1 {
        written.fault(file.ascof_ages.span(), "the first age must not be above the second.");
    }
    check_ids(written, &file.domain);
    let domains = file.domain.iter().map(|entry| domain(written, entry)).collect();
    let roles = Roles { domains, window_months: *file.window_months.get_ref(), ascof_ages: ages };
    written.faults.is_empty().then_some(roles)
}

fn check_ids(written: &mut Written<'_>, domains: &[Spanned<DomainFile>]) {
    let mut seen = BTreeSet::new();
    for entry in domains {
        let id = entry.get_ref().id.as_str();
        if !seen.insert(id) {
            written.fault(entry.span(), format!("the domain `{id}` is listed twice."));
        }
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if id == "any_valued" || id.is_empty() || !id.chars().all(allowed) {
            written.fault(entry.span(), format!("`{id}` cannot be the id of a domain: use small letters and `_`."));
        }
    }
    for needed in NEEDED.iter().filter(|needed| !seen.contains(**needed)) {
        written.fault_of_file(format!("the domain `{needed}` is missing; the program counts it by name."));
    }
}

fn domain(written: &mut Written<'_>, entry: &Spanned<DomainFile>) -> Domain {
    let file = entry.get_ref();
    check_statuses(written, file);
    if file.can_be_held && !file.statuses.iter().any(|status| status.get_ref().held) {
        written.fault(entry.span(), format!("no status of `{}` counts as held. If none should, say so.", file.id));
    }
    if file.ascof.is_some() != file.statuses.iter().any(|status| status.get_ref().ascof) {
        let message =
            format!("`{}`: `ascof` names an indicator, and at least one status must count for it.", file.id);
        written.fault(entry.span(), message);
    }
    Domain {
        id: file.id.clone(),
        label: written.filled("label", &file.label),
        statuses: file.statuses.iter().map(|status| self::status(status.get_ref())).collect(),
        can_be_held: file.can_be_held,
        ascof: file.ascof.clone(),
        rule: Rule { provenance: file.provenance, source: written.filled("source", &file.source) },
    }
}

fn check_statuses(written: &mut Written<'_>, file: &DomainFile) {
    let mut seen = BTreeSet::new();
    for entry in &file.statuses {
        let status = entry.get_ref();
        for code in std::iter::once(&status.code).chain(&status.also) {
            if code.trim().is_empty() || !seen.insert(code.as_str()) {
                written.fault(entry.span(), format!("the code `{code}` is empty or stands twice in `{}`.", file.id));
            }
        }
        let counts = status.held || status.valued || status.ascof;
        if counts && !status.known {
            written.fault(entry.span(), format!("`{}` is not known, so it cannot count as anything.", status.code));
        }
        if status.held && !file.can_be_held {
            written.fault(entry.span(), format!("`{}` is held in a domain that cannot be held.", status.code));
        }
    }
}

fn status(file: &StatusFile) -> Status {
    Status {
        code: file.code.clone(),
        also: file.also.clone(),
        label: file.label.clone(),
        known: file.known,
        held: file.held,
        valued: file.valued,
        ascof: file.ascof,
    }
}
