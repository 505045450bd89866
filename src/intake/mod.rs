//! Bytes to checked rows. Reads the tables of an export one after the other, teams and people first, so that every
//! later row can be held against them. Decides what is used, what is left out and what a person should look at; works
//! nothing out. Every row read is used or left out, and every row left out is listed with its place and its reason.

mod actions;
mod against;
mod alike;
mod audit;
mod checklist;
mod dates;
mod decode;
mod desk;
mod earlier;
mod export;
mod file_facts;
mod gather;
mod goal_checks;
mod goals;
mod guesses;
mod header;
mod header_notes;
mod identifying;
mod in_words;
mod instruments;
mod item_headers;
mod item_names;
mod long_numbers;
mod look_alike;
mod lost_answers;
mod made;
mod meant;
mod measures;
mod missing;
mod newest;
mod noted;
mod one_file;
mod own_figures;
mod own_number;
mod people;
mod plan;
mod quick;
mod raters;
mod reach;
mod recognise;
mod records;
mod register;
mod reject;
mod repeats;
mod roles;
mod row;
pub mod rows;
mod same_form;
mod shape;
mod sheet_checks;
mod sheets;
mod side_by_side;
mod skips;
mod sources;
mod stop;
mod survey;
mod swapped_days;
mod table_read;
mod team_rows;
mod teams;
mod turned;
mod twins;
mod wide;
mod workbook;
mod workbook_limits;

#[cfg(test)]
mod tests;

pub use desk::Progress;
pub use earlier::{
    Earlier, EarlierError, PrintedNames, PrintedUnit, PrintedValue, Spot, Told, earlier, printed_names,
    printed_values,
};
pub use export::Export;
pub use file_facts::FileFacts;
pub use goal_checks::SLOTS as GOAL_SLOTS;
pub use guesses::{AnswerWords, CodeGuess, DateGuess, Mark, Skipped};
pub use identifying::refused as refused_columns;
pub use in_words::Totals;
pub use item_headers::{ItemHeaders, NumberedHeaders};
pub use item_names::NamedItem;
pub use noted::{LOOKS_LISTED, ListedInPart, Noted};
pub use own_figures::{Doubtful, OwnColumn, OwnFault, OwnFigure, OwnFigures, own_figures};
pub use own_number::OwnNumber;
pub use recognise::{ColumnGuess, How, Recognised, TableGuess, UnknownFile, recognise};
pub use reject::Reject;
pub use rows::Rows;
pub use stop::{Facts, IntakeError, Stop};
pub use survey::{Seen, Survey, survey};

use crate::definitions::settings::Settings;
use crate::definitions::{Definitions, TableId};
use crate::finding::{Findings, Place};
use chrono::NaiveDate;
use desk::Desk;
use noted::What;
use plan::{Plan, Planner};
use sources::NotRead;
use table_read::TableRead;

/// What an export holds, as far as it can be used.
#[derive(Debug, Clone)]
pub struct Intake {
    pub rows: Rows,
    pub findings: Findings,
    /// Every fault, in the order of tables, files, rows and columns, and last what only all tables together show; of those that do not cost their row, at most
    /// [`LOOKS_LISTED`] of each kind in each table.
    pub noted: Vec<Noted>,
    /// Rows left out by a fault, in the order of tables, files and rows. Skipped rows are not among them.
    pub rejects: Vec<Reject>,
    /// In the order they were read.
    pub files: Vec<FileFacts>,
    /// Text files, workbooks and sheets in the folder that no table was read from.
    pub unread: Vec<String>,
    /// The newest date of any row that is used; dates that commitments are due on do not count. `None` without a row.
    pub newest: Option<NaiveDate>,
}

/// Reads a whole export. `limit` is the last day that is not in the future. Stops, with every reason at once, where
/// figures made from the export would be wrong.
pub fn read(
    export: &Export,
    settings: &Settings,
    definitions: &Definitions,
    limit: NaiveDate,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Intake, IntakeError> {
    let plans = Planner { export, settings, definitions, limit }.plans()?;
    let desk = Desk::new(export, &plans.tables, progress);
    let (rows, files, unread) = (Rows::default(), Vec::new(), plans.unread);
    let mut reading = Reading { desk, settings, definitions, rows, files, unread };
    reading.note_files_not_read(plans.not_read);
    reading.note_guesses(plans.tables.first().map(|plan| plan.table));
    let mut stops = Vec::new();
    for plan in &plans.tables {
        if let Err(stop) = reading.table(plan) {
            stops.push(stop);
        }
    }
    if stops.is_empty() { Ok(reading.finish()) } else { Err(IntakeError { stops }) }
}

struct Reading<'a> {
    desk: Desk<'a>,
    settings: &'a Settings,
    definitions: &'a Definitions,
    rows: Rows,
    files: Vec<FileFacts>,
    unread: Vec<String>,
}

