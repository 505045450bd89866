//! What `explain` says of a figure in an output is what stands in that output's tables, unit by unit.

use super::{demo, typed};
use std::collections::BTreeMap;

/// By level and id: whether the row of everybody is shown, and its three counts.
fn rows(indicator: &str) -> BTreeMap<String, (bool, [String; 3])> {
    let mut table = csv::Reader::from_path(demo().join("out/data/indicators.csv")).unwrap();
    let rows = table.records().map(Result::unwrap).filter(|row| &row[8] == indicator && &row[7] == "all");
    let numbers = |row: &csv::StringRecord| [10, 11, 12].map(|at| row[at].to_owned());
    rows.map(|row| (format!("{} {}", &row[3], &row[4]), (&row[17] == "yes", numbers(&row)))).collect()
}

#[test]
fn a_figure_and_a_criterion_are_explained_unit_by_unit_with_the_numbers_of_the_tables() {
    for (id, indicator) in
        [("improved.reqol-10.total", "improved.reqol-10.total"), ("criterion.asked", "coverage.any")]
    {
        let ran = typed(&format!("fingerpost explain {id} --out out"), demo());
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        let (_, told) = ran.stdout.split_once("What it is in out").unwrap();
        let lines: BTreeMap<&str, &str> =
            told.lines().skip(1).filter_map(|line| line.trim().split_once(": ")).collect();
        let rows = rows(indicator);
        let shown = rows.values().filter(|(shown, _)| *shown).count();
        assert!(shown > 2 && shown < rows.len(), "{id}: {shown} of {}", rows.len());
        for (unit, said) in lines {
            match &rows[unit] {
                (true, [achieved, known, eligible]) => {
                    let counts = format!("({achieved} of {known} known, {eligible} eligible)");
                    assert!(said.contains(&counts), "{id}, {unit}: {said}");
                }
                (false, _) => assert_eq!(said, "withheld", "{id}, {unit}"),
            }
        }
    }
}
