//! Axes: round numbers for their ticks, a range that holds what is shown, and how ticks and grid are drawn.

use super::cells::Unit;
use super::drawing::Across;
use super::lettering::{LABEL, SMALL};
use super::page::{Line, Panel, Plane};
use super::palette::{GRID, SOFT_INK};
use std::ops::Range;

pub(super) const GRID_LINE: Line = Line::solid(GRID, 0.6);
/// The line bars stand on.
pub(super) const BASE_LINE: Line = Line::solid(SOFT_INK, 0.8);

/// Height that tick labels and, where there is one, a title take under a horizontal axis, in points.
pub(super) fn height(title: &str) -> f32 {
    if title.trim().is_empty() { 16.0 } else { 16.0 + LABEL.line_height() + 2.0 }
}

/// A tick as readers see it: whole numbers without decimals.
pub(super) fn write(tick: f64, unit: Unit) -> String {
    let is_whole = (tick - tick.round()).abs() < 1e-9;
    match unit {
        Unit::Points { .. } if is_whole => Unit::Points { decimals: 0 }.write(tick),
        _ => unit.write(tick),
    }
}

/// Round values from the lower to the upper end of `range`, both ends included, about `about` of them. Steps are 1,
/// 2, 2.5 or 5 times a power of ten; the ends must be multiples of the step or are left without a tick.
pub(super) fn ticks(range: &Range<f64>, about: usize) -> Vec<f64> {
    let span = range.end - range.start;
    if !(span > 0.0 && span.is_finite()) {
        return vec![range.start];
    }
    let step = step(span, about);
    let first = (range.start / step - 1e-9).ceil() as i64;
    let last = (range.end / step + 1e-9).floor() as i64;
    (first..=last).map(|multiple| multiple as f64 * step).collect()
}

fn step(span: f64, about: usize) -> f64 {
    let rough = span / about.max(1) as f64;
    let power = 10f64.powf(rough.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|multiple| multiple * power);
    steps.into_iter().find(|step| *step >= rough * 0.999).unwrap_or(rough)
}

/// Least part of what is possible that an axis over time shows.
const LEAST_SHOWN: f64 = 0.25;

/// A range with round ends around `values`, within `possible` as far as they are. All of `possible` when there are no
/// values.
pub(super) fn range_around(values: impl Iterator<Item = f64>, possible: (f64, f64)) -> Range<f64> {
    let bounds = values.fold(None, |bounds: Option<(f64, f64)>, value| {
        let (low, high) = bounds.unwrap_or((value, value));
        Some((low.min(value), high.max(value)))
    });
    let Some((low, high)) = bounds else { return possible.0..possible.1 };
    // A few points up and down must not look like a landslide.
    let span = (high - low).max((possible.1 - possible.0) * LEAST_SHOWN);
    let step = step(span, 4);
    let (middle, half) = ((low + high) / 2.0, span * 0.55);
    let start = ((middle - half) / step).floor() * step;
    let end = ((middle + half) / step).ceil() * step;
    start.max(possible.0.min(low))..end.min(possible.1.max(high))
}

/// A horizontal axis of `unit` under a panel that is `bottom` points high, with a title below. The grid runs through
/// the given stretches only, so that it crosses no heading.
pub(super) fn paint_below(plane: &Plane, panel: &Panel, x: &Range<f64>, bottom: f32, unit: Unit, title: &str) {
    let (left, right) = (panel.across(x.start), panel.across(x.end));
    for tick in tick_places(x, right - left, unit) {
        plane.text((panel.across(tick), bottom + 11.0), &write(tick, unit), SMALL, Across::Middle);
    }
    let middle = (left + right) / 2.0;
    let title = LABEL.shortened(title, 2.0 * middle.min(super::WIDTH - middle));
    plane.text((middle, bottom + 12.0 + LABEL.line_height()), &title, LABEL, Across::Middle);
}

/// Grid lines of a horizontal axis through stretches of the plane, each from its top to its bottom.
pub(super) fn paint_grid(plane: &Plane, panel: &Panel, x: &Range<f64>, unit: Unit, stretches: &[Range<f32>]) {
    let width = panel.across(x.end) - panel.across(x.start);
    for tick in tick_places(x, width, unit) {
        let across = panel.across(tick);
        for stretch in stretches {
            plane.line(&[(across, stretch.start), (across, stretch.end)], GRID_LINE);
        }
    }
}

/// Where numbers are whole, so are the steps between them: a tick at 2.5 would be written as 3.
fn tick_places(range: &Range<f64>, width: f32, unit: Unit) -> Vec<f64> {
    let about = (width / 45.0).max(2.0) as usize;
    let is_whole = |ticks: &Vec<f64>| ticks.iter().all(|tick| (tick - tick.round()).abs() < 1e-9);
    let found = (1..=about).rev().map(|about| ticks(range, about)).find(is_whole);
    let whole = found.filter(|_| unit == Unit::Points { decimals: 0 });
    fitting(whole.unwrap_or_else(|| ticks(range, about)), unit, width)
}

/// All ticks, or only the first and the last where their labels would touch.
fn fitting(ticks: Vec<f64>, unit: Unit, width: f32) -> Vec<f64> {
    let needed: f32 = ticks.iter().map(|tick| SMALL.width(&write(*tick, unit)) + 4.0).sum();
    match (needed <= width, ticks.as_slice()) {
        (false, [first, .., last]) => vec![*first, *last],
        _ => ticks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_hold_both_ends() {
        assert_eq!(ticks(&(0.0..100.0), 4), [0.0, 25.0, 50.0, 75.0, 100.0]);
        assert_eq!(ticks(&(0.0..7.0), 4), [0.0, 2.0, 4.0, 6.0]);
        assert_eq!(ticks(&(1.0..7.0), 6), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
        assert_eq!(ticks(&(3.0..3.0), 4), [3.0]);
        assert_eq!(ticks(&(f64::NAN..1.0), 4).len(), 1);
    }

    #[test]
    fn a_range_holds_its_values_and_stays_possible() {
        let range = range_around([62.0, 71.0, 98.0].into_iter(), (0.0, 100.0));
        assert!(range.start <= 62.0 && range.end == 100.0 && range.start > 0.0);
        assert_eq!(range_around(std::iter::empty(), (0.0, 40.0)), 0.0..40.0);
        assert_eq!(range_around([-2.0, -1.0].into_iter(), (0.0, 40.0)).start, -2.0);
        assert!(range_around([45.0, 47.0].into_iter(), (0.0, 40.0)).contains(&45.0));
        let flat = range_around([20.0, 20.0].into_iter(), (0.0, 40.0));
        assert!(flat.start < 20.0 && flat.end > 20.0);
    }

    #[test]
    fn ticks_of_whole_numbers_are_whole() {
        let people = Unit::Points { decimals: 0 };
        for most in 1..300 {
            let places = tick_places(&(0.0..f64::from(most) * 1.06), 330.0, people);
            let written: Vec<String> = places.iter().map(|tick| write(*tick, people)).collect();
            assert!(places.iter().all(|tick| tick.fract().abs() < 1e-9), "{most}: {written:?}");
            assert!(places.len() > 1, "{most}: {written:?}");
        }
        assert_eq!(tick_places(&(0.0..21.2), 330.0, people), [0.0, 5.0, 10.0, 15.0, 20.0]);
    }
}
