//! `roles.csv`: statuses in life domains, as the definition of each domain codes them.

use super::desk::Desk;
use super::gather::{Gathered, gather};
use super::header::Col;
use super::meant::near;
use super::plan::Plan;
use super::register::Register;
use super::row::Row;
use super::rows::{Given, PersonIx, RoleRow, TeamIx};
use super::side_by_side;
use super::stop::{Facts, Stop};
use super::table_read::TableRead;
use crate::definitions::settings::Layout;
use crate::definitions::{Domain, Roles, TableId};
use chrono::NaiveDate;

pub(super) const COLUMNS: [&str; 5] = ["person_id", "team_id", "recorded_on", "domain", "status"];
pub(super) const PERSON: Col = Col(0);
pub(super) const TEAM: Col = Col(1);
pub(super) const RECORDED_ON: Col = Col(2);
const DOMAIN: Col = Col(3);
const STATUS: Col = Col(4);

const SETTLED: &str = "settled_accommodation";
const SETTLED_YES: &str = "Y";
const ACCOMMODATION: &str = "accommodation_type";
/// Rough sleeping, squatting, sofa surfing, short-term guests, bed and breakfast, night shelters, hostels, temporary
/// housing: kinds of accommodation that nobody would call settled. Our own judgement; there is no national table.
const UNSETTLED: std::ops::RangeInclusive<u8> = 12..=19;

type Key = (PersonIx, TeamIx, NaiveDate, u16);

/// The rows, and how many rows of the files they come from: side by side, one row of a file says several things.
pub(super) fn read(
    desk: &mut Desk<'_>,
    plan: &Plan<'_>,
    roles: &Roles,
) -> Result<(Vec<RoleRow>, TableRead, u64), Stop> {
    let side_by_side = plan.files.iter().any(|file| file.header.layout == Layout::Wide);
    let (mut gathered, used) = if side_by_side {
        side_by_side::gather(desk, plan, roles)?
    } else {
        let gathered = gather(desk, plan, |row, register| check(row, register, roles), |role| role.team)?;
        let used = gathered.rows.len() as u64;
        (gathered, used)
    };
    look_for_disagreements(desk, &mut gathered, roles);
    let (rows, read) = gathered.into_rows();
    Ok((rows, read, used))
}

fn check(row: &mut Row<'_>, register: &mut Register, roles: &Roles) -> Option<(Key, RoleRow)> {
    let (person, team, on) = (row.id(PERSON), register.team_of(row, TEAM), row.day(RECORDED_ON));
    let domain = domain(row, roles);
    let status = status(row, roles, domain.clone());
    if row.is_left_out() {
        return None;
    }
    let (person, team, on) = (register.person(person.value()?), register.team(team.value()?), on.value()?);
    register.look_at_spell(row, (PERSON, person), team, (RECORDED_ON, on));
    let (domain, status) = (u16::try_from(domain.value()?).ok()?, u16::try_from(status.value()?).ok()?);
    let order = row.order;
    Some(((person, team, on, domain), RoleRow { person, team, on, domain, status, order }))
}

fn domain(row: &mut Row<'_>, roles: &Roles) -> Given<usize> {
    row.text(DOMAIN).and_then(|text| {
        let known = roles.domains.iter().position(|domain| domain.id == text);
        known.map_or_else(
            || {
                let facts = near(text, roles.domains.iter().map(|domain| domain.id.as_str()));
                row.unknown(DOMAIN, text, "domain-unknown", facts)
            },
            Given::Value,
        )
    })
}

/// A status of the domain. Which codes there are is not known where the domain is not.
fn status(row: &mut Row<'_>, roles: &Roles, domain: Given<usize>) -> Given<usize> {
    match domain.value().and_then(|domain| roles.domains.get(domain)) {
        Some(domain) => status_of(row, STATUS, domain),
        None => row.text(STATUS).and_then(|_| Given::Invalid),
    }
}

/// The status that a cell gives in a domain.
pub(super) fn status_of(row: &mut Row<'_>, col: Col, domain: &Domain) -> Given<usize> {
    row.text_of_domain(col, &domain.id).and_then(|text| match domain.status(text) {
        Some(status) => {
            if domain.statuses[status].code != text {
                row.count_translated(col);
            }
            Given::Value(status)
        }
        None => {
            let codes = || domain.statuses.iter().map(|status| status.code.as_str());
            let mut facts = near(text, codes());
            facts.push(("domain", domain.id.clone()));
            facts.push(("allowed", codes().collect::<Vec<_>>().join(", ")));
            row.unknown(col, text, "status-unknown", facts)
        }
    })
}

/// Settled on a day whose kind of accommodation is not settled at all: one of the two is probably wrong.
fn look_for_disagreements(desk: &mut Desk<'_>, gathered: &mut Gathered<RoleRow>, roles: &Roles) {
    let Gathered { rows, read } = gathered;
    let is = |row: &RoleRow, domain: &str, fits: &dyn Fn(&str) -> bool| {
        row.domain_in(roles).id == domain && fits(&row.status_in(roles).code)
    };
    let settled = rows.iter().filter(|(_, row)| is(row, SETTLED, &|code| code == SETTLED_YES));
    let mut settled: Vec<(PersonIx, TeamIx, NaiveDate)> =
        settled.map(|(_, row)| (row.person, row.team, row.on)).collect();
    settled.sort_unstable();
    let unsettled = |code: &str| code.parse().is_ok_and(|code: u8| UNSETTLED.contains(&code));
    let doubtful = rows.iter().filter(|(_, row)| is(row, ACCOMMODATION, &unsettled));
    for (order, row) in doubtful.filter(|(_, row)| settled.binary_search(&(row.person, row.team, row.on)).is_ok()) {
        desk.look(read, TableId::Roles, *order, "settled-disagrees", row.team, Facts::new());
    }
}
