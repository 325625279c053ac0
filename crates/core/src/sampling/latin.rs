//! Latin hypercube samples of one address (M. D. McKay, R. J. Beckman and W. J. Conover, "A comparison of three
//! methods for selecting values of input variables", Technometrics 21, 1979): each of n equal strata holds one point.
//!
//! Point i lies in stratum pi(i), pi a keyed permutation: a bijection of the next power of two, by a hash of invertible
//! steps (A. Kensler, "Correlated multi-jittered sampling", 2013), with cycle walking to stay below n (J. Black and
//! P. Rogaway, "Ciphers with arbitrary finite domains", 2002). Nothing is stored by point.

use super::{
    keyed::{Stream, open_unit},
    turns::{RANDOMISATIONS, RUN},
};

/// Index of a stream at which the keys of the permutations lie, and the ones after it; the jitter lies at 0.
const KEYS: u64 = 3;
/// Rounds of the permutation.
const ROUNDS: usize = 6;
/// Most points of a randomisation.
const MOST: u64 = 1 << 31;

/// The points of one address in all randomisations.
#[derive(Clone, Debug, PartialEq)]
pub struct LatinHypercube {
    stream: Stream,
    /// Number of strata.
    size: u32,
    /// Bits of the power of two at or above it.
    bits: u32,
    /// Strata as a part of that power of two.
    part: f64,
    keys: [[u64; ROUNDS]; RANDOMISATIONS as usize],
}

impl LatinHypercube {
    /// The points of an address (by its stream) for `replicates` in all.
    #[must_use]
    pub fn new(stream: Stream, replicates: u64) -> Self {
        let size = replicates.div_ceil(RANDOMISATIONS).next_multiple_of(RUN).clamp(RUN, MOST);
        let bits = size.next_power_of_two().trailing_zeros();
        let mut keys = [[0; ROUNDS]; RANDOMISATIONS as usize];
        for (randomisation, keys) in (0..).zip(keys.iter_mut()) {
            for (round, key) in (KEYS..).zip(keys.iter_mut()) {
                *key = stream.bits(randomisation, round);
            }
        }
        // At most 2^31: exact.
        Self { stream, size: size as u32, bits, part: size as f64 / (1_u64 << bits) as f64, keys }
    }

    /// A bijection of the numbers of `bits` bits.
    #[inline(always)]
    fn mix(&self, mut x: u32, keys: &[u64; ROUNDS]) -> u32 {
        let mask = (1 << self.bits) - 1;
        let half = self.bits.div_ceil(2);
        for key in keys {
            x = (x ^ (*key as u32)) & mask;
            x = x.wrapping_mul((*key >> 32) as u32 | 1) & mask;
            x ^= x >> half;
        }
        x
    }

    /// Points `index` to `index + 7` of a randomisation, `index` a multiple of 8; `first_replicate` addresses the
    /// place within the stratum. Points repeat after the size.
    #[inline(always)]
    #[must_use]
    pub fn uniform8(&self, randomisation: usize, index: u64, first_replicate: u64) -> [f64; 8] {
        let keys = &self.keys[randomisation % RANDOMISATIONS as usize];
        let first = (index % u64::from(self.size)) as u32;
        let mut strata = [0_u32; 8];
        for lane in 0..8 {
            strata[lane] = self.mix(first + lane as u32, keys);
        }
        // Fewer than half of the numbers are too large, and the cycle comes back to a small one.
        loop {
            let mut largest = 0;
            for stratum in strata {
                largest = if stratum > largest { stratum } else { largest };
            }
            if largest < self.size {
                break;
            }
            for lane in 0..8 {
                let next = self.mix(strata[lane], keys);
                strata[lane] = if strata[lane] < self.size { strata[lane] } else { next };
            }
        }
        let within = self.stream.bits8(first_replicate, 0);
        let mut out = [0.0; 8];
        for lane in 0..8 {
            // Stratum and the bits of the jitter behind it: a number of (0, part), and the quotient below 1, for the
            // part is at most 1 and the number at most part - 2^-53.
            let digits = (u64::from(strata[lane]) << (64 - self.bits)) | (within[lane] >> self.bits);
            out[lane] = open_unit(digits) / self.part;
        }
        out
    }
}
