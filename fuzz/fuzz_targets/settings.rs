//! Any text as `audit.toml`: it is believed or refused with a message at a line, and neither panics nor hangs. The first byte
//! chooses: the sample's settings with edits, or the bytes as they are.

#![no_main]

mod edits;

use fingerpost::definitions::{self, Definitions, settings};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static DEFINITIONS: LazyLock<Definitions> = LazyLock::new(|| definitions::load(None).expect("the program's own"));

const SAMPLE: &str = include_str!("../../sample-data/audit.toml");

fuzz_target!(|bytes: &[u8]| {
    let [kind, rest @ ..] = bytes else { return };
    let text = match kind % 4 {
        0 => String::from_utf8_lossy(rest).into_owned(),
        _ => edits::edited(SAMPLE, rest),
    };
    let read = settings::read_with(Some(&text), &DEFINITIONS.profiles);
    let agreed = read.and_then(|settings| settings::agree(Some(&text), &settings, &DEFINITIONS));
    if let Err(faults) = agreed {
        assert!(!faults.to_string().is_empty());
    }
});
