//! What may identify a person: headers and values that look like an NHS number, a name, a postcode, a full date of
//! birth, an address, an e-mail address or a telephone number. Such a column stops the run unless the service allows
//! it.

/// What a column seems to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    NhsNumber,
    Name,
    Postcode,
    DateOfBirth,
    Address,
    Email,
    Telephone,
}

impl Kind {
    pub(super) const ALL: [Kind; 7] =
        [Kind::NhsNumber, Kind::Name, Kind::Postcode, Kind::DateOfBirth, Kind::Address, Kind::Email, Kind::Telephone];

    pub(super) fn words(self) -> &'static str {
        match self {
            Kind::NhsNumber => "NHS numbers",
            Kind::Name => "names of people",
            Kind::Postcode => "postcodes",
            Kind::DateOfBirth => "full dates of birth",
            Kind::Address => "addresses",
            Kind::Email => "e-mail addresses",
            Kind::Telephone => "telephone numbers",
        }
    }
}

/// What a column must not hold, in words.
pub fn refused() -> Vec<&'static str> {
    Kind::ALL.map(Kind::words).to_vec()
}

/// What a header says that its column holds; `None` for everything harmless, such as `team_name` and `birth_year`.
pub(super) fn header(name: &str) -> Option<Kind> {
    let words = words_of(name);
    let has = |word: &str| words.iter().any(|given| given == word);
    let joined = words.concat();
    let any = |parts: &[&str]| parts.iter().any(|part| joined.contains(part));
    if any(&["nhsno", "nhsnum", "nhsid"]) || joined == "nhs" {
        return Some(Kind::NhsNumber);
    }
    if any(&["postcode", "postalcode", "zipcode"]) || joined.ends_with("pcds") {
        return Some(Kind::Postcode);
    }
    if has("dob") || any(&["dateofbirth", "birthdate", "birthday", "datebirth"]) {
        return Some(Kind::DateOfBirth);
    }
    if any(&["email"]) || (has("e") && has("mail")) {
        return Some(Kind::Email);
    }
    // In small letters, nothing shows where one word ends and the next begins.
    let telephone =
        any(&["telephone", "telno", "phone"]) || joined.starts_with("mobilen") || joined.starts_with("mobno");
    if has("tel") || has("mobile") || telephone {
        return Some(Kind::Telephone);
    }
    if has("address") || has("street") || any(&["addressline", "homeaddress", "addr1", "addr2"]) {
        return Some(Kind::Address);
    }
    is_name_of_a_person(&words, &joined).then_some(Kind::Name)
}

/// Things that have a name of their own and are not people.
const THINGS: [&str; 31] = [
    "event",
    "arm",
    "project",
    "survey",
    "study",
    "team",
    "service",
    "provider",
    "organisation",
    "organization",
    "org",
    "trust",
    "ward",
    "unit",
    "site",
    "measure",
    "questionnaire",
    "instrument",
    "form",
    "scale",
    "item",
    "goal",
    "domain",
    "file",
    "column",
    "table",
    "group",
    "locality",
    "programme",
    "pathway",
    "point",
];
const OF_PEOPLE: [&str; 12] = [
    "surname",
    "forename",
    "forenames",
    "firstname",
    "lastname",
    "fullname",
    "middlename",
    "givenname",
    "familyname",
    "preferredname",
    "knownas",
    "initials",
];

fn is_name_of_a_person(words: &[String], joined: &str) -> bool {
    if OF_PEOPLE.iter().any(|part| joined.contains(part)) {
        return true;
    }
    match words {
        [.., before, last] if last == "name" || last == "names" => !THINGS.contains(&before.as_str()),
        [only] => only == "name" || only == "names",
        _ => false,
    }
}

