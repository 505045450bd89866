//! Bytes to text. Decides the encoding (as declared, never guessed), unpacks gzip and workbooks, and hands on UTF-8 in
//! which every line ends in one line feed, whatever the file used. Notes NUL bytes, and marks the end of the file in a way
//! that an unclosed quotation mark cannot hide.

use super::export::{Export, Source};
use super::records::Written;
use super::stop::Stop;
use super::workbook::{Refused, SheetNote, Workbook};
use crate::definitions::TableId;
use crate::definitions::settings::TextEncoding;
use flate2::read::MultiGzDecoder;
use memchr::memchr;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::io::{self, Cursor, Read};
use std::rc::Rc;

/// A record of its own after the last one of the file. It holds a NUL, which no readable file does.
pub(super) const END_MARK: &str = "\0";

const CHUNK: usize = 1 << 16;

/// Bytes of text that one row may take. No export has such rows; a quotation mark that opens by mistake makes one of all the
/// rest of a file, which then would have to be held in memory.
pub(super) const LONGEST_ROW: u64 = 32 << 20;
const UTF8_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];
const GZIP: &[u8] = &[0x1F, 0x8B];
const ZIP: &[u8] = b"PK\x03\x04";
const OLD_EXCEL: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// What has gone by of the file as it lies on the disk.
#[derive(Debug, Clone)]
pub(super) struct Passed(Rc<RefCell<(Option<Sha256>, u64)>>);

impl Passed {
    fn new(with_digest: bool) -> Passed {
        Passed(Rc::new(RefCell::new((with_digest.then(Sha256::new), 0))))
    }

    pub(super) fn bytes(&self) -> u64 {
        self.0.borrow().1
    }

