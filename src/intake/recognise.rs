//! Which file of a foreign export is which table, and which header is which column: by the name itself, by a ready
//! profile, by what others call it, and last by what the cells hold. Every guess says what it rests on.

use super::guesses::{self, AnswerWords, CodeGuess, DateGuess, Skipped};
use super::item_headers::{ItemHeaders, NumberedHeaders, item_headers, naming, numbered_headers};
use super::item_names::{NamedItem, named_items};
use super::plan::columns_of;
use super::survey::Seen;
use crate::definitions::recognise::plain;
use crate::definitions::settings::{Profile, wide_column};
use crate::definitions::{Definitions, Domain, TableId};
use std::collections::{BTreeMap, BTreeSet};

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
    /// Headers, one or more where the files of a table differ, and the least sure reason; `None` where none was recognised.
    pub found: Option<(Vec<String>, How)>,
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
    /// Those of them that have other headers than our own.
    pub item_headers: Vec<ItemHeaders>,
    /// Numbered headers that name no instrument and may be items all the same.
    pub numbered: Vec<NumberedHeaders>,
    /// And those whose headers name what an item asks about.
    pub named_items: Vec<NamedItem>,
    /// Headers that seem to hold the total of an instrument: its column, and the header.
    pub totals: Vec<(String, String)>,
    /// Their answers, where they are words.
    pub answers: Vec<AnswerWords>,
    pub dates: DateGuess,
    /// Headers of days that stand for no column.
    pub other_days: Vec<String>,
    pub codes: Vec<CodeGuess>,
    /// Rows that are not to count.
    pub skipped: Vec<Skipped>,
}

impl TableGuess {
    /// Whether the table cannot be read before somebody says where this column is.
    pub fn lacks(&self, column: &ColumnGuess) -> bool {
        let answered = self.items > 0 && ANSWERED_BY_ITEMS.contains(&column.name.as_str());
        column.required && column.found.is_none() && !answered
    }
}

/// A file that could not be told to be a table.
#[derive(Debug, Clone)]
pub struct UnknownFile {
    /// Position among what was seen.
    pub at: usize,
    /// The table that most of its headers would fit, and what it lacks to be that; `None` where next to nothing fits.
    pub nearest: Option<(TableGuess, Vec<String>)>,
}

/// A whole folder, as far as it was recognised.
#[derive(Debug, Clone)]
pub struct Recognised<'a> {
    /// The profile that fits, and how many of the headers it knows.
    pub profile: Option<(&'a Profile, usize)>,
    /// In the order of the tables.
    pub tables: Vec<TableGuess>,
    /// What is no table, as far as can be told.
    pub unknown: Vec<UnknownFile>,
    /// Texts that seem to say "nothing recorded".
    pub missing: Vec<String>,
}

