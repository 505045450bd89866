//! A unit's released figures in words: how every number, share, interval and absence is written in all reports. A share is
//! never rounded to 0 % or 100 % unless it is exactly that.

use crate::background::Background;
use crate::charts;
use crate::definitions::Criterion;
use crate::definitions::wording::thousands;
use crate::release::{Cell, Counted, CriterionFigure, FigureKind, Indicator, Numbers, Release, Unit};

/// One unit, as a report sees it.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub release: &'a Release,
    pub background: &'a Background<'a>,
    /// Position of the unit.
    pub unit: usize,
}

/// How far a criterion has come, and what it asks.
pub type OfCriterion<'a> = (&'a CriterionFigure, &'a Criterion);

impl<'a> View<'a> {
    pub fn new(release: &'a Release, background: &'a Background<'a>, unit: usize) -> View<'a> {
        View { release, background, unit }
    }

    pub fn of(&self, unit: usize) -> View<'a> {
        View { unit, ..*self }
    }

    pub fn name(&self) -> &'a str {
        &self.this_unit().name
    }

    pub fn this_unit(&self) -> &'a Unit {
        &self.release.units[self.unit]
    }

    pub fn cell(&self, id: &str) -> &'a Cell {
        self.release.cell(id, self.unit)
    }

    /// Whether the data could give this indicator at all.
    pub fn has(&self, id: &str) -> bool {
        self.release.indicator(id).is_some()
    }

    pub fn indicator(&self, id: &str) -> Option<&'a Indicator> {
        self.release.indicator(id).map(|at| &self.release.indicators[at])
    }

    pub fn label(&self, id: &str) -> String {
        self.indicator(id).map_or_else(|| id.to_owned(), |indicator| indicator.label.clone())
    }

    /// A sentence of the wording file. `{term}`, `{provider}`, `{unit}` and `{period}` are always filled.
    pub fn say(&self, key: &str, places: &[(&str, &str)]) -> String {
        let period = self.background.period_words();
        let mut all = vec![
            ("term", self.background.term.as_str()),
            ("provider", self.background.provider.as_str()),
            ("unit", self.name()),
            ("period", period.as_str()),
        ];
        all.extend_from_slice(places);
        self.background.wording.say(key, &all)
    }

    /// `12 rows were read …`, for all files together.
    pub fn rows_in_words(&self) -> String {
        let (read, used, left_out) = self.background.totals();
        let rows = self.background.wording.count("count.rows", read, &[]);
        self.say("quality.intro", &[("read", &rows), ("used", &thousands(used)), ("left_out", &thousands(left_out))])
    }

    pub fn plain(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// `withheld (fewer than 5)` or `no record`.
    pub fn absence(&self, cell: &Cell) -> String {
        if cell.is_withheld() {
            self.say("release.withheld", &[("n", &self.release.rules.threshold.to_string())])
        } else {
            self.plain("release.nothing")
        }
    }

    /// Same as `main`, with the short word for what is withheld, for narrow columns.
    pub fn brief(&self, id: &str) -> String {
        self.brief_of(id, self.cell(id))
    }

    pub fn brief_of(&self, id: &str, cell: &Cell) -> String {
        if cell.is_withheld() { self.plain("release.withheld_short") } else { self.main_of(id, cell) }
    }

    /// The unit's criteria, each with its definition, in the order of the framework.
    pub fn criteria(self) -> impl Iterator<Item = OfCriterion<'a>> {
        let own = self.release.criteria.iter().filter(move |figure| figure.unit == self.unit);
        own.map(move |figure| (figure, &self.background.framework.values[figure.value].criteria[figure.criterion]))
    }

    /// An action point: `49 People are supported in working towards goals`.
    pub fn point(&self, number: u8) -> String {
        let point = self.background.points.iter().find(|point| point.number == number);
        let label = point.map_or("", |point| point.label.as_str());
        self.say("ways.point", &[("number", &number.to_string()), ("label", label)])
    }

    /// A place on the line from 0 to 100, or a short word for why there is none.
    pub fn attained(&self, cell: &Cell) -> String {
        match cell.value() {
            Some(value) => whole(value),
            None if cell.is_withheld() => self.plain("release.withheld_short"),
            None => self.plain("release.nothing"),
        }
    }

    /// What the short word means, for the foot of a table.
    pub fn brief_note(&self) -> String {
        self.say("release.withheld_note", &[("n", &self.release.rules.threshold.to_string())])
    }

    /// The main number of a figure: `63%`, `4.7`, `214`, or why there is none.
    pub fn main(&self, id: &str) -> String {
        self.main_of(id, self.cell(id))
    }

    pub fn main_of(&self, id: &str, cell: &Cell) -> String {
        let figure = self.indicator(id).map_or(FigureKind::Share, |indicator| indicator.figure);
        match (cell.numbers(), figure) {
            (None, _) => self.absence(cell),
            (Some(numbers), FigureKind::Count) => thousands(numbers.known),
            (Some(numbers), FigureKind::Share) => numbers.value.map_or_else(String::new, percent),
            (Some(numbers), FigureKind::Mean) => numbers.value.map_or_else(String::new, points),
        }
    }

    /// `120 of 190 people`; for a mean `190 people`.
    pub fn counts(&self, id: &str) -> Option<String> {
        self.counts_of(id, self.cell(id))
    }

    pub fn counts_of(&self, id: &str, cell: &Cell) -> Option<String> {
        let numbers = cell.numbers()?;
        let counted = self.indicator(id).map_or(Counted::People, |indicator| indicator.counted);
        let key = match counted {
            Counted::People => "people",
            Counted::Goals => "goals",
            Counted::Records => "records",
            Counted::Teams => "teams",
        };
        let things = self.background.wording.count(&format!("count.{key}"), numbers.known, &[]);
        Some(match numbers.achieved {
            Some(achieved) => self.say("count.of", &[("achieved", &thousands(achieved)), ("things", &things)]),
            None => things,
        })
    }

    /// `95% interval 55% to 71%`, where it may be shown.
    pub fn interval(&self, id: &str) -> Option<String> {
        self.interval_of(id, self.cell(id))
    }

    pub fn interval_of(&self, id: &str, cell: &Cell) -> Option<String> {
        let figure = self.indicator(id).map_or(FigureKind::Share, |indicator| indicator.figure);
        let numbers = cell.numbers()?;
        let written = if figure == FigureKind::Share { percent } else { points };
        let (lower, upper) = (written(numbers.lower?), written(numbers.upper?));
        Some(self.say("count.interval", &[("lower", &lower), ("upper", &upper)]))
    }

    /// `63% (120 of 190 people; 95% interval 55% to 71%)`, or why there is none.
    pub fn full(&self, id: &str) -> String {
        if self.indicator(id).is_some_and(|indicator| indicator.figure == FigureKind::Count) {
            return self.main(id);
        }
        let brackets: Vec<String> = [self.counts(id), self.interval(id)].into_iter().flatten().collect();
        if brackets.is_empty() { self.main(id) } else { format!("{} ({})", self.main(id), brackets.join("; ")) }
    }

    /// Words of a chart for absence and counts. What the short word for withheld means stands under the picture.
    pub fn chart_words(&self) -> charts::Words {
        charts::Words {
            withheld: self.plain("release.withheld_short"),
            nothing: self.plain("release.nothing"),
            counts: self.plain("chart.counts"),
            known: self.plain("chart.known"),
            interval: self.plain("chart.interval"),
        }
    }
}

