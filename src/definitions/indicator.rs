//! Which indicators exist: every id that the definitions give rise to, what kind of figure it is, and the words that
//! say whom it counts. Ids are made here and nowhere else, so that a criterion cannot name a figure that nobody
//! computes.

use super::Definitions;
use super::framework::ActionPoint;
use super::goals::GoalRules;
use super::measure::{Item, Measure, Scale, Subject, Threshold};
use super::roles::{Domain, Roles};

/// What the value of an indicator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureKind {
    /// A number of people; no value of its own.
    People,
    /// Percent: 100 × achieved ÷ known.
    Share,
    /// A share of something that a service wants less of.
    UnwantedShare,
    /// Mean in the points of a scale.
    Mean,
    /// Mean change in points, last minus first.
    Change,
}

/// One indicator that the definitions give rise to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// `improved.qpr-15.total`, `role.employment.held` …
    pub id: String,
    /// Where its words stand: `indicator.<family>.label` and `.counts`.
    pub family: &'static str,
    pub kind: FigureKind,
    /// Index into `Definitions::measures`, where a measure is counted.
    pub measure: Option<usize>,
    /// Index into that measure's scales.
    pub scale: Option<usize>,
    /// Index into that measure's items.
    pub item: Option<usize>,
    /// Index into `Roles::domains`.
    pub domain: Option<usize>,
    /// Number of the action point, 1 to 100.
    pub point: Option<u8>,
    /// Level of goal attainment, −2 to 2; code of an answer, where forms without names are counted; position among the
    /// spans of days since goals were last rated.
    pub level: Option<i8>,
}

/// Levels of goal attainment, the most attained first.
const LEVELS: [i8; 5] = [2, 1, 0, -1, -2];

const GOALS: [(&str, &str, FigureKind); 12] = [
    ("goals.has_recovery_goal", "goals-has-recovery-goal", FigureKind::Share),
    ("goals.recovery_share", "goals-recovery-share", FigureKind::Share),
    ("goals.set_with_person", "goals-set-with-person", FigureKind::Share),
    ("goals.reviewed", "goals-reviewed", FigureKind::Share),
    ("goals.at_or_above_expected", "goals-at-or-above-expected", FigureKind::Share),
    ("goals.gbo_improved", "goals-gbo-improved", FigureKind::Share),
    ("goals.gbo_deteriorated", "goals-gbo-deteriorated", FigureKind::UnwantedShare),
    ("goals.achieved", "goals-achieved", FigureKind::Share),
    ("goals.partly", "goals-partly", FigureKind::Share),
    ("goals.revised", "goals-revised", FigureKind::Share),
    ("goals.stopped", "goals-stopped", FigureKind::Share),
    ("goals.gas_t", "goals-gas-t", FigureKind::Mean),
];

/// Families that every scale has, and those that only a scale with a change threshold has.
const OF_SCALES: [(&str, FigureKind, bool); 8] = [
    ("paired", FigureKind::Share, false),
    ("score", FigureKind::Mean, false),
    ("change", FigureKind::Change, false),
    ("first-of-paired", FigureKind::Mean, false),
    ("improved", FigureKind::Share, true),
    ("unchanged", FigureKind::Share, true),
    ("deteriorated", FigureKind::UnwantedShare, true),
    ("no-room", FigureKind::Share, true),
];

/// Families of the scale that a measure is summed up by: the way from the caseload to a pair, and whether people with a pair
/// were like the others at first.
const OF_MAIN_SCALES: [(&str, FigureKind); 3] =
    [("first", FigureKind::Share), ("later", FigureKind::Share), ("first-of-unpaired", FigureKind::Mean)];

const OF_ROLES: [(&str, &str, FigureKind); 4] = [
    ("held", "role-held", FigureKind::Share),
    ("gained", "role-gained", FigureKind::Share),
    ("kept", "role-kept", FigureKind::Share),
    ("lost", "role-lost", FigureKind::UnwantedShare),
];

/// All indicators, in the order of the handbook of ids: caseload, coverage, scores and change, support, goals, roles,
/// audit, checklist.
pub(super) fn all(measures: &[Measure], goals: &GoalRules, roles: &Roles, points: &[ActionPoint]) -> Vec<Indicator> {
    let mut all = vec![plain("caseload", "caseload", FigureKind::People)];
    all.push(plain("coverage.any", "coverage-any", FigureKind::Share));
    for (place, measure) in measures.iter().enumerate() {
        all.extend(of_measure(place, measure));
    }
    all.extend(GOALS.iter().map(|(id, family, kind)| plain(id, family, *kind)));
    all.extend(LEVELS.map(of_level));
    all.extend(last_rated(goals));
    for (place, domain) in roles.domains.iter().enumerate() {
        all.extend(of_domain(place, domain));
    }
    if roles.domains.iter().any(Domain::is_valued) {
        all.push(plain("role.any_valued.held", "role-any-valued-held", FigureKind::Share));
    }
    if roles.index.is_some() {
        all.push(plain("role.social_outcomes", "social-outcomes", FigureKind::Mean));
    }
    for (place, domain) in roles.domains.iter().enumerate() {
        let national = domain.ascof.iter().map(|name| plain(&format!("ascof.{name}"), "ascof", FigureKind::Share));
        all.extend(national.map(|indicator| Indicator { domain: Some(place), ..indicator }));
    }
    all.extend(points.iter().flat_map(|point| of_point(point.number)));
    all
}

