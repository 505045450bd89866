//! First and last scores, chosen by the pairing profile in force, and whether the difference counts as a change. Both are
//! of one scale and one rater.

use super::placing::Placed;
use super::{Scored, SpellOf};
use crate::definitions::pairing::PairingUnit;
use crate::definitions::{Better, Measure, Pairing, Scale};
use crate::intake::rows::{PersonIx, Rows, Sheets, TeamIx};
use crate::period::Period;
use chrono::NaiveDate;

/// Means of whole answers may miss a whole step by a rounding error of the machine.
const SAME: f64 = 1e-9;

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
        let threshold = threshold - SAME;
        if towards_better >= threshold {
            ChangeCategory::Improved
        } else if towards_better <= -threshold {
            ChangeCategory::Deteriorated
        } else {
            ChangeCategory::NoReliableChange
        }
    }
}

/// A first and a last score of one person.
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

impl Change {
    /// Whether the first score left room on the scale for as much improvement as counts as one.
    pub fn had_room(&self, scale: &Scale) -> bool {
        let room = match scale.better {
            Better::Higher => scale.highest - self.first,
            Better::Lower => self.first - scale.lowest,
        };
        scale.threshold.as_ref().is_none_or(|threshold| room >= threshold.points - SAME)
    }
}

/// A score that a pair could begin with, of one row of scores that are put together.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    pub person: PersonIx,
    pub team: TeamIx,
    pub measure: usize,
    pub scale: usize,
    pub on: NaiveDate,
    /// Points.
    pub first: f64,
    /// Whether there is a score of a later day, up to the period's end.
    pub again: bool,
    /// Position of the questionnaire's last row.
    pub order: u32,
}

/// Which spells count in a period, by the pairing profile in force.
pub struct Counting<'a> {
    scored: &'a Scored,
    measures: &'a [Sheets],
    profile: &'a Pairing,
    period: &'a Period,
    /// Per spell.
    counts: Vec<bool>,
}

