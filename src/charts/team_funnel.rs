//! Do teams differ by more than chance? Each team at its number of people and its share, inside limits that narrow as
//! numbers grow. Only teams passed in with a name are named. Teams stand where their numbers put them; nothing is
//! ranked.

use super::axis::{self, BASE_LINE, GRID_LINE, ticks};
use super::drawing::{Across, Point};
use super::end_labels::{self, EndLabel};
use super::lettering::{LABEL, SMALL};
use super::name_places::{Area, NameList};
use super::page::{Line, Panel, Plane, record};
use super::palette::{BLUE, GREY, PAPER};
use super::rows::by_name;
use super::{Caption, Drawing, Unit, WIDTH, Words};
use crate::release::cell::Cell;
use crate::stats::{Confidence, Funnel};
use std::ops::Range;

/// One share of all teams against what chance would give.
#[derive(Debug, Clone, PartialEq)]
pub struct TeamFunnelSpec {
    pub caption: Caption,
    pub words: Words,
    /// Made from protected figures only.
    pub funnel: Funnel,
    /// Under the horizontal axis, such as `People with a known answer`.
    pub people: String,
    /// Above the vertical axis, such as `Share of people, %`.
    pub share: String,
    pub lines: FunnelNames,
    pub teams: Vec<FunnelTeam>,
}

/// What the lines are called.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelNames {
    /// The overall share; the chart adds its value.
    pub target: String,
    /// The 95 % limits.
    pub inner: String,
    /// The 99.8 % limits.
    pub outer: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct FunnelTeam {
    /// `None`: drawn as a point without a name.
    pub name: Option<String>,
    /// A share in percent; `known` is its place on the horizontal axis.
    pub cell: Cell,
}

const PLOT_HEIGHT: f32 = 230.0;
/// Room above the plot for the title of the vertical axis.
const TITLE_ROOM: f32 = 20.0;
/// Room right of the plot for the names of the lines.
const NAMES: f32 = 96.0;
/// Points that a limit is drawn through.
const SAMPLES: usize = 120;

/// The funnel, with a list under it where names do not fit beside their points or have no figure.
pub fn draw(spec: &TeamFunnelSpec) -> Drawing {
    let teams = by_name(&spec.teams, |team| team.name.as_deref().unwrap_or_default());
    let list = NameList::of(spec, &teams);
    let bottom = TITLE_ROOM + PLOT_HEIGHT + axis::height(&spec.people);
    record(&spec.caption, bottom + list.height(), |plane| {
        Plot::of(spec, &teams, plane).paint(list.is_numbered());
        list.paint(plane, bottom);
    })
}

/// The funnel's plane.
struct Plot<'s, 'p> {
    spec: &'s TeamFunnelSpec,
    teams: &'s [&'s FunnelTeam],
    plane: &'s Plane<'p>,
    panel: Panel<'p>,
    left: f32,
    right: f32,
    people: Range<f64>,
    share: Range<f64>,
}

impl<'s, 'p> Plot<'s, 'p> {
    fn of(spec: &'s TeamFunnelSpec, teams: &'s [&'s FunnelTeam], plane: &'s Plane<'p>) -> Plot<'s, 'p> {
        let share = share_range(spec);
        let people = people_range(spec);
        let widest = ticks(&share, 5).into_iter().map(|tick| SMALL.width(&Unit::Percent.write(tick)));
        let (left, right) = (widest.fold(0.0, f32::max) + 8.0, WIDTH - NAMES);
        let down = TITLE_ROOM..TITLE_ROOM + PLOT_HEIGHT;
        let panel = plane.panel(left..right, down, people.clone(), share.clone());
        Plot { spec, teams, plane, panel, left, right, people, share }
    }

    fn paint(&self, numbered: bool) {
        self.paint_axes();
        let lines = self.paint_limits();
        let points = self.points();
        let mut taken: Vec<Area> = points.iter().map(|(_, at)| Area::around(*at, 4.5)).collect();
        for (_, at) in &points {
            self.plane.circle(*at, 3.4, Some(BLUE), Some(Line::solid(PAPER, 0.6)));
        }
        let names = points.iter().filter_map(|(team, at)| team.name.as_ref().map(|name| (name, at)));
        for (index, (name, at)) in names.enumerate() {
            let text = if numbered { (index + 1).to_string() } else { name.clone() };
            self.paint_name(&text, *at, &mut taken, &lines);
        }
    }

    fn points(&self) -> Vec<(&'s FunnelTeam, Point)> {
        let place = |team: &&'s FunnelTeam| {
            let (known, value) = shown(team)?;
            Some((*team, self.panel.at(known, value.max(self.share.start).min(self.share.end))))
        };
        self.teams.iter().filter_map(place).collect()
    }

    fn paint_axes(&self) {
        let bottom = TITLE_ROOM + PLOT_HEIGHT;
        for tick in ticks(&self.share, 5) {
            let down = self.panel.down(tick);
            self.plane.line(&[(self.left, down), (self.right, down)], GRID_LINE);
            self.plane.text_beside((self.left - 4.0, down), &Unit::Percent.write(tick), SMALL, Across::Right);
        }
        self.plane.line(&[(self.left, bottom), (self.right, bottom)], BASE_LINE);
        let unit = Unit::Points { decimals: 0 };
        axis::paint_below(self.plane, &self.panel, &self.people, bottom, unit, &self.spec.people);
        self.plane.text((0.0, LABEL.cap_height()), &LABEL.shortened(&self.spec.share, WIDTH), LABEL, Across::Left);
    }

