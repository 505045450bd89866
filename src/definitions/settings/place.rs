//! Where the settings of an export stand.

use crate::definitions::Faults;
use std::io::ErrorKind;
use std::path::Path;

/// The text of `audit.toml` in a folder of exports; `None` when there is none, which is fine.
pub fn text_of(folder: &Path) -> Result<Option<String>, Faults> {
    match std::fs::read_to_string(folder.join(super::read::FILE)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let mut faults = Faults::default();
            faults.note(super::read::FILE, None, format!("could not be read: {error}."));
            Err(faults)
        }
    }
}
