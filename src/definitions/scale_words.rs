//! A scale's rules as sentences, so that whoever reads a figure can see how it was made without reading its definition.

use super::Definitions;
use super::measure::{
    Better, Formula, Measure, Provenance, ReferenceSample, ReliabilityKind, Scale, Threshold, WorkedOut,
};
use crate::stats::{CutOff, Norm};

impl Provenance {
    /// Key of its words, below `provenance.` and `provenance.sentence.`.
    pub fn key(self) -> &'static str {
        match self {
            Provenance::Published => "published",
            Provenance::Secondary => "secondary",
            Provenance::Provisional => "provisional",
            Provenance::Local => "local",
        }
    }
}

impl Definitions {
    /// How a scale is worked out, one sentence each: formula, items turned round, what must be answered, range and
    /// direction, change threshold, cut-off, and its warning if it has one.
    pub fn scale_in_words(&self, measure: &Measure, scale: &Scale) -> Vec<String> {
        let mut sentences = vec![self.formula_in_words(measure, scale)];
        sentences.extend(self.left_out_in_words(measure, scale));
        if !scale.reversed.is_empty() {
            sentences.push(self.wording.say("scale.reversed", &[("items", &item_numbers(measure, &scale.reversed))]));
        }
        sentences.extend(self.needed_in_words(scale));
        sentences.push(self.range_in_words(scale));
        sentences.push(match &scale.threshold {
            Some(threshold) => self.points_in_words("scale.threshold", threshold),
            None => self.wording.say("scale.no_threshold", &[]),
        });
        sentences.extend(scale.cut_off.as_ref().map(|cut_off| self.points_in_words("scale.cut_off", cut_off)));
        sentences.extend(scale.note.clone());
        sentences
    }

    fn formula_in_words(&self, measure: &Measure, scale: &Scale) -> String {
        let items = item_numbers(measure, &scale.items);
        let factor = scale.factor.to_string();
        let base = match &scale.formula {
            Formula::Table { of, .. } => measure.scales.get(*of).map_or("", |base| base.label.as_str()),
            _ => "",
        };
        let key = match scale.formula {
            Formula::Sum | Formula::Mean if scale.items.len() == 1 => "item",
            Formula::Sum => "sum",
            Formula::Mean => "mean",
            Formula::GatedMean { .. } => "mean_of_important",
            Formula::Share { .. } => "share",
            Formula::Table { .. } => "table",
            Formula::TotalOnly => "total_only",
        };
        let times = if scale.factor == 1.0 { "" } else { "_times" };
        let key = format!("scale.formula.{key}{times}");
        let reached = match scale.formula {
            Formula::Share { reached_from, .. } => self.answers_in_words(measure, scale, |code| code >= reached_from),
            _ => String::new(),
        };
        let places = [("items", items.as_str()), ("factor", &factor), ("scale", base), ("reached", &reached)];
        self.wording.say(&key, &places)
    }

    /// Answers that say that an item does not apply, where the form has any.
    fn left_out_in_words(&self, measure: &Measure, scale: &Scale) -> Option<String> {
        let Formula::Share { applies_from, .. } = scale.formula else { return None };
        let answers = self.answers_in_words(measure, scale, |code| code < applies_from);
        (!answers.is_empty()).then(|| self.wording.say("scale.left_out", &[("answers", &answers)]))
    }

    /// Answers of a scale's first item by their words, or as numbers where they have none.
    fn answers_in_words(&self, measure: &Measure, scale: &Scale, wanted: impl Fn(i8) -> bool) -> String {
        let Some(item) = scale.items.first().and_then(|place| measure.items.get(*place)) else {
            return String::new();
        };
        let word = |code: i8| item.words.iter().find(|(_, own)| *own == code).map(|(word, _)| word.clone());
        let codes = (item.lowest..=item.highest).filter(|code| wanted(*code));
        let named = codes.map(|code| format!("“{}”", word(code).unwrap_or_else(|| code.to_string())));
        named.collect::<Vec<_>>().join(", ")
    }

    /// How many answers are needed; nothing for a total that is only read.
    fn needed_in_words(&self, scale: &Scale) -> Option<String> {
        let all = scale.items.len().to_string();
        let percent = |share: f64| format!("{:.0}", 100.0 * share);
        match scale.formula {
            Formula::TotalOnly => None,
            _ if scale.items.len() == 1 => None,
            Formula::GatedMean { min_gates, min_rated } => {
                let places = [("gates", percent(min_gates)), ("rated", percent(min_rated))];
                Some(self.wording.say("scale.needed.important", &[("gates", &places[0].1), ("rated", &places[1].1)]))
            }
            _ if scale.min_answered == scale.items.len() => {
                Some(self.wording.say("scale.needed.all", &[("all", &all)]))
            }
            _ => Some(self.fewer_in_words(scale)),
        }
    }

    /// What is done with fewer answers than items; and that it is a local rule.
    fn fewer_in_words(&self, scale: &Scale) -> String {
        let key = if scale.is_stretched() { "scale.needed.stretched" } else { "scale.needed.some" };
        let (least, all) = (scale.min_answered.to_string(), scale.items.len().to_string());
        self.wording.say(key, &[("least", &least), ("all", &all)])
    }

