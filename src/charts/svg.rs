//! A drawing as SVG: real words, a title and a description for readers who cannot see it, and nothing that has to be
//! fetched. Stands alone as a file, or inside a page.

use super::drawing::{Across, Colour, Drawing, Mark, Point, Stroke};
use crate::typeface::Cut;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Used where the typeface itself is not installed; lengths are pinned, so that no label outgrows its place.
const FONTS: &str = "'Source Sans 3','Source Sans Pro',system-ui,sans-serif";

/// An SVG file. Its ids come from what it shows, so that several in one page do not clash.
pub fn to_svg(drawing: &Drawing) -> String {
    with_id(drawing, &digest(drawing))
}

/// An SVG element whose ids start with `id`, for a page that shows the same drawing twice.
pub fn with_id(drawing: &Drawing, id: &str) -> String {
    let (width, height) = (number(drawing.width), number(drawing.height));
    let (title, description) = (escaped(&drawing.title), escaped(drawing.alternative()));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\" aria-labelledby=\"{id}-t\" aria-describedby=\"{id}-d\" \
         font-family=\"{FONTS}\"><title id=\"{id}-t\">{title}</title><desc id=\"{id}-d\">{description}</desc>"
    );
    let _ = write!(svg, "<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>");
    for mark in &drawing.marks {
        add(&mut svg, mark);
    }
    svg.push_str("</svg>");
    svg
}

fn digest(drawing: &Drawing) -> String {
    let digest = Sha256::digest(format!("{drawing:?}"));
    digest.iter().take(5).fold("d".to_owned(), |id, byte| format!("{id}{byte:02x}"))
}

fn add(svg: &mut String, mark: &Mark) {
    // Writing to a String cannot fail.
    let _ = match mark {
        Mark::Line { points, stroke } => {
            write!(svg, "<polyline points=\"{}\" fill=\"none\"{}/>", corners(points), lined(Some(stroke)))
        }
        Mark::Shape { points, fill, stroke } => {
            write!(svg, "<polygon points=\"{}\"{}{}/>", corners(points), filled(*fill), lined(stroke.as_ref()))
        }
        Mark::Circle { centre: (x, y), radius, fill, stroke } => {
            let place = format!("cx=\"{}\" cy=\"{}\" r=\"{}\"", number(*x), number(*y), number(*radius));
            write!(svg, "<circle {place}{}{}/>", filled(*fill), lined(stroke.as_ref()))
        }
        Mark::Text { at, text, size, cut, colour, across } => {
            write!(svg, "{}", text_element(*at, text, *size, *cut, *colour, *across))
        }
    };
}

fn text_element((x, y): Point, text: &str, size: f32, cut: Cut, colour: Colour, across: Across) -> String {
    let anchor = match across {
        Across::Left => "",
        Across::Middle => " text-anchor=\"middle\"",
        Across::Right => " text-anchor=\"end\"",
    };
    let weight = match cut {
        Cut::Regular => "",
        Cut::SemiBold => " font-weight=\"600\"",
        Cut::Italic => " font-style=\"italic\"",
    };
    if text.is_empty() {
        return String::new();
    }
    let length = number(cut.width(&cut.printable(text), size));
    format!(
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\" textLength=\"{length}\" \
         lengthAdjust=\"spacingAndGlyphs\"{}{anchor}{weight}>{}</text>",
        number(x),
        number(y),
        number(size),
        filled(Some(colour)),
        escaped(text)
    )
}

fn corners(points: &[Point]) -> String {
    let pairs: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
    pairs.join(" ")
}

fn filled(fill: Option<Colour>) -> String {
    fill.map_or(" fill=\"none\"".to_owned(), |colour| format!(" fill=\"{}\"", hex(colour)))
}

fn lined(stroke: Option<&Stroke>) -> String {
    let Some(stroke) = stroke else { return String::new() };
    let mut attributes = format!(" stroke=\"{}\" stroke-width=\"{}\"", hex(stroke.colour), number(stroke.width));
    if !stroke.dash.is_empty() {
        let lengths: Vec<String> = stroke.dash.iter().copied().map(number).collect();
        let _ = write!(attributes, " stroke-dasharray=\"{}\"", lengths.join(" "));
    }
    attributes
}

fn hex(Colour(red, green, blue): Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Two decimals at most: finer than a screen, and the same on every machine.
fn number(value: f32) -> String {
    let rounded = (f64::from(value) * 100.0).round() / 100.0;
    // Minus zero is zero.
    (rounded + 0.0).to_string()
}

/// Safe inside an element or an attribute in double quotes. Control characters have no place in XML.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            blank if blank.is_control() => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(text: &str) -> Drawing {
        let stroke = Stroke { colour: Colour(18, 67, 109), width: 1.5, dash: vec![4.0, 3.0] };
        Drawing {
            width: 100.0,
            height: 50.5,
            title: "Most <people> & \"others\"".to_owned(),
            description: "What it shows".to_owned(),
            marks: vec![
                Mark::Line { points: vec![(0.0, 0.0), (10.126, -0.001)], stroke: stroke.clone() },
                Mark::Shape {
                    points: vec![(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)],
                    fill: Some(Colour(0, 0, 0)),
                    stroke: None,
                },
                Mark::Circle { centre: (5.0, 5.0), radius: 2.0, fill: None, stroke: Some(stroke) },
                Mark::Text {
                    at: (1.0, 2.0),
                    text: text.to_owned(),
                    size: 9.0,
                    cut: Cut::SemiBold,
                    colour: Colour(0, 0, 0),
                    across: Across::Right,
                },
            ],
        }
    }

    #[test]
    fn words_stay_words_and_cannot_break_out() {
        let svg = to_svg(&drawing("Łódź </text><script>"));
        assert!(svg.contains(">Łódź &lt;/text&gt;&lt;script&gt;</text>"));
        assert!(svg.contains("Most &lt;people&gt; &amp; &quot;others&quot;"));
        assert!(!svg.contains("<script"));
    }

    #[test]
    fn a_reader_finds_name_and_description() {
        let svg = with_id(&drawing("a"), "f1");
        assert!(svg.contains("role=\"img\" aria-labelledby=\"f1-t\" aria-describedby=\"f1-d\""));
        assert!(svg.contains("<title id=\"f1-t\">") && svg.contains("<desc id=\"f1-d\">What it shows</desc>"));
    }

    #[test]
    fn numbers_are_short_and_never_minus_zero() {
        assert!(to_svg(&drawing("a")).contains("points=\"0,0 10.13,0\""));
    }

    #[test]
    fn different_drawings_have_different_ids_and_equal_ones_equal_bytes() {
        assert_ne!(digest(&drawing("a")), digest(&drawing("b")));
        assert_eq!(to_svg(&drawing("a")), to_svg(&drawing("a")));
    }
}
