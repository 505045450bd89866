//! The faults planted among the answers in `measures.csv`.

use super::block::{Block, Table};
use super::faults::{Fate, Fault, Rows, add, is_recent, spoil};

pub static FAULTS: [Fault; 22] = [
    fault(20, Fate::LeftOut, "the date is 30 February 2026, which does not exist", |block| {
        spoil(block, "completed_on", "2026-02-30", is_answer_to("dialog"))
    }),
    fault(50, Fate::LeftOut, "the date is written day first, 14/08/2026, and not as 2026-08-14", |block| {
        spoil(block, "completed_on", "14/08/2026", is_answer_to("reqol-10"))
    }),
    fault(80, Fate::LeftOut, "the date lies after the day the export was made", |block| {
        spoil(block, "completed_on", "2027-08-14", is_answer_to("dialog"))
    }),
    fault(110, Fate::LeftOut, "team T77 is not in teams.csv", |block| {
        spoil(block, "team_id", "T77", is_answer_to("reqol-10"))
    }),
    fault(140, Fate::LeftOut, "nobody is named: the person's number is missing", |block| {
        spoil(block, "person_id", "", is_answer_to("dialog"))
    }),
    fault(170, Fate::LeftOut, "the answer is 99, and the scale ends at 7", |block| {
        spoil(block, "answer", "99", is_answer_to("dialog"))
    }),
    fault(200, Fate::LeftOut, "the answer is a word, \"often\", where a number belongs", |block| {
        spoil(block, "answer", "often", is_answer_to("reqol-10"))
    }),
    fault(230, Fate::LeftOut, "ReQoL-10 has no item 12", |block| {
        add(block, &[("item", "12")], is_answer_to("reqol-10"))
    }),
    fault(260, Fate::LeftOut, "\"dialogue\" is not a questionnaire known here (dialog is)", |block| {
        spoil(block, "measure", "dialogue", is_answer_to("dialog"))
    }),
    fault(290, Fate::LeftOut, "the last cells of the row are missing", |block| {
        let row = block.find(is_answer_to("qpr-15"))?;
        block.rows[row].truncate(5);
        Some((row, 1))
    }),
    fault(320, Fate::OneUsed, "the second row is an exact copy of the first", |block| {
        let (copy, _) = add(block, &[], is_answer_to("dialog"))?;
        Some((copy - 1, 2))
    }),
    fault(350, Fate::OneUsed, "two rows answer the same question differently; the later one is used", |block| {
        let at = block.find(is_answer_to("reqol-10"))?;
        let other = if block.cell(at, "answer") == "1" { "2" } else { "1" };
        add(block, &[("answer", other)], move |_, row| row == at)?;
        Some((at, 2))
    }),
    fault(380, Fate::LeftOut, "CSQ-8 may only be used with a licence, and none is confirmed in audit.toml", csq_8),
    fault(410, Fate::Counted, "the answer is 8, which DIALOG uses for \"not answered\"", |block| {
        spoil(block, "answer", "8", is_answer_to("dialog"))
    }),
    fault(440, Fate::Counted, "the answer is NULL, declared as missing in audit.toml", |block| {
        spoil(block, "answer", "NULL", is_answer_to("reqol-10"))
    }),
    fault(470, Fate::Counted, "there is a space after the team's id", |block| {
        let at = block.find(is_answer_to("dialog"))?;
        let spaced = format!("{} ", block.cell(at, "team_id"));
        block.set(at, "team_id", &spaced);
        Some((at, 1))
    }),
    fault(500, Fate::Look, "the total (12) is not the sum of the answers", disagreeing_total),
    fault(530, Fate::Look, "person P99999 is not in people.csv", unknown_person),
    fault(560, Fate::Look, "the questionnaire is dated before the person's time with the team", before_the_spell),
    fault(590, Fate::Look, "every question has the same answer, even those that ask the opposite", straight_line),
    fault(620, Fate::Look, "a second DIALOG on the same day; the later one in the file is used", twice_a_day),
    fault(650, Fate::LeftOut, "the total is 75, and the scale ends at 40", |block| {
        spoil(block, "answer", "75", |block, row| block.cell(row, "item") == "total")
    }),
];

