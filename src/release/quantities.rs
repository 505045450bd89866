//! Which numbers the rows print. One number may stand in many rows: how many people have two ratings is what `paired`
//! achieves and what `improved` knows, so hiding it in one row and printing it in another would hide nothing.

use super::{About, Counted, Family, FigureKind, Indicator};
use crate::indicators::Eligible;
use std::collections::BTreeMap;

/// A kind of number, in the order in which secrets are settled: a whole before its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    Caseload,
    /// The caseload of the ages of the national indicators.
    OfAge,
    /// Those of the caseload whom the pairing profile looks for a pair of, where it leaves some out.
    Pairable,
    /// Questionnaires of a measure in the period, one a person.
    Forms(usize),
    /// Goals in force.
    InForce,
    /// People with two known statuses in a domain.
    Moves(usize),
    /// GAS recovery goals rated in the period.
    GasRated,
    /// Records audited in the period.
    Records,
    /// Forms without names on which an item of a measure was answered.
    Answered(usize, usize),
    /// People with a first rating of a measure, and those of them with a later one, whenever.
    Started(usize),
    Again(usize),
    /// People with a first and a later rating of a measure, the later one in the period; and those with a first only.
    Pairs(usize),
    Unpaired(usize),
    /// People to whom an item of a measure mattered.
    Important(usize, usize),
    /// Recovery goals in force.
    RecoveryInForce,
    /// People who held, or did not hold, a role in a domain at first.
    AtFirst(usize, bool),
    /// Records to which an action point applied.
    Applies(u8),
    /// GBO recovery goals with a first and a later rating.
    GboKnown,
    /// Recovery goals open at the period's end, and closed in the period: together those in force.
    OpenGoals,
    ClosedGoals,
    /// How many are known, where no other indicator says the same.
    Known(usize),
    /// How many reached what an indicator counts.
    Achieved(usize),
    /// What the parts of a whole leave, which no row prints.
    Rest(usize),
    /// A mean: it adds up over units and groups as a count does.
    Mean(usize),
}

impl Class {
    /// Secrets are settled stage by stage; within one, no number is part of another's whole.
    pub fn stage(self) -> usize {
        match self {
            Class::Caseload => 0,
            Class::OfAge
            | Class::Pairable
            | Class::Forms(_)
            | Class::InForce
            | Class::Moves(_)
            | Class::GasRated
            | Class::Records
            | Class::Answered(..) => 1,
            Class::Started(_)
            | Class::Important(..)
            | Class::RecoveryInForce
            | Class::AtFirst(..)
            | Class::Applies(_)
            | Class::GboKnown => 2,
            Class::Again(_) | Class::OpenGoals | Class::ClosedGoals => 3,
            Class::Pairs(_) | Class::Unpaired(_) | Class::Known(_) => 4,
            Class::Achieved(_) | Class::Rest(_) | Class::Mean(_) => 5,
        }
    }

    pub const STAGES: usize = 6;
}

/// The numbers of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printed {
    pub eligible: Option<Class>,
    pub known: Class,
    pub achieved: Option<Class>,
    pub mean: Option<Class>,
}

/// What the rows of an indicator print; `None` where no person stands behind it.
pub fn printed(at: usize, indicator: &Indicator) -> Option<Printed> {
    if indicator.counted == Counted::Teams {
        return None;
    }
    let known = known(at, indicator);
    Some(Printed {
        eligible: eligible(indicator).filter(|class| *class != known),
        known,
        achieved: (indicator.figure == FigureKind::Share).then(|| achieved(at, indicator)),
        mean: (indicator.figure == FigureKind::Mean).then_some(Class::Mean(at)),
    })
}

