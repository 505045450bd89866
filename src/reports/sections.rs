//! Sections that more than one report holds: one unit's people, goals, roles, measures. Each puts a heading and what the
//! data can say; without the table behind it, what is missing and what it would have shown.

use super::document::{Body, Table, Tone, text};
use super::pictures;
use super::view::{View, points, three_counts};
use crate::definitions::{Better, Measure, Scale, TableId};
use crate::release::Cell;
use crate::stats::standardised;

/// A list of figures, each with its label and its full words; figures that the data could not give are left out.
pub fn figures(body: &mut Body, view: View, ids: &[&str]) {
    let present: Vec<&&str> = ids.iter().filter(|id| view.has(id)).collect();
    let nothing_shown = present.iter().all(|id| view.cell(id).numbers().is_none());
    if nothing_shown && present.iter().any(|id| view.cell(id).is_withheld()) && present.len() > 1 {
        let labels: Vec<String> = present.iter().map(|id| view.label(id)).collect();
        body.paragraph(view.say("release.all_withheld", &[("figures", &labels.join("; "))]));
    } else if !present.is_empty() {
        let line = |id: &&&str| text("").strong(format!("{}: ", view.label(id))).text(view.full(id));
        body.list(present.iter().map(line));
    }
}

/// Says that a table was not there and what it would have shown. True when it was missing.
pub fn missing(body: &mut Body, view: View, table: TableId) -> bool {
    let absent = view.background.missing.contains(&table);
    if absent {
        let words = view.say(&format!("missing.{}", table.name()), &[("file", &format!("{}.csv", table.name()))]);
        body.callout(Tone::Note, view.plain("missing.title"), |inside| {
            inside.paragraph(words);
        });
    }
    absent
}

/// That no translator has read these words yet.
fn draft(body: &mut Body, view: View) {
    if view.background.language.is_some_and(|language| language.checked_by.is_none()) {
        body.callout(Tone::Caution, view.plain("caution.draft_title"), |inside| {
            inside.paragraph(view.plain("caution.draft"));
        });
    }
}

/// What a reader must know before the first figure, in every report: words that are a draft, a caseload that had to be worked out, and a quarter
/// that was not over.
pub fn cautions(body: &mut Body, view: View) {
    draft(body, view);
    let no_people = view.background.missing.contains(&TableId::People);
    for (applies, key) in [(no_people, "caution.no_people"), (view.background.still_open, "caution.still_open")] {
        if applies {
            body.callout(Tone::Caution, view.plain(&format!("{key}_title")), |inside| {
                inside.paragraph(view.plain(key));
            });
        }
    }
    if let Some(caution) = &view.background.pairing.caution {
        body.callout(Tone::Caution, view.plain("caution.pairing_title"), |inside| {
            inside.paragraph(caution.as_str());
        });
    }
}

/// Roles in life.
pub fn roles(body: &mut Body, view: View, level: u8) {
    body.heading_at(level, view.plain("roles.heading"), "roles");
    if missing(body, view, TableId::Roles) {
        return;
    }
    body.paragraph(view.plain("roles.intro"));
    figures(body, view, &["role.any_valued.held", "role.employment.held", "role.settled_accommodation.held"]);
    body.notes(recorded_note(view));
    if let Some(drawing) = pictures::role_transitions(view) {
        body.figure(drawing, view.plain("chart.roles.caption"), Some(roles_table(view)));
    }
}

/// Parts of life that make a valued role and are recorded, where others are not: whoever has a role in those is not seen.
pub fn only_recorded<'a>(view: View<'a>) -> Option<Vec<&'a str>> {
    let provider = view.of(0);
    let is_recorded = |id: &str| {
        let cell = provider.cell(&format!("role.{id}.held"));
        cell.numbers().is_some() || cell.is_withheld()
    };
    let valued = view.background.roles.domains.iter().filter(|domain| domain.is_valued());
    let (recorded, others): (Vec<_>, Vec<_>) = valued.partition(|domain| is_recorded(&domain.id));
    let parts = recorded.iter().map(|domain| domain.label.as_str()).collect();
    (!recorded.is_empty() && !others.is_empty()).then_some(parts)
}

