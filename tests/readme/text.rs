//! What stands in the README: the commands people are told to type, and the examples they are told to copy.

use std::collections::BTreeSet;

pub const README: &str = include_str!("../../README.md");

/// Every command of ours, in the order of the README: on a line of its own, between backticks, or in a schedule.
pub fn commands() -> Vec<String> {
    let mut seen = BTreeSet::new();
    let typed = README.lines().flat_map(|line| {
        let between = line.split('`').skip(1).step_by(2).map(str::to_owned);
        between.chain(on_a_line(line)).filter(|command| command.starts_with("fingerpost ")).collect::<Vec<_>>()
    });
    typed.filter(|command| seen.insert(command.clone())).collect()
}

/// A command at the start of a line, or after the path of a program and the hours in a schedule.
fn on_a_line(line: &str) -> Option<String> {
    let at = line.find("fingerpost.exe run").or_else(|| line.find("  fingerpost run").map(|at| at + 2));
    let at = at.or_else(|| line.starts_with("fingerpost ").then_some(0))?;
    let command = line[at..].split(['"', '>']).next()?;
    Some(command.trim().replace("fingerpost.exe", "fingerpost"))
}

/// The examples in this language, without the margin they have in a list.
pub fn examples(language: &str) -> Vec<String> {
    let mut examples = Vec::new();
    let mut lines = README.lines();
    while let Some(line) = lines.next() {
        let margin = line.len() - line.trim_start().len();
        if line.trim_start().strip_prefix("```") == Some(language) {
            let block = lines.by_ref().take_while(|line| line.trim() != "```");
            examples.push(block.map(|line| format!("{}\n", line.get(margin..).unwrap_or_default())).collect());
        }
    }
    examples
}

/// What stands below a heading, up to the next one of any level.
pub fn section(heading: &str) -> &'static str {
    let after = README.split_once(&format!("# {heading}\n")).map(|(_, after)| after);
    after.and_then(|after| after.split("\n#").next()).unwrap_or_default()
}

/// The rows of the table whose header begins with this cell, as their cells.
pub fn table(first_cell: &str) -> Vec<Vec<&'static str>> {
    let header = format!("| {first_cell} |");
    let lines = README.lines().skip_while(|line| !line.starts_with(&header)).skip(2);
    let rows = lines.take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').split(" | ").map(str::trim).collect()).collect()
}

/// What stands between backticks in a text.
pub fn named(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}
