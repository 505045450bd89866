//! `fingerpost explain`: an id or a code in words, or the list of all.

use super::{definitions_beside, pretty, print_line, print_text, status};
use fingerpost::cli::ExplainArgs;
use fingerpost::definitions::{Criterion, Definitions};
use fingerpost::explain::{self, Explanation, Part, Unknown};
use fingerpost::intake::{self, Earlier, EarlierError, PrintedUnit, PrintedValue, Spot, Told};
use serde_json::{Value, json};
use std::path::Path;

/// Characters a line, as a book has them; a terminal that is narrower breaks lines by itself.
const WIDTH: usize = 100;

pub fn command(args: &ExplainArgs) -> u8 {
    let definitions = match definitions_beside(&args.folder) {
        Ok(definitions) => definitions,
        Err(status) => return status,
    };
    match &args.id {
        Some(id) => one(id, &definitions, args),
        None => list(&definitions, args.json),
    }
}

fn one(id: &str, definitions: &Definitions, args: &ExplainArgs) -> u8 {
    match explain::explain(id, definitions) {
        Ok(mut explanation) => {
            if let Some(out) = &args.out {
                match figures(&explanation.id, out, definitions) {
                    Ok(part) => explanation.parts.push(part),
                    Err(error) => {
                        eprintln!("{error}");
                        return status::UNREADABLE_INPUT;
                    }
                }
            }
            match args.json {
                true => print_line(&pretty(&data(&explanation))),
                false => print_text(&explanation.text(WIDTH)),
            }
        }
        Err(Unknown { id, nearest }) => {
            let key = if nearest.is_some() { "explain.unknown" } else { "explain.unknown_far" };
            let places = [("id", id.as_str()), ("nearest", nearest.as_deref().unwrap_or_default())];
            eprintln!("{}", definitions.wording.say(key, &places));
            return status::WRONG_USE;
        }
    }
    status::DONE
}

/// What a figure, a criterion or a value is in an output: a line for each unit, everybody in it taken together.
fn figures(id: &str, out: &Path, definitions: &Definitions) -> Result<Part, EarlierError> {
    let output = intake::earlier(out)?;
    let mut lines = match id.strip_prefix("value.") {
        Some(value) => of_value(value, out, definitions)?,
        None => of_indicator(id, &output, definitions),
    };
    if lines.is_empty() {
        lines.push(definitions.wording.say("explain.figures_none", &[]));
    }
    let places = [("out", output.folder.as_str()), ("period", &output.period)];
    Ok(Part { heading: definitions.wording.say("explain.heading.figures", &places), lines })
}

fn of_value(value: &str, out: &Path, definitions: &Definitions) -> Result<Vec<String>, EarlierError> {
    let own = intake::printed_values(out)?.into_iter().filter(|row| row.value == value);
    let line = |row: PrintedValue| {
        let say = |key: &str, places: &[(&str, &str)]| definitions.wording.say(&format!("explain.{key}"), places);
        let unit = format!("{} {}", row.level, row.unit_id);
        let [attained, lower, upper] = [row.attained, row.lower, row.upper].map(|n| n.map_or(String::new(), rounded));
        let places = [("unit", unit.as_str()), ("attained", &attained), ("lower", &lower), ("upper", &upper)];
        say(
            match (row.attained, row.lower) {
                (None, _) => "figure_value_none",
                (Some(_), None) => "figure_value",
                (Some(_), Some(_)) => "figure_value_interval",
            },
            &places,
        )
    };
    Ok(own.map(line).collect())
}

fn of_indicator(id: &str, output: &Earlier, definitions: &Definitions) -> Vec<String> {
    let criteria = definitions.framework.criteria();
    let criterion = criteria.into_iter().find(|criterion| id == format!("criterion.{}", criterion.id));
    let indicator = criterion.map_or(id, |criterion| criterion.indicator.as_str());
    let line = |unit: &PrintedUnit| {
        let spot = Spot {
            period: output.period.clone(),
            level: unit.level.clone(),
            unit: unit.id.clone(),
            breakdown: "all".to_owned(),
            category: "all".to_owned(),
            indicator: indicator.to_owned(),
        };
        let (name, told) = (format!("{} {}", unit.level, unit.id), output.figures.get(&spot)?);
        Some(in_words(&name, told, criterion, definitions))
    };
    output.units.iter().filter_map(line).collect()
}

fn in_words(unit: &str, told: &Told, criterion: Option<&Criterion>, definitions: &Definitions) -> String {
    let say = |key: &str, places: &[(&str, &str)]| definitions.wording.say(&format!("explain.{key}"), places);
    let Told::Row { achieved, known, eligible, value } = *told else {
        return say("figure_withheld", &[("unit", unit)]);
    };
    let text = |number: Option<u64>| number.map_or(String::new(), |number| number.to_string());
    let (achieved_text, known, eligible) = (text(achieved), text(Some(known)), text(Some(eligible)));
    let value_text = value.map_or(String::new(), rounded);
    let places = [
        ("unit", unit),
        ("achieved", &achieved_text),
        ("known", &known),
        ("eligible", &eligible),
        ("value", &value_text),
    ];
    let key = match (achieved, value) {
        (Some(_), _) => "figure_share",
        (None, Some(_)) => "figure_mean",
        (None, None) => "figure_people",
    };
    let line = say(key, &places);
    match criterion.zip(value) {
        Some((criterion, value)) => {
            let attained = rounded(criterion.takes.attained(value));
            say("figure_attained", &[("line", &line), ("attained", &attained)])
        }
        None => line,
    }
}

/// As open tables hold it, to two decimals.
fn rounded(value: f64) -> String {
    ((value * 100.0).round() / 100.0).to_string()
}

fn data(explanation: &Explanation) -> Value {
    let parts = explanation.parts.iter().map(|part| json!({ "heading": part.heading, "lines": part.lines }));
    json!({ "id": explanation.id, "title": explanation.title, "parts": parts.collect::<Vec<_>>() })
}

fn list(definitions: &Definitions, as_json: bool) -> u8 {
    let indicators = definitions.indicators();
    let codes = explain::codes(&definitions.wording);
    let of_values = explain::ids_of_values(definitions);
    let of_values = of_values.iter().map(String::as_str);
    let ids: Vec<&str> =
        indicators.iter().map(|indicator| indicator.id.as_str()).chain(of_values).chain(codes).collect();
    if as_json {
        print_line(&pretty(&json!(ids)));
    } else {
        ids.iter().for_each(|id| print_line(id));
    }
    status::DONE
}
