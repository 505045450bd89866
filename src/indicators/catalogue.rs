//! The indicators of a run: ids, what is counted, who is eligible. Made from the definitions and from which tables and
//! measures are there, so that no figure is ever made from a file that is not.

use crate::definitions::{Definitions, Indicator as Defined, Roles, Subject};
use crate::intake::rows::{Rows, Sheets};
use std::collections::BTreeSet;

/// What kind of number the figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureKind {
    /// How many there are.
    Count,
    /// 100 × achieved ÷ known.
    Share,
    /// Mean over those known, in points.
    Mean,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    People,
    Goals,
    Records,
    Teams,
}

/// Who could have been known, and who is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eligible {
    /// The caseload, and everybody on it counts as known.
    Everybody,
    /// The caseload; known are those with a fact that says so.
    Caseload,
    /// Those of the caseload whom the pairing profile looks for a pair of, and everybody of them counts as known.
    EverybodyPairable,
    /// The same people; known are those with a fact that says so.
    Pairable,
    /// The caseload of the ages of the national indicators; everybody of that age counts as known.
    OfAge,
    /// Whatever has a fact; known where the fact says so.
    WithFact,
    /// The unit's teams; known are those with an answer.
    Teams,
}

/// Which family an indicator belongs to: the part of its id that wording and reports are found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    Caseload,
    CoverageAny,
    Coverage,
    Score,
    Paired,
    Change,
    Improved,
    Unchanged,
    Deteriorated,
    NoRoom,
    First,
    Later,
    FirstOfPaired,
    FirstOfUnpaired,
    Wanted,
    Unmet,
    ItemShare,
    HasRecoveryGoal,
    RecoveryShare,
    SetWithPerson,
    Reviewed,
    AtOrAboveExpected,
    GasLevel,
    GboImproved,
    GboDeteriorated,
    GoalsAchieved,
    GoalsPartly,
    GoalsRevised,
    GoalsStopped,
    RatedWithin,
    RatedLongAgo,
    NeverRated,
    GasT,
    RoleHeld,
    AnyValuedHeld,
    SocialOutcomes,
    RoleGained,
    RoleKept,
    RoleLost,
    Ascof,
    Audit,
    AuditPartly,
    AuditExceptions,
    Checklist,
    ChecklistPartly,
    TeamScore,
    Answers,
}

/// For whom a figure is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// The provider as a whole: a report says it, no open table holds it.
    Provider,
    /// The provider and its services as wholes, in reports only.
    Services,
    /// Every unit as a whole, in reports only.
    Units,
    /// Every unit, and groups of the provider and its services: it stands in `data/indicators.csv`.
    Groups,
}

/// The definition an indicator is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct About {
    pub measure: Option<usize>,
    pub scale: Option<usize>,
    pub item: Option<usize>,
    pub domain: Option<usize>,
    /// Number of an action point.
    pub point: Option<u8>,
    /// Level of goal attainment, −2 to 2; code of an answer, where forms without names are counted; position among the
    /// spans of days since goals were last rated.
    pub level: Option<i8>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// As `data/indicators.csv` writes it.
    pub id: String,
    /// Its name for a reader.
    pub label: String,
    pub family: Family,
    pub figure: FigureKind,
    pub counted: Counted,
    pub eligible: Eligible,
    pub reach: Reach,
    pub about: About,
}

impl Family {
    const ALL: [Family; 47] = [
        Family::Caseload,
        Family::CoverageAny,
        Family::Coverage,
        Family::Score,
        Family::Paired,
        Family::Change,
        Family::Improved,
        Family::Unchanged,
        Family::Deteriorated,
        Family::NoRoom,
        Family::First,
        Family::Later,
        Family::FirstOfPaired,
        Family::FirstOfUnpaired,
        Family::Wanted,
        Family::Unmet,
        Family::ItemShare,
        Family::HasRecoveryGoal,
        Family::RecoveryShare,
        Family::SetWithPerson,
        Family::Reviewed,
        Family::AtOrAboveExpected,
        Family::GasLevel,
        Family::GboImproved,
        Family::GboDeteriorated,
        Family::GoalsAchieved,
        Family::GoalsPartly,
        Family::GoalsRevised,
        Family::GoalsStopped,
        Family::RatedWithin,
        Family::RatedLongAgo,
        Family::NeverRated,
        Family::GasT,
        Family::RoleHeld,
        Family::AnyValuedHeld,
        Family::SocialOutcomes,
        Family::RoleGained,
        Family::RoleKept,
        Family::RoleLost,
        Family::Ascof,
        Family::Audit,
        Family::AuditPartly,
        Family::AuditExceptions,
        Family::Checklist,
        Family::ChecklistPartly,
        Family::TeamScore,
        Family::Answers,
    ];

