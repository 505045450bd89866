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

/// `7 of 12` says more than `58% of 12`, and does not sound like more than it is.
#[test]
fn the_public_summary_gives_few_people_as_a_number_and_not_as_a_percentage() {
    let export = tempfile::tempdir().unwrap();
    let order = crate::generate::Order { people: 400, ..crate::generate::Order::usual(export.path()) };
    crate::generate::write(&order).unwrap();
    let out = export.path().join("out");
    let ran = crate::program::fingerpost(&[
        "run",
        export.path().to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
        "--only",
        "public",
        "--quiet",
    ]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let page = fs::read_to_string(out.join("public-summary.html")).unwrap();
    // The number before and the number after each "of".
    let shares: Vec<(bool, u64)> = page
        .split("<li>")
        .flat_map(|line| line.split(" of ").zip(line.split(" of ").skip(1)))
        .filter_map(|(before, after)| {
            let after = after.trim_start_matches("the ").split(' ').next()?.parse().ok()?;
            let before = before.rsplit([' ', '>']).next()?;
            before.starts_with(|c: char| c.is_ascii_digit()).then_some((before.ends_with('%'), after))
        })
        .collect();
    let (few, many): (Vec<_>, Vec<_>) = shares.into_iter().partition(|(_, known)| *known < 20);
    assert!(!few.is_empty() && !many.is_empty(), "{few:?} {many:?}");
    assert!(few.iter().all(|(is_percent, _)| !is_percent), "{few:?}");
    assert!(many.iter().filter(|(is_percent, _)| *is_percent).count() > 0, "{many:?}");
}
