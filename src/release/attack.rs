//! The attack: everything that somebody could work out from what a release shows, tried before it is made. He knows every
//! number shown, how numbers add up, that people are counted in whole numbers, and the rules by which numbers are withheld.
//! He does not know which of several withheld numbers was the small one.
//!
//! A secret is safe when two worlds that differ in it by the protection width both fit everything he knows. The search for
//! them is integer programming; where it gives up, the secret counts as found.

use super::ReleaseRules;
use super::web::{Bundle, Relation, Web};
use super::worlds::{Part, Search, World};
use crate::definitions::ReleaseProfile;
use std::collections::BTreeSet;

/// Above any count of a service.
const NO_LIMIT: i64 = 1_000_000_000;

/// What is secret, and what an earlier release has told already.
#[derive(Debug, Clone)]
pub struct Secrets {
    /// For each number, whether no row shows it.
    pub secret: Vec<bool>,
    /// For each number, whether its rows are withheld because of a number settled before.
    pub forced: Vec<bool>,
    /// For each number, whether an earlier release printed this very value.
    pub published: Vec<bool>,
}

/// A secret that could be found out, with the numbers that give it away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    pub number: usize,
    /// The least and the most it can be.
    pub lower: i64,
    pub upper: i64,
    /// All numbers that hang together with it.
    pub component: Vec<usize>,
}

/// What was attacked and found to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Strength {
    /// Small numbers attacked.
    pub attacked: u64,
    /// The narrowest range that any was found to have.
    pub narrowest: Option<u64>,
}

impl Strength {
    pub fn and(self, other: Strength) -> Strength {
        Strength {
            attacked: self.attacked + other.attacked,
            narrowest: self.narrowest.into_iter().chain(other.narrowest).min(),
        }
    }
}

pub struct Attack<'a> {
    pub web: &'a Web,
    pub rules: &'a ReleaseRules,
}

impl<'a> Attack<'a> {
    /// How wide the range of a secret must be by what is shown alone: a small number is not told from one that is not.
    pub fn width(&self) -> i64 {
        self.rules.threshold as i64 - 1
    }

    /// How wide it must stay for somebody who knows the rules too: any of the numbers that count as small.
    pub fn width_by_the_rules(&self) -> i64 {
        self.rules.threshold as i64 - 2
    }

    /// The first leak of a bundle; with `near`, only among what hangs together with these numbers. Worlds that are found
    /// on the way are kept in `worlds`: one found before often answers.
    pub fn leak(
        &self,
        bundle: &Bundle,
        secrets: &Secrets,
        near: Option<&[usize]>,
        worlds: &mut Vec<World>,
    ) -> Result<Strength, Leak> {
        let mut strength = Strength::default();
        for component in self.components(bundle, secrets, near) {
            strength = strength.and(self.leak_in(component, bundle, secrets, near.unwrap_or_default(), worlds)?);
        }
        Ok(strength)
    }

    fn leak_in(
        &self,
        component: Vec<usize>,
        bundle: &Bundle,
        secrets: &Secrets,
        first: &[usize],
        worlds: &mut Vec<World>,
    ) -> Result<Strength, Leak> {
        let mut attacked: Vec<usize> =
            component.iter().filter(|number| self.is_attacked(**number, bundle, secrets)).copied().collect();
        if attacked.is_empty() {
            return Ok(Strength::default());
        }
        let part = Part::new(self, component, bundle, secrets);
        let is_narrow = |(lower, upper): (i64, i64)| upper - lower < self.width();
        let leak = |number: usize, (lower, upper): (i64, i64)| Leak {
            number,
            lower,
            upper,
            component: part.numbers.clone(),
        };
        let narrowed = part.narrowed();
        let within = |number: usize| part.at(number).map_or((0, 0), |at| narrowed[at]);
        if let Some(&number) = attacked.iter().find(|number| is_narrow(within(**number))) {
            return Err(leak(number, within(number)));
        }
        // Where a leak is most likely is looked at first.
        attacked.sort_by_key(|&number| (Some(&number) != first.first(), within(number).1 - within(number).0, number));
        let mut search = Search::new(&part, worlds);
        let mut narrowest = u64::MAX;
        for &number in &attacked {
            let range = search.range(number).map_err(|range| leak(number, range))?;
            narrowest = narrowest.min((range.1 - range.0) as u64);
        }
        Ok(Strength { attacked: attacked.len() as u64, narrowest: Some(narrowest) })
    }

    fn is_attacked(&self, number: usize, bundle: &Bundle, secrets: &Secrets) -> bool {
        let own = &self.web.numbers[number];
        own.small && secrets.secret[number] && bundle.classes.contains(&own.class)
    }

    /// Numbers that are not known hang together where a relation holds two of them.
    fn components(&self, bundle: &Bundle, secrets: &Secrets, near: Option<&[usize]>) -> Vec<Vec<usize>> {
        let mut seen = BTreeSet::new();
        let starts = near.unwrap_or(&bundle.numbers).iter().copied();
        let starts = starts.filter(|&number| self.is_unknown(number, secrets));
        let mut components = Vec::new();
        for start in starts.collect::<Vec<_>>() {
            if seen.insert(start) {
                components.push(self.component(start, bundle, secrets, &mut seen));
            }
        }
        components
    }

    fn component(&self, start: usize, bundle: &Bundle, secrets: &Secrets, seen: &mut BTreeSet<usize>) -> Vec<usize> {
        let mut component = vec![start];
        let mut next = 0;
        while let Some(&number) = component.get(next) {
            next += 1;
            for relation in self.relations(number, bundle) {
                for &(other, _) in &relation.terms {
                    if self.is_unknown(other, secrets) && seen.insert(other) {
                        component.push(other);
                    }
                }
            }
        }
        component.sort_unstable();
        component
    }

    /// The relations of a number that are about the bundle and its wholes.
    pub fn relations<'b>(&'b self, number: usize, bundle: &'b Bundle) -> impl Iterator<Item = &'b Relation> {
        let relations = self.web.relations_of[number].iter().map(|at| &self.web.relations[*at]);
        relations.filter(|relation| self.is_about(relation, bundle))
    }

    pub(super) fn is_about(&self, relation: &Relation, bundle: &Bundle) -> bool {
        relation.terms.iter().all(|(number, _)| bundle.context.contains(&self.web.numbers[*number].class))
    }

    pub(super) fn is_unknown(&self, number: usize, secrets: &Secrets) -> bool {
        let (lower, upper) = self.told(number, secrets);
        lower < upper
    }

    /// What is known of a number by itself.
    pub(super) fn told(&self, number: usize, secrets: &Secrets) -> (i64, i64) {
        let own = &self.web.numbers[number];
        let value = own.value as i64;
        let whole = own.whole.filter(|whole| !secrets.secret[*whole]).and(own.of).map(|of| of as i64);
        match self.rules.profile {
            _ if secrets.published[number] => (value, value),
            _ if secrets.secret[number] => (0, whole.unwrap_or(NO_LIMIT)),
            ReleaseProfile::Suppress => (value, value),
            ReleaseProfile::Round => self.rounded(own.value),
        }
    }

    /// The counts that are printed as this one is; those that would be withheld are not among them.
    fn rounded(&self, value: u64) -> (i64, i64) {
        let (printed, half) = (self.rules.printed(value) as i64, self.rules.round_to as i64 / 2);
        let least = if printed == 0 { 0 } else { self.rules.threshold as i64 };
        let most = printed + (self.rules.round_to as i64 - 1) / 2;
        if printed == 0 { (0, 0) } else { ((printed - half).max(least).min(value as i64), most) }
    }
}
