//! Which further numbers become secret, so that the small ones cannot be worked out: as few as will do, the least missed
//! first. Numbers are settled bundle by bundle, a whole before its parts; each time the attack finds a secret, one more
//! number that gives it away is withheld, and in the end every one that is not needed after all is shown again.

use super::attack::{Attack, Leak, Memory, Secrets, Strength};
use super::quantities::Class;
use super::web::{Bundle, Web};
use super::{EVERYBODY, ReleaseRules, Unit};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Numbers that stay secret, and how well they are kept.
pub struct Settled {
    pub secrets: Secrets,
    pub strength: Strength,
    /// Secrets that nothing we can still withhold would keep; empty unless an earlier output has given them away.
    pub leaks: Vec<Leak>,
}

/// Settles what stays secret.
pub fn settle(web: &Web, units: &[Unit], rules: &ReleaseRules) -> Settled {
    let count = web.numbers.len();
    let secrets = Secrets { secret: vec![false; count], forced: vec![false; count] };
    let mut settled = Settled { secrets, strength: Strength::default(), leaks: Vec::new() };
    let stage = |bundle: &Bundle| bundle.classes.first().map_or(0, |class| class.stage());
    for at in 0..Class::STAGES {
        let bundles: Vec<&Bundle> = web.bundles.iter().filter(|bundle| stage(bundle) == at).collect();
        let own = |bundle: &&Bundle| Settling::new(web, units, rules, &settled.secrets, bundle).settle();
        bundles.par_iter().map(own).collect::<Vec<_>>().into_iter().for_each(|own| settled.add(own));
    }
    settled
}

/// What one bundle comes to.
struct SettledBundle {
    /// Number, whether it is secret, whether it was forced.
    numbers: Vec<(usize, bool, bool)>,
    strength: Strength,
    leaks: Vec<Leak>,
}

impl Settled {
    fn add(&mut self, bundle: SettledBundle) {
        for (number, secret, forced) in bundle.numbers {
            self.secrets.secret[number] |= secret;
            self.secrets.forced[number] |= forced;
        }
        self.strength = self.strength.and(bundle.strength);
        self.leaks.extend(bundle.leaks);
    }
}

struct Settling<'a> {
    attack: Attack<'a>,
    units: &'a [Unit],
    secrets: Secrets,
    /// Wholes that were settled before and had to be withheld after all, for the sake of their parts.
    wholes: BTreeSet<usize>,
}