fn plain(id: &str, family: &'static str, kind: FigureKind) -> Indicator {
    Indicator {
        id: id.to_owned(),
        family,
        kind,
        measure: None,
        scale: None,
        item: None,
        domain: None,
        point: None,
        level: None,
    }
}

fn of_measure(place: usize, measure: &Measure) -> Vec<Indicator> {
    let own = match measure.subject {
        Subject::Person => of_people(measure),
        Subject::Team => of_teams(measure),
        Subject::Anonymous => of_nameless_forms(measure),
    };
    own.into_iter().map(|indicator| Indicator { measure: Some(place), ..indicator }).collect()
}

/// What a team says of itself, or an observer of it, has no people behind it: a mean over teams and nothing else.
fn of_teams(measure: &Measure) -> Vec<Indicator> {
    let of_scale = |(index, scale): (usize, &Scale)| {
        let id = format!("score.{}.{}", measure.id, scale.id);
        Indicator { scale: Some(index), ..plain(&id, "team-score", FigureKind::Mean) }
    };
    measure.scales.iter().enumerate().map(of_scale).collect()
}

/// Other figures count people on a caseload; a form without a name belongs to none of them, so it is only said how often
/// each answer was given.
fn of_nameless_forms(measure: &Measure) -> Vec<Indicator> {
    let of_item = |(index, item): (usize, &Item)| {
        let of_answer = |code: i8| {
            let id = format!("answers.{}.{}.{code}", measure.id, item.id);
            Indicator { item: Some(index), level: Some(code), ..plain(&id, "answers", FigureKind::Share) }
        };
        (item.lowest..=item.highest).map(of_answer).collect::<Vec<_>>()
    };
    measure.items.iter().enumerate().flat_map(of_item).collect()
}

fn of_people(measure: &Measure) -> Vec<Indicator> {
    let mut own = Vec::new();
    if !measure.scales.is_empty() {
        own.push(plain(&format!("coverage.{}", measure.id), "coverage", FigureKind::Share));
    }
    for (index, scale) in measure.scales.iter().enumerate() {
        for (family, kind, by_threshold) in OF_SCALES {
            if !by_threshold || scale.threshold.is_some() {
                let id = format!("{family}.{}.{}", measure.id, scale.id);
                own.push(Indicator { scale: Some(index), ..plain(&id, family, kind) });
            }
        }
    }
    if let Some(index) = measure.main_scale() {
        let scale = &measure.scales[index];
        own.extend(OF_MAIN_SCALES.map(|(family, kind)| {
            let id = format!("{family}.{}.{}", measure.id, scale.id);
            Indicator { scale: Some(index), ..plain(&id, family, kind) }
        }));
    }
    for (index, item) in measure.items.iter().enumerate() {
        for (family, kind) in families_of_item(measure, index) {
            let id = format!("{family}.{}.{}", measure.id, item.id);
            own.push(Indicator { item: Some(index), ..plain(&id, family, kind) });
        }
    }
    own
}

/// A rating with a gate is wanted and may be unmet; a yes/no question outside every scale is reported as a share.
fn families_of_item(measure: &Measure, index: usize) -> Vec<(&'static str, FigureKind)> {
    let Some(item) = measure.items.get(index) else { return Vec::new() };
    if item.gate.is_some() {
        return vec![("wanted", FigureKind::Share), ("unmet", FigureKind::UnwantedShare)];
    }
    if measure.is_plain_share(index) { vec![("share", FigureKind::Share)] } else { Vec::new() }
}

fn of_level(level: i8) -> Indicator {
    let id = format!("goals.gas_level.{level}");
    Indicator { level: Some(level), ..plain(&id, "goals-gas-level", FigureKind::Share) }
}

/// Open recovery goals by how long ago they were last rated.
fn last_rated(goals: &GoalRules) -> Vec<Indicator> {
    let within = goals.last_rated_days.iter().zip(0_i8..).map(|(days, at)| {
        let id = format!("goals.last_rated.{days}");
        Indicator { level: Some(at), ..plain(&id, "goals-rated-within", FigureKind::Share) }
    });
    let others = [("longer", "goals-rated-long-ago"), ("never", "goals-never-rated")];
    let others =
        others.map(|(id, family)| plain(&format!("goals.last_rated.{id}"), family, FigureKind::UnwantedShare));
    within.chain(others).collect()
}

