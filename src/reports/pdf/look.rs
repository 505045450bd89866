//! How a printed page looks: paper, margins, sizes, colours. Every measure is in points.

use crate::charts::drawing::Colour;
use crate::typeface::Cut;

pub const PAGE_WIDTH: f32 = 595.28;
pub const PAGE_HEIGHT: f32 = 841.89;
pub const LEFT: f32 = 57.64;
/// Width of tables and figures: what is left of A4 between equal margins.
pub const FULL: f32 = 480.0;
/// Width of running text: about 80 characters, beyond which eyes lose the next line.
pub const MEASURE: f32 = 440.0;
pub const TOP: f32 = 66.0;
pub const BOTTOM: f32 = 770.0;
pub const HEADER_BASELINE: f32 = 40.0;
pub const FOOTER_BASELINE: f32 = 804.0;

pub const INK: Colour = Colour(0x1c, 0x21, 0x27);
pub const QUIET: Colour = Colour(0x4b, 0x55, 0x60);
pub const ACCENT: Colour = Colour(0x12, 0x43, 0x6d);
pub const HAIR: Colour = Colour(0xc9, 0xd0, 0xd6);
pub const GROUP_FILL: Colour = Colour(0xf0, 0xf3, 0xf6);

/// How a paragraph is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    pub size: f32,
    /// Distance from baseline to baseline.
    pub leading: f32,
    /// For plain words; strong and emphasised ones have their own cut.
    pub cut: Cut,
    pub colour: Colour,
}

const fn style(size: f32, leading: f32, cut: Cut, colour: Colour) -> Style {
    Style { size, leading, cut, colour }
}

pub const TITLE: Style = style(27.0, 32.0, Cut::SemiBold, ACCENT);
pub const SUBTITLE: Style = style(14.5, 20.0, Cut::Regular, INK);
pub const BYLINE: Style = style(11.0, 16.0, Cut::Regular, QUIET);
pub const BODY: Style = style(11.0, 16.0, Cut::Regular, INK);
pub const NOTES: Style = style(9.0, 12.5, Cut::Regular, QUIET);
pub const CAPTION: Style = style(10.5, 14.5, Cut::SemiBold, INK);
pub const FIGURE_CAPTION: Style = style(9.5, 13.0, Cut::Regular, QUIET);
pub const TABLE: Style = style(10.0, 13.5, Cut::Regular, INK);
pub const COMPACT: Style = style(8.5, 11.0, Cut::Regular, INK);
pub const TONE: Style = style(9.0, 13.0, Cut::SemiBold, QUIET);
pub const CALLOUT_TITLE: Style = style(12.0, 17.0, Cut::SemiBold, INK);
pub const KEY_LABEL: Style = style(10.0, 13.5, Cut::SemiBold, INK);
pub const FURNITURE: Style = style(8.5, 11.0, Cut::Regular, QUIET);

/// Style and room above of a heading: level 1 to 3.
pub fn heading(level: u8) -> (Style, f32) {
    match level {
        1 => (style(18.0, 23.0, Cut::SemiBold, ACCENT), 30.0),
        2 => (style(13.5, 18.0, Cut::SemiBold, INK), 22.0),
        _ => (style(11.5, 16.0, Cut::SemiBold, INK), 16.0),
    }
}

impl Style {
    /// Where the baseline stands below the top of a line: capitals are centred between the lines.
    pub fn baseline(&self) -> f32 {
        (self.leading + self.cut.cap_height() * self.size) / 2.0
    }

    pub fn scaled(self, factor: f32) -> Style {
        Style { size: self.size * factor, leading: self.leading * factor, ..self }
    }
}
