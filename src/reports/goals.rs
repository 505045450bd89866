//! Personal goals: who has one and who set it, what was attained, what became of the rest.

use super::document::{Body, Table};
use super::view::{View, three_counts};
use super::{pictures, sections};
use crate::definitions::{T_AS_EXPECTED, TableId};
use crate::release::Level;

/// Personal goals.
pub fn compose(body: &mut Body, view: View, level: u8) {
    body.heading_at(level, view.plain("goals.heading"), "goals");
    if sections::missing(body, view, TableId::Goals) {
        return;
    }
    body.paragraph(view.plain("goals.intro"));
    if view.background.goals_share_ids {
        body.notes([view.plain("doubts.slots")]);
    }
    sections::figures(body, view, &["goals.has_recovery_goal", "goals.set_with_person", "goals.reviewed"]);
    if let Some(drawing) = pictures::goal_attainment(view) {
        body.figure(drawing, view.plain("chart.goals.caption"), None);
    }
    sections::figures(
        body,
        view,
        &["goals.at_or_above_expected", "goals.gbo_improved", "goals.gbo_deteriorated", "goals.achieved"],
    );
    // A team has its goals before its eyes: the summary is for those who have not, unless it says how goals are set.
    let bias = goal_setting_bias(view).map(|key| view.plain(key));
    let is_team = view.this_unit().level == Level::Team;
    if view.cell("goals.gas_t").numbers().is_some() && (bias.is_some() || !is_team) {
        let figure = view.say("goals.gas_t", &[("figure", &view.full("goals.gas_t"))]);
        body.notes(std::iter::once(figure).chain(bias));
    }
    if !is_team {
        body.notes([view.plain("goals.apart")]);
    }
}

/// When open goals were last rated, and how those that ended did. A goal that was changed or stopped is nobody's failure, and
/// leaving it out would make the others look better than they are.
pub fn story(body: &mut Body, view: View) {
    let (open, ended) = (open_goals(view), ended_goals(view));
    let is_shown = |rows: &[(String, String)]| rows.iter().any(|(_, id)| view.cell(id).numbers().is_some());
    let groups = [("goals.story_open", open), ("goals.story_ended", ended)];
    let shown: Vec<_> = groups.into_iter().filter(|(_, rows)| is_shown(rows)).collect();
    if shown.is_empty() {
        return;
    }
    let mut any_withheld = false;
    let mut table = Table::new(view.plain("goals.story_table"))
        .column(view.plain("column.goals"))
        .number(view.plain("column.number"))
        .number(view.plain("column.out_of"))
        .number(view.plain("column.share"))
        .compact();
    for (heading, rows) in shown {
        table.group(view.plain(heading));
        for (label, id) in rows {
            any_withheld |= view.cell(&id).is_withheld();
            let [number, out_of, _] = three_counts(view.cell(&id));
            table.row([label, number, out_of, view.brief(&id)]);
        }
    }
    body.table(table.note_if(any_withheld, view.brief_note()));
}

/// Goals that were changed or stopped, in a line each and as far as it may be shown, where a table of blanks would say
/// nothing.
pub fn story_in_brief(body: &mut Body, view: View) {
    let is_shown = |id: &&str| view.cell(id).numbers().is_some();
    let shown: Vec<&str> = ["goals.revised", "goals.stopped"].into_iter().filter(is_shown).collect();
    sections::figures(body, view, &shown);
}

/// Label and indicator of each span of days since the last rating.
fn open_goals(view: View) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    let mut shorter = 0;
    for days in &view.background.goals.last_rated_days {
        let (first, last) = (shorter + 1, days.to_string());
        let key = if shorter == 0 { "goals.within" } else { "goals.within_more" };
        let label = view.say(key, &[("from", &first.to_string()), ("days", &last)]);
        rows.push((label, format!("goals.last_rated.{days}")));
        shorter = *days;
    }
    let longest = view.say("goals.long_ago", &[("days", &shorter.to_string())]);
    rows.push((longest, "goals.last_rated.longer".to_owned()));
    rows.push((view.plain("goals.never"), "goals.last_rated.never".to_owned()));
    rows
}

fn ended_goals(view: View) -> Vec<(String, String)> {
    let row = |how: &str| (view.plain(&format!("goals.{how}")), format!("goals.{how}"));
    ["achieved", "partly", "revised", "stopped"].map(row).into()
}

/// Whether goals look set too easy or too hard: an average T clearly away from 50, and by more than chance.
fn goal_setting_bias(view: View) -> Option<&'static str> {
    let numbers = view.cell("goals.gas_t").numbers()?;
    set_too(numbers.value?, (numbers.lower?, numbers.upper?), view.background.goals.gas_usual_within?)
}

fn set_too(mean: f64, (lower, upper): (f64, f64), within: f64) -> Option<&'static str> {
    match mean - T_AS_EXPECTED {
        above if above > within && lower > T_AS_EXPECTED => Some("goals.easy"),
        above if above < -within && upper < T_AS_EXPECTED => Some("goals.hard"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::set_too;

    #[test]
    fn goals_look_set_too_easy_or_too_hard_only_when_the_average_is_clearly_off_and_not_by_chance() {
        let cases = [
            (56.0, (51.0, 61.0), Some("goals.easy")),
            (44.0, (39.0, 49.0), Some("goals.hard")),
            (55.0, (54.0, 56.0), None),
            (45.0, (44.0, 46.0), None),
            (58.0, (49.5, 66.5), None),
            (42.0, (33.5, 50.5), None),
            (50.0, (48.0, 52.0), None),
        ];
        for (mean, interval, expected) in cases {
            assert_eq!(set_too(mean, interval, 5.0), expected, "{mean} {interval:?}");
        }
    }
}
