//! Runs of a service that holds other values, or whose exports lack something: what becomes of criteria and values.

use crate::program::{fingerpost, own_schema, small_export};
use crate::run;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The five processes of recovery as the values of a service, instead of the handbook's three.
fn own_framework() -> String {
    let shipped = include_str!("../../schemas/framework.toml");
    let (head, _) = shipped.split_once("[[value]]").expect("there are values");
    let values = [
        ("connectedness", "Nobody is alone", "role.friendship.held", "share", 93),
        ("hope", "Hope is kept alive", "score.inspire.hope", "mean", 39),
        ("identity", "More than an illness", "score.inspire.identity", "mean", 35),
        ("meaning", "A life worth living", "goals.has_recovery_goal", "share", 43),
        ("empowerment", "My life, my say", "score.inspire.empowerment", "mean", 72),
    ];
    let value = |(id, label, indicator, takes, point): (&str, &str, &str, &str, u8)| {
        format!(
            "[[value]]\nid = \"{id}\"\nlabel = \"{label}\"\nstatement = \"We hold that this matters.\"\n\n\
             [[value.criteria]]\nid = \"{id}-now\"\nlabel = \"{label} now\"\nstandard = \"It is so for everyone.\"\n\
             indicator = \"{indicator}\"\ntakes = \"{takes}\"\npoints = [{point}]\ntarget = 75\n\n"
        )
    };
    head.to_owned() + &values.map(value).concat()
}

#[test]
fn a_service_may_hold_other_values_than_the_handbook() {
    let export = small_export();
    own_schema(export.path(), "framework.toml", &own_framework());
    own_schema(export.path(), "wording/en.toml", "[values]\nheading = \"What we stand for\"\n");
    let out = export.path().join("out");
    let ran = run(export.path(), &out);
    assert_eq!(ran.status, 0, "{}", ran.stderr);

    let values = fs::read_to_string(out.join("data/values.csv")).unwrap();
    assert!(values.contains(",hope,hope-now,score.inspire.hope,") && !values.contains(",recovery,"), "{values}");
    assert!(values.lines().filter(|row| row.contains(",provider,")).all(|row| row.split(',').count() >= 13));
    for report in ["commissioner-report.html", "service-audit.html"] {
        let page = fs::read_to_string(out.join(report)).unwrap();
        for own in [
            "Nobody is alone",
            "Hope is kept alive",
            "More than an illness",
            "A life worth living",
            "My life, my say",
        ] {
            assert!(page.contains(own), "{own} is not in {report}");
        }
        assert!(!page.contains("Recovery is what the service is for"), "{report}");
    }
    let commissioner = fs::read_to_string(out.join("commissioner-report.html")).unwrap();
    assert!(commissioner.contains("What we stand for"));

    let folder = export.path().to_str().unwrap();
    let said = fingerpost(&["explain", "criterion.hope-now", "--folder", folder, "--out", out.to_str().unwrap()]);
    assert_eq!(said.status, 0, "{}", said.stderr);
    assert!(said.stdout.contains("The service’s own target: 75 of 100."), "{}", said.stdout);
    assert!(said.stdout.contains("on the line from 0 to 100"), "{}", said.stdout);
    assert_eq!(fingerpost(&["explain", "value.recovery", "--folder", folder]).status, 2);
}

/// What the provider's criteria have attained in an output.
fn criteria_of(out: &Path) -> BTreeMap<String, String> {
    let mut reader = csv::Reader::from_path(out.join("data/values.csv")).unwrap();
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    let provider = rows.into_iter().filter(|row| row["level"] == "provider");
    let attained = provider.filter(|row| !row["criterion"].is_empty() && !row["attained"].is_empty());
    attained.map(|row| (row["criterion"].clone(), row["attained"].clone())).collect()
}

#[test]
fn a_stream_that_is_missing_lowers_evidence_and_no_criterion() {
    let export = small_export();
    let whole = export.path().join("whole");
    assert_eq!(run(export.path(), &whole).status, 0);
    let all = criteria_of(&whole);
    for stream in ["goals.csv", "roles.csv", "audit.csv", "checklist.csv"] {
        let kept = fs::read(export.path().join(stream)).unwrap();
        fs::remove_file(export.path().join(stream)).unwrap();
        let out = export.path().join(format!("without-{stream}"));
        assert_eq!(run(export.path(), &out).status, 0);
        let fewer = criteria_of(&out);
        assert!(fewer.len() < all.len(), "{stream}: {fewer:?}");
        for (criterion, attained) in &fewer {
            // What was withheld beside the stream may be shown without it.
            assert!(all.get(criterion).is_none_or(|before| before == attained), "{stream}, {criterion}");
        }
        fs::write(export.path().join(stream), kept).unwrap();
    }
}

