//! What reports may say besides figures: who speaks and when, which files were read, what was found in them, and what
//! teams committed themselves to. No person and no figure about people.

use crate::definitions::settings::TrendUnit;
use crate::definitions::{
    ActionPoint, Definitions, Framework, GoalRules, Measure, Method, MethodChange, Pairing, Roles, Statistics,
    Subject, TableId, Translation, Wording,
};
use crate::finding::Findings;
use crate::indicators::Units;
use crate::intake::rows::{ActionRow, ActionStatus, TeamIx};
use crate::intake::{self, FileFacts, Intake};
use crate::job::Job;
use crate::period::Period;
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that surrounds the figures of a run.
#[derive(Clone)]
pub struct Background<'a> {
    pub provider: String,
    /// What the people are called, in the plural.
    pub term: String,
    pub wording: &'a Wording,
    /// Languages that reports are also written in.
    pub translations: Vec<&'a Translation>,
    /// The language of the wording, where it is not English.
    pub language: Option<&'a Translation>,
    pub framework: &'a Framework,
    pub statistics: &'a Statistics,
    pub points: &'a [ActionPoint],
    pub roles: &'a Roles,
    pub goals: &'a GoalRules,
    /// Goals have numbers on a form and no ids of their own.
    pub goals_share_ids: bool,
    /// Every instrument defined, by position, those that occur in the data, and those of them that are about people.
    pub all_measures: &'a [Measure],
    pub instruments: Vec<&'a Measure>,
    pub measures: Vec<&'a Measure>,
    /// How each of their scales is worked out: name, and sentences.
    pub scale_rules: Vec<(String, String)>,
    /// Scales scored from fewer answers than items by a rule that no publication states, each with that rule.
    pub local_rules: Vec<(String, String)>,
    pub period: Period,
    pub dated: NaiveDate,
    /// The points of trends are months and not quarters.
    pub by_month: bool,
    /// Version of the program and digest of what it read, for the foot of pages.
    pub origin: String,
    /// The profile that says which two scores are compared.
    pub pairing: &'a Pairing,
    pub decided_by: String,
    pub decided_on: String,
    /// Tables that were not there.
    pub missing: Vec<TableId>,
    pub files: &'a [FileFacts],
    pub findings: &'a Findings,
    pub commitments: Vec<Commitment>,
    /// How the records of the case-note audit were chosen, as the service says it.
    pub audit_sample: Option<&'a str>,
    /// Units whose records were looked at in the period, by position.
    pub audited: BTreeMap<usize, Audited>,
    /// The period of the latest output that this one is laid beside, in words, and what has changed since in how figures
    /// are made.
    pub method_changes: Option<(String, Vec<MethodChange>)>,
    /// The newest date in the data lies before the period's end.
    pub still_open: bool,
    /// Whether the person-level tables are written too.
    pub restricted: bool,
}

/// When and in which teams records of a unit were looked at. How many they were is a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audited {
    pub teams: BTreeSet<TeamIx>,
    pub first: NaiveDate,
    pub last: NaiveDate,
}

/// Something a team said it would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// Position of the team among the units.
    pub unit: usize,
    pub text: String,
    /// Number of the action point it speaks to.
    pub point: Option<u8>,
    pub agreed_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    pub status: CommitmentStatus,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitmentStatus {
    Open,
    /// Open, and its day has passed.
    Overdue,
    Done,
    Dropped,
    NotSaid,
}

impl Commitment {
    /// Whether it was done or dropped before a day: on the day it was closed, else when it was due, else when it was agreed.
    pub fn was_over_before(&self, day: NaiveDate) -> bool {
        let is_over = matches!(self.status, CommitmentStatus::Done | CommitmentStatus::Dropped);
        is_over && self.closed_on.or(self.due_on).unwrap_or(self.agreed_on) < day
    }
}

impl CommitmentStatus {
    /// Key of its word, below `commitment.status.`.
    pub fn key(self) -> &'static str {
        match self {
            CommitmentStatus::Open => "open",
            CommitmentStatus::Overdue => "overdue",
            CommitmentStatus::Done => "done",
            CommitmentStatus::Dropped => "dropped",
            CommitmentStatus::NotSaid => "not-said",
        }
    }
}

