//! Any bytes as the files of an export: reading them must neither panic nor hang, must lose no row, and must say why it
//! leaves one out.
//!
//! The first byte chooses what `audit.toml` says and which kind of file the bytes are, the second which table. A byte 0x1E
//! begins the file of the next table. Tables that are not given are small and clean, so that rows can be held against teams
//! and people.
//!
//! A workbook comes in two ways. As a whole, which tries what unpacks it; but bytes changed by chance die there of a wrong
//! checksum. So also as its parts, which are packed here: a byte 0x1E begins the next part, and what is not given is good.

#![no_main]

use chrono::NaiveDate;
use fingerpost::check::{Cells, Checked};
use fingerpost::definitions::settings::{self, Settings};
use fingerpost::definitions::{self, Definitions, TableId};
use fingerpost::intake::{self, Export, Intake};
use libfuzzer_sys::{Corpus, fuzz_target};
use std::borrow::Cow;
use std::io::{Cursor, Write};
use std::sync::LazyLock;
use zip::CompressionMethod::Stored;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What an export may be declared as; the first is the default.
const DECLARED: [&str; 15] = [
    "",
    "[tables.measures]\nlayout = \"wide\"",
    "encoding = \"windows-1252\"\ndate_order = \"dmy\"",
    "encoding = \"utf-16\"",
    "delimiter = \";\"\ntrim = false",
    "delimiter = \"tab\"\nmissing = [\"\", \"NULL\", \"99\"]",
    "date_order = \"excel\"\nlicences = [\"csq-8\"]",
    "date_order = \"d-mmm-y\"\n[tables.goals]\nduplicates = \"refuse\"",
    "date_order = \"mdy\"\n[tables.measures]\nduplicates = \"identical\"",
    "[tables.measures]\nskip = { rated_by = [\"1\"] }\ncodes.answer = { often = \"3\" }",
    "[tables.measures]\nduplicates = \"refuse\"\nlayout = \"wide\"\nmissing = [\"99\"]",
    "allow_columns = [\"Name\", \"Postcode\"]\n[tables.people]\ncolumns = { person_id = \"ClientID\" }",
    "[tables.roles]\ncolumns = { employment = \"Work\", friendship = \"friendship\" }\ncodes.employment = { Yes = \"01\" }",
    "[tables.roles]\nduplicates = \"identical\"\n[tables.goals]\njoined = { goal_id = [\"Plan\", \"set_on\"] }\nmissing = [\"0\"]",
    "[tables.measures]\nheader_row = \"find\"\nitems = { qpr-15 = \"Q*\" }\ncodes.qpr-15 = { Good = \"3\" }\n[tables.people]\nheader_row = 3",
];

/// The two highest bits of the first byte: the kind of file the name declares, whatever it holds.
const KIND: u8 = 0xC0;
const PLAIN: u8 = 0x00;
const PACKED: u8 = 0x80;
const WORKBOOK: u8 = 0x40;
const NEXT_FILE: u8 = 0x1E;

static DEFINITIONS: LazyLock<Definitions> =
    LazyLock::new(|| definitions::load(None).unwrap_or_else(|faults| panic!("{faults}")));
static SETTINGS: LazyLock<Vec<Settings>> =
    LazyLock::new(|| DECLARED.iter().map(|text| settings::read(Some(text)).expect(text)).collect());

const TEAMS: &[u8] = b"team_id,team_name\nT1,North\nT2,South\n";
const PEOPLE: &[u8] = b"person_id,team_id,start_date,end_date\nP1,T1,2024-01-01,\nP2,T2,2024-02-01,2025-01-31\n";