/// The words of a header, in small letters: `NHSNumber`, `NHS_number` and `nhs number` are the same two words.
fn words_of(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (at, character) in characters.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| characters[at]);
        let after = characters.get(at + 1);
        let starts = character.is_uppercase()
            && (before.is_some_and(char::is_lowercase)
                || (before.is_some_and(char::is_uppercase) && after.is_some_and(|c| c.is_lowercase())));
        if starts || !character.is_alphanumeric() {
            words.push(String::new());
        }
        if character.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(character.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// What a value looks like, of the kinds that a pattern can show.
pub(super) fn value(text: &str) -> Option<Kind> {
    let text = text.trim();
    if is_email(text) {
        Some(Kind::Email)
    } else if is_nhs_number(text) {
        Some(Kind::NhsNumber)
    } else if is_postcode(text) {
        Some(Kind::Postcode)
    } else if is_telephone(text) {
        Some(Kind::Telephone)
    } else {
        None
    }
}

/// Ten digits whose last one is the check digit: 11 less the weighted sum of the others (10 down to 2), modulo 11.
/// Source: NHS Data Model and Dictionary, NHS NUMBER.
pub(super) fn is_nhs_number(text: &str) -> bool {
    let plain: Vec<u8> = text.bytes().filter(|byte| *byte != b' ' && *byte != b'-').collect();
    if plain.len() != 10 || !plain.iter().all(u8::is_ascii_digit) || plain.iter().all(|digit| *digit == b'0') {
        return false;
    }
    let digits: Vec<u32> = plain.iter().map(|digit| u32::from(digit - b'0')).collect();
    let sum: u32 = digits.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    (11 - sum % 11) % 11 == digits[9]
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let whole = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace) && !part.contains('@');
    whole(local) && whole(domain) && domain.split('.').count() > 1 && domain.split('.').all(|part| !part.is_empty())
}

/// A full postcode: one or two letters, a digit, a digit or letter perhaps, then a digit and two letters.
fn is_postcode(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| *c != ' ').map(|c| c.to_ascii_uppercase()).collect();
    if !plain.is_ascii() || !(5..=7).contains(&plain.len()) {
        return false;
    }
    let (outward, inward) = plain.split_at(plain.len() - 3);
    let shape = |part: &str| -> String { part.chars().map(|c| if c.is_ascii_digit() { '9' } else { 'A' }).collect() };
    let letters = plain.chars().all(|c| c.is_ascii_alphanumeric());
    let outward_fits = ["A9", "A99", "AA9", "AA99", "A9A", "AA9A"].contains(&shape(outward).as_str());
    let inward_fits = shape(inward) == "9AA" && !inward.contains(['C', 'I', 'K', 'M', 'O', 'V']);
    letters && outward_fits && inward_fits
}

/// A number with the sign for another country, or one of the United Kingdom with its leading nought: a mobile one however it
/// is written, another one only in groups, the first of three to five digits. An id that noughts were put before, a date and
/// a long number without them are none.
fn is_telephone(text: &str) -> bool {
    let is_sign = |c: char| [' ', '-', '(', ')'].contains(&c);
    let (abroad, rest) = text.strip_prefix('+').map_or((false, text), |rest| (true, rest));
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    if !rest.chars().all(|c| c.is_ascii_digit() || is_sign(c)) {
        return false;
    }
    if abroad {
        return (10..=15).contains(&digits.len());
    }
    let groups: Vec<&str> = rest.split(is_sign).filter(|group| !group.is_empty()).collect();
    let mobile = digits.len() == 11 && digits.starts_with("07");
    match groups.as_slice() {
        [_] => mobile && !digits.starts_with("070"),
        [first, ..] => {
            (mobile || (10..=11).contains(&digits.len()) && is_area(&digits)) && (3..=5).contains(&first.len())
        }
        [] => false,
    }
}

/// Whether digits begin like a number of a place, or of a service that many places share.
fn is_area(digits: &str) -> bool {
    ["01", "02", "03", "08"].iter().any(|area| digits.starts_with(area))
}

/// Whether a column holds such values, judged by a sample: at least half of the cells that hold anything.
#[derive(Debug, Clone, Default)]
pub(super) struct Sample {
    filled: usize,
    found: [usize; 4],
}

impl Sample {
    const KINDS: [Kind; 4] = [Kind::NhsNumber, Kind::Postcode, Kind::Email, Kind::Telephone];

