//! One cell to one day, in the order the service declared and no other. A time of day may follow and is not used.
//! Tells a day that does not exist from a text that is no date, and says which other order a text would fit.

use crate::definitions::settings::DateOrder;
use chrono::{Datelike, Days, NaiveDate};

/// Why a cell is not a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Faulty {
    /// Written as declared, but there is no such day.
    Impossible,
    /// Written in this other order.
    OtherOrder(DateOrder),
    Unreadable,
}

/// A day, and whether a time of day stood behind it.
pub(super) fn parse(text: &str, order: DateOrder) -> Result<(NaiveDate, bool), Faulty> {
    match split(text, order) {
        Some(Split { day: Some(day), timed }) => Ok((day, timed)),
        Some(_) => Err(swapped(text, order).map_or(Faulty::Impossible, Faulty::OtherOrder)),
        None => Err(other_order(text, order)),
    }
}

/// A day as the order writes it, whether or not the calendar has it. Never asked for the day numbers of a spreadsheet,
/// which are no calendar days.
pub(super) fn written(year: i32, month: usize, day: u32, order: DateOrder) -> String {
    match order {
        DateOrder::DayMonthYear => format!("{day:02}/{month:02}/{year:04}"),
        DateOrder::MonthDayYear => format!("{month:02}/{day:02}/{year:04}"),
        DateOrder::DayNameYear => {
            let name = MONTHS.get(month.saturating_sub(1)).map_or("", |name| &name[..3]);
            format!("{day} {name} {year:04}")
        }
        DateOrder::Iso | DateOrder::Excel => format!("{year:04}-{month:02}-{day:02}"),
    }
}

/// The other of the two orders in numbers, where the text is a day in it: nobody means a thirteenth month.
fn swapped(text: &str, order: DateOrder) -> Option<DateOrder> {
    let other = match order {
        DateOrder::DayMonthYear => DateOrder::MonthDayYear,
        DateOrder::MonthDayYear => DateOrder::DayMonthYear,
        _ => return None,
    };
    split(text, other)?.day.map(|_| other)
}

/// Whether systems write this day where they know of none, or where something has not ended.
pub(super) fn stands_for_none(day: NaiveDate) -> bool {
    match (day.month(), day.day()) {
        (1, 1) => [1, 1753, 1900].contains(&day.year()),
        (12, 31) => [2099, 2999, 4712, 9999].contains(&day.year()),
        _ => false,
    }
}

/// Whether a text is a day in numbers whose year has two digits.
pub(super) fn has_short_year(text: &str) -> bool {
    let date = text.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = date.split(['/', '-', '.']).collect();
    parts.len() == 3 && parts.iter().all(|part| (1..=2).contains(&part.len()) && number(part).is_some())
}

/// A text that has the form of an order; `day` is `None` where the calendar has no such day.
struct Split {
    day: Option<NaiveDate>,
    timed: bool,
}

fn split(text: &str, order: DateOrder) -> Option<Split> {
    if order == DateOrder::Excel {
        return excel(text);
    }
    let (date, timed) = without_time(text, order)?;
    let day = match order {
        DateOrder::Iso => iso(date)?,
        DateOrder::DayNameYear => day_name_year(date)?,
        _ => slashed(date, order)?,
    };
    Some(Split { day, timed })
}

/// The date part of a text, and whether a time followed it.
fn without_time(text: &str, order: DateOrder) -> Option<(&str, bool)> {
    let parted = match order {
        DateOrder::Iso => text.split_once(['T', ' ']),
        // The time is what follows the last blank before the first colon: `29 Sep 2011 14:53:28`.
        _ => text.find(':').and_then(|colon| text[..colon].rfind(' ')).map(|at| (&text[..at], &text[at + 1..])),
    };
    match parted {
        Some((date, time)) => is_time(time).then_some((date, true)),
        None => Some((text, false)),
    }
}

/// `14:53`, `9:53`, `14:53:28`, `14:53:28.000` or `2:53 PM`, with or without `Z` or an offset from universal time.
fn is_time(text: &str) -> bool {
    let clock = text.trim_end_matches('Z');
    let clock = clock.split_once(['+', '-']).map_or(clock, |(clock, _)| clock);
    let clock = clock.strip_suffix(" GMT").unwrap_or(clock);
    let halves = ["AM", "PM", "am", "pm"];
    let clock = halves.iter().find_map(|half| clock.strip_suffix(half)).map_or(clock, str::trim_end);
    let mut parts = clock.split(':');
    let below = |part: Option<&str>, limit: u32| part.and_then(number).is_some_and(|number| number < limit);
    let two = |part: Option<&str>, limit: u32| part.is_some_and(|part| part.len() == 2) && below(part, limit);
    let hour = parts.next();
    if !below(hour, 24) || hour.is_none_or(|hour| hour.len() > 2) || !two(parts.next(), 60) {
        return false;
    }
    let seconds = parts.next().map(|seconds| seconds.split('.').next().unwrap_or_default());
    parts.next().is_none() && (seconds.is_none() || two(seconds, 61))
}

fn iso(text: &str) -> Option<Option<NaiveDate>> {
    let bytes = text.as_bytes();
    // With strokes it is no ISO day, but no other either: nothing begins with a year but year, month and day.
    if bytes.len() != 10 || !b"-/".contains(&bytes[4]) || bytes[7] != bytes[4] {
        return None;
    }
    let (year, month, day) = (number(text.get(..4)?)?, number(text.get(5..7)?)?, number(text.get(8..)?)?);
    Some(day_of(year, month, day))
}

