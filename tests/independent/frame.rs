//! Whose records were looked at and how they were chosen, the ideas of the frame, and where values stand, from the finished pages.

use crate::reading::{self, Row};
use crate::said::{Said, said};
use crate::{export, output, program};
use std::collections::{BTreeMap, BTreeSet};

pub fn table_of(page: &str, title: &str) -> Vec<Said> {
    let page = std::fs::read_to_string(output().path(page)).expect("it was written");
    said(&page).into_iter().filter(|said| said.about.len() == 4 && said.about[0].starts_with(title)).collect()
}

/// Records, teams and days.
type Looked = (BTreeSet<String>, BTreeSet<String>, BTreeSet<String>);

/// Every record that a file speaks of in the quarter, once, in the service of its team.
#[test]
fn how_many_records_were_looked_at_agrees() {
    let services: BTreeMap<String, (String, String)> = export()
        .table("teams")
        .iter()
        .map(|row| {
            (row.get("team_id").to_owned(), (row.get("service_id").to_owned(), row.get("service_name").to_owned()))
        })
        .collect();
    let mut wanted: BTreeMap<String, Looked> = BTreeMap::new();
    let in_quarter = |row: &&Row| ("2026-07-01"..="2026-09-30").contains(&row.get("audited_on"));
    for row in export().table("audit").iter().filter(in_quarter) {
        let (record, team) = (row.get("record_id").to_owned(), row.get("team_id").to_owned());
        let service = services[&team].1.clone();
        for unit in ["Northshire Partnership".to_owned(), service].into_iter().filter(|unit| !unit.is_empty()) {
            let own = wanted.entry(unit).or_default();
            own.0.insert(record.clone());
            own.1.insert(team.clone());
            own.2.insert(row.text("audited_on"));
        }
    }
    let table = table_of("service-audit.html", "Records looked at this quarter");
    let of = |column: &str| -> BTreeMap<String, String> {
        let own = table.iter().filter(|said| said.about[3] == column);
        own.map(|said| (said.about[2].clone(), said.words.clone())).collect()
    };
    let count = |which: fn(&Looked) -> usize| -> BTreeMap<String, String> {
        wanted.iter().map(|(unit, sets)| (unit.clone(), which(sets).to_string())).collect()
    };
    assert!(wanted.len() == 4, "{wanted:?}");
    assert_eq!(of("Records looked at"), count(|sets| sets.0.len()));
    assert_eq!(of("Teams"), count(|sets| sets.1.len()));
    let between = |sets: &Looked| format!("{} and {}", in_words(sets.2.first()), in_words(sets.2.last()));
    let days: BTreeMap<String, String> = wanted.iter().map(|(unit, sets)| (unit.clone(), between(sets))).collect();
    assert_eq!(of("Looked at between"), days);
}

/// `10 August 2026`.
fn in_words(day: Option<&String>) -> String {
    let day = reading::day(day.expect("there were records"));
    day.format("%-d %B %Y").to_string()
}

/// In the words of the service itself, from its `audit.toml`.
#[test]
fn how_the_records_were_chosen_stands_in_the_audit() {
    let settings: toml::Table = include_str!("../../sample-data/audit.toml").parse().expect("it is TOML");
    let how = settings["audit_sample"].as_str().expect("it is said");
    let page = std::fs::read_to_string(output().path("service-audit.html")).expect("it was written");
    assert!(page.contains(&format!("How they were chosen: {how}")), "{how}");
}

/// Every idea that the file names has a line, and the criteria beside it stand where the open table says.
#[test]
fn every_idea_of_the_frame_stands_in_the_annex_with_the_criteria_about_it() {
    let file: toml::Table = include_str!("../../schemas/framework.toml").parse().expect("it is TOML");
    let text = |table: &toml::Value, key: &str| table[key].as_str().expect("it is text").to_owned();
    let list =
        |table: &toml::Value, key: &str| table.get(key).and_then(toml::Value::as_array).cloned().unwrap_or_default();
    let file = toml::Value::Table(file);
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for (kind, key) in [("domain", "domains"), ("chime", "chime"), ("outcome", "outcomes")] {
        for term in list(&file, key) {
            names.insert(
                format!("{kind}.{}", text(&term, "id")),
                format!("{}. {}", text(&term, "label"), text(&term, "meaning")),
            );
        }
    }
    for pair in list(&file, "contrasts").iter().flat_map(|group| list(group, "pairs")) {
        let words = format!("From {} to {}", text(&pair, "from"), text(&pair, "towards"));
        names.insert(format!("contrast.{}", text(&pair, "id")), words);
    }
    assert_eq!(names.len(), 4 + 5 + 2 + 24);
    let mut about: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for criterion in list(&file, "value").iter().flat_map(|value| list(value, "criteria")) {
        for idea in list(&criterion, "about") {
            let idea = idea.as_str().expect("an id");
            about.entry(names[idea].clone()).or_default().insert(text(&criterion, "label"));
        }
    }
    let table = table_of("service-audit.html", "Ideas of the frame");
    let tasks = list(&file, "tasks");
    assert_eq!((table.len(), tasks.len()), (names.len() + 4, 4));
    for task in &tasks {
        let name = format!("{}. {}", text(task, "label"), text(task, "meaning"));
        let said = table.iter().find(|said| said.about[2] == name).unwrap_or_else(|| panic!("{name} has no line"));
        assert!(said.about[1].contains("tasks"), "{said:?}");
    }
    for name in names.values() {
        let said = table.iter().find(|said| said.about[2] == *name).unwrap_or_else(|| panic!("{name} has no line"));
        let criteria =
            said.words.split("; ").map(|one| one.rsplit_once(": ").map_or("", |(label, _)| label).to_owned());
        let wanted = about.get(name).cloned().unwrap_or_else(|| [String::new()].into());
        assert_eq!(criteria.collect::<BTreeSet<_>>(), wanted, "{name}");
    }
}

/// What `explain` says of a value in an output is its line in the open table, and so is what a team's pack says.
#[test]
fn a_value_is_told_as_the_open_table_has_it() {
    let folder = output().path("");
    let said = program::said(&["explain", "value.goals", "--out", folder.to_str().expect("a path")]);
    let rows = output().rows("data/values.csv");
    let own: Vec<_> = rows.iter().filter(|row| row["criterion"].is_empty() && row["value"] == "goals").collect();
    let (mut with, mut without) = (0, 0);
    for row in own {
        let unit = format!("{} {}:", row["level"], row["unit_id"]);
        let line =
            said.lines().find(|line| line.trim().starts_with(&unit)).unwrap_or_else(|| panic!("{unit} {said}"));
        let rounded = |key: &str| row[key].parse::<f64>().ok().map(|n| ((n * 100.0).round() / 100.0).to_string());
        let in_pack = |words: &str| {
            let page = std::fs::read_to_string(output().path(&format!("teams/{}.html", row["unit_id"])));
            page.is_ok_and(|page| page.contains(words) || page.contains("small team"))
        };
        match rounded("attained") {
            Some(attained) => {
                with += 1;
                assert!(line.contains(&format!(": {attained} on the line")), "{line}: {row:?}");
                let whole = row["attained"].parse::<f64>().expect("a number").round();
                assert!(row["level"] != "team" || in_pack(&format!("{whole} of 100")), "{row:?}");
            }
            None => {
                without += 1;
                assert!(line.contains("no figure of its own"), "{line}");
            }
        }
    }
    assert!(with >= 5 && without >= 2, "{with} with a figure, {without} without");
}
