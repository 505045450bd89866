//! Is there a pattern over time? The points in order with their centre line, limits where there are enough points,
//! and a shape and a letter on each point that a rule marks. A point that is withheld or has no data is a gap that no
//! line crosses. Whether a pattern is good news is for the title to say.

use super::axis::{self, GRID_LINE, ticks};
use super::drawing::{Across, Point};
use super::end_labels::{self, EndLabel};
use super::lettering::{FIGURE, LABEL, SIGNAL, SMALL};
use super::page::{Line, Panel, Plane, record};
use super::palette::{BLUE, GREY, PALE, PAPER, PLUM, SOFT_INK};
use super::symbols::{Key, Symbol};
use super::{Caption, Drawing, Unit, WIDTH, Words};
use crate::release::cell::Cell;
use crate::stats::{self, Rule, Trend};
use std::collections::BTreeMap;
use std::ops::Range;

/// One indicator of one unit over time.
#[derive(Debug, Clone, PartialEq)]
pub struct OverTimeSpec {
    pub caption: Caption,
    pub words: Words,
    pub unit: Unit,
    /// In order of time.
    pub points: Vec<TimePoint>,
    /// The same points looked at by [`crate::stats::trend`], from the values of these very cells.
    pub trend: Trend,
    /// Lowest and highest value that are possible, in the unit of the cells; limits are cut off there.
    pub range: (f64, f64),
    /// Under the axis, such as `Quarter`; may be empty.
    pub axis: String,
    pub lines: LineNames,
    pub rules: RuleNames,
    /// The service's own aim and its name.
    pub target: Option<(f64, String)>,
    /// Of the plot, without its words.
    pub height: Height,
    /// What the latest point says, and what is to be expected of the aim, as signs with words; may be empty.
    pub signs: Vec<(Sign, String)>,
}

/// How tall a plot is. All of a report that are of one kind are of one height, so that slopes can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Height {
    Full,
    /// For packs of few pages.
    Low,
}

impl Height {
    const fn points(self) -> f32 {
        match self {
            Height::Full => 170.0,
            Height::Low => 80.0,
        }
    }

    /// Marks on the vertical axis, at most.
    const fn ticks(self) -> usize {
        match self {
            Height::Full => 5,
            Height::Low => 3,
        }
    }
}

/// A round sign with a letter, as Making Data Count has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    pub letter: char,
    pub meaning: Meaning,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// As the service wants it.
    Wanted,
    /// Other than the service wants it.
    Unwanted,
    /// Neither the one nor the other.
    Neutral,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TimePoint {
    /// Short, such as `Q2 2026/27` or `Jul 26`; every second, third … is left out where they would touch.
    pub label: String,
    pub cell: Cell,
}

/// What the lines are called at their right end. The chart adds the value.
#[derive(Debug, Clone, PartialEq)]
pub struct LineNames {
    /// `Median` or `Mean`, as the method has it.
    pub centre: String,
    pub upper: String,
    pub lower: String,
    /// Beside the line where the series begins anew, such as `begun anew`.
    pub anew: String,
}

/// The letter on a marked point and what it stands for. Only those that occur are explained.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleNames {
    pub outside: RuleName,
    pub trend: RuleName,
    pub two_of_three: RuleName,
    pub shift: RuleName,
    pub few_crossings: RuleName,
}

#[derive(Debug, Clone, PartialEq)]
pub struct RuleName {
    pub letter: char,
    pub words: String,
}

/// Room above the plot for the words beside a line where the series begins anew.
const ANEW: f32 = 14.0;
/// Room right of the plot for the names of the lines.
const NAMES: f32 = 112.0;

/// The plot of one series, with a key of the letters and gaps that occur in it.
pub fn draw(spec: &OverTimeSpec) -> Drawing {
    let signs = spec.signs.iter().map(|(sign, words)| (Symbol::Sign(*sign), words.clone()));
    let entries: Vec<(Symbol, String)> = signs.chain(key(spec)).collect();
    let key = Key::of(entries.iter().map(|(symbol, words)| (*symbol, words.as_str())));
    let bottom = top(spec) + spec.height.points() + letters(spec);
    let below = axis::height(&spec.axis) + if entries.is_empty() { 0.0 } else { 6.0 };
    record(&spec.caption, bottom + below + key.height(), |plane| {
        Series::of(spec, plane).paint();
        key.paint(plane, bottom + below);
    })
}

