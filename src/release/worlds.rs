//! The search for other worlds: numbers that fit everything known and differ in a secret. Integer programming finds them,
//! most often in one step from a world found before.

use super::attack::{Attack, Secrets};
use super::web::{Relation, Web};
use microlp::OptimizationDirection::{self, Maximize, Minimize};
use microlp::{ComparisonOp, Problem, Solution, SolveOptions, Variable};

/// Branches that the search may open for one bound.
const MOST_NODES: u64 = 2_000;

/// Worlds tried for one bound before it counts as reached.
const MOST_WAYS: usize = 6;

/// More numbers than one part can have and still be searched; beyond, every secret in it counts as found.
const MOST_NUMBERS: usize = 4_000;

/// Rounds of simple arithmetic before the search takes over.
const ROUNDS: usize = 20;

/// A world that fits everything known: the numbers that differ from the true ones, by their position in the web.
pub type World = Vec<(usize, i64)>;

/// Unknown numbers that hang together, and what ties them. Numbers are called by their position in it.
pub struct Part<'a> {
    attack: &'a Attack<'a>,
    secrets: &'a Secrets,
    /// Their positions in the web, ascending.
    pub numbers: Vec<usize>,
    values: Vec<i64>,
    /// How far each goes by simple arithmetic: no narrower than what can be found out, and quickly had.
    pub ranges: Vec<(i64, i64)>,
    ties: Vec<Tie>,
    /// Whether something in it was withheld for a reason that lies outside, so that nothing in it need be small.
    excused: bool,
    /// Secrets that rows print, the smallest first.
    nearly_small: Vec<usize>,
}

