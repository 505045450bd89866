//! What intake believes: typed rows whose every cell passed its checks. No header, no text of a cell that was not
//! asked for. People and teams are numbers from here on; their ids stand once in [`Ids`].

use super::{audit, goals};
use crate::definitions::{Domain, GoalRules, Roles, Status, TableId};
use chrono::NaiveDate;

/// Index into [`Ids::people`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonIx(pub u32);

/// Index into [`Ids::teams`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TeamIx(pub u32);

/// The ids as the export writes them, each once, in order of first appearance.
#[derive(Debug, Clone, Default)]
pub struct Ids {
    pub people: Vec<String>,
    pub teams: Vec<String>,
    pub questionnaires: Texts,
    pub goals: Vec<String>,
    pub records: Vec<String>,
}

/// Many short texts, each known by its number: one after the other, which takes far less room than each on its own.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    all: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Texts {
    pub fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.ends.push(self.all.len());
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of a number; empty where there is none.
    pub fn get(&self, number: u32) -> &str {
        let at = number as usize;
        let begin = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.ends.get(at).map_or("", |end| &self.all[begin..*end])
    }
}

/// A cell that may be blank or unusable without costing its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given<T> {
    Value(T),
    Blank,
    Invalid,
}

impl<T> Given<T> {
    /// The value; `None` for blank and for invalid, where the difference does not matter.
    pub fn value(self) -> Option<T> {
        match self {
            Given::Value(value) => Some(value),
            Given::Blank | Given::Invalid => None,
        }
    }

    /// Goes on with a value; blank stays blank and invalid stays invalid.
    pub fn and_then<U>(self, next: impl FnOnce(T) -> Given<U>) -> Given<U> {
        match self {
            Given::Value(value) => next(value),
            Given::Blank => Given::Blank,
            Given::Invalid => Given::Invalid,
        }
    }
}

/// A spell of one person with one team.
#[derive(Debug, Clone, PartialEq)]
pub struct Spell {
    pub person: PersonIx,
    pub team: TeamIx,
    pub start: NaiveDate,
    /// `None` while it lasts.
    pub end: Option<NaiveDate>,
    pub birth_year: Given<i32>,
    /// `1`, `2`, `3`, `4` or `9`.
    pub gender: Given<String>,
    /// Code as given, upper case: first letter of the national category, `Z` or `99`.
    pub ethnicity: Given<String>,
    /// 1 (most deprived) to 10.
    pub imd_decile: Given<u8>,
    /// Position among all rows of the table: later rows win ties.
    pub order: u32,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    pub team: TeamIx,
    pub name: String,
    /// `None`: belongs to the provider but to no service.
    pub service_id: Option<String>,
    pub service_name: Option<String>,
}

/// Who filled in a form. Forms of different raters are different views and are never put in one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rater {
    /// A number for each kind of rater that the export names; 0 is the one whose view the instrument asks for.
    pub number: u32,
    /// False where the instrument asks for the person's own view and somebody else filled it in: such a form is listed
    /// and counts in no figure.
    pub counts: bool,
}

impl Rater {
    /// The rater whose view the instrument asks for.
    pub const OWN: Rater = Rater { number: 0, counts: true };
}

/// One questionnaire: everything one person answered on one form on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// `None` for instruments about a team and for anonymous ones.
    pub person: Option<PersonIx>,
    pub team: TeamIx,
    pub on: NaiveDate,
    /// Index into [`Ids::questionnaires`]; blank is a value.
    pub questionnaire: u32,
    pub rater: Rater,
    /// Position of its last row: later rows win ties.
    pub order: u32,
}

