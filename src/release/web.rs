//! The web of numbers: every number that rows print, at every place, and how the numbers add up. Teams make services and
//! services the provider, groups make everybody, months make a quarter, parts make a whole. What somebody could work
//! out from a release, he works out along these threads.
//!
//! A person may be with two teams, so that teams come to more than their service. Whoever attacks a release is taken to
//! know by how much: every thread holds exactly, its remainder known.

use super::earlier::{self, Told};
use super::protect::{self, Small};
use super::quantities::{self, Class, Printed, Sum};
use super::{Category, EVERYBODY, Indicator, Key, Level, ReleaseRules, Unit};
use crate::indicators::{Counts, Figures};
use crate::intake::Earlier;
use std::collections::{BTreeMap, BTreeSet};

/// Where a number stands: positions of the period, the unit and the category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub period: usize,
    pub unit: usize,
    pub category: usize,
}

/// One row: an indicator at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    pub period: usize,
    pub key: Key,
}

/// One number.
#[derive(Debug, Clone)]
pub struct Number {
    pub class: Class,
    pub place: Place,
    pub value: u64,
    /// Of how many, for a number that is part of a whole.
    pub of: Option<u64>,
    /// Position of that whole.
    pub whole: Option<usize>,
    /// So small, or so close to its whole, that it must stay secret.
    pub small: bool,
    /// Small by the people behind it, or by how little it differs from what an earlier output printed: nobody can see it
    /// from the number.
    pub by_people: bool,
    /// Whether its value is one that somebody has seen, and not a zero in the place of one that nobody has.
    pub is_seen: bool,
    /// Whether rows print it differently: one scale of a questionnaire may have answers that another one lacks.
    pub is_disputed: bool,
    /// What an earlier output tells of it.
    pub told: Option<Told>,
    /// Printed by these rows, positions in [`Web::rows`].
    pub rows: Vec<usize>,
}

impl Number {
    pub(super) fn new(class: Class, place: Place, value: u64, of: Option<u64>) -> Number {
        Number {
            class,
            place,
            value,
            of,
            whole: None,
            small: false,
            by_people: false,
            is_seen: false,
            is_disputed: false,
            told: None,
            rows: Vec::new(),
        }
    }
}

/// Numbers that come, with their signs, to a total that whoever attacks a release knows; or at most to it.
#[derive(Debug, Clone)]
pub struct Relation {
    pub terms: Vec<(usize, i8)>,
    /// What they come to: nothing, unless a person is counted in several parts.
    pub total: i64,
    pub at_most: bool,
    /// Whether in print the parts need not make the whole: teams may share people, and scales of a questionnaire answers.
    pub is_loose: bool,
}

/// Numbers whose secrets are settled together, because they are parts of one whole.
#[derive(Debug, Clone, Default)]
pub struct Bundle {
    pub numbers: Vec<usize>,
    pub classes: BTreeSet<Class>,
    /// Their own classes and those of their wholes: what an attack on them looks at.
    pub context: BTreeSet<Class>,
}

pub struct Web {
    pub numbers: Vec<Number>,
    pub relations: Vec<Relation>,
    /// For each number, the relations it is in.
    pub relations_of: Vec<Vec<usize>>,
    /// A whole stands before its parts.
    pub bundles: Vec<Bundle>,
    pub rows: Vec<(Row, Vec<usize>)>,
}

/// What the web is made from.
pub struct Source<'a> {
    pub periods: &'a [Figures],
    pub indicators: &'a [Indicator],
    pub units: &'a [Unit],
    pub categories: &'a [Category],
    pub rules: &'a ReleaseRules,
    /// Outputs that the same readers may hold.
    pub ledger: &'a [Earlier],
    /// Rows whose numbers nobody knows, us included: those that an existing output withholds.
    pub unseen: &'a BTreeSet<Row>,
}

