//! Section 9, the index of a quarter: what is lost of the requirement, over all domains by their weight.

use std::ops::Range;

use super::{
    frame::Frame,
    lanes::{F8, M8},
    layout::{Inputs, K},
    supply::Supply,
};
use crate::scenario::names::Name;

/// First quarter that counts for headlines.
pub const HEADLINE_FROM: usize = 4;

/// What is lost of a requirement of which `met` can be met: `1 - coverage`; nothing where there is none.
#[inline(always)]
pub(super) fn lost(some: M8, met: F8) -> F8 {
    some.keep((F8::ONE - met).max(F8::ZERO))
}

/// What a quarter counts in the mean of its year.
#[inline(always)]
pub(super) fn part_of_year(quarters: usize, q: usize) -> F8 {
    F8::splat(1.0 / (quarters - (q / 4) * 4).min(4) as f64)
}

/// What a quarter counts in a headline.
#[inline(always)]
pub(super) fn part_of_headline(quarters: usize, q: usize) -> F8 {
    F8::splat(if q >= HEADLINE_FROM { 1.0 / (quarters - HEADLINE_FROM) as f64 } else { 0.0 })
}

/// One by the sum of the weights.
#[inline(always)]
pub(super) fn inverse_weight(inputs: &Inputs) -> F8 {
    F8::ONE / inputs.all(Name::Weight).iter().fold(F8::ZERO, |sum, &w| sum + w)
}

/// `sum_d weight_d (1 - coverage_dk)` in the quarter that `frame` stands at, by tier, 0 at others than `tiers`: of what
/// enablers let be used of the supply, or (without `ENABLED`) of all that is there.
#[inline(always)]
pub(super) fn weighted<const ENABLED: bool>(frame: &Frame, supply: &Supply, tiers: Range<usize>) -> [F8; K] {
    let mut sums = [F8::ZERO; K];
    for (frame, supply) in frame.domains.iter().zip(&supply.domains) {
        let (required, per_required) = (frame.required(), frame.per_required());
        let supply = if ENABLED { &supply.effective } else { &supply.raw };
        for k in tiers.clone() {
            let met = supply[k] * per_required[k];
            sums[k] += frame.weight * lost(required[k].gt(F8::ZERO), met);
        }
    }
    sums
}
