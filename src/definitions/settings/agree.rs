//! Holds `audit.toml` against the definitions: columns that exist, codes that lead to a known one, instruments and
//! pairing profiles by their ids.

use super::Settings;
use super::file::{SettingsFile, TableFile, TablesFile};
use super::read::FILE;
use crate::definitions::faults::{Faults, hint};
use crate::definitions::indicator::fits;
use crate::definitions::reading::Written;
use crate::definitions::{Definitions, Item, Kind, Measure, Scale, TableId};
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// Every fault of the file that only the definitions can show. `toml_text` is the text that `settings` was read from.
pub fn agree(toml_text: Option<&str>, settings: &Settings, definitions: &Definitions) -> Result<(), Faults> {
    let mut written = Written::new(FILE, toml_text.unwrap_or_default());
    let file: SettingsFile = written.toml().unwrap_or_default();
    let mut holding = Holding { written, definitions };
    holding.pairing(file.pairing.as_ref(), settings);
    holding.licences(file.licences.as_ref().map(Spanned::get_ref).into_iter().flatten());
    holding.languages(file.languages.as_ref().map(Spanned::get_ref).into_iter().flatten());
    file.rebase.iter().for_each(|rebase| holding.rebase(&rebase.indicator));
    holding.tables(&file.tables);
    let faults = holding.written.faults.sorted();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Every fault of a profile that only the definitions can show.
pub(super) fn agree_tables(name: &str, text: &str, tables: &TablesFile, definitions: &Definitions) -> Faults {
    let mut holding = Holding { written: Written::new(name, text), definitions };
    holding.tables(tables);
    holding.written.faults
}

/// A header as it is compared: without outer blanks, with one plain blank for each run of them, and with plain apostrophes,
/// because line breaks, hard blanks and curly signs within a header look like those that can be typed.
pub fn header_name(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(['\u{2018}', '\u{2019}'], "'")
}

/// The header of an item or a scale in a wide export: `reqol_10_3`.
pub fn wide_column(measure: &str, part: &str) -> String {
    format!("{measure}_{part}").replace('-', "_")
}

struct Holding<'a> {
    written: Written<'a>,
    definitions: &'a Definitions,
}

impl<'a> Holding<'a> {
    fn tables(&mut self, tables: &TablesFile) {
        for (table, given) in tables.given() {
            self.columns(table, given);
            self.codes(table, given);
            self.items(given);
            self.fixed(table, given);
        }
    }

    fn pairing(&mut self, given: Option<&Spanned<String>>, settings: &Settings) {
        let known = || self.definitions.pairings.iter().map(|pairing| pairing.id.as_str());
        if known().any(|id| id == settings.pairing) {
            return;
        }
        // There are few, and a service that looks for one wants to see them all.
        let all = known().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
        let near = hint(&settings.pairing, known());
        let message = format!("there is no pairing profile `{}`.{near} Known here: {all}.", settings.pairing);
        match given {
            Some(given) => self.written.fault(given.span(), message),
            None => self.written.fault_of_file(message),
        }
    }

