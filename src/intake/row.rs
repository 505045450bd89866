//! One row while it is checked: its cells cleaned as declared (trimming, missing codes, the service's own codes) and
//! every faulty cell noted. One bad cell never keeps another from being looked at; the row is left out once, by its
//! first fault from the left.

use super::dates::{self, Faulty};
use super::header::{Col, Column, Header};
use super::long_numbers;
use super::made::Made;
use super::meant::{near, often_missing};
use super::rows::Given;
use super::stop::Facts;
use crate::definitions::settings::DateOrder;
use crate::finding::{Level, MISSING_CODE, SHORT_YEAR};
use crate::typeface::Cut;
use chrono::{Datelike, NaiveDate};
use csv::StringRecord;
use std::collections::BTreeMap;

/// One fault of the row being checked.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fault {
    pub(super) code: &'static str,
    pub(super) level: Level,
    /// Position in the file; `None` for the row as a whole.
    pub(super) at: Option<usize>,
    pub(super) facts: Facts,
    /// What the cell was probably meant to hold.
    pub(super) meant: Option<String>,
}

impl Fault {
    /// A fault of the row as a whole.
    pub(super) fn of_row(code: &'static str, level: Level, facts: Facts) -> Fault {
        Fault { code, level, at: None, facts, meant: None }
    }
}

/// How cells of a table are cleaned, as declared.
#[derive(Debug, Clone)]
pub(super) struct Cleaning<'a> {
    pub(super) trim: bool,
    /// Texts that say "nothing was recorded", besides a blank.
    pub(super) missing: Vec<&'a str>,
    pub(super) date_order: DateOrder,
    /// Last day that is not in the future.
    pub(super) limit: NaiveDate,
}

/// What was cleaned in one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cleaned {
    pub(super) trimmed: u64,
    pub(super) times_dropped: u64,
    pub(super) missing: BTreeMap<String, u64>,
    pub(super) translated: BTreeMap<String, u64>,
}

/// What a spreadsheet shows where a formula could not be worked out. A CSV file saved from one holds them as text.
const FORMULA_ERRORS: [&str; 8] = ["#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!", "#DATA!"];

/// First year that a date may lie in.
const EARLIEST_YEAR: i32 = 1900;

/// What stands in each cell of a row of ids that a survey program writes below the header.
const SURVEY_TITLE: &str = "{\"ImportId\"";

pub(super) struct Row<'a> {
    /// Position among all rows of the table, from 1.
    pub(super) order: u32,
    /// Position of its file among those of the table.
    pub(super) file: usize,
    pub(super) record: &'a StringRecord,
    pub(super) header: &'a Header<'a>,
    pub(super) cleaning: &'a Cleaning<'a>,
    pub(super) cleaned: &'a mut Cleaned,
    /// Ids that no single cell holds, by their column.
    pub(super) made: &'a [(Col, Made)],
    pub(super) faults: Vec<Fault>,
}

