//! The search for other worlds: numbers that fit everything known and differ in a secret. Linear programming finds those
//! that differ from the true world in as little as can be, so that they still fit when other numbers become known.

use super::attack::Attack;
use super::part::Part;
use super::walk::Walk;
use microlp::{ComparisonOp, OptimizationDirection, Problem, Solution, SolveOptions, Variable};

/// Branches that the search may open for one world in whole numbers.
const MOST_NODES: u64 = 2_000;

/// Worlds tried for one value before it counts as out of reach.
const MOST_WAYS: usize = 6;

/// More numbers than one part can have and still be searched; beyond, every secret in it counts as found.
const MOST_NUMBERS: usize = 10_000;

/// A world that fits everything known: the numbers that differ from the true ones, by their position in the web.
pub type World = Vec<(usize, i64)>;

/// The same by position in a part.
type Moved = Vec<(usize, i64)>;

/// What one number is to be in a world, and another one small, if so asked.
#[derive(Clone, Copy)]
struct Wish {
    at: usize,
    value: i64,
    small: Option<usize>,
}

/// A programme of everything known: by how much each number is more and by how much it is less than in the world at hand,
/// all in all as little as can be.
struct Programme {
    problem: Problem,
    more: Vec<Variable>,
    less: Vec<Variable>,
}

/// A solution, from which others are reached in few steps.
struct Solved {
    solution: Solution,
    more: Vec<Variable>,
    less: Vec<Variable>,
}

impl Programme {
    fn new(part: &Part, wish: Option<Wish>, in_whole_numbers: bool) -> Programme {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut add = |least: i64, most: i64| match in_whole_numbers {
            true => problem.add_integer_var(1.0, (least as i32, most as i32)),
            false => problem.add_var(1.0, (least as f64, most as f64)),
        };
        let (mut more, mut less) = (Vec::new(), Vec::new());
        for (at, &value) in part.values.iter().enumerate() {
            let (lower, upper) = limits(part, at, wish);
            more.push(add((lower - value).max(0), (upper - value).max(0)));
            less.push(add((value - upper).max(0), (value - lower).max(0)));
        }
        for tie in &part.ties {
            let terms = tie.terms.iter().flat_map(|&(at, sign)| {
                let sign = sign as f64;
                [(more[at], sign), (less[at], -sign)]
            });
            let kind = if tie.at_most { ComparisonOp::Le } else { ComparisonOp::Eq };
            problem.add_constraint(terms.collect::<Vec<_>>(), kind, tie.left(&part.values) as f64);
        }
        Programme { problem, more, less }
    }

    fn solved(self) -> Option<Solved> {
        let mut options = SolveOptions::default();
        options.node_limit = Some(MOST_NODES);
        let solution = self.problem.solve_with(options).ok()?.into_solution().ok()?;
        Some(Solved { solution, more: self.more, less: self.less })
    }
}

/// How far a number goes by what is known and wished.
fn limits(part: &Part, at: usize, wish: Option<Wish>) -> (i64, i64) {
    let (lower, upper) = part.ranges[at];
    match wish {
        Some(wish) if wish.at == at => (wish.value, wish.value),
        Some(wish) if wish.small == Some(at) => (lower.max(1), upper.min(part.largest_small())),
        _ => (lower, upper),
    }
}

impl Solved {
    /// The solution with one number moved.
    fn moved(&self, part: &Part, wish: Wish) -> Option<Solution> {
        let (value, (lower, upper)) = (part.values[wish.at], part.ranges[wish.at]);
        let by = (wish.value - value) as f64;
        let (own, opposite, can_cancel) = match by > 0.0 {
            true => (&self.more, &self.less, value > lower),
            false => (&self.less, &self.more, value < upper),
        };
        let mut moved = self.solution.clone();
        if can_cancel {
            moved = moved.fix_var(opposite[wish.at], 0.0).ok()?.into_solution().ok()?;
        }
        let moved = moved.fix_var(own[wish.at], by.abs()).ok()?.into_solution().ok()?;
        let Some(small) = wish.small else { return Some(moved) };
        let (lower, upper) = limits(part, small, Some(wish));
        let between = [(ComparisonOp::Ge, lower), (ComparisonOp::Le, upper)];
        between.into_iter().try_fold(moved, |moved, (kind, end)| {
            let terms = [(self.more[small], 1.0), (self.less[small], -1.0)];
            moved.add_constraint(terms, kind, (end - part.values[small]) as f64).ok()?.into_solution().ok()
        })
    }

