//! Questionnaires while they are read: one sheet per person, team, instrument, day and questionnaire id, one column
//! of answers per item, and for every answer the row it came from, so that a second row for the same answer is
//! noticed.

use super::header::Part;
use super::quick::{QuickMap, hash_of};
use super::rows::{PersonIx, Rater, Sheet, Sheets, TeamIx, Texts};
use crate::definitions::Measure;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What makes rows belong to one questionnaire, beside its own id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct SheetKey {
    pub(super) person: Option<PersonIx>,
    pub(super) team: TeamIx,
    pub(super) on: NaiveDate,
    pub(super) rater: Rater,
}

/// The ids of questionnaires, in order of the sheets that have them. Nearly every sheet has an id of its own, so they
/// are not looked up by their text; the first one is the blank id.
#[derive(Debug)]
pub(super) struct FormIds(pub(super) Texts);

impl Default for FormIds {
    fn default() -> FormIds {
        let mut ids = Texts::default();
        ids.push("");
        FormIds(ids)
    }
}

impl FormIds {
    fn is(&self, number: u32, id: &str) -> bool {
        self.0.get(number) == id
    }

    fn number(&mut self, id: &str) -> u32 {
        if id.is_empty() {
            return 0;
        }
        if self.0.get(self.last()) != id {
            self.0.push(id);
        }
        self.last()
    }

    fn last(&self) -> u32 {
        self.0.len() as u32 - 1
    }
}

/// A place for an answer, or for a whole form where one row is one form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    Form,
    Part(Part),
}

impl Slot {
    pub(super) fn item(self) -> Option<usize> {
        match self {
            Slot::Form => None,
            Slot::Part(part) => part.item(),
        }
    }
}

/// A slot of one sheet of one measure.
pub(super) type SlotOf = (usize, u32, Slot);

/// All sheets of one measure.
#[derive(Debug)]
pub(super) struct Book {
    pub(super) sheets: Vec<Sheet>,
    pub(super) answers: Vec<Vec<Option<i8>>>,
    /// The order of the row that each answer came from, sheet by sheet and item by item; 0 for none.
    rows: Vec<u32>,
    /// Per sheet and scale: order of the row, and the total where it held one.
    totals: BTreeMap<(u32, usize), (u32, Option<f64>)>,
    /// Per sheet the order of its row, where one row is one form; 0 for none.
    forms: Vec<u32>,
    /// By a hash of key and questionnaire id; both are compared when an entry is met. Half of a hash is enough, and keeps
    /// the map small: every form is looked up in it once.
    by_hash: QuickMap<u32, u32>,
}

impl Book {
    pub(super) fn new(measure: &Measure) -> Book {
        Book {
            sheets: Vec::new(),
            answers: vec![Vec::new(); measure.items.len()],
            rows: Vec::new(),
            totals: BTreeMap::new(),
            forms: Vec::new(),
            by_hash: QuickMap::default(),
        }
    }

    /// The sheet of a key and a questionnaire id, where there is one.
    pub(super) fn find(&self, key: SheetKey, id: &str, ids: &FormIds) -> Option<u32> {
        let mut hash = hash_of(&(key, id)) as u32;
        loop {
            let sheet = *self.by_hash.get(&hash)?;
            if self.is(sheet, key, id, ids) {
                return Some(sheet);
            }
            hash = hash.wrapping_add(1);
        }
    }

    fn is(&self, sheet: u32, key: SheetKey, id: &str, ids: &FormIds) -> bool {
        let known = &self.sheets[sheet as usize];
        let of = (known.person, known.team, known.on, known.rater);
        of == (key.person, key.team, key.on, key.rater) && ids.is(known.questionnaire, id)
    }

