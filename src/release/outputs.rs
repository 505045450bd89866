//! An attack on outputs that exist already, from nothing but what they print: the way somebody would who holds them, and no
//! data. Withheld figures that can be narrowed to a few people are named, never what they are.
//!
//! Whether teams share people, or one scale of a questionnaire lacks answers that another one has, does not stand in an output.
//! It is taken not to be so; where that cannot be, nothing is concluded from adding these up.

use super::attack::{Attack, Secrets};
use super::earlier::{Before, spot};
use super::part::Part;
use super::quantities::Class;
use super::web::{Bundle, Row, Source, Web};
use super::worlds::Search;
use super::{Category, Indicator, Key, Level, ReleaseRules, Unit};
use crate::definitions::settings::{Breakdown, Quarters};
use crate::indicators::{Counts, Figures, Mean, Tally};
use crate::intake::{Earlier, PrintedUnit, Spot, Told};
use crate::period::Period;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tried {
    /// Withheld figures in the outputs.
    pub withheld: u64,
    /// Of their numbers, those for which the search found no world that fits everything printed.
    pub unsettled: u64,
    pub found: Vec<FoundOut>,
    /// Fewer people than this are few: what the first output was protected by.
    pub threshold: u64,
}

impl Tried {
    /// Whether every withheld figure was tried, and none can be narrowed. What could not be tried counts as found.
    pub fn holds(&self) -> bool {
        self.found.is_empty() && self.unsettled == 0
    }
}

/// A withheld figure that can be narrowed to a few people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FoundOut {
    pub spot: Spot,
    /// How many counts are possible: 1 where it can be worked out exactly.
    pub possible: u64,
}

/// Why outputs cannot be attacked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutputsError {
    #[error(
        "{0} does not say in run.json which team belongs to which service: it was made by an older version of Fingerpost. Make it again with this one."
    )]
    NoUnits(String),
}

/// Attacks outputs together. All numbers are taken to be protected as the first one says.
pub fn attack(outputs: &[Earlier], indicators: &[Indicator]) -> Result<Tried, OutputsError> {
    let Some(first) = outputs.first() else { return Ok(Tried::default()) };
    if let Some(output) = outputs.iter().find(|output| output.units.is_empty()) {
        return Err(OutputsError::NoUnits(output.folder.clone()));
    }
    let units = units(outputs);
    let printed = Printed::new(outputs, &units, indicators);
    let source = Source {
        periods: &printed.periods,
        indicators,
        units: &units,
        categories: &printed.categories,
        rules: &first.rules,
        ledger: &[],
        unseen: &printed.unseen,
    };
    let web = Web::new(&source);
    let secrets = secrets(&web);
    let own = |bundle: &Bundle| narrowed(&Attack::new(&web, source.rules, bundle), &secrets);
    let tried: Vec<BundleTried> = web.bundles.par_iter().map(own).collect();
    let numbers = tried.iter().flat_map(|tried| &tried.found);
    let found = numbers.filter_map(|(number, possible)| {
        let rows = web.numbers[*number].rows.iter().map(|row| web.rows[*row].0);
        Some(FoundOut { spot: spot(rows.min()?, &source), possible: *possible })
    });
    let found: BTreeSet<FoundOut> = found.chain(moved(outputs, indicators)).collect();
    Ok(Tried {
        withheld: printed.unseen.len() as u64,
        unsettled: tried.iter().map(|tried| tried.unsettled).sum(),
        found: found.into_iter().collect(),
        threshold: first.rules.threshold,
    })
}

/// Every unit of the outputs: the provider, then services, then teams.
fn units(outputs: &[Earlier]) -> Vec<Unit> {
    let printed: Vec<&PrintedUnit> = outputs.iter().flat_map(|output| &output.units).collect();
    let mut units: Vec<Unit> = Vec::new();
    for level in [Level::Provider, Level::Service, Level::Team] {
        for own in printed.iter().filter(|unit| unit.level == level.name()) {
            let is_service = |unit: &Unit| unit.level == Level::Service && Some(&unit.id) == own.service.as_ref();
            let service = units.iter().position(is_service);
            if !units.iter().any(|unit| unit.level == level && unit.id == own.id) {
                units.push(Unit { level, id: own.id.clone(), name: own.id.clone(), service });
            }
        }
    }
    units
}

/// What the outputs print, as figures; those that are withheld have zeros in their place, and are unseen.
struct Printed {
    periods: Vec<Figures>,
    categories: Vec<Category>,
    unseen: BTreeSet<Row>,
}

