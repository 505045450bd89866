//! Why a header cannot be understood: columns that are needed and are not there, and headers that stand twice. Every reason of a
//! file is told at once, each with what to do.

use super::header::{Col, Column, Part, Wanted, near_header, numbered};
use super::stop::{LIST, Stop};
use crate::definitions::TableId;
use crate::definitions::settings::{GOAL_ID, Layout, TEAM_ID, TOLD_BY_PEOPLE};

/// The column that says who.
pub(super) const PERSON_ID: &str = "person_id";

impl<'a> Wanted<'a> {
    pub(super) fn missing(
        &self,
        file: &str,
        names: &[String],
        columns: &[Column<'a>],
        layout: Layout,
        wide: &[(Col, usize, Part)],
    ) -> Vec<Stop> {
        // Of several files one may have a column that no row needs; that any has it is looked at once all are known.
        let declared = |name: &str| self.alone && self.is_declared(name);
        let absent = columns.iter().filter(|column| column.at.is_none() && column.fixed.is_none());
        // A cell may be blank there, but a long export without the column holds no answers at all.
        let answers = |name: &str| self.table == TableId::Measures && layout == Layout::Long && name == "answer";
        let people = |name: &str| name == PERSON_ID && self.is_about_people(columns, layout, wide);
        let needed = |name: &str| answers(name) || people(name) || declared(name);
        let absent = absent.filter(|column| column.required || needed(&column.name));
        let absent: Vec<&Column<'a>> = absent.collect();
        let said_nowhere = |name: &str| absent.iter().any(|column| column.name == name) && !self.is_declared(name);
        if self.table == TableId::Measures && said_nowhere("item") && said_nowhere("answer") {
            let others = ["measure", "item", "answer"];
            return self.instead(self.without_answers(file, names), &others, file, names, &absent);
        }
        if self.table == TableId::Roles && said_nowhere("domain") && said_nowhere("status") {
            return self.without_status(file, names, &absent);
        }
        let absent = absent.iter().map(|column| self.missing_header(file, names, &column.name));
        let mut stops: Vec<Stop> = absent.collect();
        let none = columns.len() == self.names.len();
        let all_here = layout == Layout::Long || self.alone || (self.table == TableId::Roles && none);
        let undefined =
            self.named_items().into_iter().filter(|name| all_here && !columns.iter().any(|c| c.name == *name));
        stops.extend(undefined.map(|name| self.missing_header(file, names, &name)));
        if layout == Layout::Wide && stops.is_empty() && none {
            stops.push(Stop::of_file("no-item-columns", self.table, file));
        }
        listed_once(stops)
    }

    /// A table of roles that says neither which part of life a row is about nor its status: it may well say them side by side,
    /// under headers of its own.
    fn without_status(&self, file: &str, names: &[String], absent: &[&Column<'a>]) -> Vec<Stop> {
        let domains = self.definitions.roles.domains.iter().map(|domain| domain.id.as_str());
        let stop = Stop::of_file("no-status-columns", self.table, file).at_row(1).with(LIST, names.join(", "));
        let stop = stop.with("domains", domains.collect::<Vec<_>>().join(", "));
        self.instead(vec![stop], &["domain", "status"], file, names, absent)
    }

    /// A table of questionnaires that says of no answer which item it belongs to: the numbered headers that audit.toml names
    /// are not there, or it names none.
    fn without_answers(&self, file: &str, names: &[String]) -> Vec<Stop> {
        let stop = |code| Stop::of_file(code, self.table, file).at_row(1).with(LIST, names.join(", "));
        let named = self.given.into_iter().flat_map(|given| &given.items);
        let nowhere = named.map(|(measure, pattern)| {
            let stop = stop("items-nowhere").with("measure", measure).with("pattern", pattern);
            stop.with("wanted", numbered(pattern, "1").join("” or “"))
        });
        let nowhere: Vec<Stop> = nowhere.collect();
        if nowhere.is_empty() { vec![stop("no-answer-columns")] } else { nowhere }
    }

    /// Reasons to stop in the place of those for some columns, behind those for the others.
    fn instead(
        &self,
        stops: Vec<Stop>,
        of: &[&str],
        file: &str,
        names: &[String],
        absent: &[&Column<'a>],
    ) -> Vec<Stop> {
        let others = absent.iter().filter(|column| !of.contains(&column.name.as_str()));
        let others = others.map(|column| self.missing_header(file, names, &column.name));
        listed_once(others.chain(stops).collect())
    }

    pub(super) fn missing_header(&self, file: &str, names: &[String], column: &str) -> Stop {
        let lacking = self.joined(column).iter().filter(|header| !names.contains(header));
        let lacking: Vec<&str> = lacking.map(String::as_str).collect();
        if !lacking.is_empty() {
            let stop = Stop::of_file("missing-part", self.table, file).at_row(1).with("name", column);
            return stop.with("wanted", lacking.join("”, “")).with("found", names.join(", "));
        }
        let headers = self.headers_for(column);
        let wanted = headers.join("” or “");
        let mut stop = Stop::of_file("missing-header", self.table, file).at_row(1).with("wanted", wanted);
        stop = stop.with("name", column).with("found", names.join(", "));
        match (self.table, column) {
            (TableId::Goals, GOAL_ID) => stop.code = "no-goal-id",
            (_, PERSON_ID) => stop.code = "no-person-id",
            (table, TEAM_ID) if TOLD_BY_PEOPLE.contains(&table) => stop.code = "no-team-id",
            _ => {}
        }
        let spare = || names.iter().filter(|name| !self.names.contains(&name.as_str())).map(String::as_str);
        if let Some(near) = headers.iter().find_map(|header| near_header(header, spare())) {
            stop.code = "missing-header-near";
            stop = stop.with("nearest", near);
        }
        stop
    }

    /// Headers that audit.toml gives to the items of two instruments, where no column says of which one a row is: every answer
    /// would be read as one of the first.
    pub(super) fn of_two_instruments(
        &self,
        file: &str,
        names: &[String],
        columns: &[Column<'a>],
    ) -> impl Iterator<Item = Stop> {
        let is_said =
            |column: &Column<'_>| column.name == "measure" && (column.at.is_some() || column.fixed.is_some());
        let patterns: Vec<_> = self.given.into_iter().flat_map(|given| &given.items).collect();
        let first =
            |pattern: &str| numbered(pattern, "1").iter().find_map(|wanted| names.iter().position(|n| n == wanted));
        let shared = patterns.iter().enumerate().find_map(|(at, (measure, pattern))| {
            let header = first(pattern)?;
            let (other, _) = patterns[at + 1..].iter().find(|(_, other)| first(other) == Some(header))?;
            let stop = Stop::of_file("items-of-two", self.table, file).at_row(1).at_column(header, &names[header]);
            let own = measure.replace('-', "_");
            Some(
                stop.with("measure", measure.as_str())
                    .with("other", other.as_str())
                    .with("pattern", pattern.as_str())
                    .with("own", own),
            )
        });
        shared.filter(|_| !columns.iter().any(is_said)).into_iter()
    }

    pub(super) fn twice(&self, file: &str, names: &[String], columns: &[Column<'a>]) -> Vec<Stop> {
        let first =
            columns.iter().flat_map(|column| column.at.into_iter().chain(column.joined.iter().copied().skip(1)));
        let again = first.filter_map(|first| {
            let second = names.iter().skip(first + 1).position(|name| *name == names[first])? + first + 1;
            let stop = Stop::of_file("duplicate-header", self.table, file).at_row(1).at_column(second, &names[first]);
            Some(stop.with("first_column", super::stop::column_letter(first)))
        });
        again.collect()
    }
}

/// Reasons to stop of one file, of which the first that lists its columns does so for all.
pub(super) fn listed_once(mut stops: Vec<Stop>) -> Vec<Stop> {
    let lists = |stop: &Stop| {
        let codes = [
            "missing-header",
            "no-person-id",
            "no-team-id",
            "no-goal-id",
            "missing-part",
            "no-status-columns",
            "no-answer-columns",
            "items-nowhere",
        ];
        codes.contains(&stop.code)
    };
    let first = stops.iter().position(lists).unwrap_or(stops.len());
    let later = stops.iter_mut().skip(first + 1).filter(|stop| lists(stop));
    later.for_each(Stop::without_list);
    stops
}
