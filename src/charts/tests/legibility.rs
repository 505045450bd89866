//! What makes a picture readable, checked on every chart with difficult contents: all marks inside the picture, no
//! text on text, no text too small or too faint, words and no marks where a figure is missing.

use super::super::drawing::{Across, Colour, Drawing, Mark, Point};
use super::super::palette::{GRID, PALE, PAPER, contrast};
use super::examples::Trouble::{AllNothing, AllWithheld, LongNames, Mixed};
use super::examples::{Trouble, examples};
use std::sync::LazyLock;

/// Left, top, right, bottom of a text, in points.
fn text_box(mark: &Mark) -> Option<([f32; 4], &str)> {
    let Mark::Text { at: (x, y), text, size, cut, across, .. } = mark else { return None };
    let width = cut.width(text, *size);
    let left = match across {
        Across::Left => *x,
        Across::Middle => x - width / 2.0,
        Across::Right => x - width,
    };
    Some(([left, y - 0.72 * size, left + width, y + 0.2 * size], text))
}

/// Corners and ends of a mark; those of texts are measured apart.
fn points_of(mark: &Mark) -> Vec<Point> {
    match mark {
        Mark::Line { points, .. } | Mark::Shape { points, .. } => points.clone(),
        Mark::Circle { centre: (x, y), radius, .. } => vec![(x - radius, y - radius), (x + radius, y + radius)],
        Mark::Text { .. } => Vec::new(),
    }
}

/// One example with its texts measured.
struct Example {
    name: String,
    drawing: Drawing,
    /// Index among the marks, left, top, right, bottom, and the text itself.
    texts: Vec<(usize, [f32; 4], String)>,
}

/// Drawn and measured once for all tests.
static EVERY_EXAMPLE: LazyLock<Vec<Example>> = LazyLock::new(|| {
    let of = |trouble| examples(trouble).into_iter().map(move |(name, drawing)| measured(name, trouble, drawing));
    Trouble::ALL.into_iter().flat_map(of).collect()
});

fn measured(name: &str, trouble: Trouble, drawing: Drawing) -> Example {
    let texts = drawing.marks.iter().enumerate();
    let texts = texts.filter_map(|(index, mark)| text_box(mark).map(|(edges, text)| (index, edges, text.to_owned())));
    Example { name: format!("{name}, {trouble:?}"), texts: texts.collect(), drawing }
}

#[test]
fn no_mark_lies_outside_its_picture() {
    for Example { name, drawing, texts } in EVERY_EXAMPLE.iter() {
        let corners = texts.iter().flat_map(|(_, [left, top, right, bottom], _)| [(*left, *top), (*right, *bottom)]);
        for (x, y) in drawing.marks.iter().flat_map(points_of).chain(corners) {
            let inside = (-0.6..=drawing.width + 0.6).contains(&x) && (-0.6..=drawing.height + 0.6).contains(&y);
            assert!(inside, "{name}: ({x}, {y}) in {} × {}", drawing.width, drawing.height);
        }
    }
}

#[test]
fn no_text_lies_on_another() {
    for Example { name, texts, .. } in EVERY_EXAMPLE.iter() {
        for (index, (_, one, text)) in texts.iter().enumerate() {
            for (_, other, other_text) in &texts[index + 1..] {
                let aside = one[2] <= other[0] + 0.3 || other[2] <= one[0] + 0.3;
                let apart = aside || one[3] <= other[1] + 0.3 || other[3] <= one[1] + 0.3;
                assert!(apart, "{name}: `{text}` lies on `{other_text}`, {one:?} {other:?}");
            }
        }
    }
}

#[test]
fn no_text_is_smaller_than_nine_points() {
    for Example { name, drawing, .. } in EVERY_EXAMPLE.iter() {
        let sizes = drawing
            .marks
            .iter()
            .filter_map(|mark| if let Mark::Text { size, .. } = mark { Some(*size) } else { None });
        assert!(sizes.into_iter().all(|size| size >= 9.0), "{name}");
    }
}

#[test]
fn a_picture_without_figures_says_so() {
    for (trouble, word) in [(AllWithheld, "withheld"), (AllNothing, "no data")] {
        for (name, drawing) in examples(trouble) {
            let texts: Vec<&str> = drawing.marks.iter().filter_map(text_box).map(|(_, text)| text).collect();
            assert!(texts.iter().any(|text| text.contains(word)), "{name}: {texts:?}");
        }
    }
}

#[test]
fn the_same_spec_gives_the_same_picture() {
    assert_eq!(examples(Mixed), examples(Mixed));
}