    /// Key of the family's words, below `indicator.`.
    pub fn key(self) -> &'static str {
        match self {
            Family::Caseload => "caseload",
            Family::CoverageAny => "coverage-any",
            Family::Coverage => "coverage",
            Family::Score => "score",
            Family::Paired => "paired",
            Family::Change => "change",
            Family::Improved => "improved",
            Family::Unchanged => "unchanged",
            Family::Deteriorated => "deteriorated",
            Family::NoRoom => "no-room",
            Family::First => "first",
            Family::Later => "later",
            Family::FirstOfPaired => "first-of-paired",
            Family::FirstOfUnpaired => "first-of-unpaired",
            Family::Wanted => "wanted",
            Family::Unmet => "unmet",
            Family::ItemShare => "share",
            Family::HasRecoveryGoal => "goals-has-recovery-goal",
            Family::RecoveryShare => "goals-recovery-share",
            Family::SetWithPerson => "goals-set-with-person",
            Family::Reviewed => "goals-reviewed",
            Family::AtOrAboveExpected => "goals-at-or-above-expected",
            Family::GasLevel => "goals-gas-level",
            Family::GboImproved => "goals-gbo-improved",
            Family::GboDeteriorated => "goals-gbo-deteriorated",
            Family::GoalsAchieved => "goals-achieved",
            Family::GoalsPartly => "goals-partly",
            Family::GoalsRevised => "goals-revised",
            Family::GoalsStopped => "goals-stopped",
            Family::RatedWithin => "goals-rated-within",
            Family::RatedLongAgo => "goals-rated-long-ago",
            Family::NeverRated => "goals-never-rated",
            Family::GasT => "goals-gas-t",
            Family::RoleHeld => "role-held",
            Family::AnyValuedHeld => "role-any-valued-held",
            Family::SocialOutcomes => "social-outcomes",
            Family::RoleGained => "role-gained",
            Family::RoleKept => "role-kept",
            Family::RoleLost => "role-lost",
            Family::Ascof => "ascof",
            Family::Audit => "audit",
            Family::AuditPartly => "audit-partly",
            Family::AuditExceptions => "audit-exceptions",
            Family::Checklist => "checklist",
            Family::ChecklistPartly => "checklist-partly",
            Family::TeamScore => "team-score",
            Family::Answers => "answers",
        }
    }

    fn figure(self) -> FigureKind {
        match self {
            Family::Caseload => FigureKind::Count,
            Family::Score
            | Family::Change
            | Family::FirstOfPaired
            | Family::FirstOfUnpaired
            | Family::GasT
            | Family::SocialOutcomes
            | Family::TeamScore => FigureKind::Mean,
            _ => FigureKind::Share,
        }
    }

    /// For whom it is worked out: what no one can see needs no protection, and would only make more of the rest be withheld.
    fn reach(self) -> Reach {
        match self {
            Family::NoRoom
            | Family::First
            | Family::Later
            | Family::FirstOfPaired
            | Family::FirstOfUnpaired
            | Family::RatedWithin
            | Family::RatedLongAgo
            | Family::NeverRated
            | Family::SocialOutcomes
            | Family::AuditPartly
            | Family::ChecklistPartly => Reach::Provider,
            Family::GasLevel
            | Family::GoalsPartly
            | Family::GoalsRevised
            | Family::GoalsStopped
            | Family::AuditExceptions
            | Family::Answers => Reach::Units,
            _ => Reach::Groups,
        }
    }

    fn counted(self) -> Counted {
        match self {
            Family::RecoveryShare
            | Family::SetWithPerson
            | Family::Reviewed
            | Family::AtOrAboveExpected
            | Family::GasLevel
            | Family::GboImproved
            | Family::GboDeteriorated
            | Family::GoalsAchieved
            | Family::GoalsPartly
            | Family::GoalsRevised
            | Family::GoalsStopped
            | Family::RatedWithin
            | Family::RatedLongAgo
            | Family::NeverRated => Counted::Goals,
            Family::Audit | Family::AuditPartly | Family::AuditExceptions | Family::Answers => Counted::Records,
            Family::Checklist | Family::ChecklistPartly | Family::TeamScore => Counted::Teams,
            _ => Counted::People,
        }
    }

    /// `restricted`: whether the pairing profile leaves some of the caseload out.
    fn eligible(self, restricted: bool) -> Eligible {
        match self {
            Family::Paired | Family::First if restricted => Eligible::EverybodyPairable,
            Family::Change
            | Family::Improved
            | Family::Unchanged
            | Family::Deteriorated
            | Family::NoRoom
            | Family::Later
            | Family::FirstOfPaired
            | Family::FirstOfUnpaired
                if restricted =>
            {
                Eligible::Pairable
            }
            Family::Caseload
            | Family::CoverageAny
            | Family::Coverage
            | Family::Paired
            | Family::First
            | Family::HasRecoveryGoal => Eligible::Everybody,
            Family::Ascof => Eligible::OfAge,
            Family::Checklist | Family::ChecklistPartly | Family::TeamScore => Eligible::Teams,
            Family::RoleGained | Family::RoleKept | Family::RoleLost => Eligible::WithFact,
            _ if self.counted() != Counted::People => Eligible::WithFact,
            _ => Eligible::Caseload,
        }
    }

    /// The family of an indicator that the definitions give rise to.
    fn of_key(key: &str) -> Option<Family> {
        Family::ALL.into_iter().find(|family| family.key() == key)
    }
}

