//! What makes an instrument's definition believable: names are unique, lists belong together, the stated range is the
//! one that the answers can reach, look-up tables have no gap, thresholds are positive, and there are examples of the
//! best, the worst and an incomplete sheet. Whether the examples come out as stated is proved by the scoring room.

use super::measure::{Better, Formula, Item, Measure, Provenance, Scale, Threshold};
use super::measure_file::{FormulaFile, MeasureFile, ScaleFile};
use super::reading::Written;
use std::collections::BTreeSet;
use std::ops::Range;
use toml::Spanned;

/// Scores closer than this are the same: ranges are compared after decimal arithmetic.
const SAME: f64 = 1e-9;

/// Notes every fault of a built definition.
pub(super) fn check(written: &mut Written<'_>, stem: &str, file: &MeasureFile, measure: &Measure) {
    if file.id.get_ref() != stem {
        let message = format!("the id `{}` differs from the file's name `{stem}.toml`.", file.id.get_ref());
        written.fault(file.id.span(), message);
    }
    note_faulty_id(written, file.id.span(), file.id.get_ref());
    check_answers(written, file);
    check_items(written, file, measure);
    check_unmet(written, file, measure);
    for (entry, scale) in file.scale.iter().zip(&measure.scales) {
        check_scale(written, entry, scale, measure);
    }
    check_scale_ids(written, file, measure);
    check_examples(written, file, measure);
    if measure.items.is_empty() && measure.scales.is_empty() {
        written.fault_of_file("there are neither items nor scales, so nothing could ever be counted.");
    }
}

/// Ids end up in column names and in indicator ids, where a dot or a blank would be read as something else.
fn note_faulty_id(written: &mut Written<'_>, at: Range<usize>, id: &str) {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if id.is_empty() || !id.chars().all(allowed) {
        written.fault(at, format!("the id `{id}` may hold only small letters, digits, `-` and `_`."));
    }
}

fn check_answers(written: &mut Written<'_>, file: &MeasureFile) {
    for (name, entry) in &file.answers {
        let answers = entry.get_ref();
        if answers.lowest >= answers.highest {
            written.fault(entry.span(), format!("`[answers.{name}]`: `lowest` must be below `highest`."));
        }
        for (word, code) in &answers.words {
            if *code < answers.lowest || *code > answers.highest {
                written
                    .fault(entry.span(), format!("the word `{word}` stands for {code}, which is no valid answer."));
            }
        }
        for missing in &answers.missing {
            let valid = missing.0.parse().is_ok_and(|code: i8| (answers.lowest..=answers.highest).contains(&code));
            if valid || answers.words.contains_key(&missing.0) {
                written
                    .fault(entry.span(), format!("`{}` cannot be an answer and a missing code at once.", missing.0));
            }
        }
        if !file.items.iter().any(|item| item.get_ref().answers == *name) {
            written.fault(entry.span(), format!("no item uses `[answers.{name}]`."));
        }
    }
}

fn check_items(written: &mut Written<'_>, file: &MeasureFile, measure: &Measure) {
    let mut seen = BTreeSet::new();
    for entry in &file.items {
        let id = &entry.get_ref().id;
        note_faulty_id(written, entry.span(), id);
        if !seen.insert(id.replace('-', "_")) {
            written.fault(entry.span(), format!("the item `{id}` is listed twice."));
        }
        if entry.get_ref().label.trim().is_empty() {
            written.fault(entry.span(), format!("the item `{id}` has no label."));
        }
    }
    let mut gates = BTreeSet::new();
    for (entry, item) in file.items.iter().zip(&measure.items) {
        let Some(gate) = item.gate else { continue };
        if let Some(message) = faulty_gate(&measure.items, item, gate, !gates.insert(gate)) {
            written.fault(entry.span(), message);
        }
    }
}

fn check_unmet(written: &mut Written<'_>, file: &MeasureFile, measure: &Measure) {
    let mut rated = measure.items.iter().filter(|item| item.gate.is_some()).peekable();
    match (&file.unmet_up_to, rated.peek().is_some()) {
        (None, true) => written
            .fault_of_file("`unmet_up_to` is missing: up to which rating does something important count as not got?"),
        (Some(most), false) => {
            written.fault(most.span(), "`unmet_up_to` has no meaning here: no item says whether it was important.");
        }
        (Some(most), true) if !rated.all(|item| (item.lowest..item.highest).contains(most.get_ref())) => {
            written.fault(most.span(), "`unmet_up_to` must be a rating below the best one.");
        }
        _ => {}
    }
}

