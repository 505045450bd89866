//! Figures of hand-made rows: a few people of three teams, counted by hand. The quarter is July to September 2026. Teams 0
//! and 1 belong to the service North, team 2 belongs to South, and the units are the provider, North, South, and the teams.

mod at_hand;
mod goals;
mod groups;
mod means;
mod practice;
mod questionnaires;
mod roles;
mod units;

use super::{Basis, Counts, Figures, Indicator, Key, Tally, Units, catalogue, figures};
use crate::definitions::settings::{self, Breakdown, Quarters};
use crate::definitions::{Definitions, load};
use crate::intake::rows::{
    Given, GoalKind, GoalRow, GoalScale, PersonIx, Rater, Rows, Sheet, Sheets, Spell, Team, TeamIx,
};
use crate::period::Period;
use crate::score;
use chrono::NaiveDate;
use std::sync::LazyLock;

static SHIPPED: LazyLock<Definitions> = LazyLock::new(|| load(None).unwrap());

const PROVIDER: usize = 0;
const NORTH: usize = 1;
const SOUTH: usize = 2;
/// The unit of a team.
const OF_TEAM: [usize; 3] = [3, 4, 5];

fn day(year: i32, month: u32, number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, number).unwrap()
}

fn quarter() -> Period {
    Period::parse("2026-27-Q2", Quarters::Financial).unwrap()
}

/// Three teams, and so many people each with one open spell since 2020 with the team that stands at their place.
fn on_caseload(teams: &[u32]) -> Rows {
    let people = teams.iter().zip(0..).map(|(team, person)| spell(person, *team)).collect();
    let mut rows = Rows { teams: Some(vec![team(0, "N"), team(1, "N"), team(2, "S")]), ..Rows::default() };
    rows.people = Some(people);
    rows.ids.people = (0..teams.len()).map(|at| format!("P{at}")).collect();
    rows.ids.teams = (0..3).map(|at| format!("T{at}")).collect();
    rows
}

fn team(at: u32, service: &str) -> Team {
    let service = Some(service.to_owned());
    Team { team: TeamIx(at), name: format!("Team {at}"), service_id: service.clone(), service_name: service }
}

fn spell(person: u32, team: u32) -> Spell {
    Spell {
        person: PersonIx(person),
        team: TeamIx(team),
        start: day(2020, 1, 1),
        end: None,
        birth_year: Given::Blank,
        gender: Given::Blank,
        ethnicity: Given::Blank,
        imd_decile: Given::Blank,
        order: person,
    }
}

/// A recovery goal of a person with a team, set in May 2025 and never rated; goals are known by their numbers.
fn goal(number: u32, person: u32, team: u32) -> GoalRow {
    GoalRow {
        goal: number,
        person: PersonIx(person),
        team: TeamIx(team),
        kind: GoalKind::Recovery,
        set_by: None,
        set_on: day(2025, 5, 1),
        scale: Some(GoalScale::Gas),
        rating: None,
        importance: None,
        difficulty: None,
        status: None,
        closed_on: None,
        order: number,
    }
}

fn measure(id: &str) -> usize {
    SHIPPED.measures.iter().position(|measure| measure.id == id).unwrap()
}

/// A form of a person, or of nobody.
fn sheet(person: Option<u32>, team: u32, on: NaiveDate, order: u32) -> Sheet {
    Sheet { person: person.map(PersonIx), team: TeamIx(team), on, questionnaire: 0, rater: Rater::OWN, order }
}

/// Forms of a measure, each with its answers: number of the item from 0 and code. What is not named has no answer.
fn forms(id: &str, forms: Vec<(Sheet, Vec<(usize, i8)>)>) -> Sheets {
    let measure = measure(id);
    let items = SHIPPED.measures[measure].items.len();
    let answer = |answers: &[(usize, i8)], item| answers.iter().find(|(own, _)| *own == item).map(|(_, code)| *code);
    let answers = (0..items).map(|item| forms.iter().map(|(_, answers)| answer(answers, item)).collect()).collect();
    Sheets { measure, sheets: forms.into_iter().map(|(sheet, _)| sheet).collect(), answers, totals: Vec::new() }
}

/// Forms of ReQoL-20 that came as totals: person, team, day and points. A form lower in the list stands later in the file.
fn totals(of: &[(u32, u32, NaiveDate, f64)]) -> Sheets {
    let sheets = of.iter().zip(0..).map(|((person, team, on, _), at)| sheet(Some(*person), *team, *on, at)).collect();
    let totals = of.iter().zip(0..).map(|((.., points), at)| (at, 0, *points)).collect();
    Sheets { measure: measure("reqol-20"), sheets, answers: Vec::new(), totals }
}

/// What was made of some rows.
struct Made {
    indicators: Vec<Indicator>,
    figures: Figures,
}

fn made(rows: &Rows) -> Made {
    made_by(rows, &SHIPPED, &[])
}

fn made_by(rows: &Rows, definitions: &Definitions, breakdowns: &[Breakdown]) -> Made {
    let scored = score::score(rows, definitions).unwrap();
    let results = score::at(&scored, rows, definitions, &quarter());
    let units = Units::new(rows, &settings::read(None).unwrap());
    let indicators = catalogue(rows, definitions);
    let wanted = (0..indicators.len()).collect();
    let basis = Basis { scored: &scored, rows, definitions, units: &units, indicators: &indicators, wanted };
    let figures = figures(&basis, &results, breakdowns);
    Made { indicators, figures }
}

impl Made {
    fn counts(&self, id: &str, unit: usize, category: usize) -> Option<&Counts> {
        let indicator = self.indicators.iter().position(|indicator| indicator.id == id);
        let indicator = indicator.unwrap_or_else(|| panic!("there is no {id}"));
        self.figures.counts.get(&Key { indicator, unit, category })
    }

    /// Eligible, known and achieved of a unit as a whole; nothing where there is no figure.
    fn of(&self, id: &str, unit: usize) -> Option<[u64; 3]> {
        self.counts(id, unit, 0).map(|counts| [counts.eligible, counts.known, counts.achieved])
    }

    fn provider(&self, id: &str) -> Option<[u64; 3]> {
        self.of(id, PROVIDER)
    }

    /// The people behind those known, achieved and not achieved.
    fn people(&self, id: &str) -> Tally {
        self.counts(id, PROVIDER, 0).unwrap().people
    }

    /// Mean and spread in thousandths of a point.
    fn mean(&self, id: &str, unit: usize) -> Option<(i64, Option<i64>)> {
        let mean = self.counts(id, unit, 0)?.mean?;
        let thousandths = |points: f64| (points * 1000.0).round() as i64;
        Some((thousandths(mean.value), mean.spread.map(thousandths)))
    }

    fn has(&self, id: &str) -> bool {
        self.indicators.iter().any(|indicator| indicator.id == id)
    }
}