/// The parts of a workbook in the order in which the bytes give them, each with what stands in for it.
const PARTS: [(&str, &str); 7] = [
    ("xl/worksheets/sheet1.xml", "<worksheet><sheetData></sheetData></worksheet>"),
    ("xl/sharedStrings.xml", "<sst><si><t>person_id</t></si><si><t>P1</t></si></sst>"),
    (
        "xl/styles.xml",
        "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"46\"/></cellXfs></styleSheet>",
    ),
    ("xl/workbook.xml", "<workbook><sheets><sheet name=\"Sheet1\" r:id=\"rId1\"/></sheets></workbook>"),
    (
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"rId1\" Type=\"/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
         </Relationships>",
    ),
    ("xl/theme/theme1.xml", "<theme/>"),
    (
        "_rels/.rels",
        "<Relationships><Relationship Id=\"r\" Type=\"/relationships/officeDocument\" Target=\"xl/workbook.xml\"/>\
         </Relationships>",
    ),
];

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let [declared, table, text @ ..] = bytes else { return Corpus::Reject };
    let settings = &SETTINGS[usize::from(declared & !KIND) % DECLARED.len()];
    let export = export(usize::from(*table), text, declared & KIND);
    let limit = NaiveDate::from_ymd_opt(2026, 10, 9).expect("a day");
    match intake::read(&export, settings, &DEFINITIONS, limit, &mut |_| ()) {
        Ok(intake) => nothing_is_lost(&intake),
        Err(error) => {
            assert!(!error.message(&DEFINITIONS.wording).is_empty());
            assert!(error.stops.iter().all(|stop| stop.code != "rows-do-not-add-up"), "a row is lost");
        }
    }
    Corpus::Keep
});

fn export(first: usize, text: &[u8], kind: u8) -> Export {
    let mut files = match kind {
        PLAIN => texts(first, text, "csv"),
        PACKED => texts(first, text, "csv.gz"),
        WORKBOOK => vec![file(first, "xlsx", text.to_vec())],
        _ => vec![file(first, "xlsx", workbook(text))],
    };
    for (table, bytes) in [(TableId::Teams, TEAMS), (TableId::People, PEOPLE)] {
        if files.iter().all(|(given, ..)| *given != table) {
            files.push((table, format!("{}.csv", table.name()), bytes.to_vec()));
        }
    }
    Export::embedded(files.into_iter().map(|(_, name, bytes)| (name, Cow::Owned(bytes))))
}

type File = (TableId, String, Vec<u8>);

fn texts(first: usize, text: &[u8], ending: &str) -> Vec<File> {
    let texts = text.split(|byte| *byte == NEXT_FILE).take(TableId::ALL.len()).enumerate();
    texts.map(|(step, bytes)| file(first + step, ending, bytes.to_vec())).collect()
}

fn file(table: usize, ending: &str, bytes: Vec<u8>) -> File {
    let table = TableId::ALL[table % TableId::ALL.len()];
    (table, format!("{}.{ending}", table.name()), bytes)
}

fn workbook(text: &[u8]) -> Vec<u8> {
    let mut given = text.split(|byte| *byte == NEXT_FILE);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, good) in PARTS {
        let part = given.next().filter(|part| !part.is_empty()).unwrap_or(good.as_bytes());
        zip.start_file(name, SimpleFileOptions::default().compression_method(Stored)).expect("a part");
        zip.write_all(part).expect("memory");
    }
    zip.finish().expect("a workbook").into_inner()
}

fn nothing_is_lost(intake: &Intake) {
    for file in &intake.files {
        assert_eq!(file.rows_read, file.rows_used + file.rows_left_out, "{}", file.file);
    }
    let listed: u64 = intake.files.iter().map(|file| file.rows_left_out - file.rows_skipped).sum();
    assert_eq!(listed, intake.rejects.len() as u64, "every row left out is listed");
    let wording = &DEFINITIONS.wording;
    for row in intake.rejected(wording).rows {
        assert!(!row[5].is_empty(), "{} says why", row[4]);
    }
    for row in intake.findings.table(wording).rows {
        assert!(!row[6].is_empty(), "{} says what", row[1]);
    }
    for cells in [Cells::Shown, Cells::Hidden] {
        assert!(!Checked { read: Ok(intake), wording, provider: "", date: "", cells }.page().is_empty());
    }
}