/// Fewer headers than this are no sign of a profile.
const LEAST_HEADERS_OF_A_PROFILE: usize = 5;
/// Tables that are taken for what their name says although a column is still to be named: without them there is no report, or
/// a wrong one. Of others a first report can do without.
const NEEDED: [TableId; 3] = [TableId::Teams, TableId::People, TableId::Measures];
/// Fewer recognised columns than this say nothing about a file.
const LEAST_COLUMNS_OF_A_TABLE: usize = 2;
/// What columns of items say in the wide layout.
const ANSWERED_BY_ITEMS: [&str; 3] = ["measure", "item", "answer"];
/// How others call a total beside the items.
const TOTALS: [&str; 4] = ["total", "totalscore", "sumscore", "score"];
fn ends_in_total(plain: &str) -> bool {
    ["total", "totalscore", "sumscore"].iter().any(|end| plain.ends_with(end))
}

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
            None => unknown.push(UnknownFile { at, nearest: asking.nearest(at, seen) }),
        }
    }
    for (table, files) in &mut by_table {
        let lacking = |at: &usize| {
            let (columns, items) = (asking.columns(*table, &seen[*at]), asking.items(*table, &seen[*at]));
            lacking(&columns, items) > 0
        };
        // Beside a file that has all that its table needs, one that has not is rather something else.
        if files.iter().any(|at| !lacking(at)) {
            let others = files.extract_if(.., |at| lacking(at));
            unknown.extend(others.map(|at| UnknownFile { at, nearest: asking.nearest(at, seen) }));
        }
    }
    unknown.sort_by_key(|file| file.at);
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
            let lacking = lacking(&columns, items);
            let found = columns.iter().filter(|column| column.found.is_some()).count();
            let expected = (named && found > lacking && NEEDED.contains(&table)) || self.is_of_profile(table, seen);
            let may_be = lacking == 0 || expected;
            may_be.then_some(found + items.min(WEIGHT_OF_A_NAME) + if named { WEIGHT_OF_A_NAME } else { 0 })
        };
        let scores = may_hold(seen).filter_map(|table| score(table).map(|score| (score, table)));
        // Of two that fit alike, the first one in the order of the tables.
        scores.max_by_key(|(score, table)| (*score, std::cmp::Reverse(*table))).map(|(_, table)| table)
    }

    /// The table that a file would be if it had some more columns. What is told from cells alone does not count: the first row
    /// of a file without a header holds data, which must not be copied into settings.
    fn nearest(&self, at: usize, seen: &[Seen]) -> Option<(TableGuess, Vec<String>)> {
        let by_header = |column: &ColumnGuess| column.found.as_ref().is_some_and(|(_, how)| *how != How::Values);
        let found = |table: TableId| self.columns(table, &seen[at]).iter().filter(|column| by_header(column)).count();
        let items = |table: TableId| self.items(table, &seen[at]).min(WEIGHT_OF_A_NAME);
        let fitting = may_hold(&seen[at]).map(|table| (found(table) + items(table), std::cmp::Reverse(table)));
        let (most, std::cmp::Reverse(table)) = fitting.max()?;
        let guess = self.guess(table, vec![at], seen);
        let lacking = guess.columns.iter().filter(|column| guess.lacks(column)).map(|column| column.name.clone());
        let lacking = lacking.collect();
        (most >= LEAST_COLUMNS_OF_A_TABLE).then_some((guess, lacking))
    }

    fn is_named(&self, table: TableId, seen: &Seen) -> bool {
        plain(seen.place()).contains(&plain(table.name())) || self.is_of_profile(table, seen)
    }

    /// Whether the profile has this file read as this table, as long as audit.toml names no others.
    fn is_of_profile(&self, table: TableId, seen: &Seen) -> bool {
        let files = self.profile.and_then(|profile| profile.table(table)).map(|given| given.files.value.as_slice());
        seen.sheet.is_none() && seen.is_named(files.unwrap_or_default())
    }

    fn guess(&self, table: TableId, at: Vec<usize>, seen: &[Seen]) -> TableGuess {
        let files: Vec<&Seen> = at.iter().map(|at| &seen[*at]).collect();
        let columns = self.merged(table, &files);
        let item_headers = self.item_headers(table, &files);
        let named_items = self.named_items(table, &files);
        let totals = self.totals(&item_headers, &files);
        let given = self.profile.and_then(|profile| profile.table(table));
        TableGuess {
            items: files.iter().map(|seen| self.items(table, seen)).max().unwrap_or_default(),
            answers: item_headers
                .iter()
                .filter_map(|items| guesses::answers(items, &files, self.definitions))
                .collect(),
            item_headers,
            numbered: self.numbered(table, &files),
            named_items,
            totals,
            dates: guesses::dates(table, &columns, &files, self.definitions),
            other_days: guesses::other_days(&columns, &files, self.definitions),
            codes: guesses::codes(table, &columns, &files, self.definitions, given),
            skipped: guesses::deleted(&files, self.definitions, given)
                .into_iter()
                .chain(guesses::tried_out(&columns, &files, self.definitions))
                .collect(),
            table,
            seen: at,
            columns,
        }
    }

    /// Columns of all files of a table: where headers differ from file to file, each of them.
    fn merged(&self, table: TableId, files: &[&Seen]) -> Vec<ColumnGuess> {
        let mut of_files = files.iter().map(|seen| self.columns(table, seen));
        let mut merged = of_files.next().unwrap_or_default();
        for columns in of_files {
            for (column, other) in merged.iter_mut().zip(columns) {
                column.found = match (column.found.take(), other.found) {
                    (Some((mut headers, how)), Some((more, other))) => {
                        headers
                            .extend(more.into_iter().filter(|header| !headers.contains(header)).collect::<Vec<_>>());
                        Some((headers, how.max(other)))
                    }
                    (one, other) => one.or(other),
                };
            }
        }
        merged
    }

    fn item_headers(&self, table: TableId, files: &[&Seen]) -> Vec<ItemHeaders> {
        let of_files = files.iter().filter(|_| table == TableId::Measures);
        let mut found: Vec<ItemHeaders> = of_files.flat_map(|seen| item_headers(seen, self.definitions)).collect();
        found.sort();
        found.dedup_by(|later, first| later.measure == first.measure);
        found
    }

    /// Those of all files, each once: the files of two months have the same.
    fn numbered(&self, table: TableId, files: &[&Seen]) -> Vec<NumberedHeaders> {
        let of_files = files.iter().filter(|_| table == TableId::Measures);
        let found: BTreeSet<NumberedHeaders> =
            of_files.flat_map(|seen| numbered_headers(seen, self.definitions)).collect();
        found.into_iter().collect()
    }

    fn named_items(&self, table: TableId, files: &[&Seen]) -> Vec<NamedItem> {
        let first =
            files.iter().filter(|_| table == TableId::Measures).map(|seen| named_items(seen, self.definitions));
        first.max_by_key(Vec::len).unwrap_or_default()
    }

    /// A total beside the items of an instrument, in a file that has no other: it is held against what the items add up to,
    /// which tells of words that were translated the wrong way round. One header can be the total of one instrument only.
    fn totals(&self, item_headers: &[ItemHeaders], files: &[&Seen]) -> Vec<(String, String)> {
        let found: Vec<(String, String)> = files.iter().filter_map(|seen| self.total(item_headers, seen)).collect();
        let times = |header: &String| found.iter().filter(|(_, other)| other == header).count();
        found.iter().filter(|(_, header)| times(header) == 1).cloned().collect()
    }

    fn total(&self, item_headers: &[ItemHeaders], seen: &Seen) -> Option<(String, String)> {
        let own = item_headers_of(seen, item_headers);
        let [only] = own.as_slice() else { return None };
        let measure = self.definitions.measures.iter().find(|measure| measure.id == only.measure)?;
        let scale = measure.scales.iter().find(|scale| scale.id == "total")?;
        let is_total = |header: &&String| {
            let plain = plain(header);
            TOTALS.contains(&plain.as_str()) || (naming(header, measure).is_some() && ends_in_total(&plain))
        };
        let header = seen.header.iter().find(is_total)?;
        Some((wide_column(&measure.id, &scale.id), header.clone()))
    }

    /// The item columns of the wide layout, under their own names or under others.
    fn items(&self, table: TableId, seen: &Seen) -> usize {
        if table != TableId::Measures {
            return 0;
        }
        let measures = self.definitions.measures.iter();
        let names = measures.flat_map(|measure| {
            let items = measure.items.iter().map(|item| item.id.as_str());
            items.chain(measure.scales.iter().map(|scale| scale.id.as_str())).map(|id| wide_column(&measure.id, id))
        });
        let others: usize = item_headers(seen, self.definitions).iter().map(|one| one.count).sum();
        let others = others + named_items(seen, self.definitions).len();
        names.filter(|name| seen.header.contains(name)).count() + others
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
        for how in [How::Same, How::Profile, How::Spelling, How::Word] {
            self.find(table, seen, &mut columns, how);
        }
        let side_by_side = self.parts_of_life(table, seen, &columns);
        if side_by_side.iter().any(|column| column.found.is_some()) {
            columns.iter_mut().filter(|column| is_of_one_status(column)).for_each(|column| column.required = false);
        }
        columns.extend(side_by_side);
        let rated = columns.iter().any(|column| column.name == "rating" && column.found.is_some());
        let scale = columns.iter_mut().filter(|column| table == TableId::Goals && !rated && column.name == "scale");
        scale.for_each(|column| column.required = false);
        self.find(table, seen, &mut columns, How::Values);
        columns
    }

    /// The parts of life as columns of their own, found where no column says which part of life a row is about.
    fn parts_of_life(&self, table: TableId, seen: &Seen, others: &[ColumnGuess]) -> Vec<ColumnGuess> {
        if table != TableId::Roles {
            return Vec::new();
        }
        let long = others.iter().filter(|column| is_of_one_status(column)).any(|column| column.found.is_some());
        let taken = |header: &String| {
            others.iter().filter_map(|column| column.found.as_ref()).any(|(headers, _)| headers.contains(header))
        };
        let free = || seen.header.iter().filter(|header| !header.is_empty() && !long && !taken(header));
        let words = &self.definitions.recognise;
        let column = |domain: &Domain| {
            let (id, label) = (domain.id.as_str(), plain(&domain.label));
            let same = || free().find(|header| *header == id).map(|header| (header, How::Same));
            let spelt = || free().find(|header| plain(header) == plain(id)).map(|header| (header, How::Spelling));
            let called = |header: &&String| words.code("domain", header) == Some(id) || plain(header) == label;
            let word = || free().find(called).map(|header| (header, How::Word));
            let found = same().or_else(spelt).or_else(word).map(|(header, how)| (vec![header.clone()], how));
            ColumnGuess { name: id.to_owned(), found, required: false }
        };
        self.definitions.roles.domains.iter().map(column).collect()
    }

    /// Gives a header to every column that has none yet and that this way of telling knows.
    fn find(&self, table: TableId, seen: &Seen, columns: &mut [ColumnGuess], how: How) {
        for at in 0..columns.len() {
            if columns[at].found.is_some() {
                continue;
            }
            let taken: Vec<String> =
                columns.iter().filter_map(|c| c.found.as_ref()).flat_map(|f| f.0.clone()).collect();
            let free = |header: &&String| how == How::Profile || !taken.contains(header);
            let candidates: Vec<&String> = seen.header.iter().filter(|h| !h.is_empty()).filter(free).collect();
            let found = self.header(table, &columns[at], seen, &candidates, how);
            columns[at].found = found.map(|header| (vec![header], how));
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

/// The tables that a file may hold: a file that has the name of one holds that one and no other.
fn may_hold(seen: &Seen) -> impl Iterator<Item = TableId> {
    let own = TableId::ALL.into_iter().find(|table| seen.is_found_as(*table));
    TableId::ALL.into_iter().filter(move |table| own.is_none_or(|own| own == *table))
}

/// How many columns that a table needs were not found; columns of items answer for some of them.
fn lacking(columns: &[ColumnGuess], items: usize) -> usize {
    let answered = |name: &str| items > 0 && ANSWERED_BY_ITEMS.contains(&name);
    let absent = columns.iter().filter(|column| column.required && column.found.is_none());
    absent.filter(|column| !answered(&column.name)).count()
}

/// Whether a column belongs to rows that say one status each.
fn is_of_one_status(column: &ColumnGuess) -> bool {
    ["domain", "status"].contains(&column.name.as_str())
}

/// Those of the patterns of items whose headers stand in a file.
fn item_headers_of<'p>(seen: &Seen, patterns: &'p [ItemHeaders]) -> Vec<&'p ItemHeaders> {
    let stands = |items: &&ItemHeaders| {
        let (before, after) = items.pattern.split_once('*').unwrap_or((&items.pattern, ""));
        seen.header.iter().any(|header| header.starts_with(before) && header.ends_with(after) && header != before)
    };
    patterns.iter().filter(stands).collect()
}
