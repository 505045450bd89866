//! The rules of the house, as the head of `src/lib.rs` states them, held against the sources as text.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so")]

use std::fs;
use std::path::{Path, PathBuf};

/// From left to right: a room uses rooms before it, never rooms after it.
const ROOMS: [&str; 18] = [
    "cli",
    "explain",
    "intake",
    "score",
    "job",
    "indicators",
    "background",
    "release",
    "charts",
    "reports",
    "check",
    "publish",
    "init",
    "record",
    "assurance",
    "verify",
    "backtest",
    "pipeline",
];
/// Used by every room; they use each other and no room.
const SHARED: [&str; 6] = ["definitions", "stats", "finding", "period", "table", "typeface"];
/// The binary, which may do what no room may: print, and ask for the time.
const BINARY: [&str; 3] = ["main.rs", "show.rs", "show/"];

struct Source {
    /// Below `src`, with `/` between parts.
    path: String,
    /// Without tests and comments.
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let source = |file: PathBuf| {
        let path = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&file).unwrap();
        Source { path, code: code_of(&text) }
    };
    let is_test = |source: &Source| source.path.contains("tests");
    files.into_iter().map(source).filter(|source| !is_test(source)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

fn code_of(text: &str) -> String {
    let before_tests = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let lines = before_tests.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

impl Source {
    fn room(&self) -> &str {
        self.path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    fn is_binary(&self) -> bool {
        BINARY.iter().any(|part| self.path == *part || part.ends_with('/') && self.path.starts_with(part))
    }

    /// Rooms named by `crate::<room>`.
    fn uses(&self) -> Vec<&str> {
        let parts = self.code.split("crate::").skip(1);
        parts.map(|part| part.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()).collect()
    }
}

fn offenders(sources: &[Source], words: &[&str], may: impl Fn(&Source) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| !may(source)) {
        let named = words.iter().filter(|word| source.code.contains(**word));
        found.extend(named.map(|word| format!("{} names {word}", source.path)));
    }
    found
}

#[test]
fn every_source_belongs_to_a_room() {
    let known = |room: &str| ROOMS.contains(&room) || SHARED.contains(&room) || room == "lib";
    let strays: Vec<String> =
        sources().iter().filter(|s| !s.is_binary() && !known(s.room())).map(|s| s.path.clone()).collect();
    assert!(strays.is_empty(), "{strays:?}");
}

#[test]
fn a_room_uses_rooms_to_its_left() {
    let place = |room: &str| ROOMS.iter().position(|known| *known == room);
    let mut wrong = Vec::new();
    for source in sources() {
        for used in source.uses() {
            let fine = match (place(source.room()), place(used)) {
                (Some(own), Some(used)) => used <= own,
                (None, Some(_)) => source.room() == "lib",
                _ => true,
            };
            if !fine {
                wrong.push(format!("{} uses {used}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn charts_and_reports_cannot_name_an_unprotected_figure() {
    let sources: Vec<Source> =
        sources().into_iter().filter(|source| ["charts", "reports"].contains(&source.room())).collect();
    assert!(sources.len() > 20, "the rooms were found");
    let unprotected = ["crate::indicators", "crate::score", "crate::intake", "crate::pipeline", "Counts"];
    let found = offenders(&sources, &unprotected, |_| false);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn only_release_makes_a_cell_that_is_shown() {
    let found = offenders(&sources(), &["Cell::shown(", "Cell::withheld("], |source| source.room() == "release");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn only_intake_definitions_and_verify_read_files_and_only_publish_writes_them() {
    let file_access = ["std::fs", "File::open", "File::create", "read_to_string(", "OpenOptions", "read_dir("];
    let may = ["intake", "definitions", "publish", "verify"];
    let found = offenders(&sources(), &file_access, |source| may.contains(&source.room()));
    assert!(found.is_empty(), "{found:#?}");
    let writing = ["File::create", "fs::write", "create_dir", "OpenOptions", "remove_file", "remove_dir"];
    let found = offenders(&sources(), &writing, |source| source.room() == "publish");
    assert!(found.is_empty(), "{found:#?}");
}

/// It has to read what was written, as nobody else may; so that it stays with that, it knows no room but the one that
/// writes and the one that says what was written, and no other room gets hold of what it read.
#[test]
fn verify_reads_outputs_and_has_no_way_to_exports() {
    let sources = sources();
    let own: Vec<&Source> = sources.iter().filter(|source| source.room() == "verify").collect();
    assert!(!own.is_empty(), "the room was found");
    let strange = own.iter().flat_map(|source| source.uses()).filter(|used| !["publish", "record"].contains(used));
    assert_eq!(strange.collect::<Vec<_>>(), Vec::<&str>::new());
    let users = offenders(&sources, &["crate::verify"], |source| source.room() == "verify");
    assert!(users.is_empty(), "{users:#?}");
}

/// It answers whoever types a number: so all it may know of an output is what intake reads of the open tables.
#[test]
fn backtest_knows_what_was_published_and_nothing_else() {
    let sources = sources();
    let own: Vec<&Source> = sources.iter().filter(|source| source.room() == "backtest").collect();
    assert!(own.len() > 3, "the room was found");
    let may = ["intake", "definitions", "period"];
    let strange = own.iter().flat_map(|source| source.uses()).filter(|used| !may.contains(used));
    assert_eq!(strange.collect::<Vec<_>>(), Vec::<&str>::new());
    let reads = ["Export", "read(", "Rows", "restricted"];
    let found = offenders(&sources, &reads, |source| source.room() != "backtest");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn only_the_binary_prints() {
    let printing = ["println!", "eprintln!", "print!(", "stdout()", "stderr()"];
    let found = offenders(&sources(), &printing, Source::is_binary);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn nobody_but_the_binary_asks_for_time_chance_or_environment() {
    let asking = ["::now()", "SystemTime", "Instant", "std::env", "env::var", "thread_rng", "RandomState"];
    let found = offenders(&sources(), &asking, Source::is_binary);
    assert!(found.is_empty(), "{found:#?}");
}

/// A library that one room needs is known to no other, so that it can be replaced by looking at one room.
#[test]
fn each_large_library_is_known_to_one_room() {
    let sources = sources();
    // The list of packages says of polars what it brings along.
    for (library, room) in [("polars::", "score"), ("plotters", "charts"), ("printpdf", "reports")] {
        let own = sources.iter().filter(|source| source.room() == room && source.code.contains(library));
        assert!(own.count() > 0, "{room} uses {library}");
        let strangers = offenders(&sources, &[library], |source| source.room() == room);
        assert!(strangers.is_empty(), "{strangers:#?}");
    }
}

/// Above the code that follows it, as a comment: so it is read from the files as they stand.
#[test]
fn whatever_statistics_work_out_has_its_source() {
    // Means and medians; tail points, which statrs works out; and the choice between the two kinds of charts.
    let need_none = ["stats/mod.rs", "stats/quantiles.rs", "stats/trend.rs"];
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let of_stats = sources().into_iter().map(|source| source.path).filter(|path| path.starts_with("stats/"));
    let methods: Vec<String> = of_stats.filter(|path| !need_none.contains(&path.as_str())).collect();
    assert!(methods.len() > 6, "{methods:?}");
    let named = |text: &str| text.contains("Source: ") || text.contains("Sources: ");
    let has_source = |path: &&String| named(&fs::read_to_string(root.join(path)).unwrap());
    let without: Vec<_> = methods.iter().filter(|path| !has_source(path)).collect();
    assert!(without.is_empty(), "{without:?}");
}

/// What people read of the rooms at the head of the library is what is held here, in the same order.
#[test]
fn the_table_at_the_head_of_the_library_has_these_rooms_in_this_order() {
    let head = include_str!("../src/lib.rs");
    let rows = head.lines().filter_map(|line| line.strip_prefix("//! | [`")?.split_once("`]").map(|(room, _)| room));
    let shared = |room: &&str| SHARED.contains(room);
    let rows: Vec<&str> = rows.filter(|room| !shared(room)).collect();
    // What has no row of its own decides nothing: the words that are typed, what they ask for, and the order of it all.
    let decide = |room: &&&str| !["cli", "job", "pipeline"].contains(*room);
    assert_eq!(rows, ROOMS.iter().filter(decide).copied().collect::<Vec<_>>());
}

#[test]
fn no_scoring_fact_stands_in_code() {
    // An instrument named in code would be scored by code.
    let instruments = ["\"dialog\"", "\"reqol", "\"qpr", "\"swemwbs\"", "\"inspire\"", "\"mansa\""];
    let found = offenders(&sources(), &instruments, |source| source.is_binary() || source.room() == "definitions");
    assert!(found.is_empty(), "{found:#?}");
}
