//! `schemas/wording/en.toml` as written: tables in tables, whose names joined by dots are the keys. A service's file
//! may hold only the sentences that it changes; it cannot invent a key, nor a place that the program does not fill.

use super::faults::hint;
use super::reading::Written;
use super::wording::Wording;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Dotted key to its text and where it stands.
pub(super) type Texts = BTreeMap<String, (String, Range<usize>)>;

/// Reads the program's wording and lays the service's changes over it.
pub(super) fn read(written: &mut Written<'_>, own: Option<&str>) -> Option<Wording> {
    let texts = flatten(written)?;
    let mut all = match own {
        Some(own) => plain_texts(own),
        None => BTreeMap::new(),
    };
    if own.is_some() {
        for (key, (text, at)) in &texts {
            note_unusable(written, &all, key, text, at);
        }
    }
    for (key, (text, at)) in texts {
        if text.trim().is_empty() {
            written.fault(at, format!("`{key}` is empty."));
        }
        all.insert(key, text);
    }
    let language = all.remove("language").unwrap_or_else(|| "en-GB".to_owned());
    written.faults.is_empty().then(|| Wording::new(language, all))
}

/// A key that no sentence has, and places that nothing fills.
pub(super) fn note_unusable(
    written: &mut Written<'_>,
    own: &BTreeMap<String, String>,
    key: &str,
    text: &str,
    at: &Range<usize>,
) {
    let Some(replaced) = own.get(key) else {
        let message = format!("no sentence has the key `{key}`.{}", hint(key, own.keys().map(String::as_str)));
        return written.fault(at.clone(), message);
    };
    let known = places(replaced);
    for place in places(text).difference(&known) {
        let hint = hint(place, known.iter().map(String::as_str));
        written.fault(at.clone(), format!("`{key}`: nothing fills the place {{{place}}}.{hint}"));
    }
}

/// The names that stand in braces.
fn places(text: &str) -> BTreeSet<String> {
    let after_brace = text.split('{').skip(1);
    after_brace.filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

pub(super) fn plain_texts(text: &str) -> BTreeMap<String, String> {
    let mut written = Written::new("", text);
    let texts = flatten(&mut written).unwrap_or_default();
    texts.into_iter().map(|(key, (text, _))| (key, text)).collect()
}

pub(super) fn flatten(written: &mut Written<'_>) -> Option<Texts> {
    let root = written.tree()?;
    let mut texts = Texts::new();
    descend(written, "", root.get_ref(), &mut texts);
    Some(texts)
}

fn descend(written: &mut Written<'_>, above: &str, table: &DeTable<'_>, texts: &mut Texts) {
    for (name, value) in table {
        let key = if above.is_empty() { name.get_ref().to_string() } else { format!("{above}.{}", name.get_ref()) };
        take(written, key, value, texts);
    }
}

fn take(written: &mut Written<'_>, key: String, value: &Spanned<DeValue<'_>>, texts: &mut Texts) {
    match value.get_ref() {
        DeValue::Table(table) => descend(written, &key, table, texts),
        DeValue::String(text) => {
            let twice = texts.insert(key.clone(), (text.to_string(), value.span())).is_some();
            if twice {
                written.fault(value.span(), format!("`{key}` stands here twice."));
            }
        }
        _ => written.fault(value.span(), format!("`{key}` must be text in quotation marks.")),
    }
}
