//! Rows of one form are taken by the two cells in which they differ. Whatever an export looks like, that must give what
//! reading every cell gives: each export here is read as it is, and again with a number in every row, so that no two rows
//! are alike.

use super::{PEOPLE, TEAMS, intake};
use crate::intake::Intake;

const MISSING: &str = "missing = [\"\", \"NA\", \"9\", \"3\", \"s3\"]\n";

/// Ways of saying what cells mean; each may make a cell mean something else than it says.
const SETTINGS: [&str; 7] = [
    "",
    MISSING,
    "[tables.measures.codes]\nanswer = { \"1\" = \"2\" }\n",
    "[tables.measures.codes.reqol-10]\n\"1\" = \"0\"\n",
    "[tables.measures.codes]\nitem = { \"3\" = \"4\" }\n",
    "[tables.measures]\nskip = { answer = [\"2\"] }\nduplicates = \"latest\"\n",
    "[tables.measures]\nskip = { rated_by = [\"staff\"] }\n",
];

/// Numbers that look drawn by lot, always the same.
struct Lots(u64);

impl Lots {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn one_of<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[self.below(all.len() as u64) as usize]
    }
}

/// Cells of the rows of an export, header first: mostly whole forms, with every kind of slip among them.
fn rows(lots: &mut Lots) -> Vec<Vec<String>> {
    let header =
        ["person_id", "team_id", "completed_on", "measure", "item", "answer", "questionnaire_id", "rated_by"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    for form in 0..12 {
        let measure = lots.one_of(&["reqol-10", "reqol-10", "inspire", "swemwbs"]);
        let person = lots.one_of(&["P1", "P2", "P3", "P4", "P5", "P1 ", "", "a,b"]);
        let team = lots.one_of(&["T1", "T2", "T1", "T2", "T9"]);
        let day = lots.one_of(&["2026-06-01", "2026-06-02", "2026-06-03", "2026-06-01 10:15", "2099-01-01"]);
        let id = if lots.below(3) == 0 { String::new() } else { format!("Q{}", form / 2) };
        let rater = lots.one_of(&["self", "self", "self", "", "staff", "NA"]);
        for item in 1..=lots.below(11) {
            let item = match (measure, lots.below(30)) {
                (_, 0) => lots.one_of(&["total", "17", "", "1", "03", " 2"]).to_owned(),
                ("inspire", at) if at % 2 == 0 => format!("s{item}_important"),
                ("inspire", _) => format!("s{item}"),
                _ => item.to_string(),
            };
            let usual = if item.ends_with("important") { ["yes", "no"] } else { ["1", "3"] };
            let answer = match lots.below(6) {
                0 => lots.one_of(&["", "9", "NA", "12", "x", "2", "2", "2", " 1", "4"]),
                _ => lots.one_of(&usual),
            };
            let cells = [person, team, day, measure, &item, answer, &id, rater];
            rows.push(cells.map(str::to_owned).to_vec());
            if lots.below(40) == 0 {
                rows.push(Vec::new());
            }
        }
    }
    rows
}

/// The text of an export that begins with this column, perhaps with every cell quoted, and with a number in each row.
fn text(rows: &[Vec<String>], first: usize, quoted: bool, end: &str, numbered: bool) -> String {
    let cell = |cell: &String| match quoted || cell.contains(',') {
        true => format!("\"{cell}\""),
        false => cell.clone(),
    };
    let line = |(number, row): (usize, &Vec<String>)| {
        let mut cells: Vec<String> = row.iter().map(cell).collect();
        if !row.is_empty() {
            cells.rotate_left(first);
        }
        let own = if number == 0 { "Number".to_owned() } else { format!("{number}.") };
        cells.extend(Some(own).filter(|_| numbered && !row.is_empty()));
        cells.join(",") + end
    };
    rows.iter().enumerate().map(line).collect()
}

/// All that is made of an export, but for the number in its rows.
fn made(intake: &Intake) -> Vec<String> {
    let mut made = vec![format!("{:?} {:?} {:?}", intake.rows, intake.newest, intake.findings.rows_by_team)];
    made.extend(intake.files.iter().map(|file| {
        let rows = (file.rows_read, file.rows_used, file.rows_left_out, file.rows_skipped, file.blank_lines);
        let cells = (file.cells_trimmed, file.times_dropped, &file.missing_codes, &file.codes_translated);
        format!("{rows:?} {cells:?}")
    }));
    let ignored = |code: &str| code == "column-ignored";
    made.extend(intake.noted.iter().filter(|noted| !ignored(noted.code)).map(|noted| format!("{noted:?}")));
    let reject = |reject: &crate::intake::Reject| format!("{} {:?} {:?}", reject.code, reject.place, reject.facts);
    made.extend(intake.rejects.iter().map(reject));
    made
}

#[test]
fn rows_that_are_alike_give_what_reading_every_cell_of_them_gives() {
    let mut lots = Lots(2026);
    let mut used = 0;
    for round in 0..280 {
        let rows = rows(&mut lots);
        let (first, quoted, end) =
            ([0, 0, 3, 5][lots.below(4) as usize], lots.below(3) == 0, lots.one_of(&["\n", "\r\n", "\r"]));
        let read = |numbered| {
            let text = text(&rows, first, quoted, end, numbered);
            let people = Some(PEOPLE).filter(|_| round % 2 == 0);
            let files: Vec<_> = [TEAMS, ("measures.csv", text.as_str())].into_iter().chain(people).collect();
            intake(SETTINGS[round / 2 % SETTINGS.len()], &files)
        };
        let (alike, numbered) = (read(false), read(true));
        assert_eq!(made(&alike), made(&numbered), "round {round}: {}", text(&rows, first, quoted, end, false));
        used += alike.files.iter().map(|file| file.rows_used).sum::<u64>();
    }
    assert!(used > 4_000, "{used}");
}