    pub(super) fn take(&mut self, cell: &str) {
        if cell.trim().is_empty() {
            return;
        }
        self.filled += 1;
        let kind = value(cell).and_then(|kind| Sample::KINDS.iter().position(|known| *known == kind));
        if let Some(at) = kind {
            self.found[at] += 1;
        }
    }

    pub(super) fn verdict(&self) -> Option<Kind> {
        let most = self.found.iter().position(|found| *found > 0 && found * 2 >= self.filled);
        most.map(|at| Sample::KINDS[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_that_name_a_person_are_known_in_several_spellings() {
        let cases = [
            ("NHS Number", Some(Kind::NhsNumber)),
            ("NHSNum", Some(Kind::NhsNumber)),
            ("nhs_no", Some(Kind::NhsNumber)),
            ("Name", Some(Kind::Name)),
            ("PatientName", Some(Kind::Name)),
            ("service_user_name", Some(Kind::Name)),
            ("Surname", Some(Kind::Name)),
            ("first name", Some(Kind::Name)),
            ("Post Code", Some(Kind::Postcode)),
            ("DOB", Some(Kind::DateOfBirth)),
            ("Date of Birth", Some(Kind::DateOfBirth)),
            ("PersonBirthDate", Some(Kind::DateOfBirth)),
            ("E-mail", Some(Kind::Email)),
            ("EmailAddress", Some(Kind::Email)),
            ("Mobile", Some(Kind::Telephone)),
            ("Home Telephone", Some(Kind::Telephone)),
            ("Address Line 1", Some(Kind::Address)),
        ];
        for (name, expected) in cases {
            assert_eq!(header(name), expected, "{name}");
        }
    }

    #[test]
    fn headers_of_canonical_columns_and_of_things_are_harmless() {
        let harmless = [
            "person_id",
            "team_id",
            "team_name",
            "Team Name",
            "service_name",
            "ServiceName",
            "birth_year",
            "year of birth",
            "gender",
            "ethnicity",
            "imd_decile",
            "measure",
            "item",
            "answer",
            "rated_by",
            "evidence",
            "text",
            "point",
            "start_date",
            "goal name",
            "inspire_s4_important",
            "filename",
            "username_hash_x",
            "",
            "hotel_x",
        ];
        for name in harmless {
            assert_eq!(header(name), None, "{name}");
        }
    }

    #[test]
    fn nhs_numbers_are_told_by_their_check_digit() {
        for (text, expected) in [
            ("9434765919", true),
            ("943 476 5919", true),
            ("943-476-5919", true),
            ("9434765918", false),
            ("0000000000", false),
            ("943476591", false),
            ("94347659190", false),
            ("943476591X", false),
        ] {
            assert_eq!(is_nhs_number(text), expected, "{text}");
        }
    }

    #[test]
    fn postcodes_and_e_mail_addresses_are_told_by_their_shape() {
        for text in ["SW1A 1AA", "m1 1ae", "B338TH", "CR2 6XH", "DN55 1PT", "W1A 0AX", "EC1A 1BB"] {
            assert_eq!(value(text), Some(Kind::Postcode), "{text}");
        }
        for text in
            ["P00001", "T01", "2026-01-01", "AA11AC", "S4", "Q123456", "A@b", "@", "a@b..c", "a b@c.d", "Łódź"]
        {
            assert_eq!(value(text), None, "{text}");
        }
        assert_eq!(value("zoe@example.org"), Some(Kind::Email));
    }

    #[test]
    fn a_column_counts_when_half_of_its_filled_cells_look_so() {
        let verdict = |cells: &[&str]| {
            let mut sample = Sample::default();
            cells.iter().for_each(|cell| sample.take(cell));
            sample.verdict()
        };
        assert_eq!(verdict(&["a@b.org", "", "x"]), Some(Kind::Email));
        assert_eq!(verdict(&["a@b.org", "x", "y"]), None);
        assert_eq!(verdict(&["", " "]), None);
    }
}
