//! A number as people write it: a per cent sign or none, a point or a comma before the decimals, blanks, commas, points or
//! apostrophes between thousands. The digits written are its precision.

/// A number of a service's own, as it was written and as it is read.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnNumber {
    pub written: String,
    pub value: f64,
    /// Digits after the decimal mark.
    pub decimals: u32,
    /// A per cent sign stood behind it.
    pub percent: bool,
}

impl OwnNumber {
    /// Whether a figure comes out as this number when it is written with as many decimals. A half may be rounded either way,
    /// because programs differ in that.
    pub fn is(&self, figure: f64) -> bool {
        let half = 0.5 / 10_f64.powi(self.decimals.min(MOST_DIGITS) as i32);
        (figure - self.value).abs() <= half + SLACK * figure.abs().max(1.0)
    }
}

/// Figures of open tables have nine decimals.
const SLACK: f64 = 1e-9;

/// More digits than a number of a computer holds are none that anybody meant.
const MOST_DIGITS: u32 = 15;

/// What stands before the decimals: in all of a file the same, so that `1,234` can be read where another number tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Point,
    Comma,
}

impl Mark {
    /// The mark that the numbers of a file use, as far as they tell; `None` where they tell both or neither.
    pub(super) fn of_all<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Mark> {
        let told: Vec<Mark> = texts.filter_map(|text| Body::of(text)?.told()).collect();
        let first = told.first().copied()?;
        told.iter().all(|mark| *mark == first).then_some(first)
    }

    fn character(self) -> char {
        match self {
            Mark::Point => '.',
            Mark::Comma => ',',
        }
    }

    fn other(self) -> char {
        match self {
            Mark::Point => ',',
            Mark::Comma => '.',
        }
    }
}

/// Reads a number. Where one comma or point with three digits behind it can be read in two ways, `usual` decides.
pub(super) fn own_number(text: &str, usual: Mark) -> Option<OwnNumber> {
    let body = Body::of(text)?;
    let mark = body.told().unwrap_or(usual);
    let (whole, decimals) = body.split(mark)?;
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    if !is_grouped(whole, mark) || digits.len() + decimals.len() > MOST_DIGITS as usize {
        return None;
    }
    let value: f64 = format!("{digits}.{decimals}0").parse().ok()?;
    Some(OwnNumber {
        written: text.trim().to_owned(),
        value: if body.negative { -value } else { value },
        decimals: u32::try_from(decimals.len()).ok()?,
        percent: body.percent,
    })
}

/// Digits with the marks between them; blanks and apostrophes have become one kind of blank.
struct Body {
    text: String,
    negative: bool,
    percent: bool,
}

impl Body {
    fn of(text: &str) -> Option<Body> {
        let text = text.trim();
        let (text, percent) = text.strip_suffix('%').map_or((text, false), |rest| (rest.trim_end(), true));
        let unsigned = text.strip_prefix(['-', '\u{2212}', '\u{2013}']);
        let rest = unsigned.or_else(|| text.strip_prefix('+')).unwrap_or(text).trim_start();
        let plain = |c: char| if c.is_whitespace() || "'’".contains(c) { ' ' } else { c };
        let text: String = rest.chars().map(plain).collect();
        let known = text.chars().all(|c| c.is_ascii_digit() || " .,".contains(c));
        let has_digit = text.chars().any(|c| c.is_ascii_digit());
        (known && has_digit).then_some(Body { text, negative: unsigned.is_some(), percent })
    }

    /// The decimal mark, where this number alone says which it is.
    fn told(&self) -> Option<Mark> {
        let count = |mark: Mark| self.text.matches(mark.character()).count();
        match (count(Mark::Point), count(Mark::Comma)) {
            (0, 0) => None,
            (0, 1) => (!self.may_be_thousands(Mark::Comma)).then_some(Mark::Comma),
            (1, 0) => (!self.may_be_thousands(Mark::Point)).then_some(Mark::Point),
            (0, _) => Some(Mark::Point),
            (_, 0) => Some(Mark::Comma),
            _ => self.text.rfind(['.', ',']).map(|at| self.mark_at(at)),
        }
    }

    fn mark_at(&self, at: usize) -> Mark {
        if self.text[at..].starts_with('.') { Mark::Point } else { Mark::Comma }
    }

