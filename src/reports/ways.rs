//! What stands out among the criteria, by a rule that is written down and the same for strengths and for what has most way to
//! go; and which action points speak to it.

use super::document::Table;
use super::view::{OfCriterion, View};
use crate::definitions::{Contrast, Criterion};
use crate::release::{Counted, CriterionFigure};

/// Where a criterion stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// At the service's own target or above it; without one, far along.
    Strong,
    /// Clearly further along than in the quarter before.
    Risen,
    /// Below the service's own target; without one, with most of the way to go.
    Low,
    /// Clearly less far along than in the quarter before.
    Fallen,
    /// Without a figure, and not because it is withheld.
    Silent,
}

impl Stand {
    /// Strengths first.
    const ALL: [Stand; 5] = [Stand::Strong, Stand::Risen, Stand::Low, Stand::Fallen, Stand::Silent];

    /// Key of its words, below `ways.`.
    fn key(self) -> &'static str {
        match self {
            Stand::Strong => "strong",
            Stand::Risen => "risen",
            Stand::Low => "low",
            Stand::Fallen => "fallen",
            Stand::Silent => "silent",
        }
    }

    /// `None` where nothing stands out.
    fn of(figure: &CriterionFigure, criterion: &Criterion, (strong_from, low_below): (f64, f64)) -> Option<Stand> {
        let Some(now) = figure.now.numbers() else {
            return (!figure.now.is_withheld()).then_some(Stand::Silent);
        };
        let value = now.value?;
        let last = figure.last.as_ref().and_then(|last| last.numbers());
        let ends = |of: Option<&crate::release::Numbers>| of.and_then(|numbers| numbers.lower.zip(numbers.upper));
        let apart = ends(Some(now))
            .zip(ends(last))
            .map(|((lower, upper), (before_lower, before_upper))| (lower > before_upper, upper < before_lower));
        match apart {
            _ if value >= criterion.target.unwrap_or(strong_from) => Some(Stand::Strong),
            _ if value < criterion.target.unwrap_or(low_below) => Some(Stand::Low),
            Some((true, _)) => Some(Stand::Risen),
            Some((_, true)) => Some(Stand::Fallen),
            _ => None,
        }
    }
}

/// The rule in a sentence.
pub fn rule(view: View) -> String {
    let frame = view.background.framework;
    let [strong, low] = [frame.strong_from, frame.low_below].map(|end| end.to_string());
    view.say("ways.rule", &[("strong", &strong), ("low", &low)])
}

/// Everything that stands out, with the action points that speak to it; none where nothing does.
pub fn table(view: View) -> Option<Table> {
    let mut table = Table::new(view.plain("ways.table"))
        .column(view.plain("column.criterion"))
        .number(view.plain("column.attained"))
        .number(view.plain("column.last_cycle"))
        .column(view.plain("column.ways"))
        .compact();
    for stand in Stand::ALL {
        let own: Vec<OfCriterion> = view.criteria().filter(|of| stand_of(view, of) == Some(stand)).collect();
        if !own.is_empty() {
            table.group(view.plain(&format!("ways.{}", stand.key())));
        }
        for (figure, criterion) in own {
            let last = figure.last.as_ref().map_or_else(|| "–".to_owned(), |last| view.attained(last));
            table.row([named(view, criterion), view.attained(&figure.now), last, points(view, criterion)]);
        }
    }
    (!table.rows.is_empty()).then(|| table.note(view.plain("ways.note")))
}

/// `Another worker on request (from control to choice)`.
fn named(view: View, criterion: &Criterion) -> String {
    match view.background.framework.contrast_of(criterion) {
        Some(Contrast { from, towards, .. }) => {
            view.say("ways.criterion", &[("criterion", &criterion.label), ("from", from), ("towards", towards)])
        }
        None => criterion.label.clone(),
    }
}

/// `49 People are supported in working towards goals; 50 …`.
fn points(view: View, criterion: &Criterion) -> String {
    criterion.points.iter().map(|number| view.point(*number)).collect::<Vec<_>>().join("; ")
}

fn stand_of(view: View, (figure, criterion): &OfCriterion) -> Option<Stand> {
    let frame = view.background.framework;
    Stand::of(figure, criterion, (frame.strong_from, frame.low_below))
}

