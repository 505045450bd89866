//! Quarters and months: which days they hold, what they are called in files, and which came before. A period never asks
//! what day it is.

use crate::definitions::settings::{Quarters, TrendUnit};
use chrono::{Datelike, Days, Months, NaiveDate};

/// A stretch of days that figures are made for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// First and last day, both inside.
    pub start: NaiveDate,
    pub end: NaiveDate,
    /// `2026-27-Q2` (financial), `2026-Q3` (calendar) or `2026-09` (month).
    pub id: String,
}

/// A quarter that may be meant instead of the one that is reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Later {
    pub period: Period,
    /// Whether forms were filled in there and none in the quarter that is reported.
    pub forms_only_there: bool,
}

impl Period {
    /// The quarter that holds a day.
    pub fn quarter_holding(day: NaiveDate, quarters: Quarters) -> Period {
        let start_month = (day.month0() / 3) * 3 + 1;
        let start = first_of(day.year(), start_month);
        Period { start, end: last_day(start, 3), id: quarter_id(start, quarters) }
    }

    /// The month that holds a day.
    pub fn month_holding(day: NaiveDate) -> Period {
        let start = first_of(day.year(), day.month());
        Period { start, end: last_day(start, 1), id: format!("{:04}-{:02}", start.year(), start.month()) }
    }

    /// The last quarter that had ended by a day (its last day counts as ended).
    pub fn last_ended_by(day: NaiveDate, quarters: Quarters) -> Period {
        let current = Period::quarter_holding(day, quarters);
        if current.end == day { current } else { current.previous(quarters) }
    }

    /// The quarter before this one.
    pub fn previous(&self, quarters: Quarters) -> Period {
        Period::quarter_holding(self.start - Days::new(1), quarters)
    }

    /// Reads `2026-27-Q2` or `2026-Q3`, as people write it too: `Q2 2026/27`, `2026-27 q2`. `None` for anything else.
    pub fn parse(written: &str, quarters: Quarters) -> Option<Period> {
        Period::of_id(&as_written(written)?, quarters)
    }

    fn of_id(id: &str, quarters: Quarters) -> Option<Period> {
        let (year, quarter) = id.rsplit_once("-Q")?;
        let quarter: u32 = quarter.parse().ok().filter(|q| (1..=4).contains(q))?;
        let first_year: i32 = year.get(..4)?.parse().ok()?;
        let (year, month) = match quarters {
            Quarters::Calendar => (first_year, 3 * quarter - 2),
            Quarters::Financial if quarter == 4 => (first_year + 1, 1),
            Quarters::Financial => (first_year, 3 * quarter + 1),
        };
        let period = Period::quarter_holding(NaiveDate::from_ymd_opt(year, month, 1)?, quarters);
        (period.id == id).then_some(period)
    }

    /// All periods of a unit from the one holding `first` up to this one, oldest first; at most the latest so many that a
    /// picture can hold, because one slip of the pen must not call up a century.
    pub fn up_to(&self, first: NaiveDate, unit: TrendUnit, quarters: Quarters) -> Vec<Period> {
        let holding = |day| match unit {
            TrendUnit::Quarter => Period::quarter_holding(day, quarters),
            TrendUnit::Month => Period::month_holding(day),
        };
        let mut periods = vec![holding(self.end)];
        while periods.len() < MOST_PERIODS && periods.last().is_some_and(|period| period.start > first) {
            let before = periods[periods.len() - 1].start - Days::new(1);
            periods.push(holding(before));
        }
        periods.reverse();
        periods
    }

    /// The quarter after this one, where somebody may rather want that: the data reach into it, and it had ended by the day of
    /// the export, or this one holds no form while that one does. Never one of which the data hold nothing.
    pub fn later(
        &self,
        newest: NaiveDate,
        exported: Option<NaiveDate>,
        forms: impl Iterator<Item = NaiveDate> + Clone,
        quarters: Quarters,
    ) -> Option<Later> {
        let next = Period::quarter_holding(newest, quarters);
        let has_form = |period: &Period| forms.clone().any(|day| period.holds(day));
        let forms_only_there = !has_form(self) && has_form(&next);
        let ended = exported.is_some_and(|day| Period::last_ended_by(day, quarters).start >= next.start);
        (next.start > self.start && (ended || forms_only_there)).then_some(Later { period: next, forms_only_there })
    }

