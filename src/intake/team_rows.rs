//! Which rows name which team, and what became of them: what the faults of an export do to each team's figures. A row
//! is counted once, however many faults it has.

use super::rows::TeamIx;
use crate::finding::TeamRows;
use std::collections::BTreeMap;

/// Rows by team while they are read.
#[derive(Debug, Default)]
pub(super) struct TeamCounts {
    of_team: Vec<TeamRows>,
    /// Rows whose team is missing or is none that may be used.
    of_none: TeamRows,
}

impl TeamCounts {
    /// The counts of a team, or of the rows that name none.
    pub(super) fn of(&mut self, team: Option<TeamIx>) -> &mut TeamRows {
        let Some(TeamIx(team)) = team else { return &mut self.of_none };
        let team = team as usize;
        if team >= self.of_team.len() {
            self.of_team.resize(team + 1, TeamRows::default());
        }
        &mut self.of_team[team]
    }

    /// By team id; rows of no team stand under the empty id.
    pub(super) fn by_id(self, name: impl Fn(TeamIx) -> Option<String>) -> BTreeMap<String, TeamRows> {
        let named = self
            .of_team
            .into_iter()
            .enumerate()
            .filter_map(|(at, rows)| Some((name(TeamIx(u32::try_from(at).ok()?))?, rows)));
        named.chain([(String::new(), self.of_none)]).filter(|(_, rows)| *rows != TeamRows::default()).collect()
    }
}

/// Orders of rows, one bit for each.
#[derive(Debug, Default)]
pub(super) struct Orders(Vec<u64>);

impl Orders {
    /// Adds a row; false when it is there already.
    pub(super) fn add(&mut self, order: u32) -> bool {
        let (word, bit) = (order as usize / 64, 1 << (order % 64));
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        let new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        new
    }

    pub(super) fn holds(&self, order: u32) -> bool {
        self.0.get(order as usize / 64).is_some_and(|word| word & (1 << (order % 64)) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_added_once() {
        let mut orders = Orders::default();
        assert_eq!([orders.add(64), orders.add(64), orders.add(63)], [true, false, true]);
        assert_eq!([63, 64, 65, 6400].map(|order| orders.holds(order)), [true, true, false, false]);
    }
}
