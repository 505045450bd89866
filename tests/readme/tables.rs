//! The tables and lists of the README beside what they are about.

use super::text::{README, named, section, table};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_tables_that_go_in_have_the_columns_of_their_schemas() {
    let rows = table("file");
    assert_eq!(rows.len(), 8);
    for row in rows {
        let file = named(row[0]).next().unwrap();
        let schema = root().join("schemas/tables").join(file).with_extension("json");
        let schema: serde_json::Value = serde_json::from_str(&fs::read_to_string(schema).unwrap()).unwrap();
        let column = |field: &serde_json::Value| {
            // The column of answers must be there; a cell in it may be blank.
            let required = field["constraints"]["required"] == true || field["name"] == "answer";
            format!("{}{}", field["name"].as_str().unwrap(), if required { "*" } else { "" })
        };
        let columns: Vec<String> = schema["fields"].as_array().unwrap().iter().map(column).collect();
        assert_eq!(row[2].trim_matches('`'), columns.join(" "), "{file}");
    }
}

/// The public fields of a struct in a source file.
fn fields(source: &str, name: &str) -> BTreeSet<String> {
    let body = source.split_once(&format!("struct {name} {{")).unwrap().1.split_once("\n}").unwrap().0;
    let field = |line: &str| Some(line.trim().strip_prefix("pub ")?.split(':').next()?.to_owned());
    body.lines().filter_map(field).collect()
}

#[test]
fn every_key_of_the_settings_is_listed_and_no_other() {
    let source = fs::read_to_string(root().join("src/definitions/settings/file.rs")).unwrap();
    let (_, listed) = README.split_once("All keys: at the top ").unwrap();
    let listed = listed.split("Those at the top stand").next().unwrap();
    let (top, of_tables) = listed.split_once("for each table ").unwrap();
    // What stands in brackets says which tables a key is for.
    let keys = |text: &str| -> BTreeSet<String> {
        let outside = text.split(" (of ").map(|part| part.split_once(')').map_or(part, |(_, rest)| rest));
        outside.flat_map(named).map(|key| key.trim_matches(['[', ']']).to_owned()).collect()
    };
    let mut known = fields(&source, "SettingsFile");
    known.remove("tables");
    assert_eq!(keys(top), known);
    assert_eq!(keys(of_tables), fields(&source, "TableFile"));
}

#[test]
fn every_exit_status_stands_there_and_no_other() {
    let said = README.split_once("Exit status: ").unwrap().1.split("\n\n").next().unwrap();
    let said: BTreeSet<u8> = said.split(" · ").map(|one| one.split(' ').next().unwrap().parse().unwrap()).collect();
    assert_eq!(said, fingerpost::cli::status::ALL.iter().map(|(status, _)| *status).collect());
}

#[test]
fn every_command_of_the_program_has_its_row() {
    use clap::CommandFactory;
    let rows: BTreeSet<String> = table("command")
        .iter()
        .flat_map(|row| named(row[0]).collect::<Vec<_>>())
        .filter_map(|command| command.split(' ').nth(1).map(str::to_owned))
        .collect();
    let cli = fingerpost::cli::Cli::command();
    assert_eq!(rows, cli.get_subcommands().map(|command| command.get_name().to_owned()).collect());
}