    pub fn holds(&self, day: NaiveDate) -> bool {
        self.start <= day && day <= self.end
    }

    /// First day of the window of so many months that ends with this period.
    pub fn window_of_months(&self, months: u32) -> NaiveDate {
        self.end - Months::new(months) + Days::new(1)
    }

    /// First day of the window of so many days that ends with this period.
    pub fn window_of_days(&self, days: u32) -> NaiveDate {
        self.end - Days::new(u64::from(days) - 1)
    }
}

/// Ten years of quarters, or three and a half of months.
const MOST_PERIODS: usize = 40;

fn first_of(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(NaiveDate::MIN)
}

fn last_day(start: NaiveDate, months: u32) -> NaiveDate {
    start + Months::new(months) - Days::new(1)
}

fn quarter_id(start: NaiveDate, quarters: Quarters) -> String {
    let (year, month) = (start.year(), start.month());
    match quarters {
        Quarters::Calendar => format!("{year:04}-Q{}", month.div_ceil(3)),
        Quarters::Financial => {
            let first = if month < 4 { year - 1 } else { year };
            let quarter = if month < 4 { 4 } else { (month - 1) / 3 };
            format!("{first:04}-{:02}-Q{quarter}", (first + 1) % 100)
        }
    }
}

/// `2026-27-Q2` from that, from `Q2 2026/27` or `25/26 Q2`, and from what reports print; `2026-Q3` and `2026-09` likewise.
pub fn as_written(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_number = |word: &&str| word.chars().all(|c| c.is_ascii_digit());
    let numbers: Vec<&str> = words.iter().copied().filter(is_number).collect();
    let quarter = words.iter().find_map(|word| word.strip_prefix('q')?.parse::<u8>().ok());
    let financial = numbers.windows(2).find_map(|pair| financial_year(pair[0], pair[1]));
    // Another number beside the year would be one that nobody has understood.
    let alone = numbers.windows(2).all(|pair| pair[0] == pair[1]);
    let year = numbers.first().filter(|number| alone && number.len() == 4).map(|year| (*year).to_owned());
    match (quarter, &numbers[..]) {
        (Some(quarter), _) => Some(format!("{}-Q{quarter}", financial.or(year)?)),
        (None, [year, month]) if year.len() == 4 && month.len() == 2 => Some(format!("{year}-{month}")),
        _ => None,
    }
}

