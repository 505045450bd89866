//! How long it takes to protect and attack a large provider, as a ratio to the rest of the same run: the invented provider
//! five times over, so that it has 60 teams, with 40 indicators in four breakdowns and ten quarters.
//! `cargo bench --bench protect`; `-- 2` asks for another number of times, `-- all` for every indicator (233).

#![allow(clippy::unwrap_used, reason = "a measurement that cannot be made says so")]

#[path = "copies.rs"]
mod copies;
#[path = "../sample-data/generate/main.rs"]
#[allow(dead_code)]
mod generate;

use copies::Kept;
use fingerpost::pipeline::Stage;
use std::path::Path;
use std::time::{Duration, Instant};

const TIMES: usize = 5;

/// What is left of the tables for 40 indicators.
const KEPT: [Kept; 2] = [
    ("measures.csv", "measure", &["qpr-15", "reqol-10"]),
    ("roles.csv", "domain", &["employment", "settled_accommodation", "friendship"]),
];
const LEFT_OUT: [&str; 2] = ["audit.csv", "checklist.csv"];

fn main() {
    // Cargo adds flags of its own; only a number is for us.
    let times = std::env::args().filter_map(|argument| argument.parse().ok()).next_back().unwrap_or(TIMES);
    let all = std::env::args().any(|argument| argument == "all");
    let (kept, left_out): (&[Kept], &[&str]) = if all { (&[], &[]) } else { (&KEPT, &LEFT_OUT) };
    let folder = tempfile::tempdir().unwrap();
    let many = copies::provider(folder.path(), times, kept, left_out);
    let (protecting, rest) = run(&many, &folder.path().join("out"));
    println!("{} teams", 12 * times);
    println!("  protected and attacked  {:>8.1} s", protecting.as_secs_f64());
    println!("  everything else         {:>8.1} s", rest.as_secs_f64());
    println!("  ratio                   {:>8.2}", protecting.as_secs_f64() / rest.as_secs_f64());
}

/// How long protection took, and everything else.
fn run(folder: &Path, out: &Path) -> (Duration, Duration) {
    let start = Instant::now();
    let (mut began, mut ended) = (start, start);
    let mut tell = |stage: Stage| match stage {
        Stage::Protecting => began = Instant::now(),
        Stage::Composing => ended = Instant::now(),
        _ => {}
    };
    copies::run(folder, out, &[], &mut tell);
    (ended - began, start.elapsed() - (ended - began))
}
