//! Any bytes as the files of an export: reading them must neither panic nor hang, must lose no row, and must say why it
//! leaves one out.
//!
//! The first byte chooses what `audit.toml` says, the second which table the bytes are. A byte 0x1E begins the file of the
//! next table. Tables that are not given are small and clean, so that rows can be held against teams and people.

#![no_main]

use chrono::NaiveDate;
use fingerpost::check::{Cells, Checked};
use fingerpost::definitions::settings::{self, Settings};
use fingerpost::definitions::{self, Definitions, TableId};
use fingerpost::intake::{self, Export, Intake};
use libfuzzer_sys::{Corpus, fuzz_target};
use std::borrow::Cow;
use std::sync::LazyLock;

/// What an export may be declared as; the first is the default.
const DECLARED: [&str; 12] = [
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
];

/// Declares that the file is packed, whatever it holds.
const PACKED: u8 = 0x80;
const NEXT_FILE: u8 = 0x1E;

static DEFINITIONS: LazyLock<Definitions> =
    LazyLock::new(|| definitions::load(None).unwrap_or_else(|faults| panic!("{faults}")));
static SETTINGS: LazyLock<Vec<Settings>> =
    LazyLock::new(|| DECLARED.iter().map(|text| settings::read(Some(text)).expect(text)).collect());

const TEAMS: &[u8] = b"team_id,team_name\nT1,North\nT2,South\n";
const PEOPLE: &[u8] = b"person_id,team_id,start_date,end_date\nP1,T1,2024-01-01,\nP2,T2,2024-02-01,2025-01-31\n";

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let [declared, table, text @ ..] = bytes else { return Corpus::Reject };
    let settings = &SETTINGS[usize::from(declared & !PACKED) % DECLARED.len()];
    let export = export(usize::from(*table), text, if declared & PACKED == 0 { "csv" } else { "csv.gz" });
    let limit = NaiveDate::from_ymd_opt(2026, 10, 9).expect("a day");
    match intake::read(&export, settings, &DEFINITIONS, limit, &mut |_| ()) {
        Ok(intake) => nothing_is_lost(&intake),
        Err(error) => assert!(!error.message(&DEFINITIONS.wording).is_empty()),
    }
    Corpus::Keep
});

fn export(first: usize, text: &[u8], ending: &str) -> Export {
    let mut files: Vec<(TableId, String, Vec<u8>)> = Vec::new();
    for (step, bytes) in text.split(|byte| *byte == NEXT_FILE).take(TableId::ALL.len()).enumerate() {
        let table = TableId::ALL[(first + step) % TableId::ALL.len()];
        files.push((table, format!("{}.{ending}", table.name()), bytes.to_vec()));
    }
    for (table, bytes) in [(TableId::Teams, TEAMS), (TableId::People, PEOPLE)] {
        if files.iter().all(|(given, ..)| *given != table) {
            files.push((table, format!("{}.csv", table.name()), bytes.to_vec()));
        }
    }
    Export::embedded(files.into_iter().map(|(_, name, bytes)| (name, Cow::Owned(bytes))))
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