    /// What differs, where it does so in whole numbers that keep to everything known exactly.
    fn read(&self, solution: &Solution, part: &Part) -> Option<Moved> {
        let by = |at: usize| solution.var_value(self.more[at]) - solution.var_value(self.less[at]);
        let by = (0..part.values.len()).map(|at| (at, by(at).round() as i64));
        let moved: Moved = by.filter(|(_, by)| *by != 0).map(|(at, by)| (at, part.values[at] + by)).collect();
        part.allows(&moved).then_some(moved)
    }
}

impl Part<'_> {
    /// Puts a world that fits everything known in the place of the one at hand; whether there is one.
    pub fn settle(&mut self) -> bool {
        if self.ranges.iter().any(|(lower, upper)| lower > upper) {
            return false;
        }
        let found = [false, true].into_iter().find_map(|whole| {
            let solved = Programme::new(self, None, whole).solved()?;
            solved.read(&solved.solution, self)
        });
        found.iter().flatten().for_each(|(at, value)| self.values[*at] = *value);
        self.note_slack();
        found.is_some()
    }

    /// A world found earlier, if all of it lies here and fits what has become known since.
    fn still_fits(&self, world: &World) -> Option<Moved> {
        let here: Option<Moved> = world.iter().map(|(number, value)| Some((self.at(*number)?, *value))).collect();
        here.filter(|moved| moved.iter().all(|(at, value)| holds(self.ranges[*at], *value)))
    }
}

/// How far each number goes in the worlds found so far.
pub struct Search<'a> {
    part: &'a Part<'a>,
    /// In worlds that obey the rules …
    seen: Vec<(i64, i64)>,
    /// … and in all.
    ends: Vec<(i64, i64)>,
    worlds: &'a mut Vec<World>,
    /// Paths along the ties; `None` until they are needed.
    walk: Option<Walk<'a>>,
    /// The world at hand, solved; `None` until it is needed.
    base: Option<Solved>,
}

impl<'a> Search<'a> {
    /// Begins with the world at hand and those found before that still fit.
    pub fn new(part: &'a Part<'a>, worlds: &'a mut Vec<World>) -> Search<'a> {
        let seen: Vec<(i64, i64)> = part.values.iter().map(|value| (*value, *value)).collect();
        let mut search = Search { part, ends: seen.clone(), seen, worlds, walk: None, base: None };
        for moved in search.worlds.iter().filter_map(|world| part.still_fits(world)) {
            see(&mut search.ends, &moved);
            if part.is_plausible(&moved) {
                see(&mut search.seen, &moved);
            }
        }
        search
    }

    /// How far a number of the web goes in worlds that obey the rules: far enough, or else as far as can be.
    pub fn range(&mut self, number: usize) -> Result<(i64, i64), (i64, i64)> {
        let Some(at) = self.part.at(number) else { return Err((0, 0)) };
        if self.part.numbers.len() <= MOST_NUMBERS {
            // Most are far enough with nothing else forced; some only where another number is made small.
            self.go(at, 0);
            self.go(at, MOST_WAYS);
        }
        if self.is_safe(at) { Ok(self.seen[at]) } else { Err(self.seen[at]) }
    }

    fn attack(&self) -> &'a Attack<'a> {
        self.part.attack
    }

    fn width(&self, at: usize) -> i64 {
        self.attack().width(self.part.numbers[at])
    }

    fn is_safe(&self, at: usize) -> bool {
        is_wide(self.seen[at], self.attack().width_by_the_rules()) && is_wide(self.ends[at], self.width(at))
    }

    /// Up as far as is asked for, then down by what is left.
    fn go(&mut self, at: usize, ways: usize) {
        for way in [1, -1] {
            let mut value = self.furthest(at, way);
            while !self.is_safe(at) && !holds(self.seen[at], value) {
                if holds(self.part.ranges[at], value) {
                    self.look_for(at, value, ways);
                }
                value -= way;
            }
        }
    }

    /// As far as a number would have to go one way, if it went no further the other way.
    fn furthest(&self, at: usize, way: i64) -> i64 {
        let far = |(lower, upper): (i64, i64), width: i64| match way {
            1 => upper.max(lower + width),
            _ => lower.min(upper - width),
        };
        let in_all = far(self.ends[at], self.width(at));
        let by_the_rules = far(self.seen[at], self.attack().width_by_the_rules());
        if way == 1 { in_all.max(by_the_rules) } else { in_all.min(by_the_rules) }
    }

    /// Looks for a world in which a number has a value; where there is one that breaks the rules, for one that obeys them
    /// because another number is small.
    fn look_for(&mut self, at: usize, value: i64, ways: usize) {
        if ways == 0 {
            self.take(Wish { at, value, small: None });
        }
        if !holds(self.ends[at], value) {
            return;
        }
        let part = self.part;
        for small in part.nearly_small.iter().copied().filter(|small| *small != at).take(ways) {
            if !holds(self.seen[at], value) {
                self.take(Wish { at, value, small: Some(small) });
            }
        }
    }

    fn take(&mut self, wish: Wish) {
        let Some(moved) = self.world(wish) else { return };
        see(&mut self.ends, &moved);
        if self.part.is_plausible(&moved) {
            see(&mut self.seen, &moved);
        }
        self.worlds.push(moved.into_iter().map(|(at, value)| (self.part.numbers[at], value)).collect());
    }

    /// A world in which a wish comes true; `None` when there is none or the search gives up. Most are found by walking, and
    /// nearly all others in whole numbers without asking.
    fn world(&mut self, wish: Wish) -> Option<Moved> {
        let part = self.part;
        if wish.small.is_none() {
            let walk = self.walk.get_or_insert_with(|| Walk::new(part));
            let found = walk.to(wish.at, wish.value).filter(|moved| part.allows(moved));
            if found.is_some() {
                return found;
            }
        }
        if self.base.is_none() {
            self.base = Programme::new(part, None, false).solved();
        }
        let base = self.base.as_ref()?;
        let moved = base.moved(part, wish)?;
        base.read(&moved, part).or_else(|| {
            let whole = Programme::new(part, Some(wish), true).solved()?;
            whole.read(&whole.solution, part)
        })
    }
}

fn is_wide((lower, upper): (i64, i64), width: i64) -> bool {
    upper - lower >= width
}

fn holds((lower, upper): (i64, i64), value: i64) -> bool {
    (lower..=upper).contains(&value)
}

fn see(seen: &mut [(i64, i64)], moved: &Moved) {
    for &(at, value) in moved {
        seen[at] = (seen[at].0.min(value), seen[at].1.max(value));
    }
}

#[cfg(test)]
mod tests {
    use super::super::earlier::Told;
    use super::super::tests::by_hand::{ByHand, coming_to, secret, shown};
    use super::super::web::Number;
    use super::*;

