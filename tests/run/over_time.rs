//! Figures over time as a service may set them: begun anew for a reason, with a target, and judged by another method.

use crate::program::{fingerpost, own_schema, small_export, tree};
use crate::run;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

type Row = BTreeMap<String, String>;

fn trend_of(out: &Path, indicator: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(out.join("data/trends.csv")).unwrap();
    let rows = reader.deserialize().map(|row| row.unwrap());
    rows.filter(|row: &Row| row["indicator"] == indicator && row["level"] == "provider").collect()
}

fn add(folder: &Path, file: &str, text: &str) {
    let path = folder.join(file);
    let old = fs::read_to_string(&path).unwrap_or_default();
    fs::write(path, format!("{old}\n{text}")).unwrap();
}

fn median(rows: &[Row]) -> f64 {
    let mut values: Vec<f64> = rows.iter().filter_map(|row| row["value"].parse().ok()).collect();
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    if values.len() % 2 == 1 { values[half] } else { (values[half - 1] + values[half]) / 2.0 }
}

#[test]
fn a_figure_begun_anew_has_a_middle_line_before_and_after_and_says_why() {
    let export = small_export();
    let reason = "From January the form is offered on tablets too.";
    add(
        export.path(),
        "audit.toml",
        &format!("[[rebase]]\nindicator = \"goals.*\"\nfrom = 2026-02-15\nreason = \"{reason}\"\n"),
    );
    let out = export.path().join("out");
    let ran = run(export.path(), &out);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let rows = trend_of(&out, "goals.has_recovery_goal");
    // The quarter that holds the day is the first of the new stretch.
    let start = rows.iter().position(|row| row["point"] == "2025-26-Q4").expect("it is drawn");
    let (before, after) = rows.split_at(start);
    assert!(before.len() > 3 && after.len() == 3, "{} and {}", before.len(), after.len());
    for stretch in [before, after] {
        for row in stretch {
            assert!((row["centre"].parse::<f64>().unwrap() - median(stretch)).abs() < 1e-6, "{row:?}");
        }
    }
    assert_ne!(before[0]["centre"], after[0]["centre"]);
    let page = fs::read_to_string(out.join("commissioner-report.html")).unwrap();
    assert!(page.contains(reason) && page.contains("is begun anew"));
    let record = fs::read_to_string(out.join("run.json")).unwrap();
    assert!(record.contains(reason) && record.contains("\"over_dispersion\": true"), "{record}");
}

