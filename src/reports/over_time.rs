//! One indicator over time: the drawing, what its points say in a sentence, and the points as a table, all from one
//! reading of the same protected cells.

use super::document::Table;
use super::signs;
use super::view::{self, View, filled};
use crate::charts::over_time::{self, Height, LineNames, OverTimeSpec, RuleName, RuleNames, TimePoint};
use crate::charts::{Caption, Drawing, Unit};
use crate::definitions::Scale;
use crate::definitions::statistics::shares_word;
use crate::definitions::wording::thousands;
use crate::release::{FigureKind, Trend, TrendPoint};
use crate::stats::{self, Method, Rule, Signal, Toward, TrendRules};

/// One indicator over time, with what the points say.
pub fn drawing(view: View, id: &str, height: Height) -> Option<Drawing> {
    let trend = view.release.trend(id, view.unit)?;
    if trend.reading.shown < 2 {
        return None;
    }
    let (unit, range) = match view.indicator(id)?.figure {
        FigureKind::Share => (Unit::Percent, (0.0, 100.0)),
        _ => (Unit::Points { decimals: 1 }, scale_range(view, id)),
    };
    let points = trend.points.iter();
    let aim = signs::aim(view, id);
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
        target: aim.map(|aim| (aim, view.plain("trend.target"))),
        height,
        signs: signs::signs(view, id, &trend.reading, aim, height == Height::Low),
    }))
}

fn caption(view: View, id: &str, trend: &Trend, unit: Unit) -> Caption {
    let in_words = |point: &TrendPoint| {
        let value = point.cell.value().map_or_else(|| view.absence(&point.cell), |value| unit.write(value));
        format!("{}: {value}", view.background.short(&point.period))
    };
    let figures: Vec<String> = trend.points.iter().map(in_words).collect();
    let caption = view.caption("chart.trend", &[("indicator", &view.label(id))], &figures);
    let notes = [notes(view, trend), caption.notes].concat();
    Caption { title: message(view, id, trend), subtitle: subtitle(view, id, trend), notes, ..caption }
}

/// What is drawn, of whom, from when to when, and how many stand behind the latest figure.
fn subtitle(view: View, id: &str, trend: &Trend) -> String {
    let short = |at: Option<&TrendPoint>| at.map_or_else(String::new, |point| view.background.short(&point.period));
    let latest = trend.reading.latest.and_then(|at| trend.points.get(at));
    let behind = latest.and_then(|point| view.counts_of(id, &point.cell)).unwrap_or_default();
    let places = [
        ("points", points_word(view)),
        ("from", short(trend.points.first())),
        ("to", short(trend.points.last())),
        ("latest", short(latest)),
        ("behind", behind),
        ("indicator", view.label(id)),
    ];
    view.say("chart.trend.subtitle", &filled(&places))
}

/// How patterns are told from chance, with every setting that experts set differently.
pub fn settings(view: View) -> String {
    let statistics = view.background.statistics;
    let TrendRules { fewest_for_limits, limit_factor, screen, fix_after, shift, trend, shares } =
        statistics.over_time;
    let screen = match screen {
        Some(screen) => view.say("settings.over_time.screened", &[("screen", &screen.to_string())]),
        None => view.plain("settings.over_time.unscreened"),
    };
    let fixed = fix_after.map(|points| view.say("settings.over_time.fixed", &[("fixed", &points.to_string())]));
    let places = [
        ("fixed", fixed.unwrap_or_else(|| view.plain("settings.over_time.not_fixed"))),
        ("fewest", fewest_for_limits.to_string()),
        ("points", points_word(view)),
        ("factor", limit_factor.to_string()),
        ("screen", screen),
        ("shift", shift.to_string()),
        ("trend", trend.to_string()),
        ("shares", view.plain(&format!("settings.shares.{}", shares_word(shares)))),
        ("source", statistics.over_time_rule.source.clone()),
    ];
    view.say("settings.over_time.rules", &filled(&places))
}