fn known(at: usize, indicator: &Indicator) -> Class {
    let about = indicator.about;
    let (measure, domain) = (about.measure.unwrap_or_default(), about.domain.unwrap_or_default());
    match indicator.family {
        _ if indicator.eligible == Eligible::EverybodyPairable => Class::Pairable,
        Family::Caseload
        | Family::CoverageAny
        | Family::Coverage
        | Family::Paired
        | Family::First
        | Family::HasRecoveryGoal => Class::Caseload,
        Family::Ascof => Class::OfAge,
        Family::Score | Family::Wanted | Family::ItemShare => Class::Forms(measure),
        Family::Later => Class::Started(measure),
        Family::FirstOfUnpaired => Class::Unpaired(measure),
        Family::Change
        | Family::Improved
        | Family::Unchanged
        | Family::Deteriorated
        | Family::NoRoom
        | Family::FirstOfPaired => Class::Pairs(measure),
        Family::Unmet => Class::Important(measure, about.item.unwrap_or_default()),
        Family::RecoveryShare => Class::InForce,
        Family::AtOrAboveExpected | Family::GasLevel => Class::GasRated,
        Family::GboImproved | Family::GboDeteriorated => Class::GboKnown,
        Family::RatedWithin | Family::RatedLongAgo | Family::NeverRated => Class::OpenGoals,
        Family::GoalsAchieved | Family::GoalsPartly | Family::GoalsRevised | Family::GoalsStopped => {
            Class::ClosedGoals
        }
        Family::RoleGained => Class::AtFirst(domain, false),
        Family::RoleKept | Family::RoleLost => Class::AtFirst(domain, true),
        Family::Audit | Family::AuditPartly => Class::Applies(about.point.unwrap_or_default()),
        Family::Answers => Class::Answered(measure, about.item.unwrap_or_default()),
        _ => Class::Known(at),
    }
}

fn achieved(at: usize, indicator: &Indicator) -> Class {
    let about = indicator.about;
    match indicator.family {
        Family::First => Class::Started(about.measure.unwrap_or_default()),
        Family::Later => Class::Again(about.measure.unwrap_or_default()),
        Family::Paired => Class::Pairs(about.measure.unwrap_or_default()),
        Family::Wanted => Class::Important(about.measure.unwrap_or_default(), about.item.unwrap_or_default()),
        Family::RecoveryShare => Class::RecoveryInForce,
        _ => Class::Achieved(at),
    }
}

/// The number the column `eligible` gives; how many are eligible and not known may be shown, so others need no name.
fn eligible(indicator: &Indicator) -> Option<Class> {
    match (indicator.eligible, indicator.family) {
        (Eligible::Everybody | Eligible::Caseload, _) => Some(Class::Caseload),
        (Eligible::EverybodyPairable | Eligible::Pairable, _) => Some(Class::Pairable),
        (Eligible::OfAge, _) => Some(Class::OfAge),
        (_, Family::SetWithPerson) => Some(Class::RecoveryInForce),
        (_, Family::AuditExceptions) => Some(Class::Records),
        (_, Family::RoleGained | Family::RoleKept | Family::RoleLost) => {
            Some(Class::Moves(indicator.about.domain.unwrap_or_default()))
        }
        _ => None,
    }
}

/// For each number that some row says is part of another, that other.
pub fn wholes(indicators: &[Indicator]) -> BTreeMap<Class, Class> {
    let rows = indicators.iter().enumerate().filter_map(|(at, indicator)| printed(at, indicator));
    let mut wholes: BTreeMap<Class, Class> =
        rows.filter_map(|printed| Some((printed.achieved?, printed.known))).collect();
    if indicators.iter().any(|indicator| indicator.eligible == Eligible::EverybodyPairable) {
        wholes.insert(Class::Pairable, Class::Caseload);
    }
    let reviewed = indicators.iter().position(|indicator| indicator.family == Family::Reviewed);
    wholes.extend(reviewed.map(|at| (Class::Known(at), Class::OpenGoals)));
    wholes
}

/// Numbers that add up at every place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    pub whole: Class,
    pub parts: Vec<Class>,
    /// What the parts leave; absent where they leave nothing.
    pub rest: Option<Class>,
}

/// Every sum that the indicators at hand make.
pub fn sums(indicators: &[Indicator]) -> Vec<Sum> {
    let mut groups: BTreeMap<Shared, Vec<usize>> = BTreeMap::new();
    for (at, indicator) in indicators.iter().enumerate() {
        if let Some(part) = part_of(indicator.family) {
            let About { measure, scale, item, domain, point, .. } = indicator.about;
            groups.entry((part, measure, scale.or(item), domain, point)).or_default().push(at);
        }
    }
    let of_group = |((part, ..), parts): (Shared, Vec<usize>)| Sum {
        whole: known(parts[0], &indicators[parts[0]]),
        rest: part.leaves_a_rest().then_some(Class::Rest(parts[0])),
        parts: parts.into_iter().map(Class::Achieved).collect(),
    };
    let mut sums: Vec<Sum> = groups.into_iter().map(of_group).collect();
    sums.extend(at_or_above(indicators));
    sums.extend(towards_pairs(indicators));
    sums.extend(held_or_not_at_first(indicators));
    sums.push(Sum { whole: Class::RecoveryInForce, parts: vec![Class::OpenGoals, Class::ClosedGoals], rest: None });
    sums
}

