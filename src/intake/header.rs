//! Headers to columns, once per file. Columns match by name, in any order; a declared mapping names another header.
//! Decides which headers must be there, which may not stand twice, and which are ignored.

use super::identifying;
use super::item_names::item_meant;
use super::made::TeamTold;
use super::missing::PERSON_ID;
use super::stop::Stop;
use crate::definitions::settings::{Declared, Layout, Settings, TEAM_ID, TableSettings, header_name, wide_column};
use crate::definitions::{Definitions, Field, Item, Measure, Subject, TableId, nearest};
use csv::StringRecord;
use std::collections::BTreeMap;

/// A column that a table's reader asks for, by its place in that reader's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Col(pub(super) usize);

/// One known column as it stands in one file.
#[derive(Debug, Clone)]
pub(super) struct Column<'a> {
    /// Canonical name.
    pub(super) name: String,
    /// Position in the file; `None` when the file does not have it. Of an id that several columns make, the first.
    pub(super) at: Option<usize>,
    /// Positions of all columns that make it, where several do.
    pub(super) joined: Vec<usize>,
    pub(super) required: bool,
    /// What every row says here, where audit.toml says so and the file has no such column.
    pub(super) fixed: Option<&'a str>,
    /// The service's own codes for this column.
    pub(super) codes: Option<&'a BTreeMap<String, String>>,
    /// Its codes for single instruments or parts of life, by id, in a column of answers or of statuses.
    pub(super) by_instrument: Option<&'a BTreeMap<String, BTreeMap<String, String>>>,
    /// True where a cell names an item, an instrument, a domain or a point: there a missing code that is a number,
    /// such as `9`, is taken for the name, because item 9 is not a missing answer.
    pub(super) names_something: bool,
}

/// What an item column of a wide export holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Item(usize),
    Scale(usize),
}

impl Part {
    pub(super) fn item(self) -> Option<usize> {
        match self {
            Part::Item(item) => Some(item),
            Part::Scale(_) => None,
        }
    }
}

/// A column whose values may leave a row out.
#[derive(Debug, Clone)]
pub(super) struct Skip<'a> {
    /// Position in the file.
    pub(super) at: usize,
    pub(super) values: &'a [String],
    /// Whether a profile says so, and not the service.
    pub(super) by_profile: bool,
}

/// Where the cells of one file are.
#[derive(Debug, Clone)]
pub(super) struct Header<'a> {
    /// As [`header_name`] has them.
    pub(super) names: Vec<String>,
    /// The reader's columns in its order, then the item columns of a wide export.
    pub(super) columns: Vec<Column<'a>>,
    /// Column, index of the measure, part of the measure; sorted. Empty in every other layout.
    pub(super) wide: Vec<(Col, usize, Part)>,
    /// Column, index of the part of life; sorted. Empty where each status has a row of its own.
    pub(super) domains: Vec<(Col, usize)>,
    /// Columns whose ids several columns make together.
    pub(super) joined: Vec<Col>,
    pub(super) skip: Vec<Skip<'a>>,
    /// Positions of undeclared columns.
    pub(super) ignored: Vec<usize>,
    /// Positions whose cells are never copied, not even into the list of rows left out.
    pub(super) never_copied: Vec<usize>,
    pub(super) layout: Layout,
    /// Where rows say whose they are and when, if the table of people is to tell their team.
    pub(super) team_told: Option<TeamTold>,
}

/// What is asked of the header of one table.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) table: TableId,
    pub(super) names: &'static [&'static str],
    pub(super) settings: &'a Settings,
    pub(super) given: Option<&'a TableSettings>,
    pub(super) definitions: &'a Definitions,
    /// The table has no other file, so that this one must hold every item that audit.toml names.
    pub(super) alone: bool,
    /// Its rows name instruments that are about nobody, and no others: they need no column that says who.
    pub(super) about_nobody: bool,
}