/// How many criteria are strengths, and how many have most of the way to go.
pub fn counts(view: View) -> (usize, usize) {
    let of = |stand: Stand| view.criteria().filter(|of| stand_of(view, of) == Some(stand)).count();
    (of(Stand::Strong), of(Stand::Low))
}

/// Most criteria named as strengths, or to look at, where there is room for a few.
const MOST_NAMED: usize = 3;

/// The criteria furthest along of those that are strong; ties in the order of the framework.
pub fn strengths<'a>(view: View<'a>) -> Vec<OfCriterion<'a>> {
    let mut strong = about_people(view, Stand::Strong);
    strong.sort_by(|a, b| b.0.now.value().unwrap_or_default().total_cmp(&a.0.now.value().unwrap_or_default()));
    strong.truncate(MOST_NAMED);
    strong
}

/// The criteria with most way to go of those that are low; ties in the order of the framework.
pub fn to_look_at<'a>(view: View<'a>) -> Vec<OfCriterion<'a>> {
    let mut low = about_people(view, Stand::Low);
    low.sort_by(|a, b| a.0.now.value().unwrap_or_default().total_cmp(&b.0.now.value().unwrap_or_default()));
    low.truncate(MOST_NAMED);
    low
}

/// Criteria with a figure about people, goals or records. What a team has in place it knows without us.
fn about_people<'a>(view: View<'a>, stand: Stand) -> Vec<OfCriterion<'a>> {
    let about_teams = |criterion: &Criterion| {
        view.indicator(&criterion.indicator).is_some_and(|indicator| indicator.counted == Counted::Teams)
    };
    view.criteria().filter(|of| stand_of(view, of) == Some(stand) && !about_teams(of.1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definitions::Takes;
    use crate::release::{Cell, Numbers};

    fn cell(value: f64, (lower, upper): (f64, f64)) -> Cell {
        let (value, lower, upper) = (Some(value), Some(lower), Some(upper));
        Cell::example(Some(Numbers { value, lower, upper, ..Numbers::default() }))
    }

    fn stand(now: Cell, last: Option<Cell>, target: Option<f64>) -> Option<Stand> {
        let figure = CriterionFigure { unit: 0, value: 0, criterion: 0, now, last };
        let criterion = Criterion {
            id: String::new(),
            label: String::new(),
            standard: String::new(),
            indicator: String::new(),
            takes: Takes::Share,
            points: Vec::new(),
            about: Vec::new(),
            target,
            weight: 1.0,
        };
        Stand::of(&figure, &criterion, (70.0, 50.0))
    }

    #[test]
    fn a_criterion_stands_out_at_either_end_of_the_line_or_against_its_target() {
        let at = |value: f64, target| stand(cell(value, (value - 3.0, value + 3.0)), None, target);
        assert_eq!(at(70.0, None), Some(Stand::Strong));
        assert_eq!(at(69.9, None), None);
        assert_eq!(at(50.0, None), None);
        assert_eq!(at(49.9, None), Some(Stand::Low));
        assert_eq!(at(79.9, Some(80.0)), Some(Stand::Low));
        assert_eq!(at(30.0, Some(30.0)), Some(Stand::Strong));
    }

    #[test]
    fn one_in_between_stands_out_when_the_two_intervals_do_not_touch() {
        let now = || cell(60.0, (55.0, 65.0));
        let before = |lower: f64, upper: f64| Some(cell((lower + upper) / 2.0, (lower, upper)));
        assert_eq!(stand(now(), before(40.0, 54.9), None), Some(Stand::Risen));
        assert_eq!(stand(now(), before(40.0, 55.0), None), None);
        assert_eq!(stand(now(), before(65.1, 70.0), None), Some(Stand::Fallen));
        assert_eq!(stand(now(), before(65.0, 70.0), None), None);
        assert_eq!(stand(cell(80.0, (75.0, 85.0)), before(90.0, 95.0), None), Some(Stand::Strong));
    }

    #[test]
    fn what_is_withheld_is_not_named_and_what_has_no_figure_is() {
        assert_eq!(stand(Cell::example(None), None, None), None);
        assert_eq!(stand(Cell::example_of_nothing(), None, None), Some(Stand::Silent));
    }
}