/// The colour of the last filled mark drawn under a point before the mark of this index.
fn ground(drawing: &Drawing, index: usize, (x, y): Point) -> Colour {
    let fill = |mark: &Mark| match mark {
        Mark::Shape { fill, .. } | Mark::Circle { fill, .. } => *fill,
        _ => None,
    };
    let under = |mark: &Mark| {
        let (across, down): (Vec<f32>, Vec<f32>) = points_of(mark).into_iter().unzip();
        let holds =
            |values: &[f32], value: f32| values.iter().any(|v| *v <= value) && values.iter().any(|v| *v >= value);
        holds(&across, x) && holds(&down, y)
    };
    let last = drawing.marks[..index].iter().rfind(|mark| fill(mark).is_some() && under(mark));
    last.and_then(fill).unwrap_or(PAPER)
}

#[test]
fn every_text_can_be_read_on_what_lies_under_it() {
    for Example { name, drawing, texts } in EVERY_EXAMPLE.iter() {
        for (index, [left, top, right, bottom], text) in texts {
            let Mark::Text { colour, .. } = &drawing.marks[*index] else { continue };
            let under = ground(drawing, *index, ((left + right) / 2.0, (top + bottom) / 2.0));
            assert!(contrast(*colour, under) >= 4.5, "{name}: `{text}` in {colour:?} on {under:?}");
        }
    }
}

#[test]
fn every_line_that_means_something_stands_out_from_paper() {
    for Example { name, drawing, .. } in EVERY_EXAMPLE.iter() {
        for mark in &drawing.marks {
            let stroke = match mark {
                Mark::Line { stroke, .. } => Some(stroke),
                Mark::Shape { stroke, .. } | Mark::Circle { stroke, .. } => stroke.as_ref(),
                Mark::Text { .. } => None,
            };
            let faint = stroke
                .filter(|stroke| ![GRID, PAPER].contains(&stroke.colour) && contrast(stroke.colour, PAPER) < 3.0);
            assert_eq!(faint, None, "{name}");
        }
    }
}

#[test]
fn a_missing_figure_leaves_no_dot_and_no_bar() {
    for (name, drawing) in [AllWithheld, AllNothing].into_iter().flat_map(examples) {
        let is_figure = |mark: &&Mark| match mark {
            Mark::Circle { .. } => true,
            Mark::Shape { fill: Some(colour), .. } => ![PALE, PAPER].contains(colour) && !is_swatch(mark),
            _ => false,
        };
        assert_eq!(drawing.marks.iter().find(is_figure), None, "{name}");
    }
}

/// The small squares of a key.
fn is_swatch(mark: &Mark) -> bool {
    let points = points_of(mark);
    points.iter().all(|(x, y)| (x - points[0].0).abs() < 10.0 && (y - points[0].1).abs() < 10.0)
}

#[test]
fn teams_stand_in_the_order_of_the_alphabet() {
    for chart in ["coverage", "data_quality"] {
        let (_, drawing) = examples(Trouble::Plain).into_iter().find(|(name, _)| *name == chart).expect("the chart");
        let mut teams: Vec<(f32, String)> = drawing
            .marks
            .iter()
            .filter_map(text_box)
            .filter(|(_, text)| text.starts_with("Team"))
            .map(|([_, top, ..], text)| (top, text.to_owned()))
            .collect();
        teams.sort_by(|one, other| one.0.total_cmp(&other.0));
        assert!(teams.len() > 3 && teams.is_sorted_by_key(|(_, text)| text.clone()), "{chart}: {teams:?}");
    }
}

#[test]
fn every_named_team_of_a_funnel_is_named_beside_its_point_or_in_the_list() {
    for trouble in [Trouble::Plain, LongNames, Mixed, Trouble::SixtyRows, Trouble::AllTheSame] {
        for (name, drawing) in examples(trouble).into_iter().filter(|(name, _)| name.starts_with("team_funnel")) {
            let texts: Vec<&str> = drawing.marks.iter().filter_map(text_box).map(|(_, text)| text).collect();
            let listed = texts.iter().filter(|text| text.contains("  ")).count();
            let numbers = drawing.marks.iter().filter(|mark| is_number_beside_a_point(mark)).count();
            assert_eq!(numbers, listed, "{name}, {trouble:?}");
            let named = texts.iter().filter(|text| text.starts_with("Team ") && !text.contains([',', ':'])).count();
            assert!(listed > 0 || named == if trouble == Mixed { 4 } else { 8 }, "{name}, {trouble:?}: {texts:?}");
        }
    }
}

/// Numbers of the axes are smaller.
fn is_number_beside_a_point(mark: &Mark) -> bool {
    matches!(mark, Mark::Text { text, size, .. } if *size > 9.2 && text.parse::<u32>().is_ok())
}
