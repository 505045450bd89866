//! Rows that share their key. Decides which of them is used: the later one, none of a conflicting key, or none at
//! all. Positions only are kept while reading; what the rows say is fetched once, at the end, for these few.

use super::header::Header;
use super::reject::record_text;
use super::stop::Facts;
use crate::definitions::settings::Duplicates;
use crate::finding::{OTHER_FILE, OTHER_ROW};
use csv::StringRecord;
use std::collections::BTreeMap;

/// The key of every row. Repeats are found at the end, by putting the keys in order: most exports are nearly in order, and no
/// map of all keys need be held.
#[derive(Debug)]
pub(super) struct Claims<K>(Vec<(K, u32)>);

impl<K: Ord> Claims<K> {
    pub(super) fn new() -> Claims<K> {
        Claims(Vec::new())
    }

    pub(super) fn claim(&mut self, key: K, order: u32) {
        self.0.push((key, order));
    }

    /// Rows of each repeated key, in order, by the first of them.
    pub(super) fn into_repeats(mut self) -> Vec<Vec<u32>> {
        self.0.sort_unstable();
        let same_key = self.0.chunk_by(|a, b| a.0 == b.0).filter(|rows| rows.len() > 1);
        let mut repeats: Vec<Vec<u32>> =
            same_key.map(|rows| rows.iter().map(|(_, order)| *order).collect()).collect();
        repeats.sort_unstable();
        repeats
    }
}

/// What a row says, for telling an exact copy from a row that says something else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Content {
    /// The cells of the known columns, in canonical order, each followed by a NUL, which no cell can hold.
    pub(super) cells: String,
    /// The row as it stood, for the list of rows left out.
    pub(super) record: String,
}

impl Content {
    pub(super) fn of(record: &StringRecord, header: &Header<'_>, delimiter: u8) -> Content {
        let mut cells = String::with_capacity(record.as_slice().len() + header.columns.len());
        for column in &header.columns {
            cells.push_str(column.at.and_then(|at| record.get(at)).unwrap_or_default().trim());
            cells.push('\0');
        }
        Content { cells, record: record_text(record, header, delimiter) }
    }
}

/// One row of a repeated key that is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lost {
    pub(super) order: u32,
    pub(super) code: &'static str,
    /// The row that its finding names: the one that is used, or else the first of the same key.
    pub(super) other: u32,
}

/// Which row of one key is used (`None`: none), and what becomes of the others. `rows` is in order and not empty.
pub(super) fn judge(rows: &[u32], contents: &BTreeMap<u32, Content>, rule: Duplicates) -> (Option<u32>, Vec<Lost>) {
    let cells = |order: &u32| contents.get(order).map(|content| &content.cells);
    let last = rows.last().copied().unwrap_or_default();
    let same = |order: &u32| cells(order) == cells(&last);
    let all_the_same = rows.iter().all(same);
    let first = rows.first().copied().unwrap_or_default();
    if rule == Duplicates::Refuse || (rule == Duplicates::Identical && !all_the_same) {
        let code = if rule == Duplicates::Refuse { "key-repeated" } else { "key-conflict" };
        let other = |order: u32| if order == first { last } else { first };
        return (None, rows.iter().map(|order| Lost { order: *order, code, other: other(*order) }).collect());
    }
    // Of exact copies at the end, the first is used: the others add nothing.
    let kept = rows.iter().rev().take_while(|order| same(order)).last().copied().unwrap_or(last);
    let code = |order: &u32| if same(order) { "exact-copy" } else { "replaced-by-later-row" };
    let lost = rows.iter().filter(|order| **order != kept);
    (Some(kept), lost.map(|order| Lost { order: *order, code: code(order), other: kept }).collect())
}

impl Lost {
    /// The other row as facts for the sentence.
    pub(super) fn facts(&self, file: &str, row: u64) -> Facts {
        vec![(OTHER_FILE, file.to_owned()), (OTHER_ROW, row.to_string())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(values: &[&str], rule: Duplicates) -> String {
        let contents = values
            .iter()
            .enumerate()
            .map(|(at, value)| (at as u32 + 1, Content { cells: (*value).to_owned(), record: String::new() }));
        let rows: Vec<u32> = (1..=values.len() as u32).collect();
        let (kept, lost) = judge(&rows, &contents.collect(), rule);
        let lost: Vec<String> =
            lost.iter().map(|lost| format!("{} {}→{}", lost.order, lost.code, lost.other)).collect();
        format!("{kept:?}: {}", lost.join(", "))
    }

    #[test]
    fn the_later_row_is_used_and_an_exact_copy_adds_nothing() {
        let latest = |values: &[&str]| judged(values, Duplicates::Latest);
        assert_eq!(latest(&["a", "a"]), "Some(1): 2 exact-copy→1");
        assert_eq!(latest(&["a", "b"]), "Some(2): 1 replaced-by-later-row→2");
        assert_eq!(latest(&["a", "b", "b"]), "Some(2): 1 replaced-by-later-row→2, 3 exact-copy→2");
        assert_eq!(latest(&["a", "b", "a"]), "Some(3): 1 exact-copy→3, 2 replaced-by-later-row→3");
    }

    #[test]
    fn stricter_rules_leave_out_conflicts_or_every_repeat() {
        assert_eq!(judged(&["a", "a"], Duplicates::Identical), "Some(1): 2 exact-copy→1");
        assert_eq!(judged(&["a", "b"], Duplicates::Identical), "None: 1 key-conflict→2, 2 key-conflict→1");
        assert_eq!(judged(&["a", "a"], Duplicates::Refuse), "None: 1 key-repeated→2, 2 key-repeated→1");
    }

    #[test]
    fn a_key_that_comes_back_is_a_repeat_and_others_are_not() {
        let mut claims = Claims::new();
        for (order, key) in [(1, 'a'), (2, 'b'), (3, 'a'), (4, 'c'), (5, 'a')] {
            claims.claim(key, order);
        }
        assert_eq!(claims.into_repeats(), [vec![1, 3, 5]]);
    }
}