    fn licences<'t>(&mut self, given: impl Iterator<Item = &'t Spanned<String>>) {
        for id in given {
            let known = || self.definitions.measures.iter().map(|measure| measure.id.as_str());
            if !known().any(|measure| measure == id.get_ref()) {
                let message = format!("there is no instrument `{}`.{}", id.get_ref(), hint(id.get_ref(), known()));
                self.written.fault(id.span(), message);
            }
        }
    }

    fn languages<'t>(&mut self, given: impl Iterator<Item = &'t Spanned<String>>) {
        for id in given {
            let known = || self.definitions.translations.iter().map(|translation| translation.id.as_str());
            if !known().any(|language| language == id.get_ref()) {
                let all = known().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
                let message = format!(
                    "there is no wording in the language `{}` beside the English one. There is: {all}. A file schemas/wording/{0}.toml beside audit.toml adds it.",
                    id.get_ref()
                );
                self.written.fault(id.span(), message);
            }
        }
    }

    /// Only what is drawn over time can be begun anew.
    fn rebase(&mut self, indicator: &Spanned<String>) {
        let (pattern, trends) = (indicator.get_ref(), &self.definitions.framework.trends);
        let indicators = self.definitions.indicators();
        let drawn = || {
            let ids = indicators.iter().map(|indicator| indicator.id.as_str());
            ids.filter(|id| trends.iter().any(|trend| fits(trend, id)))
        };
        if !drawn().any(|id| fits(pattern, id)) {
            let message = format!("nothing that is drawn over time is called `{pattern}`.{}", hint(pattern, drawn()));
            self.written.fault(indicator.span(), message);
        }
    }

    fn columns(&mut self, table: TableId, given: &TableFile) {
        for name in given.columns.keys() {
            self.column(table, name, "columns");
        }
        for name in given.joined.keys() {
            self.column(table, name, "joined");
        }
        self.side_by_side(table, given);
    }

    /// Where each part of life has a column of its own, no column says which is meant.
    fn side_by_side(&mut self, table: TableId, given: &TableFile) {
        let is_domain = |name: &&Spanned<String>| {
            self.definitions.roles.domains.iter().any(|domain| domain.id == *name.get_ref())
        };
        let Some(own) = given.columns.keys().find(is_domain).filter(|_| table == TableId::Roles) else { return };
        let said = given.columns.keys().chain(given.fixed.keys());
        for name in said.filter(|name| ["domain", "status"].contains(&name.get_ref().as_str())) {
            let message = format!(
                "`{}` has a column of its own, so that `{}` has no place beside it: a row says either one status or one of \
                 each part of life. Please keep one of the two.",
                own.get_ref(),
                name.get_ref()
            );
            self.written.fault(name.span(), message);
        }
    }

    fn codes(&mut self, table: TableId, given: &TableFile) {
        for (column, codes) in &given.codes {
            if let Some(measure) = self.instrument(table, column.get_ref()) {
                self.answers(column.get_ref(), std::slice::from_ref(measure), codes);
            } else if self.column(table, column, "codes") {
                self.targets(table, column.get_ref(), "codes", codes);
                if (table, column.get_ref().as_str()) == (TableId::Measures, "answer") {
                    self.answers("answer", &self.definitions.measures, codes);
                }
            }
        }
    }

    /// Answers of one instrument may have codes of their own: words that stand for one number here stand for another there. So
    /// may the column of one of its items.
    fn instrument(&self, table: TableId, id: &str) -> Option<&'a Measure> {
        let has_item = |measure: &Measure| measure.items.iter().any(|item| wide_column(&measure.id, &item.id) == id);
        let mut measures = self.definitions.measures.iter().filter(|_| table == TableId::Measures);
        measures.find(|measure| measure.id == id || has_item(measure))
    }

    /// A declared code must lead to an answer that one of the instruments has, or to `""`: a list that counts from another
    /// number shifts every score, also where no row uses the code that shows it.
    fn answers(&mut self, key: &str, measures: &[Measure], codes: &BTreeMap<String, Spanned<String>>) {
        for to in codes.values().filter(|to| !to.get_ref().is_empty()) {
            let text = to.get_ref();
            if measures.iter().any(|measure| has_answer(measure, text)) {
                continue;
            }
            let whose = match measures {
                [measure] => format!("no answer of {}: {}", measure.id, answers_in_words(measure, text)),
                _ => "no answer of any questionnaire.".to_owned(),
            };
            self.written.fault(to.span(), format!("`codes.{key}` leads to `{text}`, which is {whose}"));
        }
    }

    fn items(&mut self, given: &TableFile) {
        for id in given.items.keys() {
            let known = || self.definitions.measures.iter().map(|measure| measure.id.as_str());
            if !known().any(|measure| measure == id.get_ref()) {
                let message =
                    format!("`items`: there is no instrument `{}`.{}", id.get_ref(), hint(id.get_ref(), known()));
                self.written.fault(id.span(), message);
            }
        }
    }

    fn fixed(&mut self, table: TableId, given: &TableFile) {
        for (column, value) in &given.fixed {
            if self.column(table, column, "fixed") {
                let codes = BTreeMap::from([(String::new(), value.clone())]);
                self.targets(table, column.get_ref(), "fixed", &codes);
            }
        }
    }

    fn column(&mut self, table: TableId, name: &Spanned<String>, key: &str) -> bool {
        let known = known_columns(table, self.definitions);
        let found = known.iter().any(|column| column == name.get_ref());
        if !found {
            let near = list_or_hint(name.get_ref(), known.iter().map(String::as_str));
            let message =
                format!("`{key}` of `[tables.{}]`: there is no column `{}`.{near}", table.name(), name.get_ref());
            self.written.fault(name.span(), message);
        }
        found
    }

    /// A declared code must lead to a canonical one, or to `""`, which says that the cell counts as blank.
    fn targets(&mut self, table: TableId, column: &str, key: &str, codes: &BTreeMap<String, Spanned<String>>) {
        let Some(known) = known_codes(table, column, self.definitions) else { return };
        for to in codes.values().filter(|to| !to.get_ref().is_empty()) {
            if !known.contains(&to.get_ref().as_str()) {
                let near = list_or_hint(to.get_ref(), known.iter().copied());
                let message =
                    format!("`{key}.{column}` leads to `{}`, which is no code of this column.{near}", to.get_ref());
                self.written.fault(to.span(), message);
            }
        }
    }
}