/// What parts of one whole have in common: kind of part, measure, scale or item, domain, action point.
type Shared = (Part, Option<usize>, Option<usize>, Option<usize>, Option<u8>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Pairs,
    RolesHeld,
    GoalsRatedAgain,
    GoalsByLevel,
    GoalsEnded,
    GoalsOpen,
    Records,
    Answers,
}

impl Part {
    /// Better and worse leave the unchanged, yes and partly leave no, and not every goal that ended says how.
    fn leaves_a_rest(self) -> bool {
        matches!(self, Part::GoalsRatedAgain | Part::GoalsEnded | Part::Records)
    }
}

fn part_of(family: Family) -> Option<Part> {
    match family {
        Family::Improved | Family::Unchanged | Family::Deteriorated => Some(Part::Pairs),
        Family::RoleKept | Family::RoleLost => Some(Part::RolesHeld),
        Family::GboImproved | Family::GboDeteriorated => Some(Part::GoalsRatedAgain),
        Family::GasLevel => Some(Part::GoalsByLevel),
        Family::GoalsAchieved | Family::GoalsPartly | Family::GoalsRevised | Family::GoalsStopped => {
            Some(Part::GoalsEnded)
        }
        Family::RatedWithin | Family::RatedLongAgo | Family::NeverRated => Some(Part::GoalsOpen),
        Family::Answers => Some(Part::Answers),
        Family::Audit | Family::AuditPartly => Some(Part::Records),
        _ => None,
    }
}

/// The levels from expected upwards make what is at or above expected.
fn at_or_above(indicators: &[Indicator]) -> Option<Sum> {
    let whole = indicators.iter().position(|indicator| indicator.family == Family::AtOrAboveExpected)?;
    let is_part = |indicator: &Indicator| {
        indicator.family == Family::GasLevel && indicator.about.level.is_some_and(|level| level >= 0)
    };
    let parts = (0..indicators.len()).filter(|&at| is_part(&indicators[at])).map(Class::Achieved).collect();
    Some(Sum { whole: Class::Achieved(whole), parts, rest: None })
}

/// Whoever has a first rating has a pair or has none, and whoever has a later one may have it at another time.
fn towards_pairs(indicators: &[Indicator]) -> impl Iterator<Item = Sum> {
    let later = indicators.iter().enumerate().filter(|(_, indicator)| indicator.family == Family::Later);
    later.filter_map(|(at, indicator)| Some((at, indicator.about.measure?))).flat_map(|(at, measure)| {
        let pairs = Class::Pairs(measure);
        [
            Sum { whole: Class::Started(measure), parts: vec![pairs, Class::Unpaired(measure)], rest: None },
            Sum { whole: Class::Again(measure), parts: vec![pairs], rest: Some(Class::Rest(at)) },
        ]
    })
}

