//! Files as they come: names, encodings, shapes of rows, headers, and what stops a run.

use super::{PEOPLE, TEAMS, intake, read_bytes, said, stops};

#[test]
fn a_file_may_be_marked_packed_and_end_its_lines_as_it_likes() {
    use std::io::Write;
    let crlf = PEOPLE.1.replace('\n', "\r\n");
    let marked = format!("\u{feff}{crlf}");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(marked.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let plain = intake("", &[PEOPLE]).rows.people;
    for (name, bytes) in [
        ("people.csv", crlf.as_bytes()),
        ("people.csv", PEOPLE.1.replace('\n', "\r").as_bytes()),
        ("People.CSV", marked.as_bytes()),
        ("people.csv.gz", &packed),
    ] {
        let read = read_bytes("", &[(name, bytes)]).unwrap();
        assert_eq!(read.rows.people, plain, "{name}");
        assert_eq!(read.files[0].compressed, name.ends_with("gz"));
    }
}

#[test]
fn encodings_are_read_only_as_declared() {
    let text = b"team_id,team_name\nT1,Zo\xEB\n";
    let read = read_bytes("encoding = \"windows-1252\"", &[("teams.csv", text)]).unwrap();
    assert_eq!(read.rows.teams.unwrap()[0].name, "Zoë");
    assert_eq!(
        stops("", &[("teams.csv", text)]),
        ["input.not-utf-8 table=teams file=teams.csv row=2 column=B header=team_name"]
    );
    let wide: Vec<u8> =
        "\u{feff}team_id\tteam_name\r\nT1\tŁódź\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let read = read_bytes("[tables.teams]\nencoding = \"utf-16\"", &[("teams.csv", &wide)]).unwrap();
    assert_eq!(read.rows.teams.unwrap()[0].name, "Łódź");
    assert_eq!((read.files[0].delimiter, read.files[0].delimiter_was_declared), ('\t', false));
    assert_eq!(stops("", &[("teams.csv", &wide)]), ["input.marked-utf-16 table=teams file=teams.csv"]);
}

#[test]
fn rows_of_the_wrong_shape_are_left_out_and_keep_their_numbers() {
    let read = intake(
        "",
        &[(
            "teams.csv",
            "team_id,team_name\nT1,North\nT2\n\nT3,South,extra\n,\n\"T4\",\"We\nst\"\n\"T5\nT6,East\"\n   \n\
                 T7,Hill\n",
        )],
    );
    assert_eq!(
        said(&read),
        [
            "blank-line look 1 at 4",
            "quote-runs-on left-out 1 at 8",
            "row-empty left-out 2 at 6",
            "row-too-long left-out 1 at 5",
            "row-too-short left-out 1 at 3",
        ]
    );
    let teams: Vec<String> = read.rows.teams.unwrap().into_iter().map(|team| team.name).collect();
    assert_eq!(teams, ["North", "We\nst", "Hill"]);
    let rejects: Vec<(u64, &str)> = read.rejects.iter().map(|r| (r.place.row.unwrap(), r.record.as_str())).collect();
    assert_eq!(rejects, [(3, "T2"), (5, "T3,South,extra"), (6, ","), (8, "\"T5\nT6,East\""), (9, "   ")]);
    assert_eq!((read.files[0].rows_read, read.files[0].blank_lines), (8, 1));
}

