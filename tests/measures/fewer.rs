//! A service's own rule for forms with gaps: it lowers how many items of a sum must be answered.

use crate::agreement::agree;
use crate::chance::Chance;
use crate::forms::{self, Form};
use crate::keys::{Instrument, instrument};
use crate::plain::{Expected, SWEMWBS_METRIC};
use fingerpost::definitions::{Definitions, Provenance, load};
use std::path::Path;
use tempfile::TempDir;

/// The shipped definition with lines of one scale changed, as it would stand beside `audit.toml`.
fn load_changed(id: &str, changes: &[(&str, &str)]) -> Result<Definitions, String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/measures/{id}.toml"));
    let mut text = std::fs::read_to_string(file).expect("the definition is committed");
    for (from, to) in changes {
        assert!(text.contains(from), "{id} does not hold {from}");
        text = text.replacen(from, to, 1);
    }
    let folder = TempDir::new().expect("a temporary folder");
    std::fs::create_dir(folder.path().join("measures")).expect("a folder of instruments");
    std::fs::write(folder.path().join(format!("measures/{id}.toml")), text).expect("the file can be written");
    load(Some(folder.path())).map_err(|faults| faults.to_string())
}

const SUM: &str = "formula = \"sum\"";

/// With so many items of ten enough on ReQoL-10, owned by the service as the program asks.
fn reqol_from(least: usize) -> Definitions {
    let fewer = format!("{SUM}\nmin_answered = {least}");
    let changes = [
        (SUM, fewer.as_str()),
        (
            "provenance = \"secondary\"\nsource = \"Items and their direction: doi 10.1186/s12955-019-1123-z, table 2. No",
            OWNED,
        ),
    ];
    load_changed("reqol-10", &changes).unwrap_or_else(|faults| panic!("{faults}"))
}

const OWNED: &str = "provenance = \"local\"\nsource = \"Our trust decided so in 2026. No";

/// The key of ReQoL-10 with gaps: items 1, 3, 6 and 9 turned round, the mean of the answered ones times ten.
fn seven_of_ten(ratings: &[Option<f64>]) -> Vec<Expected> {
    let point = |(place, answer): (usize, &Option<f64>)| {
        answer.map(|answer| if [0, 2, 5, 8].contains(&place) { 4.0 - answer } else { answer })
    };
    let points: Vec<f64> = ratings.iter().enumerate().filter_map(point).collect();
    let mean = points.iter().sum::<f64>() / points.len() as f64;
    vec![expected("total", (points.len() >= 7).then_some(mean * 10.0), (points.len(), 10))]
}

fn expected(scale: &'static str, score: Option<f64>, counted: (usize, u32)) -> Expected {
    let status = if score.is_some() { "scored" } else { "too few answers" };
    Expected { scale, score, counted: Some((counted.0 as u32, counted.1)), status, tolerance: 1e-9 }
}

fn half_blank(instrument: &Instrument, chance: &mut Chance) -> Vec<&'static str> {
    let mut answers = forms::complete(instrument, chance);
    let least_blank = chance.below(7);
    answers.iter_mut().for_each(|answer| {
        if chance.below(10) < least_blank {
            *answer = "";
        }
    });
    answers
}

#[test]
fn a_sum_of_fewer_answers_is_their_mean_times_the_number_of_items() {
    let definitions = reqol_from(7);
    let instrument = Instrument { score: seven_of_ten, ..instrument("reqol-10") };
    let mut chance = Chance(7);
    let forms: Vec<Form> = (0..10_000).map(|at| Form::new(at, half_blank(&instrument, &mut chance))).collect();
    let rows = forms::rows(vec![forms::sheets(&definitions, &instrument, &forms)]);
    agree(&definitions, &instrument, &forms, &forms::scores(&rows, &definitions));
}

#[test]
fn complete_sheets_come_out_as_the_published_rule_says_to_the_last_digit() {
    let definitions = reqol_from(1);
    let instrument = instrument("reqol-10");
    let mut chance = Chance(8);
    let forms: Vec<Form> = (0..1000).map(|at| Form::new(at, forms::complete(&instrument, &mut chance))).collect();
    let rows = forms::rows(vec![forms::sheets(&definitions, &instrument, &forms)]);
    for score in forms::scores(&rows, &definitions) {
        let answers = &forms[score.questionnaire as usize].answers;
        assert_eq!(score.score, instrument.scores(answers)[0].score, "{answers:?}");
    }
}

