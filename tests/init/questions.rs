//! Forms whose headers are their questions.

use super::{check, folder, init, written};
use std::fs;

/// The answers to a form that anybody can make in a minute: questions for headers, words for answers, no name of a
/// questionnaire anywhere, and a number in one header.
#[test]
fn questions_of_a_form_that_nothing_names_can_be_read_once_somebody_says_which_they_are() {
    let words = ["Not at all", "Not much", "Somewhat", "Quite a lot", "Very much"];
    let row = |at: usize| {
        let answers: Vec<&str> = (0..5).map(|item| words[(at + item * 2) % words.len()]).collect();
        format!("2026/07/{:02},P{at},T1,{},\n", at + 1, answers.join(","))
    };
    let asked = "My worker helps me to";
    let header = format!(
        "Timestamp,\"Your number (on your letter, such as A123)\",Your team,{asked} feel supported,{asked} have hopes,\
         {asked} feel good about myself,{asked} do what I want,{asked} be in control,Anything else you would say?\n"
    );
    let answers = header + &(0..9).map(row).collect::<String>();
    let form = folder(&[("Responses.csv", answers.as_bytes())]);
    assert_eq!(init(form.path()).status, 0);
    let lines = written(form.path());
    assert!(lines.contains("So many items have: brief_inspire"), "{lines}");
    let questions = lines.split_once("# [tables.measures]").unwrap().1.replace("\n# ", "\n");
    let questions = questions.replace(".ID_", ".brief_inspire_").replacen(
        "= \"…\"",
        "= \"Your number (on your letter, such as A123)\"",
        1,
    );
    let questions = questions.replacen("= \"…\"", "= \"Your team\"", 1).replacen("= \"…\"", "= \"Timestamp\"", 1);
    let codes: Vec<String> =
        words.iter().zip(0..).map(|(word, points)| format!("\"{word}\" = \"{points}\"")).collect();
    let settings = format!("[tables.measures]{questions}\ncodes.brief-inspire = {{ {} }}\n", codes.join(", "));
    fs::write(form.path().join("audit.toml"), settings).unwrap();
    let found = check(form.path());
    assert_eq!((found["rows"]["used"].as_u64(), found["rows"]["left_out"].as_u64()), (Some(9), Some(0)), "{found}");
}
