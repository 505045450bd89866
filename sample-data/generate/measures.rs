//! Questionnaires: who is asked what, how often, and what they answer. The items' middles follow what services report
//! (job lowest, meetings with staff highest); not one answer was taken from anybody.

use super::block::{Block, Table};
use super::chance::Chance;
use super::day::{Day, written};
use super::people::{Person, Spell};
use super::provider::{Kind, Team};

/// A questionnaire whose items are all rated on the same steps.
struct Form {
    measure: &'static str,
    lowest: i32,
    highest: i32,
    /// How far answers lie apart, in steps.
    spread: f64,
    /// Usual answer to each item, counted towards "better".
    usual: &'static [f64],
    /// Numbers of the items on which a low code is the good one.
    reversed: &'static [usize],
    /// What a total is called when only the total is sent.
    total: &'static str,
}

const DIALOG: Form = Form {
    measure: "dialog",
    lowest: 1,
    highest: 7,
    spread: 1.4,
    usual: &[4.2, 4.4, 3.9, 4.9, 4.4, 4.6, 4.8, 5.1, 4.9, 5.0, 5.4],
    reversed: &[],
    total: "",
};

const REQOL_10: Form = Form {
    measure: "reqol-10",
    lowest: 0,
    highest: 4,
    spread: 1.1,
    usual: &[2.0, 2.1, 2.0, 2.2, 2.0, 2.6, 2.1, 2.1, 1.9, 1.9],
    reversed: &[1, 3, 6, 9],
    total: "total",
};

const QPR_15: Form = Form {
    measure: "qpr-15",
    lowest: 0,
    highest: 4,
    spread: 1.0,
    usual: &[2.3, 2.2, 2.5, 2.1, 2.3, 2.3, 2.4, 2.0, 2.4, 2.2, 2.6, 2.4, 2.3, 2.4, 2.5],
    reversed: &[],
    total: "total",
};

const BRIEF_INSPIRE: Form = Form {
    measure: "brief-inspire",
    lowest: 0,
    highest: 4,
    spread: 1.1,
    usual: &[2.4, 2.6, 2.3, 2.4, 2.5],
    reversed: &[],
    total: "total",
};

const SWEMWBS: Form = Form {
    measure: "swemwbs",
    lowest: 1,
    highest: 5,
    spread: 1.0,
    usual: &[2.8, 2.7, 2.6, 2.8, 3.0, 3.1, 3.3],
    reversed: &[],
    total: "raw",
};

/// Hands out questionnaire ids, one after the other through the whole export.
#[derive(Debug, Default)]
pub struct Numbering(u64);

impl Numbering {
    fn next(&mut self) -> String {
        self.0 += 1;
        format!("Q{:05}", self.0)
    }
}

/// The questionnaire being filled in, as it goes into the file.
struct Sheet<'a> {
    block: &'a mut Block,
    person: &'a str,
    team: &'static Team,
    on: String,
    feels: f64,
    measure: &'static str,
    id: String,
    /// Whether a question that is left out stands in the export as a blank.
    blanks: bool,
}

impl Sheet<'_> {
    /// Turns to the next questionnaire of the same day.
    fn begin(&mut self, measure: &'static str, numbering: &mut Numbering) {
        self.measure = measure;
        self.id = numbering.next();
    }

    fn answer(&mut self, item: &str, answer: &str) {
        self.block.push(&[self.person, self.team.id, &self.on, self.measure, item, answer, &self.id, "self"]);
    }
}

/// Every answer of one person; without `blanks` everybody answers every question of a form, unless they break it off.
pub fn rows(person: &Person, blanks: bool, numbering: &mut Numbering, chance: &mut Chance) -> Block {
    let mut block = Block::new(Table::Measures);
    for spell in &person.spells {
        for day in occasions(spell, chance) {
            if chance.happens(spell.team.coverage_on(day)) {
                let mut sheet = sheet(&mut block, person, spell.team, day, chance);
                sheet.blanks = blanks;
                fill_in(&mut sheet, numbering, chance);
            }
        }
    }
    block
}

fn sheet<'a>(
    block: &'a mut Block,
    person: &'a Person,
    team: &'static Team,
    day: Day,
    chance: &mut Chance,
) -> Sheet<'a> {
    let feels = person.wellbeing(team, day) + 0.32 * chance.bell();
    Sheet { block, person: &person.id, team, on: written(day), feels, measure: "", id: String::new(), blanks: true }
}

/// Soon after the start, then about every five months. For spells that began before the export, spread over its first
/// five.
fn occasions(spell: &Spell, chance: &mut Chance) -> Vec<Day> {
    let mut day = if spell.start < 0 { chance.between(0, 150) } else { spell.start + chance.between(3, 24) };
    let mut days = Vec::new();
    while day <= spell.last_day() {
        days.push(day);
        day += 152 + chance.between(-24, 24);
    }
    days
}

