//! Which figure stands at a place of a page: from the names of row, column, chart and table to the row of
//! `data/indicators.csv`.

use crate::figures::Place;
use crate::program::{Printed, output};
use crate::said::Said;
use std::collections::BTreeMap;
use std::path::Path;

type Row = BTreeMap<String, String>;

/// All that is needed to find the figure of a place.
pub struct Addresses {
    rows: BTreeMap<Place, Printed>,
    /// Level and id, by name.
    units: BTreeMap<String, (String, String)>,
    /// Breakdown and id, by the names of both.
    groups: BTreeMap<(String, String), (String, String)>,
    /// Indicators, by the names that together stand for one.
    indicators: Vec<(Vec<String>, String)>,
}

impl Addresses {
    pub fn of_the_run() -> Addresses {
        let rows = output().rows("data/indicators.csv");
        let unit = |row: &Row| (usual(&row["unit_name"]), (row["level"].clone(), row["unit_id"].clone()));
        Addresses {
            rows: output().current_rows().into_iter().map(|row| (row.place(), row)).collect(),
            units: rows.iter().map(unit).collect(),
            groups: groups(),
            indicators: indicators(&rows),
        }
    }

    /// The figure of which all names are there, and more names than of any other. `owner` is whom the whole page is
    /// about.
    pub fn figure(&self, owner: &(String, String), said: &Said) -> Option<&Printed> {
        let about: Vec<String> = said.about.iter().map(|name| usual(name)).collect();
        let is_there = |(names, _): &&(Vec<String>, String)| names.iter().all(|name| about.contains(name));
        let (_, indicator) = self.indicators.iter().filter(is_there).max_by_key(|(names, _)| names.len())?;
        // A team stands below the name of its service.
        let (level, unit) = about.iter().rev().find_map(|name| self.units.get(name)).unwrap_or(owner).clone();
        let (breakdown, category) = self.group(&about)?;
        self.rows.get(&Place { level, unit, breakdown, category, indicator: indicator.clone() })
    }

    /// Everybody where no group is named; nothing where it is not certain which group is meant.
    fn group(&self, about: &[String]) -> Option<(String, String)> {
        let named: Vec<_> = self.groups.iter().filter(|((_, group), _)| about.contains(group)).collect();
        let certain = named.iter().find(|((breakdown, _), _)| about.contains(breakdown));
        match (certain, named.as_slice()) {
            (Some((_, group)), _) | (None, [(_, group)]) => Some((*group).clone()),
            (None, []) => Some(("all".to_owned(), "all".to_owned())),
            (None, _) => None,
        }
    }
}

/// Names as pages and tables may write them differently: the title of a picture of groups goes on with what it shows, that
/// of coverage begins with it.
fn usual(name: &str) -> String {
    let goes_on = name.split_once(": ").filter(|(_, rest)| rest.ends_with(" apart from everyone"));
    let name = goes_on.map_or(name, |(indicator, _)| indicator);
    let begins = name.split_once("% of the caseload").map(|(_, rest)| rest.trim_start());
    begins.unwrap_or(name).replace(" · ", ", ").to_lowercase()
}

fn schema(path: &str) -> toml::Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas").join(path);
    toml::from_str(&std::fs::read_to_string(path).expect("a schema")).expect("TOML")
}

fn groups() -> BTreeMap<(String, String), (String, String)> {
    let wording = schema("wording/en.toml");
    let text = |value: &toml::Value| usual(value.as_str().unwrap_or_default());
    let mut groups = BTreeMap::new();
    let breakdowns = wording["category"].as_table().expect("groups").iter().filter(|(id, _)| *id != "all");
    for (breakdown, categories) in breakdowns {
        for (id, name) in categories.as_table().into_iter().flatten() {
            groups.insert((text(&wording["breakdown"][breakdown]), text(name)), (breakdown.clone(), id.clone()));
        }
    }
    groups
}

/// A figure's own label; its two halves, where reports put them at a row and a column; its short name in the chart of
/// who is counted; and the criteria that stand on it.
fn indicators(rows: &[Row]) -> Vec<(Vec<String>, String)> {
    let labels: BTreeMap<&String, &String> = rows.iter().map(|row| (&row["indicator"], &row["label"])).collect();
    let mut all = Vec::new();
    for (indicator, label) in labels {
        let short = label
            .replace(": answered in the last", " in")
            .replace("Answered any questionnaire in the last", "Any questionnaire in");
        let mut names = vec![vec![usual(label)], vec![usual(&short)]];
        names.extend(label.split_once(": ").map(|(row, column)| vec![usual(row), usual(column)]));
        all.extend(names.into_iter().map(|names| (names, indicator.clone())));
    }
    all.push((vec!["have answered in the last 12 months; team by team".to_owned()], "coverage.any".to_owned()));
    for value in schema("framework.toml")["value"].as_array().expect("values") {
        for criterion in value["criteria"].as_array().expect("criteria") {
            let text = |field: &str| criterion[field].as_str().unwrap_or_default().to_owned();
            all.push((vec![usual(&text("label"))], text("indicator")));
        }
    }
    all
}
