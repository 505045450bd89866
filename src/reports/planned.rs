//! Which reports a run makes, and their files. A report is composed only when it is written, several at a time, so that a
//! provider of two hundred teams needs no more memory than one of ten but for the finished files.

use super::document::{Block, Document};
use super::view::View;
use super::{ReportError, audit, commissioner, html, index, pdf, public, team};
use crate::background::Background;
use crate::charts::{Drawing, png, svg};
use crate::definitions::settings::ReportKind;
use crate::release::{Level, Release};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// A report to be made, and where it goes.
pub struct Report<'a> {
    /// Below the output folder, without ending.
    pub path: String,
    /// As the page to start from calls it.
    pub name: String,
    view: View<'a>,
    compose: fn(View) -> Document,
}

/// Path below the output folder, and bytes.
type File = (String, Vec<u8>);

/// The reports asked for, in English and then in each further language whose wording suffices. `backgrounds` holds one for
/// each language, English first.
pub fn plan<'a>(
    release: &'a Release,
    backgrounds: &'a [Background<'a>],
    kinds: &BTreeSet<ReportKind>,
) -> Vec<Report<'a>> {
    let mut reports: Vec<Report> = Vec::new();
    for background in backgrounds {
        let suffices = |kind: &&ReportKind| background.language.is_none_or(|own| own.reports.contains(kind));
        let provider = View::new(release, background, 0);
        let own = kinds.iter().filter(suffices).flat_map(|kind| of_kind(*kind, provider));
        let own: Vec<Report> = own.map(|report| report.named(&reports)).collect();
        reports.extend(own);
    }
    reports
}

fn of_kind(kind: ReportKind, provider: View) -> Vec<Report> {
    match kind {
        ReportKind::Commissioner => {
            vec![Report::new("commissioner-report", "commissioner", provider, commissioner::compose)]
        }
        ReportKind::Audit => vec![Report::new("service-audit", "audit", provider, audit::compose)],
        ReportKind::Public => vec![Report::new("public-summary", "public", provider, public::compose)],
        ReportKind::Team => team_packs(provider),
    }
}

impl<'a> Report<'a> {
    /// A report by the key of its title.
    fn new(path: impl Into<String>, key: &str, view: View<'a>, compose: fn(View) -> Document) -> Report<'a> {
        Report { path: path.into(), name: view.plain(&format!("{key}.title")), view, compose }
    }

    /// In another language: beside the English one, and called as that is, so that who looks for it finds it.
    fn named(self, english: &[Report]) -> Report<'a> {
        let Some(language) = self.view.background.language else { return self };
        let same = english.iter().find(|report| report.path == self.path);
        let name = same.map_or(self.name.as_str(), |same| &same.name);
        let name = self.view.say("index.translated", &[("report", name), ("language", &language.name)]);
        Report { path: format!("{}.{}", self.path, language.id), name, ..self }
    }

    /// As PDF and as web page; of the commissioner report, its pictures too.
    fn written(&self) -> Result<Vec<File>, ReportError> {
        let document = (self.compose)(self.view);
        let pdf = pdf::write(&document)?;
        let html = html::write(&document).into_bytes();
        let mut files = vec![(format!("{}.pdf", self.path), pdf), (format!("{}.html", self.path), html)];
        if self.path == "commissioner-report" {
            let drawings = drawings(&document);
            let drawn: Vec<_> = drawings.par_iter().map(|(name, drawing)| draw_both(name, drawing)).collect();
            files.extend(drawn.into_iter().flatten());
        }
        Ok(files)
    }
}

fn team_packs(provider: View) -> Vec<Report> {
    let teams = provider.release.by_name(Level::Team);
    let mut taken = BTreeSet::new();
    let packs = teams.into_iter().map(|(unit, own)| {
        let name = file_name(&own.id, &mut taken);
        Report::new(format!("teams/{name}"), "team", provider.of(unit), team::compose)
    });
    packs.collect()
}

/// Every file of the reports, and the page to start from.
pub fn written(reports: &[Report], release: &Release, background: &Background) -> Result<Vec<File>, ReportError> {
    let start = html::write(&index::compose(View::new(release, background, 0), reports)).into_bytes();
    let files: Result<Vec<_>, ReportError> = reports.par_iter().map(Report::written).collect();
    Ok(std::iter::once(("index.html".to_owned(), start)).chain(files?.into_iter().flatten()).collect())
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

/// The figures of a report, by the anchor of the section they stand in.
fn drawings(document: &Document) -> Vec<(String, Drawing)> {
    let mut section = String::new();
    let mut taken = BTreeSet::new();
    let mut drawings = Vec::new();
    for block in document.body.blocks() {
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

/// Print resolution: three hundred dots to the inch.
const PNG_SCALE: f32 = 300.0 / 72.0;

fn draw_both(name: &str, drawing: &Drawing) -> [(String, Vec<u8>); 2] {
    let svg = svg::to_svg(drawing).into_bytes();
    [(format!("charts/{name}.svg"), svg), (format!("charts/{name}.png"), png::to_png(drawing, PNG_SCALE))]
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