impl<'a> Row<'a> {
    /// The cell as it stands in the file, or what audit.toml says of every row; `None` when neither says anything.
    pub(super) fn raw(&self, col: Col) -> Option<&'a str> {
        let column = self.column(col);
        column.at.map_or(column.fixed, |at| self.record.get(at))
    }

    fn column(&self, col: Col) -> &'a Column<'a> {
        &self.header.columns[col.0]
    }

    /// The cleaned text of a cell. Blank when the column is absent; noted when it may not be blank.
    pub(super) fn text(&mut self, col: Col) -> Given<&'a str> {
        match self.clean(col) {
            Given::Blank if self.column(col).required => self.blank(col),
            given => given,
        }
    }

    /// The same for words that reports print: a letter that the typeface lacks stands there as a box, which somebody should
    /// know beforehand.
    pub(super) fn printed(&mut self, col: Col) -> Given<&'a str> {
        let given = self.text(col);
        if let Given::Value(text) = given
            && !Cut::Regular.prints_all_of(text)
        {
            self.look(col, "cannot-be-printed");
        }
        given
    }

    /// The cleaned text of a cell that may be blank although its column must be there.
    pub(super) fn optional_text(&mut self, col: Col) -> Given<&'a str> {
        self.clean(col)
    }

    /// Whether a cell holds anything but blanks and declared missing codes.
    pub(super) fn is_filled(&self, col: Col) -> bool {
        let text = self.raw(col).unwrap_or_default().trim();
        let blanked = self.column(col).codes.and_then(|codes| codes.get(text)).is_some_and(String::is_empty);
        !text.is_empty() && !blanked && !self.cleaning.missing.contains(&text)
    }

    /// Whether reading a cell again would count nothing: no blanks to trim, no code to translate, no missing code.
    pub(super) fn is_plain(&self, col: Col) -> bool {
        let raw = self.raw(col).unwrap_or_default();
        let translated = self.column(col).codes.is_some_and(|codes| codes.contains_key(raw));
        let missing = !raw.is_empty() && self.cleaning.missing.contains(&raw);
        raw.trim().len() == raw.len() && !translated && !missing
    }

    /// Where a cell stands that no code of the service can change and no `skip` looks at.
    pub(super) fn uncoded(&self, col: Col, instrument: &str) -> Option<usize> {
        let column = self.column(col);
        let of_instrument = column.by_instrument.is_some_and(|codes| codes.contains_key(instrument));
        let skips = |at: usize| self.header.skip.iter().any(|skip| skip.at == at);
        column.at.filter(|at| column.codes.is_none() && !of_instrument && !skips(*at))
    }

    /// Whether a fault belongs to one of these columns.
    pub(super) fn is_at_one_of(&self, fault: &Fault, cols: &[Col]) -> bool {
        fault.at.is_some() && cols.iter().any(|col| self.column(*col).at == fault.at)
    }

    /// The same for an answer, whose codes may mean something else with this instrument than with others.
    pub(super) fn text_of_instrument(&mut self, col: Col, instrument: &str) -> Given<&'a str> {
        let codes = self.column(col).by_instrument.and_then(|codes| codes.get(instrument));
        self.clean_by(col, codes)
    }

    /// The same for a status, whose codes may mean something else in this part of life than in others; noted when it may
    /// not be blank.
    pub(super) fn text_of_domain(&mut self, col: Col, domain: &str) -> Given<&'a str> {
        match self.text_of_instrument(col, domain) {
            Given::Blank if self.column(col).required => self.blank(col),
            given => given,
        }
    }

    /// Another number that is translated, for an instrument or for all, to what this cell holds as it stands.
    pub(super) fn also_translated(&self, col: Col, instrument: &str) -> Option<&'a str> {
        let column = self.column(col);
        let codes = [column.by_instrument.and_then(|codes| codes.get(instrument)), column.codes];
        if codes.iter().all(Option::is_none) {
            return None;
        }
        let text = self.raw(col).unwrap_or_default().trim();
        if codes.iter().flatten().any(|codes| codes.contains_key(text)) {
            return None;
        }
        let is_other = |(from, to): &(&'a String, &'a String)| *to == text && whole(from).is_some();
        codes.into_iter().flatten().flatten().find(is_other).map(|(from, _)| from.as_str())
    }

    fn clean(&mut self, col: Col) -> Given<&'a str> {
        self.clean_by(col, None)
    }

    fn clean_by(&mut self, col: Col, codes: Option<&'a BTreeMap<String, String>>) -> Given<&'a str> {
        if let Some((_, made)) = self.made.iter().find(|(own, _)| *own == col) {
            return self.clean_made(col, made);
        }
        let Some(raw) = self.raw(col) else { return Given::Blank };
        let text = trimmed(raw);
        if text.len() != raw.len() {
            if !self.cleaning.trim {
                return self.left_out(col, "outer-blanks");
            }
            self.cleaned.trimmed += 1;
            self.look(col, "cell-trimmed");
        }
        let column = self.column(col);
        let code = codes.and_then(|codes| codes.get(text)).or_else(|| column.codes.and_then(|codes| codes.get(text)));
        if let Some(code) = code {
            count(&mut self.cleaned.translated, &column.name);
            return if code.is_empty() { Given::Blank } else { Given::Value(code) };
        }
        if text.is_empty() {
            return Given::Blank;
        }
        let a_name = column.names_something && text.bytes().all(|byte| byte.is_ascii_digit());
        if !a_name && self.cleaning.missing.contains(&text) {
            count(&mut self.cleaned.missing, text);
            return Given::Blank;
        }
        if text.starts_with('#') && FORMULA_ERRORS.contains(&text) {
            return self.left_out(col, "formula-error");
        }
        Given::Value(text)
    }

    fn clean_made(&mut self, col: Col, made: &'a Made) -> Given<&'a str> {
        match made {
            Made::Id { trimmed: true, .. } if !self.cleaning.trim => self.left_out(col, "outer-blanks"),
            Made::Id { id, trimmed } => {
                if *trimmed {
                    self.cleaned.trimmed += 1;
                    self.look(col, "cell-trimmed");
                }
                Given::Value(id)
            }
            Made::Blank(code) => {
                if !code.is_empty() {
                    count(&mut self.cleaned.missing, code);
                }
                Given::Blank
            }
            Made::Words => self.left_out(col, "id-of-words"),
            Made::NoTeam => self.left_out(col, "no-team-that-day"),
            Made::Teams(several) => {
                let facts = vec![("teams", several.to_string())];
                self.fault(Some(col), "several-teams-that-day", Level::LeftOut, facts)
            }
            Made::NoDay => Given::Invalid,
        }
    }

    /// The cleaned text of a cell that holds an id. Ids that a spreadsheet has shortened can no longer be told apart.
    pub(super) fn id(&mut self, col: Col) -> Given<&'a str> {
        self.text(col).and_then(|text| match long_numbers::is_shortened(text) {
            true => self.left_out(col, "number-shortened"),
            false => Given::Value(text),
        })
    }

    /// Notes a cell whose code is not known, and says so where it is a long number that was spoilt on the way.
    pub(super) fn unknown<T>(&mut self, col: Col, text: &str, code: &'static str, facts: Facts) -> Given<T> {
        let Some(spoilt) = long_numbers::spoilt(text) else {
            return self.fault(Some(col), code, Level::LeftOut, facts);
        };
        let declared = self.column(col).codes.into_iter().flat_map(|codes| codes.keys().map(String::as_str));
        self.fault(Some(col), spoilt, Level::LeftOut, near(text, declared))
    }

    /// One of a closed list of codes; anything else leaves the row out and names the nearest code.
    pub(super) fn code<T: Copy>(&mut self, col: Col, known: &[(&'static str, T)]) -> Given<T> {
        self.text(col).and_then(|text| match known.iter().find(|(code, _)| *code == text) {
            Some((_, value)) => Given::Value(*value),
            None => {
                let mut facts = near(text, known.iter().map(|(code, _)| *code));
                facts.push(("allowed", known.iter().map(|(code, _)| *code).collect::<Vec<_>>().join(", ")));
                self.unknown(col, text, "code-unknown", facts)
            }
        })
    }

    /// A day, not before 1900 and not after the limit.
    pub(super) fn day(&mut self, col: Col) -> Given<NaiveDate> {
        let limit = self.cleaning.limit;
        self.any_day(col).and_then(|day| match day > limit {
            true => {
                let facts = [("limit", limit.to_string())].into_iter().chain(self.no_day(col, day)).collect();
                self.fault(Some(col), "date-in-future", Level::LeftOut, facts)
            }
            false => Given::Value(day),
        })
    }

    /// A day that may lie in the future.
    pub(super) fn any_day(&mut self, col: Col) -> Given<NaiveDate> {
        self.text(col).and_then(|text| match dates::parse(text, self.cleaning.date_order) {
            Ok((day, _)) if day.year() < EARLIEST_YEAR => {
                self.fault(Some(col), "date-too-early", Level::LeftOut, self.no_day(col, day))
            }
            Ok((day, timed)) => {
                self.cleaned.times_dropped += u64::from(timed);
                Given::Value(day)
            }
            Err(faulty) => self.faulty_day(col, faulty),
        })
    }

    /// Notes a day that lies before another one of its row.
    pub(super) fn too_early(&mut self, col: Col, day: NaiveDate, code: &'static str) {
        let _: Given<()> = self.fault(Some(col), code, Level::LeftOut, self.no_day(col, day));
    }

    /// The cell as a missing code, where its day is one that systems write for none.
    fn no_day(&self, col: Col, day: NaiveDate) -> Facts {
        let code = || (MISSING_CODE, self.raw(col).unwrap_or_default().trim().to_owned());
        dates::stands_for_none(day).then(code).into_iter().collect()
    }

    fn faulty_day(&mut self, col: Col, faulty: Faulty) -> Given<NaiveDate> {
        let expected = ("expected", self.cleaning.date_order.example().to_owned());
        match faulty {
            Faulty::Impossible => self.left_out(col, "date-impossible"),
            Faulty::Unreadable => {
                let text = self.raw(col).unwrap_or_default().trim();
                let short = dates::has_short_year(text).then(|| (SHORT_YEAR, "2".to_owned()));
                let facts = [expected].into_iter().chain(often_missing(text)).chain(short);
                self.fault(Some(col), "date-unreadable", Level::LeftOut, facts.collect())
            }
            Faulty::OtherOrder(order) => {
                let text = self.raw(col).unwrap_or_default().trim();
                let looks = ("looks_like", order.example().to_owned());
                let mut facts = vec![expected, looks, ("setting", order.word().to_owned())];
                facts.extend(also_like(text, order).map(|order| ("also_like", order.example().to_owned())));
                let doubtful = facts.iter().any(|(name, _)| *name == "also_like");
                let given = self.fault(Some(col), "date-other-order", Level::LeftOut, facts);
                if let Some((day, _)) = dates::parse(text, order).ok().filter(|_| !doubtful) {
                    // A day that stands there already may be the wrong one: spreadsheets change day and month over.
                    Some(day.to_string()).filter(|day| day != text).into_iter().for_each(|day| self.last_meant(day));
                }
                given
            }
        }
    }

    pub(super) fn whole_within(&mut self, col: Col, lowest: i64, highest: i64) -> Given<i64> {
        self.text(col).and_then(|text| match whole(text) {
            Some(number) if (lowest..=highest).contains(&number) => Given::Value(number),
            Some(_) => self.out_of_range(col, text, lowest as f64, highest as f64),
            None => self.left_out(col, "not-a-whole-number"),
        })
    }

    pub(super) fn out_of_range<T>(&mut self, col: Col, text: &str, lowest: f64, highest: f64) -> Given<T> {
        let mut facts = vec![("lowest", lowest.to_string()), ("highest", highest.to_string())];
        facts.extend(often_missing(text));
        self.fault(Some(col), "out-of-range", Level::LeftOut, facts)
    }

    /// Notes a fault that leaves the row out.
    pub(super) fn left_out<T>(&mut self, col: Col, code: &'static str) -> Given<T> {
        self.fault(Some(col), code, Level::LeftOut, Facts::new())
    }

    /// Notes a cell that must be filled; its place names no column where the file has none.
    pub(super) fn blank<T>(&mut self, col: Col) -> Given<T> {
        let name = self.column(col).name.clone();
        self.fault(Some(col), "cell-blank", Level::LeftOut, vec![("name", name)])
    }

    /// The same, where nothing is read from the cell any more.
    pub(super) fn refuse(&mut self, col: Col, code: &'static str) {
        let _: Given<()> = self.left_out(col, code);
    }

    /// Notes something to look at; the row is used.
    pub(super) fn look(&mut self, col: Col, code: &'static str) {
        let _: Given<()> = self.fault(Some(col), code, Level::Look, Facts::new());
    }

    /// Notes a fault. Always invalid, so that a check can end with it.
    pub(super) fn fault<T>(
        &mut self,
        col: Option<Col>,
        mut code: &'static str,
        level: Level,
        mut facts: Facts,
    ) -> Given<T> {
        let at = col.and_then(|col| self.column(col).at);
        // That something else was expected there is no help to somebody who cannot take the cell apart.
        if level == Level::LeftOut && col.and_then(|col| self.raw(col)).is_some_and(is_packed) {
            let titles = col.and_then(|col| self.raw(col)).is_some_and(|cell| cell.contains(SURVEY_TITLE));
            (code, facts) =
                ("cell-packed", titles.then(|| ("second_header", "yes".to_owned())).into_iter().collect());
        }
        let meant = facts.iter().find(|(name, _)| *name == "nearest").map(|(_, nearest)| nearest.clone());
        self.faults.push(Fault { code, level, at, facts, meant });
        Given::Invalid
    }

    /// Says what the cell of the last fault was probably meant to hold.
    pub(super) fn last_meant(&mut self, meant: String) {
        if let Some(fault) = self.faults.last_mut() {
            fault.meant = Some(meant);
        }
    }

    pub(super) fn is_left_out(&self) -> bool {
        self.faults.iter().any(|fault| fault.level == Level::LeftOut)
    }

    /// Counts a code that was understood although it is not the canonical one.
    pub(super) fn count_translated(&mut self, col: Col) {
        let column = self.column(col);
        count(&mut self.cleaned.translated, &column.name);
    }

    /// Counts a code that an instrument itself defines as "not answered".
    pub(super) fn count_missing(&mut self, code: &str) {
        count(&mut self.cleaned.missing, code);
    }
}

/// Whether a cell holds several answers as one program hands them to another: a list or an object of JSON.
fn is_packed(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with(['{', '[']) && text.contains('"')
}

/// Another order that a date fits as well: 03/04/2026 may be a day in March or one in April.
fn also_like(text: &str, order: DateOrder) -> Option<DateOrder> {
    let other = match order {
        DateOrder::DayMonthYear => DateOrder::MonthDayYear,
        DateOrder::MonthDayYear => DateOrder::DayMonthYear,
        _ => return None,
    };
    let same = dates::parse(text, other).ok()? == dates::parse(text, order).ok()?;
    (!same).then_some(other)
}

/// A text without outer blanks of any kind. Most cells begin and end with a plain character, and nothing need be
/// sought.
fn trimmed(raw: &str) -> &str {
    match raw.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => raw,
        [only] if only.is_ascii_graphic() => raw,
        _ => raw.trim(),
    }
}

fn count(counts: &mut BTreeMap<String, u64>, key: &str) {
    match counts.get_mut(key) {
        Some(count) => *count += 1,
        None => {
            counts.insert(key.to_owned(), 1);
        }
    }
}

/// A whole number written in digits, perhaps with a minus in front.
pub(super) fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// The sign of subtraction, which text programs put for a hyphen.
const MINUS: char = '\u{2212}';

/// A number written in digits with a decimal point perhaps, and perhaps a sign in front: goals are often rated +1 or −1.
pub(super) fn decimal(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', MINUS]);
    let digits = unsigned.or_else(|| text.strip_prefix('+')).unwrap_or(text);
    let (before, after) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let value: f64 = (plain(before) && plain(after)).then(|| digits.parse().ok()).flatten()?;
    Some(if unsigned.is_some() { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_digits_and_nothing_else() {
        for (text, expected) in
            [("3", Some(3)), ("-2", Some(-2)), ("03", Some(3)), ("+3", None), ("3.0", None), ("", None)]
        {
            assert_eq!(whole(text), expected, "{text}");
        }
        let cases = [
            ("1.5", Some(1.5)),
            ("-0.5", Some(-0.5)),
            ("2", Some(2.0)),
            ("+1", Some(1.0)),
            ("\u{2212}2", Some(-2.0)),
            ("+-1", None),
            ("2.", None),
            (".5", None),
            ("1,5", None),
            ("1e3", None),
            ("NaN", None),
            ("inf", None),
        ];
        for (text, expected) in cases {
            assert_eq!(decimal(text), expected, "{text}");
        }
    }
}
