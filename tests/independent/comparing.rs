//! Holds lines that the program wrote against lines that the plain calculation expects.

use std::collections::{BTreeMap, BTreeSet};

/// What a cell should hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(String),
    /// `None`: the cell must be empty.
    Number(Option<f64>),
}

pub fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

impl Value {
    fn agrees_with(&self, cell: &str) -> bool {
        match self {
            Value::Text(text) => text == cell,
            Value::Number(None) => cell.is_empty(),
            Value::Number(Some(number)) => number_agrees(*number, cell),
        }
    }
}

/// Whether a printed number is this one, rounded to the places that are printed; at least one place for what is not
/// whole.
pub fn number_agrees(number: f64, cell: &str) -> bool {
    let Ok(printed) = cell.parse::<f64>() else { return false };
    let places = cell.split_once('.').map_or(0, |(_, places)| places.len()).min(9);
    let tolerance = (0.5 * 10_f64.powi(-(places as i32))).min(0.05) + 1e-9;
    (printed - number).abs() <= tolerance
}

/// One expected line: the cells that name it, and the cells to compare.
#[derive(Debug, Clone)]
pub struct Line {
    pub names: Vec<(&'static str, String)>,
    pub values: Vec<(&'static str, Value)>,
}

/// A line as written: the cells that name it, and every cell by column.
pub type Written = (Vec<String>, BTreeMap<String, String>);

/// What the program wrote, named by the same columns as `shape` is.
pub fn lines(rows: &[BTreeMap<String, String>], shape: &Line) -> Vec<Written> {
    let name = |row: &BTreeMap<String, String>| {
        shape.names.iter().map(|(column, _)| row.get(*column).cloned().unwrap_or_default()).collect()
    };
    rows.iter().map(|row| (name(row), row.clone())).collect()
}

/// Everything that did not agree, for one message at the end.
pub struct Differences {
    file: String,
    found: Vec<String>,
}

impl Differences {
    pub fn new(file: &str) -> Differences {
        Differences { file: file.to_owned(), found: Vec::new() }
    }

    pub fn note(&mut self, difference: String) {
        self.found.push(difference);
    }

    pub fn note_all(&mut self, differences: Vec<String>) {
        self.found.extend(differences);
    }

    /// Lines of the same name are compared as a set: the order in a file is nobody's promise.
    pub fn compare(&mut self, theirs: &[Written], ours: &[Line]) {
        let mut expected: BTreeMap<Vec<String>, Vec<&Line>> = BTreeMap::new();
        for line in ours {
            expected.entry(line.names.iter().map(|(_, text)| text.clone()).collect()).or_default().push(line);
        }
        let mut written: BTreeMap<Vec<String>, Vec<&BTreeMap<String, String>>> = BTreeMap::new();
        for (name, cells) in theirs {
            written.entry(name.clone()).or_default().push(cells);
        }
        let names: BTreeSet<&Vec<String>> = expected.keys().chain(written.keys()).collect();
        for name in names {
            let (ours, theirs) = (expected.get(name), written.get(name));
            self.compare_of_one_name(name, ours.map_or(&[], Vec::as_slice), theirs.map_or(&[], Vec::as_slice));
        }
    }

    fn compare_of_one_name(&mut self, name: &[String], ours: &[&Line], theirs: &[&BTreeMap<String, String>]) {
        if ours.len() != theirs.len() {
            self.note(format!("{name:?}: {} lines expected, {} written", ours.len(), theirs.len()));
            return;
        }
        let mut left: Vec<_> = theirs.to_vec();
        for line in ours {
            match left.iter().position(|cells| wrong_cells(line, cells).is_empty()) {
                Some(found) => drop(left.remove(found)),
                None => self.note(format!("{name:?}: {}", wrong_cells(line, left[0]).join("; "))),
            }
        }
    }

    #[track_caller]
    pub fn report(self) {
        let few = self.found.iter().take(12).cloned().collect::<Vec<_>>().join("\n  ");
        assert!(self.found.is_empty(), "{}: {} differences, such as\n  {few}", self.file, self.found.len());
    }
}

fn wrong_cells(line: &Line, cells: &BTreeMap<String, String>) -> Vec<String> {
    let wrong = |(column, value): &(&str, Value)| {
        let cell = cells.get(*column).map_or("(no such column)", String::as_str);
        (!value.agrees_with(cell)).then(|| format!("{column} is `{cell}`, expected {value:?}"))
    };
    line.values.iter().filter_map(wrong).collect()
}
