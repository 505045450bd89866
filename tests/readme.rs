//! What the README says can be done is done here, as it stands there: its commands are run, its examples are copied, and its
//! tables are held against the program.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]

#[path = "readme/explained.rs"]
mod explained;
#[path = "readme/exports.rs"]
mod exports;
#[path = "../sample-data/generate/main.rs"]
#[allow(dead_code)]
mod generate;
#[path = "run/program.rs"]
#[allow(dead_code)]
mod program;
#[path = "readme/tables.rs"]
mod tables;
#[path = "readme/text.rs"]
mod text;

use clap::CommandFactory;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;
use text::{README, commands, examples};

/// The program, from within a folder.
fn typed(command: &str, folder: &Path) -> program::Ran {
    let mut words = command.split_whitespace();
    assert_eq!(words.next(), Some("fingerpost"), "{command}");
    let output = Command::new(env!("CARGO_BIN_EXE_fingerpost")).args(words).current_dir(folder).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    program::Ran {
        status: output.status.code().unwrap_or(-1),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// A folder in which the words of the README stand for something: FOLDER holds exports, and so on.
fn place() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    fs::rename(program::small_export().keep(), place.path().join("FOLDER")).unwrap();
    fs::write(place.path().join("EARLIER.csv"), &examples("csv")[0]).unwrap();
    let last = typed("fingerpost run FOLDER --out LAST --period 2026-27-Q1 --only tables --quiet", place.path());
    assert_eq!(last.status, 0, "{}", last.stderr);
    place
}

/// The command with something in place of what the README leaves open.
fn filled(command: &str) -> String {
    let words = [
        ("SHELL", "bash"),
        ("[COMMAND]", "run"),
        ("[ID]", "reqol-10"),
        ("ID", "improved.reqol-10.total"),
        ("D:\\exports", "FOLDER"),
        ("/srv/exports", "FOLDER"),
        ("D:\\reports", "scheduled"),
        ("/srv/reports", "scheduled"),
    ];
    let word = |word: &str| {
        let found = words.iter().find(|(open, _)| *open == word);
        found.map_or(word.trim_matches(['[', ']', '…']), |(_, something)| something).to_owned()
    };
    command.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// What a command writes, so that it can be made again.
fn written_by(command: &str) -> Option<&str> {
    let out = command.split_once("--out ").and_then(|(_, rest)| rest.split_whitespace().next());
    match command.split_whitespace().nth(1)? {
        "run" | "demo" => out.or(Some("out")).filter(|_| !command.contains("--force")),
        "assurance" => out.or(Some("assurance")),
        "init" => Some("FOLDER/audit.toml"),
        _ => None,
    }
}

#[test]
fn every_command_in_the_readme_can_be_typed_and_does_its_work() {
    let place = place();
    let commands = commands();
    assert!(commands.len() > 18, "{commands:?}");
    for command in commands.iter().map(|command| filled(command)) {
        // A command that is only named in passing stands elsewhere with what it needs.
        if ["fingerpost explain", "fingerpost release"].contains(&command.as_str()) {
            continue;
        }
        if let Some(written) = written_by(&command).map(|path| place.path().join(path)) {
            let _ = if written.is_dir() { fs::remove_dir_all(&written) } else { fs::remove_file(&written) };
        }
        let ran = typed(&command, place.path());
        // The earlier figures in the README are those of other data.
        let expected = i32::from(command.starts_with("fingerpost backtest"));
        assert_eq!(ran.status, expected, "{command}: {}", ran.stderr);
        assert!(!ran.stdout.is_empty() || !ran.stderr.is_empty(), "{command} says what it did");
        if let Some(written) = written_by(&command) {
            assert!(place.path().join(written).exists(), "{command}: no {written}");
        }
    }
    assert!(place.path().join("scheduled/index.html").exists(), "the schedules have run");
}

/// Every flag between backticks that is not of cargo or its tools.
#[test]
fn every_flag_in_the_readme_is_one_that_the_program_has_and_every_flag_of_the_program_stands_there() {
    let ours: BTreeSet<String> = fingerpost::cli::Cli::command()
        .get_subcommands()
        .flat_map(|command| command.get_opts().filter_map(|flag| flag.get_long()).collect::<Vec<_>>())
        .map(|flag| format!("--{flag}"))
        .collect();
    let commands_of_others = ["cargo ", "python ", "mkdir "];
    let of_others = |text: &&str| commands_of_others.iter().any(|other| text.starts_with(other));
    let named: BTreeSet<&str> = README
        .split("```")
        .step_by(2)
        .flat_map(text::named)
        .filter(|text| !of_others(text) && !text.contains("fuzz"))
        .flat_map(str::split_whitespace)
        .filter(|word| word.starts_with("--") && word.len() > 3)
        // Of the example that makes exports.
        .filter(|flag| *flag != "--answers")
        .collect();
    let unknown: Vec<_> = named.iter().filter(|flag| !ours.contains(**flag)).collect();
    let unsaid: Vec<_> = ours.iter().filter(|flag| !named.contains(flag.as_str())).collect();
    assert_eq!((unknown.len(), unsaid.len()), (0, 0), "not ours: {unknown:?}; not in the README: {unsaid:?}");
}

/// The sample data as committed, and what the demo makes of it.
fn demo() -> &'static Path {
    static DEMO: OnceLock<tempfile::TempDir> = OnceLock::new();
    let made = || {
        let folder = tempfile::tempdir().unwrap();
        let ran = typed("fingerpost demo --national-format", folder.path());
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        folder
    };
    DEMO.get_or_init(made).path()
}

#[test]
fn the_demo_makes_what_the_readme_shows_and_nothing_else() {
    let shown = examples("text").into_iter().find(|text| text.starts_with("out/\n")).unwrap();
    let words: BTreeSet<&str> = shown.split([' ', ',', '\n']).filter(|word| !word.is_empty()).collect();
    let made = program::tree(&demo().join("out"));
    let unsaid = made.keys().map(Path::new).filter(|path| {
        let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
        let [name, stem, end] = [part(path.file_name()), part(path.file_stem()), part(path.extension())];
        let of_many = ["teams", "charts"].iter().any(|folder| path.starts_with(folder));
        let said = words.contains(&*name) || words.contains(&*stem) || of_many;
        !said || !(words.contains(&*name) || words.contains(&*format!(".{end}")))
    });
    assert_eq!(unsaid.collect::<Vec<_>>(), Vec::<&Path>::new(), "made and not shown");
    let files = words.iter().filter(|word| word.contains('.') && !word.starts_with('.'));
    let missing = files.filter(|file| !made.keys().any(|path| path.rsplit('/').next() == Some(*file)));
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&&str>::new(), "shown and not made");
}

