//! Instruments that a service completes from its own manual. The keys below are invented: they are nobody's scoring
//! rules.

use crate::agreement::agree;
use crate::chance::Chance;
use crate::day;
use crate::forms::{self, Form};
use crate::keys::{Instrument, Item, ONE_TO_FOUR, Scale};
use crate::plain::Expected;
use fingerpost::definitions::{Definitions, Faults, Subject, load, template};
use fingerpost::score::ScoreStatus;
use std::path::Path;
use tempfile::TempDir;

const SUBJECTS: [(&str, Subject); 3] =
    [("facit", Subject::Team), ("porsat", Subject::Team), ("rprs", Subject::Person)];
const MARK: &str = "template = true";

fn text_of(id: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/templates/{id}.toml"));
    let text = std::fs::read_to_string(file).expect("the template is committed");
    assert_eq!(template(id), Some(text.as_str()), "the program hands out another template");
    text
}

/// A folder as it stands beside `audit.toml`, with one instrument in it.
fn load_with(id: &str, text: &str) -> Result<Definitions, Faults> {
    let folder = TempDir::new().expect("a temporary folder");
    let measures = folder.path().join("measures");
    std::fs::create_dir(&measures).expect("a folder of instruments");
    std::fs::write(measures.join(format!("{id}.toml")), text).expect("the file can be written");
    load(Some(folder.path()))
}

/// Without the line that says that it is a template.
fn without_mark(text: &str) -> String {
    let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with(MARK)).collect();
    assert_eq!(kept.len() + 1, text.lines().count());
    kept.join("\n")
}

/// With everything that the template asks for, the numbers that it gives as examples standing as they are.
fn filled_in(id: &str) -> String {
    let text = without_mark(&text_of(id));
    let text = text.replace("Title, year and page of your manual.", "Invented manual, 2026, page 1.");
    let text = text.replace("Title, year and page of your kit.", "Invented kit, 2026, page 1.");
    let text = text.replace("Title, year and page of your copy.", "Invented copy, 2026, page 1.");
    text.replace("State your own licence here.", "Invented licence.")
}

/// The head of the template, the service's own answers and scales after it.
fn completed() -> String {
    let text = filled_in("rprs");
    let (head, _) = text.split_once("[answers.rating]").expect("the template explains answers");
    format!("{head}{INVENTED}")
}

/// Invented: items 5 and 11 are turned round, the first eight make a scale of their own, two answers may be missing
/// there.
const INVENTED: &str = r#"
[answers.rating]
lowest = 1
highest = 4
missing = ["NA"]

[[scale]]
id = "total"
label = "Total score"
formula = "sum"
items = ["1 to 24"]
reversed = ["5", "11"]
lowest = 24
highest = 96
better = "higher"
threshold = { points = 6, provenance = "local", source = "Invented." }
provenance = "local"
source = "Invented."

[[scale]]
id = "core"
label = "Core"
formula = "mean"
items = ["1 to 8"]
reversed = ["5"]
factor = 25
min_answered = 6
lowest = 25
highest = 100
better = "higher"
provenance = "local"
source = "Invented."

[[example]]
name = "The best answers"
answers = { "1 to 24" = 4, 5 = 1, 11 = 1 }
expected = { total = 96, core = 100 }

[[example]]
name = "The worst answers"
answers = { "1 to 24" = 1, 5 = 4, 11 = 4 }
expected = { total = 24, core = 25 }

[[example]]
name = "Too much left blank"
answers = { "1 to 5" = 3 }
expected = { total = "no score", core = "no score" }

[improver]
scale = "total"
before = { "1 to 24" = 2 }
after = { "1 to 24" = 3 }
"#;

fn invented_scores(ratings: &[Option<f64>]) -> Vec<Expected> {
    let is_turned = |place: usize| place == 4 || place == 10;
    let point = |place: usize| ratings[place].map(|answer| if is_turned(place) { 5.0 - answer } else { answer });
    let points: Vec<f64> = (0..24).filter_map(point).collect();
    let core: Vec<f64> = (0..8).filter_map(point).collect();
    let total = (points.len() == 24).then(|| points.iter().sum::<f64>());
    let mean = (core.len() >= 6).then(|| 25.0 * core.iter().sum::<f64>() / core.len() as f64);
    vec![expected("total", total, (points.len(), 24)), expected("core", mean, (core.len(), 8))]
}

