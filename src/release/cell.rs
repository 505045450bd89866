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
