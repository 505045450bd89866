//! The first `audit.toml` of a service: what its exports seem to be, written down as guesses that a person confirms, and
//! empty templates of the tables that are not there. Nothing that stands in the folder is ever changed.

mod questions;
mod settings_text;

use crate::definitions::{Definitions, TableId};
use crate::intake::{self, Export, IntakeError, Recognised, Seen, Stop, Survey};
use crate::publish::{self, File, PublishError};
use crate::table::Table;
use std::path::Path;

const SETTINGS: &str = "audit.toml";
/// Templates stand apart: an empty table beside the exports would be read as a table without rows.
const TEMPLATES: &str = "templates";

/// Why nothing was begun.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// There is an `audit.toml` already.
    #[error("audit.toml is there already")]
    Exists,
    #[error("{0}")]
    Input(#[from] IntakeError),
    #[error("{0}")]
    Publish(#[from] PublishError),
}

/// What was recognised and what was written.
#[derive(Debug, Default)]
pub struct Begun {
    /// Id and title of the profile that fits.
    pub profile: Option<(String, String)>,
    /// Tables that were recognised, each with its files.
    pub tables: Vec<(TableId, Vec<String>)>,
    /// Tables for which a template was written, or was there already.
    pub missing: Vec<TableId>,
    /// What is no table, as far as can be told.
    pub unknown: Vec<String>,
    /// Files that may be a table once something is filled in.
    pub may_be: Vec<(String, TableId)>,
    /// Files with headers that seem to name people.
    pub identifying: Vec<(String, Vec<String>)>,
    /// Files that are neither text nor workbooks.
    pub other: Vec<String>,
    pub not_readable: Vec<Stop>,
    /// Paths below the folder.
    pub written: Vec<String>,
}

pub fn init(folder: &Path, definitions: &Definitions) -> Result<Begun, InitError> {
    let export = Export::folder(folder);
    if export.has(SETTINGS) {
        return Err(InitError::Exists);
    }
    let survey = intake::survey(&export)?;
    let recognised = intake::recognise(&survey.seen, definitions);
    let text = settings_text::text(&survey, &recognised, definitions);
    let mut begun = begun(&survey, &recognised);
    begun.not_readable = survey.not_readable;
    let templates = begun.missing.iter().filter_map(|table| template(*table, definitions));
    for file in templates.chain([File::public(SETTINGS, text.into_bytes())]) {
        if publish::add(folder, &file)? {
            begun.written.push(file.path);
        } else if file.path == SETTINGS {
            return Err(InitError::Exists);
        }
    }
    Ok(begun)
}

fn begun(survey: &Survey, recognised: &Recognised<'_>) -> Begun {
    let shown = |at: &usize| survey.seen[*at].shown();
    let tables = recognised.tables.iter().map(|guess| (guess.table, guess.seen.iter().map(shown).collect()));
    let there = |table: &TableId| recognised.tables.iter().any(|guess| guess.table == *table);
    Begun {
        profile: recognised.profile.map(|(profile, _)| (profile.id.clone(), profile.title.clone())),
        tables: tables.collect(),
        missing: TableId::ALL.into_iter().filter(|table| !there(table)).collect(),
        unknown: recognised
            .unknown
            .iter()
            .filter(|file| file.nearest.is_none())
            .map(|file| shown(&file.at))
            .collect(),
        may_be: recognised
            .unknown
            .iter()
            .filter_map(|file| Some((shown(&file.at), file.nearest.as_ref()?.0.table)))
            .collect(),
        identifying: survey.seen.iter().filter_map(identifying).collect(),
        other: survey.other.clone(),
        ..Begun::default()
    }
}

fn identifying(seen: &Seen) -> Option<(String, Vec<String>)> {
    let headers: Vec<String> = seen.identifying().into_iter().map(|(header, _)| header).collect();
    (!headers.is_empty()).then(|| (seen.shown(), headers))
}

/// A table with its header and no row.
fn template(table: TableId, definitions: &Definitions) -> Option<File> {
    let fields = &definitions.table(table)?.fields;
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    Some(File::public(format!("{TEMPLATES}/{}.csv", table.name()), publish::csv(&Table::new(table.name(), &names))))
}
