//! Blocks that stand out from the text: callouts, key figures, and ruled room to write by hand.

use super::compose::{Composer, Room};
use super::ink::{Frame, Ink, Mark};
use super::look::{self, Style};
use super::tags::TagId;
use crate::charts::drawing::Colour;
use crate::reports::document::{Block, KeyFigure, Tone, Words};

/// Around the text of a frame, on all four sides.
pub const PADDING: f32 = 11.0;
/// Width of the bar at the left of a frame.
pub const BAR: f32 = 4.0;
const LINE_TO_WRITE_ON: f32 = 25.0;
const BETWEEN: f32 = 18.0;

impl<'d> Composer<'d> {
    pub fn callout(&mut self, tone: Tone, title: &str, blocks: &'d [Block]) {
        let outside = self.room;
        let from = self.done.strips.len();
        self.enter(tone);
        self.after = self.after.max(14.0);
        self.nudge += PADDING;
        self.callout_title(self.document.labels.tone(tone), look::TONE);
        self.callout_title(title, look::CALLOUT_TITLE);
        self.nudge -= 5.0;
        self.blocks(blocks);
        self.keep_together(from, (look::BOTTOM - look::TOP) / 2.0);
        self.room = outside;
        self.after = 14.0;
        self.nudge += PADDING;
    }

    /// Moves into a new frame.
    fn enter(&mut self, tone: Tone) {
        let (fill, bar) = colours(tone);
        let Room { left, width, frame: outer, .. } = self.room;
        self.done.frames.push(Frame { x: left, width, fill, bar, outer });
        let parent = self.open("Div");
        let frame = Some(self.done.frames.len() - 1);
        let inset = BAR + PADDING;
        self.room = Room { left: left + inset, width: width - inset - PADDING, frame, parent };
    }

    fn callout_title(&mut self, text: &str, style: Style) {
        if !text.is_empty() {
            let from = self.done.strips.len();
            self.paragraph(&text.into(), style, 0.0);
            self.keep_with_next(from);
            self.after = 0.0;
        }
    }

    pub fn key_figures(&mut self, figures: &[KeyFigure]) {
        if figures.is_empty() {
            return;
        }
        let list = self.open("L");
        let across = if figures.len() == 4 { 2 } else { 3 };
        for (row, figures) in figures.chunks(across).enumerate() {
            self.key_row(list, figures, across, if row == 0 { 16.0 } else { 18.0 });
        }
        self.after = 20.0;
    }

    fn key_row(&mut self, list: TagId, figures: &[KeyFigure], across: usize, above: f32) {
        let width = (self.room.width - BETWEEN * (across - 1) as f32) / across as f32;
        let mut marks = Vec::new();
        let mut height = 0.0f32;
        for (column, figure) in figures.iter().enumerate() {
            let left = self.room.left + column as f32 * (width + BETWEEN);
            let (card, card_height) = self.card(list, figure, left, width);
            marks.extend(card);
            height = height.max(card_height);
        }
        self.add(above, height, marks);
    }

    fn card(&mut self, list: TagId, figure: &KeyFigure, left: f32, width: f32) -> (Vec<Mark<'d>>, f32) {
        let item = self.done.tags.open(list, "LI");
        let body = self.done.tags.open(item, "LBody");
        let rule = Ink::Rule { x: left, y: 0.0, width, weight: 1.5, colour: look::ACCENT };
        let mut marks = vec![Mark::decoration(rule)];
        let value = value_style(&figure.value, width);
        let parts = [(&figure.value, value), (&figure.label, look::KEY_LABEL), (&figure.detail, look::NOTES)];
        let mut y = 7.0;
        for (text, style) in parts.into_iter().filter(|(text, _)| !text.is_empty()) {
            let tag = self.done.tags.open(body, "P");
            let paragraph = self.set(&text.as_str().into(), tag, style, width);
            marks.extend(paragraph.block(left, y));
            y += paragraph.height() + 2.0;
        }
        (marks, y)
    }

    pub fn write_on(&mut self, prompt: &Words, lines: u8) {
        let from = self.done.strips.len();
        if !prompt.is_empty() {
            self.paragraph(prompt, look::BODY, 12.0);
            self.keep_with_next(from);
            self.after = 0.0;
        }
        for _ in 0..lines.max(1) {
            let (x, width) = (self.room.left, self.room.width);
            let rule = Ink::Rule { x, y: LINE_TO_WRITE_ON, width, weight: 0.6, colour: look::QUIET };
            self.add(0.0, LINE_TO_WRITE_ON, vec![Mark::decoration(rule)]);
        }
        self.keep_together(from, (look::BOTTOM - look::TOP) / 2.0);
        self.after = 14.0;
    }
}

/// Numbers large; words such as "withheld" smaller, so that they fit.
fn value_style(value: &str, width: f32) -> Style {
    let large = Style { size: 24.0, leading: 28.0, cut: crate::typeface::Cut::SemiBold, colour: look::ACCENT };
    if large.cut.width(value, large.size) <= width { large } else { large.scaled(0.55) }
}

/// Ground and bar of a callout. The bar is told from white at 3:1, the ground leaves text at more than 7:1.
fn colours(tone: Tone) -> (Colour, Colour) {
    match tone {
        Tone::Strength => (Colour(0xec, 0xf6, 0xf5), Colour(0x1c, 0x8a, 0x80)),
        Tone::Note => (Colour(0xef, 0xf3, 0xf8), look::ACCENT),
        Tone::Caution => (Colour(0xfd, 0xf3, 0xec), Colour(0xd9, 0x53, 0x10)),
    }
}
