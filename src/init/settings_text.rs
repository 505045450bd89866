//! The text of a first `audit.toml`: settings that differ from what a run takes for granted, each with what it rests on.

use super::questions::questions;
use crate::definitions::settings::{DateOrder, GOAL_ID, TEAM_ID, TOLD_BY_PEOPLE, TextEncoding, wide_column};
use crate::definitions::{Definitions, Kind, Measure, Wording};

use crate::intake::{
    AnswerWords, CodeGuess, ColumnGuess, How, Mark, Recognised, Seen, Skipped, Survey, TableGuess, UnknownFile,
};
use std::collections::BTreeMap;

pub(super) fn text(survey: &Survey, recognised: &Recognised<'_>, definitions: &Definitions) -> String {
    let mut writing = Writing { survey, recognised, wording: &definitions.wording, definitions, text: String::new() };
    writing.head();
    writing.whole_export();
    for guess in &recognised.tables {
        writing.table(guess);
    }
    writing.not_tables();
    writing.text
}

struct Writing<'a> {
    survey: &'a Survey,
    recognised: &'a Recognised<'a>,
    wording: &'a Wording,
    definitions: &'a Definitions,
    text: String,
}

impl Writing<'_> {
    fn head(&mut self) {
        for line in ["one", "two", "three"] {
            self.note(&format!("init.head.{line}"), &[]);
        }
        let survey = self.survey;
        for (_, seen) in survey.seen.iter().enumerate().filter(|(at, _)| self.is_table(*at)).collect::<Vec<_>>() {
            self.identifying(seen);
        }
    }

    fn identifying(&mut self, seen: &Seen) {
        for (header, kind) in seen.identifying() {
            self.note("init.identifying", &[("file", &seen.shown()), ("header", &header), ("kind", kind)]);
        }
        if !seen.identifying().is_empty() {
            self.note("init.identifying_why", &[]);
        }
    }

    /// A file of which next to nothing was recognised, with the lines that any table needs. Its headers stand there only where
    /// they are words: the first row of a file without a header is a person's.
    fn unknown(&mut self, seen: &Seen, headers: &str) {
        let file = seen.shown();
        self.note("init.unknown", &[("file", &file)]);
        if seen.header.len() < 2 || !seen.header.iter().all(|header| is_words(header)) {
            return;
        }
        self.identifying(seen);
        if self.questions(seen) {
            return;
        }
        self.note("init.unknown_headers", &[("headers", headers)]);
        for line in [
            "[tables.…]".to_owned(),
            format!("files = [{}]", quoted(&seen.file)),
            "columns.person_id = \"…\"".to_owned(),
        ] {
            self.text.push_str(&format!("# {line}\n"));
        }
    }

    /// Columns of a file that may be the questions of a form, with the lines that would have it read; whether there are any.
    fn questions(&mut self, seen: &Seen) -> bool {
        let groups = questions(seen);
        for group in &groups {
            let as_many = |measure: &&Measure| measure.items.len() == group.len();
            let measures: Vec<String> = self
                .definitions
                .measures
                .iter()
                .filter(as_many)
                .map(|measure| measure.id.replace('-', "_"))
                .collect();
            let (n, may_be) = (group.len().to_string(), measures.join(", "));
            let key = if measures.is_empty() { "init.questions" } else { "init.questions_of" };
            self.note(key, &[("file", &seen.shown()), ("n", &n), ("measures", &may_be)]);
            let mut lines = vec!["[tables.measures]".to_owned(), format!("files = [{}]", quoted(&seen.file))];
            lines.extend(["person_id", "team_id", "completed_on"].map(|column| format!("columns.{column} = \"…\"")));
            let id = if let [only] = measures.as_slice() { only } else { "ID" };
            let question = |(at, number): (&usize, usize)| {
                format!("columns.{} = {}", wide_column(id, &number.to_string()), quoted(&seen.header[*at]))
            };
            lines.extend(group.iter().zip(1..).map(question));
            lines.iter().for_each(|line| self.text.push_str(&format!("# {line}\n")));
        }
        !groups.is_empty()
    }

    fn is_table(&self, at: usize) -> bool {
        !self.recognised.unknown.iter().any(|unknown| unknown.at == at)
    }

    fn whole_export(&mut self) {
        self.text.push('\n');
        self.guess("provider", &quoted("This provider"), "init.provider", &[]);
        self.guess("provider_id", &quoted("provider"), "init.provider_id", &[]);
        self.note("init.extracted", &[]);
        if let Some((profile, headers)) = self.recognised.profile {
            let facts =
                [("n", headers.to_string()), ("title", profile.title.clone()), ("about", profile.about.clone())];
            self.guess("profile", &quoted(&profile.id), "init.profile", &facts);
        }
        if let Some((encoding, seen)) = self.one_encoding() {
            let facts = [("file", seen.shown()), ("row", row(seen))];
            self.guess("encoding", &quoted(encoding_word(encoding)), "init.encoding", &facts);
        }
        if let Some(order) = self.one_order() {
            let facts = [("example", order.example().to_owned())];
            self.guess("date_order", &quoted(order.word()), "init.date_order", &facts);
        }
        self.missing();
    }

    fn missing(&mut self) {
        let known = self.recognised.profile.map_or(&[] as &[String], |(profile, _)| profile.missing());
        let new = |code: &&String| !known.contains(code);
        if !self.recognised.missing.iter().any(|code| new(&code)) {
            return;
        }
        let mut codes = vec![quoted("")];
        codes.extend(known.iter().filter(|code| !code.is_empty()).map(|code| quoted(code)));
        codes.extend(self.recognised.missing.iter().filter(new).map(|code| quoted(code)));
        self.guess("missing", &format!("[{}]", codes.join(", ")), "init.missing", &[]);
    }

    /// The encoding of all text files, where one word says it and it is not what is taken for granted; and a file that tells it.
    fn one_encoding(&self) -> Option<(TextEncoding, &Seen)> {
        let all: Vec<&Seen> =
            self.survey.seen.iter().enumerate().filter(|(at, _)| self.is_table(*at)).map(|(_, s)| s).collect();
        encoding_of(&all).filter(|(encoding, _)| *encoding != self.usual_encoding())
    }

    fn usual_encoding(&self) -> TextEncoding {
        self.recognised.profile.and_then(|(profile, _)| profile.encoding()).unwrap_or(TextEncoding::Utf8)
    }

    fn usual_order(&self) -> DateOrder {
        self.recognised.profile.and_then(|(profile, _)| profile.date_order()).unwrap_or(DateOrder::Iso)
    }

    /// The order of the days in all tables that have any, where it is not what is taken for granted.
    fn one_order(&self) -> Option<DateOrder> {
        let orders = || self.recognised.tables.iter().filter_map(|guess| guess.dates.order);
        let first = orders().next()?;
        (orders().all(|order| order == first) && first != self.usual_order()).then_some(first)
    }

    fn table(&mut self, guess: &TableGuess) {
        let files: Vec<&Seen> = guess.seen.iter().map(|at| &self.survey.seen[*at]).collect();
        self.text.push_str(&format!("\n[tables.{}]\n", guess.table.name()));
        let known = guess.columns.iter().filter_map(|column| Some((column.name.as_str(), column.found.as_ref()?)));
        let known = known.map(|(name, (headers, _))| match headers.as_slice() {
            [header] if header == name => name.to_owned(),
            _ => format!("{name} (“{}”)", headers.join("”, “")),
        });
        let known = known.collect::<Vec<_>>().join(", ");
        let shown = files.iter().map(|seen| seen.shown()).collect::<Vec<_>>().join(", ");
        if !known.is_empty() {
            self.note("init.table", &[("files", &shown), ("table", guess.table.name()), ("columns", &known)]);
        }
        if guess.items > 0 {
            self.note("init.wide", &[("n", &guess.items.to_string())]);
        }
        self.files(guess, &files);
        self.header_row(&files);
        self.encoding(&files);
        self.order(guess);
        if guess.columns.iter().any(|column| guess.lacks(column)) {
            self.note("init.headers", &[("file", &files[0].shown()), ("headers", &headers(files[0]))]);
        }
        for column in &guess.columns {
            self.column(guess, column);
        }
        self.other_days(guess);
        for items in &guess.item_headers {
            let facts = [("n", items.count.to_string()), ("measure", items.measure.clone())];
            self.guess(&format!("items.{}", items.measure), &quoted(&items.pattern), "init.items", &facts);
        }
        for other in &guess.numbered {
            let may_be = if other.may_be.is_empty() { "–".to_owned() } else { other.may_be.join(", ") };
            let count = other.count.to_string();
            self.note("init.numbered", &[("pattern", &other.pattern), ("n", &count), ("measures", &may_be)]);
        }
        for item in &guess.named_items {
            let key = format!("columns.{}", wide_column(&item.measure, &item.item));
            let facts =
                [("item", item.item.clone()), ("measure", item.measure.clone()), ("label", item.label.clone())];
            self.guess(&key, &quoted(&item.header), "init.named_item", &facts);
        }
        for (column, header) in &guess.totals {
            self.guess(&format!("columns.{column}"), &quoted(header), "init.total", &[]);
        }
        guess.answers.iter().for_each(|answers| self.answers(answers));
        guess.codes.iter().for_each(|codes| self.codes(codes));
        guess.skipped.iter().for_each(|skipped| self.skipped(skipped));
    }

    fn skipped(&mut self, skipped: &Skipped) {
        let values = skipped.values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(", ");
        let reason = match skipped.why {
            Mark::Deleted => "init.deleted",
            Mark::TriedOut => "init.tried_out",
        };
        self.guess(&format!("skip.{}", quoted(&skipped.header)), &format!("[{values}]"), reason, &[]);
    }

    fn files(&mut self, guess: &TableGuess, files: &[&Seen]) {
        let given = self.recognised.profile.and_then(|(profile, _)| profile.table(guess.table));
        let patterns = given.map(|given| given.files.value.as_slice()).unwrap_or_default();
        let by_profile =
            !patterns.is_empty() && files.iter().all(|seen| seen.sheet.is_none() && seen.is_named(patterns));
        if by_profile || matches!(files, [only] if only.is_found_as(guess.table)) {
            return;
        }
        let mut names: Vec<String> = files.iter().map(|seen| quoted(&seen.file)).collect();
        names.dedup();
        self.guess("files", &format!("[{}]", names.join(", ")), "init.files", &[]);
        if let Some(sheet) = files[0].sheet.as_ref().filter(|_| !files[0].is_found_as(guess.table)) {
            self.guess("sheet", &quoted(sheet), "init.files", &[]);
        }
    }

    fn encoding(&mut self, files: &[&Seen]) {
        if self.one_encoding().is_some() {
            return;
        }
        let usual = self.usual_encoding();
        let other: Vec<&&Seen> = files.iter().filter(|seen| seen.tells_encoding && seen.encoding != usual).collect();
        let Some(first) = other.first() else { return };
        let facts = [("file", first.shown()), ("row", row(first))];
        match encoding_of(files) {
            Some((encoding, _)) => {
                self.guess("encoding", &quoted(encoding_word(encoding)), "init.encoding", &facts);
            }
            None => {
                let pair =
                    |seen: &&&Seen| format!("{} = {}", quoted(&seen.file), quoted(encoding_word(seen.encoding)));
                let pairs = other.iter().map(pair).collect::<Vec<_>>().join(", ");
                self.guess("encodings", &format!("{{ {pairs} }}"), "init.encoding", &facts);
            }
        }
    }

    /// The row of the header, where it is not the first one everywhere.
    fn header_row(&mut self, files: &[&Seen]) {
        let first = files[0].header_row;
        if files.iter().all(|seen| seen.header_row == 1) {
            return;
        }
        let same = files.iter().all(|seen| seen.header_row == first);
        let lower = files.iter().find(|seen| seen.header_row > 1).unwrap_or(&files[0]);
        let facts = [("file", lower.shown()), ("row", lower.header_row.to_string())];
        let value = if same { first.to_string() } else { quoted("find") };
        self.guess("header_row", &value, "init.header_row", &facts);
    }

    fn order(&mut self, guess: &TableGuess) {
        let Some(order) = guess.dates.order else { return };
        let (read, of) = (guess.dates.read.to_string(), guess.dates.looked_at.to_string());
        if order != self.usual_order() && self.one_order().is_none() {
            let facts = [("example", order.example().to_owned())];
            self.guess("date_order", &quoted(order.word()), "init.date_order", &facts);
        }
        if guess.dates.read < guess.dates.looked_at {
            self.note("init.days_otherwise", &[("read", &read), ("of", &of), ("example", order.example())]);
        } else if guess.dates.ambiguous {
            self.note("init.days_ambiguous", &[]);
        }
    }

    fn column(&mut self, guess: &TableGuess, column: &ColumnGuess) {
        match &column.found {
            Some((headers, how)) => {
                let Some(reason) = reason(*how) else { return };
                self.guess(&format!("columns.{}", column.name), &one_or_more(headers), reason, &[]);
            }
            None if guess.lacks(column) => {
                let meaning = self.meaning(guess, &column.name);
                let facts = [("column", column.name.as_str()), ("meaning", &meaning)];
                let key = match column.name.as_str() {
                    GOAL_ID => "init.goal_id_missing",
                    TEAM_ID if TOLD_BY_PEOPLE.contains(&guess.table) => "init.team_id_missing",
                    _ => "init.column_missing",
                };
                self.note(key, &facts);
            }
            None => {}
        }
    }

    /// Where a column had to be taken for the day and others hold days too, only a person can tell which is meant.
    fn other_days(&mut self, guess: &TableGuess) {
        let schema = self.definitions.table(guess.table);
        let is_day = |name: &str| schema.and_then(|s| s.field(name)).is_some_and(|field| field.kind == Kind::Date);
        let sure = |how: How| matches!(how, How::Same | How::Profile);
        let guessed = guess.columns.iter().filter(|column| column.required && is_day(&column.name));
        let guessed = guessed.filter(|column| column.found.as_ref().is_some_and(|(_, how)| !sure(*how)));
        let guessed: Vec<&ColumnGuess> = guessed.filter(|_| !guess.other_days.is_empty()).collect();
        let others = format!("“{}”", guess.other_days.join("”, “"));
        for column in guessed {
            let meaning = self.meaning(guess, &column.name);
            self.note("init.other_days", &[("others", &others), ("column", &column.name), ("meaning", &meaning)]);
        }
    }

    fn meaning(&self, guess: &TableGuess, column: &str) -> String {
        let field = self.definitions.table(guess.table).and_then(|schema| schema.field(column));
        field.map(|field| field.description.clone()).unwrap_or_default()
    }

    fn answers(&mut self, answers: &AnswerWords) {
        let measure = answers.measure.as_str();
        if !answers.known.is_empty() {
            let facts = [("measure", measure.to_owned())];
            self.guess(&format!("codes.{measure}"), &pairs(&answers.known), "init.answers", &facts);
        }
        if !answers.unknown.is_empty() {
            let words =
                answers.unknown.iter().map(|word| format!("{} = \"…\"", quoted(word))).collect::<Vec<_>>().join(", ");
            let key = if answers.known.is_empty() { "init.answers_unknown" } else { "init.answers_rest" };
            self.note(key, &[("measure", measure), ("words", &words), ("choices", &self.choices(measure))]);
        }
    }

    /// The numbers that the form of an instrument offers.
    fn choices(&self, id: &str) -> String {
        let items = self.definitions.measures.iter().filter(|measure| measure.id == id).flat_map(|m| &m.items);
        let (lowest, highest) = (items.clone().map(|item| item.lowest).min(), items.map(|item| item.highest).max());
        lowest.zip(highest).map_or_else(String::new, |(lowest, highest)| format!("{lowest} to {highest}"))
    }

    fn codes(&mut self, codes: &CodeGuess) {
        if !codes.known.is_empty() {
            self.guess(&format!("codes.{}", codes.column), &pairs(&codes.known), "init.codes", &[]);
        }
        if !codes.words.is_empty() {
            let words =
                codes.words.iter().map(|word| format!("{} = \"…\"", quoted(word))).collect::<Vec<_>>().join(", ");
            let key = if codes.known.is_empty() { "init.codes_words" } else { "init.codes_rest" };
            self.note(key, &[("column", &codes.column), ("words", &words), ("ours", &codes.ours.join(", "))]);
        } else if codes.unknown > 0 {
            self.note("init.codes_unknown", &[("n", &codes.unknown.to_string()), ("column", &codes.column)]);
        }
    }

    fn not_tables(&mut self) {
        let recognised = self.recognised;
        for unknown in &recognised.unknown {
            self.text.push('\n');
            self.not_a_table(unknown);
        }
    }

    /// A file that is not read: what it may be, and the lines that would have it read, to be filled in.
    fn not_a_table(&mut self, unknown: &UnknownFile) {
        let seen = &self.survey.seen[unknown.at];
        let file = seen.shown();
        let headers = headers(seen);
        let Some((guess, lacking)) = &unknown.nearest else {
            return self.unknown(seen, &headers);
        };
        let facts = [("file", file.as_str()), ("table", guess.table.name()), ("lacking", &lacking.join(", "))];
        if self.recognised.tables.iter().any(|other| other.table == guess.table) {
            return self.note("init.unknown_more", &[&facts[..], &[("headers", headers.as_str())]].concat());
        }
        self.note("init.unknown_near", &facts);
        self.identifying(seen);
        let above = std::mem::take(&mut self.text);
        self.table(guess);
        let lines = std::mem::replace(&mut self.text, above);
        for line in lines.lines().filter(|line| !line.is_empty()) {
            self.text.push_str(&format!("# {}\n", line.trim_start_matches("# ")));
        }
        self.questions(seen);
    }

    fn guess(&mut self, key: &str, value: &str, reason: &str, facts: &[(&str, String)]) {
        let facts: Vec<(&str, &str)> = facts.iter().map(|(name, fact)| (*name, fact.as_str())).collect();
        let why = self.wording.say(reason, &facts);
        let guess = self.wording.say("init.guess", &[("why", &why)]);
        self.line(key, value, &guess);
    }

    fn line(&mut self, key: &str, value: &str, comment: &str) {
        self.text.push_str(&format!("{key} = {value}  # {}\n", one_line(comment)));
    }

    fn note(&mut self, key: &str, facts: &[(&str, &str)]) {
        let said = self.wording.say(key, facts);
        self.text.push_str(&format!("# {}\n", one_line(&said)));
    }
}

