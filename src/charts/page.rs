//! The page of a chart: its message and subtitle on top, the plane for its marks, its notes below. Everything is
//! placed in points from the top left corner of the plane; plotters draws it, the recorder keeps it.

use super::drawing::{Across, Colour, Drawing, Point};
use super::lettering::{Lettering, SMALL, SUBTITLE, TITLE};
use super::recorder::{DASHED, Recorder, UNITS, units};
use super::{Caption, WIDTH};
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle, Text};
use plotters::prelude::{Cartesian2d, Color, DrawingArea, IntoDrawingArea, IntoFont, TextStyle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontStyle, RGBColor, ShapeStyle};
use plotters_backend::BackendCoord;
use std::ops::Range;

use crate::typeface::Cut;

/// Free space under the subtitle and above the notes, in points.
const GAP: f32 = 10.0;

/// A line as it is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line {
    pub colour: Colour,
    /// Points.
    pub width: f32,
    pub dashed: bool,
}

impl Line {
    pub(super) const fn solid(colour: Colour, width: f32) -> Line {
        Line { colour, width, dashed: false }
    }

    pub(super) const fn dashed(colour: Colour, width: f32) -> Line {
        Line { colour, width, dashed: true }
    }

    fn style(self) -> ShapeStyle {
        let dash = if self.dashed { DASHED } else { 0 };
        ShapeStyle { color: rgb(self.colour).to_rgba(), filled: false, stroke_width: dash + units(self.width) as u32 }
    }
}

/// Draws a chart whose marks need `height` points between heading and notes.
pub(super) fn record(caption: &Caption, height: f32, paint: impl FnOnce(&Plane)) -> Drawing {
    let heading = Paragraphs::of(&[(TITLE, &caption.title), (SUBTITLE, &caption.subtitle)]);
    let notes: Vec<(Lettering, &String)> = caption.notes.iter().map(|note| (SMALL, note)).collect();
    let notes = Paragraphs::of(&notes);
    let (above, below) = (heading.height + GAP, if notes.lines.is_empty() { 0.0 } else { GAP + notes.height });
    let total = (above + height + below).ceil();
    let mut marks = Vec::new();
    let page = Plane::new(Recorder::new(&mut marks, WIDTH, total));
    heading.paint(&page);
    paint(&page.below(above));
    notes.paint(&page.below(above + height + GAP));
    drop(page);
    let (title, description) = (caption.title.clone(), caption.description.clone());
    Drawing { width: WIDTH, height: total, title, description, marks }
}

/// Lines of text under each other, as wide as the page.
struct Paragraphs {
    /// Baseline, way of writing, text.
    lines: Vec<(f32, Lettering, String)>,
    height: f32,
}

impl Paragraphs {
    fn of(texts: &[(Lettering, &String)]) -> Paragraphs {
        let mut paragraphs = Paragraphs { lines: Vec::new(), height: 0.0 };
        for (lettering, text) in texts.iter().filter(|(_, text)| !text.trim().is_empty()) {
            for line in lettering.wrap(text, WIDTH, usize::MAX) {
                paragraphs.height += lettering.line_height();
                paragraphs.lines.push((paragraphs.height - lettering.size * 0.25, *lettering, line));
            }
        }
        paragraphs
    }

    fn paint(&self, plane: &Plane) {
        for (baseline, lettering, line) in &self.lines {
            plane.text((0.0, *baseline), line, *lettering, Across::Left);
        }
    }
}

/// A plane measured in points, y downwards.
pub(super) struct Plane<'a> {
    area: DrawingArea<Recorder<'a>, Shift>,
}

impl<'a> Plane<'a> {
    fn new(recorder: Recorder<'a>) -> Plane<'a> {
        Plane { area: recorder.into_drawing_area() }
    }

    /// The plane from `top` points downwards.
    pub(super) fn below(&self, top: f32) -> Plane<'a> {
        Plane { area: self.area.split_vertically(units(top)).1 }
    }

