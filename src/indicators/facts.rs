//! Facts: what one person, goal, record or team contributes, in which team and as of when. Of several for one subject in a
//! unit the latest stands; which one does not depend on what is asked of it, so indicators that ask about the same facts
//! share them. Still about people, so they never leave this room.

use super::{About, Family, Indicator};
use crate::intake::rows::TeamIx;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// One contribution. Of several for one subject in a unit, the latest counts (by day, then by row).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fact {
    /// Position of what it was made from, in the list of whoever says what it says.
    pub source: u32,
    pub team: TeamIx,
    /// The person, goal, record or team counted.
    pub subject: u32,
    /// Parts of a subject are looked at on their own first; then the subject has what any part has.
    pub part: u32,
    /// The person behind it; for records and teams the same as the subject.
    pub person: u32,
    pub on: NaiveDate,
    pub order: u32,
    /// Where the contribution begins; of two that end on the same row the longer one counts.
    pub since: NaiveDate,
}

impl Fact {
    /// That something happened, on a day and in a row of a team. What is counted stands behind itself.
    pub fn new(source: usize, team: TeamIx, subject: u32, (on, order): (NaiveDate, u32)) -> Fact {
        Fact { source: source as u32, team, subject, part: 0, person: subject, on, order, since: on }
    }
}

/// What a fact says to an indicator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Says {
    pub known: bool,
    pub achieved: bool,
    /// Points, for a mean.
    pub value: Option<f64>,
}

impl Says {
    /// Known and reached, because it happened.
    pub const REACHED: Says = Says { known: true, achieved: true, value: None };
    pub const NOT_KNOWN: Says = Says { known: false, achieved: false, value: None };

    /// Known, and achieved or not.
    pub fn known(achieved: bool) -> Says {
        Says { achieved, ..Says::REACHED }
    }

    pub fn points(value: Option<f64>) -> Says {
        Says { value, ..Says::REACHED }
    }

    /// Known where there is an answer.
    pub fn answer(achieved: Option<bool>) -> Says {
        achieved.map_or(Says::NOT_KNOWN, Says::known)
    }

    /// What a subject has of which these are parts.
    pub fn or(self, other: Says) -> Says {
        Says {
            known: self.known || other.known,
            achieved: self.achieved || other.achieved,
            value: other.value.or(self.value),
        }
    }
}

/// An indicator, and what a fact says to it by the fact's source.
pub struct Asked<'s> {
    /// Position in the catalogue.
    pub indicator: usize,
    pub says: Box<dyn Fn(usize) -> Says + 's>,
}

/// Asks facts about an indicator; nobody is asked about one that is not wanted.
pub fn ask<'s>(indicator: Option<usize>, says: impl Fn(usize) -> Says + 's) -> Option<Asked<'s>> {
    indicator.map(|indicator| Asked { indicator, says: Box::new(says) })
}

/// The indicators to work out, by family.
pub struct Wanted<'a> {
    by_family: BTreeMap<Family, Vec<usize>>,
    indicators: &'a [Indicator],
}

impl<'a> Wanted<'a> {
    pub fn new(indicators: &'a [Indicator], wanted: &BTreeSet<usize>) -> Wanted<'a> {
        let mut by_family: BTreeMap<Family, Vec<usize>> = BTreeMap::new();
        for &index in wanted {
            by_family.entry(indicators[index].family).or_default().push(index);
        }
        Wanted { by_family, indicators }
    }

    /// Position of the indicator of a family that is about something; `None` when it is not wanted.
    pub fn find(&self, family: Family, about: impl Fn(&About) -> bool) -> Option<usize> {
        let positions = self.by_family.get(&family)?;
        positions.iter().copied().find(|&position| about(&self.indicators[position].about))
    }

    /// Positions of all of a family that are about something, each with its level.
    pub fn find_all(&self, family: Family, about: impl Fn(&About) -> bool) -> Vec<(usize, Option<i8>)> {
        let positions = self.by_family.get(&family).into_iter().flatten();
        let of = |position: &usize| (*position, self.indicators[*position].about);
        positions.map(of).filter(|(_, own)| about(own)).map(|(position, own)| (position, own.level)).collect()
    }

    /// Positions of all of a family about action points, each with its point.
    pub fn points_of(&self, family: Family) -> Vec<(usize, u8)> {
        let positions = self.by_family.get(&family).into_iter().flatten();
        positions.filter_map(|&position| Some((position, self.indicators[position].about.point?))).collect()
    }

    /// Whether any indicator of some families is wanted.
    pub fn any(&self, families: &[Family]) -> bool {
        families.iter().any(|family| self.by_family.contains_key(family))
    }

    /// Position of the indicator of a family of one; `None` when it is not wanted.
    pub fn only(&self, family: Family) -> Option<usize> {
        self.find(family, |_| true)
    }
}
