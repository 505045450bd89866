//! What teams promised to do, quarter by quarter, and what became of it.

use super::block::{Block, Table};
use super::chance::Chance;
use super::day::{Day, LAST_QUARTER_ENDS, QUARTERS, quarter_starts, written};
use super::provider::Team;

/// Point and promise.
const PROMISES: [(&str, &str); 16] = [
    ("34", "Start every assessment with what the person is good at"),
    ("37", "Offer everybody an hour to make sense of what happened, and date it"),
    ("43", "Write goals in the person's own words"),
    ("44", "Hold a wellness planning group every second Thursday"),
    ("49", "Look at every open goal together at least twice a year"),
    ("55", "Tell everybody at the first meeting how to ask for another worker"),
    ("56", "Keep a shelf of self-help guides in the waiting room, and say that it is there"),
    ("57", "Invite somebody who has been through it to each open evening"),
    ("59", "Find money for a review led by people who use the service"),
    ("82", "Ask about the person's own goals before ours at each review"),
    ("84", "Talk through one risk worth taking with each person"),
    ("86", "Agree early warning signs and leave a copy with the person"),
    ("90", "Offer an advance statement at each yearly review"),
    ("93", "Ask who should visit, and ring them within two days"),
    ("99", "Ask about INSPIRE at the six-month review, not only at the start"),
    ("", "Put last quarter's figures on one page for the café"),
];

/// The promises of one team over the last four quarters. `numbering` counts them through the whole export.
pub fn rows(team: &Team, numbering: &mut u32, chance: &mut Chance) -> Block {
    let mut block = Block::new(Table::Actions);
    let mut next = chance.below(PROMISES.len() as u32) as usize;
    for quarter in QUARTERS - 4..QUARTERS {
        let promises = if team.is_tiny() { 1 } else { chance.between(2, 3) };
        for _ in 0..promises {
            *numbering += 1;
            write(&mut block, *numbering, team, quarter, PROMISES[next % PROMISES.len()], chance);
            next += 1;
        }
    }
    block
}

/// Agreed in the second month of a quarter, due before the end of the quarter after it or the one after that.
fn write(
    block: &mut Block,
    number: u32,
    team: &Team,
    quarter: i32,
    (point, text): (&str, &str),
    chance: &mut Chance,
) {
    let agreed = quarter_starts(quarter) + chance.between(33, 48);
    let due = quarter_starts(quarter + chance.between(2, 3)) - 1;
    let (status, closed) = what_became_of_it(agreed, due, chance);
    block.push(&[
        &format!("A{number:03}"),
        team.id,
        &written(agreed),
        point,
        text,
        &written(due),
        status,
        &closed.map(written).unwrap_or_default(),
    ]);
}

fn what_became_of_it(agreed: Day, due: Day, chance: &mut Chance) -> (&'static str, Option<Day>) {
    let closed = (agreed + chance.between(30, 110)).min(due);
    let fate = chance.weighted(&[("done", 620), ("open", 280), ("dropped", 100)]);
    if fate == "open" || closed > LAST_QUARTER_ENDS { ("open", None) } else { (fate, Some(closed)) }
}
