//! Which files, and which sheets of workbooks, hold which table: as declared, or else by their names. Says what in the
//! folder is not read although its name says that it might be meant.

use super::export::{Export, Source};
use super::plan::Plan;
use super::stop::Stop;
use super::workbook::{Refused, Workbook};
use crate::definitions::settings::TableSettings;
use crate::definitions::{TableId, nearest};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A file that was there and is not read, and the name that would have been read.
pub(super) struct NotRead {
    pub(super) table: TableId,
    pub(super) file: String,
    pub(super) wanted: String,
}

pub(super) struct Sources<'a> {
    export: &'a Export,
    /// At the top of the folder, sorted.
    names: Vec<String>,
    /// Sheets of the workbooks opened so far.
    sheets: RefCell<BTreeMap<String, Result<Vec<String>, Refused>>>,
}

impl<'a> Sources<'a> {
    pub(super) fn look(export: &'a Export) -> Result<Sources<'a>, Stop> {
        let names = export.names();
        let names = names.map_err(|error| Stop::of_folder("no-folder").with("reason", error.to_string()))?;
        Ok(Sources { export, names, sheets: RefCell::default() })
    }

    /// Where a table stands, each place once, in the order declared; nowhere is fine where nothing was declared.
    pub(super) fn of(&self, table: TableId, given: Option<&TableSettings>) -> Result<Vec<Source>, Vec<Stop>> {
        let declared = given.map(|given| given.files.value.as_slice()).unwrap_or_default();
        let by_profile = given.is_some_and(|given| given.files.by_profile);
        let sheet = given.and_then(|given| given.sheet.as_deref());
        if declared.is_empty() {
            return self.of_name(table, sheet);
        }
        let (mut sources, mut stops) = (Vec::new(), Vec::new());
        for pattern in declared {
            let found = self.export.matching(pattern);
            if found.is_empty() && !by_profile {
                stops.push(self.not_found(table, pattern));
            }
            for name in found.into_iter().filter(|name| !is_left_over(name)) {
                match self.source(table, &name, sheet) {
                    Ok(source) if sources.contains(&source) => {}
                    Ok(source) => sources.push(source),
                    Err(stop) => stops.push(stop),
                }
            }
        }
        match stops.is_empty() {
            true if sources.is_empty() => self.of_name(table, sheet),
            true => Ok(sources),
            false => Err(stops),
        }
    }

    fn of_name(&self, table: TableId, sheet: Option<&str>) -> Result<Vec<Source>, Vec<Stop>> {
        self.by_name(table, sheet).map(|source| source.into_iter().collect()).map_err(|stop| vec![stop])
    }

    /// A text file of the table's name, then a workbook of that name, then a workbook with a sheet of that name.
    fn by_name(&self, table: TableId, sheet: Option<&str>) -> Result<Option<Source>, Stop> {
        if sheet.is_none()
            && let Some(file) = self.file(table, &[".csv", ".csv.gz"])
        {
            return Ok(Some(Source::file(&file)));
        }
        if let Some(file) = self.file(table, &WORKBOOKS).or_else(|| self.file(table, &OTHER_WORKBOOKS)) {
            return self.source(table, &file, sheet).map(Some);
        }
        let mut found = self.sheets_named(sheet.unwrap_or(table.name()));
        match (found.len(), sheet) {
            (0, Some(sheet)) => Err(Stop::of_file("no-such-sheet-anywhere", table, sheet).with("wanted", sheet)),
            (0 | 1, _) => Ok(found.pop()),
            _ => Err(two_sheets(table, &found)),
        }
    }

    /// Names are compared without regard to capitals, so that a run does not depend on the kind of disk.
    fn file(&self, table: TableId, endings: &[&str]) -> Option<String> {
        let named = |ending: &&str| {
            let wanted = format!("{}{ending}", table.name());
            self.names.iter().find(|name| name.eq_ignore_ascii_case(&wanted)).cloned()
        };
        endings.iter().find_map(named)
    }

    fn source(&self, table: TableId, file: &str, sheet: Option<&str>) -> Result<Source, Stop> {
        if has_ending(file, &OTHER_WORKBOOKS) {
            return Err(Stop::of_file("other-workbook", table, file));
        }
        if !has_ending(file, &WORKBOOKS) {
            return Ok(Source::file(file));
        }
        let sheets = self.sheets(file).map_err(|refused| refused.stop(table, &Source::file(file)))?;
        let named = sheets.iter().find(|name| is_named(name, sheet.unwrap_or(table.name())));
        match (named, sheets.as_slice(), sheet) {
            (Some(name), ..) | (None, [name], None) => Ok(Source::sheet(file, name)),
            _ => Err(no_such_sheet(table, file, sheet.unwrap_or(table.name()), &sheets)),
        }
    }

    fn sheets(&self, file: &str) -> Result<Vec<String>, Refused> {
        if let Some(known) = self.sheets.borrow().get(file) {
            return known.clone();
        }
        let bytes = self.export.bytes(file).map_err(|error| Refused::Broken(error.to_string()));
        let sheets = bytes.and_then(Workbook::open).map(|book| book.sheets());
        self.sheets.borrow_mut().insert(file.to_owned(), sheets.clone());
        sheets
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// The sheets of a workbook; `None` for a file of another kind.
    pub(super) fn sheets_of(&self, name: &str) -> Option<Result<Vec<String>, Stop>> {
        let stop = |refused: Refused| refused.stop(TableId::Measures, &Source::file(name));
        if has_ending(name, &OTHER_WORKBOOKS) {
            return Some(Err(Stop::of_file("other-workbook", TableId::Measures, name)));
        }
        let readable = has_ending(name, &WORKBOOKS) && !is_left_over(name);
        readable.then(|| self.sheets(name).map_err(stop))
    }

    fn workbooks(&self) -> impl Iterator<Item = &String> {
        self.names.iter().filter(|name| has_ending(name, &WORKBOOKS) && !is_left_over(name))
    }

    /// In all workbooks at the top of the folder that can be opened.
    fn sheets_named(&self, wanted: &str) -> Vec<Source> {
        let mut found = Vec::new();
        for file in self.workbooks() {
            let sheets = self.sheets(file).unwrap_or_default();
            found.extend(sheets.iter().filter(|name| is_named(name, wanted)).map(|name| Source::sheet(file, name)));
        }
        found
    }

    fn not_found(&self, table: TableId, pattern: &str) -> Stop {
        let near = nearest(pattern, self.names.iter().map(String::as_str));
        let code = if near.is_some() { "file-not-found-near" } else { "file-not-found" };
        Stop::of_file(code, table, pattern).with("nearest", near.unwrap_or_default())
    }

    /// Files that are neither text nor workbooks, settings and what programs leave lying about aside.
    pub(super) fn others(&self) -> Vec<String> {
        let is_other = |name: &&String| {
            let lies_about = is_left_over(name) || name.ends_with(".toml") || name.contains('/');
            !lies_about && !is_text(name) && self.sheets_of(name).is_none()
        };
        self.names.iter().filter(is_other).cloned().collect()
    }

    /// Text files and workbooks at the top of the folder that no table is read from, and sheets beside those that are read.
    pub(super) fn unread(&self, tables: &[Plan<'_>]) -> Vec<String> {
        let files = || tables.iter().flat_map(|plan| &plan.files);
        let is_opened = |name: &&String| files().any(|file| file.source.file == **name);
        let may_hold = |name: &&String| is_text(name) || self.sheets_of(name).is_some();
        let mut unread: Vec<String> =
            self.names.iter().filter(may_hold).filter(|name| !is_opened(name)).cloned().collect();
        for name in self.names.iter().filter(is_opened) {
            let sheets = self.sheets_of(name).and_then(Result::ok).unwrap_or_default();
            let sheets = sheets.iter().map(|sheet| Source::sheet(name, sheet));
            unread.extend(sheets.filter(|sheet| !is_read(tables, sheet)).map(|sheet| sheet.shown()));
        }
        unread
    }

    /// Why nothing at all can be read from the folder.
    pub(super) fn nothing_to_read(&self) -> Vec<Stop> {
        let refused = self.workbooks().filter_map(|file| {
            let refused = self.sheets(file).err()?;
            Some(refused.stop(TableId::Measures, &Source::file(file)))
        });
        let refused: Vec<Stop> = refused.collect();
        if !refused.is_empty() {
            return refused;
        }
        let wanted = TableId::ALL.map(|table| format!("{}.csv", table.name())).join(", ");
        let text = self.names.iter().filter(|name| is_text(name));
        let found: Vec<String> = text.chain(self.workbooks()).cloned().collect();
        let (code, found) = match (found.is_empty(), self.others()) {
            (false, _) => ("nothing-known-to-read", found),
            (true, others) if others.is_empty() => ("nothing-to-read", others),
            (true, others) => ("nothing-readable", others),
        };
        vec![Stop::of_folder(code).with("wanted", wanted).with("found", found.join(", "))]
    }

    /// Files and sheets whose name is that of a table, or nearly, and that are not read.
    pub(super) fn not_read(&self, tables: &[Plan<'_>]) -> Vec<NotRead> {
        let mut found: Vec<NotRead> = self.names.iter().filter_map(|name| text_not_read(name, tables)).collect();
        for table in TableId::ALL {
            let Some(wanted) = tables.iter().find(|plan| plan.table == table).and_then(Plan::first_file) else {
                continue;
            };
            let sheets = self.sheets_named(table.name()).into_iter().filter(|sheet| !is_read(tables, sheet));
            found.extend(sheets.map(|sheet| NotRead { table, file: sheet.shown(), wanted: wanted.clone() }));
        }
        found
    }
}

const WORKBOOKS: [&str; 2] = [".xlsx", ".xlsm"];
/// Kinds of workbook that are refused by name: formats of their own, each with readers of less repute.
const OTHER_WORKBOOKS: [&str; 3] = [".xls", ".xlsb", ".ods"];

/// Whether a name is that of a text file that may hold a table.
pub(super) fn is_text(name: &str) -> bool {
    !is_left_over(name) && has_ending(name, &[".csv", ".csv.gz", ".txt", ".tsv", ".tab", ".dat"])
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    let name = name.to_ascii_lowercase();
    endings.iter().any(|ending| name.ends_with(ending))
}

/// What a spreadsheet program leaves beside a workbook that is open.
pub(super) fn is_left_over(name: &str) -> bool {
    name.starts_with("~$") || name.starts_with('.')
}

fn is_named(sheet: &str, wanted: &str) -> bool {
    sheet.trim().to_lowercase() == wanted.trim().to_lowercase()
}

fn is_read(tables: &[Plan<'_>], source: &Source) -> bool {
    tables.iter().flat_map(|plan| &plan.files).any(|file| file.source == *source)
}

fn two_sheets(table: TableId, found: &[Source]) -> Stop {
    let places: Vec<String> = found.iter().map(Source::shown).collect();
    Stop::of_file("sheet-in-two-workbooks", table, &found[0].file).with("places", places.join(", "))
}

fn no_such_sheet(table: TableId, file: &str, wanted: &str, sheets: &[String]) -> Stop {
    let stop = Stop::of_file("no-such-sheet", table, file);
    stop.with("wanted", wanted)
        .with("found", sheets.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", "))
}

/// A file whose name is nearly that of a table without a file, or a packed copy beside a plain file.
fn text_not_read(name: &str, tables: &[Plan<'_>]) -> Option<NotRead> {
    if is_read(tables, &Source::file(name)) {
        return None;
    }
    let lower = name.to_lowercase();
    let stem = lower.strip_suffix(".gz").unwrap_or(&lower).strip_suffix(".csv")?;
    let word = nearest(stem, TableId::ALL.iter().map(|table| table.name()))?;
    let table = TableId::ALL.into_iter().find(|table| table.name() == word)?;
    let wanted = tables.iter().find(|plan| plan.table == table).and_then(Plan::first_file);
    let near = wanted.is_none() || stem == word;
    let wanted = wanted.unwrap_or_else(|| format!("{word}.csv"));
    near.then(|| NotRead { table, file: name.to_owned(), wanted })
}
