//! Nothing that is withheld can be read in any file that leaves the building, and nobody is named: every output is
//! searched, in the place of each withheld number, as whoever gets the files could search it.

use crate::addresses::Addresses;
use crate::figures::{Figure, Kind};
use crate::packed::{ending, texts, words};
use crate::program::{Printed, output};
use crate::said::{Said, between, said};
use crate::{everything, sample_data};
use calamine::Reader;
use std::collections::{BTreeMap, BTreeSet, HashMap};

// People.

/// Every id of a person, a questionnaire, a goal or an audited record.
fn ids() -> BTreeSet<String> {
    let columns =
        [("people", "person_id"), ("measures", "questionnaire_id"), ("goals", "goal_id"), ("audit", "record_id")];
    let mut ids = BTreeSet::new();
    for (table, column) in columns {
        let mut reader =
            csv::Reader::from_path(sample_data().join(format!("{table}.csv"))).expect("the sample data is there");
        let at = reader.headers().expect("a header").iter().position(|name| name == column).expect("the column");
        let before = ids.len();
        let rows = reader.byte_records().filter_map(Result::ok);
        let found = rows.filter_map(|row| Some(String::from_utf8_lossy(row.get(at)?).trim().to_owned()));
        ids.extend(found.filter(|id| id.len() > 4));
        assert!(ids.len() > before + 200, "{table} has ids");
    }
    ids
}

/// The first id that stands in the text, also within a longer word.
fn id_in<'i>(ids: &'i BTreeSet<String>, text: &[u8]) -> Option<&'i str> {
    let known: HashMap<&[u8], &str> = ids.iter().map(|id| (id.as_bytes(), id.as_str())).collect();
    let lengths: BTreeSet<usize> = ids.iter().map(String::len).collect();
    let mut windows = lengths.into_iter().flat_map(|length| text.windows(length));
    windows.find_map(|window| known.get(window).copied())
}

#[test]
fn no_person_goal_questionnaire_or_record_is_named_outside_restricted() {
    let ids = ids();
    let mut searched: BTreeMap<String, usize> = BTreeMap::new();
    for (path, bytes) in output().files() {
        let found = texts(&path, bytes).iter().find_map(|text| id_in(&ids, text).map(str::to_owned));
        if path.starts_with("restricted/") {
            // A search that finds nothing must be one that can find something.
            assert!(found.is_some() || path.ends_with("rejected.csv"), "{path} is about single people");
        } else {
            assert_eq!(found, None, "{path} holds an id");
            *searched.entry(ending(&path).to_owned()).or_default() += 1;
        }
    }
    let kinds: Vec<&str> = searched.keys().map(String::as_str).collect();
    assert_eq!(kinds, ["csv", "html", "json", "pdf", "png", "svg", "xlsx"], "{searched:?}");
}

#[test]
fn what_is_packed_in_pdfs_and_workbooks_is_searched_too() {
    let provider = b"Northshire Partnership";
    let packed = output().files().into_iter().filter(|(path, _)| ["pdf", "xlsx"].contains(&ending(path)));
    let mut seen = 0;
    for (path, bytes) in packed {
        let found = |text: &Vec<u8>| text.windows(provider.len()).any(|window| window == provider);
        let mut unpacked = texts(&path, bytes);
        unpacked.pop();
        // Of a PDF, the words on its pages come first.
        unpacked.truncate(if ending(&path) == "pdf" { 1 } else { unpacked.len() });
        assert!(unpacked.iter().any(found), "{path}");
        seen += 1;
    }
    assert!(seen > 10, "{seen}");
}

// Tables.

