//! Thousands of random histories beside the plain pairing, and the edges of each profile's promise by hand.

use crate::chance::Chance;
use crate::day;
use crate::plain_pairing::*;
use chrono::{Days, NaiveDate};
use fingerpost::definitions::settings::{self, Quarters};
use fingerpost::definitions::{Definitions, load};
use fingerpost::indicators::{Basis, Figures, Units, catalogue, figures};
use fingerpost::intake::rows::{Given, PersonIx, Rows, Sheet, Sheets, Spell, TeamIx};
use fingerpost::period::Period;
use fingerpost::score::{self, Change, Results, Scored, Start};
use std::collections::{BTreeMap, BTreeSet};

// ---- What the program makes of it ---------------------------------------------------------------------------------

/// The shipped profiles and two of a service's own.
fn definitions(profile: &str) -> Definitions {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let shipped = include_str!("../../schemas/pairing.toml");
    std::fs::write(folder.path().join("pairing.toml"), format!("{shipped}{OUR_OWN}")).expect("it can be written");
    let mut definitions = load(Some(folder.path())).unwrap_or_else(|faults| panic!("{faults}"));
    definitions.pair_by(profile);
    assert_eq!(definitions.pairing.id, profile);
    // No source states from how many points a ReQoL-20 is better; here some number does.
    let asked = |id: &str| definitions.measures.iter().position(|measure| measure.id == id).expect("it is shipped");
    let (longer, shorter) = (asked("reqol-20"), asked("reqol-10"));
    definitions.measures[longer].scales[0].threshold = definitions.measures[shorter].scales[0].threshold.clone();
    definitions
}

fn rows(histories: &[History], definitions: &Definitions) -> Rows {
    let measure = definitions.measures.iter().position(|measure| measure.id == "reqol-20").expect("it is shipped");
    let visits = histories.iter().enumerate().flat_map(|(person, one)| one.visits.iter().map(move |v| (person, v)));
    let sheet = |(at, (person, visit)): (usize, (usize, &Visit))| Sheet {
        person: Some(PersonIx(person as u32)),
        team: TeamIx(visit.team),
        on: visit.on,
        questionnaire: 0,
        rater: visit.rater,
        order: at as u32 + 1,
    };
    let sheets: Vec<Sheet> = visits.clone().enumerate().map(sheet).collect();
    let totals = visits.enumerate().map(|(at, (_, visit))| (at as u32, 0, visit.points)).collect();
    let spells =
        histories.iter().enumerate().flat_map(|(person, one)| one.spells.iter().map(move |s| (person, one, s)));
    let mut rows = Rows {
        measures: Some(vec![Sheets { measure, sheets, answers: Vec::new(), totals }]),
        people: Some(spells.map(|(person, one, spell)| spell_row(person, one, *spell)).collect()),
        ..Rows::default()
    };
    rows.ids.people = (0..histories.len()).map(|at| format!("P{at}")).collect();
    rows.ids.teams = ["T0", "T1"].map(str::to_owned).to_vec();
    rows
}

fn spell_row(person: usize, history: &History, (team, start, end): OneSpell) -> Spell {
    Spell {
        person: PersonIx(person as u32),
        team: TeamIx(team),
        start,
        end,
        birth_year: history.born.map_or(Given::Blank, Given::Value),
        gender: Given::Blank,
        ethnicity: Given::Blank,
        imd_decile: Given::Blank,
        order: 0,
    }
}

fn period() -> Period {
    Period::parse("2026-27-Q2", Quarters::Financial).expect("a quarter")
}

fn scored(rows: &Rows, definitions: &Definitions) -> (Scored, Results) {
    let scored = score::score(rows, definitions).expect("hand-made rows can be combined");
    let results = score::at(&scored, rows, definitions, &period());
    (scored, results)
}

fn changes(histories: &[History], definitions: &Definitions) -> Vec<Change> {
    scored(&rows(histories, definitions), definitions).1.changes
}

fn starts(histories: &[History], definitions: &Definitions) -> Vec<Start> {
    let rows = rows(histories, definitions);
    let (scored, results) = scored(&rows, definitions);
    score::starts((&scored, &rows, definitions), &results).flatten().collect()
}

