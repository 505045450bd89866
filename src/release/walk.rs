//! Other worlds found by hand: one number moves, and where something no longer adds up, another one moves back. Quick, and
//! often enough all that is needed; what it does not find, the search by programming may still find.

use super::part::{Part, Tie};

/// Moves tried for one world.
const MOST_MOVES: usize = 300;

/// Numbers tried to mend one tie.
const MOST_BRANCHES: usize = 4;

/// Paths along the ties of a part.
pub struct Walk<'a> {
    part: &'a Part<'a>,
    /// For each number, the ties it is in, with its sign there.
    ties_of: Vec<Vec<(usize, i64)>>,
}

/// A world on the way: how far numbers have moved, and by how much ties are off.
struct Way {
    by: Vec<i64>,
    off: Vec<i64>,
    /// Ties that have been off, in the order in which they first were.
    touched: Vec<usize>,
    left: usize,
}

impl<'a> Walk<'a> {
    pub fn new(part: &'a Part<'a>) -> Walk<'a> {
        let mut ties_of = vec![Vec::new(); part.values.len()];
        for (tie, own) in part.ties.iter().enumerate() {
            own.terms.iter().for_each(|&(at, sign)| ties_of[at].push((tie, sign)));
        }
        Walk { part, ties_of }
    }

    /// What moves in a world in which a number has a value; `None` when none was found.
    pub fn to(&self, at: usize, value: i64) -> Option<Vec<(usize, i64)>> {
        let part = self.part;
        let (by, off) = (vec![0; part.values.len()], vec![0; part.ties.len()]);
        let mut way = Way { by, off, touched: Vec::new(), left: MOST_MOVES };
        self.step(&mut way, at, value - part.values[at]).then(|| {
            let moved = way.by.iter().enumerate().filter(|(_, by)| **by != 0);
            moved.map(|(at, by)| (at, part.values[at] + by)).collect()
        })
    }

    /// Moves a number, and then whatever has to move back; nothing has moved when it does not work out.
    fn step(&self, way: &mut Way, at: usize, by: i64) -> bool {
        if way.left == 0 {
            return false;
        }
        way.left -= 1;
        self.shift(way, at, by);
        let is_found = self.mend(way);
        if !is_found {
            self.shift(way, at, -by);
        }
        is_found
    }

    fn shift(&self, way: &mut Way, at: usize, by: i64) {
        way.by[at] += by;
        for &(tie, sign) in &self.ties_of[at] {
            way.off[tie] += sign * by;
            if !way.touched.contains(&tie) {
                way.touched.push(tie);
            }
        }
    }

    /// Makes the first tie that is off add up again, and with it all others.
    fn mend(&self, way: &mut Way) -> bool {
        let Some(&tie) = way.touched.iter().find(|tie| self.is_off(way, **tie)) else { return true };
        let own = &self.part.ties[tie];
        let far = |(at, sign): (usize, i64)| (at, self.as_far_as_goes(way, at, -sign * way.off[tie]));
        let mut ways: Vec<(usize, i64)> = own.terms.iter().copied().map(far).filter(|(_, by)| *by != 0).collect();
        ways.sort_by_key(|&(at, by)| (self.worse(way, at, by), std::cmp::Reverse(by.abs()), at));
        ways.into_iter().take(MOST_BRANCHES).any(|(at, by)| self.step(way, at, by))
    }

    /// A number moves once, and within what is known of it.
    fn as_far_as_goes(&self, way: &Way, at: usize, by: i64) -> i64 {
        let ((lower, upper), value) = (self.part.ranges[at], self.part.values[at]);
        if way.by[at] == 0 { (value + by).clamp(lower, upper) - value } else { 0 }
    }

    fn is_off(&self, way: &Way, tie: usize) -> bool {
        self.part.ties[tie].is_off(way.off[tie])
    }

    /// How many ties would be off beside those that are: the fewer, the sooner everything adds up.
    fn worse(&self, way: &Way, at: usize, by: i64) -> i64 {
        let change = |&(tie, sign): &(usize, i64)| {
            let own: &Tie = &self.part.ties[tie];
            i64::from(own.is_off(way.off[tie] + sign * by)) - i64::from(own.is_off(way.off[tie]))
        };
        self.ties_of[at].iter().map(change).sum()
    }
}
