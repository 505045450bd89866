//! Who and what has been met so far: ids become numbers, known teams and spells are looked up. Decides whether a team
//! may be used and whether a row about a person lies inside a spell.

use super::header::Col;
use super::look_alike;
use super::meant::{near, often_missing};
use super::quick::{QuickMap, QuickSet, same};
use super::row::Row;
use super::rows::{Given, Ids, PersonIx, Spell, Team, TeamIx};
use super::sheets::FormIds;
use super::stop::Facts;
use crate::definitions::recognise::plain;
use crate::finding::{Level, NEARLY_THERE};
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Texts, each once, numbered in order of first appearance.
#[derive(Debug, Default)]
pub(super) struct Names {
    numbers: QuickMap<String, u32>,
    /// The name asked for last: exports stand in order, so the next one is often the same.
    last: (String, u32),
}

impl Names {
    pub(super) fn find(&self, name: &str) -> Option<u32> {
        if same(&self.last.0, name) && !name.is_empty() {
            return Some(self.last.1);
        }
        self.numbers.get(name).copied()
    }

    pub(super) fn number(&mut self, name: &str) -> u32 {
        if same(&self.last.0, name) && !name.is_empty() {
            return self.last.1;
        }
        let next = self.numbers.len() as u32;
        let number = match self.numbers.get(name) {
            Some(number) => *number,
            None => {
                self.numbers.insert(name.to_owned(), next);
                next
            }
        };
        self.last.0.clear();
        self.last.0.push_str(name);
        self.last.1 = number;
        number
    }

    fn into_list(self) -> Vec<String> {
        let mut list: Vec<(String, u32)> = self.numbers.into_iter().collect();
        list.sort_unstable_by_key(|(_, number)| *number);
        list.into_iter().map(|(name, _)| name).collect()
    }
}

/// Team, first and last day of a spell; no last day while it lasts.
type Stretch = (TeamIx, NaiveDate, Option<NaiveDate>);

fn holds((_, start, end): &Stretch, day: NaiveDate) -> bool {
    *start <= day && end.is_none_or(|end| day <= end)
}

/// An id without noughts in front, capitals, blanks and signs.
fn loosely(id: &str) -> String {
    plain(id).trim_start_matches('0').to_owned()
}

/// Ids of people without capitals, blanks and noughts in front, each with the first person who has it.
#[derive(Debug, Default)]
struct Spellings {
    seen: QuickSet<u32>,
    first: QuickMap<String, u32>,
}

#[derive(Debug, Default)]
pub(super) struct Register {
    people: Names,
    teams: Names,
    team_names: Vec<String>,
    /// How each of them looks, by number of the team.
    team_looks: Vec<String>,
    /// What the table of teams calls each of them.
    team_titles: Vec<(String, TeamIx)>,
    pub(super) questionnaires: FormIds,
    pub(super) goals: Names,
    pub(super) records: Names,
    /// By number of the team, once the table of teams has been read: only its teams may be used from then on.
    in_table: Option<Vec<bool>>,
    /// By number of the person; `None` without a table of people.
    spells: Option<Vec<Vec<Stretch>>>,
    /// Ids in the table of people as [`loosely`] has them, once somebody was met who is not there.
    people_loosely: OnceLock<BTreeSet<String>>,
    /// Without a table of people, the ids met so far.
    spellings: Spellings,
    /// By number of the team: whether any spell is with it.
    with_spells: Vec<bool>,
}

impl Register {
    pub(super) fn person(&mut self, id: &str) -> PersonIx {
        PersonIx(self.people.number(id))
    }

    /// A person met before.
    pub(super) fn known_person(&self, id: &str) -> Option<PersonIx> {
        self.people.find(id).map(PersonIx)
    }

    pub(super) fn team(&mut self, id: &str) -> TeamIx {
        let number = self.teams.number(id);
        if number as usize == self.team_names.len() {
            self.team_names.push(id.to_owned());
            self.team_looks.push(look_alike::look_of(id));
        }
        TeamIx(number)
    }