/// Pairs of one person without the rater, which no table of the program names.
fn without_rater(pair: &Pair) -> (u32, NaiveDate, NaiveDate, i64, i64) {
    (pair.0, pair.2, pair.3, pair.4, pair.5)
}

// ---- Random histories ---------------------------------------------------------------------------------------------

/// Most days lie near an edge: the quarter's, two weeks, half a year.
fn random_history(chance: &mut Chance) -> History {
    let born =
        chance.pick(&[None, Some(1970), Some(2001), Some(2007), Some(2008), Some(2009), Some(2010), Some(2026)]);
    let spells = (0..1 + chance.below(3)).map(|_| random_spell(chance)).collect::<Vec<_>>();
    let visits = (0..chance.below(9)).map(|_| random_visit(&spells, chance)).collect();
    History { born, spells, visits }
}

fn around(on: NaiveDate, chance: &mut Chance) -> NaiveDate {
    on - Days::new(2) + Days::new(chance.below(5) as u64)
}

fn random_spell(chance: &mut Chance) -> OneSpell {
    let edge = chance.pick(&[quarter().0, quarter().1, day(2026, 8, 15), day(2026, 5, 20), day(2027, 1, 4)]);
    let end = around(edge, chance);
    let length = chance.pick(&[0, 13, 14, 15, 29, 30, 31, 178, 179, 180, 181, 182, 400]);
    let start = end - Days::new(length);
    (chance.below(2) as u32, start, chance.percent(60).then_some(end))
}

fn random_visit(spells: &[OneSpell], chance: &mut Chance) -> Visit {
    let (team, start, end) = chance.pick(spells);
    let edge = chance.pick(&[start, end.unwrap_or(quarter().1), quarter().0, quarter().1, day(2026, 8, 1)]);
    let on = if chance.percent(70) { around(edge, chance) } else { start + Days::new(chance.below(220) as u64) };
    let rater = chance.pick(&[OWN, OWN, OWN, SECOND, STAFF]);
    Visit { team, on, rater, points: chance.below(81) as f64 }
}

#[test]
fn every_profile_pairs_thousands_of_histories_as_the_plain_rule_says() {
    for plain in plain_profiles() {
        let mut chance = Chance(20_260_930);
        let histories: Vec<History> = (0..6000).map(|_| random_history(&mut chance)).collect();
        let mut found: Vec<Vec<_>> = vec![Vec::new(); histories.len()];
        for change in changes(&histories, &definitions(plain.id)) {
            let points = (change.first as i64, change.last as i64);
            let own = (change.team.0, change.first_on, change.last_on, points.0, points.1);
            found[change.person.0 as usize].push(own);
        }
        let mut pairs = 0;
        for (history, mut found) in histories.iter().zip(found) {
            let expected = plain_pairs(&plain, history);
            let mut expected: Vec<_> = expected.iter().map(without_rater).collect();
            expected.sort_unstable();
            found.sort_unstable();
            assert_eq!(found, expected, "{}: {history:#?}", plain.id);
            pairs += expected.len();
        }
        assert!(pairs > 200, "{}: {pairs} pairs are too few to prove anything", plain.id);
    }
}

#[test]
fn every_profile_knows_where_thousands_of_histories_begin() {
    for plain in plain_profiles() {
        let mut chance = Chance(20_261_127);
        let histories: Vec<History> = (0..6000).map(|_| random_history(&mut chance)).collect();
        let mut found = vec![BTreeSet::new(); histories.len()];
        for start in starts(&histories, &definitions(plain.id)) {
            found[start.person.0 as usize].insert((start.team.0, start.on, start.first as i64, start.again));
        }
        for (history, found) in histories.iter().zip(&found) {
            assert_eq!(*found, plain_starts(&plain, history), "{}: {history:#?}", plain.id);
        }
        assert!(found.iter().flatten().count() > 400, "{}: too few to prove anything", plain.id);
    }
}

// ---- Edges by hand ------------------------------------------------------------------------------------------------

fn visit(on: NaiveDate, points: f64) -> Visit {
    Visit { team: 0, on, rater: OWN, points }
}

