//! The newest day of an export: what it can be about ends there.

use super::rows::Rows;
use chrono::NaiveDate;

/// The newest date of any row; `None` without a row. Days that commitments are due on lie ahead and do not count.
pub(super) fn newest(rows: &Rows) -> Option<NaiveDate> {
    let people = rows.people.iter().flatten().flat_map(|spell| [Some(spell.start), spell.end]);
    let sheets = rows.measures.iter().flatten().flat_map(|sheets| &sheets.sheets).map(|sheet| Some(sheet.on));
    let goals = rows.goals.iter().flatten();
    let goals = goals.flat_map(|goal| [Some(goal.set_on), goal.rating.map(|(on, _)| on), goal.closed_on]);
    let roles = rows.roles.iter().flatten().map(|role| Some(role.on));
    let audit = rows.audit.iter().flatten().map(|row| Some(row.on));
    let checklist = rows.checklist.iter().flatten().map(|row| Some(row.on));
    let actions = rows.actions.iter().flatten().flat_map(|action| [Some(action.agreed_on), action.closed_on]);
    let days = people.chain(sheets).chain(goals).chain(roles).chain(audit).chain(checklist).chain(actions);
    days.flatten().max()
}