#[test]
fn every_reason_to_stop_is_told_at_once() {
    let files: &[(&str, &[u8])] = &[
        ("teams.csv", b""),
        ("people.csv", b"Person ID,team_id,start_date,start_date\n"),
        ("measures.xls", b"\xD0\xCF\x11\xE0"),
        ("roles.csv", b"person_id,team_id,recorded_on,domain,status,DOB\n"),
        ("audit.csv", b"record_id,team_id,audited_on,point,met\nR1,T1,2026-05-01,1,\"yes\nR2,T1,2026-05-01,1,yes\n"),
    ];
    assert_eq!(
        stops("", files),
        [
            "input.empty-file table=teams file=teams.csv",
            "input.missing-header-near table=people file=people.csv row=1 wanted=person_id name=person_id \
             found=Person ID, team_id, start_date, start_date nearest=Person ID",
            "input.duplicate-header table=people file=people.csv row=1 column=D header=start_date first_column=C",
            "input.other-workbook table=measures file=measures.xls",
            "input.birth-date-column table=roles file=roles.csv row=1 column=F header=DOB kind=full dates of birth",
        ]
    );
}

#[test]
fn what_only_reading_shows_stops_too() {
    let audit = b"record_id,team_id,audited_on,point,met\nR1,T1,2026-05-01,1,\"yes\nR2,T1,2026-05-01,1,yes\n";
    assert_eq!(
        stops("", &[("audit.csv", audit)]),
        ["input.unclosed-quote table=audit file=audit.csv row=2 column=E header=met"]
    );
    let nul = b"team_id,team_name\nT1,No\0rth\n";
    assert_eq!(
        stops("", &[("teams.csv", nul)]),
        ["input.nul-byte table=teams file=teams.csv row=2 column=B header=team_name"]
    );
}

#[test]
fn columns_that_may_identify_a_person_stop_the_run_unless_allowed() {
    let text = b"team_id,team_name,Contact,Postcode\nT1,North,a@b.org,\nT2,South,,SW1A 1AA\nT1,Broken\n";
    assert_eq!(
        stops("", &[("teams.csv", text)]),
        ["input.identifying-column table=teams file=teams.csv row=1 column=D header=Postcode kind=postcodes"]
    );
    let one = "allow_columns = [\"Postcode\"]";
    assert_eq!(
        stops(one, &[("teams.csv", text)]),
        ["input.identifying-column table=teams file=teams.csv row=1 column=C header=Contact kind=e-mail addresses"]
    );
    let both = "allow_columns = [\"Postcode\", \"Contact\"]";
    let text = b"team_id,team_name,Contact,Postcode\nT1,,a@b.org,SW1A 1AA\n";
    let read = read_bytes(both, &[("teams.csv", text)]).unwrap();
    assert_eq!(read.rejects[0].record, "T1,,[not copied],[not copied]");
}

#[test]
fn person_ids_that_are_nhs_numbers_stop_the_run() {
    let text = b"person_id,team_id,start_date\n9434765919,T1,2025-01-01\n9434765870,T1,2025-01-01\n";
    assert_eq!(
        stops("", &[("people.csv", text)]),
        ["input.identifying-column table=people file=people.csv row=1 column=A header=person_id kind=NHS numbers"]
    );
}

#[test]
fn a_table_with_a_header_only_is_there_and_empty() {
    let read = intake("", &[TEAMS, ("goals.csv", "goal_id,person_id,team_id,kind,set_on,scale\n")]);
    assert_eq!(said(&read), ["no-rows look 1 at "]);
    assert_eq!(read.rows.goals, Some(Vec::new()));
}

#[test]
fn files_are_found_as_declared_or_named_when_they_are_not() {
    let toml = "[tables.teams]\nfiles = [\"x/*.csv\", \"x/a.csv\"]";
    let read = intake(toml, &[("x/b.csv", "team_id,team_name\nT2,B\n"), ("x/a.csv", "team_id,team_name\nT1,A\n")]);
    assert_eq!(read.rows.ids.teams, ["T1", "T2"]);
    assert_eq!(read.files.len(), 2);
    let toml = "[tables.teams]\nfiles = [\"team.csv\"]";
    assert_eq!(
        stops(toml, &[("teams.csv", b"")]),
        ["input.file-not-found-near table=teams file=team.csv nearest=teams.csv"]
    );
    assert_eq!(stops("", &[("notes.txt", b"")]).len(), 1);
    assert!(stops("", &[("answers.csv", b"")])[0].starts_with("input.nothing-known-to-read"));
    let read = intake("", &[TEAMS, ("measure.csv", "x\n"), ("other.csv", "x\n")]);
    assert_eq!(said(&read), ["file-not-read look 1 at "]);
}

