//! Case-note audits, service checklists, forms without names, and instruments about teams.

use super::*;
use crate::intake::rows::{AuditRow, ChecklistRow, Met};

/// A record of team 0, looked at for an action point.
fn audited(record: u32, point: u8, met: Met, on: NaiveDate) -> AuditRow {
    AuditRow { record, team: TeamIx(0), on, point, met, order: record }
}

fn audit(rows: Vec<AuditRow>) -> Made {
    made(&Rows { audit: Some(rows), ..on_caseload(&[0]) })
}

const ON: (i32, u32, u32) = (2026, 8, 3);

fn on() -> NaiveDate {
    day(ON.0, ON.1, ON.2)
}

#[test]
fn a_point_that_does_not_apply_to_a_record_is_an_exception_and_no_failure() {
    let all = [Met::Yes, Met::Yes, Met::Partly, Met::No, Met::NotApplicable];
    let made = audit(all.into_iter().zip(0..).map(|(met, record)| audited(record, 34, met, on())).collect());
    assert_eq!(made.provider("audit.34"), Some([4, 4, 2]));
    assert_eq!(made.provider("audit.34.partly"), Some([4, 4, 1]));
    assert_eq!(made.provider("audit.34.exceptions"), Some([5, 5, 1]));
    assert_eq!([NORTH, OF_TEAM[0]].map(|unit| made.of("audit.34", unit)), [Some([4, 4, 2]); 2]);
    assert_eq!([SOUTH, OF_TEAM[1]].map(|unit| made.of("audit.34", unit)), [None; 2]);
    assert_eq!(made.of("audit.34.exceptions", OF_TEAM[0]), Some([5, 5, 1]));
    assert_eq!(made.of("audit.34.partly", NORTH), None, "only of the provider as a whole");
    assert_eq!(made.people("audit.34"), Tally { known: 4, achieved: 2, not_achieved: 2 });
}

#[test]
fn a_record_not_judged_on_a_point_belongs_to_the_sample_of_its_exceptions() {
    let made = audit(vec![
        audited(0, 34, Met::Yes, on()),
        audited(0, 37, Met::NotApplicable, on()),
        audited(1, 37, Met::NotApplicable, on()),
        audited(2, 37, Met::No, on()),
    ]);
    assert_eq!(made.provider("audit.34.exceptions"), Some([3, 1, 0]));
    assert_eq!(made.provider("audit.37.exceptions"), Some([3, 3, 2]));
}

#[test]
fn a_record_not_judged_on_a_point_belongs_to_the_team_that_looked_at_it_last() {
    let by = |team, point, on| AuditRow { team: TeamIx(team), ..audited(0, point, Met::Yes, on) };
    let of = |rows: Vec<AuditRow>| {
        let made = audit(rows);
        [NORTH, SOUTH].map(|unit| made.of("audit.43.exceptions", unit))
    };
    let other = audited(1, 43, Met::Yes, on());
    let (early, late) = (day(2026, 7, 1), day(2026, 9, 30));
    let [north, south] = of(vec![by(0, 34, early), by(2, 37, late), other.clone()]);
    assert_eq!((north, south), (Some([1, 1, 0]), Some([1, 0, 0])));
    let [north, south] = of(vec![by(0, 34, late), by(2, 37, early), other.clone()]);
    assert_eq!((north, south), (Some([2, 1, 0]), None));
    // On one day the row that stands later in the files.
    let later = |row| AuditRow { order: 9, ..row };
    let [north, south] = of(vec![by(0, 34, late), later(by(2, 37, late)), other.clone()]);
    assert_eq!((north, south), (Some([1, 1, 0]), Some([1, 0, 0])));
    let [north, south] = of(vec![later(by(0, 34, late)), by(2, 37, late), other]);
    assert_eq!((north, south), (Some([2, 1, 0]), None));
}

#[test]
fn only_records_looked_at_in_the_quarter_count() {
    let days = [day(2026, 6, 30), day(2026, 7, 1), day(2026, 9, 30), day(2026, 10, 1)];
    let made = audit(days.into_iter().zip(0..).map(|(on, record)| audited(record, 34, Met::Yes, on)).collect());
    assert_eq!(made.provider("audit.34"), Some([2, 2, 2]));
    assert_eq!(made.provider("audit.34.exceptions"), Some([2, 2, 0]));
}