#[test]
fn a_table_converts_no_sum_that_stands_for_missing_answers() {
    let fewer = format!("{SUM}\nmin_answered = 5");
    let own = "provenance = \"local\"\nsource = \"Our trust decided so in 2026: sum";
    let of_sum = "provenance = \"published\"\nsource = \"doi 10.1186/1477-7525-7-15: sum";
    let definitions = load_changed("swemwbs", &[(SUM, &fewer), (of_sum, own)]).unwrap_or_else(|e| panic!("{e}"));
    let instrument = instrument("swemwbs");
    let sheets = [["3"; 7], ["3", "3", "3", "3", "3", "3", ""], ["3", "3", "3", "3", "", "", ""]];
    let forms: Vec<Form> = sheets.iter().map(|sheet| Form::new(0, sheet.to_vec())).collect();
    let rows = forms::rows(vec![forms::sheets(&definitions, &instrument, &forms)]);
    let found = forms::scores(&rows, &definitions);
    let metric = f64::from(SWEMWBS_METRIC[21 - 7]) / 100.0;
    // Six threes stretch to the whole number 21, which has a line in the table and must not be looked up there.
    let scores: Vec<Option<f64>> = found.iter().map(|score| score.score).collect();
    assert_eq!(scores, [Some(21.0), Some(metric), Some(21.0), None, None, None]);
}

#[test]
fn a_sum_of_fewer_answers_is_refused_until_the_service_owns_it() {
    let fewer = format!("{SUM}\nmin_answered = 7");
    let said = load_changed("reqol-10", &[(SUM, &fewer)]).map(|_| ()).expect_err("nobody owns it");
    for wanted in ["schemas/measures/reqol-10.toml, line", "provenance = \"local\"", "say why", "local rule"] {
        assert!(said.contains(wanted), "“{wanted}” is not in: {said}");
    }
}

#[test]
fn a_sum_of_items_with_different_answers_takes_no_gaps() {
    let fewer = format!("{SUM}\nmin_answered = 7");
    let owned = (
        "provenance = \"secondary\"\nsource = \"Items and their direction: doi 10.1186/s12955-019-1123-z, table 2. No",
        OWNED,
    );
    let other = ("[[scale]]", "[answers.other]\nlowest = 0\nhighest = 3\n\n[[scale]]");
    let item = ("{ id = \"2\",", "{ id = \"2\", answers = \"other\",");
    let said = load_changed("reqol-10", &[(SUM, &fewer), owned, other, item, ("highest = 40", "highest = 39")])
        .map(|_| ())
        .expect_err("the mean could leave the range");
    assert!(said.contains("the same lowest and highest"), "{said}");
}

#[test]
fn a_local_rule_is_called_so_in_words() {
    let definitions = reqol_from(7);
    let measure = definitions.measure("reqol-10").expect("it is shipped");
    let said = measure.in_words(&definitions);
    for wanted in
        ["Local rule: at least 7 of 10 must be answered", "mean of the answered ones", "Our trust decided so"]
    {
        assert!(said.contains(wanted), "“{wanted}” is not in: {said}");
    }
    let listed = definitions.local_minimums(measure);
    assert_eq!(listed.len(), 1);
    assert!(listed[0].1.contains("Local rule"));
    let as_shipped = crate::shipped();
    assert!(as_shipped.local_minimums(as_shipped.measure("reqol-10").expect("it is shipped")).is_empty());
}

/// How well the mean itself is known says nothing about how many answers are enough for it.
#[test]
fn fewer_answers_for_a_published_mean_are_a_local_rule_too() {
    let fewer = "items = [\"1 to 8\"]\nmin_answered = 6";
    let definitions =
        load_changed("dialog", &[("items = [\"1 to 8\"]", fewer)]).unwrap_or_else(|said| panic!("{said}"));
    let dialog = definitions.measure("dialog").expect("it is shipped");
    assert_eq!(dialog.scales[0].rule.provenance, Provenance::Published);
    let said = "Local rule: at least 6 of 8 must be answered.".to_owned();
    assert_eq!(definitions.local_minimums(dialog), [("Quality of life".to_owned(), said)]);
}
