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

    /// Colours as seen without one kind of cone.
    ///
    /// Source: Machado GM, Oliveira MM, Fernandes LA, IEEE Trans Vis Comput Graph 2009;15:1291, severity 1.0.
    const WITHOUT_A_CONE: [(&str, [[f64; 3]; 3]); 3] = [
        (
            "protanopia",
            [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        ),
        (
            "deuteranopia",
            [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        ),
        (
            "tritanopia",
            [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
        ),
    ];

    fn linear(part: u8) -> f64 {
        let share = f64::from(part) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    }

    fn seen(Colour(red, green, blue): Colour, matrix: &[[f64; 3]; 3]) -> [f64; 3] {
        let light = [red, green, blue].map(linear);
        matrix.map(|row| row.iter().zip(light).map(|(part, own)| part * own).sum::<f64>().clamp(0.0, 1.0))
    }

    /// Distance of two colours as an eye has it (CIE 1976); about 2 is just noticeable side by side.
    fn distance(one: [f64; 3], other: [f64; 3]) -> f64 {
        let (one, other) = (lab(one), lab(other));
        one.iter().zip(other).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
    }

    /// CIE L*a*b* of linear sRGB, white D65.
    fn lab([red, green, blue]: [f64; 3]) -> [f64; 3] {
        let x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047;
        let y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue;
        let z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883;
        let root = |t: f64| if t > 0.008856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
        [116.0 * root(y) - 16.0, 500.0 * (root(x) - root(y)), 200.0 * (root(y) - root(z))]
    }

    #[test]
    fn the_distance_of_colours_is_the_published_one() {
        let none = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
        let red = lab(seen(Colour(255, 0, 0), &none));
        for (found, expected) in red.into_iter().zip([53.24, 80.09, 67.20]) {
            assert!((found - expected).abs() < 0.02, "{red:?}");
        }
        let white_from_black = distance([1.0; 3], [0.0; 3]);
        assert!((white_from_black - 100.0).abs() < 0.05, "{white_from_black}");
    }

    /// Fills that stand beside each other and mean different things.
    #[test]
    fn neighbours_are_told_apart_without_any_one_kind_of_cone() {
        for (name, matrix) in &WITHOUT_A_CONE {
            for (one, other) in [(BLUE, PALE), (BLUE, ORANGE), (ORANGE, PALE), (BLUE, BLUE_TINT)] {
                let apart = distance(seen(one, matrix), seen(other, matrix));
                assert!(apart >= 20.0, "{one:?} and {other:?} with {name}: {apart}");
            }
        }
    }
}
