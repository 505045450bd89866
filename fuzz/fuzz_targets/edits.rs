//! A sound text with stretches replaced: changed by chance from the first byte on, a text would die of its first line.

/// Each edit is two bytes for the place, one for how many bytes go, one for how many come, and those.
pub fn edited(text: &str, mut edits: &[u8]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    while let [high, low, gone, come, rest @ ..] = edits {
        let at = usize::from(u16::from_be_bytes([*high, *low])) % (bytes.len() + 1);
        let upto = (at + usize::from(*gone)).min(bytes.len());
        let (new, after) = rest.split_at(usize::from(*come).min(rest.len()));
        bytes.splice(at..upto, new.iter().copied());
        edits = after;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
