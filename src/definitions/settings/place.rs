//! Where the settings of an export stand.

use crate::definitions::Faults;
use std::io::ErrorKind;
use std::path::Path;

/// The text of `audit.toml` in a folder of exports; `None` when there is none, which is fine.
pub fn text_of(folder: &Path) -> Result<Option<String>, Faults> {
    match std::fs::read_to_string(folder.join(super::read::FILE)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => match folder.join(HIDDEN_ENDING).exists() {
            false => Ok(None),
            true => Err(fault(
                "is called audit.toml.txt, and so is not read. Please rename it: some editors add .txt, and some \
                 systems hide it.",
            )),
        },
        Err(error) if error.kind() == ErrorKind::InvalidData => Err(fault(
            "is not written in UTF-8. Open it in a text editor, choose “Save as”, and there the encoding UTF-8.",
        )),
        Err(error) => Err(fault(&format!("could not be read: {error}."))),
    }
}

/// What an editor that adds an ending of its own makes of the file's name.
const HIDDEN_ENDING: &str = "audit.toml.txt";

fn fault(message: &str) -> Faults {
    let mut faults = Faults::default();
    faults.note(super::read::FILE, None, message);
    faults
}
