//! Pages become drawing operations. Each run of marks is bracketed as content of its slot or as decoration, and what
//! lies where is noted for the structure, the links and the outline.

use super::compose::Composed;
use super::drawing;
use super::fonts::Used;
use super::ink::{Ink, Mark};
use super::look;
use super::paginate::{Page, Placed};
use super::panels::{BAR, PADDING};
use super::pen::{Artifact, Pen};
use super::tags::{Area, Marked, SlotId, TagId, Tags};
use crate::charts::drawing::Stroke;
use crate::reports::document::Document;
use crate::typeface::Cut;
use printpdf::Op;
use std::collections::BTreeMap;

/// Where a heading stands: page, and points from the bottom of the page.
pub type Anchors<'d> = BTreeMap<&'d str, (usize, f32)>;

/// Everything drawn, ready to become a file.
pub struct Sheets<'d> {
    pub pages: Vec<Vec<Op>>,
    /// Tags of the content of each page, by number.
    pub owners: Vec<Vec<TagId>>,
    pub used: Used,
    pub anchors: Anchors<'d>,
    pub tags: Tags,
}

pub fn draw<'d>(document: &Document, composed: Composed<'d>, pages: &[Page]) -> Sheets<'d> {
    let anchors = anchors(&composed, pages);
    let mut sheets =
        Sheets { pages: Vec::new(), owners: Vec::new(), used: Used::new(), anchors, tags: Tags::default() };
    let mut artist =
        Artist { tags: composed.tags.clone(), pen: Pen::default(), owners: Vec::new(), page: 0, open: None };
    for (index, page) in pages.iter().enumerate() {
        artist.page = index;
        artist.sheet(&composed, page, &sheets.anchors);
        artist.furniture(document, index, pages.len());
        sheets.pages.push(artist.pen.next_page());
        sheets.owners.push(std::mem::take(&mut artist.owners));
    }
    sheets.used = artist.pen.used;
    sheets.tags = artist.tags;
    sheets
}

fn anchors<'d>(composed: &Composed<'d>, pages: &[Page]) -> Anchors<'d> {
    let mut anchors = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        for placed in &page.placed {
            if let Some(anchor) = composed.strips[placed.strip].anchor {
                anchors.insert(anchor, (index, look::PAGE_HEIGHT - placed.y + 4.0));
            }
        }
    }
    anchors
}

/// What the marks being drawn belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Slot(SlotId),
    Decoration,
}

struct Artist {
    tags: Tags,
    pen: Pen,
    owners: Vec<TagId>,
    page: usize,
    open: Option<Role>,
}

impl Artist {
    fn sheet(&mut self, composed: &Composed, page: &Page, anchors: &Anchors) {
        self.frames(composed, &page.placed);
        if let Some(head) = page.head.map(|head| &composed.heads[head]) {
            self.pen.open_artifact(Artifact::Header);
            head.marks.iter().for_each(|mark| self.ink(&mark.ink, look::TOP, anchors));
            self.pen.close();
        }
        for placed in &page.placed {
            for mark in &composed.strips[placed.strip].marks {
                self.mark(mark, placed.y, anchors);
            }
        }
        self.end();
    }

    fn frames(&mut self, composed: &Composed, placed: &[Placed]) {
        for (frame, (top, bottom)) in extents(composed, placed) {
            let frame = composed.frames[frame];
            let (y, height) = (top, bottom - top);
            self.pen.open_artifact(Artifact::Layout);
            self.pen.panel(frame.x, y, frame.width, height, frame.fill);
            self.pen.panel(frame.x, y, BAR, height, frame.bar);
            self.pen.close();
        }
    }

    fn mark(&mut self, mark: &Mark, y: f32, anchors: &Anchors) {
        if let Ink::Area { .. } = mark.ink {
            return self.ink(&mark.ink, y, anchors);
        }
        self.enter(mark.slot.map_or(Role::Decoration, Role::Slot));
        if let (Some(slot), Ink::Picture { x, y: down, scale, drawing }) = (mark.slot, &mark.ink) {
            let tag = self.tags.slots[slot.0].tag;
            let area = area(*x, y + down, drawing.width * scale, drawing.height * scale);
            self.tags.get_mut(tag).area = Some(area);
        }
        self.ink(&mark.ink, y, anchors);
    }

