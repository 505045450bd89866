//! The small pieces of markup: escaping, runs of words, digests for the content security policy.

use crate::reports::document::{Document, Run, Target, Words};
use sha2::{Digest, Sha256};

/// Safe in text and in an attribute in double quotes. Control characters become a blank.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            blank if blank.is_control() => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}

/// Words with their emphasis and links; a line break in them stays one.
pub fn words(document: &Document, words: &Words) -> String {
    words.0.iter().filter(|run| !run.words().is_empty()).map(|run| self::run(document, run)).collect()
}

fn run(document: &Document, run: &Run) -> String {
    let text = run.words().split('\n').map(escaped).collect::<Vec<String>>().join("<br>");
    match run {
        Run::Text(_) => text,
        Run::Strong(_) => format!("<strong>{text}</strong>"),
        Run::Emphasis(_) => format!("<em>{text}</em>"),
        Run::Link { to, .. } if !document.leads(to) => text,
        Run::Link { to: Target::Anchor(anchor), .. } => format!("<a href=\"#{}\">{text}</a>", escaped(anchor)),
        Run::Link { to: Target::Address(address), .. } => {
            format!("<a href=\"{}\" rel=\"noreferrer\">{text}</a>", escaped(address))
        }
    }
}

/// SHA-256 in base 64, as a content security policy names a style or script.
pub fn hash(text: &str) -> String {
    base64(&Sha256::digest(text))
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let part = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = part(0) << 16 | part(1) << 8 | part(2);
        for digit in 0..4 {
            let value = (bits >> (18 - 6 * digit)) & 63;
            text.push(if digit <= chunk.len() { char::from(DIGITS[value as usize]) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_64_agrees_with_the_examples_of_rfc_4648() {
        for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn nothing_that_is_escaped_can_open_a_tag_or_close_an_attribute() {
        assert_eq!(escaped("<b>&\"'\u{0}"), "&lt;b&gt;&amp;&quot;' ");
    }
}
