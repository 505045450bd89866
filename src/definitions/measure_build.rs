//! The second step for an instrument: its file's names become places in its lists, its defaults are filled in, and
//! everything that cannot be resolved is noted with its line. Whether the numbers agree is judged in
//! `measure_checks`.

use super::completed;
use super::faults::hint;
use super::load::{Proof, Unproved};
use super::measure::{AnswerSheet, Example, Formula, Improver, Item, Measure, Rule, Scale, Subject};
use super::measure_file::{
    Answer, AnswersFile, ExampleFile, FormulaFile, ImproverFile, ItemFile, MeasureFile, ScaleFile,
};
use super::reading::Written;
use super::{measure_checks, measure_points};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

/// Reads one instrument; `None` when any fault was noted. `stem` is the file's name without `.toml`, `proof` scores its
/// examples once nothing else is wrong with it.
pub(super) fn read(written: &mut Written<'_>, stem: &str, proof: Proof<'_>) -> Option<Measure> {
    let (file, doubtful): (MeasureFile, _) = written.toml_in_parts()?;
    written.leave_out(doubtful_scales(written, &file, doubtful)?);
    if let Some(template) = file.template.as_ref().filter(|template| *template.get_ref()) {
        written.fault(
            template.span(),
            "this is a template. Complete it from your own licensed manual, then remove the line `template = true`.",
        );
        return None;
    }
    completed::check(written, &file);
    let measure = build(written, &file);
    measure_checks::check(written, stem, &file, &measure);
    if written.faults.is_empty() {
        note_unproved(written, &file, &measure, proof);
    }
    written.faults.is_empty().then_some(measure)
}

/// The scales that hold something that could not be read. `None` where anything else does, on which the rest depends.
fn doubtful_scales(
    written: &Written<'_>,
    file: &MeasureFile,
    doubtful: Vec<Range<usize>>,
) -> Option<Vec<Range<usize>>> {
    let scales: Vec<(Range<usize>, &ScaleFile)> =
        file.scale.iter().map(|scale| (written.group_from(scale.span()), scale.get_ref())).collect();
    let scale_of = |at: &Range<usize>| {
        let (group, scale) = scales.iter().find(|(group, _)| group.contains(&at.start))?;
        // Examples speak of scales by their ids.
        group.contains(&scale.id.span().start).then(|| group.clone())
    };
    doubtful.iter().map(scale_of).collect()
}

/// An example that comes out otherwise than written, or an improver that does not come out better.
fn note_unproved(written: &mut Written<'_>, file: &MeasureFile, measure: &Measure, proof: Proof<'_>) {
    for (unproved, message) in proof(measure) {
        let at = match unproved {
            Unproved::Example(at) => file.example.get(at).map(Spanned::span),
            Unproved::Improver => file.improver.as_ref().map(Spanned::span),
        };
        written.fault(at.unwrap_or_default(), message);
    }
}

fn build(written: &mut Written<'_>, file: &MeasureFile) -> Measure {
    let items = items(written, file);
    let scales = scales(written, file, &items);
    let sheets = Sheets { items: &items, scales: &scales };
    let examples = file.example.iter().map(|example| sheets.example(written, example)).collect();
    let improver = file.improver.as_ref().map(|improver| sheets.improver(written, improver));
    Measure {
        id: written.filled("id", &file.id),
        title: written.filled("title", &file.title),
        short: written.filled("short", &file.short),
        rated_by: written.filled("rated_by", &file.rated_by),
        licence: written.filled("licence", &file.licence),
        needs_licence: file.needs_licence,
        subject: file.subject,
        own_view: file.own_view.unwrap_or(file.subject != Subject::Team),
        unmet_up_to: file.unmet_up_to.as_ref().map(|most| *most.get_ref()),
        rule: Rule { provenance: file.provenance, source: written.filled("source", &file.source) },
        examples,
        improver,
        items,
        scales,
    }
}

fn items(written: &mut Written<'_>, file: &MeasureFile) -> Vec<Item> {
    let ids: Vec<&str> = file.items.iter().map(|item| item.get_ref().id.as_str()).collect();
    file.items
        .iter()
        .filter_map(|entry| {
            let answers = answers_of(written, file, entry)?;
            Some(item(written, entry, answers, &ids))
        })
        .collect()
}

fn answers_of<'f>(
    written: &mut Written<'_>,
    file: &'f MeasureFile,
    entry: &Spanned<ItemFile>,
) -> Option<&'f AnswersFile> {
    let name = &entry.get_ref().answers;
    let found = file.answers.get(name).map(Spanned::get_ref);
    if found.is_none() {
        let known = file.answers.keys().map(String::as_str);
        written.fault(entry.span(), format!("there is no `[answers.{name}]`.{}", hint(name, known)));
    }
    found
}

