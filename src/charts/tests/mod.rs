//! Every chart with difficult contents: drawn, measured, and written out to be looked at.

pub(super) mod examples;
mod gallery;
mod legibility;
