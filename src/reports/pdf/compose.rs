//! A document told as strips from top to bottom, with its structure. Decides how each kind of block is set and what
//! it stays together with; not where pages end.

use super::ink::{Frame, Head, Mark, Strip};
use super::look::{self, Style};
use super::tags::{LinkId, SlotId, TagId, Tags};
use super::text::{Paragraph, Span};
use crate::charts::drawing::Colour;
use crate::reports::document::{Block, Document, Run, Words};
use crate::typeface::Cut;

/// Everything that paging and drawing need.
#[derive(Debug, Default)]
pub struct Composed<'d> {
    pub strips: Vec<Strip<'d>>,
    pub frames: Vec<Frame>,
    pub heads: Vec<Head<'d>>,
    pub tags: Tags,
}

/// The column that is being filled.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    pub left: f32,
    /// For tables and figures.
    pub width: f32,
    pub frame: Option<usize>,
    pub parent: TagId,
}

impl Room {
    /// For running text.
    pub fn measure(&self) -> f32 {
        self.width.min(look::MEASURE)
    }
}

pub struct Composer<'d> {
    pub document: &'d Document,
    pub done: Composed<'d>,
    pub room: Room,
    /// Room that the last block wants below itself.
    pub after: f32,
    /// Added to the room above the next strip; less than nothing draws it nearer.
    pub nudge: f32,
}

pub fn compose(document: &Document) -> Composed<'_> {
    let room = Room { left: look::LEFT, width: look::FULL, frame: None, parent: Tags::ROOT };
    let done = Composed { tags: Tags::new(), ..Composed::default() };
    let mut composer = Composer { document, done, room, after: 0.0, nudge: 0.0 };
    composer.front();
    composer.blocks(document.body.blocks());
    composer.done
}

/// Whether a block is the paragraph between a heading and its table or figure.
fn introduces(before: Option<&Block>, block: &Block, next: Option<&Block>) -> bool {
    matches!(before, Some(Block::Heading { .. }))
        && matches!(block, Block::Paragraph(words) if !words.is_empty())
        && matches!(next, Some(Block::Table(_) | Block::Figure(_)))
}

impl<'d> Composer<'d> {
    pub fn blocks(&mut self, blocks: &'d [Block]) {
        for (index, block) in blocks.iter().enumerate() {
            let from = self.done.strips.len();
            self.block(block);
            let before = index.checked_sub(1).and_then(|index| blocks.get(index));
            if introduces(before, block, blocks.get(index + 1)) {
                self.introduce(from);
            }
        }
    }

    /// A heading and a few words at a page's foot, and what they speak of on the next, is hard to read.
    fn introduce(&mut self, from: usize) {
        self.keep_with_next(from);
        if let Some(last) = self.done.strips.last_mut() {
            (last.keep, last.introduces) = (false, true);
        }
    }

    fn block(&mut self, block: &'d Block) {
        match block {
            Block::Heading { level, text, anchor } => self.heading(*level, text, anchor),
            Block::Paragraph(words) => self.paragraph(words, look::BODY, 8.0),
            Block::List { ordered, items } => self.list(*ordered, items),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Callout { tone, title, blocks } => self.callout(*tone, title, blocks),
            Block::KeyFigures(figures) => self.key_figures(figures),
            Block::Notes(notes) => self.notes(notes),
            Block::WriteOn { prompt, lines } => self.write_on(prompt, *lines),
            Block::PageBreak => self.page_break(),
        }
    }

    fn heading(&mut self, level: u8, text: &str, anchor: &'d str) {
        let (style, above) = look::heading(level);
        let tag = self.open(["H2", "H3", "H4"][usize::from(level.clamp(1, 3)) - 1]);
        let paragraph = self.set(&text.into(), tag, style, self.room.measure());
        let from = self.done.strips.len();
        self.lines(&paragraph, style, self.room.left, above);
        self.keep_with_next(from);
        if let Some(first) = self.done.strips.get_mut(from) {
            first.anchor = Some(anchor);
        }
        self.after = 6.0;
    }

    pub fn paragraph(&mut self, words: &Words, style: Style, above: f32) {
        if words.is_empty() {
            return;
        }
        let tag = self.open("P");
        let paragraph = self.set(words, tag, style, self.room.measure());
        self.lines(&paragraph, style, self.room.left, above);
        self.after = 8.0;
    }

    fn list(&mut self, ordered: bool, items: &[Words]) {
        if items.is_empty() {
            return;
        }
        let list = self.open("L");
        self.done.tags.get_mut(list).numbering = Some(if ordered { "Decimal" } else { "Disc" });
        for (index, item) in items.iter().enumerate() {
            let label = if ordered { format!("{}.", index + 1) } else { "•".to_owned() };
            self.item(list, &label, item, if index == 0 { 6.0 } else { 4.0 });
        }
        self.after = 8.0;
    }