impl<'a> Settling<'a> {
    fn new(
        web: &'a Web,
        units: &'a [Unit],
        rules: &'a ReleaseRules,
        secrets: &Secrets,
        bundle: &'a Bundle,
    ) -> Settling<'a> {
        Settling { attack: Attack::new(web, rules, bundle), units, secrets: secrets.clone(), wholes: BTreeSet::new() }
    }

    fn settle(mut self) -> SettledBundle {
        self.withhold_what_must_be();
        let (strength, leaks) = self.withhold_what_gives_away();
        let wholes = self.wholes.iter().filter(|whole| self.secrets.secret[**whole]);
        let numbers = self.attack.bundle.numbers.iter().chain(wholes);
        let own = |&number: &usize| (number, self.secrets.secret[number], self.secrets.forced[number]);
        SettledBundle { numbers: numbers.map(own).collect(), strength, leaks }
    }

    fn withhold_what_gives_away(&mut self) -> (Strength, Vec<Leak>) {
        let mut memory = Memory::default();
        let (added, leaks) = self.withhold_until_safe(&mut memory);
        if !leaks.is_empty() {
            return (Strength::default(), leaks);
        }
        let safe = self.secrets.clone();
        self.show_what_is_not_needed(added, &mut memory);
        // A world found on the way proves as much as one found anew: it is held against everything that is known now.
        let strength = self.attack.leaks(&self.secrets, &mut memory).or_else(|_| {
            // What the search can still find depends on the way it took: better too much withheld than nothing released.
            self.secrets = safe;
            self.attack.leaks(&self.secrets, &mut memory)
        });
        match strength {
            Ok(strength) => (strength, leaks),
            Err(leaks) => (Strength::default(), leaks),
        }
    }

    /// The numbers withheld, and the secrets that nothing keeps. What hangs together is attacked, all that gives a secret
    /// away is withheld, and what that has changed is attacked again.
    fn withhold_until_safe(&mut self, memory: &mut Memory) -> (Vec<usize>, Vec<Leak>) {
        let (mut added, mut open) = (Vec::new(), self.attack.bundle.numbers.clone());
        loop {
            let (before, mut lost) = (added.len(), self.attack.told_before(&self.secrets));
            for component in self.attack.components(&std::mem::take(&mut open), &self.secrets) {
                let Err(found) = self.attack.leaks_in(component.clone(), &self.secrets, memory) else { continue };
                let chosen = self.withhold_for(&found, &component);
                open.extend(chosen.iter().flat_map(|number| self.with_company(*number)).chain(component));
                added.extend(&chosen);
                lost.extend(found.into_iter().filter(|_| chosen.is_empty()));
            }
            // What is withheld for one component may keep what another one seemed to lose.
            if added.len() == before {
                return (added, lost);
            }
        }
    }

    /// Withholds one more number for each leak, unless one beside it was withheld for another.
    fn withhold_for(&mut self, leaks: &[Leak], component: &[usize]) -> BTreeSet<usize> {
        let mut chosen = BTreeSet::new();
        for leak in leaks {
            if self.neighbours(&[leak.number]).iter().any(|number| chosen.contains(number)) {
                continue;
            }
            if let Some(number) = self.choose(leak, component) {
                self.withhold(number);
                self.wholes.extend((!self.attack.is_own(number)).then_some(number));
                chosen.insert(number);
            }
        }
        chosen
    }

    fn web(&self) -> &'a Web {
        self.attack.web
    }

    /// Small numbers; numbers whose rows are all withheld already; and what no row prints.
    fn withhold_what_must_be(&mut self) {
        for &number in &self.attack.bundle.numbers {
            self.secrets.forced[number] = self.is_forced(number);
        }
        for &number in &self.attack.bundle.numbers {
            let own = &self.web().numbers[number];
            if own.small || own.rows.is_empty() || self.secrets.forced[number] {
                self.withhold(number);
            }
        }
    }

    /// Whether each row that prints a number is withheld because of another, settled before.
    fn is_forced(&self, number: usize) -> bool {
        let rows = &self.web().numbers[number].rows;
        let withheld_before = |other: &usize| self.secrets.secret[*other] && !self.attack.is_own(*other);
        !rows.is_empty() && rows.iter().all(|row| self.web().rows[*row].1.iter().any(withheld_before))
    }

    fn withhold(&mut self, number: usize) {
        for own in self.with_company(number) {
            self.secrets.secret[own] = true;
        }
    }

    /// Which groups there are would already describe the few people of a unit whose caseload is secret.
    fn with_company(&self, number: usize) -> Vec<usize> {
        let own = &self.web().numbers[number];
        if own.class != Class::Caseload || own.place.category != EVERYBODY {
            return vec![number];
        }
        let place = |other: usize| self.web().numbers[other].place;
        let same_unit =
            |other: &usize| (place(*other).period, place(*other).unit) == (own.place.period, own.place.unit);
        let company = self.attack.bundle.numbers.iter().copied().filter(same_unit).filter(|other| *other != number);
        std::iter::once(number).chain(company).collect()
    }

    /// Of the numbers that give a secret away, the one least missed: what a service or the provider comes to only when
    /// nothing else that hangs together with the secret is left, what stands beside it before what stands further off, and
    /// a whole that was settled before when all else has failed.
    fn choose(&self, leak: &Leak, component: &[usize]) -> Option<usize> {
        let beside = self.shown_next_to(&[leak.number]);
        let further = self.shown_next_to(component);
        let cost = |number: usize, sign: i64| {
            let value = self.web().numbers[number].value;
            let enough = self.room(leak.number, number, sign) >= self.attack.width(leak.number);
            let missed = if enough { value as i64 } else { -(value as i64) };
            let (rank, apart) = (self.web().rank(number, self.units), !beside.contains(&(number, sign)));
            (!self.attack.is_own(number), rank >= Web::TOTALS, apart, rank, !enough, missed, number)
        };
        further.into_iter().min_by_key(|(number, sign)| cost(*number, *sign)).map(|(number, _)| number)
    }

    /// Numbers that are shown and could be withheld, each with its sign beside the secret: 1 where both are added.
    fn shown_next_to(&self, numbers: &[usize]) -> BTreeSet<(usize, i64)> {
        let mut found = BTreeSet::new();
        for &number in numbers {
            for relation in self.attack.relations(number).map(|at| &self.web().relations[at]) {
                let own = relation.terms.iter().find(|(other, _)| *other == number).map_or(1, |(_, sign)| *sign);
                let shown = relation.terms.iter().filter(|(other, _)| self.can_be_withheld(*other));
                found.extend(shown.map(|(other, sign)| (*other, i64::from(own * sign))));
            }
        }
        found
    }

    fn can_be_withheld(&self, number: usize) -> bool {
        !self.secrets.secret[number] && !self.attack.is_told(number)
    }

    /// How far a secret could move if only one more number were withheld.
    fn room(&self, secret: usize, other: usize, sign: i64) -> i64 {
        let above = |number: usize| {
            let own = &self.web().numbers[number];
            own.of.map_or(i64::MAX, |of| of as i64 - own.value as i64)
        };
        let below = |number: usize| self.web().numbers[number].value as i64;
        let (gives, takes) = if sign > 0 { (below(other), above(other)) } else { (above(other), below(other)) };
        above(secret).min(gives).saturating_add(below(secret).min(takes))
    }

    /// Shows again what was withheld on the way and is not needed, what is most missed first.
    fn show_what_is_not_needed(&mut self, mut added: Vec<usize>, memory: &mut Memory) {
        added.sort_by_key(|&number| {
            std::cmp::Reverse((self.web().rank(number, self.units), self.web().numbers[number].value, number))
        });
        self.show_again(&added, memory);
    }

    /// All of them, or else what may be shown of the first half and then of the second: that something is given away is soon
    /// found, that nothing is takes long. Where all may be shown, each may be, so that it comes to the same as one by one.
    fn show_again(&mut self, numbers: &[usize], memory: &mut Memory) {
        let company: BTreeSet<usize> = numbers.iter().flat_map(|number| self.with_company(*number)).collect();
        let company: Vec<usize> = company.into_iter().collect();
        let before: Vec<bool> = company.iter().map(|own| self.secrets.secret[*own]).collect();
        for &own in &company {
            self.secrets.secret[own] = self.web().numbers[own].small;
        }
        if numbers.is_empty() || self.is_safe_around(&company, memory) {
            return;
        }
        company.iter().zip(before).for_each(|(own, secret)| self.secrets.secret[*own] = secret);
        if numbers.len() > 1 {
            let (first, second) = numbers.split_at(numbers.len() / 2);
            self.show_again(first, memory);
            self.show_again(second, memory);
        }
    }

    fn is_safe_around(&self, numbers: &[usize], memory: &mut Memory) -> bool {
        let near = self.neighbours(numbers);
        let components = self.attack.components(&near, &self.secrets);
        components.into_iter().all(|component| self.attack.holds_in(component, &self.secrets, memory, &near))
    }

    fn neighbours(&self, numbers: &[usize]) -> Vec<usize> {
        let relations = numbers.iter().flat_map(|number| self.attack.relations(*number));
        let terms = relations.flat_map(|at| &self.web().relations[at].terms);
        let all: BTreeSet<usize> = terms.map(|(number, _)| *number).collect();
        all.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::earlier::Told;
    use super::super::tests::by_hand::{ByHand, TEAM, as_whole, coming_to, of, secret, shown};
    use super::super::tests::units;
    use super::super::web::{Number, Place};
    use super::*;

    fn with<T>(by_hand: &ByHand, look: impl FnOnce(Settling) -> T) -> T {
        let units = units(1, &[0]);
        look(Settling::new(&by_hand.web, &units, &by_hand.rules, &by_hand.secrets, &by_hand.web.bundles[0]))
    }

    /// A number that an earlier output printed as it is.
    fn told((number, secret): (Number, bool)) -> (Number, bool) {
        let value = number.value as i64;
        (Number { told: Some(Told { lower: value, upper: value, by: 0 }), ..number }, secret)
    }

    /// Three and twelve make fifteen. Twelve was printed before, so that only the whole can keep the three.
    #[test]
    fn a_whole_that_was_settled_before_is_withheld_where_nothing_else_keeps_a_part() {
        let numbers = vec![secret(3), told(shown(12)), as_whole(shown(15))];
        let by_hand = ByHand::new(numbers, vec![coming_to(0, &[(0, 1), (1, 1), (2, -1)])]);
        let settled = with(&by_hand, |settling| settling.settle());
        assert_eq!(settled.leaks, []);
        assert_eq!(settled.numbers, [(0, true, false), (1, false, false), (2, true, false)]);
    }

    /// Three and twelve make fifteen, and nobody knows the twelve yet.
    #[test]
    fn beside_a_small_part_the_other_part_is_withheld_and_the_whole_is_shown() {
        let numbers = vec![shown(3), shown(12), as_whole(shown(15))];
        let by_hand = ByHand::new(numbers, vec![coming_to(0, &[(0, 1), (1, 1), (2, -1)])]);
        let settled = settle(&by_hand.web, &units(1, &[0]), &by_hand.rules);
        assert_eq!((settled.secrets.secret, settled.secrets.forced), (vec![true, true, false], vec![false; 3]));
        assert_eq!((settled.leaks.len(), settled.strength.attacked), (0, 1));
    }

    /// Rows: one with a whole that is withheld, one with a whole that is shown, one with another part that is withheld.
    #[test]
    fn a_number_is_forced_where_each_of_its_rows_is_withheld_for_another_settled_before() {
        let numbers =
            vec![shown(12), shown(12), shown(12), shown(12), secret(7), as_whole(secret(40)), as_whole(shown(40))];
        let mut by_hand = ByHand::new(numbers, Vec::new());
        by_hand.web.rows.truncate(3);
        for (row, numbers) in [vec![0, 1, 5], vec![1, 6], vec![2, 4]].into_iter().enumerate() {
            by_hand.web.rows[row].1 = numbers;
        }
        for (number, rows) in [vec![0], vec![0, 1], vec![2], vec![], vec![2]].into_iter().enumerate() {
            by_hand.web.numbers[number].rows = rows;
        }
        let is_forced = with(&by_hand, |settling| [0, 1, 2, 3].map(|number| settling.is_forced(number)));
        assert_eq!(is_forced, [true, false, false, false]);
        // What is forced is withheld, and what no row prints.
        let (secret, forced) = with(&by_hand, |mut settling| {
            settling.withhold_what_must_be();
            (settling.secrets.secret, settling.secrets.forced)
        });
        assert_eq!(secret[..4], [true, false, false, true]);
        assert_eq!(forced[..4], [true, false, false, false]);
    }

    #[test]
    fn with_a_caseload_go_the_groups_of_its_unit() {
        let caseload = |unit, category| {
            let place = Place { period: 0, unit, category };
            (Number { class: Class::Caseload, place, ..shown(12).0 }, false)
        };
        let numbers = vec![caseload(TEAM, EVERYBODY), caseload(TEAM, 1), caseload(1, EVERYBODY), caseload(1, 1)];
        let by_hand = ByHand::new(numbers, Vec::new());
        let company = with(&by_hand, |settling| [0, 1, 3].map(|number| settling.with_company(number)));
        assert_eq!(company, [vec![0, 1], vec![1], vec![3]]);
        let by_hand = ByHand::new(vec![shown(12), shown(12)], Vec::new());
        assert_eq!(with(&by_hand, |settling| settling.with_company(0)), [0]);
    }

    #[test]
    fn beside_a_part_stand_the_other_parts_with_its_sign_and_the_whole_with_the_other() {
        let numbers = vec![secret(3), shown(12), as_whole(shown(15)), told(shown(9))];
        let by_hand = ByHand::new(numbers, vec![coming_to(9, &[(0, 1), (1, 1), (3, 1), (2, -1)])]);
        let next_to = with(&by_hand, |settling| [0, 2].map(|number| settling.shown_next_to(&[number])));
        assert_eq!(next_to, [BTreeSet::from([(1, 1), (2, -1)]), BTreeSet::from([(1, -1), (2, 1)])]);
    }

    /// Five of thirty beside four of twenty. Added up, the five become nine when the four become none, and none when the four
    /// become nine. Where one is taken from the other both go up by sixteen and down by four.
    #[test]
    fn a_secret_moves_as_far_as_both_of_two_numbers_can() {
        let by_hand = ByHand::new(vec![of(30, secret(5)), of(20, shown(4)), shown(6)], Vec::new());
        let room = with(&by_hand, |settling| [1, -1].map(|sign| settling.room(0, 1, sign)));
        assert_eq!(room, [4 + 5, 16 + 4]);
        // Six of nobody knows how many go down by six and up as far as one likes.
        assert_eq!(with(&by_hand, |settling| settling.room(0, 2, 1)), 6 + 5);
    }

    /// Nobody of eight is hidden among four counts: it needs a number that can give it three.
    #[test]
    fn the_smallest_number_that_gives_room_enough_is_withheld_and_else_the_largest() {
        let chosen = |others: &[u64]| {
            let others: Vec<(Number, bool)> = others.iter().map(|value| shown(*value)).collect();
            let terms: Vec<(usize, i8)> = (0..=others.len()).map(|at| (at, 1)).collect();
            let numbers = std::iter::once(of(8, secret(0))).chain(others).collect();
            let by_hand = ByHand::new(numbers, vec![coming_to(0, &terms)]);
            let leak = Leak { number: 0, lower: 0, upper: 0 };
            with(&by_hand, |settling| settling.choose(&leak, &[0]))
        };
        assert_eq!(chosen(&[2, 1, 6, 30]), Some(3));
        assert_eq!(chosen(&[1, 2, 0]), Some(2));
        assert_eq!(chosen(&[]), None);
    }

    /// The six stands beside another secret of the same component only.
    #[test]
    fn what_stands_beside_a_secret_is_withheld_before_what_stands_further_off() {
        let numbers = vec![secret(3), shown(30), secret(7), shown(6)];
        let sums = vec![coming_to(40, &[(0, 1), (1, 1), (2, 1)]), coming_to(13, &[(2, 1), (3, 1)])];
        let by_hand = ByHand::new(numbers, sums);
        let leak = Leak { number: 0, lower: 3, upper: 3 };
        assert_eq!(with(&by_hand, |settling| settling.choose(&leak, &[0, 2])), Some(1));
    }
}