    /// The id of a team that may be used; `None` for any other text, which could be anything.
    pub(super) fn usable_team(&self, id: &str) -> Option<TeamIx> {
        self.teams.find(id).filter(|_| self.may_be_used(id)).map(TeamIx)
    }

    pub(super) fn team_name(&self, team: TeamIx) -> Option<&str> {
        self.team_names.get(team.0 as usize).map(String::as_str)
    }

    /// From now on only these teams may be used.
    pub(super) fn take_teams(&mut self, teams: &[Team]) {
        let mut in_table = vec![false; self.team_names.len()];
        for team in teams {
            in_table[team.team.0 as usize] = true;
        }
        self.team_titles = teams.iter().map(|team| (team.name.clone(), team.team)).collect();
        self.in_table = Some(in_table);
    }

    fn may_be_used(&self, id: &str) -> bool {
        let Some(in_table) = &self.in_table else { return true };
        self.teams.find(id).is_some_and(|team| in_table.get(team as usize) == Some(&true))
    }

    pub(super) fn take_spells(&mut self, spells: &[Spell]) {
        let mut by_person = vec![Vec::new(); self.people.numbers.len()];
        for spell in spells {
            by_person[spell.person.0 as usize].push((spell.team, spell.start, spell.end));
        }
        self.with_spells = vec![false; self.team_names.len()];
        spells.iter().for_each(|spell| self.with_spells[spell.team.0 as usize] = true);
        self.spells = Some(by_person);
    }

