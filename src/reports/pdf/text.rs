//! Text broken into lines: where a line may end (Unicode line breaking), how wide it is (shaped, kerned), which piece
//! of it belongs to which emphasis, link and place in the structure.

use super::ink::{Ink, Mark};
use super::look::Style;
use super::tags::{LinkId, SlotId};
use crate::charts::drawing::Colour;
use crate::typeface::Cut;
use std::ops::Range;
use unicode_linebreak::{BreakOpportunity, linebreaks};

/// Words that are set alike. Its text is printable already.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    pub text: String,
    pub cut: Cut,
    pub colour: Colour,
    pub slot: Option<SlotId>,
    pub link: Option<LinkId>,
}

/// A part of a span on one line.
#[derive(Debug, Clone, PartialEq)]
struct Piece {
    text: String,
    /// Index of its span.
    span: usize,
    /// From the start of the line.
    x: f32,
    width: f32,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pieces: Vec<Piece>,
    pub width: f32,
}

/// A paragraph broken into lines of one size.
#[derive(Debug, Clone, PartialEq)]
pub struct Paragraph {
    spans: Vec<Span>,
    pub lines: Vec<Line>,
    style: Style,
}

impl Paragraph {
    /// Breaks the spans into lines no wider than `width`. A word that is wider is broken where the room ends.
    pub fn set(spans: Vec<Span>, style: Style, width: f32) -> Paragraph {
        let breaker = Breaker::new(&spans, style.size);
        let ranges = breaker.lines(width);
        let last = ranges.len().saturating_sub(1);
        let lines = ranges.into_iter().enumerate();
        let lines = lines.map(|(index, range)| breaker.line(range, index < last)).collect();
        Paragraph { spans, lines, style }
    }

    pub fn height(&self) -> f32 {
        self.lines.len() as f32 * self.style.leading
    }

    /// The marks of one line whose text starts at `x` and whose top is at `y`.
    pub fn marks<'d>(&self, line: usize, x: f32, y: f32) -> Vec<Mark<'d>> {
        self.lines
            .get(line)
            .into_iter()
            .flat_map(|line| &line.pieces)
            .flat_map(|piece| self.piece(piece, x, y))
            .collect()
    }

    /// The marks of all lines below each other.
    pub fn block<'d>(&self, x: f32, y: f32) -> Vec<Mark<'d>> {
        (0..self.lines.len()).flat_map(|line| self.marks(line, x, y + line as f32 * self.style.leading)).collect()
    }

    fn piece<'d>(&self, piece: &Piece, x: f32, y: f32) -> Vec<Mark<'d>> {
        let span = &self.spans[piece.span];
        let (x, baseline) = (x + piece.x, y + self.style.baseline());
        let (size, cut, colour) = (self.style.size, span.cut, span.colour);
        let words = Ink::Words { x, baseline, size, cut, colour, text: piece.text.clone() };
        let mut marks = vec![Mark { slot: span.slot, ink: words }];
        if let Some(link) = span.link {
            let (width, height) = (piece.width, self.style.leading);
            let weight = 0.05 * size;
            marks.push(Mark::decoration(Ink::Rule { x, y: baseline + 0.16 * size, width, weight, colour }));
            marks.push(Mark::decoration(Ink::Area { x, y, width, height, link }));
        }
        marks
    }
}

/// Width of the widest part that cannot be broken, and of everything on one line.
pub fn extent(spans: &[Span], size: f32) -> (f32, f32) {
    let breaker = Breaker::new(spans, size);
    let mut widest = 0.0f32;
    let mut start = 0;
    for (end, _) in linebreaks(&breaker.whole) {
        widest = widest.max(breaker.width(start..end));
        start = end;
    }
    let lines = breaker.lines(f32::INFINITY);
    (widest, lines.into_iter().map(|line| breaker.width(line)).fold(0.0, f32::max))
}

struct Breaker<'s> {
    spans: &'s [Span],
    size: f32,
    whole: String,
    /// Where each span stands in `whole`.
    places: Vec<Range<usize>>,
}

