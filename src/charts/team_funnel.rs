//! Do teams differ by more than chance? Each team at its number of people and its share, inside limits that narrow as
//! numbers grow. Only teams passed in with a name are named. Teams stand where their numbers put them; nothing is ranked.

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
        self.paint_limits();
        let points = self.points();
        let mut taken: Vec<Area> = points.iter().map(|(_, at)| Area::around(*at, 4.5)).collect();
        for (_, at) in &points {
            self.plane.circle(*at, 3.4, Some(BLUE), Some(Line::solid(PAPER, 0.6)));
        }
        let names = points.iter().filter_map(|(team, at)| team.name.as_ref().map(|name| (name, at)));
        for (index, (name, at)) in names.enumerate() {
            let text = if numbered { (index + 1).to_string() } else { LABEL.shortened(name, 150.0) };
            self.paint_name(&text, *at, &mut taken);
        }
    }

    fn points(&self) -> Vec<(&'s FunnelTeam, Point)> {
        let place = |team: &&'s FunnelTeam| {
            let (known, value) = shown(team)?;
            Some((*team, self.panel.at(known, value.clamp(self.share.start, self.share.end))))
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

    fn paint_limits(&self) {
        let FunnelNames { target, inner, outer } = &self.spec.lines;
        let centre = 100.0 * self.spec.funnel.target;
        self.panel.curve(vec![(self.people.start, centre), (self.people.end, centre)], Line::solid(GREY, 1.1));
        let name = |at: f64, text: String| EndLabel { at: self.panel.down(at), text, lettering: SMALL };
        let mut labels = vec![name(centre, format!("{target} {}", Unit::Percent.write(centre)))];
        let limits = [(Confidence::P95, inner, Line::dashed(GREY, 1.1)), (Confidence::P998, outer, Line::solid(GREY, 0.8))];
        for (confidence, text, line) in limits {
            for upper in [true, false] {
                let end = self.paint_limit(confidence, upper, line);
                labels.extend(end.filter(|_| upper).map(|at| name(at, text.clone())));
            }
        }
        end_labels::paint(self.plane, self.right, TITLE_ROOM - 6.0..TITLE_ROOM + PLOT_HEIGHT + 6.0, labels);
    }

    /// Draws one limit as far as it lies inside the plot, and returns where it ends on the right.
    fn paint_limit(&self, confidence: Confidence, upper: bool, line: Line) -> Option<f64> {
        let value = |people: f64| {
            let limits = self.spec.funnel.limits(people, confidence);
            100.0 * if upper { limits.upper } else { limits.lower }
        };
        let width = self.people.end - self.people.start;
        let samples = (1..=SAMPLES).map(|part| self.people.start + width * part as f64 / SAMPLES as f64);
        let inside = |value: f64| value >= self.share.start && value <= self.share.end;
        let curve: Vec<(f64, f64)> =
            samples.map(|people| (people, value(people))).filter(|(_, value)| inside(*value)).collect();
        let end = curve.last().map(|(_, value)| *value);
        self.panel.curve(curve, line);
        end
    }

    /// Puts a name at the nearest free place around its point, with a line to it when it is not next to it.
    fn paint_name(&self, text: &str, at: Point, taken: &mut Vec<Area>) {
        let size = (LABEL.width(text), LABEL.cap_height() + LABEL.descent());
        let plot = Area { left: self.left, top: TITLE_ROOM - 4.0, right: self.right, bottom: TITLE_ROOM + PLOT_HEIGHT };
        let places = DISTANCES.iter().flat_map(|distance| Area::beside(at, *distance, size));
        let Some(area) = places.into_iter().find(|area| area.is_free(&plot, taken)) else { return };
        if area.distance(at) > 9.0 {
            self.plane.line(&[at, area.nearest(at)], Line::solid(GREY, 0.5));
        }
        self.plane.text((area.left, area.bottom - LABEL.descent()), text, LABEL, Across::Left);
        taken.push(area);
    }
}

/// How far from its point a name may stand, in points, nearest first.
const DISTANCES: [f32; 10] = [6.0, 10.0, 16.0, 24.0, 34.0, 46.0, 60.0, 80.0, 110.0, 150.0];

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

/// Holds every share shown and the outer limits at the smallest team shown.
fn share_range(spec: &TeamFunnelSpec) -> Range<f64> {
    let teams = || spec.teams.iter().filter_map(shown);
    let fewest = teams().map(|(known, _)| known).fold(f64::INFINITY, f64::min);
    let limits = spec.funnel.limits(fewest, Confidence::P998);
    let ends = [limits.lower, limits.upper, spec.funnel.target].map(|share| 100.0 * share);
    axis::range_around(teams().map(|(_, value)| value).chain(ends), (0.0, 100.0))
}