impl Reading<'_> {
    fn table(&mut self, plan: &Plan<'_>) -> Result<(), Stop> {
        let (desk, definitions) = (&mut self.desk, self.definitions);
        let points = u8::try_from(definitions.points.len()).unwrap_or(u8::MAX);
        let (read, used) = match plan.table {
            TableId::Teams => kept(&mut self.rows.teams, teams::read(desk, plan)?),
            TableId::People => kept(&mut self.rows.people, people::read(desk, plan)?),
            TableId::Measures => {
                let (sheets, read, used) = measures::read(desk, plan, definitions, self.settings)?;
                self.rows.measures = Some(sheets);
                (read, used)
            }
            TableId::Goals => {
                self.rows.goals_of_fixed_kind = goals::of_fixed_kind(plan);
                kept(&mut self.rows.goals, goals::read(desk, plan, &definitions.goals)?)
            }
            TableId::Roles => {
                let (rows, read, used) = roles::read(desk, plan, &definitions.roles)?;
                self.rows.roles = Some(rows);
                (read, used)
            }
            TableId::Audit => kept(&mut self.rows.audit, audit::read(desk, plan, points)?),
            TableId::Checklist => kept(&mut self.rows.checklist, checklist::read(desk, plan, points)?),
            TableId::Actions => kept(&mut self.rows.actions, actions::read(desk, plan, points)?),
        };
        self.files.extend(self.desk.close(read, plan.table, used)?);
        Ok(())
    }

    fn note_files_not_read(&mut self, files: Vec<NotRead>) {
        for file in files {
            let place = Place { file: file.file, ..Place::default() };
            let facts = vec![("wanted", file.wanted)];
            self.desk.notes.note(&What::look(file.table, "file-not-read", &facts), (0, None), || place.clone(), None);
        }
    }

    /// A guess that nobody has confirmed shapes every figure.
    fn note_guesses(&mut self, table: Option<TableId>) {
        if let Some(((lines, first), table)) = self.settings.guesses.zip(table) {
            let place = Place { file: "audit.toml".to_owned(), row: Some(first), ..Place::default() };
            let facts = vec![("guesses", lines.to_string())];
            self.desk.notes.note(&What::look(table, "guesses-stand", &facts), (0, None), || place.clone(), None);
        }
    }

    /// Notes what only all tables together show, each at the first file of its table.
    fn note_reach(&mut self) {
        let name = |team| self.desk.register.team_name(team).unwrap_or_default().to_owned();
        let odd = reach::look(&self.rows, name);
        for (table, code, facts) in odd {
            if self.desk.notes.has(table, code) {
                continue;
            }
            let file = self.files.iter().find(|file| file.table == table).map(|file| file.file.clone());
            let place = Place { file: file.unwrap_or_default(), ..Place::default() };
            self.desk.notes.note(&What::look(table, code, &facts), (0, None), || place.clone(), None);
        }
    }

    fn finish(mut self) -> Intake {
        self.note_reach();
        let Desk { register, notes, rejects, team_counts, .. } = self.desk;
        let (mut findings, noted) = notes.into_parts();
        findings.rows_by_team = team_counts.by_id(|team| register.team_name(team).map(str::to_owned));
        let mut rows = self.rows;
        rows.ids = register.into_ids();
        let newest = newest::newest(&rows);
        Intake { rows, findings, noted, rejects, files: self.files, unread: self.unread, newest }
    }
}

/// Keeps the rows of a table and says how many there are.
fn kept<T>(place: &mut Option<Vec<T>>, (rows, read): (Vec<T>, TableRead)) -> (TableRead, u64) {
    let used = rows.len() as u64;
    *place = Some(rows);
    (read, used)
}
