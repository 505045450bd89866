//! Where an export lies: a folder on disk, or files carried in the program. Finds files by name or pattern and opens
//! them; what is in them is for others to judge.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Cursor, Read};
use std::path::PathBuf;

/// Where the rows of a table stand: a text file, or one sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) file: String,
    pub(super) sheet: Option<String>,
}

impl Source {
    pub(super) fn file(name: &str) -> Source {
        Source { file: name.to_owned(), sheet: None }
    }

    pub(super) fn sheet(file: &str, sheet: &str) -> Source {
        Source { file: file.to_owned(), sheet: Some(sheet.to_owned()) }
    }

    /// For people, who know a sheet by the names of its workbook and its tab.
    pub(super) fn shown(&self) -> String {
        match &self.sheet {
            Some(sheet) => format!("{} [{sheet}]", self.file),
            None => self.file.clone(),
        }
    }
}

/// The files of one export, named relative to its folder, with `/` between folders.
#[derive(Debug, Clone)]
pub struct Export {
    root: Root,
    /// Whether a digest is made of every file that is read.
    pub(super) with_digests: bool,
}

#[derive(Debug, Clone)]
enum Root {
    Folder(PathBuf),
    Embedded(BTreeMap<String, Cow<'static, [u8]>>),
}

impl Export {
    pub fn folder(path: impl Into<PathBuf>) -> Export {
        Export { root: Root::Folder(path.into()), with_digests: true }
    }

    pub fn embedded(files: impl IntoIterator<Item = (String, Cow<'static, [u8]>)>) -> Export {
        Export { root: Root::Embedded(files.into_iter().collect()), with_digests: true }
    }

    /// The same files, to be read where nobody records what was read.
    #[must_use]
    pub fn without_digests(self) -> Export {
        Export { with_digests: false, ..self }
    }

    /// The files at the top of the folder, sorted by name.
    pub fn names(&self) -> io::Result<Vec<String>> {
        match &self.root {
            Root::Folder(_) => {
                self.entries_of_folder("").map(|names| names.into_iter().filter(|n| self.has(n)).collect())
            }
            Root::Embedded(files) => Ok(files.keys().filter(|name| !name.contains('/')).cloned().collect()),
        }
    }

    /// Whether a file of this name is there.
    pub fn has(&self, name: &str) -> bool {
        match &self.root {
            Root::Folder(folder) => folder.join(name).is_file(),
            Root::Embedded(files) => files.contains_key(name),
        }
    }

    /// Files that a name or a pattern means, sorted by name. `*` stands for any run of characters and `?` for one,
    /// within one part of a path.
    pub fn matching(&self, pattern: &str) -> Vec<String> {
        match &self.root {
            Root::Folder(_) => {
                let mut names = self.expand(pattern);
                names.sort();
                names
            }
            Root::Embedded(files) => files.keys().filter(|name| fits_path(pattern, name)).cloned().collect(),
        }
    }

    pub fn open(&self, name: &str) -> io::Result<Box<dyn Read>> {
        match &self.root {
            Root::Folder(folder) => Ok(Box::new(fs::File::open(folder.join(name))?)),
            Root::Embedded(files) => {
                let bytes = files.get(name).ok_or(io::ErrorKind::NotFound)?;
                Ok(Box::new(Cursor::new(bytes.clone())))
            }
        }
    }

    /// A whole file at once, for those that cannot be read from front to back.
    pub(super) fn bytes(&self, name: &str) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.open(name)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Length of a file in bytes as it lies there, for showing progress; `None` when that cannot be known.
    pub fn size(&self, name: &str) -> Option<u64> {
        match &self.root {
            Root::Folder(folder) => fs::metadata(folder.join(name)).ok().map(|facts| facts.len()),
            Root::Embedded(files) => files.get(name).map(|bytes| bytes.len() as u64),
        }
    }

    fn expand(&self, pattern: &str) -> Vec<String> {
        let mut found = vec![String::new()];
        for part in pattern.split('/').filter(|part| !part.is_empty() && *part != ".") {
            found = found.iter().flat_map(|folder| self.step(folder, part)).collect();
        }
        found.retain(|name| self.has(name));
        found
    }

    /// What one part of a pattern leads to from a folder.
    fn step(&self, folder: &str, part: &str) -> Vec<String> {
        let below = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        if !part.contains(['*', '?']) {
            return vec![below(part)];
        }
        let entries = self.entries_of_folder(folder).unwrap_or_default();
        entries.iter().filter(|name| fits(part, name)).map(|name| below(name)).collect()
    }

    fn entries_of_folder(&self, below: &str) -> io::Result<Vec<String>> {
        let Root::Folder(folder) = &self.root else { return Ok(Vec::new()) };
        let mut names = Vec::new();
        for entry in fs::read_dir(folder.join(below))? {
            if let Ok(name) = entry?.file_name().into_string() {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }
}

fn fits_path(pattern: &str, name: &str) -> bool {
    let parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let names: Vec<&str> = name.split('/').collect();
    parts.len() == names.len() && parts.iter().zip(names).all(|(pattern, name)| fits(pattern, name))
}

/// Whether a name fits a pattern. A leading dot must be written, so that `*` never reaches a hidden file.
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    if name.starts_with('.') && !pattern.starts_with('.') {
        return false;
    }
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    let (mut p, mut n) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(c) if *c == '?' || *c == name[n] => (p, n) = (p + 1, n + 1),
            _ => {
                let Some((at, upto)) = star else { return false };
                star = Some((at, upto + 1));
                (p, n) = (at + 1, upto + 1);
            }
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_stand_for_runs_and_single_characters() {
        let cases = [
            ("answers*.csv", "answers-2026.csv", true),
            ("answers*.csv", "answers.csv", true),
            ("answers*.csv", "answers.csv.gz", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("*a*b*", "xxaxxbxx", true),
            ("*a*b*", "xxbxxa", false),
            ("*", ".hidden", false),
            ("people.csv", "people.csv", true),
        ];
        for (pattern, name, expected) in cases {
            assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn a_star_stays_within_its_part_of_the_path() {
        let file = |name: &str| (name.to_owned(), Cow::Borrowed(&b""[..]));
        let export = Export::embedded([file("b/x2.csv"), file("a/x1.csv"), file("a/deep/x3.csv"), file("x0.csv")]);
        assert_eq!(export.matching("*/x*.csv"), ["a/x1.csv", "b/x2.csv"]);
        assert_eq!(export.matching("x0.csv"), ["x0.csv"]);
        assert_eq!(export.names().unwrap(), ["x0.csv"]);
    }
}
