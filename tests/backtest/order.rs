//! In which order ways are tried, where several lead to the number that was typed.

use crate::output::{backtest, fits, output};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const OWN: &str =
    "2026-27-Q2,provider,NP,Northshire Partnership,all,all,role.employment.held,Paid work,132,729,902,18.106995885";

/// An output whose figure of paid work is made of these numbers: achieved, known, eligible, and the share.
fn with_paid_work(numbers: &str) -> TempDir {
    let out = output("suppress");
    let path = out.path().join("data/indicators.csv");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(OWN));
    fs::write(&path, text.replace(OWN, &OWN.replace("132,729,902,18.106995885", numbers))).unwrap();
    out
}

/// The same share in another quarter, of another unit, and as another figure.
fn elsewhere_too(out: &Path, share: u8) {
    let add = |file: &str, rows: &str| {
        let path = out.join("data").join(file);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text + rows).unwrap();
    };
    let row = |level_and_unit: &str, figure: &str| {
        format!("2026-27-Q2,{level_and_unit},all,all,{figure},Paid work,9,45,50,{share},percent,yes\n")
    };
    add("indicators.csv", &row("team,T01,Alder Community Team", "role.employment.held"));
    add("indicators.csv", &row("provider,NP,Northshire Partnership", "ascof.employment"));
    add("trends.csv", &format!("role.employment.held,provider,NP,2026-27-Q1,{share}\n"));
}

#[test]
fn several_ways_stand_in_their_order_and_no_more_than_three_are_named() {
    let out = with_paid_work("7,20,35,35");
    elsewhere_too(out.path(), 20);
    let found = fits(out.path(), &["role.employment.held,,20"]);
    let elsewhere = ["period 2026-27-Q1", "unit T01", "indicator ascof.employment"];
    assert_eq!(found[0], [["known", "of_eligible"].as_slice(), &elsewhere].concat());
    let words = backtest(out.path(), b"indicator,unit,value\nrole.employment.held,,20\n", &[]).stdout;
    let named: Vec<&str> = words.lines().filter(|line| line.contains("would fit as")).collect();
    assert_eq!(named.len(), 3, "{words}");
    assert!(words.contains("and in 2 more ways") && words.contains("may be chance"), "{words}");
}

/// Numbers chosen so that the kinds which the case above does not hold stand among the others.
#[test]
fn all_kinds_of_ways_are_tried_in_the_order_that_is_written_down() {
    // All of those known: a fraction, and counts.
    let out = with_paid_work("1,1,1,100");
    assert_eq!(fits(out.path(), &["role.employment.held,,1"])[0], ["fraction", "achieved", "known"]);
    // 38 of 61 known of 100 eligible: 62 %, and 38 % are left.
    let out = with_paid_work("38,61,100,62.295081967");
    elsewhere_too(out.path(), 38);
    let found = fits(out.path(), &["role.employment.held,,38"]);
    let elsewhere = ["period 2026-27-Q1", "unit T01", "indicator ascof.employment"];
    assert_eq!(found[0], [["achieved", "of_eligible", "rest"].as_slice(), &elsewhere].concat());
    // 40 of 98 are 41 %; were both rounded to fives, 40 of 100.
    let out = with_paid_work("40,98,100,40.816326531");
    elsewhere_too(out.path(), 40);
    let found = fits(out.path(), &["role.employment.held,,40"]);
    assert_eq!(found[0], [["achieved", "of_eligible"].as_slice(), &elsewhere, &["rounded_there"]].concat());
}