/// `2026-27`, where two numbers are a year and the next one.
fn financial_year(first: &str, second: &str) -> Option<String> {
    let year: u16 = match first.len() {
        4 => first.parse().ok()?,
        2 => 2000 + first.parse::<u16>().ok()?,
        _ => return None,
    };
    let next = format!("{:02}", (year + 1) % 100);
    (second == next || second == (year + 1).to_string()).then(|| format!("{year}-{next}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn quarters_are_named_after_the_financial_or_the_calendar_year() {
        #[track_caller]
        fn case(on: NaiveDate, quarters: Quarters, id: &str, start: NaiveDate, end: NaiveDate) {
            let period = Period::quarter_holding(on, quarters);
            assert_eq!((period.id.as_str(), period.start, period.end), (id, start, end));
            assert_eq!(Period::parse(id, quarters), Some(period));
        }
        case(day(2026, 9, 30), Quarters::Financial, "2026-27-Q2", day(2026, 7, 1), day(2026, 9, 30));
        case(day(2027, 1, 1), Quarters::Financial, "2026-27-Q4", day(2027, 1, 1), day(2027, 3, 31));
        case(day(2026, 4, 1), Quarters::Financial, "2026-27-Q1", day(2026, 4, 1), day(2026, 6, 30));
        case(day(2026, 9, 30), Quarters::Calendar, "2026-Q3", day(2026, 7, 1), day(2026, 9, 30));
        for written in ["Q2 2026/27", "2026-27 q2", "q2 2026-27", "2026/27-Q2"] {
            let period = Period::parse(written, Quarters::Financial).expect(written);
            assert_eq!(period.id, "2026-27-Q2");
        }
        assert_eq!(Period::parse("Q3 2026", Quarters::Calendar).unwrap().id, "2026-Q3");
        assert_eq!(Period::parse("Q2 2026", Quarters::Financial), None, "which year begins in April?");
        assert_eq!(Period::parse("2026-28-Q2", Quarters::Financial), None);
        assert_eq!(Period::parse("2026-27-Q5", Quarters::Financial), None);
    }

    #[test]
    fn a_quarter_has_ended_on_its_last_day_and_not_the_day_before() {
        let ended = |on| Period::last_ended_by(on, Quarters::Financial).id;
        assert_eq!(ended(day(2026, 9, 30)), "2026-27-Q2");
        assert_eq!(ended(day(2026, 9, 29)), "2026-27-Q1");
    }

    #[test]
    fn a_later_quarter_is_one_that_the_data_reach_into() {
        let quarters = Quarters::Financial;
        let later = |newest, exported, forms: &[NaiveDate]| {
            let reported = Period::last_ended_by(newest, quarters);
            let later = reported.later(newest, exported, forms.iter().copied(), quarters);
            later.map(|later| (later.period.id, later.forms_only_there))
        };
        let (november, january) = (day(2024, 11, 5), day(2025, 1, 7));
        let long_after = Some(day(2026, 11, 30));
        assert_eq!(later(january, long_after, &[november, january]), Some(("2024-25-Q4".to_owned(), false)));
        assert_eq!(later(january, None, &[november, january]), None);
        assert_eq!(later(january, Some(day(2025, 1, 9)), &[november, january]), None, "it had not ended");
        assert_eq!(later(november, None, &[november]), Some(("2024-25-Q3".to_owned(), true)));
        assert_eq!(later(november, long_after, &[november]), Some(("2024-25-Q3".to_owned(), true)));
        assert_eq!(later(day(2024, 12, 31), long_after, &[november]), None, "nothing is later than what is reported");
        assert_eq!(later(november, None, &[]), None);
    }

    #[test]
    fn windows_count_their_last_day() {
        let period = Period::parse("2024-25-Q4", Quarters::Financial).unwrap();
        assert_eq!(period.window_of_months(12), day(2024, 4, 1));
        assert_eq!(period.window_of_days(183), period.end - Days::new(182));
    }

    #[test]
    fn the_row_of_periods_starts_with_the_one_that_holds_the_first_day() {
        let period = Period::parse("2026-27-Q2", Quarters::Financial).unwrap();
        let quarters = period.up_to(day(2026, 2, 14), TrendUnit::Quarter, Quarters::Financial);
        assert_eq!(
            quarters.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(),
            ["2025-26-Q4", "2026-27-Q1", "2026-27-Q2"]
        );
        assert_eq!(period.up_to(day(2026, 2, 14), TrendUnit::Month, Quarters::Financial).len(), 8);
        assert_eq!(period.up_to(day(1900, 1, 1), TrendUnit::Quarter, Quarters::Financial).len(), MOST_PERIODS);
    }

    #[test]
    fn a_quarter_is_found_however_it_is_written() {
        let cases = [
            ("2026-27-Q2", Some("2026-27-Q2")),
            ("2026-27-q2", Some("2026-27-Q2")),
            ("Q2 2026/27", Some("2026-27-Q2")),
            ("25/26 Q4", Some("2025-26-Q4")),
            ("Q1 2026–2027", Some("2026-27-Q1")),
            ("July to September 2026 (Q2 2026/27)", Some("2026-27-Q2")),
            ("2026-Q3", Some("2026-Q3")),
            ("Q3 2026", Some("2026-Q3")),
            ("2026-09", Some("2026-09")),
            ("99/00 Q1", Some("2099-00-Q1")),
            ("last quarter", None),
            ("2026", None),
            ("2026-28-Q2", None),
            ("Q2 of 2025 or 2027", None),
            ("Q2", None),
        ];
        for (text, expected) in cases {
            assert_eq!(as_written(text).as_deref(), expected, "{text}");
        }
    }
}
