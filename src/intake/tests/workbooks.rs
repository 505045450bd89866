//! Excel workbooks: which sheet is read, what a cell says, and what is refused. The workbooks are written by another
//! library than the one that reads them.

use super::{PEOPLE, TEAMS, facts, intake, read_bytes, said, stops};
use chrono::NaiveDate;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

/// The cells of a CSV text as a sheet of texts.
fn sheet(name: &str, csv: &str) -> Worksheet {
    let mut sheet = Worksheet::new();
    sheet.set_name(name).unwrap();
    for (row, line) in csv.lines().enumerate() {
        for (column, cell) in line.split(',').enumerate() {
            sheet.write(u32::try_from(row).unwrap(), u16::try_from(column).unwrap(), cell).unwrap();
        }
    }
    sheet
}

fn book(sheets: impl IntoIterator<Item = Worksheet>) -> Vec<u8> {
    let mut book = Workbook::new();
    for sheet in sheets {
        book.push_worksheet(sheet);
    }
    book.save_to_buffer().unwrap()
}

fn days() -> Format {
    Format::new().set_num_format("dd/mm/yyyy")
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_workbook_is_read_like_the_text_files_it_stands_for() {
    let plain = intake("", &[TEAMS, PEOPLE]);
    let one = book([sheet("Notes", "x"), sheet(" PEOPLE", PEOPLE.1), sheet("teams", TEAMS.1)]);
    let [people, teams] = [("people", PEOPLE.1), ("Sheet1", TEAMS.1)].map(|(name, csv)| book([sheet(name, csv)]));
    let declared =
        "[tables.people]\nfiles = [\"deep/*.xlsx\"]\nsheet = \"who\"\n[tables.teams]\nfiles = [\"t.xlsx\"]";
    let renamed = book([sheet("Who", PEOPLE.1), sheet("people", "x")]);
    type Case<'a> = (&'a str, &'a [(&'a str, &'a [u8])]);
    let cases: [Case<'_>; 3] = [
        ("", &[("export.xlsx", &one)]),
        ("", &[("People.XLSX", &people), ("teams.xlsm", &teams)]),
        (declared, &[("deep/p.xlsx", &renamed), ("t.xlsx", &teams)]),
    ];
    for (toml, files) in cases {
        let read = read_bytes(toml, files).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(said(&read), Vec::<String>::new());
        assert_eq!((&read.rows.people, &read.rows.teams), (&plain.rows.people, &plain.rows.teams));
        assert_eq!(read.rows.ids.people, plain.rows.ids.people);
    }
    let read = read_bytes("", &[("export.xlsx", &one)]).unwrap();
    assert_eq!(read.files[1].file, "export.xlsx [ PEOPLE]");
    assert_eq!(read.files[1].bytes, one.len() as u64);
}

/// A sheet is taken out of its workbook at one go, so the bytes read say nothing of how long the rows will take.
#[test]
fn beside_a_workbook_nobody_can_say_how_far_reading_has_come() {
    let teams = book([sheet("teams", TEAMS.1)]);
    let settings = crate::definitions::settings::read(Some("")).unwrap();
    for (file, known) in [(("teams.csv", TEAMS.1.as_bytes()), true), (("teams.xlsx", teams.as_slice()), false)] {
        let export = super::export(&[file, ("people.csv", PEOPLE.1.as_bytes())]);
        let mut told = Vec::new();
        let mut progress = |sign: crate::intake::Progress<'_>| told.push(sign.of_bytes.is_some());
        crate::intake::read(&export, &settings, &super::DEFINITIONS, super::LIMIT, &mut progress).unwrap();
        assert_eq!(told, [known, known], "{}", file.0);
    }
}

/// Rows with every kind of cell, as a person would type them.
fn typed(format: &Format) -> Worksheet {
    let mut sheet = sheet("people", "person_id,team_id,start_date,end_date,birth_year,gender,ethnicity,imd_decile");
    let start = ExcelDateTime::from_ymd(2025, 1, 1).unwrap();
    let end = ExcelDateTime::parse_from_str("2025-12-31T14:53:28").unwrap();
    sheet.write(1, 0, 17).unwrap();
    sheet.write(1, 1, "T1").unwrap();
    sheet.write_with_format(1, 2, &start, format).unwrap();
    sheet.write_with_format(1, 3, &end, &Format::new().set_num_format("yyyy-mm-dd hh:mm:ss")).unwrap();
    sheet.write(1, 4, 1980.0).unwrap();
    sheet.write_formula(1, 5, Formula::new("=1+1").set_result("2")).unwrap();
    sheet.write(1, 6, "A").unwrap();
    sheet.write(1, 7, 3).unwrap();
    sheet
}

#[test]
fn cells_are_read_as_a_person_sees_them() {
    for order in ["iso", "dmy", "mdy", "d-mmm-y", "excel"] {
        let toml = format!("date_order = \"{order}\"");
        let read = read_bytes(&toml, &[("people.xlsx", &book([typed(&days())]))]).unwrap();
        assert_eq!(said(&read), Vec::<String>::new(), "{order}");
        let spell = &read.rows.people.as_ref().unwrap()[0];
        assert_eq!((spell.start, spell.end), (day("2025-01-01"), Some(day("2025-12-31"))), "{order}");
        assert_eq!((read.rows.ids.people[0].as_str(), read.files[0].times_dropped), ("17", 1), "{order}");
        assert_eq!(spell.birth_year, crate::intake::rows::Given::Value(1980));
    }
    let unformatted = book([typed(&Format::new())]);
    assert_eq!(
        said(&read_bytes("", &[("people.xlsx", &unformatted)]).unwrap()),
        ["date-unreadable left-out 1 at C2"]
    );
    let read = read_bytes("date_order = \"excel\"", &[("people.xlsx", &unformatted)]).unwrap();
    assert_eq!(read.rows.people.unwrap()[0].start, day("2025-01-01"));
}

#[test]
fn numbers_truths_and_errors_become_the_texts_that_are_shown() {
    let mut sheet = sheet("goals", "goal_id,person_id,team_id,kind,set_on,scale,rated_on,rating,status");
    let row = |sheet: &mut Worksheet, at: u32, rating: f64| {
        for (column, text) in ["G", "P1", "T1", "recovery", "2025-02-01", "gas", "2025-03-01"].iter().enumerate() {
            sheet.write(at, u16::try_from(column).unwrap(), *text).unwrap();
        }
        sheet.write(at, 0, format!("G{at}")).unwrap();
        sheet.write(at, 7, rating).unwrap();
    };
    row(&mut sheet, 1, -2.0);
    row(&mut sheet, 2, 0.1 + 0.2);
    row(&mut sheet, 3, 1.0);
    sheet.write_formula(3, 7, Formula::new("=NA()").set_result("#N/A")).unwrap();
    row(&mut sheet, 4, 1.0);
    sheet.write(4, 8, true).unwrap();
    let bytes = book([sheet]);
    let files: [(&str, &[u8]); 3] =
        [("teams.csv", TEAMS.1.as_bytes()), ("people.csv", PEOPLE.1.as_bytes()), ("goals.xlsx", &bytes)];
    let read = read_bytes("", &files).unwrap();
    let found: Vec<(&str, &str)> = read.rejects.iter().map(|reject| (reject.code, reject.found.as_str())).collect();
    assert_eq!(found[1..], [("formula-error", "#N/A"), ("code-unknown", "TRUE")], "{found:?}");
    assert_eq!(found[0].1, "0.3");
    let read = read_bytes("[tables.goals]\ncodes.status = { TRUE = \"achieved\" }", &files).unwrap();
    assert_eq!(read.rejects.len(), 2);
}

/// A title in one cell says nothing of how wide the table below it is.
#[test]
fn a_sheet_may_have_titles_above_its_header() {
    for titles in ["Referrals of the quarter\n", "Referrals of the quarter\n,,\n"] {
        let titled = book([sheet("people", &format!("{titles}{}", PEOPLE.1))]);
        let plain = intake("", &[TEAMS, PEOPLE]).rows.people;
        let row = titles.lines().count() + 1;
        for toml in ["header_row = \"find\"".to_owned(), format!("header_row = {row}")] {
            let files = [("teams.csv", TEAMS.1.as_bytes()), ("people.xlsx", titled.as_slice())];
            let read = read_bytes(&format!("[tables.people]\n{toml}"), &files).unwrap();
            assert_eq!((said(&read), read.rows.people.as_ref()), (Vec::new(), plain.as_ref()), "{titles:?} {toml}");
        }
        let untold = stops("", &[("people.xlsx", titled.as_slice())]);
        assert!(
            untold[0].starts_with(&format!("input.header-lower table=people file=people.xlsx [people] row={row}")),
            "{untold:?}"
        );
    }
}

#[test]
fn a_formula_error_saved_as_text_is_no_name_of_a_team() {
    let read = intake("", &[("teams.csv", "team_id,team_name\nT1,#N/A\nT2,#1 team\n")]);
    assert_eq!(said(&read), ["formula-error left-out 1 at B2"]);
    let read = intake("missing = [\"#N/A\"]", &[("teams.csv", "team_id,team_name,service_id\nT1,North,#N/A\n")]);
    assert_eq!(said(&read), Vec::<String>::new());
}

#[test]
fn rows_are_numbered_as_the_spreadsheet_shows_them_and_what_is_hidden_is_read() {
    let mut sheet = sheet("teams", ",,\n,,\n,team_id,team_name\n,T1,North\n,,\n,T2,\n,T3,\"x\n");
    sheet.write(6, 2, "Two\r\nlines, \"quoted\"").unwrap();
    sheet.set_row_hidden(3).unwrap();
    sheet.set_column_hidden(2).unwrap();
    let read = read_bytes("", &[("teams.xlsx", &book([sheet]))]).unwrap();
    assert_eq!(said(&read), ["blank-line look 1 at 5", "cell-blank left-out 1 at C6"]);
    let teams = read.rows.teams.unwrap();
    assert_eq!((teams.len(), teams[0].name.as_str()), (2, "North"));
    assert_eq!(teams[1].name, "Two\nlines, \"quoted\"");
}

#[test]
fn what_a_workbook_hides_merges_or_puts_beside_the_table_is_said() {
    let mut first = sheet("teams", "team_id,team_name\nT1,North\n,East\nT3,South\n");
    first.merge_range(1, 0, 2, 0, "T1", &Format::new()).unwrap();
    first.write(3, 8, "total: 3").unwrap();
    let mut other = sheet("first", "x");
    other.set_active(true);
    first.set_hidden(true);
    let read = read_bytes("", &[("export.xlsx", &book([other, first]))]).unwrap();
    assert_eq!(
        said(&read),
        [
            "cell-blank left-out 1 at A3",
            "cells-beside look 1 at I4",
            "cells-merged look 1 at A2",
            "sheet-hidden look 1 at "
        ]
    );
}

#[test]
fn a_sheet_that_cannot_be_told_stops_the_run_and_says_which_there_are() {
    let two = book([sheet("clients", TEAMS.1), sheet("units", TEAMS.1)]);
    assert_eq!(
        stops("", &[("teams.xlsx", &two)]),
        ["input.no-such-sheet table=teams file=teams.xlsx wanted=teams found=“clients”, “units”"]
    );
    let toml = "[tables.teams]\nsheet = \"unit\"";
    assert_eq!(stops(toml, &[("a.xlsx", &two)]), ["input.no-such-sheet-anywhere table=teams file=unit wanted=unit"]);
    let twice = book([sheet("teams", TEAMS.1)]);
    assert_eq!(
        stops("", &[("a.xlsx", &twice), ("b.xlsx", &twice)]),
        ["input.sheet-in-two-workbooks table=teams file=a.xlsx places=a.xlsx [teams], b.xlsx [teams]"]
    );
    let read = read_bytes("", &[("teams.csv", TEAMS.1.as_bytes()), ("b.xlsx", &twice)]).unwrap();
    assert_eq!(
        (said(&read), facts(&read, "file-not-read")[0].1.as_str()),
        (vec!["file-not-read look 1 at ".to_owned()], "teams.csv")
    );
}

#[test]
fn other_kinds_of_workbook_are_refused_in_words() {
    let good = book([sheet("teams", TEAMS.1)]);
    assert_eq!(stops("", &[("teams.csv", &good)]), ["input.excel table=teams file=teams.csv"]);
    for name in ["teams.xls", "teams.xlsb", "teams.ods"] {
        assert_eq!(stops("", &[(name, &good)]), [format!("input.other-workbook table=teams file={name}")]);
    }
    for bytes in [b"".as_slice(), b"team_id,team_name\n", &good[..good.len() / 2]] {
        let said = stops("", &[("teams.xlsx", bytes)]);
        assert!(said[0].starts_with("input.workbook-broken table=teams file=teams.xlsx reason="), "{said:?}");
    }
    assert!(stops("", &[("q3.xlsx", b"no workbook")])[0].starts_with("input.workbook-broken"));
    assert!(stops("", &[("~$q3.xlsx", b"no workbook")])[0].starts_with("input.nothing-to-read"));
}

#[test]
fn a_stray_cell_in_the_last_corner_costs_no_memory() {
    let mut sheet = sheet("teams", TEAMS.1);
    sheet.write(1_048_575, 16_383, "x").unwrap();
    let read = read_bytes("", &[("teams.xlsx", &book([sheet]))]).unwrap();
    assert_eq!(said(&read), ["cells-beside look 1 at XFD1048576"]);
    assert_eq!(read.rows.teams.unwrap().len(), 2);
}

/// Days of July, of which a spreadsheet that puts months first has made the 7th of January, of February and so on.
#[test]
fn days_that_a_spreadsheet_has_swapped_are_told_by_their_column() {
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let said_of = |low_text: bool| {
        let mut sheet = Worksheet::new();
        let header = ["person_id", "team_id", "start_date", "end_date"];
        for (name, at) in header.iter().zip(0..) {
            sheet.write(0, at, *name).unwrap();
        }
        for at in 1..=10u32 {
            sheet.write(at, 0, format!("P{at}")).unwrap();
            sheet.write(at, 1, "T1").unwrap();
            match at {
                1..=5 => {
                    let swapped = ExcelDateTime::from_ymd(2025, at as u8, 7).unwrap();
                    sheet.write_with_format(at, 2, &swapped, &date).unwrap();
                }
                10 if low_text => {
                    sheet.write(at, 2, "09/07/2025").unwrap();
                }
                _ => {
                    sheet.write(at, 2, format!("{}/07/2025", at + 10)).unwrap();
                }
            }
        }
        let files = [("teams.csv", TEAMS.1.as_bytes()), ("people.xlsx", &book([sheet]))];
        said(&read_bytes("date_order = \"dmy\"", &files).unwrap())
    };
    assert_eq!(said_of(false), ["days-swapped look 1 at C2"]);
    assert_eq!(said_of(true), Vec::<String>::new(), "a text may have been read so, and was not");
}
