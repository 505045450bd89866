//! The commissioner report: what we can say, who was counted, what the values look like in practice, and how sure each
//! figure is.

use super::document::{Body, Document, Table, Tone, text};
use super::view::{OfCriterion, View, difference, filled, whole};
use super::{
    answers, blank, commitments, comparisons, doubts, flow, goals, method, over_time, pictures, sections, support,
};
use crate::charts::over_time::Height;
use crate::definitions::TableId;
use crate::definitions::wording::thousands;
use crate::finding::Level as FindingLevel;
use crate::release::{Cell, Family, Level};
use std::collections::BTreeSet;

pub fn compose(view: View) -> Document {
    let mut document = blank(view, "commissioner");
    document.contents = true;
    let body = &mut document.body;
    sections::cautions(body, view);
    what_we_can_say(body, view);
    flow::compose(body, view);
    values(body, view);
    support::compose(body, view, 1);
    goals::compose(body, view, 1);
    goals::story(body, view);
    sections::roles(body, view, 1);
    sections::social_outcomes(body, view);
    sections::national_roles(body, view);
    sections::measures(body, view, 1);
    answers::compose(body, view);
    fairness(body, view);
    over_time(body, view);
    teams(body, view);
    data_quality(body, view);
    commitments::of_all_teams(body, view);
    how_made(body, view);
    scale_rules(body, view);
    settings(body, view);
    document
}

/// A few sentences, each with its figure; a sentence whose figure is withheld or missing is not said.
fn what_we_can_say(body: &mut Body, view: View) {
    body.heading_at(1, view.plain("say.heading"), "what-we-can-say");
    let sentences = [
        ("say.caseload", "caseload"),
        ("say.coverage", "coverage.any"),
        ("say.support", "score.inspire.support"),
        ("say.recovery_goal", "goals.has_recovery_goal"),
        ("say.set_with_person", "goals.set_with_person"),
        ("say.attained", "goals.at_or_above_expected"),
        ("say.any_valued", "role.any_valued.held"),
    ];
    let mut said: Vec<_> = sentences.iter().filter_map(|(key, id)| sentence(view, key, id)).collect();
    let changes = changes(view);
    let says_change = !changes.is_empty();
    said.extend(changes);
    if said.is_empty() {
        body.paragraph(view.plain("say.nothing"));
        return;
    }
    body.list(said);
    body.callout(Tone::Note, view.plain("say.care_title.text"), |inside| {
        inside.paragraph(view.plain("say.care"));
        if says_change {
            inside.paragraph(view.say("say.pairing", &[("description", &view.background.pairing.description)]));
        }
    });
}

fn sentence(view: View, key: &str, id: &str) -> Option<super::document::Words> {
    view.cell(id).numbers()?;
    let counts = [view.counts(id), view.interval(id)].into_iter().flatten().collect::<Vec<_>>().join("; ");
    let said = match sections::only_recorded(view).filter(|_| id == "role.any_valued.held") {
        Some(parts) => view.say("say.any_recorded", &[("counts", &counts), ("parts", &parts.join(", "))]),
        None => view.say(key, &[("counts", &counts)]),
    };
    Some(text("").strong(view.main(id)).text(said))
}

/// Improved and deteriorated of each instrument's main scale, side by side.
fn changes(view: View) -> Vec<super::document::Words> {
    let mut said = Vec::new();
    for measure in &view.background.measures {
        let Some(scale) = pictures::main_scale(measure) else { continue };
        let id = |family: &str| format!("{family}.{}.{scale}", measure.id);
        let cells = [view.cell(&id("improved")), view.cell(&id("deteriorated"))];
        if cells.iter().any(|cell| cell.numbers().is_none()) {
            continue;
        }
        let known = sections_known(cells[0]);
        let places = [
            ("measure", measure.short.as_str()),
            ("pairs", known.as_str()),
            ("deteriorated", &view.main(&id("deteriorated"))),
        ];
        said.push(text("").strong(view.main(&id("improved"))).text(view.say("say.change", &places)));
    }
    said
}

fn sections_known(cell: &Cell) -> String {
    super::view::three_counts(cell)[1].clone()
}

/// Each value in its own words, the profile, and the figures behind it.
fn values(body: &mut Body, view: View) {
    body.heading_at(1, view.plain("values.heading"), "values");
    body.paragraph(view.plain("values.intro"));
    for (at, value) in view.background.framework.values.iter().enumerate() {
        let aside = pictures::value_aside(view, at);
        body.paragraph(
            text("").strong(format!("{}. ", value.label)).text(format!("{} ", value.statement)).emphasis(aside),
        );
    }
    if let Some(drawing) = pictures::value_profile(view) {
        body.figure(drawing, view.plain("chart.values.caption"), None);
    }
    body.heading(2, view.plain("values.figures"));
    for (at, value) in view.background.framework.values.iter().enumerate() {
        let table = criteria_table(view, at).note(pictures::value_aside(view, at));
        body.table(Table { caption: value.label.clone(), ..table });
    }
    body.notes([view.plain("values.note")]);
}

