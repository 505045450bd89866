//! Who the people are, when they were with which team, and how life goes for them. Most get a little better, some do
//! not.

use super::block::{Block, Table};
use super::chance::Chance;
use super::day::{Day, EXTRACTED, LAST_QUARTER_ENDS, month, written};
use super::provider::{Kind, TEAMS, Team};

#[derive(Debug)]
pub struct Spell {
    pub team: &'static Team,
    pub start: Day,
    /// `None` while it lasts.
    pub end: Option<Day>,
}

impl Spell {
    /// Last day on which something can have been recorded.
    pub fn last_day(&self) -> Day {
        self.end.unwrap_or(EXTRACTED)
    }

    /// First day of it that the export covers.
    pub fn first_day(&self) -> Day {
        self.start.max(0)
    }
}

#[derive(Debug)]
pub struct Person {
    pub id: String,
    pub spells: Vec<Spell>,
    birth_year: i32,
    gender: &'static str,
    ethnicity: &'static str,
    imd_decile: &'static str,
    /// How they felt when the first spell began and what a year adds, in standard deviations.
    at_first: f64,
    each_year: f64,
}

impl Person {
    pub fn draw(number: u32, chance: &mut Chance) -> Person {
        let team = pick_team(chance);
        let spells = draw_spells(team, chance);
        let imd_decile = chance.weighted(&DECILES);
        let at_first = chance.bell() - 0.2 - if chance.happens(500) && is_deprived(imd_decile) { 0.3 } else { 0.0 };
        Person {
            id: format!("P{number:05}"),
            spells,
            birth_year: draw_birth_year(team.kind, chance),
            gender: chance.weighted(&GENDERS),
            ethnicity: chance.weighted(&ETHNICITIES),
            imd_decile,
            at_first,
            each_year: 0.12 - 0.12 * at_first + 0.45 * chance.bell(),
        }
    }

    /// How well life goes on this day, in standard deviations, before the chance of the day.
    pub fn wellbeing(&self, team: &Team, day: Day) -> f64 {
        let first = self.spells.first().map_or(0, Spell::first_day);
        let years = f64::from(day - first) / 365.25;
        self.at_first + self.each_year * years + team.mood_on(day) + season(day)
    }

    /// Whether life goes better for this person as time passes.
    pub fn is_gaining(&self) -> bool {
        self.each_year > 0.05
    }
}

/// Winters are harder.
fn season(day: Day) -> f64 {
    match month(day) {
        11 | 12 | 1 | 2 => -0.12,
        6..=8 => 0.06,
        _ => 0.0,
    }
}

fn is_deprived(decile: &str) -> bool {
    matches!(decile, "1" | "2" | "3")
}

fn pick_team(chance: &mut Chance) -> &'static Team {
    let weights: Vec<(usize, u32)> = TEAMS.iter().map(|team| team.share).enumerate().collect();
    &TEAMS[chance.weighted(&weights)]
}

fn draw_spells(team: &'static Team, chance: &mut Chance) -> Vec<Spell> {
    let first = draw_first_spell(team, chance);
    let end = first.end;
    let mut spells = vec![first];
    if let Some(second) = end.and_then(|end| draw_second_spell(team, end, chance)) {
        spells.push(second);
    }
    spells
}

fn draw_first_spell(team: &'static Team, chance: &mut Chance) -> Spell {
    let was_there_before = chance.happens(430);
    let start = if was_there_before { chance.between(-700, -1) } else { chance.between(0, EXTRACTED - 12) };
    let lasts = 120 + chance.between(0, 620) + chance.between(0, 620);
    let ends = (start + lasts).max(chance.between(20, 200));
    Spell { team, start, end: (ends <= EXTRACTED).then_some(ends) }
}

/// Some people come back, to the same team or to another one. Tiny teams stay tiny.
fn draw_second_spell(team: &'static Team, ended: Day, chance: &mut Chance) -> Option<Spell> {
    let start = ended + chance.between(25, 260);
    if !chance.happens(280) || start > LAST_QUARTER_ENDS - 20 {
        return None;
    }
    let other = pick_team(chance);
    let next = if chance.happens(450) || other.is_tiny() { team } else { other };
    let ends = start + 150 + chance.between(0, 700);
    Some(Spell { team: next, start, end: (ends <= EXTRACTED).then_some(ends) })
}

fn draw_birth_year(kind: Kind, chance: &mut Chance) -> i32 {
    match kind {
        Kind::EarlyIntervention => chance.between(1993, 2007),
        _ => 1943 + (chance.between(0, 62) + chance.between(0, 62)) / 2,
    }
}

const GENDERS: [(&str, u32); 6] = [("2", 505), ("1", 450), ("3", 17), ("4", 8), ("9", 8), ("", 12)];

const ETHNICITIES: [(&str, u32); 19] = [
    ("A", 600),
    ("B", 18),
    ("C", 42),
    ("D", 12),
    ("E", 8),
    ("F", 9),
    ("G", 10),
    ("H", 34),
    ("J", 38),
    ("K", 18),
    ("L", 16),
    ("M", 32),
    ("N", 40),
    ("P", 14),
    ("R", 9),
    ("S", 22),
    ("Z", 34),
    ("99", 20),
    ("", 24),
];

const DECILES: [(&str, u32); 11] = [
    ("1", 158),
    ("2", 142),
    ("3", 122),
    ("4", 108),
    ("5", 95),
    ("6", 86),
    ("7", 78),
    ("8", 70),
    ("9", 64),
    ("10", 52),
    ("", 25),
];

/// One row for each spell.
pub fn rows(person: &Person) -> Block {
    let mut block = Block::new(Table::People);
    for spell in &person.spells {
        block.push(&[
            &person.id,
            spell.team.id,
            &written(spell.start),
            &spell.end.map(written).unwrap_or_default(),
            &person.birth_year.to_string(),
            person.gender,
            person.ethnicity,
            person.imd_decile,
        ]);
    }
    block
}
