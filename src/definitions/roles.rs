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
    /// An index over several domains; `None` where a service does without.
    pub index: Option<OutcomesIndex>,
}

/// An index of social outcomes: points of several domains added up, for people of whom each of them is known.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomesIndex {
    /// The published name, or the name of what is left of it where a part is not held.
    pub label: String,
    pub parts: Vec<IndexPart>,
    pub rule: Rule,
}

#[derive(Debug, Clone, PartialEq)]
pub struct IndexPart {
    pub name: String,
    /// Index into `Roles::domains`; `None` for a part that exports do not hold.
    pub domain: Option<usize>,
}

impl OutcomesIndex {
    /// Positions of the domains that it adds up.
    pub fn domains(&self) -> impl Iterator<Item = usize> {
        self.parts.iter().filter_map(|part| part.domain)
    }

    /// Names of the parts that are held, or of those that are not.
    pub fn names(&self, held: bool) -> Vec<&str> {
        self.parts.iter().filter(|part| part.domain.is_some() == held).map(|part| part.name.as_str()).collect()
    }
}

impl Roles {
    /// Most points that the index can come to.
    pub fn most_points(&self, index: &OutcomesIndex) -> u32 {
        most_points(&index.parts, &self.domains)
    }
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
    /// What it adds to the index of social outcomes; `None` where it leaves the index unknown.
    pub points: Option<u8>,
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
    index: Option<Spanned<IndexFile>>,
    domain: Vec<Spanned<DomainFile>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct IndexFile {
    published_highest: u32,
    published_name: Spanned<String>,
    partial_name: Spanned<String>,
    provenance: Provenance,
    source: Spanned<String>,
    parts: Vec<Spanned<PartFile>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartFile {
    name: Spanned<String>,
    domain: Option<String>,
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
    points: Option<u8>,
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
    let domains: Vec<Domain> = file.domain.iter().map(|entry| domain(written, entry)).collect();
    let index = file.index.as_ref().map(|entry| index(written, entry, &domains));
    check_points(written, &file.domain, index.as_ref(), &domains);
    let roles = Roles { domains, window_months: *file.window_months.get_ref(), ascof_ages: ages, index };
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
        if ["any_valued", "social_outcomes"].contains(&id) || id.is_empty() || !id.chars().all(allowed) {
            written.fault(entry.span(), format!("`{id}` cannot be the id of a domain: use small letters and `_`."));
        }
    }
    for needed in NEEDED.iter().filter(|needed| !seen.contains(**needed)) {
        written.fault_of_file(format!("the domain `{needed}` is missing; the program counts it by name."));
    }
}

fn most_points(parts: &[IndexPart], domains: &[Domain]) -> u32 {
    let most = |domain: usize| domains[domain].statuses.iter().filter_map(|status| status.points).max();
    parts.iter().filter_map(|part| part.domain).filter_map(most).map(u32::from).sum()
}

fn index(written: &mut Written<'_>, entry: &Spanned<IndexFile>, domains: &[Domain]) -> OutcomesIndex {
    let file = entry.get_ref();
    let parts: Vec<IndexPart> = file.parts.iter().map(|part| index_part(written, part, domains)).collect();
    let used: Vec<usize> = parts.iter().filter_map(|part| part.domain).collect();
    if used.len() < 2 || used.iter().collect::<BTreeSet<_>>().len() < used.len() {
        written.fault(entry.span(), "an index adds up two domains or more, each of them once.");
    }
    // Leaving a part out of the list makes no whole of the rest.
    let is_whole =
        parts.iter().all(|part| part.domain.is_some()) && most_points(&parts, domains) == file.published_highest;
    let published = written.filled("published_name", &file.published_name);
    let partial = written.filled("partial_name", &file.partial_name);
    if partial == published {
        written.fault(file.partial_name.span(), "what is left of an index must not bear its published name.");
    }
    OutcomesIndex {
        label: if is_whole { published } else { partial },
        parts,
        rule: Rule { provenance: file.provenance, source: written.filled("source", &file.source) },
    }
}

fn index_part(written: &mut Written<'_>, entry: &Spanned<PartFile>, domains: &[Domain]) -> IndexPart {
    let file = entry.get_ref();
    let found = file.domain.as_ref().map(|id| domains.iter().position(|domain| domain.id == *id));
    if found == Some(None) {
        let named = file.domain.as_deref().unwrap_or_default();
        written
            .fault(entry.span(), format!("there is no domain `{named}`. A part that exports do not hold has none."));
    }
    IndexPart { name: written.filled("name", &file.name), domain: found.flatten() }
}

/// Points stand in the domains of the index, and there on the statuses that are known.
fn check_points(
    written: &mut Written<'_>,
    files: &[Spanned<DomainFile>],
    index: Option<&OutcomesIndex>,
    domains: &[Domain],
) {
    for (at, (file, domain)) in files.iter().zip(domains).enumerate() {
        let in_index = index.is_some_and(|index| index.domains().any(|own| own == at));
        let has_points = domain.statuses.iter().any(|status| status.points.is_some());
        if in_index != has_points {
            let message =
                format!("`{}`: statuses have points where, and only where, the index counts them.", domain.id);
            written.fault(file.span(), message);
        }
        if let Some(status) = domain.statuses.iter().find(|status| !status.known && status.points.is_some()) {
            written.fault(file.span(), format!("`{}` is not known, so it cannot have points.", status.code));
        }
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
        points: file.points,
    }
}
