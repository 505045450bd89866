//! What the README tells people to type can be typed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]

use clap::Parser;
use clap::error::ErrorKind;
use fingerpost::cli::Cli;
use std::collections::BTreeSet;

const README: &str = include_str!("../README.md");

/// Every command of ours: on a line of its own or between backticks, and after the path of a program in a schedule.
fn commands() -> BTreeSet<String> {
    let between = README.split('`').filter(|part| part.starts_with("fingerpost ") && !part.contains('\n'));
    let lines = README.lines().filter_map(|line| {
        let at = line.find("fingerpost.exe run").or_else(|| line.find("  fingerpost run").map(|at| at + 2))?;
        Some(line[at..].split(['"', '>']).next()?.replace("fingerpost.exe", "fingerpost"))
    });
    between.map(str::to_owned).chain(lines).map(|command| command.trim().to_owned()).collect()
}

/// Words that stand for something become something.
fn filled(command: &str) -> Vec<String> {
    let word = |word: &str| match word.trim_matches(['[', ']']).trim_end_matches('…') {
        "SHELL" => "bash".to_owned(),
        "COMMAND" => "run".to_owned(),
        "DATE" => "2026-10-09".to_owned(),
        other => other.to_owned(),
    };
    command.split_whitespace().map(word).collect()
}

#[test]
fn every_command_in_the_readme_is_one_that_the_program_has() {
    let commands = commands();
    assert!(commands.len() > 15, "{commands:?}");
    assert!(commands.iter().any(|command| command.contains("D:\\exports")), "{commands:?}");
    assert!(commands.iter().any(|command| command.contains("/srv/exports")), "{commands:?}");
    for command in commands {
        let mut words = filled(&command);
        // A command that is only named has help.
        if words.len() == 2 {
            words.push("--help".to_owned());
        }
        let refused = Cli::try_parse_from(words).err().filter(|error| error.kind() != ErrorKind::DisplayHelp);
        assert!(refused.is_none(), "{command}: {}", refused.unwrap());
    }
}

#[test]
fn every_flag_in_the_readme_is_one_that_the_program_has() {
    let help: String =
        ["run", "check", "demo", "init", "verify", "backtest", "measures", "explain", "release", "assurance"]
            .map(|name| Cli::try_parse_from(["fingerpost", name, "--help"]).unwrap_err().to_string())
            .concat();
    let flags: BTreeSet<&str> = README
        .split(|c: char| c.is_whitespace() || "`(),\"".contains(c))
        .filter(|word| word.starts_with("--") && word.len() > 3)
        .collect();
    // Of cargo and of its tools.
    let others = [
        "--release",
        "--bench",
        "--sanitizer",
        "--all",
        "--example",
        "--people",
        "--clean",
        "--answers",
        "--seed",
        "--format",
        "--describe",
    ];
    let ours: Vec<&&str> = flags.iter().filter(|flag| !others.contains(flag)).collect();
    assert!(ours.len() > 8, "{ours:?}");
    let missing: Vec<_> = ours.into_iter().filter(|flag| !help.contains(**flag)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
