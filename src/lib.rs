//! # Fingerpost
//!
//! Exports of a recovery-oriented mental health service in; audits, commissioner reports, team packs and a public summary
//! out. The rooms, in the order a row of data meets them:
//!
//! ```text
//! exports ─▶ intake ─▶ score ─▶ indicators ─▶ release ─▶ charts ─▶ reports ─▶ publish ─▶ out/
//!            bytes      rows      figures       figures     pictures   documents   files, all or nothing
//!            to checked to scores by unit,      that may
//!            rows +     changes,  group,        leave the
//!            findings   attainment period       building
//! schemas/ is read once by definitions, before everything
//! ```
//!
//! | room | decides | does not |
//! |---|---|---|
//! | [`definitions`] | what `schemas/` and `audit.toml` say, refused or believed | look at data |
//! | [`explain`] | how a figure, a criterion, a value or a finding is said in words, and where its rules come from | look at data |
//! | [`intake`] | which rows can be believed, and why the others cannot | repair anything unasked |
//! | [`score`] | scores, pairs, change, goals, roles of each person | know an instrument by name |
//! | [`indicators`] | who was eligible, known and achieved, by unit and group | protect anything |
//! | [`background`] | what reports may say besides figures: who, when, which files, which commitments | hold a figure about people |
//! | [`release`] | what may leave the building | see a person |
//! | [`stats`] | intervals, run charts, funnels: numbers in, numbers out | know what they are about |
//! | [`charts`] | how protected figures are drawn | name an unprotected figure, or say a word of its own |
//! | [`reports`] | what each reader is told, in which order | name an unprotected figure |
//! | [`check`] | what a check hands back, and what of it is hidden | find a fault |
//! | [`publish`] | how files appear: together or not at all | look inside them |
//! | [`init`] | what a folder nobody has described yet seems to hold | use a guess in a figure |
//! | [`record`] | what a run remembers of itself | hold a cell of the data |
//! | [`assurance`] | what IT and governance are told of the program, from facts of the build | look at data, or judge for them |
//! | [`verify`] | whether an output is still as it was written | mend it, or look at exports |
//! | [`backtest`] | which of a service's own earlier figures agree with an output, and what would explain the rest | try anything on a withheld figure |
//!
//! Rules of the house, held by `tests/architecture.rs`:
//!
//! 1. A room uses rooms above it in this table, `definitions`, `stats`, and the small types ([`finding`], [`period`],
//!    [`table`], [`typeface`]); never rooms below it.
//! 2. Only `intake` and `definitions` read files, `verify` reads what `publish` wrote and nothing else, only `publish`
//!    writes files, only the binary prints.
//! 3. `charts` and `reports` cannot name an unprotected figure: all they see is [`release::Release`].
//! 4. Nobody but `main` asks for the time, for chance or for the environment.
//!
//! Deliberately absent: a score across values, a ranking of teams, anything about a single person outside `restricted/`,
//! the network, the clock.

pub mod cli;
pub mod job;
pub mod pipeline;

pub mod assurance;
pub mod backtest;
pub mod charts;
pub mod check;
pub mod definitions;
pub mod explain;
pub mod indicators;
pub mod init;
pub mod intake;
pub mod publish;
pub mod record;
pub mod release;
pub mod reports;
pub mod score;
pub mod stats;
pub mod verify;

pub mod background;
pub mod finding;
pub mod period;
pub mod table;
pub mod typeface;
