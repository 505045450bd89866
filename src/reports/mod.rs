//! What each reader is told, in which order. Reports are composed as documents from released figures, drawings and wording;
//! a document is then written as PDF and as HTML, so that the two cannot disagree. A section without data is left out, or
//! says what is missing and what it would have shown.

pub mod document;
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
mod public;
mod team;

pub use workbook::workbook;

use crate::background::Background;
use crate::charts::Drawing;
use crate::charts::{png, svg};
use crate::definitions::settings::ReportKind;
use crate::release::{Level, Release};
use document::{Block, Body, Document, Labels};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use view::View;

/// Why a report could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error("{0}")]
    Pdf(#[from] pdf::PdfError),
    #[error("the workbook could not be made: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

/// One report and where it goes, below the output folder and without ending.
pub struct Report {
    pub path: String,
    /// As the page to start from calls it.
    pub name: String,
    pub document: Document,
}

/// All reports of a run, the page that leads to them, and the drawings that are also kept as files.
pub struct Composed {
    pub index: Document,
    pub reports: Vec<Report>,
    pub drawings: Vec<(String, Drawing)>,
}

/// Composes the reports asked for.
pub fn compose(release: &Release, background: &Background, kinds: &BTreeSet<ReportKind>) -> Composed {
    let provider = View::new(release, background, 0);
    let mut reports: Vec<Report> = kinds.iter().flat_map(|kind| of_kind(*kind, provider)).collect();
    let drawings = drawings(&reports);
    for translation in &background.translations {
        let background = background.in_language(translation);
        let translated = View::new(release, &background, 0);
        for report in kinds.intersection(&translation.reports).flat_map(|kind| of_kind(*kind, translated)) {
            let english = reports.iter().find(|english| english.path == report.path);
            let name = english.map_or_else(|| report.name.clone(), |english| english.name.clone());
            let places = [("report", name.as_str()), ("language", &translation.name)];
            let name = provider.say("index.translated", &places);
            reports.push(Report { path: format!("{}.{}", report.path, translation.id), name, ..report });
        }
    }
    Composed { index: index::compose(provider, &reports), reports, drawings }
}

fn of_kind(kind: ReportKind, provider: View) -> Vec<Report> {
    match kind {
        ReportKind::Commissioner => vec![Report::new("commissioner-report", commissioner::compose(provider))],
        ReportKind::Audit => vec![Report::new("service-audit", audit::compose(provider))],
        ReportKind::Public => vec![Report::new("public-summary", public::compose(provider))],
        ReportKind::Team => team_packs(provider),
    }
}

impl Report {
    fn new(path: impl Into<String>, document: Document) -> Report {
        Report { path: path.into(), name: document.title.clone(), document }
    }
}

fn team_packs(provider: View) -> Vec<Report> {
    let teams = provider.release.by_name(Level::Team);
    let mut taken = BTreeSet::new();
    let packs = teams.into_iter().map(|(unit, team)| {
        let name = file_name(&team.id, &mut taken);
        Report::new(format!("teams/{name}"), team::compose(provider.of(unit)))
    });
    packs.collect()
}

/// A team's id as a file name that every system accepts, and that no other team has.
fn file_name(id: &str, taken: &mut BTreeSet<String>) -> String {
    let plain: String = id.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).collect();
    let plain = shortened(plain, id);
    let plain = if plain.is_empty() || RESERVED.contains(&plain.to_uppercase().as_str()) {
        format!("team-{plain}")
    } else {
        plain
    };
    let numbered = (2..).map(|n| format!("{plain}-{n}"));
    let free = std::iter::once(plain.clone()).chain(numbered).find(|name| !taken.contains(&name.to_lowercase()));
    let name = free.unwrap_or_default();
    taken.insert(name.to_lowercase());
    name
}

/// Cut to a length that every system accepts; a digest keeps two long names apart.
fn shortened(name: String, id: &str) -> String {
    if name.len() <= LONGEST_NAME {
        return name;
    }
    let start: String = name.chars().take(LONGEST_NAME / 4).collect();
    let digest: String = Sha256::digest(id.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{start}-{digest}")
}

/// Bytes.
const LONGEST_NAME: usize = 120;

/// Names that one system keeps for its devices, whatever the ending.
const RESERVED: [&str; 22] = [
    "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "LPT1",
    "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
];

/// The figures of the commissioner report, by the anchor of the section they stand in.
fn drawings(reports: &[Report]) -> Vec<(String, Drawing)> {
    let Some(report) = reports.iter().find(|report| report.path == "commissioner-report") else { return Vec::new() };
    let mut section = String::new();
    let mut taken = BTreeSet::new();
    let mut drawings = Vec::new();
    for block in report.document.body.blocks() {
        match block {
            Block::Heading { anchor, .. } => section.clone_from(anchor),
            Block::Figure(figure) => {
                let numbered = (2..).map(|n| format!("{section}-{n}"));
                let name = std::iter::once(section.clone()).chain(numbered).find(|name| !taken.contains(name));
                let name = name.unwrap_or_default();
                taken.insert(name.clone());
                drawings.push((name, figure.drawing.clone()));
            }
            _ => {}
        }
    }
    drawings
}

/// A document of its own as one web page.
pub fn page(document: &Document) -> String {
    html::write(document)
}

/// Every file of the reports and drawings: path below the output folder, and bytes.
pub fn written(composed: &Composed) -> Result<Vec<(String, Vec<u8>)>, ReportError> {
    let mut files = vec![("index.html".to_owned(), html::write(&composed.index).into_bytes())];
    let reports: Result<Vec<_>, ReportError> = composed.reports.par_iter().map(write_both).collect();
    files.extend(reports?.into_iter().flatten());
    let drawings: Vec<_> = composed.drawings.par_iter().map(|(name, drawing)| draw_both(name, drawing)).collect();
    files.extend(drawings.into_iter().flatten());
    Ok(files)
}

fn write_both(report: &Report) -> Result<[(String, Vec<u8>); 2], ReportError> {
    let pdf = pdf::write(&report.document)?;
    let html = html::write(&report.document).into_bytes();
    Ok([(format!("{}.pdf", report.path), pdf), (format!("{}.html", report.path), html)])
}

/// Print resolution: three hundred dots to the inch.
const PNG_SCALE: f32 = 300.0 / 72.0;

fn draw_both(name: &str, drawing: &Drawing) -> [(String, Vec<u8>); 2] {
    let svg = svg::to_svg(drawing).into_bytes();
    [(format!("charts/{name}.svg"), svg), (format!("charts/{name}.png"), png::to_png(drawing, PNG_SCALE))]
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

#[cfg(test)]
mod tests {
    use super::file_name;
    use std::collections::BTreeSet;

    #[test]
    fn every_team_has_a_file_name_of_its_own_that_every_system_accepts() {
        let mut taken = BTreeSet::new();
        let names: Vec<String> =
            ["T01", "t01", "../T01", "con", "", "Tŷ Bryn"].map(|id| file_name(id, &mut taken)).into();
        assert_eq!(names, ["T01", "t01-2", "___T01", "team-con", "team-", "Tŷ_Bryn"]);
    }
}