impl<'s> Breaker<'s> {
    fn new(spans: &'s [Span], size: f32) -> Breaker<'s> {
        let mut whole = String::new();
        let mut places = Vec::with_capacity(spans.len());
        for span in spans {
            let start = whole.len();
            whole.push_str(&span.text);
            places.push(start..whole.len());
        }
        Breaker { spans, size, whole, places }
    }

    fn lines(&self, width: f32) -> Vec<Range<usize>> {
        let mut lines = Vec::new();
        let (mut start, mut end, mut used) = (0, 0, 0.0);
        for (at, opportunity) in linebreaks(&self.whole) {
            let word = self.width(end..at);
            if end > start && used + word > width {
                lines.push(start..end);
                (start, used) = (end, 0.0);
            }
            if word > width {
                start = self.break_word(start..at, width, &mut lines);
                used = self.width(start..at);
            } else {
                used += word;
            }
            used += self.blanks(end..at);
            end = at;
            if opportunity == BreakOpportunity::Mandatory {
                lines.push(start..end);
                (start, used) = (end, 0.0);
            }
        }
        lines
    }

    /// Cuts full lines off a word that is wider than a line, and gives the start of what is left.
    fn break_word(&self, word: Range<usize>, width: f32, lines: &mut Vec<Range<usize>>) -> usize {
        let (mut start, mut at, mut used) = (word.start, word.start, 0.0);
        for (character, advance) in self.advances(&self.trimmed(word)) {
            if at > start && used + advance > width {
                lines.push(start..at);
                (start, used) = (at, 0.0);
            }
            used += advance;
            at += character.len_utf8();
        }
        start
    }

    /// Each character with its width alone: never less than in a kerned line, so that no line grows too wide.
    fn advances(&self, range: &Range<usize>) -> Vec<(char, f32)> {
        let parts = self.parts(range).flat_map(|(span, part)| part.chars().map(move |character| (span, character)));
        let mut buffer = [0; 4];
        let width = |(span, character): (usize, char)| {
            let width = self.spans[span].cut.width(character.encode_utf8(&mut buffer), self.size);
            (character, width)
        };
        parts.map(width).collect()
    }

    /// Width without blanks at the end.
    fn width(&self, range: Range<usize>) -> f32 {
        self.parts(&self.trimmed(range)).map(|(span, part)| self.spans[span].cut.width(part, self.size)).sum()
    }

    /// Width of the blanks at the end alone.
    fn blanks(&self, range: Range<usize>) -> f32 {
        self.parts(&(self.trimmed(range.clone()).end..range.end))
            .map(|(span, blanks)| self.spans[span].cut.width(blanks.trim_end_matches('\n'), self.size))
            .sum()
    }

    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        range.start..range.start + self.whole[range.clone()].trim_end_matches([' ', '\n']).len()
    }

    fn parts(&self, range: &Range<usize>) -> impl Iterator<Item = (usize, &str)> {
        let overlaps = self.places.iter().map(|place| place.start.max(range.start)..place.end.min(range.end));
        overlaps.enumerate().filter(|(_, part)| part.start < part.end).map(|(span, part)| (span, &self.whole[part]))
    }

    /// `more` says that another line follows: it gets a blank at its end, so that copied text keeps its words apart.
    fn line(&self, range: Range<usize>, more: bool) -> Line {
        let mut line = Line { pieces: Vec::new(), width: 0.0 };
        for (span, part) in self.parts(&self.trimmed(range)) {
            let width = self.spans[span].cut.width(part, self.size);
            line.pieces.push(Piece { text: part.to_owned(), span, x: line.width, width });
            line.width += width;
        }
        if let Some(piece) = line.pieces.last_mut().filter(|_| more) {
            piece.text.push(' ');
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::pdf::look::BODY;

    fn span(text: &str, cut: Cut) -> Span {
        Span { text: text.to_owned(), cut, colour: BODY.colour, slot: None, link: None }
    }

    fn texts(paragraph: &Paragraph) -> Vec<String> {
        let line = |line: &Line| line.pieces.iter().map(|piece| piece.text.as_str()).collect();
        paragraph.lines.iter().map(line).collect()
    }

    #[test]
    fn no_line_is_wider_than_its_room_and_no_word_is_lost() {
        let text = "People who use the service rate what matters to them, in their own time. ".repeat(9);
        let spans = vec![span(&text, Cut::Regular), span("Said plainly.", Cut::SemiBold)];
        for width in [60.0, 200.0, 440.0] {
            let paragraph = Paragraph::set(spans.clone(), BODY, width);
            assert!(paragraph.lines.iter().all(|line| line.width <= width));
            assert_eq!(texts(&paragraph).concat(), format!("{text}Said plainly."));
        }
    }

    #[test]
    fn a_word_wider_than_the_room_is_broken_rather_than_cut_off() {
        let paragraph = Paragraph::set(vec![span("Llanfairpwllgwyngyll", Cut::Regular)], BODY, 40.0);
        assert!(paragraph.lines.len() > 1 && paragraph.lines.iter().all(|line| line.width <= 40.0));
        let narrow = Paragraph::set(vec![span("Wide", Cut::Regular)], BODY, 0.1);
        assert_eq!(narrow.lines.len(), 4);
    }

    #[test]
    fn a_line_break_in_the_text_breaks_the_line_and_nothing_prints_nothing() {
        let paragraph = Paragraph::set(vec![span("One\nTwo", Cut::Regular)], BODY, 440.0);
        assert_eq!(texts(&paragraph), ["One ", "Two"]);
        assert!(Paragraph::set(vec![span("", Cut::Regular)], BODY, 440.0).lines.is_empty());
    }

    #[test]
    fn the_extent_tells_the_longest_word_and_the_whole_line() {
        let (word, line) = extent(&[span("To recovery", Cut::Regular)], 10.0);
        assert!((word - Cut::Regular.width("recovery", 10.0)).abs() < 1e-3);
        assert!((line - Cut::Regular.width("To recovery", 10.0)).abs() < 1e-3);
    }
}
