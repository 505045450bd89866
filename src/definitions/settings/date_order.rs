//! How days are written: the word for it in `audit.toml`, and an example for sentences.

use super::DateOrder;

impl DateOrder {
    /// How it looks, for sentences.
    pub fn example(self) -> &'static str {
        match self {
            DateOrder::Iso => "year-month-day, such as 2026-09-30",
            DateOrder::DayMonthYear => "day/month/year, such as 30/09/2026",
            DateOrder::MonthDayYear => "month/day/year, such as 09/30/2026",
            DateOrder::DayNameYear => "day, month name and year, such as 30 Sep 2026",
            DateOrder::Excel => "the day numbers of a spreadsheet, such as 46295",
        }
    }

    /// The word for it in `audit.toml`.
    pub fn word(self) -> &'static str {
        match self {
            DateOrder::Iso => "iso",
            DateOrder::DayMonthYear => "dmy",
            DateOrder::MonthDayYear => "mdy",
            DateOrder::DayNameYear => "d-mmm-y",
            DateOrder::Excel => "excel",
        }
    }
}
