//! The small signs of charts, drawn the same beside a row and in the key that explains them.

use super::WIDTH;
use super::drawing::{Across, Colour, Point};
use super::lettering::{FIGURE, SMALL};
use super::over_time::{Meaning, Sign};
use super::page::{Line, Plane};
use super::palette::{BLUE, GREY, INK, ORANGE, PALE, PAPER, PLUM, SOFT_INK};
use crate::stats::Toward;

pub(super) const WHISKER: Line = Line::solid(BLUE, 1.4);
const RING: Line = Line::solid(GREY, 1.3);
const TARGET: Line = Line::solid(PLUM, 1.8);

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Symbol {
    /// The figure of this period.
    Dot,
    /// The figure of an earlier period.
    Ring,
    /// An aim.
    Tick,
    /// An interval.
    Whisker,
    /// A part of a bar.
    Swatch(Colour),
    /// A marked point of a series, pointing the way it went.
    Signal(Toward),
    /// A place in a series where a figure is withheld.
    Withheld,
    /// A place in a series where there is no figure.
    Nothing,
    /// What the latest point of a series says.
    Sign(Sign),
}

impl Symbol {
    pub(super) fn paint(self, plane: &Plane, at: Point) {
        let (x, y) = at;
        match self {
            Symbol::Dot => plane.circle(at, 3.2, Some(BLUE), None),
            Symbol::Ring => plane.circle(at, 4.4, None, Some(RING)),
            Symbol::Tick => plane.line(&[(x, y - 6.0), (x, y + 6.0)], TARGET),
            Symbol::Whisker => plane.line(&[(x - 7.0, y), (x + 7.0, y)], WHISKER),
            Symbol::Swatch(fill) => {
                plane.rectangle((x - 4.5, y - 4.5), (x + 4.5, y + 4.5), Some(fill), Some(Line::solid(SOFT_INK, 0.7)));
            }
            Symbol::Signal(toward) => triangle(plane, at, toward),
            Symbol::Sign(sign) => paint_sign(plane, at, sign),
            Symbol::Withheld => {
                plane.rectangle((x - 4.5, y - 4.5), (x + 4.5, y + 4.5), Some(PALE), Some(Line::solid(GREY, 0.7)));
            }
            Symbol::Nothing => {
                plane.rectangle((x - 4.5, y - 4.5), (x + 4.5, y + 4.5), Some(PAPER), Some(Line::dashed(GREY, 0.7)));
            }
        }
    }
}

/// A letter in a disc; the edge tells the three apart as the ground does.
fn paint_sign(plane: &Plane, at: Point, Sign { letter, meaning }: Sign) {
    let (ground, ink) = match meaning {
        Meaning::Wanted => (BLUE, PAPER),
        Meaning::Unwanted => (ORANGE, INK),
        Meaning::Neutral => (PALE, INK),
    };
    plane.circle(at, 6.4, Some(ground), Some(Line::solid(SOFT_INK, 0.8)));
    plane.text_beside(at, &letter.to_string(), FIGURE.in_colour(ink), Across::Middle);
}

fn triangle(plane: &Plane, (x, y): Point, toward: Toward) {
    let tip = match toward {
        Toward::Higher => -5.0,
        Toward::Lower => 5.0,
    };
    plane.polygon(&[(x, y + tip), (x + 4.8, y - tip * 0.7), (x - 4.8, y - tip * 0.7)], PLUM);
}

/// Signs and what they mean, set side by side and continued below.
pub(super) struct Key {
    /// Sign, its place, its words.
    entries: Vec<(Symbol, Point, String)>,
    height: f32,
}

/// Room for a sign, its distance from its words, and the distance to the next, in points.
const SIGN: f32 = 16.0;
const BESIDE: f32 = 4.0;
const APART: f32 = 14.0;
const LINE: f32 = 14.0;

impl Key {
    /// An empty key takes no room.
    pub(super) fn of<'a>(entries: impl IntoIterator<Item = (Symbol, &'a str)>) -> Key {
        let mut key = Key { entries: Vec::new(), height: 0.0 };
        let mut left = 0.0;
        for (symbol, words) in entries {
            let words = SMALL.shortened(words, WIDTH - SIGN - BESIDE);
            let width = SIGN + BESIDE + SMALL.width(&words);
            if key.entries.is_empty() || left + width > WIDTH {
                left = 0.0;
                key.height += LINE;
            }
            key.entries.push((symbol, (left + SIGN / 2.0, key.height - LINE / 2.0), words));
            left += width + APART;
        }
        key
    }

    /// Points, with some free space below.
    pub(super) fn height(&self) -> f32 {
        if self.entries.is_empty() { 0.0 } else { self.height + 6.0 }
    }

    pub(super) fn paint(&self, plane: &Plane, top: f32) {
        for (symbol, (x, y), words) in &self.entries {
            symbol.paint(plane, (*x, top + y));
            plane.text_beside((x + SIGN / 2.0 + BESIDE, top + y), words, SMALL, Across::Left);
        }
    }
}
