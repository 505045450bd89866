//! First and later scores in one spell, and how far they lie apart.

use crate::people::{Spell, is_in_quarter, quarter};
use crate::scoring::{Score, category};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A first and a later score of one scale in one spell, the later one in the quarter.
#[derive(Debug, Clone)]
pub struct Pair {
    pub first: Score,
    pub last: Score,
}

impl Pair {
    pub fn change(&self) -> f64 {
        self.last.points.unwrap_or(0.0) - self.first.points.unwrap_or(0.0)
    }

    pub fn category(&self) -> &'static str {
        category(self.change(), self.last.threshold)
    }
}

/// The first score of one scale in a spell that touches the quarter, paired or not.
#[derive(Debug, Clone)]
pub struct Beginning {
    pub first: Score,
    /// Whether another one came on a later day of the spell, up to the end of the quarter.
    pub again: bool,
}

pub fn beginnings(spells: &[&Spell], daily: &[Score]) -> Vec<Beginning> {
    let mut beginnings = Vec::new();
    for spell in spells.iter().filter(|spell| spell.touches_quarter()) {
        let is_inside = |score: &&Score| score.team == spell.team && spell.holds(score.on) && score.on <= quarter().1;
        let inside: Vec<&Score> = daily.iter().filter(is_inside).collect();
        for first in &inside {
            let same = |other: &&&Score| (other.measure, other.scale) == (first.measure, first.scale);
            if inside.iter().filter(same).all(|other| other.on >= first.on) {
                let again = inside.iter().filter(same).any(|other| other.on > first.on);
                beginnings.push(Beginning { first: (*first).clone(), again });
            }
        }
    }
    beginnings
}

/// First score in the spell, and the last one up to the end of the quarter if it lies in the quarter and is later.
pub fn pairs(spells: &[&Spell], daily: &[Score]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for spell in spells {
        let is_inside = |score: &&Score| score.team == spell.team && spell.holds(score.on) && score.on <= quarter().1;
        let mut by_scale: BTreeMap<(&str, &str), Vec<&Score>> = BTreeMap::new();
        for score in daily.iter().filter(is_inside) {
            by_scale.entry((score.measure, score.scale)).or_default().push(score);
        }
        pairs.extend(by_scale.into_values().filter_map(|scores| pair(&scores)));
    }
    pairs
}

fn pair(scores: &[&Score]) -> Option<Pair> {
    let on = |score: &&&Score| -> NaiveDate { score.on };
    let (first, last) = (scores.iter().min_by_key(on)?, scores.iter().max_by_key(on)?);
    let counts = last.on > first.on && is_in_quarter(last.on);
    counts.then(|| Pair { first: (*first).clone(), last: (*last).clone() })
}
