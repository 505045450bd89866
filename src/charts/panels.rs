//! Rows of bars in one to three columns, each bar a share from 0 to 100 % on a pale track, its figure beside or above
//! it. Every column has its own people behind its shares, so columns are never stacked.

use super::axis::{BASE_LINE, GRID_LINE};
use super::cells::{Unit, Words, Written};
use super::drawing::{Across, Colour};
use super::lettering::{HEADING, SMALL};
use super::page::{Line, Plane, record};
use super::palette::{BLUE, BLUE_TINT, PALE, PLUM, PLUM_TINT};
use super::rows::Rows;
use super::{Caption, Drawing, WIDTH};
use crate::release::cell::Cell;

/// Free space between columns, in points.
const BETWEEN: f32 = 12.0;
/// A column at least this wide has its figures beside the bars; a narrower one above them.
const WIDE: f32 = 150.0;
const BAR: f32 = 8.0;

/// Fill of a bar and the colour of its outline and interval.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ink {
    fill: Colour,
    line: Colour,
}

pub(super) const CALM: Ink = Ink { fill: BLUE_TINT, line: BLUE };
pub(super) const STRONG: Ink = Ink { fill: PLUM_TINT, line: PLUM };

pub(super) struct BarChart<'a> {
    pub caption: &'a Caption,
    pub words: &'a Words,
    pub columns: Vec<(&'a str, Ink)>,
    pub groups: Vec<BarGroup<'a>>,
}

pub(super) struct BarGroup<'a> {
    pub heading: &'a str,
    pub rows: Vec<BarRow<'a>>,
}

pub(super) struct BarRow<'a> {
    pub label: &'a str,
    /// One cell per column, in percent; a missing one is left blank.
    pub cells: Vec<&'a Cell>,
}

/// Where a column stands: its bars from `left` to `end`, its figures from `text` on.
#[derive(Debug, Clone, Copy)]
struct Lane {
    left: f32,
    end: f32,
    text: f32,
    text_width: f32,
    above: bool,
}

impl BarChart<'_> {
    pub(super) fn draw(&self) -> Drawing {
        let (lanes, labels) = self.lanes();
        let rows = self.rows(&lanes, labels);
        let headings: Vec<Vec<String>> = self.headings(&lanes);
        let head = headings.iter().map(Vec::len).max().unwrap_or(0) as f32 * HEADING.line_height() + 6.0;
        record(self.caption, head + rows.height() + 16.0, |plane| {
            paint_headings(plane, &lanes, &headings, head);
            rows.paint_labels(plane, head);
            self.paint(&plane.below(head), &lanes, &rows);
        })
    }

    fn lanes(&self) -> (Vec<Lane>, f32) {
        let count = self.columns.len().max(1) as f32;
        let labels = if count > 2.0 { 110.0 } else { 150.0 };
        let width = (WIDTH - labels) / count - BETWEEN;
        let above = width < WIDE;
        let text_width = if above { width } else { (width * 0.5).min(110.0) };
        let lane = |index: usize| {
            let left = labels + BETWEEN + index as f32 * (width + BETWEEN);
            let end = if above { left + width } else { left + width - text_width - 6.0 };
            Lane { left, end, text: if above { left } else { end + 6.0 }, text_width, above }
        };
        ((0..self.columns.len()).map(lane).collect(), labels)
    }

    fn headings(&self, lanes: &[Lane]) -> Vec<Vec<String>> {
        let width = |lane: &Lane| lane.text + lane.text_width - lane.left;
        self.columns.iter().zip(lanes).map(|((heading, _), lane)| HEADING.wrap(heading, width(lane), 4)).collect()
    }

    fn rows(&self, lanes: &[Lane], labels: f32) -> Rows<Vec<(&Cell, Written)>> {
        let mut rows = Rows::new(labels);
        for group in &self.groups {
            rows.add_heading(group.heading, "");
            for row in &group.rows {
                let cells: Vec<(&Cell, Written)> =
                    row.cells.iter().map(|cell| (*cell, self.words.short(cell, Unit::Percent))).collect();
                rows.add(row.label, tallest(lanes, &cells), cells);
            }
        }
        rows
    }

    fn paint(&self, plane: &Plane, lanes: &[Lane], rows: &Rows<Vec<(&Cell, Written)>>) {
        for lane in lanes {
            for stretch in rows.stretches().iter().filter(|_| !lane.above) {
                plane.line(&[(lane.left, stretch.start), (lane.left, stretch.end)], BASE_LINE);
                plane.line(&[(lane.end, stretch.start), (lane.end, stretch.end)], GRID_LINE);
            }
            paint_ends(plane, lane, rows.height());
        }
        for (middle, cells) in rows.each() {
            for ((lane, (_, ink)), (cell, written)) in lanes.iter().zip(&self.columns).zip(cells) {
                paint_cell(plane, lane, *ink, middle, cell, written);
            }
        }
    }
}

fn tallest(lanes: &[Lane], cells: &[(&Cell, Written)]) -> f32 {
    let height = |(lane, (_, written)): (&Lane, &(&Cell, Written))| {
        let text = written.height(lane.text_width);
        if lane.above { text + BAR + 3.0 } else { text.max(BAR) }
    };
    lanes.iter().zip(cells).map(height).fold(0.0, f32::max)
}

fn paint_headings(plane: &Plane, lanes: &[Lane], headings: &[Vec<String>], bottom: f32) {
    for (lane, lines) in lanes.iter().zip(headings) {
        for (above, line) in lines.iter().rev().enumerate() {
            let baseline = bottom - 6.0 - above as f32 * HEADING.line_height();
            plane.text((lane.left, baseline), line, HEADING, Across::Left);
        }
    }
}

/// The ends of the scale under a column.
fn paint_ends(plane: &Plane, lane: &Lane, bottom: f32) {
    plane.text((lane.left, bottom + 11.0), &Unit::Percent.write(0.0), SMALL, Across::Left);
    plane.text((lane.end, bottom + 11.0), &Unit::Percent.write(100.0), SMALL, Across::Right);
}

/// A cell without a figure has neither bar nor track: its words stand in their place.
fn paint_cell(plane: &Plane, lane: &Lane, ink: Ink, middle: f32, cell: &Cell, written: &Written) {
    let text = written.height(lane.text_width);
    let (text_middle, bar) = match (lane.above, cell.value()) {
        (true, Some(_)) => (middle - (BAR + 3.0) / 2.0, middle + (text + 3.0) / 2.0),
        _ => (middle, middle),
    };
    written.paint(plane, (lane.text, text_middle), lane.text_width);
    let Some(value) = cell.value() else { return };
    let panel = plane.panel(lane.left..lane.end, bar - BAR / 2.0..bar + BAR / 2.0, 0.0..100.0, 0.0..1.0);
    let across = |value: f64| panel.across(value.clamp(0.0, 100.0));
    let (top, bottom) = (bar - BAR / 2.0, bar + BAR / 2.0);
    plane.rectangle((lane.left, top), (lane.end, bottom), Some(PALE), None);
    if lane.above {
        plane.line(&[(lane.left, top - 1.0), (lane.left, bottom + 1.0)], BASE_LINE);
    }
    if value > 0.0 {
        plane.rectangle((lane.left, top), (across(value), bottom), Some(ink.fill), Some(Line::solid(ink.line, 0.8)));
    }
    if let Some((lower, upper)) = cell.numbers().and_then(|numbers| numbers.lower.zip(numbers.upper)) {
        plane.line(&[(across(lower), bar), (across(upper), bar)], Line::solid(ink.line, 1.6));
    }
}