/// Places of a sentence with what fills them, as [`View::say`] takes them.
pub fn filled<'p>(places: &'p [(&'static str, String)]) -> Vec<(&'p str, &'p str)> {
    places.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// A share for reading, exactly as pictures write it: whole per cent, but `<1%` and `>99%` beside the ends.
pub fn percent(value: f64) -> String {
    charts::Unit::Percent.write(value)
}

/// Points for reading: one decimal, a proper minus sign.
pub fn points(value: f64) -> String {
    charts::Unit::Points { decimals: 1 }.write(value)
}

/// A place from 0 to 100, or a large mean, without decimals; rounded as everywhere.
pub fn whole(value: f64) -> String {
    charts::Unit::Points { decimals: 0 }.write(value)
}

/// The difference to another time, with its sign: `+4`, `−3`, `0`.
pub fn difference(now: f64, before: f64) -> String {
    let step = (now.round() - before.round()) as i64;
    match step {
        0 => "0".to_owned(),
        1.. => format!("+{step}"),
        ..0 => format!("−{}", -step),
    }
}

/// Achieved, known and eligible as three table cells.
pub fn three_counts(cell: &Cell) -> [String; 3] {
    let number = |pick: fn(&Numbers) -> Option<u64>| cell.numbers().and_then(pick).map_or("–".to_owned(), thousands);
    [number(|n| n.achieved), number(|n| Some(n.known)), number(|n| Some(n.eligible))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_nobody_or_everybody_only_when_it_is() {
        assert_eq!(percent(0.0), "0%");
        assert_eq!(percent(0.2), "<1%");
        assert_eq!(percent(62.6), "63%");
        assert_eq!(percent(99.7), ">99%");
        assert_eq!(percent(100.0), "100%");
    }

    #[test]
    fn points_and_differences_carry_a_proper_minus() {
        assert_eq!(points(-0.04), "0.0");
        assert_eq!(points(-1.25), "−1.3");
        assert_eq!(difference(61.4, 64.6), "−4");
        assert_eq!(difference(64.4, 64.0), "0");
    }
}
