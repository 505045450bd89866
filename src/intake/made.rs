//! Ids of a row that no single cell holds: those that several columns make together, and the team that the table of people
//! tells. Decides what the id is and why there may be none; notes nothing.

use super::dates;
use super::header::{Col, Column, Header};
use super::register::Register;
use super::row::Cleaning;
use super::rows::TeamIx;
use crate::definitions::TableId;
use crate::definitions::settings::TEAM_ID;
use csv::StringRecord;

/// An id that is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Made {
    Id {
        id: String,
        /// There were blanks around one of its parts.
        trimmed: bool,
    },
    /// One of its parts says nothing, or says so by this missing code.
    Blank(String),
    /// One of its parts is no id but words, which are not to be kept.
    Words,
    /// The person was with no team on the day of the row.
    NoTeam,
    /// The person was with so many.
    Teams(usize),
    /// The row has no day that can be read, which is a fault of its own.
    NoDay,
}

/// Where a row says whose it is and of which day, for the table of people to tell its team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TeamTold {
    team: Col,
    person: Col,
    /// The first of them that is filled in counts.
    days: Vec<Col>,
}

impl TeamTold {
    /// The days that rows of a table are about; none of a table whose rows must name their team.
    fn days_of(table: TableId) -> &'static [&'static str] {
        match table {
            TableId::Measures => &["completed_on"],
            TableId::Goals => &["rated_on", "set_on"],
            TableId::Roles => &["recorded_on"],
            _ => &[],
        }
    }

    pub(super) fn of(table: TableId, columns: &[Column<'_>]) -> Option<TeamTold> {
        let at = |name: &str| columns.iter().position(|column| column.name == name).map(Col);
        let days: Vec<Col> = TeamTold::days_of(table).iter().filter_map(|day| at(day)).collect();
        (!days.is_empty()).then_some(TeamTold { team: at(TEAM_ID)?, person: at("person_id")?, days })
    }
}

/// All ids of a row that are made.
pub(super) fn ids(
    header: &Header<'_>,
    record: &StringRecord,
    cleaning: &Cleaning<'_>,
    register: &Register,
) -> Vec<(Col, Made)> {
    if header.joined.is_empty() && header.team_told.is_none() {
        return Vec::new();
    }
    let joined = header.joined.iter().map(|col| (*col, in_parts(&header.columns[col.0], record, cleaning)));
    let told = header.team_told.iter().map(|told| (told.team, team(told, header, record, cleaning, register)));
    joined.chain(told).collect()
}

/// The team among them, where it may be used.
pub(super) fn team_among(made: &[(Col, Made)], header: &Header<'_>, register: &Register) -> Option<TeamIx> {
    let told = header.team_told.as_ref()?;
    made.iter().find_map(|(col, made)| match made {
        Made::Id { id, .. } if *col == told.team => register.usable_team(id),
        _ => None,
    })
}

/// A part that is longer than this, or has more blanks, is no part of an id.
const LONGEST_PART: usize = 40;
const MOST_BLANKS: usize = 2;

fn in_parts(column: &Column<'_>, record: &StringRecord, cleaning: &Cleaning<'_>) -> Made {
    let raw = || column.joined.iter().map(|at| record.get(*at).unwrap_or_default());
    let parts: Vec<&str> = raw().map(str::trim).collect();
    let words = |part: &&str| part.len() > LONGEST_PART || part.split_whitespace().count() > MOST_BLANKS + 1;
    if let Some(blank) = parts.iter().find(|part| part.is_empty() || cleaning.missing.contains(part)) {
        return Made::Blank((*blank).to_owned());
    }
    match parts.iter().any(words) {
        true => Made::Words,
        false => Made::Id { id: in_one(&parts), trimmed: raw().ne(parts.iter().copied()) },
    }
}

/// The parts of an id with a stroke between them. A stroke of their own is marked, so that no two rows of parts make one id.
fn in_one(parts: &[&str]) -> String {
    let marked = parts.iter().map(|part| part.replace('\\', "\\\\").replace('/', "\\/"));
    marked.collect::<Vec<_>>().join("/")
}

/// The one team that the person of a row was with on its day.
fn team(
    told: &TeamTold,
    header: &Header<'_>,
    record: &StringRecord,
    cleaning: &Cleaning<'_>,
    register: &Register,
) -> Made {
    let cell = |col: &Col| {
        let column = &header.columns[col.0];
        let text = column.at.map_or(column.fixed, |at| record.get(at)).unwrap_or_default().trim();
        let text = column.codes.and_then(|codes| codes.get(text)).map_or(text, String::as_str);
        Some(text).filter(|text| !text.is_empty() && !cleaning.missing.contains(text))
    };
    let day = told.days.iter().find_map(cell).and_then(|text| dates::parse(text, cleaning.date_order).ok());
    let Some((day, _)) = day else { return Made::NoDay };
    let teams = cell(&told.person).map(|person| register.teams_of(person, day)).unwrap_or_default();
    match teams.as_slice() {
        [] => Made::NoTeam,
        [only] => Made::Id { id: register.team_name(*only).unwrap_or_default().to_owned(), trimmed: false },
        several => Made::Teams(several.len()),
    }
}
