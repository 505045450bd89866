//! Long numbers that a spreadsheet has spoilt: ids and codes shortened to a power of ten, and SNOMED codes whose last
//! digits were turned into noughts. Decides whether a text is one of these; what a sound code means is not known here.

/// Lengths that a SNOMED CT identifier can have.
const SNOMED_LENGTHS: std::ops::RangeInclusive<usize> = 6..=18;
/// The two digits before the check digit say what an identifier names: concept, description or relationship, of the
/// international edition or of a national one. Source: SNOMED CT Release File Specifications, partition identifier.
const PARTITIONS: [&str; 6] = ["00", "01", "02", "10", "11", "12"];

/// The code of the fault, where a text is a number that was spoilt.
pub(super) fn spoilt(text: &str) -> Option<&'static str> {
    if is_shortened(text) {
        Some("number-shortened")
    } else if is_like_snomed(text) && !verhoeff::validate(text) {
        Some("snomed-damaged")
    } else {
        None
    }
}

/// As spreadsheets write numbers that are too long for them: `1.03765E+15`.
pub(super) fn is_shortened(text: &str) -> bool {
    let Some((number, power)) = text.split_once(['E', 'e']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, rest) = number.split_once('.').unwrap_or((number, "0"));
    whole.len() == 1 && digits(whole) && digits(rest) && power.strip_prefix('+').is_some_and(digits)
}

fn is_like_snomed(text: &str) -> bool {
    let digits = SNOMED_LENGTHS.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits && !text.starts_with('0') && PARTITIONS.contains(&&text[text.len() - 3..text.len() - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_the_national_data_set_are_sound() {
        // DIALOG, QPR, ReQoL-10, ReQoL-20, SWEMWBS, WEMWBS and goals, as the national data set lists them.
        let codes = "1037651000000100 1037661000000102 1037671000000109 1035441000000106 1091071000000100 \
                     1091081000000103 718466001 718426000 1638531000000102 1638541000000106 404684003";
        for code in codes.split_whitespace() {
            assert!(is_like_snomed(code), "{code}");
            assert_eq!(spoilt(code), None, "{code}");
        }
    }

    #[test]
    fn a_wrong_last_digit_and_a_power_of_ten_are_noticed() {
        let cases = [
            ("1035441000000100", Some("snomed-damaged")),
            ("1037661000000100", Some("snomed-damaged")),
            ("718462001", Some("snomed-damaged")),
            ("1.03765E+15", Some("number-shortened")),
            ("1E+15", Some("number-shortened")),
            ("9.0e+05", Some("number-shortened")),
        ];
        for (text, expected) in cases {
            assert_eq!(spoilt(text), expected, "{text}");
        }
    }

    #[test]
    fn other_texts_and_numbers_are_left_alone() {
        for text in ["", "E", "E+1", "1E15", "12E+3", "1.E+3", "1.5E+x", "CASE+12", "99", "123456", "0000001", "T01"]
        {
            assert_eq!(spoilt(text), None, "{text}");
        }
    }
}
