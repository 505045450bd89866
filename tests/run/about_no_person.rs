//! Questionnaires about teams, and forms without names: neither is ever joined to a person.

use crate::program::{fingerpost, own_schema, small_export, tree};
use crate::run;
use std::fs;

/// Answers of one team to the checklist about itself: so many of its 24 statements met, the others not.
fn checklist_of(team: &str, on: &str, met: usize) -> String {
    let answer = |at: usize| if at <= met { "met" } else { "no" };
    (1..=24).map(|at| format!(",{team},{on},practice-guidelines,{at},{},,\n", answer(at))).collect()
}

#[test]
fn what_teams_say_of_themselves_is_a_mean_over_teams_and_each_teams_own_latest_score() {
    let export = small_export();
    let measures = export.path().join("measures.csv");
    let text = fs::read_to_string(&measures).unwrap();
    let head = "person_id,team_id,completed_on,measure,item,answer,questionnaire_id,rated_by";
    assert_eq!(text.lines().next(), Some(head));
    // The earlier score of T01 is outdone by its later one; that of T03 is older than twelve months.
    let own =
        [("T01", "2026-03-02", 24), ("T01", "2026-08-03", 12), ("T02", "2026-01-05", 24), ("T03", "2025-09-30", 24)];
    let rows: String = own.iter().map(|(team, on, met)| checklist_of(team, on, *met)).collect();
    fs::write(&measures, format!("{}\n{rows}", text.trim_end())).unwrap();
    let out = export.path().join("out");
    let ran = run(export.path(), &out);
    assert_eq!(ran.status, 0, "{}", ran.stderr);

    let figures = fs::read_to_string(out.join("data/indicators.csv")).unwrap();
    let of_unit = |unit: &str| {
        let mut rows = figures.lines().filter(|row| row.contains(",score.practice-guidelines.total,"));
        rows.find(|row| row.contains(&format!(",{unit},"))).unwrap_or_default().to_owned()
    };
    assert!(of_unit("provider").contains(",,2,12,75,,,points,yes,"), "{}", of_unit("provider"));
    assert!(of_unit("T01").contains(",,1,1,50,,,points,yes,"), "{}", of_unit("T01"));
    assert!(of_unit("T03").is_empty(), "{}", of_unit("T03"));
    assert!(!figures.contains("coverage.practice-guidelines") && !figures.contains("paired.practice-guidelines"));

    let page = |name: &str| fs::read_to_string(out.join(format!("{name}.html"))).unwrap();
    let audit = page("service-audit");
    for wanted in ["Self-assessments of teams", "All statements", "2 of 12", "75.0", "The guidelines define none"] {
        assert!(audit.contains(wanted), "“{wanted}” is not in the audit");
    }
    assert!(page("teams/T01").contains("50.0 on a scale from 0 to 100."));
    assert!(!page("teams/T03").contains("How our team was assessed"));
    // Figures and pictures about people know nothing of it.
    let commissioner = page("commissioner-report");
    let (before_method, _) = commissioner.split_once("How it is worked out").unwrap();
    assert!(!before_method.contains("Practice Guidelines"));
}

#[test]
fn questionnaires_about_teams_alone_do_not_say_that_nobody_filled_one_in() {
    let export = small_export();
    let head = "person_id,team_id,completed_on,measure,item,answer,questionnaire_id,rated_by";
    let rows = checklist_of("T01", "2026-08-03", 12);
    fs::write(export.path().join("measures.csv"), format!("{head}\n{rows}")).unwrap();
    let out = export.path().join("out");
    let ran = run(export.path(), &out);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let figures = fs::read_to_string(out.join("data/indicators.csv")).unwrap();
    assert!(figures.contains("score.practice-guidelines.total") && !figures.contains("coverage.any"));
}

/// An anonymous survey of the service's own: two questions and no scale.
const ANONYMOUS: &str = r#"
id = "our-survey"
title = "Our survey"
short = "Our survey"
rated_by = "the person"
licence = "Our own."
subject = "anonymous"
provenance = "local"
source = "Our own."
items = [{ id = "1", label = "Question 1" }, { id = "2", label = "Question 2" }]

