//! Which replicates of a group count: those whose draws are valid, but for those that are left out.

use crate::model::{lanes::M8, sheet::GROUP};

/// Lanes that count in the blocks of a group.
pub type Live = [M8; GROUP];

/// Whether all lanes of a group count, as nearly always.
#[inline(always)]
#[must_use]
pub fn all_count(live: &Live) -> bool {
    live.iter().all(|live| live.all())
}
