//! Every figure of every unit and group, counted person by person.

use crate::comparing::number_agrees;
use crate::counting::{audit_figures, checklist_figures};
use crate::goals::{Attainment, Goal, attainments, goals};
use crate::pairs::{Beginning, Pair, beginnings, pairs};
use crate::people::{Person, Spell, Unit, caseload, people, spells, units};
use crate::program::Printed;
use crate::reading::Export;
use crate::roles::{Course, Recorded, courses, recorded};
use crate::scoring::{Score, Sheet, one_a_day, sheets};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Where a figure belongs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub level: String,
    pub unit: String,
    pub breakdown: String,
    pub category: String,
    pub indicator: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { level, unit, breakdown, category, indicator } = self;
        write!(f, "{indicator} of {level} {unit}, {breakdown} {category}")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Share,
    Mean,
    /// A count of people.
    People,
    /// A share of teams, which is not about people.
    Teams,
}

#[derive(Debug, Clone)]
pub struct Figure {
    pub kind: Kind,
    pub achieved: u64,
    pub known: u64,
    /// `None` where the design does not say who is eligible.
    pub eligible: Option<u64>,
    /// Only of a mean.
    pub mean: f64,
    /// People behind goals: with one that was achieved, with one that was not. A person can be both.
    pub people: Option<(u64, u64)>,
}

impl Figure {
    pub fn share(achieved: usize, known: usize, eligible: impl Into<Option<usize>>) -> Figure {
        let eligible = eligible.into().map(|eligible| eligible as u64);
        Figure {
            kind: Kind::Share,
            achieved: achieved as u64,
            known: known as u64,
            eligible,
            mean: 0.0,
            people: None,
        }
    }

    pub fn mean(values: &[f64], eligible: impl Into<Option<usize>>) -> Figure {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        Figure { kind: Kind::Mean, mean, ..Figure::share(0, values.len(), eligible) }
    }

    /// What a printed row that is shown gets wrong.
    pub fn differences_to(&self, row: &Printed) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut check = |column: &str, printed: &str, right: bool| {
            if !right {
                wrong.push(format!("{}: {column} is `{printed}`, expected {self:?}", row.place()));
            }
        };
        check("known", &row.known, row.known == self.known.to_string());
        let eligible = self.eligible.is_none_or(|eligible| row.eligible == eligible.to_string());
        check("eligible", &row.eligible, eligible);
        match self.kind {
            Kind::Share | Kind::Teams => {
                check("achieved", &row.achieved, row.achieved == self.achieved.to_string());
                check("value", &row.value, row.value_is_the_share());
            }
            Kind::Mean => {
                check("achieved", &row.achieved, row.achieved.is_empty());
                check("value", &row.value, number_agrees(self.mean, &row.value));
            }
            Kind::People => check("value", &row.value, row.achieved.is_empty() && row.value.is_empty()),
        }
        check("interval", &row.lower, row.interval_holds_value());
        wrong
    }
}

/// Everything about one person, or about one id that nobody has.
#[derive(Debug, Default)]
pub struct Record {
    pub sheets: Vec<Sheet>,
    pub scores: Vec<Score>,
    /// Scores that count: scored, and one a day.
    pub daily: Vec<Score>,
    pub pairs: Vec<Pair>,
    pub beginnings: Vec<Beginning>,
    pub goals: Vec<Goal>,
    pub attainments: Vec<Attainment>,
    pub recorded: Vec<Recorded>,
    pub courses: Vec<Course>,
}

/// The whole plain calculation.
pub struct Everything {
    pub people: BTreeMap<String, Person>,
    pub records: BTreeMap<String, Record>,
    spells: Vec<Spell>,
    figures: BTreeMap<Place, Figure>,
}

impl Everything {
    pub fn calculate(export: &Export) -> Everything {
        let spells = spells(export);
        let records = records(export, &spells);
        let mut everything = Everything { people: people(&spells), records, spells, figures: BTreeMap::new() };
        everything.figures = everything.count(export);
        everything
    }

    /// One kind of thing about everybody in a group.
    pub fn about<'a, T: 'a>(
        &'a self,
        group: &'a BTreeSet<String>,
        part: fn(&Record) -> &Vec<T>,
    ) -> impl Iterator<Item = &'a T> {
        group.iter().filter_map(|person| self.records.get(person)).flat_map(part)
    }

    pub fn figure(&self, place: &Place) -> Option<&Figure> {
        self.figures.get(place)
    }

    pub fn figures(&self) -> impl Iterator<Item = (&Place, &Figure)> {
        self.figures.iter()
    }

    fn count(&self, export: &Export) -> BTreeMap<Place, Figure> {
        let mut figures = BTreeMap::new();
        for unit in units(export) {
            let members = caseload(&self.spells, &unit.teams);
            for (breakdown, category, group) in self.groups(&unit, &members) {
                let mut counted = self.of_people(&unit, &group);
                if breakdown == "all" {
                    counted.extend(audit_figures(export.table("audit"), &unit));
                    counted.extend(checklist_figures(export.table("checklist"), &unit));
                }
                for (indicator, figure) in counted {
                    let (level, unit) = (unit.level.to_owned(), unit.id.clone());
                    let (breakdown, category) = (breakdown.to_owned(), category.clone());
                    figures.insert(Place { level, unit, breakdown, category, indicator }, figure);
                }
            }
        }
        figures
    }

    /// Everybody, and at provider and service level each group.
    fn groups(&self, unit: &Unit, members: &BTreeSet<String>) -> Vec<(&'static str, String, BTreeSet<String>)> {
        let mut groups: BTreeMap<(&'static str, String), BTreeSet<String>> = BTreeMap::new();
        groups.insert(("all", "all".to_owned()), members.clone());
        for person in members.iter().filter(|_| unit.level != "team") {
            for (breakdown, category) in self.people.get(person).into_iter().flat_map(|person| &person.groups) {
                groups.entry((breakdown, category.clone())).or_default().insert(person.clone());
            }
        }
        groups.into_iter().map(|((breakdown, category), group)| (breakdown, category, group)).collect()
    }
}

fn records(export: &Export, spells: &[Spell]) -> BTreeMap<String, Record> {
    let mut records: BTreeMap<String, Record> = BTreeMap::new();
    for sheet in sheets(export) {
        records.entry(sheet.person.clone()).or_default().sheets.push(sheet);
    }
    for goal in goals(export) {
        records.entry(goal.person.clone()).or_default().goals.push(goal);
    }
    for recorded in recorded(export) {
        records.entry(recorded.person.clone()).or_default().recorded.push(recorded);
    }
    for (person, record) in &mut records {
        let own: Vec<&Spell> = spells.iter().filter(|spell| spell.person == *person).collect();
        record.scores = record.sheets.iter().flat_map(Sheet::scores).collect();
        record.daily = one_a_day(&record.scores);
        record.pairs = pairs(&own, &record.daily);
        record.beginnings = beginnings(&own, &record.daily);
        record.attainments = attainments(&record.goals);
        record.courses = courses(&own, &record.recorded);
    }
    records
}
