//! Reading a table whose rows stand alone: each row is checked, keyed and kept; at the end repeated keys are settled.

use super::desk::Desk;
use super::plan::Plan;
use super::register::Register;
use super::repeats::{Claims, judge};
use super::row::Row;
use super::rows::TeamIx;
use super::stop::Stop;
use super::table_read::TableRead;
use std::collections::BTreeSet;

/// The rows of a table that are used, each with its order among all rows of the table.
pub(super) struct Gathered<T> {
    pub(super) rows: Vec<(u32, T)>,
    pub(super) read: TableRead,
}

impl<T> Gathered<T> {
    pub(super) fn into_rows(self) -> (Vec<T>, TableRead) {
        (self.rows.into_iter().map(|(_, row)| row).collect(), self.read)
    }
}

/// `check` gives the key and the typed row, or nothing once it has noted why the row is left out.
pub(super) fn gather<T, K: Ord>(
    desk: &mut Desk<'_>,
    plan: &Plan<'_>,
    mut check: impl FnMut(&mut Row<'_>, &mut Register) -> Option<(K, T)>,
    team_of: impl Fn(&T) -> TeamIx,
) -> Result<Gathered<T>, Stop> {
    let mut rows: Vec<(u32, T)> = Vec::new();
    let mut claims = Claims::new();
    let mut read = desk.read(plan, |row, register| {
        let Some((key, value)) = check(row, register) else { return false };
        claims.claim(key, row.order);
        rows.push((row.order, value));
        true
    })?;
    let repeats = claims.into_repeats();
    let orders: BTreeSet<u32> = repeats.iter().flatten().copied().collect();
    let contents = desk.contents(plan, &read, &orders)?;
    let lost: Vec<_> = repeats.iter().flat_map(|rows| judge(rows, &contents, plan.duplicates).1).collect();
    let gone: BTreeSet<u32> = lost.iter().map(|lost| lost.order).collect();
    let team = |order: u32| {
        let at = rows.binary_search_by_key(&order, |(order, _)| *order).ok()?;
        Some(team_of(&rows[at].1))
    };
    desk.lose(plan, &mut read, lost, contents, team);
    rows.retain(|(order, _)| !gone.contains(order));
    Ok(Gathered { rows, read })
}
