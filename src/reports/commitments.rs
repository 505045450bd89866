//! Commitments: what teams said they would do, what became of it, and whether the criteria that it speaks to have moved since.

use super::document::{Body, Table};
use super::sections;
use super::view::View;
use crate::background::{Commitment, CommitmentStatus};
use crate::definitions::TableId;
use chrono::{Months, NaiveDate};
use std::collections::BTreeMap;

/// What teams said they would do, and what became of it.
pub fn of_all_teams(body: &mut Body, view: View) {
    body.heading_at(1, view.plain("actions.heading"), "actions");
    if sections::missing(body, view, TableId::Actions) {
        return;
    }
    body.paragraph(view.plain("actions.intro"));
    let mut table = Table::new(view.plain("actions.table"))
        .column(view.plain("column.status"))
        .number(view.plain("column.commitments"));
    let all = &view.background.commitments;
    for status in [
        CommitmentStatus::Done,
        CommitmentStatus::Open,
        CommitmentStatus::Overdue,
        CommitmentStatus::Dropped,
        CommitmentStatus::NotSaid,
    ] {
        let count = all.iter().filter(|commitment| commitment.status == status).count();
        if count > 0 {
            table.row([view.plain(&format!("commitment.status.{}", status.key())), count.to_string()]);
        }
    }
    table.total([view.plain("actions.total"), all.len().to_string()]);
    body.table(table);
    body.table(by_point(view));
}

/// Which action points the commitments of all teams speak to, how many were done, and what has become of the criteria.
fn by_point(view: View) -> Table {
    let mut points: BTreeMap<Option<u8>, Vec<&Commitment>> = BTreeMap::new();
    for commitment in &view.background.commitments {
        points.entry(commitment.point).or_default().push(commitment);
    }
    let mut table = Table::new(view.plain("actions.points_table"))
        .column(view.plain("column.point"))
        .number(view.plain("column.commitments"))
        .number(view.plain("commitment.status.done"))
        .column(view.plain("column.moved"))
        .compact();
    // Those that name no point come last.
    let (without, with): (Vec<_>, Vec<_>) = points.into_iter().partition(|(point, _)| point.is_none());
    for (point, commitments) in with.into_iter().chain(without) {
        let done = commitments.iter().filter(|one| one.status == CommitmentStatus::Done).count();
        let label = point.map_or_else(|| view.plain("actions.no_point"), |number| view.point(number));
        let moved = point.map_or_else(|| "–".to_owned(), |number| movement(view, number, usize::MAX));
        table.row([label, commitments.len().to_string(), done.to_string(), moved]);
    }
    table.note(view.plain("commitment.care"))
}

/// Most criteria beside a commitment in a team's pack.
const ROOM_FOR: usize = 1;

/// Where the criteria that speak to a point stand, now and in the quarter before, the first few of them; a dash where none
/// has a figure.
fn movement(view: View, number: u8, most: usize) -> String {
    let moved = view.criteria().filter_map(|(figure, criterion)| {
        let speaks = criterion.points.contains(&number) && figure.now.value().is_some();
        let before = figure.last.as_ref().filter(|last| last.value().is_some());
        let key = if before.is_some() { "commitment.moved" } else { "commitment.stands" };
        let before = before.map_or_else(String::new, |last| view.attained(last));
        let now = view.attained(&figure.now);
        let places = [("criterion", criterion.label.as_str()), ("now", &now), ("before", &before)];
        speaks.then(|| view.say(key, &places))
    });
    let moved: Vec<String> = moved.take(most).collect();
    if moved.is_empty() { "–".to_owned() } else { moved.join("; ") }
}

/// What a team said it would do, and room for what it will do next.
pub fn of_one_team(body: &mut Body, view: View) {
    body.heading(1, view.plain("team.commitments.heading"));
    let since = before_last(view);
    let own = view.background.commitments.iter().filter(|c| c.unit == view.unit && !c.was_over_before(since));
    let own: Vec<&Commitment> = own.collect();
    if sections::missing(body, view, TableId::Actions) {
        // Said already; room to write is there all the same.
    } else if own.is_empty() {
        body.paragraph(view.plain("team.commitments.none"));
    } else {
        body.table(commitments_table(view, &own));
    }
    body.write_on(view.plain("team.commitments.next"), 3);
    body.notes([view.plain("team.commitments.note")]);
}

/// First day of the quarter before: what was over by then was in an earlier pack.
fn before_last(view: View) -> NaiveDate {
    let start = view.background.period.start;
    start.checked_sub_months(Months::new(3)).unwrap_or(start)
}

fn commitments_table(view: View, own: &[&Commitment]) -> Table {
    let mut table = Table::new(view.plain("team.commitments.table"))
        .column(view.plain("column.commitment"))
        .column(view.plain("column.agreed"))
        .column(view.plain("column.due"))
        .column(view.plain("column.status"))
        .column(view.plain("column.moved"))
        .compact();
    for commitment in own {
        table.row([
            commitment.text.clone(),
            view.background.day(commitment.agreed_on),
            commitment.due_on.map_or("–".to_owned(), |due| view.background.day(due)),
            view.plain(&format!("commitment.status.{}", commitment.status.key())),
            commitment.point.map_or_else(|| "–".to_owned(), |point| movement(view, point, ROOM_FOR)),
        ]);
    }
    table.note(view.plain("commitment.care"))
}
