//! `checklist.csv`: what a team says it has in place, one point a row.

use super::audit::JUDGED;
use super::desk::Desk;
use super::gather::gather;
use super::header::Col;
use super::plan::Plan;
use super::register::{Register, point_of};
use super::row::Row;
use super::rows::{ChecklistRow, TeamIx};
use super::stop::Stop;
use super::table_read::TableRead;
use chrono::NaiveDate;

pub(super) const COLUMNS: [&str; 5] = ["team_id", "answered_on", "point", "in_place", "evidence"];
const TEAM: Col = Col(0);
const ANSWERED_ON: Col = Col(1);
const POINT: Col = Col(2);
const IN_PLACE: Col = Col(3);

type Key = (TeamIx, NaiveDate, u8);

pub(super) fn read(desk: &mut Desk<'_>, plan: &Plan<'_>, points: u8) -> Result<(Vec<ChecklistRow>, TableRead), Stop> {
    gather(desk, plan, |row, register| check(row, register, points), |row| row.team)
        .map(|gathered| gathered.into_rows())
}

fn check(row: &mut Row<'_>, register: &mut Register, points: u8) -> Option<(Key, ChecklistRow)> {
    let (team, on) = (register.team_of(row, TEAM), row.day(ANSWERED_ON));
    let (point, in_place) = (point_of(row, POINT, points), row.code(IN_PLACE, &JUDGED));
    if row.is_left_out() {
        return None;
    }
    let (team, on, point) = (register.team(team.value()?), on.value()?, point.value()?);
    Some(((team, on, point), ChecklistRow { team, on, point, in_place: in_place.value()?, order: row.order }))
}
