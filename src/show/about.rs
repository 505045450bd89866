//! What the command line says about itself to shells and to `man`.

use super::status;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory, Error};
use fingerpost::cli::{Cli, CompletionsArgs, ManArgs};
use std::io::{self, Write};

const NAME: &str = "fingerpost";

pub fn completions(args: &CompletionsArgs) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), NAME, &mut script);
    put(&script)
}

/// A page for the program, or one for a command, named as `man` names such pages: `fingerpost-check`.
pub fn man(args: &ManArgs) -> u8 {
    let mut program = Cli::command();
    program.build();
    let page = match &args.command {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => command.clone(),
            None => {
                eprint!("{}", unknown(&program, name));
                return status::WRONG_USE;
            }
        },
    };
    let mut text = Vec::new();
    match clap_mangen::Man::new(page).render(&mut text) {
        Ok(()) => put(&text),
        Err(error) => failed(&error),
    }
}

/// Said as clap says it where a command is mistyped.
fn unknown(program: &Command, name: &str) -> Error {
    let mut error = Error::new(ErrorKind::InvalidSubcommand).with_cmd(program);
    error.insert(ContextKind::InvalidSubcommand, ContextValue::String(name.to_owned()));
    error
}

fn put(bytes: &[u8]) -> u8 {
    match io::stdout().write_all(bytes) {
        Ok(()) => status::DONE,
        Err(error) => failed(&error),
    }
}

fn failed(error: &io::Error) -> u8 {
    eprintln!("{error}");
    status::UNWRITABLE_OUTPUT
}
