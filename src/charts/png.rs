//! A drawing as PNG, for slides and documents that cannot take SVG. Words are drawn as outlines of the typeface, so
//! no font of the machine has a say.

use super::drawing::{Across, Colour, Drawing, Mark, Point, Stroke};
use crate::typeface::Cut;
use rustybuzz::ttf_parser::{GlyphId, OutlineBuilder};
use tiny_skia::{FillRule, Paint, Path, PathBuilder, Pixmap, StrokeDash, Transform};

/// Widest and highest picture in pixels; a larger one is drawn smaller.
const LARGEST: f32 = 8_000.0;

/// A PNG file on white ground, `scale` pixels to the point. Empty if the drawing has no area.
pub fn to_png(drawing: &Drawing, scale: f32) -> Vec<u8> {
    let scale = scale.min(LARGEST / drawing.width.max(drawing.height).max(1.0));
    let pixels = |length: f32| (length * scale).ceil() as u32;
    let Some(picture) = Pixmap::new(pixels(drawing.width), pixels(drawing.height)) else { return Vec::new() };
    let mut canvas = Canvas { picture, place: Transform::from_scale(scale, scale) };
    canvas.picture.fill(tiny_skia::Color::WHITE);
    for mark in &drawing.marks {
        canvas.mark(mark);
    }
    canvas.picture.encode_png().unwrap_or_default()
}

struct Canvas {
    picture: Pixmap,
    place: Transform,
}

impl Canvas {
    fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Line { points, stroke } => self.draw(outline(points, false), None, Some(stroke)),
            Mark::Shape { points, fill, stroke } => self.draw(outline(points, true), *fill, stroke.as_ref()),
            Mark::Circle { centre: (x, y), radius, fill, stroke } => {
                self.draw(PathBuilder::from_circle(*x, *y, *radius), *fill, stroke.as_ref());
            }
            Mark::Text { at, text, size, cut, colour, across } => {
                self.draw(text_outline(*at, text, *size, *cut, *across), Some(*colour), None);
            }
        }
    }

    fn draw(&mut self, path: Option<Path>, fill: Option<Colour>, stroke: Option<&Stroke>) {
        let Some(path) = path else { return };
        if let Some(colour) = fill {
            self.picture.fill_path(&path, &paint(colour), FillRule::Winding, self.place, None);
        }
        if let Some(stroke) = stroke {
            let dash = StrokeDash::new(stroke.dash.clone(), 0.0);
            let line = tiny_skia::Stroke { width: stroke.width, dash, ..tiny_skia::Stroke::default() };
            self.picture.stroke_path(&path, &paint(stroke.colour), &line, self.place, None);
        }
    }
}

fn paint(Colour(red, green, blue): Colour) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, 255);
    paint
}

fn outline(points: &[Point], closed: bool) -> Option<Path> {
    let (first, rest) = points.split_first()?;
    let mut path = PathBuilder::new();
    path.move_to(first.0, first.1);
    rest.iter().for_each(|point| path.line_to(point.0, point.1));
    if closed {
        path.close();
    }
    path.finish()
}

fn text_outline((x, y): Point, text: &str, size: f32, cut: Cut, across: Across) -> Option<Path> {
    let text = cut.printable(text).replace('\n', " ");
    let shift = match across {
        Across::Left => 0.0,
        Across::Middle => cut.width(&text, size) / 2.0,
        Across::Right => cut.width(&text, size),
    };
    let scale = size / cut.face().units_per_em() as f32;
    let mut tracer = Tracer { path: PathBuilder::new(), x: x - shift, y, scale };
    for glyph in cut.shape(&text) {
        cut.face().outline_glyph(GlyphId(glyph.id), &mut tracer);
        tracer.x += glyph.advance * size / 1000.0;
    }
    tracer.path.finish()
}

/// Glyph outlines count upwards in font units; a drawing counts downwards in points.
struct Tracer {
    path: PathBuilder,
    x: f32,
    y: f32,
    scale: f32,
}

impl Tracer {
    fn at(&self, x: f32, y: f32) -> Point {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl OutlineBuilder for Tracer {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(width: f32, marks: Vec<Mark>) -> Drawing {
        Drawing { width, height: 20.0, title: String::new(), description: String::new(), marks }
    }

    fn word(text: &str, across: Across) -> Mark {
        let (cut, colour) = (Cut::Regular, Colour(0, 0, 0));
        Mark::Text { at: (20.0, 15.0), text: text.to_owned(), size: 12.0, cut, colour, across }
    }

    fn decoded(png: &[u8]) -> Pixmap {
        Pixmap::decode_png(png).expect("a PNG that can be read")
    }

    /// Leftmost and rightmost column with ink.
    fn inked(picture: &Pixmap) -> (u32, u32) {
        let dark =
            |x: &u32| (0..picture.height()).any(|y| picture.pixel(*x, y).is_some_and(|pixel| pixel.red() < 128));
        let columns: Vec<u32> = (0..picture.width()).filter(dark).collect();
        (columns[0], columns[columns.len() - 1])
    }

    #[test]
    fn a_picture_is_as_large_as_asked_on_white_ground() {
        let picture = decoded(&to_png(&drawing(40.0, Vec::new()), 2.0));
        assert_eq!((picture.width(), picture.height()), (80, 40));
        assert!(picture.pixels().iter().all(|pixel| (pixel.red(), pixel.alpha()) == (255, 255)));
    }

    #[test]
    fn words_end_start_or_stand_where_asked() {
        let ends = |across| inked(&decoded(&to_png(&drawing(40.0, vec![word("Ill", across)]), 4.0)));
        assert!(ends(Across::Left).0 >= 80);
        assert!(ends(Across::Right).1 <= 80);
        assert!(ends(Across::Middle).0 < 80 && ends(Across::Middle).1 > 80);
    }

    #[test]
    fn nothing_is_drawn_without_an_area_and_a_giant_is_drawn_smaller() {
        assert!(to_png(&drawing(0.0, Vec::new()), 2.0).is_empty());
        assert_eq!(decoded(&to_png(&drawing(100_000.0, Vec::new()), 4.0)).width(), 8_000);
    }
}
