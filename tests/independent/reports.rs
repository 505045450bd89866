//! Figures that stand in the commissioner report and in no open table, read from the finished page.

use crate::comparing::Differences;
use crate::figures::{Figure, Place};
use crate::said::{Said, between, said};
use crate::{everything, export, output, protection};
use std::collections::BTreeSet;

/// From those who could have a pair to those who have one, and where both began.
#[test]
fn the_way_to_a_pair_agrees() {
    let page = std::fs::read_to_string(output().path("commissioner-report.html")).expect("it was written");
    let rows = [
        ("Brief INSPIRE · Total score", "brief-inspire.total"),
        ("DIALOG · Quality of life", "dialog.quality-of-life"),
        ("INSPIRE · Support for recovery", "inspire.support"),
        ("QPR-15 · Total score", "qpr-15.total"),
        ("ReQoL-10 · Total score", "reqol-10.total"),
        ("SWEMWBS · Metric score", "swemwbs.metric"),
    ];
    type Column = (&'static str, &'static str, fn(&Figure) -> String);
    let columns: [Column; 5] = [
        ("First rating", "first", |figure| figure.achieved.to_string()),
        ("A later one, whenever", "later", |figure| figure.achieved.to_string()),
        ("Pair this quarter", "paired", |figure| figure.achieved.to_string()),
        ("First score, with a pair", "first-of-paired", |figure| format!("{:.1}", figure.mean)),
        ("First score, no pair", "first-of-unpaired", |figure| format!("{:.1}", figure.mean)),
    ];
    let is_table = |said: &Said| said.about[0] == "The way to a pair, and where both groups began";
    let table: Vec<_> = said(&page).into_iter().filter(|said| said.about.len() == 4 && is_table(said)).collect();
    let (mut shown, mut withheld) = (0, 0);
    for (row, scale) in rows {
        for (column, family, words) in columns {
            let said = table.iter().find(|said| said.about[2] == row && said.about[3] == column);
            let said = &said.unwrap_or_else(|| panic!("{row}, {column} is not said")).words;
            let figure = everything().figure(&of_provider(&format!("{family}.{scale}"))).expect("somebody was asked");
            if said == "withheld" {
                withheld += 1;
            } else {
                shown += 1;
                assert_eq!(*said, words(figure), "{row}, {column}: {figure:?}");
            }
        }
    }
    assert!(shown >= 25, "too few figures shown to compare: {shown}, and {withheld} withheld");
}

/// The mean first score of people with a pair and, with their mean change, the later one; of the provider and each service.
#[test]
fn where_people_began_and_where_they_are_agrees() {
    let page = std::fs::read_to_string(output().path("commissioner-report.html")).expect("it was written");
    let units = [
        ("provider", "NP", "Northshire Partnership"),
        ("service", "S1", "Community Recovery"),
        ("service", "S2", "Rehabilitation and Homes"),
        ("service", "S3", "Early Intervention"),
    ];
    let (mut shown, mut withheld) = (0, 0);
    for (row, scale) in [
        ("Brief INSPIRE · Total score", "brief-inspire.total"),
        ("DIALOG · Quality of life", "dialog.quality-of-life"),
        ("INSPIRE · Support for recovery", "inspire.support"),
        ("QPR-15 · Total score", "qpr-15.total"),
        ("ReQoL-10 · Total score", "reqol-10.total"),
        ("SWEMWBS · Metric score", "swemwbs.metric"),
    ] {
        for (level, unit, name) in units {
            let of = |family: &str| {
                let place = of_provider(&format!("{family}.{scale}"));
                everything().figure(&Place { level: level.to_owned(), unit: unit.to_owned(), ..place })
            };
            let Some((first, change)) = of("first-of-paired").zip(of("change")).filter(|(first, _)| first.known > 0)
            else {
                assert!(!page.contains(&format!("{row}, {name}: ")), "{row}, {name}");
                continue;
            };
            let (_, said) = page.split_once(&format!("{row}, {name}: ")).unwrap_or_else(|| panic!("{row}, {name}"));
            if said.starts_with("withheld") {
                withheld += 1;
                continue;
            }
            shown += 1;
            let wanted = format!("{:.1}, later {:.1}", first.mean, first.mean + change.mean);
            assert!(said.starts_with(&wanted), "{row}, {name}: {wanted}, not {}", &said[..20]);
        }
    }
    assert!(shown >= 10, "too few to prove anything: {shown}, and {withheld} withheld");
}

fn of_provider(indicator: &str) -> Place {
    let [level, unit, breakdown, category] = ["provider", "NP", "all", "all"].map(str::to_owned);
    Place { level, unit, breakdown, category, indicator: indicator.to_owned() }
}

#[test]
fn the_index_of_social_outcomes_agrees() {
    let page = std::fs::read_to_string(output().path("commissioner-report.html")).expect("it was written");
    let ours = everything().figure(&of_provider("outcomes")).expect("somebody is known");
    let wanted = format!("Social outcomes, three of four parts: {:.1} ({} people;", ours.mean, ours.known);
    assert!(page.contains(&wanted), "“{wanted}” is not said");
    assert!(!page.contains("SIX"), "without a part it is not the published index");
}

