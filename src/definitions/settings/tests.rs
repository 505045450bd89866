//! `audit.toml` as people write it: every key, every default, every slip.

use super::*;
use crate::definitions::{Definitions, load};
use std::sync::LazyLock;

static DEFINITIONS: LazyLock<Definitions> = LazyLock::new(|| load(None).expect("the embedded definitions are sound"));

fn refused(text: &str) -> String {
    match read(Some(text)) {
        Ok(settings) => {
            agree(Some(text), &settings, &DEFINITIONS).map_or_else(|faults| faults.to_string(), |()| String::new())
        }
        Err(faults) => faults.to_string(),
    }
}

#[test]
fn without_a_file_every_setting_has_its_default() {
    let settings = read(None).unwrap();
    assert_eq!((settings.provider.as_str(), settings.provider_id.as_str()), ("This provider", "provider"));
    assert_eq!(
        (settings.quarters, settings.trend, settings.date_order),
        (Quarters::Financial, TrendUnit::Quarter, DateOrder::Iso)
    );
    assert_eq!((settings.encoding, settings.delimiter, settings.trim), (TextEncoding::Utf8, None, true));
    assert_eq!((settings.missing, settings.pairing.as_str()), (vec![String::new()], "first-last"));
    assert_eq!((settings.breakdowns.len(), settings.reports.len()), (4, 4));
    assert_eq!((settings.extracted, settings.release), (None, ReleaseOverride::default()));
    assert_eq!(settings.term, "people who use the service");
    assert!(settings.tables.is_empty());
    assert_eq!(refused(""), "");
}

#[test]
fn every_key_can_be_set() {
    let text = r#"
provider = "Northshire Partnership"
provider_id = "NP"
quarters = "calendar"
extracted = 2026-10-09
encoding = "windows-1252"
delimiter = "tab"
date_order = "d-mmm-y"
missing = ["", "NULL", "N/A"]
trim = false
pairing = "first-last"
trend = "month"
breakdowns = ["gender", "age_band", "gender"]
reports = ["public"]
licences = ["csq-8"]
allow_columns = ["Postcode"]
term = "members"

[release]
profile = "round"
threshold = 8
mean_minimum = 6
spread_minimum = 12
extremes_minimum = 20
round_to = 10
decided_by = "Board"
decided_on = "2026-01-01"

[tables.measures]
files = ["exports/answers*.csv", "exports\\old.csv"]
layout = "long"
missing = ["99"]
duplicates = "identical"
skip = { deleted = ["1"] }
columns = { person_id = "ClientID", completed_on = " Completed On " }
codes.measure = { "DIALOG scale" = "dialog" }
codes.answer = { "Not at all" = "0" }
encoding = "utf-16"
delimiter = "|"
date_order = "excel"

[tables.audit]
codes.met = { Y = "yes", "?" = "" }
"#;
    assert_eq!(refused(text), "");
    let settings = read(Some(text)).unwrap();
    assert_eq!(
        (settings.quarters, settings.trend, settings.delimiter),
        (Quarters::Calendar, TrendUnit::Month, Some(b'\t'))
    );
    assert_eq!(settings.extracted, NaiveDate::from_ymd_opt(2026, 10, 9));
    assert_eq!(settings.breakdowns, [Breakdown::Gender, Breakdown::AgeBand]);
    assert_eq!(settings.reports, [ReportKind::Public]);
    assert_eq!((settings.release.profile, settings.release.round_to), (Some(ReleaseProfile::Round), Some(10)));
    let measures = &settings.tables[&TableId::Measures];
    assert_eq!(measures.files.value, ["exports/answers*.csv", "exports/old.csv"]);
    assert_eq!((measures.layout, measures.duplicates), (Some(Layout::Long), Some(Duplicates::Identical)));
    assert_eq!(measures.columns["completed_on"].value, ["Completed On"]);
    assert_eq!(measures.codes["measure"]["DIALOG scale"], "dialog");
    assert_eq!((measures.encoding, measures.date_order), (Some(TextEncoding::Utf16), Some(DateOrder::Excel)));
    assert_eq!(settings.tables[&TableId::Audit].codes["met"]["?"], "");
}

