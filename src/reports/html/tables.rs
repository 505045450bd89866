//! Tables as markup: a frame that scrolls sideways and can be reached by keyboard, header cells with their scope,
//! and a filter above a long one.

use super::blocks::Writer;
use super::markup::{escaped, words};
use crate::reports::document::{Align, Column, Row, RowKind, Table, Words};
use std::fmt::Write;

/// From this many rows on a table gets a filter.
const LONG: usize = 15;
/// Characters above which a cell holds a sentence rather than a name.
const SENTENCE: usize = 40;

impl Writer<'_> {
    /// A table without columns or rows has nothing to say and is not printed.
    pub fn table(&mut self, table: &Table) {
        if table.columns.is_empty() || table.rows.is_empty() {
            return;
        }
        let number = self.next_table();
        if table.rows.iter().filter(|row| row.kind != RowKind::Group).count() >= LONG {
            self.filter(table, number);
        }
        self.open_table(table, number);
        if table.has_header() {
            self.header_row(table);
        }
        self.rows(table);
        self.push("</table></div>\n");
        if !table.notes.is_empty() {
            self.notes(&table.notes);
        }
    }

    /// Hidden until the script runs, because without it nothing would happen.
    fn filter(&mut self, table: &Table, number: usize) {
        self.filters = true;
        let labels = &self.document.labels;
        let (label, say, caption) = (escaped(&labels.filter), escaped(&labels.filtered), escaped(&table.caption));
        let _ = writeln!(
            self.text,
            "<div class=\"filter\" hidden><label for=\"fp_q{number}\">{label}</label>\
             <input id=\"fp_q{number}\" type=\"search\" autocomplete=\"off\" data-table=\"fp_t{number}\" \
             aria-description=\"{caption}\"><output for=\"fp_q{number}\" data-say=\"{say}\"></output></div>"
        );
    }

    fn open_table(&mut self, table: &Table, number: usize) {
        let compact = if table.compact { " compact" } else { "" };
        let room = if table.room > 0 { " class=\"room\"" } else { "" };
        // A group, not a region: a landmark for each table would bury the few that help to find one's way.
        let named = if table.caption.is_empty() {
            String::new()
        } else {
            format!(" role=\"group\" aria-labelledby=\"fp_n{number}\"")
        };
        let _ = writeln!(
            self.text,
            "<div class=\"table{compact}\" tabindex=\"0\"{named}><table id=\"fp_t{number}\"{room}>"
        );
        if !table.caption.is_empty() {
            let caption = escaped(&table.caption);
            let _ = writeln!(self.text, "<caption id=\"fp_n{number}\"><span>{caption}</span></caption>");
        }
    }

    fn header_row(&mut self, table: &Table) {
        self.push("<thead><tr>");
        for column in &table.columns {
            let (class, header) = (class_of(column), escaped(&column.header));
            // An empty header cell would be announced as a header without a name.
            let cell = if header.trim().is_empty() {
                format!("<td{class}></td>")
            } else {
                format!("<th scope=\"col\"{class}>{header}</th>")
            };
            self.push(&cell);
        }
        self.push("</tr></thead>\n");
    }

    fn rows(&mut self, table: &Table) {
        self.push("<tbody>\n");
        for (index, row) in table.rows.iter().enumerate() {
            if row.kind == RowKind::Group && index > 0 {
                self.push("</tbody>\n<tbody>\n");
            }
            match row.kind {
                RowKind::Group => self.group(row, table.columns.len()),
                kind => self.row(table, row, kind),
            }
        }
        self.push("</tbody>\n");
    }

    fn group(&mut self, row: &Row, columns: usize) {
        let name = row.cells.first().map(|cell| words(self.document, cell)).unwrap_or_default();
        let _ =
            writeln!(self.text, "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{columns}\">{name}</th></tr>");
    }

    fn row(&mut self, table: &Table, row: &Row, kind: RowKind) {
        self.push(if kind == RowKind::Total { "<tr class=\"total\">" } else { "<tr>" });
        let empty = Words::default();
        for (index, column) in table.columns.iter().enumerate() {
            let cell = row.cells.get(index).unwrap_or(&empty);
            let (class, text) = (class_of_cell(column, cell), words(self.document, cell));
            if index == 0 && table.row_headers && !cell.is_empty() {
                let _ = write!(self.text, "<th scope=\"row\"{class}>{text}</th>");
            } else {
                let _ = write!(self.text, "<td{class}>{text}</td>");
            }
        }
        self.push("</tr>\n");
    }
}

/// A sentence asks for room of its own, or a narrow screen would set it one word a line.
fn class_of_cell(column: &Column, cell: &Words) -> &'static str {
    let sentence = column.align == Align::Left && cell.plain().chars().count() > SENTENCE;
    if sentence { " class=\"long\"" } else { class_of(column) }
}

fn class_of(column: &Column) -> &'static str {
    match column.align {
        Align::Left => "",
        Align::Right => " class=\"n\"",
    }
}