impl Source<'_> {
    /// Position, after all units, of what stands for the teams without a service beside the services; `None` where all
    /// teams have one or none has.
    pub fn without_service(&self) -> Option<usize> {
        let has_services = self.units.iter().any(|unit| unit.level == Level::Service);
        let has_others = self.units.iter().any(|unit| unit.level == Level::Team && unit.service.is_none());
        (has_services && has_others).then_some(self.units.len())
    }
}

impl Web {
    pub fn new(source: &Source) -> Web {
        let sums = quantities::sums(source.indicators);
        let mut gathered = Gathered::default();
        for (period, figures) in source.periods.iter().enumerate() {
            for (key, counts) in &figures.counts {
                gathered.add(Row { period, key: *key }, counts, source);
            }
        }
        gathered.add_rests(&sums, source.rules);
        gathered.add_teams_without_service(source);
        let mut web = gathered.into_web();
        let wholes = quantities::wholes(source.indicators);
        web.add_places(source);
        web.add_sums(&sums);
        web.add_limits(&wholes);
        web.add_bundles(&sums, &wholes);
        match source.unseen.is_empty() {
            true => web.total_up(),
            false => web.forget_disputed_sums(),
        }
        web.relations_of = web.threads();
        web
    }

    /// Whoever attacks a release is taken to know by how much parts come to more than their whole.
    fn total_up(&mut self) {
        for relation in self.relations.iter_mut().filter(|relation| !relation.at_most) {
            let value = |(number, sign): &(usize, i8)| i64::from(*sign) * self.numbers[*number].value as i64;
            relation.total = relation.terms.iter().map(value).sum();
        }
    }

    /// Whoever has nothing but what is printed cannot tell which of two numbers the parts come to, or make.
    fn forget_disputed_sums(&mut self) {
        let numbers = &self.numbers;
        let disputed: BTreeSet<Class> = numbers.iter().filter(|own| own.is_disputed).map(|own| own.class).collect();
        let is_disputed = |(number, _): &(usize, i8)| disputed.contains(&numbers[*number].class);
        self.relations.retain(|relation| relation.at_most || !relation.terms.iter().any(is_disputed));
    }

    fn threads(&self) -> Vec<Vec<usize>> {
        let mut threads = vec![Vec::new(); self.numbers.len()];
        for (at, relation) in self.relations.iter().enumerate() {
            relation.terms.iter().for_each(|(number, _)| threads[*number].push(at));
        }
        threads
    }

    /// From this rank on a number is what a service or the provider comes to.
    pub const TOTALS: u8 = 3;

    /// Where a number stands among the levels: the higher, the more readers would miss it.
    pub fn rank(&self, number: usize, units: &[Unit]) -> u8 {
        let place = self.numbers[number].place;
        let level = units.get(place.unit).map_or(Level::Service, |unit| unit.level);
        match (level, place.category == EVERYBODY) {
            (Level::Team, _) => 0,
            (Level::Service, false) => 1,
            (Level::Provider, false) => 2,
            (Level::Service, true) => 3,
            (Level::Provider, true) => 4,
        }
    }
}

/// Numbers by class and place while they are gathered from rows.
#[derive(Default)]
struct Gathered {
    numbers: BTreeMap<(Class, Place), Number>,
    rows: Vec<(Row, Vec<(Class, Place)>)>,
}

impl Gathered {
    fn add(&mut self, row: Row, counts: &Counts, source: &Source) {
        let indicator = &source.indicators[row.key.indicator];
        let Some(printed) = quantities::printed(row.key.indicator, indicator) else { return };
        let place = Place { period: row.period, unit: row.key.unit, category: row.key.category };
        let is_seen = !source.unseen.contains(&row);
        let small = if is_seen { protect::small(counts, indicator, source.rules) } else { Small::default() };
        self.rows.push((row, Vec::new()));
        let before = earlier::before(row, counts, source);
        for (class, value, of, is_small) in numbers_of(&printed, counts, small) {
            let position = self.rows.len() - 1;
            let of = of.filter(|_| is_seen);
            let number = self.numbers.entry((class, place)).or_insert_with(|| Number::new(class, place, value, of));
            number.is_disputed |= is_seen && number.is_seen && number.value != value;
            if is_seen && !number.is_seen {
                (number.value, number.of, number.is_seen) = (value, of, true);
            }
            let has_moved_little = before.iter().any(|before| before.has_moved_little(class, &printed, source.rules));
            number.small |= is_small || has_moved_little;
            number.by_people |= is_small && counts.people.known != counts.known || has_moved_little;
            number.told = before.iter().filter_map(|before| before.told(class, &printed)).chain(number.told).next();
            number.rows.push(position);
            self.rows[position].1.push((class, place));
        }
    }

