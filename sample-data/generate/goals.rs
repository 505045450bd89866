//! Goals that people and staff set, how they were rated on the way, and how they ended.

use super::block::{Block, Table};
use super::chance::Chance;
use super::day::{Day, EXTRACTED, written};
use super::people::{Person, Spell};
use super::provider::Kind;

/// Hands out goal ids, one after the other through the whole export.
#[derive(Debug, Default)]
pub struct Numbering(u64);

impl Numbering {
    fn next(&mut self) -> String {
        self.0 += 1;
        format!("G{:05}", self.0)
    }
}

struct Goal {
    id: String,
    kind: &'static str,
    set_by: &'static str,
    set_on: Day,
    life_area: &'static str,
    scale: Scale,
    importance: &'static str,
    difficulty: &'static str,
    /// Day and value, in order of day.
    ratings: Vec<(Day, i32)>,
    status: &'static str,
    closed_on: Option<Day>,
}

#[derive(Clone, Copy, PartialEq)]
enum Scale {
    Gas,
    Gbo,
}

impl Scale {
    fn name(self) -> &'static str {
        match self {
            Scale::Gas => "gas",
            Scale::Gbo => "gbo",
        }
    }

    fn start(self, chance: &mut Chance) -> i32 {
        match self {
            Scale::Gas => chance.weighted(&[(-1, 780), (-2, 220)]),
            Scale::Gbo => chance.weighted(&[(0, 120), (1, 220), (2, 290), (3, 220), (4, 150)]),
        }
    }

    fn step(self, gaining: bool, chance: &mut Chance) -> i32 {
        let back = if gaining { 70 } else { 200 };
        match self {
            Scale::Gas => chance.weighted(&[(-1, back), (0, 300), (1, 470), (2, 90)]),
            Scale::Gbo => chance.weighted(&[(-3, back / 2), (-1, back / 2), (0, 200), (1, 280), (2, 270), (4, 120)]),
        }
    }

    fn range(self) -> (i32, i32) {
        match self {
            Scale::Gas => (-2, 2),
            Scale::Gbo => (0, 10),
        }
    }

    /// From here on people tend to call the goal achieved.
    fn reached(self) -> i32 {
        match self {
            Scale::Gas => 1,
            Scale::Gbo => 8,
        }
    }
}

/// Every rating of every goal of one person.
pub fn rows(person: &Person, numbering: &mut Numbering, chance: &mut Chance) -> Block {
    let mut block = Block::new(Table::Goals);
    for spell in &person.spells {
        for kind in goals_of(spell, chance) {
            if let Some(goal) = draw(kind, spell, person.is_gaining(), numbering, chance) {
                write(&mut block, &person.id, spell.team.id, &goal, chance);
            }
        }
    }
    block
}

fn goals_of(spell: &Spell, chance: &mut Chance) -> Vec<&'static str> {
    let recovery = match chance.happens(spell.team.goal_habit) {
        true => chance.weighted(&[(1, 480), (2, 360), (3, 160)]),
        false => 0,
    };
    let treatment = match spell.team.kind {
        Kind::PeerSupport => 0,
        _ => chance.weighted(&[(0, 420), (1, 430), (2, 150)]),
    };
    let mut kinds = vec!["recovery"; recovery];
    kinds.resize(recovery + treatment, "treatment");
    kinds
}

fn draw(
    kind: &'static str,
    spell: &Spell,
    gaining: bool,
    numbering: &mut Numbering,
    chance: &mut Chance,
) -> Option<Goal> {
    let set_on =
        spell.first_day() + chance.between(5, 70) + if chance.happens(300) { chance.between(60, 300) } else { 0 };
    if set_on > spell.last_day() {
        return None;
    }
    let scale = match spell.team.kind {
        Kind::Rehabilitation => Scale::Gas,
        Kind::EarlyIntervention | Kind::PeerSupport => Scale::Gbo,
        Kind::Community => chance.weighted(&[(Scale::Gas, 550), (Scale::Gbo, 450)]),
    };
    let mut goal = Goal {
        id: numbering.next(),
        kind,
        set_by: draw_set_by(kind, chance),
        set_on,
        life_area: chance.pick(if kind == "recovery" { &LIFE_AREAS } else { &TREATMENT_AREAS }),
        scale,
        importance: chance.weighted(&[("3", 400), ("2", 380), ("1", 140), ("", 80)]),
        difficulty: chance.weighted(&[("1", 240), ("2", 430), ("3", 230), ("", 100)]),
        ratings: Vec::new(),
        status: "open",
        closed_on: None,
    };
    rate_and_close(&mut goal, spell, gaining, chance);
    Some(goal)
}

