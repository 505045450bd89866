//! Days as whole numbers, counted from the first day that the export covers.

use chrono::{Datelike, NaiveDate, TimeDelta};

/// Days since 1 April 2024, the first day the export covers; negative before it.
pub type Day = i32;

/// The last day of the last full quarter: 30 September 2026.
pub const LAST_QUARTER_ENDS: Day = 912;
/// The day the export was made: 9 October 2026.
pub const EXTRACTED: Day = 921;
/// Quarters from April 2024 to September 2026.
pub const QUARTERS: i32 = 10;

/// The day as a calendar date.
pub fn date(day: Day) -> NaiveDate {
    NaiveDate::default() + TimeDelta::days(19_814 + i64::from(day))
}

/// As the export writes it: `2026-09-30`.
pub fn written(day: Day) -> String {
    date(day).format("%Y-%m-%d").to_string()
}

/// 0 for April to June 2024, 1 for the quarter after it, and so on.
pub fn quarter(day: Day) -> i32 {
    let date = date(day);
    (date.year() - 2024) * 4 + date.month0() as i32 / 3 - 1
}

/// First day of a quarter.
pub fn quarter_starts(quarter: i32) -> Day {
    let months = quarter + 1;
    let start = NaiveDate::from_ymd_opt(2024 + months.div_euclid(4), months.rem_euclid(4) as u32 * 3 + 1, 1);
    start.map_or(0, |start| (start - date(0)).num_days() as Day)
}

/// Month of the year, January = 1.
pub fn month(day: Day) -> u32 {
    date(day).month()
}
