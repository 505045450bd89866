//! The pack for IT and governance says nothing that the program, its definitions or this repository would not bear out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]

use clap::Parser;
use clap::error::ErrorKind;
use fingerpost::assurance;
use fingerpost::cli::Cli;
use fingerpost::definitions::{self, Definitions, Personal};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const LOCK: &str = include_str!("../Cargo.lock");
const RULES: &str = include_str!("../deny.toml");
const STATUSES: &str = include_str!("../src/cli/status.rs");

/// Texts of the pack by path.
type Pack = BTreeMap<String, String>;

fn pack_of(definitions: &Definitions) -> Pack {
    let date = "2026-10-09".parse().unwrap();
    let files = assurance::files(definitions, date);
    files.into_iter().map(|file| (file.path, String::from_utf8(file.bytes).unwrap())).collect()
}

fn pack() -> Pack {
    pack_of(&definitions::load(None).unwrap())
}

fn documents() -> Pack {
    pack().into_iter().filter(|(path, _)| path.ends_with(".md")).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What stands between backticks, on one line.
fn typed(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2))
}

fn fingerpost(arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_fingerpost")).args(arguments).output().unwrap();
    (output.status.code().unwrap_or(-1), String::from_utf8(output.stderr).unwrap())
}

/// Name and version of every package of somebody else's.
fn locked() -> BTreeSet<(String, String)> {
    let file: toml::Table = toml::from_str(LOCK).unwrap();
    let text = |package: &toml::Value, key: &str| package[key].as_str().unwrap().to_owned();
    let all = file["package"].as_array().unwrap().iter();
    let all = all.map(|package| (text(package, "name"), text(package, "version")));
    all.filter(|(name, _)| name != "fingerpost").collect()
}

fn banned() -> Vec<String> {
    let file: toml::Table = toml::from_str(RULES).unwrap();
    let all = file["bans"]["deny"].as_array().unwrap().iter();
    all.map(|banned| banned["crate"].as_str().unwrap().to_owned()).collect()
}

fn rows_of_packages() -> Vec<BTreeMap<String, String>> {
    let table = pack().remove("packages.csv").unwrap();
    let rows = csv::Reader::from_reader(table.as_bytes()).into_deserialize().collect::<Result<Vec<_>, _>>();
    rows.unwrap()
}

#[test]
fn every_document_is_named_on_the_first_page_and_opens_with_what_made_it() {
    let documents = documents();
    assert_eq!(documents.len(), 9);
    for (path, text) in &documents {
        let start = &documents[assurance::START];
        assert!(path == assurance::START || start.contains(&format!("`{path}`: ")), "{path}");
        let opening = text.lines().nth(2).unwrap();
        for fact in [env!("CARGO_PKG_VERSION"), "2026-10-09", "fingerpost assurance"] {
            assert!(opening.contains(fact), "{path}: {opening}");
        }
        let is_draft = start.lines().any(|line| line.contains(path.as_str()) && line.contains("Draft, for"));
        assert_eq!(text.contains("DRAFT. "), is_draft, "{path}");
        assert_eq!(
            text.contains("- Judgement ("),
            is_draft,
            "{path}: a draft has a place to sign, and nothing else has"
        );
    }
}

#[test]
fn every_place_is_filled_and_every_sentence_found() {
    for (path, text) in documents() {
        for line in text.lines() {
            assert!(!line.contains(['{', '}']), "{path}: {line}");
            assert!(
                !line.contains("assurance.") || line.contains("tests/") || line.contains(".json"),
                "{path}: {line}"
            );
            assert!(!line.contains("``"), "{path} says nothing here: {line}");
            assert!(line.matches('`').count() % 2 == 0, "{path} breaks what is to be typed: {line}");
        }
        assert!(!text.contains("\n\n\n"), "{path}: an empty part");
    }
}

