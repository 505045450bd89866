//! Faults of one kind gathered, file by file: those that say the same and are mended in the same way stand together.

use super::LEVELS;
use crate::definitions::Wording;
use crate::finding::Level;
use crate::intake::{Intake, Noted};
use std::collections::BTreeMap;

/// Faults that read the same and are mended the same way.
pub struct Kind<'a> {
    pub code: &'static str,
    pub level: Level,
    /// What was found, without anything that stood in a cell.
    pub message: String,
    /// What to do about it; empty where the message says it all.
    pub mend: String,
    /// In the order of their rows; never empty.
    pub places: Vec<&'a Noted>,
}

/// All faults of one file.
pub struct FileFaults<'a> {
    /// Relative to the input folder.
    pub file: &'a str,
    /// Most serious first, then in the order in which the first of each was met.
    pub kinds: Vec<Kind<'a>>,
}

/// An entry of a list that is capped.
pub enum Entry<'k, 'a> {
    Kind(&'k Kind<'a>),
    /// So many more faults with this code, of kinds that are not told apart here.
    More {
        code: &'static str,
        faults: u64,
    },
}

/// How many kinds with one code are told apart before only their number is said.
const KINDS_LISTED: usize = 5;

impl<'a> FileFaults<'a> {
    /// Faults of one level; those with one code stand together.
    pub fn of_level(&self, level: Level) -> Vec<Entry<'_, 'a>> {
        let own: Vec<&Kind> = self.kinds.iter().filter(|kind| kind.level == level).collect();
        let mut codes: Vec<&'static str> = Vec::new();
        for kind in &own {
            if !codes.contains(&kind.code) {
                codes.push(kind.code);
            }
        }
        codes.into_iter().flat_map(|code| capped(&own, code)).collect()
    }
}

fn capped<'k, 'a>(kinds: &[&'k Kind<'a>], code: &'static str) -> Vec<Entry<'k, 'a>> {
    let own: Vec<&&Kind> = kinds.iter().filter(|kind| kind.code == code).collect();
    let faults: usize = own.iter().skip(KINDS_LISTED).map(|kind| kind.places.len()).sum();
    let mut entries: Vec<Entry> = own.into_iter().take(KINDS_LISTED).map(|kind| Entry::Kind(kind)).collect();
    if faults > 0 {
        entries.push(Entry::More { code, faults: faults as u64 });
    }
    entries
}

/// Gathers what was noted. Files stand in the order in which their first fault was met.
pub fn by_file<'a>(intake: &'a Intake, wording: &Wording) -> Vec<FileFaults<'a>> {
    let mut files: Vec<FileFaults> = Vec::new();
    let mut known: BTreeMap<(&str, &str, String, String), (usize, usize)> = BTreeMap::new();
    for noted in &intake.noted {
        let file = noted.place.file.as_str();
        let (message, mend) = (noted.masked_message(wording), noted.help(wording));
        let key = (file, noted.code, message.clone(), mend.clone());
        if let Some((file, kind)) = known.get(&key) {
            files[*file].kinds[*kind].places.push(noted);
            continue;
        }
        let at = files.iter().position(|faults| faults.file == file).unwrap_or_else(|| {
            files.push(FileFaults { file, kinds: Vec::new() });
            files.len() - 1
        });
        known.insert(key, (at, files[at].kinds.len()));
        files[at].kinds.push(Kind { code: noted.code, level: noted.level, message, mend, places: vec![noted] });
    }
    for file in &mut files {
        file.kinds.sort_by_key(|kind| LEVELS.iter().position(|level| *level == kind.level));
    }
    files
}
