//! The day on which a run is made leaves no trace, provided that the day of the export is said.

use crate::program::{small_export, tree};
use chrono::NaiveDate;
use fingerpost::cli::{CommonArgs, OutputArgs};
use fingerpost::job::{Job, Target};
use fingerpost::pipeline;
use std::collections::BTreeMap;
use std::path::Path;

/// Everything that a run writes which is made on this day, beside the folder of exports.
fn written(folder: &Path, today: NaiveDate, dated: Option<NaiveDate>) -> BTreeMap<String, Vec<u8>> {
    let out = folder.join(format!("out-{today}"));
    let arguments = OutputArgs {
        period: None,
        out: out.clone(),
        force: false,
        only: Vec::new(),
        no_restricted: false,
        parquet: true,
        national_format: true,
        tolerance: None,
        common: CommonArgs { dated, quiet: true, json: false },
    };
    let job = Job::of_folder(folder, &arguments.common, today).unwrap();
    let target = Target::new(&arguments, &[], &job.settings).unwrap();
    pipeline::run(&job, &target, &mut |_| {}, &|| false).unwrap_or_else(|_| panic!("nothing is wrong with it"));
    tree(&out)
}

#[test]
fn the_same_export_gives_the_same_bytes_on_any_day() {
    let export = small_export();
    let day = |year| NaiveDate::from_ymd_opt(year, 11, 30).unwrap();
    let said = NaiveDate::from_ymd_opt(2026, 10, 9);
    let [one, other] = [2026, 2027].map(|year| written(export.path(), day(year), said));
    assert!(one.len() > 30);
    let differing: Vec<_> = one.iter().filter(|(path, bytes)| other.get(*path) != Some(*bytes)).collect();
    assert!(
        one.len() == other.len() && differing.is_empty(),
        "{:?}",
        differing.iter().map(|(path, _)| path).collect::<Vec<_>>()
    );
}
