//! One figure that may leave the building. Only this room can make one, so a chart or a report cannot print a figure
//! that was not protected.

/// A protected figure: its numbers, or the reason that there are none.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell(Content);

#[derive(Debug, Clone, PartialEq)]
enum Content {
    Shown(Numbers),
    Withheld,
    Nothing,
}

/// The numbers of a figure that may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Numbers {
    /// How many reached it; absent for a mean.
    pub achieved: Option<u64>,
    /// How many are known (n of a mean).
    pub known: u64,
    /// How many could have been known.
    pub eligible: u64,
    /// Percent for a share, points for a mean; absent for a plain count.
    pub value: Option<f64>,
    /// Lower and upper end of the 95 % interval, in the unit of `value`; absent where spread may not be shown.
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    /// Standard deviation behind a mean, in points; absent where spread may not be shown.
    pub spread: Option<f64>,
}

impl Cell {
    pub(in crate::release) fn shown(numbers: Numbers) -> Cell {
        Cell(Content::Shown(numbers))
    }

    pub(in crate::release) fn withheld() -> Cell {
        Cell(Content::Withheld)
    }

    /// No record at all: nobody was eligible or nothing was known. Not the same as withheld, and not zero.
    pub(in crate::release) const fn nothing() -> Cell {
        Cell(Content::Nothing)
    }

    /// The numbers, or `None` when they are withheld or there are none. Never zero in their place.
    pub fn numbers(&self) -> Option<&Numbers> {
        match &self.0 {
            Content::Shown(numbers) => Some(numbers),
            Content::Withheld | Content::Nothing => None,
        }
    }

    pub fn value(&self) -> Option<f64> {
        self.numbers().and_then(|numbers| numbers.value)
    }

    /// A mean of the same people after a mean change, in points; withheld where either is. Without an interval: neither tells how
    /// the two go together.
    pub fn moved_by(&self, change: &Cell) -> Cell {
        match (self.value(), change.value(), change.numbers()) {
            (Some(first), Some(step), Some(numbers)) => {
                Cell::shown(Numbers { value: Some(first + step), lower: None, upper: None, spread: None, ..*numbers })
            }
            _ if self.is_withheld() || change.is_withheld() => Cell::withheld(),
            _ => Cell::nothing(),
        }
    }

    pub fn is_withheld(&self) -> bool {
        matches!(self.0, Content::Withheld)
    }

    /// Cells for the tests of rooms to the right, which cannot make one otherwise.
    #[cfg(test)]
    pub fn example(numbers: Option<Numbers>) -> Cell {
        Cell(numbers.map_or(Content::Withheld, Content::Shown))
    }

    #[cfg(test)]
    pub fn example_of_nothing() -> Cell {
        Cell(Content::Nothing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(known: u64, value: f64) -> Cell {
        let numbers = Numbers { known, eligible: known + 2, value: Some(value), ..Numbers::default() };
        Cell::shown(Numbers { lower: Some(value - 1.0), upper: Some(value + 1.0), spread: Some(3.0), ..numbers })
    }

    #[test]
    fn a_first_mean_and_a_mean_change_make_a_later_mean_without_an_interval() {
        let later = mean(12, 20.0).moved_by(&mean(12, 3.5));
        let expected = Numbers { known: 12, eligible: 14, value: Some(23.5), ..Numbers::default() };
        assert_eq!(later.numbers(), Some(&expected));
    }

    #[test]
    fn a_later_mean_is_withheld_where_either_is_and_nothing_where_neither_is_known() {
        let (shown, withheld, nothing) = (mean(12, 20.0), Cell::withheld(), Cell::nothing());
        assert!(shown.moved_by(&withheld).is_withheld() && withheld.moved_by(&shown).is_withheld());
        assert!(nothing.moved_by(&withheld).is_withheld());
        assert_eq!(shown.moved_by(&nothing), nothing);
        assert_eq!(nothing.moved_by(&shown), nothing);
    }
}
