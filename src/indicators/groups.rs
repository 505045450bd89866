//! The groups that people are compared by. Blank, not stated, not known and invalid stay apart.

use crate::definitions::settings::Breakdown;
use crate::intake::rows::{Given, PersonIx};
use crate::period::Period;
use crate::score::{Person, Results};
use chrono::Datelike;
use std::collections::BTreeMap;

/// A group of people, as the `breakdown` and `category` columns write it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Category {
    pub breakdown: &'static str,
    pub id: String,
}

/// Everybody, and the groups that the people of a period fall into.
pub struct Groups {
    pub categories: Vec<Category>,
    /// For each person, the positions of their categories, everybody included.
    of_person: BTreeMap<PersonIx, Vec<usize>>,
    /// Years of age at the period's end.
    ages: BTreeMap<PersonIx, i32>,
    everybody: Vec<usize>,
}

pub const EVERYBODY: usize = 0;

impl Groups {
    pub fn new(results: &Results, breakdowns: &[Breakdown]) -> Groups {
        let everybody = Category { breakdown: "all", id: "all".to_owned() };
        let mut categories = vec![everybody];
        for breakdown in breakdowns {
            categories
                .extend(breakdown.categories().map(|id| Category { breakdown: breakdown.name(), id: id.to_owned() }));
        }
        let known: BTreeMap<PersonIx, &Person> =
            results.people.iter().map(|person| (person.person, person)).collect();
        let ages = known.iter().filter_map(|(ix, person)| Some((*ix, age(person, &results.period)?))).collect();
        let mut groups = Groups { categories, of_person: BTreeMap::new(), ages, everybody: vec![EVERYBODY] };
        for (person, _) in &results.caseload {
            let of_person = groups.positions(known.get(person).copied(), breakdowns, &results.period);
            groups.of_person.insert(*person, of_person);
        }
        groups
    }

    fn positions(&self, person: Option<&Person>, breakdowns: &[Breakdown], period: &Period) -> Vec<usize> {
        let ids = breakdowns.iter().map(|breakdown| (breakdown.name(), breakdown.category_of(person, period)));
        let found = ids.filter_map(|(breakdown, id)| {
            self.categories.iter().position(|category| category.breakdown == breakdown && category.id == id)
        });
        std::iter::once(EVERYBODY).chain(found).collect()
    }

    /// Positions of a person's categories, everybody first.
    pub fn of(&self, person: PersonIx) -> &[usize] {
        self.of_person.get(&person).unwrap_or(&self.everybody)
    }

    /// Years of age at the period's end; `None` without a year of birth.
    pub fn age(&self, person: PersonIx) -> Option<i32> {
        self.ages.get(&person).copied()
    }
}

fn age(person: &Person, period: &Period) -> Option<i32> {
    match person.birth_year {
        Given::Value(year) => Some(period.end.year() - year),
        Given::Blank | Given::Invalid => None,
    }
}

const BLANK: &str = "blank";
const INVALID: &str = "invalid";
const NOT_STATED: &str = "not stated";
const NOT_KNOWN: &str = "not known";

impl Breakdown {
    /// Every category there can be, in the order they are printed.
    fn categories(self) -> impl Iterator<Item = &'static str> {
        let own: &[&str] = match self {
            Breakdown::Gender => &["1", "2", "3", "4", "9"],
            Breakdown::EthnicGroup => &["White", "Mixed", "Asian", "Black", "Other", NOT_STATED, NOT_KNOWN],
            Breakdown::AgeBand => &["under 18", "18-24", "25-34", "35-44", "45-54", "55-64", "65 and over"],
            Breakdown::ImdQuintile => &["1-2", "3-4", "5-6", "7-8", "9-10"],
        };
        own.iter().copied().chain([BLANK, INVALID])
    }

    fn category_of(self, person: Option<&Person>, period: &Period) -> String {
        let Some(person) = person else { return BLANK.to_owned() };
        match self {
            Breakdown::Gender => given(&person.gender, Clone::clone),
            Breakdown::EthnicGroup => given(&person.ethnicity, |code| ethnic_group(code).to_owned()),
            Breakdown::AgeBand => given(&person.birth_year, |year| age_band(period.end.year() - year).to_owned()),
            Breakdown::ImdQuintile => given(&person.imd_decile, |decile| quintile(*decile).to_owned()),
        }
    }
}

fn given<T>(value: &Given<T>, name: impl Fn(&T) -> String) -> String {
    match value {
        Given::Value(value) => name(value),
        Given::Blank => BLANK.to_owned(),
        Given::Invalid => INVALID.to_owned(),
    }
}

/// National ethnic categories by first letter.
fn ethnic_group(code: &str) -> &'static str {
    match code.chars().next() {
        Some('A'..='C') => "White",
        Some('D'..='G') => "Mixed",
        Some('H' | 'J' | 'K' | 'L') => "Asian",
        Some('M' | 'N' | 'P') => "Black",
        Some('R' | 'S') => "Other",
        Some('Z') => NOT_STATED,
        Some('9') => NOT_KNOWN,
        _ => INVALID,
    }
}

fn age_band(age: i32) -> &'static str {
    match age {
        ..18 => "under 18",
        18..25 => "18-24",
        25..35 => "25-34",
        35..45 => "35-44",
        45..55 => "45-54",
        55..65 => "55-64",
        65.. => "65 and over",
    }
}

fn quintile(decile: u8) -> &'static str {
    match decile {
        1 | 2 => "1-2",
        3 | 4 => "3-4",
        5 | 6 => "5-6",
        7 | 8 => "7-8",
        9 | 10 => "9-10",
        _ => INVALID,
    }
}