impl<'a> Background<'a> {
    /// `before` is the latest output that this one is laid beside: its quarter and how its figures were made.
    pub fn new(
        job: &'a Job,
        intake: &'a Intake,
        units: &Units,
        period: &Period,
        before: Option<&(String, Method)>,
        restricted: bool,
    ) -> Background<'a> {
        let definitions: &Definitions = &job.definitions;
        let dated = Background::printed_date(job, intake);
        let instruments = used_measures(intake, definitions);
        let mut background = Background {
            provider: job.settings.provider.clone(),
            term: job.settings.term.clone(),
            wording: &definitions.wording,
            translations: job.settings.languages.iter().filter_map(|id| definitions.translation(id)).collect(),
            framework: &definitions.framework,
            statistics: &definitions.statistics,
            language: None,
            points: &definitions.points,
            roles: &definitions.roles,
            goals: &definitions.goals,
            goals_share_ids: intake.findings.tallies().any(|tally| tally.code == intake::GOAL_SLOTS),
            all_measures: &definitions.measures,
            measures: instruments.iter().copied().filter(|measure| measure.subject == Subject::Person).collect(),
            instruments,
            scale_rules: scale_rules(intake, definitions),
            local_rules: local_rules(intake, definitions),
            period: period.clone(),
            dated,
            by_month: job.settings.trend == TrendUnit::Month,
            origin: origin(intake),
            pairing: &definitions.pairing,
            decided_by: definitions.release.decided_by.clone(),
            decided_on: definitions.release.decided_on.clone(),
            missing: missing(intake),
            files: &intake.files,
            findings: &intake.findings,
            commitments: commitments(intake, units, dated, period),
            audit_sample: job.settings.audit_sample.as_deref(),
            audited: audited(intake, units, period),
            method_changes: None,
            still_open: intake.newest.is_some_and(|newest| newest < period.end),
            restricted,
        };
        background.method_changes = before.map(|(id, method)| {
            let period = Period::parse(id, job.settings.quarters);
            let words = period.map_or_else(|| id.clone(), |period| background.words_of(&period));
            (words, Method::of(&definitions.method_for_record(&job.settings).into()).changes_since(method))
        });
        background
    }

    /// This for reports in English, and the same for those in each further language.
    pub fn in_every_language(self) -> Vec<Background<'a>> {
        let others: Vec<_> = self.translations.iter().map(|translation| self.in_language(translation)).collect();
        std::iter::once(self).chain(others).collect()
    }

    fn in_language(&self, translation: &'a Translation) -> Background<'a> {
        Background { wording: &translation.wording, language: Some(translation), ..self.clone() }
    }

    /// The date printed on reports: as said, else the newest accepted date in the data.
    pub fn printed_date(job: &Job, intake: &Intake) -> NaiveDate {
        job.dated.or(intake.newest).unwrap_or(job.limit)
    }

    /// Title of the output as a whole.
    pub fn record_title(&self) -> String {
        format!("{}, {}", self.provider, self.period_words())
    }

    /// A day in words: "9 October 2026".
    pub fn day(&self, day: NaiveDate) -> String {
        Background::day_in_words(self.wording, day)
    }

    pub fn day_in_words(wording: &Wording, day: NaiveDate) -> String {
        let month = wording.say(&format!("month.{}", day.month()), &[]);
        format!("{} {month} {}", day.day(), day.year())
    }

    /// The reporting period in words: "July to September 2026 (Q2 2026/27)".
    pub fn period_words(&self) -> String {
        self.words_of(&self.period)
    }

    pub fn words_of(&self, period: &Period) -> String {
        Background::period_in_words(self.wording, period)
    }

    pub fn period_in_words(wording: &Wording, period: &Period) -> String {
        let month = |day: NaiveDate| wording.say(&format!("month.{}", day.month()), &[]);
        let (year, name) = (period.end.year().to_string(), Background::short_name(wording, period));
        let places = [("from", month(period.start)), ("to", month(period.end)), ("year", year), ("name", name)];
        wording.say("period.quarter", &places.each_ref().map(|(place, fact)| (*place, fact.as_str())))
    }

    /// A period's short name for axes: `Q2 2026/27`, `Q3 2026`, `Sep 2026`.
    pub fn short(&self, period: &Period) -> String {
        Background::short_name(self.wording, period)
    }

    fn short_name(wording: &Wording, period: &Period) -> String {
        match period.id.rsplit_once("-Q") {
            Some((year, quarter)) => format!("Q{quarter} {}", year.replace('-', "/")),
            None => {
                let month = wording.say(&format!("month_short.{}", period.start.month()), &[]);
                format!("{month} {}", period.start.year())
            }
        }
    }

    /// Rows read, used and left out, over all files.
    pub fn totals(&self) -> (u64, u64, u64) {
        self.files.iter().fold((0, 0, 0), |(read, used, left), file| {
            (read + file.rows_read, used + file.rows_used, left + file.rows_left_out)
        })
    }
}

