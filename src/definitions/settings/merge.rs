//! The settings of a service laid over those of a profile: what the service says wins, key by key, and within `columns`,
//! `codes` and `skip` entry by entry.

use super::{DateOrder, Declared, TableSettings, TextEncoding};
use crate::definitions::TableId;
use std::collections::BTreeMap;

/// How an export looks, as far as a file says it. `None`: it says nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Form {
    pub(super) encoding: Option<TextEncoding>,
    pub(super) delimiter: Option<u8>,
    pub(super) date_order: Option<DateOrder>,
    pub(super) missing: Option<Vec<String>>,
    pub(super) tables: BTreeMap<TableId, TableSettings>,
}

impl Form {
    pub(super) fn over(self, below: Form) -> Form {
        let mut tables = below.tables;
        for (id, own) in self.tables {
            let below = tables.remove(&id).unwrap_or_default();
            tables.insert(id, own.over(below));
        }
        Form {
            encoding: self.encoding.or(below.encoding),
            delimiter: self.delimiter.or(below.delimiter),
            date_order: self.date_order.or(below.date_order),
            missing: self.missing.or(below.missing),
            tables,
        }
    }

    /// Marks what only an export of this kind may hold.
    pub(super) fn of_profile(mut self) -> Form {
        for table in self.tables.values_mut() {
            let lists = table.columns.values_mut().chain(table.skip.values_mut()).chain([&mut table.files]);
            lists.for_each(|list: &mut Declared<Vec<String>>| list.by_profile = true);
        }
        self
    }
}

impl TableSettings {
    fn over(mut self, below: TableSettings) -> TableSettings {
        let own_files = !self.files.value.is_empty() || self.sheet.is_some();
        let mut codes = below.codes;
        for (column, own) in self.codes {
            codes.entry(column).or_default().extend(own);
        }
        self.missing.extend(below.missing);
        TableSettings {
            files: if own_files { self.files } else { below.files },
            sheet: if own_files { self.sheet } else { below.sheet },
            layout: self.layout.or(below.layout),
            missing: self.missing,
            duplicates: self.duplicates.or(below.duplicates),
            skip: laid_over(self.skip, below.skip),
            columns: laid_over(self.columns, below.columns),
            items: laid_over(self.items, below.items),
            joined: laid_over(self.joined, below.joined),
            fixed: laid_over(self.fixed, below.fixed),
            team_from_people: self.team_from_people || below.team_from_people,
            header_row: self.header_row.or(below.header_row),
            codes,
            encoding: self.encoding.or(below.encoding),
            encodings: laid_over(self.encodings, below.encodings),
            delimiter: self.delimiter.or(below.delimiter),
            date_order: self.date_order.or(below.date_order),
        }
    }
}

fn laid_over<T>(own: BTreeMap<String, T>, mut below: BTreeMap<String, T>) -> BTreeMap<String, T> {
    below.extend(own);
    below
}
