//! Broken bytes: whatever happens to a file, reading it neither panics nor loses a row.

use super::{PEOPLE, TEAMS, answers, read_bytes};

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

const PIECES: [&[u8]; 20] = [
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

#[test]
fn no_damage_makes_reading_panic_or_lose_a_row() {
    let goals = "goal_id,person_id,team_id,kind,set_on,scale,rated_on,rating\n\
         G1,P1,T1,recovery,2025-03-01,gas,2025-04-01,1\n\
                 G1,P1,T1,recovery,2025-03-01,gas,2025-04-01,1\nG2,P2,T1,treatment,2025-03-01,gbo,,\n";
    let roles = "person_id,team_id,recorded_on,domain,status\nP1,T1,2025-03-01,employment,1\n\
         P1,T1,2025-03-01,education,yes\n";
    let long = answers(
        "P1,T1,2025-05-01,qpr-15,1,3,\nP1,T1,2025-05-01,qpr-15,2,3,\nP1,T1,2025-05-01,qpr-15,1,3,\n\
         P2,T1,2025-05-01,qpr-15,total,40,Q1\nP2,T1,2025-05-01,inspire,s1,4,\n\
              P2,T1,2025-05-01,inspire,s1_important,yes,\n",
    );
    let wide = "person_id,team_id,completed_on,qpr_15_1,qpr_15_total,dialog_1\nP1,T1,2025-05-01,3,40,8\n\
         P1,T1,2025-05-01,,,5\nP2,T2,2025-05-01,,,\n";
    let settings = [
        "",
        "trim = false\nmissing = [\"1\"]",
        "[tables.measures]\nduplicates = \"identical\"\n[tables.people]\nduplicates = \"refuse\"",
    ];
    let mut numbers = Numbers(0x5EED_1234_5678_9ABC);
    let mut read_through = 0;
    for round in 0..600 {
        let measures = if round % 2 == 0 { long.as_str() } else { wide };
        let tables = [TEAMS, PEOPLE, ("measures.csv", measures), ("goals.csv", goals), ("roles.csv", roles)];
        let broken: Vec<(&str, Vec<u8>)> = tables
            .iter()
            .map(|(name, text)| {
                let spoilt = numbers.next(3) == 0;
                (*name, if spoilt { damaged(text.as_bytes(), &mut numbers) } else { text.as_bytes().to_vec() })
            })
            .collect();
        let files: Vec<(&str, &[u8])> = broken.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        // Reading holds the counts against each other and against the list of rows left out.
        match read_bytes(settings[round % settings.len()], &files) {
            Ok(_) => read_through += 1,
            Err(error) => assert!(!error.to_string().contains("rows-do-not-add-up"), "round {round}: {error}"),
        }
    }
    assert!(read_through > 200, "only {read_through} exports could be read through");
}