#[test]
fn every_column_that_is_read_is_described_with_what_it_may_say_about_a_person() {
    let (definitions, text) = (definitions::load(None).unwrap(), documents().remove("02-data-flow.md").unwrap());
    let mut described = 0;
    for table in &definitions.tables {
        let heading = format!("### {}.csv: {}", table.id.name(), table.title);
        let part = text.split(&heading).nth(1).unwrap().split("\n#").next().unwrap();
        for field in &table.fields {
            let row = part.lines().find(|line| line.starts_with(&format!("| `{}` ", field.name))).unwrap();
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            assert_eq!(cells[2], if field.required { "yes" } else { "no" }, "{row}");
            assert!(!cells[4].is_empty() && cells[4] != "not told", "{row}");
            assert!(row.contains(&field.description), "{row}");
            described += 1;
        }
        let minimum = text.lines().find(|line| line.starts_with(&format!("- `{}.csv`: ", table.id.name()))).unwrap();
        let needed: Vec<&str> = typed(minimum).skip(1).collect();
        let required = table.fields.iter().filter(|field| field.required).map(|field| field.name.as_str());
        assert_eq!(needed, required.collect::<Vec<_>>());
    }
    assert!(described > 50, "{described}");
}

/// In a row about a person nothing is harmless: the id beside it says whose it is.
#[test]
fn a_table_with_ids_of_people_holds_no_column_that_says_nothing_about_them() {
    for table in &definitions::load(None).unwrap().tables {
        let about_people = table.fields.iter().any(|field| field.personal == Some(Personal::Pseudonym));
        for field in &table.fields {
            let is_harmless = field.personal == Some(Personal::None);
            assert!(!(about_people && is_harmless), "{}.{}", table.id.name(), field.name);
        }
    }
}

#[test]
fn every_table_that_is_written_stands_on_the_page_about_data_with_its_columns() {
    let text = documents().remove("02-data-flow.md").unwrap();
    for output in &definitions::load(None).unwrap().outputs {
        let line = text.lines().find(|line| line.starts_with(&format!("- `{}` (", output.path))).unwrap();
        let columns = line.split("): ").nth(1).unwrap().split(", ").collect::<Vec<_>>();
        assert_eq!(columns, output.fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>());
    }
    let reports = fs::read_to_string(root().join("src/reports/planned.rs")).unwrap();
    for name in ["commissioner-report", "service-audit", "public-summary"] {
        assert!(text.contains(&format!("`{name}`")) && reports.contains(&format!("\"{name}\"")), "{name}");
    }
}

#[test]
fn every_locked_package_stands_there_with_version_and_checksum() {
    let (text, rows) = (documents().remove("04-software-inside.md").unwrap(), rows_of_packages());
    let locked = locked();
    assert!(locked.len() > 300, "{}", locked.len());
    assert_eq!(rows.len(), locked.len());
    for row in &rows {
        assert!(locked.contains(&(row["name"].clone(), row["version"].clone())), "{row:?}");
        assert_eq!(row["sha256"].len(), 64, "{row:?}");
        let starts = |line: &str| line.split_whitespace().take(3).eq([&row["name"], &row["version"], &row["sha256"]]);
        assert_eq!(text.lines().filter(|line| starts(line)).count(), 1, "{row:?}");
    }
}

/// As cargo tells it now, for the system that the tests are built for.
#[test]
fn the_packages_called_linked_are_those_that_cargo_links() {
    let mut tree = Command::new(env!("CARGO"));
    tree.args(["tree", "--locked", "--offline", "--prefix", "none", "--format", "{p}"]);
    tree.args(["--edges", "normal,no-proc-macro", "--target", assurance::TARGET]).current_dir(root());
    let told = String::from_utf8(tree.output().unwrap().stdout).unwrap();
    let linked = told.lines().filter_map(|line| {
        let (name, rest) = line.split_once(" v")?;
        Some((name.to_owned(), rest.split(' ').next()?.to_owned()))
    });
    let linked: BTreeSet<(String, String)> = linked.filter(|(name, _)| name != "fingerpost").collect();
    let rows = rows_of_packages();
    let ours = rows.iter().filter(|row| row["linked"] == "yes");
    assert!(linked.len() > 100, "{told}");
    let told: BTreeSet<_> = ours.clone().map(|row| (row["name"].clone(), row["version"].clone())).collect();
    assert_eq!(told.symmetric_difference(&linked).collect::<Vec<_>>(), Vec::<&(String, String)>::new());
    assert!(ours.clone().all(|row| !row["licence"].is_empty()), "every linked package has a licence");
}

