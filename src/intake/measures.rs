//! `measures.csv`: questionnaires, one answer a row (long) or one form a row (wide). Decides which instrument,
//! person, team, day and item an answer belongs to and whether it can be used; scores nothing.

use super::against;
use super::desk::{Desk, Take};
use super::header::{Col, Part};
use super::instruments::{Answer, Instruments};
use super::lost_answers::LostAnswers;
use super::meant::{behind_a_point, counted_as_printed, counted_from, near, not_a_number, often_missing, shifted};
use super::plan::Plan;
use super::quick::same;
use super::raters::{RatedBy, Raters};
use super::register::Register;
use super::repeats::{Lost, judge};
use super::row::{Fault, Row};
use super::rows::{Given, Rater, Sheets, TeamIx};
use super::same_form::SameForm;
use super::sheet_checks;
use super::sheets::{Book, SheetKey, Slot, SlotOf};
use super::stop::{Facts, Stop};
use super::table_read::TableRead;
use super::turned;
use super::wide;
use crate::definitions::settings::{Layout, Settings};
use crate::definitions::{Definitions, Subject, TableId};
use crate::finding::Level;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const COLUMNS: [&str; 8] =
    ["person_id", "team_id", "completed_on", "measure", "item", "answer", "questionnaire_id", "rated_by"];
pub(super) const PERSON: Col = Col(0);
pub(super) const TEAM: Col = Col(1);
pub(super) const COMPLETED_ON: Col = Col(2);
pub(super) const MEASURE: Col = Col(3);
pub(super) const ITEM: Col = Col(4);
pub(super) const ANSWER: Col = Col(5);
pub(super) const QUESTIONNAIRE: Col = Col(6);
const RATED_BY: Col = Col(7);

/// The cells that say which questionnaire a row belongs to; the one that changes most often comes first.
pub(super) const OF_THE_FORM: [Col; 5] = [QUESTIONNAIRE, COMPLETED_ON, PERSON, MEASURE, TEAM];

pub(super) fn read(
    desk: &mut Desk<'_>,
    plan: &Plan<'_>,
    definitions: &Definitions,
    settings: &Settings,
) -> Result<(Vec<Sheets>, TableRead, u64), Stop> {
    let wide = plan.files.iter().any(|file| file.header.layout == Layout::Wide);
    let mut forms = Forms::new(Instruments::new(definitions, settings), raters(definitions));
    let mut read = match wide {
        true => desk.read(plan, |row, register| wide::take(&mut forms, row, register))?,
        false => desk.read_by(plan, &mut forms)?,
    };
    forms.settle_repeats(desk, plan, &mut read)?;
    let used = forms.rows_used(wide);
    let mut sheets = Vec::new();
    let books = std::mem::take(&mut forms.books);
    forms.lost.count_rest(&books.keys().copied().collect(), &mut desk.team_counts);
    let of_books: Vec<_> = books.iter().map(|(at, book)| (forms.instruments.all[*at].measure, book)).collect();
    against::look(desk, &read, &of_books);
    for (index, mut book) in books {
        let measure = forms.instruments.all[index].measure;
        for first in counted_as_printed(measure, &book) {
            desk.notes.take_back(&shifted(measure, first));
        }
        sheet_checks::look(desk, plan, &mut read, (index, measure), &book);
        turned::look(desk, &mut read, measure, &book);
        forms.lost.count(index, measure, &book, &desk.register, &mut desk.team_counts);
        book.finish();
        if !book.sheets.is_empty() {
            sheets.push(book.into_sheets(index));
        }
    }
    Ok((sheets, read, used))
}

/// What “rated_by” says of a form that holds the person's own view; nothing where a service's schema does not say.
fn raters(definitions: &Definitions) -> &[String] {
    let field = definitions.table(TableId::Measures).and_then(|table| table.field(COLUMNS[RATED_BY.0]));
    field.map_or(&[], |field| &field.usual)
}

