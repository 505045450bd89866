//! The attack: everything that somebody could work out from what a release shows, tried before it is made. He knows every
//! number shown, how numbers add up, that people are counted in whole numbers, and the rules by which numbers are withheld.
//! He does not know which of several withheld numbers was the small one.
//!
//! A secret is safe when two worlds that differ in it by the protection width both fit everything he knows. The search for
//! them is integer programming; where it gives up, the secret counts as found.

use super::part::Part;
use super::web::{Bundle, Relation, Web};
use super::worlds::{Search, World};
use super::{EVERYBODY, ReleaseRules};
use crate::definitions::ReleaseProfile;
use std::collections::BTreeSet;

/// Above any count of a service.
const NO_LIMIT: i64 = 1_000_000_000;

/// What is secret.
#[derive(Debug, Clone)]
pub struct Secrets {
    /// For each number, whether no row shows it.
    pub secret: Vec<bool>,
    /// For each number, whether its rows are withheld because of a number settled before.
    pub forced: Vec<bool>,
}

/// A secret that could be found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leak {
    pub number: usize,
    /// The least and the most it can be.
    pub lower: i64,
    pub upper: i64,
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

/// What an attack on one bundle remembers from one try to the next.
#[derive(Default)]
pub struct Memory {
    worlds: Vec<World>,
    said: Said,
}

/// What totals alone say, and which of them were secret when it was worked out; `None` before it was.
#[derive(Default)]
struct Said(Option<(Vec<usize>, BTreeSet<usize>)>);

impl Said {
    fn by_totals(&mut self, attack: &Attack, secrets: &Secrets) -> &BTreeSet<usize> {
        let totals = attack.bundle.numbers.iter().copied().filter(|number| attack.is_total(*number));
        let secret: Vec<usize> = totals.filter(|number| secrets.secret[*number]).collect();
        let last = self.0.take().filter(|(before, _)| *before == secret);
        &self.0.insert(last.unwrap_or_else(|| (secret, attack.said_by_totals(secrets)))).1
    }
}

/// An attack on the secrets of one bundle.
pub struct Attack<'a> {
    pub web: &'a Web,
    pub rules: &'a ReleaseRules,
    pub bundle: &'a Bundle,
    /// For each relation of the web, whether it is about the bundle and its wholes.
    about: Vec<bool>,
}

