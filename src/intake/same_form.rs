//! The form of the row before. Most rows of a long export belong to the same form as the row above them, and then nothing
//! about the form is read again: only its item and its answer are.

use super::header::{Col, Part};
use super::measures::{ANSWER, COMPLETED_ON, ITEM, OF_THE_FORM};
use super::raters::RatedBy;
use super::row::{Fault, Row};
use std::ops::Range;

#[derive(Debug, Default)]
pub(super) struct SameForm {
    /// False before the first form, after a row left out, and where reading a cell again would count something.
    holds: bool,
    file: usize,
    /// Positions of the cells that say whose form it is, adjacent ones together.
    runs: Vec<Range<usize>>,
    /// The text of these cells, and the length of each of them.
    text: String,
    lengths: Vec<usize>,
    pub(super) measure: usize,
    pub(super) sheet: u32,
    pub(super) part: Option<Part>,
    /// Who filled it in; `None` where that cell is to be read in every row, because reading it counts or notes something.
    pub(super) rated_by: Option<RatedBy>,
    /// What a person should look at in each of its rows.
    looks: Vec<Fault>,
    /// Whether the day has a time of day behind it.
    timed: bool,
    /// Where item and answer stand, if another row of the form has nothing else to read, to count or to note.
    pub(super) differ: Option<[usize; 2]>,
}

impl SameForm {
    /// Whether a row says the same about its form as the row before. Adjacent cells are compared together; their lengths
    /// tell "P1, T05" from "P1T, 05".
    pub(super) fn is_of(&self, row: &Row<'_>) -> bool {
        if !self.holds || self.file != row.file {
            return false;
        }
        let (text, range) = (row.record.as_slice(), |at: usize| row.record.range(at).unwrap_or_default());
        let mut before = self.text.as_str();
        let same_text = self.runs.iter().all(|run| {
            let cells = text.get(range(run.start).start..range(run.end - 1).end).unwrap_or_default();
            before.strip_prefix(cells).map(|rest| before = rest).is_some()
        });
        let lengths = self.runs.iter().cloned().flatten().map(|at| range(at).len());
        same_text && before.is_empty() && lengths.eq(self.lengths.iter().copied())
    }

    /// Remembers the form of a row for the rows that follow.
    pub(super) fn remember(
        &mut self,
        row: &Row<'_>,
        (measure, sheet): (usize, u32),
        instrument: &str,
        (rated_by, rater): (RatedBy, Col),
    ) {
        if self.file != row.file || self.runs.is_empty() {
            self.file = row.file;
            self.runs =
                runs(OF_THE_FORM.iter().chain([&rater]).filter_map(|col| row.header.columns[col.0].at).collect());
        }
        self.text.clear();
        self.lengths.clear();
        for cell in self.runs.iter().cloned().flatten().filter_map(|at| row.record.get(at)) {
            self.text.push_str(cell);
            self.lengths.push(cell.len());
        }
        let of_the_form = |fault: &&Fault| row.is_at_one_of(fault, &OF_THE_FORM);
        self.looks = row.faults.iter().filter(of_the_form).cloned().collect();
        self.holds = OF_THE_FORM.iter().all(|col| row.is_plain(*col));
        let noted = row.faults.iter().any(|fault| row.is_at_one_of(fault, &[rater]));
        self.rated_by = (!noted && row.is_plain(rater)).then_some(rated_by);
        self.timed = row.raw(COMPLETED_ON).unwrap_or_default().contains(':');
        (self.measure, self.sheet) = (measure, sheet);
        let quiet = self.holds && self.looks.is_empty() && !self.timed && self.rated_by.is_some();
        self.differ = Some([ITEM, ANSWER].map(|col| row.uncoded(col, instrument))).filter(|_| quiet).and_then(both);
    }

    /// Notes in another row of the form what was noted in the first.
    pub(super) fn note_again(&self, row: &mut Row<'_>) {
        row.faults.extend(self.looks.iter().cloned());
        row.cleaned.times_dropped += u64::from(self.timed);
    }

    pub(super) fn forget(&mut self) {
        (self.holds, self.differ) = (false, None);
    }
}

fn both(places: [Option<usize>; 2]) -> Option<[usize; 2]> {
    Some([places[0]?, places[1]?])
}

/// Positions in order, adjacent ones together.
fn runs(mut positions: Vec<usize>) -> Vec<Range<usize>> {
    positions.sort_unstable();
    let runs = positions.chunk_by(|at, next| at + 1 == *next);
    runs.filter_map(|run| Some(*run.first()?..run.last()? + 1)).collect()
}
