//! Which form lies in which spell. A form outside every spell with its team is in none, and so is one that holds another
//! view than the instrument asks for.

use super::{Scores, SpellOf};
use crate::definitions::pairing::PairingUnit;
use crate::intake::rows::{PersonIx, Sheet, TeamIx};
use chrono::NaiveDate;

/// A form in a spell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Index into `Scored::spells`.
    pub spell: u32,
    /// Index into `Sheets::sheets`.
    pub form: u32,
}

/// All spells, by person and team.
pub struct Spells<'a> {
    all: &'a [SpellOf],
    /// Positions by person and team.
    order: Vec<u32>,
    /// By number of the person, where theirs begin.
    begins: Vec<u32>,
}

impl<'a> Spells<'a> {
    pub fn new(all: &'a [SpellOf]) -> Spells<'a> {
        let mut order: Vec<u32> = (0..all.len() as u32).collect();
        order.sort_unstable_by_key(|&at| (all[at as usize].person, all[at as usize].team, at));
        let mut begins = Vec::new();
        for (&at, begin) in order.iter().zip(0..) {
            let person = all[at as usize].person.0 as usize;
            begins.resize(begins.len().max(person + 1), begin);
        }
        begins.push(order.len() as u32);
        Spells { all, order, begins }
    }

    /// Positions of the spells of a person with a team that hold a day.
    fn holding(&self, person: PersonIx, team: TeamIx, day: NaiveDate) -> impl Iterator<Item = u32> {
        let at = person.0 as usize;
        let own = self.begins.get(at..at + 2).map_or(0..0, |ends| ends[0] as usize..ends[1] as usize);
        let holds = move |&at: &u32| {
            let spell = &self.all[at as usize];
            spell.team == team && spell.holds(day)
        };
        self.order[own].iter().copied().filter(holds)
    }
}

/// Forms of one measure that have points on any scale, those that are put in one series together: by rater, person and team,
/// and by spell where each spell is a unit, then by day. On one day the form whose last row comes later in the files stands
/// last.
pub fn place(sheets: &[Sheet], scores: &Scores, spells: &Spells, unit: PairingUnit) -> Vec<Placed> {
    let able = sheets.iter().enumerate().filter(|(at, sheet)| sheet.rater.counts && scores.any_points(*at));
    let mut placed = Vec::new();
    for (at, sheet) in able {
        let Some(person) = sheet.person else { continue };
        let Sheet { team, on, order, .. } = *sheet;
        for spell in spells.holding(person, team, on) {
            let at = (on, order, at as u32);
            placed.push(((sheet.rater.number, person, team), by_unit(unit, spell, on), spell, at));
        }
    }
    placed.sort_unstable();
    placed.into_iter().map(|(.., spell, (.., form))| Placed { spell, form }).collect()
}

/// What comes first within a person and team: the spell, or the day.
fn by_unit(unit: PairingUnit, spell: u32, on: NaiveDate) -> (u32, Option<NaiveDate>) {
    match unit {
        PairingUnit::Spell => (spell, None),
        PairingUnit::Person => (0, Some(on)),
    }
}
