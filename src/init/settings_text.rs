//! The text of a first `audit.toml`: settings that differ from what a run takes for granted, each with what it rests on.

use crate::definitions::settings::{DateOrder, TextEncoding};
use crate::definitions::{Definitions, Wording};
use crate::intake::{CodeGuess, ColumnGuess, How, Recognised, Seen, Survey, TableGuess};

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
        let recognised = self.recognised;
        for (_, seen) in survey.seen.iter().enumerate().filter(|(at, _)| !recognised.unknown.contains(at)) {
            for (header, kind) in seen.identifying() {
                self.note("init.identifying", &[("file", &seen.shown()), ("header", &header), ("kind", kind)]);
            }
        }
    }

    fn is_table(&self, at: usize) -> bool {
        !self.recognised.unknown.contains(&at)
    }

    fn whole_export(&mut self) {
        self.text.push('\n');
        let provider = self.wording.say("init.provider", &[]);
        self.line("provider", &quoted("This provider"), &provider);
        let id = self.wording.say("init.provider_id", &[]);
        self.line("provider_id", &quoted("provider"), &id);
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

    /// The encoding of all files that tell theirs, where it is not what is taken for granted.
    fn one_encoding(&self) -> Option<(TextEncoding, &Seen)> {
        let telling = || self.survey.seen.iter().enumerate().filter(|(at, s)| self.is_table(*at) && s.tells_encoding);
        let (_, first) = telling().next()?;
        let alike = telling().all(|(_, seen)| seen.encoding == first.encoding);
        (alike && first.encoding != self.usual_encoding()).then_some((first.encoding, first))
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
        let known = known.map(|(name, (header, _))| match header == name {
            true => name.to_owned(),
            false => format!("{name} (“{header}”)"),
        });
        let known = known.collect::<Vec<_>>().join(", ");
        let shown = files.iter().map(|seen| seen.shown()).collect::<Vec<_>>().join(", ");
        self.note("init.table", &[("files", &shown), ("table", guess.table.name()), ("columns", &known)]);
        if guess.items > 0 {
            self.note("init.wide", &[("n", &guess.items.to_string())]);
        }
        for seen in files.iter().filter(|seen| seen.header_row > 1) {
            self.note("init.header_row", &[("file", &seen.shown()), ("row", &seen.header_row.to_string())]);
        }
        self.files(guess, &files);
        self.encoding(&files);
        self.order(guess);
        for column in &guess.columns {
            self.column(guess, column, files[0]);
        }
        guess.codes.iter().for_each(|codes| self.codes(codes));
        if let Some(deleted) = &guess.deleted {
            let values = deleted.values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(", ");
            self.guess(&format!("skip.{}", quoted(&deleted.header)), &format!("[{values}]"), "init.deleted", &[]);
        }
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
        let telling = files.iter().find(|seen| seen.tells_encoding && seen.encoding != self.usual_encoding());
        if let Some(seen) = telling.filter(|_| self.one_encoding().is_none()) {
            let facts = [("file", seen.shown()), ("row", row(seen))];
            self.guess("encoding", &quoted(encoding_word(seen.encoding)), "init.encoding", &facts);
        }
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

    fn column(&mut self, guess: &TableGuess, column: &ColumnGuess, seen: &Seen) {
        let answered = guess.items > 0 && ["measure", "item", "answer"].contains(&column.name.as_str());
        match &column.found {
            Some((header, how)) => {
                let Some(reason) = reason(*how) else { return };
                self.guess(&format!("columns.{}", column.name), &quoted(header), reason, &[]);
            }
            None if column.required && !answered => {
                let headers = seen.header.iter().filter(|header| !header.is_empty()).cloned();
                let headers = headers.collect::<Vec<_>>().join(", ");
                let meaning = self.meaning(guess, &column.name);
                let facts = [("column", column.name.as_str()), ("headers", &headers), ("meaning", &meaning)];
                self.note("init.column_missing", &facts);
            }
            None => {}
        }
    }

    fn meaning(&self, guess: &TableGuess, column: &str) -> String {
        let field = self.definitions.table(guess.table).and_then(|schema| schema.field(column));
        field.map(|field| field.description.clone()).unwrap_or_default()
    }

    fn codes(&mut self, codes: &CodeGuess) {
        if !codes.known.is_empty() {
            let pairs = codes.known.iter().map(|(from, to)| format!("{} = {}", quoted(from), quoted(to)));
            let pairs = pairs.collect::<Vec<_>>().join(", ");
            self.guess(&format!("codes.{}", codes.column), &format!("{{ {pairs} }}"), "init.codes", &[]);
        }
        if codes.unknown > 0 {
            self.note("init.codes_unknown", &[("n", &codes.unknown.to_string()), ("column", &codes.column)]);
        }
    }

    fn not_tables(&mut self) {
        let unknown: Vec<String> = self.recognised.unknown.iter().map(|at| self.survey.seen[*at].shown()).collect();
        if !unknown.is_empty() {
            self.text.push('\n');
            self.note("init.unknown", &[("files", &unknown.join(", "))]);
        }
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

fn row(seen: &Seen) -> String {
    seen.first_odd_row.unwrap_or(1).to_string()
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
