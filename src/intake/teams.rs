//! `teams.csv`: the teams that rows may name, and the service each belongs to.

use super::desk::Desk;
use super::gather::gather;
use super::header::Col;
use super::plan::Plan;
use super::register::Register;
use super::row::Row;
use super::rows::{Team, TeamIx};
use super::stop::Stop;
use super::table_read::TableRead;

pub(super) const COLUMNS: [&str; 4] = ["team_id", "team_name", "service_id", "service_name"];
const TEAM: Col = Col(0);
const NAME: Col = Col(1);
const SERVICE: Col = Col(2);
const SERVICE_NAME: Col = Col(3);

pub(super) fn read(desk: &mut Desk<'_>, plan: &Plan<'_>) -> Result<(Vec<Team>, TableRead), Stop> {
    let gathered = gather(desk, plan, check, |team| team.team)?;
    let (teams, read) = gathered.into_rows();
    desk.register.take_teams(&teams);
    Ok((teams, read))
}

fn check(row: &mut Row<'_>, register: &mut Register) -> Option<(TeamIx, Team)> {
    let (team, name) = (row.id(TEAM), row.printed(NAME));
    let (service, service_name) = (row.id(SERVICE), row.printed(SERVICE_NAME));
    if row.is_left_out() {
        return None;
    }
    let id = team.value()?;
    register.look_for_twin(row, TEAM, id);
    let team = register.team(id);
    let name = name.value()?.to_owned();
    let service_id = service.value().map(str::to_owned);
    let service_name = service_name.value().map(str::to_owned);
    Some((team, Team { team, name, service_id, service_name }))
}
