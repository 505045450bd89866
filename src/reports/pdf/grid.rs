//! One table measured: where its columns stand, how high its rows are, and the lines and grounds around the cells.

use super::columns::{self, Extent};
use super::ink::{Ink, Mark};
use super::look::{self, Style};
use super::text::{Paragraph, Span, extent};
use crate::charts::drawing::Colour;
use crate::reports::document::{Align, RowKind, Run, Table, Words};
use crate::typeface::Cut;

/// Height of one line of handwriting.
const LINE_BY_HAND: f32 = 22.0;

pub struct Grid {
    pub columns: Vec<Slice>,
    pub style: Style,
    pub left: f32,
    pub width: f32,
    /// Left and right of the text of a cell.
    pub beside: f32,
    /// Above and below the text of a cell.
    pub padding: f32,
    /// Whether the first cell of a row is tagged as its header.
    pub rows_named: bool,
    /// Least height of a row; more than 0 where rows are filled in by hand.
    pub least: f32,
}

/// Left edge and room of the text in one column.
#[derive(Debug, Clone, Copy)]
pub struct Slice {
    pub x: f32,
    pub width: f32,
    pub align: Align,
}

/// A cell broken into lines, ready to be placed.
pub struct SetCell {
    pub paragraph: Paragraph,
    pub slice: Slice,
}

impl SetCell {
    /// One line of the cell, its top at `y`.
    pub fn line<'d>(&self, line: usize, y: f32) -> Vec<Mark<'d>> {
        let width = self.paragraph.lines.get(line).map_or(0.0, |line| line.width);
        let shift = if self.slice.align == Align::Right { self.slice.width - width } else { 0.0 };
        self.paragraph.marks(line, self.slice.x + shift, y)
    }
}

impl Grid {
    /// The table's columns in a room that starts at `left`.
    pub fn new(table: &Table, left: f32, width: f32) -> Grid {
        let style = if table.compact { look::COMPACT } else { look::TABLE };
        let layout = columns::decide(&extents(table, style), width);
        let (mut x, beside) = (left, layout.padding);
        let columns = layout.widths.iter().zip(&table.columns).map(|(width, column)| {
            let (text, align) = (width - 2.0 * beside, column.align);
            x += width;
            Slice { x: x - text - beside, width: text, align }
        });
        let columns = columns.collect();
        let padding = if table.compact { 2.5 } else { 4.5 };
        let least = f32::from(table.room) * LINE_BY_HAND;
        Grid {
            columns,
            style: style.scaled(layout.scale),
            left,
            width,
            beside,
            padding,
            least,
            rows_named: rows_named(table),
        }
    }

    pub fn text_height(&self, cells: &[SetCell]) -> f32 {
        let text = cells.iter().map(|cell| cell.paragraph.height()).fold(self.style.leading, f32::max);
        text + 2.0 * self.padding
    }

    /// Rows to be filled in are higher than their text; headings and totals are not filled in.
    pub fn row_height(&self, kind: RowKind, cells: &[SetCell]) -> f32 {
        let least = if kind == RowKind::Plain { self.least } else { 0.0 };
        self.text_height(cells).max(least)
    }

    pub fn rule<'d>(&self, y: f32, weight: f32, colour: Colour) -> Mark<'d> {
        Mark::decoration(Ink::Rule { x: self.left, y, width: self.width, weight, colour })
    }

    /// Header words stand on the line, so that short ones are as near to their column as long ones.
    pub fn header_marks<'d>(&self, cells: &[SetCell], height: f32) -> Vec<Mark<'d>> {
        let mut marks = vec![self.rule(height, 1.0, look::INK)];
        for cell in cells {
            let top = height - self.padding - cell.paragraph.height();
            marks.extend(self.cell_marks(cell, top));
        }
        marks
    }

    pub fn row_marks<'d>(&self, kind: RowKind, cells: &[SetCell], height: f32) -> Vec<Mark<'d>> {
        let mut marks = match kind {
            RowKind::Plain if self.least > 0.0 => self.boxes(height),
            RowKind::Plain => vec![self.rule(height, 0.4, look::HAIR)],
            RowKind::Total => vec![self.rule(0.0, 0.8, look::INK), self.rule(height, 0.8, look::INK)],
            RowKind::Group => vec![self.ground(height)],
        };
        marks.extend(cells.iter().flat_map(|cell| self.cell_marks(cell, self.padding)));
        marks
    }

    /// Lines around the cells of a row that is filled in by hand, so that each answer has its place.
    fn boxes<'d>(&self, height: f32) -> Vec<Mark<'d>> {
        let between = self.columns.iter().skip(1).map(|slice| slice.x - self.beside);
        let edges = between.map(|x| Ink::Panel { x, y: 0.0, width: 0.5, height, fill: look::HAIR });
        edges.map(Mark::decoration).chain([self.rule(height, 0.6, look::QUIET)]).collect()
    }

    fn ground<'d>(&self, height: f32) -> Mark<'d> {
        Mark::decoration(Ink::Panel { x: self.left, y: 0.0, width: self.width, height, fill: look::GROUP_FILL })
    }

    fn cell_marks<'d>(&self, cell: &SetCell, top: f32) -> Vec<Mark<'d>> {
        let lines = 0..cell.paragraph.lines.len();
        lines.flat_map(|line| cell.line(line, top + line as f32 * self.style.leading)).collect()
    }
}

/// Where headers would outnumber what they head, a reader gains nothing from a header in each row, and checkers take
/// the table for a mistake.
fn rows_named(table: &Table) -> bool {
    let groups = table.rows.iter().filter(|row| row.kind == RowKind::Group).count();
    let (columns, rows) = (table.columns.len(), table.rows.len() - groups);
    table.row_headers && columns + rows + groups <= rows * columns.saturating_sub(1)
}

pub fn row_style(kind: RowKind, style: Style) -> Style {
    if kind == RowKind::Total { Style { cut: Cut::SemiBold, ..style } } else { style }
}

/// How much room each column asks for.
fn extents(table: &Table, style: Style) -> Vec<Extent> {
    let mut extents: Vec<Extent> = table.columns.iter().map(|column| header_extent(&column.header, style)).collect();
    for row in table.rows.iter().filter(|row| row.kind != RowKind::Group) {
        for (extent_of_column, words) in extents.iter_mut().zip(&row.cells) {
            let (word, line) = extent(&measured(words, row_style(row.kind, style)), style.size);
            *extent_of_column =
                Extent { word: extent_of_column.word.max(word), line: extent_of_column.line.max(line) };
        }
    }
    extents
}

/// A header may wrap: it asks for two lines' worth of room rather than for one long line.
fn header_extent(header: &str, style: Style) -> Extent {
    let style = Style { cut: Cut::SemiBold, ..style };
    let (word, line) = extent(&measured(&header.into(), style), style.size);
    Extent { word, line: word.max(line * 0.6) }
}

fn measured(words: &Words, style: Style) -> Vec<Span> {
    let span = |run: &Run| {
        let cut = if matches!(run, Run::Strong(_)) { Cut::SemiBold } else { style.cut };
        Span { text: cut.printable(run.words()), cut, colour: style.colour, slot: None, link: None }
    };
    words.0.iter().map(span).collect()
}
