//! Checked rows to results per person: scale scores, pairs and change, goals, roles. Every scoring fact comes from a
//! definition; nothing here knows an instrument by name. People still exist in this room; they leave it only as results.
//!
//! Two doors: [`score`] does everything that no period changes, once; [`at`] reads off what one period needs. What only some
//! figures ask for comes through a door of its own: [`starts`] and [`roles_at`].

pub mod columns;
pub mod examples;
pub mod export;
mod gas;
mod goals;
mod instruments;
mod pairing;
mod placing;
mod roles;
mod scores;
mod spells;

#[cfg(test)]
mod tests;

pub use gas::{GasRow, attainment_t};
pub use goals::{Goal, GoalResult, Rating, gather};
pub use pairing::{Change, ChangeCategory, Start};
pub use roles::{Known, Outcomes, RoleResult, Transition};
pub use scores::Scores;
pub use spells::SpellOf;

use crate::definitions::Definitions;
use crate::intake::rows::{PersonIx, Rater, RoleRow, Rows, Sheets, Spell, TeamIx};
use crate::period::Period;
use chrono::NaiveDate;
use placing::Spells;
use polars::prelude::PolarsError;

/// Why scoring could not be done. Never the data's fault: intake has refused everything that could cause it.
#[derive(Debug, thiserror::Error)]
#[error("the tables could not be combined: {0}")]
pub struct ScoreError(#[from] PolarsError);

/// Why a scale has a score, or has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ScoreStatus {
    Scored,
    TooFewAnswers,
    /// Nothing on the form was important to the person: not a low score.
    NothingImportant,
    /// The export held only the total.
    NotRescored,
}

impl ScoreStatus {
    /// Whether there are points, worked out or sent.
    pub fn has_points(self) -> bool {
        matches!(self, ScoreStatus::Scored | ScoreStatus::NotRescored)
    }

    /// As the `status` column of `scores.csv` writes it.
    pub fn name(self) -> &'static str {
        match self {
            ScoreStatus::Scored => "scored",
            ScoreStatus::TooFewAnswers => "too few answers",
            ScoreStatus::NothingImportant => "nothing important",
            ScoreStatus::NotRescored => "not re-scored",
        }
    }
}

/// One scale of one questionnaire.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// `None` for instruments about a team and for anonymous ones.
    pub person: Option<PersonIx>,
    pub team: TeamIx,
    pub on: NaiveDate,
    /// Index into `Ids::questionnaires`.
    pub questionnaire: u32,
    pub rater: Rater,
    /// Index into `Definitions::measures`, and into that measure's scales.
    pub measure: usize,
    pub scale: usize,
    /// Points; absent unless the status is scored or not re-scored.
    pub score: Option<f64>,
    /// Ratings that count in the score, and ratings in the scale; absent for a total that came as a total.
    pub answered: Option<u32>,
    pub items: Option<u32>,
    pub status: ScoreStatus,
    /// Position of the questionnaire's last row: later rows win ties.
    pub order: u32,
}

/// Everything that no period changes.
#[derive(Debug, Clone)]
pub struct Scored {
    /// Scores of all forms, unscored ones too, by measure: one entry for each of `Rows::measures`.
    pub scores: Vec<Scores>,
    /// By measure, as well, the forms that count and lie in a spell, in the order in which they are paired.
    pub placed: Vec<Vec<placing::Placed>>,
    /// Spells as given, or made from the rows when there is no table of people.
    pub spells: Vec<SpellOf>,
    /// False when the caseload had to be taken from the rows.
    pub spells_given: bool,
    pub goals: Vec<Goal>,
    /// Positions of the rows about roles, by person, team, domain and day.
    pub roles: Vec<u32>,
}

impl Scored {
    /// Every score there is, in order of measure, then as the forms came. `rows` are those that were scored.
    pub fn all<'s>(&'s self, rows: &'s Rows) -> impl Iterator<Item = Score> + 's {
        let measures = rows.measures.as_deref().unwrap_or_default().iter().zip(&self.scores);
        measures.flat_map(|(sheets, scores)| {
            (0..sheets.sheets.len())
                .flat_map(move |form| (0..scores.scales()).map(move |scale| scores.score(sheets, form, scale)))
        })
    }

