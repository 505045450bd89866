//! Writes one page's drawing operations. Positions come in points from the top left corner and leave from the bottom
//! left; colours, line widths, dashes and fonts are only written when they change.

use super::fonts::{self, Used};
use super::look;
use crate::charts::drawing::{Colour, Point, Stroke};
use crate::typeface::Cut;
use printpdf::{
    Color, DictItem, Line, LineDashPattern, LinePoint, Op, PaintMode, PdfFontHandle, Polygon, PolygonRing, Pt, Rgb,
    TextItem, TextMatrix, WindingOrder,
};
use std::collections::BTreeMap;

/// Why marks are outside the structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Artifact {
    Layout,
    Header,
    Footer,
}

#[derive(Debug, Default)]
pub struct Pen {
    pub ops: Vec<Op>,
    pub used: Used,
    fill: Option<Colour>,
    stroke: Option<Stroke>,
    font: Option<(Cut, f32)>,
}

/// Hundredths of a point are finer than any printer, and keep files small.
fn rounded(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}

fn flipped(y: f32) -> f32 {
    rounded(look::PAGE_HEIGHT - y)
}

impl Pen {
    /// Continues on a new page, where every setting is at its default again.
    pub fn next_page(&mut self) -> Vec<Op> {
        (self.fill, self.stroke, self.font) = (None, None, None);
        std::mem::take(&mut self.ops)
    }

    /// Opens tagged content by the number the page gives it.
    pub fn open(&mut self, kind: &str, number: usize) {
        let number = DictItem::Int(i64::try_from(number).unwrap_or(i64::MAX));
        self.begin(kind, [("MCID".to_owned(), number)].into());
    }

    /// Opens content that readers skip.
    pub fn open_artifact(&mut self, artifact: Artifact) {
        let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
        let entries: &[(&str, &str)] = match artifact {
            Artifact::Layout => &[("Type", "Layout")],
            Artifact::Header => &[("Type", "Pagination"), ("Subtype", "Header")],
            Artifact::Footer => &[("Type", "Pagination"), ("Subtype", "Footer")],
        };
        self.begin("Artifact", entries.iter().map(|(key, value)| ((*key).to_owned(), name(value))).collect());
    }

    fn begin(&mut self, tag: &str, map: BTreeMap<String, DictItem>) {
        let properties = DictItem::Dict { map };
        self.ops.push(Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties });
    }

    pub fn close(&mut self) {
        self.ops.push(Op::EndMarkedContent);
    }

    /// One line of printable text from `x` on.
    pub fn text(&mut self, x: f32, baseline: f32, size: f32, cut: Cut, colour: Colour, text: &str) {
        if text.is_empty() {
            return;
        }
        self.fill(colour);
        self.ops.push(Op::StartTextSection);
        if self.font != Some((cut, size)) {
            let font = PdfFontHandle::External(fonts::id(cut));
            self.ops.push(Op::SetFont { font, size: Pt(rounded(size)) });
            self.font = Some((cut, size));
        }
        let matrix = TextMatrix::Raw([1.0, 0.0, 0.0, 1.0, rounded(x), flipped(baseline)]);
        self.ops.push(Op::SetTextMatrix { matrix });
        self.ops.push(Op::ShowText { items: kerned(cut, text) });
        self.ops.push(Op::EndTextSection);
        self.used.entry(cut).or_default().extend(text.chars());
    }

    pub fn line(&mut self, points: &[Point], stroke: &Stroke) {
        self.stroke(stroke);
        let points = points.iter().map(|point| corner(*point, false)).collect();
        self.ops.push(Op::DrawLine { line: Line { points, is_closed: false } });
    }

    pub fn panel(&mut self, x: f32, y: f32, width: f32, height: f32, fill: Colour) {
        self.shape(&[(x, y), (x + width, y), (x + width, y + height), (x, y + height)], Some(fill), None);
    }

    pub fn shape(&mut self, points: &[Point], fill: Option<Colour>, stroke: Option<&Stroke>) {
        self.polygon(points.iter().map(|point| corner(*point, false)).collect(), fill, stroke);
    }

    pub fn circle(&mut self, centre: Point, radius: f32, fill: Option<Colour>, stroke: Option<&Stroke>) {
        self.polygon(round(centre, radius), fill, stroke);
    }

    fn polygon(&mut self, points: Vec<LinePoint>, fill: Option<Colour>, stroke: Option<&Stroke>) {
        let mode = match (fill, stroke) {
            (Some(_), Some(_)) => PaintMode::FillStroke,
            (Some(_), None) => PaintMode::Fill,
            (None, Some(_)) => PaintMode::Stroke,
            (None, None) => return,
        };
        if let Some(colour) = fill {
            self.fill(colour);
        }
        if let Some(stroke) = stroke {
            self.stroke(stroke);
        }
        let rings = vec![PolygonRing { points }];
        let polygon = Polygon { rings, mode, winding_order: WindingOrder::NonZero };
        self.ops.push(Op::DrawPolygon { polygon });
    }

    fn fill(&mut self, colour: Colour) {
        if self.fill != Some(colour) {
            self.ops.push(Op::SetFillColor { col: rgb(colour) });
            self.fill = Some(colour);
        }
    }

    fn stroke(&mut self, stroke: &Stroke) {
        let now = self.stroke.as_ref();
        if now.map(|now| now.colour) != Some(stroke.colour) {
            self.ops.push(Op::SetOutlineColor { col: rgb(stroke.colour) });
        }
        if now.map(|now| now.width) != Some(stroke.width) {
            self.ops.push(Op::SetOutlineThickness { pt: Pt(rounded(stroke.width)) });
        }
        if now.map_or(&[][..], |now| &now.dash) != stroke.dash {
            let pattern = stroke.dash.iter().copied().map(rounded).collect();
            self.ops.push(Op::SetLineDashPattern { dash: LineDashPattern { offset: 0.0, pattern } });
        }
        self.stroke = Some(stroke.clone());
    }
}