/// Where the plot begins.
fn top(spec: &OverTimeSpec) -> f32 {
    letters(spec) + if spec.trend.starts.is_empty() { 0.0 } else { ANEW }
}

/// Room above and below the plot for the letters of marked points, and for half a label of the axis where there are none.
fn letters(spec: &OverTimeSpec) -> f32 {
    if spec.trend.marks.iter().any(Option::is_some) { 14.0 } else { 6.0 }
}

/// Letters of the rules that mark a point, and the two kinds of gap, as far as they occur.
fn key(spec: &OverTimeSpec) -> Vec<(Symbol, String)> {
    let mut entries: BTreeMap<Rule, (Symbol, String)> = BTreeMap::new();
    for mark in spec.trend.marks.iter().flatten() {
        let RuleName { letter, words } = spec.rules.name(mark.rule);
        entries.entry(mark.rule).or_insert((Symbol::Signal(mark.toward), format!("{letter}  {words}")));
    }
    let gap = |symbol: Symbol, words: &String, claim: fn(&Cell) -> bool| {
        spec.points.iter().any(|point| claim(&point.cell)).then(|| (symbol, words.clone()))
    };
    let withheld = gap(Symbol::Withheld, &spec.words.withheld, Cell::is_withheld);
    let nothing = gap(Symbol::Nothing, &spec.words.nothing, |cell| cell.value().is_none() && !cell.is_withheld());
    entries.into_values().chain(withheld).chain(nothing).collect()
}

impl RuleNames {
    fn name(&self, rule: Rule) -> &RuleName {
        match rule {
            Rule::Outside => &self.outside,
            Rule::Trend => &self.trend,
            Rule::TwoOfThree => &self.two_of_three,
            Rule::Shift => &self.shift,
            Rule::FewCrossings => &self.few_crossings,
        }
    }
}

/// The plot of one series and where its values stand.
struct Series<'s, 'p> {
    spec: &'s OverTimeSpec,
    plane: &'s Plane<'p>,
    panel: Panel<'p>,
    left: f32,
    right: f32,
    /// From the top of the plot to its bottom.
    down: Range<f32>,
    range: Range<f64>,
}

impl<'s, 'p> Series<'s, 'p> {
    fn of(spec: &'s OverTimeSpec, plane: &'s Plane<'p>) -> Series<'s, 'p> {
        let range = range(spec);
        let widest = ticks(&range, spec.height.ticks())
            .into_iter()
            .map(|tick| SMALL.width(&axis::write(tick, spec.unit)))
            .fold(0.0, f32::max);
        let (left, right) = (widest + 8.0, WIDTH - NAMES);
        let count = spec.points.len().max(1) as f64;
        let down = top(spec)..top(spec) + spec.height.points();
        let panel = plane.panel(left..right, down.clone(), -0.5..count - 0.5, range.clone());
        Series { spec, plane, panel, left, right, down, range }
    }

    fn paint(&self) {
        self.paint_gaps();
        self.paint_vertical_axis();
        self.paint_lines();
        self.paint_values();
        self.paint_marks();
        self.paint_times();
    }

    /// Points from one point in time to the next.
    fn step(&self) -> f32 {
        (self.right - self.left) / self.spec.points.len().max(1) as f32
    }

    fn at(&self, index: usize, value: f64) -> Point {
        self.panel.at(index as f64, value.max(self.range.start).min(self.range.end))
    }

    /// A band over the whole height: it tells that a figure is missing and nothing about it.
    fn paint_gaps(&self) {
        let half = (self.step() * 0.35).min(8.0);
        for (index, point) in self.spec.points.iter().enumerate().filter(|(_, point)| point.cell.value().is_none()) {
            let (x, _) = self.at(index, self.range.start);
            let (fill, outline) = match point.cell.is_withheld() {
                true => (PALE, Line::solid(GREY, 0.7)),
                false => (PAPER, Line::dashed(GREY, 0.7)),
            };
            self.plane.rectangle((x - half, self.down.start), (x + half, self.down.end), Some(fill), Some(outline));
        }
    }

    fn paint_vertical_axis(&self) {
        for tick in ticks(&self.range, self.spec.height.ticks()) {
            let down = self.panel.down(tick);
            self.plane.line(&[(self.left, down), (self.right, down)], GRID_LINE);
            self.plane.text_beside((self.left - 4.0, down), &axis::write(tick, self.spec.unit), SMALL, Across::Right);
        }
    }

