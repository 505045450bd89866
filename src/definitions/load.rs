//! All definitions of a run, read in one go. Faults of every file are gathered before anything is refused; what
//! depends on other files (the framework on measures, roles and points) is read last.

use super::faults::Faults;
use super::files::{self, DefinitionFile, Files};
use super::framework_file::{self, Known};
use super::reading::Written;
use super::settings::{self, Profile};
use super::{
    Definitions, Measure, OutputSchema, Source, TableId, TableSchema, Translation, Wording, action_points, goals,
    measure_build, pairing_file, recognise, release_rules, roles, statistics, table_file, translation, wording_file,
};
use std::collections::BTreeMap;
use std::path::Path;

/// What an instrument's own examples do not prove.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unproved {
    /// Position of the example.
    Example(usize),
    Improver,
}

/// Scores the examples of an instrument: whatever comes out otherwise than written, in a sentence.
pub type Proof<'p> = &'p dyn Fn(&Measure) -> Vec<(Unproved, String)>;

/// Reads every definition: the program's own, each replaced by the file of the same name below `overrides`, if there
/// is such a folder. Fails with all faults of all files. Worked examples are not scored.
pub fn load(overrides: Option<&Path>) -> Result<Definitions, Faults> {
    load_proved(overrides, &|_| Vec::new())
}

/// The same, and an instrument is believed only when its worked examples come out as it says.
pub fn load_proved(overrides: Option<&Path>, proof: Proof<'_>) -> Result<Definitions, Faults> {
    let (files, faults) = files::gather(overrides);
    let mut reading = Reading { files, faults, proof };
    let definitions = reading.all();
    if let Some(definitions) = &definitions {
        reading.agree_profiles(definitions);
    }
    match definitions {
        Some(definitions) if reading.faults.is_empty() => Ok(definitions),
        _ => Err(reading.faults.sorted()),
    }
}

/// Ids of the instruments that a service can complete from its own licensed manual.
pub fn templates() -> Vec<String> {
    let paths = files::templates();
    let stems = paths.iter().filter_map(|path| path.strip_prefix("templates/")?.strip_suffix(".toml"));
    stems.map(str::to_owned).collect()
}

/// The text of a template, to be saved as `schemas/measures/<id>.toml`.
pub fn template(id: &str) -> Option<&'static str> {
    files::embedded_text(&format!("templates/{id}.toml"))
}

/// The documents for IT and governance, whose places are still to be filled, by their names without ending, in order.
pub fn documents() -> Wording {
    let stem = |(path, text): (String, &str)| {
        let stem = path.strip_prefix("assurance/")?.strip_suffix(".md")?.to_owned();
        Some((stem, text.to_owned()))
    };
    Wording::new("en-GB".to_owned(), files::notes().into_iter().filter_map(stem).collect())
}

struct Reading<'p> {
    files: Files,
    faults: Faults,
    proof: Proof<'p>,
}

