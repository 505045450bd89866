//! Which changes count, through pairs of sheets of the same person in one spell.

use crate::chance::Chance;
use crate::forms::{self, Form};
use crate::keys::{DOES_NOT_APPLY, Instrument, Scale, instrument, instruments};
use crate::plain::SWEMWBS_METRIC;
use crate::{day, shipped};
use fingerpost::definitions::settings::Quarters;
use fingerpost::period::Period;
use fingerpost::score::{self, Change, ChangeCategory};
use std::collections::BTreeMap;

use ChangeCategory::{Deteriorated, Improved, NoReliableChange, NoThreshold};

/// A first and a last sheet of one person, and what must be said about the change.
struct Pair {
    first: Form,
    last: Form,
    expected: ChangeCategory,
}

fn changes(instrument: &Instrument, forms: &[Form]) -> Vec<Change> {
    let rows = forms::rows(vec![forms::sheets(shipped(), instrument, forms)]);
    let scored = forms::scored(&rows, shipped());
    let period = Period::parse("2026-27-Q2", Quarters::Financial).expect("a quarter");
    score::at(&scored, &rows, shipped(), &period).changes
}

/// Every pair must be found once on this scale, with the change expected of it.
#[track_caller]
fn all_as_expected(instrument: &Instrument, scale: &str, pairs: Vec<Pair>) {
    assert!(!pairs.is_empty(), "{} {scale}", instrument.id);
    let expected: Vec<ChangeCategory> = pairs.iter().map(|pair| pair.expected).collect();
    let dated = |(person, pair): (usize, Pair)| {
        let of = |form: Form| Form { person: person as u32, ..form };
        [of(pair.first).on(day(2026, 2, 3)), of(pair.last).on(day(2026, 9, 30))]
    };
    let forms: Vec<Form> = pairs.into_iter().enumerate().flat_map(dated).collect();
    let place = shipped().measure(instrument.id).and_then(|measure| measure.scale(scale));
    let changes = changes(instrument, &forms);
    let of_scale: Vec<&Change> = changes.iter().filter(|change| Some(change.scale) == place).collect();
    assert_eq!(of_scale.len(), expected.len(), "{} {scale}: pairs", instrument.id);
    for change in of_scale {
        let wanted = expected[change.person.0 as usize];
        let points = (change.first, change.last);
        assert_eq!(change.category, wanted, "{} {scale}: {points:?}", instrument.id);
    }
}

fn mirrored(pair: &Pair) -> Pair {
    let expected = match pair.expected {
        Improved => Deteriorated,
        same => same,
    };
    Pair { first: pair.last.clone(), last: pair.first.clone(), expected }
}

fn with_mirrors(pairs: Vec<Pair>) -> Vec<Pair> {
    let mirrors: Vec<Pair> = pairs.iter().map(mirrored).collect();
    pairs.into_iter().chain(mirrors).collect()
}

fn total_pair(instrument: &Instrument, scale: &'static str, first: f64, last: f64, expected: ChangeCategory) -> Pair {
    let form = |points| Form::total(0, instrument, scale, points);
    Pair { first: form(first), last: form(last), expected }
}

#[test]
fn the_change_examples_of_nhs_england_come_out_as_published() {
    let reqol = instrument("reqol-10");
    let pair = |first, last, expected| total_pair(&reqol, "total", first, last, expected);
    all_as_expected(
        &reqol,
        "total",
        with_mirrors(vec![
            pair(20.0, 25.0, Improved),
            pair(22.0, 26.0, NoReliableChange),
            pair(25.0, 30.0, Improved),
            pair(31.0, 31.0, NoReliableChange),
        ]),
    );
}

/// Below the cut-off first, at or above it last, and reliably improved.
#[test]
fn reliable_recovery_can_be_read_off_the_published_cut_off() {
    let measure = shipped().measure("reqol-10").expect("it is shipped");
    let cut_off = measure.scales[0].cut_off.as_ref().map(|cut_off| cut_off.points).expect("it is published");
    let recovered = |first: f64, last: f64| first < cut_off && last >= cut_off && last - first >= 5.0;
    assert!(recovered(20.0, 25.0));
    assert!(!recovered(22.0, 26.0), "too small a change");
    assert!(!recovered(25.0, 30.0), "not clinical at first, so not in the denominator");
}

#[test]
fn totals_raised_by_the_threshold_are_improved_and_a_point_less_are_not() {
    for instrument in instruments() {
        for scale in &instrument.scales {
            let Some(threshold) = scale.threshold else { continue };
            let mut pairs = Vec::new();
            let mut first = scale.lowest;
            while first + threshold <= scale.highest {
                pairs.push(total_pair(&instrument, scale.id, first, first + threshold, Improved));
                pairs.push(total_pair(&instrument, scale.id, first, first + threshold - 0.25, NoReliableChange));
                first += 1.0;
            }
            all_as_expected(&instrument, scale.id, with_mirrors(pairs));
        }
    }
}

