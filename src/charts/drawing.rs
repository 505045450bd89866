//! A finished drawing: shapes and words on a plane, in points, y downwards from the top left corner.
//! It holds no data, only marks, and is written as SVG, PNG or PDF without being laid out again.

use crate::typeface::Cut;

/// A colour as red, green, blue from 0 to 255. Nothing is transparent: print and archive formats dislike it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

/// A position in points.
pub type Point = (f32, f32);

#[derive(Debug, Clone, PartialEq)]
pub struct Stroke {
    pub colour: Colour,
    /// Line width in points.
    pub width: f32,
    /// Lengths of dash and gap in points; empty is a solid line.
    pub dash: Vec<f32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Across {
    Left,
    Middle,
    Right,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// An open line through at least two points.
    Line {
        points: Vec<Point>,
        stroke: Stroke,
    },
    /// A closed shape.
    Shape {
        points: Vec<Point>,
        fill: Option<Colour>,
        stroke: Option<Stroke>,
    },
    Circle {
        centre: Point,
        radius: f32,
        fill: Option<Colour>,
        stroke: Option<Stroke>,
    },
    /// One line of text. `at` is on the baseline; `across` says which part of the text stands there.
    Text {
        at: Point,
        text: String,
        size: f32,
        cut: Cut,
        colour: Colour,
        across: Across,
    },
}

/// A picture ready to be placed in a report or saved as a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// Points.
    pub width: f32,
    /// Points.
    pub height: f32,
    /// The message of the figure, for the title of an SVG.
    pub title: String,
    /// What a reader who cannot see it needs to know: the alternative text.
    pub description: String,
    pub marks: Vec<Mark>,
}

impl Drawing {
    /// The description, or the title where there is none: a picture is never without words.
    pub fn alternative(&self) -> &str {
        if self.description.is_empty() { &self.title } else { &self.description }
    }
}
