//! `fingerpost backtest`: a service's own earlier figures beside those of an output.

use super::{definitions_beside, pretty, print_line, print_text};
use fingerpost::backtest::{self, Backtest, Figures};
use fingerpost::cli::{BacktestArgs, status};
use fingerpost::definitions::Definitions;
use fingerpost::intake::{self, Earlier, OwnFault, OwnFigures, PrintedNames};
use std::path::Path;

mod data;
mod words;

use words::Words;

pub fn command(args: &BacktestArgs) -> u8 {
    let mut definitions = match definitions_beside(&args.definitions) {
        Ok(definitions) => definitions,
        Err(status) => return status,
    };
    let (output, printed) = match published(&args.folder) {
        Ok(read) => read,
        Err(error) => {
            eprintln!("{error}");
            return status::UNREADABLE_INPUT;
        }
    };
    // Whom a figure counts is said as the output counted them.
    definitions.pair_by(&output.pairing);
    match intake::own_figures(&args.earlier) {
        Ok(own) => told(args, &own, &Figures::new(&output, &printed, &definitions), &definitions),
        Err(faults) => {
            faults.iter().for_each(|fault| eprintln!("{}", in_words(fault, &definitions)));
            status::UNREADABLE_INPUT
        }
    }
}

fn published(out: &Path) -> Result<(Earlier, PrintedNames), intake::EarlierError> {
    Ok((intake::earlier(out)?, intake::printed_names(out)?))
}

fn told(args: &BacktestArgs, own: &OwnFigures, figures: &Figures<'_>, definitions: &Definitions) -> u8 {
    let backtest = backtest::compare(own, figures, &definitions.wording);
    let words = Words { figures, definitions };
    if args.json {
        print_line(&pretty(&data::data(own, &backtest, &words)));
    } else if !args.quiet {
        print_text(&words.page(own, &backtest));
    }
    faulty(&backtest, definitions);
    ending(&backtest)
}

/// Rows to be mended are errors, and said to whoever asked for silence too.
fn faulty(backtest: &Backtest, definitions: &Definitions) {
    if backtest.faults.is_empty() {
        return;
    }
    let rows = definitions.wording.count("count.rows", backtest.read - backtest.rows.len() as u64, &[]);
    eprintln!("\n{}", definitions.wording.say("backtest.faulty", &[("rows", &rows)]));
    backtest.faults.iter().for_each(|fault| eprintln!("  {}", in_words(fault, definitions)));
}

/// Its place as a spreadsheet shows it, and the sentence.
fn in_words(fault: &OwnFault, definitions: &Definitions) -> String {
    format!("{}: {}", fault.place.words(&definitions.wording), sentence(fault, definitions))
}

fn sentence(fault: &OwnFault, definitions: &Definitions) -> String {
    let facts: Vec<(&str, &str)> = fault.facts.iter().map(|(name, fact)| (*name, fact.as_str())).collect();
    definitions.wording.say(&format!("backtest.fault.{}", fault.code), &facts)
}

fn ending(backtest: &Backtest) -> u8 {
    match backtest.count(|outcome| outcome.differs()) {
        1.. => status::DIFFERS,
        0 if backtest.faults.is_empty() => status::DONE,
        0 => status::UNREADABLE_INPUT,
    }
}