/// The conversion is not a straight line: the same three raw points are a change in one place and none in another.
#[test]
fn all_pairs_of_swemwbs_sums_change_by_their_metric_scores() {
    let swemwbs = instrument("swemwbs");
    let hundredths = |raw: usize| i64::from(SWEMWBS_METRIC[raw - 7]);
    let sums = (7..=35).flat_map(|first| (7..=35).map(move |last| (first, last)));
    let pairs = sums.map(|(first, last): (usize, usize)| {
        let expected = match hundredths(last) - hundredths(first) {
            300.. => Improved,
            ..=-300 => Deteriorated,
            _ => NoReliableChange,
        };
        total_pair(&swemwbs, "raw", first as f64, last as f64, expected)
    });
    all_as_expected(&swemwbs, "metric", pairs.collect());
}

/// Answers a step better, one item after the other in chance order, until the scale has risen by the threshold: the
/// sheet before that is no change yet. `None` where there was no room.
fn raised(
    instrument: &Instrument,
    scale: &Scale,
    first: &[&'static str],
    chance: &mut Chance,
) -> Option<[Vec<&'static str>; 2]> {
    let points = |answers: &[&str]| instrument.scores(answers).iter().find(|s| s.scale == scale.id)?.score;
    let needed = points(first)? + scale.threshold?;
    let mut sheet = first.to_vec();
    loop {
        let before = sheet.clone();
        better_by_one(instrument, &mut sheet, chance)?;
        if points(&sheet)? >= needed - 1e-9 {
            return Some([before, sheet]);
        }
    }
}

/// One answer one box better; `None` when every box is the best one.
pub fn better_by_one(instrument: &Instrument, sheet: &mut [&'static str], chance: &mut Chance) -> Option<()> {
    let better = |(place, answer): (usize, &&'static str)| Some((place, box_above(instrument, place, answer)?));
    let steps: Vec<(usize, &'static str)> = sheet.iter().enumerate().filter_map(better).collect();
    let (place, answer) = *steps.get(chance.below(steps.len().max(1)))?;
    sheet[place] = answer;
    Some(())
}

fn box_above(instrument: &Instrument, place: usize, answer: &str) -> Option<&'static str> {
    let item = &instrument.items[place];
    let at = item.answers.iter().position(|offered| *offered == answer).filter(|_| item.is_rating())?;
    let better = if item.turned { at.checked_sub(1)? } else { at + 1 };
    item.answers.get(better).copied().filter(|answer| *answer != DOES_NOT_APPLY)
}

fn raised_pairs(instrument: &Instrument, scale: &Scale, chance: &mut Chance) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for _ in 0..300 {
        let first = forms::complete(instrument, chance);
        let Some([almost, enough]) = raised(instrument, scale, &first, chance) else { continue };
        let pair = |last, expected| Pair { first: Form::new(0, first.clone()), last: Form::new(0, last), expected };
        pairs.extend([pair(almost, NoReliableChange), pair(enough, Improved)]);
    }
    pairs
}

#[test]
fn raising_everyone_by_the_threshold_makes_everyone_improved_and_lowering_everyone_deteriorated() {
    let mut chance = Chance(404);
    let mut seen = 0;
    for instrument in instruments() {
        for scale in instrument.scales.iter().filter(|scale| scale.threshold.is_some()) {
            if instrument.items.is_empty() {
                continue;
            }
            let pairs = raised_pairs(&instrument, scale, &mut chance);
            assert!(pairs.len() > 100, "{} {}: {}", instrument.id, scale.id, pairs.len());
            all_as_expected(&instrument, scale.id, with_mirrors(pairs));
            seen += 1;
        }
    }
    assert_eq!(seen, 8 + 5, "eight items of DIALOG, ReQoL-10, QPR-15, Brief INSPIRE-O, WEMWBS and SWEMWBS");
}

#[test]
fn a_scale_without_a_published_threshold_never_improves_anyone() {
    let mut chance = Chance(405);
    for instrument in instruments() {
        let scales = instrument.scales.iter().enumerate();
        let without: BTreeMap<usize, &str> =
            scales.filter(|(_, scale)| scale.threshold.is_none()).map(|(at, scale)| (at, scale.id)).collect();
        let person = |person| {
            let form = |chance: &mut Chance| Form::new(person, forms::complete(&instrument, chance));
            [form(&mut chance).on(day(2026, 2, 3)), form(&mut chance).on(day(2026, 9, 30))]
        };
        let forms: Vec<Form> = (0..50).flat_map(person).collect();
        let found = changes(&instrument, &forms);
        let silent: Vec<&Change> = found.iter().filter(|change| without.contains_key(&change.scale)).collect();
        assert!(silent.iter().all(|change| change.category == NoThreshold), "{}", instrument.id);
        let expected = if instrument.items.is_empty() || without.is_empty() { 0 } else { 1 };
        assert!(silent.len() >= expected, "{}: nothing was compared", instrument.id);
    }
}

#[test]
fn who_began_less_than_the_threshold_from_the_best_end_had_no_room_to_improve() {
    let qpr = instrument("qpr-15");
    let scale = &shipped().measure("qpr-15").expect("it is shipped").scales[0];
    for (first, had_room) in [(0.0, true), (55.0, true), (55.5, false), (56.0, false), (60.0, false)] {
        let form = |points, day| Form::total(0, &qpr, "total", points).on(day);
        let found = changes(&qpr, &[form(first, day(2026, 2, 3)), form(60.0, day(2026, 9, 30))]);
        let [change] = &found[..] else { panic!("{first}: {found:?}") };
        assert_eq!(change.had_room(scale), had_room, "{first}");
    }
}
