//! How figures are made, as the record of a run holds it, and what of it is other than in an earlier record.

use super::Definitions;
use super::settings::Settings;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Settings that bear on figures, by their place in the record. What only names the service or chooses reports is not
/// among them.
const COMPARED: [&str; 22] = [
    "program.version",
    "pairing.title",
    "settings.quarters",
    "settings.trend",
    "settings.trim",
    "settings.missing",
    "settings.breakdowns",
    "release_rules.profile",
    "release_rules.threshold",
    "release_rules.mean_minimum",
    "release_rules.spread_minimum",
    "release_rules.extremes_minimum",
    "release_rules.round_to",
    "statistics.over_time.fewest_for_limits",
    "statistics.over_time.limit_factor",
    "statistics.over_time.screen",
    "statistics.over_time.fix_after",
    "statistics.over_time.shift",
    "statistics.over_time.trend",
    "statistics.over_time.shares",
    "statistics.funnel.limits",
    "statistics.funnel.over_dispersion",
];

/// How the figures of a run were made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Method {
    /// As the record writes them, by their place.
    settings: BTreeMap<&'static str, String>,
    /// SHA-256 of each definition file, by its path below `schemas/`.
    files: BTreeMap<String, String>,
}

/// One thing that is other than in an earlier run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MethodChange {
    Setting { place: &'static str, now: String, before: String },
    File { path: String, how: FileChange },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileChange {
    Changed,
    New,
    Gone,
}

impl Definitions {
    /// The parts of a run record that say how figures were made.
    pub fn method_for_record(&self, settings: &Settings) -> Map<String, Value> {
        let sources = self.sources.iter();
        let sources = sources
            .map(|source| json!({ "path": source.path, "sha256": source.sha256, "overridden": source.overridden }));
        let parts = [
            ("program", json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") })),
            ("settings", settings.for_record()),
            ("pairing", self.pairing.for_record()),
            ("release_rules", self.release.for_record()),
            ("statistics", self.statistics.for_record()),
            ("definitions", sources.collect()),
        ];
        parts.into_iter().map(|(name, part)| (name.to_owned(), part)).collect()
    }
}

impl Method {
    /// What a record says. A place that it does not hold, because its version knew nothing of it, is not compared.
    pub fn of(record: &Value) -> Method {
        let at = |place: &str| place.split('.').try_fold(record, |value, part| value.get(part));
        let settings = COMPARED.iter().filter_map(|place| Some((*place, written(at(place)?)))).collect();
        let files = record.get("definitions").and_then(Value::as_array).into_iter().flatten();
        let text = |file: &Value, key: &str| Some(file.get(key)?.as_str()?.to_owned());
        Method {
            settings,
            files: files.filter_map(|file| Some((text(file, "path")?, text(file, "sha256")?))).collect(),
        }
    }

    /// What is other now than it was before, settings first. Words of reports change no figure and are left out.
    pub fn changes_since(&self, before: &Method) -> Vec<MethodChange> {
        let settings = COMPARED.iter().filter_map(|place| {
            let (now, before) = (self.settings.get(place)?, before.settings.get(place)?);
            let change = MethodChange::Setting { place, now: now.clone(), before: before.clone() };
            (now != before).then_some(change)
        });
        let mut paths: Vec<&String> = self.files.keys().chain(before.files.keys()).collect();
        paths.sort_unstable();
        paths.dedup();
        let files = paths.into_iter().filter(|path| !path.starts_with("wording/")).filter_map(|path| {
            let how = match (self.files.get(path), before.files.get(path)) {
                (Some(now), Some(before)) if now == before => return None,
                (Some(_), Some(_)) => FileChange::Changed,
                (Some(_), None) => FileChange::New,
                (None, _) => FileChange::Gone,
            };
            Some(MethodChange::File { path: path.clone(), how })
        });
        settings.chain(files).collect()
    }
}

/// A setting as a reader sees it; several in one line.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => {
            let values: Vec<String> = values.iter().map(written).filter(|value| !value.is_empty()).collect();
            values.join(", ")
        }
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn method(change: impl Fn(&mut Value)) -> Method {
        let mut record = json!({
            "program": { "name": "fingerpost", "version": "0.1.0" },
            "settings": { "provider": "Northshire", "missing": ["", "NULL"] },
            "release_rules": { "threshold": 5 },
            "definitions": [
                { "path": "measures/qpr-15.toml", "sha256": "a" },
                { "path": "wording/en.toml", "sha256": "b" },
            ],
        });
        change(&mut record);
        Method::of(&record)
    }

    #[test]
    fn nothing_has_changed_when_the_record_says_the_same() {
        assert_eq!(method(|_| ()).changes_since(&method(|_| ())), []);
    }

    #[test]
    fn a_changed_setting_is_named_with_both_its_values() {
        let now = method(|record| record["release_rules"] = json!({ "threshold": 7 }));
        let change = MethodChange::Setting { place: "release_rules.threshold", now: "7".into(), before: "5".into() };
        assert_eq!(now.changes_since(&method(|_| ())), [change]);
    }

    #[test]
    fn another_version_of_the_program_is_named() {
        let before = method(|record| record["program"]["version"] = "0.0.9".into());
        let [now, before_that] = ["0.1.0", "0.0.9"].map(str::to_owned);
        let change = MethodChange::Setting { place: "program.version", now, before: before_that };
        assert_eq!(method(|_| ()).changes_since(&before), [change]);
    }

    #[test]
    fn what_an_older_version_did_not_record_is_not_called_a_change() {
        let before = method(|record| drop(record.as_object_mut().unwrap().remove("release_rules")));
        assert_eq!(method(|_| ()).changes_since(&before), []);
    }

    #[test]
    fn definitions_are_compared_by_their_content_and_words_of_reports_are_not() {
        let now = method(|record| {
            record["definitions"] = json!([
                { "path": "measures/reqol-10.toml", "sha256": "c" },
                { "path": "wording/en.toml", "sha256": "d" },
            ]);
        });
        let file = |path: &str, how| MethodChange::File { path: path.to_owned(), how };
        let both = [file("measures/qpr-15.toml", FileChange::Gone), file("measures/reqol-10.toml", FileChange::New)];
        assert_eq!(now.changes_since(&method(|_| ())), both);
    }

    #[test]
    fn the_name_of_a_service_is_no_method() {
        let now = method(|record| record["settings"] = json!({ "provider": "Southshire", "missing": ["", "NULL"] }));
        assert_eq!(now.changes_since(&method(|_| ())), []);
    }
}
