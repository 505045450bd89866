//! How a figure is made: who is counted, the formula, the rules behind it and where they were read, and what the figure
//! speaks to.

use super::{Explanation, Part};
use crate::definitions::{ActionPoint, Definitions, FigureKind, Indicator, Measure, Provenance, Rule, Scale};

pub(super) fn explanation(indicator: &Indicator, definitions: &Definitions) -> Explanation {
    let figure = Figure { indicator, definitions };
    let parts = [
        ("counted", figure.counted()),
        ("formula", figure.formula()),
        ("scale", figure.scale_rules()),
        ("source", figure.sources()),
        ("criteria", figure.criteria()),
        ("points", figure.points()),
    ];
    let filled = parts.into_iter().filter(|(_, lines)| !lines.is_empty());
    Explanation {
        id: indicator.id.clone(),
        title: definitions.indicator_label(indicator),
        parts: filled
            .map(|(key, lines)| Part { heading: figure.say(&format!("heading.{key}"), &[]), lines })
            .collect(),
    }
}

struct Figure<'a> {
    indicator: &'a Indicator,
    definitions: &'a Definitions,
}

impl<'a> Figure<'a> {
    fn say(&self, key: &str, places: &[(&str, &str)]) -> String {
        self.definitions.wording.say(&format!("explain.{key}"), places)
    }

    fn measure(&self) -> Option<&'a Measure> {
        self.definitions.measures.get(self.indicator.measure?)
    }

    fn scale(&self) -> Option<&'a Scale> {
        self.measure()?.scales.get(self.indicator.scale?)
    }

    /// Eligible, known and achieved, a line for each sentence.
    fn counted(&self) -> Vec<String> {
        let counts = self.definitions.indicator_counts(self.indicator);
        counts.split_inclusive(". ").map(|sentence| sentence.trim().to_owned()).collect()
    }

    fn formula(&self) -> Vec<String> {
        let key = match self.indicator.kind {
            FigureKind::People => "people",
            FigureKind::Share | FigureKind::UnwantedShare => "share",
            FigureKind::Mean => "mean",
            FigureKind::Change => "change",
        };
        vec![self.say(&format!("formula.{key}"), &[])]
    }

    fn scale_rules(&self) -> Vec<String> {
        let of_scale = self.measure().zip(self.scale());
        of_scale.map_or_else(Vec::new, |(measure, scale)| self.definitions.scale_in_words(measure, scale))
    }

    /// Where each rule that enters was read, and how sure it is; a rule that enters twice is named once.
    fn sources(&self) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for (what, rule) in self.rules() {
            let sure = self.definitions.wording.say(&format!("provenance.{}", rule.provenance.key()), &[]);
            let what = self.say(&format!("rule.{what}"), &[]);
            let line = self.say("source", &[("what", &what), ("sure", &sure), ("source", &rule.source)]);
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines.extend(self.least_sure().map(|key| self.definitions.wording.say(key, &[])));
        lines
    }

    /// A word of care where a rule could not be verified, or where no publication states one.
    fn least_sure(&self) -> Option<&'static str> {
        let rules = self.rules();
        let provisional = rules.iter().any(|(_, rule)| rule.provenance == Provenance::Provisional);
        match (provisional, rules.is_empty()) {
            (true, _) => Some("provenance.sentence.provisional"),
            (false, true) => Some("provenance.sentence.local"),
            (false, false) => None,
        }
    }

    /// The rules that the figure depends on, each with the key of what it decides.
    fn rules(&self) -> Vec<(&'static str, &'a Rule)> {
        let mut rules = Vec::new();
        if let Some(measure) = self.measure() {
            rules.push(("items", &measure.rule));
        }
        if let Some(scale) = self.scale() {
            rules.push(("scale", &scale.rule));
            let by_threshold = ["improved", "unchanged", "deteriorated"].contains(&self.indicator.family);
            rules.extend(scale.threshold.iter().filter(|_| by_threshold).map(|points| ("threshold", &points.rule)));
        }
        if let Some(domain) = self.indicator.domain.and_then(|place| self.definitions.roles.domains.get(place)) {
            rules.push(("statuses", &domain.rule));
        }
        match self.indicator.family {
            "social-outcomes" => {
                rules.extend(self.definitions.roles.index.iter().map(|index| ("statuses", &index.rule)))
            }
            "paired" | "first" | "later" | "first-of-paired" | "first-of-unpaired" | "change" | "improved"
            | "unchanged" | "deteriorated" => {
                rules.push(("pairing", &self.definitions.pairing.rule));
            }
            "goals-at-or-above-expected" | "goals-gas-level" | "goals-gas-t" => {
                rules.push(("gas", &self.definitions.goals.gas_rule));
            }
            "goals-reviewed" | "goals-rated-within" | "goals-rated-long-ago" => {
                rules.push(("review", &self.definitions.goals.rule))
            }
            "goals-gbo-improved" | "goals-gbo-deteriorated" => {
                rules.push(("threshold", &self.definitions.goals.gbo_threshold.rule));
            }
            _ => {}
        }
        rules
    }

    /// The service's criteria that this figure evidences.
    fn criteria(&self) -> Vec<String> {
        let values = self.definitions.framework.values.iter();
        let all = values.flat_map(|value| value.criteria.iter().map(move |criterion| (value, criterion)));
        let own = all.filter(|(_, criterion)| criterion.indicator == self.indicator.id);
        own.map(|(value, criterion)| {
            self.say(
                "criterion",
                &[("value", &value.label), ("criterion", &criterion.label), ("standard", &criterion.standard)],
            )
        })
        .collect()
    }

    /// The action points it speaks to: its own, or those of its criteria.
    fn points(&self) -> Vec<String> {
        let criteria = self.definitions.framework.criteria();
        let of_criteria = criteria.filter(|criterion| criterion.indicator == self.indicator.id);
        let mut numbers: Vec<u8> = of_criteria.flat_map(|criterion| criterion.points.iter().copied()).collect();
        numbers.extend(self.indicator.point);
        numbers.sort_unstable();
        numbers.dedup();
        point_lines(&numbers, self.definitions)
    }
}

/// Action points by their numbers, each with what it can be seen from.
pub(super) fn point_lines(numbers: &[u8], definitions: &Definitions) -> Vec<String> {
    let points = numbers.iter().filter_map(|number| definitions.point(*number));
    let line = |point: &ActionPoint| {
        let number = point.number.to_string();
        let places = [("number", number.as_str()), ("label", &point.label), ("shown_by", &point.shown_by)];
        definitions.wording.say("explain.point", &places)
    };
    points.map(line).collect()
}
