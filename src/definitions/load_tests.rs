use super::*;
use std::fs;

/// Faults of a `schemas` folder that holds these files, one a line.
fn faults(files: &[(&str, &str)]) -> String {
    let folder = overrides(files);
    match load(Some(folder.path())) {
        Ok(_) => panic!("no fault was found in {:?}", files.iter().map(|(path, _)| path).collect::<Vec<_>>()),
        Err(faults) => faults.to_string(),
    }
}

fn loaded(files: &[(&str, &str)]) -> Definitions {
    let folder = overrides(files);
    load(Some(folder.path())).unwrap_or_else(|faults| panic!("{faults}"))
}

fn overrides(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
    folder
}

fn own(path: &str) -> String {
    files::embedded_text(path).unwrap_or_else(|| panic!("{path} is not in the program")).to_owned()
}

/// The program's own file with one thing changed.
fn changed(path: &str, from: &str, to: &str) -> String {
    let text = own(path);
    assert!(text.contains(from), "{path} does not hold {from}");
    text.replacen(from, to, 1)
}

#[test]
fn everything_in_the_program_loads() {
    let definitions = load(None).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(definitions.tables.iter().map(|table| table.id).collect::<Vec<_>>(), TableId::ALL);
    assert_eq!(definitions.outputs.len(), 11);
    assert_eq!(definitions.outputs.iter().filter(|output| output.is_open()).count(), 5);
    assert_eq!(definitions.points.len(), 100);
    assert!(definitions.measures.windows(2).all(|pair| pair[0].id < pair[1].id));
    assert!(definitions.sources.iter().all(|source| source.sha256.len() == 64 && !source.overridden));
}

#[test]
fn a_service_replaces_one_file_and_adds_an_instrument() {
    let release = changed("release.toml", "threshold = 5 ", "threshold = 8 ");
    let measure = own("measures/brief-inspire.toml").replace("id = \"brief-inspire\"", "id = \"ours\"");
    let definitions = loaded(&[("release.toml", &release), ("measures/ours.toml", &measure), ("README.md", "notes")]);
    assert_eq!(definitions.release.threshold, 8);
    assert!(definitions.measure("ours").is_some() && definitions.measure("brief-inspire").is_some());
    let overridden: Vec<&str> =
        definitions.sources.iter().filter(|source| source.overridden).map(|source| source.path.as_str()).collect();
    assert_eq!(overridden, ["measures/ours.toml", "release.toml"]);
}

#[test]
fn faults_of_all_files_come_together_in_order() {
    let goals = changed("goals.toml", "threshold = 3", "threshold = -3");
    let roles = changed("roles.toml", "window_months", "windows_month");
    let expected = "schemas/goals.toml, line 24: the change threshold is above 0 and no larger than the range.\n\
        schemas/relase.toml: no definition has this name, so it would never be used. Did you mean `release.toml`?\n\
        schemas/roles.toml, line 9: the key `windows_month` is not known here. Did you mean `window_months`?";
    assert_eq!(faults(&[("goals.toml", &goals), ("roles.toml", &roles), ("relase.toml", "")]), expected);
}

const SIX: &str = "Objective social outcomes index (SIX)";