pub(super) struct Forms<'a> {
    pub(super) instruments: Instruments<'a>,
    raters: Raters<'a>,
    pub(super) books: BTreeMap<usize, Book>,
    /// Slots that more than one row claimed, and those rows in order.
    repeats: BTreeMap<SlotOf, Vec<u32>>,
    /// Rows in use that no slot holds: forms of a wide export without a single answer.
    pub(super) without_slot: u64,
    pub(super) lost: LostAnswers,
    last: SameForm,
}

/// What the cells of a form say, once each has passed.
pub(super) struct FormCells<'r> {
    pub(super) person: Option<&'r str>,
    pub(super) team: &'r str,
    pub(super) on: NaiveDate,
    pub(super) questionnaire: &'r str,
}

impl<'a> Forms<'a> {
    fn new(instruments: Instruments<'a>, raters: &'a [String]) -> Forms<'a> {
        Forms {
            instruments,
            raters: Raters::new(raters),
            books: BTreeMap::new(),
            repeats: BTreeMap::new(),
            without_slot: 0,
            lost: LostAnswers::default(),
            last: SameForm::default(),
        }
    }
}

/// One answer a row, as a long export has them.
impl Take for Forms<'_> {
    const ALIKE: bool = true;

    fn differ(&self) -> Option<[usize; 2]> {
        self.last.differ
    }

    fn take_alike(&mut self, [item, answer]: [&str; 2], missing: &[&str], order: u32) -> Option<TeamIx> {
        let (measure, sheet) = (self.last.measure, self.last.sheet);
        let instrument = &self.instruments.all[measure];
        if missing.iter().any(|code| same(code, item) || same(code, answer)) {
            return None;
        }
        let item = instrument.part(item, self.last.part)?.item()?;
        let points = instrument.answer(item, answer).points()?;
        self.last.part = Some(Part::Item(item));
        self.put(measure, sheet, Part::Item(item), Some(Points::Answer(points)), order);
        Some(self.books.get(&measure)?.sheets[sheet as usize].team)
    }

    fn take(&mut self, row: &mut Row<'_>, register: &mut Register) -> bool {
        let (measure, known_sheet, before) = match self.last.is_of(row) {
            true => (Given::Value(self.last.measure), Some(self.last.sheet), self.last.part),
            false => (self.measure(row), None, None),
        };
        let form = known_sheet.is_none().then(|| self.form_cells(row, register, &measure)).flatten();
        let part = self.part(row, &measure, before);
        let answer = self.answer(row, &measure, part.clone());
        let rated_by = known_sheet.and(self.last.rated_by);
        let rated_by = rated_by.unwrap_or_else(|| self.rated_by(row, measure.clone().value()));
        if row.is_left_out() {
            self.note_lost(
                row,
                register,
                (measure.value(), known_sheet, part.value()),
                form.map(|form| (form, rated_by)),
            );
            self.last.forget();
            return false;
        }
        let (Some(measure), Some(part)) = (measure.value(), part.value()) else { return false };
        let sheet = match (known_sheet, form) {
            (Some(sheet), _) => {
                self.last.note_again(row);
                sheet
            }
            (None, Some(form)) => self.sheet(row, register, measure, (&form, rated_by)),
            (None, None) => return false,
        };
        self.last.part = Some(part);
        self.put(measure, sheet, part, answer, row.order);
        true
    }
}

