//! Exit statuses, one for each kind of ending.

pub const DONE: u8 = 0;
/// Done, but more rows were left out than the tolerance allows.
pub const BEYOND_TOLERANCE: u8 = 1;
/// Something in an output is not as the run wrote it.
pub const CHANGED: u8 = 1;
/// Something in an output is other than it was worked out before.
pub const DIFFERS: u8 = 1;
pub const WRONG_USE: u8 = 2;
pub const FAULTY_DEFINITION: u8 = 3;
pub const UNREADABLE_INPUT: u8 = 4;
pub const UNWRITABLE_OUTPUT: u8 = 5;
/// Small numbers could not be protected.
pub const RELEASE_REFUSED: u8 = 6;
/// As a shell reports it.
pub const INTERRUPTED: u8 = 130;

/// Each status once, with the key of its words below `assurance.status`.
pub const ALL: [(u8, &str); 8] = [
    (DONE, "done"),
    (BEYOND_TOLERANCE, "done_but"),
    (WRONG_USE, "wrong_use"),
    (FAULTY_DEFINITION, "faulty_definition"),
    (UNREADABLE_INPUT, "unreadable_input"),
    (UNWRITABLE_OUTPUT, "unwritable_output"),
    (RELEASE_REFUSED, "release_refused"),
    (INTERRUPTED, "interrupted"),
];
