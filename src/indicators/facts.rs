//! Facts: what one person, goal, record or team contributes to one indicator, in which team and as of when. Still about
//! people, so they never leave this room.

use super::{Basis, Family, Indicator};
use crate::intake::rows::TeamIx;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// One contribution. Of several for one subject in a unit, the latest counts (by day, then by row).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fact {
    /// Position in the catalogue.
    pub indicator: usize,
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
    pub known: bool,
    pub achieved: bool,
    /// Points, for a mean.
    pub value: Option<f64>,
}

impl Fact {
    /// That something happened, on a day and in a row of a team: known and reached. What is counted stands behind itself.
    pub fn new(indicator: usize, team: TeamIx, subject: u32, (on, order): (NaiveDate, u32)) -> Fact {
        Fact {
            indicator,
            team,
            subject,
            part: 0,
            person: subject,
            on,
            order,
            since: on,
            known: true,
            achieved: true,
            value: None,
        }
    }
}

/// All facts of a period, one list per field, ready to become a frame.
pub struct Facts {
    by_family: BTreeMap<Family, Vec<usize>>,
    indicators: Vec<Indicator>,
    pub list: Vec<Fact>,
}

impl Facts {
    pub fn new(basis: &Basis) -> Facts {
        let mut by_family: BTreeMap<Family, Vec<usize>> = BTreeMap::new();
        for &index in &basis.wanted {
            by_family.entry(basis.indicators[index].family).or_default().push(index);
        }
        Facts { by_family, indicators: basis.indicators.to_vec(), list: Vec::new() }
    }

    /// Position of the indicator of a family that is about something; `None` when it is not wanted.
    pub fn find(&self, family: Family, about: impl Fn(&super::About) -> bool) -> Option<usize> {
        let positions = self.by_family.get(&family)?;
        positions.iter().copied().find(|&position| about(&self.indicators[position].about))
    }

    /// Positions of all of a family that are about something, each with its level.
    pub fn find_all(&self, family: Family, about: impl Fn(&super::About) -> bool) -> Vec<(usize, Option<i8>)> {
        let positions = self.by_family.get(&family).into_iter().flatten();
        let of = |position: &usize| (*position, self.indicators[*position].about);
        positions.map(of).filter(|(_, own)| about(own)).map(|(position, own)| (position, own.level)).collect()
    }

    /// Positions of all of a family about action points, each with its point.
    pub fn points_of(&self, family: Family) -> Vec<(usize, u8)> {
        let positions = self.by_family.get(&family).into_iter().flatten();
        positions.filter_map(|&position| Some((position, self.indicators[position].about.point?))).collect()
    }

    /// Same, for a family of one.
    pub fn only(&self, family: Family) -> Option<usize> {
        self.find(family, |_| true)
    }

    pub fn push(&mut self, fact: Fact) {
        self.list.push(fact);
    }
}
