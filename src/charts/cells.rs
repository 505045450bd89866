//! How a protected figure is written beside its mark: rounded for reading, with its counts, or the reason that there
//! is none. A share is never printed as 0 % or 100 % unless it is exactly that.

use super::drawing::{Across, Point};
use super::lettering::{ABSENT, FIGURE, Lettering, SMALL};
use super::page::Plane;
use crate::definitions::wording::thousands;
use crate::release::cell::{Cell, Numbers};

/// What the `value` of a cell counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// 0 to 100, written with a percent sign.
    Percent,
    /// Points of a scale, with this many decimals.
    Points { decimals: usize },
}

impl Unit {
    /// The value as readers see it, with a true minus sign.
    pub fn write(self, value: f64) -> String {
        match self {
            Unit::Percent if value > 0.0 && value < 0.5 => "<1%".to_owned(),
            Unit::Percent if (99.5..100.0).contains(&value) => ">99%".to_owned(),
            Unit::Percent => format!("{}%", rounded(value, 0)),
            Unit::Points { decimals } => rounded(value, decimals),
        }
    }
}

/// Rounded half away from zero, as people round, with commas between thousands and without a minus before zero.
fn rounded(value: f64, decimals: usize) -> String {
    let factor = 10f64.powi(decimals as i32);
    let nearest = (value * factor).round() / factor;
    let digits = format!("{:.decimals$}", nearest.abs());
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), thousands);
    let sign = if nearest < 0.0 { "−" } else { "" };
    format!("{sign}{whole}{rest}")
}

/// The recurring words of a chart, in the language of the report. Names in braces are replaced.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// `withheld (fewer than 5)`
    pub withheld: String,
    /// `no data`
    pub nothing: String,
    /// `{achieved} of {known}`, written beside a share.
    pub counts: String,
    /// `n = {known}`, written beside a mean.
    pub known: String,
    /// `{lower} to {upper}`, an interval.
    pub interval: String,
}

impl Words {
    /// What stands in the place of a cell that has no numbers; `None` when it has.
    pub fn absence(&self, cell: &Cell) -> Option<&str> {
        match cell.numbers() {
            Some(_) => None,
            None if cell.is_withheld() => Some(&self.withheld),
            None => Some(&self.nothing),
        }
    }

    /// Achieved of known for a share, n for a mean.
    fn counts(&self, numbers: &Numbers) -> String {
        let known = thousands(numbers.known);
        match numbers.achieved {
            Some(achieved) => self.counts.replace("{achieved}", &thousands(achieved)).replace("{known}", &known),
            None => self.known.replace("{known}", &known),
        }
    }

    fn interval(&self, unit: Unit, numbers: &Numbers) -> Option<String> {
        let (lower, upper) = (unit.write(numbers.lower?), unit.write(numbers.upper?));
        Some(format!("({})", self.interval.replace("{lower}", &lower).replace("{upper}", &upper)))
    }

    /// Value and counts.
    pub(super) fn short(&self, cell: &Cell, unit: Unit) -> Written {
        self.write(cell, unit, false)
    }

    /// Value, interval and counts.
    pub(super) fn full(&self, cell: &Cell, unit: Unit) -> Written {
        self.write(cell, unit, true)
    }

    fn write(&self, cell: &Cell, unit: Unit, with_interval: bool) -> Written {
        let Some(numbers) = cell.numbers() else {
            return Written { value: String::new(), rest: self.absence(cell).unwrap_or_default().to_owned() };
        };
        let interval = if with_interval { self.interval(unit, numbers) } else { None };
        let counts = Some(self.counts(numbers));
        let rest: Vec<String> = [interval, counts].into_iter().flatten().collect();
        Written { value: numbers.value.map_or_else(String::new, |value| unit.write(value)), rest: rest.join(" ") }
    }

