//! How cells are cleaned: only as declared, always counted.

use super::{TEAMS, facts, intake, said};

fn people(toml: &str, rows: &str) -> crate::intake::Intake {
    let text = format!("person_id,team_id,start_date,end_date,birth_year,gender,ethnicity,imd_decile\n{rows}\n");
    intake(toml, &[TEAMS, ("people.csv", &text)])
}

#[test]
fn outer_blanks_are_removed_and_counted_or_refused() {
    let read = people("", "P1 ,T1,2025-01-01,,,,,\n\u{a0}P2,T1, 2025-01-01 ,,,,,");
    assert_eq!(said(&read), ["cell-trimmed look 3 at A2"]);
    assert_eq!(read.files[1].cells_trimmed, 3);
    assert_eq!(read.rows.ids.people, ["P1", "P2"]);
    let read = people("trim = false", "P1 ,T1,2025-01-01,,,,,\nP2,T1,2025-01-01,,,,,");
    assert_eq!(said(&read), ["outer-blanks left-out 1 at A2"]);
}

#[test]
fn missing_codes_are_blank_only_where_declared() {
    let read = people("missing = [\"NULL\", \"N/A\"]", "P1,T1,2025-01-01,NULL,N/A,,NULL,");
    assert_eq!(said(&read), Vec::<String>::new());
    assert_eq!(read.files[1].missing_codes.get("NULL"), Some(&2));
    assert_eq!(read.files[1].missing_codes.get("N/A"), Some(&1));
    let read = people("", "P1,T1,2025-01-01,NULL,,,,");
    assert_eq!(said(&read), ["date-unreadable left-out 1 at D2"]);
    let read = people("[tables.people]\nmissing = [\"999\"]", "999,T1,2025-01-01,,999,,,");
    assert_eq!(said(&read), ["cell-blank left-out 1 at A2"]);
}

#[test]
fn a_number_that_is_a_missing_code_still_names_an_item() {
    let toml = "[tables.measures]\nmissing = [\"9\"]";
    let text = super::answers("P1,T1,2025-05-01,qpr-15,9,9,\nP1,T1,2025-05-01,qpr-15,8,3,\n");
    let read = intake(toml, &[("measures.csv", &text)]);
    assert_eq!(said(&read), Vec::<String>::new());
    let sheets = &read.rows.measures.unwrap()[0];
    assert_eq!((sheets.answers[8][0], sheets.answers[7][0]), (None, Some(3)));
    assert_eq!(read.files[0].missing_codes.get("9"), Some(&1));
}

#[test]
fn declared_codes_are_translated_and_canonical_ones_stay_accepted() {
    let toml = "[tables.audit]\ncodes.met = { Y = \"yes\", \"?\" = \"\" }";
    let audit = "record_id,team_id,audited_on,point,met\nR1,T1,2026-05-01,1,Y\nR1,T1,2026-05-01,2,yes\n\
                 R1,T1,2026-05-01,3,y\nR1,T1,2026-05-01,4,?\n";
    let read = intake(toml, &[TEAMS, ("audit.csv", audit)]);
    assert_eq!(said(&read), ["cell-blank left-out 1 at E5", "code-unknown left-out 1 at E4"]);
    assert_eq!(read.files[1].codes_translated.get("met"), Some(&2));
    assert_eq!(facts(&read, "code-unknown"), [("allowed", "yes, partly, no, na".to_owned())]);
}

#[test]
fn dates_are_read_in_the_order_declared_and_others_are_recognised() {
    let read = people("date_order = \"dmy\"", "P1,T1,31/01/2025 00:00,,,,,");
    assert_eq!(said(&read), Vec::<String>::new());
    assert_eq!(read.files[1].times_dropped, 1);
    let read = people("", "P1,T1,31/01/2025,,,,,");
    assert_eq!(said(&read), ["date-other-order left-out 1 at C2"]);
    let facts = facts(&read, "date-other-order");
    assert!(facts.contains(&("setting", "dmy".to_owned())), "{facts:?}");
    let read = people("[tables.people]\ndate_order = \"excel\"", "P1,T1,45658,,,,,");
    assert_eq!(said(&read), Vec::<String>::new());
}

#[test]
fn days_lie_between_1900_and_the_limit() {
    for (date, expected) in [
        ("2026-10-09", Vec::new()),
        ("2026-10-10", vec!["date-in-future left-out 1 at C2"]),
        ("1900-01-01", Vec::new()),
        ("1899-12-31", vec!["date-too-early left-out 1 at C2"]),
        ("2025-02-30", vec!["date-impossible left-out 1 at C2"]),
        ("", vec!["cell-blank left-out 1 at C2"]),
    ] {
        assert_eq!(said(&people("", &format!("P1,T1,{date},,,,,"))), expected, "{date}");
    }
}