#[test]
fn an_index_bears_its_published_name_only_when_every_part_of_it_is_held() {
    let label = |roles: &str| {
        let definitions = loaded(&[("roles.toml", roles)]);
        let index = definitions.roles.index.clone().expect("there is one");
        (index.label.clone(), definitions.roles.most_points(&index))
    };
    assert_eq!(label(&own("roles.toml")), ("Social outcomes, three of four parts".to_owned(), 5));
    let living = "
[[domain]]
id = \"living_situation\"
label = \"Living with somebody\"
provenance = \"local\"
source = \"A column of our own.\"
statuses = [
  { code = \"yes\", label = \"With a partner or family\", held = true, points = 1 },
  { code = \"no\", label = \"Alone\", points = 0 },
]
";
    let part = "name = \"living situation\", domain = \"living_situation\"";
    let whole = changed("roles.toml", "name = \"living situation\"", part) + living;
    assert_eq!(label(&whole), (SIX.to_owned(), 6));
    let without = changed("roles.toml", "  { name = \"living situation\" },\n", "");
    assert_eq!(label(&without), ("Social outcomes, three of four parts".to_owned(), 5));
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let said = load(Some(Path::new("no/such/folder"))).map(|_| ()).expect_err("there is none").to_string();
    assert!(said.starts_with("no/such/folder: this cannot be opened"), "{said}");
}

#[test]
fn each_fault_of_an_instrument_is_named() {
    let cases = [
        ("id = \"qpr-15\"", "id = \"qpr15\"", "differs from the file's name"),
        ("source = \"PhenX protocol 661101 and", "source = \"\" #", "`source` is empty"),
        ("items = [\"1 to 15\"]", "items = [\"1 to 16\"]", "`16` is not among the items"),
        ("items = [\"1 to 15\"]", "items = [\"15 to 1\"]", "runs backwards"),
        ("items = [\"1 to 15\"]", "items = [\"1 to 14\"]", "which is 0 to 56"),
        ("items = [\"1 to 15\"]", "items = [\"1 to 15\", \"3\"]", "`3` stands twice"),
        ("items = [\"1 to 15\"]", "items = [\"1 to 15\"]\nreversed = [\"99\"]", "`99` is not among the items"),
        ("highest = 60", "highest = 75", "range 0 to 75 is not the one"),
        ("points = 5", "points = 0", "above 0 and no larger than the range"),
        ("points = 5", "points = 61", "above 0 and no larger than the range"),
        ("points = 5,", "points = 5, deviation = 8,", "give either `points` or the reference sample"),
        ("points = 5,", "deviation = 8, reliability = 0.7,", "`deviation`, `reliability` and `reliability_kind`"),
        ("points = 5,", "", "how large must a change be?"),
        ("points = 5,", "deviation = 8, reliability = 1.0, reliability_kind = \"test-retest\",", "from 0 to below 1"),
        (
            "points = 5,",
            "deviation = 8, reliability = 0.7, reliability_kind = \"retest\",",
            "Use one of: `internal-consistency`, `test-retest`",
        ),
        ("better = \"higher\"", "better = \"hihger\"", "Did you mean `higher`?"),
        ("formula = \"sum\"", "formula = \"sum\"\nmin_answered = 12", "Write `provenance = \"local\"`"),
        ("formula = \"sum\"", "formula = \"summ\"", "Did you mean `sum`?"),
        ("formula = \"sum\"", "formula = \"sum\"\nof = \"raw\"", "`of` has no meaning with this formula"),
        ("{ id = \"2\",", "{ id = \"1\",", "the item `1` is listed twice"),
        ("label = \"Good relationships\"", "label = \" \"", "the item `3` has no label"),
        ("label = \"Good relationships\"", "label = \"x\", gate = \"1\"", "must be answered 0 or 1"),
        ("id = \"total\"", "id = \"to.tal\"", "only small letters"),
        ("highest = 4", "highest = 0", "`lowest` must be below `highest`"),
        ("highest = 4", "highest = 4\nmissing = [3]", "cannot be an answer and a missing code"),
        ("expected = { total = 60 }", "expected = { total = 99 }", "outside the range of `total`"),
        ("expected = { total = 60 }", "expected = { totla = 60 }", "Did you mean `total`?"),
        ("expected = { total = 60 }", "expected = { total = 59 }", "the best answers"),
        ("expected = { total = 60 }", "expected = { total = \"none\" }", "expected a number or \"no score\""),
        ("total = \"no score\"", "total = 1", "an incomplete sheet"),
        ("[improver]", "[improvre]", "Did you mean `improver`?"),
        ("answers = { \"1 to 15\" = 4 }", "answers = { \"1 to 15\" = 5 }", "5 is no answer of item `1`"),
        ("label = \"Good relationships\"", "label = “Good relationships”", "Word processors make curly ones"),
        ("scale = \"total\"\nbefore", "scale = \"sum\"\nbefore", "`sum` is not a scale"),
        ("id = \"qpr-15\"", "template = true\nid = \"qpr-15\"", "this is a template"),
    ];
    for (from, to, expected) in cases {
        let text = changed("measures/qpr-15.toml", from, to);
        let said = faults(&[("measures/qpr-15.toml", &text)]);
        assert!(said.contains(expected), "{to}: {said}");
        assert!(said.starts_with("schemas/measures/qpr-15.toml"), "{said}");
    }
}

/// One look must be enough to mend a file, whatever kind of fault it has.
#[test]
fn a_word_that_cannot_be_read_hides_nothing_but_what_stands_beside_it() {
    let mut text = own("measures/wemwbs.toml");
    for (from, to) in [
        ("highest = 70", "highest = 75"),
        ("formula = \"sum\"", "formula = \"summ\""),
        ("label = \"Total score\"", "lable = \"Total score\""),
        ("{ id = \"2\",", "{ id = \"1\","),
        ("better = \"higher\"", "better = \"higher\"\nreversed = [\"99\"]"),
    ] {
        assert!(text.contains(from), "there is no {from}");
        text = text.replacen(from, to, 1);
    }
    let said = faults(&[("measures/wemwbs.toml", &text)]);
    for expected in [
        "`summ` cannot stand here",
        "the key `lable` is not known here. Did you mean `label`?",
        "`99` is not among the items",
        "the item `1` is listed twice",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    assert!(!said.contains("the key `label` is missing"), "one slip is one fault: {said}");
}

#[test]
fn a_scale_that_cannot_be_judged_leaves_the_others_to_be_judged() {
    let text = changed("measures/qpr-22.toml", "id = \"interpersonal\"\nlabel = \"", "id = \"interpersonal\"\n# \"");
    let text = text.replacen("highest = 88", "highest = 99", 1);
    let said = faults(&[("measures/qpr-22.toml", &text)]);
    assert!(said.contains("the key `label` is missing"), "{said}");
    assert!(said.contains("Write `lowest = 0` and `highest = 88`"), "{said}");
    assert_eq!(said.lines().count(), 2, "{said}");
}

#[test]
fn what_examples_do_not_prove_is_named_with_its_line_beside_the_faults_of_other_files() {
    let folder = overrides(&[("release.toml", &changed("release.toml", "threshold = 5 ", "threshold = 1 "))]);
    let proof = |measure: &Measure| match measure.id.as_str() {
        "qpr-15" => vec![(Unproved::Example(0), "one".to_owned()), (Unproved::Improver, "two".to_owned())],
        _ => Vec::new(),
    };
    let said = load_proved(Some(folder.path()), &proof).map(|_| ()).expect_err("there are faults").to_string();
    let lines: Vec<&str> = said.lines().collect();
    let own_text = own("measures/qpr-15.toml");
    let line_of = |text: &str| 1 + own_text.lines().position(|line| line == text).unwrap_or_default();
    assert_eq!(lines[0], format!("schemas/measures/qpr-15.toml, line {}: one", line_of("[[example]]")));
    assert_eq!(lines[1], format!("schemas/measures/qpr-15.toml, line {}: two", line_of("[improver]")));
    assert!(lines[2].starts_with("schemas/release.toml"), "{said}");
}

#[test]
fn each_fault_of_gates_and_tables_is_named() {
    let practice = [
        ("applies_from = 0 ", "#", "`applies_from` is missing"),
        ("applies_from = 0 ", "applies_from = 2 ", "must be below `reached_from`"),
        ("reached_from = 2 ", "reached_from = 3 ", "both must be answers of `1`, -1 to 2"),
        ("factor = 100", "factor = 10", "which is 0 to 10"),
        ("factor = 100", "factor = 100\nreversed = [\"1\"]", "`reversed` has no meaning with this formula"),
    ];
    for (from, to, expected) in practice {
        let text = changed("measures/practice-guidelines.toml", from, to);
        let said = faults(&[("measures/practice-guidelines.toml", &text)]);
        assert!(said.contains(expected), "{to}: {said}");
    }
    let inspire = [
        ("gate = \"s1_important\"", "gate = \"s1_importnat\"", "Did you mean `s1_important`?"),
        ("gate = \"s2_important\"", "gate = \"s1_important\"", "already belongs to another item"),
        ("min_gates = 0.8", "min_gates = 80", "is a share and lies between 0 and 1"),
        ("min_rated = 0.8", "#", "`min_rated` is missing"),
        ("unmet_up_to = 1 ", "unmet_up_to = 4 ", "below the best one"),
        ("unmet_up_to = 1 ", "#", "`unmet_up_to` is missing"),
        ("items = [\"s1 to s20\"]", "items = [\"s1 to s20\", \"r1\"]", "`r1` has no gate"),
        ("items = [\"r1 to r7\"]", "items = [\"s20_important to r7\"]", "says what was important"),
    ];
    for (from, to, expected) in inspire {
        let said = faults(&[("measures/inspire.toml", &changed("measures/inspire.toml", from, to))]);
        assert!(said.contains(expected), "{to}: {said}");
    }
    let swemwbs = [
        ("[21, 19.25],", "", "one line for each score of `raw` from 7 to 35"),
        ("[21, 19.25]", "[21, 18.25]", "does not rise from 20 to 21"),
        ("of = \"raw\"", "of = \"rwa\"", "not a scale above this one"),
        ("[35, 35.00]", "[35, 36.00]", "which is 7 to 36"),
    ];
    for (from, to, expected) in swemwbs {
        let said = faults(&[("measures/swemwbs.toml", &changed("measures/swemwbs.toml", from, to))]);
        assert!(said.contains(expected), "{to}: {said}");
    }
}

#[test]
fn each_fault_of_the_framework_is_named() {
    let cases = [
        ("indicator = \"coverage.any\"", "indicator = \"coverage.ayn\"", "Did you mean `coverage.any`?"),
        ("indicator = \"coverage.any\"", "indicator = \"caseload\"", "it is a number of people"),
        ("indicator = \"coverage.any\"", "indicator = \"change.qpr-15.total\"", "a change in points"),
        ("indicator = \"coverage.any\"", "indicator = \"improved.qpr-22.total\"", "there is no indicator"),
        ("indicator = \"coverage.any\"", "indicator = \"deteriorated.qpr-15.total\"", "takes the `rest`"),
        ("indicator = \"coverage.any\"", "indicator = \"role.accommodation_type.held\"", "there is no indicator"),
        (
            "indicator = \"goals.reviewed\"\n  takes = \"share\"",
            "indicator = \"goals.gas_t\"\n  takes = \"mean\"",
            "no range",
        ),
        ("points = [99, 98]", "points = [99, 101]", "there is no action point 101"),
        ("points = [99, 98]", "points = []", "speaks to no action point"),
        ("points = [99, 98]", "points = [99, 30]", "no data of this kind can show action point 30"),
        ("strong_from = 70", "strong_from = 40", "`low_below` is not above `strong_from`"),
        ("points = [99, 98]", "points = [99]\n  weight = 0.0", "a weight is above 0"),
        ("points = [99, 98]", "points = [99]\n  target = 120", "a target lies from 0 to 100"),
        ("id = \"support\"", "id = \"asked\"", "the criterion `asked` needs an id of its own"),
        ("\"score.qpr-*.total\"", "\"score.qrp.total\"", "no indicator fits `score.qrp.total`"),
        ("min_evidence = 0.5", "min_evidence = 50.0", "is a share from 0 to 1"),
    ];
    for (from, to, expected) in cases {
        let said = faults(&[("framework.toml", &changed("framework.toml", from, to))]);
        assert!(said.contains(expected), "{to}: {said}");
    }
}

#[test]
fn each_fault_of_the_smaller_files_is_named() {
    let cases = [
        ("roles.toml", "id = \"income\"", "id = \"employment\"", "the domain `employment` is listed twice"),
        ("roles.toml", "id = \"employment\"", "id = \"emplyment\"", "the domain `employment` is missing"),
        ("roles.toml", "{ code = \"02\",", "{ code = \"01\",", "the code `01` is empty or stands twice"),
        ("roles.toml", "known = false },", "known = false, held = true },", "cannot count as anything"),
        ("roles.toml", "ascof = \"settled\"", "#", "`ascof` names an indicator"),
        ("roles.toml", "domain = \"friendship\"", "domain = \"friendshp\"", "there is no domain `friendshp`"),
        ("roles.toml", "name = \"living situation\"", "name = \"x\", domain = \"friendship\"", "each of them once"),
        ("roles.toml", "domain = \"friendship\"", "domain = \"safety\"", "`friendship`: statuses have points where"),
        ("roles.toml", "known = false },", "known = false, points = 1 },", "so it cannot have points"),
        ("roles.toml", "Social outcomes, three of four parts", SIX, "must not bear its published name"),
        ("roles.toml", "[18, 69]", "[69, 18]", "the first age must not be above the second"),
        ("release.toml", "threshold = 5 ", "threshold = 1 ", "protects nobody"),
        ("release.toml", "spread_minimum = 10", "spread_minimum = 3", "a spread tells more than a mean"),
        ("release.toml", "profile = \"suppress\"", "profile = \"supress\"", "Did you mean `suppress`?"),
        ("release.toml", "decided_on = \"\"", "decided_on = \"1/9/26\"", "is a date such as"),
        ("goals.toml", "correlation = 0.3", "correlation = 1.0", "from 0 to below 1"),
        (
            "goals.toml",
            "half_points = false",
            "half_points = \"no\"",
            "expected true or false, found the text \"no\"",
        ),
        ("action-points.csv", "number,section", "nubmer,section", "line 1: the column `nubmer` is not known"),
        ("action-points.csv", "\n2,2.1", "\n3,2.1", "line 3: point 2 must stand here, not 3"),
        ("action-points.csv", ",yes,S A,3,T4,", ",yes,S X,3,T5,", "letters of M, G, R, A and S"),
        ("tables/people.json", "\"name\": \"gender\"", "\"name\": \"sex\"", "the column `gender` is missing"),
        ("tables/people.json", "\"type\": \"date\"", "\"type\": \"datum\"", "`datum` cannot stand here"),
        (
            "tables/people.json",
            "\"team_id\", \"start_date\"]",
            "\"team\", \"start_date\"]",
            "which is no column here",
        ),
        ("tables/restricted-gas.json", "\"goals\"", "\"n_goals\"", "their order are fixed"),
    ];
    for (path, from, to, expected) in cases {
        let said = faults(&[(path, &changed(path, from, to))]);
        assert!(said.contains(expected), "{to}: {said}");
    }
}

#[test]
fn a_service_changes_single_sentences() {
    let text = "[release]\nwithheld = \"hidden (under {n})\"\n";
    let definitions = loaded(&[("wording/en.toml", text)]);
    assert_eq!(definitions.wording.say("release.withheld", &[("n", "5")]), "hidden (under 5)");
    assert_eq!(definitions.wording.say("month.3", &[]), "March");
    let said = faults(&[("wording/en.toml", "[release]\nwithhold = \"x\"\nwithheld = \"under {m}\"\nnothing = 3\n")]);
    let expected = "schemas/wording/en.toml, line 2: no sentence has the key `release.withhold`. \
         Did you mean `release.withheld`?\n\
         schemas/wording/en.toml, line 3: `release.withheld`: nothing fills the place {m}. Did you mean `n`?\n\
         schemas/wording/en.toml, line 4: `release.nothing` must be text in quotation marks.";
    assert_eq!(said, expected);
}

#[test]
fn every_indicator_has_a_name_and_says_whom_it_counts() {
    let definitions = load(None).unwrap_or_else(|faults| panic!("{faults}"));
    let mut labels = std::collections::BTreeMap::new();
    for indicator in definitions.indicators() {
        for text in [definitions.indicator_label(&indicator), definitions.indicator_counts(&indicator)] {
            assert!(!text.contains(['{', '}']), "{}: {text}", indicator.id);
            assert!(!text.starts_with("indicator."), "{} has no words", indicator.id);
        }
        let label = definitions.indicator_label(&indicator);
        if let Some(other) = labels.insert(label.clone(), indicator.id.clone()) {
            panic!("{other} and {} are both called \"{label}\"", indicator.id);
        }
    }
}

/// Whatever a person's editor or a broken disk does to a file, the answer is a list of faults or definitions.
#[test]
fn spoilt_files_never_stop_the_program() {
    let (files, _) = files::gather(None);
    let paths: Vec<String> = files.keys().cloned().collect();
    let mut chance = 20_260_930_u64;
    let mut next = |below: usize| {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) as usize % below.max(1)
    };
    for _ in 0..60 {
        let path = &paths[next(paths.len())];
        let mut spoilt = files.clone();
        let text: Vec<char> = files[path].text.chars().collect();
        let (from, length) = (next(text.len()), next(40));
        let with = ["", "=", "\"", "[[", "]", "}", "-1", "1e999", ",", "\n\n", "9999999999", "{ a = 1 }"][next(12)];
        let rest = text.iter().skip(from + length);
        let changed: String = text.iter().take(from).copied().chain(with.chars()).chain(rest.copied()).collect();
        let file = DefinitionFile { text: changed, replaces: Some(files[path].text.clone()), overridden: true };
        spoilt.insert(path.clone(), file);
        let mut reading = Reading { files: spoilt, faults: Faults::default(), proof: &|_| Vec::new() };
        let definitions = reading.all();
        assert!(definitions.is_some() || !reading.faults.is_empty(), "{path} is refused without a word");
    }
}

#[test]
fn templates_are_refused_until_they_are_completed() {
    for id in templates() {
        let path = format!("measures/{id}.toml");
        let said = faults(&[(&path, template(&id).expect("listed"))]);
        assert!(said.contains("this is a template") && said.lines().count() == 1, "{said}");
    }
}
