//! The colours of charts, from the categorical palette of the Government Analysis Function, and how well they can be
//! told from paper and from each other. Each differs from white by at least 3:1 and keeps its place in greyscale;
//! still no chart relies on colour alone.

use super::drawing::Colour;

pub const PAPER: Colour = Colour(0xFF, 0xFF, 0xFF);
/// Text.
pub const INK: Colour = Colour(0x1F, 0x1F, 0x1F);
/// Subtitles, tick labels, absences.
pub const SOFT_INK: Colour = Colour(0x3D, 0x3D, 0x3D);
/// Dark blue.
pub const BLUE: Colour = Colour(0x12, 0x43, 0x6D);
/// Dark pink.
pub const PLUM: Colour = Colour(0x80, 0x16, 0x50);
pub const ORANGE: Colour = Colour(0xF4, 0x6A, 0x25);
/// Lines that mean something but are not the message, such as limits.
pub const GREY: Colour = Colour(0x6B, 0x6B, 0x6B);

/// Fills that always carry an outline of 3:1 or more.
pub const BLUE_TINT: Colour = Colour(0xCF, 0xDB, 0xE8);
pub const PLUM_TINT: Colour = Colour(0xEC, 0xD3, 0xE0);
pub const PALE: Colour = Colour(0xF0, 0xF0, 0xF0);

/// Grid lines: they help the eye and carry no meaning, so they may be faint.
pub const GRID: Colour = Colour(0xDD, 0xDD, 0xDD);

/// Contrast of two colours, from 1 (none) to 21 (black on white).
///
/// Source: WCAG 2.2, definitions of contrast ratio and relative luminance.
pub fn contrast(one: Colour, other: Colour) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance, 0 (black) to 1 (white): what is left of a colour in greyscale.
pub fn luminance(Colour(red, green, blue): Colour) -> f64 {
    let linear = |part: u8| {
        let share = f64::from(part) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_agrees_with_published_values() {
        let case = |colour, expected: f64| assert!((contrast(colour, PAPER) - expected).abs() < 0.005, "{colour:?}");
        case(Colour(0, 0, 0), 21.0);
        case(BLUE, 10.25);
        case(PLUM, 9.77);
        case(ORANGE, 3.03);
    }

    #[test]
    fn every_mark_stands_out_from_paper() {
        for colour in [BLUE, PLUM, ORANGE, GREY] {
            assert!(contrast(colour, PAPER) >= 3.0, "{colour:?}");
        }
    }

    #[test]
    fn every_text_can_be_read() {
        for (text, ground) in
            [(INK, PAPER), (SOFT_INK, PAPER), (PAPER, BLUE), (INK, ORANGE), (INK, PALE), (PLUM, PAPER)]
        {
            assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}");
        }
    }

    #[test]
    fn every_outline_stands_out_from_its_fill() {
        for (outline, fill) in [(BLUE, BLUE_TINT), (PLUM, PLUM_TINT), (SOFT_INK, PALE)] {
            assert!(contrast(outline, fill) >= 3.0, "{outline:?} on {fill:?}");
        }
    }

    #[test]
    fn the_parts_of_a_bar_can_be_told_apart_in_greyscale() {
        assert!(contrast(BLUE, PALE) >= 3.0);
        assert!(contrast(BLUE, ORANGE) >= 3.0);
        assert!(contrast(ORANGE, PALE) >= 2.5, "and an outline stands between them");
    }
}
