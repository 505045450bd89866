//! Who and what has been met so far: ids become numbers, known teams and spells are looked up. Decides whether a team may
//! be used and whether a row about a person lies inside a spell.

use super::header::Col;
use super::row::{Row, near};
use super::rows::{Given, Ids, PersonIx, Spell, TeamIx};
use super::stop::Facts;
use crate::finding::Level;
use chrono::NaiveDate;
use std::collections::HashMap;

/// Texts, each once, numbered in order of first appearance.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<String, u32>);

impl Names {
    pub(super) fn find(&self, name: &str) -> Option<u32> {
        self.0.get(name).copied()
    }

    pub(super) fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.find(name) {
            return number;
        }
        let number = self.0.len() as u32;
        self.0.insert(name.to_owned(), number);
        number
    }

    fn into_list(self) -> Vec<String> {
        let mut list: Vec<(String, u32)> = self.0.into_iter().collect();
        list.sort_unstable_by_key(|(_, number)| *number);
        list.into_iter().map(|(name, _)| name).collect()
    }
}

/// First and last day of a spell; no last day while it lasts.
type Stretch = (NaiveDate, Option<NaiveDate>);

#[derive(Debug, Default)]
pub(super) struct Register {
    people: Names,
    teams: Names,
    team_names: Vec<String>,
    pub(super) questionnaires: Names,
    pub(super) goals: Names,
    pub(super) records: Names,
    /// True once the table of teams has been read: only its teams may be used from then on.
    teams_are_known: bool,
    /// Start and end of every spell; `None` without a table of people.
    spells: Option<HashMap<(PersonIx, TeamIx), Vec<Stretch>>>,
    people_with_spells: Vec<bool>,
}

impl Register {
    pub(super) fn person(&mut self, id: &str) -> PersonIx {
        PersonIx(self.people.number(id))
    }

    pub(super) fn team(&mut self, id: &str) -> TeamIx {
        let number = self.teams.number(id);
        if number as usize == self.team_names.len() {
            self.team_names.push(id.to_owned());
        }
        TeamIx(number)
    }

    /// The id of a team that may be used; `None` for any other text, which could be anything.
    pub(super) fn usable_team(&self, id: &str) -> Option<&str> {
        let number = self.teams.find(id)?;
        self.team_names.get(number as usize).map(String::as_str)
    }

    pub(super) fn team_name(&self, team: TeamIx) -> Option<&str> {
        self.team_names.get(team.0 as usize).map(String::as_str)
    }

    pub(super) fn close_teams(&mut self) {
        self.teams_are_known = true;
    }

    pub(super) fn take_spells(&mut self, spells: &[Spell]) {
        let mut by_pair: HashMap<(PersonIx, TeamIx), Vec<Stretch>> = HashMap::new();
        for spell in spells {
            by_pair.entry((spell.person, spell.team)).or_default().push((spell.start, spell.end));
        }
        self.people_with_spells = vec![false; self.people.0.len()];
        for spell in spells {
            self.people_with_spells[spell.person.0 as usize] = true;
        }
        self.spells = Some(by_pair);
    }

    /// The team a row names, checked against the table of teams where there is one.
    pub(super) fn team_of<'a>(&self, row: &mut Row<'a>, col: Col) -> Given<&'a str> {
        row.text(col).and_then(|id| {
            if !self.teams_are_known || self.teams.find(id).is_some() {
                return Given::Value(id);
            }
            let facts = near(id, self.team_names.iter().map(String::as_str));
            row.fault(Some(col), "team-unknown", Level::LeftOut, facts)
        })
    }

    /// What is worth a look about a person, a team and a day: `None` when the day lies inside a spell, or when spells are
    /// not known at all.
    pub(super) fn outside(&self, person: &str, team: &str, day: NaiveDate) -> Option<&'static str> {
        let spells = self.spells.as_ref()?;
        let person = self.people.find(person).map(PersonIx).filter(|person| self.has_spell(*person));
        let Some(person) = person else { return Some("person-unknown") };
        let with_team = self.teams.find(team).and_then(|team| spells.get(&(person, TeamIx(team))));
        let holds = |(start, end): &Stretch| *start <= day && end.is_none_or(|end| day <= end);
        let inside = with_team.is_some_and(|spells| spells.iter().any(holds));
        (!inside).then_some("outside-spell")
    }

    /// Notes a row about somebody who is not in the table of people, or on a day outside every spell.
    pub(super) fn look_at_spell(&self, row: &mut Row<'_>, who: (Col, &str), team: &str, when: (Col, NaiveDate)) {
        match self.outside(who.1, team, when.1) {
            Some("person-unknown") => row.look(who.0, "person-unknown"),
            Some(code) => row.look(when.0, code),
            None => {}
        }
    }

    fn has_spell(&self, person: PersonIx) -> bool {
        self.people_with_spells.get(person.0 as usize).copied().unwrap_or(false)
    }

    pub(super) fn into_ids(self) -> Ids {
        Ids {
            people: self.people.into_list(),
            teams: self.team_names,
            questionnaires: self.questionnaires.into_list(),
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
                let facts: Facts = vec![("lowest", "1".to_owned()), ("highest", highest.to_string())];
                row.fault(Some(col), "point-unknown", Level::LeftOut, facts)
            }
        }
    })
}
