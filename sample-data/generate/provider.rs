//! The invented provider: its services and teams, and the habits that make their figures differ.

use super::block::{Block, Table};
use super::day::{Day, quarter};

pub const AUDIT_TOML: &str = r#"# What Northshire Partnership says about its own export.
# Every setting has a default; these are the ones that matter here.
provider = "Northshire Partnership"
provider_id = "NP"
quarters = "financial"
extracted = 2026-10-09
date_order = "iso"
missing = ["", "NULL", "N/A"]
audit_sample = "Each team draws about ten of its records by lot in the second month of the quarter; a team with few records takes two or three."
"#;

/// What a service's people are usually asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Community,
    Rehabilitation,
    EarlyIntervention,
    PeerSupport,
}

#[derive(Debug)]
pub struct Team {
    pub id: &'static str,
    pub name: &'static str,
    /// Id and name of its service; `None` for a team that belongs to no service.
    pub service: Option<(&'static str, &'static str)>,
    pub kind: Kind,
    /// How many of a thousand spells are with it.
    pub share: u32,
    /// Of a thousand planned questionnaires, how many were filled in at first, and how many more each quarter after.
    pub coverage: (u32, u32),
    /// How much better (or worse) off its people say they are, in standard deviations, and what each quarter adds.
    pub mood: (f64, f64),
    /// Of a thousand people, how many have a recovery goal of their own.
    pub goal_habit: u32,
    /// Of a thousand audited answers, how many are good, and what each quarter adds.
    pub audit_habit: (u32, u32),
    /// Sends totals instead of answers for ReQoL-10 and SWEMWBS.
    pub totals_only: bool,
}

const COMMUNITY: Option<(&str, &str)> = Some(("S1", "Community Recovery"));
const REHABILITATION: Option<(&str, &str)> = Some(("S2", "Rehabilitation and Homes"));
const EARLY: Option<(&str, &str)> = Some(("S3", "Early Intervention"));

const PLAIN: Team = Team {
    id: "",
    name: "",
    service: COMMUNITY,
    kind: Kind::Community,
    share: 100,
    coverage: (700, 0),
    mood: (0.0, 0.0),
    goal_habit: 700,
    audit_habit: (620, 8),
    totals_only: false,
};

const REHAB: Team = Team { service: REHABILITATION, kind: Kind::Rehabilitation, ..PLAIN };
const YOUNG: Team = Team { service: EARLY, kind: Kind::EarlyIntervention, ..PLAIN };

/// All teams. Team 4 gets better quarter by quarter; teams 8 and 11 are tiny; team 10 sends totals; team 12 has no
/// service.
pub const TEAMS: [Team; 12] = [
    Team { id: "T01", name: "Alder Community Team", share: 132, coverage: (780, 5), goal_habit: 810, ..PLAIN },
    Team { id: "T02", name: "Birchfield Community Team", share: 118, mood: (-0.1, 0.0), ..PLAIN },
    Team { id: "T03", name: "Castle Road Community Team", share: 121, coverage: (520, 0), goal_habit: 560, ..PLAIN },
    Team {
        id: "T04",
        name: "Riverside Community Team",
        share: 114,
        coverage: (420, 45),
        mood: (-0.6, 0.15),
        audit_habit: (400, 40),
        ..PLAIN
    },
    Team { id: "T05", name: "Moorland Rehabilitation Team", share: 92, coverage: (740, 0), ..REHAB },
    Team { id: "T06", name: "Orchard House", share: 66, coverage: (840, 0), goal_habit: 860, ..REHAB },
    Team { id: "T07", name: "Tŷ Bryn Supported Homes", share: 74, coverage: (640, 0), mood: (0.1, 0.0), ..REHAB },
    Team { id: "T08", name: "Lantern House", share: 4, coverage: (800, 0), ..REHAB },
    Team { id: "T09", name: "Early Intervention North", share: 96, coverage: (690, 10), goal_habit: 780, ..YOUNG },
    Team { id: "T10", name: "Early Intervention South", share: 88, totals_only: true, ..YOUNG },
    Team { id: "T11", name: "Early Intervention Dales", share: 10, coverage: (760, 0), ..YOUNG },
    Team {
        id: "T12",
        name: "Peer Support Network",
        service: None,
        kind: Kind::PeerSupport,
        share: 83,
        coverage: (600, 0),
        mood: (0.2, 0.0),
        goal_habit: 900,
        ..PLAIN
    },
];

impl Team {
    /// Of a thousand planned questionnaires, how many are filled in on this day.
    pub fn coverage_on(&self, day: Day) -> u32 {
        (self.coverage.0 + self.coverage.1 * quarter(day).max(0) as u32).min(940)
    }

    /// How much better off its people say they are on this day, in standard deviations.
    pub fn mood_on(&self, day: Day) -> f64 {
        self.mood.0 + self.mood.1 * f64::from(quarter(day).max(0))
    }

    /// Of a thousand audited answers, how many are good in this quarter.
    pub fn audit_in(&self, quarter: i32) -> u32 {
        (self.audit_habit.0 + self.audit_habit.1 * quarter.max(0) as u32).min(920)
    }

    /// Whether it has only a handful of people.
    pub fn is_tiny(&self) -> bool {
        self.share <= 10
    }
}

/// The whole table of teams.
pub fn rows() -> Block {
    let mut block = Block::new(Table::Teams);
    for team in &TEAMS {
        let (service_id, service_name) = team.service.unwrap_or(("", ""));
        block.push(&[team.id, team.name, service_id, service_name]);
    }
    block
}
