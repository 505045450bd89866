//! The list to send back as a page: what became of the rows, what that does to each team, and file by file what to mend,
//! most serious first. Repeats are capped; the whole list stands beside it in `places.csv`.

use super::{Cells, Checked, Entry, FileFaults, Kind, LEVELS, by_file, unread_columns};
use crate::definitions::wording::thousands;
use crate::finding::TeamRows;
use crate::intake::{Intake, Noted};
use crate::reports::document::{Body, Document, Labels, Table, Tone, Words, text};
use crate::reports::page;

/// How many places of one kind are listed on the page.
const PLACES_LISTED: usize = 5;

impl Checked<'_> {
    /// The whole page.
    pub fn page(&self) -> String {
        page(&self.document())
    }

    fn document(&self) -> Document {
        let mut body = Body::new();
        match self.read {
            Ok(intake) => self.read_through(&mut body, intake),
            Err(_) => self.unreadable(&mut body),
        }
        Document {
            title: self.plain("check.title"),
            subtitle: self.plain("check.subtitle"),
            language: self.wording.language.clone(),
            author: self.provider.to_owned(),
            subject: self.plain("check.subtitle"),
            date: self.date.to_owned(),
            footer: self.origin(),
            labels: Labels::of(self.wording),
            contents: false,
            body,
        }
    }

    fn plain(&self, key: &str) -> String {
        self.wording.say(key, &[])
    }

    fn origin(&self) -> String {
        let digest = self.read.map(|intake| format!(" · {}", &intake.digest()[..12])).unwrap_or_default();
        format!("Fingerpost {}{digest}", env!("CARGO_PKG_VERSION"))
    }

    fn unreadable(&self, body: &mut Body) {
        body.paragraph(self.plain("check.unreadable"));
        body.list(self.stops().iter().map(|stop| self.stop_in_words(stop)));
        body.paragraph(self.plain("check.more_may_follow"));
    }

    fn read_through(&self, body: &mut Body, intake: &Intake) {
        body.paragraph(self.rows(intake));
        if self.is_clean() {
            return;
        }
        self.what_it_shows(body);
        body.heading(1, self.plain("check.summary"));
        let files = by_file(intake, self.wording);
        body.table(self.files(intake, &files));
        if !intake.unread.is_empty() {
            body.paragraph(self.wording.say("cli.unread", &[("files", &intake.unread.join(", "))]));
        }
        for line in unread_columns(intake, self.wording) {
            body.paragraph(line);
        }
        self.teams(body, intake);
        for (at, file) in files.iter().enumerate() {
            self.file(body, file, &anchor(at));
        }
        for kind in intake.listed_in_part() {
            body.paragraph(kind.words(self.wording));
        }
    }

    /// Read, used and left out, in one sentence; for a clean folder the one that says so.
    pub fn rows(&self, intake: &Intake) -> String {
        let totals = intake.totals();
        let [read, used, left_out] =
            [totals.read, totals.used, totals.left_out].map(|rows| self.wording.count("count.rows", rows, &[]));
        let files = self.wording.count("count.files", intake.files.len() as u64, &[]);
        let key = if self.is_clean() { "check.clean" } else { "check.rows" };
        self.wording.say(key, &[("files", &files), ("read", &read), ("used", &used), ("left_out", &left_out)])
    }

    fn what_it_shows(&self, body: &mut Body) {
        let (tone, key) = match self.cells {
            Cells::Shown => (Tone::Caution, "check.shown"),
            Cells::Hidden => (Tone::Note, "check.masked"),
        };
        let title = self.plain(&format!("{key}_title"));
        body.callout(tone, title, |inside| {
            inside.paragraph(self.plain(key));
        });
    }

    /// Rows by file; the name of a file with faults leads to them.
    fn files(&self, intake: &Intake, faulty: &[FileFaults]) -> Table {
        let mut table = self.heads(Table::new(self.plain("check.files")), "file", &["read", "used", "left_out"]);
        for file in &intake.files {
            let name = match faulty.iter().position(|faults| faults.file == file.file) {
                Some(at) => text("").see(file.file.clone(), anchor(at)),
                None => text(file.file.clone()),
            };
            table.row(numbered(name, &[file.rows_read, file.rows_used, file.rows_left_out]));
        }
        table
    }

    fn teams(&self, body: &mut Body, intake: &Intake) {
        let teams = &intake.findings.rows_by_team;
        if !teams.values().any(TeamRows::has_faults) {
            return;
        }
        let with_forms = teams.values().any(|rows| rows.forms + rows.forms_lost > 0);
        let (columns, note) = match with_forms {
            true => (&["used", "left_out", "look", "forms_harmed"][..], "check.by_team_forms_note"),
            false => (&["used", "left_out", "look"][..], "check.by_team_note"),
        };
        let mut table = self.heads(Table::new(self.plain("check.by_team")), "team", columns);
        // Rows of no team stand last.
        let (named, none): (Vec<_>, Vec<_>) = teams.iter().partition(|(team, _)| !team.is_empty());
        for (team, rows) in named.into_iter().chain(none) {
            let name = if team.is_empty() { self.plain("effect.no_team") } else { team.clone() };
            let numbers = [rows.used, rows.left_out, rows.look, rows.forms_lost + rows.forms_unscored];
            table.row(numbered(text(name), &numbers[..columns.len()]));
        }
        body.table(table.note(self.plain(note)));
    }

    fn heads(&self, table: Table, first: &str, numbers: &[&str]) -> Table {
        let table = table.column(self.plain(&format!("column.{first}")));
        numbers.iter().fold(table, |table, head| table.number(self.plain(&format!("column.{head}"))))
    }

    fn file(&self, body: &mut Body, file: &FileFaults, anchor: &str) {
        body.heading_at(1, file.file, anchor);
        for level in LEVELS {
            let entries = file.of_level(level);
            if !entries.is_empty() {
                body.heading(2, self.plain(&format!("check.level.{}", level.key())));
            }
            for entry in entries {
                match entry {
                    Entry::Kind(kind) => self.kind(body, kind),
                    Entry::More { code, faults } => {
                        body.paragraph(self.wording.count("check.more_kinds", faults, &[("code", code)]));
                    }
                }
            }
        }
    }

    fn kind(&self, body: &mut Body, kind: &Kind) {
        body.heading(3, kind.message.clone());
        let places = kind.places.iter().take(PLACES_LISTED).map(|noted| self.address(noted));
        let more = kind.places.len().saturating_sub(PLACES_LISTED) as u64;
        let more = (more > 0).then(|| self.wording.count("check.more", more, &[("code", kind.code)]).into());
        body.list(places.chain(more).filter(|place| !place.is_empty()));
        let others = kind.others_in_words(self.wording, self.cells);
        if !others.is_empty() {
            body.paragraph(others);
        }
        if !kind.mend.is_empty() {
            body.paragraph(text("").strong(self.plain("check.mend")).text(format!(" {}", kind.mend)));
        }
    }

    /// The place as a spreadsheet shows it, and what stood there.
    fn address(&self, noted: &Noted) -> Words {
        let place = &noted.place;
        let row = place.row.map_or(String::new(), |row| row.to_string());
        let key = match (place.row, place.column.is_empty()) {
            (None, true) => return text(""),
            (None, false) => "check.place.column",
            (Some(_), true) if place.file.ends_with(".toml") => "check.place.line",
            (Some(_), true) => "check.place.row",
            (Some(_), false) => "check.place.cell",
        };
        let words = [("row", row.as_str()), ("column", &place.column), ("header", &place.header)];
        let address = text(self.wording.say(key, &words));
        let address = match self.found(noted) {
            None => address,
            Some((found, None)) => address.text(self.wording.say("check.found", &[("found", found)])),
            Some((found, Some(meant))) => {
                address.text(self.wording.say("check.found_meant", &[("found", found), ("meant", meant)]))
            }
        };
        match noted.other_row(self.wording) {
            None => address,
            Some(other) => address.text(format!(". {other}")),
        }
    }
}

fn anchor(file: usize) -> String {
    format!("file-{}", file + 1)
}

fn numbered(name: Words, numbers: &[u64]) -> Vec<Words> {
    let numbers = numbers.iter().map(|number| text(thousands(*number)));
    std::iter::once(name).chain(numbers).collect()
}
