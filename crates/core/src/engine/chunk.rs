//! How many replicates go together.

use crate::model::{lanes::LANES, sheet::GROUP};

/// Replicates in a chunk: what one task of a thread computes. Part of the contract of the bytes.
pub const CHUNK: u64 = 64;

/// Replicates of a group.
pub(super) const TOGETHER: u64 = (GROUP * LANES) as u64;
