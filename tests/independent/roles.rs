//! Roles: what was recorded in each spell, what counts as held, and how it moved.

use crate::people::{Spell, is_in_quarter, quarter};
use crate::reading::{Export, Row};
use chrono::NaiveDate;

/// Domains in which a role can be held.
pub const DOMAINS: [&str; 10] = [
    "employment",
    "settled_accommodation",
    "education",
    "volunteering",
    "caring",
    "community",
    "friendship",
    "close_relationship",
    "safety",
    "income",
];

#[derive(Debug, Clone)]
pub struct Recorded {
    pub person: String,
    pub team: String,
    pub on: NaiveDate,
    pub domain: String,
    pub status: String,
    pub row: u64,
}

impl Recorded {
    pub fn is_known(&self) -> bool {
        match self.domain.as_str() {
            "employment" => self.status != "ZZ",
            "settled_accommodation" => matches!(self.status.as_str(), "Y" | "N"),
            _ => self.status != "not_stated",
        }
    }

    pub fn is_held(&self) -> bool {
        matches!(
            (self.domain.as_str(), self.status.as_str()),
            ("employment", "01") | ("settled_accommodation", "Y") | ("income", "adequate") | (_, "yes")
        )
    }

    /// What it adds to the three parts of the index of social outcomes that exports hold.
    pub fn points(&self) -> Option<f64> {
        let one_of = |codes: &[&str]| codes.contains(&self.status.as_str());
        match self.domain.as_str() {
            "employment" if one_of(&["01"]) => Some(2.0),
            "employment" => Some(if one_of(&["07"]) { 1.0 } else { 0.0 }),
            "friendship" => Some(if one_of(&["yes"]) { 1.0 } else { 0.0 }),
            "accommodation_type" if one_of(&["01", "02", "03", "04", "05", "06", "07"]) => Some(2.0),
            "accommodation_type" if one_of(&["11"]) => Some(1.0),
            "accommodation_type" if one_of(&["08", "98"]) => None,
            "accommodation_type" => Some(0.0),
            _ => None,
        }
    }

    /// Whether it speaks to "any valued role", and if so whether it is one.
    pub fn is_valued(&self) -> Option<bool> {
        match self.domain.as_str() {
            "employment" => Some(matches!(self.status.as_str(), "01" | "03" | "05" | "07")),
            "education" | "volunteering" | "caring" | "community" => Some(self.status == "yes"),
            _ => None,
        }
    }
}

/// Everything recorded up to the end of the quarter, in order of day and row.
pub fn recorded(export: &Export) -> Vec<Recorded> {
    let recorded = |row: &Row| Recorded {
        person: row.text("person_id"),
        team: row.text("team_id"),
        on: row.day("recorded_on"),
        domain: row.text("domain"),
        status: row.text("status"),
        row: row.number,
    };
    let mut all: Vec<Recorded> = export.table("roles").iter().map(recorded).filter(|r| r.on <= quarter().1).collect();
    all.sort_by_key(|recorded| (recorded.on, recorded.row));
    all
}

/// One domain in one spell.
#[derive(Debug, Clone)]
pub struct Course {
    pub person: String,
    pub team: String,
    pub domain: &'static str,
    /// First and last known status; the same one when only one is known.
    pub first: Option<Recorded>,
    pub last: Option<Recorded>,
}

impl Course {
    /// Whether two known statuses stand on different days.
    fn has_two(&self) -> bool {
        matches!((&self.first, &self.last), (Some(first), Some(last)) if last.on > first.on)
    }

    pub fn transition(&self) -> &'static str {
        let (Some(first), Some(last), true) = (&self.first, &self.last, self.has_two()) else {
            return "unknown";
        };
        match (first.is_held(), last.is_held()) {
            (false, true) => "gained",
            (true, true) => "kept",
            (true, false) => "lost",
            (false, false) => "not held",
        }
    }

    /// Two known statuses, the later one in the quarter.
    pub fn counts(&self) -> bool {
        self.has_two() && self.last.as_ref().is_some_and(|last| is_in_quarter(last.on))
    }

    /// Day and row of the later status, for ties.
    pub fn place(&self) -> Option<(NaiveDate, u64)> {
        self.last.as_ref().map(|last| (last.on, last.row))
    }
}

/// A course for each spell of a person and domain in which anything was recorded.
pub fn courses(spells: &[&Spell], recorded: &[Recorded]) -> Vec<Course> {
    let mut courses = Vec::new();
    for spell in spells {
        let is_inside = |status: &&Recorded| status.team == spell.team && spell.holds(status.on);
        let inside: Vec<&Recorded> = recorded.iter().filter(is_inside).collect();
        courses.extend(DOMAINS.iter().filter_map(|domain| course(spell, domain, &inside)));
    }
    courses
}

fn course(spell: &Spell, domain: &'static str, inside: &[&Recorded]) -> Option<Course> {
    let of_domain: Vec<&&Recorded> = inside.iter().filter(|status| status.domain == domain).collect();
    if of_domain.is_empty() {
        return None;
    }
    let known: Vec<&&&Recorded> = of_domain.iter().filter(|status| status.is_known()).collect();
    let copy = |status: Option<&&&&Recorded>| status.map(|status| (***status).clone());
    Some(Course {
        person: spell.person.clone(),
        team: spell.team.clone(),
        domain,
        first: copy(known.first()),
        last: copy(known.last()),
    })
}