/// All questionnaires of one measure, in order of first appearance, with one column of answers per item.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheets {
    /// Index into `Definitions::measures`.
    pub measure: usize,
    pub sheets: Vec<Sheet>,
    /// Per item of the measure, per sheet: the answer as coded, or none.
    pub answers: Vec<Vec<Option<i8>>>,
    /// Total-only rows: sheet, index of the scale, score as given. At most one per sheet and scale.
    pub totals: Vec<(u32, usize, f64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GoalKind {
    Recovery,
    Treatment,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetBy {
    Person,
    Joint,
    Staff,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoalScale {
    Gas,
    Gbo,
}

/// The code that a value is written with.
fn code_of<T: Copy + PartialEq>(codes: &[(&'static str, T)], value: T) -> &'static str {
    codes.iter().find(|(_, known)| *known == value).map_or("", |(code, _)| code)
}

impl GoalKind {
    pub fn code(self) -> &'static str {
        code_of(&goals::KINDS, self)
    }
}

impl SetBy {
    pub fn code(self) -> &'static str {
        code_of(&goals::SETTERS, self)
    }
}

impl GoalStatus {
    pub fn code(self) -> &'static str {
        code_of(&goals::STATUSES, self)
    }
}

impl Met {
    pub fn code(self) -> &'static str {
        code_of(&audit::JUDGED, self)
    }
}

impl GoalScale {
    pub fn code(self) -> &'static str {
        code_of(&goals::SCALES, self)
    }

    /// The lowest and the highest rating.
    pub fn range(self, rules: &GoalRules) -> (f64, f64) {
        match self {
            GoalScale::Gas => (rules.gas_lowest, rules.gas_highest),
            GoalScale::Gbo => (rules.gbo_lowest, rules.gbo_highest),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoalStatus {
    Open,
    Achieved,
    Partly,
    Revised,
    Stopped,
}

/// One row of `goals.csv`: a goal as it stood, with its rating if it was rated.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalRow {
    /// Index into [`Ids::goals`]. A goal is known by person and goal id together.
    pub goal: u32,
    pub person: PersonIx,
    pub team: TeamIx,
    pub kind: GoalKind,
    pub set_by: Option<SetBy>,
    pub set_on: NaiveDate,
    /// `None` only where an export has no column of ratings: no goal of it is on a scale.
    pub scale: Option<GoalScale>,
    /// Day and value; `None` for a goal set and not yet rated.
    pub rating: Option<(NaiveDate, f64)>,
    pub importance: Option<u8>,
    pub difficulty: Option<u8>,
    pub status: Option<GoalStatus>,
    pub closed_on: Option<NaiveDate>,
    pub order: u32,
}

impl GoalRow {
    /// The day a row is about: of its rating, else of the goal's end, else of its beginning. The row with the latest says how a
    /// goal stands.
    pub fn day(&self) -> NaiveDate {
        self.rating.map(|(on, _)| on).or(self.closed_on).unwrap_or(self.set_on)
    }
}

/// One row of `roles.csv`. An export has millions of them, so they are kept small.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleRow {
    pub person: PersonIx,
    pub team: TeamIx,
    pub on: NaiveDate,
    /// Index into `Roles::domains`, and into that domain's statuses.
    pub domain: u16,
    pub status: u16,
    pub order: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Met {
    Yes,
    Partly,
    No,
    NotApplicable,
}

#[derive(Debug, Clone, PartialEq)]
pub struct AuditRow {
    /// Index into [`Ids::records`].
    pub record: u32,
    pub team: TeamIx,
    pub on: NaiveDate,
    /// Number of the action point, 1 to 100.
    pub point: u8,
    pub met: Met,
    pub order: u32,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ChecklistRow {
    pub team: TeamIx,
    pub on: NaiveDate,
    pub point: u8,
    pub in_place: Met,
    pub order: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionStatus {
    Open,
    Done,
    Dropped,
}

/// One commitment of a team.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionRow {
    pub id: String,
    pub team: TeamIx,
    pub agreed_on: NaiveDate,
    pub point: Option<u8>,
    pub text: String,
    pub due_on: Option<NaiveDate>,
    pub status: Option<ActionStatus>,
    pub closed_on: Option<NaiveDate>,
}

impl RoleRow {
    /// The domain, where it is one of these.
    pub fn domain_in<'r>(&self, roles: &'r Roles) -> &'r Domain {
        &roles.domains[usize::from(self.domain)]
    }

    /// The status, where the domain is one of these.
    pub fn status_in<'r>(&self, roles: &'r Roles) -> &'r Status {
        &self.domain_in(roles).statuses[usize::from(self.status)]
    }
}

impl Rows {
    /// A table with a header and no row that could be used says no more than a table that is not there.
    pub fn forget_empty_tables(&mut self) {
        fn forget<T>(table: &mut Option<Vec<T>>) {
            *table = table.take().filter(|rows| !rows.is_empty());
        }
        forget(&mut self.teams);
        forget(&mut self.people);
        forget(&mut self.measures);
        forget(&mut self.goals);
        forget(&mut self.roles);
        forget(&mut self.audit);
        forget(&mut self.checklist);
        forget(&mut self.actions);
    }

    /// Whether a table is there.
    pub fn has(&self, table: TableId) -> bool {
        match table {
            TableId::Teams => self.teams.is_some(),
            TableId::People => self.people.is_some(),
            TableId::Measures => self.measures.is_some(),
            TableId::Goals => self.goals.is_some(),
            TableId::Roles => self.roles.is_some(),
            TableId::Audit => self.audit.is_some(),
            TableId::Checklist => self.checklist.is_some(),
            TableId::Actions => self.actions.is_some(),
        }
    }
}

/// Every table that was there. `None`: the table was not there at all, which is not the same as empty.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    pub ids: Ids,
    pub teams: Option<Vec<Team>>,
    pub people: Option<Vec<Spell>>,
    /// One entry per measure that occurs, by index of the measure.
    pub measures: Option<Vec<Sheets>>,
    pub goals: Option<Vec<GoalRow>>,
    /// `audit.toml` says once for all goals of which kind they are, so that their shares say nothing.
    pub goals_of_fixed_kind: bool,
    pub roles: Option<Vec<RoleRow>>,
    pub audit: Option<Vec<AuditRow>>,
    pub checklist: Option<Vec<ChecklistRow>>,
    pub actions: Option<Vec<ActionRow>>,
}
