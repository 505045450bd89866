//! Words in a picture: the sizes in use, how long a line is, where it breaks. No text is smaller than 9 points,
//! because pictures are also read on phones. A name too long for its place is broken into lines and, at the last,
//! visibly cut.

use super::drawing::Colour;
use super::palette::{INK, PLUM, SOFT_INK};
use crate::typeface::Cut;
use unicode_linebreak::linebreaks;

/// One way of writing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lettering {
    /// Points.
    pub size: f32,
    pub cut: Cut,
    pub colour: Colour,
}

pub(super) const TITLE: Lettering = Lettering { size: 13.0, cut: Cut::SemiBold, colour: INK };
pub(super) const SUBTITLE: Lettering = Lettering { size: 10.0, cut: Cut::Regular, colour: SOFT_INK };
pub(super) const HEADING: Lettering = Lettering { size: 10.0, cut: Cut::SemiBold, colour: INK };
pub(super) const LABEL: Lettering = Lettering { size: 9.5, cut: Cut::Regular, colour: INK };
pub(super) const FIGURE: Lettering = Lettering { size: 9.5, cut: Cut::SemiBold, colour: INK };
pub(super) const SMALL: Lettering = Lettering { size: 9.0, cut: Cut::Regular, colour: SOFT_INK };
pub(super) const ABSENT: Lettering = Lettering { size: 9.0, cut: Cut::Italic, colour: SOFT_INK };
pub(super) const SIGNAL: Lettering = Lettering { size: 9.5, cut: Cut::SemiBold, colour: PLUM };

const CUT_SHORT: char = '…';

impl Lettering {
    pub(super) const fn in_colour(self, colour: Colour) -> Lettering {
        Lettering { colour, ..self }
    }

    /// Points from one baseline to the next.
    pub(super) fn line_height(self) -> f32 {
        self.size * 1.25
    }

    /// Points from the baseline to the top of the capitals.
    pub(super) fn cap_height(self) -> f32 {
        self.cut.cap_height() * self.size
    }

    /// Points from the baseline to the bottom of letters such as `g`.
    pub(super) fn descent(self) -> f32 {
        self.size * 0.22
    }

    /// Points.
    pub(super) fn width(self, text: &str) -> f32 {
        self.cut.width(text, self.size)
    }

    /// The text as one line that the typeface can print.
    pub(super) fn printable(self, text: &str) -> String {
        self.cut.printable(text).replace('\n', " ")
    }

    /// Lines no wider than `width`, at least one and at most `most`; the last ends in `…` when something is missing.
    pub(super) fn wrap(self, text: &str, width: f32, most: usize) -> Vec<String> {
        let text = self.printable(text.trim());
        let mut lines = vec![Line::default()];
        for piece in self.pieces(&text, width) {
            match lines.last_mut() {
                Some(line) if line.takes(&piece, width) => line.add(piece),
                _ => lines.push(piece),
            }
        }
        self.cut_off(lines.into_iter().map(|line| line.text.trim_end().to_owned()).collect(), width, most)
    }

    /// The parts between places where a line may break; a part wider than a line is broken between characters.
    fn pieces(self, text: &str, width: f32) -> Vec<Line> {
        let mut start = 0;
        let mut pieces = Vec::new();
        for (end, _) in linebreaks(text) {
            let piece = self.measured(&text[start..end]);
            if piece.visible <= width {
                pieces.push(piece)
            } else {
                pieces.extend(self.narrow(&piece.text, width))
            }
            start = end;
        }
        pieces
    }

    fn measured(self, text: &str) -> Line {
        Line { visible: self.width(text.trim_end()), whole: self.width(text), text: text.to_owned() }
    }

    fn narrow(self, piece: &str, width: f32) -> Vec<Line> {
        let mut parts = vec![Line::default()];
        for letter in piece.chars() {
            let letter = self.measured(letter.encode_utf8(&mut [0; 4]));
            match parts.last_mut() {
                Some(part) if part.takes(&letter, width) => part.add(letter),
                _ => parts.push(letter),
            }
        }
        parts
    }

    fn cut_off(self, mut lines: Vec<String>, width: f32, most: usize) -> Vec<String> {
        if lines.len() <= most.max(1) {
            return lines;
        }
        lines.truncate(most.max(1));
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && self.width(&format!("{last}{CUT_SHORT}")) > width {
                last.pop();
            }
            last.truncate(last.trim_end().len());
            last.push(CUT_SHORT);
        }
        lines
    }

    /// The text on one line, visibly cut when it is too long.
    pub(super) fn shortened(self, text: &str, width: f32) -> String {
        let text = self.printable(text.trim());
        if self.width(&text) <= width {
            return text;
        }
        self.cut_off(vec![text, String::new()], width, 1).swap_remove(0)
    }
}

/// A part of a text, with its width with and without the blanks at its end. Widths of parts are added up, which
/// leaves out the kerning between them: less than a hair's breadth.
#[derive(Debug, Clone, Default)]
struct Line {
    text: String,
    whole: f32,
    visible: f32,
}

impl Line {
    /// An empty line takes anything, so that no part can be left over.
    fn takes(&self, piece: &Line, width: f32) -> bool {
        self.text.is_empty() || self.whole + piece.visible <= width
    }

    fn add(&mut self, piece: Line) {
        self.visible = self.whole + piece.visible;
        self.whole += piece.whole;
        self.text.push_str(&piece.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_one_line() {
        assert_eq!(LABEL.wrap("Hope", 100.0, 3), ["Hope"]);
        assert_eq!(LABEL.wrap("", 100.0, 3), [""]);
    }

    #[test]
    fn no_line_is_wider_than_its_place_and_no_word_is_lost() {
        let text = "Community Rehabilitation and Assertive Outreach Team (South and West), Łódź House";
        let lines = LABEL.wrap(text, 110.0, 9);
        assert!(lines.iter().all(|line| LABEL.width(line) <= 110.0));
        assert_eq!(lines.join(" "), text);
    }

    #[test]
    fn a_word_wider_than_its_place_is_broken() {
        let lines = LABEL.wrap("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", 80.0, 9);
        assert!(lines.len() > 2);
        assert!(lines.iter().all(|line| LABEL.width(line) <= 80.0));
    }

    #[test]
    fn what_does_not_fit_is_visibly_cut() {
        let lines = LABEL.wrap("one two three four five six seven eight nine ten", 50.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…') && LABEL.width(&lines[1]) <= 50.0);
        assert!(LABEL.shortened("A very long name of a team", 60.0).ends_with('…'));
    }

    #[test]
    fn a_line_break_in_a_name_is_a_blank() {
        assert_eq!(LABEL.printable("Ash\nHouse"), "Ash House");
        assert_eq!(LABEL.wrap("Ash\nHouse", 100.0, 3), ["Ash House"]);
    }
}
