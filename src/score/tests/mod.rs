//! Scores, goals and roles of hand-made rows, by hand. The quarter is July to September 2026.

mod examples;
mod forms;
mod goals;
mod pairs;
mod roles;
mod tables;

use super::{Results, Scored, at, score};
use crate::definitions::settings::Quarters;
use crate::definitions::{Definitions, load};
use crate::intake::rows::{
    Given, GoalKind, GoalRow, GoalScale, PersonIx, Rater, RoleRow, Rows, Sheet, Sheets, Spell, TeamIx,
};
use crate::period::Period;
use chrono::NaiveDate;
use std::sync::LazyLock;

static SHIPPED: LazyLock<Definitions> = LazyLock::new(|| load(None).unwrap());

fn day(year: i32, month: u32, number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, number).unwrap()
}

fn quarter() -> Period {
    Period::parse("2026-27-Q2", Quarters::Financial).unwrap()
}

fn measure(id: &str) -> usize {
    SHIPPED.measures.iter().position(|measure| measure.id == id).unwrap()
}

fn sheet(person: u32, team: u32, on: NaiveDate, questionnaire: u32) -> Sheet {
    Sheet { person: Some(PersonIx(person)), team: TeamIx(team), on, questionnaire, rater: Rater::OWN, order: 0 }
}

/// Forms on which every item has the same answer, or none has any.
fn same_box(id: &str, forms: &[(Sheet, Option<i8>)]) -> Sheets {
    let measure = measure(id);
    let column: Vec<Option<i8>> = forms.iter().map(|(_, answer)| *answer).collect();
    let answers = vec![column; SHIPPED.measures[measure].items.len()];
    Sheets { measure, sheets: forms.iter().map(|(sheet, _)| sheet.clone()).collect(), answers, totals: Vec::new() }
}

/// Forms of ReQoL-20 that came as totals.
fn totals(forms: &[(Sheet, f64)]) -> Sheets {
    let sheets = forms.iter().map(|(sheet, _)| sheet.clone()).collect();
    let totals = forms.iter().zip(0..).map(|((_, points), at)| (at, 0, *points)).collect();
    Sheets { measure: measure("reqol-20"), sheets, answers: Vec::new(), totals }
}

fn spell(person: u32, team: u32, start: NaiveDate, end: Option<NaiveDate>) -> Spell {
    Spell {
        person: PersonIx(person),
        team: TeamIx(team),
        start,
        end,
        birth_year: Given::Blank,
        gender: Given::Blank,
        ethnicity: Given::Blank,
        imd_decile: Given::Blank,
        order: 0,
    }
}

/// A row about recovery goal 0 of person 0, set in May 2025, with its rating.
fn goal(rating: Option<(NaiveDate, f64)>) -> GoalRow {
    GoalRow {
        goal: 0,
        person: PersonIx(0),
        team: TeamIx(0),
        kind: GoalKind::Recovery,
        set_by: None,
        set_on: day(2025, 5, 1),
        scale: Some(GoalScale::Gas),
        rating,
        importance: None,
        difficulty: None,
        status: None,
        closed_on: None,
        order: 0,
    }
}

/// Rows about roles: person, team, domain, status and day, in the order of the file.
fn roles(recorded: &[(u32, u32, &str, &str, NaiveDate)]) -> Vec<RoleRow> {
    let row = |(order, (person, team, domain, status, on)): (u32, &(u32, u32, &str, &str, NaiveDate))| {
        let domains = &SHIPPED.roles.domains;
        let domain = domains.iter().position(|own| own.id == *domain).unwrap();
        let status = domains[domain].status(status).unwrap();
        let [domain, status] = [domain, status].map(|at| u16::try_from(at).unwrap());
        RoleRow { person: PersonIx(*person), team: TeamIx(*team), on: *on, domain, status, order }
    };
    (0..).zip(recorded).map(row).collect()
}

fn results(rows: &Rows) -> (Scored, Results) {
    let scored = score(rows, &SHIPPED).unwrap();
    let results = at(&scored, rows, &SHIPPED, &quarter());
    (scored, results)
}
