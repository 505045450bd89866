//! Signs beside a figure over time: what its latest point says, and whether the service's aim can be expected to be reached.
//! Both come from the same reading as the picture and the sentence. Which way is better is what a criterion of the service
//! takes from the figure, or what the scale says; where neither does, no way is better.

use super::view::View;
use crate::charts::over_time::{Meaning, Sign};
use crate::definitions::{Better, Criterion, Takes};
use crate::stats::{Aim, Toward, Trend, Variation};

/// At most two signs with their words: for the latest point, and for the aim. In `brief`, a latest point that is as usual has
/// none: the title says as much.
pub fn signs(view: View, id: &str, trend: &Trend, aim: Option<f64>, brief: bool) -> Vec<(Sign, String)> {
    let better = better(view, id);
    let told = trend.variation().filter(|variation| !brief || *variation != Variation::Usual);
    let of_latest = told.map(|variation| latest(view, variation, better));
    let of_aim = aim.and_then(|aim| trend.aim(aim)).zip(better).map(|(aim, better)| of_aim(view, aim, better));
    of_latest.into_iter().chain(of_aim).collect()
}

/// The service's target for a figure, in its own unit; `None` where it has set none.
pub fn aim(view: View, id: &str) -> Option<f64> {
    let criterion = criterion(view, id)?;
    let target = criterion.target?;
    Some(match criterion.takes {
        Takes::Share => target,
        Takes::Rest => 100.0 - target,
        Takes::Mean { lowest, highest } => lowest + (highest - lowest) * target / 100.0,
    })
}

fn criterion<'a>(view: View<'a>, id: &str) -> Option<&'a Criterion> {
    view.background.framework.criteria().find(|criterion| criterion.indicator == id)
}

fn better(view: View, id: &str) -> Option<Toward> {
    let by_criterion = criterion(view, id).map(|criterion| match criterion.takes {
        Takes::Share => Toward::Higher,
        Takes::Rest => Toward::Lower,
        Takes::Mean { lowest, highest } if highest < lowest => Toward::Lower,
        Takes::Mean { .. } => Toward::Higher,
    });
    by_criterion.or_else(|| {
        let about = view.indicator(id)?.about;
        let scale = view.background.all_measures.get(about.measure?)?.scales.get(about.scale?)?;
        Some(if scale.better == Better::Lower { Toward::Lower } else { Toward::Higher })
    })
}

fn latest(view: View, variation: Variation, better: Option<Toward>) -> (Sign, String) {
    let (key, meaning) = match (variation, better) {
        (Variation::Usual, _) => ("usual".to_owned(), Meaning::Neutral),
        (Variation::Unusual(toward), None) => (format!("neutral.{}", word(toward)), Meaning::Neutral),
        (Variation::Unusual(toward), Some(better)) if toward == better => {
            (format!("wanted.{}", word(toward)), Meaning::Wanted)
        }
        (Variation::Unusual(toward), Some(_)) => (format!("unwanted.{}", word(toward)), Meaning::Unwanted),
    };
    let letter = match variation {
        Variation::Usual => "trend.letter.usual",
        Variation::Unusual(Toward::Higher) => "trend.letter.higher",
        Variation::Unusual(Toward::Lower) => "trend.letter.lower",
    };
    (sign(view, letter, meaning), view.plain(&format!("trend.latest.{key}")))
}

fn of_aim(view: View, aim: Aim, better: Toward) -> (Sign, String) {
    let (key, meaning) = match (aim, better) {
        (Aim::Within, _) => ("within", Meaning::Neutral),
        (Aim::Exceeded, Toward::Higher) | (Aim::OutOfReach, Toward::Lower) => ("reached", Meaning::Wanted),
        (Aim::Exceeded, Toward::Lower) | (Aim::OutOfReach, Toward::Higher) => ("missed", Meaning::Unwanted),
    };
    (sign(view, &format!("trend.letter.{key}"), meaning), view.plain(&format!("trend.aim.{key}")))
}

fn word(toward: Toward) -> &'static str {
    match toward {
        Toward::Higher => "higher",
        Toward::Lower => "lower",
    }
}

fn sign(view: View, key: &str, meaning: Meaning) -> Sign {
    Sign { letter: view.plain(key).chars().next().unwrap_or('•'), meaning }
}
