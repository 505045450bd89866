//! Which file of a foreign export is which table, and which header is which column: by the name itself, by a ready
//! profile, by what others call it, and last by what the cells hold. Every guess says what it rests on.

use super::guesses::{self, CodeGuess, DateGuess, Deleted};
use super::plan::columns_of;
use super::survey::Seen;
use crate::definitions::recognise::plain;
use crate::definitions::settings::{Profile, wide_column};
use crate::definitions::{Definitions, TableId};
use std::collections::BTreeMap;

/// What a guess about a column rests on, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// The header is the column's own name.
    Same,
    /// The profile knows the header.
    Profile,
    /// The same letters and digits as the column's own name.
    Spelling,
    /// What others call the column.
    Word,
    /// What its cells hold.
    Values,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnGuess {
    /// Canonical.
    pub name: String,
    /// Header and reason; `None` where no header was recognised.
    pub found: Option<(String, How)>,
    /// The table cannot be read without it.
    pub required: bool,
}

/// One table as it seems to stand in the folder.
#[derive(Debug, Clone)]
pub struct TableGuess {
    pub table: TableId,
    /// Positions among what was seen; never empty.
    pub seen: Vec<usize>,
    pub columns: Vec<ColumnGuess>,
    /// Item columns of a wide export.
    pub items: usize,
    pub dates: DateGuess,
    pub codes: Vec<CodeGuess>,
    pub deleted: Option<Deleted>,
}

/// A whole folder, as far as it was recognised.
#[derive(Debug, Clone)]
pub struct Recognised<'a> {
    /// The profile that fits, and how many of the headers it knows.
    pub profile: Option<(&'a Profile, usize)>,
    /// In the order of the tables.
    pub tables: Vec<TableGuess>,
    /// Positions of what is no table, as far as can be told.
    pub unknown: Vec<usize>,
    /// Texts that seem to say "nothing recorded".
    pub missing: Vec<String>,
}

/// Fewer headers than this are no sign of a profile.
const LEAST_HEADERS_OF_A_PROFILE: usize = 5;
/// What the name of a file adds to the number of columns recognised in it.
const WEIGHT_OF_A_NAME: usize = 3;

pub fn recognise<'a>(seen: &[Seen], definitions: &'a Definitions) -> Recognised<'a> {
    let profile = profile_of(seen, definitions);
    let asking = Asking { definitions, profile: profile.map(|(profile, _)| profile) };
    let mut by_table: BTreeMap<TableId, Vec<usize>> = BTreeMap::new();
    let mut unknown = Vec::new();
    for (at, one) in seen.iter().enumerate() {
        match asking.table_of(one) {
            Some(table) => by_table.entry(table).or_default().push(at),
            None => unknown.push(at),
        }
    }
    let tables: Vec<TableGuess> = by_table.into_iter().map(|(table, at)| asking.guess(table, at, seen)).collect();
    let used: Vec<&Seen> = tables.iter().flat_map(|table| &table.seen).map(|at| &seen[*at]).collect();
    Recognised { profile, missing: guesses::missing(&used, definitions), tables, unknown }
}

/// The profile that knows most of the headers which are not our own names, provided that no other knows as many.
fn profile_of<'a>(seen: &[Seen], definitions: &'a Definitions) -> Option<(&'a Profile, usize)> {
    let known = |profile: &Profile| -> usize {
        let headers = seen.iter().map(|one| {
            let of_table = TableId::ALL.into_iter().map(|table| known_headers(one, table, profile));
            of_table.max().unwrap_or_default()
        });
        headers.sum()
    };
    let mut counts: Vec<(usize, &Profile)> = definitions.profiles.iter().map(|p| (known(p), p)).collect();
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let (most, profile) = *counts.first()?;
    let next = counts.get(1).map_or(0, |(count, _)| *count);
    (most >= LEAST_HEADERS_OF_A_PROFILE && most > next).then_some((profile, most))
}

fn known_headers(seen: &Seen, table: TableId, profile: &Profile) -> usize {
    let Some(given) = profile.table(table) else { return 0 };
    let own = |header: &String| columns_of(table).contains(&header.as_str());
    let columns = given.columns.values().flat_map(|mapped| &mapped.value);
    let mut known: Vec<&String> = columns.filter(|header| !own(header) && seen.header.contains(header)).collect();
    known.sort();
    known.dedup();
    known.len()
}

struct Asking<'a> {
    definitions: &'a Definitions,
    profile: Option<&'a Profile>,
}

