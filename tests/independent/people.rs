//! Who is where when: spells, caseloads, units, groups.

use crate::reading::{Export, Row, day};
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// First and last day of the quarter that the reports are about.
pub fn quarter() -> (NaiveDate, NaiveDate) {
    (day("2026-07-01"), day("2026-09-30"))
}

/// First day of the twelve months that end with the quarter.
pub fn year_starts() -> NaiveDate {
    day("2025-10-01")
}

pub fn is_in_quarter(on: NaiveDate) -> bool {
    quarter().0 <= on && on <= quarter().1
}

pub fn is_in_year(on: NaiveDate) -> bool {
    year_starts() <= on && on <= quarter().1
}

#[derive(Debug, Clone)]
pub struct Spell {
    pub person: String,
    pub team: String,
    pub start: NaiveDate,
    /// `None` while it lasts.
    pub end: Option<NaiveDate>,
    row: Row,
}

impl Spell {
    pub fn holds(&self, on: NaiveDate) -> bool {
        self.start <= on && self.end.is_none_or(|end| on <= end)
    }

    pub fn touches_quarter(&self) -> bool {
        self.start <= quarter().1 && self.end.is_none_or(|end| end >= quarter().0)
    }
}

pub fn spells(export: &Export) -> Vec<Spell> {
    let spell = |row: &Row| Spell {
        person: row.text("person_id"),
        team: row.text("team_id"),
        start: row.day("start_date"),
        end: row.maybe_day("end_date"),
        row: row.clone(),
    };
    export.table("people").iter().map(spell).collect()
}

/// The provider, a service or a team.
#[derive(Debug, Clone)]
pub struct Unit {
    pub level: &'static str,
    pub id: String,
    pub teams: BTreeSet<String>,
}

pub fn units(export: &Export) -> Vec<Unit> {
    let mut provider = Unit { level: "provider", id: "NP".into(), teams: BTreeSet::new() };
    let mut services: BTreeMap<String, Unit> = BTreeMap::new();
    let mut teams = Vec::new();
    for row in export.table("teams") {
        let (team, service) = (row.text("team_id"), row.text("service_id"));
        provider.teams.insert(team.clone());
        if !service.is_empty() {
            let unit = Unit { level: "service", id: service.clone(), teams: BTreeSet::new() };
            services.entry(service).or_insert(unit).teams.insert(team.clone());
        }
        teams.push(Unit { level: "team", id: team.clone(), teams: BTreeSet::from([team]) });
    }
    std::iter::once(provider).chain(services.into_values()).chain(teams).collect()
}

/// People with a spell in one of the teams that touches the quarter.
pub fn caseload(spells: &[Spell], teams: &BTreeSet<String>) -> BTreeSet<String> {
    let counted = spells.iter().filter(|spell| teams.contains(&spell.team) && spell.touches_quarter());
    counted.map(|spell| spell.person.clone()).collect()
}

/// What is known about a person at the end of the quarter: from the spell that started last.
#[derive(Debug, Clone)]
pub struct Person {
    /// `None` without a possible year of birth.
    pub age: Option<i32>,
    /// Breakdown and category.
    pub groups: BTreeMap<&'static str, String>,
}

pub fn people(spells: &[Spell]) -> BTreeMap<String, Person> {
    let mut latest: BTreeMap<String, &Spell> = BTreeMap::new();
    for spell in spells.iter().filter(|spell| spell.start <= quarter().1) {
        let kept = latest.entry(spell.person.clone()).or_insert(spell);
        if (spell.start, spell.row.number) > (kept.start, kept.row.number) {
            *kept = spell;
        }
    }
    latest.into_iter().map(|(person, spell)| (person, describe(&spell.row))).collect()
}

fn describe(row: &Row) -> Person {
    let birth_year = row.get("birth_year").parse::<i32>().ok().filter(|year| *year >= 1900);
    let age = birth_year.map(|year| quarter().1.year() - year);
    let groups = BTreeMap::from([
        ("gender", gender(row.get("gender"))),
        ("ethnic_group", ethnic_group(row.get("ethnicity"))),
        ("age_band", age_band(row.get("birth_year"), age)),
        ("imd_quintile", imd_quintile(row.get("imd_decile"))),
    ]);
    Person { age, groups: groups.into_iter().map(|(breakdown, category)| (breakdown, category.to_owned())).collect() }
}

fn gender(code: &str) -> &str {
    match code {
        "" => "blank",
        "1" | "2" | "3" | "4" | "9" => code,
        _ => "invalid",
    }
}

fn ethnic_group(code: &str) -> &'static str {
    if code == "99" {
        return "not known";
    }
    match code.chars().next() {
        None => "blank",
        Some('A'..='C') => "White",
        Some('D'..='G') => "Mixed",
        Some('H' | 'J' | 'K' | 'L') => "Asian",
        Some('M' | 'N' | 'P') => "Black",
        Some('R' | 'S') => "Other",
        Some('Z') => "not stated",
        Some(_) => "invalid",
    }
}

fn age_band(birth_year: &str, age: Option<i32>) -> &'static str {
    match age {
        None if birth_year.is_empty() => "blank",
        None => "invalid",
        Some(..18) => "under 18",
        Some(18..25) => "18-24",
        Some(25..35) => "25-34",
        Some(35..45) => "35-44",
        Some(45..55) => "45-54",
        Some(55..65) => "55-64",
        Some(65..) => "65 and over",
    }
}

fn imd_quintile(decile: &str) -> &'static str {
    match decile {
        "" => "blank",
        "1" | "2" => "1-2",
        "3" | "4" => "3-4",
        "5" | "6" => "5-6",
        "7" | "8" => "7-8",
        "9" | "10" => "9-10",
        _ => "invalid",
    }
}