#[test]
fn a_row_that_is_not_shown_holds_no_number_in_any_table_nor_in_the_workbook() {
    let mut workbook: calamine::Xlsx<_> =
        calamine::open_workbook(output().path("data/indicators.xlsx")).expect("a workbook");
    let indicators = ["achieved", "known", "eligible", "value", "lower", "upper"].as_slice();
    for (name, numbers, least) in
        [("indicators", indicators, 5000), ("values", &["attained", "lower", "upper", "known"], 100)]
    {
        let in_workbook = sheet(&workbook.worksheet_range(name).expect("the sheet is there"));
        for rows in [output().rows(&format!("data/{name}.csv")), in_workbook] {
            let withheld: Vec<_> = rows.iter().filter(|row| row["shown"] == "no").collect();
            assert!(withheld.len() > least, "{name}: {}", withheld.len());
            let told = withheld.iter().find(|row| numbers.iter().any(|column| !row[*column].is_empty()));
            assert_eq!(told, None, "{name}");
        }
    }
}

fn sheet(range: &calamine::Range<calamine::Data>) -> Vec<BTreeMap<String, String>> {
    let mut rows = range.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<String>>());
    let header = rows.next().expect("a header");
    rows.map(|row| header.iter().cloned().zip(row).collect()).collect()
}

#[test]
fn what_one_table_withholds_the_others_withhold_too() {
    let rows = output().current_rows().into_iter().filter(|row| row.breakdown == "all");
    let shown: BTreeMap<[String; 3], bool> =
        rows.map(|row| ([row.level.clone(), row.unit.clone(), row.indicator.clone()], row.is_shown())).collect();
    let is_about_now = |row: &&BTreeMap<String, String>| row.get("point").is_none_or(|point| point == "2026-27-Q2");
    let workbook = |name| {
        let mut file: calamine::Xlsx<_> =
            calamine::open_workbook(output().path("data/indicators.xlsx")).expect("a workbook");
        sheet(&file.worksheet_range(name).expect("the sheet is there"))
    };
    for (name, number) in [("values", "attained"), ("trends", "value")] {
        for rows in [output().rows(&format!("data/{name}.csv")), workbook(name)] {
            let mut withheld = 0;
            for row in rows.iter().filter(is_about_now) {
                let place = ["level", "unit_id", "indicator"].map(|column| row[column].clone());
                if shown.get(&place) == Some(&false) {
                    withheld += 1;
                    assert_eq!(row[number], "", "{name}: {row:?}");
                }
            }
            assert!(withheld >= 5, "{name}: {withheld}");
        }
    }
}

// Pages and drawings.

fn pages() -> Vec<(String, String)> {
    let files = output().files().into_iter().filter(|(path, _)| ["html", "svg"].contains(&ending(path)));
    files.map(|(path, bytes)| (path, String::from_utf8(bytes).expect("text"))).collect()
}

/// Whom a page is about where it names nobody else.
fn owner(path: &str) -> (String, String) {
    match path.strip_prefix("teams/").and_then(|name| name.split('.').next()) {
        Some(team) => ("team".to_owned(), team.to_owned()),
        None => ("provider".to_owned(), "NP".to_owned()),
    }
}

/// Columns that hold no figure of this quarter, and columns that hold another number that a figure leads to.
const OTHER: [&str; 6] =
    ["Points", "Action points that speak to it", "Last cycle", "Standard", "Who is counted", "How it is worked out"];
const BESIDE: [&str; 3] = ["Since last quarter", "Change", "Exceptions"];

fn is_about(said: &Said, names: &[&str]) -> bool {
    said.about.iter().any(|name| names.contains(&name.as_str()))
}

/// A point of a trend before the quarter of the run.
fn is_about_an_earlier_quarter(said: &Said) -> bool {
    let is_quarter = |name: &str| name.starts_with('Q') && name.contains(" 20") && name.contains('/');
    said.about.iter().any(|name| is_quarter(name) && name != "Q2 2026/27")
}

/// Every place of a page at which a figure of the run stands.
fn places() -> Vec<(String, Said, Printed)> {
    let addresses = Addresses::of_the_run();
    let mut places = Vec::new();
    for (path, markup) in pages() {
        let found = said(&markup).into_iter();
        let found = found.filter(|said| !is_about(said, &OTHER) && !is_about_an_earlier_quarter(said));
        places.extend(found.filter_map(|said| {
            let figure = addresses.figure(&owner(&path), &said)?.clone();
            Some((path.clone(), said, figure))
        }));
    }
    places
}

