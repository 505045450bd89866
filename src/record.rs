//! The record of a run, `run.json`: versions, settings, what came in and what went out, with hashes, so that a figure can
//! be traced and a changed file noticed. It holds no person and no cell of the data.

use crate::background::Background;
pub use crate::definitions::sha256;
use crate::definitions::{Definitions, OutputSchema};
use crate::intake::{Intake, ListedInPart};
use crate::job::Job;
pub use crate::publish::Written;
use crate::release::Release;
use crate::table::Table;
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::{Component, Path};

/// A finished record.
#[derive(Debug, Clone, PartialEq)]
pub struct Record(Value);

impl Record {
    pub fn json(&self) -> Vec<u8> {
        pretty(&self.0)
    }

    pub fn value(&self) -> &Value {
        &self.0
    }
}

fn pretty(value: &Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

pub fn record(job: &Job, intake: &Intake, release: &Release, written: &[Written]) -> Record {
    let totals = intake.totals();
    let rest = json!({
        "period": {
            "id": release.period.id,
            "start": release.period.start.to_string(),
            "end": release.period.end.to_string(),
        },
        "dates": {
            "newest_in_data": intake.newest.map(|day| day.to_string()),
            "latest_accepted": job.limit.to_string(),
            "latest_accepted_is_the_day_of_the_run": job.limit_is_today,
            "printed": Background::printed_date(job, intake).to_string(),
        },
        "units": release.units.iter().map(|unit| json!({
            "level": unit.level.name(),
            "id": unit.id,
            "service": unit.service.map(|service| &release.units[service].id),
        })).collect::<Vec<_>>(),
        "inputs": intake.files.iter().map(input).collect::<Vec<_>>(),
        "rows": { "read": totals.read, "used": totals.used, "left_out": totals.left_out },
        "findings": intake.findings.tallies().map(|tally| json!({
            "table": tally.table.name(),
            "code": tally.code,
            "level": tally.level.name(),
            "count": tally.count,
        })).collect::<Vec<_>>(),
        "provisional_rules": provisional(&job.definitions, intake, release),
        "protection": {
            "figures_withheld_because_small": release.protection.small,
            "figures_withheld_to_keep_those": release.protection.second,
            "attack": {
                "small_numbers_attacked": release.protection.strength.attacked,
                "narrowest_range_found": release.protection.strength.narrowest,
            },
            "figures_withheld_as_in_an_earlier_output": release.protection.earlier,
            "earlier_outputs": release.protection.ledger.iter().map(|(period, sha256)| json!({
                "period": period,
                "run_sha256": sha256,
            })).collect::<Vec<_>>(),
        },
        "outputs": written,
    });
    let mut all = job.definitions.method_for_record(&job.settings);
    if let Value::Object(rest) = rest {
        all.extend(rest);
    }
    Record(Value::Object(all))
}

/// The record of a check whose list was written: what was read, and what the list consists of.
pub fn check_record(job: &Job, intake: Option<&Intake>, written: &[Written]) -> Record {
    Record(json!({
        "program": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
        "settings": job.settings.for_record(),
        "inputs": intake.iter().flat_map(|intake| &intake.files).map(input).collect::<Vec<_>>(),
        "listed_in_part": intake.iter().flat_map(|intake| intake.listed_in_part()).map(in_part).collect::<Vec<_>>(),
        "outputs": written,
    }))
}

/// The record of what IT and governance are handed: which program and which definitions it describes.
pub fn assurance_record(definitions: &Definitions, written: &[Written]) -> Record {
    let sources = definitions.sources.iter();
    let sources = sources
        .map(|source| json!({ "path": source.path, "sha256": source.sha256, "overridden": source.overridden }));
    Record(json!({
        "program": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
        "release_rules": definitions.release.for_record(),
        "definitions": sources.collect::<Vec<_>>(),
        "outputs": written,
    }))
}

fn in_part(kind: ListedInPart) -> Value {
    json!({ "table": kind.table.name(), "code": kind.code, "listed": kind.listed, "found": kind.found })
}

/// The files that a finished record lists; nothing where it is no record, or where it names a file outside its folder.
pub fn outputs(json: &[u8]) -> Option<Vec<Written>> {
    #[derive(Deserialize)]
    struct Finished {
        outputs: Vec<Written>,
    }
    let finished: Finished = serde_json::from_slice(json).ok()?;
    let inside = |written: &Written| {
        let parts: Vec<Component> = Path::new(&written.path).components().collect();
        !parts.is_empty() && parts.iter().all(|part| matches!(part, Component::Normal(_)))
    };
    finished.outputs.iter().all(inside).then_some(finished.outputs)
}

fn input(file: &crate::intake::FileFacts) -> Value {
    json!({
        "table": file.table.name(),
        "file": file.file,
        "sha256": file.sha256,
        "rows_read": file.rows_read,
        "rows_used": file.rows_used,
        "rows_left_out": file.rows_left_out,
        "rows_skipped": file.rows_skipped,
        "blank_lines": file.blank_lines,
        "cells_trimmed": file.cells_trimmed,
        "times_of_day_dropped": file.times_dropped,
        "missing_codes": file.missing_codes,
        "codes_translated": file.codes_translated,
        "columns_ignored": file.columns_ignored,
    })
}

/// Instruments used in this run, and the index over roles, whose rules could not all be verified.
fn provisional(definitions: &Definitions, intake: &Intake, release: &Release) -> Vec<String> {
    let used = intake.rows.measures.iter().flatten();
    let measures = used.map(|sheets| &definitions.measures[sheets.measure]);
    let measures = measures.filter(|measure| measure.is_provisional()).map(|measure| measure.id.clone());
    let is_provisional = definitions.roles.index.as_ref().is_some_and(|index| index.rule.is_provisional());
    let outcomes = "role.social_outcomes";
    let has_index = is_provisional && release.indicator(outcomes).is_some();
    measures.chain(has_index.then(|| outcomes.to_owned())).collect()
}

/// `datapackage.json`: what each open table that was made and its columns mean, for other programs.
pub fn datapackage(job: &Job, intake: &Intake, background: &Background, tables: &[&Table]) -> Vec<u8> {
    let is_there = |output: &&OutputSchema| tables.iter().any(|table| table.name == output.name);
    let resources = job.definitions.outputs.iter().filter(|output| output.is_open()).filter(is_there);
    let mut package = json!({
        "profile": "tabular-data-package",
        "name": "fingerpost-output",
        "title": background.record_title(),
        "version": env!("CARGO_PKG_VERSION"),
        "created": format!("{}T00:00:00Z", Background::printed_date(job, intake)),
        "contributors": [{ "title": job.settings.provider, "role": "publisher" }],
        "resources": resources.map(OutputSchema::as_resource).collect::<Vec<_>>(),
    });
    // What was read stands in run.json: the same facts from other files give the same package. Under which licence the
    // figures may be used is for the service to say.
    if let (Some(licence), Some(package)) = (&job.settings.data_licence, package.as_object_mut()) {
        package.insert("licenses".to_owned(), json!([{ "name": licence }]));
    }
    pretty(&package)
}