fn item(written: &mut Written<'_>, entry: &Spanned<ItemFile>, answers: &AnswersFile, ids: &[&str]) -> Item {
    let file = entry.get_ref();
    let gate = file.gate.as_ref().and_then(|gate| {
        let found = ids.iter().position(|id| id == gate);
        if found.is_none() {
            written
                .fault(entry.span(), format!("the gate `{gate}` is not among the items.{}", nearest_of(gate, ids)));
        }
        found
    });
    Item {
        id: file.id.clone(),
        label: file.label.trim().to_owned(),
        lowest: answers.lowest,
        highest: answers.highest,
        words: answers.words.iter().map(|(word, code)| (word.clone(), *code)).collect(),
        missing: answers.missing.iter().map(|code| code.0.clone()).collect(),
        gate,
        group: file.group.clone(),
    }
}

fn nearest_of(word: &str, ids: &[&str]) -> String {
    hint(word, ids.iter().copied())
}

fn scales(written: &mut Written<'_>, file: &MeasureFile, items: &[Item]) -> Vec<Scale> {
    let mut scales: Vec<Scale> = Vec::new();
    for entry in &file.scale {
        let scale = scale(written, entry, items, &scales);
        scales.push(scale);
    }
    scales
}

fn scale(written: &mut Written<'_>, entry: &Spanned<ScaleFile>, items: &[Item], earlier: &[Scale]) -> Scale {
    let file = entry.get_ref();
    let ids: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
    let formula = formula(written, entry, earlier);
    let base = match &formula {
        Formula::Table { of, .. } => earlier.get(*of),
        _ => None,
    };
    let listed = base.map_or_else(|| places(written, &file.items, &ids), |base| base.items.clone());
    let all = listed.len();
    Scale {
        id: written.filled("id", &file.id),
        label: written.filled("label", &file.label),
        reversed: places(written, &file.reversed, &ids),
        factor: file.factor.as_ref().map_or(1.0, |factor| *factor.get_ref()),
        lowest: *file.lowest.get_ref(),
        highest: *file.highest.get_ref(),
        better: file.better,
        min_answered: file.min_answered.as_ref().map_or(all, |minimum| *minimum.get_ref()),
        threshold: file.threshold.as_ref().and_then(|threshold| measure_points::threshold(written, threshold)),
        cut_off: file.cut_off.as_ref().and_then(|cut_off| measure_points::cut_off(written, cut_off, file.better)),
        note: file.note.clone(),
        rule: Rule { provenance: file.provenance, source: written.filled("source", &file.source) },
        items: listed,
        formula,
    }
}

fn formula(written: &mut Written<'_>, entry: &Spanned<ScaleFile>, earlier: &[Scale]) -> Formula {
    let file = entry.get_ref();
    match file.formula {
        FormulaFile::Item | FormulaFile::Sum => Formula::Sum,
        FormulaFile::Mean => Formula::Mean,
        FormulaFile::TotalOnly => Formula::TotalOnly,
        FormulaFile::MeanOfImportant => Formula::GatedMean {
            min_gates: share(written, entry.span(), "min_gates", file.min_gates.as_ref()),
            min_rated: share(written, entry.span(), "min_rated", file.min_rated.as_ref()),
        },
        FormulaFile::Share => Formula::Share {
            applies_from: answer(written, entry.span(), "applies_from", file.applies_from.as_ref()),
            reached_from: answer(written, entry.span(), "reached_from", file.reached_from.as_ref()),
        },
        FormulaFile::Table => Formula::Table {
            of: base_scale(written, entry, earlier),
            values: file.table.as_ref().map(|table| table.get_ref().clone()).unwrap_or_default(),
        },
    }
}

/// An answer that must be written.
fn answer(written: &mut Written<'_>, scale: Range<usize>, key: &str, value: Option<&Spanned<i8>>) -> i8 {
    if value.is_none() {
        written.fault(scale, format!("`{key}` is missing: from which answer on?"));
    }
    value.map_or(0, |value| *value.get_ref())
}

/// A share that must be written, from 0 to 1.
fn share(written: &mut Written<'_>, scale: Range<usize>, key: &str, value: Option<&Spanned<f64>>) -> f64 {
    let Some(value) = value else {
        written.fault(scale, format!("`{key}` is missing: which share is needed, from 0 to 1?"));
        return 1.0;
    };
    if !(0.0..=1.0).contains(value.get_ref()) {
        written.fault(value.span(), format!("`{key}` is a share and lies between 0 and 1."));
    }
    *value.get_ref()
}

