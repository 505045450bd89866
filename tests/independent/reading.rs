//! Reads the eight files and decides, row by row, which are used: the rules of the readings, one after the other.

use crate::answers;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

pub const TABLES: [&str; 8] = ["teams", "people", "measures", "goals", "roles", "audit", "checklist", "actions"];

/// The day the export was made, as `audit.toml` says.
fn extracted() -> NaiveDate {
    day("2026-10-09")
}

/// A date that is known to be one.
pub fn day(text: &str) -> NaiveDate {
    date(text).unwrap_or_else(|| panic!("{text} is no date"))
}

/// A date as `audit.toml` says they are written: year, month, day.
pub fn date(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return None };
    let shaped = (year.len(), month.len(), day.len()) == (4, 2, 2);
    shaped.then(|| NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)).flatten()
}

/// A row that is used.
#[derive(Debug, Clone)]
pub struct Row {
    /// As a spreadsheet counts: the header is row 1.
    pub number: u64,
    cells: BTreeMap<&'static str, String>,
}

impl Row {
    /// The cell without outer blanks; empty when it is blank or holds a missing code.
    pub fn get(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    pub fn text(&self, column: &str) -> String {
        self.get(column).to_owned()
    }

    pub fn day(&self, column: &str) -> NaiveDate {
        day(self.get(column))
    }

    pub fn maybe_day(&self, column: &str) -> Option<NaiveDate> {
        date(self.get(column))
    }
}

/// The whole export after reading.
pub struct Export {
    pub rows: BTreeMap<&'static str, Vec<Row>>,
    pub rows_read: BTreeMap<&'static str, u64>,
    /// Spreadsheet rows that are not used.
    pub left_out: BTreeMap<&'static str, BTreeSet<u64>>,
    /// First row with the same text, of every row that is an exact copy of an earlier one.
    copies: BTreeMap<&'static str, BTreeMap<u64, u64>>,
}

impl Export {
    pub fn read(folder: &Path) -> Export {
        let mut export = Export {
            rows: BTreeMap::new(),
            rows_read: BTreeMap::new(),
            left_out: BTreeMap::new(),
            copies: BTreeMap::new(),
        };
        for table in TABLES {
            export.read_table(folder, table);
        }
        export
    }

    fn read_table(&mut self, folder: &Path, table: &'static str) {
        let teams: BTreeSet<String> =
            self.rows.get("teams").into_iter().flatten().map(|team| team.text("team_id")).collect();
        let (mut usable, mut left_out, mut read) = (Vec::new(), BTreeSet::new(), 0);
        let mut first_with: HashMap<Vec<String>, u64> = HashMap::new();
        let mut copies = BTreeMap::new();
        for (number, cells) in records(folder, table) {
            read += 1;
            let first = *first_with.entry(cells.clone()).or_insert(number);
            if first != number {
                copies.insert(number, first);
            }
            match checked(table, number, &cells, &teams) {
                Some(row) => usable.push(row),
                None => drop(left_out.insert(number)),
            }
        }
        let used = keep_latest(table, usable, &mut left_out);
        self.rows.insert(table, used);
        self.rows_read.insert(table, read);
        self.left_out.insert(table, left_out);
        self.copies.insert(table, copies);
    }

    /// The first row with the same text as this one.
    pub fn first_copy(&self, table: &str, row: u64) -> u64 {
        self.copies.get(table).and_then(|copies| copies.get(&row)).copied().unwrap_or(row)
    }

    pub fn table(&self, table: &str) -> &[Row] {
        self.rows.get(table).map_or(&[], Vec::as_slice)
    }
}

fn records(folder: &Path, table: &str) -> Vec<(u64, Vec<String>)> {
    let path = folder.join(format!("{table}.csv"));
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).expect("the file is there");
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    assert_eq!(header, columns(table), "{table}: the header of the design");
    let cells = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
    (2..).zip(reader.records()).map(|(number, record)| (number, cells(record.expect("a record")))).collect()
}

