//! The first step of reading any definition: text to the struct it is written as, with every misspelt key, wrong kind
//! of value and missing key put into plain words and given its line. What the values mean is not judged here.

use super::faults::{Faults, hint};
use super::tree::Tree;
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::Spanned;
use toml::de::DeTable;

/// One file as written, and the faults found in it so far.
#[derive(Debug)]
pub(crate) struct Written<'a> {
    /// As the person knows it: `schemas/measures/dialog.toml`.
    pub(crate) name: &'a str,
    pub(crate) text: &'a str,
    pub(crate) faults: Faults,
    /// Groups of keys that cannot be judged, because something in them could not be read.
    doubtful: Vec<Range<usize>>,
}

impl<'a> Written<'a> {
    pub(crate) fn new(name: &'a str, text: &'a str) -> Self {
        Written { name, text, faults: Faults::default(), doubtful: Vec::new() }
    }

    /// Notes a fault where the bytes `at` stand, unless what stands there cannot be judged.
    pub(crate) fn fault(&mut self, at: Range<usize>, message: impl Into<String>) {
        if at.start > self.text.len() || self.doubtful.iter().any(|doubtful| doubtful.contains(&at.start)) {
            return;
        }
        let line = line_of(self.text, at.start);
        self.faults.note(self.name, Some(line), message);
    }

    /// The line that these bytes stand in.
    pub(crate) fn line_of(&self, at: Range<usize>) -> usize {
        line_of(self.text, at.start)
    }

    /// Notes a fault of the file as a whole.
    pub(crate) fn fault_of_file(&mut self, message: impl Into<String>) {
        self.faults.note(self.name, None, message);
    }

    /// A text that must say something, without outer blanks.
    pub(crate) fn filled(&mut self, key: &str, text: &Spanned<String>) -> String {
        let trimmed = text.get_ref().trim();
        if trimmed.is_empty() {
            self.fault(text.span(), format!("`{key}` is empty. Please write it."));
        }
        trimmed.to_owned()
    }

    /// The file read as TOML, or `None` when its faults make that impossible. Every unknown key, missing key and
    /// wrong kind of value is noted, not only the first.
    pub(crate) fn toml<T: DeserializeOwned>(&mut self) -> Option<T> {
        let (value, doubtful) = self.toml_in_parts()?;
        doubtful.is_empty().then_some(value)
    }

    /// The same where parts of the file can be judged by themselves: also the groups of keys that hold something that could
    /// not be read, `0..0` for the file's own. Their other values may be stand-ins.
    pub(crate) fn toml_in_parts<T: DeserializeOwned>(&mut self) -> Option<(T, Vec<Range<usize>>)> {
        let mut tree = Tree::new(self.tree()?);
        loop {
            match T::deserialize(toml::Deserializer::from(tree.root.clone())) {
                Ok(value) => return Some((value, tree.doubtful())),
                Err(error) => {
                    let at = error.span().unwrap_or(0..0);
                    if !tree.is_stand_in(&at) {
                        self.fault(at.clone(), in_plain_words(error.message(), tree.key_of(&at).as_deref()));
                    }
                    tree.mend(error.message(), &at)?;
                }
            }
        }
    }

    /// From now on says nothing about these parts of the file: what is wrong with them has been said.
    pub(super) fn leave_out(&mut self, doubtful: Vec<Range<usize>>) {
        self.doubtful = doubtful;
    }

    /// All of a group of keys, of which the parser names only the heading: up to the next heading.
    pub(super) fn group_from(&self, heading: Range<usize>) -> Range<usize> {
        let below = self.text.get(heading.end..).unwrap_or_default();
        let is_headed = self.text.get(heading.clone()).is_some_and(|text| text.starts_with('['));
        let end = below.find("\n[").map_or(self.text.len(), |next| heading.end + next);
        if is_headed { heading.start..end } else { heading }
    }

    /// Whether some part of the file cannot be judged.
    pub(super) fn is_doubtful(&self) -> bool {
        !self.doubtful.is_empty()
    }

    /// The file read as TOML without any idea of its keys.
    pub(super) fn tree(&mut self) -> Option<Spanned<DeTable<'a>>> {
        let (root, syntax) = DeTable::parse_recoverable(self.text);
        self.note_syntax(&syntax);
        syntax.is_empty().then_some(root)
    }

    /// The file read as JSON, or `None` when its faults make that impossible.
    pub(crate) fn json<T: DeserializeOwned>(&mut self) -> Option<T> {
        match serde_json::from_str(self.text) {
            Ok(value) => Some(value),
            Err(error) => {
                let said = error.to_string();
                let message = said.split(" at line ").next().unwrap_or(&said);
                self.faults.note(self.name, Some(error.line().max(1)), in_plain_words(message, None));
                None
            }
        }
    }

    fn note_syntax(&mut self, errors: &[toml::de::Error]) {
        let mut last_line = 0;
        for error in errors {
            let at = error.span().unwrap_or(0..0);
            let line = line_of(self.text, at.start);
            // One slip often makes the parser complain several times about the same line.
            if line != last_line {
                let written = self.text.lines().nth(line - 1).unwrap_or_default();
                self.fault(at, syntax_in_plain_words(error.message(), written));
            }
            last_line = line;
        }
    }
}