/// Everything that the person fills in on one day.
fn fill_in(sheet: &mut Sheet, numbering: &mut Numbering, chance: &mut Chance) {
    let kind = sheet.team.kind;
    for form in forms_of(kind) {
        if chance.happens(935) {
            sheet.begin(form.measure, numbering);
            fill_in_form(sheet, form, chance);
        }
    }
    if kind == Kind::Community && chance.happens(700) {
        sheet.begin("inspire", numbering);
        fill_in_inspire(sheet, chance);
    }
}

fn forms_of(kind: Kind) -> &'static [&'static Form] {
    match kind {
        Kind::Community => &[&DIALOG, &REQOL_10],
        Kind::Rehabilitation => &[&DIALOG, &QPR_15, &BRIEF_INSPIRE],
        Kind::EarlyIntervention => &[&REQOL_10, &SWEMWBS],
        Kind::PeerSupport => &[&QPR_15, &BRIEF_INSPIRE],
    }
}

fn fill_in_form(sheet: &mut Sheet, form: &Form, chance: &mut Chance) {
    let answers: Vec<i32> = form.usual.iter().map(|usual| step(form, *usual, sheet.feels, chance)).collect();
    if sheet.team.totals_only && !form.total.is_empty() {
        let total: i32 = answers.iter().sum();
        sheet.answer(form.total, &total.to_string());
        return;
    }
    let gaps = Gaps::draw(answers.len(), chance);
    for (index, code) in codes(form, &answers).into_iter().enumerate() {
        gaps.write(sheet, index, &(index + 1).to_string(), &code.to_string());
    }
}

/// The codes on the form: some items ask the opposite, so a low code is the good answer.
fn codes(form: &Form, answers: &[i32]) -> Vec<i32> {
    let turned = |(number, better)| match form.reversed.contains(&number) {
        true => form.lowest + form.highest - better,
        false => better,
    };
    let mut codes: Vec<i32> = (1..).zip(answers.iter().copied()).map(turned).collect();
    // A straight line is a fault to look at; the only one that should be there is the planted one.
    if codes.iter().all(|code| *code == codes[0]) {
        let last = codes.len() - 1;
        codes[last] += if codes[last] > form.lowest { -1 } else { 1 };
    }
    codes
}

/// An answer that depends three quarters on how life goes and the rest on the item.
fn step(form: &Form, usual: f64, feels: f64, chance: &mut Chance) -> i32 {
    let exact = usual + form.spread * (0.75 * feels + 0.66 * chance.bell());
    (exact.round() as i32).clamp(form.lowest, form.highest)
}

/// Which answers are not there: most questionnaires are complete, some have a gap or two, a few were broken off.
struct Gaps {
    blank: Vec<usize>,
    broken_off_at: usize,
}

impl Gaps {
    fn draw(items: usize, chance: &mut Chance) -> Gaps {
        let gaps = chance.weighted(&[(0, 900), (1, 60), (2, 20)]);
        let broken_off_at = if chance.happens(18) { 1 + chance.below(items as u32 - 1) as usize } else { items };
        Gaps { blank: (0..gaps).map(|_| chance.below(items as u32) as usize).collect(), broken_off_at }
    }

    /// A gap is a blank cell; after breaking off there is no row at all. Both occur in exports.
    fn write(&self, sheet: &mut Sheet, index: usize, item: &str, answer: &str) {
        if index < self.broken_off_at {
            let blank = sheet.blanks && self.blank.contains(&index);
            sheet.answer(item, if blank { "" } else { answer });
        }
    }
}

/// INSPIRE asks of each kind of support whether it matters to the person, and only then how much of it they get.
fn fill_in_inspire(sheet: &mut Sheet, chance: &mut Chance) {
    let (yes, no) = if sheet.team.id == "T03" { ("1", "0") } else { ("yes", "no") };
    let nothing_matters = chance.happens(8);
    let broken_off_at = if chance.happens(30) { chance.between(4, 18) as usize } else { 20 };
    for number in 1..=broken_off_at {
        let important = !nothing_matters && chance.happens(MATTERS[number - 1]);
        if chance.happens(990) {
            sheet.answer(&format!("s{number}_important"), if important { yes } else { no });
        }
        if important && chance.happens(975) {
            let rating = support(2.3 + 0.02 * f64::from(MATTERS[number - 1] as i32 % 50 - 25), sheet.feels, chance);
            sheet.answer(&format!("s{number}"), &rating.to_string());
        }
    }
    for number in 1..=if broken_off_at == 20 { 7 } else { 0 } {
        sheet.answer(&format!("r{number}"), &support(2.8, sheet.feels, chance).to_string());
    }
}

fn support(usual: f64, feels: f64, chance: &mut Chance) -> i32 {
    ((usual + 0.45 * feels + 0.8 * chance.bell()).round() as i32).clamp(0, 4)
}

/// Of a thousand people, how many say that this kind of support matters to them.
const MATTERS: [u32; 20] =
    [880, 860, 720, 690, 930, 900, 870, 840, 740, 910, 480, 560, 790, 850, 760, 940, 920, 950, 700, 830];
