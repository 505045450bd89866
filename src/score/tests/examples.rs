//! Worked examples and improvers, where they come out and where they do not.

use super::*;
use crate::definitions::{Better, Measure, Unproved};
use crate::score::examples::unproved;

fn reqol() -> Measure {
    let mut reqol = SHIPPED.measures[measure("reqol-10")].clone();
    reqol.examples.truncate(1);
    reqol
}

fn said(measure: &Measure) -> Vec<(Unproved, String)> {
    unproved(measure)
}

#[test]
fn an_improver_must_rise_where_more_is_better() {
    let mut reqol = reqol();
    let improver = reqol.improver.as_mut().unwrap();
    assert!(said(&self::reqol()).is_empty());
    std::mem::swap(&mut improver.before, &mut improver.after);
    let swapped = said(&reqol);
    assert!(
        matches!(&swapped[..], [(Unproved::Improver, said)] if said.contains("does not come out better on total"))
    );
    let improver = reqol.improver.as_mut().unwrap();
    improver.after = improver.before.clone();
    assert_eq!(said(&reqol).len(), 1, "staying the same is no improvement");
}

#[test]
fn an_improver_must_fall_where_less_is_better() {
    let mut reqol = reqol();
    reqol.scales[0].better = Better::Lower;
    assert_eq!(said(&reqol).len(), 1);
    let improver = reqol.improver.as_mut().unwrap();
    std::mem::swap(&mut improver.before, &mut improver.after);
    assert!(said(&reqol).is_empty());
    let improver = reqol.improver.as_mut().unwrap();
    improver.after = improver.before.clone();
    assert_eq!(said(&reqol).len(), 1, "staying the same is no improvement");
}

#[test]
fn an_improver_without_a_score_has_not_risen() {
    let mut reqol = reqol();
    reqol.improver.as_mut().unwrap().after.clear();
    let unscored = said(&reqol);
    assert!(matches!(&unscored[..], [(Unproved::Improver, said)] if said.contains("after no score")), "{unscored:?}");
}

#[test]
fn an_example_must_agree_to_the_hundredth_of_a_point() {
    let with = |off: f64| {
        let mut reqol = reqol();
        for expected in reqol.examples[0].expected.values_mut() {
            *expected = expected.map(|points| points + off);
        }
        said(&reqol).len()
    };
    assert!(reqol().examples[0].expected.values().any(Option::is_some));
    assert_eq!([0.0, 0.004, -0.004].map(with), [0, 0, 0]);
    assert_eq!([0.006, -0.006, 1.0].map(with), [1, 1, 1]);
}

#[test]
fn an_example_that_expects_no_score_must_have_none() {
    let mut reqol = reqol();
    reqol.examples[0].expected.values_mut().for_each(|expected| *expected = None);
    let scored = said(&reqol);
    assert!(
        matches!(&scored[..], [(Unproved::Example(0), said)] if said.contains("says no score on total")),
        "{scored:?}"
    );
    reqol.examples[0].answers.clear();
    assert!(said(&reqol).is_empty());
}
