//! One vote each: of all facts of a subject in a unit, the latest stands, and only for people on that unit's caseload. One
//! pass over facts by subject does it for every unit that a team counts in.

use super::Units;
use super::facts::{Asked, Fact, Says};
use crate::intake::rows::{PersonIx, TeamIx};
use chrono::NaiveDate;
use std::cmp::Reverse;
use std::ops::Range;

/// The units that each team counts in, by number of the team.
pub struct Membership<'a>(Vec<&'a [usize]>);

impl<'a> Membership<'a> {
    pub fn new(units: &'a Units) -> Membership<'a> {
        let last = units.of_team.keys().next_back();
        let mut counts_in: Vec<&[usize]> = vec![&[]; last.map_or(0, |team| team.0 as usize + 1)];
        for (team, units) in &units.of_team {
            counts_in[team.0 as usize] = units;
        }
        Membership(counts_in)
    }

    fn of(&self, team: TeamIx) -> &'a [usize] {
        self.0.get(team.0 as usize).copied().unwrap_or_default()
    }
}

/// In which units each person is on the caseload: the units of all people one after the other, and where each begins.
pub struct Caseload {
    begins: Vec<usize>,
    units: Vec<usize>,
}

impl Caseload {
    /// From people and teams, sorted.
    pub fn new(pairs: &[(PersonIx, TeamIx)], membership: &Membership) -> Caseload {
        let mut caseload = Caseload { begins: Vec::new(), units: Vec::new() };
        for of_person in pairs.chunk_by(|a, b| a.0 == b.0) {
            let person = of_person[0].0.0 as usize;
            caseload.begins.resize(person + 1, caseload.units.len());
            let teams = of_person.iter().map(|(_, team)| *team);
            let mut own: Vec<usize> = teams.flat_map(|team| membership.of(team)).copied().collect();
            own.sort_unstable();
            own.dedup();
            caseload.units.extend(own);
        }
        caseload.begins.push(caseload.units.len());
        caseload
    }

    /// Units in which a person is on the caseload, each once.
    fn of(&self, person: u32) -> &[usize] {
        let at = person as usize;
        self.begins.get(at..at + 2).map_or(&[], |ends| &self.units[ends[0]..ends[1]])
    }

    /// Each person with the units of their caseload, by person.
    pub fn iter(&self) -> impl Iterator<Item = (PersonIx, &[usize])> {
        let people = 0..self.begins.len().saturating_sub(1) as u32;
        people.map(|person| (PersonIx(person), self.of(person)))
    }
}

/// Facts, and which of them stand in which unit: by subject, unit and part. Indicators that ask about the same facts share
/// it.
pub struct Contest {
    facts: Vec<Fact>,
    standing: Vec<Standing>,
}

/// Unit, and position of the fact that stands there.
#[derive(Debug, Clone, Copy)]
struct Standing {
    unit: u32,
    fact: u32,
}

/// A subject's vote in a unit.
pub struct Vote<'c> {
    pub unit: usize,
    pub person: PersonIx,
    facts: &'c [Fact],
    parts: &'c [Standing],
}

impl Vote<'_> {
    /// What it says to an indicator: the subject has what any of its parts has.
    pub fn says(&self, asked: &Asked) -> Says {
        let parts = self.parts.iter().map(|part| (asked.says)(self.facts[part.fact as usize].source as usize));
        parts.reduce(Says::or).unwrap_or(Says::NOT_KNOWN)
    }
}

impl Contest {
    /// With a caseload, only people on a unit's caseload have a vote there.
    pub fn new(mut facts: Vec<Fact>, membership: &Membership, caseload: Option<&Caseload>) -> Contest {
        if !facts.is_sorted_by_key(|fact| fact.subject) {
            facts.sort_by_key(|fact| fact.subject);
        }
        let mut contest = Contest { facts, standing: Vec::new() };
        let mut begin = 0;
        while begin < contest.facts.len() {
            let subject = contest.facts[begin].subject;
            let end = begin + contest.facts[begin..].iter().take_while(|fact| fact.subject == subject).count();
            contest.of_subject(begin..end, membership, caseload);
            begin = end;
        }
        contest
    }

    fn of_subject(&mut self, facts: Range<usize>, membership: &Membership, caseload: Option<&Caseload>) {
        let begin = self.standing.len();
        for at in facts {
            let fact = self.facts[at];
            let on_caseload = caseload.map(|caseload| caseload.of(fact.person));
            let votes_in = |unit: &&usize| on_caseload.is_none_or(|units| units.contains(unit));
            for &unit in membership.of(fact.team).iter().filter(votes_in) {
                self.stand(begin, Standing { unit: unit as u32, fact: at as u32 });
            }
        }
        let facts = &self.facts;
        self.standing[begin..].sort_unstable_by_key(|own| (own.unit, facts[own.fact as usize].part));
    }

    /// A fact stands where there is none yet, and in the place of an earlier one. All from `begin` are of its subject.
    fn stand(&mut self, begin: usize, new: Standing) {
        let facts = &self.facts;
        let fact = |own: &Standing| &facts[own.fact as usize];
        let is_of_place = |own: &&mut Standing| own.unit == new.unit && fact(own).part == fact(&new).part;
        match self.standing[begin..].iter_mut().find(is_of_place) {
            Some(own) if lateness(fact(&new)) >= lateness(fact(own)) => *own = new,
            Some(_) => {}
            None => self.standing.push(new),
        }
    }

    /// All votes, by subject and unit.
    pub fn votes(&self) -> impl Iterator<Item = Vote<'_>> {
        let subject = |own: &Standing| (self.facts[own.fact as usize].subject, own.unit);
        self.standing.chunk_by(move |a, b| subject(a) == subject(b)).map(|parts| Vote {
            unit: parts[0].unit as usize,
            person: PersonIx(self.facts[parts[0].fact as usize].person),
            facts: &self.facts,
            parts,
        })
    }
}

fn lateness(fact: &Fact) -> (NaiveDate, u32, Reverse<NaiveDate>) {
    (fact.on, fact.order, Reverse(fact.since))
}