impl<'a> Attack<'a> {
    pub fn new(web: &'a Web, rules: &'a ReleaseRules, bundle: &'a Bundle) -> Attack<'a> {
        let within = |number: usize| bundle.context.contains(&web.numbers[number].class);
        let is_about = |relation: &Relation| relation.terms.iter().all(|(number, _)| within(*number));
        Attack { web, rules, bundle, about: web.relations.iter().map(is_about).collect() }
    }

    /// How wide the range of a secret must be by what is shown alone: a small number is not told from one that is not. That
    /// nobody or everybody of a few was meant is well hidden among as many counts as are small.
    pub fn width(&self, number: usize) -> i64 {
        let own = &self.web.numbers[number];
        let is_nobody_or_everybody = own.value == 0 || own.of == Some(own.value);
        if is_nobody_or_everybody { self.width_by_the_rules() } else { self.rules.threshold as i64 - 1 }
    }

    /// How wide it must stay for somebody who knows the rules too: any of the numbers that count as small.
    pub fn width_by_the_rules(&self) -> i64 {
        self.rules.threshold as i64 - 2
    }

    /// Every secret of the bundle that could be found out, or how well all are kept. What is found on the way is
    /// kept in `memory`: a world found before often answers.
    pub fn leaks(&self, secrets: &Secrets, memory: &mut Memory) -> Result<Strength, Vec<Leak>> {
        let mut strength = Strength::default();
        let mut leaks = self.told_before(secrets);
        for component in self.components(&self.bundle.numbers, secrets) {
            match self.leaks_in(component, secrets, memory) {
                Ok(own) => strength = strength.and(own),
                Err(own) => leaks.extend(own),
            }
        }
        if leaks.is_empty() { Ok(strength) } else { Err(leaks) }
    }

    /// Secrets that an earlier output printed as they are.
    pub fn told_before(&self, secrets: &Secrets) -> Vec<Leak> {
        let numbers = self.bundle.numbers.iter().copied();
        let told = numbers.filter(|&number| self.is_told(number) && self.is_attacked(number, secrets));
        told.map(|number| {
            let value = self.web.numbers[number].value as i64;
            Leak { number, lower: value, upper: value }
        })
        .collect()
    }

    /// The secrets of a component that simple arithmetic gives away; if there are none, those that the search finds.
    pub fn leaks_in(
        &self,
        component: Vec<usize>,
        secrets: &Secrets,
        memory: &mut Memory,
    ) -> Result<Strength, Vec<Leak>> {
        if !component.iter().any(|number| self.is_attacked(*number, secrets)) {
            return Ok(Strength::default());
        }
        let part = Part::new(self, component, secrets);
        let (narrow, wide) = self.attacked(&part, secrets, &mut memory.said);
        if !narrow.is_empty() {
            return Err(narrow);
        }
        let mut search = Search::new(&part, &mut memory.worlds);
        let (mut strength, mut leaks) = (Strength::default(), Vec::new());
        for number in wide {
            match search.range(number) {
                Ok((lower, upper)) => {
                    strength = strength.and(Strength { attacked: 1, narrowest: Some((upper - lower) as u64) });
                }
                Err(_) if self.is_said_by_totals(number, secrets, &mut memory.said) => {}
                Err((lower, upper)) => leaks.push(Leak { number, lower, upper }),
            }
        }
        if leaks.is_empty() { Ok(strength) } else { Err(leaks) }
    }

    /// Whether no secret of a component is given away, asked because something near these numbers is shown: what gives one
    /// away is looked for there first, and the first that is found is enough.
    pub fn holds_in(&self, component: Vec<usize>, secrets: &Secrets, memory: &mut Memory, near: &[usize]) -> bool {
        if !component.iter().any(|number| self.is_attacked(*number, secrets)) {
            return true;
        }
        let part = Part::new(self, component, secrets);
        let (narrow, mut wide) = self.attacked(&part, secrets, &mut memory.said);
        wide.sort_by_key(|number| near.binary_search(number).is_err());
        let mut search = Search::new(&part, &mut memory.worlds);
        let mut is_kept = |number: &usize| {
            search.range(*number).is_ok() || self.is_said_by_totals(*number, secrets, &mut memory.said)
        };
        narrow.is_empty() && wide.iter().all(&mut is_kept)
    }

    /// The secrets of a part that simple arithmetic gives away, and those that it does not.
    fn attacked(&self, part: &Part, secrets: &Secrets, said: &mut Said) -> (Vec<Leak>, Vec<usize>) {
        let (mut narrow, mut wide) = (Vec::new(), Vec::new());
        let secret = part.numbers.iter().zip(&part.ranges).filter(|(number, _)| self.is_attacked(**number, secrets));
        for (&number, &(lower, upper)) in secret {
            if upper - lower >= self.width(number) {
                wide.push(number);
            } else if !self.is_said_by_totals(number, secrets, said) {
                narrow.push(Leak { number, lower, upper });
            }
        }
        (narrow, wide)
    }

    fn is_attacked(&self, number: usize, secrets: &Secrets) -> bool {
        let own = &self.web.numbers[number];
        own.small && secrets.secret[number] && self.is_own(number)
    }

    /// Whether an earlier output printed a number as it is.
    pub fn is_told(&self, number: usize) -> bool {
        self.web.numbers[number].told.is_some_and(|told| told.lower == told.upper)
    }

    /// Whether that nobody or everybody is meant follows from totals alone: of a service in which nobody was reached, no
    /// group was, and to say so of the service is no secret.
    fn is_said_by_totals(&self, number: usize, secrets: &Secrets, said: &mut Said) -> bool {
        let own = &self.web.numbers[number];
        let is_nobody_or_everybody = own.value == 0 || own.of == Some(own.value);
        is_nobody_or_everybody && said.by_totals(self, secrets).contains(&number)
    }

    /// What the totals of the bundle alone say of its numbers: those they leave one value.
    fn said_by_totals(&self, secrets: &Secrets) -> BTreeSet<usize> {
        let mut totals_only = secrets.clone();
        for &number in &self.bundle.numbers {
            totals_only.secret[number] |= !self.is_total(number);
        }
        let mut said = BTreeSet::new();
        for component in self.components(&self.bundle.numbers, &totals_only) {
            let part = Part::new(self, component, &totals_only);
            let settled = part.numbers.iter().zip(&part.ranges).filter(|(_, (lower, upper))| lower == upper);
            said.extend(settled.map(|(number, _)| *number));
        }
        said
    }

    fn is_total(&self, number: usize) -> bool {
        self.web.numbers[number].place.category == EVERYBODY
    }

    /// Everything unknown that hangs together with any of these numbers, in parts that do.
    pub fn components(&self, numbers: &[usize], secrets: &Secrets) -> Vec<Vec<usize>> {
        let mut seen = vec![false; self.web.numbers.len()];
        let mut components = Vec::new();
        for &start in numbers {
            if !seen[start] && self.is_unknown(start, secrets) {
                components.push(self.component(start, secrets, &mut seen));
            }
        }
        components
    }

    /// Whether a number is one of the bundle, and not of its wholes.
    pub fn is_own(&self, number: usize) -> bool {
        self.bundle.classes.contains(&self.web.numbers[number].class)
    }

    /// Numbers that are not known hang together where a relation holds two of them.
    fn component(&self, start: usize, secrets: &Secrets, seen: &mut [bool]) -> Vec<usize> {
        let mut component = vec![start];
        seen[start] = true;
        let mut next = 0;
        while let Some(&number) = component.get(next) {
            next += 1;
            for relation in self.relations(number) {
                for &(other, _) in &self.web.relations[relation].terms {
                    if !seen[other] && self.is_unknown(other, secrets) {
                        seen[other] = true;
                        component.push(other);
                    }
                }
            }
        }
        component.sort_unstable();
        component
    }

    /// Positions of the relations of a number that are about the bundle and its wholes.
    pub fn relations(&self, number: usize) -> impl Iterator<Item = usize> {
        self.web.relations_of[number].iter().copied().filter(|relation| self.about[*relation])
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
        let range = match self.rules.profile {
            _ if secrets.secret[number] => (0, whole.unwrap_or(NO_LIMIT)),
            ReleaseProfile::Suppress => (value, value),
            ReleaseProfile::Round => rounded(own.value, self.rules),
        };
        own.told.map_or(range, |told| (range.0.max(told.lower), range.1.min(told.upper)))
    }
}

/// The counts that are printed as this one is; those that would be withheld are not among them.
fn rounded(value: u64, rules: &ReleaseRules) -> (i64, i64) {
    let printed = rules.printed(value) as i64;
    if printed == 0 {
        return (0, 0);
    }
    let (below, above) = (rules.round_to as i64 / 2, (rules.round_to as i64 - 1) / 2);
    ((printed - below).max(rules.threshold as i64).min(value as i64), printed + above)
}

#[cfg(test)]
mod tests {
    use super::super::earlier::Told;
    use super::super::tests::by_hand::{ByHand, as_whole, coming_to, of, secret, shown};
    use super::super::web::{Number, Place};
    use super::*;

