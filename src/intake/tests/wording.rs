//! Every code that this room can give has its sentences.

use super::DEFINITIONS;
use std::collections::BTreeSet;
use std::path::Path;

/// Words in the sources that look like codes and are not: the names of settings.
const NOT_CODES: [&str; 1] = ["d-mmm-y"];

/// Words with hyphens that stand in quotation marks in the sources of this room, tests left aside.
fn codes() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/intake");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let sources = files.filter(|file| file.is_file()).map(|file| std::fs::read_to_string(file).unwrap());
    let mut codes = BTreeSet::from(["excel".to_owned(), "unreadable".to_owned()]);
    for source in sources {
        let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let quoted = code.split('"').skip(1).step_by(2);
        let is_code = |word: &&str| {
            let plain =
                |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
            word.contains('-') && word.split('-').all(plain) && word.starts_with(|c: char| c.is_ascii_lowercase())
        };
        codes.extend(quoted.filter(is_code).map(str::to_owned));
    }
    codes.retain(|code| !NOT_CODES.contains(&code.as_str()));
    codes
}

const PARTS: [&str; 5] = ["message", "help", "means", "wrong", "right"];

/// Codes that stand in the wording file as things found in the data.
fn explained() -> BTreeSet<String> {
    let keys = DEFINITIONS.wording.keys().filter_map(|key| key.strip_prefix("finding."));
    keys.filter_map(|key| key.split('.').next()).map(str::to_owned).collect()
}

#[test]
fn every_code_is_explained_in_all_its_parts_or_says_why_the_run_stops() {
    let codes = codes();
    assert!(codes.len() > 70, "only {} codes were found", codes.len());
    let has = |key: &str| DEFINITIONS.wording.has(key);
    let without: Vec<&String> =
        codes.iter().filter(|code| !explained().contains(*code) && !has(&format!("input.{code}"))).collect();
    assert_eq!(without, Vec::<&String>::new());
    for code in explained() {
        for part in PARTS {
            let text = DEFINITIONS.wording.say(&format!("finding.{code}.{part}"), &[]);
            assert!(!text.is_empty() && has(&format!("finding.{code}.{part}")), "{code} has no {part}");
        }
    }
}

#[test]
fn no_code_is_explained_that_nothing_can_give() {
    let codes = codes();
    let orphans: Vec<String> = explained().into_iter().filter(|code| !codes.contains(code)).collect();
    assert_eq!(orphans, Vec::<String>::new());
}