impl Printed {
    fn new(outputs: &[Earlier], units: &[Unit], indicators: &[Indicator]) -> Printed {
        let ids: BTreeMap<&str, usize> = indicators.iter().map(|indicator| indicator.id.as_str()).zip(0..).collect();
        let mut printed = Printed { periods: Vec::new(), categories: vec![everybody()], unseen: BTreeSet::new() };
        for output in outputs {
            for (spot, told) in output.figures.iter().filter(|(spot, _)| spot.period == output.period) {
                if let Some(row) = printed.row(spot, units, &ids) {
                    printed.take(row, told);
                }
            }
        }
        printed
    }

    /// `None` for what this version does not know.
    fn row(&mut self, spot: &Spot, units: &[Unit], ids: &BTreeMap<&str, usize>) -> Option<Row> {
        let unit = units.iter().position(|unit| unit.level.name() == spot.level && unit.id == spot.unit)?;
        let indicator = *ids.get(spot.indicator.as_str())?;
        let (category, period) = (self.category(spot)?, self.period(&spot.period)?);
        Some(Row { period, key: Key { indicator, unit, category } })
    }

    /// What one output withholds and another one prints is seen.
    fn take(&mut self, row: Row, told: &Told) {
        let figures = &mut self.periods[row.period].counts;
        match counts(told) {
            Some(counts) => {
                figures.insert(row.key, counts);
                self.unseen.remove(&row);
            }
            None if !figures.contains_key(&row.key) => {
                figures.insert(row.key, NOBODY);
                self.unseen.insert(row);
            }
            None => {}
        }
    }

    fn category(&mut self, spot: &Spot) -> Option<usize> {
        let names = [Breakdown::Gender, Breakdown::EthnicGroup, Breakdown::AgeBand, Breakdown::ImdQuintile];
        let names = names.map(Breakdown::name).into_iter().chain(["all"]);
        let breakdown = names.into_iter().find(|name| *name == spot.breakdown)?;
        let category = Category { breakdown, id: spot.category.clone() };
        Some(self.categories.iter().position(|own| *own == category).unwrap_or_else(|| {
            self.categories.push(category);
            self.categories.len() - 1
        }))
    }

    fn period(&mut self, id: &str) -> Option<usize> {
        let quarters = [Quarters::Financial, Quarters::Calendar];
        let period = quarters.into_iter().find_map(|quarters| Period::parse(id, quarters))?;
        Some(self.periods.iter().position(|figures| figures.period == period).unwrap_or_else(|| {
            self.periods.push(Figures { period, categories: Vec::new(), counts: BTreeMap::new() });
            self.periods.len() - 1
        }))
    }
}

fn everybody() -> Category {
    Category { breakdown: "all", id: "all".to_owned() }
}

const NOBODY: Counts = Counts {
    eligible: 0,
    known: 0,
    achieved: 0,
    mean: None,
    people: Tally { known: 0, achieved: 0, not_achieved: 0 },
};

fn counts(told: &Told) -> Option<Counts> {
    let Told::Row { achieved, known, eligible, value } = *told else { return None };
    let mean = value.filter(|_| achieved.is_none()).map(|value| Mean { value, spread: None });
    let achieved = achieved.unwrap_or_default();
    let people = Tally { known, achieved, not_achieved: known.saturating_sub(achieved) };
    Some(Counts { eligible, known, achieved, mean, people })
}

/// A number is secret when no row that is seen prints it. Why, nobody knows who has the outputs only.
fn secrets(web: &Web) -> Secrets {
    let secret: Vec<bool> = web.numbers.iter().map(|number| !number.is_seen).collect();
    Secrets { forced: secret.clone(), secret }
}

/// Numbers of a bundle that can be narrowed to a few people, and to how many counts.
#[derive(Default)]
struct BundleTried {
    found: Vec<(usize, u64)>,
    unsettled: u64,
}

fn narrowed(attack: &Attack, secrets: &Secrets) -> BundleTried {
    let mut tried = BundleTried::default();
    for component in attack.components(&attack.bundle.numbers, secrets) {
        let is_tried = |number: &usize| attack.is_own(*number) && is_withheld(*number, attack.web, secrets);
        let numbers: Vec<usize> = component.iter().copied().filter(is_tried).collect();
        if numbers.is_empty() {
            continue;
        }
        let mut part = Part::new(attack, component, secrets);
        if !part.settle() {
            part.loosen();
            if !part.settle() {
                tried.unsettled += numbers.len() as u64;
                continue;
            }
        }
        let mut worlds = Vec::new();
        let mut search = Search::new(&part, &mut worlds);
        for number in numbers {
            if let Err((lower, upper)) = search.range(number) {
                tried.found.extend(few(lower, upper, attack.rules).map(|possible| (number, possible)));
            }
        }
    }
    tried
}

