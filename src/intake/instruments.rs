//! What a cell of a questionnaire may say: which item or scale it names, and which number its answer stands for.
//! Rules come from the definitions; here they are only made quick to ask.

use super::header::Part;
use super::quick::{QuickMap, same};
use super::row::{decimal, whole};
use crate::definitions::settings::Settings;
use crate::definitions::{Definitions, Item, Measure};

/// An answer as the definition of its item understands it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Points(i8),
    /// A code of the instrument itself that says "not answered".
    NotAnswered,
    OutOfRange,
    NotACode,
}

impl Answer {
    pub(super) fn points(self) -> Option<i8> {
        match self {
            Answer::Points(points) => Some(points),
            _ => None,
        }
    }
}

pub(super) struct Instruments<'a> {
    pub(super) all: Vec<Instrument<'a>>,
    by_id: QuickMap<&'a str, usize>,
    /// The words of ids, short names and titles, each with the id.
    names: Vec<(String, &'a str)>,
}

pub(super) struct Instrument<'a> {
    pub(super) measure: &'a Measure,
    /// False while a licence that it needs is not confirmed.
    pub(super) may_be_used: bool,
    /// By item, what each of the ten digits says.
    digits: Vec<[Answer; 10]>,
    /// Ids of the items in order.
    items: Vec<&'a str>,
    parts: QuickMap<&'a str, Part>,
}

impl<'a> Instruments<'a> {
    pub(super) fn new(definitions: &'a Definitions, settings: &Settings) -> Instruments<'a> {
        let all: Vec<Instrument<'a>> =
            definitions.measures.iter().map(|measure| Instrument::new(measure, settings)).collect();
        let by_id = definitions.measures.iter().enumerate().map(|(at, measure)| (measure.id.as_str(), at)).collect();
        let names = definitions.measures.iter().flat_map(|measure| {
            [&measure.id, &measure.short, &measure.title].map(|name| (words_of(name), measure.id.as_str()))
        });
        Instruments { all, by_id, names: names.collect() }
    }

    /// An instrument by its id; capitals make no difference.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).or_else(|| self.by_id.get(id.to_lowercase().as_str())).copied()
    }

    /// The instrument whose id, short name or title stands within a longer name, as "Wellbeing (SWEMWBS)" holds one: the one
    /// with the longest of them, because "Brief INSPIRE" holds INSPIRE as well.
    pub(super) fn named_in(&self, text: &str) -> Option<&'a str> {
        let text = words_of(&text.chars().take(LONGEST_NAME).collect::<String>());
        let within = self.names.iter().filter(|(name, _)| text.contains(name.as_str()));
        within.max_by_key(|(name, _)| name.len()).map(|(_, id)| *id)
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = &'a str> {
        self.all.iter().map(|instrument| instrument.measure.id.as_str())
    }
}

/// More of a text is not looked through for the name of an instrument.
const LONGEST_NAME: usize = 200;

/// The words of a text in small letters with a blank around each, so that one text holds another only in whole words.
fn words_of(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |all, word| all + &word.to_lowercase() + " ")
}

impl<'a> Instrument<'a> {
    fn new(measure: &'a Measure, settings: &Settings) -> Instrument<'a> {
        let scales = measure.scales.iter().enumerate().map(|(at, scale)| (scale.id.as_str(), Part::Scale(at)));
        let items: Vec<&str> = measure.items.iter().map(|item| item.id.as_str()).collect();
        // Items last: an item wins over a scale of the same name.
        let parts = scales.chain(items.iter().enumerate().map(|(at, id)| (*id, Part::Item(at)))).collect();
        let may_be_used = !measure.needs_licence || settings.licences.contains(&measure.id);
        let digits = |item| DIGITS.map(|digit| answer(item, digit));
        Instrument { measure, may_be_used, digits: measure.items.iter().map(digits).collect(), items, parts }
    }

    /// The item or scale of a name. `after` is the part met before: exports list items in order, so the next one is
    /// tried first.
    pub(super) fn part(&self, name: &str, after: Option<Part>) -> Option<Part> {
        if let Some(Part::Item(before)) = after
            && self.items.get(before + 1).is_some_and(|item| same(item, name))
        {
            return Some(Part::Item(before + 1));
        }
        self.parts.get(name).copied()
    }

    /// Names of all items and scales.
    pub(super) fn part_names(&self) -> impl Iterator<Item = &'a str> {
        self.items.iter().copied().chain(self.measure.scales.iter().map(|scale| scale.id.as_str()))
    }

    pub(super) fn answer(&self, item: usize, text: &str) -> Answer {
        match text.as_bytes() {
            [digit @ b'0'..=b'9'] => self.digits[item][usize::from(digit - b'0')],
            _ => answer(&self.measure.items[item], text),
        }
    }

    /// A total within the attainable range of its scale; the range where it is not, `None` where it is no number.
    pub(super) fn total(&self, scale: usize, text: &str) -> Option<Result<f64, (f64, f64)>> {
        let scale = &self.measure.scales[scale];
        let total = decimal(text)?;
        let fits = (scale.lowest..=scale.highest).contains(&total);
        Some(if fits { Ok(total) } else { Err((scale.lowest, scale.highest)) })
    }
}

/// Most answers are one digit, so what each of them says is worked out once.
const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

fn answer(item: &Item, text: &str) -> Answer {
    if item.missing.iter().any(|code| code == text) {
        return Answer::NotAnswered;
    }
    let word = item.words.iter().find(|(word, _)| word == text).map(|(_, points)| i64::from(*points));
    match word.or_else(|| whole(text)) {
        None => Answer::NotACode,
        Some(points) => match i8::try_from(points) {
            Ok(points) if (item.lowest..=item.highest).contains(&points) => Answer::Points(points),
            _ => Answer::OutOfRange,
        },
    }
}
