//! A second, plain calculation of every score, typed in from the published keys and never from the definition files
//! or from the scoring room. The program is asked only for what is under test: what its definitions understand, what
//! its scoring makes of hand-made rows, and what it says about change. Where the two differ, one of them is wrong.

#[path = "measures/agreement.rs"]
mod agreement;
#[path = "measures/chance.rs"]
mod chance;
#[path = "measures/fewer.rs"]
mod fewer;
#[path = "measures/forms.rs"]
mod forms;
#[path = "measures/goals.rs"]
mod goals;
#[path = "measures/keys.rs"]
mod keys;
#[path = "measures/laws.rs"]
mod laws;
#[path = "measures/outcomes.rs"]
mod outcomes;
#[path = "measures/pairing.rs"]
mod pairing;
#[path = "measures/plain.rs"]
mod plain;
#[path = "measures/plain_pairing.rs"]
mod plain_pairing;
#[path = "measures/templates.rs"]
mod templates;
#[path = "measures/thresholds.rs"]
mod thresholds;
#[path = "measures/vectors.rs"]
mod vectors;

use chrono::NaiveDate;
use fingerpost::definitions::{Definitions, load};
use std::sync::OnceLock;

/// The definitions in the program, read once.
fn shipped() -> &'static Definitions {
    static SHIPPED: OnceLock<Definitions> = OnceLock::new();
    SHIPPED.get_or_init(|| load(None).unwrap_or_else(|faults| panic!("{faults}")))
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}
