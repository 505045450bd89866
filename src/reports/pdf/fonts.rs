//! The typeface as a document carries it: only the characters it prints, under fixed names, so that equal documents
//! are equal files.

use super::PdfError;
use crate::typeface::Cut;
use printpdf::{FontId, PdfFont};
use std::collections::{BTreeMap, BTreeSet};
use subsetter::GlyphRemapper;

/// Characters printed in each cut.
pub type Used = BTreeMap<Cut, BTreeSet<char>>;

/// The name under which pages call a cut.
pub fn id(cut: Cut) -> FontId {
    FontId(
        match cut {
            Cut::Regular => "FR",
            Cut::SemiBold => "FS",
            Cut::Italic => "FI",
        }
        .to_owned(),
    )
}

/// Six capital letters mark a font that holds a part of the typeface only.
fn name(cut: Cut) -> &'static str {
    match cut {
        Cut::Regular => "FPREGU+SourceSans3-Regular",
        Cut::SemiBold => "FPSEMI+SourceSans3-SemiBold",
        Cut::Italic => "FPITAL+SourceSans3-Italic",
    }
}

pub fn embed(used: &Used) -> Result<BTreeMap<FontId, PdfFont>, PdfError> {
    used.iter().map(|(cut, characters)| Ok((id(*cut), subset(*cut, characters)?))).collect()
}

fn subset(cut: Cut, characters: &BTreeSet<char>) -> Result<PdfFont, PdfError> {
    let face = cut.face();
    let mut remapper = GlyphRemapper::new();
    let mut glyphs = BTreeMap::new();
    let mut widths = BTreeMap::new();
    for &character in characters {
        let Some(old) = face.glyph_index(character) else { return Err(PdfError::Unprintable(character)) };
        let new = remapper.remap(old.0);
        glyphs.insert(u32::from(character), new);
        widths.insert(new, face.glyph_hor_advance(old).unwrap_or(0));
    }
    let bytes = subsetter::subset(cut.bytes(), 0, &remapper).map_err(|fault| PdfError::Font(fault.to_string()))?;
    Ok(PdfFont::new(parsed(cut, bytes, glyphs, widths)))
}

fn parsed(cut: Cut, bytes: Vec<u8>, glyphs: BTreeMap<u32, u16>, widths: BTreeMap<u16, u16>) -> printpdf::ParsedFont {
    let face = cut.face();
    let units = u16::try_from(face.units_per_em()).unwrap_or(1000);
    let metrics = printpdf::FontMetrics { ascent: face.ascender(), descent: face.descender() };
    let named = Some(name(cut).to_owned());
    let mut font = printpdf::ParsedFont::with_glyph_data(bytes, 0, named, glyphs, widths, units, metrics);
    let bounds = face.global_bounding_box();
    font.pdf_font_metrics.x_min = bounds.x_min;
    font.pdf_font_metrics.y_min = bounds.y_min;
    font.pdf_font_metrics.x_max = bounds.x_max;
    font.pdf_font_metrics.y_max = bounds.y_max;
    font.pdf_font_metrics.us_weight_class = face.weight().to_number();
    if cut == Cut::Italic {
        font.pdf_font_metrics.caret_slope_rise = 1000;
        font.pdf_font_metrics.caret_slope_run = (1000.0 * (-face.italic_angle()).to_radians().tan()) as i16;
    }
    font
}
