//! Headers that seem to be the items of an instrument in a wide export: the same words before a number that runs through all
//! of its items, such as `QPR15_01`, `QPR15_02` …, `DIALOG Q1`, `DIALOG Q2` … or `SWEMWBS[SQ001]`, `SWEMWBS[SQ002]` …

use super::survey::Seen;
use crate::definitions::recognise::plain;
use crate::definitions::settings::wide_column;
use crate::definitions::{Definitions, Measure};
use std::collections::{BTreeMap, BTreeSet};

/// Headers of one instrument's items in one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemHeaders {
    /// Id of the instrument.
    pub measure: String,
    /// A header with `*` in the place of the number.
    pub pattern: String,
    pub count: usize,
}

/// Fewer numbered headers than this are no sign of an instrument.
const FEWEST: usize = 3;

/// Headers that are numbered from 1 on and name no instrument.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NumberedHeaders {
    /// A header with `*` in the place of the number.
    pub pattern: String,
    pub count: usize,
    /// Ids of the instruments that have so many items.
    pub may_be: Vec<String>,
}

pub(super) fn numbered_headers(seen: &Seen, definitions: &Definitions) -> Vec<NumberedHeaders> {
    let of_no_instrument = by_words(seen).into_iter().filter_map(|((words, sign), numbers)| {
        let count = numbers.len();
        let runs = (1..=count).all(|number| numbers.contains(number.to_string().as_str()));
        let is_own = |measure: &Measure| format!("{words}*") == wide_column(&measure.id, "*");
        let known =
            measure_of(words, &numbers, seen, definitions).is_some() || definitions.measures.iter().any(is_own);
        let with_as_many = definitions.measures.iter().filter(|measure| measure.items.len() == count);
        let may_be = with_as_many.map(|measure| measure.id.clone()).collect();
        (runs && count >= FEWEST && !known).then(|| NumberedHeaders {
            pattern: format!("{words}*{sign}"),
            count,
            may_be,
        })
    });
    of_no_instrument.collect()
}

/// The numbers of headers that are alike but for their number.
fn by_words(seen: &Seen) -> BTreeMap<(&str, &str), BTreeSet<&str>> {
    let mut by_words: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for (words, number, sign) in seen.header.iter().filter_map(|header| around_number(header)) {
        by_words.entry((words, sign)).or_default().insert(number);
    }
    by_words
}

/// Those of every instrument that a file seems to hold under headers that are not our own.
pub(super) fn item_headers(seen: &Seen, definitions: &Definitions) -> Vec<ItemHeaders> {
    let of_instrument = by_words(seen).into_iter().filter_map(|((words, sign), numbers)| {
        let measure = measure_of(words, &numbers, seen, definitions)?;
        let (measure, pattern) = (measure.id.clone(), format!("{words}*{sign}"));
        let own = pattern == wide_column(&measure, "*");
        (!own).then_some(ItemHeaders { measure, pattern, count: numbers.len() })
    });
    of_instrument.collect()
}

/// The words before the number at the end of a header, the number without noughts in front, and the sign behind it, if any.
fn around_number(header: &str) -> Option<(&str, &str, &str)> {
    let without_sign = header.trim_end_matches(|c: char| c.is_ascii_punctuation());
    let words = without_sign.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = without_sign[words.len()..].trim_start_matches('0');
    (!number.is_empty()).then(|| (words, number, &header[without_sign.len()..]))
}

/// The instrument whose items these numbers are, and whose name stands before them or in the name of the file.
fn measure_of<'d>(
    words: &str,
    numbers: &BTreeSet<&str>,
    seen: &Seen,
    definitions: &'d Definitions,
) -> Option<&'d Measure> {
    let fits = |measure: &&Measure| {
        let known = numbers.iter().all(|number| measure.items.iter().any(|item| item.id == *number));
        known && numbers.len() >= FEWEST && numbers.len() + 1 >= measure.items.len()
    };
    let named = |measure: &&Measure| {
        let rank = naming(words, measure).or_else(|| naming(seen.place(), measure).map(|rank| rank + 2))?;
        Some((std::cmp::Reverse(rank), plain(&measure.id).len()))
    };
    let candidates = definitions.measures.iter().filter(fits).filter_map(|measure| Some((named(&measure)?, measure)));
    candidates.max_by_key(|(named, _)| *named).map(|(_, measure)| measure)
}

/// How a text names an instrument: 0 by its whole id, 1 by its id without the number at the end; `None` where it does not.
pub(super) fn naming(text: &str, measure: &Measure) -> Option<usize> {
    let (text, id) = (plain(text), plain(&measure.id));
    let stem = id.trim_end_matches(|c: char| c.is_ascii_digit());
    [id.as_str(), stem].iter().position(|name| text.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definitions;

    fn found(file: &str, header: &[String]) -> Vec<(String, String)> {
        let seen = Seen::example(file, header.to_vec(), Vec::new());
        let found = item_headers(&seen, &definitions::load(None).unwrap());
        found.into_iter().map(|one| (one.measure, one.pattern)).collect()
    }

    fn numbered(words: &str, upto: usize, width: usize) -> Vec<String> {
        (1..=upto).map(|number| format!("{words}{number:0width$}")).collect()
    }

    #[test]
    fn numbered_headers_are_the_items_of_the_instrument_that_they_name() {
        for (file, words, upto, width, measure) in [
            ("a.csv", "QPR15_", 15, 2, "qpr-15"),
            ("a.csv", "DIALOG Q", 11, 1, "dialog"),
            ("a.csv", "ReQoL 10 - Q", 10, 1, "reqol-10"),
            ("a.csv", "ReQoL Q", 10, 1, "reqol-10"),
            ("a.csv", "SWEMWBS", 7, 1, "swemwbs"),
            ("Questionnaire - QPR.csv", "Q", 22, 1, "qpr-22"),
        ] {
            let expected = vec![(measure.to_owned(), format!("{words}*"))];
            assert_eq!(found(file, &numbered(words, upto, width)), expected, "{file} {words}");
        }
    }

    #[test]
    fn numbered_headers_that_name_no_instrument_are_told_with_those_that_have_as_many_items() {
        let header: Vec<String> = numbered("RQ[SQ", 10, 3).iter().map(|name| format!("{name}]")).collect();
        let others =
            [numbered("QPR15_", 15, 1), numbered("reqol_10_", 10, 1), vec!["Phone1".into(), "Phone2".into()]];
        let seen = Seen::example("a.csv", [header, others.concat()].concat(), Vec::new());
        let found = numbered_headers(&seen, &definitions::load(None).unwrap());
        let may_be = vec!["reqol-10".to_owned()];
        assert_eq!(found, [NumberedHeaders { pattern: "RQ[SQ*]".to_owned(), count: 10, may_be }]);
    }

    #[test]
    fn a_sign_may_stand_behind_the_number() {
        let header: Vec<String> = numbered("SWEMWBS[SQ", 7, 3).iter().map(|name| format!("{name}]")).collect();
        assert_eq!(found("a.csv", &header), [("swemwbs".to_owned(), "SWEMWBS[SQ*]".to_owned())]);
    }

    #[test]
    fn other_numbers_are_no_items() {
        assert_eq!(found("a.csv", &numbered("QPR15_", 9, 1)), []);
        assert_eq!(found("a.csv", &numbered("Q", 15, 1)), []);
        assert_eq!(found("a.csv", &numbered("reqol_10_", 10, 1)), []);
        assert_eq!(found("a.csv", &["NHS1".to_owned(), "2".to_owned(), String::new()]), []);
    }
}
