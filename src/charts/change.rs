//! How many people improved, stayed about the same or got worse, by scale? A bar of three labelled parts per scale.
//! When one of the parts is withheld the bar is not split at a place that would give it away.

use super::axis;
use super::cells::Written;
use super::drawing::{Across, Colour};
use super::lettering::SMALL;
use super::page::{Line, Panel, Plane, record};
use super::palette::{BLUE, INK, ORANGE, PALE, SOFT_INK};
use super::rows::Rows;
use super::symbols::Symbol;
use super::{Caption, Drawing, Unit, WIDTH, Words};
use crate::release::cell::Cell;
use std::ops::Range;

/// What the chart shows: one bar per scale that states a change threshold.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeSpec {
    pub caption: Caption,
    pub words: Words,
    /// What the three parts are called, such as `Improved`, `No reliable change`, `Deteriorated`.
    pub improved: String,
    pub unchanged: String,
    pub deteriorated: String,
    pub scales: Vec<ChangeRow>,
}

/// The three cells are shares of the same people: those with a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeRow {
    /// Scale, and what counts as a change on it.
    pub label: String,
    pub improved: Cell,
    pub unchanged: Cell,
    pub deteriorated: Cell,
}

const LABELS: f32 = 126.0;
const FIGURES: f32 = 62.0;
const BETWEEN: f32 = 4.0;
const BAR: f32 = 13.0;
const FIRST_FIGURE: f32 = WIDTH - 3.0 * FIGURES - 2.0 * BETWEEN;
const AXIS: Range<f32> = LABELS + 10.0..FIRST_FIGURE - 14.0;

/// Improved is dark, no reliable change pale, deteriorated in between, so that they differ on a grey print.
const FILLS: [Colour; 3] = [BLUE, PALE, ORANGE];

type Parts<'a> = [(&'a Cell, Written); 3];

/// One bar per scale, in the order given.
pub fn draw(spec: &ChangeSpec) -> Drawing {
    let mut rows = Rows::new(LABELS);
    for ChangeRow { label, improved, unchanged, deteriorated } in &spec.scales {
        let parts: Parts =
            [improved, unchanged, deteriorated].map(|cell| (cell, spec.words.short(cell, Unit::Percent)));
        let tallest = parts.iter().map(|(_, written)| written.height(FIGURES)).fold(BAR + 3.0, f32::max);
        rows.add(label, tallest, parts);
    }
    let names = [&spec.improved, &spec.unchanged, &spec.deteriorated].map(|name| SMALL.wrap(name, FIGURES, 3));
    let head = names.iter().map(Vec::len).max().unwrap_or(0) as f32 * SMALL.line_height() + 18.0;
    record(&spec.caption, head + rows.height() + axis::height(""), |plane| {
        paint_names(plane, &names, head);
        paint(&plane.below(head), &rows);
    })
}

fn left_of_figures(index: usize) -> f32 {
    FIRST_FIGURE + index as f32 * (FIGURES + BETWEEN)
}

fn paint_names(plane: &Plane, names: &[Vec<String>; 3], head: f32) {
    for (index, (lines, fill)) in names.iter().zip(FILLS).enumerate() {
        let left = left_of_figures(index);
        let above = head - 6.0 - lines.len() as f32 * SMALL.line_height();
        Symbol::Swatch(fill).paint(plane, (left + 5.0, above - 4.0));
        for (line_index, line) in lines.iter().rev().enumerate() {
            let baseline = head - 6.0 - line_index as f32 * SMALL.line_height();
            plane.text((left, baseline), line, SMALL.in_colour(INK), Across::Left);
        }
    }
}

fn paint(plane: &Plane, rows: &Rows<Parts>) {
    let panel = plane.panel(AXIS, 0.0..rows.height(), 0.0..100.0, 0.0..1.0);
    axis::paint_grid(plane, &panel, &(0.0..100.0), Unit::Percent, &rows.stretches());
    axis::paint_below(plane, &panel, &(0.0..100.0), rows.height(), Unit::Percent, "");
    rows.paint_labels(plane, 0.0);
    for (middle, parts) in rows.each() {
        paint_bar(plane, &panel, middle, parts);
        for (index, (_, written)) in parts.iter().enumerate() {
            written.paint(plane, (left_of_figures(index), middle), FIGURES);
        }
    }
}

fn paint_bar(plane: &Plane, panel: &Panel, middle: f32, parts: &Parts) {
    let values = drawable(&parts.each_ref().map(|(cell, _)| cell.value()));
    let sum: f64 = values.iter().flatten().sum();
    // Rounded counts need not add up to a hundred; a whole bar is a whole bar.
    let whole = if values.iter().all(Option::is_some) && sum > 0.0 { sum } else { sum.max(100.0) };
    let mut start = 0.0;
    for (value, fill) in values.iter().zip(FILLS) {
        let Some(share) = value.filter(|share| *share > 0.0) else { continue };
        let end = start + 100.0 * share / whole;
        let corners = (panel.across(start), panel.across(end));
        let (top, bottom) = (middle - BAR / 2.0, middle + BAR / 2.0);
        plane.rectangle((corners.0, top), (corners.1, bottom), Some(fill), Some(Line::solid(SOFT_INK, 0.8)));
        start = end;
    }
}

/// The parts that may be drawn. When exactly one is hidden, the free space between the others would be its number, so
/// none is drawn; when two are hidden, the third stands alone from zero.
fn drawable(values: &[Option<f64>; 3]) -> [Option<f64>; 3] {
    match values.iter().flatten().count() {
        2 => [None; 3],
        _ => *values,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_hidden_part_hides_the_bar_and_two_leave_the_third_alone() {
        assert_eq!(drawable(&[Some(50.0), None, Some(20.0)]), [None; 3]);
        assert_eq!(drawable(&[None, None, Some(20.0)]), [None, None, Some(20.0)]);
        assert_eq!(drawable(&[Some(50.0), Some(30.0), Some(20.0)]), [Some(50.0), Some(30.0), Some(20.0)]);
    }
}