/// First and last score of the pairs that a profile makes of one person with one spell.
fn of_one(
    profile: &str,
    born: Option<i32>,
    (start, end): (NaiveDate, Option<NaiveDate>),
    visits: Vec<Visit>,
) -> Vec<(i64, i64)> {
    let history = History { born, spells: vec![(0, start, end)], visits };
    let changes = changes(&[history], &definitions(profile));
    changes.iter().map(|change| (change.first as i64, change.last as i64)).collect()
}

const NONE: [(i64, i64); 0] = [];

#[test]
fn two_scores_of_one_day_are_no_pair_and_the_later_row_is_the_days_score() {
    let (start, on) = (day(2026, 1, 5), day(2026, 8, 3));
    for plain in plain_profiles() {
        let same_day = vec![visit(on, 20.0), visit(on, 60.0)];
        assert_eq!(of_one(plain.id, Some(2005), (start, None), same_day), NONE, "{}", plain.id);
    }
    let twice = vec![visit(start, 20.0), visit(start, 30.0), visit(on, 60.0), visit(on, 50.0)];
    assert_eq!(of_one("first-last", None, (start, None), twice), [(30, 50)]);
}

#[test]
fn fourteen_days_are_too_short_and_fifteen_are_enough() {
    let start = day(2026, 8, 3);
    let pairs = |days: u64| {
        let end = start + Days::new(days);
        of_one("like-incentive-scheme-2023-24", None, (start, Some(end)), vec![visit(start, 20.0), visit(end, 60.0)])
    };
    assert_eq!((pairs(14), pairs(15)), (vec![], vec![(20, 60)]));
}

#[test]
fn an_open_spell_needs_180_days_and_one_that_ended_needs_none() {
    let end = quarter().1;
    let pairs = |days: u64, last: Option<NaiveDate>| {
        let start = end - Days::new(days);
        let visits = vec![visit(start, 20.0), visit(start + Days::new(1), 60.0)];
        of_one("like-community-dashboard", Some(1970), (start, last), visits)
    };
    assert_eq!((pairs(179, None), pairs(180, None)), (vec![], vec![(20, 60)]));
    let tomorrow = end + Days::new(1);
    assert_eq!(pairs(179, Some(tomorrow)), NONE, "it is over only tomorrow, so it is open");
    assert_eq!(pairs(3, Some(end)), [(20, 60)], "it ended on the last day of the quarter");
}

#[test]
fn ages_are_of_the_year_in_which_the_spell_began() {
    let (start, end) = (day(2025, 12, 31), day(2026, 7, 1));
    let pairs = |profile: &str, born: Option<i32>| {
        !of_one(profile, born, (start, Some(end)), vec![visit(start, 20.0), visit(end, 60.0)]).is_empty()
    };
    let adult = [Some(2007), Some(2008), None].map(|born| pairs("like-community-dashboard", born));
    let child = [Some(2007), Some(2008), Some(2025), None].map(|born| pairs("like-childrens-outcomes", born));
    assert_eq!(adult, [true, false, false]);
    assert_eq!(child, [false, true, true, false]);
}

#[test]
fn a_score_of_the_last_day_of_the_spell_counts_and_one_of_the_day_after_does_not() {
    let (start, end) = (day(2026, 5, 4), day(2026, 8, 3));
    let visits = vec![visit(start, 20.0), visit(end, 50.0), visit(end + Days::new(1), 60.0)];
    for profile in ["first-last", "like-incentive-scheme-2023-24"] {
        assert_eq!(of_one(profile, None, (start, Some(end)), visits.clone()), [(20, 50)], "{profile}");
    }
}

#[test]
fn forms_of_two_raters_are_never_a_pair() {
    let start = day(2026, 1, 5);
    for other in [STAFF, SECOND] {
        let by = |on, points, rater| Visit { rater, ..visit(on, points) };
        let pair = vec![by(start, 20.0, other), by(day(2026, 8, 3), 60.0, OWN)];
        assert_eq!(of_one("first-last", None, (start, None), pair), NONE);
        // The other rater's form of the same day takes nobody's place, and one in between changes nothing.
        let mixed = vec![
            by(start, 20.0, OWN),
            by(start, 70.0, other),
            by(day(2026, 3, 2), 75.0, other),
            by(day(2026, 8, 3), 60.0, OWN),
        ];
        assert_eq!(of_one("first-last", None, (start, None), mixed), [(20, 60)]);
    }
}

// ---- Who is eligible ----------------------------------------------------------------------------------------------

