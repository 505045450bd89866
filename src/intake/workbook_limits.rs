//! What a workbook may ask of the machine, looked at before it is opened. A workbook is packed, and a small file can
//! unpack to more than a computer holds; it can also claim more texts than it has, or have one long name copied many
//! times. Decides that such a workbook is refused in words instead of ending the program.

use super::workbook::Refused;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::{BufRead, BufReader, Cursor, Read};
use zip::ZipArchive;

/// Of each kind of burden, in bytes. A sheet filled to its last row with answers to questionnaires unpacks to a third of it.
pub(super) const MOST: u64 = 1 << 30;

/// Rows and columns of the largest sheet that a spreadsheet program can make.
pub(super) const ROWS: u32 = 1_048_576;
pub(super) const COLUMNS: u32 = 16_384;

/// What is kept of a text beside its characters, or of a style beside its names.
const TEXT: u64 = 48;
const STYLE: u64 = 1024;

const OLD_EXCEL: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];
/// The part that holds a workbook with a password, as its directory names it.
const LOCKED: &str = "EncryptedPackage";

/// Refuses a workbook that cannot be opened in reasonable space. One that is broken passes: to say how is for the reader.
pub(super) fn look(bytes: &[u8]) -> Result<(), Refused> {
    if bytes.starts_with(OLD_EXCEL) {
        return Err(old_excel(bytes));
    }
    let Ok(mut parts) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    let mut burden = Burden::new(MOST);
    for index in 0..parts.len() {
        if let Ok(part) = parts.by_index(index) {
            burden.add(part)?;
        }
    }
    Ok(())
}

/// Not handed to calamine, which follows the chain of a damaged directory round and round.
fn old_excel(bytes: &[u8]) -> Refused {
    let name: Vec<u8> = LOCKED.encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(name.len()).any(|window| window == name) {
        return Refused::Locked;
    }
    Refused::OtherKind
}

#[derive(Debug)]
struct Burden {
    most: u64,
    unpacked: u64,
    /// Texts that several cells may share: as many as there are, or as are claimed.
    texts: u64,
    claimed: u64,
    /// What may be copied for every use of it, and the longest that can be.
    copied: u64,
    longest: u64,
}

impl Burden {
    fn new(most: u64) -> Burden {
        Burden { most, unpacked: 0, texts: 0, claimed: 0, copied: 0, longest: 0 }
    }

    /// Counts what comes out of a part, because what the file says about its size may be wrong.
    fn add(&mut self, part: impl Read) -> Result<(), Refused> {
        let mut part = part.take(self.most - self.unpacked + 1);
        self.read(Reader::from_reader(BufReader::new(&mut part)))?;
        self.unpacked = self.most + 1 - part.limit();
        let texts = self.texts.max(self.claimed).saturating_mul(TEXT);
        let copies = self.copied.saturating_mul(self.longest + STYLE);
        if self.unpacked.max(texts).max(copies) > self.most { Err(Refused::TooLarge) } else { Ok(()) }
    }

    /// Reads as calamine does, so that both meet the same tags and end at the same fault.
    fn read(&mut self, mut xml: Reader<impl BufRead>) -> Result<(), Refused> {
        xml.config_mut().check_end_names = false;
        xml.config_mut().expand_empty_elements = true;
        let mut event = Vec::new();
        loop {
            event.clear();
            match xml.read_event_into(&mut event) {
                Ok(Event::Start(tag)) => self.tag(&tag)?,
                Ok(Event::Eof) | Err(_) => return Ok(()),
                Ok(_) => {}
            }
        }
    }

    fn tag(&mut self, tag: &BytesStart<'_>) -> Result<(), Refused> {
        self.longest = self.longest.max(tag.attributes_raw().len() as u64);
        match tag.local_name().as_ref() {
            "c" | "row" if !is_place(tag) => return Err(Refused::Damaged),
            "si" => self.texts += 1,
            "sst" => self.claimed = self.claimed.max(claimed(tag.attributes_raw())),
            "xf" | "font" | "fill" | "border" | "numFmt" | "sheet" | "Relationship" | "definedName" => {
                self.copied += 1
            }
            _ => {}
        }
        Ok(())
    }
}

/// How many texts a workbook says it has: calamine makes room for as many at once. Found wherever it may stand in the tag;
/// a number too large to be held counts as the largest.
fn claimed(attributes: &str) -> u64 {
    let claims = attributes.split("uniqueCount").skip(1).filter_map(|rest| {
        let digits = rest.trim_start().strip_prefix('=')?.trim_start().strip_prefix(['"', '\''])?;
        let end = digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len());
        Some(if end == 0 { 0 } else { digits[..end].parse().unwrap_or(u64::MAX) })
    });
    claims.max().unwrap_or_default()
}

/// Whether a row or a cell is named with no more letters and digits than a sheet needs: calamine counts longer names round
/// to the first rows again.
fn is_place(tag: &BytesStart<'_>) -> bool {
    let named = tag.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == "r");
    named.is_none_or(|attribute| {
        let name = attribute.value.as_bytes();
        let digits = name.iter().filter(|byte| byte.is_ascii_digit()).count();
        digits <= 7 && name.len() - digits <= 3
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn burden(most: u64, parts: &[&str]) -> Result<(), Refused> {
        let mut burden = Burden::new(most);
        parts.iter().try_for_each(|part| burden.add(part.as_bytes()))
    }

    #[test]
    fn what_comes_out_of_all_parts_is_counted_whatever_they_claim() {
        let text = format!("<a>{}</a>", "x".repeat(493));
        assert_eq!(burden(1000, &[&text, &text]), Ok(()));
        assert_eq!(burden(1000, &[&text, &text, "x"]), Err(Refused::TooLarge));
        assert_eq!(Burden::new(1000).add(std::io::repeat(b'x')), Err(Refused::TooLarge));
    }

    #[test]
    fn texts_count_as_many_as_there_are_or_are_claimed() {
        let sst = |claim: &str, texts: usize| format!("<x:sst {claim}>{}</x:sst>", "<si/>".repeat(texts));
        assert_eq!(burden(10 * TEXT, &[&sst("uniqueCount=\"10\"", 10)]), Ok(()));
        assert_eq!(burden(10 * TEXT, &[&sst("uniqueCount=\"9\"", 11)]), Err(Refused::TooLarge));
        for claim in ["uniqueCount='11'", "a='b'uniqueCount = \"0011\"", "uniqueCount=\"99999999999999999999\""] {
            assert_eq!(burden(10 * TEXT, &[&sst(claim, 1)]), Err(Refused::TooLarge), "{claim}");
        }
    }

    #[test]
    fn a_long_name_counts_for_everything_that_may_copy_it() {
        let font = format!("<font><name val=\"{}\"/></font>", "x".repeat(5_000));
        let styles = |count: usize| "<xf fontId=\"0\"/>".repeat(count);
        assert_eq!(burden(100_000, &[&font, &styles(15)]), Ok(()));
        assert_eq!(burden(100_000, &[&font, &styles(16)]), Err(Refused::TooLarge));
    }

    #[test]
    fn a_place_is_named_with_no_more_than_it_needs() {
        for name in ["XFD1048576", "A1", "1048576"] {
            assert_eq!(burden(1000, &[&format!("<row s=\"1\" r=\"{name}\"/>")]), Ok(()), "{name}");
        }
        for name in ["A4294967298", "AAAA1", "4294967298"] {
            assert_eq!(burden(1000, &[&format!("<c s=\"1\" r=\"{name}\"/>")]), Err(Refused::Damaged), "{name}");
        }
    }
}
