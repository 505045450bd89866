//! How long the packs of 204 teams take to compose and write, as PDF and as web page, beside reading and scoring the data
//! they are made from; and the most memory the run ever held, before the packs and with them.
//! `cargo bench --bench packs`; `-- 2` asks for another number of times twelve teams, `-- tables` for the same run without
//! packs, whose memory is that of the tables and the workbook.

#![allow(clippy::unwrap_used, reason = "a measurement that cannot be made says so")]

#[path = "copies.rs"]
mod copies;
#[path = "../sample-data/generate/main.rs"]
#[allow(dead_code)]
mod generate;

use copies::Kept;
use fingerpost::pipeline::Stage;
use std::time::Instant;

const TIMES: usize = 17;

/// Enough for every section of a pack.
const KEPT: [Kept; 2] =
    [("measures.csv", "measure", &["inspire"]), ("roles.csv", "domain", &["employment", "settled_accommodation"])];
const LEFT_OUT: [&str; 2] = ["audit.csv", "checklist.csv"];

fn main() {
    let times = std::env::args().filter_map(|argument| argument.parse().ok()).next_back().unwrap_or(TIMES);
    let kind = if std::env::args().any(|argument| argument == "tables") { "tables" } else { "team" };
    let folder = tempfile::tempdir().unwrap();
    let many = copies::provider(folder.path(), times, &KEPT, &LEFT_OUT);
    let start = Instant::now();
    let (mut scored, mut composing, mut before) = (start, start, None);
    let mut tell = |stage: Stage| match stage {
        Stage::Counting { done: 0, .. } => scored = Instant::now(),
        Stage::Composing => (composing, before) = (Instant::now(), most_memory()),
        _ => {}
    };
    copies::run(&many, &folder.path().join("out"), &["--only", kind], &mut tell);
    let (packs, reading) = (composing.elapsed(), scored - start);
    println!("{} teams, {kind}", 12 * times);
    println!("  composed and written    {:>8.1} s", packs.as_secs_f64());
    println!("  data read and scored    {:>8.1} s", reading.as_secs_f64());
    println!("  ratio                   {:>8.2}", packs.as_secs_f64() / reading.as_secs_f64());
    if let Some((before, with)) = before.zip(most_memory()) {
        println!("  most memory before      {before:>8} MB");
        println!("  most memory in the end  {with:>8} MB");
    }
}

/// Megabytes this process has held at its peak; where the system says so.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}
