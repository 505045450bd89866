//! The parts of a whole, attacked by somebody who knows that they add up: better, the same and worse make the pairs, and
//! how many pairs there are stands in another figure.

use super::{Counts, Dice, Family, FigureKind, Key, Provider, Tally, everybody, indicator, units};
use std::collections::BTreeMap;

const FAMILIES: [Family; 4] = [Family::Paired, Family::Improved, Family::Unchanged, Family::Deteriorated];

/// The provider, its one service and the two teams.
const UNITS: usize = 4;

/// Everybody on a team's caseload; known to all.
const CASELOAD: u64 = 40;

/// How many were better, the same and worse.
type Parts = [u64; 3];

fn of_units([one, other]: [Parts; 2]) -> [Parts; UNITS] {
    let all = [0, 1, 2].map(|part| one[part] + other[part]);
    [all, all, one, other]
}

fn caseloads() -> [u64; UNITS] {
    [2 * CASELOAD, 2 * CASELOAD, CASELOAD, CASELOAD]
}

fn provider(teams: [Parts; 2]) -> Provider {
    let mut counts = BTreeMap::new();
    for ((unit, parts), eligible) in of_units(teams).into_iter().enumerate().zip(caseloads()) {
        let pairs: u64 = parts.iter().sum();
        let shares = [(eligible, pairs), (pairs, parts[0]), (pairs, parts[1]), (pairs, parts[2])];
        for (indicator, (known, achieved)) in shares.into_iter().enumerate() {
            let people = Tally { known, achieved, not_achieved: known - achieved };
            let row = Counts { eligible, known, achieved, mean: None, people };
            counts.insert(Key { indicator, unit, category: 0 }, row);
        }
    }
    let mut provider = Provider::of(units(1, &[0, 0]), vec![everybody()], counts);
    provider.indicators = FAMILIES.map(|family| indicator(family, FigureKind::Share)).to_vec();
    for indicator in &mut provider.indicators {
        (indicator.about.measure, indicator.about.scale) = (Some(0), Some(0));
    }
    provider
}

/// What stands in the rows of a unit: the pairs with `paired` or beside any part, and the parts.
#[derive(Default, Clone, Copy)]
struct Printed {
    pairs: Option<u64>,
    parts: [Option<u64>; 3],
}

impl Printed {
    fn fits(&self, parts: Parts) -> bool {
        let is = |printed: Option<u64>, own: u64| printed.is_none_or(|printed| printed == own);
        is(self.pairs, parts.iter().sum()) && (0..3).all(|part| is(self.parts[part], parts[part]))
    }
}

fn printed(provider: &Provider, teams: [Parts; 2]) -> [Printed; UNITS] {
    let shown = [0, 1, 2, 3].map(|indicator| provider.shown(indicator));
    let mut all = [Printed::default(); UNITS];
    for ((unit, parts), printed) in of_units(teams).into_iter().enumerate().zip(&mut all) {
        let any = shown.iter().any(|shown| shown[unit]);
        printed.pairs = any.then(|| parts.iter().sum());
        printed.parts = [0, 1, 2].map(|part| shown[part + 1][unit].then_some(parts[part]));
    }
    all
}

/// Every team whose printed rows are these; parts of at most as many as can matter.
fn fitting(printed: Printed) -> Vec<Parts> {
    let most = 0..=14;
    let triples = most.clone().flat_map(|a| most.clone().flat_map(move |b| (0..=14).map(move |c| [a, b, c])));
    triples.filter(|parts| printed.fits(*parts)).collect()
}

/// The least and the most of each part and of what is left of the pairs beside it, unit by unit, over all worlds.
fn ranges(printed: &[Printed; UNITS]) -> [[(u64, u64); 6]; UNITS] {
    let mut ranges = [[(u64::MAX, 0); 6]; UNITS];
    let (ones, others) = (fitting(printed[2]), fitting(printed[3]));
    for one in ones {
        for &other in &others {
            let world = of_units([one, other]);
            if !(printed[0].fits(world[0]) && printed[1].fits(world[1])) {
                continue;
            }
            for (ranges, parts) in ranges.iter_mut().zip(world) {
                for (range, count) in ranges.iter_mut().zip(with_rests(parts)) {
                    *range = (range.0.min(count), range.1.max(count));
                }
            }
        }
    }
    ranges
}

fn with_rests([better, same, worse]: Parts) -> [u64; 6] {
    [better, same, worse, same + worse, better + worse, better + same]
}

fn random_team(dice: &mut Dice) -> Parts {
    [(); 3].map(|()| dice.below(10))
}

#[test]
fn somebody_who_tries_every_world_does_not_learn_a_small_part_from_the_others_or_from_the_pairs() {
    let mut dice = Dice(20_261_130);
    let (mut attacked, mut shown) = (0, 0);
    for _ in 0..60 {
        let teams = [random_team(&mut dice), random_team(&mut dice)];
        let printed = printed(&provider(teams), teams);
        shown += printed.iter().flat_map(|printed| printed.parts).flatten().count();
        let ranges = ranges(&printed);
        for (parts, ranges) in of_units(teams).into_iter().zip(ranges) {
            let small = with_rests(parts).into_iter().zip(ranges).filter(|(count, _)| (1..5).contains(count));
            for (count, (least, most)) in small {
                attacked += 1;
                assert!(most - least >= 4, "{teams:?}: {count} lies in {least} to {most}");
            }
        }
    }
    assert!(attacked > 100 && shown > 40, "{attacked} {shown}");
}
