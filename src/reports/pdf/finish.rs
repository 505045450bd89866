//! From drawn pages to the bytes of a file: fonts, structure, outline, properties. The same document gives the same
//! bytes: names are fixed, no date of today's enters, and the file's id is a digest of what it holds.

use super::PdfError;
use super::fonts;
use super::look;
use super::sheets::Sheets;
use super::structure::Structure;
use crate::reports::document::Document;
use lopdf::{Dictionary, Object, Stream, StringFormat, dictionary, text_string};
use printpdf::{PdfDocument, PdfPage, PdfParseErrorSeverity, PdfSaveOptions, Pt, Rect};
use sha2::{Digest, Sha256};

const PRODUCER: &str = concat!("Fingerpost ", env!("CARGO_PKG_VERSION"));

pub fn finish(document: &Document, mut sheets: Sheets) -> Result<Vec<u8>, PdfError> {
    let mut file = printed(&mut sheets)?;
    file.version = "1.7".to_owned();
    let mut structure = Structure::new(&mut file, &sheets);
    let tree = structure.write();
    let outline = structure.outline(document);
    catalogue(&mut file, document, tree, outline)?;
    properties(&mut file, document);
    bytes(file)
}

/// The pages and fonts as printpdf writes them.
fn printed(sheets: &mut Sheets) -> Result<lopdf::Document, PdfError> {
    let mut pdf = PdfDocument::new("");
    pdf.resources.fonts.map = fonts::embed(&sheets.used)?;
    pdf.pages = std::mem::take(&mut sheets.pages).into_iter().map(page).collect();
    let mut warnings = Vec::new();
    let file = pdf.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    match warnings.into_iter().find(|warning| warning.severity != PdfParseErrorSeverity::Info) {
        Some(warning) => Err(PdfError::Writer(warning.msg)),
        None => Ok(file),
    }
}

fn page(ops: Vec<printpdf::Op>) -> PdfPage {
    let paper = Rect::from_wh(Pt(look::PAGE_WIDTH), Pt(look::PAGE_HEIGHT));
    PdfPage { media_box: paper.clone(), trim_box: paper.clone(), crop_box: paper, ops }
}

fn catalogue(
    file: &mut lopdf::Document,
    document: &Document,
    tree: lopdf::ObjectId,
    outline: Option<lopdf::ObjectId>,
) -> Result<(), PdfError> {
    let entries = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    let metadata = file.add_object(Stream::new(entries, metadata(document).into_bytes()).with_compression(false));
    let catalogue = file.catalog_mut()?;
    catalogue.set("Lang", text_string(&document.language));
    catalogue.set("MarkInfo", dictionary! { "Marked" => true });
    catalogue.set("StructTreeRoot", tree);
    catalogue.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalogue.set("Metadata", metadata);
    catalogue.set("PageLayout", "OneColumn");
    catalogue.set("PageMode", if outline.is_some() { "UseOutlines" } else { "UseNone" });
    if let Some(outline) = outline {
        catalogue.set("Outlines", outline);
    }
    Ok(())
}

/// Title, author and subject in the old form, which many file managers still read.
fn properties(file: &mut lopdf::Document, document: &Document) {
    let mut entries = Dictionary::new();
    let named = [
        ("Title", document.title.as_str()),
        ("Author", &document.author),
        ("Subject", &document.subject),
        ("Producer", PRODUCER),
    ];
    for (name, text) in named.into_iter().filter(|(_, text)| !text.is_empty()) {
        entries.set(name, text_string(text));
    }
    // In place of the ones that printpdf wrote. Looking for unused objects instead takes quadratic time.
    match file.trailer.get(b"Info").and_then(Object::as_reference) {
        Ok(id) => drop(file.objects.insert(id, entries.into())),
        Err(_) => {
            let id = file.add_object(entries);
            file.trailer.set("Info", id);
        }
    }
}

/// The same properties as XMP, with the claim that the file follows PDF/UA-1.
fn metadata(document: &Document) -> String {
    let entry = |name: &str, kind: &str, item: &str, text: &str| {
        let filled = format!("<{name}><rdf:{kind}><rdf:li{item}>{}</rdf:li></rdf:{kind}></{name}>", escaped(text));
        if text.is_empty() { String::new() } else { filled }
    };
    let title = entry("dc:title", "Alt", " xml:lang=\"x-default\"", &document.title);
    let author = entry("dc:creator", "Seq", "", &document.author);
    let subject = entry("dc:description", "Alt", " xml:lang=\"x-default\"", &document.subject);
    let language = entry("dc:language", "Bag", "", &document.language);
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\
         <dc:format>application/pdf</dc:format>{title}{author}{subject}{language}\
         <pdf:Producer>{PRODUCER}</pdf:Producer><pdfuaid:part>1</pdfuaid:part>\
         </rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"
    )
}

fn escaped(text: &str) -> String {
    let visible = text.chars().filter(|character| !character.is_control());
    let text: String = visible.collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn bytes(mut file: lopdf::Document) -> Result<Vec<u8>, PdfError> {
    let id = digest(&file);
    for object in file.objects.values_mut() {
        // The metadata stays readable for programs that look for it without parsing the file.
        if let Object::Stream(stream) = object
            && stream.allows_compression
        {
            stream.compress()?;
        }
    }
    file.trailer.set("ID", vec![id.clone(), id]);
    let mut bytes = Vec::new();
    file.save_modern(&mut bytes)?;
    Ok(bytes)
}

/// Sixteen bytes that change when anything in the pages or the properties does.
fn digest(file: &lopdf::Document) -> Object {
    let mut digest = Sha256::new();
    for object in file.objects.values() {
        if let Object::Stream(stream) = object {
            digest.update(&stream.content);
        }
    }
    Object::String(digest.finalize()[..16].to_vec(), StringFormat::Hexadecimal)
}
