//! What every team finds in its pack, and how long it and the public summary may be.

use crate::output;
use crate::said::between;

/// A pack's web page, and the pages of its PDF.
fn packs() -> impl Iterator<Item = (String, String, usize)> {
    let files = output().files();
    let page = |path: &str| files.iter().find(|(other, _)| other == path).map(|(_, bytes)| bytes.clone());
    let teams: Vec<String> =
        files.iter().filter_map(|(path, _)| Some(path.strip_suffix(".pdf")?.to_owned())).collect();
    let teams = teams.into_iter().filter(|path| path.starts_with("teams/"));
    let read = teams.map(|path| {
        let words = String::from_utf8(page(&format!("{path}.html")).expect("a page")).expect("text");
        let pdf = lopdf::Document::load_mem(&page(&format!("{path}.pdf")).expect("a PDF")).expect("a PDF");
        (path, words, pdf.get_pages().len())
    });
    read.collect::<Vec<_>>().into_iter()
}

/// Handed out or pinned up, it is one sheet.
#[test]
fn the_public_summary_is_one_page_or_two() {
    let pdf = std::fs::read(output().path("public-summary.pdf")).expect("it was written");
    let pages = lopdf::Document::load_mem(&pdf).expect("a PDF").get_pages().len();
    assert!((1..=2).contains(&pages), "{pages}");
}

fn has_figures(page: &str) -> bool {
    !page.contains("No figures this quarter") && !page.contains("Nobody on the caseload")
}

#[test]
fn no_pack_is_longer_than_four_pages() {
    let long: Vec<_> = packs().filter(|(.., pages)| *pages > 4).map(|(path, _, pages)| (path, pages)).collect();
    assert!(long.is_empty(), "{long:?}");
    assert!(packs().count() >= 9);
}

/// Most of it on what lies in the team's own hands, and only where there are figures to talk about.
#[test]
fn a_pack_with_figures_guides_through_one_hour() {
    let (mut with, mut without) = (0, 0);
    for (path, page, _) in packs() {
        let minutes: Vec<u32> = between(&page, "<strong>", " minutes.</strong>")
            .iter()
            .filter_map(|words| words.rsplit('>').next()?.parse().ok())
            .collect();
        if has_figures(&page) {
            with += 1;
            assert_eq!(minutes.iter().sum::<u32>(), 60, "{path}: {minutes:?}");
            assert!(minutes.iter().max() >= Some(&30), "{path}: {minutes:?}");
        } else {
            without += 1;
            assert!(minutes.is_empty(), "{path}");
        }
    }
    assert!(with > 4 && without > 0, "{with} and {without}");
}

/// What goes well stands before everything else that has a heading; a team without figures is told first why it has none.
#[test]
fn a_pack_with_figures_begins_with_strengths() {
    let (mut with, mut named) = (0, 0);
    for (path, page, _) in packs().filter(|(_, page, _)| has_figures(page)) {
        let sections: Vec<&str> = page.split("<h2").collect();
        assert!(sections[1].contains(">What is going well<"), "{path}: {}", sections[1]);
        with += 1;
        // Criteria furthest along are named there and nowhere else.
        let boxes = |text: &str| text.matches(">Worth keeping<").count();
        assert_eq!(boxes(sections[1]), boxes(&page), "{path}");
        named += boxes(sections[1]);
    }
    assert!(with > 4 && named > 4, "{with} and {named}");
}

/// Instead of a verdict, a question that only the team can answer: three, each about a point of its own.
#[test]
fn every_pack_asks_three_questions() {
    for (path, page, _) in packs() {
        let (_, rest) = page.split_once(">Three questions<").unwrap_or_else(|| panic!("{path}: no questions"));
        let asked = rest.split("<h2").next().unwrap_or_default();
        let points = between(asked, "(point ", ")");
        let questions: Vec<&str> = between(asked, "</strong>", "<").into_iter().map(str::trim).collect();
        assert!(questions.len() == 3 && questions.iter().all(|words| words.ends_with('?')), "{path}: {questions:?}");
        let different: std::collections::BTreeSet<&str> = points.iter().copied().collect();
        assert_eq!((points.len(), different.len()), (3, 3), "{path}: {points:?}");
    }
}

/// Patterns that a rule marks come first, as many as two.
#[test]
fn a_pack_shows_two_patterns_those_with_a_signal_first() {
    let trends = output().rows("data/trends.csv");
    let watched = [
        "coverage.any",
        "score.inspire.support",
        "goals.has_recovery_goal",
        "goals.at_or_above_expected",
        "role.any_valued.held",
    ];
    for (path, page, _) in packs().filter(|(_, page, _)| has_figures(page)) {
        let team = path.trim_start_matches("teams/");
        let points = |id: &str, column: &str| {
            let own = trends.iter().filter(|row| row["unit_id"] == team && row["indicator"] == id);
            own.filter(|row| !["", "too few points"].contains(&row[column].as_str())).count()
        };
        let drawable = watched.iter().filter(|id| points(id, "value") >= 2).count();
        let drawn: Vec<&str> =
            between(&page, "<svg", "</svg>").into_iter().filter(|svg| svg.contains("quarters from")).collect();
        assert_eq!(drawn.len(), drawable.min(2), "{path}");
        let signals = watched.iter().filter(|id| points(id, "signal") > 0 && points(id, "value") >= 2).count();
        let marked: Vec<bool> =
            drawn.iter().map(|svg| !svg.contains("no pattern") && !svg.contains("too few")).collect();
        assert_eq!(marked.iter().filter(|marked| **marked).count(), signals.min(2), "{path}: {marked:?}");
        assert!(marked.is_sorted_by(|one, other| one >= other), "{path}: {marked:?}");
    }
}
