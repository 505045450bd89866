//! How easy the public summary is to read: the grade of Flesch and Kincaid (Kincaid and others, 1975), in years of school.
//! Syllables are counted as runs of vowels, which is right for most English words and errs upwards.

use crate::output;
use crate::said::plain_text;

/// From this grade on, a page is too hard: six years of school are read at eleven or twelve.
const TOO_HARD: f64 = 7.0;

fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let is_vowel = |letter: char| "aeiouy".contains(letter);
    let letters: Vec<char> = word.chars().collect();
    let starts = letters.iter().enumerate();
    let runs = starts.filter(|(at, letter)| is_vowel(**letter) && (*at == 0 || !is_vowel(letters[at - 1]))).count();
    // A silent e at the end, but not that of `table`.
    let is_silent = runs > 1 && word.ends_with('e') && !word.ends_with("le");
    (runs - usize::from(is_silent)).max(1)
}

fn grade(text: &str) -> f64 {
    let sentences: Vec<&str> =
        text.split(['.', ':', '?', '!', ';']).filter(|part| part.contains(char::is_alphabetic)).collect();
    let words = || text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let words = || words().filter(|word| word.contains(char::is_alphabetic));
    let (count, syllables) = (words().count() as f64, words().map(syllables).sum::<usize>() as f64);
    0.39 * count / sentences.len() as f64 + 11.8 * syllables / count - 15.59
}

#[test]
fn the_grade_is_that_of_the_formula() {
    // Six words of one syllable in one sentence.
    assert!((grade("The cat sat on the mat.") - (0.39 * 6.0 + 11.8 - 15.59)).abs() < 1e-9);
    assert_eq!(["table", "home", "people", "recovery", "asked"].map(syllables), [2, 1, 2, 4, 2]);
    let hard = "Notwithstanding considerable organisational heterogeneity, multidisciplinary practitioners \
                operationalised individualised recovery-oriented interventions comprehensively.";
    assert!(grade(hard) > 20.0);
}

#[test]
fn everybody_can_read_the_public_summary() {
    let page = std::fs::read_to_string(output().path("public-summary.html")).expect("it was written");
    let text = plain_text(&page);
    assert!(text.contains("This page is for everyone who uses our services"), "{text}");
    let grade = grade(&text);
    assert!(grade < TOO_HARD, "grade {grade}: {text}");
    assert!(grade > 2.0, "the text was not found: {text}");
}