/// The four kinds of support of each process, taken together.
#[test]
fn what_was_wanted_and_got_of_each_process_agrees() {
    let page = std::fs::read_to_string(output().path("commissioner-report.html")).expect("it was written");
    let about = |process: &str, column: &str| {
        let is_it = |said: &Said| said.about.iter().skip(2).eq([process, column]);
        let mut found = said(&page).into_iter().filter(|said| said.about.len() == 4 && is_it(said));
        found.next().unwrap_or_else(|| panic!("{process}, {column} is not said")).words
    };
    let figure = |family: &str, item: usize| {
        let place = of_provider(&format!("{family}.inspire.s{item}"));
        everything().figure(&place).expect("everybody was asked").clone()
    };
    let processes = ["Connectedness", "Hope", "Identity", "Meaning", "Empowerment"];
    for (at, process) in processes.into_iter().enumerate() {
        let sum = |family: &str, pick: fn(&Figure) -> u64| -> u64 {
            (at * 4 + 1..=at * 4 + 4).map(|item| pick(&figure(family, item))).sum()
        };
        let [answered, rated] = ["wanted", "unmet"].map(|family| sum(family, |figure| figure.known));
        let [wanted, not_got] = ["wanted", "unmet"].map(|family| sum(family, |figure| figure.achieved));
        let share = |part: u64, whole: u64| format!("{}%", (100.0 * part as f64 / whole as f64).round());
        assert_eq!(about(process, "Answered"), answered.to_string(), "{process}");
        assert_eq!(about(process, "Wanted it"), share(wanted, answered), "{process}");
        assert_eq!(about(process, "Wanted and rated"), rated.to_string(), "{process}");
        assert_eq!(about(process, "Wanted, got"), share(rated - not_got, rated), "{process}");
        assert_eq!(about(process, "Wanted, not got"), share(not_got, rated), "{process}");
    }
}

/// How open goals were last rated and closed ones ended stands in reports only.
#[test]
fn what_became_of_goals_agrees() {
    let mut differences = Differences::new("What became of recovery goals");
    let page = std::fs::read_to_string(output().path("commissioner-report.html")).expect("it was written");
    let mut shown = 0;
    for (place, figure) in everything().figures() {
        let Some(row) = place.indicator.strip_prefix("story.") else { continue };
        if place.level != "provider" || place.breakdown != "all" {
            continue;
        }
        let is_about = |said: &Said| said.about[0] == "What became of recovery goals" && said.about[2] == row;
        for cell in said(&page).into_iter().filter(|said| said.about.len() == 4 && is_about(said)) {
            let ours = match cell.about[3].as_str() {
                "Number" => figure.achieved,
                "Of" => figure.known,
                _ => continue,
            };
            if let Ok(printed) = cell.words.parse::<u64>() {
                shown += 1;
                if protection::must_be_withheld(figure) || printed != ours {
                    differences.note(format!("{place}: {} is {printed}, expected {figure:?}", cell.about[3]));
                }
            }
        }
    }
    differences.report();
    assert!(shown >= 18, "too few figures shown to compare: {shown:?}");
}

/// A table in the order of its figures would be a ranking.
#[test]
fn no_table_ranks_teams_or_services() {
    let names = |column: &str| -> BTreeSet<String> {
        let rows = export().table("teams").iter().map(|row| row.text(column));
        rows.filter(|name| !name.is_empty()).collect()
    };
    let units = [names("team_name"), names("service_name")];
    let mut tables = 0;
    for (path, bytes) in output().files().into_iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = String::from_utf8(bytes).expect("text");
        for table in between(&page, "<table", "</table>") {
            let cells = said(&format!("<table{table}</table>"));
            // Teams may stand under their services.
            for cells in cells.chunk_by(|one, other| one.about[1] == other.about[1]) {
                for known in &units {
                    let mut order: Vec<&String> = cells.iter().filter_map(|said| said.about.get(2)).collect();
                    order.retain(|name| known.contains(*name));
                    order.dedup();
                    tables += usize::from(order.len() > 2);
                    assert!(order.is_sorted(), "{path}: {order:?}");
                }
            }
        }
    }
    assert!(tables > 3, "tables with a row for each team were found: {tables}");
}

/// A figure about scores that bore the name would say that whose score rises recovers.
#[test]
fn no_figure_is_named_recovery_but_those_about_recovery_goals() {
    let ids: BTreeSet<String> = output().current_rows().into_iter().map(|row| row.indicator).collect();
    let named: Vec<&String> = ids.iter().filter(|id| id.contains("recover")).collect();
    assert!(ids.len() > 100 && !named.is_empty(), "{}", ids.len());
    assert!(named.iter().all(|id| id.starts_with("goals.")), "{named:?}");
}
