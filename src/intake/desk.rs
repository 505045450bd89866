//! The reading of one table, file by file. Every row is either taken by its table's reader, or left out with a fault, or
//! skipped as the settings say; it is counted once, and the counts are held against each other.

use super::export::Export;
use super::file_facts::FileFacts;
use super::noted::{LOOKS_LISTED, Notebook, What};
use super::one_file::OneFile;
use super::plan::{FilePlan, Plan};
use super::records::Records;
use super::register::Register;
use super::reject::Reject;
use super::repeats::{Content, Lost};
use super::row::Row;
use super::rows::TeamIx;
use super::stop::{Facts, Stop};
use super::table_read::{FileRead, TableRead};
use super::team_rows::TeamCounts;
use crate::definitions::TableId;
use crate::finding::{Level, Place};
use csv::StringRecord;
use std::collections::{BTreeMap, BTreeSet};

/// The reader of the rows of one table.
pub(super) trait Take {
    /// Whether rows that are alike shall be told from others.
    const ALIKE: bool = false;

    /// Whether it uses a row; when it does not, it has noted why.
    fn take(&mut self, row: &mut Row<'_>, register: &mut Register) -> bool;

    /// The two cells, by position, in which the next row may differ from the one just used without saying anything else.
    fn differ(&self) -> Option<[usize; 2]> {
        None
    }

    /// Takes a row by these two cells and gives its team; nothing where it is to be read whole.
    fn take_alike(&mut self, _cells: [&str; 2], _missing: &[&str], _order: u32) -> Option<TeamIx> {
        None
    }
}

/// A reader that takes each row by itself.
struct Each<F>(F);

impl<F: FnMut(&mut Row<'_>, &mut Register) -> bool> Take for Each<F> {
    fn take(&mut self, row: &mut Row<'_>, register: &mut Register) -> bool {
        (self.0)(row, register)
    }
}

/// How far reading has come, for a person who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'a> {
    pub table: TableId,
    pub file: &'a str,
    pub rows: u64,
    /// Bytes of all files read so far, and how many there are to read; `None` where that cannot be known.
    pub bytes: u64,
    pub of_bytes: Option<u64>,
}

pub(super) struct Desk<'a> {
    pub(super) export: &'a Export,
    pub(super) register: Register,
    pub(super) notes: Notebook,
    pub(super) team_counts: TeamCounts,
    pub(super) rejects: Vec<Reject>,
    pub(super) progress: &'a mut dyn FnMut(Progress<'_>),
    /// Bytes of the files that have been read to their ends.
    pub(super) bytes_done: u64,
    /// Bytes of all files that will be read; `None` where that cannot be known.
    pub(super) of_bytes: Option<u64>,
}

impl<'d> Desk<'d> {
    pub(super) fn new(export: &'d Export, plans: &[Plan<'_>], progress: &'d mut dyn FnMut(Progress<'_>)) -> Desk<'d> {
        let (register, notes, team_counts) =
            (Register::default(), Notebook::new(LOOKS_LISTED), TeamCounts::default());
        // A sheet is taken out of its workbook at one go, so that bytes say nothing of the rows still to come.
        let size = |file: &FilePlan<'_>| file.size.filter(|_| file.source.sheet.is_none());
        let of_bytes = plans.iter().flat_map(|plan| &plan.files).map(size).sum();
        Desk { export, register, notes, team_counts, rejects: Vec::new(), progress, bytes_done: 0, of_bytes }
    }
}

