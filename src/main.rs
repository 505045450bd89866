//! The command line: parse, run, show, exit status. Nothing is decided here.

use clap::Parser;
use fingerpost::cli::Cli;
use std::process::ExitCode;

mod show;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let today = chrono::Local::now().date_naive();
    ExitCode::from(show::command(&cli, today))
}