impl Forms<'_> {
    /// Notes what a row that is left out takes from its form.
    fn note_lost(
        &mut self,
        row: &Row<'_>,
        register: &Register,
        (measure, sheet, part): (Option<usize>, Option<u32>, Option<Part>),
        form: Option<(FormCells<'_>, RatedBy)>,
    ) {
        let licence = |fault: &Fault| fault.code == "licence-not-confirmed";
        let of_the_form = |fault: &Fault| fault.level == Level::LeftOut && row.is_at_one_of(fault, &OF_THE_FORM);
        let form = form.filter(|_| !row.faults.iter().any(of_the_form));
        let team = form.as_ref().and_then(|(form, _)| register.usable_team(form.team));
        match (measure, sheet, form, team) {
            _ if row.faults.iter().any(licence) => {}
            (Some(measure), Some(sheet), ..) => {
                part.and_then(Part::item).into_iter().for_each(|item| self.lost.note_refused(measure, sheet, item));
            }
            (Some(measure), None, Some((form, rated_by)), Some(team)) => {
                let rater = self.rater(rated_by, measure);
                self.lost.note(measure, &form, (team, rater), part);
            }
            _ => {
                let team = register.usable_team(row.raw(TEAM).unwrap_or_default().trim());
                self.lost.note_nameless(team, &OF_THE_FORM.map(|col| row.raw(col)));
            }
        }
    }

    /// What a row says about who filled in its form; one that the person should have filled in and did not is noted.
    pub(super) fn rated_by(&mut self, row: &mut Row<'_>, measure: Option<usize>) -> RatedBy {
        let raw = row.raw(RATED_BY).unwrap_or_default();
        if raw.is_empty() {
            return RatedBy::NotSaid;
        }
        if self.raters.is_usual(raw) {
            return RatedBy::Person;
        }
        let Some(text) = row.optional_text(RATED_BY).value() else { return RatedBy::NotSaid };
        let rated_by = self.raters.rated_by(text);
        let measure = measure.map(|measure| self.instruments.all[measure].measure);
        if let Some(measure) = measure.filter(|measure| !self.raters.of(rated_by, measure).counts) {
            let facts = vec![("measure", measure.id.clone()), ("allowed", self.raters.usual.join(", "))];
            let _: Given<()> = row.fault(Some(RATED_BY), "rated-by-other", Level::Look, facts);
        }
        rated_by
    }

    pub(super) fn rater(&self, rated_by: RatedBy, measure: usize) -> Rater {
        self.raters.of(rated_by, self.instruments.all[measure].measure)
    }

    pub(super) fn measure(&self, row: &mut Row<'_>) -> Given<usize> {
        row.text(MEASURE).and_then(|id| match self.instruments.find(id) {
            Some(measure) if self.instruments.all[measure].may_be_used => Given::Value(measure),
            Some(_) => {
                let facts = vec![("measure", id.to_owned())];
                row.fault(Some(MEASURE), "licence-not-confirmed", Level::LeftOut, facts)
            }
            None => {
                let named = || self.instruments.named_in(id).map(|named| ("nearest", named.to_owned()));
                let mut facts = near(id, self.instruments.ids());
                facts.extend(named().filter(|_| facts.is_empty()));
                row.unknown(MEASURE, id, "measure-unknown", facts)
            }
        })
    }

    /// Everything about a form but its answers; nothing once a fault has been noted.
    pub(super) fn form_cells<'r>(
        &self,
        row: &mut Row<'r>,
        register: &Register,
        measure: &Given<usize>,
    ) -> Option<FormCells<'r>> {
        let person = row.id(PERSON);
        let (team, on) = (register.team_of(row, TEAM), row.day(COMPLETED_ON));
        let questionnaire = row.id(QUESTIONNAIRE);
        let measure = measure.clone().value().map(|measure| self.instruments.all[measure].measure);
        let named = || measure.map(|measure| ("measure", measure.id.clone())).into_iter().collect();
        let person = match (measure.map(|measure| measure.subject), person) {
            (Some(Subject::Person), Given::Blank) => row.blank(PERSON).value(),
            (Some(Subject::Anonymous), Given::Value(_)) => {
                row.fault(Some(PERSON), "person-not-expected", Level::LeftOut, named()).value()
            }
            (Some(Subject::Team), Given::Value(_)) => {
                row.fault(Some(PERSON), "person-not-used", Level::Look, named()).value()
            }
            (_, person) => person.value(),
        };
        let questionnaire = questionnaire.value().unwrap_or_default();
        let (team, on) = (team.value()?, on.value()?);
        Some(FormCells { person, team, on, questionnaire })
    }

    fn part(&self, row: &mut Row<'_>, measure: &Given<usize>, before: Option<Part>) -> Given<Part> {
        let text = row.text(ITEM);
        // Which items there are is not known where the instrument is not.
        let Some(measure) = measure.clone().value() else { return Given::Invalid };
        let instrument = &self.instruments.all[measure];
        text.and_then(|text| match instrument.part(text, before) {
            Some(part) => Given::Value(part),
            None => {
                let mut facts = near(text, instrument.part_names());
                facts.push(("measure", instrument.measure.id.clone()));
                row.unknown(ITEM, text, "item-unknown", facts)
            }
        })
    }

    /// The answer in points, or nothing where the item was not answered.
    fn answer(&self, row: &mut Row<'_>, measure: &Given<usize>, part: Given<Part>) -> Option<Points> {
        match (measure.clone().value(), part.value()) {
            (Some(measure), Some(part)) => self.points(row, ANSWER, measure, part),
            // Nothing can be made of it, but its outer blanks and missing codes are still noticed.
            _ => row.optional_text(ANSWER).and_then(|_| Given::Invalid).value(),
        }
    }

    /// One cell as the answer to an item, or as a total.
    pub(super) fn points(&self, row: &mut Row<'_>, col: Col, measure: usize, part: Part) -> Option<Points> {
        let instrument = &self.instruments.all[measure];
        if let Some(other) = part.item().and_then(|_| row.also_translated(col, &instrument.measure.id)) {
            let facts = vec![("measure", instrument.measure.id.clone()), ("other", other.to_owned())];
            return row.fault(Some(col), "answer-also-translated", Level::LeftOut, facts).value();
        }
        let text = row.text_of_instrument(col, &instrument.measure.id).value()?;
        match part {
            Part::Item(item) => match instrument.answer(item, text) {
                Answer::Points(points) => Some(Points::Answer(points)),
                Answer::NotAnswered => {
                    row.count_missing(text);
                    let mut facts = vec![("measure", instrument.measure.id.clone())];
                    facts.extend(counted_from(&instrument.measure.id, &instrument.measure.items[item], text));
                    let _: Given<()> = row.fault(Some(col), "answer-missing-code", Level::Look, facts);
                    None
                }
                faulty => {
                    let code = if faulty == Answer::OutOfRange { "answer-out-of-range" } else { "answer-not-a-code" };
                    let item = &instrument.measure.items[item];
                    let mut facts = range(&instrument.measure.id, f64::from(item.lowest), f64::from(item.highest));
                    facts.extend(often_missing(text));
                    facts.extend(counted_from(&instrument.measure.id, item, text));
                    facts.extend(behind_a_point(item, text));
                    row.unknown(col, text, code, facts).value()
                }
            },
            Part::Scale(scale) => match instrument.total(scale, text) {
                Some(Ok(total)) => Some(Points::Total(total)),
                Some(Err((lowest, highest))) => {
                    let mut facts = range(&instrument.measure.id, lowest, highest);
                    facts.extend(often_missing(text));
                    row.fault(Some(col), "total-out-of-range", Level::LeftOut, facts).value()
                }
                None => row.unknown(col, text, "not-a-number", not_a_number(text)).value(),
            },
        }
    }

    /// The sheet a new form belongs to; remembered for the rows that follow.
    fn sheet(
        &mut self,
        row: &mut Row<'_>,
        register: &mut Register,
        measure: usize,
        (form, rated_by): (&FormCells<'_>, RatedBy),
    ) -> u32 {
        let key = SheetKey { rater: self.rater(rated_by, measure), ..Forms::key_of(row, register, form) };
        let sheet = self.sheet_of(register, measure, key, form);
        let instrument = &self.instruments.all[measure].measure.id;
        self.last.remember(row, (measure, sheet), instrument, (rated_by, RATED_BY));
        sheet
    }

    /// Finds out whose form it is, and notes a form outside every spell. Who filled it in depends on the instrument.
    pub(super) fn key_of(row: &mut Row<'_>, register: &mut Register, form: &FormCells<'_>) -> SheetKey {
        let person = form.person.map(|person| register.person(person));
        let (team, on) = (register.team(form.team), form.on);
        if let Some(person) = person {
            register.look_at_spell(row, (PERSON, person), team, (COMPLETED_ON, on));
        }
        SheetKey { person, team, on, rater: Rater::OWN }
    }

    pub(super) fn sheet_of(
        &mut self,
        register: &mut Register,
        measure: usize,
        key: SheetKey,
        form: &FormCells<'_>,
    ) -> u32 {
        self.book(measure).sheet(key, form.questionnaire, &mut register.questionnaires)
    }

    pub(super) fn book(&mut self, measure: usize) -> &mut Book {
        let instrument = &self.instruments.all[measure];
        self.books.entry(measure).or_insert_with(|| Book::new(instrument.measure))
    }

    fn put(&mut self, measure: usize, sheet: u32, part: Part, points: Option<Points>, order: u32) {
        let book = self.book(measure);
        let before = match part {
            Part::Item(item) => book.put_answer(sheet, item, points.and_then(Points::answer), order),
            Part::Scale(scale) => book.put_total(sheet, scale, points.and_then(Points::total), order),
        };
        if let Some(before) = before {
            self.note_repeat((measure, sheet, Slot::Part(part)), before, order);
        }
    }

    pub(super) fn note_repeat(&mut self, slot: SlotOf, before: u32, order: u32) {
        self.repeats.entry(slot).or_insert_with(|| vec![before]).push(order);
    }

    fn settle_repeats(&mut self, desk: &mut Desk<'_>, plan: &Plan<'_>, read: &mut TableRead) -> Result<(), Stop> {
        let repeats = std::mem::take(&mut self.repeats);
        let orders: BTreeSet<u32> = repeats.values().flatten().copied().collect();
        let contents = desk.contents(plan, read, &orders)?;
        let mut lost: BTreeMap<u32, (Lost, TeamIx)> = BTreeMap::new();
        for ((measure, sheet, slot), rows) in repeats {
            let (kept, gone) = judge(&rows, &contents, plan.duplicates);
            let book = self.book(measure);
            book.settle(sheet, slot, kept);
            let refused = slot.item().filter(|_| kept.is_none());
            refused.into_iter().for_each(|item| self.lost.note_refused(measure, sheet, item));
            let book = self.book(measure);
            let team = book.sheets[sheet as usize].team;
            gone.into_iter().for_each(|gone| {
                lost.entry(gone.order).or_insert((gone, team));
            });
        }
        if !lost.is_empty() {
            self.keep_forms_in_use(desk, read, &mut lost);
        }
        let teams: BTreeMap<u32, TeamIx> = lost.iter().map(|(order, (_, team))| (*order, *team)).collect();
        let lost = lost.into_values().map(|(lost, _)| lost).collect();
        desk.lose(plan, read, lost, contents, |order| teams.get(&order).copied());
        Ok(())
    }

    /// How many rows are in use, counted from what was kept of them.
    fn rows_used(&self, wide: bool) -> u64 {
        if !wide {
            return self.books.values().map(Book::slots_in_use).sum();
        }
        let distinct: BTreeSet<u32> = self.books.values().flat_map(Book::rows_in_use).collect();
        distinct.len() as u64 + self.without_slot
    }

    /// A wide row may hold several instruments; while one of them is still read from it, the row is used.
    fn keep_forms_in_use(&self, desk: &mut Desk<'_>, read: &mut TableRead, lost: &mut BTreeMap<u32, (Lost, TeamIx)>) {
        let in_use = self.books.values().flat_map(Book::rows_in_use);
        let kept: BTreeSet<u32> = in_use.filter(|order| lost.contains_key(order)).collect();
        for order in kept {
            if let Some((gone, team)) = lost.remove(&order) {
                let other = read.place(gone.other);
                let facts = gone.facts(&other.file, other.row.unwrap_or_default());
                desk.look(read, TableId::Measures, order, "form-partly-replaced", team, facts);
            }
        }
    }
}

/// What a usable cell holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Points {
    Answer(i8),
    Total(f64),
}

impl Points {
    pub(super) fn answer(self) -> Option<i8> {
        match self {
            Points::Answer(points) => Some(points),
            Points::Total(_) => None,
        }
    }

    pub(super) fn total(self) -> Option<f64> {
        match self {
            Points::Total(total) => Some(total),
            Points::Answer(_) => None,
        }
    }
}

fn range(measure: &str, lowest: f64, highest: f64) -> Facts {
    vec![("measure", measure.to_owned()), ("lowest", lowest.to_string()), ("highest", highest.to_string())]
}
