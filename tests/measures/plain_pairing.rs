//! A plain pairing, written from what each profile promises and never from the file that the program reads.

use crate::day;
use chrono::{Datelike, NaiveDate};
use fingerpost::intake::rows::Rater;
use std::collections::{BTreeMap, BTreeSet};

pub const OWN: Rater = Rater::OWN;
pub const STAFF: Rater = Rater { number: 2, counts: false };
/// A second view that counts as well, as two observers of one person are.
pub const SECOND: Rater = Rater { number: 3, counts: true };

#[derive(Debug, Clone)]
pub struct Visit {
    pub team: u32,
    pub on: NaiveDate,
    pub rater: Rater,
    pub points: f64,
}

/// One person: spells by team, first and last day; and forms in the order of the files.
#[derive(Debug, Clone, Default)]
pub struct History {
    pub born: Option<i32>,
    pub spells: Vec<(u32, NaiveDate, Option<NaiveDate>)>,
    pub visits: Vec<Visit>,
}

pub fn quarter() -> (NaiveDate, NaiveDate) {
    (day(2026, 7, 1), day(2026, 9, 30))
}

/// Team, rater, first and last day, first and last score.
pub type Pair = (u32, u32, NaiveDate, NaiveDate, i64, i64);

/// The first day of a spell and its last, with its team.
pub type OneSpell = (u32, NaiveDate, Option<NaiveDate>);
/// The score of each day.
pub type Scores = BTreeMap<NaiveDate, f64>;
/// First and last day.
pub type FirstAndLast = (NaiveDate, NaiveDate);

/// The scores of a team by one rater on the days that `holds` says, one a day: the one whose row comes last.
pub fn by_day(history: &History, team: u32, rater: Rater, holds: impl Fn(NaiveDate) -> bool) -> Scores {
    let own = history.visits.iter().filter(|v| v.team == team && v.rater == rater && holds(v.on));
    own.map(|visit| (visit.on, visit.points)).collect()
}

pub fn inside(spell: OneSpell) -> impl Fn(NaiveDate) -> bool {
    move |on| spell.1 <= on && spell.2.is_none_or(|end| on <= end)
}

/// Which spells a profile counts, and which pair it makes of the scores of one series.
pub struct Plain {
    pub id: &'static str,
    pub counts: fn(&History, OneSpell) -> bool,
    pub across_spells: bool,
    pub pair: fn(&Scores) -> Option<FirstAndLast>,
}

pub fn touches(spell: OneSpell) -> bool {
    spell.1 <= quarter().1 && spell.2.is_none_or(|end| end >= quarter().0)
}

pub fn ended(spell: OneSpell) -> bool {
    spell.2.is_some_and(|end| end >= quarter().0 && end <= quarter().1)
}

pub fn lasted(spell: OneSpell) -> i64 {
    (spell.2.unwrap_or(quarter().1).min(quarter().1) - spell.1).num_days()
}

/// Age in the year the spell began.
pub fn age(history: &History, spell: OneSpell) -> Option<i32> {
    history.born.map(|born| spell.1.year() - born)
}

/// First of all, and latest up to the quarter's end, if that is a later day.
pub fn first_and_latest(scores: &Scores) -> Option<FirstAndLast> {
    let first = *scores.keys().next()?;
    let last = *scores.keys().rfind(|on| **on <= quarter().1)?;
    (last > first).then_some((first, last))
}

pub fn latest_in_quarter(scores: &Scores) -> Option<FirstAndLast> {
    first_and_latest(scores).filter(|(_, last)| *last >= quarter().0)
}

/// From 28 to 200 days apart, the first one in the quarter or before it, the last one in the quarter.
pub fn four_weeks_to_200_days(scores: &Scores) -> Option<FirstAndLast> {
    let first = *scores.keys().next()?;
    let fits = |on: &&NaiveDate| {
        let days = (**on - first).num_days();
        **on >= quarter().0 && **on <= quarter().1 && (28..=200).contains(&days)
    };
    scores.keys().rev().find(fits).map(|last| (first, *last))
}