fn figures_of(histories: &[History], definitions: &Definitions) -> BTreeMap<String, (u64, u64, u64)> {
    let rows = rows(histories, definitions);
    let (scored, results) = scored(&rows, definitions);
    let (units, indicators) =
        (Units::new(&rows, &settings::read(None).expect("nothing is set")), catalogue(&rows, definitions));
    let wanted = (0..indicators.len()).collect();
    let basis = Basis { scored: &scored, rows: &rows, definitions, units: &units, indicators: &indicators, wanted };
    let Figures { counts, .. } = figures(&basis, &results, &[]);
    let of_provider = counts.iter().filter(|(key, _)| key.unit == 0 && key.category == 0);
    of_provider
        .map(|(key, counts)| (indicators[key.indicator].id.clone(), (counts.eligible, counts.known, counts.achieved)))
        .collect()
}

#[test]
fn people_with_a_spell_that_counts_are_eligible_and_nobody_else() {
    for plain in plain_profiles() {
        let mut chance = Chance(4);
        let histories: Vec<History> = (0..500).map(|_| random_history(&mut chance)).collect();
        let figures = figures_of(&histories, &definitions(plain.id));
        let has = |history: &&History| history.spells.iter().any(|spell| (plain.counts)(history, *spell));
        let eligible = histories.iter().filter(has).count() as u64;
        let pairs = histories.iter().filter(|history| !plain_pairs(&plain, history).is_empty()).count() as u64;
        let on_caseload =
            histories.iter().filter(|history| history.spells.iter().any(|s| touches(*s))).count() as u64;
        assert_eq!(figures["caseload"].0, on_caseload, "{}", plain.id);
        assert_eq!(figures["paired.reqol-20.total"], (eligible, eligible, pairs), "{}", plain.id);
        for family in ["change", "improved", "unchanged", "deteriorated"] {
            let figure = figures[&format!("{family}.reqol-20.total")];
            assert_eq!((figure.0, figure.1), (eligible, pairs), "{family}, {}", plain.id);
        }
        assert_eq!(eligible < on_caseload, plain.id != "first-last", "{}: {eligible}", plain.id);
        assert_eq!(figures["coverage.reqol-20"].0, on_caseload, "no profile governs coverage");
    }
}

#[test]
fn forms_of_others_count_in_no_figure_of_an_instrument_that_asks_for_ones_own_view() {
    let by = |rater| {
        let visits = [(day(2026, 1, 5), 20.0), (day(2026, 8, 3), 60.0)];
        let visits = visits.map(|(on, points)| Visit { rater, ..visit(on, points) }).to_vec();
        History { born: None, spells: vec![(0, day(2026, 1, 5), None)], visits }
    };
    let of = |rater| {
        let figures = figures_of(&[by(rater)], &definitions("first-last"));
        ["coverage.any", "coverage.reqol-20", "paired.reqol-20.total"].map(|id| figures[id].2)
    };
    assert_eq!((of(OWN), of(STAFF)), ([1, 1, 1], [0, 0, 0]));
    let score = |rater| figures_of(&[by(rater)], &definitions("first-last"))["score.reqol-20.total"].1;
    assert_eq!((score(OWN), score(STAFF)), (1, 0));
}

#[test]
fn where_several_raters_count_each_has_a_change_and_the_latest_is_the_persons() {
    let definitions = definitions("first-last");
    let by = |rater, on, points| Visit { rater, ..visit(on, points) };
    let start = day(2026, 1, 5);
    let of = |own_on, second_on| {
        let visits =
            vec![by(OWN, start, 20.0), by(SECOND, start, 60.0), by(OWN, own_on, 60.0), by(SECOND, second_on, 20.0)];
        let history = [History { born: None, spells: vec![(0, start, None)], visits }];
        let figures = figures_of(&history, &definitions);
        let of = |family: &str| figures[&format!("{family}.reqol-20.total")];
        assert_eq!((changes(&history, &definitions).len(), of("improved").1, of("deteriorated").1), (2, 1, 1));
        (of("improved").2, of("deteriorated").2)
    };
    let (early, late) = (day(2026, 8, 3), day(2026, 8, 10));
    assert_eq!((of(late, early), of(early, late)), ((1, 0), (0, 1)));
}