fn faulty_gate(items: &[Item], item: &Item, gate: usize, used_before: bool) -> Option<String> {
    let gate = items.get(gate)?;
    if used_before {
        return Some(format!("the gate `{}` already belongs to another item.", gate.id));
    }
    let is_yes_or_no = gate.lowest == 0 && gate.highest == 1 && gate.gate.is_none();
    (!is_yes_or_no).then(|| format!("the gate `{}` of `{}` must be answered 0 or 1.", gate.id, item.id))
}

fn check_scale_ids(written: &mut Written<'_>, file: &MeasureFile, measure: &Measure) {
    let mut seen = BTreeSet::new();
    for entry in &file.scale {
        let id = &entry.get_ref().id;
        note_faulty_id(written, id.span(), id.get_ref());
        if !seen.insert(id.get_ref()) {
            written.fault(id.span(), format!("the scale `{}` is listed twice.", id.get_ref()));
        }
        if measure.item(id.get_ref()).is_some() {
            let message =
                format!("`{}` is an item too; a total in an export could not be told from it.", id.get_ref());
            written.fault(id.span(), message);
        }
    }
}

fn check_scale(written: &mut Written<'_>, entry: &Spanned<ScaleFile>, scale: &Scale, measure: &Measure) {
    check_keys(written, entry);
    check_listed_items(written, entry, scale, measure);
    check_minimum(written, entry, scale, measure);
    check_share(written, entry, scale, measure);
    check_table(written, entry, scale, measure);
    check_range(written, entry, scale, measure);
    check_thresholds(written, entry.get_ref(), scale);
    if scale.factor <= 0.0 || !scale.factor.is_finite() {
        written.fault(entry.span(), "`factor` must be above 0; say which way is better with `better`.");
    }
}

/// Keys that mean nothing for the formula would mislead whoever reads the file.
fn check_keys(written: &mut Written<'_>, entry: &Spanned<ScaleFile>) {
    let file = entry.get_ref();
    let formula = file.formula;
    let has_items = !matches!(formula, FormulaFile::Table | FormulaFile::TotalOnly);
    let gated = formula == FormulaFile::MeanOfImportant;
    let table = formula == FormulaFile::Table;
    let share = formula == FormulaFile::Share;
    let keys = [
        ("items", !file.items.is_empty(), has_items),
        ("reversed", !file.reversed.is_empty(), has_items && !share),
        ("factor", file.factor.is_some(), has_items),
        ("min_answered", file.min_answered.is_some(), has_items && !gated),
        ("applies_from", file.applies_from.is_some(), share),
        ("reached_from", file.reached_from.is_some(), share),
        ("min_gates", file.min_gates.is_some(), gated),
        ("min_rated", file.min_rated.is_some(), gated),
        ("of", file.of.is_some(), table),
        ("table", file.table.is_some(), table),
    ];
    for (key, written_there, belongs) in keys {
        if written_there && !belongs {
            written.fault(entry.span(), format!("`{key}` has no meaning with this formula. Please remove it."));
        }
    }
    if has_items && file.items.is_empty() {
        written.fault(entry.span(), "`items` is missing: which items does the scale count?");
    }
}

fn check_listed_items(written: &mut Written<'_>, entry: &Spanned<ScaleFile>, scale: &Scale, measure: &Measure) {
    let file = entry.get_ref();
    if file.formula == FormulaFile::Item && scale.items.len() != 1 {
        written.fault(entry.span(), "the formula `item` takes exactly one item.");
    }
    let mut seen = BTreeSet::new();
    let gates: BTreeSet<usize> = measure.items.iter().filter_map(|item| item.gate).collect();
    for place in &scale.items {
        let Some(item) = measure.items.get(*place) else { continue };
        if !seen.insert(*place) {
            written.fault(entry.span(), format!("the item `{}` stands twice in this scale.", item.id));
        }
        if gates.contains(place) {
            written.fault(entry.span(), format!("`{}` says what was important; it is no rating.", item.id));
        }
        if file.formula == FormulaFile::MeanOfImportant && item.gate.is_none() {
            written
                .fault(entry.span(), format!("`{}` has no gate, so nobody knows whether it was important.", item.id));
        }
    }
    for place in scale.reversed.iter().filter(|place| !seen.contains(place)) {
        let id = measure.items.get(*place).map_or("", |item| item.id.as_str());
        written.fault(entry.span(), format!("the reversed item `{id}` is not among the items of this scale."));
    }
}

