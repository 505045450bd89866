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

#[cfg(test)]
mod tests {
    use super::super::tests::by_hand::{ByHand, as_whole, at_most, coming_to, of, secret, shown};
    use super::super::web::Number;
    use super::*;

    fn tie(terms: &[(usize, i64)], total: i64) -> Tie {
        Tie { terms: terms.to_vec(), total, at_most: false, slack: 0, is_loose: false }
    }

    /// 3 and 12 make 15.
    fn pair() -> ByHand {
        ByHand::new(vec![secret(3), secret(12), shown(15)], vec![coming_to(0, &[(0, 1), (1, 1), (2, -1)])])
    }

    #[test]
    fn a_world_keeps_to_sums_and_ranges_and_to_the_rules() {
        let by_hand = pair();
        let attack = by_hand.attack();
        let part = Part::new(&attack, vec![0, 1], &by_hand.secrets);
        assert_eq!(part.largest_small(), 4);
        // Not adding up; adding up beyond what can be; adding up.
        let worlds: [&[(usize, i64)]; 3] = [&[(0, 7)], &[(0, 16), (1, -1)], &[(0, 7), (1, 8)]];
        assert_eq!(worlds.map(|moved| part.allows(moved)), [false, false, true]);
        // Seven and eight are not small, so that neither would be withheld; two is, and so is the three of the world at hand.
        let worlds: [&[(usize, i64)]; 3] = [&[(0, 7), (1, 8)], &[(0, 2), (1, 13)], &[]];
        assert_eq!(worlds.map(|moved| part.is_plausible(moved)), [false, true, true]);
    }

    /// Three of twenty may become twenty and no more; what must add up may not move at all.
    #[test]
    fn numbers_move_together_as_far_as_their_whole_allows() {
        let by_hand = ByHand::new(
            vec![secret(3), as_whole(secret(20)), secret(4)],
            vec![at_most(0, 1), coming_to(7, &[(0, 1), (2, 1)])],
        );
        let attack = by_hand.attack();
        let part = Part::new(&attack, vec![0, 1, 2], &by_hand.secrets);
        assert_eq!([16, 17, 18].map(|by| part.ties[0].is_off(by)), [false, false, true]);
        assert_eq!([-1, 0, 1].map(|by| part.ties[1].is_off(by)), [true, false, true]);
    }

    #[test]
    fn a_part_may_be_all_of_its_whole() {
        let by_hand = ByHand::new(vec![secret(3), as_whole(secret(20))], vec![at_most(0, 1)]);
        let attack = by_hand.attack();
        let part = Part::new(&attack, vec![0, 1], &by_hand.secrets);
        assert_eq!([19, 20, 21].map(|value| part.allows(&[(0, value)])), [true, true, false]);
    }

    /// A shown count that is rounded may be any of several, and none of them had to be withheld.
    #[test]
    fn what_is_shown_did_not_have_to_be_withheld() {
        let mut by_hand = ByHand::new(vec![shown(12)], Vec::new());
        by_hand.rules.profile = crate::definitions::ReleaseProfile::Round;
        let attack = by_hand.attack();
        assert!(!Part::new(&attack, vec![0], &by_hand.secrets).had_to_be_withheld(0, 3));
    }

    /// Below five is small; that it was nobody or everybody is, of fewer than ten.
    #[test]
    fn a_number_had_to_be_withheld_for_what_was_reached_or_what_was_not() {
        let had_to = |whole: Option<u64>, value: u64| {
            let number = Number { of: whole, ..secret(value).0 };
            let by_hand = ByHand::new(vec![(number, true)], Vec::new());
            Part::new(&by_hand.attack(), vec![0], &by_hand.secrets).had_to_be_withheld(0, value as i64)
        };
        assert_eq!([0, 1, 4, 5].map(|value| had_to(None, value)), [false, true, true, false]);
        assert_eq!([0, 5, 9].map(|value| had_to(Some(9), value)), [true; 3]);
        assert_eq!([0, 5, 6, 10].map(|value| had_to(Some(10), value)), [false, false, true, false]);
        assert_eq!([0, 6, 8, 9, 12].map(|value| had_to(Some(12), value)), [false, false, true, true, false]);
    }

    #[test]
    fn of_how_many_is_known_unless_the_whole_is_withheld() {
        for is_withheld in [false, true] {
            let part = Number { whole: Some(1), ..of(12, secret(9)).0 };
            let whole = as_whole((shown(12).0, is_withheld));
            let by_hand = ByHand::new(vec![(part, true), whole], Vec::new());
            let attack = by_hand.attack();
            let part = Part::new(&attack, vec![0], &by_hand.secrets);
            assert_eq!(part.had_to_be_withheld(0, 9), !is_withheld, "three of twelve were not reached");
        }
    }

    /// A row that has its own whole two smaller, or two larger, than the row of the whole.
    #[test]
    fn a_part_is_at_most_its_whole_as_its_own_row_has_it() {
        let total = |part: (Number, bool), whole: (Number, bool)| {
            let numbers = [0, 1].into_iter().zip([part.1, whole.1]);
            let unknown = numbers.filter(|(_, is_secret)| *is_secret).map(|(at, _)| at).collect();
            let by_hand = ByHand::new(vec![part, as_whole(whole)], vec![at_most(0, 1)]);
            Part::new(&by_hand.attack(), unknown, &by_hand.secrets).ties[0].total
        };
        assert_eq!(total(of(18, secret(7)), shown(20)), 18);
        assert_eq!(total(of(22, secret(7)), shown(20)), 22);
        // Seven of a whole that is at least seven less the two that it may lack.
        assert_eq!(total(of(22, shown(7)), secret(20)), -5);
        assert_eq!(total(of(18, shown(7)), secret(20)), -7);
        assert_eq!(total(of(22, secret(7)), secret(20)), 2);
        assert_eq!(total(of(18, secret(7)), secret(20)), 0);
    }

    #[test]
    fn what_one_sum_leaves_narrows_the_next_whichever_comes_first() {
        let ranges = || vec![(0, 2), (0, 100), (0, 100)];
        let (first, second) = ([(0, 1), (1, 1)], [(1, 1), (2, 1)]);
        let found = [(0, 2), (8, 10), (2, 4)];
        assert_eq!(narrowed(ranges(), &[tie(&first, 10), tie(&second, 12)]), found);
        assert_eq!(narrowed(ranges(), &[tie(&second, 12), tie(&first, 10)]), found);
    }

    #[test]
    fn a_number_that_is_taken_away_is_narrowed_from_its_own_side() {
        assert_eq!(narrowed(vec![(3, 5), (0, 10)], &[tie(&[(0, 1), (1, -1)], 0)]), [(3, 5), (3, 5)]);
    }
}
