//! One of the program's own definitions with edits, as a service's copy: the whole is believed or refused with a message, the
//! worked examples of what has changed are scored, every scale is said in words, and nothing panics or hangs. The first byte
//! chooses the file.

#![no_main]

mod edits;

use fingerpost::definitions::{self, Definitions, Measure, Unproved};
use fingerpost::score;
use libfuzzer_sys::{Corpus, fuzz_target};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Every shipped file by its path below `schemas`, in order.
static SHIPPED: LazyLock<Vec<(PathBuf, String)>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let mut files = Vec::new();
    gather(&root, &root, &mut files);
    files.sort();
    files
});

static OURS: LazyLock<Definitions> = LazyLock::new(|| definitions::load(None).expect("the program's own"));

/// The examples of the shipped instruments come out as they say; to score them all each time would take seconds.
fn unproved(measure: &Measure) -> Vec<(Unproved, String)> {
    if OURS.measures.contains(measure) { Vec::new() } else { score::examples::unproved(measure) }
}

fn gather(root: &Path, folder: &Path, files: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).expect("schemas") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(root, &path, files);
        } else if path.extension().is_some_and(|ending| ending != "md") {
            let below = path.strip_prefix(root).expect("below schemas").to_owned();
            files.push((below, fs::read_to_string(&path).expect("text")));
        }
    }
}

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let [file, edits @ ..] = bytes else { return Corpus::Reject };
    let (path, text) = &SHIPPED[usize::from(*file) % SHIPPED.len()];
    let folder = tempfile::tempdir().expect("a folder");
    let own = folder.path().join(path);
    fs::create_dir_all(own.parent().expect("it has one")).expect("a folder");
    fs::write(&own, edits::edited(text, edits)).expect("a file");
    match definitions::load_proved(Some(folder.path()), &unproved) {
        Err(faults) => assert!(!faults.to_string().is_empty()),
        Ok(definitions) => {
            for measure in &definitions.measures {
                for scale in &measure.scales {
                    assert!(!definitions.scale_in_words(measure, scale).is_empty());
                }
            }
        }
    }
    Corpus::Keep
});
