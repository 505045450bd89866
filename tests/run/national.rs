//! The figures once more in the national layout: every number of the other table, and no other.

use crate::program::{fingerpost, small_export, tree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

type Row = BTreeMap<String, String>;

fn rows(out: &Path, table: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(out.join(format!("data/{table}.csv"))).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// What the other table says of one figure, a number a row: the measure's id, and the number.
fn numbers(row: &Row) -> Vec<(String, String)> {
    let parts: &[(&str, &str)] = match row["unit"].as_str() {
        "people" => &[("", "known")],
        "percent" => &[(".numerator", "achieved"), (".denominator", "known"), ("", "value")],
        _ => &[(".denominator", "known"), ("", "value")],
    };
    let number = |column: &str| if row["shown"] == "yes" { row[column].clone() } else { "*".to_owned() };
    parts.iter().map(|(part, column)| (format!("{}{part}", row["indicator"]), number(column))).collect()
}

#[test]
fn the_national_layout_holds_every_number_of_the_figures_and_no_other() {
    let export = small_export();
    let out = export.path().join("out");
    let [folder, target] = [export.path(), &out].map(|path| path.to_str().unwrap().to_owned());
    let ran = fingerpost(&["run", &folder, "--out", &target, "--quiet", "--only", "tables", "--national-format"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let (figures, national) = (rows(&out, "indicators"), rows(&out, "national"));
    let group = |row: &Row| if row["category"] == "all" { "NONE".to_owned() } else { row["category"].clone() };
    let place = |row: &Row| [row["period_start"].clone(), row["unit_id"].clone(), group(row)];
    let wanted: BTreeSet<_> = figures
        .iter()
        .flat_map(|row| numbers(row).into_iter().map(|own| (place(row), row["breakdown"].clone(), own)))
        .collect();
    let words = BTreeMap::from([
        ("Gender", "gender"),
        ("Ethnic group", "ethnic_group"),
        ("Age", "age_band"),
        ("Deprivation", "imd_quintile"),
    ]);
    let found: BTreeSet<_> = national
        .iter()
        .map(|row| {
            let breakdown = row["BREAKDOWN"].split_once("; ").map_or("all", |(_, grouped)| words[grouped]);
            let place =
                ["REPORTING_PERIOD_START", "PRIMARY_LEVEL", "SECONDARY_LEVEL"].map(|column| row[column].clone());
            (place, breakdown.to_owned(), (row["MEASURE_ID"].clone(), row["MEASURE_VALUE"].clone()))
        })
        .collect();
    assert_eq!(found.len(), national.len(), "every number stands once");
    assert_eq!(found, wanted);
    assert!(national.iter().any(|row| row["MEASURE_VALUE"] == "*") && national.len() > 1000);
    let package = String::from_utf8(tree(&out)["data/datapackage.json"].clone()).unwrap();
    assert!(package.contains("\"national.csv\""), "{package}");
}

#[test]
fn without_being_asked_for_it_is_neither_written_nor_described() {
    let export = small_export();
    let out = export.path().join("out");
    let [folder, target] = [export.path(), &out].map(|path| path.to_str().unwrap().to_owned());
    assert_eq!(fingerpost(&["run", &folder, "--out", &target, "--quiet", "--only", "tables"]).status, 0);
    let files = tree(&out);
    assert!(!files.contains_key("data/national.csv"));
    assert!(!String::from_utf8(files["data/datapackage.json"].clone()).unwrap().contains("national.csv"));
}
