//! Criteria, values, action points and commitments, from the open tables and the finished pages.

use crate::said::{Said, said};
use crate::{comparing, export, frame, output, people, program, reading};
use std::collections::{BTreeMap, BTreeSet};

/// With nothing but what `explain` says and the open tables, anybody comes to the attained figure of any criterion.
#[test]
fn what_each_criterion_has_attained_can_be_worked_out_from_explain_and_the_open_tables() {
    let figures: BTreeMap<[String; 3], (String, String)> = output()
        .current_rows()
        .into_iter()
        .filter(|row| row.breakdown == "all")
        .map(|row| ([row.level, row.unit, row.indicator], (row.value, row.shown)))
        .collect();
    let rows = output().rows("data/values.csv");
    let criteria: BTreeSet<String> =
        rows.iter().map(|row| row["criterion"].clone()).filter(|id| !id.is_empty()).collect();
    assert!(criteria.len() > 30, "{criteria:?}");
    let mut compared = 0;
    for criterion in criteria {
        let said = program::said(&["explain", &format!("criterion.{criterion}")]);
        let after = |start: &str| {
            let line = said.lines().find_map(|line| line.trim().strip_prefix(start));
            line.unwrap_or_else(|| panic!("{criterion}: no “{start}” in {said}")).to_owned()
        };
        let indicator = after("Figure: ").split(". ").next().expect("it is named").to_owned();
        let attained = arithmetic(&after("Attained, from 0 to 100: "));
        for row in rows.iter().filter(|row| row["criterion"] == criterion) {
            let Some((value, shown)) =
                figures.get(&[row["level"].clone(), row["unit_id"].clone(), indicator.clone()])
            else {
                assert!(row["attained"].is_empty(), "{criterion}: a figure from nowhere");
                continue;
            };
            assert_eq!(row["shown"], *shown, "{criterion}");
            if let Ok(value) = value.parse::<f64>() {
                compared += 1;
                assert!(comparing::number_agrees(attained(value), &row["attained"]), "{criterion}: {value}: {row:?}");
            }
        }
    }
    assert!(compared > 150, "too few to prove anything: {compared}");
}

/// A value is the mean of its criteria that have evidence, when half of them have; and so are the ends of its interval.
#[test]
fn what_each_value_has_attained_is_the_mean_of_its_criteria() {
    let rows = output().rows("data/values.csv");
    let mut shown = 0;
    for own in rows.iter().filter(|row| row["criterion"].is_empty()) {
        let is_criterion = |row: &&BTreeMap<String, String>| {
            !row["criterion"].is_empty() && ["level", "unit_id", "value"].iter().all(|key| row[*key] == own[*key])
        };
        let criteria: Vec<_> = rows.iter().filter(is_criterion).collect();
        let evidence: Vec<_> = criteria.iter().filter(|row| !row["attained"].is_empty()).collect();
        let is_enough = !evidence.is_empty() && 2 * evidence.len() >= criteria.len();
        assert_eq!(own["shown"] == "yes", is_enough, "{own:?}");
        for column in ["attained", "lower", "upper"] {
            let numbers: Option<Vec<f64>> = evidence.iter().map(|row| row[column].parse().ok()).collect();
            match numbers.filter(|_| is_enough) {
                None => assert_eq!(own[column], "", "{column}: {own:?}"),
                Some(numbers) => {
                    let mean = numbers.iter().sum::<f64>() / numbers.len() as f64;
                    assert!(comparing::number_agrees(mean, &own[column]), "{column}: {mean}: {own:?}");
                    shown += 1;
                }
            }
        }
    }
    assert!(shown > 30, "too few to prove anything: {shown}");
}

/// What a sentence of `explain` tells to do with a figure.
fn arithmetic(sentence: &str) -> Box<dyn Fn(f64) -> f64> {
    if sentence.starts_with("the percentage as it is") {
        return Box::new(|value| value);
    }
    if sentence.starts_with("100 minus the percentage") {
        return Box::new(|value| 100.0 - value);
    }
    let (_, ends) = sentence.split_once("÷ (").unwrap_or_else(|| panic!("what does “{sentence}” tell to do?"));
    let (ends, _) = ends.split_once(')').expect("a range");
    let (highest, lowest) = ends.split_once(" − ").expect("two ends");
    let [lowest, highest]: [f64; 2] = [lowest, highest].map(|end| end.parse().expect("a number"));
    Box::new(move |value| 100.0 * (value - lowest) / (highest - lowest))
}

