//! Names as people type them, to the figure they mean: by id, or by what reports call it, in any capitals. A name that
//! nobody knows is a fault of its row, with the nearest one that is known.

use super::figures::Figures;
use super::groups::Groups;
use crate::definitions::settings::Quarters;
use crate::definitions::{Wording, nearest};
use crate::intake::{Facts, OwnColumn, OwnFault, OwnFigure, OwnFigures, Spot};
use crate::period::{Period, as_written};

/// Everything that can be named.
pub struct Names<'a> {
    figures: &'a Figures<'a>,
    groups: Groups<'a>,
    indicators: Vec<Name>,
    units: Vec<Name>,
}

/// What may be typed, as it is printed and as it is compared, and the position it leads to.
struct Name {
    text: String,
    plain: String,
    at: usize,
}

impl Name {
    fn new(text: &str, at: usize) -> Name {
        Name { text: text.to_owned(), plain: plain(text), at }
    }
}

/// A name that cannot be told: the column it stands in, the code of the sentence, and its facts.
pub(super) type Untold = (OwnColumn, &'static str, Facts);

impl<'a> Names<'a> {
    pub fn new(figures: &'a Figures<'a>, wording: &'a Wording) -> Names<'a> {
        let known = figures.known.iter().enumerate();
        let of_figure = known.flat_map(|(at, figure)| [&figure.id, &figure.label].map(|text| Name::new(text, at)));
        let units = figures.units.iter().enumerate();
        let of_unit = units.flat_map(|(at, unit)| {
            let names = [&unit.id, &unit.name].map(|text| [text.clone(), format!("{} {text}", unit.level)]);
            names.concat().into_iter().map(move |text| Name::new(&text, at))
        });
        Names {
            figures,
            groups: Groups::new(figures, wording),
            indicators: of_figure.collect(),
            units: of_unit.collect(),
        }
    }

    /// The figure that a row means, or every name in it that cannot be told.
    pub fn spot(&self, own: &OwnFigures, row: &OwnFigure) -> Result<Spot, Vec<OwnFault>> {
        let indicator = self.indicator(row.cell(OwnColumn::Indicator));
        let unit = self.unit(row.cell(OwnColumn::Unit));
        let period = self.period(row.cell(OwnColumn::Period));
        let [breakdown, category] = [OwnColumn::Breakdown, OwnColumn::Category].map(|column| row.cell(column));
        let group = self.groups.find(breakdown, category);
        match (indicator, unit, period, group) {
            (Ok(indicator), Ok((level, unit)), Ok(period), Ok((breakdown, category))) => {
                Ok(Spot { period, level, unit, breakdown, category, indicator })
            }
            (indicator, unit, period, group) => {
                let untold = [indicator.err(), unit.err(), period.err(), group.err()];
                let fault = |(column, code, facts)| own.fault(row, column, code, facts);
                Err(untold.into_iter().flatten().map(fault).collect())
            }
        }
    }

    /// Whether a text is the name of a figure, or so near to one that it is probably meant.
    pub fn may_name_a_figure(&self, text: &str) -> bool {
        self.indicator(text).map_or_else(|(_, code, _)| code == "indicator-unknown" || code == "ambiguous", |_| true)
    }

    fn indicator(&self, text: &str) -> Result<String, Untold> {
        let id = |at: usize| self.figures.known[at].id.as_str();
        if text.is_empty() {
            return Err((OwnColumn::Indicator, "indicator-empty", Facts::new()));
        }
        match &meant(text, &self.indicators)[..] {
            [only] => Ok(id(*only).to_owned()),
            [] => Err(unknown(OwnColumn::Indicator, text, self.indicators.iter().map(|name| name.text.as_str()))),
            several => Err(ambiguous(OwnColumn::Indicator, several.iter().map(|at| id(*at).to_owned()))),
        }
    }

    fn unit(&self, text: &str) -> Result<(String, String), Untold> {
        let units = &self.figures.units;
        let is_provider = text.is_empty() || plain(text) == PROVIDER;
        let meant = match units.iter().position(|unit| unit.level == PROVIDER) {
            Some(provider) if is_provider => vec![provider],
            _ => meant(text, &self.units),
        };
        match &meant[..] {
            [only] => Ok((units[*only].level.clone(), units[*only].id.clone())),
            [] => Err(unknown(OwnColumn::Unit, text, self.units.iter().map(|name| name.text.as_str()))),
            several => {
                let names = several.iter().map(|at| format!("{} {}", units[*at].level, units[*at].id));
                Err(ambiguous(OwnColumn::Unit, names))
            }
        }
    }

    /// A period that the output knows nothing of is none the less a period.
    fn period(&self, text: &str) -> Result<String, Untold> {
        let known = &self.figures.periods;
        if text.is_empty() {
            return Ok(self.figures.output.period.clone());
        }
        let id = as_written(text);
        let is_one = |id: &str| {
            let quarters = [Quarters::Financial, Quarters::Calendar];
            known.contains(id) || quarters.into_iter().any(|kind| Period::parse(id, kind).is_some())
        };
        let example = vec![("example", self.figures.output.period.clone())];
        id.filter(|id| is_one(id)).ok_or((OwnColumn::Period, "period-unreadable", example))
    }
}

const PROVIDER: &str = "provider";

/// As names are compared: small letters, single blanks, one kind of dash and of quotation mark.
pub(super) fn plain(text: &str) -> String {
    let one_kind = |c: char| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '‘' | '’' => '\'',
        '“' | '”' => '\u{22}',
        other => other,
    };
    let words: Vec<String> = text.split_whitespace().map(|word| word.chars().map(one_kind).collect()).collect();
    words.join(" ").to_lowercase()
}

/// Everything that a name can mean, each once.
fn meant(text: &str, names: &[Name]) -> Vec<usize> {
    let text = plain(text);
    let mut found: Vec<usize> = names.iter().filter(|name| name.plain == text).map(|name| name.at).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// With the nearest name that is known, where one is near.
pub(super) fn unknown<'a>(column: OwnColumn, text: &str, known: impl Iterator<Item = &'a str>) -> Untold {
    let near = nearest(&plain(text), known).map(str::to_owned);
    let code = match (column, near.is_some()) {
        (OwnColumn::Indicator, true) => "indicator-unknown",
        (OwnColumn::Indicator, false) => "indicator-unknown-far",
        (OwnColumn::Unit, true) => "unit-unknown",
        (OwnColumn::Unit, false) => "unit-unknown-far",
        (OwnColumn::Breakdown, true) => "breakdown-unknown",
        (OwnColumn::Breakdown, false) => "breakdown-unknown-far",
        (_, true) => "category-unknown",
        (_, false) => "category-unknown-far",
    };
    (column, code, vec![("nearest", near.unwrap_or_default())])
}

fn ambiguous(column: OwnColumn, names: impl Iterator<Item = String>) -> Untold {
    (column, "ambiguous", vec![("names", names.collect::<Vec<_>>().join(", "))])
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn names_are_compared_without_capitals_and_finer_points() {
        assert_eq!(plain("  ReQoL–10,\u{a0}Total  Score "), "reqol-10, total score");
    }
}
