//! One document, told once and written twice: as PDF and as HTML. It decides what a report can say (headings,
//! paragraphs, lists, tables, figures, callouts, key figures, notes, room to write) and nothing about how that looks.
//! It holds no word of its own: the few that the writers add come in as [`Labels`].

use crate::charts::drawing::Drawing;
use crate::definitions::Wording;
use std::collections::BTreeSet;

pub use super::table::{Align, Column, Row, RowKind, Table};
pub use super::words::{Run, Target, Words, text};

/// A whole report.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// Printed at the top and shown by readers as the window's title. Never empty in a finished report.
    pub title: String,
    /// Printed under the title; empty prints nothing.
    pub subtitle: String,
    /// Language tag such as `en-GB`, for screen readers and hyphenation.
    pub language: String,
    /// Who speaks: the provider's name. Printed beside the date.
    pub author: String,
    /// One line for the file's properties; not printed.
    pub subject: String,
    /// The day of the report as it is printed, such as "9 October 2026"; empty prints nothing.
    pub date: String,
    /// Small print at the foot of every page, such as version and input digest; empty prints nothing.
    pub footer: String,
    pub labels: Labels,
    /// Whether a list of the headings follows the title.
    pub contents: bool,
    pub body: Body,
}

/// The words that the writers add by themselves. Places are written `{name}` and filled by the writer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Labels {
    /// `{page}` and `{pages}`, at the foot of a PDF page.
    pub page: String,
    /// Heading of the list of contents.
    pub contents: String,
    /// Opens the data table of a figure.
    pub figure_data: String,
    /// The first link of an HTML page.
    pub skip: String,
    /// Names the field that filters the rows of a long table.
    pub filter: String,
    /// `{shown}` and `{rows}`, said after filtering.
    pub filtered: String,
    /// `{caption}`, above a table or picture that goes on from the page before.
    pub continued: String,
    /// Name of each kind of callout, because colour alone must not tell it.
    pub strength: String,
    pub note: String,
    pub caution: String,
}

impl Labels {
    /// The labels of a wording file, from its keys `document.page`, `document.contents`, `document.figure_data`,
    /// `document.skip`, `document.filter`, `document.filtered`, `document.continued`, `document.strength`,
    /// `document.note` and `document.caution`.
    pub fn of(wording: &Wording) -> Labels {
        let say = |name: &str| wording.say(&format!("document.{name}"), &[]);
        Labels {
            page: say("page"),
            contents: say("contents"),
            figure_data: say("figure_data"),
            skip: say("skip"),
            filter: say("filter"),
            filtered: say("filtered"),
            continued: say("continued"),
            strength: say("strength"),
            note: say("note"),
            caution: say("caution"),
        }
    }

    pub fn continued(&self, caption: &str) -> String {
        self.continued.replace("{caption}", caption)
    }

    pub fn tone(&self, tone: Tone) -> &str {
        match tone {
            Tone::Strength => &self.strength,
            Tone::Note => &self.note,
            Tone::Caution => &self.caution,
        }
    }
}

/// What a callout wants from the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something that goes well and is worth keeping.
    Strength,
    /// Something to know.
    Note,
    /// Something to be careful about.
    Caution,
}

/// A number to remember, with what it counts and how sure it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFigure {
    /// As printed: "63 %", "withheld".
    pub value: String,
    pub label: String,
    /// The small print: numerator, denominator, interval. Empty prints nothing.
    pub detail: String,
}

/// A drawing with its caption. Its alternative text is the drawing's own description.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub drawing: Drawing,
    pub caption: Words,
    /// The numbers behind the drawing, which HTML shows on request; `None` where a table beside it holds them.
    pub data: Option<Table>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Level 1 to 3; the document's title stands above level 1. Made by [`Body::heading`] only, so that no level is
    /// skipped and no anchor is used twice.
    Heading {
        level: u8,
        text: String,
        anchor: String,
    },
    Paragraph(Words),
    List {
        ordered: bool,
        items: Vec<Words>,
    },
    Table(Table),
    Figure(Figure),
    Callout {
        tone: Tone,
        title: String,
        blocks: Vec<Block>,
    },
    KeyFigures(Vec<KeyFigure>),
    /// Small print under what came before.
    Notes(Vec<Words>),
    /// A prompt and ruled room to answer by hand. Lines are 1 or more.
    WriteOn {
        prompt: Words,
        lines: u8,
    },
    /// What follows starts on a new page of the PDF, and of a printed web page.
    PageBreak,
}

