//! What must stay the same, or must not fall, whatever the answers are.

use crate::chance::Chance;
use crate::forms::{self, Form};
use crate::keys::{Instrument, instruments};
use crate::thresholds::better_by_one;
use crate::{day, shipped};
use chrono::Days;
use fingerpost::definitions::settings::Quarters;
use fingerpost::intake::rows::{PersonIx, Rows, Sheets};
use fingerpost::period::Period;
use fingerpost::score::{self, Change, Results, Score, Scored};

const PEOPLE: usize = 60;

/// Three sheets of every person on different days, of every instrument.
fn rows(chance: &mut Chance) -> Rows {
    let table = |instrument: &Instrument| {
        let sheets: Vec<Form> = (0..PEOPLE).flat_map(|person| sheets_of(instrument, person, chance)).collect();
        forms::sheets(shipped(), instrument, &sheets)
    };
    let mut rows = forms::rows(instruments().iter().map(table).collect());
    rows.ids.people = (0..PEOPLE).map(|person| format!("p{person}")).collect();
    rows
}

fn sheets_of(instrument: &Instrument, person: usize, chance: &mut Chance) -> Vec<Form> {
    let first = day(2026, 1, 5);
    let mut form = |visit: u64| {
        let on = first + Days::new(90 * visit + chance.below(80) as u64);
        let total = (instrument.id == "reqol-20").then(|| chance.below(81) as f64);
        match total {
            Some(points) => Form::total(person, instrument, "total", points).on(on),
            None => Form::new(person, forms::random(instrument, chance)).on(on),
        }
    };
    (0..3).map(&mut form).collect()
}

fn results(rows: &Rows) -> (Scored, Results) {
    let scored = forms::scored(rows, shipped());
    let period = Period::parse("2026-27-Q2", Quarters::Financial).expect("a quarter");
    let results = score::at(&scored, rows, shipped(), &period);
    (scored, results)
}

/// Everything about scores and changes but the place of their rows in the files, in an order of its own.
fn said(rows: &Rows, person: impl Fn(PersonIx) -> u32) -> Vec<String> {
    let (scored, results) = results(rows);
    let score = |s: Score| {
        let whose = (s.person.map(&person), s.team, s.on, s.questionnaire);
        format!("{whose:?} {:?}", (s.measure, s.scale, s.score, s.answered, s.items, s.status))
    };
    let change = |c: &Change| {
        let whose = (person(c.person), c.team, c.first_on, c.last_on);
        format!("{whose:?} {:?}", (c.measure, c.scale, c.first, c.last, c.change, c.category))
    };
    let caseload = results.caseload.iter().map(|(one, team)| format!("caseload {:?}", (person(*one), team)));
    let mut said: Vec<String> = scored.all(rows).map(score).collect();
    said.extend(results.changes.iter().map(change));
    said.extend(caseload);
    said.sort();
    assert!(results.changes.len() > 500, "{} changes are too few to prove anything", results.changes.len());
    said
}

fn as_it_is(person: PersonIx) -> u32 {
    person.0
}

/// Forms in another order, and with it in another place of the files.
fn shuffled(sheets: &Sheets, chance: &mut Chance) -> Sheets {
    let mut order: Vec<usize> = (0..sheets.sheets.len()).collect();
    chance.shuffle(&mut order);
    let mut moved = sheets.clone();
    moved.sheets = order.iter().map(|from| sheets.sheets[*from].clone()).collect();
    moved.sheets.iter_mut().enumerate().for_each(|(at, sheet)| sheet.order = at as u32);
    moved.answers = sheets.answers.iter().map(|column| order.iter().map(|from| column[*from]).collect()).collect();
    let place = |from: u32| order.iter().position(|old| *old == from as usize).expect("every form moved") as u32;
    moved.totals = sheets.totals.iter().map(|&(sheet, scale, points)| (place(sheet), scale, points)).collect();
    chance.shuffle(&mut moved.totals);
    moved
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let mut chance = Chance(31);
    let rows = rows(&mut chance);
    let mut other = rows.clone();
    let tables = other.measures.as_mut().expect("there are answers");
    tables.iter_mut().for_each(|table| *table = shuffled(table, &mut chance));
    chance.shuffle(tables);
    assert_ne!(rows.measures, other.measures);
    assert!(said(&rows, as_it_is) == said(&other, as_it_is));
}

#[test]
fn the_names_of_people_change_nothing() {
    let mut chance = Chance(32);
    let rows = rows(&mut chance);
    let mut new_places: Vec<u32> = (0..PEOPLE as u32).collect();
    chance.shuffle(&mut new_places);
    let mut other = rows.clone();
    other.ids.people = (0..PEOPLE).map(|place| format!("somebody else {place}")).collect();
    for sheet in other.measures.iter_mut().flatten().flat_map(|table| &mut table.sheets) {
        sheet.person = sheet.person.map(|person| PersonIx(new_places[person.0 as usize]));
    }
    let old_place = |person: PersonIx| new_places.iter().position(|new| *new == person.0).map_or(0, |at| at as u32);
    assert_ne!(rows.measures, other.measures);
    assert!(said(&rows, as_it_is) == said(&other, old_place));
}

/// A sheet, and the same with some answers one or more boxes better.
fn before_and_after(instrument: &Instrument, person: usize, chance: &mut Chance) -> [Form; 2] {
    let before = forms::random(instrument, chance);
    let mut after = before.clone();
    for _ in 0..1 + chance.below(10) {
        let _ = better_by_one(instrument, &mut after, chance);
    }
    [before, after].map(|answers| Form::new(person, answers))
}

#[test]
fn better_answers_never_lower_a_score() {
    let mut chance = Chance(33);
    for instrument in instruments().iter().filter(|one| !one.items.is_empty() && !one.scales.is_empty()) {
        let forms: Vec<Form> =
            (0..500).flat_map(|person| before_and_after(instrument, person, &mut chance)).collect();
        let rows = forms::rows(vec![forms::sheets(shipped(), instrument, &forms)]);
        let scores = forms::scores(&rows, shipped());
        let mut rises = 0;
        for pair in scores.chunks_exact(2 * instrument.scales.len()) {
            let (before, after) = pair.split_at(instrument.scales.len());
            rises += before.iter().zip(after).filter(|(b, a)| rose(instrument, b, a)).count();
        }
        assert!(rises > 100, "{}: {rises} scores rose", instrument.id);
    }
}

/// Whether the score rose; panics when it fell, appeared or disappeared.
fn rose(instrument: &Instrument, before: &Score, after: &Score) -> bool {
    let scale = instrument.scales[before.scale].id;
    assert_eq!(before.status, after.status, "{} {scale}", instrument.id);
    let (Some(from), Some(to)) = (before.score, after.score) else { return false };
    assert!(to >= from - 1e-9, "{} {scale}: {from} fell to {to}", instrument.id);
    to > from + 1e-9
}
