//! An output while it is being built, file by file: hidden beside its target, and gone without a trace unless it takes the
//! target's name. A file's digest is taken while it is written, so that no file need stand in memory.

use super::building::Site;
use super::{File, PublishError, RESTRICTED, Written, parent_of, parquet, write_csv};
use crate::definitions::{OutputSchema, hex};
use crate::table::LongTable;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

pub struct Output<'a> {
    site: Site,
    out: &'a Path,
    /// Asked before every file whether to give up.
    stopped: &'a dyn Fn() -> bool,
    written: Vec<Written>,
}

impl<'a> Output<'a> {
    pub fn beside(out: &'a Path, stopped: &'a dyn Fn() -> bool) -> Result<Output<'a>, PublishError> {
        let site = Site::in_folder(parent_of(out)).map_err(|error| PublishError::of(out, error))?;
        Ok(Output { site, out, stopped, written: Vec::new() })
    }

    pub fn add(&mut self, file: &File) -> Result<(), PublishError> {
        self.write(file.path.clone(), file.restricted, |to| to.write_all(&file.bytes))
    }

    /// A table about single people, as CSV.
    pub fn add_table(&mut self, table: &LongTable) -> Result<(), PublishError> {
        self.write(format!("{RESTRICTED}/{}.csv", table.name), true, |to| write_csv(table, to))
    }

    /// The same as Parquet.
    pub fn add_parquet(&mut self, table: &LongTable, schema: &OutputSchema) -> Result<(), PublishError> {
        let path = format!("{RESTRICTED}/{}.parquet", table.name);
        self.write(path, true, |to| parquet::write(table, schema, to).map_err(io::Error::other))
    }

    /// What was written so far, what is open to anybody first.
    pub fn written(&self) -> Vec<Written> {
        let mut written = self.written.clone();
        written.sort_by_key(|file| file.restricted);
        written
    }

    /// Gives the folder its name.
    pub fn take_name(self) -> Result<(), PublishError> {
        let mode = if self.written.iter().all(|file| file.restricted) { 0o700 } else { 0o755 };
        let named = open_to(mode, self.site.path()).and_then(|()| self.site.take_name(self.out, parent_of(self.out)));
        named.map_err(|error| PublishError::of(self.out, error))
    }

    fn write(
        &mut self,
        path: String,
        restricted: bool,
        fill: impl FnOnce(&mut Hashed) -> io::Result<()>,
    ) -> Result<(), PublishError> {
        if (self.stopped)() {
            return Err(PublishError::Stopped);
        }
        let sha256 = write_file(&self.site.path().join(&path), restricted, fill)
            .map_err(|error| PublishError::of(&self.out.join(&path), error))?;
        self.written.push(Written { path, sha256, restricted });
        Ok(())
    }
}

/// A file whose digest is taken as it is written.
struct Hashed {
    file: BufWriter<fs::File>,
    digest: Sha256,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.file.write(bytes)?;
        self.digest.update(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The file's digest.
fn write_file(path: &Path, restricted: bool, fill: impl FnOnce(&mut Hashed) -> io::Result<()>) -> io::Result<String> {
    if let Some(folder) = path.parent() {
        make_folder(folder, restricted)?;
    }
    let mut hashed = Hashed { file: BufWriter::new(options(restricted).open(path)?), digest: Sha256::new() };
    fill(&mut hashed)?;
    hashed.file.into_inner()?.sync_all()?;
    Ok(hex(&hashed.digest.finalize()))
}

#[cfg(unix)]
fn make_folder(folder: &Path, restricted: bool) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(if restricted { 0o700 } else { 0o755 }).create(folder)
}

#[cfg(not(unix))]
fn make_folder(folder: &Path, _restricted: bool) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(unix)]
fn options(restricted: bool) -> fs::OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true).mode(if restricted { 0o600 } else { 0o644 });
    options
}

#[cfg(not(unix))]
fn options(_restricted: bool) -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    options
}

/// Whom a file or folder is open to: the owner alone where all in it is about single people, else anybody.
#[cfg(unix)]
pub(super) fn open_to(mode: u32, path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
pub(super) fn open_to(_mode: u32, _path: &Path) -> io::Result<()> {
    Ok(())
}