    /// Centre, limits and target, those in force with their names at the right; a limit that no value can reach is not drawn.
    fn paint_lines(&self) {
        let OverTimeSpec { trend, lines, target, unit, .. } = self.spec;
        let mut labels: Vec<EndLabel> = self.latest_label().into_iter().collect();
        for (value, name, line) in [
            (centre as fn(&stats::Lines) -> Option<f64>, &lines.centre, Line::solid(GREY, 1.1)),
            (upper, &lines.upper, Line::dashed(GREY, 1.1)),
            (lower, &lines.lower, Line::dashed(GREY, 1.1)),
        ] {
            let own = |lines: &stats::Lines| {
                let inside = |value: &f64| *value > self.spec.range.0 && *value < self.spec.range.1;
                value(lines).filter(|value| lines.centre == Some(*value) || inside(value))
            };
            self.paint_line(&trend.lines.iter().map(own).collect::<Vec<_>>(), line);
            if let Some(now) = own(&trend.now()) {
                let text = format!("{name} {}", unit.write(now));
                labels.push(EndLabel { at: self.at(0, now).1, text, lettering: SMALL.in_colour(line.colour) });
            }
        }
        if let Some((aim, name)) = target {
            let (_, down) = self.at(0, *aim);
            self.plane.line(&[(self.left, down), (self.right, down)], AIM);
            let text = format!("{name} {}", unit.write(*aim));
            labels.push(EndLabel { at: down, text, lettering: SMALL.in_colour(AIM.colour) });
        }
        self.paint_starts();
        end_labels::paint(self.plane, self.right, self.down.start - 8.0..self.down.end + 8.0, labels);
    }

    /// A line that has a step where its value changes and an end where there is none, or where the series begins anew.
    fn paint_line(&self, values: &[Option<f64>], line: Line) {
        let half = self.step() / 2.0;
        let mut path: Vec<Point> = Vec::new();
        for (index, value) in values.iter().enumerate() {
            if value.is_none() || self.spec.trend.starts.contains(&index) {
                self.paint_path(&mut path, line);
            }
            let Some(value) = value else { continue };
            let (x, y) = self.at(index, *value);
            path.extend([(x - half, y), (x + half, y)]);
        }
        self.paint_path(&mut path, line);
    }

    fn paint_path(&self, path: &mut Vec<Point>, line: Line) {
        path.dedup_by(|one, other| (one.0 - other.0).abs() < 0.01 && (one.1 - other.1).abs() < 0.01);
        if path.len() > 1 {
            self.plane.line(path, line);
        }
        path.clear();
    }

    /// A line from top to bottom where the series begins anew, and words beside its upper end unless the next such
    /// line would cross them.
    fn paint_starts(&self) {
        let words = &self.spec.lines.anew;
        let mut end = f32::INFINITY;
        for start in self.spec.trend.starts.iter().rev() {
            let (x, _) = self.at(*start, self.range.start);
            let x = x - self.step() / 2.0;
            self.plane.line(&[(x, 0.0), (x, self.down.end)], Line::solid(SOFT_INK, 1.0));
            if x + SMALL.width(words) + 8.0 < end {
                self.plane.text_beside((x + 4.0, ANEW / 2.0), words, SMALL, Across::Left);
            }
            end = x;
        }
    }

    /// The last figure shown, with the time it belongs to.
    fn latest_label(&self) -> Option<EndLabel> {
        let (index, point) = self.spec.points.iter().enumerate().rfind(|(_, point)| point.cell.value().is_some())?;
        let value = point.cell.value()?;
        let text = format!("{}: {}", point.label, self.spec.unit.write(value));
        Some(EndLabel { at: self.at(index, value).1, text, lettering: FIGURE.in_colour(BLUE) })
    }

    fn paint_values(&self) {
        let places = self.spec.points.iter().enumerate();
        let places: Vec<Option<Point>> =
            places.map(|(index, point)| point.cell.value().map(|value| self.at(index, value))).collect();
        for stretch in places.split(Option::is_none) {
            let points: Vec<Point> = stretch.iter().flatten().copied().collect();
            if points.len() > 1 {
                self.plane.line(&points, Line::solid(BLUE, 1.5));
            }
        }
    }

