//! Names at the right end of lines, moved apart where lines lie close together, each tied to its line.

use super::WIDTH;
use super::drawing::Across;
use super::lettering::Lettering;
use super::page::{Line, Plane};
use super::palette::GREY;
use std::ops::Range;

/// Distance from the end of a line to its name, in points.
const BESIDE: f32 = 12.0;

/// The name of one line.
pub(super) struct EndLabel {
    /// Where the line ends, in points from the top.
    pub at: f32,
    pub text: String,
    pub lettering: Lettering,
}

/// Paints names beside lines that end at `left`, between `down.start` and `down.end`, in the order of the lines.
pub(super) fn paint(plane: &Plane, left: f32, down: Range<f32>, mut labels: Vec<EndLabel>) {
    labels.sort_by(|one, other| one.at.total_cmp(&other.at));
    let width = WIDTH - left - BESIDE;
    let wrapped: Vec<Vec<String>> = labels.iter().map(|label| label.lettering.wrap(&label.text, width, 2)).collect();
    let heights: Vec<f32> = labels
        .iter()
        .zip(&wrapped)
        .map(|(label, lines)| lines.len() as f32 * label.lettering.line_height())
        .collect();
    let wanted: Vec<f32> = labels.iter().map(|label| label.at).collect();
    for ((label, lines), middle) in labels.iter().zip(&wrapped).zip(apart(&wanted, &heights, &down)) {
        plane.line(&[(left + 1.0, label.at), (left + BESIDE - 2.0, middle)], Line::solid(GREY, 0.5));
        let height = label.lettering.line_height();
        let first = middle - (lines.len() - 1) as f32 * height / 2.0;
        for (index, line) in lines.iter().enumerate() {
            let at = (left + BESIDE, first + index as f32 * height);
            plane.text_beside(at, line, label.lettering, Across::Left);
        }
    }
}

/// Middles as near to where they are wanted as their heights allow, in the same order, none above the other and all
/// within `down` as long as they fit it.
fn apart(wanted: &[f32], heights: &[f32], down: &Range<f32>) -> Vec<f32> {
    let mut middles: Vec<f32> = Vec::new();
    let mut free = down.start;
    for (at, height) in wanted.iter().zip(heights) {
        let middle = at.max(free + height / 2.0);
        middles.push(middle);
        free = middle + height / 2.0;
    }
    let mut limit = down.end;
    for (middle, height) in middles.iter_mut().zip(heights).rev() {
        *middle = middle.min(limit - height / 2.0);
        limit = *middle - height / 2.0;
    }
    middles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_do_not_touch_stay_where_they_are() {
        assert_eq!(apart(&[20.0, 60.0], &[10.0, 10.0], &(0.0..100.0)), [20.0, 60.0]);
    }

    #[test]
    fn names_that_touch_are_moved_apart_and_stay_inside() {
        let middles = apart(&[97.0, 98.0, 98.0], &[10.0, 20.0, 10.0], &(0.0..100.0));
        assert_eq!(middles, [65.0, 80.0, 95.0]);
        assert_eq!(apart(&[0.0, 1.0], &[10.0, 10.0], &(0.0..100.0)), [5.0, 15.0]);
    }
}
