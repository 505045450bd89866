//! What an attack on existing outputs came to. Names the figures that can be worked out, never what they are.

use super::{definitions_beside, pretty, print_line, status};
use fingerpost::cli::ReleaseArgs;
use fingerpost::definitions::Wording;
use fingerpost::pipeline;
use fingerpost::release::outputs::{FoundOut, Tried};
use serde_json::{Value, json};

pub fn command(args: &ReleaseArgs) -> u8 {
    let definitions = match definitions_beside(&args.folder) {
        Ok(definitions) => definitions,
        Err(status) => return status,
    };
    match pipeline::attack(&args.check, &definitions) {
        Ok(tried) => {
            if args.json {
                print_line(&pretty(&as_json(&tried)));
            } else {
                told(&tried, args, &definitions.wording);
            }
            if tried.holds() { status::DONE } else { status::RELEASE_REFUSED }
        }
        Err(error) => {
            eprintln!("{error}");
            status::UNREADABLE_INPUT
        }
    }
}

fn told(tried: &Tried, args: &ReleaseArgs, wording: &Wording) {
    let outputs: Vec<String> = args.check.iter().map(|folder| folder.display().to_string()).collect();
    let outputs = outputs.join(", ");
    let withheld = wording.count("count.withheld_figures", tried.withheld, &[]);
    let threshold = tried.threshold.to_string();
    let facts = [("withheld", withheld.as_str()), ("outputs", &outputs), ("threshold", &threshold)];
    match (tried.found.is_empty(), tried.withheld) {
        (true, 0) => print_line(&wording.say("cli.attacked_none", &facts)),
        (true, _) if tried.unsettled > 0 => {}
        (true, _) => print_line(&wording.say("cli.attacked", &facts)),
        (false, _) => {
            print_line(&wording.say("cli.found_out", &facts));
            tried.found.iter().for_each(|found| print_line(&format!("  {}", line(found, wording))));
            print_line(&wording.say("cli.found_mend", &[]));
        }
    }
    if tried.unsettled > 0 {
        let numbers = wording.count("count.numbers", tried.unsettled, &[]);
        print_line(&wording.say("cli.attacked_unsettled", &[("numbers", &numbers)]));
    }
}

fn line(found: &FoundOut, wording: &Wording) -> String {
    let possible = found.possible.to_string();
    let facts = [
        ("period", found.spot.period.as_str()),
        ("level", &found.spot.level),
        ("unit", &found.spot.unit),
        ("group", &found.spot.category),
        ("indicator", &found.spot.indicator),
        ("possible", &possible),
    ];
    wording.say(if found.possible == 1 { "cli.found_exactly" } else { "cli.found_nearly" }, &facts)
}

fn as_json(tried: &Tried) -> Value {
    let found = |found: &FoundOut| {
        json!({
            "period": found.spot.period,
            "level": found.spot.level,
            "unit_id": found.spot.unit,
            "breakdown": found.spot.breakdown,
            "category": found.spot.category,
            "indicator": found.spot.indicator,
            "possible": found.possible,
        })
    };
    json!({
        "withheld": tried.withheld,
        "unsettled": tried.unsettled,
        "found": tried.found.iter().map(found).collect::<Vec<_>>(),
    })
}
