//! An instrument's rules for a reader: what `fingerpost measures ID` prints, and the same as data.

use super::Definitions;
use super::measure::{Measure, Rule};
use super::wording::Wording;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write;

impl Measure {
    /// Items, scales, thresholds, and where each rule comes from, in plain words.
    pub fn in_words(&self, definitions: &Definitions) -> String {
        let wording = &definitions.wording;
        let say = |key: &str, places: &[(&str, &str)]| wording.say(&format!("measure.{key}"), places);
        let mut text = format!("{} ({})\n\n", self.title, self.id);
        let ratings =
            self.items.iter().filter(|item| !self.items.iter().any(|i| i.gate == self.item(&item.id))).count();
        let _ = writeln!(text, "{}", say("rated_by", &[("rated_by", &self.rated_by)]));
        let _ = writeln!(text, "{}", say("items", &[("n", &ratings.to_string())]));
        let codes: BTreeSet<&str> = self.items.iter().flat_map(|item| &item.missing).map(String::as_str).collect();
        if !codes.is_empty() {
            let codes = codes.into_iter().collect::<Vec<_>>().join(", ");
            let _ = writeln!(text, "{}", say("missing", &[("codes", &codes)]));
        }
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
            let _ = writeln!(text, "\n{} ({})", scale.label, scale.id);
            for sentence in definitions.scale_in_words(self, scale) {
                let _ = writeln!(text, "  {sentence}");
            }
            let _ = writeln!(text, "  {}", scale.rule.in_words(wording));
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
        let sentence = wording.say(&format!("provenance.sentence.{}", self.provenance.key()), &[]);
        format!("{sentence} {}", self.source)
    }
}