    /// A dot per point; a triangle and the letter of its rule where the point is marked. Where letters would touch,
    /// the later one is left out and the triangle stands for it.
    fn paint_marks(&self) {
        let mut letters: Vec<Point> = Vec::new();
        for (index, (point, mark)) in self.spec.points.iter().zip(&self.spec.trend.marks).enumerate() {
            let Some(value) = point.cell.value() else { continue };
            let at = self.at(index, value);
            let Some(mark) = mark else {
                self.plane.circle(at, 2.5, Some(BLUE), None);
                continue;
            };
            Symbol::Signal(mark.toward).paint(self.plane, at);
            let away = if self.is_peak(index, value) { -11.0 } else { 11.0 };
            let place = (at.0, at.1 + away);
            if letters.iter().all(|other| (other.0 - place.0).abs() > 9.0 || (other.1 - place.1).abs() > 11.0) {
                let letter = self.spec.rules.name(mark.rule).letter.to_string();
                self.plane.text_beside(place, &letter, SIGNAL, Across::Middle);
                letters.push(place);
            }
        }
    }

    /// Whether the line bends downwards here, so that a letter above it is not crossed by it.
    fn is_peak(&self, index: usize, value: f64) -> bool {
        let neighbours = [index.checked_sub(1), index.checked_add(1)].into_iter().flatten();
        let values = neighbours.filter_map(|beside| self.spec.points.get(beside)?.cell.value());
        let values: Vec<f64> = values.collect();
        stats::mean(&values).is_none_or(|around| value >= around)
    }

    /// Labels under the points, counted back from the last so that the newest is always there.
    fn paint_times(&self) {
        let baseline = self.down.end + letters(self.spec) + 8.0;
        let widest = self.spec.points.iter().map(|point| SMALL.width(&point.label)).fold(0.0, f32::max);
        let every = (((widest + 6.0) / self.step()).ceil() as usize).max(1);
        for (index, point) in self.spec.points.iter().enumerate().rev().step_by(every) {
            let half = SMALL.width(&point.label) / 2.0;
            let (x, _) = self.at(index, self.range.start);
            if x >= half {
                self.plane.text((x, baseline), &point.label, SMALL, Across::Middle);
            }
        }
        let middle = (self.left + self.right) / 2.0;
        let title = LABEL.shortened(&self.spec.axis, self.right - self.left);
        self.plane.text((middle, baseline + LABEL.line_height() + 2.0), &title, LABEL, Across::Middle);
    }
}

fn centre(lines: &stats::Lines) -> Option<f64> {
    lines.centre
}

fn lower(lines: &stats::Lines) -> Option<f64> {
    lines.limits.map(|limits| limits.lower)
}

fn upper(lines: &stats::Lines) -> Option<f64> {
    lines.limits.map(|limits| limits.upper)
}

const AIM: Line = Line::dashed(PLUM, 1.3);

/// Holds every figure shown, the lines and the target, within what is possible; all that is possible when no figure
/// is shown.
fn range(spec: &OverTimeSpec) -> Range<f64> {
    let values = spec.points.iter().filter_map(|point| point.cell.value());
    let all = spec.trend.lines.iter();
    let lines = all.flat_map(|lines| [centre(lines), lower(lines), upper(lines)]).flatten();
    let possible = |value: f64| value.max(spec.range.0).min(spec.range.1);
    let aim = spec.target.iter().map(|target| target.0).filter(|_| spec.trend.shown > 0);
    axis::range_around(values.chain(lines.chain(aim).map(possible)), spec.range)
}

#[cfg(test)]
mod tests {
    use super::super::drawing::Mark;
    use super::super::tests::examples::{Trouble, over_time_example};
    use super::*;

    /// The stretches of the line through the figures, as numbers of points.
    fn stretches(drawing: &Drawing) -> Vec<usize> {
        let through = |mark: &Mark| match mark {
            Mark::Line { points, stroke } if stroke.colour == BLUE => Some(points.len()),
            _ => None,
        };
        drawing.marks.iter().filter_map(through).collect()
    }

    #[test]
    fn no_line_crosses_a_gap() {
        assert_eq!(stretches(&over_time_example(Trouble::Plain, 10)), [10]);
        let with_gaps = stretches(&over_time_example(Trouble::Mixed, 10));
        assert!(with_gaps.len() > 1 && with_gaps.iter().all(|points| *points < 5), "{with_gaps:?}");
    }

    #[test]
    fn every_rule_that_marks_a_point_is_explained() {
        let drawing = over_time_example(Trouble::Plain, 24);
        let explained = |words: &str| {
            drawing.marks.iter().any(|mark| matches!(mark, Mark::Text { text, .. } if text.ends_with(words)))
        };
        assert!(explained("beyond a limit") && explained("two of three near a limit"));
        assert!(!explained("crosses the centre too seldom"));
    }
}
