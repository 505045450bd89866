//! A table as it will be written: named columns and rows of text. Rooms fill it; only `publish` writes it. A table with a
//! row for every score there is never stands in memory as text: its rows are made one by one while they are written.

use std::fmt::{Display, Write};
use std::io;

/// A table of text, with a name that is also its file's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub name: &'static str,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(name: &'static str, columns: &[&str]) -> Table {
        Table { name, columns: columns.iter().map(|column| (*column).to_owned()).collect(), rows: Vec::new() }
    }

    /// The same for whoever writes row by row.
    pub fn long(&self) -> LongTable<'_> {
        let each_row = |hand_over: &mut HandOver| {
            let mut line = Line::default();
            self.rows.iter().try_for_each(|row| {
                line.clear();
                row.iter().for_each(|cell| line.add_text(cell));
                hand_over(&line)
            })
        };
        let columns = self.columns.iter().map(String::as_str).collect();
        LongTable { name: self.name, columns, each_row: Box::new(each_row) }
    }
}

/// Below it whole numbers are written as such, which is quicker and looks the same.
const MANY: f64 = 1e15;

/// One row of text, to be filled again and again.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Line {
    text: String,
    /// Where each cell ends.
    ends: Vec<usize>,
}

impl Line {
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    pub fn add(&mut self, cell: impl Display) {
        // Writing to memory cannot fail.
        let _ = write!(self.text, "{cell}");
        self.ends.push(self.text.len());
    }

    /// The same for text, which needs no writing out.
    pub fn add_text(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    /// Forgets all cells but so many of the first.
    pub fn keep(&mut self, cells: usize) {
        self.ends.truncate(cells);
        self.text.truncate(self.ends.last().copied().unwrap_or_default());
    }

    /// Empty when absent.
    pub fn add_given(&mut self, cell: Option<impl Display>) {
        match cell {
            Some(cell) => self.add(cell),
            None => self.add_text(""),
        }
    }

    /// As [`number`] writes it.
    pub fn add_number(&mut self, value: Option<f64>) {
        match value.map(rounded) {
            Some(value) if value.fract() == 0.0 && value.abs() < MANY => self.add(value as i64),
            value => self.add_given(value),
        }
    }

    pub fn cells(&self) -> impl Iterator<Item = &str> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        begins.zip(&self.ends).map(|(begin, end)| &self.text[begin..*end])
    }
}

/// Whoever writes a line.
pub type HandOver<'a> = dyn FnMut(&Line) -> io::Result<()> + 'a;

/// Fills a line, for each row in its turn, and hands it over; ends with the first error that comes back.
pub type EachRow<'a> = dyn Fn(&mut HandOver) -> io::Result<()> + 'a;

/// A table whose rows are made while they are written.
pub struct LongTable<'a> {
    pub name: &'static str,
    pub columns: Vec<&'a str>,
    pub each_row: Box<EachRow<'a>>,
}

impl<'a> LongTable<'a> {
    /// Rows by their cells from left to right, so that the order they came in leaves no trace. `key` orders them as their
    /// first cells do; where it makes no difference all cells are compared.
    pub fn in_order<T, K: Ord>(
        (name, columns): (&'static str, &'static [&'static str]),
        rows: &'a [T],
        key: impl Fn(&T) -> K,
        fill: impl Fn(&T, &mut Line) + 'a,
    ) -> LongTable<'a> {
        let line = |at: u32| {
            let mut line = Line::default();
            fill(&rows[at as usize], &mut line);
            line
        };
        let mut order: Vec<(K, u32)> = rows.iter().map(key).zip(0..).collect();
        let by_cells = |at: u32, other: u32| {
            let (line, other) = (line(at), line(other));
            line.cells().cmp(other.cells())
        };
        order.sort_unstable_by(|(a, at), (b, other)| a.cmp(b).then_with(|| by_cells(*at, *other)));
        let order: Vec<u32> = order.into_iter().map(|(_, at)| at).collect();
        let each_row = move |hand_over: &mut HandOver| {
            let mut line = Line::default();
            order.iter().try_for_each(|&at| {
                line.clear();
                fill(&rows[at as usize], &mut line);
                hand_over(&line)
            })
        };
        LongTable { name, columns: columns.to_vec(), each_row: Box::new(each_row) }
    }
}

/// A number as every table writes it: shortest form that reads back as the same number to nine decimals, empty when
/// absent. Never `-0`.
pub fn number(value: Option<f64>) -> String {
    value.map_or(String::new(), |value| rounded(value).to_string())
}

fn rounded(value: f64) -> f64 {
    let rounded = (value * 1e9).round() / 1e9;
    if rounded == 0.0 { 0.0 } else { rounded }
}

/// A whole number, empty when absent.
pub fn whole<T: ToString>(value: Option<T>) -> String {
    value.map_or(String::new(), |value| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_absence_is_empty() {
        assert_eq!(number(Some(0.1 + 0.2)), "0.3");
        assert_eq!(number(Some(-0.0)), "0");
        assert_eq!(number(Some(50.0)), "50");
        assert_eq!(number(None), "");
    }

    #[test]
    fn a_line_writes_numbers_as_every_table_does_and_keeps_its_first_cells() {
        let mut line = Line::default();
        line.add_text("P1");
        for value in [50.0, -3.0, -0.0, 0.1 + 0.2, 1e14 + 0.5, 1e15, 1e22, -1e16] {
            line.keep(1);
            line.add_number(Some(value));
            assert_eq!(line.cells().collect::<Vec<_>>(), ["P1", &number(Some(value))]);
        }
        line.keep(0);
        assert_eq!(line, Line::default());
    }

    #[test]
    fn a_long_table_is_in_the_order_of_its_cells_where_the_key_makes_no_difference() {
        let rows = [(2, 5), (1, 9), (1, 10), (1, 8)];
        let fill = |row: &(i32, i32), line: &mut Line| {
            line.add(row.0);
            line.add_number(Some(f64::from(row.1)));
        };
        let table = LongTable::in_order(("a", &["b", "c"]), &rows, |row| row.0, fill);
        let mut written = Vec::new();
        let mut write = |line: &Line| {
            written.push(line.cells().collect::<Vec<_>>().join(","));
            Ok(())
        };
        (table.each_row)(&mut write).unwrap();
        assert_eq!(written, ["1,10", "1,8", "1,9", "2,5"]);
    }
}