impl Reading<'_> {
    fn all(&mut self) -> Option<Definitions> {
        let tables = self.tables();
        let outputs = self.outputs();
        let measures = self.measures();
        let goals = self.one("goals.toml", |written, _| goals::read(written));
        let roles = self.one("roles.toml", |written, _| roles::read(written));
        let points = self.one("action-points.csv", |written, _| action_points::read(written));
        let release = self.one("release.toml", |written, _| release_rules::read(written));
        let pairings = self.one("pairing.toml", |written, _| pairing_file::read(written));
        let wording =
            self.one("wording/en.toml", |written, file| wording_file::read(written, file.replaces.as_deref()));
        let statistics = self.one("statistics.toml", |written, _| statistics::read(written));
        let profiles = self.profiles();
        let recognise = self.one("recognise.toml", |written, _| recognise::read(written, &tables));
        // Without these the framework would only repeat their faults.
        let (measures, goals, roles, points) = (measures?, goals?, roles?, points?);
        let wording = wording?;
        let translations = self.translations(&wording, &measures);
        let pairing = pairings.as_deref().and_then(<[_]>::first).cloned();
        let known = Known::new(&measures, &goals, &roles, &points);
        let framework = self.one("framework.toml", |written, _| framework_file::read(written, &known));
        Some(Definitions {
            framework: framework?,
            statistics: statistics?,
            goals,
            release: release?,
            pairings: pairings?,
            pairing: pairing?,
            profiles,
            recognise: recognise?,
            wording,
            translations,
            sources: self.sources(),
            tables,
            outputs,
            measures,
            roles,
            points,
        })
    }

    /// Reads one file and keeps its faults.
    fn one<T>(&mut self, path: &str, read: impl FnOnce(&mut Written<'_>, &DefinitionFile) -> Option<T>) -> Option<T> {
        let name = files::shown(path);
        let Some(file) = self.files.get(path) else {
            self.faults.note(&name, None, "this file is missing.");
            return None;
        };
        let mut written = Written::new(&name, &file.text);
        let value = read(&mut written, file);
        self.faults.extend(written.faults);
        value
    }

    fn tables(&mut self) -> Vec<TableSchema> {
        TableId::ALL.into_iter().filter_map(|id| self.table(id)).collect()
    }

    fn table(&mut self, id: TableId) -> Option<TableSchema> {
        self.one(&format!("tables/{}.json", id.name()), |written, file| {
            let schema = table_file::input(written, id)?;
            if let Some(own) = &file.replaces {
                let own = table_file::input(&mut Written::new("", own), id);
                own.iter().for_each(|own| table_file::note_lost_columns(written, &schema.fields, &own.fields));
            }
            Some(schema)
        })
    }

    fn outputs(&mut self) -> Vec<OutputSchema> {
        let stems = self.stems("tables/", ".json");
        let mut outputs: Vec<OutputSchema> =
            stems.iter().filter(|stem| stem.contains('-')).filter_map(|stem| self.output(stem)).collect();
        outputs.sort_by(|a, b| a.path.cmp(&b.path));
        outputs
    }

    fn output(&mut self, stem: &str) -> Option<OutputSchema> {
        self.one(&format!("tables/{stem}.json"), |written, file| {
            let schema = table_file::output(written, stem)?;
            let own = file.replaces.as_ref().and_then(|own| table_file::output(&mut Written::new("", own), stem));
            if own.is_some_and(|own| !own.fields.iter().map(|f| &f.name).eq(schema.fields.iter().map(|f| &f.name))) {
                written.fault_of_file("the columns of a published table and their order are fixed.");
            }
            Some(schema)
        })
    }

    fn measures(&mut self) -> Option<Vec<Measure>> {
        let (stems, proof) = (self.stems("measures/", ".toml"), self.proof);
        let read = |stem: &String| {
            self.one(&format!("measures/{stem}.toml"), |written, _| measure_build::read(written, stem, proof))
        };
        let read: Vec<Option<Measure>> = stems.iter().map(read).collect();
        let measures: Option<Vec<Measure>> = read.into_iter().collect();
        self.note_shared_columns(measures.as_deref().unwrap_or_default());
        measures
    }

    /// Wording in languages other than English.
    fn translations(&mut self, english: &Wording, measures: &[Measure]) -> Vec<Translation> {
        let ids = self.stems("wording/", ".toml").into_iter().filter(|id| id != "en");
        let read = |id: String| {
            self.one(&format!("wording/{id}.toml"), |written, file| {
                translation::read(written, &id, file.replaces.as_deref(), english, measures, file.overridden)
            })
        };
        ids.collect::<Vec<_>>().into_iter().filter_map(read).collect()
    }

    fn profiles(&mut self) -> Vec<Profile> {
        let ids = self.stems("profiles/", ".toml");
        let read =
            |id: &String| self.one(&format!("profiles/{id}.toml"), |written, _| settings::read_profile(written, id));
        ids.iter().filter_map(read).collect()
    }

    /// Columns and codes that a profile names must exist, which only the other definitions can show.
    fn agree_profiles(&mut self, definitions: &Definitions) {
        for id in self.stems("profiles/", ".toml") {
            let path = format!("profiles/{id}.toml");
            let Some(file) = self.files.get(&path) else { continue };
            let faults = settings::profile_faults(&files::shown(&path), &file.text, definitions);
            self.faults.extend(faults);
        }
    }

    /// In the wide layout a column is `<measure>_<item>`; two items of different measures must not share one.
    fn note_shared_columns(&mut self, measures: &[Measure]) {
        let mut owners: BTreeMap<String, &str> = BTreeMap::new();
        for measure in measures {
            for item in &measure.items {
                let column = format!("{}_{}", measure.id, item.id).replace('-', "_");
                if let Some(owner) = owners.insert(column.clone(), &measure.id).filter(|owner| **owner != measure.id)
                {
                    let name = files::shown(&format!("measures/{}.toml", measure.id));
                    let message =
                        format!("the column `{column}` would belong to `{owner}` as well. Rename the item.");
                    self.faults.note(&name, None, message);
                }
            }
        }
    }

    /// Names of the files in a folder, without their ending.
    fn stems(&self, folder: &str, ending: &str) -> Vec<String> {
        let inside = self.files.keys().filter_map(|path| path.strip_prefix(folder)?.strip_suffix(ending));
        let mut stems: Vec<String> = inside.map(str::to_owned).collect();
        // Paths are sorted with their ending, which puts `a-b.toml` before `a.toml`.
        stems.sort();
        stems
    }

    fn sources(&self) -> Vec<Source> {
        self.files.iter().map(|(path, file)| file.source(path)).collect()
    }
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
