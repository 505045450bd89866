//! A TOML file between its parsing and its checking: faulty places are noted elsewhere and mended here, so that reading can
//! go on to the next fault: with the word that was probably meant, or else with a stand-in. A file that was mended is never
//! used.

use super::faults::nearest;
use super::reading::{mismatch, quoted};
use std::borrow::Cow;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

pub(super) struct Tree<'a> {
    pub(super) root: Spanned<DeTable<'a>>,
    stand_ins: usize,
    /// Where in the file something now has a stand-in below it; the whole file, as `0..0`, where its own keys have.
    doubtful: Vec<Range<usize>>,
}

/// Enough for any file that a person would write; more means that mending does not help.
const MOST_STAND_INS: usize = 1_000;

impl<'a> Tree<'a> {
    pub(super) fn new(root: Spanned<DeTable<'a>>) -> Tree<'a> {
        Tree { root, stand_ins: 0, doubtful: Vec::new() }
    }

    /// The groups of keys that hold a stand-in.
    pub(super) fn doubtful(self) -> Vec<Range<usize>> {
        self.doubtful
    }

    /// Stand-ins stand where no file reaches.
    pub(super) fn is_stand_in(&self, at: &Range<usize>) -> bool {
        at.start >= usize::MAX - self.stand_ins
    }

    /// The key whose value stands at `at`.
    pub(super) fn key_of(&self, at: &Range<usize>) -> Option<String> {
        key_in(self.root.get_ref(), at)
    }

    /// Makes the next reading get past the fault; `None` when it cannot.
    pub(super) fn mend(&mut self, message: &str, at: &Range<usize>) -> Option<()> {
        if self.stand_ins > MOST_STAND_INS {
            return None;
        }
        let names = quoted(message);
        let meant = || nearest(names.first()?, names.iter().skip(1).map(String::as_str)).map(str::to_owned);
        if message.starts_with("unknown field") {
            return rename_or_remove(self.root.get_mut(), at, meant().as_deref());
        }
        if message.starts_with("missing field") {
            let stand_in = self.stand_in(DeValue::String(Cow::Borrowed("")), at);
            let table =
                if self.root.span() == *at { self.root.get_mut() } else { table_at(self.root.get_mut(), at)? };
            table.insert(Spanned::new(0..0, Cow::Owned(names.first()?.clone())), stand_in);
            return Some(());
        }
        if let Some(meant) = meant().filter(|_| message.starts_with("unknown variant")) {
            let guess = Spanned::new(at.clone(), DeValue::String(Cow::Owned(meant)));
            return replace(self.root.get_mut(), at, guess);
        }
        let value = match message.starts_with("unknown variant") {
            true => DeValue::String(Cow::Owned(names.get(1)?.clone())),
            false => of_kind(mismatch(message)?.1)?,
        };
        let stand_in = self.stand_in(value, at);
        replace(self.root.get_mut(), at, stand_in)
    }

    /// What stands for a missing key of the group at `at`, or for the value there.
    fn stand_in(&mut self, value: DeValue<'a>, at: &Range<usize>) -> Spanned<DeValue<'a>> {
        if !self.is_stand_in(at) {
            self.doubtful.push(if *at == self.root.span() { 0..0 } else { at.clone() });
        }
        self.stand_ins += 1;
        let nowhere = usize::MAX - self.stand_ins;
        Spanned::new(nowhere..nowhere, value)
    }
}

/// The plainest value of the kind that was wanted.
fn of_kind<'a>(wanted: &str) -> Option<DeValue<'a>> {
    let plain = match wanted {
        "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" | "f32" | "f64" => "0",
        "a boolean" => "false",
        "a string" | "string" | "str" => "''",
        "a sequence" => return Some(DeValue::Array(DeArray::new())),
        other if other.starts_with("struct ") || other.starts_with("a map") => {
            return Some(DeValue::Table(DeTable::new()));
        }
        _ => "''",
    };
    DeValue::parse(plain).ok().map(Spanned::into_inner)
}

fn key_in(table: &DeTable<'_>, at: &Range<usize>) -> Option<String> {
    let found = table.iter().find(|(_, value)| value.span() == *at).map(|(key, _)| key.get_ref().to_string());
    found.or_else(|| table.iter().find_map(|(_, value)| key_below(value.get_ref(), at)))
}

fn key_below(value: &DeValue<'_>, at: &Range<usize>) -> Option<String> {
    match value {
        DeValue::Table(table) => key_in(table, at),
        DeValue::Array(items) => items.iter().find_map(|item| key_below(item.get_ref(), at)),
        _ => None,
    }
}

/// Gives the key that stands at `at` the name that was meant, or takes it out where there is no such name or it is taken.
fn rename_or_remove(table: &mut DeTable<'_>, at: &Range<usize>, meant: Option<&str>) -> Option<()> {
    let name = table.keys().find(|key| key.span() == *at).map(|key| key.get_ref().to_string());
    if let Some(name) = name {
        let value = table.remove(name.as_str())?;
        if let Some(meant) = meant.filter(|meant| !table.contains_key(*meant)) {
            table.insert(Spanned::new(at.clone(), Cow::Owned(meant.to_owned())), value);
        }
        return Some(());
    }
    table.iter_mut().find_map(|(_, value)| rename_or_remove_below(value.get_mut(), at, meant))
}

fn rename_or_remove_below(value: &mut DeValue<'_>, at: &Range<usize>, meant: Option<&str>) -> Option<()> {
    match value {
        DeValue::Table(table) => rename_or_remove(table, at, meant),
        DeValue::Array(items) => items.iter_mut().find_map(|item| rename_or_remove_below(item.get_mut(), at, meant)),
        _ => None,
    }
}

fn replace<'a>(table: &mut DeTable<'a>, at: &Range<usize>, new: Spanned<DeValue<'a>>) -> Option<()> {
    let slot = table.iter_mut().find_map(|(_, value)| value_at(value, at))?;
    *slot = new;
    Some(())
}

fn value_at<'t, 'a>(value: &'t mut Spanned<DeValue<'a>>, at: &Range<usize>) -> Option<&'t mut Spanned<DeValue<'a>>> {
    if value.span() == *at {
        return Some(value);
    }
    match value.get_mut() {
        DeValue::Table(table) => table.iter_mut().find_map(|(_, value)| value_at(value, at)),
        DeValue::Array(items) => items.iter_mut().find_map(|item| value_at(item, at)),
        _ => None,
    }
}

fn table_at<'t, 'a>(table: &'t mut DeTable<'a>, at: &Range<usize>) -> Option<&'t mut DeTable<'a>> {
    match table.iter_mut().find_map(|(_, value)| value_at(value, at))?.get_mut() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}
