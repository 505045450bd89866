//! Repeatable chance: the same seed gives the same numbers on every machine and in every year. Only whole-number
//! arithmetic and exact decimal steps are used, because logarithms and sines may differ in the last digit between
//! systems.

/// A stream of numbers. SplitMix64 (Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// A stream of its own for each `part` of each numbered thing, so that a change in one table leaves the others
    /// alone.
    pub fn new(seed: u64, number: u64, part: u64) -> Chance {
        let mut mixed = Chance(seed);
        let mut mixed = Chance(mixed.next() ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        Chance(mixed.next() ^ part.wrapping_mul(0xD1B5_4A32_D192_ED03))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A whole number from 0 up to, but not including, `limit`.
    pub fn below(&mut self, limit: u32) -> u32 {
        let scaled = (self.next() >> 32) * u64::from(limit);
        (scaled >> 32) as u32
    }

    /// A whole number from `lowest` to `highest`, both included.
    pub fn between(&mut self, lowest: i32, highest: i32) -> i32 {
        lowest + self.below((highest - lowest + 1) as u32) as i32
    }

    /// True in so many of a thousand cases.
    pub fn happens(&mut self, in_a_thousand: u32) -> bool {
        self.below(1000) < in_a_thousand
    }

    /// Bell-shaped, mean 0, standard deviation 1, never beyond 6: the sum of twelve even draws.
    pub fn bell(&mut self) -> f64 {
        let sum: u32 = (0..6).map(|_| self.two_draws()).sum();
        f64::from(sum) / 65536.0 - 6.0
    }

    fn two_draws(&mut self) -> u32 {
        let bits = self.next();
        ((bits >> 48) as u32) + ((bits >> 32) as u32 & 0xFFFF)
    }

    /// One of the choices, each as likely as its weight says.
    pub fn weighted<T: Copy>(&mut self, choices: &[(T, u32)]) -> T {
        let total: u32 = choices.iter().map(|choice| choice.1).sum();
        let mut left = self.below(total);
        for &(choice, weight) in choices {
            if left < weight {
                return choice;
            }
            left -= weight;
        }
        choices[choices.len() - 1].0
    }

    /// One of the choices, all equally likely.
    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u32) as usize]
    }
}