    /// Whether its one mark stands where thousands are parted: `1,234`, but not `0,346`, `34,6` or `1 234,567`.
    fn may_be_thousands(&self, mark: Mark) -> bool {
        let Some((before, after)) = self.text.split_once(mark.character()) else { return false };
        let three = after.len() == 3 && after.chars().all(|c| c.is_ascii_digit());
        three && (1..=3).contains(&before.len()) && !before.starts_with('0')
    }

    /// What stands before and after the decimal mark; decimals are digits only.
    fn split(&self, mark: Mark) -> Option<(&str, &str)> {
        let (whole, decimals) = self.text.split_once(mark.character()).unwrap_or((&self.text, ""));
        decimals.chars().all(|c| c.is_ascii_digit()).then_some((whole, decimals))
    }
}

/// Thousands are parted by one sign throughout, and three digits stand behind each; a number may also begin with its mark.
fn is_grouped(whole: &str, mark: Mark) -> bool {
    let mut signs: Vec<char> = whole.chars().filter(|c| !c.is_ascii_digit()).collect();
    signs.dedup();
    let Some(sign) = signs.first() else { return true };
    let mut groups = whole.split(*sign);
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    signs.len() == 1 && [' ', mark.other()].contains(sign) && first && groups.all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, usual: Mark) -> Option<(f64, u32, bool)> {
        own_number(text, usual).map(|number| (number.value, number.decimals, number.percent))
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let cases = [
            ("34.6", (34.6, 1, false)),
            (" 34,6 % ", (34.6, 1, true)),
            ("34.60%", (34.6, 2, true)),
            ("1,234", (1234.0, 0, false)),
            ("1 234", (1234.0, 0, false)),
            ("1\u{a0}234,5", (1234.5, 1, false)),
            ("1'234'567.25", (1_234_567.25, 2, false)),
            ("1.234,56", (1234.56, 2, false)),
            ("1,234,567", (1_234_567.0, 0, false)),
            ("0,346", (0.346, 3, false)),
            ("0.346", (0.346, 3, false)),
            (".5", (0.5, 1, false)),
            ("−2.5", (-2.5, 1, false)),
            ("- 2.5", (-2.5, 1, false)),
            ("+3", (3.0, 0, false)),
            ("12.", (12.0, 0, false)),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text, Mark::Point), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_not_made_one() {
        let cases =
            ["", "%", "n/a", "<5", "34 6", "1,23,456", "12,3456.7", "1 2345", "3-4", "5.4E1", "--2", "1.2.3,4,5"];
        for text in cases.into_iter().chain(["1234567890123456", "1 234,567 890", "#DIV/0!", "(3)"]) {
            assert_eq!(read(text, Mark::Point), None, "{text}");
        }
    }

    #[test]
    fn other_numbers_of_the_file_say_what_one_comma_before_three_digits_means() {
        let of_all = |texts: &[&str]| Mark::of_all(texts.iter().copied());
        assert_eq!(of_all(&["1,234", "34,6"]), Some(Mark::Comma));
        assert_eq!(of_all(&["1,234", "34.6", "words"]), Some(Mark::Point));
        assert_eq!(of_all(&["1,234", "34"]), None);
        assert_eq!(of_all(&["34,6", "34.6"]), None);
        assert_eq!(read("1,234", Mark::Comma), Some((1.234, 3, false)));
        assert_eq!(read("1.234", Mark::Comma), Some((1234.0, 0, false)));
        assert_eq!(read("1.234", Mark::Point), Some((1.234, 3, false)));
    }

    #[test]
    fn the_digits_written_are_the_precision() {
        let is = |text: &str, figure: f64| own_number(text, Mark::Point).unwrap().is(figure);
        assert!(is("34.6", 34.640_522_876) && is("35", 34.640_522_876) && is("34.64", 34.640_522_876));
        assert!(!is("34.7", 34.640_522_876) && !is("34.60", 34.640_522_876) && !is("34", 34.640_522_876));
        assert!(is("0.5", 0.45) && is("0.4", 0.45), "a half may be rounded either way");
        assert!(!is("53", 54.0) && is("53", 53.0));
    }
}