fn columns(table: &str) -> &'static [&'static str] {
    match table {
        "teams" => &["team_id", "team_name", "service_id", "service_name"],
        "people" => {
            &["person_id", "team_id", "start_date", "end_date", "birth_year", "gender", "ethnicity", "imd_decile"]
        }
        "measures" => {
            &["person_id", "team_id", "completed_on", "measure", "item", "answer", "questionnaire_id", "rated_by"]
        }
        "goals" => &[
            "goal_id",
            "person_id",
            "team_id",
            "kind",
            "set_by",
            "set_on",
            "life_area",
            "scale",
            "rated_on",
            "rating",
            "importance",
            "difficulty",
            "status",
            "closed_on",
            "rated_by",
        ],
        "roles" => &["person_id", "team_id", "recorded_on", "domain", "status"],
        "audit" => &["record_id", "team_id", "audited_on", "point", "met"],
        "checklist" => &["team_id", "answered_on", "point", "in_place", "evidence"],
        _ => &["action_id", "team_id", "agreed_on", "point", "text", "due_on", "status", "closed_on"],
    }
}

fn keys(table: &str) -> &'static [&'static str] {
    match table {
        "teams" => &["team_id"],
        "people" => &["person_id", "team_id", "start_date"],
        "measures" => &["person_id", "team_id", "measure", "completed_on", "questionnaire_id", "item"],
        "goals" => &["person_id", "goal_id", "rated_on"],
        "roles" => &["person_id", "team_id", "domain", "recorded_on"],
        "audit" => &["record_id", "point"],
        "checklist" => &["team_id", "answered_on", "point"],
        _ => &["action_id"],
    }
}

/// Of rows with the same key, the later one is used.
fn keep_latest(table: &str, rows: Vec<Row>, left_out: &mut BTreeSet<u64>) -> Vec<Row> {
    let mut latest: HashMap<Vec<String>, u64> = HashMap::new();
    for row in &rows {
        let key = keys(table).iter().map(|column| row.text(column)).collect();
        if let Some(earlier) = latest.insert(key, row.number) {
            left_out.insert(earlier);
        }
    }
    rows.into_iter().filter(|row| !left_out.contains(&row.number)).collect()
}

fn checked(table: &str, number: u64, cells: &[String], teams: &BTreeSet<String>) -> Option<Row> {
    if cells.len() != columns(table).len() {
        return None;
    }
    let mut row = Row { number, cells: BTreeMap::new() };
    for (column, cell) in columns(table).iter().zip(cells) {
        let trimmed = cell.trim();
        row.cells.insert(column, if matches!(trimmed, "NULL" | "N/A") { String::new() } else { trimmed.to_owned() });
    }
    let team_is_known = table == "teams" || teams.contains(row.get("team_id"));
    (team_is_known && dates_are_possible(&row) && is_possible(table, &mut row)).then_some(row)
}

/// Dates must exist and lie no later than the export; only `due_on` may.
fn dates_are_possible(row: &Row) -> bool {
    let is_date = |column: &str| column.ends_with("_on") || column.ends_with("_date");
    row.cells
        .iter()
        .filter(|(column, cell)| is_date(column) && !cell.is_empty())
        .all(|(column, cell)| date(cell).is_some_and(|date| *column == "due_on" || date <= extracted()))
}

fn is_possible(table: &str, row: &mut Row) -> bool {
    let filled = |columns: &[&str]| columns.iter().all(|column| !row.get(column).is_empty());
    match table {
        "teams" => filled(&["team_id", "team_name"]),
        "people" => {
            filled(&["person_id", "start_date"])
                && (row.get("end_date").is_empty() || row.get("start_date") <= row.get("end_date"))
        }
        "measures" => {
            filled(&["person_id", "completed_on", "measure", "item"])
                && answers::is_possible(row.get("measure"), row.get("item"), row.get("answer"))
        }
        "goals" => filled(&["goal_id", "person_id", "kind", "set_on", "scale"]) && goal_is_possible(row),
        "roles" => filled(&["person_id", "recorded_on", "domain", "status"]) && role_is_possible(row),
        "audit" => filled(&["record_id", "audited_on"]) && point_is_possible(row) && is_verdict(row.get("met")),
        "checklist" => filled(&["answered_on"]) && point_is_possible(row) && is_verdict(row.get("in_place")),
        _ => filled(&["action_id", "agreed_on"]) && is_one_of(row.get("status"), &["", "open", "done", "dropped"]),
    }
}