fn has_digit(words: &str) -> bool {
    words.replace("withheld (fewer than 5 in a part)", "").chars().any(|letter| letter.is_ascii_digit())
}

#[test]
fn in_the_place_of_a_withheld_figure_stands_no_number_on_any_page_or_in_any_chart() {
    let (mut withheld, mut leaks): (BTreeMap<String, usize>, Vec<String>) = (BTreeMap::new(), Vec::new());
    for (path, said, figure) in places().into_iter().filter(|(_, _, figure)| !figure.is_shown()) {
        leaks.extend(has_digit(&said.words).then(|| format!("{path}: {said:?} is {}", figure.place())));
        *withheld.entry(path).or_default() += 1;
    }
    assert!(leaks.is_empty(), "{} leaks, such as {:#?}", leaks.len(), &leaks[..leaks.len().min(10)]);
    let expected = [
        ("commissioner-report.html", 100),
        ("service-audit.html", 3),
        ("charts/fairness.svg", 10),
        ("charts/roles.svg", 5),
        ("charts/teams.svg", 8),
        ("charts/values.svg", 2),
        ("charts/who-is-counted.svg", 2),
    ];
    for (path, least) in expected {
        assert!(withheld.get(path).is_some_and(|found| *found >= least), "{path}: {withheld:?}");
    }
}

#[test]
fn in_the_place_of_a_figure_that_is_shown_stands_that_figure() {
    // Otherwise the places of withheld figures might be looked for where they are not.
    let (mut right, mut wrong) = (0, Vec::new());
    for (path, said, figure) in
        places().into_iter().filter(|(_, said, figure)| figure.is_shown() && has_digit(&said.words))
    {
        if is_of(&figure, &said.words) {
            right += 1;
        } else if !is_about(&said, &BESIDE) {
            wrong.push(format!("{path}: {said:?} is not {figure:?}"));
        }
    }
    assert!(wrong.is_empty(), "{right} right, {} wrong: {:#?}", wrong.len(), &wrong[..wrong.len().min(20)]);
    assert!(right > 500, "{right}");
}

/// Whether every number among the words is one of the figure's own.
fn is_of(figure: &Printed, words: &str) -> bool {
    let own = [&figure.achieved, &figure.known, &figure.eligible, &figure.value, &figure.lower, &figure.upper];
    let own: Vec<f64> = own.iter().filter_map(|number| number.parse().ok()).collect();
    let words = words.replace(',', "");
    let numbers = words.split(|letter: char| !letter.is_ascii_digit() && letter != '.');
    let mut numbers = numbers.filter_map(|number| number.parse::<f64>().ok());
    numbers.all(|number| own.iter().any(|own| (own.abs() - number).abs() <= 0.5 + 1e-6))
}

#[test]
fn a_trend_has_a_mark_for_every_point_shown_and_none_for_one_withheld() {
    let (mut charts, mut withheld) = (0, 0);
    for (path, markup) in pages() {
        for drawing in between(&markup, "<svg", "</svg>") {
            let description = between(drawing, "<desc", "</desc>").into_iter().next().unwrap_or_default();
            if !description.contains(" over time, ") {
                continue;
            }
            let points: Vec<&str> = description.split("; ").collect();
            let gaps =
                points.iter().filter(|point| !has_digit(point.rsplit(": ").next().unwrap_or_default())).count();
            // The disc of a sign in the key is larger than a point.
            let circles =
                between(drawing, "<circle ", "/>").into_iter().filter(|circle| circle.contains("r=\"2.5\""));
            let marks = circles.count() + triangles(drawing);
            assert_eq!(marks, points.len() - gaps, "{path}: {description}");
            charts += 1;
            withheld += gaps;
        }
    }
    assert!(charts > 8 && withheld >= 2, "{charts} charts, {withheld} gaps");
}

