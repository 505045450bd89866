//! What has changed in how figures are made since an earlier output, so that nobody takes a change of method for a
//! change in the service.

use super::document::Body;
use super::view::View;
use crate::definitions::{FileChange, MethodChange};
use std::collections::BTreeSet;

/// One sentence for each change since the latest output that this one was laid beside. Nothing where there is none.
pub fn changes(body: &mut Body, view: View, level: u8) {
    let Some((before, changes)) = &view.background.method_changes else { return };
    body.heading(level, view.plain("method.heading"));
    let mut seen = BTreeSet::new();
    let mut lines: Vec<String> = changes.iter().filter_map(|change| in_words(view, change)).collect();
    // Several files may be about one thing.
    lines.retain(|line| seen.insert(line.clone()));
    if lines.is_empty() {
        body.paragraph(view.say("method.none", &[("before", before)]));
    } else {
        body.paragraph(view.say("method.intro", &[("before", before)]));
        body.list(lines);
    }
}

fn in_words(view: View, change: &MethodChange) -> Option<String> {
    match change {
        MethodChange::Setting { place, now, before } => {
            let label = view.plain(&format!("method.setting.{place}"));
            let [now, before] = [now, before].map(|value| value_in_words(view, value));
            Some(view.say("method.setting_line", &[("label", &label), ("now", &now), ("before", &before)]))
        }
        MethodChange::File { path, how } => {
            let how = match how {
                FileChange::Changed => "changed",
                FileChange::New => "new",
                FileChange::Gone => "gone",
            };
            let name = file_in_words(view, path)?;
            Some(view.say(&format!("method.file_{how}"), &[("name", &name)]))
        }
    }
}

/// Words for what a record writes as `true`, `false` or nothing; anything else as it is written there.
fn value_in_words(view: View, value: &str) -> String {
    match value {
        "" => view.plain("method.value.none"),
        "true" => view.plain("method.value.yes"),
        "false" => view.plain("method.value.no"),
        other => other.to_owned(),
    }
}

/// What a definition file is about. An instrument that nobody filled in changes no figure.
fn file_in_words(view: View, path: &str) -> Option<String> {
    let stem = path.rsplit('/').next().and_then(|file| file.split('.').next()).unwrap_or(path);
    if path.starts_with("measures/") {
        let used = view.background.instruments.iter().find(|measure| measure.id == stem);
        return used.map(|measure| measure.short.clone());
    }
    let is_about_reading = ["tables/", "profiles/", "recognise"].iter().any(|start| path.starts_with(start));
    let key = if is_about_reading { "reading".to_owned() } else { stem.replace('-', "_") };
    Some(view.plain(&format!("method.file.{key}")))
}