#[test]
fn every_slip_is_named_with_its_line_and_the_nearest_known_word() {
    let text = r#"providr = "NP"
missing = "NULL"
[tables.measure]
layout = "long"
[tables.people]
trim = true
"#;
    let said = refused(text);
    let expected = [
        (1, "the key `providr` is not known here. Did you mean `provider`?"),
        (2, "`missing`: expected a list in square brackets, found the text \"NULL\"."),
        (3, "the key `measure` is not known here. Did you mean `measures`?"),
        (6, "the key `trim` does not belong under a heading in square brackets."),
    ];
    assert_eq!(said.lines().count(), expected.len(), "{said}");
    for (line, (number, words)) in said.lines().zip(expected) {
        assert!(line.starts_with(&format!("audit.toml, line {number}: {words}")), "{line}");
    }
}

#[test]
fn every_value_that_cannot_stand_is_named_with_its_line() {
    let text = r#"quarters = "finacial"
extracted = "soon"
[release]
threshold = 0
[tables.people]
layout = "wide"
duplicates = "last"
files = ["../people.csv"]
columns = { person_id = "A", team_id = "A" }
"#;
    let expected = [
        "audit.toml, line 1: `finacial` cannot stand at `quarters`. Use one of: `financial`, `calendar`. \
         Did you mean `financial`?",
        "audit.toml, line 2: `extracted` takes a day such as 2026-10-09, without a time.",
        "audit.toml, line 4: `release.threshold` takes a whole number from 1 upwards.",
        "audit.toml, line 6: `layout` belongs to `[tables.measures]` and `[tables.roles]`: every other table has one form.",
        "audit.toml, line 7: `last` cannot stand at `duplicates`. Use one of: `latest`, `identical`, `refuse`.",
        "audit.toml, line 8: `files` takes names inside the input folder, such as `exports/answers*.csv`.",
        "audit.toml, line 9: the header `A` is named for two columns, `person_id` and `team_id`. Each needs its own; if the export has only one, leave out the column that it does not hold.",
    ];
    assert_eq!(refused(text).lines().collect::<Vec<_>>(), expected);
}

#[test]
fn what_is_said_of_foreign_exports_is_held_to_its_form() {
    let text = r#"extracted = 02/10/2026
"#;
    assert_eq!(
        refused(text),
        "audit.toml, line 1: a day is written as year-month-day, such as 2026-10-02, without quotation marks."
    );
    let text = r#"[tables.people]
header_row = 0
items = { dialog = "DIALOG Q*" }
fixed = { team_id = "T1" }
columns = { team_id = "Team" }
[tables.measures]
items = { dialog = "DIALOG Q" }
encodings = { "a.csv" = "utf-17" }
licences = ["csq-8"]
"#;
    let expected = [
        "audit.toml, line 2: `header_row` is the number of the row that holds the names of the columns, such as 4, or \"find\".",
        "audit.toml, line 3: `items` belongs to `[tables.measures]` only.",
        "audit.toml, line 4: `team_id` has a column and a fixed text. Please keep one of them.",
        "audit.toml, line 7: write the header of an item with one * in the place of its number, such as \"QPR15_*\".",
        "audit.toml, line 8: `utf-17` cannot stand at `encodings`. Use one of: `utf-8`, `windows-1252`, `utf-16`. Did you mean \
         `utf-16`?",
        "audit.toml, line 9: the key `licences` does not belong under a heading in square brackets. Please move the line up, above \
         the first such heading.",
    ];
    assert_eq!(refused(text).lines().collect::<Vec<_>>(), expected);
}

#[test]
fn guesses_that_still_stand_are_counted_and_notes_are_not() {
    let text = "# guess: a note\ndate_order = \"dmy\"  # guess: it reads so\n[tables.people]\nfiles = [\"a.csv\"]  # guess: here\n";
    assert_eq!(read(Some(text)).unwrap().guesses, Some((2, 2)));
    assert_eq!(read(Some("date_order = \"dmy\"\n")).unwrap().guesses, None);
}

