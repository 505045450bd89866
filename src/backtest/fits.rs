//! What would explain a difference: ways in which an earlier figure may have been made or copied, tried in a fixed order.
//! Each has to come out as the number that was typed, to its digits; that it does proves nothing, and it is said so.

use super::figures::{Figures, NamedUnit};
use crate::definitions::{FigureKind, ReleaseProfile};
use crate::intake::{OwnNumber, Spot, Told};

/// One way to come by the number.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    pub what: What,
    /// The same as a fraction of 1.
    pub as_fraction: bool,
    /// What it comes out as.
    pub value: f64,
}

#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// A fraction of 1 instead of per cent.
    Fraction,
    /// A count instead of the share.
    Achieved,
    Known,
    Eligible,
    /// Divided by everybody eligible, so that what is missing counts as not achieved.
    OfEligible,
    /// Those known of those eligible.
    KnownOfEligible,
    /// 100 minus the share.
    Rest,
    /// First minus later, where ours is later minus first.
    Reversed,
    Period(String),
    Unit {
        level: String,
        id: String,
    },
    Indicator(String),
    /// Ours comes from rounded counts, and there are exact ones behind them that give this number.
    RoundedHere,
    /// From ours, had its counts been rounded.
    RoundedThere,
}

impl What {
    /// Key of its words.
    pub fn key(&self) -> &'static str {
        match self {
            What::Fraction => "fraction",
            What::Achieved => "achieved",
            What::Known => "known",
            What::Eligible => "eligible",
            What::OfEligible => "of_eligible",
            What::KnownOfEligible => "known_of_eligible",
            What::Rest => "rest",
            What::Reversed => "reversed",
            What::Period(_) => "period",
            What::Unit { .. } => "unit",
            What::Indicator(_) => "indicator",
            What::RoundedHere => "rounded_here",
            What::RoundedThere => "rounded_there",
        }
    }
}

/// The number a way leads to.
type Way = (What, f64);

/// Everything that fits a number that differs from what is told, in the order in which it is tried. As fractions of 1 only
/// where nothing fits plainly.
pub fn fits(number: &OwnNumber, spot: &Spot, told: Told, figures: &Figures<'_>) -> Vec<Fit> {
    let is_share = figures.figure(&spot.indicator).is_some_and(|figure| figure.is_share());
    let ways = ways(number, spot, told, figures);
    let plain = ways.iter().filter(|(_, value)| number.is(*value));
    let plain: Vec<Fit> = plain.map(|way| fit(way, 1.0)).collect();
    if !plain.is_empty() || !is_share || !may_be_fraction(number) {
        return plain;
    }
    let shares = ways.iter().filter(|(what, _)| is_percent(what, figures));
    shares.filter(|(_, value)| number.is(value / 100.0)).map(|way| fit(way, 100.0)).collect()
}

fn fit((what, value): &Way, divisor: f64) -> Fit {
    Fit { what: what.clone(), as_fraction: divisor != 1.0, value: value / divisor }
}

fn may_be_fraction(number: &OwnNumber) -> bool {
    (0.0..=1.0).contains(&number.value) && number.decimals >= 2 && !number.percent
}

/// Whether what a way leads to is a share as our own figure is.
fn is_percent(what: &What, figures: &Figures<'_>) -> bool {
    match what {
        What::Fraction | What::Achieved | What::Known | What::Eligible | What::Reversed => false,
        What::Indicator(id) => figures.figure(id).is_some_and(|figure| figure.is_share()),
        _ => true,
    }
}

fn ways(number: &OwnNumber, spot: &Spot, told: Told, figures: &Figures<'_>) -> Vec<Way> {
    let Some(figure) = figures.figure(&spot.indicator) else { return Vec::new() };
    let value = told.figure().unwrap_or_default();
    let is_share = figure.is_share();
    let mut ways: Vec<Way> = is_share.then_some((What::Fraction, value / 100.0)).into_iter().collect();
    if !number.percent {
        ways.extend(counts(told));
    }
    ways.extend(of_eligible(told));
    ways.extend(is_share.then_some((What::Rest, 100.0 - value)));
    ways.extend((figure.kind == FigureKind::Change).then_some((What::Reversed, -value)));
    ways.extend(other_periods(spot, figures));
    ways.extend(other_units(spot, figures));
    ways.extend(other_indicators(spot, figures));
    if figure.may_be_rounded() {
        ways.extend(rounded(number, told, figures));
    }
    ways
}