#[test]
fn headers_are_mapped_and_rows_skipped_as_declared() {
    let toml = "[tables.people]\ncolumns = { person_id = \"ClientID\", start_date = \"From\" }\n\
         skip = { deleted = [\"1\"], team_id = [\"T9\"] }";
    let text =
        "ClientID,person_id,From,team_id,deleted\nP1,x,2025-01-01,T1,0\nP2,x,2025-01-01,T1,1\nP3,x,rubbish,T9,0\n";
    let read = intake(toml, &[("people.csv", text)]);
    assert_eq!(said(&read), ["row-skipped look 2 at 3"]);
    assert_eq!((read.files[0].rows_left_out, read.files[0].rows_skipped, read.rejects.len()), (2, 2, 0));
    assert_eq!(read.files[0].columns_ignored, ["person_id"]);
    assert_eq!(read.rows.ids.people, ["P1"]);
    let toml = "[tables.people]\ncolumns = { gender = \"Sex\" }\nskip = { gone = [\"1\"] }";
    let expected = [
        "input.missing-header table=people file=people.csv row=1 wanted=Sex name=gender \
         found=person_id, team_id, start_date",
        "input.missing-skip-header table=people file=people.csv row=1 wanted=gone",
    ];
    assert_eq!(stops(toml, &[("people.csv", b"person_id,team_id,start_date\n")]), expected);
}

#[test]
fn a_header_that_is_given_to_another_column_is_not_read_twice() {
    let toml =
        "[tables.people]\ncolumns = { start_date = \"end_date\", person_id = \"team_id\", team_id = \"person_id\" }";
    let read = intake(toml, &[("people.csv", "team_id,person_id,end_date\nP1,T1,2025-01-01\n")]);
    assert_eq!(
        (read.rows.ids.people.as_slice(), read.rows.ids.teams.as_slice()),
        (&["P1".to_owned()][..], &["T1".to_owned()][..])
    );
    assert_eq!(read.rows.people.unwrap()[0].end, None);
}

#[test]
fn a_folder_on_disk_is_read_like_one_in_the_program() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("deep")).unwrap();
    std::fs::write(folder.path().join("deep/people-1.csv"), PEOPLE.1).unwrap();
    std::fs::write(folder.path().join("teams.csv"), TEAMS.1).unwrap();
    let toml = "[tables.people]\nfiles = [\"de*/people-?.csv\"]";
    let settings = crate::definitions::settings::read(Some(toml)).unwrap();
    let export = crate::intake::Export::folder(folder.path());
    let mut signs = Vec::new();
    let mut progress =
        |sign: crate::intake::Progress<'_>| signs.push((sign.file.to_owned(), sign.rows, sign.bytes, sign.of_bytes));
    let read = crate::intake::read(&export, &settings, &super::DEFINITIONS, super::LIMIT, &mut progress).unwrap();
    assert_eq!(read.rows.people.unwrap().len(), 2);
    let all = (PEOPLE.1.len() + TEAMS.1.len()) as u64;
    assert_eq!(signs[0].2, TEAMS.1.len() as u64);
    assert_eq!(signs[1], ("deep/people-1.csv".to_owned(), 2, all, Some(all)));
    let nowhere = crate::intake::Export::folder(folder.path().join("nowhere"));
    let error = crate::intake::read(&nowhere, &settings, &super::DEFINITIONS, super::LIMIT, &mut |_| {}).unwrap_err();
    assert_eq!(error.stops[0].code, "no-folder");
}

