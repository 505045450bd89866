//! A table as it will be written: named columns and rows of text. Rooms fill it; only `publish` writes it.

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

    /// Rows by their cells from left to right, so that the order they came in leaves no trace.
    pub fn in_order(mut self) -> Table {
        self.rows.sort_unstable();
        self
    }
}

/// A number as every table writes it: shortest form that reads back as the same number to nine decimals, empty when
/// absent. Never `-0`.
pub fn number(value: Option<f64>) -> String {
    value.map_or(String::new(), |value| {
        let rounded = (value * 1e9).round() / 1e9;
        format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
    })
}

/// A whole number, empty when absent.
pub fn whole<T: ToString>(value: Option<T>) -> String {
    value.map_or(String::new(), |value| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_short_and_absence_is_empty() {
        assert_eq!(number(Some(0.1 + 0.2)), "0.3");
        assert_eq!(number(Some(-0.0)), "0");
        assert_eq!(number(Some(50.0)), "50");
        assert_eq!(number(None), "");
    }
}
