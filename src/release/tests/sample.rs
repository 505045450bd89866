//! Every second figure of the sample, shown again one at a time.

use super::super::attack::{Attack, Memory, Secrets};
use super::super::second::settle;
use super::super::web::{Bundle, Source, Web};
use super::{NONE_UNSEEN, ReleaseRules};
use crate::cli::{Cli, Command};
use crate::definitions::ReleaseProfile;
use crate::indicators::{self, Basis, Units, catalogue};
use crate::job::Job;
use crate::period::Period;
use crate::{intake, score};
use chrono::NaiveDate;
use clap::Parser;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

/// The job of reporting on the sample, as `fingerpost run sample-data` sets it.
fn job() -> Job {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    let arguments = ["fingerpost", "run", folder.to_str().unwrap(), "--out", "unused"];
    let Command::Run(args) = Cli::parse_from(arguments).command else { unreachable!() };
    let today = NaiveDate::from_ymd_opt(2026, 10, 9).unwrap();
    Job::of_folder(&args.folder, &args.output.common, today).unwrap()
}

#[test]
fn every_second_figure_of_the_sample_is_needed() {
    let job = job();
    let intake = intake::read(&job.export, &job.settings, &job.definitions, job.limit, &mut |_| {}).unwrap();
    let scored = score::score(&intake.rows, &job.definitions).unwrap();
    let period = Period::last_ended_by(intake.newest.unwrap(), job.settings.quarters);
    let units = Units::new(&intake.rows, &job.settings);
    let indicators = catalogue(&intake.rows, &job.definitions);
    let (wanted, definitions) = ((0..indicators.len()).collect(), &job.definitions);
    let basis =
        Basis { scored: &scored, rows: &intake.rows, definitions, units: &units, indicators: &indicators, wanted };
    let results = score::at(&scored, &intake.rows, definitions, &period);
    let periods = [indicators::figures(&basis, &results, &job.settings.breakdowns)];
    for (profile, least) in [(ReleaseProfile::Suppress, 900), (ReleaseProfile::Round, 10)] {
        let source = Source {
            periods: &periods,
            indicators: &indicators,
            units: &units.list,
            categories: &periods[0].categories,
            rules: &ReleaseRules { profile, ..definitions.release.clone() },
            ledger: &[],
            unseen: &NONE_UNSEEN,
        };
        let (tried, idle) = shown_again_one_at_a_time(&source);
        println!("{profile:?}: {tried} second numbers");
        assert!(tried > least, "{tried}");
        assert!(idle.is_empty(), "{idle:#?}");
    }
}

/// How many second numbers there are, and those that could be shown without anything being found out.
fn shown_again_one_at_a_time(source: &Source) -> (usize, Vec<String>) {
    let web = Web::new(source);
    let settled = settle(&web, source.units, source.rules);
    assert!(settled.leaks.is_empty());
    let Secrets { secret, forced } = &settled.secrets;
    let is_second = |number: &usize| {
        let own = &web.numbers[*number];
        secret[*number] && !own.small && !forced[*number] && !own.rows.is_empty()
    };
    let second: BTreeSet<usize> = (0..web.numbers.len()).filter(is_second).collect();
    let needed = |bundle: &Bundle| {
        let (attack, mut memory) = (Attack::new(&web, source.rules, bundle), Memory::default());
        attack.leaks(&settled.secrets, &mut memory).unwrap();
        let here = second.iter().copied().filter(|number| bundle.context.contains(&web.numbers[*number].class));
        let mut gives_away = |number: &usize| {
            let mut secrets = settled.secrets.clone();
            secrets.secret[*number] = false;
            attack.leaks(&secrets, &mut memory).is_err()
        };
        here.filter(|number| gives_away(number)).collect::<Vec<usize>>()
    };
    let needed: BTreeSet<usize> = web.bundles.par_iter().flat_map(needed).collect();
    let name = |number: &usize| format!("{:?}", web.numbers[*number]);
    (second.len(), second.difference(&needed).map(name).collect())
}
