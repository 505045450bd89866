//! What an output tells, made ready for looking things up: its figures, what it calls them, and which of them are about the
//! same thing.

use super::Absent;
use crate::definitions::{Definitions, FigureKind, Indicator, ReleaseRules};
use crate::intake::{Earlier, PrintedNames, Spot, Told};
use std::collections::BTreeSet;

/// The figures of an output and their names.
pub struct Figures<'a> {
    pub output: &'a Earlier,
    /// The provider, then services, then teams; those without any figure last.
    pub units: Vec<NamedUnit>,
    /// Every figure that the definitions give rise to, then those that only the output knows.
    pub known: Vec<Figure>,
    /// In order.
    pub periods: BTreeSet<&'a str>,
}

/// A unit by its ids, and what the output calls it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedUnit {
    pub level: String,
    pub id: String,
    pub name: String,
}

/// A figure by its id, whichever unit and period it is about.
#[derive(Debug, Clone)]
pub struct Figure {
    pub id: String,
    pub label: String,
    pub kind: FigureKind,
    /// `None` where the definitions in use do not give rise to it.
    own: Option<Indicator>,
}

impl<'a> Figures<'a> {
    pub fn new(output: &'a Earlier, printed: &PrintedNames, definitions: &Definitions) -> Figures<'a> {
        let mut known: Vec<Figure> =
            definitions.indicators().into_iter().map(|own| defined(own, definitions)).collect();
        for (id, label, unit) in &printed.indicators {
            match known.iter_mut().find(|figure| figure.id == *id) {
                // As it stands in the output: that is what people copy.
                Some(figure) => figure.label.clone_from(label),
                None => known.push(Figure { id: id.clone(), label: label.clone(), kind: kind(unit), own: None }),
            }
        }
        let periods = output.figures.keys().map(|spot| spot.period.as_str()).collect();
        Figures { output, units: units(output, printed), known, periods }
    }

    pub fn told(&self, spot: &Spot) -> Option<Told> {
        self.output.figures.get(spot).copied()
    }

    /// Whether it is about the period that the output reports on.
    pub fn is_current(&self, spot: &Spot) -> bool {
        spot.period == self.output.period
    }

    pub fn why_absent(&self, spot: &Spot) -> Absent {
        if self.is_current(spot) {
            return Absent::NoRecord;
        }
        if !self.periods.contains(spot.period.as_str()) {
            return Absent::NoSuchPeriod;
        }
        let same = |other: &Spot| other.period == spot.period && other.indicator == spot.indicator;
        let is_drawn = spot.breakdown == "all" && self.output.figures.keys().any(same);
        if is_drawn { Absent::NoRecord } else { Absent::NotOverTime }
    }

    pub fn figure(&self, id: &str) -> Option<&Figure> {
        self.known.iter().find(|figure| figure.id == id)
    }

    /// What an output calls a unit; its id where it gave none.
    pub fn unit_name<'b>(&'b self, level: &str, id: &'b str) -> &'b str {
        let own = self.units.iter().find(|unit| unit.level == level && unit.id == id);
        own.map_or(id, |unit| &unit.name)
    }

    pub fn rules(&self) -> &ReleaseRules {
        &self.output.rules
    }

    /// Other figures that could be taken for one: about the very same thing first, then about the same questionnaire, then
    /// of the same family.
    pub fn like(&self, id: &str) -> Vec<&Figure> {
        let Some(figure) = self.figure(id) else { return Vec::new() };
        let near = self.known.iter().filter(|other| other.id != id);
        let mut near: Vec<(u8, &Figure)> = near.filter_map(|other| Some((likeness(figure, other)?, other))).collect();
        near.sort_by_key(|(likeness, _)| *likeness);
        near.into_iter().map(|(_, figure)| figure).collect()
    }
}

impl Figure {
    pub fn is_share(&self) -> bool {
        matches!(self.kind, FigureKind::Share | FigureKind::UnwantedShare)
    }

    /// Whether its counts are rounded where those of people are; teams are never rounded.
    pub fn may_be_rounded(&self) -> bool {
        !self.own.as_ref().is_some_and(|own| own.family.starts_with("checklist") || own.family == "team-score")
    }
}

fn defined(own: Indicator, definitions: &Definitions) -> Figure {
    Figure { id: own.id.clone(), label: definitions.indicator_label(&own), kind: own.kind, own: Some(own) }
}

/// Those with figures have names; of others the output says their ids only.
fn units(output: &Earlier, printed: &PrintedNames) -> Vec<NamedUnit> {
    let named = printed.units.iter().cloned().map(|(level, id, name)| NamedUnit { level, id, name });
    let mut units: Vec<NamedUnit> = named.collect();
    for unit in &output.units {
        if !units.iter().any(|own| own.level == unit.level && own.id == unit.id) {
            units.push(NamedUnit { level: unit.level.clone(), id: unit.id.clone(), name: unit.id.clone() });
        }
    }
    units
}

fn kind(unit: &str) -> FigureKind {
    match unit {
        "percent" => FigureKind::Share,
        "people" => FigureKind::People,
        _ => FigureKind::Mean,
    }
}

/// 0 for figures about the same thing, 1 for those about the same questionnaire, 2 for those of one family.
fn likeness(one: &Figure, other: &Figure) -> Option<u8> {
    let (one, other) = (one.own.as_ref()?, other.own.as_ref()?);
    let goals = |own: &Indicator| own.id.starts_with("goals.");
    let same_measure = one.measure.is_some() && one.measure == other.measure;
    let same_part = same_measure && (one.scale, one.item) == (other.scale, other.item);
    let same_domain = one.domain.is_some() && one.domain == other.domain;
    let same_point = one.point.is_some() && one.point == other.point;
    let whole = |own: &Indicator| own.scale.is_none() && own.item.is_none();
    let same_family = family(one) == family(other);
    match () {
        () if same_part || same_domain || same_point || (goals(one) && goals(other)) => Some(0),
        () if same_measure && (same_family || whole(one) || whole(other)) => Some(1),
        () if same_family => Some(2),
        () => None,
    }
}

/// Figures over all of a kind belong to the family of its parts.
fn family(own: &Indicator) -> &str {
    match own.family {
        "coverage-any" => "coverage",
        "role-any-valued-held" => "role-held",
        other => other,
    }
}
