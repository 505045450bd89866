//! The threads of the web: which numbers add up to which, over units, groups, months and the parts of a whole.

use super::quantities::{Class, Sum};
use super::web::{Bundle, Number, Place, Relation, Source, Web};
use super::{EVERYBODY, Family, Indicator, Level};
use std::collections::{BTreeMap, BTreeSet};

impl Web {
    /// Teams to services, services to the provider, groups to everybody, months to a quarter.
    pub(super) fn add_places(&mut self, source: &Source) {
        let mut by_class: BTreeMap<Class, BTreeMap<Place, usize>> = BTreeMap::new();
        for (at, number) in self.numbers.iter().enumerate() {
            by_class.entry(number.class).or_default().insert(number.place, at);
        }
        for (class, places) in &by_class {
            let mut groups: BTreeMap<Place, BTreeMap<Group, Vec<usize>>> = BTreeMap::new();
            for (place, at) in places {
                for (whole, group) in wholes_of(*place, *class, source) {
                    groups.entry(whole).or_default().entry(group).or_default().push(*at);
                }
            }
            for (whole, groups) in groups {
                let wholes = match places.get(&whole) {
                    Some(whole) => vec![*whole],
                    None => teams_without_service(whole, places, source),
                };
                if !wholes.is_empty() {
                    let relation = |(group, parts): (Group, Vec<usize>)| Relation {
                        is_loose: group == Group::Units,
                        ..adding_up(&parts, &wholes)
                    };
                    self.relations.extend(groups.into_iter().map(relation));
                }
            }
        }
    }

    /// Parts of one whole at one place.
    pub(super) fn add_sums(&mut self, sums: &[Sum]) {
        let at = self.positions();
        for sum in sums {
            for ((_, place), whole) in at.range(all_of(sum.whole)) {
                let own = sum.parts.iter().chain(&sum.rest);
                let parts: Vec<usize> = own.filter_map(|class| at.get(&(*class, *place)).copied()).collect();
                // Earlier periods know some figures only: parts of which one is missing do not add up.
                if parts.len() == sum.parts.len() + usize::from(sum.rest.is_some()) {
                    parts.iter().for_each(|&part| self.numbers[part].whole = Some(*whole));
                    self.relations.push(Relation { is_loose: true, ..adding_up(&parts, &[*whole]) });
                }
            }
        }
    }

    /// A part that stands alone is at most its whole.
    pub(super) fn add_limits(&mut self, wholes: &BTreeMap<Class, Class>) {
        let at = self.positions();
        let is_alone = |number: &Number| number.whole.is_none() && !number.rows.is_empty();
        let alone = (0..self.numbers.len()).filter(|&part| is_alone(&self.numbers[part]));
        let pairs = alone.filter_map(|part| {
            let Number { class, place, .. } = &self.numbers[part];
            Some((part, *at.get(&(*wholes.get(class)?, *place))?))
        });
        for (part, whole) in pairs.collect::<Vec<_>>() {
            self.numbers[part].whole = Some(whole);
            self.relations.push(Relation {
                terms: vec![(part, 1), (whole, -1)],
                total: 0,
                at_most: true,
                is_loose: false,
            });
        }
    }

    fn positions(&self) -> BTreeMap<(Class, Place), usize> {
        self.numbers.iter().enumerate().map(|(at, number)| ((number.class, number.place), at)).collect()
    }

