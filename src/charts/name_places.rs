//! Where the names of the teams in a funnel stand: beside their points as long as they are few, else as numbers with
//! a list in the order of the alphabet. Teams without a figure are listed with the reason.

use super::WIDTH;
use super::drawing::{Across, Point};
use super::lettering::{LABEL, SMALL};
use super::page::Plane;
use super::team_funnel::{FunnelTeam, TeamFunnelSpec};
use std::collections::BTreeMap;

/// Up to this many teams are named beside their points, as long as no name is wider than `WIDEST_BESIDE` points.
const MOST_BESIDE: usize = 12;
const WIDEST_BESIDE: f32 = 90.0;

/// Free space that a text keeps around it, in points.
const MARGIN: f32 = 1.5;

/// A part of the plane, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Area {
    pub(super) fn around((x, y): Point, reach: f32) -> Area {
        Area { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach }
    }

    /// Places for a text of this width and height around a point: right, left, above, below, and between.
    pub(super) fn beside((x, y): Point, distance: f32, (width, height): (f32, f32)) -> Vec<Area> {
        let slant = distance * 0.75;
        let places = [
            (x + distance, y - height / 2.0),
            (x - distance - width, y - height / 2.0),
            (x - width / 2.0, y - distance - height),
            (x - width / 2.0, y + distance),
            (x + slant, y - slant - height),
            (x + slant, y + slant),
            (x - slant - width, y - slant - height),
            (x - slant - width, y + slant),
        ];
        let area = |(left, top)| Area { left, top, right: left + width, bottom: top + height };
        places.into_iter().map(area).collect()
    }

    pub(super) fn is_free(&self, within: &Area, taken: &[Area]) -> bool {
        let inside = self.left >= within.left
            && self.right <= within.right
            && self.top >= within.top
            && self.bottom <= within.bottom;
        inside && !taken.iter().any(|other| self.touches(other))
    }

    fn touches(&self, other: &Area) -> bool {
        self.left - MARGIN < other.right
            && other.left < self.right + MARGIN
            && self.top - MARGIN < other.bottom
            && other.top < self.bottom + MARGIN
    }

    /// The point of the area that is nearest to `at`.
    pub(super) fn nearest(&self, (x, y): Point) -> Point {
        (x.clamp(self.left, self.right), y.clamp(self.top, self.bottom))
    }

    pub(super) fn distance(&self, at: Point) -> f32 {
        let (x, y) = self.nearest(at);
        (x - at.0).hypot(y - at.1)
    }
}

/// The lists under a funnel.
pub(super) struct NameList {
    numbered: bool,
    /// Place and text of each line, in points from the top of the list.
    lines: Vec<(Point, String)>,
    height: f32,
}

/// Room that a number and the distance to the next column take in the list, in points.
const NUMBER: f32 = 25.0;

impl NameList {
    /// `teams` in the order of the alphabet.
    pub(super) fn of(spec: &TeamFunnelSpec, teams: &[&FunnelTeam]) -> NameList {
        let named = || teams.iter().filter_map(|team| team.name.as_deref().map(|name| (name, &team.cell)));
        let shown: Vec<&str> = named().filter(|(_, cell)| cell.value().is_some()).map(|(name, _)| name).collect();
        let numbered = shown.len() > MOST_BESIDE || shown.iter().any(|name| LABEL.width(name) > WIDEST_BESIDE);
        let mut list = NameList { numbered, lines: Vec::new(), height: 0.0 };
        if list.numbered {
            list.add_numbered(&shown);
        }
        let mut absent: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, cell) in named() {
            if let Some(reason) = spec.words.absence(cell) {
                absent.entry(reason).or_default().push(name);
            }
        }
        for (reason, names) in absent {
            list.add_paragraph(&format!("{}: {reason}", names.join(", ")));
        }
        list
    }

    fn add_numbered(&mut self, names: &[&str]) {
        let widest = names.iter().map(|name| SMALL.width(name) + NUMBER).fold(1.0, f32::max);
        let columns = ((WIDTH / widest) as usize).clamp(1, 3);
        let rows = names.len().div_ceil(columns);
        let width = WIDTH / columns as f32;
        let top = self.height + 8.0;
        for (index, name) in names.iter().enumerate() {
            let at = ((index / rows) as f32 * width, top + (index % rows + 1) as f32 * LABEL.line_height());
            self.lines.push((at, SMALL.shortened(&format!("{}  {name}", index + 1), width - 10.0)));
        }
        self.height = top + rows as f32 * LABEL.line_height() + 3.0;
    }

    fn add_paragraph(&mut self, text: &str) {
        self.height += 8.0;
        for line in SMALL.wrap(text, WIDTH, usize::MAX) {
            self.height += SMALL.line_height();
            self.lines.push(((0.0, self.height - 2.5), line));
        }
    }

    /// Whether points carry numbers instead of names.
    pub(super) fn is_numbered(&self) -> bool {
        self.numbered
    }

    pub(super) fn height(&self) -> f32 {
        self.height
    }

    pub(super) fn paint(&self, plane: &Plane, top: f32) {
        for ((x, y), text) in &self.lines {
            plane.text((*x, top + y), text, SMALL, Across::Left);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_when_inside_and_untouched() {
        let plot = Area { left: 0.0, top: 0.0, right: 100.0, bottom: 100.0 };
        let here = Area { left: 10.0, top: 10.0, right: 30.0, bottom: 20.0 };
        assert!(here.is_free(&plot, &[]));
        assert!(!here.is_free(&plot, &[Area::around((20.0, 15.0), 2.0)]));
        assert!(!Area { right: 101.0, ..here }.is_free(&plot, &[]));
    }

    #[test]
    fn the_distance_to_an_area_is_to_its_nearest_edge() {
        let area = Area { left: 10.0, top: 10.0, right: 30.0, bottom: 20.0 };
        assert_eq!(area.distance((6.0, 15.0)), 4.0);
        assert_eq!(area.distance((20.0, 15.0)), 0.0);
    }
}
