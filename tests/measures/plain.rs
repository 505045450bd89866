//! Scores worked out with loops and additions, one function an instrument, from numbers in the order of the form.

/// What one scale of one form must come out as.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    pub scale: &'static str,
    pub score: Option<f64>,
    /// Ratings that count, and ratings of the scale; `None` for a total that came as a total.
    pub counted: Option<(u32, u32)>,
    pub status: &'static str,
    /// How far scores may differ: not at all for sums.
    pub tolerance: f64,
}

type Ratings = [Option<f64>];

const MEANS_AGREE: f64 = 1e-9;

pub const DIALOG_ITEMS: [&str; 11] =
    ["item-1", "item-2", "item-3", "item-4", "item-5", "item-6", "item-7", "item-8", "item-9", "item-10", "item-11"];

/// Raw sums 7 to 35 of SWEMWBS in hundredths of metric points: doi 10.1186/1477-7525-7-15.
pub const SWEMWBS_METRIC: [u32; 29] = [
    700, 951, 1125, 1240, 1333, 1408, // 7 to 12
    1475, 1532, 1584, 1636, 1688, 1743, // 13 to 18
    1798, 1859, 1925, 1998, 2073, 2154, // 19 to 24
    2235, 2321, 2411, 2503, 2602, 2703, // 25 to 30
    2813, 2931, 3070, 3255, 3500, // 31 to 35
];

pub fn metric(raw: f64) -> f64 {
    f64::from(SWEMWBS_METRIC[raw as usize - 7]) / 100.0
}

/// A total that an export sends without answers.
pub fn total(scale: &'static str, score: f64) -> Expected {
    Expected { scale, score: Some(score), counted: None, status: "not re-scored", tolerance: 0.0 }
}

fn given(ratings: &Ratings) -> Vec<f64> {
    ratings.iter().filter_map(|rating| *rating).collect()
}

fn scored(scale: &'static str, score: f64, counted: (usize, usize), tolerance: f64) -> Expected {
    let counted = Some((counted.0 as u32, counted.1 as u32));
    Expected { scale, score: Some(score), counted, status: "scored", tolerance }
}

fn not_scored(scale: &'static str, status: &'static str, counted: (usize, usize)) -> Expected {
    let counted = Some((counted.0 as u32, counted.1 as u32));
    Expected { scale, score: None, counted, status, tolerance: 0.0 }
}

/// Every item must be answered.
fn sum(scale: &'static str, ratings: &Ratings) -> Expected {
    let given = given(ratings);
    let counted = (given.len(), ratings.len());
    if given.len() < ratings.len() {
        return not_scored(scale, "too few answers", counted);
    }
    scored(scale, given.iter().sum(), counted, 0.0)
}

/// So many items must be answered.
fn mean(scale: &'static str, ratings: &Ratings, least: usize, times: f64) -> Expected {
    let given = given(ratings);
    let counted = (given.len(), ratings.len());
    if given.len() < least {
        return not_scored(scale, "too few answers", counted);
    }
    let mean = given.iter().sum::<f64>() / given.len() as f64;
    scored(scale, mean * times, counted, MEANS_AGREE)
}

/// The items of these numbers, counted from 1.
fn these(ratings: &Ratings, numbers: &[usize]) -> Vec<Option<f64>> {
    numbers.iter().map(|number| ratings[number - 1]).collect()
}

/// All items, those of these numbers counted as `from` minus the answer.
fn with_turned(ratings: &Ratings, numbers: &[usize], from: f64) -> Vec<Option<f64>> {
    let mut ratings = ratings.to_vec();
    for number in numbers {
        ratings[number - 1] = ratings[number - 1].map(|answer| from - answer);
    }
    ratings
}

pub fn nothing(_: &Ratings) -> Vec<Expected> {
    Vec::new()
}

pub fn sum_of_all(ratings: &Ratings) -> Vec<Expected> {
    vec![sum("total", ratings)]
}

pub fn brief_inspire(ratings: &Ratings) -> Vec<Expected> {
    let sum = sum("total", ratings);
    vec![Expected { score: sum.score.map(|points| points * 5.0), ..sum }]
}

