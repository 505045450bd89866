//! Tables: caption, header row (repeated on every page the table reaches), rows that stay whole, notes.
//! Column widths are decided in `columns.rs`.

use super::columns::{self, Extent};
use super::compose::Composer;
use super::ink::{Head, Ink, Mark};
use super::look::{self, Style};
use super::tags::{Scope, TagId};
use super::text::{Paragraph, Span, extent};
use crate::reports::document::{Align, Row, RowKind, Table, Words};
use crate::typeface::Cut;

/// Measures of one table after its columns have been decided.
struct Grid {
    /// Left edge of the text and its room, per column.
    columns: Vec<Slice>,
    style: Style,
    left: f32,
    width: f32,
    /// Above and below the text of a cell.
    padding: f32,
    /// Least height of a row's text.
    least: f32,
}

#[derive(Clone, Copy)]
struct Slice {
    x: f32,
    width: f32,
    align: Align,
}

/// A cell broken into lines, ready to be placed.
struct SetCell {
    paragraph: Paragraph,
    slice: Slice,
}

impl<'d> Composer<'d> {
    pub fn table(&mut self, table: &'d Table) {
        let grid = self.grid(table);
        let tag = self.open("Table");
        let from = self.done.strips.len();
        let caption = self.caption(table, tag);
        let body = self.table_head(table, tag, &grid, caption);
        self.rows(table, body, &grid);
        self.keep_together(from, 0.4 * (look::BOTTOM - look::TOP));
        self.after = 4.0;
        if !table.notes.is_empty() {
            self.notes(&table.notes);
        }
        self.after = 18.0;
    }

    fn caption(&mut self, table: &Table, tag: TagId) -> bool {
        if table.caption.is_empty() {
            return false;
        }
        let from = self.done.strips.len();
        let caption = self.done.tags.open(tag, "Caption");
        let paragraph = self.set(&table.caption.as_str().into(), caption, look::CAPTION, self.room.width);
        self.lines(&paragraph, look::CAPTION, self.room.left, 16.0);
        self.keep_with_next(from);
        self.after = 4.0;
        true
    }

    /// The header row, kept for later pages too. Gives the tag that the rows go under.
    fn table_head(&mut self, table: &'d Table, tag: TagId, grid: &Grid, captioned: bool) -> TagId {
        let head = self.done.tags.open(tag, "THead");
        let row = self.done.tags.open(head, "TR");
        let style = Style { cut: Cut::SemiBold, ..grid.style };
        let cells: Vec<SetCell> = table
            .columns
            .iter()
            .zip(&grid.columns)
            .map(|(column, slice)| {
                let cell = self.header_cell(row, &column.header);
                let paragraph = self.set(&column.header.as_str().into(), cell, style, slice.width);
                SetCell { paragraph, slice: *slice }
            })
            .collect();
        let height = grid.height(&cells);
        let marks = grid.header_marks(&cells, height);
        self.remember_head(grid, captioned, height, &marks);
        self.add(if captioned { 4.0 } else { 16.0 }, height, marks);
        self.keep_last();
        self.done.tags.open(tag, "TBody")
    }

    /// An empty corner is an ordinary cell: a header without words would be read out as one.
    fn header_cell(&mut self, row: TagId, header: &str) -> TagId {
        let kind = if header.trim().is_empty() { "TD" } else { "TH" };
        let cell = self.done.tags.open(row, kind);
        if kind == "TH" {
            self.done.tags.get_mut(cell).scope = Some(Scope::Column);
        }
        cell
    }

