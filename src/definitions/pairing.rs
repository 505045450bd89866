//! Ways of choosing a first and a last score of one person: profiles in a closed vocabulary. What its words mean for a
//! spell and a score is said here, once; no profile is known by its name.

use super::measure::Rule;
use crate::period::Period;
use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

#[derive(Debug, Clone, PartialEq)]
pub struct Pairing {
    /// As `pairing` in `audit.toml` writes it: `first-last`.
    pub id: String,
    pub title: String,
    /// What is paired with what and what the profile cannot do; printed wherever change is shown.
    pub description: String,
    /// What a reader of any report must know before the first figure.
    pub caution: Option<String>,
    pub unit: PairingUnit,
    /// A spell counts when it is of any of these kinds.
    pub spells: Vec<SpellKind>,
    /// Ages of the people who can have a pair; `None` for everybody, a year of birth or not.
    pub ages: Option<Ages>,
    pub first: FirstScore,
    pub last: LastScore,
    /// Days from the first to the last score; at least 1, because two scores of one day are never a pair.
    pub least_days_between: u32,
    pub most_days_between: Option<u32>,
    pub rule: Rule,
}

/// Whose scores are put in one row before a first and a last are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairingUnit {
    /// Each spell on its own.
    Spell,
    /// All spells of a person with one team that count, taken together.
    Person,
}

/// A kind of spell, and how long it must have lasted by its end or by the period's end, whichever comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpellKind {
    pub which: WhichSpells,
    pub least_days: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhichSpells {
    /// With a day in the period.
    Any,
    EndedInPeriod,
    /// Not over on the last day of the period.
    OpenAtPeriodEnd,
}

/// Inclusive; a bound that is missing bounds nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ages {
    pub youngest: Option<u32>,
    pub oldest: Option<u32>,
    pub at: AgeAt,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgeAt {
    SpellStart,
    PeriodEnd,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstScore {
    /// Of all scores of the spell, those before the period included.
    Earliest,
    EarliestInPeriod,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastScore {
    LatestInPeriod,
    /// Also one from before the period.
    LatestByPeriodEnd,
}

impl Pairing {
    /// What shaped the figures of change, and what they are not.
    pub fn for_record(&self) -> Value {
        json!({
            "id": self.id,
            "title": self.title,
            "description": self.description,
            "provenance": self.rule.provenance,
            "source": self.rule.source,
            "leaves_people_out": self.restricts(),
        })
    }

    /// Whether a spell counts: its first day, its last where it has one, and the person's year of birth where known.
    pub fn takes(&self, start: NaiveDate, end: Option<NaiveDate>, birth_year: Option<i32>, period: &Period) -> bool {
        let touches = start <= period.end && end.is_none_or(|end| end >= period.start);
        touches
            && self.spells.iter().any(|kind| kind.takes(start, end, period))
            && self.ages.is_none_or(|ages| ages.hold(start, birth_year, period))
    }

    /// Whether somebody on the caseload may have no spell that counts.
    pub fn restricts(&self) -> bool {
        let everybody = SpellKind { which: WhichSpells::Any, least_days: 0 };
        self.ages.is_some() || !self.spells.contains(&everybody)
    }

    /// Key of the words for those who are eligible for a figure of change.
    pub fn eligible_key(&self) -> &'static str {
        if self.restricts() { "indicator.pairable.some" } else { "indicator.pairable.everybody" }
    }

    pub fn may_be_first(&self, on: NaiveDate, period: &Period) -> bool {
        on <= period.end && (self.first == FirstScore::Earliest || on >= period.start)
    }

    pub fn may_be_last(&self, on: NaiveDate, period: &Period) -> bool {
        on <= period.end && (self.last == LastScore::LatestByPeriodEnd || on >= period.start)
    }

    /// Whether two days lie as far apart as they must and may.
    pub fn fits(&self, first: NaiveDate, last: NaiveDate) -> bool {
        let days = (last - first).num_days();
        days >= i64::from(self.least_days_between)
            && self.most_days_between.is_none_or(|most| days <= i64::from(most))
    }
}

impl SpellKind {
    fn takes(self, start: NaiveDate, end: Option<NaiveDate>, period: &Period) -> bool {
        let open = end.is_none_or(|end| end > period.end);
        let is_of_kind = match self.which {
            WhichSpells::Any => true,
            WhichSpells::EndedInPeriod => !open,
            WhichSpells::OpenAtPeriodEnd => open,
        };
        let until = end.map_or(period.end, |end| end.min(period.end));
        is_of_kind && (until - start).num_days() >= i64::from(self.least_days)
    }
}

impl Ages {
    /// As everywhere in the reports: the year in question minus the year of birth. Of unknown age is nobody's age.
    fn hold(self, start: NaiveDate, birth_year: Option<i32>, period: &Period) -> bool {
        let Some(birth_year) = birth_year else { return false };
        let on = match self.at {
            AgeAt::SpellStart => start,
            AgeAt::PeriodEnd => period.end,
        };
        let age = i64::from(on.year()) - i64::from(birth_year);
        self.youngest.is_none_or(|youngest| age >= i64::from(youngest))
            && self.oldest.is_none_or(|oldest| age <= i64::from(oldest))
    }
}