    /// SHA-256 of the bytes so far, in hex; of the whole file once it has been read to its end. Empty where no digest is
    /// made.
    pub(super) fn sha256(&self) -> String {
        let Some(digest) = self.0.borrow().0.clone().map(Sha256::finalize) else { return String::new() };
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

struct Watched {
    source: Box<dyn Read>,
    passed: Passed,
}

impl Read for Watched {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.source.read(out)?;
        let mut passed = self.passed.0.borrow_mut();
        passed.0.iter_mut().for_each(|digest| digest.update(&out[..length]));
        passed.1 += length as u64;
        Ok(length)
    }
}

/// The text of one file, as a stream.
pub(super) struct TextReader {
    source: Box<dyn Read>,
    encoding: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    after_return: bool,
    last: u8,
    ended: bool,
    /// Bytes handed on since the row began that is being read.
    of_row: u64,
    /// Whether one line is handed on at a time.
    by_lines: bool,
    /// Where the row begins that is being read, while all of it that was handed on is one line.
    row_at: Option<usize>,
    pub(super) saw_nul: bool,
    pub(super) compressed: bool,
    /// What there is to say about the sheet of a workbook.
    pub(super) notes: Vec<SheetNote>,
}

enum Decoder {
    Utf8,
    Windows1252,
    Utf16 { big_endian: bool, odd: Option<u8>, high: Option<u16> },
}

/// Opens one file of a table. Stops where the file is not text of the declared kind.
pub(super) fn open(
    export: &Export,
    table: TableId,
    source: &Source,
    written: Written,
) -> Result<(TextReader, Passed), Stop> {
    let stop = |code| Stop::of_file(code, table, &source.shown());
    let unreadable = |error: io::Error| stop("unreadable").with("reason", error.to_string());
    let passed = Passed::new(export.with_digests);
    let file = export.open(&source.file).map_err(unreadable)?;
    let mut file: Box<dyn Read> = Box::new(Watched { source: file, passed: passed.clone() });
    if let Some(sheet) = &source.sheet {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(unreadable)?;
        return Ok((sheet_reader(bytes, sheet, written).map_err(|refused| refused.stop(table, source))?, passed));
    }
    let mut head = head_of(&mut file).map_err(unreadable)?;
    let compressed = head.starts_with(GZIP);
    if compressed {
        file = Box::new(MultiGzDecoder::new(Cursor::new(head).chain(file)));
        head = head_of(&mut file).map_err(|_| stop("broken-gzip"))?;
    }
    let (decoder, mark) = decoder(&head, written.encoding).map_err(stop)?;
    let rest = Cursor::new(head.split_off(mark));
    Ok((TextReader::new(Box::new(rest.chain(file)), decoder, compressed), passed))
}

fn sheet_reader(bytes: Vec<u8>, sheet: &str, written: Written) -> Result<TextReader, Refused> {
    let sheet = Workbook::open(bytes)?.text(sheet, written.date_order)?;
    let mut reader = TextReader::new(Box::new(Cursor::new(sheet.text)), Decoder::Utf8, false);
    reader.notes = sheet.notes;
    Ok(reader)
}

/// The first bytes: a whole chunk, unless the file is shorter.
fn head_of(source: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    source.by_ref().take(CHUNK as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// How to decode, and how many bytes the mark at the start of the file takes; the code of a stop where the file says
/// something else than the settings.
fn decoder(head: &[u8], encoding: TextEncoding) -> Result<(Decoder, usize), &'static str> {
    if head.starts_with(ZIP) || head.starts_with(OLD_EXCEL) {
        return Err("excel");
    }
    let utf16 = |big_endian| Decoder::Utf16 { big_endian, odd: None, high: None };
    let wide_mark = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
    match encoding {
        TextEncoding::Utf16 if head.starts_with(UTF8_MARK) => Err("marked-utf-8"),
        TextEncoding::Utf16 if wide_mark => Ok((utf16(head[0] == 0xFE), 2)),
        TextEncoding::Utf16 => Ok((utf16(head.first() == Some(&0)), 0)),
        _ if wide_mark => Err("marked-utf-16"),
        TextEncoding::Windows1252 if head.starts_with(UTF8_MARK) => Err("marked-utf-8"),
        TextEncoding::Windows1252 if is_telling_utf8(head) => Err("looks-utf-8"),
        TextEncoding::Windows1252 => Ok((Decoder::Windows1252, 0)),
        TextEncoding::Utf8 if head.starts_with(UTF8_MARK) => Ok((Decoder::Utf8, UTF8_MARK.len())),
        TextEncoding::Utf8 => Ok((Decoder::Utf8, 0)),
    }
}

/// Whether letters beyond plain English stand in the bytes and all of them are UTF-8, which no text of Windows is by
/// chance. A character cut off at the end does not count.
fn is_telling_utf8(head: &[u8]) -> bool {
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text.len(),
        Err(error) if error.error_len().is_none() && head.len() == CHUNK => error.valid_up_to(),
        Err(_) => 0,
    };
    !head[..valid].is_ascii()
}

impl TextReader {
    fn new(source: Box<dyn Read>, encoding: Decoder, compressed: bool) -> TextReader {
        TextReader {
            source,
            encoding,
            raw: vec![0; CHUNK],
            text: Vec::with_capacity(CHUNK),
            at: 0,
            after_return: false,
            last: b'\n',
            ended: false,
            of_row: 0,
            by_lines: false,
            row_at: None,
            saw_nul: false,
            compressed,
            notes: Vec::new(),
        }
    }

    /// Says that another row begins.
    pub(super) fn begin_row(&mut self) {
        self.of_row = 0;
    }

    /// From now on hands on one line at a time, so that the one that follows can be looked at before it is read.
    pub(super) fn by_lines(&mut self) {
        self.by_lines = true;
    }

    /// The row that was read last, where it is one line.
    pub(super) fn row(&self) -> Option<&[u8]> {
        self.text.get(self.row_at.filter(|_| self.by_lines)?..self.at)
    }

    /// What follows, as far as it is at hand; nothing unless lines are handed on one at a time.
    pub(super) fn ahead(&self) -> &[u8] {
        if self.by_lines { &self.text[self.at..] } else { &[] }
    }

    /// Leaves out some of what follows.
    pub(super) fn pass(&mut self, length: usize) {
        self.at += length;
    }

    /// The next stretch of text, without taking it: enough to look at the header.
    pub(super) fn peek(&mut self) -> io::Result<&[u8]> {
        self.fill()?;
        Ok(&self.text[self.at..])
    }