/// Why a header is taken for a column; `None` where nothing need be said.
fn reason(how: How) -> Option<&'static str> {
    match how {
        How::Same | How::Profile => None,
        How::Spelling => Some("init.column.spelling"),
        How::Word => Some("init.column.word"),
        How::Values => Some("init.column.values"),
    }
}

fn pairs(known: &BTreeMap<String, String>) -> String {
    let pairs = known.iter().map(|(from, to)| format!("{} = {}", quoted(from), quoted(to)));
    format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
}

/// A header, or a list of them.
fn one_or_more(headers: &[String]) -> String {
    match headers {
        [only] => quoted(only),
        _ => format!("[{}]", headers.iter().map(|header| quoted(header)).collect::<Vec<_>>().join(", ")),
    }
}

/// Whether a header is made of words: not mostly of digits, as ids, days and numbers are.
fn is_words(header: &str) -> bool {
    let digits = header.chars().filter(char::is_ascii_digit).count();
    digits * 2 < header.chars().filter(|c| !c.is_whitespace()).count() || header.is_empty()
}

fn headers(seen: &Seen) -> String {
    seen.header.iter().filter(|header| !header.is_empty()).cloned().collect::<Vec<_>>().join(", ")
}

fn row(seen: &Seen) -> String {
    seen.first_odd_row.unwrap_or(1).to_string()
}

/// The encoding that reads all of these text files, and the file that shows it. A file in plain English letters reads the same
/// in all but UTF-16. `None` where no one word will do, or where nothing tells.
fn encoding_of<'s>(files: &[&'s Seen]) -> Option<(TextEncoding, &'s Seen)> {
    let texts = || files.iter().copied().filter(|seen| seen.sheet.is_none());
    let telling = texts().find(|seen| seen.tells_encoding)?;
    let of_letters = |seen: &Seen| seen.tells_encoding || telling.encoding == TextEncoding::Utf16;
    let alike = texts().filter(|seen| of_letters(seen)).all(|seen| seen.encoding == telling.encoding);
    alike.then_some((telling.encoding, telling))
}

fn encoding_word(encoding: TextEncoding) -> &'static str {
    match encoding {
        TextEncoding::Utf8 => "utf-8",
        TextEncoding::Windows1252 => "windows-1252",
        TextEncoding::Utf16 => "utf-16",
    }
}

/// A text as TOML writes it: the rules for quotation marks are those of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string().replace('\u{7f}', "\\u007f")
}

/// A comment ends with its line, so a header that holds a line break must not end it early.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
