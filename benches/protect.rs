//! How long it takes to protect and attack a large provider, as a ratio to the rest of the same run: the invented provider
//! five times over, so that it has 60 teams, with 40 indicators in four breakdowns and ten quarters.
//! `cargo bench --bench protect`; `-- 2` asks for another number of times, `-- all` for every indicator (233).

#![allow(clippy::unwrap_used, reason = "a measurement that cannot be made says so")]

#[path = "../sample-data/generate/main.rs"]
#[allow(dead_code)]
mod generate;

use chrono::NaiveDate;
use clap::Parser;
use fingerpost::cli::{Cli, Command};
use fingerpost::job::{Job, Target};
use fingerpost::pipeline::{self, Stage};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

const TIMES: usize = 5;

/// What is left of the tables for 40 indicators: file, column, and the values kept in it.
const KEPT: [(&str, &str, &[&str]); 2] = [
    ("measures.csv", "measure", &["qpr-15", "reqol-10"]),
    ("roles.csv", "domain", &["employment", "settled_accommodation", "friendship"]),
];
const LEFT_OUT: [&str; 2] = ["audit.csv", "checklist.csv"];

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

fn main() {
    // Cargo adds flags of its own; only a number is for us.
    let times = std::env::args().filter_map(|argument| argument.parse().ok()).next_back().unwrap_or(TIMES);
    let all = std::env::args().any(|argument| argument == "all");
    let folder = tempfile::tempdir().unwrap();
    let (one, many) = (folder.path().join("one"), folder.path().join("many"));
    generate::write(&generate::Order { clean: true, ..generate::Order::usual(&one) }).unwrap();
    fs::create_dir_all(&many).unwrap();
    for file in fs::read_dir(&one).unwrap() {
        let file = file.unwrap().path();
        let text = fs::read_to_string(&file).unwrap();
        let name = file.file_name().unwrap().to_str().unwrap();
        if all || !LEFT_OUT.contains(&name) {
            let kept = KEPT.iter().find(|(table, ..)| !all && *table == name);
            let text = if name.ends_with(".csv") { copied(&text, times, kept) } else { text };
            fs::write(many.join(name), text).unwrap();
        }
    }
    let (protecting, rest) = run(&many, &folder.path().join("out"));
    println!("{} teams", 12 * times);
    println!("  protected and attacked  {:>8.1} s", protecting.as_secs_f64());
    println!("  everything else         {:>8.1} s", rest.as_secs_f64());
    println!("  ratio                   {:>8.2}", protecting.as_secs_f64() / rest.as_secs_f64());
}

fn copied(text: &str, times: usize, kept: Option<&(&str, &str, &[&str])>) -> String {
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

/// How long protection took, and everything else.
fn run(folder: &Path, out: &Path) -> (Duration, Duration) {
    let arguments = ["fingerpost", "run", folder.to_str().unwrap(), "--out", out.to_str().unwrap()];
    let Command::Run(args) = Cli::parse_from(arguments).command else { unreachable!() };
    let today = NaiveDate::from_ymd_opt(2026, 10, 9).unwrap();
    let job = Job::of_folder(&args.folder, &args.output.common, today).unwrap();
    let target = Target::new(&args.output, &[], &job.settings).unwrap();
    let start = Instant::now();
    let (mut began, mut ended) = (start, start);
    let mut tell = |stage: Stage| match stage {
        Stage::Protecting => began = Instant::now(),
        Stage::Composing => ended = Instant::now(),
        _ => {}
    };
    pipeline::run(&job, &target, &mut tell, &|| false).map(|_| ()).unwrap();
    (ended - began, start.elapsed() - (ended - began))
}
