//! `people.csv`: spells of people with teams, and what is known of each person. A code for gender, ethnicity,
//! deprivation or year of birth that cannot be used costs its cell only, not the spell.

use super::desk::Desk;
use super::gather::{Gathered, gather};
use super::header::Col;
use super::meant::often_missing;
use super::plan::Plan;
use super::register::Register;
use super::row::{Row, whole};
use super::rows::{Given, PersonIx, Spell, TeamIx};
use super::stop::{Facts, Stop};
use super::table_read::TableRead;
use crate::definitions::TableId;
use crate::finding::Level;
use chrono::{Datelike, NaiveDate};

pub(super) const COLUMNS: [&str; 8] =
    ["person_id", "team_id", "start_date", "end_date", "birth_year", "gender", "ethnicity", "imd_decile"];
const PERSON: Col = Col(0);
const TEAM: Col = Col(1);
const START: Col = Col(2);
const END: Col = Col(3);
const BIRTH_YEAR: Col = Col(4);
const GENDER: Col = Col(5);
const ETHNICITY: Col = Col(6);
const IMD: Col = Col(7);

/// National codes of a person's gender.
const GENDERS: [&str; 5] = ["1", "2", "3", "4", "9"];
/// First letters of the national ethnic categories, and `Z` for not stated. Source: NHS Data Model and Dictionary,
/// ETHNIC CATEGORY. A second character is for local use.
const ETHNIC_LETTERS: &str = "ABCDEFGHJKLMNPRSZ";
/// Every national category by its first letter, and that it is not known.
pub(super) fn ethnic_codes() -> impl Iterator<Item = String> {
    ETHNIC_LETTERS.chars().map(String::from).chain([ETHNICITY_NOT_KNOWN.to_owned()])
}

const ETHNICITY_NOT_KNOWN: &str = "99";
const DECILES: std::ops::RangeInclusive<i64> = 1..=10;
const FIRST_BIRTH_YEAR: i64 = 1900;

type Key = (PersonIx, TeamIx, NaiveDate);

pub(super) fn read(desk: &mut Desk<'_>, plan: &Plan<'_>) -> Result<(Vec<Spell>, TableRead), Stop> {
    let mut gathered = gather(desk, plan, check, |spell| spell.team)?;
    look_for_overlaps(desk, &mut gathered);
    look_for_contradictions(desk, &mut gathered);
    let (spells, read) = gathered.into_rows();
    desk.register.take_spells(&spells);
    Ok((spells, read))
}

fn check(row: &mut Row<'_>, register: &mut Register) -> Option<(Key, Spell)> {
    let (person, team) = (row.id(PERSON), register.team_of(row, TEAM));
    let (start, end) = (row.day(START), row.day(END));
    if let (Given::Value(start), Given::Value(end)) = (&start, &end)
        && end < start
    {
        row.too_early(END, *end, "end-before-start");
    }
    let birth_year = birth_year(row, start.clone().value());
    let (gender, ethnicity, imd_decile) = (gender(row), ethnicity(row), imd_decile(row));
    if row.is_left_out() {
        return None;
    }
    let person = register.person(person.value()?);
    let team = register.team(team.value()?);
    let (start, end, order) = (start.value()?, end.value(), row.order);
    Some((
        (person, team, start),
        Spell { person, team, start, end, birth_year, gender, ethnicity, imd_decile, order },
    ))
}

fn birth_year(row: &mut Row<'_>, start: Option<NaiveDate>) -> Given<i32> {
    let latest = i64::from(row.cleaning.limit.year());
    kept(row, BIRTH_YEAR, "birth-year-invalid", |text| {
        whole(text)
            .filter(|year| (FIRST_BIRTH_YEAR..=latest).contains(year))
            .and_then(|year| i32::try_from(year).ok())
    })
    .and_then(|year| match start {
        Some(start) if start.year() < year => {
            row.look(BIRTH_YEAR, "start-before-birth");
            Given::Invalid
        }
        _ => Given::Value(year),
    })
}

fn gender(row: &mut Row<'_>) -> Given<String> {
    kept(row, GENDER, "gender-invalid", |text| GENDERS.contains(&text).then(|| text.to_owned()))
}

