//! Every sentence that the sources ask for stands in the wording file, and every place in it is a name.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn keys() -> BTreeSet<String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/wording/en.toml")).unwrap();
    let mut keys = BTreeSet::new();
    gather("", &toml::from_str::<toml::Value>(&text).unwrap(), &mut keys);
    keys
}

fn gather(before: &str, value: &toml::Value, keys: &mut BTreeSet<String>) {
    match value {
        toml::Value::Table(table) => {
            for (name, value) in table {
                let key = if before.is_empty() { name.clone() } else { format!("{before}.{name}") };
                gather(&key, value, keys);
            }
        }
        _ => {
            keys.insert(before.to_owned());
        }
    }
}

fn sources(folder: &Path, all: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            all.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

/// Every string literal of the sources that is handed to one of the functions that print words.
fn asked_for() -> BTreeSet<String> {
    let mut text = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut text);
    // A key may stand on the line after its call.
    let text = text.split("say(").map(str::trim_start).collect::<Vec<_>>().join("say(");
    let mut asked = BTreeSet::new();
    for call in ["view.plain(\"", "self.plain(\"", "say(\"", "wording.count(\""] {
        for part in text.split(call).skip(1) {
            let key = part.split('"').next().unwrap_or_default();
            if key.contains('.') && !key.contains('{') {
                asked.insert(key.to_owned());
            }
        }
    }
    asked
}

#[test]
fn no_sentence_is_missing() {
    let keys = keys();
    let asked = asked_for();
    assert!(asked.len() > 150, "the calls were found: {}", asked.len());
    let counted = |key: &str| keys.contains(&format!("{key}.many"));
    let missing: Vec<&String> = asked.iter().filter(|key| !keys.contains(*key) && !counted(key)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn no_page_prints_a_key_or_an_unfilled_place() {
    // Held on the pages themselves by `tests/run/pages.rs`; here the file: every place is closed and has a plain name.
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/wording/en.toml")).unwrap();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#') && line.contains(" = \""));
    for line in lines {
        for part in line.splitn(2, " = \"").skip(1).flat_map(|text| text.split('{').skip(1)) {
            let name = part.split('}').next().unwrap_or_default();
            let plain = name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            // A brace of audit.toml's own, shown as an example, is followed by a blank.
            assert!((part.contains('}') && plain) || part.starts_with(' '), "{line}");
        }
    }
}
