//! `schemas/pairing.toml` as written: words of the closed vocabulary to what they stand for, and combinations that no
//! pair could ever meet refused.

use super::faults::hint;
use super::measure::{Provenance, Rule};
use super::pairing::{AgeAt, Ages, FirstScore, LastScore, Pairing, PairingUnit, SpellKind, WhichSpells};
use super::reading::Written;
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PairingsFile {
    pairing: Spanned<Vec<PairingFile>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PairingFile {
    id: Spanned<String>,
    title: Spanned<String>,
    description: Spanned<String>,
    caution: Option<Spanned<String>>,
    unit: Spanned<String>,
    spells: Spanned<Vec<SpellsFile>>,
    youngest: Option<Spanned<u32>>,
    oldest: Option<Spanned<u32>>,
    age_at: Option<Spanned<String>>,
    first: Spanned<String>,
    last: Spanned<String>,
    least_days_between: Spanned<u32>,
    most_days_between: Option<Spanned<u32>>,
    provenance: Provenance,
    source: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SpellsFile {
    which: Spanned<String>,
    least_days: Option<Spanned<u32>>,
}

const UNITS: [(&str, PairingUnit); 2] = [("spell", PairingUnit::Spell), ("person", PairingUnit::Person)];
const WHICH: [(&str, WhichSpells); 3] = [
    ("any", WhichSpells::Any),
    ("ended in the period", WhichSpells::EndedInPeriod),
    ("open at the period's end", WhichSpells::OpenAtPeriodEnd),
];
const AGES_AT: [(&str, AgeAt); 2] =
    [("the spell's start", AgeAt::SpellStart), ("the period's end", AgeAt::PeriodEnd)];
const FIRST: [(&str, FirstScore); 2] =
    [("earliest", FirstScore::Earliest), ("earliest in the period", FirstScore::EarliestInPeriod)];
const LAST: [(&str, LastScore); 2] = [
    ("latest in the period", LastScore::LatestInPeriod),
    ("latest by the period's end", LastScore::LatestByPeriodEnd),
];

pub(super) fn read(written: &mut Written<'_>) -> Option<Vec<Pairing>> {
    let file: PairingsFile = written.toml()?;
    let entries = file.pairing.get_ref();
    if entries.is_empty() {
        written.fault(file.pairing.span(), "there is no profile. Please describe at least one.");
    }
    let mut ids = BTreeSet::new();
    for entry in entries.iter().filter(|entry| !ids.insert(entry.id.get_ref())) {
        written.fault(entry.id.span(), format!("the profile `{}` stands here twice.", entry.id.get_ref()));
    }
    let pairings: Vec<Option<Pairing>> = entries.iter().map(|entry| pairing(written, entry)).collect();
    let pairings: Option<Vec<Pairing>> = pairings.into_iter().collect();
    pairings.filter(|_| written.faults.is_empty())
}

/// Every key is looked at before any fault costs the profile, so that all faults are seen at once.
fn pairing(written: &mut Written<'_>, entry: &PairingFile) -> Option<Pairing> {
    let (unit, spells) = (word(written, "unit", &entry.unit, &UNITS), spells(written, &entry.spells));
    let (first, last) = (word(written, "first", &entry.first, &FIRST), word(written, "last", &entry.last, &LAST));
    let ages = ages(written, entry);
    check_days_between(written, entry);
    let rule = Rule { provenance: entry.provenance, source: written.filled("source", &entry.source) };
    Some(Pairing {
        id: written.filled("id", &entry.id),
        title: written.filled("title", &entry.title),
        description: written.filled("description", &entry.description),
        caution: entry.caution.as_ref().map(|caution| written.filled("caution", caution)),
        unit: unit?,
        spells: spells?,
        ages: ages?,
        first: first?,
        last: last?,
        least_days_between: *entry.least_days_between.get_ref(),
        most_days_between: number(entry.most_days_between.as_ref()),
        rule,
    })
}

fn number(given: Option<&Spanned<u32>>) -> Option<u32> {
    given.map(|given| *given.get_ref())
}

/// What a word of a closed vocabulary stands for.
fn word<T: Copy>(written: &mut Written<'_>, key: &str, given: &Spanned<String>, known: &[(&str, T)]) -> Option<T> {
    let text = given.get_ref();
    let found = known.iter().find(|(word, _)| word == text).map(|(_, meaning)| *meaning);
    if found.is_none() {
        let words: Vec<String> = known.iter().map(|(word, _)| format!("`{word}`")).collect();
        let near = hint(text, known.iter().map(|(word, _)| *word));
        written.fault(given.span(), format!("`{key}` is one of {}, not `{text}`.{near}", words.join(", ")));
    }
    found
}

fn spells(written: &mut Written<'_>, given: &Spanned<Vec<SpellsFile>>) -> Option<Vec<SpellKind>> {
    if given.get_ref().is_empty() {
        written.fault(given.span(), "`spells` is empty, so no spell would ever count.");
    }
    let mut seen = BTreeSet::new();
    let mut kinds = Vec::new();
    for one in given.get_ref() {
        let Some(which) = word(written, "which", &one.which, &WHICH) else { continue };
        if !seen.insert(which) {
            written.fault(one.which.span(), format!("`{}` stands twice among the `spells`.", one.which.get_ref()));
        }
        kinds.push(SpellKind { which, least_days: number(one.least_days.as_ref()).unwrap_or(0) });
    }
    let covered = kinds.len() > 1 && kinds.contains(&SpellKind { which: WhichSpells::Any, least_days: 0 });
    if covered {
        written.fault(given.span(), "`any` without `least_days` covers the other `spells`. Please keep one of them.");
    }
    (kinds.len() == given.get_ref().len()).then_some(kinds)
}

/// The outer option is nothing where a word was not known.
fn ages(written: &mut Written<'_>, entry: &PairingFile) -> Option<Option<Ages>> {
    let (youngest, oldest) = (number(entry.youngest.as_ref()), number(entry.oldest.as_ref()));
    let bound = entry.youngest.as_ref().or(entry.oldest.as_ref());
    if let (Some(given), true) = (&entry.youngest, youngest.zip(oldest).is_some_and(|(from, to)| from > to)) {
        written.fault(given.span(), "`youngest` is above `oldest`, so nobody would ever count.");
    }
    match (&entry.age_at, bound) {
        (Some(at), Some(_)) => word(written, "age_at", at, &AGES_AT).map(|at| Some(Ages { youngest, oldest, at })),
        (Some(at), None) => {
            written.fault(at.span(), "`age_at` says nothing without `youngest` or `oldest`.");
            None
        }
        (None, Some(bound)) => {
            written.fault(bound.span(), "an age needs `age_at`: \"the spell's start\" or \"the period's end\".");
            None
        }
        (None, None) => Some(None),
    }
}

fn check_days_between(written: &mut Written<'_>, entry: &PairingFile) {
    let least = *entry.least_days_between.get_ref();
    if least == 0 {
        let message = "`least_days_between` is at least 1: two scores of one day are never a pair.";
        written.fault(entry.least_days_between.span(), message);
    }
    if let Some(most) = entry.most_days_between.as_ref().filter(|most| *most.get_ref() < least) {
        let message = "`most_days_between` is below `least_days_between`, so there would never be a pair.";
        written.fault(most.span(), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A profile with one line put in place of another.
    fn faults(changes: &[(&str, &str)]) -> String {
        let text = "[[pairing]]\nid = \"a\"\ntitle = \"A\"\ndescription = \"B\"\nunit = \"spell\"\n\
                    spells = [{ which = \"any\" }]\nyoungest = 18\noldest = 64\nage_at = \"the period's end\"\n\
                    first = \"earliest\"\nlast = \"latest in the period\"\nleast_days_between = 1\n\
                    provenance = \"local\"\nsource = \"C\"\n";
        let changed = |text: String, (from, to): &(&str, &str)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        };
        let text = changes.iter().fold(text.to_owned(), changed);
        let mut written = Written::new("pairing.toml", &text);
        let read = super::read(&mut written);
        assert_eq!(read.is_none(), !written.faults.is_empty());
        written.faults.sorted().to_string()
    }

    #[test]
    fn each_fault_of_a_profile_is_named() {
        assert_eq!(faults(&[]), "");
        let cases = [
            (
                "unit = \"spell\"",
                "unit = \"spel\"",
                "`unit` is one of `spell`, `person`, not `spel`. Did you mean `spell`?",
            ),
            ("\"earliest\"", "\"earlyest\"", "Did you mean `earliest`?"),
            (
                "\"latest in the period\"",
                "\"last\"",
                "`last` is one of `latest in the period`, `latest by the period's end`",
            ),
            ("the period's end", "the periods end", "Did you mean `the period's end`?"),
            ("\"any\"", "\"all\"", "`which` is one of `any`, `ended in the period`, `open at the period's end`"),
            ("{ which = \"any\" }", "", "no spell would ever count"),
            ("{ which = \"any\" }", "{ which = \"any\" }, { which = \"any\" }", "`any` stands twice"),
            ("{ which = \"any\" }", "{ which = \"any\" }, { which = \"ended in the period\" }", "covers the other"),
            ("youngest = 18", "youngest = 65", "`youngest` is above `oldest`"),
            ("age_at = \"the period's end\"", "", "an age needs `age_at`"),
            ("youngest = 18\noldest = 64\n", "", "`age_at` says nothing without"),
            ("between = 1", "between = 0", "two scores of one day are never a pair"),
            ("between = 1", "between = 28\nmost_days_between = 27", "so there would never be a pair"),
            ("first = ", "frist = ", "the key `frist` is not known here. Did you mean `first`?"),
            ("source = \"C\"", "source = \" \"", "`source` is empty"),
            ("source = \"C\"", "source = \"C\"\ncaution = \"\"", "`caution` is empty"),
            ("least_days_between = 1\n", "", "the key `least_days_between` is missing"),
            ("provenance = \"local\"", "provenance = \"lokal\"", "Did you mean `local`?"),
        ];
        for (from, to, expected) in cases {
            let said = faults(&[(from, to)]);
            assert!(said.contains(expected), "{to}: {said}");
        }
    }

    #[test]
    fn all_faults_of_a_profile_are_named_at_once() {
        let said = faults(&[
            ("\"spell\"", "\"spells\""),
            ("\"any\"", "\"every\""),
            ("youngest = 18", "youngest = 99"),
            ("\"earliest\"", "\"first\""),
            ("between = 1", "between = 0"),
        ]);
        let lines: Vec<&str> = said.lines().map(|line| line.split(':').next().unwrap_or_default()).collect();
        let expected = [5, 6, 7, 10, 12].map(|line| format!("pairing.toml, line {line}"));
        assert_eq!(lines, expected, "{said}");
    }

    #[test]
    fn a_file_without_profiles_or_with_one_twice_is_refused() {
        let twice = |text: &str| {
            let mut written = Written::new("pairing.toml", text);
            assert!(super::read(&mut written).is_none());
            written.faults.sorted().to_string()
        };
        assert!(twice("pairing = []\n").contains("there is no profile"));
        let shipped = include_str!("../../schemas/pairing.toml");
        let text = shipped.replace("id = \"like-childrens-outcomes\"", "id = \"first-last\"");
        assert!(twice(&text).contains("the profile `first-last` stands here twice"));
    }
}
