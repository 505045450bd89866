//! One indicator over time: the drawing, what its points say in a sentence, and the points as a table, all from one
//! reading of the same protected cells.

use super::document::Table;
use super::view::{self, View};
use crate::charts::over_time::{self, LineNames, OverTimeSpec, RuleName, RuleNames, TimePoint};
use crate::charts::{Caption, Drawing, Unit};
use crate::definitions::Scale;
use crate::release::{FigureKind, Trend, TrendPoint};
use crate::stats::{Method, Rule, Signal, Toward};

/// One indicator over time, with what the points say.
pub fn drawing(view: View, id: &str) -> Option<Drawing> {
    let trend = view.release.trend(id, view.unit)?;
    if trend.reading.shown < 2 {
        return None;
    }
    let (unit, range) = match view.indicator(id)?.figure {
        FigureKind::Share => (Unit::Percent, (0.0, 100.0)),
        _ => (Unit::Points { decimals: 1 }, scale_range(view, id)),
    };
    let points = trend.points.iter();
    Some(over_time::draw(&OverTimeSpec {
        caption: caption(view, id, trend, unit),
        words: view.chart_words(),
        unit,
        points: points.map(|p| TimePoint { label: view.background.short(&p.period), cell: p.cell.clone() }).collect(),
        trend: trend.reading.clone(),
        range,
        axis: String::new(),
        lines: line_names(view, trend.reading.method),
        rules: rule_names(view),
        target: None,
    }))
}

fn caption(view: View, id: &str, trend: &Trend, unit: Unit) -> Caption {
    let in_words = |point: &TrendPoint| {
        let value = point.cell.value().map_or_else(|| view.absence(&point.cell), |value| unit.write(value));
        format!("{}: {value}", view.background.short(&point.period))
    };
    let figures: Vec<String> = trend.points.iter().map(in_words).collect();
    let places = [("indicator", view.label(id)), ("points", points_word(view))];
    let places: Vec<(&str, &str)> = places.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let caption = view.caption("chart.trend", &places, &figures);
    Caption { title: message(view, id, trend), ..caption }
}

/// `quarters` or `months`.
pub fn points_word(view: View) -> String {
    view.plain(if view.background.by_month { "trend.months" } else { "trend.quarters" })
}

fn line_names(view: View, method: Method) -> LineNames {
    LineNames {
        centre: view.plain(if method == Method::Process { "trend.mean" } else { "trend.median" }),
        upper: view.plain("trend.upper"),
        lower: view.plain("trend.lower"),
    }
}

fn rule_names(view: View) -> RuleNames {
    let rule = |name: &str| RuleName {
        letter: view.plain(&format!("trend.rule.{name}.letter")).chars().next().unwrap_or('•'),
        words: view.plain(&format!("trend.rule.{name}.words")),
    };
    RuleNames {
        outside: rule("outside"),
        trend: rule("trend"),
        two_of_three: rule("two-of-three"),
        shift: rule("shift"),
        few_crossings: rule("few-crossings"),
    }
}

fn scale_range(view: View, id: &str) -> (f64, f64) {
    let scale = view.indicator(id).and_then(|indicator| {
        let measure = indicator.about.measure?;
        let measures = &view.background.all_measures;
        measures.get(measure)?.scales.get(indicator.about.scale?)
    });
    scale.map_or((0.0, 100.0), |scale: &Scale| (scale.lowest, scale.highest))
}

/// What the points of a trend say, in one sentence. Never a bare "no concern": with few points, that little can be seen.
fn message(view: View, id: &str, trend: &Trend) -> String {
    let (label, points) = (view.label(id), points_word(view));
    let unit = view.indicator(id).map_or(FigureKind::Share, |indicator| indicator.figure);
    match trend.reading.signal {
        Signal::TooFewPoints { counted, needed } => view.say(
            "trend.too_few",
            &[
                ("indicator", &label),
                ("points", &points),
                ("n", &counted.to_string()),
                ("needed", &needed.to_string()),
            ],
        ),
        Signal::NotSeen => match trend.reading.visible_shift() {
            Some(shift) => view.say(
                if unit == FigureKind::Share { "trend.not_seen_below_percent" } else { "trend.not_seen_below" },
                &[("indicator", &label), ("shift", &view::points(shift)), ("whole", &view::whole(shift))],
            ),
            None => view.say("trend.not_seen", &[("indicator", &label)]),
        },
        Signal::Seen(run) => {
            let toward = if run.toward == Toward::Higher { "higher" } else { "lower" };
            let rule = match run.rule {
                Rule::Outside => "outside",
                Rule::Trend => "trend",
                Rule::TwoOfThree => "two-of-three",
                Rule::Shift => "shift",
                Rule::FewCrossings => "few-crossings",
            };
            let since = view.background.short(&trend.points[run.first].period);
            let until = view.background.short(&trend.points[run.last].period);
            view.say(
                &format!("trend.seen.{rule}.{toward}"),
                &[
                    ("indicator", &label),
                    ("n", &run.length.to_string()),
                    ("since", &since),
                    ("until", &until),
                    ("points", &points),
                ],
            )
        }
    }
}

/// The points of a trend as a table.
pub fn table(view: View, id: &str) -> Option<Table> {
    let trend = view.release.trend(id, view.unit)?;
    let mut table = Table::new(view.label(id))
        .column(view.plain("column.period"))
        .number(view.plain("column.value"))
        .number(view.plain("column.known"))
        .compact();
    for point in &trend.points {
        let known = point.cell.numbers().map_or("–".to_owned(), |numbers| numbers.known.to_string());
        table.row([view.background.short(&point.period), view.main_of(id, &point.cell), known]);
    }
    Some(table)
}
