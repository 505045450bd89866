//! What will be read, settled before anything is read through: which files hold which table, how each is written,
//! where its columns are. Every reason to stop that the first rows can show is found here, in all files at once.

use super::export::Export;
use super::header::{Header, Wanted};
use super::identifying::{Kind, Sample};
use super::records::{Records, Written};
use super::row::Cleaning;
use super::stop::{IntakeError, Stop, column_letter};
use super::{actions, audit, checklist, goals, measures, people, roles, teams};
use crate::definitions::settings::{Duplicates, Settings, TableSettings};
use crate::definitions::{Definitions, TableId, nearest};
use crate::finding::Place;
use chrono::NaiveDate;
use csv::StringRecord;

/// How many rows of each file are looked at for values that may identify a person.
const SAMPLED_ROWS: usize = 500;

/// One table that is there.
pub(super) struct Plan<'a> {
    pub(super) table: TableId,
    pub(super) files: Vec<FilePlan<'a>>,
    pub(super) cleaning: Cleaning<'a>,
    pub(super) duplicates: Duplicates,
}

pub(super) struct FilePlan<'a> {
    pub(super) name: String,
    pub(super) written: Written,
    pub(super) delimiter_was_declared: bool,
    pub(super) header: Header<'a>,
    /// In bytes, as the file lies there.
    pub(super) size: Option<u64>,
}

impl FilePlan<'_> {
    /// A row of this file, and the cell at a position in it.
    pub(super) fn place(&self, row: u64, at: Option<usize>) -> Place {
        let header = at.and_then(|at| self.header.names.get(at)).cloned().unwrap_or_default();
        Place { file: self.name.clone(), row: Some(row), column: at.map(column_letter).unwrap_or_default(), header }
    }
}

/// A file that was there and is not read, and the name that would have been read.
pub(super) struct NotRead {
    pub(super) table: TableId,
    pub(super) file: String,
    pub(super) wanted: String,
}

pub(super) struct Plans<'a> {
    pub(super) tables: Vec<Plan<'a>>,
    pub(super) not_read: Vec<NotRead>,
}

pub(super) struct Planner<'a> {
    pub(super) export: &'a Export,
    pub(super) settings: &'a Settings,
    pub(super) definitions: &'a Definitions,
    pub(super) limit: NaiveDate,
}

impl<'a> Planner<'a> {
    pub(super) fn plans(&self) -> Result<Plans<'a>, IntakeError> {
        let names = self.export.names();
        let names = names.map_err(|error| Stop::of_folder("no-folder").with("reason", error.to_string()))?;
        let (mut tables, mut stops) = (Vec::new(), Vec::new());
        for table in TableId::ALL {
            match self.files_of(table, &names).and_then(|files| self.plan(table, files)) {
                Ok(Some(plan)) => tables.push(plan),
                Ok(None) => {}
                Err(faults) => stops.extend(faults),
            }
        }
        if tables.is_empty() && stops.is_empty() {
            stops.push(nothing_to_read(&names));
        }
        let not_read = not_read(&tables, &names);
        if stops.is_empty() { Ok(Plans { tables, not_read }) } else { Err(IntakeError { stops }) }
    }

    fn given(&self, table: TableId) -> Option<&'a TableSettings> {
        self.settings.tables.get(&table)
    }

    /// The files of a table, each once, in the order declared; by default `<table>.csv` or else `<table>.csv.gz`.
    fn files_of(&self, table: TableId, names: &[String]) -> Result<Vec<String>, Vec<Stop>> {
        let declared = self.given(table).map(|given| given.files.as_slice()).unwrap_or_default();
        if declared.is_empty() {
            return default_file(table, names).map(|file| file.into_iter().collect()).map_err(|stop| vec![stop]);
        }
        let (mut files, mut stops) = (Vec::new(), Vec::new());
        for pattern in declared {
            let found = self.export.matching(pattern);
            if found.is_empty() {
                stops.push(not_found(table, pattern, names));
            }
            for name in found {
                if is_workbook(&name) {
                    stops.push(Stop::of_file("excel", table, &name));
                } else if !files.contains(&name) {
                    files.push(name);
                }
            }
        }
        if stops.is_empty() { Ok(files) } else { Err(stops) }
    }

    fn plan(&self, table: TableId, files: Vec<String>) -> Result<Option<Plan<'a>>, Vec<Stop>> {
        let (mut plans, mut stops) = (Vec::new(), Vec::new());
        for name in files {
            match self.file(table, name) {
                Ok(plan) => plans.push(plan),
                Err(faults) => stops.extend(faults),
            }
        }
        stops.extend(layouts_differ(table, &plans));
        match stops.is_empty() {
            true if plans.is_empty() => Ok(None),
            true => Ok(Some(self.settled(table, plans))),
            false => Err(stops),
        }
    }

    fn settled(&self, table: TableId, files: Vec<FilePlan<'a>>) -> Plan<'a> {
        let given = self.given(table);
        let missing = self.settings.missing.iter().chain(given.into_iter().flat_map(|given| &given.missing));
        let cleaning = Cleaning {
            trim: self.settings.trim,
            missing: missing.map(|code| code.trim()).filter(|code| !code.is_empty()).collect(),
            date_order: given.and_then(|given| given.date_order).unwrap_or(self.settings.date_order),
            limit: self.limit,
        };
        let duplicates = given.and_then(|given| given.duplicates).unwrap_or(Duplicates::Latest);
        Plan { table, files, cleaning, duplicates }
    }

    fn file(&self, table: TableId, name: String) -> Result<FilePlan<'a>, Vec<Stop>> {
        let given = self.given(table);
        let declared = given.and_then(|given| given.delimiter).or(self.settings.delimiter);
        let encoding = given.and_then(|given| given.encoding).unwrap_or(self.settings.encoding);
        let written = Written { encoding, delimiter: declared };
        let mut records = Records::open(self.export, table, &name, written).map_err(|stop| vec![stop])?;
        let first = records.header().map_err(|stop| vec![stop])?;
        let wanted =
            Wanted { table, names: columns_of(table), settings: self.settings, given, definitions: self.definitions };
        let header = wanted.find(&name, &first)?;
        let sampled = self.sample(&mut records, &header).map_err(|stop| vec![stop])?;
        let stops: Vec<Stop> = sampled
            .into_iter()
            .map(|(at, kind)| wanted.identifying_stop(&name, at, &header.names[at], kind))
            .collect();
        if !stops.is_empty() {
            return Err(stops);
        }
        let written = Written { delimiter: Some(records.delimiter), ..written };
        let size = self.export.size(&name);
        Ok(FilePlan { name, written, delimiter_was_declared: declared.is_some(), header, size })
    }

    /// Undeclared columns, and the column of person ids, whose first values look like something that identifies a
    /// person.
    fn sample(&self, records: &mut Records, header: &Header<'_>) -> Result<Vec<(usize, Kind)>, Stop> {
        let person = header.columns.iter().find(|column| column.name == "person_id").and_then(|column| column.at);
        let allowed = |at: &usize| self.settings.allow_columns.iter().any(|name| name.trim() == header.names[*at]);
        let looked_at = header.ignored.iter().copied().chain(person).filter(|at| !allowed(at));
        let mut samples: Vec<(usize, Sample)> = looked_at.map(|at| (at, Sample::default())).collect();
        let mut record = StringRecord::new();
        for _ in 0..SAMPLED_ROWS {
            if samples.is_empty() || !records.next(&mut record)? {
                break;
            }
            samples.iter_mut().for_each(|(at, sample)| sample.take(record.get(*at).unwrap_or_default()));
        }
        let found = samples.iter().filter_map(|(at, sample)| sample.verdict().map(|kind| (*at, kind)));
        Ok(found.filter(|(at, kind)| Some(*at) != person || *kind != Kind::Postcode).collect())
    }
}

