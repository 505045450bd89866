//! Small providers, protected by us and attacked by somebody who tries every world there is, without our search.

mod attacks;
mod brute;
pub(in crate::release) mod by_hand;
mod ledger;
mod outputs;
mod parts;
mod sample;
mod tables;
mod webs;
mod whole;

use super::web::{Row, Source, Web};
use super::{
    About, Category, Counted, Exposed, Family, FigureKind, Indicator, Key, Level, Release, ReleaseRules, Unit,
};
use crate::indicators::{Counts, Eligible, Figures, Tally};
use crate::intake::Earlier;
use crate::period::Period;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Numbers that look like chance and are the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// People of a team, and how many of them were reached.
type Team = (u64, u64);

/// Those that Fingerpost comes with.
static RULES: LazyLock<ReleaseRules> = LazyLock::new(|| crate::definitions::load(None).unwrap().release);

static NONE_UNSEEN: BTreeSet<Row> = BTreeSet::new();

/// Positions of the two indicators.
const CASELOAD: usize = 0;
const COVERAGE: usize = 1;

/// A provider, its services and their teams: the provider first, then the services, then the teams in their order. Groups,
/// where there are any, are those of the provider and of the services.
struct Provider {
    /// Figures of the quarter.
    periods: Vec<Figures>,
    indicators: Vec<Indicator>,
    units: Vec<Unit>,
    categories: Vec<Category>,
    rules: ReleaseRules,
    ledger: Vec<Earlier>,
}

impl Provider {
    /// The teams of each service.
    fn new(services: &[&[Team]]) -> Provider {
        let service_of = services.iter().enumerate().flat_map(|(at, teams)| teams.iter().map(move |_| at));
        let service_of: Vec<usize> = service_of.collect();
        let units = units(services.len(), &service_of);
        let teams: Vec<Team> = services.iter().flat_map(|teams| teams.iter().copied()).collect();
        let mut counts = BTreeMap::new();
        for unit in 0..units.len() {
            let own = (0..teams.len()).filter(|team| is_part(&units, team + services.len() + 1, unit));
            let sum = own.fold((0, 0), |(known, reached), at| (known + teams[at].0, reached + teams[at].1));
            add(&mut counts, unit, 0, sum);
        }
        Provider::of(units, vec![everybody()], counts)
    }

    fn of(units: Vec<Unit>, categories: Vec<Category>, counts: BTreeMap<Key, Counts>) -> Provider {
        let period = Period::parse("2026-27-Q2", crate::definitions::settings::Quarters::Financial).unwrap();
        Provider {
            periods: vec![Figures { period, categories: Vec::new(), counts }],
            indicators: vec![
                indicator(Family::Caseload, FigureKind::Count),
                indicator(Family::CoverageAny, FigureKind::Share),
            ],
            units,
            categories,
            rules: RULES.clone(),
            ledger: Vec::new(),
        }
    }

    fn source(&self) -> Source<'_> {
        Source {
            periods: &self.periods,
            indicators: &self.indicators,
            units: &self.units,
            categories: &self.categories,
            rules: &self.rules,
            ledger: &self.ledger,
            unseen: &NONE_UNSEEN,
        }
    }

    fn web(&self) -> Web {
        Web::new(&self.source())
    }

    /// Whether each row is shown, or why nothing can be.
    fn released(&self) -> Result<BTreeMap<Key, bool>, Vec<Exposed>> {
        let (cells, _) = super::cells(&self.source())?;
        Ok(cells[0].iter().map(|(key, cell)| (*key, !cell.is_withheld())).collect())
    }

    /// Whether each unit's row for everybody is shown.
    fn shown(&self, indicator: usize) -> Vec<bool> {
        let released = self.released().unwrap();
        (0..self.units.len()).map(|unit| released[&Key { indicator, unit, category: 0 }]).collect()
    }
}

pub(in crate::release) fn units(services: usize, service_of: &[usize]) -> Vec<Unit> {
    let unit = |at: usize| Unit {
        level: [Level::Provider, Level::Service, Level::Team][usize::from(at > 0) + usize::from(at > services)],
        id: at.to_string(),
        name: at.to_string(),
        service: at.checked_sub(services + 1).map(|team| service_of[team] + 1),
    };
    (0..=services + service_of.len()).map(unit).collect()
}

/// A release of these services and teams in which nothing is known yet.
pub(in crate::release) fn release_of(services: usize, service_of: &[usize]) -> Release {
    Release {
        period: Period::parse("2026-27-Q2", crate::definitions::settings::Quarters::Financial).unwrap(),
        units: units(services, service_of),
        indicators: Vec::new(),
        categories: vec![everybody()],
        rules: RULES.clone(),
        protection: Default::default(),
        cells: BTreeMap::new(),
        previous: BTreeMap::new(),
        trends: Vec::new(),
        criteria: Vec::new(),
        values: Vec::new(),
        row_faults: Vec::new(),
    }
}

fn is_part(units: &[Unit], team: usize, unit: usize) -> bool {
    unit == 0 || unit == team || units[team].service == Some(unit)
}

fn everybody() -> Category {
    Category { breakdown: "all", id: "all".to_owned() }
}

fn indicator(family: Family, figure: FigureKind) -> Indicator {
    let (id, label) = (format!("{family:?}"), String::new());
    let (counted, eligible) = (Counted::People, Eligible::Everybody);
    Indicator {
        id,
        label,
        family,
        figure,
        counted,
        eligible,
        reach: crate::release::Reach::Groups,
        about: About::default(),
    }
}

/// A caseload and how many of it were reached.
fn add(counts: &mut BTreeMap<Key, Counts>, unit: usize, category: usize, (known, reached): Team) {
    for (indicator, achieved) in [(CASELOAD, 0), (COVERAGE, reached)] {
        let people = Tally { known, achieved, not_achieved: known - achieved };
        counts.insert(
            Key { indicator, unit, category },
            Counts { eligible: known, known, achieved, mean: None, people },
        );
    }
}
