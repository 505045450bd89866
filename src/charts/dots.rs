//! Rows of dots with their intervals on one horizontal axis, the figure in words on the right. Serves the value
//! profile and the breakdowns.

use super::axis;
use super::cells::{Unit, Words, Written};
use super::page::{Line, Panel, Plane, record};
use super::palette::{GREY, GRID};
use super::rows::Rows;
use super::symbols::{Key, Symbol, WHISKER};
use super::{Caption, Drawing, WIDTH};
use crate::release::cell::Cell;
use std::ops::Range;

const LABELS: f32 = 150.0;
const FIGURES: f32 = 134.0;
const BETWEEN: f32 = 10.0;
/// Where the axis begins and ends, with room for half a dot at both ends.
const AXIS: Range<f32> = LABELS + BETWEEN..WIDTH - FIGURES - BETWEEN;

pub(super) struct DotChart<'a> {
    pub caption: &'a Caption,
    pub words: &'a Words,
    pub unit: Unit,
    pub range: Range<f64>,
    pub axis: &'a str,
    pub key: Vec<(Symbol, &'a str)>,
    pub groups: Vec<DotGroup<'a>>,
    /// A value drawn as a dashed line through all rows.
    pub reference: Option<f64>,
}

pub(super) struct DotGroup<'a> {
    pub heading: &'a str,
    pub aside: &'a str,
    pub rows: Vec<DotRow<'a>>,
}

pub(super) struct DotRow<'a> {
    pub label: &'a str,
    pub cell: &'a Cell,
    pub last: Option<&'a Cell>,
    pub target: Option<f64>,
}

impl DotChart<'_> {
    pub(super) fn draw(&self) -> Drawing {
        let key = Key::of(self.key.iter().copied());
        let rows = self.rows();
        let height = key.height() + rows.height() + axis::height(self.axis);
        record(self.caption, height, |plane| {
            key.paint(plane, 0.0);
            self.paint(&plane.below(key.height()), &rows);
        })
    }

    fn rows(&self) -> Rows<(&DotRow<'_>, Written)> {
        let mut rows = Rows::new(LABELS);
        for group in &self.groups {
            rows.add_heading(group.heading, group.aside);
            for row in &group.rows {
                let written = self.words.full(row.cell, self.unit);
                rows.add(row.label, written.height(FIGURES), (row, written));
            }
        }
        rows
    }

    fn paint(&self, plane: &Plane, rows: &Rows<(&DotRow<'_>, Written)>) {
        let panel = plane.panel(AXIS, 0.0..rows.height(), self.range.clone(), 0.0..1.0);
        axis::paint_grid(plane, &panel, &self.range, self.unit, &rows.stretches());
        axis::paint_below(plane, &panel, &self.range, rows.height(), self.unit, self.axis);
        rows.paint_labels(plane, 0.0);
        for stretch in rows.stretches() {
            self.paint_reference(plane, &panel, &stretch);
        }
        for (middle, (row, written)) in rows.each() {
            self.paint_row(plane, &panel, middle, row);
            written.paint(plane, (WIDTH - FIGURES, middle), FIGURES);
        }
    }

    fn paint_reference(&self, plane: &Plane, panel: &Panel, stretch: &Range<f32>) {
        if let Some(value) = self.reference {
            let across = panel.across(self.within(value));
            plane.line(&[(across, stretch.start), (across, stretch.end)], Line::dashed(GREY, 1.0));
        }
    }

    /// A row without a figure keeps its lane empty: no mark stands where a number could be read from it.
    fn paint_row(&self, plane: &Plane, panel: &Panel, middle: f32, row: &DotRow) {
        plane.line(&[(AXIS.start, middle), (AXIS.end, middle)], Line::solid(GRID, 0.5));
        let across = |value: f64| panel.across(self.within(value));
        if let Some(target) = row.target {
            Symbol::Tick.paint(plane, (across(target), middle));
        }
        let numbers = row.cell.numbers();
        if let Some((lower, upper)) = numbers.and_then(|numbers| numbers.lower.zip(numbers.upper)) {
            plane.line(&[(across(lower), middle), (across(upper), middle)], WHISKER);
        }
        if let Some(last) = row.last.and_then(Cell::value) {
            Symbol::Ring.paint(plane, (across(last), middle));
        }
        if let Some(value) = row.cell.value() {
            Symbol::Dot.paint(plane, (across(value), middle));
        }
    }

    fn within(&self, value: f64) -> f64 {
        value.max(self.range.start).min(self.range.end)
    }
}
