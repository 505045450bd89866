//! Unknown numbers that hang together, and all that somebody knows of them by simple arithmetic.

use super::attack::{Attack, Secrets};
use super::web::{Relation, Web};

/// Rounds of simple arithmetic before the search takes over.
const ROUNDS: usize = 20;

/// Unknown numbers that hang together, and what ties them. Numbers are called by their position in it.
pub struct Part<'a> {
    pub(super) attack: &'a Attack<'a>,
    secrets: &'a Secrets,
    /// Their positions in the web, ascending.
    pub numbers: Vec<usize>,
    /// Those of the world at hand: the true one, where it is known.
    pub(super) values: Vec<i64>,
    /// How far each goes by simple arithmetic: no narrower than what can be found out, and quickly had.
    pub ranges: Vec<(i64, i64)>,
    pub(super) ties: Vec<Tie>,
    /// Whether something in it was withheld for a reason that lies outside, so that nothing in it need be small.
    excused: bool,
    /// How many in the world at hand had to be withheld.
    small: usize,
    /// Secrets that rows print, the smallest first.
    pub(super) nearly_small: Vec<usize>,
}

/// Σ sign × number = total, or at most the total, over unknown numbers.
pub(super) struct Tie {
    pub terms: Vec<(usize, i64)>,
    total: i64,
    pub at_most: bool,
    /// By how much the world at hand falls short of the total: nothing, unless it may.
    slack: i64,
    is_loose: bool,
}

