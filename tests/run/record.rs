//! What a run says of itself to other programs: its record, the description of the open tables, and what it prints.

use crate::program::{Ran, fingerpost, small_export, tree};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

fn tables(folder: &Path, out: &Path, more: &[&str]) -> Ran {
    let [folder, out] = [folder, out].map(|path| path.to_str().unwrap());
    let ran = fingerpost(&[&["run", folder, "--out", out, "--only", "tables", "--quiet"], more].concat());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    ran
}

fn json(file: &Path) -> Value {
    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
}

#[test]
fn the_record_names_the_version_and_every_file_read_with_its_digest() {
    let export = small_export();
    let out = export.path().join("out");
    tables(export.path(), &out, &[]);
    let record = json(&out.join("run.json"));
    assert_eq!(record["program"]["version"], env!("CARGO_PKG_VERSION"));
    let inputs = record["inputs"].as_array().unwrap();
    assert_eq!(inputs.len(), crate::TABLES.len());
    for input in inputs {
        let file = input["file"].as_str().unwrap();
        let digest = Sha256::digest(fs::read(export.path().join(file)).unwrap());
        let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(input["sha256"], digest, "{file}");
    }
}

#[test]
fn for_machines_a_run_prints_its_record_and_nothing_else() {
    let export = small_export();
    let out = export.path().join("out");
    let ran = tables(export.path(), &out, &["--json"]);
    let printed: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(printed, json(&out.join("run.json")));
    assert_eq!(ran.stderr, "");
    let ran = tables(export.path(), &out, &["--force"]);
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""), "quiet is quiet");
}

#[test]
fn each_table_about_single_people_is_written_as_parquet_too_when_asked_for() {
    let export = small_export();
    let out = export.path().join("out");
    tables(export.path(), &out, &["--parquet"]);
    let files = tree(&out.join("restricted"));
    let of = |ending: &str| -> Vec<String> {
        files.keys().filter_map(|path| path.strip_suffix(ending).map(str::to_owned)).collect()
    };
    assert_eq!(of(".parquet"), of(".csv"));
    assert_eq!(of(".csv").len(), 6);
    assert!(files.iter().filter(|(path, _)| path.ends_with(".parquet")).all(|(_, bytes)| bytes.starts_with(b"PAR1")));
}

/// Under which licence figures may be used is for the service to say, so that nothing is said where it says nothing.
#[test]
fn the_open_tables_carry_publisher_day_and_the_licence_that_the_service_names() {
    let export = small_export();
    let [silent, licensed] = ["silent", "licensed"].map(|name| export.path().join(name));
    tables(export.path(), &silent, &[]);
    let package = json(&silent.join("data/datapackage.json"));
    let settings: toml::Table = fs::read_to_string(export.path().join("audit.toml")).unwrap().parse().unwrap();
    let publisher = &package["contributors"][0];
    assert_eq!(publisher["title"].as_str(), settings["provider"].as_str());
    assert_eq!(publisher["role"], "publisher");
    assert_eq!(package["created"], format!("{}T00:00:00Z", settings["extracted"]));
    assert!(package.get("licenses").is_none(), "{package:#}");

    let text = fs::read_to_string(export.path().join("audit.toml")).unwrap();
    fs::write(export.path().join("audit.toml"), format!("data_licence = \"OGL-UK-3.0\"\n{text}")).unwrap();
    tables(export.path(), &licensed, &[]);
    assert_eq!(json(&licensed.join("data/datapackage.json"))["licenses"][0]["name"], "OGL-UK-3.0");
}
