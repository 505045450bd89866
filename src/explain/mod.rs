//! What `fingerpost explain ID` says: how a figure is made and where its rules come from, what a criterion or a value asks,
//! or what a finding means and what to do about it. Words only; nothing is worked out and no data is looked at.

mod criterion;
mod fault;
mod figure;

use crate::definitions::{Definitions, Wording, nearest};
use std::collections::BTreeSet;

/// A part of an explanation: its heading and what stands below it, a sentence or two each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub heading: String,
    pub lines: Vec<String>,
}

/// One explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The id or code asked for.
    pub id: String,
    /// What it is called, or what the message says.
    pub title: String,
    pub parts: Vec<Part>,
}

/// There is no indicator, criterion, value or finding of this name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    pub id: String,
    /// `None` when nothing is near.
    pub nearest: Option<String>,
}

pub use criterion::ids as ids_of_values;

/// Explains an indicator, a criterion or a value by its id, or a finding by its code.
pub fn explain(id: &str, definitions: &Definitions) -> Result<Explanation, Unknown> {
    let figure = definitions.indicator(id).map(|indicator| figure::explanation(&indicator, definitions));
    let finding = || fault::explanation(id, &definitions.wording);
    figure
        .or_else(finding)
        .or_else(|| criterion::explanation(id, definitions))
        .ok_or_else(|| unknown(id, definitions))
}

fn unknown(id: &str, definitions: &Definitions) -> Unknown {
    let indicators = definitions.indicators();
    let codes = codes(&definitions.wording);
    let of_values = ids_of_values(definitions);
    let of_values = of_values.iter().map(String::as_str);
    let bare = of_values.clone().filter_map(|id| Some(id.split_once('.')?.1));
    let known =
        indicators.iter().map(|indicator| indicator.id.as_str()).chain(codes).chain(of_values.clone()).chain(bare);
    // Whoever names the beginning means the first figure that begins so.
    let known: Vec<&str> = known.collect();
    let begun = known.iter().copied().find(|known| known.strip_prefix(id).is_some_and(|rest| rest.starts_with('.')));
    Unknown { id: id.to_owned(), nearest: begun.or_else(|| nearest(id, known.iter().copied())).map(str::to_owned) }
}

/// Every code that a finding, or the reason why an export cannot be read, can have.
pub fn codes(wording: &Wording) -> BTreeSet<&str> {
    let below = wording.keys().filter_map(|key| key.strip_prefix("finding.").or_else(|| key.strip_prefix("input.")));
    below.filter_map(|rest| rest.split_once('.')).map(|(code, _)| code).collect()
}

impl Explanation {
    /// As it is printed: the title, then each part under its heading, lines broken at `width` characters.
    pub fn text(&self, width: usize) -> String {
        let mut text = format!("{}\n{}\n", self.id, broken(&self.title, "", width));
        for part in &self.parts {
            text.push_str(&format!("\n{}\n", part.heading));
            for line in &part.lines {
                text.push_str(&broken(line, INDENT, width));
                text.push('\n');
            }
        }
        text
    }
}

const INDENT: &str = "  ";

/// Words set into lines; text that holds line breaks of its own (an example of a file) keeps them.
fn broken(text: &str, indent: &str, width: usize) -> String {
    if text.contains('\n') {
        return text.trim_end().lines().map(|line| format!("{indent}{line}")).collect::<Vec<_>>().join("\n");
    }
    let mut lines = vec![indent.to_owned()];
    for word in text.split_whitespace() {
        let line = lines.last().map_or(0, |line| line.chars().count());
        if line > indent.len() && line + 1 + word.chars().count() > width {
            lines.push(indent.to_owned());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(if line.len() > indent.len() { " " } else { "" });
            line.push_str(word);
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests;
