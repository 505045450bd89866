//! Every sentence that a report or a message prints, by key, from `schemas/wording/<language>.toml`.

use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wording {
    /// Language tag, such as `en-GB`.
    pub language: String,
    /// Dotted key to text with `{name}` places.
    texts: BTreeMap<String, String>,
}

impl Wording {
    /// Wording made from dotted keys and their texts.
    pub fn new(language: String, texts: BTreeMap<String, String>) -> Wording {
        Wording { language, texts }
    }

    /// The text of a key with its places filled. A missing key prints itself; a test makes sure that none is missing.
    pub fn say(&self, key: &str, places: &[(&str, &str)]) -> String {
        let text = self.texts.get(key).map_or(key, String::as_str);
        filled(text, places)
    }

    /// The text for a number of things: `<key>.none` for 0 where it exists, `<key>.one` for 1, else `<key>.many`;
    /// `{n}` is the number with thousands separated.
    pub fn count(&self, key: &str, n: u64, places: &[(&str, &str)]) -> String {
        let form = match n {
            0 if self.has(&format!("{key}.none")) => "none",
            1 => "one",
            _ => "many",
        };
        let number = thousands(n);
        let mut all = vec![("n", number.as_str())];
        all.extend_from_slice(places);
        self.say(&format!("{key}.{form}"), &all)
    }

    pub fn has(&self, key: &str) -> bool {
        self.texts.contains_key(key)
    }

    /// Every key with its text, its places not filled.
    pub(super) fn texts(&self) -> impl Iterator<Item = (String, String)> {
        self.texts.clone().into_iter()
    }

    /// The same wording in another language, as far as `texts` go.
    pub(super) fn translated(&self, language: String, texts: BTreeMap<String, String>) -> Wording {
        let mut all = self.texts.clone();
        all.extend(texts);
        Wording { language, texts: all }
    }

    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }
}

/// The text with its places filled in one pass, so that braces in a value stay what they are.
fn filled(text: &str, places: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let value = after.split_once('}').and_then(|(name, after)| {
            let value = places.iter().find(|(place, _)| *place == name)?.1;
            Some((value, after))
        });
        match value {
            Some((value, after)) => {
                out.push_str(value);
                rest = after;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// A whole number with a comma between thousands.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn places_are_filled_once_and_braces_in_values_stay() {
        let places = [("unit", "The {period} team"), ("period", "July")];
        assert_eq!(filled("{unit}, {period}, {other} {", &places), "The {period} team, July, {other} {");
    }
}
