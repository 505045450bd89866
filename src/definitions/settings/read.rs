//! `audit.toml` from its text to [`Settings`]: words to choices, dates to days, every fault with its line.

use super::file::{ReleaseFile, SettingsFile, TableFile, TablesFile};
use super::{
    Breakdown, DateOrder, Duplicates, Layout, Quarters, ReleaseOverride, ReportKind, Settings, TableSettings,
    TextEncoding, TrendUnit,
};
use crate::definitions::faults::{Faults, hint};
use crate::definitions::reading::Written;
use crate::definitions::{ReleaseProfile, TableId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use toml::{Spanned, Value};

pub(super) const FILE: &str = "audit.toml";

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
    let mut written = Written::new(FILE, toml_text.unwrap_or_default());
    let file: Option<SettingsFile> = written.toml();
    let mut reading = Reading { written };
    let settings = file.map(|file| reading.settings(&file));
    match settings {
        Some(settings) if reading.written.faults.is_empty() => Ok(settings),
        _ => Err(reading.written.faults.sorted()),
    }
}

struct Reading<'a> {
    written: Written<'a>,
}

impl Reading<'_> {
    fn settings(&mut self, file: &SettingsFile) -> Settings {
        Settings {
            provider: self.text("provider", file.provider.as_ref(), "This provider"),
            provider_id: self.text("provider_id", file.provider_id.as_ref(), "provider"),
            quarters: self.choice("quarters", file.quarters.as_ref(), QUARTERS).unwrap_or(Quarters::Financial),
            extracted: file.extracted.as_ref().and_then(|day| self.day("extracted", day)),
            encoding: self.choice("encoding", file.encoding.as_ref(), ENCODINGS).unwrap_or(TextEncoding::Utf8),
            delimiter: self.choice("delimiter", file.delimiter.as_ref(), DELIMITERS),
            date_order: self.choice("date_order", file.date_order.as_ref(), DATE_ORDERS).unwrap_or(DateOrder::Iso),
            missing: texts(file.missing.as_ref()).unwrap_or_else(|| vec![String::new()]),
            trim: file.trim.unwrap_or(true),
            pairing: self.text("pairing", file.pairing.as_ref(), "first-last"),
            trend: self.choice("trend", file.trend.as_ref(), TRENDS).unwrap_or(TrendUnit::Quarter),
            breakdowns: self.choices("breakdowns", file.breakdowns.as_ref(), BREAKDOWNS),
            reports: self.choices("reports", file.reports.as_ref(), REPORTS),
            licences: texts(file.licences.as_ref()).unwrap_or_default(),
            allow_columns: texts(file.allow_columns.as_ref()).unwrap_or_default(),
            term: self.text("term", file.term.as_ref(), "people who use the service"),
            release: self.release(&file.release),
            tables: self.tables(&file.tables),
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

    fn tables(&mut self, file: &TablesFile) -> BTreeMap<TableId, TableSettings> {
        let given = [
            (TableId::Teams, &file.teams),
            (TableId::People, &file.people),
            (TableId::Measures, &file.measures),
            (TableId::Goals, &file.goals),
            (TableId::Roles, &file.roles),
            (TableId::Audit, &file.audit),
            (TableId::Checklist, &file.checklist),
            (TableId::Actions, &file.actions),
        ];
        let given = given.into_iter().filter_map(|(id, table)| table.as_ref().map(|table| (id, table)));
        given.map(|(id, table)| (id, self.table(id, table))).collect()
    }

    fn table(&mut self, id: TableId, file: &TableFile) -> TableSettings {
        if id != TableId::Measures
            && let Some(layout) = &file.layout
        {
            let message = "`layout` belongs to `[tables.measures]` only: every other table has one form.";
            self.written.fault(layout.span(), message);
        }
        let columns = self.columns(&file.columns);
        TableSettings {
            files: self.files(file),
            sheet: file.sheet.as_ref().map(|name| self.written.filled("sheet", name)),
            layout: self.choice("layout", file.layout.as_ref(), LAYOUTS),
            missing: texts(file.missing.as_ref()).unwrap_or_default(),
            duplicates: self.choice("duplicates", file.duplicates.as_ref(), DUPLICATES),
            skip: file.skip.clone(),
            columns,
            codes: file.codes.iter().map(|(column, codes)| (column.get_ref().clone(), plain(codes))).collect(),
            encoding: self.choice("encoding", file.encoding.as_ref(), ENCODINGS),
            delimiter: self.choice("delimiter", file.delimiter.as_ref(), DELIMITERS),
            date_order: self.choice("date_order", file.date_order.as_ref(), DATE_ORDERS),
        }
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

    fn columns(&mut self, file: &BTreeMap<Spanned<String>, Spanned<String>>) -> BTreeMap<String, String> {
        let mut seen = BTreeSet::new();
        for header in file.values() {
            if !seen.insert(header.get_ref().trim()) {
                let message =
                    format!("the header `{}` is named for two columns. Each needs its own.", header.get_ref());
                self.written.fault(header.span(), message);
            }
        }
        file.iter().map(|(name, header)| (name.get_ref().clone(), header.get_ref().trim().to_owned())).collect()
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

fn texts(given: Option<&Spanned<Vec<Spanned<String>>>>) -> Option<Vec<String>> {
    given.map(|list| list.get_ref().iter().map(|text| text.get_ref().clone()).collect())
}

fn plain(codes: &BTreeMap<String, Spanned<String>>) -> BTreeMap<String, String> {
    codes.iter().map(|(from, to)| (from.clone(), to.get_ref().clone())).collect()
}
