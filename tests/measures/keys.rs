//! What each instrument looks like on paper: its items, the answers it offers, how it is scored and from which change
//! on a change counts. Typed in from the published keys, with the same ids that exports use.

use crate::plain::{self, Expected};

pub const ZERO_TO_FOUR: &[&str] = &["0", "1", "2", "3", "4"];
pub const ONE_TO_FOUR: &[&str] = &["1", "2", "3", "4"];
pub const ONE_TO_FIVE: &[&str] = &["1", "2", "3", "4", "5"];
pub const ONE_TO_SEVEN: &[&str] = &["1", "2", "3", "4", "5", "6", "7"];
/// Importance of a kind of support: words or numbers.
pub const IMPORTANT_OR_NOT: &[&str] = &["yes", "no", "1", "0"];
pub const YES_OR_NO: &[&str] = &["yes", "no"];
/// How far a team does what a statement says, from less to more; the last is not more of it.
pub const MET_OR_NOT: &[&str] = &["no", "partly", "met", DOES_NOT_APPLY];
pub const DOES_NOT_APPLY: &str = "na";

pub struct Instrument {
    pub id: &'static str,
    /// In the order in which the plain scorer takes them.
    pub items: Vec<Item>,
    /// Answers or codes that are not scored.
    pub not_scored: &'static [&'static str],
    pub scales: Vec<Scale>,
    pub score: fn(&[Option<f64>]) -> Vec<Expected>,
}

pub struct Item {
    pub id: String,
    pub answers: &'static [&'static str],
    /// Where more of it is worse.
    pub turned: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    pub id: &'static str,
    pub lowest: f64,
    pub highest: f64,
    pub threshold: Option<f64>,
    pub cut_off: Option<f64>,
}

impl Item {
    pub fn is_rating(&self) -> bool {
        self.answers != IMPORTANT_OR_NOT && self.answers != YES_OR_NO
    }
}

impl Instrument {
    /// The plain scorer's word on a sheet of texts, blank where nothing was answered.
    pub fn scores(&self, answers: &[&str]) -> Vec<Expected> {
        (self.score)(&self.numbers(answers))
    }

    pub fn numbers(&self, answers: &[&str]) -> Vec<Option<f64>> {
        answers.iter().map(|answer| self.number(answer)).collect()
    }

    fn number(&self, answer: &str) -> Option<f64> {
        match answer {
            "yes" => Some(1.0),
            "no" => Some(0.0),
            "met" => Some(2.0),
            "partly" => Some(1.0),
            DOES_NOT_APPLY => Some(-1.0),
            other if self.not_scored.contains(&other) => None,
            other => other.parse().ok(),
        }
    }

    pub fn scale(&self, id: &str) -> &Scale {
        self.scales.iter().find(|scale| scale.id == id).unwrap_or_else(|| panic!("{}: no scale {id}", self.id))
    }
}

fn numbered(count: usize, answers: &'static [&'static str]) -> Vec<Item> {
    named("", count, "", answers)
}

fn named(before: &str, count: usize, after: &str, answers: &'static [&'static str]) -> Vec<Item> {
    (1..=count).map(|n| Item { id: format!("{before}{n}{after}"), answers, turned: false }).collect()
}

fn turned(mut items: Vec<Item>, numbers: &[usize]) -> Vec<Item> {
    numbers.iter().for_each(|number| items[number - 1].turned = true);
    items
}

fn scale(id: &'static str, lowest: f64, highest: f64) -> Scale {
    Scale { id, lowest, highest, threshold: None, cut_off: None }
}

impl Scale {
    fn changes_from(self, points: f64) -> Scale {
        Scale { threshold: Some(points), ..self }
    }

    fn recovered_from(self, points: f64) -> Scale {
        Scale { cut_off: Some(points), ..self }
    }
}

/// Every instrument that can be scored as shipped, sorted by id.
pub fn instruments() -> Vec<Instrument> {
    vec![
        brief_inspire_o(),
        brief_inspire(),
        csq_8(),
        dialog(),
        herth_hope(),
        inspire(),
        mansa(),
        mhrm(),
        practice_guidelines(),
        qpr_15(),
        qpr_22(),
        reqol_10(),
        reqol_20(),
        rsa_r(),
        swemwbs(),
        wemwbs(),
        yes_survey(),
    ]
}

pub fn instrument(id: &str) -> Instrument {
    instruments().into_iter().find(|known| known.id == id).unwrap_or_else(|| panic!("no instrument {id}"))
}

/// An instrument with a single scale and no answers that go unscored.
fn simple(
    id: &'static str,
    items: Vec<Item>,
    scale: Scale,
    score: fn(&[Option<f64>]) -> Vec<Expected>,
) -> Instrument {
    Instrument { id, items, not_scored: &[], scales: vec![scale], score }
}

/// Change and cut-off: doi 10.1007/s00127-025-02948-7.
fn brief_inspire_o() -> Instrument {
    let total = scale("total", 0.0, 100.0).changes_from(8.0).recovered_from(50.0);
    simple("brief-inspire-o", numbered(5, ZERO_TO_FOUR), total, plain::brief_inspire)
}