    fn fill(&mut self) -> io::Result<()> {
        while self.at == self.text.len() && !self.ended {
            self.text.clear();
            self.at = 0;
            match self.source.read(&mut self.raw) {
                Ok(0) => self.end()?,
                Ok(length) => self.take(length)?,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn take(&mut self, length: usize) -> io::Result<()> {
        if matches!(self.encoding, Decoder::Utf8) {
            // Nothing to decode: the two buffers change places instead of being copied.
            std::mem::swap(&mut self.raw, &mut self.text);
            self.raw.resize(CHUNK, 0);
            self.text.truncate(length);
        } else {
            self.encoding.decode(&self.raw[..length], &mut self.text)?;
        }
        self.saw_nul |= self.text.contains(&0);
        one_line_end(&mut self.text, &mut self.after_return);
        if let Some(last) = self.text.last() {
            self.last = *last;
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        self.encoding.finish()?;
        self.ended = true;
        if self.last != b'\n' {
            self.text.push(b'\n');
        }
        self.text.extend_from_slice(END_MARK.as_bytes());
        self.text.push(b'\n');
        Ok(())
    }
}

impl Read for TextReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.of_row > LONGEST_ROW {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.fill()?;
        let ahead = &self.text[self.at..];
        let line = Some(ahead).filter(|_| self.by_lines).and_then(|ahead| memchr(b'\n', ahead));
        let length = out.len().min(line.map_or(ahead.len(), |end| end + 1));
        self.row_at = (self.of_row == 0 && line.is_some_and(|end| end < length)).then_some(self.at);
        out[..length].copy_from_slice(&self.text[self.at..self.at + length]);
        self.at += length;
        self.of_row += length as u64;
        Ok(length)
    }
}

/// Writes every line end as one line feed. `after_return` carries a carriage return over from the stretch before.
fn one_line_end(text: &mut Vec<u8>, after_return: &mut bool) {
    let Some(last) = text.last().copied() else { return };
    if *after_return && text.first() == Some(&b'\n') {
        text.remove(0);
    }
    *after_return = last == b'\r';
    // Looking for the byte at all is much quicker than looking for its place, and most files do not have it.
    if !text.contains(&b'\r') {
        return;
    }
    let Some(mut read) = text.iter().position(|byte| *byte == b'\r') else { return };
    let mut written = read;
    while read < text.len() {
        text[written] = b'\n';
        written += 1;
        read += if text.get(read + 1) == Some(&b'\n') { 2 } else { 1 };
        let next = text[read..].iter().position(|byte| *byte == b'\r').map_or(text.len(), |length| read + length);
        text.copy_within(read..next, written);
        written += next - read;
        read = next;
    }
    text.truncate(written);
}

impl Decoder {
    fn decode(&mut self, raw: &[u8], text: &mut Vec<u8>) -> io::Result<()> {
        match self {
            Decoder::Utf8 => text.extend_from_slice(raw),
            Decoder::Windows1252 => raw.iter().for_each(|byte| push(text, windows_1252(*byte))),
            Decoder::Utf16 { big_endian, odd, high } => {
                for byte in raw {
                    let Some(first) = odd.take() else {
                        *odd = Some(*byte);
                        continue;
                    };
                    let pair = [first, *byte];
                    let unit = if *big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) };
                    if let Some(character) = utf16_character(unit, high)? {
                        push(text, character);
                    }
                }
            }
        }
        Ok(())
    }

    fn finish(&self) -> io::Result<()> {
        match self {
            Decoder::Utf16 { odd, high, .. } if odd.is_some() || high.is_some() => Err(not_utf16()),
            _ => Ok(()),
        }
    }
}

fn push(text: &mut Vec<u8>, character: char) {
    text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

/// The character of one unit, or nothing yet when it is the first half of a pair.
fn utf16_character(unit: u16, high: &mut Option<u16>) -> io::Result<Option<char>> {
    let units = match high.take() {
        Some(first) => vec![first, unit],
        None if (0xD800..0xDC00).contains(&unit) => {
            *high = Some(unit);
            return Ok(None);
        }
        None => vec![unit],
    };
    let decoded = char::decode_utf16(units).collect::<Result<Vec<char>, _>>().map_err(|_| not_utf16())?;
    Ok(decoded.first().copied())
}

fn not_utf16() -> io::Error {
    io::Error::from(io::ErrorKind::InvalidData)
}

/// The upper half of windows-1252 where it differs from Latin-1; bytes it leaves undefined stay control characters,
/// as the WHATWG encoding standard has it.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    fn text_of(bytes: &[u8], encoding: TextEncoding) -> Result<String, String> {
        let export = Export::embedded([("a.csv".to_owned(), Cow::Owned(bytes.to_vec()))]);
        let written = Written { encoding, ..Written::default() };
        let opened = open(&export, TableId::People, &Source::file("a.csv"), written);
        let (mut reader, _) = opened.map_err(|stop| stop.code.to_owned())?;
        let mut text = String::new();
        reader.read_to_string(&mut text).map_err(|error| error.to_string())?;
        Ok(text.trim_end_matches(['\0', '\n']).to_owned())
    }

