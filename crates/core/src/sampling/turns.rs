//! How replicates take turns between the randomisations of a design.

/// Independent randomisations of a design that is not plain Monte Carlo. Part of the contract of the bytes.
pub const RANDOMISATIONS: u64 = 16;

/// Replicates in a row that belong to one randomisation. Part of the contract of the bytes.
pub const RUN: u64 = 64;

/// Replicates of one turn through all randomisations.
pub(super) const TURN: u64 = RUN * RANDOMISATIONS;

/// The randomisation of a replicate and its point in it: replicate r is point `(r / 1024) 64 + r mod 64` of
/// randomisation `(r / 64) mod 16`.
#[inline(always)]
#[must_use]
pub const fn place(replicate: u64) -> (usize, u64) {
    (((replicate / RUN) % RANDOMISATIONS) as usize, (replicate / TURN) * RUN + replicate % RUN)
}
