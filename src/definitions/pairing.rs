//! Ways of choosing a first and a last score of one person, by name.

use super::faults::hint;
use super::reading::Written;
use serde::Deserialize;
use toml::Spanned;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairing {
    /// As `pairing` in `audit.toml` writes it: `first-last`.
    pub id: String,
    pub title: String,
    /// What is paired with what, for the report's settings page.
    pub description: String,
}

/// The profiles that the scoring room knows; a file can describe them, not invent one.
const KNOWN: [&str; 1] = ["first-last"];

/// `schemas/pairing.toml` as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PairingsFile {
    pairing: Vec<PairingFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PairingFile {
    id: Spanned<String>,
    title: Spanned<String>,
    description: Spanned<String>,
}

pub(super) fn read(written: &mut Written<'_>) -> Option<Vec<Pairing>> {
    let file: PairingsFile = written.toml()?;
    let pairings: Vec<Pairing> = file.pairing.iter().map(|entry| pairing(written, entry)).collect();
    for known in KNOWN.iter().filter(|known| pairings.iter().filter(|pairing| pairing.id == **known).count() != 1) {
        written.fault_of_file(format!("the profile `{known}` must be described exactly once."));
    }
    written.faults.is_empty().then_some(pairings)
}

fn pairing(written: &mut Written<'_>, entry: &PairingFile) -> Pairing {
    let id = entry.id.get_ref();
    if !KNOWN.contains(&id.as_str()) {
        written.fault(entry.id.span(), format!("the program knows no pairing `{id}`.{}", hint(id, KNOWN)));
    }
    Pairing {
        id: id.clone(),
        title: written.filled("title", &entry.title),
        description: written.filled("description", &entry.description),
    }
}
