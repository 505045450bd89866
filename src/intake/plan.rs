//! What will be read, settled before anything is read through: which files hold which table, how each is written,
//! where its columns are. Every reason to stop that the first rows can show is found here, in all files at once.

use super::export::{Export, Source, fits};
use super::header::{Column, Header, Wanted};
use super::header_notes::{self, Note};
use super::identifying::{Kind, Sample};
use super::missing::listed_once;
use super::records::{DELIMITERS, Records, Written, delimiter_words, likely_delimiter};
use super::row::Cleaning;
use super::sources::{NotRead, Sources};
use super::stop::{IntakeError, Stop, column_letter};
use super::{actions, audit, checklist, goals, measures, people, roles, teams};
use crate::definitions::settings::{DateOrder, Duplicates, HeaderRow, Settings, TableSettings};
use crate::definitions::{Definitions, Subject, TableId};
use crate::finding::Place;
use chrono::NaiveDate;
use csv::StringRecord;
use std::collections::BTreeSet;

/// How many rows of each file are looked at for values that may identify a person.
const SAMPLED_ROWS: usize = 500;

/// How many lines above its header a file may have for the header to be found and named.
const MOST_TITLE_LINES: u64 = 20;

/// One table that is there.
pub(super) struct Plan<'a> {
    pub(super) table: TableId,
    pub(super) files: Vec<FilePlan<'a>>,
    pub(super) cleaning: Cleaning<'a>,
    pub(super) duplicates: Duplicates,
}

pub(super) struct FilePlan<'a> {
    pub(super) source: Source,
    /// As it is shown to people.
    pub(super) name: String,
    pub(super) written: Written,
    pub(super) delimiter_was_declared: bool,
    pub(super) header: Header<'a>,
    /// In bytes, as the file lies there.
    pub(super) size: Option<u64>,
    /// What there is to look at in the file as a whole.
    pub(super) notes: Vec<Note>,
}

impl Plan<'_> {
    pub(super) fn first_file(&self) -> Option<String> {
        self.files.first().map(|file| file.name.clone())
    }
}

impl FilePlan<'_> {
    /// A row of this file, and the cell at a position in it.
    pub(super) fn place(&self, row: u64, at: Option<usize>) -> Place {
        let header = at.and_then(|at| self.header.names.get(at)).cloned().unwrap_or_default();
        Place { file: self.name.clone(), row: Some(row), column: at.map(column_letter).unwrap_or_default(), header }
    }
}

pub(super) struct Plans<'a> {
    pub(super) tables: Vec<Plan<'a>>,
    pub(super) not_read: Vec<NotRead>,
    /// Files that may hold a table and that no table is read from.
    pub(super) unread: Vec<String>,
}

pub(super) struct Planner<'a> {
    pub(super) export: &'a Export,
    pub(super) settings: &'a Settings,
    pub(super) definitions: &'a Definitions,
    pub(super) limit: NaiveDate,
}

