//! Groups of people as people name them: by id or by what reports call them. A group is enough where only one breakdown has
//! it.

use super::figures::Figures;
use super::names::{Untold, plain, unknown};
use crate::definitions::Wording;
use crate::intake::{Facts, OwnColumn};
use std::collections::BTreeSet;

const EVERYBODY: &str = "all";

/// Every group that can be named.
pub(super) struct Groups<'a> {
    all: Vec<Group>,
    wording: &'a Wording,
}

/// A group by the ids of its breakdown and of itself, and what may be typed for it.
struct Group {
    breakdown: String,
    id: String,
    /// As they are printed.
    names: [String; 2],
}

impl Group {
    fn is_called(&self, plainly: &str) -> bool {
        self.names.iter().any(|name| plain(name) == plainly)
    }
}

impl<'a> Groups<'a> {
    /// Every group that the output has figures of, and every other one that has a name.
    pub(super) fn new(figures: &Figures<'_>, wording: &'a Wording) -> Groups<'a> {
        let printed = figures.output.figures.keys().map(|spot| (spot.breakdown.as_str(), spot.category.as_str()));
        let named = wording.keys().filter_map(|key| key.strip_prefix("category.")?.split_once('.'));
        let all: BTreeSet<(&str, &str)> =
            printed.chain(named).filter(|(breakdown, _)| *breakdown != EVERYBODY).collect();
        let group = |(breakdown, id): (&str, &str)| {
            let key = format!("category.{breakdown}.{id}");
            let label = if wording.has(&key) { wording.say(&key, &[]) } else { id.to_owned() };
            Group { breakdown: breakdown.to_owned(), id: id.to_owned(), names: [id.to_owned(), label] }
        };
        Groups { all: all.into_iter().map(group).collect(), wording }
    }

    /// The breakdown and the category that two cells mean; everybody where both are blank.
    pub(super) fn find(&self, breakdown: &str, category: &str) -> Result<(String, String), Untold> {
        if self.is_everybody(category) {
            let is_meant = self.is_everybody(breakdown) || !category.is_empty();
            let everybody = (EVERYBODY.to_owned(), EVERYBODY.to_owned());
            return is_meant.then_some(everybody).ok_or((OwnColumn::Category, "category-empty", Facts::new()));
        }
        let own: Vec<&Group> = match self.is_everybody(breakdown) {
            true => self.all.iter().collect(),
            false => self.of_breakdown(breakdown)?,
        };
        let (text, names) = (plain(category), own.iter().flat_map(|group| &group.names).map(String::as_str));
        match &own.iter().filter(|group| group.is_called(&text)).collect::<Vec<_>>()[..] {
            [only] => Ok((only.breakdown.clone(), only.id.clone())),
            [] => Err(unknown(OwnColumn::Category, category, names)),
            several => {
                let names: Vec<&str> = several.iter().map(|group| group.breakdown.as_str()).collect();
                Err((OwnColumn::Category, "category-ambiguous", vec![("names", names.join(", "))]))
            }
        }
    }

    fn is_everybody(&self, text: &str) -> bool {
        let text = plain(text);
        text.is_empty() || text == EVERYBODY || text == plain(&self.wording.say("category.all.all", &[]))
    }

    fn of_breakdown(&self, text: &str) -> Result<Vec<&Group>, Untold> {
        let names = |id: &str| [id.to_owned(), self.wording.say(&format!("breakdown.{id}"), &[])];
        let is_called = |group: &&Group| names(&group.breakdown).iter().any(|name| plain(name) == plain(text));
        let own: Vec<&Group> = self.all.iter().filter(is_called).collect();
        if own.is_empty() {
            let known: Vec<String> = self.all.iter().flat_map(|group| names(&group.breakdown)).collect();
            return Err(unknown(OwnColumn::Breakdown, text, known.iter().map(String::as_str)));
        }
        Ok(own)
    }
}
