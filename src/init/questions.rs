//! Columns that may be the questions of a form: words for headers, side by side, and the same few answers below each of them.
//! Which questionnaire they belong to only a person who knows the form can tell.

use crate::intake::Seen;
use std::collections::BTreeSet;

/// Fewer of them are no sign of a questionnaire.
const FEWEST: usize = 3;
/// More different cells than this are no answers to choose from.
const MOST_ANSWERS: usize = 8;
/// A header with fewer words is a name rather than a question.
const FEWEST_WORDS: usize = 3;

/// Positions of the questions, those that are answered alike together.
pub(super) fn questions(seen: &Seen) -> Vec<Vec<usize>> {
    let mut groups: Vec<(Vec<usize>, BTreeSet<&str>)> = Vec::new();
    for (at, header) in seen.header.iter().enumerate() {
        let answers: BTreeSet<&str> = seen.values(at).collect();
        if header.split_whitespace().count() < FEWEST_WORDS || !(2..=MOST_ANSWERS).contains(&answers.len()) {
            continue;
        }
        match groups.last_mut() {
            Some((group, known)) if group.last() == Some(&(at - 1)) && are_alike(known, &answers) => {
                group.push(at);
                known.extend(answers);
            }
            _ => groups.push((vec![at], answers)),
        }
    }
    groups.into_iter().map(|(group, _)| group).filter(|group| group.len() >= FEWEST).collect()
}

/// Whether two columns are answered from one list: most answers of the shorter list stand in the longer one.
fn are_alike(one: &BTreeSet<&str>, other: &BTreeSet<&str>) -> bool {
    let shared = one.intersection(other).count();
    shared * 2 > one.len().min(other.len()) && one.union(other).count() <= MOST_ANSWERS
}
