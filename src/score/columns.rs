//! The names of every column that this program gives to polars, in one place, and the few shapes in which frames are
//! made and read. Outside this file and its callers' expressions no column is known by a string.

use polars::prelude::*;

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

/// A column of points, gaps kept.
pub fn points(frame: &DataFrame, name: &str) -> PolarsResult<Vec<Option<f64>>> {
    Ok(frame.column(name)?.f64()?.iter().collect())
}
