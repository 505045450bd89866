//! What a page or a drawing says, piece by piece, each with what it is said about: read from the finished markup as a
//! reader would, so that a figure can be looked for in its place.

use std::collections::BTreeMap;

/// A piece of a page: a cell of a table, an item of a chart's description, a row of a chart, or a sentence.
#[derive(Debug, Clone)]
pub struct Said {
    /// Captions, headings, names of rows and columns.
    pub about: Vec<String>,
    pub words: String,
}

/// Everything on a page, or in a drawing.
pub fn said(markup: &str) -> Vec<Said> {
    let mut all: Vec<Said> = between(markup, "<svg", "</svg>").into_iter().flat_map(drawn).collect();
    all.extend(between(markup, "<table", "</table>").into_iter().flat_map(table));
    all.extend(sentences(&without(&without(markup, "<svg", "</svg>"), "<table", "</table>")));
    all
}

/// Every piece of text that stands between these; what opens it is cut off.
pub fn between<'t>(text: &'t str, open: &str, close: &str) -> Vec<&'t str> {
    let pieces = text.split(open).skip(1);
    pieces.filter_map(|piece| piece.split_once(close).map(|(inside, _)| inside)).collect()
}

fn without(text: &str, open: &str, close: &str) -> String {
    let mut pieces = text.split(open);
    let first = pieces.next().unwrap_or_default();
    let rest = pieces.filter_map(|piece| piece.split_once(close).map(|(_, after)| after));
    std::iter::once(first).chain(rest).collect()
}

/// The sentences of a page as running text: pictures, tables and what is not read left out, a full stop after each piece.
pub fn plain_text(markup: &str) -> String {
    let body = markup.split_once("<main").map_or(markup, |(_, body)| body);
    let body = without(&without(&without(body, "<svg", "</svg>"), "<table", "</table>"), "<footer", "</footer>");
    let pieces =
        ["</p>", "</li>", "</h1>", "</h2>", "</h3>"].iter().fold(body, |body, end| body.replace(end, ".\u{1}"));
    let pieces = pieces.split('\u{1}').map(plain).map(|piece| piece.replace("..", "."));
    pieces.filter(|piece| piece.contains(char::is_alphabetic)).collect::<Vec<_>>().join(" ")
}

/// Words without tags, also where the first tag lost its opening.
fn plain(markup: &str) -> String {
    let pieces = markup.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    let text = pieces.collect::<Vec<_>>().join(" ");
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn table(markup: &str) -> Vec<Said> {
    let caption = first_plain(markup, "<caption", "</caption>");
    let (mut columns, mut group, mut all) = (Vec::new(), String::new(), Vec::new());
    for row in between(markup, "<tr", "</tr>") {
        let row = row.replace("</th>", "</td>");
        let mut cells: Vec<String> = row.split("</td>").map(plain).collect();
        cells.pop();
        match cells.as_slice() {
            [name] => group = name.clone(),
            _ if columns.is_empty() => columns = cells,
            [name, rest @ ..] => all.extend(rest.iter().zip(columns.iter().skip(1)).map(|(words, column)| Said {
                about: vec![caption.clone(), group.clone(), name.clone(), column.clone()],
                words: words.clone(),
            })),
            [] => (),
        }
    }
    all
}

fn first_plain(markup: &str, open: &str, close: &str) -> String {
    between(markup, open, close).first().map_or_else(String::new, |words| plain(words))
}

/// A drawing: what its description says for those who cannot see it, and what stands in each of its rows.
fn drawn(markup: &str) -> Vec<Said> {
    let title = first_plain(markup, "<title", "</title>");
    let description = first_plain(markup, "<desc", "</desc>");
    let mut all: Vec<Said> = description.split("; ").flat_map(|item| described(&title, item)).collect();
    // Where a row holds several figures, only the description says which is which.
    if all.iter().all(|said| said.about.len() == 2) {
        let rows = rows_of_texts(markup).into_iter();
        all.extend(rows.filter_map(|row| {
            let (name, words) = row.split_first().filter(|(name, _)| name.contains(char::is_alphabetic))?;
            Some(Said { about: vec![title.clone(), name.clone()], words: words.join(" ") })
        }));
    }
    all
}

/// `Name: figure`, or `Name: first figure, second figure`, where the words before a figure may name it.
fn described(title: &str, item: &str) -> Vec<Said> {
    let Some((name, words)) = item.rsplit_once(": ") else { return Vec::new() };
    // The first item follows the sentence that says what the chart is.
    let name = name.rsplit_once(". ").map_or(name, |(_, name)| name);
    let figures: Vec<&str> = words.split(", ").collect();
    if figures.len() == 1 {
        return vec![Said { about: vec![title.to_owned(), name.to_owned()], words: words.to_owned() }];
    }
    let one = |figure: &str| {
        let (kind, figure) = figure.split_once(' ').unwrap_or(("", figure));
        Said { about: vec![title.to_owned(), name.to_owned(), kind.to_owned()], words: figure.to_owned() }
    };
    figures.into_iter().map(one).collect()
}

/// The words of a drawing, row by row: those that stand less far below each other than two rows do.
fn rows_of_texts(markup: &str) -> Vec<Vec<String>> {
    let mut texts: Vec<(i64, i64, String)> = Vec::new();
    for text in between(markup, "<text", "</text>") {
        let number = |name: &str| between(text, name, "\"").first().and_then(|number| number.parse::<f64>().ok());
        let (Some(x), Some(y)) = (number(" x=\""), number(" y=\"")) else { continue };
        texts.push(((y * 100.0) as i64, (x * 100.0) as i64, plain(text)));
    }
    texts.sort();
    let mut rows: Vec<Vec<(i64, i64, String)>> = Vec::new();
    for text in texts {
        match rows.last_mut() {
            Some(row) if row.last().is_some_and(|above| text.0 - above.0 < 900) => row.push(text),
            _ => rows.push(vec![text]),
        }
    }
    rows.into_iter().map(across).collect()
}

/// From left to right; lines of one name are put together.
fn across(row: Vec<(i64, i64, String)>) -> Vec<String> {
    let mut places: BTreeMap<i64, String> = BTreeMap::new();
    for (_, x, words) in row {
        let place = places.entry(x).or_default();
        *place = format!("{place} {words}").trim().to_owned();
    }
    places.into_values().collect()
}

/// What stands outside of tables and drawings.
fn sentences(markup: &str) -> Vec<Said> {
    let ends =
        ["</p>", "</li>", "</div>", "</h1>", "</h2>", "</h3>", "</h4>", "</figcaption>", "</title>", "</style>"];
    let broken = ends.iter().fold(markup.to_owned(), |text, end| text.replace(end, "\u{0}"));
    let lines = broken.split('\u{0}').map(plain).filter(|words| !words.is_empty());
    lines.map(|words| Said { about: Vec::new(), words }).collect()
}
