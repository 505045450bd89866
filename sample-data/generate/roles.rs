//! What people do and have in life: work, home, learning, giving, friends. Recorded about once a year, sometimes less
//! often.

use super::block::{Block, Table};
use super::chance::Chance;
use super::day::{Day, written};
use super::people::{Person, Spell};
use super::provider::Kind;

/// What stands for one person at one time; it moves on from recording to recording.
struct Life {
    employment: &'static str,
    settled: &'static str,
    accommodation_type: &'static str,
    /// Status of each of the domains answered with yes or no that this service records.
    others: Vec<(&'static str, &'static str)>,
}

/// Every recorded status of one person.
pub fn rows(person: &Person, chance: &mut Chance) -> Block {
    let mut block = Block::new(Table::Roles);
    for spell in &person.spells {
        let mut life = Life::draw(spell.team.kind, chance);
        for day in recordings(spell, chance) {
            life.write(&mut block, &person.id, spell, day, chance);
            life.move_on(person.is_gaining(), chance);
        }
    }
    block
}

fn recordings(spell: &Spell, chance: &mut Chance) -> Vec<Day> {
    let mut day = spell.first_day() + chance.between(2, 60);
    let mut days = Vec::new();
    while day <= spell.last_day() {
        days.push(day);
        day += if chance.happens(800) { chance.between(250, 375) } else { chance.between(400, 700) };
    }
    days
}

fn others_of(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Community => &["volunteering", "friendship", "safety"],
        Kind::Rehabilitation => &["community", "caring", "income"],
        Kind::EarlyIntervention => &["education", "close_relationship", "friendship"],
        Kind::PeerSupport => &["volunteering", "community"],
    }
}

impl Life {
    fn draw(kind: Kind, chance: &mut Chance) -> Life {
        let settled = chance.weighted(&[("Y", 760), ("N", 170), ("Z", 35), ("9", 35)]);
        Life {
            employment: chance.weighted(&EMPLOYMENT),
            settled,
            accommodation_type: draw_type(settled, chance),
            others: others_of(kind).iter().map(|domain| (*domain, draw_other(domain, chance))).collect(),
        }
    }

    fn write(&self, block: &mut Block, person: &str, spell: &Spell, day: Day, chance: &mut Chance) {
        let on = written(day);
        let mut record = |domain: &str, status: &str| block.push(&[person, spell.team.id, &on, domain, status]);
        if chance.happens(940) {
            record("employment", if chance.happens(30) { "ZZ" } else { self.employment });
        }
        if spell.team.kind != Kind::PeerSupport {
            record("settled_accommodation", self.settled);
            record("accommodation_type", self.accommodation_type);
        }
        for (domain, status) in &self.others {
            if chance.happens(900) {
                record(domain, status);
            }
        }
    }

    fn move_on(&mut self, gaining: bool, chance: &mut Chance) {
        if chance.happens(220) {
            let next = if gaining { &EMPLOYMENT_RISING[..] } else { &EMPLOYMENT[..] };
            self.employment = chance.weighted(next);
        }
        if chance.happens(150) {
            self.settled = chance.weighted(&[("Y", if gaining { 900 } else { 700 }), ("N", 150), ("Z", 20)]);
            self.accommodation_type = draw_type(self.settled, chance);
        }
        for (domain, status) in &mut self.others {
            if chance.happens(230) {
                *status = draw_other(domain, chance);
            }
        }
    }
}

fn draw_type(settled: &str, chance: &mut Chance) -> &'static str {
    match settled {
        "Y" => chance.weighted(&[("01", 80), ("02", 380), ("03", 190), ("04", 200), ("05", 30), ("11", 120)]),
        "N" => chance.weighted(&[("14", 300), ("18", 260), ("19", 200), ("16", 140), ("15", 80), ("12", 20)]),
        _ => chance.weighted(&[("98", 600), ("02", 200), ("04", 200)]),
    }
}

fn draw_other(domain: &str, chance: &mut Chance) -> &'static str {
    let (held, not_held) = match domain {
        "income" => ("adequate", "not_adequate"),
        _ => ("yes", "no"),
    };
    let held_in_a_thousand = match domain {
        "volunteering" | "caring" => 210,
        "education" => 380,
        "community" => 430,
        "close_relationship" => 460,
        "income" => 520,
        "friendship" => 680,
        _ => 790,
    };
    chance.weighted(&[(held, held_in_a_thousand), (not_held, 960 - held_in_a_thousand), ("not_stated", 40)])
}

const EMPLOYMENT: [(&str, u32); 9] =
    [("04", 380), ("02", 185), ("01", 165), ("03", 75), ("06", 65), ("05", 45), ("08", 40), ("07", 35), ("ZZ", 10)];

const EMPLOYMENT_RISING: [(&str, u32); 5] = [("01", 420), ("07", 200), ("03", 160), ("02", 120), ("04", 100)];