    /// Scales that do with fewer answers than they have items by a local rule, each with that rule in words.
    pub fn local_minimums(&self, measure: &Measure) -> Vec<(String, String)> {
        let local = measure.scales.iter().filter(|scale| scale.has_local_minimum());
        local.map(|scale| (scale.label.clone(), self.fewer_in_words(scale))).collect()
    }

    fn range_in_words(&self, scale: &Scale) -> String {
        let (lowest, highest) = (scale.lowest.to_string(), scale.highest.to_string());
        let better = match scale.better {
            Better::Higher => self.wording.say("better.higher", &[]),
            Better::Lower => self.wording.say("better.lower", &[]),
        };
        self.wording.say("scale.range", &[("lowest", &lowest), ("highest", &highest), ("better", &better)])
    }

    fn points_in_words(&self, key: &str, threshold: &Threshold) -> String {
        let sure = self.wording.say(&format!("provenance.{}", threshold.rule.provenance.key()), &[]);
        let number = threshold.points_in_digits();
        let points =
            self.wording.say(if threshold.points == 1.0 { "scale.point" } else { "scale.points" }, &[("n", &number)]);
        let said = self.wording.say(key, &[("points", &points), ("sure", &sure)]);
        match threshold.worked_out {
            None => said,
            Some(WorkedOut::Change(sample)) => format!("{said} {}", self.sample_in_words(sample)),
            Some(WorkedOut::CutOff(cut_off)) => format!("{said} {}", self.cut_off_in_words(cut_off)),
        }
    }

    fn cut_off_in_words(&self, cut_off: CutOff) -> String {
        let norm = |of: &str, norm: Norm| {
            let (mean, deviation) = (norm.mean.to_string(), norm.deviation.to_string());
            self.wording.say(&format!("scale.norms.{of}"), &[("mean", &mean), ("deviation", &deviation)])
        };
        match cut_off {
            CutOff::A { clinical } => norm("a", clinical),
            CutOff::B { general } => norm("b", general),
            CutOff::C { clinical, general } => format!("{} {}", norm("c", clinical), norm("and_general", general)),
        }
    }

    fn sample_in_words(&self, sample: ReferenceSample) -> String {
        let kind = match sample.kind {
            ReliabilityKind::InternalConsistency => self.wording.say("scale.internal_consistency", &[]),
            ReliabilityKind::TestRetest => self.wording.say("scale.test_retest", &[]),
        };
        let (deviation, reliability) = (sample.deviation.to_string(), sample.reliability.to_string());
        let places = [("deviation", deviation.as_str()), ("reliability", &reliability), ("kind", &kind)];
        self.wording.say("scale.worked_out", &places)
    }
}

/// Ids of items as people say them: runs that stand next to each other in the file are joined, "1 to 8, 10".
fn item_numbers(measure: &Measure, places: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for place in places {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *place => *last = *place,
            _ => runs.push((*place, *place)),
        }
    }
    let id = |place: usize| measure.items.get(place).map_or("", |item| item.id.as_str());
    let written = runs.iter().map(|(first, last)| match last - first {
        0 => id(*first).to_owned(),
        1 => format!("{}, {}", id(*first), id(*last)),
        _ => format!("{} to {}", id(*first), id(*last)),
    });
    written.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use crate::definitions::load;

    #[test]
    fn the_rules_of_a_scale_read_as_sentences() {
        let definitions = load(None).unwrap_or_else(|faults| panic!("{faults}"));
        let said = |measure: &str, scale: usize| {
            let measure = definitions.measure(measure).expect("it is shipped");
            definitions.scale_in_words(measure, &measure.scales[scale]).join(" ")
        };
        assert_eq!(
            said("reqol-10", 0),
            "The sum of items 1 to 10. Counted the other way round, because of how they are worded: 1, 3, 6, 9. \
             All 10 must be answered. It runs from 0 to 40. Higher is better. A change counts from 5 points (read in \
             a second-hand source). A score of 25 points or better counts as outside the clinical range (read in a \
             second-hand source)."
        );
        assert_eq!(
            said("inspire", 0),
            "The mean of those of items s1 to s20 that are important to the person, times 25. At least 80% of the importance \
             questions must be answered and at least 80% of what is important must be rated. It runs from 0 to 100. Higher \
             is better. No source states from which change on it counts, so changes are shown in points only."
        );
        let item = "Item 3 as it stands. It runs from 1 to 7. Higher is better. A change counts from 1 point (read in a \
                    second-hand source).";
        assert_eq!(said("dialog", 4), item);
        assert!(said("swemwbs", 1).starts_with("The published conversion of “Raw sum”. All 7 must be answered."));
        assert!(said("rsa-r", 0).contains("Local rule: at least 24 of 32 must be answered."));
        assert!(said("reqol-20", 0).starts_with("A total that the export already holds; it is not worked out here."));
    }

    #[test]
    fn no_scale_prints_a_key_or_an_empty_place() {
        let definitions = load(None).unwrap_or_else(|faults| panic!("{faults}"));
        for measure in &definitions.measures {
            for scale in &measure.scales {
                let said = definitions.scale_in_words(measure, scale).join(" ");
                assert!(
                    !said.contains(['{', '}']) && !said.contains("scale."),
                    "{} {}: {said}",
                    measure.id,
                    scale.id
                );
            }
        }
    }
}
