//! Bars of plain counts, one under the other, from zero, each with its count at its end. Serves the completion flow
//! and the levels of goal attainment.

use super::axis::{self, BASE_LINE};
use super::cells::{Unit, Words, Written, counted};
use super::page::{Line, Plane, record};
use super::palette::{BLUE, BLUE_TINT};
use super::rows::Rows;
use super::{Caption, Drawing, WIDTH};
use crate::release::cell::Cell;
use std::ops::Range;

const LABELS: f32 = 180.0;
const BETWEEN: f32 = 10.0;
/// Room for the count at the end of the longest bar.
const FIGURES: f32 = 100.0;
const BAR: f32 = 13.0;
const AXIS: Range<f32> = LABELS + BETWEEN..WIDTH - FIGURES;

pub(super) struct CountChart<'a> {
    pub caption: &'a Caption,
    pub words: &'a Words,
    pub axis: &'a str,
    pub rows: Vec<CountRow<'a>>,
}

pub(super) struct CountRow<'a> {
    pub label: &'a str,
    pub cell: &'a Cell,
    /// Whether the bar is full or pale.
    pub full: bool,
}

impl CountChart<'_> {
    pub(super) fn draw(&self) -> Drawing {
        let mut rows = Rows::new(LABELS);
        for row in &self.rows {
            let written = self.words.count(row.cell);
            rows.add(row.label, written.height(FIGURES).max(BAR + 3.0), (row, written));
        }
        record(self.caption, rows.height() + axis::height(self.axis), |plane| self.paint(plane, &rows))
    }

    /// From none to a round number that holds the largest count shown; withheld counts have no say in it.
    fn range(&self) -> Range<f64> {
        let counts = self.rows.iter().filter_map(|row| row.cell.numbers()).map(|numbers| counted(numbers) as f64);
        let most = counts.fold(4.0, f64::max);
        let step = axis::ticks(&(0.0..most), 4).get(1).copied().unwrap_or(most).max(1.0);
        0.0..(most / step).ceil() * step
    }

    fn paint(&self, plane: &Plane, rows: &Rows<(&CountRow<'_>, Written)>) {
        let (range, unit) = (self.range(), Unit::Points { decimals: 0 });
        let panel = plane.panel(AXIS, 0.0..rows.height(), range.clone(), 0.0..1.0);
        axis::paint_grid(plane, &panel, &range, unit, &rows.stretches());
        axis::paint_below(plane, &panel, &range, rows.height(), unit, self.axis);
        rows.paint_labels(plane, 0.0);
        for (middle, (row, written)) in rows.each() {
            let end = row.cell.numbers().map_or(AXIS.start, |numbers| panel.across(counted(numbers) as f64));
            paint_bar(plane, middle, end, row.full);
            written.paint(plane, (end + 5.0, middle), FIGURES - 5.0);
        }
        plane.line(&[(AXIS.start, 0.0), (AXIS.start, rows.height())], BASE_LINE);
    }
}

fn paint_bar(plane: &Plane, middle: f32, end: f32, full: bool) {
    if end > AXIS.start {
        let fill = if full { BLUE } else { BLUE_TINT };
        let (top, bottom) = (middle - BAR / 2.0, middle + BAR / 2.0);
        plane.rectangle((AXIS.start, top), (end, bottom), Some(fill), Some(Line::solid(BLUE, 0.8)));
    }
}
