//! Sampling designs: where the underlying uniforms of the epistemic inputs come from.
//!
//! A design gives every address its own source of uniforms, by the address and never by its position, so that an
//! input more or less changes no other's draws. Correlations are laid over it in [`dependence`](super::dependence).
//! Shocks do not follow the design: they are always plain Monte Carlo ([`shocks`](super::shocks)).
//!
//! Scrambled Sobol points and Latin hypercubes come in [`RANDOMISATIONS`] independent randomisations: the points of one
//! are not independent of each other, so an error can be told from the differences between randomisations only (A. B.
//! Owen, 1997; P. L'Ecuyer, "Randomized quasi-Monte Carlo: an introduction for practitioners", 2018). Replicates
//! take turns by runs of [`RUN`], so that the first replicates of a longer run are those of the shorter.

pub use super::turns::{RANDOMISATIONS, RUN, place};
use super::{
    keyed::{Stream, open_unit},
    latin::LatinHypercube,
    sobol::Sobol,
    turns::TURN,
};

/// How replicates cover the unit cube of the inputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Design {
    /// Independent keyed random numbers.
    #[default]
    MonteCarlo,
    /// Sobol points with nested uniform scrambling for the addresses that own a dimension, keyed random numbers for
    /// the others.
    Sobol,
    /// Latin hypercubes.
    LatinHypercube {
        /// Replicates in all, which the strata depend on; rounded up by [`Design::replicates`].
        replicates: u64,
    },
}

impl Design {
    /// Name on the command line and in `summary.json`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Design::MonteCarlo => "mc",
            Design::Sobol => "sobol",
            Design::LatinHypercube { .. } => "lhs",
        }
    }

    /// Number of independent randomisations; `None` where every replicate is independent.
    #[must_use]
    pub const fn randomisations(self) -> Option<u64> {
        match self {
            Design::MonteCarlo => None,
            Design::Sobol | Design::LatinHypercube { .. } => Some(RANDOMISATIONS),
        }
    }

    /// How many replicates to compute when `asked` are asked for: all randomisations get the same number, in whole
    /// runs.
    #[must_use]
    pub const fn replicates(self, asked: u64) -> u64 {
        match self {
            Design::MonteCarlo => asked,
            Design::Sobol | Design::LatinHypercube { .. } => asked.div_ceil(TURN).saturating_mul(TURN),
        }
    }

    /// The uniforms of one address.
    #[must_use]
    pub fn source(self, seed: u64, address: &str) -> Source {
        let stream = Stream::new(seed, address);
        match self {
            Design::MonteCarlo => Source::Keyed(stream),
            Design::Sobol => Sobol::new(&stream, address)
                .map_or(Source::Keyed(stream), |points| Source::Sobol(Box::new(points))),
            Design::LatinHypercube { replicates } => {
                Source::LatinHypercube(Box::new(LatinHypercube::new(stream, replicates)))
            }
        }
    }
}

/// The underlying uniforms of one address under a design.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// Keyed random numbers.
    Keyed(Stream),
    /// Scrambled Sobol points.
    Sobol(Box<Sobol>),
    /// Points of Latin hypercubes.
    LatinHypercube(Box<LatinHypercube>),
}

impl Source {
    /// Uniforms in (0, 1) of the eight replicates from `first_replicate`, a multiple of 8.
    #[inline(always)]
    #[must_use]
    pub fn uniform8(&self, first_replicate: u64) -> [f64; 8] {
        match self {
            Source::Keyed(stream) => stream.uniform8(first_replicate, 0),
            Source::Sobol(points) => {
                let (randomisation, index) = place(first_replicate);
                let bits = points.bits8(randomisation, index);
                let mut out = [0.0; 8];
                for lane in 0..8 {
                    out[lane] = open_unit(bits[lane]);
                }
                out
            }
            Source::LatinHypercube(points) => {
                let (randomisation, index) = place(first_replicate);
                points.uniform8(randomisation, index, first_replicate)
            }
        }
    }
}
