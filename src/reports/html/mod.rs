//! A document as one HTML file that needs nothing else: style, script and drawings stand inside it, and its content
//! security policy forbids every request. Readable from 320 pixels up, in dark mode, in print and without the script.

mod blocks;
mod markup;
mod tables;

use super::document::{Document, Entry};
use blocks::Writer;
use markup::{escaped, hash};
use std::fmt::Write;

static STYLE: &str = include_str!("style.css");
static SCRIPT: &str = include_str!("filter.js");

/// The whole page. Everything that comes from the document is escaped.
pub fn write(document: &Document) -> String {
    let mut page = format!("<!DOCTYPE html>\n<html lang=\"{}\">\n", escaped(&document.language));
    page.push_str(&head(document));
    let _ = write!(page, "<body>\n<a class=\"skip\" href=\"#fp_content\">{}</a>\n", escaped(&document.labels.skip));
    page.push_str(&front(document));
    page.push_str(&contents(document));
    let body = Writer::new(document).body();
    let _ = write!(page, "<main id=\"fp_content\" tabindex=\"-1\">\n{}</main>\n", body.text);
    page.push_str(&footer(document));
    if body.filters {
        let _ = writeln!(page, "<script>{SCRIPT}</script>");
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn head(document: &Document) -> String {
    let parts = [document.title.as_str(), document.subtitle.as_str()];
    let title: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let mut head = format!(
        "<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n<title>{}</title>\n",
        policy(),
        escaped(&title.join(" – "))
    );
    for (name, content) in [("author", &document.author), ("description", &document.subject)] {
        if !content.is_empty() {
            let _ = writeln!(head, "<meta name=\"{name}\" content=\"{}\">", escaped(content));
        }
    }
    let _ = write!(head, "<style>{STYLE}</style>\n</head>\n");
    head
}

/// Nothing may be fetched, sent or framed; only this style and this script are believed, by their digests.
fn policy() -> String {
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}

fn front(document: &Document) -> String {
    let mut front = format!("<header>\n<h1>{}</h1>\n", escaped(&document.title));
    if !document.subtitle.is_empty() {
        let _ = writeln!(front, "<p class=\"subtitle\">{}</p>", escaped(&document.subtitle));
    }
    let byline = document.byline();
    if !byline.is_empty() {
        let _ = writeln!(front, "<p class=\"byline\">{}</p>", escaped(&byline));
    }
    front.push_str("</header>\n");
    front
}

fn contents(document: &Document) -> String {
    let entries: Vec<Entry> = document.entries().collect();
    if !document.contents || entries.is_empty() {
        return String::new();
    }
    let label = escaped(&document.labels.contents);
    let mut nav = format!("<nav aria-labelledby=\"fp_contents\">\n<h2 id=\"fp_contents\">{label}</h2>\n<ol>\n");
    let mut entries = entries.into_iter().peekable();
    while let Some(entry) = entries.next() {
        nav.push_str(&item(entry));
        let mut below = String::new();
        while let Some(entry) = entries.next_if(|next| next.level > 1) {
            let _ = writeln!(below, "{}</li>", item(entry));
        }
        if !below.is_empty() {
            let _ = write!(nav, "\n<ol>\n{below}</ol>\n");
        }
        nav.push_str("</li>\n");
    }
    nav.push_str("</ol>\n</nav>\n");
    nav
}

fn item(entry: Entry) -> String {
    format!("<li><a href=\"#{}\">{}</a>", escaped(entry.anchor), escaped(entry.text))
}

fn footer(document: &Document) -> String {
    if document.footer.is_empty() {
        return String::new();
    }
    format!("<footer><p>{}</p></footer>\n", escaped(&document.footer))
}

#[cfg(test)]
mod tests;
