//! A drawing placed on a page, mark by mark, with its words as words.

use super::pen::Pen;
use crate::charts::drawing::{Across, Drawing, Mark, Point, Stroke};

/// Draws with the top left corner at `x`, `y`, everything scaled alike.
pub fn draw(pen: &mut Pen, drawing: &Drawing, x: f32, y: f32, scale: f32) {
    let place = Place { x, y, scale };
    for mark in &drawing.marks {
        place.mark(pen, mark);
    }
}

struct Place {
    x: f32,
    y: f32,
    scale: f32,
}

impl Place {
    fn mark(&self, pen: &mut Pen, mark: &Mark) {
        match mark {
            Mark::Line { points, stroke } => pen.line(&self.points(points), &self.stroke(stroke)),
            Mark::Shape { points, fill, stroke } => {
                pen.shape(&self.points(points), *fill, stroke.as_ref().map(|stroke| self.stroke(stroke)).as_ref());
            }
            Mark::Circle { centre, radius, fill, stroke } => {
                let stroke = stroke.as_ref().map(|stroke| self.stroke(stroke));
                pen.circle(self.point(*centre), radius * self.scale, *fill, stroke.as_ref());
            }
            Mark::Text { .. } => self.text(pen, mark),
        }
    }

    fn text(&self, pen: &mut Pen, mark: &Mark) {
        let Mark::Text { at, text, size, cut, colour, across } = mark else { return };
        let text = cut.printable(text).replace('\n', " ");
        let size = size * self.scale;
        let (x, baseline) = self.point(*at);
        let shift = match across {
            Across::Left => 0.0,
            Across::Middle => cut.width(&text, size) / 2.0,
            Across::Right => cut.width(&text, size),
        };
        // The blank keeps neighbouring labels apart when the text is copied.
        pen.text(x - shift, baseline, size, *cut, *colour, &format!("{text} "));
    }

    fn point(&self, (x, y): Point) -> Point {
        (self.x + x * self.scale, self.y + y * self.scale)
    }

    fn points(&self, points: &[Point]) -> Vec<Point> {
        points.iter().map(|point| self.point(*point)).collect()
    }

    fn stroke(&self, stroke: &Stroke) -> Stroke {
        let dash = stroke.dash.iter().map(|length| length * self.scale).collect();
        Stroke { colour: stroke.colour, width: stroke.width * self.scale, dash }
    }
}
