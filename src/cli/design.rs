//! Sampling designs as they are asked for.

use clap::ValueEnum;

use crate::{present::grouped, sampling::design::Design};

/// How replicates cover the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DesignName {
    /// Plain Monte Carlo: independent draws
    Mc,
    /// Latin hypercubes: every input evenly covered
    Lhs,
    /// Scrambled Sobol points: inputs evenly covered together
    Sobol,
}

impl DesignName {
    /// The design, of so many replicates where that matters.
    pub(super) fn of(self, replicates: u64) -> Design {
        match self {
            Self::Mc => Design::MonteCarlo,
            Self::Sobol => Design::Sobol,
            Self::Lhs => Design::LatinHypercube { replicates },
        }
    }
}

/// That a design takes more replicates than were asked for, where it does.
pub(super) fn rounded(asked: u64, design: Design) -> Option<String> {
    let (needed, turns) = (design.replicates(asked), design.replicates(1));
    let [needed, asked, turns] = [needed, asked, turns].map(grouped);
    (needed != asked)
        .then(|| format!("{needed} runs instead of {asked}: the design takes them in turns of {turns}"))
}
