//! Thousands of small providers and every world that fits what is shown of them.

use super::super::attack::{Attack, Memory};
use super::super::second::settle;
use super::{CASELOAD, COVERAGE, Dice, Provider, Team};
use crate::definitions::ReleaseProfile;

/// Two services of two teams each: the provider, the services, then the teams.
const UNITS: usize = 7;

fn provider(teams: &[Team; 4]) -> Provider {
    Provider::new(&[&teams[..2], &teams[2..]])
}

/// What each unit comes to.
fn sums([first, second, third, fourth]: [u64; 4]) -> [u64; UNITS] {
    let (one, other) = (first + second, third + fourth);
    [one + other, one, other, first, second, third, fourth]
}

/// The least and the most that each unit can come to, over all worlds that fit what is shown: numbers of teams, each at
/// most as large as given, tried one by one.
fn ranges(truth: [u64; 4], most: [u64; 4], fits: impl Fn(usize, u64) -> bool) -> [(u64, u64); UNITS] {
    let mut ranges = sums(truth).map(|sum| (sum, sum));
    for first in 0..=most[0] {
        for second in 0..=most[1] {
            for third in 0..=most[2] {
                for fourth in 0..=most[3] {
                    let world = sums([first, second, third, fourth]);
                    if (0..UNITS).all(|unit| fits(unit, world[unit])) {
                        for (range, sum) in ranges.iter_mut().zip(world) {
                            *range = (range.0.min(sum), range.1.max(sum));
                        }
                    }
                }
            }
        }
    }
    ranges
}

/// Whether a count fits a row that prints what it is, where it does.
fn as_it_is(truth: [u64; 4], shown: &[bool]) -> impl Fn(usize, u64) -> bool {
    let truth = sums(truth);
    move |unit, count| !shown[unit] || count == truth[unit]
}

/// Whether a count fits a row that prints it to the nearest five; small ones are not printed.
fn to_the_nearest_five(truth: [u64; 4], shown: &[bool]) -> impl Fn(usize, u64) -> bool {
    let (truth, nearest) = (sums(truth), |count: u64| (count + 2) / 5);
    move |unit, count| !shown[unit] || (nearest(count) == nearest(truth[unit]) && !(1..5).contains(&count))
}

fn random_teams(dice: &mut Dice, least: u64, most: u64) -> [Team; 4] {
    [(); 4].map(|()| {
        let size = least + dice.below(most - least + 1);
        (size, dice.below(size + 1))
    })
}

#[test]
fn somebody_who_tries_every_world_cannot_tell_a_small_team_from_one_that_is_not() {
    let mut dice = Dice(20_261_125);
    let mut attacked = 0;
    for _ in 0..1_000 {
        let teams = random_teams(&mut dice, 1, 11);
        let provider = provider(&teams);
        let (caseload, coverage) = (provider.shown(CASELOAD), provider.shown(COVERAGE));
        // A shown coverage prints the caseload as its denominator.
        let shown: Vec<bool> = (0..UNITS).map(|unit| caseload[unit] || coverage[unit]).collect();
        let sizes = teams.map(|team| team.0);
        let ranges = ranges(sizes, [16; 4], as_it_is(sizes, &shown));
        for unit in (0..UNITS).filter(|unit| (1..5).contains(&sums(sizes)[*unit])) {
            attacked += 1;
            assert!(!shown[unit], "{teams:?}: {shown:?}");
            assert!(ranges[unit].1 - ranges[unit].0 >= 4, "{teams:?}: {shown:?}: {unit} {:?}", ranges[unit]);
        }
    }
    assert!(attacked > 1_000, "{attacked}");
}

#[test]
fn somebody_who_tries_every_world_cannot_tell_a_small_team_beside_rounded_ones() {
    let mut dice = Dice(20_261_128);
    let (mut attacked, mut second) = (0, 0);
    for _ in 0..1_000 {
        let teams = random_teams(&mut dice, 1, 11);
        let mut provider = provider(&teams);
        provider.rules.profile = ReleaseProfile::Round;
        let (caseload, coverage) = (provider.shown(CASELOAD), provider.shown(COVERAGE));
        let shown: Vec<bool> = (0..UNITS).map(|unit| caseload[unit] || coverage[unit]).collect();
        let sizes = teams.map(|team| team.0);
        let ranges = ranges(sizes, [16; 4], to_the_nearest_five(sizes, &shown));
        for unit in 0..UNITS {
            let is_small = (1..5).contains(&sums(sizes)[unit]);
            second += usize::from(!is_small && !shown[unit]);
            if is_small {
                attacked += 1;
                assert!(!shown[unit], "{teams:?}: {shown:?}");
                assert!(ranges[unit].1 - ranges[unit].0 >= 4, "{teams:?}: {shown:?}: {unit} {:?}", ranges[unit]);
            }
        }
    }
    assert!(attacked > 1_000 && second > 0, "{attacked} {second}");
}