    /// What parts leave of their whole, where no row prints it.
    fn add_rests(&mut self, sums: &[Sum], rules: &ReleaseRules) {
        for sum in sums.iter().filter(|sum| sum.rest.is_some()) {
            let Some(rest) = sum.rest else { continue };
            for place in self.places(sum.parts[0]) {
                let parts: Vec<&Number> = sum.parts.iter().filter_map(|c| self.numbers.get(&(*c, place))).collect();
                if parts.len() < sum.parts.len() {
                    continue;
                }
                let whole = self.numbers.get(&(sum.whole, place)).map(|whole| whole.value);
                let of = parts[0].of.and(whole);
                let value = of.map_or(0, |of| of.saturating_sub(parts.iter().map(|part| part.value).sum()));
                let small = rules.is_small(value);
                self.numbers.insert((rest, place), Number { small, ..Number::new(rest, place, value, of) });
            }
        }
    }

    /// Teams without a service have no groups of their own, so that the services need not come to the provider.
    fn add_teams_without_service(&mut self, source: &Source) {
        let Some(unit) = source.without_service() else { return };
        let mut others: BTreeMap<(Class, Place), u64> = BTreeMap::new();
        let in_groups = self.numbers.iter().filter(|((_, place), _)| place.category != EVERYBODY);
        for ((class, place), number) in in_groups {
            match source.units[place.unit].level {
                Level::Provider => *others.entry((*class, Place { unit, ..*place })).or_default() += number.value,
                Level::Service => {
                    let other = others.entry((*class, Place { unit, ..*place })).or_default();
                    *other = other.saturating_sub(number.value);
                }
                Level::Team => {}
            }
        }
        for ((class, place), value) in others {
            self.numbers.insert((class, place), Number::new(class, place, value, None));
        }
    }

    fn places(&self, class: Class) -> Vec<Place> {
        let of_class = self.numbers.range((class, FIRST_PLACE)..).take_while(|((own, _), _)| *own == class);
        of_class.map(|((_, place), _)| *place).collect()
    }

    fn into_web(self) -> Web {
        let positions: BTreeMap<(Class, Place), usize> = self.numbers.keys().copied().zip(0..).collect();
        let at = |numbers: Vec<(Class, Place)>| numbers.iter().map(|number| positions[number]).collect();
        Web {
            numbers: self.numbers.into_values().collect(),
            relations: Vec::new(),
            relations_of: Vec::new(),
            bundles: Vec::new(),
            rows: self.rows.into_iter().map(|(row, numbers)| (row, at(numbers))).collect(),
        }
    }
}

const FIRST_PLACE: Place = Place { period: 0, unit: 0, category: 0 };

/// A row's numbers: class, value, of how many, and whether it is small.
type RowNumber = (Class, u64, Option<u64>, bool);

fn numbers_of(printed: &Printed, counts: &Counts, small: Small) -> Vec<RowNumber> {
    let mut numbers = vec![(printed.known, counts.known, None, small.known)];
    numbers.extend(printed.eligible.map(|class| (class, counts.eligible, None, small.eligible)));
    numbers.extend(printed.achieved.map(|class| (class, counts.achieved, Some(counts.known), small.achieved)));
    numbers.extend(printed.mean.map(|class| (class, counts.known, None, small.mean)));
    numbers
}
