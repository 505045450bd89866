//! `fingerpost init`: what a folder nobody has described yet seems to hold, and what to do next.

use super::{not_started, status};
use fingerpost::cli::InitArgs;
use fingerpost::definitions::Wording;
use fingerpost::init::{self, Begun, InitError};
use fingerpost::intake::IntakeError;
use fingerpost::job;
use std::path::Path;

pub fn command(args: &InitArgs) -> u8 {
    let definitions = match job::is_folder(&args.folder).and_then(|()| job::definitions_beside(&args.folder)) {
        Ok(definitions) => definitions,
        Err(error) => return not_started(&error),
    };
    let wording = &definitions.wording;
    match init::init(&args.folder, &definitions) {
        Ok(begun) => {
            begun_with(&begun, &args.folder, wording);
            status::DONE
        }
        Err(InitError::Exists) => {
            eprintln!("{}", wording.say("cli.init.exists", &[("folder", &args.folder.display().to_string())]));
            status::UNWRITABLE_OUTPUT
        }
        Err(InitError::Input(error)) => {
            eprintln!("{}", error.message(wording));
            status::UNREADABLE_INPUT
        }
        Err(InitError::Publish(error)) => {
            eprintln!("{error}");
            status::UNWRITABLE_OUTPUT
        }
    }
}

/// What was recognised, what was not, and what to do next.
fn begun_with(begun: &Begun, folder: &Path, wording: &Wording) {
    let say = |key: &str, facts: &[(&str, &str)]| eprintln!("{}", wording.say(key, facts));
    if let Some((id, title)) = &begun.profile {
        say("cli.init.profile", &[("id", id), ("title", title)]);
    }
    for (table, files) in &begun.tables {
        say("cli.init.table", &[("table", table.name()), ("files", &files.join(", "))]);
    }
    if begun.tables.is_empty() {
        say("cli.init.no_table", &[]);
    }
    for (file, table) in &begun.may_be {
        say("cli.init.may_be", &[("file", file), ("table", table.name())]);
    }
    for (key, files) in [("cli.init.unknown", &begun.unknown), ("cli.init.other_files", &begun.other)] {
        if !files.is_empty() {
            say(key, &[("files", &files.join(", "))]);
        }
    }
    for (file, headers) in &begun.identifying {
        say("cli.init.identifying", &[("file", file), ("headers", &headers.join(", "))]);
    }
    if !begun.not_readable.is_empty() {
        eprintln!("{}", IntakeError { stops: begun.not_readable.clone() }.message(wording));
    }
    if !begun.missing.is_empty() {
        let missing = begun.missing.iter().map(|table| table.name()).collect::<Vec<_>>().join(", ");
        say("cli.init.templates", &[("tables", &missing)]);
    }
    eprintln!();
    say("cli.init.next", &[("folder", &folder.display().to_string())]);
}