fn expected(scale: &'static str, score: Option<f64>, counted: (usize, u32)) -> Expected {
    let status = if score.is_some() { "scored" } else { "too few answers" };
    Expected { scale, score, counted: Some((counted.0 as u32, counted.1)), status, tolerance: 1e-9 }
}

fn items(count: usize, turned: &[usize]) -> Vec<Item> {
    let item = |n: usize| Item { id: n.to_string(), answers: ONE_TO_FOUR, turned: turned.contains(&n) };
    (1..=count).map(item).collect()
}

fn invented() -> Instrument {
    let scale = |id, lowest, highest| Scale { id, lowest, highest, threshold: None, cut_off: None };
    let scales = vec![scale("total", 24.0, 96.0), scale("core", 25.0, 100.0)];
    Instrument { id: "rprs", items: items(24, &[5, 11]), not_scored: &["NA"], scales, score: invented_scores }
}

fn refused(id: &str, text: &str) -> Faults {
    match load_with(id, text) {
        Ok(_) => panic!("{id} was believed"),
        Err(faults) => faults,
    }
}

#[test]
fn a_template_nobody_completed_is_refused_at_its_first_line_and_says_what_to_do() {
    for (id, _) in SUBJECTS {
        let text = text_of(id);
        let faults = refused(id, &text);
        assert_eq!(faults.len(), 1, "{faults}");
        let fault = &faults.0[0];
        let line = text.lines().position(|line| line.starts_with(MARK)).map(|at| at + 1);
        assert_eq!((fault.file.as_str(), fault.line), (format!("schemas/measures/{id}.toml").as_str(), line));
        for wanted in ["template", "licensed manual", "remove the line `template = true`"] {
            assert!(fault.message.contains(wanted), "{fault}");
        }
    }
}

#[test]
fn a_template_with_its_head_only_is_told_what_is_missing() {
    let text = completed();
    let (head, _) = text.split_once("[[example]]").expect("there are examples");
    let said = refused("rprs", head).to_string();
    for wanted in ["schemas/measures/rprs.toml", "[[example]]", "best", "worst", "incomplete", "[improver]"] {
        assert!(said.contains(wanted), "“{wanted}” is not in: {said}");
    }
    let (head, _) = text.split_once("[answers.rating]").expect("there are answers");
    let said = refused("rprs", head).to_string();
    assert!(said.contains("schemas/measures/rprs.toml") && said.contains("[answers.rating]"), "{said}");
}

/// Every text that a service answers for, with the line that it stands in.
fn placeholders(text: &str) -> Vec<usize> {
    let own = |line: &str| line.starts_with("source = ") || line.starts_with("licence = ");
    let words = ["Title, year and page", "State your own licence here"];
    let lines = text.lines().zip(1..);
    lines.filter(|(line, _)| own(line) && words.iter().any(|word| line.contains(word))).map(|(_, at)| at).collect()
}

#[test]
fn a_template_without_its_mark_is_no_completed_one() {
    for (id, _) in SUBJECTS {
        let text = without_mark(&text_of(id));
        let faults = refused(id, &text);
        let lines: Vec<usize> = faults.iter().filter_map(|fault| fault.line).collect();
        let expected = placeholders(&text);
        assert!(expected.len() >= 2, "{id}");
        assert!(expected.iter().all(|line| lines.contains(line)), "{id}: {expected:?} in {faults}");
        for wanted in ["labels of the template", "`[answers.rating]` runs from 1 to 4", "the scale `total` runs from"]
        {
            assert!(faults.to_string().contains(wanted), "{id}: “{wanted}” is not in: {faults}");
        }
        assert_eq!(faults.to_string().matches("the example “").count(), 3, "{faults}");
    }
}

#[test]
fn one_text_of_the_template_is_enough_to_refuse_it_and_each_is_named() {
    for (id, _) in SUBJECTS {
        let (raw, filled) = (without_mark(&text_of(id)), filled_in(id));
        for line in placeholders(&raw) {
            let own = raw.lines().nth(line - 1).expect("the line was found");
            let lines = filled.lines().enumerate();
            let text: Vec<&str> = lines.map(|(at, filled)| if at + 1 == line { own } else { filled }).collect();
            let faults = refused(id, &text.join("\n"));
            let named = |fault: &&fingerpost::definitions::Fault| fault.message.contains("Write your own words");
            let named: Vec<Option<usize>> = faults.iter().filter(named).map(|fault| fault.line).collect();
            assert_eq!(named, [Some(line)], "{id}: {faults}");
        }
    }
}