fn rgb(colour: Colour) -> Color {
    // Three decimals are enough to tell 256 steps apart.
    let part = |value: u8| (f32::from(value) / 255.0 * 1000.0).round() / 1000.0;
    Color::Rgb(Rgb { r: part(colour.0), g: part(colour.1), b: part(colour.2), icc_profile: None })
}

fn corner((x, y): Point, bezier: bool) -> LinePoint {
    LinePoint { p: printpdf::Point { x: Pt(rounded(x)), y: Pt(flipped(y)) }, bezier }
}

/// A circle as four curves. The factor is the usual one, 4/3 (√2 − 1).
fn round((x, y): Point, radius: f32) -> Vec<LinePoint> {
    const HANDLE: f32 = 0.552_285;
    let (r, h) = (radius, radius * HANDLE);
    let at = |dx: f32, dy: f32, handle: bool| corner((x + dx, y + dy), handle);
    let mut points = vec![at(r, 0.0, false)];
    points.extend([at(r, h, true), at(h, r, true), at(0.0, r, false)]);
    points.extend([at(-h, r, true), at(-r, h, true), at(-r, 0.0, false)]);
    points.extend([at(-r, -h, true), at(-h, -r, true), at(0.0, -r, false)]);
    points.extend([at(h, -r, true), at(r, -h, true), at(r, 0.0, false)]);
    points
}

/// Text with the small moves of kerning between, in thousandths of the size.
fn kerned(cut: Cut, text: &str) -> Vec<TextItem> {
    let face = cut.face();
    let scale = 1000.0 / face.units_per_em() as f32;
    let (mut items, mut run) = (Vec::new(), String::new());
    for glyph in cut.shape(text) {
        run.push(glyph.character);
        let plain = face.glyph_hor_advance(rustybuzz::ttf_parser::GlyphId(glyph.id)).unwrap_or(0);
        let closer = (f32::from(plain) * scale - glyph.advance).round();
        if closer != 0.0 {
            items.extend([TextItem::Text(std::mem::take(&mut run)), TextItem::Offset(closer)]);
        }
    }
    if !run.is_empty() {
        items.push(TextItem::Text(run));
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_written_once_and_again_on_a_new_page() {
        let mut pen = Pen::default();
        let write = |pen: &mut Pen| pen.text(10.0, 10.0, 11.0, Cut::Regular, look::INK, "Ab");
        write(&mut pen);
        write(&mut pen);
        let fonts = |ops: &[Op]| ops.iter().filter(|op| matches!(op, Op::SetFont { .. })).count();
        assert_eq!(fonts(&pen.next_page()), 1);
        write(&mut pen);
        assert_eq!(fonts(&pen.next_page()), 1);
    }

    #[test]
    fn kerning_keeps_every_character_in_order() {
        let items = kerned(Cut::Regular, "AVA Tŷ");
        let text: String = items
            .iter()
            .filter_map(|item| if let TextItem::Text(text) = item { Some(text.as_str()) } else { None })
            .collect();
        assert_eq!(text, "AVA Tŷ");
        assert!(items.iter().any(|item| matches!(item, TextItem::Offset(closer) if *closer > 0.0)));
    }
}
