//! Points exported where answers are expected, over many forms.

use super::{DEFINITIONS, PEOPLE, TEAMS, intake, said};

/// Items of ReQoL-10 that are worded as difficulties: often is worse.
const REVERSED: [usize; 4] = [1, 3, 6, 9];

/// So many forms of people who are better and worse off, each a little unlike the last.
fn forms(count: usize, answer: impl Fn(bool, usize) -> usize) -> Vec<String> {
    let text = format!("{}{}", header(), of_team("T1", count, answer));
    codes(&text, "points-for-answers")
}

fn header() -> String {
    let items: String = (1..=10).map(|item| format!(",reqol_10_{item}")).collect();
    format!("person_id,team_id,completed_on{items}\n")
}

/// The findings of one code.
fn codes(measures: &str, code: &str) -> Vec<String> {
    let said = said(&intake("", &[TEAMS, PEOPLE, ("measures.csv", measures)]));
    said.into_iter().filter(|fault| fault.starts_with(code)).collect()
}

fn of_team(team: &str, count: usize, answer: impl Fn(bool, usize) -> usize) -> String {
    let form = |at: usize| {
        let wellbeing = |item: usize| (at * 7 % 5 + (at * 3 + item) % 2).min(4);
        let answers: String =
            (1..=10).map(|item| format!(",{}", answer(REVERSED.contains(&item), wellbeing(item)))).collect();
        // A day of its own for each form.
        let day = format!("2025-{:02}-{:02}", 1 + at / 28, 1 + at % 28);
        format!("P1,{team},{day}{answers}\n")
    };
    (0..count).map(form).collect()
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

/// Two systems, one of which exports points: over all forms the two wordings still disagree.
#[test]
fn items_that_are_turned_round_in_the_forms_of_one_team_are_noticed_as_its_own() {
    let text = |second: fn(bool, usize) -> usize| {
        format!("{}{}{}", header(), of_team("T1", 60, marked), of_team("T2", 40, second))
    };
    assert_eq!(codes(&text(marked), "points-for-answers"), Vec::<String>::new());
    assert_eq!(codes(&text(counted), "points-for-answers"), ["points-for-answers look 1 at 62"]);
    let message = intake("", &[TEAMS, PEOPLE, ("measures.csv", &text(counted))]).findings;
    let message: Vec<String> = message.tallies().map(|tally| tally.message(&DEFINITIONS.wording)).collect();
    assert!(message.iter().any(|message| message.ends_with(" Only the forms of team T2 do.")), "{message:?}");
}

/// Three instruments of so many people, DIALOG as it is given.
fn three(people: usize, dialog: impl Fn(usize) -> usize) -> String {
    let rows = (0..people).flat_map(|person| {
        let wellbeing = person * 7 % 5;
        let of = |measure: &str, items: usize, answer: &dyn Fn(usize) -> usize| {
            let row = |item: usize| format!("P{person},T1,2025-05-01,{measure},{item},{}\n", answer(item));
            (1..=items).map(row).collect::<String>()
        };
        let turned = |item: usize| marked(REVERSED.contains(&item), wellbeing);
        [
            of("swemwbs", 7, &|_| wellbeing + 1),
            of("reqol-10", 10, &turned),
            of("dialog", 11, &|_| dialog(wellbeing + 2)),
        ]
    });
    format!("person_id,team_id,completed_on,measure,item,answer\n{}", rows.collect::<String>())
}

#[test]
fn an_instrument_that_is_turned_round_as_a_whole_runs_against_the_others() {
    let right_way = |answer: usize| answer;
    let wrong_way = |answer: usize| 8 - answer;
    let found = |text: &str| codes(text, "measures-disagree");
    assert_eq!(found(&three(60, right_way)), Vec::<String>::new());
    assert_eq!(found(&three(60, wrong_way)), ["measures-disagree look 1 at 57"]);
    let noted = intake("", &[TEAMS, PEOPLE, ("measures.csv", &three(60, wrong_way))]).findings;
    let message: Vec<String> = noted.tallies().map(|tally| tally.message(&DEFINITIONS.wording)).collect();
    let named =
        |message: &String| message.starts_with("People who stand high on dialog stand low on reqol-10, swemwbs, ");
    assert!(message.iter().any(named), "{message:?}");
    assert_eq!(found(&three(49, wrong_way)), Vec::<String>::new());
}

/// The same forms under a code and under a name of each team, or written for both teams of each person.
#[test]
fn forms_that_stand_twice_under_two_teams_are_noticed() {
    let found = |forms: &[String]| codes(&format!("{}{}", header(), forms.concat()), "forms-of-two-teams");
    let (one, other) = (of_team("T1", 40, marked), of_team("T2", 40, marked));
    let lines = |text: &str, upto: usize| text.lines().take(upto).map(|line| format!("{line}\n")).collect::<String>();
    assert_eq!(found(&[one.clone(), other.clone()]), ["forms-of-two-teams look 1 at 42"]);
    assert_eq!(found(&[one.clone(), lines(&other, 5)]).len(), 1);
    assert_eq!(found(&[one.clone(), lines(&other, 4)]), Vec::<String>::new(), "four are few");
    assert_eq!(found(&[one.clone(), of_team("T2", 40, counted)]), Vec::<String>::new(), "other answers");
    let other_days = other.replace("2025-", "2024-");
    assert_eq!(found(&[one, other_days]), Vec::<String>::new(), "other days");
    let many = [of_team("T1", 80, marked), lines(&other, 5)];
    assert_eq!(found(&many), Vec::<String>::new(), "five of eighty-five");
}
