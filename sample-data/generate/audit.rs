//! Case records held against action points every quarter, and what each team says about itself once a year.

use super::block::{Block, Table};
use super::chance::Chance;
use super::day::{Day, QUARTERS, quarter_starts, written};
use super::provider::{TEAMS, Team};

/// Action points that a case record can show, and how much harder than usual each one is, in a thousandth.
const RECORD_POINTS: [(u32, u32); 12] = [
    (34, 0),
    (37, 120),
    (43, 0),
    (44, 200),
    (77, 160),
    (82, 60),
    (83, 180),
    (84, 150),
    (85, 90),
    (86, 0),
    (90, 260),
    (96, 120),
];

/// Action points that a team can answer for itself, with what it can point to.
const CHECKLIST_POINTS: [(u32, &str); 13] = [
    (3, "Peer worker in post"),
    (11, "Supervision form has a page on the relationship"),
    (22, "Training record"),
    (23, "Values on the wall and on the website"),
    (24, "Values reread at the away day, May 2026"),
    (27, "Last quarter's report and action list"),
    (29, "Interview questions written with people who use the service"),
    (54, "Complaints log"),
    (55, "Leaflet: asking for another worker"),
    (59, "Review led by people who use the service"),
    (98, "This report"),
    (99, "Questionnaires at start and every six months"),
    (100, "Figures shared at the open evening"),
];

/// The audit of one quarter: each team looks at a few of its records. `numbering` counts records through the whole
/// export.
pub fn rows(quarter: i32, numbering: &mut u32, chance: &mut Chance) -> Vec<Block> {
    let mut records = Vec::new();
    for team in &TEAMS {
        let looked_at = if team.is_tiny() { chance.between(2, 3) } else { chance.between(9, 13) };
        for _ in 0..looked_at {
            *numbering += 1;
            let day = quarter_starts(quarter) + chance.between(40, 80);
            records.push(record(*numbering, team, quarter, day, chance));
        }
    }
    records
}

fn record(number: u32, team: &Team, quarter: i32, day: Day, chance: &mut Chance) -> Block {
    let mut block = Block::new(Table::Audit);
    let (id, on) = (format!("R{number:04}"), written(day));
    for (point, harder) in RECORD_POINTS {
        let good = team.audit_in(quarter).saturating_sub(harder);
        let met = if chance.happens(exceptions(point)) { "na" } else { verdict(good, chance) };
        block.push(&[&id, team.id, &on, &point.to_string(), met]);
    }
    block
}

/// Not every point applies to every record: nobody comes off medication who takes none.
fn exceptions(point: u32) -> u32 {
    match point {
        77 => 280,
        85 | 96 => 180,
        _ => 40,
    }
}

fn verdict(good: u32, chance: &mut Chance) -> &'static str {
    let rest = 1000 - good;
    chance.weighted(&[("yes", good), ("partly", rest * 45 / 100), ("no", rest * 55 / 100)])
}

/// The checklist of one team, one answer a year for each point. Orchard House has let it lapse.
pub fn checklist(team: &Team, chance: &mut Chance) -> Block {
    let mut block = Block::new(Table::Checklist);
    let years = if team.id == "T06" { 0..1 } else { 0..3 };
    for year in years {
        let day = year * 365 + chance.between(30, 120);
        for (point, evidence) in CHECKLIST_POINTS {
            let answer = draw_answer(year, chance);
            let evidence = if answer == "yes" || answer == "partly" { evidence } else { "" };
            block.push(&[team.id, &written(day), &point.to_string(), answer, evidence]);
        }
    }
    block
}

fn draw_answer(year: i32, chance: &mut Chance) -> &'static str {
    let yes = 480 + 110 * year as u32;
    chance.weighted(&[("yes", yes), ("partly", 200), ("no", 760 - yes), ("na", 40)])
}

/// Quarters in which records were looked at: the last eight.
pub fn audited_quarters() -> std::ops::Range<i32> {
    QUARTERS - 8..QUARTERS
}