    /// Numbers of which the last is shown and is what the others come to.
    fn sum(parts: &[u64]) -> ByHand {
        let whole = parts.len();
        let numbers = parts.iter().map(|part| secret(*part)).chain([shown(parts.iter().sum())]);
        let terms: Vec<(usize, i8)> = (0..whole).map(|part| (part, 1)).chain([(whole, -1)]).collect();
        ByHand::new(numbers.collect(), vec![coming_to(0, &terms)])
    }

    /// Looks at the part that the secrets make.
    fn with<T>(by_hand: &ByHand, look: impl FnOnce(&mut Part) -> T) -> T {
        let attack = by_hand.attack();
        let secrets = (0..by_hand.web.numbers.len()).filter(|at| by_hand.secrets.secret[*at]).collect();
        look(&mut Part::new(&attack, secrets, &by_hand.secrets))
    }

    fn told(lower: i64, upper: i64, value: u64) -> (Number, bool) {
        (Number { told: Some(Told { lower, upper, by: 0 }), ..secret(value).0 }, true)
    }

    #[test]
    fn a_number_goes_as_far_as_it_may_unless_it_is_wished_for_or_wished_small() {
        with(&sum(&[3, 12, 20]), |part| {
            let wish = Some(Wish { at: 0, value: 10, small: Some(1) });
            assert_eq!([0, 1, 2].map(|at| limits(part, at, None)), [(0, 35); 3]);
            assert_eq!([0, 1, 2].map(|at| limits(part, at, wish)), [(10, 10), (1, 4), (0, 35)]);
        });
    }