/// The columns that the reader of a table asks for, in its order.
pub(super) fn columns_of(table: TableId) -> &'static [&'static str] {
    match table {
        TableId::Teams => &teams::COLUMNS,
        TableId::People => &people::COLUMNS,
        TableId::Measures => &measures::COLUMNS,
        TableId::Goals => &goals::COLUMNS,
        TableId::Roles => &roles::COLUMNS,
        TableId::Audit => &audit::COLUMNS,
        TableId::Checklist => &checklist::COLUMNS,
        TableId::Actions => &actions::COLUMNS,
    }
}

/// Names are compared without regard to capitals, so that a run does not depend on the kind of disk.
fn default_file(table: TableId, names: &[String]) -> Result<Option<String>, Stop> {
    let named = |ending: &str| {
        let wanted = format!("{}{ending}", table.name());
        names.iter().find(|name| name.eq_ignore_ascii_case(&wanted)).cloned()
    };
    if let Some(file) = named(".csv").or_else(|| named(".csv.gz")) {
        return Ok(Some(file));
    }
    match named(".xlsx").or_else(|| named(".xls")) {
        Some(workbook) => Err(Stop::of_file("excel", table, &workbook)),
        None => Ok(None),
    }
}

fn is_workbook(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".xlsx", ".xlsm", ".xls", ".ods"].iter().any(|ending| name.ends_with(ending))
}

fn not_found(table: TableId, pattern: &str, names: &[String]) -> Stop {
    let near = nearest(pattern, names.iter().map(String::as_str));
    let code = if near.is_some() { "file-not-found-near" } else { "file-not-found" };
    Stop::of_file(code, table, pattern).with("nearest", near.unwrap_or_default())
}

fn nothing_to_read(names: &[String]) -> Stop {
    let wanted = TableId::ALL.map(|table| format!("{}.csv", table.name())).join(", ");
    let found: Vec<&str> =
        names.iter().filter(|name| name.to_lowercase().contains(".csv")).map(String::as_str).collect();
    let code = if found.is_empty() { "nothing-to-read" } else { "nothing-known-to-read" };
    Stop::of_folder(code).with("wanted", wanted).with("found", found.join(", "))
}

fn layouts_differ(table: TableId, files: &[FilePlan<'_>]) -> Option<Stop> {
    let first = files.first()?;
    let other = files.iter().find(|file| file.header.layout != first.header.layout)?;
    Some(Stop::of_file("layouts-differ", table, &other.name).with("other_file", &first.name))
}

/// Files whose name is nearly that of a table without a file, and packed copies beside a plain file.
fn not_read(tables: &[Plan<'_>], names: &[String]) -> Vec<NotRead> {
    let read = |name: &String| tables.iter().flat_map(|plan| &plan.files).any(|file| file.name == *name);
    let unread = names.iter().filter(|name| !read(name));
    let found = unread.filter_map(|name| {
        let lower = name.to_lowercase();
        let stem = lower.strip_suffix(".gz").unwrap_or(&lower).strip_suffix(".csv")?;
        let word = nearest(stem, TableId::ALL.iter().map(|table| table.name()))?;
        let table = TableId::ALL.into_iter().find(|table| table.name() == word)?;
        let given = tables.iter().find(|plan| plan.table == table);
        let wanted = given.and_then(|plan| plan.files.first()).map(|file| file.name.clone());
        let near = wanted.is_none() || stem == word;
        let wanted = wanted.unwrap_or_else(|| format!("{word}.csv"));
        near.then(|| NotRead { table, file: name.clone(), wanted })
    });
    found.collect()
}
