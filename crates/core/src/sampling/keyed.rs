//! Keyed, counter-based random numbers: a draw is a function of (seed, address, replicate, index) and of nothing else.
//!
//! The generator is Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3",
//! SC 2011: a bijection of a 128-bit counter under a 64-bit key. The key is a hash of the seed and of the address, the
//! counter holds replicate and index. Two neighbouring replicates share one call of Philox, which gives two 64-bit
//! words: even replicates take the first. All this is part of the contract of the bytes.

use std::convert::Infallible;

use rand::TryRng;
use sha2::{Digest, Sha256};

/// Separates these hashes from any other use of the same seed and text.
const DOMAIN: &[u8] = b"drawdown stream 1\n";

const MULTIPLIERS: [u64; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: usize = 10;
/// The lower half of a word.
const LOW: u64 = 0xFFFF_FFFF;

/// Philox4x32-10 of `N` counters under one key. The four words of a counter stand in the lower halves of `counter[0..4]`,
/// one lane a counter, since vector units multiply 32-bit numbers to 64 bits in 64-bit lanes.
#[inline(always)]
pub(super) fn philox<const N: usize>(mut counter: [[u64; N]; 4], mut key: [u32; 2]) -> [[u64; N]; 4] {
    for round in 0..ROUNDS {
        if round > 0 {
            key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
        }
        let (k0, k1) = (u64::from(key[0]), u64::from(key[1]));
        let mut next = [[0; N]; 4];
        for lane in 0..N {
            let first = (counter[0][lane] & LOW) * MULTIPLIERS[0];
            let second = (counter[2][lane] & LOW) * MULTIPLIERS[1];
            next[0][lane] = (second >> 32) ^ counter[1][lane] ^ k0;
            next[1][lane] = second & LOW;
            next[2][lane] = (first >> 32) ^ counter[3][lane] ^ k1;
            next[3][lane] = first & LOW;
        }
        counter = next;
    }
    counter
}

/// The number in (0, 1) of 64 random bits: `((bits >> 12) + 1/2) 2^-52`, exact.
#[inline(always)]
pub(super) fn open_unit(bits: u64) -> f64 {
    // 1.mantissa less 1, plus half a step: the result is representable, so the one subtraction is exact.
    f64::from_bits((bits >> 12) | (1023 << 52)) - (1.0 - f64::EPSILON / 2.0)
}

/// The random numbers of one address under one seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    key: [u32; 2],
}

impl Stream {
    /// The stream of `address` (an [`Address`](crate::scenario::address::Address) as text, or the name of a shock).
    ///
    /// The key is the first eight bytes of SHA-256 over a tag, the seed (eight bytes, little-endian) and the text.
    /// Two streams of some thousands coincide with probability below 1e-12.
    #[must_use]
    pub fn new(seed: u64, address: &str) -> Self {
        let hash = Sha256::new()
            .chain_update(DOMAIN)
            .chain_update(seed.to_le_bytes())
            .chain_update(address)
            .finalize();
        let word = |at: usize| u32::from_le_bytes([hash[at], hash[at + 1], hash[at + 2], hash[at + 3]]);
        Self { key: [word(0), word(4)] }
    }

    /// 64 random bits of a replicate. `index` is a calendar year for shocks and 0 for inputs.
    #[inline(always)]
    #[must_use]
    pub fn bits(&self, replicate: u64, index: u64) -> u64 {
        let pair = replicate >> 1;
        let [a, b, c, d] =
            philox([[pair & LOW], [pair >> 32], [index & LOW], [index >> 32]], self.key).map(|word| word[0]);
        if replicate & 1 == 0 { a | (b << 32) } else { c | (d << 32) }
    }

    /// A number in (0, 1), never an end: an odd multiple of 2^-53.
    #[inline(always)]
    #[must_use]
    pub fn uniform(&self, replicate: u64, index: u32) -> f64 {
        open_unit(self.bits(replicate, u64::from(index)))
    }

    /// [`Stream::bits`] of the eight replicates from `first_replicate`, a multiple of 8: the same bytes.
    #[inline(always)]
    #[must_use]
    pub fn bits8(&self, first_replicate: u64, index: u32) -> [u64; 8] {
        debug_assert!(first_replicate.is_multiple_of(8));
        let pair = first_replicate >> 1;
        // The pair number of a block is a multiple of 4: adding the lane cannot carry into the upper word.
        let mut counter = [[0; 4], [pair >> 32; 4], [u64::from(index); 4], [0; 4]];
        for (lane, word) in counter[0].iter_mut().enumerate() {
            *word = (pair & LOW) | lane as u64;
        }
        let words = philox(counter, self.key);
        let mut out = [0; 8];
        for lane in 0..4 {
            out[2 * lane] = words[0][lane] | (words[1][lane] << 32);
            out[2 * lane + 1] = words[2][lane] | (words[3][lane] << 32);
        }
        out
    }

    /// [`Stream::uniform`] of the eight replicates from `first_replicate`, a multiple of 8: the same bytes.
    #[inline(always)]
    #[must_use]
    pub fn uniform8(&self, first_replicate: u64, index: u32) -> [f64; 8] {
        let bits = self.bits8(first_replicate, index);
        let mut out = [0.0; 8];
        for lane in 0..8 {
            out[lane] = open_unit(bits[lane]);
        }
        out
    }

    /// A generator with `rand`'s traits that runs through the indices of one replicate.
    #[must_use]
    pub fn rng(self, replicate: u64) -> KeyedRng {
        KeyedRng { stream: self, replicate, next: 0 }
    }
}

/// `rand`'s view of a [`Stream`] at one replicate: its n-th 64-bit number is `stream.bits(replicate, n)`.
///
/// For distributions that consume a varying number of random numbers; the simulator itself draws by
/// [`Stream::uniform`] and quantile functions.
#[derive(Clone, Debug)]
pub struct KeyedRng {
    stream: Stream,
    replicate: u64,
    next: u64,
}

impl TryRng for KeyedRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        // The upper half, which is what `open_unit` keeps.
        self.try_next_u64().map(|bits| (bits >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let bits = self.stream.bits(self.replicate, self.next);
        self.next += 1;
        Ok(bits)
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        for chunk in dst.chunks_mut(8) {
            let bytes = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}