/// The ends of the files in a folder of the demo that have this ending, without it.
fn of_the_demo(folder: &str, ending: &str) -> BTreeSet<String> {
    let files = program::tree(&demo().join("out").join(folder)).into_keys();
    files.filter_map(|path| path.strip_suffix(ending).map(str::to_owned)).collect()
}

#[test]
fn every_team_has_its_pack_as_pdf_and_as_web_page() {
    let teams = include_str!("../sample-data/teams.csv").lines().skip(1);
    let teams: BTreeSet<String> = teams.filter_map(|row| row.split(',').next()).map(str::to_owned).collect();
    assert_eq!(teams.len(), 12);
    assert_eq!(of_the_demo("teams", ".html"), teams);
    assert_eq!(of_the_demo("teams", ".pdf"), teams);
}

#[test]
fn every_figure_of_the_commissioner_report_stands_in_the_folder_of_charts_and_nothing_else() {
    let page = fs::read_to_string(demo().join("out/commissioner-report.html")).unwrap();
    let drawn: BTreeSet<&str> = page.split("<svg").skip(1).map(title).collect();
    let files = program::tree(&demo().join("out/charts"));
    let pictures = files.iter().filter(|(path, _)| path.ends_with(".svg"));
    let pictures: Vec<&str> = pictures.map(|(_, bytes)| title(std::str::from_utf8(bytes).unwrap())).collect();
    assert!(pictures.len() > 10, "{pictures:?}");
    assert_eq!(pictures.len(), page.matches("<svg").count());
    assert_eq!(pictures.into_iter().collect::<BTreeSet<_>>(), drawn);
    assert_eq!(of_the_demo("charts", ".png"), of_the_demo("charts", ".svg"));
}

/// What a drawing is called for those who cannot see it.
fn title(drawing: &str) -> &str {
    let (_, rest) = drawing.split_once("<title").unwrap();
    rest.split_once('>').unwrap().1.split('<').next().unwrap()
}

/// The demo is no show: its figures are those of a run on the same files in a folder.
#[test]
fn the_demo_is_the_run_on_the_sample_data() {
    let out = tempfile::tempdir().unwrap();
    let [folder, target] = [Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data"), out.path().join("out")]
        .map(|path| path.display().to_string());
    let ran = program::fingerpost(&["run", &folder, "--out", &target, "--only", "tables", "--national-format"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let (own, of_demo) = (program::tree(&out.path().join("out")), program::tree(&demo().join("out")));
    let tables: Vec<_> = own.iter().filter(|(path, _)| path.ends_with(".csv")).collect();
    assert!(tables.len() > 10);
    for (path, bytes) in tables {
        assert!(of_demo[path] == *bytes, "{path} differs");
    }
}

#[test]
fn backtest_answers_as_the_readme_shows() {
    let folder = demo();
    fs::write(folder.join("earlier.csv"), &examples("csv")[0]).unwrap();
    let ran = typed("fingerpost backtest out earlier.csv", folder);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    let shown = examples("text").into_iter().find(|text| text.contains("yours 5.9%")).unwrap();
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(squeezed(&ran.stdout).contains(&squeezed(&shown)), "{}", ran.stdout);
}