/// All indicators that the tables at hand can give, in the order they are printed.
pub fn catalogue(rows: &Rows, definitions: &Definitions) -> Vec<Indicator> {
    let present = Present::new(rows, definitions);
    all(definitions).into_iter().filter(|indicator| present.can_give(indicator)).collect()
}

/// All indicators there can be, in the order they are printed.
pub fn all(definitions: &Definitions) -> Vec<Indicator> {
    all_paired(definitions, definitions.pairing.restricts())
}

/// The same for a run whose pairing profile left some of the caseload out, or left nobody out.
pub fn all_paired(definitions: &Definitions, restricted: bool) -> Vec<Indicator> {
    definitions.indicators().iter().filter_map(|defined| indicator(defined, definitions, restricted)).collect()
}

fn indicator(defined: &Defined, definitions: &Definitions, restricted: bool) -> Option<Indicator> {
    let family = Family::of_key(defined.family)?;
    Some(Indicator {
        id: defined.id.clone(),
        label: definitions.indicator_label(defined),
        family,
        figure: family.figure(),
        counted: family.counted(),
        eligible: family.eligible(restricted),
        reach: reach(family, defined, definitions),
        about: About {
            measure: defined.measure,
            scale: defined.scale,
            item: defined.item,
            domain: defined.domain,
            point: defined.point,
            level: defined.level,
        },
    })
}

/// Reports lay the main scale's first and later scores of each service side by side.
fn reach(family: Family, defined: &Defined, definitions: &Definitions) -> Reach {
    let is_main = || {
        let main = defined.measure.and_then(|measure| definitions.measures[measure].main_scale());
        main.is_some() && main == defined.scale
    };
    if family == Family::FirstOfPaired && is_main() { Reach::Services } else { family.reach() }
}

/// What the tables at hand hold.
struct Present {
    measures: Option<BTreeSet<usize>>,
    /// Whether the questionnaires that there may be are about people: a file of nothing but forms about teams, or without
    /// names, does not say that nobody filled one in.
    asks_people: bool,
    goals: bool,
    /// Whether any goal was ever rated: a record system without ratings does not say that nobody looked at them again.
    goals_rated: bool,
    /// Whether the export says of each goal of which kind it is.
    goal_kinds: bool,
    roles: bool,
    /// Parts of life that any row speaks of.
    domains: BTreeSet<usize>,
    /// Whether every part of the index of social outcomes has a status.
    outcomes: bool,
    audited: BTreeSet<u8>,
    answered: BTreeSet<u8>,
}

impl Present {
    fn new(rows: &Rows, definitions: &Definitions) -> Present {
        let measures = rows.measures.as_ref();
        let is_about_people = |sheets: &Sheets| definitions.measures[sheets.measure].subject == Subject::Person;
        Present {
            asks_people: measures.is_some_and(|all| all.is_empty() || all.iter().any(is_about_people)),
            measures: measures.map(|measures| measures.iter().map(|sheets| sheets.measure).collect()),
            goals: rows.goals.is_some(),
            goals_rated: rows.goals.iter().flatten().any(|goal| goal.rating.is_some()),
            goal_kinds: rows.goals.is_some() && !rows.goals_of_fixed_kind,
            roles: rows.roles.is_some(),
            domains: rows.roles.iter().flatten().map(|row| usize::from(row.domain)).collect(),
            outcomes: has_every_part(rows, &definitions.roles),
            audited: rows.audit.iter().flatten().map(|row| row.point).collect(),
            answered: rows.checklist.iter().flatten().map(|row| row.point).collect(),
        }
    }

    fn can_give(&self, indicator: &Indicator) -> bool {
        let About { measure, domain, point, .. } = indicator.about;
        match indicator.family {
            Family::Caseload => true,
            Family::CoverageAny => self.asks_people,
            Family::Audit | Family::AuditPartly | Family::AuditExceptions => {
                point.is_some_and(|point| self.audited.contains(&point))
            }
            Family::Checklist | Family::ChecklistPartly => point.is_some_and(|point| self.answered.contains(&point)),
            Family::AnyValuedHeld => self.roles,
            Family::RecoveryShare => self.goal_kinds,
            Family::Reviewed | Family::RatedWithin | Family::RatedLongAgo | Family::NeverRated => self.goals_rated,
            Family::SocialOutcomes => self.outcomes,
            // Nationally, missing counts as not reached; where nothing was ever recorded that would be a nought out of nothing.
            Family::Ascof => domain.is_some_and(|domain| self.domains.contains(&domain)),
            _ if domain.is_some() => self.roles,
            _ if measure.is_some() => {
                measure.is_some_and(|m| self.measures.as_ref().is_some_and(|all| all.contains(&m)))
            }
            _ => self.goals,
        }
    }
}

fn has_every_part(rows: &Rows, roles: &Roles) -> bool {
    let recorded: BTreeSet<usize> = rows.roles.iter().flatten().map(|row| usize::from(row.domain)).collect();
    roles.index.as_ref().is_some_and(|index| index.domains().all(|domain| recorded.contains(&domain)))
}