/// The blocks of a report in reading order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Body {
    blocks: Vec<Block>,
    anchors: BTreeSet<String>,
    /// Of the last heading; 0 before the first.
    level: u8,
}

impl Body {
    pub fn new() -> Body {
        Body::default()
    }

    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// A heading whose anchor is made from its words: "Who is counted" becomes `who-is-counted`.
    pub fn heading(&mut self, level: u8, text: impl Into<String>) -> &mut Body {
        let text = text.into();
        let anchor = slug(&text);
        self.heading_at(level, text, anchor)
    }

    /// A heading with an anchor that links can rely on. Levels run from 1 to 3; one that would skip a level is raised
    /// to the next below its forerunner, and an anchor in use already gets a number.
    pub fn heading_at(&mut self, level: u8, text: impl Into<String>, anchor: impl Into<String>) -> &mut Body {
        let text = text.into();
        if text.trim().is_empty() {
            return self;
        }
        self.level = level.clamp(1, 3).min(self.level + 1);
        let anchor = self.free_anchor(anchor.into());
        self.add(Block::Heading { level: self.level, text, anchor })
    }

    pub fn paragraph(&mut self, words: impl Into<Words>) -> &mut Body {
        self.add(Block::Paragraph(words.into()))
    }

    pub fn list<W: Into<Words>>(&mut self, items: impl IntoIterator<Item = W>) -> &mut Body {
        self.add(Block::List { ordered: false, items: items.into_iter().map(Into::into).collect() })
    }

    pub fn numbered<W: Into<Words>>(&mut self, items: impl IntoIterator<Item = W>) -> &mut Body {
        self.add(Block::List { ordered: true, items: items.into_iter().map(Into::into).collect() })
    }

    pub fn table(&mut self, table: Table) -> &mut Body {
        self.add(Block::Table(table))
    }

    pub fn figure(&mut self, drawing: Drawing, caption: impl Into<Words>, data: Option<Table>) -> &mut Body {
        self.add(Block::Figure(Figure { drawing, caption: caption.into(), data }))
    }

    /// A box beside the flow of the text. Headings inside it would break the outline, so they become strong
    /// paragraphs.
    pub fn callout(&mut self, tone: Tone, title: impl Into<String>, fill: impl FnOnce(&mut Body)) -> &mut Body {
        let mut inside = Body::new();
        fill(&mut inside);
        let blocks = inside.blocks.into_iter().map(without_heading).collect();
        self.add(Block::Callout { tone, title: title.into(), blocks })
    }

    pub fn key_figures(&mut self, figures: impl IntoIterator<Item = KeyFigure>) -> &mut Body {
        self.add(Block::KeyFigures(figures.into_iter().collect()))
    }

    pub fn notes<W: Into<Words>>(&mut self, notes: impl IntoIterator<Item = W>) -> &mut Body {
        let notes: Vec<Words> = notes.into_iter().map(Into::into).collect();
        if notes.is_empty() { self } else { self.add(Block::Notes(notes)) }
    }

    pub fn write_on(&mut self, prompt: impl Into<Words>, lines: u8) -> &mut Body {
        self.add(Block::WriteOn { prompt: prompt.into(), lines })
    }

    pub fn page_break(&mut self) -> &mut Body {
        self.add(Block::PageBreak)
    }

    /// Puts the blocks of another part after these.
    pub fn append(&mut self, part: Body) -> &mut Body {
        for block in part.blocks {
            match block {
                Block::Heading { level, text, anchor } => self.heading_at(level, text, anchor),
                other => self.add(other),
            };
        }
        self
    }

    fn add(&mut self, block: Block) -> &mut Body {
        self.blocks.push(block);
        self
    }

    fn free_anchor(&mut self, wanted: String) -> String {
        let numbered = (2..).map(|number| format!("{wanted}-{number}"));
        let free = std::iter::once(wanted.clone()).chain(numbered).find(|anchor| !self.anchors.contains(anchor));
        let anchor = free.unwrap_or_default();
        self.anchors.insert(anchor.clone());
        anchor
    }
}