pub fn dialog(ratings: &Ratings) -> Vec<Expected> {
    let mut scores =
        vec![mean("quality-of-life", &ratings[..8], 8, 1.0), mean("treatment-satisfaction", &ratings[8..], 3, 1.0)];
    scores.extend((0..11).map(|item| sum(DIALOG_ITEMS[item], &ratings[item..=item])));
    scores
}

pub fn herth_hope(ratings: &Ratings) -> Vec<Expected> {
    vec![sum("total", &with_turned(ratings, &[3, 6], 5.0))]
}

pub fn reqol_10(ratings: &Ratings) -> Vec<Expected> {
    vec![sum("total", &with_turned(ratings, &[1, 3, 6, 9], 4.0))]
}

/// The four yes/no questions after the twelve never enter.
pub fn mansa(ratings: &Ratings) -> Vec<Expected> {
    vec![mean("mean", &ratings[..12], 12, 1.0)]
}

pub fn qpr_22(ratings: &Ratings) -> Vec<Expected> {
    let interpersonal = these(ratings, &[14, 15, 16, 17, 20]);
    let intrapersonal = these(ratings, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 18, 19, 21, 22]);
    vec![sum("total", ratings), sum("interpersonal", &interpersonal), sum("intrapersonal", &intrapersonal)]
}

pub fn rsa_r(ratings: &Ratings) -> Vec<Expected> {
    vec![mean("mean", ratings, 24, 1.0)]
}

pub fn swemwbs(ratings: &Ratings) -> Vec<Expected> {
    let raw = sum("raw", ratings);
    let converted = Expected { scale: "metric", score: raw.score.map(metric), ..raw.clone() };
    vec![raw, converted]
}

/// The eight areas in the order of their statements.
pub const AREAS: [&str; 8] =
    ["participation", "access", "continuity", "strengths", "planning", "guide", "community", "barriers"];

pub fn practice_guidelines(ratings: &Ratings) -> Vec<Expected> {
    let areas = AREAS.iter().zip(ratings.chunks(3)).map(|(area, statements)| met(area, statements));
    areas.chain([met("total", ratings)]).collect()
}

/// Per cent met of the statements that apply: 2 is met, below 0 does not apply. All must be answered.
fn met(scale: &'static str, statements: &Ratings) -> Expected {
    let apply: Vec<f64> = given(statements).into_iter().filter(|answer| *answer >= 0.0).collect();
    let counted = (apply.len(), statements.len());
    if given(statements).len() < statements.len() || apply.is_empty() {
        return not_scored(scale, "too few answers", counted);
    }
    let met = apply.iter().filter(|answer| **answer == 2.0).count();
    scored(scale, 100.0 * met as f64 / apply.len() as f64, counted, MEANS_AGREE)
}

pub fn inspire(ratings: &Ratings) -> Vec<Expected> {
    let (support, gates, relationship) = (&ratings[..20], &ratings[20..40], &ratings[40..]);
    let block = |scale, from: usize| important(scale, &support[from..from + 4], &gates[from..from + 4]);
    vec![
        important("support", support, gates),
        mean("relationship", relationship, 7, 25.0),
        block("connectedness", 0),
        block("hope", 4),
        block("identity", 8),
        block("meaning", 12),
        block("empowerment", 16),
    ]
}

/// Four fifths of the gates answered, something important, four fifths of what is important rated: in whole numbers,
/// so that no rounding decides.
fn important(scale: &'static str, support: &Ratings, gates: &Ratings) -> Expected {
    let gates_answered = given(gates).len();
    let important: Vec<Option<f64>> =
        support.iter().zip(gates).filter(|(_, gate)| **gate == Some(1.0)).map(|(rating, _)| *rating).collect();
    let rated = given(&important);
    let counted = (rated.len(), support.len());
    if 5 * gates_answered < 4 * gates.len() {
        return not_scored(scale, "too few answers", counted);
    }
    if important.is_empty() {
        return not_scored(scale, "nothing important", counted);
    }
    if 5 * rated.len() < 4 * important.len() {
        return not_scored(scale, "too few answers", counted);
    }
    scored(scale, rated.iter().sum::<f64>() / rated.len() as f64 * 25.0, counted, MEANS_AGREE)
}
