//! What a page promises, whatever the document holds.

use super::*;
use crate::charts::drawing::Drawing;
use crate::reports::document::{Body, Labels, Table, Tone, text};

fn page(fill: impl FnOnce(&mut Body)) -> String {
    let mut body = Body::new();
    fill(&mut body);
    let labels = Labels { filter: "Filter rows".to_owned(), ..Labels::default() };
    let (title, language) = ("A <title>".to_owned(), "en-GB".to_owned());
    write(&Document { title, language, labels, contents: true, body, ..Document::default() })
}

fn table(rows: usize) -> Table {
    Table::new("Teams")
        .column("Team")
        .number("Known")
        .with_rows((0..rows).map(|row| [row.to_string(), "<7>".to_owned()]))
}

#[test]
fn nothing_from_the_document_becomes_markup() {
    let html = page(|body| {
        body.heading(1, "<h>").paragraph(text("<p>").strong("<s>").link("<a>", "x\"><script>"));
        body.list(["<li2>"]).table(table(1)).callout(Tone::Note, "<c>", |_| ());
    });
    for raw in ["<h>", "<s>", "<a>", "<li2>", "<7>", "<c>", "<title>A <", "\"><script>"] {
        assert!(!html.contains(raw), "{raw}");
    }
}

#[test]
fn the_policy_names_the_digest_of_the_style_in_the_page() {
    let html = page(|_| ());
    let start = html.find("<style>").map_or(0, |at| at + "<style>".len());
    let end = html.find("</style>").unwrap_or(start);
    assert!(html.contains(&format!("style-src 'sha256-{}'", hash(&html[start..end]))));
    assert!(html.contains("default-src 'none'"));
}

#[test]
fn only_a_page_with_a_long_table_has_the_script() {
    let short = page(|body| {
        body.table(table(14));
    });
    assert!(!short.contains("<script>"));
    let long = page(|body| {
        body.table(table(15));
    });
    assert!(long.contains("<script>") && long.contains("<div class=\"filter\" hidden>"));
}

#[test]
fn contents_nest_and_close() {
    let html = page(|body| {
        body.heading(1, "One").heading(2, "Two").heading(3, "Three").heading(1, "Four");
    });
    let nav = &html[html.find("<nav").unwrap_or(0)..html.find("</nav>").unwrap_or(0)];
    assert!(nav.contains("href=\"#one\"") && nav.contains("href=\"#two\"") && !nav.contains("href=\"#three\""));
    assert_eq!(nav.matches("<ol>").count(), nav.matches("</ol>").count());
    assert_eq!(nav.matches("<li>").count(), nav.matches("</li>").count());
    assert!(html.contains("<h2 id=\"one\">One</h2>") && html.contains("<h4 id=\"three\">Three</h4>"));
}

#[test]
fn every_id_is_used_once_even_when_a_drawing_is_shown_twice() {
    let drawing = Drawing { width: 9.0, height: 9.0, title: "T".into(), description: "D".into(), marks: Vec::new() };
    let html = page(|body| {
        body.figure(drawing.clone(), "", Some(table(2))).figure(drawing, "", Some(table(2))).table(table(2));
        body.callout(Tone::Note, "", |_| ()).callout(Tone::Note, "", |_| ());
    });
    let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|part| part.split('"').next()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    assert!(count > 8);
}

#[test]
fn cells_say_what_they_head() {
    let mut grouped = table(1);
    grouped.group("Adult").row(["North"]).total(["All", "9"]);
    let html = page(|body| {
        body.table(grouped);
    });
    assert!(html.contains("<th scope=\"col\">Team</th><th scope=\"col\" class=\"n\">Known</th>"));
    assert!(html.contains("<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"2\">Adult</th></tr>"));
    assert!(html.contains("<tr><th scope=\"row\">North</th><td class=\"n\"></td></tr>"));
    assert!(html.contains("<tr class=\"total\"><th scope=\"row\">All</th>"));
}

#[test]
fn a_link_to_nowhere_is_printed_as_words() {
    let html = page(|body| {
        body.paragraph(text("").see("there", "nowhere").link("run", "javascript:x"));
    });
    assert!(html.contains("<p>thererun</p>"));
}
