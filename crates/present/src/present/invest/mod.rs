//! What to buy first in words: the answer of `drawdown invest` on the terminal and in its `briefing.md`.

mod further;
mod limits;
mod sentences;
mod several;
pub mod words;

pub use self::limits::{bounds, must, unspent};
use self::sentences::sentences;
use super::{grammar::wrap, text::broken::WIDTH};
use crate::store::invest::InvestSummary;

/// What the option readiness is called.
pub const READINESS: &str = "Readiness of what is there";
/// What the option people is called.
pub const PEOPLE: &str = "People: recruits and instructors";
/// What the option pool is called.
pub const POOL: &str = "More for planners to share out";

/// A policy: efficiency is raised to 1.2 where it is less.
pub const BUY_JOINTLY: &str = "Joint buying (efficiency at least 1.2)";
/// An orderly departure.
pub const ORDERLY: &str = "An orderly process, announced early, allies informed";
/// Enablers stay.
pub const KEEP_ENABLERS: &str = "Keeping all enablers";
/// Allies commit more.
pub const COMMIT_MORE: &str = "Committing 5 points more of allies' ready forces (at most all)";

/// Lines of the answer, at most.
pub const LINES: usize = 10;

/// All that is to be said, in order.
#[must_use]
pub fn everything(summary: &InvestSummary) -> Vec<String> {
    sentences(summary).into_iter().map(|said| said.text).collect()
}

/// The answer in lines: what matters most first of all, then of the rest what still fits into [`LINES`] of them, in their order.
#[must_use]
pub fn lines(summary: &InvestSummary) -> Vec<String> {
    let said = sentences(summary);
    let set =
        |kept: &[usize]| -> Vec<String> { kept.iter().flat_map(|&at| wrap(&said[at].text, WIDTH)).collect() };
    let mut by_weight: Vec<usize> = (0..said.len()).collect();
    by_weight.sort_by_key(|&at| std::cmp::Reverse(said[at].weight));
    let mut kept: Vec<usize> = Vec::new();
    for at in by_weight {
        let place = kept.partition_point(|&other| other < at);
        kept.insert(place, at);
        if set(&kept).len() > LINES && kept.len() > 1 {
            kept.remove(place);
        }
    }
    set(&kept).into_iter().take(LINES).collect()
}