/// The claim on the page, the list that cargo-deny holds every build against, and what is in this build are one.
#[test]
fn no_network_client_is_linked_and_the_page_names_those_of_deny_toml() {
    let text = documents().remove("03-storage-network-permissions.md").unwrap();
    let banned = banned();
    assert!(banned.len() > 5 && banned.iter().any(|name| name == "reqwest"), "{banned:?}");
    let listed = text.split("must not be linked:").nth(1).unwrap().split("`.ci/run`").next().unwrap();
    assert_eq!(typed(listed).collect::<Vec<_>>(), banned);
    assert!(text.contains("Of those on the list: none."), "{text}");
    for row in rows_of_packages() {
        assert!(!(row["linked"] == "yes" && banned.contains(&row["name"])), "{row:?}");
        // What would write tables to disk when memory is short.
        assert!(
            !(row["linked"] == "yes" && ["polars-ooc", "polars-stream"].contains(&row["name"].as_str())),
            "{row:?}"
        );
    }
    for name in ["mio", "socket2", "tokio"] {
        let is_linked = rows_of_packages().iter().any(|row| row["name"] == name && row["linked"] == "yes");
        assert_eq!(is_linked, text.contains(&format!("`{name}`")), "{name}");
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Tests do such things; the program, its binary too, does not.
#[test]
fn no_source_opens_a_connection_starts_a_program_or_reads_the_environment() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    assert!(files.len() > 100, "the sources were found");
    let words = [
        "std::net",
        "TcpStream",
        "TcpListener",
        "UdpSocket",
        "process::Command",
        "Command::new(",
        "std::env",
        "env::var",
    ];
    for file in files.iter().filter(|file| !file.to_string_lossy().contains("tests")) {
        let text = fs::read_to_string(file).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        let found: Vec<_> = words.iter().filter(|word| code.contains(**word)).collect();
        assert!(found.is_empty(), "{} names {found:?}", file.display());
    }
}

/// Paths of this repository, and tests in them, that a text names as proof.
fn proofs(text: &str) -> Vec<(&str, Option<&str>)> {
    let folders = ["src/", "tests/", "schemas/", "sample-data/", "fuzz/", ".ci/"];
    let files = ["Cargo.toml", "Cargo.lock", "deny.toml", "README.md", "CHANGELOG.md"];
    let is_path = |word: &&str| folders.iter().any(|folder| word.starts_with(folder)) || files.contains(word);
    let split = |word| str::split_once(word, "::").map_or((word, None), |(path, test)| (path, Some(test)));
    typed(text).filter(is_path).map(split).collect()
}

#[test]
fn every_proof_that_is_named_is_there() {
    let mut tests = 0;
    for (path, text) in documents() {
        for (file, test) in proofs(&text) {
            let found = root().join(file);
            assert!(found.exists(), "{path} names {file}");
            if let Some(test) = test {
                let named = format!("#[test]\nfn {test}()");
                let code = fs::read_to_string(found).unwrap().replace("\n    ", "\n");
                assert!(code.contains(&named), "{path}: {file} has no test {test}");
                tests += 1;
            }
        }
    }
    assert!(tests > 40, "{tests}");
}

/// A control without a test would be a promise.
#[test]
fn every_hazard_has_controls_that_are_tested_and_leaves_something_to_the_service() {
    let text = documents().remove("05-clinical-safety.md").unwrap();
    let hazards: Vec<&str> = text.split("\n## Hazard ").skip(1).collect();
    assert_eq!(hazards.len(), 11);
    for hazard in hazards {
        let title = hazard.lines().next().unwrap();
        let parts =
            ["- Cause: ", "- Effect: ", "- Controls: ", "- Left for the service: ", "- Severity, likelihood, risk: "];
        assert!(parts.iter().all(|part| hazard.matches(part).count() == 1), "{title}");
        let controls = hazard.split(parts[2]).nth(1).unwrap().split(parts[3]).next().unwrap();
        assert!(proofs(controls).iter().filter(|(_, test)| test.is_some()).count() >= 2, "{title}");
    }
}

/// An answer that the program gave in its place would be believed.
#[test]
fn what_only_the_service_can_know_is_left_open_in_every_draft() {
    let open = ["Left for the service: ", "For the service to answer: ", "- Service", "- Judgement ("];
    let drafts: Vec<_> = documents().into_iter().filter(|(_, text)| text.contains("DRAFT. ")).collect();
    assert_eq!(drafts.len(), 5);
    for (path, text) in drafts {
        let left = open.iter().map(|words| text.matches(words).count()).sum::<usize>();
        // Of the intended use, whether it is theirs is all there is to answer.
        assert!(left > 4 || path.starts_with("01-"), "{path}: {left}");
        let asked = text.split("- Service").skip(1).map(|rest| rest.lines().next().unwrap_or_default());
        asked.for_each(|line| assert!(line.ends_with("______"), "{path}: {line}"));
        let (_, judged) = text.split_once("## Judged by").unwrap();
        assert!(judged.contains("______"), "{path}: nobody has signed it");
    }
}

#[test]
fn every_exit_status_is_named_once() {
    let text = documents().remove("03-storage-network-permissions.md").unwrap();
    let codes: BTreeSet<u8> = STATUSES
        .lines()
        .filter_map(|line| {
            line.strip_prefix("pub const ")?.split_once(": u8 = ")?.1.trim_end_matches(';').parse().ok()
        })
        .collect();
    assert!(codes.len() > 6, "{codes:?}");
    for code in codes {
        assert_eq!(text.lines().filter(|line| line.starts_with(&format!("- {code}: "))).count(), 1, "{code}");
    }
}

#[test]
fn every_command_that_is_named_is_one_that_the_program_has() {
    let mut tried = 0;
    for (path, text) in documents() {
        let lines = text.lines().map(str::trim).filter(|line| line.starts_with("fingerpost "));
        for command in typed(&text).filter(|typed| typed.starts_with("fingerpost ")).chain(lines) {
            let mut words: Vec<&str> = command.split_whitespace().collect();
            // A command that is only named has help.
            if words.len() == 2 {
                words.push("--help");
            }
            let refused = Cli::try_parse_from(words).err().filter(|error| error.kind() != ErrorKind::DisplayHelp);
            assert!(refused.is_none(), "{path}: {command}");
            tried += 1;
        }
    }
    assert!(tried > 15, "{tried}");
}

#[test]
fn the_pack_appears_whole_replaces_only_an_earlier_one_and_is_the_same_twice() {
    let folder = tempfile::tempdir().unwrap();
    let out = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let write = |name: &str, more: &[&str]| {
        let out = out(name);
        fingerpost(&[&["assurance", "--out", &out, "--dated", "2026-10-09"], more].concat())
    };
    let (status, said) = write("one", &[]);
    assert!(status == 0 && said.contains(assurance::START), "{status} {said}");
    assert_eq!(write("two", &["--quiet"]), (0, String::new()));
    let bytes = |name: &str| -> BTreeMap<String, Vec<u8>> {
        let entries = fs::read_dir(out(name)).unwrap().map(Result::unwrap);
        entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
    };
    assert_eq!(bytes("one"), bytes("two"));
    assert_eq!(bytes("one").len(), pack().len());
    assert_eq!(write("one", &[]).0, 5, "not without being told");
    assert_eq!(write("one", &["--force"]).0, 0);
    fs::create_dir(out("mine")).unwrap();
    fs::write(folder.path().join("mine/letter.txt"), "mine").unwrap();
    assert_eq!(write("mine", &["--force"]).0, 5);
    assert_eq!(fs::read_dir(out("mine")).unwrap().count(), 1);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "nothing is left beside them");
}

#[test]
fn a_services_own_rules_are_the_ones_described() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("schemas")).unwrap();
    let own = include_str!("../schemas/release.toml").replace("threshold = 5", "threshold = 8");
    fs::write(folder.path().join("schemas/release.toml"), own).unwrap();
    fs::write(folder.path().join("audit.toml"), "provider = \"P\"\n[release]\nmean_minimum = 9\n").unwrap();
    let out = folder.path().join("pack");
    let (status, said) =
        fingerpost(&["assurance", "--folder", folder.path().to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert_eq!(status, 0, "{said}");
    let text = fs::read_to_string(out.join("02-data-flow.md")).unwrap();
    for said in ["- `threshold`: 8", "- `mean_minimum`: 9", "counts of 1 to 7 people", "`release.toml`"] {
        assert!(text.contains(said), "{said}");
    }
}
