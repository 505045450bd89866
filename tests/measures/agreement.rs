//! Ten thousand answer sheets of every instrument, scored by the program and by the plain scorers.

use crate::chance::Chance;
use crate::forms::{self, Form};
use crate::keys::{Instrument, instruments};
use crate::plain::{self, Expected};
use crate::shipped;
use fingerpost::definitions::{Better, Definitions, Provenance, templates};
use fingerpost::score::Score;
use std::collections::BTreeMap;

const SHEETS: usize = 10_000;

#[test]
fn what_is_shipped_is_what_could_be_verified_and_the_rest_are_templates() {
    let shipped: Vec<&str> = shipped().measures.iter().map(|measure| measure.id.as_str()).collect();
    let mut known: Vec<&str> = instruments().iter().map(|instrument| instrument.id).collect();
    known.sort_unstable();
    assert_eq!(shipped, known);
    assert_eq!(templates(), ["facit", "porsat", "rprs"]);
}

#[test]
fn every_form_has_the_items_and_scales_of_its_printed_key() {
    for instrument in instruments() {
        let measure = shipped().measure(instrument.id).expect("it is shipped");
        let mut items: Vec<&str> = measure.items.iter().map(|item| item.id.as_str()).collect();
        let mut known: Vec<&str> = instrument.items.iter().map(|item| item.id.as_str()).collect();
        items.sort_unstable();
        known.sort_unstable();
        assert_eq!(items, known, "{}", instrument.id);
        let scales: Vec<&str> = measure.scales.iter().map(|scale| scale.id.as_str()).collect();
        assert_eq!(scales, instrument.scales.iter().map(|scale| scale.id).collect::<Vec<_>>(), "{}", instrument.id);
    }
}

#[test]
fn every_item_understands_the_answers_on_its_form_and_no_others() {
    let numbers: Vec<String> = (-2..=100).map(|number: i32| number.to_string()).collect();
    let words = ["", "yes", "no", "NA", "DK", "N/A", "maybe", "1.5", "met", "partly", "na"];
    for instrument in instruments() {
        let measure = shipped().measure(instrument.id).expect("it is shipped");
        for item in &instrument.items {
            let known = &measure.items[measure.item(&item.id).expect("compared above")];
            for text in numbers.iter().map(String::as_str).chain(words) {
                let expected = understood(&instrument, item.answers, text);
                assert_eq!(known.coded(text), expected, "{} {}: “{text}”", instrument.id, item.id);
            }
            let codes = if item.is_rating() { instrument.not_scored } else { &[] };
            assert_eq!(known.missing, codes, "{} {}", instrument.id, item.id);
        }
    }
}

/// Where a form offers words, their numbers are understood as well.
fn understood(instrument: &Instrument, answers: &[&str], text: &str) -> Option<i8> {
    let number = |text: &str| instrument.numbers(&[text])[0];
    let is_word = |answer: &&&str| answer.parse::<f64>().is_err();
    let as_number = answers.iter().filter(is_word).any(|word| text.parse().ok() == number(word));
    let offered = answers.contains(&text) || as_number;
    number(text).filter(|_| offered).map(|number| number as i8)
}

#[test]
fn ranges_directions_thresholds_and_cut_offs_are_the_published_ones() {
    for instrument in instruments() {
        let measure = shipped().measure(instrument.id).expect("it is shipped");
        for (found, known) in measure.scales.iter().zip(&instrument.scales) {
            let name = format!("{} {}", instrument.id, known.id);
            assert_eq!((found.lowest, found.highest), (known.lowest, known.highest), "{name}: range");
            assert_eq!(found.better, Better::Higher, "{name}");
            assert_eq!(found.threshold.as_ref().map(|t| t.points), known.threshold, "{name}: threshold");
            assert_eq!(found.cut_off.as_ref().map(|c| c.points), known.cut_off, "{name}: cut-off");
        }
        assert_eq!(measure.needs_licence, instrument.id == "csq-8", "{}", instrument.id);
    }
}

/// What could be read at the source (published), second-hand (secondary) or not at all (provisional): the scales of
/// each instrument, their thresholds and their cut-offs.
#[test]
fn every_rule_says_how_well_it_could_be_verified() {
    use Provenance::{Local, Provisional, Published, Secondary};
    for measure in &shipped().measures {
        for scale in &measure.scales {
            let [score, threshold, cut_off] = match (measure.id.as_str(), scale.id.as_str()) {
                ("dialog" | "swemwbs" | "wemwbs", _) => [Published, Secondary, Secondary],
                ("qpr-22", "interpersonal" | "intrapersonal") => [Secondary; 3],
                ("qpr-15" | "qpr-22", _) => [Published; 3],
                ("brief-inspire-o", _) => [Provisional, Published, Published],
                ("brief-inspire" | "inspire", _) => [Provisional; 3],
                ("practice-guidelines", _) => [Local; 3],
                _ => [Secondary; 3],
            };
            let name = format!("{} {}", measure.id, scale.id);
            assert_eq!(scale.rule.provenance, score, "{name}");
            assert!(scale.threshold.as_ref().is_none_or(|points| points.rule.provenance == threshold), "{name}");
            assert!(scale.cut_off.as_ref().is_none_or(|points| points.rule.provenance == cut_off), "{name}");
        }
    }
}