#[test]
fn people_without_ratings_change_coverage_and_no_score() {
    let export = small_export();
    let before = export.path().join("before");
    assert_eq!(run(export.path(), &before).status, 0);
    let people = export.path().join("people.csv");
    let text = fs::read_to_string(&people).unwrap();
    let more: String = (0..40).map(|n| format!("NEW{n:02},T01,2026-07-01,,1980,1,A,5\n")).collect();
    fs::write(&people, format!("{}\n{more}", text.trim_end())).unwrap();
    let after = export.path().join("after");
    assert_eq!(run(export.path(), &after).status, 0);
    let (then, now) = (criteria_of(&before), criteria_of(&after));
    let of_caseload = ["asked", "goal-present"];
    for (criterion, attained) in &now {
        if let Some(then) = then.get(criterion).filter(|_| !of_caseload.contains(&criterion.as_str())) {
            assert_eq!(attained, then, "{criterion}");
        }
    }
    assert!(now.len() > 10, "{now:?}");
    assert_ne!(now["asked"], then["asked"], "more people, of whom nothing is known");
}

/// A record that was looked at belongs to the sample, also where it was not judged on every point.
#[test]
fn a_record_not_judged_on_a_point_is_still_a_record_looked_at() {
    let export = small_export();
    let looked_at = |out: &Path| {
        let page = fs::read_to_string(out.join("service-audit.html")).unwrap();
        let (_, table) = page.split_once("Records looked at this quarter").expect("the table stands there");
        table.split("</table>").next().unwrap().to_owned()
    };
    let before = export.path().join("before");
    assert_eq!(run(export.path(), &before).status, 0);
    let file = export.path().join("audit.csv");
    let text = fs::read_to_string(&file).unwrap();
    let is_first = |row: &str| row.split(',').nth(3) == Some("34") && row.contains(",T02,2026-0");
    let fewer: String = text.lines().filter(|row| !is_first(row)).map(|row| format!("{row}\n")).collect();
    assert!(fewer.len() < text.len());
    fs::write(&file, fewer).unwrap();
    let after = export.path().join("after");
    assert_eq!(run(export.path(), &after).status, 0);
    assert_eq!(looked_at(&before), looked_at(&after));
}

#[test]
fn where_nobody_wrote_down_how_records_were_chosen_the_audit_says_so() {
    let export = small_export();
    let settings = export.path().join("audit.toml");
    let text = fs::read_to_string(&settings).unwrap();
    let silent: Vec<&str> = text.lines().filter(|line| !line.starts_with("audit_sample")).collect();
    assert!(silent.len() < text.lines().count());
    fs::write(&settings, silent.join("\n")).unwrap();
    let out = export.path().join("out");
    let [folder, out_text] = [export.path(), &out].map(|path| path.to_str().unwrap());
    assert_eq!(fingerpost(&["run", folder, "--out", out_text, "--only", "audit", "--quiet"]).status, 0);
    let page = fs::read_to_string(out.join("service-audit.html")).unwrap();
    assert!(page.contains("How they were chosen is not written down"));
}

/// A pack tells what became of commitments once; what was over long ago does not come back in every quarter.
#[test]
fn commitments_that_were_over_before_last_quarter_are_not_told_again() {
    let export = small_export();
    let file = export.path().join("actions.csv");
    let head = fs::read_to_string(&file).unwrap().lines().next().unwrap().to_owned();
    assert_eq!(head, "action_id,team_id,agreed_on,point,text,due_on,status,closed_on");
    let rows = [
        "A1,T01,2025-01-10,17,Done long ago,2026-09-30,done,2026-03-31",
        "A2,T01,2025-01-10,17,Open since long,2025-03-31,open,",
        "A3,T01,2026-02-10,17,Done last quarter,2026-03-31,done,2026-04-01",
        "A4,T01,2026-02-10,17,Dropped before that,2026-03-31,dropped,",
        "A5,T01,2026-04-10,17,Done without a day,,done,",
    ];
    fs::write(&file, format!("{head}\n{}\n", rows.join("\n"))).unwrap();
    let out = export.path().join("out");
    assert_eq!(run(export.path(), &out).status, 0);
    let pack = fs::read_to_string(out.join("teams/T01.html")).unwrap();
    for (text, is_told) in [
        ("Done long ago", false),
        ("Open since long", true),
        ("Done last quarter", true),
        ("Dropped before that", false),
        ("Done without a day", true),
    ] {
        assert_eq!(pack.contains(text), is_told, "{text}");
    }
}
