//! What a file promises, whatever the document holds: it is read back with lopdf and held against those promises.

use super::ink::Ink;
use super::*;
use crate::charts::drawing::{Across, Colour, Drawing, Mark, Stroke};
use crate::reports::document::{Body, Document, KeyFigure, Labels, Table, Tone, text};
use crate::typeface::Cut;
use lopdf::{Dictionary, Object, ObjectId};
use std::sync::LazyLock;

fn labels() -> Labels {
    let say = |text: &str| text.to_owned();
    Labels {
        page: say("Page {page} of {pages}"),
        contents: say("Contents"),
        continued: say("{caption} (continued)"),
        strength: say("Strength"),
        note: say("Note"),
        caution: say("Take care"),
        ..Labels::default()
    }
}

fn drawing() -> Drawing {
    let stroke = Stroke { colour: Colour(18, 67, 109), width: 1.0, dash: vec![3.0, 2.0] };
    let word = |across, x: f32| Mark::Text {
        at: (x, 30.0),
        text: "Zoë 漢".to_owned(),
        size: 9.0,
        cut: Cut::Regular,
        colour: Colour(0, 0, 0),
        across,
    };
    let marks = vec![
        Mark::Line { points: vec![(0.0, 0.0), (480.0, 90.0)], stroke: stroke.clone() },
        Mark::Shape { points: vec![(1.0, 1.0), (9.0, 1.0), (9.0, 9.0)], fill: Some(Colour(1, 2, 3)), stroke: None },
        Mark::Circle { centre: (50.0, 50.0), radius: 4.0, fill: None, stroke: Some(stroke) },
        word(Across::Left, 0.0),
        word(Across::Right, 480.0),
        word(Across::Middle, 240.0),
    ];
    Drawing { width: 480.0, height: 100.0, title: "Message".into(), description: "What it shows".into(), marks }
}

/// Every kind of block, and every kind of trouble that data can bring.
fn difficult() -> Document {
    let long = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch ".repeat(3);
    let mut body = Body::new();
    body.page_break().heading(1, long.clone()).heading(2, "Ŵy 漢字 \u{200b}").heading(3, "");
    body.paragraph(text("See ").see("roles", "roles").text(" and ").link(long.clone(), "data/a b.csv").strong("!"));
    body.paragraph("").list(Vec::<String>::new()).key_figures([]).notes(Vec::<String>::new());
    body.numbered(["one\ntwo".to_owned(), long.repeat(9)]).table(Table::new("Nothing"));
    body.figure(drawing(), "A caption", None).figure(Drawing { height: 5000.0, ..drawing() }, "", None);
    body.callout(Tone::Caution, long.clone(), |inside| {
        inside.paragraph("In.").figure(drawing(), "", None).table(wide(4, 3, "7 %"));
        inside.callout(Tone::Note, "Within", |inner| {
            inner.list(["a"]);
        });
    });
    let figure = |value: &str| KeyFigure { value: value.into(), label: long.clone(), detail: String::new() };
    body.key_figures([figure("63%"), figure("withheld (fewer than 5)"), figure(""), figure("1"), figure("2")]);
    body.heading_at(1, "Roles", "roles").table(wide(16, 40, "withheld")).table(wide(3, 2, &long.repeat(9)));
    body.table(wide(2, 3, "").with_room(3)).write_on("What next?", 0).page_break().page_break();
    let (title, language) = (long.clone(), "en-GB".to_owned());
    Document { title, language, footer: long, labels: labels(), contents: true, body, ..Document::default() }
}

fn wide(columns: usize, rows: usize, cell: &str) -> Table {
    let mut table = Table::new("Many columns").column("");
    for column in 1..columns {
        table = table.number(format!("Heading {column}"));
    }
    for row in 0..rows {
        table.row(
            (0..columns + row % 3).map(|column| if column == 0 { format!("Row {row}") } else { cell.to_owned() }),
        );
    }
    table.group("Group").total(["All"]);
    table.note("A note.")
}

static WRITTEN: LazyLock<Vec<u8>> =
    LazyLock::new(|| write(&difficult()).expect("a difficult document can be written"));

fn file() -> lopdf::Document {
    lopdf::Document::load_mem(&WRITTEN).expect("and read again")
}

fn dictionary(file: &lopdf::Document, id: ObjectId) -> &Dictionary {
    file.get_dictionary(id).expect("a dictionary")
}

fn reference(dictionary: &Dictionary, key: &[u8]) -> ObjectId {
    dictionary.get(key).and_then(Object::as_reference).expect("a reference")
}

/// The numbers of the tagged content of a page, in order of drawing.
fn marked(file: &lopdf::Document, page: ObjectId) -> Vec<i64> {
    let content = file.get_and_decode_page_content(page).expect("operations");
    let numbers = content.operations.iter().filter(|operation| operation.operator == "BDC");
    numbers.filter_map(|operation| operation.operands[1].as_dict().ok()?.get(b"MCID").ok()?.as_i64().ok()).collect()
}

/// Page and number of every piece of content that the tags claim, by tag.
fn claimed(file: &lopdf::Document) -> Vec<(ObjectId, ObjectId, i64)> {
    let mut claims = Vec::new();
    for (id, object) in &file.objects {
        let Ok(element) = object.as_dict() else { continue };
        let kids = element.get(b"K").and_then(Object::as_array).map(Vec::as_slice).unwrap_or_default();
        for kid in kids {
            if let Ok(number) = kid.as_i64() {
                claims.push((reference(element, b"Pg"), *id, number));
            } else if let Ok(number) = kid.as_dict().and_then(|kid| kid.get(b"MCID")).and_then(Object::as_i64) {
                claims.push((kid.as_dict().map(|kid| reference(kid, b"Pg")).expect("a page"), *id, number));
            }
        }
    }
    claims
}

