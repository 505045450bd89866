//! `audit.toml` as it is written. What the values mean is judged in `read`.

use crate::definitions::TableId;
use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;
use toml::Spanned;
use toml::Value;

type Text = Option<Spanned<String>>;
type Texts = Option<Spanned<Vec<Spanned<String>>>>;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SettingsFile {
    pub provider: Text,
    pub provider_id: Text,
    pub profile: Text,
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
    pub languages: Texts,
    pub audit_sample: Text,
    pub data_licence: Text,
    #[serde(default)]
    pub rebase: Vec<RebaseFile>,
    #[serde(default)]
    pub release: ReleaseFile,
    #[serde(default)]
    pub tables: TablesFile,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RebaseFile {
    pub indicator: Spanned<String>,
    pub from: Spanned<Value>,
    pub reason: Spanned<String>,
}

/// A profile as it is written: the part of the settings that tells how an export looks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfileFile {
    pub title: Spanned<String>,
    pub about: Spanned<String>,
    pub encoding: Text,
    pub delimiter: Text,
    pub date_order: Text,
    pub missing: Texts,
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
    pub team_from: Text,
    #[serde(default)]
    pub skip: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub columns: BTreeMap<Spanned<String>, Spanned<OneOrMore>>,
    #[serde(default)]
    pub codes: BTreeMap<Spanned<String>, BTreeMap<String, Spanned<String>>>,
    #[serde(default)]
    pub items: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    pub joined: BTreeMap<Spanned<String>, Spanned<Vec<String>>>,
    #[serde(default)]
    pub fixed: BTreeMap<Spanned<String>, Spanned<String>>,
    /// A number or a word.
    pub header_row: Option<Spanned<Value>>,
    pub encoding: Text,
    #[serde(default)]
    pub encodings: BTreeMap<Spanned<String>, Spanned<String>>,
    pub delimiter: Text,
    pub date_order: Text,
}

impl TablesFile {
    pub(super) fn given(&self) -> impl Iterator<Item = (TableId, &TableFile)> {
        let all = [
            (TableId::Teams, &self.teams),
            (TableId::People, &self.people),
            (TableId::Measures, &self.measures),
            (TableId::Goals, &self.goals),
            (TableId::Roles, &self.roles),
            (TableId::Audit, &self.audit),
            (TableId::Checklist, &self.checklist),
            (TableId::Actions, &self.actions),
        ];
        all.into_iter().filter_map(|(id, table)| table.as_ref().map(|table| (id, table)))
    }
}

/// One header, or several of which one is enough.
#[derive(Debug, Default)]
pub(super) struct OneOrMore(pub Vec<String>);

impl<'de> Deserialize<'de> for OneOrMore {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<OneOrMore, D::Error> {
        deserializer.deserialize_any(Headers)
    }
}

struct Headers;

impl<'de> Visitor<'de> for Headers {
    type Value = OneOrMore;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a header in quotation marks, or a list of headers")
    }

    fn visit_str<E: Error>(self, header: &str) -> Result<OneOrMore, E> {
        Ok(OneOrMore(vec![header.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<OneOrMore, A::Error> {
        let mut headers = Vec::new();
        while let Some(header) = list.next_element()? {
            headers.push(header);
        }
        Ok(OneOrMore(headers))
    }
}
