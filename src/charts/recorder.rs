//! The plotters backend that records: what plotters draws becomes marks of a `Drawing`, so that one picture serves
//! SVG, PNG and PDF. Decides how plotters' whole numbers stand for points, and where a text sits against its anchor.

use super::drawing::{Across, Colour, Mark, Point, Stroke};
use crate::typeface::Cut;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};
use std::convert::Infallible;

/// Backend units in a point: plotters counts in whole numbers, which would otherwise be too coarse.
pub(super) const UNITS: f32 = 20.0;

/// plotters styles carry a width and no dash. A width of `DASHED` or more is a dashed line of the rest.
pub(super) const DASHED: u32 = 1000;

/// Dash and gap of a dashed line, in points.
const DASH: [f32; 2] = [4.0, 3.0];

type Outcome = Result<(), DrawingErrorKind<Infallible>>;

pub(super) struct Recorder<'a> {
    marks: &'a mut Vec<Mark>,
    /// Width and height in units.
    size: (u32, u32),
}

impl<'a> Recorder<'a> {
    /// A picture of this width and height, in points.
    pub(super) fn new(marks: &'a mut Vec<Mark>, width: f32, height: f32) -> Recorder<'a> {
        Recorder { marks, size: (units(width) as u32, units(height) as u32) }
    }

    /// Keeps a mark unless its style is invisible.
    fn keep(&mut self, style: &impl BackendStyle, mark: impl FnOnce(Colour) -> Mark) -> Outcome {
        if style.color().alpha > 0.0 {
            self.marks.push(mark(on_white(style.color())));
        }
        Ok(())
    }
}

/// Whole units nearest to a length in points.
pub(super) fn units(points: f32) -> i32 {
    (points * UNITS).round() as i32
}

fn place(at: BackendCoord) -> Point {
    (at.0 as f32 / UNITS, at.1 as f32 / UNITS)
}

fn on_white(colour: BackendColor) -> Colour {
    let (red, green, blue) = colour.rgb;
    let mix = |part: u8| (f64::from(part) * colour.alpha + 255.0 * (1.0 - colour.alpha)).round() as u8;
    Colour(mix(red), mix(green), mix(blue))
}

fn stroke(colour: Colour, width: u32) -> Stroke {
    let dash = if width >= DASHED { DASH.to_vec() } else { Vec::new() };
    Stroke { colour, width: (width % DASHED) as f32 / UNITS, dash }
}

fn corners(one: BackendCoord, other: BackendCoord) -> Vec<Point> {
    [one, (other.0, one.1), other, (one.0, other.1)].map(place).to_vec()
}

/// Bold text is set in SemiBold, as everywhere.
fn cut(style: FontStyle) -> Cut {
    match style {
        FontStyle::Normal => Cut::Regular,
        FontStyle::Bold => Cut::SemiBold,
        FontStyle::Italic | FontStyle::Oblique => Cut::Italic,
    }
}

impl DrawingBackend for Recorder<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Outcome {
        Ok(())
    }

    fn present(&mut self) -> Outcome {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, colour: BackendColor) -> Outcome {
        self.draw_rect(at, (at.0 + 1, at.1 + 1), &colour, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Outcome {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        one: BackendCoord,
        other: BackendCoord,
        style: &S,
        filled: bool,
    ) -> Outcome {
        let width = style.stroke_width();
        self.keep(style, |colour| Mark::Shape {
            points: corners(one, other),
            fill: filled.then_some(colour),
            stroke: (!filled).then(|| stroke(colour, width)),
        })
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome {
        let points: Vec<Point> = path.into_iter().map(place).collect();
        if points.len() < 2 {
            return Ok(());
        }
        let width = style.stroke_width();
        self.keep(style, |colour| Mark::Line { points, stroke: stroke(colour, width) })
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        filled: bool,
    ) -> Outcome {
        let width = style.stroke_width();
        self.keep(style, |colour| Mark::Circle {
            centre: place(centre),
            radius: radius as f32 / UNITS,
            fill: filled.then_some(colour),
            stroke: (!filled).then(|| stroke(colour, width)),
        })
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome {
        let points: Vec<Point> = path.into_iter().map(place).collect();
        self.keep(style, |colour| Mark::Shape { points, fill: Some(colour), stroke: None })
    }

    /// `VPos::Bottom` puts the baseline on the anchor, `Center` the middle of the capitals, `Top` their top.
    /// Text is never turned: a turned text cannot be read on a phone.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Outcome {
        if text.is_empty() {
            return Ok(());
        }
        let (size, cut, (x, y)) = (style.size() as f32 / UNITS, cut(style.style()), place(at));
        let drop = match style.anchor().v_pos {
            VPos::Bottom => 0.0,
            VPos::Center => cut.cap_height() * size / 2.0,
            VPos::Top => cut.cap_height() * size,
        };
        let across = match style.anchor().h_pos {
            HPos::Left => Across::Left,
            HPos::Center => Across::Middle,
            HPos::Right => Across::Right,
        };
        let text = text.to_owned();
        self.keep(&style.color(), |colour| Mark::Text { at: (x, y + drop), text, size, cut, colour, across })
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let size = style.size() as f32;
        Ok((cut(style.style()).width(text, size).ceil() as u32, (size * 1.2).ceil() as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plotters::prelude::*;

    fn recorded(paint: impl FnOnce(&DrawingArea<Recorder, plotters::coord::Shift>)) -> Vec<Mark> {
        let mut marks = Vec::new();
        let area = Recorder::new(&mut marks, 100.0, 50.0).into_drawing_area();
        paint(&area);
        drop(area);
        marks
    }

    #[test]
    fn units_become_points_and_widths_from_a_thousand_are_dashed() {
        let path = vec![(0, 0), (200, 100)];
        let marks = recorded(|area| {
            area.draw(&PathElement::new(path, ShapeStyle::from(&BLACK).stroke_width(DASHED + 20))).unwrap();
        });
        let stroke = Stroke { colour: Colour(0, 0, 0), width: 1.0, dash: DASH.to_vec() };
        assert_eq!(marks, vec![Mark::Line { points: vec![(0.0, 0.0), (10.0, 5.0)], stroke }]);
    }

    #[test]
    fn what_cannot_be_seen_is_not_recorded_and_nothing_is_transparent() {
        let marks = recorded(|area| {
            area.draw(&Circle::new((20, 20), 10, TRANSPARENT.filled())).unwrap();
            area.draw(&Circle::new((20, 20), 10, BLACK.mix(0.5).filled())).unwrap();
        });
        assert_eq!(marks.len(), 1);
        assert!(matches!(
            marks[0],
            Mark::Circle { radius: 0.5, fill: Some(Colour(128, 128, 128)), stroke: None, .. }
        ));
    }

    #[test]
    fn text_keeps_its_size_and_cut_and_its_baseline_is_the_bottom_anchor() {
        let style = ("", 200.0, plotters::style::FontStyle::Bold).into_font();
        let marks = recorded(|area| area.draw(&Text::new("Łódź", (0, 400), style)).unwrap());
        let Mark::Text { at, size, cut, .. } = &marks[0] else { panic!("no text") };
        assert_eq!((*size, *cut), (10.0, Cut::SemiBold));
        assert!(at.1 > 20.0, "the top anchor lies a capital's height above the baseline");
    }
}