fn criteria_table(view: View, value: usize) -> Table {
    let mut table = Table::new("")
        .column(view.plain("column.criterion"))
        .number(view.plain("column.attained"))
        .number(view.plain("column.interval"))
        .number(view.plain("column.last_quarter"))
        .number(view.plain("column.known"))
        .column(view.plain("column.points"))
        .compact();
    for of_criterion in view.criteria().filter(|(figure, _)| figure.value == value) {
        table.row(criterion_cells(view, of_criterion));
    }
    table
}

fn criterion_cells(view: View, (figure, definition): OfCriterion) -> [String; 6] {
    let numbers = figure.now.numbers();
    let attained = view.attained(&figure.now);
    let interval = numbers.and_then(|n| Some(format!("{}–{}", whole(n.lower?), whole(n.upper?))));
    let before = figure.last.as_ref().and_then(Cell::value);
    let last = numbers.and_then(|n| n.value).zip(before).map(|(now, before)| difference(now, before));
    [
        definition.label.clone(),
        attained,
        interval.unwrap_or_else(|| "–".to_owned()),
        last.unwrap_or_else(|| "–".to_owned()),
        numbers.map_or("–".to_owned(), |n| n.known.to_string()),
        list_of(&definition.points),
    ]
}

pub fn list_of(points: &[u8]) -> String {
    points.iter().map(u8::to_string).collect::<Vec<_>>().join(", ")
}

/// Is it the same for everyone?
fn fairness(body: &mut Body, view: View) {
    body.heading_at(1, view.plain("fairness.heading"), "fairness");
    if sections::missing(body, view, TableId::People) {
        return;
    }
    body.paragraph(view.plain("fairness.intro"));
    let ids: Vec<&str> = COMPARED.into_iter().filter(|id| view.has(id)).collect();
    let drawings: Vec<_> = ids.iter().filter_map(|id| Some((id, comparisons::breakdowns(view, id)?))).collect();
    if drawings.is_empty() {
        body.paragraph(view.plain("fairness.none"));
        return;
    }
    for (id, drawing) in drawings {
        body.figure(drawing, view.say("chart.groups.caption", &[("indicator", &view.label(id))]), None);
    }
    body.paragraph(view.plain("fairness.read"));
    body.table(groups_table(view, &ids));
}

/// Compared between groups of people.
const COMPARED: [&str; 3] = ["coverage.any", "goals.has_recovery_goal", "role.any_valued.held"];

fn groups_table(view: View, ids: &[&str]) -> Table {
    let mut table = Table::new(view.plain("fairness.table")).column(view.plain("column.group")).compact();
    for id in ids {
        table = table.number(view.label(id));
    }
    let mut heading = "";
    for (at, category) in view.release.categories.iter().enumerate().skip(1) {
        let cells: Vec<&Cell> = ids.iter().map(|id| view.release.in_category(id, view.unit, at)).collect();
        if cells.iter().all(|cell| cell.numbers().is_none() && !cell.is_withheld()) {
            continue;
        }
        if heading != category.breakdown {
            heading = category.breakdown;
            table.group(view.plain(&format!("breakdown.{heading}")));
        }
        let shares = ids.iter().zip(cells).map(|(id, cell)| share_of_known(view, id, cell));
        table.row(std::iter::once(comparisons::category_label(view, at)).chain(shares).collect::<Vec<_>>());
    }
    table.note(view.brief_note())
}

/// `63% of 190`, or why there is none.
fn share_of_known(view: View, id: &str, cell: &Cell) -> String {
    let known = cell.numbers().map(|numbers| numbers.known.to_string());
    known.map_or_else(
        || view.brief_of(id, cell),
        |known| view.say("count.share_of", &[("share", &view.main_of(id, cell)), ("known", &known)]),
    )
}

/// The few indicators worth watching, each with what its points say.
fn over_time(body: &mut Body, view: View) {
    body.heading_at(1, view.plain("trend.heading"), "over-time");
    body.paragraph(view.say("trend.intro", &[("points", &over_time::points_word(view))]));
    let mut any = false;
    for id in WATCHED {
        if let Some(drawing) = over_time::drawing(view, id, Height::Full) {
            any = true;
            body.figure(drawing, "", over_time::table(view, id));
        }
    }
    if !any {
        body.paragraph(view.plain("trend.none"));
    }
}

