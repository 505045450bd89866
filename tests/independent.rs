//! A second, plain calculation of what the program should say about the sample data, written from the design and
//! never from the program: files are read with a CSV reader, everything else is loops. Where the two differ, one of
//! them is wrong.

#[path = "independent/addresses.rs"]
mod addresses;
#[path = "independent/answers.rs"]
mod answers;
#[path = "independent/comparing.rs"]
mod comparing;
#[path = "independent/counting.rs"]
mod counting;
#[path = "independent/figures.rs"]
mod figures;
#[path = "../sample-data/generate/main.rs"]
#[allow(dead_code, reason = "the generator is also a program of its own")]
mod generate;
#[path = "independent/goals.rs"]
mod goals;
#[path = "independent/leaks.rs"]
mod leaks;
#[path = "independent/packed.rs"]
mod packed;
#[path = "independent/pairs.rs"]
mod pairs;
#[path = "independent/people.rs"]
mod people;
#[path = "independent/person_lines.rs"]
mod person_lines;
#[path = "independent/program.rs"]
mod program;
#[path = "independent/protection.rs"]
mod protection;
#[path = "independent/reading.rs"]
mod reading;
#[path = "independent/roles.rs"]
mod roles;
#[path = "independent/said.rs"]
mod said;
#[path = "independent/scoring.rs"]
mod scoring;

use comparing::{Differences, lines};
use figures::{Everything, Figure};
use program::{Output, output};
use reading::{Export, TABLES};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn sample_data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data")
}

fn export() -> &'static Export {
    static EXPORT: OnceLock<Export> = OnceLock::new();
    EXPORT.get_or_init(|| Export::read(&sample_data()))
}

fn everything() -> &'static Everything {
    static EVERYTHING: OnceLock<Everything> = OnceLock::new();
    EVERYTHING.get_or_init(|| Everything::calculate(export()))
}

// The sample data itself.

#[test]
fn the_generator_makes_the_committed_files_byte_for_byte() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let order = generate::Order::usual(out.path());
    generate::write(&order).expect("the generator writes");
    let mut differing = Vec::new();
    for name in TABLES.iter().map(|table| format!("{table}.csv")).chain(["README.md".into(), "audit.toml".into()]) {
        let made = std::fs::read(out.path().join(&name)).expect("the generator wrote it");
        let committed = std::fs::read(sample_data().join(&name)).expect("it is committed");
        if made != committed {
            differing.push(name);
        }
    }
    assert!(differing.is_empty(), "run the generator again and commit what it makes: {differing:?}");
}

#[test]
fn the_rows_left_out_are_those_that_the_readme_names() {
    let readme = std::fs::read_to_string(sample_data().join("README.md")).expect("it is committed");
    let promised = reading::left_out_by_readme(&readme);
    let found: BTreeMap<&str, BTreeSet<u64>> = export()
        .left_out
        .iter()
        .map(|(table, rows)| (*table, rows.clone()))
        .filter(|(_, rows)| !rows.is_empty())
        .collect();
    for table in TABLES {
        let promised = promised.get(table).cloned().unwrap_or_default();
        let found = found.get(table).cloned().unwrap_or_default();
        let unexpected: Vec<_> = found.difference(&promised.either).collect();
        let forgotten: Vec<_> = promised.certainly.difference(&found).collect();
        assert!(unexpected.is_empty(), "{table}: left out, but not in the README: {unexpected:?}");
        assert!(forgotten.is_empty(), "{table}: in the README, but used: {forgotten:?}");
    }
}

// Rows in and rows out.

#[test]
fn every_row_read_is_used_or_left_out() {
    let run = output().run();
    for table in TABLES {
        let input = run["inputs"]
            .as_array()
            .and_then(|inputs| inputs.iter().find(|input| input["table"] == table))
            .unwrap_or_else(|| panic!("run.json says nothing about {table}"));
        let count = |field: &str| input[field].as_u64().unwrap_or_else(|| panic!("{table}: no {field}"));
        assert_eq!(input["file"], format!("{table}.csv"));
        assert_eq!(count("rows_read"), export().rows_read[table], "{table}: rows read");
        assert_eq!(count("rows_left_out"), export().left_out[table].len() as u64, "{table}: rows left out");
        assert_eq!(count("rows_read"), count("rows_used") + count("rows_left_out"), "{table}: rows must add up");
    }
}

#[test]
fn every_row_left_out_stands_in_the_list_of_rejected_rows() {
    let mut listed: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for line in output().rows("restricted/rejected.csv") {
        listed.entry(line["file"].clone()).or_default().push(line["row"].parse().expect("a row number"));
    }
    for table in TABLES {
        let mut rows = listed.remove(&format!("{table}.csv")).unwrap_or_default();
        // Of exact copies, either may be the one left out.
        rows.iter_mut().for_each(|row| *row = export().first_copy(table, *row));
        rows.sort_unstable();
        let ours: Vec<u64> = export().left_out[table].iter().map(|row| export().first_copy(table, *row)).collect();
        assert_eq!(rows, ours, "{table}: rows in rejected.csv (left) and rows that the readings leave out (right)");
    }
    assert!(listed.is_empty(), "rows of files that are not there: {listed:?}");
}

