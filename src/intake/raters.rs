//! Who filled in a form, from the word that its row holds: one of the usual words for the person, another word, or none.

use super::rows::Rater;
use crate::definitions::Measure;
use std::collections::BTreeMap;

/// What a row says about its rater.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RatedBy {
    NotSaid,
    /// One of the words for the person's own answers.
    Person,
    /// The number of another word.
    Other(u32),
}

/// The words met so far.
pub(super) struct Raters<'a> {
    /// For the person's own answers; none where a service's schema does not say.
    pub(super) usual: &'a [String],
    others: BTreeMap<String, u32>,
}

impl<'a> Raters<'a> {
    pub(super) fn new(usual: &'a [String]) -> Raters<'a> {
        Raters { usual, others: BTreeMap::new() }
    }

    /// Whether a cell holds a usual word letter for letter, as most do.
    pub(super) fn is_usual(&self, raw: &str) -> bool {
        self.usual.iter().any(|usual| usual == raw)
    }

    /// What a word says, without regard to capitals.
    pub(super) fn rated_by(&mut self, word: &str) -> RatedBy {
        let word = word.to_lowercase();
        if self.usual.contains(&word) {
            return RatedBy::Person;
        }
        let next = self.others.len() as u32;
        RatedBy::Other(*self.others.entry(word).or_insert(next))
    }

    /// The rater of a form of one instrument. Where nothing is said it is the one whose view the instrument asks for.
    pub(super) fn of(&self, rated_by: RatedBy, measure: &Measure) -> Rater {
        match (rated_by, measure.own_view) {
            (RatedBy::NotSaid, _) | (RatedBy::Person, true) => Rater::OWN,
            (RatedBy::Person, false) => Rater { number: 1, counts: true },
            // Without usual words nobody can tell which word means the person.
            (RatedBy::Other(number), own_view) => {
                Rater { number: number + 2, counts: !own_view || self.usual.is_empty() }
            }
        }
    }
}
