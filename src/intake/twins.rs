//! Forms that stand twice under two teams: one person, one day and the same answers. One export joined to a list of spells
//! writes each form for every team of its person, and a file with the codes of teams beside one with their names does the same.

use super::desk::Desk;
use super::noted::What;
use super::sheets::Book;
use super::stop::Facts;
use super::table_read::TableRead;
use crate::definitions::{Measure, TableId};

/// Two teams may each have copied a form or two.
const FEWEST: usize = 5;
/// One in so many forms, and more are not by chance.
const ONE_IN: usize = 10;

/// `forms` are all forms of people, those of one person and day together.
pub(super) fn look(desk: &mut Desk<'_>, read: &TableRead, measure: &Measure, book: &Book, forms: &[usize]) {
    let twins: Vec<[usize; 2]> = forms.windows(2).filter_map(|pair| twins(book, [pair[0], pair[1]])).collect();
    let Some([one, other]) = twins.first().copied().filter(|_| twins.len() >= FEWEST.max(forms.len() / ONE_IN))
    else {
        return;
    };
    let [one_team, other_team] = [one, other].map(|form| {
        let team = desk.register.team_name(book.sheets[form].team);
        team.unwrap_or_default().to_owned()
    });
    let facts: Facts = vec![
        ("n", twins.len().to_string()),
        ("measure", measure.id.clone()),
        ("one_team", one_team),
        ("other_team", other_team),
    ];
    let what = What::look(TableId::Measures, "forms-of-two-teams", &facts);
    desk.note_form(read, book.last_row(other), book.sheets[other].team, &what, None);
}

fn twins(book: &Book, pair: [usize; 2]) -> Option<[usize; 2]> {
    let [one, other] = pair.map(|form| &book.sheets[form]);
    let side_by_side = (one.person, one.on) == (other.person, other.on) && one.team != other.team;
    let answers = || book.answers.iter().map(|item| pair.map(|form| item[form]));
    let alike = || answers().all(|[one, other]| one == other) && answers().any(|[one, _]| one.is_some());
    (side_by_side && pair.iter().all(|form| book.last_row(*form) != 0) && alike()).then_some(pair)
}