#[test]
fn what_teams_say_of_themselves_counts_for_twelve_months_and_the_latest_answer_stands() {
    let said = |team, in_place, on, order| ChecklistRow { team: TeamIx(team), on, point: 11, in_place, order };
    let of = |rows| made(&Rows { checklist: Some(rows), ..on_caseload(&[0]) });
    let (first_day, last_day) = (day(2025, 10, 1), day(2026, 9, 30));
    let made_by = of(vec![said(0, Met::Yes, first_day, 0), said(1, Met::Partly, last_day, 1)]);
    // Three teams, and two of them answered.
    assert_eq!(made_by.provider("checklist.11"), Some([3, 2, 1]));
    assert_eq!(made_by.provider("checklist.11.partly"), Some([3, 2, 1]));
    assert_eq!(made_by.of("checklist.11", NORTH), Some([2, 2, 1]));
    assert_eq!(made_by.of("checklist.11", SOUTH), Some([1, 0, 0]), "a team without an answer is not known");
    let too_old = of(vec![said(0, Met::Yes, day(2025, 9, 30), 0), said(1, Met::Yes, day(2026, 10, 1), 1)]);
    assert_eq!(too_old.provider("checklist.11"), Some([3, 0, 0]));
    let changed = of(vec![said(0, Met::Yes, last_day, 1), said(0, Met::No, last_day, 0)]);
    assert_eq!(changed.provider("checklist.11"), Some([3, 1, 1]));
    let not_applicable = of(vec![said(0, Met::NotApplicable, last_day, 0), said(1, Met::No, last_day, 1)]);
    assert_eq!(not_applicable.provider("checklist.11"), Some([3, 1, 0]));
}

#[test]
fn forms_without_names_are_counted_one_by_one_by_answer() {
    let form = |on, order, answers: &[(usize, i8)]| (sheet(None, 0, on, order), answers.to_vec());
    let all = vec![
        form(day(2026, 7, 1), 0, &[(0, 5), (1, 4)]),
        form(day(2026, 9, 30), 1, &[(0, 5), (1, 5)]),
        form(on(), 2, &[(0, 4)]),
        form(day(2026, 6, 30), 3, &[(0, 5)]),
        form(day(2026, 10, 1), 4, &[(0, 5)]),
        form(on(), 5, &[]),
    ];
    let made = made(&Rows { measures: Some(vec![forms("yes-survey", all)]), ..on_caseload(&[0]) });
    let items = &SHIPPED.measures[measure("yes-survey")].items;
    let of = |item: usize, code: i8, unit| made.of(&format!("answers.yes-survey.{}.{code}", items[item].id), unit);
    assert_eq!([5, 4, 3].map(|code| of(0, code, PROVIDER)), [Some([3, 3, 2]), Some([3, 3, 1]), Some([3, 3, 0])]);
    assert_eq!([5, 4].map(|code| of(1, code, OF_TEAM[0])), [Some([2, 2, 1]); 2]);
    assert_eq!([of(0, 5, SOUTH), of(2, 5, PROVIDER)], [None; 2]);
}

#[test]
fn a_team_has_the_score_of_its_latest_form_of_twelve_months_as_long_as_there_is_no_later_one() {
    let scale = &SHIPPED.measures[measure("practice-guidelines")].scales[0];
    // Everything that the scale asks is answered with the highest or the lowest code: all of it reached, or nothing.
    let items = &SHIPPED.measures[measure("practice-guidelines")].items;
    let form = |team, on, order, reached: bool| {
        let code = |item: usize| if reached { items[item].highest } else { items[item].lowest + 1 };
        (sheet(None, team, on, order), scale.items.iter().map(|item| (*item, code(*item))).collect())
    };
    let id = format!("score.practice-guidelines.{}", scale.id);
    let of = |all| made(&Rows { measures: Some(vec![forms("practice-guidelines", all)]), ..on_caseload(&[0]) });
    let (first_day, last_day) = (day(2025, 10, 1), day(2026, 9, 30));
    let made = of(vec![
        form(0, first_day, 0, false),
        form(0, last_day, 1, true),
        form(1, first_day, 2, true),
        form(2, day(2025, 9, 30), 3, true),
        (sheet(None, 1, last_day, 4), Vec::new()),
    ]);
    assert_eq!(made.provider(&id).map(|[eligible, known, _]| [eligible, known]), Some([3, 2]));
    assert_eq!(made.mean(&id, PROVIDER), Some((100_000, Some(0))));
    assert_eq!(made.mean(&id, SOUTH), None);
    let too_late = of(vec![form(0, day(2026, 10, 1), 0, true), form(1, last_day, 1, true)]);
    assert_eq!(too_late.mean(&id, NORTH), Some((100_000, None)));
}
