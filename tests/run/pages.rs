//! What no page may print: the key of a sentence, an unfilled place, or anything about a single person.

use crate::program::{small_export, tree};
use crate::run;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Every text of the sources that could be the key of a sentence: a sentence that is missing is printed as its key.
fn asked_for() -> BTreeSet<String> {
    let is_part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || "_-".contains(c));
    let is_key = |text: &&str| text.contains('.') && text.split('.').all(is_part);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/reports");
    let files = tree(&folder).into_values().map(|bytes| String::from_utf8(bytes).unwrap());
    let texts = files.flat_map(|file| file.split('"').map(str::to_owned).collect::<Vec<_>>());
    texts.filter(|text| is_key(&text.as_str())).collect()
}

#[test]
fn no_page_prints_a_key_a_place_or_a_person() {
    let export = small_export();
    let out = export.path().join("out");
    assert_eq!(run(export.path(), &out).status, 0);
    let people = fs::read_to_string(export.path().join("people.csv")).unwrap();
    let people: Vec<&str> = people.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert!(people.len() > 100);
    let keys = asked_for();
    assert!(keys.len() > 300, "{}", keys.len());
    for (path, bytes) in tree(&out) {
        if path.starts_with("restricted")
            || path.ends_with(".png")
            || path.ends_with(".pdf")
            || path.ends_with(".xlsx")
        {
            continue;
        }
        let text = String::from_utf8(bytes).unwrap();
        let person = people.iter().find(|id| text.contains(**id));
        assert!(person.is_none(), "{path} holds a person's id");
        if path.ends_with(".html") {
            let words = text.split("</style>").last().unwrap_or_default().split("<script").next().unwrap_or_default();
            // The one sentence that the page's own filter fills.
            let words = words.replace("{shown} of {rows}", "");
            assert!(!words.contains('{') && !words.contains('}'), "{path} holds an unfilled place");
            let key = keys.iter().find(|key| words.contains(&format!(">{key}<")));
            assert!(key.is_none(), "{path} prints a key: {key:?}");
        }
    }
}