#[test]
fn every_room_on_the_map_is_there_and_every_link_leads_somewhere() {
    let rooms = table("room");
    assert!(rooms.len() > 10);
    let paths = rooms.iter().flat_map(|row| named(row[0]));
    let links = README.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let links = links.filter(|link| !link.contains("://") && !link.starts_with('#'));
    let missing: Vec<_> = paths.chain(links).filter(|path| !root().join(path).exists()).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

/// Every source file, test, bench, example and fuzz target that the README names in a command.
#[test]
fn what_cargo_is_asked_for_exists() {
    let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let names = |kind: &str| -> BTreeSet<String> {
        let list = manifest[kind].as_array().unwrap();
        list.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    let after = |word: &str| -> BTreeSet<String> {
        let parts = README.split(word).skip(1);
        parts.map(|rest| rest.split([' ', '`', '\n']).next().unwrap().to_owned()).collect()
    };
    assert_eq!(after("--bench "), names("bench"));
    assert!(after("--example ").is_subset(&names("example")));
    let targets: BTreeMap<String, toml::Value> =
        toml::from_str(&fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap()).unwrap();
    let targets = targets["bin"].as_array().unwrap().iter().map(|bin| bin["name"].as_str().unwrap());
    let said = section("Map of the rooms");
    let unsaid: Vec<_> = targets.filter(|name| !said.contains(*name)).collect();
    assert_eq!(unsaid, Vec::<&str>::new());
}

/// Where the README names a number of a rule, it is the one that the rule holds.
#[test]
fn the_numbers_of_the_rules_are_those_of_their_files() {
    let numbers = |file: &str| -> toml::Table {
        fs::read_to_string(root().join("schemas").join(file)).unwrap().parse().unwrap()
    };
    let (release, statistics) = (numbers("release.toml"), numbers("statistics.toml"));
    let points = fs::read_to_string(root().join("schemas/action-points.csv")).unwrap().lines().count() - 1;
    let said = [
        ("counts of 1 to 4 people", release["threshold"].as_integer(), 5),
        ("means of fewer than 5", release["mean_minimum"].as_integer(), 5),
        ("count as small below 10", release["extremes_minimum"].as_integer(), 10),
        ("Below 12 points", statistics["over_time"]["fewest_for_limits"].as_integer(), 12),
        ("one of the 100 ways", i64::try_from(points).ok(), 100),
    ];
    for (words, number, expected) in said {
        let text = README.replace('\n', " ");
        assert!(text.contains(words), "{words}");
        assert_eq!(number, Some(expected), "{words}");
    }
}

#[test]
fn the_oldest_rust_that_builds_it_is_the_one_of_the_manifest() {
    let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let (_, said) = README.split_once("You need [Rust](https://rustup.rs) ").unwrap();
    assert_eq!(said.split(' ').next(), manifest["package"]["rust-version"].as_str());
}

/// What may stand at `formula`, as the program lists it when something else stands there.
#[test]
fn the_formulas_that_scores_come_from_are_those_that_the_program_knows() {
    let folder = tempfile::tempdir().unwrap();
    let shipped = include_str!("../../schemas/measures/qpr-15.toml");
    let other = shipped.replacen("formula = \"sum\"", "formula = \"guess\"", 1);
    super::program::own_schema(folder.path(), "measures/qpr-15.toml", &other);
    fs::write(folder.path().join("audit.toml"), "").unwrap();
    let ran = super::typed("fingerpost measures --folder .", folder.path());
    assert_eq!(ran.status, 3, "{}", ran.stderr);
    let known = ran.stderr.split_once("Use one of: ").unwrap().1.split('.').next().unwrap();
    let said = README.split_once("Scores come from a closed vocabulary (").unwrap().1.split(')').next().unwrap();
    assert_eq!(named(said).collect::<BTreeSet<_>>(), named(known).collect());
}

/// Files that are named between backticks and are no links.
#[test]
fn every_file_that_is_named_is_there() {
    let of_ours = ["src/", "tests/", "schemas/", "sample-data/", "benches/", ".ci/"];
    // The code of long examples would open and close what it quotes.
    let texts = README.split("```").step_by(2).flat_map(named).filter(|text| !text.contains(' '));
    let paths: Vec<&str> = texts.filter(|text| of_ours.iter().any(|folder| text.starts_with(folder))).collect();
    assert!(paths.len() > 15 && paths.contains(&"src/typeface/OFL.txt"), "{paths:?}");
    let missing: Vec<_> = paths.iter().filter(|path| !root().join(path).exists()).collect();
    assert_eq!(missing, Vec::<&&str>::new());
}
