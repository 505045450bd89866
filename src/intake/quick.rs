//! A quick way to hash short ids and small numbers. The hashes decide only where a map keeps an entry: no map is ever
//! read out in its own order, and ids come from the service itself, so nobody gains by making them collide.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hash, Hasher};

pub(super) type QuickMap<K, V> = HashMap<K, V, BuildHasherDefault<QuickHasher>>;

pub(super) type QuickSet<K> = HashSet<K, BuildHasherDefault<QuickHasher>>;

/// Mixes eight bytes at a time by multiplication and rotation.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct QuickHasher(u64);

/// An odd number without a pattern: 2⁶⁴ divided by the golden ratio.
const MIXER: u64 = 0x9E37_79B9_7F4A_7C15;

impl QuickHasher {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(MIXER);
    }
}

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.mix(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, number: u8) {
        self.mix(u64::from(number));
    }

    fn write_u32(&mut self, number: u32) {
        self.mix(u64::from(number));
    }

    fn write_i32(&mut self, number: i32) {
        self.mix(u64::from(number.cast_unsigned()));
    }

    fn write_u64(&mut self, number: u64) {
        self.mix(number);
    }

    fn write_usize(&mut self, number: usize) {
        self.mix(number as u64);
    }

    /// The upper bits are mixed best, and a map looks at both ends.
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

/// Whether two texts are the same. Ids, days and codes are short, and to ask the system's own comparison would take longer
/// than the comparison.
pub(super) fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    match one.len() {
        0..4 => one.iter().eq(other),
        4..8 => one.first_chunk::<4>() == other.first_chunk() && one.last_chunk::<4>() == other.last_chunk(),
        8..=16 => one.first_chunk::<8>() == other.first_chunk() && one.last_chunk::<8>() == other.last_chunk(),
        _ => one == other,
    }
}

/// The hash of one value.
pub(super) fn hash_of(value: &impl Hash) -> u64 {
    let mut hasher = QuickHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn texts_are_the_same_only_where_every_byte_is() {
        let text = "P00012345, T0678, 2026";
        for length in 0..=text.len() {
            let one = &text[..length];
            let copy = one.to_owned();
            assert!(same(one, &copy));
            assert!(!same(one, &format!("{one}x")));
            for at in 0..length {
                let other = format!("{}~{}", &one[..at], &one[at + 1..]);
                assert!(!same(one, &other), "{one} {other}");
            }
        }
    }

    #[test]
    fn ids_that_differ_in_one_character_are_spread_well() {
        let ids = || (0..20_000).map(|number| hash_of(&format!("Q{number:06}").as_str()));
        assert_eq!(ids().collect::<BTreeSet<_>>().len(), 20_000);
        let low: BTreeSet<u64> = ids().map(|hash| hash % 32_768).collect();
        // Chance alone would fill about 14,970 of the 32,768 places.
        assert!(low.len() > 13_500, "{}", low.len());
        let high: BTreeSet<u64> = ids().map(|hash| hash >> 49).collect();
        assert!(high.len() > 13_500, "{}", high.len());
    }
}