/// Whether a unit's count of those reached is small, or close to everybody.
fn is_small(reached: u64, known: u64) -> bool {
    let few = |count: u64| (1..5).contains(&count);
    few(reached) || few(known - reached) || (known < 10 && (reached == 0 || reached == known))
}

/// Whether every small count of those reached can be anything from few to more. What a total says of nobody or everybody
/// is no secret of its parts.
fn is_kept(teams: &[Team; 4], shown: &[bool]) -> bool {
    let (sizes, reached) = (teams.map(|team| team.0), teams.map(|team| team.1));
    let ranges = ranges(reached, sizes, as_it_is(reached, shown));
    let (sizes, reached) = (sums(sizes), sums(reached));
    (0..UNITS).filter(|unit| is_small(reached[*unit], sizes[*unit])).all(|unit| {
        let all_or_none = [0, sizes[unit]].contains(&reached[unit]);
        let (width, wide) = (ranges[unit].1 - ranges[unit].0, if all_or_none { 3 } else { 4 });
        !shown[unit] && (width >= wide || (all_or_none && width == 0))
    })
}

#[test]
fn somebody_who_tries_every_world_does_not_learn_how_few_were_reached() {
    let mut dice = Dice(20_261_127);
    let mut withheld = 0;
    for _ in 0..1_000 {
        let teams = random_teams(&mut dice, 5, 12);
        let shown = provider(&teams).shown(COVERAGE);
        withheld += shown.iter().filter(|shown| !**shown).count();
        assert!(is_kept(&teams, &shown), "{teams:?}: {shown:?}");
    }
    assert!(withheld > 3_000, "{withheld}");
}

/// The fewest rows that have to be withheld, found by trying every choice.
fn fewest(teams: &[Team; 4]) -> u32 {
    let choices = 0_u32..1 << UNITS;
    let shown = |choice: u32| -> Vec<bool> { (0..UNITS).map(|unit| choice >> unit & 1 == 0).collect() };
    let mut choices: Vec<u32> = choices.collect();
    choices.sort_by_key(|choice| choice.count_ones());
    choices.into_iter().find(|choice| is_kept(teams, &shown(*choice))).unwrap().count_ones()
}

#[test]
fn hardly_more_is_withheld_than_has_to_be() {
    let mut dice = Dice(3);
    let (mut ours, mut least) = (0, 0);
    for _ in 0..150 {
        let teams = random_teams(&mut dice, 5, 12);
        ours += provider(&teams).shown(COVERAGE).iter().filter(|shown| !**shown).count();
        least += fewest(&teams) as usize;
    }
    println!("{ours} rows withheld, {least} at least");
    assert!(ours >= least && ours * 100 <= least * 110, "{ours} withheld, {least} would do");
}

#[test]
fn showing_any_second_figure_again_gives_a_small_one_away() {
    let mut dice = Dice(7);
    let mut tried = 0;
    for _ in 0..60 {
        let teams = random_teams(&mut dice, 1, 30);
        let provider = provider(&teams);
        let web = provider.web();
        let settled = settle(&web, &provider.units, &provider.rules);
        assert!(settled.leaks.is_empty(), "{teams:?}");
        for number in 0..web.numbers.len() {
            let own = &web.numbers[number];
            if settled.secrets.secret[number] && !own.small && !settled.secrets.forced[number] {
                tried += 1;
                let mut secrets = settled.secrets.clone();
                secrets.secret[number] = false;
                let bundle = web.bundles.iter().find(|bundle| bundle.numbers.contains(&number)).unwrap();
                let attack = Attack::new(&web, &provider.rules, bundle);
                assert!(attack.leaks(&secrets, &mut Memory::default()).is_err(), "{teams:?}: {own:?}");
            }
        }
    }
    assert!(tried > 30, "{tried}");
}
