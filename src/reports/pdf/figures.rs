//! Figures and their captions. A drawing that is higher than a page is made a little smaller, or else goes on over
//! the page end, cut where no word and no dot stands.

use super::compose::Composer;
use super::ink::{Ink, Mark};
use super::look;
use crate::charts::drawing::{self, Drawing, Point, Stroke};
use crate::reports::document::Figure;
use std::borrow::Cow;

/// Left for the caption below the highest drawing.
const CAPTION_ROOM: f32 = 60.0;
/// Words of a drawing may shrink this far before it is cut.
const SMALLEST: f32 = 0.85;

impl<'d> Composer<'d> {
    pub fn figure(&mut self, figure: &'d Figure) {
        let drawing = &figure.drawing;
        let highest = look::BOTTOM - look::TOP - CAPTION_ROOM - self.kept_above();
        let fitting = (self.room.width / drawing.width).min(1.0);
        let scale = fitting.min((highest / drawing.height).max(fitting * SMALLEST));
        for (index, piece) in pieces(drawing, highest / scale).into_iter().enumerate() {
            self.picture(piece, scale, drawing, index);
        }
        if !figure.caption.is_empty() {
            self.keep_last();
            self.after = 0.0;
            self.paragraph(&figure.caption, look::FIGURE_CAPTION, 4.0);
        }
        self.after = 16.0;
    }

    /// Height of what has to stand on the same page above: a heading and its kind.
    fn kept_above(&self) -> f32 {
        let kept = self.done.strips.iter().rev().take_while(|strip| strip.keep);
        kept.map(|strip| strip.gap + strip.height).sum()
    }

    /// Each piece is a figure of its own, because a figure's place is one rectangle on one page.
    fn picture(&mut self, piece: Cow<'d, Drawing>, scale: f32, whole: &Drawing, index: usize) {
        let tag = self.open("Figure");
        let further = self.document.labels.continued(&whole.title);
        self.done.tags.get_mut(tag).alt = Some(if index == 0 { whole.alternative().to_owned() } else { further });
        let slot = Some(self.done.tags.slot(tag));
        let height = piece.height * scale;
        let picture = Ink::Picture { x: self.room.left, y: 0.0, scale, drawing: piece };
        self.add(if index == 0 { 16.0 } else { 0.0 }, height, vec![Mark { slot, ink: picture }]);
    }
}

/// The drawing in pieces no higher than `limit`; one that fits stays whole.
fn pieces(drawing: &Drawing, limit: f32) -> Vec<Cow<'_, Drawing>> {
    if drawing.height <= limit + 0.01 {
        return vec![Cow::Borrowed(drawing)];
    }
    let obstacles: Vec<(f32, f32)> = drawing.marks.iter().filter_map(|mark| obstacle(mark, limit)).collect();
    let mut pieces = Vec::new();
    let mut top = 0.0;
    while drawing.height - top > limit {
        let bottom = free_cut(&obstacles, top, limit);
        pieces.push(Cow::Owned(piece(drawing, top, bottom)));
        top = bottom;
    }
    pieces.push(Cow::Owned(piece(drawing, top, drawing.height)));
    pieces
}

/// From where to where a mark must not be cut. Long lines and high grounds may be.
fn obstacle(mark: &drawing::Mark, limit: f32) -> Option<(f32, f32)> {
    let (from, to) = match mark {
        drawing::Mark::Text { at: (_, y), size, .. } => (y - size, y + 0.3 * size),
        drawing::Mark::Circle { centre: (_, y), radius, .. } => (y - radius - 1.0, y + radius + 1.0),
        drawing::Mark::Line { points, .. } | drawing::Mark::Shape { points, .. } => {
            let heights = points.iter().map(|(_, y)| *y);
            let lowest = heights.clone().fold(f32::INFINITY, f32::min);
            (lowest - 1.0, heights.fold(f32::NEG_INFINITY, f32::max) + 1.0)
        }
    };
    (to - from < limit / 8.0).then_some((from, to))
}

/// The lowest place in the lower half of a page where nothing stands, or the page's end.
fn free_cut(obstacles: &[(f32, f32)], top: f32, limit: f32) -> f32 {
    let steps = (limit / 2.0) as u16;
    let places = (0..steps).map(|step| top + limit - f32::from(step));
    let free = |place: &f32| !obstacles.iter().any(|(from, to)| from < place && place < to);
    places.into_iter().find(free).unwrap_or(top + limit)
}

fn piece(drawing: &Drawing, top: f32, bottom: f32) -> Drawing {
    let band = Band { top, bottom };
    let marks = drawing.marks.iter().flat_map(|mark| band.part(mark)).collect();
    Drawing { height: bottom - top, marks, ..Drawing { marks: Vec::new(), ..drawing.clone() } }
}

/// The part of a drawing between two heights, moved to the top.
struct Band {
    top: f32,
    bottom: f32,
}

impl Band {
    fn part(&self, mark: &drawing::Mark) -> Vec<drawing::Mark> {
        let mut moved = mark.clone();
        match &mut moved {
            drawing::Mark::Line { points, stroke } => return self.line(points, stroke),
            drawing::Mark::Shape { points, .. } => *points = self.shape(points),
            drawing::Mark::Circle { centre, .. } => centre.1 -= self.top,
            drawing::Mark::Text { at, .. } => at.1 -= self.top,
        }
        if self.holds(mark) { vec![moved] } else { Vec::new() }
    }