    /// The team a row names, checked against the table of teams where there is one.
    pub(super) fn team_of<'a>(&self, row: &mut Row<'a>, col: Col) -> Given<&'a str> {
        row.id(col).and_then(|id| {
            if self.may_be_used(id) {
                self.look_for_twin(row, col, id);
                return Given::Value(id);
            }
            let (facts, meant) = self.nearest_team(id);
            let given = row.fault(Some(col), "team-unknown", Level::LeftOut, facts);
            meant.into_iter().for_each(|meant| row.last_meant(meant));
            given
        })
    }

    /// Notes an id that is new and looks like that of a team met before: nobody who reads a report could tell the two apart.
    pub(super) fn look_for_twin(&self, row: &mut Row<'_>, col: Col, id: &str) {
        if self.teams.find(id).is_some() {
            return;
        }
        let look = look_alike::look_of(id);
        if let Some(twin) = self.team_looks.iter().position(|known| *known == look) {
            let facts = vec![("other", self.team_names[twin].clone())];
            let _: Given<()> = row.fault(Some(col), "team-looks-alike", Level::Look, facts);
        }
    }

    /// The team that an unknown id probably stands for: one with nearly that id, or else one with nearly that name.
    fn nearest_team(&self, id: &str) -> (Facts, Option<String>) {
        let loosely_same = self.team_names.iter().find(|known| loosely(known) == loosely(id));
        let facts = near(id, self.team_names.iter().map(String::as_str));
        match loosely_same {
            Some(known) => return (vec![("nearest", known.clone())], None),
            None if !facts.is_empty() => return (facts, None),
            None => {}
        }
        let by_name = near(id, self.team_titles.iter().map(|(title, _)| title.as_str()));
        let title = by_name.first().map(|(_, title)| title);
        let team = title.and_then(|title| self.team_titles.iter().find(|(known, _)| known == title));
        let team = team.and_then(|(_, team)| self.team_name(*team)).map(str::to_owned);
        (team.iter().map(|team| ("name_of", team.clone())).collect(), team)
    }

    /// The teams that a person was with on a day, each once.
    pub(super) fn teams_of(&self, person: &str, day: NaiveDate) -> Vec<TeamIx> {
        let spells = self.spells.as_ref().zip(self.people.find(person));
        let of_person = spells.and_then(|(spells, person)| spells.get(person as usize)).into_iter().flatten();
        let teams: BTreeSet<TeamIx> =
            of_person.filter(|stretch| holds(stretch, day)).map(|(team, ..)| *team).collect();
        teams.into_iter().collect()
    }

    /// Notes a row about somebody who is not in the table of people, or on a day outside every spell with the team.
    /// Nothing is noted when spells are not known at all.
    pub(super) fn look_at_spell(
        &mut self,
        row: &mut Row<'_>,
        who: (Col, PersonIx),
        team: TeamIx,
        when: (Col, NaiveDate),
    ) {
        let Some(spells) = &self.spells else { return self.look_for_other_spelling(row, who) };
        let of_person = spells.get(who.1.0 as usize).map(Vec::as_slice).unwrap_or_default();
        let day = when.1;
        if self.in_table.is_none() && self.with_spells.get(team.0 as usize) != Some(&true) {
            self.note_strange_team(row, team);
        } else if of_person.is_empty() {
            let facts =
                if self.is_nearly_there(row, who.0) { vec![(NEARLY_THERE, "0".to_owned())] } else { Facts::new() };
            let _: Given<()> = row.fault(Some(who.0), "person-unknown", Level::Look, facts);
        } else if !of_person.iter().any(|stretch| stretch.0 == team && holds(stretch, day)) {
            row.look(when.0, "outside-spell");
        }
    }

    /// Notes an id that is new and differs from one met before only in how it is written: without a table of people nobody can
    /// tell which of them is right, and one person would be two.
    fn look_for_other_spelling(&mut self, row: &mut Row<'_>, (col, person): (Col, PersonIx)) {
        if !self.spellings.seen.insert(person.0) {
            return;
        }
        let id: String = row.raw(col).unwrap_or_default().to_lowercase().split_whitespace().collect();
        let id = id.trim_start_matches('0').to_owned();
        if !id.is_empty() && *self.spellings.first.entry(id).or_insert(person.0) != person.0 {
            row.look(col, "person-spelt-otherwise");
        }
    }

    /// Whether somebody in the table of people has this id but for what systems and spreadsheets do to ids.
    fn is_nearly_there(&self, row: &Row<'_>, col: Col) -> bool {
        let in_table = || self.people.numbers.iter().filter(|(_, number)| self.has_spells(**number));
        let known = self.people_loosely.get_or_init(|| in_table().map(|(id, _)| loosely(id)).collect());
        known.contains(&loosely(row.raw(col).unwrap_or_default()))
    }

    fn has_spells(&self, person: u32) -> bool {
        self.spells.as_ref().and_then(|spells| spells.get(person as usize)).is_some_and(|own| !own.is_empty())
    }

    /// Without a table of teams a misspelt team becomes a team of its own, which no spell is with.
    fn note_strange_team(&self, row: &mut Row<'_>, team: TeamIx) {
        let known =
            self.team_names.iter().zip(&self.with_spells).filter(|(_, with)| **with).map(|(name, _)| name.as_str());
        let facts = near(self.team_name(team).unwrap_or_default(), known);
        let _: Given<()> = row.fault(None, "team-without-spells", Level::Look, facts);
    }

    pub(super) fn into_ids(self) -> Ids {
        Ids {
            people: self.people.into_list(),
            teams: self.team_names,
            questionnaires: self.questionnaires.0,
            goals: self.goals.into_list(),
            records: self.records.into_list(),
        }
    }
}

/// A point of the 100 action points, by its number.
pub(super) fn point_of(row: &mut Row<'_>, col: Col, highest: u8) -> Given<u8> {
    row.text(col).and_then(|text| {
        let number = super::row::whole(text).and_then(|number| u8::try_from(number).ok());
        match number.filter(|number| (1..=highest).contains(number)) {
            Some(point) => Given::Value(point),
            None => {
                let mut facts: Facts = vec![("lowest", "1".to_owned()), ("highest", highest.to_string())];
                facts.extend(often_missing(text));
                row.unknown(col, text, "point-unknown", facts)
            }
        }
    })
}