impl<'a> Planner<'a> {
    pub(super) fn plans(&self) -> Result<Plans<'a>, IntakeError> {
        let sources = Sources::look(self.export)?;
        let (mut tables, mut stops) = (Vec::new(), Vec::new());
        for table in TableId::ALL {
            match sources.of(table, self.given(table)).and_then(|found| self.plan(table, found)) {
                Ok(Some(plan)) => tables.push(plan),
                Ok(None) => {}
                Err(faults) => stops.extend(faults),
            }
        }
        if tables.is_empty() && stops.is_empty() {
            stops.extend(sources.nothing_to_read());
        }
        stops.extend(teams_untold(&tables));
        let (not_read, unread) = (sources.not_read(&tables), sources.unread(&tables));
        if stops.is_empty() { Ok(Plans { tables, not_read, unread }) } else { Err(IntakeError { stops }) }
    }

    fn given(&self, table: TableId) -> Option<&'a TableSettings> {
        self.settings.tables.get(&table)
    }

    fn plan(&self, table: TableId, sources: Vec<Source>) -> Result<Option<Plan<'a>>, Vec<Stop>> {
        let (mut plans, mut stops) = (Vec::new(), Vec::new());
        let alone = sources.len() == 1;
        for source in sources {
            match self.file(table, source, alone) {
                Ok(plan) => plans.push(plan),
                Err(faults) => stops.extend(faults),
            }
        }
        stops.extend(layouts_differ(table, &plans));
        if stops.is_empty() {
            stops.extend(self.nowhere(table, &plans));
        }
        match stops.is_empty() {
            true if plans.is_empty() => Ok(None),
            true => {
                self.note_items_not_there(table, &mut plans);
                Ok(Some(self.settled(table, plans)))
            }
            false => Err(stops),
        }
    }

    /// Headers that audit.toml names and that no file of the table has. A file need not have them all: often each instrument has
    /// a file of its own.
    fn nowhere(&self, table: TableId, files: &[FilePlan<'a>]) -> Vec<Stop> {
        let Some(first) = files.first() else { return Vec::new() };
        let wanted = self.wanted(table);
        let has = |column: &Column<'_>, name: &str| column.name == name && column.at.is_some();
        let there = |name: &str| files.iter().any(|file| file.header.columns.iter().any(|column| has(column, name)));
        let names = wanted.declared();
        let absent = names.iter().filter(|name| !there(name));
        listed_once(absent.map(|name| wanted.missing_header(&first.name, &first.header.names, name)).collect())
    }

    /// Instruments whose items audit.toml names by their numbers and no file has, beside files that have those of others. A
    /// questionnaire may well not have been used in a quarter, so that it is said and stops nothing.
    fn note_items_not_there(&self, table: TableId, files: &mut [FilePlan<'a>]) {
        // A total is no item: with totals alone, answers under other headers would be passed over.
        let items = files.iter().flat_map(|file| &file.header.wide).filter(|(.., part)| part.item().is_some());
        let wide = items.map(|(_, at, _)| &self.definitions.measures[*at].id);
        let there: BTreeSet<&String> = wide.collect();
        let named = self.given(table).into_iter().flat_map(|given| &given.items);
        let absent: Vec<_> = named.filter(|(measure, _)| !there.contains(measure)).collect();
        let Some(first) = files.first_mut() else { return };
        let name = first.name.clone();
        first.notes.extend(absent.iter().map(|(measure, pattern)| Note::of_items(&name, measure, pattern)));
    }

    fn wanted(&self, table: TableId) -> Wanted<'a> {
        let (settings, given, definitions) = (self.settings, self.given(table), self.definitions);
        let names = columns_of(table);
        Wanted { table, names, settings, given, definitions, alone: false, about_nobody: false }
    }

    fn settled(&self, table: TableId, files: Vec<FilePlan<'a>>) -> Plan<'a> {
        let given = self.given(table);
        let missing = self.settings.missing.iter().chain(given.into_iter().flat_map(|given| &given.missing));
        let cleaning = Cleaning {
            trim: self.settings.trim,
            missing: missing.map(|code| code.trim()).filter(|code| !code.is_empty()).collect(),
            date_order: self.date_order(table),
            limit: self.limit,
        };
        let duplicates = given.and_then(|given| given.duplicates).unwrap_or(Duplicates::Latest);
        Plan { table, files, cleaning, duplicates }
    }

    fn date_order(&self, table: TableId) -> DateOrder {
        self.given(table).and_then(|given| given.date_order).unwrap_or(self.settings.date_order)
    }

    fn file(&self, table: TableId, source: Source, alone: bool) -> Result<FilePlan<'a>, Vec<Stop>> {
        let name = source.shown();
        let wanted = Wanted { alone, ..self.wanted(table) };
        let written = self.below_titles(&wanted, &source, self.written(table, &source));
        let mut records = Records::open(self.export, table, &source, written).map_err(|stop| vec![stop])?;
        let first = records.header().map_err(|stop| vec![stop])?;
        let about_nobody = self.is_about_nobody(&wanted, &source, written, &first);
        let wanted = Wanted { about_nobody, ..wanted };
        let header = match wanted.find(&name, &first) {
            Ok(header) => header,
            Err(mut stops) => {
                if let Some(kind) = not_a_table(&first) {
                    return Err(vec![Stop::of_file("no-table", table, &name).with("kind", kind)]);
                }
                stops.iter_mut().for_each(|stop| stop.move_to_row(records.header_row));
                let elsewhere =
                    (!wanted.fits(&name, &first)).then(|| self.misplaced(&wanted, &source, &records, &first));
                return Err(elsewhere.flatten().map_or(stops, |stop| vec![stop]));
            }
        };
        let sampled = self.sample(&mut records, &header).map_err(|stop| vec![stop])?;
        let stops: Vec<Stop> = sampled
            .into_iter()
            .map(|(at, kind)| wanted.identifying_stop(&name, at, &header.names[at], kind))
            .collect();
        if !stops.is_empty() {
            return Err(stops);
        }
        let delimiter_was_declared = self.declared_delimiter(table).is_some() || source.sheet.is_some();
        let written = Written { delimiter: Some(records.delimiter), ..written };
        let size = self.export.size(&source.file);
        let notes = header_notes::notes(&name, &records, &header, &wanted);
        Ok(FilePlan { source, name, written, delimiter_was_declared, header, size, notes })
    }

    /// Whether the rows of a table of questionnaires name such as are about nobody, and no others. It is asked only where a
    /// long table has no column that says who, so that a whole reading more costs nothing.
    fn is_about_nobody(&self, wanted: &Wanted<'_>, source: &Source, written: Written, first: &StringRecord) -> bool {
        let Some(measure) = wanted.measure_without_people(first) else { return false };
        let Ok(mut records) = Records::open(self.export, wanted.table, source, written) else { return false };
        let (mut record, mut of_nobody) = (StringRecord::new(), false);
        let has_header = records.header().is_ok();
        while has_header && matches!(records.next(&mut record), Ok(true)) {
            match self.subject(&measure, &record) {
                Some(Subject::Person) => return false,
                subject => of_nobody |= subject.is_some(),
            }
        }
        of_nobody
    }

    /// Whom the instrument is about that a row names; nothing where it names none that is known.
    fn subject(&self, column: &Column<'_>, record: &StringRecord) -> Option<Subject> {
        let cell = record.get(column.at?)?.trim();
        let id = column.codes.and_then(|codes| codes.get(cell)).map_or(cell, String::as_str);
        let measure = self.definitions.measures.iter().find(|measure| measure.id.eq_ignore_ascii_case(id));
        measure.map(|measure| measure.subject)
    }

    /// With the number of records that stand above the header, where audit.toml says that there are some. A row that is named
    /// there is judged even where it will not do; where none is named and none will do, the first one is.
    fn below_titles(&self, wanted: &Wanted<'_>, source: &Source, written: Written) -> Written {
        let row = match wanted.given.and_then(|given| given.header_row) {
            None => return written,
            Some(HeaderRow::At(row)) => Some(row),
            Some(HeaderRow::Find) => None,
        };
        let fits = |record: &StringRecord| wanted.fits(&source.file, record);
        let found = self
            .ways(wanted.table, source)
            .into_iter()
            .find_map(|way| self.titles(wanted.table, source, way, row, &fits));
        let named = || row.and_then(|_| self.titles(wanted.table, source, written, row, &|_| true));
        found.or_else(named).unwrap_or(written)
    }

    /// The same file separated by each delimiter that it may have.
    fn ways(&self, table: TableId, source: &Source) -> Vec<Written> {
        let written = self.written(table, source);
        let with = |delimiter: u8| Written { delimiter: Some(delimiter), ..written };
        written.delimiter.map_or_else(|| DELIMITERS.map(with).to_vec(), |delimiter| vec![with(delimiter)])
    }

    /// How many records stand above the first one that fits, in the given row or in any of the first few.
    fn titles(
        &self,
        table: TableId,
        source: &Source,
        written: Written,
        row: Option<u64>,
        fits: &dyn Fn(&StringRecord) -> bool,
    ) -> Option<Written> {
        let mut records = Records::open(self.export, table, source, written).ok()?;
        let mut record = records.header().ok()?;
        for titles in 0..=row.unwrap_or(MOST_TITLE_LINES) {
            if row.is_none_or(|row| records.row() == row) && fits(&record) {
                return Some(Written { titles, ..written });
            }
            if !records.next(&mut record).ok()? {
                return None;
            }
        }
        None
    }

    /// A plainer reason why a header cannot be understood than that its columns are missing: the lines above it, or another
    /// delimiter than the declared one.
    fn misplaced(&self, wanted: &Wanted<'_>, source: &Source, read: &Records, first: &StringRecord) -> Option<Stop> {
        let stop = |code| Stop::of_file(code, wanted.table, &source.shown());
        let fits = |record: &StringRecord| wanted.fits(&source.file, record);
        let ways = self.ways(wanted.table, source).into_iter();
        let lower = ways.filter_map(|way| self.titles(wanted.table, source, way, None, &fits)).find_map(|way| {
            let mut records = Records::open(self.export, wanted.table, source, way).ok()?;
            records.header().ok().map(|_| records.header_row)
        });
        if let Some(row) = lower {
            return Some(stop("header-lower").at_row(row));
        }
        let line = first.iter().collect::<Vec<_>>().join(&char::from(read.delimiter).to_string());
        let likely = likely_delimiter(line.as_bytes());
        let other = likely != read.delimiter && source.sheet.is_none();
        other.then(|| {
            let stop = stop("wrong-delimiter").with("declared", delimiter_words(read.delimiter));
            stop.with("likely", delimiter_words(likely))
        })
    }

    fn declared_delimiter(&self, table: TableId) -> Option<u8> {
        self.given(table).and_then(|given| given.delimiter).or(self.settings.delimiter)
    }

    fn written(&self, table: TableId, source: &Source) -> Written {
        let given = self.given(table);
        let mut of_files = given.into_iter().flat_map(|given| &given.encodings);
        let own = of_files.find(|(name, _)| fits(name, &source.file)).map(|(_, encoding)| *encoding);
        let encoding = own.or(given.and_then(|given| given.encoding)).unwrap_or(self.settings.encoding);
        Written { encoding, delimiter: self.declared_delimiter(table), date_order: self.date_order(table), titles: 0 }
    }

    /// Undeclared columns, and the column of person ids, whose first values look like something that identifies a
    /// person.
    fn sample(&self, records: &mut Records, header: &Header<'_>) -> Result<Vec<(usize, Kind)>, Stop> {
        let person = header.columns.iter().find(|column| column.name == "person_id").and_then(|column| column.at);
        let allowed = |at: &usize| self.settings.allow_columns.contains(&header.names[*at]);
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

/// What a file seems to be that is no table, told by how it begins. Headers in brackets are no list of JSON.
fn not_a_table(first: &StringRecord) -> Option<&'static str> {
    let start = first.get(0).unwrap_or_default().trim();
    let after = |sign: char| start.strip_prefix(sign).map(str::trim_start);
    let begins = |rest: &str, signs: &[char]| rest.is_empty() || rest.starts_with(signs);
    let line: Vec<&str> = first.iter().take(2).collect();
    if ["MSH|^", "FHS|^", "BHS|^"].iter().any(|segment| line.join("|").starts_with(segment)) {
        return Some("HL7 messages");
    }
    let is_object = after('{').is_some_and(|rest| begins(rest, &['"', '}']));
    if is_object || after('[').is_some_and(|rest| begins(rest, &['"', '{', '['])) {
        return Some("JSON");
    }
    let is_markup = |rest: &str| rest.starts_with(['?', '!']) || start.contains('>');
    after('<').filter(|rest| is_markup(rest)).map(|_| "XML or a web page (HTML)")
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

/// Tables whose teams the table of people is to tell, where there is no table of people.
fn teams_untold(tables: &[Plan<'_>]) -> Vec<Stop> {
    if tables.iter().any(|plan| plan.table == TableId::People) {
        return Vec::new();
    }
    let told = |plan: &&Plan<'_>| plan.files.iter().any(|file| file.header.team_told.is_some());
    let untold = tables.iter().filter(told).filter_map(|plan| plan.first_file().zip(Some(plan.table)));
    untold.map(|(file, table)| Stop::of_file("teams-untold", table, &file)).collect()
}

fn layouts_differ(table: TableId, files: &[FilePlan<'_>]) -> Option<Stop> {
    let first = files.first()?;
    let other = files.iter().find(|file| file.header.layout != first.header.layout)?;
    Some(Stop::of_file("layouts-differ", table, &other.name).with("other_file", &first.name))
}