    fn enter(&mut self, role: Role) {
        if self.open == Some(role) {
            return;
        }
        self.end();
        match role {
            Role::Decoration => self.pen.open_artifact(Artifact::Layout),
            Role::Slot(slot) => {
                let number = self.owners.len();
                self.pen.open(self.tags.kind_of(slot), number);
                self.owners.push(self.tags.slots[slot.0].tag);
                self.tags.slots[slot.0].marked.push(Marked { page: self.page, number });
            }
        }
        self.open = Some(role);
    }

    fn end(&mut self) {
        if self.open.take().is_some() {
            self.pen.close();
        }
    }

    fn ink(&mut self, ink: &Ink, top: f32, anchors: &Anchors) {
        match ink {
            Ink::Words { x, baseline, size, cut, colour, text } => {
                self.pen.text(*x, top + baseline, *size, *cut, *colour, text);
            }
            Ink::Rule { x, y, width, weight, colour } => {
                let stroke = Stroke { colour: *colour, width: *weight, dash: Vec::new() };
                self.pen.line(&[(*x, top + y), (x + width, top + y)], &stroke);
            }
            Ink::Panel { x, y, width, height, fill } => self.pen.panel(*x, top + y, *width, *height, *fill),
            Ink::Picture { x, y, scale, drawing } => drawing::draw(&mut self.pen, drawing, *x, top + y, *scale),
            Ink::PageOf { right, baseline, style, anchor } => {
                let number = anchors.get(anchor).map_or(String::new(), |(page, _)| (page + 1).to_string());
                let x = right - style.cut.width(&number, style.size);
                self.pen.text(x, top + baseline, style.size, style.cut, style.colour, &number);
            }
            Ink::Area { x, y, width, height, link } => {
                self.tags.links[link.0].areas.push((self.page, area(*x, top + y, *width, *height)));
            }
        }
    }

    /// Title above from the second page on, page number and small print below.
    fn furniture(&mut self, document: &Document, index: usize, count: usize) {
        if index > 0 {
            self.pen.open_artifact(Artifact::Header);
            self.furniture_line(look::HEADER_BASELINE, &document.title, "");
            self.pen.close();
        }
        let page = document.labels.page.replace("{page}", &(index + 1).to_string());
        let page = page.replace("{pages}", &count.to_string());
        self.pen.open_artifact(Artifact::Footer);
        self.furniture_line(look::FOOTER_BASELINE, &document.footer, &page);
        self.pen.close();
    }

    fn furniture_line(&mut self, baseline: f32, left: &str, right: &str) {
        let style = look::FURNITURE;
        let cut = style.cut;
        let right = cut.printable(right);
        let width = cut.width(&right, style.size);
        let left = shortened(cut, &cut.printable(left).replace('\n', " "), style.size, look::FULL - width - 24.0);
        self.pen.text(look::LEFT, baseline, style.size, cut, style.colour, &left);
        let x = look::LEFT + look::FULL - width;
        self.pen.text(x, baseline, style.size, cut, style.colour, &right);
    }
}

/// Top and bottom of each frame on a page, padding included. A frame's strips follow each other.
fn extents(composed: &Composed, placed: &[Placed]) -> BTreeMap<usize, (f32, f32)> {
    let mut extents: BTreeMap<usize, (f32, f32)> = BTreeMap::new();
    for placed in placed {
        let strip = &composed.strips[placed.strip];
        let (mut top, mut bottom) = (placed.y, placed.y + strip.height);
        let mut frame = strip.frame;
        while let Some(index) = frame {
            (top, bottom) = (top - PADDING, bottom + PADDING);
            let extent = extents.entry(index).or_insert((top, bottom));
            *extent = (extent.0.min(top), extent.1.max(bottom));
            frame = composed.frames[index].outer;
        }
    }
    extents
}

fn area(x: f32, y: f32, width: f32, height: f32) -> Area {
    let bottom = look::PAGE_HEIGHT - y - height;
    [x, bottom, x + width, bottom + height]
}

/// As much of the text as fits, with an ellipsis where it is cut.
fn shortened(cut: Cut, text: &str, size: f32, width: f32) -> String {
    if cut.width(text, size) <= width {
        return text.to_owned();
    }
    let ends = text.char_indices().map(|(end, _)| end);
    let fitting = ends.take_while(|&end| cut.width(&text[..end], size) + size <= width).last().unwrap_or(0);
    format!("{}…", text[..fitting].trim_end())
}
