//! Small providers, protected by us and attacked by somebody who tries every world there is, without our search.

use super::attack::Attack;
use super::second::settle;
use super::web::{Source, Web};
use super::{About, Category, Counted, Family, FigureKind, Indicator, Key, Level, ReleaseRules, Unit};
use crate::indicators::{Counts, Eligible, Figures, Tally};
use crate::period::Period;
use std::collections::BTreeMap;

/// The provider, two services, and the teams of each: position, and the units it counts in.
const UNITS: usize = 7;
const PARENTS: [Option<usize>; UNITS] = [None, Some(0), Some(0), Some(1), Some(1), Some(2), Some(2)];

/// Numbers that look like chance and are the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

fn rules() -> ReleaseRules {
    crate::definitions::load(None).unwrap().release
}

fn units() -> Vec<Unit> {
    let unit = |at: usize| Unit {
        level: [Level::Provider, Level::Service, Level::Team][usize::from(at > 0) + usize::from(at > 2)],
        id: at.to_string(),
        name: at.to_string(),
        service: PARENTS[at].filter(|_| at > 2),
    };
    (0..UNITS).map(unit).collect()
}

fn indicator(family: Family, figure: FigureKind) -> Indicator {
    let (id, label) = (format!("{family:?}"), String::new());
    Indicator {
        id,
        label,
        family,
        figure,
        counted: Counted::People,
        eligible: Eligible::Everybody,
        about: About::default(),
    }
}

/// People and how many of them were reached, in each team.
fn figures(teams: &[(u64, u64); 4]) -> Figures {
    let mut counts = BTreeMap::new();
    for unit in 0..UNITS {
        let own = (0..4).filter(|team| unit == team + 3 || unit == 0 || PARENTS[team + 3] == Some(unit));
        let (known, achieved) =
            own.fold((0, 0), |(known, reached), team| (known + teams[team].0, reached + teams[team].1));
        for (indicator, achieved) in [(0, 0), (1, achieved)] {
            let people = Tally { known, achieved, not_achieved: known - achieved };
            let counts_of = Counts { eligible: known, known, achieved, mean: None, people };
            counts.insert(Key { indicator, unit, category: 0 }, counts_of);
        }
    }
    let period = Period::parse("2026-27-Q2", crate::definitions::settings::Quarters::Financial).unwrap();
    Figures { period, categories: Vec::new(), counts }
}

struct Provider {
    periods: Vec<Figures>,
    indicators: Vec<Indicator>,
    units: Vec<Unit>,
    categories: Vec<Category>,
    rules: ReleaseRules,
}

impl Provider {
    fn new(teams: &[(u64, u64); 4]) -> Provider {
        Provider {
            periods: vec![figures(teams)],
            indicators: vec![
                indicator(Family::Caseload, FigureKind::Count),
                indicator(Family::CoverageAny, FigureKind::Share),
            ],
            units: units(),
            categories: vec![Category { breakdown: "all", id: "all".to_owned() }],
            rules: rules(),
        }
    }

    fn source(&self) -> Source<'_> {
        Source {
            periods: &self.periods,
            indicators: &self.indicators,
            units: &self.units,
            categories: &self.categories,
            rules: &self.rules,
        }
    }

    /// Which rows are shown, by unit: caseload, coverage.
    fn shown(&self) -> BTreeMap<(usize, usize), bool> {
        let (cells, _) = super::cells(&self.source()).unwrap();
        cells[0].iter().map(|(key, cell)| ((key.indicator, key.unit), !cell.is_withheld())).collect()
    }
}

fn of(teams: &[(u64, u64); 4], unit: usize) -> (u64, u64) {
    let own = (0..4).filter(|team| unit == team + 3 || unit == 0 || PARENTS[team + 3] == Some(unit));
    own.fold((0, 0), |(known, reached), team| (known + teams[team].0, reached + teams[team].1))
}

/// Every number of people a team can have in some world that fits all that is shown, tried one by one.
fn possible(teams: &[(u64, u64); 4], shown: &BTreeMap<(usize, usize), bool>) -> Vec<Vec<u64>> {
    let fits = |sizes: &[u64; 4]| {
        let world = sizes.map(|size| (size, 0));
        // A shown coverage prints the caseload as its denominator.
        (0..UNITS).all(|unit| !(shown[&(0, unit)] || shown[&(1, unit)]) || of(&world, unit).0 == of(teams, unit).0)
    };
    let most = teams.iter().map(|team| team.0).sum::<u64>();
    let mut found = vec![Vec::new(); 4];
    for first in 0..=most {
        for second in 0..=(most - first) {
            for third in 0..=(most - first - second) {
                let sizes = [first, second, third, most - first - second - third];
                if fits(&sizes) {
                    (0..4).for_each(|team| found[team].push(sizes[team]));
                }
            }
        }
    }
    found
}

#[test]
fn somebody_who_tries_every_world_cannot_tell_a_small_team_from_one_that_is_not() {
    let mut dice = Dice(20_261_125);
    let mut attacked = 0;
    for _ in 0..300 {
        let teams = [(); 4].map(|()| {
            let size = 1 + dice.below(11);
            (size, dice.below(size + 1))
        });
        let shown = Provider::new(&teams).shown();
        let possible = possible(&teams, &shown);
        for team in (0..4).filter(|team| (1..5).contains(&teams[*team].0)) {
            attacked += 1;
            assert!(!shown[&(0, team + 3)] && !shown[&(1, team + 3)], "{teams:?}: {shown:?}");
            let (least, most) = (possible[team].iter().min().unwrap(), possible[team].iter().max().unwrap());
            let provider_is_shown = shown[&(0, 0)];
            assert!(!provider_is_shown || most - least >= 4, "{teams:?}: {shown:?}: {least} to {most}");
        }
    }
    assert!(attacked > 100, "{attacked}");
}

#[test]
fn the_table_of_the_reference_cannot_be_undone() {
    // Teams of 3 and 12 beside 9 and 20: alone, 3 would be the service's total less 12.
    let shown = Provider::new(&[(3, 2), (12, 6), (9, 4), (20, 8)]).shown();
    assert_eq!([3, 4, 5, 6].map(|unit| shown[&(0, unit)]), [false, false, true, true]);
    assert!(shown[&(0, 0)] && shown[&(0, 1)] && shown[&(0, 2)], "totals stay");
}

#[test]
fn showing_any_second_figure_again_gives_a_small_one_away() {
    let mut dice = Dice(7);
    let mut tried = 0;
    for _ in 0..60 {
        let teams = [(); 4].map(|()| {
            let size = 1 + dice.below(30);
            (size, dice.below(size + 1))
        });
        let provider = Provider::new(&teams);
        let web = Web::new(&provider.source());
        let settled = settle(&web, &provider.units, &provider.rules, vec![false; web.numbers.len()]);
        assert!(settled.leaks.is_empty(), "{teams:?}");
        for number in 0..web.numbers.len() {
            let own = &web.numbers[number];
            if settled.secrets.secret[number] && !own.small && !settled.secrets.forced[number] {
                tried += 1;
                let mut secrets = settled.secrets.clone();
                secrets.secret[number] = false;
                let bundle = web.bundles.iter().find(|bundle| bundle.numbers.contains(&number)).unwrap();
                let attack = Attack::new(&web, &provider.rules, bundle);
                assert!(attack.leak(&secrets, &mut Vec::new()).is_err(), "{teams:?}: {own:?}");
            }
        }
    }
    assert!(tried > 30, "{tried}");
}
