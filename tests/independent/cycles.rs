//! This cycle and the last one in the service audit: what records and teams showed point by point, and where each criterion
//! stood, from the files and from a run of the quarter before.

use crate::export;
use crate::frame::table_of;
use crate::program::Output;
use crate::reading::Row;
use std::collections::{BTreeMap, BTreeSet};

/// How often each answer was given to each point.
type Answers = BTreeMap<(u8, String), usize>;

fn point(row: &Row) -> u8 {
    row.get("point").parse().expect("a point")
}

/// Verdicts of the records that were looked at from one day to another.
fn verdicts((from, to): (&str, &str)) -> Answers {
    let mut records = Answers::new();
    for row in export().table("audit").iter().filter(|row| (from..=to).contains(&row.get("audited_on"))) {
        *records.entry((point(row), row.text("met"))).or_default() += 1;
    }
    records
}

/// The latest answer of each team from one day to another.
fn answers_of_teams((from, to): (&str, &str)) -> Answers {
    let mut latest: BTreeMap<(u8, String), (String, String)> = BTreeMap::new();
    for row in export().table("checklist").iter().filter(|row| (from..=to).contains(&row.get("answered_on"))) {
        let own = latest.entry((point(row), row.text("team_id"))).or_default();
        if own.0.as_str() <= row.get("answered_on") {
            *own = (row.text("answered_on"), row.text("in_place"));
        }
    }
    let mut teams = Answers::new();
    for ((point, _), (_, answer)) in latest {
        *teams.entry((point, answer)).or_default() += 1;
    }
    teams
}

fn count(answers: &Answers, point: u8, answer: &str) -> usize {
    answers.get(&(point, answer.to_owned())).copied().unwrap_or_default()
}

/// Met, of those that were judged on the point at all.
fn share(answers: &Answers, point: u8) -> String {
    let [met, partly, not] = ["yes", "partly", "no"].map(|answer| count(answers, point, answer));
    format!("{}%", (100.0 * met as f64 / (met + partly + not) as f64).round())
}

#[test]
fn what_records_and_teams_showed_agrees_point_by_point_and_so_does_the_last_cycle() {
    let [quarter, before] = [("2026-07-01", "2026-09-30"), ("2026-04-01", "2026-06-30")];
    let [year, year_before] = [("2025-10-01", "2026-09-30"), ("2025-07-01", "2026-06-30")];
    let of_records = ("Records looked at this quarter, point by point", "Does not apply");
    let of_teams = ("What teams say they have in place", "No answer");
    let (mut shown, mut shares) = (0, 0);
    for ((title, aside), now, last) in [
        (of_records, verdicts(quarter), verdicts(before)),
        (of_teams, answers_of_teams(year), answers_of_teams(year_before)),
    ] {
        let table = table_of("service-audit.html", title);
        let points: BTreeSet<u8> = now.keys().map(|(point, _)| *point).collect();
        assert_eq!(table.len(), 6 * points.len(), "{title}");
        for said in table.into_iter().filter(|said| said.words != "withheld") {
            let point = said.about[2].split(' ').next().and_then(|n| n.parse().ok()).expect("a number");
            let count = |answer: &str| count(&now, point, answer);
            let column = said.about[3].as_str();
            let expected = match column {
                "Met" => count("yes").to_string(),
                "Partly" => count("partly").to_string(),
                "Not met" => count("no").to_string(),
                "Does not apply" if aside == column => count("na").to_string(),
                "No answer" if aside == column => (12 - count("yes") - count("partly") - count("no")).to_string(),
                "Met, share" => share(&now, point),
                "Last cycle" => share(&last, point),
                _ => panic!("an unknown column: {said:?}"),
            };
            assert_eq!(said.words, expected, "{said:?}");
            shown += 1;
            shares += usize::from(column == "Last cycle");
        }
    }
    assert!(shown > 120 && shares > 15, "too few to prove anything: {shown} and {shares}");
}

/// Ids of criteria by what the page calls them.
fn ids() -> BTreeMap<String, String> {
    let file: toml::Table = include_str!("../../schemas/framework.toml").parse().expect("it is TOML");
    let text = |entry: &toml::Value, key: &str| entry[key].as_str().expect("it is text").to_owned();
    let values = file["value"].as_array().expect("values").iter();
    let criteria = values.flat_map(|value| value["criteria"].as_array().expect("criteria"));
    criteria.map(|criterion| (text(criterion, "label"), text(criterion, "id"))).collect()
}

/// Where a criterion stood stands beside where it stands: as a run of the quarter before says it.
#[test]
fn the_last_cycle_of_each_criterion_is_what_the_quarter_before_came_to() {
    let earlier = Output::of(&["--period", "2026-27-Q1", "--only", "tables"]);
    let rows = earlier.rows("data/values.csv").into_iter();
    let rows = rows.filter(|row| row["level"] == "provider" && !row["criterion"].is_empty());
    let stood: BTreeMap<String, Option<f64>> =
        rows.map(|row| (row["criterion"].clone(), row["attained"].parse().ok())).collect();
    let table = table_of("service-audit.html", "Results, this cycle and the last");
    let ids = ids();
    assert_eq!(table.len(), 8 * ids.len());
    let mut compared = 0;
    for row in table.chunks(8) {
        let words =
            |column: &str| row.iter().find(|said| said.about[3] == column).expect("it is there").words.clone();
        let label = &row[0].about[2];
        let [now, last, change] = ["Attained", "Last cycle", "Change"].map(words);
        if let Some(before) = stood[&ids[label]].filter(|_| last != "–") {
            assert_eq!(last, before.round().to_string(), "{label}");
            compared += 1;
        }
        let numbers = now.parse::<i32>().ok().zip(last.parse::<i32>().ok());
        let step = numbers.map_or("–".to_owned(), |(now, last)| match now - last {
            0 => "0".to_owned(),
            step if step > 0 => format!("+{step}"),
            step => format!("−{}", -step),
        });
        assert_eq!(change, step, "{label}");
    }
    assert!(compared > 25, "too few to prove anything: {compared}");
}

/// Room to write: nobody but the service knows what it will do.
#[test]
fn the_audit_ends_with_an_action_plan_to_fill_in() {
    let plan = table_of("service-audit.html", "What we will do");
    let columns: BTreeSet<&str> = plan.iter().map(|said| said.about[3].as_str()).collect();
    assert_eq!(columns, ["What we will do", "Who leads", "By when", "How we will know"].into());
    assert!(plan.len() >= 4 * 3 && plan.iter().all(|said| said.words.is_empty()), "{plan:?}");
}