impl Asking<'_> {
    /// The table whose columns the file has, all that are required among them; the one with most columns wins.
    fn table_of(&self, seen: &Seen) -> Option<TableId> {
        let score = |table: TableId| {
            let columns = self.columns(table, seen);
            let (items, named) = (self.items(table, seen), self.is_named(table, seen));
            let answered = |name: &str| items > 0 && ["measure", "item", "answer"].contains(&name);
            let lacking = columns.iter().filter(|column| column.required && column.found.is_none());
            let lacking = lacking.filter(|column| !answered(&column.name)).count();
            let found = columns.iter().filter(|column| column.found.is_some()).count();
            let may_be = lacking == 0 || (named && found > lacking);
            may_be.then_some(found + items.min(WEIGHT_OF_A_NAME) + if named { WEIGHT_OF_A_NAME } else { 0 })
        };
        let scores = TableId::ALL.into_iter().filter_map(|table| score(table).map(|score| (score, table)));
        // Of two that fit alike, the first one in the order of the tables.
        scores.max_by_key(|(score, table)| (*score, std::cmp::Reverse(*table))).map(|(_, table)| table)
    }

    fn is_named(&self, table: TableId, seen: &Seen) -> bool {
        let files = self.profile.and_then(|profile| profile.table(table)).map(|given| given.files.value.as_slice());
        let name = plain(seen.sheet.as_ref().unwrap_or(&seen.file));
        let own = name.contains(&plain(table.name()));
        own || (seen.sheet.is_none() && seen.is_named(files.unwrap_or_default()))
    }

    fn guess(&self, table: TableId, at: Vec<usize>, seen: &[Seen]) -> TableGuess {
        let files: Vec<&Seen> = at.iter().map(|at| &seen[*at]).collect();
        let first = files[0];
        let columns = self.columns(table, first);
        let given = self.profile.and_then(|profile| profile.table(table));
        TableGuess {
            items: self.items(table, first),
            dates: guesses::dates(table, &columns, &files, self.definitions),
            codes: guesses::codes(table, &columns, &files, self.definitions, given),
            deleted: guesses::deleted(&files, self.definitions, given),
            table,
            seen: at,
            columns,
        }
    }

    /// The item columns of the wide layout, under their own names.
    fn items(&self, table: TableId, seen: &Seen) -> usize {
        if table != TableId::Measures {
            return 0;
        }
        let measures = self.definitions.measures.iter();
        let names = measures.flat_map(|measure| {
            let items = measure.items.iter().map(|item| item.id.as_str());
            items.chain(measure.scales.iter().map(|scale| scale.id.as_str())).map(|id| wide_column(&measure.id, id))
        });
        names.filter(|name| seen.header.contains(name)).count()
    }

    fn columns(&self, table: TableId, seen: &Seen) -> Vec<ColumnGuess> {
        let schema = self.definitions.table(table);
        let mut columns: Vec<ColumnGuess> = columns_of(table)
            .iter()
            .map(|name| ColumnGuess {
                name: (*name).to_owned(),
                found: None,
                required: schema.and_then(|schema| schema.field(name)).is_some_and(|field| field.required),
            })
            .collect();
        for how in [How::Same, How::Profile, How::Spelling, How::Word, How::Values] {
            self.find(table, seen, &mut columns, how);
        }
        columns
    }

    /// Gives a header to every column that has none yet and that this way of telling knows.
    fn find(&self, table: TableId, seen: &Seen, columns: &mut [ColumnGuess], how: How) {
        for at in 0..columns.len() {
            if columns[at].found.is_some() {
                continue;
            }
            let taken: Vec<String> = columns.iter().filter_map(|c| c.found.as_ref().map(|f| f.0.clone())).collect();
            let free = |header: &&String| how == How::Profile || !taken.contains(header);
            let candidates: Vec<&String> = seen.header.iter().filter(|h| !h.is_empty()).filter(free).collect();
            let found = self.header(table, &columns[at], seen, &candidates, how);
            columns[at].found = found.map(|header| (header, how));
        }
    }

    fn header(
        &self,
        table: TableId,
        column: &ColumnGuess,
        seen: &Seen,
        free: &[&String],
        how: How,
    ) -> Option<String> {
        let name = column.name.as_str();
        let words = &self.definitions.recognise;
        let first = |fits: &dyn Fn(&str) -> bool| free.iter().find(|header| fits(header)).map(|h| (*h).clone());
        match how {
            How::Same => first(&|header| header == name),
            How::Profile => {
                let given = self.profile?.table(table)?.columns.get(name)?;
                given.value.iter().find(|header| free.contains(header)).cloned()
            }
            How::Spelling => first(&|header| plain(header) == plain(name)),
            How::Word => first(&|header| words.calls(table, name, header, true))
                .or_else(|| first(&|header| words.calls(table, name, header, false))),
            How::Values if column.required => guesses::by_values(table, name, seen, free, self.definitions),
            How::Values => None,
        }
    }
}
