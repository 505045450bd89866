//! The reading of one file of a table, row by row: what is wrong with the row as a whole, whether it is skipped, who takes
//! it, and what is noted and counted of it.

use super::alike::Another;
use super::desk::{Desk, Progress, Take};
use super::file_facts::FileFacts;
use super::made;
use super::missing::PERSON_ID;
use super::noted::{What, in_part};
use super::plan::{FilePlan, Plan};
use super::quick::same;
use super::records::{Records, delimiter_words};
use super::reject::{Reject, record_text};
use super::row::{Cleaned, Fault, Row};
use super::rows::TeamIx;
use super::shape::{are_titles, other_delimiter, says_total, total_among};
use super::skips::Skips;
use super::stop::{Facts, Stop};
use super::table_read::FileRead;
use super::team_rows::Orders;
use crate::finding::{Level, Place};
use csv::StringRecord;
use std::collections::BTreeMap;

const ROWS_BETWEEN_SIGNS: u64 = 1 << 16;

/// The reading of one file.
pub(super) struct OneFile<'r, 'd, 'p> {
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
    /// Position of the column that says who a row is about.
    person_at: Option<usize>,
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

impl<'r, 'd, 'p> OneFile<'r, 'd, 'p> {
    pub(super) fn new(
        desk: &'r mut Desk<'d>,
        plan: &'p Plan<'p>,
        number: usize,
        (rejects, looked_at, skips): (&'r mut Vec<(u32, Reject)>, &'r mut Orders, &'r mut Skips),
    ) -> OneFile<'r, 'd, 'p> {
        let file = &plan.files[number];
        let column = file.header.columns.iter().find(|column| column.name == "team_id");
        let team_at = column.and_then(|column| column.at.map(|at| (at, column.codes)));
        let fixed_team = column.and_then(|column| column.fixed);
        let person_at =
            file.header.columns.iter().find(|column| column.name == PERSON_ID).and_then(|column| column.at);
        let last_team = (String::new(), None);
        OneFile { desk, plan, file, number, rejects, looked_at, skips, team_at, person_at, fixed_team, last_team }
    }

    pub(super) fn read<T: Take>(&mut self, order: &mut u32, reader: &mut T) -> Result<FileRead, Stop> {
        let mut records = Records::open(self.desk.export, self.plan.table, &self.file.source, self.file.written)?;
        if T::ALIKE {
            records.by_lines();
        }
        records.header()?;
        let mut record = StringRecord::new();
        let mut cleaned = Cleaned::default();
        self.note_delimiter(order.saturating_add(1), &records);
        self.note_file(order.saturating_add(1));
        let mut facts = self.empty_facts(&records);
        let (mut blank_lines, mut signs) = (records.blank_lines(), 0);
        let (first, mut blanks) = (*order + 1, vec![(*order + 1, blank_lines)]);
        while records.next(&mut record)? {
            *order = order.checked_add(1).ok_or_else(|| self.stop("too-many-rows"))?;
            facts.rows_read += 1;
            if records.blank_lines() != blank_lines {
                self.note_blank_lines(*order, blank_lines, &records);
                blank_lines = records.blank_lines();
                blanks.push((*order, blank_lines));
            }
            let fate = self.row(*order, &record, &records, &mut cleaned, reader);
            records.remember(&record, reader.differ().filter(|_| matches!(fate, Fate::Used)));
            match fate {
                Fate::Used => facts.rows_used += 1,
                Fate::Skipped => {
                    (facts.rows_skipped, facts.rows_left_out) = (facts.rows_skipped + 1, facts.rows_left_out + 1)
                }
                Fate::LeftOut => facts.rows_left_out += 1,
            }
            let alike = self.take_alike(order, &mut records, reader)?;
            (facts.rows_read, facts.rows_used) = (facts.rows_read + alike, facts.rows_used + alike);
            if facts.rows_read / ROWS_BETWEEN_SIGNS > signs {
                signs = facts.rows_read / ROWS_BETWEEN_SIGNS;
                self.sign(facts.rows_read, records.passed.bytes());
            }
        }
        self.finish(&mut facts, &records, cleaned, blank_lines);
        Ok(FileRead { facts, first, blanks, names: self.file.header.names.clone() })
    }

    /// Takes the rows that follow while they are like the one before, and counts them.
    fn take_alike(&mut self, order: &mut u32, records: &mut Records, reader: &mut impl Take) -> Result<u64, Stop> {
        let mut taken = 0;
        while let Some(Another { cells, length }) = records.another() {
            let next = order.checked_add(1).ok_or_else(|| self.stop("too-many-rows"))?;
            let Some(team) = reader.take_alike(cells, &self.plan.cleaning.missing, next) else { break };
            records.pass(length);
            (*order, taken) = (next, taken + 1);
            self.desk.team_counts.of(Some(team)).used += 1;
        }
        Ok(taken)
    }

    fn row(
        &mut self,
        order: u32,
        record: &StringRecord,
        records: &Records,
        cleaned: &mut Cleaned,
        reader: &mut impl Take,
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
        let taken = reader.take(&mut row, &mut self.desk.register);
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
        let total = match cells.cmp(&expected) {
            std::cmp::Ordering::Equal => total_among(record, self.person_at),
            std::cmp::Ordering::Less => says_total(record),
            std::cmp::Ordering::Greater => None,
        };
        let code = match cells.cmp(&expected) {
            _ if empty => "row-empty",
            _ if total.is_some() => "row-of-totals",
            std::cmp::Ordering::Equal => return None,
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
        Some(Fault { at: total, ..Fault::of_row(code, Level::LeftOut, facts) })
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