/// Neither another name nor dropping the list of what to complete makes a template a completed one, and no other
/// spelling does.
#[test]
fn a_template_cannot_be_passed_off_under_another_name() {
    let text = without_mark(&text_of("facit")).replace("id = \"facit\"", "id = \"peer-run\"");
    let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with("to_complete")).collect();
    let text = kept.join("\n").replace("Title, year and page of your manual.", "TITLE, YEAR AND PAGE OF YOUR MANUAL");
    let said = refused("peer-run", &text).to_string();
    assert_eq!(said.matches("Write your own words").count(), 2, "{said}");
    assert!(said.contains("46 items still have the labels"), "{said}");
}

#[test]
fn other_answers_than_the_examples_of_the_template_need_another_range() {
    let text = filled_in("rprs").replace("highest = 4 ", "highest = 5 ");
    let said = refused("rprs", &text).to_string();
    assert!(said.contains("24 to 120"), "{said}");
}

#[test]
fn a_completed_template_scores_as_its_own_key_says() {
    let definitions = load_with("rprs", &completed()).unwrap_or_else(|faults| panic!("{faults}"));
    assert!(definitions.measures.iter().all(|measure| fingerpost::score::examples::unproved(measure).is_empty()));
    let (instrument, mut chance) = (invented(), Chance(24));
    let form = |person| Form::new(person, forms::random(&instrument, &mut chance));
    let forms: Vec<Form> = (0..10_000).map(form).collect();
    let rows = forms::rows(vec![forms::sheets(&definitions, &instrument, &forms)]);
    agree(&definitions, &instrument, &forms, &forms::scores(&rows, &definitions));
}

fn plain_total(ratings: &[Option<f64>]) -> Vec<Expected> {
    let given: Vec<f64> = ratings.iter().filter_map(|rating| *rating).collect();
    let total = (given.len() == ratings.len()).then(|| given.iter().sum());
    vec![expected("total", total, (given.len(), ratings.len() as u32))]
}

/// With the numbers that the template gives as examples.
#[test]
fn team_templates_score_the_team_and_pair_nobody() {
    for (id, count) in [("facit", 46), ("porsat", 30)] {
        let definitions = load_with(id, &filled_in(id)).unwrap_or_else(|faults| panic!("{faults}"));
        let (lowest, highest) = (count as f64, 4.0 * count as f64);
        let scales = vec![Scale { id: "total", lowest, highest, threshold: None, cut_off: None }];
        let instrument = Instrument { id, items: items(count, &[]), not_scored: &[], scales, score: plain_total };
        let mut chance = Chance(46);
        let form = |at: usize| Form::new(at, forms::random(&instrument, &mut chance));
        let forms: Vec<Form> = (0..1000).map(form).collect();
        let mut table = forms::sheets(&definitions, &instrument, &forms);
        table.sheets.iter_mut().for_each(|sheet| sheet.person = None);
        let rows = forms::rows(vec![table]);
        let scored = forms::scored(&rows, &definitions);
        agree(&definitions, &instrument, &forms, &scored.all(&rows).collect::<Vec<_>>());
        assert!(scored.placed.iter().all(Vec::is_empty) && scored.spells.is_empty(), "{id}");
    }
}

#[test]
fn a_completed_template_says_whom_its_answers_are_about() {
    for (id, subject) in SUBJECTS {
        let definitions = load_with(id, &filled_in(id)).unwrap_or_else(|faults| panic!("{faults}"));
        let measure = definitions.measure(id).expect("it was loaded");
        assert_eq!(measure.subject, subject, "{id}");
        assert_eq!(definitions.measures.len(), crate::shipped().measures.len() + 1, "{id}");
    }
}

#[test]
fn a_completed_template_pairs_by_its_own_threshold() {
    assert_eq!(categories(&completed(), &[(40.0, 46.0)]), ["improved"]);
}