    /// Draws the overall share and the limits with their names, and returns the places that the lines take.
    fn paint_limits(&self) -> Vec<Area> {
        let FunnelNames { target, inner, outer } = &self.spec.lines;
        let centre = 100.0 * self.spec.funnel.target;
        let name =
            |at: f64, text: &str| EndLabel { at: self.panel.down(at), text: text.to_owned(), lettering: SMALL };
        let mut labels = vec![name(centre, &format!("{target} {}", Unit::Percent.write(centre)))];
        let mut places = self.paint_curve(self.curve(|_| centre), Line::solid(GREY, 1.1));
        for (confidence, text, line) in [(Confidence::P95, inner, INNER), (Confidence::P998, outer, OUTER)] {
            let limits = |people: f64| self.spec.funnel.limits(people, confidence);
            let upper = self.curve(|people| 100.0 * limits(people).upper);
            let lower = self.curve(|people| 100.0 * limits(people).lower);
            labels.extend(upper.last().map(|(_, end)| name(*end, text)));
            places.extend(self.paint_curve(upper, line));
            places.extend(self.paint_curve(lower, line));
        }
        end_labels::paint(self.plane, self.right, TITLE_ROOM - 6.0..TITLE_ROOM + PLOT_HEIGHT + 6.0, labels);
        places
    }

    /// Values of a line as far as they lie inside the plot.
    fn curve(&self, value: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
        let width = self.people.end - self.people.start;
        let samples = (1..=SAMPLES).map(|part| self.people.start + width * part as f64 / SAMPLES as f64);
        let values = samples.map(|people| (people, value(people)));
        values.filter(|(_, value)| (self.share.start..=self.share.end).contains(value)).collect()
    }

    fn paint_curve(&self, curve: Vec<(f64, f64)>, line: Line) -> Vec<Area> {
        let places = curve.iter().map(|(people, value)| Area::around(self.panel.at(*people, *value), 1.0)).collect();
        self.panel.curve(curve, line);
        places
    }

    /// Puts a name at the nearest free place around its point, off the lines where there is such a place, with a line
    /// to it when it is not next to it.
    fn paint_name(&self, text: &str, at: Point, taken: &mut Vec<Area>, lines: &[Area]) {
        let size = (LABEL.width(text), LABEL.cap_height() + LABEL.descent());
        let plot =
            Area { left: self.left, top: TITLE_ROOM - 4.0, right: self.right, bottom: TITLE_ROOM + PLOT_HEIGHT };
        let places = || DISTANCES.iter().flat_map(|distance| Area::beside(at, *distance, size));
        let free = || places().filter(|area| area.is_free(&plot, taken));
        let off_lines = |area: &Area| area.distance(at) < NEAR && area.is_free(&plot, lines);
        let Some(area) = free().find(off_lines).or_else(|| free().next()) else { return };
        if area.distance(at) > 9.0 {
            self.plane.line(&[at, area.nearest(at)], Line::solid(GREY, 0.5));
        }
        self.plane.text((area.left, area.bottom - LABEL.descent()), text, LABEL, Across::Left);
        taken.push(area);
    }
}

/// A name farther away than this had better stand on a line, in points.
const NEAR: f32 = 22.0;

const INNER: Line = Line::dashed(GREY, 1.1);
const OUTER: Line = Line::solid(GREY, 0.8);

/// How far from its point a name may stand, in points, nearest first.
const DISTANCES: [f32; 14] = [6.0, 8.0, 10.0, 13.0, 16.0, 20.0, 25.0, 31.0, 38.0, 46.0, 60.0, 80.0, 110.0, 150.0];

/// Number of people and share in percent; `None` for a team without a figure.
fn shown(team: &FunnelTeam) -> Option<(f64, f64)> {
    let numbers = team.cell.numbers()?;
    Some((numbers.known as f64, numbers.value?))
}

/// From none to a little more than the largest team shown.
fn people_range(spec: &TeamFunnelSpec) -> Range<f64> {
    let most = spec.teams.iter().filter_map(shown).map(|(known, _)| known).fold(10.0, f64::max);
    0.0..most * 1.06
}

/// Holds every share shown and the outer limits at the smallest team shown; from 0 to 100 % when none is.
fn share_range(spec: &TeamFunnelSpec) -> Range<f64> {
    let teams = || spec.teams.iter().filter_map(shown);
    let fewest = teams().map(|(known, _)| known).fold(f64::INFINITY, f64::min);
    let limits = spec.funnel.limits(fewest, Confidence::P998);
    let ends = [limits.lower, limits.upper, spec.funnel.target].map(|share| 100.0 * share);
    let ends = ends.into_iter().filter(|_| fewest.is_finite());
    axis::range_around(teams().map(|(_, value)| value).chain(ends), (0.0, 100.0))
}
