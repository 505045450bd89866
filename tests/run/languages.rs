//! Reports in a further language: as whole as the English ones, and a draft until a translator has read them.

use crate::program::{own_schema, small_export, tree};
use crate::run;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What stands on a page outside of its markup, piece by piece.
fn pieces(page: &str) -> BTreeSet<String> {
    let body = page.split("<body>").last().unwrap_or_default().split("<script").next().unwrap_or_default();
    let pieces = body.split('<').skip(1).filter_map(|part| Some(part.split_once('>')?.1.trim().to_owned()));
    pieces.filter(|piece| piece.chars().filter(|c| c.is_alphabetic()).count() > 3).collect()
}

fn set(folder: &Path, line: &str) {
    let settings = folder.join("audit.toml");
    fs::write(&settings, format!("{line}\n{}", fs::read_to_string(&settings).unwrap())).unwrap();
}

#[test]
fn the_public_summary_is_written_in_welsh_too_and_holds_no_english_sentence() {
    let export = small_export();
    set(export.path(), "languages = [\"cy\"]");
    let out = export.path().join("out");
    assert_eq!(run(export.path(), &out).status, 0);
    let files: Vec<String> = tree(&out).into_keys().filter(|path| path.contains(".cy.")).collect();
    assert_eq!(files, ["public-summary.cy.html", "public-summary.cy.pdf"]);
    let read = |name: &str| fs::read_to_string(out.join(name)).unwrap();
    let (english, welsh) = (read("public-summary.html"), read("public-summary.cy.html"));
    assert!(welsh.contains("<html lang=\"cy\">") && english.contains("<html lang=\"en-GB\">"));
    // What teams wrote is theirs, and so is the provider's name.
    let commitments = fs::read_to_string(export.path().join("actions.csv")).unwrap();
    let of_the_service = |piece: &String| commitments.contains(piece.as_str()) || piece.starts_with("Fingerpost");
    let both: Vec<String> = pieces(&english).intersection(&pieces(&welsh)).cloned().collect();
    let both: Vec<&String> = both.iter().filter(|piece| !of_the_service(piece)).collect();
    assert!(both.is_empty(), "{both:?}");
    // As many sentences, each with its figures.
    assert_eq!(welsh.matches("<li>").count(), english.matches("<li>").count());
    let numbers = |page: &str| -> Vec<String> {
        let words = pieces(page).into_iter().flat_map(|piece| {
            piece
                .split_whitespace()
                .map(|word| word.trim_matches(|c: char| !c.is_ascii_digit()).to_owned())
                .collect::<Vec<_>>()
        });
        let mut numbers: Vec<String> = words.filter(|word| word.len() > 1).collect();
        numbers.sort();
        numbers
    };
    assert_eq!(numbers(&welsh), numbers(&english));
    assert!(welsh.contains("Drafft"), "no translator has read it");
    let told = |page: &str| -> BTreeSet<String> {
        let told = csv::Reader::from_path(export.path().join("actions.csv")).unwrap().into_records();
        let told = told.filter_map(|row| row.ok()?.get(4).map(str::to_owned)).filter(|text| !text.is_empty());
        told.filter(|text| page.contains(text.as_str())).collect()
    };
    assert!(!told(&english).is_empty(), "commitments are told");
    assert_eq!(told(&welsh), told(&english), "in the words that teams wrote");
    assert!(read("index.html").contains("public-summary.cy.pdf"));
}

#[test]
fn a_translator_may_change_words_and_take_the_mark_of_a_draft_away() {
    let export = small_export();
    set(export.path(), "languages = [\"cy\"]\nreports = [\"public\"]");
    own_schema(
        export.path(),
        "wording/cy.toml",
        "checked_by = \"E. Rhys\"\n[public.told]\nheading = \"Eich geiriau chi\"\n",
    );
    let out = export.path().join("out");
    let ran = run(export.path(), &out);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let page = fs::read_to_string(out.join("public-summary.cy.html")).unwrap();
    assert!(page.contains("Eich geiriau chi") && !page.contains("Drafft"));
}

/// Whichever report a service goes on with.
#[test]
fn every_report_in_words_that_nobody_has_read_says_so() {
    let export = small_export();
    set(export.path(), "languages = [\"cy\"]");
    own_schema(export.path(), "wording/cy.toml", "reports = \"public, commissioner, audit, team\"\n");
    let out = export.path().join("out");
    let ran = run(export.path(), &out);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let pages = tree(&out).into_iter().filter(|(path, _)| path.ends_with(".cy.html"));
    let pages: Vec<(String, String)> = pages.map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect();
    assert!(pages.len() > 6);
    for (path, page) in pages {
        assert_eq!(page.matches("Drafft").count(), 1, "{path}");
    }
}

#[test]
fn a_language_without_wording_and_a_key_that_nothing_asks_for_are_named() {
    let export = small_export();
    set(export.path(), "languages = [\"fr\"]");
    let ran = run(export.path(), &export.path().join("out"));
    assert_eq!(ran.status, 3);
    assert!(ran.stderr.contains("no wording in the language `fr`") && ran.stderr.contains("`cy`"), "{}", ran.stderr);

    let export = small_export();
    set(export.path(), "languages = [\"pl\"]");
    let text = "language = \"pl\"\nlanguage_name = \"Polish\"\nreports = \"publik\"\n[public]\ntitel = \"Co nam powiedzieli\"\nintro = \"{name}\"\n";
    own_schema(export.path(), "wording/pl.toml", text);
    let ran = run(export.path(), &export.path().join("out"));
    assert_eq!(ran.status, 3);
    for said in
        ["there is no report `publik`", "no sentence has the key `public.titel`", "nothing fills the place {name}"]
    {
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
    }
}

/// A service's own items need no Welsh names, least of all where nobody asked for Welsh.
#[test]
fn an_instrument_with_other_items_does_not_make_the_translation_faulty() {
    let export = small_export();
    let shipped = include_str!("../../schemas/measures/inspire.toml");
    assert!(shipped.contains("s20"));
    own_schema(export.path(), "measures/inspire.toml", &shipped.replace("s20", "s21"));
    let ran = crate::program::fingerpost(&["measures", "inspire", "--folder", export.path().to_str().unwrap()]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("s21") && !ran.stdout.contains("s20"), "its own items are told: {}", ran.stdout);
}
