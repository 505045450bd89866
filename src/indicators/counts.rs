//! Votes to counts: eligible, known, achieved, and means, per unit and category. Sums run in one fixed order, so that
//! the same input gives the same last digit.

use super::catalogue::{Counted, Eligible, FigureKind, Indicator, Reach};
use super::fold::{Vote, people_by_unit};
use super::groups::{EVERYBODY, Groups};
use super::{Basis, Key, Level};
use crate::intake::rows::PersonIx;
use crate::score::Results;
use std::collections::{BTreeMap, BTreeSet};

/// One exact figure.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counts {
    pub eligible: u64,
    pub known: u64,
    pub achieved: u64,
    /// For a mean only, over those known.
    pub mean: Option<Mean>,
    /// The people behind the numbers, where goals are counted; otherwise the same numbers.
    pub people: Tally,
}

/// How many people stand behind a figure, behind what was achieved, and behind what was not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub known: u64,
    pub achieved: u64,
    pub not_achieved: u64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// Points.
    pub value: f64,
    /// Standard deviation over those known (n − 1), in points; absent for one.
    pub spread: Option<f64>,
}

/// Counts in the making.
pub struct Counting<'a> {
    basis: &'a Basis<'a>,
    groups: &'a Groups,
    /// People on each unit's caseload and category.
    caseload: BTreeMap<(usize, usize), OnCaseload>,
    votes: BTreeMap<Key, Votes>,
}

/// How many people are on a caseload, and how many of them some indicators ask about.
#[derive(Default, Clone, Copy)]
struct OnCaseload {
    everybody: u64,
    /// Of the ages of the national indicators.
    aged: u64,
    /// Looked at by the pairing profile.
    pairable: u64,
}

#[derive(Default)]
struct Votes {
    eligible: u64,
    known: u64,
    achieved: u64,
    values: Vec<f64>,
    people_known: BTreeSet<u32>,
    people_achieved: BTreeSet<u32>,
    people_not_achieved: BTreeSet<u32>,
}

