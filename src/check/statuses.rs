//! How statuses of people's lives and kinds of goals were taken: how many rows say each, and the words of the export that were
//! read so. Codes that were translated the wrong way round show here, and in no check of cells.

use super::words;
use crate::definitions::settings::Settings;
use crate::definitions::{Definitions, Domain, TableId, Wording};
use crate::intake::Intake;
use crate::intake::rows::GoalKind;
use std::collections::BTreeMap;

/// What the rows of one part of life, or of all goals, say.
pub struct Statuses<'a> {
    /// Id of the part of life, or name of the table.
    pub of: &'a str,
    /// Each code that is there with its meaning, and how many rows say it.
    pub rows: Vec<(String, usize)>,
    /// Words of the export, and the code that each is read as.
    pub words: Vec<(String, String)>,
}

/// One for each part of life that is in the export, and one for the goals.
pub fn statuses<'a>(intake: &Intake, settings: &Settings, definitions: &'a Definitions) -> Vec<Statuses<'a>> {
    let roles = intake.rows.roles.iter().flatten();
    let mut counts: BTreeMap<(u16, u16), usize> = BTreeMap::new();
    roles.for_each(|row| *counts.entry((row.domain, row.status)).or_default() += 1);
    let domains = definitions.roles.domains.iter().zip(0u16..);
    let of_roles = domains.filter_map(|(domain, at)| of_domain(domain, at, &counts, settings));
    of_roles.chain(of_goals(intake, settings)).collect()
}

fn of_domain<'a>(
    domain: &'a Domain,
    at: u16,
    counts: &BTreeMap<(u16, u16), usize>,
    settings: &Settings,
) -> Option<Statuses<'a>> {
    let with_count =
        domain.statuses.iter().zip(0u16..).filter_map(|(s, status)| Some((s, *counts.get(&(at, status))?)));
    let rows: Vec<_> = with_count.map(|(s, count)| (format!("{} ({})", s.code, s.label), count)).collect();
    let known = |code: &str| domain.statuses.iter().any(|s| s.code == code || s.also.iter().any(|also| also == code));
    let words = words(settings, TableId::Roles, &["status", &domain.id]);
    let words = words.into_iter().filter(|(_, code)| known(code)).collect();
    (!rows.is_empty()).then_some(Statuses { of: &domain.id, rows, words })
}

fn of_goals<'a>(intake: &Intake, settings: &Settings) -> Option<Statuses<'a>> {
    let goals = intake.rows.goals.as_ref()?;
    let with = |kind: GoalKind| goals.iter().filter(|goal| goal.kind == kind).count();
    let rows = [("recovery", with(GoalKind::Recovery)), ("treatment", with(GoalKind::Treatment))];
    let rows: Vec<_> = rows.into_iter().filter(|(_, n)| *n > 0).map(|(kind, n)| (kind.to_owned(), n)).collect();
    let words = words(settings, TableId::Goals, &["kind"]).into_iter().collect();
    (!rows.is_empty()).then_some(Statuses { of: TableId::Goals.name(), rows, words })
}

impl Statuses<'_> {
    /// In one line.
    pub fn in_words(&self, wording: &Wording) -> String {
        let say = |(code, count): &(String, usize)| wording.count("check.says", *count as u64, &[("code", code)]);
        let rows = self.rows.iter().map(say).collect::<Vec<_>>().join(", ");
        let mut line = vec![wording.say("check.statuses.rows", &[("of", self.of), ("rows", &rows)])];
        if !self.words.is_empty() {
            let words =
                self.words.iter().map(|(word, code)| format!("“{word}” {code}")).collect::<Vec<_>>().join(", ");
            line.push(wording.say("check.statuses.words", &[("words", &words)]));
        }
        line.join("; ")
    }
}