impl<'a> Wanted<'a> {
    /// The columns of one file, or every reason why they cannot be told.
    pub(super) fn find(&self, file: &str, record: &StringRecord) -> Result<Header<'a>, Vec<Stop>> {
        let names: Vec<String> = record.iter().map(header_name).collect();
        let layout = self.layout(&names);
        let mut stops = Vec::new();
        let mut columns: Vec<Column<'a>> = self.names.iter().map(|name| self.column(name, &names)).collect();
        let (wide, domains) = match (layout, self.table) {
            (Layout::Wide, TableId::Roles) => (Vec::new(), self.domain_columns(&names, &mut columns)),
            (Layout::Wide, _) => (self.wide_columns(&names, &mut columns), Vec::new()),
            (Layout::Long, _) => (Vec::new(), Vec::new()),
        };
        stops.extend(self.missing(file, &names, &columns, layout, &wide));
        stops.extend(self.twice(file, &names, &columns));
        stops.extend(self.of_two_instruments(file, &names, &columns).filter(|_| !wide.is_empty()));
        let skip = self.skip(file, &names, &columns, &mut stops);
        let is_read = |column: &Column<'_>, at: &usize| column.at == Some(*at) || column.joined.contains(at);
        let used =
            |at: &usize| columns.iter().any(|column| is_read(column, at)) || skip.iter().any(|skip| skip.at == *at);
        let ignored: Vec<usize> = (0..names.len()).filter(|at| !used(at)).collect();
        stops.extend(self.identifying(file, &names));
        let without_header = columns.iter().all(|column| column.at.is_none());
        stops.iter_mut().for_each(|stop| stop.without_header = without_header);
        let never_copied = self.never_copied(&names, &columns);
        let team_told = TeamTold::of(self.table, &columns).filter(|_| self.tells_team());
        let is_joined = |col: &Col| !columns[col.0].joined.is_empty();
        let joined = (0..columns.len()).map(Col).filter(is_joined).collect();
        let header = Header { names, columns, wide, domains, joined, skip, ignored, never_copied, layout, team_told };
        if stops.is_empty() { Ok(header) } else { Err(stops) }
    }

    /// Whether a record names every column that is needed; that it names somebody is another matter, and so is whether its
    /// rows must.
    pub(super) fn fits(&self, file: &str, record: &StringRecord) -> bool {
        let found = Wanted { about_nobody: true, ..*self }.find(file, record);
        found.map_or_else(|stops| stops.iter().all(Stop::is_of_identifying_column), |_| true)
    }

    pub(super) fn mapped(&self, name: &str) -> Option<&'a Declared<Vec<String>>> {
        self.given.and_then(|given| given.columns.get(name))
    }

    /// The headers that may stand for a canonical column in this export, the likeliest first. A profile's come after the
    /// canonical name: whoever renames a column to it means it.
    pub(super) fn headers_for(&self, name: &str) -> Vec<String> {
        match self.mapped(name) {
            Some(mapped) if mapped.by_profile => {
                std::iter::once(name.to_owned()).chain(mapped.value.iter().cloned()).collect()
            }
            Some(mapped) => mapped.value.clone(),
            None => std::iter::once(name.to_owned()).chain(self.by_pattern(name)).collect(),
        }
    }

    /// The headers of an item by what audit.toml says of its instrument's.
    fn by_pattern(&self, name: &str) -> Vec<String> {
        let patterns = self.given.into_iter().flat_map(|given| &given.items);
        let headers = patterns.flat_map(|(measure, pattern)| {
            let measure = self.definitions.measures.iter().find(|known| known.id == *measure);
            let items = measure.into_iter().flat_map(move |m| m.items.iter().map(move |item| (m, item.id.as_str())));
            let own = items.filter(|(measure, item)| wide_column(&measure.id, item) == name);
            own.flat_map(|(_, item)| numbered(pattern, item))
        });
        headers.collect()
    }

    /// Items and parts of life whose headers audit.toml itself names, one by one.
    pub(super) fn named_items(&self) -> Vec<String> {
        let columns = self.given.into_iter().flat_map(|given| &given.columns);
        let own = columns.filter(|(name, mapped)| !mapped.by_profile && !self.names.contains(&name.as_str()));
        own.map(|(name, _)| name.clone()).collect()
    }

    pub(super) fn is_declared(&self, name: &str) -> bool {
        self.mapped(name).is_some_and(|mapped| !mapped.by_profile) || !self.joined(name).is_empty()
    }

    /// The reader's own columns that the service names, and those of items and parts of life.
    pub(super) fn declared(&self) -> Vec<String> {
        let own = self.names.iter().filter(|name| self.is_declared(name)).map(|name| (*name).to_owned());
        own.chain(self.named_items()).collect()
    }

    pub(super) fn joined(&self, name: &str) -> &'a [String] {
        self.given.and_then(|given| given.joined.get(name)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Where the columns stand that make an id; nowhere unless all of them are there.
    fn joined_at(&self, name: &str, names: &[String]) -> Vec<usize> {
        let places = self.joined(name).iter().map(|header| names.iter().position(|name| name == header));
        places.collect::<Option<Vec<usize>>>().unwrap_or_default()
    }

    /// Whether audit.toml leaves it to the table of people to tell the team of each row.
    fn tells_team(&self) -> bool {
        self.given.is_some_and(|given| given.team_from_people)
    }

    fn position(&self, name: &str, names: &[String]) -> Option<usize> {
        if !self.joined(name).is_empty() || (name == TEAM_ID && self.tells_team()) {
            return None;
        }
        let headers = self.headers_for(name);
        let own = headers.iter().filter(|header| !self.is_given_away(name, header));
        own.into_iter().find_map(|header| names.iter().position(|name| name == header))
    }

    /// Whether the settings say that a header which a column would have by its own name, or by a profile, holds another one.
    fn is_given_away(&self, name: &str, header: &str) -> bool {
        let own = self.mapped(name).is_some_and(|mapped| !mapped.by_profile);
        let columns = self.given.into_iter().flat_map(|given| &given.columns);
        let others = columns.filter(|(other, mapped)| *other != name && !mapped.by_profile);
        !own && others.into_iter().any(|(_, mapped)| mapped.value.iter().any(|given| given == header))
    }

    fn field(&self, name: &str) -> Option<&'a Field> {
        let schema = self.definitions.tables.iter().find(|schema| schema.id == self.table);
        schema.and_then(|schema| schema.field(name))
    }

    fn column(&self, name: &str, names: &[String]) -> Column<'a> {
        let field = self.field(name);
        let by_measure = self.table == TableId::Measures && name == "person_id";
        let told = name == TEAM_ID && self.tells_team();
        let without_ratings =
            (self.table, name) == (TableId::Goals, "scale") && self.position("rating", names).is_none();
        let by_instrument = matches!((self.table, name), (TableId::Measures, "answer") | (TableId::Roles, "status"));
        let joined = self.joined_at(name, names);
        Column {
            name: name.to_owned(),
            at: joined.first().copied().or_else(|| self.position(name, names)),
            joined,
            // Whether a person must be named depends on the instrument, and only a rating is on a scale.
            required: field.is_some_and(|field| field.required) && !by_measure && !without_ratings && !told,
            codes: self.given.and_then(|given| given.codes.get(name)),
            fixed: self.given.and_then(|given| given.fixed.get(name)).map(String::as_str),
            by_instrument: self.given.map(|given| &given.codes).filter(|_| by_instrument),
            names_something: ["item", "measure", "domain", "point"].contains(&name),
        }
    }

    /// As declared; otherwise long, unless there is no column of answers or statuses and there are columns of items or of
    /// parts of life.
    fn layout(&self, names: &[String]) -> Layout {
        let there = |name: &str| {
            self.position(name, names).is_some() || self.given.is_some_and(|given| given.fixed.contains_key(name))
        };
        let declared = self.given.and_then(|given| given.layout);
        let wide = match self.table {
            TableId::Measures => {
                !there("answer") && self.parts().any(|(measure, id, _)| there(&wide_column(&measure.id, id)))
            }
            TableId::Roles => {
                let domains = || self.definitions.roles.domains.iter().any(|domain| there(&domain.id));
                !self.named_items().is_empty() || !there("domain") && !there("status") && domains()
            }
            _ => false,
        };
        declared.unwrap_or(if wide { Layout::Wide } else { Layout::Long })
    }

    /// Every item and scale of every measure; items first, because an item wins over a scale of the same name.
    fn parts(&self) -> impl Iterator<Item = (&'a Measure, &'a str, (usize, Part))> {
        let measures = || self.definitions.measures.iter().enumerate();
        let items = measures().flat_map(|(index, measure)| {
            measure
                .items
                .iter()
                .enumerate()
                .map(move |(at, item)| (measure, item.id.as_str(), (index, Part::Item(at))))
        });
        let scales = measures().flat_map(|(index, measure)| {
            measure
                .scales
                .iter()
                .enumerate()
                .map(move |(at, scale)| (measure, scale.id.as_str(), (index, Part::Scale(at))))
        });
        items.chain(scales)
    }

    fn wide_columns(&self, names: &[String], columns: &mut Vec<Column<'a>>) -> Vec<(Col, usize, Part)> {
        let mut wide = Vec::new();
        for column in
            columns.iter_mut().filter(|column| ["item", "answer", "measure"].contains(&column.name.as_str()))
        {
            column.required = false;
        }
        for (measure, id, (index, part)) in self.parts() {
            let name = wide_column(&measure.id, id);
            let mut column = self.column(&name, names);
            let taken = columns.iter().any(|other| other.at.is_some() && other.at == column.at);
            if column.at.is_none() || taken {
                continue;
            }
            let codes = |key: &str| self.given.and_then(|given| given.codes.get(key));
            column.codes = column.codes.or_else(|| codes(&measure.id)).or_else(|| codes("answer"));
            wide.push((Col(columns.len()), index, part));
            columns.push(column);
        }
        wide.sort_by_key(|(_, measure, part)| (*measure, *part));
        wide
    }

    /// The columns of parts of life, each with the codes of its own and those of every status.
    fn domain_columns(&self, names: &[String], columns: &mut Vec<Column<'a>>) -> Vec<(Col, usize)> {
        let long = columns.iter_mut().filter(|column| ["domain", "status"].contains(&column.name.as_str()));
        long.for_each(|column| column.required = false);
        let mut domains = Vec::new();
        for (index, domain) in self.definitions.roles.domains.iter().enumerate() {
            let column = self.column(&domain.id, names);
            if column.at.is_some() && columns.iter().all(|other| other.at != column.at) {
                domains.push((Col(columns.len()), index));
                let codes = self.given.map(|given| &given.codes);
                let every = codes.and_then(|codes| codes.get("status"));
                columns.push(Column { codes: every, by_instrument: codes, ..column });
            }
        }
        domains
    }

    /// Whether rows of questionnaires must say who: those about a team and anonymous ones need not. Which they are, items of
    /// a wide export show, and audit.toml where it names one for every row; otherwise only the rows can.
    pub(super) fn is_about_people(
        &self,
        columns: &[Column<'a>],
        layout: Layout,
        wide: &[(Col, usize, Part)],
    ) -> bool {
        let about_people = |measure: &Measure| measure.subject == Subject::Person;
        let measures = &self.definitions.measures;
        let fixed = columns.iter().find(|column| column.name == "measure").and_then(|column| column.fixed);
        match (self.table, fixed.and_then(|id| measures.iter().find(|measure| measure.id == id)), layout) {
            (TableId::Measures, Some(measure), _) => about_people(measure),
            (TableId::Measures, None, Layout::Wide) => {
                wide.is_empty() || wide.iter().any(|(_, measure, _)| about_people(&measures[*measure]))
            }
            (TableId::Measures, None, Layout::Long) => !self.about_nobody,
            _ => false,
        }
    }

    /// The column that names the questionnaire of each row, where a long table has it and none that says who.
    pub(super) fn measure_without_people(&self, record: &StringRecord) -> Option<Column<'a>> {
        let names: Vec<String> = record.iter().map(header_name).collect();
        let long = self.table == TableId::Measures && self.layout(&names) == Layout::Long;
        let measure = Some(self.column("measure", &names)).filter(|column| column.at.is_some());
        measure.filter(|_| long && self.column(PERSON_ID, &names).at.is_none())
    }

    /// Headers that nothing is read from and that are nearly the name of a column that is not there: position and name.
    pub(super) fn nearly_known(&self, header: &Header<'_>) -> Vec<(usize, String)> {
        let there = |measure: &str| header.wide.iter().any(|(_, at, _)| self.definitions.measures[*at].id == measure);
        let items = self.parts().filter(|(measure, ..)| header.layout == Layout::Wide && there(&measure.id));
        let items = items.map(|(measure, id, _)| wide_column(&measure.id, id));
        let domains = self.definitions.roles.domains.iter().filter(|_| !header.domains.is_empty());
        let domains = domains.map(|domain| domain.id.clone());
        let known = self.names.iter().map(|name| (*name).to_owned()).chain(items).chain(domains);
        let read = |name: &str| header.columns.iter().any(|column| column.name == name && column.at.is_some());
        let absent: Vec<String> = known.filter(|name| !read(name)).collect();
        let near = |at: &usize| near_header(&header.names[*at], absent.iter().map(String::as_str)).map(str::to_owned);
        header.ignored.iter().filter_map(|at| near(at).map(|near| (*at, near))).collect()
    }

    /// Headers that are named for a column which is read from another one already: position, and the column.
    pub(super) fn second_headers<'h>(&self, header: &'h Header<'a>) -> Vec<(usize, &'h Column<'a>)> {
        let named = |column: &Column<'_>| self.mapped(&column.name).filter(|mapped| !mapped.by_profile);
        let others = header.columns.iter().filter(|column| column.at.is_some()).flat_map(|column| {
            let headers = named(column).map(|mapped| mapped.value.as_slice()).unwrap_or_default();
            let places = headers.iter().filter_map(|name| header.names.iter().position(|own| own == name));
            places.filter(|at| Some(*at) != column.at).map(move |at| (at, column))
        });
        others.collect()
    }

    /// Columns of items whose header names what another item of the instrument asks about: position, item read, item meant.
    pub(super) fn other_topics(&self, header: &Header<'_>) -> Vec<(usize, &'a Item, &'a Item)> {
        let of_column = |(col, measure, part): &(Col, usize, Part)| {
            let (measure, at) = (&self.definitions.measures[*measure], header.columns[col.0].at?);
            let (read, meant) = (part.item()?, item_meant(measure, &header.names[at])?);
            (read != meant).then(|| (at, &measure.items[read], &measure.items[meant]))
        };
        header.wide.iter().filter_map(of_column).collect()
    }

    fn skip(&self, file: &str, names: &[String], columns: &[Column<'a>], stops: &mut Vec<Stop>) -> Vec<Skip<'a>> {
        let mut found = Vec::new();
        for (name, values) in self.given.into_iter().flat_map(|given| &given.skip) {
            let known = columns.iter().find(|column| column.name == *name).and_then(|column| column.at);
            match known.or_else(|| names.iter().position(|header| header == name)) {
                Some(at) => found.push(Skip { at, values: &values.value, by_profile: values.by_profile }),
                None if values.by_profile => {}
                None => {
                    stops.push(Stop::of_file("missing-skip-header", self.table, file).at_row(1).with("wanted", name))
                }
            }
        }
        found
    }

    fn is_allowed(&self, name: &str) -> bool {
        self.settings.allow_columns.iter().any(|allowed| allowed == name)
    }

    /// Columns that nothing is asked of and that may identify a person: being allowed to stand in the file does not
    /// allow them to be copied out of it.
    fn never_copied(&self, names: &[String], columns: &[Column<'a>]) -> Vec<usize> {
        let asked_for = |at: usize| columns.iter().any(|column| column.at == Some(at) || column.joined.contains(&at));
        let telling = |name: &str| identifying::header(name).is_some() || self.is_allowed(name);
        (0..names.len()).filter(|at| !asked_for(*at) && telling(&names[*at])).collect()
    }

    fn identifying(&self, file: &str, names: &[String]) -> Vec<Stop> {
        let looks = names.iter().enumerate().filter(|(_, name)| !self.is_allowed(name));
        let looks = looks.filter_map(|(at, name)| identifying::header(name).map(|kind| (at, name, kind)));
        looks.map(|(at, name, kind)| self.identifying_stop(file, at, name, kind)).collect()
    }

    pub(super) fn identifying_stop(&self, file: &str, at: usize, name: &str, kind: identifying::Kind) -> Stop {
        // Of a date of birth something may stay.
        let code = if kind == identifying::Kind::DateOfBirth { "birth-date-column" } else { "identifying-column" };
        Stop::of_file(code, self.table, file).at_row(1).at_column(at, name).with("kind", kind.words())
    }
}

/// The headers that an item may have: with its number as it is, and as two or three digits.
pub(super) fn numbered(pattern: &str, item: &str) -> [String; 3] {
    [0, 2, 3].map(|digits| pattern.replace('*', &format!("{item:0>digits$}")))
}

/// The header that differs in capitals and signs only, or else the one with the fewest other letters.
pub(super) fn near_header<'n>(wanted: &str, among: impl Iterator<Item = &'n str> + Clone) -> Option<&'n str> {
    let like = |name: &str| name.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "");
    let same = among.clone().find(|name| !name.is_empty() && like(name) == like(wanted));
    same.or_else(|| nearest(wanted, among))
}