/// Counts instead of a share or a mean; each is named once.
fn counts(told: Told) -> Vec<Way> {
    let Told::Row { achieved, known, eligible, value: Some(_) } = told else { return Vec::new() };
    let achieved = achieved.map(|achieved| (What::Achieved, achieved as f64));
    let eligible = (eligible != known).then_some((What::Eligible, eligible as f64));
    achieved.into_iter().chain([(What::Known, known as f64)]).chain(eligible).collect()
}

fn of_eligible(told: Told) -> Vec<Way> {
    let Told::Row { achieved, known, eligible, value: Some(_) } = told else { return Vec::new() };
    if eligible == known || eligible == 0 {
        return Vec::new();
    }
    let of = |count: u64| 100.0 * count as f64 / eligible as f64;
    let achieved = achieved.map(|achieved| (What::OfEligible, of(achieved)));
    achieved.into_iter().chain([(What::KnownOfEligible, of(known))]).collect()
}

/// The latest first.
fn other_periods(spot: &Spot, figures: &Figures<'_>) -> Vec<Way> {
    let others = figures.periods.iter().rev().filter(|period| **period != spot.period);
    let at = |period: &&str| Spot { period: (*period).to_owned(), ..spot.clone() };
    others.filter_map(|period| Some((What::Period((*period).to_owned()), shown(&at(period), figures)?))).collect()
}

fn other_units(spot: &Spot, figures: &Figures<'_>) -> Vec<Way> {
    let others = figures.units.iter().filter(|unit| (&unit.level, &unit.id) != (&spot.level, &spot.unit));
    let way = |unit: &NamedUnit| {
        let (level, id) = (unit.level.clone(), unit.id.clone());
        let other = Spot { level: level.clone(), unit: id.clone(), ..spot.clone() };
        Some((What::Unit { level, id }, shown(&other, figures)?))
    };
    others.filter_map(way).collect()
}

fn other_indicators(spot: &Spot, figures: &Figures<'_>) -> Vec<Way> {
    let others = figures.like(&spot.indicator).into_iter();
    let at = |id: &str| Spot { indicator: id.to_owned(), ..spot.clone() };
    others.filter_map(|other| Some((What::Indicator(other.id.clone()), shown(&at(&other.id), figures)?))).collect()
}

/// What the output tells there; nothing where it is withheld.
fn shown(spot: &Spot, figures: &Figures<'_>) -> Option<f64> {
    figures.told(spot)?.figure()
}

fn rounded(number: &OwnNumber, told: Told, figures: &Figures<'_>) -> Option<Way> {
    let rules = figures.rules();
    let Told::Row { achieved, known, value, .. } = told else { return None };
    let is_count = value.is_none();
    match (rules.profile, achieved) {
        (ReleaseProfile::Suppress, None) if is_count => {
            Some((What::RoundedThere, nearest(known, rules.round_to) as f64))
        }
        (ReleaseProfile::Suppress, Some(achieved)) => {
            let [achieved, known] = [achieved, known].map(|count| nearest(count, rules.round_to));
            Some((What::RoundedThere, 100.0 * achieved as f64 / known.max(1) as f64))
        }
        (ReleaseProfile::Round, None) if is_count => exact(number, &[None], known, rules.round_to),
        (ReleaseProfile::Round, Some(achieved)) => {
            let parts: Vec<Option<u64>> = behind(achieved, rules.round_to).map(Some).collect();
            exact(number, &parts, known, rules.round_to)
        }
        (_, None) => None,
    }
}

fn nearest(count: u64, round_to: u64) -> u64 {
    (count + round_to / 2) / round_to * round_to
}

/// Counts that are printed as this one.
fn behind(printed: u64, round_to: u64) -> impl Iterator<Item = u64> {
    let around = printed.saturating_sub(round_to)..=printed + round_to;
    around.filter(move |count| nearest(*count, round_to) == printed)
}

/// Exact counts that are printed as ours are and give the number; the share of `parts`, or the whole alone.
fn exact(number: &OwnNumber, parts: &[Option<u64>], known: u64, round_to: u64) -> Option<Way> {
    let value = |part: Option<u64>, whole: u64| match part {
        Some(part) if part > whole || whole == 0 => None,
        Some(part) => Some(100.0 * part as f64 / whole as f64),
        None => Some(whole as f64),
    };
    let all = behind(known, round_to).flat_map(|whole| parts.iter().filter_map(move |part| value(*part, whole)));
    let value = all.into_iter().find(|value| number.is(*value))?;
    Some((What::RoundedHere, value))
}