impl<'a> Part<'a> {
    pub fn new(attack: &'a Attack<'a>, numbers: Vec<usize>, secrets: &'a Secrets) -> Part<'a> {
        let web = attack.web;
        let own = |number: &usize| &web.numbers[*number];
        let may_be_small = |at: &usize| secrets.secret[numbers[*at]] && own(&numbers[*at]).value > 0;
        let mut nearly_small: Vec<usize> = (0..numbers.len()).filter(may_be_small).collect();
        nearly_small.sort_by_key(|at| own(&numbers[*at]).value);
        let mut relations: Vec<usize> = numbers.iter().flat_map(|number| attack.relations(*number)).collect();
        relations.sort_unstable();
        relations.dedup();
        let ties: Vec<Tie> = relations.iter().map(|at| tie(&web.relations[*at], web, &numbers)).collect();
        let mut part = Part {
            values: numbers.iter().map(|number| own(number).value as i64).collect(),
            ranges: narrowed(numbers.iter().map(|number| attack.told(*number, secrets)).collect(), &ties),
            ties,
            excused: numbers.iter().any(|number| secrets.forced[*number] || own(number).by_people),
            attack,
            secrets,
            small: 0,
            nearly_small,
            numbers,
        };
        part.note_slack();
        part.small = (0..part.values.len()).filter(|&at| part.had_to_be_withheld(at, part.values[at])).count();
        part
    }

    /// For the world at hand.
    pub(super) fn note_slack(&mut self) {
        self.ties.iter_mut().for_each(|tie| tie.slack = tie.left(&self.values));
    }

    /// Forgets what in print need not add up.
    pub fn loosen(&mut self) {
        self.ties.retain(|tie| !tie.is_loose);
        let told = self.numbers.iter().map(|number| self.attack.told(*number, self.secrets)).collect();
        self.ranges = narrowed(told, &self.ties);
    }

    /// Position of a number of the web.
    pub fn at(&self, number: usize) -> Option<usize> {
        self.numbers.binary_search(&number).ok()
    }

    /// The largest count that is small.
    pub(super) fn largest_small(&self) -> i64 {
        self.attack.rules.threshold as i64 - 1
    }

    /// Whether a world obeys the rules: something in it had to be withheld. It is the world at hand but for what has moved.
    pub(super) fn is_plausible(&self, moved: &[(usize, i64)]) -> bool {
        let had_to = |(at, _): &&(usize, i64)| self.had_to_be_withheld(*at, self.values[*at]);
        let has_to = |(at, value): &&(usize, i64)| self.had_to_be_withheld(*at, *value);
        self.excused || self.small + moved.iter().filter(has_to).count() > moved.iter().filter(had_to).count()
    }

    /// Whether a world keeps to everything known.
    pub(super) fn allows(&self, moved: &[(usize, i64)]) -> bool {
        let mut values = self.values.clone();
        moved.iter().for_each(|(at, value)| values[*at] = *value);
        let inside = values.iter().zip(&self.ranges).all(|(value, (lower, upper))| (*lower..=*upper).contains(value));
        inside && self.ties.iter().all(|tie| tie.holds(&values))
    }

    fn had_to_be_withheld(&self, at: usize, value: i64) -> bool {
        let number = self.numbers[at];
        if !self.secrets.secret[number] {
            return false;
        }
        let (own, rules) = (&self.attack.web.numbers[number], self.attack.rules);
        let small = |n: i64| (1..rules.threshold as i64).contains(&n);
        let of = own.of.filter(|_| own.whole.is_none_or(|whole| !self.secrets.secret[whole])).map(|of| of as i64);
        let nobody_or_everybody = |of: i64| of < rules.extremes_minimum as i64 && (value == 0 || value == of);
        small(value) || of.is_some_and(|of| small(of - value) || nobody_or_everybody(of))
    }
}

/// A relation, as far as it is about unknown numbers: the others are known, and so is what they come to.
fn tie(relation: &Relation, web: &Web, numbers: &[usize]) -> Tie {
    let at = |number: usize| numbers.binary_search(&number).ok();
    let terms: Vec<(usize, i64)> =
        relation.terms.iter().filter_map(|(number, sign)| Some((at(*number)?, i64::from(*sign)))).collect();
    let known = relation.terms.iter().filter(|(number, _)| at(*number).is_none());
    let known: i64 = known.map(|(number, sign)| i64::from(*sign) * web.numbers[*number].value as i64).sum();
    let total = if relation.at_most { limit(relation, web, &at) } else { relation.total - known };
    Tie { terms, total, at_most: relation.at_most, slack: 0, is_loose: relation.is_loose }
}

/// A part is at most its whole as its own row gives it, which may differ a little from the whole as another row does.
fn limit(relation: &Relation, web: &Web, at: &impl Fn(usize) -> Option<usize>) -> i64 {
    let [(part, _), (whole, _)] = relation.terms[..] else { return 0 };
    let (own, whole_value) = (&web.numbers[part], web.numbers[whole].value as i64);
    let apart = own.of.map_or(0, |of| of as i64 - whole_value);
    match (at(part), at(whole)) {
        (Some(_), None) => apart + whole_value,
        (None, Some(_)) => apart.max(0) - own.value as i64,
        _ => apart.max(0),
    }
}

/// Ranges after simple arithmetic, one tie at a time.
fn narrowed(mut ranges: Vec<(i64, i64)>, ties: &[Tie]) -> Vec<(i64, i64)> {
    for _ in 0..ROUNDS {
        let before = ranges.clone();
        for tie in ties {
            tie.narrow(&mut ranges);
            // What does not add up would go on for ever.
            if tie.terms.iter().any(|(at, _)| ranges[*at].0 > ranges[*at].1) {
                return ranges;
            }
        }
        if before == ranges {
            break;
        }
    }
    ranges
}

impl Tie {
    fn narrow(&self, ranges: &mut [(i64, i64)]) {
        let ends = |(at, sign): (usize, i64), ranges: &[(i64, i64)]| {
            let (lower, upper) = ranges[at];
            if sign > 0 { (lower, upper) } else { (-upper, -lower) }
        };
        let (least, most) = self.terms.iter().fold((0_i64, 0_i64), |(least, most), term| {
            let (lower, upper) = ends(*term, ranges);
            (least.saturating_add(lower), most.saturating_add(upper))
        });
        for term in &self.terms {
            let (lower, upper) = ends(*term, ranges);
            let highest = upper.min(self.total.saturating_sub(least.saturating_sub(lower)));
            let lowest =
                if self.at_most { lower } else { lower.max(self.total.saturating_sub(most.saturating_sub(upper))) };
            ranges[term.0] = if term.1 > 0 { (lowest, highest) } else { (-highest, -lowest) };
        }
    }

    /// Whether the numbers no longer add up when together they have moved by so much.
    pub fn is_off(&self, by: i64) -> bool {
        if self.at_most { by > self.slack } else { by != 0 }
    }

    /// By how much values fall short of the total.
    pub fn left(&self, values: &[i64]) -> i64 {
        self.total - self.terms.iter().map(|(at, sign)| sign * values[*at]).sum::<i64>()
    }

    fn holds(&self, values: &[i64]) -> bool {
        let left = self.left(values);
        if self.at_most { left >= 0 } else { left == 0 }
    }
}
