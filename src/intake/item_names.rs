//! Headers that name an item by what it asks about, such as “Friendships Rank” or “Mental Health”, held against the short labels
//! of an instrument's items. `fingerpost init` takes them for the items; a run looks whether one stands where another should.

use super::item_headers::naming;
use super::survey::Seen;
use crate::definitions::recognise::plain;
use crate::definitions::{Definitions, Measure};
use std::collections::{BTreeMap, BTreeSet};

/// An item of an instrument and the header that seems to name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedItem {
    /// Id of the instrument, and of the item on its form.
    pub measure: String,
    pub item: String,
    pub label: String,
    pub header: String,
}

/// Words that say nothing about a topic.
const IDLE: [&str; 12] =
    ["and", "are", "with", "the", "for", "your", "you", "how", "about", "have", "other", "people"];
/// Two words with so many first letters in common are one: `friend` and `friendships`, `enjoyed` and `enjoyment`.
const ALIKE: usize = 5;
/// Fewer named items than this are no sign of an instrument.
const FEWEST: usize = 3;

fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
    words.filter(|word| word.chars().count() > 2 && !IDLE.contains(&word.as_str())).collect()
}

fn is_one_word(one: &str, other: &str) -> bool {
    let in_common = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    one == other || in_common >= ALIKE
}

/// The item whose label shares most words with a header, provided that no other shares as many.
pub(super) fn item_meant(measure: &Measure, header: &str) -> Option<usize> {
    let header = words(header);
    let shared = |label: &str| {
        let label = words(label);
        header.iter().filter(|word| label.iter().any(|other| is_one_word(word, other))).count()
    };
    let mut counts: Vec<(usize, usize)> =
        measure.items.iter().enumerate().map(|(at, item)| (shared(&item.label), at)).collect();
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let next = counts.get(1).map_or(0, |(count, _)| *count);
    counts.first().filter(|(count, _)| *count > next).map(|(_, at)| *at)
}

/// The items that a file seems to hold under headers that name their topics. The instrument is named in the file's name or in
/// a header; where several columns are about each topic, those whose headers end in the same word and whose cells differ most.
pub(super) fn named_items(seen: &Seen, definitions: &Definitions) -> Vec<NamedItem> {
    let texts = || seen.header.iter().map(String::as_str).chain([seen.place()]);
    let is_named = |measure: &&Measure| texts().any(|text| naming(text, measure).is_some());
    let candidates = definitions.measures.iter().filter(is_named).flat_map(|measure| {
        let groups = endings(seen).into_iter().map(move |headers| (measure, topics(measure, &headers)));
        groups.filter(|(measure, items)| items.len() >= FEWEST && items.len() * 4 >= measure.items.len() * 3)
    });
    let best = candidates.max_by_key(|(_, items)| (items.len(), variety(seen, items)));
    best.map(|(measure, items)| named(measure, &items)).unwrap_or_default()
}

fn named(measure: &Measure, items: &BTreeMap<usize, &str>) -> Vec<NamedItem> {
    let one = |(at, header): (&usize, &&str)| NamedItem {
        measure: measure.id.clone(),
        item: measure.items[*at].id.clone(),
        label: measure.items[*at].label.clone(),
        header: (*header).to_owned(),
    };
    items.iter().map(one).collect()
}

/// The headers that end in the same word, and all of them.
fn endings(seen: &Seen) -> Vec<Vec<&str>> {
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for header in &seen.header {
        let last = header.split_whitespace().last().map(plain).unwrap_or_default();
        groups.entry(last).or_default().push(header);
        groups.entry(String::new()).or_default().push(header);
    }
    groups.into_values().collect()
}

/// Items and their headers, those aside that two headers claim.
fn topics<'s>(measure: &Measure, headers: &[&'s str]) -> BTreeMap<usize, &'s str> {
    let mut claims: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for header in headers {
        if let Some(item) = item_meant(measure, header) {
            claims.entry(item).or_default().push(header);
        }
    }
    claims
        .into_iter()
        .filter_map(|(item, headers)| Some((item, *headers.first().filter(|_| headers.len() == 1)?)))
        .collect()
}

/// How many different numbers stand below these headers.
fn variety(seen: &Seen, items: &BTreeMap<usize, &str>) -> usize {
    let columns = items.values().filter_map(|header| seen.header.iter().position(|own| own == header));
    let numbers =
        columns.flat_map(|at| seen.values(at)).filter(|cell| cell.bytes().all(|byte| byte.is_ascii_digit()));
    numbers.collect::<BTreeSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definitions;

    const TOPICS: [&str; 11] = [
        "Mental Health",
        "Physical Health",
        "Job Situation",
        "Accommodation",
        "Leisure Activities",
        "Partner / Family",
        "Friendships",
        "Personal Safety",
        "Medication",
        "Practical Help",
        "Meetings",
    ];

    fn seen(file: &str, endings: &[(&str, &str)]) -> Seen {
        let header = TOPICS.iter().flat_map(|topic| endings.iter().map(move |(end, _)| format!("{topic}{end}")));
        let row = |at: usize| {
            let cells = TOPICS.iter().flat_map(|_| endings.iter().map(|(_, cells)| *cells));
            cells.map(|cells| cells.chars().cycle().nth(at).unwrap_or_default().to_string()).collect()
        };
        Seen::example(file, header.collect(), (0..9).map(row).collect())
    }

    #[test]
    fn headers_that_name_topics_are_the_items_about_them_whatever_their_order() {
        let definitions = definitions::load(None).unwrap();
        let seen =
            seen("DIALOG+ Export.csv", &[(" Rank", "1234567"), (" Additional Help", "12"), (" Discussed", "01")]);
        let found = named_items(&seen, &definitions);
        assert_eq!(found.len(), 11);
        let of = |item: &str| found.iter().find(|one| one.item == item).map(|one| one.header.as_str());
        assert_eq!((of("1"), of("6")), (Some("Mental Health Rank"), Some("Friendships Rank")));
        assert_eq!((of("7"), of("11")), (Some("Partner / Family Rank"), Some("Meetings Rank")));
        assert!(found.iter().all(|one| one.measure == "dialog"));
    }

    #[test]
    fn an_instrument_that_nothing_names_is_not_guessed_from_topics() {
        let definitions = definitions::load(None).unwrap();
        assert_eq!(named_items(&seen("export.csv", &[("", "1234567")]), &definitions), []);
        assert_eq!(named_items(&seen("dialog.csv", &[("", "1234567")]), &definitions).len(), 11);
    }

    #[test]
    fn a_header_means_an_item_only_where_no_other_fits_as_well() {
        let definitions = definitions::load(None).unwrap();
        let dialog = definitions.measures.iter().find(|measure| measure.id == "dialog").unwrap();
        let meant = |header: &str| item_meant(dialog, header).map(|at| dialog.items[at].id.as_str());
        assert_eq!(meant("Partner / Family Rank"), Some("7"));
        assert_eq!(meant("friends"), Some("6"));
        assert_eq!([meant("Health"), meant("DIALOG Q6"), meant("")], [None, None, None]);
        let reqol = definitions.measures.iter().find(|measure| measure.id == "reqol-10").unwrap();
        let wanted = reqol.items.iter().position(|item| item.label == "Doing what one wants");
        let of_enjoyment = item_meant(reqol, "I enjoyed what I did");
        assert!(wanted.is_some() && of_enjoyment != wanted, "{of_enjoyment:?}");
    }
}