fn slashed(text: &str, order: DateOrder) -> Option<Option<NaiveDate>> {
    let separator = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| "/-.".contains(*c))?;
    let parts: Vec<&str> = text.split(separator).collect();
    let [first, second, year] = parts[..] else { return None };
    if first.len() > 2 || second.len() > 2 || year.len() != 4 {
        return None;
    }
    let (first, second, year) = (number(first)?, number(second)?, number(year)?);
    let (day, month) = if order == DateOrder::DayMonthYear { (first, second) } else { (second, first) };
    Some(day_of(year, month, day))
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn day_name_year(text: &str) -> Option<Option<NaiveDate>> {
    let parts: Vec<&str> = text.split([' ', '-']).filter(|part| !part.is_empty()).collect();
    let [day, name, year] = parts[..] else { return None };
    let name = name.to_lowercase();
    let month = MONTHS
        .iter()
        .position(|month| name.len() >= 3 && month.starts_with(&name) || name == "sept" && *month == "september")?;
    if day.len() > 2 || year.len() != 4 {
        return None;
    }
    Some(day_of(number(year)?, month as u32 + 1, number(day)?))
}

/// Days since the end of 1899, as spreadsheets count them. Numbers below 61 are refused: spreadsheets disagree about
/// them.
fn excel(text: &str) -> Option<Split> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, "0"));
    let days = number(whole).filter(|_| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))?;
    let day = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(u64::from(days)));
    Some(Split {
        day: day.filter(|_| (61..=2_958_465).contains(&days)),
        timed: rest.bytes().any(|digit| digit != b'0'),
    })
}

fn day_of(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

fn number(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn other_order(text: &str, declared: DateOrder) -> Faulty {
    const TRIED: [DateOrder; 4] =
        [DateOrder::Iso, DateOrder::DayMonthYear, DateOrder::MonthDayYear, DateOrder::DayNameYear];
    let fits = |order: &DateOrder| *order != declared && split(text, *order).is_some_and(|split| split.day.is_some());
    TRIED.into_iter().find(fits).map_or(Faulty::Unreadable, Faulty::OtherOrder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn each_order_reads_its_own_form_only() {
        #[track_caller]
        fn case(text: &str, order: DateOrder, expected: Result<(NaiveDate, bool), Faulty>) {
            assert_eq!(parse(text, order), expected, "{text}");
        }
        use DateOrder::{DayMonthYear, DayNameYear, Excel, Iso, MonthDayYear};
        case("2024-02-29", Iso, Ok((day(2024, 2, 29), false)));
        case("2023-02-29", Iso, Err(Faulty::Impossible));
        case("2024-13-01", Iso, Err(Faulty::Impossible));
        case("2024-02-29 14:05", Iso, Ok((day(2024, 2, 29), true)));
        case("2024-02-29T00:00:00Z", Iso, Ok((day(2024, 2, 29), true)));
        case("2024-02-29T14:05:06.123+01:00", Iso, Ok((day(2024, 2, 29), true)));
        case("2024-02-29 25:00", Iso, Err(Faulty::Unreadable));
        case("15/01/2024", Iso, Err(Faulty::OtherOrder(DayMonthYear)));
        case("01/15/2024", Iso, Err(Faulty::OtherOrder(MonthDayYear)));
        case("29 Sep 2011", Iso, Err(Faulty::OtherOrder(DayNameYear)));
        case("2024-1-5", Iso, Err(Faulty::Unreadable));
        case("unknown", Iso, Err(Faulty::Unreadable));
        case("20240229", Iso, Err(Faulty::Unreadable));
        case("2026/06/13 2:15:33 PM GMT+1", Iso, Ok((day(2026, 6, 13), true)));
        case("2026/06/13 14:15-05:00", Iso, Ok((day(2026, 6, 13), true)));
        case("2026/13/06", Iso, Err(Faulty::Impossible));
        case("2026/06-13", Iso, Err(Faulty::Unreadable));
        case("2026/06/13", DayMonthYear, Err(Faulty::OtherOrder(Iso)));
        case("５024-01-01", Iso, Err(Faulty::Unreadable));
        case("1/2/2024", DayMonthYear, Ok((day(2024, 2, 1), false)));
        case("01.02.2024 09:30", DayMonthYear, Ok((day(2024, 2, 1), true)));
        case("6/13/2026 2:15:12 PM", MonthDayYear, Ok((day(2026, 6, 13), true)));
        case("13/06/2026 9:15", DayMonthYear, Ok((day(2026, 6, 13), true)));
        case("2026-06-13 11:15:12 am GMT+1", Iso, Ok((day(2026, 6, 13), true)));
        case("13/06/2026 123:15", DayMonthYear, Err(Faulty::Unreadable));
        case("13/06/2026 2:15 XM", DayMonthYear, Err(Faulty::Unreadable));
        case("31/02/2024", DayMonthYear, Err(Faulty::Impossible));
        case("1/2/24", DayMonthYear, Err(Faulty::Unreadable));
        case("2024-01-02", DayMonthYear, Err(Faulty::OtherOrder(Iso)));
        case("1/2/2024", MonthDayYear, Ok((day(2024, 1, 2), false)));
        case("29 Sep 2011 14:53:28", DayNameYear, Ok((day(2011, 9, 29), true)));
        case("9-Sept-2011", DayNameYear, Ok((day(2011, 9, 9), false)));
        case("9 September 2011", DayNameYear, Ok((day(2011, 9, 9), false)));
        case("9 S 2011", DayNameYear, Err(Faulty::Unreadable));
        case("45292", Excel, Ok((day(2024, 1, 1), false)));
        case("45292.75", Excel, Ok((day(2024, 1, 1), true)));
        case("60", Excel, Err(Faulty::Impossible));
        case("99999999", Excel, Err(Faulty::Impossible));
        case("2024-01-01", Excel, Err(Faulty::OtherOrder(Iso)));
        case("", Iso, Err(Faulty::Unreadable));
    }
}
