//! The figures of `data/indicators.csv` once more, in the long layout of England's national mental health statistics: one
//! number a row, and an asterisk where a number is withheld. It holds the same cells, so it says nothing that they do not.

use super::tables::listed;
use super::{Category, Cell, FigureKind, Key, Release};
use crate::definitions::Wording;
use crate::table::{Table, number, whole};

/// As the published tables call them.
const COLUMNS: [&str; 11] = [
    "REPORTING_PERIOD_START",
    "REPORTING_PERIOD_END",
    "STATUS",
    "BREAKDOWN",
    "PRIMARY_LEVEL",
    "PRIMARY_LEVEL_DESCRIPTION",
    "SECONDARY_LEVEL",
    "SECONDARY_LEVEL_DESCRIPTION",
    "MEASURE_ID",
    "MEASURE_NAME",
    "MEASURE_VALUE",
];

/// Neither provisional nor final, as national figures are: a service's own.
const STATUS: &str = "Local";
/// Fills a level that is not used.
const UNUSED: &str = "NONE";
/// Stands for a number that is withheld.
const WITHHELD: &str = "*";

/// Every number of the period, in the order of the figures.
pub fn national(release: &Release, wording: &Wording) -> Table {
    let mut table = Table::new("national", &COLUMNS);
    table.rows = listed(release).into_iter().flat_map(|(key, cell)| rows(release, wording, *key, cell)).collect();
    table
}

fn rows(release: &Release, wording: &Wording, key: Key, cell: &Cell) -> Vec<Vec<String>> {
    let indicator = &release.indicators[key.indicator];
    let place = place(release, wording, key);
    let row = |(part, value): (&str, String)| {
        let (id, name) = match part {
            "" => (indicator.id.clone(), indicator.label.clone()),
            part => {
                let name = wording.say(&format!("national.{part}"), &[("label", &indicator.label)]);
                (format!("{}.{part}", indicator.id), name)
            }
        };
        let value = if cell.is_withheld() { WITHHELD.to_owned() } else { value };
        place.iter().cloned().chain([id, name, value]).collect()
    };
    parts(indicator.figure, cell).into_iter().map(row).collect()
}

/// The numbers of a figure: what is told in the end, and what it is made of.
fn parts(figure: FigureKind, cell: &Cell) -> Vec<(&'static str, String)> {
    let numbers = cell.numbers();
    let known = whole(numbers.map(|n| n.known));
    let value = number(numbers.and_then(|n| n.value));
    match figure {
        FigureKind::Count => vec![("", known)],
        FigureKind::Share => {
            vec![("numerator", whole(numbers.and_then(|n| n.achieved))), ("denominator", known), ("", value)]
        }
        FigureKind::Mean => vec![("denominator", known), ("", value)],
    }
}

/// When, and of whom: everything up to the measure.
fn place(release: &Release, wording: &Wording, key: Key) -> [String; 8] {
    let (unit, period) = (&release.units[key.unit], &release.period);
    let Category { breakdown, id } = &release.categories[key.category];
    let level = wording.say(&format!("level.{}", unit.level.name()), &[]);
    let is_everybody = *breakdown == "all";
    let breakdown_in_words = wording.say(&format!("breakdown.{breakdown}"), &[]);
    let described = |words: String| if is_everybody { UNUSED.to_owned() } else { words };
    [
        period.start.to_string(),
        period.end.to_string(),
        STATUS.to_owned(),
        if is_everybody { level } else { format!("{level}; {breakdown_in_words}") },
        unit.id.clone(),
        unit.name.clone(),
        described(id.clone()),
        described(wording.say(&format!("category.{breakdown}.{id}"), &[])),
    ]
}
