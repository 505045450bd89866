//! The invented provider several times over, for measurements that need many teams.

use crate::generate;
use chrono::NaiveDate;
use clap::Parser;
use fingerpost::cli::{Cli, Command};
use fingerpost::job::{Job, Target};
use fingerpost::pipeline::{self, Stage};
use std::fs;
use std::path::{Path, PathBuf};

/// What is kept of a table: file, column, and the values kept in it.
pub type Kept<'k> = (&'k str, &'k str, &'k [&'k str]);

/// Columns that name something: each copy gets names of its own.
const NAMES: [&str; 9] = [
    "team_id",
    "team_name",
    "service_id",
    "service_name",
    "person_id",
    "goal_id",
    "record_id",
    "action_id",
    "questionnaire_id",
];

/// A folder of exports with `times` twelve teams, without the files `left_out`.
pub fn provider(folder: &Path, times: usize, kept: &[Kept], left_out: &[&str]) -> PathBuf {
    let (one, many) = (folder.join("one"), folder.join("many"));
    generate::write(&generate::Order { clean: true, ..generate::Order::usual(&one) }).unwrap();
    fs::create_dir_all(&many).unwrap();
    for file in fs::read_dir(&one).unwrap() {
        let file = file.unwrap().path();
        let text = fs::read_to_string(&file).unwrap();
        let name = file.file_name().unwrap().to_str().unwrap();
        if !left_out.contains(&name) {
            let kept = kept.iter().find(|(table, ..)| *table == name);
            let text = if name.ends_with(".csv") { copied(&text, times, kept) } else { text };
            fs::write(many.join(name), text).unwrap();
        }
    }
    many
}

fn copied(text: &str, times: usize, kept: Option<&Kept>) -> String {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let is_name: Vec<bool> = header.iter().map(|column| NAMES.contains(&column)).collect();
    let is_kept = |row: &csv::StringRecord| {
        kept.is_none_or(|(_, column, values)| {
            let at = header.iter().position(|own| own == *column).unwrap();
            values.contains(&&row[at])
        })
    };
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).filter(is_kept).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    for copy in 0..times {
        for row in &rows {
            let cell = |(cell, is_name): (&str, &bool)| match *is_name && !cell.is_empty() {
                true => format!("{cell}-{copy}"),
                false => cell.to_owned(),
            };
            writer.write_record(row.iter().zip(&is_name).map(cell)).unwrap();
        }
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// A whole run; `tell` hears of each stage.
pub fn run(folder: &Path, out: &Path, more: &[&str], tell: &mut dyn FnMut(Stage)) {
    let arguments = ["fingerpost", "run", folder.to_str().unwrap(), "--out", out.to_str().unwrap()];
    let Command::Run(args) = Cli::parse_from(arguments.iter().chain(more)).command else { unreachable!() };
    let today = NaiveDate::from_ymd_opt(2026, 10, 9).unwrap();
    let job = Job::of_folder(&args.folder, &args.output.common, today).unwrap();
    let target = Target::new(&args.output, &[], &job.settings).unwrap();
    pipeline::run(&job, &target, tell, &|| false).map(|_| ()).unwrap();
}
