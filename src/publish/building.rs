//! The hidden folder in which an output is built, beside its target, and what a run that was killed has left of it. While a
//! run is alive it holds a lock in each of its folders, so that another one can tell what nobody needs any more.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// How the names of hidden folders and files begin.
pub const PREFIX: &str = ".fingerpost-";

/// In a folder that a run is working in: locked while the run lives.
pub const LOCK: &str = "at-work";

/// The earlier output, while the new one takes its name.
const EARLIER: &str = "earlier";

/// The name that the earlier output had.
const NAME: &str = "name";

/// A hidden folder that goes away unless it takes the target's name.
pub struct Site {
    /// Given up before the folder goes: some systems remove no folder in which a file is open.
    lock: fs::File,
    folder: tempfile::TempDir,
}

impl Site {
    /// A folder beside a target.
    pub fn in_folder(parent: &Path) -> io::Result<Site> {
        fs::create_dir_all(parent)?;
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(parent)?;
        let lock = fs::File::create_new(folder.path().join(LOCK))?;
        // Some network drives know no locks; there, nothing is ever tidied away.
        let _ = lock.lock();
        Ok(Site { lock, folder })
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Gives the folder its name. The earlier output, if there is one, steps aside and is removed last. Should neither folder be
    /// able to take the name, the earlier one is kept where it stands.
    pub fn take_name(self, out: &Path, parent: &Path) -> io::Result<()> {
        let aside = Site::in_folder(parent)?;
        let earlier = aside.path().join(EARLIER);
        if let (true, Some(name)) = (out.exists(), out.file_name()) {
            fs::write(aside.path().join(NAME), name.as_encoded_bytes())?;
            fs::rename(out, &earlier)?;
        }
        let renamed = self.rename_to(out);
        if renamed.is_err() && earlier.exists() && fs::rename(&earlier, out).is_err() {
            // Without its lock, nobody will tidy it away.
            let _ = fs::remove_file(aside.path().join(LOCK));
            let kept = aside.folder.keep();
            return Err(io::Error::other(format!("the earlier output now stands in {}", kept.display())));
        }
        renamed
    }

    fn rename_to(self, out: &Path) -> io::Result<()> {
        let lock = self.path().join(LOCK);
        drop(self.lock);
        fs::remove_file(lock)?;
        fs::rename(self.folder.path(), out)
    }
}

/// Puts right what runs that were killed have left in a folder: an earlier output that had stepped aside gets its name back,
/// everything else that nobody works on is removed. What cannot be touched is left for the next run.
pub fn tidy(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for folder in entries.flatten().map(|entry| entry.path()).filter(|path| is_ours(path)) {
        if nobody_works_on(&folder) && !holds_the_only_copy(&folder, parent) {
            let _ = fs::remove_dir_all(&folder);
        }
    }
}

fn is_ours(path: &Path) -> bool {
    let named = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PREFIX));
    named && fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

/// Whether the run that made the folder has ended. One without a lock was made this moment, or is none of ours.
fn nobody_works_on(folder: &Path) -> bool {
    let lock = fs::File::options().write(true).open(folder.join(LOCK));
    lock.is_ok_and(|lock| lock.try_lock().is_ok())
}

/// Whether an earlier output stands in the folder that could not be given its name back, though nobody has taken that: for all
/// we know it is the only one there is.
fn holds_the_only_copy(folder: &Path, parent: &Path) -> bool {
    let earlier = folder.join(EARLIER);
    if !earlier.exists() {
        return false;
    }
    match target_of(folder, parent) {
        Some(out) => !out.exists() && fs::rename(earlier, out).is_err(),
        None => true,
    }
}

/// Where the earlier output in a folder had stood. The name must be that of something in the folder beside it.
fn target_of(folder: &Path, parent: &Path) -> Option<PathBuf> {
    let name = fs::read_to_string(folder.join(NAME)).ok()?;
    let mut parts = Path::new(&name).components();
    matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None)).then(|| parent.join(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a run leaves that is killed while it builds, or between two names.
    fn left_over(parent: &Path, files: &[(&str, &str)]) -> PathBuf {
        let folder = parent.join(format!("{PREFIX}left{}", files.len()));
        fs::create_dir(&folder).unwrap();
        for (path, text) in files {
            fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
            fs::write(folder.join(path), text).unwrap();
        }
        folder
    }

    #[test]
    fn what_a_killed_run_has_left_is_removed_and_what_others_work_on_is_not() {
        let parent = tempfile::tempdir().unwrap();
        let left = left_over(parent.path(), &[(LOCK, ""), ("restricted/scores.csv", "P1")]);
        let foreign = left_over(parent.path(), &[("letter.txt", "mine")]);
        let alive = Site::in_folder(parent.path()).unwrap();
        tidy(parent.path());
        assert!(!left.exists() && foreign.exists() && alive.path().exists());
    }

    #[test]
    fn an_earlier_output_that_had_stepped_aside_gets_its_name_back() {
        let parent = tempfile::tempdir().unwrap();
        left_over(parent.path(), &[(LOCK, ""), (NAME, "out"), ("earlier/run.json", "{}")]);
        tidy(parent.path());
        assert_eq!(fs::read_to_string(parent.path().join("out/run.json")).unwrap(), "{}");
        assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 1);
    }

    /// A name that a power cut has emptied, one that leads elsewhere, one that cannot be read.
    #[test]
    fn an_earlier_output_that_cannot_be_given_back_is_kept() {
        for name in ["", "../out", "/tmp/out", "a/b"] {
            let parent = tempfile::tempdir().unwrap();
            let folder = left_over(parent.path(), &[(LOCK, ""), (NAME, name), ("earlier/run.json", "{}")]);
            tidy(parent.path());
            assert!(folder.join("earlier/run.json").exists(), "{name:?}");
        }
        let parent = tempfile::tempdir().unwrap();
        let folder = left_over(parent.path(), &[(LOCK, ""), ("earlier/run.json", "{}")]);
        tidy(parent.path());
        assert!(folder.join("earlier/run.json").exists());
    }

    #[test]
    fn an_earlier_output_never_takes_the_place_of_a_newer_one() {
        let parent = tempfile::tempdir().unwrap();
        fs::create_dir(parent.path().join("out")).unwrap();
        left_over(parent.path(), &[(LOCK, ""), (NAME, "out"), ("earlier/run.json", "{}")]);
        tidy(parent.path());
        assert!(!parent.path().join("out/run.json").exists());
        assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 1);
    }
}
