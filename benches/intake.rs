//! How long checking takes, as ratios within one run: a clean export against the same one with a hundredth of its rows at
//! fault, and both against merely reading the file. `cargo bench --bench intake`; `-- 10000000` asks for another number of
//! answers than a million.
//!
//! Processor time would be steadier than the clock; the least of several rounds, taken in turns, is nearly as good.

#![allow(clippy::unwrap_used, reason = "a measurement that cannot be made says so")]

#[path = "../sample-data/generate/main.rs"]
#[allow(dead_code)]
mod generate;

use chrono::NaiveDate;
use fingerpost::definitions::{self, Definitions, settings};
use fingerpost::intake::{self, Export};
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

const ANSWERS: u64 = 1_000_000;
const ROUNDS: usize = 5;

fn main() {
    // Cargo adds flags of its own; only a number is for us.
    let answers = std::env::args().filter_map(|argument| argument.parse().ok()).next_back().unwrap_or(ANSWERS);
    let folder = tempfile::tempdir().unwrap();
    let (clean, faulty) = (folder.path().join("clean"), folder.path().join("faulty"));
    exports(answers, &clean, &faulty);
    let definitions = definitions::load(None).unwrap();
    let least = least_of_rounds([
        &mut || read_only(&clean.join("measures.csv")),
        &mut || check(&clean, &definitions),
        &mut || check(&faulty, &definitions),
    ]);
    let [read, clean, faulty] = least.map(|time| time.as_secs_f64());
    println!("{answers} answers, least of {ROUNDS} rounds");
    println!("  read by the csv crate      {:>8.0} ms", 1000.0 * read);
    println!("  checked, clean             {:>8.0} ms   {:.2} x reading", 1000.0 * clean, clean / read);
    println!("  checked, 1 row in 100 bad  {:>8.0} ms   {:.2} x clean", 1000.0 * faulty, faulty / clean);
}

fn exports(answers: u64, clean: &Path, faulty: &Path) {
    let order = generate::Order { clean: true, answers: Some(answers), ..generate::Order::usual(clean) };
    generate::write(&order).unwrap();
    fs::create_dir_all(faulty).unwrap();
    for file in fs::read_dir(clean).unwrap() {
        let file = file.unwrap().path();
        fs::copy(&file, faulty.join(file.file_name().unwrap())).unwrap();
    }
    let text = fs::read_to_string(clean.join("measures.csv")).unwrap();
    fs::write(faulty.join("measures.csv"), with_faults(&text)).unwrap();
}

/// Every hundredth row gets one of five faults in turn: an unknown team, an unreadable day, an unknown item, an answer that
/// the form does not offer, a cell too few.
fn with_faults(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (turn, line) in lines.iter_mut().skip(100).step_by(100).enumerate() {
        let mut cells: Vec<&str> = line.split(',').collect();
        match turn % 5 {
            0 => cells[1] = "T88",
            1 => cells[2] = "30/02/2026",
            2 => cells[4] = "no such item",
            3 => cells[5] = "77",
            _ => cells.truncate(5),
        }
        *line = cells.join(",");
    }
    lines.join("\n") + "\n"
}

/// The least time of each, all of them measured in turns so that what disturbs one disturbs the others too.
fn least_of_rounds<const N: usize>(mut works: [&mut dyn FnMut(); N]) -> [Duration; N] {
    let mut least = [Duration::MAX; N];
    for _ in 0..ROUNDS {
        for (least, work) in least.iter_mut().zip(&mut works) {
            let start = Instant::now();
            work();
            *least = start.elapsed().min(*least);
        }
    }
    least
}

fn read_only(file: &Path) {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).unwrap() {
        black_box(&record);
    }
}

fn check(folder: &Path, definitions: &Definitions) {
    let text = settings::text_of(folder).unwrap();
    let settings = settings::read(text.as_deref()).unwrap();
    let limit = settings.extracted.unwrap_or(NaiveDate::MAX);
    let intake = intake::read(&Export::folder(folder), &settings, definitions, limit, &mut |_| ()).unwrap();
    black_box(intake.findings.count(fingerpost::finding::Level::LeftOut));
}
