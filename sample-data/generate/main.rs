//! Makes invented exports: the sample data of this repository, or larger ones of the same kind for measuring speed.
//! Nothing here was copied from a real service: every team, person, answer and goal comes out of repeatable chance.
//!
//! `cargo run --example generate -- --out sample-data` makes exactly the committed files.

mod actions;
mod audit;
mod block;
mod chance;
mod day;
mod export;
mod faults;
mod faulty_answers;
mod faulty_records;
mod goals;
mod measures;
mod people;
mod provider;
mod readme;
mod roles;

use clap::Parser;
pub use export::write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const PEOPLE: u32 = 1500;
const SEED: u64 = 5;

/// Makes an invented export of a mental health service.
#[derive(Debug, Clone, Parser)]
#[command(name = "generate")]
pub struct Order {
    /// Folder to write to; it is made if it is not there, and files of the same names in it are replaced
    #[arg(long)]
    pub out: PathBuf,
    /// How many people to invent
    #[arg(long, default_value_t = PEOPLE)]
    pub people: u32,
    /// Another number gives other people
    #[arg(long, default_value_t = SEED)]
    pub seed: u64,
    /// Leave out the faults that are otherwise planted in the files, and blank answers, which cost a form its score
    #[arg(long)]
    pub clean: bool,
    /// Write exactly this many answers, however many people that takes
    #[arg(long, conflicts_with = "people")]
    pub answers: Option<u64>,
}

impl Order {
    /// What makes the committed files.
    #[allow(dead_code, reason = "the test that compares the files asks for it")]
    pub fn usual(out: &Path) -> Order {
        Order { out: out.to_owned(), people: PEOPLE, seed: SEED, clean: false, answers: None }
    }
}

fn main() -> ExitCode {
    let order = Order::parse();
    match write(&order) {
        Ok(made) => {
            println!("{made}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("The files could not be written to {}: {error}", order.out.display());
            ExitCode::FAILURE
        }
    }
}