fn of_domain(place: usize, domain: &Domain) -> Vec<Indicator> {
    let families = OF_ROLES.iter().filter(|_| domain.can_be_held);
    families
        .map(|(what, family, kind)| {
            let id = format!("role.{}.{what}", domain.id);
            Indicator { domain: Some(place), ..plain(&id, family, *kind) }
        })
        .collect()
}

fn of_point(number: u8) -> [Indicator; 5] {
    let of = |id: String, family| Indicator { point: Some(number), ..plain(&id, family, FigureKind::Share) };
    [
        of(format!("audit.{number}"), "audit"),
        of(format!("audit.{number}.partly"), "audit-partly"),
        of(format!("audit.{number}.exceptions"), "audit-exceptions"),
        of(format!("checklist.{number}"), "checklist"),
        of(format!("checklist.{number}.partly"), "checklist-partly"),
    ]
}

/// Whether an id fits a pattern in which `*` stands for any run of characters without a dot.
pub fn fits(pattern: &str, id: &str) -> bool {
    let (wanted, parts): (Vec<&str>, Vec<&str>) = (pattern.split('.').collect(), id.split('.').collect());
    wanted.len() == parts.len() && wanted.iter().zip(&parts).all(|(wanted, part)| fits_part(wanted, part))
}

fn fits_part(pattern: &str, part: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return pattern == part };
    let Some(rest) = part.strip_prefix(before) else { return false };
    (0..=rest.len()).filter(|at| rest.is_char_boundary(*at)).any(|at| fits_part(after, &rest[at..]))
}

impl Definitions {
    /// Every indicator that can exist with these definitions, in a fixed order.
    pub fn indicators(&self) -> Vec<Indicator> {
        all(&self.measures, &self.goals, &self.roles, &self.points)
    }

    /// The indicator with this id; `None` when these definitions do not give rise to it.
    pub fn indicator(&self, id: &str) -> Option<Indicator> {
        self.indicators().into_iter().find(|indicator| indicator.id == id)
    }

    /// Its name for a reader, such as "QPR-15, total: improved".
    pub fn indicator_label(&self, indicator: &Indicator) -> String {
        self.in_words(indicator, "label")
    }

    /// Who is eligible, who is known and who is achieved, in sentences.
    pub fn indicator_counts(&self, indicator: &Indicator) -> String {
        self.in_words(indicator, "counts")
    }

    fn in_words(&self, indicator: &Indicator, what: &str) -> String {
        let measure = indicator.measure.and_then(|place| self.measures.get(place));
        let scale = measure.zip(indicator.scale).and_then(|(measure, place)| measure.scales.get(place));
        let item = measure.zip(indicator.item).and_then(|(measure, place)| measure.items.get(place));
        let domain = indicator.domain.and_then(|place| self.roles.domains.get(place));
        let point = indicator.point.and_then(|number| self.point(number));
        let number = indicator.point.map(|number| number.to_string()).unwrap_or_default();
        let level = indicator.level.map(|level| level.to_string().replace('-', "−"));
        let spans = &self.goals.last_rated_days;
        let within = indicator.level.and_then(|at| spans.get(usize::try_from(at).ok()?));
        let [within, longest] = [within, spans.last()].map(|days| days.map_or(String::new(), u32::to_string));
        let threshold = scale.and_then(|scale| scale.threshold.as_ref()).map(Threshold::points_in_digits);
        let pairable = self.wording.say(self.pairing.eligible_key(), &[]);
        let places = [
            ("pairing", self.pairing.title.as_str()),
            ("pairable", pairable.as_str()),
            ("measure", measure.map_or("", |measure| measure.short.as_str())),
            ("scale", scale.map_or("", |scale| scale.label.as_str())),
            ("item", item.map_or("", |item| item.label.as_str())),
            ("domain", domain.map_or("", |domain| domain.label.as_str())),
            ("point", point.map_or("", |point| point.label.as_str())),
            ("index", self.roles.index.as_ref().map_or("", |index| index.label.as_str())),
            ("number", number.as_str()),
            ("days", &within),
            ("longest", &longest),
            ("level", level.as_deref().unwrap_or_default()),
            ("threshold", threshold.as_deref().unwrap_or_default()),
        ];
        self.wording.say(&format!("indicator.{}.{what}", indicator.family), &places)
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_star_stands_for_any_run_of_characters_without_a_dot() {
        let cases = [
            ("score.*.total", "score.qpr-15.total", true),
            ("score.*.total", "score.qpr-15.raw", false),
            ("coverage.*", "coverage.any", true),
            ("role.*", "role.employment.held", false),
            ("score.*inspire.*", "score.brief-inspire.total", true),
            ("score.*inspire.*", "score.inspire.support", true),
            ("caseload", "caseload", true),
        ];
        for (pattern, id, expected) in cases {
            assert_eq!(fits(pattern, id), expected, "{pattern} {id}");
        }
    }
}
