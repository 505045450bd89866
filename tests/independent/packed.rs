//! Files with everything that is packed in them, so that a search of their text is a search of what they hold.

use std::io::Read;

/// A file as it is, and all that is packed in it.
pub fn texts(path: &str, bytes: Vec<u8>) -> Vec<Vec<u8>> {
    let mut texts = match ending(path) {
        "xlsx" => parts(&bytes),
        "pdf" => vec![words(&bytes).into_bytes(), beside_the_words(&bytes)],
        _ => Vec::new(),
    };
    texts.push(bytes);
    texts
}

pub fn ending(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

/// Every part of a workbook, which is a zip archive: a header that says how long it is, then what is packed.
fn parts(zip: &[u8]) -> Vec<Vec<u8>> {
    const HEADER: &[u8] = b"PK\x03\x04";
    let starts = (0..zip.len().saturating_sub(30)).filter(|at| zip[*at..].starts_with(HEADER));
    let part = |at: usize| {
        let length = |from: usize| usize::from(u16::from_le_bytes([zip[at + from], zip[at + from + 1]]));
        let packed = &zip[at + 30 + length(26) + length(28)..];
        let mut text = Vec::new();
        flate2::read::DeflateDecoder::new(packed).read_to_end(&mut text).expect("a packed part");
        text
    };
    let parts: Vec<Vec<u8>> = starts.map(part).collect();
    assert!(parts.len() > 8, "the parts of the workbook were found");
    parts
}

/// What is printed on the pages of a PDF.
pub fn words(bytes: &[u8]) -> String {
    let file = lopdf::Document::load_mem(bytes).expect("a PDF");
    let pages: Vec<u32> = file.get_pages().keys().copied().collect();
    file.extract_text(&pages).expect("text")
}

/// Titles, alternative texts, contents and whatever else a PDF holds, with its streams unpacked.
fn beside_the_words(bytes: &[u8]) -> Vec<u8> {
    let file = lopdf::Document::load_mem(bytes).expect("a PDF");
    let mut all = Vec::new();
    file.objects.values().for_each(|object| gather(object, &mut all));
    all
}

fn gather(object: &lopdf::Object, all: &mut Vec<u8>) {
    use lopdf::Object::{Array, Dictionary, Stream, String};
    match object {
        String(..) => all.extend(lopdf::decode_text_string(object).unwrap_or_default().bytes().chain([b'\n'])),
        Array(objects) => objects.iter().for_each(|object| gather(object, all)),
        Dictionary(entries) => entries.iter().for_each(|(_, object)| gather(object, all)),
        Stream(stream) => {
            stream.dict.iter().for_each(|(_, object)| gather(object, all));
            all.extend(stream.decompressed_content().unwrap_or_else(|_| stream.content.clone()));
        }
        _ => (),
    }
}
