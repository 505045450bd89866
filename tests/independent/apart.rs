//! What a reader of one team's pack may see, and what they may not: no figure about people where the team is too small, no
//! other team, and no score without the doubt that belongs to it.

use crate::output;
use crate::said::plain_text;
use std::collections::{BTreeMap, BTreeSet};

type Row = BTreeMap<String, String>;

fn teams() -> Vec<Row> {
    let mut reader = csv::Reader::from_path(crate::sample_data().join("teams.csv")).expect("it is committed");
    reader.deserialize().map(|row| row.expect("the sample is read")).collect()
}

/// The words of a team's page and of its PDF.
fn pack(team: &str) -> Option<[String; 2]> {
    let page = std::fs::read_to_string(output().path(&format!("teams/{team}.html"))).ok()?;
    let pdf = lopdf::Document::load(output().path(&format!("teams/{team}.pdf"))).expect("a pack has both forms");
    let numbers: Vec<u32> = pdf.get_pages().into_keys().collect();
    Some([plain_text(&page), pdf.extract_text(&numbers).expect("its text can be read")])
}

fn holds_word(text: &str, word: &str) -> bool {
    text.split(|sign: char| !sign.is_alphanumeric()).any(|other| other == word)
}

#[test]
fn every_team_has_a_pack_and_no_other_team_is_named_in_it() {
    let teams = teams();
    let with_people: BTreeSet<String> = output().current_rows().iter().map(|row| row.unit.clone()).collect();
    let mut seen = 0;
    for team in &teams {
        let Some(forms) = pack(&team["team_id"]) else {
            assert!(!with_people.contains(&team["team_id"]), "{} has no pack", team["team_name"]);
            continue;
        };
        seen += 1;
        let others = teams.iter().filter(|other| other["team_id"] != team["team_id"]);
        for other in others.filter(|other| other["team_name"] != team["team_name"]) {
            for words in &forms {
                // The text of a PDF may be broken anywhere.
                let [all, name] =
                    [words, &other["team_name"]].map(|text| text.split_whitespace().collect::<String>());
                let named = all.contains(&name) || holds_word(words, &other["team_id"]);
                assert!(!named, "{} in the pack of {}", other["team_name"], team["team_name"]);
            }
        }
        let squeezed = forms[1].split_whitespace().collect::<String>();
        let own = team["team_name"].split_whitespace().collect::<String>();
        assert!(squeezed.contains(&own), "a pack names its own team, as {own}: {squeezed}");
    }
    assert!(seen >= 10, "{seen}");
}

/// What a team says of itself tells nothing about its people, and may stand.
fn is_about_people(indicator: &str) -> bool {
    !indicator.starts_with("checklist.")
}

#[test]
fn a_team_whose_caseload_is_withheld_shows_no_figure_about_people() {
    let rows = output().rows("data/indicators.csv");
    let is = |row: &&Row, indicator: &str| row["level"] == "team" && row["indicator"] == indicator;
    let small: BTreeSet<&str> = rows
        .iter()
        .filter(|row| is(row, "caseload") && row["category"] == "all" && row["shown"] == "no")
        .map(|row| row["unit_id"].as_str())
        .collect();
    assert!(small.len() >= 2, "{small:?}");
    let about_people = |row: &&Row| small.contains(row["unit_id"].as_str()) && is_about_people(&row["indicator"]);
    let shown: Vec<_> = rows.iter().filter(about_people).filter(|row| row["shown"] == "yes").collect();
    assert!(shown.is_empty(), "{shown:?}");
    for (file, column) in [("data/trends.csv", "value"), ("data/values.csv", "attained")] {
        let rows = output().rows(file);
        // Another quarter may have had more people.
        let of_quarter = |row: &&Row| row.get("point").is_none_or(|point| point == "2026-27-Q2");
        let shown = rows.iter().filter(about_people).filter(of_quarter).filter(|row| !row[column].is_empty());
        let told: Vec<_> = shown.collect();
        assert!(told.is_empty(), "{file}: {told:?}");
    }
}

fn says_not_verified(page: &str) -> bool {
    let sayings = ["Scoring rules not verified: INSPIRE", "We could not check with its authors", "not verified for"];
    sayings.iter().any(|saying| page.contains(saying))
}

#[test]
fn a_score_by_rules_that_were_not_verified_says_so_wherever_it_is_shown() {
    let page = |name: &str| std::fs::read_to_string(output().path(&format!("{name}.html"))).expect("it was written");
    for report in ["commissioner-report", "service-audit", "public-summary"] {
        assert!(says_not_verified(&page(report)), "{report}");
    }
    // Of those that are not verified, the one that packs show.
    let made_with = |indicator: &str| indicator.contains(".inspire.");
    let rows = output().rows("data/indicators.csv");
    let shown = |team: &str| {
        let of_team = rows.iter().filter(|row| row["unit_id"] == team && row["category"] == "all");
        let families = ["score.", "wanted."];
        let in_packs = of_team.filter(|row| families.iter().any(|family| row["indicator"].starts_with(family)));
        in_packs.filter(|row| made_with(&row["indicator"])).any(|row| row["shown"] == "yes")
    };
    let (mut with, mut without) = (0, 0);
    for team in teams().iter().map(|team| &team["team_id"]).filter(|team| pack(team).is_some()) {
        assert_eq!(says_not_verified(&page(&format!("teams/{team}"))), shown(team), "{team}");
        *if shown(team) { &mut with } else { &mut without } += 1;
    }
    assert!(with > 3 && without > 0, "{with} and {without}");
}