/// How many commitments speak to each action point, how many were done, and where the criteria stand.
#[test]
fn commitments_agree_with_the_file_and_with_the_criteria() {
    let page = std::fs::read_to_string(output().path("commissioner-report.html")).expect("it was written");
    let is_one = |said: &Said| said.about[0] == "Which action points the commitments speak to";
    let said: Vec<_> = said(&page).into_iter().filter(|said| said.about.len() == 4 && is_one(said)).collect();
    let mut commitments: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for row in export().table("actions").iter().filter(|row| row.day("agreed_on") <= people::quarter().1) {
        let (all, done) = commitments.entry(row.text("point")).or_default();
        *all += 1;
        *done += usize::from(row.get("status") == "done");
    }
    let values = output().rows("data/values.csv");
    let provider: Vec<_> = values.iter().filter(|row| row["level"] == "provider").collect();
    let mut points = BTreeSet::new();
    for said in said {
        let point = said.about[2].split(' ').next().filter(|word| word.parse::<u8>().is_ok()).unwrap_or_default();
        let (all, done) = commitments[point];
        points.insert(point.to_owned());
        match said.about[3].as_str() {
            "Commitments" => assert_eq!(said.words, all.to_string(), "{point}"),
            "Done" => assert_eq!(said.words, done.to_string(), "{point}"),
            _ => {
                for one in said.words.split("; ").filter(|one| *one != "–") {
                    let (_, numbers) = one.split_once(": ").expect("a criterion and where it stands");
                    let now = numbers.split(',').next().expect("a number");
                    let is_now = |row: &&&BTreeMap<String, String>| {
                        row["attained"].parse::<f64>().is_ok_and(|value| value.round().to_string() == now)
                    };
                    assert!(provider.iter().any(|row| is_now(&row)), "{one}: no criterion stands there");
                }
            }
        }
    }
    assert_eq!(points, commitments.into_keys().collect(), "each point has a line");
}

/// In the annex of the service audit every point has a line, and a point that the files speak of is not said to be open.
#[test]
fn all_hundred_action_points_stand_in_the_annex_with_what_the_files_say_of_them() {
    let page = std::fs::read_to_string(output().path("service-audit.html")).expect("it was written");
    let is_annex = |said: &Said| said.about.len() == 4 && said.about[0].starts_with("Every action point");
    let annex: Vec<_> = said(&page).into_iter().filter(is_annex).collect();
    let of = |column: &str| -> BTreeMap<u8, String> {
        let own = annex.iter().filter(|said| said.about[3] == column);
        own.map(|said| (said.about[2].parse().expect("a number"), said.words.clone())).collect()
    };
    let (states, shown_by) = (of("Evidence"), of("Shown by"));
    assert_eq!(states.keys().copied().collect::<Vec<u8>>(), (1..=100).collect::<Vec<u8>>());
    let reflection: Vec<u8> =
        states.iter().filter(|(_, state)| *state == "For reflection").map(|(n, _)| *n).collect();
    assert_eq!(reflection, [6, 18, 30, 36, 48, 65, 67, 68, 69, 80, 81], "those that no data of this kind can show");
    let applies = |row: &&reading::Row, column: &str| row.get(column) != "na";
    let answered = export().table("audit").iter().filter(|row| applies(row, "met"));
    let asked = export().table("checklist").iter().filter(|row| applies(row, "in_place"));
    let spoken_of: BTreeSet<u8> =
        answered.chain(asked).map(|row| row.get("point").parse().expect("a point")).collect();
    assert!(spoken_of.len() > 15, "{spoken_of:?}");
    for point in spoken_of {
        assert!(["Evidence", "Withheld"].contains(&states[&point].as_str()), "{point}: {}", states[&point]);
    }
    for (point, how) in &shown_by {
        assert_eq!(how.starts_with("Could be shown by: "), states[point] == "None yet", "{point}: {how}");
    }
}

/// Strengths first; what has no figure last; and beside each criterion the action points that it speaks to.
#[test]
fn what_stands_out_is_told_strengths_first_and_with_its_action_points() {
    let file: toml::Table = include_str!("../../schemas/framework.toml").parse().expect("it is TOML");
    let values = file["value"].as_array().expect("values").iter();
    let criteria: Vec<_> = values.flat_map(|value| value["criteria"].as_array().expect("criteria")).collect();
    let table = frame::table_of("service-audit.html", "What stands out");
    let mut groups: Vec<&str> = table.iter().map(|said| said.about[1].as_str()).collect();
    groups.dedup();
    let order = [
        "Going well: worth keeping",
        "Clearly further along than the quarter before",
        "Most of the way to go",
        "Clearly less far along than the quarter before",
        "Without evidence this quarter",
    ];
    let placed: Vec<_> = groups.iter().map(|group| order.iter().position(|known| known == group)).collect();
    assert!(placed.len() >= 3 && placed.iter().all(Option::is_some) && placed.is_sorted(), "{groups:?}");
    let speaking: Vec<_> = table.iter().filter(|said| said.about[3] == "Action points that speak to it").collect();
    assert!(speaking.len() > 10, "{speaking:?}");
    for said in speaking {
        let label = said.about[2].split(" (from ").next();
        let criterion =
            criteria.iter().find(|criterion| criterion["label"].as_str() == label).expect("it is defined");
        let points: Vec<i64> =
            criterion["points"].as_array().expect("points").iter().filter_map(toml::Value::as_integer).collect();
        let named = said.words.split("; ").filter_map(|point| point.split(' ').next()?.parse().ok());
        assert_eq!(named.collect::<Vec<i64>>(), points, "{said:?}");
    }
}