    fn remember_head(&mut self, grid: &Grid, captioned: bool, height: f32, marks: &[Mark<'d>]) {
        let mut head = Head::default();
        let label = &self.document.labels.continued;
        if captioned && !label.is_empty() {
            let text = Cut::Italic.printable(label);
            let (cut, colour) = (Cut::Italic, look::QUIET);
            let span = Span { text, cut, colour, slot: None, link: None };
            let paragraph = Paragraph::set(vec![span], look::FIGURE_CAPTION, grid.width);
            head.marks = paragraph.block(grid.left, 0.0);
            head.height = paragraph.height() + 4.0;
        }
        let lowered = marks.iter().cloned().map(|mark| mark.lowered(head.height));
        head.marks.extend(lowered.map(|mark| Mark::decoration(mark.ink)));
        head.height += height;
        self.done.heads.push(head);
    }

    fn rows(&mut self, table: &'d Table, body: TagId, grid: &Grid) {
        let head = self.done.heads.len().checked_sub(1);
        let last = table.rows.len().saturating_sub(1);
        for (index, row) in table.rows.iter().enumerate() {
            let from = self.done.strips.len();
            self.row(table, row, body, grid);
            self.done.strips[from..].iter_mut().for_each(|strip| strip.head = head);
            // One row alone under a header, or alone on the next page, reads as a mistake.
            if index == 0 && last > 0 || index + 1 == last || row.kind == RowKind::Group {
                self.keep_last();
            }
        }
    }

    fn row(&mut self, table: &Table, row: &Row, body: TagId, grid: &Grid) {
        let tag = self.done.tags.open(body, "TR");
        let cells = match row.kind {
            RowKind::Group => self.group_cells(tag, row, table.columns.len(), grid),
            kind => self.cells(tag, table, row, kind, grid),
        };
        let height = grid.height(&cells);
        if height <= look::BOTTOM - look::TOP - 120.0 {
            self.add(0.0, height, grid.row_marks(row.kind, &cells, height));
        } else {
            self.tall_row(&cells, grid);
        }
    }

    /// A row that is higher than a page goes line by line, because it has to be split somewhere.
    fn tall_row(&mut self, cells: &[SetCell], grid: &Grid) {
        let lines = cells.iter().map(|cell| cell.paragraph.lines.len()).max().unwrap_or(0);
        for line in 0..lines {
            let marks = cells.iter().flat_map(|cell| cell.line(line, 0.0)).collect();
            self.add(if line == 0 { grid.padding } else { 0.0 }, grid.style.leading, marks);
        }
        self.add(0.0, grid.padding, vec![grid.rule(grid.padding, 0.4, look::HAIR)]);
    }

    fn group_cells(&mut self, tag: TagId, row: &Row, columns: usize, grid: &Grid) -> Vec<SetCell> {
        let name = row.cells.first().cloned().unwrap_or_default();
        let cell = self.header_cell(tag, &name.plain());
        self.done.tags.get_mut(cell).span = columns;
        let slice =
            Slice { x: grid.left + columns::PADDING, width: grid.width - 2.0 * columns::PADDING, align: Align::Left };
        let style = Style { cut: Cut::SemiBold, ..grid.style };
        vec![SetCell { paragraph: self.set(&name, cell, style, slice.width), slice }]
    }

    fn cells(&mut self, tag: TagId, table: &Table, row: &Row, kind: RowKind, grid: &Grid) -> Vec<SetCell> {
        let empty = Words::default();
        let style = row_style(kind, grid.style);
        let slices = grid.columns.iter().enumerate();
        slices
            .map(|(column, slice)| {
                let words = row.cells.get(column).unwrap_or(&empty);
                let heads = column == 0 && table.row_headers && !words.is_empty();
                let cell = self.done.tags.open(tag, if heads { "TH" } else { "TD" });
                self.done.tags.get_mut(cell).scope = heads.then_some(Scope::Row);
                SetCell { paragraph: self.set(words, cell, style, slice.width), slice: *slice }
            })
            .collect()
    }

    fn grid(&self, table: &Table) -> Grid {
        let style = if table.compact { look::COMPACT } else { look::TABLE };
        let extents = extents(table, style);
        let layout = columns::decide(&extents, self.room.width);
        let style = style.scaled(layout.scale);
        let mut x = self.room.left;
        let columns = layout.widths.iter().zip(&table.columns).map(|(width, column)| {
            let slice = Slice { x: x + columns::PADDING, width: width - 2.0 * columns::PADDING, align: column.align };
            x += width;
            slice
        });
        let columns = columns.collect();
        let padding = if table.compact { 2.5 } else { 4.5 };
        let least = f32::from(table.room) * 20.0;
        Grid { columns, style, left: self.room.left, width: self.room.width, padding, least }
    }
}

fn row_style(kind: RowKind, style: Style) -> Style {
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
    let span = |run: &crate::reports::document::Run| {
        let cut = if matches!(run, crate::reports::document::Run::Strong(_)) { Cut::SemiBold } else { style.cut };
        Span { text: cut.printable(run.words()), cut, colour: style.colour, slot: None, link: None }
    };
    words.0.iter().map(span).collect()
}

impl SetCell {
    /// One line of the cell, its top at `y`.
    fn line<'d>(&self, line: usize, y: f32) -> Vec<Mark<'d>> {
        let width = self.paragraph.lines.get(line).map_or(0.0, |line| line.width);
        let shift = if self.slice.align == Align::Right { self.slice.width - width } else { 0.0 };
        self.paragraph.marks(line, self.slice.x + shift, y)
    }
}

impl Grid {
    fn height(&self, cells: &[SetCell]) -> f32 {
        let text = cells.iter().map(|cell| cell.paragraph.height()).fold(self.style.leading, f32::max);
        text.max(self.least) + 2.0 * self.padding
    }

    fn rule<'d>(&self, y: f32, weight: f32, colour: crate::charts::drawing::Colour) -> Mark<'d> {
        Mark::decoration(Ink::Rule { x: self.left, y, width: self.width, weight, colour })
    }

    /// Header words stand on the line, so that short ones are as near to their column as long ones.
    fn header_marks<'d>(&self, cells: &[SetCell], height: f32) -> Vec<Mark<'d>> {
        let mut marks = vec![self.rule(height, 1.0, look::INK)];
        for cell in cells {
            let top = height - self.padding - cell.paragraph.height();
            marks.extend(self.cell_marks(cell, top));
        }
        marks
    }

    fn row_marks<'d>(&self, kind: RowKind, cells: &[SetCell], height: f32) -> Vec<Mark<'d>> {
        let mut marks = match kind {
            RowKind::Plain => vec![self.rule(height, 0.4, look::HAIR)],
            RowKind::Total => vec![self.rule(0.0, 0.8, look::INK), self.rule(height, 0.8, look::INK)],
            RowKind::Group => vec![self.ground(height)],
        };
        marks.extend(cells.iter().flat_map(|cell| self.cell_marks(cell, self.padding)));
        marks
    }

    fn ground<'d>(&self, height: f32) -> Mark<'d> {
        Mark::decoration(Ink::Panel { x: self.left, y: 0.0, width: self.width, height, fill: look::GROUP_FILL })
    }

    fn cell_marks<'d>(&self, cell: &SetCell, top: f32) -> Vec<Mark<'d>> {
        let lines = 0..cell.paragraph.lines.len();
        lines.flat_map(|line| cell.line(line, top + line as f32 * self.style.leading)).collect()
    }
}
