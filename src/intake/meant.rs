//! What a cell that is not understood was probably meant to hold: the nearest known word, or nothing at all, written in a way
//! that exports often use for it.

use super::row::decimal;
use super::sheets::Book;
use super::stop::Facts;
use crate::definitions::{Item, Measure, nearest};
use crate::finding::{COUNTED_FROM, DECIMAL_COMMA, MISSING_CODE, TRANSLATION, WHOLE_NUMBER, WITH_NOUGHT};
use std::collections::BTreeSet;

/// What exports often write where nothing was recorded.
const STAND_INS: [&str; 24] = [
    "9",
    "99",
    "999",
    "9999",
    "98",
    "998",
    "88",
    "888",
    "-1",
    "-9",
    "-99",
    "-999",
    "NULL",
    "null",
    "N/A",
    "n/a",
    "NA",
    "NK",
    "-",
    "?",
    "None",
    "unknown",
    "Unknown",
    "not known",
];

/// The text as a fact, where it is one of those. It is the list's own word, so nothing that only the cell holds.
pub(super) fn often_missing(text: &str) -> Option<(&'static str, String)> {
    STAND_INS.iter().find(|known| **known == text).map(|known| (MISSING_CODE, (*known).to_owned()))
}

/// How a system may count the choices of a form that gives an answer just beyond its range: from 1 where the form counts
/// from 0, or the other way round. The facts are the first number, and the line of audit.toml that translates them all.
pub(super) fn counted_from(measure: &str, item: &Item, text: &str) -> Facts {
    let first = match text.parse::<i8>() {
        Ok(found) if item.lowest == 0 && found == item.highest + 1 => 1,
        Ok(0) if item.lowest == 1 => 0,
        _ => return Facts::new(),
    };
    vec![(COUNTED_FROM, first.to_string()), (TRANSLATION, translation(measure, item, first))]
}

fn translation(measure: &str, item: &Item, first: i8) -> String {
    let choices = (first..).zip(item.lowest..=item.highest);
    let choices: Vec<String> = choices.map(|(given, meant)| format!("\"{given}\" = \"{meant}\"")).collect();
    format!("codes.{measure} = {{ {} }}", choices.join(", "))
}

/// First numbers from which an export cannot count the choices of an instrument, although a number beyond its form may look so:
/// the other end of the form is there as well.
pub(super) fn counted_as_printed(measure: &Measure, book: &Book) -> Vec<i8> {
    let has = |end: fn(&Item) -> i8| {
        let mut items = measure.items.iter().zip(&book.answers);
        items.any(|(item, answers)| answers.contains(&Some(end(item))))
    };
    let beyond = [(0, has(|item| item.highest)), (1, has(|item| item.lowest))];
    beyond.into_iter().filter(|(_, other_end)| *other_end).map(|(first, _)| first).collect()
}

/// The translations that were proposed for choices counted from this number.
pub(super) fn shifted(measure: &Measure, first: i8) -> BTreeSet<String> {
    measure.items.iter().map(|item| translation(&measure.id, item, first)).collect()
}

/// A choice of the form with a point or a comma and a nought behind it. The facts are the form's own number, and the same
/// written so.
pub(super) fn behind_a_point(item: &Item, text: &str) -> Facts {
    let whole = [".0", ",0"].iter().find_map(|end| Some((*end, text.strip_suffix(end)?.parse::<i8>().ok()?)));
    let choice = whole.filter(|(_, number)| (item.lowest..=item.highest).contains(number));
    let facts =
        choice.map(|(end, number)| [(WHOLE_NUMBER, number.to_string()), (WITH_NOUGHT, format!("{number}{end}"))]);
    facts.into_iter().flatten().collect()
}

/// Why a text is no number: it stands for nothing, or its decimals stand behind a comma.
pub(super) fn not_a_number(text: &str) -> Facts {
    let comma = (text.matches(',').count() == 1 && decimal(&text.replace(',', ".")).is_some())
        .then(|| (DECIMAL_COMMA, ",".to_owned()));
    often_missing(text).into_iter().chain(comma).collect()
}

/// A longer text is no slip of the pen, and comparing it would take long.
const LONGEST_WORD: usize = 64;

/// The nearest known word as a fact, under `nearest`; no fact when nothing is near.
pub(super) fn near<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Facts {
    let short = Some(word).filter(|word| word.len() <= LONGEST_WORD);
    let found = short.and_then(|word| nearest(word, known)).filter(|found| !is_another_number(word, found));
    found.map(|nearest| ("nearest", nearest.to_owned())).into_iter().collect()
}

/// Whether two names differ in their numbers alone: T77 is another team than T07, and item 12 another than item 1.
/// Noughts in front make no difference.
fn is_another_number(word: &str, found: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let value = |text: &str| digits(text).trim_start_matches('0').to_owned();
    letters(word) == letters(found) && value(word) != value(found) && digits(word).len() < LONG_NUMBER
}

/// A number of so many digits is a code that can be mistyped, and no count.
const LONG_NUMBER: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_number_is_no_slip_of_the_pen() {
        let known = ["T07", "T01", "1", "01", "north", "qpr-15", "1035441000000106"];
        let near = |word: &str| near(word, known).first().map(|(_, near)| near.clone());
        for word in ["T77", "12", "9", "qpr-16", "qpr-1"] {
            assert_eq!(near(word), None, "{word}");
        }
        for (word, expected) in [("t07", "T07"), ("T007", "T07"), ("nroth", "north"), ("qpr15", "qpr-15")] {
            assert_eq!(near(word).as_deref(), Some(expected), "{word}");
        }
        assert_eq!(near("1035441000000100").as_deref(), Some("1035441000000106"));
        assert_eq!(near(&"x".repeat(10_000)), None);
    }
}
