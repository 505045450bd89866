//! Days that a spreadsheet has swapped: where it takes texts such as 13/07/2026 for month/day/year, those that can be read so
//! become dates with day and month changed over, and the others stay texts. No single cell shows it; a column does.

use super::dates;
use super::workbook::SheetNote;
use crate::definitions::settings::DateOrder;
use calamine::Data;
use chrono::Datelike;
use std::collections::BTreeMap;

/// Fewer dates and fewer texts than this may look so by chance.
const FEWEST: u32 = 5;
/// A day above this is no month.
const MONTHS: u32 = 12;

/// What one column holds.
#[derive(Default)]
struct Days {
    /// The first date: its cell, counted from 0.
    first: Option<(u32, u32)>,
    dates: u32,
    texts: u32,
    /// A date whose day is no month, or a text whose day is one: then nothing was swapped.
    otherwise: bool,
}

pub(super) struct SwappedDays {
    order: DateOrder,
    columns: BTreeMap<u32, Days>,
}

impl SwappedDays {
    pub(super) fn new(order: DateOrder) -> SwappedDays {
        SwappedDays { order, columns: BTreeMap::new() }
    }

    pub(super) fn take(&mut self, cell: (u32, u32), value: &Data) {
        if ![DateOrder::DayMonthYear, DateOrder::MonthDayYear].contains(&self.order) {
            return;
        }
        match value {
            Data::DateTime(moment) if !moment.is_duration() && moment.as_f64() >= 1.0 => {
                let (_, _, day, ..) = moment.to_ymd_hms_milli();
                let days = self.columns.entry(cell.1).or_default();
                days.first.get_or_insert(cell);
                days.dates += 1;
                days.otherwise |= u32::from(day) > MONTHS;
            }
            Data::String(text) if text.starts_with(|c: char| c.is_ascii_digit()) => {
                let Ok((day, _)) = dates::parse(text.trim(), self.order) else { return };
                let days = self.columns.entry(cell.1).or_default();
                days.texts += 1;
                days.otherwise |= day.day() <= MONTHS;
            }
            _ => {}
        }
    }

    pub(super) fn notes(self) -> Vec<SheetNote> {
        let swapped = |days: &Days| !days.otherwise && days.dates >= FEWEST && days.texts >= FEWEST;
        let columns = self.columns.into_values().filter(swapped);
        columns.map(|days| SheetNote { code: "days-swapped", cell: days.first }).collect()
    }
}