/// Whether an instrument takes a text as an answer to any of its items, or as a total where it has totals only.
fn has_answer(measure: &Measure, text: &str) -> bool {
    let points: Option<i8> = text.parse().ok();
    let of_item = |item: &Item| {
        let in_range = points.is_some_and(|points| (item.lowest..=item.highest).contains(&points));
        in_range || item.missing.iter().chain(item.words.iter().map(|(word, _)| word)).any(|known| known == text)
    };
    let total: Option<f64> = text.parse().ok().filter(|_| measure.items.is_empty());
    let of_scale = |scale: &Scale| total.is_some_and(|total| (scale.lowest..=scale.highest).contains(&total));
    measure.items.iter().any(of_item) || measure.scales.iter().any(of_scale)
}

/// What an instrument takes as an answer, and what may be the matter with a number that it does not take.
fn answers_in_words(measure: &Measure, text: &str) -> String {
    let lowest = measure.items.iter().map(|item| f64::from(item.lowest));
    let highest = measure.items.iter().map(|item| f64::from(item.highest));
    let of_scales = || measure.scales.iter().filter(|_| measure.items.is_empty());
    let lowest = lowest.chain(of_scales().map(|scale| scale.lowest)).fold(f64::INFINITY, f64::min);
    let highest = highest.chain(of_scales().map(|scale| scale.highest)).fold(f64::NEG_INFINITY, f64::max);
    let other: BTreeSet<&str> = measure.items.iter().flat_map(other_answers).collect();
    let other: String = other.into_iter().map(|answer| format!(" or `{answer}`")).collect();
    let mend = match text.parse::<f64>() {
        Ok(number) if number == highest + 1.0 && lowest == 0.0 => {
            " If the list counts from 1, take one from every number of it.".to_owned()
        }
        Ok(number) if number == 0.0 && lowest == 1.0 => {
            " If the list counts from 0, add one to every number of it.".to_owned()
        }
        _ => hint(text, measure.items.iter().flat_map(other_answers)),
    };
    format!("it takes {lowest} to {highest}{other}.{mend}")
}

/// Words and codes that an item takes besides its numbers.
fn other_answers(item: &Item) -> impl Iterator<Item = &str> {
    item.words.iter().map(|(word, _)| word.as_str()).chain(item.missing.iter().map(String::as_str))
}

/// Columns that a table may have, those of items and of parts of life included, which a row may say side by side.
fn known_columns(table: TableId, definitions: &Definitions) -> Vec<String> {
    let schema = definitions.tables.iter().find(|schema| schema.id == table);
    let mut names: Vec<String> =
        schema.into_iter().flat_map(|schema| &schema.fields).map(|field| field.name.clone()).collect();
    if table == TableId::Measures {
        names.extend(definitions.measures.iter().flat_map(wide_columns));
    }
    if table == TableId::Roles {
        names.extend(definitions.roles.domains.iter().map(|domain| domain.id.clone()));
    }
    names
}

fn wide_columns(measure: &Measure) -> impl Iterator<Item = String> {
    let items = measure.items.iter().map(|item| item.id.as_str());
    let scales = measure.scales.iter().map(|scale| scale.id.as_str());
    items.chain(scales).map(|part| wide_column(&measure.id, part))
}

/// The closed list of codes of a column; `None` where any text may stand.
fn known_codes<'d>(table: TableId, column: &str, definitions: &'d Definitions) -> Option<Vec<&'d str>> {
    match (table, column) {
        (TableId::Measures, "measure") => Some(definitions.measures.iter().map(|m| m.id.as_str()).collect()),
        (TableId::Roles, "domain") => Some(definitions.roles.domains.iter().map(|d| d.id.as_str()).collect()),
        (TableId::Roles, id) if definitions.roles.domains.iter().any(|domain| domain.id == id) => {
            let own = definitions.roles.domains.iter().filter(|domain| domain.id == id);
            let statuses = own.flat_map(|domain| &domain.statuses);
            let codes = statuses.flat_map(|status| std::iter::once(&status.code).chain(&status.also));
            Some(codes.map(String::as_str).collect())
        }
        _ => {
            let schema = definitions.tables.iter().find(|schema| schema.id == table)?;
            match &schema.field(column)?.kind {
                Kind::Code(codes) => Some(codes.iter().map(String::as_str).collect()),
                _ => None,
            }
        }
    }
}

/// The nearest known word, or a short list when none is near.
fn list_or_hint<'k>(word: &str, known: impl Iterator<Item = &'k str> + Clone) -> String {
    const FEW: usize = 20;
    let near = hint(word, known.clone());
    if !near.is_empty() || known.clone().count() > FEW {
        return near;
    }
    format!(" Known here: {}.", known.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
}
