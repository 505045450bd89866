//! Workbooks that no spreadsheet program writes: each is refused in words, or read for what it says. Built part by part,
//! because a library that writes workbooks would not write these.

use super::{PEOPLE, TEAMS, read_bytes, said, stops};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const RELATIONSHIPS: &str = r#"<Relationships><Relationship Id="r1" Type="/relationships/officeDocument"
    Target="xl/workbook.xml"/></Relationships>"#;
const SHEETS: &str = r#"<Relationships><Relationship Id="r1" Type="/relationships/worksheet"
    Target="worksheets/sheet1.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook><sheets><sheet name="Sheet1" r:id="r1"/></sheets></workbook>"#;
const DAYS: &str = r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;

/// A workbook of one sheet, with further parts or with others instead of the good ones.
fn packed(sheet: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let sheet = format!("<worksheet>{sheet}</worksheet>");
    let usual = [
        ("_rels/.rels", RELATIONSHIPS),
        ("xl/_rels/workbook.xml.rels", SHEETS),
        ("xl/workbook.xml", BOOK),
        ("xl/worksheets/sheet1.xml", &sheet),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in usual.iter().chain(parts) {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(part.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn cell(at: &str, text: &str) -> String {
    format!(r#"<c r="{at}" t="str"><v>{text}</v></c>"#)
}

/// The cells of a CSV text, row by row from the top.
fn rows(csv: &str) -> String {
    let row = |(at, line): (usize, &str)| {
        let cells = line.split(',').zip("ABCDEFGH".chars());
        cells.map(|(text, column)| cell(&format!("{column}{}", at + 1), text)).collect::<String>()
    };
    csv.lines().enumerate().map(row).map(|cells| format!("<row>{cells}</row>")).collect()
}

fn teams(more: &str) -> String {
    format!("<sheetData>{}{more}</sheetData>", rows(TEAMS.1))
}

#[test]
fn a_cell_that_no_sheet_has_room_for_is_damage() {
    assert_eq!(stops("", &[("teams.xlsx", &packed(&teams(""), &[]))]), Vec::<String>::new());
    for at in ["A1048577", "XFE3", "A4000000000", "A4294967298", "AAAAAAAAA3"] {
        let bytes = packed(&teams(&cell(at, "x")), &[]);
        assert_eq!(
            stops("", &[("teams.xlsx", &bytes)]),
            ["input.workbook-damaged table=teams file=teams.xlsx"],
            "{at}"
        );
    }
    let rows = packed(&teams(r#"<row r="1048577"><c><v>1</v></c></row>"#), &[]);
    assert_eq!(stops("", &[("teams.xlsx", &rows)]), ["input.workbook-damaged table=teams file=teams.xlsx"]);
}

#[test]
fn a_claim_to_more_texts_than_fit_is_not_believed() {
    let texts = r#"<sst uniqueCount="99999999999"><si><t>x</t></si></sst>"#;
    let bytes = packed(&teams(""), &[("xl/sharedStrings.xml", texts)]);
    assert_eq!(stops("", &[("teams.xlsx", &bytes)]), ["input.workbook-too-large table=teams file=teams.xlsx"]);
}

#[test]
fn a_header_as_wide_as_a_sheet_is_not_repeated_for_every_row() {
    let long: String = (2..=65_537).map(|row| cell(&format!("A{row}"), "x")).collect();
    let bytes = packed(&format!("<sheetData>{}{long}</sheetData>", cell("XFD1", "x")), &[]);
    assert_eq!(stops("", &[("teams.xlsx", &bytes)]), ["input.workbook-too-large table=teams file=teams.xlsx"]);
}

#[test]
fn ranges_turned_round_and_endless_brackets_change_nothing() {
    let brackets = "[".repeat(300);
    let styles = format!(
        r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="{brackets}"/></numFmts><cellXfs><xf numFmtId="164"/>
        </cellXfs></styleSheet>"#
    );
    let sheet = format!(r#"<dimension ref="C9:A1"/>{}<mergeCells><mergeCell ref="B9:A8"/></mergeCells>"#, teams(""));
    let read = read_bytes("", &[("teams.xlsx", &packed(&sheet, &[("xl/styles.xml", &styles)]))]).unwrap();
    assert_eq!(read.rows.teams.unwrap().len(), 2);
}

#[test]
fn a_number_that_is_no_day_is_shown_as_the_number_it_is() {
    for number in ["-1", "-0.5", "2958466", "1e300", "NaN"] {
        let day = format!(
            r#"<row><c r="A3" t="str"><v>P9</v></c><c r="B3" t="str"><v>T1</v></c>
            <c r="C3" s="1"><v>{number}</v></c></row>"#
        );
        let people: String = PEOPLE.1.lines().take(2).map(|line| format!("{line}\n")).collect();
        let sheet = format!("<sheetData>{}{day}</sheetData>", rows(&people));
        let read = read_bytes("", &[("people.xlsx", &packed(&sheet, &[("xl/styles.xml", DAYS)]))]).unwrap();
        assert_eq!(said(&read), ["date-unreadable left-out 1 at C3"], "{number}");
    }
}

/// A workbook of before 2007, of four sectors, whose directory goes on in its own sector.
fn old(name: &str) -> Vec<u8> {
    let mut bytes = vec![0xFF; 2048];
    bytes[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    bytes[26..34].copy_from_slice(&[3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    bytes[48..52].copy_from_slice(&1_u32.to_le_bytes());
    bytes[68..72].copy_from_slice(&0xFFFF_FFFE_u32.to_le_bytes());
    bytes[76..80].copy_from_slice(&0_u32.to_le_bytes());
    bytes[516..520].copy_from_slice(&1_u32.to_le_bytes());
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes[1024..1024 + name.len()].copy_from_slice(&name);
    bytes
}

#[test]
fn an_old_workbook_is_told_from_a_locked_one_without_following_its_directory() {
    assert_eq!(stops("", &[("teams.xlsx", &old("Workbook"))]), ["input.other-workbook table=teams file=teams.xlsx"]);
    assert_eq!(
        stops("", &[("teams.xlsx", &old("EncryptedPackage"))]),
        ["input.workbook-locked table=teams file=teams.xlsx"]
    );
}