    /// A plain count of people or goals: the achieved, or without it the known, and its share where there is one.
    pub(super) fn count(&self, cell: &Cell) -> Written {
        let Some(numbers) = cell.numbers() else { return self.write(cell, Unit::Percent, false) };
        let share = numbers.value.map(|value| format!("({})", Unit::Percent.write(value)));
        Written { value: thousands(counted(numbers)), rest: share.unwrap_or_default() }
    }
}

/// What a bar of counts is as long as.
pub(super) fn counted(numbers: &Numbers) -> u64 {
    numbers.achieved.unwrap_or(numbers.known)
}

/// A figure ready to be set: the value in bold, the rest beside it or under it. No value means an absence.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Written {
    value: String,
    rest: String,
}

/// Free space between value and rest, in points.
const SPACE: f32 = 3.0;

impl Written {
    fn rest_lettering(&self) -> Lettering {
        if self.value.is_empty() { ABSENT } else { SMALL }
    }

    /// Lines within `width`, each as parts with their distance from the left.
    fn lines(&self, width: f32) -> Vec<Vec<(f32, String, Lettering)>> {
        let rest = self.rest_lettering();
        let after = if self.value.is_empty() { 0.0 } else { FIGURE.width(&self.value) + SPACE };
        if after + rest.width(&self.rest) <= width {
            return vec![vec![(0.0, self.value.clone(), FIGURE), (after, self.rest.clone(), rest)]];
        }
        let below = rest.wrap(&self.rest, width, 4).into_iter().map(|line| vec![(0.0, line, rest)]);
        let first = (!self.value.is_empty()).then(|| vec![(0.0, self.value.clone(), FIGURE)]);
        first.into_iter().chain(below).collect()
    }

    /// Points that the figure needs within `width`.
    pub(super) fn height(&self, width: f32) -> f32 {
        self.lines(width).len() as f32 * SMALL.line_height()
    }

    /// Paints the figure from `left`, its lines centred on `middle`.
    pub(super) fn paint(&self, plane: &Plane, (left, middle): Point, width: f32) {
        let lines = self.lines(width);
        let height = SMALL.line_height();
        let first = middle - (lines.len() - 1) as f32 * height / 2.0;
        for (index, line) in lines.into_iter().enumerate() {
            let baseline = first + index as f32 * height + FIGURE.cap_height() / 2.0;
            for (from_left, text, lettering) in line {
                plane.text((left + from_left, baseline), &text, lettering, Across::Left);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_nought_or_everything_only_when_it_is() {
        #[track_caller]
        fn case(value: f64, expected: &str) {
            assert_eq!(Unit::Percent.write(value), expected);
        }

        case(0.0, "0%");
        case(0.2, "<1%");
        case(0.5, "1%");
        case(62.5, "63%");
        case(99.5, ">99%");
        case(99.7, ">99%");
        case(100.0, "100%");
    }

    #[test]
    fn points_are_rounded_as_people_round_and_nought_has_no_sign() {
        assert_eq!(Unit::Points { decimals: 1 }.write(-2.25), "−2.3");
        assert_eq!(Unit::Points { decimals: 1 }.write(-0.04), "0.0");
        assert_eq!(Unit::Points { decimals: 0 }.write(12.5), "13");
        assert_eq!(Unit::Points { decimals: 1 }.write(1234.56), "1,234.6");
    }

    fn words() -> Words {
        super::super::tests::examples::words()
    }

    #[test]
    fn a_figure_says_its_counts_and_an_absence_its_reason() {
        let numbers = Numbers { achieved: Some(31), known: 1240, value: Some(2.5), ..Numbers::default() };
        let shown = words().short(&Cell::example(Some(numbers)), Unit::Percent);
        assert_eq!((shown.value.as_str(), shown.rest.as_str()), ("3%", "31 of 1,240"));
        let withheld = words().short(&Cell::example(None), Unit::Percent);
        assert_eq!((withheld.value.as_str(), withheld.rest.as_str()), ("", "withheld (fewer than 5)"));
    }
}