/// The text without the byte order mark that some editors put first.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The line a byte stands in, counted from 1.
fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().get(..offset.min(text.len())).unwrap_or_default();
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}

/// What a deserialiser says, as one would say it to the person who wrote the file.
fn in_plain_words(message: &str, key: Option<&str>) -> String {
    let names = quoted(message);
    let first = names.first().map_or("", String::as_str);
    let known = || names.iter().skip(1).map(String::as_str);
    if message.starts_with("unknown field") {
        let hint = hint(first, known());
        let list = if hint.is_empty() { format!(" Known here: {}.", known_list(&names)) } else { hint };
        return format!("the key `{first}` is not known here.{list}");
    }
    if message.starts_with("unknown variant") {
        return format!("`{first}` cannot stand here. Use one of: {}.{}", known_list(&names), hint(first, known()));
    }
    if message.starts_with("missing field") {
        return format!("the key `{first}` is missing.");
    }
    if let Some((found, wanted)) = mismatch(message) {
        let place = key.map_or_else(String::new, |key| format!("`{key}`: "));
        return format!("{place}expected {}, found {}.", kind_in_words(wanted), value_in_words(found));
    }
    message.to_owned()
}

/// The two halves of "invalid type: …, expected …" and of "invalid value: …, expected …".
pub(super) fn mismatch(message: &str) -> Option<(&str, &str)> {
    let rest = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "))?;
    rest.rsplit_once(", expected ")
}

fn known_list(names: &[String]) -> String {
    names.iter().skip(1).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn kind_in_words(wanted: &str) -> &str {
    match wanted {
        "a string" | "string" | "str" => "text in quotation marks",
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number that is not negative",
        "i8" | "i16" | "i32" | "i64" => "a whole number",
        "f32" | "f64" => "a number",
        "a boolean" => "true or false",
        "a sequence" => "a list in square brackets",
        other if other.starts_with("struct ") || other.starts_with("a map") => "a group of keys",
        other => other,
    }
}

fn value_in_words(found: &str) -> String {
    let (kind, value) = found.split_once(' ').unwrap_or((found, ""));
    match kind {
        "string" => format!("the text {value}"),
        "integer" | "boolean" => value.replace('`', ""),
        "floating" => value.replace("point ", "").replace('`', ""),
        "sequence" => "a list".to_owned(),
        "map" => "a group of keys".to_owned(),
        _ => found.to_owned(),
    }
}

/// Whether a line gives a day as people write it: `extracted = 02/10/2026`.
fn is_a_day(line: &str) -> bool {
    let value = line.split_once('=').map_or("", |(_, value)| value.split('#').next().unwrap_or_default().trim());
    let parts: Vec<&str> = value.split(['/', '.', '-']).collect();
    parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn syntax_in_plain_words(message: &str, line: &str) -> String {
    if is_a_day(line) {
        return "a day is written as year-month-day, such as 2026-10-02, without quotation marks.".to_owned();
    }
    if message.contains("duplicate key") {
        return "this key stands here twice. Please keep one of them.".to_owned();
    }
    if message.contains("quot") {
        return "this line cannot be read: a text stands between plain quotation marks, \"like this\". Word processors make \
                curly ones of them, which look alike and are not."
            .to_owned();
    }
    format!(
        "this line cannot be read ({}). A line should look like `key = value`, with texts in quotation marks.",
        message.trim().replace('\n', ", ")
    )
}

/// The words between back quotes, in order.
pub(super) fn quoted(message: &str) -> Vec<String> {
    message.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        name: Spanned<String>,
        #[serde(default)]
        size: u8,
        #[serde(default)]
        parts: Vec<Part>,
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Part {
        label: String,
    }

    fn faults(text: &str) -> String {
        let mut written = Written::new("sample.toml", text);
        let _ = written.toml::<Sample>();
        written.faults.sorted().to_string()
    }

    #[test]
    fn every_unknown_key_and_wrong_value_is_named_with_its_line() {
        let text = "name = \"a\"\nsise = 3\nsize = \"big\"\n\n[[parts]]\nlabel = 5\n\n\
                    [[parts]]\nlabel = \"x\"\ncolour = 1\n\n[[parts]]\n";
        let expected = "sample.toml, line 2: the key `sise` is not known here. Did you mean `size`?\n\
             sample.toml, line 3: `size`: expected a whole number that is not negative, found the text \"big\".\n\
             sample.toml, line 6: `label`: expected text in quotation marks, found 5.\n\
             sample.toml, line 10: the key `colour` is not known here. Known here: `label`.\n\
             sample.toml, line 12: the key `label` is missing.";
        assert_eq!(faults(text), expected);
    }

    #[test]
    fn a_missing_key_is_named_once() {
        assert_eq!(faults("size = 3\n"), "sample.toml, line 1: the key `name` is missing.");
        assert_eq!(faults("name = 1\n"), "sample.toml, line 1: `name`: expected text in quotation marks, found 1.");
    }

    #[test]
    fn a_line_that_is_no_toml_is_named() {
        let said = faults("name = \"a\"\nsize 3\n");
        assert!(said.starts_with("sample.toml, line 2: this line cannot be read"), "{said}");
        assert_eq!(faults("name = \"a\"\nname = \"b\"\n").lines().count(), 1);
        assert!(faults("name = \"a\"\nname = \"b\"\n").contains("twice"));
    }
}