/// Drawn over time in the commissioner report.
const WATCHED: [&str; 4] =
    ["coverage.any", "goals.has_recovery_goal", "goals.at_or_above_expected", "role.any_valued.held"];

/// Teams in the order of the alphabet, never of their figures.
fn teams(body: &mut Body, view: View) {
    body.heading_at(1, view.plain("teams.heading"), "teams");
    // Figures of teams are there all the same, under their ids.
    sections::missing(body, view, TableId::Teams);
    let by_service = view.release.units_at(Level::Service).next().is_some();
    body.paragraph(view.plain(if by_service { "teams.intro_by_service" } else { "teams.intro" }));
    body.table(teams_table(view));
    if let Some(drawing) = comparisons::coverage(view, "coverage.any") {
        body.figure(drawing, view.plain("chart.coverage.caption"), None);
    }
    if let Some(drawing) = comparisons::funnel(view, "coverage.any") {
        body.figure(drawing, view.plain("chart.funnel.caption"), None);
        body.notes([view.plain("teams.funnel_note")]);
    }
}

fn teams_table(view: View) -> Table {
    let columns = ["caseload", "coverage.any", "goals.has_recovery_goal", "role.any_valued.held"];
    let columns: Vec<&str> = columns.into_iter().filter(|id| view.has(id)).collect();
    let mut table = Table::new(view.plain("teams.table")).column(view.plain("column.team"));
    for id in &columns {
        table = table.number(view.label(id));
    }
    let services: Vec<usize> = view.release.by_name(Level::Service).into_iter().map(|(unit, _)| unit).collect();
    let teams = view.release.by_name(Level::Team);
    for service in services.iter().map(|unit| Some(*unit)).chain([None]) {
        let own: Vec<usize> =
            teams.iter().filter(|(_, team)| team.service == service).map(|(unit, _)| *unit).collect();
        if !own.is_empty() && !services.is_empty() {
            let name = service.map_or_else(|| view.plain("teams.no_service"), |unit| view.of(unit).name().to_owned());
            table.group(name);
        }
        for unit in own {
            table.row(team_row(view.of(unit), &columns));
        }
    }
    table.total(team_row(view, &columns));
    table.note(view.brief_note())
}

fn team_row(view: View, columns: &[&str]) -> Vec<String> {
    std::iter::once(view.name().to_owned()).chain(columns.iter().map(|id| view.brief(id))).collect()
}

fn data_quality(body: &mut Body, view: View) {
    body.heading_at(1, view.plain("quality.heading"), "data-quality");
    body.paragraph(view.rows_in_words());
    if view.background.restricted {
        body.paragraph(view.plain("quality.rejected"));
    }
    body.table(files_table(view));
    findings(body, view);
    body.heading(2, view.plain("quality.by_team"));
    body.paragraph(view.plain("quality.effect"));
    if let Some(drawing) = comparisons::data_quality(view) {
        body.figure(drawing, view.plain("chart.quality.caption"), None);
    }
    body.table(faults_table(view));
}

pub fn files_table(view: View) -> Table {
    let mut table = Table::new(view.plain("quality.files"))
        .column(view.plain("column.file"))
        .number(view.plain("column.read"))
        .number(view.plain("column.used"))
        .number(view.plain("column.left_out"));
    let words = crate::definitions::wording::thousands;
    for file in view.background.files {
        table.row([file.file.clone(), words(file.rows_read), words(file.rows_used), words(file.rows_left_out)]);
    }
    table
}

/// What was found, most consequential first, with counts of rows and never a cell.
fn findings(body: &mut Body, view: View) {
    let tallies: Vec<_> = view.background.findings.tallies().collect();
    if tallies.is_empty() {
        body.paragraph(view.plain("quality.clean"));
        return;
    }
    let mut table = Table::new(view.plain("quality.findings"))
        .column(view.plain("column.table"))
        .column(view.plain("column.finding"))
        .column(view.plain("column.consequence"))
        .number(view.plain("column.count"))
        .compact();
    for level in [FindingLevel::LeftOut, FindingLevel::Look] {
        for tally in tallies.iter().filter(|tally| tally.level == level) {
            let message = tally.message(view.background.wording);
            let consequence = view.plain(&format!("quality.level.{}", level.key()));
            table.row([tally.table.name().to_owned(), message, consequence, tally.count.to_string()]);
        }
    }
    body.table(table);
}