#[test]
fn the_scales_to_be_read_with_care_carry_their_warning() {
    let note = |id: &str, scale: &str| {
        let measure = shipped().measure(id).expect("it is shipped");
        measure.scale(scale).and_then(|at| measure.scales[at].note.clone()).unwrap_or_default()
    };
    assert!(note("qpr-22", "interpersonal").contains("with care"));
    assert!(note("practice-guidelines", "total").contains("The guidelines define none"));
    assert!(note("rsa-r", "mean").contains("24 of the 32") && note("rsa-r", "mean").contains("local rule"));
}

#[test]
fn ten_thousand_sheets_of_every_instrument_come_out_as_the_plain_scorer_says() {
    let mut chance = Chance(20_260_704);
    let instruments = instruments();
    let forms: Vec<Vec<Form>> = instruments.iter().map(|instrument| random_forms(instrument, &mut chance)).collect();
    let tables = instruments.iter().zip(&forms).map(|(one, forms)| forms::sheets(shipped(), one, forms)).collect();
    let scores = forms::scores(&forms::rows(tables), shipped());
    for (instrument, forms) in instruments.iter().zip(&forms) {
        agree(shipped(), instrument, forms, &scores);
    }
}

/// All scores of one instrument, against the plain scorer.
pub fn agree(definitions: &Definitions, instrument: &Instrument, forms: &[Form], scores: &[Score]) {
    let measure = definitions.measures.iter().position(|measure| measure.id == instrument.id);
    let scores: Vec<&Score> = scores.iter().filter(|score| Some(score.measure) == measure).collect();
    assert_eq!(scores.len(), forms.len() * instrument.scales.len(), "{}: scores", instrument.id);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for score in scores {
        let form = &forms[score.questionnaire as usize];
        let scale = instrument.scales[score.scale].id;
        let expected = expected(instrument, form);
        let expected = expected.iter().find(|one| one.scale == scale).expect("the plain scorer knows the scale");
        compare(instrument, form, score, expected);
        *seen.entry(expected.status).or_default() += 1;
    }
    note_rare(instrument, forms.len(), &seen);
}

fn compare(instrument: &Instrument, form: &Form, score: &Score, expected: &Expected) {
    let same = match (score.score, expected.score) {
        (Some(found), Some(expected_score)) => (found - expected_score).abs() <= expected.tolerance,
        (found, expected_score) => found == expected_score,
    };
    let counted = score.answered.zip(score.items);
    assert!(
        same && counted == expected.counted && score.status.name() == expected.status,
        "{}: {score:?}, not {expected:?}, from {:?} and {:?}",
        instrument.id,
        form.answers,
        form.totals
    );
}

/// Sheets that never meet a rule would prove nothing about it.
fn note_rare(instrument: &Instrument, forms: usize, seen: &BTreeMap<&str, usize>) {
    let wanted: &[&str] = match instrument.id {
        "reqol-20" => &["not re-scored"],
        "yes-survey" => &[],
        "inspire" => &["scored", "too few answers", "nothing important"],
        _ => &["scored", "too few answers"],
    };
    for status in wanted {
        assert!(seen.get(status).is_some_and(|count| count * 20 > forms), "{}: {status} in {seen:?}", instrument.id);
    }
}

fn random_forms(instrument: &Instrument, chance: &mut Chance) -> Vec<Form> {
    (0..SHEETS).map(|person| random_form(instrument, person, chance)).collect()
}

/// Some exports send a total, with the answers or instead of them.
fn random_form(instrument: &Instrument, person: usize, chance: &mut Chance) -> Form {
    let blank = vec![""; instrument.items.len()];
    let answers = forms::random(instrument, chance);
    let Some(scale) = total_to_send(instrument, chance) else { return Form::new(person, answers) };
    let points = chance.below((scale.1 - scale.0) as usize + 1) as f64 + scale.0;
    let mut form = Form::total(person, instrument, scale.2, points);
    form.answers = if chance.percent(50) { answers } else { blank };
    form
}

/// Lowest, highest and id of a scale that every item counts in, so that "items beat a total" can be read in one way
/// only.
fn total_to_send(instrument: &Instrument, chance: &mut Chance) -> Option<(f64, f64, &'static str)> {
    let scale = match instrument.id {
        "reqol-20" => instrument.scale("total"),
        _ if !chance.percent(10) => return None,
        "dialog" | "inspire" | "mansa" | "practice-guidelines" | "qpr-22" | "yes-survey" => return None,
        "swemwbs" => instrument.scale(chance.pick(&["raw", "metric"])),
        _ => &instrument.scales[0],
    };
    Some((scale.lowest, scale.highest, scale.id))
}

/// Items beat a total; without any answer the total stands, and a raw total of SWEMWBS gives the metric one.
fn expected(instrument: &Instrument, form: &Form) -> Vec<Expected> {
    let mut scores = instrument.scores(&form.answers);
    let is_blank = instrument.numbers(&form.answers).iter().all(Option::is_none);
    for &(scale, points) in form.totals.iter().filter(|_| is_blank) {
        scores.retain(|score| score.scale != scale);
        scores.push(plain::total(scale, points));
        if (instrument.id, scale) == ("swemwbs", "raw") {
            scores.retain(|score| score.scale != "metric");
            scores.push(plain::total("metric", plain::metric(points)));
        }
    }
    scores
}