    /// The sheet of a key and a questionnaire id, made when it is new.
    pub(super) fn sheet(&mut self, key: SheetKey, id: &str, ids: &mut FormIds) -> u32 {
        let next = self.sheets.len() as u32;
        let mut hash = hash_of(&(key, id)) as u32;
        loop {
            let sheet = *self.by_hash.entry(hash).or_insert(next);
            if sheet == next {
                self.add(key, ids.number(id));
                return next;
            }
            if self.is(sheet, key, id, ids) {
                return sheet;
            }
            // Another form with the same hash: this one stands at the next free place.
            hash = hash.wrapping_add(1);
        }
    }

    fn add(&mut self, key: SheetKey, questionnaire: u32) {
        let SheetKey { person, team, on, rater } = key;
        self.sheets.push(Sheet { person, team, on, questionnaire, rater, order: 0 });
        self.answers.iter_mut().for_each(|column| column.push(None));
        self.rows.resize(self.rows.len() + self.answers.len(), 0);
        self.forms.push(0);
    }

    /// The rows that the answers of a sheet came from, by item.
    fn rows_of(&self, sheet: usize) -> &[u32] {
        let items = self.answers.len();
        &self.rows[sheet * items..(sheet + 1) * items]
    }

    fn rows_of_mut(&mut self, sheet: usize) -> &mut [u32] {
        let items = self.answers.len();
        &mut self.rows[sheet * items..(sheet + 1) * items]
    }

    /// Puts an answer in its place. Gives the row that was there before, if there was one.
    pub(super) fn put_answer(&mut self, sheet: u32, item: usize, answer: Option<i8>, order: u32) -> Option<u32> {
        let at = sheet as usize;
        self.answers[item][at] = answer;
        let before = std::mem::replace(&mut self.rows_of_mut(at)[item], order);
        (before != 0).then_some(before)
    }

    /// Puts an answer on a form whose row is already known.
    pub(super) fn fill_answer(&mut self, sheet: u32, item: usize, answer: Option<i8>) {
        self.answers[item][sheet as usize] = answer;
    }

    pub(super) fn put_total(&mut self, sheet: u32, scale: usize, total: Option<f64>, order: u32) -> Option<u32> {
        self.totals.insert((sheet, scale), (order, total)).map(|(before, _)| before)
    }

    /// Puts a whole form in its place; what an earlier form said is forgotten.
    pub(super) fn put_form(&mut self, sheet: u32, order: u32) -> Option<u32> {
        let before = std::mem::replace(&mut self.forms[sheet as usize], order);
        if before != 0 {
            self.clear_form(sheet);
        }
        (before != 0).then_some(before)
    }

    fn clear_form(&mut self, sheet: u32) {
        self.answers.iter_mut().for_each(|column| column[sheet as usize] = None);
        for scale in self.scales_of(sheet) {
            self.totals.remove(&(sheet, scale));
        }
    }

    /// Scales that a sheet has a total of.
    fn scales_of(&self, sheet: u32) -> Vec<usize> {
        self.totals.range((sheet, 0)..=(sheet, usize::MAX)).map(|((_, scale), _)| *scale).collect()
    }

    /// Settles a slot that several rows claimed: `kept` is the order of the row that is used, if any.
    pub(super) fn settle(&mut self, sheet: u32, slot: Slot, kept: Option<u32>) {
        let (at, order) = (sheet as usize, kept.unwrap_or(0));
        match slot {
            Slot::Form => {
                self.forms[at] = order;
                if kept.is_none() {
                    self.clear_form(sheet);
                }
                for (_, total) in self.totals.range_mut((sheet, 0)..=(sheet, usize::MAX)) {
                    total.0 = order;
                }
            }
            Slot::Part(Part::Item(item)) => {
                self.rows_of_mut(at)[item] = order;
                if kept.is_none() {
                    self.answers[item][at] = None;
                }
            }
            Slot::Part(Part::Scale(scale)) => match (kept, self.totals.get_mut(&(sheet, scale))) {
                (Some(order), Some(total)) => total.0 = order,
                _ => {
                    self.totals.remove(&(sheet, scale));
                }
            },
        }
    }

