//! What a finding means, what it does to figures and what to do about it; or why an export cannot be read. The sentences
//! are those that `check` prints, their places filled with an example.

use super::{Explanation, Part};
use crate::definitions::Wording;
use crate::finding::is_hint;

/// Parts of a finding, in the order they are read: heading below `explain.heading.`, sentence below `finding.<code>.`.
/// A stop says what to do in its message.
const PARTS: [(&str, &str); 4] = [("means", "means"), ("mend", "help"), ("wrong", "wrong"), ("right", "right")];

/// Where the sentences of a code stand: what was found in the data, or why an export cannot be read at all.
const ROOMS: [&str; 2] = ["finding", "input"];

/// `None` when there is no such code.
pub(super) fn explanation(code: &str, wording: &Wording) -> Option<Explanation> {
    let room = ROOMS.into_iter().find(|room| wording.has(&format!("{room}.{code}.message")))?;
    let keys = PARTS.map(|(part, key)| (part, format!("{room}.{code}.{key}")));
    let there = keys.into_iter().filter(|(_, key)| wording.has(key));
    let mut parts: Vec<Part> = there
        .map(|(part, key)| Part { heading: heading(part, wording), lines: vec![with_examples(&key, wording)] })
        .collect();
    if let Some(means) = parts.first_mut().filter(|_| room == "input") {
        means.lines.push(wording.say("explain.stops", &[]));
    }
    let title = with_examples(&format!("{room}.{code}.message"), wording);
    Some(Explanation { id: code.to_owned(), title, parts })
}

fn heading(part: &str, wording: &Wording) -> String {
    wording.say(&format!("explain.heading.{part}"), &[])
}

/// A sentence with something typical in each of its places.
fn with_examples(key: &str, wording: &Wording) -> String {
    let raw = wording.say(key, &[]);
    let typical: Vec<(&str, String)> = places(&raw).map(|place| (place, example(key, place, wording))).collect();
    let typical: Vec<(&str, &str)> = typical.iter().map(|(place, text)| (*place, text.as_str())).collect();
    wording.say(key, &typical).trim().to_owned()
}

/// The names that stand in braces; a brace that is followed by a blank belongs to an example of audit.toml.
fn places(text: &str) -> impl Iterator<Item = &str> {
    let named = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    named.filter(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
}

/// What typically stands in a place: of this finding where that has one of its own, else of all.
fn example(key: &str, place: &str, wording: &Wording) -> String {
    if is_hint(place) {
        return String::new();
    }
    let code = key.split('.').nth(1).unwrap_or_default();
    let keys = [format!("explain.example.{code}.{place}"), format!("explain.example.{place}")];
    let known = keys.iter().find(|key| wording.has(key));
    known.map_or_else(|| "…".to_owned(), |key| wording.say(key, &[]))
}