fn is_withheld(number: usize, web: &Web, secrets: &Secrets) -> bool {
    let own = &web.numbers[number];
    secrets.secret[number] && !own.rows.is_empty() && !matches!(own.class, Class::Mean(_))
}

/// How many counts are possible, where all of them are a few people, and fewer are possible than count as few.
fn few(lower: i64, upper: i64, rules: &ReleaseRules) -> Option<u64> {
    let threshold = rules.threshold as i64;
    let is_few = lower >= 1 && upper < threshold && upper - lower < threshold - 2;
    is_few.then_some((upper - lower) as u64 + 1)
}

/// Figures that two outputs print with a difference of a few people.
fn moved(outputs: &[Earlier], indicators: &[Indicator]) -> Vec<FoundOut> {
    let of_people = |spot: &&Spot| {
        let own = indicators.iter().find(|indicator| indicator.id == spot.indicator);
        own.is_some_and(|indicator| indicator.counted != super::Counted::Teams)
    };
    let mut found = Vec::new();
    for (at, one) in outputs.iter().enumerate() {
        for other in &outputs[at + 1..] {
            let pairs = one.figures.iter().filter_map(|(spot, told)| Some((spot, told, other.figures.get(spot)?)));
            let moved = pairs.filter(|(_, then, now)| Before::moved_little(then, now, &one.rules));
            found.extend(
                moved
                    .map(|(spot, ..)| spot)
                    .filter(of_people)
                    .map(|spot| FoundOut { spot: spot.clone(), possible: 1 }),
            );
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::by_hand::{ByHand, as_whole, coming_to, secret, shown};
    use super::super::web::Number;
    use super::*;

    /// Below five is few, so that one to four are four counts: fewer than those are what somebody has narrowed it to.
    #[test]
    fn a_number_is_found_when_it_can_be_fewer_counts_than_are_few() {
        let rules = crate::definitions::load(None).unwrap_or_else(|faults| panic!("{faults}")).release;
        let of = |(lower, upper)| few(lower, upper, &rules);
        assert_eq!([(2, 2), (1, 3), (2, 4), (1, 4)].map(of), [Some(1), Some(3), Some(3), None]);
        assert_eq!([(0, 1), (4, 5), (5, 5)].map(of), [None; 3]);
    }

    fn spot(breakdown: &str, category: &str, indicator: &str) -> Spot {
        let [period, level, unit, breakdown, category, indicator] =
            ["2026-27-Q2", "provider", "p", breakdown, category, indicator].map(str::to_owned);
        Spot { period, level, unit, breakdown, category, indicator }
    }

    fn row(known: u64) -> Told {
        Told::Row { achieved: None, known, eligible: known, value: None }
    }

    fn output(units: &[(Level, &str, Option<&str>)], figures: &[(Spot, Told)]) -> Earlier {
        let unit = |(level, id, service): &(Level, &str, Option<&str>)| PrintedUnit {
            level: level.name().to_owned(),
            id: (*id).to_owned(),
            service: service.map(str::to_owned),
        };
        Earlier {
            folder: "out".to_owned(),
            period: "2026-27-Q2".to_owned(),
            sha256: String::new(),
            rules: crate::definitions::load(None).unwrap_or_else(|faults| panic!("{faults}")).release,
            units: units.iter().map(unit).collect(),
            method: Default::default(),
            pairing: String::new(),
            pairing_restricts: false,
            figures: figures.iter().cloned().collect(),
        }
    }

    /// Ids are one level's own: here all three levels have a unit called 1.
    #[test]
    fn a_unit_that_several_outputs_have_is_one() {
        let own = [(Level::Team, "1", Some("1")), (Level::Provider, "1", None), (Level::Service, "1", None)];
        let found = units(&[output(&own, &[]), output(&own, &[])]);
        let found: Vec<(Level, &str, Option<usize>)> =
            found.iter().map(|unit| (unit.level, unit.id.as_str(), unit.service)).collect();
        assert_eq!(found, [(Level::Provider, "1", None), (Level::Service, "1", None), (Level::Team, "1", Some(1))]);
    }

    fn nothing_printed() -> Printed {
        Printed { periods: Vec::new(), categories: vec![everybody()], unseen: BTreeSet::new() }
    }

    #[test]
    fn what_one_output_withholds_and_another_one_prints_is_seen() {
        for told in [[row(12), Told::Withheld], [Told::Withheld, row(12)]] {
            let mut printed = nothing_printed();
            let period = printed.period("2026-27-Q2").unwrap();
            let row = Row { period, key: Key { indicator: 0, unit: 0, category: 0 } };
            told.iter().for_each(|told| printed.take(row, told));
            assert_eq!(printed.periods[0].counts[&row.key].known, 12);
            assert!(printed.unseen.is_empty());
        }
        let mut printed = nothing_printed();
        let period = printed.period("2026-27-Q2").unwrap();
        let row = Row { period, key: Key { indicator: 0, unit: 0, category: 0 } };
        printed.take(row, &Told::Withheld);
        assert_eq!((printed.periods[0].counts[&row.key].known, printed.unseen), (0, BTreeSet::from([row])));
    }

    #[test]
    fn each_group_of_a_known_breakdown_has_a_place_of_its_own() {
        let mut printed = nothing_printed();
        let mut place = |breakdown, category| printed.category(&spot(breakdown, category, "caseload"));
        let [gender, age] = [Breakdown::Gender, Breakdown::AgeBand].map(Breakdown::name);
        assert_eq!([place(gender, "a"), place("all", "all"), place(gender, "b")], [Some(1), Some(0), Some(2)]);
        assert_eq!([place(gender, "a"), place(age, "a"), place("shoe size", "a")], [Some(1), Some(3), None]);
        let names: Vec<(&str, &str)> =
            printed.categories.iter().map(|own| (own.breakdown, own.id.as_str())).collect();
        assert_eq!(names, [("all", "all"), (gender, "a"), (gender, "b"), (age, "a")]);
    }

    #[test]
    fn a_number_is_tried_where_a_row_withholds_it_and_it_is_no_mean() {
        let mut by_hand = ByHand::new(vec![secret(3), shown(12), secret(3), secret(3)], Vec::new());
        by_hand.web.numbers[2].rows.clear();
        by_hand.web.numbers[3].class = Class::Mean(0);
        let is = |at| is_withheld(at, &by_hand.web, &by_hand.secrets);
        assert_eq!([0, 1, 2, 3].map(is), [true, false, false, false]);
    }

    /// Two or three: a number of the bundle, one that no row prints, and a whole, which another attack is about.
    #[test]
    fn only_withheld_numbers_of_the_bundle_are_found() {
        let told = Some(super::super::earlier::Told { lower: 2, upper: 3, by: 0 });
        let narrow = || (Number { told, ..secret(3).0 }, true);
        let mut by_hand = ByHand::new(vec![narrow(), narrow(), as_whole(narrow())], Vec::new());
        by_hand.web.numbers[1].rows.clear();
        by_hand.web.bundles[0].numbers.push(2);
        let tried = narrowed(&by_hand.attack(), &by_hand.secrets);
        assert_eq!((tried.found, tried.unsettled), (vec![(0, 2)], 0));
    }

    /// Two numbers cannot come to five and to seven, nor can the two others.
    #[test]
    fn every_number_is_counted_of_what_does_not_add_up_in_any_world() {
        let sums = [(5, [(0, 1), (1, 1)]), (7, [(0, 1), (1, 1)]), (5, [(2, 1), (3, 1)]), (7, [(2, 1), (3, 1)])];
        let sums = sums.map(|(total, terms)| coming_to(total, &terms)).to_vec();
        let by_hand = ByHand::new(vec![secret(3), secret(2), secret(3), secret(2)], sums);
        let tried = narrowed(&by_hand.attack(), &by_hand.secrets);
        assert_eq!((tried.found, tried.unsettled), (Vec::new(), 4));
    }

    #[test]
    fn answers_about_teams_may_move_by_a_few() {
        let mut own = crate::indicators::all_paired(
            &crate::definitions::load(None).unwrap_or_else(|faults| panic!("{faults}")),
            false,
        );
        own.truncate(2);
        (own[0].counted, own[1].counted) = (super::super::Counted::People, super::super::Counted::Teams);
        let figures = |known: u64| [0, 1].map(|at| (spot("all", "all", &own[at].id), row(known)));
        let found = moved(&[output(&[], &figures(20)), output(&[], &figures(22))], &own);
        assert_eq!(found, [FoundOut { spot: spot("all", "all", &own[0].id), possible: 1 }]);
    }
}
