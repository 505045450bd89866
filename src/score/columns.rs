//! The names of every column that this program gives to polars, in one place, and the few shapes in which frames are
//! made and read. Outside this file and its callers' expressions no column is known by a string.

use polars::prelude::*;

pub const PERSON: &str = "person";
pub const TEAM: &str = "team";
pub const UNIT: &str = "unit";
pub const SPELL: &str = "spell";
/// Number of the kind of rater.
pub const RATER: &str = "rater";
/// Measure and scale together.
pub const SLOT: &str = "slot";
/// Days from the common era.
pub const DAY: &str = "day";
pub const START: &str = "start";
pub const END: &str = "end";
/// Days from the common era; where something that ends on `DAY` begins.
pub const SINCE: &str = "since";
/// Position in the files: later wins ties.
pub const ORDER: &str = "order";
/// Position in the list that the frame was made from.
pub const INDEX: &str = "index";
pub const INDICATOR: &str = "indicator";
/// What is counted: a person, a goal, a record or a team.
pub const SUBJECT: &str = "subject";
/// A part of a subject that is looked at on its own first, such as one of several life domains.
pub const PART: &str = "part";
pub const KNOWN: &str = "known";
pub const ACHIEVED: &str = "achieved";
pub const VALUE: &str = "value";

/// The answers to one item.
pub fn item(index: usize) -> PlSmallStr {
    format!("item {index}").into()
}

/// A result column of one scale.
pub fn of_scale(what: &str, scale: usize) -> PlSmallStr {
    format!("{what} {scale}").into()
}

/// A frame whose columns all have the same length, which the caller's types make so.
pub fn frame(columns: Vec<Column>) -> PolarsResult<DataFrame> {
    DataFrame::new_infer_height(columns)
}

/// A column of whole numbers without gaps.
pub fn numbers(frame: &DataFrame, name: &str) -> PolarsResult<Vec<u32>> {
    Ok(frame.column(name)?.u32()?.iter().map(Option::unwrap_or_default).collect())
}

/// A column of days, or of other signed numbers, without gaps.
pub fn days(frame: &DataFrame, name: &str) -> PolarsResult<Vec<i32>> {
    Ok(frame.column(name)?.i32()?.iter().map(Option::unwrap_or_default).collect())
}

pub fn flags(frame: &DataFrame, name: &str) -> PolarsResult<Vec<bool>> {
    Ok(frame.column(name)?.bool()?.iter().map(Option::unwrap_or_default).collect())
}

/// A column of points, gaps kept.
pub fn points(frame: &DataFrame, name: &str) -> PolarsResult<Vec<Option<f64>>> {
    Ok(frame.column(name)?.f64()?.iter().collect())
}
