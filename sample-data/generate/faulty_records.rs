//! The faults planted in every table but `measures.csv`.

use super::block::{Block, Table};
use super::faults::{Fate, Fault, Rows, add, is_recent, spoil};

pub static FAULTS: [Fault; 28] = [
    fault(Table::Teams, 1, Fate::OneUsed, "the second row is an exact copy of the first", |block| {
        let (copy, _) = add(block, &[], is("team_id", "T05"))?;
        Some((copy - 1, 2))
    }),
    fault(Table::People, 100, Fate::LeftOut, "the time with the team ends before it starts", |block| {
        add(block, &[("start_date", "2026-05-20"), ("end_date", "2026-05-02")], any)
    }),
    fault(Table::People, 130, Fate::LeftOut, "team T99 is not in teams.csv", |block| {
        add(block, &[("team_id", "T99")], any)
    }),
    fault(Table::People, 160, Fate::LeftOut, "the start lies after the day the export was made", |block| {
        add(block, &[("start_date", "2026-11-02"), ("end_date", "")], any)
    }),
    fault(Table::People, 190, Fate::Look, "two times with the same team overlap", |block| {
        add(block, &[("start_date", "2026-06-15")], is_there_now)
    }),
    fault(Table::People, 220, Fate::Look, "ethnicity Q is not a national code", |block| {
        spoil(block, "ethnicity", "Q", is_there_now)
    }),
    fault(Table::People, 250, Fate::Look, "gender 7 is not a national code", |block| {
        spoil(block, "gender", "7", is_there_now)
    }),
    fault(Table::People, 280, Fate::Look, "deprivation 11; the tenths go from 1 to 10", |block| {
        spoil(block, "imd_decile", "11", is_there_now)
    }),
    fault(Table::People, 310, Fate::Look, "born in 1066", |block| spoil(block, "birth_year", "1066", is_there_now)),
    fault(Table::Goals, 40, Fate::LeftOut, "rated before the goal was set", |block| {
        add(block, &[("rated_on", "2023-12-31")], is_recently_rated("gas"))
    }),
    fault(Table::Goals, 70, Fate::LeftOut, "half a point, which this service does not use", |block| {
        spoil(block, "rating", "-0.5", is_recently_rated("gas"))
    }),
    fault(Table::Goals, 100, Fate::LeftOut, "a rating without the day it was made", |block| {
        add(block, &[("rated_on", "")], is_recently_rated("gbo"))
    }),
    fault(Table::Goals, 130, Fate::LeftOut, "the rating is 11, and the scale ends at 10", |block| {
        spoil(block, "rating", "11", is_recently_rated("gbo"))
    }),
    fault(Table::Goals, 160, Fate::LeftOut, "status \"finished\" is not one of those known here", |block| {
        spoil(block, "status", "finished", is_recently_rated("gas"))
    }),
    fault(Table::Goals, 190, Fate::LeftOut, "importance 5; it goes from 0 to 3", |block| {
        spoil(block, "importance", "5", is_recently_rated("gbo"))
    }),
    fault(
        Table::Goals,
        220,
        Fate::OneUsed,
        "two rows rate the same goal on the same day; the later one is used",
        |block| {
            let at = block.find(is_recently_rated("gas"))?;
            let other = if block.cell(at, "rating") == "0" { "1" } else { "0" };
            add(block, &[("rating", other)], move |_, row| row == at)?;
            Some((at, 2))
        },
    ),
    fault(Table::Roles, 60, Fate::LeftOut, "employment 11 is not a national code", |block| {
        spoil(block, "status", "11", is_recent_role("employment"))
    }),
    fault(Table::Roles, 90, Fate::LeftOut, "\"housing\" is not a part of life known here", |block| {
        spoil(block, "domain", "housing", is_recent_role("settled_accommodation"))
    }),
    fault(Table::Roles, 120, Fate::Look, "settled home (the row above) with type 13, squatting", |block| {
        let settled =
            |row: usize| is_recent_role("settled_accommodation")(block, row) && block.cell(row, "status") == "Y";
        let at = (0..block.rows.len()).find(|row| settled(*row))? + 1;
        block.set(at, "status", "13");
        Some((at, 1))
    }),
    fault(Table::Roles, 150, Fate::Counted, "employment 1, accepted as 01", |block| {
        spoil(block, "status", "1", |block, row| {
            is_recent_role("employment")(block, row) && block.cell(row, "status") == "01"
        })
    }),
    fault(Table::Roles, 180, Fate::LeftOut, "the date is the word \"unknown\"", |block| {
        spoil(block, "recorded_on", "unknown", is_recent_role("employment"))
    }),
    fault(Table::Audit, 812, Fate::LeftOut, "there is no point 101", |block| {
        spoil(block, "point", "101", is_audited)
    }),
    fault(Table::Audit, 844, Fate::LeftOut, "\"maybe\" is not one of the answers", |block| {
        spoil(block, "met", "maybe", is_audited)
    }),
    fault(Table::Audit, 876, Fate::LeftOut, "the date is 31 September 2026, which does not exist", |block| {
        spoil(block, "audited_on", "2026-09-31", is_audited)
    }),
    fault(Table::Checklist, 3, Fate::OneUsed, "two answers on one day; the later one is used", |block| {
        let at = block.rows.len() - 1;
        let other = if block.cell(at, "in_place") == "yes" { "no" } else { "yes" };
        add(block, &[("in_place", other)], move |_, row| row == at)?;
        Some((at, 2))
    }),
    fault(Table::Checklist, 5, Fate::LeftOut, "\"planned\" is not one of the answers", |block| {
        let last = block.rows.len() - 1;
        spoil(block, "in_place", "planned", move |_, row| row == last)
    }),
    fault(Table::Actions, 2, Fate::LeftOut, "status \"ongoing\" is not one of those known here", |block| {
        spoil(block, "status", "ongoing", is("status", "open"))
    }),
    fault(Table::Actions, 6, Fate::LeftOut, "agreed on a day after the export was made", |block| {
        spoil(block, "agreed_on", "2026-12-01", is("status", "open"))
    }),
];

const fn fault(
    table: Table,
    from: u32,
    fate: Fate,
    says: &'static str,
    plant: fn(&mut Block) -> Option<Rows>,
) -> Fault {
    Fault { table, from, says, fate, plant }
}

fn any(_: &Block, _: usize) -> bool {
    true
}

fn is(column: &'static str, text: &'static str) -> impl Fn(&Block, usize) -> bool {
    move |block, row| block.cell(row, column) == text
}

/// The only spell of somebody who came before June 2026 and is still there.
fn is_there_now(block: &Block, row: usize) -> bool {
    block.rows.len() == 1 && block.cell(row, "end_date").is_empty() && block.cell(row, "start_date") < "2026-06-01"
}

/// A rating in the last quarter that is not the first one of its goal.
fn is_recently_rated(scale: &'static str) -> impl Fn(&Block, usize) -> bool {
    move |block, row| {
        block.cell(row, "scale") == scale
            && is_recent(block.cell(row, "rated_on"))
            && row > 0
            && block.cell(row - 1, "goal_id") == block.cell(row, "goal_id")
    }
}

fn is_recent_role(domain: &'static str) -> impl Fn(&Block, usize) -> bool {
    move |block, row| block.cell(row, "domain") == domain && is_recent(block.cell(row, "recorded_on"))
}

fn is_audited(block: &Block, row: usize) -> bool {
    is_recent(block.cell(row, "audited_on")) && block.cell(row, "met") != "na"
}
