//! The command line: parse, run, show, exit status. Nothing is decided here.

use clap::Parser;
use fingerpost::cli::{self, Cli};
use std::process::ExitCode;

mod show;

fn main() -> ExitCode {
    let cli = Cli::parse_from(std::env::args_os().map(cli::as_meant));
    let today = chrono::Local::now().date_naive();
    ExitCode::from(show::command(&cli, today))
}
