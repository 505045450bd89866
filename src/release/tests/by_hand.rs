//! Webs of a few numbers, made by hand, so that what can be worked out from them can be worked out by hand too.

use super::super::attack::{Attack, Secrets};
use super::super::quantities::Class;
use super::super::web::{Bundle, Number, Place, Relation, Row, Web};
use super::super::{EVERYBODY, Key, ReleaseRules};
use super::RULES;

/// The first team beside a provider and its one service.
pub const TEAM: usize = 2;

/// A few numbers, and which of them are secret. Those that some indicator achieves are settled together; the others are
/// their wholes.
pub struct ByHand {
    pub web: Web,
    pub rules: ReleaseRules,
    pub secrets: Secrets,
}

/// A number of a team that one row prints.
pub fn shown(value: u64) -> (Number, bool) {
    let place = Place { period: 0, unit: TEAM, category: EVERYBODY };
    let small = (1..5).contains(&value);
    (Number { small, is_seen: true, ..Number::new(Class::Achieved(0), place, value, None) }, false)
}

/// The same, withheld.
pub fn secret(value: u64) -> (Number, bool) {
    (shown(value).0, true)
}

pub fn of(whole: u64, (number, secret): (Number, bool)) -> (Number, bool) {
    (Number { of: Some(whole), ..number }, secret)
}

pub fn as_whole((number, secret): (Number, bool)) -> (Number, bool) {
    (Number { class: Class::Known(0), ..number }, secret)
}

/// Numbers by position that come to a total, each with its sign.
pub fn coming_to(total: i64, terms: &[(usize, i8)]) -> Relation {
    Relation { terms: terms.to_vec(), total, at_most: false, is_loose: false }
}

/// A part that is at most its whole.
pub fn at_most(part: usize, whole: usize) -> Relation {
    Relation { terms: vec![(part, 1), (whole, -1)], total: 0, at_most: true, is_loose: false }
}

impl ByHand {
    pub fn new(numbers: Vec<(Number, bool)>, relations: Vec<Relation>) -> ByHand {
        let (mut numbers, secret): (Vec<Number>, Vec<bool>) = numbers.into_iter().unzip();
        let row = |unit| Row { period: 0, key: Key { indicator: 0, unit, category: EVERYBODY } };
        let rows = (0..numbers.len()).map(|at| (row(at), vec![at])).collect();
        numbers.iter_mut().enumerate().for_each(|(at, number)| number.rows = vec![at]);
        let mut relations_of = vec![Vec::new(); numbers.len()];
        for (at, relation) in relations.iter().enumerate() {
            relation.terms.iter().for_each(|(number, _)| relations_of[*number].push(at));
        }
        let is_own = |at: &usize| !matches!(numbers[*at].class, Class::Known(_));
        let own: Vec<usize> = (0..numbers.len()).filter(is_own).collect();
        let bundle = Bundle {
            classes: own.iter().map(|at| numbers[*at].class).collect(),
            context: numbers.iter().map(|number| number.class).collect(),
            numbers: own,
        };
        let secrets = Secrets { forced: vec![false; secret.len()], secret };
        let web = Web { numbers, relations, relations_of, bundles: vec![bundle], rows };
        ByHand { web, rules: RULES.clone(), secrets }
    }

    pub fn attack(&self) -> Attack<'_> {
        Attack::new(&self.web, &self.rules, &self.web.bundles[0])
    }
}
