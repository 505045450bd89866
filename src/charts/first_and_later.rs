//! Where did people begin, and where are they now? One row per unit, under the scale it is about: a ring for the mean first
//! score, a dot for the mean later score of the same people, and a line between them. Both lie on the scale's own range,
//! drawn from its lowest to its highest score.

use super::cells::{Unit, Words};
use super::drawing::Across;
use super::lettering::{ABSENT, FIGURE, SMALL};
use super::page::{Line, Panel, Plane, record};
use super::palette::{BLUE, GRID};
use super::rows::Rows;
use super::symbols::{Key, Symbol};
use super::{Caption, Drawing, WIDTH};
use crate::definitions::wording::thousands;
use crate::release::cell::Cell;
use std::ops::Range;

/// What the chart shows, scale by scale.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstAndLaterSpec {
    pub caption: Caption,
    pub words: Words,
    /// What the ring and the dot are called.
    pub first: String,
    pub later: String,
    pub scales: Vec<ScaleGroup>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ScaleGroup {
    /// Instrument and scale.
    pub heading: String,
    /// Lowest and highest score, and which way is better, as words.
    pub aside: String,
    /// Lowest and highest score that are possible.
    pub range: (f64, f64),
    pub units: Vec<UnitRow>,
}

/// The two means are those of the same people.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitRow {
    pub label: String,
    pub first: Cell,
    pub later: Cell,
}

const LABELS: f32 = 150.0;
const FIGURES: f32 = 124.0;
const BETWEEN: f32 = 10.0;
const AXIS: Range<f32> = LABELS + BETWEEN..WIDTH - FIGURES - BETWEEN;
/// Between the two marks, thick enough to be a bar and thinner than they are.
const BAR: Line = Line::solid(BLUE, 2.2);

/// One row per unit and scale, in the order given.
pub fn draw(spec: &FirstAndLaterSpec) -> Drawing {
    let is_shown = spec.scales.iter().flat_map(|scale| &scale.units).any(|unit| means(unit).is_some());
    let marks = [(Symbol::Ring, spec.first.as_str()), (Symbol::Dot, spec.later.as_str())];
    let key = Key::of(marks.into_iter().filter(|_| is_shown));
    let mut rows: Rows<(&ScaleGroup, &UnitRow)> = Rows::new(LABELS);
    for scale in &spec.scales {
        rows.add_heading(&scale.heading, &scale.aside);
        for unit in &scale.units {
            rows.add(&unit.label, SMALL.line_height(), (scale, unit));
        }
    }
    record(&spec.caption, key.height() + rows.height(), |plane| {
        key.paint(plane, 0.0);
        paint(&plane.below(key.height()), &rows, &spec.words);
    })
}

/// Both or none: a line needs two ends.
fn means(unit: &UnitRow) -> Option<(f64, f64)> {
    unit.first.value().zip(unit.later.value())
}

fn paint(plane: &Plane, rows: &Rows<(&ScaleGroup, &UnitRow)>, words: &Words) {
    rows.paint_labels(plane, 0.0);
    for (middle, (scale, unit)) in rows.each() {
        let panel = plane.panel(AXIS, 0.0..rows.height(), scale.range.0..scale.range.1, 0.0..1.0);
        paint_lane(plane, &panel, middle, scale);
        if let Some(both) = means(unit) {
            paint_both(plane, &panel, middle, both);
        }
        paint_figure(plane, middle, unit, words);
    }
}

/// The scale from end to end, with a stroke in the middle and at both ends.
fn paint_lane(plane: &Plane, panel: &Panel, middle: f32, scale: &ScaleGroup) {
    let (lowest, highest) = scale.range;
    plane.line(&[(AXIS.start, middle), (AXIS.end, middle)], Line::solid(GRID, 0.6));
    for value in [lowest, (lowest + highest) / 2.0, highest] {
        let across = panel.across(value);
        plane.line(&[(across, middle - 5.0), (across, middle + 5.0)], Line::solid(GRID, 0.6));
    }
}

fn paint_both(plane: &Plane, panel: &Panel, middle: f32, (first, later): (f64, f64)) {
    let (from, to) = (panel.across(first), panel.across(later));
    Symbol::Ring.paint(plane, (from, middle));
    if (to - from).abs() > 4.4 {
        let edge = from + 4.4 * (to - from).signum();
        plane.line(&[(edge, middle), (to, middle)], BAR);
    }
    Symbol::Dot.paint(plane, (to, middle));
}

/// `4.6 → 4.9`, with how many people that is; one word where either may not be shown.
fn paint_figure(plane: &Plane, middle: f32, unit: &UnitRow, words: &Words) {
    let left = WIDTH - FIGURES;
    let baseline = middle + FIGURE.cap_height() / 2.0;
    let absent = words.absence(&unit.first).or_else(|| words.absence(&unit.later));
    if let Some(word) = absent {
        plane.text((left, baseline), &ABSENT.shortened(word, FIGURES), ABSENT, Across::Left);
        return;
    }
    let written = |cell: &Cell| cell.value().map_or_else(String::new, |value| POINTS.write(value));
    let figure = format!("{} → {}", written(&unit.first), written(&unit.later));
    plane.text((left, baseline), &figure, FIGURE, Across::Left);
    let known = unit.later.numbers().map_or(0, |numbers| numbers.known);
    let known = words.known.replace("{known}", &thousands(known));
    let after = left + FIGURE.width(&figure) + 4.0;
    plane.text((after, baseline), &SMALL.shortened(&known, WIDTH - after), SMALL, Across::Left);
}

const POINTS: Unit = Unit::Points { decimals: 1 };
