//! `fingerpost explain`: an id or a code in words, or the list of all.

use super::{definitions_beside, pretty, status};
use fingerpost::cli::ExplainArgs;
use fingerpost::definitions::Definitions;
use fingerpost::explain::{self, Explanation, Unknown};
use serde_json::{Value, json};

/// Characters a line, as a book has them; a terminal that is narrower breaks lines by itself.
const WIDTH: usize = 100;

pub fn command(args: &ExplainArgs) -> u8 {
    let definitions = match definitions_beside(&args.folder) {
        Ok(definitions) => definitions,
        Err(status) => return status,
    };
    match &args.id {
        Some(id) => one(id, &definitions, args.json),
        None => list(&definitions, args.json),
    }
}

fn one(id: &str, definitions: &Definitions, as_json: bool) -> u8 {
    match explain::explain(id, definitions) {
        Ok(explanation) if as_json => println!("{}", pretty(&data(&explanation))),
        Ok(explanation) => print!("{}", explanation.text(WIDTH)),
        Err(Unknown { id, nearest }) => {
            let key = if nearest.is_some() { "explain.unknown" } else { "explain.unknown_far" };
            let places = [("id", id.as_str()), ("nearest", nearest.as_deref().unwrap_or_default())];
            eprintln!("{}", definitions.wording.say(key, &places));
            return status::WRONG_USE;
        }
    }
    status::DONE
}

fn data(explanation: &Explanation) -> Value {
    let parts = explanation.parts.iter().map(|part| json!({ "heading": part.heading, "lines": part.lines }));
    json!({ "id": explanation.id, "title": explanation.title, "parts": parts.collect::<Vec<_>>() })
}

fn list(definitions: &Definitions, as_json: bool) -> u8 {
    let indicators = definitions.indicators();
    let codes = explain::codes(&definitions.wording);
    let ids: Vec<&str> = indicators.iter().map(|indicator| indicator.id.as_str()).chain(codes).collect();
    if as_json {
        println!("{}", pretty(&json!(ids)));
    } else {
        ids.iter().for_each(|id| println!("{id}"));
    }
    status::DONE
}