    /// Below five is small. To the nearest five, 13 to 17 are printed as 15; to the nearest ten, 15 to 24 as 20.
    #[test]
    fn a_rounded_count_may_be_any_that_is_printed_so_and_not_withheld() {
        let shipped = crate::definitions::load(None).unwrap_or_else(|faults| panic!("{faults}")).release;
        let to = |round_to| ReleaseRules { profile: ReleaseProfile::Round, round_to, ..shipped.clone() };
        assert_eq!([13, 15, 17].map(|value| rounded(value, &to(5))), [(13, 17); 3]);
        assert_eq!([15, 24].map(|value| rounded(value, &to(10))), [(15, 24); 2]);
        assert_eq!(rounded(6, &to(5)), (5, 7));
        // A small count that is not withheld after all.
        assert_eq!(rounded(3, &to(5)), (3, 7));
        assert_eq!(rounded(0, &to(5)), (0, 0));
    }

    #[test]
    fn what_was_attacked_adds_up_and_the_narrowest_range_counts() {
        let of = |attacked, narrowest| Strength { attacked, narrowest };
        assert_eq!(of(2, Some(7)).and(of(3, Some(4))), of(5, Some(4)));
        assert_eq!(of(2, None).and(of(0, Some(4))), of(2, Some(4)));
    }