#[test]
fn a_series_of_months_is_begun_anew_with_the_month_that_holds_the_day() {
    let export = small_export();
    let settings = export.path().join("audit.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, format!("trend = \"month\"\n{text}")).unwrap();
    let rebase = "[[rebase]]\nindicator = \"goals.*\"\nfrom = 2026-02-15\nreason = \"Another form.\"\n";
    add(export.path(), "audit.toml", rebase);
    let out = export.path().join("out");
    let [folder, out_text] = [export.path(), &out].map(|path| path.to_str().unwrap());
    let ran = fingerpost(&["run", folder, "--out", out_text, "--only", "tables", "--quiet"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let rows = trend_of(&out, "goals.has_recovery_goal");
    let changed: Vec<&str> = rows
        .windows(2)
        .filter(|pair| pair[0]["centre"] != pair[1]["centre"])
        .map(|pair| pair[1]["point"].as_str())
        .collect();
    assert_eq!(changed, ["2026-02"]);
}

#[test]
fn what_cannot_be_begun_anew_is_refused_with_the_nearest_that_can() {
    let export = small_export();
    add(
        export.path(),
        "audit.toml",
        "[[rebase]]\nindicator = \"goals.has_recovery_goals\"\nfrom = 2026-02-15\nreason = \"New form\"\n",
    );
    let ran = run(export.path(), &export.path().join("out"));
    assert_eq!(ran.status, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("goals.has_recovery_goals") && ran.stderr.contains("goals.has_recovery_goal`"));
    let text = fs::read_to_string(export.path().join("audit.toml")).unwrap();
    fs::write(export.path().join("audit.toml"), text.replace("\"New form\"", "\" \"").replace("goals`", "goal`"))
        .unwrap();
    let ran = run(export.path(), &export.path().join("out"));
    assert!(ran.status == 3 && ran.stderr.contains("`reason` is empty"), "{}", ran.stderr);
}

/// With limits of shares each point has its own, p̄ ± 3·√(p̄(1−p̄)/n)·σ, worked out here from what the open tables print.
#[test]
fn a_service_may_judge_shares_by_their_own_limits_and_against_its_target() {
    let export = small_export();
    let statistics = include_str!("../../schemas/statistics.toml")
        .replace("fewest_for_limits = 12", "fewest_for_limits = 8")
        .replace("shares = \"individuals\"", "shares = \"p\"");
    own_schema(export.path(), "statistics.toml", &statistics);
    let framework = include_str!("../../schemas/framework.toml");
    let framework = framework.replacen(
        "indicator = \"goals.has_recovery_goal\"",
        "indicator = \"goals.has_recovery_goal\"\n  target = 99",
        1,
    );
    own_schema(export.path(), "framework.toml", &framework);
    let out = export.path().join("out");
    let ran = run(export.path(), &out);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let rows = trend_of(&out, "goals.has_recovery_goal");
    let number = |row: &Row, column: &str| row[column].parse::<f64>().unwrap();
    let (last, centre) = (rows.last().unwrap(), number(&rows[0], "centre") / 100.0);
    let mut reader = csv::Reader::from_path(out.join("data/indicators.csv")).unwrap();
    let mut all = reader.deserialize().map(|row| row.unwrap());
    let now: Row = all
        .find(|row: &Row| {
            row["indicator"] == "goals.has_recovery_goal" && row["level"] == "provider" && row["breakdown"] == "all"
        })
        .unwrap();
    let reach = 300.0 * (centre * (1.0 - centre) / number(&now, "known")).sqrt();
    assert!((number(last, "upper") - (100.0 * centre + reach)).abs() < 1e-6, "{last:?}");
    assert!((number(last, "lower") - (100.0 * centre - reach)).abs() < 1e-6, "{last:?}");
    assert_ne!(rows[0]["upper"], last["upper"], "other numbers of people");
    let page = fs::read_to_string(out.join("commissioner-report.html")).unwrap();
    for wanted in ["our target: not to be expected as things are", "(p chart)", "fewer than 8 quarters"] {
        assert!(page.contains(wanted), "“{wanted}” is not said");
    }
}

/// Each setting with a value that nothing else has, so that it is this one that is told.
#[test]
fn every_setting_on_which_experts_differ_is_printed_as_the_service_has_set_it() {
    let export = small_export();
    let mut statistics = include_str!("../../schemas/statistics.toml").to_owned();
    for (shipped, own) in [
        ("fewest_for_limits = 12", "fewest_for_limits = 13"),
        ("limit_factor = 2.66", "limit_factor = 2.71"),
        ("screen = 3.267", "screen = 3.31\nfix_after = 14"),
        ("shift = 7", "shift = 9"),
        ("trend = 7", "trend = 6"),
        ("shares = \"individuals\"", "shares = \"i-prime\""),
        ("limits = \"arcsine\"", "limits = \"plain\""),
        ("over_dispersion = true", "over_dispersion = false"),
    ] {
        assert!(statistics.contains(&format!("\n{shipped}\n")), "{shipped}");
        statistics = statistics.replace(&format!("\n{shipped}\n"), &format!("\n{own}\n"));
    }
    own_schema(export.path(), "statistics.toml", &statistics);
    let out = export.path().join("out");
    assert_eq!(run(export.path(), &out).status, 0);
    let page = fs::read_to_string(out.join("commissioner-report.html")).unwrap();
    for told in [
        "fewer than 13 quarters",
        "2.71 times the mean step",
        "steps of 3.31 mean steps or more are left out",
        "the first 14 points of a stretch",
        "9 in a row on one side",
        "6 points in a row rising or falling",
        "I′ after Taylor",
        "z times its standard error",
        "not widened where teams differ",
    ] {
        assert!(page.contains(told), "“{told}” is not told");
    }
}

/// Packs have no room for signs that say no more than the title; what is to be expected of a target says more.
#[test]
fn a_pack_says_what_is_to_be_expected_of_a_target() {
    let export = tempfile::tempdir().unwrap();
    crate::generate::write(&crate::generate::Order::usual(export.path())).unwrap();
    let statistics = include_str!("../../schemas/statistics.toml");
    own_schema(
        export.path(),
        "statistics.toml",
        &statistics.replace("fewest_for_limits = 12", "fewest_for_limits = 8"),
    );
    let aim = "indicator = \"score.inspire.support\"\n  target = 55";
    let framework = include_str!("../../schemas/framework.toml");
    let framework = framework.replacen("  indicator = \"score.inspire.support\"", &format!("  {aim}"), 1);
    assert!(framework.contains(aim));
    own_schema(export.path(), "framework.toml", &framework);
    let out = export.path().join("out");
    let [folder, out_text] = [export.path(), &out].map(|path| path.to_str().unwrap());
    let ran = fingerpost(&["run", folder, "--out", out_text, "--only", "team", "--quiet"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let packs = tree(&out.join("teams")).into_iter().filter(|(path, _)| path.ends_with(".html"));
    let packs: String = packs.map(|(_, bytes)| String::from_utf8(bytes).unwrap()).collect();
    assert!(packs.contains("our target: reached or not by chance"));
    assert!(!packs.contains("latest: as usual"));
}