fn used_measures<'a>(intake: &Intake, definitions: &'a Definitions) -> Vec<&'a Measure> {
    let used = intake.rows.measures.iter().flatten().map(|sheets| sheets.measure);
    let mut used: Vec<usize> = used.collect();
    used.sort_unstable();
    used.dedup();
    used.into_iter().map(|measure| &definitions.measures[measure]).collect()
}

/// Of scales made of several items; what a single item is needs no rule.
fn scale_rules(intake: &Intake, definitions: &Definitions) -> Vec<(String, String)> {
    let measures = used_measures(intake, definitions).into_iter();
    let scales = measures.flat_map(|measure| measure.scales.iter().map(move |scale| (measure, scale)));
    scales
        .filter(|(_, scale)| scale.items.len() != 1)
        .map(|(measure, scale)| {
            let name = format!("{} · {}", measure.short, scale.label);
            (name, definitions.scale_in_words(measure, scale).join(" "))
        })
        .collect()
}

fn local_rules(intake: &Intake, definitions: &Definitions) -> Vec<(String, String)> {
    let measures = used_measures(intake, definitions).into_iter();
    let of_measure = |measure: &Measure| {
        let name = |(scale, rule)| (format!("{} · {scale}", measure.short), rule);
        definitions.local_minimums(measure).into_iter().map(name).collect::<Vec<_>>()
    };
    measures.flat_map(of_measure).collect()
}

fn origin(intake: &Intake) -> String {
    format!("Fingerpost {} · {}", env!("CARGO_PKG_VERSION"), &intake.digest()[..12])
}

fn missing(intake: &Intake) -> Vec<TableId> {
    TableId::ALL.into_iter().filter(|table| !intake.rows.has(*table)).collect()
}

fn audited(intake: &Intake, units: &Units, period: &Period) -> BTreeMap<usize, Audited> {
    let mut audited: BTreeMap<usize, Audited> = BTreeMap::new();
    for row in intake.rows.audit.iter().flatten().filter(|row| period.holds(row.on)) {
        for unit in units.of_team.get(&row.team).into_iter().flatten() {
            let nothing_yet = Audited { teams: BTreeSet::new(), first: row.on, last: row.on };
            let own = audited.entry(*unit).or_insert(nothing_yet);
            own.teams.insert(row.team);
            (own.first, own.last) = (own.first.min(row.on), own.last.max(row.on));
        }
    }
    audited
}

/// What teams had agreed by the end of the period.
fn commitments(intake: &Intake, units: &Units, dated: NaiveDate, period: &Period) -> Vec<Commitment> {
    let own: BTreeMap<_, _> =
        units.of_team.iter().filter_map(|(team, positions)| Some((*team, *positions.last()?))).collect();
    let rows = intake.rows.actions.iter().flatten().filter(|row| row.agreed_on <= period.end);
    let mut list: Vec<Commitment> =
        rows.filter_map(|row| Some(commitment(row, *own.get(&row.team)?, dated))).collect();
    list.sort_by_key(|commitment| (commitment.unit, commitment.agreed_on, commitment.due_on));
    list
}

fn commitment(row: &ActionRow, unit: usize, dated: NaiveDate) -> Commitment {
    let overdue = row.due_on.is_some_and(|due| due < dated);
    let status = match row.status {
        Some(ActionStatus::Open) if overdue => CommitmentStatus::Overdue,
        Some(ActionStatus::Open) => CommitmentStatus::Open,
        Some(ActionStatus::Done) => CommitmentStatus::Done,
        Some(ActionStatus::Dropped) => CommitmentStatus::Dropped,
        None => CommitmentStatus::NotSaid,
    };
    Commitment {
        unit,
        text: row.text.clone(),
        point: row.point,
        agreed_on: row.agreed_on,
        due_on: row.due_on,
        closed_on: row.closed_on,
        status,
    }
}

/// Rows left out, and rows used that want looking at, by id of every team that has any.
pub fn faults_by_team(findings: &Findings) -> BTreeMap<String, (u64, u64)> {
    let faulty =
        findings.rows_by_team.iter().filter(|(team, rows)| !team.is_empty() && rows.left_out + rows.look > 0);
    faulty.map(|(team, rows)| (team.clone(), (rows.left_out, rows.look))).collect()
}
