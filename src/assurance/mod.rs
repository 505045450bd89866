//! What IT and governance are handed: documents whose sentences stand in `schemas/assurance/`, with every fact that the program
//! can know of itself put into its place. No data is looked at, and nothing is judged: what is a draft says so.

mod layout;
mod packages;
mod program;
mod tables;

use crate::definitions::{self, Definitions, ReleaseRules};
use crate::intake;
use crate::publish::{self, File, PublishError};
use crate::record;
use chrono::NaiveDate;
use packages::{Packages, Rules};
use std::path::Path;

pub use packages::TARGET;

/// The document to read first.
pub const START: &str = "00-start-here.md";

/// A name that stands in braces in a document, and what is put there.
type Place = (&'static str, String);

/// Makes sure that the pack may be written, and writes it.
pub fn pack(
    definitions: &Definitions,
    date: NaiveDate,
    out: &Path,
    force: bool,
    stopped: &dyn Fn() -> bool,
) -> Result<(), PublishError> {
    publish::check_target(out, force, publish::ASSURANCE_RECORD)?;
    publish::write(out, &files(definitions, date), stopped)
}

/// Every document with its places filled, the packages as a table, and the record of both.
pub fn files(definitions: &Definitions, date: NaiveDate) -> Vec<File> {
    let (packages, texts) = (Packages::read(), definitions::documents());
    let places = places(definitions, date, &packages);
    let places: Vec<(&str, &str)> = places.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let document = |name: &str| File::public(format!("{name}.md"), texts.say(name, &places).into_bytes());
    let mut files: Vec<File> = texts.keys().map(document).collect();
    let words = ["yes", "no", "not_told"].map(|key| definitions.wording.say(&format!("assurance.{key}"), &[]));
    let table = packages.table([&words[0], &words[1], &words[2]]);
    files.push(File::public("packages.csv", publish::csv(&table)));
    let written: Vec<_> = files.iter().map(File::written).collect();
    files.push(File::public(publish::ASSURANCE_RECORD, record::assurance_record(definitions, &written).json()));
    files
}

fn places(definitions: &Definitions, date: NaiveDate, packages: &Packages) -> Vec<Place> {
    let wording = &definitions.wording;
    let mut places = vec![
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
        ("licence", env!("CARGO_PKG_LICENSE").to_owned()),
        ("rust_version", env!("CARGO_PKG_RUST_VERSION").to_owned()),
        ("target", packages::TARGET.to_owned()),
        ("compiler", packages::COMPILER.to_owned()),
        ("draft", wording.say("assurance.draft", &[])),
        ("signature", wording.say("assurance.signature", &[])),
        ("restricted", publish::RESTRICTED.to_owned()),
        ("prefix", publish::PREFIX.to_owned()),
        ("lock", publish::LOCK.to_owned()),
        ("record", publish::ASSURANCE_RECORD.to_owned()),
        ("records", layout::codes(&[publish::RECORD, publish::CHECK_RECORD, publish::ASSURANCE_RECORD])),
        ("identifying", intake::refused_columns().join(", ")),
        ("pairing", format!("`{}`, {}", definitions.pairing.id, definitions.pairing.title)),
        ("definitions_in_use", definitions_in_use(definitions)),
        ("instruments", tables::instruments(definitions)),
    ];
    places.extend(dated(definitions, date));
    places.extend(tables::places(definitions));
    places.extend(program::places(wording));
    places.extend(of_release(definitions));
    places.extend(of_packages(definitions, packages));
    places
}

fn dated(definitions: &Definitions, date: NaiveDate) -> Vec<Place> {
    let facts = [("version", env!("CARGO_PKG_VERSION")), ("date", &date.to_string()), ("target", packages::TARGET)];
    vec![("date", date.to_string()), ("opening", definitions.wording.say("assurance.opening", &facts))]
}

/// Which definitions the documents speak of, and which of them are a service's own.
fn definitions_in_use(definitions: &Definitions) -> String {
    let own = definitions.sources.iter().filter(|source| source.overridden);
    let own: Vec<&str> = own.map(|source| source.path.as_str()).collect();
    let number = definitions.sources.len().to_string();
    let key = if own.is_empty() { "shipped" } else { "replaced" };
    let facts = [("n", number.as_str()), ("files", &layout::codes(&own))];
    definitions.wording.say(&format!("assurance.definitions.{key}"), &facts)
}

/// The rule for small numbers, as reports say it, and its numbers.
fn of_release(definitions: &Definitions) -> Vec<Place> {
    let rules = &definitions.release;
    let decided = match rules.decided_on.as_str() {
        "" => rules.decided_by.clone(),
        date => format!("{}, {date}", rules.decided_by),
    };
    let [threshold, last, mean, spread, extremes, round] = numbers(rules).map(|(_, number)| number.to_string());
    let facts = [
        ("threshold", threshold.as_str()),
        ("last", &last),
        ("mean", &mean),
        ("spread", &spread),
        ("extremes", &extremes),
        ("round_to", &round),
        ("decided_by", &rules.decided_by),
        ("decided_on", &rules.decided_on),
    ];
    let sentence = definitions.wording.say(&format!("settings.release.{}", rules.profile.key()), &facts);
    let line = |(name, number): (&str, u64)| format!("- `{name}`: {number}");
    let settings = numbers(rules).into_iter().filter(|(name, _)| *name != "last").map(line);
    let lines = layout::lines(std::iter::once(format!("- `profile`: {}", rules.profile.key())).chain(settings));
    vec![("release_rule", sentence.trim_end().to_owned()), ("release_numbers", lines), ("decided", decided)]
}

fn numbers(rules: &ReleaseRules) -> [(&'static str, u64); 6] {
    [
        ("threshold", rules.threshold),
        ("last", rules.threshold.saturating_sub(1)),
        ("mean_minimum", rules.mean_minimum),
        ("spread_minimum", rules.spread_minimum),
        ("extremes_minimum", rules.extremes_minimum),
        ("round_to", rules.round_to),
    ]
}

fn of_packages(definitions: &Definitions, packages: &Packages) -> Vec<Place> {
    let (wording, rules) = (&definitions.wording, Rules::read());
    let banned = rules.banned();
    let found = packages.linked_of(&banned);
    let not_linked = wording.count("assurance.packages", packages.not_linked().count() as u64, &[]);
    let key = if packages.is_told() { "linked" } else { "not_told" };
    let number = packages.linked().count() as u64;
    let linked = if packages.is_told() { wording.count("assurance.packages", number, &[]) } else { String::new() };
    let linked = wording.say(&format!("assurance.{key}_count"), &[("packages", &linked)]);
    let found = match (packages.is_told(), found.as_slice()) {
        (false, _) => wording.say("assurance.not_told", &[]),
        (true, []) => wording.say("assurance.none", &[]),
        (true, found) => layout::codes(found),
    };
    vec![
        ("banned", layout::codes(&banned)),
        ("banned_linked", found),
        ("can_connect", layout::codes(&able_to_connect(packages))),
        ("targets", layout::codes(rules.targets())),
        ("licences", layout::codes(rules.licences())),
        ("linked_count", linked),
        ("not_linked_count", not_linked),
        ("linked_intro", wording.say(&format!("assurance.{key}_intro"), &[("target", packages::TARGET)])),
        ("package_head", layout::package([&wording.say("assurance.package", &[]), "", "SHA-256", ""])),
        ("linked_packages", packages.lines(packages.linked())),
        ("other_packages", packages.lines(packages.not_linked())),
    ]
}

/// Those that are linked, or for all that can be told might be.
fn able_to_connect(packages: &Packages) -> Vec<&'static str> {
    let all = packages::ABLE_TO_CONNECT;
    if packages.is_told() { packages.linked_of(&all) } else { all.to_vec() }
}