pub fn within_quarter(scores: &Scores) -> Option<FirstAndLast> {
    let own: Scores =
        scores.iter().filter(|(on, _)| **on >= quarter().0).map(|(on, points)| (*on, *points)).collect();
    first_and_latest(&own)
}

pub const OUR_OWN: &str = r#"
[[pairing]]
id = "ours"
title = "Four weeks to 200 days"
description = "Made for a test."
unit = "person"
spells = [{ which = "any", least_days = 30 }]
youngest = 16
oldest = 25
age_at = "the period's end"
first = "earliest"
last = "latest in the period"
least_days_between = 28
most_days_between = 200
provenance = "local"
source = "A test."

[[pairing]]
id = "within-the-quarter"
title = "Within the quarter"
description = "Made for a test."
unit = "spell"
spells = [{ which = "open at the period's end" }]
first = "earliest in the period"
last = "latest in the period"
least_days_between = 1
provenance = "local"
source = "A test."
"#;

pub fn plain_profiles() -> Vec<Plain> {
    vec![
        Plain { id: "first-last", counts: |_, spell| touches(spell), across_spells: false, pair: latest_in_quarter },
        Plain {
            id: "like-community-dashboard",
            counts: |history, spell| {
                let open = touches(spell) && !ended(spell) && lasted(spell) >= 180;
                (open || ended(spell)) && age(history, spell).is_some_and(|age| age >= 18)
            },
            across_spells: false,
            pair: first_and_latest,
        },
        Plain {
            id: "like-incentive-scheme-2023-24",
            counts: |_, spell| ended(spell) && lasted(spell) > 14,
            across_spells: false,
            pair: first_and_latest,
        },
        Plain {
            id: "like-childrens-outcomes",
            counts: |history, spell| ended(spell) && age(history, spell).is_some_and(|age| (0..18).contains(&age)),
            across_spells: false,
            pair: first_and_latest,
        },
        Plain {
            id: "ours",
            counts: |history, spell| {
                let age = history.born.map(|born| 2026 - born);
                touches(spell) && lasted(spell) >= 30 && age.is_some_and(|age| (16..=25).contains(&age))
            },
            across_spells: true,
            pair: four_weeks_to_200_days,
        },
        Plain {
            id: "within-the-quarter",
            counts: |_, spell| touches(spell) && !ended(spell),
            across_spells: false,
            pair: within_quarter,
        },
    ]
}

/// Every series of scores that a profile puts together: team, rater, and the scores.
pub fn plain_series(plain: &Plain, history: &History) -> Vec<(u32, u32, Scores)> {
    let counted: Vec<_> = history.spells.iter().copied().filter(|spell| (plain.counts)(history, *spell)).collect();
    let mut series = Vec::new();
    for rater in [OWN, SECOND] {
        for (at, spell) in counted.iter().enumerate() {
            let of_series = |on: NaiveDate| match plain.across_spells {
                true => counted.iter().any(|other| other.0 == spell.0 && inside(*other)(on)),
                false => inside(counted[at])(on),
            };
            series.push((spell.0, rater.number, by_day(history, spell.0, rater, of_series)));
        }
    }
    series
}

pub fn plain_pairs(plain: &Plain, history: &History) -> BTreeSet<Pair> {
    let pair = |(team, rater, scores): (u32, u32, Scores)| {
        let (first, last) = (plain.pair)(&scores)?;
        Some((team, rater, first, last, scores[&first] as i64, scores[&last] as i64))
    };
    plain_series(plain, history).into_iter().filter_map(pair).collect()
}

/// Team, first day and score, and whether another score of a later day is known by the quarter's end.
pub fn plain_starts(plain: &Plain, history: &History) -> BTreeSet<(u32, NaiveDate, i64, bool)> {
    let earliest = if plain.id == "within-the-quarter" { quarter().0 } else { NaiveDate::MIN };
    let start = |(team, _, scores): (u32, u32, Scores)| {
        let mut days = scores.keys().filter(|on| **on >= earliest && **on <= quarter().1);
        let first = *days.next()?;
        Some((team, first, scores[&first] as i64, days.next().is_some()))
    };
    plain_series(plain, history).into_iter().filter_map(start).collect()
}