fn base_scale(written: &mut Written<'_>, entry: &Spanned<ScaleFile>, earlier: &[Scale]) -> usize {
    let Some(of) = &entry.get_ref().of else {
        written.fault(entry.span(), "`of` is missing: which scale does the table convert?");
        return 0;
    };
    let found = earlier.iter().position(|scale| scale.id == *of.get_ref());
    found.unwrap_or_else(|| {
        let known = earlier.iter().map(|scale| scale.id.as_str());
        let message = format!("`{}` is not a scale above this one.{}", of.get_ref(), hint(of.get_ref(), known));
        written.fault(of.span(), message);
        0
    })
}

/// The items that a list names, one by one or as `"1 to 8"`, as places in `ids`; unknown ones are noted.
fn places(written: &mut Written<'_>, names: &[Spanned<String>], ids: &[&str]) -> Vec<usize> {
    let mut places = Vec::new();
    for name in names {
        match run_of(name.get_ref(), ids) {
            Ok(run) => places.extend(run),
            Err(message) => written.fault(name.span(), message),
        }
    }
    places
}

/// One item, or all from one to another in the order of the file.
fn run_of(name: &str, ids: &[&str]) -> Result<Range<usize>, String> {
    let place = |id: &str| {
        let found = ids.iter().position(|known| *known == id);
        found.ok_or_else(|| format!("`{id}` is not among the items.{}", nearest_of(id, ids)))
    };
    let Some((first, last)) = name.split_once(" to ") else {
        let at = place(name.trim())?;
        return Ok(at..at + 1);
    };
    let (from, to) = (place(first.trim())?, place(last.trim())?);
    match from <= to {
        true => Ok(from..to + 1),
        false => Err(format!("`{name}` runs backwards: `{}` stands after `{}`.", first.trim(), last.trim())),
    }
}

/// What the answer sheets of examples may name.
struct Sheets<'m> {
    items: &'m [Item],
    scales: &'m [Scale],
}

impl Sheets<'_> {
    fn example(&self, written: &mut Written<'_>, entry: &Spanned<ExampleFile>) -> Example {
        let file = entry.get_ref();
        let mut expected = BTreeMap::new();
        for (scale, score) in &file.expected {
            self.note_unknown_scale(written, entry.span(), scale);
            expected.insert(scale.clone(), score.0);
        }
        let answers = self.sheet(written, entry.span(), &file.answers);
        Example { name: written.filled("name", &file.name), answers, expected }
    }

    fn improver(&self, written: &mut Written<'_>, entry: &Spanned<ImproverFile>) -> Improver {
        let file = entry.get_ref();
        self.note_unknown_scale(written, entry.span(), &file.scale);
        Improver {
            scale: file.scale.clone(),
            before: self.sheet(written, entry.span(), &file.before),
            after: self.sheet(written, entry.span(), &file.after),
        }
    }

    fn note_unknown_scale(&self, written: &mut Written<'_>, at: Range<usize>, id: &str) {
        if !self.scales.iter().any(|scale| scale.id == id) {
            let known = self.scales.iter().map(|scale| scale.id.as_str());
            written.fault(at, format!("`{id}` is not a scale of this measure.{}", hint(id, known)));
        }
    }

    /// Runs of items spelt out; a shorter run beats a longer one, and an item named by itself beats both.
    fn sheet(&self, written: &mut Written<'_>, at: Range<usize>, answers: &BTreeMap<String, Answer>) -> AnswerSheet {
        let ids: Vec<&str> = self.items.iter().map(|item| item.id.as_str()).collect();
        let mut sheet = AnswerSheet::new();
        let mut runs = Vec::new();
        for (name, answer) in answers {
            if self.is_total(name) {
                sheet.insert(name.clone(), answer.0.clone());
                continue;
            }
            match run_of(name, &ids) {
                Ok(run) => runs.push((run, answer)),
                Err(message) => written.fault(at.clone(), message),
            }
        }
        runs.sort_by_key(|(run, _)| std::cmp::Reverse(run.len()));
        for (run, answer) in runs {
            let blank = answer.0.trim().is_empty();
            let offers = |item: &Item| blank || item.coded(&answer.0).is_some() || item.missing.contains(&answer.0);
            if let Some(item) = self.items[run.clone()].iter().find(|item| !offers(item)) {
                let message =
                    format!("{} is no answer of item `{}`, and no code for “not answered”.", answer.0, item.id);
                written.fault(at.clone(), message);
            }
            sheet.extend(ids[run].iter().map(|id| ((*id).to_owned(), answer.0.clone())));
        }
        sheet
    }

    fn is_total(&self, name: &str) -> bool {
        self.scales.iter().any(|scale| scale.id == name && scale.formula == Formula::TotalOnly)
    }
}