#[test]
fn what_only_the_definitions_know_is_held_against_them() {
    let text = r#"pairing = "first-lost"
licences = ["csq8"]
[tables.goals]
columns = { goal = "Goal" }
codes.kind = { R = "recover" }
codes.colour = { R = "red" }
[tables.measures]
columns = { reqol_10_3 = "Q3", reqol_10_33 = "Q33" }
codes.measure = { D = "dialogue" }
items = { dialogue = "D*" }
fixed = { measure = "dialogue" }
"#;
    let expected = [
        "audit.toml, line 1: there is no pairing profile `first-lost`. Did you mean `first-last`? Known here: \
         `first-last`, `like-community-dashboard`, `like-incentive-scheme-2023-24`, `like-childrens-outcomes`.",
        "audit.toml, line 2: there is no instrument `csq8`. Did you mean `csq-8`?",
        "audit.toml, line 4: `columns` of `[tables.goals]`: there is no column `goal`. Known here: ",
        "audit.toml, line 5: `codes.kind` leads to `recover`, which is no code of this column. Did you mean \
         `recovery`?",
        "audit.toml, line 6: `codes` of `[tables.goals]`: there is no column `colour`. Known here: ",
        "audit.toml, line 8: `columns` of `[tables.measures]`: there is no column `reqol_10_33`. Did you mean \
         `reqol_10_3`?",
        "audit.toml, line 9: `codes.measure` leads to `dialogue`, which is no code of this column. Did you mean \
         `dialog`?",
        "audit.toml, line 10: `items`: there is no instrument `dialogue`. Did you mean `dialog`?",
        "audit.toml, line 11: `fixed.measure` leads to `dialogue`, which is no code of this column. Did you mean \
         `dialog`?",
    ];
    let said = refused(text);
    assert_eq!(said.lines().count(), expected.len(), "{said}");
    for (line, start) in said.lines().zip(expected) {
        assert!(line.starts_with(start), "{line}\n{start}");
    }
}

#[test]
fn a_header_for_two_columns_is_named_with_both_and_their_lines() {
    let said = refused("[tables.measures]\ncolumns.measure = \"x\"\ncolumns.team_id = \"T\"\ncolumns.item = \"x\"\n");
    assert_eq!(
        said,
        "audit.toml, line 4: the header `x` is named for two columns, `measure` (line 2) and `item`. Each needs its own; if the export has only one, leave out the column that it does not hold."
    );
}

#[test]
fn codes_of_an_instrument_lead_to_answers_that_it_has() {
    let text = r#"[tables.measures]
codes.swemwbs = { "None of the time" = "0", "Rarely" = "2", "Not asked" = "" }
codes.reqol-10 = { Always = "5" }
codes.dialog = { "Could not be better" = "7", "Not asked" = "8", Rather = "4.5" }
codes.answer = { Often = "3", Never = "300", Yes = "yes" }
codes.qpr-15 = { Agree = "12" }
codes.qpr_15_2 = { Agree = "9", Rather = "3" }
"#;
    let expected = [
        "audit.toml, line 2: `codes.swemwbs` leads to `0`, which is no answer of swemwbs: it takes 1 to 5. If the list \
         counts from 0, add one to every number of it.",
        "audit.toml, line 3: `codes.reqol-10` leads to `5`, which is no answer of reqol-10: it takes 0 to 4. If the list \
         counts from 1, take one from every number of it.",
        "audit.toml, line 4: `codes.dialog` leads to `4.5`, which is no answer of dialog: it takes 1 to 7",
        "audit.toml, line 5: `codes.answer` leads to `300`, which is no answer of any questionnaire.",
        "audit.toml, line 6: `codes.qpr-15` leads to `12`, which is no answer of qpr-15: it takes 0 to 4.",
        "audit.toml, line 7: `codes.qpr_15_2` leads to `9`, which is no answer of qpr-15: it takes 0 to 4.",
    ];
    let said = refused(text);
    assert_eq!(said.lines().count(), expected.len(), "{said}");
    for (line, start) in said.lines().zip(expected) {
        assert!(line.starts_with(start), "{line}\n{start}");
    }
    let blank = refused("[tables.measures]\ncodes.swemwbs = { a = \"\" }\ncodes.reqol-20 = { a = \"60\" }");
    assert_eq!(blank, "");
}

