//! One table as it was read: its files, which row stands where in them as a spreadsheet shows it, and what of it was
//! left out or wants looking at.

use super::file_facts::FileFacts;
use super::reject::Reject;
use super::skips::Skips;
use super::stop::{Facts, column_letter};
use super::team_rows::Orders;
use crate::finding::{OTHER_FILE, OTHER_ROW, Place};

/// One table as it was read.
#[derive(Default)]
pub(super) struct TableRead {
    pub(super) files: Vec<FileRead>,
    pub(super) rejects: Vec<(u32, Reject)>,
    /// Rows used that a person should look at.
    pub(super) looked_at: Orders,
    pub(super) skips: Skips,
}

pub(super) struct FileRead {
    pub(super) facts: FileFacts,
    /// Order of its first row within the table.
    pub(super) first: u32,
    /// From this order on, so many blank lines stand before.
    pub(super) blanks: Vec<(u32, u64)>,
    /// Its headers.
    pub(super) names: Vec<String>,
}

impl FileRead {
    pub(super) fn holds(&self, order: u32) -> bool {
        order >= self.first && u64::from(order - self.first) < self.facts.rows_read
    }

    /// The row a spreadsheet shows: the header is row 1.
    fn row_of(&self, order: u32) -> u64 {
        let before = self.blanks.partition_point(|(from, _)| *from <= order);
        let blanks = before.checked_sub(1).map_or(0, |at| self.blanks[at].1);
        u64::from(order - self.first) + 2 + blanks
    }
}

impl TableRead {
    /// The file and the row of a row's order.
    pub(super) fn place(&self, order: u32) -> Place {
        let file = self.files.iter().find(|file| file.holds(order));
        file.map_or_else(Place::default, |file| Place {
            file: file.facts.file.clone(),
            row: Some(file.row_of(order)),
            ..Place::default()
        })
    }

    /// Position among the files of the one that holds a row.
    pub(super) fn file_of(&self, order: u32) -> Option<usize> {
        self.files.iter().position(|file| file.holds(order))
    }

    /// The facts that name the row which is meant beside the one at fault.
    pub(super) fn other(&self, order: u32) -> Facts {
        let other = self.place(order);
        vec![(OTHER_FILE, other.file), (OTHER_ROW, other.row.unwrap_or_default().to_string())]
    }

    /// The same, and the column of one cell of the row.
    pub(super) fn place_at(&self, order: u32, at: Option<usize>) -> Place {
        let mut place = self.place(order);
        let file = self.files.iter().find(|file| file.holds(order));
        if let (Some(file), Some(at)) = (file, at) {
            place.column = column_letter(at);
            place.header = file.names.get(at).cloned().unwrap_or_default();
        }
        place
    }

    /// Rows that were taken and not lost since.
    pub(super) fn rows_used(&self) -> u64 {
        self.files.iter().map(|file| file.facts.rows_used).sum()
    }
}