    /// Draws one plotters element. Recording cannot fail, so there is no outcome to hand on.
    fn draw<'e, E>(&self, element: &'e E)
    where
        &'e E: PointCollection<'e, BackendCoord>,
        E: Drawable<Recorder<'a>>,
    {
        let outcome = self.area.draw(element);
        debug_assert!(outcome.is_ok());
    }

    /// One line of text with its baseline at `at`.
    pub(super) fn text(&self, at: Point, text: &str, lettering: Lettering, across: Across) {
        let printable = lettering.printable(text);
        if !printable.trim().is_empty() {
            self.draw(&Text::new(printable, pixel(at), style_of(lettering, across)));
        }
    }

    /// One line of text with the middle of its capitals at `at`.
    pub(super) fn text_beside(&self, at: Point, text: &str, lettering: Lettering, across: Across) {
        self.text((at.0, at.1 + lettering.cap_height() / 2.0), text, lettering, across);
    }

    pub(super) fn line(&self, points: &[Point], line: Line) {
        let path: Vec<BackendCoord> = points.iter().copied().map(pixel).collect();
        self.draw(&PathElement::new(path, line.style()));
    }

    pub(super) fn rectangle(&self, one: Point, other: Point, fill: Option<Colour>, outline: Option<Line>) {
        let corners = [pixel(one), pixel(other)];
        if let Some(colour) = fill {
            self.draw(&Rectangle::new(corners, rgb(colour).filled()));
        }
        if let Some(line) = outline {
            self.draw(&Rectangle::new(corners, line.style()));
        }
    }

    pub(super) fn circle(&self, centre: Point, radius: f32, fill: Option<Colour>, outline: Option<Line>) {
        if let Some(colour) = fill {
            self.draw(&Circle::new(pixel(centre), units(radius), rgb(colour).filled()));
        }
        if let Some(line) = outline {
            self.draw(&Circle::new(pixel(centre), units(radius), line.style()));
        }
    }

    pub(super) fn polygon(&self, points: &[Point], fill: Colour) {
        let path: Vec<BackendCoord> = points.iter().copied().map(pixel).collect();
        self.draw(&Polygon::new(path, rgb(fill).filled()));
    }

    /// A part of the plane with axes: `left` to `right` and `top` to `bottom` in points stand for two ranges of
    /// values, the vertical one growing upwards.
    pub(super) fn panel(&self, across: Range<f32>, down: Range<f32>, x: Range<f64>, y: Range<f64>) -> Panel<'a> {
        let (base_x, base_y) = self.area.get_base_pixel();
        let columns = base_x + units(across.start)..base_x + units(across.end);
        let rows = base_y + units(down.end)..base_y + units(down.start);
        let area = self.area.apply_coord_spec(Cartesian2d::new(x, y, (columns, rows)));
        Panel { area, base: (base_x, base_y) }
    }
}

/// Two axes on a plane. Values are placed by plotters' own coordinate system.
pub(super) struct Panel<'a> {
    area: DrawingArea<Recorder<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
    base: BackendCoord,
}

impl Panel<'_> {
    /// Where two values lie on the plane, in points.
    pub(super) fn at(&self, x: f64, y: f64) -> Point {
        let (across, down) = self.area.map_coordinate(&(x, y));
        ((across - self.base.0) as f32 / UNITS, (down - self.base.1) as f32 / UNITS)
    }

    /// How far to the right a horizontal value lies, in points.
    pub(super) fn across(&self, x: f64) -> f32 {
        self.at(x, 0.0).0
    }

    /// How far down a vertical value lies, in points.
    pub(super) fn down(&self, y: f64) -> f32 {
        self.at(0.0, y).1
    }

    /// A line through values.
    pub(super) fn curve(&self, values: Vec<(f64, f64)>, line: Line) {
        let outcome = self.area.draw(&PathElement::new(values, line.style()));
        debug_assert!(outcome.is_ok());
    }
}

fn rgb(Colour(red, green, blue): Colour) -> RGBColor {
    RGBColor(red, green, blue)
}

fn pixel(at: Point) -> BackendCoord {
    (units(at.0), units(at.1))
}

fn style_of(lettering: Lettering, across: Across) -> TextStyle<'static> {
    let slant = match lettering.cut {
        Cut::Regular => FontStyle::Normal,
        Cut::SemiBold => FontStyle::Bold,
        Cut::Italic => FontStyle::Italic,
    };
    let side = match across {
        Across::Left => HPos::Left,
        Across::Middle => HPos::Center,
        Across::Right => HPos::Right,
    };
    let font = ("", f64::from(lettering.size * UNITS), slant).into_font();
    let color = rgb(lettering.colour).to_backend_color();
    TextStyle { font, color, pos: Pos::new(side, VPos::Bottom) }
}