/// Standard deviation 7.5 and reliability 0.8 make 9.2969 points: 9 are the questionnaire's own inexactness, 10 are not.
#[test]
fn a_threshold_worked_out_from_a_reference_sample_is_that_of_jacobson_and_truax() {
    let stated = "threshold = { points = 6,";
    let sample = "threshold = { deviation = 7.5, reliability = 0.8, reliability_kind = \"internal-consistency\",";
    let text = completed().replace(stated, sample);
    assert!(text.contains(sample), "the template's own threshold was not found");
    assert_eq!(
        categories(&text, &[(40.0, 49.0), (40.0, 50.0), (50.0, 40.0)]),
        ["no reliable change", "improved", "deteriorated"]
    );
    let definitions = load_with("rprs", &text).unwrap_or_else(|faults| panic!("{faults}"));
    let measure = definitions.measure("rprs").expect("it was completed");
    let said = definitions.scale_in_words(measure, &measure.scales[0]).join(" ");
    assert!(said.contains("A change counts from 9.3 points"), "{said}");
    assert!(
        said.contains("after Jacobson and Truax from a standard deviation of 7.5 points and a reliability of 0.8"),
        "{said}"
    );
}

/// Means of 40 and 60 and standard deviations of 7.5 and 2.5: the line of c lies three quarters of the way, at 55.
#[test]
fn a_cut_off_worked_out_from_two_samples_is_that_of_jacobson_and_truax() {
    let stated = "better = \"higher\"\nthreshold = { points = 6,";
    let with = |cut_off: &str| {
        let tail = "provenance = \"local\", source = \"Invented.\" }";
        let text = completed().replace(
            stated,
            &format!("better = \"higher\"\ncut_off = {{ {cut_off}, {tail}\nthreshold = {{ points = 6,"),
        );
        assert!(text.contains("cut_off"), "the template's own threshold was not found");
        load_with("rprs", &text)
    };
    let clinical = "clinical = { mean = 40, deviation = 7.5 }";
    let general = "general = { mean = 60, deviation = 2.5 }";
    let definitions =
        with(&format!("criterion = \"c\", {clinical}, {general}")).unwrap_or_else(|faults| panic!("{faults}"));
    let scale = &definitions.measure("rprs").expect("it was completed").scales[0];
    assert_eq!(scale.cut_off.as_ref().map(|cut_off| cut_off.points), Some(55.0));
    let said = definitions.scale_in_words(definitions.measure("rprs").expect("above"), scale).join(" ");
    assert!(said.contains("A score of 55 points or better") && said.contains("cut-off c"), "{said}");

    for (written, part) in [
        (format!("criterion = \"a\", {general}"), "needs the sample `clinical`"),
        (format!("criterion = \"c\", {clinical}"), "\"c\" both"),
        (format!("points = 50, criterion = \"a\", {clinical}"), "give either `points`"),
        ("criterion = \"b\", general = { mean = 60, deviation = 0 }".to_owned(), "must be above 0"),
        ("criterion = \"d\"".to_owned(), "Use one of: `a`, `b`, `c`"),
    ] {
        let faults = with(&written).expect_err(&written).to_string();
        assert!(faults.contains(part) && !faults.contains("inside the range"), "{written}: {faults}");
    }
}

/// What becomes of first and last totals of as many people.
fn categories(text: &str, pairs: &[(f64, f64)]) -> Vec<&'static str> {
    let definitions = load_with("rprs", text).unwrap_or_else(|faults| panic!("{faults}"));
    let instrument = invented();
    let of = |person, points, month| Form::total(person, &instrument, "total", points).on(day(2026, month, 1));
    let people = pairs.iter().zip(0..);
    let forms: Vec<Form> =
        people.flat_map(|((first, last), person)| [of(person, *first, 2), of(person, *last, 8)]).collect();
    let rows = forms::rows(vec![forms::sheets(&definitions, &instrument, &forms)]);
    let scored = forms::scored(&rows, &definitions);
    assert!(scored.all(&rows).any(|score| score.status == ScoreStatus::NotRescored));
    let quarters = fingerpost::definitions::settings::Quarters::Financial;
    let period = fingerpost::period::Period::parse("2026-27-Q2", quarters).expect("a quarter");
    let changes = fingerpost::score::at(&scored, &rows, &definitions, &period).changes;
    changes.iter().map(|change| change.category.name()).collect()
}
