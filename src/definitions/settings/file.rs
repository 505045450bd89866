//! `audit.toml` as it is written. What the values mean is judged in `read`.

use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::Value;

type Text = Option<Spanned<String>>;
type Texts = Option<Spanned<Vec<Spanned<String>>>>;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SettingsFile {
    pub provider: Text,
    pub provider_id: Text,
    pub quarters: Text,
    /// Any value, so that a day in quotation marks is understood and anything else is answered in plain words.
    pub extracted: Option<Spanned<Value>>,
    pub encoding: Text,
    pub delimiter: Text,
    pub date_order: Text,
    pub missing: Texts,
    pub trim: Option<bool>,
    pub pairing: Text,
    pub trend: Text,
    pub breakdowns: Texts,
    pub reports: Texts,
    pub licences: Texts,
    pub allow_columns: Texts,
    pub term: Text,
    #[serde(default)]
    pub release: ReleaseFile,
    #[serde(default)]
    pub tables: TablesFile,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReleaseFile {
    pub profile: Text,
    pub threshold: Option<Spanned<i64>>,
    pub mean_minimum: Option<Spanned<i64>>,
    pub spread_minimum: Option<Spanned<i64>>,
    pub extremes_minimum: Option<Spanned<i64>>,
    pub round_to: Option<Spanned<i64>>,
    pub decided_by: Text,
    pub decided_on: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TablesFile {
    pub teams: Option<TableFile>,
    pub people: Option<TableFile>,
    pub measures: Option<TableFile>,
    pub goals: Option<TableFile>,
    pub roles: Option<TableFile>,
    pub audit: Option<TableFile>,
    pub checklist: Option<TableFile>,
    pub actions: Option<TableFile>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableFile {
    pub files: Texts,
    pub sheet: Text,
    pub layout: Text,
    pub missing: Texts,
    pub duplicates: Text,
    #[serde(default)]
    pub skip: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub columns: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    pub codes: BTreeMap<Spanned<String>, BTreeMap<String, Spanned<String>>>,
    pub encoding: Text,
    pub delimiter: Text,
    pub date_order: Text,
}