    fn holds(&self, mark: &drawing::Mark) -> bool {
        match mark {
            drawing::Mark::Circle { centre: (_, y), .. } => (self.top..self.bottom).contains(y),
            drawing::Mark::Text { at: (_, y), size, .. } => (self.top..self.bottom).contains(&(y - size / 3.0)),
            drawing::Mark::Line { points, .. } | drawing::Mark::Shape { points, .. } => {
                points.iter().any(|(_, y)| *y < self.bottom) && points.iter().any(|(_, y)| *y >= self.top)
            }
        }
    }

    fn line(&self, points: &[Point], stroke: &Stroke) -> Vec<drawing::Mark> {
        let mut lines: Vec<Vec<Point>> = Vec::new();
        for pair in points.windows(2) {
            let Some((from, to)) = self.segment(pair[0], pair[1]) else { continue };
            match lines.last_mut().filter(|line| line.last() == Some(&from)) {
                Some(line) => line.push(to),
                None => lines.push(vec![from, to]),
            }
        }
        lines.into_iter().map(|points| drawing::Mark::Line { points, stroke: stroke.clone() }).collect()
    }

    fn segment(&self, from: Point, to: Point) -> Option<(Point, Point)> {
        let inside = from.1.min(to.1) < self.bottom && from.1.max(to.1) >= self.top;
        let at = |point: Point| {
            let y = point.1.clamp(self.top, self.bottom);
            let share = if from.1 == to.1 { 0.0 } else { (y - from.1) / (to.1 - from.1) };
            let x = if y == point.1 { point.0 } else { from.0 + share * (to.0 - from.0) };
            (x, y - self.top)
        };
        inside.then(|| (at(from), at(to)))
    }

    fn shape(&self, points: &[Point]) -> Vec<Point> {
        let below = cut(points, |(_, y)| y - self.top);
        let within = cut(&below, |(_, y)| self.bottom - y);
        within.into_iter().map(|(x, y)| (x, y - self.top)).collect()
    }
}

/// The part of a closed shape where `depth` is not below 0.
fn cut(points: &[Point], depth: impl Fn(Point) -> f32) -> Vec<Point> {
    let mut kept = Vec::new();
    let following = points.iter().cycle().skip(1);
    for (&from, &to) in points.iter().zip(following) {
        let (start, end) = (depth(from), depth(to));
        if start >= 0.0 {
            kept.push(from);
        }
        if (start >= 0.0) != (end >= 0.0) {
            let share = start / (start - end);
            kept.push((from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1)));
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::drawing::{Across, Colour};
    use crate::typeface::Cut;

    const INK: Colour = Colour(0, 0, 0);

    fn rows(count: u8) -> Drawing {
        let height = f32::from(count) * 20.0;
        let stroke = Stroke { colour: INK, width: 1.0, dash: Vec::new() };
        let ground = vec![(0.0, 0.0), (9.0, 0.0), (9.0, height), (0.0, height)];
        let mut marks = vec![
            drawing::Mark::Line { points: vec![(50.0, 0.0), (60.0, height)], stroke },
            drawing::Mark::Shape { points: ground, fill: Some(INK), stroke: None },
        ];
        for row in 0..count {
            let (at, text) = ((0.0, f32::from(row) * 20.0 + 14.0), format!("Team {row}"));
            marks.push(drawing::Mark::Text {
                at,
                text,
                size: 9.0,
                cut: Cut::Regular,
                colour: INK,
                across: Across::Left,
            });
        }
        Drawing { width: 480.0, height, title: String::new(), description: String::new(), marks }
    }

    fn words(drawing: &Drawing) -> Vec<(String, f32)> {
        let text = |mark: &drawing::Mark| match mark {
            drawing::Mark::Text { at, text, .. } => Some((text.clone(), at.1)),
            _ => None,
        };
        drawing.marks.iter().filter_map(text).collect()
    }

    #[test]
    fn a_drawing_that_fits_stays_as_it_is() {
        assert!(matches!(pieces(&rows(5), 100.0)[..], [Cow::Borrowed(_)]));
    }

    #[test]
    fn every_word_stands_once_and_whole_in_one_piece() {
        let drawing = rows(60);
        let pieces = pieces(&drawing, 333.0);
        assert_eq!(pieces.iter().map(|piece| words(piece).len()).sum::<usize>(), 60);
        assert!((pieces.iter().map(|piece| piece.height).sum::<f32>() - drawing.height).abs() < 0.01);
        for piece in &pieces {
            assert!(piece.height <= 333.0);
            assert!(words(piece).iter().all(|(_, y)| y - 9.0 >= 0.0 && y + 2.7 <= piece.height));
        }
    }

    #[test]
    fn lines_and_grounds_end_where_the_piece_ends_and_go_on_in_the_next() {
        let drawing = rows(10);
        let (first, second) = (piece(&drawing, 0.0, 100.0), piece(&drawing, 100.0, 200.0));
        let line = |drawing: &Drawing| match &drawing.marks[0] {
            drawing::Mark::Line { points, .. } => points.clone(),
            other => panic!("not a line: {other:?}"),
        };
        assert_eq!(line(&first), [(50.0, 0.0), (55.0, 100.0)]);
        assert_eq!(line(&second), [(55.0, 0.0), (60.0, 100.0)]);
        let drawing::Mark::Shape { points, .. } = &second.marks[1] else { panic!("not a ground") };
        assert!(points.iter().all(|(_, y)| (0.0..=100.0).contains(y)) && points.len() == 4);
    }
}