    /// What moves is as little as can be: of 3, 12 and 20, where the first is to be 10 and the second small, the second
    /// becomes 4 and the third 21; where the first is to be 1, the third becomes 30.
    #[test]
    fn a_wish_moves_as_little_as_can_be() {
        let found = |parts: &[u64], value, small| {
            let wish = Wish { at: 0, value, small };
            let by_hand = sum(parts);
            with(&by_hand, |part| {
                let base = Programme::new(part, None, false).solved().unwrap();
                let moved = base.moved(part, wish).and_then(|solution| base.read(&solution, part));
                let whole = Programme::new(part, Some(wish), true).solved();
                let whole = whole.and_then(|solved| solved.read(&solved.solution, part));
                assert_eq!(moved, whole, "the one in steps from what is, the other in whole numbers");
                moved
            })
        };
        assert_eq!(found(&[3, 12], 7, None), Some(vec![(0, 7), (1, 8)]));
        assert_eq!(found(&[3, 12], 1, None), Some(vec![(0, 1), (1, 14)]));
        assert_eq!(found(&[3, 12, 20], 10, Some(1)), Some(vec![(0, 10), (1, 4), (2, 21)]));
        assert_eq!(found(&[3, 12, 20], 1, Some(1)), Some(vec![(0, 1), (1, 4), (2, 30)]));
        assert_eq!(found(&[3, 12], 16, None), None);
    }

    /// Small numbers are one to four. 3 and 12 make 15: one to four keeps to the rules, and so does the twelve as three.
    #[test]
    fn a_number_goes_as_far_as_it_must_and_worlds_on_the_way_are_remembered() {
        let by_hand = sum(&[3, 12]);
        with(&by_hand, |part| {
            let mut worlds = Vec::new();
            assert_eq!(Search::new(part, &mut worlds).range(0), Ok((1, 4)));
            assert!(worlds.contains(&vec![(0, 7), (1, 8)]) && worlds.contains(&vec![(0, 1), (1, 14)]));
            let before = worlds.len();
            assert_eq!(Search::new(part, &mut worlds).range(0), Ok((1, 4)));
            assert_eq!(worlds.len(), before, "nothing new had to be looked for");
            assert_eq!(Search::new(part, &mut worlds).range(2), Err((0, 0)), "it is none of them");
        });
    }

    #[test]
    fn a_world_found_before_counts_where_all_of_it_lies_here_and_fits() {
        let by_hand = ByHand::new(vec![told(2, 6, 3), secret(12), shown(15)], Vec::new());
        with(&by_hand, |part| {
            assert_eq!(part.still_fits(&vec![(0, 6), (1, 9)]), Some(vec![(0, 6), (1, 9)]));
            assert_eq!(part.still_fits(&vec![(0, 7), (1, 8)]), None, "six at most");
            assert_eq!(part.still_fits(&vec![(0, 6), (2, 18)]), None, "the whole is known by now");
        });
    }

    /// Four that may be anything up to nine, as an earlier output told: who knows the rules knows that it was small, or else
    /// it would not be withheld.
    #[test]
    fn a_range_is_wide_enough_by_what_is_known_and_by_the_rules_too() {
        let range = |number| {
            let by_hand = ByHand::new(vec![number], Vec::new());
            with(&by_hand, |part| Search::new(part, &mut Vec::new()).range(0))
        };
        assert_eq!(range(told(4, 9, 4)), Err((4, 4)));
        assert_eq!(range(told(1, 4, 3)), Err((1, 4)));
        assert_eq!(range(told(0, 5, 3)), Ok((1, 4)));
    }

    /// The same four beside 12 and 20: it may be eight where the twelve is small.
    #[test]
    fn a_number_that_would_break_the_rules_alone_may_keep_them_beside_another_that_is_small() {
        let numbers = vec![told(4, 9, 4), secret(12), secret(20)];
        let by_hand = ByHand::new(numbers, vec![coming_to(36, &[(0, 1), (1, 1), (2, 1)])]);
        assert_eq!(with(&by_hand, |part| Search::new(part, &mut Vec::new()).range(0)), Ok((4, 8)));
    }

    /// Printed rows give no true world to begin with: zeros stand in the place of what is withheld.
    #[test]
    fn a_world_that_fits_is_put_in_the_place_of_one_that_does_not() {
        let unknown = |totals: &[i64]| {
            let sums = totals.iter().map(|total| coming_to(*total, &[(0, 1), (1, 1)])).collect();
            let by_hand = ByHand::new(vec![told(3, 3, 0), secret(0)], sums);
            with(&by_hand, |part| (part.settle(), part.values.clone()))
        };
        assert!(with(&sum(&[3, 12]), |part| part.settle()));
        assert_eq!(unknown(&[15]), (true, vec![3, 12]));
        assert!(!unknown(&[2]).0);
        assert!(!unknown(&[15, 16]).0);
    }
}