[answers.rating]
lowest = 1
highest = 5
"#;

#[test]
fn an_anonymous_form_that_names_a_person_is_left_out_and_the_mend_is_named() {
    let export = small_export();
    own_schema(export.path(), "measures/our-survey.toml", ANONYMOUS);
    let measures = export.path().join("measures.csv");
    let text = fs::read_to_string(&measures).unwrap();
    let named = "P00001,T01,2026-08-03,our-survey,1,4,F1,\n";
    let nameless = ",T01,2026-08-03,our-survey,1,4,F2,\n";
    fs::write(&measures, format!("{}\n{named}{nameless}", text.trim_end())).unwrap();
    let out = export.path().join("out");
    let ran = run(export.path(), &out);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let rejected = fs::read_to_string(out.join("restricted/rejected.csv")).unwrap();
    let own: Vec<&str> = rejected.lines().filter(|row| row.contains("our-survey")).collect();
    assert_eq!(own.len(), 1, "{own:?}");
    assert!(own[0].contains("person-not-expected") && own[0].contains("F1"), "{own:?}");
    let checked = fingerpost(&["check", export.path().to_str().unwrap()]);
    let said = checked.stdout + &checked.stderr;
    assert!(said.contains("Take the ids out of the export"), "{said}");
}

/// Forms of the survey without names, question 1 only: of each answer so many.
fn nameless_forms(team: &str, counts: &[(&str, usize)]) -> String {
    let answers = counts.iter().flat_map(|(answer, forms)| vec![*answer; *forms]);
    let row = |(form, answer): (usize, &str)| format!(",{team},2026-08-03,yes-survey,1,{answer},{team}-{form},\n");
    answers.enumerate().map(row).collect()
}

#[test]
fn answers_on_forms_without_names_are_counted_protected_and_nowhere_else() {
    let export = small_export();
    let measures = export.path().join("measures.csv");
    let text = fs::read_to_string(&measures).unwrap();
    // Together 1: 12, 2: 11, 3: 14, 4: 3, 5: 20; the codes 9 and 99 are no answers.
    let one = nameless_forms("T01", &[("1", 12), ("3", 14), ("5", 10), ("9", 7)]);
    let other = nameless_forms("T02", &[("2", 11), ("4", 3), ("5", 10), ("99", 2)]);
    fs::write(&measures, format!("{}\n{one}{other}", text.trim_end())).unwrap();
    let out = export.path().join("out");
    let ran = run(export.path(), &out);
    assert_eq!(ran.status, 0, "{}", ran.stderr);

    let page = fs::read_to_string(out.join("commissioner-report.html")).unwrap();
    let (_, section) = page.split_once("Surveys without names</h2>").expect("there is such a section");
    assert!(section.contains("never joined to a person"));
    let (_, row) = section.split_once("Question 1</").unwrap();
    let row = row.split("</tr>").next().unwrap();
    let cells: Vec<&str> = row.split("<td").skip(1).map(|cell| cell.split_once('>').unwrap().1).collect();
    let cells: Vec<&str> = cells.iter().map(|cell| cell.split("</td>").next().unwrap()).collect();
    assert_eq!(cells.len(), 6, "{row}");
    assert_eq!((cells[0], cells[4]), ("60", "withheld"), "{row}");
    let withheld = cells.iter().filter(|cell| **cell == "withheld").count();
    assert!(withheld >= 2, "one alone could be worked out: {row}");
    let shown = ["12 (20%)", "11 (18%)", "14 (23%)", "", "20 (33%)"];
    let fits = |(cell, own): (&&str, &&str)| cell == own || *cell == "withheld";
    assert!(cells[1..].iter().zip(&shown).all(fits) && withheld < 5, "{row}");

    // What is wrong with rows is said by instrument; no table of figures or of people knows of these forms.
    let is_told = |name: &str| name.ends_with(".csv") && !name.contains("rejected") && !name.contains("findings");
    for (name, bytes) in tree(&out).iter().filter(|(name, _)| is_told(name)) {
        assert!(!String::from_utf8_lossy(bytes).contains("yes-survey"), "{name}");
    }
}
