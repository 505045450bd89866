//! What somebody meets who brings an export that nobody has described yet: each fault is said so that it can be mended.

use super::{DEFINITIONS, PEOPLE, TEAMS, answers, intake, read_bytes, said, stops};
use crate::intake::Intake;

/// Why a table of questionnaires is refused, as it is printed.
#[track_caller]
fn refused(toml: &str, measures: &str) -> String {
    let error = read_bytes(toml, &[("measures.csv", measures.as_bytes())]).expect_err("it is refused");
    error.message(&DEFINITIONS.wording)
}

fn read(rows: &str) -> Intake {
    intake("", &[TEAMS, PEOPLE, ("measures.csv", &answers(rows))])
}

/// What is said of the first fault: what was found, and how to mend it.
fn told(read: &Intake) -> (String, String) {
    let first = &read.noted[0];
    (first.message(&DEFINITIONS.wording), first.help(&DEFINITIONS.wording))
}

#[test]
fn the_year_of_a_date_of_birth_may_stay() {
    let error =
        read_bytes("", &[("people.csv", b"person_id,team_id,start_date,Date of Birth\n")]).expect_err("refused");
    let words = error.message(&DEFINITIONS.wording);
    assert!(words.contains("birth_year") && words.contains("full dates of birth"), "{words}");
}
