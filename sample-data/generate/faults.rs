//! Faults planted on purpose, each once, so that everybody can see what the program says about it. Each one waits for
//! the first person, record or team that it fits.

use super::block::{Block, Table};
use super::{faulty_answers, faulty_records};

/// What should become of the rows of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    LeftOut,
    /// Of these rows, one is used and the other left out.
    OneUsed,
    /// Used, and listed so that a person can look.
    Look,
    /// Used, and counted.
    Counted,
}

impl Fate {
    pub fn says(self) -> &'static str {
        match self {
            Fate::LeftOut => "left out",
            Fate::OneUsed => "one used, one left out",
            Fate::Look => "used; please look",
            Fate::Counted => "used; counted",
        }
    }
}

/// Rows of a block that belong to a fault: where the first one stands, and how many there are.
pub type Rows = (usize, usize);

#[derive(Debug)]
pub struct Fault {
    pub table: Table,
    /// Number of the first person, record or team that may carry it.
    pub from: u32,
    /// What is wrong, in plain words.
    pub says: &'static str,
    pub fate: Fate,
    /// Changes the rows, or leaves them alone when they do not fit.
    pub plant: fn(&mut Block) -> Option<Rows>,
}

/// A fault that has found its place.
#[derive(Debug)]
pub struct Planted {
    pub fault: &'static Fault,
    /// First row as a spreadsheet shows it: the header is row 1.
    pub row: u64,
    pub rows: usize,
}

/// Plants what is still waiting.
#[derive(Debug)]
pub struct Planter {
    waiting: Vec<&'static Fault>,
    pub planted: Vec<Planted>,
}

impl Planter {
    pub fn new(clean: bool) -> Planter {
        let all = faulty_answers::FAULTS.iter().chain(&faulty_records::FAULTS);
        Planter { waiting: if clean { Vec::new() } else { all.collect() }, planted: Vec::new() }
    }

    /// Plants at most one fault in a block that begins at spreadsheet row `row`.
    pub fn plant(&mut self, block: &mut Block, number: u32, row: u64) {
        let fits = |fault: &&Fault| fault.table == block.table && fault.from <= number;
        let candidates: Vec<usize> = (0..self.waiting.len()).filter(|index| fits(&self.waiting[*index])).collect();
        for index in candidates {
            if let Some((first, rows)) = (self.waiting[index].plant)(block) {
                let fault = self.waiting.remove(index);
                self.planted.push(Planted { fault, row: row + first as u64, rows });
                return;
            }
        }
    }
}

/// Whether a date lies in the last full quarter, the one that the reports are about.
pub fn is_recent(date: &str) -> bool {
    ("2026-07-01"..="2026-09-30").contains(&date)
}

/// First row that the claim holds for gets another text in a column.
pub fn spoil(block: &mut Block, column: &str, text: &str, claim: impl Fn(&Block, usize) -> bool) -> Option<Rows> {
    let row = block.find(claim)?;
    block.set(row, column, text);
    Some((row, 1))
}

/// A copy of the first row that the claim holds for, with other texts in some columns, is put right after it.
pub fn add(block: &mut Block, changes: &[(&str, &str)], claim: impl Fn(&Block, usize) -> bool) -> Option<Rows> {
    let row = block.find(claim)?;
    let copy = block.repeat(row);
    for (column, text) in changes {
        block.set(copy, column, text);
    }
    Some((copy, 1))
}
