//! Table Schemas as written (`schemas/tables/*.json`, after the Frictionless standard) and the part of them that our
//! own checks believe. A service may sharpen a schema, but not take away a column that the program counts on.

use super::faults::hint;
use super::reading::Written;
use super::tables::{Field, Kind, OutputSchema, Personal, TableId, TableSchema};
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct TableFile {
    title: String,
    description: String,
    fields: Vec<FieldFile>,
    #[serde(default)]
    primary_key: Vec<String>,
    missing_values: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldFile {
    name: String,
    title: String,
    description: String,
    #[serde(rename = "type")]
    kind: TypeFile,
    format: Option<String>,
    #[serde(default)]
    constraints: ConstraintsFile,
    /// Beyond the standard, which lets a schema say more: words that need no look where others do.
    #[serde(default)]
    usual: Vec<String>,
    /// Beyond the standard too: what a cell may say about a person.
    personal: Option<Personal>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum TypeFile {
    String,
    Date,
    Integer,
    Number,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConstraintsFile {
    #[serde(default)]
    required: bool,
    #[serde(rename = "enum")]
    codes: Option<Vec<String>>,
    minimum: Option<f64>,
    maximum: Option<f64>,
    #[serde(rename = "pattern")]
    _pattern: Option<String>,
}

/// Reads the schema of one input.
pub(super) fn input(written: &mut Written<'_>, id: TableId) -> Option<TableSchema> {
    let (file, fields) = read(written)?;
    Some(TableSchema { id, title: file.title, description: file.description, fields })
}

/// Reads the schema of one published table; `stem` is `data-indicators` for `data/indicators.csv`.
pub(super) fn output(written: &mut Written<'_>, stem: &str) -> Option<OutputSchema> {
    let (file, fields) = read(written)?;
    let schema = written.json()?;
    let (folder, name) = stem.split_once('-')?;
    let path = format!("{folder}/{name}.csv");
    Some(OutputSchema { name: name.to_owned(), path, title: file.title, fields, schema })
}

/// Notes the columns of the program's own schema that a service's schema no longer has.
pub(super) fn note_lost_columns(written: &mut Written<'_>, fields: &[Field], own: &[Field]) {
    for field in own {
        match fields.iter().find(|candidate| candidate.name == field.name) {
            None => written.fault_of_file(format!("the column `{}` is missing; the program needs it.", field.name)),
            Some(found) if std::mem::discriminant(&found.kind) != std::mem::discriminant(&field.kind) => {
                written
                    .fault_of_file(format!("the column `{}` is of another kind than the program reads.", field.name));
            }
            Some(_) => {}
        }
    }
}

fn read(written: &mut Written<'_>) -> Option<(TableFile, Vec<Field>)> {
    let file: TableFile = written.json()?;
    check(written, &file);
    let fields = file.fields.iter().map(field).collect();
    written.faults.is_empty().then_some((file, fields))
}

fn check(written: &mut Written<'_>, file: &TableFile) {
    let names: Vec<&str> = file.fields.iter().map(|field| field.name.as_str()).collect();
    let mut seen = BTreeSet::new();
    for field in &file.fields {
        if !seen.insert(field.name.as_str()) {
            written.fault_of_file(format!("the column `{}` is listed twice.", field.name));
        }
        check_field(written, field);
    }
    for key in file.primary_key.iter().filter(|key| !names.contains(&key.as_str())) {
        let hint = hint(key, names.iter().copied());
        written.fault_of_file(format!("the primary key names `{key}`, which is no column here.{hint}"));
    }
    if !file.missing_values.iter().any(String::is_empty) {
        written.fault_of_file("`missingValues` must hold \"\": an empty cell is always missing.");
    }
}

fn check_field(written: &mut Written<'_>, field: &FieldFile) {
    let name = &field.name;
    if field.title.trim().is_empty() || field.description.trim().is_empty() {
        written.fault_of_file(format!("the column `{name}` needs a title and a description."));
    }
    if field.kind == TypeFile::Date && field.format.as_deref().is_some_and(|format| format != "default") {
        written.fault_of_file(format!("the date column `{name}` must keep the format \"default\" (2026-09-30)."));
    }
    let limits = &field.constraints;
    if let (Some(minimum), Some(maximum)) = (limits.minimum, limits.maximum)
        && minimum > maximum
    {
        written.fault_of_file(format!("`{name}`: the minimum lies above the maximum."));
    }
    if limits.codes.as_ref().is_some_and(Vec::is_empty) {
        written.fault_of_file(format!("`{name}`: the list of codes is empty, so no value could stand there."));
    }
    if limits.codes.is_some() && field.kind != TypeFile::String {
        written.fault_of_file(format!("`{name}`: a list of codes belongs to a column of type \"string\"."));
    }
}

fn field(file: &FieldFile) -> Field {
    let limits = &file.constraints;
    let kind = match (file.kind, &limits.codes) {
        (TypeFile::String, Some(codes)) => Kind::Code(codes.clone()),
        (TypeFile::String, None) => Kind::Text,
        (TypeFile::Date, _) => Kind::Date,
        (TypeFile::Integer, _) => Kind::Integer { lowest: whole(limits.minimum), highest: whole(limits.maximum) },
        (TypeFile::Number, _) => Kind::Number { lowest: limits.minimum, highest: limits.maximum },
    };
    let (name, description) = (file.name.clone(), file.description.clone());
    let (required, usual) = (limits.required, file.usual.clone());
    Field { name, kind, required, usual, personal: file.personal, description }
}

fn whole(limit: Option<f64>) -> Option<i64> {
    limit.map(|limit| limit.round() as i64)
}
