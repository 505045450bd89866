//! Any bytes as the table of a service's own earlier figures: every row is a figure, a fault or beside the table, every fault
//! has a sentence, and neither panics nor hangs.

#![no_main]

use fingerpost::definitions::{self, Definitions};
use fingerpost::intake;
use libfuzzer_sys::fuzz_target;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;
use tempfile::TempDir;

static DEFINITIONS: LazyLock<Definitions> = LazyLock::new(|| definitions::load(None).expect("the program's own"));
static FILE: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("earlier.csv");
    (folder, file)
});

fuzz_target!(|bytes: &[u8]| {
    fs::write(&FILE.1, bytes).expect("a file");
    let faults = match intake::own_figures(&FILE.1) {
        Ok(own) => {
            assert_eq!(own.rows.len() + own.faults.len() + own.doubtful.len(), own.read as usize);
            let doubtful = own.doubtful.into_iter().filter_map(|doubtful| doubtful.otherwise.err());
            own.faults.into_iter().chain(doubtful).collect()
        }
        Err(faults) => {
            assert!(!faults.is_empty());
            faults
        }
    };
    for fault in faults {
        assert!(DEFINITIONS.wording.has(&format!("backtest.fault.{}", fault.code)), "{}", fault.code);
    }
});