#[test]
fn a_header_below_other_lines_is_found_and_named() {
    let title = format!("Export of 3 October\n\nby the team;and others\n{}", TEAMS.1);
    assert_eq!(
        stops("", &[("teams.csv", title.as_bytes())]),
        ["input.header-lower table=teams file=teams.csv row=4"]
    );
    let semicolons = format!("Export, all teams\n{}", TEAMS.1.replace(',', ";"));
    let expected = ["input.header-lower table=teams file=teams.csv row=2"];
    assert_eq!(stops("", &[("teams.csv", semicolons.as_bytes())]), expected);
    assert_eq!(stops("delimiter = \";\"", &[("teams.csv", semicolons.as_bytes())]), expected);
    let blank_lines = format!("\n\n{}T1,Again,S1,Coast\n", TEAMS.1);
    let read = intake("", &[("teams.csv", &blank_lines)]);
    assert_eq!(said(&read), ["replaced-by-later-row left-out 1 at 4"]);
}

#[test]
fn a_delimiter_that_was_declared_and_is_another_is_named() {
    let text = TEAMS.1.replace(',', "\t");
    assert_eq!(
        stops("delimiter = \";\"", &[("teams.csv", text.as_bytes())]),
        ["input.wrong-delimiter table=teams file=teams.csv declared=; likely=tab"]
    );
    for (delimiter, written) in [(";", ";"), ("tab", "\t"), ("|", "|"), (",", ",")] {
        let text = TEAMS.1.replace(',', written);
        let read = intake(&format!("delimiter = \"{delimiter}\""), &[("teams.csv", &text)]);
        assert_eq!((said(&read), read.rows.teams.map(|teams| teams.len())), (Vec::new(), Some(2)), "{delimiter}");
        let read = intake("", &[("teams.csv", &text)]);
        let expected: &[&str] = if written == "," { &[] } else { &["delimiter-detected look 1 at "] };
        assert_eq!(said(&read), expected, "{delimiter}");
    }
}

#[test]
fn a_header_that_is_nearly_a_known_one_is_not_passed_over_in_silence() {
    let text = "person_id,team_id,start_date,Ethnicity,notes,gendr\nP1,T1,2025-01-01,A,x,1\n";
    let read = intake("", &[("people.csv", text)]);
    assert_eq!(said(&read), ["header-not-read look 2 at D1"]);
    assert_eq!(super::facts(&read, "header-not-read"), [("nearest", "ethnicity".to_owned())]);
    let wide = "person_id,team_id,completed_on,reqol_10_1,reqol-10-2,qpr_15_16,dialog_12\nP1,T1,2025-05-01,3,3,1,1\n";
    let read = intake("", &[("measures.csv", wide)]);
    assert_eq!(said(&read), ["header-not-read look 1 at E1"]);
    assert_eq!(super::facts(&read, "header-not-read"), [("nearest", "reqol_10_2".to_owned())]);
}

#[test]
fn one_column_may_have_codes_that_say_nothing_was_recorded() {
    let toml = "[tables.people]\nmissing = [\"-\"]\ncodes.birth_year = { \"9999\" = \"\" }";
    let text = "person_id,team_id,start_date,birth_year,imd_decile,gender\nP1,T1,2025-01-01,9999,-,9999\n";
    let read = intake(toml, &[("people.csv", text)]);
    assert_eq!(said(&read), ["gender-invalid look 1 at F2"]);
}

#[test]
fn any_value_may_skip_a_row_but_nothing_recorded_does_not() {
    let toml = "missing = [\"NULL\"]\n[tables.teams]\nskip = { deleted_on = [\"*\"] }";
    let text = "team_id,team_name,deleted_on\nT1,North,\nT2,South,NULL\nT3,East,01/01/2020\n";
    let read = intake(toml, &[("teams.csv", text)]);
    assert_eq!(said(&read), ["row-skipped look 1 at 4"]);
    assert_eq!(read.rows.teams.map(|teams| teams.len()), Some(2));
}
