//! Every sentence that the sources ask for stands in the wording file, and every place in it is a name.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

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
    let keys = texts("en.toml");
    let asked = asked_for();
    assert!(asked.len() > 150, "the calls were found: {}", asked.len());
    let counted = |key: &str| keys.contains_key(&format!("{key}.many"));
    let missing: Vec<&String> = asked.iter().filter(|key| !keys.contains_key(*key) && !counted(key)).collect();
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

fn texts(file: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/wording").join(file)).unwrap();
    let mut texts = BTreeMap::new();
    gather_texts("", &toml::from_str::<toml::Value>(&text).unwrap(), &mut texts);
    texts
}

fn gather_texts(before: &str, value: &toml::Value, texts: &mut BTreeMap<String, String>) {
    match value {
        toml::Value::Table(table) => {
            for (name, value) in table {
                let key = if before.is_empty() { name.clone() } else { format!("{before}.{name}") };
                gather_texts(&key, value, texts);
            }
        }
        other => drop(texts.insert(before.to_owned(), other.as_str().unwrap().to_owned())),
    }
}

/// Keys of the headings that the reports print.
fn headings() -> BTreeSet<String> {
    let mut text = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/reports"), &mut text);
    let calls =
        ["heading(", "heading_at("].map(|call| text.split(call).skip(1).map(str::to_owned).collect::<Vec<_>>());
    let key = |call: String| {
        let end = call.find(';')?;
        let (_, key) = call[..end].split_once("view.plain(\"")?;
        Some(key.split('"').next()?.to_owned())
    };
    calls.concat().into_iter().filter_map(key).collect()
}

#[test]
fn welsh_holds_the_whole_public_summary_and_every_heading() {
    let (english, welsh) = (texts("en.toml"), texts("cy.toml"));
    let whole = ["public.", "document.", "month.", "month_short.", "missing.", "caution.", "period."];
    let counted = ["people", "goals", "records", "teams"].map(|things| format!("count.{things}."));
    let shared = ["count.of", "release.withheld", "release.withheld_short", "release.nothing"].map(str::to_owned);
    let of_sections = english.keys().filter(|key| {
        whole.iter().any(|start| key.starts_with(start))
            || counted.iter().any(|start| key.starts_with(start.as_str()))
    });
    let titles = ["commissioner", "audit", "team", "index"].map(|report| format!("{report}.title"));
    let headings = headings();
    assert!(headings.len() > 30, "{headings:?}");
    let needed: BTreeSet<&String> = of_sections.chain(&shared).chain(&titles).chain(&headings).collect();
    let missing: Vec<_> = needed.into_iter().filter(|key| !welsh.contains_key(*key)).collect();
    assert!(missing.is_empty(), "cy.toml lacks {missing:?}");
}

/// A place that is lost in translation is a figure that nobody is told.
#[test]
fn welsh_fills_the_same_places_as_english() {
    let (english, welsh) = (texts("en.toml"), texts("cy.toml"));
    let places = |text: &str| -> BTreeSet<String> {
        text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect()
    };
    for (key, text) in welsh.iter().filter(|(key, _)| english.contains_key(*key)) {
        assert_eq!(places(text), places(&english[key]), "{key}");
    }
}

/// Neither in a sentence about a clinical cut-off nor in the name of a figure: people recover whose score never crosses one,
/// and the other way round.
#[test]
fn crossing_a_cut_off_is_never_called_recovery() {
    let about_cut_offs = ["cut-off", "cut_off", "clinical range", "trothwy", "ystod glinigol"];
    let mut seen = 0;
    for file in ["en.toml", "cy.toml"] {
        for (key, text) in texts(file) {
            let both = format!("{key} {text}").to_lowercase();
            if about_cut_offs.iter().any(|words| both.contains(words)) {
                seen += 1;
                assert!(!["recover", "adfer"].iter().any(|word| both.contains(word)), "{file}, {key}: {text}");
            }
        }
    }
    assert!(seen > 3, "sentences about cut-offs were found: {seen}");
}
