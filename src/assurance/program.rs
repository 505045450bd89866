//! The program as it is typed and as it ends: its commands, and every exit status.

use super::{Place, layout};
use crate::cli::{Cli, status};
use crate::definitions::Wording;
use clap::CommandFactory;

pub fn places(wording: &Wording) -> Vec<Place> {
    let said =
        |(code, key): &(u8, &str)| format!("- {code}: {}", wording.say(&format!("assurance.status.{key}"), &[]));
    vec![
        ("commands", commands()),
        ("statuses", layout::lines(status::ALL.iter().map(said))),
        ("refused", status::RELEASE_REFUSED.to_string()),
    ]
}

/// In the words of the program's own help.
fn commands() -> String {
    let program = Cli::command();
    let said = program.get_subcommands().map(|command| {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        format!("- `{} {}`: {about}", program.get_name(), command.get_name())
    });
    layout::lines(said)
}