/// Marked points. The key below the plot has a triangle too for each rule it explains, such as `C  the line …`.
fn triangles(drawing: &str) -> usize {
    let shapes = between(drawing, "<polygon points=\"", "\"");
    let all = shapes.into_iter().filter(|shape| shape.split(' ').count() == 3).count();
    let texts = between(drawing, "<text ", "</text>").into_iter().filter_map(|text| text.split_once('>'));
    let is_rule = |text: &str| text.chars().next().is_some_and(char::is_uppercase) && text.get(1..3) == Some("  ");
    all - texts.filter(|(_, text)| is_rule(text)).count()
}

// Sentences.

struct Line {
    path: String,
    words: String,
}

/// Every line of every report: rows of tables and charts, sentences, and what stands close together in a PDF.
fn lines() -> Vec<Line> {
    let mut lines = Vec::new();
    for (path, bytes) in output().files() {
        let found = match ending(&path) {
            "html" | "svg" => {
                let all = said(&String::from_utf8(bytes).expect("text")).into_iter();
                all.map(|said| [said.about, vec![said.words]].concat().join(" | ")).collect()
            }
            "pdf" => windows(&words(&bytes)),
            _ => Vec::new(),
        };
        lines.extend(found.into_iter().map(|words| Line { path: path.clone(), words }));
    }
    lines
}

/// A line of a PDF and the next, because a long line is broken.
fn windows(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.windows(2).map(|two| two.join(" ")).collect()
}

/// How the true number of a withheld figure would be written.
fn ways(figure: &Figure) -> Vec<String> {
    match figure.kind {
        Kind::Mean => vec![format!("{:.1}", figure.mean)],
        Kind::People => vec![figure.known.to_string()],
        Kind::Share | Kind::Teams => {
            let percent = format!("{:.0}%", 100.0 * figure.achieved as f64 / figure.known as f64);
            vec![format!("{} of {}", figure.achieved, figure.known), percent]
        }
    }
}

/// Whether these words stand in the text and are not part of a longer number.
fn says(text: &str, words: &str) -> bool {
    let goes_on = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    text.match_indices(words).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + words.len()..]);
        let is_decimal = after.starts_with(['.', ',']) && goes_on(after.chars().nth(1));
        !goes_on(before.chars().next_back())
            && !before.ends_with('.')
            && !goes_on(after.chars().next())
            && !is_decimal
    })
}

#[test]
fn no_line_names_a_withheld_figure_beside_its_true_number() {
    let lines = lines();
    let (mut searched, mut leaks) = (BTreeMap::new(), Vec::new());
    for row in output().current_rows().iter().filter(|row| !row.is_shown() && row.breakdown == "all") {
        let Some(figure) = everything().figure(&row.place()).filter(|figure| figure.known > 0) else { continue };
        let (label, whose) = (output().label(&row.indicator), (row.level.clone(), row.unit.clone()));
        for line in lines.iter().filter(|line| owner(&line.path) == whose && line.words.contains(&label)) {
            *searched.entry(ending(&line.path)).or_insert(0) += 1;
            let rest = line.words.replace(&label, "");
            let told = ways(figure).into_iter().find(|way| says(&rest, way));
            leaks.extend(told.map(|way| format!("{}: “{}” tells {way}, {}", line.path, line.words, row.place())));
        }
    }
    assert!(leaks.is_empty(), "{} leaks, such as {:#?}", leaks.len(), &leaks[..leaks.len().min(10)]);
    assert!(["html", "pdf"].iter().all(|kind| searched.get(kind).is_some_and(|lines| *lines > 20)), "{searched:?}");
}

#[test]
fn a_true_number_is_found_where_it_stands_and_not_within_another() {
    assert!(
        says("Paid work: gained 3 of 20.", "3 of 20") && says("(15%)", "15%") && says("a mean of 4.5, or", "4.5")
    );
    assert!(!says("13 of 20", "3 of 20") && !says("3 of 204", "3 of 20") && !says("4.55 or 14.5", "4.5"));
    assert!(!says("3 of 20,400", "3 of 20") && !says("2.15%", "15%"));
}