// Person by person.

#[test]
fn scores_agree_for_everybody() {
    compare_lines("restricted/scores.csv", everything().score_lines());
}

#[test]
fn changes_agree_for_everybody() {
    compare_lines("restricted/changes.csv", everything().change_lines());
}

#[test]
fn goals_agree_for_everybody() {
    compare_lines("restricted/goals.csv", everything().goal_lines());
}

#[test]
fn attainment_agrees_for_everybody() {
    compare_lines("restricted/gas.csv", everything().gas_lines());
}

#[test]
fn roles_agree_for_everybody() {
    compare_lines("restricted/roles.csv", everything().role_lines());
}

#[track_caller]
fn compare_lines(file: &str, ours: Vec<comparing::Line>) {
    assert!(ours.len() > 100, "{file}: too few lines to mean anything");
    let theirs = lines(&output().rows(file), &ours[0]);
    let mut differences = Differences::new(file);
    differences.compare(&theirs, &ours);
    differences.report();
}

// Figures of units, from the rows of the export to the printed percentage.

#[test]
fn figures_about_questionnaires_agree() {
    let prefixes =
        ["caseload", "coverage.", "paired.", "score.", "change.", "improved.", "unchanged.", "deteriorated."];
    compare_figures(&prefixes);
    compare_figures(&["wanted.", "unmet."]);
}

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
    let is_table = |said: &said::Said| said.about[0] == "The way to a pair, and where both groups began";
    let table: Vec<_> =
        said::said(&page).into_iter().filter(|said| said.about.len() == 4 && is_table(said)).collect();
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