#[test]
fn parts_of_life_may_have_columns_and_codes_of_their_own() {
    let text =
        "[tables.roles]\ncolumns = { employment = \"Work\" }\ncodes.employment = { Job = \"01\", Retired = \"8\" }";
    assert_eq!(refused(text), "");
    let text = r#"[tables.roles]
columns = { emploiment = "Work" }
codes.employment = { Job = "Y" }
[tables.people]
columns = { employment = "Work" }
"#;
    let said = refused(text);
    let expected = [
        "audit.toml, line 2: `columns` of `[tables.roles]`: there is no column `emploiment`. Did you mean `employment`?",
        "audit.toml, line 3: `codes.employment` leads to `Y`, which is no code of this column.",
        "audit.toml, line 5: `columns` of `[tables.people]`: there is no column `employment`.",
    ];
    assert_eq!(said.lines().count(), expected.len(), "{said}");
    for (line, start) in said.lines().zip(expected) {
        assert!(line.starts_with(start), "{line}\n{start}");
    }
    let both = refused("[tables.roles]\nfixed = { domain = \"employment\" }\ncolumns = { employment = \"Work\" }");
    assert!(both.starts_with("audit.toml, line 2: `employment` has a column of its own"), "{both}");
}

#[test]
fn the_team_of_a_row_is_told_by_people_only_where_a_row_is_about_somebody_and_names_no_team() {
    let text = "[tables.goals]\nteam_from = \"people\"\ncolumns = { team_id = \"Team\" }\n[tables.audit]\nteam_from = \"people\"\n\
                [tables.roles]\nteam_from = \"poeple\"\n";
    let said = refused(text);
    let expected = [
        "audit.toml, line 2: `team_id` has a column or a fixed text, and `team_from` as well.",
        "audit.toml, line 5: `team_from` belongs to `measures`, `goals` and `roles` only",
        "audit.toml, line 7: `poeple` cannot stand at `team_from`. Use one of: `people`.",
    ];
    assert_eq!(said.lines().count(), expected.len(), "{said}");
    for start in expected {
        assert!(said.lines().any(|line| line.starts_with(start)), "{start}: {said}");
    }
}

#[test]
fn an_id_is_joined_of_columns_and_that_of_a_goal_is_never_the_same_in_every_row() {
    let text = r#"[tables.goals]
joined = { goal_id = ["Plan"], person_id = ["Site", "Number"] }
fixed = { person_id = "P1" }
[tables.audit]
joined = { record_id = ["Day", "Day"], goal_id = ["A", "B"] }
columns = { record_id = "Record" }
"#;
    let goal = refused("[tables.goals]\nfixed = { goal_id = \"1\" }");
    assert!(goal.starts_with("audit.toml, line 2: `fixed` cannot give `goal_id`"), "{goal}");
    let expected = [
        "audit.toml, line 2: `joined.goal_id` takes the headers of the columns that make the id together",
        "audit.toml, line 2: `joined` makes an id out of several columns: one of `goal_id`, `record_id`, `action_id`.",
        "audit.toml, line 2: `person_id` is joined and stands in a column as well.",
        "audit.toml, line 5: `record_id` is joined and stands in a column as well.",
        "audit.toml, line 5: `joined.record_id` takes the headers",
    ];
    let said = refused(text);
    assert_eq!(said.lines().count(), expected.len(), "{said}");
    for start in expected {
        assert!(said.lines().any(|line| line.starts_with(start)), "{start}: {said}");
    }
    let other = refused("[tables.audit]\njoined = { goal_id = [\"A\", \"B\"] }");
    assert!(
        other.starts_with("audit.toml, line 2: `joined` of `[tables.audit]`: there is no column `goal_id`"),
        "{other}"
    );
}

