//! Groups of people as people name them: by id or by what reports call them. A group is enough where only one breakdown has
//! it.

use super::figures::Figures;
use super::names::{Untold, plain, unknown};
use crate::definitions::Wording;
use crate::intake::{Facts, OwnColumn};
use std::collections::BTreeSet;

const EVERYBODY: &str = "all";

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

/// The breakdown and the category that two cells mean; everybody where both are blank.
pub(super) fn group(
    breakdown: &str,
    category: &str,
    figures: &Figures<'_>,
    wording: &Wording,
) -> Result<(String, String), Untold> {
    let is_everybody =
        |text: &str| text.is_empty() || [EVERYBODY, &everyone(wording)].contains(&plain(text).as_str());
    if is_everybody(category) {
        let is_meant = is_everybody(breakdown) || !category.is_empty();
        let everybody = (EVERYBODY.to_owned(), EVERYBODY.to_owned());
        return is_meant.then_some(everybody).ok_or((OwnColumn::Category, "category-empty", Facts::new()));
    }
    let groups = groups(figures, wording);
    let own: Vec<&Group> = match is_everybody(breakdown) {
        true => groups.iter().collect(),
        false => in_breakdown(breakdown, &groups, wording)?,
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

fn everyone(wording: &Wording) -> String {
    plain(&wording.say("category.all.all", &[]))
}

fn in_breakdown<'a>(text: &str, groups: &'a [Group], wording: &Wording) -> Result<Vec<&'a Group>, Untold> {
    let names = |id: &str| [id.to_owned(), wording.say(&format!("breakdown.{id}"), &[])];
    let is_called = |group: &&Group| names(&group.breakdown).iter().any(|name| plain(name) == plain(text));
    let own: Vec<&Group> = groups.iter().filter(is_called).collect();
    if own.is_empty() {
        let known: Vec<String> = groups.iter().flat_map(|group| names(&group.breakdown)).collect();
        return Err(unknown(OwnColumn::Breakdown, text, known.iter().map(String::as_str)));
    }
    Ok(own)
}

/// Every group that the output has figures of, and every other one that has a name.
fn groups(figures: &Figures<'_>, wording: &Wording) -> Vec<Group> {
    let printed = figures.output.figures.keys().map(|spot| (spot.breakdown.as_str(), spot.category.as_str()));
    let named = wording.keys().filter_map(|key| key.strip_prefix("category.")?.split_once('.'));
    let all: BTreeSet<(&str, &str)> = printed.chain(named).filter(|(breakdown, _)| *breakdown != EVERYBODY).collect();
    let group = |(breakdown, id): (&str, &str)| {
        let key = format!("category.{breakdown}.{id}");
        let label = if wording.has(&key) { wording.say(&key, &[]) } else { id.to_owned() };
        Group { breakdown: breakdown.to_owned(), id: id.to_owned(), names: [id.to_owned(), label] }
    };
    all.into_iter().map(group).collect()
}
