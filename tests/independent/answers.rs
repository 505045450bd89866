//! What may be answered to which item, and which items make up which scale: the contract's table, written out once
//! more.

/// A scale: its name, its items, and how they become points.
pub struct Scale {
    pub id: &'static str,
    pub items: Vec<String>,
    pub rule: Rule,
    /// Smallest change that counts, in points.
    pub threshold: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    Sum,
    /// Sum, then times five.
    SumTimesFive,
    Mean,
    /// Mean times 25 of all items.
    MeanTimes25,
    /// Mean times 25 of the items that are important to the person.
    ImportantTimes25,
    /// The published table, from the sum.
    Swemwbs,
}

pub const MEASURES: [&str; 6] = ["brief-inspire", "dialog", "inspire", "qpr-15", "reqol-10", "swemwbs"];

fn numbered(first: usize, last: usize, prefix: &str) -> Vec<String> {
    (first..=last).map(|number| format!("{prefix}{number}")).collect()
}

fn scale(id: &'static str, items: Vec<String>, rule: Rule, threshold: Option<f64>) -> Scale {
    Scale { id, items, rule, threshold }
}

pub fn scales(measure: &str) -> Vec<Scale> {
    match measure {
        "dialog" => dialog(),
        "inspire" => inspire(),
        "reqol-10" => vec![scale("total", numbered(1, 10, ""), Rule::Sum, Some(5.0))],
        "qpr-15" => vec![scale("total", numbered(1, 15, ""), Rule::Sum, Some(5.0))],
        "brief-inspire" => vec![scale("total", numbered(1, 5, ""), Rule::SumTimesFive, None)],
        "swemwbs" => vec![
            scale("raw", numbered(1, 7, ""), Rule::Sum, None),
            scale("metric", numbered(1, 7, ""), Rule::Swemwbs, Some(3.0)),
        ],
        _ => Vec::new(),
    }
}

fn dialog() -> Vec<Scale> {
    const ITEMS: [&str; 11] = [
        "item-1", "item-2", "item-3", "item-4", "item-5", "item-6", "item-7", "item-8", "item-9", "item-10",
        "item-11",
    ];
    let mut scales = vec![
        scale("quality-of-life", numbered(1, 8, ""), Rule::Mean, None),
        scale("treatment-satisfaction", numbered(9, 11, ""), Rule::Mean, None),
    ];
    for (number, id) in (1..).zip(ITEMS) {
        scales.push(scale(id, numbered(number, number, ""), Rule::Sum, (number <= 8).then_some(1.0)));
    }
    scales
}

fn inspire() -> Vec<Scale> {
    let support = |id, first, last| scale(id, numbered(first, last, "s"), Rule::ImportantTimes25, None);
    vec![
        support("support", 1, 20),
        scale("relationship", numbered(1, 7, "r"), Rule::MeanTimes25, None),
        support("connectedness", 1, 4),
        support("hope", 5, 8),
        support("identity", 9, 12),
        support("meaning", 13, 16),
        support("empowerment", 17, 20),
    ]
}

/// Lowest and highest answer, for items and for totals; `None` when the measure has no such item.
fn range(measure: &str, item: &str) -> Option<(f64, f64)> {
    let number = item.parse::<u32>().ok();
    let up_to = |items: u32, range| number.filter(|number| (1..=items).contains(number)).map(|_| range);
    match (measure, item) {
        ("reqol-10", "total") => Some((0.0, 40.0)),
        ("qpr-15", "total") => Some((0.0, 60.0)),
        ("brief-inspire", "total") => Some((0.0, 100.0)),
        ("swemwbs", "raw" | "metric") => Some((7.0, 35.0)),
        ("dialog", _) => up_to(11, (1.0, 7.0)),
        ("reqol-10", _) => up_to(10, (0.0, 4.0)),
        ("qpr-15", _) => up_to(15, (0.0, 4.0)),
        ("brief-inspire", _) => up_to(5, (0.0, 4.0)),
        ("swemwbs", _) => up_to(7, (1.0, 5.0)),
        ("inspire", _) => inspire_range(item),
        _ => None,
    }
}

fn inspire_range(item: &str) -> Option<(f64, f64)> {
    let item = item.strip_suffix("_important").unwrap_or(item);
    let (letter, number) = item.split_at_checked(1)?;
    let number = number.parse::<u32>().ok()?;
    let there = (letter == "s" && (1..=20).contains(&number)) || (letter == "r" && (1..=7).contains(&number));
    there.then_some((0.0, 4.0))
}

pub fn is_gate(item: &str) -> bool {
    item.ends_with("_important")
}

pub fn is_total(measure: &str, item: &str) -> bool {
    item.parse::<u32>().is_err() && scales(measure).iter().any(|scale| scale.id == item)
}

/// Whether the answer is given at all: not blank, and not one of DIALOG's codes for "not answered".
pub fn is_given(measure: &str, answer: &str) -> bool {
    let says_not_answered = answer.is_empty() || (measure == "dialog" && matches!(answer, "0" | "8"));
    !says_not_answered
}

/// Whether a row with this answer can be used. CSQ-8 cannot: no licence is confirmed.
pub fn is_possible(measure: &str, item: &str, answer: &str) -> bool {
    let Some((lowest, highest)) = range(measure, item) else {
        return false;
    };
    if !is_given(measure, answer) {
        return true;
    }
    if is_gate(item) {
        return matches!(answer, "yes" | "no" | "1" | "0");
    }
    answer.parse::<f64>().is_ok_and(|answer| (lowest..=highest).contains(&answer))
}

/// Published conversion of SWEMWBS sums 7 to 35.
pub fn swemwbs_metric(raw: f64) -> f64 {
    const METRIC: [f64; 29] = [
        7.00, 9.51, 11.25, 12.40, 13.33, 14.08, 14.75, 15.32, 15.84, 16.36, 16.88, 17.43, 17.98, 18.59, 19.25, 19.98,
        20.73, 21.54, 22.35, 23.21, 24.11, 25.03, 26.02, 27.03, 28.13, 29.31, 30.70, 32.55, 35.00,
    ];
    METRIC[raw as usize - 7]
}
