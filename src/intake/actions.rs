//! `actions.csv`: what teams said they would do, by when, and what became of it.

use super::desk::Desk;
use super::gather::gather;
use super::header::Col;
use super::plan::Plan;
use super::register::{Register, point_of};
use super::row::Row;
use super::rows::{ActionRow, ActionStatus, Given};
use super::stop::Stop;
use super::table_read::TableRead;

pub(super) const COLUMNS: [&str; 8] =
    ["action_id", "team_id", "agreed_on", "point", "text", "due_on", "status", "closed_on"];
const ACTION: Col = Col(0);
const TEAM: Col = Col(1);
const AGREED_ON: Col = Col(2);
const POINT: Col = Col(3);
const TEXT: Col = Col(4);
const DUE_ON: Col = Col(5);
const STATUS: Col = Col(6);
const CLOSED_ON: Col = Col(7);

pub(super) const STATUSES: [(&str, ActionStatus); 3] =
    [("open", ActionStatus::Open), ("done", ActionStatus::Done), ("dropped", ActionStatus::Dropped)];

pub(super) fn read(desk: &mut Desk<'_>, plan: &Plan<'_>, points: u8) -> Result<(Vec<ActionRow>, TableRead), Stop> {
    gather(desk, plan, |row, register| check(row, register, points), |row| row.team)
        .map(|gathered| gathered.into_rows())
}

fn check(row: &mut Row<'_>, register: &mut Register, points: u8) -> Option<(String, ActionRow)> {
    let (id, team, agreed_on) = (row.id(ACTION), register.team_of(row, TEAM), row.day(AGREED_ON));
    let (point, text) = (point_of(row, POINT, points), row.printed(TEXT));
    let (due_on, status, closed_on) = (row.any_day(DUE_ON), row.code(STATUS, &STATUSES), row.day(CLOSED_ON));
    if let (Given::Value(agreed_on), Given::Value(closed_on)) = (&agreed_on, &closed_on)
        && closed_on < agreed_on
    {
        row.too_early(CLOSED_ON, *closed_on, "closed-before-agreed");
    }
    if let (Given::Value(agreed_on), Given::Value(due_on)) = (&agreed_on, &due_on)
        && due_on < agreed_on
    {
        row.look(DUE_ON, "due-before-agreed");
    }
    if row.is_left_out() {
        return None;
    }
    let id = id.value()?.to_owned();
    let team = register.team(team.value()?);
    let typed = ActionRow {
        id: id.clone(),
        team,
        agreed_on: agreed_on.value()?,
        point: point.value(),
        text: text.value().unwrap_or_default().to_owned(),
        due_on: due_on.value(),
        status: status.value(),
        closed_on: closed_on.value(),
    };
    Some((id, typed))
}
