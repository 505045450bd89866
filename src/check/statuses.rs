//! How codes were taken, of statuses of people's lives, of goals, of case notes and of people: how many rows say each, and the
//! words of the export that were read so. Codes that were translated the wrong way round show here, and in no check of cells.

use super::words;
use crate::definitions::settings::Settings;
use crate::definitions::{Definitions, Domain, TableId, Wording};
use crate::intake::Intake;
use crate::intake::rows::Given;
use std::collections::BTreeMap;

/// What the rows of one part of life, or the cells of one column, say.
pub struct Statuses {
    /// Id of the part of life, or names of the table and the column.
    pub of: String,
    /// Each code that is there with its meaning, and how many rows say it.
    pub rows: Vec<(String, usize)>,
    /// Words of the export, and the code that each is read as.
    pub words: Vec<(String, String)>,
}

/// One for each part of life that is in the export, and one for each of the columns that figures stand on.
pub fn statuses(intake: &Intake, settings: &Settings, definitions: &Definitions) -> Vec<Statuses> {
    let roles = intake.rows.roles.iter().flatten();
    let mut counts: BTreeMap<(u16, u16), usize> = BTreeMap::new();
    roles.for_each(|row| *counts.entry((row.domain, row.status)).or_default() += 1);
    let domains = definitions.roles.domains.iter().zip(0u16..);
    let of_roles = domains.filter_map(|(domain, at)| of_domain(domain, at, &counts, settings));
    of_roles
        .chain(of_goals(intake, settings))
        .chain(of_records_and_people(intake, settings, &definitions.wording))
        .collect()
}

fn of_domain(
    domain: &Domain,
    at: u16,
    counts: &BTreeMap<(u16, u16), usize>,
    settings: &Settings,
) -> Option<Statuses> {
    let with_count =
        domain.statuses.iter().zip(0u16..).filter_map(|(s, status)| Some((s, *counts.get(&(at, status))?)));
    let rows: Vec<_> = with_count.map(|(s, count)| (format!("{} ({})", s.code, s.label), count)).collect();
    let known = |code: &str| domain.statuses.iter().any(|s| s.code == code || s.also.iter().any(|also| also == code));
    let words = words(settings, TableId::Roles, &["status", &domain.id]);
    let words = words.into_iter().filter(|(_, code)| known(code)).collect();
    (!rows.is_empty()).then_some(Statuses { of: domain.id.clone(), rows, words })
}

/// Counts and words of one column whose cells are codes.
fn of_column<'c>(
    (table, column): (TableId, &str),
    codes: impl Iterator<Item = &'c str>,
    settings: &Settings,
    label: impl Fn(&str) -> String,
) -> Option<Statuses> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    codes.for_each(|code| *counts.entry(code).or_default() += 1);
    let rows: Vec<_> = counts.into_iter().map(|(code, count)| (label(code), count)).collect();
    let words = words(settings, table, &[column]).into_iter().collect();
    (!rows.is_empty()).then(|| Statuses { of: format!("{}, {column}", table.name()), rows, words })
}

fn of_goals(intake: &Intake, settings: &Settings) -> Vec<Statuses> {
    let goals = || intake.rows.goals.iter().flatten();
    let kinds = goals().map(|goal| goal.kind.code());
    let setters = goals().filter_map(|goal| Some(goal.set_by?.code()));
    let statuses = goals().filter_map(|goal| Some(goal.status?.code()));
    let all = [
        of_column((TableId::Goals, "kind"), kinds, settings, str::to_owned),
        of_column((TableId::Goals, "set_by"), setters, settings, str::to_owned),
        of_column((TableId::Goals, "status"), statuses, settings, str::to_owned),
    ];
    all.into_iter().flatten().collect()
}

fn of_records_and_people(intake: &Intake, settings: &Settings, wording: &Wording) -> Vec<Statuses> {
    let (audit, checklist, people) = (&intake.rows.audit, &intake.rows.checklist, &intake.rows.people);
    let met = audit.iter().flatten().map(|row| row.met.code());
    let in_place = checklist.iter().flatten().map(|row| row.in_place.code());
    let genders = people.iter().flatten().filter_map(|spell| match &spell.gender {
        Given::Value(code) => Some(code.as_str()),
        _ => None,
    });
    let gender = |code: &str| format!("{code} ({})", wording.say(&format!("category.gender.{code}"), &[]));
    let all = [
        of_column((TableId::People, "gender"), genders, settings, gender),
        of_column((TableId::Audit, "met"), met, settings, str::to_owned),
        of_column((TableId::Checklist, "in_place"), in_place, settings, str::to_owned),
    ];
    all.into_iter().flatten().collect()
}

impl Statuses {
    /// In one line.
    pub fn in_words(&self, wording: &Wording) -> String {
        let say = |(code, count): &(String, usize)| wording.count("check.says", *count as u64, &[("code", code)]);
        let rows = self.rows.iter().map(say).collect::<Vec<_>>().join(", ");
        let mut line = vec![wording.say("check.statuses.rows", &[("of", &self.of), ("rows", &rows)])];
        if !self.words.is_empty() {
            let words =
                self.words.iter().map(|(word, code)| format!("“{word}” {code}")).collect::<Vec<_>>().join(", ");
            line.push(wording.say("check.statuses.words", &[("words", &words)]));
        }
        line.join("; ")
    }
}