/// Σ sign × number = total, or at most the total, over unknown numbers.
struct Tie {
    terms: Vec<(usize, i64)>,
    total: i64,
    at_most: bool,
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
        Part {
            values: numbers.iter().map(|number| own(number).value as i64).collect(),
            ranges: narrowed(numbers.iter().map(|number| attack.told(*number, secrets)).collect(), &ties),
            ties,
            excused: numbers.iter().any(|number| secrets.forced[*number] || own(number).by_people),
            attack,
            secrets,
            nearly_small,
            numbers,
        }
    }

    /// Puts a world that fits everything known in the place of the true one; whether there is one.
    pub fn settle(&mut self) -> bool {
        if self.ranges.iter().any(|(lower, upper)| lower > upper) {
            return false;
        }
        let found = [false, true].into_iter().find_map(|whole| self.solved(Maximize, None, None, whole));
        let is_found = found.is_some();
        self.values = found.unwrap_or_else(|| std::mem::take(&mut self.values));
        is_found
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

    /// Whether a world obeys the rules: something in it had to be withheld.
    fn is_plausible(&self, values: &[i64]) -> bool {
        self.excused || (0..values.len()).any(|at| self.had_to_be_withheld(at, values[at]))
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

    /// The values of a world found earlier, if it changes nothing that is known by now.
    fn still_fits(&self, world: &World) -> Option<Vec<i64>> {
        let is_here = world.iter().any(|(number, _)| self.at(*number).is_some());
        if !is_here || !world.iter().all(|(number, _)| self.attack.is_unknown(*number, self.secrets)) {
            return None;
        }
        let mut values = self.values.clone();
        for (number, value) in world {
            self.at(*number).into_iter().for_each(|at| values[at] = *value);
        }
        (values != self.values && self.is_plausible(&values)).then_some(values)
    }

    fn world(&self, values: &[i64]) -> World {
        let differs = (0..values.len()).filter(|&at| values[at] != self.values[at]);
        differs.map(|at| (self.numbers[at], values[at])).collect()
    }

    /// The values in which a number is largest or smallest, with another one small if so asked; `None` when there are none
    /// or the search gives up. Most are in whole numbers without asking.
    fn solve(&self, at: usize, direction: OptimizationDirection, small: Option<usize>) -> Option<Vec<i64>> {
        [false, true].into_iter().find_map(|whole| self.solved(direction, Some(at), small, whole))
    }

    fn solved(
        &self,
        direction: OptimizationDirection,
        aim: Option<usize>,
        small: Option<usize>,
        in_whole_numbers: bool,
    ) -> Option<Vec<i64>> {
        let (problem, variables) = self.problem(direction, aim, small, in_whole_numbers);
        let mut options = SolveOptions::default();
        options.node_limit = Some(MOST_NODES);
        self.values_of(&problem.solve_with(options).ok()?.into_solution().ok()?, &variables)
    }

    /// Everything known, as a programme: the aim is one number, which another one's smallness may limit.
    fn problem(
        &self,
        direction: OptimizationDirection,
        aim: Option<usize>,
        small: Option<usize>,
        in_whole_numbers: bool,
    ) -> (Problem, Vec<Variable>) {
        let mut problem = Problem::new(direction);
        let mut variables = Vec::with_capacity(self.numbers.len());
        for (at, &(mut lower, mut upper)) in self.ranges.iter().enumerate() {
            if small == Some(at) {
                (lower, upper) = (lower.max(1), upper.min(self.attack.rules.threshold as i64 - 1));
            }
            let weight = if aim == Some(at) { 1.0 } else { 0.0 };
            variables.push(match in_whole_numbers {
                true => problem.add_integer_var(weight, (lower as i32, upper as i32)),
                false => problem.add_var(weight, (lower as f64, upper as f64)),
            });
        }
        for tie in &self.ties {
            let terms: Vec<(Variable, f64)> =
                tie.terms.iter().map(|(at, sign)| (variables[*at], *sign as f64)).collect();
            let kind = if tie.at_most { ComparisonOp::Le } else { ComparisonOp::Eq };
            problem.add_constraint(terms, kind, tie.total as f64);
        }
        (problem, variables)
    }

    /// A solution in whole numbers that keeps to everything known exactly; `None` for any other.
    fn values_of(&self, solution: &Solution, variables: &[Variable]) -> Option<Vec<i64>> {
        let values: Vec<i64> =
            variables.iter().map(|variable| solution.var_value(*variable).round() as i64).collect();
        let inside = values.iter().zip(&self.ranges).all(|(value, (lower, upper))| (*lower..=*upper).contains(value));
        (inside && self.ties.iter().all(|tie| tie.holds(&values))).then_some(values)
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
    Tie { terms, total, at_most: relation.at_most, is_loose: relation.is_loose }
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

    fn holds(&self, values: &[i64]) -> bool {
        let sum: i64 = self.terms.iter().map(|(at, sign)| sign * values[*at]).sum();
        if self.at_most { sum <= self.total } else { sum == self.total }
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
    /// One solution of everything known, from which others are reached in few steps.
    base: Option<(Solution, Vec<Variable>)>,
}

impl<'a> Search<'a> {
    /// Begins with the true world and those found before that still fit.
    pub fn new(part: &'a Part<'a>, worlds: &'a mut Vec<World>) -> Search<'a> {
        let mut seen: Vec<(i64, i64)> = part.values.iter().map(|value| (*value, *value)).collect();
        worlds.iter().filter_map(|world| part.still_fits(world)).for_each(|values| see(&mut seen, &values));
        Search { part, ends: seen.clone(), seen, worlds, base: None }
    }

    /// How far a number of the web goes in worlds that obey the rules: far enough, or else as far as can be.
    pub fn range(&mut self, number: usize) -> Result<(i64, i64), (i64, i64)> {
        let Some(at) = self.part.at(number) else { return Err((0, 0)) };
        if !self.is_safe(at) && self.part.numbers.len() <= MOST_NUMBERS && !self.reaches(at) {
            self.go(at);
        }
        if self.is_safe(at) { Ok(self.seen[at]) } else { Err(self.seen[at]) }
    }

    fn width(&self, at: usize) -> i64 {
        self.part.attack.width(self.part.numbers[at])
    }

    fn is_safe(&self, at: usize) -> bool {
        let attack = self.part.attack;
        is_wide(self.seen[at], attack.width_by_the_rules()) && is_wide(self.ends[at], self.width(at))
    }

    /// Whether a world is found at once in which a number is just as far away as asked for.
    fn reaches(&mut self, at: usize) -> bool {
        let ((lower, upper), (least, most)) = (self.seen[at], self.part.ranges[at]);
        let width = self.width(at);
        let values = [lower + width, upper - width].into_iter().filter(|value| (least..=most).contains(value));
        values.into_iter().any(|value| {
            self.step(at, value).into_iter().for_each(|values| self.takes(&values));
            self.is_safe(at)
        })
    }

    /// The world reached from the base by moving one number.
    fn step(&mut self, at: usize, value: i64) -> Option<Vec<i64>> {
        if self.base.is_none() {
            let (problem, variables) = self.part.problem(Maximize, None, None, false);
            self.base = Some((problem.solve().ok()?.into_solution().ok()?, variables));
        }
        let (base, variables) = self.base.as_ref()?;
        let moved = base.clone().fix_var(variables[at], value as f64).ok()?.into_solution().ok()?;
        self.part.values_of(&moved, variables)
    }

    /// To both ends; where the worlds there break the rules but would be wide enough, as far as the rules allow.
    fn go(&mut self, at: usize) {
        for direction in [Maximize, Minimize] {
            self.part.solve(at, direction, None).into_iter().for_each(|values| self.takes(&values));
        }
        if is_wide(self.ends[at], self.width(at)) {
            [Maximize, Minimize].into_iter().for_each(|direction| self.bend(at, direction));
        }
    }

    /// As far as goes with one or another number small, so that the world obeys the rules.
    fn bend(&mut self, at: usize, direction: OptimizationDirection) {
        let others = self.part.nearly_small.iter().copied().filter(|other| *other != at).take(MOST_WAYS);
        for other in others.chain(std::iter::once(at)) {
            if self.is_safe(at) {
                return;
            }
            self.part.solve(at, direction, Some(other)).into_iter().for_each(|values| self.takes(&values));
        }
    }

    fn takes(&mut self, values: &[i64]) {
        see(&mut self.ends, values);
        if self.part.is_plausible(values) {
            see(&mut self.seen, values);
            self.worlds.push(self.part.world(values));
        }
    }
}

fn is_wide((lower, upper): (i64, i64), width: i64) -> bool {
    upper - lower >= width
}

fn see(seen: &mut [(i64, i64)], values: &[i64]) {
    for ((lower, upper), value) in seen.iter_mut().zip(values) {
        (*lower, *upper) = ((*lower).min(*value), (*upper).max(*value));
    }
}
