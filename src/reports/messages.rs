//! Titles of pictures: what a picture says, in about ten words, worked out from the very cells it shows. Where too little is
//! shown to say anything, the title says what the picture is about.

use super::view::{View, filled};
use super::ways;
use crate::charts::breakdowns::CategoryRow;
use crate::charts::change::ChangeRow;
use crate::charts::role_transitions::RoleRow;
use crate::charts::wanted_and_got::SupportRow;
use crate::release::Numbers;

/// Which title below a chart's key, and what it says.
pub struct Message {
    pub title: &'static str,
    places: Vec<(&'static str, String)>,
}

impl Message {
    fn new(title: &'static str, places: Vec<(&'static str, String)>) -> Message {
        Message { title, places }
    }

    pub fn places(&self) -> Vec<(&str, &str)> {
        filled(&self.places)
    }
}

/// Some of all, in words that are right for nobody, one, some and everybody; `title.one` where the verb follows the number.
pub fn some_of(count: usize, all: usize, verb_follows: bool) -> Message {
    let title = match count {
        0 => "title.none",
        _ if count == all => "title.all",
        1 if verb_follows => "title.one",
        _ => "title.some",
    };
    Message::new(title, vec![("some", count.to_string()), ("all", all.to_string())])
}

/// On how many scales more people improved than got worse, of those where both may be shown.
pub fn change(scales: &[ChangeRow]) -> Message {
    let both: Vec<(f64, f64)> =
        scales.iter().filter_map(|row| Some((row.improved.value()?, row.deteriorated.value()?))).collect();
    let better = both.iter().filter(|(improved, worse)| improved > worse).count();
    match both.len() {
        0 => Message::new("title.plain", Vec::new()),
        all => some_of(better, all, false),
    }
}

/// What is most often known, and what least often, of all people or goals of the unit: name and share of each.
pub fn completeness(shares: &[(String, f64)], written: impl Fn(&str, f64) -> String) -> Message {
    let mut shares: Vec<&(String, f64)> = shares.iter().collect();
    shares.sort_by(|one, other| other.1.total_cmp(&one.1));
    match shares.as_slice() {
        [(best, most), .., (worst, least)] if least < most => {
            Message::new("title.both", vec![("best", written(best, *most)), ("worst", written(worst, *least))])
        }
        _ => Message::new("title.plain", Vec::new()),
    }
}

/// How many criteria are strengths and how many have most of the way to go, by the rule that is printed in the audit.
pub fn values(view: View) -> Message {
    let with_figure = view.criteria().filter(|(figure, _)| figure.now.value().is_some()).count();
    let (strong, low) = ways::counts(view);
    match with_figure {
        0 => Message::new("title.plain", Vec::new()),
        _ => {
            let counts = [("strong", strong), ("low", low), ("all", with_figure)];
            Message::new("title.counted", counts.map(|(name, count)| (name, count.to_string())).into())
        }
    }
}

/// The support most often got by those who wanted it, and the one most often missed.
pub fn wanted_and_got(rows: &[&SupportRow]) -> Message {
    let mut shown: Vec<(&str, f64)> =
        rows.iter().filter_map(|row| Some((row.label.as_str(), row.unmet.value()?))).collect();
    shown.sort_by(|one, other| one.1.total_cmp(&other.1));
    match shown.as_slice() {
        [(best, least), .., (worst, most)] if least < most => {
            Message::new("title.both", vec![("best", (*best).to_owned()), ("worst", (*worst).to_owned())])
        }
        _ => Message::new("title.plain", Vec::new()),
    }
}

/// In how many parts of life more people gained a role than lost one, of those where both may be shown.
pub fn roles(rows: &[RoleRow]) -> Message {
    let achieved = |numbers: &Numbers| numbers.achieved;
    let both: Vec<(u64, u64)> = rows
        .iter()
        .filter_map(|row| Some((achieved(row.gained.numbers()?)?, achieved(row.lost.numbers()?)?)))
        .collect();
    let more = both.iter().filter(|(gained, lost)| gained > lost).count();
    match both.len() {
        0 | 1 => Message::new("title.plain", Vec::new()),
        all => some_of(more, all, false),
    }
}