    /// Orders of all rows that something is still read from, with repeats: one for each slot.
    pub(super) fn rows_in_use(&self) -> impl Iterator<Item = u32> {
        let answers = self.rows.iter().copied();
        let totals = self.totals.values().map(|(order, _)| *order);
        answers.chain(totals).chain(self.forms.iter().copied()).filter(|order| *order != 0)
    }

    /// How many slots something is read from.
    pub(super) fn slots_in_use(&self) -> u64 {
        let in_use = |orders: &Vec<u32>| orders.iter().filter(|order| **order != 0).count();
        let totals = self.totals.values().filter(|(order, _)| *order != 0).count();
        (in_use(&self.rows) + totals + in_use(&self.forms)) as u64
    }

    /// Order of the row in which an item was left blank; `None` where it has an answer or no row speaks of it.
    pub(super) fn blank(&self, sheet: usize, item: usize) -> Option<u32> {
        let order = self.rows_of(sheet)[item].max(self.forms[sheet]);
        (order != 0 && self.answers[item][sheet].is_none()).then_some(order)
    }

    /// The total that a sheet has of a scale.
    pub(super) fn total(&self, sheet: u32, scale: usize) -> Option<f64> {
        self.totals.get(&(sheet, scale)).and_then(|(_, total)| *total)
    }

    /// Order of the last row of one sheet; 0 when no row is left of it.
    pub(super) fn last_row(&self, sheet: usize) -> u32 {
        let answers = self.rows_of(sheet).iter().copied();
        let totals = self.totals.range((sheet as u32, 0)..=(sheet as u32, usize::MAX)).map(|(_, (order, _))| *order);
        answers.chain(totals).chain([self.forms[sheet]]).max().unwrap_or(0)
    }

    /// Order of the last row of each sheet; 0 for a sheet that no row is left of.
    pub(super) fn last_rows(&self) -> Vec<u32> {
        let mut last = self.forms.clone();
        for (sheet, last) in last.iter_mut().enumerate() {
            *last = self.rows_of(sheet).iter().copied().fold(*last, u32::max);
        }
        for ((sheet, _), (order, _)) in &self.totals {
            let last = &mut last[*sheet as usize];
            *last = (*last).max(*order);
        }
        last
    }

    /// Totals that hold a number: sheet, scale, order of the row, total.
    pub(super) fn totals(&self) -> impl Iterator<Item = (u32, usize, u32, f64)> {
        self.totals.iter().filter_map(|((sheet, scale), (order, total))| total.map(|t| (*sheet, *scale, *order, t)))
    }

    /// Gives every sheet the order of its last row, and drops sheets that no row is left of.
    pub(super) fn finish(&mut self) {
        self.by_hash = QuickMap::default();
        let last = self.last_rows();
        self.sheets.iter_mut().zip(&last).for_each(|(sheet, order)| sheet.order = *order);
        if last.contains(&0) {
            self.drop_empty(&last);
        }
    }

    fn drop_empty(&mut self, last: &[u32]) {
        let mut number = 0;
        let new: Vec<Option<u32>> = last
            .iter()
            .map(|order| {
                let kept = (*order != 0).then_some(number);
                number += u32::from(kept.is_some());
                kept
            })
            .collect();
        let mut at = new.iter();
        self.sheets.retain(|_| at.next().is_some_and(Option::is_some));
        let full: BTreeSet<usize> = (0..new.len()).filter(|at| new[*at].is_some()).collect();
        for column in &mut self.answers {
            *column = full.iter().map(|at| column[*at]).collect();
        }
        let totals = std::mem::take(&mut self.totals);
        let renumbered = totals
            .into_iter()
            .filter_map(|((sheet, scale), total)| new[sheet as usize].map(|sheet| ((sheet, scale), total)));
        self.totals = renumbered.collect();
    }

    pub(super) fn into_sheets(self, measure: usize) -> Sheets {
        let totals = self.totals().map(|(sheet, scale, _, total)| (sheet, scale, total)).collect();
        Sheets { measure, sheets: self.sheets, answers: self.answers, totals }
    }
}
