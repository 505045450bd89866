//! What each reader is told, in which order. Reports are composed as documents from released figures, drawings and wording;
//! a document is then written as PDF and as HTML, so that the two cannot disagree. A section without data is left out, or
//! says what is missing and what it would have shown.

pub mod document;
mod doubts;
mod html;
mod pdf;
mod table;
mod words;
mod workbook;

mod annex;
mod answers;
mod by_point;
mod commitments;
mod comparisons;
mod flow;
mod frame;
mod goals;
mod messages;
mod method;
mod over_time;
mod pictures;
mod sample;
mod sections;
mod self_assessments;
mod signs;
mod support;
mod view;
mod ways;

mod audit;
mod commissioner;
mod index;
mod planned;
mod public;
mod team;

pub use planned::{Report, plan, written};
pub use workbook::workbook;

use document::{Body, Document, Labels};
use view::View;

/// Why a report could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error("{0}")]
    Pdf(#[from] pdf::PdfError),
    #[error("the workbook could not be made: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

/// A document of its own as one web page.
pub fn page(document: &Document) -> String {
    html::write(document)
}

/// An empty report with everything that is the same in all of them.
fn blank(view: View, key: &str) -> Document {
    let background = view.background;
    let title = view.plain(&format!("{key}.title"));
    Document {
        subject: format!("{title}, {}", background.period_words()),
        title,
        subtitle: view.plain(&format!("{key}.subtitle")),
        language: background.wording.language.clone(),
        author: background.provider.clone(),
        date: background.day(background.dated),
        footer: background.origin.clone(),
        labels: Labels::of(background.wording),
        contents: false,
        body: Body::new(),
    }
}
