//! The only file that writes. Everything goes into a folder beside the target first, which takes the target's name when it
//! is complete: an output is there whole or not at all, and an earlier one stays until then. Every text in a table that a
//! spreadsheet would take for a formula is written as text.

mod building;
mod output;
mod parquet;

use crate::definitions::sha256;
use crate::table::{LongTable, Table};
use building::Site;
pub use building::{LOCK, PREFIX};
pub use output::Output;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Why an output could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    #[error("{folder} exists already. Give another folder with --out, or --force to replace it.", folder = .0.display())]
    Exists(PathBuf),
    #[error("{folder} is not an earlier output of Fingerpost, so it is not replaced. Give another folder with --out.", folder = .0.display())]
    NotOurs(PathBuf),
    /// The person asked to stop; nothing took its name.
    #[error("stopped")]
    Stopped,
    #[error("You may not write in {folder}. Choose another place for the output with --out, or copy the exports into a folder of your own and work there.", folder = .0.display())]
    Forbidden(PathBuf),
    #[error("{path} could not be written: {error}. The earlier output, if there was one, is as it was.", path = .path.display())]
    Write { path: PathBuf, error: io::Error },
}

impl PublishError {
    fn of(path: &Path, error: io::Error) -> PublishError {
        match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                PublishError::Forbidden(parent_of(path).to_owned())
            }
            _ => PublishError::Write { path: path.to_owned(), error },
        }
    }
}

/// One file of an output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Below the output folder, with `/` between parts.
    pub path: String,
    pub bytes: Vec<u8>,
    /// About single people: only the owner of the account may read it.
    pub restricted: bool,
}

impl File {
    pub fn public(path: impl Into<String>, bytes: Vec<u8>) -> File {
        File { path: path.into(), bytes, restricted: false }
    }

    pub fn restricted(path: impl Into<String>, bytes: Vec<u8>) -> File {
        File { path: path.into(), bytes, restricted: true }
    }

    /// As a record names it.
    pub fn written(&self) -> Written {
        Written { path: self.path.clone(), sha256: sha256(&self.bytes), restricted: self.restricted }
    }
}

/// A file of an output, as its record names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Below the output folder, with `/` between parts.
    pub path: String,
    pub sha256: String,
    pub restricted: bool,
}

/// The file that makes a folder recognisable as an output, and that lists what is in it.
pub const RECORD: &str = "run.json";

/// The folder, in an output, of the tables about single people.
pub const RESTRICTED: &str = "restricted";

/// The same as the record for what a check hands back.
pub const CHECK_RECORD: &str = "check.json";

/// The same for what IT and governance are handed.
pub const ASSURANCE_RECORD: &str = "assurance.json";

/// Makes sure, before any long work, that the target may be written, and tidies away what a killed run has left beside it.
/// `record` is the file that an earlier output of the
/// same kind holds: a list never replaces reports, nor reports a list.
pub fn check_target(out: &Path, force: bool, record: &str) -> Result<(), PublishError> {
    let failed = |error| PublishError::of(out, error);
    building::tidy(parent_of(out));
    Site::in_folder(parent_of(out)).map_err(failed)?;
    let empty = || fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_none());
    if !out.exists() || (out.is_dir() && empty()) {
        return Ok(());
    }
    if !out.join(record).is_file() {
        return Err(PublishError::NotOurs(out.to_owned()));
    }
    if force { Ok(()) } else { Err(PublishError::Exists(out.to_owned())) }
}

/// Writes all files, then gives the folder its name. `stopped` is asked between files; what was written then goes away.
pub fn write(out: &Path, files: &[File], stopped: &dyn Fn() -> bool) -> Result<(), PublishError> {
    let mut output = Output::beside(out, stopped)?;
    files.iter().try_for_each(|file| output.add(file))?;
    output.take_name()
}

/// Puts one more file into a folder that is not ours; false, and nothing done, where a file of that name is there.
pub fn add(folder: &Path, file: &File) -> Result<bool, PublishError> {
    let path = folder.join(&file.path);
    let failed = |error| PublishError::of(&path, error);
    let parent = parent_of(&path);
    fs::create_dir_all(parent).map_err(failed)?;
    let mut building = tempfile::Builder::new().prefix(building::PREFIX).tempfile_in(parent).map_err(failed)?;
    building.write_all(&file.bytes).map_err(failed)?;
    // A temporary file is private; what was asked for is as open as any other file.
    output::open_to(0o644, building.path()).map_err(failed)?;
    match building.persist_noclobber(&path) {
        Ok(_) => Ok(true),
        Err(kept) if kept.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(kept) => Err(failed(kept.error)),
    }
}

fn parent_of(out: &Path) -> &Path {
    out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A table as CSV: UTF-8, comma, CRLF never, quotes where needed.
pub fn csv(table: &Table) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Writing to memory cannot fail, and every row has as many cells as there are columns.
    let _ = write_csv(&table.long(), &mut bytes);
    bytes
}

fn write_csv(table: &LongTable, to: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(to);
    writer.write_record(&table.columns)?;
    (table.each_row)(&mut |line| Ok(writer.write_record(line.cells().map(|cell| bytes(harmless(cell))))?))?;
    writer.flush()
}

/// As the writer takes it.
fn bytes(cell: Cow<'_, str>) -> Cow<'_, [u8]> {
    match cell {
        Cow::Borrowed(cell) => Cow::Borrowed(cell.as_bytes()),
        Cow::Owned(cell) => Cow::Owned(cell.into_bytes()),
    }
}

/// A cell that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay as they are.
fn harmless(cell: &str) -> Cow<'_, str> {
    let starts_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_formula = starts_formula && cell.parse::<f64>().is_err();
    if is_formula { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_written_as_text_and_numbers_as_numbers() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("-2.5"), "-2.5");
        assert_eq!(harmless("@cmd"), "'@cmd");
        assert_eq!(harmless("North team"), "North team");
    }

    #[test]
    fn an_output_appears_whole_and_replaces_only_an_earlier_output() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let files = [File::public(RECORD, b"{}".to_vec()), File::restricted("restricted/a.csv", b"1".to_vec())];
        write(&out, &files, &|| false).unwrap();
        assert_eq!(fs::read(out.join("restricted/a.csv")).unwrap(), b"1");
        assert!(matches!(check_target(&out, false, RECORD), Err(PublishError::Exists(_))));
        assert!(matches!(check_target(&out, true, CHECK_RECORD), Err(PublishError::NotOurs(_))));
        assert!(check_target(&out, true, RECORD).is_ok());
        write(&out, &files[..1], &|| false).unwrap();
        assert!(!out.join("restricted").exists());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside the output");
        fs::remove_file(out.join(RECORD)).unwrap();
        fs::write(out.join("letter.txt"), "mine").unwrap();
        assert!(matches!(check_target(&out, true, RECORD), Err(PublishError::NotOurs(_))));
    }

    #[test]
    fn a_stopped_run_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let stopped = write(&out, &[File::public("a.txt", Vec::new())], &|| true);
        assert!(matches!(stopped, Err(PublishError::Stopped)));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn person_level_files_are_for_the_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let files = [File::restricted("restricted/a.csv", Vec::new()), File::public("b.csv", Vec::new())];
        write(&out, &files, &|| false).unwrap();
        let mode = |path: &str| fs::metadata(out.join(path)).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(""), mode("restricted"), mode("restricted/a.csv")), (0o755, 0o700, 0o600));
        write(&out, &files[..1], &|| false).unwrap();
        assert_eq!(mode(""), 0o700, "a folder that holds nothing else is as private");
    }
}
