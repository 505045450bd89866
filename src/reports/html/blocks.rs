//! Each kind of block as markup. Ids made here begin with `fp_`, as no anchor made from a heading's words does.

use super::markup::{escaped, words};
use crate::charts::svg;
use crate::reports::document::{Block, Document, Figure, KeyFigure, Tone, Words};
use std::fmt::Write;

pub struct Writer<'d> {
    pub document: &'d Document,
    pub text: String,
    /// Whether a table is long enough for a filter, and so the page needs its script.
    pub filters: bool,
    tables: usize,
    figures: usize,
    callouts: usize,
}

impl<'d> Writer<'d> {
    pub fn new(document: &'d Document) -> Writer<'d> {
        Writer { document, text: String::new(), filters: false, tables: 0, figures: 0, callouts: 0 }
    }

    pub fn body(mut self) -> Writer<'d> {
        self.blocks(self.document.body.blocks());
        self
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text, anchor } => self.heading(*level, text, anchor),
            Block::Paragraph(words) if words.is_empty() => (),
            Block::Paragraph(words) => self.paragraph(words),
            Block::List { items, .. } if items.is_empty() => (),
            Block::List { ordered, items } => self.list(*ordered, items),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Callout { tone, title, blocks } => self.callout(*tone, title, blocks),
            Block::KeyFigures(figures) if figures.is_empty() => (),
            Block::KeyFigures(figures) => self.key_figures(figures),
            Block::Notes(notes) => self.notes(notes),
            Block::WriteOn { prompt, lines } => self.write_on(prompt, *lines),
            Block::PageBreak => self.push("<div class=\"break\"></div>\n"),
        }
    }

    pub fn push(&mut self, markup: &str) {
        self.text.push_str(markup);
    }

    pub fn next_table(&mut self) -> usize {
        self.tables += 1;
        self.tables
    }

    fn heading(&mut self, level: u8, text: &str, anchor: &str) {
        let level = level.clamp(1, 3) + 1;
        let _ = writeln!(self.text, "<h{level} id=\"{}\">{}</h{level}>", escaped(anchor), escaped(text));
    }

    fn paragraph(&mut self, words: &Words) {
        let _ = writeln!(self.text, "<p>{}</p>", self::words(self.document, words));
    }

    fn list(&mut self, ordered: bool, items: &[Words]) {
        let kind = if ordered { "ol" } else { "ul" };
        let _ = writeln!(self.text, "<{kind}>");
        for item in items {
            let _ = writeln!(self.text, "<li>{}</li>", words(self.document, item));
        }
        let _ = writeln!(self.text, "</{kind}>");
    }

    pub fn notes(&mut self, notes: &[Words]) {
        self.push("<div class=\"notes\">\n");
        notes.iter().for_each(|note| self.paragraph(note));
        self.push("</div>\n");
    }

    /// The drawing on white in either mode, and its numbers behind a summary.
    fn figure(&mut self, figure: &Figure) {
        self.figures += 1;
        let svg = svg::with_id(&figure.drawing, &format!("fp_f{}", self.figures));
        let name = escaped(&figure.drawing.title);
        let _ = write!(
            self.text,
            "<figure>\n<div class=\"paper\" role=\"group\" tabindex=\"0\" aria-label=\"{name}\">{svg}</div>\n"
        );
        if !figure.caption.is_empty() {
            let caption = words(self.document, &figure.caption);
            let _ = writeln!(self.text, "<figcaption>{caption}</figcaption>");
        }
        self.push("</figure>\n");
        if let Some(data) = &figure.data {
            let label = escaped(&self.document.labels.figure_data);
            let _ = writeln!(self.text, "<details><summary>{label}</summary>");
            self.table(data);
            self.push("</details>\n");
        }
    }

    fn callout(&mut self, tone: Tone, title: &str, blocks: &[Block]) {
        self.callouts += 1;
        let class = match tone {
            Tone::Strength => "strength",
            Tone::Note => "note",
            Tone::Caution => "caution",
        };
        let (id, label) = (self.callouts, escaped(self.document.labels.tone(tone)));
        let _ = write!(
            self.text,
            "<div class=\"callout {class}\" role=\"note\" aria-labelledby=\"fp_c{id}\">\n\
             <p class=\"tone\" id=\"fp_c{id}\">{label}</p>\n"
        );
        if !title.is_empty() {
            let _ = writeln!(self.text, "<p class=\"title\">{}</p>", escaped(title));
        }
        self.blocks(blocks);
        self.push("</div>\n");
    }

    fn key_figures(&mut self, figures: &[KeyFigure]) {
        self.push("<dl class=\"key\">\n");
        for KeyFigure { value, label, detail } in figures {
            let class = if value.chars().count() > 9 { "value worded" } else { "value" };
            let (value, label) = (escaped(value), escaped(label));
            let _ = write!(self.text, "<div><dt>{label}</dt><dd class=\"{class}\">{value}</dd>");
            if !detail.is_empty() {
                let _ = write!(self.text, "<dd class=\"detail\">{}</dd>", escaped(detail));
            }
            self.push("</div>\n");
        }
        self.push("</dl>\n");
    }

    fn write_on(&mut self, prompt: &Words, lines: u8) {
        self.push("<div class=\"write\">\n");
        if !prompt.is_empty() {
            self.paragraph(prompt);
        }
        let ruled = "<i></i>".repeat(usize::from(lines.max(1)));
        let _ = write!(self.text, "<div aria-hidden=\"true\">{ruled}</div>\n</div>\n");
    }
}
