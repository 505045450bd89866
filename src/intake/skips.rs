//! Rows that the settings leave out by what stands in a column. Decides which they are, and notices where none is met although
//! the column is filled in: then the value is probably written otherwise.

use super::header::Header;
use csv::StringRecord;
use std::collections::BTreeMap;

/// Stands among the values that skip a row for every value that says something: neither a blank nor a missing code.
const ANY_VALUE: &str = "*";

/// What was met so far in the columns that may skip a row, by their headers.
#[derive(Debug, Default)]
pub(super) struct Skips(BTreeMap<String, Met>);

#[derive(Debug, Default)]
struct Met {
    a_value: bool,
    anything: bool,
}

impl Skips {
    pub(super) fn meets(&mut self, header: &Header<'_>, record: &StringRecord, missing: &[&str]) -> bool {
        let mut skipped = false;
        for skip in &header.skip {
            let cell = record.get(skip.at).unwrap_or_default().trim();
            let filled = !cell.is_empty() && !missing.contains(&cell);
            let is_met = skip.values.iter().any(|value| value.trim() == cell || (value == ANY_VALUE && filled));
            skipped |= is_met;
            if !skip.by_profile {
                let met = self.0.entry(header.names[skip.at].clone()).or_default();
                (met.a_value, met.anything) = (met.a_value || is_met, met.anything || filled);
            }
        }
        skipped
    }

    /// Headers of columns that say something and never what would skip a row.
    pub(super) fn never_met(&self) -> impl Iterator<Item = &String> {
        self.0.iter().filter(|(_, met)| met.anything && !met.a_value).map(|(header, _)| header)
    }
}
