//! A TOML file between its parsing and its checking: faulty places are noted elsewhere and mended here with a
//! stand-in, so that reading can go on to the next fault. A file that needed a stand-in is never used.

use super::reading::{mismatch, quoted};
use std::borrow::Cow;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

pub(super) struct Tree<'a> {
    pub(super) root: Spanned<DeTable<'a>>,
    pub(super) stand_ins: usize,
}

/// Enough for any file that a person would write; more means that mending does not help.
const MOST_STAND_INS: usize = 1_000;

impl<'a> Tree<'a> {
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
        if message.starts_with("unknown field") {
            return remove(self.root.get_mut(), at);
        }
        let names = quoted(message);
        if message.starts_with("missing field") {
            let stand_in = self.stand_in(DeValue::String(Cow::Borrowed("")));
            let table =
                if self.root.span() == *at { self.root.get_mut() } else { table_at(self.root.get_mut(), at)? };
            table.insert(Spanned::new(0..0, Cow::Owned(names.first()?.clone())), stand_in);
            return Some(());
        }
        let value = match message.starts_with("unknown variant") {
            true => DeValue::String(Cow::Owned(names.get(1)?.clone())),
            false => of_kind(mismatch(message)?.1)?,
        };
        let stand_in = self.stand_in(value);
        replace(self.root.get_mut(), at, stand_in)
    }

    fn stand_in(&mut self, value: DeValue<'a>) -> Spanned<DeValue<'a>> {
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

/// Takes out the key that stands at `at`.
fn remove(table: &mut DeTable<'_>, at: &Range<usize>) -> Option<()> {
    let name = table.keys().find(|key| key.span() == *at).map(|key| key.get_ref().to_string());
    if let Some(name) = name {
        return table.remove(name.as_str()).map(|_| ());
    }
    table.iter_mut().find_map(|(_, value)| remove_below(value.get_mut(), at))
}

fn remove_below(value: &mut DeValue<'_>, at: &Range<usize>) -> Option<()> {
    match value {
        DeValue::Table(table) => remove(table, at),
        DeValue::Array(items) => items.iter_mut().find_map(|item| remove_below(item.get_mut(), at)),
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
