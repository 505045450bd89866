//! Lists and tables that read well in a plain editor and in anything that knows Markdown.

/// A table whose columns line up, but for the last, which is as long as it is.
pub fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let width = |at: usize| all(head, rows).map(|row| length(&row[at])).max().unwrap_or_default();
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let under =
        |(at, name): (usize, &String)| "-".repeat(if at + 1 == head.len() { length(name) } else { widths[at] });
    let under: Vec<String> = head.iter().enumerate().map(under).collect();
    let rows = rows.iter().map(Vec::as_slice);
    lines([head, &under].into_iter().chain(rows).map(|row| line(row, &widths)))
}

fn all<'t>(head: &'t [String], rows: &'t [Vec<String>]) -> impl Iterator<Item = &'t [String]> {
    std::iter::once(head).chain(rows.iter().map(Vec::as_slice))
}

fn line(row: &[String], widths: &[usize]) -> String {
    let last = row.len() - 1;
    let cell = |(at, cell): (usize, &String)| if at == last { cell.clone() } else { padded(cell, widths[at]) };
    format!("| {} |", row.iter().enumerate().map(cell).collect::<Vec<_>>().join(" | "))
}

/// One line of the list of packages: name, version, checksum, licence.
pub fn package([name, version, checksum, licence]: [&str; 4]) -> String {
    let line = format!("{} {} {} {licence}", padded(name, 30), padded(version, 14), padded(checksum, 64));
    line.trim_end().to_owned()
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(length(text))))
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Names as they are typed, one after the other.
pub fn codes<T: AsRef<str>>(names: &[T]) -> String {
    names.iter().map(|name| format!("`{}`", name.as_ref())).collect::<Vec<_>>().join(", ")
}

pub fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_the_last_is_as_long_as_it_is() {
        let cells = |row: [&str; 2]| row.map(str::to_owned).to_vec();
        let table = table(&cells(["a", "b"]), &[cells(["längst", "a long sentence"]), cells(["x", ""])]);
        assert_eq!(table, "| a      | b |\n| ------ | - |\n| längst | a long sentence |\n| x      |  |");
    }
}
