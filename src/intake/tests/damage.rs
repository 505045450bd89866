//! Broken bytes: whatever happens to a file, reading it neither panics nor loses a row.

use super::{DEFINITIONS, PEOPLE, TEAMS, answers, read_bytes};
use crate::definitions::TableId;
use crate::finding::Level;
use crate::intake::Intake;
use std::collections::BTreeSet;

/// A small generator of numbers (xorshift), so that a failure can be repeated.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

const PIECES: [&[u8]; 24] = [
    b",",
    b"\"",
    b"\n",
    b"\r\n",
    b"\r",
    b"",
    b" ",
    b"\t",
    b";",
    b"99",
    b"-1",
    b"2025-02-30",
    b"T1",
    b"P1",
    b"\"\"",
    b"\xEB",
    b"\0",
    b"qpr-15",
    b"\xEF\xBB\xBF",
    b"1",
    b"1.2E+15",
    b"1035441000000100",
    b"staff",
    b";;;;",
];

fn damaged(text: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = text.to_vec();
    for _ in 0..1 + numbers.next(4) {
        let at = numbers.next(bytes.len() + 1);
        let piece = PIECES[numbers.next(PIECES.len())];
        let upto = (at + numbers.next(6)).min(bytes.len());
        let (upto, piece): (usize, &[u8]) = match numbers.next(3) {
            0 => (at, piece),
            1 => (upto, piece),
            _ => (upto, b""),
        };
        bytes.splice(at..upto, piece.iter().copied());
    }
    bytes
}

const GOALS: &str = "goal_id,person_id,team_id,kind,set_on,scale,rated_on,rating\n\
    G1,P1,T1,recovery,2025-03-01,gas,2025-04-01,1\nG1,P1,T1,recovery,2025-03-01,gas,2025-04-01,1\n\
    G2,P2,T1,treatment,2025-03-01,gbo,,\n";
const ROLES: &str = "person_id,team_id,recorded_on,domain,status\nP1,T1,2025-03-01,employment,1\n\
    P1,T1,2025-03-01,education,yes\nP2,T1,2025-03-01,accommodation_type,13\n\
    P2,T1,2025-03-01,settled_accommodation,Y\n";
const AUDIT: &str = "record_id,team_id,audited_on,point,met\nR1,T1,2025-03-01,1,yes\nR1,T1,2025-03-01,2,no\n\
    R1,T1,2025-03-01,1,partly\nR2,T2,2025-03-01,100,na\n";
const CHECKLIST: &str = "team_id,answered_on,point,in_place,evidence\nT1,2025-03-01,3,yes,\"a folder, \"\"blue\"\"\"\n\
    T2,2025-03-01,3,no,\n";
const ACTIONS: &str = "action_id,team_id,agreed_on,point,text,due_on,status,closed_on\n\
    A1,T1,2025-03-01,3,\"ask,\nand ask again\",2025-04-01,open,\nA2,T2,2025-03-01,4,x,2025-02-01,done,2025-05-01\n";
const WIDE: &str = "person_id,team_id,completed_on,qpr_15_1,qpr_15_total,dialog_1,rated_by\n\
    P1,T1,2025-05-01,3,40,8,self\nP1,T1,2025-05-01,,,5,staff\nP2,T2,2025-05-01,,,,\nP1,T1,2025-05-01,3,,,\n";

fn long() -> String {
    answers(
        "P1,T1,2025-05-01,qpr-15,1,3,\nP1,T1,2025-05-01,qpr-15,2,3,\nP1,T1,2025-05-01,qpr-15,1,3,\n\
         P2,T1,2025-05-01,qpr-15,total,40,Q1\nP2,T1,2025-05-01,inspire,s1,4,\n\
         P2,T1,2025-05-01,inspire,s1_important,yes,\nP2,T1,2025-05-01,swemwbs,raw,21,\n\
         P2,T1,2025-05-01,swemwbs,metric,35,\n",
    )
}

const SETTINGS: [&str; 4] = [
    "",
    "trim = false\nmissing = [\"1\"]",
    "[tables.measures]\nduplicates = \"identical\"\n[tables.people]\nduplicates = \"refuse\"",
    "[tables.goals]\nskip = { kind = [\"treatment\"] }\n[tables.audit]\nduplicates = \"identical\"",
];

/// Every row is used or left out, and every row left out has its place, its code and its reason in the list.
fn is_accounted_for(read: &Intake, round: usize) {
    let totals = read.totals();
    assert_eq!(totals.read, totals.used + totals.left_out, "round {round}");
    let skipped: u64 = read.files.iter().map(|file| file.rows_skipped).sum();
    let rejected = read.rejected(&DEFINITIONS.wording);
    assert_eq!(rejected.rows.len() as u64, totals.left_out - skipped, "round {round}");
    let mut places = BTreeSet::new();
    for row in &rejected.rows {
        let [file, number, _, _, code, message, _] = &row[..] else { panic!("round {round}: {row:?}") };
        assert!(number.parse::<u64>().is_ok_and(|number| number > 1), "round {round}: {row:?}");
        assert!(places.insert((file, number)), "round {round}: listed twice: {row:?}");
        assert!(!code.is_empty() && code != "row-unusable" && message.len() > 10, "round {round}: {row:?}");
    }
    let by_team = read.findings.rows_by_team.values();
    let (used, left_out) = by_team.fold((0, 0), |sum, rows| (sum.0 + rows.used, sum.1 + rows.left_out));
    assert_eq!((used, left_out + skipped), (totals.used, totals.left_out), "round {round}: teams");
    let left_out = read.noted.iter().filter(|noted| noted.level == Level::LeftOut);
    assert!(left_out.count() as u64 >= rejected.rows.len() as u64, "round {round}");
}

#[test]
fn no_damage_makes_reading_panic_or_lose_a_row() {
    let long = long();
    let mut numbers = Numbers(0x5EED_1234_5678_9ABC);
    let (mut read_through, mut left_out) = (0, BTreeSet::new());
    for round in 0..1200 {
        let measures = if round % 2 == 0 { long.as_str() } else { WIDE };
        let tables = [
            TEAMS,
            PEOPLE,
            ("measures.csv", measures),
            ("goals.csv", GOALS),
            ("roles.csv", ROLES),
            ("audit.csv", AUDIT),
            ("checklist.csv", CHECKLIST),
            ("actions.csv", ACTIONS),
        ];
        let broken: Vec<(&str, Vec<u8>)> = tables
            .iter()
            .map(|(name, text)| {
                let spoilt = numbers.next(5) == 0;
                (*name, if spoilt { damaged(text.as_bytes(), &mut numbers) } else { text.as_bytes().to_vec() })
            })
            .collect();
        let files: Vec<(&str, &[u8])> = broken.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        match read_bytes(SETTINGS[round / 2 % SETTINGS.len()], &files) {
            Ok(read) => {
                read_through += 1;
                is_accounted_for(&read, round);
                left_out.extend(read.rejects.iter().map(|reject| reject.table));
            }
            Err(error) => assert!(!error.to_string().contains("rows-do-not-add-up"), "round {round}: {error}"),
        }
    }
    assert!(read_through > 400, "only {read_through} exports could be read through");
    assert_eq!(left_out.len(), TableId::ALL.len(), "rows of every table were left out: {left_out:?}");
}
