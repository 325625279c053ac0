//! Scrambled Sobol points of one address.
//!
//! *Points*: I. M. Sobol, 1967, with the primitive polynomials and initial direction numbers of S. Joe and F. Y. Kuo,
//! "Constructing Sobol sequences with better two-dimensional projections", SIAM J. Sci. Comput. 30 (2008)
//! (`joe_kuo.txt`). The address in line n of `sobol_dimensions.txt` owns dimension n.
//!
//! *Scrambling*: nested uniform scrambling (A. B. Owen, "Randomly permuted (t,m,s)-nets and (t,s)-sequences", 1995;
//! "Scrambled net variance for integrals of smooth functions", 1997): every digit is flipped or not, at random, by the
//! digits before it. The flips come from a hash after S. Laine and T. Karras, "Stratified sampling for stochastic
//! transparency" (2011) and B. Burley, "Practical hash-based Owen scrambling" (2020): on the digits in reverse order,
//! adding a key, multiplying by an odd one and `x ^= x c` with even `c` each let a bit depend on itself and those
//! below it only. The constants are those found by N. Vegdahl, "Building a better LK hash" (2021). Beyond the 32nd
//! digit an Owen scramble's digits are independent coin tosses: they are a keyed hash of the digits before.

use super::{
    keyed::{Stream, open_unit},
    turns::RANDOMISATIONS,
};

/// The addresses that own a dimension, in the order of the dimensions.
const DIMENSIONS: &str = include_str!("sobol_dimensions.txt");
/// Polynomials and direction numbers from dimension 2 on.
const JOE_KUO: &str = include_str!("joe_kuo.txt");
/// Index of a stream at which the keys of the scrambles lie, and the one after it; draws lie at 0.
const KEYS: u64 = 1;

/// The lines of a data file that are no comments.
fn rows(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// The addresses that own a dimension, the first dimension first.
pub fn dimensions() -> impl Iterator<Item = &'static str> {
    rows(DIMENSIONS)
}

/// The 32 direction numbers of a dimension, counted from 0: `directions[j]` is XORed in where bit j of the index is
/// set, its digits in reverse order (the first digit after the point is bit 0). `None` beyond the table.
fn directions(dimension: usize) -> Option<[u32; 32]> {
    let mut v = [0_u32; 32];
    if dimension == 0 {
        for (j, v) in v.iter_mut().enumerate() {
            *v = 1 << j;
        }
        return Some(v);
    }
    let numbers: Vec<u32> = rows(JOE_KUO)
        .nth(dimension - 1)?
        .split(' ')
        .map(|number| number.parse().ok())
        .collect::<Option<_>>()?;
    let [_, degree, inner, ref initial @ ..] = numbers[..] else { return None };
    let s = degree as usize;
    if initial.len() != s || s == 0 || s > 31 {
        return None;
    }
    // Joe and Kuo (2003), equation (2), on numbers scaled by 2^32.
    for j in 0..32 {
        v[j] = if j < s {
            initial[j] << (31 - j)
        } else {
            let mut next = v[j - s] ^ (v[j - s] >> s);
            for k in 1..s {
                if (inner >> (s - 1 - k)) & 1 == 1 {
                    next ^= v[j - k];
                }
            }
            next
        };
    }
    Some(v.map(u32::reverse_bits))
}

/// The keys of one scramble: added, multiplied by (made odd), and that of the digits beyond the 32nd.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(align(16))]
struct Keys {
    add: u32,
    multiply: u32,
    rest: u32,
}

/// The scrambled points of one address in all randomisations.
#[derive(Clone, Debug, PartialEq)]
pub struct Sobol {
    directions: [u32; 32],
    keys: [Keys; RANDOMISATIONS as usize],
}

impl Sobol {
    /// The points of an address; `None` if it owns no dimension.
    ///
    /// The keys are the bits of the address's stream at replicate = randomisation, index 1 and 2: they know the
    /// address and not its dimension.
    #[must_use]
    pub fn new(stream: &Stream, address: &str) -> Option<Self> {
        Self::of_dimension(stream, dimensions().position(|owner| owner == address)?)
    }

    /// The points of a dimension, counted from 0, under the keys of a stream; `None` beyond the table of direction
    /// numbers.
    #[must_use]
    pub fn of_dimension(stream: &Stream, dimension: usize) -> Option<Self> {
        let directions = directions(dimension)?;
        let mut keys = [Keys::default(); RANDOMISATIONS as usize];
        for (randomisation, keys) in (0..).zip(keys.iter_mut()) {
            let first = stream.bits(randomisation, KEYS);
            let rest = (stream.bits(randomisation, KEYS + 1) >> 32) as u32;
            *keys = Keys { add: first as u32, multiply: (first >> 32) as u32 | 1, rest };
        }
        Some(Self { directions, keys })
    }

    /// A point of a randomisation, in (0, 1).
    #[must_use]
    pub fn uniform(&self, randomisation: usize, index: u64) -> f64 {
        open_unit(self.bits8(randomisation, index / 8 * 8)[(index % 8) as usize])
    }