fn brief_inspire() -> Instrument {
    simple("brief-inspire", numbered(5, ZERO_TO_FOUR), scale("total", 0.0, 100.0), plain::brief_inspire)
}

fn csq_8() -> Instrument {
    simple("csq-8", numbered(8, ONE_TO_FOUR), scale("total", 8.0, 32.0), plain::sum_of_all)
}

/// Change: one point on an item of life, none on the items of treatment and none on means (NHS England).
fn dialog() -> Instrument {
    let mut scales = vec![scale("quality-of-life", 1.0, 7.0), scale("treatment-satisfaction", 1.0, 7.0)];
    scales.extend(plain::DIALOG_ITEMS[..8].iter().map(|id| scale(id, 1.0, 7.0).changes_from(1.0)));
    scales.extend(plain::DIALOG_ITEMS[8..].iter().map(|id| scale(id, 1.0, 7.0)));
    let items = numbered(11, ONE_TO_SEVEN);
    Instrument { id: "dialog", items, not_scored: &["0", "8"], scales, score: plain::dialog }
}

fn herth_hope() -> Instrument {
    let items = turned(numbered(12, ONE_TO_FOUR), &[3, 6]);
    simple("herth-hope", items, scale("total", 12.0, 48.0), plain::herth_hope)
}

/// Twenty ratings of support, their importance in the same order, then seven ratings of the relationship.
fn inspire() -> Instrument {
    let mut items = named("s", 20, "", ZERO_TO_FOUR);
    items.extend(named("s", 20, "_important", IMPORTANT_OR_NOT));
    items.extend(named("r", 7, "", ZERO_TO_FOUR));
    let ids = ["support", "relationship", "connectedness", "hope", "identity", "meaning", "empowerment"];
    let scales = ids.into_iter().map(|id| scale(id, 0.0, 100.0)).collect();
    Instrument { id: "inspire", items, not_scored: &[], scales, score: plain::inspire }
}

fn mansa() -> Instrument {
    let mut items = numbered(12, ONE_TO_SEVEN);
    items.extend(named("o", 4, "", YES_OR_NO));
    simple("mansa", items, scale("mean", 1.0, 7.0), plain::mansa)
}

fn mhrm() -> Instrument {
    simple("mhrm", numbered(30, ZERO_TO_FOUR), scale("total", 0.0, 120.0), plain::sum_of_all)
}

/// Three statements for each of eight areas; the score is our own.
fn practice_guidelines() -> Instrument {
    let scales = plain::AREAS.iter().chain(&["total"]).map(|id| scale(id, 0.0, 100.0)).collect();
    let items = numbered(24, MET_OR_NOT);
    Instrument { id: "practice-guidelines", items, not_scored: &[], scales, score: plain::practice_guidelines }
}

/// Change within a person: doi 10.1080/17522439.2021.1883726.
fn qpr_15() -> Instrument {
    let total = scale("total", 0.0, 60.0).changes_from(5.0);
    simple("qpr-15", numbered(15, ZERO_TO_FOUR), total, plain::sum_of_all)
}

fn qpr_22() -> Instrument {
    let scales =
        vec![scale("total", 0.0, 88.0), scale("interpersonal", 0.0, 20.0), scale("intrapersonal", 0.0, 68.0)];
    Instrument { id: "qpr-22", items: numbered(22, ZERO_TO_FOUR), not_scored: &[], scales, score: plain::qpr_22 }
}

/// Polarity: doi 10.1186/s12955-019-1123-z, table 2. Change and cut-off: NHS England.
fn reqol_10() -> Instrument {
    let items = turned(numbered(10, ZERO_TO_FOUR), &[1, 3, 6, 9]);
    let total = scale("total", 0.0, 40.0).changes_from(5.0).recovered_from(25.0);
    simple("reqol-10", items, total, plain::reqol_10)
}

/// Its item key was not found: totals only.
fn reqol_20() -> Instrument {
    simple("reqol-20", Vec::new(), scale("total", 0.0, 80.0), plain::nothing)
}

fn rsa_r() -> Instrument {
    let scales = vec![scale("mean", 1.0, 5.0)];
    let items = numbered(32, ONE_TO_FIVE);
    Instrument { id: "rsa-r", items, not_scored: &["NA", "DK"], scales, score: plain::rsa_r }
}

/// Change: 3 on the metric score (Shah 2018, rounded by NHS England).
fn swemwbs() -> Instrument {
    let scales = vec![scale("raw", 7.0, 35.0), scale("metric", 7.0, 35.0).changes_from(3.0)];
    Instrument { id: "swemwbs", items: numbered(7, ONE_TO_FIVE), not_scored: &[], scales, score: plain::swemwbs }
}

/// Change: Maheswaran 2012, rounded by NHS England.
fn wemwbs() -> Instrument {
    let total = scale("total", 14.0, 70.0).changes_from(9.0);
    simple("wemwbs", numbered(14, ONE_TO_FIVE), total, plain::sum_of_all)
}

/// Its index is under review by its owner: answers only. 9 does not apply, 99 is missing.
fn yes_survey() -> Instrument {
    let items = numbered(26, ONE_TO_FIVE);
    Instrument { id: "yes-survey", items, not_scored: &["9", "99"], scales: Vec::new(), score: plain::nothing }
}