/// Where the series begins anew and why; and whether so different numbers stand behind the points that they swing differently.
fn notes(view: View, trend: &Trend) -> Vec<String> {
    let anew = trend.rebases.iter().map(|(start, reason)| {
        let from = view.background.short(&trend.points[*start].period);
        view.say("trend.anew", &[("from", &from), ("reason", reason)])
    });
    let scatter =
        trend.reading.scatter.map(|scatter| view.say("trend.scatter", &[("scatter", &view::points(scatter))]));
    let uneven = uneven(trend).filter(|_| trend.reading.scatter.is_none());
    let uneven = uneven
        .map(|(least, most)| view.say("trend.uneven", &[("least", &thousands(least)), ("most", &thousands(most))]));
    anew.chain(scatter).chain(uneven).collect()
}

/// Fewest and most known, where a share stands on numbers that lie more than a quarter from their mean.
fn uneven(trend: &Trend) -> Option<(u64, u64)> {
    let numbers = trend.points.iter().filter_map(|point| point.cell.numbers());
    let known: Vec<u64> = numbers.filter(|numbers| numbers.achieved.is_some()).map(|numbers| numbers.known).collect();
    let mean = known.iter().sum::<u64>() as f64 / known.len() as f64;
    let (least, most) = (*known.iter().min()?, *known.iter().max()?);
    let is_uneven = (least as f64) < 0.75 * mean || most as f64 > 1.25 * mean;
    (trend.reading.method == Method::Process && is_uneven).then_some((least, most))
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
        anew: view.plain("trend.anew_mark"),
    }
}

fn rule_names(view: View) -> RuleNames {
    let rule = |rule: Rule| RuleName {
        letter: view.plain(&format!("trend.rule.{}.letter", rule_word(rule))).chars().next().unwrap_or('•'),
        words: view.plain(&format!("trend.rule.{}.words", rule_word(rule))),
    };
    RuleNames {
        outside: rule(Rule::Outside),
        trend: rule(Rule::Trend),
        two_of_three: rule(Rule::TwoOfThree),
        shift: rule(Rule::Shift),
        few_crossings: rule(Rule::FewCrossings),
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

/// What the points of a trend say, in one sentence with its date. Never a bare "no concern": how large a change would have
/// been seen, or that too little can be seen.
fn message(view: View, id: &str, trend: &Trend) -> String {
    let (label, points) = (view.label(id), points_word(view));
    let short =
        |at: usize| trend.points.get(at).map_or_else(String::new, |point| view.background.short(&point.period));
    match trend.reading.signal {
        Signal::TooFewPoints { .. } => {
            let anew = trend.rebases.last().map(|(start, _)| short(*start));
            let key = if anew.is_some() { "trend.too_few_anew" } else { "trend.too_few" };
            let anew = anew.unwrap_or_default();
            view.say(key, &[("indicator", &label), ("points", &points), ("anew", &anew)])
        }
        Signal::NotSeen => not_seen(view, id, &trend.reading),
        Signal::Seen(run) => {
            let places = [
                ("indicator", label.as_str()),
                ("n", &run.length.to_string()),
                ("since", &short(run.first)),
                ("until", &short(run.last)),
                ("points", &points),
            ];
            let toward = if run.toward == Toward::Higher { "higher" } else { "lower" };
            let when = if trend.reading.is_current() { "seen" } else { "past" };
            view.say(&format!("trend.{when}.{}.{toward}", rule_word(run.rule)), &places)
        }
    }
}

fn not_seen(view: View, id: &str, reading: &stats::Trend) -> String {
    let label = view.label(id);
    let is_share = view.indicator(id).is_none_or(|indicator| indicator.figure == FigureKind::Share);
    match reading.visible_shift(&view.background.statistics.over_time) {
        Some(shift) => view.say(
            if is_share { "trend.not_seen_below_percent" } else { "trend.not_seen_below" },
            &[("indicator", &label), ("shift", &view::points(shift)), ("whole", &view::whole(shift))],
        ),
        None => view.say("trend.not_seen", &[("indicator", &label)]),
    }
}

/// Key of a rule's words.
fn rule_word(rule: Rule) -> &'static str {
    match rule {
        Rule::Outside => "outside",
        Rule::Trend => "trend",
        Rule::TwoOfThree => "two-of-three",
        Rule::Shift => "shift",
        Rule::FewCrossings => "few-crossings",
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
