//! The door to trends: methods, stretches, and rates of alarms by simulation.

use super::*;

fn trend(values: &[Option<f64>]) -> Trend {
    super::trend(&observed(values), &[], &TrendRules::NATIONAL)
}

fn observed(values: &[Option<f64>]) -> Vec<Observed> {
    values.iter().map(|value| Observed { value: *value, share: None }).collect()
}

/// Independent normal values from a fixed start, so that the simulation is the same everywhere.
struct Normal(u64);

impl Normal {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    fn draw(&mut self) -> f64 {
        let (radius, angle) = (self.uniform(), self.uniform());
        (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
    }
}

/// Independent normal values, with a lasting shift half way.
fn drawn(normal: &mut Normal, points: usize, shift: f64) -> Vec<Observed> {
    let level = |index: usize| if index >= points / 2 { shift } else { 0.0 };
    (0..points).map(|index| Observed { value: Some(normal.draw() + level(index)), share: None }).collect()
}

/// Share of series in which any rule is broken.
fn found(points: usize, shift: f64, times: usize, rules: &TrendRules) -> f64 {
    let mut normal = Normal(points as u64);
    let seen = (0..times).filter(|_| {
        let series = drawn(&mut normal, points, shift);
        matches!(super::trend(&series, &[], rules).signal, Signal::Seen(_))
    });
    seen.count() as f64 / times as f64
}

#[test]
fn the_visible_shift_is_found_four_times_in_five() {
    for (points, shift) in VISIBLE {
        let share = found(points, shift, 1500, &TrendRules::NATIONAL);
        assert!((share - 0.8).abs() < 0.04, "{points} points, {shift} deviations: {share}");
    }
}

/// Limits from as few points as others drew them from.
const FROM_FEW: TrendRules = TrendRules { fewest_for_limits: 2, ..TrendRules::NATIONAL };

/// Three standard errors of a share of so many simulated series.
fn error(share: f64, times: usize) -> f64 {
    3.0 * (share * (1.0 - share) / times as f64).sqrt() + 0.001
}

/// Rates of a simulation by others, with 40,000 series for each number of points.
#[test]
fn false_alarms_are_as_frequent_as_published() {
    const TIMES: usize = 6000;
    for (points, share) in [(8, 0.034), (10, 0.052), (12, 0.071), (20, 0.147), (24, 0.183), (36, 0.295)] {
        let seen = found(points, 0.0, TIMES, &FROM_FEW);
        assert!((seen - share).abs() < error(share, TIMES), "{points} points: {seen}, published {share}");
    }
}

/// The same, rule by rule; a series counts for every rule that it breaks.
#[test]
fn each_rule_is_broken_by_chance_as_often_as_published() {
    const TIMES: usize = 6000;
    for (points, shares) in [
        (8, [0.030, 0.0, 0.001, 0.009]),
        (12, [0.052, 0.012, 0.002, 0.016]),
        (20, [0.082, 0.057, 0.005, 0.030]),
        (36, [0.132, 0.168, 0.010, 0.050]),
    ] {
        let mut normal = Normal(1000 + points as u64);
        let mut broken = [0_usize; 4];
        for _ in 0..TIMES {
            let trend = super::trend(&drawn(&mut normal, points, 0.0), &[], &FROM_FEW);
            for (count, rule) in broken.iter_mut().zip([Rule::Outside, Rule::Shift, Rule::Trend, Rule::TwoOfThree]) {
                *count += usize::from(trend.marks.iter().flatten().any(|mark| mark.rule == rule));
            }
        }
        for (count, share) in broken.into_iter().zip(shares) {
            let seen = count as f64 / TIMES as f64;
            assert!((seen - share).abs() < error(share, TIMES), "{points} points: {broken:?}, published {shares:?}");
        }
    }
}

/// How often a lasting shift of one, two and three standard deviations is seen, by the same simulation.
#[test]
fn shifts_are_seen_as_often_as_published() {
    const TIMES: usize = 3000;
    for (points, shares) in
        [(8, [0.07, 0.16, 0.31]), (12, [0.14, 0.34, 0.57]), (20, [0.36, 0.77, 0.96]), (24, [0.45, 0.86, 0.99])]
    {
        for (shift, share) in [1.0, 2.0, 3.0].into_iter().zip(shares) {
            let seen = found(points, shift, TIMES, &FROM_FEW);
            // Published to whole per cent.
            assert!((seen - share).abs() < error(share, TIMES) + 0.005, "{points} points, {shift}: {seen}");
        }
    }
}

/// Half the width of unscreened limits over three true standard deviations: 5th, 50th and 95th percentile.
#[test]
fn limits_from_few_points_are_as_uncertain_as_published() {
    const TIMES: usize = 4000;
    let rules = TrendRules { screen: None, ..FROM_FEW };
    for (points, published) in
        [(8, [0.51, 0.97, 1.61]), (12, [0.59, 0.98, 1.48]), (20, [0.68, 0.99, 1.36]), (24, [0.71, 0.99, 1.32])]
    {
        let mut normal = Normal(2000 + points as u64);
        let width = |_| {
            let limits = super::trend(&drawn(&mut normal, points, 0.0), &[], &rules).now().limits.unwrap();
            (limits.upper - limits.lower) / 6.0
        };
        let mut widths: Vec<f64> = (0..TIMES).map(width).collect();
        widths.sort_by(f64::total_cmp);
        for (part, published) in [0.05, 0.5, 0.95].into_iter().zip(published) {
            let seen = widths[(part * TIMES as f64) as usize];
            assert!((seen - published).abs() < 0.035, "{points} points, {part}: {seen}, published {published}");
        }
    }
}

fn numbers(count: u32) -> Vec<Option<f64>> {
    (0..count).map(|index| Some(f64::from(index % 2))).collect()
}

#[test]
fn the_number_of_points_shown_decides_the_method() {
    assert_eq!(trend(&[]).method, Method::Nothing);
    assert_eq!(trend(&numbers(11)).method, Method::RunChart);
    assert_eq!(trend(&numbers(12)).method, Method::Process);
    let mut with_gap = numbers(12);
    with_gap[4] = None;
    assert_eq!(trend(&with_gap).method, Method::RunChart);
}

#[test]
fn twelve_points_without_neighbours_have_no_limits() {
    let apart: Vec<Option<f64>> = (0..24).map(|index| (index % 2 == 0).then_some(f64::from(index))).collect();
    let looked_at = trend(&apart);
    assert_eq!((looked_at.method, looked_at.now().limits), (Method::RunChart, None));
    assert_eq!(looked_at.visible_shift(&TrendRules::NATIONAL), None);
}

#[test]
fn a_number_that_is_none_is_a_gap() {
    assert_eq!(trend(&[Some(f64::NAN), Some(3.0)]).shown, 1);
}

#[test]
fn too_few_points_make_no_promise_of_what_could_be_seen() {
    assert_eq!(trend(&numbers(8)).visible_shift(&TrendRules::NATIONAL), None);
    assert_eq!(trend(&[Some(5.0); 11]).visible_shift(&TrendRules::NATIONAL), None);
    assert!(trend(&numbers(10)).visible_shift(&TrendRules::NATIONAL).is_some_and(|shift| shift > 1.0));
    // Eleven points, of which only two lie off the centre; and points that never vary.
    let on_the_centre = [5., 5., 5., 5., 5., 5., 5., 5., 1., 9., 5.].map(Some);
    assert_eq!(trend(&on_the_centre).visible_shift(&TrendRules::NATIONAL), None);
    assert_eq!(trend(&[Some(5.0); 12]).visible_shift(&TrendRules::NATIONAL), None);
}

/// By hand: steps of one make a spread of one over the constant for two draws.
#[test]
fn what_could_be_seen_is_that_of_the_most_points_not_above_those_there_are() {
    for (points, in_spreads) in [(10, 3.1), (13, 4.1), (14, 2.65), (40, 1.3)] {
        let found = trend(&numbers(points)).visible_shift(&TrendRules::NATIONAL);
        crate::stats::testing::close(found.unwrap(), in_spreads / 1.128);
    }
    let other_rules = TrendRules { shift: 8, ..TrendRules::NATIONAL };
    assert_eq!(trend(&numbers(14)).visible_shift(&other_rules), None);
}

#[test]
fn a_pattern_that_ended_is_not_current() {
    let mut values = numbers(24);
    for (index, value) in values.iter_mut().enumerate().take(8) {
        *value = Some(index as f64 * 4.0);
    }
    let looked_at = trend(&values);
    assert!(matches!(looked_at.signal, Signal::Seen(_)));
    let ended = Trend { latest: Some(23), signal: Signal::Seen(looked_at.runs[0]), ..looked_at };
    assert!(!ended.is_current());
    let mut values = numbers(24);
    values[23] = Some(30.0);
    assert!(trend(&values).is_current());
    assert!(!trend(&numbers(24)).is_current());
}

/// Values from NHSRplotthedots 0.2.2, printed there to two decimals.
#[test]
fn each_stretch_has_limits_of_its_own() {
    let values = process::tests::NORMAL;
    let rules = TrendRules { fewest_for_limits: 8, ..TrendRules::NATIONAL };
    let found = super::trend(&observed(&values.map(Some)), &[10], &rules);
    assert_eq!((found.lines.len(), found.in_force, found.starts.as_slice()), (20, 10, [10].as_slice()));
    for (point, centre, lower, upper) in
        [(0, 0.0746, -2.60, 2.75), (9, 0.0746, -2.60, 2.75), (10, 0.209, -3.28, 3.70)]
    {
        let (own, limits) = (found.lines[point], found.lines[point].limits.unwrap());
        assert!((own.centre.unwrap() - centre).abs() < 0.0005, "{own:?}");
        assert!((limits.lower - lower).abs() < 0.005 && (limits.upper - upper).abs() < 0.005, "{own:?}");
    }
}

#[test]
fn no_run_crosses_the_point_where_a_series_is_begun_anew() {
    let values: Vec<Option<f64>> = (0..26).map(|n| Some(f64::from(n % 2) + if n < 13 { 0.0 } else { 9.0 })).collect();
    let whole = trend(&values);
    assert!(matches!(whole.signal, Signal::Seen(_)));
    let anew = super::trend(&observed(&values), &[13], &TrendRules::NATIONAL);
    assert_eq!((anew.signal, anew.runs.len()), (Signal::NotSeen, 0));
    assert_eq!(super::trend(&observed(&values), &[1], &TrendRules::NATIONAL).starts, [1]);
    // A start before, at or behind the ends begins nothing.
    let same = super::trend(&observed(&values), &[0, 26, 99], &TrendRules::NATIONAL);
    assert_eq!(same, whole);
}

#[test]
fn a_pattern_keeps_its_place_after_a_start() {
    let mut values = numbers(24);
    values.extend((0..14).map(|n| Some(if n == 10 { 6.0 } else { f64::from(n % 2) })));
    let found = super::trend(&observed(&values), &[24], &TrendRules::NATIONAL);
    let expected = Run { rule: Rule::Outside, toward: Toward::Higher, first: 34, last: 34, length: 1 };
    assert_eq!((found.signal, found.marks[34].is_some()), (Signal::Seen(expected), true));
}

#[test]
fn after_too_few_points_of_a_new_stretch_no_rule_speaks() {
    let found = super::trend(&observed(&numbers(24)), &[20], &TrendRules::NATIONAL);
    assert_eq!(found.signal, Signal::TooFewPoints { counted: 4, needed: FEWEST_TO_JUDGE });
    assert_eq!((found.variation(), found.visible_shift(&TrendRules::NATIONAL)), (None, None));
    assert!(found.lines[..20].iter().all(|lines| !lines.too_few) && found.lines[20..].iter().all(|l| l.too_few));
}

/// The assurance icon of NHSRplotthedots 0.2.2.
#[test]
fn an_aim_lies_beyond_or_within_the_limits_as_published() {
    let aim = |(lower, upper): (f64, f64)| {
        let lines = Lines { limits: Some(Limits { lower, upper }), ..Lines::default() };
        Trend { lines: vec![lines], latest: Some(0), ..trend(&[Some(1.0)]) }.aim(4.0)
    };
    assert_eq!(aim((1.0, 3.0)), Some(Aim::OutOfReach));
    assert_eq!(aim((5.0, 7.0)), Some(Aim::Exceeded));
    assert_eq!(aim((1.0, 5.0)), Some(Aim::Within));
    assert_eq!((aim((1.0, 4.0)), aim((4.0, 7.0))), (Some(Aim::Within), Some(Aim::Within)));
    assert_eq!(trend(&[Some(1.0), Some(2.0)]).aim(4.0), None);
}

/// The sign is that of the latest point alone.
#[test]
fn the_latest_point_says_whether_anything_is_unusual() {
    let mut values = numbers(24);
    assert_eq!(trend(&values).variation(), Some(Variation::Usual));
    values.push(Some(30.0));
    assert_eq!(trend(&values).variation(), Some(Variation::Unusual(Toward::Higher)));
    values.push(Some(0.0));
    assert_eq!(trend(&values).variation(), Some(Variation::Usual));
    assert_eq!(trend(&numbers(4)).variation(), None);
}

const ACHIEVED: [f64; 12] = [12.0, 9.0, 14.0, 7.0, 16.0, 11.0, 18.0, 8.0, 20.0, 10.0, 13.0, 15.0];
const KNOWN: [f64; 12] = [40.0, 35.0, 42.0, 38.0, 45.0, 37.0, 50.0, 36.0, 52.0, 33.0, 41.0, 44.0];

fn shares(widest: f64) -> Vec<Observed> {
    let both = ACHIEVED.iter().zip(KNOWN).enumerate();
    both.map(|(index, (achieved, known))| {
        let achieved = if index == 6 { widest } else { *achieved };
        Observed { value: Some(100.0 * achieved / known), share: Some(Share { achieved, known }) }
    })
    .collect()
}

/// Limits from running qicharts2 (2025-09), in percent; those of I′ at this point by the formula in Python, which gives
/// qicharts2's values at the first point.
#[test]
fn shares_stand_inside_limits_of_their_own() {
    for (shares_as, lower, upper, scatter) in [
        (ShareChart::P, 10.111_038_751_1, 51.957_926_766_1, 1.097_497_006_72),
        (ShareChart::PPrime, 8.071_065_590_17, 53.997_899_927_1, 1.097_497_006_72),
        (ShareChart::IPrime, 8.210_334_790_11, 53.858_630_727_1, 1.090_840_874_97),
    ] {
        let rules = TrendRules { shares: shares_as, ..TrendRules::NATIONAL };
        let found = super::trend(&shares(18.0), &[], &rules);
        let limits = found.now().limits.unwrap();
        crate::stats::testing::close(limits.lower, lower);
        crate::stats::testing::close(limits.upper, upper);
        crate::stats::testing::close(found.scatter.unwrap(), scatter);
        crate::stats::testing::close(found.now().centre.unwrap(), 100.0 * 153.0 / 493.0);
        let reaches = found.lines.iter().map(|lines| lines.limits.unwrap()).map(|l| (l.upper - l.lower) / 2.0);
        crate::stats::testing::close(found.spread.unwrap(), reaches.sum::<f64>() / 12.0 / 3.0);
        assert_eq!(found.signal, Signal::NotSeen);
        let outside = super::trend(&shares(34.0), &[], &TrendRules { shares: ShareChart::P, ..rules });
        assert_eq!(outside.marks[6], Some(PointSignal { rule: Rule::Outside, toward: Toward::Higher }));
    }
}

/// A share that is nobody, or everybody, at every point has no limits of shares; a mean has none either.
#[test]
fn what_is_no_share_is_judged_as_any_other_number() {
    let rules = TrendRules { shares: ShareChart::P, ..TrendRules::NATIONAL };
    assert_eq!(super::trend(&observed(&numbers(14)), &[], &rules).scatter, None);
    let nobody = [Observed { value: Some(0.0), share: Some(Share { achieved: 0.0, known: 40.0 }) }; 14];
    let found = super::trend(&nobody, &[], &rules);
    assert_eq!((found.method, found.scatter, found.signal), (Method::Process, None, Signal::NotSeen));
    // Without neighbours, that is a run chart.
    for achieved in [0.0, 40.0] {
        let own = Observed { value: Some(2.5 * achieved), share: Some(Share { achieved, known: 40.0 }) };
        let apart: Vec<Observed> = (0..28).map(|n| if n % 2 == 0 { own } else { Observed::default() }).collect();
        assert_eq!(super::trend(&apart, &[], &rules).method, Method::RunChart);
    }
}
