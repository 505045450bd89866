//! `audit.csv`: case notes held against action points, one record and one point a row.

use super::desk::Desk;
use super::gather::gather;
use super::header::Col;
use super::plan::Plan;
use super::register::{Register, point_of};
use super::row::Row;
use super::rows::{AuditRow, Met};
use super::stop::Stop;
use super::table_read::TableRead;

pub(super) const COLUMNS: [&str; 5] = ["record_id", "team_id", "audited_on", "point", "met"];
const RECORD: Col = Col(0);
const TEAM: Col = Col(1);
const AUDITED_ON: Col = Col(2);
const POINT: Col = Col(3);
const MET: Col = Col(4);

/// How a point is judged, here and in the checklist.
pub(super) const JUDGED: [(&str, Met); 4] =
    [("yes", Met::Yes), ("partly", Met::Partly), ("no", Met::No), ("na", Met::NotApplicable)];

pub(super) fn read(desk: &mut Desk<'_>, plan: &Plan<'_>, points: u8) -> Result<(Vec<AuditRow>, TableRead), Stop> {
    gather(desk, plan, |row, register| check(row, register, points), |row| row.team)
        .map(|gathered| gathered.into_rows())
}

fn check(row: &mut Row<'_>, register: &mut Register, points: u8) -> Option<((u32, u8), AuditRow)> {
    let (record, team, on) = (row.id(RECORD), register.team_of(row, TEAM), row.day(AUDITED_ON));
    let (point, met) = (point_of(row, POINT, points), row.code(MET, &JUDGED));
    if row.is_left_out() {
        return None;
    }
    let record = register.records.number(record.value()?);
    let (team, point) = (register.team(team.value()?), point.value()?);
    Some(((record, point), AuditRow { record, team, on: on.value()?, point, met: met.value()?, order: row.order }))
}