    /// The rows about roles, by person, team, domain and day.
    pub fn roles_of<'r>(&self, rows: &'r Rows) -> impl Iterator<Item = &'r RoleRow> {
        let rows = rows.roles.as_deref().unwrap_or_default();
        self.roles.iter().map(move |at| &rows[*at as usize])
    }
}

/// What one period needs, per person.
#[derive(Debug, Clone)]
pub struct Results {
    pub period: Period,
    /// Who is on the caseload of which team, each once, sorted.
    pub caseload: Vec<(PersonIx, TeamIx)>,
    /// Positions of the spells that say what is known of each person at the period's end, by person.
    pub people: Vec<usize>,
    /// Those of the caseload who could have a pair, by the pairing profile; sorted.
    pub pairable: Vec<(PersonIx, TeamIx)>,
    pub changes: Vec<Change>,
    pub goals: Vec<GoalResult>,
    pub gas: Vec<GasRow>,
    /// Points of the index of social outcomes, of each person and team that knows all of its parts.
    pub outcomes: Vec<Outcomes>,
}

impl Results {
    /// Of each person the spell that says what is known of them at the period's end, by person.
    pub fn people_in<'r>(&self, rows: &'r Rows) -> impl Iterator<Item = &'r Spell> {
        let spells = rows.people.as_deref().unwrap_or_default();
        self.people.iter().map(|&at| &spells[at])
    }
}

/// Scores every questionnaire, places it in its spells, and gathers each goal's rows.
pub fn score(rows: &Rows, definitions: &Definitions) -> Result<Scored, ScoreError> {
    let measures = rows.measures.as_deref().unwrap_or_default();
    let score = |sheets: &Sheets| instruments::score_measure(sheets, &definitions.measures[sheets.measure]);
    let scores = measures.iter().map(score).collect::<Result<Vec<_>, _>>()?;
    let (spells, spells_given) = spells::spells_of(rows);
    let by_person = Spells::new(&spells);
    let place = |(sheets, scores): (&Sheets, &Scores)| {
        placing::place(&sheets.sheets, scores, &by_person, definitions.pairing.unit)
    };
    let placed = measures.iter().zip(&scores).map(place).collect();
    let goals = goals::gather(rows.goals.as_deref().unwrap_or_default());
    let roles = roles::in_order(rows.roles.as_deref().unwrap_or_default());
    Ok(Scored { scores, placed, spells, spells_given, goals, roles })
}

/// Reads off changes, goals and outcomes as they stand at the end of a period.
pub fn at(scored: &Scored, rows: &Rows, definitions: &Definitions, period: &Period) -> Results {
    let goals = goals::results(&scored.goals, &definitions.goals, period);
    let (caseload, people) = (spells::caseload(scored, rows, period), spells::people(rows, period));
    let counting = pairing::Counting::new(scored, (&caseload, &people), rows, &definitions.pairing, period);
    Results {
        period: period.clone(),
        caseload,
        pairable: counting.pairable(),
        changes: counting.changes(&definitions.measures),
        people,
        gas: gas::rows(&scored.goals, &definitions.goals, period),
        goals,
        outcomes: roles::outcomes(scored, rows, &definitions.roles, period),
    }
}

/// Where those who could have a pair in the period of these results began, paired or not: measure by measure, and then by
/// scale. There are as many as scores, so they are made where they are asked for.
pub fn starts<'a>(
    basis: (&'a Scored, &'a Rows, &'a Definitions),
    results: &'a Results,
) -> impl Iterator<Item = Vec<Start>> {
    let (scored, rows, definitions) = basis;
    let of = (results.caseload.as_slice(), results.people.as_slice());
    let counting = pairing::Counting::new(scored, of, rows, &definitions.pairing, &results.period);
    (0..scored.scores.len()).map(move |measure| counting.starts(measure))
}

/// What became of roles by the end of a period, by person, team and spell. Made where it is asked for, as well.
pub fn roles_at(scored: &Scored, rows: &Rows, definitions: &Definitions, period: &Period) -> Vec<RoleResult> {
    roles::results(scored, rows, &definitions.roles, period)
}
