//! Questionnaires, long and wide.

use super::{DEFINITIONS, PEOPLE, TEAMS, answers, facts, intake, said};
use crate::intake::Intake;

fn long(rows: &str) -> Intake {
    intake("", &[TEAMS, PEOPLE, ("measures.csv", &answers(rows))])
}

fn of_measure<'r>(read: &'r Intake, id: &str) -> &'r crate::intake::rows::Sheets {
    let all = read.rows.measures.as_ref().unwrap();
    all.iter().find(|sheets| DEFINITIONS.measures[sheets.measure].id == id).unwrap()
}

#[test]
fn answers_of_one_form_come_together_even_when_they_are_mixed_with_others() {
    let read = long(
        "P1,T1,2025-05-01,qpr-15,1,3,\nP2,T1,2025-05-01,qpr-15,1,0,\nP1,T1,2025-05-01,qpr-15,15,4,\n\
         P1,T1,2025-05-01,inspire,s4,2,\nP1,T1,2025-05-01,inspire,s4_important,yes,\n\
              P1,T1,2025-05-01,inspire,s5_important,0,\n",
    );
    assert_eq!(said(&read), Vec::<String>::new());
    let qpr = of_measure(&read, "qpr-15");
    assert_eq!(qpr.sheets.len(), 2);
    assert_eq!((qpr.answers[0][0], qpr.answers[14][0], qpr.answers[0][1]), (Some(3), Some(4), Some(0)));
    assert_eq!((qpr.sheets[0].order, qpr.sheets[1].order), (3, 2));
    let inspire = of_measure(&read, "inspire");
    let measure = &DEFINITIONS.measures[inspire.measure];
    assert_eq!(inspire.answers[measure.item("s4_important").unwrap()][0], Some(1));
    assert_eq!(inspire.answers[measure.item("s5_important").unwrap()][0], Some(0));
}

#[test]
fn an_answer_that_cannot_be_used_leaves_its_own_row_out() {
    let cases = [
        ("qpr-15,1,5", "answer-out-of-range left-out 1 at F2"),
        ("qpr-15,1,-1", "answer-out-of-range left-out 1 at F2"),
        ("qpr-15,1,99", "answer-out-of-range left-out 1 at F2"),
        ("qpr-15,1,999999999999999999999", "answer-not-a-code left-out 1 at F2"),
        ("qpr-15,1,three", "answer-not-a-code left-out 1 at F2"),
        ("qpr-15,1,3.0", "answer-not-a-code left-out 1 at F2"),
        ("qpr-15,16,3", "item-unknown left-out 1 at E2"),
        ("qpr-16,1,3", "measure-unknown left-out 1 at D2"),
        (",1,3", "cell-blank left-out 1 at D2"),
        ("qpr-15,,3", "cell-blank left-out 1 at E2"),
        ("csq-8,1,3", "licence-not-confirmed left-out 1 at D2"),
        ("qpr-15,total,61", "total-out-of-range left-out 1 at F2"),
        ("qpr-15,total,x", "not-a-number left-out 1 at F2"),
        ("dialog,1,8", "answer-missing-code look 1 at F2"),
        ("dialog,1,0", "answer-missing-code look 1 at F2"),
        ("dialog,1,9", "answer-out-of-range left-out 1 at F2"),
    ];
    for (cells, expected) in cases {
        let read = long(&format!("P1,T1,2025-05-01,{cells},\n"));
        assert_eq!(said(&read), [expected], "{cells}");
        let used = u64::from(expected.contains("look"));
        assert_eq!(read.files[2].rows_used, used, "{cells}");
    }
    assert_eq!(facts(&long("P1,T1,2025-05-01,qpr15,1,3,\n"), "measure-unknown"), [("nearest", "qpr-15".to_owned())]);
}

#[test]
fn a_confirmed_licence_opens_its_instrument() {
    let text = answers("P1,T1,2025-05-01,csq-8,1,3,\n");
    let read = intake("licences = [\"csq-8\"]", &[("measures.csv", &text)]);
    assert_eq!(said(&read), Vec::<String>::new());
}

#[test]
fn a_blank_answer_is_used_and_counts_as_not_answered() {
    let read = long("P1,T1,2025-05-01,qpr-15,1,,\n");
    assert_eq!((read.files[2].rows_used, said(&read).len()), (1, 0));
    assert_eq!(of_measure(&read, "qpr-15").answers[0], [None]);
}

#[test]
fn a_person_must_be_named_where_the_instrument_is_about_one() {
    assert_eq!(said(&long(",T1,2025-05-01,qpr-15,1,3,\n")), ["cell-blank left-out 1 at A2"]);
}

#[test]
fn unknown_people_and_days_outside_a_spell_are_looked_at_row_by_row() {
    let read = long("P9,T1,2025-05-01,qpr-15,1,3,\nP9,T1,2025-05-01,qpr-15,2,3,\nP2,T1,2026-01-01,qpr-15,1,3,\n");
    assert_eq!(said(&read), ["outside-spell look 1 at C4", "person-unknown look 2 at A2"]);
    assert_eq!(read.files[2].rows_used, 3);
}

