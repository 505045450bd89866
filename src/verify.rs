//! Whether an output is still as it was written: every file is held against the digest in the record beside it. The record
//! itself carries nothing that vouches for it, so whoever changes a file and the record together is not found out.

use crate::publish::{RECORD, RESTRICTED};
use crate::record::{self, Written};
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// Why nothing can be said about a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    NoFolder,
    NoRecord,
    FaultyRecord,
}

/// What became of the files of an output; paths have `/` between parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verified {
    pub same: Vec<String>,
    pub changed: Vec<String>,
    /// As written, but for line endings that some program converted.
    pub line_endings: Vec<String>,
    pub missing: Vec<String>,
    /// Not written by the run.
    pub added: Vec<String>,
    pub unreadable: Vec<String>,
    pub restricted: Restricted,
}

/// The tables about single people, which are left out of an output that is passed on.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Restricted {
    #[default]
    Here,
    /// Taken away as a whole.
    Removed,
    NotMade,
}

enum State {
    Same,
    Changed,
    LineEndings,
    Missing,
    Unreadable,
}

impl Verified {
    pub fn has_changes(&self) -> bool {
        [&self.changed, &self.line_endings, &self.missing, &self.added].iter().any(|paths| !paths.is_empty())
    }

    /// How many files were read and compared.
    pub fn compared(&self) -> usize {
        self.same.len() + self.changed.len() + self.line_endings.len()
    }
}

/// Compares the folder, wherever it stands now, with its record.
pub fn verify(folder: &Path) -> Result<Verified, Unknown> {
    if !folder.is_dir() {
        return Err(Unknown::NoFolder);
    }
    let written = written(&folder.join(RECORD))?;
    let mut verified = Verified { restricted: restricted(folder, &written), ..Verified::default() };
    let passed_on = verified.restricted == Restricted::Removed;
    for file in written.iter().filter(|file| !(passed_on && file.restricted)) {
        verified.note(file, state(&folder.join(&file.path), &file.sha256));
    }
    verified.note_added(folder, &written);
    Ok(verified)
}

fn written(record: &Path) -> Result<Vec<Written>, Unknown> {
    let json =
        fs::read(record).map_err(|error| if is_absent(&error) { Unknown::NoRecord } else { Unknown::FaultyRecord });
    record::outputs(&json?).ok_or(Unknown::FaultyRecord)
}

fn restricted(folder: &Path, written: &[Written]) -> Restricted {
    let is_here = !fs::symlink_metadata(folder.join(RESTRICTED)).is_err_and(|error| is_absent(&error));
    match written.iter().any(|file| file.restricted) {
        _ if is_here => Restricted::Here,
        true => Restricted::Removed,
        false => Restricted::NotMade,
    }
}

fn state(path: &Path, sha256: &str) -> State {
    match bytes(path) {
        Ok(Some(bytes)) if record::sha256(&bytes) == sha256 => State::Same,
        Ok(Some(bytes)) if record::sha256(&with_plain_line_endings(&bytes)) == sha256 => State::LineEndings,
        Ok(_) => State::Changed,
        Err(error) if is_absent(&error) => State::Missing,
        Err(_) => State::Unreadable,
    }
}

/// Nothing where something else than a file has its name. Asked first: reading a pipe would wait for ever.
fn bytes(path: &Path) -> io::Result<Option<Vec<u8>>> {
    if fs::metadata(path)?.is_file() { fs::read(path).map(Some) } else { Ok(None) }
}

/// A file where its folder was is as good as no folder.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// No table, page or record is written with CRLF.
fn with_plain_line_endings(bytes: &[u8]) -> Vec<u8> {
    let before_line_feed = |at: usize| bytes.get(at + 1) == Some(&b'\n');
    let kept = bytes.iter().enumerate().filter(|(at, byte)| **byte != b'\r' || !before_line_feed(*at));
    kept.map(|(_, byte)| *byte).collect()
}

impl Verified {
    fn note(&mut self, file: &Written, state: State) {
        let paths = match state {
            State::Same => &mut self.same,
            State::Changed => &mut self.changed,
            State::LineEndings => &mut self.line_endings,
            State::Missing => &mut self.missing,
            State::Unreadable => &mut self.unreadable,
        };
        paths.push(file.path.clone());
    }

    fn note_added(&mut self, folder: &Path, written: &[Written]) {
        let known: BTreeSet<&str> = written.iter().map(|file| file.path.as_str()).chain([RECORD]).collect();
        let mut found = BTreeSet::new();
        self.unreadable.extend(below(folder, "", &mut found));
        self.added.extend(found.into_iter().filter(|path| !known.contains(path.as_str())));
    }
}

/// Collects everything below a folder that is not itself a folder, and returns the folders that may not be opened. Links
/// are not followed: where one leads was not written by the run either.
fn below(folder: &Path, name: &str, found: &mut BTreeSet<String>) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return vec![if name.is_empty() { "." } else { name }.to_owned()];
    };
    let mut closed = Vec::new();
    for entry in entries.filter_map(Result::ok) {
        let own = entry.file_name().to_string_lossy().into_owned();
        let path = if name.is_empty() { own } else { format!("{name}/{own}") };
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            closed.extend(below(&entry.path(), &path, found));
        } else {
            found.insert(path);
        }
    }
    closed
}