fn faults_table(view: View) -> Table {
    let mut table = Table::new(view.plain("quality.faults"))
        .column(view.plain("column.team"))
        .number(view.plain("column.left_out"))
        .number(view.plain("column.look"))
        .number(view.plain("column.criteria_shown"));
    let count =
        |cell: &Cell| cell.numbers().map_or_else(|| view.plain("release.withheld_short"), |n| n.known.to_string());
    for (unit, team) in view.release.by_name(Level::Team) {
        if let Some(faults) = view.release.row_faults.iter().find(|faults| faults.unit == unit) {
            let shown = criteria_shown(view.of(unit));
            table.row([team.name.clone(), count(&faults.left_out), count(&faults.look), shown]);
        }
    }
    table.note(view.brief_note())
}

/// `28 of 35`: of how many criteria a unit's records say enough for a figure.
fn criteria_shown(view: View) -> String {
    let (shown, all) = view
        .criteria()
        .fold((0, 0), |(shown, all), (figure, _)| (shown + usize::from(figure.now.value().is_some()), all + 1));
    view.say("chart.counts", &[("achieved", &shown.to_string()), ("known", &all.to_string())])
}

/// Who is counted in each family of figures.
fn how_made(body: &mut Body, view: View) {
    body.heading_at(1, view.plain("made.heading"), "how-each-figure-is-made");
    body.paragraph(view.plain("made.intro"));
    let families: BTreeSet<Family> = view.release.indicators.iter().map(|indicator| indicator.family).collect();
    let mut table = Table::new(view.plain("made.table"))
        .column(view.plain("column.figure"))
        .column(view.plain("column.counted"))
        .compact();
    for family in families {
        let key = format!("indicator.{}", family.key());
        let pairing = view.background.pairing;
        let places = [
            ("measure", view.plain("made.any_measure")),
            ("threshold", view.plain("made.any_threshold")),
            ("pairable", view.plain(pairing.eligible_key())),
            ("pairing", pairing.title.clone()),
        ];
        table.row([view.plain(&format!("{key}.name")), view.say(&format!("{key}.counts"), &filled(&places))]);
    }
    body.table(table);
}

/// Which earlier outputs this one was held against.
fn earlier_outputs(view: View) -> String {
    let quarters: Vec<&str> = view.release.protection.ledger.iter().map(|(quarter, _)| quarter.as_str()).collect();
    let key = if quarters.is_empty() { "settings.no_ledger" } else { "settings.ledger" };
    view.say(key, &[("quarters", &quarters.join(", "))])
}

fn pairing_rule(view: View) -> String {
    let pairing = view.background.pairing;
    let sure = view.plain(&format!("provenance.{}", pairing.rule.provenance.key()));
    view.say(
        "settings.pairing",
        &[
            ("pairing", &pairing.title),
            ("description", &pairing.description),
            ("sure", &sure),
            ("source", &pairing.rule.source),
        ],
    )
}

/// The scoring of every scale in the data, as sentences.
fn scale_rules(body: &mut Body, view: View) {
    if view.background.scale_rules.is_empty() {
        return;
    }
    let mut table = Table::new(view.plain("made.scales"))
        .column(view.plain("column.scale"))
        .column(view.plain("column.rule"))
        .compact();
    for (name, rule) in &view.background.scale_rules {
        table.row([name.as_str(), rule.as_str()]);
    }
    body.table(table);
}

fn settings(body: &mut Body, view: View) {
    body.heading_at(1, view.plain("settings.heading"), "settings");
    let rules = &view.release.rules;
    let [threshold, mean, spread, extremes] =
        [rules.threshold, rules.mean_minimum, rules.spread_minimum, rules.extremes_minimum].map(|n| n.to_string());
    body.list([
        view.say("settings.period", &[("dated", &view.background.day(view.background.dated))]),
        view.say(
            &format!("settings.release.{}", rules.profile.key()),
            &[
                ("threshold", &threshold),
                ("last", &(rules.threshold.saturating_sub(1)).to_string()),
                ("mean", &mean),
                ("spread", &spread),
                ("extremes", &extremes),
                ("round_to", &rules.round_to.to_string()),
                ("decided_by", &view.background.decided_by),
                ("decided_on", &view.background.decided_on),
            ],
        ),
        view.say(
            "settings.second_cells",
            &[
                ("attacked", &thousands(view.release.protection.strength.attacked)),
                ("last", &(rules.threshold.saturating_sub(1)).to_string()),
            ],
        ),
        earlier_outputs(view),
        pairing_rule(view),
        view.plain("settings.intervals"),
        over_time::settings(view),
        comparisons::funnel_settings(view),
    ]);
    method::changes(body, view, 2);
    body.heading(2, view.plain("provisional.heading"));
    doubts::provisional(body, view);
    doubts::local_rules(body, view);
}
