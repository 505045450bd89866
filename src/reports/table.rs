//! A table as a report states it: columns, rows of words, small print. Nothing is computed from it here.

use super::words::Words;

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    /// For numbers, so that digits stand below each other.
    Right,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub header: String,
    pub align: Align,
}

/// What a row is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    Plain,
    /// Sums up rows: printed stronger.
    Total,
    /// A heading across all columns for the rows below; it has one cell.
    Group,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub kind: RowKind,
    /// As many as columns; a missing one is printed empty, one too many is not printed.
    pub cells: Vec<Words>,
}

/// A table of text with a caption.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Whether the first cell of a row names the row. True unless switched off.
    pub row_headers: bool,
    /// Small print below.
    pub notes: Vec<Words>,
    /// Smaller text and less room, for long or wide tables.
    pub compact: bool,
    /// Least height of a row in lines of text, for rows to be filled in by hand; 0 is as high as its text.
    pub room: u8,
}

impl Table {
    pub fn new(caption: impl Into<String>) -> Table {
        Table { caption: caption.into(), row_headers: true, ..Table::default() }
    }

    /// Adds a column of text.
    pub fn column(mut self, header: impl Into<String>) -> Table {
        self.columns.push(Column { header: header.into(), align: Align::Left });
        self
    }

    /// Adds a column of numbers.
    pub fn number(mut self, header: impl Into<String>) -> Table {
        self.columns.push(Column { header: header.into(), align: Align::Right });
        self
    }

    pub fn note(mut self, note: impl Into<Words>) -> Table {
        self.notes.push(note.into());
        self
    }

    /// Small print that only some tables need.
    pub fn note_if(self, needed: bool, note: impl Into<Words>) -> Table {
        if needed { self.note(note) } else { self }
    }

    pub fn compact(mut self) -> Table {
        self.compact = true;
        self
    }

    pub fn without_row_headers(mut self) -> Table {
        self.row_headers = false;
        self
    }

    /// Rows are at least this many lines high, for writing in by hand.
    pub fn with_room(mut self, lines: u8) -> Table {
        self.room = lines;
        self
    }

    pub fn with_rows<R: IntoIterator<Item = W>, W: Into<Words>>(
        mut self,
        rows: impl IntoIterator<Item = R>,
    ) -> Table {
        for cells in rows {
            self.row(cells);
        }
        self
    }

    /// Whether any column has a name. Where none has, no header row is printed.
    pub fn has_header(&self) -> bool {
        self.columns.iter().any(|column| !column.header.trim().is_empty())
    }

    pub fn row<W: Into<Words>>(&mut self, cells: impl IntoIterator<Item = W>) -> &mut Table {
        self.add(RowKind::Plain, cells)
    }

    pub fn total<W: Into<Words>>(&mut self, cells: impl IntoIterator<Item = W>) -> &mut Table {
        self.add(RowKind::Total, cells)
    }

    /// A heading across all columns for the rows that follow.
    pub fn group(&mut self, name: impl Into<Words>) -> &mut Table {
        self.add(RowKind::Group, [name.into()])
    }

    fn add<W: Into<Words>>(&mut self, kind: RowKind, cells: impl IntoIterator<Item = W>) -> &mut Table {
        self.rows.push(Row { kind, cells: cells.into_iter().map(Into::into).collect() });
        self
    }
}