fn check_minimum(written: &mut Written<'_>, entry: &Spanned<ScaleFile>, scale: &Scale, measure: &Measure) {
    let Some(minimum) = &entry.get_ref().min_answered else { return };
    let items = scale.items.len();
    if !(1..=items).contains(minimum.get_ref()) {
        written.fault(minimum.span(), format!("`min_answered` must be from 1 to {items}, the number of items."));
    } else if scale.is_stretched() {
        check_stretched(written, minimum.span(), scale, measure);
    }
}

/// No publication here states such a rule, so whoever sets one owns it; and a mean times the number of items stays in
/// the range of the sum only where all items have the same answers.
fn check_stretched(written: &mut Written<'_>, at: Range<usize>, scale: &Scale, measure: &Measure) {
    if scale.rule.provenance != Provenance::Local {
        let message = "a sum of fewer answers than there are items is a rule of your own. Write \
                       `provenance = \"local\"` for this scale and say why in its `source`; reports then print \
                       \u{201c}local rule\u{201d}.";
        written.fault(at.clone(), message);
    }
    let ranges: BTreeSet<(i8, i8)> =
        scale.items.iter().filter_map(|place| measure.items.get(*place)).map(|i| (i.lowest, i.highest)).collect();
    if ranges.len() > 1 {
        let message = "a sum can only do with fewer answers where all of its items have the same lowest and highest \
                       answer. Please remove `min_answered`.";
        written.fault(at, message);
    }
}

/// Both answers must be on the form, and something must apply without being reached: else every share were 100.
fn check_share(written: &mut Written<'_>, entry: &Spanned<ScaleFile>, scale: &Scale, measure: &Measure) {
    let Formula::Share { applies_from, reached_from } = scale.formula else { return };
    let fits =
        |item: &Item| item.lowest <= applies_from && applies_from < reached_from && reached_from <= item.highest;
    let items = scale.items.iter().filter_map(|place| measure.items.get(*place));
    if let Some(item) = items.into_iter().find(|item| !fits(item)) {
        let (lowest, highest) = (item.lowest, item.highest);
        let message = format!(
            "`applies_from` must be below `reached_from`, and both must be answers of `{}`, {lowest} to {highest}.",
            item.id
        );
        written.fault(entry.span(), message);
    }
}

fn check_table(written: &mut Written<'_>, entry: &Spanned<ScaleFile>, scale: &Scale, measure: &Measure) {
    let Formula::Table { of, values } = &scale.formula else { return };
    let at = entry.get_ref().table.as_ref().map_or_else(|| entry.span(), Spanned::span);
    let Some(base) = measure.scales.get(*of).filter(|base| base.id != scale.id) else { return };
    if base.formula != Formula::Sum || base.factor != 1.0 {
        written.fault(at, format!("a table can only convert a plain sum, and `{}` is none.", base.id));
        return;
    }
    let wanted = base.lowest.round() as i32..=base.highest.round() as i32;
    if !values.iter().map(|(raw, _)| *raw).eq(wanted.clone()) {
        let message = format!(
            "the table needs one line for each score of `{}` from {} to {}, in order.",
            base.id,
            wanted.start(),
            wanted.end()
        );
        written.fault(at.clone(), message);
    }
    if let Some(pair) = values.windows(2).find(|pair| pair[1].1 <= pair[0].1) {
        written.fault(at, format!("the converted score does not rise from {} to {}.", pair[0].0, pair[1].0));
    }
}

fn check_range(written: &mut Written<'_>, entry: &Spanned<ScaleFile>, scale: &Scale, measure: &Measure) {
    let file = entry.get_ref();
    if scale.lowest >= scale.highest {
        written.fault(file.lowest.span(), "`lowest` must be below `highest`.");
        return;
    }
    let Some((lowest, highest)) = attainable(scale, &measure.items) else { return };
    let wrong = |stated: f64, right: f64| (stated - right).abs() > SAME;
    let at = match (wrong(scale.lowest, lowest), wrong(scale.highest, highest)) {
        (false, false) => return,
        (true, _) => file.lowest.span(),
        (false, true) => file.highest.span(),
    };
    let message = format!(
        "the range {} to {} is not the one that these items can reach, which is {lowest} to {highest}. Write `lowest = {lowest}` \
         and `highest = {highest}`, or mend the items.",
        scale.lowest, scale.highest
    );
    written.fault(at, message);
}

