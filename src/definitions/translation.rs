//! Wording in a further language, such as `schemas/wording/cy.toml`: the sentences of the English file that it translates,
//! and for which reports these suffice. What it does not hold is said in English.

use super::faults::hint;
use super::reading::Written;
use super::settings::ReportKind;
use super::wording::Wording;
use super::wording_file::{self, Texts};
use super::{Definitions, Measure};
use std::collections::{BTreeMap, BTreeSet};

/// Sentences of reports in a further language.
#[derive(Debug, Clone, PartialEq)]
pub struct Translation {
    /// Name of its file without ending; it stands in the names of the reports, as in `public-summary.cy.pdf`.
    pub id: String,
    /// The language's name in English.
    pub name: String,
    /// Reports whose sentences it holds.
    pub reports: BTreeSet<ReportKind>,
    /// Who has read it as a translator; without one, reports say that they are a draft.
    pub checked_by: Option<String>,
    /// Its sentences, and English ones where it has none.
    pub wording: Wording,
}

/// Keys at the head of the file, which are no sentences.
const HEAD: [&str; 4] = ["language", "language_name", "reports", "checked_by"];

/// Reads a translation. `shipped` is the program's own text where the service's file is laid over it. The program's own names
/// of items may be about items that a service has given other ids; a service's may not.
pub(super) fn read(
    written: &mut Written<'_>,
    id: &str,
    shipped: Option<&str>,
    english: &Wording,
    measures: &[Measure],
    is_the_services: bool,
) -> Option<Translation> {
    let own = wording_file::flatten(written)?;
    let known = sentences(english, measures);
    for (key, (text, at)) in &own {
        let may_be_of_another = !is_the_services && key.starts_with(ITEM);
        if !HEAD.contains(&key.as_str()) && !may_be_of_another {
            wording_file::note_unusable(written, &known, key, text, at);
        }
        if text.trim().is_empty() {
            written.fault(at.clone(), format!("`{key}` is empty."));
        }
    }
    let mut all = shipped.map(wording_file::plain_texts).unwrap_or_default();
    all.extend(own.iter().map(|(key, (text, _))| (key.clone(), text.clone())));
    let language = all.remove("language");
    let name = all.remove("language_name");
    let checked_by = all.remove("checked_by");
    let reports = all.remove("reports").unwrap_or_default();
    if language.is_none() || name.is_none() {
        written.fault_of_file(
            "`language` (a tag such as `cy`) and `language_name` (its name in English) must both stand here.",
        );
    }
    let reports = read_reports(written, &own, &reports);
    let wording = english.translated(language?, all);
    let translation = Translation { id: id.to_owned(), name: name?, reports, checked_by, wording };
    written.faults.is_empty().then_some(translation)
}

/// Sentences that can be translated: those of the English file, and the name of every item.
fn sentences(english: &Wording, measures: &[Measure]) -> BTreeMap<String, String> {
    let items = measures
        .iter()
        .flat_map(|measure| measure.items.iter().map(|item| (item_key(&measure.id, &item.id), item.label.clone())));
    english.texts().chain(items).collect()
}

impl Definitions {
    /// The wording of a further language.
    pub fn translation(&self, id: &str) -> Option<&Translation> {
        self.translations.iter().find(|translation| translation.id == id)
    }
}

const ITEM: &str = "item.";

/// Where a translation holds the name of an item.
pub fn item_key(measure: &str, item: &str) -> String {
    format!("{ITEM}{measure}.{item}")
}

fn read_reports(written: &mut Written<'_>, own: &Texts, names: &str) -> BTreeSet<ReportKind> {
    let mut reports = BTreeSet::new();
    for name in names.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        match ReportKind::ALL.into_iter().find(|kind| kind.name() == name) {
            Some(kind) => drop(reports.insert(kind)),
            None => {
                let known = ReportKind::ALL.map(ReportKind::name);
                let message = format!("there is no report `{name}`.{}", hint(name, known.into_iter()));
                let at = own.get("reports").map_or(0..0, |(_, at)| at.clone());
                written.fault(at, message);
            }
        }
    }
    reports
}