    /// Below five is small. One to four are four counts, and from a small count to one that is not is a step more.
    #[test]
    fn a_small_count_is_hidden_among_others_that_are_not_and_nobody_or_everybody_among_small_ones() {
        let width = |number| ByHand::new(vec![number], Vec::new()).attack().width(0);
        assert_eq!([secret(3), of(20, secret(3))].map(width), [4, 4]);
        assert_eq!([secret(0), of(8, secret(0)), of(8, secret(8))].map(width), [3, 3, 3]);
    }

    #[test]
    fn what_is_small_and_secret_and_no_whole_is_attacked() {
        let numbers = vec![secret(3), shown(3), secret(12), as_whole(secret(3))];
        let by_hand = ByHand::new(numbers, Vec::new());
        let attack = by_hand.attack();
        assert_eq!([0, 1, 2, 3].map(|at| attack.is_attacked(at, &by_hand.secrets)), [true, false, false, false]);
        assert_eq!([0, 3].map(|at| attack.is_own(at)), [true, false]);
    }

    /// Two pairs that come to one shown number: what is known of it is known, whatever one thinks of the other pair.
    #[test]
    fn a_shown_number_does_not_tie_what_stands_on_either_side_of_it() {
        let numbers = vec![secret(3), secret(12), shown(15), secret(4), secret(11)];
        let pairs = vec![coming_to(0, &[(0, 1), (1, 1), (2, -1)]), coming_to(0, &[(3, 1), (4, 1), (2, -1)])];
        let by_hand = ByHand::new(numbers, pairs);
        assert_eq!(by_hand.attack().components(&[0, 1, 2, 3, 4], &by_hand.secrets), [[0, 1], [3, 4]]);
    }

    /// Each of four hangs together with the next.
    #[test]
    fn what_hangs_together_over_others_hangs_together() {
        let next = |at: usize| coming_to(10, &[(at, 1), (at + 1, 1)]);
        let by_hand = ByHand::new(vec![secret(3), secret(7), secret(3), secret(7)], [0, 1, 2].map(next).to_vec());
        assert_eq!(by_hand.attack().components(&[0, 1, 2, 3], &by_hand.secrets), [[0, 1, 2, 3]]);
    }

    #[test]
    fn arithmetic_alone_gives_away_what_it_leaves_too_few_counts() {
        let told = |lower, upper| Some(Told { lower, upper, by: 0 });
        let (narrow, wide) = (Number { told: told(3, 5), ..secret(3).0 }, Number { told: told(0, 4), ..secret(3).0 });
        let by_hand = ByHand::new(vec![(narrow, true), (wide, true)], Vec::new());
        let (attack, mut said) = (by_hand.attack(), Said::default());
        let part = Part::new(&attack, vec![0, 1], &by_hand.secrets);
        let found = attack.attacked(&part, &by_hand.secrets, &mut said);
        assert_eq!(found, (vec![Leak { number: 0, lower: 3, upper: 5 }], vec![1]));
    }

