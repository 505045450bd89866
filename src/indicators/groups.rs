//! The groups that people are compared by. Blank, not stated, not known and invalid stay apart.

use crate::definitions::settings::Breakdown;
use crate::intake::rows::{Given, PersonIx, Rows, Spell};
use crate::period::Period;
use crate::score::Results;
use chrono::Datelike;

/// A group of people, as the `breakdown` and `category` columns write it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Category {
    pub breakdown: &'static str,
    pub id: String,
}

/// Everybody, and the groups that the people of a period fall into.
pub struct Groups {
    pub categories: Vec<Category>,
    /// For each person on a caseload, the positions of their categories, everybody included.
    of_person: Vec<Vec<usize>>,
    /// Years of age at the period's end, by person.
    ages: Vec<Option<i32>>,
}

pub const EVERYBODY: usize = 0;

impl Groups {
    pub fn new(rows: &Rows, results: &Results, breakdowns: &[Breakdown]) -> Groups {
        let everybody = Category { breakdown: "all", id: "all".to_owned() };
        let of = |breakdown: &Breakdown, id: &str| Category { breakdown: breakdown.name(), id: id.to_owned() };
        let groups = breakdowns.iter().flat_map(|own| own.categories().map(move |id| of(own, id)));
        let categories = std::iter::once(everybody).chain(groups).collect();
        let known = known(rows, results);
        let age = |person: &Option<&Spell>| age((*person)?, &results.period);
        let mut groups = Groups { categories, of_person: Vec::new(), ages: known.iter().map(age).collect() };
        for (person, _) in results.caseload.iter().filter(|_| !breakdowns.is_empty()) {
            let person = person.0 as usize;
            groups.of_person.resize(groups.of_person.len().max(person + 1), Vec::new());
            let spell = known.get(person).copied().flatten();
            groups.of_person[person] = positions(spell, breakdowns, &results.period);
        }
        groups
    }

    /// Positions of a person's categories, everybody first.
    pub fn of(&self, person: PersonIx) -> &[usize] {
        let own = self.of_person.get(person.0 as usize).map_or(&[][..], Vec::as_slice);
        if own.is_empty() { &[EVERYBODY] } else { own }
    }

    /// Years of age at the period's end; `None` without a year of birth.
    pub fn age(&self, person: PersonIx) -> Option<i32> {
        self.ages.get(person.0 as usize).copied().flatten()
    }
}

/// By person, the spell that says what is known of them.
fn known<'a>(rows: &'a Rows, results: &Results) -> Vec<Option<&'a Spell>> {
    let mut known = Vec::new();
    for spell in results.people_in(rows) {
        let person = spell.person.0 as usize;
        known.resize(known.len().max(person + 1), None);
        known[person] = Some(spell);
    }
    known
}

/// Everybody, and one category of each breakdown. Those of a breakdown stand together, in its order.
fn positions(person: Option<&Spell>, breakdowns: &[Breakdown], period: &Period) -> Vec<usize> {
    let mut positions = vec![EVERYBODY];
    let mut first = EVERYBODY + 1;
    for breakdown in breakdowns {
        let own = breakdown.category_of(person, period);
        positions.extend(breakdown.categories().position(|id| id == own).map(|at| first + at));
        first += breakdown.categories().count();
    }
    positions
}

fn age(person: &Spell, period: &Period) -> Option<i32> {
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

    fn category_of<'p>(self, person: Option<&'p Spell>, period: &Period) -> &'p str {
        let Some(person) = person else { return BLANK };
        match self {
            Breakdown::Gender => given(&person.gender, String::as_str),
            Breakdown::EthnicGroup => given(&person.ethnicity, |code| ethnic_group(code)),
            Breakdown::AgeBand => given(&person.birth_year, |year| age_band(period.end.year() - year)),
            Breakdown::ImdQuintile => given(&person.imd_decile, |decile| quintile(*decile)),
        }
    }
}

fn given<'p, T>(value: &'p Given<T>, name: impl Fn(&'p T) -> &'p str) -> &'p str {
    match value {
        Given::Value(value) => name(value),
        Given::Blank => BLANK,
        Given::Invalid => INVALID,
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