fn ethnicity(row: &mut Row<'_>) -> Given<String> {
    kept(row, ETHNICITY, "ethnicity-invalid", |text| {
        let code = text.to_uppercase();
        let letters = code.chars().count() <= 2 && code.chars().next().is_some_and(|c| ETHNIC_LETTERS.contains(c));
        (letters || code == ETHNICITY_NOT_KNOWN).then_some(code)
    })
}

fn imd_decile(row: &mut Row<'_>) -> Given<u8> {
    kept(row, IMD, "imd-invalid", |text| {
        whole(text).filter(|decile| DECILES.contains(decile)).and_then(|decile| u8::try_from(decile).ok())
    })
}

/// A cell whose fault does not cost the row.
fn kept<T>(row: &mut Row<'_>, col: Col, code: &'static str, read: impl FnOnce(&str) -> Option<T>) -> Given<T> {
    row.text(col).and_then(|text| match read(text) {
        Some(value) => Given::Value(value),
        None => row.fault(Some(col), code, Level::Look, often_missing(text).into_iter().collect()),
    })
}

/// Two spells of one person with one team at once: both count, and a row in the overlap lies in both.
fn look_for_overlaps(desk: &mut Desk<'_>, gathered: &mut Gathered<Spell>) {
    let Gathered { rows, read } = gathered;
    let mut spells: Vec<&(u32, Spell)> = rows.iter().collect();
    spells.sort_by_key(|(order, spell)| (spell.person, spell.team, spell.start, *order));
    let mut overlapping: Vec<(u32, u32, TeamIx)> = Vec::new();
    let mut open: Option<(u32, &Spell)> = None;
    for (order, spell) in spells {
        let before = open.filter(|(_, before)| (before.person, before.team) == (spell.person, spell.team));
        let overlaps = before.filter(|(_, before)| before.end.is_none_or(|end| spell.start <= end));
        if let Some((first, _)) = overlaps {
            overlapping.push((*order.max(&first), *order.min(&first), spell.team));
        }
        let lasts = |spell: &Spell| spell.end.unwrap_or(NaiveDate::MAX);
        open = match before {
            Some((first, before)) if lasts(before) > lasts(spell) => Some((first, before)),
            _ => Some((*order, spell)),
        };
    }
    overlapping.sort_unstable_by_key(|(order, ..)| *order);
    for (order, other, team) in overlapping {
        let facts = read.other(other);
        desk.look(read, TableId::People, order, "spells-overlap", team, facts);
    }
}

/// Two spells of one person that say different things of what does not change by itself. The later one counts.
fn look_for_contradictions(desk: &mut Desk<'_>, gathered: &mut Gathered<Spell>) {
    let Gathered { rows, read } = gathered;
    let mut spells: Vec<&(u32, Spell)> = rows.iter().collect();
    spells.sort_by_key(|(order, spell)| (spell.person, spell.start, *order));
    let pairs = spells.windows(2).filter(|pair| pair[0].1.person == pair[1].1.person);
    let mut found: Vec<(u32, u32, TeamIx, String)> = Vec::new();
    for pair in pairs {
        let [(other, before), (order, spell)] = [pair[0], pair[1]];
        let columns = contradictory(before, spell);
        if !columns.is_empty() {
            found.push((*order, *other, spell.team, columns.join(", ")));
        }
    }
    found.sort_unstable_by_key(|(order, ..)| *order);
    for (order, other, team, columns) in found {
        let facts: Facts = [("columns", columns)].into_iter().chain(read.other(other)).collect();
        desk.look(read, TableId::People, order, "person-differs", team, facts);
    }
}

/// Columns that say one thing in one of two spells and another in the other.
fn contradictory(one: &Spell, other: &Spell) -> Vec<&'static str> {
    let differ = [
        (COLUMNS[BIRTH_YEAR.0], both_said(&one.birth_year, &other.birth_year)),
        (COLUMNS[GENDER.0], both_said(&one.gender, &other.gender)),
        (COLUMNS[ETHNICITY.0], both_said(&one.ethnicity, &other.ethnicity)),
    ];
    differ.into_iter().filter(|(_, differ)| *differ).map(|(column, _)| column).collect()
}

/// Whether two cells hold something usable, and not the same.
fn both_said<T: PartialEq>(one: &Given<T>, other: &Given<T>) -> bool {
    matches!((one, other), (Given::Value(one), Given::Value(other)) if one != other)
}