const fn fault(from: u32, fate: Fate, says: &'static str, plant: fn(&mut Block) -> Option<Rows>) -> Fault {
    Fault { table: Table::Measures, from, says, fate, plant }
}

/// A recent answer, not a blank one, to this questionnaire.
fn is_answer_to(measure: &'static str) -> impl Fn(&Block, usize) -> bool {
    move |block, row| {
        block.cell(row, "measure") == measure
            && is_recent(block.cell(row, "completed_on"))
            && !matches!(block.cell(row, "answer"), "" | "0")
            && block.cell(row, "item") != "total"
    }
}

/// Rows of a recent questionnaire in which every item is answered.
fn complete(block: &Block, measure: &'static str, items: usize) -> Option<Rows> {
    let first = block.find(|block, row| is_answer_to(measure)(block, row) && block.cell(row, "item") == "1")?;
    let id = block.cell(first, "questionnaire_id");
    let same = |row: &usize| block.cell(*row, "questionnaire_id") == id && !block.cell(*row, "answer").is_empty();
    let answered = (first..block.rows.len()).filter(same).count();
    (answered == items).then_some((first, items))
}

/// Puts a copy of a complete questionnaire right after it.
fn copy_of(block: &mut Block, measure: &'static str, items: usize) -> Option<Rows> {
    let (first, rows) = complete(block, measure, items)?;
    let copied = block.rows[first..first + rows].to_vec();
    block.rows.splice(first + rows..first + rows, copied);
    Some((first + rows, rows))
}

fn set_all(block: &mut Block, (first, rows): Rows, column: &str, text: &str) -> Option<Rows> {
    (first..first + rows).for_each(|row| block.set(row, column, text));
    Some((first, rows))
}

fn csq_8(block: &mut Block) -> Option<Rows> {
    let (first, _) = copy_of(block, "dialog", 11)?;
    block.rows.drain(first + 8..first + 11);
    let rows = (first, 8);
    set_all(block, rows, "measure", "csq-8")?;
    set_all(block, rows, "questionnaire_id", "Q-CSQ")?;
    set_all(block, rows, "answer", "3")
}

fn disagreeing_total(block: &mut Block) -> Option<Rows> {
    let (first, rows) = complete(block, "qpr-15", 15)?;
    let sum: u32 = (first..first + rows).filter_map(|row| block.cell(row, "answer").parse::<u32>().ok()).sum();
    if sum == 12 {
        return None;
    }
    let last = first + rows - 1;
    add(block, &[("item", "total"), ("answer", "12")], move |_, row| row == last)
}

fn unknown_person(block: &mut Block) -> Option<Rows> {
    let rows = copy_of(block, "brief-inspire", 5)?;
    set_all(block, rows, "questionnaire_id", "Q-WHO")?;
    set_all(block, rows, "person_id", "P99999")
}

fn before_the_spell(block: &mut Block) -> Option<Rows> {
    let rows = copy_of(block, "brief-inspire", 5)?;
    set_all(block, rows, "questionnaire_id", "Q-OLD")?;
    set_all(block, rows, "completed_on", "2019-03-04")
}

fn straight_line(block: &mut Block) -> Option<Rows> {
    let rows = complete(block, "reqol-10", 10)?;
    set_all(block, rows, "answer", "4")
}

fn twice_a_day(block: &mut Block) -> Option<Rows> {
    let rows = copy_of(block, "dialog", 11)?;
    set_all(block, rows, "questionnaire_id", "Q-TWO")?;
    set_all(block, (rows.0, 1), "answer", "2")?;
    Some(rows)
}