impl Desk<'_> {
    /// Reads every file of a table. `take` says whether it uses a row; when it does not, it has noted why.
    pub(super) fn read(
        &mut self,
        plan: &Plan<'_>,
        take: impl FnMut(&mut Row<'_>, &mut Register) -> bool,
    ) -> Result<TableRead, Stop> {
        self.read_by(plan, &mut Each(take))
    }

    /// The same for a reader that knows rows that are alike.
    pub(super) fn read_by<T: Take>(&mut self, plan: &Plan<'_>, reader: &mut T) -> Result<TableRead, Stop> {
        let mut read = TableRead::default();
        let mut order = 0;
        for number in 0..plan.files.len() {
            let beside = (&mut read.rejects, &mut read.looked_at, &mut read.skips);
            let mut reading = OneFile::new(self, plan, number, beside);
            let done = reading.read(&mut order, reader)?;
            read.files.push(done);
        }
        for header in read.skips.never_met() {
            let place =
                Place { file: plan.first_file().unwrap_or_default(), header: header.clone(), ..Place::default() };
            let facts = vec![("skipped", header.clone()), ("table", plan.table.name().to_owned())];
            self.notes.note(&What::look(plan.table, "skip-meets-nothing", &facts), (1, None), || place.clone(), None);
        }
        Ok(read)
    }

    /// Notes something about a row that only other rows can show; the row is used.
    pub(super) fn look(
        &mut self,
        read: &mut TableRead,
        table: TableId,
        order: u32,
        code: &'static str,
        team: TeamIx,
        facts: Facts,
    ) {
        self.look_at(read, order, team, &What::look(table, code, &facts), None);
    }

    /// Notes something that a whole form shows, at one of its rows. People may leave a question out, so that alone makes
    /// no row one to look at.
    pub(super) fn note_form(
        &mut self,
        read: &TableRead,
        order: u32,
        team: TeamIx,
        what: &What<'_>,
        at: Option<usize>,
    ) {
        let team = self.register.team_name(team);
        self.notes.note(what, (order, at), || read.place_at(order, at), team);
    }

    /// The same as `look`, about one cell of the row where its column is known.
    pub(super) fn look_at(
        &mut self,
        read: &mut TableRead,
        order: u32,
        team: TeamIx,
        what: &What<'_>,
        at: Option<usize>,
    ) {
        if read.looked_at.add(order) {
            self.team_counts.of(Some(team)).look += 1;
        }
        self.note_form(read, order, team, what, at);
    }

    /// What the rows of some orders say, fetched in a second reading.
    pub(super) fn contents(
        &self,
        plan: &Plan<'_>,
        read: &TableRead,
        orders: &BTreeSet<u32>,
    ) -> Result<BTreeMap<u32, Content>, Stop> {
        let mut contents = BTreeMap::new();
        for (file, done) in plan.files.iter().zip(&read.files) {
            let mut wanted = orders.iter().copied().filter(|order| done.holds(*order)).peekable();
            if wanted.peek().is_none() {
                continue;
            }
            let mut records = Records::open(self.export, plan.table, &file.source, file.written)?;
            records.header()?;
            let mut record = StringRecord::new();
            let mut order = done.first;
            while wanted.peek().is_some() && records.next(&mut record)? {
                if wanted.next_if_eq(&order).is_some() {
                    contents.insert(order, Content::of(&record, &file.header, records.delimiter));
                }
                order += 1;
            }
        }
        Ok(contents)
    }

    /// Leaves out rows that were taken before, because of other rows with the same key.
    pub(super) fn lose(
        &mut self,
        plan: &Plan<'_>,
        read: &mut TableRead,
        mut lost: Vec<Lost>,
        mut contents: BTreeMap<u32, Content>,
        team_of: impl Fn(u32) -> Option<TeamIx>,
    ) {
        lost.sort_by_key(|lost| lost.order);
        for row in lost {
            let place = read.place(row.order);
            let other = read.place(row.other);
            let facts = row.facts(&other.file, other.row.unwrap_or_default());
            let team = team_of(row.order);
            let rows = self.team_counts.of(team);
            (rows.used, rows.left_out) = (rows.used.saturating_sub(1), rows.left_out + 1);
            rows.look = rows.look.saturating_sub(u64::from(read.looked_at.holds(row.order)));
            let team = team.and_then(|team| self.register.team_name(team));
            let (table, code) = (plan.table, row.code);
            let what = What { level: Level::LeftOut, ..What::look(table, code, &facts) };
            self.notes.note(&what, (row.order, None), || place.clone(), team);
            let record = contents.remove(&row.order).map(|content| content.record).unwrap_or_default();
            let (found, meant) = (String::new(), None);
            read.rejects.push((row.order, Reject { table, place, code, facts, found, meant, record }));
            if let Some(file) = read.files.iter_mut().find(|file| file.holds(row.order)) {
                file.facts.rows_used -= 1;
                file.facts.rows_left_out += 1;
            }
        }
    }

    /// Hands over what is left of a table that has been read. `used` is how many rows its reader holds in the end.
    pub(super) fn close(&mut self, mut read: TableRead, table: TableId, used: u64) -> Result<Vec<FileFacts>, Stop> {
        let lost = |file: &FileRead| file.facts.rows_read != file.facts.rows_used + file.facts.rows_left_out;
        if read.rows_used() != used || read.files.iter().any(lost) {
            let file = read.files.first().map_or("", |file| &file.facts.file);
            return Err(Stop::of_file("rows-do-not-add-up", table, file));
        }
        self.notes.close_table();
        read.rejects.sort_by_key(|(order, _)| *order);
        self.rejects.extend(read.rejects.into_iter().map(|(_, reject)| reject));
        Ok(read.files.into_iter().map(|file| file.facts).collect())
    }
}
