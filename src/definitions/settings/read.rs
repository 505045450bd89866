//! `audit.toml` from its text to [`Settings`]: words to choices, dates to days, every fault with its line.

use super::file::{RebaseFile, ReleaseFile, SettingsFile, TableFile, TablesFile};
use super::merge::Form;
use super::profile::{Profile, shipped};
use super::{
    Breakdown, DateOrder, Declared, Duplicates, GOAL_ID, HeaderRow, Layout, Quarters, ReleaseOverride, ReportKind,
    Settings, TEAM_ID, TOLD_BY_PEOPLE, TableSettings, TextEncoding, TrendUnit, header_name,
};
use crate::definitions::faults::{Fault, Faults, hint};
use crate::definitions::reading::{Written, quoted};
use crate::definitions::{Rebase, ReleaseProfile, TableId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use toml::{Spanned, Value};

pub(super) const FILE: &str = "audit.toml";

/// Ids that several columns may make together.
const JOINABLE: [&str; 3] = [GOAL_ID, "record_id", "action_id"];

/// Where the team of a row may be found, besides its own cells.
const TEAM_SOURCES: &[(&str, bool)] = &[("people", true)];

const QUARTERS: &[(&str, Quarters)] = &[("financial", Quarters::Financial), ("calendar", Quarters::Calendar)];
const ENCODINGS: &[(&str, TextEncoding)] =
    &[("utf-8", TextEncoding::Utf8), ("windows-1252", TextEncoding::Windows1252), ("utf-16", TextEncoding::Utf16)];
const DELIMITERS: &[(&str, u8)] = &[(",", b','), (";", b';'), ("tab", b'\t'), ("|", b'|')];
const DATE_ORDERS: &[(&str, DateOrder)] = &[
    ("iso", DateOrder::Iso),
    ("dmy", DateOrder::DayMonthYear),
    ("mdy", DateOrder::MonthDayYear),
    ("d-mmm-y", DateOrder::DayNameYear),
    ("excel", DateOrder::Excel),
];
const TRENDS: &[(&str, TrendUnit)] = &[("quarter", TrendUnit::Quarter), ("month", TrendUnit::Month)];
const LAYOUTS: &[(&str, Layout)] = &[("long", Layout::Long), ("wide", Layout::Wide)];
const DUPLICATES: &[(&str, Duplicates)] =
    &[("latest", Duplicates::Latest), ("identical", Duplicates::Identical), ("refuse", Duplicates::Refuse)];
const PROFILES: &[(&str, ReleaseProfile)] =
    &[("suppress", ReleaseProfile::Suppress), ("round", ReleaseProfile::Round)];
const BREAKDOWNS: &[(&str, Breakdown)] = &[
    ("gender", Breakdown::Gender),
    ("ethnic_group", Breakdown::EthnicGroup),
    ("age_band", Breakdown::AgeBand),
    ("imd_quintile", Breakdown::ImdQuintile),
];
const REPORTS: &[(&str, ReportKind)] = &[
    ("commissioner", ReportKind::Commissioner),
    ("audit", ReportKind::Audit),
    ("team", ReportKind::Team),
    ("public", ReportKind::Public),
];

/// The settings of a service, or every fault of the file at once. `None` when there is no file: every default.
pub fn read(toml_text: Option<&str>) -> Result<Settings, Faults> {
    read_with(toml_text, &shipped()?)
}

/// The same, where the service may have profiles of its own.
pub fn read_with(toml_text: Option<&str>, profiles: &[Profile]) -> Result<Settings, Faults> {
    let mut written = Written::new(FILE, toml_text.unwrap_or_default());
    let file: Option<SettingsFile> = written.toml();
    let mut reading = Reading { written, profiles };
    let settings = file.map(|file| reading.settings(&file, guesses(toml_text.unwrap_or_default())));
    reading.written.faults.0.iter_mut().for_each(say_where_it_belongs);
    match settings {
        Some(settings) if reading.written.faults.is_empty() => Ok(settings),
        _ => Err(reading.written.faults.sorted()),
    }
}

/// Keys that were added at the end of the file stand below a heading by mistake.
fn say_where_it_belongs(fault: &mut Fault) {
    let known = toml::from_str::<SettingsFile>("no-such-key = 1")
        .map_or_else(|error| quoted(error.message()), |_| Vec::new());
    let unknown = quoted(&fault.message).into_iter().next().filter(|_| fault.message.contains("is not known here"));
    if let Some(key) = unknown.filter(|key| known.iter().skip(1).any(|known| known == key)) {
        fault.message = format!(
            "the key `{key}` does not belong under a heading in square brackets. Please move the line up, above the \
             first such heading."
        );
    }
}

/// Lines that “fingerpost init” wrote and nobody has confirmed yet: how many, and the first of them.
fn guesses(text: &str) -> Option<(usize, u64)> {
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.starts_with('#') && line.contains("# guess:"));
    let lines: Vec<u64> = lines.map(|(_, number)| number).collect();
    lines.first().map(|first| (lines.len(), *first))
}

