//! The top of a document: title, subtitle, who and when, and the list of contents for a document that asks for one.

use super::compose::Composer;
use super::ink::{Ink, Mark};
use super::look::{self, Style};
use super::tags::{LinkId, SlotId, TagId};
use super::text::Paragraph;
use crate::reports::document::{Entry, Target};

/// For the page number at the end of an entry.
const NUMBER_ROOM: f32 = 36.0;

impl<'d> Composer<'d> {
    pub fn front(&mut self) {
        let document = self.document;
        self.title(&document.title, "H1", self.title_style(&document.title), 0.0);
        self.title(&document.subtitle, "P", look::SUBTITLE, 6.0);
        self.title(&document.byline(), "P", look::BYLINE, 8.0);
        self.after = 26.0;
        if document.contents && document.entries().next().is_some() {
            self.contents();
        }
    }

    fn title(&mut self, text: &str, kind: &'static str, style: Style, above: f32) {
        if !text.is_empty() {
            let tag = self.open(kind);
            let paragraph = self.set(&text.into(), tag, style, self.room.width);
            self.lines(&paragraph, style, self.room.left, above);
        }
    }

    /// A title that would need a second line is set a little smaller.
    fn title_style(&self, title: &str) -> Style {
        let fits = look::TITLE.cut.width(title, look::TITLE.size) <= self.room.width;
        if fits { look::TITLE } else { look::TITLE.scaled(0.8) }
    }

    fn contents(&mut self) {
        let document = self.document;
        let (style, above) = look::heading(1);
        self.title(&document.labels.contents, "H2", style, above);
        self.keep_last();
        self.after = 6.0;
        let list = self.open("TOC");
        for entry in document.entries() {
            self.entry(list, entry);
        }
        self.page_break();
    }

    fn entry(&mut self, list: TagId, entry: Entry<'d>) {
        let style = if entry.level == 1 { look::BODY } else { look::BODY.scaled(10.0 / 11.0) };
        let indent = f32::from(entry.level - 1) * 16.0;
        let item = self.done.tags.open(list, "TOCI");
        let reference = self.done.tags.open(item, "Reference");
        let (link, slot) = self.done.tags.link(reference, entry.text, Target::Anchor(entry.anchor.to_owned()));
        let paragraph = self.entry_words(entry, style, slot, self.room.measure() - indent - NUMBER_ROOM);
        let left = self.room.left + indent;
        let mut marks = paragraph.block(left, 0.0);
        marks.extend(self.page_of(entry, style, &paragraph, left, slot));
        marks.push(self.entry_area(link, paragraph.height()));
        self.add(if entry.level == 1 { 7.0 } else { 2.0 }, paragraph.height(), marks);
    }

    fn entry_words(&self, entry: Entry, style: Style, slot: SlotId, width: f32) -> Paragraph {
        let text = format!("{} ", style.cut.printable(entry.text));
        let span = super::text::Span { text, cut: style.cut, colour: style.colour, slot: Some(slot), link: None };
        Paragraph::set(vec![span], style, width)
    }

    /// The page number at the right of the last line, and a fine line that leads the eye there.
    fn page_of(
        &self,
        entry: Entry<'d>,
        style: Style,
        paragraph: &Paragraph,
        left: f32,
        slot: SlotId,
    ) -> [Mark<'d>; 2] {
        let right = self.room.left + self.room.measure();
        let baseline = paragraph.height() - style.leading + style.baseline();
        let start = left + paragraph.lines.last().map_or(0.0, |line| line.width) + 6.0;
        let width = (right - 24.0 - start).max(0.0);
        let rule = Ink::Rule { x: start, y: baseline - 1.0, width, weight: 0.5, colour: look::HAIR };
        let number = Ink::PageOf { right, baseline, style, anchor: entry.anchor };
        [Mark::decoration(rule), Mark { slot: Some(slot), ink: number }]
    }

    fn entry_area(&self, link: LinkId, height: f32) -> Mark<'d> {
        Mark::decoration(Ink::Area { x: self.room.left, y: 0.0, width: self.room.measure(), height, link })
    }
}