fn draw_set_by(kind: &str, chance: &mut Chance) -> &'static str {
    match kind {
        "recovery" => chance.weighted(&[("person", 560), ("joint", 310), ("staff", 90), ("", 40)]),
        _ => chance.weighted(&[("person", 60), ("joint", 330), ("staff", 580), ("", 30)]),
    }
}

/// Some goals are never rated; the others at the start and about every four and a half months until they end.
fn rate_and_close(goal: &mut Goal, spell: &Spell, gaining: bool, chance: &mut Chance) {
    let (lowest, highest) = goal.scale.range();
    let mut value = goal.scale.start(chance);
    let mut day = goal.set_on + if chance.happens(800) { 0 } else { chance.between(1, 21) };
    let never_rated = chance.happens(70);
    while day <= spell.last_day() && !never_rated && goal.closed_on.is_none() {
        goal.ratings.push((day, value));
        close_at_review(goal, spell, day, value, chance);
        day += if chance.happens(820) { chance.between(100, 175) } else { chance.between(230, 420) };
        value = (value + goal.scale.step(gaining, chance)).clamp(lowest, highest);
    }
    if let (Some(end), None) = (spell.end, goal.closed_on) {
        close_at_discharge(goal, end, chance);
    }
}

fn close_at_review(goal: &mut Goal, spell: &Spell, day: Day, value: i32, chance: &mut Chance) {
    let status = if value >= goal.scale.reached() && chance.happens(480) {
        "achieved"
    } else if goal.ratings.len() > 1 && chance.happens(70) {
        chance.weighted(&[("revised", 550), ("stopped", 300), ("partly", 150)])
    } else {
        return;
    };
    goal.status = status;
    goal.closed_on = Some((day + chance.between(0, 14)).min(spell.last_day()).min(EXTRACTED));
}

/// Not every open goal is closed in the record when somebody leaves a team.
fn close_at_discharge(goal: &mut Goal, end: Day, chance: &mut Chance) {
    if chance.happens(620) {
        goal.status = chance.weighted(&[("partly", 520), ("achieved", 200), ("stopped", 280)]);
        goal.closed_on = Some(end);
    }
}

fn write(block: &mut Block, person: &str, team: &str, goal: &Goal, chance: &mut Chance) {
    let last = goal.ratings.len().saturating_sub(1);
    if goal.ratings.is_empty() {
        write_row(block, person, team, goal, None, true, "");
    }
    for (index, rating) in goal.ratings.iter().enumerate() {
        let rated_by = chance.weighted(&[("joint", 520), ("self", 380), ("staff", 100)]);
        write_row(block, person, team, goal, Some(*rating), index == last, rated_by);
    }
}

/// How a goal ended stands on its last row only, as it would in a record that grows.
fn write_row(
    block: &mut Block,
    person: &str,
    team: &str,
    goal: &Goal,
    rating: Option<(Day, i32)>,
    is_last: bool,
    rated_by: &str,
) {
    let closed_on = if is_last { goal.closed_on } else { None };
    block.push(&[
        &goal.id,
        person,
        team,
        goal.kind,
        goal.set_by,
        &written(goal.set_on),
        goal.life_area,
        goal.scale.name(),
        &rating.map(|(day, _)| written(day)).unwrap_or_default(),
        &rating.map(|(_, value)| value.to_string()).unwrap_or_default(),
        goal.importance,
        goal.difficulty,
        if is_last { goal.status } else { "open" },
        &closed_on.map(written).unwrap_or_default(),
        rated_by,
    ]);
}

const LIFE_AREAS: [&str; 9] = [
    "friends and family",
    "work",
    "learning",
    "home",
    "creativity",
    "culture and faith",
    "giving back",
    "body and sport",
    "money",
];

const TREATMENT_AREAS: [&str; 5] =
    ["medication", "sleep", "staying well plan", "physical health check", "alcohol and drugs"];
