//! Parts of one whole that stand side by side: improved, unchanged and deteriorated; the levels of goal attainment; records
//! that show a point, show it partly, or do not. What is hidden is the whole less what is shown, so further parts are
//! hidden until at least two are, and together they are no small number: the smallest first, which costs the reader least.

use super::cell::Cell;
use super::{Family, Indicator, Key};
use crate::definitions::ReleaseRules;
use crate::indicators::Counts;
use std::collections::{BTreeMap, BTreeSet};

/// Indicators that share their `known` and add up to it, or would with a rest that is never printed.
struct Whole {
    parts: Vec<usize>,
    has_rest: bool,
    /// The indicator that is their sum, or what its sum leaves: when it is hidden, so are they.
    total: Option<usize>,
}

/// Hides further parts until what is hidden could be many people, or nothing is left to hide.
pub fn hide_second_parts(
    cells: &mut BTreeMap<Key, Cell>,
    counts: &BTreeMap<Key, Counts>,
    indicators: &[Indicator],
    rules: &ReleaseRules,
) {
    let places: BTreeSet<(usize, usize)> = counts.keys().map(|key| (key.unit, key.category)).collect();
    for whole in wholes(indicators) {
        for &(unit, category) in &places {
            let key = |indicator: usize| Key { indicator, unit, category };
            let own = whole.parts.iter().map(|&part| key(part));
            let parts: Vec<Key> = own.filter(|key| counts.contains_key(key)).collect();
            if whole.total.is_some_and(|total| cells.get(&key(total)).is_some_and(Cell::is_withheld)) {
                parts.iter().for_each(|part| hide(cells, *part));
            }
            while let Some(next) = next_to_hide(&parts, whole.has_rest, cells, counts, rules) {
                hide(cells, next);
            }
        }
    }
}

fn hide(cells: &mut BTreeMap<Key, Cell>, key: Key) {
    cells.insert(key, Cell::withheld());
}

/// The smallest part still shown, when what is hidden stands alone or is small even taken together.
fn next_to_hide(
    parts: &[Key],
    has_rest: bool,
    cells: &BTreeMap<Key, Cell>,
    counts: &BTreeMap<Key, Counts>,
    rules: &ReleaseRules,
) -> Option<Key> {
    let known = counts.get(parts.first()?)?.known;
    let achieved = |key: &Key| counts.get(key).map_or(0, |counts| counts.achieved);
    let is_hidden = |key: &&Key| cells.get(key).is_some_and(Cell::is_withheld);
    let rest = if has_rest { known.saturating_sub(parts.iter().map(achieved).sum()) } else { 0 };
    let rest_is_small = (1..rules.threshold).contains(&rest);
    let hidden: Vec<u64> =
        parts.iter().filter(is_hidden).map(achieved).chain(rest_is_small.then_some(rest)).collect();
    let enough = hidden.is_empty() || (hidden.len() > 1 && hidden.iter().sum::<u64>() >= rules.threshold);
    let shown = parts.iter().filter(|key| cells.get(key).is_some_and(|cell| cell.numbers().is_some()));
    if enough { None } else { shown.min_by_key(|key| achieved(key)).copied() }
}

/// What parts of one whole have in common: kind of whole, measure, scale, action point.
type Sharing = (u8, Option<usize>, Option<usize>, Option<u8>);

fn wholes(indicators: &[Indicator]) -> Vec<Whole> {
    let mut groups: BTreeMap<Sharing, Vec<usize>> = BTreeMap::new();
    for (index, indicator) in indicators.iter().enumerate() {
        let about = indicator.about;
        let group = match indicator.family {
            Family::Improved | Family::Unchanged | Family::Deteriorated => CHANGE,
            // The share at or above expected splits the levels in two, so each side must hold by itself.
            Family::GasLevel if about.level.is_some_and(|level| level >= 0) => AT_OR_ABOVE,
            Family::GasLevel => BELOW,
            Family::Audit | Family::AuditPartly => RECORDS,
            _ => continue,
        };
        groups.entry((group, about.measure, about.scale, about.point)).or_default().push(index);
    }
    let expected = indicators.iter().position(|indicator| indicator.family == Family::AtOrAboveExpected);
    let whole = |((group, ..), parts): (Sharing, Vec<usize>)| Whole {
        parts,
        has_rest: group == RECORDS,
        total: expected.filter(|_| group == AT_OR_ABOVE || group == BELOW),
    };
    groups.into_iter().map(whole).collect()
}

