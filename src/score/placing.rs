//! Which score lies in which spell: one per spell, scale, rater and day. On one day the questionnaire whose last row comes
//! later in the files wins, and only scored ones compete. A score outside every spell with its team is in none, and so is
//! one whose form holds another view than the instrument asks for.

use super::{Score, SpellOf};
use crate::definitions::pairing::PairingUnit;
use crate::intake::rows::{PersonIx, TeamIx};
use chrono::NaiveDate;

/// A score in a spell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    pub measure: usize,
    pub scale: usize,
    /// Index into `Scored::spells`.
    pub spell: u32,
    /// Number of the kind of rater.
    pub rater: u32,
    pub on: NaiveDate,
    pub points: f64,
    /// Position of the questionnaire's last row.
    pub order: u32,
}

/// All placed scores, those that are put in one series together: by scale, rater, person and team, and by spell where each
/// spell is a unit, then by day.
pub fn place(scores: &[Score], spells: &[SpellOf], unit: PairingUnit) -> Vec<Placed> {
    let spells_by_place = by_place(spells);
    let mut placed = Vec::with_capacity(scores.len());
    let mut spells_here: &[PlacedSpell] = &[];
    for (place, score) in latest_of_day(scores) {
        if spells_here.first().is_none_or(|spell| spell.0 != place) {
            spells_here = at_place(&spells_by_place, place);
        }
        let of = &scores[score as usize];
        let holding = spells_here.iter().filter(|(_, spell)| spells[*spell as usize].holds(of.on));
        placed.extend(holding.map(|&(_, spell)| placed_at(spell, of)));
    }
    let place = |placed: &Placed| {
        let SpellOf { person, team, .. } = spells[placed.spell as usize];
        (placed.measure, placed.scale, placed.rater, person, team)
    };
    match unit {
        PairingUnit::Spell => placed.sort_unstable_by_key(|own| (place(own), own.spell, own.on)),
        PairingUnit::Person => placed.sort_unstable_by_key(|own| (place(own), own.on, own.spell)),
    }
    placed
}

fn placed_at(spell: u32, of: &Score) -> Placed {
    let &Score { measure, scale, on, order, .. } = of;
    // Only scored ones are placed.
    Placed { measure, scale, spell, rater: of.rater.number, on, points: of.score.unwrap_or_default(), order }
}

type Place = (PersonIx, TeamIx);

/// Positions of the scores that can be paired, one of each day, by person and team. Of several on one day the last row's.
fn latest_of_day(scores: &[Score]) -> Vec<(Place, u32)> {
    let can_be_paired = |score: &Score| score.score.is_some() && score.rater.counts;
    let able = scores.iter().zip(0..).filter(|(score, _)| can_be_paired(score));
    let mut able: Vec<_> = able
        .filter_map(|(score, at)| {
            let series = (score.measure as u32, score.scale as u32, score.rater.number, score.on);
            Some(((score.person?, score.team), series, score.order, at))
        })
        .collect();
    able.sort_unstable();
    let same_day = able.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
    same_day.filter_map(|same| same.last().map(|(place, .., at)| (*place, *at))).collect()
}

/// Person and team of a spell, and its position.
type PlacedSpell = (Place, u32);

fn by_place(spells: &[SpellOf]) -> Vec<PlacedSpell> {
    let mut by_place: Vec<PlacedSpell> =
        spells.iter().zip(0..).map(|(spell, at)| ((spell.person, spell.team), at)).collect();
    by_place.sort_unstable();
    by_place
}

fn at_place(spells: &[PlacedSpell], place: Place) -> &[PlacedSpell] {
    let begin = spells.partition_point(|spell| spell.0 < place);
    let end = begin + spells[begin..].iter().take_while(|spell| spell.0 == place).count();
    &spells[begin..end]
}