fn of_provider(indicator: &str) -> figures::Place {
    let [level, unit, breakdown, category] = ["provider", "NP", "all", "all"].map(str::to_owned);
    figures::Place { level, unit, breakdown, category, indicator: indicator.to_owned() }
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
        let is_it = |said: &said::Said| said.about.iter().skip(2).eq([process, column]);
        let mut found = said::said(&page).into_iter().filter(|said| said.about.len() == 4 && is_it(said));
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

#[test]
fn figures_about_goals_agree() {
    compare_figures(&["goals."]);
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
        let is_about = |said: &said::Said| said.about[0] == "What became of recovery goals" && said.about[2] == row;
        for cell in said::said(&page).into_iter().filter(|said| said.about.len() == 4 && is_about(said)) {
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

#[test]
fn figures_about_roles_agree() {
    compare_figures(&["role.", "ascof."]);
}

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
    let is_one = |said: &said::Said| said.about[0] == "Which action points the commitments speak to";
    let said: Vec<_> = said::said(&page).into_iter().filter(|said| said.about.len() == 4 && is_one(said)).collect();
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
    let is_annex = |said: &said::Said| said.about.len() == 4 && said.about[0].starts_with("Every action point");
    let annex: Vec<_> = said::said(&page).into_iter().filter(is_annex).collect();
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

#[test]
fn figures_of_the_case_note_audit_agree() {
    compare_figures(&["audit."]);
}

#[test]
fn figures_of_the_checklist_agree() {
    compare_figures(&["checklist."]);
}

/// Every printed figure of these kinds equals ours, and a figure of ours that somebody is in is printed or withheld.
#[track_caller]
fn compare_figures(prefixes: &[&str]) {
    let is_one = |indicator: &str| prefixes.iter().any(|prefix| indicator.starts_with(prefix));
    let mut differences = Differences::new("data/indicators.csv");
    let mut shown: BTreeMap<String, usize> = BTreeMap::new();
    let mut printed = BTreeSet::new();
    for row in output().current_rows().iter().filter(|row| is_one(&row.indicator)) {
        printed.insert(row.place());
        let Some(ours) = everything().figure(&row.place()) else {
            if row.is_shown() && row.known != "0" {
                differences.note(format!("{}: {} known, but nobody is", row.place(), row.known));
            }
            continue;
        };
        if row.is_shown() {
            let kind = if row.breakdown == "all" { row.level.clone() } else { "breakdown".into() };
            *shown.entry(kind).or_default() += 1;
            differences.note_all(ours.differences_to(row));
        }
    }
    for (place, figure) in everything().figures().filter(|(place, _)| is_one(&place.indicator)) {
        let nobody_is_asked = figure.achieved == 0 && asks(&place.indicator);
        if figure.known > 0 && !nobody_is_asked && !printed.contains(place) {
            differences.note(format!("{place}: not printed ({figure:?})"));
        }
    }
    differences.report();
    for kind in ["provider", "service", "team"] {
        assert!(shown.get(kind).is_some_and(|count| *count >= 3), "too few figures shown to compare: {shown:?}");
    }
}

/// Whether a figure says how many were asked; where a team does not use a questionnaire at all there need not be one.
fn asks(indicator: &str) -> bool {
    indicator.starts_with("coverage.") || indicator.starts_with("paired.")
}

// Small numbers.

#[test]
fn no_small_number_is_shown() {
    let mut differences = Differences::new("data/indicators.csv");
    each_figure(|output_row, figure| {
        if output_row.is_shown() && protection::must_be_withheld(figure) {
            differences.note(format!("{}: shown, but it is small: {figure:?}", output_row.place()));
        }
        if output_row.is_shown() && protection::must_be_without_spread(figure) && !output_row.has_no_spread() {
            differences.note(format!("{}: a mean of so few is shown without spread", output_row.place()));
        }
    });
    differences.report();
}

#[test]
fn a_withheld_row_prints_no_number_and_a_reason() {
    let rows = output().current_rows();
    let withheld: Vec<_> = rows.iter().filter(|row| !row.is_shown()).collect();
    assert!(withheld.len() > 50, "the two tiny teams alone should have more withheld figures");
    for row in withheld {
        assert!(row.has_no_numbers(), "{}: withheld, but a number stands there", row.place());
        assert!(!row.note.is_empty(), "{}: withheld without a reason", row.place());
    }
}

#[test]
fn whatever_is_withheld_is_small_or_protects_something_small() {
    let mut small: BTreeSet<String> = BTreeSet::new();
    for (place, figure) in everything().figures() {
        if protection::must_be_withheld(figure) {
            small.insert(protection::family(&place.indicator));
        }
    }
    let mut differences = Differences::new("data/indicators.csv");
    each_figure(|row, figure| {
        let explained = protection::may_be_withheld(figure) || small.contains(&protection::family(&row.indicator));
        if !row.is_shown() && !explained {
            differences.note(format!("{}: withheld, but nothing near it is small: {figure:?}", row.place()));
        }
    });
    differences.report();
}

#[test]
fn most_figures_that_need_no_protection_are_shown() {
    let (mut shown, mut safe) = (0, 0);
    each_figure(|row, figure| {
        if row.breakdown == "all" && !protection::may_be_withheld(figure) {
            safe += 1;
            shown += usize::from(row.is_shown());
        }
    });
    assert!(shown * 10 >= safe * 6, "only {shown} of {safe} figures that are not small are shown");
}

fn each_figure(mut look: impl FnMut(&program::Printed, &Figure)) {
    for row in output().current_rows() {
        if let Some(figure) = everything().figure(&row.place()) {
            look(&row, figure);
        }
    }
}

// The second calculation, held against numbers that others have published and against the readings.

#[test]
fn the_plain_rule_protects_small_counts_small_rests_and_extremes_of_few() {
    #[track_caller]
    fn case(achieved: usize, known: usize, withheld: bool) {
        let figure = Figure::share(achieved, known, known);
        assert_eq!(protection::must_be_withheld(&figure), withheld, "{achieved} of {known}");
    }
    case(5, 10, false);
    case(4, 10, true);
    case(6, 10, true);
    case(0, 9, true);
    case(9, 9, true);
    case(0, 10, false);
    case(10, 10, false);
    case(1, 1, true);
    case(0, 0, false);
}

#[test]
fn a_printed_number_agrees_when_it_is_ours_rounded() {
    assert!(comparing::number_agrees(44.36, "44.4"));
    assert!(comparing::number_agrees(44.36, "44.36"));
    assert!(!comparing::number_agrees(44.36, "44.3"));
    assert!(!comparing::number_agrees(44.36, "44"));
    assert!(comparing::number_agrees(44.0, "44"));
    assert!(!comparing::number_agrees(44.0, ""));
}

#[test]
fn the_plain_attainment_score_agrees_with_published_values() {
    let t = |ratings: &[f64]| goals::conventional_t(&ratings.iter().map(|x| (1.0, *x)).collect::<Vec<_>>());
    assert!((t(&[-1.0, -1.0, 0.0, 0.0, -1.0]) - 40.95466).abs() < 1e-5);
    assert!((t(&[0.0, -1.0, 0.0]) - 45.43565).abs() < 1e-5);
    assert!((t(&[1.0, 1.0, 1.0]) - 63.69306).abs() < 1e-5);
}

#[test]
fn the_run_is_about_the_last_full_quarter() {
    let rows = Output::read_indicators(output());
    let newest = rows.iter().map(|row| row.period.as_str()).max();
    assert_eq!(newest, Some("2026-27-Q2"));
}
