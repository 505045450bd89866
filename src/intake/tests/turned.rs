//! Points exported where answers are expected, over many forms.

use super::{PEOPLE, TEAMS, intake, said};

/// Items of ReQoL-10 that are worded as difficulties: often is worse.
const REVERSED: [usize; 4] = [1, 3, 6, 9];

/// So many forms of people who are better and worse off, each a little unlike the last.
fn forms(count: usize, answer: impl Fn(bool, usize) -> usize) -> Vec<String> {
    let header: String = (1..=10).map(|item| format!(",reqol_10_{item}")).collect();
    let form = |at: usize| {
        let wellbeing = |item: usize| (at * 7 % 5 + (at * 3 + item) % 2).min(4);
        let answers: String =
            (1..=10).map(|item| format!(",{}", answer(REVERSED.contains(&item), wellbeing(item)))).collect();
        // A day of its own for each form.
        let day = format!("2025-{:02}-{:02}", 1 + at / 28, 1 + at % 28);
        format!("P1,T1,{day}{answers}\n")
    };
    let rows: String = (0..count).map(form).collect();
    let text = format!("person_id,team_id,completed_on{header}\n{rows}");
    let said = said(&intake("", &[TEAMS, PEOPLE, ("measures.csv", &text)]));
    said.into_iter().filter(|fault| fault.starts_with("points-for-answers")).collect()
}

/// What is marked on the form, and what it counts.
fn marked(reversed: bool, wellbeing: usize) -> usize {
    if reversed { 4 - wellbeing } else { wellbeing }
}

fn counted(_: bool, wellbeing: usize) -> usize {
    wellbeing
}

#[test]
fn items_that_are_turned_round_already_are_noticed_over_many_forms() {
    assert_eq!(forms(60, marked), Vec::<String>::new());
    assert_eq!(forms(60, counted), ["points-for-answers look 1 at 2"]);
}

#[test]
fn of_few_forms_nothing_is_said() {
    assert_eq!(forms(29, counted), Vec::<String>::new());
    assert_eq!(forms(30, counted).len(), 1);
}