#[test]
fn every_fault_of_a_row_is_told_and_the_first_from_the_left_leaves_it_out() {
    let read = long("P1,T9,2025-02-30,qpr-15,16,9,\n");
    assert_eq!(
        said(&read),
        ["date-impossible left-out 1 at C2", "item-unknown left-out 1 at E2", "team-unknown left-out 1 at B2"]
    );
    assert_eq!(read.rejects[0].code, "team-unknown");
}

#[test]
fn a_fault_between_two_rows_of_one_form_breaks_nothing() {
    let read = long("P1,T1,2025-05-01,qpr-15,1,3,\nP1,T1,2025-05-01,qpr-15,2,7,\nP1,T1,2025-05-01,qpr-15,3,3,\n");
    assert_eq!(said(&read), ["answer-out-of-range left-out 1 at F3"]);
    let qpr = of_measure(&read, "qpr-15");
    assert_eq!((qpr.answers[0][0], qpr.answers[1][0], qpr.answers[2][0]), (Some(3), None, Some(3)));
}

#[test]
fn blanks_round_the_cells_of_a_form_are_counted_in_every_row() {
    let read = long("P1 ,T1,2025-05-01,qpr-15,1,3,\nP1 ,T1,2025-05-01,qpr-15,2,3,\nP1,T1,2025-05-01,qpr-15,3,3,\n");
    assert_eq!(said(&read), ["cell-trimmed look 2 at A2"]);
    assert_eq!(of_measure(&read, "qpr-15").sheets.len(), 1);
}

fn whole_form(measure: &str, answer: impl Fn(usize) -> String) -> String {
    let items = DEFINITIONS.measures.iter().find(|m| m.id == measure).unwrap().items.len();
    (1..=items).map(|item| format!("P1,T1,2025-05-01,{measure},{item},{},\n", answer(item))).collect()
}

#[test]
fn the_same_answer_all_through_is_looked_at_where_it_is_unlikely() {
    let straight = |measure: &str, answer: &str| said(&long(&whole_form(measure, |_| answer.to_owned())));
    assert_eq!(straight("reqol-10", "2"), ["straight-line look 1 at 11"]);
    assert_eq!(straight("qpr-15", "4"), ["straight-line look 1 at 16"]);
    assert_eq!(straight("qpr-15", "3"), Vec::<String>::new());
    assert_eq!(straight("brief-inspire", "4"), Vec::<String>::new());
    let nearly = whole_form("qpr-15", |item| if item == 4 { "3".to_owned() } else { "4".to_owned() });
    assert_eq!(said(&long(&nearly)), Vec::<String>::new());
    let incomplete = whole_form("qpr-15", |item| if item == 4 { String::new() } else { "4".to_owned() });
    assert_eq!(said(&long(&incomplete)), ["form-incomplete look 1 at F5"]);
}

#[test]
fn two_forms_on_one_day_are_looked_at() {
    let read = long(
        "P1,T1,2025-05-01,qpr-15,1,3,A\nP1,T1,2025-05-01,qpr-15,1,3,B\nP2,T1,2025-05-01,qpr-15,1,3,\n\
             P1,T1,2025-05-02,qpr-15,1,3,\n",
    );
    assert_eq!(said(&read), ["two-forms-one-day look 1 at 3"]);
}

#[test]
fn a_total_is_held_against_the_items_beside_it() {
    let items = whole_form("reqol-10", |item| (item % 4).to_string());
    // Items 1 to 10 are 1 2 3 0 1 2 3 0 1 2; items 1, 3, 6 and 9 count the other way round: 3 2 1 0 1 2 3 0 3 2 = 17.
    let with = |total: &str| said(&long(&format!("{items}P1,T1,2025-05-01,reqol-10,total,{total},\n")));
    assert_eq!(with("17"), Vec::<String>::new());
    assert_eq!(with("18"), ["total-disagrees look 1 at F12"]);
    let alone = long("P1,T1,2025-05-01,reqol-10,total,18,\nP1,T1,2025-05-01,reqol-10,1,2,\n");
    assert_eq!(said(&alone), ["total-not-used look 1 at F2"], "one answer is there, and gives no score");
    assert_eq!(of_measure(&alone, "reqol-10").totals.len(), 1);
}

fn wide(toml: &str, text: &str) -> Intake {
    intake(toml, &[TEAMS, PEOPLE, ("measures.csv", text)])
}