pub(super) struct Reading<'a> {
    pub(super) written: Written<'a>,
    pub(super) profiles: &'a [Profile],
}

impl Reading<'_> {
    fn settings(&mut self, file: &SettingsFile, guesses: Option<(usize, u64)>) -> Settings {
        let profile = file.profile.as_ref().and_then(|id| self.profile(id)).unwrap_or_default();
        let form = self.form(&file.encoding, &file.delimiter, &file.date_order, &file.missing, &file.tables);
        let form = form.over(profile.form);
        Settings {
            profile: Some(profile.id).filter(|id| !id.is_empty()),
            provider: self.text("provider", file.provider.as_ref(), "This provider"),
            provider_id: self.text("provider_id", file.provider_id.as_ref(), "provider"),
            quarters: self.choice("quarters", file.quarters.as_ref(), QUARTERS).unwrap_or(Quarters::Financial),
            extracted: file.extracted.as_ref().and_then(|day| self.day("extracted", day)),
            encoding: form.encoding.unwrap_or(TextEncoding::Utf8),
            delimiter: form.delimiter,
            date_order: form.date_order.unwrap_or(DateOrder::Iso),
            missing: form.missing.unwrap_or_else(|| vec![String::new()]),
            trim: file.trim.unwrap_or(true),
            pairing: self.text("pairing", file.pairing.as_ref(), "first-last"),
            trend: self.choice("trend", file.trend.as_ref(), TRENDS).unwrap_or(TrendUnit::Quarter),
            breakdowns: self.choices("breakdowns", file.breakdowns.as_ref(), BREAKDOWNS),
            reports: self.choices("reports", file.reports.as_ref(), REPORTS),
            licences: texts(file.licences.as_ref()).unwrap_or_default(),
            allow_columns: texts(file.allow_columns.as_ref())
                .unwrap_or_default()
                .iter()
                .map(|name| header_name(name))
                .collect(),
            term: self.text("term", file.term.as_ref(), "people who use the service"),
            languages: texts(file.languages.as_ref()).unwrap_or_default(),
            audit_sample: file.audit_sample.as_ref().map(|how| self.text("audit_sample", Some(how), "")),
            data_licence: file.data_licence.as_ref().map(|name| self.text("data_licence", Some(name), "")),
            rebases: file.rebase.iter().filter_map(|rebase| self.rebase(rebase)).collect(),
            release: self.release(&file.release),
            guesses,
            tables: form.tables,
        }
    }

    fn rebase(&mut self, file: &RebaseFile) -> Option<Rebase> {
        let from = self.day("from", &file.from);
        let reason = self.written.filled("reason", &file.reason);
        Some(Rebase { indicator: file.indicator.get_ref().clone(), from: from?, reason })
    }

    fn profile(&mut self, id: &Spanned<String>) -> Option<Profile> {
        let found = self.profiles.iter().find(|profile| profile.id == *id.get_ref()).cloned();
        if found.is_none() {
            let known = || self.profiles.iter().map(|profile| profile.id.as_str());
            let list = known().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let hint = hint(id.get_ref(), known());
            self.written
                .fault(id.span(), format!("there is no profile `{}`. There are: {list}.{hint}", id.get_ref()));
        }
        found
    }

    /// How an export looks, as far as a file says it.
    pub(super) fn form(
        &mut self,
        encoding: &Option<Spanned<String>>,
        delimiter: &Option<Spanned<String>>,
        date_order: &Option<Spanned<String>>,
        missing: &Option<Spanned<Vec<Spanned<String>>>>,
        tables: &TablesFile,
    ) -> Form {
        Form {
            encoding: self.choice("encoding", encoding.as_ref(), ENCODINGS),
            delimiter: self.choice("delimiter", delimiter.as_ref(), DELIMITERS),
            date_order: self.choice("date_order", date_order.as_ref(), DATE_ORDERS),
            missing: texts(missing.as_ref()),
            tables: tables.given().map(|(id, table)| (id, self.table(id, table))).collect(),
        }
    }

    fn release(&mut self, file: &ReleaseFile) -> ReleaseOverride {
        ReleaseOverride {
            profile: self.choice("release.profile", file.profile.as_ref(), PROFILES),
            threshold: self.count("release.threshold", file.threshold.as_ref()),
            mean_minimum: self.count("release.mean_minimum", file.mean_minimum.as_ref()),
            spread_minimum: self.count("release.spread_minimum", file.spread_minimum.as_ref()),
            extremes_minimum: self.count("release.extremes_minimum", file.extremes_minimum.as_ref()),
            round_to: self.count("release.round_to", file.round_to.as_ref()),
            decided_by: file.decided_by.as_ref().map(|text| text.get_ref().clone()),
            decided_on: file.decided_on.as_ref().map(|text| text.get_ref().clone()),
        }
    }

    fn table(&mut self, id: TableId, file: &TableFile) -> TableSettings {
        if ![TableId::Measures, TableId::Roles].contains(&id)
            && let Some(layout) = &file.layout
        {
            let message =
                "`layout` belongs to `[tables.measures]` and `[tables.roles]`: every other table has one form.";
            self.written.fault(layout.span(), message);
        }
        let columns = self.columns(file);
        let header_row = file.header_row.as_ref().and_then(|row| self.header_row(row));
        TableSettings {
            files: by_service(self.files(file)),
            sheet: file.sheet.as_ref().map(|name| self.written.filled("sheet", name)),
            layout: self.choice("layout", file.layout.as_ref(), LAYOUTS),
            missing: texts(file.missing.as_ref()).unwrap_or_default(),
            duplicates: self.choice("duplicates", file.duplicates.as_ref(), DUPLICATES),
            skip: file
                .skip
                .iter()
                .map(|(column, values)| (header_name(column), by_service(values.clone())))
                .collect(),
            columns,
            items: self.items(id, file),
            joined: self.joined(file),
            fixed: self.fixed(file),
            team_from_people: self.team_from(id, file),
            header_row,
            codes: file.codes.iter().map(|(column, codes)| (column.get_ref().clone(), plain(codes))).collect(),
            encoding: self.choice("encoding", file.encoding.as_ref(), ENCODINGS),
            encodings: self.encodings(file),
            delimiter: self.choice("delimiter", file.delimiter.as_ref(), DELIMITERS),
            date_order: self.choice("date_order", file.date_order.as_ref(), DATE_ORDERS),
        }
    }

    fn encodings(&mut self, file: &TableFile) -> BTreeMap<String, TextEncoding> {
        let mut encodings = BTreeMap::new();
        for (name, word) in &file.encodings {
            if let Some(encoding) = self.choice("encodings", Some(word), ENCODINGS) {
                encodings.insert(name.get_ref().replace('\\', "/"), encoding);
            }
        }
        encodings
    }

    /// File names and patterns, with `/` between folders; every file must lie inside the input folder, so that
    /// nothing outside it is ever read or named in an output.
    fn files(&mut self, file: &TableFile) -> Vec<String> {
        let given = file.files.iter().flat_map(|list| list.get_ref());
        let mut names = Vec::new();
        for name in given {
            let plain = name.get_ref().replace('\\', "/");
            let outside = plain.starts_with('/') || plain.contains(':') || plain.split('/').any(|part| part == "..");
            if outside || plain.trim().is_empty() {
                let message = "`files` takes names inside the input folder, such as `exports/answers*.csv`.";
                self.written.fault(name.span(), message);
            }
            names.push(plain);
        }
        names
    }

    fn columns(&mut self, file: &TableFile) -> BTreeMap<String, Declared<Vec<String>>> {
        let (mut seen, mut columns) = (BTreeMap::new(), BTreeMap::new());
        let mut given: Vec<_> = file.columns.iter().collect();
        // As they stand in the file, so that the later one is the one to look at.
        given.sort_by_key(|(_, headers)| headers.span().start);
        for (name, headers) in given {
            let coded = file.codes.keys().any(|column| column == name);
            let plain: Vec<String> = headers.get_ref().0.iter().map(|header| header_name(header)).collect();
            if plain.is_empty() || plain.iter().any(String::is_empty) {
                self.written.fault(headers.span(), format!("`columns.{}` names no header.", name.get_ref()));
            }
            for header in &plain {
                // One cell can say two things where codes tell them apart: a national code names questionnaire and item.
                let other = seen.insert(header.clone(), (coded, name)).filter(|(other, _)| !coded || !other);
                if let Some((_, other)) = other {
                    self.named_twice(header, other, name);
                }
            }
            columns.insert(name.get_ref().clone(), by_service(plain));
        }
        columns
    }

    /// One header cannot be two columns, unless codes tell apart what a cell of it says.
    fn named_twice(&mut self, header: &str, first: &Spanned<String>, second: &Spanned<String>) {
        let [line, own] = [first, second].map(|name| self.written.line_of(name.span()));
        let line = if line == own { String::new() } else { format!(" (line {line})") };
        let message = format!(
            "the header `{header}` is named for two columns, `{}`{line} and `{}`. Each needs its own; if \
             the export has only one, leave out the column that it does not hold.",
            first.get_ref(),
            second.get_ref()
        );
        self.written.fault(second.span(), message);
    }

    /// A row of every file, or the word that has it looked for.
    fn header_row(&mut self, given: &Spanned<Value>) -> Option<HeaderRow> {
        let row = match given.get_ref() {
            Value::Integer(row) => u64::try_from(*row).ok().filter(|row| *row > 0).map(HeaderRow::At),
            Value::String(word) if word == "find" => Some(HeaderRow::Find),
            _ => None,
        };
        if row.is_none() {
            let message =
                "`header_row` is the number of the row that holds the names of the columns, such as 4, or \"find\".";
            self.written.fault(given.span(), message);
        }
        row
    }

    /// How the headers of an instrument's items are made from the number of the item.
    fn items(&mut self, id: TableId, file: &TableFile) -> BTreeMap<String, String> {
        for (measure, header) in &file.items {
            if id != TableId::Measures {
                self.written.fault(measure.span(), "`items` belongs to `[tables.measures]` only.");
            } else if header.get_ref().matches('*').count() != 1 {
                let message =
                    "write the header of an item with one * in the place of its number, such as \"QPR15_*\".";
                self.written.fault(header.span(), message);
            }
        }
        file.items
            .iter()
            .map(|(measure, header)| (measure.get_ref().clone(), header_name(header.get_ref())))
            .collect()
    }

    /// Ids that no column holds and several columns make.
    fn joined(&mut self, file: &TableFile) -> BTreeMap<String, Vec<String>> {
        let mut joined = BTreeMap::new();
        for (name, headers) in &file.joined {
            let id = name.get_ref().as_str();
            if !JOINABLE.contains(&id) {
                let message = format!("`joined` makes an id out of several columns: one of {}.", list(&JOINABLE));
                self.written.fault(name.span(), message);
            }
            if file.columns.keys().chain(file.fixed.keys()).any(|other| other == name) {
                let message = format!("`{id}` is joined and stands in a column as well. Please keep one of them.");
                self.written.fault(name.span(), message);
            }
            let plain: Vec<String> = headers.get_ref().iter().map(|header| header_name(header)).collect();
            let distinct: BTreeSet<&String> = plain.iter().collect();
            if plain.len() < 2 || distinct.len() < plain.len() || plain.iter().any(String::is_empty) {
                let message = format!(
                    "`joined.{id}` takes the headers of the columns that make the id together, two or more, such as \
                     [\"Care plan\", \"Goal number\"]."
                );
                self.written.fault(headers.span(), message);
            }
            joined.insert(id.to_owned(), plain);
        }
        joined
    }

    /// What every row of the table says, where no column says it.
    fn fixed(&mut self, file: &TableFile) -> BTreeMap<String, String> {
        for (column, value) in &file.fixed {
            if file.columns.keys().any(|mapped| mapped == column) {
                let message =
                    format!("`{}` has a column and a fixed text. Please keep one of them.", column.get_ref());
                self.written.fault(value.span(), message);
            }
            if column.get_ref() == GOAL_ID {
                let message = "`fixed` cannot give `goal_id`: all goals of a person would be one.";
                self.written.fault(column.span(), message);
            }
            self.written.filled("fixed", value);
        }
        file.fixed
            .iter()
            .map(|(column, value)| (column.get_ref().clone(), value.get_ref().trim().to_owned()))
            .collect()
    }

    /// Whether the table of people tells the team of each row.
    fn team_from(&mut self, id: TableId, file: &TableFile) -> bool {
        let Some(word) = &file.team_from else { return false };
        if !TOLD_BY_PEOPLE.contains(&id) {
            self.written.fault(word.span(), "`team_from` belongs to `measures`, `goals` and `roles` only: their rows are about a person on a day.");
        }
        if file.columns.keys().chain(file.fixed.keys()).any(|name| name.get_ref() == TEAM_ID) {
            self.written.fault(
                word.span(),
                "`team_id` has a column or a fixed text, and `team_from` as well. Please keep one of them.",
            );
        }
        self.choice("team_from", Some(word), TEAM_SOURCES).unwrap_or(false)
    }

    /// A text that must say something where it is given.
    fn text(&mut self, key: &str, given: Option<&Spanned<String>>, default: &str) -> String {
        given.map_or_else(|| default.to_owned(), |text| self.written.filled(key, text))
    }

    fn choice<T: Copy>(&mut self, key: &str, given: Option<&Spanned<String>>, known: &[(&str, T)]) -> Option<T> {
        let word = given?;
        let found = known.iter().find(|(name, _)| name == word.get_ref()).map(|(_, value)| *value);
        if found.is_none() {
            let names = || known.iter().map(|(name, _)| *name);
            let list = names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let hint = hint(word.get_ref(), names());
            let message = format!("`{}` cannot stand at `{key}`. Use one of: {list}.{hint}", word.get_ref());
            self.written.fault(word.span(), message);
        }
        found
    }

    /// The choices named, each once, in the order given; all of them when nothing is said.
    fn choices<T: Copy + PartialEq>(
        &mut self,
        key: &str,
        given: Option<&Spanned<Vec<Spanned<String>>>>,
        known: &[(&str, T)],
    ) -> Vec<T> {
        let Some(list) = given else { return known.iter().map(|(_, value)| *value).collect() };
        let mut chosen = Vec::new();
        for word in list.get_ref() {
            if let Some(value) = self.choice(key, Some(word), known)
                && !chosen.contains(&value)
            {
                chosen.push(value);
            }
        }
        chosen
    }

    fn day(&mut self, key: &str, given: &Spanned<Value>) -> Option<NaiveDate> {
        let day = match given.get_ref() {
            Value::Datetime(moment) if moment.time.is_none() => moment.date.map(|date| date.to_string()),
            Value::String(text) => Some(text.clone()),
            _ => None,
        };
        let day = day.and_then(|day| NaiveDate::parse_from_str(&day, "%Y-%m-%d").ok());
        if day.is_none() {
            self.written.fault(given.span(), format!("`{key}` takes a day such as 2026-10-09, without a time."));
        }
        day
    }

    /// A number of people or a multiple: at least 1. What is safe is judged with the release rules.
    fn count(&mut self, key: &str, given: Option<&Spanned<i64>>) -> Option<u64> {
        let number = given?;
        let count = u64::try_from(*number.get_ref()).ok().filter(|count| *count >= 1);
        if count.is_none() {
            self.written.fault(number.span(), format!("`{key}` takes a whole number from 1 upwards."));
        }
        count
    }
}

fn by_service<T>(value: T) -> Declared<T> {
    Declared { value, by_profile: false }
}

fn texts(given: Option<&Spanned<Vec<Spanned<String>>>>) -> Option<Vec<String>> {
    given.map(|list| list.get_ref().iter().map(|text| text.get_ref().clone()).collect())
}

fn plain(codes: &BTreeMap<String, Spanned<String>>) -> BTreeMap<String, String> {
    codes.iter().map(|(from, to)| (from.clone(), to.get_ref().clone())).collect()
}

fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