const CHANGE: u8 = 0;
const AT_OR_ABOVE: u8 = 1;
const BELOW: u8 = 2;
const RECORDS: u8 = 3;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::{About, Counted, Eligible, FigureKind};
    use crate::release::protect;

    const KNOWN: u64 = 51;

    fn rules() -> ReleaseRules {
        crate::definitions::load(None).unwrap().release
    }

    fn part(family: Family, level: Option<i8>) -> Indicator {
        Indicator {
            id: String::new(),
            label: String::new(),
            family,
            figure: FigureKind::Share,
            counted: Counted::People,
            eligible: Eligible::Caseload,
            about: About { level, ..About::default() },
        }
    }

    /// Which parts are shown after protection.
    fn shown(parts: &[(Indicator, u64)]) -> Vec<bool> {
        let indicators: Vec<Indicator> = parts.iter().map(|(indicator, _)| indicator.clone()).collect();
        let key = |indicator| Key { indicator, unit: 0, category: 0 };
        let counts: BTreeMap<Key, Counts> = parts.iter().enumerate().map(|(at, (_, n))| (key(at), of(*n))).collect();
        let rules = rules();
        let mut cells: BTreeMap<Key, Cell> = counts
            .iter()
            .map(|(key, counts)| (*key, protect::cell(counts, &indicators[key.indicator], &rules)))
            .collect();
        hide_second_parts(&mut cells, &counts, &indicators, &rules);
        cells.values().map(|cell| cell.numbers().is_some()).collect()
    }

    fn of(achieved: u64) -> Counts {
        let people = crate::indicators::Tally { known: KNOWN, achieved, not_achieved: KNOWN - achieved };
        Counts { eligible: KNOWN, known: KNOWN, achieved, mean: None, people }
    }

    #[test]
    fn one_small_part_takes_the_smallest_of_the_others_with_it() {
        let change = [Family::Improved, Family::Unchanged, Family::Deteriorated].map(|family| part(family, None));
        let of = |numbers: [u64; 3]| shown(&change.iter().cloned().zip(numbers).collect::<Vec<_>>());
        assert_eq!(of([15, 34, 2]), [false, true, false]);
        assert_eq!(of([15, 26, 10]), [true, true, true]);
        assert_eq!(of([3, 46, 2]), [false, true, false], "two are hidden already, and they are five together");
        assert_eq!(of([1, 48, 2]), [false, false, false], "two are hidden, and they are three together");
    }

    #[test]
    fn each_side_of_what_was_expected_holds_by_itself() {
        let levels = [-2, -1, 0, 1, 2].map(|level| part(Family::GasLevel, Some(level)));
        let of = |numbers: [u64; 5]| shown(&levels.iter().cloned().zip(numbers).collect::<Vec<_>>());
        assert_eq!(of([3, 10, 20, 10, 8]), [false, false, true, true, true]);
        assert_eq!(of([8, 10, 20, 10, 3]), [true, true, true, false, false]);
    }

    #[test]
    fn a_rest_that_is_never_printed_counts_as_a_part() {
        let records = [part(Family::Audit, None), part(Family::AuditPartly, None)];
        let of = |numbers: [u64; 2]| shown(&records.iter().cloned().zip(numbers).collect::<Vec<_>>());
        assert_eq!(of([30, 18]), [true, false], "3 records show nothing of it");
        assert_eq!(of([30, 10]), [true, true]);
    }
}
