//! Rows with a label on the left, under headings: where each stands, and how tall it must be for its label and its
//! figure.

use super::WIDTH;
use super::axis::GRID_LINE;
use super::drawing::Across;
use super::lettering::{HEADING, LABEL, Lettering, SMALL};
use super::page::Plane;
use std::ops::Range;

/// Free space around the contents of a row and above a heading, in points.
const PADDING: f32 = 4.0;
const ABOVE_HEADING: f32 = 8.0;

/// Lines a label may take before it is cut.
const MOST_LINES: usize = 3;

/// Rows in the order they were added, each carrying what is drawn beside its label.
pub(super) struct Rows<T> {
    label_width: f32,
    /// Waits for the first row under it: a group without rows has no heading.
    heading: Option<(f32, Vec<HeadingLine>)>,
    entries: Vec<Entry<T>>,
    height: f32,
}

type HeadingLine = (Lettering, Across, String);

struct Entry<T> {
    top: f32,
    bottom: f32,
    content: Content<T>,
}

enum Content<T> {
    Heading(Vec<HeadingLine>),
    Row { label: Vec<String>, item: T },
}

impl<T> Rows<T> {
    /// Rows whose labels may be `label_width` points wide.
    pub(super) fn new(label_width: f32) -> Rows<T> {
        Rows { label_width, heading: None, entries: Vec::new(), height: 0.0 }
    }

    pub(super) fn height(&self) -> f32 {
        self.height
    }

    /// A heading across the page for the rows that follow, with a remark at its right end, or under it when both do
    /// not fit. Empty headings are left out.
    pub(super) fn add_heading(&mut self, heading: &str, aside: &str) {
        self.heading = None;
        if heading.trim().is_empty() {
            return;
        }
        let beside = HEADING.width(heading) + 12.0 + SMALL.width(aside) <= WIDTH;
        let (heading_width, across) = if beside { (WIDTH, Across::Right) } else { (WIDTH, Across::Left) };
        let headings = HEADING.wrap(heading, heading_width, 2).into_iter().map(|line| (HEADING, Across::Left, line));
        let asides = SMALL.wrap(aside, WIDTH, 2).into_iter().filter(|line| !line.is_empty());
        let lines: Vec<_> = headings.chain(asides.map(|line| (SMALL, across, line))).collect();
        let above = if self.entries.is_empty() { 0.0 } else { ABOVE_HEADING };
        let levels = if beside { 1 } else { lines.len() };
        self.heading = Some((above + levels as f32 * HEADING.line_height() + PADDING, lines));
    }

    /// A row at least as tall as its label and as the `figure` points that stand beside it.
    pub(super) fn add(&mut self, label: &str, figure: f32, item: T) {
        if let Some((height, lines)) = self.heading.take() {
            self.push(height, Content::Heading(lines));
        }
        let label = LABEL.wrap(label, self.label_width, MOST_LINES);
        let text = label.len() as f32 * LABEL.line_height();
        self.push(text.max(figure) + PADDING, Content::Row { label, item });
    }

    fn push(&mut self, height: f32, content: Content<T>) {
        let top = self.height;
        self.height += height;
        self.entries.push(Entry { top, bottom: self.height, content });
    }

    /// Middle of each row in points from the top, with what it carries.
    pub(super) fn each(&self) -> impl Iterator<Item = (f32, &T)> {
        self.entries.iter().filter_map(|entry| match &entry.content {
            Content::Row { item, .. } => Some(((entry.top + entry.bottom) / 2.0, item)),
            Content::Heading(_) => None,
        })
    }

    /// Stretches of rows with no heading between them, each from top to bottom.
    pub(super) fn stretches(&self) -> Vec<Range<f32>> {
        let mut stretches: Vec<Range<f32>> = Vec::new();
        for entry in self.entries.iter().filter(|entry| matches!(entry.content, Content::Row { .. })) {
            match stretches.last_mut() {
                Some(last) if last.end == entry.top => last.end = entry.bottom,
                _ => stretches.push(entry.top..entry.bottom),
            }
        }
        stretches
    }

    /// Paints headings and labels from `top` downwards.
    pub(super) fn paint_labels(&self, plane: &Plane, top: f32) {
        for entry in &self.entries {
            match &entry.content {
                Content::Heading(lines) => paint_heading(plane, top + entry.bottom, lines),
                Content::Row { label, .. } => paint_label(plane, top + (entry.top + entry.bottom) / 2.0, label),
            }
        }
    }
}

/// Teams in the order of the alphabet, so that no chart can be read as a list from best to worst.
pub(super) fn by_name<R>(rows: &[R], name: impl Fn(&R) -> &str) -> Vec<&R> {
    let mut sorted: Vec<&R> = rows.iter().collect();
    sorted.sort_by_key(|row| (name(row).to_lowercase(), name(row).to_owned()));
    sorted
}

fn paint_heading(plane: &Plane, bottom: f32, lines: &[HeadingLine]) {
    plane.line(&[(0.0, bottom - 1.0), (WIDTH, bottom - 1.0)], GRID_LINE);
    let mut baseline = bottom - PADDING;
    for (lettering, across, line) in lines.iter().rev() {
        let left = if *across == Across::Right { WIDTH } else { 0.0 };
        plane.text((left, baseline), line, *lettering, *across);
        if *across == Across::Left {
            baseline -= HEADING.line_height();
        }
    }
}

fn paint_label(plane: &Plane, middle: f32, lines: &[String]) {
    let first = middle - (lines.len() - 1) as f32 * LABEL.line_height() / 2.0;
    for (index, line) in lines.iter().enumerate() {
        plane.text_beside((0.0, first + index as f32 * LABEL.line_height()), line, LABEL, Across::Left);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_without_rows_has_no_heading() {
        let mut rows = Rows::new(100.0);
        rows.add_heading("Hope", "");
        rows.add_heading("Identity", "");
        assert_eq!(rows.height(), 0.0);
        rows.add("Support to feel hopeful", 10.0, ());
        let headings = rows.entries.iter().filter(|entry| matches!(entry.content, Content::Heading(_)));
        assert_eq!(headings.count(), 1);
    }
}