/// The same as a note.
pub fn recorded_note(view: View) -> Option<String> {
    let parts = only_recorded(view)?.join(", ");
    Some(view.say("roles.only_recorded", &[("parts", &parts)]))
}

/// The index of social outcomes, where exports hold its parts, and what it is not.
pub fn social_outcomes(body: &mut Body, view: View) {
    let id = "role.social_outcomes";
    let (Some(index), true) = (&view.background.roles.index, view.cell(id).numbers().is_some()) else { return };
    let most = view.background.roles.most_points(index).to_string();
    let parts = index.names(true).join(", ");
    let places = [("label", index.label.as_str()), ("figure", &view.full(id)), ("most", &most), ("parts", &parts)];
    let missing = index.names(false).join(", ");
    let partial = (!missing.is_empty()).then(|| view.say("roles.outcomes_partial", &[("missing", &missing)]));
    body.notes(std::iter::once(view.say("roles.outcomes", &places)).chain(partial));
}

/// The two national indicators, with what makes them differ from the figures above.
pub fn national_roles(body: &mut Body, view: View) {
    if view.has("ascof.employment") {
        body.paragraph(view.plain("roles.national"));
        figures(body, view, &["ascof.employment", "ascof.settled"]);
    }
}

fn roles_table(view: View) -> Table {
    let mut table = Table::new(view.plain("roles.table"))
        .column(view.plain("column.domain"))
        .number(view.plain("column.held"))
        .number(view.plain("column.known"))
        .number(view.plain("column.gained"))
        .number(view.plain("column.kept"))
        .number(view.plain("column.lost"))
        .compact();
    for domain in view.background.roles.domains.iter().filter(|domain| domain.can_be_held) {
        let id = |part: &str| format!("role.{}.{part}", domain.id);
        let known = three_counts(view.cell(&id("held")))[1].clone();
        let main = |part: &str| view.brief(&id(part));
        table.row([domain.label.clone(), main("held"), known, main("gained"), main("kept"), main("lost")]);
    }
    table
}

/// How people rate their own recovery and life, and what changed.
pub fn measures(body: &mut Body, view: View, level: u8) {
    body.heading_at(level, view.plain("measures.heading"), "measures");
    if missing(body, view, TableId::Measures) {
        return;
    }
    body.paragraph(view.plain("measures.intro"));
    body.table(scores_table(view));
    if let Some(drawing) = pictures::change(view) {
        body.figure(drawing, view.plain("chart.change.caption"), Some(change_table(view)));
        if let Some(drawing) = pictures::first_and_later(view) {
            body.figure(drawing, view.plain("chart.first_and_later.caption"), None);
        }
        body.table(size_table(view));
        body.notes([view.plain("measures.change_note"), pairing_note(view)]);
    } else {
        without_categories(body, view);
    }
}

/// Where nobody's change can be called better or worse, how far ratings moved may still be known.
fn without_categories(body: &mut Body, view: View) {
    let known = scales_that_change(view).any(|(_, id, _)| view.cell(&id("change")).numbers().is_some());
    if !known {
        body.paragraph(view.plain("measures.no_change"));
        return;
    }
    body.paragraph(view.plain("measures.no_categories"));
    if let Some(drawing) = pictures::first_and_later(view) {
        body.figure(drawing, view.plain("chart.first_and_later.caption"), None);
    }
    body.table(size_table(view));
    body.notes([pairing_note(view)]);
}

/// Which two ratings of a person make a pair.
fn pairing_note(view: View) -> String {
    let pairing = view.background.pairing;
    let places = [("pairing", pairing.title.as_str()), ("description", pairing.description.as_str())];
    view.say("measures.pairing", &places)
}

