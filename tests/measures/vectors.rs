//! Single answer sheets with the scores that they must give: the published conversion table of SWEMWBS, and sheets
//! worked out by hand from the published keys.

use crate::forms::{self, Form};
use crate::keys::instrument;
use crate::plain::SWEMWBS_METRIC;
use crate::shipped;
use fingerpost::score::{Score, ScoreStatus};

fn score(id: &str, answers: &[&'static str], scale: &str) -> Option<f64> {
    forms::score_of(&instrument(id), Form::new(0, answers.to_vec()), scale).score
}

fn score_of_total(id: &str, sent: &'static str, points: f64, scale: &str) -> Score {
    let instrument = instrument(id);
    forms::score_of(&instrument, Form::total(0, &instrument, sent, points), scale)
}

#[test]
fn dialog_means_are_those_worked_out_by_hand() {
    let sheet = ["4", "5", "3", "6", "5", "4", "5", "6", "6", "5", "7"];
    assert_eq!(score("dialog", &sheet, "quality-of-life"), Some(4.75));
    assert_eq!(score("dialog", &sheet, "treatment-satisfaction"), Some(6.0));
    assert_eq!(score("dialog", &sheet, "item-3"), Some(3.0));
}

#[test]
fn the_codes_0_and_8_of_dialog_are_no_answers() {
    for code in ["0", "8", ""] {
        let sheet = ["7", "7", code, "7", "7", "7", "7", "7", "7", "7", "7"];
        assert_eq!(score("dialog", &sheet, "quality-of-life"), None, "“{code}”");
        assert_eq!(score("dialog", &sheet, "item-3"), None, "“{code}”");
        assert_eq!(score("dialog", &sheet, "treatment-satisfaction"), Some(7.0), "“{code}”");
    }
}

#[test]
fn reqol_10_turns_its_four_hard_questions_round_and_no_others() {
    let mixed = ["1", "3", "1", "3", "2", "0", "3", "2", "2", "3"];
    assert_eq!(score("reqol-10", &mixed, "total"), Some(28.0));
    assert_eq!(score("reqol-10", &["0"; 10], "total"), Some(16.0));
    assert_eq!(score("reqol-10", &["4"; 10], "total"), Some(24.0));
    for item in 0..10 {
        let mut sheet = ["2"; 10];
        sheet[item] = "3";
        let expected = if [0, 2, 5, 8].contains(&item) { 19.0 } else { 21.0 };
        assert_eq!(score("reqol-10", &sheet, "total"), Some(expected), "item {}", item + 1);
    }
}

#[test]
fn qpr_totals_and_parts_are_those_worked_out_by_hand() {
    assert_eq!(score("qpr-15", &["2"; 15], "total"), Some(30.0));
    let all = ["4"; 22];
    assert_eq!(score("qpr-22", &all, "intrapersonal"), Some(68.0));
    assert_eq!(score("qpr-22", &all, "interpersonal"), Some(20.0));
    assert_eq!(score("qpr-22", &all, "total"), Some(88.0));
}

#[test]
fn five_items_of_qpr_22_are_between_people_and_the_other_seventeen_within_the_person() {
    for item in 1..=22 {
        let mut sheet = ["0"; 22];
        sheet[item - 1] = "4";
        let expected = if [14, 15, 16, 17, 20].contains(&item) { (4.0, 0.0) } else { (0.0, 4.0) };
        let parts = ["interpersonal", "intrapersonal"].map(|scale| score("qpr-22", &sheet, scale));
        assert_eq!(parts, [Some(expected.0), Some(expected.1)], "item {item}");
    }
}

#[test]
fn every_raw_sum_of_swemwbs_gives_the_published_metric_score() {
    let boxes = ["1", "2", "3", "4", "5"];
    for raw in 7..=35 {
        // As even a sheet as the sum allows.
        let sheet: Vec<&str> = (0..7).map(|item| boxes[(raw + item) / 7 - 1]).collect();
        let metric = f64::from(SWEMWBS_METRIC[raw - 7]) / 100.0;
        assert_eq!(score("swemwbs", &sheet, "raw"), Some(raw as f64));
        assert_eq!(score("swemwbs", &sheet, "metric"), Some(metric), "raw {raw}");
        let sent = score_of_total("swemwbs", "raw", raw as f64, "metric");
        assert_eq!((sent.score, sent.status), (Some(metric), ScoreStatus::NotRescored), "raw {raw}");
        assert_eq!((sent.answered, sent.items), (None, None));
    }
    assert_eq!(score("swemwbs", &["3"; 7], "metric"), Some(19.25));
}

#[test]
fn a_raw_sum_without_a_line_in_the_table_has_no_metric_score() {
    for raw in [6.0, 36.0, 20.5, 0.0] {
        assert_eq!(score_of_total("swemwbs", "raw", raw, "metric").score, None, "raw {raw}");
    }
    let six_answered = ["3", "3", "3", "3", "3", "3", ""];
    assert_eq!(score("swemwbs", &six_answered, "raw"), None);
    assert_eq!(score("swemwbs", &six_answered, "metric"), None);
}

#[test]
fn a_metric_total_is_never_converted_again() {
    assert_eq!(score_of_total("swemwbs", "metric", 21.0, "metric").score, Some(21.0));
    assert_eq!(score_of_total("swemwbs", "metric", 21.0, "raw").score, None);
}

#[test]
fn herth_hope_turns_items_3_and_6_round() {
    assert_eq!(score("herth-hope", &["4"; 12], "total"), Some(42.0));
    assert_eq!(score("herth-hope", &["1"; 12], "total"), Some(18.0));
    for item in 1..=12 {
        let mut sheet = ["2"; 12];
        sheet[item - 1] = "3";
        let expected = if item == 3 || item == 6 { 25.0 } else { 27.0 };
        assert_eq!(score("herth-hope", &sheet, "total"), Some(expected), "item {item}");
    }
}

#[test]
fn printed_codes_of_csq_8_are_never_turned_round() {
    assert_eq!(score("csq-8", &["4"; 8], "total"), Some(32.0));
    // The first box of every question: printed codes run down on items 1, 3, 6 and 7 and up on the others.
    assert_eq!(score("csq-8", &["4", "1", "4", "1", "1", "4", "4", "1"], "total"), Some(20.0));
}

#[test]
fn sums_of_the_plain_scales_reach_both_ends() {
    #[track_caller]
    fn case(id: &str, scale: &str, boxes: [&'static str; 2], ends: [f64; 2]) {
        for (answer, end) in boxes.into_iter().zip(ends) {
            let mut sheet = vec![answer; instrument(id).items.len()];
            sheet.iter_mut().skip(12).filter(|_| id == "mansa").for_each(|answer| *answer = "");
            assert_eq!(score(id, &sheet, scale), Some(end), "{id}");
        }
    }
    case("brief-inspire", "total", ["0", "4"], [0.0, 100.0]);
    case("brief-inspire-o", "total", ["0", "4"], [0.0, 100.0]);
    case("mansa", "mean", ["1", "7"], [1.0, 7.0]);
    case("mhrm", "total", ["0", "4"], [0.0, 120.0]);
    case("rsa-r", "mean", ["1", "5"], [1.0, 5.0]);
    case("wemwbs", "total", ["1", "5"], [14.0, 70.0]);
}

#[test]
fn one_gap_leaves_every_scale_without_a_published_rule_unscored() {
    for id in ["brief-inspire", "brief-inspire-o", "csq-8", "herth-hope", "mhrm", "qpr-15", "reqol-10", "wemwbs"] {
        let mut sheet = vec!["1"; instrument(id).items.len()];
        assert!(score(id, &sheet, "total").is_some(), "{id}");
        sheet[3] = "";
        assert_eq!(score(id, &sheet, "total"), None, "{id}");
    }
}

#[test]
fn the_four_yes_or_no_questions_of_mansa_neither_enter_its_mean_nor_are_needed_for_it() {
    let ratings = ["1", "2", "3", "4", "5", "6", "7", "4", "4", "4", "4", "4"];
    for yes_or_no in ["yes", "no", ""] {
        let sheet = [ratings.as_slice(), &[yes_or_no; 4]].concat();
        assert_eq!(score("mansa", &sheet, "mean"), Some(4.0), "“{yes_or_no}”");
    }
    let gap = [&ratings[..11], &["", "yes", "yes", "no", "no"]].concat();
    assert_eq!(score("mansa", &gap, "mean"), None);
}

#[test]
fn rsa_r_needs_24_scored_statements_and_counts_neither_na_nor_dk() {
    let scored = |unscored: usize, code: &'static str| {
        let mut sheet = vec!["4"; 32];
        sheet[..unscored].fill(code);
        forms::score_of(&instrument("rsa-r"), Form::new(0, sheet), "mean")
    };
    for code in ["NA", "DK", ""] {
        let (enough, too_few) = (scored(8, code), scored(9, code));
        assert_eq!((enough.score, enough.answered, enough.items), (Some(4.0), Some(24), Some(32)), "“{code}”");
        assert_eq!((too_few.score, too_few.status), (None, ScoreStatus::TooFewAnswers), "“{code}”");
    }
}

/// A sheet of INSPIRE: importance and rating of the twenty kinds of support; the relationship is left blank.
fn support(kinds: [(&'static str, &'static str); 20]) -> Form {
    let ratings = kinds.iter().map(|(_, rating)| *rating);
    let gates = kinds.iter().map(|(gate, _)| *gate);
    Form::new(0, ratings.chain(gates).chain([""; 7]).collect())
}

#[test]
fn the_parts_of_inspire_are_blocks_of_four() {
    let blocks = ["connectedness", "hope", "identity", "meaning", "empowerment"];
    let inspire = instrument("inspire");
    let one_kind = |kind: usize| {
        let mut kinds = [("yes", "0"); 20];
        kinds[kind] = ("yes", "4");
        support(kinds)
    };
    let forms: Vec<Form> = (0..20).map(one_kind).collect();
    let found = forms::scores(&forms::rows(vec![forms::sheets(shipped(), &inspire, &forms)]), shipped());
    for score in found {
        let (kind, scale) = (score.questionnaire as usize, inspire.scales[score.scale].id);
        let Some(block) = blocks.iter().position(|block| *block == scale) else { continue };
        let expected = if kind / 4 == block { 25.0 } else { 0.0 };
        assert_eq!(score.score, Some(expected), "s{} in {scale}", kind + 1);
    }
}

#[test]
fn inspire_counts_what_is_important_at_the_edges_of_its_minimum() {
    #[track_caller]
    fn case(kinds: &[(usize, (&'static str, &'static str))], expected: (Option<f64>, u32, ScoreStatus)) {
        let listed: Vec<_> = kinds.iter().flat_map(|(times, kind)| vec![*kind; *times]).collect();
        let kinds = <[(&str, &str); 20]>::try_from(listed).expect("twenty kinds of support");
        let found = forms::score_of(&instrument("inspire"), support(kinds), "support");
        assert_eq!((found.score, found.answered, found.status), (expected.0, expected.1.into(), expected.2));
    }
    use ScoreStatus::{NothingImportant, Scored, TooFewAnswers};
    case(&[(5, ("yes", "3")), (15, ("no", "0"))], (Some(75.0), 5, Scored));
    case(&[(4, ("yes", "3")), (1, ("yes", "")), (15, ("no", "4"))], (Some(75.0), 4, Scored));
    case(&[(3, ("yes", "3")), (1, ("yes", "")), (16, ("no", "4"))], (None, 3, TooFewAnswers));
    case(&[(16, ("yes", "1")), (4, ("", "4"))], (Some(25.0), 16, Scored));
    case(&[(15, ("yes", "1")), (5, ("", "4"))], (None, 15, TooFewAnswers));
    case(&[(20, ("no", "4"))], (None, 0, NothingImportant));
    case(&[(16, ("no", "4")), (4, ("", "4"))], (None, 0, NothingImportant));
    case(&[(15, ("no", "4")), (5, ("", "4"))], (None, 0, TooFewAnswers));
    case(&[(20, ("yes", ""))], (None, 0, TooFewAnswers));
}