    /// 3 and 12 make 15. Whoever knows the rules knows that one of them is small: it may be any from one to four, and it may
    /// be the other one, so that this one is no longer small.
    #[test]
    fn a_small_number_beside_a_large_one_is_kept_as_far_as_small_numbers_go() {
        let numbers = vec![secret(3), secret(12), shown(15)];
        let by_hand = ByHand::new(numbers, vec![coming_to(0, &[(0, 1), (1, 1), (2, -1)])]);
        let strength = by_hand.attack().leaks(&by_hand.secrets, &mut Memory::default());
        assert_eq!(strength, Ok(Strength { attacked: 1, narrowest: Some(3) }));
    }

    /// Of three numbers the first two make 10, the first and third 10, the second and third 14: they are 3, 7 and 7, although
    /// no sum by itself leaves any of them fewer than seven counts.
    #[test]
    fn what_only_several_sums_together_give_away_is_found() {
        let sums = vec![
            coming_to(10, &[(0, 1), (1, 1)]),
            coming_to(10, &[(0, 1), (2, 1)]),
            coming_to(14, &[(1, 1), (2, 1)]),
        ];
        let by_hand = ByHand::new(vec![secret(3), secret(7), secret(7)], sums);
        let attack = by_hand.attack();
        assert_eq!(Part::new(&attack, vec![0, 1, 2], &by_hand.secrets).ranges, [(0, 6), (4, 10), (4, 10)]);
        let leaks = attack.leaks(&by_hand.secrets, &mut Memory::default());
        assert_eq!(leaks, Err(vec![Leak { number: 0, lower: 3, upper: 3 }]));
    }

    fn group((number, secret): (Number, bool)) -> (Number, bool) {
        (Number { place: Place { category: 1, ..number.place }, ..number }, secret)
    }

    /// A team of eight and its two groups.
    fn with_groups(total: (Number, bool), groups: [(Number, bool); 2]) -> ByHand {
        let [one, other] = groups.map(|own| group(of(8, own)));
        ByHand::new(vec![of(8, total), one, other], vec![coming_to(0, &[(1, 1), (2, 1), (0, -1)])])
    }

    #[test]
    fn that_nobody_of_a_group_was_reached_follows_where_the_total_says_so_of_all() {
        let mut by_hand = with_groups(shown(0), [secret(0), secret(0)]);
        let mut said = Said::default();
        for shown in [true, false, true, true] {
            by_hand.secrets.secret[0] = !shown;
            assert_eq!(by_hand.attack().is_said_by_totals(1, &by_hand.secrets, &mut said), shown);
        }
    }

    /// All eight are of the other group, and it is the other group that says so.
    #[test]
    fn that_nobody_of_a_group_was_reached_is_a_secret_where_another_group_says_so() {
        let by_hand = with_groups(shown(8), [secret(0), shown(8)]);
        assert!(!by_hand.attack().is_said_by_totals(1, &by_hand.secrets, &mut Said::default()));
    }

    #[test]
    fn what_hangs_together_holds_where_nothing_in_it_is_small_or_what_is_small_is_kept() {
        let holds = |numbers: Vec<(Number, bool)>| {
            let by_hand = ByHand::new(numbers, vec![coming_to(0, &[(0, 1), (1, 1), (2, -1)])]);
            by_hand.attack().holds_in(vec![0, 1], &by_hand.secrets, &mut Memory::default(), &[0])
        };
        assert!(holds(vec![secret(13), secret(12), shown(25)]));
        assert!(holds(vec![secret(3), secret(12), shown(15)]));
        assert!(!holds(vec![secret(1), secret(2), shown(3)]), "three leave no more than none to three");
    }
}
