//! Runs the program on a copy of the sample data, once for most tests, and reads what it wrote.

use crate::comparing::number_agrees;
use crate::figures::Place;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// What the program prints when it is asked something.
pub fn said(arguments: &[&str]) -> String {
    let ran = Command::new(env!("CARGO_BIN_EXE_fingerpost")).args(arguments).output().expect("the program starts");
    assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).expect("text")
}

/// The finished run of this test program.
pub fn output() -> &'static Output {
    static OUTPUT: OnceLock<Output> = OnceLock::new();
    OUTPUT.get_or_init(|| Output::of(&[]))
}

pub struct Output {
    out: PathBuf,
    /// Kept so that the folder lives as long as the tests do.
    _folder: tempfile::TempDir,
}

/// A row of `data/indicators.csv`.
#[derive(Debug, Clone)]
pub struct Printed {
    pub period: String,
    pub level: String,
    pub unit: String,
    pub breakdown: String,
    pub category: String,
    pub indicator: String,
    pub achieved: String,
    pub known: String,
    pub eligible: String,
    pub value: String,
    pub lower: String,
    pub upper: String,
    pub shown: String,
    pub note: String,
}

impl Output {
    /// A run with more words on the command line.
    pub fn of(arguments: &[&str]) -> Output {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let input = folder.path().join("exports");
        copy_files(&crate::sample_data(), &input);
        let out = folder.path().join("out");
        let run = Command::new(env!("CARGO_BIN_EXE_fingerpost"))
            .arg("run")
            .arg(&input)
            .arg("--out")
            .arg(&out)
            .arg("--force")
            .args(arguments)
            .output()
            .expect("the program starts");
        let said = String::from_utf8_lossy(&run.stderr);
        assert!(matches!(run.status.code(), Some(0 | 1)), "the run ended with {}: {said}", run.status);
        Output { out, _folder: folder }
    }

    /// Every row of a written table, by column.
    pub fn rows(&self, file: &str) -> Vec<BTreeMap<String, String>> {
        let mut reader =
            csv::Reader::from_path(self.out.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        reader.deserialize().map(|row| row.unwrap_or_else(|error| panic!("{file}: {error}"))).collect()
    }

    pub fn path(&self, file: &str) -> PathBuf {
        self.out.join(file)
    }

    /// Every file that was written, by its path below the output.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let run = self.run();
        let listed = run["outputs"].as_array().expect("outputs are listed").iter();
        let listed = listed.filter_map(|output| output["path"].as_str()).chain(["run.json"]);
        listed.map(|path| (path.to_owned(), std::fs::read(self.path(path)).expect("it was written"))).collect()
    }

    /// How a figure is called in the open tables.
    pub fn label(&self, indicator: &str) -> String {
        static LABELS: OnceLock<BTreeMap<String, String>> = OnceLock::new();
        let labels = LABELS.get_or_init(|| {
            let rows = self.rows("data/indicators.csv").into_iter();
            rows.map(|row| (row["indicator"].clone(), row["label"].clone())).collect()
        });
        labels[indicator].clone()
    }

    pub fn run(&self) -> serde_json::Value {
        let text = std::fs::read_to_string(self.out.join("run.json")).expect("run.json is there");
        serde_json::from_str(&text).expect("run.json is JSON")
    }

    /// All rows of `data/indicators.csv`.
    pub fn read_indicators(&self) -> Vec<Printed> {
        self.rows("data/indicators.csv").iter().map(printed).collect()
    }

    /// The rows about the quarter of the reports.
    pub fn current_rows(&self) -> Vec<Printed> {
        self.read_indicators().into_iter().filter(|row| row.period == "2026-27-Q2").collect()
    }
}

fn copy_files(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder for the copy");
    for entry in std::fs::read_dir(from).expect("the sample data is there").flatten() {
        if entry.path().is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).expect("the file is copied");
        }
    }
}

fn printed(row: &BTreeMap<String, String>) -> Printed {
    let cell = |column: &str| row.get(column).cloned().unwrap_or_else(|| panic!("indicators.csv has no {column}"));
    Printed {
        period: cell("period"),
        level: cell("level"),
        unit: cell("unit_id"),
        breakdown: cell("breakdown"),
        category: cell("category"),
        indicator: cell("indicator"),
        achieved: cell("achieved"),
        known: cell("known"),
        eligible: cell("eligible"),
        value: cell("value"),
        lower: cell("lower"),
        upper: cell("upper"),
        shown: cell("shown"),
        note: cell("note"),
    }
}

impl Printed {
    pub fn place(&self) -> Place {
        Place {
            level: self.level.clone(),
            unit: self.unit.clone(),
            breakdown: self.breakdown.clone(),
            category: self.category.clone(),
            indicator: self.indicator.clone(),
        }
    }

    pub fn is_shown(&self) -> bool {
        self.shown == "yes"
    }

    pub fn has_no_spread(&self) -> bool {
        self.lower.is_empty() && self.upper.is_empty()
    }

    pub fn has_no_numbers(&self) -> bool {
        let numbers = [&self.achieved, &self.known, &self.eligible, &self.value, &self.lower, &self.upper];
        numbers.iter().all(|number| number.is_empty())
    }

    /// Whether the interval, where there is one, holds the value.
    pub fn interval_holds_value(&self) -> bool {
        let number = |text: &str| text.parse::<f64>().ok();
        match (number(&self.lower), number(&self.value), number(&self.upper)) {
            (Some(lower), Some(value), Some(upper)) => lower <= value + 0.05 && value <= upper + 0.05,
            _ => true,
        }
    }

    /// Whether the value printed is the share of the counts printed.
    pub fn value_is_the_share(&self) -> bool {
        match (self.achieved.parse::<f64>(), self.known.parse::<f64>()) {
            (Ok(achieved), Ok(known)) if known > 0.0 => number_agrees(100.0 * achieved / known, &self.value),
            _ => true,
        }
    }
}
