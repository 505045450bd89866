//! The one typeface of charts and reports, carried inside the program so that no machine's own fonts are ever needed.
//! Measures text exactly as it will be printed, kerning included. Source Sans 3, SIL Open Font License (`OFL.txt`),
//! files unmodified. Decides nothing about layout.

use rustybuzz::{BufferClusterLevel, Direction, Face, Feature, ShapePlan, UnicodeBuffer, script, ttf_parser::Tag};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// The three cuts in use. Bold text is SemiBold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cut {
    Regular,
    SemiBold,
    Italic,
}

/// One glyph of a shaped line, in thousandths of the font size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    pub id: u16,
    /// The character it stands for. Ligatures are off, so there is exactly one.
    pub character: char,
    /// Distance to the next glyph, kerning included.
    pub advance: f32,
}

/// Stands for a character that the typeface lacks, so that a reader sees that something is missing.
pub const MISSING: char = '□';

/// Soft hyphen, joiners, direction marks and the byte order mark: they have no shape, and would print as a hole.
const INVISIBLE: [char; 8] =
    ['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{2060}', '\u{feff}'];

static REGULAR: &[u8] = include_bytes!("SourceSans3-Regular.ttf");
static SEMIBOLD: &[u8] = include_bytes!("SourceSans3-SemiBold.ttf");
static ITALIC: &[u8] = include_bytes!("SourceSans3-Italic.ttf");

static FACES: LazyLock<[Face<'static>; 3]> =
    LazyLock::new(|| [Cut::Regular, Cut::SemiBold, Cut::Italic].map(read_face));

fn read_face(cut: Cut) -> Face<'static> {
    Face::from_slice(cut.bytes(), 0).expect("the typeface inside the program is readable")
}

impl Cut {
    pub const ALL: [Cut; 3] = [Cut::Regular, Cut::SemiBold, Cut::Italic];

    /// The font file as its makers published it.
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Cut::Regular => REGULAR,
            Cut::SemiBold => SEMIBOLD,
            Cut::Italic => ITALIC,
        }
    }

    pub fn face(self) -> &'static Face<'static> {
        &FACES[self as usize]
    }

    /// Whether this cut can print the character. One it cannot print must be replaced before it reaches a page.
    pub fn has(self, character: char) -> bool {
        self.face().glyph_index(character).is_some()
    }

    /// The text as this cut can print it: composed characters, no invisible ones, other blanks as a space, and
    /// [`MISSING`] in place of each character that the typeface lacks. A line break stays one.
    pub fn printable(self, text: &str) -> String {
        let visible = text.nfc().filter(|character| !INVISIBLE.contains(character));
        visible
            .map(|character| match character {
                '\n' => '\n',
                blank if blank.is_control() => ' ',
                printed if self.has(printed) => printed,
                _ => MISSING,
            })
            .collect()
    }

    /// Whether nothing is lost of the text when it is printed.
    pub fn prints_all_of(self, text: &str) -> bool {
        !self.printable(text).contains(MISSING)
    }

    /// Glyphs of one line of text, left to right, kerned.
    pub fn shape(self, text: &str) -> Vec<Glyph> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_cluster_level(BufferClusterLevel::Characters);
        let scale = 1000.0 / self.face().units_per_em() as f32;
        buffer.set_script(script::LATIN);
        let shaped = rustybuzz::shape_with_plan(self.face(), &PLANS[self as usize], buffer);
        let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
        glyphs
            .map(|(info, position)| Glyph {
                id: info.glyph_id as u16,
                character: text[info.cluster as usize..].chars().next().unwrap_or(' '),
                advance: position.x_advance as f32 * scale,
            })
            .collect()
    }

    /// Width of one line of text in the unit of `size`.
    pub fn width(self, text: &str, size: f32) -> f32 {
        self.shape(text).iter().map(|glyph| glyph.advance).sum::<f32>() * size / 1000.0
    }

    /// Height of a capital letter, as a share of the font size.
    pub fn cap_height(self) -> f32 {
        self.face().capital_height().unwrap_or(660) as f32 / self.face().units_per_em() as f32
    }
}

/// How each cut is shaped. Kept, because making a plan costs far more than shaping a line by it.
static PLANS: LazyLock<[ShapePlan; 3]> = LazyLock::new(|| Cut::ALL.map(plan));

/// Everything that would merge or swap glyphs is off, so that copied text equals printed text.
fn plan(cut: Cut) -> ShapePlan {
    let off = [b"liga", b"clig", b"calt", b"ccmp", b"locl"].map(|tag| Feature::new(Tag::from_bytes(tag), 0, ..));
    ShapePlan::new(cut.face(), Direction::LeftToRight, Some(script::LATIN), None, &off)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_occur_in_teams_can_be_printed_in_every_cut() {
        for cut in Cut::ALL {
            assert!("Łukasz Zoë Siân Gŵyr Tŷ Ćwik ≥ ≤ → – ’".chars().all(|c| cut.has(c)));
            assert!(!cut.has('漢'));
        }
    }

    #[test]
    fn what_cannot_be_printed_leaves_a_visible_mark() {
        assert_eq!(Cut::Regular.printable("Zoe\u{308} 漢\u{200b}\t🙂"), "Zoë □ □");
        assert!(Cut::ALL.iter().all(|cut| cut.has(MISSING)));
    }

    #[test]
    fn width_grows_with_size_and_counts_characters_not_bytes() {
        let width = Cut::Regular.width("Łódź", 10.0);
        assert!((Cut::Regular.width("Łódź", 20.0) - 2.0 * width).abs() < 1e-3);
        assert!(width < 25.0);
    }
}
