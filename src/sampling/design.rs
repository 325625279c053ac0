//! Sampling designs: where the underlying uniforms of the epistemic inputs come from.
//!
//! A design gives every address its own source of uniforms, by the address and never by its position, so that an
//! input more or less changes no other's draws. Correlations are laid over it in [`dependence`](super::dependence).
//! Shocks do not follow the design: they are always plain Monte Carlo ([`shocks`](super::shocks)).

use super::keyed::Stream;

/// How replicates cover the unit cube of the inputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Design {
    /// Independent keyed random numbers.
    #[default]
    MonteCarlo,
}

impl Design {
    /// The uniforms of one address.
    #[must_use]
    pub fn source(self, seed: u64, address: &str) -> Source {
        match self {
            Design::MonteCarlo => Source::Keyed(Stream::new(seed, address)),
        }
    }
}

/// The underlying uniforms of one address under a design.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Source {
    /// Keyed random numbers.
    Keyed(Stream),
}

impl Source {
    /// Uniforms in (0, 1) of the eight replicates from `first_replicate`, a multiple of 8.
    #[inline(always)]
    #[must_use]
    pub fn uniform8(&self, first_replicate: u64) -> [f64; 8] {
        match self {
            Source::Keyed(stream) => stream.uniform8(first_replicate, 0),
        }
    }
}
