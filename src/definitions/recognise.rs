//! How foreign exports are recognised: what other people call a column, a code, a missing value, a row that is not to count. Only
//! `fingerpost init` guesses by it; a run asks it for nothing but what to name among the things that it passes over.

use super::TableId;
use super::reading::Written;
use super::tables::TableSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// Words for one thing; compared as [`plain`] has them.
type Words = Vec<String>;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Recognise {
    /// Texts that say "nothing recorded", as they stand in a file.
    pub missing: Vec<String>,
    columns: BTreeMap<String, Words>,
    of_table: BTreeMap<String, BTreeMap<String, Words>>,
    codes: BTreeMap<String, BTreeMap<String, String>>,
    deleted_headers: Words,
    deleted_values: Words,
    state_headers: Words,
    tried_out_values: Words,
    /// Words of answers, each list in the order in which forms print them.
    answer_orders: Vec<Words>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecogniseFile {
    missing: Vec<String>,
    columns: BTreeMap<Spanned<String>, Words>,
    tables: BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Words>>,
    codes: BTreeMap<Spanned<String>, BTreeMap<String, String>>,
    deleted: DeletedFile,
    state: StateFile,
    tried_out: TriedOutFile,
    answer_words: AnswerWordsFile,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeletedFile {
    headers: Words,
    values: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StateFile {
    headers: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TriedOutFile {
    values: Words,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerWordsFile {
    orders: Vec<Words>,
}

/// A word without capitals, blanks and signs.
pub fn plain(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

pub(super) fn read(written: &mut Written<'_>, tables: &[TableSchema]) -> Option<Recognise> {
    let file: RecogniseFile = written.toml()?;
    let of_any = |name: &str| tables.iter().any(|table| table.field(name).is_some());
    for name in file.columns.keys().chain(file.codes.keys()).filter(|name| !of_any(name.get_ref())) {
        written.fault(name.span(), format!("no table has a column `{}`.", name.get_ref()));
    }
    for (table, columns) in &file.tables {
        let schema = tables.iter().find(|schema| schema.id.name() == table.get_ref());
        for name in columns.keys().filter(|name| schema.is_none_or(|schema| schema.field(name.get_ref()).is_none())) {
            let message = format!("there is no column `{}` in a table `{}`.", name.get_ref(), table.get_ref());
            written.fault(name.span(), message);
        }
    }
    Some(Recognise {
        missing: file.missing,
        columns: words(file.columns),
        of_table: file.tables.into_iter().map(|(table, columns)| (table.into_inner(), words(columns))).collect(),
        codes: file.codes.into_iter().map(|(column, codes)| (column.into_inner(), plain_codes(codes))).collect(),
        deleted_headers: plain_words(file.deleted.headers),
        deleted_values: plain_words(file.deleted.values),
        state_headers: plain_words(file.state.headers),
        tried_out_values: plain_words(file.tried_out.values),
        answer_orders: file.answer_words.orders.into_iter().map(plain_words).collect(),
    })
}

fn words(columns: BTreeMap<Spanned<String>, Words>) -> BTreeMap<String, Words> {
    columns.into_iter().map(|(name, words)| (name.into_inner(), plain_words(words))).collect()
}

fn plain_words(words: Words) -> Words {
    words.iter().map(|word| plain(word)).collect()
}

fn plain_codes(codes: BTreeMap<String, String>) -> BTreeMap<String, String> {
    codes.into_iter().map(|(from, to)| (plain(&from), to)).collect()
}

impl Recognise {
    /// Whether others call this column so. The words of the table itself come first: `own` asks for those only.
    pub fn calls(&self, table: TableId, column: &str, header: &str, own: bool) -> bool {
        let of_table = self.of_table.get(table.name()).and_then(|columns| columns.get(column));
        let words = if own { of_table } else { self.columns.get(column) };
        let header = plain(header);
        !header.is_empty() && words.is_some_and(|words| words.contains(&header))
    }

    /// Whether a header holds words that others give to a column, and perhaps more.
    pub fn speaks_of(&self, column: &str, header: &str) -> bool {
        let header = plain(header);
        self.columns.get(column).into_iter().flatten().any(|word| header.contains(word.as_str()))
    }

    /// What a foreign code is here.
    pub fn code(&self, column: &str, value: &str) -> Option<&str> {
        self.codes.get(column).and_then(|codes| codes.get(&plain(value))).map(String::as_str)
    }

    /// Whether words with these numbers stand in another order than forms print them, or two of them have one number. Three of
    /// one list must be there to say so.
    pub fn are_out_of_order(&self, words: &[(String, String)]) -> bool {
        let disordered = |order: &Words| {
            let place = |word: &str| order.iter().position(|known| *known == plain(word));
            let numbered = |(word, number): &(String, String)| Some((place(word)?, number.parse::<i32>().ok()?));
            let mut found: Vec<(usize, i32)> = words.iter().filter_map(numbered).collect();
            found.sort_unstable();
            found.len() > 2 && !found.is_sorted_by(|one, other| one.1 < other.1)
        };
        self.answer_orders.iter().any(disordered)
    }

    pub fn marks_deleted(&self, header: &str) -> bool {
        self.deleted_headers.contains(&plain(header))
    }

    /// Whether a column seems to say in which state a row is: a draft or final, accepted or refused, the current one or not.
    pub fn marks_state(&self, header: &str) -> bool {
        self.state_headers.contains(&plain(header))
    }

    pub fn says_deleted(&self, value: &str) -> bool {
        self.deleted_values.contains(&plain(value))
    }

    /// Whether this says that a row was filled in to try the form out.
    pub fn says_tried_out(&self, value: &str) -> bool {
        self.tried_out_values.contains(&plain(value))
    }
}