/// Whoever has two known statuses in a domain held the role at first or did not.
fn held_or_not_at_first(indicators: &[Indicator]) -> impl Iterator<Item = Sum> {
    let gained = indicators.iter().filter(|indicator| indicator.family == Family::RoleGained);
    gained.filter_map(|indicator| indicator.about.domain).map(|domain| Sum {
        whole: Class::Moves(domain),
        parts: vec![Class::AtFirst(domain, false), Class::AtFirst(domain, true)],
        rest: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::all_paired;

    /// Else a figure of change could be subtracted from the caseload as if nobody had been left out.
    #[test]
    fn people_whom_a_profile_looks_at_are_a_number_of_their_own_and_part_of_the_caseload() {
        let definitions = crate::definitions::load(None).unwrap_or_else(|faults| panic!("{faults}"));
        let of = |restricted: bool| {
            let all = all_paired(&definitions, restricted);
            let at = |family| all.iter().position(|indicator| indicator.family == family).unwrap_or_default();
            let [paired, improved] = [Family::Paired, Family::Improved].map(at);
            let known = printed(paired, &all[paired]).map(|printed| printed.known);
            let eligible = printed(improved, &all[improved]).and_then(|printed| printed.eligible);
            (known, eligible, wholes(&all).get(&Class::Pairable).copied())
        };
        assert_eq!(of(false), (Some(Class::Caseload), Some(Class::Caseload), None));
        assert_eq!(of(true), (Some(Class::Pairable), Some(Class::Pairable), Some(Class::Caseload)));
    }

    fn shipped() -> Vec<Indicator> {
        all_paired(&crate::definitions::load(None).unwrap_or_else(|faults| panic!("{faults}")), false)
    }

    #[derive(Debug, Clone, Copy)]
    enum Column {
        Eligible,
        Known,
        Achieved,
    }

    fn number(at: usize, indicator: &Indicator, column: Column) -> Option<Class> {
        let printed = printed(at, indicator)?;
        match column {
            // A row that has no name of its own for those eligible prints those known.
            Column::Eligible => Some(printed.eligible.unwrap_or(printed.known)),
            Column::Known => Some(printed.known),
            Column::Achieved => printed.achieved,
        }
    }

    /// Else what is hidden in one row stands in another.
    #[test]
    fn a_number_that_several_rows_print_has_one_name() {
        use Column::{Achieved, Eligible, Known};
        let all = shipped();
        let about = |indicator: &Indicator| {
            let About { measure, item, domain, point, .. } = indicator.about;
            (measure, item, domain, point)
        };
        for alike in [
            &[(Family::Caseload, Known), (Family::HasRecoveryGoal, Known), (Family::CoverageAny, Known)][..],
            &[(Family::Paired, Known), (Family::Coverage, Known), (Family::First, Known), (Family::Paired, Eligible)],
            &[
                (Family::Paired, Achieved),
                (Family::Change, Known),
                (Family::Improved, Known),
                (Family::Unchanged, Known),
                (Family::Deteriorated, Known),
                (Family::NoRoom, Known),
                (Family::FirstOfPaired, Known),
            ],
            &[(Family::First, Achieved), (Family::Later, Known)],
            &[(Family::Wanted, Achieved), (Family::Unmet, Known)],
            &[(Family::RecoveryShare, Achieved), (Family::SetWithPerson, Eligible)],
            &[(Family::AtOrAboveExpected, Known), (Family::GasLevel, Known)],
            &[(Family::GboImproved, Known), (Family::GboDeteriorated, Known)],
            &[(Family::RatedWithin, Known), (Family::RatedLongAgo, Known), (Family::NeverRated, Known)],
            &[
                (Family::GoalsAchieved, Known),
                (Family::GoalsPartly, Known),
                (Family::GoalsRevised, Known),
                (Family::GoalsStopped, Known),
            ],
            &[(Family::RoleKept, Known), (Family::RoleLost, Known)],
            &[(Family::RoleGained, Eligible), (Family::RoleKept, Eligible), (Family::RoleLost, Eligible)],
            &[(Family::Audit, Known), (Family::AuditPartly, Known)],
            &[(Family::Answers, Known)],
            &[(Family::Score, Known)],
        ] {
            let named = |(family, column): &(Family, Column)| {
                let own = all.iter().enumerate().filter(|(_, indicator)| indicator.family == *family);
                own.map(|(at, indicator)| (about(indicator), number(at, indicator, *column))).collect::<Vec<_>>()
            };
            let names: Vec<_> = alike.iter().map(named).collect();
            assert!(names.iter().all(|own| !own.is_empty()), "{alike:?}");
            let mut one: BTreeMap<_, Option<Class>> = BTreeMap::new();
            for (about, name) in names.concat() {
                assert_eq!(*one.entry(about).or_insert(name), name, "{alike:?} {about:?}");
            }
        }
    }

    /// The sums of a catalogue, by their wholes: how many parts, and whether these leave something.
    #[test]
    fn parts_make_their_wholes() {
        let all = shipped();
        let at = |family| all.iter().position(|indicator| indicator.family == family).unwrap();
        let measure = all[at(Family::Improved)].about.measure.unwrap();
        let domain = all[at(Family::RoleGained)].about.domain.unwrap();
        let point = all[at(Family::AuditPartly)].about.point.unwrap();
        let sums = sums(&all);
        let of = |whole: Class| -> Vec<(usize, bool)> {
            let own = sums.iter().filter(|sum| sum.whole == whole);
            own.map(|sum| (sum.parts.len(), sum.rest.is_some())).collect()
        };
        // Improved, unchanged and deteriorated, of each scale.
        assert!(
            !of(Class::Pairs(measure)).is_empty() && of(Class::Pairs(measure)).iter().all(|sum| *sum == (3, false))
        );
        assert_eq!(of(Class::Started(measure)), [(2, false)]);
        assert_eq!(of(Class::Again(measure)), [(1, true)]);
        assert_eq!(of(Class::GboKnown), [(2, true)]);
        // Five levels, of which three are at or above what was expected.
        assert_eq!(of(Class::GasRated), [(5, false)]);
        assert_eq!(of(Class::Achieved(at(Family::AtOrAboveExpected))), [(3, false)]);
        assert_eq!(of(Class::RecoveryInForce), [(2, false)]);
        // Last rated within one of three spans, longer ago, or never.
        assert_eq!(of(Class::OpenGoals), [(5, false)]);
        assert_eq!(of(Class::ClosedGoals), [(4, true)]);
        assert_eq!(of(Class::Moves(domain)), [(2, false)]);
        let moves = sums.iter().find(|sum| sum.whole == Class::Moves(domain)).unwrap();
        assert_eq!(moves.parts, [false, true].map(|held| Class::AtFirst(domain, held)));
        assert_eq!(of(Class::AtFirst(domain, true)), [(2, false)]);
        assert_eq!(of(Class::AtFirst(domain, false)), []);
        assert_eq!(of(Class::Applies(point)), [(2, true)]);
    }

    /// Else nothing would be known of it, and nothing protected by it.
    #[test]
    fn every_part_of_a_sum_is_printed_by_some_row() {
        let all = shipped();
        let printed = all.iter().enumerate().filter_map(|(at, indicator)| printed(at, indicator));
        let printed: Vec<Class> =
            printed.flat_map(|own| [Some(own.known), own.eligible, own.achieved]).flatten().collect();
        for sum in sums(&all) {
            assert!(sum.parts.iter().chain([&sum.whole]).all(|class| printed.contains(class)), "{sum:?}");
        }
        let of_age = all.iter().enumerate().filter(|(_, indicator)| indicator.family == Family::Ascof);
        assert!(of_age.into_iter().all(|(at, indicator)| known(at, indicator) == Class::OfAge));
    }

    #[test]
    fn a_whole_is_settled_before_its_parts() {
        let all = shipped();
        let definitions = crate::definitions::load(None).unwrap_or_else(|faults| panic!("{faults}"));
        for (part, whole) in [wholes(&all), wholes(&all_paired(&definitions, true))].into_iter().flatten() {
            assert!(whole.stage() < part.stage() && part.stage() < Class::STAGES, "{part:?} of {whole:?}");
        }
        for sum in sums(&all) {
            assert!(sum.parts.iter().all(|part| sum.whole.stage() <= part.stage()), "{sum:?}");
        }
        let reviewed = all.iter().position(|indicator| indicator.family == Family::Reviewed).unwrap();
        assert_eq!(wholes(&all).get(&Class::Known(reviewed)), Some(&Class::OpenGoals));
    }

    #[test]
    fn answers_about_teams_have_no_number_to_protect() {
        let all = shipped();
        let of_teams = all.iter().enumerate().filter(|(_, indicator)| indicator.counted == Counted::Teams);
        assert!(of_teams.clone().count() > 0);
        assert!(of_teams.into_iter().all(|(at, indicator)| printed(at, indicator).is_none()));
    }

    #[test]
    fn a_share_prints_what_was_achieved_and_a_mean_its_mean() {
        for (at, indicator) in shipped().iter().enumerate() {
            let Some(printed) = printed(at, indicator) else { continue };
            assert_eq!(printed.achieved.is_some(), indicator.figure == FigureKind::Share, "{}", indicator.id);
            assert_eq!(printed.mean.is_some(), indicator.figure == FigureKind::Mean, "{}", indicator.id);
        }
    }

    /// To which records a point did not apply is told beside how many there are.
    #[test]
    fn exceptions_are_told_of_all_records() {
        let all = shipped();
        let exceptions = all.iter().enumerate().filter(|(_, own)| own.family == Family::AuditExceptions);
        let eligible: Vec<Option<Class>> =
            exceptions.map(|(at, own)| printed(at, own).and_then(|printed| printed.eligible)).collect();
        assert!(!eligible.is_empty() && eligible.iter().all(|class| *class == Some(Class::Records)), "{eligible:?}");
    }

    /// A form without names on which an item is answered has one answer.
    #[test]
    fn the_answers_to_an_item_make_those_who_answered_it() {
        let all = shipped();
        let (first, answer) = all.iter().enumerate().find(|(_, own)| own.family == Family::Answers).unwrap();
        let (measure, item) = (answer.about.measure.unwrap(), answer.about.item.unwrap());
        let same = |own: &Indicator| own.family == Family::Answers && own.about.item == answer.about.item;
        let same_item = |at: &usize| same(&all[*at]) && all[*at].about.measure == answer.about.measure;
        let parts: Vec<Class> = (first..all.len()).filter(same_item).map(Class::Achieved).collect();
        assert!(parts.len() > 1);
        let sum = Sum { whole: Class::Answered(measure, item), parts, rest: None };
        assert!(sums(&all).contains(&sum), "{sum:?}");
    }
}