    /// Which numbers are settled together. The whole of a sum stands apart, unless it is itself a part of something larger.
    pub(super) fn add_bundles(&mut self, sums: &[Sum], wholes: &BTreeMap<Class, Class>) {
        let mut name: BTreeMap<Class, Class> = self.numbers.iter().map(|n| (n.class, n.class)).collect();
        for sum in sums {
            let own = sum.parts.iter().chain(&sum.rest).chain(is_a_part(sum.whole).then_some(&sum.whole));
            let names: BTreeSet<Class> = own.filter_map(|class| name.get(class).copied()).collect();
            if let Some(first) = names.first().copied() {
                name.values_mut().filter(|name| names.contains(name)).for_each(|name| *name = first);
            }
        }
        let mut bundles: BTreeMap<Class, Bundle> = BTreeMap::new();
        for (at, number) in self.numbers.iter().enumerate() {
            let bundle = bundles.entry(name[&number.class]).or_default();
            bundle.numbers.push(at);
            bundle.classes.insert(number.class);
            bundle.context.insert(number.class);
            bundle.context.extend(wholes.get(&number.class));
            bundle.context.extend(number.whole.map(|whole| self.numbers[whole].class));
        }
        self.bundles = bundles.into_values().collect();
    }
}

/// What the parts of a whole have in common, besides the whole: teams and services, one breakdown, or months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Units,
    Breakdown(&'static str),
    Months,
}

/// The places that a place is part of.
fn wholes_of(place: Place, class: Class, source: &Source) -> Vec<(Place, Group)> {
    let above = match source.units.get(place.unit) {
        Some(unit) if unit.level == Level::Provider => None,
        Some(unit) if unit.level == Level::Team => unit.service.or(Some(0)),
        _ => Some(0),
    };
    let mut wholes: Vec<(Place, Group)> =
        above.map(|unit| (Place { unit, ..place }, Group::Units)).into_iter().collect();
    if place.category != EVERYBODY {
        let breakdown = source.categories[place.category].breakdown;
        wholes.push((Place { category: EVERYBODY, ..place }, Group::Breakdown(breakdown)));
    }
    let quarter = quarter_of(place.period, source).filter(|_| happens_once(class, source.indicators));
    wholes.extend(quarter.map(|period| (Place { period, ..place }, Group::Months)));
    wholes
}

/// The longer period of the run that holds a month.
fn quarter_of(month: usize, source: &Source) -> Option<usize> {
    let own = &source.periods[month].period;
    source.periods.iter().position(|other| {
        let period = &other.period;
        period != own && period.holds(own.start) && period.holds(own.end)
    })
}

/// Records audited and goals closed happen on one day, so that a quarter's are those of its months.
fn happens_once(class: Class, indicators: &[Indicator]) -> bool {
    match class {
        Class::ClosedGoals | Class::Records | Class::Applies(_) | Class::Answered(..) => true,
        Class::Known(at) | Class::Achieved(at) | Class::Rest(at) => matches!(
            indicators[at].family,
            Family::GoalsAchieved
                | Family::GoalsPartly
                | Family::GoalsRevised
                | Family::GoalsStopped
                | Family::Audit
                | Family::AuditPartly
                | Family::AuditExceptions
                | Family::Answers
        ),
        _ => false,
    }
}

fn is_a_part(class: Class) -> bool {
    matches!(class, Class::Achieved(_))
}

fn adding_up(parts: &[usize], wholes: &[usize]) -> Relation {
    let terms = parts.iter().map(|&part| (part, 1)).chain(wholes.iter().map(|&whole| (whole, -1))).collect();
    Relation { terms, total: 0, at_most: false, is_loose: false }
}

/// What the groups of all teams without a service come to: those teams.
fn teams_without_service(whole: Place, places: &BTreeMap<Place, usize>, source: &Source) -> Vec<usize> {
    let is_without =
        |unit: usize| source.units.get(unit).is_some_and(|unit| unit.level == Level::Team && unit.service.is_none());
    let all = whole.category == EVERYBODY && Some(whole.unit) == source.without_service();
    let same =
        |place: &&Place| all && place.period == whole.period && place.category == EVERYBODY && is_without(place.unit);
    places.keys().filter(same).map(|place| places[place]).collect()
}

