//! Votes to counts: eligible, known, achieved, and means, per unit and category. Sums run in one fixed order, so that
//! the same input gives the same last digit.

use super::catalogue::{Counted, Eligible, FigureKind, Indicator, Reach};
use super::facts::{Asked, Fact, Says, Wanted};
use super::fold::{Caseload, Contest, Membership, Vote};
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
    pub wanted: Wanted<'a>,
    basis: &'a Basis<'a>,
    groups: &'a Groups,
    membership: Membership<'a>,
    caseload: Caseload,
    /// People on the caseload, by place: unit and category.
    on_caseload: Vec<OnCaseload>,
    counts: BTreeMap<Key, Counts>,
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
    /// The people behind goals, each at least once.
    people_achieved: Vec<PersonIx>,
    people_not_achieved: Vec<PersonIx>,
}

impl<'a> Counting<'a> {
    pub fn new(basis: &'a Basis<'a>, results: &Results, groups: &'a Groups) -> Counting<'a> {
        let membership = Membership::new(basis.units);
        let mut counting = Counting {
            wanted: Wanted::new(basis.indicators, &basis.wanted),
            caseload: Caseload::new(&results.caseload, &membership),
            on_caseload: vec![OnCaseload::default(); basis.units.list.len() * groups.categories.len()],
            counts: BTreeMap::new(),
            basis,
            groups,
            membership,
        };
        counting.count_caseload(&Caseload::new(&results.pairable, &counting.membership));
        counting
    }

    fn count_caseload(&mut self, pairable: &Caseload) {
        let mut on_caseload = std::mem::take(&mut self.on_caseload);
        for (person, units) in self.caseload.iter() {
            let of_age = self.is_of_age(person);
            for place in self.places(person, units) {
                on_caseload[place].everybody += 1;
                on_caseload[place].aged += u64::from(of_age);
            }
        }
        for (person, units) in pairable.iter() {
            self.places(person, units).for_each(|place| on_caseload[place].pairable += 1);
        }
        self.on_caseload = on_caseload;
    }

    fn places(&self, person: PersonIx, units: &[usize]) -> impl Iterator<Item = usize> {
        let of_person = self.groups.of(person);
        units.iter().flat_map(move |&unit| {
            self.categories(unit, of_person).iter().map(move |&category| self.place(unit, category))
        })
    }

    fn place(&self, unit: usize, category: usize) -> usize {
        unit * self.groups.categories.len() + category
    }

    /// Groups are shown for the provider and its services only.
    fn categories<'p>(&self, unit: usize, of_person: &'p [usize]) -> &'p [usize] {
        match self.basis.units.list[unit].level {
            Level::Team => &[EVERYBODY],
            Level::Provider | Level::Service => of_person,
        }
    }

    fn is_of_age(&self, person: PersonIx) -> bool {
        let (youngest, oldest) = self.basis.definitions.roles.ascof_ages;
        self.groups.age(person).is_some_and(|age| (youngest..=oldest).contains(&age))
    }

    /// Counts facts about people and their goals: those on the caseload of a unit vote there. The facts are asked for only
    /// where an indicator is wanted.
    pub fn people<const N: usize>(&mut self, asked: [Option<Asked>; N], facts: impl FnOnce() -> Vec<Fact>) {
        self.people_all(asked.into_iter().flatten().collect(), facts);
    }

    /// Same, for as many indicators as there are.
    pub fn people_all(&mut self, asked: Vec<Asked>, facts: impl FnOnce() -> Vec<Fact>) {
        if !asked.is_empty() {
            self.count(&Contest::new(facts(), &self.membership, Some(&self.caseload)), &asked);
        }
    }

    /// Same, of records and teams, which belong to no caseload.
    pub fn units_all(&mut self, asked: Vec<Asked>, facts: impl FnOnce() -> Vec<Fact>) {
        if !asked.is_empty() {
            self.count(&Contest::new(facts(), &self.membership, None), &asked);
        }
    }

    fn count(&mut self, contest: &Contest, asked: &[Asked]) {
        for asked in asked {
            for (place, votes) in self.votes(contest, asked) {
                self.keep(asked.indicator, place, &votes);
            }
        }
    }

    /// The votes on one indicator, by place.
    fn votes(&self, contest: &Contest, asked: &Asked) -> Vec<(usize, Votes)> {
        let indicator = &self.basis.indicators[asked.indicator];
        let mut places = vec![None; self.on_caseload.len()];
        let mut votes: Vec<(usize, Votes)> = Vec::new();
        for vote in contest.votes().filter(|vote| self.counts_for(vote, indicator)) {
            let says = vote.says(asked);
            for &category in self.categories_of(&vote, indicator) {
                let place = self.place(vote.unit, category);
                let at = *places[place].get_or_insert(votes.len());
                if at == votes.len() {
                    votes.push((place, Votes::default()));
                }
                votes[at].1.add(says, vote.person, indicator);
            }
        }
        votes
    }

    fn counts_for(&self, vote: &Vote, indicator: &Indicator) -> bool {
        is_reached(indicator, (vote.unit, EVERYBODY), self.basis)
            && (indicator.eligible != Eligible::OfAge || self.is_of_age(vote.person))
    }

    /// The categories in which a vote counts.
    fn categories_of(&self, vote: &Vote, indicator: &Indicator) -> &[usize] {
        match (indicator.reach, indicator.counted) {
            (Reach::Groups, Counted::People | Counted::Goals) => {
                self.categories(vote.unit, self.groups.of(vote.person))
            }
            _ => &[EVERYBODY],
        }
    }

    pub fn finish(mut self) -> BTreeMap<Key, Counts> {
        self.add_those_without_votes();
        self.counts.retain(|_, counts| counts.eligible > 0);
        self.counts
    }

    /// A figure exists for everybody who could have been counted, even when nobody was.
    fn add_those_without_votes(&mut self) {
        let all_places = 0..self.on_caseload.len();
        for &index in &self.basis.wanted {
            let indicator = &self.basis.indicators[index];
            let places: Vec<usize> = match indicator.eligible {
                Eligible::WithFact => Vec::new(),
                Eligible::Teams => (0..self.basis.units.list.len()).map(|unit| self.place(unit, EVERYBODY)).collect(),
                _ => all_places.clone().filter(|place| self.on_caseload[*place].everybody > 0).collect(),
            };
            for place in places {
                let key = self.key(index, place);
                if is_reached(indicator, (key.unit, key.category), self.basis) && !self.counts.contains_key(&key) {
                    self.keep(index, place, &Votes::default());
                }
            }
        }
    }

    fn key(&self, indicator: usize, place: usize) -> Key {
        let categories = self.groups.categories.len();
        Key { indicator, unit: place / categories, category: place % categories }
    }

    fn keep(&mut self, indicator: usize, place: usize, votes: &Votes) {
        let key = self.key(indicator, place);
        let counts = self.counts(&key, place, votes);
        self.counts.insert(key, counts);
    }

    fn counts(&self, key: &Key, place: usize, votes: &Votes) -> Counts {
        let indicator = &self.basis.indicators[key.indicator];
        let OnCaseload { everybody, aged, pairable } = self.on_caseload[place];
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
    fn add(&mut self, says: Says, person: PersonIx, indicator: &Indicator) {
        self.eligible += 1;
        if !says.known {
            return;
        }
        self.known += 1;
        self.achieved += u64::from(says.achieved);
        if indicator.figure == FigureKind::Mean {
            self.values.extend(says.value);
        }
        if indicator.counted == Counted::Goals {
            let side = if says.achieved { &mut self.people_achieved } else { &mut self.people_not_achieved };
            side.push(person);
        }
    }

    fn people(&self) -> Tally {
        let sides = [&self.people_achieved, &self.people_not_achieved];
        let all: BTreeSet<PersonIx> = sides.into_iter().flatten().copied().collect();
        let [achieved, not_achieved] = sides.map(|side| side.iter().collect::<BTreeSet<_>>().len() as u64);
        Tally { known: all.len() as u64, achieved, not_achieved }
    }

    fn mean(&self, indicator: &Indicator) -> Option<Mean> {
        if indicator.figure != FigureKind::Mean || self.values.is_empty() {
            return None;
        }
        let n = self.values.len() as f64;
        let value = self.values.iter().sum::<f64>() / n;
        let squares: f64 = self.values.iter().map(|v| (v - value).powi(2)).sum();
        Some(Mean { value, spread: (self.values.len() > 1).then(|| (squares / (n - 1.0)).sqrt()) })
    }
}
