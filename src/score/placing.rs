//! Which score lies in which spell: one per spell, scale, rater and day. On one day the questionnaire whose last row comes
//! later in the files wins, and only scored ones compete. A score outside every spell with its team is in none, and so is
//! one whose form holds another view than the instrument asks for.

use super::columns::{DAY, END, INDEX, ORDER, PERSON, RATER, SLOT, SPELL, START, TEAM, frame, numbers};
use super::{Score, SpellOf};
use chrono::{Datelike, NaiveDate};
use polars::prelude::*;

/// A score in a spell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Placed {
    pub measure: usize,
    pub scale: usize,
    /// Index into `Scored::spells`.
    pub spell: u32,
    /// Number of the kind of rater.
    pub rater: u32,
    pub on: NaiveDate,
    /// Index into `Scored::scores`.
    pub score: u32,
}

/// All placed scores, sorted by scale, spell, rater and day.
pub fn place(scores: &[Score], spells: &[SpellOf]) -> PolarsResult<Vec<Placed>> {
    let latest_of_day = scored_frame(scores)?
        .lazy()
        .sort_by_exprs([col(ORDER), col(INDEX)], SortMultipleOptions::default())
        .group_by_stable([col(PERSON), col(TEAM), col(SLOT), col(RATER), col(DAY)])
        .agg([col(INDEX).last()]);
    let in_spell = latest_of_day
        .join(
            spell_frame(spells)?.lazy(),
            [col(PERSON), col(TEAM)],
            [col(PERSON), col(TEAM)],
            JoinArgs::new(JoinType::Inner),
        )
        .filter(col(START).lt_eq(col(DAY)).and(col(DAY).lt_eq(col(END))))
        .select([col(SPELL), col(INDEX)])
        .collect()?;
    let found = numbers(&in_spell, SPELL)?.into_iter().zip(numbers(&in_spell, INDEX)?);
    let mut placed: Vec<Placed> = found.map(|(spell, score)| placed_at(spell, score, scores)).collect();
    placed.sort_unstable();
    Ok(placed)
}

fn placed_at(spell: u32, score: u32, scores: &[Score]) -> Placed {
    let of = &scores[score as usize];
    Placed { measure: of.measure, scale: of.scale, spell, rater: of.rater.number, on: of.on, score }
}

fn scored_frame(scores: &[Score]) -> PolarsResult<DataFrame> {
    let can_be_paired = |score: &Score| score.score.is_some() && score.person.is_some() && score.rater.counts;
    let scored: Vec<(usize, &Score)> = scores.iter().enumerate().filter(|(_, s)| can_be_paired(s)).collect();
    let column = |name: &str, of: fn(&(usize, &Score)) -> u32| {
        Column::new(name.into(), scored.iter().map(of).collect::<Vec<u32>>())
    };
    frame(vec![
        column(INDEX, |(index, _)| *index as u32),
        column(PERSON, |(_, score)| score.person.map_or(u32::MAX, |person| person.0)),
        column(TEAM, |(_, score)| score.team.0),
        column(RATER, |(_, score)| score.rater.number),
        column(SLOT, |(_, score)| (score.measure * MOST_SCALES + score.scale) as u32),
        Column::new(DAY.into(), scored.iter().map(|(_, score)| score.on.num_days_from_ce()).collect::<Vec<i32>>()),
        column(ORDER, |(_, score)| score.order),
    ])
}

/// More scales than any measure has, so that measure and scale make one number.
const MOST_SCALES: usize = 1000;

fn spell_frame(spells: &[SpellOf]) -> PolarsResult<DataFrame> {
    let last = |spell: &SpellOf| spell.end.map_or(i32::MAX, |end| end.num_days_from_ce());
    frame(vec![
        Column::new(SPELL.into(), (0..spells.len() as u32).collect::<Vec<u32>>()),
        Column::new(PERSON.into(), spells.iter().map(|spell| spell.person.0).collect::<Vec<u32>>()),
        Column::new(TEAM.into(), spells.iter().map(|spell| spell.team.0).collect::<Vec<u32>>()),
        Column::new(START.into(), spells.iter().map(|spell| spell.start.num_days_from_ce()).collect::<Vec<i32>>()),
        Column::new(END.into(), spells.iter().map(last).collect::<Vec<i32>>()),
    ])
}
