//! Provider, services and teams, and which team belongs to which.

use crate::definitions::settings::Settings;
use crate::intake::rows::{Rows, Team, TeamIx};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Provider,
    Service,
    Team,
}

impl Level {
    /// As the `level` column writes it.
    pub fn name(self) -> &'static str {
        match self {
            Level::Provider => "provider",
            Level::Service => "service",
            Level::Team => "team",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    pub level: Level,
    pub id: String,
    pub name: String,
    /// Position of the service a team belongs to.
    pub service: Option<usize>,
}

/// All units: the provider first, then services and teams by id.
#[derive(Debug, Clone)]
pub struct Units {
    pub list: Vec<Unit>,
    /// For each team, the units that its rows count in.
    pub of_team: BTreeMap<TeamIx, Vec<usize>>,
}

impl Units {
    pub fn new(rows: &Rows, settings: &Settings) -> Units {
        let provider = Unit {
            level: Level::Provider,
            id: settings.provider_id.clone(),
            name: settings.provider.clone(),
            service: None,
        };
        let mut units = Units { list: vec![provider], of_team: BTreeMap::new() };
        let teams = teams(rows);
        let services = units.add_services(&teams);
        for (id, team) in &teams {
            units.add_team(id, team, &services);
        }
        units
    }

    fn add_services(&mut self, teams: &BTreeMap<String, Team>) -> BTreeMap<String, usize> {
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for team in teams.values() {
            if let Some(id) = &team.service_id {
                let name = team.service_name.as_ref().unwrap_or(id);
                names.entry(id.clone()).or_insert_with(|| name.clone());
            }
        }
        let mut positions = BTreeMap::new();
        for (id, name) in names {
            positions.insert(id.clone(), self.list.len());
            self.list.push(Unit { level: Level::Service, id, name, service: None });
        }
        positions
    }

    fn add_team(&mut self, id: &str, team: &Team, services: &BTreeMap<String, usize>) {
        let service = team.service_id.as_ref().and_then(|id| services.get(id)).copied();
        let position = self.list.len();
        self.list.push(Unit { level: Level::Team, id: id.to_owned(), name: team.name.clone(), service });
        let counts_in = [Some(0), service, Some(position)].into_iter().flatten().collect();
        self.of_team.insert(team.team, counts_in);
    }

    /// How many teams belong to a unit.
    pub fn teams_in(&self, unit: usize) -> u64 {
        self.of_team.values().filter(|units| units.contains(&unit)).count() as u64
    }

    pub fn at(&self, level: Level) -> impl Iterator<Item = (usize, &Unit)> {
        self.list.iter().enumerate().filter(move |(_, unit)| unit.level == level)
    }
}

/// The teams of `teams.csv`, or those that rows name when there is no such file.
fn teams(rows: &Rows) -> BTreeMap<String, Team> {
    let id = |team: TeamIx| rows.ids.teams[team.0 as usize].clone();
    match &rows.teams {
        Some(teams) => teams.iter().map(|team| (id(team.team), team.clone())).collect(),
        None => (0..rows.ids.teams.len() as u32).map(|ix| (id(TeamIx(ix)), named_by_id(TeamIx(ix), rows))).collect(),
    }
}

fn named_by_id(team: TeamIx, rows: &Rows) -> Team {
    Team { team, name: rows.ids.teams[team.0 as usize].clone(), service_id: None, service_name: None }
}