    fn item(&mut self, list: TagId, label: &str, words: &Words, above: f32) {
        const INDENT: f32 = 18.0;
        let style = look::BODY;
        let item = self.done.tags.open(list, "LI");
        let label_tag = self.done.tags.open(item, "Lbl");
        let label = self.set(&format!("{label} ").into(), label_tag, style, INDENT);
        let body = self.done.tags.open(item, "LBody");
        let paragraph = self.set(words, body, style, self.room.measure() - INDENT);
        let from = self.done.strips.len();
        self.lines(&paragraph, style, self.room.left + INDENT, above);
        let left = self.room.left + 2.0;
        if let Some(first) = self.done.strips.get_mut(from) {
            first.marks.splice(0..0, label.marks(0, left, 0.0));
        }
        self.after = 4.0;
    }

    pub fn notes(&mut self, notes: &[Words]) {
        self.keep_last();
        for (index, note) in notes.iter().enumerate() {
            self.after = self.after.min(6.0);
            self.paragraph(note, look::NOTES, if index == 0 { 6.0 } else { 2.0 });
            self.after = 2.0;
        }
        self.after = 12.0;
    }

    pub fn page_break(&mut self) {
        self.done.strips.push(Strip { fresh: true, ..Strip::default() });
        (self.after, self.nudge) = (0.0, 0.0);
    }

    /// A tag in the present room.
    pub fn open(&mut self, kind: &'static str) -> TagId {
        self.done.tags.open(self.room.parent, kind)
    }

    /// Words broken into lines, with slots and links under `tag`.
    pub fn set(&mut self, words: &Words, tag: TagId, style: Style, width: f32) -> Paragraph {
        let spans = self.spans(words, tag, style);
        Paragraph::set(spans, style, width)
    }

    /// Neighbouring words share a slot; a link has its own, so that the order of reading stays.
    pub fn spans(&mut self, words: &Words, tag: TagId, style: Style) -> Vec<Span> {
        let mut shared: Option<SlotId> = None;
        let mut spans = Vec::with_capacity(words.0.len());
        for run in words.0.iter().filter(|run| !run.words().is_empty()) {
            let (slot, link) = match self.link_of(run, tag) {
                Some((link, slot)) => {
                    shared = None;
                    (slot, Some(link))
                }
                None => (*shared.get_or_insert_with(|| self.done.tags.slot(tag)), None),
            };
            spans.push(span_of(run, style, slot, link));
        }
        spans
    }

    fn link_of(&mut self, run: &Run, tag: TagId) -> Option<(LinkId, SlotId)> {
        let Run::Link { text, to } = run else { return None };
        self.document.leads(to).then(|| self.done.tags.link(tag, text, to.clone()))
    }

    /// Adds a strip below the others.
    pub fn add(&mut self, above: f32, height: f32, marks: Vec<Mark<'d>>) {
        let gap = above.max(self.after) + std::mem::take(&mut self.nudge);
        self.after = 0.0;
        self.done.strips.push(Strip { gap, height, marks, frame: self.room.frame, ..Strip::default() });
    }

    /// Adds one strip a line. The first two and the last two stay together.
    pub fn lines(&mut self, paragraph: &Paragraph, style: Style, left: f32, above: f32) {
        let count = paragraph.lines.len();
        for line in 0..count {
            let marks = paragraph.marks(line, left, 0.0);
            self.add(if line == 0 { above } else { 0.0 }, style.leading, marks);
            if count > 1 && (line == 0 || line + 2 == count) {
                self.keep_last();
            }
        }
    }

    /// The last strip stays with what comes next.
    pub fn keep_last(&mut self) {
        if let Some(strip) = self.done.strips.last_mut() {
            strip.keep = true;
        }
    }

    /// All strips from this index on stay with each other and with what comes next.
    pub fn keep_with_next(&mut self, from: usize) {
        self.done.strips[from..].iter_mut().for_each(|strip| strip.keep = true);
    }

    /// All strips from this index on stay together if they are no higher than `limit`.
    pub fn keep_together(&mut self, from: usize, limit: f32) {
        let height: f32 = self.done.strips[from..].iter().map(|strip| strip.gap + strip.height).sum();
        let last = self.done.strips.len().saturating_sub(1);
        if height <= limit && from < last {
            self.keep_with_next(from);
            self.done.strips[last].keep = false;
        }
    }
}

fn span_of(run: &Run, style: Style, slot: SlotId, link: Option<LinkId>) -> Span {
    let cut = match run {
        Run::Strong(_) => Cut::SemiBold,
        Run::Emphasis(_) if style.cut == Cut::Regular => Cut::Italic,
        _ => style.cut,
    };
    let colour: Colour = if link.is_some() { look::ACCENT } else { style.colour };
    Span { text: cut.printable(run.words()), cut, colour, slot: Some(slot), link }
}