impl<'a> Counting<'a> {
    pub fn new(basis: &'a Basis<'a>, results: &Results, groups: &'a Groups) -> Counting<'a> {
        let mut counting = Counting { basis, groups, caseload: BTreeMap::new(), votes: BTreeMap::new() };
        for (unit, person) in people_by_unit(&results.caseload, basis.units) {
            counting.add_to_caseload(unit, person);
        }
        for (unit, person) in people_by_unit(&results.pairable, basis.units) {
            for category in counting.categories(unit, groups.of(person)) {
                counting.caseload.entry((unit, category)).or_default().pairable += 1;
            }
        }
        counting.add_empty_votes();
        counting
    }

    fn add_to_caseload(&mut self, unit: usize, person: PersonIx) {
        let (youngest, oldest) = self.basis.definitions.roles.ascof_ages;
        let of_age = self.groups.age(person).is_some_and(|age| (youngest..=oldest).contains(&age));
        for category in self.categories(unit, self.groups.of(person)) {
            let on_caseload = self.caseload.entry((unit, category)).or_default();
            on_caseload.everybody += 1;
            on_caseload.aged += u64::from(of_age);
        }
    }

    /// Groups are shown for the provider and its services only.
    fn categories(&self, unit: usize, of_person: &[usize]) -> Vec<usize> {
        match self.basis.units.list[unit].level {
            Level::Team => vec![EVERYBODY],
            Level::Provider | Level::Service => of_person.to_vec(),
        }
    }

    /// A figure exists for everybody who could have been counted, even when nobody was.
    fn add_empty_votes(&mut self) {
        for &index in &self.basis.wanted {
            let indicator = &self.basis.indicators[index];
            let keys: Vec<(usize, usize)> = match indicator.eligible {
                Eligible::WithFact => Vec::new(),
                Eligible::Teams => (0..self.basis.units.list.len()).map(|unit| (unit, EVERYBODY)).collect(),
                _ => self.caseload.keys().copied().collect(),
            };
            let basis = self.basis;
            for (unit, category) in keys.into_iter().filter(|place| is_reached(indicator, *place, basis)) {
                self.votes.entry(Key { indicator: index, unit, category }).or_default();
            }
        }
    }

    pub fn add(&mut self, vote: &Vote) {
        let indicator = &self.basis.indicators[vote.indicator];
        let categories = match indicator.counted {
            Counted::People | Counted::Goals => self.categories(vote.unit, self.groups.of(PersonIx(vote.person))),
            Counted::Records | Counted::Teams => vec![EVERYBODY],
        };
        if indicator.eligible == Eligible::OfAge && !self.of_age(vote) {
            return;
        }
        let basis = self.basis;
        for category in categories.into_iter().filter(|category| is_reached(indicator, (vote.unit, *category), basis))
        {
            let key = Key { indicator: vote.indicator, unit: vote.unit, category };
            self.votes.entry(key).or_default().add(vote, indicator);
        }
    }

    fn of_age(&self, vote: &Vote) -> bool {
        let (youngest, oldest) = self.basis.definitions.roles.ascof_ages;
        self.groups.age(PersonIx(vote.person)).is_some_and(|age| (youngest..=oldest).contains(&age))
    }

    pub fn finish(self) -> BTreeMap<Key, Counts> {
        let counts = self.votes.iter().map(|(key, votes)| (*key, self.counts(key, votes)));
        counts.filter(|(_, counts)| counts.eligible > 0).collect()
    }

    fn counts(&self, key: &Key, votes: &Votes) -> Counts {
        let indicator = &self.basis.indicators[key.indicator];
        let OnCaseload { everybody, aged, pairable } =
            self.caseload.get(&(key.unit, key.category)).copied().unwrap_or_default();
        let (eligible, known) = match indicator.eligible {
            Eligible::Everybody => (everybody, everybody),
            Eligible::Caseload => (everybody, votes.known),
            Eligible::EverybodyPairable => (pairable, pairable),
            Eligible::Pairable => (pairable, votes.known),
            Eligible::OfAge => (aged, aged),
            Eligible::WithFact => (votes.eligible, votes.known),
            Eligible::Teams => (self.basis.units.teams_in(key.unit), votes.known),
        };
        let people = match indicator.counted {
            Counted::Goals => votes.people(),
            _ => Tally { known, achieved: votes.achieved, not_achieved: known - votes.achieved },
        };
        Counts { eligible, known, achieved: votes.achieved, mean: votes.mean(indicator), people }
    }
}

/// Whether a figure is worked out for a unit and category.
fn is_reached(indicator: &Indicator, (unit, category): (usize, usize), basis: &Basis) -> bool {
    let is_at_most = |level: Level| category == EVERYBODY && basis.units.list[unit].level <= level;
    match indicator.reach {
        Reach::Groups => true,
        Reach::Units => is_at_most(Level::Team),
        Reach::Services => is_at_most(Level::Service),
        Reach::Provider => is_at_most(Level::Provider),
    }
}

impl Votes {
    fn add(&mut self, vote: &Vote, indicator: &Indicator) {
        self.eligible += 1;
        if !vote.known {
            return;
        }
        self.known += 1;
        self.achieved += u64::from(vote.achieved);
        self.values.extend(vote.value);
        if indicator.counted == Counted::Goals {
            self.people_known.insert(vote.person);
            let side = if vote.achieved { &mut self.people_achieved } else { &mut self.people_not_achieved };
            side.insert(vote.person);
        }
    }

    fn people(&self) -> Tally {
        Tally {
            known: self.people_known.len() as u64,
            achieved: self.people_achieved.len() as u64,
            not_achieved: self.people_not_achieved.len() as u64,
        }
    }

    fn mean(&self, indicator: &Indicator) -> Option<Mean> {
        if indicator.figure != FigureKind::Mean || self.values.is_empty() {
            return None;
        }
        let n = self.values.len() as f64;
        let value = self.values.iter().sum::<f64>() / n;
        let squares: f64 = self.values.iter().map(|v| (v - value) * (v - value)).sum();
        Some(Mean { value, spread: (self.values.len() > 1).then(|| (squares / (n - 1.0)).sqrt()) })
    }
}
