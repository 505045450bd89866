//! Tables: caption, header row (repeated on every page the table reaches), rows that stay whole, notes.
//! Column widths are decided in `columns.rs`.

use super::compose::Composer;
use super::grid::{Grid, SetCell, Slice, row_style};
use super::ink::{Head, Mark};
use super::look::{self, Style};
use super::tags::{Scope, TagId};
use super::text::{Paragraph, Span};
use crate::reports::document::{Align, Row, RowKind, Table, Words};
use crate::typeface::Cut;

impl<'d> Composer<'d> {
    /// A table without columns or rows has nothing to say and is not printed.
    pub fn table(&mut self, table: &'d Table) {
        if table.columns.is_empty() || table.rows.is_empty() {
            return;
        }
        let grid = Grid::new(table, self.room.left, self.room.width);
        let tag = self.open("Table");
        let from = self.done.strips.len();
        let captioned = self.caption(table, tag);
        let head = table.has_header().then(|| self.table_head(table, tag, &grid, captioned));
        self.rows(table, tag, &grid, head);
        self.keep_together(from, 0.3 * (look::BOTTOM - look::TOP));
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

    /// The header row. Gives the index under which it is kept for later pages.
    fn table_head(&mut self, table: &'d Table, tag: TagId, grid: &Grid, captioned: bool) -> usize {
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
        let height = grid.text_height(&cells);
        let marks = grid.header_marks(&cells, height);
        self.remember_head(table, grid, captioned, height, &marks);
        self.add(if captioned { 4.0 } else { 16.0 }, height, marks);
        self.keep_last();
        self.done.heads.len() - 1
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

    fn remember_head(&mut self, table: &Table, grid: &Grid, captioned: bool, height: f32, marks: &[Mark<'d>]) {
        let mut head = Head::default();
        let label = self.document.labels.continued(&reminder(&table.caption));
        if captioned && !label.is_empty() {
            let text = Cut::Italic.printable(&label);
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

    fn rows(&mut self, table: &'d Table, tag: TagId, grid: &Grid, head: Option<usize>) {
        let body = self.done.tags.open(tag, "TBody");
        self.after = if head.is_some() { 0.0 } else { self.after.max(6.0) };
        let last = table.rows.len().saturating_sub(1);
        for (index, row) in table.rows.iter().enumerate() {
            let from = self.done.strips.len();
            self.row(table.columns.len(), row, body, grid);
            self.done.strips[from..].iter_mut().for_each(|strip| strip.head = head);
            // One row alone under a header, or alone on the next page, reads as a mistake.
            if index == 0 && last > 0 || index + 1 == last || row.kind == RowKind::Group {
                self.keep_last();
            }
        }
    }

    fn row(&mut self, columns: usize, row: &Row, body: TagId, grid: &Grid) {
        let tag = self.done.tags.open(body, "TR");
        let cells = match row.kind {
            RowKind::Group => self.group_cells(tag, row, columns, grid),
            kind => self.cells(tag, row, kind, grid),
        };
        let height = grid.row_height(row.kind, &cells);
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
        // Not a header cell: whoever looks upwards from a cell for its column's header would stop here.
        let cell = self.done.tags.open(tag, "TD");
        self.done.tags.get_mut(cell).span = columns;
        let slice = Slice { x: grid.left + grid.beside, width: grid.width - 2.0 * grid.beside, align: Align::Left };
        let style = Style { cut: Cut::SemiBold, ..grid.style };
        vec![SetCell { paragraph: self.set(&name, cell, style, slice.width), slice }]
    }

    fn cells(&mut self, tag: TagId, row: &Row, kind: RowKind, grid: &Grid) -> Vec<SetCell> {
        let empty = Words::default();
        let style = row_style(kind, grid.style);
        let slices = grid.columns.iter().enumerate();
        slices
            .map(|(column, slice)| {
                let words = row.cells.get(column).unwrap_or(&empty);
                let heads = column == 0 && grid.rows_named && !words.is_empty();
                let cell = self.done.tags.open(tag, if heads { "TH" } else { "TD" });
                self.done.tags.get_mut(cell).scope = heads.then_some(Scope::Row);
                SetCell { paragraph: self.set(words, cell, style, slice.width), slice: *slice }
            })
            .collect()
    }
}

/// The first words of a caption. It is decoration where it is repeated, and a whole sentence there would look to
/// checkers like text that readers miss.
fn reminder(caption: &str) -> String {
    const WORDS: usize = 5;
    let words: Vec<&str> = caption.split_whitespace().collect();
    if words.len() <= WORDS { caption.to_owned() } else { format!("{}…", words[..WORDS].join(" ")) }
}
