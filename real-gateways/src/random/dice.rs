//! Numbers that look random and are the same for the same seed.

/// SplitMix64: <https://prng.di.unimi.it/splitmix64.c>.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One of `0..end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let number = usize::try_from(self.next() >> 33).unwrap_or_default();
        number % end.max(1)
    }

    /// Whether something happens that does so often of a hundred times.
    pub(super) fn happens(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(super) fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    /// So many of these, in an order of their own, each once.
    pub(super) fn some<'a>(&mut self, count: usize, of: &[&'a str]) -> Vec<&'a str> {
        let mut left = of.to_vec();
        let mut taken = Vec::new();
        while taken.len() < count && !left.is_empty() {
            taken.push(left.swap_remove(self.below(left.len())));
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn a_seed_gives_its_numbers_and_no_others() {
        let throw = |seed| {
            let mut dice = Dice::new(seed);
            [0; 20].map(|_| dice.below(1000))
        };
        assert_eq!(throw(1), throw(1));
        assert_ne!(throw(1), throw(2));
        let mut taken = Dice::new(3).some(3, &["a", "b", "c"]);
        taken.sort_unstable();
        assert_eq!(taken, ["a", "b", "c"]);
    }
}
