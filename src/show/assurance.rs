//! `fingerpost assurance`: what IT and governance are handed.

use super::{Stop, definitions_beside, failed, status};
use chrono::NaiveDate;
use fingerpost::assurance;
use fingerpost::cli::AssuranceArgs;
use fingerpost::pipeline::Stage;

pub fn command(args: &AssuranceArgs, today: NaiveDate) -> u8 {
    let definitions = match definitions_beside(&args.folder) {
        Ok(definitions) => definitions,
        Err(status) => return status,
    };
    let stop = Stop::listen();
    stop.at(Stage::Writing);
    let date = args.dated.unwrap_or(today);
    if let Err(error) = assurance::pack(&definitions, date, &args.out, args.force, &|| stop.asked()) {
        return failed(&error.into(), &definitions.wording, &[]);
    }
    if !args.quiet {
        let [folder, start] =
            [args.out.clone(), args.out.join(assurance::START)].map(|path| path.display().to_string());
        eprintln!("{}", definitions.wording.say("assurance.made", &[("folder", &folder), ("start", &start)]));
    }
    status::DONE
}