#[test]
fn pages_tags_and_parent_tree_agree_on_every_piece_of_content() {
    let file = file();
    let catalogue = file.catalog().expect("a catalogue");
    let tree = dictionary(&file, reference(catalogue, b"StructTreeRoot"));
    let parents = dictionary(&file, reference(tree, b"ParentTree"));
    let numbers = parents.get(b"Nums").and_then(Object::as_array).expect("numbers");
    let claims = claimed(&file);
    let mut total = 0;
    for (index, page) in file.get_pages().values().enumerate() {
        let marked = marked(&file, *page);
        assert_eq!(marked, (0..marked.len() as i64).collect::<Vec<i64>>());
        let owners =
            file.get_object(numbers[2 * index + 1].as_reference().expect("owners")).and_then(Object::as_array);
        let owners: Vec<ObjectId> = owners.expect("an array").iter().filter_map(|o| o.as_reference().ok()).collect();
        assert_eq!(owners.len(), marked.len());
        for (number, owner) in owners.iter().enumerate() {
            assert!(claims.contains(&(*page, *owner, number as i64)));
        }
        total += marked.len();
    }
    assert_eq!(claims.len(), total);
}

#[test]
fn the_same_document_is_the_same_file_in_any_thread() {
    let second = std::thread::spawn(|| write(&difficult()).expect("written")).join().expect("a thread that ends");
    assert!(*WRITTEN == second);
}

#[test]
fn a_different_document_has_a_different_id() {
    let id = |title: &str| {
        let bytes = write(&Document { title: title.to_owned(), ..Document::default() }).expect("written");
        lopdf::Document::load_mem(&bytes).expect("read").trailer.get(b"ID").cloned().expect("an id")
    };
    assert_ne!(id("One"), id("Two"));
    assert_eq!(id("One"), id("One"));
}

#[test]
fn nothing_is_drawn_outside_the_margins() {
    let document = difficult();
    let composed = compose::compose(&document);
    for page in paginate::paginate(&composed) {
        for placed in &page.placed {
            let strip = &composed.strips[placed.strip];
            assert!(placed.y >= look::TOP - 0.01 && placed.y + strip.height <= look::BOTTOM + 0.1);
            for mark in &strip.marks {
                if let Ink::Words { x, baseline, size, cut, text, .. } = &mark.ink {
                    let right = x + cut.width(text.trim_end(), *size);
                    assert!(
                        *x >= look::LEFT - 0.01 && right <= look::LEFT + look::FULL + 0.1,
                        "{text} ends at {right}"
                    );
                    assert!(placed.y + baseline <= look::BOTTOM + 0.1);
                }
            }
        }
    }
}

#[test]
fn no_page_ends_with_a_heading_or_the_head_of_a_table() {
    let document = difficult();
    let composed = compose::compose(&document);
    let pages = paginate::paginate(&composed);
    let ends = pages.iter().rev().skip(1).filter_map(|page| page.placed.last());
    assert!(ends.map(|placed| &composed.strips[placed.strip]).all(|strip| strip.anchor.is_none()));
    for lines in (0..40).step_by(3) {
        let mut text = Body::new();
        for _ in 0..lines {
            text.paragraph("A line of text that fills the page.");
        }
        text.heading(1, "Heading").table(wide(3, 9, "7 %"));
        let document = Document { body: text, ..Document::default() };
        let composed = compose::compose(&document);
        for page in paginate::paginate(&composed) {
            let last = page.placed.last().map(|placed| &composed.strips[placed.strip]);
            assert!(last.is_none_or(|strip| strip.anchor.is_none()), "{lines} lines");
        }
    }
}

#[test]
fn readers_are_told_title_language_and_claim() {
    let file = file();
    let catalogue = file.catalog().expect("a catalogue");
    assert_eq!(catalogue.get(b"Lang").and_then(Object::as_str).ok(), Some(&b"en-GB"[..]));
    assert!(catalogue.has(b"Outlines") && catalogue.has(b"MarkInfo"));
    let metadata = file.get_object(reference(catalogue, b"Metadata")).and_then(Object::as_stream).expect("a stream");
    let metadata = String::from_utf8_lossy(&metadata.content);
    assert!(metadata.contains("<pdfuaid:part>1</pdfuaid:part>") && metadata.contains("Llanfair"));
}

#[test]
fn words_can_be_read_back_and_missing_ones_leave_a_mark() {
    let file = file();
    let pages: Vec<u32> = file.get_pages().keys().copied().collect();
    let text = file.extract_text(&pages).expect("text");
    for words in ["Ŵy □□", "Zoë □", "withheld", "What next?", "Page 1 of"] {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn contents_name_the_page_on_which_a_heading_stands() {
    let document = difficult();
    let composed = compose::compose(&document);
    let pages = paginate::paginate(&composed);
    let sheets = sheets::draw(&document, composed, &pages);
    let (page, _) = sheets.anchors["roles"];
    assert!(page > 2);
    let areas = sheets.tags.links.iter().filter(|link| link.words == "roles" || link.words == "Roles");
    assert_eq!(areas.map(|link| link.areas.len()).collect::<Vec<usize>>(), [1, 1]);
}
