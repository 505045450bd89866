//! Every code that this room can give has its sentences.

use super::DEFINITIONS;
use std::collections::BTreeSet;
use std::path::Path;

/// Words in the sources that look like codes and are not: the names of settings.
const NOT_CODES: [&str; 1] = ["d-mmm-y"];

/// Reads no table of an export, and has sentences of its own.
const OWN_FIGURES: &str = "own_figures.rs";

/// Words with hyphens that stand in quotation marks in the sources of this room, tests left aside.
fn codes() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/intake");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|file| file.is_file() && !file.ends_with(OWN_FIGURES));
    let mut codes = codes_in(files.map(|file| std::fs::read_to_string(file).unwrap()));
    codes.extend(["excel", "unreadable"].map(str::to_owned));
    codes.retain(|code| !NOT_CODES.contains(&code.as_str()));
    codes
}

fn codes_in(sources: impl Iterator<Item = String>) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
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
    codes
}

/// Where the codes stand in the wording file, and the parts that each of them has. What stops a run says in its message
/// what to do.
const ROOMS: [(&str, &[&str]); 2] = [
    ("finding", &["message", "help", "means", "wrong", "right"]),
    ("input", &["message", "means", "wrong", "right"]),
];

/// Every code that the wording file explains, below the name of its room: `input.no-folder`.
fn explained() -> BTreeSet<(&'static str, String)> {
    let of_room = |(room, _): (&'static str, _)| {
        let keys = DEFINITIONS.wording.keys().filter_map(move |key| key.strip_prefix(room)?.strip_prefix('.'));
        keys.filter_map(|key| key.split('.').next()).map(move |code| (room, code.to_owned()))
    };
    ROOMS.into_iter().flat_map(of_room).collect()
}

#[test]
fn every_code_is_explained_in_all_its_parts() {
    let (codes, explained) = (codes(), explained());
    assert!(codes.len() > 70, "only {} codes were found", codes.len());
    let is_explained = |code: &String| ROOMS.iter().any(|(room, _)| explained.contains(&(*room, code.clone())));
    let without: Vec<&String> = codes.iter().filter(|code| !is_explained(code)).collect();
    assert_eq!(without, Vec::<&String>::new());
    let wanted = ROOMS.into_iter().flat_map(|(room, parts)| parts.iter().map(move |part| (room, *part)));
    let lacking: Vec<String> = wanted
        .flat_map(|(room, part)| {
            let codes = explained.iter().filter(move |(of, _)| *of == room);
            codes.map(move |(_, code)| format!("{room}.{code}.{part}"))
        })
        .filter(|key| !DEFINITIONS.wording.has(key))
        .collect();
    assert_eq!(lacking, Vec::<String>::new());
}

#[test]
fn no_code_is_explained_that_nothing_can_give() {
    let codes = codes();
    let orphans: Vec<_> = explained().into_iter().filter(|(_, code)| !codes.contains(code)).collect();
    assert_eq!(orphans, []);
}

/// Codes of earlier figures of a service's own are given here and where names are told.
#[test]
fn every_fault_of_earlier_figures_has_a_sentence_and_every_sentence_a_fault() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = [src.join("intake").join(OWN_FIGURES), src.join("backtest/names.rs"), src.join("backtest/groups.rs")];
    let mut codes = codes_in(files.into_iter().map(|file| std::fs::read_to_string(file).unwrap()));
    // Codes of stops that are told in other words.
    codes.retain(|code| !["not-utf-8", "marked-utf-16", "nul-byte", "empty-file"].contains(&code.as_str()));
    codes.extend(["excel", "unreadable", "ambiguous"].map(str::to_owned));
    let told = DEFINITIONS.wording.keys().filter_map(|key| key.strip_prefix("backtest.fault."));
    assert_eq!(codes, told.map(str::to_owned).collect());
}
