//! Whether a template was really completed. Removing the line `template = true` says so; the file must bear it out. Which
//! words a service has to replace stands in each template (`to_complete`), as the program holds it: a service's copy
//! cannot drop one. Labels and numbers may well agree with the template's examples, so they are named only while
//! nothing in the file says that somebody looked at them.

use super::files;
use super::measure_file::{AnswersFile, ExampleFile, MeasureFile, ScaleFile};
use super::reading::Written;
use std::ops::Range;
use std::sync::OnceLock;
use toml::Spanned;

/// Notes every text of a template that still stands, and what stands beside it as the template has it.
pub(super) fn check(written: &mut Written<'_>, file: &MeasureFile) {
    let standing: Vec<(&str, Range<usize>, &str)> =
        texts(file).filter_map(|(key, text)| Some((key, text.span(), template_words(text.get_ref())?))).collect();
    for (key, at, words) in &standing {
        let message = format!("`{key}` still says “{words}”, as the template does. Write your own words there.");
        written.fault(at.clone(), message);
    }
    let same = |template: &&MeasureFile| template.id.get_ref() == file.id.get_ref() || template.title == file.title;
    if let Some(template) = templates().iter().find(same).filter(|_| !standing.is_empty()) {
        note_labels(written, file, template);
        note_answers(written, file, template);
        note_scales(written, file, template);
        note_examples(written, file, template);
    }
}

/// Templates as the program holds them, read once.
fn templates() -> &'static [MeasureFile] {
    static TEMPLATES: OnceLock<Vec<MeasureFile>> = OnceLock::new();
    TEMPLATES.get_or_init(|| {
        let texts = files::templates().into_iter().filter_map(|path| files::embedded_text(&path));
        texts.filter_map(|text| toml::from_str(text).ok()).collect()
    })
}

/// Texts that a service answers for, with their keys.
fn texts(file: &MeasureFile) -> impl Iterator<Item = (&'static str, &Spanned<String>)> {
    let own = [("title", &file.title), ("licence", &file.licence), ("source", &file.source)];
    own.into_iter().chain(file.scale.iter().flat_map(|scale| sources(scale.get_ref())))
}

fn sources(scale: &ScaleFile) -> impl Iterator<Item = (&'static str, &Spanned<String>)> {
    let threshold = scale.threshold.iter().map(|threshold| &threshold.get_ref().source);
    let cut_off = scale.cut_off.iter().map(|cut_off| &cut_off.get_ref().source);
    threshold.chain(cut_off).chain([&scale.source]).map(|source| ("source", source))
}

/// The words of any template that a text still holds, however they are written.
fn template_words(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    let words = templates().iter().flat_map(|template| &template.to_complete);
    words.map(String::as_str).find(|words| text.contains(&words.to_lowercase()))
}

fn note_labels(written: &mut Written<'_>, file: &MeasureFile, template: &MeasureFile) {
    let label = |id: &str| template.items.iter().map(Spanned::get_ref).find(|item| item.id == id).map(|i| &i.label);
    let mut same =
        file.items.iter().filter(|item| label(&item.get_ref().id) == Some(&item.get_ref().label)).peekable();
    if let Some(first) = same.peek().map(|item| item.span()) {
        let message = format!(
            "{} items still have the labels of the template. Write short labels of your own, never the wording.",
            same.count()
        );
        written.fault(first, message);
    }
}

fn note_answers(written: &mut Written<'_>, file: &MeasureFile, template: &MeasureFile) {
    for (name, own) in &file.answers {
        let ends = |answers: &AnswersFile| (answers.lowest, answers.highest);
        if template.answers.get(name).is_some_and(|theirs| ends(theirs.get_ref()) == ends(own.get_ref())) {
            let (lowest, highest) = ends(own.get_ref());
            let message = format!("`[answers.{name}]` runs from {lowest} to {highest} {AS_IN_TEMPLATE}");
            written.fault(own.span(), message);
        }
    }
}

/// How a fault ends about a number that may be right, and that nobody has said to be so.
const AS_IN_TEMPLATE: &str = "as in the example of the template. Does your manual say so?";

fn note_scales(written: &mut Written<'_>, file: &MeasureFile, template: &MeasureFile) {
    for own in file.scale.iter().map(Spanned::get_ref) {
        let ends = |scale: &ScaleFile| (*scale.lowest.get_ref(), *scale.highest.get_ref());
        let mut theirs = template.scale.iter().map(Spanned::get_ref);
        if theirs.any(|scale| scale.id == own.id && ends(scale) == ends(own)) {
            let ((lowest, highest), id) = (ends(own), own.id.get_ref());
            let message = format!("the scale `{id}` runs from {lowest} to {highest} {AS_IN_TEMPLATE}");
            written.fault(own.lowest.span(), message);
        }
    }
}

fn note_examples(written: &mut Written<'_>, file: &MeasureFile, template: &MeasureFile) {
    for entry in &file.example {
        let own = entry.get_ref();
        let same = |theirs: &Spanned<ExampleFile>| {
            let theirs = theirs.get_ref();
            (&theirs.answers, &theirs.expected) == (&own.answers, &own.expected)
        };
        if template.example.iter().any(same) {
            let message = format!("the example “{}” has answers and a score {AS_IN_TEMPLATE}", own.name.get_ref());
            written.fault(entry.span(), message);
        }
    }
}