#[test]
fn a_wide_row_is_one_row_however_many_instruments_it_holds() {
    let read = wide(
        "",
        "person_id,team_id,completed_on,qpr_15_1,qpr_15_2,qpr_15_total,dialog_1,notes\n\
         P1,T1,2025-05-01,3,,40,8,x\nP1,T1,2025-06-01,4,4,,,\nP2,T1,2025-05-01,,,,,\n",
    );
    assert_eq!(said(&read), ["answer-missing-code look 1 at G2", "total-not-used look 1 at F2"]);
    assert_eq!((read.files[2].rows_read, read.files[2].rows_used), (3, 3));
    assert_eq!(read.files[2].columns_ignored, ["notes"]);
    let qpr = of_measure(&read, "qpr-15");
    assert_eq!((qpr.answers[0].clone(), qpr.answers[1].clone()), (vec![Some(3), Some(4)], vec![None, Some(4)]));
    assert_eq!(qpr.totals, [(0, 0, 40.0)]);
    assert_eq!(of_measure(&read, "dialog").sheets.len(), 1);
}

#[test]
fn a_wide_row_that_names_its_instrument_holds_nothing_else() {
    let read = wide(
        "",
        "person_id,team_id,completed_on,measure,qpr_15_1,dialog_1\n\
         P1,T1,2025-05-01,qpr-15,3,\nP1,T1,2025-05-01,qpr-15,,5\nP1,T1,2025-05-02,qpr-16,3,\n\
              P1,T1,2025-05-03,dialog,,5\n",
    );
    assert_eq!(
        said(&read),
        [
            "answer-of-other-measure look 1 at F3",
            "measure-unknown left-out 1 at D4",
            "replaced-by-later-row left-out 1 at 2"
        ]
    );
    assert_eq!(of_measure(&read, "qpr-15").answers[0], [None]);
}

#[test]
fn a_later_wide_row_replaces_the_instruments_it_repeats() {
    let read = wide(
        "",
        "person_id,team_id,completed_on,qpr_15_1,qpr_15_2,dialog_1\n\
         P1,T1,2025-05-01,3,3,5\nP1,T1,2025-05-01,1,,\nP1,T1,2025-05-01,1,,\n",
    );
    assert_eq!(said(&read), ["exact-copy left-out 1 at 4", "form-partly-replaced look 1 at 2"]);
    let qpr = of_measure(&read, "qpr-15");
    assert_eq!((qpr.answers[0][0], qpr.answers[1][0]), (Some(1), None));
    assert_eq!((qpr.sheets[0].order, of_measure(&read, "dialog").sheets[0].order), (2, 1));
}

#[test]
fn wide_faults_and_licences() {
    let text = "person_id,team_id,completed_on,qpr_15_1,csq_8_1\nP1,T1,2025-05-01,7,\nP1,T1,2025-05-01,3,2\n\
         P1,T1,2025-05-02,,2\n,T1,2025-05-02,3,\n";
    let read = wide("", text);
    assert_eq!(
        said(&read),
        [
            "answer-out-of-range left-out 1 at D2",
            "cell-blank left-out 1 at A5",
            "licence-cells-unused look 1 at E3",
            "licence-not-confirmed left-out 1 at E4"
        ]
    );
}

#[test]
fn wide_columns_may_be_mapped_and_coded() {
    let toml = "[tables.measures]\nlayout = \"wide\"\ncolumns = { qpr_15_1 = \"Q1\" }\n\
         codes.answer = { never = \"0\" }\ncodes.qpr_15_2 = { never = \"4\" }";
    let read = wide(toml, "person_id,team_id,completed_on,Q1,qpr_15_2\nP1,T1,2025-05-01,never,never\n");
    assert_eq!(said(&read), Vec::<String>::new());
    let qpr = of_measure(&read, "qpr-15");
    assert_eq!((qpr.answers[0][0], qpr.answers[1][0]), (Some(0), Some(4)));
}

/// Cells of neighbouring rows that are the same letters with other borders, and the same row under other headers.
#[test]
fn a_row_belongs_to_the_form_of_the_row_above_only_where_every_cell_of_the_form_is_the_same() {
    let people_of = |read: &Intake| {
        let forms = &of_measure(read, "qpr-15").sheets;
        let person =
            |form: &crate::intake::rows::Sheet| read.rows.ids.people[form.person.unwrap().0 as usize].clone();
        forms.iter().map(person).collect::<Vec<_>>()
    };
    let header = "person_id,team_id,completed_on,measure,item,answer\n";
    let rows = "P1,T05,2025-05-01,qpr-15,1,3\nP1T,05,2025-05-01,qpr-15,2,3\nP1T,0,2025-05-01,qpr-15,3,3\n";
    let read = intake("", &[("measures.csv", &format!("{header}{rows}"))]);
    assert_eq!(people_of(&read), ["P1", "P1T", "P1T"]);

    let settings = "[tables.measures]\nfiles = [\"a.csv\", \"b.csv\"]";
    let first = format!("{header}X,Y,2025-05-01,qpr-15,1,3\n");
    let other_order = "team_id,person_id,completed_on,measure,item,answer\nX,Y,2025-05-01,qpr-15,2,3\n";
    let read = intake(settings, &[("a.csv", &first), ("b.csv", other_order)]);
    assert_eq!(people_of(&read), ["X", "Y"]);
}
