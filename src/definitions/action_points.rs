//! `schemas/action-points.csv`: the 100 points of the handbook in our own words, one a line, in order of number.

use super::faults::hint;
use super::framework::ActionPoint;
use super::reading::Written;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PointFile {
    number: u8,
    section: String,
    label: String,
    data: String,
    streams: String,
    value: u8,
    task: String,
    shown_by: String,
}

/// Measures, goals, roles, case-note audit, service checklist.
const STREAMS: &str = "MGRAS";
const DATA: [&str; 3] = ["yes", "partly", "no"];
const TASKS: [&str; 5] = ["T1", "T2", "T3", "T4", "all"];

pub(super) fn read(written: &mut Written<'_>) -> Option<Vec<ActionPoint>> {
    let mut reader = csv::Reader::from_reader(written.text.as_bytes());
    check_header(written, &mut reader)?;
    let mut points = Vec::new();
    let rows: Vec<_> = reader.deserialize::<PointFile>().collect();
    for (index, row) in rows.into_iter().enumerate() {
        let line = index + 2;
        match row {
            Ok(file) => {
                check(written, line, index, &file);
                points.push(point(file));
            }
            Err(error) => written.faults.note(written.name, Some(line), in_plain_words(&error)),
        }
    }
    if points.len() != 100 && written.faults.is_empty() {
        written.fault_of_file(format!("there must be 100 points, and here are {}.", points.len()));
    }
    written.faults.is_empty().then_some(points)
}

const COLUMNS: [&str; 8] = ["number", "section", "label", "data", "streams", "value", "task", "shown_by"];

/// `None` when the columns are not those wanted; every line would only repeat it.
fn check_header(written: &mut Written<'_>, reader: &mut csv::Reader<&[u8]>) -> Option<()> {
    let header: Vec<String> = reader.headers().ok()?.iter().map(str::to_owned).collect();
    for name in header.iter().filter(|name| !COLUMNS.contains(&name.as_str())) {
        let message = format!("the column `{name}` is not known here.{}", hint(name, COLUMNS));
        written.faults.note(written.name, Some(1), message);
    }
    for name in COLUMNS.iter().filter(|name| !header.iter().any(|there| there == *name)) {
        written.faults.note(written.name, Some(1), format!("the column `{name}` is missing."));
    }
    written.faults.is_empty().then_some(())
}

fn in_plain_words(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => format!("this line cannot be read: {}.", err.kind()),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("this line has {len} cells where the header has {expected_len}.")
        }
        _ => "this line cannot be read.".to_owned(),
    }
}

fn check(written: &mut Written<'_>, line: usize, index: usize, file: &PointFile) {
    let letters = file.streams.chars().filter(|c| *c != ' ').all(|c| STREAMS.contains(c));
    let faults = [
        (usize::from(file.number) != index + 1, format!("point {} must stand here, not {}.", index + 1, file.number)),
        (file.label.trim().is_empty(), "the label is empty.".to_owned()),
        (file.shown_by.trim().is_empty(), "`shown_by` is empty.".to_owned()),
        (!DATA.contains(&file.data.as_str()), "`data` is yes, partly or no.".to_owned()),
        (!letters, "`streams` holds letters of M, G, R, A and S with blanks between them.".to_owned()),
        (!(1..=3).contains(&file.value), "`value` is 1, 2 or 3.".to_owned()),
        (!TASKS.contains(&file.task.as_str()), "`task` is T1, T2, T3, T4 or all.".to_owned()),
    ];
    for (_, message) in faults.into_iter().filter(|(is_fault, _)| *is_fault) {
        written.faults.note(written.name, Some(line), message);
    }
}

fn point(file: PointFile) -> ActionPoint {
    ActionPoint {
        number: file.number,
        section: file.section,
        label: file.label,
        data: file.data,
        streams: file.streams.chars().filter(|c| *c != ' ').collect(),
        value: file.value,
        task: file.task,
        shown_by: file.shown_by,
    }
}
