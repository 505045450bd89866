//! Provider, services and teams.

use super::*;
use crate::indicators::{Level, Unit};

#[test]
fn the_provider_comes_first_and_services_and_teams_follow_by_their_ids() {
    let mut rows = on_caseload(&[0]);
    rows.teams = Some(vec![team(2, "S"), team(1, "N"), team(0, "N"), Team { service_id: None, ..team(3, "") }]);
    rows.ids.teams.push("A".to_owned());
    let units = Units::new(&rows, &settings::read(None).unwrap());
    let of = |level| units.at(level).map(|(at, unit): (usize, &Unit)| (at, unit.id.as_str())).collect::<Vec<_>>();
    assert_eq!(of(Level::Provider).len(), 1);
    assert_eq!(of(Level::Service), [(1, "N"), (2, "S")]);
    assert_eq!(of(Level::Team), [(3, "A"), (4, "T0"), (5, "T1"), (6, "T2")]);
    assert_eq!([0, 1, 2, 3].map(|unit| units.teams_in(unit)), [4, 2, 1, 1]);
    assert_eq!([3, 4, 6].map(|unit| units.list[unit].service), [None, Some(1), Some(2)]);
    let names = [Level::Provider, Level::Service, Level::Team].map(Level::name);
    assert_eq!(names, ["provider", "service", "team"]);
}

#[test]
fn without_a_table_of_teams_they_are_those_that_rows_name() {
    let rows = Rows { teams: None, ..on_caseload(&[0]) };
    let units = Units::new(&rows, &settings::read(None).unwrap());
    let teams: Vec<_> = units.at(Level::Team).map(|(_, unit)| (unit.id.as_str(), unit.name.as_str())).collect();
    assert_eq!(teams, [("T0", "T0"), ("T1", "T1"), ("T2", "T2")]);
    assert_eq!(units.at(Level::Service).count(), 0);
}
