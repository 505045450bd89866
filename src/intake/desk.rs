//! The reading of one table, file by file and row by row. Every row is either taken by its table's reader, or left
//! out with a fault, or skipped as the settings say; it is counted once, and the counts are held against each other.

use super::export::Export;
use super::file_facts::FileFacts;
use super::made;
use super::noted::{LOOKS_LISTED, Notebook, What, in_part};
use super::plan::{FilePlan, Plan};
use super::quick::same;
use super::records::{Records, delimiter_words};
use super::register::Register;
use super::reject::{Reject, record_text};
use super::repeats::{Content, Lost};
use super::row::{Cleaned, Fault, Row};
use super::rows::TeamIx;
use super::shape::{are_titles, begins_with_total, other_delimiter, says_total};
use super::skips::Skips;
use super::stop::{Facts, Stop};
use super::table_read::{FileRead, TableRead};
use super::team_rows::{Orders, TeamCounts};
use crate::definitions::TableId;
use crate::finding::{Level, Place};
use csv::StringRecord;
use std::collections::{BTreeMap, BTreeSet};

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

const ROWS_BETWEEN_SIGNS: u64 = 1 << 16;

pub(super) struct Desk<'a> {
    pub(super) export: &'a Export,
    pub(super) register: Register,
    pub(super) notes: Notebook,
    pub(super) team_counts: TeamCounts,
    pub(super) rejects: Vec<Reject>,
    pub(super) progress: &'a mut dyn FnMut(Progress<'_>),
    /// Bytes of the files that have been read to their ends.
    bytes_done: u64,
    /// Bytes of all files that will be read; `None` where that cannot be known.
    of_bytes: Option<u64>,
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
        mut take: impl FnMut(&mut Row<'_>, &mut Register) -> bool,
    ) -> Result<TableRead, Stop> {
        let mut read = TableRead::default();
        let mut order = 0;
        for number in 0..plan.files.len() {
            let beside = (&mut read.rejects, &mut read.looked_at, &mut read.skips);
            let mut reading = Reading::new(self, plan, number, beside);
            let done = reading.read(&mut order, &mut take)?;
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

/// The reading of one file.
struct Reading<'r, 'd, 'p> {
    desk: &'r mut Desk<'d>,
    plan: &'p Plan<'p>,
    file: &'p FilePlan<'p>,
    /// Position of the file among those of the table.
    number: usize,
    rejects: &'r mut Vec<(u32, Reject)>,
    looked_at: &'r mut Orders,
    skips: &'r mut Skips,
    /// Position of the column that names the team, and the service's own codes for it.
    team_at: Option<(usize, Option<&'p BTreeMap<String, String>>)>,
    /// The team of every row, where audit.toml names it.
    fixed_team: Option<&'p str>,
    /// The cell and the team of the row before: exports stand in order, so the next one is often the same.
    last_team: (String, Option<TeamIx>),
}

/// What becomes of a row.
enum Fate {
    Used,
    Skipped,
    LeftOut,
}

impl<'r, 'd, 'p> Reading<'r, 'd, 'p> {
    fn new(
        desk: &'r mut Desk<'d>,
        plan: &'p Plan<'p>,
        number: usize,
        (rejects, looked_at, skips): (&'r mut Vec<(u32, Reject)>, &'r mut Orders, &'r mut Skips),
    ) -> Reading<'r, 'd, 'p> {
        let file = &plan.files[number];
        let column = file.header.columns.iter().find(|column| column.name == "team_id");
        let team_at = column.and_then(|column| column.at.map(|at| (at, column.codes)));
        let fixed_team = column.and_then(|column| column.fixed);
        let last_team = (String::new(), None);
        Reading { desk, plan, file, number, rejects, looked_at, skips, team_at, fixed_team, last_team }
    }

    fn read(
        &mut self,
        order: &mut u32,
        take: &mut impl FnMut(&mut Row<'_>, &mut Register) -> bool,
    ) -> Result<FileRead, Stop> {
        let mut records = Records::open(self.desk.export, self.plan.table, &self.file.source, self.file.written)?;
        records.header()?;
        let mut record = StringRecord::new();
        let mut cleaned = Cleaned::default();
        self.note_delimiter(order.saturating_add(1), &records);
        self.note_file(order.saturating_add(1));
        let mut facts = self.empty_facts(&records);
        let mut blank_lines = records.blank_lines();
        let (first, mut blanks) = (*order + 1, vec![(*order + 1, blank_lines)]);
        while records.next(&mut record)? {
            *order = order.checked_add(1).ok_or_else(|| self.stop("too-many-rows"))?;
            facts.rows_read += 1;
            if records.blank_lines() != blank_lines {
                self.note_blank_lines(*order, blank_lines, &records);
                blank_lines = records.blank_lines();
                blanks.push((*order, blank_lines));
            }
            match self.row(*order, &record, &records, &mut cleaned, take) {
                Fate::Used => facts.rows_used += 1,
                Fate::Skipped => {
                    (facts.rows_skipped, facts.rows_left_out) = (facts.rows_skipped + 1, facts.rows_left_out + 1)
                }
                Fate::LeftOut => facts.rows_left_out += 1,
            }
            if facts.rows_read.is_multiple_of(ROWS_BETWEEN_SIGNS) {
                self.sign(facts.rows_read, records.passed.bytes());
            }
        }
        self.finish(&mut facts, &records, cleaned, blank_lines);
        Ok(FileRead { facts, first, blanks, names: self.file.header.names.clone() })
    }

    fn row(
        &mut self,
        order: u32,
        record: &StringRecord,
        records: &Records,
        cleaned: &mut Cleaned,
        take: &mut impl FnMut(&mut Row<'_>, &mut Register) -> bool,
    ) -> Fate {
        if let Some(fault) = self.fault_of_shape(record, records) {
            let team = self.team_of(record);
            self.desk.team_counts.of(team).left_out += 1;
            self.settle(order, record, records, vec![fault], team);
            return Fate::LeftOut;
        }
        if self.skips.meets(&self.file.header, record, &self.plan.cleaning.missing) {
            self.settle(order, record, records, vec![Fault::of_row("row-skipped", Level::Look, Facts::new())], None);
            return Fate::Skipped;
        }
        let (header, cleaning) = (&self.file.header, &self.plan.cleaning);
        let made = made::ids(header, record, cleaning, &self.desk.register);
        let mut row =
            Row { order, file: self.number, record, header, cleaning, cleaned, made: &made, faults: Vec::new() };
        let taken = take(&mut row, &mut self.desk.register);
        let mut faults = row.faults;
        let team = made::team_among(&made, header, &self.desk.register).or_else(|| self.team_of(record));
        self.count(order, team, taken, !faults.is_empty());
        if taken && faults.is_empty() {
            return Fate::Used;
        }
        if !taken && faults.iter().all(|fault| fault.level != Level::LeftOut) {
            // A reader that refuses a row says why; should one ever forget to, the row is still in the list.
            faults.push(Fault::of_row("row-unusable", Level::LeftOut, Facts::new()));
        }
        self.settle(order, record, records, faults, team);
        if taken { Fate::Used } else { Fate::LeftOut }
    }

    /// Counts a row for the team that it names.
    fn count(&mut self, order: u32, team: Option<TeamIx>, taken: bool, noted: bool) {
        let rows = self.desk.team_counts.of(team);
        rows.used += u64::from(taken);
        rows.left_out += u64::from(!taken);
        if taken && noted && self.looked_at.add(order) {
            rows.look += 1;
        }
    }

    /// A row that has not the cells of the header: nothing in it can be trusted to stand in its own column.
    fn fault_of_shape(&self, record: &StringRecord, records: &Records) -> Option<Fault> {
        let (cells, expected) = (record.len(), self.file.header.names.len());
        let text = record.as_slice();
        let empty = !text.starts_with(|c: char| c.is_ascii_graphic()) && text.trim().is_empty();
        let code = match cells.cmp(&expected) {
            _ if empty => "row-empty",
            std::cmp::Ordering::Equal if !begins_with_total(record) => return None,
            std::cmp::Ordering::Equal => "row-of-totals",
            std::cmp::Ordering::Less if says_total(record) => "row-of-totals",
            _ if records.breaks_in_last() > 0 => "quote-runs-on",
            _ if other_delimiter(text, expected, records.delimiter).is_some() => "row-other-delimiter",
            std::cmp::Ordering::Less => "row-too-short",
            std::cmp::Ordering::Greater => "row-too-long",
        };
        let found_delimiter = other_delimiter(text, expected, records.delimiter).map(delimiter_words);
        let absent = self.file.header.names.get(cells..).unwrap_or_default().join(", ");
        let second_header = code == "row-too-short" && records.is_first_below_header() && are_titles(record);
        let facts = vec![
            ("second_header", if second_header { "yes" } else { "" }.to_owned()),
            ("cells", cells.to_string()),
            ("expected", expected.to_string()),
            ("lines", (records.breaks_in_last() + 1).to_string()),
            ("absent_names", absent),
            ("delimiter", delimiter_words(records.delimiter)),
            ("found_delimiter", found_delimiter.unwrap_or_default()),
        ];
        Some(Fault::of_row(code, Level::LeftOut, facts))
    }

    /// Notes the faults of a row, and lists the row where it is left out.
    fn settle(
        &mut self,
        order: u32,
        record: &StringRecord,
        records: &Records,
        faults: Vec<Fault>,
        team: Option<TeamIx>,
    ) {
        let (file, table) = (self.file, self.plan.table);
        let team = team.and_then(|team| self.desk.register.team_name(team));
        for fault in &faults {
            let Fault { code, level, at, facts, .. } = fault;
            let (found, meant) = (self.found(record, *at), fault.meant.as_deref());
            let what = What { table, code, level: *level, facts, found, meant };
            self.desk.notes.note(&what, (order, *at), || file.place(records.row(), *at), team);
        }
        let left_out = faults.into_iter().filter(|fault| fault.level == Level::LeftOut);
        if let Some(fault) = left_out.min_by_key(|fault| fault.at.unwrap_or(usize::MAX)) {
            let found = in_part(self.found(record, fault.at));
            let place = file.place(records.row(), fault.at);
            let record = record_text(record, &file.header, records.delimiter);
            let Fault { code, facts, meant, .. } = fault;
            self.rejects.push((order, Reject { table, place, code, facts, found, meant, record }));
        }
    }

    /// What stands in a cell, unless it is one that is never copied.
    fn found<'c>(&self, record: &'c StringRecord, at: Option<usize>) -> &'c str {
        let copied = at.filter(|at| !self.file.header.never_copied.contains(at));
        copied.and_then(|at| record.get(at)).unwrap_or_default()
    }

    /// The team that a row names, where it is one that may be used.
    fn team_of(&mut self, record: &StringRecord) -> Option<TeamIx> {
        let Some((at, codes)) = self.team_at else {
            return self.fixed_team.and_then(|team| self.desk.register.usable_team(team));
        };
        let cell = record.get(at)?;
        if self.last_team.1.is_some() && same(&self.last_team.0, cell) {
            return self.last_team.1;
        }
        let text = cell.trim();
        let id = codes.and_then(|codes| codes.get(text)).map_or(text, String::as_str);
        let team = self.desk.register.usable_team(id);
        self.last_team.0.clear();
        self.last_team.0.push_str(cell);
        self.last_team.1 = team;
        team
    }

    /// A file is rarely separated otherwise than by commas without anybody knowing, so what was found is said.
    fn note_delimiter(&mut self, order: u32, records: &Records) {
        if self.file.delimiter_was_declared || records.delimiter == b',' {
            return;
        }
        let place = Place { file: self.file.name.clone(), ..Place::default() };
        let facts = vec![("delimiter", delimiter_words(records.delimiter))];
        self.note_of_file("delimiter-detected", order, &place, &facts);
    }

    fn note_file(&mut self, order: u32) {
        for note in &self.file.notes {
            self.note_of_file(note.code, order, &note.place, &note.facts);
        }
    }

    fn note_blank_lines(&mut self, order: u32, before: u64, records: &Records) {
        let first = records.row() - (records.blank_lines() - before);
        let file = self.file;
        for row in first..records.row() {
            self.note_of_file("blank-line", order, &file.place(row, None), &Facts::new());
        }
    }

    /// Notes something that is no fault of a row; `order` is that of the row below it.
    fn note_of_file(&mut self, code: &'static str, order: u32, place: &Place, facts: &Facts) {
        self.desk.notes.note(&What::look(self.plan.table, code, facts), (order, None), || place.clone(), None);
    }

    fn empty_facts(&self, records: &Records) -> FileFacts {
        let header = &self.file.header;
        FileFacts {
            table: self.plan.table,
            file: self.file.name.clone(),
            sha256: String::new(),
            bytes: 0,
            rows_read: 0,
            rows_used: 0,
            rows_left_out: 0,
            rows_skipped: 0,
            blank_lines: 0,
            cells_trimmed: 0,
            times_dropped: 0,
            missing_codes: BTreeMap::new(),
            codes_translated: BTreeMap::new(),
            columns_ignored: header
                .ignored
                .iter()
                .map(|at| header.names[*at].clone())
                .filter(|n| !n.is_empty())
                .collect(),
            encoding: self.file.written.encoding,
            delimiter: char::from(records.delimiter),
            delimiter_was_declared: self.file.delimiter_was_declared,
            layout: header.layout,
            compressed: records.compressed,
        }
    }

    fn finish(&mut self, facts: &mut FileFacts, records: &Records, cleaned: Cleaned, blank_lines: u64) {
        if facts.rows_read == 0 {
            let place = Place { file: self.file.name.clone(), ..Place::default() };
            self.note_of_file("no-rows", 0, &place, &Facts::new());
        }
        facts.sha256 = records.passed.sha256();
        facts.bytes = records.passed.bytes();
        facts.blank_lines = blank_lines;
        facts.cells_trimmed = cleaned.trimmed;
        facts.times_dropped = cleaned.times_dropped;
        facts.missing_codes = cleaned.missing;
        facts.codes_translated = cleaned.translated;
        self.sign(facts.rows_read, facts.bytes);
        self.desk.bytes_done += facts.bytes;
    }

    fn sign(&mut self, rows: u64, bytes: u64) {
        let (table, file, of_bytes) = (self.plan.table, self.file.name.as_str(), self.desk.of_bytes);
        let bytes = self.desk.bytes_done + bytes;
        (self.desk.progress)(Progress { table, file, rows, bytes, of_bytes });
    }

    fn stop(&self, code: &'static str) -> Stop {
        Stop::of_file(code, self.plan.table, &self.file.name)
    }
}