/// The lowest and highest score that valid answers can give; `None` when the definition cannot tell. An item that is listed
/// twice, which is a fault of its own, counts once.
fn attainable(scale: &Scale, items: &[Item]) -> Option<(f64, f64)> {
    let mut seen = BTreeSet::new();
    let chosen = scale.items.iter().filter_map(|place| items.get(*place));
    let chosen: Vec<&Item> = chosen.filter(|item| seen.insert(&item.id)).collect();
    if let Formula::Table { values, .. } = &scale.formula {
        return Some((values.first()?.1, values.last()?.1));
    }
    let lows = || chosen.iter().map(|item| f64::from(item.lowest));
    let highs = || chosen.iter().map(|item| f64::from(item.highest));
    let complete = scale.min_answered == chosen.len();
    let (low, high) = match scale.formula {
        Formula::Sum => (lows().sum(), highs().sum()),
        Formula::Mean if complete => {
            (lows().sum::<f64>() / chosen.len() as f64, highs().sum::<f64>() / chosen.len() as f64)
        }
        Formula::Mean | Formula::GatedMean { .. } => (lows().reduce(f64::min)?, highs().reduce(f64::max)?),
        Formula::Share { .. } => (0.0, 1.0),
        Formula::Table { .. } | Formula::TotalOnly => return None,
    };
    (!chosen.is_empty()).then_some((low * scale.factor, high * scale.factor))
}

fn check_thresholds(written: &mut Written<'_>, file: &ScaleFile, scale: &Scale) {
    if let Some((entry, Threshold { points, .. })) = file.threshold.as_ref().zip(scale.threshold.as_ref())
        && !(*points > 0.0 && *points <= scale.highest - scale.lowest)
    {
        written.fault(entry.span(), "a change threshold is above 0 and no larger than the range of the scale.");
    }
    if let Some((cut_off, Threshold { points, .. })) = file.cut_off.as_ref().zip(scale.cut_off.as_ref())
        && !(*points > scale.lowest && *points <= scale.highest)
    {
        written.fault(cut_off.span(), "a cut-off lies inside the range of its scale.");
    }
}

fn check_examples(written: &mut Written<'_>, file: &MeasureFile, measure: &Measure) {
    if measure.scales.is_empty() {
        return;
    }
    for (entry, example) in file.example.iter().zip(&measure.examples) {
        for (id, score) in &example.expected {
            let range = measure.scale(id).and_then(|place| measure.scales.get(place)).map(|s| s.lowest..=s.highest);
            if let (Some(range), Some(score)) = (range, score)
                && !range.contains(score)
            {
                written.fault(entry.span(), format!("{score} lies outside the range of `{id}`."));
            }
        }
    }
    let missing = missing_examples(measure);
    if !missing.is_empty() && !written.is_doubtful() {
        let message = format!(
            "please add an `[[example]]` for each of these: {}. They prove that scoring does what the source says.",
            missing.join(", ")
        );
        written.fault_of_file(message);
    }
    if measure.improver.is_none() {
        written.fault_of_file(
            "please add an `[improver]`: two answer sheets of a person who is better off the second time. It proves \
             that being better off is reported as an improvement.",
        );
    }
}

/// Which of the three needed examples are not there.
fn missing_examples(measure: &Measure) -> Vec<&'static str> {
    let expects = |wanted: &dyn Fn(&Scale, Option<f64>) -> bool| {
        measure.scales.iter().any(|scale| {
            measure.examples.iter().any(|example| example.expected.get(&scale.id).is_some_and(|s| wanted(scale, *s)))
        })
    };
    let ends = |scale: &Scale| match scale.better {
        Better::Higher => (scale.highest, scale.lowest),
        Better::Lower => (scale.lowest, scale.highest),
    };
    let mut missing = Vec::new();
    if !expects(&|scale, score| score == Some(ends(scale).0)) {
        missing.push("the best answers, with the best score of a scale");
    }
    if !expects(&|scale, score| score == Some(ends(scale).1)) {
        missing.push("the worst answers, with the worst score of a scale");
    }
    if !expects(&|_, score| score.is_none()) {
        missing.push("an incomplete sheet, with \"no score\"");
    }
    missing
}