    #[test]
    fn every_line_end_becomes_one_line_feed_wherever_a_stretch_breaks() {
        let whole = b"a\r\nb\rc\n\r\nd\r\r\n\n".to_vec();
        for cut in 0..=whole.len() {
            let mut after_return = false;
            let mut joined = Vec::new();
            for part in [&whole[..cut], &whole[cut..]] {
                let mut text = part.to_vec();
                one_line_end(&mut text, &mut after_return);
                joined.extend(text);
            }
            assert_eq!(String::from_utf8_lossy(&joined), "a\nb\nc\n\nd\n\n\n", "cut at {cut}");
        }
    }

    #[test]
    fn declared_encodings_are_read_and_marks_removed() {
        assert_eq!(text_of("\u{feff}Zoë".as_bytes(), TextEncoding::Utf8).unwrap(), "Zoë");
        assert_eq!(text_of(b"Zo\xEB \x96 \x80", TextEncoding::Windows1252).unwrap(), "Zoë – €");
        let wide: Vec<u8> =
            [0xFEFF_u16].into_iter().chain("Łukasz 🙂".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(text_of(&wide, TextEncoding::Utf16).unwrap(), "Łukasz 🙂");
        let big: Vec<u8> = "id".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text_of(&big, TextEncoding::Utf16).unwrap(), "id");
        assert!(text_of(&wide[..wide.len() - 1], TextEncoding::Utf16).is_err());
    }

    #[test]
    fn a_file_that_says_otherwise_than_the_settings_stops() {
        assert_eq!(text_of(&[0xFF, 0xFE, b'a', 0], TextEncoding::Utf8), Err("marked-utf-16".to_owned()));
        assert_eq!(text_of("\u{feff}a".as_bytes(), TextEncoding::Windows1252), Err("marked-utf-8".to_owned()));
        assert_eq!(text_of(b"PK\x03\x04rest", TextEncoding::Utf8), Err("excel".to_owned()));
        assert_eq!(text_of("Zoë Łę".as_bytes(), TextEncoding::Windows1252), Err("looks-utf-8".to_owned()));
        assert_eq!(text_of(b"Zoe, plain", TextEncoding::Windows1252).unwrap(), "Zoe, plain");
        assert_eq!(text_of(b"Zo\xC3\xAB and Zo\xEB", TextEncoding::Windows1252).unwrap(), "ZoÃ« and Zoë");
    }

    #[test]
    fn gzip_is_unpacked_and_the_hash_is_of_the_file_as_it_lies() {
        use std::io::Write;
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(b"a,b\n1,2\n").unwrap();
        let packed = packed.finish().unwrap();
        let export = Export::embedded([("a.csv.gz".to_owned(), Cow::Owned(packed.clone()))]);
        let (mut reader, passed) =
            open(&export, TableId::People, &Source::file("a.csv.gz"), Written::default()).unwrap();
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        assert!(text.starts_with("a,b\n1,2\n"));
        assert_eq!(passed.bytes(), packed.len() as u64);
        let expected: String = Sha256::digest(&packed).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(passed.sha256(), expected);
    }

    #[test]
    fn windows_1252_agrees_with_its_own_table_at_the_edges() {
        assert_eq!(windows_1252(0x7F), '\u{7F}');
        assert_eq!(windows_1252(0x80), '€');
        assert_eq!(windows_1252(0x9F), 'Ÿ');
        assert_eq!(windows_1252(0xA0), '\u{A0}');
    }
}
