//! Which definition files a run uses: those in the program, each replaced by the file of the same name in the
//! service's own `schemas/` folder, and any instruments, profiles and languages that the service adds. A file that the
//! program would never look at is refused rather than ignored, because its owner believes that it counts.

use super::faults::{Faults, hint};
use super::{Source, reading};
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/schemas");

/// Definition files by path below `schemas/`, such as `measures/dialog.toml`.
pub(super) type Files = BTreeMap<String, DefinitionFile>;

#[derive(Debug, Clone)]
pub(super) struct DefinitionFile {
    pub(super) text: String,
    /// The program's own text, where the service's file replaces it.
    pub(super) replaces: Option<String>,
    pub(super) overridden: bool,
}

impl DefinitionFile {
    pub(super) fn source(&self, path: &str) -> Source {
        Source { path: path.to_owned(), sha256: sha256(self.text.as_bytes()), overridden: self.overridden }
    }
}

/// SHA-256 in hex, as run records hold it.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// A digest as records hold it.
pub fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The name by which people know a file.
pub(super) fn shown(path: &str) -> String {
    format!("schemas/{path}")
}

/// All files of a run, and what is wrong with the folder itself.
pub(super) fn gather(overrides: Option<&Path>) -> (Files, Faults) {
    let mut files = embedded();
    let mut faults = Faults::default();
    if let Some(folder) = overrides {
        let mut found = BTreeMap::new();
        walk(folder, "", &mut found, &mut faults);
        for (path, bytes) in found {
            replace(&mut files, path, bytes, &mut faults);
        }
    }
    (files, faults)
}

/// The text of one file of the program, for templates and tests.
pub(super) fn embedded_text(path: &str) -> Option<&'static str> {
    EMBEDDED.get_file(path).and_then(|file| file.contents_utf8())
}

/// Paths of the templates that a service completes from its own licensed manual.
pub(super) fn templates() -> Vec<String> {
    let mut paths = Vec::new();
    collect(&EMBEDDED, &mut |path, _| paths.push(path.to_owned()));
    paths.retain(|path| path.starts_with("templates/"));
    paths.sort();
    paths
}

/// Paths and texts of everything in the program that is written for people alone.
pub(super) fn notes() -> Vec<(String, &'static str)> {
    let mut found = Vec::new();
    collect(&EMBEDDED, &mut |path, text| found.push((path.to_owned(), text)));
    found.retain(|(path, _)| path.ends_with(".md"));
    found
}

/// Ids and texts of the profiles in the program, in order of id.
pub(super) fn shipped_profiles() -> Vec<(String, &'static str)> {
    let mut found = Vec::new();
    collect(&EMBEDDED, &mut |path, text| {
        if let Some(id) = path.strip_prefix("profiles/").and_then(|name| name.strip_suffix(".toml")) {
            found.push((id.to_owned(), text));
        }
    });
    found.sort();
    found
}

fn embedded() -> Files {
    let mut files = Files::new();
    collect(&EMBEDDED, &mut |path, text| {
        if is_definition(path) {
            let file = DefinitionFile { text: text.to_owned(), replaces: None, overridden: false };
            files.insert(path.to_owned(), file);
        }
    });
    files
}

fn collect(folder: &'static Dir<'static>, take: &mut dyn FnMut(&str, &'static str)) {
    for file in folder.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        if let Some(text) = file.contents_utf8() {
            take(&path, text);
        }
    }
    for below in folder.dirs() {
        collect(below, take);
    }
}

/// Notes for people and templates stand among the definitions without being any.
fn is_definition(path: &str) -> bool {
    let hidden = path.split('/').any(|part| part.starts_with('.'));
    !hidden && !path.ends_with(".md") && !path.starts_with("templates/")
}

fn walk(folder: &Path, below: &str, found: &mut BTreeMap<String, Vec<u8>>, faults: &mut Faults) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return faults.note(&folder.to_string_lossy(), None, unreadable(&error)),
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        if !is_definition(&path) || path == "templates" {
            continue;
        }
        if entry.path().is_dir() {
            walk(&entry.path(), &path, found, faults);
            continue;
        }
        match fs::read(entry.path()) {
            Ok(bytes) => drop(found.insert(path, bytes)),
            Err(error) => faults.note(&shown(&path), None, unreadable(&error)),
        }
    }
}

fn unreadable(error: &std::io::Error) -> String {
    format!("this cannot be opened ({error}).")
}

fn replace(files: &mut Files, path: String, bytes: Vec<u8>, faults: &mut Faults) {
    let is_known = files.contains_key(&path);
    // A service may add instruments, profiles and languages of its own.
    let own = ["measures/", "profiles/", "wording/"].iter().find_map(|folder| path.strip_prefix(folder));
    let is_added = own.is_some_and(|name| name.ends_with(".toml") && !name.contains('/'));
    if !is_known && !is_added {
        let known = hint(&path, files.keys().map(String::as_str));
        return faults.note(
            &shown(&path),
            None,
            format!("no definition has this name, so it would never be used.{known}"),
        );
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = reading::without_mark(&text).to_owned();
            let replaces = files.get(&path).map(|file| file.text.clone());
            files.insert(path, DefinitionFile { text, replaces, overridden: true });
        }
        Err(_) => faults.note(&shown(&path), None, "this is not UTF-8 text. Please save it as UTF-8."),
    }
}