#[test]
fn a_file_that_is_no_toml_is_refused_with_its_line() {
    let said = refused("provider = \"NP\"\nquarters: financial\n");
    assert!(said.starts_with("audit.toml, line 2: this line cannot be read"), "{said}");
    assert!(refused("term = \"  \"").contains("`term` is empty"));
    assert!(refused("extracted = 2026-10-09T10:00:00").contains("without a time"));
    assert_eq!(read(Some("extracted = \"2026-10-09\"")).unwrap().extracted, NaiveDate::from_ymd_opt(2026, 10, 9));
}

#[test]
fn a_column_may_have_several_headers_and_two_columns_one_header_that_codes_tell_apart() {
    let text = "[tables.measures]\ncolumns = { measure = \"Code\", item = \"Code\", answer = [\"Score\", \" Value \"] }\n\
                codes.measure = { x = \"dialog\" }\ncodes.item = { x = \"1\" }";
    assert_eq!(refused(text), "");
    let settings = read(Some(text)).unwrap();
    assert_eq!(settings.tables[&TableId::Measures].columns["answer"].value, ["Score", "Value"]);
    let cases = [
        (
            "columns = { measure = \"Code\", item = \"Code\" }",
            "the header `Code` is named for two columns, `measure` and `item`",
        ),
        ("columns = { measure = [] }", "`columns.measure` names no header."),
        (
            "columns = { measure = 3 }",
            "`measure`: expected a header in quotation marks, or a list of headers, found 3.",
        ),
    ];
    for (line, expected) in cases {
        let said = refused(&format!("[tables.measures]\n{line}"));
        assert!(said.starts_with(&format!("audit.toml, line 2: {expected}")), "{said}");
    }
}

#[test]
fn settings_of_the_service_stand_over_those_of_its_profile_entry_by_entry() {
    let text = "profile = \"rio\"\ndate_order = \"iso\"\n[tables.people]\nfiles = [\"a.csv\"]\n\
                columns = { person_id = \"Number\" }\ncodes.gender = { M = \"9\", X = \"4\" }\nmissing = [\"-\"]";
    let settings = read(Some(text)).unwrap();
    assert_eq!((settings.date_order, settings.encoding), (DateOrder::Iso, TextEncoding::Utf8));
    assert_eq!(settings.missing, ["", "NULL"]);
    let people = &settings.tables[&TableId::People];
    assert_eq!((people.files.value.as_slice(), people.files.by_profile), (&["a.csv".to_owned()][..], false));
    assert_eq!((people.columns["person_id"].by_profile, people.columns["team_id"].by_profile), (false, true));
    let gender = &people.codes["gender"];
    assert_eq!((gender["M"].as_str(), gender["F"].as_str(), gender["X"].as_str()), ("9", "2", "4"));
    assert_eq!(people.skip["type12_DeletedDate"].value, ["*"]);
    assert_eq!(people.missing, ["-"]);
    assert_eq!(settings.profile.as_deref(), Some("rio"));
}

#[test]
fn every_profile_agrees_with_the_definitions() {
    let ids: Vec<&str> = DEFINITIONS.profiles.iter().map(|profile| profile.id.as_str()).collect();
    assert_eq!(ids, ["national", "rio", "systmone"]);
    let faulty =
        "title = \"x\"\nabout = \"y\"\n[tables.people]\ncolumns.gnder = [\"Sex\"]\ncodes.gender = { M = \"7\" }";
    let said = profile_faults("schemas/profiles/x.toml", faulty, &DEFINITIONS).to_string();
    assert!(
        said.contains("line 4: `columns` of `[tables.people]`: there is no column `gnder`. Did you mean `gender`?"),
        "{said}"
    );
}
