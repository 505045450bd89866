//! First and last scores of a spell, and whether the difference counts as a change. The last one is the latest dated in
//! the period, the first one the earliest of the spell; a pair needs the last to be strictly later.

use super::Scored;
use super::placing::Placed;
use crate::definitions::{Better, Measure, Scale};
use crate::intake::rows::{PersonIx, TeamIx};
use crate::period::Period;
use chrono::NaiveDate;

/// What a change amounts to, by the scale's direction and threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeCategory {
    Improved,
    NoReliableChange,
    Deteriorated,
    /// No source states how much change is a change.
    NoThreshold,
}

impl ChangeCategory {
    /// As the `category` column writes it.
    pub fn name(self) -> &'static str {
        match self {
            ChangeCategory::Improved => "improved",
            ChangeCategory::NoReliableChange => "no reliable change",
            ChangeCategory::Deteriorated => "deteriorated",
            ChangeCategory::NoThreshold => "no threshold",
        }
    }

    /// The category of a change in points, a change as large as the threshold included.
    pub fn of(change: f64, scale: &Scale) -> ChangeCategory {
        let towards_better = match scale.better {
            Better::Higher => change,
            Better::Lower => -change,
        };
        scale.threshold.as_ref().map_or(ChangeCategory::NoThreshold, |threshold| {
            ChangeCategory::by_threshold(towards_better, threshold.points)
        })
    }

    /// Same, for a change that is already positive when the person is better off.
    pub fn by_threshold(towards_better: f64, threshold: f64) -> ChangeCategory {
        // Means of whole answers may miss a whole step by a rounding error of the machine.
        let threshold = threshold - 1e-9;
        if towards_better >= threshold {
            ChangeCategory::Improved
        } else if towards_better <= -threshold {
            ChangeCategory::Deteriorated
        } else {
            ChangeCategory::NoReliableChange
        }
    }
}

/// A first and a last score of one person in one spell.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub person: PersonIx,
    pub team: TeamIx,
    pub measure: usize,
    pub scale: usize,
    pub first_on: NaiveDate,
    /// Points.
    pub first: f64,
    pub last_on: NaiveDate,
    pub last: f64,
    /// Last minus first, in raw points.
    pub change: f64,
    pub category: ChangeCategory,
    /// Position of the last questionnaire's last row.
    pub order: u32,
}

/// All pairs whose later score is dated in the period. Spells that overlap can give the same pair; it is listed once.
pub fn changes(scored: &Scored, measures: &[Measure], period: &Period) -> Vec<Change> {
    let same_series = |a: &Placed, b: &Placed| (a.measure, a.scale, a.spell) == (b.measure, b.scale, b.spell);
    let series = scored.placed.chunk_by(same_series);
    let mut changes: Vec<Change> =
        series.filter_map(|series| pair(series, period).map(|pair| change(pair, scored, measures))).collect();
    changes.sort_by_key(|c| (c.measure, c.scale, c.person, c.team, c.last_on, c.order, c.first_on));
    changes.dedup();
    changes
}

fn pair<'a>(series: &'a [Placed], period: &Period) -> Option<(&'a Placed, &'a Placed)> {
    let first = series.first()?;
    let last = series.iter().rev().find(|placed| period.holds(placed.on))?;
    (last.on > first.on).then_some((first, last))
}

fn change((first, last): (&Placed, &Placed), scored: &Scored, measures: &[Measure]) -> Change {
    let (from, to) = (&scored.scores[first.score as usize], &scored.scores[last.score as usize]);
    let spell = &scored.spells[last.spell as usize];
    // Both are scored: only scored ones were placed.
    let (first, last) = (from.score.unwrap_or_default(), to.score.unwrap_or_default());
    Change {
        person: spell.person,
        team: spell.team,
        measure: to.measure,
        scale: to.scale,
        first_on: from.on,
        first,
        last_on: to.on,
        last,
        change: last - first,
        category: ChangeCategory::of(last - first, &measures[to.measure].scales[to.scale]),
        order: to.order,
    }
}
