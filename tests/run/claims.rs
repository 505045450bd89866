//! What reports claim in words: no more than the figures bear.

use super::counted::{people, text};
use super::program::fingerpost;
use std::fs;
use std::path::Path;

/// The reports of July to September 2026.
#[track_caller]
fn reports(folder: &Path) -> [String; 2] {
    let out = folder.join("out");
    let [path, to] = [folder, &out].map(|path| path.to_str().unwrap());
    let asked = ["--quiet", "--force", "--only", "commissioner", "--only", "public", "--period", "2026-27-Q2"];
    let ran = fingerpost(&[&["run", path, "--out", to, "--dated", "2026-10-09"], asked.as_slice()].concat());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    ["commissioner-report.html", "public-summary.html"].map(|name| text(&out.join(name)))
}

/// Twenty people who each move by the points given.
fn moved_by(folder: &Path, points: impl Fn(u32) -> i32) -> String {
    let form = |person: u32, on: &str, second: i32| -> String {
        let answer = |item: u32| if item == 2 { second } else { 2 };
        (1..=10).map(|item| format!("{person},North,{on},reqol-10,{item},{}\n", answer(item))).collect()
    };
    let both = |person: u32| form(person, "2026-03-02", 2) + &form(person, "2026-08-03", 2 + points(person));
    let rows: String = (1..=20).map(both).collect();
    fs::write(folder.join("measures.csv"), format!("person_id,team_id,completed_on,measure,item,answer\n{rows}"))
        .unwrap();
    let [commissioner, _] = reports(folder);
    commissioner
}

/// Eleven up and nine down is a tenth of a point, and its interval runs from below 0 to above.
#[test]
fn people_are_called_further_along_only_where_the_interval_says_so() {
    let folder = people(0);
    let chance = moved_by(folder.path(), |person| if person <= 11 { 1 } else { -1 });
    assert!(chance.contains("On no scale that can be shown are people clearly further along"), "a tenth of a point");
    let clear = moved_by(folder.path(), |person| if person <= 18 { 2 } else { -1 });
    assert!(clear.contains("On every scale that can be shown, people are clearly further along"), "1.7 points");
}

/// Whether somebody studies or cares is not in an export of paid work alone.
#[test]
fn a_valued_role_is_claimed_only_of_the_parts_of_life_that_are_recorded() {
    let folder = people(0);
    let roles = |columns: &[&str]| {
        let header = format!(
            "person_id,team_id,recorded_on,employment{}\n",
            columns.iter().map(|c| format!(",{c}")).collect::<String>()
        );
        let row = |person: u32| {
            let work = if person <= 40 { "01" } else { "02" };
            format!("{person},North,2026-08-03,{work}{}\n", ",no".repeat(columns.len()))
        };
        fs::write(folder.path().join("roles.csv"), header + &(1..=100).map(row).collect::<String>()).unwrap();
        reports(folder.path())
    };
    let [commissioner, public] = roles(&[]);
    assert!(
        commissioner.contains("as far as roles are recorded in this export (Paid work only; 40 of 100"),
        "work only"
    );
    assert!(public.contains("as far as that is written down here"), "{public}");
    assert!(!public.contains(">have a part to play in life<"), "no figure in large type");
    let [commissioner, public] = roles(&["education", "volunteering", "caring", "community"]);
    assert!(commissioner.contains("hold at least one valued role: work, study"), "all five");
    assert!(public.contains(">have a part to play in life<") && !public.contains("written down here"), "{public}");
}
