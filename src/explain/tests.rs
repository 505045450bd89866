//! Everything that can be printed with an id or a code can be explained, whole.

use super::*;
use crate::definitions;
use std::collections::BTreeSet;

fn shipped() -> Definitions {
    definitions::load(None).unwrap_or_else(|faults| panic!("{faults}"))
}

fn text(id: &str) -> String {
    explain(id, &shipped()).map(|explanation| explanation.text(100)).unwrap_or_default()
}

#[test]
fn everything_that_has_a_name_is_explained_without_a_gap() {
    let definitions = shipped();
    let indicators = definitions.indicators();
    let codes = codes(&definitions.wording);
    assert!(indicators.len() > 400 && codes.len() > 70, "{} {}", indicators.len(), codes.len());
    let of_values = ids_of_values(&definitions);
    assert!(of_values.len() > 30, "{of_values:?}");
    let ids = indicators.iter().map(|indicator| indicator.id.as_str()).chain(codes);
    for id in ids.chain(of_values.iter().map(String::as_str)) {
        let text = explain(id, &definitions).map(|explanation| explanation.text(100)).unwrap_or_default();
        // An ellipsis stands where nothing typical is known for a place; in quotation marks it is an example's own.
        let gap = text.replace("\"…\"", "").contains('…');
        let plain = !["explain.", "finding.", "input."].iter().any(|key| text.contains(key)) && !gap;
        let unfilled = text.split('{').skip(1).any(|rest| !rest.starts_with([' ', '\n']));
        assert!(text.lines().count() >= 4 && plain && !unfilled, "{id}: {text}");
    }
}

/// Asked for one, a person must not be told of the other.
#[test]
fn no_fault_of_a_row_shares_its_code_with_one_of_a_file() {
    let definitions = shipped();
    let below = |start: &str| -> BTreeSet<String> {
        let keys = definitions.wording.keys().filter_map(|key| key.strip_prefix(start)?.split_once('.'));
        keys.map(|(code, _)| code.to_owned()).collect()
    };
    let (rows, files) = (below("finding."), below("input."));
    assert!(rows.len() > 40 && files.len() > 20, "{} {}", rows.len(), files.len());
    assert!(rows.is_disjoint(&files), "{:?}", rows.intersection(&files).collect::<Vec<_>>());
}

#[test]
fn a_figure_says_who_counts_how_it_is_made_where_that_was_read_and_what_it_speaks_to() {
    let text = text("improved.qpr-15.total");
    for part in [
        "Eligible: everyone on the caseload.",
        "Achieved: those whose score moved",
        "100 × achieved ÷ known",
        "The sum of items 1 to 15",
        "From how many points a change counts",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let goals = self::text("goals.has_recovery_goal");
    assert!(goals.contains("The service’s values") && goals.contains("Point "), "{goals}");
    assert!(self::text("audit.27").contains("Point 27: "));
}

#[test]
fn a_name_that_is_nearly_right_is_told_the_nearest() {
    let definitions = shipped();
    let near = |id: &str| explain(id, &definitions).err().and_then(|unknown| unknown.nearest);
    assert_eq!(near("date-in-futur").as_deref(), Some("date-in-future"));
    assert_eq!(near("improved.qpr15.total").as_deref(), Some("improved.qpr-15.total"));
    assert_eq!(near("role.employment").as_deref(), Some("role.employment.held"));
    assert_eq!(near("zzzzzzzzzzzzzzzz"), None);
}

#[test]
fn lines_are_broken_between_words_and_an_example_of_a_file_is_not() {
    assert_eq!(broken("one two three", "  ", 9), "  one two\n  three");
    assert_eq!(broken("a,b\n1,2\n", "  ", 4), "  a,b\n  1,2");
    assert_eq!(broken("unbreakable", "  ", 4), "  unbreakable");
}
