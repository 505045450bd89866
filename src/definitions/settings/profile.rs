//! Ready profiles: how the exports of a kind of record system usually look. A service chooses one by its id and lays its
//! own settings over it.

use super::agree::agree_tables;
use super::file::ProfileFile;
use super::merge::Form;
use super::read::Reading;
use super::{DateOrder, TableSettings, TextEncoding};
use crate::definitions::faults::Faults;
use crate::definitions::reading::Written;
use crate::definitions::{Definitions, TableId, files};

/// A profile as it was read from `schemas/profiles/<id>.toml`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Profile {
    /// The word for `profile` in `audit.toml`.
    pub id: String,
    pub title: String,
    /// What such exports look like, for people.
    pub about: String,
    pub(super) form: Form,
}

impl Profile {
    /// What the profile says about a table; nothing where it does not know the table.
    pub fn table(&self, id: TableId) -> Option<&TableSettings> {
        self.form.tables.get(&id)
    }

    pub fn encoding(&self) -> Option<TextEncoding> {
        self.form.encoding
    }

    pub fn date_order(&self) -> Option<DateOrder> {
        self.form.date_order
    }

    pub fn missing(&self) -> &[String] {
        self.form.missing.as_deref().unwrap_or_default()
    }
}

/// Reads one profile, and notes what is wrong with it.
pub fn read(written: &mut Written<'_>, id: &str) -> Option<Profile> {
    let file: ProfileFile = written.toml()?;
    let mut reading = Reading { written: Written::new(written.name, written.text), profiles: &[] };
    let form = reading.form(&file.encoding, &file.delimiter, &file.date_order, &file.missing, &file.tables);
    let (title, about) = (reading.written.filled("title", &file.title), reading.written.filled("about", &file.about));
    written.faults.extend(reading.written.faults);
    Some(Profile { id: id.to_owned(), title, about, form: form.of_profile() })
}

/// Every fault of a profile that only the other definitions can show.
pub fn faults(name: &str, text: &str, definitions: &Definitions) -> Faults {
    let file: Option<ProfileFile> = Written::new(name, text).toml();
    file.map(|file| agree_tables(name, text, &file.tables, definitions)).unwrap_or_default()
}

/// The profiles in the program.
pub fn shipped() -> Result<Vec<Profile>, Faults> {
    let (mut profiles, mut faults) = (Vec::new(), Faults::default());
    for (id, text) in files::shipped_profiles() {
        let name = files::shown(&format!("profiles/{id}.toml"));
        let mut written = Written::new(&name, text);
        profiles.extend(read(&mut written, &id));
        faults.extend(written.faults);
    }
    if faults.is_empty() { Ok(profiles) } else { Err(faults.sorted()) }
}
