//! What is wrong with a file that a service or the field wrote, in words for the person who wrote it. Faults of all
//! files are gathered and shown at once, so that one look is enough to mend them.

use std::fmt;

/// One fault of one definition file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Path as the person knows it: `schemas/measures/dialog.toml`, `audit.toml`.
    pub file: String,
    /// Counted from 1; `None` for a fault of the whole file.
    pub line: Option<usize>,
    /// One or two sentences: what is wrong and, where it helps, what would be right.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}, line {line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

/// Every fault found, in order of file and line. Never empty when it is returned as an error.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.0.iter()
    }

    pub fn note(&mut self, file: &str, line: Option<usize>, message: impl Into<String>) {
        self.0.push(Fault { file: file.to_owned(), line, message: message.into() });
    }

    pub fn extend(&mut self, others: Faults) {
        self.0.extend(others.0);
    }

    /// These and others, in order.
    pub fn and(mut self, others: Faults) -> Faults {
        self.extend(others);
        self.sorted()
    }

    /// In order of file and line, each once.
    pub fn sorted(mut self) -> Faults {
        self.0.sort();
        self.0.dedup();
        self
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// The known word nearest to a misspelt one: at most a third of its letters differ. `None` when nothing is near.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    let furthest = (word.len() / 3).max(1);
    let distances = known.into_iter().filter_map(|candidate| {
        let letters: Vec<char> = candidate.to_lowercase().chars().collect();
        // Words of very different lengths are never near, and this runs for every misspelt cell of an export.
        let distance = (letters.len().abs_diff(word.len()) <= furthest).then(|| edits(&word, &letters))?;
        (distance <= furthest).then_some((distance, candidate))
    });
    distances.min().map(|(_, candidate)| candidate)
}

/// " Did you mean `x`?" for the nearest known word, or nothing.
pub fn hint<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, known).map_or_else(String::new, |candidate| format!(" Did you mean `{candidate}`?"))
}

/// Letters to insert, delete, replace or swap with their neighbour to turn one word into the other.
fn edits(from: &[char], to: &[char]) -> usize {
    let mut before: Vec<usize> = vec![0; to.len() + 1];
    let mut last: Vec<usize> = (0..=to.len()).collect();
    let mut row = before.clone();
    for i in 1..=from.len() {
        row[0] = i;
        for j in 1..=to.len() {
            let same = from[i - 1] == to[j - 1];
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + usize::from(!same));
            if i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_word_finds_its_neighbour_and_a_strange_one_finds_none() {
        let known = ["provider", "provider_id", "quarters", "pairing"];
        let cases = [
            ("providr", Some("provider")),
            ("Provider", Some("provider")),
            ("parinig", Some("pairing")),
            ("provider-id", Some("provider_id")),
            ("colour", None),
            ("", None),
        ];
        for (word, expected) in cases {
            assert_eq!(nearest(word, known), expected, "{word}");
        }
    }

    #[test]
    fn faults_are_shown_one_a_line_in_order_of_file_and_line() {
        let mut faults = Faults::default();
        faults.note("b.toml", Some(3), "second");
        faults.note("a.toml", None, "first");
        faults.note("b.toml", Some(3), "second");
        assert_eq!(faults.sorted().to_string(), "a.toml: first\nb.toml, line 3: second");
    }
}