fn scores_table(view: View) -> Table {
    let mut table = Table::new(view.plain("measures.table"))
        .column(view.plain("column.scale"))
        .number(view.plain("column.range"))
        .number(view.plain("column.mean"))
        .number(view.plain("column.interval"))
        .number(view.plain("column.people"));
    for (measure, scale) in whole_scales(view) {
        let scale = &measure.scales[scale];
        let id = format!("score.{}.{}", measure.id, scale.id);
        let range = format!("{}–{}", scale.lowest, scale.highest);
        let interval =
            view.cell(&id).numbers().and_then(|n| Some(format!("{} to {}", points(n.lower?), points(n.upper?))));
        let [_, known, _] = three_counts(view.cell(&id));
        let label = format!("{} · {}", measure.short, scale.label);
        table.row([label, range, view.brief(&id), interval.unwrap_or_else(|| "–".to_owned()), known]);
    }
    table.note(view.plain("measures.table_note"))
}

/// Scales made of more than one item, of instruments in the data, that have any record in this unit.
fn whole_scales<'a>(view: View<'a>) -> Vec<(&'a Measure, usize)> {
    let measures = view.background.measures.iter();
    let scales = measures.flat_map(|measure| (0..measure.scales.len()).map(move |scale| (*measure, scale)));
    let recorded = |cell: &Cell| cell.numbers().is_some() || cell.is_withheld();
    scales
        .filter(|(measure, scale)| measure.scales[*scale].items.len() != 1)
        .filter(|(measure, scale)| {
            recorded(view.cell(&format!("score.{}.{}", measure.id, measure.scales[*scale].id)))
        })
        .collect()
}

fn change_table(view: View) -> Table {
    let mut table = Table::new(view.plain("measures.change_table"))
        .column(view.plain("column.scale"))
        .number(view.plain("column.pairs"))
        .number(view.plain("change.improved"))
        .number(view.plain("change.unchanged"))
        .number(view.plain("change.deteriorated"))
        .number(view.plain("column.mean_change"))
        .compact();
    for (label, id, _) in scales_that_change(view) {
        let pairs = three_counts(view.cell(&id("change")))[1].clone();
        let [improved, unchanged, deteriorated, change] =
            ["improved", "unchanged", "deteriorated", "change"].map(|family| view.brief(&id(family)));
        table.row([label, pairs, improved, unchanged, deteriorated, change]);
    }
    table
}

/// How large the change is beside two spreads, and for whom the scale left no room to show one.
fn size_table(view: View) -> Table {
    let mut table = Table::new(view.plain("measures.size_table"))
        .column(view.plain("column.scale"))
        .number(view.plain("column.pairs"))
        .number(view.plain("column.mean_change"))
        .number(view.plain("column.size"))
        .number(view.plain("column.size_by_first"))
        .number(view.plain("column.no_room"))
        .compact();
    for (label, id, scale) in scales_that_change(view) {
        let change = view.cell(&id("change"));
        if change.numbers().is_some() {
            let [size, by_first] = [change, view.cell(&id("first-of-paired"))]
                .map(|spread| size_of(change, spread, scale).map_or_else(|| "–".to_owned(), two_decimals));
            let pairs = three_counts(change)[1].clone();
            table.row([label, pairs, view.brief(&id("change")), size, by_first, view.brief(&id("no-room"))]);
        }
    }
    table.note(view.plain("measures.size_note"))
}

fn two_decimals(size: f64) -> String {
    format!("{size:.2}").replace('-', "−")
}

/// Label of each scale with a change threshold, how its figures are called, and the scale.
fn scales_that_change<'a>(view: View<'a>) -> impl Iterator<Item = (String, impl Fn(&str) -> String, &'a Scale)> {
    view.background.measures.iter().flat_map(|measure| {
        let scales = measure.scales.iter().filter(|scale| scale.threshold.is_some());
        scales.map(|scale| {
            let id = |family: &str| format!("{family}.{}.{}", measure.id, scale.id);
            (format!("{} · {}", measure.short, scale.label), id, scale)
        })
    })
}

/// Mean change over the spread of another mean, of the changes or of the first scores; above 0 when people are better off.
fn size_of(change: &Cell, spread: &Cell, scale: &Scale) -> Option<f64> {
    let size = standardised(change.numbers()?.value?, spread.numbers()?.spread?)?;
    Some(if scale.better == Better::Higher { size } else { -size })
}
