//! How the answers of each instrument were taken: what no check of cells can see, and a person who knows the form can.

use super::words;
use crate::definitions::settings::Settings;
use crate::definitions::{Definitions, Formula, Measure, Scale, TableId, Wording};
use crate::intake::Intake;
use crate::intake::rows::Sheets;
use std::collections::BTreeSet;

/// The answers to one instrument, as far as any were given.
pub struct Taken<'a> {
    pub measure: &'a Measure,
    /// Questionnaires with an answer.
    pub forms: usize,
    /// Of those, how many leave a scale of theirs without a score: too few items were answered, or rows are not in the export.
    pub short: usize,
    /// The lowest and the highest number that was found, where all items take the same ones.
    pub found: Option<(i8, i8)>,
    /// Words of the export and the number that each is read as, the lowest first.
    pub words: Vec<(String, String)>,
    /// Whether forms print these words in another order.
    pub out_of_order: bool,
    /// Of those, how many have a total beside their answers, which is held against them.
    pub with_total: usize,
}

/// One for each instrument that has answers, in the order of the definitions. Exports of totals alone have none.
pub fn taken<'a>(intake: &Intake, settings: &Settings, definitions: &'a Definitions) -> Vec<Taken<'a>> {
    let sheets = intake.rows.measures.iter().flatten();
    let answered = sheets.filter(|sheets| sheets.answers.iter().flatten().any(Option::is_some));
    let taken = |sheets: &Sheets| {
        let taken = of_measure(sheets, settings, &definitions.measures[sheets.measure]);
        let out_of_order = definitions.recognise.are_out_of_order(&taken.words) || are_turned(&taken.words);
        Taken { out_of_order, ..taken }
    };
    answered.map(taken).collect()
}

/// Words for the answers of an instrument, its own before those of every instrument; the lowest number first.
fn numbered_words(settings: &Settings, measure: &Measure) -> Vec<(String, String)> {
    let mut words: Vec<(String, String)> =
        words(settings, TableId::Measures, &["answer", &measure.id]).into_iter().collect();
    words.sort_by_key(|(_, code)| code.parse::<i32>().unwrap_or(i32::MAX));
    words
}

/// Whether words that begin with a number of their own, such as “7 - Totally satisfied”, are read as numbers that run the other
/// way.
fn are_turned(words: &[(String, String)]) -> bool {
    let own = |word: &str| word.split(|c: char| !c.is_ascii_digit()).next()?.parse::<i32>().ok();
    let mut pairs: Vec<(i32, i32)> =
        words.iter().filter_map(|(word, code)| Some((own(word)?, code.parse().ok()?))).collect();
    pairs.sort_unstable();
    !pairs.is_sorted_by_key(|(_, code)| *code)
}

/// The numbers found, where they do not reach from the first choice of the form to the last.
fn found(sheets: &Sheets, measure: &Measure) -> Option<(i8, i8)> {
    let first = measure.items.first()?;
    let alike = measure.items.iter().all(|item| (item.lowest, item.highest) == (first.lowest, first.highest));
    let numbers = || sheets.answers.iter().flatten().flatten().copied();
    let found = (numbers().min()?, numbers().max()?);
    Some(found).filter(|found| alike && *found != (first.lowest, first.highest))
}

fn of_measure<'a>(sheets: &Sheets, settings: &Settings, measure: &'a Measure) -> Taken<'a> {
    let answered = |item: &usize, sheet: usize| sheets.answers[*item][sheet].is_some();
    let given = |scale: &Scale, sheet: usize| scale.items.iter().filter(|item| answered(item, sheet)).count();
    let simple = |scale: &&Scale| matches!(scale.formula, Formula::Sum | Formula::Mean | Formula::Share { .. });
    let scales: Vec<&Scale> = measure.scales.iter().filter(simple).filter(|scale| scale.items.len() > 1).collect();
    let any = |sheet: &usize| (0..measure.items.len()).any(|item| answered(&item, *sheet));
    let is_short = |sheet: &&usize| scales.iter().any(|scale| given(scale, **sheet) < scale.min_answered);
    let forms: BTreeSet<usize> = (0..sheets.sheets.len()).filter(any).collect();
    let totals: BTreeSet<usize> = sheets.totals.iter().map(|(sheet, ..)| *sheet as usize).collect();
    let (short, with_total) = (forms.iter().filter(is_short).count(), forms.intersection(&totals).count());
    let (found, words) = (found(sheets, measure), numbered_words(settings, measure));
    Taken { measure, forms: forms.len(), short, found, words, out_of_order: false, with_total }
}

impl Taken<'_> {
    /// Numbers expected, items turned round, forms that are too short, totals held against the items: in one line.
    pub fn words(&self, wording: &Wording) -> String {
        let items = &self.measure.items;
        let shown = |number: Option<i8>| number.map_or(String::new(), |number| number.to_string());
        let lowest = shown(items.iter().map(|item| item.lowest).min());
        let highest = shown(items.iter().map(|item| item.highest).max());
        let forms = wording.count("count.questionnaires", self.forms as u64, &[]);
        let facts =
            [("measure", self.measure.id.as_str()), ("forms", &forms), ("lowest", &lowest), ("highest", &highest)];
        let mut words = vec![wording.say("check.answers.numbers", &facts)];
        if let Some((lowest, highest)) = self.found {
            let (lowest, highest) = (lowest.to_string(), highest.to_string());
            words.push(wording.say("check.answers.found", &[("lowest", &lowest), ("highest", &highest)]));
        }
        if !self.words.is_empty() {
            let pairs = self.words.iter().map(|(word, number)| format!("“{word}” {number}"));
            let pairs = pairs.collect::<Vec<_>>().join(", ");
            words.push(wording.say("check.answers.words", &[("words", &pairs)]));
        }
        if self.out_of_order {
            words.push(wording.say("check.answers.out_of_order", &[]));
        }
        let turned = self.turned();
        if !turned.is_empty() {
            words.push(wording.say("check.answers.turned", &[("items", &turned.join(", "))]));
        }
        for (key, count) in [("check.answers.short", self.short), ("check.answers.with_total", self.with_total)] {
            if count > 0 {
                words.push(wording.count(key, count as u64, &[]));
            }
        }
        words.join("; ")
    }

    /// Items that count the other way round in some scale.
    fn turned(&self) -> Vec<&str> {
        let scales = self.measure.scales.iter();
        let turned: BTreeSet<usize> = scales.flat_map(|scale| scale.reversed.iter().copied()).collect();
        turned.into_iter().map(|item| self.measure.items[item].id.as_str()).collect()
    }
}

/// What to compare by hand, because no total in the export would show a slip; nothing where every instrument has totals.
pub fn on_trust(taken: &[Taken<'_>], wording: &Wording) -> Option<String> {
    let without = taken.iter().filter(|taken| taken.with_total == 0).map(|taken| taken.measure.id.as_str());
    let without = without.collect::<Vec<_>>().join(", ");
    (!without.is_empty()).then(|| wording.say("check.answers.on_trust", &[("measures", &without)]))
}
