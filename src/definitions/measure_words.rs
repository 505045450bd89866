//! An instrument's rules for a reader: what `fingerpost measures ID` prints, and the same as data.

use super::measure::{Better, Formula, Measure, Rule, Scale, Threshold};
use super::wording::Wording;
use serde_json::{Value, json};
use std::fmt::Write;

impl Measure {
    /// Items, scales, thresholds, and where each rule comes from, in plain words.
    pub fn in_words(&self, wording: &Wording) -> String {
        let say = |key: &str, places: &[(&str, &str)]| wording.say(&format!("measure.{key}"), places);
        let mut text = format!("{} ({})\n\n", self.title, self.id);
        let ratings =
            self.items.iter().filter(|item| !self.items.iter().any(|i| i.gate == self.item(&item.id))).count();
        let _ = writeln!(text, "{}", say("rated_by", &[("rated_by", &self.rated_by)]));
        let _ = writeln!(text, "{}", say("items", &[("n", &ratings.to_string())]));
        let _ = writeln!(text, "{}", say("licence", &[("licence", &self.licence)]));
        if self.needs_licence {
            let _ = writeln!(text, "{}", say("needs_licence", &[("id", &self.id)]));
        }
        let _ = writeln!(text, "{}\n", self.rule.in_words(wording));
        for item in &self.items {
            let range = format!("{}–{}", item.lowest, item.highest);
            let _ = writeln!(text, "  {:>14}  {range:>4}  {}", item.id, item.label);
        }
        for scale in &self.scales {
            let _ = write!(text, "\n{}", scale.in_words(self, wording));
        }
        text
    }

    /// Ids, ranges, thresholds and provenance, for other programs.
    pub fn for_record(&self) -> Value {
        json!({
            "id": self.id,
            "title": self.title,
            "provisional": self.is_provisional(),
            "needs_licence": self.needs_licence,
            "provenance": self.rule.provenance,
            "source": self.rule.source,
            "items": self.items.iter().map(|item| &item.id).collect::<Vec<_>>(),
            "scales": self.scales.iter().map(|scale| json!({
                "id": scale.id,
                "lowest": scale.lowest,
                "highest": scale.highest,
                "better": scale.better,
                "threshold": scale.threshold.as_ref().map(|threshold| threshold.points),
                "provenance": scale.rule.provenance,
                "source": scale.rule.source,
            })).collect::<Vec<_>>(),
        })
    }
}

impl Rule {
    fn in_words(&self, wording: &Wording) -> String {
        let key = match self.provenance {
            super::Provenance::Published => "published",
            super::Provenance::Secondary => "secondary",
            super::Provenance::Provisional => "provisional",
            super::Provenance::Local => "local",
        };
        format!("{} {}", wording.say(&format!("provenance.sentence.{key}"), &[]), self.source)
    }
}

impl Scale {
    fn in_words(&self, measure: &Measure, wording: &Wording) -> String {
        let say = |key: &str, places: &[(&str, &str)]| wording.say(&format!("measure.{key}"), places);
        let range = [("lowest", self.lowest.to_string()), ("highest", self.highest.to_string())];
        let better = if self.better == Better::Higher { "better.higher" } else { "better.lower" };
        let mut text = format!("{} ({})\n", self.label, self.id);
        let _ = writeln!(text, "  {}", self.formula_in_words(measure, wording));
        if !self.reversed.is_empty() {
            let _ = writeln!(text, "  {}", say("reversed", &[("items", &ids(measure, &self.reversed))]));
        }
        let _ = writeln!(
            text,
            "  {} {}",
            say("range", &[(range[0].0, &range[0].1), (range[1].0, &range[1].1)]),
            wording.say(better, &[])
        );
        let threshold = |kind: &str, threshold: &Threshold| {
            let points = threshold.points.to_string();
            format!("  {} {}\n", say(kind, &[("points", &points)]), threshold.rule.in_words(wording))
        };
        match &self.threshold {
            Some(change) => text.push_str(&threshold("threshold", change)),
            None => {
                let _ = writeln!(text, "  {}", say("no_threshold", &[]));
            }
        }
        if let Some(cut_off) = &self.cut_off {
            text.push_str(&threshold("cut_off", cut_off));
        }
        let _ = writeln!(text, "  {}", self.rule.in_words(wording));
        text
    }

    fn formula_in_words(&self, measure: &Measure, wording: &Wording) -> String {
        let (key, factor) = match self.formula {
            Formula::Sum => ("sum", self.factor),
            Formula::Mean => ("mean", self.factor),
            Formula::GatedMean { .. } => ("gated", self.factor),
            Formula::Table { .. } => ("table", 1.0),
            Formula::TotalOnly => ("total_only", 1.0),
        };
        let needed = match self.formula {
            Formula::Sum | Formula::Mean => self.min_answered.to_string(),
            _ => String::new(),
        };
        let places = [("items", ids(measure, &self.items)), ("needed", needed), ("factor", factor.to_string())];
        let places: Vec<(&str, &str)> = places.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut words = wording.say(&format!("measure.formula.{key}"), &places);
        if factor != 1.0 {
            words = format!("{words} {}", wording.say("measure.factor", &places));
        }
        words
    }
}

fn ids(measure: &Measure, items: &[usize]) -> String {
    items.iter().map(|&item| measure.items[item].id.as_str()).collect::<Vec<_>>().join(", ")
}
