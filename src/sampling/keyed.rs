//! Random numbers by address: any number of any stream can be had at any time, in any order, on any thread.
//!
//! The generator is Philox4x32-10 (J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, 2011, "Parallel random numbers:
//! as easy as 1, 2, 3"): a keyed bijection of a counter. Key: 64 bits of SHA-256 over the seed and the address; counter:
//! the replicate and an index (a calendar year for shocks).

use std::convert::Infallible;

use rand::TryRng;
use sha2::{Digest, Sha256};

const MULTIPLY: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];

/// Ten rounds of Philox4x32.
#[inline(always)]
fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for _ in 0..10 {
        let a = u64::from(MULTIPLY[0]) * u64::from(counter[0]);
        let b = u64::from(MULTIPLY[1]) * u64::from(counter[2]);
        counter = [
            (b >> 32) as u32 ^ counter[1] ^ key[0],
            b as u32,
            (a >> 32) as u32 ^ counter[3] ^ key[1],
            a as u32,
        ];
        key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
    }
    counter
}

/// All random numbers of one address under one seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    key: [u32; 2],
}

impl Stream {
    /// The stream of an address (`required[land_manoeuvre]`, `gdp_ally[DEU]`). Its text is part of the contract of the
    /// bytes.
    #[must_use]
    pub fn new(seed: u64, address: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"drawdown stream 1\0");
        hash.update(seed.to_le_bytes());
        hash.update(address.as_bytes());
        let digest = hash.finalize();
        let word = |i: usize| u32::from_le_bytes([digest[i], digest[i + 1], digest[i + 2], digest[i + 3]]);
        Self { key: [word(0), word(4)] }
    }

    /// 64 random bits. Two consecutive even and odd indices share one call of the generator.
    #[inline(always)]
    #[must_use]
    pub fn bits(self, replicate: u64, index: u32) -> u64 {
        let words = philox([replicate as u32, (replicate >> 32) as u32, index >> 1, 0], self.key);
        let (low, high) = if index & 1 == 0 { (words[0], words[1]) } else { (words[2], words[3]) };
        u64::from(high) << 32 | u64::from(low)
    }

    /// A uniform number, never 0 and never 1: the middle of one of 2^52 equal intervals.
    #[inline(always)]
    #[must_use]
    pub fn uniform(self, replicate: u64, index: u32) -> f64 {
        uniform_from_bits(self.bits(replicate, index))
    }

    /// [`Stream::uniform`] of eight consecutive replicates.
    #[inline(always)]
    #[must_use]
    pub fn uniform8(self, first_replicate: u64, index: u32) -> [f64; 8] {
        let mut out = [0.0; 8];
        for (lane, out) in out.iter_mut().enumerate() {
            *out = self.uniform(first_replicate + lane as u64, index);
        }
        out
    }

    /// The stream as a generator for the `rand` crates, starting at a replicate.
    #[must_use]
    pub fn generator(self, replicate: u64) -> KeyedRng {
        KeyedRng { stream: self, replicate, index: 0 }
    }
}

#[inline(always)]
fn uniform_from_bits(bits: u64) -> f64 {
    ((bits >> 12) as f64 + 0.5) * (1.0 / 4_503_599_627_370_496.0)
}

/// The numbers of one stream and replicate in a row, for anything that takes a generator of the `rand` crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyedRng {
    stream: Stream,
    replicate: u64,
    index: u32,
}

impl TryRng for KeyedRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|bits| (bits >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let bits = self.stream.bits(self.replicate, self.index);
        self.index = self.index.wrapping_add(1);
        if self.index == 0 {
            self.replicate = self.replicate.wrapping_add(1);
        }
        Ok(bits)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let bits = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(&bits[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn philox_gives_the_known_answers() {
        // From the file kat_vectors of the authors' Random123 library.
        assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(
            philox([u32::MAX; 4], [u32::MAX; 2]),
            [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
        );
        assert_eq!(
            philox([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    #[test]
    fn uniforms_are_uniform_and_inside() {
        let stream = Stream::new(1, "test");
        let n = 100_000;
        let mut counts = [0_u32; 100];
        for replicate in 0..n {
            let u = stream.uniform(replicate, 2031);
            assert!(u > 0.0 && u < 1.0);
            counts[(u * 100.0) as usize] += 1;
        }
        let chi: f64 = counts.iter().map(|&c| (f64::from(c) - 1000.0).powi(2) / 1000.0).sum();
        // 0.01 % and 99.99 % quantiles of chi-square with 99 degrees of freedom.
        assert!((54.0..158.0).contains(&chi), "{chi}");
        assert_eq!(uniform_from_bits(0), 0.5 / 4_503_599_627_370_496.0);
        assert!(uniform_from_bits(u64::MAX) < 1.0);
    }

    #[test]
    fn a_number_depends_on_its_address_alone() {
        let a = Stream::new(1, "growth[DEU]");
        assert_eq!(a.uniform8(16, 3)[5], a.uniform(21, 3));
        assert_ne!(a.uniform(0, 0), Stream::new(1, "growth[FRA]").uniform(0, 0));
        assert_ne!(a.uniform(0, 0), Stream::new(2, "growth[DEU]").uniform(0, 0));
        assert_ne!(a.uniform(0, 0), a.uniform(0, 1));
        assert_ne!(a.uniform(0, 0), a.uniform(1 << 32, 0));
    }
}