    /// 64 random bits, the first digits of the points `index` to `index + 7` of a randomisation, `index` a multiple of
    /// 8. Points repeat after 2^32.
    #[inline(always)]
    #[must_use]
    pub fn bits8(&self, randomisation: usize, index: u64) -> [u64; 8] {
        debug_assert!(index.is_multiple_of(8));
        let keys = &self.keys[randomisation % RANDOMISATIONS as usize];
        let index = index as u32;
        let mut base = 0;
        for j in 3..32 {
            base ^= self.directions[j] & 0_u32.wrapping_sub((index >> j) & 1);
        }
        let [a, b, c] = [self.directions[0], self.directions[1], self.directions[2]];
        let lanes = [0, a, b, a ^ b, c, c ^ a, c ^ b, c ^ a ^ b];
        let mut out = [0; 8];
        for lane in 0..8 {
            let digits = scramble(base ^ lanes[lane], keys);
            out[lane] = (u64::from(digits.reverse_bits()) << 32) | u64::from(beyond(digits, keys));
        }
        out
    }
}

/// An Owen scramble of digits in reverse order.
#[inline(always)]
fn scramble(digits: u32, keys: &Keys) -> u32 {
    let mut x = digits;
    x ^= x.wrapping_mul(0x3d20_adea);
    x = x.wrapping_add(keys.add);
    x = x.wrapping_mul(keys.multiply);
    x ^= x.wrapping_mul(0x0552_6c56);
    x ^= x.wrapping_mul(0x53a2_2864);
    x
}

/// The digits after 32 scrambled ones: the finaliser of MurmurHash3 (A. Appleby, 2011) under a key.
#[inline(always)]
fn beyond(digits: u32, keys: &Keys) -> u32 {
    let mut x = digits ^ keys.rest;
    x = (x ^ (x >> 16)).wrapping_mul(0x85eb_ca6b);
    x = (x ^ (x >> 13)).wrapping_mul(0xc2b2_ae35);
    x ^ (x >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys as a stream gives them.
    fn keys(seed: u64) -> Keys {
        let stream = Stream::new(seed, "keys");
        let bits = stream.bits(0, 0);
        Keys { add: bits as u32, multiply: (bits >> 32) as u32 | 1, rest: stream.bits(0, 1) as u32 }
    }

    #[test]
    fn every_line_has_directions_with_a_triangular_matrix() {
        for dimension in 0..256 {
            let directions = directions(dimension).expect("in the table");
            for (j, v) in directions.into_iter().enumerate() {
                // In reverse order: bit j is set and none above it, so any 2^k points fill all 2^k intervals.
                assert_eq!(v >> j, 1, "dimension {dimension}, direction {j}");
            }
        }
        assert!(directions(256).is_none());
        assert!(dimensions().count() <= 256);
    }

    /// The points before scrambling against the crate `sobol`, which shares no code with ours.
    #[test]
    fn points_are_those_of_an_independent_implementation() {
        use sobol::{Sobol as Theirs, params::JoeKuoD6};
        let theirs = Theirs::<u32>::new(256, &JoeKuoD6::standard());
        let ours: Vec<[u32; 32]> = (0..256).map(|d| directions(d).expect("in the table")).collect();
        for (n, point) in (0_u32..300).zip(theirs) {
            // Theirs comes in the order of the Gray code.
            let gray = n ^ (n >> 1);
            for (v, theirs) in ours.iter().zip(point) {
                let digits = (0..32).filter(|j| (gray >> j) & 1 == 1).fold(0, |x, j| x ^ v[j]);
                assert_eq!(digits.reverse_bits(), theirs, "point {n}");
            }
        }
    }

    #[test]
    fn scrambling_is_nested_and_flips_half() {
        let trials = 4000_u64;
        // Digits 0 ... d - 1 in common: the same digits before d come out, and whether digit d flips is a coin toss.
        for (x, d) in [(0_u32, 0), (0, 1), (5, 3), (0x1234, 8), (0xdead_beef, 12), (7, 20), (1, 31)] {
            let (mut flips, mut agree) = (0_u64, 0_u64);
            for seed in 0..trials {
                let keys = keys(seed);
                let low = (1_u32 << d) - 1;
                let (a, b) = (scramble(x & !(1 << d), &keys), scramble(x | (1 << d), &keys));
                assert_eq!((a ^ b) & low, 0, "digits before {d} depend on it");
                assert_eq!(((a ^ b) >> d) & 1, 1, "digit {d} is permuted");
                flips += u64::from((a >> d) & 1);
                // Another path to the same digit: its flip is independent.
                if d > 0 {
                    let other = scramble((x & !(1 << d)) ^ 1 << (d - 1), &keys);
                    agree += u64::from(((a ^ other) >> d) & 1);
                }
            }
            // Five standard deviations of a fair coin.
            let allowed = 2.5 * (trials as f64).sqrt();
            let off = |count: u64| (count as f64 - trials as f64 / 2.0).abs();
            assert!(off(flips) < allowed, "digit {d} of {x:x}: {flips} flips");
            assert!(d == 0 || off(agree) < allowed, "digit {d} of {x:x}: {agree} differ on another path");
        }
    }
}