impl<'a> Counting<'a> {
    /// `people`: positions of the spells that say what is known of each person.
    pub fn new(
        scored: &'a Scored,
        (caseload, people): (&[(PersonIx, TeamIx)], &[usize]),
        rows: &'a Rows,
        profile: &'a Pairing,
        period: &'a Period,
    ) -> Counting<'a> {
        let known = rows.people.as_deref().unwrap_or_default();
        // People are in the order of their numbers.
        let born = |person: PersonIx| {
            let at = people.binary_search_by_key(&person, |at| known[*at].person).ok()?;
            known[people[at]].birth_year.clone().value()
        };
        let counts = |spell: &SpellOf| {
            // Spells made from rows go on for ever; only those of the caseload count.
            let on_caseload = caseload.binary_search(&(spell.person, spell.team)).is_ok();
            on_caseload
                && profile.takes(spell.start, spell.end, profile.ages.and_then(|_| born(spell.person)), period)
        };
        let measures = rows.measures.as_deref().unwrap_or_default();
        Counting { scored, measures, profile, period, counts: scored.spells.iter().map(counts).collect() }
    }

    /// Each person and team with a spell that counts, once, sorted.
    pub fn pairable(&self) -> Vec<(PersonIx, TeamIx)> {
        let counted = self.scored.spells.iter().zip(&self.counts).filter(|(_, counts)| **counts);
        let mut pairs: Vec<_> = counted.map(|(spell, _)| (spell.person, spell.team)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// All pairs, by measure and scale. Spells that overlap can give the same pair; it is listed once.
    pub fn changes(&self, measures: &[Measure]) -> Vec<Change> {
        let of_measure = |(at, sheets): (usize, &Sheets)| {
            let (spells, definition) = (&self.scored.spells, &measures[sheets.measure]);
            let change = |series: &[Point], scale| {
                Some(change(self.pair(series)?, spells, (sheets.measure, scale), definition))
            };
            let mut changes = self.by_scale(at, change);
            changes.sort_by_key(|c| (c.scale, c.person, c.team, c.last_on, c.order, c.first_on));
            changes.dedup();
            changes
        };
        self.measures.iter().enumerate().flat_map(of_measure).collect()
    }

    /// Every score of one measure, by its position among the rows, that a pair could begin with, by scale.
    pub fn starts(&self, at: usize) -> Vec<Start> {
        let measure = self.measures[at].measure;
        self.by_scale(at, |series, scale| self.start(series, (measure, scale)))
    }

    /// What each series of a measure gives on each of its scales, by scale.
    fn by_scale<T>(&self, at: usize, read: impl Fn(&[Point], usize) -> Option<T>) -> Vec<T> {
        let (sheets, scores) = (&self.measures[at], &self.scored.scores[at]);
        let mut found: Vec<Vec<T>> = (0..scores.scales()).map(|_| Vec::new()).collect();
        let mut series = Vec::new();
        for forms in self.scored.placed[at].chunk_by(|a, b| self.are_of_one_series(a, b, sheets)) {
            if !forms.iter().any(|placed| self.counts[placed.spell as usize]) {
                continue;
            }
            for (scale, found) in found.iter_mut().enumerate() {
                self.read_series(&mut series, forms, |form| scores.points(form, scale), sheets);
                found.extend(read(&series, scale));
            }
        }
        found.into_iter().flatten().collect()
    }

    /// The scores of a series on one scale, by day; only spells that count are looked at. On one day the form whose last row
    /// comes later in the files wins, and only scored ones compete.
    fn read_series(
        &self,
        series: &mut Vec<Point>,
        forms: &[Placed],
        points: impl Fn(usize) -> Option<f64>,
        sheets: &Sheets,
    ) {
        series.clear();
        for placed in forms.iter().filter(|placed| self.counts[placed.spell as usize]) {
            let Some(points) = points(placed.form as usize) else { continue };
            let sheet = &sheets.sheets[placed.form as usize];
            let point = Point { spell: placed.spell, on: sheet.on, points, order: sheet.order };
            match series.last_mut() {
                Some(last) if (last.spell, last.on) == (point.spell, point.on) => *last = point,
                _ => series.push(point),
            }
        }
    }

    /// A series is of one rater, and of one spell or of all spells of a person with one team.
    fn are_of_one_series(&self, a: &Placed, b: &Placed, sheets: &Sheets) -> bool {
        let of = |placed: &Placed| {
            let spell = &self.scored.spells[placed.spell as usize];
            (spell.person, spell.team)
        };
        let one_unit = match self.profile.unit {
            PairingUnit::Spell => a.spell == b.spell,
            PairingUnit::Person => of(a) == of(b),
        };
        let rater = |placed: &Placed| sheets.sheets[placed.form as usize].rater.number;
        one_unit && rater(a) == rater(b)
    }

    fn start(&self, series: &[Point], (measure, scale): (usize, usize)) -> Option<Start> {
        let first = series.iter().find(|point| self.profile.may_be_first(point.on, self.period))?;
        let spell = &self.scored.spells[first.spell as usize];
        Some(Start {
            person: spell.person,
            team: spell.team,
            measure,
            scale,
            on: first.on,
            first: first.points,
            again: series.iter().any(|point| point.on > first.on && point.on <= self.period.end),
            order: first.order,
        })
    }

    fn pair(&self, series: &[Point]) -> Option<Pair> {
        let first = series.iter().find(|point| self.profile.may_be_first(point.on, self.period))?;
        let may_be_last =
            |point: &&Point| self.profile.may_be_last(point.on, self.period) && self.profile.fits(first.on, point.on);
        Some((*first, *series.iter().rev().find(may_be_last)?))
    }
}

/// A score in a series.
#[derive(Debug, Clone, Copy)]
struct Point {
    spell: u32,
    on: NaiveDate,
    points: f64,
    order: u32,
}

/// First and last.
type Pair = (Point, Point);

fn change((first, last): Pair, spells: &[SpellOf], (measure, scale): (usize, usize), definition: &Measure) -> Change {
    let SpellOf { person, team, .. } = spells[last.spell as usize];
    let change = last.points - first.points;
    Change {
        person,
        team,
        measure,
        scale,
        first_on: first.on,
        first: first.points,
        last_on: last.on,
        last: last.points,
        change,
        category: ChangeCategory::of(change, &definition.scales[scale]),
        order: last.order,
    }
}
