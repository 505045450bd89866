//! A document as PDF: A4, the typeface embedded, tagged to PDF/UA-1 so that screen readers follow it.
//!
//! compose (blocks to strips) → paginate (strips to pages) → sheets (pages to drawing operations) → finish (one
//! file). printpdf writes pages and fonts; lopdf adds what it leaves out: structure, outline, links, properties.

mod columns;
mod compose;
mod drawing;
mod figures;
mod finish;
mod fonts;
mod front;
mod grid;
mod ink;
mod look;
mod paginate;
mod panels;
mod pen;
mod sheets;
mod structure;
mod tables;
mod tags;
mod text;

use super::document::Document;

/// Why a document could not be written. None of these depends on the data: each is a fault of the program.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    #[error("the typeface could not be embedded: {0}")]
    Font(String),
    #[error("a character without a shape reached a page: U+{:04X}", u32::from(*.0))]
    Unprintable(char),
    #[error("the pages could not be written: {0}")]
    Writer(String),
    #[error("the file could not be put together: {0}")]
    File(#[from] lopdf::Error),
    #[error("the file could not be written to memory: {0}")]
    Memory(#[from] std::io::Error),
}

/// The bytes of a PDF file. The same document always gives the same bytes.
pub fn write(document: &Document) -> Result<Vec<u8>, PdfError> {
    let composed = compose::compose(document);
    let pages = paginate::paginate(&composed);
    finish::finish(document, sheets::draw(document, composed, &pages))
}

#[cfg(test)]
mod tests;
