//! Values from the tests and vignettes of NHSRplotthedots 0.2.2, and from running it.

use super::*;
use crate::stats::testing::{close, within};

pub(crate) const NORMAL: [f64; 20] = [
    -0.5604756466,
    -0.2301774895,
    1.5587083141,
    0.0705083914,
    0.1292877352,
    1.7150649869,
    0.4609162060,
    -1.2650612346,
    -0.6868528519,
    -0.4456619701,
    1.2240817974,
    0.3598138271,
    0.4007714506,
    0.1106827159,
    -0.5558411348,
    1.7869131368,
    0.4978504782,
    -1.9666171566,
    0.7013559016,
    -0.4727914077,
];

const VIGNETTE: [f64; 18] =
    [1.0, 2.0, 1.0, 2.0, 10.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0];

const RULES: TrendRules = TrendRules::NATIONAL;
const UNSCREENED: TrendRules = TrendRules { screen: None, ..RULES };

fn all(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

/// One letter per point: O outside, T trend, 2 two of three, S shift; capital higher, small (or -) lower; `.` none.
fn letters(points: &[Option<f64>]) -> String {
    let letter = |mark: &Option<PointSignal>| match mark {
        None => '.',
        Some(PointSignal { rule, toward }) => match (rule, toward) {
            (Rule::Outside, Toward::Higher) => 'O',
            (Rule::Outside, Toward::Lower) => 'o',
            (Rule::Trend, Toward::Higher) => 'T',
            (Rule::Trend, Toward::Lower) => 't',
            (Rule::TwoOfThree, Toward::Higher) => '2',
            (Rule::TwoOfThree, Toward::Lower) => '-',
            (Rule::Shift, Toward::Higher) => 'S',
            (Rule::Shift, Toward::Lower) => 's',
            (Rule::FewCrossings, _) => 'c',
        },
    };
    judge(points, &RULES).expect("limits").marks.iter().map(letter).collect()
}

#[test]
fn limits_agree_with_published_runs() {
    #[track_caller]
    fn case(values: &[f64], rules: TrendRules, centre: f64, lower: f64, upper: f64) {
        let found = process_limits(&all(values), &rules).unwrap();
        close(found.centre, centre);
        close(found.limits.lower, lower);
        close(found.limits.upper, upper);
    }

    case(&VIGNETTE, RULES, 1.944_444_444_44, -0.715_555_555_556, 4.604_444_444_44);
    case(&VIGNETTE, UNSCREENED, 1.944_444_444_44, -3.062_614_379_08, 6.951_503_267_97);
    case(&NORMAL, RULES, 0.141_623_802_475, -3.011_379_595_71, 3.294_627_200_66);
    case(&[42., 45., 41., 44., 47., 43., 46., 52.], RULES, 45.0, 35.12, 54.88);
    case(
        &[42., 45., 41., 44., 47., 43., 46., 52., 53., 54., 55., 57.],
        RULES,
        48.25,
        40.753_636_363_6,
        55.746_363_636_4,
    );
    case(
        &[5., 1., 2., 3., 4., 5., 6., 7., 4., 5., 6., 5.],
        RULES,
        4.416_666_666_67,
        0.547_575_757_576,
        8.285_757_575_76,
    );
    case(
        &[10., 12., 9., 11., 10., 12., 20., 21., 20., 22., 21., 20., 22., 21.],
        RULES,
        16.5,
        12.288_333_333_3,
        20.711_666_666_7,
    );
    case(&[3., 5.], RULES, 4.0, -1.32, 9.32);
}

/// The same, with the limits of the first twelve points.
#[test]
fn points_after_the_baseline_are_held_against_its_limits() {
    let values = all(&[10., 12., 9., 11., 10., 12., 9., 11., 10., 12., 9., 11., 20., 21., 20., 22.]);
    let rules = TrendRules { fix_after: Some(12), ..RULES };
    let found = process_limits(&values, &rules).unwrap();
    close(found.centre, 10.5);
    close(found.limits.lower, 4.938_181_818_18);
    close(found.limits.upper, 16.061_818_181_8);
    let marks = judge(&values, &rules).unwrap().marks;
    let outside = Some(PointSignal { rule: Rule::Outside, toward: Toward::Higher });
    assert!(marks[..12].iter().all(Option::is_none) && marks[12..].iter().all(|mark| *mark == outside), "{marks:?}");
    // A gap does not count, and fewer points than asked for are all there are.
    let mut with_gap = values.clone();
    with_gap.insert(3, None);
    close(process_limits(&with_gap, &rules).unwrap().centre, 10.5);
    assert_eq!(process_limits(&values[..9], &rules), process_limits(&values[..9], &RULES));
}

#[test]
fn limits_agree_with_values_printed_with_fewer_digits() {
    let mut outlier = NORMAL;
    outlier[14] = 10.0;
    let screened = process_limits(&all(&outlier), &RULES).unwrap();
    within(screened.centre, 0.669_415_9, 1e-7);
    within(screened.limits.lower, -2.383_666, 1e-6);
    within(screened.limits.upper, 3.722_497, 1e-6);
    let unscreened = process_limits(&all(&outlier), &UNSCREENED).unwrap();
    within(unscreened.limits.lower, -4.596_625, 1e-6);
    within(unscreened.limits.upper, 5.935_457, 1e-6);
}

/// By hand: steps of 1, 1 and 4 have a mean of 2, and twice that is left out.
#[test]
fn a_step_as_large_as_the_screen_is_left_out() {
    let rules = TrendRules { screen: Some(2.0), ..RULES };
    close(process_limits(&all(&[0., 1., 0., 4.]), &rules).unwrap().step, 1.0);
}

#[test]
fn limits_fixed_after_no_points_come_from_all() {
    let values = all(&[10., 12., 9., 11.]);
    let none = TrendRules { fix_after: Some(0), ..RULES };
    assert_eq!(process_limits(&values, &none), process_limits(&values, &RULES));
}

/// By hand: the mean step over the constant for two draws.
#[test]
fn the_spread_is_that_of_the_steps() {
    close(judge(&all(&[3., 5.]), &RULES).unwrap().spread.unwrap(), 2.0 / 1.128);
}

#[test]
fn a_point_on_a_limit_or_within_rounding_of_it_is_not_outside() {
    let outside = |value: f64| zone(value, Band { centre: 4.0, reach: 6.0 }).outside;
    assert_eq!([10.0, 10.0 + 1e-13, 10.001, -2.0, -2.001].map(outside), [false, false, true, false, true]);
}

#[test]
fn points_are_named_as_the_published_code_names_them() {
    #[track_caller]
    fn case(values: &[f64], expected: &str) {
        assert_eq!(letters(&all(values)), expected);
    }

    case(&VIGNETTE, "....O.............");
    case(&NORMAL, "....................");
    case(&[42., 45., 41., 44., 47., 43., 46., 52.], "........");
    case(&[42., 45., 41., 44., 47., 43., 46., 52., 53., 54., 55., 57.], "-s-ssTTTTTTO");
    case(&[5., 1., 2., 3., 4., 5., 6., 7., 4., 5., 6., 5.], ".TTTTTTT....");
    case(&[10., 12., 9., 11., 10., 12., 20., 21., 20., 22., 21., 20., 22., 21.], "oooooo2O2OOSOO");
}

#[test]
fn a_trend_needs_seven_strictly_rising_points() {
    #[track_caller]
    fn case(values: &[f64], expected: &[(Toward, usize)]) {
        let long = monotone(&all(values)).into_iter().filter(|(_, points)| points.len() >= RULES.trend);
        let found: Vec<(Toward, usize)> = long.map(|(toward, points)| (toward, points[points.len() - 1])).collect();
        assert_eq!(found, expected);
    }

    case(&[1., 2., 3., 4., 5., 6., 7.], &[(Toward::Higher, 6)]);
    case(&[7., 6., 5., 4., 3., 2., 1.], &[(Toward::Lower, 6)]);
    case(&[1., 2., 3., 3., 4., 5., 6.], &[]);
    case(&[2., 1., 2., 3., 4., 5., 6., 7., 3.], &[(Toward::Higher, 7)]);
}

#[test]
fn a_turning_point_takes_the_direction_of_the_later_run() {
    let up: Vec<f64> = (1..=7).map(f64::from).collect();
    let down = (1..=6).rev().map(f64::from);
    let values: Vec<f64> = up.into_iter().chain(down).collect();
    let found = judge(&all(&values), &RULES).unwrap();
    assert!(found.runs.iter().filter(|run| run.rule == Rule::Trend).count() == 2);
    let patterns: Vec<Pattern> =
        monotone(&all(&values)).into_iter().filter_map(|(t, p)| Pattern::new(Rule::Trend, t, p)).collect();
    assert_eq!(mark(&patterns, 6), Some(PointSignal { rule: Rule::Trend, toward: Toward::Lower }));
}

fn zones(near: &[u8], sides: &str) -> Vec<Option<Zone>> {
    let toward = |side: char| match side {
        '+' => Some(Toward::Higher),
        '-' => Some(Toward::Lower),
        _ => None,
    };
    let both = near.iter().zip(sides.chars());
    both.map(|(near, side)| Some(Zone { toward: toward(side), outside: false, near: *near == 1 })).collect()
}

#[test]
fn two_of_three_marks_only_points_near_the_limit() {
    #[track_caller]
    fn case(near: &[u8], sides: &str, expected: &[usize]) {
        let found: Vec<usize> = near_limits(&zones(near, sides)).into_iter().flat_map(|(_, points)| points).collect();
        assert_eq!(found, expected);
    }

    case(&[0, 0, 1, 0, 1, 0, 0], "+++++++", &[2, 4]);
    case(&[1, 0, 0, 1, 1], "+++++", &[3, 4]);
    case(&[1, 0, 1], "+-+", &[]);
    case(&[1, 1, 0], "++0", &[]);
}

#[test]
fn windows_of_three_that_share_a_point_near_the_limit_make_one_pattern() {
    let patterns = |near: &[u8]| -> Vec<Vec<usize>> {
        near_limits(&zones(near, "+++++++")).into_iter().map(|(_, points)| points).collect()
    };
    assert_eq!(patterns(&[1, 1, 0, 1, 1]), [vec![0, 1, 3, 4]]);
    assert_eq!(patterns(&[1, 1, 0, 0, 0, 1, 1]), [vec![0, 1], vec![5, 6]]);
}

/// By hand: two thirds of the way from 4 to 10 is 8.
#[test]
fn a_point_two_thirds_of_the_way_to_a_limit_is_not_near_it() {
    let near = |value: f64| zone(value, Band { centre: 4.0, reach: 6.0 }).near;
    assert_eq!([8.0, 8.001, 10.0, 10.001].map(near), [false, true, true, false]);
}

#[test]
fn opposite_points_near_opposite_limits_are_common_cause() {
    let mut values: Vec<f64> = [1.0, -1.0].repeat(7);
    values.extend([5.5, -5.5]);
    assert!(letters(&all(&values)).ends_with(".."));
}

#[test]
fn a_shift_needs_seven_points_and_a_point_on_the_centre_breaks_it() {
    let longest = |sides: &str| {
        let found = stretches(&zones(&vec![0; sides.len()], sides), |zone| zone.toward);
        found.into_iter().map(|(_, points)| points.len()).max()
    };
    assert_eq!(longest("++++++++-"), Some(8));
    assert_eq!(longest("+++0++++"), Some(4));
}

#[test]
fn a_series_that_never_varies_has_its_limits_on_the_mean_and_no_signal() {
    let found = judge(&[Some(0.1); 12], &RULES).unwrap();
    let limits = found.lines[0].limits.unwrap();
    close(limits.upper - limits.lower, 0.0);
    assert_eq!(found.signal, Signal::NotSeen);
    assert!(found.marks.iter().all(Option::is_none));
}

/// Limits on the mean all the same: what no longer lies there is outside them.
#[test]
fn what_leaves_a_baseline_that_never_varied_is_outside() {
    let values = all(&[0.1; 12]).into_iter().chain([Some(0.1), Some(0.05)]).collect::<Vec<_>>();
    let rules = TrendRules { fix_after: Some(12), ..RULES };
    let marks = judge(&values, &rules).unwrap().marks;
    assert!(marks[..13].iter().all(Option::is_none), "{marks:?}");
    assert_eq!(marks[13], Some(PointSignal { rule: Rule::Outside, toward: Toward::Lower }));
}

#[test]
fn one_step_in_a_flat_series_does_not_put_every_point_outside() {
    let mut values = [100.0; 14];
    values[13] = 95.0;
    assert_eq!(letters(&all(&values)), "SSSSSSSSSSSSSO".replace('O', "o"));
}

#[test]
fn one_point_has_no_limits() {
    assert_eq!(process_limits(&[Some(4.0)], &RULES), None);
    assert_eq!(process_limits(&[Some(4.0), None, Some(5.0)], &RULES), None);
}

#[test]
fn a_gap_ends_a_run_and_is_not_a_step() {
    let rising: Vec<Option<f64>> = (0..13).map(|n| (n != 6).then_some(f64::from(n))).collect();
    assert!(judge(&rising, &RULES).unwrap().runs.iter().all(|run| run.rule != Rule::Trend));
    close(process_limits(&rising, &RULES).unwrap().step, 1.0);
}

#[test]
fn the_most_recent_pattern_is_the_signal() {
    let found = judge(&all(&[42., 45., 41., 44., 47., 43., 46., 52., 53., 54., 55., 57.]), &RULES).unwrap();
    let expected = Run { rule: Rule::Outside, toward: Toward::Higher, first: 11, last: 11, length: 1 };
    assert_eq!(found.signal, Signal::Seen(expected));
}
