//! SplitMix64 (Steele, Lea and Flood 2014): a few lines that give the same answer sheets on every machine and in
//! every version of every library.

pub struct Chance(pub u64);

impl Chance {
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to just below. The bias of the remainder is far too small to matter here.
    pub fn below(&mut self, end: usize) -> usize {
        (self.number() % end as u64) as usize
    }

    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    pub fn pick<T: Copy>(&mut self, among: &[T]) -> T {
        among[self.below(among.len())]
    }

    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }
}

/// The first numbers after seed 1234567, as printed with the reference implementation.
#[test]
fn the_generator_is_the_published_one() {
    let mut chance = Chance(1_234_567);
    assert_eq!(chance.number(), 6_457_827_717_110_365_317);
    assert_eq!(chance.number(), 3_203_168_211_198_807_973);
}
