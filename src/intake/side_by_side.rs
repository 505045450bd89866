//! `roles.csv` with one row a person and day, and a column for each part of life: `employment`, `settled_accommodation`.
//! A blank cell says nothing about its part of life. Where two rows about one person, team and day both speak of one part of
//! life, that part is settled as a repeated key is; a row is used as long as anything it says is.

use super::desk::Desk;
use super::gather::Gathered;
use super::noted::What;
use super::plan::Plan;
use super::register::Register;
use super::repeats::{Claims, Content, Lost, judge};
use super::roles::{PERSON, RECORDED_ON, TEAM, status_of};
use super::row::Row;
use super::rows::{PersonIx, RoleRow, TeamIx};
use super::stop::Stop;
use super::table_read::TableRead;
use crate::definitions::settings::Duplicates;
use crate::definitions::{Roles, TableId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// One row of a file, and what it says of each part of life that it speaks of.
struct Visit {
    order: u32,
    team: TeamIx,
    says: Vec<RoleRow>,
}

/// By part of life: who was met, by which team, on which day.
type Met = Vec<Claims<(PersonIx, TeamIx, NaiveDate)>>;

/// The statuses, and how many rows of the files are used.
pub(super) fn gather(desk: &mut Desk<'_>, plan: &Plan<'_>, roles: &Roles) -> Result<(Gathered<RoleRow>, u64), Stop> {
    let mut visits: Vec<Visit> = Vec::new();
    let mut met: Met = roles.domains.iter().map(|_| Claims::new()).collect();
    let mut read = desk.read(plan, |row, register| {
        let Some(visit) = check(row, register, roles) else { return false };
        for role in &visit.says {
            met[usize::from(role.domain)].claim((role.person, role.team, role.on), visit.order);
        }
        visits.push(visit);
        true
    })?;
    let mut gone: BTreeSet<u32> = BTreeSet::new();
    let mut lost_rows: Vec<Lost> = Vec::new();
    for (order, lost) in lost_statuses(met, &visits, plan.duplicates) {
        let Some(visit) = visit_at(&visits, order) else { continue };
        if lost.len() == visits[visit].says.len() {
            gone.insert(order);
            lost_rows.extend(of_row(lost));
            continue;
        }
        for (domain, lost) in lost {
            visits[visit].says.retain(|role| usize::from(role.domain) != domain);
            look(desk, plan, &mut read, &visits[visit], domain, &lost);
        }
    }
    let contents = desk.contents(plan, &read, &gone)?;
    let team = |order: u32| visit_at(&visits, order).map(|at| visits[at].team);
    desk.lose(plan, &mut read, lost_rows, contents, team);
    visits.retain(|visit| !gone.contains(&visit.order));
    let used = visits.len() as u64;
    let rows = visits.into_iter().flat_map(|visit| visit.says.into_iter().map(move |role| (visit.order, role)));
    Ok((Gathered { rows: rows.collect(), read }, used))
}

fn check(row: &mut Row<'_>, register: &mut Register, roles: &Roles) -> Option<Visit> {
    let (person, team, on) = (row.id(PERSON), register.team_of(row, TEAM), row.day(RECORDED_ON));
    let header = row.header;
    let given = header.domains.iter().map(|(col, domain)| (*domain, status_of(row, *col, &roles.domains[*domain])));
    let small = |at: usize| u16::try_from(at).ok();
    let statuses: Vec<(u16, u16)> =
        given.filter_map(|(domain, status)| Some((small(domain)?, small(status.value()?)?))).collect();
    if row.is_left_out() {
        return None;
    }
    let (person, team, on) = (register.person(person.value()?), register.team(team.value()?), on.value()?);
    register.look_at_spell(row, (PERSON, person), team, (RECORDED_ON, on));
    let order = row.order;
    let says = statuses.into_iter().map(|(domain, status)| RoleRow { person, team, on, domain, status, order });
    Some(Visit { order, team, says: says.collect() })
}

fn visit_at(visits: &[Visit], order: u32) -> Option<usize> {
    visits.binary_search_by_key(&order, |visit| visit.order).ok()
}

/// By row: the parts of life of which another row is believed instead, or none.
fn lost_statuses(met: Met, visits: &[Visit], rule: Duplicates) -> BTreeMap<u32, Vec<(usize, Lost)>> {
    let mut lost: BTreeMap<u32, Vec<(usize, Lost)>> = BTreeMap::new();
    for (domain, claims) in met.into_iter().enumerate() {
        let says = |order: u32| {
            let role =
                visits[visit_at(visits, order)?].says.iter().find(|role| usize::from(role.domain) == domain)?;
            Some((order, Content { cells: role.status.to_string(), record: String::new() }))
        };
        for rows in claims.into_repeats() {
            let contents = rows.iter().filter_map(|order| says(*order)).collect();
            for one in judge(&rows, &contents, rule).1 {
                lost.entry(one.order).or_default().push((domain, one));
            }
        }
    }
    lost
}

/// Why a row is left out of which nothing is believed: it is a copy only if it is one in every part.
fn of_row(lost: Vec<(usize, Lost)>) -> Option<Lost> {
    let copy = |lost: &Lost| lost.code == "exact-copy";
    let mut lost = lost.into_iter().map(|(_, lost)| lost);
    let first = lost.next()?;
    if copy(&first) { lost.find(|lost| !copy(lost)).or(Some(first)) } else { Some(first) }
}

/// Something in the row is not believed and something is. What another row says just as well need not be looked at.
fn look(desk: &mut Desk<'_>, plan: &Plan<'_>, read: &mut TableRead, visit: &Visit, domain: usize, lost: &Lost) {
    if lost.code == "exact-copy" {
        return;
    }
    let other = read.place(lost.other);
    let facts = lost.facts(&other.file, other.row.unwrap_or_default());
    let header = read.file_of(visit.order).map(|file| &plan.files[file].header);
    let at = header.and_then(|header| {
        let (col, _) = header.domains.iter().find(|(_, own)| *own == domain)?;
        header.columns[col.0].at
    });
    desk.look_at(read, visit.order, visit.team, &What::look(TableId::Roles, "status-not-used", &facts), at);
}
