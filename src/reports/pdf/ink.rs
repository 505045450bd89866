//! What composing hands to paging: strips that cannot be split, stacked from top to bottom, each with its marks.
//! Positions in a strip are points from the left edge of the page and downwards from the strip's own top.

use super::look::Style;
use super::tags::{LinkId, SlotId};
use crate::charts::drawing::{Colour, Drawing};
use crate::typeface::Cut;
use std::borrow::Cow;

#[derive(Debug, Clone, PartialEq)]
pub enum Ink<'d> {
    /// One piece of a line.
    Words {
        x: f32,
        baseline: f32,
        size: f32,
        cut: Cut,
        colour: Colour,
        text: String,
    },
    /// A straight level line.
    Rule {
        x: f32,
        y: f32,
        width: f32,
        weight: f32,
        colour: Colour,
    },
    Panel {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        fill: Colour,
    },
    Picture {
        x: f32,
        y: f32,
        scale: f32,
        drawing: Cow<'d, Drawing>,
    },
    /// The number of the page where an anchor stands, ending at `right`.
    PageOf {
        right: f32,
        baseline: f32,
        style: Style,
        anchor: &'d str,
    },
    /// A clickable area; it leaves no mark.
    Area {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        link: LinkId,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Mark<'d> {
    /// Where it belongs in the structure; `None` for decoration that readers skip.
    pub slot: Option<SlotId>,
    pub ink: Ink<'d>,
}

/// A part of the text that is never split between pages.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Strip<'d> {
    /// Room above, dropped at the top of a page.
    pub gap: f32,
    pub height: f32,
    pub marks: Vec<Mark<'d>>,
    /// Stays on the page of the next strip.
    pub keep: bool,
    /// Stays on the page of what follows where one page can hold both.
    pub introduces: bool,
    /// Starts a new page.
    pub fresh: bool,
    /// Index of the frame around it.
    pub frame: Option<usize>,
    /// Index of the table head that is repeated when this strip opens a page.
    pub head: Option<usize>,
    /// A heading that starts here.
    pub anchor: Option<&'d str>,
}

/// A box around strips: pale ground with a bar at its left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    pub x: f32,
    pub width: f32,
    pub fill: Colour,
    pub bar: Colour,
    /// Index of the frame around this one.
    pub outer: Option<usize>,
}

/// The head of a table as it is repeated: decoration, since its cells are tagged once already.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Head<'d> {
    pub height: f32,
    pub marks: Vec<Mark<'d>>,
}

impl<'d> Ink<'d> {
    /// The same mark further down.
    pub fn lowered(self, by: f32) -> Ink<'d> {
        match self {
            Ink::Words { x, baseline, size, cut, colour, text } => {
                Ink::Words { x, baseline: baseline + by, size, cut, colour, text }
            }
            Ink::Rule { x, y, width, weight, colour } => Ink::Rule { x, y: y + by, width, weight, colour },
            Ink::Panel { x, y, width, height, fill } => Ink::Panel { x, y: y + by, width, height, fill },
            Ink::Picture { x, y, scale, drawing } => Ink::Picture { x, y: y + by, scale, drawing },
            Ink::PageOf { right, baseline, style, anchor } => {
                Ink::PageOf { right, baseline: baseline + by, style, anchor }
            }
            Ink::Area { x, y, width, height, link } => Ink::Area { x, y: y + by, width, height, link },
        }
    }
}

impl<'d> Mark<'d> {
    pub fn decoration(ink: Ink<'d>) -> Mark<'d> {
        Mark { slot: None, ink }
    }

    pub fn lowered(self, by: f32) -> Mark<'d> {
        Mark { slot: self.slot, ink: self.ink.lowered(by) }
    }
}