fn all_of(class: Class) -> std::ops::RangeInclusive<(Class, Place)> {
    let place = |n| Place { period: n, unit: n, category: n };
    (class, place(0))..=(class, place(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::super::tests::release_of;
    use super::*;
    use crate::definitions::settings::Quarters;
    use crate::indicators::Figures;
    use crate::period::Period;

    fn figures(period: Period) -> Figures {
        Figures { period, categories: Vec::new(), counts: BTreeMap::new() }
    }

    /// Looks at a source of these periods and units.
    fn with<T>(periods: &[Figures], indicators: &[Indicator], look: impl Fn(&Source) -> T) -> T {
        let (mut release, unseen) = (release_of(1, &[0, 0]), BTreeSet::new());
        release.units[3].service = None;
        look(&Source {
            periods,
            indicators,
            units: &release.units,
            categories: &release.categories,
            rules: &release.rules,
            ledger: &[],
            unseen: &unseen,
        })
    }

    #[test]
    fn a_month_is_part_of_the_quarter_that_holds_it_and_a_quarter_of_nothing() {
        let quarter = Period::parse("2026-27-Q2", Quarters::Financial).unwrap();
        let (inside, before) =
            (Period::month_holding(quarter.end), Period::month_holding(quarter.start - chrono::Days::new(1)));
        let periods = [inside, before, quarter].map(figures);
        let of = |month| with(&periods, &[], |source| quarter_of(month, source));
        assert_eq!([0, 1, 2].map(of), [Some(2), None, None]);
    }

    #[test]
    fn what_happens_on_one_day_adds_up_over_months_and_what_stands_for_a_while_does_not() {
        let definitions = crate::definitions::load(None).unwrap_or_else(|faults| panic!("{faults}"));
        let all = crate::indicators::all_paired(&definitions, false);
        let at = |family| all.iter().position(|indicator| indicator.family == family).unwrap();
        for class in [Class::ClosedGoals, Class::Records, Class::Applies(1), Class::Answered(0, 0)] {
            assert!(happens_once(class, &all), "{class:?}");
        }
        assert!(happens_once(Class::Achieved(at(Family::GoalsAchieved)), &all));
        assert!(happens_once(Class::Rest(at(Family::Audit)), &all));
        for class in [Class::Caseload, Class::OpenGoals, Class::Achieved(at(Family::CoverageAny))] {
            assert!(!happens_once(class, &all), "{class:?}");
        }
    }

    /// A provider, a service, its team and a team that belongs to none.
    #[test]
    fn a_unit_is_part_of_what_stands_above_it() {
        let quarter = [figures(Period::parse("2026-27-Q2", Quarters::Financial).unwrap())];
        let above = |unit| {
            let place = Place { period: 0, unit, category: EVERYBODY };
            with(&quarter, &[], |source| wholes_of(place, Class::Caseload, source))
                .into_iter()
                .map(|(whole, _)| whole.unit)
                .collect::<Vec<_>>()
        };
        assert_eq!([0, 1, 2, 3].map(above), [vec![], vec![0], vec![1], vec![0]]);
    }

    #[test]
    fn a_month_is_part_of_its_quarter_in_what_happens_on_one_day() {
        let quarter = Period::parse("2026-27-Q2", Quarters::Financial).unwrap();
        let periods = [quarter.clone(), Period::month_holding(quarter.end)].map(figures);
        let place = |period, unit| Place { period, unit, category: EVERYBODY };
        let of = |class| with(&periods, &[], |source| wholes_of(place(1, 2), class, source));
        assert_eq!(of(Class::Records), [(place(1, 1), Group::Units), (place(0, 2), Group::Months)]);
        assert_eq!(of(Class::Caseload), [(place(1, 1), Group::Units)]);
    }

    /// The units of the source are a provider, a service, its team and a team of none; 4 stands for the teams of none.
    #[test]
    fn teams_without_a_service_stand_in_for_the_whole_that_their_groups_make() {
        let at = |period, unit, category| Place { period, unit, category };
        let places = BTreeMap::from([
            (at(0, 1, EVERYBODY), 10),
            (at(0, 2, EVERYBODY), 11),
            (at(0, 3, EVERYBODY), 12),
            (at(0, 3, 1), 13),
            (at(1, 3, EVERYBODY), 14),
        ]);
        let quarter = [figures(Period::parse("2026-27-Q2", Quarters::Financial).unwrap())];
        let of = |whole| with(&quarter, &[], |source| teams_without_service(whole, &places, source));
        assert_eq!(of(at(0, 4, EVERYBODY)), [12]);
        assert_eq!(of(at(1, 4, EVERYBODY)), [14]);
        assert!(of(at(0, 0, EVERYBODY)).is_empty() && of(at(0, 4, 1)).is_empty());
    }

    fn web(classes: &[Class]) -> Web {
        let (number, _) = super::super::tests::by_hand::shown(12);
        let numbers = classes.iter().map(|&class| (Number { class, ..number.clone() }, false)).collect();
        super::super::tests::by_hand::ByHand::new(numbers, Vec::new()).web
    }

    fn sum(whole: Class, parts: &[usize], rest: Option<usize>) -> Sum {
        Sum { whole, parts: parts.iter().map(|at| Class::Achieved(*at)).collect(), rest: rest.map(Class::Rest) }
    }

    #[test]
    fn parts_and_what_they_leave_come_to_the_whole_where_all_of_them_are_there() {
        let sums = [sum(Class::Known(0), &[0, 1], Some(0))];
        let mut all = web(&[Class::Known(0), Class::Achieved(0), Class::Achieved(1), Class::Rest(0)]);
        all.add_sums(&sums);
        let [relation] = &all.relations[..] else { panic!("{:?}", all.relations) };
        assert_eq!((&relation.terms[..], relation.total), (&[(1, 1), (2, 1), (3, 1), (0, -1)][..], 0));
        assert!(relation.is_loose && !relation.at_most, "an answer may be missing in print");
        let wholes: Vec<Option<usize>> = all.numbers.iter().map(|number| number.whole).collect();
        assert_eq!(wholes, [None, Some(0), Some(0), Some(0)]);
        for some in [[Class::Achieved(0), Class::Achieved(1)], [Class::Achieved(0), Class::Rest(0)]] {
            let mut lacking = web(&[&[Class::Known(0)][..], &some].concat());
            lacking.add_sums(&sums);
            assert!(lacking.relations.is_empty());
        }
    }

    /// A part of a sum is bounded by the sum; what no row prints is nobody's whole or part.
    #[test]
    fn a_part_that_stands_alone_is_at_most_its_whole() {
        let mut web = web(&[Class::Achieved(2), Class::Known(0), Class::Achieved(0), Class::Achieved(1)]);
        web.numbers[2].whole = Some(1);
        web.numbers[3].rows.clear();
        let wholes = (0..3).map(|at| (Class::Achieved(at), Class::Known(0))).collect();
        web.add_limits(&wholes);
        let [limit] = &web.relations[..] else { panic!("{:?}", web.relations) };
        assert_eq!(limit.terms, [(0, 1), (1, -1)]);
        assert!(limit.at_most && !limit.is_loose, "it holds in print too");
        assert_eq!((web.numbers[0].whole, web.numbers[3].whole), (Some(1), None));
    }

    /// What is at or above expected is made of levels and is itself part of the goals that were rated.
    #[test]
    fn a_whole_is_settled_with_its_parts_only_where_it_is_a_part_itself() {
        let achieved = Class::Achieved;
        let mut web = web(&[Class::Known(0), achieved(0), achieved(1), achieved(2), achieved(3)]);
        let sums = [sum(Class::Known(0), &[0, 1], None), sum(achieved(3), &[2], None)];
        web.add_bundles(&sums, &BTreeMap::new());
        let bundles: Vec<&[usize]> = web.bundles.iter().map(|bundle| &bundle.numbers[..]).collect();
        assert_eq!(bundles, [&[0][..], &[1, 2], &[3, 4]]);
    }
}
