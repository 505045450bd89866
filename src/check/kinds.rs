//! Faults of one kind gathered, file by file: those that say the same and are mended in the same way stand together.

use super::{Cells, LEVELS};
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

/// Cells that hold one of a list of codes. Whoever translates them has to know every text that is none of them.
const CODED: [&str; 10] = [
    "answer-not-a-code",
    "code-unknown",
    "domain-unknown",
    "ethnicity-invalid",
    "gender-invalid",
    "item-unknown",
    "measure-unknown",
    "rated-by-other",
    "status-unknown",
    "team-unknown",
];

/// How many other texts are named.
const OTHERS_LISTED: usize = 12;

impl<'a> Kind<'a> {
    /// What else stood in cells that hold codes, beside what the first of them held: each text once, the most frequent first,
    /// and how many more there are than are named. Nothing where cells hold no codes.
    pub fn others_found(&self) -> (Vec<&'a str>, u64) {
        let mut met: BTreeMap<&'a str, usize> = BTreeMap::new();
        let coded = self.places.iter().filter(|_| CODED.contains(&self.code));
        coded.filter(|noted| !noted.found.is_empty()).for_each(|noted| *met.entry(&noted.found).or_default() += 1);
        self.places.first().and_then(|first| met.remove(first.found.as_str()));
        let mut others: Vec<(&str, usize)> = met.into_iter().collect();
        others.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
        let more = others.len().saturating_sub(OTHERS_LISTED) as u64;
        (others.into_iter().map(|(text, _)| text).take(OTHERS_LISTED).collect(), more)
    }

    /// The same in one sentence; empty where there is nothing to say, or cells are hidden.
    pub fn others_in_words(&self, wording: &Wording, cells: Cells) -> String {
        let (others, more) = self.others_found();
        if others.is_empty() || cells == Cells::Hidden {
            return String::new();
        }
        let others = format!("“{}”", others.join("”, “"));
        match more {
            0 => wording.say("check.others_found", &[("others", &others)]),
            more => wording.count("check.others_found_more", more, &[("others", &others)]),
        }
    }
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
        let (message, mend) = (noted.message_of_kind(wording), noted.help(wording));
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