fn without_heading(block: Block) -> Block {
    match block {
        Block::Heading { text, .. } => Block::Paragraph(Words::default().strong(text)),
        other => other,
    }
}

/// Lower-case letters and digits of the words, with hyphens between.
fn slug(words: &str) -> String {
    let lower = words.to_lowercase();
    let parts: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "part".to_owned() } else { parts.join("-") }
}

/// A heading in the list of contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'d> {
    /// 1 to 3.
    pub level: u8,
    pub text: &'d str,
    pub anchor: &'d str,
}

impl Document {
    /// Author and date as one line; empty where neither is given.
    pub fn byline(&self) -> String {
        let parts = [self.author.as_str(), self.date.as_str()];
        let given: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        given.join(" · ")
    }

    /// Every heading in order.
    pub fn headings(&self) -> impl Iterator<Item = Entry<'_>> {
        self.body.blocks().iter().filter_map(|block| match block {
            Block::Heading { level, text, anchor } => Some(Entry { level: *level, text, anchor }),
            _ => None,
        })
    }

    /// The headings that a list of contents shows: levels 1 and 2.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.headings().filter(|entry| entry.level <= 2)
    }

    /// Whether a link can be followed: its heading exists, or its address is a file beside this one, a web page or an
    /// e-mail address. The words of any other link are printed without one.
    pub fn leads(&self, to: &Target) -> bool {
        match to {
            Target::Anchor(anchor) => self.body.anchors.contains(anchor),
            Target::Address(address) => is_followed(address),
        }
    }
}

/// Only schemes that show something: an address that would run a program is never printed as a link.
fn is_followed(address: &str) -> bool {
    let path = address.split(['/', '?', '#']).next().unwrap_or_default();
    let scheme = path.split_once(':').map(|(scheme, _)| scheme.trim().to_ascii_lowercase());
    let known = scheme.is_none_or(|scheme| ["http", "https", "mailto"].contains(&scheme.as_str()));
    known && !address.trim().is_empty() && !address.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading_of(body: &Body, index: usize) -> (u8, &str) {
        match &body.blocks()[index] {
            Block::Heading { level, anchor, .. } => (*level, anchor),
            other => panic!("not a heading: {other:?}"),
        }
    }

    #[test]
    fn a_heading_never_skips_a_level() {
        let mut body = Body::new();
        body.heading(2, "First").heading(3, "Second").heading(3, "Third").heading(1, "Fourth").heading(9, "Fifth");
        let levels: Vec<u8> = (0..5).map(|index| heading_of(&body, index).0).collect();
        assert_eq!(levels, [1, 2, 3, 1, 2]);
    }

    #[test]
    fn anchors_are_readable_and_used_once_even_after_appending() {
        let mut body = Body::new();
        body.heading(1, "Who is counted?").heading(1, "Who is counted?").heading(1, "–");
        let mut part = Body::new();
        part.heading(1, "Who is counted?");
        body.append(part);
        let anchors: Vec<&str> = (0..4).map(|index| heading_of(&body, index).1).collect();
        assert_eq!(anchors, ["who-is-counted", "who-is-counted-2", "part", "who-is-counted-3"]);
    }

    #[test]
    fn headings_inside_a_callout_do_not_enter_the_outline() {
        let mut body = Body::new();
        body.callout(Tone::Note, "Title", |inside| {
            inside.heading(1, "Inside");
        });
        let document = Document { body, ..Document::default() };
        assert_eq!(document.headings().count(), 0);
    }

    #[test]
    fn a_link_is_only_followed_to_what_can_be_shown() {
        let mut body = Body::new();
        body.heading_at(1, "Goals", "goals");
        let document = Document { body, ..Document::default() };
        let address = |address: &str| document.leads(&Target::Address(address.to_owned()));
        assert!(document.leads(&Target::Anchor("goals".to_owned())));
        assert!(!document.leads(&Target::Anchor("roles".to_owned())));
        assert!(address("teams/north.html") && address("https://example.org/a:b") && address("data/a:b.csv"));
        assert!(
            !address("javascript:alert(1)")
                && !address(" JavaScript:x")
                && !address("java\nscript:x")
                && !address("")
        );
    }
}
