//! `fingerpost verify`: whether an output folder is still as the run wrote it.

use super::{pretty, print_line, print_text, status};
use fingerpost::cli::VerifyArgs;
use fingerpost::definitions::{self, Wording};
use fingerpost::verify::{self, Restricted, Unknown, Verified};
use serde_json::{Value, json};
use std::path::Path;

pub fn command(args: &VerifyArgs) -> u8 {
    let wording = match definitions::load(None) {
        Ok(definitions) => definitions.wording,
        Err(faults) => {
            eprintln!("{faults}");
            return status::FAULTY_DEFINITION;
        }
    };
    match verify::verify(&args.folder) {
        Ok(verified) => {
            if args.json {
                print_line(&pretty(&data(&verified)));
            } else if !args.quiet {
                print_text(&words(&verified, &wording));
            }
            ending(&verified)
        }
        Err(unknown) => {
            eprintln!("{}", reason(unknown, &args.folder, &wording));
            status::UNREADABLE_INPUT
        }
    }
}

fn ending(verified: &Verified) -> u8 {
    if verified.has_changes() {
        status::CHANGED
    } else if verified.unreadable.is_empty() {
        status::DONE
    } else {
        status::UNREADABLE_INPUT
    }
}

fn reason(unknown: Unknown, folder: &Path, wording: &Wording) -> String {
    let folder = folder.display().to_string();
    let places = [("folder", folder.as_str())];
    match unknown {
        Unknown::NoFolder => wording.say("verify.no_folder", &places),
        Unknown::NoRecord => wording.say("verify.no_record", &places),
        Unknown::FaultyRecord => wording.say("verify.faulty_record", &places),
    }
}

fn words(verified: &Verified, wording: &Wording) -> String {
    let files = wording.count("count.files", verified.compared() as u64, &[]);
    let places = [("files", files.as_str())];
    let ending = ending(verified);
    let mut lines = vec![match ending {
        status::DONE => wording.say("verify.same", &places),
        status::CHANGED => wording.say("verify.differs", &places),
        _ => wording.say("verify.unsure", &places),
    }];
    lines.extend(lists(verified, wording));
    lines.extend(about_restricted(verified.restricted, wording));
    if ending == status::DONE {
        lines.push(wording.say("verify.limits", &[]));
    }
    lines.join("\n") + "\n"
}

/// The files that are not as they were written, by what became of them.
fn lists(verified: &Verified, wording: &Wording) -> Vec<String> {
    let say = |key: &str| wording.say(key, &[]);
    let kinds = [
        (say("verify.changed"), &verified.changed),
        (say("verify.line_endings"), &verified.line_endings),
        (say("verify.missing"), &verified.missing),
        (say("verify.added"), &verified.added),
        (say("verify.unreadable"), &verified.unreadable),
    ];
    let mut lines = Vec::new();
    for (heading, paths) in kinds.into_iter().filter(|(_, paths)| !paths.is_empty()) {
        lines.extend([String::new(), heading]);
        lines.extend(paths.iter().map(|path| format!("  {path}")));
    }
    if !verified.unreadable.is_empty() {
        lines.push(say("verify.unreadable_mend"));
    }
    lines
}

fn about_restricted(restricted: Restricted, wording: &Wording) -> Option<String> {
    let words = match restricted {
        Restricted::Here => return None,
        Restricted::Removed => wording.say("verify.removed", &[]),
        Restricted::NotMade => wording.say("verify.not_made", &[]),
    };
    Some(format!("\n{words}"))
}

fn data(verified: &Verified) -> Value {
    json!({
        "same": verified.same.len(),
        "changed": verified.changed,
        "line_endings": verified.line_endings,
        "missing": verified.missing,
        "added": verified.added,
        "unreadable": verified.unreadable,
        "restricted": match verified.restricted {
            Restricted::Here => "here",
            Restricted::Removed => "removed",
            Restricted::NotMade => "not made",
        },
    })
}