fn is_one_of(text: &str, allowed: &[&str]) -> bool {
    allowed.contains(&text)
}

fn is_verdict(text: &str) -> bool {
    is_one_of(text, &["yes", "partly", "no", "na"])
}

fn point_is_possible(row: &Row) -> bool {
    row.get("point").parse::<u32>().is_ok_and(|point| (1..=100).contains(&point))
}

fn goal_is_possible(row: &Row) -> bool {
    let weight = |column: &str| is_one_of(row.get(column), &["", "0", "1", "2", "3"]);
    let codes = is_one_of(row.get("kind"), &["recovery", "treatment"])
        && is_one_of(row.get("set_by"), &["", "person", "joint", "staff"])
        && is_one_of(row.get("status"), &["", "open", "achieved", "partly", "revised", "stopped"]);
    let rating = match (row.get("scale"), row.get("rating")) {
        ("gas" | "gbo", "") => true,
        ("gas", rating) => is_one_of(rating, &["-2", "-1", "0", "1", "2"]),
        ("gbo", rating) => rating.parse::<u32>().is_ok_and(|rating| rating <= 10),
        _ => false,
    };
    let rated_after_set = row.get("rated_on").is_empty() || row.get("set_on") <= row.get("rated_on");
    let both_or_none = row.get("rated_on").is_empty() == row.get("rating").is_empty();
    codes && weight("importance") && weight("difficulty") && rating && rated_after_set && both_or_none
}

/// One digit of an employment status is accepted for two.
fn role_is_possible(row: &mut Row) -> bool {
    if row.get("domain") == "employment" && row.get("status").len() == 1 {
        let two_digits = format!("0{}", row.get("status"));
        row.cells.insert("status", two_digits);
    }
    let status = row.get("status");
    let number = status.parse::<u32>().unwrap_or(0);
    match row.get("domain") {
        "employment" => status == "ZZ" || (status.len() == 2 && (1..=8).contains(&number)),
        "settled_accommodation" => is_one_of(status, &["Y", "N", "Z", "9"]),
        "accommodation_type" => status.len() == 2 && (number == 98 || (1..=21).contains(&number)),
        "income" => is_one_of(status, &["adequate", "not_adequate", "not_stated"]),
        "education" | "volunteering" | "caring" | "community" | "friendship" | "close_relationship" | "safety" => {
            is_one_of(status, &["yes", "no", "not_stated"])
        }
        _ => false,
    }
}

/// Rows that the README says are left out.
#[derive(Debug, Clone, Default)]
pub struct Promised {
    pub certainly: BTreeSet<u64>,
    /// The ones above, and pairs of which one is used.
    pub either: BTreeSet<u64>,
}

pub fn left_out_by_readme(readme: &str) -> BTreeMap<&'static str, Promised> {
    let mut promised: BTreeMap<&'static str, Promised> = BTreeMap::new();
    for line in readme.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, file, rows, _, fate, _] = cells[..] else {
            continue;
        };
        let Some(table) = TABLES.iter().find(|table| file == format!("`{table}.csv`")) else {
            continue;
        };
        let (first, last) = rows.split_once(" to ").unwrap_or((rows, rows));
        let rows = first.parse::<u64>().expect("a row")..=last.parse().expect("a row");
        let entry = promised.entry(table).or_default();
        match fate {
            "left out" => {
                entry.certainly.extend(rows.clone());
                entry.either.extend(rows);
            }
            "one used, one left out" => entry.either.extend(rows),
            _ => {}
        }
    }
    promised
}