/// How many groups lie clearly apart: everyone's figure is outside their interval.
pub fn groups(everyone: &CategoryRow, rows: &[&CategoryRow]) -> Message {
    let intervals: Vec<(f64, f64)> = rows
        .iter()
        .filter_map(|row| row.cell.numbers())
        .filter_map(|numbers| numbers.lower.zip(numbers.upper))
        .collect();
    let Some(figure) = everyone.cell.value().filter(|_| intervals.len() > 1) else {
        return Message::new("title.plain", Vec::new());
    };
    let apart = intervals.iter().filter(|(lower, upper)| figure < *lower || figure > *upper).count();
    some_of(apart, intervals.len(), true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::Cell;

    fn cell(achieved: u64, value: f64, (lower, upper): (f64, f64)) -> Cell {
        let (lower, upper, value) = (Some(lower), Some(upper), Some(value));
        Cell::example(Some(Numbers {
            achieved: Some(achieved),
            known: 100,
            value,
            lower,
            upper,
            ..Numbers::default()
        }))
    }

    fn said(message: &Message) -> (&str, Vec<&str>) {
        (message.title, message.places.iter().map(|(_, value)| value.as_str()).collect())
    }

    #[test]
    fn the_support_most_got_comes_before_the_one_most_missed() {
        let row = |label: &str, unmet: Option<f64>| SupportRow {
            label: label.to_owned(),
            wanted: Cell::example(None),
            unmet: unmet.map_or(Cell::example(None), |unmet| cell(0, unmet, (0.0, 1.0))),
        };
        let rows = [row("Hope", Some(20.0)), row("Home", Some(5.0)), row("Work", Some(40.0)), row("Hidden", None)];
        let rows: Vec<&SupportRow> = rows.iter().collect();
        assert_eq!(said(&wanted_and_got(&rows)), ("title.both", vec!["Home", "Work"]));
        assert_eq!(said(&wanted_and_got(&rows[..1])), ("title.plain", vec![]));
        assert_eq!(said(&wanted_and_got(&[rows[0], rows[0]])), ("title.plain", vec![]));
    }

    #[test]
    fn only_parts_of_life_with_both_figures_are_counted() {
        let row = |gained: Option<u64>, lost: u64| RoleRow {
            label: String::new(),
            gained: gained.map_or(Cell::example(None), |gained| cell(gained, 1.0, (0.0, 1.0))),
            kept: Cell::example(None),
            lost: cell(lost, 1.0, (0.0, 1.0)),
        };
        assert_eq!(said(&roles(&[row(Some(9), 6), row(Some(6), 6), row(None, 7)])), ("title.some", vec!["1", "2"]));
        assert_eq!(said(&roles(&[row(Some(8), 7)])), ("title.plain", vec![]));
    }

    #[test]
    fn the_number_of_some_agrees_with_its_verb() {
        let titles = [(0, 4), (1, 4), (2, 4), (4, 4), (1, 1)].map(|(some, all)| some_of(some, all, true).title);
        assert_eq!(titles, ["title.none", "title.one", "title.some", "title.all", "title.all"]);
        assert_eq!(some_of(1, 4, false).title, "title.some");
    }

    #[test]
    fn what_is_most_often_known_comes_before_what_is_least() {
        let shares =
            [("Home", 70.0), ("Work", 50.0), ("Goals", 90.0)].map(|(label, share)| (label.to_owned(), share));
        let written = |label: &str, share: f64| format!("{label} {share}");
        assert_eq!(said(&completeness(&shares, written)), ("title.both", vec!["Goals 90", "Work 50"]));
        assert_eq!(said(&completeness(&shares[..1], written)), ("title.plain", vec![]));
    }

    #[test]
    fn a_group_lies_apart_when_its_interval_leaves_out_everyones_figure() {
        let row = |interval| CategoryRow { label: String::new(), cell: cell(5, 50.0, interval) };
        let everyone = row((49.0, 51.0));
        let (near, apart, on) = (row((40.0, 60.0)), row((50.1, 60.0)), row((50.0, 60.0)));
        assert_eq!(said(&groups(&everyone, &[&near, &apart, &on])), ("title.one", vec!["1", "3"]));
        assert_eq!(said(&groups(&everyone, &[&near, &on])), ("title.none", vec!["0", "2"]));
        assert_eq!(said(&groups(&everyone, &[&near])), ("title.plain", vec![]));
    }
}
