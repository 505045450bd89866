//! Ids that differ and look the same on paper: Latin T and Cyrillic Т, one and small L, nought and O, capitals and small letters.

use unicode_security::confusable_detection::skeleton;

/// How an id looks, without regard to capitals: two that look alike have the same one. Letters that are mistaken for each other
/// are those of Unicode Technical Standard 39.
pub(super) fn look_of(id: &str) -> String {
    skeleton(id).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::look_of;

    #[test]
    fn ids_that_cannot_be_told_apart_by_eye_look_alike() {
        for (one, other) in [
            ("T01", "\u{422}01"),
            ("T01", "t01"),
            ("T01", "TO1"),
            ("T1", "Tl"),
            ("T1", "TI"),
            ("café", "cafe\u{301}"),
        ] {
            assert_eq!(look_of(one), look_of(other), "{one} {other}");
        }
        for (one, other) in [("T01", "T02"), ("North", "South"), ("E", "É")] {
            assert_ne!(look_of(one), look_of(other), "{one} {other}");
        }
    }
}
